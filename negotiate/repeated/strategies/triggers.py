"""Strategies that punish for ever, or for a while, once somebody has strayed."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.automaton import Automaton
from negotiate.repeated.strategies.reciprocal import others_stray, own_first, strays
from negotiate.repeated.strategies.strategy import Seat, Strategy


def _trigger(seat: Seat, broken: np.ndarray) -> Automaton:
    leaves = own_first(seat, broken).astype(np.int64)
    return Automaton([seat.cooperate, seat.punish], np.stack([leaves, np.ones_like(leaves)]), names=("calm", "war"))


def _grim(seat: Seat) -> Automaton:
    return _trigger(seat, others_stray(seat) | strays(seat, seat.player))


def _grudger(seat: Seat) -> Automaton:
    return _trigger(seat, others_stray(seat))


GRIM = Strategy(
    name="grim",
    idea="Keeps the agreement until anybody breaks it, itself included, and then punishes for ever.",
    history="Friedman's reversion to the one-shot equilibrium; as a strategy for two, the harshest that is believed.",
    reference="Friedman, J. (1971). A Non-cooperative Equilibrium for Supergames. Review of Economic Studies 38.",
    memory=1,
    build=_grim,
)

GRUDGER = Strategy(
    name="grudger",
    idea="Keeps the agreement until another breaks it, and then punishes for ever; its own slips it overlooks.",
    history="What most programs call grim. After its own slip two of them wait for each other, so it is not credible.",
    reference="Axelrod, R. (1980). Effective Choice in the Prisoner's Dilemma. Journal of Conflict Resolution 24.",
    memory=1,
    build=_grudger,
)

STRATEGIES: tuple[Strategy, ...] = (GRIM, GRUDGER)
"""The family, the harshest first."""
