"""What a lint looks at, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from negotiate.checking.cases import Case
from negotiate.loading.problems import Place
from negotiate.loading.text.nodes import Path, find, place_of
from negotiate.loading.text.reader import Node
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is hardly meant, and where it stands."""

    place: Place
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A sound file with everything that has been made of it.

    Parameters
    ----------
    root : Node
        The values with their places.
    cases : tuple of Case
        The scenario as it stands, then under each variant and under what expectations change.
    whole : bool
        Whether none of the cases that the file writes down is missing.
    expected : tuple of Case or None
        For each entry of `expect`, the case under which it is judged.
    grid : Frame or None
        Every package of the base case, with what has been worked out about it; None where they are too many.
    lines : Mapping
        The lines of each text, by its path.
    """

    root: Node
    cases: tuple[Case, ...]
    whole: bool
    expected: tuple[Case | None, ...]
    grid: Frame | None
    lines: Mapping[str, list[str]]

    @property
    def scenario(self) -> Negotiation:
        """The scenario as it stands."""
        return self.cases[0].scenario

    @property
    def variants(self) -> dict[str, Case]:
        """The cases of the variants, by their names."""
        return {str(case.path[1]): case for case in self.cases if case.path[:1] == ("variants",)}

    def at(self, *path: str | int, key: bool = False) -> Place:
        """Where something stands in the file."""
        return place_of(self.root, path, key=key)

    def term(self, player: str, term: str) -> Place:
        """Where a payoff term stands; that of a matrix is the matrix, and levels stand under `prefers` or `ranking`."""
        if player in self.scenario.ordinal:
            return self.at("prefers" if find(self.root, ("prefers", player)) else "ranking", player, key=True)
        path: Path = ("payoffs", player, term)
        return self.at(*(path if find(self.root, path) else ("matrix",)), key=True)

    def option(self, issue: str, option: str) -> Place:
        """Where an option stands; in a matrix, its row or its column."""
        if find(self.root, ("issues", issue)) is not None:
            return self.at("issues", issue, "options", option, key=True)
        rows = self.scenario.issues[self.scenario.keys[0]].labels
        path: Path = ("matrix", option) if issue == self.scenario.keys[0] else ("matrix", rows[0], option)
        return self.at(*path, key=True)
