"""How uncertain a number is, as a file says it: what is allowed and refused, and what follows from
it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import negotiate
from negotiate.comparison.differences import differences
from negotiate.errors import ScenarioError
from negotiate.language.check.files import check_file
from negotiate.language.editor.file_schema import file_schema
from negotiate.language.editor.schema import json_schema
from negotiate.language.text import node_of
from negotiate.language.writing.formatting import formatted
from negotiate.model.distributions import Distribution, correlation_matrix
from negotiate.problems import Place
from negotiate.report.json import json_of

BASE: dict[str, Any] = {
    "format": 1,
    "title": "A fishery",
    "players": ["north", "south"],
    "parameters": {
        "catch": {
            "value": 6,
            "range": [0, 20],
            "distribution": {"triangular": {"low": 2, "mode": 6, "high": 12}},
            "source": "declared",
        },
        "price": {
            "value": 5,
            "distribution": {"lognormal": {"median": 5, "sigma": 0.3}},
            "source": "declared",
        },
        "fuel": {"value": 3, "range": [1, 9], "source": "declared"},
    },
    "correlations": {"catch": {"price": -0.4}},
    "issues": {
        "quota": {"decided_by": "north", "options": ["low", "high"]},
        "boats": {"decided_by": "south", "options": ["few", "many"]},
    },
    "payoffs": {
        "north": {
            "sold": {
                "by": "quota",
                "values": {"low": "catch", "high": "catch * price"},
                "source": "declared",
            }
        },
        "south": {
            "cost": {
                "by": "boats",
                "values": {"few": "-fuel", "many": "price"},
                "source": "declared",
            }
        },
    },
}


def written(folder: Path, **changes: Any) -> str:
    path = folder / "fishery.yaml"
    path.write_text(json.dumps({**BASE, **changes}), "utf-8")
    return str(path)


def with_distribution(distribution: Any, **more: Any) -> dict[str, Any]:
    return {
        "parameters": {
            **BASE["parameters"],
            "catch": {"value": 6, "distribution": distribution, **more},
        }
    }


def codes(path: str, profile: Any = "draft") -> list[str]:
    return [problem.code for problem in check_file(path, profile=profile)]


GOOD = (
    {"uniform": {"low": -2, "high": 12.5}},
    {"normal": {"mean": -1, "sd": 0.001}},
    {"triangular": {"low": 2, "mode": 2, "high": 12}},
    {"triangular": {"low": 2, "mode": 12, "high": 12}},
    {"lognormal": {"median": 6, "sigma": 10}},
    {"discrete": {"6": 1}},
    {"discrete": {"-2.5": 0.5, "1e3": 0.25, "6": 0.25}},
)
BAD = (
    {},
    [2, 12],
    "normal",
    {"beta": {"a": 1, "b": 2}},
    {"uniform": {"low": 2}},
    {"uniform": {"low": 2, "high": 3, "mode": 2.5}},
    {"uniform": {"low": 2, "high": "12"}},
    {"normal": {"mean": 1, "sd": 0}},
    {"lognormal": {"median": 0, "sigma": 1}},
    {"lognormal": {"median": 1, "sigma": 10.5}},
    {"discrete": {}},
    {"discrete": {"6": 1.5, "7": -0.5}},
    {"discrete": {"some": 1}},
    {"uniform": {"low": 2, "high": 12}, "normal": {"mean": 1, "sd": 1}},
)


def test_each_kind_is_read_and_fits_the_schema_of_an_editor(tmp_path: Path) -> None:
    for distribution in GOOD:
        (kind,) = distribution
        found = (
            negotiate.load(written(tmp_path, **with_distribution(distribution)))
            .parameters["catch"]
            .distribution
        )
        assert found == Distribution(kind, distribution[kind]), distribution
        jsonschema.validate({**BASE, **with_distribution(distribution)}, json_schema())


def test_what_the_reader_refuses_an_editor_marks(tmp_path: Path) -> None:
    check = jsonschema.Draft7Validator(json_schema())
    for distribution in BAD:
        with pytest.raises(ScenarioError):
            negotiate.load(written(tmp_path, **with_distribution(distribution)))
        assert not check.is_valid({**BASE, **with_distribution(distribution)}), distribution


def test_an_editor_knows_which_parameters_can_be_correlated() -> None:
    check = jsonschema.Draft7Validator(file_schema(node_of(BASE, Place("fishery.yaml", 1, 1))))
    for correlations, good in (
        ({"catch": {"fuel": 0.5}, "price": {"fuel": -1}}, True),
        ({"catch": {"feul": 0.5}}, False),
        ({"cath": {"fuel": 0.5}}, False),
        ({"catch": {"fuel": 1.01}}, False),
        ({"catch": 0.5}, False),
    ):
        assert check.is_valid({**BASE, "correlations": correlations}) is good, correlations
        assert jsonschema.Draft7Validator(json_schema()).is_valid(BASE)


def test_no_answer_depends_on_how_uncertain_a_number_is(tmp_path: Path) -> None:
    first = negotiate.load(written(tmp_path))
    second = negotiate.load(
        written(tmp_path, correlations={}, **with_distribution({"normal": {"mean": 90, "sd": 1}}))
    )
    np.testing.assert_array_equal(first.payoffs(), second.payoffs())


def test_it_is_set_like_anything_else(tmp_path: Path) -> None:
    path = written(tmp_path)
    distribution = {"uniform": {"low": 1, "high": 3}}
    for changes, wanted in (
        (
            {"parameters.catch.distribution": distribution},
            Distribution("uniform", {"low": 1, "high": 3}),
        ),
        (
            {"parameters.catch.distribution.triangular.mode": 7},
            Distribution("triangular", {"low": 2, "mode": 7, "high": 12}),
        ),
        ({"catch": 7}, Distribution("triangular", {"low": 2, "mode": 6, "high": 12})),
    ):
        assert negotiate.load(path, set=changes).parameters["catch"].distribution == wanted
    assert negotiate.load(path, set={"correlations.catch.price": 0.25}).correlations == {
        "catch": {"price": 0.25}
    }
    assert negotiate.load(path, set={"correlations.fuel.price": 0.25}).correlations["fuel"] == {
        "price": 0.25
    }
    assert negotiate.load(
        written(tmp_path, correlations={}), set={"correlations.fuel.catch": 0.5}
    ).correlations == {"fuel": {"catch": 0.5}}


@pytest.mark.parametrize(
    ("address", "value", "code", "hint"),
    [
        ("parameters.catch.distribution.uniform.low", 1, "missing-key", ""),
        (
            "parameters.catch.distribution.triangular.mode",
            15,
            "out-of-range",
            "from `low` to `high`",
        ),
        ("correlations.price.catch", 0.4, "correlation-twice", "`catch: {price: …}`"),
        ("correlations.pric.catch", 0.4, "unknown-address", ""),
        ("correlations.catch.price", -1.5, "outside-limits", ""),
        (
            "catch.distribution.triangular.mode",
            7,
            "unknown-address",
            "write `parameters.catch.distribution",
        ),
    ],
)
def test_what_is_set_is_held_to_the_same_rules(
    tmp_path: Path, address: str, value: float, code: str, hint: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(written(tmp_path), set={address: value})
    assert code in [problem.code for problem in caught.value.problems]
    assert any(hint in problem.hint for problem in caught.value.problems)


def test_a_variant_may_change_it_and_counts_for_something(tmp_path: Path) -> None:
    variants = {
        "wide": {"set": {"parameters.catch.distribution": {"uniform": {"low": 0, "high": 20}}}},
        "alone": {"remove": ["correlations"]},
        "sure": {"remove": ["parameters.catch.distribution"]},
        "same": {"set": {"parameters.catch.distribution.triangular.low": 2}},
    }
    path = written(tmp_path, variants=variants)
    assert codes(path) == ["idle-variant"]
    assert negotiate.load(path, variant="wide").parameters["catch"].distribution == Distribution(
        "uniform", {"low": 0, "high": 20}
    )
    assert negotiate.load(path, variant="alone").correlations == {}
    assert negotiate.load(path, variant="sure").parameters["catch"].distribution is None


def test_a_file_that_extends_another_changes_a_part_of_it(tmp_path: Path) -> None:
    written(tmp_path)
    other = tmp_path / "other.yaml"
    changed = {
        "parameters": {"catch": {"distribution": {"triangular": {"low": 3}}}},
        "correlations": {"fuel": {"price": 0.5}},
    }
    other.write_text(
        json.dumps({"format": 1, "title": "Other", "extends": "fishery.yaml", **changed}), "utf-8"
    )
    found = negotiate.load(str(other))
    assert found.parameters["catch"].distribution == Distribution(
        "triangular", {"low": 3, "mode": 6, "high": 12}
    )
    assert found.correlations == {"catch": {"price": -0.4}, "fuel": {"price": 0.5}}


def test_formatting_puts_it_behind_the_range() -> None:
    text = formatted(
        "format: 1\ntitle: T\ncorrelations: {a: {b: 0.5}}\nparameters:\n  a:\n    source: "
        "declared\n"
        "    distribution: {uniform: {low: 1, high: 2}}  # why\n    range: [0, 3]\n    value: 1\n"
    )
    order = [
        "value: 1",
        "range: [0, 3]",
        "distribution: {uniform: {low: 1, high: 2}}  # why",
        "source",
        "correlations",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_it_is_shown_compared_and_written_as_json(tmp_path: Path) -> None:
    first = negotiate.load(written(tmp_path))
    second = negotiate.load(
        written(tmp_path), set={"parameters.catch.distribution.triangular.high": 13}
    )
    third = negotiate.load(written(tmp_path, correlations={"price": {"catch": -0.4, "fuel": 0.1}}))
    assert [(one.kind, one.name, one.first, one.second) for one in differences(first, second)] == [
        (
            "distribution",
            "catch",
            "triangular from 2 over 6 to 12",
            "triangular from 2 over 6 to 13",
        )
    ]
    assert [(one.kind, one.name, one.first, one.second) for one in differences(first, third)] == [
        ("correlation", "fuel and price", None, 0.1)
    ]
    told = json_of(first, {"file": "x"})
    assert told["correlations"] == {"catch": {"price": -0.4}}
    assert told["parameters"]["catch"]["distribution"] == {
        "kind": "triangular",
        "numbers": {"low": 2, "mode": 6, "high": 12},
    }
    assert told["parameters"]["fuel"]["distribution"] is None


@pytest.mark.parametrize(
    ("distribution", "outside"),
    [
        ({"uniform": {"low": 0, "high": 20}}, False),
        ({"uniform": {"low": 0, "high": 20.01}}, True),
        ({"triangular": {"low": -0.01, "mode": 3, "high": 8}}, True),
        ({"discrete": {"3": 0.99, "21": 0.01}}, True),
        ({"discrete": {"0.1": 0.1, "0.2": 0.2, "0.3": 0.3, "20": 0.4, "21": 0}}, False),
        ({"normal": {"mean": 10, "sd": 5}}, False),
        ({"normal": {"mean": 10, "sd": 5.2}}, True),
        ({"lognormal": {"median": 10, "sigma": 0.42}}, False),
        ({"lognormal": {"median": 10, "sigma": 0.43}}, True),
    ],
)
def test_a_distribution_beyond_the_range_is_told_and_stops_nothing(
    tmp_path: Path, distribution: dict[str, Any], outside: bool
) -> None:
    path = written(tmp_path, **with_distribution(distribution, range=[0, 20]))
    assert codes(path) == (["distribution-outside-range"] if outside else [])
    assert negotiate.load(path).parameters["catch"].distribution


def test_a_published_file_needs_a_range_or_a_distribution_and_no_further_source(
    tmp_path: Path,
) -> None:
    assert {"unsourced-number", "unranged-number"} & {*codes(written(tmp_path), "publish")} == set()
    bare = {**BASE["parameters"], "price": {"value": 5, "source": "declared"}}
    assert "unranged-number" in codes(
        written(tmp_path, parameters=bare, correlations={}), "publish"
    )


@st.composite
def correlation_matrices(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    """Correlations of three to five numbers in whole per cent: mixtures of a few things that move
    them all.
    """
    count = draw(st.integers(3, 5))
    causes = np.array(
        draw(
            st.lists(
                st.lists(st.integers(-3, 3), min_size=2, max_size=2), min_size=count, max_size=count
            )
        )
    )
    spread = causes @ causes.T + np.eye(count) * draw(st.integers(1, 3))
    scale = np.sqrt(np.diag(spread))
    found = np.round(spread / np.outer(scale, scale), 2)
    assume(np.linalg.eigvalsh(found)[0] > 1e-6)
    return found


def file_of(matrix: np.ndarray[Any, Any]) -> dict[str, Any]:
    names = [f"p{k}" for k in range(len(matrix))]
    pairs = {
        a: {b: float(matrix[i, j]) for j, b in enumerate(names) if j > i}
        for i, a in enumerate(names[:-1])
    }
    ranged = {name: {"value": 1, "range": [0, 2]} for name in names}
    return {"parameters": {**BASE["parameters"], **ranged}, "correlations": pairs}


@given(correlation_matrices())
def test_correlations_that_some_numbers_have_are_taken(
    tmp_path_factory: pytest.TempPathFactory, matrix: np.ndarray[Any, Any]
) -> None:
    found = negotiate.load(written(tmp_path_factory.mktemp("pairs"), **file_of(matrix)))
    np.testing.assert_array_equal(
        correlation_matrix(found, [f"p{k}" for k in range(len(matrix))]), matrix
    )


@given(correlation_matrices(), st.data())
def test_correlations_that_no_numbers_have_are_refused_and_the_hint_mends_them(
    tmp_path_factory: pytest.TempPathFactory, matrix: np.ndarray[Any, Any], data: st.DataObject
) -> None:
    count, folder = len(matrix), tmp_path_factory.mktemp("pairs")
    one, other = data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True))
    matrix[one, other] = matrix[other, one] = data.draw(st.sampled_from([-1.0, 1.0]))
    least = np.linalg.eigvalsh(matrix)[0]
    assume(abs(least) > 1e-6)
    if least > 0:
        assert negotiate.load(written(folder, **file_of(matrix))).correlations
        return
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(written(folder, **file_of(matrix)))
    (problem,) = caught.value.problems
    assert problem.code == "correlations-contradict"
    three = problem.message.startswith("no three numbers")
    named = {name for name in problem.message.split("`") if name[:1] == "p" and name[1:].isdigit()}
    part = (
        np.ix_(*[sorted(int(name[1:]) for name in named)] * 2)
        if three
        else np.ix_(range(count), range(count))
    )
    assert np.linalg.eigvalsh(matrix[part])[0] < 0
    if "lies between" in problem.hint:
        first, second = (int(name[1:]) for name in problem.hint.split("`")[1::2])
        for end in problem.hint.partition("between ")[2].split(" and "):
            mended = matrix.copy()
            mended[first, second] = mended[second, first] = float(end)
            assert np.linalg.eigvalsh(mended[part])[0] > -1e-6


def test_very_many_correlations_are_refused_before_they_are_worked_out(tmp_path: Path) -> None:
    ranged = {f"p{k}": {"value": 1, "range": [0, 2]} for k in range(202)}
    pairs = {f"p{k}": {f"p{k + 1}": 0.1} for k in range(0, 202, 2)}
    path = written(tmp_path, parameters={**BASE["parameters"], **ranged}, correlations=pairs)
    assert codes(path) == ["too-many-entries"]
