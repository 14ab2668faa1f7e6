"""One Nash equilibrium of a two-player tree with hidden information, along Lemke's path on its
sequence form.

At a plan that is optimal each sequence either is not used or loses nothing against the best; these
are partners. A tableau says what the variables inside the basis are, given those outside, which are
zero; of two partners at most one is positive. One more variable, the cover, is what the start is
made easier by; the path ends when it is back at zero. Steps are exchanges of one variable inside
for one outside. Where several could leave, a small random shift of the start decides; the answer is
solved for again without it, from the last basis. What can be got at each information set, and at
each set the plan's number of one action, are eliminated beforehand, so that the work grows with the
number of actions at information sets, not with that of strategies.

The path starts where each player answers a prior of the other's, and the prior fades out along it:
at first every action equally likely; where that path is long, what the players come to by answering
each other's averages. Where these go is nobody's promise, but a path that starts near an
equilibrium is often tens of times shorter. Each equilibrium is checked again by both players' best
replies in the tree itself, and what fails is never returned. What fails by clear mistakes alone,
where hardly any play comes, is mended first: what hardly counts is below the rounding of a path or
a program.

References
----------
von Stengel, van den Elzen & Talman 2002, "Computing normal form perfect equilibria for extensive
two-person games", Econometrica 70: the prior as the covering vector. Koller, Megiddo & von Stengel
1996, "Efficient computation of equilibria for extensive two-person games", Games and Economic
Behavior 14. Lemke 1965, "Bimatrix equilibrium points and mathematical programming", Management
Science 11. Cottle, Pang & Stone 1992, "The Linear Complementarity Problem", chapter 4, for
degenerate steps. Harsanyi & Selten 1988, "A General Theory of Equilibrium Selection in Games",
chapter 4, for paths from a prior. Brown 1951, "Iterative solution of games by fictitious play", in
Koopmans (ed.), "Activity Analysis of Production and Allocation".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.kernels import sparse
from negotiate.equilibrium.kernels.sequence_form import (
    PairPayoffs,
    Sequences,
    behaviour_of,
    beliefs_of,
    best_actions,
    best_responses,
    one_shot,
    pair_payoffs,
    plan_of,
    reach_without,
    rounds,
)
from negotiate.equilibrium.solution import Solution, TreeEquilibrium
from negotiate.equilibrium.trees.verification import (
    one_nash,
    recalled,
    two_who_remember,
    verified_nash,
)
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import added_up, information_sets
from negotiate.games.normal_form import unit_payoffs

Pair = tuple[FloatArray, FloatArray]
"""Of both players."""
SHIFT = 1e-8
"""Of the random shift that lets one variable leave at a time, entries of the tableau being about
one.
"""
PIVOT = 1e-9
"""What is smaller counts as zero in the column of the variable that enters."""
TIED = 1e-13
FRESH = 1000
"""Steps after which the tableau is computed anew, so that rounding does not pile up."""
PLAYED = 1e-9
"""A smaller probability of an action is its solver's rounding."""
CLEAR = 1e-6
"""Of a player's payoff range: what a mistake costs where it is made."""
MENDINGS = 3
"""How often mistakes are looked for, since mending one can show another before it."""
NAME = "sequence-form"
LARGEST = 3_000
"""Sequences of both players: a tableau has as many rows and columns."""
ROUNDS = (0, 100, 1_000, 4_000, 1_000)
"""Rounds of fictitious play that the first priors come from; later ones have as many as the
last.
"""
PATHS = 12
"""How many priors are tried."""
STEPS = 2
"""Steps of the first path for each sequence; each later path may take a fifth as many again."""
FULL = 0.01
"""How much of a prior is every action alike, so that it uses everything."""
WORK = 4e10
"""Entries of tableaus that all paths together may compute, some twenty seconds' worth."""
HURRIED = 2e9
"""The same where no method was named."""
CALL = 100_000
"""As many entries could be computed in the time that a step or a round takes however small the tree
is.
"""
NOTHING = (
    "there is an equilibrium, but none of the paths that were followed reached one within "
    "the limits"
)
OTHERS = "there may be other equilibria"


