"""Settles support profiles of a tree one by one, and keeps each outcome with the ways in which it is upheld.

Behaviour and beliefs are read off the solution of a profile's program; where what is meant leaves the odds open, the
ends of the family of outcomes are found. Products of open weights no linear program settles. Where all information sets
are on the path the profile is then a game between them: each set is an agent that chooses among its actions, sequential
rationality is that no agent gains, and beliefs are Bayes'; the subdivision of games with many players settles that with
proof.

References
----------
Selten 1975, "Reexamination of the perfectness concept for equilibrium points in extensive games", International Journal
of Game Theory 4, for the agent normal form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import atan2, prod

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.kernels.indifference import indifferent
from negotiate.equilibrium.kernels.sequence_form import beliefs_of
from negotiate.equilibrium.trees.assessment_program import LEAST, NO, NONE, Arrays, Program, Values, written
from negotiate.equilibrium.trees.sequential_equilibrium import SequentialEquilibrium, verified
from negotiate.equilibrium.trees.slips import Form, either, ways
from negotiate.equilibrium.trees.support_search import Budget, Used, in_order
from negotiate.games.information_sets import entering
from negotiate.games.level_sweep import values_under
from negotiate.games.regret import unit_payoffs

Assessment = tuple[FloatArray, dict[int, FloatArray]]
"""With what probability each node is entered, and what is believed at each information set."""
CORNERS = 200  # of a family of two dimensions
STEPS = 1_000_000  # of a direction drawn at random

Corner = Callable[[Sequence[Fraction]], Values | None]
"""Direction among some columns → the solution farthest along it."""
Flat = tuple[Fraction, ...]
"""Where a solution lies in the plane of a family."""
MOST = 4_096  # combinations of what is meant
AGENTS = 16
LIMIT = 2_000  # cells
PLAYED = 1e-9
Outcome = tuple[Fraction | float, ...]
"""The probability of each ending."""
CELLS = 5  # of a subdivision take about as long as one linear program
FIRST = 1_000  # what some weight for all that must have some counts, beside even slips


@dataclass(frozen=True, slots=True, eq=False)
class Upheld:
    """One way in which an outcome is upheld.

    Parameters
    ----------
    program : Program
        Of what is meant.
    values : list of Fraction
        Its solution.
    found : Assessment
        What that says.
    open : bool
        Whether what is meant leaves the odds of something open.
    exact : bool
        Whether `found` is what `values` says, and not sharpened by another road.
    """

    program: Program
    values: Values
    found: Assessment
    open: bool
    exact: bool

    @property
    def mixing(self) -> int:
        """At how many information sets more than one action is meant."""
        return sum(bits.bit_count() > 1 for bits in self.program.used)


@dataclass(slots=True)
class Settled:
    """What has come to light so far.

    Parameters
    ----------
    form : Form
        The tree.
    budget : Budget
        The linear programs that are left.
    found : dict of Outcome to list of Upheld
        How outcomes are upheld.
    undecided : int
        Support profiles of which it is not known whether they hold more.
    cut : bool
        Whether something was left out for lack of programs, or because a family has many dimensions.
    families : bool
        Whether some outcomes make up whole families.
    """

    form: Form
    budget: Budget
    found: dict[Outcome, list[Upheld]] = field(default_factory=dict)
    undecided: int = 0
    cut: bool = False
    families: bool = False

    def settle(self, used: Used) -> None:
        """Find the equilibria in which exactly this is meant."""
        off = self.form.everything & ~either(used)
        order = in_order(self.form)
        for slips in ways(self.form, off, order):
            if slips is None or not self.budget.spend():
                self.cut = True
                return
            program = written(self.form, slips, used, order, order, positive=True, whole=True)
            values = _solution(program)
            if values is not None:
                self._keep(program, values)
                return

    def _keep(self, program: Program, values: Values) -> None:
        """Note the outcome, or the ends of the family of outcomes."""
        found, all_of_them = family_ends(program)
        self.budget.left -= 2 * len(found) + 2
        if not program.linear and (found or not self._noted(program, values)):
            self._by_agents(program, values)
        elif not found:
            self.undecided += program.linear and not self._noted(program, values)
        else:
            self.families = True
            inside = [end for end in found if all_weighed(program, end)]
            self.cut |= bool(inside) and not all_of_them
            for end in inside:
                self.undecided += not self._noted(program, end)

    def _by_agents(self, program: Program, values: Values) -> None:
        """Settle a profile in which open weights are multiplied, if that can be done."""
        found, all_of_them, spent = mixtures(program)
        self.budget.left -= spent // CELLS
        for one in found:
            self._noted(program, values, one)
        if not all_of_them:
            self._noted(program, values)
            self.undecided += 1

    def _noted(self, program: Program, values: Values, sharp: Assessment | None = None) -> bool:
        """Keep the outcome of a solution if it is an equilibrium; whether it is."""
        game = self.form.game
        one = sharp or assessment(program, values)
        try:
            verified(game, *one)
        except Unverified:
            return False
        free = sharp is None and open_behaviour(program, values)
        # What another road found is an outcome by itself: only this support profile reaches all information sets so.
        probabilities = tuple(game.tree.reach(one[0])[game.tree.leaves].tolist())
        ends_so = outcome(program, values) if sharp is None else probabilities
        self.found.setdefault(ends_so, []).append(Upheld(program, values, one, free, sharp is None))
        return True


def _solution(program: Program) -> Values | None:
    """The solution with slips as even as can be, if all can have some weight that must have some."""
    arrays = Arrays(program, strict=True)
    if arrays.likely() == NO:
        return None
    found = arrays.best({LEAST: FIRST} | dict.fromkeys(program.even.values(), 1))
    if found is not None and not found[LEAST]:
        found = arrays.best({LEAST: 1})
    return found if found is not None and found[LEAST] > 0 else None


def pieces(upheld: list[Upheld]) -> Iterator[list[Upheld]]:
    """The ways to uphold one outcome that hang together, those with the least mixing first.

    Where what is meant leaves odds open, whoever means less of it is at the edge of that.
    """
    left = sorted(upheld, key=lambda one: one.mixing)
    while left:
        piece, grown = [left.pop(0)], True
        while grown:
            near = [one for one in left if any(_touch(one, other) for other in piece)]
            grown = bool(near)
            piece += near
            left = [one for one in left if not any(one is other for other in near)]
        yield piece


def _touch(one: Upheld, other: Upheld) -> bool:
    pairs = list(zip(one.program.used, other.program.used, strict=True))
    within = all(a & b == a for a, b in pairs), all(a & b == b for a, b in pairs)
    return (within[0] and other.open) or (within[1] and one.open)


def equilibrium_of(form: Form, piece: list[Upheld]) -> SequentialEquilibrium:
    """One equilibrium for a piece, with beliefs in the middle of what may be believed off the path."""
    first = piece[0]
    if first.program.linear and first.exact:
        values, ranges = middle(first.program, first.values, Arrays(first.program, strict=False))
        try:
            return verified(form.game, *assessment(first.program, values), ranges)
        except Unverified:
            pass  # slips that hang together cannot all be in the middle
    return verified(form.game, *first.found)


def behaviour(program: Program, values: Values) -> Values:
    """The probability of each action at each information set that a solution says."""
    form = program.form
    found = [NONE] * form.sets.slots
    for place in range(len(form.nodes)):
        meant = [slot for slot in form.slots(place) if program.used[place] >> slot & 1]
        weights = [_weight(program, values, slot) for slot in meant]
        total = sum(weights)
        for slot, weight in zip(meant, weights, strict=True):
            found[slot] = weight / total if total else Fraction(1, len(meant))
    return found


def outcome(program: Program, values: Values) -> tuple[Fraction, ...]:
    """The probability of each ending that a solution says."""
    form, acts = program.form, behaviour(program, values)
    slots, parent = form.sets.slot.tolist(), form.game.tree.parent.tolist()
    own = [Fraction(1)] * len(parent)
    for node in range(1, len(parent)):
        own[node] = own[parent[node]] * (acts[slots[node]] if slots[node] >= 0 else 1)
    impossible = form.everything >> form.sets.slots << form.sets.slots
    return tuple(
        NONE if form.path[leaf] & impossible else own[leaf] * Fraction(form.often[leaf], form.plays)
        for leaf in form.game.tree.leaves.tolist()
    )


def assessment(program: Program, values: Values) -> Assessment:
    """The behaviour and the beliefs that a solution says, in floats.

    Parameters
    ----------
    program : Program
        Written with all its weights.
    values : list of Fraction
        A solution.
    """
    form = program.form
    beliefs = {int(form.sets.label[s]): _floats(_belief(program, values, s)) for s in range(len(form.nodes))}
    return entering(form.game.tree, form.sets, _floats(behaviour(program, values))), beliefs


def _floats(numbers: Sequence[Fraction]) -> FloatArray:
    return np.array([float(number) for number in numbers])


def _weight(program: Program, values: Values, slot: int) -> Fraction:
    """What a sequence weighs; 1 for slips that nobody's beliefs hang on."""
    origin = program.origin(slot)
    column = program.columns.get((origin,))
    return values[column] if origin >= 0 and column is not None else Fraction(1)


