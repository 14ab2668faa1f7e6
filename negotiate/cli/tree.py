"""`negotiate tree`: who should say what, and is the threat believed."""

from __future__ import annotations

from negotiate.cli import names
from negotiate.cli.arguments import Tree
from negotiate.cli.commands import Misused
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import game_or_scenario, origin
from negotiate.equilibrium import registry
from negotiate.equilibrium.reports import tree


def answer(asked: Tree) -> Answer:
    """The tree with an equilibrium, or what its threats are worth.

    Raises
    ------
    Misused
        For an equilibrium that is not there, or what is about a drawing where none is drawn.
    """
    shown = {"depth": asked.depth, "breadth": asked.breadth, "equilibrium": asked.equilibrium}
    if asked.threats:
        solved = {"method": asked.method, "concept": asked.concept, "refine": asked.refine}
        drawn = {
            "depth": asked.depth,
            "width": asked.breadth,
            "equilibrium": asked.equilibrium - 1 or None,
        }
        for option, value in (solved | drawn).items():
            if value is not None:
                raise Misused(f"`--{option}` does not go with `--threats`", "leave one of them out")
        return Answer(game_or_scenario(asked).tree(threats=True), origin(asked))
    subject = game_or_scenario(asked)
    if asked.everything and not asked.as_json:
        tree.refuse_whole(subject.in_turn())
    solution = subject.tree(asked.method, concept=asked.concept, refine=asked.refine)
    if asked.equilibrium > max(1, len(solution.equilibria)):
        there = len(solution.equilibria)
        upto = f"a number from 1 to {there}" if there > 1 else "nothing but 1 here"
        said = f"there is no equilibrium number {asked.equilibrium:,} in this answer"
        raise Misused(said, f"`--equilibrium` takes {upto}")
    return Answer(solution, origin(asked), shown)


def concepts(_: Tree) -> Answer:
    """The concepts by which trees are solved."""
    return Answer(
        names.explained(
            "--concept", dict.fromkeys(["nash", *(one.concept.lower() for one in registry.TREES)])
        )
    )


def refinements(_: Tree) -> Answer:
    """The refinements of sequential equilibria in signalling games."""
    return Answer(names.explained("--refine", registry.REFINEMENTS))


def methods(_: Tree) -> Answer:
    """The methods for trees."""
    return Answer(names.methods(registry.TREES))
