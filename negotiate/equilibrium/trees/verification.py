"""What every method for trees checks before behaviour becomes an equilibrium, and tells of it
afterwards.

Behaviour strategies need players who remember what they did and knew; who does not is said in
words. A Nash equilibrium passes the check against every player's best reply.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from math import nan
from typing import Any, TypeVar

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.equilibrium.certificate import FLOATS, Certificate
from negotiate.equilibrium.equilibrium import LEVEL, ROUNDING, TOLERANCE, Unverified
from negotiate.equilibrium.kernels.sequence_form import (
    BestResponses,
    Sequences,
    beliefs_of,
    best_responses,
    one_shot,
    sequences,
)
from negotiate.equilibrium.solution import ONE_LOOKED_FOR, Reason, Solution, TreeEquilibrium
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame, Tree
from negotiate.games.information_sets import InformationSets, in_slots, information_sets
from negotiate.games.normal_form import frozen

Found = TypeVar("Found", bound=TreeEquilibrium)
VERIFIED = "no player gains by any other plan for the whole tree"
"""How a Nash equilibrium of a tree is checked: against each player's best reply."""


def allowance(payoffs: FloatArray) -> FloatArray:
    """The gain that rounding may leave a player in a solver's answer, shape (players,)."""
    ends = [
        (float(column.min()), float(column.max())) for column in payoffs.T
    ]  # NumPy is slow along many short axes
    return np.array([TOLERANCE * (high - low) + ROUNDING * max(high, -low) for low, high in ends])


def adds_up(tree: Tree, probability: FloatArray) -> bool:
    """Whether these numbers, one a node, are probabilities of entering the children of each
    node.
    """
    sums = np.bincount(tree.parent[1:], probability[1:], len(tree))[tree.child_count > 0]
    return bool((probability >= 0).all() and (np.abs(sums - 1) <= TOLERANCE).all())


def same_choices(game: ExtensiveGame, through: FloatArray) -> dict[str, str]:
    """Issue → option, for what is the same wherever the game can end; given is how likely each node
    is reached.
    """
    ends = np.flatnonzero(through[game.tree.leaves] > 0)
    if game.outcomes.size == 0 or len(ends) == 0:
        return {}
    columns = zip(game.issues.items(), game.outcomes[ends].T, strict=True)
    return {
        issue: options[int(own[0])] for (issue, options), own in columns if (own == own[0]).all()
    }


def equilibrium_of(
    kind: type[Found],
    concept: str,
    game: ExtensiveGame,
    probability: FloatArray,
    payoffs: FloatArray,
    gains: FloatArray,
    reasons: tuple[Reason, ...],
    through: FloatArray | None = None,
    **more: Any,
) -> Found:
    """The record of behaviour that passed its checks, with the most that they left anybody to gain.

    How likely each node is reached is worked out where it is not given.
    """
    return kind(
        kind=concept,
        game=game,
        probability=frozen(probability),
        payoffs=tuple(payoffs.tolist()),
        regret=max(0.0, float(gains.max(initial=0.0))),
        choices=same_choices(game, game.tree.reach(probability) if through is None else through),
        reasons=reasons,
        **more,
    )


def one_nash(
    game: ExtensiveGame, found: TreeEquilibrium | None, method: str, notes: tuple[str, ...] = ()
) -> Solution:
    """The answer of a method that looks for one Nash equilibrium, and may not find it."""
    equilibria = () if found is None else (found,)
    certificate = Certificate(FLOATS, rounded=True, limits=notes or (ONE_LOOKED_FOR,))
    return Solution(game, equilibria, "Nash", method, certificate, VERIFIED, notes=notes)


def reasons_at(
    game: ExtensiveGame, node: int, taken: BoolArray, payoffs: FloatArray, worth: FloatArray
) -> Iterator[Reason]:
    """Why each of several ways to behave does what it does at a node: what that gives, and the best
    of what is left.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    node : int
        Where play comes to the mover's information set first.
    taken : ndarray of bool, shape (ways, actions)
        The actions that are taken.
    payoffs : ndarray, shape (ways,)
        What that gives the mover.
    worth : ndarray, shape (ways, actions)
        What each action would give it.
    """
    mover, where, labels = (
        int(game.tree.mover[node]),
        game.move_label(node),
        game.action_labels(node),
    )
    among = np.where(taken, -np.inf, worth)
    least = among.max(axis=1) - LEVEL * np.abs(np.where(taken, 0.0, worth)).max(axis=1)
    best = (among >= least[:, None]).argmax(axis=1).tolist()  # the first, as `first_best` has it
    for done, payoff, place, row in zip(
        taken.tolist(), payoffs.tolist(), best, among.tolist(), strict=True
    ):
        other, second = ("", nan) if all(done) else (labels[place], row[place])
        yield Reason(mover, " or ".join(compress(labels, done)), payoff, other, second, where, node)


