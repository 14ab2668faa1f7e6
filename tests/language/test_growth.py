"""Reading and checking a file takes work in proportion to its size, whatever its shape."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from negotiate.language.check.files import check_file
from negotiate.language.text import number_cut
from negotiate.language.text.reader import read_text
from negotiate.problems import Problems

HEAD = "format: 1\ntitle: t\n"
GAME = """players: {a: {}, b: {}}
issues:
  x: {decided_by: a, options: [p, q]}
  y: {decided_by: b, options: [p, q]}
  z: {decided_by: agreement, options: [p, q]}
status_quo: {x: p, y: p, z: p}
"""
PAYOFFS = (
    "payoffs:\n  a: {t: {by: x, values: {p: 1, q: 2}}}\n  b: {t: {by: y, values: {p: 1, q: 2}}}\n"
)
SOUND = HEAD + "parameters: {w: 1}\n" + GAME + PAYOFFS


def _lines(start: str, line: str, n: int) -> str:
    return SOUND + start + "".join(line.format(k=k) for k in range(n))


SHAPES: dict[str, Callable[[int], str]] = {
    "a list on one line": lambda n: SOUND + f"teaches: [{', '.join(['12'] * n)}]\n",
    "words on one line": lambda n: SOUND + f"teaches: [{', '.join(['ab'] * n)}]\n",
    "quotes on one line": lambda n: SOUND + "teaches: [" + ", ".join(['"ab"'] * n) + "]\n",
    "thousands on one line": lambda n: SOUND + f"briefs: {{a: {','.join(['100'] * n)}}}\n",
    "a list of lines": lambda n: _lines("teaches:\n", "  - 12\n", n),
    "lines that end as on Windows": lambda n: _lines("teaches:\n", "  - ab\n", n).replace(
        "\n", "\r\n"
    ),
    "keys": lambda n: _lines("briefs:\n", "  k{k}: 1\n", n),
    "keys on one line": lambda n: (
        SOUND + f"briefs: {{{', '.join(f'k{k}: 1' for k in range(n))}}}\n"
    ),
    "keys without values": lambda n: (
        SOUND + f"briefs: {{{', '.join(str(1000 + k) for k in range(n))}}}\n"
    ),
    "keys of several bytes": lambda n: _lines("briefs:\n", "  中{k}: 1\n", n),
    "one key again and again": lambda n: _lines("briefs:\n", "  a: 1\n", n),
    "anchors and aliases": lambda n: _lines("teaches:\n", "  - &k{k} a\n  - *k{k}\n", n),
    "a long text": lambda n: SOUND + f"summary: {'word ' * n}\n",
    "a long text in quotes": lambda n: SOUND + f'summary: "{"word " * n}"\n',
    "a quote that never closes": lambda n: SOUND + f'summary: "{"it is " * n}\n',
    "digits": lambda n: SOUND + f"summary: {'1' * n}\n",
    "comments": lambda n: _lines("", "# a word\n", n),
    "tabs": lambda n: _lines("teaches:\n", "\t- a\n", n),
    "brackets": lambda n: SOUND + f"briefs: {'[' * n}\n",
    "dashes": lambda n: SOUND + f"teaches:\n  {'- ' * n}a\n",
    "pairs without brackets": lambda n: (
        HEAD
        + (
            f"players: {{a: {{}}, b: {{}}}}\nmatrix:\n  r: "
            f"{{{', '.join(f'c{k}: 1, 2' for k in range(n))}}}\n"
        )
    ),
    "rows of a matrix": lambda n: (
        HEAD
        + "players: {a: {}, b: {}}\nmatrix:\n"
        + "".join(f"  r{k}: {{c: [1, {k}], d: [2, 3]}}\n" for k in range(n))
    ),
    "options": lambda n: (
        HEAD
        + "players: {a: {}, b: {}}\nissues:\n  x:\n    decided_by: a\n    options:\n"
        + "".join(f"      - o{k}\n" for k in range(n))
        + (
            "  y: {decided_by: b, options: [p, q]}\npayoffs: {a: {t: {amount: 1, when: x == o1}}, "
            "b: "
            "{t: {expr: 1}}}\n"
        )
    ),
    "parameters": lambda n: SOUND.replace(
        "{w: 1}", "{" + ", ".join(f"w{k}: 1" for k in range(n)) + "}"
    ),
    "terms": lambda n: SOUND.replace(
        "a: {t: {by: x, values: {p: 1, q: 2}}}",
        "a: {" + ", ".join(f"t{k}: {{by: x, values: {{p: 0, q: {k}}}}}" for k in range(n)) + "}",
    ),
    "red lines": lambda n: _lines("red_lines:\n", "  r{k}: {{player: a, never: {{z: q}}}}\n", n),
    "ratifiers": lambda n: _lines("ratifiers:\n", "  r{k}: {{player: a, accepts: {{z: q}}}}\n", n),
    "red lines of nobody": lambda n: _lines(
        "red_lines:\n", "  r{k}: {{player: c{k}, never: {{zz: q}}}}\n", n
    ),
    "what cannot happen": lambda n: _lines("infeasible:\n", "  - {{x: q, y: q}}\n", n),
    "variants": lambda n: _lines("variants:\n", "  v{k}: {{set: {{w: {k}}}}}\n", n),
    "expectations": lambda n: _lines("expect:\n", "  - {{solve: {{x: q}}, set: {{w: {k}}}}}\n", n),
    "players": lambda n: (
        HEAD
        + f"players: {{{', '.join(f'p{k}: {{}}' for k in range(n))}}}\n"
        + "issues: {x: {decided_by: p0, options: [p, q]}}\npayoffs:\n"
        + "".join(f"  p{k}: {{t: {{by: x, values: {{p: 1, q: 2}}}}}}\n" for k in range(n))
    ),
    "moves": lambda n: _lines(
        "protocol:\n", "  - {{move: m{k}, player: a, choose: {{d{k}: {{}}}}}}\n", n
    ),
}


def calls(path: Path) -> int:
    """How many functions are called while a file is checked, those of Python's own in C among
    them.
    """
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    check_file(str(path))  # what is loaded for such a file is loaded now
    sys.setprofile(counted)
    try:
        check_file(str(path))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_file_is_at_most_twice_the_work(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    found = []
    for n in (150, 300):
        path.write_text(SHAPES[shape](n), encoding="utf-8", newline="")
        found.append(calls(path))
    assert found[1] <= 2.2 * found[0]


class Measured(str):
    """A line that counts the characters which are copied out of it."""

    copied = 0

    def __getitem__(self, key: object) -> str:
        found = super().__getitem__(key)  # type: ignore[index]  # any key that a text takes
        Measured.copied += len(found)
        return found


def test_a_number_on_a_long_line_is_looked_at_where_it_stands() -> None:
    line = Measured("[" + "12, " * 10_000 + "12]")
    Measured.copied = 0
    for column in range(1, len(line), 4):
        assert number_cut(line, column, "12", key=False) is None
    assert Measured.copied <= 40 * 10_001


class Watched(list[str]):
    """Lines that count how many of them are copied."""

    copied = 0

    def __getitem__(self, key: object) -> object:  # type: ignore[override]  # one signature for both kinds of key
        found = super().__getitem__(key)  # type: ignore[call-overload]  # any key that a list takes
        Watched.copied += len(found) if isinstance(found, list) else 0
        return found


def test_reading_a_scalar_copies_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    class Noted(dict[str, list[str]]):
        def __setitem__(self, key: str, value: list[str]) -> None:
            super().__setitem__(key, Watched(value))

    problems = Problems()
    problems.texts = Noted()
    Watched.copied = 0
    read_text("a: {\n" + "".join(f"  {k}: {k},\n" for k in range(1000)) + "}\n", "t", problems)
    assert not problems.found
    assert Watched.copied == 0


def test_a_comma_cuts_no_number_of_more_than_thirty_digits() -> None:
    line = "{a: " + ",".join(["100"] * 1000) + "}"
    cut = number_cut(line, 8, "100", key=True)
    assert cut is not None
    assert len(cut[0]) <= 50
