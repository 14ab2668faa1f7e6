"""All choose at once, in secret, for one round or for many: the games of `solve` and `simulate`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.equilibrium.alone import alone
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.play.forms import Choices, Event, Move, State, letters, one_of, refuse, verb_of


@entity
class Rounds:
    """The rules of simultaneous choices.

    Parameters
    ----------
    game : NormalFormGame
        What is played each round.
    rounds : int
        How many rounds.
    lens : {'solve', 'simulate'}
        Which lens looks at it.
    options : Mapping[str, tuple of str]
        Player with a choice → what it can choose.
    """

    game: NormalFormGame
    rounds: int
    lens: str
    options: Mapping[str, tuple[str, ...]]

    @property
    def seats(self) -> tuple[str, ...]:
        """The players who have a choice."""
        return tuple(self.options)

    def labels(self, seat: str) -> tuple[str, ...]:
        """What a seat can choose."""
        return self.options[seat]

    def start(self, draw: float) -> State:
        """The first round, in which nobody has chosen."""
        return {"round": 1, "chosen": {}, "last": [], "void": False, "sums": [0.0] * self.game.n_players}

    def types(self, state: State) -> dict[str, str]:
        """Player → the private type that was dealt to it."""
        return {}

    def to_move(self, state: State) -> tuple[str, ...]:
        """Everybody who has not chosen yet."""
        if state["round"] > self.rounds:
            return ()
        return tuple(seat for seat in self.seats if seat not in state["chosen"])

    def choices(self, state: State, seat: str) -> Choices:
        """One of the seat's strategies."""
        return Choices(("choose",), {}, self.labels(seat), f"round {state['round']} of {self.rounds}")

    def play(self, state: State, seat: str, move: Move) -> State:
        """Choose; once all have, the round is counted.

        Raises
        ------
        IllegalAction
            If there is no such choice, or the seat has chosen already.
        """
        verb = verb_of(move)
        if verb != "choose":
            raise refuse(verb, self.choices(state, seat))
        label = one_of(move["choose"], self.labels(seat), "choice")
        chosen = {**state["chosen"], seat: label}
        if len(chosen) < len(self.seats):
            return state | {"chosen": chosen}
        cell = self.cell(chosen)
        if self.game.feasible is not None and not self.game.feasible[cell]:
            return state | {"chosen": {}, "void": True}
        got = [float(own[cell]) for own in self.game.payoffs]
        return {
            "round": state["round"] + 1,
            "chosen": {},
            "last": list(cell),
            "void": False,
            "sums": [a + b for a, b in zip(state["sums"], got, strict=True)],
        }

    def cell(self, chosen: Mapping[str, str]) -> tuple[int, ...]:
        """The place of a strategy for every player, given what each seat chose."""
        return tuple(self._place(key, chosen) for key in self.game.keys)

    def _place(self, key: str, chosen: Mapping[str, str]) -> int:
        return self.options[key].index(chosen[key]) if key in chosen else 0

    def learns(self, state: State, seat: str, move: Move) -> tuple[str, ...]:
        """The seat alone: the others learn what was chosen once all have chosen."""
        return (seat,)

    def draw(self, state: State, draw: float) -> Move:
        """Chance has no move here."""
        raise AssertionError("nobody waits for chance in rounds")

    def payoffs(self, state: State) -> FloatArray | None:
        """The average over the rounds."""
        return np.array(state["sums"]) / self.rounds if state["round"] > self.rounds else None

    def cells(self, events: Iterable[Event]) -> Iterator[list[int]]:
        """What was played in each round that counts, one place a player."""
        chosen: dict[str, str] = {}
        for event in events:
            if "choose" in event["move"]:
                chosen[event["seat"]] = event["move"]["choose"]
            if len(chosen) == len(self.seats):
                cell = list(self.cell(chosen))
                chosen = {}
                if self.game.feasible is None or self.game.feasible[tuple(cell)]:
                    yield cell

    def result(self, state: State, events: Iterable[Event]) -> str:
        """The letters of each round; see `letters`."""
        return " ".join(letters(cell) for cell in self.cells(events))


def rounds_of(negotiation: Negotiation, lens: str, rounds: int) -> Rounds:
    """The rules of simultaneous choices in a scenario.

    Raises
    ------
    UnsuitableGame
        If it cannot be played so.
    """
    if lens == "simulate":
        from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for repeated play alone

        game = again(negotiation).stage
    else:
        game = alone(negotiation)
    labels = (tuple(one.label for one in own) for own in game.strategies)
    options = {key: own for key, own in zip(game.keys, labels, strict=True) if len(own) > 1}
    if not options:
        raise UnsuitableGame("nobody chooses anything alone in this game", "`--lens deal` plays the talks")
    return Rounds(game, rounds, lens, options)
