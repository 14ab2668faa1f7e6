"""nashpy's algorithms and learning dynamics for two players, each a way to candidates that are
polished and checked.

This is the one door to nashpy, which is never the judge. Support enumeration compares floats with
`==` and loses true equilibria, paths of Lemke and Howson may have no end, and play is drawn from
NumPy's global random state; all of that is minded here. A candidate's support is read off, the
conditions that make a player indifferent are solved on it, and near fractions are taken for the
fractions. It must then pass the regret check; what does not is left out and counted.

nashpy's imitation dynamics and Moran process are not among the methods. The first draws strategies
once and copies the luckiest, for square games only; the second is about which type takes one
population over. Neither is on the way to an equilibrium of two players.

References
----------
Knight & Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS
3(30).
"""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.display import record
from negotiate.equilibrium.equilibrium import mixable, nash_solution, point, snapped
from negotiate.equilibrium.nash import confirmed, some
from negotiate.equilibrium.nash.dominance import Reduced, reduce
from negotiate.equilibrium.nash.pure import solved_purely
from negotiate.equilibrium.solution import Equilibrium, Solution, one_chooser, two_players
from negotiate.games.normal_form import NormalFormGame, regret

Pair = tuple[FloatArray, FloatArray]

SEED = 1
PIVOTS = 500  # of one path; those that end take a few dozen
ROUNDS = 10_000  # of play
REGRET_ROUNDS = 1000
TEMPERATURE = 0.03  # of the payoff range
STARTS = 8  # of replicator dynamics beside equal shares
SPAN = 500.0  # of time, in which a lead of the whole payoff range grows by the factor e each unit
STRENGTH = (
    100.0  # of selection: a loss of a tenth of the payoff range is taken once in 22,000 times
)
OFTEN = 0.01  # of the rounds

# two candidates whose every probability is closer than this are one; polishing sharpens them far
# below it
SAME = 1e-7
# on payoffs scaled to the unit range: which replies count as best when a candidate is polished
TIGHT = 1e-7
CUTOFFS = (0.2, 0.1, 0.05, 0.02, 0.01, 0.003, 0.001)
"""Below which probability a strategy counts as not played, where play comes close to an
equilibrium; tried in turn.
"""
# how far from where play ended each probability of the equilibrium may be that it came close to
NEAR = 0.1

MAYBE_MORE = "there may be further equilibria: `extreme-points` finds every one"


class Candidates(NamedTuple):
    """What a method came to, on payoffs scaled to run from 1 to 2.

    Attributes
    ----------
    pairs : sequence of tuple of ndarray
        Strategies of both players; any of them may be wrong, or no strategies at all.
    notes : tuple of str
        What a reader must know of how they came about.
    rounds : str
        For play that comes closer and closer: how much of it there was, such as "10,000 rounds";
        empty for candidates that are equilibria or are not.
    """

    pairs: Sequence[Pair]
    notes: tuple[str, ...] = ()
    rounds: str = ""


@record
class Method:
    """One of nashpy's methods.

    Parameters
    ----------
    name : str
        What `--method` calls it.
    largest : int
        How many strategies a player may have after dominance.
    propose : callable
        Both payoff matrices from 1 to 2, of two strategies or more each → candidates; its docstring
        tells the method.
    symmetric : bool
        Whether it asks for a game in which both players are in the same position.
    """

    name: str
    largest: int
    propose: Callable[[FloatArray, FloatArray], Candidates]
    symmetric: bool = False

    def applies_to(self, game: NormalFormGame) -> str | None:
        """Why it does not suit a game; see `Solver.applies_to`."""
        reason = two_players(game)
        if reason is not None:
            return reason
        if max(game.shape) > self.largest:
            rows, columns = reduce(game).game.shape
            if max(rows, columns) > self.largest and min(rows, columns) > 1:
                limit = f"at most {self.largest} strategies a player after dominance"
                return f"needs {limit}, and {rows} × {columns} are left"
        if self.symmetric and not np.array_equal(game.payoffs[0], game.payoffs[1].T):
            return "needs a symmetric game, in which both players are in the same position"
        return None

    def run(self, game: NormalFormGame) -> Solution:
        """Its answer; see `Solver.run`."""
        left = reduce(game)
        if one_chooser(left.game):
            return solved_purely(game, left, self.name)
        A, B = left.game.unit() + 1.0
        with _contained():
            found = self.propose(A, B)
        judge = _near if found.rounds else _passed
        equilibria, said = judge(game, left, found)
        return nash_solution(
            game,
            equilibria,
            self.name,
            some(equilibria, *said, MAYBE_MORE),
            notes=(*left.notes, *found.notes, *said, MAYBE_MORE),
            eliminations=left.eliminations,
            continuum=mixable(equilibria),
            settled=not (found.rounds and said),
        )


