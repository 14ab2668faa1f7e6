"""What a page tells a newcomer before the newcomer needs it."""

from pathlib import Path

import pytest

from docs.generate.pages import pages
from negotiate.problems import all_rules

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EDITS = [page for page in PAGES if "```diff" in page.read_text("utf-8")]
SIGNS = (
    "Type the text behind each `+`, and delete the text behind each `-`. Leave out the sign itself."
)


@pytest.mark.parametrize("page", EDITS, ids=lambda page: page.stem)
def test_signs_are_explained_before_the_first_edit(page: Path) -> None:
    before = page.read_text("utf-8").partition("```diff")[0]
    assert SIGNS in " ".join(before.split())


def test_a_rule_stops_every_command_only_if_it_always_counts() -> None:
    for code, rule in all_rules().items():
        page = pages()[f"reference/rules/{code}.md"]
        stops = rule.severity == "error" and rule.profile == "draft"
        assert ("kind: an error, which stops every command" in page) is stops, code


@pytest.mark.parametrize("page", ["README.md", "docs/tutorials/author.md"])
def test_it_is_said_what_a_red_line_does_where_nobody_signs(page: str) -> None:
    said = " ".join((ROOT / page).read_text("utf-8").split())
    assert (
        "A red line binds only what a player signs. `deal` rules out each package that crosses a "
        "hard red line."
    ) in said
    assert "`tree` does the same at an action with `signs`." in said
    assert "Elsewhere, `solve` and `tree` only mark an outcome that crosses a red line." in said
    assert "`infeasible`" in said
