"""Concepts of games in which all choose at once, step by step: the steps of `solve`, told on the
matrix.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice, product
from typing import TYPE_CHECKING

import numpy as np

from negotiate.equilibrium import registry
from negotiate.equilibrium.alone import alone
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.reports import Words, mixture, places
from negotiate.equilibrium.reports.matrix import STAR, best_replies, matrix
from negotiate.equilibrium.reports.solution import describe_one
from negotiate.equilibrium.solution import Elimination, Equilibrium, Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, expected_payoffs, regret
from negotiate.report.blocks import Block, Cell, Column, Note, Section, Sentence, Table
from negotiate.report.style import (
    Look,
    all_fractions,
    contrast,
    counted,
    few_digits,
    in_words,
    joined,
    probability,
)

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

SHOWN = 6
"""Steps of one kind that are told; the others are counted."""
EQUILIBRIA = 3
"""Equilibria that are told."""
COMBINATIONS = 36
"""A game with more has no table of all its combinations."""


def asked(scenario: Scenario, concept: str) -> Solution:
    """What the solver of a concept finds."""
    return registry.answer(alone(scenario), registry.named(concept), None)


def nash(scenario: Scenario) -> Solution:
    """The equilibria."""
    return solve(_large_enough(scenario))


def _large_enough(scenario: Scenario) -> NormalFormGame:
    game = alone(scenario)
    if game.payoffs[0].size < 2:
        raise UnsuitableGame("no player decides anything alone here")
    return game


def _words(found: Solution) -> Words:
    if not isinstance(found.game, NormalFormGame):
        raise TypeError("this is told of games in which all choose at once")
    return Words(found.game, places(found))


def _equilibria(found: Solution) -> list[Equilibrium]:
    return [one for one in found.equilibria if isinstance(one, Equilibrium)]


def _beats(words: Words, player: int, more: float, less: float) -> str:
    """How two payoffs compare, such as "5 beats 3"."""
    if words.game.keys[player] in words.game.ordinal:
        return "this is better in its ranking"
    return "{} beats {}".format(*contrast(more, less, words.digits[player]))


# Nash equilibrium ---------------------------------------------------------------------------------


def nash_steps(found: Solution, look: Look) -> Iterator[Block]:
    """From the combination with the largest sum of payoffs on, one deviation after the other; then
    each equilibrium.
    """
    words = _words(found)
    yield Sentence(
        "Take one combination and ask of each player: does another choice pay, if the others stay?"
    )
    yield from map(Sentence, _path(words))
    for one in _equilibria(found)[:EQUILIBRIA]:
        yield from describe_one(found, one, words.digits)
    yield from _picture(found, look)


def _path(words: Words) -> Iterator[str]:
    """Deviations that pay, each by the player who gains most, until none pays or a combination
    comes back.
    """
    game = words.game
    worth = (
        game.payoffs.sum(axis=0)
        if game.feasible is None
        else np.where(game.feasible, game.payoffs.sum(0), -np.inf)
    )
    here = tuple(int(i) for i in np.unravel_index(int(worth.argmax()), game.shape))
    seen, best = [here], best_replies(game)
    while len(seen) <= SHOWN:
        movers = [p for p in range(game.n_players) if not best[p][here]]
        if not movers:
            yield (
                f"At {words.profile(here)}, no player gains by changing alone, so this is an "
                "equilibrium."
            )
            return
        gains = regret(game.payoffs, [np.eye(n)[i] for n, i in zip(game.shape, here, strict=True)])
        player = max(movers, key=lambda p: float(gains[p]))
        there = _reply(best, player, here)
        after, before = (float(game.payoffs[player][cell]) for cell in (there, here))
        told = _beats(words, player, after, before)
        choice = words.label(player, there[player])
        yield (
            f"At {words.profile(here)}, {words.name(player)} gains by changing to `{choice}`: "
            f"{told}. "
            "So this is no equilibrium."
        )
        if there in seen:
            yield f"This leads back to {words.profile(there)}: the players go round in a circle."
            return
        here = there
        seen.append(here)


def _reply(best: np.ndarray, player: int, here: tuple[int, ...]) -> tuple[int, ...]:
    """A combination after the best reply of one player."""
    return _at(here, player, int(np.flatnonzero(best[player][_row(here, player)])[0]))


def _row(here: Sequence[int], player: int) -> tuple[int | slice, ...]:
    """Where a player's strategies stand against what the others do."""
    return (*here[:player], slice(None), *here[player + 1 :])


def _picture(found: Solution, look: Look) -> Iterator[Block]:
    """The matrix of two players, with brackets and stars."""
    words = _words(found)
    if words.game.n_players == 2:
        yield matrix(words.game, look, _equilibria(found), words.digits)


# Best replies and regrets -------------------------------------------------------------------------


def replies(scenario: Scenario) -> Solution:
    """The equilibria, on whose matrix best replies are marked."""
    return nash(scenario)


