"""Nothing outside a writer reads what a report says: what sentences are about stands beside them as
data.

Where rooms tell something, code that searches, splits, replaces or compares words is found. Each
place that may do so is named with what it reads: something typed, written in a file, a key, a sign,
but no sentence of the program's own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "negotiate"
TELLING = ("play", "pages", "classroom", "explain")
"""Rooms that tell in every file; of the others the reports do."""

SEARCHES = {
    "split",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "startswith",
    "endswith",
    "find",
    "rfind",
}
SEARCHES |= {
    "removeprefix",
    "removesuffix",
    "casefold",
    "sub",
    "match",
    "search",
    "fullmatch",
    "findall",
    "finditer",
}
WORDS = {
    "text",
    "title",
    "head",
    "shown",
    "said",
    "told",
    "words",
    "label",
    "name",
    "legend",
    "note",
}
"""What holds words, by the names of fields and variables."""


def telling() -> Iterator[Path]:
    """Every file that tells something, and no writer."""
    for path in sorted(ROOT.rglob("*.py")):
        room, *folders = path.relative_to(ROOT).parts
        if (
            room in TELLING
            or {"reports", "reports.py"} & {*folders}
            or path == ROOT / "language/binding/__init__.py"
        ):
            yield path


def holds_words(node: ast.expr) -> bool:
    """Whether an expression is called as what holds words is."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in WORDS


def reads(node: ast.AST) -> bool:
    """Whether code searches, splits, replaces or compares words."""
    match node:
        case ast.Call(func=ast.Attribute(attr="replace"), args=[_, _, *_]):
            return True
        case ast.Call(func=ast.Attribute(attr=attr)):
            return attr in SEARCHES
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[right]):
            odd = (
                isinstance(left, ast.Constant)
                and isinstance(left.value, str)
                and not left.value.isidentifier()
            )
            literal = isinstance(right, ast.Tuple | ast.Set | ast.List | ast.Dict)
            fixed = isinstance(left, ast.Constant | ast.JoinedStr)
            return (
                (fixed and holds_words(right))
                or (odd and not literal)
                or isinstance(left, ast.JoinedStr)
                or (
                    isinstance(left, ast.Attribute)
                    and left.attr in ("text", "title", "head", "shown")
                )
            )
        case ast.Compare(left=left, comparators=[right]):
            sides = [side for side in (left, right) if isinstance(side, ast.Attribute)]
            return any(side.attr in ("text", "title", "head", "shown") for side in sides)
    return False


def places(source: str) -> Iterator[str]:
    """The functions, by name, in which words are read; what stands outside any is of the module."""

    def walk(node: ast.AST, inside: str) -> Iterator[str]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{inside}.{node.name}" if inside else node.name
        if reads(node):
            yield inside or "module"
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inside)

    yield from walk(ast.parse(source), "")


MAY_READ = {
    "what a person types, or a program sends": """
        classroom/gate.py:same_code own_host house
        classroom/exercises.py:number
        classroom/people.py:Roll.free_name
        classroom/opening.py:new_class bound _family serve
        classroom/server.py:Host.__init__ Host._hear
        explain/catalogue.py:_strategy explanation
        pages/plays.py:_place
        pages/results.py:typed read _words _code
        pages/sheets.py:DealForm.read is_number letter_of place_of
        play/full_screen.py:Turn.on_paste
        play/lines.py:typed typed_by_umpire _words _put seat_named _pairs
        play/opponents.py:opponent
        play/rounds.py:Repeated.opponent
        play/terminal.py:can_be_drawn_on""",
    "what a file of a scenario, or a table of texts, says": """
        explain/report.py:_text
        explain/walk.py:Walkthrough.command Walkthrough._own _parts
        language/reports/limits.py:_needed
        language/reports/preferences.py:in_words _with_names
        language/reports/scenario.py:first_sentence
        pages/plays.py:_counted
        play/rounds.py:_after_its_name
        play/words.py:unit_of
        repeated/reports/__init__.py:factors_note conditions
        conflict/reports/__init__.py:_range move_words""",
    "letters of a deal, keys, addresses and paths": """
        bargaining/reports/contingent.py:_terms
        classroom/server.py:Host.page
        comparison/reports/__init__.py:_heads
        comparison/reports/comparison.py:method_words
        equilibrium/reports/paths.py:names_mover
        language/binding/__init__.py:Binder.known
        language/reports/findings.py:count
        language/writing/reports.py:quoted
        pages/debrief.py:debrief _headline _tidy
        pages/plays.py:Cells.outcomes
        pages/results.py:Deals.code
        play/turn_rules.py:TurnRules.combined _number_of
        play/ways.py:Way.form
        repeated/reports/agreement.py:_ideas
        whatif/reports/choices.py:_choices
        whatif/reports/ranking.py:_short
        whatif/reports/sweep.py:_drawn _courses numbers_of _players _told _two_games _lines _shares _heads
        whatif/reports/uncertainty.py:_how_much""",
    "a number, a name or a sign that is being put into words": """
        bargaining/reports/__init__.py:whose
        bargaining/reports/assessment.py:verdicts
        comparison/reports/__init__.py:amount
        equilibrium/reports/__init__.py:_sum Words.whose Words.profile
        equilibrium/reports/tree.py:_legend
        play/full_screen.py:mistake Person.compose
        repeated/reports/__init__.py:factor factor_digits needed
        repeated/reports/agreement.py:_ways""",
    "words of the program's own, which are still to be data": """
        comparison/reports/threats.py:_which
        whatif/reports/ranking.py:_places
        whatif/reports/sweep.py:_at_the_ends _notes""",
}
"""What is read → the places that read it."""


