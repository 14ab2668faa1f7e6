"""`negotiate tree`: who should say what, and is the threat believed."""

from __future__ import annotations

from typing import Annotated

import typer

from negotiate.cli.forms import Answer, answers
from negotiate.cli.games import game_or_scenario
from negotiate.cli.options import FLAG, Fixes, Method, ScenarioOrGame, Settings, VariantName, origin
from negotiate.cli.threats import threats_answer
from negotiate.cli.usage import Misused

Depth = Annotated[
    int | None,
    typer.Option("--depth", min=0, help="Open this many steps away from the path of play.", metavar="N"),
]
Breadth = Annotated[
    int | None,
    typer.Option("--width", min=1, help="Show at most this many branches of one node.", metavar="N"),
]
Asked = Annotated[
    str | None,
    typer.Option(
        "--concept",
        help="What to look for: nash, subgame-perfect, sequential or quantal-response.",
        metavar="NAME",
    ),
]
Which = Annotated[
    int,
    typer.Option(
        "--equilibrium",
        min=1,
        help="Where there are several equilibria, draw the second, the third and so on.",
        metavar="N",
    ),
]
Threats = Annotated[
    bool, typer.Option("--threats", help="Say of each threat whether anybody needs to believe it.", metavar=FLAG)
]


@answers
def tree(
    scenario: ScenarioOrGame,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    method: Method = None,
    concept: Asked = None,
    depth: Depth = None,
    breadth: Breadth = None,
    equilibrium: Which = 1,
    threats: Threats = False,
) -> Answer:
    """In turn: the outcome tree, solved."""
    asked = origin(scenario, settings, fixes, variant)
    if threats:
        drawn = None if equilibrium == 1 else equilibrium
        given = {"--method": method, "--concept": concept, "--depth": depth, "--width": breadth, "--equilibrium": drawn}
        for option, value in given.items():
            if value is not None:
                raise Misused(f"`{option}` does not go with `--threats`", "leave one of them out")
        return threats_answer(game_or_scenario(scenario, settings, fixes, variant), asked)
    from negotiate.solvers.registry import solve as solved  # noqa: PLC0415 - start-up stays light

    solution = solved(game_or_scenario(scenario, settings, fixes, variant).in_turn(), method, concept=concept)
    if equilibrium > max(1, len(solution.equilibria)):
        there = len(solution.equilibria)
        upto = f"a number from 1 to {there}" if there > 1 else "nothing but 1 here"
        raise Misused(f"there is no equilibrium number {equilibrium:,} in this answer", f"`--equilibrium` takes {upto}")
    return Answer(solution, asked, {"depth": depth, "breadth": breadth, "equilibrium": equilibrium})
