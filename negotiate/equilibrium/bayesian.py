"""Bayesian Nash equilibria: what each type of each player does, all choosing at once.

In the agent normal form each type is a player of its own. What a type gets is a sum over the
others' types: of the odds of these times what it gets from what they do. So a choice can be ruled
out while what some types do is still open: if another choice is better even when each of the
others' types does what speaks most for the first. Pure equilibria are found completely that way:
one type after the other is fixed on each of its choices, for many cases at once, and what is ruled
out is dropped before the next. Mixed ones are those of the game drawn as a tree, by the methods for
trees: all types are reached there, so that its sequential equilibria are the Bayesian ones.

References
----------
Harsanyi (1967-68), "Games with incomplete information played by 'Bayesian' players", Management
Science 14. Osborne & Rubinstein (1994), "A Course in Game Theory", section 2.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from math import inf, prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import entity
from negotiate.equilibrium.certificate import FLOATS, FRACTIONS, Certificate
from negotiate.equilibrium.equilibrium import (
    ROUNDING,
    TOLERANCE,
    Unverified,
    alike,
    first_best,
    one_apart,
)
from negotiate.equilibrium.nash import choice
from negotiate.equilibrium.solution import (
    BAYESIAN,
    NOT_LOOKED_FOR,
    Solution,
    Solver,
    TreeEquilibrium,
)
from negotiate.equilibrium.trees import assessments
from negotiate.equilibrium.trees.verification import allowance, equilibrium_of, without_regret
from negotiate.games.exactness import big_integers
from negotiate.games.extensive import CHANCE, BayesianGame, ExtensiveGame
from negotiate.games.information_sets import entering, in_slots, information_sets
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.games.odds import exact_odds
from negotiate.games.tree import in_levels

NAME = "best replies of types"
VERIFIED = "no type of any player gains by another choice, given the odds of the others' types"
CASES = 20_000
"""Cases that are still open at one time."""
CELLS = 2_000_000
"""Numbers that are laid out at once."""
SAME = 1e-7
"""Weights no farther apart, as a part of themselves, are the same."""
SLACK = TOLERANCE * 1e-2
CHOICES = "what choices give types"
FEW = 100_000
"""Payoffs times choices up to which fractions take no more than some seconds."""
PLANS = 600
"""Pairs of plans of two players of which all equilibria are looked for."""
LISTED, FEWEST = 1_000, 10
"""Equilibria that are listed: fewer of large games, which are checked one by one."""
METHODS = ("assessments", "sequence-linear-program", "sequence-form", "agent-quantal-limit")
"""Those for mixed equilibria, in order of preference: the first lists all, the others find one."""
WORK = 300
"""Linear programs for mixed equilibria where there are pure ones."""
CUT = "the search for pure equilibria was cut short, so some may be missing"

Masks = list[BoolArray]
"""For each player which choices are open to each of its types, shape (cases, types, choices)."""


@entity
class TypePlay:
    """What one type of one player does in an equilibrium.

    Parameters
    ----------
    player : int
        Whose type it is.
    type : str
        Which; empty (null in JSON) for a player without private types.
    odds : float
        How likely the player is of that type.
    strategy : Mapping[str, float]
        Choice → its probability, for what is played at all.
    payoff : float
        What the type expects, over the types of the others.
    alternative : str
        The best thing that the type leaves undone; empty (null in JSON) if there is none.
    alternative_payoff : float
        What that would give it; NaN if there is none.
    """

    player: int
    type: str
    odds: float
    strategy: dict[str, float]
    payoff: float
    alternative: str = ""
    alternative_payoff: float = float("nan")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BayesianEquilibrium(TreeEquilibrium):
    """A choice for each type of each player from which no type gains by leaving.

    Parameters
    ----------
    types : tuple of TypePlay
        One for each type of each player. `payoffs` are what players expect before they know their
        types.
    """

    types: tuple[TypePlay, ...] = ()

    @property
    def pure(self) -> bool:
        """Whether every type does one thing for sure."""
        return all(len(one.strategy) == 1 for one in self.types)


@dataclass(frozen=True, eq=False)
class AgentForm:
    """A Bayesian game as its agent normal form: what each type gets from each choice against each
    type of the others.

    Parameters
    ----------
    game : ExtensiveGame
        Chance deals types level by level, then each player chooses once.
    exact : bool
        Whether it reckons in fractions, each player's payoffs in a unit and from a zero of their
        own.
    margins : list of float
        How near two choices of some type came to a tie, of a payoff range, whenever choices were
        compared.
    """

    game: ExtensiveGame
    exact: bool = False
    margins: list[float] = field(default_factory=lambda: [inf])

    @cached_property
    def dealt(self) -> tuple[int, ...]:
        """How many types each deal has."""
        return tuple(len(move.actions) for move in self.game.moves if move.mover == CHANCE)

    @cached_property
    def choices(self) -> tuple[int, ...]:
        """How many choices each player has."""
        return tuple(len(move.actions) for move in self.game.moves if move.mover != CHANCE)

    @cached_property
    def level(self) -> tuple[int, ...]:
        """The deal of each player's types; -1 for a player without."""
        return tuple(self.game.types.get(key, -1) for key in self.game.keys)

    @cached_property
    def in_turn(self) -> list[FloatArray]:
        """The odds of each deal after each way to deal those before, shape (ways, types)."""
        tree = self.game.tree
        given = exact_odds(tree).odds if self.exact else tree.odds
        starts = tree.level_starts
        return [
            given[starts[level + 1] : starts[level + 2]].reshape(-1, n)
            for level, n in enumerate(self.dealt)
        ]

    @cached_property
    def independent(self) -> bool:
        """Whether no player's type says anything of another's."""
        return all((own == own[0]).all() for own in self.in_turn)

    @cached_property
    def jointly(self) -> FloatArray:
        """How likely each way to deal the types is, shape `dealt`."""
        found = np.ones((1, 1), dtype=object if self.exact else float)
        for own in self.in_turn:
            found = found.reshape(-1, 1) * own
        return found.reshape(self.dealt)

    @cached_property
    def odds(self) -> tuple[FloatArray, ...]:
        """The odds of each player's types."""
        first = [own[0] for own in self.in_turn]
        if not self.independent:
            axes = range(len(self.dealt))
            first = [self.jointly.sum(axis=tuple({*axes} - {level})) for level in axes]
        return tuple(first[level] if level >= 0 else np.ones(1) for level in self.level)

    def beliefs(self, player: int, kind: int, places: IndexArray) -> FloatArray:
        """How likely a type holds each combination of the others' types, in `places` among all ways
        to deal the types; of a type that is never dealt, what the others are on the whole.
        """
        if not self.independent and self.odds[player][kind]:
            found: FloatArray = self.jointly[tuple(places.T)] / self.odds[player][kind]
            return found
        others = [q for q in range(len(self.level)) if q != player and self.level[q] >= 0]
        dealt = [self.odds[q][places[:, self.level[q]]] for q in others]
        return np.asarray(np.prod(dealt, axis=0)) if dealt else np.ones(len(places), dtype=int)

    @cached_property
    def agents(self) -> list[tuple[int, int]]:
        """Every player with each of its types, the first types of all players first."""
        kinds = [(kind, p) for p, odds in enumerate(self.odds) for kind in range(len(odds))]
        return [(p, kind) for kind, p in sorted(kinds)]

    @cached_property
    def against(self) -> tuple[IndexArray, ...]:
        """For each player every combination of the others' types, shape (combinations, players);
        its own place is 0.
        """
        sizes = list(map(len, self.odds))
        return tuple(
            np.array(
                list(product(*(range(n) if q != p else [0] for q, n in enumerate(sizes)))),
                dtype=np.intp,
            )
            for p in range(len(sizes))
        )

    @cached_property
    def worth(self) -> tuple[FloatArray, ...]:
        """What each player gets, weighed by the odds of the others' types.

        Each has the shape (own types, combinations of the others' types, own choices, rest), of
        which the last axis is every combination of what the others choose.
        """
        deals, players = len(self.dealt), len(self.choices)
        payoffs = big_integers(self.game.exactly().payoffs).T if self.exact else self.game.payoffs
        table = payoffs.reshape(*self.dealt, *self.choices, players)
        found = []
        for p, against in enumerate(self.against):
            own = np.moveaxis(table[..., p], deals + p, deals)
            own = own.reshape(*self.dealt, self.choices[p], -1)
            rows = []
            for kind in range(len(self.odds[p])):
                places = np.zeros((len(against), deals), dtype=np.intp)
                for q, level in enumerate(self.level):
                    if level >= 0:
                        places[:, level] = kind if q == p else against[:, q]
                weights = self.beliefs(p, kind, places)
                rows.append(own[tuple(places.T)] * np.reshape(weights, (-1, 1, 1)))
            found.append(np.array(rows))
        return tuple(found)

    @cached_property
    def slack(self) -> FloatArray:
        """By how much one choice must be better than another, for each player."""
        ends = [(float(own.min()), float(own.max())) for own in self.game.payoffs.T]
        found = [SLACK * (high - low) + ROUNDING * max(high, -low) for low, high in ends]
        return np.zeros(len(ends)) if self.exact else np.array(found)

    def certificate(self) -> Certificate:
        """What the comparisons of choices rest on that were made so far."""
        width = np.ptp(self.game.payoffs, axis=0)
        share = float((self.slack / np.where(width > 0, width, np.inf)).max())
        return Certificate(FLOATS).measured(CHOICES, share, min(self.margins))

    def affords_fractions(self) -> bool:
        """Whether fractions settle what is best, in a game that is small enough for them."""
        known = exact_odds(self.game.tree).sure and not self.game.exactly().error.any()
        return known and self.game.payoffs.size * max(self.choices) <= FEW

    def everything(self) -> Masks:
        """One case, in which all choices are open."""
        return [
            np.ones((1, len(odds), n), dtype=bool)
            for odds, n in zip(self.odds, self.choices, strict=True)
        ]

    def together(self, player: int, weights: Sequence[FloatArray]) -> Iterator[FloatArray]:
        """For each combination of the others' types what they do together, shape (cases, rest)."""
        for kinds in self.against[player]:
            found = np.ones((len(weights[0]), 1))
            for q, own in enumerate(weights):
                if q != player:
                    found = (found[:, :, None] * own[:, kinds[q], None, :]).reshape(len(found), -1)
            yield found

    def values(self, player: int, behaviour: Sequence[FloatArray]) -> FloatArray:
        """What each choice gives each type in each case, given what every type of the others does:
        as `behaviour`.
        """
        done = np.array(list(self.together(player, behaviour)))
        return np.asarray(np.einsum("tsar,scr->cta", self.worth[player], done))

    def narrowed(self, masks: Masks) -> Masks:
        """The cases without the choices that are never best in them, and without those in which
        nothing is left.
        """
        before = -1
        while before != (before := sum(int(own.sum()) for own in masks)) and len(masks[0]):
            for p in range(len(masks)):
                masks[p] = masks[p] & np.concatenate(
                    [self._kept(p, some) for some in self._shared_out(p, masks)]
                )
                some = np.all(masks[p].any(axis=2), axis=1)
                masks = [own[some] for own in masks]
                if not some.any():
                    return masks
        return masks

    def _shared_out(self, player: int, masks: Masks) -> Iterator[Masks]:
        """The same cases, a few at a time."""
        step = max(1, CELLS // (self.choices[player] ** 2 * self.worth[player].shape[-1]))
        for start in range(0, len(masks[0]), step):
            yield [own[start : start + step] for own in masks]

    def _kept(self, player: int, masks: Masks) -> BoolArray:
        """Which choices of a player's types no other choice beats, whatever the others do of what
        is open to them.
        """
        open_to = [done > 0 for done in self.together(player, [own.astype(float) for own in masks])]
        kept = np.empty(masks[player].shape, dtype=bool)
        for kind, table in enumerate(self.worth[player]):
            most = np.zeros((len(kept), table.shape[1], table.shape[1]), dtype=table.dtype)
            for own, done in zip(table, open_to, strict=True):
                gaps = own[:, None, :] - own[None, :, :]
                most += np.where(done[:, None, None, :], gaps, -np.inf).max(axis=3)
            kept[:, kind] = (most >= -self.slack[player]).all(axis=2)
            if not self.exact:
                others = np.abs(most[:, ~np.eye(most.shape[1], dtype=bool)])
                width = float(np.ptp(self.game.payoffs[:, player])) or 1.0
                # what comes out the same to the last digit is a tie of equal payoffs, which no
                # rounding made
                self.margins.append(float(others[others > 0].min(initial=inf)) / width)
        return kept

    def searched(self) -> tuple[Masks, Masks, bool]:
        """The choices that are best somewhere, every pure equilibrium among them, and whether these
        are all.
        """
        left = self.narrowed(self.everything())
        return left, *self.pure(left)

    def pure(self, masks: Masks) -> tuple[Masks, bool]:
        """Every pure equilibrium in a case as a case with one choice a type, and whether these are
        all.
        """
        masks, whole = list(masks), True
        for p, kind in self.agents:
            case, chosen = np.nonzero(masks[p][:, kind])
            if len(case) > CASES:
                case, chosen, whole = case[:CASES], chosen[:CASES], False
            masks = [own[case] for own in masks]
            masks[p][:, kind] = np.arange(self.choices[p]) == chosen[:, None]
            masks = self.narrowed(masks)
        return masks, whole

    def by_plans(self, masks: Masks) -> tuple[Solution, list[list[FloatArray]]] | None:
        """The equilibria in plans for all types of a player, and what each type does in them.

        Plans are made of the choices that are open in one case. Every type counts, however
        unlikely. None for too many plans, and where more than two players have some choice.
        """
        choosing = sorted(
            range(len(masks)), key=lambda p: int(masks[p][0].sum(axis=1).max()), reverse=True
        )
        pair, rest = sorted(choosing[:2]), choosing[2:]
        one_plan = all(int(masks[p][0].sum(axis=1).max()) == 1 for p in rest)
        if (
            len(pair) < 2
            or not one_plan
            or prod(int(n) for own in masks for n in own[0].sum(axis=1)) > PLANS
        ):
            return None
        plans = [np.array(list(product(*map(np.flatnonzero, own[0])))) for own in masks]
        tables = []
        for p in pair:
            others = [q for q in range(len(masks)) if q != p]
            sizes, table = [self.choices[q] for q in others], np.zeros(1, dtype=object)
            for s, kinds in enumerate(self.against[p]):
                done = np.ravel_multi_index([plans[q][:, kinds[q]] for q in others], sizes)
                for t, odds in enumerate(self.odds[p]):
                    table = table + (odds or 1) * self.worth[p][t, s][plans[p][:, t, None], done]
            tables.append(table)
        answer = choice.solved(NormalFormGame.from_arrays(tables[0], tables[1].T))
        found = []
        for one in answer.profiles:
            behaviour = [np.zeros(own.shape[1:]) for own in masks]
            for p, weights in [
                *zip(pair, one.strategies, strict=True),
                *((p, np.ones(1)) for p in rest),
            ]:
                for kind, done in enumerate(plans[p].T):
                    np.add.at(behaviour[p][kind], done, weights)
            found.append(behaviour)
        return answer, found

    def restricted(self, keep: Sequence[IndexArray]) -> ExtensiveGame:
        """The game drawn as a tree in which each player has only these choices."""
        sizes = (*self.dealt, *map(len, keep))
        own = {p: level for p, level in enumerate(self.level) if level >= 0}
        taken = np.ix_(*map(np.arange, self.dealt), *keep)
        places = (
            np.arange(len(self.game.payoffs)).reshape(*self.dealt, *self.choices)[taken].ravel()
        )
        players = iter(keep)
        moves = tuple(
            move
            if move.mover == CHANCE
            else replace(move, actions=tuple(move.actions[k] for k in next(players)))
            for move in self.game.moves
        )
        return ExtensiveGame(
            tree=in_levels(sizes, self.in_turn, own, np.arange(prod(sizes))),
            payoffs=frozen(self.game.payoffs[places]),
            players=self.game.players,
            keys=self.game.keys,
            moves=moves,
            types=self.game.types,
        )

    def in_tree(
        self, solvers: Sequence[Solver], pure: bool
    ) -> tuple[Solution | None, list[list[FloatArray]]]:
        """What methods for trees find, and what each type does in it; nothing where that is too
        much work.
        """
        if pure and (
            assessments.applies_to(self.game) or assessments.amount_of_work(self.game) > WORK
        ):
            return None, []
        by_name = {solver.name: solver for solver in solvers}
        fitting = (by_name[name] for name in METHODS if by_name[name].unfit(self.game) is None)
        answers = (solver.run(self.game) for solver in fitting)
        answer = next((answer for answer in answers if answer.equilibria), None)
        sets, trees = information_sets(self.game.tree), () if answer is None else answer.equilibria
        rows = [
            in_slots(sets, one.probability) for one in trees if isinstance(one, TreeEquilibrium)
        ]
        shapes = [(len(odds), n) for odds, n in zip(self.odds, self.choices, strict=True)]
        ends = np.cumsum([kinds * n for kinds, n in shapes])[
            :-1
        ]  # the sets of a player stand together, type by type
        return answer, [
            [own.reshape(shape) for own, shape in zip(np.split(row, ends), shapes, strict=True)]
            for row in rows
        ]


def solved(game: BayesianGame, solvers: Sequence[Solver]) -> Solution:
    """Find the Bayesian Nash equilibria.

    Parameters
    ----------
    game : BayesianGame
        Any number of players, types and choices.
    solvers : sequence of Solver
        Those for trees, for mixed equilibria.

    Returns
    -------
    Solution
        One `BayesianEquilibrium` each, pure ones first. All pure ones, unless a note says
        otherwise; all mixed ones where the tree is small enough to list them, and one where there
        is no pure one.
    """
    form = AgentForm(game)
    (left, masks, whole), certificate = form.searched(), form.certificate()
    if certificate.near and form.affords_fractions():
        certificate = Certificate(FRACTIONS)
        left, masks, whole = replace(form, exact=True).searched()
    count = max(FEWEST, min(LISTED, CELLS * 10 // len(game.tree)))
    found = [
        [own[case].astype(float) for own in masks] for case in range(min(len(masks[0]), count))
    ]
    limits = [] if whole else [CUT]
    if len(masks[0]) > count:
        limits.append(f"there are {len(masks[0]):,} pure equilibria, of which {count:,} are listed")
    keep = [np.flatnonzero(own[0].any(axis=0)) for own in left]
    small = AgentForm(form.restricted(keep), exact=True)
    by_plans = small.by_plans([own[..., places] for own, places in zip(left, keep, strict=True)])
    answer, more = by_plans or small.in_tree(solvers, bool(found))
    if answer is None:
        limits.append(NOT_LOOKED_FOR)
    for one in more:
        behaviour = [np.zeros(own.shape[1:]) for own in left]
        for wide, places, own in zip(behaviour, keep, one, strict=True):
            wide[:, places] = own
        if not any(_alike(behaviour, other) for other in found):
            found.append(behaviour)
    step = max(1, CELLS // len(game.tree))
    parts = (found[start : start + step] for start in range(0, len(found), step))
    equilibria = tuple(one for part in parts for one in verified(form, part))
    # Two that differ in what one player does can be mixed: its types are indifferent, and everybody
    # else still replies.
    apart = one_apart(
        zip(*(alike([one[p].ravel() for one in found]) for p in range(len(left))), strict=True)
    )
    rounded = not all(one.pure for one in equilibria) and (answer is None or not answer.exact)
    further = () if answer is None or answer.complete else answer.certificate.limits or (CUT,)
    certificate = replace(certificate, rounded=rounded).limited(*limits, *further)
    return Solution(
        game=game,
        equilibria=equilibria,
        concept=BAYESIAN,
        method=NAME if answer is None else f"{NAME}; {answer.method}",
        certificate=certificate,
        verified=VERIFIED,
        notes=(*limits, *(() if answer is None else answer.notes)),
        continuum=apart or (answer is not None and answer.continuum),
    )


def _alike(one: Sequence[FloatArray], other: Sequence[FloatArray]) -> bool:
    """Whether two play the same, up to rounding of each weight: what is played with a small weight
    is played.
    """
    return all(
        bool(((own > 0) == (theirs > 0)).all() and (np.abs(own - theirs) <= SAME * theirs).all())
        for own, theirs in zip(one, other, strict=True)
    )


def verified(
    form: AgentForm, found: Sequence[Sequence[FloatArray]]
) -> Iterator[BayesianEquilibrium]:
    """Build equilibria after checking that no type gains by another choice.

    Parameters
    ----------
    form : AgentForm
        The game.
    found : sequence of sequences of ndarray, each of shape (types, choices)
        Of each equilibrium, for each player the probability of each choice of each type.

    Raises
    ------
    Unverified
        If a type gains more than 1e-9 of its player's payoff range by another choice, or a player
        by another plan for all its types; the one is added up over the others' types, the other is
        found by best replies in the tree.
    """
    game, tree = form.game, form.game.tree
    sets = information_sets(tree)
    slots = [np.concatenate([own.ravel() for own in behaviour]) for behaviour in found]
    probability = np.array([entering(tree, sets, own) for own in slots]).reshape(
        len(found), len(tree)
    )
    whole = without_regret(game, sets, probability)
    cases = [np.array(own) for own in zip(*found, strict=True)]
    values = zip(*(form.values(p, cases) for p in range(len(cases))), strict=True)
    every_case = zip(probability, whole.payoffs, whole.regret, found, values, strict=True)
    for one, payoffs, gains, behaviour, worth in every_case:
        plays, gained = _by_type(form, behaviour, worth)
        every = (BayesianEquilibrium, BAYESIAN, game, one, payoffs, np.append(gains, gained))
        yield equilibrium_of(
            *every, (), types=tuple(plays)
        )  # why nobody leaves it is said type by type


def _by_type(
    form: AgentForm, behaviour: Sequence[FloatArray], worth_to: Sequence[FloatArray]
) -> tuple[list[TypePlay], list[float]]:
    """What each type does, and what it could gain, given what each choice is worth to it.

    Raises
    ------
    Unverified
        If that is more than rounding.
    """
    game, allowed, plays, gains = (
        form.game,
        allowance(form.game.payoffs),
        list[TypePlay](),
        list[float](),
    )
    labels = [move.actions for move in game.moves if move.mover != CHANCE]
    for p, (own, values) in enumerate(zip(behaviour, worth_to, strict=True)):
        kinds = game.moves[form.level[p]].actions if form.level[p] >= 0 else ("",)
        for kind, odds, played, worth in zip(
            kinds, form.odds[p].tolist(), own, values, strict=True
        ):
            payoff, undone = float(played @ worth), np.flatnonzero(played == 0)
            gains.append(float(worth.max()) - payoff)
            if gains[-1] > allowed[p]:
                raise Unverified(
                    f"a solver's answer is no equilibrium: a type could still gain {gains[-1]:.3g}"
                )
            done = {labels[p][k]: float(played[k]) for k in np.flatnonzero(played).tolist()}
            best = int(undone[first_best(worth[undone])]) if len(undone) else -1
            other = (labels[p][best], float(worth[best])) if best >= 0 else ()
            plays.append(TypePlay(p, kind, odds, done, payoff, *other))
    return plays, gains
