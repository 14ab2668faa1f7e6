"""The text of a copy: a scenario that stands alone, and says what it was copied from.

Of several files that say it together, each entry keeps its own words where they still are true, and
gets new ones elsewhere.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence as AbcSequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from negotiate.display import record
from negotiate.errors import NegotiateError, OverrideError, ScenarioError
from negotiate.language.addresses import carry_out
from negotiate.language.editor.beside import MODELINE
from negotiate.language.library import find, shipped
from negotiate.language.points import exercise
from negotiate.language.scenario_file import Reading
from negotiate.language.sheets import holds_points
from negotiate.language.text import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    copied,
    entries_of,
    items_of,
    names_in,
    plain,
    spelled,
    text_of,
)
from negotiate.language.text import find as node_at
from negotiate.language.text.reader import pieces, read_text
from negotiate.language.writing.formatting import formatted, is_tall, printed
from negotiate.language.writing.sheet import Branch, Entry, Leaf, Note, Sheet, cut, sheet
from negotiate.problems import Place, Problems, listed, nearest, typed
from negotiate.report.style import joined

WIDTH = 110
"""Characters after which a text goes over several lines."""

Said = tuple[Entry, Node]
"""An entry of a file, with what it says."""


def flattened(target: Mapping, texts: AbcSequence[str]) -> tuple[str, bool]:
    """A text that says what the nodes say.

    Parameters
    ----------
    target : Mapping
        What is to be said.
    texts : sequence of str
        The files to take entries and comments from, each one before the files that it extends.

    Returns
    -------
    tuple of str and bool
        The text, read once more and found to say the same; and whether comments were kept.

    Raises
    ------
    AssertionError
        If even a text without comments does not say the same: a bug.
    """
    files = [found for text in texts if (found := _file(text)) is not None]
    for sources in (files, []) if files else ([],):
        text = printed(_together(target, sources))
        if says(text, target):
            return text, bool(sources)
    raise AssertionError("a scenario was written that does not read back as it was")


def says(text: str, target: Node) -> bool:
    """Whether a text, when it is read, says what the nodes say, in the same order."""
    found = read_text(text, "", Problems())
    return found is not None and same(found, target)


def same(one: Node, other: Node) -> bool:
    """Whether two nodes hold the same values in the same order."""
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return type(one.value) is type(other.value) and one.value == other.value
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        alike = list(one.entries) == list(other.entries)
        return alike and all(same(below, other.entries[key]) for key, below in one.entries.items())
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return len(one.items) == len(other.items) and all(map(same, one.items, other.items))
    return False


def _file(text: str) -> tuple[Sheet, Node] | None:
    """A file as it is laid out, and what it says; None where it has no place on a sheet, or is all
    in braces.
    """
    root = read_text(text, "", Problems())
    try:
        page = None if root is None else sheet(text, *cut(text, pieces(text)))
    except NegotiateError:
        return None
    return None if root is None or page is None or page.root.flow else (page, root)


def _together(target: Mapping, files: AbcSequence[tuple[Sheet, Node]]) -> Sheet:
    """The sheet of a file that says all of it; the remarks on top of each file come first."""
    header: list[Note] = []
    for page, _ in files:
        notes = [note for note in page.header if not MODELINE.match(note.text)]
        header += [
            replace(note, blank=note.blank or (k == 0 and bool(header)))
            for k, note in enumerate(notes)
        ]
    root = _branch(target, [(page.root, node) for page, node in files])
    known = {entry.key for entry in files[-1][0].root.entries} if files else set()
    for entry in root.entries[1:] if files else []:
        entry.blank |= entry.key not in known and is_tall(entry)
    return Sheet(header, bool(files) and files[-1][0].parted, root)


def _branch(target: Mapping | Sequence, sources: AbcSequence[tuple[Branch, Node]]) -> Branch:
    """A mapping or a list, each of its parts as one of the sources has it; the last source is the
    lowest file.
    """
    tail = [note for branch, _ in reversed(sources) for note in branch.tail]
    parts = [_parts(branch, node) for branch, node in sources]
    if isinstance(target, Mapping):
        held = [dict(part) for part in parts]
        entries = [
            _entry(key, v, [said[key] for said in held if key in said])
            for key, v in target.entries.items()
        ]
        return Branch(False, 0, entries=entries, tail=tail)
    left = [said for part in parts for _, said in part]
    entries = []
    for value in target.items:
        likest = max(left, key=lambda said: _likeness(said[1], value), default=None)
        found = [likest] if likest is not None and _likeness(likest[1], value) else []
        left = [said for said in left if said not in found]
        entries.append(_entry("", value, found))
    return Branch(True, 0, entries=entries, tail=tail)


def _parts(branch: Branch, node: Node) -> list[tuple[str, Said]]:
    """Key (nothing in a list) and entry of each part, with what that says."""
    below = [*entries_of(node).items(), *(("", item) for item in items_of(node))]
    return [
        (key, (entry, value)) for entry, (key, value) in zip(branch.entries, below, strict=False)
    ]


def _entry(key: str, target: Node, found: AbcSequence[Said]) -> Entry:
    """One entry: as a file says it, or put together from its parts, or written anew."""
    if not found:
        return Entry(_key(key), value=_value(target))
    lowest = found[-1][0]
    for entry, node in found:
        if same(node, target):
            return _with_remarks(entry, [entry, lowest])
    whole = [
        (entry.value, node)
        for entry, node in found
        if isinstance(entry.value, Branch) and not entry.value.flow and type(node) is type(target)
    ]
    if whole and not isinstance(target, Scalar) and (branch := _branch(target, whole)).entries:
        above = [note for entry, _ in reversed(found) for note in entry.above]
        beside = next((entry.beside for entry, _ in reversed(found) if entry.beside), "")
        return replace(lowest, value=branch, above=above, beside=beside)
    return _with_remarks(Entry(lowest.key, value=_value(target)), [entry for entry, _ in found])


def _with_remarks(entry: Entry, files: AbcSequence[Entry]) -> Entry:
    """The entry between the remarks of the first file that makes any: what a name means stays the
    same.
    """
    above = next((found for found in files if found.above), files[-1])
    below = next((found.below for found in files if found.below), [])
    return replace(entry, above=above.above, blank=above.blank, parted=above.parted, below=below)


def _likeness(one: Node, other: Node) -> float:
    """How many entries two items share; endless for the same."""
    if same(one, other):
        return float("inf")
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return 0
    return sum(
        key in other.entries and same(below, other.entries[key])
        for key, below in one.entries.items()
    )


def _value(node: Node) -> Leaf | Branch:
    """A value that no file has, in block style but for a list of single values."""
    if isinstance(node, Mapping):
        entries = [Entry(_key(key), value=_value(below)) for key, below in node.entries.items()]
        return Branch(False, 0, flow=not entries, entries=entries)
    if isinstance(node, Sequence):
        row = all(isinstance(item, Scalar) for item in node.items)
        leaves = [
            _leaf(item, "[{}]") if row and isinstance(item, Scalar) else _value(item)
            for item in node.items
        ]
        return Branch(True, 0, flow=row, inline=row, entries=[Entry(value=leaf) for leaf in leaves])
    words = str(node.value)
    if (
        isinstance(node.value, str)
        and len(words) > WIDTH
        and words.isprintable()
        and words == " ".join(words.split())
    ):
        lines = textwrap.wrap(words, WIDTH, break_long_words=False, break_on_hyphens=False)
        return Leaf("\n".join([">-", *(f"  {line}" for line in lines)]), ">", inset=2)
    return _leaf(node, "key: {}")


def _leaf(node: Scalar, place: str) -> Leaf:
    """A single value as it stands where the reader takes it for what it is in such a place, else in
    quotes.
    """
    if node.value is None:
        return Leaf("null" if place == "[{}]" else "")
    return Leaf(_word(node.value, place) if isinstance(node.value, str) else node.text)


def _key(key: str) -> str:
    return _word(key, "{}: 0")


def _word(text: str, place: str) -> str:
    """A text as it is where YAML gives exactly it back, else in quotes, with numbers for what
    cannot be seen.
    """
    problems = Problems()
    wanted = {"{}: 0": {text: 0}, "key: {}": {"key": text}, "[{}]": [text]}[place]
    node = read_text(place.format(text), "", problems) if text.isprintable() else None
    if node is not None and not problems.found and plain(node) == wanted:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    seen = (sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in escaped)
    return f'"{"".join(seen)}"'


@record
class Copy:
    """A scenario's text, ready to be written.

    Parameters
    ----------
    text : str
        What stands below the first line.
    made_from : tuple of str
        The template; or the scenario that was copied, then those that it extends.
    lens : {'solve', 'tree', 'stability', 'simulate', 'play'}
        The command that answers it best.
    notes : tuple of str
        What the copy does not hold, in whole sentences.
    """

    text: str
    made_from: tuple[str, ...]
    lens: str
    notes: tuple[str, ...] = ()


def copy_of(name: str, variant: str | None = None) -> Copy:
    """A copy of a shipped scenario or of any scenario file, with what it extends, and a variant
    carried out.

    Raises
    ------
    ScenarioNotFound
        If there is no such scenario.
    ScenarioError
        If it cannot be read as far as a copy needs.
    NegotiateError
        If there is no such variant, or a copy cannot say what it does.
    """
    if holds_points(name):
        return _of_sheet(name)
    reading = Reading(name)
    root, texts = _sound(reading, variant), dict(reading.problems.texts)
    whole = copied(root)
    notes = () if variant is None else _carried_out(whole, variant)
    if len(texts) == 1 and variant is None:
        # An editor's first line is left out: the copy gets one of its own.
        lines = find(name)[0].read_bytes().decode("utf-8-sig").splitlines(keepends=True)
        text = "".join(line for line in lines if not MODELINE.match(line))
    else:
        text, kept = flattened(whole, ["\n".join(lines) for lines in texts.values()])
        with suppress(NegotiateError):  # the order of sections is a nicety; what they say is not
            text = formatted(text)
        notes += () if kept else ("Its comments could not be kept.",)
    made_from = tuple(_known_as(shown, reading) for shown in texts)
    return Copy(_headed(text, made_from, variant, root), made_from, _lens(whole), notes)


def _lens(whole: Mapping) -> str:
    """The command that answers a scenario best, by what it consists of."""
    if "turns" in whole.entries:
        return "play"
    if "protocol" in whole.entries:
        return "tree"
    if {"prefers", "ranking"} & set(whole.entries):
        return "stability"
    return "simulate" if "repeat" in whole.entries else "solve"


def _sound(reading: Reading, variant: str | None) -> Mapping:
    """The nodes of a scenario, if they are sound enough to be copied.

    What is copied as it stands may hold mistakes of meaning, and the copy then holds the same. What
    is put together must not, since a mistake in `set` or `remove` would vanish with them.
    """
    root = reading.root
    if root is None or len(reading.problems.texts) > 1 or variant is not None:
        reading.problems.stop()
    if isinstance(root, Mapping):
        return root
    problems = Problems(texts=reading.problems.texts)
    place = Place(reading.shown, 1, 1) if root is None else root.place
    problems.add(
        place, "not-a-mapping", "a scenario is a mapping of keys such as `title` and `players`"
    )
    raise ScenarioError(problems.found)


def _known_as(shown: str, reading: Reading) -> str:
    """A shipped scenario by its full name, a file by its own: where it lies says nothing to whoever
    reads the copy.
    """
    if (
        shown == reading.shown
        and reading.name in shipped()
        and find(shown)[0] == shipped()[reading.name]
    ):
        return reading.name
    name = shown if shown in shipped() else Path(shown).name
    return name if name.isprintable() else "another file"


def _headed(text: str, made_from: tuple[str, ...], variant: str | None, root: Mapping) -> str:
    """With a remark at the top: what it is a copy of, whose work that is, and what was laid
    together.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    carried = f", with its variant `{variant}` carried out" if variant is not None else ""
    lines = [f"# A copy of `{made_from[0]}`{_credit(root)}{carried}."]
    if made_from[1:]:
        below = joined([f"`{name}`" for name in made_from[1:]])
        lines.append(
            f"# This file needs no other file: what it took from {below} is written out here."
        )
    gap = "" if text.startswith(("\n", "\r\n")) else end
    return end.join(lines) + end + gap + text