class Tableau(NamedTuple):
    """Variables inside the basis as sums of those outside.

    With `n` pairs of partners, variable `v` of the first `n` has the partner `v + n`; variable `2
    n` says how much of the way is gone, from 0 to 1, and is the one that enters first; the cover `2
    n + 1` is what is still to go.

    Attributes
    ----------
    table : ndarray, shape (n + 1, n + 2)
        A row a variable inside, a column one outside, the last column what those inside are where
        those outside are 0.
    inside, outside : ndarray of int, shape (n + 1,)
        Which variables these are; the cover is the last inside, the way gone the last outside.
    """

    table: FloatArray
    inside: IndexArray
    outside: IndexArray


class Path(NamedTuple):
    """Where a path ended.

    Attributes
    ----------
    values : ndarray, shape (n,) or (0,)
        The first `n` variables at the solution; empty if none was reached.
    steps : int
        How many exchanges were made.
    """

    values: FloatArray
    steps: int


def followed(start: Tableau, most: int, rng: np.random.Generator) -> Path:
    """Follow the path.

    Parameters
    ----------
    start : Tableau
        Its last column is not negative.
    most : int
        How many steps are made at most.
    rng : numpy.random.Generator
        For the shift that decides between variables that could both leave.

    Returns
    -------
    Path
        Without values if the path took more steps, or went off to infinity by rounding.
    """
    shifted = start._replace(table=np.array(start.table, order="F"))
    shifted.table[:-1, -1] += SHIFT * rng.random(len(start.inside) - 1)
    inside, steps, done = _walked(shifted, most)
    return Path(_values(start, inside) if done else np.zeros(0), steps)


def _walked(start: Tableau, most: int) -> tuple[IndexArray, int, bool]:
    """The basis where the cover leaves or too many steps are made, their number, and whether the
    cover is gone.

    The column that enters is that of the partner of whatever left last.
    """
    from scipy.linalg.blas import dger  # noqa: PLC0415 - scipy takes a third of a second to load

    n = len(start.inside) - 1
    table, inside, outside = (
        np.array(start.table, order="F"),
        start.inside.copy(),
        start.outside.copy(),
    )
    place = np.full(2 * n + 2, -1, dtype=int)
    place[outside] = np.arange(n + 1)
    column = n
    for step in range(1, most + 1):
        row = _leaving(table, column)
        if row < 0:
            return inside, step, False
        rates, line = table[:, column].copy(), table[row] / -table[row, column]
        line[column] = 1 / rates[row]
        rates[row], table[row], table[:, column] = 0.0, 0.0, 0.0
        table = dger(1.0, rates, line, a=table, overwrite_a=1)
        table[row] = line
        left = int(inside[row])
        inside[row] = outside[column]
        if left == 2 * n + 1:
            return inside, step, True
        outside[column], place[left] = left, column
        column = int(place[left + n if left < n else left - n])
        if step % FRESH == 0:
            right = np.column_stack(
                [-_columns(start, outside), start.table[:, -1]]
            )  # from the start's equations
            table = np.asfortranarray(np.linalg.solve(_columns(start, inside), right))
    return inside, most, False


def _leaving(table: FloatArray, column: int) -> int:
    """The row whose variable is the first to reach zero; the cover's if it is among them, -1 if
    there is none.
    """
    rates = table[:, column]
    falling = np.flatnonzero(rates < -PIVOT)
    if len(falling) == 0:
        return -1
    ratios = table[falling, -1] / -rates[falling]
    tied = falling[ratios <= ratios.min() + TIED]
    cover = len(table) - 1
    return cover if tied[-1] == cover else int(tied[np.argmin(rates[tied])])


def _columns(start: Tableau, variables: IndexArray) -> FloatArray:
    """The columns of these variables in the equations that the start states: inside - table @
    outside = constant.
    """
    place = np.argsort(np.concatenate([start.inside, start.outside]))[variables]
    return np.column_stack([np.eye(len(start.inside)), -start.table[:, :-1]])[:, place]


def _values(start: Tableau, inside: IndexArray) -> FloatArray:
    """The first variables where those outside are zero; none if the basis is too near to none."""
    n = len(start.inside) - 1
    found = np.zeros(2 * n + 2)
    try:
        found[inside] = np.linalg.solve(_columns(start, inside), start.table[:, -1])
    except np.linalg.LinAlgError:
        found[:] = np.nan
    return found[:n] if np.isfinite(found).all() else np.zeros(0)


