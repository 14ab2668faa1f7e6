"""Concepts of repeated play, step by step: what keeping and breaking an agreement bring, at each
discount factor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from negotiate.display import entity
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.lasting.agreement import Lasting, simulate
from negotiate.repeated.matches.timeline import Encounter, encounter
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.reports import player_columns, player_name, postures
from negotiate.repeated.strategies.registry import strategies
from negotiate.repeated.sustaining.holding import Holding, holding
from negotiate.report.blocks import Block, Cell, Column, Entry, Sentence, Table
from negotiate.report.style import Look, number

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

FACTORS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Discount factors that are tried one after the other, besides the critical ones."""
GRIM = "grim"


# The threshold of grim ----------------------------------------------------------------------------


@entity
class AtFactor:
    """What grim brings at one discount factor that all players share.

    Parameters
    ----------
    discount : float
        The discount factor.
    kept, best : tuple of float
        By round, for each player: what keeping the agreement brings, and the best that a player can
        do against grim.
    holds : bool
        Whether grim is a subgame-perfect equilibrium there.
    """

    discount: float
    kept: tuple[float, ...]
    best: tuple[float, ...]
    holds: bool


@entity
class Threshold:
    """How patient players must be for grim to uphold an agreement.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    lasting : Lasting
        What grim upholds at the players' own discount factors.
    at : tuple of AtFactor
        From the lowest discount factor to the highest.
    """

    game: RepeatedGame
    lasting: Lasting
    at: tuple[AtFactor, ...]


def threshold(scenario: Scenario) -> Threshold:
    """What grim brings at several discount factors, those among them from which it holds."""
    game = scenario.again()
    if game.setting.rounds is not None:
        game = replace(game, setting=replace(game.setting, rounds=None))
    found = simulate(game, GRIM)
    own = {low for some in found.asked.critical.by_player for low, _ in some if 0 < low < 1}
    return Threshold(game, found, tuple(_at(game, factor) for factor in sorted({*FACTORS, *own})))


def _at(game: RepeatedGame, factor: float) -> AtFactor:
    """Keeping and breaking the agreement at one discount factor; if the game may end, that is on
    top.
    """
    found = replace(game, discount=(factor,) * len(game.keys)).certify(GRIM)
    return AtFactor(factor, found.payoffs, found.best_replies, found.subgame_perfect)


def threshold_steps(found: Threshold, look: Look) -> Iterator[Block]:
    """What one breach brings at once, what follows, and from which discount factor on keeping
    pays.
    """
    game, lasting = found.game, found.lasting
    yield Sentence(
        f"The agreement is {postures(game, lasting.agreement)}. After a breach, all play "
        f"{postures(game, lasting.fallback)} for ever."
    )
    for player in range(len(game.keys)):
        kept, tempted, after = (
            float(x[player]) for x in (lasting.worth, lasting.temptation, lasting.fallback_worth)
        )
        who = player_name(game, player, True)
        if tempted <= kept:
            yield Sentence(f"{who} gains nothing by breaking the agreement, not even once.")
            continue
        gain, loss = number(tempted - kept), number(kept - after)
        yield Sentence(
            f"{who} gets {number(kept)} a round by keeping the agreement, and {number(tempted)} "
            "once by breaking it."
        )
        later = f"It costs {loss} in every later round, which brings only {number(after)}."
        yield Sentence(
            f"So a breach gains {gain} now. "
            f"{later if after < kept else 'What follows costs nothing.'}"
        )
    names = player_columns(game)
    heads = [Column("Discount factor", "number", "discount")]
    for column in names:
        heads += [
            replace(column, head=f"{column.head} {word}", key=f"{key} {column.key}", short="")
            for word, key in WAYS
        ]
    rows = []
    for at in found.at:
        entries: list[Entry] = [at.discount]
        for kept, broken in zip(at.kept, at.best, strict=True):
            entries += [kept, broken]
        rows.append((*entries, Cell("yes" if at.holds else "no", str(at.holds).lower())))
    yield Table(
        (*heads, Column("Holds", "mark", "holds")),
        tuple(rows),
        title="Payoff a round, by the discount factor",
    )
    for player, some in enumerate(lasting.asked.critical.by_player):
        who = player_name(game, player, True)
        yield Sentence(_from(who, some[0][0] if some else None, game.discount[player]))
    verdict = (
        "So grim upholds the agreement here."
        if lasting.holds
        else "So grim does not uphold the agreement here."
    )
    yield Sentence(verdict)


WAYS = (("keeps", "kept"), ("best reply", "best"))


def _from(who: str, least: float | None, has: float) -> str:
    """From which discount factor on a player keeps the agreement."""
    if least is None:
        return f"No discount factor makes grim an equilibrium for {who[:1].lower()}{who[1:]}."
    enough = "enough" if has >= least else "too low"
    from_here = f"{who} keeps to grim from a discount factor of {number(least, 2)} on"
    return f"{from_here}. It has {number(has, 2)}, which is {enough}."


# What a strategy upholds, and what any could ------------------------------------------------------


def lasting(scenario: Scenario, *strategy: str) -> Lasting | Encounter:
    """Whether the agreement enforces itself if all play a strategy; one match, where that cannot be
    told.
    """
    game = scenario.again()
    players = range(len(game.keys))
    if all(
        isinstance(strategies[one].seated(game, p), Automaton) for one in strategy for p in players
    ):
        return simulate(game, *strategy)
    return encounter(game, *strategy)


def broken(scenario: Scenario) -> Encounter:
    """One match in which the first player breaks the agreement."""
    return encounter(scenario.again(), breach=(0, 1))


def held(scenario: Scenario) -> Holding:
    """What sustains the agreement, under the harshest punishment, too."""
    return holding(scenario.again(), harshest=True)
