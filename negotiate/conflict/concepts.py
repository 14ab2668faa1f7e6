"""Which states each player would not leave, by how far it looks ahead.

With `UI` for a move of a player to a state that it strictly prefers, a state is stable for the
player under

R if it has no UI; GMR if each UI meets an answer of the others after which it is no better off than
at the start; SMR if moreover no move of its own afterwards makes it better off than at the start;
SEQ like GMR, with answers of which each step improves its mover; SIM if each UI, made at the same
time as improvements of others, leaves it no better off than at the start.

References
----------
Fang, L., Hipel, K. W. and Kilgour, D. M. (1993). Interactive Decision Making: The Graph Model for
Conflict Resolution. Nash, J. F. (1950). Equilibrium points in n-person games. (R) Howard, N.
(1971). Paradoxes of Rationality: Theory of Metagames and Political Behavior. (GMR, SMR) Fraser, N.
M. and Hipel, K. W. (1984). Conflict Analysis: Models and Resolutions. (SEQ)

SIM is a definition of this program's own. Where states are combinations of the players' choices,
each mover's choice changes at once. Bare tables say nothing of moves at the same time: there a
joint move leads to whatever the same movers reach in any order, each of them being able to be the
last. Each improvement is first held against those of one other player at a time; what none of these
deters, against those of several at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations, product
from math import prod
from typing import get_args

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.conflict.graph import Concept, Graph, Sanctions
from negotiate.conflict.kernels import NEVER, Movement, rows_of, worst_joint_ends, worst_on_axes
from negotiate.errors import GameTooLarge, UnknownConcept, UnknownMethod, UnknownPlayer

CONCEPTS: tuple[Concept, ...] = get_args(Concept)
SANCTIONS: tuple[Sanctions, ...] = get_args(Sanctions)


def stable_states(
    model: Graph, player: int, concept: Concept, sanctions: Sanctions = "sequence"
) -> BoolArray:
    """The states that a player would not leave, worked out once for each model.

    Returns
    -------
    ndarray of bool, shape (states,)
    """
    key = (stable_states, player, concept, sanctions)
    found = model.once(key, lambda: _stable(model, player, concept, sanctions))
    found.setflags(write=False)
    return found


def _stable(model: Graph, player: int, concept: Concept, sanctions: Sanctions) -> BoolArray:
    if concept == "SIM":
        return simultaneously_stable(model, player, sanctions)
    ranks = model.ranks[player]
    reached = (
        ranks
        if concept == "R"
        else np.minimum(ranks, answered_ranks(model, player, concept, sanctions))
    )
    return np.asarray(model.movement(player).best(reached) <= ranks)


def answered_ranks(model: Graph, player: int, concept: Concept, sanctions: Sanctions) -> IntArray:
    """What the worst answer to each state is worth to a player, worked out once for each model.

    A move to a state is deterred where this is no more than the rank of the state that was left.

    Parameters
    ----------
    concept : {'GMR', 'SMR', 'SEQ'}
        Which answers count; under SMR an answer is worth the best that the player can make of it by
        one more move.

    Returns
    -------
    ndarray of int, shape (states,)
    """

    def worst() -> IntArray:
        ranks = model.ranks[player]
        values = model.movement(player).best(ranks) if concept == "SMR" else ranks
        return worst_answers(model, player, values, sanctions, improving=concept == "SEQ")

    return model.once((answered_ranks, player, concept, sanctions), worst)


Step = Callable[[IntArray], IntArray]
"""From a value of each state to the least of those that one move of one player leads to."""


def worst_answers(
    model: Graph, player: int, values: IntArray, sanctions: Sanctions, *, improving: bool
) -> IntArray:
    """The least value that the answers of everybody else can lead to from each state.

    Parameters
    ----------
    model : Graph
        Where all move.
    player : int
        Whom they answer.
    values : ndarray of int, shape (states,)
        What counts, such as the player's ranks.
    sanctions : {'sequence', 'one-step'}
        Whether they answer by a sequence of moves, nobody twice running, or by one move of one of
        them.
    improving : bool
        Whether each step must better its mover.

    Returns
    -------
    ndarray of int, shape (states,)
        `NEVER` where nobody can answer; not more than the state's own value where the model is a
        full grid and answers need not improve, which changes nothing (see `Movement`).

    Notes
    -----
    At most states times players rounds, since a shortest sequence to the worst state visits no
    state twice with the same player having moved last; a few in practice.
    """
    others = [k for k in range(len(model.keys)) if k != player]
    if model.shape and not improving and sanctions == "sequence":
        return worst_on_axes(values, model.shape, tuple(others))
    ways = [model.movement(k) for k in others]
    steps = [way.worst_better if improving else way.worst for way in ways]
    if sanctions == "one-step" or len(steps) < 2:
        return _least([step(values) for step in steps], len(values))
    return _least(_by_first_mover(values, steps), len(values))


def _by_first_mover(values: IntArray, steps: Sequence[Step]) -> list[IntArray]:
    """The least value of all sequences that each player begins."""
    found = [np.full(len(values), NEVER, dtype=int) for _ in steps]
    for _ in range(len(values) * len(steps) + 1):
        changed = False
        for k, step in enumerate(steps):
            rest = _least([values, *(found[j] for j in range(len(steps)) if j != k)], len(values))
            better = step(rest)
            changed = changed or not np.array_equal(better, found[k])
            found[k] = better
        if not changed:
            break
    return found


def _least(arrays: Sequence[IntArray], states: int) -> IntArray:
    return reduce(np.minimum, arrays, np.full(states, NEVER, dtype=int))


def checked_concept(concept: str) -> Concept:
    """A concept by its name, in letters of either size.

    Raises
    ------
    UnknownConcept
        If there is none of that name.
    """
    found = [known for known in CONCEPTS if known == str(concept).upper()]
    if not found:
        raise UnknownConcept(
            f"`{concept}` is no concept of stability", f"the concepts are {', '.join(CONCEPTS)}"
        )
    return found[0]


def checked_concepts(given: str | Iterable[str]) -> tuple[Concept, ...]:
    """Some concepts by their names, each once; a name alone is one of them.

    Raises
    ------
    UnknownConcept
        If there is none of some name, or none is named.
    """
    if not isinstance(given, str | Iterable):
        raise UnknownConcept(
            f"`{given}` is no list of concepts", f"name some of {', '.join(CONCEPTS)}"
        )
    names = (given,) if isinstance(given, str) else given
    found = tuple(dict.fromkeys(checked_concept(name) for name in names))
    if not found:
        raise UnknownConcept("no concept is named", f"name some of {', '.join(CONCEPTS)}")
    return found


def checked_sanctions(sanctions: str) -> Sanctions:
    """A rule of answers by its name.

    Raises
    ------
    UnknownMethod
        If there is none of that name.
    """
    found = [known for known in SANCTIONS if known == sanctions]
    if not found:
        raise UnknownMethod(
            f"`{sanctions}` is no rule of sanctions", f"the rules are {', '.join(SANCTIONS)}"
        )
    return found[0]


def checked_player(model: Graph, player: str | int) -> int:
    """A player's number by its key or name, or by itself.

    Raises
    ------
    UnknownPlayer
        If there is none of that name or number.
    """
    if isinstance(player, int) and not isinstance(player, bool) and 0 <= player < len(model.keys):
        return player
    for names in (model.keys, model.players):
        if player in names:
            return names.index(player)
    raise UnknownPlayer(
        f"there is no player `{player}`", f"the players are {', '.join(model.keys)}"
    )


Steps = tuple[tuple[int, int], ...]
"""Who moved beside the player, and to which state each of them would have gone alone."""


def joint_moves(
    model: Graph,
    state: int,
    player: int,
    target: int,
    sanctions: Sanctions = "sequence",
    ways: Mapping[int, Sequence[int]] | None = None,
) -> Iterator[tuple[int, Steps]]:
    """Where a player's move ends if others move from the same state at the same time.

    Parameters
    ----------
    model : Graph
        States and moves.
    state : int
        From where everybody moves.
    player, target : int
        Who moves, and where it would go alone.
    sanctions : {'sequence', 'one-step'}
        Whether any number of the others may move as well, or one of them.
    ways : Mapping[int, sequence of int], optional
        Other player → where it may go; all of its moves by default.

    Yields
    ------
    int, tuple of (int, int)
        The state in which it ends, and what the others did: each one's number and target. Those who
        move least first.
    """
    others = [k for k in range(len(model.keys)) if k != player]
    if ways is None:
        ways = {k: model.moves[k].from_state(state).tolist() for k in others}
    for count in range(1, 2 if sanctions == "one-step" else len(others) + 1):
        for movers in combinations(others, count):
            for targets in product(*(ways[k] for k in movers)):
                steps = tuple(zip(movers, targets, strict=True))
                for end in _ends(model, state, ((player, target), *steps)):
                    yield end, steps


def _ends(model: Graph, state: int, steps: Steps) -> Sequence[int]:
    """The states that a joint move leads to: at most one where states are combinations of
    choices.
    """
    if not model.sizes:
        return sorted(_in_any_order(model, steps))
    here, targets = model.cells[state], model.cells[[target for _, target in steps]]
    cell = here + (targets - here).sum()
    found = int(np.searchsorted(model.cells, cell))
    return [found] if found < len(model.cells) and model.cells[found] == cell else []


def _in_any_order(model: Graph, steps: Steps) -> set[int]:
    """The states that lie at the end of the same moves in any order, each of the movers being able
    to be the last.
    """
    if len(steps) == 1:
        return {steps[0][1]}
    ends = []
    for last, (k, _) in enumerate(steps):
        before = _in_any_order(model, steps[:last] + steps[last + 1 :])
        ends.append({end for state in before for end in model.moves[k].from_state(state).tolist()})
    return set.intersection(*ends)


TABLE_LIMIT = 1_000_000
"""Joint moves of three players and more that are looked up for one player."""
WORK_LIMIT = 300_000_000
"""Improvements of others that are held against one player's choices: some ten seconds."""

