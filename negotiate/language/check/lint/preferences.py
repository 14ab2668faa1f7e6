"""Statements that decide nothing, entries of a ranking that place nothing, and types that nothing tells apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray
from negotiate.language.binding.preferences import SECTIONS, looked_at, looks_at_parameters
from negotiate.language.check.subject import Finding, Subject, affordable, frame_over, shape_of
from negotiate.language.text.nodes import Path, find
from negotiate.model.negotiation import Negotiation, spread
from negotiate.model.preferences import Preference, weights


def idle_preference(subject: Subject) -> Iterator[Finding]:
    """Entries without which a player would order the possible packages as it does, in every case that has them."""
    if not subject.whole:
        return
    for player, preference in subject.scenario.preferences.items():
        cases = [c.scenario for c in subject.cases if _same_entries(c.scenario.preferences.get(player), preference)]
        found = [_idle(scenario, scenario.preferences[player]) for scenario in cases]
        for entry in sorted(set.intersection(*map(set, found))) if found else ():
            yield _finding(subject, preference, entry)


Entry = tuple[int, int]
"""The group, and the place in it."""


def _same_entries(other: Preference | None, preference: Preference) -> bool:
    """Whether two cases have the same entries, so that one can be held against the other."""
    return other is not None and other.kind == preference.kind and _words(other) == _words(preference)


def _words(preference: Preference) -> list[list[str]]:
    return [[one.written for one in group] for group in preference.groups]


def _finding(subject: Subject, preference: Preference, entry: Entry) -> Finding:
    group, place = entry
    key = SECTIONS[preference.kind]
    path: Path = (key, preference.player, group)
    inner: Path = (*path, place)
    written = preference.groups[group][place].written
    where = subject.at(*(inner if find(subject.root, inner) is not None else path))
    if key == "ranking":
        message = f"`{written}` places nothing: no possible package is left for it"
        return Finding(where, "idle-preference", message, "correct it, or take it away")
    message = f"`{written}` decides nothing: without it `{preference.player}` orders all possible packages as it does"
    return Finding(where, "idle-preference", message, "correct it, move it up, or take it away")


def _idle(scenario: Negotiation, preference: Preference) -> list[Entry]:
    tried = _Tried.of(scenario, preference)
    if tried is None:
        return []
    entries = [(g, k) for g, group in enumerate(preference.groups) for k in range(len(group))]
    if preference.kind == "ranking":
        return [entry for entry, held in zip(entries, tried.held, strict=True) if not held.any()]
    kept = [group for group, _ in entries]
    whole, found = tried.order(kept), []
    for place in reversed(range(len(entries))):  # of two that say the same, the later one is told
        without = [*kept[:place], -1, *kept[place + 1 :]]
        if not tried.turned[place] and np.array_equal(whole, tried.order(without)):
            kept = without
            found.append(entries[place])
    return found


@dataclass(frozen=True, slots=True)
class _Tried:
    """Where each entry holds among the possible packages, and whether it looks at a parameter."""

    held: list[BoolArray]
    turned: list[bool]

    @classmethod
    def of(cls, scenario: Negotiation, preference: Preference) -> _Tried | None:
        """None where there are too many packages to try them all."""
        entries = [one.holds for group in preference.groups for one in group]
        looked = frozenset[str]().union(*map(looked_at, [*entries, *scenario.infeasible]))
        axes = tuple(issue for issue in scenario.issues if issue in looked)
        if not affordable(scenario, axes, (len(entries) + len(scenario.infeasible)) * len(entries)):
            return None
        frame, shape = frame_over(scenario, axes, {}), shape_of(scenario, axes)
        possible = scenario.feasible(frame, shape)
        mask = np.ones(shape, dtype=np.bool_) if possible is None else possible
        held = [spread(one, frame, shape)[mask] for one in entries]
        return cls(held, [looks_at_parameters(one) for one in entries])

    def order(self, groups: Sequence[int]) -> npt.NDArray[np.int64]:
        """The place of each package, where each entry belongs to a group; one of group -1 is left out."""
        kept = [number for number in dict.fromkeys(groups) if number >= 0]
        together = [[k for k, number in enumerate(groups) if number == group] for group in kept]
        total = np.zeros(len(self.held[0]), dtype=np.int64)
        for members, weight in zip(together, weights(together), strict=True):
            total += sum((self.held[k].astype(np.int64) for k in members), np.int64(0)) * weight
        return np.unique(total, return_inverse=True)[1].astype(np.int64)


def twin_types(subject: Subject) -> Iterator[Finding]:
    """Types of one player that set the same, so that they are one type with two names."""
    for player, types in subject.scenario.types.items():
        for k, one in enumerate(types):
            twin = next((other for other in types[:k] if other.settings == one.settings), None)
            if twin is not None:
                message = f"nothing tells `{one.id}` from `{twin.id}`: both set the same"
                hint = "let one of them `set` what is otherwise then, or join the two and add up their odds"
                yield Finding(subject.at("types", player, one.id, key=True), "twin-types", message, hint)
