"""What deals, states and repeated play come to, as answers of their lenses, and what becomes of
deals on the way.

Deals are the Nash package under each no-deal point; states are those that nobody would leave; and
of what is played again and again it is said whether it holds. Equilibria stand in
`negotiate.answers`, with the record of every answer.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np

from negotiate.answers import Outcome, Prediction, by_player
from negotiate.arrays import FloatArray
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.claims import SEVERAL, Claim
from negotiate.bargaining.landmarks import CASES, differing
from negotiate.bargaining.packages import PACKAGE_LIMIT
from negotiate.bargaining.problem import BargainingProblem
from negotiate.comparison.causes import Better, Claimed, Fates, Unsigned, fates_by_package
from negotiate.conflict.graph import Concept
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.stability import Stability, stability
from negotiate.conflict.states import TODAY, state_name
from negotiate.equilibrium.alone import omissions
from negotiate.errors import NegotiateError, without
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import add_up
from negotiate.repeated.game import Certificate, worth_of
from negotiate.repeated.lasting.agreement import slack
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.scenario import Scenario

LISTED = 25
"""Deals that are listed, and held against all other packages."""
CHECKED = "every signer accepts it, and no other package Pareto-dominates it"


def deals(scenario: Scenario) -> Prediction:
    """The deals that would be made, by the Nash solution; where preferences have no numbers, the
    frontier.

    Where the game without talks has several equilibria, each is a no-deal point, and each may lead
    to a deal.
    """
    problem = scenario.together()
    numbers = [problem.chosen] if problem.named else list(islice(differing(problem), CASES + 1))
    tables = tuple(problem if n == problem.chosen else problem.under(n) for n in numbers[:CASES])
    best = [
        table.frontier().tolist() if table.ordinal else table.nash().packages for table in tables
    ]
    found = {
        package: table for table, packages in zip(tables, best, strict=True) for package in packages
    }
    listed = list(islice(found.items(), LISTED))
    sound = all((it := assess(table, package)).signed and it.efficient for package, table in listed)
    whole = (
        len(numbers) <= CASES
        and len(listed) == len(found)
        and all(t.frontier_of().complete for t in tables)
    )
    notes = problem.notes
    if len(tables) > 1:
        count = f"{len(problem.no_deals):,} equilibria"
        follow = f"without a deal any of {count} may follow, and a deal is listed for each"
        notes = (*without(notes, SEVERAL), follow)
    return Prediction(
        keys=problem.keys,
        outcomes=tuple(_outcome(scenario, table, package) for package, table in listed),
        concept="frontier" if problem.ordinal else "nash",
        method="frontier" if problem.ordinal else "largest product of gains",
        verified=CHECKED if sound else "",
        complete=whole,
        notes=notes,
        tables=tables,
    )


def _outcome(scenario: Scenario, table: BargainingProblem, package: int) -> Outcome:
    """A deal, by what it changes of how things stand today; all of it where nobody says how they
    stand.
    """
    today = {} if table.status_quo is None else table.status_quo.choices
    whole = table.package(package)
    changed = {issue: option for issue, option in whole.items() if today.get(issue) != option}
    alone = len(scenario.issues) == 1 or scenario.issues.keys() == scenario.players.keys()
    told = changed.values() if alone else map(" ".join, changed.items())
    payoffs = by_player(table.keys, table.payoffs_of([package])[:, 0])
    return Outcome(payoffs, whole, ", ".join(told) or "the status quo")


def fates_together(
    one: Negotiation, two: Negotiation, first: Prediction, second: Prediction
) -> Fates:
    """Match deals by their packages; the first that is no deal any more, or was none before, has
    its reason.
    """
    found = fates_by_package(one, two, first, second)
    return replace(
        found,
        gone=_why(found.lost, second, by_second=True),
        come=_why(found.new, first, by_second=False),
        signed=(_zone_size(first.tables[0]), _zone_size(second.tables[0])),
    )


def _zone_size(table: BargainingProblem) -> int:
    """How many packages everybody would sign; -1 where there are too many to list."""
    return len(table.zone()) if table.count <= PACKAGE_LIMIT else -1


def _why(deal: Outcome | None, away: Prediction, by_second: bool) -> Unsigned | Better | None:
    """Why a deal of one side is none on the other, which is `away`; None where the other does not
    know the package.
    """
    if deal is None:
        return None
    table = away.tables[0]
    if not away.outcomes:
        return _nothing(table, by_second)
    if {issue: deal.choices.get(issue) for issue in table.fixed} != dict(table.fixed):
        return None
    try:
        mark = table.landmark(table.index(deal.choices))
    except NegotiateError:
        return None
    refused = table.refusals(mark)
    if refused:
        worth = {claim.player: float(mark.payoffs[claim.player]) for claim in refused}
        return Unsigned(tuple(_claimed(table, claim, worth) for claim in refused), False, by_second)
    return Better(away.outcomes[0].label, by_second) if mark.possible else None


def _nothing(table: BargainingProblem, by_second: bool) -> Unsigned | None:
    """The claims that rule every package out: of the smallest sets the first; none where nobody
    would gain anyway.
    """
    if table.loose:
        return None
    found = table.conflicts_of()
    claims = found.sets[0].claims if found.sets else ()
    if not claims and not found.level:
        return None
    return Unsigned(tuple(_claimed(table, claim, {}) for claim in claims), True, by_second)


def _claimed(table: BargainingProblem, claim: Claim, worth: dict[int, float]) -> Claimed:
    least = float(table.disagreement[claim.player])
    gets = worth.get(claim.player, float("nan")) if claim.kind == "no deal" else float("nan")
    return Claimed(table.keys[claim.player], claim.name, claim.kind, gets, least)


CONCEPT: Concept = "SEQ"
"""Nobody dares to leave: whoever could gain must fear an answer that pays whoever gives it."""
STATES = 1_000
"""States that are predicted; the rest are counted."""


def standing_states(scenario: Scenario) -> Prediction:
    """The states that nobody would leave for fear of an answer that others would gain by, those
    without gains first.

    Raises
    ------
    GameTooLarge, UnsuitableGame
        As from `Scenario.standing`.
    """
    model = scenario.standing()
    found = stability(model, ("R", CONCEPT))
    states = sorted(
        found.equilibria(CONCEPT).tolist(), key=lambda state: "R" not in found.by_concept(state)
    )
    shown = states[:STATES]
    labels = (state_name(model, state) for state in shown)
    outcomes = tuple(
        Outcome(
            by_player(model.keys, worth),
            {**model.kept, **model.choices[state]},
            "as today" if label == TODAY else label,
        )
        for state, worth, label in zip(
            shown, _worth(scenario, model)[:, shown].T, labels, strict=True
        )
    )
    return Prediction(
        keys=model.keys,
        outcomes=outcomes,
        concept=CONCEPT,
        method=f"{CONCEPT} over every state and move",
        verified="an answer was searched for to the best gains of each player"
        if _checked(found, shown)
        else "",
        complete=len(shown) == len(states),
        notes=omissions(scenario),
    )


def _worth(scenario: Scenario, model: GraphModel) -> FloatArray:
    """What each player gets in each state, shape (players, states)."""
    if not model.choices:
        raise TypeError("a scenario's states are combinations of options")
    held = {issue: scenario.issues[issue].index(option) for issue, option in model.kept.items()}
    frame = scenario.grid(model.choices.issues, held)
    table = add_up(frame, scenario.keys, model.choices.sizes, with_moves=False)[0]
    return np.asarray(table.reshape(len(model.keys), -1)[:, model.choices.cells])


def _checked(found: Stability, states: list[int]) -> bool:
    """Whether an answer to each of the best gains is found one by one, which is another road than
    the sweep.
    """
    verdicts = (
        found.verdict(state, player, CONCEPT)
        for state in states
        for player in range(len(found.model.keys))
    )
    return all(one.stable and all(answer.deters for answer in one.answers) for one in verdicts)


def lasting_agreement(scenario: Scenario) -> Prediction:
    """What the file's strategies do for ever if nobody gains by a step aside; nothing where
    somebody does.

    Raises
    ------
    UnsuitableGame, GameTooLarge
        As from `Scenario.again` and `RepeatedGame.certify`.
    """
    game = scenario.again()
    found = game.certify()
    return Prediction(
        keys=game.keys,
        outcomes=(_kept_for_ever(scenario, game, found),) if found.subgame_perfect else (),
        concept="subgame-perfect",
        method=f"one step aside from {' and '.join(dict.fromkeys(found.names))}",
        verified="payoffs were added up round by round",
        complete=True,
        notes=game.stage.notes,
    )


def _kept_for_ever(scenario: Scenario, game: RepeatedGame, found: Certificate) -> Outcome:
    """What is done and earned in each round, by the names of postures where they are not all the
    agreement.
    """
    worth, payoffs = np.array(found.payoffs), by_player(game.keys, found.payoffs)
    postures = [row[k] for row, k in zip(game.stage.strategies, game.cooperate, strict=True)]
    if not (np.abs(worth - worth_of(game, game.cooperate)) <= slack(game)).all():
        return Outcome(payoffs, {}, f"{' against '.join(found.names)}, for ever")
    chosen = {issue: option for posture in postures for issue, option in posture.choices.items()}
    agreed = {
        issue: scenario.issues[issue].options[k].id for issue, k in scenario.repeat.sets.items()
    }
    held = {**game.stage.kept, **agreed, **chosen}
    return Outcome(payoffs, held, f"{', '.join(posture.label for posture in postures)}, for ever")
