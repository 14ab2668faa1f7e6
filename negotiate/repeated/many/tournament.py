"""Everybody against everybody, with roles kept: a pool of strategies for each player, and which
mutants could invade.

Each strategy of a pool can take the player's seat, under a name of its own. Of those that play
alike the first stands for all. They are told by the smallest automaton that plays as each does:
states that play the same and lead to states that play the same are one. Where hands never tremble,
an automaton does nothing but what it means to do, and what it would make of anything else does not
count. Every strategy of one pool meets every one of the other: exactly in one batch, and sampled
where it cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, product
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.display import Shown, entity
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.games.normal_form import Strategy as Choice
from negotiate.repeated.automaton import Automaton, Seated
from negotiate.repeated.game import in_phases, phase_payoffs
from negotiate.repeated.kernels.chain import Rules, match_shares
from negotiate.repeated.matches import sampled
from negotiate.repeated.matches.exact import NORMAL_95, length, rules
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import Rate
from negotiate.repeated.strategies.registry import in_seat, names_by, refusal, strategies, taken
from negotiate.repeated.strategies.strategy import Learner, Playable, Strategy

DIGITS = 12
"""Decimals of a probability that count."""
NOWHERE = -1
"""Where what never happens leads."""


def minimal(
    outputs: FloatArray, transitions: IntArray, start: int, own: int, *, trembles: bool
) -> tuple[FloatArray, IntArray]:
    """Shrink an automaton in its seat to what can be seen of it.

    Parameters
    ----------
    outputs : ndarray, shape (states, own actions)
        Probabilities.
    transitions : ndarray of int, shape (states, *actions of every player)
        The next state.
    start : int
        The state of the first round.
    own : int
        Which of the axes of actions is the automaton's own.
    trembles : bool
        Whether it may do what it does not mean to do.

    Returns
    -------
    outputs : ndarray, shape (states of the smallest, own actions)
        The start is its first state; the others follow in the order in which they are met.
    transitions : ndarray of int, shape (states of the smallest, own actions, combinations of the
    others' actions)
        -1 after an act that it never does.

    References
    ----------
    Moore, E. F. (1956). Gedanken-experiments on sequential machines. Automata Studies, Annals of
    Mathematics Studies 34.

    Examples
    --------
    Grim minds its own slips, and grudger does not; they play alike while neither slips:

    >>> plays = np.eye(2)
    >>> grim, grudger = (
    ...     np.array([[[0, 1], [1, 1]], [[1, 1]] * 2]),
    ...     np.array([[[0, 1], [0, 1]], [[1, 1]] * 2]),
    ... )
    >>> [
    ...     [
    ...         np.array_equal(one, other)
    ...         for one, other in zip(
    ...             minimal(plays, grim, 0, 0, trembles=slips),
    ...             minimal(plays, grudger, 0, 0, trembles=slips),
    ...         )
    ...     ]
    ...     for slips in (False, True)
    ... ]
    [[True, True], [True, False]]
    """
    states, actions = outputs.shape
    plays = outputs.round(DIGITS) + 0.0
    leads = np.moveaxis(transitions, own + 1, 1).reshape(states, actions, -1)
    happens = np.broadcast_to(trembles | (plays > 0)[:, :, None], leads.shape)
    kinds, count = _kinds(plays), 0
    while kinds.max() + 1 > count:
        count = int(kinds.max()) + 1
        onward = np.where(happens, kinds[leads], NOWHERE)
        kinds = _kinds(np.column_stack([kinds, onward.reshape(states, -1)]))
    first = np.unique(kinds, return_index=True)[1]
    met = _met(int(kinds[start]), onward[first])
    place = np.full(count + 1, NOWHERE)
    place[met] = np.arange(len(met))
    return plays[first[met]], place[onward[first[met]]]


def _kinds(rows: npt.NDArray[np.generic]) -> IntArray:
    """The same number for equal rows."""
    return np.asarray(np.unique(rows, axis=0, return_inverse=True)[1], dtype=int).ravel()


def _met(start: int, onward: IntArray) -> list[int]:
    """The states that play can come to, in the order in which a search breadth first comes to
    them.
    """
    found = [start]
    for state in found:  # which grows on the way
        fresh = dict.fromkeys(onward[state].ravel().tolist())
        found.extend(one for one in fresh if one != NOWHERE and one not in found)
    return found


@entity
class Entrant:
    """One strategy in a seat.

    Parameters
    ----------
    name : str
        Unique in its pool.
    chosen : Strategy, Automaton, Learner or callable
        What was asked for.
    machine : Automaton or Learner
        What plays.
    seated : Seated or None
        The automaton in its seat; None for a learner.
    """

    name: str
    chosen: Playable
    machine: Automaton | Learner
    seated: Seated | None


class Pool(NamedTuple):
    """Who takes part for a player; of one that nobody has chosen, see `Tournament` for `alike` and
    `left_out`.
    """

    entrants: tuple[Entrant, ...]
    alike: tuple[tuple[str, ...], ...] = ()
    left_out: tuple[str, ...] = ()


def everyone(
    game: RepeatedGame, player: int, *, finite: bool = False
) -> tuple[Strategy | Automaton, ...]:
    """Every strategy of this program and of the game's own file that can take a player's seat.

    Where the players are in different positions, a strategy of the file is taken for the player
    alone for which it has been written.

    Parameters
    ----------
    finite : bool
        Whether to leave out those that remember without bound, which can only be sampled.
    """
    alike = interchangeable(game, game.setting.noise, game.setting.misread)
    own: list[Strategy | Automaton] = [
        one for name, one in game.named.items() if alike or game.seats.get(name, player) == player
    ]
    known = [
        one
        for name, one in strategies.items()
        if name not in game.named and (one.finite or not finite)
    ]
    return tuple(one for one in (*own, *known) if not refusal(game, player, one))


def pool(game: RepeatedGame, player: int, given: Sequence[Playable], *, trembles: bool) -> Pool:
    """The strategies of a player's pool in their seat.

    Parameters
    ----------
    given : sequence of Strategy, Automaton or str
        Empty for every finite one that can take the seat; of those that play alike the first.
    trembles : bool
        Whether the player's hand does: else what a strategy would make of its own slips makes no
        difference.

    Raises
    ------
    UnknownMethod
        If there is no strategy of a name, or it has no such parameter.
    UnsuitableGame
        If one makes no sense in the seat.
    """
    asked: Iterable[Playable] = given or everyone(game, player, finite=True)
    chosen = [taken(game, player, one) if isinstance(one, str) else one for one in asked]
    entrants = [
        _entrant(game, player, name, one)
        for name, one in zip(_names(game, chosen), chosen, strict=True)
    ]
    if given:
        return Pool(tuple(entrants))
    here = {one.name for one in entrants}
    left = tuple(name for name in dict.fromkeys((*game.named, *strategies)) if name not in here)
    alike: dict[object, list[Entrant]] = {}
    for one in entrants:
        kind: object = one  # what learns is like nothing else
        if one.seated is not None:
            sat = one.seated
            kind = tuple(
                table.tobytes()
                for table in minimal(
                    sat.outputs, sat.transitions, sat.start, player, trembles=trembles
                )
            )
        alike.setdefault(kind, []).append(one)
    others = tuple(tuple(one.name for one in group[1:]) for group in alike.values())
    return Pool(tuple(group[0] for group in alike.values()), others, left)


def across(game: RepeatedGame, here: Pool) -> Pool:
    """The first player's pool as the second's, where both are in the same position: there an
    automaton is the same.
    """
    shape = game.stage.shape
    there = [
        replace(one, seated=one.machine.seated(1, shape))
        if isinstance(one.machine, Automaton)
        else _entrant(game, 1, one.name, one.chosen)
        for one in here.entrants
    ]
    return here._replace(entrants=tuple(there))


def interchangeable(game: RepeatedGame, noise: Sequence[float], misread: Sequence[float]) -> bool:
    """Whether both players of a game are in the same position, so that one pool serves both
    seats.
    """
    pairs = (
        game.discount,
        game.cooperate,
        game.punish,
        noise,
        misread,
        game.setting.outside,
        game.stage.shape,
    )
    if any(len(set(pair)) > 1 for pair in pairs):
        return False
    phases = in_phases(game)
    tables, odds = np.concatenate([phases.payoffs, phases.tempting]), phases.odds
    same = np.array_equal(np.moveaxis(tables[:, 0], 0, -1), tables[:, 1].T)
    return same and np.array_equal(odds, odds.swapaxes(1, 2))


def _entrant(game: RepeatedGame, player: int, name: str, chosen: Playable) -> Entrant:
    machine = in_seat(game, player, chosen)
    seated = machine.seated(player, game.stage.shape) if isinstance(machine, Automaton) else None
    return Entrant(name, chosen, machine, seated)


def _names(game: RepeatedGame, chosen: Sequence[Playable]) -> list[str]:
    """A name for each, as people would type it; a second of the same name is told so."""
    found: list[str] = []
    for name in names_by(game, chosen):
        again = sum(other.partition(" #")[0] == name for other in found)
        found.append(f"{name} #{again + 1}" if again else name)
    return found


Pair = tuple[int, int]
Progress = Callable[[int, int], None]
"""Is told how many sampled matches are done, and how many there are."""
Draw = Callable[[Pair, Sequence[Automaton | Learner]], tuple[FloatArray, FloatArray, int]]
"""From a pair and who meets in it to a sample of what they earn."""


def meetings(
    game: RepeatedGame,
    pools: Sequence[Pool],
    law: Rules,
    rounds: int | None,
    draw: Draw,
    progress: Progress | None,
    *,
    one_pool: bool,
) -> tuple[FloatArray, FloatArray, FloatArray, int]:
    """What came of all matches: payoffs, errors, plays and worlds, see `Tournament`.

    Parameters
    ----------
    one_pool : bool
        Whether both pools and both positions are the same: then each pair meets once, and counts
        from both sides; self-play is the mean of both seats.
    """
    (first, second), worlds = (one.entrants for one in pools), 0
    payoffs, errors = np.zeros((2, 2, len(first), len(second)))
    plays = np.full((len(first), len(second), *game.stage.shape), np.nan)
    pairs = _once(first) if one_pool else list(product(range(len(first)), range(len(second))))
    sat = {(i, j): (first[i].seated, second[j].seated) for i, j in pairs}
    matches = {
        pair: [one for one in both if one is not None]
        for pair, both in sat.items()
        if None not in both
    }
    if matches:
        shares = match_shares(list(matches.values()), law, game.effective, rounds)
        at = tuple(np.array(list(matches)).T)
        for player in range(2):
            worth = phase_payoffs(game)[:, player].ravel()
            payoffs[(player, *at)] = shares[:, player].reshape(len(matches), -1) @ worth
        plays[at] = shares[:, 0].sum(axis=1)
    left = sorted(sat.keys() - matches.keys())
    for done, (i, j) in enumerate(left, 1):
        payoffs[:, i, j], error, worlds = draw((i, j), (first[i].machine, second[j].machine))
        errors[:, i, j] = NORMAL_95 * error
        if progress is not None:
            progress(done, len(left))
    if one_pool:
        played = np.zeros(plays.shape[:2], dtype=bool)
        played[tuple(np.array(pairs).T)] = True
        for table in (payoffs, errors):
            whole = np.where(played, table[0], table[1].T)
            np.fill_diagonal(whole, np.diagonal(table, axis1=1, axis2=2).sum(axis=0) / 2)
            table[:] = whole, whole.T
        plays = np.where(played[:, :, None, None], plays, plays.transpose(1, 0, 3, 2))
    return payoffs, errors, plays, worlds


def _once(pool: Sequence[Entrant]) -> list[Pair]:
    """Every pair once, small automata first, so that more matches are of one size and worked out
    together.
    """
    states = [0 if one.seated is None else len(one.seated.outputs) for one in pool]
    return list(combinations_with_replacement(sorted(range(len(pool)), key=states.__getitem__), 2))


GRADE = 1e-9
"""Payoffs that differ by less, as a share of their range, count as equal in rankings."""


@entity
class Tournament(Shown):
    """What each strategy of one pool earns against each of the other.

    Parameters
    ----------
    game : RepeatedGame
        Of two players.
    pools : tuple of tuple of str
        The strategies of each player, by name; no name twice in a pool.
    one_pool : bool
        Whether both players are in the same position and have the same pool, so that there is one
        table, in which each strategy also meets itself: `payoffs[1]` is `payoffs[0]` transposed.
    payoffs : ndarray, shape (players, first pool, second pool)
        By round.
    errors : ndarray, shape (players, first pool, second pool)
        Half the width of the 95 % interval of each; 0 where it is exact.
    means : tuple of ndarray
        For each pool, what each of its strategies earns on average against the other pool.
    ranking : tuple of tuple of int
        For each pool, its strategies from the best mean to the worst; equal ones in the pool's
        order.
    wins : tuple of int
        For each strategy of the one pool, how many of the others earn less than it does when they
        meet. Empty with two pools, whose payoffs are not counted in the same unit.
    best_replies : tuple of tuple of int
        For each pool, which of its strategies earns most against each strategy of the other pool.
    hardest : tuple of tuple of int
        For each pool, against which strategy of the other pool each of its own earns least.
    plays : ndarray, shape (first pool, second pool, *postures)
        How often each combination of postures is played, with rounds weighed as the first player
        values them; not a number where payoffs are sampled.
    winners : tuple of tuple of int
        For each pool, its strategies with the best mean, more than one where they are equal.
    left_out : tuple of tuple of str
        For each pool that nobody has chosen, known strategies that are not in it: they remember
        without bound, so that they could only be sampled, or they cannot take the seat. Empty for a
        pool that was asked for.
    alike : tuple of tuple of tuple of str
        For each strategy of a pool that nobody has chosen, others that would play just as it does
        in this game, and are not in the pool themselves. Empty for a pool that was asked for.
    rounds : int or None
        How many each match has; None for endless ones.
    noise, misread : tuple of float
        Each player's probability, in a round, that its hand trembles, and that it misreads the
        other.
    worlds : int
        How often each match was simulated that could not be worked out; 0 where all payoffs are
        exact.
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
        """The strategies that stand at some places of each pool, by name; of the first pools where
        there are fewer.
        """
        return tuple(
            tuple(pool[k] for k in own) for pool, own in zip(self.pools, places, strict=False)
        )

    def by_population(self, table: FloatArray) -> tuple[FloatArray, ...]:
        """What `payoffs` or `errors` say of each population, own strategies first; one where there
        is one pool.
        """
        return (table[0],) if self.one_pool else (table[0], table[1].T)

    def game_of_strategies(self) -> NormalFormGame:
        """The game in which each player chooses a strategy once and for all; `negotiate.solve` has
        its equilibria.

        Learning dynamics are among the methods of `solve`: `"nashpy-replicator"`,
        `"nashpy-fictitious-play"`, ….
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
        best = " and ".join(
            dict.fromkeys(
                names[row[0]] for names, row in zip(self.pools, self.ranking, strict=True)
            )
        )
        return f"<Tournament {self.game.title or 'untitled'!r}: {sizes} strategies, {best} first>"


def tournament(
    game: RepeatedGame,
    first: Sequence[Playable] = (),
    second: Sequence[Playable] = (),
    *,
    noise: Rate = None,
    misread: Rate = None,
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
        The pools; one alone is both players'. By default every finite strategy that can take the
        seat, so that all is exact, and of those that play alike in this game the first;
        `negotiate.repeated.everyone` has all of them, and those that remember without bound too.
    noise, misread, rounds, seed, worlds
        As in `RepeatedGame.play`.
    workers : int
        How many processors sampled matches may use; what is exact is done by one. It changes no
        number.
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
    >>> found = tournament(
    ...     RepeatedGame(dilemma, 1), ["always_defect", "tit_for_tat", "grim"], rounds=10
    ... )
    >>> [found.pools[0][place] for place in found.ranking[0]]
    ['tit_for_tat', 'grim', 'always_defect']
    """
    if game.stage.n_players != 2:
        raise UnsuitableGame(
            (
                "a tournament lets two strategies meet at a time, and this game has "
                f"{game.stage.n_players} players"
            ),
            "`--match` lets one strategy a player meet",
        )
    if seed < 0:
        raise OutOfRange(f"a `seed` is a whole number of at least 0, and not {seed}")
    law, lasts = rules(game, noise, misread), length(game, rounds)
    pools, one_pool = _pools(game, first, second, law)

    def draw(
        pair: Pair, machines: Sequence[Automaton | Learner]
    ) -> tuple[FloatArray, FloatArray, int]:
        own = int(np.random.SeedSequence([seed, *pair]).generate_state(1)[0])
        return sampled.sampled(game, machines, law, lasts, own, worlds, workers)

    payoffs, errors, plays, drawn = meetings(
        game, pools, law, lasts, draw, progress, one_pool=one_pool
    )
    tables = (payoffs[0], payoffs[1].T)
    graded = tuple(map(_graded, tables))
    grades = [np.round(table.mean(axis=1)) for table in graded]
    means = tuple(table.mean(axis=1) for table in tables)
    return Tournament(
        game=game,
        pools=tuple(tuple(one.name for one in pool.entrants) for pool in pools),
        one_pool=one_pool,
        payoffs=frozen(payoffs),
        errors=frozen(errors),
        means=means,
        ranking=tuple(_places(np.argsort(-own, kind="stable")) for own in grades),
        wins=_places((graded[0] > graded[0].T).sum(axis=1)) if one_pool else (),
        best_replies=tuple(_places(table.argmax(axis=0)) for table in graded),
        hardest=tuple(_places(table.argmin(axis=1)) for table in graded),
        plays=frozen(plays),
        winners=tuple(_places(np.flatnonzero(own == own.max())) for own in grades),
        left_out=tuple(one.left_out for one in pools),
        alike=tuple(one.alike for one in pools),
        rounds=lasts,
        noise=law.noise,
        misread=law.misread,
        worlds=drawn,
        seed=seed if drawn else 0,
        notes=game.notes,
    )


def _pools(
    game: RepeatedGame, first: Sequence[Playable], second: Sequence[Playable], law: Rules
) -> tuple[tuple[Pool, Pool], bool]:
    """Who takes part in which seat, and whether that is one pool."""
    here, alike = (
        pool(game, 0, first, trembles=law.noise[0] > 0),
        interchangeable(game, law.noise, law.misread),
    )
    if alike and not second:
        return (here, across(game, here)), True
    there = pool(game, 1, second or first, trembles=law.noise[1] > 0)
    same = [one.chosen for one in here.entrants] == [one.chosen for one in there.entrants]
    return (here, there), alike and same


def _graded(table: FloatArray) -> FloatArray:
    """A player's payoffs in steps of a billionth of their range, so that what is equal but for
    rounding is equal.
    """
    step = GRADE * float(np.ptp(table))
    return np.round((table - table.min()) / step) if step > 0 else np.zeros_like(table)


def _places(found: npt.NDArray[np.integer]) -> tuple[int, ...]:
    return tuple(map(int, found))


Standing = Literal["stable", "neutral", "invaded"]
"""Of a resident: every mutant dies out, none grows but some last, or some mutant grows."""
STANDINGS: dict[int, Standing] = {-1: "stable", 0: "neutral", 1: "invaded"}
"""The verdict on the mutant that does best → how its residents stand."""

Verdicts = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Invasion(Shown):
    """What happens to a few mutants among residents who all play the same.

    In a game with one pool there is one population, which plays against itself; the residents are
    the strategies. With roles there are two, each playing against the other; the residents are
    pairs of strategies, and mutants of one population meet the other's residents alone.

    Parameters
    ----------
    tournament : Tournament
        What they earn against each other.
    residents : tuple of tuple of int
        `(strategy,)` for one population, `(of the first pool, of the second)` for two.
    gains : tuple of ndarray, each of shape (residents, mutants of the population's pool)
        What the first mutant earns by round more than a resident of its population does; one array
        a population.
    verdicts : tuple of ndarray of int, of the same shapes
        1 where the mutant grows, 0 where it neither grows nor dies out, -1 where it dies out.
    fractions : ndarray, shape (residents, mutants), or None
        The least share of mutants from which on they do better than the residents: 0 where the
        first grows, infinite (null in JSON) where no share is enough. None with roles, where
        mutants do not meet each other.
    favoured : ndarray of bool, shape (residents, mutants), or None
        Whether weak selection in a large population helps one mutant to take over more than chance
        would, the one-third law; None with roles.
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
    favoured: BoolArray | None
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
        Of a game, the tournament of its default pools is played; for others, `tournament(game,
        strategies)` is given. With one pool there is one population that plays against itself, with
        two there are residents and mutants in each.

    Raises
    ------
    UnsuitableGame
        If there are not two players.

    References
    ----------
    Maynard Smith, J., and G. R. Price (1973). The Logic of Animal Conflict. Nature 246. Selten, R.
    (1980). A note on evolutionarily stable strategies in asymmetric animal conflicts. Journal of
    Theoretical Biology 84. Nowak, M. A., A. Sasaki, C. Taylor and D. Fudenberg (2004). Emergence of
    cooperation and evolutionary stability in finite populations. Nature 428.

    Examples
    --------
    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> from negotiate.repeated.many.tournament import tournament
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> met = tournament(
    ...     RepeatedGame(dilemma, 1),
    ...     ["always_cooperate", "always_defect", "tit_for_tat"],
    ...     rounds=10,
    ... )
    >>> invasion(met).standings
    ('invaded', 'stable', 'neutral')
    """
    played = of if isinstance(of, Tournament) else tournament(of)
    places = [np.arange(len(played.pools[0]))]
    if (
        not played.one_pool
    ):  # mutants of one population meet residents of the other alone: Selten's strict equilibria
        places = [place.ravel() for place in np.indices(played.payoffs.shape[1:])]
    populations = zip(
        played.by_population(played.payoffs), played.by_population(played.errors), strict=True
    )
    gains, verdicts, worst, undecided = [], [], [], 0
    fractions = favoured = None
    for (table, errors), own, other in zip(populations, places, reversed(places), strict=True):
        slack, apart = GRADE * float(np.ptp(table)), np.arange(len(table)) != own[:, None]
        gain = table[:, other].T - table[own, other][:, None]
        first = _signs(gain, np.hypot(errors[:, other].T, errors[own, other][:, None]) + slack)
        signs = first
        if played.one_pool:  # mutants meet each other too, seldom (Maynard Smith and Price)
            among, doubt = np.diagonal(table) - table, np.hypot(np.diagonal(errors), errors)
            second = _signs(among, doubt + slack)
            signs = np.where(first != 0, first, second)
            fractions = _fractions(
                np.where(first != 0, gain, 0.0), np.where(second != 0, among, 0.0), apart
            )
            favoured = (2 * gain + among > 3 * slack) & apart
        undecided += int(((np.abs(gain) > slack) & (first == 0) & apart).sum())
        gains.append(gain)
        verdicts.append(signs * apart)
        worst.append(np.where(apart, signs, -1).max(axis=1))
    return Invasion(
        tournament=played,
        residents=tuple(zip(*(place.tolist() for place in places), strict=True)),
        gains=tuple(gains),
        verdicts=tuple(verdicts),
        fractions=fractions,
        favoured=favoured,
        standings=tuple(STANDINGS[int(one)] for one in np.max(worst, axis=0)),
        undecided=undecided,
    )


def _signs(values: FloatArray, slack: FloatArray) -> Verdicts:
    """1 above what counts as nothing, -1 below it, else 0."""
    return ((values > slack).astype(np.int8) - (values < -slack)).astype(np.int8)


def _fractions(alone: FloatArray, among: FloatArray, apart: BoolArray) -> FloatArray:
    """From which share x of mutants on (1 - x) `alone` + x `among` is above 0."""
    with np.errstate(
        divide="ignore", invalid="ignore"
    ):  # the cases in which nothing is divided are told apart below
        crossing = alone / (alone - among)
    grows = (alone > 0) | ((alone == 0) & (among > 0))
    found = np.where(grows, 0.0, np.where((alone < 0) & (among > 0), crossing, np.inf))
    found[~apart] = np.inf
    return found
