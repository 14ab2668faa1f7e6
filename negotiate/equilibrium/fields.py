"""How equilibria, and what other concepts find, are written as JSON; see `negotiate.report.json`.

Strategies and actions are told by their labels, players by their keys, information sets by their
numbers in the game.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.equilibrium.bluffs import bluffs
from negotiate.equilibrium.solution import crossing, parts
from negotiate.games.fields import NESTED, sets_are_listed, small
from negotiate.report.json import (
    AS_IT_IS,
    BY_PLAYER,
    COUNT,
    KEY,
    LEFT_OUT,
    NUMBER,
    PLAYER,
    STRING,
    Way,
    keyed,
    list_of,
    object_of,
    or_null,
)

if TYPE_CHECKING:
    from negotiate.arrays import FloatArray
    from negotiate.games.normal_form import NormalFormGame
    from negotiate.report.json import Writer

Labels = dict[str, float]
"""Strategy or action → its probability."""


def _table(writer: Writer) -> NormalFormGame:
    """The game in normal form to which the numbers of strategies belong."""
    game: NormalFormGame = getattr(writer.about, "normal_form", None) or writer.about
    return game


def _keyed(values: Sequence[Any], writer: Writer) -> dict[str, Any]:
    return dict(zip(writer.about.keys, values, strict=True))


def _labels(player: int, chosen: Sequence[int], writer: Writer) -> list[str]:
    return [_table(writer).strategies[player][i].label for i in chosen]


def _own(chosen: Sequence[int], writer: Writer) -> list[str]:
    """Strategies of the player of whom the record speaks."""
    return _labels(writer.holder.player, chosen, writer)


def _by(chosen: Sequence[int], writer: Writer) -> Labels:
    """The same with the record's weights."""
    return dict(zip(_own(chosen, writer), writer.holder.weights, strict=True))


def _mixture(player: int, weights: FloatArray, writer: Writer) -> Labels:
    used = np.flatnonzero(weights)
    return dict(zip(_labels(player, used.tolist(), writer), weights[used].tolist(), strict=True))


def _mixtures(strategies: Sequence[FloatArray], writer: Writer) -> dict[str, Labels]:
    return _keyed([_mixture(p, weights, writer) for p, weights in enumerate(strategies)], writer)


def _kept(kept: Sequence[Sequence[int]], writer: Writer) -> dict[str, list[str]]:
    return _keyed([_labels(p, own, writer) for p, own in enumerate(kept)], writer)


def _profile(profile: Sequence[int], writer: Writer) -> dict[str, str]:
    return _keyed([_labels(p, [i], writer)[0] for p, i in enumerate(profile)], writer)


def _profiles(profiles: Sequence[Sequence[int]], writer: Writer) -> list[dict[str, str]]:
    return [_profile(one, writer) for one in writer.cut(profiles)]


def _others(profiles: Sequence[Sequence[int]], writer: Writer) -> list[dict[str, str]]:
    """What all but the record's player do."""
    others = [p for p in range(len(writer.about.keys)) if p != writer.holder.player]
    return [
        {writer.about.keys[p]: _labels(p, [i], writer)[0] for p, i in zip(others, one, strict=True)}
        for one in profiles
    ]


def _punishment(chances: FloatArray | None, writer: Writer) -> list[dict[str, Any]] | None:
    if chances is None:
        return None
    cells, odds = np.argwhere(chances).tolist(), chances[chances != 0].tolist()
    return [
        {"probability": p, "strategies": done}
        for p, done in zip(odds, _others(cells, writer), strict=True)
    ]


def _distribution(chances: FloatArray, writer: Writer) -> list[dict[str, Any]]:
    return [
        {
            "probability": float(chances[cell]),
            "strategies": _profile(cell, writer),
            "payoffs": _keyed([float(payoffs[cell]) for payoffs in _table(writer).payoffs], writer),
        }
        for cell in map(tuple, writer.cut(np.argwhere(chances)).tolist())
    ]


def _endings(endings: Sequence[tuple[int, float]], writer: Writer) -> list[dict[str, Any]]:
    game = writer.about
    leaves = game.tree.leaves
    return [
        {
            "probability": chance,
            "path": game.actions_to(int(leaves[leaf])),
            "package": game.package(leaf),
            "payoffs": _keyed(game.payoffs[leaf].tolist(), writer),
            "crossed": [name for name, mask in game.crossed.items() if mask[leaf]],
        }
        for leaf, chance in writer.cut(endings)
    ]


def _behaviour(does: Mapping[int, FloatArray], writer: Writer) -> dict[int, Labels] | None:
    game = writer.about
    if not sets_are_listed(game):
        return None
    sets, nodes = np.unique(game.tree.information_set, return_index=True)
    labels = {
        label: game.action_labels(node)
        for label, node in zip(sets.tolist(), nodes.tolist(), strict=True)
    }
    return {
        label: dict(zip(labels[label], chances.tolist(), strict=True))
        for label, chances in does.items()
    }


def _if_listed(value: Any, writer: Writer) -> Any:
    return value if sets_are_listed(writer.about) else None


def _of_two(side: int | None, writer: Writer) -> int | None:
    """The place of the first or of the second equilibrium of a comparison."""
    return None if side is None else (writer.holder.first, writer.holder.second)[side]


