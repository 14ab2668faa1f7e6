"""The rules of talks: who speaks when, what can be offered, and what a seat may sign.

The seats speak in turn. Whoever speaks accepts the offer on the table, answers it by another,
refuses it, or walks away. An offer stands until somebody refuses it or makes another; it is signed
once all others have accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.errors import IllegalAction
from negotiate.model.negotiation import Negotiation
from negotiate.play.forms import Choices, Event, Form, Move, State, one_of, refuse, verb_of
from negotiate.report.style import joined

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

BINDING = ("red line", "ratifier")
"""Claims that a seat cannot sign against."""
REMEMBERED = 100_000
"""Packages of which it is remembered whether a seat may sign them."""
Possible = tuple[tuple[float, "BargainingProblem"], ...]
"""Problems, each with how likely it is."""


@entity
class TalkRules(Form):
    """The rules of talks.

    Parameters
    ----------
    negotiation : Negotiation
        What they are about.
    problem : BargainingProblem
        The packages and what they are worth.
    rounds : int
        In a round every seat speaks once; after so many there is no deal.
    seats : tuple of str
        Those who sign, in the order in which they speak.
    issues : Mapping[str, tuple of str]
        Issue → its options.
    today : Mapping[str, str]
        Issue → the option that it has today, or else its first.
    refused, possible : dict
        What was worked out before.
    """

    rules_out: ClassVar[bool] = True
    negotiation: Negotiation
    problem: BargainingProblem
    rounds: int
    seats: tuple[str, ...]
    issues: Mapping[str, tuple[str, ...]]
    today: Mapping[str, str]
    refused: dict[tuple[Any, ...], str] = field(default_factory=dict, repr=False)
    possible: dict[tuple[str, str | None], Possible] = field(default_factory=dict, repr=False)
    lens: str = "deal"

    def start(self, draw: float) -> State:
        """Nothing is on the table."""
        kinds = self.problem.private() if self.problem.private is not None else None
        place = 0
        if kinds is not None:
            odds = np.cumsum([kinds.chance(k) for k in range(kinds.count)])
            place = min(int(np.searchsorted(odds, draw * odds[-1], side="right")), kinds.count - 1)
        types = {} if kinds is None else kinds.named(place)
        return {
            "number": 0,
            "turn": self.seats[0],
            "offer": None,
            "by": None,
            "agreed": [],
            "end": "",
            "types": types,
        }

    def types(self, state: State) -> dict[str, str]:
        """Player → the private type that was dealt to it."""
        return dict(state["types"])

    def to_move(self, state: State) -> tuple[str, ...]:
        """Whoever has the word."""
        return () if state["end"] else (state["turn"],)

    def choices(self, state: State, seat: str) -> Choices:
        """An offer while there is time; an answer while an offer is on the table."""
        return Choices(self._verbs(state), self.issues)

    def _verbs(self, state: State) -> tuple[str, ...]:
        answers = ("accept", "reject") if state["offer"] is not None else ()
        return (*answers, *(("offer",) if state["number"] < self.last else ()), "walk")

    @property
    def last(self) -> int:
        """How many times somebody speaks without accepting."""
        return self.rounds * len(self.seats)

    def round_of(self, state: State) -> int:
        """The number of the round, counted from 1."""
        return min(int(state["number"]) // len(self.seats) + 1, self.rounds)

    def play(self, state: State, seat: str, move: Move) -> State:
        """Answer, offer or walk away.

        Raises
        ------
        IllegalAction
            If the seat has not the word, or may not sign that.
        """
        verb = verb_of(move)
        if verb not in self._verbs(state):
            raise refuse(verb, self.choices(state, seat))
        following = self.seats[(self.seats.index(seat) + 1) % len(self.seats)]
        if verb == "walk":
            return state | {"end": "walk", "by": seat, "offer": None, "agreed": []}
        if verb == "accept":
            self._may_sign(state, state["offer"], seat, "refuse it, or make another offer")
            agreed = [*state["agreed"], seat]
            done = len(agreed) == len(self.seats) - 1
            return state | {"agreed": agreed, "turn": following, "end": "deal" if done else ""}
        number = min(state["number"] + 1, self.last)
        if verb == "offer":
            package = self.completed(state, move["offer"])
            self._may_sign(state, package, seat, "change the offer")
            return state | {
                "number": number,
                "turn": following,
                "offer": package,
                "by": seat,
                "agreed": [],
            }
        nothing: State = {
            "offer": None,
            "by": None,
            "agreed": [],
            "end": "deadline" if number == self.last else "",
        }
        return state | nothing | {"number": number, "turn": following}

    def completed(self, state: State, given: object) -> dict[str, str]:
        """A whole package: what an offer leaves out stays as on the table, or else as it is today.

        Raises
        ------
        IllegalAction
            If an issue or an option does not exist, or an offer leaves out what stands nowhere.
        """
        if not isinstance(given, dict):
            raise IllegalAction("an offer names options", "write `offer ISSUE=OPTION …`")
        package = {**(state["offer"] or self.today)}
        for issue, option in given.items():
            if option not in self.issues.get(issue, ()):
                key = one_of(issue, tuple(self.issues), "issue of this deal")
                one_of(option, self.issues[key], f"option of `{key}`")
            package[issue] = option
        nowhere = state["offer"] is None and self.problem.status_quo is None
        if given and nowhere and (left := [key for key in self.issues if key not in given]):
            names = joined([f"`{key}`" for key in left])
            raise IllegalAction(
                f"nothing is on the table yet, and this offer leaves out {names}",
                f"add `{left[0]}={self.issues[left[0]][0]}`, or another option",
            )
        return package

    def _may_sign(self, state: State, package: Mapping[str, str], seat: str, instead: str) -> None:
        if refused := self.refusal(state, package, seat):
            raise IllegalAction(refused, instead)

    def refusal(self, state: State, package: Mapping[str, str], seat: str) -> str:
        """Why a seat cannot sign: it cannot happen, or crosses a line of its own. Empty where it
        may sign.
        """
        kind = state["types"].get(seat)
        key = (seat, kind, *package.values())
        if key not in self.refused:
            if len(self.refused) > REMEMBERED:
                self.refused.clear()
            self.refused[key] = self._refusal(package, seat, kind)
        return self.refused[key]

    def signs(self, state: State, seat: str, package: Mapping[str, str]) -> bool:
        """Whether a seat may sign a package at all."""
        return not self._refusal(package, seat, state["types"].get(seat))

    def _refusal(self, package: Mapping[str, str], seat: str, kind: str | None) -> str:
        problem = self.known(seat, kind)[0][1]
        index, own = problem.index(package), problem.keys.index(seat)
        if not problem.possible(index):
            return "such a deal cannot happen: the scenario rules this combination out"
        crossed = self.crossed(problem, index, own)
        return (
            f"you never sign this: it crosses your own line {self._lines(crossed)}"
            if crossed
            else ""
        )

    @staticmethod
    def crossed(problem: BargainingProblem, index: int, own: int) -> list[str]:
        """The lines by which a player can never sign a package, by name."""
        return [
            one.name for one in problem.crosses(index) if one.player == own and one.kind in BINDING
        ]

    def _lines(self, crossed: Iterable[str]) -> str:
        """Red lines by their names, with what they say; it stands in the brief of whose lines they
        are.
        """
        from negotiate.language.reports.page import Page  # noqa: PLC0415 - loaded where a line is crossed

        page, lines = Page(self.negotiation, True, True), self.negotiation.red_lines
        said = []
        for name in crossed:
            line = lines.get(name)
            told = page.formula(line.kept if line.insists else line.crossed) if line else ""
            beside = (
                f" ({'only deals in which' if line.insists else 'no deal in which'} {told})"
                if line
                else ""
            )
            said.append(f"`{name}`{beside}")
        return joined(said)

    def known(self, seat: str, kind: str | None) -> Possible:
        """The problems that a seat holds possible, knowing its own type, each with how likely it
        is.
        """
        if self.problem.private is None:
            return ((1.0, self.problem),)
        if (seat, kind) not in self.possible:
            kinds = self.problem.private()
            places = [k for k in range(kinds.count) if kind is None or kinds.named(k)[seat] == kind]
            odds = np.array([kinds.chance(k) for k in places])
            found = zip((odds / odds.sum()).tolist(), map(kinds.work, places), strict=True)
            self.possible[seat, kind] = tuple(found)
        return self.possible[seat, kind]

    def true(self, state: State) -> BargainingProblem:
        """The problem under the types that were dealt."""
        if self.problem.private is None:
            return self.problem
        kinds = self.problem.private()
        work: BargainingProblem = kinds.work(
            next(k for k in range(kinds.count) if kinds.named(k) == state["types"])
        )
        return work

    def worth(self, state: State, seat: str, packages: npt.ArrayLike) -> FloatArray:
        """What packages are worth to a seat, in expectation over what it does not know, shape
        (m,).
        """
        own = self.problem.keys.index(seat)
        known = self.known(seat, state["types"].get(seat))
        return np.asarray(sum(odds * problem.payoffs_of(packages)[own] for odds, problem in known))

    def alone(self, state: State, seat: str) -> float:
        """What a seat expects without a deal."""
        own = self.problem.keys.index(seat)
        known = self.known(seat, state["types"].get(seat))
        return float(sum(odds * problem.disagreement[own] for odds, problem in known))

    def learns(self, state: State, seat: str, move: Move) -> tuple[str, ...]:
        """Everybody."""
        return self.seats

    def payoffs(self, state: State) -> FloatArray | None:
        """Of the deal, or of no deal."""
        if not state["end"]:
            return None
        true = self.true(state)
        return (
            true.payoffs_of([true.index(state["offer"])])[:, 0]
            if state["end"] == "deal"
            else true.disagreement
        )

    def result(self, state: State, events: Iterable[Event]) -> str:
        """The deal in letters."""
        if state["end"] != "deal":
            return "none"
        from negotiate.pages.sheets import deal_form  # noqa: PLC0415 - loaded for the result alone

        issues = self.negotiation.issues
        return deal_form(self.negotiation).code(
            {k: issues[k].labels.index(v) for k, v in state["offer"].items()}
        )
