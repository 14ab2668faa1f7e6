"""What nobody would leave: every combination of what the players decide alone is a state, and each
moves in its own.

Issues that need more than one player stay where they are without a deal. What cannot happen is no
state; an option that cannot be left again makes moves go one way. Who prefers what is read off the
payoffs, as ranks; of a player without numbers it is told in which order it would rather have the
states, and what puts each behind the one above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np

from negotiate.arrays import IntArray
from negotiate.conflict.graph import (
    AxisMoves,
    CombinationNames,
    Combinations,
    Moves,
    check_memory,
    grid_memory,
    rows_memory,
    ways_memory,
)
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.kernels import row_starts
from negotiate.conflict.patterns import Pattern, gather
from negotiate.conflict.states import QUO, missing_notes
from negotiate.display import record
from negotiate.equilibrium.alone import orders_noted
from negotiate.errors import GameTooLarge, NegotiateError, OutOfRange, UnsuitableGame
from negotiate.games.exactness import in_steps, known
from negotiate.model import Preference, package_count
from negotiate.model.negotiation import AXIS_LIMIT, Negotiation
from negotiate.model.payoffs import Frame, add_up
from negotiate.report.style import spoken


def standing(negotiation: Negotiation) -> GraphModel:
    """The graph model of a negotiation.

    Returns
    -------
    GraphModel
        Its states are numbered like the cells of the game without talks, impossible ones left out.

    Raises
    ------
    GameTooLarge
        If states and moves would take too much memory, or there are too many players.
    UnsuitableGame
        If no combination is possible, or an issue that nobody decides alone rests nowhere.
    """
    GameTooLarge.refuse("players", len(negotiation.players), AXIS_LIMIT, "take players away")
    own = {player: _own(negotiation, player) for player in negotiation.keys}
    axes = tuple(issue for issues in own.values() for issue in issues)
    held = _held(negotiation, axes)
    sizes = tuple(
        package_count(negotiation.issues[issue] for issue in issues) for issues in own.values()
    )
    check_memory(grid_memory(sizes))
    frame = negotiation.grid(axes, held)
    labels = tuple(negotiation.issues[issue].labels for issue in axes)
    shape = tuple(map(len, labels))
    possible = negotiation.feasible(frame, shape)
    cells = np.arange(prod(shape)) if possible is None else np.flatnonzero(possible)
    if not cells.size:
        raise UnsuitableGame(
            "no combination of what the players decide is possible", "see `infeasible` in the file"
        )
    worth = add_up(frame, negotiation.keys, shape, with_moves=False)[0].reshape(len(sizes), -1)[
        :, cells
    ]
    combinations = Combinations(axes, labels, _frozen(cells))
    full = combinations.full and not any(negotiation.irreversible.get(issue) for issue in axes)
    known, nowhere = _known(negotiation, combinations, held)
    return GraphModel(
        states=CombinationNames(combinations),
        players=tuple(player.name for player in negotiation.players.values()),
        keys=negotiation.keys,
        moves=tuple(AxisMoves(sizes, axis) for axis in range(len(sizes)))
        if full
        else _rows(negotiation, own, sizes, cells),
        ranks=_frozen(ranks_of(worth)),
        title=negotiation.heading,
        choices=combinations,
        shape=sizes if full else (),
        sizes=sizes,
        cells=combinations.cells,
        issue_names={key: negotiation.issues[key].name for key in axes},
        option_names={
            issue: dict(
                zip(negotiation.issues[issue].labels, _names(negotiation, issue), strict=True)
            )
            for issue in axes
        },
        decides=tuple(tuple(issues) for issues in own.values()),
        kept={issue: negotiation.issues[issue].labels[option] for issue, option in held.items()},
        status_quo=known.pop(QUO, -1),
        happened=known,
        nowhere=nowhere,
        notes=(
            *orders_noted(negotiation),
            *missing_notes(nowhere),
            *_held_noted(negotiation, held),
        ),
    )


def _own(negotiation: Negotiation, player: str) -> list[str]:
    """The issues that a player decides alone and that are not settled."""
    return [
        name
        for name, issue in negotiation.issues.items()
        if issue.deciders == (player,) and name not in negotiation.fixed and len(issue.options) > 1
    ]


def _held(negotiation: Negotiation, axes: Sequence[str]) -> dict[str, int]:
    """Every other issue, and the option that it keeps."""
    held = {}
    for name, issue in negotiation.issues.items():
        if name not in axes:
            option = 0 if len(issue.options) == 1 else negotiation.resting(name)
            if option is None:
                said = (
                    f"nobody sets `{name}` alone, and the file does not say where it stands "
                    "without a deal"
                )
                raise UnsuitableGame(said, negotiation.where_it_rests(name))
            held[name] = option
    return held


def ranks_of(payoffs: np.ndarray) -> IntArray:
    """Who prefers which state, with ties where payoffs are equal save for rounding.

    Parameters
    ----------
    payoffs : ndarray, shape (players, states)
        In any unit.

    Returns
    -------
    ndarray of int, shape (players, states)
        From 0 for the worst; one more for each better level.

    Raises
    ------
    OutOfRange
        If a payoff is no finite number.

    Examples
    --------
    >>> ranks_of(np.array([[0.1 + 0.2, 0.3, -1.0]])).tolist()
    [[1, 1, 0]]
    """
    if not np.isfinite(payoffs).all():
        raise OutOfRange("a payoff is not a finite number at some state")
    return np.array([_levels(row) for row in payoffs], dtype=int).reshape(payoffs.shape)


def _levels(payoffs: np.ndarray) -> IntArray:
    """One player's payoffs as levels: decimals differ where they differ, and what a formula made by
    a step.
    """
    if known(payoffs):
        return np.unique(payoffs, return_inverse=True)[1]
    found = in_steps([payoffs[None]])
    levels, where = np.unique(found.tables[0][0], return_inverse=True)
    return np.concatenate([[0], np.cumsum(np.diff(levels) > found.slack)])[where]


def _allowed(negotiation: Negotiation, issues: Sequence[str]) -> np.ndarray:
    """From which of its choices a player can go to which, shape (choices, choices)."""
    result = np.ones((1, 1), dtype=bool)
    for issue in issues:
        count = len(negotiation.issues[issue].options)
        leaves = np.ones((count, count), dtype=bool)
        for option in negotiation.irreversible.get(issue, ()):
            leaves[option] = np.arange(count) == option
        result = np.kron(result, leaves)
    return result


def _rows(
    negotiation: Negotiation,
    own: Mapping[str, Sequence[str]],
    sizes: tuple[int, ...],
    cells: IntArray,
) -> tuple[Moves, ...]:
    """The moves among states that are not all combinations, or that go one way."""
    counts = [len(cells) * (size - 1) for size in sizes]
    check_memory(rows_memory(len(cells), len(sizes), sum(counts), max(counts)) + ways_memory(sizes))
    place = np.full(prod(sizes), -1, dtype=int)
    place[cells] = np.arange(len(cells))
    return tuple(
        _row(prod(sizes[axis + 1 :]), cells, place, _allowed(negotiation, issues))
        for axis, issues in enumerate(own.values())
    )


def _row(stride: int, cells: IntArray, place: IntArray, ways: np.ndarray) -> Moves:
    own = cells // stride % len(ways)
    choices = np.arange(len(ways))
    targets = place[cells[:, None] + (choices - own[:, None]) * stride]
    open_ways = (targets >= 0) & ways[own] & (choices != own[:, None])
    return Moves(_frozen(row_starts(open_ways.sum(axis=1))), _frozen(targets[open_ways]))


def _frozen(array: IntArray) -> IntArray:
    array.setflags(write=False)
    return array


def _known(
    negotiation: Negotiation, combinations: Combinations, held: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, str]]:
    """The states of today and of what really happened, by label; and why some of these are no
    state.
    """
    known: dict[str, int] = {}
    nowhere: dict[str, str] = {}
    packages: dict[str, Mapping[str, int]] = {QUO: {}} if negotiation.status_quo else {}
    for label, package in {**packages, **negotiation.happened}.items():
        full = {**negotiation.status_quo, **package}
        named = {k: negotiation.issues[k].labels[full[k]] for k in combinations.issues if k in full}
        states = combinations.having(named).tolist()
        beyond = next(
            (issue for issue, option in held.items() if full.get(issue, option) != option), None
        )
        unsaid = next((issue for issue in combinations.issues if issue not in full), None)
        if beyond is not None:
            nowhere[label] = _elsewhere(
                negotiation, beyond, held[beyond], full[beyond], changed=beyond in package
            )
        elif unsaid is not None:
            nowhere[label] = (
                f'the file does not say where "{spoken(negotiation.issues[unsaid].name)}" stood'
            )
        elif states:
            known[label] = states[0]
        else:
            nowhere[label] = "this combination of options is impossible"
    return known, nowhere


def _elsewhere(
    negotiation: Negotiation, issue: str, kept: int, there: int, *, changed: bool
) -> str:
    """Why no state has an issue as it is in a package."""
    names, name = _names(negotiation, issue), spoken(negotiation.issues[issue].name)
    if issue in negotiation.fixed:
        return f'"{name}" is fixed at "{names[kept]}"'
    if changed:
        return f'no player alone can choose "{name}: {names[there]}"'
    return f'"{name}" is "{names[there]}" today, but "{names[kept]}" without a deal'


def _held_noted(negotiation: Negotiation, held: Mapping[str, int]) -> tuple[str, ...]:
    """Which issues stay where, because nobody decides them alone."""
    kept = [
        f"{spoken(negotiation.issues[issue].name)}: {_names(negotiation, issue)[option]}"
        for issue, option in held.items()
        if issue not in negotiation.fixed and negotiation.issues[issue].agreed
    ]
    return (f'only an agreement can change "{"; ".join(kept)}"',) if kept else ()


def _names(negotiation: Negotiation, issue: str) -> list[str]:
    """The options of an issue by their names for people."""
    found = negotiation.issues[issue]
    return [spoken(found.name_of(option)) for option in found.options]


STATE_LIMIT = 4096
"""States of one scenario that are put in order; of more no order is told."""
PATTERN_LIMIT = 6
"""Patterns by which the states of one place are told."""


@record
class Behind:
    """What puts a place behind the one above it.

    Parameters
    ----------
    number : int
        Which entry of `prefers` it is, counted from 1.
    statements : tuple of str
        The statement, or those of a group.
    here, above : int
        How many of them hold here, and at the place above.
    """

    number: int
    statements: tuple[str, ...]
    here: int
    above: int


@record
class Place:
    """States that are equally good for a player.

    Parameters
    ----------
    number : int
        1 for the best.
    states : tuple of int
        Which states of the model.
    patterns : tuple of Pattern
        The same, gathered by the options they share.
    left : int
        States that no pattern tells of, because there were too many.
    today : bool
        Whether the status quo is one of them.
    behind : Behind or None
        None for the best, and for a ranking.
    """

    number: int
    states: tuple[int, ...]
    patterns: tuple[Pattern, ...]
    left: int
    today: bool
    behind: Behind | None


@record
class Ordering:
    """How a player orders the states.

    Parameters
    ----------
    preference : Preference
        What the file says of it.
    states, count : int
        How many states there are, and on how many places they stand.
    places : tuple of Place
        The places that are told, the best first.
    """

    preference: Preference
    states: int
    count: int
    places: tuple[Place, ...]


def orderings(negotiation: Negotiation, most: int | None = None) -> tuple[Ordering, ...]:
    """How each player without numbers orders the states; empty where there are too many states, or
    no states at all.

    Parameters
    ----------
    negotiation : Negotiation
        Whose players.
    most : int, optional
        How many of the best places are told, beside that of the status quo and the worst; all by
        default.
    """
    alone = package_count(issue for issue in negotiation.issues.values() if not issue.agreed)
    if not negotiation.is_ordinal or alone > 16 * STATE_LIMIT:  # some of them may be impossible
        return ()
    try:
        model = standing(negotiation)
    except NegotiateError:
        return ()
    if len(model.states) > STATE_LIMIT:
        return ()
    return tuple(
        _ordering(negotiation, model, found, most) for found in negotiation.preferences.values()
    )


def _ordering(
    negotiation: Negotiation, model: GraphModel, preference: Preference, most: int | None
) -> Ordering:
    ranks = model.ranks[model.keys.index(preference.player)]
    behind = ranks.max() - ranks
    count = int(behind.max()) + 1
    kept = {count - 1, *(behind[[model.status_quo]].tolist() if model.status_quo >= 0 else [0])}
    told = {k for k in range(count) if most is None or k < most or k in kept}
    told |= {
        k for k in range(count) if {k - 1, k + 1} <= told
    }  # a gap of one is as long as what stands in it
    places = []
    for k in sorted(told):
        here = np.flatnonzero(behind == k).tolist()
        found, why = gather(model, here, PATTERN_LIMIT), None
        if k and preference.kind == "statements":
            why = _behind(
                negotiation, model, preference, (int(np.argmax(behind == k - 1)), here[0])
            )
        left = len(here) - sum(len(one.states) for one in found)
        places.append(Place(k + 1, tuple(here), found, left, model.status_quo in here, why))
    return Ordering(preference, len(ranks), count, tuple(places))


def _behind(
    negotiation: Negotiation, model: GraphModel, preference: Preference, states: tuple[int, int]
) -> Behind | None:
    """The first entry of which more statements hold in one state than in the other."""
    places = model.choices.places if model.choices else {}
    choices = {
        name: places[name][None, list(states)]
        if name in places
        else np.array([[issue.index(model.kept[name])]])
        for name, issue in negotiation.issues.items()
    }
    frame = Frame(negotiation, choices, 2)
    for number, group in enumerate(preference.groups, start=1):
        held = [np.broadcast_to(one.holds.evaluate(frame)[0], (2,)) for one in group]
        above, here = np.sum(held, axis=0, dtype=int).tolist()
        if above != here:
            return Behind(number, tuple(one.written for one in group), here, above)
    return None
