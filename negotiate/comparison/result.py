"""Compares two scenarios in their answers, or what every lens says of one, and what is handed back
then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress, product
from pathlib import Path
from pkgutil import resolve_name
from typing import Literal

import numpy as np

from negotiate.answers import Answer, Outcome, Prediction, Refusal
from negotiate.arrays import BoolArray, FloatArray
from negotiate.comparison.causes import Fates
from negotiate.comparison.differences import PARAMETER, RED_LINE, Difference, differences
from negotiate.comparison.levels import leveled, unlike
from negotiate.comparison.worths import WorthChange, Worths, moved_by, worths
from negotiate.display import Shown, entity, record
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.errors import NegotiateError, ScenarioError, UnsuitableGame
from negotiate.games.extensive import CHANCE
from negotiate.language.scenario_file import load
from negotiate.lenses import LENSES, Lens
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import add_up
from negotiate.model.wording import spelled
from negotiate.scenario import Scenario

Relation = Literal["same", "narrower", "wider", "other", "none"]

SAME = 1e-9
"""Of a player's range of payoffs: how close two results are for that player to count as one."""
LOOKED_AT = 25
"""How many outcomes of a lens are looked at for a reason."""


@record
class Temptation:
    """What a player would gain from a package by changing alone what it decides alone.

    Parameters
    ----------
    player : str
        Who is tempted most, for the range of its payoffs.
    change : Mapping[str, str]
        Issue → option that it would set.
    gain : float
        In the player's unit.
    """

    player: str
    change: Mapping[str, str]
    gain: float


@record
class Choice:
    """What a player prefers at a move.

    Parameters
    ----------
    move, player : str
        Where it chooses, and who it is.
    chosen, alternative : str
        What it chooses; and the best of its other actions, or the one that a plan has it take.
    payoff, alternative_payoff : float
        What each is worth to the player there.
    seen : str
        The action of another player that it has seen; empty where that plays no part.
    """

    move: str
    player: str
    chosen: str
    alternative: str
    payoff: float
    alternative_payoff: float
    seen: str = ""


@entity
class Agreement:
    """How what one lens predicts stands to what the first lens does.

    Parameters
    ----------
    relation : {'same', 'narrower', 'wider', 'other', 'none'}
        Whether everybody gets the same in both; in only some of the first lens's results; in those
        and others; neither; or one of the two has no outcome to compare.
    packages : bool
        Whether the packages are the same too, where the payoffs are.
    ruled_out : Outcome or None
        A result of the first lens that this one does not have.
    agreed : Mapping[str, str]
        Issue → option, for what this lens sets and nobody can set alone.
    temptation : Temptation or None
        What somebody would gain from this lens's result by a change alone.
    deciding : Choice or None
        The last decision on the path, made by somebody who has seen what another did.
    threat : Choice or None
        Why what is ruled out cannot last here: the alternative is planned, and it would not be
        chosen.
    """

    relation: Relation
    packages: bool = False
    ruled_out: Outcome | None = None
    agreed: Mapping[str, str] | None = None
    temptation: Temptation | None = None
    deciding: Choice | None = None
    threat: Choice | None = None


def agreement(scenario: Negotiation, base: Answer, other: Answer) -> Agreement:
    """Hold one lens's prediction against the first lens's."""
    if (
        not isinstance(base, Prediction)
        or not isinstance(other, Prediction)
        or base.keys != other.keys
    ):
        return Agreement("none")
    if not base.outcomes or not other.outcomes:
        return Agreement("none")
    tables = [
        np.array([[o.payoffs[key] for key in base.keys] for o in side.outcomes])
        for side in (base, other)
    ]
    close = SAME * np.maximum(1e-300, np.abs(np.concatenate(tables)).max(axis=0))
    here, there = (_among(one, two, close) for one, two in (tables, tables[::-1]))
    if here.all() and there.all():
        packages = [{frozenset(o.choices.items()) for o in side.outcomes} for side in (base, other)]
        return Agreement("same", packages=packages[0] == packages[1])
    if here.all():
        return Agreement("wider")
    missing = list(compress(base.outcomes, ~here))
    ruled_out, threat = _threat(scenario, missing, other.outcomes)
    if there.all():
        return Agreement("narrower", ruled_out=ruled_out, threat=threat)
    first, result = base.outcomes[0].choices, other.outcomes[0]
    return Agreement(
        "other",
        ruled_out=ruled_out,
        agreed={
            issue: option
            for issue, option in result.choices.items()
            if scenario.issues[issue].agreed and first.get(issue, option) != option
        },
        temptation=_temptation(scenario, result.choices),
        deciding=_deciding(result),
        threat=threat,
    )


