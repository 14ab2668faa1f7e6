"""`negotiate stability`: which outcomes nobody would leave, and what keeps them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from negotiate.cli.forms import Answer, answers
from negotiate.cli.options import FLAG, Fixes, ScenarioArgument, Settings, VariantName, loaded, origin
from negotiate.cli.stability_questions import answered, asked, named_concept

ASK = "Another question"


def _asks(name: str, tells: str, metavar: str = FLAG) -> Any:
    """An option that asks another question."""
    return typer.Option(name, help=tells, metavar=metavar, rich_help_panel=ASK)


ConceptName = Annotated[
    str | None,
    typer.Option("--concept", help="By one concept: R, GMR, SMR, SEQ or SIM.", metavar="NAME"),
]
Sanctions = Annotated[
    str,
    typer.Option(
        "--sanctions", help="How the others answer: `sequence`, one after the other, or `one-step`.", metavar="RULE"
    ),
]
STATE = "Why one state is left or not: ISSUE=OPTION with commas, today, what happened, or a number of --moves."
AboutState = Annotated[str | None, _asks("--state", STATE, "PACKAGE")]
Moves = Annotated[bool, _asks("--moves", "Who can move where.")]
InverseOf = Annotated[
    str | None, _asks("--inverse", "Which rankings would make a state stable, and the smallest change.", "PACKAGE")
]
Together = Annotated[bool, _asks("--coalitions", "Which states are stable if players may leave them together.")]
Evolved = Annotated[bool, _asks("--evolution", "Whether gains lead from today to what happened.")]
Agreed = Annotated[bool, _asks("--consensus", "For how many players each state is stable, and where all would meet.")]
GREATLY = "What PLAYER finds greatly better than all it likes less: what is strongly stable then."
Greatly = Annotated[list[str] | None, _asks("--greatly", GREATLY, "PLAYER:PACKAGE")]
UNKNOWN = "Of which two states nobody knows how PLAYER likes them: what is stable then."
NotKnown = Annotated[list[str] | None, _asks("--unknown", UNKNOWN, "PLAYER:PACKAGE:PACKAGE")]


@answers
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
) -> Answer:
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
    found = answered(question, model, state=state or inverse, concept=wanted, sanctions=sanctions, doubts=doubts)
    return Answer(found, origin(scenario, settings, fixes, variant))