@contextmanager
def _contained() -> Iterator[None]:
    """Keep warnings in, and NumPy's global random state as it was before.

    Everything random here takes a `numpy.random.Generator`, but nashpy draws from the global state
    and offers no other way; so that state is lent to it, and whoever else uses it in this thread
    notices nothing. Warnings, of nashpy and of what it calls, are about candidates that are checked
    anyway.
    """
    before = np.random.get_state()  # noqa: NPY002 - nashpy draws from the global state
    np.random.seed(SEED)  # noqa: NPY002 - the same
    try:
        with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
            yield
    finally:
        np.random.set_state(before)  # noqa: NPY002 - the same


def _nashpy_game(A: FloatArray, B: FloatArray) -> Any:
    import nashpy  # noqa: PLC0415 - nashpy and scipy take most of a second, and few commands ask for them

    return nashpy.Game(A, B)


def _pair(x: Any, y: Any) -> Pair:
    return np.asarray(x, dtype=float), np.asarray(y, dtype=float)


def by_support_enumeration(A: FloatArray, B: FloatArray) -> Candidates:
    """Support enumeration, by nashpy, each of its equilibria checked.

    For every pair of supports the conditions of indifference are solved. nashpy tests best replies
    by `==` on floats, so it loses true equilibria of many games; what it does find is right. It is
    here to compare with.

    References
    ----------
    Knight & Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS
    3(30). Nisan et al. 2007, "Algorithmic Game Theory", algorithm 3.4.
    """
    return Candidates([_pair(x, y) for x, y in _nashpy_game(A, B).support_enumeration()])


def by_vertex_enumeration(A: FloatArray, B: FloatArray) -> Candidates:
    """Vertex enumeration, by nashpy, each of its equilibria checked.

    It walks the vertices of the two best-reply polytopes in floating point, and pairs those that
    carry all labels. Where no two payoffs are tied it finds every equilibrium; in degenerate games
    some may be missing.

    References
    ----------
    Knight & Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS
    3(30). Nisan et al. 2007, "Algorithmic Game Theory", algorithm 3.5.
    """
    from scipy.spatial import QhullError  # noqa: PLC0415 - nashpy and scipy take most of a second

    found: list[Pair] = []
    try:
        for x, y in _nashpy_game(A, B).vertex_enumeration():
            found.append(_pair(x, y))
    except (QhullError, ValueError, ZeroDivisionError, TypeError):
        pass  # a polytope that Qhull cannot handle: what came before is still to be looked at
    return Candidates(found)


def by_lemke_howson(A: FloatArray, B: FloatArray) -> Candidates:
    """The Lemke–Howson algorithm on nashpy's tableaux, from every label, each of its equilibria
    checked.

    A path begins at each label that may be missing at first. nashpy pivots in floating point
    without ever dividing, so from some ten strategies on numbers overflow: paths then go in circles
    or end nowhere. Each is given up after 500 pivots.

    References
    ----------
    Lemke & Howson 1964, "Equilibrium points of bimatrix games", Journal of SIAM 12. Knight &
    Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS 3(30).
    Nisan et al. 2007, "Algorithmic Game Theory", algorithm 3.6.
    """
    ends = [path_end(A, B, label, PIVOTS) for label in range(sum(A.shape))]
    reached = [end for end in ends if end is not None]
    lost = len(ends) - len(reached)
    if not lost:
        return Candidates(reached)
    return Candidates(
        reached, (f"{lost} of the {len(ends)} paths came to no end within {PIVOTS} pivots",)
    )


def path_end(A: FloatArray, B: FloatArray, label: int, pivots: int) -> Pair | None:
    """Follow the Lemke–Howson path of one missing label on nashpy's tableaux, for so many pivots at
    most.

    nashpy's own loop has no end where rounding makes a path go in circles, so the steps are counted
    here.

    Parameters
    ----------
    A, B : ndarray, shape (rows, columns)
        Positive payoffs.
    label : int
        The label that is missing at first: a row, or a column counted on from the rows.
    pivots : int
        After how many the path is given up.

    Returns
    -------
    tuple of ndarray, or None
        The end of the path, not checked at all; None where it was given up.
    """
    from nashpy.linalg import create_col_tableau, create_row_tableau  # noqa: PLC0415 - as above

    row = create_row_tableau(B)
    column = create_col_tableau(A, True)
    turns = [row, column] if label in row.non_basic_variables else [column, row]
    entering = label
    for turn in range(pivots):
        try:
            entering = turns[turn % 2].pivot_and_drop_label(entering)
        except (ValueError, KeyError, IndexError):
            return None  # rounding has made the tableau one from which no path goes on
        if entering == label:
            return row.to_strategy(column.non_basic_variables), column.to_strategy(
                row.non_basic_variables
            )
    return None


