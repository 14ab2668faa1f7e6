"""The cases of a file: as it stands, under each variant, after each inject, under what its
expectations change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from math import prod
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from negotiate.equilibrium.alone import alone as laid_out
from negotiate.errors import GameTooLarge, NegotiateError, Problem, ScenarioError
from negotiate.language.check.subject import Case
from negotiate.language.profiles import NUMBERS_LIMIT
from negotiate.language.scenario_file import Reading
from negotiate.language.text import Node, Path, Scalar, entries_of, find, place_of, walk
from negotiate.lenses import lens_of
from negotiate.model import package_count
from negotiate.model.negotiation import Expectation
from negotiate.model.repeat import Repeat
from negotiate.problems import Problems
from negotiate.repeated.strategies import registry
from negotiate.repeated.strategies import strategy as kinds
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.games.extensive import ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame
    from negotiate.repeated.repeated_game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy

Changes = Mapping[str, Any]
Fixes = Mapping[str, str]
Game = TypeVar("Game")

BIND_LIMIT = 2_000_000
"""Characters of values that are bound while a file is tried: the larger the file, the fewer of its
cases.
"""
LONGEST = 200
"""Characters of one value that count; longer ones are texts, which nobody has to take apart."""
PLAY_LIMIT = 50_000_000
"""Up to how many packages, times terms and red lines, a game is laid out to see whether it can
be.
"""
TRIAL_LIMIT = 1_000_000
"""Nodes of outcome trees that are grown while a file is tried; then its other cases are bound, but
not played.
"""
ASKED_LIMIT = 1_000
"""Packages about which a model is asked at once."""
VIEWS = ("alone", "again", "in_turn")
"""The views that are laid out of a case which is no expectation's own."""


@dataclass(slots=True)
class Trial:
    """Binds every case of a file and builds its games, and notes where one cannot be.

    Parameters
    ----------
    changes, fixes : Mapping
        What is set and committed from outside, in every case.
    """

    reading: Reading
    changes: Changes
    fixes: Fixes
    cases: list[Case] = field(default_factory=list)
    found: dict[Problem, None] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    seen: dict[str, Case] = field(default_factory=dict)
    untried: dict[Path, None] = field(default_factory=dict)
    nodes: int = 0
    problems: Problems = field(init=False)
    room: int = field(init=False)

    def __post_init__(self) -> None:
        self.problems = Problems(texts=self.reading.problems.texts)
        self.room = 1 + BIND_LIMIT // (
            _size(self.reading.root) * (1 + _ways(self.reading.root) // 4)
        )

    def run(self, variants: list[str | None]) -> None:
        """Try the file under these variants (None is the file as it stands), with it what else it
        changes by itself.
        """
        for variant in variants:
            path: Path = () if variant is None else ("variants", variant)
            case = self._case(path, variant, self.changes, self.fixes)
            if variant is None:
                if case is None:
                    break
                for inject in case.scenario.injects:
                    self._case(("injects", inject), None, self.changes, self.fixes)
                for entry in case.scenario.expectations:
                    self._expectation(entry)
        if self.untried:
            self._count_untried()
        self.found |= dict.fromkeys(self.problems.found)

    def expectation(self, entry: Expectation) -> Case | None:
        """The case under which an entry of `expect` is judged, if it could be bound."""
        command = entry.command if entry.settings or entry.fixes else ""
        return self.seen.get(self._key(*self._meant(entry)) + command)

    def _expectation(self, entry: Expectation) -> None:
        if entry.settings or entry.fixes:
            if entry.variant:
                self._case(("variants", entry.variant), entry.variant, self.changes, self.fixes)
            self._case(("expect", entry.position), *self._meant(entry), entry.command)

    def _meant(self, entry: Expectation) -> tuple[str | None, Changes, Fixes]:
        return (
            entry.variant or None,
            {**self.changes, **entry.settings},
            {**self.fixes, **entry.fixes},
        )

    def _case(
        self, path: Path, variant: str | None, changes: Changes, fixes: Fixes, command: str = ""
    ) -> Case | None:
        injects = [str(path[1])] if path[:1] == ("injects",) else []
        key = self._key(variant, changes, fixes, *injects) + command
        if key in self.seen:
            return self.seen[key]
        if not self.room:
            self.untried[path] = None
            return None
        self.room -= 1
        try:
            if path[:1] == ("expect",):
                scenario = self.reading.scenario(self.changes, None, self.fixes, int(path[1]))
            else:
                scenario = self.reading.scenario(changes, variant, fixes, injects=injects)
        except ScenarioError as error:
            self.found |= dict.fromkeys(error.problems)
            return None
        self.seen[key] = Case(scenario, path, *self._play(scenario, path, command))
        self.cases.append(self.seen[key])
        return self.seen[key]

    @staticmethod
    def _key(variant: str | None, changes: Changes, fixes: Fixes, *injects: str) -> str:
        return json.dumps(
            [variant, dict(changes), dict(fixes), *injects], sort_keys=True, default=str
        )

    def _play(
        self, scenario: Scenario, path: Path, command: str
    ) -> tuple[NormalFormGame | None, ExtensiveGame | None]:
        """Lay out the game of everybody alone and the game in turn, or the one asked for, unless
        enough was tried.
        """
        alone, tree = None, None
        if self.nodes > TRIAL_LIMIT or _values(scenario) > PLAY_LIMIT:
            return alone, tree
        signed = not command or lens_of(command).signs
        if signed and scenario.alternatives and not scenario.status_quo:
            return alone, tree  # what could be signed is all there is to ask
        tries = lens_of(command).tries if command else VIEWS
        refused = len(self.refused)
        if not path:
            _ask_models(scenario)
        if "alone" in tries:
            at_once = "matrix" if scenario.issues.keys() == scenario.players.keys() else "issues"
            alone = self._built(partial(laid_out, scenario), at_once, path)
            self.nodes += 0 if alone is None else alone.payoffs.size
        if "again" in tries and alone is not None and (command or scenario.repeat != Repeat()):
            self._built(partial(_played, scenario), "repeat", path, "no-repeated-game")
        if "in_turn" in tries and scenario.protocol:
            tree = self._built(scenario.in_turn, "protocol", path)
        elif "in_turn" in tries and len(self.refused) == refused:
            # Without moves it is the same game, and where it cannot be drawn every other lens
            # answers.
            with suppress(NegotiateError):
                tree = scenario.in_turn()
        self.nodes += 0 if tree is None else len(tree.tree)
        return alone, tree

    def _count_untried(self) -> None:
        """Say how many cases are left, at the first of the variants, of the injects and of the
        expectations.
        """
        for section, noun in (
            ("variants", "variant"),
            ("injects", "inject"),
            ("expect", "expectation"),
        ):
            left = sum(path[0] == section for path in self.untried)
            if left and self.reading.root is not None:
                verb = "are" if left > 1 else "is"
                message = (
                    f"{left:,} {noun}{'s' if left > 1 else ''} of this file {verb} not "
                    "tried: that would take too long"
                )
                self.problems.add(
                    place_of(self.reading.root, (section,), key=True), "not-tried", message
                )

    def _built(
        self, build: Callable[[], Game], section: str, path: Path, code: str = "no-game"
    ) -> Game | None:
        try:
            return build()
        except GameTooLarge:
            return None
        except NegotiateError as error:
            self._note(error, section, path, code)
            return None

    def _note(self, error: NegotiateError, section: str, path: Path, code: str) -> None:
        """At what it is about, or the section that makes the game; at the case's own place, where
        the file is sound.
        """
        if self.reading.root is None or error.message in self.refused:
            return
        self.refused.add(error.message)
        message = error.message
        if path and path[0] == "variants":
            message = f"with the variant `{path[1]}`: {message}"
        elif path and path[0] == "injects":
            message = f"after the inject `{path[1]}`: {message}"
        elif path:
            message = f"with what this expectation sets and fixes: {message}"
        about = path or self._written(error.where) or (section,)
        self.problems.add(place_of(self.reading.root, about, key=True), code, message, error.hint)

    def _written(self, where: Path) -> Path:
        """Where the file has something; what is said of one player may stand in one for all."""
        root = self.reading.root
        for_all = where[:2] + where[3:]
        return (
            for_all
            if root is not None and find(root, where[:3]) is None and find(root, for_all)
            else where
        )