def forgotten(game: ExtensiveGame) -> str | None:
    """Say who forgets what.

    Parameters
    ----------
    game : ExtensiveGame
        Any tree.

    Returns
    -------
    str or None
        None with perfect recall; otherwise the end of a sentence: "at `third`, Ann has forgotten
        whether …". So too where what is impossible together lets a mover tell by its actions what
        it is not to know.

    References
    ----------
    Kuhn 1953, "Extensive games and the problem of information": perfect recall.

    Examples
    --------
    >>> forgotten(
    ...     ExtensiveGame.from_nodes(
    ...         {
    ...             "first": {"player": "Ann", "actions": {"left": "l", "right": "r"}},
    ...             "l": {"player": "Ann", "set": "second", "actions": {"stop": (0,), "go": (1,)}},
    ...             "r": {"player": "Ann", "set": "second", "actions": {"stop": (1,), "go": (0,)}},
    ...         }
    ...     )
    ... )
    'at `second`, Ann has forgotten whether it chose `left` or `right` at `first`'
    """
    if game.normal_form is not None and game.normal_form.feasible is not None:
        return (
            "some choices are impossible together, so what a mover can do depends on what it is "
            "not to know"
        )
    for player in range(game.n_players):
        seqs = sequences(game.tree, player)
        if len(seqs.forgets):
            return _what(game, seqs, player)
    return None


def imperfect_recall(game: ExtensiveGame) -> str | None:
    """The same as the end of a sentence that begins with a method's name."""
    reason = forgotten(game)
    return None if reason is None else f"needs players with perfect recall: {reason}"


def two_who_remember(game: ExtensiveGame) -> str | None:
    """Why a game is no tree of two players with perfect recall, as the end of a sentence; None if
    it is one.
    """
    if game.n_players != 2:
        return f"needs two players, and this tree has {game.n_players}"
    reason = forgotten(game)
    return (
        None if reason is None else f"needs players who remember what they did and knew: {reason}"
    )


def recalled(game: ExtensiveGame) -> tuple[Sequences, ...]:
    """Every player's sequences.

    Raises
    ------
    UnsuitableGame
        If a player forgets what it did or knew.
    """
    reason = forgotten(game)
    if reason is not None:
        hint = (
            "in every information set a mover must have come the same way, as far as its own "
            "moves go"
        )
        raise UnsuitableGame(f"the players need perfect recall: {reason}", hint)
    return tuple(sequences(game.tree, player) for player in range(game.n_players))


def _what(game: ExtensiveGame, seqs: Sequences, player: int) -> str:
    """What the player has forgotten at the first of the sets whose nodes have different pasts."""
    sets, parent = game.tree.information_set, game.tree.parent.tolist()
    node = int(np.flatnonzero(np.isin(sets, seqs.forgets))[0])
    other = int(np.flatnonzero((sets == sets[node]) & (seqs.at != seqs.at[node]))[0])
    here = f"at `{game.move_label(node)}`, {game.players[player]} has forgotten"
    one, two = _own(game, node, player), _own(game, other, player)
    for a, b in zip(one, two, strict=False):
        if sets[parent[a]] != sets[parent[b]]:
            return f"{here} what it knew: {_came(game, a)}, or {_came(game, b)}"
        if game.action_label(a) != game.action_label(b):
            move = game.move_label(parent[a])
            return (
                f"{here} whether it chose `{game.action_label(a)}` or `{game.action_label(b)}` "
                f"at `{move}`"
            )
    longer = max(one, two, key=len)
    return (
        f"{here} whether it has made its move "
        f"`{game.move_label(parent[longer[min(len(one), len(two))]])}`"
    )