def _among(worths: FloatArray, others: FloatArray, close: FloatArray) -> BoolArray:
    """Which rows of payoffs are so close to some row of others."""
    return np.array([bool((np.abs(others - row) <= close).all(axis=1).any()) for row in worths])


def _temptation(scenario: Negotiation, package: Mapping[str, str]) -> Temptation | None:
    """The change alone that is worth most for its player's range of payoffs; None if nobody gains
    by any.
    """
    if set(package) != set(scenario.issues):
        return None
    here = {key: scenario.issues[key].index(option) for key, option in package.items()}
    best, found = 0.0, None
    for place, player in enumerate(scenario.keys):
        own = [
            k
            for k, i in scenario.issues.items()
            if i.deciders == (player,) and k not in scenario.fixed
        ]
        shape = tuple(len(scenario.issues[key].options) for key in own)
        try:
            frame = scenario.grid(
                own, {key: option for key, option in here.items() if key not in own}
            )
            values = add_up(frame, scenario.keys, shape, with_moves=False)[0, place]
            mask = scenario.feasible(frame, shape)
        except NegotiateError:
            return None
        gains = values - values[tuple(here[key] for key in own)]
        open_to = gains if mask is None else np.where(mask, gains, -np.inf)
        gain, width = float(open_to.max()), max(float(np.abs(values).max()), 1e-300)
        if (
            gain > (best + SAME) * width
        ):  # of players alike the first, and of changes alike, whatever the last bits are
            first = int((open_to >= gain - SAME * width).argmax())
            to = zip(own, np.unravel_index(first, shape), strict=True) if own else ()
            change = {key: scenario.issues[key].labels[k] for key, k in to if k != here[key]}
            best, found = gain / width, Temptation(player, change, gain)
    return found


def _deciding(result: Outcome) -> Choice | None:
    """The last decision on the path, if somebody else decided before it."""
    found = result.equilibrium
    if (
        not isinstance(found, TreeEquilibrium)
        or not found.reasons
        or not found.reasons[-1].alternative
    ):
        return None
    last, game = found.reasons[-1], found.game
    for node in reversed(game.path(last.node)[1:]):
        if game.tree.mover[game.tree.parent[node]] not in (last.player, CHANCE):
            worth, who, seen = (
                (last.payoff, last.alternative_payoff),
                game.keys[last.player],
                game.action_label(node),
            )
            return Choice(last.where, who, last.chosen, last.alternative, *worth, seen)
    return None


def _threat(
    scenario: Negotiation, missing: Sequence[Outcome], results: Sequence[Outcome]
) -> tuple[Outcome, Choice | None]:
    """A result that is ruled out, and the threat that it stands on, preferably one by a player who
    answers.
    """
    opening = scenario.protocol[0].player if scenario.protocol else ""
    found: tuple[Outcome, Choice | None] = (missing[0], None)
    for outcome, result in product(missing[:LOOKED_AT], results[:LOOKED_AT]):
        threat = _empty(scenario, outcome.choices, result)
        if threat is not None and threat.player != opening:
            return outcome, threat
        if threat is not None and found[1] is None:
            found = outcome, threat
    return found


def _empty(scenario: Negotiation, plan: Mapping[str, str], result: Outcome) -> Choice | None:
    """The last decision on a path at which the plan has its player do something that gives it
    less.
    """
    if not isinstance(result.equilibrium, TreeEquilibrium) or not scenario.protocol:
        return None
    game, tree = result.equilibrium.game, result.equilibrium.game.tree
    values = game.worth(result.equilibrium.probability)
    for reason in reversed(result.equilibrium.reasons):
        step = scenario.protocol[
            int(tree.move[reason.node]) - len(game.types)
        ]  # moves that deal types come first
        for child in tree.children(reason.node).tolist():
            action = next(
                (
                    one
                    for one in step.actions
                    if one.id == game.action_label(child) != reason.chosen
                ),
                None,
            )
            effects = () if action is None else action.effects
            named = [
                (e.issue, scenario.issues[e.issue].options[e.option].id)
                for e in effects
                if e.option >= 0
            ]
            if (
                not named
                or len(named) < len(effects)
                or any(plan.get(issue) != option for issue, option in named)
            ):
                continue
            worse = float(values[child, reason.player])
            if reason.payoff - worse > SAME * max(abs(reason.payoff), abs(worse), 1e-300):
                player, other = game.keys[reason.player], game.action_label(child)
                return Choice(
                    game.move_label(reason.node), player, reason.chosen, other, reason.payoff, worse
                )
    return None


class Comparison(Shown):
    """What `negotiate.compare` hands back; it shows itself."""

    __slots__ = ()

    @property
    def refused(self) -> Refusal | None:
        """Why there is no answer at all, where no lens has one on any side; else None."""
        return None


