"""Which mutants a population of residents keeps out, and which grow in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.repeated.many.tournament import GRADE, Tournament, tournament

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

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
