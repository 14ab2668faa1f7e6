"""Quantal responses: how play moves as everybody chooses more precisely, and where that leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from negotiate.equilibrium.registry import named
from negotiate.equilibrium.reports import ROWS, Rows, Words, page, places, told
from negotiate.equilibrium.reports.paths import actions_at, path, where
from negotiate.equilibrium.reports.paths import sentences as in_turn
from negotiate.equilibrium.reports.tree import tree
from negotiate.equilibrium.solution import Equilibrium, Solution
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.standpoints import Standpoints
from negotiate.report.blocks import Cell, Column, Report, Sentence, Table, sentences
from negotiate.report.style import Look, aligned, number, probability, safe, steady

if TYPE_CHECKING:
    from negotiate.equilibrium.concepts.quantal_response import QuantalPath, QuantalResponse
    from negotiate.equilibrium.trees.agent_quantal_response import AgentPath, AgentResponse

OPTIONS = 5
"""Strategies of one player that people see, likeliest at the end of the path first; the others are
summed up.
"""
PRECISIONS = 4
"""Precisions that one table shows."""
TELLING = 4.0
"""From this precision on, a sentence tells of the first point at which everybody has a likeliest
option.
"""
LEVELS = "▁▂▃▄▅▆▇█"
NEAREST = 0.0005
"""A distance, and a probability, that is not told from 0."""
SETTLED = "the path from random choice, up to its limit"
OPEN = "the path from random choice, as far as it was followed"
"""What such an answer is: one branch of many, which nothing proves to be all."""


def report(sol: Solution, look: Look) -> Report:
    """Where ever more precise play leads, and the probabilities on the way."""
    if isinstance(sol.game, ExtensiveGame):
        return _in_turn(sol.game, cast("AgentPath", sol.finding), sol, look)
    return told(sol, look, {"quantal-response": _at_once})


def _in_turn(game: ExtensiveGame, followed: AgentPath, sol: Solution, look: Look) -> Report:
    """The tree where the path ends, and how likely what is done in the end is on the way."""
    found, limit = cast("tuple[AgentResponse, ...]", sol.equilibria), followed.limit
    digits = places(sol if limit is None else replace(sol, equilibria=(limit,)))
    end = "" if limit is None else f"the sequential equilibrium {path(limit)}"
    first, *near = map(
        Sentence, [*_leads_to(followed, end, found[-1].precision), named(sol.concept).says]
    )
    reasons = [] if limit is None else in_turn(limit, digits)
    picture = tree(game, look, limit or found[-1], digits)
    return page(
        sol,
        [first, *reasons, *near, picture, _choices(game, followed, found)],
        open_still=_which(followed),
    )


def _which(followed: AgentPath | QuantalPath) -> str:
    """How far the path was followed."""
    return SETTLED if followed.limit is not None and followed.settled else OPEN


def _at_once(words: Words, followed: QuantalPath, sol: Solution, look: Look) -> Report:
    """The probabilities of each player's strategies, and what they are at one telling precision."""
    found, limit = cast("tuple[QuantalResponse, ...]", sol.equilibria), followed.limit
    clear = (
        e
        for e in found
        if e.precision >= TELLING and all(float(s.max()) > 0.5 for s in e.strategies)
    )
    point = next(clear, found[-1])
    end = "" if limit is None else f"the Nash equilibrium {words.strategies(limit.strategies)}"
    texts = [
        *_leads_to(followed, end, found[-1].precision),
        named(sol.concept).says,
        *_point(words, point),
    ]
    if limit is not None and followed.settled:
        texts.insert(1, f"This Nash equilibrium gives {words.gains(limit.payoffs)}.")
    shown = (
        range(len(found))
        if look.all
        else sorted({*some(len(found), PRECISIONS), found.index(point)})
    )
    points = [*(found[k] for k in shown), *([limit] if limit else [])]
    heads = [*(f"{found[k].precision:g}" for k in shown), *(["limit"] if limit else [])]
    columns = [Column(head, "number", wide=head not in (heads[0], *heads[-2:])) for head in heads]
    tables = [
        _table(words, p, found, points, columns, look.all) for p in range(words.game.n_players)
    ]
    report = page(sol, [*sentences(texts, 7), *tables], open_still=_which(followed))
    return replace(report, more="every precision and strategy")


