"""Formulas in one line: brackets stand where the formula would mean something else without them,
and nowhere else.
"""

from pathlib import Path

import pytest

import negotiate
from negotiate.model.wording import spelled

FORMULAS = [
    "(p * q) ** 2",
    "p * q ** 2",
    "(p / q) ** 2",
    "p * q / 2",
    "p / (q * 2)",
    "(p + q) * 2",
    "p + q * 2",
    "p - (q - 2)",
    "p - q + 2",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_written_as_it_was_meant(formula: str, tmp_path: Path) -> None:
    path = tmp_path / "formula.yaml"
    path.write_text(
        "format: 1\ntitle: A formula\nplayers: [a, b]\nparameters: {p: 3, q: 5}\n"
        "issues:\n  deal: {options: [none, some], decided_by: agreement}\nstatus_quo: {deal: "
        "none}\n"
        f"payoffs:\n  a: {{gain: {{expr: {formula}}}}}\n  b: {{gain: {{amount: 1}}}}\n",
        "utf-8",
    )
    found = negotiate.load(str(path))
    assert spelled(found.terms["a"]["gain"].value, found) == formula
