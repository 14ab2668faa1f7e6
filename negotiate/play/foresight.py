"""What theory expects of a game as it stands, and what a decision gave away: at the time, and in hindsight.

At the time a seat knows what it has seen, and expects of the others what theory does. In hindsight it knows what they
did. Regret is what its best choice would have brought more.
"""

from __future__ import annotations

from math import prod
from typing import Protocol

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.solution import Equilibrium, TreeEquilibrium
from negotiate.errors import NegotiateError
from negotiate.games.normal_form import expected_payoffs
from negotiate.model.payoffs import add_up
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
Regrets = tuple[float, float]
"""What a decision gave away, at the time and in hindsight, in the unit of its player's payoffs."""


class Foresight(Protocol):
    """What theory makes of one way to play."""

    def expects(self, state: State) -> FloatArray | None:
        """What every player will have, shape (players,); None where nobody can say."""

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """What a move gave away; None where it was no decision, or nobody can say."""


class OfTalks:
    """Talks by backward induction; in hindsight, against the best offer that a seat refused."""

    def __init__(self, table: Table, form: Talks) -> None:
        self.form, self.plan = form, Backward(form, table.state, form.seats[0])

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
        signs = all(worth[self.form.problem.keys.index(s)] >= least[self.form.seats.index(s)] - 1e-9 for s in open_to)
        return worth if signs else found

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """At the time what the move lost of what was to be expected; in hindsight what the refused offer had more."""
        own = self.form.problem.keys.index(event["seat"])
        then, now, end = self.expects(before), self.expects({**before, **event["after"]}), self.form.payoffs(final)
        if then is None or now is None or end is None:
            return None
        late = 0.0
        if before["offer"] is not None and "accept" not in event["move"]:
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
        tree = form.game.tree
        self.value = np.zeros((len(tree), form.game.n_players))
        self.value[tree.leaves] = form.game.payoffs
        for here, above in tree.upwards():
            np.add.at(self.value, above, found.probability[here, None] * self.value[here])
        self.reach = tree.reach(found.probability)

    def expects(self, state: State) -> FloatArray | None:
        """What the equilibrium brings from this place on."""
        return np.asarray(self.value[state["node"]])

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """At the time over all places that looked alike; in hindsight at the true one."""
        tree, node = self.form.game.tree, before["node"]
        own, place = int(tree.mover[node]), int(tree.action[event["after"]["node"]])
        alike = np.flatnonzero(tree.information_set == tree.information_set[node])
        weight = self.reach[alike] if self.reach[alike].sum() > 0 else np.ones(len(alike))
        values = np.array([self.value[tree.children(int(one)), own] for one in alike])
        expected = weight @ values / weight.sum()
        taken = int(np.flatnonzero(tree.action[tree.children(node)] == place)[0])
        true = self.value[tree.children(node), own]
        return float(expected.max() - expected[taken]), float(max(true.max() - self.value[final["node"], own], 0.0))


class OfTurns:
    """A war game by the equilibrium of each turn as it stands."""

    def __init__(self, form: WarGame) -> None:
        self.form = form
        self.known: dict[str, FloatArray | None] = {}

    def expects(self, state: State) -> FloatArray | None:
        """What was earned so far, and from now on the equilibrium of a turn under the state as it is, on average."""
        left = self.form.turns.count - state["turn"] + 1
        sums = np.array(state["sums"])
        if left <= 0:
            return sums / self.form.turns.count
        once = self._once(state)
        return None if once is None else np.asarray((sums + left * once) / self.form.turns.count)

    def _once(self, state: State) -> FloatArray | None:
        found = self.form.at(state)
        places = self.form.places(state)
        shared = {key: places[key] for key, issue in found.issues.items() if len(issue.deciders) > 1}
        key = repr((sorted(state["numbers"].items()), state["set"], state["injects"], shared))
        if key not in self.known:
            single = [len(one.options) for one in found.issues.values() if len(one.deciders) == 1]
            self.known[key] = None
            if prod(single) <= CELLS:
                try:
                    solved = solution(self.form.once(state))
                    self.known[key] = np.array(solved.profiles[0].payoffs) if solved.profiles else None
                except NegotiateError:
                    pass
        return self.known[key]

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """At the time against what the others had in force; in hindsight against what they ordered in the same turn."""
        result = final.get("results", {}).get(before["turn"])
        if result is None or self.form.scenario.is_ordinal:
            return None
        ordered = {**before["package"], **event["move"]["order"]}
        then = self._lost(before, {**before["package"]}, ordered, event["seat"])
        return then, self._lost(
            before, result["package"], {**result["package"], **self._own(result, event)}, event["seat"]
        )

    def _own(self, result: State, event: Event) -> dict[str, str]:
        return {key: result["package"][key] for key in self._alone(event["seat"])}

    def _alone(self, seat: str) -> list[str]:
        return [key for key, issue in self.form.scenario.issues.items() if issue.deciders == (seat,)]

    def _lost(self, state: State, others: State, ordered: State, seat: str) -> float:
        """What the best orders of a seat would bring more than its own, while the others do as they do."""
        found, own = self.form.at(state), self._alone(seat)
        issues = found.issues
        if prod(len(issues[key].options) for key in own) > CELLS:
            return 0.0
        held = {key: issues[key].labels.index(one) for key, one in others.items() if key not in own}
        shape = tuple(len(issues[key].options) for key in own)
        frame = found.grid(own, held)
        worth = add_up(frame, found.keys, shape, with_moves=False)[0, found.keys.index(seat)]
        fits = found.feasible(frame, shape)
        allowed = worth if fits is None else np.where(fits, worth, -np.inf)
        mine = worth[tuple(issues[key].labels.index(ordered[key]) for key in own)]
        return max(float(allowed.max() - mine), 0.0)


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