def _ask_models(scenario: Scenario) -> None:
    """Ask each model at once all that the games may ask of it; one by one its answers take several
    times as long.
    """
    for name, model in scenario.models.items():
        issues = sorted(scenario.scope.model(name).issues)
        if package_count(scenario.issues[issue] for issue in issues) <= ASKED_LIMIT:
            with suppress(NegotiateError), np.errstate(all="ignore"):
                scenario.grid(issues, {}).output(name, model.kind.outputs[0])


def _played(scenario: Scenario) -> RepeatedGame:
    """The repeated game of a scenario, in which everybody's strategy takes its seat.

    Raises
    ------
    NegotiateError
        If there is none, or a strategy makes no sense in its seat.
    """
    game = scenario.again()
    for player, (key, one) in enumerate(zip(game.keys, game.profile, strict=False)):
        if isinstance(one, kinds.Strategy):
            try:
                one.seated(game, player)
            except NegotiateError as error:
                error.where = ("repeat", "plays", key, *_blamed(game, player, one))
                raise
    return game


def _blamed(game: RepeatedGame, player: int, strategy: Strategy) -> list[str]:
    """The parameter of a strategy with which alone it makes no sense in its seat, if there is
    one.
    """
    for name, value in strategy.parameters.items():
        try:
            registry.strategies[strategy.name](**{name: value}).seated(game, player)
        except NegotiateError:
            return [name]
    return []


def _values(scenario: Scenario) -> int:
    """How many values the terms of a scenario have, and how many marks its limits, over all
    packages.
    """
    terms = sum(len(found) for found in scenario.terms.values())
    limits = len(scenario.red_lines) + len(scenario.ratifiers) + len(scenario.infeasible)
    return scenario.packages * (terms + limits)


def _ways(root: Node | None) -> int:
    """In how many ways private types can be dealt, for each of which a file is worked out; of too
    many, 1.
    """
    count = prod(
        max(1, len(entries_of(player))) for player in entries_of(find(root, ("types",))).values()
    )
    return count if count <= NUMBERS_LIMIT else 1


def _size(root: Node | None) -> int:
    """How much there is to bind in a file: the characters of its values, and a few for each
    part.
    """
    nodes = walk(root) if root is not None else ()
    return 1 + sum(
        5 + (min(len(node.text), LONGEST) if isinstance(node, Scalar) else 0) for node in nodes
    )
