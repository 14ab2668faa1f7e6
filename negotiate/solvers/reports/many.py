"""Many equilibria: what they share, where they differ, which hang together, and who speaks for those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Section, Sentence
from negotiate.report.numbers import contrast, rounded
from negotiate.report.words import in_words, joined, safe, sentence_of, the
from negotiate.solvers.reports import words
from negotiate.solvers.reports.payoffs import gains
from negotiate.solvers.reports.strategies import in_strategies, supports
from negotiate.solvers.solution import Component, Equilibrium, Solution

CROWD = 10
"""More equilibria than this are summed up."""
NAMED = 4
"""Strategies that a sentence names."""
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
FEW_PIECES, FEW_ENDS = 3, 4
"""So many pieces of one component, of so many extreme points, are told apart in its sentence."""
SENTENCES = 3
TELLING = "Everything between equilibria with the same letter is an equilibrium too."
HEADING = "An example from each group"
_SAME = 1e-9


# What a crowd shares -----------------------------------------------------------------------------------------------


def purely(sol: Solution) -> str:
    """How many of a crowd are pure, to stand behind their count."""
    pure = sum(isinstance(e, Equilibrium) and e.pure for e in sol.profiles)
    crowd = len(sol.profiles) > CROWD and 0 < pure < len(sol.profiles)
    return f", {in_words(pure).lower()} of them pure" if crowd else ""


def summary(sol: Solution, digits: Sequence[int]) -> list[Sentence]:
    """What many equilibria share and where they differ, in payoffs and, where all move at once, in strategies."""
    if len(sol.profiles) <= CROWD:
        return []
    flat = in_strategies(sol.game, sol.profiles)
    return [Sentence(_payoffs(sol, digits)), *map(Sentence, _strategies(*flat) if flat else ())]


def _payoffs(sol: Solution, digits: Sequence[int]) -> str:
    said = []
    for p, (name, key) in enumerate(zip(sol.game.players, sol.game.keys, strict=True)):
        low, high = (limit(e.payoffs[p] for e in sol.profiles) for limit in (min, max))
        least, most = contrast(low, high, digits[p])
        level = "level " if key in sol.game.ordinal else ""
        told = f"{level}{rounded(low, digits[p])}" if least == most else f"between {level}{least} and {most}"
        said.append(sentence_of(f"{the(name)} gets {told}"))
    return " ".join(said)


def _strategies(game: NormalFormGame, found: Sequence[Equilibrium]) -> Iterator[str]:
    """For each player what every equilibrium uses, and what none does, or how many strategies any does."""
    for p, strategies in enumerate(game.strategies):
        used = np.array([e.strategies[p] > 0 for e in found])
        every, ever = np.flatnonzero(used.all(axis=0)).tolist(), np.flatnonzero(used.any(axis=0)).tolist()
        never = sorted(set(range(len(strategies))) - set(ever))
        if every:
            sure = " with some probability" if len(ever) > 1 else ""
            yield f"In every equilibrium, {words.name(game, p)} plays {words.quoted(game, p, every, most=NAMED)}{sure}."
        if len(ever) > 1 and 0 < len(never) <= NAMED:
            yield f"In no equilibrium does {words.name(game, p)} play {words.quoted(game, p, never, 'or')}."
        elif len(ever) > 1 and never:
            yield f"The equilibria use {len(ever):,} of {words.whose(game, p)} {len(strategies):,} strategies."


# What hangs together -----------------------------------------------------------------------------------------------


def hanging(sol: Solution) -> list[Component]:
    """The components of more than one equilibrium."""
    return [component for component in sol.components if not component.isolated]


def sentences(sol: Solution) -> list[Sentence]:
    """What infinitely many equilibria there are, a sentence a component; those after the first few as details."""
    crowd = len(sol.profiles) > CROWD
    return [Sentence(_sentence(one), crowd or place >= SENTENCES) for place, one in enumerate(hanging(sol))]


def _sentence(component: Component) -> str:
    who, pieces = f"Equilibria {_numbers(component.members)}", component.pieces
    if len(pieces) == 1:
        what = "the ends of a line" if len(component.members) == 2 else "the corners of a region"
        return f"{who} are {what}: everything between them is an equilibrium too."
    if len(pieces) <= FEW_PIECES and max(map(len, pieces)) <= FEW_ENDS:
        between = joined([f"everything between {_numbers(piece)}" for piece in pieces])
        return f"{who} form one group: {between} is an equilibrium too."
    return f"{who} form one group of {len(pieces):,} pieces: everything within a piece is an equilibrium too."


def _numbers(members: Sequence[int]) -> str:
    """Equilibria by their numbers, three or more in a row by the first and the last."""
    runs: list[list[int]] = []
    for number in sorted(member + 1 for member in members):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [[f"{run[0]:,} to {run[-1]:,}"] if len(run) > 2 else [f"{number:,}" for number in run] for run in runs]
    return joined([word for run in said for word in run])


def letters(sol: Solution) -> list[str]:
    """The letters of the pieces that each equilibrium belongs to; empty ones for those that stand alone."""
    found, pieces = [""] * len(sol.profiles), (piece for component in hanging(sol) for piece in component.pieces)
    for letter, piece in zip((*ALPHABET, *(f"{a}{b} " for a in ALPHABET for b in ALPHABET)), pieces, strict=False):
        for member in piece:
            found[member] += letter
    return [one.strip() for one in found]


def representatives(sol: Solution, digits: Sequence[int]) -> list[Section]:
    """Those that speak for each component of more than one, a line each: what they are best at, who plays what."""
    flat, lines = in_strategies(sol.game, sol.profiles), list[Sentence]()
    if flat is None:
        return []
    known = np.array([np.concatenate(one.strategies) for one in flat[1]])
    for component in hanging(sol):
        speakers: dict[str, list[str]] = {}
        for name, equilibrium in component.representatives.items():
            speakers.setdefault(_described(flat[0], known, equilibrium, digits), []).append(safe(name, True))
        whom = f"Of equilibria {_numbers(component.members)},"
        lines += [Sentence(f"{whom} the {joined(names)} one is {what}.") for what, names in speakers.items()]
    return [Section(HEADING, tuple(lines), detail=True)] if lines else []


def _described(game: NormalFormGame, known: FloatArray, equilibrium: Equilibrium, digits: Sequence[int]) -> str:
    """A representative by its number where it is listed, and otherwise by what is played and what it gives."""
    apart = np.abs(known - np.concatenate(equilibrium.strategies)).max(axis=1)
    if apart.min() <= _SAME:
        return f"equilibrium {int(apart.argmin()) + 1}"
    return f"{' | '.join(supports(game, equilibrium))}, which gives {gains(game, equilibrium.payoffs, digits)}"
