"""One player's commitments against worlds that it cannot tell apart: which is robust, and what
knowing more is worth.

A world is what the types of the others are, what the numbers are that vary, or both. The player
commits to options of its own issues; everybody else knows the world, and plays as `outcome` says.
So a commitment is a row of a decision table and a world a column, and every answer here is read
from that one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.display import Shown, entity
from negotiate.errors import GameTooLarge, UnknownIndicator, UnsuitableGame
from negotiate.model import PrivateType, type_profiles
from negotiate.problems import nearest
from negotiate.whatif.chances import Chances
from negotiate.whatif.engine import Columns, Engine
from negotiate.whatif.indicators import USUAL, Value, to_watch
from negotiate.whatif.points import (
    POINTS,
    Draws,
    Grid,
    Points,
    Sampling,
    points_of,
    setting,
    uncertain,
)

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

DRAWS = 100
"""How many draws of the numbers with a range are taken where the file has nothing else that differs
between worlds.
"""
READ = 1_000
"""Commitments times ways to deal the types, at most: each is read anew."""
CLOSE = 1e-9
"""Of the largest payoff: a smaller difference is a tie."""
PARTS = 25
"""Into how many parts the draws of one number are cut where it is asked what knowing that number is
worth.
"""
WORTH = ("outcome", "no_deal")
"""Indicators that say what a player gets."""
RULES = ("maxmin", "minimax_regret", "expected")


@entity
class Commitment:
    """Options that a player commits to, and what that brings over all worlds.

    Parameters
    ----------
    name : str
        The options in words.
    options : Mapping[str, str]
        Issue → option.
    worst, expected : float
        What the player gets in the worst world, and on average over the odds of the worlds.
    regret : float
        The most by which another commitment beats this one in some world.
    """

    name: str
    options: Mapping[str, str]
    worst: float
    expected: float
    regret: float


@entity
class Best:
    """What is best by one rule.

    Parameters
    ----------
    commitments : tuple of str
        All that tie.
    value : float
        What the player gets with them in the worst world, or on average; of minimax regret the
        largest regret.
    """

    commitments: tuple[str, ...]
    value: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Robust(Shown):
    """The commitments of one player against some worlds.

    Parameters
    ----------
    title : str
        What the scenario is called.
    player : str
        Who commits, by key.
    players : Mapping[str, str]
        Key → name of everybody.
    worth : {'outcome', 'no_deal'}
        What the payoffs are: see `INDICATORS`.
    commitments : tuple of Commitment
        In the order of the options.
    factors : Mapping[str, tuple of float or str]
        What differs between worlds → its value in each world; `types.china` stands for the type of
        `china`.
    odds : tuple of float
        How likely each world is.
    table : ndarray, shape (commitments, worlds)
        What the player gets.
    best : Mapping[str, Best]
        `maxmin`, `minimax_regret` and `expected` → what is best by that rule.
    perfect : float
        The expected value of perfect information: what the player would pay to know the world
        before it commits.
    accuracy : float
        How often a report on the world is right; where it is wrong, each other world is as likely.
    sample : float
        The expected value of such a report.
    alone : Mapping[str, float]
        Factor → the expected value of knowing it and nothing else; empty where there is one factor
        only.
    sampling : {'', 'latin', 'sobol', 'random'}
        How worlds were drawn; empty where all were listed.
    seed : int
        Of the draws.
    draws : int
        How many worlds were drawn, of which those that are alike in everything are one; 0 where all
        were listed.
    undrawn : Mapping[str, str]
        What the file says is uncertain and was not drawn → why.

    References
    ----------
    Wald (1950), "Statistical Decision Functions", for maxmin; Savage (1951), "The Theory of
    Statistical Decision", for minimax regret; Raiffa and Schlaifer (1961), "Applied Statistical
    Decision Theory", for the value of information.
    """

    title: str
    player: str
    players: Mapping[str, str]
    worth: str
    commitments: tuple[Commitment, ...]
    factors: Mapping[str, tuple[Value, ...]]
    odds: tuple[float, ...]
    table: FloatArray
    best: Mapping[str, Best]
    perfect: float
    accuracy: float = 1.0
    sample: float = 0.0
    alone: Mapping[str, float] = field(default_factory=dict)
    sampling: str = ""
    seed: int = 0
    draws: int = 0
    undrawn: Mapping[str, str] = field(default_factory=dict)

    @property
    def worlds(self) -> list[str]:
        """Each world in a few words: types and variants by name, numbers with theirs."""
        points = [
            dict(zip(self.factors, one, strict=True))
            for one in zip(*self.factors.values(), strict=True)
        ]
        return [
            ", ".join(x if isinstance(x, str) else f"{k} {x:g}" for k, x in one.items())
            for one in points
        ]

    def __repr__(self) -> str:
        return (
            f"<Robust {self.title!r}: {len(self.commitments)} commitments of {self.player}, "
            f"{len(self.odds)} worlds>"
        )


def robust(
    scenario: Scenario,
    commit: str,
    vary: Mapping[str, str | Iterable[Any]] | None = None,
    watch: str | Sequence[str] = USUAL,
    draws: int = 0,
    *,
    accuracy: float = 1.0,
    seed: int = 0,
    sampling: Sampling = "latin",
) -> Robust:
    """Set the commitments of one player against worlds, and judge them by three rules.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    commit : str
        An issue that one player decides, several of its issues with commas between, or a player for
        all of its issues.
    vary, draws, seed, sampling
        What differs between worlds beside the types of the other players: see `whatif`. Points of a
        grid are equally likely but for the odds of events and types, and so are draws. Without
        `vary` the outcomes of events differ, too, by the odds that the player holds: each is
        listed, or drawn where there are draws. A file without events and types of others has its
        numbers with a range drawn, `DRAWS` times unless `draws` says otherwise.
    watch : sequence of str
        Names among `INDICATORS`; the payoffs are `outcome` where it is among them, or else
        `no_deal`.
    accuracy : float
        How often a report on the world is right, from 0 to 1.

    Raises
    ------
    UnknownIndicator
        If neither is watched.
    UnsuitableGame
        If nobody can commit to this alone, there is only one world, or something is worth nothing
        known in some world.
    GameTooLarge
        If there are too many commitments or worlds.

    Examples
    --------
    >>> import negotiate
    >>> from negotiate.whatif.worlds import robust
    >>> robust(negotiate.load("classics/chicken"), "row", {"variant": "base"})  # doctest: +SKIP
    """
    worth = next((one for one in WORTH if one in to_watch(watch, scenario)[0]), "")
    if not worth:
        raise UnknownIndicator(
            "a commitment is judged by what its player gets", "write `--watch outcome`"
        )
    if not 0 <= accuracy <= 1:
        raise UnsuitableGame(
            "the accuracy of a report is a share from 0 to 1", "write `--accuracy 0.8`"
        )
    player, issues = _decided(scenario, commit)
    if player in scenario.ordinal:
        said = (
            f"the file ranks what {scenario.players[player].name} gets, and regret and averages "
            "take numbers"
        )
        raise UnsuitableGame(said, "write `payoffs` in place of `prefers` or `ranking`")
    chances = Chances(scenario, player)
    others = any(key != player for key in scenario.types)
    points = _points(chances, vary, draws, seed, sampling, others)
    known = {player, *(axis.name for axis in points.axes if axis.odds)} if points else {player}
    types = {key: some for key, some in scenario.types.items() if key not in known}
    engine = Engine(scenario, (worth, "deal"))
    factors, odds, payoffs = _table(engine, f"{worth}.{player}", issues, types, points, chances)
    names = [
        ", ".join(one.values() if len(issues) == 1 else map(" ".join, one.items()))
        for one in _options(issues)
    ]
    close = CLOSE * max(float(np.abs(payoffs).max()), 1e-300)
    worst, expected = payoffs.min(axis=1), payoffs @ odds
    regret = (payoffs.max(axis=0) - payoffs).max(axis=1)
    regret[regret <= close] = 0.0
    best = {}
    for rule, values, sign in zip(RULES, (worst, -regret, expected), (1, -1, 1), strict=True):
        top = [
            name
            for name, one in zip(names, values.tolist(), strict=True)
            if one >= values.max() - close
        ]
        best[rule] = Best(tuple(top), sign * float(values.max()))
    perfect, sample = (_worth_knowing(payoffs, odds, share, close) for share in (1.0, accuracy))
    one_by_one = zip(
        names, _options(issues), worst.tolist(), expected.tolist(), regret.tolist(), strict=True
    )
    drawn = points if isinstance(points, Draws) else None
    return Robust(
        title=scenario.heading,
        player=player,
        players={key: one.name for key, one in scenario.players.items()},
        worth=worth,
        commitments=tuple(Commitment(*one) for one in one_by_one),
        factors=factors,
        odds=tuple(odds.tolist()),
        table=payoffs,
        best=best,
        perfect=perfect,
        accuracy=accuracy,
        sample=sample,
        alone=_apart(factors, payoffs, odds, close, drawn),
        sampling=drawn.sampling if drawn else "",
        seed=drawn.seed if drawn else 0,
        draws=drawn.count if drawn else 0,
        undrawn=drawn.undrawn if drawn else {},
    )


def _points(
    chances: Chances,
    vary: Mapping[str, str | Iterable[Any]] | None,
    draws: int,
    seed: int,
    sampling: Sampling,
    types: bool,
) -> Points | None:
    """What differs between worlds beside the `types` of the others, which are all listed; None
    where nothing does.

    Without draws every outcome of every event is listed, too; where there are no events and types,
    numbers are drawn.
    """
    if vary is None:
        axes, _ = uncertain(chances, types=False)
        listed = tuple(axis for axis in axes if axis.odds)
        if not axes or (not draws and (listed or types)):
            return Grid(listed) if listed else None
        draws = draws or DRAWS
    return points_of(chances.scenario, vary, draws, seed, sampling, chances.player)


def _decided(scenario: Scenario, commit: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Who commits, and its issues with their options.

    Raises
    ------
    UnsuitableGame
        If no one player decides them.
    """
    names = [name.strip() for name in commit.split(",") if name.strip()]
    if len(names) == 1 and names[0] in scenario.keys and names[0] not in scenario.issues:
        own = [key for key, issue in scenario.issues.items() if issue.deciders == (names[0],)]
        names = [
            key for key in own if scenario.issues[key].options[1:] and key not in scenario.fixed
        ] or names
    known = [key for key, issue in scenario.issues.items() if len(issue.deciders) == 1]
    hint = (
        f"a player alone decides {', '.join(known)}"
        if known
        else "no issue is decided by one player alone"
    )
    for name in names:
        if name not in scenario.issues:
            raise UnsuitableGame(
                f"there is no issue `{name}` to commit to", nearest(name, known) or hint
            )
        if name not in known:
            raise UnsuitableGame(f"nobody decides `{name}` alone, so nobody can commit to it", hint)
        if name in scenario.fixed:
            raise UnsuitableGame(f"`{name}` is committed already", "leave its `--fix` out")
    deciders = {scenario.issues[name].deciders[0] for name in names}
    if len(deciders) != 1:
        said = (
            "one player commits, and these are issues of several"
            if deciders
            else f"`{commit}` names no issue"
        )
        raise UnsuitableGame(said, hint)
    return deciders.pop(), {name: scenario.issues[name].labels for name in names}


