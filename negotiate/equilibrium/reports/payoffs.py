"""Payoffs of a game in columns and taken apart into their terms; and the red lines that outcomes cross.

Payoffs have as many digits as the whole answer needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from negotiate.equilibrium.parts import parts
from negotiate.equilibrium.solution import Solution
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Column, Item, Items, Section
from negotiate.report.numbers import decimals, rounded
from negotiate.report.words import joined, safe, the

Game = NormalFormGame | ExtensiveGame
CROSSED = "‡"
SURE = 1 - 1e-9
"""An equilibrium that crosses a red line so likely crosses it."""
NOTHING = 1e-9
"""A term of such a value is left out."""
TERMS = "What the payoffs consist of"


def largest(game: Game) -> list[float]:
    """Each player's payoff that is farthest from 0, for `numbers.exact`."""
    tables = game.payoffs.T if isinstance(game, ExtensiveGame) else game.payoffs
    return [float(np.abs(table).max()) for table in tables]


def digits(game: Game, player: int, more: Iterable[float] = ()) -> int:
    """Decimals of a player's payoffs: as many as the game needs, and `more` numbers beside them."""
    table = game.payoffs[:, player] if isinstance(game, ExtensiveGame) else game.payoffs[player]
    return max([decimals(map(float, np.unique(table))), *(decimals([x]) for x in more)])


def places(sol: Solution) -> list[int]:
    """How many decimals each player's payoffs get, the same in sentences, pictures and tables of one answer."""
    told: list[set[float]] = [set() for _ in sol.game.players]
    for equilibrium in sol.equilibria:
        for own, payoff in zip(told, equilibrium.payoffs, strict=True):
            own.add(payoff)
        for reason in equilibrium.reasons:
            told[reason.player] |= {reason.payoff, reason.alternative_payoff}
    return [digits(sol.game, p, own) for p, own in enumerate(told)]


def payoff_columns(game: Game, digits: Sequence[int] | None = None) -> tuple[Column, ...]:
    """A column of payoffs a player, with its key for programs and for narrow screens."""
    return tuple(
        Column(safe(name, True), "payoff", f"payoff {key}", safe(key, True), p, digits[p] if digits else 0, size)
        for p, (name, key, size) in enumerate(zip(game.players, game.keys, largest(game), strict=True))
    )


def gains(game: Game, payoffs: Sequence[float], digits: Sequence[int]) -> str:
    """What goes to whom: "-0.76 to the United States and -26.3 to China"; levels are called that."""
    said = []
    for name, key, payoff, places in zip(game.players, game.keys, payoffs, digits, strict=True):
        said.append(f"{'level ' if key in game.ordinal else ''}{rounded(float(payoff), places)} to {the(name)}")
    return joined(said)


def terms(sol: Solution, digits: Sequence[int]) -> list[Section]:
    """What each payoff consists of; nothing of a game that does not know, nor where every payoff is a single term."""
    game, found = sol.game, parts(sol.game, sol.profiles)
    if all(len(values) < 2 for apart in found for values in apart.values()):
        return []
    entries = [
        Item(f"{number}. {safe(name, True)}" if len(found) > 1 else safe(name, True), _sum(payoff, apart[key], places))
        for number, (equilibrium, apart) in enumerate(zip(sol.profiles, found, strict=True), 1)
        for name, key, payoff, places in zip(game.players, game.keys, equilibrium.payoffs, digits, strict=True)
        if key in apart
    ]
    return [Section(TERMS, (Items(tuple(entries)),), detail=True)]


def _sum(payoff: float, values: Mapping[str, float], digits: int) -> str:
    """A payoff as a sum: "7.85 = income 2.84 + deficit 1.51 - finance 2"."""
    known = {term: value for term, value in values.items() if abs(value) > NOTHING}
    places = max(digits, decimals(known.values()))
    said = ""
    for term, value in known.items():
        number = rounded(abs(value) if said else value, places)
        if "." in number and "e" not in number:
            number = number.rstrip("0").rstrip(".")
        if said:
            said += " - " if value < 0 else " + "
        said += f"{safe(term, True)} {number}"
    return f"{rounded(payoff, digits)} = {said or '0, like every term'}"


def crossing_sign(part: float) -> str:
    """The mark of something of which this part crosses a red line: all of it, some of it, or nothing."""
    return CROSSED if part >= SURE else f"({CROSSED})" if part > 0 else ""


def crossing_legend(game: Game, names: Iterable[str]) -> str:
    """What the sign means: "‡ crosses a red line: demand (United States)"."""
    said = []
    for name in dict.fromkeys(names):
        owner = game.red_lines.get(name)
        who = f" ({safe(game.players[game.keys.index(owner)], True)})" if owner in game.keys else ""
        said.append(f"{safe(name, True)}{who}")
    return f"{CROSSED} crosses {'a red line' if len(said) == 1 else 'red lines'}: {joined(said)}"


def unsigned_sentences(game: Game) -> list[str]:
    """A sentence for each signature that a red line or a ratifier rules out."""
    found = game.unsigned if isinstance(game, ExtensiveGame) else ()
    return [
        f"At `{safe(one.move, True)}`, `{safe(one.action, True)}` is not possible where the {one.kind} "
        f"`{safe(one.name, True)}` of {the(game.players[game.keys.index(one.player)])} forbids the deal."
        for one in found
    ]