JOINT_LIMIT = 100_000_000
"""Joint moves of three players and more that are looked at for one player."""
CHUNK = 500_000
"""About so many of them are looked at together, which takes up to 64 MB."""
WAYS_LIMIT = 2_000_000
"""So many of one improvement, which are looked at together in any case: up to 256 MB."""


def simultaneously_stable(model: Graph, player: int, sanctions: Sanctions) -> BoolArray:
    """The states that a player would not leave if others may improve at the same time.

    Returns
    -------
    ndarray of bool, shape (states,)

    Raises
    ------
    GameTooLarge
        If there are too many ways in which three players and more improve at the same time.
    """
    others = [k for k in range(len(model.keys)) if k != player]
    judge = _stable_combinations if model.sizes else _stable_in_tables
    return judge(model, player, others, sanctions == "sequence" and len(others) > 1)


def _stable_in_tables(model: Graph, player: int, others: Sequence[int], several: bool) -> BoolArray:
    """The same of bare tables: improvements that one other player at a time deters, then those that
    several do.

    Of two players both orders lead to the end: each moves on from where the other goes.
    """
    ranks, mine = model.ranks[player], model.moves[player]
    seen = np.full(
        (len(model.keys), len(model.states)), -1
    )  # the last state from which a place was reached in one order
    starts, targets = model.movement(player).improvements_from(np.arange(len(model.states)))
    stable = np.ones(len(model.states), dtype=bool)
    left: list[tuple[int, int]] = []
    for state in np.flatnonzero(np.diff(starts)).tolist():
        better = targets[starts[state] : starts[state + 1]]
        for other in others:
            _, went = model.movement(other).improvements_from(np.array([state]))
            seen[other, rows_of(mine.starts, mine.targets, went)[1]] = state
            rows, ends = rows_of(model.moves[other].starts, model.moves[other].targets, better)
            bad = (seen[other, ends] == state) & (ranks[ends] <= ranks[state])
            better = np.delete(better, np.repeat(np.arange(len(better)), np.diff(rows))[bad])
        left += [(state, target) for target in better.tolist()]
    if several and left:
        left = _not_deterred_by_several(model, player, others, left)
    stable[[state for state, _ in left]] = False
    return stable