def _options(issues: Mapping[str, tuple[str, ...]]) -> list[dict[str, str]]:
    """Every combination of options, those of the last issue fastest."""
    return [dict(zip(issues, one, strict=True)) for one in product(*issues.values())]


def _table(
    engine: Engine,
    column: str,
    issues: Mapping[str, tuple[str, ...]],
    types: Mapping[str, tuple[PrivateType, ...]],
    points: Points | None,
    chances: Chances,
) -> tuple[dict[str, tuple[Value, ...]], FloatArray, FloatArray]:
    """What differs between worlds, the odds of the worlds, and the payoffs of shape (commitments,
    worlds).

    Raises
    ------
    UnsuitableGame, GameTooLarge
        If there is one world only, some payoff is not known, or there are too many.
    """
    axes = points.axes if points else ()
    count, names = points.count if points else 1, [axis.name for axis in axes]
    dealt, options = type_profiles(types), _options(issues)
    read = len(options) * len(dealt)
    cases = (
        min(count, prod(len(axis.values) for axis in axes if axis.odds))
        if engine.cheap(axes)
        else 1
    )
    if read * cases > READ:
        said = "commitments, each against every type,"
        raise GameTooLarge(said, read * cases, READ, "commit to fewer issues at once")
    if read * count > (most := POINTS if engine.cheap(axes) else READ):
        drawn = "" if isinstance(points, Draws) else "; `--draws NUMBER` draws some of them"
        hint = f"take fewer worlds{drawn}"
        raise GameTooLarge("commitments times worlds", read * count, most, hint)
    if twice := {*names} & {
        address for own in types.values() for one in own for address in one.settings
    }:
        raise UnsuitableGame(
            f"a type sets `{min(twice)}`, so that it cannot vary beside the types", "vary another"
        )
    here: Columns = points.columns(0, count) if points else {}
    odds = (_dealt(chances, types, here, count) * _likely(points, here, count, chances)).ravel()
    odds = odds / odds.sum()
    worlds = np.flatnonzero(odds > 0).tolist()
    if len(worlds) < 2:
        hint = "write `--vary NAME=LOW:HIGH`, or `--vary variant=base,OTHER`"
        raise UnsuitableGame(
            "there is one world only: the others have no types, and nothing varies", hint
        )
    payoffs = [
        [_row(engine, column, chosen, profile, here) for profile in dealt] for chosen in options
    ]
    values: dict[str, list[Value]] = {
        f"types.{key}": [profile[place].id for profile in dealt for _ in range(count)]
        for place, key in enumerate(types)
    }
    values |= {name: [setting(here, k)[name] for k in range(count)] * len(dealt) for name in here}
    first, which = _alike([tuple(own[world] for own in values.values()) for world in worlds])
    kept = [worlds[place] for place in first]
    factors = {name: tuple(own[world] for world in kept) for name, own in values.items()}
    table = np.array(payoffs).reshape(len(options), -1)
    return factors, np.asarray(np.bincount(which, odds[worlds]), dtype=float), table[:, kept]


