"""Every bargaining solution in one tuple: what it is called and what it picks, without the
arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from negotiate.display import record
from negotiate.doors import door

if TYPE_CHECKING:
    from negotiate.bargaining.table import BargainingTable

__getattr__ = door(__name__)


def _fits_any(_: BargainingTable) -> str | None:
    return None


def _fits_two(problem: BargainingTable) -> str | None:
    return None if len(problem.seats) == 2 else "is for two players who sign"


def _fits_unequal(problem: BargainingTable) -> str | None:
    if len({problem.power[seat] for seat in problem.seats}) > 1:
        return None
    return "is the Nash point here, since all signers have the same power"


@record
class Rule:
    """One bargaining solution.

    Parameters
    ----------
    name : str
        What it is asked for by, such as "kalai-smorodinsky".
    title : str
        What sentences call it, such as "Kalai–Smorodinsky".
    says : str
        What it picks, in one sentence for people who have not met it.
    reference : str
        Author and year.
    first : bool
        Whether the first screen shows it.
    units_matter : bool
        Whether the choice of a player's unit moves the point.
    applies_to : callable
        From a problem to the reason why the rule does not fit it, or None.
    by_power : bool
        Whether each gain counts to the power of its player.
    """

    name: str
    title: str
    says: str
    reference: str
    first: bool = False
    units_matter: bool = False
    applies_to: Callable[[BargainingTable], str | None] = _fits_any
    by_power: bool = False

    def weights(self, problem: BargainingTable) -> tuple[float, ...] | None:
        """Each player's power, to which its gain counts; None where all count alike."""
        return problem.power if self.by_power else None


POINTS: tuple[Rule, ...] = (
    Rule(
        name="nash",
        title="Nash",
        says="the deal with the largest product of the players' gains over no deal",
        reference="John F. Nash (1950), The Bargaining Problem",
        first=True,
    ),
    Rule(
        name="kalai-smorodinsky",
        title="Kalai–Smorodinsky",
        says=(
            "the deal with the largest smallest share: each gain as a share of the most that its "
            "player could gain"
        ),
        reference=(
            "Ehud Kalai and Meir Smorodinsky (1975), Other Solutions to Nash's Bargaining Problem"
        ),
        first=True,
    ),
    Rule(
        name="egalitarian",
        title="Egalitarian",
        says="the deal whose smallest gain is largest, in the players' own units",
        reference=(
            "Ehud Kalai (1977), Proportional Solutions to Bargaining Situations: Interpersonal "
            "Utility Comparisons"
        ),
        first=True,
        units_matter=True,
    ),
    Rule(
        name="utilitarian",
        title="Utilitarian",
        says="the deal with the largest sum of gains, in the players' own units",
        reference=(
            "John C. Harsanyi (1955), Cardinal Welfare, Individualistic Ethics, "
            "and Interpersonal Comparisons of Utility"
        ),
        units_matter=True,
    ),
    Rule(
        name="weighted-nash",
        title="Weighted Nash",
        says=(
            "the deal with the largest product of gains, each gain to the power of its player's "
            "`power`"
        ),
        reference=(
            "Ehud Kalai (1977), Nonsymmetric Nash Solutions and Replications of 2-Person Bargaining"
        ),
        applies_to=_fits_unequal,
        by_power=True,
    ),
    Rule(
        name="raiffa",
        title="Raiffa",
        says=(
            "the end of many small agreements, each of which gives every player the same part "
            "of what it could still gain"
        ),
        reference="Howard Raiffa (1953), Arbitration Schemes for Generalized Two-Person Games",
    ),
    Rule(
        name="maschler-perles",
        title="Maschler–Perles",
        says=(
            "the point where two players meet who start at their best deals and make concessions "
            "of equal cost"
        ),
        reference=(
            "Michael Maschler and Micha A. Perles (1981), The Super-Additive Solution for the Nash "
            "Bargaining Game"
        ),
        applies_to=_fits_two,
    ),
)
"""In the order in which they are told."""
RULES = {rule.name: rule for rule in POINTS}
"""Name → rule."""
