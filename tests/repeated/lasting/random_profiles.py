"""Random automata in random repeated games, and the same for the plain twin."""

from dataclasses import dataclass

import numpy as np

from negotiate import Automaton, NormalFormGame, RepeatedGame
from negotiate.repeated.setting import Phases, Setting
from tests.reference.deviation_twin import Play


@dataclass(frozen=True)
class Case:
    game: RepeatedGame
    automata: tuple[Automaton, ...]
    play: Play


def random_case(seed: int) -> Case:
    """Two or three players, up to three actions and states each, small integers, some chance of
    everything else.
    """
    rng = np.random.default_rng(seed)
    players = int(rng.integers(2, 4))
    shape = tuple(rng.integers(2, 4, 2).tolist()) if players == 2 else (2, 2, 2)
    phases = int(rng.integers(1, 3))
    payoffs = rng.integers(-2, 3, (phases, players, *shape)) - rng.integers(
        0, 6
    ) * beside_the_first(shape)
    tempting = payoffs + (rng.random(payoffs.shape) < 0.1) * (rng.random() < 0.3)
    odds = random_odds(rng, phases, shape)
    noise = (
        tuple(rng.choice([0.0, 0.1, 0.3], players).tolist())
        if rng.random() < 0.4
        else (0.0,) * players
    )
    discount = tuple(rng.choice([0.0, 0.3, 0.6], players).tolist())
    setting = Setting(noise=noise, phases=Phases(("calm", "war")[:phases], payoffs, odds, tempting))
    stage = NormalFormGame.from_arrays(*payoffs[0])
    automata = tuple(random_automaton(rng, shape, player) for player in range(players))
    seats = [one.seated(player, shape) for player, one in enumerate(automata)]
    game = RepeatedGame(stage, discount, setting)
    return Case(game, automata, Play(seats, payoffs, tempting, odds, noise, discount))


def beside_the_first(shape: tuple[int, ...]) -> np.ndarray:
    """1 for each player where it does not take its first action, so that some profiles hold."""
    places = np.indices(shape)
    return (places > 0).astype(float)


def random_odds(rng: np.random.Generator, phases: int, shape: tuple[int, ...]) -> np.ndarray:
    """Where each phase leads, some ways on closed."""
    odds = rng.random((phases, *shape, phases)) * (rng.random((phases, *shape, phases)) < 0.6)
    odds[..., 0] += odds.sum(axis=-1) == 0
    return odds / odds.sum(axis=-1, keepdims=True)


def random_automaton(rng: np.random.Generator, shape: tuple[int, ...], player: int) -> Automaton:
    """Up to three states, pure or mixed, the first action being the most usual one."""
    states, own = int(rng.integers(1, 4 if len(shape) == 2 else 3)), shape[player]
    others = [n for p, n in enumerate(shape) if p != player]
    outputs = rng.integers(0, own, states) * (rng.random(states) < 0.25)
    if rng.random() < 0.2:
        outputs = rng.dirichlet(np.ones(own), states)
    return Automaton(
        outputs, rng.integers(0, states, (states, own, *others)), int(rng.integers(states))
    )
