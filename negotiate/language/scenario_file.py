"""The way of one file: read, extended, varied, set, shaped, bound, checked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from negotiate.display import Cache
from negotiate.errors import OverrideError, ScenarioError, printable, shown
from negotiate.language import outside as from_outside
from negotiate.language import profiles
from negotiate.language.addresses import (
    NUMBERS,
    Fixes,
    addressed,
    carry_out,
    deal_types,
    opened,
    put,
    reached,
    try_changes,
)
from negotiate.language.binding import Kept
from negotiate.language.binding.scenario import bind, check_meaning
from negotiate.language.library import find, read_whole
from negotiate.language.shape.shaping import Sections, shape
from negotiate.language.text import Mapping as MappingNode
from negotiate.language.text import (
    Node,
    Scalar,
    copied,
    entries_of,
    node_of,
    plain,
    spelled,
    spelled_out,
    text_of,
)
from negotiate.language.text import find as node_at
from negotiate.model import protocol
from negotiate.model.payoffs import ROOM
from negotiate.problems import Place, Problems, listed, nearest, typed
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    pass

Changes = Mapping[str, Any]

SEVERAL = 3
"""Mistakes that one change makes elsewhere; so many are told as one."""


def load(
    path_or_name: str,
    *,
    set: Changes | None = None,  # noqa: A002 - the word of the language and of the command line
    variant: str | None = None,
    fix: Mapping[str, str] | None = None,
    injects: Sequence[str] = (),
) -> Scenario:
    """Read a scenario from a file, or a shipped one by its name.

    Parameters
    ----------
    path_or_name : str or path
        Such as `us-china/beijing-2018` or `my-talks.yaml`.
    set : Mapping, optional
        Address → new value, as after `--set`.
    variant : str, optional
        The name of one of the file's variants.
    fix : Mapping, optional
        Issue → the option it is committed to, as after `--fix`.
    injects : sequence of str
        The names of injects that have come, each of which changes the file after the variant and
        before `set`.

    Raises
    ------
    ScenarioNotFound
        If there is no such file and no such name.
    ScenarioError
        With every problem of the file at once.
    OverrideError
        If only what was passed in does not fit the file.
    """
    _check_arguments(set, variant, fix, injects)
    given: object = path_or_name
    reading = Reading(str(given) if isinstance(given, str | os.PathLike) else shown(given))
    return reading.scenario(set or {}, variant, fix or {}, injects=injects)


class Asked(NamedTuple):
    """What is to be changed about a file: see `load`."""

    changes: Changes
    variant: str | None
    fixes: Mapping[str, str]
    injects: tuple[str, ...] = ()


PLAIN = (None, ())
"""A file as it stands: without a variant, and before any inject."""


class Reading:
    """A file, or a text in its place, that is read once and bound as often as somebody varies
    it.
    """

    __slots__ = (
        "doubtful",
        "kept",
        "name",
        "problems",
        "root",
        "sections",
        "shown",
        "sound",
        "worked",
    )

    def __init__(self, path_or_name: str, text: str | None = None) -> None:
        path, self.name, self.shown = find(path_or_name)
        self.problems = Problems()
        self.worked = Cache(ROOM)
        self.sections: Sections = {}
        self.kept: Kept = {}
        self.sound: dict[tuple[str | None, tuple[str, ...]], tuple[Scenario, Node]] = {}
        self.root = read_whole(path, self.shown, self.problems, text)
        self.doubtful = any(problem.code == "duplicate-key" for problem in self.problems.found)
        """Whether something is said twice: until one of the two is gone, nobody knows which names
        there are.
        """
        if self.root is not None and not self.doubtful:
            try_changes(self.root, self.problems)

    def scenario(
        self,
        changes: Changes,
        variant: str | None,
        fixes: Mapping[str, str],
        entry: int | None = None,
        injects: Sequence[str] = (),
    ) -> Scenario:
        """The scenario under these changes; see `load`. Injects change it after the variant, in
        their order.

        With an `entry` of `expect`, by its position, it is what that entry is judged by: under the
        variant that the entry names, where it names one, and with what the entry sets and fixes.
        """
        problems = self._noted()
        scenario = self._bound(problems, Asked(changes, variant, fixes, tuple(injects)), entry)
        if problems.errors():
            problems = self._without_echoes(problems)
            if entry is None and changes:
                problems = self._in_short(problems, changes, variant)
            outside = all(p.path.startswith("--") for p in problems.found if p.severity == "error")
            problems.stop(OverrideError if outside else ScenarioError)
        if scenario is None:
            raise AssertionError("a scenario that could not be bound has no problem")
        return scenario

    def _noted(self) -> Problems:
        """What is wrong with the file as it is read, to which more may come."""
        return Problems(list(self.problems.found), dict(self.problems.texts))

    def _without_echoes(self, problems: Problems) -> Problems:
        """What is wrong with what was passed in, and with the file without it; not what the one
        does to the other.
        """
        outside = [p for p in problems.found if p.path.startswith("--")]
        if not any(p.severity == "error" for p in outside):
            return problems
        plain = self._noted()
        self._bound(plain, Asked({}, None, {}))
        return Problems([*outside, *plain.found], problems.texts)

    def _in_short(self, problems: Problems, changes: Changes, variant: str | None) -> Problems:
        """One mistake where what was passed in makes several in a file that is sound without it."""
        wrong = [p for p in problems.in_order() if p.severity == "error"]
        if (
            len(wrong) < SEVERAL
            or any(p.path.startswith("--") for p in wrong)
            or self._fails({}, variant)
        ):
            return problems
        alone = [
            address for address in changes if self._fails({address: changes[address]}, variant)
        ]
        address, first, said = (alone or list(changes))[-1], wrong[0], self._noted()
        place = _outside("--set", f"{address}={spelled_out(changes[address])}", said)
        of = "" if first.path == self.shown else f" of `{first.path}`"
        message = (
            f"this does not fit {len(wrong)} other places; the first is line "
            f"{first.line}{of}: {first.message}"
        )
        said.add(place, first.code, message, "set less, or change those places in the file too")
        return said

    def _fails(self, changes: Changes, variant: str | None) -> bool:
        """Whether the file has a mistake under these changes."""
        problems = self._noted()
        self._bound(problems, Asked(changes, variant, {}))
        return problems.errors()

    def _bound(self, problems: Problems, asked: Asked, entry: int | None = None) -> Scenario | None:
        if self.root is None:
            return None
        own, asked = self._entry(entry, asked)
        committed: Fixes = {}

        def bound(node: Node, noted: Problems) -> Scenario | None:
            shaped = shape(node, noted, self.sections)
            return bind(
                shaped, node, noted, self.name, self.shown, committed, self.worked, self.kept
            )

        found = self._with_numbers(asked, own)
        if found is None:
            root, committed = _committed(*self._changed(problems, asked, own), own, problems)
            if self.doubtful:
                shape(root, problems)
                return None
            scenario = bound(root, problems)
        else:
            scenario, root = found
        if scenario is None:
            return None
        if not problems.errors():
            check_meaning(scenario, root, problems)
        if not problems.errors() and (scenario.types or scenario.repeat.phases):
            scenario = profiles.with_profiles(scenario, root, problems, bound)
            scenario = profiles.with_phases(scenario, root, problems, bound)
        scenario = replace(scenario, changes=_made(asked, scenario))
        if not (asked.changes or asked.fixes or own or problems.errors()):
            self.sound[asked.variant, asked.injects] = scenario, root
        return scenario

    def _entry(self, position: int | None, asked: Asked) -> tuple[MappingNode | None, Asked]:
        """An entry of `expect` as it stands under these changes, and what is asked with the variant
        that it names.
        """
        if position is None:
            return None, asked
        plain_file = (asked.variant, ()) in self.sound and not asked.changes
        as_asked = asked._replace(fixes={})
        root = (
            self.sound[asked.variant, ()][1]
            if plain_file
            else self._changed(Problems(), as_asked)[0]
        )
        found = node_at(root, ("expect", position))
        if not isinstance(found, MappingNode):
            return None, asked
        named = found.entries.get("variant")
        return found, asked._replace(variant=text_of(named)) if isinstance(named, Scalar) else asked

    def _with_numbers(self, asked: Asked, own: MappingNode | None) -> tuple[Scenario, Node] | None:
        """A sound scenario with other parameters, patience, power and commitments; None where it is
        to be bound anew.

        Levels may have been made with a formula's parameters, and types and phases may set what the
        nodes have to say.
        """
        changes: Changes = asked.changes
        if (asked.variant, asked.injects) in self.sound:
            base, root = self.sound[asked.variant, asked.injects]
        elif (
            not asked.injects
            and PLAIN in self.sound
            and (named := self._numbers_of(asked.variant)) is not None
        ):
            base, root = self.sound[PLAIN]
            changes = {**named, **changes}
        else:
            return None
        set_to, fixed_to = (
            plain(node) if isinstance(node := node_at(own, (word,)), MappingNode) else {}
            for word in ("set", "fix")
        )
        options = {issue: spelled(option) for issue, option in {**asked.fixes, **fixed_to}.items()}
        labels = {
            issue: base.issues[issue].labels if issue in base.issues else () for issue in options
        }
        if base.is_ordinal or any(o not in labels[i] for i, o in options.items()):
            return None
        if not profiles.set_numbers(base, root):
            return None
        scenario = profiles.with_other_numbers(
            *profiles.with_other_sides(base, {**changes, **set_to})
        )
        fixed = {
            **base.fixed,
            **{issue: labels[issue].index(option) for issue, option in options.items()},
        }
        return (
            None
            if scenario is None
            else (replace(scenario, fixed=fixed, profiles=(), phases=()), root)
        )

    def _numbers_of(self, variant: str | None) -> Changes | None:
        """What a variant sets, if it does nothing else."""
        entries = entries_of(node_at(self.root, ("variants", variant or "")))
        settings = entries.get("set")
        alone = not entries.keys() - {"title", "about", "set"} and isinstance(settings, MappingNode)
        return plain(settings) if alone and settings is not None else None

    def _changed(
        self, problems: Problems, asked: Asked, own: MappingNode | None = None
    ) -> tuple[Node, Fixes]:
        """The file's nodes with everything carried out, and the issues that are committed; mistakes
        are noted.

        Of a file that is sound every section that nothing here changes stays the same nodes.
        """
        if self.root is None:
            raise AssertionError("a file that could not be read has no nodes")
        root = copied(self.root) if PLAIN not in self.sound else self.sound[PLAIN][1]
        committed: Fixes = {}
        if isinstance(root, MappingNode):
            if PLAIN in self.sound:
                ways = [
                    ("variants", asked.variant or ""),
                    *(("injects", inject) for inject in asked.injects),
                ]
                named = [address for way in ways for address in addressed(node_at(root, way))]
                root = opened(root, [*asked.changes, *named, *addressed(own)])
            if asked.variant is not None:
                _vary(root, "variants", asked.variant, committed, problems)
            for inject in asked.injects:
                _vary(root, "injects", inject, committed, problems)
            _set(root, asked.changes, problems)
            for issue, option in asked.fixes.items():
                committed[issue] = (
                    spelled(option),
                    _outside("--fix", f"{issue}={spelled(option)}", problems),
                )
        return root, committed

    def said(
        self, address: str, changes: Changes, variant: str | None, injects: tuple[str, ...] = ()
    ) -> Any:
        """What stands at an address under these changes; None where nothing does."""
        node, steps = (
            self._changed(self._noted(), Asked(changes, variant, {}, injects))[0],
            tuple[str, ...](),
        )
        for step in address.split("."):
            found = reached(node, steps, step)
            if found is None:
                return None
            node, steps = found
        number = next((name for name in NUMBERS if name in entries_of(node)), "")
        return plain(entries_of(node)[number] if number else node)

    def content(
        self,
        changes: Changes,
        variant: str | None,
        fixes: Mapping[str, str],
        injects: tuple[str, ...] = (),
    ) -> Any:
        """What the file says under these changes, as plain data: the same however it is laid
        out.
        """
        root, committed = self._changed(Problems(), Asked(changes, variant, fixes, injects))
        return plain(root), {issue: option for issue, (option, _) in committed.items()}

    def variants(self) -> list[str]:
        """The names of the file's variants, as far as they can be read."""
        return list(entries_of(node_at(self.root, ("variants",))))


