"""Sequential equilibria of small trees with hidden information: every outcome, with the beliefs
that uphold it.

For each combination of actions that could be meant, at every information set, what is left to know
is linear: see `assessment_program`. Equilibria that differ only off the path, and that lead into
each other there, are listed once: by one with as little mixing as possible, and with beliefs off
the path that are the prior odds where those will do, otherwise in the middle of what will do. Where
outcomes make up whole families, their ends are listed.

The list is complete for trees of two players with perfect recall, chance apart; for more players
too, as long as what one believes and answers hangs on the weights of one other player at a time, or
on products of them that settle each other. Where that fails the answer says so. Every equilibrium
is checked by other roads: one-shot deviations at every information set given the beliefs, and
beliefs as limits of Bayes' beliefs for ever rarer slips.

Support profiles are settled one by one, and each outcome is kept with the ways in which it is
upheld. Behaviour and beliefs are read off the solution of a profile's program; where what is meant
leaves the odds open, the ends of the family of outcomes are found. Products of open weights no
linear program settles. Where all information sets are on the path the profile is then a game
between them: each set is an agent that chooses among its actions, sequential rationality is that no
agent gains, and beliefs are Bayes'; the subdivision of games with many players settles that with
proof.

References
----------
Kreps & Wilson 1982, "Sequential equilibria", Econometrica 50. von Stengel 1996, "Efficient
computation of behavior strategies", Games and Economic Behavior 14. Selten 1975, "Reexamination of
the perfectness concept for equilibrium points in extensive games", International Journal of Game
Theory 4, for the agent normal form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import atan2, inf, prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.display import entity
from negotiate.equilibrium.certificate import FRACTIONS, Certificate
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.kernels.indifference import indifferent
from negotiate.equilibrium.kernels.sequence_form import beliefs_of, one_shot
from negotiate.equilibrium.solution import Solution
from negotiate.equilibrium.trees import support_search
from negotiate.equilibrium.trees.assessment_program import (
    LEAST,
    NO,
    NONE,
    Arrays,
    Program,
    Values,
    written,
)
from negotiate.equilibrium.trees.sequential_equilibrium import (
    VERIFIED,
    SequentialEquilibrium,
    by_set,
    in_nodes,
    verified,
)
from negotiate.equilibrium.trees.slips import Form, either, form_of, ways
from negotiate.equilibrium.trees.support_search import Budget, Search, Used, in_order, kept_actions
from negotiate.equilibrium.trees.verification import imperfect_recall
from negotiate.games.exactness import Exact
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import InformationSets, entering, information_sets
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import unit_payoffs
from negotiate.report.style import counted

NAME = "assessments"
LARGEST_TREE = 2_000  # nodes
LARGEST_WORK = 8_000
"""Support profiles of all players but the busiest, times that one's supports set by set: some
seconds of programs.
"""
PROGRAMS = 8_000  # linear programs for one game, about a thousandth of a second each
HURRIED = 2_500  # of them where no method was named, and fewer in trees of more than
USUAL = 200  # nodes, for programs grow with the tree
TIE = 1e-12  # of a player's payoff range
ROUNDING = 1e-13  # of a player's largest payoff: what an average over chance may lose

LOOSE = "off the path of {}, other choices or beliefs would lead to the same outcome"
FAMILIES = "some outcomes form families: the ends of each family are listed"
CUT = "the search was cut short, so there may be more"
UNDECIDED = (
    "some payoffs or odds are known too roughly to tell ties from small differences, so "
    "there may be more"
)
OPEN_STILL = "{} were left undecided, so there may be more"

Assessment = tuple[FloatArray, dict[int, FloatArray]]
"""With what probability each node is entered, and what is believed at each information set."""
CORNERS = 200  # of a family of two dimensions
STEPS = 1_000_000  # of a direction drawn at random

Flat = tuple[Fraction, ...]
"""Where a solution lies in the plane of a family."""
MOST = 4_096  # combinations of what is meant
AGENTS = 16
LIMIT = 2_000  # cells
PLAYED = 1e-9
Outcome = tuple[Fraction | float, ...]
"""The probability of each ending."""
PRODUCTS = "weights and gains from leaving, where open weights are multiplied"
CELLS = 5  # of a subdivision take about as long as one linear program
FIRST = 1_000  # what some weight for all that must have some counts, beside even slips


@entity
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
        Whether something was left out for lack of programs, or because a family has many
        dimensions.
    families : bool
        Whether some outcomes make up whole families.
    margin : float
        How near to zero a weight came, or what leaving gives of a payoff range, where weights are
        multiplied; infinite where none are.
    """

    form: Form
    budget: Budget
    found: dict[Outcome, list[Upheld]] = field(default_factory=dict)
    undecided: int = 0
    cut: bool = False
    families: bool = False
    margin: float = inf

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
            # Where everything that is meant on the path has some weight still.
            inside = [
                end for end in found if min(end[column] for column in open_columns(program)) > 0
            ]
            self.cut |= bool(inside) and not all_of_them
            for end in inside:
                self.undecided += not self._noted(program, end)

    def _by_agents(self, program: Program, values: Values) -> None:
        """Settle a profile in which open weights are multiplied, if that can be done."""
        found, all_of_them, spent, least = mixtures(program)
        self.budget.left -= spent // CELLS
        self.margin = min(self.margin, least)
        for one in found:
            self.margin = min(self.margin, _least_lead(program, one))
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
        # What another road found is an outcome by itself: only this support profile reaches all
        # information sets so.
        probabilities = tuple(game.tree.reach(one[0])[game.tree.leaves].tolist())
        ends_so = outcome(program, values) if sharp is None else probabilities
        self.found.setdefault(ends_so, []).append(Upheld(program, values, one, free, sharp is None))
        return True


