"""Hints for a person at the table, in a sentence or two each.

At the level `hints` a hint is a best reply to what the seat knows: its own payoffs, and what it has been told. At the
level `full` it also says what theory knows: the payoffs of all, the Pareto frontier, the equilibrium.

References
----------
van Krimpen, T., Looije, D., Hajizadeh, S. (2013). HardHeaded. In: Complex Automated Negotiations: Theories, Models, and
Software Competitions. Springer, 223-227: what another side likes, judged from its offers. Brown, G. W. (1951).
Iterative solution of games by fictitious play. In: Activity Analysis of Production and Allocation. Wiley, 374-376: the
best reply to what the others did so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.kernels.talks import SAME
from negotiate.errors import IllegalAction, UnsuitableGame
from negotiate.games.tree import Tree
from negotiate.play.in_turn import InTurn
from negotiate.play.opponents import Plan
from negotiate.play.rounds import Rounds
from negotiate.play.table import Table
from negotiate.play.talkers import ONE, Backward, Ears, adviser, on_table, place_of, ruled_out
from negotiate.play.talks import Talks
from negotiate.play.theory import theory as solved
from negotiate.play.words import gives, named, number, opening, package_words, today
from negotiate.report.style import in_words, joined, of_each

OWN, FULL = "own", "full"
FEW = 3
"""Ways to choose in further equilibria that are told."""
SURE = 1e-9
"""Probabilities nearer than that to 0 or 1 are."""
DRAWS = np.linspace(0, 1, 4_096, endpoint=False)[None, ::-1]
"""Which packages of its band an adviser weighs, the best for itself first."""


def hints(table: Table, seat: str) -> tuple[str, ...]:
    """What a seat is told that asks for a hint, a sentence each.

    Parameters
    ----------
    table : Table
        Where it sits.
    seat : str
        Its player's key.

    Raises
    ------
    IllegalAction
        If the seat plays without hints, or has nothing to decide now.
    """
    level, form = table.seats[seat].help, table.form
    if level == OWN:
        raise IllegalAction("you play without hints", "`--coach hints` gives hints from the next game on")
    if seat not in table.to_move:
        raise IllegalAction("there is nothing for you to decide now", table.waiting)
    found: list[str] = []
    if isinstance(form, Talks):
        found += _talks(table, form, seat)
        found += _theory_of_talks(table, form, seat) if level == FULL else []
    elif isinstance(form, Rounds):
        found += _rounds(table, form, seat)
        found += _theory(table, form, seat) if level == FULL else []
    elif isinstance(form, InTurn):
        found += _in_turn(table, form, seat)
        found += _theory(table, form, seat) if level == FULL else []
    return tuple(found) or ("There is no hint for this.",)


# Talks -------------------------------------------------------------------------------------------------------------


def _talks(table: Table, form: Talks, seat: str) -> Iterator[str]:
    """Whether to take the offer, and what to offer instead."""
    state, (ears, never) = table.state, _advised(table, form, seat)
    mind, last = ears.mind, state["number"] >= form.last
    if mind is None:
        yield "Walk away: without a deal you are better off than with any that you may sign."
        return
    lies = place_of(form, ears.lies, state["offer"])
    if lies is not None and mind.accepts(ONE, state["number"], np.array([lies]))[0]:
        why = "no other offer can be made, and this one is at least as good for you as none"
        yield f"Accept: {why if last else 'with the time that is left you cannot hope for more'}."
        return
    crossed = form.refusal(state, state["offer"], seat) if state["offer"] is not None else ""
    if last:
        yield f"Refuse: {crossed or 'you are better off without a deal than with this offer'}."
        return
    if crossed:
        yield f"Do not take the offer: {crossed}."
    elif state["offer"] is not None:
        yield "Do not take the offer yet: there is time to ask for more."
    aim = form.alone(state, seat) + float(mind.least(ONE, state["number"])[0]) * ears.span
    worth = f"worth about {number(aim)} to you"
    deals = "that you may still hope for" if seat in table.scenario.ordinal else worth
    best = int(mind.proposes(ONE, state["number"], DRAWS)[0])
    words = package_words(table, on_table(form, int(ears.lies.packages[best])), today(table))
    if any("offer" in event["move"] and event["seat"] != seat for event in table.events):
        others = "the other side seems" if len(form.seats) == 2 else "the others seem"
        yield f"Of the deals {deals}, {others} to like this one best: {words}."
    else:
        yield f"You have heard no offer yet, so ask for much, such as a deal {deals}: {words}."
    for (who, issue), option in never.items():
        said = f"{opening(table, who)} has said that it never accepts “{package_words(table, {issue: option})}”"
        yield f"{said}, so this hint leaves it out. It may be a bluff."


def _advised(table: Table, form: Talks, seat: str) -> tuple[Ears, dict[tuple[str, str], str]]:
    """An adviser that has heard all offers, and what it leaves out because others have ruled it out in words."""
    never = ruled_out(table, seat)
    ears = adviser(form, table.state, seat, {(issue, option) for (_, issue), option in never.items()})
    if ears.mind is None and never:  # nothing that the seat would sign is left, so it can only hope for a bluff
        ears, never = adviser(form, table.state, seat), {}
    ears.listen(table)
    return ears, never


def _theory_of_talks(table: Table, form: Talks, seat: str) -> Iterator[str]:
    """The payoffs of all, a deal that is better for all, and what backward induction expects."""
    if table.scenario.is_ordinal:
        return
    state, theory = table.state, Backward(form, table.state, seat)
    offer = state["offer"]
    if offer is not None:
        lies = place_of(form, theory.lies, offer)
        if lies is None:
            who = joined([named(table, key) for key in form.seats if form.refusal(state, offer, key)])
            yield f"No deal comes of this offer: it crosses a red line of {who or 'somebody'}."
        else:
            yield f"The offer would give {_paid(table, form, theory.worth[:, lies])}."
            yield _better(table, form, theory, lies)
    found = theory.expected(state["number"])
    if found is None:
        yield "Theory expects no deal: every deal gives one of you less than walking away."
        return
    last = named(table, form.seats[(form.last - 1) % len(form.seats)])
    words = package_words(table, on_table(form, int(theory.lies.packages[found])), today(table))
    yield f"Theory expects this deal, since {last} can make the last offer: {words}."
    yield f"It would give {_paid(table, form, theory.worth[:, found])}."


def _paid(table: Table, form: Talks, worth: Iterable[float]) -> str:
    """What those who sign have."""
    return of_each([table.scenario.players[key].name for key in form.seats], [number(float(x)) for x in worth])


def _better(table: Table, form: Talks, theory: Backward, lies: int) -> str:
    """Whether another deal is better for some and worse for none."""
    here, slack = theory.worth[:, lies], SAME * theory.span
    above = (theory.worth >= (here - slack)[:, None]).all(axis=0)
    above &= (theory.worth > (here + slack)[:, None]).any(axis=0)
    if not above.any():
        return "It is on the Pareto frontier: no other deal is better for one side and worse for none."
    found = np.flatnonzero(above)
    best = int(found[np.argmax((theory.worth[:, found] / theory.span[:, None]).sum(axis=0))])
    words = package_words(table, on_table(form, int(theory.lies.packages[best])), table.state["offer"])
    return f"It is not on the Pareto frontier: this change would be better for one side and worse for none: {words}."


# Choosing at once --------------------------------------------------------------------------------------------------


def _rounds(table: Table, form: Rounds, seat: str) -> Iterator[str]:
    """The best reply to what the others did so far; before they did anything, what each choice can bring."""
    own, labels = form.game.keys.index(seat), form.labels(seat)
    worth = np.moveaxis(form.game.payoffs[own], own, 0)
    if form.game.feasible is not None:
        worth = np.where(np.moveaxis(form.game.feasible, own, 0), worth, np.nan)
    cells = list(form.cells(table.events))
    if not cells:
        flat = worth.reshape(len(labels), -1)
        yield from _ends(table, seat, labels, np.nanmin(flat, axis=1), np.nanmax(flat, axis=1))
        return
    told = cells[-1:] if seat in table.scenario.ordinal else cells  # levels have no average
    seen = np.array([worth[(slice(None), *(k for p, k in enumerate(cell) if p != own))] for cell in told])
    mean = np.nan_to_num(seen.mean(axis=0), nan=-np.inf)
    best = int(np.argmax(mean))
    if len(told) == 1:
        yield f"If the others choose as in the last round, `{labels[best]}` is best for you in this one."
    else:
        so_far = f"If the others choose as they did in the {len(told)} rounds so far"
        yield f"{so_far}, `{labels[best]}` is best for you in this one."
        yield f"On average it would bring you {number(float(mean[best]))}."
    if form.rounds - table.state["round"] > 0:
        yield "What you choose now may change what they do later."


def _ends(table: Table, seat: str, labels: Sequence[str], low: FloatArray, high: FloatArray) -> Iterator[str]:
    """Which choice is best at worst, and which at best."""
    safe, bold = int(np.argmax(low)), int(np.argmax(high))
    if seat in table.scenario.ordinal:
        spans = ["", ""]
    else:
        spans = [f": it brings between {number(low[k])} and {number(high[k])}" for k in (safe, bold)]
    if safe == bold:
        yield f"`{labels[safe]}` can bring you the most, and leaves you the most at worst{spans[0]}."
        return
    yield f"At worst, `{labels[safe]}` leaves you the most{spans[0]}."
    yield f"At best, `{labels[bold]}` brings you the most{spans[1]}."


# Moving in turn ----------------------------------------------------------------------------------------------------


def _in_turn(table: Table, form: InTurn, seat: str) -> Iterator[str]:
    """The worst and the best that each action can still bring, at any place that looks like this one."""
    tree, node, own = form.game.tree, table.state["node"], form.game.keys.index(seat)
    low, high = _reachable(tree, form.game.payoffs[:, own])
    alike = np.flatnonzero(tree.information_set == tree.information_set[node])
    below = tree.first_child[alike][:, None] + np.arange(int(tree.child_count[node]))
    yield from _ends(table, seat, form.game.action_labels(node), low[below].min(axis=0), high[below].max(axis=0))


def _reachable(tree: Tree, payoffs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The least and the most that a player can still get at each node, shape (nodes,) each."""
    low, high = np.full(len(tree), np.inf), np.full(len(tree), -np.inf)
    low[tree.leaves] = high[tree.leaves] = payoffs
    for start, end in reversed(list(pairwise(tree.level_starts.tolist()))[1:]):
        here = slice(start, end)
        np.minimum.at(low, tree.parent[here], low[here])
        np.maximum.at(high, tree.parent[here], high[here])
    return low, high


