"""What an answer rests on: in which arithmetic it was decided, what a tolerance decided, and what
was left out.

Whether an answer is complete, and whether it is exact, follows from this record and from nothing
else. Whole numbers, fractions and floats whose error is bounded prove what they say. Floats that
are compared with a tolerance prove nothing near it: what comes within ten times the tolerance may
be a tie or none, and the answer is not known to be complete.
"""

from __future__ import annotations

from dataclasses import replace

from negotiate.display import record

WHOLE_NUMBERS = "whole numbers"
FRACTIONS = "fractions"
BOUNDED = "floats with an error bound"
FLOATS = "floats"
CLEAR = 10.0
"""So many tolerances from a tie there is no doubt."""
OF_RANGE = "of a player's payoff range"
"""The unit of most tolerances."""


@record
class Certificate:
    """What an answer rests on.

    Parameters
    ----------
    arithmetic : {'whole numbers', 'fractions', 'floats with an error bound', 'floats'}
        In what it was decided which equilibria there are, or what else was asked for.
    rounded : bool
        Whether rounding stands between the numbers given and those of the answer: payoffs were
        rounded before they were compared, or probabilities more than once.
    limits : tuple of str
        What was left out or left open, in words; empty where nothing was.
    compared : str
        What was compared with a tolerance, in words; empty (null in JSON) where nothing was.
    tolerance : float
        Up to what difference two of these count as one; 0 where nothing was compared so.
    unit : str
        What the tolerance and the margin are a part of; empty (null in JSON) where nothing was
        compared so.
    margin : float or None
        The smallest difference met where the tolerance decided; None where there was none, or it
        was not measured.
    """

    arithmetic: str
    rounded: bool = False
    limits: tuple[str, ...] = ()
    compared: str = ""
    tolerance: float = 0.0
    unit: str = ""
    margin: float | None = None

    @property
    def tolerances(self) -> float:
        """How many tolerances from a tie the smallest difference is: 0 if not measured, infinite if
        none was met.
        """
        if not (self.compared and self.tolerance):
            return float("inf")
        return 0.0 if self.margin is None else self.margin / self.tolerance

    @property
    def near(self) -> bool:
        """Whether a difference that a tolerance decided is within ten times that tolerance, or was
        not measured.
        """
        return self.tolerances < CLEAR

    @property
    def complete(self) -> bool:
        """Whether the answer is all there is of what was asked for, beyond doubt."""
        return not (self.limits or self.near)

    def limited(self, *limits: str) -> Certificate:
        """The same where more was left out or left open.

        Examples
        --------
        >>> (
        ...     Certificate(WHOLE_NUMBERS).complete,
        ...     Certificate(WHOLE_NUMBERS).limited("one was searched for").complete,
        ... )
        (True, False)
        """
        return replace(self, limits=tuple(dict.fromkeys((*self.limits, *limits))))

    def measured(
        self, compared: str, tolerance: float, margin: float | None, unit: str = OF_RANGE
    ) -> Certificate:
        """The same where a tolerance decided, and how near that came; nothing did where the margin
        is infinite.

        Examples
        --------
        >>> rough = Certificate(FLOATS, rounded=True)
        >>> [
        ...     rough.measured("payoffs", 1e-9, margin).complete
        ...     for margin in (None, 3e-9, 3e-8, float("inf"))
        ... ]
        [False, False, True, True]
        """
        if margin == float("inf"):
            return self
        return replace(self, compared=compared, tolerance=tolerance, unit=unit, margin=margin)
