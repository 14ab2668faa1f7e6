"""What a solver is, and what it hands back: equilibria, how they were found, and why nobody leaves
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import lru_cache, reduce
from itertools import product
from math import prod
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Union

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.display import Shown, entity, record
from negotiate.equilibrium.certificate import Certificate
from negotiate.games.normal_form import Column, NormalFormGame, TakesApart, needs_numbers
from negotiate.model import payoffs as model_payoffs

if TYPE_CHECKING:
    from negotiate.games.extensive import ExtensiveGame

SHOWN = 4  # strategies of a mixture in a representation
LINE = 160  # letters of what is played there
NOT_LOOKED_FOR = "mixed equilibria were not looked for"
"""The note of a solution that holds all pure equilibria and nothing else."""
BAYESIAN = "Bayesian Nash"
"""The concept of games in which players have private types and choose at once."""
ONE_LOOKED_FOR = "one equilibrium was searched for; there may be more"
WITHOUT_BELIEFS = "no answer with beliefs was found within the limits"
"""The note of one equilibrium of a tree with hidden information that says nothing of beliefs."""
FURTHER = "`--concept sequential` searches further"
WITHOUT_TIME = "`--concept nash` looks longer for one without beliefs"
"""The note of an answer in which no method found anything within the work of a few seconds."""
ZERO_SUM = (
    "what one player wins the other loses, so the value of the game was looked for, and not "
    "every equilibrium"
)
"""The note of one equilibrium of a large tree that says what it is worth, and nothing of
beliefs.
"""
NO_NUMBERS = "levels say nothing of mixtures, so only pure strategies were looked at"
"""The same, where nothing else could mean anything."""

POOLING, SEPARATING, SEMI = "pooling", "separating", "semi-separating"
"""What the equilibria of a signalling game are."""


@entity
class Reason:
    """Why one player does not do something else.

    Parameters
    ----------
    player : int
        Whose choice it is.
    chosen : str
        What the player does, in words.
    payoff : float
        What that is worth to the player, given what everybody else does.
    alternative : str
        The best thing the player leaves undone; empty (null in JSON) if there is none.
    alternative_payoff : float
        What that would be worth; NaN if there is none.
    where : str
        The move at which the choice is made; empty (null in JSON) in a normal form.
    node : int
        The tree's node at which the choice is made; -1 in a normal form.
    """

    player: int
    chosen: str
    payoff: float
    alternative: str = ""
    alternative_payoff: float = float("nan")
    where: str = ""
    node: int = -1


@entity
class Equilibrium:
    """A profile from which nobody gains by leaving alone.

    Parameters
    ----------
    kind : str
        "Nash".
    strategies : tuple of ndarray
        One 1-D array of probabilities a player, over that player's strategies in the game that was
        asked about.
    payoffs : tuple of float
        One expected payoff a player.
    regret : float
        In payoff units, the most any player could gain by another strategy; zero up to rounding in
        a Nash equilibrium.
    choices : Mapping[str, str]
        Issue → option, for what is played for sure.
    reasons : tuple of Reason
        One a player.
    vertices : tuple of int
        A number for each player's strategy: among the equilibria of one list equal where the
        strategies are the same exactly, and different where they are not. Empty where only floats
        are known.
    """

    kind: str
    strategies: tuple[FloatArray, ...]
    payoffs: tuple[float, ...]
    regret: float
    choices: Mapping[str, str]
    reasons: tuple[Reason, ...] = ()
    vertices: tuple[int, ...] = ()

    @property
    def pure(self) -> bool:
        """Whether every player plays one strategy for sure."""
        return all(np.count_nonzero(strategy) == 1 for strategy in self.strategies)

    @property
    def support(self) -> tuple[tuple[int, ...], ...]:
        """For each player, the strategies that are played at all."""
        return tuple(tuple(strategy.nonzero()[0].tolist()) for strategy in self.strategies)

    def __repr__(self) -> str:
        return _told(self, _played(self.strategies, self.reasons))


@entity
class CorrelatedEquilibrium:
    """A lottery over outcomes, told to each player as advice, that nobody gains by disregarding
    alone.

    Parameters
    ----------
    kind : str
        "correlated" or "coarse correlated".
    distribution : ndarray, shape (*strategies)
        The probability of each combination of strategies.
    payoffs : tuple of float
        One expected payoff a player.
    regret : float
        The most that any player could gain by disregarding the advice, in payoff units; zero up to
        rounding.
    choices : Mapping[str, str]
        Issue → option, for what is played for sure.
    purpose : str
        Of which objective it is the best or the worst, in words.
    reasons : tuple of Reason
        One a player.
    """

    kind: str
    distribution: FloatArray
    payoffs: tuple[float, ...]
    regret: float
    choices: Mapping[str, str]
    purpose: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def pure(self) -> bool:
        """Whether one combination is played for sure."""
        return int(np.count_nonzero(self.distribution)) == 1

    def __repr__(self) -> str:
        count = int(np.count_nonzero(self.distribution))
        noun = "outcome" if count == 1 else "outcomes"
        return f"<{self.kind} equilibrium over {count} {noun}; payoffs {_rounded(self.payoffs)}>"


@entity
class TreeEquilibrium:
    """Behaviour in a tree from which nobody gains by leaving, at any point the concept looks at.

    Parameters
    ----------
    kind : str
        "subgame-perfect", or "Nash" for a simultaneous game drawn as a tree.
    game : ExtensiveGame
        The tree it belongs to.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent: behaviour below
        players, odds below chance; 1 at the root.
    payoffs : tuple of float
        One expected payoff a player.
    regret : float
        The most that any player could gain by choosing otherwise, at any point the concept looks
        at, in payoff units; zero up to rounding in an equilibrium.
    choices : Mapping[str, str]
        Issue → option, for the issues that end the same way for sure.
    reasons : tuple of Reason
        One for each decision on the path.
    beliefs : Mapping[int, ndarray]
        Information set → what its mover believes of where it stands: the probability of each of the
        set's nodes, in the order of the nodes. Empty where the concept asks for no beliefs.
    """

    kind: str
    game: ExtensiveGame
    probability: FloatArray
    payoffs: tuple[float, ...]
    regret: float
    choices: Mapping[str, str]
    reasons: tuple[Reason, ...] = ()
    beliefs: Mapping[int, FloatArray] = field(default_factory=dict)

    @property
    def reach(self) -> FloatArray:
        """With what probability play passes through each node, shape (nodes,)."""
        return self.game.tree.reach(self.probability)

    @property
    def moves(self) -> dict[str, str]:
        """Move → action, for the moves that are reached and made the same way for sure."""
        tree, reach = self.game.tree, self.reach
        entered = np.flatnonzero(reach > 0)[1:]
        seen: dict[str, set[str]] = {}
        for node in entered:
            label = self.game.moves[int(tree.move[tree.parent[node]])].label
            seen.setdefault(label, set()).add(self.game.action_label(int(node)))
        return {move: actions.copy().pop() for move, actions in seen.items() if len(actions) == 1}

    @property
    def endings(self) -> list[tuple[int, float]]:
        """The leaves (as positions among the leaves) that are reached, with their probabilities,
        likeliest first.
        """
        chance = self.reach[self.game.tree.leaves]
        reached = np.flatnonzero(chance > 0)
        likeliest = reached[np.argsort(-chance[reached], kind="stable")]
        return [(int(leaf), float(chance[leaf])) for leaf in likeliest]

    @property
    def behaviour(self) -> dict[int, FloatArray]:
        """Information set → the probabilities of its actions."""
        tree = self.game.tree
        sets, first = np.unique(tree.information_set, return_index=True)
        return {
            int(s): self.probability[
                tree.first_child[v] : tree.first_child[v] + tree.child_count[v]
            ]
            for s, v in zip(sets, first, strict=True)
            if s >= 0
        }

    @property
    def strategies(self) -> tuple[FloatArray, ...]:
        """One 1-D array a player: the probabilities at its information sets, one set after the
        other.
        """
        tree, behaviour = self.game.tree, self.behaviour
        owner = {
            int(s): int(p) for s, p in zip(tree.information_set, tree.mover, strict=True) if s >= 0
        }
        return tuple(
            np.concatenate([b for s, b in behaviour.items() if owner[s] == p] or [np.zeros(0)])
            for p in range(self.game.n_players)
        )

    @property
    def flat(self) -> Equilibrium | None:
        """The same in strategies, where the tree draws a game in which all move at once; else
        None.
        """
        table, tree = self.game.normal_form, self.game.tree
        nodes = tree.level_starts[: self.game.n_players].tolist()  # level k belongs to player k
        if table is None or tuple(tree.child_count[nodes].tolist()) != table.shape:
            return None
        parts = [
            slice(int(tree.first_child[v]), int(tree.first_child[v] + tree.child_count[v]))
            for v in nodes
        ]
        strategies = tuple(self.probability[part] for part in parts)
        return Equilibrium(
            self.kind, strategies, self.payoffs, self.regret, self.choices, self.reasons
        )

    def __repr__(self) -> str:
        if self.game.normal_form is not None:
            return _told(self, _played(self.strategies, self.reasons))
        ends = len(self.endings)
        made = [f"{move}: {action}" for move, action in self.moves.items()]
        made += [] if ends == 1 else [f"{ends} endings possible"]
        return _told(self, ", ".join(made) or "no move")


def _played(strategies: tuple[FloatArray, ...], reasons: tuple[Reason, ...]) -> str:
    """What each player does, by name where the reasons give one."""
    named = {reason.player: reason.chosen for reason in reasons}
    said = []
    for player, strategy in enumerate(strategies):
        numbered = " or ".join(f"strategy {i + 1}" for i in np.flatnonzero(strategy)[:SHOWN])
        said.append(f"{named.get(player, numbered)}{_weights(strategy)}")
    return " | ".join(said)


def _weights(strategy: FloatArray) -> str:
    """The probabilities of a mixture in brackets, for as many strategies as a line holds."""
    weights = strategy[strategy > 0]
    if len(weights) == 1:
        return ""
    more = ", …" if len(weights) > SHOWN else ""
    return f" ({', '.join(f'{float(w):.3g}' for w in weights[:SHOWN])}{more})"


def _told(equilibrium: Equilibrium | TreeEquilibrium, played: str) -> str:
    short = played if len(played) <= LINE else f"{played[: LINE - 1].rstrip()}…"
    return f"<{equilibrium.kind} equilibrium: {short}; payoffs {_rounded(equilibrium.payoffs)}>"


def _rounded(payoffs: tuple[float, ...]) -> str:
    return ", ".join(f"{x:.4g}" for x in payoffs)


@record
class Elimination:
    """One step of iterated dominance: a player drops a strategy, because something else is better.

    Strategies are places among the player's strategies in the game that was asked about; JSON has
    their labels.

    Parameters
    ----------
    round : int
        In which round the strategy is dropped, from 1.
    player : int
        Who drops it.
    strategy : int
        The strategy that is dropped.
    by : tuple of int
        What is better: one strategy, or several where a mixture dominates.
    weights : tuple of float
        With what probability each of these.
    """

    round: int
    player: int
    strategy: int
    by: tuple[int, ...]
    weights: tuple[float, ...] = (1.0,)


@entity
class Component:
    """Equilibria that hang together: a single one, or convex pieces of infinitely many, one
    touching the next.

    Parameters
    ----------
    members : tuple of int
        Which of the solution's equilibria are its extreme points.
    pieces : tuple of tuple of int
        Its maximal convex pieces, each by its extreme points: everything between those of one piece
        is an equilibrium.
    representatives : Mapping[str, Equilibrium]
        One equilibrium to speak for all: "Pareto-best", "most mixed", and, where the game's
        risk-dominant equilibrium belongs to this component, "risk-dominant".
    """

    members: tuple[int, ...]
    pieces: tuple[tuple[int, ...], ...]
    representatives: Mapping[str, Equilibrium]

    @property
    def isolated(self) -> bool:
        """Whether it is one equilibrium and no more."""
        return len(self.members) == 1


@record
class Finding:
    """What was found by a concept whose answer is no list of equilibria; each concept has its own
    record.
    """


@record
class Failure:
    """Why an equilibrium does not survive a refinement: a message that nobody sends and that some
    type should.

    Parameters
    ----------
    equilibrium : int
        The place of the equilibrium in the list.
    receiver : int
        Who would answer.
    message : str
        The message.
    struck : tuple of str
        The types that the criterion says would not send it.
    left : tuple of str
        The others, in which alone the receiver may believe.
    gains : tuple of str
        Those of them that gain by it whatever is best for such beliefs; empty where no single type
        always does.
    """

    equilibrium: int
    receiver: int
    message: str
    struck: tuple[str, ...]
    left: tuple[str, ...]
    gains: tuple[str, ...]


@record
class Signalling(Finding):
    """What kind each equilibrium of a signalling game is, and what a refinement says of it.

    Parameters
    ----------
    kinds : tuple of str
        For each equilibrium "pooling" where all types do the same, "separating" where no two types
        send the same message, else "semi-separating".
    sent : tuple of tuple of str
        For each equilibrium the messages that some type sends.
    criterion : str
        "intuitive" or "d1"; empty (null in JSON) where none was asked for.
    failures : tuple of Failure
        Why equilibria do not survive; those that do are listed first.
    """

    kinds: tuple[str, ...]
    sent: tuple[tuple[str, ...], ...]
    criterion: str = ""
    failures: tuple[Failure, ...] = ()

    @property
    def survivors(self) -> int:
        """How many equilibria survive: the first ones."""
        return len(self.kinds) - len({one.equilibrium for one in self.failures})


@entity
class Solution(Shown):
    """The answer to one question about one game.

    Parameters
    ----------
    game : NormalFormGame or ExtensiveGame
        The game that was asked about, with its labels.
    equilibria : sequence of Equilibrium or of TreeEquilibrium
        A tuple, or what compares as one and makes each when somebody looks. In a stated order;
        empty means that the method found none, which is an answer.
    concept, method : str
        What was looked for, and the name of the solver that looked.
    certificate : Certificate
        What the answer rests on; `complete` and `exact` follow from it.
    verified : str
        How each equilibrium was checked by another road.
    seconds : float
        Wall time, which makes no difference to whether two answers are equal.
    notes : tuple of str
        What a reader must know: ties, degeneracy, what was left out.
    eliminations : tuple of Elimination
        The trace of iterated strict dominance, in order.
    continuum : bool
        Whether further equilibria lie between those listed, by mixing.
    components : tuple of Component
        How the equilibria hang together; empty where that was not looked at.
    chosen : str
        Why this method, in a few words; empty (null in JSON) where it was asked for by name.
    finding : Finding or None
        What a concept found besides equilibria or in place of them; None where those say all.
    settled : bool
        Whether the method came to rest; False where players who learn went on changing.
    loose : bool
        Whether what is done or believed off the path could be otherwise, so that equilibria are
        listed once an outcome.
    """

    game: NormalFormGame | ExtensiveGame
    equilibria: Sequence[Equilibrium] | Sequence[TreeEquilibrium] | Sequence[CorrelatedEquilibrium]
    concept: str
    method: str
    certificate: Certificate
    verified: str
    seconds: float = field(default=0.0, compare=False)
    notes: tuple[str, ...] = ()
    eliminations: tuple[Elimination, ...] = ()
    continuum: bool = False
    components: tuple[Component, ...] = ()
    chosen: str = ""
    finding: Finding | None = None
    settled: bool = True
    loose: bool = False

    @property
    def complete(self) -> bool:
        """Whether these are all equilibria of the concept (all extreme ones, where there are
        infinitely many).
        """
        return self.certificate.complete

    @property
    def exact(self) -> bool:
        """Whether no rounding stands between the numbers given and the answer."""
        return not self.certificate.rounded

    @property
    def profiles(self) -> tuple[Equilibrium | TreeEquilibrium, ...]:
        """The equilibria that give each player a strategy of its own: all but correlated ones."""
        return tuple(e for e in self.equilibria if not isinstance(e, CorrelatedEquilibrium))

    @property
    def checked(self) -> str:
        """How what was found was checked; empty where nothing was."""
        return self.verified if self.equilibria or self.finding is not None else ""

    def __repr__(self) -> str:
        count = len(self.equilibria)
        noun = "equilibrium" if count == 1 else "equilibria"
        whole = "complete" if self.complete else "incomplete"
        return f"<Solution by {self.method}: {count} {self.concept} {noun}, {whole}>"


Game = Union[NormalFormGame, "ExtensiveGame"]


_loaded = lru_cache(maxsize=None)(resolve_name)


@record
class Solver:
    """One way to solve a game.

    Parameters
    ----------
    name : str
        What `--method` calls it.
    concept : str
        What it looks for: "Nash", "subgame-perfect".
    finds : {'all', 'some', 'one'}
        How many of them, where nothing in the game is special.
    reference : str
        Where the method comes from.
    module : str
        Where its `applies_to(game)` and `run(game)` stand: a module, or "module:NAME" for one of
        several in a module; loaded when one of them is called.
    ordinal : bool
        Whether it asks no more of payoffs than which of two is better, so that they need not be
        numbers.
    trees : bool
        Whether it is for games in extensive form.
    needs : str
        What fails for games of the other form.
    arithmetic : tuple of str
        In what its answers can be decided, as a certificate calls it, the usual one first.
    compared : str
        What it may compare with a tolerance, in words; empty where nothing.
    """

    name: str
    concept: str
    finds: str
    reference: str
    module: str
    ordinal: bool = False
    trees: bool = True
    needs: str = ""
    arithmetic: tuple[str, ...] = ()
    compared: str = ""

    def decides(self) -> str:
        """In what arithmetic it decides, and what a tolerance may decide, as two sentences."""
        compared = (
            f"What it compares with a tolerance: {self.compared}"
            if self.compared
            else "It uses no tolerance"
        )
        *others, last = self.arithmetic
        return f"It decides in {' or '.join(filter(None, (', '.join(others), last)))}. {compared}."

    def applies_to(self, game: Game) -> str | None:
        """None, or the condition that fails, as the end of a sentence that begins with the solver's
        name.
        """
        fits = isinstance(game, NormalFormGame) != self.trees
        return _loaded(self.module).applies_to(game) if fits else self.needs

    def run(self, game: Game) -> Solution:
        """Its answer; asked for only where `unfit` gave None."""
        solution: Solution = _loaded(self.module).run(game)
        return solution

    def hurried(self, game: Game) -> Solution:
        """Its answer within the work of a few seconds, for whoever named no method."""
        quick = getattr(_loaded(self.module), "hurried", None)
        return self.run(game) if quick is None else quick(game)

    def unfit(self, game: Game) -> str | None:
        """Why a game cannot be solved by it, as the end of a sentence that begins with its name;
        None where it can.
        """
        if (
            not self.ordinal
            and (reason := needs_numbers(game.players, game.keys, game.ordinal)) is not None
        ):
            return reason
        return self.applies_to(game)


def one_chooser(game: NormalFormGame) -> bool:
    """Whether at most one player has a choice, so that pure equilibria are all there are but for
    mixing equals.
    """
    return sum(n > 1 for n in game.shape) <= 1


def two_players(game: NormalFormGame) -> str | None:
    """Why this is no game for two players in which every combination can happen; None if it is one.

    Examples
    --------
    >>> import numpy as np
    >>> from negotiate.games.normal_form import NormalFormGame
    >>> two_players(NormalFormGame.from_arrays([[1]], [[1]]))
    >>> two_players(NormalFormGame.from_arrays(*np.zeros((3, 1, 1, 1))))
    'needs two players, and this game has 3'
    """
    if game.n_players != 2:
        return f"needs two players, and this game has {game.n_players}"
    if game.feasible is not None and not game.feasible.all():
        return "needs a game in which every combination of strategies is possible"
    return None


LIMIT = 100_000
"""Outcomes that are taken apart for one answer."""

Parts = dict[str, dict[str, float]]
"""Player's key → term → its expected value."""


