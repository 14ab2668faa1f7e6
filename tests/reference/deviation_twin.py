"""What players gain by stepping aside from automata, by walking through every play with plain
loops.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from negotiate.repeated.automaton import Seated

State = tuple[int, ...]
"""The phase, then the state of each automaton."""


@dataclass(frozen=True)
class Play:
    """Automata in a game of phases; a hand may tremble, and whoever steps aside may get more than
    it is seen to do.
    """

    seats: Sequence[Seated]
    payoffs: np.ndarray
    tempting: np.ndarray
    odds: np.ndarray
    noise: Sequence[float]
    discount: Sequence[float]

    @property
    def shape(self) -> tuple[int, ...]:
        return self.payoffs.shape[2:]

    @property
    def start(self) -> State:
        return (0, *(seat.start for seat in self.seats))

    def meant(self, state: State, player: int, action: int) -> float:
        return float(self.seats[player].outputs[state[1 + player], action])

    def slipped(self, player: int, meant: int, done: int) -> float:
        n = self.shape[player]
        if n == 1:
            return 1.0
        return 1 - self.noise[player] if meant == done else self.noise[player] / (n - 1)

    def after(self, state: State, actions: tuple[int, ...]) -> Iterator[tuple[float, State]]:
        for phase in range(len(self.payoffs)):
            odds = float(self.odds[(state[0], *actions, phase)])
            if odds > 0:
                yield (
                    odds,
                    (
                        phase,
                        *(
                            int(s.transitions[(state[1 + p], *actions)])
                            for p, s in enumerate(self.seats)
                        ),
                    ),
                )

    def reached(self) -> list[State]:
        """Every state that some sequence of actions leads to."""
        found, queue = {self.start}, [self.start]
        while queue:
            state = queue.pop()
            for actions in product(*map(range, self.shape)):
                for _, following in self.after(state, actions):
                    if following not in found:
                        found.add(following)
                        queue.append(following)
        return sorted(found)

    def worths(self, player: int, rounds: int) -> dict[State, float]:
        """The discounted sum by round of so many rounds from each state on, while all keep to their
        automata.
        """
        states = self.reached()
        worth = dict.fromkeys(states, 0.0)
        for _ in range(rounds):
            worth = {
                state: sum(
                    self.meant(state, player, action)
                    * self.step(state, player, action, worth, aside=False)
                    for action in range(self.shape[player])
                )
                for state in states
            }
        return worth

    def step(
        self, state: State, player: int, meant: int, later: dict[State, float], *, aside: bool
    ) -> float:
        """What one action is worth if `later` is what follows is worth."""
        total = 0.0
        for actions in product(*map(range, self.shape)):
            odds = self.slipped(player, meant, actions[player])
            for other in range(len(self.seats)):
                if other != player:
                    odds *= sum(
                        self.meant(state, other, a) * self.slipped(other, a, actions[other])
                        for a in range(self.shape[other])
                    )
            if odds == 0:
                continue
            table = self.tempting if aside and actions[player] == meant else self.payoffs
            onward = sum(
                chance * later[following] for chance, following in self.after(state, actions)
            )
            now = float(table[(state[0], player, *actions)])
            total += odds * ((1 - self.discount[player]) * now + self.discount[player] * onward)
        return total

    def best_deviation(self, player: int, length: int, rounds: int) -> dict[State, float]:
        """The most a player gets from each state on by any plan that leaves its automaton for so
        many rounds.
        """
        worth = self.worths(player, rounds)
        for _ in range(length):
            worth = {
                state: max(
                    self.step(state, player, a, worth, aside=True)
                    for a in range(self.shape[player])
                )
                for state in worth
            }
        return worth
