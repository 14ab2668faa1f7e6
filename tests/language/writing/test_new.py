"""Templates: each works at once, in good order, and needs only its placeholders filled to go into a
class.
"""

import re
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.errors import FileRefused, NegotiateError, TemplateNotFound
from negotiate.language.check.files import check_file
from negotiate.language.expectations.testing import check_expectations
from negotiate.language.scenario_file import Reading
from negotiate.language.writing.formatting import formatted
from negotiate.language.writing.new import new
from negotiate.language.writing.reports import TEMPLATES, Template, following

FOLDER = Path(negotiate.__file__).parent / "language" / "writing" / "templates"
PLACEHOLDER = re.compile(r"<(?=\S)[^<>\n]+(?<=\S)>")
LATER = ("types",)

# For each template, in the order of its expectations, one change of its numbers under which that
# one is wrong.
BREAKING: dict[str, tuple[dict[str, Any], ...]] = {
    "two-by-two": (
        {"matrix.cheap.dear.0": 9, "matrix.cheap.cheap.0": 1},
        {"matrix.cheap.cheap.1": 12},
    ),
    "bargaining": ({"payoffs.north.own_toll.charged": -1}, {"payoffs.north.their_toll.charged": 1}),
    "threat": (
        {"audience_cost": 25},
        {"payoffs.supplier.sales.cut": 1},
        {"payoffs.buyer.bill.paid": 5},
    ),
    "multi-issue": ({"strike_loss": 5}, {"payoffs.union.delay": 9}),
    "ordinal": (
        {"prefers.factory.0": "works == appeals"},
        {"ranking.town": [{"support": "backs_order"}, "everything else"]},
    ),
    "repeated": (
        {"repeat.sets.payment": 1},
        {"repeat.sets.payment": 1},
        {"players.north.patience": 0.6},
        {"payoffs.south.fish.share.more": 6},
        {"repeat.plays": "always_cooperate"},
    ),
    "war-game": ({"payoffs.east.respect.expr": "0"}, {"payoffs.east.respect.expr": "west_ships"}),
    "three-players": (
        {"payoffs.delta.salt.held.pumped.built": -15},
        {"payoffs.delta.salt.held.pumped.built": -7},
    ),
}


@pytest.fixture(params=TEMPLATES, ids=lambda template: template.name)
def template(request: pytest.FixtureRequest) -> Template:
    found = request.param
    assert isinstance(found, Template)
    return found


@pytest.fixture
def made(template: Template, tmp_path: Path) -> Path:
    return new(template.name, tmp_path / "talks.yaml", schema=False).path


def test_every_file_is_a_template_and_every_template_a_file() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(
        f"{t.name}.yaml" for t in TEMPLATES
    )


def test_it_works_at_once(made: Path) -> None:
    assert check_file(str(made)) == []
    verdicts = check_expectations(Reading(str(made)))
    assert len(verdicts) > 1
    assert [verdict.found for verdict in verdicts if not verdict.met] == []


def test_it_is_in_good_order(template: Template) -> None:
    assert formatted(template.text()) == template.text()


def test_each_expectation_can_fail(template: Template, made: Path) -> None:
    count = len(check_expectations(Reading(str(made))))
    assert len(BREAKING[template.name]) == count
    for position, changes in enumerate(BREAKING[template.name]):
        assert not check_expectations(Reading(str(made)), changes)[position].met, changes


def test_with_its_placeholders_filled_it_is_ready_for_a_class(
    template: Template, made: Path
) -> None:
    unfilled = check_file(str(made), profile="class")
    assert {problem.code for problem in unfilled} == {"placeholder"}
    text = made.read_text("utf-8")
    assert len(unfilled) == len(PLACEHOLDER.findall(_said(text)))
    made.write_text(PLACEHOLDER.sub("What it says here, in one sentence", text), "utf-8")
    assert check_file(str(made), profile="class") == []


def _said(text: str) -> str:
    """The text without its remarks."""
    return "\n".join(re.sub(r"(^|\s)#.*", "", line) for line in text.splitlines())


def test_a_title_is_never_a_placeholder(made: Path) -> None:
    found = negotiate.load(str(made))
    assert not PLACEHOLDER.search(found.about.title + found.about.summary)


def test_what_is_said_of_it_is_true(template: Template, made: Path) -> None:
    found = negotiate.load(str(made))
    assert len(found.players) == template.players
    assert (template.lens == "tree") == bool(found.protocol)
    assert len(f"  {'':<15}{template.players} players: {template.purpose}") <= 80


def test_it_teaches_nothing_that_is_not_read_yet(template: Template) -> None:
    words = set(re.findall(r"\w+(?=:)", _said(template.text())))
    assert words.isdisjoint(LATER)


def test_each_section_is_explained(template: Template) -> None:
    """Every key of the first column but the plainest has a comment above it or beside it, somewhere
    in its lines.
    """
    sections: dict[str, str] = {}
    above = key = ""
    for line in template.text().splitlines():
        if line.startswith("#"):
            above += line
        elif found := re.match(r"(\w+):", line):
            key = found[1]
            sections[key] = above + line
            above = ""
        elif line:
            sections[key] += line
    plain = {"title", "summary", "authors", "teaches", "date"}
    assert [key for key, lines in sections.items() if "#" not in lines and key not in plain] == []


def test_lines_fit_a_window(template: Template) -> None:
    assert max(len(line) for line in template.text().splitlines()) <= 120
    assert len(template.text().splitlines()) <= 150


def test_a_slip_gets_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(TemplateNotFound) as caught:
        new("bargian", tmp_path / "x.yaml")
    assert "`bargaining`" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_without_a_file_it_is_called_like_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert negotiate.new("threat", schema=False).path == Path("threat.yaml")
    assert (tmp_path / "threat.yaml").read_text("utf-8") == TEMPLATES[2].text()
    with pytest.raises(FileRefused):
        negotiate.new("threat", schema=False)


@pytest.mark.parametrize(
    "arguments",
    [{}, {"template": "threat", "original": "x"}, {"template": "threat", "variant": "x"}],
)
def test_a_template_or_an_original_and_not_both(arguments: dict[str, str]) -> None:
    with pytest.raises(NegotiateError):
        new(**arguments)  # type: ignore[arg-type]  # what is tried here is what the types forbid


@pytest.mark.parametrize("given", [5, b"x.yaml", ["x.yaml"], True, {}, 0.5])
@pytest.mark.parametrize("name", ["template", "file", "original", "variant"])
def test_what_names_nothing_is_refused(
    name: str, given: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = {"original": "classics/chicken"} if name == "variant" else {"template": "threat"}
    arguments = {} if name == "original" else arguments
    with pytest.raises(NegotiateError, match=f"`{name}` takes"):
        new(**{**arguments, name: given})  # type: ignore[arg-type]  # what is tried here is what the types forbid
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "target.yaml").write_text("x")
    with pytest.raises(FileRefused, match=r"target\.yaml` is a file, not a folder"):
        new("threat", tmp_path / "target.yaml" / "x.yaml")


def test_after_a_war_game_its_umpire_is_named(tmp_path: Path) -> None:
    made = new("war-game", tmp_path / "mine.yaml")
    commands = [command for command, _ in following(made)]
    assert commands[1].endswith("--teacher")
    assert commands[2].startswith("negotiate play ")
    assert commands[2].endswith(" --umpire")
    copy = new(file=tmp_path / "copy.yaml", original="us-china/trade-war-2018-20")
    assert copy.lens == "play"
