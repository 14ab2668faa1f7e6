"""`negotiate deal`: is there a deal, which one, and what does each red line cost."""

from __future__ import annotations

from typing import Annotated

import typer

from negotiate.cli import output
from negotiate.cli.options import (
    FLAG,
    Ascii,
    AsJson,
    Everything,
    Fixes,
    Plain,
    ScenarioArgument,
    Settings,
    VariantName,
    loaded,
    look,
    origin,
)

NoDeal = Annotated[
    str | None,
    typer.Option("--no-deal", help="Which no-deal point: a number, status_quo, or ISSUE=OPTION,…", metavar="WHICH"),
]
Signers = Annotated[
    str | None, typer.Option("--signers", help="Who signs, of those who may: names with commas.", metavar="NAMES")
]
Lotteries = Annotated[bool, typer.Option("--lotteries", help="Points over lotteries of packages, too.", metavar=FLAG)]


def deal(
    scenario: ScenarioArgument,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    no_deal: NoDeal = None,
    signers: Signers = None,
    lotteries: Lotteries = False,
    everything: Everything = False,
    as_json: AsJson = False,
    plain: Plain = False,
    ascii_only: Ascii = False,
) -> None:
    """Together: is there a deal, which one, and who pays for whose red line."""
    found = loaded(scenario, settings, fixes, variant)
    problem = found.together(named_no_deal(no_deal), None if signers is None else signers.split(","))
    from negotiate.bargaining.deal import deal as answered  # noqa: PLC0415 - start-up stays light

    answer = answered(problem, lotteries=lotteries)
    source = origin(scenario, settings, fixes, variant)
    if as_json:
        from negotiate.export.bargaining.deal import deal_json  # noqa: PLC0415 - start-up stays light

        output.as_json(deal_json(answer, source))
    elif plain:
        from negotiate.render.bargaining.plain import plain as said  # noqa: PLC0415 - start-up stays light

        output.lines(said(answer, everything))
    else:
        from negotiate.render.bargaining.page import deal_page  # noqa: PLC0415 - start-up stays light

        wanted = look(ascii_only, everything)
        output.picture(deal_page(answer, wanted), wanted)


def named_no_deal(given: str | None) -> int | str | dict[str, str] | None:
    """What follows `--no-deal`: a number, a word, or options."""
    if given is None:
        return None
    word = given.strip()
    if word.isdecimal():
        return int(word)
    if "=" not in word:
        return word
    from negotiate.cli.options import pairs  # noqa: PLC0415 - only here

    return pairs(word.split(","), "--no-deal")
