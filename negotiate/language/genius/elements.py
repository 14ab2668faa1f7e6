"""Turns XML into elements that know where they stand; a document type or an entity is refused before anything is read.

Nothing outside the text is ever looked at, and depth and number of elements have limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from negotiate.language.text.source import Source, decoded, raw_bytes

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
    found.wrong(0, 1, "file-too-large", f"the file has more than {SIZE_LIMIT:,} bytes", "take a smaller domain")
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
        """The first of some attributes that is there, on one line and with single spaces; empty where none is."""
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
    """The root element of a text; None where it cannot be read as far as its end, with the mistake noted."""
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
        """The place in the whole text, of which the parser has not seen the white space at the start."""
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
        self.sheet.wrong(start, start + 9, "genius-entity", "a document type or an entity is declared here")
        raise _Stopped

    def _syntax(self, error: expat.ExpatError) -> None:
        start = self._here(error.lineno, error.offset)
        text, code, hint = self.sheet.text, "genius-xml", ""
        if error.code == MISMATCHED and self.open:
            last = self.open[-1]
            line = self.sheet.line(last.start)
            said = f"another tag is closed here than `<{last.tag}>`, which is open since line {line}"
            hint = f"write `</{last.tag}>` where it ends"
        elif error.code in (NO_MORE, IN_A_TAG):
            within = (
                f"`<{self.open[0].tag}>`" if self.open else "anything" if error.code == NO_MORE else "its first tag"
            )
            said, hint = f"the file ends before {within} does", "copy the whole file again from where it comes from"
            start = len(text.rstrip())
        elif error.code == UNKNOWN and (found := _OWN.search(text, start)):
            start = found.start()
            code, said, hint = "genius-entity", f"`{found[0]}` stands for nothing here", "write the character itself"
        elif "&" in text[max(start - 1, 0) : start + 1]:
            start -= text[start : start + 1] != "&"
            said, hint = "a bare `&` means something else in XML", "write `&amp;`"
        else:
            said = f"the file is no XML here: {expat.ErrorString(error.code)}"
        self.sheet.wrong(start, start + 1, code, said, hint)
