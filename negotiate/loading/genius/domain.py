"""Reads what is negotiated from a file of GENIUS: its issues, and the items of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from negotiate.loading.genius.elements import Element
from negotiate.loading.genius.numbers import whole
from negotiate.loading.problems import nearest

MOST_ISSUES, MOST_ITEMS, MOST_OPTIONS = 1_000, 10_000, 100_000
"""Issues of a domain, options of one of them, and options of all of them."""
ROOTS = ("negotiation_template", "utility_space")
NOT_ADDITIVE = ("constraints", "ufun", "utility", "hyperRectangle", "rules")
"""Elements of a utility space that does not add up issue by issue."""
KINDS = ("discrete", "integer")


@dataclass(frozen=True, slots=True)
class GeniusIssue:
    """One issue.

    Parameters
    ----------
    number : int
        By which the weights of a profile mean it.
    items : tuple of str
        Its options, in the order of the file.
    low : int or None
        Of an issue of whole numbers: the smallest, from which on they are all its options.
    element : Element
        Where it stands.
    """

    name: str
    number: int
    items: tuple[str, ...]
    low: int | None
    element: Element


@dataclass(frozen=True, slots=True)
class Domain:
    """What is negotiated.

    Parameters
    ----------
    title : str
        What the objective is called.
    issues : tuple of GeniusIssue
        In the order of the file.
    agents : tuple of (str, str)
        Name and profile of each agent that the file names, as they are written.
    space, objective : Element
        Where the profile's parts stand.
    """

    title: str
    issues: tuple[GeniusIssue, ...]
    agents: tuple[tuple[str, str], ...]
    space: Element
    objective: Element

    @property
    def weighed(self) -> bool:
        """Whether the file is a profile: somebody's weights and evaluations stand in it."""
        return any(True for _ in self.objective.named("weight")) or any(
            "evaluation" in item.attributes for issue in self.issues for item in issue.element.named("item")
        )


def domain(root: Element) -> Domain | None:
    """The domain that a file describes, mistakes noted; None where it describes none."""
    space = root.first("utility_space") if root.tag == ROOTS[0] else root
    if root.tag not in ROOTS or space is None:
        said = f"`<{root.tag}>` is not how a domain or profile starts"
        if space is None:
            said = "there is no `<utility_space>` in this template"
        hint = "a domain starts with `<negotiation_template>`, a profile with `<utility_space>`"
        root.wrong("genius-structure", said, hint)
        return None
    others = list(space.named(*NOT_ADDITIVE))
    objective = space.first("objective") or space  # some profiles have issues and weights without one around them
    others += [child for child in objective.named("objective", *NOT_ADDITIVE) if objective is not space]
    if others:
        others[0].wrong("genius-additive", f"`<{others[0].tag}>` says more than a weight and evaluations an issue")
        return None
    issues = tuple(_issues(objective))
    if not issues:
        if not objective.sheet.problems.errors():
            objective.wrong("genius-structure", "there is no issue here", "list what is negotiated as `<issue>`s")
        return None
    agents = tuple((agent.get("name"), agent.get("utility_space")) for agent in root.named("agent"))
    title = objective.get("name") if objective is not space else ""
    return Domain(title, issues, agents, space, objective)


def _issues(objective: Element) -> Iterator[GeniusIssue]:
    names: dict[str, Element] = {}
    numbers: dict[int, str] = {}
    options = 0
    for place, element in enumerate(objective.named("issue")):
        if place == MOST_ISSUES:
            element.wrong("genius-structure", f"there are more than {MOST_ISSUES:,} issues", "take a smaller domain")
            return
        found = _issue(element)
        if found is None:
            continue
        if found.name in names:
            element.wrong("genius-twice", f"two issues are called `{found.name}`", "", "name")
        elif found.number in numbers:
            said = f"`{found.name}` has the number {found.number}, which is that of `{numbers[found.number]}`"
            element.wrong("genius-twice", said, "", "index")
        options += len(found.items)
        if options > MOST_OPTIONS:
            said = f"the issues up to this one have more than {MOST_OPTIONS:,} options"
            element.wrong("genius-structure", said, "take a smaller domain")
            return
        names[found.name] = element
        numbers[found.number] = found.name
        yield found


def _issue(element: Element) -> GeniusIssue | None:
    name = element.get("name")
    if not name:
        element.wrong("genius-structure", "this issue has no name", 'write `name="..."`')
        return None
    number = whole(element, "index", f"the number of `{name}`", "genius-structure")
    if number is None:
        return None
    attribute = next((a for a in ("type", "vtype", "etype") if a in element.attributes), "")
    kind = element.get(attribute) if attribute else KINDS[0]
    if kind not in KINDS:
        said = f"`{name}` is of the kind `{kind}`, and only issues of items or of whole numbers are read"
        element.wrong("genius-kind", said, nearest(kind, KINDS), attribute)
        return None
    if kind == "integer":
        return _range(element, name, number)
    items = _items(element, name)
    return GeniusIssue(name, number, items, None, element) if items else None


def _items(element: Element, name: str) -> tuple[str, ...]:
    known: dict[str, None] = {}
    for place, item in enumerate(element.named("item")):
        value = item.get("value")
        if place == MOST_ITEMS:
            item.wrong("genius-structure", f"`{name}` has more than {MOST_ITEMS:,} items", "take a smaller domain")
            break
        if not value:
            item.wrong("genius-structure", f"an item of `{name}` has no value", 'write `value="..."`')
        elif value in known:
            item.wrong("genius-twice", f"two items of `{name}` are called `{value}`", "", "value")
        known[value] = None
    if not known:
        element.wrong("genius-structure", f"`{name}` has no items", "list its options as `<item>`s")
    return tuple(known)


def _range(element: Element, name: str, number: int) -> GeniusIssue | None:
    where = element.first("range") or element
    low = whole(where, "lowerbound", f"the smallest number of `{name}`", "genius-structure")
    high = whole(where, "upperbound", f"the largest number of `{name}`", "genius-structure")
    if low is None or high is None:
        return None
    if not low <= high < low + MOST_ITEMS:
        said = f"`{name}` goes from {low:,} to {high:,}; it has at least one number, and {MOST_ITEMS:,} at most"
        where.wrong("genius-kind", said, "list the numbers that matter as items", "upperbound")
        return None
    return GeniusIssue(name, number, tuple(map(str, range(low, high + 1))), low, element)
