"""`negotiate deal`: is there a deal, which one, and what does each red line cost."""

from __future__ import annotations

from typing import Annotated

import typer

from negotiate.cli.deal_questions import Question, answered, asked, ways
from negotiate.cli.deal_subjects import subject
from negotiate.cli.forms import Answer, answers
from negotiate.cli.options import FLAG, Fixes, Settings, VariantName, origin
from negotiate.cli.usage import Misused

ASK = "Another question"
TALKS = "Talks"

Subject = Annotated[
    str | None,
    typer.Argument(
        help="A scenario, file or shipped, or a GENIUS file (.xml).", show_default=False, metavar="SCENARIO"
    ),
]
NoDeal = Annotated[
    str | None,
    typer.Option("--no-deal", help="Which no-deal point: a number, status_quo, or ISSUE=OPTION.", metavar="WHICH"),
]
Signers = Annotated[
    str | None, typer.Option("--signers", help="Who signs, of those who may: names with commas.", metavar="NAMES")
]
Lotteries = Annotated[bool, typer.Option("--lotteries", help="Points over lotteries of packages, too.", metavar=FLAG)]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        help="Is this deal any good? ISSUE=OPTION, several with commas between, or the name of what happened.",
        metavar="PACKAGE",
        rich_help_panel=ASK,
    ),
]
Why = Annotated[
    bool,
    typer.Option("--why", help="What stands in the way, and what would open it.", metavar=FLAG, rich_help_panel=ASK),
]
Prices = Annotated[
    bool, typer.Option("--prices", help="What each red line costs, and whom.", metavar=FLAG, rich_help_panel=ASK)
]
Trading = Annotated[
    bool,
    typer.Option(
        "--trades",
        help="What could be traded for what, from today or from `--at` on.",
        metavar=FLAG,
        rich_help_panel=ASK,
    ),
]
Threatened = Annotated[
    bool, typer.Option("--threats", help="Which threats would move the deal.", metavar=FLAG, rich_help_panel=ASK)
]
Votes = Annotated[
    bool,
    typer.Option(
        "--votes",
        help="What ratifiers let through, or of `--at`, and whose vote decides.",
        metavar=FLAG,
        rich_help_panel=ASK,
    ),
]
Talks = Annotated[
    str | None,
    typer.Option("--talks", help="How talks would go; no NAME lists the ways.", metavar="NAME", rich_help_panel=TALKS),
]
Agents = Annotated[
    str | None,
    typer.Option(
        "--agents", help="Who talks, with `--talks agents`: names with commas.", metavar="NAMES", rich_help_panel=TALKS
    ),
]
Rounds = Annotated[
    int | None,
    typer.Option("--rounds", min=1, help="How many rounds they have.", metavar="N", rich_help_panel=TALKS),
]
Runs = Annotated[
    int | None,
    typer.Option("--runs", min=1, help="How often agents talk.", metavar="N", rich_help_panel=TALKS),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", min=0, help="Where their random choices start.", metavar="N", rich_help_panel=TALKS),
]


@answers
def deal(
    scenario: Subject = None,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    no_deal: NoDeal = None,
    signers: Signers = None,
    lotteries: Lotteries = False,
    at: At = None,
    why: Why = False,
    prices: Prices = False,
    trades: Trading = False,
    threats: Threatened = False,
    votes: Votes = False,
    talks: Talks = None,
    agents: Agents = None,
    rounds: Rounds = None,
    runs: Runs = None,
    seed: Seed = None,
) -> Answer:
    """Together: is there a deal, which one, and who pays for whose red line."""
    question = asked(at=at, why=why, prices=prices, trades=trades, threats=threats, votes=votes, talks=talks)
    if lotteries and question is not Question.DEAL:
        raise Misused("`--lotteries` goes with the deals themselves", "leave the other question out")
    details = {"agents": agents, "rounds": rounds, "runs": runs, "seed": seed}
    for option, given in details.items():
        if given is not None and question is not Question.TALKS:
            raise Misused(f"`--{option}` goes with `--talks`", "add `--talks NAME`")
    if scenario is None:
        if question is not Question.TALKS or talks:
            raise Misused("`negotiate deal` needs a SCENARIO", "write `negotiate deal SCENARIO`")
        return Answer(ways())
    found, problem = subject(scenario, settings, fixes, variant, no_deal=no_deal, signers=signers)
    answer = answered(question, found, problem, at=at, lotteries=lotteries, talks=talks, **details)
    return Answer(answer, origin(scenario, settings, fixes, variant) | {"no_deal": no_deal, "signers": signers})