def _belief(program: Program, values: Values, place: int) -> Values:
    """What a set's mover believes: chance's odds times the others' weights, over the nodes that slips lead to."""
    form = program.form
    least, inside = program.slips.least[place], form.members[place]
    believed = [NONE] * len(inside)
    for k, node in enumerate(inside):
        if node in least:
            weights = (_weight(program, values, slot) for slot in program.key(place, node))
            believed[k] = prod(weights, start=Fraction(form.often[node]))
    total = sum(believed)
    return [one / total if total else Fraction(1, len(inside)) for one in believed]


def middle(program: Program, values: Values, arrays: Arrays) -> tuple[Values, dict[int, tuple[FloatArray, FloatArray]]]:
    """A solution with beliefs in the middle of what may be believed off the path, and the ranges of these beliefs.

    Where equally large slips of everybody will do, those stay: then the beliefs are the prior odds.

    Parameters
    ----------
    program : Program
        In which no two open weights are multiplied.
    values : list of Fraction
        A solution.
    arrays : Arrays
        The program's, nothing strict.
    """
    ranges = {}
    moved = values.copy()
    for place in program.even:
        columns = [program.columns.get(program.key(place, node), -1) for node in program.form.nodes[place]]
        if -1 in columns:
            continue
        ends = list(_ends(columns, arrays))
        if not ends:
            continue
        beliefs = list(zip(*(_belief(program, end, place) for end in ends), strict=True))
        low, high = [min(one) for one in beliefs], [max(one) for one in beliefs]
        if low != high:
            ranges[int(program.form.sets.label[place])] = _floats(low), _floats(high)
        if len({values[column] for column in columns}) > 1:
            for column in columns:
                moved[column] = sum((end[column] for end in ends), NONE) / len(ends)
    return moved, ranges