def constraints(seqs: Sequences) -> Any:
    """The conditions under which numbers are a plan: at each set, what comes out is what came in.

    Returns
    -------
    csr_array, shape (1 + sets, sequences)
        Times a realization plan it is 1 and then zeros: row 0 is for the empty sequence, row `k +
        1` for the player's information set `k`, with 1 for the actions there and -1 for what leads
        to it.

    References
    ----------
    von Stengel 1996, "Efficient computation of behavior strategies".
    """
    sets = 1 + np.arange(len(seqs.first))
    rows = np.concatenate([[0], sets, np.repeat(sets, seqs.count)])
    columns = np.concatenate([[0], seqs.before, np.arange(1, seqs.total)])
    values = np.repeat([1.0, -1.0, 1.0], [1, len(sets), seqs.total - 1])
    return sparse.csr_array((values, (rows, columns)))


def tidied(seqs: Sequences, plan: FloatArray) -> FloatArray:
    """The plan whose actions are those played more than by rounding.

    Parameters
    ----------
    seqs : Sequences
        The player's.
    plan : ndarray, shape (sequences,)
        From a solver, so that it may be below zero by rounding.
    """
    behaviour = behaviour_of(seqs, np.maximum(plan, 0.0))
    kept = np.where(behaviour > PLAYED, behaviour, 0.0)
    return plan_of(seqs, behaviour_of(seqs, kept))


def entered(
    game: ExtensiveGame, players: Sequence[Sequences], plans: Sequence[FloatArray]
) -> FloatArray:
    """Say with what probability each node is entered if every player carries out a plan.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    players : sequence of Sequences
        Every player's.
    plans : sequence of ndarray, each of shape (sequences of that player,)
        Not negative.

    Returns
    -------
    ndarray, shape (nodes,)
        Chance's odds, and behaviour; see above for sets that the own plan rules out.
    """
    tree, mover = game.tree, game.tree.mover[game.tree.parent[1:]]
    below = [1 + np.flatnonzero(mover == player) for player in range(game.n_players)]
    probability = np.array(tree.odds)
    for own, seqs, plan in zip(below, players, plans, strict=True):
        probability[own] = behaviour_of(seqs, plan)[seqs.at[own]]
    unit = unit_payoffs(game.payoffs.T).T  # so that no unit decides between equals
    reply = best_responses(tree, unit, probability).reply
    without = reach_without(tree, probability, game.n_players)
    for player, (own, seqs, plan) in enumerate(zip(below, players, plans, strict=True)):
        come = added_up(without[player, tree.parent[own]], seqs.at[own], seqs.total) > 0
        left_open = np.append(
            False, np.repeat(np.add.reduceat(plan[1:], seqs.first - 1) <= 0, seqs.count)
        )
        ruled_out = own[(come & left_open)[seqs.at[own]]]
        probability[ruled_out] = reply[ruled_out]
    return probability


class Tables(NamedTuple):
    """A two-player tree by sequences.

    Attributes
    ----------
    players : tuple of Sequences
        Both players'.
    payoffs : tuple of ndarray
        Each player's, own sequences × the other's.
    weight : tuple of ndarray, each of shape (sequences of that player,)
        How likely chance lets a sequence matter; what may be lost by a sequence is measured against
        it.
    """

    players: tuple[Sequences, Sequences]
    payoffs: Pair
    weight: Pair


def tables(players: tuple[Sequences, Sequences], cells: PairPayoffs) -> Tables:
    """Write payoffs out as full matrices.

    Parameters
    ----------
    players : tuple of Sequences
        Both players'.
    cells : PairPayoffs
        Of three rows: both players' payoffs, and one for each ending.
    """
    full = np.zeros((3, players[0].total, players[1].total))
    full[:, cells.rows, cells.columns] = cells.values
    mine, theirs, odds = full
    largest = [float(np.abs(own).max()) or 1.0 for own in (mine, theirs)]
    weight = [
        _weight(seqs, total)
        for seqs, total in zip(players, (odds.sum(axis=1), odds.sum(axis=0)), strict=True)
    ]
    return Tables(players, (mine / largest[0], theirs.T / largest[1]), (weight[0], weight[1]))