def _not_deterred_by_several(
    model: Graph, player: int, others: Sequence[int], left: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Of some improvements those, looked at one by one, that no number of others deters."""
    ranks = model.ranks[player].tolist()
    count = _ways([model.movement(k) for k in others], np.array([state for state, _ in left]))
    _refuse_above(TABLE_LIMIT, count.sum())
    found = []
    for state, target in left:
        to = {k: model.movement(k).improvements_from(np.array([state]))[1].tolist() for k in others}
        ends = joint_moves(model, state, player, target, ways=to)
        if all(ranks[end] > ranks[state] for end, _ in ends):
            found.append((state, target))
    return found


def _stable_combinations(
    model: Graph, player: int, others: Sequence[int], several: bool
) -> BoolArray:
    """The same where states are combinations of choices; what is left already is looked at no
    more.
    """
    _check_work(model, player, others)
    movements, place, looked_at = [model.movement(k) for k in others], _places(model), 0.0
    ranks, stable = model.ranks[player], np.ones(len(model.states), dtype=bool)
    for moved, starts, ends in _by_choice(model, player, place):
        kept = stable[starts]
        sources, targets = starts[kept], ends[kept]
        worth = np.where(moved >= 0, ranks[moved], NEVER) if sources.size else ranks
        for movement in movements if sources.size else ():
            left = movement.worst_better(worth)[sources] > ranks[sources]
            sources, targets = sources[left], targets[left]
        if several and sources.size:
            count = _ways(movements, sources)
            looked_at += count.sum()
            for limit, wanted in ((JOINT_LIMIT, looked_at), (WAYS_LIMIT, count.max())):
                _refuse_above(limit, wanted, ", or commit some issues with --fix")
            sources = sources[
                ~_deterred_by_several(model, player, movements, place, sources, targets, count)
            ]
        stable[sources] = False
    return stable


def _check_work(model: Graph, player: int, others: Sequence[int]) -> None:
    """Refuse what would take minutes: each choice is held against every improvement of each other
    player.
    """
    states = len(model.states)
    sizes = [states if model.shape else max(states, model.moves[k].count) for k in others]
    wanted = model.sizes[player] * sum(sizes)
    hint = "ask for another concept, such as --concept SEQ, or commit some issues with --fix"
    GameTooLarge.refuse("checks of moves at the same time", wanted, WORK_LIMIT, hint)


def _by_choice(
    model: Graph, player: int, place: IntArray
) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
    """For each choice of a player: the state that it makes of every state, and the improvements
    that take it.
    """
    stride, choices = prod(model.sizes[player + 1 :]), model.sizes[player]
    own, ranks = model.cells // stride % choices, model.ranks[player]
    if not model.shape:
        every = np.arange(len(model.cells))
        starts, targets = model.movement(player).improvements_from(every)
        by_choice = np.argsort(own[targets], kind="stable")
        sources, targets = np.repeat(every, np.diff(starts))[by_choice], targets[by_choice]
        bounds = np.searchsorted(own[targets], np.arange(choices + 1))
    for choice in range(choices):
        moved = place[model.cells + (choice - own) * stride]
        if model.shape:
            better = np.flatnonzero(ranks[moved] > ranks)
            yield moved, better, moved[better]
        else:
            taken = slice(bounds[choice], bounds[choice + 1])
            yield moved, sources[taken], targets[taken]


def _places(model: Graph) -> IntArray:
    """Combination of choices → state, -1 where there is none."""
    place = np.full(prod(model.sizes), -1, dtype=int)
    place[model.cells] = np.arange(len(model.cells))
    return place


def _ways(others: Sequence[Movement], sources: IntArray) -> FloatArray:
    """In how many ways the others can improve from each state, or not, at the same time."""
    return np.asarray(np.prod([1.0 + way.improvement_counts[sources] for way in others], axis=0))


def _refuse_above(limit: int, count: float, more: str = "") -> None:
    if count > limit:
        raise GameTooLarge(
            "ways to move at the same time", int(count), limit, f"ask with one-step sanctions{more}"
        )


def _deterred_by_several(
    model: Graph,
    player: int,
    others: Sequence[Movement],
    place: IntArray,
    sources: IntArray,
    targets: IntArray,
    count: FloatArray,
) -> BoolArray:
    """Whether improvements of others, of as many as like, deter each improvement of the player."""
    ranks, ends, first = model.ranks[player], np.cumsum(count), 0
    result = np.empty(len(sources), dtype=bool)
    while first < len(sources):
        last = max(
            first + 1, int(np.searchsorted(ends, ends[first] - count[first] + CHUNK, side="right"))
        )
        some = slice(first, last)
        rows = [way.improvements_from(sources[some]) for way in others]
        worst = worst_joint_ends(ranks, model.cells, place, sources[some], targets[some], rows)
        result[some] = worst <= ranks[sources[some]]
        first = last
    return result
