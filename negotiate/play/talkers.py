"""Who talks for the computer: the agents of `deal --talks agents`, and backward induction.

An agent knows its own payoffs and what it has heard. As in `deal --talks agents`, no agent proposes
what a red line or a ratifier forbids. Backward induction knows the payoffs of the others, too; of
private types it knows its own alone, and counts the others by their odds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.kernels.talks import SAME, Bluffer, Manner, Mind, Modeller
from negotiate.bargaining.talks.simulated import CANDIDATES, LISTED, Seats, seats
from negotiate.play.forms import Event, Move, State
from negotiate.play.table import Table
from negotiate.play.talk_rules import BINDING, TalkRules
from negotiate.play.words import package_words

ONE = np.zeros(1, dtype=int)
"""The one talk that a table is."""


def listed(form: TalkRules, state: State, seat: str) -> Seats:
    """The packages that cross no line, as far as a seat knows its own type."""
    kind = state["types"].get(seat)
    found: Seats = form.negotiation.games.once(
        (listed, seat if kind else "", kind), lambda: seats(form.known(seat, kind)[0][1])
    )
    return found


def place_of(form: TalkRules, lies: Seats, package: Mapping[str, str] | None) -> int | None:
    """The place of a package among those that cross no line; None for another."""
    if not package:
        return None
    index = form.problem.index(package)
    place = int(np.searchsorted(lies.packages, index))
    return place if place < len(lies.packages) and lies.packages[place] == index else None


def on_table(form: TalkRules, index: int) -> dict[str, str]:
    """A package as it is offered: issue → option."""
    package = form.problem.package(index)
    return {key: package[key] for key in form.problem.issues}


class Listener:
    """A mind of `deal --talks` for one seat, which is told what has been offered.

    Parameters
    ----------
    form : TalkRules
        The rules.
    state : State
        Where the talks stand, with the seat's own type.
    seat : str
        Whose mind it is.
    lies : Seats
        The packages that it thinks about.
    manner : Manner
        Its way to talk.
    """

    def __init__(
        self, form: TalkRules, state: State, seat: str, lies: Seats, manner: Manner
    ) -> None:
        self.form, self.seat, self.lies = form, seat, lies
        self.place = form.seats.index(seat)
        gains = form.worth(state, seat, lies.packages) - form.alone(state, seat)
        self.span = max(float(gains.max(initial=0.0)), 0.0) or 1.0
        self.willing = gains >= -SAME * self.span
        self.mind: Mind | None = None
        if self.willing.any():
            sizes = (self.place, len(form.seats), 1, form.last)
            self.mind = manner.kind(
                gains / self.span, self.willing, lies.options, *sizes, manner.power
            )
        self.heard = 0
        self.standing: Mapping[str, str] | None = None

    def listen(self, table: Table) -> None:
        """Hear every offer since the last time; make own offers of a game that is resumed once
        more.
        """
        for event in table.events.since(self.heard):
            self.standing = event["after"].get(
                "offer", self.standing
            )  # an offer repeated changes nothing
            if "offer" in event["move"] and self.mind is not None:
                self._hear(table, event, self.mind)
        self.heard = table.count

    def _hear(self, table: Table, event: Event, mind: Mind) -> None:
        package = place_of(self.form, self.lies, self.standing)
        if event["seat"] == self.seat:
            self.propose(table, mind, event["event"], event["before"].get("number", 0))
        elif package is not None:
            mind.hears(ONE, self.form.seats.index(event["seat"]), np.array([package]))

    def propose(self, table: Table, mind: Mind, event: int, number: int) -> int:
        """The place of what it proposes at an event, as offer of a number."""
        draws = table.random(event, self.place + 1).random((1, CANDIDATES))
        return int(mind.proposes(ONE, number, draws)[0])


class Talker:
    """An agent of `deal --talks agents` at the table."""

    def __init__(self, form: TalkRules, table: Table, seat: str, manner: Manner) -> None:
        self.listener = Listener(form, table.state, seat, listed(form, table.state, seat), manner)
        self.has_bluffed = False

    def move(self, table: Table) -> Move:
        """Accept what is worth as much as it would ask for now, else make an offer of its own."""
        listener, form, state = self.listener, self.listener.form, table.state
        mind = listener.mind
        if mind is None:
            return {"walk": True}
        if said := self._says(table, mind):
            return said
        listener.listen(table)
        number = state["number"]
        lies = place_of(form, listener.lies, state["offer"])
        if lies is not None and mind.accepts(ONE, number, np.array([lies]))[0]:
            return {"accept": True}
        if number >= form.last:
            return {"reject": True}
        found = listener.propose(table, mind, table.count + 1, number)
        offer = on_table(form, int(listener.lies.packages[found]))
        listener.heard, listener.standing = (
            table.count + 1,
            offer,
        )  # its own offer, which comes next
        return {"offer": offer}

    def _says(self, table: Table, mind: Mind) -> Move:
        """What a bluffer says of its red line, once; nothing where there is no bluff, or it has
        been said.
        """
        if (
            self.has_bluffed
            or not isinstance(mind, Bluffer)
            or not mind.bluffs(table.state["number"])
        ):
            return {}
        self.has_bluffed = True
        if any(
            event["kind"] == "message" and event["seat"] == self.listener.seat
            for event in table.events
        ):
            return {}
        key = list(self.listener.form.problem.options_of([]))[mind.issue]
        line = {key: self.listener.form.problem.issues[key][mind.option]}
        return {"say": f"We shall never accept “{package_words(table, line)}”.", "never": line}


class Backward:
    """Plays talks as backward induction has them: no time is lost, and whoever makes the last offer
    has the most.

    A deal is worth the same whenever it is signed. So in the last offer its maker asks for the best
    that all others would still sign; in each offer before, for the best that leaves everybody as
    much as that would.

    Parameters
    ----------
    form : TalkRules
        The rules.
    state : State
        Where the talks stand, with the seat's own type.
    seat : str
        Who looks ahead.

    References
    ----------
    Ståhl, I. (1972). Bargaining Theory. Stockholm School of Economics.
    """

    def __init__(self, form: TalkRules, state: State, seat: str) -> None:
        self.form, self.seat = form, seat
        self.lies = listed(form, state, seat)
        known, rows = form.known(seat, state["types"].get(seat)), list(form.problem.seats)
        self.worth = np.asarray(
            sum(odds * one.payoffs_of(self.lies.packages)[rows] for odds, one in known)
        )
        self.apart = np.asarray(sum(odds * one.disagreement[rows] for odds, one in known))
        gains = (self.worth - self.apart[:, None]).max(axis=1, initial=0.0)
        self.span = np.where(gains > 0, gains, 1.0)

    def expected(self, number: int) -> int | None:
        """The package that is expected if offer `number` is the next one; None where there is no
        deal.
        """
        count, found = len(self.form.seats), None
        for later in range(self.form.last - 1, max(number, self.form.last - 1 - count) - 1, -1):
            found = self.best(later % count, self._apart(found))
        return found

    def _apart(self, found: int | None) -> FloatArray:
        return self.apart if found is None else self.worth[:, found]

    def least(self, number: int) -> FloatArray:
        """What everybody expects if offer `number` is the next one, shape (signers,)."""
        return self._apart(self.expected(number))

    def best(self, place: int, least: FloatArray) -> int | None:
        """The place of the package that is best for a signer and gives everybody enough; of equals,
        best for all.

        None where there is none, or nobody gains by it.
        """
        slack = SAME * self.span[:, None]
        enough = (self.worth >= least[:, None] - slack).all(axis=0)
        fits = np.flatnonzero(enough & (self.worth > self.apart[:, None] + slack).any(axis=0))
        if not len(fits):
            return None
        own = self.worth[place, fits]
        ties = fits[own >= own.max() - SAME * self.span[place]]
        return int(ties[np.argmax((self.worth[:, ties] / self.span[:, None]).sum(axis=0))])

    def move(self, table: Table) -> Move:
        """Accept what is worth as much as going on; else ask for the best that the others would not
        refuse.
        """
        form, state, place = self.form, table.state, self.form.seats.index(self.seat)
        if state["offer"] is not None and not form.refusal(state, state["offer"], self.seat):
            worth = float(form.worth(state, self.seat, [form.problem.index(state["offer"])])[0])
            if worth >= self.least(state["number"])[place] - SAME * self.span[place]:
                return {"accept": True}
        if state["number"] >= form.last:
            return {"reject": True}
        best = self.best(state["number"] % len(form.seats), self.least(state["number"] + 1))
        if best is None:
            return {"walk": True} if state["offer"] is None else {"reject": True}
        return {"offer": on_table(form, int(self.lies.packages[best]))}


SAMPLED = 200_000
"""Of more packages than can be listed, so many are looked at."""


def ruled_out(table: Table, seat: str) -> dict[tuple[str, str], str]:
    """Who has said that it never accepts an option of which issue → the option, unless it has since
    offered that.

    A seat that is told so cannot know whether it is a bluff.
    """
    found: dict[tuple[str, str], str] = {}
    for event in table.seen(seat):
        who, move = event["seat"], event["move"]
        if who != seat:
            found |= {(who, issue): option for issue, option in move.get("never", {}).items()}
            offer = move.get("offer", {})
            found = {
                key: one for key, one in found.items() if key[0] != who or offer.get(key[1]) != one
            }
    return found


def adviser(
    form: TalkRules, state: State, seat: str, without: Collection[tuple[str, str]] = ()
) -> Listener:
    """A mind that picks what the others seem to like best, of what a seat itself may sign.

    It knows no red line of another seat, but leaves out options that others have ruled out in
    words.
    """
    base = form.known(seat, state["types"].get(seat))[0][1]
    own = base.keys.index(seat)
    lines = frozenset(one.name for one in base.claims if one.player == own and one.kind in BINDING)
    if base.count <= LISTED:
        packages = np.flatnonzero(base.clear(lines))
    else:
        drawn = np.unique(np.random.default_rng(0).integers(base.count, size=SAMPLED))
        packages = drawn[base.clear_of(drawn, lines)]
    for issue, option in without:
        packages = packages[base.options_of(packages)[issue] != base.issues[issue].index(option)]
    nobody = np.zeros((0, len(packages)))
    options = np.stack(list(base.options_of(packages).values()), axis=1)
    lies = Seats(
        packages,
        nobody,
        nobody,
        nobody.astype(bool),
        options,
        np.zeros(0),
        np.ones(0),
        base.count > LISTED,
    )
    return Listener(form, state, seat, lies, Manner(Modeller))