def _refused(answers: Sequence[Answer]) -> Refusal | None:
    refusals = [answer for answer in answers if isinstance(answer, Refusal)]
    return refusals[0] if answers and len(refusals) == len(answers) else None


def _place(outcome: Outcome | None, answer: Answer) -> int | None:
    listed = () if isinstance(answer, Refusal) else answer.outcomes
    return next((place for place, one in enumerate(listed) if one is outcome), None)


@entity
class LensChange:
    """One lens on both sides.

    Parameters
    ----------
    lens : Lens
        Which.
    first, second : Prediction or Refusal
        What it finds on each side.
    fates : Fates or None
        What becomes of each outcome; None where the two cannot be held against each other.
    moved_by : tuple of WorthChange
        For each player whose payoff moves in an outcome that stays, or with the only outcome there
        is: the terms that do it, the one that does most first.
    unlike : frozenset of str
        Players whose payoffs on the two sides cannot be compared, since they are levels of two
        orders.
    leveled : frozenset of str
        Players whose payoffs are levels on some side: a difference of them is no amount.
    """

    lens: Lens
    first: Answer
    second: Answer
    fates: Fates | None
    moved_by: tuple[WorthChange, ...] = ()
    unlike: frozenset[str] = frozenset()
    leveled: frozenset[str] = frozenset()

    @property
    def as_alone(self) -> bool:
        """Whether neither side has the moves that this lens looks for, so that it only repeats the
        first one.
        """
        return all(
            isinstance(answer, Prediction) and answer.at_once
            for answer in (self.first, self.second)
        )

    @property
    def same(self) -> bool:
        """Whether each side has the outcomes of the other, whatever they are worth and whether or
        not it lists them.
        """
        return self.fates is not None and len(self.fates.lasting) == len(self.fates.each)

    @property
    def places(self) -> tuple[tuple[int | None, int | None], ...]:
        """For each fate, where its outcome stands among those of each side; None where that side
        does not list it.
        """
        if self.fates is None:
            return ()
        return tuple(
            (_place(fate.first, self.first), _place(fate.second, self.second))
            for fate in self.fates.each
        )

    @property
    def moved(self) -> dict[str, float]:
        """Player → the largest change of its payoff in any outcome that both sides have; none for
        levels.
        """
        if (
            self.fates is None
            or not isinstance(self.first, Prediction)
            or not isinstance(self.second, Prediction)
        ):
            return {}
        pairs, keys = self.fates.pairs, [key for key in self.first.keys if key not in self.leveled]
        gaps = {
            key: [new.payoffs[key] - old.payoffs[key] for old, new in pairs]
            for key in keys
            if pairs
        }
        return {key: max([0.0, *found], key=abs) for key, found in gaps.items()}


@entity
class SideComparison(Comparison):
    """What changes from one side to the other.

    Parameters
    ----------
    first, second : Scenario
        The two sides.
    differences : tuple of Difference
        What they say differently, but for what things are worth.
    worths : Worths
        How terms and payoffs differ.
    lenses : tuple of LensChange
        What each lens finds on both sides, in the order of `LENSES`; those that apply to no side
        are left out.
    """

    first: Scenario
    second: Scenario
    differences: tuple[Difference, ...]
    worths: Worths
    lenses: tuple[LensChange, ...]

    @property
    def refused(self) -> Refusal | None:
        """Why there is no answer at all, where no lens has one on either side; else None."""
        return _refused(
            [answer for change in self.lenses for answer in (change.first, change.second)]
        )

    @property
    def nothing_differs(self) -> bool:
        """Whether the two sides say the same."""
        return not (self.differences or self.worths.terms or self.worths.refused)

    @property
    def terms_rewritten(self) -> bool:
        """Whether a term that differs is on one side alone, or has another formula there."""
        return any(one.of_one_side or len(set(self._written(one))) > 1 for one in self.worths.terms)

    def _written(self, change: WorthChange) -> Iterator[tuple[str, str]]:
        """The formula of a term, and where it counts, on each side."""
        for side in (self.first, self.second):
            term = side.terms[change.player][change.term]
            yield spelled(term.value, side), spelled(term.when, side)

    @property
    def only_red_lines(self) -> bool:
        """Whether the two sides differ in red lines, and else at most in parameters that nothing
        else uses.
        """
        kinds = {difference.kind for difference in self.differences}
        worth = self.worths.terms or self.worths.refused
        return RED_LINE in kinds and kinds <= {RED_LINE, PARAMETER} and not worth

    def __repr__(self) -> str:
        changed = [
            change.lens.name
            for change in self.lenses
            if change.fates is not None and not change.same
        ]
        said = f"the result changes {' and '.join(changed)}" if changed else "no result changes"
        return f"<Comparison of {self.first.heading!r} and {self.second.heading!r}: {said}>"


