"""Templates, and what `new` has made, as JSON."""

from pathlib import Path

from negotiate.language.writing.new import new
from negotiate.language.writing.reports import TEMPLATES, Templates
from tests.records import never_told
from tests.written import checked


def test_the_templates() -> None:
    told = checked(Templates())
    assert told["schema"] == "negotiate/templates/2"
    assert [one["name"] for one in told["templates"]] == [template.name for template in TEMPLATES]


def test_a_file_that_was_made(tmp_path: Path) -> None:
    file = tmp_path / "new" / "talks.yaml"
    made = new("bargaining", file)
    told = checked(made)
    assert (told["schema"], told["path"], told["folder"]) == (
        "negotiate/new/2",
        str(file),
        str(file.parent),
    )
    assert (told["made_from"], told["template"]) == (["bargaining"], True)
    asked = [command.split()[1] for command in told["next"]]
    assert asked == ["check", "show", made.lens]
    copy = new(file=tmp_path / "copy.yaml", original="us-china/beijing-2018", variant="containment")
    told = checked(copy)
    assert (told["template"], told["variant"], told["made_from"]) == (
        False,
        "containment",
        ["us-china/beijing-2018"],
    )
    sheet = tmp_path / "scores.csv"
    sheet.write_text("issue,option,union,firm\nwage,low,1,2\n,high,2,1\n", "utf-8")
    scored = new(file=tmp_path / "scored.yaml", original=sheet)
    told = checked(scored)
    assert told["sheet"]
    assert [command.split()[1] for command in told["next"]] == ["deal", "kit", "play"]
    assert [
        name
        for name in never_told([made, copy, scored, Templates()], "negotiate.language.writing")
        if name != "Written.notes"
    ] == []