def _theory(table: Table, form: Rounds | InTurn, seat: str) -> Iterator[str]:
    """What the seat does in an equilibrium, and what that gives."""
    try:
        plan = Plan(table, seat)
    except UnsuitableGame:
        yield "No equilibrium of this game was found."
        return
    lens, first, done = "tree" if isinstance(form, InTurn) else "solve", plan.profile, list[str]()
    for plan.profile in solved(table).profiles:
        done.append(_taken(np.asarray(plan.odds(form, table.state)), form.choices(table.state, seat).options))
    plan.profile = first
    which = f"one of the {in_words(len(done)).lower()} equilibria" if len(done) > 1 else "the equilibrium"
    yield f"In {which} that `{lens}` finds you choose {done[0]} here."
    others = [one for one in dict.fromkeys(done) if one != done[0]]
    if 0 < len(others) <= FEW:
        yield f"In {'another' if len(done) == 2 else 'others'} you choose {'; or '.join(others)}."
    if not table.scenario.is_ordinal:
        a_round = " a round" if isinstance(form, Rounds) and form.rounds > 1 else ""
        which = "first" if len(done) > 1 else "whole"
        yield f"The {which} equilibrium gives {gives(table, plan.profile.payoffs, '')}{a_round}."


def _taken(odds: FloatArray, options: Sequence[str]) -> str:
    """What is chosen, and with what probability where that is not sure."""
    if odds.max() > 1 - SURE:
        return f"`{options[int(np.argmax(odds))]}`"
    places = np.flatnonzero(odds > SURE).tolist()
    return joined([f"`{options[k]}` with probability {number(float(odds[k]))}" for k in places])
