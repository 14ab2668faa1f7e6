"""What every part of the binding needs: the document, the places in it, and the names it may
use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from negotiate.doors import door
from negotiate.language import formulas, guesses
from negotiate.language.text import Node, Path, Spot, find, place_of
from negotiate.model import Issue, Player
from negotiate.model.expressions import (
    Choice,
    ChoiceIsOneOf,
    Expression,
    Names,
    Number,
    Operation,
    both,
)
from negotiate.model.repeat import SLACK
from negotiate.problems import Place, Problems, listed, meant, nearest, nearest_names

if TYPE_CHECKING:
    from negotiate.language.shape import Part
    from negotiate.language.shape.document import Document

__getattr__ = door(__name__)

_OF_PACKAGES = ("red_lines", "infeasible", "ratifiers", "prefers", "ranking")
"""Sections whose conditions speak of packages, whatever has been moved."""
Condition = str | Mapping[str, list[str]]
"""A formula, or issue → options."""
Kept = dict[str, list[tuple[Node, tuple[object, ...], Any]]]
"""Section → what it became without a mistake, each time after the node and the names that it was
bound from.
"""
Found = TypeVar("Found")


def record(kind: type[Found], part: Part, **own: Any) -> Found:
    """A record of the model, made of what a part says in the record's own words and of what is
    given beside that.
    """
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
    events: dict[str, Issue] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    def section(self, name: str, bind: Callable[[Binder], Found], *names: object) -> Found:
        """What a section becomes; the same as before where it is the same nodes, and every name
        means the same.

        Parameters
        ----------
        name : str
            The section.
        bind : callable
            Binds it. It may look at the section and at names, and at the values of parameters and
            players not at all.
        *names : object
            What else it looks at.
        """
        node = find(self.root, (name,))
        if node is None or self.broken:
            return bind(self)
        known, document = self.names, self.document
        sets = set(known.parameters), set(document.sources)
        given = (
            tuple(self.players),
            self.issues,
            known.choices,
            known.models,
            document.status_quo,
            *sets,
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

    def wrong(
        self, where: Path | Place, code: str, message: str, hint: str = "", key: bool = False
    ) -> None:
        """Note a mistake in what stands at a path, or in the key there."""
        place = where if isinstance(where, Place) else place_of(self.root, where, key)
        self.problems.add(place, code, message, hint)

    def wrong_key(self, where: Path | Place, code: str, message: str, hint: str = "") -> None:
        """Note a mistake in the key at a path."""
        self.wrong(where, code, message, hint, key=True)

    def known(
        self,
        name: str,
        names: Iterable[str],
        what: str,
        where: Path | Place,
        hint: str = "",
        *,
        key: bool = False,
    ) -> bool:
        """Whether a name is among those there are; a mistake is noted, unless the name is broken
        already.

        A `hint` says what was probably meant; without it, the name that is nearest is offered.
        """
        names = names if isinstance(names, Collection) else list(names)
        if name in names:
            return True
        several = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
        if name not in self.broken and several not in self.broken:
            message = f"there is no {what} `{name}`; " + (
                f"there is {listed(names)}" if names else "the file has none"
            )
            hint = hint or (
                self._player_meant(name) if what == "player" else self.nearest(name, names)
            )
            self.wrong(where, f"unknown-{what.replace(' ', '-')}", message, hint, key=key)
        return False

    def entries(
        self, written: Mapping[str, Found], names: Collection[str], what: str, path: Spot
    ) -> Iterator[tuple[str, Found, Spot]]:
        """The entries of a mapping whose keys are names there are, each with its path; other keys
        are noted.
        """
        for name, value in written.items():
            if self.known(name, names, what, path / name, key=True):
                yield name, value, path / name

    def player(self, name: str, path: Path, hint: str = "", *, key: bool = False) -> bool:
        """Whether a name is a player's; a mistake is noted."""
        return self.known(name, self.players, "player", path, hint, key=key)

    def of_players(
        self, written: Mapping[str, Found], path: Spot
    ) -> Iterator[tuple[str, Found, Spot]]:
        """The entries of a mapping from players; keys that are no player are noted."""
        return self.entries(written, self.players, "player", path)

    def _player_meant(self, word: str) -> str:
        """A hint that names the player whose key or name for people is nearest."""
        keys = {player.name: key for key, player in self.players.items()} | {
            key: key for key in self.players
        }
        near = [] if self.problems.many else nearest_names(word, keys)
        return meant(list(dict.fromkeys(keys[name] for name in near)))

    def each(
        self, written: Sequence[str], names: Collection[str], what: str, path: Spot
    ) -> tuple[str, ...]:
        """Those names of a list that there are; the others are noted, and what is listed twice."""
        found = [name for k, name in enumerate(written) if self.known(name, names, what, path / k)]
        self.once(written, path)
        return tuple(dict.fromkeys(found))

    def once(self, names: Sequence[str], path: Spot) -> None:
        """Note every name that a list holds a second time."""
        seen: set[str] = set()
        for k, name in enumerate(names):
            if name in seen:
                self.wrong(
                    path / k,
                    "listed-twice",
                    f"`{name}` is listed twice",
                    "take one away, or name another",
                )
            seen.add(name)

    def nearest(self, word: str, known: Iterable[str], what: str = "") -> str:
        """A hint that names the nearest known name; nothing where very many mistakes have been told
        already.
        """
        return "" if self.problems.many else nearest(word, known, what)

    def stray(self, issue: str) -> bool:
        """Whether a mistake hides who decides an issue."""
        deciders = self.issues[issue].deciders
        return not deciders or not set(deciders) <= set(self.players)

    def option(
        self,
        issue: str,
        option: str,
        where: Path | Place,
        moves: Iterable[str] = (),
        *,
        key: bool = False,
    ) -> int | None:
        """The index of an issue's option; `moves` may stand in its place, and are offered where one
        is near.
        """
        axes = self.axes if self.events else self.issues
        if issue not in axes:
            return None
        found = axes[issue].places.get(option)
        if found is None:
            labels = axes[issue].labels
            hint = self.nearest(option, labels) or self.nearest(option, moves, "the move")
            self.wrong(
                where,
                "unknown-option",
                f"`{issue}` has no option `{option}`; it has {listed(labels)}",
                hint,
                key=key,
            )
        return found

    def package(self, package: Mapping[str, str], path: Spot) -> dict[str, int]:
        """Issue → option index."""
        named = self.entries(package, self.issues, "issue", path)
        return present({issue: self.option(issue, option, here) for issue, option, here in named})

    def constants(self) -> Names:
        """The names that may stand where nothing has been decided yet: parameters only."""
        return self.names.without({}, terms=False)

    def of_packages(self, terms: bool = True) -> Binder:
        """The same with the names that say something of a package: not those of moves, and perhaps
        no payoff terms.
        """
        issues = {name: choice for name, choice in self.names.choices.items() if not choice.of_move}
        return replace(self, names=self.names.without(issues, terms))

    def uncertain(self) -> Binder:
        """The same with the names of events too, of which nobody knows the outcome yet."""
        if not self.events:
            return self
        choices = {
            **self.names.choices,
            **{name: choice_of(event) for name, event in self.events.items()},
        }
        return replace(self, names=replace(self.names, choices=choices))

    @property
    def axes(self) -> dict[str, Issue]:
        """Issues, and events where they may be named."""
        return {
            **self.issues,
            **{name: one for name, one in self.events.items() if name in self.names.choices},
        }

    def expression(
        self,
        written: str | float | None,
        path: Spot,
        want: Literal["number", "truth"] = "number",
        names: Names | None = None,
    ) -> Expression | None:
        """A number, or the expression that a text stands for; None for nothing, and where a mistake
        is noted.
        """
        if isinstance(written, str):
            return formulas.parse(
                written, place_of(self.root, path), names or self.names, self.problems, want
            )
        return None if written is None else Number(float(written))

    def amount(self, written: str | float | None, path: Spot) -> Expression | None:
        """A number, or a formula of parameters."""
        return self.expression(written, path, names=self.constants())

    def amounts(self, written: Mapping[str, str | float], path: Spot) -> dict[str, Expression]:
        """Player → a number, or a formula of parameters."""
        return present(
            {
                player: self.amount(value, here)
                for player, value, here in self.of_players(written, path)
            }
        )

    def condition(self, written: Condition | None, path: Spot) -> Expression | None:
        """A condition written as an expression, or as issue → options that all have to hold."""
        if written is None or isinstance(written, str):
            return self.expression(written, path, want="truth")
        tests = []
        for name, options in written.items():
            here = path / name
            shown = self.issues if path[0] in _OF_PACKAGES else self.names.choices
            if name in self.names.later:
                self.wrong_key(here, "move-not-made", *guesses.not_yet_made(name, self.names))
            elif name in self.names.choices or self.known(name, shown, "issue", here, key=True):
                tests.append(self._one_of(name, options, here))
        return both(tuple(test for test in tests if test is not None))

    def _one_of(self, name: str, options: list[str], path: Spot) -> Expression | None:
        choice = self.names.choices[name]
        for position, option in enumerate(options):
            if option not in choice.places:
                here = path / position if len(options) > 1 else path
                message = f"`{name}` has no option `{option}`; it has {listed(choice.labels)}"
                self.wrong(here, "unknown-option", message, self.nearest(option, choice.labels))
        indices = tuple(choice.places[option] for option in options if option in choice.places)
        return ChoiceIsOneOf(name, indices, choice.of_move) if indices else None

    def source(self, part: Any, path: Spot) -> None:
        """Check that the source that a part names exists."""
        if part.source not in ("", "declared"):
            self.known(part.source, self.document.sources, "source", path / "source")


def present(found: Mapping[str, Found | None]) -> dict[str, Found]:
    """What there is, without what could not be bound."""
    return {name: one for name, one in found.items() if one is not None}


def negated(condition: Expression) -> Expression:
    """The opposite of a condition."""
    return Operation("not", (condition,))


def said(written: Condition) -> str:
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


def check_odds(
    place: Place,
    values: Sequence[float],
    problems: Problems,
    what: str = "the odds",
    hint: str = "",
    where: str = "",
) -> None:
    """Note odds outside 0 to 1, or whose sum is not 1."""
    here = f" {where}" if where else ""
    if not all(0 <= value <= 1 for value in values):
        shown = ", ".join(f"{value:.6g}" for value in values)
        problems.add(
            place,
            "not-a-probability",
            f"a probability lies between 0 and 1; here: {shown}{here}",
            hint,
        )
    elif abs(sum(values) - 1) > SLACK:
        problems.add(place, "odds-sum", f"{what} sum to {sum(values):.6g}{here}, not to 1")
