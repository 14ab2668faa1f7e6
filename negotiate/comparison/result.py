"""The two comparisons that are handed back: two sides through every lens, or every lens on one scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negotiate.comparison.agreement import Agreement
from negotiate.comparison.differences import PARAMETER, RED_LINE, Difference
from negotiate.comparison.fates import Fates
from negotiate.comparison.lenses import Lens
from negotiate.comparison.prediction import Answer, Outcome, Prediction, Refusal
from negotiate.comparison.worth_change import WorthChange
from negotiate.comparison.worths import Worths
from negotiate.display import Shown
from negotiate.views.scenario import Scenario


class Comparison(Shown):
    """What `negotiate.compare` hands back; it shows itself."""

    __slots__ = ()

    @property
    def refused(self) -> Refusal | None:
        """Why there is no answer at all, where no lens has one on any side; else None."""
        return None


def _refused(answers: Sequence[Answer]) -> Refusal | None:
    refusals = [answer for answer in answers if isinstance(answer, Refusal)]
    return refusals[0] if answers and len(refusals) == len(answers) else None


def _place(outcome: Outcome | None, answer: Answer) -> int | None:
    listed = () if isinstance(answer, Refusal) else answer.outcomes
    return next((place for place, one in enumerate(listed) if one is outcome), None)


@dataclass(frozen=True, slots=True, eq=False)
class LensChange:
    """One lens on both sides.

    Parameters
    ----------
    lens : Lens
        Which.
    first, second : Prediction or Refusal
        What it finds on each side.
    fates : Fates or None
        What becomes of each outcome; None where the two cannot be held against each other.
    moved_by : tuple of WorthChange
        For each player whose payoff moves in an outcome that stays, or with the only outcome there is: the term that
        does most of it.
    unlike : frozenset of str
        Players whose payoffs on the two sides cannot be compared, since they are levels of two orders.
    leveled : frozenset of str
        Players whose payoffs are levels on some side: a difference of them is no amount.
    """

    lens: Lens
    first: Answer
    second: Answer
    fates: Fates | None
    moved_by: tuple[WorthChange, ...] = ()
    unlike: frozenset[str] = frozenset()
    leveled: frozenset[str] = frozenset()

    @property
    def as_alone(self) -> bool:
        """Whether neither side has the moves that this lens looks for, so that it only repeats the first one."""
        return all(isinstance(answer, Prediction) and answer.at_once for answer in (self.first, self.second))

    @property
    def same(self) -> bool:
        """Whether each side has the outcomes of the other, whatever they are worth and whether or not it lists them."""
        return self.fates is not None and len(self.fates.lasting) == len(self.fates.each)

    @property
    def places(self) -> tuple[tuple[int | None, int | None], ...]:
        """For each fate, where its outcome stands among those of each side; None where that side does not list it."""
        if self.fates is None:
            return ()
        return tuple((_place(fate.first, self.first), _place(fate.second, self.second)) for fate in self.fates.each)

    @property
    def moved(self) -> dict[str, float]:
        """Player → the largest change of its payoff in any outcome that both sides have; none for levels."""
        if self.fates is None or not isinstance(self.first, Prediction) or not isinstance(self.second, Prediction):
            return {}
        found: dict[str, float] = {}
        for fate in self.fates.lasting:
            if fate.first is not None and fate.second is not None:
                for key in [key for key in self.first.keys if key not in self.leveled]:
                    gap = fate.second.payoffs[key] - fate.first.payoffs[key]
                    found[key] = max(found.get(key, 0.0), gap, key=abs)
        return found


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SideComparison(Comparison):
    """What changes from one side to the other.

    Parameters
    ----------
    first, second : Scenario
        The two sides.
    differences : tuple of Difference
        What they say differently, but for what things are worth.
    worths : Worths
        How terms and payoffs differ.
    lenses : tuple of LensChange
        What each lens finds on both sides, in the order of `LENSES`; those that apply to no side are left out.
    """

    first: Scenario
    second: Scenario
    differences: tuple[Difference, ...]
    worths: Worths
    lenses: tuple[LensChange, ...]

    @property
    def refused(self) -> Refusal | None:
        """Why there is no answer at all, where no lens has one on either side; else None."""
        return _refused([answer for change in self.lenses for answer in (change.first, change.second)])

    @property
    def nothing_differs(self) -> bool:
        """Whether the two sides say the same."""
        return not (self.differences or self.worths.terms or self.worths.refused)

    @property
    def only_red_lines(self) -> bool:
        """Whether the two sides differ in red lines, and else at most in parameters that nothing else uses."""
        kinds = {difference.kind for difference in self.differences}
        worth = self.worths.terms or self.worths.refused
        return RED_LINE in kinds and kinds <= {RED_LINE, PARAMETER} and not worth

    def __repr__(self) -> str:
        changed = [change.lens.name for change in self.lenses if change.fates is not None and not change.same]
        said = f"the result changes {' and '.join(changed)}" if changed else "no result changes"
        return f"<Comparison of {self.first.heading!r} and {self.second.heading!r}: {said}>"


@dataclass(frozen=True, slots=True, eq=False)
class LensAnswer:
    """One lens on one scenario.

    Parameters
    ----------
    lens : Lens
        Which.
    answer : Prediction or Refusal
        What it finds.
    agreement : Agreement or None
        How that stands to what the first lens finds; None for the first.
    """

    lens: Lens
    answer: Answer
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LensComparison(Comparison):
    """What each lens predicts for one scenario.

    Parameters
    ----------
    scenario : Scenario
        What is looked at.
    lenses : tuple of LensAnswer
        What each lens finds, in the order of `LENSES`; those that do not apply are left out.
    """

    scenario: Scenario
    lenses: tuple[LensAnswer, ...]

    @property
    def refused(self) -> Refusal | None:
        """Why there is no answer at all, where no lens has one; else None."""
        return _refused([one.answer for one in self.lenses])

    def __repr__(self) -> str:
        relations = {one.agreement.relation for one in self.lenses if one.agreement is not None}
        said = "the lenses agree" if relations <= {"same"} else "the lenses do not agree in everything"
        return f"<Comparison of {len(self.lenses)} lenses on {self.scenario.heading!r}: {said}>"