def _check_arguments(changes: object, variant: object, fixes: object, injects: object = ()) -> None:
    """Refuse what is no mapping with names as keys, before anybody relies on it.

    Raises
    ------
    OverrideError
        If something is not what `load` takes.
    """
    problems = Problems()
    for name, given in (("set", changes), ("fix", fixes)):
        if given is not None and not (
            isinstance(given, Mapping) and all(isinstance(key, str) for key in given)
        ):
            problems.add(
                Place(f"--{name}", 1, 1),
                "mapping-expected",
                f"`{name}` takes a mapping with names as keys",
            )
    if variant is not None and not isinstance(variant, str):
        problems.add(
            Place("--variant", 1, 1), "text-expected", "`variant` takes the name of a variant"
        )
    if not (isinstance(injects, list | tuple) and all(isinstance(one, str) for one in injects)):
        problems.add(
            Place("--inject", 1, 1), "list-expected", "`injects` takes a list of names of injects"
        )
    problems.stop(OverrideError)


def _made(asked: Asked, scenario: Scenario) -> tuple[protocol.Change, ...]:
    """What was changed, in the order in which it was."""
    if asked == Asked({}, None, {}):
        return ()
    known, variant = scenario.variants.get(asked.variant or ""), asked.variant
    named = (
        []
        if variant is None
        else [protocol.Change("variant", variant, title=known.title if known else "")]
    )
    injects = (protocol.Change("inject", name) for name in asked.injects)
    settings = (
        protocol.Change("set", address, spelled_out(value))
        for address, value in asked.changes.items()
    )
    commitments = (
        protocol.Change("fix", issue, spelled(option)) for issue, option in asked.fixes.items()
    )
    return (*named, *injects, *settings, *commitments)


