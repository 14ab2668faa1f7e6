"""What every part of the binding needs: the document, the places in it, and the names it may use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from negotiate.language.formulas.expressions import parse
from negotiate.language.formulas.tokens import Choice, Names
from negotiate.language.text.nodes import Node, find, place_of
from negotiate.model.expressions import ChoiceIsOneOf, Expression, Number, Operation, both
from negotiate.model.issues import Issue
from negotiate.model.players import Player
from negotiate.problems import Place, Problems, listed, nearest

if TYPE_CHECKING:
    from negotiate.language.shape.document import Document
    from negotiate.language.shape.value_types import Part

_OF_PACKAGES = ("red_lines", "infeasible", "ratifiers", "prefers", "ranking")
"""Sections whose conditions speak of packages, whatever has been moved."""
Want = Literal["number", "truth"]
Kept = dict[str, list[tuple[Node, tuple[object, ...], Any]]]
"""Section → what it became without a mistake, each time after the node and the names that it was bound from."""
Found = TypeVar("Found")


def record(kind: type[Found], part: Part, **own: Any) -> Found:
    """A record of the model, made of what a part says in the record's own words and of what is given beside that."""
    for word in _words_of_both(tuple(kind.__annotations__), type(part)):
        if word not in own:
            value = getattr(part, word)
            own[word] = tuple(value) if isinstance(value, list) else value
    return kind(**own)


@cache
def _words_of_both(words: tuple[str, ...], part: type[Part]) -> list[str]:
    return [word for word in words if word in part.model_fields]


