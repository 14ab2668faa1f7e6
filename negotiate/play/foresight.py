"""What theory expects of a game as it stands, and what a decision gave away: at the time, and in hindsight.

At the time a seat knows what it has seen, and expects of the others what theory does. In hindsight it knows what they
did, and how chance decided. Regret is what its best choice would have brought more.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import product
from math import prod
from typing import Protocol

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.solution import Equilibrium, TreeEquilibrium
from negotiate.errors import NegotiateError
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import expected_payoffs
from negotiate.model.turns import worth_of_turn
from negotiate.play.forms import Event, State
from negotiate.play.in_turn import InTurn
from negotiate.play.rounds import Rounds
from negotiate.play.table import Table
from negotiate.play.talkers import Backward
from negotiate.play.talks import Talks
from negotiate.play.theory import solution
from negotiate.play.turns import WarGame

CELLS = 10_000
"""Combinations of one turn's orders of which an equilibrium is looked for."""
SLACK = 1e-9
"""What is no difference between payoffs."""
TRIED = 2_000
"""Orders of one seat that are tried in place of its own."""
Regrets = tuple[float, float]
"""What a decision gave away, at the time and in hindsight, in the unit of its player's payoffs."""


class Foresight(Protocol):
    """What theory makes of one way to play."""

    def expects(self, state: State) -> FloatArray | None:
        """What every player will have, shape (players,); None where nobody can say."""

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """What a move gave away; None where it was no decision, or nobody can say."""


class OfTalks:
    """Talks by backward induction with the types dealt; in hindsight, against the best offer that a seat refused."""

    def __init__(self, table: Table, form: Talks) -> None:
        self.form = replace(form, problem=form.true(table.state), refused={}, possible={})  # with the types dealt
        self.plan = Backward(self.form, table.state, form.seats[0])

    def expects(self, state: State) -> FloatArray | None:
        """The offer on the table if all who have not answered would sign it, else what further talks bring."""
        ended = self.form.payoffs(state)
        if ended is not None:
            return ended
        found = np.array(self.form.problem.disagreement)
        least = self.plan.least(state["number"])
        found[list(self.form.problem.seats)] = least
        if state["offer"] is None:
            return found
        package = self.form.problem.index(state["offer"])
        worth = self.form.problem.payoffs_of([package])[:, 0]
        open_to = [seat for seat in self.form.seats if seat not in (*state["agreed"], state["by"])]
        signs = all(
            self.form.signs(state, seat, state["offer"])
            and worth[self.form.problem.keys.index(seat)] >= least[self.form.seats.index(seat)] - SLACK
            for seat in open_to
        )
        return worth if signs else found

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """At the time what the move lost of what was to be expected; in hindsight what the refused offer had more."""
        own = self.form.problem.keys.index(event["seat"])
        then, now, end = self.expects(before), self.expects({**before, **event["after"]}), self.form.payoffs(final)
        if then is None or now is None or end is None:
            return None
        late = 0.0
        refused = before["offer"] is not None and "accept" not in event["move"]
        if refused and self.form.signs(before, event["seat"], before["offer"]):
            late = float(
                self.form.worth(before, event["seat"], [self.form.problem.index(before["offer"])])[0] - end[own]
            )
        return max(float(then[own] - now[own]), 0.0), max(late, 0.0)


class OfRounds:
    """Rounds by the first equilibrium of one round."""

    def __init__(self, form: Rounds) -> None:
        self.form = form
        self.profile: Equilibrium = next(one for one in solution(form.game).profiles if isinstance(one, Equilibrium))

    def expects(self, state: State) -> FloatArray | None:
        """What was played so far, and the equilibrium from now on, on average."""
        left = self.form.rounds - state["round"] + 1
        return np.asarray((np.array(state["sums"]) + left * np.array(self.profile.payoffs)) / self.form.rounds)

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """At the time against the equilibrium; in hindsight against what the others chose in the same round."""
        own = self.form.game.keys.index(event["seat"])
        mine = self.form.labels(event["seat"]).index(event["move"]["choose"])
        expected = expected_payoffs(self.form.game.payoffs, self.profile.strategies)[own]
        cell = final.get("cells", {}).get(before["round"])
        if cell is None:
            return None
        came = self.form.game.payoffs[own][tuple(slice(None) if p == own else k for p, k in enumerate(cell))]
        return float(expected.max() - expected[mine]), float(came.max() - came[mine])


