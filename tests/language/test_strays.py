"""Signs of other programs at the start of a line: seen where they spoil a file, and let be inside
of texts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import negotiate
from negotiate.language.text.accidents import stray, with_ordinary_spaces

REST = "players: [a, b]\nmatrix: {x: {y: [1, 2]}}\n"
TEXTS = [
    "summary: >\n  first\n  \u00a0note: second\n",
    "summary: |-  # as it is\n  first\n\n  \u00a0- second\n",
    'summary: "first\n  \u00a0note: it\'s the second"\n',
    "summary: 'first, it''s so\n  \u00a0note: second'\n",
    "summary: don't\n",
    "authors: ['first\n  \u00a0note: second', third]\n",
    "summary: a\u00a0no-break space\n",
    'briefs: {public: "one\n\n  + two: three"}\n',
]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_let_be(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(f"format: 1\ntitle: T\n{text}{REST}", "utf-8")
    negotiate.load(str(path))
    lines = text.splitlines()
    assert with_ordinary_spaces(lines) == lines


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("sign", ["\u00a0", "\u202f", "\u3000", "\u200b", "\ufeff"])
def test_behind_a_text_every_strange_space_is_seen_and_mended(text: str, sign: str) -> None:
    lines = [*text.splitlines(), "players:", f"{sign} a:", f"  {sign}  name:{sign}A"]
    found = stray(lines)
    assert found is not None
    assert (found.line, found.column, found.code) == (len(lines) - 2, 0, "strange-space")
    assert f"U+{ord(sign):04X}" in found.message
    seen = sign.isspace()  # the others have no width
    assert with_ordinary_spaces(lines)[-2:] == [
        ("  a:" if seen else " a:"),
        ("     name: A" if seen else "    name: A"),
    ]
    assert stray(with_ordinary_spaces(lines)) is None
