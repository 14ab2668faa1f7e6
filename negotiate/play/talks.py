"""Talks as a whole: what a seat sees of them, how they end, what helps, and who talks for the
computer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.kernels.talks import SAME, Manner
from negotiate.bargaining.reports.marks import POINT, marks, merged, plane
from negotiate.bargaining.talks.simulated import AGENTS
from negotiate.display import entity
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.model.negotiation import Negotiation
from negotiate.play.endings import HERE, for_whom, instead, payoffs_told, types_told
from negotiate.play.forms import (
    YOU,
    Choices,
    Event,
    Judge,
    Mind,
    Opponent,
    Reader,
    Regrets,
    State,
)
from negotiate.play.opponents import EQUILIBRIUM
from negotiate.play.talk_rules import TalkRules
from negotiate.play.talkers import (
    ONE,
    Backward,
    Listener,
    Talker,
    adviser,
    on_table,
    place_of,
    ruled_out,
)
from negotiate.play.views import built, own_worth
from negotiate.play.words import (
    Weighed,
    named,
    names,
    number,
    opening,
    option_words,
    package_words,
    today,
    unit_of,
)
from negotiate.report.blocks import Block, Column, Plot, Sentence, Series
from negotiate.report.blocks import Table as Rows
from negotiate.report.style import capital, joined, of_each

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem
    from negotiate.play.table import Table
    from negotiate.report.blocks import Medium

SLACK = 1e-9
"""Of what payoffs span: differences that are none."""
ANSWERS = {
    "accept": "{who} accepts the offer.",
    "reject": "{who} refuses the offer.",
    "walk": "{who} walks away. There is no deal.",
}
"""Verb → a sentence of who did it."""


@entity
class Talks(TalkRules):
    """Talks, from the first move to the review."""

    def signed(self, state: State) -> bool | None:
        """Whether they have a deal."""
        return bool(state["end"] == "deal")

    def unfinished(self, state: State, events: Iterable[Event]) -> str | None:
        """No deal."""
        return ""

    def where(self, state: State) -> tuple[str, ...]:
        """The round, and whether no other offer can be made."""
        left = self.last - state["number"]
        end = "This is the last offer that can be made." if left == 1 else ""
        return f"Round {self.round_of(state)} of {self.rounds}.", end

    def progress(self, state: State, moves: int) -> str:
        """The round."""
        return f"round {self.round_of(state)} of {self.rounds}"

    def view(self, table: Table, seat: str, medium: Medium, whole: bool) -> Iterator[Block]:
        """The offer on the table, and what it is worth to the seat."""
        return _view(table, self, seat, medium) if whole else iter(())

    def sentence(self, table: Table, event: Event, dated: bool) -> str:
        """Who offers, accepts, refuses or walks away."""
        who, verb = opening(table, event["seat"]), next(iter(event["move"]))
        if verb == "offer":
            return f"{who} offers: {package_words(table, event['move']['offer'], today(table))}."
        return ANSWERS[verb].format(who=who)

    def whole(self, state: State, package: Mapping[str, str]) -> dict[str, str]:
        """A package with what it leaves out."""
        return self.completed(state, dict(package))

    def weighed(self, state: State, seat: str, package: Mapping[str, str]) -> tuple[float, float]:
        """What a seat has by a package and without a deal, in expectation over what it does not
        know.
        """
        return float(self.worth(state, seat, [self.problem.index(package)])[0]), self.alone(
            state, seat
        )

    def standing(self, state: State, choices: Choices) -> dict[str, str]:
        """What is on the table, or else what is today."""
        return self.completed(state, {}) if "offer" in choices.verbs else {}

    def came_to(self, table: Table, reader: Reader) -> Iterator[str]:
        """The deal, or why there is none."""
        return _came_to(table, reader)

    def ending(self, table: Table, reader: Reader) -> Iterator[str | Block]:
        """The deal, a better one, what backward induction expects, and the frontier."""
        return _ending(table, self, reader)

    def expected(self, table: Table) -> Iterator[str]:
        """What backward induction expects, where no types are dealt."""
        return iter(()) if table.state["types"] else _backward(table, self)

    def own_ending(self, table: Table, seat: str, possible: bool) -> Iterator[str]:
        """What the seat gets beside no deal; also of talks that were stopped: these have no
        deal.
        """
        return _own_ending(table, self, seat, possible)

    def hints(self, table: Table, seat: str, full: bool) -> Iterator[str]:
        """Whether to take the offer, what to offer, and what theory expects."""
        yield from _hints(table, self, seat)
        yield from _theory_of_talks(table, self, seat) if full else ()

    def opponents(self, table: Table) -> Iterator[Opponent]:
        """Backward induction, and the agents of `deal --talks agents`."""
        yield Opponent(EQUILIBRIUM, "asks for what backward induction gives it", _backward_at)
        yield from (Opponent(one.name, one.says, _agent(one.manner)) for one in AGENTS)

    def judge(self, table: Table) -> Judge:
        """Backward induction with the types dealt."""
        return OfTalks(table, self)


def talks(negotiation: Negotiation, rounds: int) -> Talks:
    """The rules of talks over a scenario.

    Raises
    ------
    UnsuitableGame
        If a deal sets nothing, or fewer than two players sign.
    """
    from negotiate.bargaining.landmarks import usual  # noqa: PLC0415 - everything about bargaining is loaded for talks alone
    from negotiate.bargaining.together import together  # noqa: PLC0415 - the same
    from negotiate.pages.sheets import deal_form  # noqa: PLC0415 - the same

    problem = usual(together(negotiation))
    deal_form(negotiation)
    if len(problem.seats) < 2:
        raise UnsuitableGame("talks need two players who sign", "name more players under `signers`")
    today = {key: options[0] for key, options in problem.issues.items()}
    if problem.status_quo is not None:
        today |= {key: one for key, one in problem.status_quo.choices.items() if key in today}
    return Talks(
        negotiation, problem, rounds, problem.of_signers(problem.keys), problem.issues, today
    )


def _view(table: Table, form: Talks, seat: str, medium: Medium) -> Iterator[Block]:
    state, issues, typed = table.state, table.scenario.issues, medium == "terminal"
    offer, now = state["offer"], today(table)
    heads = [Column("Issue"), *([Column("To type")] if typed else [])]
    heads += [Column("Today")] if now else []
    heads += [Column("On the table")] if offer else []
    rows = []
    for key in form.problem.issues:
        issue = issues[key]
        words = [option_words(issue, now[key]) if key in now else ""] if now else []
        words += [option_words(issue, offer[key])] if offer else []
        to_type = [f"`{key}=` {', '.join(issue.labels)}"] if typed else []
        rows.append((issue.name, *to_type, *words))
    if not built(table, seat, medium, len(rows)):
        yield Rows(tuple(heads), tuple(rows))
    yield _worth(table, form, seat)


def _worth(table: Table, form: Talks, seat: str) -> Sentence:
    """What the offer is worth to the seat, beside what it has without a deal."""
    if table.state["offer"] is not None:
        return own_worth(table, seat, table.state["offer"], "the offer")
    if table.scenario.is_ordinal:
        return Sentence("Nothing is on the table. Your brief says which deals you prefer.")
    unit = table.scenario.players[seat].unit or "points"
    alone = number(form.alone(table.state, seat))
    return Sentence(f"Nothing is on the table. Without a deal you have {alone} {unit}.")


def _came_to(table: Table, reader: Reader) -> Iterator[str]:
    """How talks ended, without what that is worth."""
    state = table.state
    if not state["end"]:
        return
    if state["end"] == "deal":
        yield f"{reader.has} a deal: {package_words(table, state['offer'], today(table))}."
    else:
        why = (
            f"{opening(table, state['by'])} walked away."
            if state["end"] == "walk"
            else "Time is up."
        )
        yield f"{why} There is no deal."


def _ending(table: Table, form: Talks, reader: Reader) -> Iterator[str | Block]:
    state, problem = table.state, form.true(table.state)
    signed = state["end"] == "deal"
    yield from form.came_to(table, reader)
    yield from types_told(table)
    yield from payoffs_told(table)
    yield from (
        _regretted(table, problem, state["offer"]) if signed else _missed(table, problem, reader)
    )
    if table.scenario.is_ordinal:  # in a picture of ranks, distances would seem to mean something
        return
    yield from form.expected(table)
    with suppress(GameTooLarge):
        yield _frontier(table, problem, form)


def _regretted(
    table: Table, problem: BargainingProblem, package: Mapping[str, str], seat: str = ""
) -> Iterator[str]:
    """Who would have had more without a deal; the frontier, or a better deal for all."""
    from negotiate.bargaining.assessment import assess  # noqa: PLC0415 - loaded once a deal is signed

    found = assess(problem, problem.index(package))
    worse = [
        named(table, problem.keys[p])
        for p in problem.seats
        if found.gains[p] < -SLACK * _spans(problem)[p]
    ]
    if worse:
        yield f"{capital(joined(worse))} would have had more without a deal."
    if found.on_frontier:
        yield (
            "The deal is on the Pareto frontier: no other deal is better for one side and worse "
            "for none."
        )
    if not found.signable:
        return
    index = int(found.better[0])
    change = {
        key: option
        for key, option in problem.package(index).items()
        if package.get(key) not in (None, option)
    }
    worth, signers = problem.payoffs_of([index])[:, 0], list(problem.seats)
    gains = (worth - found.mark.payoffs)[signers] / _spans(problem)[signers]
    whom = for_whom([names(table)[p] for p in signers], gains)
    yield (
        f"A deal with this change would have been better for {whom}: "
        f"{package_words(table, change)}."
    )
    yield from instead(table, worth, seat=seat)


def _spans(problem: BargainingProblem) -> FloatArray:
    return np.where(problem.span > 0, problem.span, 1.0)


def _missed(
    table: Table, problem: BargainingProblem, reader: Reader, seat: str = ""
) -> Iterator[str]:
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
    yield (
        f"There were deals that {'both' if len(problem.seats) == 2 else 'all'}{reader.of} would "
        "have signed."
    )
    yield f"{which} is: {words}."
    yield from instead(table, problem.payoffs_of([index])[:, 0], seat=seat)


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
    yield (
        f"Backward induction expects {another} deal, since {last} can make the last offer: {words}."
    )
    yield from instead(table, worth)


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
    here = Series(
        "your deal" if table.state["end"] == "deal" else HERE, (x,), (y,), "◆", "path", named=True
    )
    return replace(
        plot, series=(*plot.series, here), note=" ".join(filter(None, (plot.note, note)))
    )


DRAWS = np.linspace(0, 1, 4_096, endpoint=False)[None, ::-1]
"""Which packages of its band an adviser weighs, the best for itself first."""


def _hints(table: Table, form: Talks, seat: str) -> Iterator[str]:
    """Whether to take the offer, and what to offer instead."""
    state, (listener, never) = table.state, _advised(table, form, seat)
    mind, last = listener.mind, state["number"] >= form.last
    if mind is None:
        yield "Walk away: without a deal you are better off than with any that you may sign."
        return
    lies = place_of(form, listener.lies, state["offer"])
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
    aim = form.alone(state, seat) + float(mind.least(ONE, state["number"])[0]) * listener.span
    worth = f"worth about {number(aim)} to you"
    deals = "that you may still hope for" if seat in table.scenario.ordinal else worth
    best = int(mind.proposes(ONE, state["number"], DRAWS)[0])
    words = package_words(table, on_table(form, int(listener.lies.packages[best])), today(table))
    if any("offer" in event["move"] and event["seat"] != seat for event in table.events):
        others = "the other side seems" if len(form.seats) == 2 else "the others seem"
        yield f"Of the deals {deals}, {others} to like this one best: {words}."
    else:
        yield f"You have heard no offer yet, so ask for much, such as a deal {deals}: {words}."
    for (who, issue), option in never.items():
        said = (
            f"{opening(table, who)} has said that it never accepts "
            f"“{package_words(table, {issue: option})}”"
        )
        yield f"{said}, so this hint leaves it out. It may be a bluff."


def _advised(table: Table, form: Talks, seat: str) -> tuple[Listener, dict[tuple[str, str], str]]:
    """An adviser that has heard all offers, and what it leaves out because others have ruled it out
    in words.
    """
    never = ruled_out(table, seat)
    listener = adviser(
        form, table.state, seat, {(issue, option) for (_, issue), option in never.items()}
    )
    if (
        listener.mind is None and never
    ):  # nothing that the seat would sign is left, so it can only hope for a bluff
        listener, never = adviser(form, table.state, seat), {}
    listener.listen(table)
    return listener, never


def _theory_of_talks(table: Table, form: Talks, seat: str) -> Iterator[str]:
    """The payoffs of all, a deal that is better for all, and what backward induction expects."""
    if table.scenario.is_ordinal:
        return
    state, theory = table.state, Backward(form, table.state, seat)
    offer = state["offer"]
    if offer is not None:
        lies = place_of(form, theory.lies, offer)
        if lies is None:
            who = joined(
                [named(table, key) for key in form.seats if form.refusal(state, offer, key)]
            )
            yield f"No deal comes of this offer: it crosses a red line of {who or 'somebody'}."
        else:
            yield f"The offer would give {_paid(table, form, theory.worth[:, lies])}."
            yield _better_deal(table, form, theory, lies)
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
    return of_each(
        [table.scenario.players[key].name for key in form.seats], [number(float(x)) for x in worth]
    )


def _better_deal(table: Table, form: Talks, theory: Backward, lies: int) -> str:
    """Whether another deal is better for some and worse for none."""
    here, slack = theory.worth[:, lies], SAME * theory.span
    above = (theory.worth >= (here - slack)[:, None]).all(axis=0)
    above &= (theory.worth > (here + slack)[:, None]).any(axis=0)
    if not above.any():
        return (
            "It is on the Pareto frontier: no other deal is better for one side and worse for none."
        )
    found = np.flatnonzero(above)
    best = int(found[np.argmax((theory.worth[:, found] / theory.span[:, None]).sum(axis=0))])
    words = package_words(
        table, on_table(form, int(theory.lies.packages[best])), table.state["offer"]
    )
    return (
        "It is not on the Pareto frontier: this change would be better for one side and worse "
        f"for none: {words}."
    )


class OfTalks:
    """Talks by backward induction with the types dealt; in hindsight, against the best offer that a
    seat refused.
    """

    def __init__(self, table: Table, form: Talks) -> None:
        self.form = replace(
            form, problem=form.true(table.state), refused={}, possible={}
        )  # with the types dealt
        self.plan = Backward(self.form, table.state, form.seats[0])

    def expects(self, state: State) -> FloatArray | None:
        """The offer on the table if all who have not answered would sign it, else what further
        talks bring.
        """
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
            and worth[self.form.problem.keys.index(seat)]
            >= least[self.form.seats.index(seat)] - SLACK
            for seat in open_to
        )
        return worth if signs else found

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """At the time what the move lost of what was to be expected; in hindsight what the refused
        offer had more.
        """
        own = self.form.problem.keys.index(event["seat"])
        then, now, end = (
            self.expects(before),
            self.expects({**before, **event["after"]}),
            self.form.payoffs(final),
        )
        if then is None or now is None or end is None:
            return None
        late = 0.0
        refused = before["offer"] is not None and "accept" not in event["move"]
        if refused and self.form.signs(before, event["seat"], before["offer"]):
            late = float(
                self.form.worth(before, event["seat"], [self.form.problem.index(before["offer"])])[
                    0
                ]
                - end[own]
            )
        return max(float(then[own] - now[own]), 0.0), max(late, 0.0)


def _own_ending(table: Table, form: Talks, seat: str, possible: bool) -> Iterator[str]:
    state, place = table.state, list(table.scenario.players).index(seat)
    problem, payoffs = form.true(state), form.payoffs(state)
    if not table.scenario.is_ordinal:
        alone = float(problem.disagreement[place])
        got = alone if payoffs is None else float(payoffs[place])
        own = Weighed(got, alone, unit_of(table, seat))
        without = f"Without a deal you have {number(alone)} {own.unit}."
        yield f"You get {own}." if state["end"] == "deal" else without
    if possible and state["end"] == "deal":
        yield from _regretted(table, problem, state["offer"], seat)
    elif possible:
        yield from _missed(table, problem, YOU, seat)


def _agent(manner: Manner) -> Callable[[Table, str], Mind]:
    return lambda table, seat: Talker(cast(Talks, table.form), table, seat, manner)


def _backward_at(table: Table, seat: str) -> Mind:
    return Backward(cast(Talks, table.form), table.state, seat)
