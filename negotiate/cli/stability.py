"""`negotiate stability`: which outcomes nobody would leave, and what keeps them."""

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
from negotiate.cli.stability_questions import answered, asked, named_concept

ASK = "Another question"

ConceptName = Annotated[
    str | None,
    typer.Option("--concept", help="By one concept: R, GMR, SMR, SEQ or SIM.", metavar="NAME"),
]
Sanctions = Annotated[
    str,
    typer.Option(
        "--sanctions",
        help="How the others answer: `sequence`, one after the other, or `one-step`.",
        metavar="RULE",
    ),
]
AboutState = Annotated[
    str | None,
    typer.Option(
        "--state",
        help="Why one state is left or not: ISSUE=OPTION with commas, today, what happened, or a number of --moves.",
        metavar="PACKAGE",
        rich_help_panel=ASK,
    ),
]
Moves = Annotated[
    bool, typer.Option("--moves", help="Who can move where, as a graph.", metavar=FLAG, rich_help_panel=ASK)
]
InverseOf = Annotated[
    str | None,
    typer.Option(
        "--inverse",
        help="Which rankings would let a state stand, and the smallest change.",
        metavar="PACKAGE",
        rich_help_panel=ASK,
    ),
]
Together = Annotated[
    bool,
    typer.Option(
        "--coalitions",
        help="Which states stand if players may leave them together.",
        metavar=FLAG,
        rich_help_panel=ASK,
    ),
]
Evolved = Annotated[
    bool,
    typer.Option(
        "--evolution",
        help="Whether gains lead from today to what happened.",
        metavar=FLAG,
        rich_help_panel=ASK,
    ),
]
Agreed = Annotated[
    bool,
    typer.Option(
        "--consensus",
        help="For how many players each state stands, and where all would meet.",
        metavar=FLAG,
        rich_help_panel=ASK,
    ),
]
Greatly = Annotated[
    list[str] | None,
    typer.Option(
        "--greatly",
        help="What PLAYER finds greatly better than all it likes less: what stands strongly then.",
        metavar="PLAYER:PACKAGE",
        rich_help_panel=ASK,
    ),
]
NotKnown = Annotated[
    list[str] | None,
    typer.Option(
        "--unknown",
        help="Of which two states nobody knows how PLAYER likes them: what stands then.",
        metavar="PLAYER:PACKAGE:PACKAGE",
        rich_help_panel=ASK,
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="The tables with commas, for spreadsheets.", metavar=FLAG)]


def stability(
    scenario: ScenarioArgument,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    concept: ConceptName = None,
    sanctions: Sanctions = "sequence",
    state: AboutState = None,
    moves: Moves = False,
    inverse: InverseOf = None,
    coalitions: Together = False,
    evolution: Evolved = False,
    consensus: Agreed = False,
    greatly: Greatly = None,
    unknown: NotKnown = None,
    everything: Everything = False,
    as_json: AsJson = False,
    plain: Plain = False,
    csv: AsCsv = False,
    ascii_only: Ascii = False,
) -> None:
    """Standing: which outcomes would nobody dare to leave, numbers or not."""
    question = asked(
        state=state,
        moves=moves,
        inverse=inverse,
        coalitions=coalitions,
        evolution=evolution,
        consensus=consensus,
        greatly=greatly,
        unknown=unknown,
    )
    wanted = named_concept(concept)
    model = loaded(scenario, settings, fixes, variant).standing()
    doubts = greatly or unknown
    answer = answered(question, model, state=state or inverse, concept=wanted, sanctions=sanctions, doubts=doubts)
    if as_json:
        from negotiate.export.standing.registry import standing_json  # noqa: PLC0415 - start-up stays light

        output.as_json(standing_json(answer, origin(scenario, settings, fixes, variant)))
        return
    from negotiate.render.standing.registry import telling  # noqa: PLC0415 - start-up stays light

    told = telling(answer)
    if plain or csv:
        output.lines(told.csv(answer) if csv else told.plain(answer))
        return
    seen = look(ascii_only, everything)
    output.picture(told.page(answer, seen), seen)