def _leads_to(followed: QuantalPath | AgentPath, end: str, last: float) -> list[str]:
    """Where the path leads, and how near to it the last point lies."""
    precision = number(last)
    if followed.limit is None:
        return [
            (
                f"The path of quantal responses was followed up to precision {precision}. Where it "
                "leads is open."
            )
        ]
    if not followed.settled:
        near = f"At precision {precision}, play is within {number(followed.distance, 3)} of {end}."
        return [f"{near} Whether the path of quantal responses ends there is open."]
    near = number(followed.distance, 3) if followed.distance >= NEAREST else f"{NEAREST}"
    return [
        f"With rising precision, logit quantal responses lead from random choice to {end}.",
        f"At precision {precision}, every probability is within {near} of that equilibrium.",
    ]


def _point(words: Words, found: QuantalResponse) -> Iterator[str]:
    """What everybody mostly does at one precision, what that gives, and what imprecision costs."""
    said = [f"At precision {number(found.precision)}:"]
    for p, weights in enumerate(found.strategies):
        first = int(np.argmax(weights))
        chance = probability(float(weights[first]), False)
        said.append(
            f"{words.name(p, True)} plays `{words.label(p, first)}` with probability {chance}."
        )
    yield " ".join(said)
    costs = (
        f" A best reply would give {words.gains(found.losses)} more." if found.regret > 0 else ""
    )
    yield f"At this precision, play gives {words.gains(found.payoffs)}.{costs}"


def _table(
    words: Words,
    player: int,
    found: Sequence[QuantalResponse],
    points: Sequence[Equilibrium],
    columns: Sequence[Column],
    everything: bool,
) -> Table:
    """A player's probabilities at some precisions and in the limit, and the whole path as bars."""
    along = np.array([e.strategies[player] for e in found])
    limit = points[-1].strategies[player]
    order = sorted(
        range(along.shape[1]),
        key=lambda i: (-round(float(limit[i]), 9), -float(along[:, i].max()), i),
    )
    most = len(order) if everything or len(order) <= OPTIONS + 1 else OPTIONS
    lines, rest = [(words.label(player, i), [i]) for i in order[:most]], order[most:]
    lines += [(f"{len(rest):,} others", rest)] if rest else []
    rows: Rows = []
    for what, which in lines:
        odds = [float(point.strategies[player][which].sum()) for point in points]
        chances = np.minimum(along[:, which].sum(axis=1) * len(LEVELS), len(LEVELS) - 1).astype(int)
        rows.append(
            (what, *(Cell(_chance(p), p) for p in odds), Cell("".join(LEVELS[k] for k in chances)))
        )
    payoffs = [point.payoffs[player] for point in points]
    rows.append(("payoff", *map(Cell, aligned(payoffs), payoffs), None))
    first, last = (
        Column("Strategy", key=f"strategy of {words.game.keys[player]}"),
        Column("path", wide=True),
    )
    return Table((first, *columns, last), tuple(rows), safe(words.game.players[player], True))


def some(count: int, room: int) -> list[int]:
    """As many places along the path as there is room for, its beginning and its end among them.

    Examples
    --------
    >>> some(3, 5), some(9, 3)
    ([0, 1, 2], [0, 4, 8])
    """
    if count <= room:
        return list(range(count))
    return sorted({round(k * (count - 1) / (room - 1)) for k in range(room)})


def _chance(p: float) -> str:
    """A probability of the same width in every cell."""
    return "0" if p < NEAREST else "1" if p > 1 - NEAREST else f"{steady(p):.3f}"


def _choices(game: ExtensiveGame, followed: AgentPath, found: Sequence[AgentResponse]) -> Table:
    """How likely the action that is likeliest in the end is at each set, one precision after
    another.
    """
    points, shown = Standpoints(game), [found[k] for k in some(len(found), PRECISIONS)]
    heads = [*(f"{one.precision:g}" for one in shown), *(["limit"] if followed.limit else [])]
    along = [*shown, *([followed.limit] if followed.limit else [])]
    rows: Rows = []
    for point in map(points.at, points.labels.tolist()):
        labels, end = actions_at(along[-1], point)
        likeliest = int(np.argmax(np.round(end, 9)))
        chances = [actions_at(one, point)[1][likeliest] for one in along]
        who = safe(game.players[point.player], True)
        rows.append((f"{who} {where(point, points)}: {labels[likeliest]}", *chances))
    columns = (Column("Precision"), *(Column(head, "probability") for head in heads))
    return Table(columns, tuple(rows), most=ROWS, more="choice")
