"""The names that an option takes, each with what it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from negotiate.display import Shown, record
from negotiate.explain import catalogue
from negotiate.report.blocks import Column, Report, Sentence, Table
from negotiate.report.style import Look, sentence_of

if TYPE_CHECKING:
    from negotiate.equilibrium.solution import Solver

FINDS = {"all": "all of them", "some": "some of them", "one": "one of them"}
"""How many equilibria a method finds, in words."""


@record
class Names(Shown):
    """What can stand behind an option.

    Parameters
    ----------
    option : str
        The option, such as `--method`.
    names : Mapping[str, str]
        Name → what it stands for.
    """

    option: str
    names: Mapping[str, str]


def names_of(option: str, says: Mapping[str, str]) -> Names:
    """The names of an option, each with a sentence that may lack its capital letter and its full
    stop.
    """
    return Names(option, {name: sentence_of(words) for name, words in says.items()})


def explained(option: str, names: Iterable[str]) -> Names:
    """The names of concepts, each with the first sentence of what `explain` says of it."""
    return names_of(
        option, {name: catalogue.explanation(name).says.partition(". ")[0] for name in names}
    )


def methods(solvers: Iterable[Solver]) -> Names:
    """The methods of solving, each with what it finds, in what arithmetic, and where it is from."""
    says = {
        one.name: f"{one.concept} equilibria: {FINDS[one.finds]} ({one.reference}). {one.decides()}"
        for one in solvers
    }
    return names_of("--method", says)


def report(found: Names, look: Look) -> Report:
    """The names below one another."""
    columns = (Column("Name", key="name"), Column("What it is", key="says"))
    how = Sentence(f"`{found.option} NAME` takes one of these names.")
    return Report("", (how, Table(columns, tuple(found.names.items()))))
