"""Games to sit down at, and a walk through an automaton one round at a time."""

from collections.abc import Iterable, Sequence

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.automaton import Automaton, Seated
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.strategies.registry import parsed
from negotiate.repeated.strategies.strategy import Strategy


def dilemma(t: float = 5, r: float = 3, p: float = 1, s: float = 0) -> RepeatedGame:
    return RepeatedGame(
        NormalFormGame.from_arrays(
            [[r, s], [t, p]], [[r, t], [s, p]], labels=[["C", "D"], ["C", "D"]]
        ),
        0.9,
    )


def ladders(*rungs: int) -> RepeatedGame:
    """A dilemma of any size: a rung up gains each player something, and costs each other much
    more.
    """
    height = np.indices(rungs)
    payoffs = [
        (player + 1) * (2 * height[player] - 5 * (height.sum(axis=0) - height[player]))
        for player in range(len(rungs))
    ]
    return RepeatedGame(NormalFormGame.from_arrays(*payoffs), 0.9)


def taken(strategy: Strategy | str, game: RepeatedGame, player: int = 0) -> Seated:
    """A strategy in its seat; one without bound is a mistake here."""
    chosen = parsed(strategy) if isinstance(strategy, str) else strategy
    assert isinstance(chosen, Strategy)
    built = chosen.seated(game, player)
    assert isinstance(built, Automaton)
    return built.seated(player, game.stage.shape)


def answers(seat: Seated, others: Iterable[int], slips: Sequence[int] = ()) -> list[int]:
    """What an automaton without chance plays in the first of two seats; in rounds of `slips` its
    next action.
    """
    state, played = seat.start, []
    for number, other in enumerate(others):
        (own,) = np.flatnonzero(seat.outputs[state])
        own = (int(own) + (number in slips)) % seat.outputs.shape[1]
        played.append(own)
        state = int(seat.transitions[state, own, other])
    return played


def met(
    first: Seated, second: Seated, rounds: int, slips: Sequence[int] = ()
) -> list[tuple[int, int]]:
    """Two automata without chance against each other; in rounds of `slips` the first plays its next
    action instead.
    """
    here, there, played = first.start, second.start, []
    for number in range(rounds):
        one, two = (
            int(np.flatnonzero(a.outputs[s])[0]) for a, s in ((first, here), (second, there))
        )
        one = (one + (number in slips)) % first.outputs.shape[1]
        played.append((one, two))
        here, there = (
            int(first.transitions[here, one, two]),
            int(second.transitions[there, one, two]),
        )
    return played
