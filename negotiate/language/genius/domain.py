"""Reads what is negotiated from XML of GENIUS, and what one party makes of it: weights,
evaluations, no deal.

A document type or an entity is refused before anything is read. Nothing outside the text is ever
looked at, and depth and number of elements have limits.

GENIUS divides the evaluations of an issue by the largest of them, and the utility of a package is
the sum weighted as the file has it, or 1 where that is more. So it is done here, exactly.

References
----------
Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker 2014, *Genius: An Integrated Environment for
Supporting the Design of Generic Automated Negotiators*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from xml.parsers import expat

from negotiate.display import record
from negotiate.games.normal_form import LARGEST
from negotiate.language.text.source import Source, decoded, raw_bytes
from negotiate.problems import listed, nearest

SIZE_LIMIT = 10_000_000
"""Bytes in one file."""


def sheet(path: str) -> Source:
    """The text of a file; one that is too long, or not UTF-8, is empty and says so.

    Raises
    ------
    ScenarioNotFound
        If there is no such file, or it cannot be read.
    """
    raw = raw_bytes(path, SIZE_LIMIT, "name the domain file of GENIUS, which ends in .xml")
    if len(raw) <= SIZE_LIMIT:
        return decoded(raw, path)
    found = Source("", path)
    found.wrong(
        0,
        1,
        "file-too-large",
        f"the file has more than {SIZE_LIMIT:,} bytes",
        "take a smaller domain",
    )
    return found


DEPTH_LIMIT, ELEMENT_LIMIT = 30, 100_000
LONGEST_TAG = 10_000
"""Characters of a tag in which the place of an attribute is looked for."""
MISMATCHED = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
NO_MORE = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
IN_A_TAG = expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]
UNKNOWN = expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]
_OWN = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)[^;\s]*;")
_FORBIDDEN = re.compile(r"<!\s*(DOCTYPE|ENTITY)\b", re.IGNORECASE)


@dataclass(slots=True)
class Element:
    """One element: its tag, its attributes, and what stands within it.

    Parameters
    ----------
    start : int
        Where in the text it opens.
    """

    sheet: Source
    tag: str
    attributes: Mapping[str, str]
    start: int
    children: list[Element] = field(default_factory=list)

    def named(self, *tags: str) -> Iterator[Element]:
        """The children with one of these tags."""
        return (child for child in self.children if child.tag in tags)

    def first(self, tag: str) -> Element | None:
        """The first child with a tag."""
        return next(self.named(tag), None)

    def get(self, *names: str) -> str:
        """The first of some attributes that is there, on one line and with single spaces; empty
        where none is.
        """
        found = next((self.attributes[name] for name in names if name in self.attributes), "")
        return " ".join("".join(c if c.isprintable() else " " for c in found).split())

    def wrong(self, code: str, message: str, hint: str = "", attribute: str = "") -> None:
        """Note a mistake at the element, or at the value of one of its attributes."""
        start, end = self.start, self.start + len(self.tag) + 1
        if attribute:
            value = re.compile(rf"""\s{re.escape(attribute)}\s*=\s*(?:"([^"]*)"|'([^']*)')""")
            if found := value.search(self.sheet.text, self.start, self.start + LONGEST_TAG):
                start, end = found.span(1 if found[1] is not None else 2)
        self.sheet.wrong(start, max(end, start + 1), code, message, hint)


class _Stopped(Exception):
    """The rest of the text is not read."""


def elements(sheet: Source) -> Element | None:
    """The root element of a text; None where it cannot be read as far as its end, with the mistake
    noted.
    """
    if sheet.problems.errors():
        return None
    if forbidden := _FORBIDDEN.search(sheet.text):
        said = f"`<!{forbidden[1]}` stands here, and nothing of the kind is read"
        sheet.wrong(*forbidden.span(), "genius-entity", said)
        return None
    return _Builder(sheet).read()