def _weight(seqs: Sequences, total: FloatArray) -> FloatArray:
    """What a sequence and all that can follow it weigh; 1 where chance leaves nothing to be
    weighed.
    """
    weight = np.array(total)
    for sets, columns, starts in reversed(list(rounds(seqs))):
        np.maximum.at(weight, seqs.before[sets], np.maximum.reduceat(weight[columns], starts))
    return np.where(weight > 0, weight, 1.0)


class _Half(NamedTuple):
    """One player's plan, with the numbers of the sequences in `start` eliminated.

    Attributes
    ----------
    start, rest : ndarray of int
        The best reply's action at each set and the empty sequence; all other sequences.
    whole : ndarray, shape (start,)
        The eliminated numbers where the others are zero: 1 on the way of the best reply, 0
        elsewhere.
    change : ndarray, shape (start, rest)
        How they change with the others.
    lost : ndarray, shape (rest, the other's sequences)
        What the other actions add to the payoff against each sequence of the other player's.
    """

    start: IndexArray
    rest: IndexArray
    whole: FloatArray
    change: FloatArray
    lost: FloatArray


def started(tree: Tables, prior: Pair) -> Tableau:
    """The tableau at the start of the path.

    Parameters
    ----------
    tree : Tables
        What is to be solved.
    prior : tuple of ndarray
        A plan of each player's: what the other answers at first.
    """
    halves = tuple(_half(tree.players[p], tree.payoffs[p], prior[1 - p]) for p in (0, 1))
    n = [seqs.total for seqs in tree.players]
    size = sum(n)
    table = np.zeros((size + 1, size + 2))
    start = np.zeros(size, dtype=bool)
    for p, own in enumerate(halves):
        mine, other, theirs = p * n[0], (1 - p) * n[0], halves[1 - p]
        first, rest = mine + own.start, mine + own.rest
        table[np.ix_(first, rest)], table[first, size] = own.change, own.whole
        table[np.ix_(rest, first)] = -own.change.T
        reply = np.zeros(n[1 - p])
        reply[theirs.start] = theirs.whole
        table[np.ix_(rest, other + theirs.rest)] = -(
            own.lost[:, theirs.rest] + own.lost[:, theirs.start] @ theirs.change
        )
        table[rest, size] = own.lost @ (prior[1 - p] - reply)
        table[rest, size + 1] = np.maximum(-own.lost @ prior[1 - p], 0.0)
        table[rest] /= tree.weight[p][own.rest, None]
        table[:, first] *= tree.weight[p][own.start]
        start[first] = True
    table[size, size:] = -1.0, 1.0
    number = np.arange(size)
    return Tableau(
        table,
        np.append(number + size * ~start, 2 * size + 1),
        np.append(number + size * start, 2 * size),
    )


def _half(seqs: Sequences, payoffs: FloatArray, prior: FloatArray) -> _Half:
    taken = best_actions(seqs, payoffs @ prior) > 0
    taken[0] = True
    start, rest = np.flatnonzero(taken), np.flatnonzero(~taken)
    sums = constraints(seqs).toarray()
    known = np.column_stack([np.eye(len(sums))[:, :1], -sums[:, rest]])
    solved = np.linalg.solve(sums[:, start], known)
    return _Half(
        start, rest, solved[:, 0], solved[:, 1:], payoffs[rest] + solved[:, 1:].T @ payoffs[start]
    )


def averages(tree: Tables, start: Pair, rounds: int) -> Pair:
    """Let both players answer the other's average for some rounds; later rounds weigh more.

    Parameters
    ----------
    tree : Tables
        Which game.
    start : tuple of ndarray
        A plan of each player's.
    rounds : int
        How many; with none the start is given back.

    Returns
    -------
    tuple of ndarray
        A plan of each player's.
    """
    first, second = start
    for number in range(1, rounds + 1):
        replies = [
            plan_of(seqs, best_actions(seqs, payoffs @ other))
            for seqs, payoffs, other in zip(
                tree.players, tree.payoffs, (second, first), strict=True
            )
        ]
        weight = 2 / (number + 2)
        first, second = (
            first + weight * (replies[0] - first),
            second + weight * (replies[1] - second),
        )
    return first, second


def mended(game: ExtensiveGame, probability: FloatArray) -> TreeEquilibrium | None:
    """Check behaviour, and mend it where it fails by slight mistakes only.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.

    Returns
    -------
    TreeEquilibrium or None
        Verified; None if it is no equilibrium after mending either.
    """
    for left in range(MENDINGS, -1, -1):
        try:
            return verified_nash(game, probability)
        except Unverified:
            if left:
                probability = _mended(game, probability)
    return None


