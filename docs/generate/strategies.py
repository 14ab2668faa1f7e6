"""The page of the strategies for playing again."""

from __future__ import annotations

from math import inf

import numpy as np

from docs.generate.introductions import introduction
from docs.generate.markdown import sentence, table
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.strategies.registry import families, strategies
from negotiate.repeated.strategies.strategy import Strategy

OTHERS = {
    "always cooperates": "CCCCCCCCCC",
    "always defects": "DDDDDDDDDD",
    "takes turns": "CDCDCDCDCD",
}
DILEMMA = RepeatedGame(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), 0.9)


def page() -> str:
    """Every strategy that `--play` may name."""
    pieces = ["# Strategies\n", introduction("strategies", "top")]
    for family, names in families().items():
        members = [strategies[name] for name in names]
        rows = [
            (f"[`{one.name}`](#{one.name})", one.idea, _memory(one), _suits(one)) for one in members
        ]
        pieces += [f"**{family}**\n", table(("`--play`", "what it does", "memory", "for"), rows)]
    for one in strategies.values():
        pieces += _one(one)
    return "\n".join(pieces)


def _one(strategy: Strategy) -> list[str]:
    parameters = "".join(f"- {_parameter(strategy, name)}\n" for name in strategy.known)
    return [
        f"## {strategy.name}\n",
        f"{strategy.idea} {strategy.history}\n",
        parameters,
        _plays(strategy),
        f"*Reference:* {strategy.reference}\n",
    ]


def _parameter(strategy: Strategy, name: str) -> str:
    told = sentence(strategy.takes.get(name, "a number")).rstrip(".")
    given = f"; {strategy.parameters[name]:.4g} by default" if name in strategy.parameters else ""
    return f"`{name}`: {told[0].lower()}{told[1:]}{given}."


def _memory(strategy: Strategy) -> str:
    told = {0: "none", 1: "1 round", inf: "all rounds"}
    return told.get(strategy.memory, f"{strategy.memory:g} rounds")


def _suits(strategy: Strategy) -> str:
    """For which games a strategy is, by whether it takes a seat in one of each kind."""
    if _sits(strategy, 2, 2, 2):
        return "any number of players"
    return "two players" if _sits(strategy, 3, 4) else "two players with two postures each"


def _sits(strategy: Strategy, *postures: int) -> bool:
    """Whether it takes a seat where a higher posture gains its player something and costs the
    others more.
    """
    height = np.indices(postures)
    payoffs = [2 * own - 5 * (height.sum(axis=0) - own) for own in height]
    try:
        strategy.seated(RepeatedGame(NormalFormGame.from_arrays(*payoffs), 0.9), 0)
    except UnsuitableGame:
        return False
    return True


def _plays(strategy: Strategy) -> str:
    """What it plays in ten rounds of the prisoner's dilemma; empty where chance decides."""
    built = strategy.seated(DILEMMA, 0)
    if (
        not isinstance(built, Automaton)
        or not np.isin(built.seated(0, (2, 2)).outputs, (0, 1)).all()
    ):
        return ""
    found = ", ".join(
        f"`{_against(built, moves)}` against one that {who}" for who, moves in OTHERS.items()
    )
    return f"In the prisoner's dilemma: {found}.\n"


def _against(built: Automaton, moves: str) -> str:
    seat = built.seated(0, (2, 2))
    state, played = seat.start, ""
    for other in ("CD".index(move) for move in moves):
        own = int(seat.outputs[state].argmax())
        played += "CD"[own]
        state = int(seat.transitions[state, own, other])
    return played