class _Builder:
    """Builds elements from what the parser meets."""

    def __init__(self, sheet: Source) -> None:
        self.sheet = sheet
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.skipped = len(sheet.text) - len(sheet.text.lstrip())
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._forbidden
        self.parser.EntityDeclHandler = self._forbidden

    def read(self) -> Element | None:
        try:
            self.parser.Parse(self.sheet.text[self.skipped :], True)
        except expat.ExpatError as error:
            self._syntax(error)
            return None
        except _Stopped:
            return None
        except UnicodeError:
            self.sheet.wrong(0, 1, "not-utf-8", "the text holds characters that no file can hold")
            return None
        return self.root

    def _here(self, line: int, column: int) -> int:
        """The place in the whole text, of which the parser has not seen the white space at the
        start.
        """
        if line == 1:
            return self.skipped + column
        starts = self.sheet.starts
        above = min(line + self.sheet.line(self.skipped) - 1, len(starts))
        return min(starts[above - 1] + column, len(self.sheet.text))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        start = self._here(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)
        element = Element(self.sheet, tag, attributes, start)
        self.count += 1
        if len(self.open) >= DEPTH_LIMIT:
            self._stop(element, f"more than {DEPTH_LIMIT} elements stand inside one another")
        if self.count > ELEMENT_LIMIT:
            self._stop(element, f"the file has more than {ELEMENT_LIMIT:,} elements")
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, tag: str) -> None:
        del tag
        self.open.pop()

    def _stop(self, element: Element, said: str) -> None:
        element.wrong("genius-structure", said, "take a smaller domain")
        raise _Stopped

    def _forbidden(self, *found: object) -> None:
        start = self._here(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)
        self.sheet.wrong(
            start, start + 9, "genius-entity", "a document type or an entity is declared here"
        )
        raise _Stopped

    def _syntax(self, error: expat.ExpatError) -> None:
        start = self._here(error.lineno, error.offset)
        text, code, hint = self.sheet.text, "genius-xml", ""
        if error.code == MISMATCHED and self.open:
            last = self.open[-1]
            line = self.sheet.line(last.start)
            said = (
                f"another tag is closed here than `<{last.tag}>`, which is open since line {line}"
            )
            hint = f"write `</{last.tag}>` where it ends"
        elif error.code in (NO_MORE, IN_A_TAG):
            within = (
                f"`<{self.open[0].tag}>`"
                if self.open
                else "anything"
                if error.code == NO_MORE
                else "its first tag"
            )
            said, hint = (
                f"the file ends before {within} does",
                "copy the whole file again from where it comes from",
            )
            start = len(text.rstrip())
        elif error.code == UNKNOWN and (found := _OWN.search(text, start)):
            start = found.start()
            code, said, hint = (
                "genius-entity",
                f"`{found[0]}` stands for nothing here",
                "write the character itself",
            )
        elif "&" in text[max(start - 1, 0) : start + 1]:
            start -= text[start : start + 1] != "&"
            said, hint = "a bare `&` means something else in XML", "write `&amp;`"
        else:
            said = f"the file is no XML here: {expat.ErrorString(error.code)}"
        self.sheet.wrong(start, start + 1, code, said, hint)


LONGEST, LARGEST_EXPONENT = 400, 400
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,3}))?")


def number(
    element: Element, attribute: str, what: str, code: str = "genius-number"
) -> Fraction | None:
    """The number that an attribute holds, exactly as it is written; None where there is none, which
    is noted.

    Parameters
    ----------
    element : Element
        Where it stands.
    attribute : str
        Under which name.
    what : str
        What it is, such as "the weight".
    code : str
        The rule that is broken where the attribute is missing.
    """
    written = element.get(attribute)
    if not written or written == "null":
        element.wrong(
            code, f"{what} is missing", f'write `{attribute}="..."`', attribute if written else ""
        )
        return None
    found = _NUMBER.fullmatch(written)
    if found is None or len(written) > LONGEST:
        hint = "write it like -3, 0.25 or 1.5e3"
        element.wrong(
            "genius-number",
            f"{what} is expected here, and `{written}` is no number",
            hint,
            attribute,
        )
        return None
    if abs(int(found[1] or 0)) > LARGEST_EXPONENT or abs(value := Fraction(written)) > LARGEST:
        said = f"`{written}` is beyond {LARGEST:.0e}, the largest number taken"
        element.wrong("genius-number", said, "choose a larger unit", attribute)
        return None
    return value


def whole(element: Element, attribute: str, what: str, code: str = "genius-number") -> int | None:
    """The whole number that an attribute holds; None where there is none, which is noted."""
    found = number(element, attribute, what, code)
    if found is None:
        return None
    if found.denominator != 1:
        said = f"{what} is a whole number, and `{element.get(attribute)}` is none"
        element.wrong("genius-number", said, "leave out what stands behind the point", attribute)
        return None
    return int(found)


MOST_ISSUES, MOST_ITEMS, MOST_OPTIONS = 1_000, 10_000, 100_000
"""Issues of a domain, options of one of them, and options of all of them."""
ROOTS = ("negotiation_template", "utility_space")
NOT_ADDITIVE = ("constraints", "ufun", "utility", "hyperRectangle", "rules")
"""Elements of a utility space that does not add up issue by issue."""
KINDS = ("discrete", "integer")


@record
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