def _outside(option: str, text: str, problems: Problems) -> Place:
    text, path = printable(text), typed(option, text)
    problems.texts[path] = [text]
    return Place(path, 1, 1, len(text))


def _committed(
    root: Node, committed: Fixes, own: MappingNode | None, problems: Problems
) -> tuple[Node, Fixes]:
    """A file with what an entry of `expect` changes and with the types that are fixed, and the
    issues that are.
    """
    if not isinstance(root, MappingNode):
        return root, committed
    return deal_types(
        root, {**committed, **(carry_out(root, own, problems) if own else {})}, problems
    )


def _set(root: MappingNode, changes: Changes, problems: Problems) -> None:
    """Carry out what was passed in to be set."""
    for address, value in changes.items():
        place = _outside("--set", f"{address}={spelled_out(value)}", problems)
        try:
            put(root, address, node_of(value, place), place, problems)
        except (TypeError, UnicodeError) as wrong:
            hint = "pass text, a number, true or false, a list or a mapping"
            problems.add(
                place, "text-expected", f"`{address}` cannot be set to this: {wrong}", hint
            )
        except RecursionError:
            problems.add(place, "too-deep", "mappings and lists stand too deep inside one another")


def _vary(root: MappingNode, section: str, name: str, committed: Fixes, problems: Problems) -> None:
    """Carry out a variant or an inject: what it sets, removes and fixes."""
    known, what = entries_of(root.entries.get(section)), section.removesuffix("s")
    found = known.get(name)
    if isinstance(found, MappingNode):
        committed.update(carry_out(root, copied(found), problems))
        return
    message = f"there is no {what} `{name}`; there is {listed(known)}"
    problems.add(
        _outside(f"--{what}", name, problems), "unknown-variant", message, nearest(name, known)
    )


def varied(scenario: Scenario, set: Changes, fix: Mapping[str, str]) -> Scenario:  # noqa: A002 - as in `load`
    """The scenario as it is with more set and fixed than it was read with."""
    _check_arguments(set, None, fix)
    if not (set or fix):
        return scenario
    settings, variant, fixes = from_outside.changed(scenario)
    changes, committed = {**settings, **set}, {**fixes, **fix}
    return load(
        scenario.path,
        set=changes,
        variant=variant,
        fix=committed,
        injects=from_outside.injected(scenario),
    )
