"""What an expression may name, as far as a parser has to know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from negotiate.model.expressions import FUNCTIONS


@dataclass(frozen=True, slots=True)
class Choice:
    """An issue or a move, as expressions see it: its options' names, and their numbers if all have one.

    Where only some have one, `numberless` names the others. Options of a matrix can have none. `places` says where each
    label stands.
    """

    labels: tuple[str, ...]
    numbers: tuple[float, ...] | None
    of_move: bool = False
    numberless: tuple[str, ...] = ()
    of_matrix: bool = False
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {label: place for place, label in enumerate(self.labels)})


@dataclass(slots=True)
class Names:
    """Everything that an expression may name.

    Parameters
    ----------
    broken : collection of str
        Names that exist but could not be read, and so raise no complaint.
    elsewhere : collection of str
        Names that exist but cannot stand here.
    later : collection of str
        Moves that are not made yet.
    partial : bool
        A whole part of the file could not be read, so that no unknown name raises a complaint.
    """

    parameters: Collection[str] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    terms: Mapping[str, Collection[str]] = field(default_factory=dict)
    models: Mapping[str, Collection[str]] = field(default_factory=dict)
    handed: Collection[str] = ()
    broken: Collection[str] = ()
    elsewhere: Collection[str] = ()
    later: Collection[str] = ()
    partial: bool = False

    def known(self) -> list[str]:
        """Every name that can stand in an expression."""
        dotted = [
            f"{head}.{tail}" for group in (self.terms, self.models) for head, tails in group.items() for tail in tails
        ]
        return [*self.parameters, *self.choices, *dotted, *self.handed, *FUNCTIONS]

    def means(self, word: str) -> bool:
        """Whether a word is a name of the file, be it of something that is no number."""
        labels = (label for choice in self.choices.values() for label in choice.labels)
        return word in self.known() or word in self.terms or word in self.elsewhere or word in labels
