"""All Nash equilibria of small trees with hidden information, by way of the reduced normal form.

A plan says what its player does at every information set that the plan itself can lead to: by the
sequences it allows, a row of ones and zeros, which is a realization plan. The plans of all players
make a game in normal form, whose equilibria are found there and told as behaviour in the tree: a
mixture of plans does at each set what it does on average, given that it leads there. Mixtures that
behave alike are one equilibrium.

References
----------
Kuhn 1953, "Extensive games and the problem of information", for plans, behaviour and perfect
recall, with which mixtures of plans and behaviour can do the same. von Stengel 1996, "Efficient
computation of behavior strategies", for reduced plans and realization plans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf, prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import TOLERANCE, alike, least_apart, one_apart
from negotiate.equilibrium.kernels.sequence_form import Sequences
from negotiate.equilibrium.nash import choice, extreme_points, many_players, vertex_enumeration
from negotiate.equilibrium.nash.dominance import reduce
from negotiate.equilibrium.solution import Equilibrium, Solution
from negotiate.equilibrium.trees.induction import rounding
from negotiate.equilibrium.trees.sequence_form import entered
from negotiate.equilibrium.trees.verification import (
    VERIFIED,
    imperfect_recall,
    recalled,
    verified_nash,
)
from negotiate.errors import GameTooLarge
from negotiate.games.exactness import Exact, big_integers, narrow
from negotiate.games.extensive import CHANCE, ExtensiveGame, Tree
from negotiate.games.information_sets import information_sets
from negotiate.games.normal_form import NormalFormGame, Strategy, frozen
from negotiate.games.odds import exact_odds, frequencies

AT_ONCE = 4_000_000
"""Numbers that are held at once while endings are gathered."""

PIECE = 2**24
"""Sums of as many numbers below this as a tree has endings stay below 2**53."""


Planned = tuple[Sequences, BoolArray]
"""A player's sequences, and which of them each of its plans allows."""


def count_plans(seqs: Sequences) -> int:
    """How many plans a player has that differ in what they can lead to, exactly and without listing
    them.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> from negotiate.equilibrium.kernels.sequence_form import sequences
    >>> twice = ExtensiveGame.from_nodes(
    ...     {
    ...         "first": {"player": "Ann", "actions": {"stop": (0,), "go": "second"}},
    ...         "second": {"player": "Ann", "actions": {"stop": (1,), "go": (2,)}},
    ...     }
    ... )
    >>> count_plans(sequences(twice.tree, 0))
    3
    """
    ways = [1] * seqs.total
    for place in _last_first(seqs):
        first, count = int(seqs.first[place]), int(seqs.count[place])
        ways[int(seqs.before[place])] *= sum(ways[first : first + count])
    return ways[0]


def plans(seqs: Sequences) -> BoolArray:
    """List them; `count_plans` says beforehand how many there will be.

    Parameters
    ----------
    seqs : Sequences
        Of a player with perfect recall.

    Returns
    -------
    ndarray of bool, shape (plans, sequences)
        Which sequences each plan allows, the empty one among them. The last set's action changes
        fastest.
    """
    rows: dict[int, BoolArray] = {}
    nothing = np.zeros((1, seqs.total), dtype=bool)

    def taken(action: int) -> BoolArray:
        """What plans that take the action can go on to do."""
        following = rows.pop(action, nothing).copy()
        following[:, action] = True
        return following

    for place in _last_first(seqs):
        first, before = int(seqs.first[place]), int(seqs.before[place])
        here = np.concatenate([taken(first + k) for k in range(int(seqs.count[place]))])
        others = rows.get(before, nothing)
        rows[before] = np.repeat(here, len(others), axis=0) | np.tile(others, (len(here), 1))
    return taken(0)


def _last_first(seqs: Sequences) -> list[int]:
    """The sets in an order in which each comes before those that lead to it, the last ones
    first.
    """
    return [int(k) for k in np.lexsort((np.arange(len(seqs.depth)), seqs.depth))[::-1]]


def plan_payoffs(tree: Tree, payoffs: FloatArray, listed: Sequence[Planned]) -> FloatArray:
    """Say what every combination of plans is worth.

    Parameters
    ----------
    tree : Tree
        Of any number of players.
    payoffs : ndarray, shape (*batch, leaves, players)
        In the order of the leaves' nodes.
    listed : sequence of Planned
        Each player's sequences and plans.

    Returns
    -------
    ndarray, shape (*batch, players, *plans)
        Expected payoffs.
    """
    often = tree.reach(tree.odds)[tree.leaves, None]
    return _over_plans(np.swapaxes(payoffs * often, -1, -2), tree.leaves, listed)