def _alike(worlds: Sequence[tuple[Value, ...]]) -> tuple[list[int], list[int]]:
    """The first of each kind of world, and the kind of each: what was drawn more than once is one
    world.
    """
    kinds: dict[tuple[Value, ...], int] = {}
    which = [kinds.setdefault(world, len(kinds)) for world in worlds]
    first = np.unique(which, return_index=True)[1].tolist()
    return first, which


def _row(
    engine: Engine,
    column: str,
    options: Mapping[str, str],
    profile: Sequence[PrivateType],
    here: Columns,
) -> list[float]:
    """What the player gets with one commitment, against one way to deal the types, at each point.

    Raises
    ------
    UnsuitableGame
        If that is not known.
    """
    settings = {address: value for one in profile for address, value in one.settings.items()}
    committed = engine.under({**settings, **options})
    found = committed.at(here) if here else {name: [value] for name, value in committed.now.items()}
    row = [float(value) for value in found[column]]
    for value, why in zip(row, found["deal"], strict=True):
        if not np.isfinite(value):
            said = f"with {', '.join(options.values())} it is not known what each gets"
            raise UnsuitableGame(f"{said}: {str(why).removeprefix('n/a: ')}")
    return row


def _dealt(
    chances: Chances, types: Mapping[str, tuple[PrivateType, ...]], here: Columns, count: int
) -> FloatArray:
    """The odds of each way to deal the types at each point, shape (ways, points); they add up
    to 1.
    """
    found = np.ones((1, count)) / count
    for key, own in types.items():
        odds = chances.odds(key, [one.id for one in own], here, count)
        found = (found[:, None] * (1.0 if odds is None else odds)).reshape(-1, count)
    if (linked := chances.together(types, here, count)) is not None:
        found = linked / count
    return np.asarray(found / found.sum())