def _solution(program: Program) -> Values | None:
    """The solution with slips as even as can be, if all can have some weight that must have
    some.
    """
    arrays = Arrays(program, strict=True)
    if arrays.large and arrays.likely() == NO:
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
            near = [
                one
                for one in left
                if any(_at_edge(one, other) or _at_edge(other, one) for other in piece)
            ]
            grown = bool(near)
            piece += near
            left = [one for one in left if not any(one is other for other in near)]
        yield piece


def _at_edge(one: Upheld, other: Upheld) -> bool:
    """Whether one way is at the edge of another."""
    return other.open and all(
        a & b == a for a, b in zip(one.program.used, other.program.used, strict=True)
    )


def equilibrium_of(form: Form, piece: list[Upheld]) -> SequentialEquilibrium:
    """One equilibrium for a piece, with beliefs in the middle of what may be believed off the
    path.
    """
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
    found = [NONE] * program.form.sets.slots
    for place in range(len(program.used)):
        meant = program.meant(place)
        shares = _shares([_weight(program, values, slot) for slot in meant])
        for slot, share in zip(meant, shares, strict=True):
            found[slot] = share
    return found


def _shares(weights: Values) -> Values:
    """The same adding up to one; where nothing weighs anything, all alike."""
    total = sum(weights)
    return [one / total if total else Fraction(1, len(weights)) for one in weights]


