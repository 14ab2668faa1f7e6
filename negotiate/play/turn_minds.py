"""Who plays a war game for the computer, and what theory expects of its turns."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import product
from math import prod
from typing import TYPE_CHECKING, cast

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import NegotiateError
from negotiate.model.turns import worth_of_turn
from negotiate.play.forms import Event, Move, Regrets, State
from negotiate.play.theory import solution
from negotiate.play.turn_rules import TurnRules

if TYPE_CHECKING:
    from negotiate.play.table import Table


CELLS = 10_000
"""Combinations of one turn's orders of which an equilibrium is looked for."""


TRIED = 2_000
"""Orders of one seat that are tried in place of its own."""


class Hold:
    """Gives no orders: everything stays as it is."""

    def __init__(self, table: Table, seat: str) -> None:
        """Needs to know nothing."""

    def move(self, table: Table) -> Move:
        """No orders."""
        return {"order": {}}


class Commander:
    """Plays a war game turn by turn: its part of the first equilibrium of the turn as it stands."""

    def __init__(self, table: Table, seat: str) -> None:
        self.seat = seat

    def move(self, table: Table) -> Move:
        """Its orders, drawn by the probabilities of the equilibrium where it mixes."""
        form = cast(TurnRules, table.form)
        game = form.once(table.state)
        profiles = solution(game).profiles
        if not profiles:
            return {"order": {}}
        place = game.keys.index(self.seat)
        odds = np.cumsum(np.asarray(profiles[0].strategies[place]))
        draw = table.random(table.count + 1, place + 1).random() * odds[-1]
        chosen = game.strategies[place][
            min(int(np.searchsorted(odds, draw, side="right")), len(odds) - 1)
        ].choices
        open_to, now = form.choices(table.state, self.seat).issues, table.state["package"]
        changes = {
            key: one
            for key, one in chosen.items()
            if one in open_to.get(key, ()) and one != now[key]
        }
        return {"order": changes}


class OfTurns:
    """A war game by the equilibrium of each turn as it stands."""

    def __init__(self, form: TurnRules) -> None:
        self.form = form
        self.known: dict[str, FloatArray | None] = {}

    def expects(self, state: State) -> FloatArray | None:
        """What was earned so far, and from now on the equilibrium of a turn under the state as it
        is, on average.
        """
        count, sums = self.form.length(state).count, np.array(state["sums"])
        left = count - state["turn"] + 1
        if left <= 0:
            return np.asarray(sums / (state["turn"] - 1))
        once = self._once(state)
        return None if once is None else np.asarray((sums + left * once) / count)

    def _once(self, state: State) -> FloatArray | None:
        key = repr(
            (
                state["turn"],
                sorted(state["numbers"].items()),
                state["set"],
                state["injects"],
                state["package"],
            )
        )
        if key not in self.known:
            self.known[key] = self._equilibrium(state)
        found: FloatArray | None = self.known[key]
        return found

    def _equilibrium(self, state: State) -> FloatArray | None:
        single = [
            len(one.options)
            for one in self.form.at(state).issues.values()
            if len(one.deciders) == 1
        ]
        if prod(single) > CELLS:
            return None
        with suppress(NegotiateError):
            profiles = solution(self.form.once(state)).profiles
            return np.array(profiles[0].payoffs) if profiles else None
        return None

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """What the orders of a turn lost in that turn, against the best that the seat could have
        ordered.

        At the time it knows the orders that were given before its own, and takes it that nobody
        else changes anything; in hindsight it knows all orders of the turn. What the umpire changed
        later is not its doing.
        """
        every = final.get("orders", {}).get(before["turn"])
        if every is None or self.form.scenario.is_ordinal:
            return None
        seat, own = event["seat"], event["move"]["order"]
        known = before["orders"] if self.form.length(before).order == "in turn" else {}
        then, late = (self._lost(before, seat, own, others) for others in (known, every))
        return None if then is None or late is None else (then, late)

    def _lost(
        self, state: State, seat: str, own: State, others: Mapping[str, State]
    ) -> float | None:
        """What the best orders of a seat would bring more than its own; None where there are too
        many to try.
        """
        found, issues = self.form.at(state), self.form.own(state, seat)
        options = [self.form.open(state, key) for key in issues]
        if prod(map(len, options)) > TRIED:
            return None
        tried = [own, *(dict(zip(issues, some, strict=True)) for some in product(*options))]
        packages = [self.form.combined(state, {**others, seat: order}) for order in tried]
        packages = [one if self.form.possible(state, one) else state["package"] for one in packages]
        places = {
            key: np.array([issue.labels.index(one[key]) for one in packages])
            for key, issue in found.issues.items()
        }
        worth = worth_of_turn(found, places, state["turn"])[:, found.keys.index(seat)]
        return float(worth.max() - worth[0])
