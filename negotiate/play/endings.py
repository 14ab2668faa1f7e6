"""How a game ended: what each has, what would have been better for all, what equilibrium said, and the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.kernels.pareto import undominated
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports.marks import POINT, marks, merged, plane
from negotiate.equilibrium.solution import Equilibrium, Solution, TreeEquilibrium
from negotiate.errors import GameTooLarge
from negotiate.games.tree import CHANCE
from negotiate.play.in_turn import InTurn
from negotiate.play.rounds import Rounds
from negotiate.play.table import Table
from negotiate.play.talkers import Backward, on_table
from negotiate.play.talks import Talks
from negotiate.play.theory import theory
from negotiate.play.words import (
    YOU,
    Reader,
    Weighed,
    gives,
    named,
    names,
    number,
    opening,
    package_words,
    today,
    unit_of,
)
from negotiate.report import report_of
from negotiate.report.blocks import Block, Plot, Role, Sentence, Series
from negotiate.report.style import Look, capital, joined, of_each, spoken, the

SAME = 1e-9
"""Of what payoffs span: differences that are none."""
MOST = 20_000
"""Outcomes that a picture shows."""
HERE = "where you ended"


def endings(table: Table, reader: Reader = YOU) -> tuple[Block, ...]:
    """What is told once a game is over.

    Parameters
    ----------
    table : Table
        A game that is over.
    reader : Reader
        To whom it is told.
    """
    form = table.form
    if isinstance(form, Talks):
        found = _talks(table, form, reader)
    elif isinstance(form, Rounds):
        found = _rounds(table, form, reader)
    elif isinstance(form, InTurn):
        found = _in_turn(table, form)
    else:
        found = _turns(table)
    return tuple(Sentence(one) if isinstance(one, str) else one for one in found)


def own_ending(table: Table, seat: str, *, possible: bool) -> Iterator[str]:
    """What one seat came to, with no number of another.

    Parameters
    ----------
    table : Table
        A game that is over, or talks that were stopped: these have no deal.
    seat : str
        Its player's key.
    possible : bool
        Whether to tell what would have been better, too.
    """
    form, state, place = table.form, table.state, list(table.scenario.players).index(seat)
    payoffs = form.payoffs(state)
    if isinstance(form, Talks):
        problem = form.true(state)
        alone = float(problem.disagreement[place])
        if not table.scenario.is_ordinal:
            got = alone if payoffs is None else float(payoffs[place])
            own = Weighed(got, alone, unit_of(table, seat))
            yield (
                f"You get {own}." if state["end"] == "deal" else f"Without a deal you have {number(alone)} {own.unit}."
            )
        if possible and state["end"] == "deal":
            yield from _regretted(table, problem, state["offer"], seat)
        elif possible:
            yield from _missed(table, problem, YOU, seat)
    elif payoffs is not None and not table.scenario.is_ordinal:
        often = isinstance(form, Rounds) and form.rounds > 1
        average = " a turn on average" if form.lens == "turns" else " a round on average" if often else ""
        yield f"You get {number(float(payoffs[place]))}{average}."


def _types(table: Table) -> Iterator[str]:
    """Who was of which private type."""
    if dealt := table.form.types(table.state):
        kinds = [f"was of the type `{kind}`" for kind in dealt.values()]
        yield f"{capital(of_each([table.scenario.players[key].name for key in dealt], kinds))}."


def _payoffs(table: Table) -> Iterator[str]:
    """What each has in the end, and what is counted in it by its odds."""
    worth = table.form.payoffs(table.state)
    if worth is None or table.scenario.is_ordinal:
        return
    yield f"{capital(gives(table, worth))}."
    events = [event.name for event in table.scenario.events.values() if not event.settled]
    if events and not isinstance(table.form, InTurn):
        yield f"{capital(joined(events))} {'is' if len(events) == 1 else 'are'} counted as an average over the odds."


def _turns(table: Table) -> Iterator[str]:
    """What a turn of a war game brought on average, and where the state ended."""
    yield from _types(table)
    yield f"In the end: {package_words(table, table.state['package'], today(table))}."
    worth = table.form.payoffs(table.state)
    if worth is not None and not table.scenario.is_ordinal:
        yield f"On average a turn brought {of_each(names(table), [number(float(x)) for x in worth])}."
    for name, value in table.state["numbers"].items():
        rung = table.scenario.state[name].rung(value)
        if rung:
            yield f"{capital(spoken(name))} ended at {number(value)}: {spoken(rung)}."


# Talks -------------------------------------------------------------------------------------------------------------


def came_to(table: Table, reader: Reader = YOU) -> Iterator[str]:
    """How talks ended, without what that is worth."""
    state = table.state
    if not isinstance(table.form, Talks) or not state["end"]:
        return
    if state["end"] == "deal":
        yield f"{reader.has} a deal: {package_words(table, state['offer'], today(table))}."
    else:
        why = f"{opening(table, state['by'])} walked away." if state["end"] == "walk" else "Time is up."
        yield f"{why} There is no deal."


def _talks(table: Table, form: Talks, reader: Reader) -> Iterator[str | Block]:
    state, problem = table.state, form.true(table.state)
    signed = state["end"] == "deal"
    yield from came_to(table, reader)
    yield from _types(table)
    yield from _payoffs(table)
    yield from _regretted(table, problem, state["offer"]) if signed else _missed(table, problem, reader)
    if table.scenario.is_ordinal:  # in a picture of ranks, distances would seem to mean something
        return
    if not state["types"]:
        yield from _backward(table, form)
    with suppress(GameTooLarge):
        yield _frontier(table, problem, form)


def _regretted(table: Table, problem: BargainingProblem, package: Mapping[str, str], seat: str = "") -> Iterator[str]:
    """Who would have had more without a deal; the frontier, or a better deal for all."""
    from negotiate.bargaining.assessment import assess  # noqa: PLC0415 - loaded once a deal is signed

    found = assess(problem, problem.index(package))
    worse = [named(table, problem.keys[p]) for p in problem.seats if found.gains[p] < -SAME * _spans(problem)[p]]
    if worse:
        yield f"{capital(joined(worse))} would have had more without a deal."
    if found.on_frontier:
        yield "The deal is on the Pareto frontier: no other deal is better for one side and worse for none."
    if not found.signable:
        return
    index = int(found.better[0])
    change = {key: option for key, option in problem.package(index).items() if package.get(key) not in (None, option)}
    worth, signers = problem.payoffs_of([index])[:, 0], list(problem.seats)
    whom = _for([names(table)[p] for p in signers], (worth - found.mark.payoffs)[signers] / _spans(problem)[signers])
    yield f"A deal with this change would have been better for {whom}: {package_words(table, change)}."
    yield from _instead(table, worth, seat=seat)


def _spans(problem: BargainingProblem) -> FloatArray:
    return np.where(problem.span > 0, problem.span, 1.0)


def _missed(table: Table, problem: BargainingProblem, reader: Reader, seat: str = "") -> Iterator[str]:
    """A deal that all would have signed, where there was none."""
    best = problem.frontier()
    if not len(best):
        yield f"There was no deal that all{reader.of} would have signed."
        return
    nash = None if problem.ordinal else problem.nash()
    index = int(nash.packages[0]) if nash is not None and nash.packages else int(best[0])
    package = problem.package(index)
    words = package_words(table, {key: package[key] for key in problem.issues}, today(table))
    which = "The Nash bargaining solution" if nash is not None else "One of them"
    yield f"There were deals that {'both' if len(problem.seats) == 2 else 'all'}{reader.of} would have signed."
    yield f"{which} is: {words}."
    yield from _instead(table, problem.payoffs_of([index])[:, 0], seat=seat)


def _backward(table: Table, form: Talks) -> Iterator[str]:
    """What backward induction expects of talks with a last offer."""
    looked = Backward(form, table.state, form.seats[0])
    found = looked.expected(0)
    if found is None:
        return
    last = named(table, form.seats[(form.last - 1) % len(form.seats)])
    package = on_table(form, int(looked.lies.packages[found]))
    if package == table.state["offer"]:
        yield f"Backward induction expects this very deal, since {last} can make the last offer."
        return
    worth = form.problem.payoffs_of([looked.lies.packages[found]])[:, 0]
    words = package_words(table, package, today(table))
    another = "a" if table.state["offer"] is None else "another"
    yield f"Backward induction expects {another} deal, since {last} can make the last offer: {words}."
    yield from _instead(table, worth)


def _frontier(table: Table, problem: BargainingProblem, form: Talks) -> Plot:
    """Every package, the frontier, and where the talks ended."""
    from negotiate.bargaining.deal import deal  # noqa: PLC0415 - loaded once talks are over

    case = deal(problem, every=False).cases[0]
    named = [one for one in merged(marks(case)) if not one.extra]
    plot = plane(case, named, legend=True)
    fair = list(dict.fromkeys(rule for one in named if one.rank == POINT for rule in one.names))
    note = f"The picture names what rules to share gains propose: {joined(fair)}." if fair else ""
    worth = form.payoffs(table.state)
    assert worth is not None
    x, y = (float(worth[p]) for p in problem.seats[:2])
    here = Series("your deal" if table.state["end"] == "deal" else HERE, (x,), (y,), "◆", "path", named=True)
    return replace(plot, series=(*plot.series, here), note=" ".join(filter(None, (plot.note, note))))


# Choosing at once --------------------------------------------------------------------------------------------------


def _rounds(table: Table, form: Rounds, reader: Reader) -> Iterator[str | Block]:
    game, cells = form.game, Counter(map(tuple, form.cells(table.events)))
    many = form.rounds > 1
    cell, most = cells.most_common(1)[0]
    if many:
        often = "all" if most == form.rounds else most
        most_often = f"In {often} of them {_chose(form, cell)}." if most > 1 else "No two of them ended alike."
        yield f"{reader.did} played {form.rounds} rounds. {most_often}"
        if not game.ordinal:
            totals = [f"has {number(x)}" for x in table.state["sums"]]
            yield f"In all, {of_each(game.players, totals)}. This is the average of a round:"
    else:
        yield f"{capital(_chose(form, cell))}."
    yield from _payoffs(table)
    points = game.payoffs.reshape(game.n_players, -1)
    can = np.ones(points.shape[1], dtype=bool) if game.feasible is None else game.feasible.ravel()
    here = [points[:, np.ravel_multi_index(one, game.shape)] for one in cells]
    worth = np.average(here, axis=0, weights=list(cells.values()))
    if not (game.ordinal and many):  # levels have no average
        yield from _better_choices(table, form, points, worth, _above(points, worth, can))
    found = theory(table)
    from negotiate.equilibrium.reports.solution import headline  # noqa: PLC0415 - loaded once a game is over

    yield headline(found)
    yield from _as_expected(form, found, cells, reader)
    if form.lens == "simulate":
        yield from _lasting(table)
    if not game.ordinal:
        expected = [one.payoffs for one in found.profiles if isinstance(one, Equilibrium)]
        yield from _picture(table, points[:, can], worth, expected)


def _better_choices(
    table: Table, form: Rounds, points: FloatArray, worth: FloatArray, best: int | None
) -> Iterator[str]:
    """Choices that would have been better for all, in every round where there are several."""
    other = [] if best is None else [int(k) for k in np.unravel_index(best, form.game.shape)]
    when, each = (" in every round", " a round") if form.rounds > 1 else ("", "")
    yield from _better(table, points, worth, best, _chose(form, other, "chooses"), when, each)


def _as_expected(form: Rounds, found: Solution, cells: Counter[tuple[int, ...]], reader: Reader) -> Iterator[str]:
    """How often the choices were those of an equilibrium in pure strategies."""
    pure = [tuple(own[0] for own in one.support) for one in found.profiles if isinstance(one, Equilibrium) and one.pure]
    came = sum(count for one, count in cells.items() if one in pure)
    which = "the equilibrium" if len(found.profiles) == 1 else "an equilibrium"
    if pure and form.rounds > 1:
        often = f"all {came}" if came == form.rounds else f"{came} of the {form.rounds}"
        yield f"{reader.did} chose as in {which} in {often} rounds." if came else f"No round went as in {which}."
    elif pure:
        yield f"{reader.did} chose {'as' if came else 'otherwise than'} in {which}."


def _chose(form: Rounds, cell: Sequence[int], verb: str = "chose") -> str:
    """Who chose what, of those who have a choice."""
    game = form.game
    told = [(game.players[p], game.strategies[p][k].label) for p, k in enumerate(cell) if game.keys[p] in form.seats]
    return of_each([name for name, _ in told], [f"{verb} `{label}`" for _, label in told])


def _lasting(table: Table) -> Iterator[str]:
    """Whether the agreement of repeated play enforces itself."""
    from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for repeated play alone
    from negotiate.repeated.lasting.agreement import simulate  # noqa: PLC0415 - the same

    blocks = report_of(simulate(again(table.scenario)), Look()).blocks
    yield from (block.text for block in blocks[:1] if isinstance(block, Sentence))


# Moving in turn ----------------------------------------------------------------------------------------------------


def _in_turn(table: Table, form: InTurn) -> Iterator[str | Block]:
    game, leaf = form.game, form.game.leaf_of(table.state["node"])
    yield f"This was played: {_path(form, leaf)}."
    yield from _payoffs(table)
    points, worth = game.payoffs.T, game.payoffs[leaf]
    best = _above(points, worth, _by_the_same_luck(form, leaf))
    luck = " with the same luck" if any(move.mover == CHANCE for move in game.moves) else ""
    yield from _better(table, points, worth, best, "" if best is None else _path(form, best), luck)
    from negotiate.equilibrium.reports.solution import headline  # noqa: PLC0415 - the same

    found = theory(table)
    yield headline(found)
    plans = [one for one in found.profiles if isinstance(one, TreeEquilibrium)]
    if plans:
        yield from _planned(table, form, plans, leaf)
    if not table.scenario.is_ordinal:
        yield from _picture(table, points, worth, [one.payoffs for one in plans])


def _path(form: InTurn, leaf: int) -> str:
    """What is done on the way to an ending."""
    game = form.game
    steps = game.path(int(game.tree.leaves[leaf]))[1:]
    return "; ".join(f"{game.move_label(int(game.tree.parent[node]))}: {game.action_label(node)}" for node in steps)


def _by_the_same_luck(form: InTurn, leaf: int) -> BoolArray:
    """The endings on whose way chance decides nothing otherwise than on the way to this one, shape (leaves,)."""
    game = form.game
    made = game.moves_made(np.arange(len(game.tree.leaves)))
    luck = np.array([move.mover == CHANCE for move in game.moves], dtype=bool)
    same = (made == made[leaf]) | (made < 0) | (made[leaf] < 0)
    return np.asarray(same[:, luck].all(axis=1))


def _planned(table: Table, form: InTurn, plans: Sequence[TreeEquilibrium], leaf: int) -> Iterator[str]:
    """Whether an equilibrium comes to this ending, and what the first one does."""
    if any(leaf in [ending for ending, _ in one.endings] for one in plans):
        yield f"{'The' if len(plans) == 1 else 'An'} equilibrium can end like this, too."
        return
    ending, odds = plans[0].endings[0]
    most = "" if odds == 1 else " most often"
    yield f"{'The' if len(plans) == 1 else 'The first'} equilibrium{most} goes otherwise: {_path(form, ending)}."
    if not table.scenario.is_ordinal:
        average = "" if odds == 1 else " on average"
        yield f"It gives {gives(table, plans[0].payoffs, '')}{average}."


# All alike ---------------------------------------------------------------------------------------------------------


def _above(points: FloatArray, worth: FloatArray, can: BoolArray) -> int | None:
    """Of points that are worse for nobody and better for some, the best for whoever gains least; None where none is."""
    span = np.ptp(points, axis=1)
    gains = (points - worth[:, None]) / np.where(span > 0, span, 1.0)[:, None]
    above = can & (gains >= -SAME).all(axis=0) & (gains > SAME).any(axis=0)
    strictly = above & (gains > SAME).all(axis=0)
    among = np.flatnonzero(strictly if strictly.any() else above)
    return max(map(int, among), key=lambda k: (round(float(gains[:, k].min()), 9), gains[:, k].sum()), default=None)


def _better(
    table: Table, points: FloatArray, worth: FloatArray, best: int | None, words: str, when: str = "", each: str = ""
) -> Iterator[str]:
    """Another outcome that is better for all, or that there is none."""
    if best is None:
        yield f"No other outcome{when} is better for one side and worse for none."
        return
    span = np.ptp(points, axis=1)
    whom = _for(names(table), (points[:, best] - worth) / np.where(span > 0, span, 1.0))
    yield f"Another outcome{when} would have been better for {whom}: {words}."
    yield from _instead(table, points[:, best], each)


def _for(players: Sequence[str], gains: FloatArray) -> str:
    """For whom another outcome is better; gains are shares of what each could have."""
    better = [the(name) for name, gain in zip(players, gains, strict=True) if gain > SAME]
    if len(better) == len(players):
        return "both" if len(players) == 2 else "all"
    return f"{joined(better)}, and worse for nobody"


def _instead(table: Table, worth: Iterable[float], each: str = "", seat: str = "") -> Iterator[str]:
    """What it would have given to all, or to one seat that is told of itself alone."""
    own = dict(zip(table.scenario.players, worth, strict=True))
    if not table.scenario.is_ordinal:
        told = f"you {number(float(own[seat]))}" if seat else gives(table, own.values(), "")
        yield f"It would have given {told}{each}."


def _picture(
    table: Table, points: FloatArray, worth: FloatArray, expected: Sequence[Sequence[float]]
) -> Iterator[Plot]:
    """Every outcome, the best of them, equilibria, and where the game ended; its axes are the first two seats."""
    keys = list(table.scenario.players)
    pair = [keys.index(key) for key in table.form.seats[:2]]
    if len(pair) < 2 or points.shape[1] > MOST:
        return
    best = points[:, undominated(np.ascontiguousarray(points))]

    def shown(name: str, some: FloatArray, sign: str, role: Role = "") -> Series:
        x, y = (tuple(some[p].tolist()) for p in pair)
        return Series(name, x, y, sign, role, named=bool(role))

    series = [shown("outcomes", points, "○"), shown("Pareto frontier", best, "●")]
    series += [shown("equilibrium", np.array(expected).T, "★", "equilibrium")] if expected else []
    series += [shown(HERE, worth[:, None], "◆", "path")]
    axes = [f"{names(table)[p]} ({table.scenario.players[keys[p]].unit or 'payoff'})" for p in pair]
    title = "What outcomes are worth, and where you ended"
    yield Plot("scatter", tuple(series), axes[0], axes[1], title=title)
