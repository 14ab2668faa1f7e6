"""Everybody against everybody, with roles kept: a pool of strategies for each player, and which mutants could invade.

Every strategy of one pool meets every one of the other: exactly in one batch, and sampled where it cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.errors import OutOfRange
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.games.normal_form import Strategy as Choice
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.kernels.chain import match_shares
from negotiate.repeated.many.pools import Entrant, Pool, across, interchangeable, pool, two_players
from negotiate.repeated.matches.exact import NORMAL_95, length, phase_payoffs, rules, slip_rates
from negotiate.repeated.strategies.strategy import Playable

Pair = tuple[int, int]
Progress = Callable[[int, int], None]
"""Is told how many sampled matches are done, and how many there are."""


class Terms(NamedTuple):
    """How matches are played; see `tournament`."""

    noise: tuple[float, ...]
    misread: tuple[float, ...]
    rounds: int | None
    seed: int
    worlds: int | None
    workers: int
    progress: Progress | None


class Meetings(NamedTuple):
    """What came of all matches; see `Tournament` for the arrays."""

    payoffs: FloatArray
    errors: FloatArray
    plays: FloatArray
    worlds: int


def meetings(game: RepeatedGame, pools: Sequence[Sequence[Entrant]], terms: Terms, *, one_pool: bool) -> Meetings:
    """Play all matches.

    Parameters
    ----------
    one_pool : bool
        Whether both pools and both positions are the same: then each pair meets once, and counts from both sides.
    """
    sizes = (len(pools[0]), len(pools[1]))
    found = Meetings(
        np.zeros((2, *sizes)), np.zeros((2, *sizes)), np.full((*sizes, *game.stage.shape), np.nan), terms.worlds or 0
    )
    pairs = _once(pools[0]) if one_pool else list(product(range(sizes[0]), range(sizes[1])))
    exact = [(i, j) for i, j in pairs if pools[0][i].seated is not None and pools[1][j].seated is not None]
    if exact:
        _work_out(game, pools, exact, terms, found)
    worlds = _sample(game, pools, sorted(set(pairs) - set(exact)), terms, found)
    return (_mirrored(found, pairs) if one_pool else found)._replace(worlds=worlds)


def _once(pool: Sequence[Entrant]) -> list[Pair]:
    """Every pair once, small automata first, so that more matches are of one size and worked out together."""
    states = [0 if one.seated is None else len(one.seated.outputs) for one in pool]
    return list(combinations_with_replacement(sorted(range(len(pool)), key=states.__getitem__), 2))


def _work_out(
    game: RepeatedGame, pools: Sequence[Sequence[Entrant]], pairs: list[Pair], terms: Terms, found: Meetings
) -> None:
    matches = [[one for one in (pools[0][i].seated, pools[1][j].seated) if one is not None] for i, j in pairs]
    shares = match_shares(matches, rules(game, terms.noise, terms.misread), game.effective, terms.rounds)
    first, second = np.array(pairs).T
    for player in range(2):
        worth = phase_payoffs(game)[:, player].ravel()
        found.payoffs[player, first, second] = shares[:, player].reshape(len(pairs), -1) @ worth
    found.plays[first, second] = shares[:, 0].sum(axis=1)


def _sample(
    game: RepeatedGame, pools: Sequence[Sequence[Entrant]], pairs: list[Pair], terms: Terms, found: Meetings
) -> int:
    if not pairs:
        return 0
    from negotiate.repeated.matches.sampled import sampled  # noqa: PLC0415 - for strategies without bound alone

    for done, (i, j) in enumerate(pairs, 1):
        seed = int(np.random.SeedSequence([terms.seed, i, j]).generate_state(1)[0])
        machines = (pools[0][i].machine, pools[1][j].machine)
        sample = sampled(game, machines, terms.noise, terms.misread, terms.rounds, seed, terms.worlds, terms.workers)
        found.payoffs[:, i, j] = sample.payoffs
        found.errors[:, i, j] = NORMAL_95 * sample.errors
        if terms.progress is not None:
            terms.progress(done, len(pairs))
    return sample.worlds


def _mirrored(found: Meetings, pairs: list[Pair]) -> Meetings:
    """What was found for each pair in one order, told for both orders; self-play is the mean of both seats."""
    played = np.zeros(found.plays.shape[:2], dtype=bool)
    played[tuple(np.array(pairs).T)] = True
    tables = []
    for one, other in ((found.payoffs[0], found.payoffs[1]), (found.errors[0], found.errors[1])):
        whole = np.where(played, one, other.T)
        np.fill_diagonal(whole, (np.diagonal(one) + np.diagonal(other)) / 2)
        tables.append(np.stack([whole, whole.T]))
    plays = np.where(played[:, :, None, None], found.plays, found.plays.transpose(1, 0, 3, 2))
    return Meetings(tables[0], tables[1], plays, found.worlds)


GRADE = 1e-9
"""Payoffs that differ by less, as a share of their range, count as equal in rankings."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tournament(Shown):
    """What each strategy of one pool earns against each of the other.

    Parameters
    ----------
    game : RepeatedGame
        Of two players.
    pools : tuple of tuple of str
        The strategies of each player, by name; no name twice in a pool.
    one_pool : bool
        Whether both players are in the same position and have the same pool, so that there is one table, in which
        each strategy also meets itself: `payoffs[1]` is `payoffs[0]` transposed.
    payoffs : ndarray, shape (players, first pool, second pool)
        By round.
    errors : ndarray, shape (players, first pool, second pool)
        Half the width of the 95 % interval of each; 0 where it is exact.
    means : tuple of ndarray
        For each pool, what each of its strategies earns on average against the other pool.
    ranking : tuple of tuple of int
        For each pool, its strategies from the best mean to the worst; equal ones in the pool's order.
    wins : tuple of int
        For each strategy of the one pool, how many of the others earn less than it does when they meet. Empty with
        two pools, whose payoffs are not counted in the same unit.
    best_replies : tuple of tuple of int
        For each pool, which of its strategies earns most against each strategy of the other pool.
    hardest : tuple of tuple of int
        For each pool, against which strategy of the other pool each of its own earns least.
    plays : ndarray, shape (first pool, second pool, *postures)
        How often each combination of postures is played, with rounds weighed as the first player values them; not a
        number where payoffs are sampled.
    winners : tuple of tuple of int
        For each pool, its strategies with the best mean, more than one where they are equal.
    left_out : tuple of tuple of str
        For each pool that nobody has chosen, known strategies that are not in it: they remember without bound, so that
        they could only be sampled, or they cannot take the seat. Empty for a pool that was asked for.
    alike : tuple of tuple of tuple of str
        For each strategy of a pool that nobody has chosen, others that would play just as it does in this game, and
        are not in the pool themselves. Empty for a pool that was asked for.
    rounds : int or None
        How many each match has; None for endless ones.
    noise, misread : tuple of float
        Each player's probability, in a round, that its hand trembles, and that it misreads the other.
    worlds : int
        How often each match was simulated that could not be worked out; 0 where all payoffs are exact.
    seed : int
        The seed of the random numbers in simulated matches; 0 where all payoffs are exact.
    notes : tuple of str
        What a reader should know of how the game was made from the file, one sentence each.
    """

    game: RepeatedGame
    pools: tuple[tuple[str, ...], ...]
    one_pool: bool
    payoffs: FloatArray
    errors: FloatArray
    means: tuple[FloatArray, ...]
    ranking: tuple[tuple[int, ...], ...]
    wins: tuple[int, ...]
    best_replies: tuple[tuple[int, ...], ...]
    hardest: tuple[tuple[int, ...], ...]
    plays: FloatArray
    winners: tuple[tuple[int, ...], ...]
    left_out: tuple[tuple[str, ...], ...]
    alike: tuple[tuple[tuple[str, ...], ...], ...]
    rounds: int | None
    noise: tuple[float, ...]
    misread: tuple[float, ...]
    worlds: int
    seed: int
    notes: tuple[str, ...] = ()

    def named(self, places: Sequence[Sequence[int]]) -> tuple[tuple[str, ...], ...]:
        """The strategies that stand at some places of each pool, by name; of the first pools where there are fewer."""
        return tuple(tuple(pool[k] for k in own) for pool, own in zip(self.pools, places, strict=False))

    def game_of_strategies(self) -> NormalFormGame:
        """The game in which each player chooses a strategy once and for all; `negotiate.solve` has its equilibria.

        Learning dynamics are among the methods of `solve`: `"nashpy-replicator"`, `"nashpy-fictitious-play"`, ….
        """
        return NormalFormGame(
            payoffs=self.payoffs,
            players=self.game.players,
            strategies=tuple(tuple(map(Choice, names)) for names in self.pools),
            keys=self.game.keys,
            title=self.game.title,
            units=self.game.units,
            notes=self.notes,
        )

    def __repr__(self) -> str:
        sizes = " × ".join(str(len(names)) for names in self.pools)
        best = " and ".join(dict.fromkeys(names[row[0]] for names, row in zip(self.pools, self.ranking, strict=True)))
        return f"<Tournament {self.game.title or 'untitled'!r}: {sizes} strategies, {best} first>"


