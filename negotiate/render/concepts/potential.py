"""A potential told: what stands behind all gains and where it is highest, or the circle that rules it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.render.concepts.columns import columns, folded
from negotiate.render.concepts.falling import combination, label, name, whose
from negotiate.render.concepts.told import Told
from negotiate.render.exactly import exactly, largest
from negotiate.report.numbers import aligned, contrast, decimals, exact, number, rounded
from negotiate.report.style import TITLE, Look
from negotiate.report.words import joined
from negotiate.solvers.concepts.circles import Circle, Move
from negotiate.solvers.concepts.potential import (
    BEST_REPLY,
    EQUAL,
    EXACT,
    GENERALIZED,
    NONE,
    ORDINAL,
    WEIGHTED,
    Potential,
)
from negotiate.solvers.solution import Solution

TOPS = 3
"""Combinations at which a potential is highest that a sentence names."""
STEPS = 6
"""Moves of a circle that a sentence tells."""
ROWS = 12
SIMPLE = 100
"""Largest denominator of a weight that is written as a fraction."""
WHOLE = 1000
"""Combinations whose potential plain lines list; of a larger game they list the highest."""


def _read(sol: Solution) -> tuple[NormalFormGame, Potential]:
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, Potential):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding


def _headline(sol: Solution) -> str:
    game, found = _read(sol)
    if found.kind == EXACT:
        return f"An exact potential game: one number stands behind all gains, highest at {_tops(game, found)}."
    if found.kind == WEIGHTED:
        weights = [f"{whose(game, p)} are divided by {_simply(w)}" for p, w in enumerate(found.weights) if w != 1]
        return (
            f"A weighted potential game: once {joined(weights)}, one number stands behind all gains, highest at "
            f"{_tops(game, found)}."
        )
    return {
        ORDINAL: "An ordinal potential game: changing for the better never runs in a circle.",
        GENERALIZED: "A generalized ordinal potential game: changing for the better never runs in a circle, though it "
        "may with moves between equals.",
        BEST_REPLY: "Not a potential game, since changing for the better may run in a circle; best replies never do.",
        NONE: "Not a potential game: even best replies may run in a circle.",
    }[found.kind]


def _simply(weight: float) -> str:
    """A weight as a whole number or a simple fraction where it is one."""
    near = Fraction(weight).limit_denominator(SIMPLE)
    return str(near) if abs(float(near) - weight) <= EQUAL * weight and near < SIMPLE else number(weight)


def _tops(game: NormalFormGame, found: Potential) -> str:
    shown = [combination(game, profile) for profile in found.maximisers[:TOPS]]
    if len(found.maximisers) > TOPS:
        shown.append(f"{len(found.maximisers) - TOPS:,} more")
    return joined(shown)


def _sentences(sol: Solution) -> Sequence[str]:
    game, found = _read(sol)
    said = [_example(game, found)] if found.kind in (EXACT, WEIGHTED) else [_ring(game, found.circle)]
    if found.kind in (ORDINAL, GENERALIZED, BEST_REPLY):
        what = "a run of best replies" if found.kind == BEST_REPLY else "it"
        said.append(f"Wherever it starts, {what} ends at {_ends(game, found)}.")
    if found.square:
        said.append(_gap(game, found.square))
    return [*filter(None, said)]


def _ends(game: NormalFormGame, found: Potential) -> str:
    shown = [combination(game, profile) for profile in found.endings[:TOPS]]
    if len(found.endings) > TOPS:
        shown.append(f"one of {len(found.endings) - TOPS:,} more")
    return joined(shown, "or")


def _digits(game: NormalFormGame, player: int) -> int:
    return decimals(map(float, np.unique(game.payoffs[player])))


def _example(game: NormalFormGame, found: Potential) -> str:
    """A player's first move with another payoff, and the potential's step beside it; best of one who has a weight."""
    if found.potential is None:
        return ""
    for player in sorted(range(game.n_players), key=lambda p: found.weights[p] == 1):
        steps = np.argwhere(np.diff(game.payoffs[player], axis=player) != 0)
        if len(steps):
            before = tuple(int(i) for i in steps[0])
            after = tuple(i + (p == player) for p, i in enumerate(before))
            gain = float(game.payoffs[(player, *after)] - game.payoffs[(player, *before)])
            rise = float(found.potential[after] - found.potential[before])
            verb, moves = ("gains", "rises") if gain > 0 else ("loses", "falls")
            much = rounded(abs(gain), _digits(game, player))
            as_much = "as much" if found.kind == EXACT else number(abs(rise))
            return (
                f"For example, at {combination(game, before)} {name(game, player)} {verb} {much} by changing to "
                f"{label(game, player, after[player])}, and the potential {moves} by {as_much}. Only such steps mean "
                "something, so it is counted from its lowest value."
            )
    return "No player's payoff hangs on what it does itself."


def _ring(game: NormalFormGame, circle: Circle) -> str:
    """The moves of a circle, one after the other."""
    if not circle:
        return ""
    parts = [_step(game, move, k) for k, move in enumerate(circle[:STEPS])]
    if len(circle) > STEPS:
        parts.append(f"{len(circle) - STEPS} more moves follow")
    return f"From {combination(game, circle[0].before)}, {', then '.join(parts)}, and all is as it was."


def _step(game: NormalFormGame, move: Move, place: int) -> str:
    digits = _digits(game, move.player)
    worth = f"gains {rounded(move.gain, digits)}" if move.gain > 0 else "as good"
    verb = "changes to" if place == 0 else "to"
    return f"{name(game, move.player)} {verb} {label(game, move.player, move.after[move.player])} ({worth})"


def _gap(game: NormalFormGame, square: Circle) -> str:
    """Four moves that should bring nothing in sum, and do."""
    total, nothing = contrast(sum(move.gain for move in square), 0.0)
    way = joined([combination(game, move.before) for move in square])
    return f"No exact potential: round {way} the movers' gains add up to {total} instead of {nothing}."


def _body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    game, found = _read(sol)
    if found.kind in (EXACT, WEIGHTED) and found.potential is not None:
        yield from _values(game, found.potential, look)
        return
    if found.circle:
        yield Text("The circle", style=TITLE)
        yield from _circle(game, found.circle, look)
    elif found.endings:
        yield from _endings(game, found, look)


def _circle(game: NormalFormGame, circle: Circle, look: Look) -> Iterable[Text]:
    lines = [
        [
            combination(game, move.before),
            name(game, move.player),
            label(game, move.player, move.after[move.player]),
            rounded(move.gain, _digits(game, move.player)),
        ]
        for move in circle
    ]
    shown = lines if look.all else lines[:ROWS]
    yield from columns(["At", "Mover", "Changes to", "Gain"], shown, 3, look)
    yield from folded(len(lines), len(shown), "move", "moves", look)


def _endings(game: NormalFormGame, found: Potential, look: Look) -> Iterable[Text]:
    """Where changing for the better ends, and what everybody gets there."""
    shown = found.endings if look.all else found.endings[:ROWS]
    payoffs = [[float(table[profile]) for profile in shown] for table in game.payoffs]
    words = [aligned(column, max(_digits(game, p), decimals(column))) for p, column in enumerate(payoffs)]
    rows = [[combination(game, profile), *(column[k] for column in words)] for k, profile in enumerate(shown)]
    yield from columns(["Ends at", *(name(game, p) for p in range(game.n_players))], rows, 1, look, game)
    yield from folded(len(found.endings), len(shown), "ending", "endings", look)


def _values(game: NormalFormGame, potential: FloatArray, look: Look) -> Iterable[Text]:
    """The potential as a table like the game's own, or its highest values where that is too large."""
    words = aligned([float(x) for x in potential.ravel()])
    if game.n_players == 2:
        heads = [label(game, 1, j) for j in range(game.shape[1])]
        rows = [[label(game, 0, i), *words[i * game.shape[1] : (i + 1) * game.shape[1]]] for i in range(game.shape[0])]
        wide = sum(max(len(cell) for cell in column) + 2 for column in zip(["Potential", *heads], *rows, strict=True))
        if wide <= look.columns and game.shape[0] <= ROWS:
            yield from columns(["Potential", *heads], rows, 1, look, game)
            return
    order = np.argsort(-potential.ravel(), kind="stable")
    shown = order if look.all else order[:ROWS]
    lines = [[combination(game, _place(int(k), potential.shape)), words[int(k)]] for k in shown]
    yield from columns(["Combination", "Potential"], lines, 1, look)
    yield from folded(len(order), len(shown), "combination", "combinations", look)


