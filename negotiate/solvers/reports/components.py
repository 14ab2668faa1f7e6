"""Equilibria that hang together: which are the ends of infinitely many, and who speaks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.report.blocks import Column, Sentence, Table
from negotiate.report.words import joined, safe
from negotiate.solvers.reports.payoffs import gains
from negotiate.solvers.reports.strategies import in_strategies, supports
from negotiate.solvers.solution import Component, Equilibrium, Solution

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
FEW_PIECES, FEW_ENDS = 3, 4
"""So many pieces of one component, of so many extreme points, are told apart in its sentence."""
SENTENCES = 3
TELLING = "A letter in common: everything between these is an equilibrium too."
HEADING = "One to speak for many"
_SAME = 1e-9


def hanging(sol: Solution) -> list[Component]:
    """The components of more than one equilibrium."""
    return [component for component in sol.components if not component.isolated]


def sentences(sol: Solution) -> list[Sentence]:
    """What infinitely many equilibria there are, a sentence a component; those after the first few as details."""
    return [Sentence(_sentence(one), place >= SENTENCES) for place, one in enumerate(hanging(sol))]


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


def letters(sol: Solution) -> list[str]:
    """The letters of the pieces that each equilibrium belongs to; empty ones for those that stand alone."""
    found = [""] * len(sol.profiles)
    for letter, piece in zip(_alphabet(), (p for component in hanging(sol) for p in component.pieces), strict=False):
        for member in piece:
            found[member] += letter
    return found


def _alphabet() -> Iterator[str]:
    yield from ALPHABET
    for first in ALPHABET:
        yield from (f"{first}{second} " for second in ALPHABET)


def representatives(sol: Solution, digits: Sequence[int]) -> list[str]:
    """Those that speak for each component of more than one, a line each: what they are best at, who plays what."""
    found = in_strategies(sol.game, sol.profiles)
    if found is None:
        return []
    game, listed = found
    known = np.array([np.concatenate(one.strategies) for one in listed])
    lines: list[str] = []
    for component in hanging(sol):
        speakers: dict[str, list[str]] = {}
        for name, equilibrium in component.representatives.items():
            speakers.setdefault(_described(game, known, equilibrium, digits), []).append(safe(name, True))
        whom = f"For {_numbers(component.members)}"
        lines.extend(f"{whom}, {joined(names)}: {what}." for what, names in speakers.items())
    return lines


def _described(game: NormalFormGame, known: FloatArray, equilibrium: Equilibrium, digits: Sequence[int]) -> str:
    """A representative by its number where it is listed, and otherwise by what is played and what it gives."""
    apart = np.abs(known - np.concatenate(equilibrium.strategies)).max(axis=1)
    if apart.min() <= _SAME:
        return f"equilibrium {int(apart.argmin()) + 1}"
    return f"{' | '.join(supports(game, equilibrium))}, which gives {gains(game, equilibrium.payoffs, digits)}"


def table(sol: Solution) -> Table:
    """Which equilibria are the corners of which piece of which component, single equilibria left out."""
    rows = tuple(
        (number, place, member + 1)
        for number, component in enumerate(hanging(sol), 1)
        for place, piece in enumerate(component.pieces, 1)
        for member in piece
    )
    columns = (Column("component", "count"), Column("piece", "count"), Column("equilibrium", "count"))
    return Table(columns, rows, only="programs")