@record
class _Reached:
    """The outcomes of one equilibrium: how likely each is, and its options and actions, a column
    each.
    """

    weights: list[float]
    choices: Mapping[str, Column]
    moves: Mapping[str, Column] | None
    own: Mapping[str, list[float]] = field(
        default_factory=dict
    )  # for whom something else is likely, by key


def parts(
    game: NormalFormGame | ExtensiveGame, equilibria: Sequence[Equilibrium | TreeEquilibrium]
) -> tuple[Parts, ...]:
    """What each player's payoff consists of, in each of these equilibria.

    Returns
    -------
    tuple of dict
        One an equilibrium: player's key → term → its expected value; a player's terms add up to its
        payoff. Empty for a game that does not know its terms, and for what comes after more than
        `LIMIT` outcomes.
    """
    if game.takes_apart is None:
        return tuple({} for _ in equilibria)
    counts = np.cumsum([_count(equilibrium) for equilibrium in equilibria])
    taken = equilibria[: int(np.searchsorted(counts, LIMIT, side="right"))]
    reached = [_reached(game, equilibrium) for equilibrium in taken]
    found = _expected(game.takes_apart, reached) if reached else ()
    if not isinstance(game, NormalFormGame) and game.views is not None:
        found = tuple(_with_risk(game, one, own) for one, own in zip(taken, found, strict=True))
    return (*found, *({} for _ in equilibria[len(taken) :]))


