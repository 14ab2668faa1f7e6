"""Nothing that a person can meet is without a description, and without its place in the
reference.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from pathlib import Path

import negotiate
import negotiate.errors
from docs.generate.code import ROOMS
from docs.generate.commands import commands
from docs.generate.introductions import introduction
from docs.generate.language import anchor, keys, parts
from docs.generate.pages import pages
from docs.generate.shapes import schemas
from negotiate.bargaining.points import POINTS
from negotiate.equilibrium.registry import CONCEPTS, SOLVERS
from negotiate.errors import NegotiateError
from negotiate.language.shelf import shelf
from negotiate.language.writing.reports import TEMPLATES
from negotiate.lenses import LENSES
from negotiate.model.expressions import FUNCTIONS
from negotiate.problems import all_rules

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
ERRORS = {
    name: kind
    for name, kind in vars(negotiate.errors).items()
    if inspect.isclass(kind) and issubclass(kind, NegotiateError)
}

TERMS = (
    "Player",
    "Issue",
    "Option",
    "Package",
    "Outcome",
    "Status quo",
    "Red line",
    "Disagreement point",
    "BATNA",
    "Reservation value",
    "Agreement zone",
    "Pareto frontier",
    "Normal-form game",
    "Extensive game",
    "Information set",
    "Action",
    "Strategy",
    "Strategy profile",
    "Equilibrium",
    "Nash equilibrium",
    "Subgame-perfect equilibrium",
    "Sequential equilibrium",
    "Correlated equilibrium",
    "Coarse correlated equilibrium",
    "Quantal response equilibrium",
    "Stackelberg equilibrium",
    "Maxmin",
    "Minmax",
    "Rationalizability",
    "Weak dominance",
    "Risk dominance",
    "Potential game",
    "Perfect equilibrium",
    "Extreme equilibrium",
    "Component",
    "Concept",
    "Regret",
    "Solution",
    "Stage game",
    "Discount factor",
    "Posture",
    "Automaton",
    "Match",
    "Repeated game",
    "Patience",
    "Phase",
    "Breach",
    "Grim",
    "Noise",
    "Misreading",
    "Signal",
    "On the path",
    "Off the path",
    "Certificate",
    "Renegotiation",
    "Payoff set",
    "Tournament",
    "Invasion",
    "Moran process",
    "Replicator dynamics",
    "Graph model",
    "State",
    "Unilateral improvement",
    "Type",
    "Belief",
    "Lens",
)
"""One word for an idea: those of the architecture page, and those of repeated play."""


@cache
def page(name: str) -> str:
    """The text of a page of the reference, generated or written by hand."""
    return pages().get(f"reference/{name}") or (REFERENCE / name).read_text("utf-8")


def test_a_command() -> None:
    for command in commands().values():
        assert command.says
        assert introduction("commands", command.name), (
            "docs/generate/introductions/commands holds nothing about it"
        )
        text = page(f"commands/{command.name}.md")
        assert f"({command.name}.md)" in page("commands/index.md")
        for one in command.parameters:
            assert one.says, one
            assert one.says.replace("|", "\\|") in text
            assert all(f"`{name}" in text for name in one.names)


def test_an_error() -> None:
    for name in sorted(ERRORS):
        assert ERRORS[name].__doc__
        assert f"\n## {name}\n" in page("errors.md")
        assert name in (negotiate.errors.__doc__ or ""), "the tree of errors lacks it"


def test_a_rule() -> None:
    for code in sorted(all_rules()):
        rule = all_rules()[code]
        assert rule.says, code
        assert rule.why, code
        assert rule.mend, code
        text = page(f"rules/{code}.md")
        assert rule.says.rstrip(".")[1:] in text, code
        assert f"[{code}]" in text, f"no report shows {code}"
        assert f"({code}.md)" in page("rules/index.md")


def test_a_key_of_the_language() -> None:
    sections = dict(
        re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page("language.md"), re.MULTILINE | re.DOTALL)
    )
    anchors = {title.lower().replace(" ", "-"): text for title, text in sections.items()}
    for part in parts().values():
        for key, _, info in keys(part):
            assert info.description, f"{part.__name__}.{key}"
            assert f"| `{key}` |" in anchors[anchor(part)], f"{part.__name__}.{key}"


def test_a_function_of_formulas() -> None:
    assert [name for name in FUNCTIONS if f"`{name}(" not in page("formulas.md")] == []


def test_a_public_name() -> None:
    for name in sorted(negotiate.__all__):
        assert inspect.getdoc(getattr(negotiate, name)) or introduction("python", name)
        home = "errors.md" if name in ERRORS or name == "Problem" else "python.md"
        assert re.search(rf"^## `?{name}`?$", page(home), re.MULTILINE)


def test_a_public_name_of_a_room() -> None:
    for room in ROOMS:
        short = room.__name__.removeprefix("negotiate.")
        sections = dict(
            re.findall(
                r"^## `([^\n]+)`\n(.*?)(?=^## |\Z)", page("python.md"), re.MULTILINE | re.DOTALL
            )
        )
        assert [
            name for name in room.__all__ if not sections.get(f"{short}.{name}", "").strip()
        ] == []


def test_a_method_of_a_repeated_game_is_told_in_full() -> None:
    for method in ["play", "certify", "critical_discount", "payoff_set", "minmax"]:
        text = page("python.md").partition("\n## `RepeatedGame`\n")[2].partition("\n## ")[0]
        assert "**Raises**" in text.partition(f"\n### `.{method}()`\n")[2].partition("\n### ")[0]


def test_a_solver() -> None:
    for solver in SOLVERS:
        assert solver.reference
        text = page("solvers.md")
        assert f"\n## {solver.name}\n" in text
        assert solver.reference in text


def test_a_concept() -> None:
    for concept in CONCEPTS:
        assert concept.says.endswith(".")
        assert concept.reference
        sections = dict(
            re.findall(
                r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page("concepts.md"), re.MULTILINE | re.DOTALL
            )
        )
        text = sections[concept.name]
        assert concept.says in text
        assert concept.reference in text
        assert (f"`--player` names {concept.player}." in text) is bool(concept.player)
        assert f"(#{concept.name})" in page("concepts.md")
        assert f"concepts.md#{concept.name})" in page("glossary.md"), (
            "the glossary does not lead to it"
        )


def test_a_strategy() -> None:
    for strategy in negotiate.strategies.values():
        sections = dict(
            re.findall(
                r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page("strategies.md"), re.MULTILINE | re.DOTALL
            )
        )
        text = sections[strategy.name]
        for told in (
            strategy.idea,
            strategy.history,
            strategy.reference,
            *(f"- `{name}`: " for name in strategy.takes),
        ):
            assert told in text
        assert f"(#{strategy.name})" in page("strategies.md")


def test_a_bargaining_solution() -> None:
    for rule in POINTS:
        text = page("bargaining-solutions.md")
        sections = dict(
            re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        )
        told = " ".join(sections[rule.name].split())
        assert f"It picks {rule.says}." in told
        assert f"*Reference:* {rule.reference}." in told
        row = re.search(
            rf"^\| \[{rule.name}\]\(#{rule.name}\) \|.*\| (yes|no) \|$", text, re.MULTILINE
        )
        assert row, "the table lacks it"
        assert (row[1] == "yes") is rule.units_matter


def test_a_lens() -> None:
    for lens in LENSES:
        assert f"\n## {lens.name}\n" in page("lenses.md")


def test_every_lens_of_a_scenario_is_in_the_tuple() -> None:
    methods = {
        name
        for name, found in vars(negotiate.Scenario).items()
        if inspect.isfunction(found) and name[0] != "_"
    }
    asking = {"indices", "regions", "explain", "bayesian", "varied", *scenario_commands()}
    assert methods - asking == {lens.method for lens in LENSES}


def scenario_commands() -> set[str]:
    """The commands that a scenario answers from Python."""
    found = {lens.command for lens in LENSES} | {"whatif"}
    assert found <= vars(negotiate.Scenario).keys()
    return found


def test_a_template() -> None:
    for template in TEMPLATES:
        assert f"\n## {template.name}\n" in page("templates.md")


def test_a_scenario_that_is_shipped() -> None:
    assert [
        entry.name
        for entry in shelf().scenarios
        if f"\n## {entry.name}\n" not in page("scenarios.md")
    ] == []


def test_a_shape_of_json() -> None:
    for shape in sorted(schemas()):
        assert shape in page("json.md")


def test_a_field_of_json() -> None:
    records = [
        one
        for title, schema in schemas().items()
        for one in ((title, schema), *schema["$defs"].items())
    ]
    fields = {
        f"{name}.{key}": field
        for name, record in records
        for key, field in record["properties"].items()
    }
    assert [name for name, field in fields.items() if not field.get("description")] == []


def test_a_term_of_the_glossary() -> None:
    for term in TERMS:
        found = re.search(
            rf"^## {re.escape(term)}\n\n(.*?)\n\n", page("glossary.md"), re.MULTILINE | re.DOTALL
        )
        assert found, f"{term} is not defined"
        assert 1 <= len(re.findall(r"[.?!](?:\s|$)", found[1])) <= 4, term


def test_a_source_of_the_glossary_is_listed() -> None:
    text, listed = page("glossary.md").split("\n## Sources\n")
    cited = set(re.findall(r"(?:\*Source:\* |; )([A-Z][\w&, ]*?) (\d{4})", text))
    assert cited
    lost = [
        (names, year)
        for names, year in cited
        if not re.search(rf"{re.split('[ ,&]', names)[0]}.*{year}", listed)
    ]
    assert lost == []


def test_an_exit_code() -> None:
    for code in ["0", "1", "2", "3", "4", "130"]:
        assert f"\n| {code} | " in page("exit-codes.md")
        assert {str(kind.exit_code) for kind in ERRORS.values()} <= {"2", "3", "4"}