def _mended(game: ExtensiveGame, probability: FloatArray) -> FloatArray:
    """The best reply at each set where what is done is clearly worse, given that play comes
    there.
    """
    tree, sets = game.tree, information_sets(game.tree)
    believed = beliefs_of(tree, sets, probability, game.n_players)
    gains = one_shot(tree, sets, game.payoffs, probability, believed).gains
    width = np.ptp(game.payoffs, axis=0)
    wrong = np.append(gains > CLEAR * width[sets.mover], False)  # the last for nodes of no set
    here = wrong[sets.at[np.maximum(tree.parent, 0)]] & (tree.parent >= 0)
    return np.where(here, best_responses(tree, game.payoffs, probability).reply, probability)


def one_equilibrium(game: ExtensiveGame, work: float = WORK) -> TreeEquilibrium | None:
    """Find an equilibrium of a two-player tree.

    Parameters
    ----------
    game : ExtensiveGame
        Of two players with perfect recall.
    work : float
        See `WORK`.

    Returns
    -------
    TreeEquilibrium or None
        Verified; None if every path was too long.

    Raises
    ------
    UnsuitableGame
        If a player forgets what it did or knew.
    """
    first, second = recalled(game)
    payoffs = np.column_stack([unit_payoffs(game.payoffs.T).T, np.ones(len(game.payoffs))])
    tree = tables((first, second), pair_payoffs(game.tree, payoffs, (first, second)))
    size = first.total + second.total
    rng, left = np.random.default_rng(size), int(work / ((size + 2) ** 2 + CALL))
    for attempt in range(PATHS):
        rounds = ROUNDS[min(attempt, len(ROUNDS) - 1)]
        left -= rounds  # a round reads fewer entries than a step writes, in more calls
        if left <= 0:
            break
        start = started(tree, _prior(tree, attempt, rounds, rng))
        path = followed(start, min(left, int(STEPS * size * 1.2**attempt) + 100), rng)
        left -= path.steps
        plans = path.values[: first.total], path.values[first.total :]
        found = checked(game, (first, second), plans) if len(path.values) else None
        if found is not None:
            return found
    return None


def _prior(tree: Tables, attempt: int, rounds: int, rng: np.random.Generator) -> Pair:
    """Plans that use everything: all actions alike, or what play against averages comes to."""

    def plans(weights: Callable[[int], FloatArray]) -> list[FloatArray]:
        return [plan_of(seqs, behaviour_of(seqs, weights(seqs.total))) for seqs in tree.players]

    alike = plans(np.ones)
    begun = plans(rng.standard_exponential) if attempt >= len(ROUNDS) - 1 else alike
    first, second = averages(tree, (begun[0], begun[1]), rounds)
    return first + FULL * (alike[0] - first), second + FULL * (alike[1] - second)


def checked(
    game: ExtensiveGame, players: Sequence[Sequences], plans: Pair
) -> TreeEquilibrium | None:
    """The equilibrium that plans out of a solver are, without rounding or with it, if either is
    one.
    """
    tidy = [tidied(seqs, plan) for seqs, plan in zip(players, plans, strict=True)]
    for tried in (tidy, [np.maximum(plan, 0.0) for plan in plans]):
        found = mended(game, entered(game, players, tried))
        if found is not None:
            return found
    return None


def applies_to(game: ExtensiveGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if reason := two_who_remember(game):
        return reason
    size = sum(seqs.total for seqs in recalled(game))
    return (
        None
        if size <= LARGEST
        else f"needs at most {LARGEST:,} sequences of actions, and this tree has {size:,}"
    )


def hurried(game: ExtensiveGame) -> Solution:
    """Its answer within less work; see `Solver.hurried`."""
    return searched(game, HURRIED)


def run(game: ExtensiveGame) -> Solution:
    """Its answer; see `Solver.run`."""
    return searched(game, WORK)


def searched(game: ExtensiveGame, work: float) -> Solution:
    """What paths find that take so much work."""
    found = one_equilibrium(game, work)
    return one_nash(game, found, NAME, (NOTHING,) if found is None else (OTHERS,))
