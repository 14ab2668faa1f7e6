"""What is watched while numbers vary: the answers of the lenses, one short text or number each.

An answer is the same text wherever the lens finds the same, so that a flip is a change of text. Options that stand as
today are not named.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negotiate.equilibrium.alone import alone
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Equilibrium
from negotiate.errors import NegotiateError, UnknownIndicator
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.problems import nearest

if TYPE_CHECKING:
    from negotiate.bargaining.deal import DealCase

Value = str | float
Played = tuple[int, str, str, float, float]
"""What is played in an equilibrium: its number, the player, a strategy, its probability, and the player's payoff."""
PROFILES = "every equilibrium"
"""The column of all equilibria with their probabilities, a list of `Played` at each point, where it is asked for."""
TODAY = "as today"
NO_DEAL = "no deal"
NONE = "none"
MOST = 4
"""States that are named one by one."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something that is watched.

    Parameters
    ----------
    name : str
        What `--watch` calls it.
    says : str
        What it is, in a few words.
    of_player : bool
        Whether there is one a player, called `name.player`.
    told : bool
        Whether it is text, of which flips are told; else a number.
    at_once : bool
        Whether many draws of it are worked out together.
    """

    name: str
    says: str
    of_player: bool = False
    told: bool = True
    at_once: bool = True


INDICATORS = (
    Indicator("equilibria", "the equilibria if nobody talks"),
    Indicator("no_deal", "what each player gets without a deal", of_player=True, told=False),
    Indicator("deal", "whether there is a deal"),
    Indicator("zone", "how many packages all would sign", told=False),
    Indicator("nash", "the Nash bargaining solution"),
    Indicator("outcome", "what each player gets: the Nash bargaining solution, or no deal", of_player=True, told=False),
    Indicator("stable", "the states that nobody would leave", at_once=False),
    Indicator("lasts", "whether the agreement enforces itself", at_once=False),
    Indicator("needed", "the discount factor that each player needs", of_player=True, told=False, at_once=False),
)
USUAL = ("equilibria", "no_deal", "deal", "zone", "nash", "outcome")
"""What is watched unless somebody asks for something else."""


def watched(names: Sequence[str]) -> tuple[str, ...]:
    """The indicators of these names.

    Raises
    ------
    UnknownIndicator
        If there is none of some name, or no name.
    """
    known = [one.name for one in INDICATORS]
    every = f"there is {', '.join(known)}"
    for name in names:
        if name not in known:
            raise UnknownIndicator(f"there is no indicator `{name}`", nearest(name, known) or every)
    if not names:
        raise UnknownIndicator("nothing is watched", every)
    return tuple(names)


def columns(watch: tuple[str, ...], players: tuple[str, ...]) -> dict[str, Indicator]:
    """Column → the indicator that it belongs to, in order; one of each player is a column a player."""
    found: dict[str, Indicator] = {}
    for one in INDICATORS:
        if one.name in watch:
            found |= {f"{one.name}.{key}": one for key in players} if one.of_player else {one.name: one}
    return found


def differing(options: Mapping[str, int], today: Mapping[str, int], negotiation: Negotiation) -> str:
    """A package by the options that are not as today."""
    changed = [
        (key, issue) for key, issue in negotiation.issues.items() if options.get(key, -1) not in (-1, today.get(key))
    ]
    return ", ".join(f"{key} {issue.options[options[key]].id}" for key, issue in changed) or TODAY


def listed(found: list[str]) -> str:
    """Several answers as one, in their order."""
    return " | ".join(dict.fromkeys(found)) or NONE


def answer(negotiation: Negotiation, watch: tuple[str, ...], every: bool = False) -> dict[str, Any]:
    """What is watched, of one negotiation; an analysis that does not fit says so in place of its answer.

    Returns
    -------
    dict of str to str or float
        Column → value; a number that there is not is NaN. With `every`, `PROFILES` → each equilibrium.
    """
    found: dict[str, Any] = {PROFILES: []}
    for columns_of, needs in ((_alone, ALONE), (_together, TOGETHER), (_standing, STANDING), (_again, AGAIN)):
        if needs & {*watch}:
            found |= columns_of(negotiation)
    return {name: found[name] for name in [*columns(watch, negotiation.keys), *([PROFILES] if every else [])]}


ALONE, TOGETHER = {"equilibria"}, {"no_deal", "deal", "zone", "nash", "outcome"}
STANDING, AGAIN = {"stable"}, {"lasts", "needed"}