def by_fictitious_play(A: FloatArray, B: FloatArray) -> Candidates:
    """Fictitious play, by nashpy: each side answers what the other has played so far, as if it
    would go on like that.

    How often each strategy was played comes close to an equilibrium in zero-sum games, in games of
    two strategies a player and in potential games; elsewhere it may go round for ever (Shapley's
    game). The equilibrium that it has come close to is read off its support and checked. Between
    equally good answers nashpy tosses a coin, whose seed is said.

    References
    ----------
    Brown 1951, "Iterative solution of games by fictitious play"; Robinson 1951, "An iterative
    method of solving a game", Annals of Mathematics 54. Shapley 1964, "Some topics in two-person
    games", for play that never settles. Fudenberg & Levine 1998, "The Theory of Learning in Games",
    chapter 2.
    """
    play = _nashpy_game(A, B).fictitious_play(iterations=ROUNDS)
    return _after(play, f"ties in play were broken with seed {SEED}")


def by_stochastic_fictitious_play(A: FloatArray, B: FloatArray) -> Candidates:
    """Stochastic fictitious play, by nashpy: each side nearly always answers best what the other
    has played so far.

    Answers are drawn by logit choice with a temperature of 0.03 of the payoff range, so play comes
    close to a point that is itself close to an equilibrium. That equilibrium is read off its
    support and checked; the seed of the draws is said.

    References
    ----------
    Fudenberg & Kreps 1993, "Learning mixed equilibria", Games and Economic Behavior 5. Hofbauer &
    Sandholm 2002, "On the global convergence of stochastic fictitious play", Econometrica 70.
    """
    play = _nashpy_game(A, B).stochastic_fictitious_play(
        iterations=ROUNDS, etha=TEMPERATURE, epsilon_bar=TEMPERATURE / 10
    )
    return _after((counts for counts, _ in play), f"play was drawn with seed {SEED}")


def _after(play: Iterator[Any], note: str) -> Candidates:
    """How often each strategy was played when all rounds are over."""
    (counts,) = deque(play, maxlen=1)
    x, y = _pair(*counts)
    return Candidates([(x / ROUNDS, y / ROUNDS)], (note,), f"{ROUNDS:,} rounds")


def by_replicator(A: FloatArray, B: FloatArray) -> Candidates:
    """Replicator dynamics of one population, by nashpy: what does better than the average spreads.

    For symmetric games only, where one population plays against itself. It is followed from equal
    shares and from eight random starts, whose seed is said. Where it comes to rest, an equilibrium
    is read off its support and checked; it need not come to rest at all (rock, paper, scissors).

    References
    ----------
    Taylor & Jonker 1978, "Evolutionary stable strategies and game dynamics", Mathematical
    Biosciences 40. Hofbauer & Sigmund 1998, "Evolutionary Games and Population Dynamics", chapter
    7.
    """
    starts = _starts(np.random.default_rng(SEED), len(A))
    return _at_rest([replicator_end(A, B, (x, x), SPAN, one_population=True) for x in starts])


def by_asymmetric_replicator(A: FloatArray, B: FloatArray) -> Candidates:
    """Replicator dynamics of two populations, by nashpy: within each, what does better than the
    average spreads.

    It is followed from equal shares and from eight random starts, whose seed is said. Where it
    comes to rest, an equilibrium is read off its support and checked. Mixed equilibria of two
    populations never attract (Hofbauer & Sigmund 1998), so as a rule it ends at a pure one or goes
    round.

    References
    ----------
    Taylor 1979, "Evolutionarily stable strategies with two types of player", Journal of Applied
    Probability 16. Hofbauer & Sigmund 1998, "Evolutionary Games and Population Dynamics", chapters
    10 and 11.
    """
    rng = np.random.default_rng(SEED)
    rows, columns = (_starts(rng, n) for n in A.shape)
    starts = zip(rows, columns, strict=True)
    return _at_rest([replicator_end(A, B, start, SPAN, one_population=False) for start in starts])


def _starts(rng: np.random.Generator, strategies: int) -> list[FloatArray]:
    return [np.full(strategies, 1.0 / strategies), *rng.dirichlet(np.ones(strategies), STARTS)]