def _credit(root: Mapping) -> str:
    """Whose work it is, on what terms, in brackets."""
    authors, terms = root.entries.get("authors"), root.entries.get("license")
    names = names_in(authors)
    words = [f"by {', '.join(names)}"] if names else []
    words += [text_of(terms)] if isinstance(terms, Scalar) else []
    said = f" ({', '.join(words)})"
    return said if words and said.isprintable() and len(said) < 200 else ""


def _of_sheet(name: str) -> Copy:
    """The exercise that a sheet of points is, with the points written out.

    Raises
    ------
    ScenarioError
        If it is none.
    """
    Reading(name).scenario({}, None, {})
    path, _, shown = find(name)
    found = exercise(path, shown, Problems())
    if found is None:
        raise AssertionError("a sheet that was read is none")
    parts = {key: found.entries[key] for key in ("players", "issues", "points")}
    people = names_in(parts["players"])
    lines = [
        f"# Points from the sheet `{_known_as(shown, Reading(name))}`.",
        "",
        "format: 1",
        f"title: {_flow(found.entries['title'])}",
        "players:",
        *(f"  {key}: {_flow(part)}" for key, part in entries_of(parts["players"]).items()),
        "",
        "# What each has without a deal.",
        f"no_deal: {_flow(found.entries['no_deal'])}",
        "",
        "# What they decide together.",
        "issues:",
    ]
    for key, part in entries_of(parts["issues"]).items():
        lines += [f"  {key}:", *(f"    {k}: {_flow(v)}" for k, v in entries_of(part).items())]
    lines += ["", "# What each option brings each of them.", "points:"]
    for issue, options in entries_of(parts["points"]).items():
        width = max(map(len, map(_key, entries_of(options))))
        rows = ((f"{_key(o)}:", _flow(row)) for o, row in entries_of(options).items())
        lines += [f"  {issue}:", *(f"    {key:<{width + 1}} {row}" for key, row in rows)]
    lines += [
        "",
        "# For people who play it. Only the player itself reads its own brief.",
        "briefs:",
        "  public: <what everybody at the table knows>",
        *(f"  {key}: <what only {key} knows, what it wants, and why>" for key in people),
    ]
    text = "\n".join(lines) + "\n"
    Reading(name, text).scenario({}, None, {})
    return Copy(text, (_known_as(shown, Reading(name)),), "deal")