def _ends(columns: Sequence[int], arrays: Arrays) -> Iterator[Values]:
    """Solutions with the least and the most belief in each node of a set."""
    for column in columns:
        for sign in (1, -1):
            found = arrays.best({column: sign})
            if found is not None:
                yield found


def open_columns(program: Program) -> list[int]:
    """The columns of weights of what is done, and left open, at sets on the path."""
    form, off = program.form, program.slips.off
    return [
        column
        for key, column in program.columns.items()
        if len(key) == 1
        and key[0] < form.sets.slots
        and program.used[form.set_of[key[0]]] >> key[0] & 1
        and any(not form.path[node] & off for node in form.nodes[form.set_of[key[0]]])
    ]


def family_ends(program: Program) -> tuple[list[Values], bool]:
    """The ends of the family of outcomes in which exactly this is meant, and whether these are all.

    Parameters
    ----------
    program : Program
        Of one support profile; it has a solution.

    Returns
    -------
    found : list of list of Fraction
        Solutions; empty if there is one outcome and no family. Those at which something is not meant any more, and so
        belong to another support profile, are among them.
    all_of_them : bool
        False where the family has three dimensions or more.
    """
    columns = open_columns(program)
    arrays = Arrays(program, strict=False)

    def farthest(way: Sequence[Fraction]) -> Values | None:
        return arrays.best(dict(zip(columns, way, strict=True)))

    rng = np.random.default_rng(0)
    found: list[Values] = []
    span: list[Values] = []
    for _ in columns:
        way = _across(span, [Fraction(int(one)) for one in rng.integers(-STEPS, STEPS + 1, len(columns))])
        pair = [farthest(way), farthest([-one for one in way])]
        points = [one for one in pair if one is not None]
        if len(points) < 2 or not (step := _across(span, _step(columns, *points))) or not any(step):
            break
        found += points
        span.append(step)
    if len(span) == 2:
        return _round(found, columns, span, farthest)
    return found, len(span) < 2


def _step(columns: Sequence[int], first: Values, second: Values) -> Values:
    return [second[column] - first[column] for column in columns]


def _across(span: Sequence[Values], way: Values) -> Values:
    """What is left of a way without what goes along any of these, which are at right angles to each other."""
    for one in span:
        share = _dot(way, one) / _dot(one, one)
        way = [a - share * b for a, b in zip(way, one, strict=True)]
    return way


def _round(
    found: list[Values], columns: Sequence[int], span: Sequence[Values], farthest: Corner
) -> tuple[list[Values], bool]:
    """Every corner of a family in a plane: beyond each edge there is one, or nothing."""

    def flat(one: Values) -> tuple[Fraction, ...]:
        """Where a corner lies in the plane, along its two directions."""
        return tuple(_dot(along, [one[column] for column in columns]) for along in span)

    corners = {flat(one): one for one in found}
    waiting = _edges(list(corners))
    while waiting and len(corners) < CORNERS:
        first, second = waiting.pop()
        outward = second[1] - first[1], first[0] - second[0]
        way = [outward[0] * a + outward[1] * b for a, b in zip(*span, strict=True)]
        beyond = farthest(way)
        if beyond is not None and _dot(flat(beyond), outward) > _dot(first, outward):
            corners[flat(beyond)] = beyond
            waiting += [(first, flat(beyond)), (flat(beyond), second)]
    return list(corners.values()), not waiting


