"""Players, strategies, mixtures and payoffs of a game in the words of its pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Cell
from negotiate.report.numbers import all_fractions, contrast, probability
from negotiate.report.words import in_words, joined, safe, the
from negotiate.solvers.solution import Finding, Reason, Solution

Found = TypeVar("Found", bound=Finding)
PARTS = 4
"""Strategies of a mixture that are named, the likeliest ones of many."""
NAMED = 3
"""Strategies of which one sentence says that they give the same."""
ROWS = 12
"""Rows of a table that people see where not everything is wanted."""


def read(sol: Solution, kind: type[Found]) -> tuple[NormalFormGame, Found]:
    """The game that was asked about, and what the concept found in it."""
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, kind):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding


def name(game: NormalFormGame, player: int, opening: bool = False) -> str:
    """A player's name as it stands in a sentence, or opens one."""
    return the(game.players[player], opening)


def whose(game: NormalFormGame, player: int, opening: bool = False) -> str:
    """A player's name in the genitive."""
    who = name(game, player, opening)
    return f"{who}'" if who.endswith("s") else f"{who}'s"


def player_cell(game: NormalFormGame, player: int, before: int = -1) -> Cell:
    """A player in a table; empty for people below the same player."""
    return Cell("" if player == before else safe(game.players[player], True), game.keys[player])


def label(game: NormalFormGame, player: int, strategy: int) -> str:
    """A strategy, safe for a screen."""
    return safe(game.strategies[player][strategy].label, True)


def quoted(game: NormalFormGame, player: int, chosen: Sequence[int], last: str = "and", most: int = 0) -> str:
    """Strategies between backticks as a sentence lists them, all or the first few."""
    labels = [f"`{label(game, player, i)}`" for i in chosen]
    return several(labels, most or len(labels), last)


def profile(game: NormalFormGame, chosen: Sequence[int]) -> str:
    """What everybody does, as a sentence writes it: "(stag, hare)"."""
    labels = [label(game, p, i) for p, i in enumerate(chosen)]
    return f"({('; ' if any(',' in one for one in labels) else ', ').join(labels)})"


def side_by_side(game: NormalFormGame, chosen: Sequence[int]) -> str:
    """What everybody does, as a table writes it: "stag | hare"."""
    return " | ".join(label(game, p, i) for p, i in enumerate(chosen))


def mixture(
    labels: Sequence[str],
    weights: Sequence[float] | FloatArray,
    quoted: bool = False,
    fractions: bool | None = None,
    most: int = PARTS,
) -> str:
    """A strategy, or several with their probabilities: "1/2 heads + 1/2 tails"; of many the likeliest."""
    sign = "`" if quoted else ""
    used = [(f"{sign}{words}{sign}", float(w)) for words, w in zip(labels, weights, strict=True) if w > 0]
    if len(used) == 1:
        return used[0][0]
    fractions = all_fractions(w for _, w in used) if fractions is None else fractions
    if most and len(used) > most:
        used.sort(key=lambda part: -part[1])
    parts = [f"{probability(w, fractions)} {words}" for words, w in used[: most or None]]
    return " + ".join([*parts, f"{len(used) - most:,} more"] if most and len(used) > most else parts)


def strategy(game: NormalFormGame, player: int, weights: FloatArray, quoted: bool = False) -> str:
    """A player's strategy, pure or mixed."""
    return mixture([label(game, player, i) for i in range(game.shape[player])], weights, quoted)


def strategies(game: NormalFormGame, mixed: Sequence[FloatArray]) -> str:
    """What everybody plays, pure or mixed, as a sentence writes it: "(stag, 1/2 stag + 1/2 hare)"."""
    return f"({', '.join(strategy(game, p, weights) for p, weights in enumerate(mixed))})"


def chances(labels: Sequence[str], weights: Sequence[float], fractions: bool) -> str:
    """What is chosen with what probability, as a sentence writes it: "`heads` with probability 1/2 and `tails` …"."""
    first, *more = [f"`{words}` with {probability(w, fractions)}" for words, w in zip(labels, weights, strict=True)]
    return joined([first.replace("` with ", "` with probability ", 1), *more])


def several(words: Sequence[str], most: int, last: str = "and") -> str:
    """The first `most` of some words, and how many more there are."""
    more = [f"{len(words) - most:,} more"] if len(words) > most else []
    return joined([*words[:most], *more], last)


def instead(game: NormalFormGame | ExtensiveGame, reason: Reason, digits: Sequence[int], other: str = "") -> str:
    """What the best thing left undone would give; `other` says that in more words than its label."""
    who, other = the(game.players[reason.player]), other or f"`{safe(reason.alternative, True)}`"
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits[reason.player])
    if there == here:
        return f"With {other}, {who} would get the same."
    if game.keys[reason.player] in game.ordinal:
        return f"With {other}, {who} would be worse off."
    return f"With {other}, {who} would get {there} instead of {here}."


def alike(labels: Sequence[str], who: str, worth: str) -> str:
    """What each strategy that is mixed gives: "`heads` and `tails` both give Row 0."."""
    if len(labels) > NAMED:
        return f"All {in_words(len(labels)).lower()} strategies in this mixture give {who} {worth}."
    both = "both" if len(labels) == 2 else "all"
    return f"{joined([f'`{words}`' for words in labels])} {both} give {who} {worth}."


def payoffs(game: NormalFormGame, chosen: Iterable[int]) -> tuple[float, ...]:
    """What everybody gets from a combination of strategies."""
    place = tuple(chosen)
    return tuple(float(table[place]) for table in game.payoffs)
