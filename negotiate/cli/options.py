"""The options that commands share, and what they mean for a scenario and for a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from negotiate.cli.usage import Misused, largest, out_of_range

if TYPE_CHECKING:
    from negotiate.report.style import Look
    from negotiate.views.scenario import Scenario

FLAG = ""
"""What the help screen says of the type of an option that takes no value: nothing."""

FORM = "Form of the answer"
"""The heading on the help screen of what every command that answers can do."""

ScenarioArgument = Annotated[
    str, typer.Argument(help="A scenario file, or the name of a shipped one.", show_default=False, metavar="SCENARIO")
]
ScenarioOrGame = Annotated[
    str,
    typer.Argument(
        help="A scenario, file or shipped, or a game file (.nfg, .efg).", show_default=False, metavar="SCENARIO"
    ),
]
Paths = Annotated[
    list[str], typer.Argument(help="Scenario files, folders of them, or names.", show_default=False, metavar="FILE…")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change a parameter, or anything by its address in the file.", metavar="NAME=VALUE"),
]
Fixes = Annotated[list[str] | None, typer.Option("--fix", help="Commit an issue to an option.", metavar="ISSUE=OPTION")]
VariantName = Annotated[str | None, typer.Option("--variant", help="One of the file's variants.", metavar="NAME")]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON object on standard output.", metavar=FLAG, rich_help_panel=FORM)
]
Plain = Annotated[
    bool,
    typer.Option("--plain", help="No drawing: sentences and tab-separated values.", metavar=FLAG, rich_help_panel=FORM),
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with ASCII signs only.", metavar=FLAG, rich_help_panel=FORM)]
Everything = Annotated[bool, typer.Option("--all", help="Fold nothing and add details.", metavar=FLAG)]
Method = Annotated[
    str | None,
    typer.Option("--method", help="Force one method, such as `pure`; a NAME that is none lists them.", metavar="NAME"),
]
ConceptName = Annotated[
    str, typer.Option("--concept", help="Ask another question of the game; no NAME lists them.", metavar="NAME")
]
PlayerName = Annotated[
    str | None, typer.Option("--player", help="Whom the question of `--concept` is about.", metavar="NAME")
]

FORMS = {
    "as_json": "--json",
    "as_sarif": "--sarif",
    "csv": "--csv",
    "plain": "--plain",
    "markdown": "--markdown",
    "html": "--html",
    "svg": "--svg",
}
"""Each is a form of the whole answer: its parameter and its option."""


def one_form(given: Mapping[str, Any]) -> None:
    """Hold the parameters of a command line to one form of the answer.

    Raises
    ------
    Misused
        If two are asked for.
    """
    first, second, *_ = *(option for name, option in FORMS.items() if given.get(name)), "", ""
    if second:
        raise Misused(f"`{first}` and `{second}` exclude one another", "give one of them")


def countable(options: Sequence[Any], given: Mapping[str, Any]) -> None:
    """Hold every option that counts something to what can be counted.

    Parameters
    ----------
    options : sequence of parameter
        Those of the command.
    given : Mapping
        Parameter → its value.

    Raises
    ------
    Misused
        If a number is larger than that.
    """
    for param in options:
        most, value = largest(param), given.get(param.name)
        if most is not None and value is not None and value > most:
            raise Misused(out_of_range(max(param.opts, key=len), param, str(value)))


def once(given: Sequence[Any]) -> None:
    """Hold a command line to one value for each option that takes one.

    Parameters
    ----------
    given : sequence of parameter
        Options and arguments in the order in which they were given.

    Raises
    ------
    Misused
        If an option has a second value.
    """
    seen: set[str] = set()
    for param in given:
        if param.param_type_name != "option" or param.multiple or param.is_flag:
            continue
        if param.name in seen:
            raise Misused(f"`{param.opts[-1]}` is given twice", "give it once")
        seen.add(param.name)


def pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """NAME=VALUE texts as a mapping.

    Raises
    ------
    Misused
        Where there is no `=`, or a name is given twice.
    """
    result: dict[str, str] = {}
    word = "NAME=VALUE" if option == "--set" else "ISSUE=OPTION"
    for text in given or []:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise Misused(f"`{option}` takes {word}, and not `{text}`", _written(text, option, word))
        if name.strip() in result:
            raise Misused(f"`{option}` sets `{name.strip()}` twice", "give it once")
        result[name.strip()] = value.strip()
    return result


def _written(text: str, option: str, word: str) -> str:
    """How it would be written, where a name stands there."""
    name, _, value = text.partition("=")
    whole = f"{name.strip() or word.partition('=')[0]}={value.strip() or word.partition('=')[2]}"
    return f"write `{option} {whole}`, without spaces round the `=`"


def settings(given: list[str] | None) -> dict[str, Any]:
    """What follows `--set`, each value read as it would be in a file."""
    from negotiate.loading.scenario_file import read_outside  # noqa: PLC0415 - start-up stays light

    return {name: read_outside(f"{name}={value}", value) for name, value in pairs(given, "--set").items()}


def loaded(name: str, given: list[str] | None, fixes: list[str] | None, variant: str | None) -> Scenario:
    """The scenario that a command line describes."""
    from negotiate.loading import load  # noqa: PLC0415 - start-up stays light

    return load(name, set=settings(given), variant=variant, fix=pairs(fixes, "--fix"))


def look(ascii_only: bool = False, everything: bool = False, **more: Any) -> Look:
    """How the answer is to look."""
    from negotiate.report.style import Look  # noqa: PLC0415 - start-up stays light

    return Look(ascii=ascii_only, all=everything, **more)


def origin(name: str, given: list[str] | None, fixes: list[str] | None, variant: str | None) -> dict[str, Any]:
    """Where an answer came from, for JSON."""
    return {"scenario": name, "variant": variant, "set": settings(given), "fix": pairs(fixes, "--fix")}
