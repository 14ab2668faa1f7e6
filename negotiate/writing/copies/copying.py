"""The text of a copy: a scenario that stands alone, and says what it was copied from."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from negotiate.errors import NegotiateError, OverrideError, ScenarioError
from negotiate.loading.changes.variants import carry_out
from negotiate.loading.completion.beside import MODELINE
from negotiate.loading.library import find, shipped
from negotiate.loading.problems import Place, Problems, listed, nearest, typed
from negotiate.loading.scenario_file import Reading
from negotiate.loading.text.nodes import copied, spelled
from negotiate.loading.text.nodes import find as node_at
from negotiate.loading.text.reader import Mapping, Scalar, Sequence
from negotiate.report.words import joined
from negotiate.writing.copies.flattening import flattened
from negotiate.writing.layout.formatting import formatted


@dataclass(frozen=True, slots=True)
class Copy:
    """A scenario's text, ready to be written.

    Parameters
    ----------
    text : str
        What stands below the first line.
    made_from : tuple of str
        The template; or the scenario that was copied, then those that it extends.
    lens : {'solve', 'tree', 'stability', 'simulate'}
        The command that answers it best.
    notes : tuple of str
        What the copy does not hold, in whole sentences.
    """

    text: str
    made_from: tuple[str, ...]
    lens: str
    notes: tuple[str, ...] = ()


def copy_of(name: str, variant: str | None = None) -> Copy:
    """A copy of a shipped scenario or of any scenario file, with what it extends, and a variant carried out.

    Raises
    ------
    ScenarioNotFound
        If there is no such scenario.
    ScenarioError
        If it cannot be read as far as a copy needs.
    NegotiateError
        If there is no such variant, or a copy cannot say what it does.
    """
    reading = Reading(name)
    root, texts = _sound(reading, variant), dict(reading.problems.texts)
    whole = copied(root)
    notes = () if variant is None else _carried_out(whole, variant)
    if len(texts) == 1 and variant is None:
        text = _as_it_stands(find(name)[0])
    else:
        text, kept = flattened(whole, ["\n".join(lines) for lines in texts.values()])
        with suppress(NegotiateError):  # the order of sections is a nicety; what they say is not
            text = formatted(text)
        notes += () if kept else ("Its comments could not be kept.",)
    made_from = tuple(_known_as(shown, reading) for shown in texts)
    return Copy(_headed(text, made_from, variant, root), made_from, _lens(whole), notes)


def _lens(whole: Mapping) -> str:
    """The command that answers a scenario best, by what it consists of."""
    if "protocol" in whole.entries:
        return "tree"
    if {"prefers", "ranking"} & set(whole.entries):
        return "stability"
    return "simulate" if "repeat" in whole.entries else "solve"


def _sound(reading: Reading, variant: str | None) -> Mapping:
    """The nodes of a scenario, if they are sound enough to be copied.

    What is copied as it stands may hold mistakes of meaning, and the copy then holds the same. What is put together
    must not, since a mistake in `set` or `remove` would vanish with them.
    """
    root = reading.root
    if root is None or len(reading.problems.texts) > 1 or variant is not None:
        reading.problems.stop()
    if isinstance(root, Mapping):
        return root
    problems = Problems(texts=reading.problems.texts)
    place = Place(reading.shown, 1, 1) if root is None else root.place
    problems.add(place, "not-a-mapping", "a scenario is a mapping of keys such as `title` and `players`")
    raise ScenarioError(problems.found)


def _known_as(shown: str, reading: Reading) -> str:
    """A shipped scenario by its full name, a file by its own: where it lies says nothing to whoever reads the copy."""
    if shown == reading.shown and reading.name in shipped() and find(shown)[0] == shipped()[reading.name]:
        return reading.name
    name = shown if shown in shipped() else Path(shown).name
    return name if name.isprintable() else "another file"


def _as_it_stands(path: Path) -> str:
    """A file's own text, without the first line of an editor: the copy gets one of its own."""
    lines = path.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    return "".join(line for line in lines if not MODELINE.match(line))


def _headed(text: str, made_from: tuple[str, ...], variant: str | None, root: Mapping) -> str:
    """With a remark at the top: what it is a copy of, whose work that is, and what was laid together."""
    end = "\r\n" if "\r\n" in text else "\n"
    carried = f", with its variant `{variant}` carried out" if variant is not None else ""
    lines = [f"# A copy of `{made_from[0]}`{_credit(root)}{carried}."]
    if made_from[1:]:
        below = joined([f"`{name}`" for name in made_from[1:]])
        lines.append(f"# This file needs no other file: what it took from {below} is written out here.")
    gap = "" if text.startswith(("\n", "\r\n")) else end
    return end.join(lines) + end + gap + text


def _credit(root: Mapping) -> str:
    """Whose work it is, on what terms, in brackets."""
    authors, terms = root.entries.get("authors"), root.entries.get("license")
    items = authors.items if isinstance(authors, Sequence) else []
    names = [spelled(item.value) for item in items if isinstance(item, Scalar)]
    words = [f"by {', '.join(names)}"] if names else []
    words += [spelled(terms.value)] if isinstance(terms, Scalar) else []
    said = f" ({', '.join(words)})"
    return said if words and said.isprintable() and len(said) < 200 else ""


def _carried_out(whole: Mapping, variant: str) -> tuple[str, ...]:
    """Carry out a variant and leave out what spoke of the file without it; what that was comes back."""
    known, found = node_at(whole, ("variants",)), node_at(whole, ("variants", variant))
    names = list(known.entries) if isinstance(known, Mapping) else []
    problems = Problems()
    if not isinstance(found, Mapping):
        message = f"there is no variant `{variant}`; there is {listed(names)}"
        problems.add(Place(typed("--variant", variant), 1, 1), "unknown-variant", message, nearest(variant, names))
        raise OverrideError(problems.found)
    if "fix" in found.entries:
        message = f"the variant `{variant}` commits an issue to an option, and a file has no word for that"
        raise NegotiateError(message, "copy the whole file, and give its commands --variant or --fix")
    carry_out(whole, copied(found), problems)
    problems.stop()
    whole.entries.pop("variants", None)
    dropped = _kept_expectations(whole, variant)
    return tuple(
        sentence
        for count, sentence in (
            (len(names) - 1, "The other variants are left out, since they change the file as it was."),
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