def _with_risk(
    game: ExtensiveGame, equilibrium: Equilibrium | TreeEquilibrium, own: Parts
) -> Parts:
    """The terms of players who mind risk, with what it takes off."""
    assert game.views is not None
    for key, payoff, aversion in zip(
        game.keys, equilibrium.payoffs, game.views.aversion, strict=True
    ):
        if aversion and key in own:
            name = model_payoffs.RISK
            own[key][name] = payoff - sum(value for term, value in own[key].items() if term != name)
    return own


def _count(equilibrium: Equilibrium | TreeEquilibrium) -> int:
    if isinstance(equilibrium, TreeEquilibrium):
        return len(equilibrium.endings)
    return min(prod(map(len, equilibrium.support)), LIMIT + 1)


def _reached(
    game: NormalFormGame | ExtensiveGame, equilibrium: Equilibrium | TreeEquilibrium
) -> _Reached:
    if isinstance(equilibrium, TreeEquilibrium):
        return _endings(equilibrium)
    if not isinstance(game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    profiles = list(product(*equilibrium.support))
    weights = [
        prod(float(s[i]) for s, i in zip(equilibrium.strategies, row, strict=True))
        for row in profiles
    ]
    choices: dict[str, Column] = {
        issue: [game.strategies[player][row[player]].choices[issue] for row in profiles]
        for player, strategies in enumerate(game.strategies)
        for issue in strategies[0].choices
    }
    kept = {issue: [option] * len(profiles) for issue, option in game.kept.items()}
    return _Reached(weights, {**kept, **choices}, None)


def _endings(equilibrium: TreeEquilibrium) -> _Reached:
    game, endings = equilibrium.game, equilibrium.endings
    packages = [game.package(leaf) for leaf, _ in endings]
    choices: dict[str, Column] = {
        issue: [package[issue] for package in packages] for issue in packages[0]
    }
    weights = [chance for _, chance in endings]
    own = own_odds(equilibrium) if game.views is not None else {}
    if game.normal_form is not None:
        kept = {issue: [option] * len(endings) for issue, option in game.normal_form.kept.items()}
        return _Reached(weights, {**kept, **choices}, None)
    made = game.moves_made([leaf for leaf, _ in endings])
    moves: dict[str, Column] = {
        move.label: ["" if a < 0 else move.actions[a] for a in made[:, k].tolist()]
        for k, move in enumerate(game.moves)
    }
    return _Reached(weights, choices, moves, own)


def own_odds(equilibrium: TreeEquilibrium) -> dict[str, list[float]]:
    """How likely each player, by key, holds each ending that is reached, in the order of
    `endings`.
    """
    game, tree = equilibrium.game, equilibrium.game.tree
    nodes = tree.leaves[[leaf for leaf, _ in equilibrium.endings]]
    held = (
        np.where(tree.by_chance, game.odds_for(p), equilibrium.probability)
        for p in range(game.n_players)
    )
    return {key: tree.reach(own)[nodes].tolist() for key, own in zip(game.keys, held, strict=True)}


def _expected(takes_apart: TakesApart, reached: Sequence[_Reached]) -> tuple[Parts, ...]:
    """All outcomes taken apart at once, then added up for each equilibrium with their
    probabilities.
    """

    def weights(player: str) -> FloatArray:
        return np.array([p for one in reached for p in one.own.get(player, one.weights)])

    starts = np.cumsum([0, *(len(one.weights) for one in reached)])[:-1]
    choices = {
        issue: [word for one in reached for word in one.choices[issue]]
        for issue in reached[0].choices
    }
    every = [one.moves for one in reached if one.moves is not None]
    moves = (
        {move: [word for one in every for word in one[move]] for move in every[0]}
        if every
        else None
    )
    found = takes_apart(choices, moves, len(weights("")))
    sums = {
        player: {
            term: np.add.reduceat(weights(player) * value, starts) for term, value in terms.items()
        }
        for player, terms in found.items()
    }
    return tuple(
        {
            player: {term: float(value[k]) for term, value in terms.items()}
            for player, terms in sums.items()
        }
        for k in range(len(reached))
    )


AnyEquilibrium = Equilibrium | TreeEquilibrium | CorrelatedEquilibrium


def crossing(game: NormalFormGame | ExtensiveGame, equilibrium: AnyEquilibrium) -> dict[str, float]:
    """Red line → with what probability the equilibrium ends across it, for every line that it may
    cross.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[1]], [[1]])
    >>> crossing(game, Equilibrium("Nash", (np.ones(1), np.ones(1)), (1.0, 1.0), 0.0, {}))
    {}
    """
    found = {
        name: _chance(game, equilibrium, mask) for name, mask in _crossed(game, equilibrium).items()
    }
    return {name: chance for name, chance in found.items() if chance > 0}


def crosses_any(game: NormalFormGame | ExtensiveGame, equilibrium: AnyEquilibrium) -> float:
    """With what probability the equilibrium ends across some red line."""
    masks = list(_crossed(game, equilibrium).values())
    return _chance(game, equilibrium, reduce(np.logical_or, masks)) if masks else 0.0


def _crossed(
    game: NormalFormGame | ExtensiveGame, equilibrium: AnyEquilibrium
) -> Mapping[str, BoolArray]:
    return equilibrium.game.crossed if isinstance(equilibrium, TreeEquilibrium) else game.crossed


def _chance(
    game: NormalFormGame | ExtensiveGame, equilibrium: AnyEquilibrium, mask: BoolArray
) -> float:
    """With what probability the equilibrium ends where a mask is true, looking at no more than what
    is played.
    """
    if isinstance(equilibrium, TreeEquilibrium):
        chance = equilibrium.reach[equilibrium.game.tree.leaves] @ mask
    elif isinstance(equilibrium, CorrelatedEquilibrium):
        chance = equilibrium.distribution[mask].sum()
    else:
        chance = np.asarray(mask[np.ix_(*equilibrium.support)], dtype=np.float64)
        for strategy, support in zip(
            reversed(equilibrium.strategies), reversed(equilibrium.support), strict=True
        ):
            chance = chance @ strategy[list(support)]
    return min(float(chance), 1.0)
