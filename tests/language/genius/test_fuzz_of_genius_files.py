"""Whatever stands in a file of GENIUS, it is read or refused in words, at a place that is in the
file.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from negotiate import read_genius
from negotiate.errors import NegotiateError, Problem, ScenarioError
from tests.language.genius.test_problems_from_elsewhere import BUYER, DOMAIN, PROFILE, SELLER

PIECES = [
    "<",
    ">",
    '"',
    "&",
    "<item/>",
    "</issue>",
    "<issue>",
    "-1",
    "1e9",
    "",
    "\n",
    "é",
    "\x00",
    "<!--",
    "<![CDATA[",
]


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> str:
    """A text with some stretches replaced."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 12))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=4))
        text = text[:start] + piece + text[start + length :]
    return text


def read_or_refused(domain: str, buyer: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in (
            ("d.xml", domain),
            ("a.xml", buyer),
            ("b.xml", PROFILE.format(**SELLER)),
        ):
            (folder / file).write_text(text, "utf-8", "surrogatepass")
        try:
            found = read_genius(folder / "d.xml", folder / "a.xml", folder / "b.xml")
        except ScenarioError as wrong:
            placed(wrong.problems)
        except NegotiateError:
            return  # too few profiles, and the like
        else:
            assert found.count >= 1


def placed(problems: tuple[Problem, ...]) -> None:
    """Every problem stands in its file, and has a way out."""
    for problem in problems:
        lines = Path(problem.path).read_text("utf-8", "replace").split("\n")
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.hint


@given(spoilt(DOMAIN))
def test_domains(text: str) -> None:
    read_or_refused(text, PROFILE.format(**BUYER))


@given(spoilt(PROFILE.format(**BUYER)))
def test_profiles(text: str) -> None:
    read_or_refused(DOMAIN, text)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    read_or_refused(text, text)