def _at_rest(ends: list[Pair]) -> Candidates:
    return Candidates(ends, (f"starts were drawn with seed {SEED}",), f"a time of {SPAN:,.0f}")


def replicator_end(
    A: FloatArray, B: FloatArray, start: Pair, span: float, one_population: bool
) -> Pair:
    """Where replicator dynamics has come to after a time: of one population in a symmetric game, or
    of two.
    """
    game = _nashpy_game(A, B)
    times = np.linspace(0.0, span, 51)
    if one_population:
        x = y = game.replicator_dynamics(y0=start[0], timepoints=times)[-1]
    else:
        x, y = (path[-1] for path in game.asymmetric_replicator_dynamics(*start, timepoints=times))
    return _pair(x, y)


def by_regret_minimization(A: FloatArray, B: FloatArray) -> Candidates:
    """Regret minimization, by nashpy: each side shifts weight to what would have paid more, and its
    favourite is taken.

    nashpy answers with the strategies that have the most weight in the end, so what it proposes is
    a pure strategy, or an even mixture of tied ones. That proposal is one candidate, which is
    checked; often it is no equilibrium, and then the note says so.

    References
    ----------
    Hart & Mas-Colell 2000, "A simple adaptive procedure leading to correlated equilibrium",
    Econometrica 68, for regret matching. Knight & Campbell 2018, "Nashpy: a Python library for the
    computation of Nash equilibria", JOSS 3(30).
    """
    from nashpy.learning.regret_minimization import regret_minimization  # noqa: PLC0415 - as above

    # It reads the second matrix by the second player's own strategies first, hence the transpose.
    found = regret_minimization(A - 1.0, (B - 1.0).T, iterations=REGRET_ROUNDS)
    return Candidates([_pair(x, y) for x, y in found])


def by_introspection(A: FloatArray, B: FloatArray) -> Candidates:
    """Introspection dynamics, by nashpy: now and then a player asks if another strategy would pay
    more, and switches.

    With a strong preference for what pays more, play rests at strict equilibria and leaves every
    other combination soon. The combinations where play spent a hundredth of its time or more are
    the candidates, each of which is checked. Mixed equilibria are not found. The seed of the draws
    is said.

    References
    ----------
    Couto, Giaimo & Hilbe 2022, "Introspection dynamics: a simple model of counterfactual learning
    in asymmetric games", New Journal of Physics 24.
    """
    visits = np.zeros(A.shape)
    for row, column in _nashpy_game(A, B).introspection_dynamics(
        number_of_iterations=ROUNDS, beta=STRENGTH
    ):
        visits[row, column] += 1.0
    often = np.argwhere(visits / visits.sum() >= OFTEN)
    pairs = [_pair(*point(A.shape, profile)) for profile in often.tolist()]
    return Candidates(pairs, (f"{ROUNDS:,} rounds of play were drawn with seed {SEED}",))


SUPPORT_ENUMERATION = Method(
    "nashpy-support-enumeration", 7, by_support_enumeration
)  # 16,129 pairs of supports
VERTEX_ENUMERATION = Method(
    "nashpy-vertex-enumeration", 8, by_vertex_enumeration
)  # it tries all pairs of vertices
LEMKE_HOWSON = Method(
    "nashpy-lemke-howson", 20, by_lemke_howson
)  # beyond it hardly a path ends at an equilibrium
FICTITIOUS_PLAY = Method("nashpy-fictitious-play", 100, by_fictitious_play)
STOCHASTIC_FICTITIOUS_PLAY = Method(
    "nashpy-stochastic-fictitious-play", 100, by_stochastic_fictitious_play
)
REPLICATOR = Method("nashpy-replicator", 30, by_replicator, symmetric=True)
ASYMMETRIC_REPLICATOR = Method("nashpy-asymmetric-replicator", 30, by_asymmetric_replicator)
REGRET_MINIMIZATION = Method("nashpy-regret-minimization", 100, by_regret_minimization)
INTROSPECTION = Method("nashpy-introspection", 100, by_introspection)


def _passed(
    game: NormalFormGame, left: Reduced, found: Candidates
) -> tuple[list[Equilibrium], list[str]]:
    """The candidates that are equilibria, each once, and how many are none."""
    A, B = left.game.unit() + 1.0
    distinct: list[Pair] = []
    total = 0
    for pair in found.pairs:
        whole = _are_strategies(pair, left.game.shape)
        if not whole or _joins(distinct, polished(A, B, pair)):
            total += 1
    answers = confirmed(game, left, distinct)
    equilibria = [equilibrium for equilibrium in answers if equilibrium is not None]
    wrong = total - len(equilibria)
    if not wrong:
        return equilibria, []
    if total == 1:
        return equilibria, ["the one candidate was no equilibrium and was left out"]
    if not equilibria:
        return equilibria, [f"none of the {total} candidates was an equilibrium"]
    was = "was no equilibrium and was" if wrong == 1 else "were no equilibria and were"
    return equilibria, [f"{wrong} of the {total} candidates {was} left out"]