@dataclass(slots=True)
class Binder:
    """Turns names into what they stand for, and notes every name that stands for nothing."""

    document: Document
    root: Node
    problems: Problems
    broken: set[str]
    kept: Kept = field(default_factory=dict)
    players: dict[str, Player] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    def at(self, *path: str | int, key: bool = False) -> Place:
        """Where something of the document stands."""
        return place_of(self.root, path, key=key)

    def section(self, name: str, bind: Callable[[Binder], Found], *names: object) -> Found:
        """What a section becomes; the same as before where it is the same nodes, and every name means the same.

        Parameters
        ----------
        name : str
            The section.
        bind : callable
            Binds it. It may look at the section and at names, and at the values of parameters and players not at all.
        *names : object
            What else it looks at.
        """
        node = find(self.root, (name,))
        if node is None or self.broken:
            return bind(self)
        given = (
            *(tuple(self.players), self.issues, self.names.choices, self.names.models, self.document.status_quo),
            *(set(self.names.parameters), set(self.document.sources)),
            *names,
        )
        kept = self.kept.setdefault(name, [])
        found: Found
        for bound_from, names_then, found in kept:
            if bound_from is node and names_then == given:
                return found
        mistakes = len(self.problems.found)
        found = bind(self)
        if len(self.problems.found) == mistakes:
            kept.append((node, given, found))
        return found

    def wrong(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Note a mistake."""
        self.problems.add(place, code, message, hint)

    def known(self, name: str, names: Iterable[str], what: str, place: Place, hint: str = "") -> bool:
        """Whether a name is among those there are; a mistake is noted, unless the name is broken already.

        A `hint` says what was probably meant; without it, the name that is nearest is offered.
        """
        names = names if isinstance(names, Collection) else list(names)
        if name in names:
            return True
        several = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
        if name not in self.broken and several not in self.broken:
            message = f"there is no {what} `{name}`; " + (f"there is {listed(names)}" if names else "the file has none")
            self.wrong(place, f"unknown-{what.replace(' ', '-')}", message, hint or self.nearest(name, names))
        return False

    def nearest(self, word: str, known: Iterable[str]) -> str:
        """A hint that names the nearest known name; nothing where very many mistakes have been told already."""
        return "" if self.problems.many else nearest(word, known)

    def stray(self, issue: str) -> bool:
        """Whether a mistake hides who decides an issue."""
        deciders = self.issues[issue].deciders
        return not deciders or not set(deciders) <= set(self.players)

    def once(self, names: Sequence[str], *path: str | int) -> None:
        """Note every name that a list holds a second time."""
        seen: set[str] = set()
        for position, name in enumerate(names):
            if name in seen:
                place = self.at(*path, position)
                self.wrong(place, "listed-twice", f"`{name}` is listed twice", "take one away, or name another")
            seen.add(name)

    def option(self, issue: str, option: str, place: Place, moves: Iterable[str] = ()) -> int | None:
        """The index of an issue's option; `moves` may stand in its place, and are offered where one is near."""
        if issue not in self.issues:
            return None
        if (place_of_it := self.issues[issue].places.get(option)) is not None:
            return place_of_it
        labels = self.issues[issue].labels
        message = f"`{issue}` has no option `{option}`; it has {listed(labels)}"
        hint = self.nearest(option, labels)
        move = "" if hint else self.nearest(option, moves)
        self.wrong(place, "unknown-option", message, hint or move.replace("mean ", "mean the move "))
        return None

    def package(self, package: Mapping[str, str], *path: str | int) -> dict[str, int]:
        """Issue → option index."""
        result = {}
        for issue, option in package.items():
            if self.known(issue, self.issues, "issue", self.at(*path, issue, key=True)):
                index = self.option(issue, option, self.at(*path, issue))
                if index is not None:
                    result[issue] = index
        return result

    def constants(self) -> Names:
        """The names that may stand where nothing has been decided yet: parameters only."""
        names = self.names
        elsewhere = [*names.choices, *names.elsewhere, *(n for n in names.known() if "." in n)]
        return Names(names.parameters, broken=self.broken, elsewhere=elsewhere, partial=names.partial)

    def of_packages(self) -> Binder:
        """The same with the names that say something of a package: those of moves do not."""
        known = self.names
        moves = [name for name, choice in known.choices.items() if choice.of_move]
        choices = {name: choice for name, choice in known.choices.items() if not choice.of_move}
        return replace(self, names=replace(known, choices=choices, elsewhere=[*known.elsewhere, *moves]))

    def expression(
        self, written: str | float, *path: str | int, want: Want = "number", names: Names | None = None
    ) -> Expression | None:
        """A number, or the expression that a text stands for."""
        if not isinstance(written, str):
            return Number(float(written))
        return parse(written, self.at(*path), names or self.names, self.problems, want)

    def condition(self, written: str | Mapping[str, list[str]], *path: str | int) -> Expression | None:
        """A condition written as an expression, or as issue → options that all have to hold."""
        if isinstance(written, str):
            return self.expression(written, *path, want="truth")
        tests = []
        for name, options in written.items():
            place = self.at(*path, name, key=True)
            shown = self.issues if path[0] in _OF_PACKAGES else self.names.choices
            if name in self.names.later:
                from negotiate.language.formulas.guesses import not_yet_made  # noqa: PLC0415 - loaded for mistakes alone

                self.wrong(place, "move-not-made", *not_yet_made(name, self.names))
            elif name in self.names.choices or self.known(name, shown, "issue", place):
                tests.append(self._one_of(name, options, *path))
        return both(tuple(test for test in tests if test is not None))

    def _one_of(self, name: str, options: list[str], *path: str | int) -> Expression | None:
        choice = self.names.choices[name]
        indices = []
        for position, option in enumerate(options):
            if option in choice.places:
                indices.append(choice.places[option])
                continue
            place = self.at(*path, name, position) if len(options) > 1 else self.at(*path, name)
            message = f"`{name}` has no option `{option}`; it has {listed(choice.labels)}"
            self.wrong(place, "unknown-option", message, self.nearest(option, choice.labels))
        return ChoiceIsOneOf(name, tuple(indices), choice.of_move) if indices else None

    def source(self, name: str, *path: str | int) -> None:
        """Check that a source that is named exists."""
        if name and name != "declared":
            self.known(name, self.document.sources, "source", self.at(*path))


def negated(condition: Expression) -> Expression:
    """The opposite of a condition."""
    return Operation("not", (condition,))


def said(written: str | Mapping[str, list[str]]) -> str:
    """A condition in words."""
    if isinstance(written, str):
        return written
    return " and ".join(f"{issue} is {' or '.join(options)}" for issue, options in written.items())


def choice_of(issue: Issue) -> Choice:
    """An issue as expressions see it."""
    numbers = issue.numbers
    without = tuple(option.id for option in issue.options if option.number is None)
    partly = without if len(without) < len(issue.options) else ()
    counted = None if numbers is None else tuple(float(n) for n in numbers)
    of_matrix = issue.id in issue.deciders  # elsewhere an issue and a player never bear one name
    return Choice(issue.labels, counted, numberless=partly, of_matrix=of_matrix)