def _place(index: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(index, shape))


def _rows(sol: Solution) -> Sequence[Sequence[str]]:
    game, found = _read(sol)
    if found.kind in (EXACT, WEIGHTED) and found.potential is not None:
        order = range(found.potential.size)
        listed = order if len(order) <= WHOLE else np.argsort(-found.potential.ravel(), kind="stable")[:WHOLE].tolist()
        size = float(np.abs(found.potential).max())
        places = [_place(int(k), found.potential.shape) for k in listed]
        return [
            ["combination", "potential"],
            *([combination(game, place), exact(found.potential[place], size)] for place in places),
        ]
    if not found.circle:
        return [["ends at", *(f"payoff {key}" for key in game.keys)], *_ending_rows(game, found)]
    return [["at", "mover", "changes to", "gain"], *_circle_rows(game, found.circle)]


def _ending_rows(game: NormalFormGame, found: Potential) -> list[list[str]]:
    return [
        [combination(game, profile), *exactly(game, (table[profile] for table in game.payoffs))]
        for profile in found.endings[:WHOLE]
    ]


def _circle_rows(game: NormalFormGame, circle: Circle) -> list[list[str]]:
    size = largest(game)
    return [
        [
            combination(game, move.before),
            game.keys[move.player],
            label(game, move.player, move.after[move.player]),
            exact(move.gain, size[move.player]),
        ]
        for move in circle
    ]


TOLD = Told("potential", _headline, _sentences, _body, _rows)