def _likely(points: Points | None, here: Columns, count: int, chances: Chances) -> FloatArray:
    """How likely each point of a grid is by the odds of events and types in it; draws have these
    odds already.
    """
    found = np.ones(count)
    for axis in points.axes if points and not isinstance(points, Draws) else ():
        odds = chances.odds(axis.name, axis.values, here, count) if axis.odds else None
        if odds is not None:
            places = [axis.values.index(value) for value in here[axis.name]]
            found *= odds[places, np.arange(count)]
    return found


def _worth_knowing(payoffs: FloatArray, odds: FloatArray, accuracy: float, close: float) -> float:
    """The expected value of a report on the world that is right with this probability.

    Notes
    -----
    A world is reported that is drawn evenly from the others where the report is wrong. What a
    commitment is worth together with a report is then its average, which each wrong report has a
    part of, plus what the reported world adds; no table of worlds against reports is needed.
    """
    count = len(odds)
    wrong = (1 - accuracy) / (count - 1)
    expected = payoffs @ odds
    told = (wrong * expected[:, None] + (accuracy - wrong) * payoffs * odds).max(axis=0).sum()
    gain = float(told - expected.max())
    return gain if gain > close else 0.0


def _apart(
    factors: Mapping[str, Sequence[Value]],
    payoffs: FloatArray,
    odds: FloatArray,
    close: float,
    drawn: Draws | None,
) -> dict[str, float]:
    """What knowing each factor and nothing else is worth; draws of a number are known to a part of
    its range.

    References
    ----------
    Strong and Oakley (2013), "An efficient method for computing single-parameter partial expected
    value of perfect information", for draws.
    """
    if len(factors) < 2:
        return {}
    found = {}
    continuous = (
        {axis.name for axis in drawn.axes if axis.distribution is not None} if drawn else set()
    )
    for name, values in factors.items():
        _, which = np.unique(np.array(values), return_inverse=True)
        parts: IndexArray = which.ravel()
        if name in continuous:
            parts = (
                np.argsort(np.argsort(parts, kind="stable"), kind="stable") * PARTS // len(parts)
            )
        known = np.array([np.bincount(parts, own * odds) for own in payoffs])
        gain = float(known.max(axis=0).sum() - (payoffs @ odds).max())
        found[name] = gain if gain > close else 0.0
    return found
