"""Values as lines of YAML in block style, for what no file says in these words."""

from __future__ import annotations

from negotiate.loading.problems import Problems
from negotiate.loading.text.reader import Mapping, Node, Scalar, Sequence, read_text

WIDTH = 110
"""Columns after which a list goes over several lines, and a text is folded."""


def entry(key: str, value: Node, column: int) -> list[str]:
    """A key with its value, the key at a column counted from 0."""
    return _hung(f"{' ' * column}{_key(key)}:", value, column)


def item(value: Node, column: int) -> list[str]:
    """An item of a list, its dash at a column counted from 0."""
    if isinstance(value, Mapping) and value.entries:
        lines = [line for key, below in value.entries.items() for line in entry(key, below, column + 2)]
        return [f"{' ' * column}- {lines[0][column + 2 :]}", *lines[1:]]
    return _hung(f"{' ' * column}-", value, column)


def _hung(head: str, value: Node, column: int) -> list[str]:
    """What stands after a key or a dash: on its line, or below it."""
    if isinstance(value, Mapping) and value.entries:
        return [head, *(line for key, below in value.entries.items() for line in entry(key, below, column + 2))]
    if isinstance(value, Sequence) and value.items:
        short = _in_brackets(value)
        if short and len(head) + 1 + len(short) <= WIDTH:
            return [f"{head} {short}"]
        return [head, *(line for below in value.items for line in item(below, column + 2))]
    if isinstance(value, Scalar):
        return _text(head, value, column)
    return [f"{head} {{}}" if isinstance(value, Mapping) else f"{head} []"]


def _in_brackets(value: Sequence) -> str:
    """A list of single values on one line; nothing for any other."""
    if not all(isinstance(below, Scalar) for below in value.items):
        return ""
    return f"[{', '.join(_scalar(below, inside=True) for below in value.items if isinstance(below, Scalar))}]"


def _text(head: str, value: Scalar, column: int) -> list[str]:
    """A single value; a long text is folded over several lines where that changes nothing."""
    said = _scalar(value)
    if len(head) + 1 + len(said) <= WIDTH or not isinstance(value.value, str) or not _folds(value.value):
        return [f"{head} {said}".rstrip()]
    lines = [""]
    for word in value.value.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDTH - column - 2:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return [f"{head} >-", *(f"{' ' * (column + 2)}{line}" for line in lines)]


def _folds(text: str) -> bool:
    """Whether a text is one paragraph that a fold gives back as it was."""
    return text.isprintable() and text == " ".join(text.split(" ")) and "  " not in text and text == text.strip()


def _key(key: str) -> str:
    return key if _reads_back(f"{key}: 0", Mapping, key) else _quoted(key)


def _scalar(value: Scalar, inside: bool = False) -> str:
    """As it stands where the reader takes it for what it is, else in quotes."""
    if value.value is None:
        return "null" if inside else ""
    if not isinstance(value.value, str):
        return value.text
    if inside:
        return value.value if _reads_back(f"[{value.value}]", Sequence, value.value) else _quoted(value.value)
    return value.value if _reads_back(f"key: {value.value}", Mapping, value.value) else _quoted(value.value)


def _reads_back(line: str, kind: type[Node], wanted: str) -> bool:
    """Whether a line of YAML gives exactly one text back, and this one."""
    if not line.isprintable():
        return False
    node = read_text(line, "", Problems())
    if isinstance(node, Mapping) and kind is Mapping:
        values = [found.value for found in node.entries.values() if isinstance(found, Scalar)]
        return len(node.entries) == 1 and (values == [wanted] or list(node.entries) == [wanted])
    if isinstance(node, Sequence) and kind is Sequence:
        return [found.value for found in node.items if isinstance(found, Scalar)] == [wanted] and len(node.items) == 1
    return False


def _quoted(text: str) -> str:
    """In double quotes, with whatever cannot be seen written out."""
    return f'"{"".join(_escaped(letter) for letter in text)}"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter == "\n":
        return "\\n"
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
