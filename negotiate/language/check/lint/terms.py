"""What a file says and what counts for nothing: terms, statements, parameters, state, injects,
types and variants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from negotiate.arrays import AnyArray, BoolArray
from negotiate.display import record
from negotiate.errors import NegotiateError
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.binding.preferences import SECTIONS, looked_at, looks_at_parameters
from negotiate.language.check.subject import (
    CELL_LIMIT,
    Case,
    Finding,
    Subject,
    affordable,
    count_of,
    draws,
    frame_over,
    shape_of,
    whole_grid,
)
from negotiate.language.text import Path, spelled
from negotiate.model import Preference, weights
from negotiate.model.expressions import TURN, Expression, Named, Number, Operation, ParameterValue
from negotiate.model.negotiation import Negotiation, signing, spread
from negotiate.model.payoffs import Frame, Reach, Term

if TYPE_CHECKING:
    from negotiate.model.distributions import Distribution


def unused_parameter(subject: Subject) -> Iterator[Finding]:
    """Parameters that stand in no formula of any case; numbers of the state are looked at by
    themselves.
    """
    unused = set(subject.scenario.parameters) - set(subject.scenario.state)
    seen: set[int] = set()
    for case in subject.cases:
        if not unused or not subject.whole:
            return
        unused -= {
            e.name for e in expressions_in(case.scenario, seen) if isinstance(e, ParameterValue)
        }
    for name in subject.scenario.parameters:
        if name in unused:
            message = f"nothing depends on the parameter `{name}`"
            yield Finding(
                ("parameters", name), "unused-parameter", message, "use it, or take it away"
            )


def no_turns(subject: Subject) -> Iterator[Finding]:
    """Numbers of the state and injects in a file without turns."""
    for section in ("state", "injects"):
        if subject.scenario.turns is None and getattr(subject.scenario, section):
            message = f"nothing plays `{section}`: the file has no `turns`"
            yield Finding(
                (section,),
                "no-turns",
                message,
                "write `turns:` and how many there are, such as `turns: 6`",
            )


def unused_state(subject: Subject) -> Iterator[Finding]:
    """Numbers of the state that stand in no formula but their own, and are no ladder that people
    read.
    """
    state = subject.scenario.state if subject.whole else {}
    used, seen = {name for name, one in state.items() if one.rungs}, set[int]()
    for case in subject.cases if state else ():
        for world in (case.scenario, *case.scenario.profiles, *case.scenario.phases):
            for name, one in world.state.items():
                used |= {
                    node.name
                    for node in expressions_in(one.next)
                    if isinstance(node, ParameterValue)
                } - {name}
                seen.add(id(one.next))
        used |= {
            node.name
            for node in expressions_in(case.scenario, seen)
            if isinstance(node, ParameterValue)
        }
    for name in state:
        if name not in used:
            message = f"nothing depends on `{name}`, however it changes"
            hint = "use it in a payoff or in an inject's `when`, give it `rungs`, or take it away"
            yield Finding(("state", name), "unused-state", message, hint)


def idle_inject(subject: Subject) -> Iterator[Finding]:
    """Injects that say and change nothing, and news that nobody reads."""
    for name, one in subject.scenario.injects.items():
        if not one.says and not one.changes:
            message = f"the inject `{name}` says nothing and changes nothing"
            yield Finding(
                ("injects", name),
                "idle-inject",
                message,
                "write what it `says`, or what it would `set`",
            )
        elif one.says and not one.sees:
            message = f"nobody reads what the inject `{name}` says"
            yield Finding(
                ("injects", name),
                "idle-inject",
                message,
                "let a player see it, or take `says` away",
            )


def inject_never_comes(subject: Subject) -> Iterator[Finding]:
    """Injects whose `when` no number within its range, and no turn, can meet in any case."""
    if not subject.whole:
        return
    worlds = [case.scenario for case in subject.cases]
    for name, one in subject.scenario.injects.items():
        found = [world for world in worlds if name in world.injects]
        if one.when is not None and all(
            _never(world.injects[name].when, _bounds(world)) for world in found
        ):
            bounds = _bounds(subject.scenario)
            asked = [
                node
                for node in one.when.walk()
                if isinstance(node, Operation) and _outside(node, bounds)
            ]
            names = {getattr(side, "name", "") for node in asked for side in node.arguments}
            known = {key: [*map(spelled, ends)] for key, ends in bounds.items() if key in names}
            ends = [f"`{key}` lies between {low} and {high}" for key, (low, high) in known.items()]
            message = f"the inject `{name}` never comes: {' and '.join(ends)}"
            yield Finding(
                ("injects", name, "when"),
                "inject-never-comes",
                message,
                "mend its `when`, or widen the range",
            )


def _bounds(scenario: Negotiation) -> dict[str, tuple[float, float]]:
    """The ends between which a number of the state stays, and the turns."""
    held = {name: scenario.parameters[name] for name in scenario.state}
    bounds = {
        name: (one.low, one.high)
        for name, one in held.items()
        if one.low is not None and one.high is not None
    }
    return (
        bounds if scenario.turns is None else {**bounds, TURN: (1.0, float(scenario.turns.count))}
    )


def _never(condition: Expression | None, bounds: Mapping[str, tuple[float, float]]) -> bool:
    """Whether a condition cannot hold, as far as comparisons of one name with one number say."""
    if not isinstance(condition, Operation):
        return False
    if condition.name in ("and", "or"):
        parts = [_never(one, bounds) for one in condition.arguments]
        return any(parts) if condition.name == "and" else all(parts)
    return _outside(condition, bounds)


SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
"""Comparison → the same with its sides exchanged."""


def _outside(asked: Operation, bounds: Mapping[str, tuple[float, float]]) -> bool:
    """Whether a comparison of a name with a number fails wherever the name can lie."""
    sign, sides = asked.name, asked.arguments
    if sign in SWAPPED and isinstance(sides[0], Number):
        sign, sides = SWAPPED[sign], sides[::-1]
    if (
        sign not in SWAPPED
        or not isinstance(sides[0], ParameterValue | Named)
        or not isinstance(sides[1], Number)
    ):
        return False
    low, high = bounds.get(sides[0].name, (-inf, inf))
    value = sides[1].value
    match sign:
        case "<":
            return low >= value
        case "<=":
            return low > value
        case ">":
            return high <= value
        case ">=":
            return high < value
    return not low <= value <= high


def expressions_in(thing: Any, seen: set[int] | None = None) -> Iterator[Expression]:
    """Every node of every expression inside a bound scenario, wherever it stands.

    Parts in `seen`, by their identity, are passed over, and those looked at join them: whoever
    looks into several scenarios that share parts, and keeps them all meanwhile, looks into each
    part once.
    """
    seen = set() if seen is None else seen
    stack = [thing]
    while stack:
        found = stack.pop()
        if isinstance(found, str | int | float | None) or id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, Expression):
            yield from found.walk()
        elif isinstance(found, Mapping):
            stack.extend(found.values())
        elif isinstance(found, tuple | list):
            stack.extend(found)
        elif is_dataclass(found):
            stack.extend(getattr(found, part.name) for part in fields(found))


Key = tuple[str, str]
MOST = 20
"""How many terms that are 0 as the file stands are looked at more closely."""


def idle_term(subject: Subject) -> Iterator[Finding]:
    """Terms that are 0 in every package and at every ending, whatever the case and the
    parameters.
    """
    terms = {
        (p, k): term for p, found in subject.scenario.terms.items() for k, term in found.items()
    }
    idle = list(terms) if subject.whole and subject.grid is not None else []
    idle = [
        key for key in idle if _counts_nowhere(subject.cases[0], subject.grid, key, {}, len(idle))
    ]
    if not 0 < len(idle) <= MOST:
        return
    for case in subject.cases:
        grid = subject.grid if case.base else whole_grid(case.scenario)
        for player, key in list(idle):
            if key in case.scenario.terms.get(player, {}):
                varied = draws(case.scenario, case.scenario.scope.term(player, key).knobs)
                if not _counts_nowhere(case, grid, (player, key), varied, len(subject.cases)):
                    idle.remove((player, key))
    for player, key in idle:
        term = terms[player, key]
        message = f"`{player}.{key}` is 0 in every package" + (
            " and at the end of every path" if term.needs_moves else ""
        )
        yield Finding(subject.term(player, key), "idle-term", message, _hint(term))


def _hint(term: Term) -> str:
    return (
        "its `when` may never hold"
        if term.when is not None
        else "mend its numbers, or take it away"
    )


def _counts_nowhere(
    case: Case, grid: Frame | None, key: Key, varied: Mapping[str, AnyArray], times: int
) -> bool:
    """Whether a term is 0 wherever it counts, in every draw; not so where that takes too long to
    say.
    """
    scenario, (player, name) = case.scenario, key
    times *= count_of(varied)
    reach = scenario.scope.term(player, name)
    if scenario.terms[player][name].needs_moves:
        tree = case.tree if scenario.protocol else None
        if tree is None or len(tree.payoffs) * times > CELL_LIMIT:
            return False
        frame = endings_of(case, tree, varied)
    elif grid is None or not affordable(scenario, reach.issues, times):
        return False
    else:
        frame = _drawn(grid, reach, varied)
    return _is_zero(frame, player, name, _possible(case, frame, times))


def _possible(case: Case, frame: Frame, times: int) -> AnyArray | None:
    """Which packages of a grid can happen; None where all can, or where that hangs on a parameter
    or takes too long.
    """
    scenario, axes = case.scenario, tuple(case.scenario.issues)
    counted = len(scenario.infeasible) + times
    if frame.moves is not None or scenario.scope.of(scenario.infeasible).parameters:
        return None
    return (
        scenario.feasible(frame, shape_of(scenario, axes))
        if affordable(scenario, axes, counted)
        else None
    )


def _drawn(grid: Frame, reach: Reach, varied: Mapping[str, AnyArray]) -> Frame:
    """The same packages in other draws; what the models give is kept where no draw changes it."""
    if not varied:
        return grid
    same = all(name not in varied for name in reach.parameters - reach.knobs)
    return grid.with_draws(varied, keep_models=same)


def _is_zero(frame: Frame, player: str, key: str, possible: AnyArray | None) -> bool:
    try:
        found = frame.term(player, key)
        return not (found if possible is None else np.where(possible, found, 0.0)).any()
    except NegotiateError:
        return False  # without a number at some package, which is told where it is asked for


def endings_of(case: Case, game: ExtensiveGame, varied: Mapping[str, AnyArray]) -> Frame:
    """The endings of a tree as a frame: the option of each issue, and the action of each move on
    the way there.
    """
    tree, leaves = game.tree, game.tree.leaves
    made = np.full((len(game.moves), len(leaves)), -1)
    node, column = leaves, np.arange(len(leaves))
    while len(node):
        above = tree.parent[node]
        node, column, above = node[above >= 0], column[above >= 0], above[above >= 0]
        made[tree.move[above], column] = tree.action[node]
        node = above
    choices = {issue: game.outcomes[None, :, k] for k, issue in enumerate(game.issues)}
    moves = {move.label: made[None, k] for k, move in enumerate(game.moves)}
    return Frame(case.scenario, choices, 2, moves, varied)


MOST_VARIANTS = 50
"""How many variants are looked at."""

TEXTS = frozenset(
    (
        "name",
        "path",
        "about",
        "sources",
        "variants",
        "happened",
        "briefs",
        "expectations",
        "changes",
        "parameters",
    )
)
"""Parts of a scenario in which a difference makes none in any answer, or none but through the parts
below.
"""
WORKED_OUT = frozenset(
    (
        "players",
        "models",
        "issues",
        "terms",
        "red_lines",
        "ratifiers",
        "infeasible",
        "protocol",
        "profiles",
        "phases",
    )
)
"""Parts of which the games tell whether a difference counts."""


def idle_variant(subject: Subject) -> Iterator[Finding]:
    """Variants under which everything that counts is as in the file itself."""
    for name, case in list(subject.variants.items())[:MOST_VARIANTS]:
        if _same(subject.cases[0], case):
            message = (
                f"the variant `{name}` changes nothing that counts: every payoff, limit and "
                "move is as without it"
            )
            place = ("variants", name)
            yield Finding(
                place,
                "idle-variant",
                message,
                "does it set something to the value that it has already?",
            )


def _same(base: Case, case: Case) -> bool:
    """Whether two cases have the same answers whatever is asked; not so where that takes too long
    to say.
    """
    one, other = base.scenario, case.scenario
    plain = {part.name for part in fields(one)} - TEXTS - WORKED_OUT
    if any(getattr(one, part) != getattr(other, part) for part in plain):
        return False
    if (
        _sides(one) != _sides(other)
        or _turned(one) != _turned(other)
        or _uncertain(one) != _uncertain(other)
    ):
        return False
    if base.alone is None or case.alone is None or base.tree is None or case.tree is None:
        return False
    count = (
        sum(len(terms) for terms in one.terms.values())
        + len(signing(one))
        + len(one.infeasible)
        + 1
    )
    if not affordable(one, one.issues, count):
        return False
    return (
        _same_alone(base.alone, case.alone)
        and _same_tree(base.tree, case.tree)
        and all(np.array_equal(a, b) for a, b in zip(_limits(one), _limits(other), strict=True))
        and all(
            np.array_equal(a.payoffs(), b.payoffs())
            for a, b in zip((one, *one.phases), (other, *other.phases), strict=True)
        )
    )


def _turned(negotiation: Negotiation) -> dict[str, float]:
    """The parameters that decide how it is played again, and not only what a round is worth."""
    names = {e.name for e in expressions_in(negotiation.repeat) if isinstance(e, ParameterValue)}
    return {name: negotiation.parameters[name].value for name in names}


def _uncertain(negotiation: Negotiation) -> dict[str, Distribution | None]:
    """How uncertain each parameter is."""
    return {name: parameter.distribution for name, parameter in negotiation.parameters.items()}


def _sides(negotiation: Negotiation) -> object:
    """Who takes part, how patient and strong, who decides what among which options, and who refuses
    what by name.
    """
    players = [
        (player.id, player.patience, player.power) for player in negotiation.players.values()
    ]
    issues = [(issue.id, issue.labels, issue.deciders) for issue in negotiation.issues.values()]
    moves = [(step.id, step.player, step.actions) for step in negotiation.protocol]
    refusals = [(refusal.name, refusal.player) for refusal in negotiation.refusals()]
    return players, issues, moves, refusals


def _same_alone(one: NormalFormGame, other: NormalFormGame) -> bool:
    possible = np.array_equal(
        np.ones(one.shape) if one.feasible is None else one.feasible,
        np.ones(other.shape) if other.feasible is None else other.feasible,
    )
    return (
        possible
        and one.strategies == other.strategies
        and np.array_equal(one.payoffs, other.payoffs)
    )


def _same_tree(one: ExtensiveGame, other: ExtensiveGame) -> bool:
    same = one.moves == other.moves and np.array_equal(one.payoffs, other.payoffs)
    parts = ("parent", "mover", "move", "action", "odds", "information_set")
    return same and all(
        np.array_equal(getattr(one.tree, part), getattr(other.tree, part)) for part in parts
    )


def _limits(negotiation: Negotiation) -> list[AnyArray]:
    """What is possible, where each red line and each ratifier refuses, and what signing costs."""
    axes = tuple(negotiation.issues)
    shape, frame = shape_of(negotiation, axes), negotiation.grid(axes, {})
    possible = negotiation.feasible(frame, shape)
    refused = [spread(refusal.crossed, frame, shape) for refusal in negotiation.refusals()]
    return [np.ones(shape) if possible is None else possible, *refused, negotiation.costs()]


def idle_preference(subject: Subject) -> Iterator[Finding]:
    """Entries without which a player would order the possible packages as it does, in every case
    that has them.
    """
    if not subject.whole:
        return
    for player, preference in subject.scenario.preferences.items():
        cases = [
            c.scenario
            for c in subject.cases
            if _same_entries(c.scenario.preferences.get(player), preference)
        ]
        found = [_idle(scenario, scenario.preferences[player]) for scenario in cases]
        for entry in sorted(set.intersection(*map(set, found))) if found else ():
            yield _finding(subject, preference, entry)


Entry = tuple[int, int]
"""The group, and the place in it."""


def _same_entries(other: Preference | None, preference: Preference) -> bool:
    """Whether two cases have the same entries, so that one can be held against the other."""
    return (
        other is not None and other.kind == preference.kind and _words(other) == _words(preference)
    )


def _words(preference: Preference) -> list[list[str]]:
    return [[one.written for one in group] for group in preference.groups]


def _finding(subject: Subject, preference: Preference, entry: Entry) -> Finding:
    group, place = entry
    key = SECTIONS[preference.kind]
    path: Path = (key, preference.player, group)
    inner: Path = (*path, place)
    written = preference.groups[group][place].written
    where = subject.at(inner if subject.has(*inner) else path)
    if key == "ranking":
        message = f"`{written}` places nothing: no possible package is left for it"
        return Finding(where, "idle-preference", message, "correct it, or take it away")
    message = (
        f"`{written}` decides nothing: without it `{preference.player}` orders all possible "
        "packages as it does"
    )
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


@record
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
        mask = np.ones(shape, dtype=bool) if possible is None else possible
        held = [spread(one, frame, shape)[mask] for one in entries]
        return cls(held, [looks_at_parameters(one) for one in entries])

    def order(self, groups: Sequence[int]) -> npt.NDArray[np.int64]:
        """The place of each package, where each entry belongs to a group; one of group -1 is left
        out.
        """
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
                hint = (
                    "let one of them `set` what is otherwise then, or join the two and add up "
                    "their odds"
                )
                yield Finding(("types", player, one.id), "twin-types", message, hint)