def replies_steps(found: Solution, look: Look) -> Iterator[Block]:
    """The best reply of each player to each combination of the others."""
    words = _words(found)
    best, shape = best_replies(words.game), words.game.shape
    for player in range(len(shape)):
        others = product(*(range(1 if p == player else n) for p, n in enumerate(shape)))
        yield from (
            Sentence(_answered(words, best, player, here)) for here in islice(others, SHOWN)
        )
        if (left := int(np.prod(shape)) // shape[player] - SHOWN) > 0:
            yield Note(
                f"{counted(left, 'more combination')} of the others can be answered in the same "
                "way."
            )
    yield from _picture(found, look)
    yield Note("A combination in which every player gives a best reply is a Nash equilibrium.")


def _answered(words: Words, best: np.ndarray, player: int, here: tuple[int, ...]) -> str:
    """What a player best replies to what the others do."""
    game = words.game
    row = _row(here, player)
    chosen = np.flatnonzero(best[player][row]).tolist()
    others = [p for p in range(game.n_players) if p != player]
    done = (
        joined([f"{words.name(p)} plays `{words.label(p, here[p])}`" for p in others])
        or "nobody else chooses"
    )
    if not chosen:
        return f"If {done}, nothing is possible for {words.name(player)}."
    what = f"{words.whose(player)} best {'reply is' if len(chosen) == 1 else 'replies are'}"
    worth, rest = game.payoffs[player][row], np.flatnonzero(~best[player][row]).tolist()
    if game.feasible is not None:
        rest = [i for i in rest if game.feasible[row][i]]
    second = max(rest, key=lambda i: float(worth[i]), default=None)
    beaten = (
        ""
        if second is None
        else f": {_beats(words, player, float(worth[chosen[0]]), float(worth[second]))}"
    )
    return f"If {done}, {what} {words.quoted(player, chosen)}{beaten}."


def regrets(scenario: Scenario) -> Solution:
    """The equilibria of a game that is small enough for a table of all its combinations."""
    game = _large_enough(scenario)
    if game.payoffs[0].size > COMBINATIONS:
        raise UnsuitableGame(f"{game.payoffs[0].size:,} combinations are too many for a table")
    if game.ordinal:
        raise UnsuitableGame(
            "levels only rank the outcomes, so nobody can say how much a player would gain"
        )
    return solve(game)


def regrets_steps(found: Solution, look: Look) -> Iterator[Block]:
    """What each player could gain by changing alone, combination by combination."""
    words = _words(found)
    game = words.game
    yield Sentence("In each combination, ask how much each player could gain by changing alone.")
    rows = []
    for here in game.profiles():
        gains = regret(
            game.payoffs, [np.eye(n)[i] for n, i in zip(game.shape, here, strict=True)]
        ).tolist()
        star = Cell(STAR, "equilibrium") if not any(gains) else None
        rows.append((star, words.side_by_side(here), *gains, max(gains)))
    columns = (
        Column("", "mark", "mark"),
        Column("Combination", key="combination"),
        *words.columns(),
    )
    yield Table((*columns, Column("Regret", "payoff", "regret")), tuple(rows))
    yield Sentence(
        "The regret of a combination is the largest of these gains. A regret of 0 is an "
        "equilibrium."
    )


# What an answer rests on --------------------------------------------------------------------------


def basis(scenario: Scenario) -> Solution:
    """The equilibria, with the record of what their list rests on."""
    return nash(scenario)


def basis_steps(found: Solution, look: Look) -> Iterator[Block]:
    """In which arithmetic it was decided, what a tolerance decided, what was left out, and what
    follows.
    """
    rests = found.certificate
    count = counted(len(found.equilibria), "equilibrium", "equilibria")
    yield Sentence(
        f"The method {found.method} decided in {rests.arithmetic} which equilibria there are: "
        f"{count}."
    )
    if rests.compared:
        margin = "was not measured" if rests.margin is None else f"is {few_digits(rests.margin)}"
        within = f"{few_digits(rests.tolerance)} {rests.unit}"
        yield Sentence(f"Up to {within}, {rests.compared} count as equal. The margin {margin}.")
    else:
        yield Sentence("Nothing was compared with a tolerance.")
    for limit in rests.limits:
        yield Sentence(f"Left open: {limit}.")
    whole = (
        "So the list is complete." if found.complete else "So the list is not known to be complete."
    )
    yield Sentence(
        f"{whole} {'The numbers are exact.' if found.exact else 'The numbers are rounded.'}"
    )


# Dominance ----------------------------------------------------------------------------------------


def elimination(scenario: Scenario) -> Solution:
    """The equilibria with the trace of iterated elimination.

    Raises
    ------
    UnsuitableGame
        If no strategy is dominated.
    """
    found = nash(scenario)
    if not found.eliminations:
        raise UnsuitableGame("no strategy is strictly dominated here")
    return found


def elimination_steps(found: Solution, look: Look) -> Iterator[Block]:
    """Each round: who drops what, because of what; and what is left."""
    words = _words(found)
    kept = [list(range(n)) for n in words.game.shape]
    for number, some in groupby(found.eliminations, key=lambda one: one.round):
        steps = list(some)
        told = [Sentence(_dropped(words, one, kept)) for one in steps[:SHOWN]]
        if len(steps) > SHOWN:
            told.append(
                Sentence(
                    "In the same way "
                    f"{counted(len(steps) - SHOWN, 'more strategy', 'more strategies')} go."
                )
            )
        for one in steps:
            kept[one.player].remove(one.strategy)
        left = words.game.restrict(kept)
        drawn = [matrix(left, look, (), words.digits)] if left.n_players == 2 else []
        yield Section(f"Round {number}", (*told, *drawn))
    last = [own[0] for own in kept]
    size = int(np.prod([len(own) for own in kept]))
    if size == 1:
        yield Sentence(f"Only {words.profile(last)} is left. So it is the only Nash equilibrium.")
    else:
        yield Sentence(
            f"{in_words(size)} combinations are left. Every Nash equilibrium uses these strategies "
            "only."
        )


def _dropped(words: Words, one: Elimination, kept: Sequence[Sequence[int]]) -> str:
    """Who drops a strategy, and what gives more whatever the others do."""
    who, what = words.name(one.player, True), words.label(one.player, one.strategy)
    if len(one.by) > 1:
        better = words.mixture(one.player, one.by, one.weights, quoted=True)
        return f"{who} drops `{what}`: the mixture of {better} gives more, whatever the others do."
    better = words.label(one.player, one.by[0])
    others, own = (
        [range(1) if p == one.player else left for p, left in enumerate(kept)],
        words.game.payoffs[one.player],
    )
    shown = []
    for here in islice(product(*others), EQUILIBRIA):
        more, less = (float(own[_at(here, one.player, i)]) for i in (one.by[0], one.strategy))
        where = joined([f"`{words.label(p, i)}`" for p, i in enumerate(here) if p != one.player])
        shown.append(f"{_beats(words, one.player, more, less)}{f' at {where}' if where else ''}")
    return (
        f"{who} drops `{what}`, because `{better}` gives more, whatever the others do: "
        f"{joined(shown)}."
    )


def _at(here: Sequence[int], player: int, strategy: int) -> tuple[int, ...]:
    return (*here[:player], strategy, *here[player + 1 :])


# Mixing -------------------------------------------------------------------------------------------


def mixing(scenario: Scenario) -> Solution:
    """The equilibria, of which one at least is mixed.

    Raises
    ------
    UnsuitableGame
        If none is mixed.
    """
    found = nash(scenario)
    if all(one.pure for one in _equilibria(found)):
        raise UnsuitableGame("every equilibrium that was found here is in pure strategies")
    return found


def mixing_steps(found: Solution, look: Look) -> Iterator[Block]:
    """What each strategy gives against the mixtures of the others: the same, for all that are
    mixed.
    """
    words, one = _words(found), next(one for one in _equilibria(found) if not one.pure)
    worths = expected_payoffs(words.game.payoffs, one.strategies)
    yield Sentence(
        "A player mixes only strategies that give the same. The mixture of the others makes them "
        "equal."
    )
    for player, (weights, worth) in enumerate(zip(one.strategies, worths, strict=True)):
        fractions = all_fractions(weights[weights > 0])
        order = np.lexsort((-worth, -weights)).tolist()
        rows = tuple(
            (
                words.label(player, i),
                Cell(probability(float(weights[i]), fractions), float(weights[i])),
                float(worth[i]),
            )
            for i in order
        )
        given = Column(
            "Payoff against the others",
            "payoff",
            f"payoff {words.game.keys[player]}",
            "Payoff",
            player,
        )
        heads = (
            Column(words.name(player, True), key="strategy"),
            Column("Probability", "probability"),
            given,
        )
        yield Table(heads, rows, most=SHOWN, more="strategy/strategies")
    played = [
        mixture([words.label(p, i) for i in range(len(w))], w, True)
        for p, w in enumerate(one.strategies)
    ]
    said = joined([f"{words.name(p)} plays {told}" for p, told in enumerate(played)])
    yield Sentence(f"In the equilibrium {said}. No strategy gives more than those that are mixed.")


def zero_sum(scenario: Scenario) -> Solution:
    """The maxmin of both players, where one gains what the other loses.

    Raises
    ------
    UnsuitableGame
        If that is not so.
    """
    game = _large_enough(scenario)
    sums = game.payoffs.sum(axis=0)
    if (
        game.n_players != 2
        or game.ordinal
        or float(np.ptp(sums)) > 1e-9 * float(np.abs(game.payoffs).max())
    ):
        raise UnsuitableGame("what one player gains here is not what the other loses")
    return asked(scenario, "maxmin")