@entity
class LensAnswer:
    """One lens on one scenario.

    Parameters
    ----------
    lens : Lens
        Which.
    answer : Prediction or Refusal
        What it finds.
    agreement : Agreement or None
        How that stands to what the first lens finds; None for the first.
    """

    lens: Lens
    answer: Answer
    agreement: Agreement | None = None


@entity
class LensComparison(Comparison):
    """What each lens predicts for one scenario.

    Parameters
    ----------
    scenario : Scenario
        What is looked at.
    lenses : tuple of LensAnswer
        What each lens finds, in the order of `LENSES`; those that do not apply are left out.
    """

    scenario: Scenario
    lenses: tuple[LensAnswer, ...]

    @property
    def refused(self) -> Refusal | None:
        """Why there is no answer at all, where no lens has one; else None."""
        return _refused([one.answer for one in self.lenses])

    def __repr__(self) -> str:
        relations = {one.agreement.relation for one in self.lenses if one.agreement is not None}
        said = (
            "the lenses agree" if relations <= {"same"} else "the lenses do not agree in everything"
        )
        return f"<Comparison of {len(self.lenses)} lenses on {self.scenario.heading!r}: {said}>"


def compare(a: Scenario | str, b: Scenario | str | None = None) -> Comparison:
    """Say what changes in the answers from one scenario to another, and why; or what each lens says
    of one.

    Parameters
    ----------
    a : Scenario or str
        The first side, or its name or path.
    b : Scenario or str, optional
        The second side; without it every lens looks at `a`.

    Returns
    -------
    SideComparison or LensComparison
        Both are a `Comparison` and show themselves.

    Raises
    ------
    UnsuitableGame
        If this is no scenario.
    ScenarioNotFound, ScenarioError
        As from `load`.

    Notes
    -----
    A lens that cannot answer on a side says why and keeps no other lens from answering.

    Examples
    --------
    >>> chicken = load("classics/chicken")
    >>> bound = load("classics/chicken", fix={"row": "straight"})
    >>> [fate.kind for fate in compare(chicken, bound).lenses[0].fates.each]
    ['vanishes', 'stays', 'vanishes']
    """
    first = _scenario(a)
    return lens_by_lens(first) if b is None else side_by_side(first, _scenario(b))


def _scenario(given: object) -> Scenario:
    if isinstance(given, Scenario):
        return given
    if isinstance(given, str | Path):
        return load(str(given))
    raise UnsuitableGame(
        f"`compare` takes scenarios or their names, and this is of type `{type(given).__name__}`",
        "`negotiate.load(...)` makes a scenario",
    )


def look(lens: Lens, scenario: Scenario) -> Answer:
    """What a lens finds, or why it finds nothing: one lens that cannot answer keeps no other from
    answering.

    Raises
    ------
    ScenarioError
        Never about the game, only if the scenario itself is wrong.
    """
    predict: Callable[[Scenario], Prediction] = resolve_name(lens.predict)
    try:
        return predict(scenario)
    except ScenarioError:
        raise
    except NegotiateError as wrong:
        return Refusal(wrong.message, wrong.hint)


def lens_by_lens(scenario: Scenario) -> LensComparison:
    """What each lens predicts for one scenario, and how the lenses stand to the first of them."""
    first, *others = (
        LensAnswer(lens, look(lens, scenario)) for lens in LENSES if lens.applies(scenario)
    )
    held = (replace(one, agreement=agreement(scenario, first.answer, one.answer)) for one in others)
    return LensComparison(scenario, (first, *held))


def side_by_side(first: Scenario, second: Scenario) -> SideComparison:
    """What differs between two scenarios, and what each lens makes of it."""
    lenses = [lens for lens in LENSES if lens.applies(first) or lens.applies(second)]
    answers = [(look(lens, first), look(lens, second)) for lens in lenses]
    changes = tuple(
        _change(lens, first, second, *found) for lens, found in zip(lenses, answers, strict=True)
    )
    return SideComparison(
        first, second, differences(first, second), worths(first, second, answers), changes
    )


def _change(
    lens: Lens, first: Scenario, second: Scenario, one: Answer, other: Answer
) -> LensChange:
    if (
        isinstance(one, Prediction)
        and isinstance(other, Prediction)
        and set(one.keys) == set(other.keys)
    ):
        meet: Callable[[Scenario, Scenario, Prediction, Prediction], Fates | None] = resolve_name(
            lens.fates
        )
        fates = meet(first, second, one, other)
        if fates is not None:
            moved = moved_by(first, second, one, other, fates)
            return LensChange(
                lens, one, other, fates, moved, unlike(first, second), leveled(first, second)
            )
    return LensChange(lens, one, other, None)
