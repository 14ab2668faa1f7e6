"""What a file lacks before a class can play it, or before it can be published."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from negotiate.language.check.subject import Finding, Subject
from negotiate.language.text import (
    Mapping,
    Node,
    Scalar,
    entries_of,
    find,
    plain,
    spelled,
    walk,
    words_of,
)
from negotiate.model import Preference
from negotiate.model.expressions import Expression, Number, Operation, Table
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Term, number
from negotiate.problems import Place, listed

READ_ALOUD = frozenset(
    (
        "title",
        "summary",
        "name",
        "leader",
        "unit",
        "about",
        "publisher",
        "author",
        "url",
        "group",
        "license",
        "date",
    )
)
"""Keys whose values are texts, wherever they stand."""
LISTS = frozenset(("authors", "teaches"))
"""Keys whose values are lists of texts."""


def texts(root: Node, without: str = "") -> Iterator[tuple[str, Place]]:
    """Every text, formulas and names left out, in no particular order; those of one section may be
    left out.
    """
    for section, value in entries_of(root).items():
        if isinstance(root, Mapping) and section != without:
            holder = Mapping({section: value}, {section: root.keys[section]}, root.place)
            yield from _texts_in(holder, READ_ALOUD)
            for node in walk(value):
                yield from _texts_in(node, None if section in (*LISTS, "briefs") else READ_ALOUD)


def _texts_in(node: Node, keys: Collection[str] | None) -> Iterator[tuple[str, Place]]:
    """The texts of a mapping under some keys; without any given, all texts of a mapping or a
    list.
    """
    if isinstance(node, Mapping):
        for key, value in node.entries.items():
            if (
                isinstance(value, Scalar)
                and isinstance(value.value, str)
                and (keys is None or key in keys)
            ):
                folded = (
                    value.place.width == 1 and len(value.text) > 1
                )  # in a block below its key, by the sign `>` or `|`
                yield value.value, node.keys[key] if folded else value.place
    for item in words_of(node) if keys is None else ():
        if isinstance(item.value, str):
            yield item.value, item.place


def cited(root: Node) -> Iterator[str]:
    """Every name that a `source:` gives."""
    found = (entries_of(node).get("source") for node in walk(root))
    return (one.value for one in found if isinstance(one, Scalar) and isinstance(one.value, str))


_INSIDE = re.compile(r"<(?=\S)[^<>]*\s[^<>]*(?<=\S)>")
_WHOLE = re.compile(r"\s*<[^<>]+>\s*\Z")


def ready_for_class(subject: Subject) -> Iterator[Finding]:
    """What the profile `class` asks for and the file does not have."""
    about, top = subject.scenario.about, ("title",)
    yield from _briefs(subject)
    if about.minutes is None:
        yield Finding(
            top,
            "missing-minutes",
            "the file does not say how many minutes it takes",
            "write `minutes: 50`",
        )
    if not about.summary.strip():
        yield Finding(
            top,
            "missing-summary",
            "the file has no summary",
            "write `summary:` with two or three sentences",
        )
    if not about.teaches:
        hint = "write `teaches:` with one sentence for each thing that a class should see"
        yield Finding(top, "missing-teaches", "the file does not say what it teaches", hint)
    matrix = isinstance(subject.root, Mapping) and "matrix" in subject.root.entries
    if not (subject.scenario.status_quo or subject.scenario.alternatives or matrix):
        hint = "write `status_quo:` with the option of every issue that holds today"
        yield Finding(("issues",), "missing-status-quo", "the file names no status quo", hint)
    yield from _placeholders(subject)


def _briefs(subject: Subject) -> Iterator[Finding]:
    briefs = subject.scenario.briefs
    missing = [
        key for key in ("public", *subject.scenario.players) if not briefs.get(key, "").strip()
    ]
    if missing:
        place = ("briefs",) if briefs else ("players",)
        wanted = ["everybody knows"] if "public" in missing else []
        if missing != ["public"]:
            wanted.append(f"{'this' if len(missing) == 1 else 'each'} player alone knows and wants")
        hint = (
            f"add {listed([f'{key}:' for key in missing])} under `briefs`, with what "
            f"{' and what '.join(wanted)}"
        )
        yield Finding(place, "missing-brief", f"a brief is missing for {listed(missing)}", hint)


def placeholders(root: Node) -> Iterator[tuple[str, Place]]:
    """Texts of a template that are still to be filled in, shortened, and where they stand."""
    for text, place in texts(root):
        found = _INSIDE.search(text) or _WHOLE.match(text)
        if found is not None:
            shown = " ".join(found[0].split())
            yield shown if len(shown) <= 60 else f"{shown[:58]}…", place


def _placeholders(subject: Subject) -> Iterator[Finding]:
    for shown, place in placeholders(subject.root):
        message = f"`{shown}` is still to be filled in"
        yield Finding(
            place, "placeholder", message, "write what it asks for, without the angle brackets"
        )


DECLARED = "declared"
_SOURCE = "name one of the `sources`, or write `source: declared` for a number of your own"
_OWN = f"{_SOURCE}, and then `range: [from, to]` as well"
_RANGE = "write `range: [from, to]`: how far could it be off?"


def ready_to_publish(subject: Subject) -> Iterator[Finding]:
    """What the profile `publish` asks for, beyond `class`, and the file does not have."""
    about, top = subject.scenario.about, ("title",)
    if not about.license.strip():
        hint = "write `license:`, such as `CC-BY-4.0`"
        yield Finding(
            top, "missing-license", "the file does not say under which licence it may be used", hint
        )
    if not any(author.strip() for author in about.authors):
        yield Finding(
            top,
            "missing-authors",
            "the file names no author",
            "write `authors:` with a list of names",
        )
    yield from _parameters(subject)
    yield from _issues(subject)
    yield from _terms(subject)
    yield from _limits(subject)
    yield from _sources(subject)


def _unsourced(subject: Subject, numbers: str, hint: str, *path: str) -> Finding:
    """That nothing says where numbers come from."""
    return Finding(path, "unsourced-number", f"nothing says where {numbers} from", hint)


def _parameters(subject: Subject) -> Iterator[Finding]:
    for name, parameter in subject.scenario.parameters.items():
        if not parameter.source:
            hint = _SOURCE if parameter.low is not None else _OWN
            yield _unsourced(subject, f"`{name}` comes", hint, *subject.parameter(name))
        elif (
            parameter.source == DECLARED
            and parameter.low is None
            and parameter.distribution is None
        ):
            place = subject.parameter(name)
            yield Finding(
                place, "unranged-number", f"`{name}` is declared, without a range", _RANGE
            )


def _issues(subject: Subject) -> Iterator[Finding]:
    for issue in subject.scenario.issues:
        part = find(subject.root, ("issues", issue))
        options = find(part, ("options",)) if part is not None else None
        if (
            not isinstance(part, Mapping)
            or not isinstance(options, Mapping)
            or _filled(part, "source")
        ):
            continue
        if any(_measured(name, option) for name, option in options.entries.items()):
            yield _unsourced(subject, f"the numbers of `{issue}` come", _SOURCE, "issues", issue)


def _measured(name: str, option: Node) -> bool:
    """Whether an option bears a number that is not its own name, and no source."""
    number = find(option, ("value",)) if isinstance(option, Mapping) else option
    if (
        not isinstance(number, Scalar)
        or isinstance(number.value, str | bool)
        or number.value is None
    ):
        return False
    return spelled(number.value) != name and not (
        isinstance(option, Mapping) and _filled(option, "source")
    )


def _filled(part: Mapping, key: str) -> bool:
    return bool(plain(part.entries[key])) if key in part.entries else False


def _terms(subject: Subject) -> Iterator[Finding]:
    matrix = find(subject.root, ("matrix",))
    if matrix is not None:
        if not subject.scenario.sources:
            hint = (
                "name the book or the article under `sources`, or say there that they are your own"
            )
            yield _unsourced(subject, "the numbers of the matrix come", hint, "matrix")
        return
    for player, terms in subject.scenario.terms.items():
        if player in subject.scenario.ordinal:
            yield from _order(subject, subject.scenario.preferences[player])
            continue
        for key, term in terms.items():
            if not term.source and _numbers(subject.scenario, term):
                hint = _OWN if _single(subject, term) else _SOURCE
                yield _unsourced(subject, f"`{player}.{key}` comes", hint, "payoffs", player, key)
            elif term.source == DECLARED and _single(subject, term):
                place = ("payoffs", player, key)
                yield Finding(
                    place,
                    "unranged-number",
                    f"`{player}.{key}` is declared, without a range",
                    _RANGE,
                )


def _order(subject: Subject, preference: Preference) -> Iterator[Finding]:
    """That nothing says where the order of a player without numbers comes from."""
    if not any(entry.source for group in preference.groups for entry in group):
        key = "prefers" if preference.kind == "statements" else "ranking"
        hint = "write an entry as `{that: …, source: …}` with a source, or `declared`"
        yield _unsourced(
            subject, f"the order of `{preference.player}` comes", hint, key, preference.player
        )


def _single(subject: Subject, term: Term) -> bool:
    """Whether a term is one number, under `amount`, without a range."""
    part = find(subject.root, ("payoffs", term.player, term.id))
    single = isinstance(part, Mapping) and "amount" in part.entries and not _filled(part, "range")
    return single and _written(subject.scenario, term.value)


def _numbers(negotiation: Negotiation, term: Term) -> bool:
    """Whether a term has numbers written in it, rather than a formula or a model."""
    value = term.value
    if isinstance(value, Operation) and value.name == "*" and isinstance(value.arguments[0], Table):
        value = value.arguments[0]
    cells = value.cells if isinstance(value, Table) else (value,)
    return any(_written(negotiation, cell) for cell in cells)


def _written(negotiation: Negotiation, expression: Expression) -> bool:
    """Whether an expression is a number other than 0, however it is spelt."""
    if not all(isinstance(node, Number | Operation) for node in expression.walk()):
        return False
    return bool(number(negotiation, expression))


def _limits(subject: Subject) -> Iterator[Finding]:
    """Prices of red lines and votes of ratifiers without a source."""
    found = subject.scenario
    for name, line in found.red_lines.items():
        if line.cost is not None and not line.source and _written(found, line.cost):
            yield _unsourced(subject, f"the price of `{name}` comes", _SOURCE, "red_lines", name)
    for name, body in found.ratifiers.items():
        if body.blocs and not body.source:
            yield _unsourced(subject, f"the votes of `{name}` come", _SOURCE, "ratifiers", name)


def _sources(subject: Subject) -> Iterator[Finding]:
    named = {name for name in cited(subject.root) if name in subject.scenario.sources}
    if not named:
        return
    words = {
        word.strip(".-")
        for text, _ in texts(subject.root, "sources")
        for word in re.findall(r"[\w.-]+", text)
    }
    for key, source in subject.scenario.sources.items():
        if key not in named and key not in words and not source.about.strip():
            message = f"nothing cites the source `{key}`"
            hint = "name it where its number stands, or say in its `about` what it is for"
            yield Finding(("sources", key), "uncited-source", message, hint)