def _flow(node: Node) -> str:
    """A node in one line."""
    if isinstance(node, Scalar):
        return _leaf(node, "[{}]").text
    if isinstance(node, Sequence):
        return f"[{', '.join(map(_flow, node.items))}]"
    return f"{{{', '.join(f'{_key(k)}: {_flow(v)}' for k, v in node.entries.items())}}}"


def _carried_out(whole: Mapping, variant: str) -> tuple[str, ...]:
    """Carry out a variant and leave out what spoke of the file without it; what that was comes
    back.
    """
    found, names = (
        node_at(whole, ("variants", variant)),
        list(entries_of(whole.entries.get("variants"))),
    )
    problems = Problems()
    if not isinstance(found, Mapping):
        message = f"there is no variant `{variant}`; there is {listed(names)}"
        problems.add(
            Place(typed("--variant", variant), 1, 1),
            "unknown-variant",
            message,
            nearest(variant, names),
        )
        raise OverrideError(problems.found)
    if "fix" in found.entries:
        message = (
            f"the variant `{variant}` commits an issue to an option, and a file has no word "
            "for that"
        )
        raise NegotiateError(
            message, "copy the whole file, and give its commands --variant or --fix"
        )
    carry_out(whole, copied(found), problems)
    problems.stop()
    whole.entries.pop("variants", None)
    dropped = _kept_expectations(whole, variant)
    return tuple(
        sentence
        for count, sentence in (
            (
                len(names) - 1,
                "The other variants are left out, since they change the file as it was.",
            ),
            (dropped, "Expectations of the file as it was are left out."),
        )
        if count
    )


def _kept_expectations(whole: Mapping, variant: str) -> int:
    """Keep those that spoke of the variant, which now is the file; how many did not."""
    expected = whole.entries.get("expect")
    if not isinstance(expected, Sequence):
        return 0
    kept, before = [], len(expected.items)
    for item in expected.items:
        named = item.entries.pop("variant", None) if isinstance(item, Mapping) else None
        if isinstance(named, Scalar) and spelled(named.value) == variant:
            kept.append(item)
    expected.items[:] = kept
    if not kept:
        del whole.entries["expect"]
    return before - len(kept)
