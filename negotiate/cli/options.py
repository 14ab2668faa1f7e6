"""How an option is declared, and the options that commands share.

A command is a dataclass: its docstring is its help, each field an argument or option, and what a command line gives is
one record of it.
"""

from __future__ import annotations

import inspect
from dataclasses import MISSING, dataclass, field, fields
from typing import Annotated, Any, get_type_hints

import typer
from typer.models import OptionInfo

FLAG = ""
"""What the help screen says of the type of an option that takes no value: nothing."""
FORM = "Form of the answer"
"""The heading on the help screen of what every command that answers can do."""
ASK = "Another question"


def flag(name: str, says: str, panel: str | None = None) -> Any:
    """An option that takes no value."""
    return _declared(typer.Option(name, help=says, metavar=FLAG, rich_help_panel=panel), False)


def option(
    name: str, takes: str, says: str, panel: str | None = None, *, least: int | None = None, default: Any = None
) -> Any:
    """An option with a value; one in brackets may be left out, and is then an empty text.

    Parameters
    ----------
    takes : str
        What the value is, such as `NAME` or `[NAME]`.
    least : int, optional
        The least number that it may be.
    """
    return _declared(typer.Option(name, help=says, metavar=takes, min=least, rich_help_panel=panel), default)


def argument(takes: str, says: str, default: Any = MISSING) -> Any:
    """A value that is given by its place; without a default it has to be given."""
    return _declared(typer.Argument(help=says, metavar=takes, show_default=False), default)


def _declared(typed: Any, default: Any) -> Any:
    return field(default=default, metadata={"typed": typed})


@dataclass(init=False, repr=False, eq=False)
class Command:
    """What a command may be given; a dataclass by its base, without methods of its own, which take long to make."""

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False)(cls)

    def __init__(self, **given: Any) -> None:
        self.__dict__.update({one.name: one.default for one in fields(self)} | given)


class Form(Command):
    """In which form an answer leaves."""

    everything: bool = flag("--all", "Show the whole answer, with all details.")
    as_json: bool = flag("--json", "Print one JSON object.", FORM)
    plain: bool = flag("--plain", "Print sentences and tab-separated tables, without drawings.", FORM)
    csv: bool = flag("--csv", "Print the tables as CSV, for spreadsheets.", FORM)
    markdown: bool = flag("--markdown", "Print Markdown, for notes and issues.", FORM)
    html: str | None = option("--html", "FILE", "Write the answer as a web page.", FORM)
    svg: str | None = option("--svg", "FILE", "Write the plots of the answer as SVG pictures.", FORM)
    ascii_only: bool = flag("--ascii", "Draw with ASCII characters only.", FORM)

    @property
    def drawn(self) -> bool:
        """Whether the answer is to be drawn, since no other form was asked for."""
        other = (self.as_json, self.plain, self.csv, self.markdown, self.html is not None, self.svg is not None)
        return not any(other)


class Varied(Form):
    """A question about one or more files, as they are or changed."""

    variant: str | None = option("--variant", "NAME", "Use this variant of the scenario.")
    settings: list[str] | None = option("--set", "NAME=VALUE", "Change a parameter, or any entry by its address.")


class Committed(Varied):
    """The same, with some of the choices made."""

    fixes: list[str] | None = option("--fix", "ISSUE=OPTION", "Commit an issue to one of its options.")


class OfScenario(Committed):
    """A question about one scenario."""

    scenario: str = argument("SCENARIO", "A scenario file, or the name of a shipped scenario.")


class OfGame(OfScenario):
    """A question about one scenario, or a game of another program."""

    scenario: str = argument("SCENARIO", "A scenario file, a shipped scenario, or a game file (.nfg, .efg).")


def parameters(command: type[Command]) -> list[inspect.Parameter]:
    """The fields of a command as typer wants them: arguments, options, and the form in which the answer leaves."""
    types = get_type_hints(command)
    named = [one for one in fields(command) if isinstance(one.metadata["typed"], OptionInfo)]
    placed = [one for one in fields(command) if one not in named]
    return [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if one.default is MISSING else one.default,
            annotation=Annotated[types[one.name], one.metadata["typed"]],
        )
        for one in (*placed, *sorted(named, key=lambda one: one.name in Form.__dataclass_fields__))
    ]
