"""Writes a document in as many ways as people do: any order, any indentation, any quotes, comments
everywhere.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

from negotiate.language.text import Mapping, Node, Scalar, Sequence
from negotiate.language.text.reader import read_text
from negotiate.language.writing.formatting import part_at
from negotiate.problems import Problems

SENTENCES = (
    "# why not",
    "#no space",
    "# ---------",
    "# key: value",
    "#",
    "#! {a, b]",
    "# – ünï ✓",
    "# 'quoted \"",
)


def nodes(text: str) -> Node:
    """The nodes of a text that is known to be sound."""
    problems = Problems()
    root = read_text(text, "layout", problems)
    assert root is not None, problems.found
    assert not problems.errors(), problems.found
    return root


def same(text: str, node: Scalar, template: str) -> bool:
    """Whether a text in a place is read as this value."""
    problems = Problems()
    root = read_text(template.format(text), "layout", problems)
    if problems.found or not isinstance(root, Mapping) or list(root.entries) != ["k"]:
        return False
    found = root.entries["k"]
    found = found.items[0] if isinstance(found, Sequence) and len(found.items) == 1 else found
    return isinstance(found, Scalar) and (found.value, found.text) == (node.value, node.text)


@dataclass
class Layout:
    """Lines that are being written by chance; `comments` are all that were put in, `above` those
    that top a key.
    """

    rng: random.Random
    comments: list[str] = field(default_factory=list)
    above: dict[str, str] = field(default_factory=dict)
    anchors: dict[tuple[Any, str], str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    aliased: bool = False
    limit: int = 99
    """How far in a comment may stand without becoming part of the text above it."""

    def chance(self, odds: float) -> bool:
        return self.rng.random() < odds

    def remark(self) -> str:
        text = (
            f"{self.rng.choice(SENTENCES)} {len(self.comments)}" if self.chance(0.7) else "# again"
        )
        self.comments.append(text)
        return text

    def beside(self, odds: float = 0.1) -> str:
        return (
            " " * self.rng.choice([1, 1, 2, 5]) + self.remark()
            if self.chance(odds)
            else self.trailing()
        )

    def trailing(self) -> str:
        return self.rng.choice(["", "", "", "", " ", "  "])

    def between(self, indent: int, key: str = "") -> None:
        """Blank lines and comments before a key, one of which may be meant for it."""
        for _ in range(self.rng.choice([0, 0, 0, 0, 1, 1, 2, 3])):
            if self.chance(0.5):
                self.lines.append(self.trailing())
            else:
                column = self.rng.choice(
                    [indent, indent, indent, 0, indent + 1, indent + 2, max(0, indent - 2)]
                )
                self.lines.append(" " * min(column, self.limit) + self.remark() + self.trailing())
        if key and self.chance(0.1):
            if self.chance(0.3):
                self.lines.append("")
            text = f"# above no. {len(self.above)}"
            self.above[text] = key
            self.comments.append(text)
            self.lines.append(" " * indent + text)

    #
    # whole documents

    def document(self, root: Mapping) -> str:
        if self.chance(0.2):
            self.lines += ["# yaml-language-server: $schema=x"]
            self.comments += ["# yaml-language-server: $schema=x"]
        if self.chance(0.1):
            self.lines.append("---")
        if self.chance(0.05):
            self.flow_lines("", root, 0)
        else:
            self.mapping(root, 0, ())
        self.between(0)
        text = "\n".join(self.lines) + "\n" * self.rng.choice([0, 1, 1, 1, 2, 4])
        return text.replace("\n", "\r\n") if self.chance(0.05) else text

    def shuffled(self, node: Mapping, path: tuple[str, ...]) -> list[tuple[str, Node]]:
        entries = list(node.entries.items())
        if part_at(path) and self.chance(0.5) and not self.aliased:
            self.rng.shuffle(entries)
        return entries

    #
    # block

    def mapping(
        self, node: Mapping, indent: int, path: tuple[str, ...], first: str | None = None
    ) -> None:
        for key, value in self.shuffled(node, path):
            start = first
            if first is None:
                self.between(indent, key)
                start = " " * indent
            first = None
            spelt = self.key(key, "{}: 1")
            if self.chance(0.01):
                start, spelt = f"{start}? ", f"{spelt}\n{' ' * indent}"
            self.limit = 99
            self.value(f"{start}{spelt}:", value, indent, (*path, key), True)

    def sequence(
        self, node: Sequence, indent: int, path: tuple[str, ...], first: str | None = None
    ) -> None:
        for item in node.items:
            start = first
            if first is None:
                self.between(indent)
                start = " " * indent
            first = None
            self.limit = 99
            self.value(f"{start}-", item, indent, (*path, "-"), False)

    def value(
        self, start: str, node: Node, indent: int, path: tuple[str, ...], in_mapping: bool
    ) -> None:
        """A value behind its key or dash."""
        if isinstance(node, Scalar):
            self.scalar(start, node, indent)
            return
        size = len(node.entries if isinstance(node, Mapping) else node.items)
        if size == 0 or (self.chance(0.25) and node.size < 40):
            room = self.rng.choice([" ", " ", "   "])
            if self.chance(0.05):
                self.lines.append(start + self.beside())
                start, room = " " * (indent + 2), ""
            self.flow_lines(start + room, node, indent)
            return
        inner = indent + self.rng.choice([1, 2, 2, 2, 3, 4, 8])
        if isinstance(node, Sequence) and in_mapping and self.chance(0.3):
            inner = indent
        if not in_mapping and self.chance(0.7) and not start.endswith("?"):
            inner = len(start) + self.rng.choice([1, 1, 2])
            self.inside(node, inner, path, start.ljust(inner))
            return
        anchor = f" &b{self.rng.randrange(10**6)}" if self.chance(0.02) else ""
        self.lines.append(start + anchor + self.beside())
        self.inside(node, inner, path, None)

    def inside(self, node: Node, indent: int, path: tuple[str, ...], first: str | None) -> None:
        if isinstance(node, Mapping):
            self.mapping(node, indent, path, first)
        else:
            assert isinstance(node, Sequence)
            self.sequence(node, indent, path, first)

    #
    # scalars

    def key(self, key: str, template: str) -> str:
        choices = [key, f"'{key}'", f'"{key}"']
        spelt = self.rng.choice([key, *choices])
        problems = Problems()
        root = read_text(template.format(spelt), "layout", problems)
        sound = isinstance(root, Mapping) and list(root.entries) == [key] and not problems.found
        return spelt if sound else quoted(key)

    def scalar(self, start: str, node: Scalar, indent: int) -> None:
        seen = self.anchors.get((node.value, node.text))
        if seen and self.chance(0.5) and self.aliased:
            self.lines.append(f"{start} *{seen}{self.beside()}")
            return
        anchor = ""
        if node.text and self.aliased and self.chance(0.05):
            seen = f"a{len(self.anchors)}"
            anchor = f" &{seen}"
        words = self.one_line(node, "k: {}") if self.chance(0.75) else self.long(node, indent)
        if words.startswith(("|", ">")):
            header, _, rest = words.partition("\n")
            self.limit = indent
            self.lines.append(f"{start}{anchor} {header}{self.beside()}")
            self.lines.append(rest)
            if "+" in header:
                self.lines[-1] = rest + f"\n{' ' * indent}{self.remark()}"
        else:
            lower = bool(words) and not anchor and self.chance(0.03)
            if lower:
                self.lines.append(start + self.beside())
                start = " " * indent
            self.lines.append(f"{start}{anchor} {words}".rstrip(" ") + self.beside())
        if anchor:
            self.anchors[node.value, node.text] = anchor[2:]

    def one_line(self, node: Scalar, template: str) -> str:
        if not isinstance(node.value, str):
            return node.text
        choices = [
            node.text,
            node.text,
            "'" + node.text.replace("'", "''") + "'",
            quoted(node.text),
        ]
        words = self.rng.choice(choices)
        return words if same(words, node, template) else quoted(node.text)

    def long(self, node: Scalar, indent: int) -> str:
        """A text over several lines, where it can be written so."""
        if not isinstance(node.value, str) or not node.text:
            return self.one_line(node, "k: {}")
        inset = " " * (indent + self.rng.choice([1, 2, 2, 4]))
        style = self.rng.choice(["plain", "single", "double", "|", ">"])
        words = self.in_style(node.text, style, inset, len(inset) - indent)
        template = "k: {}" if indent == 0 else " " * indent + "k: {}"
        if words is None or not same(words + ("\n" if style in "|>" else ""), node, template):
            return quoted(node.text)
        return words

    def in_style(self, text: str, style: str, inset: str, step: int) -> str | None:
        if style in ("plain", "single", "double"):
            whole = {
                "plain": text,
                "single": "'" + text.replace("'", "''") + "'",
                "double": quoted(text),
            }[style]
            return re.sub(
                r"(?<=[^ \\]) (?=[^ ])", lambda m: "\n" + inset if self.chance(0.2) else m[0], whole
            )
        body = text.rstrip("\n")
        after = len(text) - len(body)
        sign = "-" if after == 0 else "" if after == 1 and self.chance(0.8) else "+"
        digit = str(step) if body.startswith(" ") or self.chance(0.1) else ""
        if style == ">":
            body = body.replace("\n", "\n\n")
            body = re.sub(r"(?<=[^ ]) (?=[^ ])", lambda m: "\n" if self.chance(0.2) else m[0], body)
        lines = [
            inset + line if line else self.rng.choice(["", inset, " "]) for line in body.split("\n")
        ]
        lines = [line if line.strip() else line[: len(inset)] for line in lines]
        return style + digit + sign + "\n" + "\n".join(lines + [""] * max(0, after - 1))

    #
    # flow

    def flow_lines(self, start: str, node: Node, indent: int) -> None:
        """Braces or brackets, in one line or over several with comments between."""
        if node.size < 12 and self.chance(0.6):
            self.lines.append(start + self.flow(node) + self.beside())
            return
        opening, closing = ("{", "}") if isinstance(node, Mapping) else ("[", "]")
        inset = " " * (indent + self.rng.choice([1, 2, 4]))
        self.lines.append(start + opening + self.beside())
        entries = self.flow_entries(node)
        for number, words in enumerate(entries):
            self.between(len(inset))
            comma = (
                self.rng.choice([",", ",", " ,"])
                if number + 1 < len(entries) or self.chance(0.3)
                else ""
            )
            self.lines.append(inset + words + comma + self.beside())
        self.between(len(inset))
        self.lines.append(inset + closing + self.beside())

    def flow_entries(self, node: Node) -> list[str]:
        if isinstance(node, Mapping):
            pairs = [(self.key(key, "{{{}: 1}}"), value) for key, value in node.entries.items()]
            return [
                f"{key}:{self.rng.choice([' ', '  '])}{self.flow(value)}" for key, value in pairs
            ]
        assert isinstance(node, Sequence)
        return [self.flow(item) for item in node.items]

    def flow(self, node: Node) -> str:
        if isinstance(node, Scalar):
            return self.one_line(node, "{{k: {}}}")
        room = self.rng.choice(["", "", " "])
        inner = self.rng.choice([", ", ",  ", " , "]).join(self.flow_entries(node))
        return f"{{{room}{inner}{room}}}" if isinstance(node, Mapping) else f"[{room}{inner}{room}]"


def quoted(text: str) -> str:
    """A text in double quotation marks."""
    words = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{words}"'


def written(root: Mapping, seed: int) -> tuple[str, Layout]:
    """A document in a layout of chance."""
    layout = Layout(random.Random(seed))
    layout.aliased = layout.chance(0.1)
    return layout.document(root), layout
