"""Names, numbers and results as the sentences of a comparison have them."""

from __future__ import annotations

from dataclasses import dataclass

from negotiate.comparison.prediction import Outcome, Prediction
from negotiate.comparison.reports.sides import Sides
from negotiate.model.negotiation import Negotiation
from negotiate.report.numbers import contrast, decimals, rounded
from negotiate.report.words import in_words, safe, the
from negotiate.solvers.reports.paths import path
from negotiate.solvers.reports.strategies import in_strategies, supports
from negotiate.solvers.solution import TreeEquilibrium


@dataclass(frozen=True, slots=True)
class Names:
    """What the sentences about two sides call them, their players and their options."""

    sides: Sides
    first: Negotiation
    second: Negotiation

    def on(self, second: bool, clause: str) -> str:
        """A sentence about one side: "In the variant, China signs."."""
        return whole(f"{self.sides.phrases[second]}, {clause}")

    def of_both(self, new: str, old: str, away: bool = True) -> str:
        """What is so on one side, and what on the other: "7 in the variant, and 5 as the file stands"."""
        return f"{new} {self.sides.phrases[away]}, and {old} {self.sides.phrases[not away]}"

    def player(self, key: str) -> str:
        """A player's name."""
        return the(self._holder(key).players[key].name)

    def ordinal(self, key: str) -> bool:
        """Whether a player's payoffs are levels on some side, of which no sentence tells an amount."""
        return any(key in side.ordinal for side in (self.first, self.second))

    @property
    def matrix(self) -> bool:
        """Whether payoffs are one number a combination, so that no term has a name worth telling."""
        return all(
            list(terms) == ["matrix"] and set(side.issues) == set(side.players)
            for side in (self.first, self.second)
            for terms in side.terms.values()
        )

    def option(self, key: str, label: str) -> str:
        """What a player chooses, after its number where it is an option of one issue: "28.1 % (`double`)"."""
        own = [i for i in self._holder(key).issues.values() if i.deciders == (key,) and label in i.places]
        number = own[0].options[own[0].index(label)].number if len(own) == 1 else None
        if number is None or not own[0].unit or amount(number) == label:
            return code(label)
        return f"{amount(number)} {'%' if own[0].unit == 'percent' else safe(own[0].unit, True)} ({code(label)})"

    def _holder(self, key: str) -> Negotiation:
        return self.first if key in self.first.players else self.second


def code(label: str) -> str:
    """A key between backticks."""
    return f"`{safe(label, True)}`"


def whole(text: str) -> str:
    """A clause as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def small(count: int) -> str:
    """A count inside a sentence, a small one in words."""
    return in_words(count).lower()


def amount(x: float) -> str:
    """One number with as many decimals as it needs."""
    said = rounded(x, decimals([x]))
    return said.rstrip("0").rstrip(".") if "." in said and "e" not in said else said


def both(x: float, y: float) -> tuple[str, str]:
    """Two numbers, each with the decimals that it needs, and more where they would read the same."""
    one, other = amount(x), amount(y)
    return (one, other) if one != other else contrast(x, y)


def outcome_words(outcome: Outcome, prediction: Prediction) -> str:
    """What is done in an outcome, in few words."""
    played = outcome.equilibrium
    if played is None or prediction.solution is None:
        return safe(outcome.label, True)
    flat = in_strategies(prediction.solution.game, [played])
    if flat is not None:
        return " | ".join(supports(flat[0], flat[1][0]))
    if not isinstance(played, TreeEquilibrium):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return path(played)


def outcome_code(outcome: Outcome | None, prediction: Prediction) -> str:
    """The same between backticks; empty for none."""
    return "" if outcome is None else f"`{outcome_words(outcome, prediction)}`"