def tournament(
    game: RepeatedGame,
    first: Sequence[Playable] = (),
    second: Sequence[Playable] = (),
    *,
    noise: float | Sequence[float] | None = None,
    misread: float | Sequence[float] | None = None,
    rounds: int | None = None,
    seed: int = 0,
    worlds: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Tournament:
    """Let every strategy of one pool meet every one of the other.

    Parameters
    ----------
    game : RepeatedGame
        Of two players.
    first, second : sequence of Strategy, Automaton or str
        The pools; one alone is both players'. By default every finite strategy that can take the seat, so that all is
        exact, and of those that play alike in this game the first; `negotiate.repeated.many.pools.everyone` has all of
        them, and those that remember without bound too.
    noise, misread, rounds, seed, worlds
        As in `RepeatedGame.play`.
    workers : int
        How many processors sampled matches may use; what is exact is done by one. It changes no number.
    progress : callable, optional
        Is told after each sampled match how many are done and how many there are.

    Raises
    ------
    UnsuitableGame
        If there are not two players, or a strategy makes no sense in its seat.
    OutOfRange
        If a rate is no probability, or there are no rounds or worlds, or the seed is negative.
    GameTooLarge
        If automata have too many joint states.

    Examples
    --------
    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> found = tournament(RepeatedGame(dilemma, 1), ["always_defect", "tit_for_tat", "grim"], rounds=10)
    >>> [found.pools[0][place] for place in found.ranking[0]]
    ['tit_for_tat', 'grim', 'always_defect']
    """
    two_players(game, "a tournament")
    if seed < 0:
        raise OutOfRange(f"a `seed` is a whole number of at least 0, and not {seed}")
    slips = slip_rates(noise, game.setting.noise, 2, "noise")
    misreads = slip_rates(misread, game.setting.misread, 2, "misread")
    pools, one_pool = _pools(game, first, second, slips, interchangeable(game, slips, misreads))
    terms = Terms(slips, misreads, length(game, rounds), seed, worlds, workers, progress)
    met = meetings(game, [one.entrants for one in pools], terms, one_pool=one_pool)
    tables = (met.payoffs[0], met.payoffs[1].T)
    graded = tuple(map(_graded, tables))
    grades = [np.round(table.mean(axis=1)) for table in graded]
    means = tuple(table.mean(axis=1) for table in tables)
    return Tournament(
        game=game,
        pools=tuple(tuple(one.name for one in pool.entrants) for pool in pools),
        one_pool=one_pool,
        payoffs=frozen(met.payoffs),
        errors=frozen(met.errors),
        means=means,
        ranking=tuple(_places(np.argsort(-own, kind="stable")) for own in grades),
        wins=_places((graded[0] > graded[0].T).sum(axis=1)) if one_pool else (),
        best_replies=tuple(_places(table.argmax(axis=0)) for table in graded),
        hardest=tuple(_places(table.argmin(axis=1)) for table in graded),
        plays=frozen(met.plays),
        winners=tuple(_places(np.flatnonzero(own == own.max())) for own in grades),
        left_out=tuple(one.left_out for one in pools),
        alike=tuple(one.alike for one in pools),
        rounds=terms.rounds,
        noise=slips,
        misread=misreads,
        worlds=met.worlds,
        seed=seed if met.worlds else 0,
        notes=game.notes,
    )


def _pools(
    game: RepeatedGame, first: Sequence[Playable], second: Sequence[Playable], noise: Sequence[float], alike: bool
) -> tuple[tuple[Pool, Pool], bool]:
    """Who takes part in which seat, and whether that is one pool."""
    here = pool(game, 0, first, trembles=noise[0] > 0)
    if alike and not second:
        return (here, across(game, here)), True
    there = pool(game, 1, second or first, trembles=noise[1] > 0)
    same = [one.chosen for one in here.entrants] == [one.chosen for one in there.entrants]
    return (here, there), alike and same


def _graded(table: FloatArray) -> FloatArray:
    """A player's payoffs in steps of a billionth of their range, so that what is equal but for rounding is equal."""
    step = GRADE * float(np.ptp(table))
    return np.round((table - table.min()) / step) if step > 0 else np.zeros_like(table)


def _places(found: npt.NDArray[np.integer]) -> tuple[int, ...]:
    return tuple(map(int, found))


Standing = Literal["stable", "neutral", "invaded"]
"""Of a resident: every mutant dies out, none grows but some last, or some mutant grows."""

Verdicts = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Invasion(Shown):
    """What happens to a few mutants among residents who all play the same.

    In a game with one pool there is one population, which plays against itself; the residents are the strategies.
    With roles there are two, each playing against the other; the residents are pairs of strategies, and mutants of
    one population meet the other's residents alone.

    Parameters
    ----------
    tournament : Tournament
        What they earn against each other.
    residents : tuple of tuple of int
        `(strategy,)` for one population, `(of the first pool, of the second)` for two.
    gains : tuple of ndarray, each of shape (residents, mutants of the population's pool)
        What the first mutant earns by round more than a resident of its population does; one array a population.
    verdicts : tuple of ndarray of int, of the same shapes
        1 where the mutant grows, 0 where it neither grows nor dies out, -1 where it dies out.
    fractions : ndarray, shape (residents, mutants), or None
        The least share of mutants from which on they do better than the residents: 0 where the first grows, infinite
        (null in JSON) where no share is enough. None with roles, where mutants do not meet each other.
    favoured : ndarray of bool, shape (residents, mutants), or None
        Whether weak selection in a large population helps one mutant to take over more than chance would, the
        one-third law; None with roles.
    standings : tuple of {'stable', 'neutral', 'invaded'}
        One a resident: evolutionarily stable, neutrally stable, or neither.
    undecided : int
        How many comparisons lie within the error of sampled payoffs; they count as neutral.
    """

    tournament: Tournament
    residents: tuple[tuple[int, ...], ...]
    gains: tuple[FloatArray, ...]
    verdicts: tuple[Verdicts, ...]
    fractions: FloatArray | None
    favoured: npt.NDArray[np.bool_] | None
    standings: tuple[Standing, ...]
    undecided: int = 0

    @property
    def game(self) -> RepeatedGame:
        """What is played again."""
        return self.tournament.game


def invasion(of: RepeatedGame | Tournament) -> Invasion:
    """Which mutants grow among which residents.

    Parameters
    ----------
    of : RepeatedGame or Tournament
        Of a game, the tournament of its default pools is played; for others, `tournament(game, strategies)` is given.
        With one pool there is one population that plays against itself, with two there are residents and mutants in
        each.

    Raises
    ------
    UnsuitableGame
        If there are not two players.

    References
    ----------
    Maynard Smith, J., and G. R. Price (1973). The Logic of Animal Conflict. Nature 246.
    Selten, R. (1980). A note on evolutionarily stable strategies in asymmetric animal conflicts. Journal of
    Theoretical Biology 84.
    Nowak, M. A., A. Sasaki, C. Taylor and D. Fudenberg (2004). Emergence of cooperation and evolutionary stability in
    finite populations. Nature 428.

    Examples
    --------
    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> from negotiate.repeated.many.tournament import tournament
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> met = tournament(RepeatedGame(dilemma, 1), ["always_cooperate", "always_defect", "tit_for_tat"], rounds=10)
    >>> invasion(met).standings
    ('invaded', 'stable', 'neutral')
    """
    played = of if isinstance(of, Tournament) else tournament(of)
    return _within(played) if played.one_pool else _between(played)


def _within(played: Tournament) -> Invasion:
    """One population: mutants meet residents, and seldom each other (Maynard Smith & Price 1973)."""
    table, errors = played.payoffs[0], played.errors[0]
    own, noise = np.diagonal(table), np.diagonal(errors)
    alone, doubt = table.T - own[:, None], np.hypot(errors.T, noise[:, None])
    among, doubts = own[None, :] - table, np.hypot(noise[None, :], errors)
    slack = GRADE * float(np.ptp(table))
    first, second = _signs(alone, doubt + slack), _signs(among, doubts + slack)
    verdicts = np.where(first != 0, first, second)
    np.fill_diagonal(verdicts, 0)
    apart = ~np.eye(len(table), dtype=bool)
    return Invasion(
        tournament=played,
        residents=tuple((place,) for place in range(len(table))),
        gains=(alone,),
        verdicts=(verdicts,),
        fractions=_fractions(np.where(first != 0, alone, 0.0), np.where(second != 0, among, 0.0), apart),
        favoured=(2 * alone + among > 3 * slack) & apart,
        standings=_standings([(verdicts, apart)]),
        undecided=int(((np.abs(alone) > slack) & (first == 0) & apart).sum()),
    )


def _between(played: Tournament) -> Invasion:
    """Two populations: mutants of one meet residents of the other alone, so stable pairs are strict equilibria."""
    gains, verdicts, apart, undecided = [], [], [], 0
    rows, columns = (place.ravel() for place in np.indices(played.payoffs.shape[1:]))
    for player, (own, other) in enumerate(((rows, columns), (columns, rows))):
        table = played.payoffs[player] if player == 0 else played.payoffs[player].T
        errors = played.errors[player] if player == 0 else played.errors[player].T
        gain = table[:, other].T - table[own, other][:, None]
        doubt = np.hypot(errors[:, other].T, errors[own, other][:, None])
        slack = GRADE * float(np.ptp(table))
        others = np.arange(len(table))[None, :] != own[:, None]
        signs = _signs(gain, doubt + slack) * others.astype(np.int8)
        undecided += int(((np.abs(gain) > slack) & (signs == 0) & others).sum())
        gains.append(gain)
        verdicts.append(signs)
        apart.append(others)
    return Invasion(
        tournament=played,
        residents=tuple(zip(rows.tolist(), columns.tolist(), strict=True)),
        gains=tuple(gains),
        verdicts=tuple(verdicts),
        fractions=None,
        favoured=None,
        standings=_standings(list(zip(verdicts, apart, strict=True))),
        undecided=undecided,
    )


def _signs(values: FloatArray, slack: FloatArray) -> Verdicts:
    """1 above what counts as nothing, -1 below it, else 0."""
    return ((values > slack).astype(np.int8) - (values < -slack)).astype(np.int8)


def _fractions(alone: FloatArray, among: FloatArray, apart: npt.NDArray[np.bool_]) -> FloatArray:
    """From which share x of mutants on (1 - x) `alone` + x `among` is above 0."""
    with np.errstate(divide="ignore", invalid="ignore"):  # the cases in which nothing is divided are told apart below
        crossing = alone / (alone - among)
    grows = (alone > 0) | ((alone == 0) & (among > 0))
    found = np.where(grows, 0.0, np.where((alone < 0) & (among > 0), crossing, np.inf))
    found[~apart] = np.inf
    return found


def _standings(populations: list[tuple[Verdicts, npt.NDArray[np.bool_]]]) -> tuple[Standing, ...]:
    worst = np.max([np.where(apart, signs, -1).max(axis=1) for signs, apart in populations], axis=0)
    names: dict[int, Standing] = {-1: "stable", 0: "neutral", 1: "invaded"}
    return tuple(names[int(one)] for one in worst)