def _dot(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), NONE)


def _edges(corners: Sequence[Flat]) -> list[tuple[Flat, Flat]]:
    """Neighbours round the middle, anticlockwise."""
    middle = [sum(one) / len(corners) for one in zip(*corners, strict=True)]
    turned = sorted(corners, key=lambda one: atan2(one[1] - middle[1], one[0] - middle[0]))
    return list(zip(turned, [*turned[1:], *turned[:1]], strict=True))


def all_weighed(program: Program, end: Values) -> bool:
    """Whether everything that is meant on the path has some weight still."""
    return min(end[column] for column in open_columns(program)) > 0


def open_behaviour(program: Program, values: Values) -> bool:
    """Whether what is meant leaves the odds of something open, on the path or off it.

    Parameters
    ----------
    program : Program
        Of one support profile.
    values : list of Fraction
        A solution.
    """
    columns = [column for key, column in program.columns.items() if len(key) == 1]
    if all(bits.bit_count() == 1 for bits in program.used):
        return False
    arrays = Arrays(program, strict=True, least=values[LEAST] / 2)
    way = np.random.default_rng(1).integers(-STEPS, STEPS + 1, len(columns)).tolist()
    pair = [arrays.best(dict(zip(columns, (sign * one for one in way), strict=True))) for sign in (1, -1)]
    points = [behaviour(program, one) for one in pair if one is not None]
    return len(points) == 2 and points[0] != points[1]


def mixtures(program: Program) -> tuple[list[Assessment], bool, int]:
    """The equilibria in which exactly this is meant.

    Parameters
    ----------
    program : Program
        Of one support profile.

    Returns
    -------
    found : list of Assessment
        Not yet checked.
    all_of_them : bool
        Whether these are all for sure.
    spent : int
        How many cells were looked at.
    """
    form = program.form
    if not _suits(program):
        return [], False, 0
    order = [_first_what_is_meant(program, place) for place in range(len(form.nodes))]
    sizes = [bits.bit_count() for bits in program.used]
    answer = indifferent(_tables(form, order, sizes), sizes, LIMIT)
    found = []
    for row in range(len(answer.solutions.owner)):
        behaviour = np.zeros(form.sets.slots)
        for slots, own, k in zip(order, answer.solutions.mixtures, sizes, strict=True):
            behaviour[slots[:k]] = own[row]
        if behaviour.min() >= 0 and all(behaviour[s[:k]].min() > PLAYED for s, k in zip(order, sizes, strict=True)):
            found.append(_with_beliefs(form, behaviour))
    return found, not len(answer.unsettled), answer.spent


def _suits(program: Program) -> bool:
    """Whether all sets are on the path, and the combinations few."""
    form, off = program.form, program.slips.off
    reached = all(any(not form.path[node] & off for node in nodes) for nodes in form.nodes)
    return reached and len(form.nodes) <= AGENTS and prod(b.bit_count() for b in program.used) <= MOST


def _first_what_is_meant(program: Program, place: int) -> list[int]:
    slots = program.form.slots(place)
    return sorted(slots, key=lambda slot: (not program.used[place] >> slot & 1, slot))


def _tables(form: Form, order: list[list[int]], sizes: list[int]) -> list[FloatArray]:
    """What each action gives its mover when the other sets do one thing each of what they mean."""
    payoffs = unit_payoffs(form.game.payoffs.T).T
    tables = []
    for place, slots in enumerate(order):
        shape = [len(slots), *(1 if g == place else k for g, k in enumerate(sizes))]
        picked = np.indices(shape).reshape(len(shape), -1)
        behaviour = np.zeros((picked.shape[1], form.sets.slots))
        rows = np.arange(picked.shape[1])
        for g, theirs in enumerate(order):
            behaviour[rows, np.array(theirs)[picked[0] if g == place else picked[1 + g]]] = 1.0
        worth = values_under(form.game.tree, payoffs, entering(form.game.tree, form.sets, behaviour))
        tables.append(worth[:, 0, int(form.sets.mover[place])].reshape(1, *shape))
    return tables


def _with_beliefs(form: Form, behaviour: FloatArray) -> Assessment:
    for place in range(len(form.nodes)):
        slots = list(form.slots(place))
        behaviour[slots] /= behaviour[slots].sum()
    probability = entering(form.game.tree, form.sets, behaviour)
    believed = beliefs_of(form.game.tree, form.sets, probability, form.game.n_players)
    return probability, {int(label): believed[form.sets.at == s] for s, label in enumerate(form.sets.label)}
