"""Commitments as plain dictionaries."""

from __future__ import annotations

from typing import Any

import numpy as np

from negotiate.export.concepts.nash import nash_json
from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.stackelberg import Commitment
from negotiate.solvers.solution import Solution


def as_json(sol: Solution) -> dict[str, Any]:
    """Who is bound to what in each equilibrium listed, what the other answers, and what that is worth."""
    game = sol.game
    if not isinstance(game, NormalFormGame):
        raise TypeError("this solution is about another concept")
    found = [(index, e) for index, e in enumerate(sol.equilibria) if isinstance(e, Commitment)]
    return {"commitments": [_commitment(game, index, one) for index, one in found]}


def _commitment(game: NormalFormGame, index: int, one: Commitment) -> dict[str, Any]:
    own, follower = one.strategies[one.leader], 1 - one.leader
    labels = [strategy.label for strategy in game.strategies[one.leader]]
    return {
        "equilibrium": index,
        "leader": game.keys[one.leader],
        "bound_to": {labels[int(i)]: float(own[i]) for i in np.flatnonzero(own)},
        "answer": game.strategies[follower][int(np.argmax(one.strategies[follower]))].label,
        "mixed": one.mixed,
        "cautious": one.cautious,
        "payoff": one.payoffs[one.leader],
        "payoff_if_ties_go_against_it": one.sure,
        "nash": nash_json(one.nash),
        "worth": None if one.nash is None else {"least": one.worth[0], "most": one.worth[1]},
    }