def whole_payoffs(
    tree: Tree, payoffs: Sequence[Exact], odds: Exact, listed: Sequence[Planned]
) -> Exact:
    """Say the same exactly, in whole numbers.

    Parameters
    ----------
    tree : Tree
        Of any number of players.
    payoffs : sequence of ndarray, one a player, each of shape (leaves,)
        Whole numbers.
    odds : ndarray of object, shape (nodes,)
        Chance's, as fractions.
    listed : sequence of Planned
        Each player's sequences and plans.

    Returns
    -------
    ndarray of object, shape (players, *plans)
        Expected payoffs, times the number of plays in which every ending can come up a whole number
        of times.

    Notes
    -----
    Numbers are cut into pieces so small that sums of them are exact in floats.
    """
    leaves = tree.leaves
    often, _ = frequencies(tree, odds)
    weighted = np.array(
        [[int(x) for x in (big_integers(own) * often).tolist()] for own in payoffs], dtype=object
    )
    total, rest, place = np.zeros((), dtype=object), np.abs(weighted), 1
    signs = (weighted > 0).astype(float) - (weighted < 0)
    while True:
        rest, piece = rest // PIECE, (rest % PIECE).astype(float) * signs
        total = total + big_integers(_over_plans(piece, leaves, listed)) * place
        place *= PIECE
        if not rest.any():
            return np.asarray(total)


