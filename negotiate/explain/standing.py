"""Concepts of the graph model, step by step: one state, the moves that pay there, and the answers
they meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from negotiate.conflict.graph import Concept
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.patterns import OneState, one_state
from negotiate.conflict.reports import called
from negotiate.conflict.stability import stability
from negotiate.errors import UnsuitableGame
from negotiate.report import report_of
from negotiate.report.blocks import Block, Sentence
from negotiate.report.style import Look, counted

if TYPE_CHECKING:
    from negotiate.scenario import Scenario


def _model(scenario: Scenario) -> GraphModel:
    model = scenario.standing()
    if len(model.states) < 2:
        raise UnsuitableGame(
            "there is only one state here, because no player decides anything alone"
        )
    return model


def stable(scenario: Scenario, concept: Concept) -> OneState:
    """One state and what leaving it would meet: one at which the concept makes a difference, else
    today.
    """
    model = _model(scenario)
    return one_state(stability(model, (concept,)), model.states[_instructive(model, concept)])


def _instructive(model: GraphModel, concept: Concept) -> int:
    """A state at which the concept makes a difference, else the status quo, else one that lasts."""
    lasts, alone = model.standing(concept), model.standing("R")
    held = (
        np.setdiff1d(lasts, alone)
        if concept != "R"
        else np.setdiff1d(np.arange(len(model.states)), lasts)
    )
    for some in (held, [model.status_quo] if model.status_quo >= 0 else [], lasts, [0]):
        if len(some):
            return int(some[0])
    raise AssertionError("the last of these is never empty")


def stable_steps(found: OneState, look: Look, concept: Concept) -> Iterator[Block]:
    """How many states last by the concept, which one is looked at, and what each player could do
    there.
    """
    count = counted(len(found.found.equilibria(concept)), "state")
    yield Sentence(f"By {concept}, {count} of {len(found.model.states):,} would be left by nobody.")
    yield Sentence(
        f"Look at one state: {called(found.model, found.state)}. Ask each player whether a move "
        "pays."
    )
    yield from report_of(found, look).blocks
