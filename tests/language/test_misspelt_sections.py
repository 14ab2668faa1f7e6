"""A section with a misspelt name is one mistake, however much of the file speaks of it."""

import re

import pytest

from negotiate.errors import ScenarioError
from negotiate.language.library import shipped
from negotiate.language.scenario_file import Reading
from negotiate.language.shape.wording import under_their_names
from negotiate.language.text import Mapping
from negotiate.language.text.reader import read_text
from negotiate.problems import Problems

NAMES = (
    "us-china/beijing-2018",
    "us-china/phase-one-2020",
    "trade/usmca-2018",
    "classics/beer-quiche",
)
SECTIONS = [
    (name, section)
    for name in NAMES
    for section in re.findall(r"^(\w+):$", shipped()[name].read_text("utf-8"), flags=re.MULTILINE)
]


def slips(section: str) -> set[str]:
    """A letter left out at the end, two that changed places, a sign left out."""
    return {
        section[:-1],
        section[0] + section[2] + section[1] + section[3:],
        section.replace("_", ""),
    } - {section}


def told(name: str, text: str) -> list[tuple[str, str]]:
    with pytest.raises(ScenarioError) as wrong:
        Reading(str(shipped()[name]), text).scenario({}, None, {})
    return [
        (problem.code, problem.hint)
        for problem in wrong.value.problems
        if problem.severity == "error"
    ]


@pytest.mark.parametrize(("name", "section"), SECTIONS, ids=lambda word: word)
def test_one_slip_is_one_error(name: str, section: str) -> None:
    text = shipped()[name].read_text("utf-8")
    for slip in slips(section):
        changed = re.sub(rf"^{section}:$", f"{slip}:", text, flags=re.MULTILINE)
        assert told(name, changed) == [("unknown-key", f"did you mean `{section}`?")], slip


def test_a_section_that_is_there_takes_nothing_from_one_that_is_like_it() -> None:
    problems = Problems()

    root = read_text("issues: {a: 1}\nissue: {b: 2}\nterms: {c: 3}\n", "x.yaml", problems)
    assert isinstance(root, Mapping)
    under_their_names(root, problems)
    assert list(root.entries) == ["issues", "issue", "terms"]
    assert problems.found == []
