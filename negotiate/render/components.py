"""Equilibria that hang together, in words and signs: which are the ends of infinitely many, and who speaks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.render.sentences import at_once, listed, supports
from negotiate.report.numbers import rounded
from negotiate.report.words import joined, safe
from negotiate.solvers.solution import Component, Equilibrium, Solution, TreeEquilibrium

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
FEW_PIECES, FEW_ENDS = 3, 4
"""So many pieces of one component, of so many extreme points, are told apart in its sentence."""
TELLING = "A letter in common: everything between these is an equilibrium too."
HEADING = "One to speak for many"
_SAME = 1e-9


def hanging(sol: Solution) -> list[Component]:
    """The components of more than one equilibrium."""
    return [component for component in sol.components if not component.isolated]


def sentences(sol: Solution) -> list[str]:
    """What infinitely many equilibria there are, a sentence a component."""
    return [_sentence(component) for component in hanging(sol)]


def _sentence(component: Component) -> str:
    who = f"Equilibria {_numbers(component.members)}"
    if len(component.pieces) == 1:
        what = "the ends of a line" if len(component.members) == 2 else "the corners of a region"
        return f"{who} are {what}: everything between them is an equilibrium too."
    if len(component.pieces) <= FEW_PIECES and max(map(len, component.pieces)) <= FEW_ENDS:
        between = joined([f"everything between {_numbers(piece)}" for piece in component.pieces])
        return f"{who} hang together: {between} is an equilibrium too."
    count = len(component.pieces)
    return f"{who} hang together in {count:,} pieces: everything between those of one piece is an equilibrium too."


def _numbers(members: Sequence[int]) -> str:
    """Equilibria by their numbers, three or more in a row by the first and the last."""
    runs: list[list[int]] = []
    for number in sorted(member + 1 for member in members):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [[f"{run[0]:,} to {run[-1]:,}"] if len(run) > 2 else [f"{number:,}" for number in run] for run in runs]
    return joined([word for run in words for word in run])


def marks(sol: Solution) -> list[str]:
    """The letters of the pieces that each equilibrium belongs to; empty ones for those that stand alone."""
    found = [""] * len(listed(sol))
    for letter, piece in zip(_letters(), (p for component in hanging(sol) for p in component.pieces), strict=False):
        for member in piece:
            found[member] += letter
    return found


def _letters() -> Iterator[str]:
    yield from ALPHABET
    for first in ALPHABET:
        yield from (f"{first}{second} " for second in ALPHABET)


def representatives(sol: Solution, digits: Sequence[int]) -> list[str]:
    """Those that speak for each component of more than one, a line each: what they are best at, who plays what."""
    lines: list[str] = []
    for component in hanging(sol):
        spoken: dict[str, list[str]] = {}
        for name, equilibrium in component.representatives.items():
            spoken.setdefault(_told(sol, equilibrium, digits), []).append(safe(name, True))
        whom = f"For {_numbers(component.members)}"
        lines.extend(f"{whom}, {joined(names)}: {what}." for what, names in spoken.items())
    return lines


def _told(sol: Solution, equilibrium: Equilibrium, digits: Sequence[int]) -> str:
    """A representative by its number where it is listed, and otherwise by what is played and what it gives."""
    game = sol.game.normal_form if isinstance(sol.game, ExtensiveGame) else sol.game
    for number, known in enumerate(listed(sol), 1):
        alone = at_once(known) if isinstance(known, TreeEquilibrium) else known
        if alone is not None and _same(alone, equilibrium):
            return f"equilibrium {number}"
    if game is None:
        raise TypeError("only a game in normal form has representatives")
    worth = [
        f"{safe(n, True)} {rounded(x, d)}" for n, x, d in zip(game.players, equilibrium.payoffs, digits, strict=True)
    ]
    return f"{' | '.join(supports(game, equilibrium))}, which gives {joined(worth)}"


def _same(one: Equilibrium, other: Equilibrium) -> bool:
    return all(np.allclose(a, b, rtol=0, atol=_SAME) for a, b in zip(one.strategies, other.strategies, strict=True))
