"""Expressions mean what arithmetic means by them, and whatever else stands in one is told where it
stands.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.language.formulas import DEPTH_LIMIT, LENGTH_LIMIT, OPERATOR_LIMIT, parse
from negotiate.model.expressions import Choice, Expression, Names, Operation
from negotiate.problems import Place, Problems
from tests.reference import plain_expressions as plain
from tests.reference.plain_expressions import Plain

NAMES = Names(
    parameters=["weight", "notable", "x"],
    choices={
        "quota": Choice(("low", "high"), (10.0, 30.0)),
        "access": Choice(("closed", "open", "no"), None),
        "price": Choice(("-5", "0", "3.1"), (-5.0, 0.0, 3.1)),
        "first": Choice(("low", "high"), (10.0, 30.0), of_move=True),
    },
    terms={"us": ["income"]},
    models={"trade": ["income.us"]},
)
VALUES = {
    "weight": 2.5,
    "notable": -3.0,
    "x": 0.0,
    "quota": 30.0,
    "price": -5.0,
    "us.income": 7.0,
    "trade.income.us": 0.5,
}


class Frame:
    """One outcome: the second option of `quota`, the first of `price`, …; the move `first` was not
    made.
    """

    ndim = 1

    def parameter(self, name: str) -> np.ndarray:
        return np.array([VALUES[name]])

    def choice(self, name: str, of_move: bool) -> np.ndarray:
        return np.array([-1 if of_move else {"quota": 1, "access": 2, "price": 0}[name]])

    def term(self, player: str, term: str) -> np.ndarray:
        return np.array([VALUES[f"{player}.{term}"]])

    def output(self, model: str, output: str) -> np.ndarray:
        return np.array([VALUES[f"{model}.{output}"]])


def read(
    text: str, want: str = "number", names: Names = NAMES
) -> tuple[Expression | None, Problems]:
    problems = Problems(texts={"file": [f"expr: {text}"]})
    return parse(text, Place("file", 1, 7), names, problems, want), problems


def worth(text: str, want: str = "number") -> float:
    found, problems = read(text, want)
    assert found is not None, problems.found
    return float(found.evaluate(Frame())[0])


def told(text: str, want: str = "number", names: Names = NAMES) -> tuple[int, str, str]:
    """Where in the text the mistake is told (from 0), its code, and all its words."""
    found, problems = read(text, want, names)
    assert found is None
    (problem,) = problems.found
    return problem.column - 7, problem.code, f"{problem.message} {problem.hint}"


ATOMS = st.one_of(
    st.integers(0, 20).map(float).map(plain.number),
    st.sampled_from([0.5, 0.125, 1e-3, 2.5e2]).map(plain.number),
    st.sampled_from(sorted(VALUES)).map(plain.named),
)


@st.composite
def numbers(draw: st.DrawFn, depth: int = 3) -> Plain:
    kind = draw(st.integers(0, 6)) if depth else 0
    if kind == 0:
        return draw(ATOMS)
    inner = numbers(depth - 1)
    if kind in (1, 2):
        return plain.combined(
            draw(st.sampled_from(sorted(plain.ARITHMETIC))), draw(inner), draw(inner)
        )
    if kind == 3:
        return draw(st.sampled_from([plain.negative, plain.squared]))(draw(inner))
    if kind == 4:
        return plain.called("abs", draw(inner))
    if kind == 5:
        return plain.called(draw(st.sampled_from(["min", "max"])), draw(inner), draw(inner))
    return plain.either(draw(conditions(depth - 1)), draw(inner), draw(inner))


@st.composite
def conditions(draw: st.DrawFn, depth: int = 3) -> Plain:
    kind = draw(st.integers(0, 3)) if depth else 0
    if kind in (0, 1):
        inner = numbers(max(0, depth - 1))
        return plain.compared(
            draw(st.sampled_from(sorted(plain.COMPARISONS))), draw(inner), draw(inner)
        )
    inner = conditions(depth - 1)
    if kind == 2:
        return plain.denied(draw(inner))
    return plain.joined(draw(st.sampled_from(["and", "or"])), draw(inner), draw(inner))


def same(found: float, wanted: float) -> bool:
    return (
        found == wanted
        or math.isclose(found, wanted, rel_tol=1e-9)
        or (math.isnan(found) and math.isnan(wanted))
    )


@given(numbers())
def test_a_number_is_worth_what_plain_arithmetic_says(expression: Plain) -> None:
    wanted = expression.value(VALUES)
    if math.isnan(wanted) or ("/" in expression.text and math.isinf(wanted)):
        worth(expression.text)  # no number at all: it is enough that nothing breaks
    else:
        assert same(worth(expression.text), wanted)


@given(conditions())
def test_a_condition_holds_where_plain_logic_says(expression: Plain) -> None:
    if "/" in expression.text:
        worth(
            expression.text, "truth"
        )  # infinities compare in ways of their own: it is enough that nothing breaks
    else:
        assert worth(expression.text, "truth") == expression.value(VALUES)


@given(numbers(), st.sampled_from(["", " ", "  "]))
def test_spaces_change_nothing(expression: Plain, space: str) -> None:
    spread = expression.text.replace("(", f"({space}").replace(",", f"{space},")
    assert read(spread)[0] == read(expression.text)[0]


@given(st.text(max_size=30))
def test_any_text_is_understood_or_told(text: str) -> None:
    found, problems = read(text)
    assert (found is None) == bool(problems.found)


WORDS = [
    *"()+-*[],<",
    "quota",
    "access",
    "open",
    "weight",
    "**",
    "==",
    "and",
    "or",
    "not",
    "in",
    "3",
    "min",
    "if",
    "first",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_words_are_understood_or_told(words: list[str]) -> None:
    for want in ("number", "truth"):
        found, problems = read(" ".join(words), want)
        assert (found is None) == bool(problems.found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 * 4", 14),
        ("-2 ** 2", -4),
        ("2 ** 3 ** 2", 512),
        ("2 ** -1", 0.5),
        ("10 - 4 - 3", 3),
        ("8 / 4 / 2", 1),
        ("quota / 10", 3),
        ("us.income + trade.income.us", 7.5),
        ("1e3", 1000),
        (".5", 0.5),
        ("notable", -3),
        ("if(access == no, 1, 2)", 1),
        ("max(1, 2, 3, 4)", 4),
    ],
)
def test_precedence_and_names(text: str, value: float) -> None:
    assert worth(text) == value


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("quota == high", True),
        ("high == quota", True),
        ("quota != high", False),
        ("quota == 30", True),
        ("quota > 20 and access == no", True),
        ("not access == closed", True),
        ("access in [closed, no]", True),
        ("access not in (closed, no)", False),
        ("price in [-5, 3.1]", True),
        ("price == -5", True),
        ("price < 0", True),
        ("first == low", False),
        ("first != low", True),
        ("first in [low, high]", False),
        ("first > 0 or first <= 0", False),
        ("0.1 + 0.2 == 0.3", True),
    ],
)
def test_conditions_on_options_and_moves(text: str, holds: bool) -> None:
    assert worth(text, "truth") == holds


@pytest.mark.parametrize(
    ("text", "want", "at", "code", "words"),
    [
        ("access = open", "truth", 7, "single-equals", "write `==`"),
        ("1 < quota < 3", "truth", 10, "chained-comparison", "join two comparisons with `and`"),
        ("quota == open", "truth", 9, "unknown-option", "`low`, `high`"),
        ("access == opne", "truth", 10, "unknown-option", "did you mean `open`?"),
        ("quota + wieght", "number", 8, "unknown-name", "did you mean `weight`?"),
        ("us.incme", "number", 0, "unknown-name", "did you mean `us.income`?"),
        ("sqr(2)", "number", 0, "unknown-function", "did you mean `sqrt`?"),
        ("max(2)", "number", 0, "wrong-arguments", "2 to 8 arguments"),
        ("access + 1", "number", 0, "options-without-numbers", "compare it with an option"),
        ("quota > 1", "number", 6, "wrong-kind", "a number is expected"),
        ("quota", "truth", 0, "wrong-kind", "a condition"),
        ("2 ^ 3", "number", 2, "caret-power", "write `**`"),
        ("access == 'open'", "truth", 10, "quotes-in-formula", "without quotation marks"),
        ("quota.__class__", "number", 0, "unknown-name", "nothing is called"),
        ("lambda: 1", "number", 6, "formula-sign", "`:`"),
        ("[1, 2]", "number", 0, "operand-missing", "a number or a name"),
        ("weight and 1 < 2", "truth", 0, "wrong-kind", "a condition"),
        ("5 in [low]", "truth", 0, "in-list", "needs an issue or a move"),
        ("quota * / 2", "number", 8, "operand-missing", "not `/`"),
        ("quota +", "number", 7, "formula-stops", "the end"),
        ("(quota", "number", 6, "formula-brackets", "the end"),
        ("quota)", "number", 5, "formula-brackets", "never opened"),
        ("2 quota", "number", 2, "operator-missing", "before `quota`"),
        ("2quota", "number", 0, "operator-missing", "runs into"),
        ("(quota access)", "number", 7, "operator-missing", "before `access`"),
        ("5%", "number", 0, "number-expected", "`0.05` where a share is meant"),
        ("12:30", "number", 0, "number-expected", "a time of day"),
        ("1_000", "number", 0, "number-expected", "write `1000`"),
        ("1,000", "number", 0, "number-expected", "write `1000`"),
        ("2,5", "number", 0, "number-expected", "write `2.5`"),
        ("0x1F", "number", 0, "number-expected", "in tens"),
        ("quota × 2", "number", 6, "formula-sign", "write `*`"),
        ("quota ≥ 2", "truth", 6, "formula-sign", "write `>=`"),
        ("access not open", "truth", 7, "in-list", "after `not`"),
        ("access in open", "truth", 10, "in-list", "[open]"),
        ("access in []", "truth", 10, "in-list", "empty"),
        ("", "number", 0, "formula-stops", "the end"),
    ],
)
def test_a_mistake_is_told_at_its_word(
    text: str, want: str, at: int, code: str, words: str
) -> None:
    where, found, said = told(text, want)
    assert (where, found) == (at, code)
    assert words in said


@pytest.mark.parametrize(
    "text",
    [
        "0" + "+ 0" * LENGTH_LIMIT,
        "(" * (DEPTH_LIMIT + 1) + "1" + ")" * (DEPTH_LIMIT + 1),
        "-" * (DEPTH_LIMIT + 1) + "1",
        "not " * (DEPTH_LIMIT + 1) + "1 < 2",
        "1" + "+1" * (OPERATOR_LIMIT + 1),
        "abs(" * 500,
        "2" + "**2" * 60,
    ],
)
def test_what_could_overflow_a_stack_is_refused(text: str) -> None:
    assert told(text)[1] == "formula-too-long"


ENTRY = Choice(("in", "out", "not", "and"), None)


class Entered(Frame):
    """The outcome with one option of `entry`."""

    def __init__(self, option: int) -> None:
        self.option = option

    def choice(self, name: str, of_move: bool) -> np.ndarray:
        return np.array([self.option if name == "entry" else 0])


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("entry == in", [1, 0, 0, 0]),
        ("in == entry", [1, 0, 0, 0]),
        ("not not == entry", [1, 1, 0, 1]),
        ("entry != not and not entry == and", [1, 1, 0, 0]),
        ("entry in [in, not, and]", [1, 0, 1, 1]),
        ("entry not in (and, out) and price == -5", [1, 0, 1, 0]),
        ("(entry == not) or entry in (in)", [1, 0, 1, 0]),
    ],
)
def test_options_may_be_called_as_the_words_of_formulas(text: str, holds: list[int]) -> None:
    found, problems = read(
        text, "truth", Names(choices={"entry": ENTRY, "price": NAMES.choices["price"]})
    )
    assert found is not None, problems.found
    assert [found.evaluate(Entered(option)) for option in range(4)] == holds


def test_the_longest_sum_that_is_read_is_worked_out() -> None:
    assert worth("1" + "+1" * OPERATOR_LIMIT) == OPERATOR_LIMIT + 1


def test_names_that_could_not_be_read_raise_no_complaint() -> None:
    found, problems = read("quota + torn", names=Names(choices=NAMES.choices, broken={"torn"}))
    assert found is None
    assert problems.found == []
    found, problems = read("quota + anything", names=Names(choices=NAMES.choices, partial=True))
    assert found is None
    assert problems.found == []


def test_names_that_exist_elsewhere_are_told_so() -> None:
    _, code, said = told("later", names=Names(elsewhere=["later"], parameters=["weight"]))
    assert code == "name-not-here"
    assert "cannot be used here" in said
    assert "`weight`" in said


def test_an_expression_over_several_lines_is_told_at_its_word() -> None:
    lines = ["expr: >-", "  quota +", "    wieght", "other: 1"]
    problems = Problems(texts={"file": lines})
    assert parse("quota +   wieght", Place("file", 1, 7), NAMES, problems) is None
    assert (problems.found[0].line, problems.found[0].column) == (3, 5)


def test_not_a_python_object_in_sight() -> None:
    found, _ = read("if(quota > 10, 1, 2)")
    assert isinstance(found, Operation)
