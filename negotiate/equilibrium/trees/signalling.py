"""All sequential equilibria of signalling games, with every belief that upholds them.

Each outcome is found in whole numbers; see `signalling_search`. After a message that nobody sends,
what is believed and answered is one of the beliefs and answers that keep all types from it: with as
little mixing as will do, and with the prior odds where those will do. Equilibria are listed once an
outcome, with all beliefs that uphold it; where outcomes make up families, the corners of each. A
refinement says which outcomes survive; see `refinements`.

References
----------
Kreps & Wilson 1982, "Sequential equilibria", Econometrica 50.
Cho & Kreps 1987, "Signaling games and stable equilibria", Quarterly Journal of Economics 102.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.certificate import WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.kernels.cones import corners, rays_of
from negotiate.equilibrium.solution import (
    POOLING,
    SEMI,
    SEPARATING,
    Component,
    Failure,
    Signalling,
    Solution,
)
from negotiate.equilibrium.trees.assessments import CUT, FAMILIES, LOOSE, UNDECIDED
from negotiate.equilibrium.trees.refinements import JUDGES, Judgement
from negotiate.equilibrium.trees.sequential_equilibrium import (
    VERIFIED,
    SequentialEquilibrium,
    verified,
)
from negotiate.equilibrium.trees.signalling_search import WORK, Outcome, Search
from negotiate.equilibrium.trees.signals import Answers, Message, Signals, misfit, signals_of
from negotiate.errors import UnknownConcept, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import entering
from negotiate.games.normal_form import frozen

NAME = "signalling"
TYPES, ANSWERS = 6, 12
HURRIED = WORK // 5
"""How much is tried where no method was named."""
CORNERS = (
    "the refinement judges the corners of a family of outcomes, and not what lies between them"
)

Polytope = list[tuple[Fraction, ...]]
"""Beliefs by their extreme points."""


def applies_to(game: ExtensiveGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    reason = misfit(game)
    if reason is None:
        heard = game.tree.mover[game.tree.parent[game.tree.leaves]] >= 0
        answers = int(game.tree.child_count[game.tree.parent[game.tree.leaves[heard]]].max())
        if game.tree.child_count[0] > TYPES or answers > ANSWERS:
            return f"is for up to {TYPES} types and {ANSWERS} answers"
    return reason


def run(game: ExtensiveGame) -> Solution:
    """Its answer; see `Solver.run`."""
    return refined(game, "")


def hurried(game: ExtensiveGame) -> Solution:
    """Its answer within a part of the work, and none where that is not enough; see
    `Solver.hurried`.
    """
    found = refined(game, "", HURRIED)
    return (
        found
        if CUT not in found.certificate.limits
        else replace(found, equilibria=(), components=(), finding=None)
    )


def refined(game: ExtensiveGame, criterion: str, work: int = WORK) -> Solution:
    """All outcomes, and which of them survive a refinement; those come first.

    Parameters
    ----------
    game : ExtensiveGame
        A signalling game.
    criterion : str
        A name in `JUDGES`; empty for none.
    work : int
        As of `Search`.

    Raises
    ------
    UnknownConcept
        If there is no such refinement.
    UnsuitableGame
        If this is no signalling game.
    """
    if criterion and criterion not in JUDGES:
        known = ", ".join(f"`{name}`" for name in JUDGES)
        raise UnknownConcept(
            f"there is no refinement `{criterion}`", f"the refinements are {known}"
        )
    if (reason := applies_to(game)) is not None:
        raise UnsuitableGame(f"`{criterion or NAME}` {reason}")
    signals = signals_of(game)
    search = Search(signals, work)
    search.run()
    judged = {k: _judged(signals, one, criterion) for k, one in enumerate(search.found)}
    order = sorted(judged, key=lambda k: (bool(judged[k]), _place(signals, search.found[k])))
    number = {k: place for place, k in enumerate(order)}
    built = [_equilibrium(signals, search.found[k]) for k in order]
    components = _components(search, number)
    families = any(not one.isolated for one in components)
    loose = sum(free for _, free in built)
    which = (
        "it"
        if len(built) == 1
        else ("each" if loose == len(built) else f"{loose} of the {len(built)}")
    )
    limits = tuple(
        limit
        for limit, met in {CUT: search.cut, UNDECIDED: not signals.form.decided}.items()
        if met
    )
    said = {LOOSE.format(which): loose, FAMILIES: families, CORNERS: families and criterion}
    return Solution(
        game=game,
        equilibria=tuple(one for one, _ in built),
        concept="sequential",
        method=NAME,
        certificate=Certificate(WHOLE_NUMBERS, not signals.form.sure, limits),
        verified=VERIFIED,
        notes=(*(note for note, wanted in said.items() if wanted), *limits),
        continuum=families,
        components=components,
        loose=bool(loose),
        finding=Signalling(
            tuple(_kind(signals, search.found[k]) for k in order),
            tuple(_sent(signals, search.found[k]) for k in order),
            criterion,
            tuple(_failure(signals, number[k], one) for k in order for one in judged[k]),
        ),
    )


def _place(signals: Signals, found: Outcome) -> tuple[list[int], list[Fraction]]:
    """Where an outcome stands in the list: by the endings that happen, then by how likely they
    are.
    """
    ends = {
        message.leaves[k][a]: found.sent[m, t] * signals.prior[t] * p
        for (m, a), p in found.answered.items()
        for message in [signals.messages[m]]
        for k, t in enumerate(message.senders)
        if (m, t) in found.sent
    }
    return sorted(ends), [-ends[leaf] for leaf in sorted(ends)]


def _components(search: Search, number: Mapping[int, int]) -> tuple[Component, ...]:
    """How the outcomes hang together, by their places in the list."""
    found = []
    for group in search.components():
        pieces = {tuple(sorted(number[k] for k in search.pieces[p].members)) for p in group}
        largest = [one for one in pieces if not any(set(one) < set(other) for other in pieces)]
        members = tuple(sorted({k for piece in pieces for k in piece}))
        found.append(
            Component(members, tuple(sorted(largest, key=lambda one: (-len(one), one))), {})
        )
    return tuple(sorted(found, key=lambda one: one.members))


# One equilibrium ----------------------------------------------------------------------------------


def _kind(signals: Signals, found: Outcome) -> str:
    """What the messages tell of the types, each by its name: messages that end the game are alike
    in nothing else.
    """
    does = [
        {signals.messages[m].name: p for (m, own), p in found.sent.items() if own == t}
        for t in range(len(signals.prior))
    ]
    if all(one == does[0] for one in does):
        return POOLING
    names = [name for one in does for name in one]
    return SEPARATING if len(set(names)) == len(names) else SEMI


def _sent(signals: Signals, found: Outcome) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(signals.messages[m].name for m in sorted({m for m, _ in found.sent}))
    )


def _equilibrium(signals: Signals, found: Outcome) -> tuple[SequentialEquilibrium, bool]:
    """An equilibrium with that outcome, and whether something off its path could be otherwise."""
    form, free = signals.form, False
    sets, tree = form.sets, form.game.tree
    behaviour = np.zeros(sets.slots)
    beliefs = {int(label): np.ones(1) for label in sets.label}
    ranges, upheld = dict[int, tuple[FloatArray, FloatArray]](), dict[int, tuple[FloatArray, ...]]()
    first = dict(zip(sets.label.tolist(), sets.first.tolist(), strict=True))
    for m, message in enumerate(signals.messages):
        weights = [found.sent.get((m, t), Fraction(0)) * signals.prior[t] for t in message.senders]
        for slot, t in zip(message.slots, message.senders, strict=True):
            behaviour[slot] = float(found.sent.get((m, t), 0))
        if message.label < 0:
            continue
        belief: Sequence[Fraction | int]
        if any(weights):
            belief, answers = (
                weights,
                {a: found.answered.get((m, a), Fraction(0)) for a in range(len(message.own[0]))},
            )
        else:
            some, belief = _deterring(signals, message, found.worth)
            answers = dict(zip(some, _mixed(message, some, found.worth), strict=True))
            polytopes = [_scaled(message.believed(one)) for one in message.upholding(found.worth)]
            upheld[message.label] = tuple(map(_floats, _together(polytopes)))
            free |= len(some) > 1 or sum(map(len, polytopes)) > 1
            around = _scaled(message.believed(some))
            if len(around) > 1:
                ends = [
                    tuple(end(column) for column in zip(*around, strict=True)) for end in (min, max)
                ]
                ranges[message.label] = _floats(ends[:1])[0], _floats(ends[1:])[0]
        for a, p in answers.items():
            behaviour[first[message.label] + a] = float(p)
        beliefs[message.label] = frozen(_floats(_scaled([belief]))[0])
    one = verified(form.game, entering(tree, sets, behaviour), beliefs, ranges, upheld)
    return one, free


def _deterring(
    signals: Signals, message: Message, worth: Sequence[Fraction]
) -> tuple[Answers, Sequence[Fraction | int]]:
    """The fewest answers that keep all types from a message, for the prior odds if these will do;
    and the belief.
    """
    prior = [signals.prior[t] for t in message.senders]
    best = set(message.best(prior))
    some = min(message.upholding(worth), key=lambda one: (len(one), not set(one) <= best, one))
    if set(some) <= best:
        return some, prior
    around = _scaled(message.believed(some))
    return some, [sum(column, Fraction(0)) for column in zip(*around, strict=True)]


def _mixed(message: Message, answers: Answers, worth: Sequence[Fraction]) -> list[Fraction]:
    """A mixture of these answers that keeps all types away: the middle of all such."""
    least = []
    for t, own in zip(message.senders, message.own, strict=True):
        below = worth[t].denominator
        least.append([worth[t].numerator, *(-below * own[a] for a in answers)])
    found = corners(rays_of(1 + len(answers), [[-1, *(1 for _ in answers)]], least))
    return [sum(column, Fraction(0)) / len(found) for column in zip(*found, strict=True)]


def _scaled(beliefs: Sequence[Sequence[Fraction | int]]) -> Polytope:
    """Beliefs that add up to one."""
    return [tuple(Fraction(x) / sum(one) for x in one) for one in beliefs]


def _together(polytopes: Sequence[Polytope]) -> list[Polytope]:
    """Sets of beliefs without those that are part of others; for two types as intervals that do not
    touch.
    """
    if len(polytopes[0][0]) == 2:
        found: list[Polytope] = []
        for one in sorted(sorted(polytope) for polytope in polytopes):
            if found and one[0] <= found[-1][-1]:
                found[-1] = [found[-1][0], max(found[-1][-1], one[-1])]
            else:
                found.append([one[0], one[-1]] if one[0] != one[-1] else one[:1])
        return found
    return [
        one
        for k, one in enumerate(polytopes)
        if not any(set(one) < set(other) for other in polytopes)
    ]


def _floats(points: Sequence[Sequence[Fraction]]) -> FloatArray:
    return frozen(np.array(points, dtype=float))


# Refinements --------------------------------------------------------------------------------------


def _judged(signals: Signals, found: Outcome, criterion: str) -> list[Judgement]:
    """The messages by which an outcome fails."""
    unsent = [
        m
        for k, m in enumerate(signals.messages)
        if not any((k, t) in found.sent for t in m.senders)
    ]
    if not criterion:
        return []
    return [
        one for message in unsent if (one := JUDGES[criterion](message, found.worth)) is not None
    ]


def _failure(signals: Signals, number: int, one: Judgement) -> Failure:
    def names(types: Sequence[int]) -> tuple[str, ...]:
        return tuple(signals.names[t] for t in types)

    return Failure(
        number,
        signals.receiver,
        one.message.name,
        names(one.struck),
        names(one.left),
        names(one.gains),
    )
