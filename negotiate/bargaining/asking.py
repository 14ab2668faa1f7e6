"""Which question about what could be signed is asked: the deals, one package, what rules a deal
out, how talks go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from negotiate.bargaining.assessment import assess
from negotiate.bargaining.claims import Landmark
from negotiate.bargaining.deal import deal
from negotiate.bargaining.landmarks import usual
from negotiate.bargaining.problem import BargainingProblem
from negotiate.display import record
from negotiate.equilibrium.alone import alone
from negotiate.errors import UnsuitableGame, one_question

if TYPE_CHECKING:
    from negotiate.model.negotiation import Negotiation


@record
class On:
    """What a question is about; no negotiation where the problem comes from elsewhere."""

    problem: BargainingProblem
    negotiation: Negotiation | None
    given: Mapping[str, Any]

    @property
    def whole(self) -> Negotiation:
        """The negotiation, of which a problem alone does not say enough.

        Raises
        ------
        UnsuitableGame
            If there is none.
        """
        if self.negotiation is None:
            raise UnsuitableGame(
                "this asks about a scenario, and a bargaining problem alone says nothing of that"
            )
        return self.negotiation

    @property
    def package(self) -> Landmark | None:
        """The package that is named, if one is."""
        at = self.given["at"]
        return None if at is None else self.problem.landmark(at)

    @property
    def start(self) -> Landmark:
        """The package that is named, or where everything stands today.

        Raises
        ------
        UnsuitableGame
            If nobody knows where that is.
        """
        found = self.package or self.problem.status_quo
        if found is None:
            raise UnsuitableGame(
                "the file names no status quo from which trades could start", "name a package"
            )
        return found

    def asked(self, path: str, *about: Any, **more: Any) -> Any:
        """The answer of a function that is loaded when it is asked."""
        return resolve_name(f"negotiate.bargaining.{path}")(*about, **more)


QUESTIONS: Mapping[str, Callable[[On], Any]] = {
    "": lambda on: deal(on.problem, lotteries=on.given["lotteries"]),
    "at": lambda on: assess(on.problem, on.start),
    "why": lambda on: on.problem.openings(),
    "prices": lambda on: on.problem.red_line_prices(),
    "trades": lambda on: on.asked("logrolling:trades", on.problem, on.start),
    "threats": lambda on: on.asked("threats:variable_threats", on.problem, alone(on.whole)),
    "mediator": lambda on: on.asked("mediator:mediate", on.problem),
    "votes": lambda on: on.asked(
        "voting.ratification:ratification", on.problem, on.whole, on.package
    ),
    "contingent": lambda on: on.asked(
        "contingent:contingent",
        on.whole,
        on.given["contingent"],
        on.given["no_deal"],
        on.given["signers"],
    ),
    "talks": lambda on: on.asked(
        "talks:talks_over", on.problem, on.given["talks"], **on.given["how"]
    ),
}
"""The question → its answer, one of the records that `negotiate.bargaining.reports` tells."""


def ask(
    problem: BargainingProblem,
    negotiation: Negotiation | None = None,
    *,
    lotteries: bool = False,
    at: Landmark | Mapping[str, str] | str | None = None,
    why: bool = False,
    prices: bool = False,
    trades: bool = False,
    threats: bool = False,
    mediator: bool = False,
    votes: bool = False,
    contingent: str | None = None,
    talks: str | None = None,
    no_deal: int | str | Mapping[str, str | float] | None = None,
    signers: Sequence[str] | None = None,
    **how: Any,
) -> Any:
    """The deals, or the answer to another question where one is asked.

    Parameters
    ----------
    problem : BargainingProblem
        What could be signed.
    negotiation : Scenario, optional
        Of which it was made.
    lotteries : bool
        See `deal`.
    at : Mapping[str, str], str or Landmark, optional
        A package to judge, or, with `trades` and `votes`, the one that these start from: issue →
        option, or the name of what really happened.
    why, prices, trades, threats, mediator, votes : bool
        Whether this is the question: what rules a deal out, what each red line costs, which
        concessions could be exchanged, which threats would move the deal, what a mediator could do,
        how ratifiers would vote.
    contingent : str, optional
        The event on which a deal might depend; empty for the only one.
    talks : str, optional
        How talks of this kind would go, with `agents`, `rounds`, `runs` and `seed` as that takes
        them.
    no_deal, signers
        With which the problem was made.

    Raises
    ------
    UnsuitableGame
        If that is more than one question, or something belongs to another one.
    """
    flags = {
        "why": why,
        "prices": prices,
        "trades": trades,
        "threats": threats,
        "mediator": mediator,
        "votes": votes,
    }
    asked = {
        "at": None if trades or votes else at,
        **flags,
        "contingent": contingent,
        "talks": talks,
    }
    question = one_question(asked)
    how = {name: value for name, value in how.items() if value is not None}
    for name in [
        *(["lotteries"] if lotteries and question else []),
        *(how if question != "talks" else []),
    ]:
        raise UnsuitableGame(f"`{name}` does not go with this question", f"leave `{name}` out")
    given = asked | {
        "at": at,
        "lotteries": lotteries,
        "no_deal": no_deal,
        "signers": signers,
        "how": how,
    }
    return QUESTIONS[question](On(usual(problem) if question else problem, negotiation, given))
