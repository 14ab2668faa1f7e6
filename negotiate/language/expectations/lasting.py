"""Judges what an expectation says of playing again: whether it holds, from which patience on, and
what it earns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from negotiate.answers import Outcome, by_player
from negotiate.language.expectations.matching import (
    TOLERANCE,
    Judgement,
    agrees,
    spelled_number,
)
from negotiate.model.negotiation import Expectation, Negotiation
from negotiate.model.payoffs import number
from negotiate.repeated import again
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import CriticalDiscount, MatchResult
    from negotiate.repeated.repeated_game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy

    Profile = tuple[Strategy | Automaton, ...]


def judge_lasting(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether what is played does what an expectation describes.

    A payoff that is sampled has to lie within the interval in which it is with 95 % confidence; all
    others agree to within rounding.

    Parameters
    ----------
    entry : Expectation
        Its `play` says who plays what, and what is asked.
    scenario : Scenario
        Whose game is played again, with the file's patience, noise and misreading.

    Raises
    ------
    UnsuitableGame
        If a strategy makes no sense here, or remembers without bound and is asked whether it holds.
    """
    game = scenario.again()
    plays = {**scenario.repeat.plays, **entry.play.plays}
    profile = again.profile_of(scenario, plays, game.named) if plays else ()
    parts = [*_held(entry, game, profile), *_patience(entry, game, profile, scenario)]
    if entry.payoffs or entry.where is not None:
        parts.append(_earned(entry, game, profile, scenario))
    wrong = [part.found for part in parts if not part.met]
    return Judgement(not wrong, "; ".join(wrong or [part.found for part in parts]))


def _held(entry: Expectation, game: RepeatedGame, profile: Profile) -> Iterator[Judgement]:
    """Whether nobody gains by leaving it, and else who gains most and how."""
    if entry.play.word == "earns":
        return
    found = game.certify(*profile)
    nash = entry.play.concept == "nash"
    holds = found.nash if nash else found.subgame_perfect
    witness = found.nash_witness if nash else found.witness
    why = ""
    if not holds and witness is not None:
        where = f" in {', '.join(witness.state)}" if any(witness.state) else ""
        why = f": {witness.player} gains {spelled_number(witness.gain)} by {witness.action}{where}"
    yield Judgement(
        holds == (entry.play.word == "holds"), f"it {'holds' if holds else 'fails'}{why}"
    )


def _patience(
    entry: Expectation, game: RepeatedGame, profile: Profile, negotiation: Negotiation
) -> Iterator[Judgement]:
    """From which patience on each player keeps to it, and who has to be the most patient."""
    if not entry.play.holds_from and not entry.play.binding:
        return
    found = game.critical_discount(*profile, concept=entry.play.concept)
    for player, expression in entry.play.holds_from.items():
        least = _least(found, game.keys.index(player))
        if expression is None or least is None:
            met = expression is None and least is None
        else:
            met = abs(least - number(negotiation, expression)) <= TOLERANCE
        yield Judgement(
            met, f"{player} holds {'never' if least is None else f'from {spelled_number(least)}'}"
        )
    if entry.play.binding:
        who = "" if found.binding is None else game.keys[found.binding]
        nobody = (
            f"nobody, it holds {'whatever the patience' if found else 'for no common patience'}"
        )
        yield Judgement(who == entry.play.binding, f"binding: {who or nobody}")


def _least(found: CriticalDiscount, player: int) -> float | None:
    """The least patience with which a player keeps to it; None where none will do."""
    intervals = found.by_player[player]
    return min(low for low, _ in intervals) if intervals else None


def _earned(
    entry: Expectation, game: RepeatedGame, profile: Profile, negotiation: Negotiation
) -> Judgement:
    """What each player gets by round, with the file's noise."""
    match = game.play(*profile)
    payoffs = by_player(game.keys, match.payoffs)
    held = agrees(entry, Outcome(payoffs, {}), negotiation)
    right = {
        p: held.payoffs[p] or _within(match, game.keys.index(p), number(negotiation, e))
        for p, e in entry.payoffs.items()
    }
    said = ", ".join(f"{key} {spelled_number(value)}" for key, value in payoffs.items())
    return Judgement(
        all(right.values()) and held.where, f"payoffs {said}{'' if match.exact else ' (sampled)'}"
    )


def _within(match: MatchResult, player: int, wanted: float) -> bool:
    """Whether a number lies in the interval of a payoff that is sampled."""
    return match.interval is not None and bool(
        match.interval[player, 0] <= wanted <= match.interval[player, 1]
    )