def _tried(negotiation: Negotiation, names: set[str], work: Callable[[], Mapping[str, Value]]) -> dict[str, Value]:
    """What a lens finds, or that it finds nothing."""
    every = columns(tuple(names), negotiation.keys)
    try:
        found = work()
    except NegotiateError as wrong:
        found = {name: f"n/a: {wrong.message}" for name, one in every.items() if one.told}
    return {name: found.get(name, float("nan")) for name in every}


def _alone(negotiation: Negotiation) -> dict[str, Any]:
    played: list[Played] = []

    def work() -> dict[str, Value]:
        game = alone(negotiation)
        profiles = [one for one in solve(game).profiles if isinstance(one, Equilibrium)]
        names = strategy_names(negotiation, game)
        played.extend(
            (number, key, names[p][k] or TODAY, float(one.strategies[p][k]), float(one.payoffs[p]))
            for number, one in enumerate(profiles, 1)
            for p, key in enumerate(negotiation.keys)
            for k in one.support[p]
        )
        return {"equilibria": listed([profile_name(names, one.support) for one in profiles])}

    return _tried(negotiation, ALONE, work) | {PROFILES: played}


def strategy_names(negotiation: Negotiation, game: NormalFormGame) -> list[list[str]]:
    """Each player's strategies by the options that are not as today, or as the game calls them where no today is."""
    today = {issue: negotiation.issues[issue].labels[k] for issue, k in negotiation.status_quo.items()}
    if not today:
        return [[strategy.label for strategy in own] for own in game.strategies]
    return [
        [
            ", ".join(f"{issue} {option}" for issue, option in strategy.choices.items() if option != today.get(issue))
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
    def work() -> dict[str, Value]:
        from negotiate.bargaining.deal import deal  # noqa: PLC0415 - loaded for this lens alone
        from negotiate.bargaining.together import together  # noqa: PLC0415 - the same

        case = deal(together(negotiation), every=False).cases[0]
        nash = case.nash
        told: dict[str, Value] = {
            "deal": "deal" if case.exists else NO_DEAL,
            "zone": float(case.size) if case.size >= 0 else float("nan"),
            "nash": NO_DEAL if nash is None else listed(sorted(_package(negotiation, case, k) for k in nash.packages)),
        }
        outcome = case.problem.disagreement if nash is None else nash.payoffs
        for p, key in enumerate(negotiation.keys):
            told[f"no_deal.{key}"] = float(case.problem.disagreement[p])
            told[f"outcome.{key}"] = float(outcome[p])
        return told

    return _tried(negotiation, TOGETHER, work)


def _package(negotiation: Negotiation, case: DealCase, number: int) -> str:
    options = case.problem.package(number)
    chosen = {issue: negotiation.issues[issue].index(option) for issue, option in options.items()}
    return differing(chosen, negotiation.status_quo, negotiation)


def _standing(negotiation: Negotiation) -> dict[str, Value]:
    def work() -> dict[str, Value]:
        from negotiate.conflict.stability import stability  # noqa: PLC0415 - loaded for this lens alone
        from negotiate.conflict.states import state_name  # noqa: PLC0415 - the same
        from negotiate.conflict.view import standing  # noqa: PLC0415 - the same

        model = standing(negotiation)
        stable = stability(model, ("SEQ",)).stable[0].all(axis=0).nonzero()[0].tolist()
        names = [state_name(model, state) for state in stable]
        mark = zlib.crc32(repr(stable).encode()) & 0xFFFF  # tells apart two long lists of one length
        return {"stable": listed(names) if len(names) <= MOST else f"{len(names):,} states (list {mark:04x})"}

    return _tried(negotiation, STANDING, work)


def _again(negotiation: Negotiation) -> dict[str, Value]:
    def work() -> dict[str, Value]:
        from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for this lens alone
        from negotiate.repeated.lasting.agreement import simulate  # noqa: PLC0415 - the same

        found = simulate(again(negotiation))
        needed = [ways[0][0] if ways else float("nan") for ways in found.asked.critical.by_player]
        told: dict[str, Value] = {"lasts": "lasts" if found.asked.certificate.subgame_perfect else "breaks"}
        return told | {f"needed.{key}": float(least) for key, least in zip(negotiation.keys, needed, strict=True)}

    return _tried(negotiation, AGAIN, work)
