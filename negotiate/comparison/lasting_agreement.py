"""Whether what the players of a scenario play again and again holds, as the prediction of a lens."""

from __future__ import annotations

import numpy as np

from negotiate.comparison.prediction import Outcome, Prediction, by_player
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.lasting.agreement import slack, worth_of
from negotiate.repeated.lasting.certificate import Certificate
from negotiate.views.scenario import Scenario


def says_again(scenario: Scenario) -> bool:
    """Whether the file says how it is played again."""
    return scenario.repeats


def lasting_agreement(scenario: Scenario) -> Prediction:
    """What the file's strategies do for ever if nobody gains by a step aside; nothing where somebody does.

    Raises
    ------
    UnsuitableGame, GameTooLarge
        As from `Scenario.again` and `RepeatedGame.certify`.
    """
    game = scenario.again()
    found = game.certify()
    return Prediction(
        keys=game.keys,
        outcomes=(_outcome(scenario, game, found),) if found.subgame_perfect else (),
        concept="subgame-perfect",
        method=f"one step aside from {' and '.join(dict.fromkeys(found.names))}",
        verified="payoffs were added up round by round",
        complete=True,
        notes=game.stage.notes,
    )


def _outcome(scenario: Scenario, game: RepeatedGame, found: Certificate) -> Outcome:
    """What is done and earned in each round, by the names of postures where they are not all the agreement."""
    worth, payoffs = np.array(found.payoffs), by_player(game.keys, found.payoffs)
    postures = [row[k] for row, k in zip(game.stage.strategies, game.cooperate, strict=True)]
    if not (np.abs(worth - worth_of(game, game.cooperate)) <= slack(game)).all():
        return Outcome(payoffs, {}, f"{' against '.join(found.names)}, for ever")
    chosen = {issue: option for posture in postures for issue, option in posture.choices.items()}
    agreed = {issue: scenario.issues[issue].options[k].id for issue, k in scenario.repeat.sets.items()}
    held = {**game.stage.kept, **agreed, **chosen}
    return Outcome(payoffs, held, f"{', '.join(posture.label for posture in postures)}, for ever")