LABELS = list_of(STRING)
NUMBERS = keyed(NUMBER)
PLAY = keyed(STRING)
PLAYS = list_of(PLAY)
CHANCE = object_of(probability=NUMBER, strategies=PLAY)
OUTCOME = object_of(probability=NUMBER, strategies=PLAY, payoffs=NUMBERS)
ENDING = object_of(probability=NUMBER, path=LABELS, package=PLAY, payoffs=NUMBERS, crossed=LABELS)
TEXT = Way(lambda said, _: said or None, KEY)
"""Words, or null where there are none."""
KEPT = Way(_kept, keyed(LABELS))
PROFILES = Way(_profiles, PLAYS)
OTHERS = Way(_others, PLAYS)
EACH_BY_PLAYER = Way(lambda each, writer: [_keyed(one, writer) for one in each], list_of(NUMBERS))
CROSSING = Way(
    lambda equilibrium, writer: crossing(_table(writer), equilibrium),
    NUMBERS,
    "red line → the probability that play ends across the red line",
)
SETS = "null where every mover knows all that happened, or the tree is very large"

SCHEMAS = {"Solution": "negotiate/solution/4", "Questions": "negotiate/concepts/3"}
"""Class of a result → the name and number of its shape."""
ONLY = {"Concept": ("name", "says", "reference", "player")}
"""Class → what is written of it, where its fields are working material."""
DETAILS = {"Solution": ("eliminations",)}
"""Class → what is written of it only where everything is wanted."""
FIELDS = {
    "Solution": {
        "verified": Way(lambda _, writer: writer.holder.checked or None, KEY),
        "chosen": TEXT,
        "complete": AS_IT_IS,
        "exact": AS_IT_IS,
        "terms": Way(
            lambda found, _: parts(found.game, found.profiles),
            "tuple[Mapping[str, Mapping[str, float]], ...]",
            "for each equilibrium: player → term of the payoff → its expected value",
        ),
    },
    "Certificate": {"compared": TEXT, "unit": TEXT},
    "Reason": {"alternative": TEXT, "where": TEXT, "node": COUNT},
    "Elimination": {
        "strategy": Way(lambda chosen, writer: _own([chosen], writer)[0], "str"),
        "by": Way(_by, NUMBERS, "what is better: a strategy, or several with their probabilities"),
        "weights": LEFT_OUT,
    },
    "Equilibrium": {
        "strategies": Way(_mixtures, keyed(NUMBERS)),
        "vertices": LEFT_OUT,
        "pure": AS_IT_IS,
        "crossing": CROSSING,
    },
    "CorrelatedEquilibrium": {
        "distribution": Way(_distribution, list_of(OUTCOME), "each combination that may be drawn"),
        "pure": AS_IT_IS,
        "crossing": CROSSING,
    },
    "TreeEquilibrium": {
        "probability": LEFT_OUT,
        "beliefs": Way(_if_listed, "Mapping[str, list[float]] | None"),
        "moves": AS_IT_IS,
        "endings": Way(_endings, list_of(ENDING), "each ending that is reached, likeliest first"),
        "behaviour": Way(
            _behaviour,
            or_null(keyed(NUMBERS)),
            f"information set → action → its probability; {SETS}",
        ),
        "bluffs": Way(
            lambda equilibrium, writer: _if_listed(equilibrium, writer) and bluffs(equilibrium),
            "tuple[TypeBluff, ...] | None",
            f"who does what another type does, to be taken for it; {SETS}",
        ),
        "crossing": CROSSING,
    },
    "SequentialEquilibrium": {
        "ranges": Way(_if_listed, "Mapping[str, tuple[list[float], list[float]]] | None"),
        "upheld": Way(_if_listed, "Mapping[str, tuple[list[list[float]], ...]] | None"),
    },
    "Signalling": {"criterion": TEXT},
    "Failure": {"receiver": PLAYER},
    "BayesianEquilibrium": {
        "pure": AS_IT_IS,
        **dict.fromkeys(("reasons", "beliefs", "moves", "behaviour", "bluffs"), LEFT_OUT),
    },
    "TypePlay": {"type": TEXT, "alternative": TEXT},
    "QuantalResponse": {"losses": BY_PLAYER},
    "Commitment": {"leader": PLAYER},
    "Rationalizable": {"kept": KEPT, "conjectures": BY_PLAYER},
    "Conjecture": {"profiles": OTHERS},
    "WeakDominance": {"kept": KEPT, "admissible": KEPT},
    "OtherEnd": {"kept": KEPT},
    "Fault": {
        "strategies": Way(_own, LABELS),
        "by": Way(_by, NUMBERS),
        "weights": LEFT_OUT,
        "against": Way(
            lambda chosen, writer: _labels(1 - writer.holder.player, [chosen], writer)[0], "str"
        ),
    },
    "SecurityLevel": {
        "pure_strategies": Way(_own, LABELS),
        "pure_punishments": OTHERS,
        "strategy": Way(
            lambda mixed, writer: (
                None if mixed is None else _mixture(writer.holder.player, mixed, writer)
            ),
            or_null(NUMBERS),
        ),
        "punishment": Way(
            _punishment,
            or_null(list_of(CHANCE)),
            (
                "what the others do, and with what probability, to hold the player down; null "
                "where "
                "that is not known"
            ),
        ),
    },
    "RiskDominance": {"equilibria": PROFILES, "payoffs": EACH_BY_PLAYER},
    "Comparison": {
        "losses": EACH_BY_PLAYER,
        "needed": EACH_BY_PLAYER,
        "risk_dominant": Way(
            _of_two,
            "int | None",
            "which of the two, by its place; null where both are equally safe",
        ),
        "payoff_dominant": Way(
            _of_two, "int | None", "which of the two gives both players more, if one does"
        ),
        "products": AS_IT_IS,
    },
    "Potential": {
        "potential": Way(small, NESTED),
        "weights": BY_PLAYER,
        "maximisers": PROFILES,
        "endings": PROFILES,
    },
    "Deviation": {"before": Way(_profile, PLAY), "after": Way(_profile, PLAY)},
    "Concept": {"player": TEXT, "report": LEFT_OUT},
    "Questions": {"default": AS_IT_IS},
}
"""Class → field → how it is written."""
