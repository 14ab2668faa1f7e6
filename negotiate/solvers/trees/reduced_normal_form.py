"""All Nash equilibria of small trees with hidden information, by way of the reduced normal form.

A plan says what its player does at every information set that the plan itself can lead to. The plans of all players
make a game in normal form, whose equilibria are found there and told as behaviour in the tree: a mixture of plans does
at each set what it does on average, given that it leads there. Mixtures that behave alike are one equilibrium.

References
----------
Kuhn 1953, "Extensive games and the problem of information": with perfect recall mixtures of plans and behaviour can do
the same.
von Stengel 1996, "Efficient computation of behavior strategies", for reduced plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.errors import GameTooLarge
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.normal_form import NormalFormGame, Strategy, frozen
from negotiate.kernels.exactness import Exact, narrow
from negotiate.kernels.information_sets import information_sets
from negotiate.kernels.odds import exact_odds
from negotiate.kernels.plans import count_plans, plan_actions, plan_payoffs, plans, whole_payoffs
from negotiate.kernels.sequence_form import Sequences
from negotiate.solvers.equilibrium import TOLERANCE, alike
from negotiate.solvers.nash import choice, extreme_points, many_players, vertex_enumeration
from negotiate.solvers.nash.dominance import reduce
from negotiate.solvers.solution import Equilibrium, Solution
from negotiate.solvers.solver import Game
from negotiate.solvers.trees.exact_induction import rounding
from negotiate.solvers.trees.plans import entered
from negotiate.solvers.trees.recall import forgotten, recalled
from negotiate.solvers.trees.set_names import set_names
from negotiate.solvers.trees.verification import VERIFIED, verified_nash

NAME = "reduced-normal-form"
CELLS = 1_000_000
"""Combinations of plans."""
WORK = 2_000_000_000
"""Combinations of plans times endings: some seconds of work."""
ENTRIES = 20_000_000
"""Plans of one player times its sequences."""
UNIT = 2.0**-52
"""What a weight that is known exactly is off by as a float, as a part of itself."""
IDLE = "no move"
"""The plan of a player who never moves."""


class _Planned(NamedTuple):
    """A tree and the plans of each player."""

    players: tuple[Sequences, ...]
    rows: tuple[BoolArray, ...]

    @property
    def movers(self) -> list[int]:
        """The players who have a choice of plans."""
        return [player for player, rows in enumerate(self.rows) if len(rows) > 1]


def reduced_normal_form(game: ExtensiveGame) -> NormalFormGame:
    """The game in which everybody chooses a plan for the whole tree beforehand.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall; any number of players, chance included.

    Returns
    -------
    NormalFormGame
        A strategy a plan, in words; plans leave out what they rule out themselves. Payoffs are expected ones.

    Raises
    ------
    GameTooLarge
        If there would be more than a million combinations of plans.
    UnsuitableGame
        If a player forgets what it did or knew.

    Examples
    --------
    >>> entry = ExtensiveGame.from_nodes({
    ...     "entry": {"player": "newcomer", "actions": {"out": (0, 2), "in": "answer"}},
    ...     "answer": {"player": "incumbent", "actions": {"fight": (-1, -1), "give way": (1, 1)}},
    ... })
    >>> [[plan.label for plan in row] for row in reduced_normal_form(entry).strategies]
    [['out', 'in'], ['fight', 'give way']]
    """
    planned = _planned(game, recalled(game))
    names = set_names(game)
    return NormalFormGame(
        payoffs=frozen(_payoffs(game, planned)),
        players=game.players,
        strategies=tuple(_labelled(game, names, *pair) for pair in zip(*planned, strict=True)),
        keys=game.keys,
        title=game.title,
        units=game.units,
        notes=game.notes,
    )


def in_the_tree(game: ExtensiveGame, strategies: Sequence[FloatArray]) -> FloatArray:
    """Carry mixtures of plans out in the tree.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    strategies : sequence of ndarray
        One a player: probabilities over its plans, in the order of `reduced_normal_form`.

    Returns
    -------
    ndarray, shape (nodes,)
        With what probability each node is entered from its parent. At a set that the own mixture rules out the player
        does what is best against the others; where chance and the others rule it out too, every action is as likely.
    """
    planned = _planned(game, recalled(game))
    return entered(game, planned.players, _realized(planned, strategies))


def size(game: ExtensiveGame, players: Sequence[Sequences]) -> str | None:
    """Why the reduced normal form is too large to be written down, as the end of a sentence; None if it is not."""
    counts = [count_plans(seqs) for seqs in players]
    cells = prod(counts)
    if cells > CELLS:
        return f"is for small trees: {cells:,} combinations of plans are more than {CELLS:,}"
    if cells * len(game.payoffs) > WORK or any(n * s.total > ENTRIES for n, s in zip(counts, players, strict=True)):
        return f"is for small trees: {cells:,} combinations of plans with {len(game.payoffs):,} endings are too many"
    return None


def _planned(game: ExtensiveGame, players: tuple[Sequences, ...]) -> _Planned:
    if size(game, players) is not None:
        cells = prod(count_plans(seqs) for seqs in players)
        hint = "`sequence-form` and `subgames` need no list of plans"
        raise GameTooLarge("combinations of plans for the whole tree", cells, CELLS, hint)
    return _Planned(players, tuple(plans(seqs) for seqs in players))


def _payoffs(game: ExtensiveGame, planned: _Planned) -> FloatArray:
    listed = list(zip(planned.players, planned.rows, strict=True))
    return np.asarray(plan_payoffs(game.tree, np.asarray(game.payoffs), listed), dtype=np.float64)


def _labelled(game: ExtensiveGame, names: Sequence[str], seqs: Sequences, rows: BoolArray) -> tuple[Strategy, ...]:
    tree, sets = game.tree, information_sets(game.tree)
    node = {int(s): int(v) for v, s in reversed(list(enumerate(tree.information_set))) if s >= 0}
    where = [names[int(np.searchsorted(sets.label, label))] for label in seqs.information_set]
    first = [int(tree.first_child[node[int(label)]]) for label in seqs.information_set]

    def told(row: BoolArray) -> str:
        made = [(where[place], game.action_label(first[place] + action)) for place, action in plan_actions(seqs, row)]
        alone = len(where) == 1 or len(made) == 1
        return ", ".join(action if alone else f"{at}: {action}" for at, action in made) or IDLE

    labels = [told(row) for row in rows]
    if len(set(labels)) < len(labels):
        labels = [f"{label} ({number})" for number, label in enumerate(labels, 1)]
    return tuple(Strategy(label) for label in labels)


def _realized(planned: _Planned, strategies: Sequence[FloatArray]) -> list[FloatArray]:
    return [
        np.asarray(mixture @ rows, dtype=np.float64) for mixture, rows in zip(strategies, planned.rows, strict=True)
    ]


def _among_movers(game: ExtensiveGame, planned: _Planned) -> NormalFormGame:
    """The normal form without the players who have nothing to choose, its payoffs exact up to unit and zero."""
    movers = planned.movers or [0]
    shape = [len(planned.rows[player]) for player in movers]
    whole = _whole(game, planned, movers)
    if whole is None:
        payoffs = _payoffs(game, planned)[movers].reshape(len(movers), *shape)
        error = rounding(game)[movers] if (game.tree.mover == CHANCE).any() else None
        return replace(NormalFormGame.from_arrays(*payoffs), error=error)
    tables = [_in_one_unit(table.reshape(shape)) for table in whole]
    narrowed = [narrow(table) for table in tables]
    if all(table.dtype != object for table in narrowed):
        return NormalFormGame.from_arrays(*narrowed)
    unit = [table / max(table.max(), 1) for table in tables]
    return replace(NormalFormGame.from_arrays(*(np.asarray(t, dtype=np.float64) for t in unit)), whole=np.array(tables))


def _whole(game: ExtensiveGame, planned: _Planned, movers: Sequence[int]) -> Exact | None:
    """The payoffs of these players, in whole numbers; none where floats hold them already, or where they are unsure."""
    if game.whole is None and not (game.tree.mover == CHANCE).any():
        return None
    numbers, odds = game.exactly(), exact_odds(game.tree)
    if not odds.sure or numbers.error.any():
        return None
    listed = list(zip(planned.players, planned.rows, strict=True))
    return whole_payoffs(game.tree, [numbers.payoffs[p] for p in movers], odds.odds, listed)


def _in_one_unit(table: Exact) -> Exact:
    """From 0, without a common divisor, so that no unit of the payoffs makes the numbers larger."""
    above = table - table.min()
    return np.asarray(above // max(np.gcd.reduce(above.ravel()), 1))


def _listable(form: NormalFormGame) -> str | None:
    """Why not all equilibria of the normal form can be listed, as the end of a sentence; None if they can."""
    if form.n_players == 1:
        return None
    if form.n_players > 2:
        return many_players.applies_to(form)
    left = reduce(form).game
    if extreme_points.few_enough(left) or vertex_enumeration.too_large(left.shape) is None:
        return None
    return f"is for small trees: {' × '.join(str(n) for n in left.shape)} plans are left after strict dominance"


def applies_to(game: Game) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if not isinstance(game, ExtensiveGame):
        return "needs a game tree"
    if game.normal_form is not None:
        return "is not needed for a simultaneous game drawn as a tree"
    reason = forgotten(game)
    if reason is not None:
        return f"needs players with perfect recall: {reason}"
    players = recalled(game)
    return size(game, players) or _listable(_among_movers(game, _planned(game, players)))


def nash(game: ExtensiveGame) -> Solution:
    """Every Nash equilibrium of a tree, as far as the methods for normal forms list them.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall, and not too many plans.

    Returns
    -------
    Solution
        Its equilibria differ in behaviour somewhere that their own plans do not rule out.
    """
    planned = _planned(game, recalled(game))
    form = _among_movers(game, planned)
    answer = choice.solved(form)
    made = [_realized(planned, _widened(planned, e)) for e in answer.equilibria if isinstance(e, Equilibrium)]
    within = UNIT * max(map(len, planned.rows)) if answer.exact else TOLERANCE
    found = dict(zip(_numbered(made, within), made, strict=True))
    return Solution(
        game=game,
        equilibria=tuple(verified_nash(game, entered(game, planned.players, profile)) for profile in found.values()),
        concept="Nash",
        method=f"{NAME}: {answer.method}",
        complete=answer.complete,
        exact=answer.exact and form.error is None,
        verified=VERIFIED,
        seconds=0.0,
        notes=answer.notes,
        continuum=_between(found),
    )


def _widened(planned: _Planned, equilibrium: Equilibrium) -> list[FloatArray]:
    mixtures = [np.ones(len(rows)) for rows in planned.rows]
    for player, mixture in zip(planned.movers or [0], equilibrium.strategies, strict=True):
        mixtures[player] = mixture
    return mixtures


def _numbered(profiles: Sequence[list[FloatArray]], within: float) -> list[tuple[int, ...]]:
    """A number for each player's part of each profile, the same where both carry out the same.

    That is so where both can lead to the same, and no weight is off by more than a part of itself.
    """
    return list(zip(*(alike(own, within) for own in zip(*profiles, strict=True)), strict=True))


def _between(profiles: Iterable[tuple[int, ...]]) -> bool:
    """Whether two differ in what one player does alone, so that every mixture of the two is one more."""
    seen = set()
    for numbers in profiles:
        for player in range(len(numbers)):
            others = (player, *numbers[:player], *numbers[player + 1 :])
            if others in seen:
                return True
            seen.add(others)
    return False


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    if not isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    return nash(game)