def allowed() -> set[str]:
    """File and function of each place that may read words."""
    lines = [
        line.strip().partition(":")
        for some in MAY_READ.values()
        for line in some.strip().splitlines()
    ]
    return {f"{file}:{name}" for file, _, names in lines for name in names.split()}


def test_no_code_but_a_writer_reads_what_a_report_says() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{name}"
        for path in telling()
        for name in places(path.read_text("utf-8"))
    }
    assert sorted(found - allowed()) == [], (
        "let what is told say it as data, or name the place with what it reads"
    )
    assert sorted(allowed() - found) == [], "these read nothing any more"


@pytest.mark.parametrize(
    ("file", "name", "code"),
    [
        (
            "play/rehearsals.py",
            "_of_games",
            '_GROUPS.sub(one, told).replace("the class", "the games")',
        ),
        ("play/review.py", "_outcome", "said.replace(to_players, to_others)"),
        ("play/review.py", "_turned", "first.words.removeprefix(ends)"),
        ("play/views.py", "_off_paper", "block.title in PAPER"),
        ("play/views.py", "_off_paper", 'block.text.startswith("Confidential. Show this page")'),
        ("play/full_screen.py", "Turn.weigh", '"better than" in said'),
        ("play/full_screen.py", "Turn.seen", '"To type" in keys'),
        ("classroom/faces.py", "seat_worth", 'said.partition(": ")[2]'),
        ("equilibrium/reports/__init__.py", "_mentioned", 'strategy.label.split(", ")'),
        (
            "equilibrium/reports/__init__.py",
            "chances",
            'first.replace("` with ", "` with probability ", 1)',
        ),
        (
            "equilibrium/reports/concepts/announcements.py",
            "_advice",
            'words.instead(reason).replace("With", away, 1)',
        ),
        ("pages/orders.py", "_named", 'said[0].endswith(f": {name}")'),
        ("pages/kit.py", "_guide", 'what.replace("negotiate", "play")'),
        (
            "language/binding/__init__.py",
            "Binder.option",
            'nearest.replace("mean ", "mean the move ")',
        ),
        ("play/endings.py", "_frontier", 'one.name.split(", ")'),
        ("bargaining/reports/marks.py", "outcomes", '"today" in mark.name'),
        ("bargaining/reports/mediator.py", "_payment", '" pays " in one'),
        ("conflict/reports/stability.py", "_table", 'cell.shown.split(", ")'),
        ("pages/debrief.py", "report", "mark.package.shown == ABOVE"),
    ],
)
def test_what_once_read_words_is_found_when_it_is_put_back(file: str, name: str, code: str) -> None:
    assert ROOT / file in {*telling()}
    assert f"{file}:{name}" not in allowed()
    *kinds, function = name.split(".")
    source = (
        f"class {kinds[0]}:\n    def {function}():\n        {code}"
        if kinds
        else f"def {name}():\n    {code}"
    )
    assert [*places(source)][:1] == [name]