def _over_plans(weighted: FloatArray, leaves: IndexArray, listed: Sequence[Planned]) -> FloatArray:
    """Add up what stands at leaves, shape (*batch, leaves), over those that each combination of
    plans can lead to.
    """
    allowed = [rows[:, seqs.at[leaves]].astype(float) for seqs, rows in listed]
    shape = tuple(len(rows) for rows in allowed)
    batch = weighted.shape[:-1]
    total = np.zeros((*batch, prod(shape[:-1]), shape[-1]))
    step = max(1, AT_ONCE // (prod(shape[:-1]) * prod(batch)))
    for start in range(0, len(leaves), step):
        here = slice(start, start + step)
        others = np.ones((1, len(leaves[here])))
        for rows in allowed[:-1]:
            others = (others[:, None] * rows[None, :, here]).reshape(-1, others.shape[1])
        total += (weighted[..., None, here] * others) @ allowed[-1][:, here].T
    return total.reshape(*batch, *shape)


def plan_actions(seqs: Sequences, row: BoolArray) -> list[tuple[int, int]]:
    """The sets that a plan can come to, in the order of the tree, each with the action it takes
    there.

    Returns
    -------
    list of (int, int)
        The set's place among the player's, and the action counted from the set's first.
    """
    places = np.flatnonzero(row[seqs.before]).tolist()
    return [
        (place, int(np.argmax(row[seqs.first[place] :][: seqs.count[place]]))) for place in places
    ]


CELLS_SET_NAMES = 20_000_000
"""Nodes times moves: in a larger tree sets of one move are told apart by numbers."""
OPEN = -2
"""What stands for the action of a move where a set's nodes differ in it."""


def set_names(game: ExtensiveGame) -> tuple[str, ...]:
    """Name every information set, in the order of `kernels.information_sets`.

    Examples
    --------
    >>> pennies = ExtensiveGame.from_nodes(
    ...     {
    ...         "Ann": {"player": "Ann", "actions": {"heads": "h", "tails": "t"}},
    ...         "h": {
    ...             "player": "Bob",
    ...             "set": "Bob",
    ...             "actions": {"heads": (1, -1), "tails": (-1, 1)},
    ...         },
    ...         "t": {
    ...             "player": "Bob",
    ...             "set": "Bob",
    ...             "actions": {"heads": (-1, 1), "tails": (1, -1)},
    ...         },
    ...     }
    ... )
    >>> set_names(pennies)
    ('Ann', 'Bob')
    """
    tree, sets = game.tree, information_sets(game.tree)
    own = np.flatnonzero(sets.at >= 0)
    _, first = np.unique(sets.at[own], return_index=True)
    move = tree.move[own[first]]
    known = _known(game, sets.at, len(sets.label)) if len(np.unique(move)) < len(move) else None
    names = np.empty(len(move), dtype=object)
    for label_at in np.unique(move).tolist():
        same = np.flatnonzero(move == label_at)
        names[same] = _named(game, label_at, same, known)
    return tuple(names)


def _known(game: ExtensiveGame, at: IndexArray, count: int) -> IndexArray | None:
    """The action of each move that leads to all nodes of each set, shape (sets, moves); -1 where it
    was not made.
    """
    tree = game.tree
    if len(tree) * len(game.moves) > CELLS_SET_NAMES:
        return None
    made = np.full((len(tree), len(game.moves)), -1, dtype=int)
    for here, above in tree.downwards():
        made[here] = made[above]
        made[np.arange(here.start, here.stop), tree.move[above]] = tree.action[here]
    own = np.flatnonzero(at >= 0)
    low = np.full((count, len(game.moves)), len(tree), dtype=int)
    high = np.full((count, len(game.moves)), -1, dtype=int)
    np.minimum.at(low, at[own], made[own])
    np.maximum.at(high, at[own], made[own])
    return np.where(low == high, low, OPEN)


def _named(game: ExtensiveGame, move: int, same: IndexArray, known: IndexArray | None) -> list[str]:
    """Different names for the sets at which this move is made."""
    label = game.moves[move].label
    names = [label] * len(same)
    if known is not None and len(same) > 1:
        rows, names = known[same], []
        telling = np.flatnonzero((rows != rows[0]).any(axis=0)).tolist()
        for row in rows:
            said = ", ".join(game.moves[m].actions[int(row[m])] for m in telling if row[m] >= 0)
            names.append(f"{label} after {said}" if said else label)
    return _told_apart(names)


def _told_apart(names: list[str]) -> list[str]:
    """The same, numbered where two are alike."""
    if len(set(names)) == len(names):
        return names
    return [f"{name} ({number})" for number, name in enumerate(names, 1)]


NAME = "reduced-normal-form"
CELLS = 1_000_000
"""Combinations of plans."""
WORK = 2_000_000_000
"""Combinations of plans times endings: some seconds of work."""
ENTRIES = 20_000_000
"""Plans of one player times its sequences."""
UNIT = 2.0**-52
"""What a weight that is known exactly is off by as a float, as a part of itself."""
ROUNDED = 1e-12
"""What a weight that was rounded more than once may be off by, as a part of itself."""
WEIGHTS = "weights of two equilibria that may be one"
OF_WEIGHTS = "of each weight"
IDLE = "no move"
"""The plan of a player who never moves."""


def reduced_normal_form(game: ExtensiveGame) -> NormalFormGame:
    """The game in which everybody chooses a plan for the whole tree beforehand.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall; any number of players, chance included.

    Returns
    -------
    NormalFormGame
        A strategy a plan, in words; plans leave out what they rule out themselves. Payoffs are
        expected ones.

    Raises
    ------
    GameTooLarge
        If there would be more than a million combinations of plans.
    UnsuitableGame
        If a player forgets what it did or knew.

    Examples
    --------
    >>> entry = ExtensiveGame.from_nodes(
    ...     {
    ...         "entry": {"player": "newcomer", "actions": {"out": (0, 2), "in": "answer"}},
    ...         "answer": {
    ...             "player": "incumbent",
    ...             "actions": {"fight": (-1, -1), "give way": (1, 1)},
    ...         },
    ...     }
    ... )
    >>> [[plan.label for plan in row] for row in reduced_normal_form(entry).strategies]
    [['out', 'in'], ['fight', 'give way']]
    """
    listed, names = _planned(game), set_names(game)
    return NormalFormGame(
        payoffs=frozen(plan_payoffs(game.tree, game.payoffs, listed)),
        players=game.players,
        strategies=tuple(_labelled(game, names, seqs, rows) for seqs, rows in listed),
        keys=game.keys,
        title=game.title,
        units=game.units,
        notes=game.notes,
    )


def size(game: ExtensiveGame, players: Sequence[Sequences]) -> str | None:
    """Why the reduced normal form is too large to be written down, as the end of a sentence; None
    if it is not.
    """
    counts = [count_plans(seqs) for seqs in players]
    cells = prod(counts)
    if cells > CELLS:
        return f"is for small trees: {cells:,} combinations of plans are more than {CELLS:,}"
    if cells * len(game.payoffs) > WORK or any(
        n * s.total > ENTRIES for n, s in zip(counts, players, strict=True)
    ):
        return (
            f"is for small trees: {cells:,} combinations of plans with {len(game.payoffs):,} "
            "endings are too many"
        )
    return None


def _planned(game: ExtensiveGame) -> list[Planned]:
    players = recalled(game)
    if size(game, players) is not None:
        cells = prod(count_plans(seqs) for seqs in players)
        hint = "`sequence-form` and `subgames` need no list of plans"
        raise GameTooLarge("combinations of plans for the whole tree", cells, CELLS, hint)
    return [(seqs, plans(seqs)) for seqs in players]


def _labelled(
    game: ExtensiveGame, names: Sequence[str], seqs: Sequences, rows: BoolArray
) -> tuple[Strategy, ...]:
    sets = information_sets(game.tree)
    places = np.searchsorted(sets.label, seqs.information_set).tolist()
    where = [names[place] for place in places]
    first = [int(game.tree.first_child[np.argmax(sets.at == place)]) for place in places]

    def told(row: BoolArray) -> str:
        made = [
            (where[place], game.action_label(first[place] + action))
            for place, action in plan_actions(seqs, row)
        ]
        alone = len(where) == 1 or len(made) == 1
        return ", ".join(action if alone else f"{at}: {action}" for at, action in made) or IDLE

    return tuple(map(Strategy, _told_apart(list(map(told, rows)))))


def _movers(listed: Sequence[Planned]) -> list[int]:
    """The players who have a choice of plans; the first one where nobody has."""
    return [player for player, (_, rows) in enumerate(listed) if len(rows) > 1] or [0]


def _among_movers(game: ExtensiveGame, listed: Sequence[Planned]) -> NormalFormGame:
    """The normal form without the players who have nothing to choose, its payoffs exact up to unit
    and zero.
    """
    movers = _movers(listed)
    shape = [len(listed[player][1]) for player in movers]
    whole = _whole(game, listed, movers)
    if whole is None:
        payoffs = plan_payoffs(game.tree, game.payoffs, listed)[movers].reshape(len(movers), *shape)
        error = rounding(game)[movers] if (game.tree.mover == CHANCE).any() else None
        return replace(NormalFormGame.from_arrays(*payoffs), error=error)
    tables = [_in_one_unit(table.reshape(shape)) for table in whole]
    narrowed = [narrow(table) for table in tables]
    if all(table.dtype != object for table in narrowed):
        return NormalFormGame.from_arrays(*narrowed)
    unit = [(table / max(table.max(), 1)).astype(float) for table in tables]
    return replace(NormalFormGame.from_arrays(*unit), whole=np.array(tables))


def _whole(game: ExtensiveGame, listed: Sequence[Planned], movers: Sequence[int]) -> Exact | None:
    """The payoffs of these players, in whole numbers; none where floats hold them already, or where
    they are unsure.
    """
    if game.whole is None and not (game.tree.mover == CHANCE).any():
        return None
    numbers, odds = game.exactly(), exact_odds(game.tree)
    if not odds.sure or numbers.error.any():
        return None
    return whole_payoffs(game.tree, [numbers.payoffs[p] for p in movers], odds.odds, listed)


def _in_one_unit(table: Exact) -> Exact:
    """From 0, without a common divisor, so that no unit of the payoffs makes the numbers larger."""
    above = table - table.min()
    return np.asarray(above // max(np.gcd.reduce(above.ravel()), 1))


def _listable(form: NormalFormGame) -> str | None:
    """Why not all equilibria of the normal form can be listed, as the end of a sentence; None if
    they can.
    """
    left = reduce(form).game
    shape = tuple(size for size in left.shape if size > 1)
    if len(shape) > 2:
        return many_players.applies_to(form)
    if (
        len(shape) < 2
        or not extreme_points.too_large(*shape)
        or vertex_enumeration.too_large(shape) is None
    ):
        return None
    return (
        f"is for small trees: {' × '.join(str(n) for n in left.shape)} plans are left after "
        "strict dominance"
    )


def applies_to(game: ExtensiveGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if game.normal_form is not None:
        return "is not needed for a simultaneous game drawn as a tree"
    if reason := imperfect_recall(game):
        return reason
    return size(game, recalled(game)) or _listable(_among_movers(game, _planned(game)))


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
    listed = _planned(game)
    players = [seqs for seqs, _ in listed]
    form = _among_movers(game, listed)
    answer = choice.solved(form)
    made = [_realized(listed, e) for e in answer.equilibria if isinstance(e, Equilibrium)]
    # Two profiles are one where both can lead to the same, and no weight is off by more than a part
    # of itself.
    within = UNIT * max(len(rows) for _, rows in listed) if answer.exact else TOLERANCE
    numbers = zip(*(alike(own, within) for own in zip(*made, strict=True)), strict=True)
    found = dict(zip(numbers, made, strict=True))
    certificate = replace(answer.certificate, rounded=not answer.exact or form.error is not None)
    if not answer.exact:
        least = min((least_apart(own, ROUNDED) for own in zip(*made, strict=True)), default=inf)
        told = certificate.measured(WEIGHTS, TOLERANCE, least, OF_WEIGHTS)
        certificate = min(
            certificate, told, key=lambda one: one.tolerances
        )  # a record holds the nearer of the two
    return Solution(
        game=game,
        equilibria=tuple(
            verified_nash(game, entered(game, players, profile)) for profile in found.values()
        ),
        concept="Nash",
        method=f"{NAME}: {answer.method}",
        certificate=certificate,
        verified=VERIFIED,
        notes=answer.notes,
        continuum=one_apart(found),
    )


def _realized(listed: Sequence[Planned], equilibrium: Equilibrium) -> list[FloatArray]:
    """What each player's mixture of plans comes to by sequence; who has nothing to choose has one
    plan.
    """
    found = [rows.sum(axis=0, dtype=float) for _, rows in listed]
    for player, mixture in zip(_movers(listed), equilibrium.strategies, strict=True):
        found[player] = mixture @ listed[player][1]
    return found


run = nash