def _own(game: ExtensiveGame, node: int, player: int) -> list[int]:
    """The nodes on the way that the player's own actions led into."""
    return [v for v in game.path(node)[1:] if game.tree.mover[game.tree.parent[v]] == player]


def _came(game: ExtensiveGame, node: int) -> str:
    """By which action a node was entered, and at which move of which past."""
    above = int(game.tree.parent[node])
    after = f" after `{game.action_label(above)}`" if above else ""
    return f"`{game.action_label(node)}` at `{game.move_label(above)}`{after}"


def verified_nash(game: ExtensiveGame, probability: FloatArray) -> TreeEquilibrium:
    """Build a Nash equilibrium of a tree after checking it against every player's best reply.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent: chance's odds and the players'
        behaviour.

    Returns
    -------
    TreeEquilibrium
        With one reason for each information set on the path.

    Raises
    ------
    Unverified
        If this is no behaviour, nodes of one set are treated differently, or a player gains more
        than 1e-9 of the payoff range by another plan.
    """
    sets = information_sets(game.tree)
    found = without_regret(game, sets, probability)
    believed = beliefs_of(game.tree, sets, probability, game.n_players)
    values = one_shot(game.tree, sets, game.payoffs, probability, believed).values
    why = reasons(game, sets, in_slots(sets, probability), game.tree.reach(probability), values)
    return equilibrium_of(
        TreeEquilibrium, "Nash", game, probability, found.payoffs, found.regret, why
    )


def without_regret(
    game: ExtensiveGame, sets: InformationSets, probability: FloatArray
) -> BestResponses:
    """Every player's best reply to behaviours, after checking that each is one from which nobody
    gains by leaving.

    Parameters
    ----------
    game, sets
        The tree, and its information sets.
    probability : ndarray, shape (nodes,) or (behaviours, nodes)
        As of `verified_nash`.

    Raises
    ------
    Unverified
        As `verified_nash` does.
    """
    for one in np.atleast_2d(probability):
        check_behaviour(game, sets, one)
    found = best_responses(game.tree, game.payoffs, probability)
    if not (found.regret <= allowance(game.payoffs)).all():
        raise Unverified(
            "a solver's answer is no equilibrium: a player could still gain "
            f"{found.regret.max():.3g}"
        )
    return found


def check_behaviour(game: ExtensiveGame, sets: InformationSets, probability: FloatArray) -> None:
    """Refuse numbers that are no behaviour: who cannot tell nodes apart does the same at each, and
    odds are chance's.

    Raises
    ------
    Unverified
        If they are none; parameters are as in `verified_nash`.
    """
    tree = game.tree
    if probability.shape != tree.odds.shape or not adds_up(tree, probability):
        raise Unverified("a solver's answer is no behaviour: probabilities do not add up to one")
    below = sets.slot >= 0
    if (in_slots(sets, probability)[sets.slot[below]] != probability[below]).any():
        raise Unverified("a solver's answer tells apart nodes that look the same to their mover")
    if (probability[~below] != tree.odds[~below]).any():
        raise Unverified("a solver's answer changes the odds of chance")


def reasons(
    game: ExtensiveGame,
    sets: InformationSets,
    behaviour: FloatArray,
    through: FloatArray,
    values: FloatArray,
    likeliest: bool = False,
) -> tuple[Reason, ...]:
    """Why what is done at each information set on the path is done, in the order of their first
    nodes there.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    sets : InformationSets
        Of that tree.
    behaviour, values : ndarray, shape (slots,)
        The probability of each action, and what it is worth to its mover.
    through : ndarray, shape (nodes,)
        Positive where play passes.
    likeliest : bool
        Whether only the likeliest action counts as what is done.
    """
    come = np.flatnonzero((through > 0) & (sets.at >= 0))
    _, first = np.unique(sets.at[come], return_index=True)
    found = list[Reason]()
    for node in come[np.sort(first)].tolist():
        slots = sets.first[sets.at[node]] + np.arange(game.tree.child_count[node])
        played, worth = behaviour[slots], values[slots]
        taken = np.arange(len(played)) == played.argmax() if likeliest else played != 0
        payoff = worth[taken] if likeliest else np.array([played @ worth])
        found += reasons_at(game, node, taken[None], payoff, worth[None])
    return tuple(found)