@record
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
            "evaluation" in item.attributes
            for issue in self.issues
            for item in issue.element.named("item")
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
    objective = (
        space.first("objective") or space
    )  # some profiles have issues and weights without one around them
    others += [
        child for child in objective.named("objective", *NOT_ADDITIVE) if objective is not space
    ]
    if others:
        others[0].wrong(
            "genius-additive",
            f"`<{others[0].tag}>` says more than a weight and evaluations an issue",
        )
        return None
    issues = tuple(_issues(objective))
    if not issues:
        if not objective.sheet.problems.errors():
            objective.wrong(
                "genius-structure",
                "there is no issue here",
                "list what is negotiated as `<issue>`s",
            )
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
            element.wrong(
                "genius-structure",
                f"there are more than {MOST_ISSUES:,} issues",
                "take a smaller domain",
            )
            return
        found = _issue(element)
        if found is None:
            continue
        if found.name in names:
            element.wrong("genius-twice", f"two issues are called `{found.name}`", "", "name")
        elif found.number in numbers:
            said = (
                f"`{found.name}` has the number {found.number}, which is that of "
                f"`{numbers[found.number]}`"
            )
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
        said = (
            f"`{name}` is of the kind `{kind}`, and only issues of items or of whole numbers "
            "are read"
        )
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
            item.wrong(
                "genius-structure",
                f"`{name}` has more than {MOST_ITEMS:,} items",
                "take a smaller domain",
            )
            break
        if not value:
            item.wrong(
                "genius-structure", f"an item of `{name}` has no value", 'write `value="..."`'
            )
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
        said = (
            f"`{name}` goes from {low:,} to {high:,}; it has at least one number, and "
            f"{MOST_ITEMS:,} at most"
        )
        where.wrong("genius-kind", said, "list the numbers that matter as items", "upperbound")
        return None
    return GeniusIssue(name, number, tuple(map(str, range(low, high + 1))), low, element)


NOTHING = Fraction(1, 100_000)
"""Where no evaluation of an issue reaches this, GENIUS takes all of them for 0."""


@record
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
    """The profile that a file describes, for a domain; None where something is wrong with it, which
    is noted.

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
        place = whole(
            element, "index", "the number of the issue that is weighed", "genius-structure"
        )
        value = number(element, "value", "the weight", "genius-structure")
        if place is None or value is None or (str(place) == passing and place not in names):
            continue
        if place not in names:
            known = ", ".join(f"{n} is `{name}`" for n, name in list(names.items())[:6])
            element.wrong(
                "genius-unknown",
                f"no issue has the number {place}",
                f"of those here, {known}",
                "index",
            )
        elif place in weights:
            element.wrong(
                "genius-weight",
                f"`{names[place]}` is weighed a second time",
                "keep one of the two",
                "index",
            )
        elif value < 0:
            element.wrong(
                "genius-weight", f"the weight of `{names[place]}` is below 0", "", "value"
            )
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
            issue.element.wrong(
                "genius-unknown", f"the domain has no issue `{issue.name}`", hint, "name"
            )
    for name in known:
        if name not in issues:
            said = f"the profile lacks `{name}`, an issue of the domain"
            found.objective.wrong("genius-unknown", said, "add it with its items and a weight")


def _column(own: GeniusIssue, issue: GeniusIssue, weight: Fraction) -> tuple[Fraction, ...]:
    """What each item of an issue adds to the utility."""
    if (issue.low is not None or own.low is not None) and own.items != issue.items:
        said = f"`{own.name}` has other numbers here than in the domain"
        own.element.wrong(
            "genius-unknown", said, f"there it is {issue.items[0]} to {issue.items[-1]}"
        )
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
            item.wrong(
                "genius-unknown", f"the domain's `{own.name}` has no item `{value}`", hint, "value"
            )
            continue
        found = number(item, "evaluation", f"the evaluation of `{value}`", "genius-evaluation")
        if found is not None and found < 0:
            item.wrong(
                "genius-evaluation", f"the evaluation of `{value}` is below 0", "", "evaluation"
            )
        yield value, found if found is not None else Fraction(0)


def _line(own: GeniusIssue) -> list[Fraction]:
    """Evaluations of whole numbers along a straight line, cut off at 0 and at 1 as GENIUS does."""
    line = own.element.first("evaluator")
    if line is None:
        own.element.wrong(
            "genius-evaluation",
            f"`{own.name}` has no `<evaluator>`",
            "write its slope and its offset",
        )
        return []
    kind = line.get("ftype")
    if kind not in ("", "linear"):
        line.wrong(
            "genius-additive", f"an evaluator `{kind}` is not read, only a linear one", "", "ftype"
        )
        return []
    slope = number(line, "slope", f"the slope of `{own.name}`", "genius-evaluation")
    offset = number(line, "offset", f"the offset of `{own.name}`", "genius-evaluation")
    if slope is None or offset is None:
        return []
    return [
        min(max(offset + slope * step, Fraction(0)), Fraction(1)) for step in range(len(own.items))
    ]


def _value(found: Domain, tag: str, what: str, otherwise: Fraction) -> Fraction:
    """The number of an element of its own, where it is there."""
    element: Element | None = found.space.first(tag)
    if element is None:
        return otherwise
    value = number(element, "value", what)
    if value is not None and tag == "discount_factor" and not 0 <= value <= 1:
        element.wrong("genius-number", "a discount factor lies between 0 and 1", "", "value")
    return otherwise if value is None else value
