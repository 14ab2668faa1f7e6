"""The pages of the commands, read off the functions behind them."""

from __future__ import annotations

import enum
import importlib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from docs.generate.introductions import introduction
from docs.generate.markdown import fence, list_of, sentence, table

NO_PANEL = "Without a place on the help screen"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument or option of a command.

    Parameters
    ----------
    names : tuple of str
        `--set` and its like; empty for an argument.
    value : str
        What stands after it, such as NAME=VALUE; empty for an option that takes no value.
    """

    names: tuple[str, ...]
    value: str
    default: Any
    says: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    many: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    name: str
    says: str
    more: str
    panel: str
    parameters: tuple[Parameter, ...]
    codes: tuple[tuple[str, str], ...]

    @property
    def arguments(self) -> list[Parameter]:
        """What is given by its position."""
        return [found for found in self.parameters if not found.names]

    @property
    def options(self) -> list[Parameter]:
        """What is given by its name."""
        return [found for found in self.parameters if found.names]


@cache
def commands() -> dict[str, Command]:
    """Name → command, in the order of the help screen."""
    from negotiate.cli.commands import program  # noqa: PLC0415 - so that a test can import this module lightly

    found = {}
    for info in program().registered_commands:
        function = info.callback
        if info.name and function:
            panel = (
                info.rich_help_panel
                if isinstance(info.rich_help_panel, str) and not info.hidden
                else NO_PANEL
            )
            says, _, more = (info.help or inspect.getdoc(function) or "").partition("\n\n")
            drawn = fence("text", more.replace("\b", "").strip()) if more.strip() else ""
            found[info.name] = Command(
                info.name, sentence(says), drawn, panel, _parameters(function), _codes(function)
            )
    return found


def _codes(function: Callable[..., Any]) -> tuple[tuple[str, str], ...]:
    """Exit codes of its own that the module of a command tells of, with what they mean."""
    said = inspect.getdoc(importlib.import_module(function.__module__)) or ""
    told = re.search(r"^Exit codes\n-+\n(.*)", said, re.DOTALL | re.MULTILINE)
    found = re.findall(r"^(\d+)\n((?: {4}.*\n?)+)", told[1], re.MULTILINE) if told else []
    return tuple((code, " ".join(text.split())) for code, text in found)


def _parameters(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    hints = get_type_hints(function, include_extras=True)
    defaults = {name: one.default for name, one in inspect.signature(function).parameters.items()}
    return tuple(
        _parameter(hint, defaults[name], name) for name, hint in hints.items() if name in defaults
    )


def _parameter(hint: Any, default: Any, name: str) -> Parameter:
    plain, info = hint, None
    if get_origin(hint) is Annotated:
        plain, *extras = get_args(hint)
        info = next(
            (extra for extra in extras if isinstance(extra, OptionInfo | ArgumentInfo)), None
        )
    declared = [*(info.param_decls or ()), info.default] if info else []
    names = tuple(one for one in declared if isinstance(one, str) and one.startswith("-"))
    kinds = [one for one in (get_args(plain) or (plain,)) if one is not type(None)]
    value = (info.metavar if info else None) or ("" if plain is bool else name.upper())
    return Parameter(
        names if names or isinstance(info, ArgumentInfo) else (f"--{name.replace('_', '-')}",),
        value,
        None if default is inspect.Parameter.empty else default,
        sentence((info.help if info else "") or ""),
        _choices(plain, kinds),
        info.min if info else None,
        info.max if info else None,
        any(get_origin(one) is list or one is list for one in (plain, *kinds)),
        default is inspect.Parameter.empty,
    )


def _choices(plain: Any, kinds: list[Any]) -> tuple[str, ...]:
    if get_origin(plain) is Literal:
        return tuple(str(one) for one in get_args(plain))
    for kind in kinds:
        if inspect.isclass(kind) and issubclass(kind, enum.Enum):
            return tuple(str(one.value) for one in kind)
        if get_origin(kind) is Literal:
            return tuple(str(one) for one in get_args(kind))
    return ()


def panels() -> dict[str, list[Command]]:
    """Heading of the help screen → its commands."""
    found: dict[str, list[Command]] = {}
    for command in commands().values():
        found.setdefault(command.panel, []).append(command)
    return dict(sorted(found.items(), key=lambda panel: panel[0] == NO_PANEL))


def pages() -> dict[str, str]:
    """Path → text of the index and of each command's page."""
    found = {
        f"reference/commands/{name}.md": _page(command) for name, command in commands().items()
    }
    return {"reference/commands/index.md": _index(), **found}


def _index() -> str:
    pieces = ["# Commands\n", introduction("commands", "top")]
    for heading, found in panels().items():
        rows = [(f"[`{command.name}`]({command.name}.md)", command.says) for command in found]
        pieces += [f"## {heading}\n", table(("command", "what it does"), rows)]
    pieces += ["```{toctree}\n:hidden:\n\n" + "\n".join(commands()) + "\n```\n"]
    return "\n".join(pieces)


def _page(command: Command) -> str:
    usage = " ".join([f"negotiate {command.name}", *map(_wanted, command.arguments), "[OPTIONS]"])
    pieces = [f"# {command.name}\n", command.says + "\n", fence("text", usage)]
    pieces += [command.more, introduction("commands", command.name)]
    if command.arguments:
        rows = [(f"`{_wanted(one)}`", one.says + _limits(one)) for one in command.arguments]
        pieces += ["## Arguments\n", table(("argument", "what it is"), rows)]
    listed = [(_spelling(one), _default(one), one.says + _limits(one)) for one in command.options]
    listed += [("`--help`, `-h`", "", "Show this help.")]
    pieces += ["## Options\n", table(("option", "default", "what it does"), listed)]
    if command.codes:
        pieces += ["## Exit codes\n", table(("code", "means"), command.codes)]
    pieces += ["What every command may leave with: [exit codes](../exit-codes.md).\n"]
    return "\n".join(piece for piece in pieces if piece)


def _wanted(argument: Parameter) -> str:
    name = argument.value.strip("[]{}")
    name += "…" if argument.many and not name.endswith("…") else ""
    return name if argument.required else f"[{name}]"


def _spelling(option: Parameter) -> str:
    return ", ".join(
        f"`{name} {option.value}`" if option.value else f"`{name}`" for name in option.names
    )


def _default(option: Parameter) -> str:
    value = getattr(option.default, "value", option.default)
    return "" if value in (None, False, (), [], "") else f"`{value}`"


def _limits(one: Parameter) -> str:
    told = all(f"`{choice}`" in one.says for choice in one.choices)
    said = "" if told else f" One of {list_of(one.choices)}."
    said += f" At least {one.least:g}." if one.least is not None else ""
    said += f" At most {one.most:g}." if one.most is not None else ""
    return said + (" May be given several times." if one.many and one.names else "")
