"""Random stage games, automata and settings, for matches of any kind."""

import numpy as np

from negotiate import NormalFormGame, RepeatedGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.setting import Phases, Setting


def automaton(rng, player, shape, states=3, mixed=True):
    """A random automaton for a seat; in some states it mixes, in others it plays one action
    only.
    """
    outputs = rng.dirichlet(np.ones(shape[player]), states)
    sure = rng.random(states) < (0.5 if mixed else 1.1)
    outputs[sure] = np.eye(shape[player])[rng.integers(shape[player], size=sure.sum())]
    others = [size for other, size in enumerate(shape) if other != player]
    return Automaton(
        outputs,
        rng.integers(states, size=(states, shape[player], *others)),
        int(rng.integers(states)),
    )


def encounter(rng, shape, *, phases=1, discount=None):
    """A random game, automata to play it, and rates of noise and misreading."""
    players = len(shape)
    payoffs = rng.normal(size=(phases, players, *shape)) * 10
    odds = rng.dirichlet(np.ones(phases), (phases, *shape))
    changing = (
        Phases(tuple(map(str, range(phases))), payoffs, odds, payoffs) if phases > 1 else None
    )
    stage = NormalFormGame.from_arrays(*payoffs[0])
    patience = rng.uniform(0.3, 0.9, players).tolist() if discount is None else discount
    game = RepeatedGame(stage, patience, Setting(phases=changing))
    machines = [automaton(rng, player, shape, int(rng.integers(1, 4))) for player in range(players)]
    return game, machines, tuple(rng.uniform(0, 0.3, players)), tuple(rng.uniform(0, 0.3, players))