def _near(
    game: NormalFormGame, left: Reduced, found: Candidates
) -> tuple[list[Equilibrium], list[str]]:
    """The equilibria that play has come close to, and what is to be said where it has not."""
    A, B = left.game.unit() + 1.0
    pairs: list[Pair] = []
    equilibria: list[Equilibrium] = []
    unsettled: list[float] = []
    for pair in found.pairs:
        if not _are_strategies(pair, left.game.shape):
            unsettled.append(float("nan"))
            continue
        sharp = list(read_off(A, B, pair))
        answers = zip(confirmed(game, left, sharp), sharp, strict=True)
        near = next(
            ((equilibrium, at) for equilibrium, at in answers if equilibrium is not None), None
        )
        if near is None:
            unsettled.append(float(regret(left.game.payoffs, pair).max()))
        elif _joins(pairs, near[1]):
            equilibria.append(near[0])
    if not unsettled:
        return equilibria, []
    largest = max(unsettled, key=lambda r: (np.isnan(r), r))
    who = (
        "play"
        if len(found.pairs) == 1
        else f"play from {len(unsettled)} of {len(found.pairs)} starts"
    )
    how = "" if np.isnan(largest) else f": largest regret {largest:.2g}"
    return equilibria, [f"{who} had not settled after {found.rounds}{how}"]


def _are_strategies(pair: Pair, shape: Sequence[int]) -> bool:
    return all(
        s.shape == (n,) and np.isfinite(s).all() and s.sum() > 0
        for s, n in zip(pair, shape, strict=True)
    )


def _joins(pairs: list[Pair], new: Pair) -> bool:
    """Add a pair unless it is there, and say whether it was new."""
    if any(max(np.abs(a - b).max() for a, b in zip(old, new, strict=True)) < SAME for old in pairs):
        return False
    pairs.append(new)
    return True


def polished(A: FloatArray, B: FloatArray, pair: Pair) -> Pair:
    """Sharpen a candidate that rounding alone separates from an equilibrium."""
    x, y = pair
    return _sharpened(B.T, x), _sharpened(A, y)


def _sharpened(replies: FloatArray, strategy: FloatArray) -> FloatArray:
    """The strategy on the same support that makes all of its best replies exactly as good as each
    other.
    """
    values = replies @ strategy
    best = np.flatnonzero(values >= values.max() - TIGHT)
    sharp = _indifferent(replies, best, np.flatnonzero(strategy > SAME), strategy)
    return (
        strategy if (sharp < 0).any() or np.abs(sharp - strategy).max() > SAME else snapped(sharp)
    )


def read_off(A: FloatArray, B: FloatArray, pair: Pair) -> Iterator[Pair]:
    """The equilibria that a pair may be on its way to: one for each reading of which strategies are
    still played.
    """
    x, y = pair
    seen = set()
    for cutoff in CUTOFFS:
        rows, columns = np.flatnonzero(x > cutoff), np.flatnonzero(y > cutoff)
        key = (*rows.tolist(), -1, *columns.tolist())
        if key in seen or not (len(rows) and len(columns)):
            continue
        seen.add(key)
        sharp = _indifferent(B.T, columns, rows, x), _indifferent(A, rows, columns, y)
        close = max(np.abs(s - played).max() for s, played in zip(sharp, pair, strict=True)) <= NEAR
        if close and all((s >= 0).all() for s in sharp):
            yield snapped(sharp[0]), snapped(sharp[1])


def _indifferent(
    replies: FloatArray, best: IndexArray, support: IndexArray, strategy: FloatArray
) -> FloatArray:
    """The nearest weights on the support, summing to 1, that make these replies equally good; some
    may be negative.

    Where no weights do, the answer is what least squares make of it, and the regret check refuses
    it.
    """
    system = np.ones((len(best), len(support)))
    system[:-1] = np.diff(replies[np.ix_(best, support)], axis=0)
    system[-1] = 1.0
    right = np.zeros(len(best))
    right[-1] = 1.0
    near = strategy[support]
    sharp = np.zeros_like(strategy)
    sharp[support] = near + np.linalg.lstsq(system, right - system @ near)[0]
    return sharp / sharp.sum() if sharp.sum() > 0 else sharp
