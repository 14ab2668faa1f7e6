"""`negotiate simulate`: what lasts if the game is played again and again."""

from __future__ import annotations

from typing import Annotated

import typer

from negotiate.cli.forms import Answer, answers
from negotiate.cli.options import FLAG, Everything, Fixes, ScenarioArgument, Settings, VariantName, loaded, origin
from negotiate.cli.simulate_profiles import adjusted, money_of, patient
from negotiate.cli.simulate_questions import Details, answered, asked

ASK = "Another question"

Played = Annotated[
    list[str] | None,
    typer.Option(
        "--play",
        help="What a player plays; STRATEGY alone is for all. With --tournament and the like: who takes part.",
        metavar="PLAYER=STRATEGY",
    ),
]
Patience = Annotated[
    list[str] | None,
    typer.Option(
        "--patience",
        help="What the next round counts beside this one, of all or as PLAYER=NUMBER.",
        metavar="NUMBER",
    ),
]
Noise = Annotated[
    list[str] | None,
    typer.Option("--noise", help="How often a hand trembles, of all or as PLAYER=RATE.", metavar="RATE"),
]
Misread = Annotated[
    list[str] | None,
    typer.Option("--misread", help="How often a player misreads another, of all or as PLAYER=RATE.", metavar="RATE"),
]
Rounds = Annotated[
    int | None,
    typer.Option("--rounds", help="A fixed number of rounds, known to all.", min=1, metavar="NUMBER"),
]
Seed = Annotated[int, typer.Option("--seed", help="Where chance is drawn from.", min=0, metavar="NUMBER")]
Matched = Annotated[bool, typer.Option("--match", help="One match round by round.", metavar=FLAG, rich_help_panel=ASK)]
Breach = Annotated[
    str | None,
    typer.Option(
        "--breach",
        help="With --match: who steps aside, and in which round.",
        metavar="PLAYER@ROUND",
        rich_help_panel=ASK,
    ),
]
Certified = Annotated[
    bool,
    typer.Option(
        "--certificate",
        help="Whether strategies hold against each other, and where not.",
        metavar=FLAG,
        rich_help_panel=ASK,
    ),
]
Held = Annotated[
    str | None,
    typer.Option(
        "--hold",
        help="What it takes to hold postures, as PLAYER=POSTURE with commas; by itself the agreement.",
        metavar="POSTURES",
        rich_help_panel=ASK,
    ),
]
Payoffs = Annotated[
    bool,
    typer.Option("--payoffs", help="Which payoffs could be sustained at all.", metavar=FLAG, rich_help_panel=ASK),
]
Tournament = Annotated[
    bool,
    typer.Option("--tournament", help="Every strategy against every other.", metavar=FLAG, rich_help_panel=ASK),
]
Invasion = Annotated[
    bool,
    typer.Option("--invasion", help="Which strategies keep which newcomers out.", metavar=FLAG, rich_help_panel=ASK),
]
Evolution = Annotated[
    str | None,
    typer.Option(
        "--evolution",
        help="Which strategies are left in the end: `ecological`, `replicator` or `moran`; the first by itself.",
        metavar="NAME",
        rich_help_panel=ASK,
    ),
]
Listed = Annotated[
    bool,
    typer.Option("--strategies", help="Which strategies there are.", metavar=FLAG, rich_help_panel=ASK),
]
After = Annotated[
    list[str] | None,
    typer.Option(
        "--after",
        help="Where only public signals are seen: which of them sets a punishment off.",
        metavar="SIGNAL",
    ),
]


@answers
def simulate(
    scenario: ScenarioArgument,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    play: Played = None,
    patience: Patience = None,
    noise: Noise = None,
    misread: Misread = None,
    rounds: Rounds = None,
    after: After = None,
    seed: Seed = 0,
    match: Matched = False,
    breach: Breach = None,
    certificate: Certified = False,
    hold: Held = None,
    payoffs: Payoffs = False,
    tournament: Tournament = False,
    invasion: Invasion = False,
    evolution: Evolution = None,
    strategies: Listed = False,
    everything: Everything = False,
) -> Answer:
    """Again: which agreement enforces itself."""
    question = asked(
        match=match or breach is not None,
        certificate=certificate,
        hold=hold,
        payoffs=payoffs,
        tournament=tournament,
        invasion=invasion,
        evolution=evolution,
        strategies=strategies,
    )
    model = patient(loaded(scenario, settings, fixes, variant), patience)
    game = adjusted(model.again(), noise, misread, rounds)
    details = Details(
        play=tuple(play or ()),
        breach=breach,
        hold=hold or "",
        evolution=evolution or "",
        after=tuple(after or ()),
        seed=seed,
        rates=money_of(model),
        everything=everything,
    )
    return Answer(answered(question, game, details), origin(scenario, settings, fixes, variant))