def outcome(program: Program, values: Values) -> tuple[Fraction, ...]:
    """The probability of each ending that a solution says."""
    form, tree = program.form, program.form.game.tree
    sure = np.ones(len(tree), dtype=object)
    own = tree.reach(
        entering(tree, form.sets, np.array(behaviour(program, values), dtype=object), sure)
    )
    return tuple(
        NONE
        if form.path[leaf] >> form.sets.slots
        else own[leaf] * Fraction(form.often[leaf], form.plays)
        for leaf in tree.leaves.tolist()
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
    beliefs = {
        int(form.sets.label[s]): _floats(_belief(program, values, s))
        for s in range(len(form.nodes))
    }
    return entering(form.game.tree, form.sets, _floats(behaviour(program, values))), beliefs


def _floats(numbers: Sequence[Fraction]) -> FloatArray:
    return np.array(numbers, dtype=float)


def _weight(program: Program, values: Values, slot: int) -> Fraction:
    """What a sequence weighs; 1 for slips that nobody's beliefs hang on."""
    origin = program.origin(slot)
    column = program.columns.get((origin,))
    return values[column] if origin >= 0 and column is not None else Fraction(1)


def _belief(program: Program, values: Values, place: int) -> Values:
    """What a set's mover believes: chance's odds times the others' weights, over the nodes that
    slips lead to.
    """
    form = program.form
    least, inside = program.slips.least[place], form.members[place]
    believed = [NONE] * len(inside)
    for k, node in enumerate(inside):
        if node in least:
            weights = (_weight(program, values, slot) for slot in program.key(place, node))
            believed[k] = prod(weights, start=Fraction(form.often[node]))
    return _shares(believed)


def middle(
    program: Program, values: Values, arrays: Arrays
) -> tuple[Values, dict[int, tuple[FloatArray, FloatArray]]]:
    """A solution with beliefs in the middle of what may be believed off the path, and the ranges of
    these beliefs.

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
        columns = [
            program.columns.get(program.key(place, node), -1) for node in program.form.nodes[place]
        ]
        goals = (
            [{column: sign} for column in columns for sign in (1, -1)] if -1 not in columns else []
        )
        ends = [end for goal in goals if (end := arrays.best(goal)) is not None]
        if not ends:
            continue
        beliefs = list(zip(*(_belief(program, end, place) for end in ends), strict=True))
        low, high = list(map(min, beliefs)), list(map(max, beliefs))
        if low != high:
            ranges[int(program.form.sets.label[place])] = _floats(low), _floats(high)
        if len({values[column] for column in columns}) > 1:
            for column in columns:
                moved[column] = sum((end[column] for end in ends), NONE) / len(ends)
    return moved, ranges


def open_columns(program: Program) -> list[int]:
    """The columns of weights of what is done, and left open, at sets on the path."""
    weights = [(key[0], column) for key, column in program.columns.items() if len(key) == 1]
    places = [(program.meant_at(slot), column) for slot, column in weights]
    return [column for place, column in places if place >= 0 and _reached(program, place)]


def _reached(program: Program, place: int) -> bool:
    """Whether a set is on the path."""
    return any(
        not program.form.path[node] & program.slips.off for node in program.form.nodes[place]
    )


def family_ends(program: Program) -> tuple[list[Values], bool]:
    """The ends of the family of outcomes in which exactly this is meant, and whether these are all.

    Parameters
    ----------
    program : Program
        Of one support profile; it has a solution.

    Returns
    -------
    found : list of list of Fraction
        Solutions; empty if there is one outcome and no family. Those at which something is not
        meant any more, and so belong to another support profile, are among them.
    all_of_them : bool
        False where the family has three dimensions or more.
    """
    columns = open_columns(program)
    arrays = Arrays(program, strict=False)

    def farthest(way: Exact) -> Values | None:
        return arrays.best(dict(zip(columns, way.tolist(), strict=True)))

    rng = np.random.default_rng(0)
    found: list[Values] = []
    span: list[Exact] = []
    for _ in columns:
        way = _across(span, rng.integers(-STEPS, STEPS + 1, len(columns)).astype(object))
        points = [one for one in (farthest(way), farthest(-way)) if one is not None]
        if len(points) < 2:
            break
        first, second = np.array(points, dtype=object)[:, columns]
        step = _across(span, second - first)
        if not any(step):
            break
        found += points
        span.append(step)
    if len(span) == 2:
        return _round(found, columns, np.array(span), farthest)
    return found, len(span) < 2


def _across(span: Sequence[Exact], way: Exact) -> Exact:
    """What is left of a way without what goes along any of these, which are at right angles to each
    other.
    """
    for one in span:
        way = way - (way @ one) / (one @ one) * one
    return way


def _round(
    found: list[Values],
    columns: Sequence[int],
    span: Exact,
    farthest: Callable[[Exact], Values | None],
) -> tuple[list[Values], bool]:
    """Every corner of a family in a plane: beyond each edge there is one, or nothing."""

    def flat(one: Values) -> Flat:
        """Where a corner lies in the plane, along its two directions."""
        return tuple(span @ np.array(one, dtype=object)[columns])

    corners = {flat(one): one for one in found}
    waiting = _edges(list(corners))
    while waiting and len(corners) < CORNERS:
        first, second = waiting.pop()
        outward = np.array([second[1] - first[1], first[0] - second[0]])
        beyond = farthest(outward @ span)
        if beyond is not None and outward @ flat(beyond) > outward @ first:
            corners[flat(beyond)] = beyond
            waiting += [(first, flat(beyond)), (flat(beyond), second)]
    return list(corners.values()), not waiting


def _edges(corners: Sequence[Flat]) -> list[tuple[Flat, Flat]]:
    """Neighbours round the middle, anticlockwise."""
    middle = [sum(one) / len(corners) for one in zip(*corners, strict=True)]
    turned = sorted(corners, key=lambda one: atan2(one[1] - middle[1], one[0] - middle[0]))
    return list(zip(turned, [*turned[1:], *turned[:1]], strict=True))


def open_behaviour(program: Program, values: Values) -> bool:
    """Whether what is meant leaves the odds of something open, on the path or off it.

    Parameters
    ----------
    program : Program
        Of one support profile.
    values : list of Fraction
        A solution.
    """
    if all(bits.bit_count() == 1 for bits in program.used):
        return False
    columns = [column for key, column in program.columns.items() if len(key) == 1]
    arrays = Arrays(program, strict=True, least=values[LEAST] / 2)
    way = dict(
        zip(
            columns,
            np.random.default_rng(1).integers(-STEPS, STEPS + 1, len(columns)).tolist(),
            strict=True,
        )
    )
    ends = [arrays.best({column: sign * one for column, one in way.items()}) for sign in (1, -1)]
    points = [behaviour(program, end) for end in ends if end is not None]
    return len(points) == 2 and points[0] != points[1]


def mixtures(program: Program) -> tuple[list[Assessment], bool, int, float]:
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
    least : float
        The weight nearest to zero, of either sign, of what is meant; infinite where nothing solves
        the conditions.
    """
    form, combinations = program.form, prod(bits.bit_count() for bits in program.used)
    on_path = all(_reached(program, place) for place in range(len(program.used)))
    if not on_path or len(program.used) > AGENTS or combinations > MOST:
        return [], False, 0, inf
    meant = map(program.meant, range(len(form.nodes)))
    order = [
        [*first, *(s for s in form.slots(place) if s not in first)]
        for place, first in enumerate(meant)
    ]
    sizes = [bits.bit_count() for bits in program.used]
    answer = indifferent(_tables(form, order, sizes), sizes, LIMIT)
    found, least = [], inf
    for row in range(len(answer.solutions.owner)):
        behaviour = np.zeros(form.sets.slots)
        for slots, own, k in zip(order, answer.solutions.mixtures, sizes, strict=True):
            behaviour[slots[:k]] = own[row]
        least = min(
            least,
            *(float(np.abs(behaviour[s[:k]]).min()) for s, k in zip(order, sizes, strict=True)),
        )
        if behaviour.min() >= 0 and all(
            behaviour[s[:k]].min() > PLAYED for s, k in zip(order, sizes, strict=True)
        ):
            found.append(_with_beliefs(form, behaviour))
    return found, not len(answer.unsettled), answer.spent, least


def _least_lead(program: Program, one: Assessment) -> float:
    """How near what is not meant comes to what is, of the movers' payoff ranges."""
    form, sets = program.form, program.form.sets
    probability, beliefs = one
    worth = one_shot(
        form.game.tree, sets, form.game.payoffs, probability, in_nodes(sets, beliefs)
    ).values
    width, least = np.ptp(form.game.payoffs, axis=0), inf
    for place, mover in enumerate(form.mover):
        slots, meant = list(form.slots(place)), program.meant(place)
        leads = [abs(float(worth[slot] - worth[meant[0]])) for slot in slots if slot not in meant]
        least = min([least, *(lead / (float(width[mover]) or 1.0) for lead in leads)])
    return least


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
        worth = values_under(
            form.game.tree, payoffs, entering(form.game.tree, form.sets, behaviour)
        )
        tables.append(worth[:, 0, form.mover[place]].reshape(1, *shape))
    return tables


def _with_beliefs(form: Form, behaviour: FloatArray) -> Assessment:
    tree, sets = form.game.tree, form.sets
    behaviour /= np.repeat(np.add.reduceat(behaviour, sets.first), sets.count)
    probability = entering(tree, sets, behaviour)
    return probability, by_set(sets, beliefs_of(tree, sets, probability, form.game.n_players))


def applies_to(game: ExtensiveGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if len(game.tree) > LARGEST_TREE:
        return (
            f"is for small trees: this one has {len(game.tree):,} nodes, and the limit is "
            f"{LARGEST_TREE:,}"
        )
    if reason := imperfect_recall(game):
        return reason
    amount = amount_of_work(game)
    if amount > LARGEST_WORK:
        return (
            f"is for trees as small as signaling games: this one needs about {amount:,} linear "
            "programs, and the "
            f"limit is {LARGEST_WORK:,}"
        )
    return None


def amount_of_work(game: ExtensiveGame) -> int:
    """About how many linear programs a search takes; see `LARGEST_WORK`."""
    sets = information_sets(game.tree)
    return support_search.amount_of_work(sets, _kept(game, sets), game.n_players)


def _kept(game: ExtensiveGame, sets: InformationSets) -> BoolArray:
    """The slots that are not worse than another whatever is believed."""
    tolerance = np.maximum(
        TIE * np.ptp(game.payoffs, axis=0), ROUNDING * np.abs(game.payoffs).max(axis=0)
    )
    return kept_actions(game.tree, sets, game.payoffs, tolerance)


def hurried(game: ExtensiveGame) -> Solution:
    """Its answer within fewer programs; see `Solver.hurried`."""
    return searched(game, HURRIED * USUAL // max(USUAL, len(game.tree)))


def run(game: ExtensiveGame) -> Solution:
    """Its answer; see `Solver.run`."""
    return searched(game, PROGRAMS)


def searched(game: ExtensiveGame, programs: int) -> Solution:
    """What is found within so many linear programs."""
    form = form_of(game)
    search = Search(form, _kept(game, form.sets).tolist(), Budget(programs))
    settled = Settled(form, search.budget)
    for used in search.supports():
        if used is None:
            settled.cut = True
        else:
            settled.settle(used)
    listed = [
        piece
        for outcome in sorted(settled.found, key=_place)
        for piece in pieces(settled.found[outcome])
    ]
    equilibria = tuple(equilibrium_of(form, piece) for piece in listed)
    loose = sum(
        len(piece) > 1 or bool(e.ranges) for piece, e in zip(listed, equilibria, strict=True)
    )
    limits = _limits(settled)
    certificate = Certificate(
        FRACTIONS, not (form.sure and all(one.exact for piece in listed for one in piece)), limits
    )
    return Solution(
        game=form.game,
        equilibria=equilibria,
        concept="sequential",
        method=NAME,
        certificate=certificate.measured(PRODUCTS, PLAYED, settled.margin),
        verified=VERIFIED,
        notes=(*_notes(settled, loose, len(equilibria)), *limits),
        continuum=settled.families,
        loose=bool(loose),
    )


def _place(outcome: Outcome) -> tuple[list[int], list[Fraction | float]]:
    """Where an outcome stands in the list: by the endings that happen, then by how likely they
    are.
    """
    return [k for k, one in enumerate(outcome) if one > 0], [-one for one in outcome]


def _notes(settled: Settled, loose: int, count: int) -> list[str]:
    which = "it" if count == 1 else ("each" if loose == count else f"{loose} of the {count}")
    return [
        note
        for note, wanted in {LOOSE.format(which): loose, FAMILIES: settled.families}.items()
        if wanted
    ]


def _limits(settled: Settled) -> tuple[str, ...]:
    """Why there may be more."""
    left = counted(settled.undecided, "combination of actions", "combinations of actions")
    limits = {
        CUT: settled.cut,
        UNDECIDED: not settled.form.decided,
        OPEN_STILL.format(left): settled.undecided,
    }
    return tuple(limit for limit, met in limits.items() if met)
