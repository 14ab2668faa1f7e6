"""The answers of the lenses while numbers vary, one short text or number each.

An answer is the same text wherever the lens finds the same, so that a flip is a change of text.
Options that stand as today are not named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.bargaining import packages, together
from negotiate.bargaining.refusals import prices
from negotiate.comparison import threats
from negotiate.conflict import stability, states, view
from negotiate.equilibrium import asking, in_turn, registry
from negotiate.equilibrium import bayesian as by_types
from negotiate.equilibrium.solution import Equilibrium, TreeEquilibrium
from negotiate.errors import NegotiateError, UnsuitableGame
from negotiate.games.extensive import BayesianGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.repeated import again
from negotiate.whatif.indicators import Value, columns, unanswered

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

Played = tuple[int, str, str, float, float]
"""What is played in an equilibrium: its number, the player, a strategy, its probability, and the
player's payoff.
"""
PROFILES = "every equilibrium"
"""The column of all equilibria with their probabilities, a list of `Played` at each point, where it
is asked for.
"""
TODAY = "as today"
NO_DEAL = "no deal"
NONE = "none"
MOST = 4
"""States that are named one by one; of more the numbers are told, from 0 in the order of the
graph.
"""


class Hard(Exception):
    """The games of some points take long to solve.

    Parameters
    ----------
    places : ndarray of int
        Those points.
    """

    def __init__(self, places: IndexArray) -> None:
        super().__init__(places)
        self.places = places


def differing(
    options: Mapping[str, int], today: Mapping[str, int], negotiation: Negotiation
) -> str:
    """A package by the options that are not as today."""
    changed = [
        (key, issue)
        for key, issue in negotiation.issues.items()
        if options.get(key, -1) not in (-1, today.get(key))
    ]
    return ", ".join(f"{key} {issue.options[options[key]].id}" for key, issue in changed) or TODAY


def listed(found: list[str]) -> str:
    """Several answers as one, in their order."""
    return " | ".join(dict.fromkeys(found)) or NONE


def answer(negotiation: Negotiation, watch: tuple[str, ...], every: bool = False) -> dict[str, Any]:
    """What is watched, of one negotiation; an analysis that does not fit says so in place of its
    answer.

    Returns
    -------
    dict of str to str or float
        Column → value; a number that there is not is NaN. With `every`, `PROFILES` → each
        equilibrium.
    """
    found: dict[str, Any] = {PROFILES: []}
    for names, work in LENSES:
        if names & {*watch}:
            found |= _tried(negotiation, names, work)
    return {
        name: found[name] for name in [*columns(watch, negotiation), *([PROFILES] if every else [])]
    }


def _tried(
    negotiation: Negotiation,
    names: frozenset[str],
    work: Callable[[Negotiation], Mapping[str, Any]],
) -> dict[str, Any]:
    """What a lens finds, or that it finds nothing."""
    every = columns(names, negotiation)
    try:
        found: Mapping[str, Any] = work(negotiation)
    except NegotiateError as wrong:
        found = unanswered(every, wrong.message)
    more = {PROFILES: found[PROFILES]} if PROFILES in found else {}
    return more | {name: found.get(name, float("nan")) for name in every}


def _alone(negotiation: Negotiation) -> dict[str, Any]:
    game = asking.bayesian(negotiation)
    if isinstance(game, BayesianGame):
        return _by_types(negotiation, game)
    profiles = [
        one for one in asking.solve_once(negotiation, game).profiles if isinstance(one, Equilibrium)
    ]
    names = strategy_names(negotiation, game)
    played: list[Played] = [
        (number, key, names[p][k] or TODAY, float(one.strategies[p][k]), float(one.payoffs[p]))
        for number, one in enumerate(profiles, 1)
        for p, key in enumerate(negotiation.keys)
        for k in one.support[p]
    ]
    return {
        "equilibria": listed([profile_name(names, one.support) for one in profiles]),
        PROFILES: played,
    }


def _by_types(negotiation: Negotiation, game: BayesianGame) -> dict[str, Any]:
    """The same where players have private types: what each type plays, such as "fond: b" for a
    player's type.
    """
    from negotiate.equilibrium.reports.bayesian import plays  # noqa: PLC0415 - its folder's words are loaded for private types alone

    solved = asking.solve_once(negotiation, game).profiles
    profiles = [one for one in solved if isinstance(one, by_types.BayesianEquilibrium)]
    named = [(one, " / ".join(plays(one, odds=False))) for one in profiles]
    named.sort(
        key=lambda pair: (not pair[0].pure, "" if pair[0].pure else pair[1])
    )  # else in any order
    played: list[Played] = [
        (number, negotiation.keys[own.player], f"{own.type}: {k}" if own.type else k, p, own.payoff)
        for number, (one, _) in enumerate(named, 1)
        for own in one.types
        for k, p in own.strategy.items()
    ]
    return {"equilibria": listed([name for _, name in named]), PROFILES: played}


def strategy_names(negotiation: Negotiation, game: NormalFormGame) -> list[list[str]]:
    """Each player's strategies by the options that are not as today, or as the game calls them
    where no today is.
    """
    today = {
        issue: negotiation.issues[issue].labels[k] for issue, k in negotiation.status_quo.items()
    }
    if not today:
        return [[strategy.label for strategy in own] for own in game.strategies]
    return [
        [
            ", ".join(
                f"{issue} {option}"
                for issue, option in strategy.choices.items()
                if option != today.get(issue)
            )
            for strategy in own
        ]
        for own in game.strategies
    ]


def profile_name(names: list[list[str]], support: tuple[tuple[int, ...], ...]) -> str:
    """An equilibrium by what each player plays; what a player mixes stands with "or" between."""
    played = [[own[k] or TODAY for k in some] for own, some in zip(names, support, strict=True)]
    said = [" or ".join(own) for own in played if own != [TODAY]]
    return " / ".join(said) or TODAY


def _together(negotiation: Negotiation) -> dict[str, Value]:
    problem = together.together(negotiation)
    nash = None if problem.ordinal else problem.nash()
    chosen = (
        []
        if nash is None or not nash.agreement
        else [_package(negotiation, problem, k) for k in nash.packages]
    )
    told: dict[str, Value] = {
        "deal": "deal" if chosen or len(problem.frontier()) else NO_DEAL,
        "zone": float(len(problem.zone()))
        if problem.count <= packages.PACKAGE_LIMIT
        else float("nan"),
        "nash": listed(sorted(chosen)) if chosen else NO_DEAL,
    }
    outcome = nash.payoffs if chosen and nash is not None else problem.disagreement
    for p, key in enumerate(negotiation.keys):
        told[f"no_deal.{key}"] = float(problem.disagreement[p])
        told[f"outcome.{key}"] = float(outcome[p])
    return told


def _package(negotiation: Negotiation, problem: BargainingProblem, number: int) -> str:
    options = problem.package(number)
    chosen = {issue: negotiation.issues[issue].index(option) for issue, option in options.items()}
    return differing(chosen, negotiation.status_quo, negotiation)


def _standing(negotiation: Negotiation) -> dict[str, Value]:
    model = view.standing(negotiation)
    stable = stability.stability(model, ("SEQ",)).stable[0].all(axis=0).nonzero()[0].tolist()
    names = [states.state_name(model, state) for state in stable]
    return {
        "stable": listed(names)
        if len(names) <= MOST
        else f"{len(names):,} states ({', '.join(_runs(stable))})"
    }


def _runs(numbers: list[int]) -> Iterator[str]:
    """Numbers in order, those that follow one another as one: 0 to 2, 7."""
    starts = [
        number
        for number, before in zip(numbers, [-2, *numbers], strict=False)
        if number > before + 1
    ]
    ends = [
        number
        for number, after in zip(numbers, [*numbers[1:], math.inf], strict=True)
        if number < after - 1
    ]
    yield from (
        f"{low}" if low == high else f"{low} to {high}"
        for low, high in zip(starts, ends, strict=True)
    )


def _lasts(negotiation: Negotiation) -> dict[str, Value]:
    return {"lasts": "lasts" if again.again(negotiation).certify().subgame_perfect else "breaks"}


def _needed(negotiation: Negotiation) -> dict[str, Value]:
    ways = again.again(negotiation).critical_discount().by_player
    return {
        f"needed.{key}": float(own[0][0]) if own else float("nan")
        for key, own in zip(negotiation.keys, ways, strict=True)
    }


def _match(negotiation: Negotiation) -> dict[str, Value]:
    earned = again.again(negotiation).play().payoffs.tolist()
    return {f"match.{key}": each for key, each in zip(negotiation.keys, earned, strict=True)}


def _in_turn(negotiation: Negotiation) -> dict[str, Value]:
    solution = registry.solve(in_turn.in_turn(negotiation))
    profiles = [one for one in solution.profiles if isinstance(one, TreeEquilibrium)]
    told: dict[str, Value] = {"tree": listed([_play(one) for one in profiles])}
    worth = profiles[0].payoffs if profiles else [float("nan")] * len(negotiation.keys)
    return told | {f"tree.{key}": each for key, each in zip(negotiation.keys, worth, strict=True)}


def _play(found: TreeEquilibrium) -> str:
    """What is done one move after the other; what the same move may come to stands with "or"
    between.
    """
    tree, reach = found.game.tree, found.reach
    done: dict[int, dict[str, None]] = {}
    for node in np.flatnonzero(reach > 0)[1:].tolist():
        above = int(tree.parent[node])
        if tree.mover[above] >= 0:
            done.setdefault(int(tree.move[above]), {})[found.game.action_label(node)] = None
    return " → ".join(" or ".join(actions) for actions in done.values())


def _believed(negotiation: Negotiation) -> dict[str, Value]:
    """A threat is believed where its maker does better by carrying it out, wherever that can
    happen.
    """
    kept: dict[str, bool] = {}
    for case in threats.threats(negotiation).cases:
        of = f" of {', '.join(case.types.values())}" if case.types else ""
        for threat in case.threats if case.announced else ():
            for place in threat.places:
                name = f"{place.announced}{of}"
                kept[name] = kept.get(name, True) and place.optimal
    if not kept:
        raise UnsuitableGame("no move announces a threat")
    return {"believed": listed([name for name, all_kept in kept.items() if all_kept])}


def _priced(negotiation: Negotiation) -> dict[str, Value]:
    return {
        f"price.{price.claim.name}.{key}": float(cost)
        for price in prices.red_line_prices(together.together(negotiation))
        for key, cost in zip(negotiation.keys, price.payoffs, strict=True)
    }


TOGETHER = frozenset({"no_deal", "deal", "zone", "nash", "outcome"})
LENSES: tuple[tuple[frozenset[str], Callable[[Negotiation], dict[str, Value]]], ...] = (
    (frozenset({"equilibria"}), _alone),
    (TOGETHER, _together),
    (frozenset({"stable"}), _standing),
    (frozenset({"lasts"}), _lasts),
    (frozenset({"needed"}), _needed),
    (frozenset({"match"}), _match),
    (frozenset({"tree"}), _in_turn),
    (frozenset({"believed"}), _believed),
    (frozenset({"price"}), _priced),
)
"""Indicators that are found together → how."""
