"""Reads what one party makes of a domain: its weights, its evaluations, and what it gets without a deal.

GENIUS divides the evaluations of an issue by the largest of them, and the utility of a package is the sum weighted as
the file has it, or 1 where that is more. So it is done here, exactly.

References
----------
Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker 2014, *Genius: An Integrated Environment for Supporting the Design
of Generic Automated Negotiators*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from negotiate.loading.genius.domain import Domain, GeniusIssue
from negotiate.loading.genius.elements import Element
from negotiate.loading.genius.numbers import number, whole
from negotiate.loading.problems import listed, nearest

NOTHING = Fraction(1, 100_000)
"""Where no evaluation of an issue reaches this, GENIUS takes all of them for 0."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one party makes of a domain.

    Parameters
    ----------
    player : str
        What the file calls the party; empty where it does not.
    worth : tuple of tuple of Fraction
        For each issue of the domain, in its order, what each of its items adds to the utility.
    weights : Fraction
        What the weights add up to in the file, which is 1 as a rule.
    reservation : Fraction
        What no deal is worth.
    discount : Fraction
        What a utility is multiplied by for each round of time; 1 for a party in no hurry.
    """

    player: str
    worth: tuple[tuple[Fraction, ...], ...]
    weights: Fraction
    reservation: Fraction
    discount: Fraction

    @property
    def best(self) -> Fraction:
        """What the best of everything adds up to, before utilities are cut off at 1."""
        return sum((max(column) for column in self.worth), Fraction(0))


def profile(found: Domain, frame: Domain) -> Profile | None:
    """The profile that a file describes, for a domain; None where something is wrong with it, which is noted.

    Parameters
    ----------
    found : Domain
        What the profile's own file says is negotiated.
    frame : Domain
        What is negotiated.
    """
    problems = found.space.sheet.problems
    before = len(problems.found)
    weights = _weights(found)
    issues = {issue.name: issue for issue in found.issues}
    _compared(found, frame, issues)
    both = [(issues[issue.name], issue) for issue in frame.issues if issue.name in issues]
    columns = [_column(own, issue, weights.get(own.number, Fraction(0))) for own, issue in both]
    reservation = _value(found, "reservation", "what no deal is worth", Fraction(0))
    discount = _value(found, "discount_factor", "the discount factor", Fraction(1))
    if len(problems.found) > before:
        return None
    total = sum(weights.values(), Fraction(0))
    return Profile(found.space.get("name"), tuple(columns), total, reservation, discount)


def _weights(found: Domain) -> dict[int, Fraction]:
    """Number of an issue → its weight."""
    names = {issue.number: issue.name for issue in found.issues}
    passing = found.objective.get("index")
    weights: dict[int, Fraction] = {}
    for element in found.objective.named("weight"):
        place = whole(element, "index", "the number of the issue that is weighed", "genius-structure")
        value = number(element, "value", "the weight", "genius-structure")
        if place is None or value is None or (str(place) == passing and place not in names):
            continue
        if place not in names:
            known = ", ".join(f"{n} is `{name}`" for n, name in list(names.items())[:6])
            element.wrong("genius-unknown", f"no issue has the number {place}", f"of those here, {known}", "index")
        elif place in weights:
            element.wrong("genius-weight", f"`{names[place]}` is weighed a second time", "keep one of the two", "index")
        elif value < 0:
            element.wrong("genius-weight", f"the weight of `{names[place]}` is below 0", "", "value")
        weights.setdefault(place, value)
    for issue in found.issues:
        if issue.number not in weights:
            hint = f'write `<weight index="{issue.number}" value="..."/>`, 0 if it does not matter'
            issue.element.wrong("genius-weight", f"`{issue.name}` has no weight", hint)
    if found.issues and weights and not any(value > 0 for value in weights.values()):
        found.objective.wrong("genius-weight", "no issue has a weight above 0")
    return {place: value for place, value in weights.items() if place in names}


def _compared(found: Domain, frame: Domain, issues: dict[str, GeniusIssue]) -> None:
    """Note what is in one of the two and not in the other."""
    if found is frame:
        return
    known = [issue.name for issue in frame.issues]
    for issue in found.issues:
        if issue.name not in known:
            hint = nearest(issue.name, known) or f"the domain has {listed(known)}"
            issue.element.wrong("genius-unknown", f"the domain has no issue `{issue.name}`", hint, "name")
    for name in known:
        if name not in issues:
            said = f"the profile lacks `{name}`, an issue of the domain"
            found.objective.wrong("genius-unknown", said, "add it with its items and a weight")


def _column(own: GeniusIssue, issue: GeniusIssue, weight: Fraction) -> tuple[Fraction, ...]:
    """What each item of an issue adds to the utility."""
    if (issue.low is not None or own.low is not None) and own.items != issue.items:
        said = f"`{own.name}` has other numbers here than in the domain"
        own.element.wrong("genius-unknown", said, f"there it is {issue.items[0]} to {issue.items[-1]}")
        return ()
    if own.low is not None:
        return tuple(weight * share for share in _line(own))
    values = dict(_evaluations(own, issue))
    for missing in [item for item in issue.items if item not in values]:
        said = f"`{own.name}` lacks the item `{missing}` of the domain"
        own.element.wrong("genius-unknown", said, "add it with its evaluation")
        return ()
    largest = max(values.values())
    if largest < NOTHING:
        return (Fraction(0),) * len(issue.items)
    return tuple(weight * values[item] / largest for item in issue.items)


def _evaluations(own: GeniusIssue, issue: GeniusIssue) -> Iterator[tuple[str, Fraction]]:
    """Each item with its evaluation."""
    known = frozenset(issue.items)
    for item in own.element.named("item"):
        value = item.get("value")
        if value not in known:
            many = item.sheet.problems.many
            hint = "" if many else nearest(value, issue.items) or f"it has {listed(issue.items)}"
            item.wrong("genius-unknown", f"the domain's `{own.name}` has no item `{value}`", hint, "value")
            continue
        found = number(item, "evaluation", f"the evaluation of `{value}`", "genius-evaluation")
        if found is not None and found < 0:
            item.wrong("genius-evaluation", f"the evaluation of `{value}` is below 0", "", "evaluation")
        yield value, found if found is not None else Fraction(0)


def _line(own: GeniusIssue) -> list[Fraction]:
    """Evaluations of whole numbers along a straight line, cut off at 0 and at 1 as GENIUS does."""
    line = own.element.first("evaluator")
    if line is None:
        own.element.wrong("genius-evaluation", f"`{own.name}` has no `<evaluator>`", "write its slope and its offset")
        return []
    kind = line.get("ftype")
    if kind not in ("", "linear"):
        line.wrong("genius-additive", f"an evaluator `{kind}` is not read, only a linear one", "", "ftype")
        return []
    slope = number(line, "slope", f"the slope of `{own.name}`", "genius-evaluation")
    offset = number(line, "offset", f"the offset of `{own.name}`", "genius-evaluation")
    if slope is None or offset is None:
        return []
    return [min(max(offset + slope * step, Fraction(0)), Fraction(1)) for step in range(len(own.items))]


def _value(found: Domain, tag: str, what: str, otherwise: Fraction) -> Fraction:
    """The number of an element of its own, where it is there."""
    element: Element | None = found.space.first(tag)
    if element is None:
        return otherwise
    value = number(element, "value", what)
    if value is not None and tag == "discount_factor" and not 0 <= value <= 1:
        element.wrong("genius-number", "a discount factor lies between 0 and 1", "", "value")
    return otherwise if value is None else value
