"""Random games and automata for the laws of matches, and the twin that plays them."""

from __future__ import annotations

import numpy as np

from negotiate import Automaton, NormalFormGame, RepeatedGame
from negotiate.repeated.setting import Phases, Setting
from tests.reference.match_twin import Match

DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"]] * 2)


def game(rng, shape, discount, *, phases=1, **setting):
    players = len(shape)
    stage = NormalFormGame.from_arrays(*rng.normal(size=(players, *shape)))
    changing = None
    if phases > 1:
        payoffs = rng.normal(size=(phases, players, *shape))
        odds = rng.dirichlet(np.ones(phases), size=(phases, *shape))
        changing = Phases(tuple(f"phase {k}" for k in range(phases)), payoffs, odds, payoffs)
    return RepeatedGame(stage, discount, Setting(phases=changing, **setting))


def automaton(rng, shape, player, states, *, pure=False):
    """An automaton that minds everything, with an unused state now and then and any first state."""
    own = shape[player]
    if pure:
        outputs = rng.integers(own, size=states)
    else:
        outputs = rng.dirichlet(np.ones(own), size=states)
        outputs[rng.random(states) < 0.3] = np.eye(own)[0]
    others = tuple(n for p, n in enumerate(shape) if p != player)
    return Automaton(
        outputs, rng.integers(states, size=(states, own, *others)), start=int(rng.integers(states))
    )


def twin(repeated, automata, noise, misread):
    """The same match for the plain twin."""
    shape = repeated.stage.shape
    seats = [one.seated(player, shape) for player, one in enumerate(automata)]
    phases = repeated.setting.phases
    return Match(
        [seat.outputs for seat in seats],
        [seat.transitions for seat in seats],
        [seat.start for seat in seats],
        shape,
        repeated.stage.payoffs[None] if phases is None else phases.payoffs,
        np.ones((1, *shape, 1)) if phases is None else phases.odds,
        noise,
        misread,
    )