class OfTree:
    """A game in turn by its first equilibrium."""

    def __init__(self, form: InTurn) -> None:
        self.form = form
        found = next(one for one in solution(form.game).profiles if isinstance(one, TreeEquilibrium))
        self.plan = found
        self.value = form.game.worth(found.probability)

    def expects(self, state: State) -> FloatArray | None:
        """What the equilibrium brings from this place on."""
        return np.asarray(self.value[state["node"]])

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """At the time over all places that looked alike; in hindsight at the true one, with the luck that came."""
        tree, node = self.form.game.tree, before["node"]
        own, place = int(tree.mover[node]), int(tree.action[event["after"]["node"]])
        alike = np.flatnonzero(tree.information_set == tree.information_set[node])
        weight = self._believed(own, alike)
        values = np.array([self.value[tree.children(int(one)), own] for one in alike])
        expected = weight @ values / weight.sum()
        taken = int(np.flatnonzero(tree.action[tree.children(node)] == place)[0])
        came = self._with_luck(final["node"])
        best = float(came[tree.children(node), own].max())
        return float(expected.max() - expected[taken]), max(best - float(came[final["node"], own]), 0.0)

    def _believed(self, player: int, alike: IndexArray) -> FloatArray:
        """How likely a player holds each of some places that look alike to it; equally where play never comes."""
        game = self.form.game
        label = int(game.tree.information_set[alike[0]])
        if label in self.plan.beliefs:
            return self.plan.beliefs[label]
        entered = np.where(game.tree.by_chance, game.odds_for(player), self.plan.probability)
        through = game.tree.reach(entered)[alike]
        return through if through.sum() > 0 else np.ones(len(alike))

    def _with_luck(self, end: int) -> FloatArray:
        """What each place would have been worth if chance decides there as it did on the way to this one."""
        game, tree = self.form.game, self.form.game.tree
        drawn = {int(tree.move[tree.parent[one]]): int(tree.action[one]) for one in game.path(end)[1:]}
        luck = np.array([drawn.get(int(move), -1) for move in tree.move[tree.parent]])
        entered = np.where(tree.by_chance & (luck >= 0), tree.action == luck, self.plan.probability)
        return values_under(tree, game.payoffs, entered)


class OfTurns:
    """A war game by the equilibrium of each turn as it stands."""

    def __init__(self, form: WarGame) -> None:
        self.form = form
        self.known: dict[str, FloatArray | None] = {}

    def expects(self, state: State) -> FloatArray | None:
        """What was earned so far, and from now on the equilibrium of a turn under the state as it is, on average."""
        count, sums = self.form.length(state).count, np.array(state["sums"])
        left = count - state["turn"] + 1
        if left <= 0:
            return np.asarray(sums / (state["turn"] - 1))
        once = self._once(state)
        return None if once is None else np.asarray((sums + left * once) / count)

    def _once(self, state: State) -> FloatArray | None:
        key = repr((state["turn"], sorted(state["numbers"].items()), state["set"], state["injects"], state["package"]))
        if key not in self.known:
            self.known[key] = self._equilibrium(state)
        found: FloatArray | None = self.known[key]
        return found

    def _equilibrium(self, state: State) -> FloatArray | None:
        single = [len(one.options) for one in self.form.at(state).issues.values() if len(one.deciders) == 1]
        if prod(single) > CELLS:
            return None
        with suppress(NegotiateError):
            profiles = solution(self.form.once(state)).profiles
            return np.array(profiles[0].payoffs) if profiles else None
        return None

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """What the orders of a turn lost in that turn, against the best that the seat could have ordered.

        At the time it knows the orders that were given before its own, and takes it that nobody else changes anything;
        in hindsight it knows all orders of the turn. What the umpire changed later is not its doing.
        """
        every = final.get("orders", {}).get(before["turn"])
        if every is None or self.form.scenario.is_ordinal:
            return None
        seat, own = event["seat"], event["move"]["order"]
        known = before["orders"] if self.form.length(before).order == "in turn" else {}
        then, late = (self._lost(before, seat, own, others) for others in (known, every))
        return None if then is None or late is None else (then, late)

    def _lost(self, state: State, seat: str, own: State, others: Mapping[str, State]) -> float | None:
        """What the best orders of a seat would bring more than its own; None where there are too many to try."""
        found, issues = self.form.at(state), self.form.own(state, seat)
        options = [self.form.open(state, key) for key in issues]
        if prod(map(len, options)) > TRIED:
            return None
        tried = [own, *(dict(zip(issues, some, strict=True)) for some in product(*options))]
        packages = [self.form.combined(state, {**others, seat: order}) for order in tried]
        packages = [one if self.form.possible(state, one) else state["package"] for one in packages]
        places = {
            key: np.array([issue.labels.index(one[key]) for one in packages]) for key, issue in found.issues.items()
        }
        worth = worth_of_turn(found, places, state["turn"])[:, found.keys.index(seat)]
        return float(worth.max() - worth[0])


def foresight(table: Table) -> Foresight | None:
    """What theory makes of a game; None where nobody can say, as where preferences have no numbers."""
    form = table.form
    if table.scenario.is_ordinal:
        return None
    try:
        if isinstance(form, Talks):
            return OfTalks(table, form)
        if isinstance(form, Rounds):
            return OfRounds(form)
        return OfTree(form) if isinstance(form, InTurn) else OfTurns(form) if isinstance(form, WarGame) else None
    except (NegotiateError, StopIteration):
        return None
