"""Trees with hidden information that everybody knows, with the equilibria that the literature gives.

Every game is a function that returns an `ExtensiveGame`; `FAMOUS_TREES` holds each once, with what is known of it. An
information set is called by the label of its move, and its beliefs stand in the order of its nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.solvers.solution import TreeEquilibrium

Range = tuple[float, float]
Node = dict[str, object]


@dataclass(frozen=True)
class Known:
    """One equilibrium, or a piece of them that differ only where nobody is led to look.

    Parameters
    ----------
    concept : str
        The strictest of "Nash", "subgame-perfect", "sequential" that it is.
    payoffs : tuple of float or (float, float)
        What each player expects before chance moves; a range where the piece does not settle it.
    behaviour : Mapping[str, Mapping[str, float or (float, float)]]
        Information set → action → its probability, or the range it may lie in. Actions left out are never taken; sets
        left out may do anything.
    beliefs : Mapping[str, tuple of (float, float)]
        Information set → for each of its nodes the range of what its mover may believe.
    """

    concept: str
    payoffs: tuple[float | Range, ...]
    behaviour: Mapping[str, Mapping[str, float | Range]]
    beliefs: Mapping[str, tuple[Range, ...]] = field(default_factory=dict)

    def covers(self, equilibrium: TreeEquilibrium, within: float = 1e-6) -> bool:
        """Whether this is the equilibrium, or lies in the piece."""
        game, found = equilibrium.game, equilibrium.behaviour
        for label, wanted in self.behaviour.items():
            place = set_called(game, label)
            actions = game.moves[move_called(game, label)].actions
            if set(wanted) - set(actions):
                raise KeyError(label, set(wanted) - set(actions))
            if not all(
                _inside(float(p), wanted.get(a, 0.0), within) for a, p in zip(actions, found[place], strict=True)
            ):
                return False
        if not all(_inside(p, wanted, within) for p, wanted in zip(equilibrium.payoffs, self.payoffs, strict=True)):
            return False
        return not equilibrium.beliefs or all(
            _inside(float(p), wanted, within)
            for label, ranges in self.beliefs.items()
            for p, wanted in zip(equilibrium.beliefs[set_called(game, label)], ranges, strict=True)
        )


@dataclass(frozen=True)
class FamousTree:
    """A tree and what is known of it.

    `complete` holds the concepts of which `known` names every equilibrium, up to what its pieces leave open.
    """

    name: str
    source: str
    build: Callable[[], ExtensiveGame]
    known: tuple[Known, ...]
    complete: frozenset[str] = frozenset()
    zero_sum: bool = False

    def of(self, concept: str) -> tuple[Known, ...]:
        """The equilibria known to be of this concept, or of a stricter one."""
        order = ("Nash", "subgame-perfect", "sequential")
        return tuple(one for one in self.known if order.index(one.concept) >= order.index(concept))


def move_called(game: ExtensiveGame, label: str) -> int:
    """The place of the move with this label."""
    return next(k for k, move in enumerate(game.moves) if move.label == label)


def set_called(game: ExtensiveGame, label: str) -> int:
    """The information set of a hand-built tree whose move has this label."""
    (node, *_rest) = np.flatnonzero(game.tree.move == move_called(game, label))
    return int(game.tree.information_set[node])


def _inside(found: float, wanted: float | Range, within: float) -> bool:
    low, high = wanted if isinstance(wanted, tuple) else (wanted, wanted)
    return low - within <= found <= high + within


SURE: Range = (1.0, 1.0)
NEVER: Range = (0.0, 0.0)
ANY: Range = (0.0, 1.0)


# Signals ------------------------------------------------------------------------------------------------------------


def beer_quiche(weak: float = 0.1) -> ExtensiveGame:
    """Who breakfasts would rather not be fought; a strong one likes beer, a weak one quiche. Cho & Kreps 1987."""

    def breakfast(kind: str, likes: str) -> Node:
        return {"player": "sender", "actions": {food: f"{kind}, {food}" for food in ("beer", "quiche")}, "set": kind}

    def answer(kind: str, food: str, liked: bool) -> Node:
        right = {"weak": (1, 0), "strong": (0, 1)}[kind]  # the receiver's gain from fighting, from retreating
        actions = {"fight": (liked + 0, right[0]), "retreat": (liked + 2, right[1])}
        return {"player": "receiver", "set": f"after {food}", "actions": actions}

    kinds = {"weak": "quiche", "strong": "beer"}
    return ExtensiveGame.from_nodes(
        {
            "type": {"chance": {"weak": (weak, "weak"), "strong": (1 - weak, "strong")}},
            **{kind: breakfast(kind, likes) for kind, likes in kinds.items()},
            **{
                f"{kind}, {food}": answer(kind, food, food == likes)
                for food in ("beer", "quiche")
                for kind, likes in kinds.items()
            },
        },
        players=("sender", "receiver"),
        title="Beer and quiche",
    )


def spence(high: float = 1 / 3, cost_high: float = 0.5, cost_low: float = 1.5) -> ExtensiveGame:
    """A worker may buy a schooling that teaches nothing; an employer makes it a clerk or a manager.

    Spence 1973 in its smallest form: pay 1 or 2; an able manager brings the employer 1, another costs it 1.
    """

    def school(kind: str) -> Node:
        return {"player": "worker", "actions": {"school": f"{kind}, school", "none": f"{kind}, none"}, "set": kind}

    def hire(kind: str, signal: str, cost: float) -> Node:
        worth = 1 if kind == "high" else -1
        return {
            "player": "employer",
            "set": f"after {signal}",
            "actions": {"clerk": (1 - cost, 0), "manager": (2 - cost, worth)},
        }

    costs = {"low": cost_low, "high": cost_high}
    return ExtensiveGame.from_nodes(
        {
            "type": {"chance": {"low": (1 - high, "low"), "high": (high, "high")}},
            **{kind: school(kind) for kind in costs},
            **{
                f"{kind}, {signal}": hire(kind, signal, cost if signal == "school" else 0.0)
                for signal in ("school", "none")
                for kind, cost in costs.items()
            },
        },
        players=("worker", "employer"),
        title="A signal on the job market",
    )


def cheap_talk() -> ExtensiveGame:
    """Two equally likely types, two words that cost nothing, three answers: one fits each type, one is safe.

    Crawford & Sobel 1982 in its smallest form. Both want the answer that fits; the safe one is better than a guess.
    """

    def say(kind: str) -> Node:
        return {"player": "sender", "set": kind, "actions": {word: f"{kind}, {word}" for word in ("yes", "no")}}

    def hear(kind: str, word: str) -> Node:
        worth = {"left": (2, 2), "right": (0, 0)} if kind == "left type" else {"left": (0, 0), "right": (2, 2)}
        return {"player": "receiver", "set": f"after {word}", "actions": {**worth, "safe": (1, 1.2)}}

    kinds = ("left type", "right type")
    return ExtensiveGame.from_nodes(
        {
            "type": {"chance": {kind: (0.5, kind) for kind in kinds}},
            **{kind: say(kind) for kind in kinds},
            **{f"{kind}, {word}": hear(kind, word) for word in ("yes", "no") for kind in kinds},
        },
        players=("sender", "receiver"),
        title="Cheap talk",
    )


# Threats and reputation ---------------------------------------------------------------------------------------------


def chain_store_types(strong: float = 0.1, b: float = 0.5, a: float = 2.0) -> ExtensiveGame:
    """Two newcomers, one after the other, and a chain store that may be one that likes to fight.

    Kreps & Wilson 1982, "Reputation and imperfect information", with two markets. A newcomer gets 0 outside, `b` if
    it is let in, `b - 1` if it is fought. The store gets `a` from a market left alone; a weak one 0 from letting in and
    -1 from fighting, a strong one -1 from letting in and 0 from fighting.
    """
    kinds = ("weak", "strong")
    store = {"weak": {"out": a, "let in": 0.0, "fight": -1.0}, "strong": {"out": a, "let in": -1.0, "fight": 0.0}}
    newcomer = {"out": 0.0, "let in": b, "fight": b - 1}
    nodes: dict[str, Node] = {
        "type": {"chance": {"weak": (1 - strong, "weak: first"), "strong": (strong, "strong: first")}}
    }
    for kind in kinds:
        nodes[f"{kind}: first"] = {
            "player": "first newcomer",
            "set": "first entry",
            "actions": {"out": f"{kind}: after out", "enter": f"{kind}: first answer"},
        }
    for kind in kinds:
        nodes[f"{kind}: first answer"] = {
            "player": "store",
            "actions": {"let in": f"{kind}: after let in", "fight": f"{kind}: after fight"},
        }
    for past in ("out", "let in", "fight"):
        for kind in kinds:
            stay = (newcomer[past], 0.0, store[kind][past] + store[kind]["out"])
            nodes[f"{kind}: after {past}"] = {
                "player": "second newcomer",
                "set": f"second entry after {past}",
                "actions": {"out": stay, "enter": f"{kind}: second answer after {past}"},
            }
            nodes[f"{kind}: second answer after {past}"] = {
                "player": "store",
                "actions": {
                    now: (newcomer[past], newcomer[now], store[kind][past] + store[kind][now])
                    for now in ("let in", "fight")
                },
            }
    return ExtensiveGame.from_nodes(
        nodes, players=("first newcomer", "second newcomer", "store"), title="The chain store, weak or strong"
    )


def entry_two_ways() -> ExtensiveGame:
    """A newcomer stays out or enters in one of two ways that the incumbent cannot tell apart.

    Mas-Colell, Whinston & Green 1995, chapter 9: the whole tree is its only subgame, so that an empty threat survives
    subgame perfection; no belief supports it.
    """
    incumbent: Node = {"player": "incumbent", "set": "answer"}
    return ExtensiveGame.from_nodes(
        {
            "entry": {"player": "newcomer", "actions": {"out": (0, 2), "boldly": "bold", "meekly": "meek"}},
            "bold": {**incumbent, "actions": {"fight": (-1, -1), "accommodate": (3, 0)}},
            "meek": {**incumbent, "actions": {"fight": (-1, -1), "accommodate": (2, 1)}},
        },
        title="Two ways in",
    )


def niche_choice() -> ExtensiveGame:
    """Out, or in; then newcomer and incumbent choose a niche at once. Mas-Colell, Whinston & Green 1995, chapter 9."""
    incumbent: Node = {"player": "incumbent", "set": "incumbent's niche"}
    return ExtensiveGame.from_nodes(
        {
            "entry": {"player": "newcomer", "actions": {"out": (0, 2), "in": "newcomer's niche"}},
            "newcomer's niche": {"player": "newcomer", "actions": {"small": "after small", "large": "after large"}},
            "after small": {**incumbent, "actions": {"small": (-6, -6), "large": (-1, 1)}},
            "after large": {**incumbent, "actions": {"small": (1, -1), "large": (-3, -3)}},
        },
        players=("newcomer", "incumbent"),
        title="Niches",
    )


def outside_option_battle() -> ExtensiveGame:
    """Leave with 2, or stay and play the battle of the sexes. Van Damme 1989, on forward induction."""
    other: Node = {"player": "two", "set": "two's choice"}
    return ExtensiveGame.from_nodes(
        {
            "stay": {"player": "one", "actions": {"leave": (2, 2), "stay": "one's choice"}},
            "one's choice": {"player": "one", "actions": {"top": "after top", "bottom": "after bottom"}},
            "after top": {**other, "actions": {"left": (3, 1), "right": (0, 0)}},
            "after bottom": {**other, "actions": {"left": (0, 0), "right": (1, 3)}},
        },
        players=("one", "two"),
        title="Battle of the sexes with a way out",
    )


def seltens_horse() -> ExtensiveGame:
    """Three players, no proper subgame, and a threat that no belief supports. Selten 1975, figure 1."""
    third: Node = {"player": "3", "set": "third"}
    return ExtensiveGame.from_nodes(
        {
            "first": {"player": "1", "actions": {"R": "second", "L": "after 1"}},
            "second": {"player": "2", "actions": {"R": (1, 1, 1), "L": "after 2"}},
            "after 1": {**third, "actions": {"R": (3, 2, 2), "L": (0, 0, 0)}},
            "after 2": {**third, "actions": {"R": (4, 4, 0), "L": (0, 0, 1)}},
        },
        players=("1", "2", "3"),
        title="Selten's horse",
    )


# Bargaining ---------------------------------------------------------------------------------------------------------


def ultimatum_outside(pie: int = 10, outside: int = 3) -> ExtensiveGame:
    """An offer of 0 … pie; who refuses takes an outside option. After Binmore, Shaked & Sutton 1989."""
    offers = {str(k): f"offered {k}" for k in range(pie + 1)}
    return ExtensiveGame.from_nodes(
        {
            "offer": {"player": "proposer", "actions": offers},
            **{
                f"offered {k}": {"player": "responder", "actions": {"accept": (pie - k, k), "refuse": (0, outside)}}
                for k in range(pie + 1)
            },
        },
        players=("proposer", "responder"),
        title="An ultimatum with an outside option",
    )


def ultimatum_hidden_outside(pie: int = 10, poor: float = 0.6, outside: tuple[int, int] = (2, 6)) -> ExtensiveGame:
    """The same where only the responder knows what its outside option is worth."""
    kinds = dict(zip(("poor", "rich"), outside, strict=True))
    offers = [str(k) for k in range(pie + 1)]
    return ExtensiveGame.from_nodes(
        {
            "type": {"chance": {"poor": (poor, "poor"), "rich": (1 - poor, "rich")}},
            **{
                kind: {"player": "proposer", "set": "offer", "actions": {k: f"{kind}, offered {k}" for k in offers}}
                for kind in kinds
            },
            **{
                f"{kind}, offered {k}": {
                    "player": "responder",
                    "actions": {"accept": (pie - int(k), int(k)), "refuse": (0, worth)},
                }
                for kind, worth in kinds.items()
                for k in offers
            },
        },
        players=("proposer", "responder"),
        title="An ultimatum with a hidden outside option",
    )


# Cards --------------------------------------------------------------------------------------------------------------

CARDS = ("jack", "queen", "king")


def kuhn_poker() -> ExtensiveGame:
    """Three cards, an ante of 1, one bet of 1. Kuhn 1950, "A simplified two-person poker"; worth -1/18 to the first."""
    deals = [(one, two) for one in CARDS for two in CARDS if one != two]
    nodes: dict[str, Node] = {"deal": {"chance": {f"{one}-{two}": (1 / 6, f"{one}-{two}: open") for one, two in deals}}}
    for one, two in deals:
        deal, sign = f"{one}-{two}", 1 if CARDS.index(one) > CARDS.index(two) else -1
        nodes[f"{deal}: open"] = {
            "player": "first",
            "set": f"open with {one}",
            "actions": {"check": f"{deal}: checked", "bet": f"{deal}: answer"},
        }
        nodes[f"{deal}: checked"] = {
            "player": "second",
            "set": f"after a check with {two}",
            "actions": {"check": (sign, -sign), "bet": f"{deal}: late answer"},
        }
        nodes[f"{deal}: answer"] = {
            "player": "second",
            "set": f"after a bet with {two}",
            "actions": {"fold": (1, -1), "call": (2 * sign, -2 * sign)},
        }
        nodes[f"{deal}: late answer"] = {
            "player": "first",
            "set": f"checked, then a bet, with {one}",
            "actions": {"fold": (-1, 1), "call": (2 * sign, -2 * sign)},
        }
    return ExtensiveGame.from_nodes(nodes, players=("first", "second"), title="Kuhn poker")


def kuhn_known(alpha: float) -> Known:
    """One of Kuhn's equilibria: the first player bluffs with the jack with probability `alpha`, at most 1/3."""
    third = 1 / 3
    return Known(
        "sequential",
        (-1 / 18, 1 / 18),
        {
            "open with jack": {"check": 1 - alpha, "bet": alpha},
            "open with queen": {"check": 1.0},
            "open with king": {"check": 1 - 3 * alpha, "bet": 3 * alpha},
            "checked, then a bet, with jack": {"fold": 1.0},
            "checked, then a bet, with queen": {"fold": 2 / 3 - alpha, "call": alpha + third},
            "checked, then a bet, with king": {"call": 1.0},
            "after a check with jack": {"check": 2 / 3, "bet": third},
            "after a check with queen": {"check": 1.0},
            "after a check with king": {"bet": 1.0},
            "after a bet with jack": {"fold": 1.0},
            "after a bet with queen": {"fold": 2 / 3, "call": third},
            "after a bet with king": {"call": 1.0},
        },
    )


# What is known ------------------------------------------------------------------------------------------------------

BEER = Known(
    "sequential",
    (2.9, 0.9),
    {
        "weak": {"beer": 1.0},
        "strong": {"beer": 1.0},
        "after beer": {"retreat": 1.0},
        "after quiche": {"fight": (0.5, 1.0), "retreat": (0.0, 0.5)},
    },
    {"after beer": ((0.1, 0.1), (0.9, 0.9)), "after quiche": ((0.5, 1.0), (0.0, 0.5))},
)
"""Only this one survives the intuitive criterion."""
QUICHE = Known(
    "sequential",
    (2.1, 0.9),
    {
        "weak": {"quiche": 1.0},
        "strong": {"quiche": 1.0},
        "after quiche": {"retreat": 1.0},
        "after beer": {"fight": (0.5, 1.0), "retreat": (0.0, 0.5)},
    },
    {"after quiche": ((0.1, 0.1), (0.9, 0.9)), "after beer": ((0.5, 1.0), (0.0, 0.5))},
)
SEPARATING = Known(
    "sequential",
    (7 / 6, 1 / 3),
    {
        "high": {"school": 1.0},
        "low": {"none": 1.0},
        "after school": {"manager": 1.0},
        "after none": {"clerk": 1.0},
    },
    {"after school": (NEVER, SURE), "after none": (SURE, NEVER)},
)
UNSCHOOLED = Known(
    "sequential",
    (1.0, 0.0),
    {
        "high": {"none": 1.0},
        "low": {"none": 1.0},
        "after school": {"clerk": (0.5, 1.0), "manager": (0.0, 0.5)},
        "after none": {"clerk": 1.0},
    },
    {"after school": ((0.5, 1.0), (0.0, 0.5)), "after none": ((2 / 3, 2 / 3), (1 / 3, 1 / 3))},
)
"""It fails the intuitive criterion: schooling never pays a worker of low ability."""
BABBLING = Known(
    "sequential",
    (1.0, 1.2),
    {"after yes": {"safe": 1.0}, "after no": {"safe": 1.0}},
    {"after yes": ((0.4, 0.6), (0.4, 0.6)), "after no": ((0.4, 0.6), (0.4, 0.6))},
)
"""Nothing is believed; both types may say anything that keeps the odds within 2 to 3 either way."""


def _told(left: str, right: str) -> Known:
    """The types say different words, and are believed."""
    return Known(
        "sequential",
        (2.0, 2.0),
        {
            "left type": {left: 1.0},
            "right type": {right: 1.0},
            f"after {left}": {"left": 1.0},
            f"after {right}": {"right": 1.0},
        },
        {f"after {left}": (SURE, NEVER), f"after {right}": (NEVER, SURE)},
    )


REPUTATION = Known(
    "sequential",
    # The first is fought with 0.2; after a fight the second stays out half the time, after letting in it enters.
    (0.3, 0.4, 0.9 * 0.0 + 0.1 * 1.0),
    {
        "first entry": {"enter": 1.0},
        "weak: first answer": {"fight": 1 / 9, "let in": 8 / 9},
        "strong: first answer": {"fight": 1.0},
        "second entry after out": {"enter": 1.0},
        "second entry after let in": {"enter": 1.0},
        "second entry after fight": {"out": 0.5, "enter": 0.5},
        **{f"weak: second answer after {past}": {"let in": 1.0} for past in ("out", "let in", "fight")},
        **{f"strong: second answer after {past}": {"fight": 1.0} for past in ("out", "let in", "fight")},
    },
    {
        "first entry": ((0.9, 0.9), (0.1, 0.1)),
        "second entry after out": ((0.9, 0.9), (0.1, 0.1)),
        "second entry after let in": (SURE, NEVER),
        "second entry after fight": ((0.5, 0.5), (0.5, 0.5)),
    },
)
"""A weak store fights one time in nine, just so often that the second newcomer does not know what to do."""

_BY_WORTH: Mapping[str, Mapping[str, float | Range]] = {
    f"{kind}, offered {k}": {"accept" if k > worth else "refuse": 1.0}
    for kind, worth in (("poor", 2), ("rich", 6))
    for k in range(11)
    if k != worth
}
"""Who is offered more than the outside option accepts, who is offered less refuses."""

FAMOUS_TREES = (
    FamousTree(
        "beer and quiche",
        "Cho & Kreps 1987, Signaling games and stable equilibria",
        beer_quiche,
        (BEER, QUICHE),
        frozenset({"sequential"}),
    ),
    FamousTree(
        "a signal on the job market",
        "Spence 1973, Job market signaling",
        spence,
        (SEPARATING, UNSCHOOLED),
        frozenset({"sequential"}),
    ),
    FamousTree(
        "cheap talk",
        "Crawford & Sobel 1982, Strategic information transmission",
        cheap_talk,
        (BABBLING, _told("yes", "no"), _told("no", "yes")),
        frozenset({"sequential"}),
    ),
    FamousTree(
        "Selten's horse",
        "Selten 1975, Reexamination of the perfectness concept for equilibrium points in extensive games",
        seltens_horse,
        (
            Known(
                "sequential",
                (1.0, 1.0, 1.0),
                {"first": {"R": 1.0}, "second": {"R": 1.0}, "third": {"L": (0.75, 1.0), "R": (0.0, 0.25)}},
                {"third": ((0.0, 1 / 3), (2 / 3, 1.0))},
            ),
            Known(
                "subgame-perfect",
                (3.0, 2.0, 2.0),
                {"first": {"L": 1.0}, "second": {"R": (1 / 3, 1.0), "L": (0.0, 2 / 3)}, "third": {"R": 1.0}},
            ),
        ),
        frozenset({"Nash", "subgame-perfect", "sequential"}),
    ),
    FamousTree(
        "Kuhn poker",
        "Kuhn 1950, A simplified two-person poker",
        kuhn_poker,
        tuple(kuhn_known(alpha) for alpha in (0.0, 1 / 6, 1 / 3)),
        zero_sum=True,
    ),
    FamousTree(
        "the chain store, weak or strong",
        "Kreps & Wilson 1982, Reputation and imperfect information",
        chain_store_types,
        (REPUTATION,),
        frozenset({"sequential"}),
    ),
    FamousTree(
        "two ways in",
        "Mas-Colell, Whinston & Green 1995, Microeconomic theory, chapter 9",
        entry_two_ways,
        (
            Known(
                "sequential",
                (3.0, 0.0),
                {"entry": {"boldly": 1.0}, "answer": {"accommodate": 1.0}},
                {"answer": (SURE, NEVER)},
            ),
            Known(
                "subgame-perfect",
                (0.0, 2.0),
                {"entry": {"out": 1.0}, "answer": {"fight": (0.75, 1.0), "accommodate": (0.0, 0.25)}},
            ),
        ),
        frozenset({"Nash", "subgame-perfect", "sequential"}),
    ),
    FamousTree(
        "niches",
        "Mas-Colell, Whinston & Green 1995, Microeconomic theory, chapter 9",
        niche_choice,
        (
            Known(
                "sequential",
                (1.0, -1.0),
                {"entry": {"in": 1.0}, "newcomer's niche": {"large": 1.0}, "incumbent's niche": {"small": 1.0}},
                {"incumbent's niche": (NEVER, SURE)},
            ),
            Known(
                "sequential",
                (0.0, 2.0),
                {"entry": {"out": 1.0}, "newcomer's niche": {"small": 1.0}, "incumbent's niche": {"large": 1.0}},
                {"incumbent's niche": (SURE, NEVER)},
            ),
            Known(
                "sequential",
                (0.0, 2.0),
                {
                    "entry": {"out": 1.0},
                    "newcomer's niche": {"small": 2 / 9, "large": 7 / 9},
                    "incumbent's niche": {"small": 2 / 9, "large": 7 / 9},
                },
                {"incumbent's niche": ((2 / 9, 2 / 9), (7 / 9, 7 / 9))},
            ),
        ),
        frozenset({"subgame-perfect", "sequential"}),
    ),
    FamousTree(
        "battle of the sexes with a way out",
        "van Damme 1989, Stable equilibria and forward induction",
        outside_option_battle,
        (
            Known(
                "sequential",
                (3.0, 1.0),
                {"stay": {"stay": 1.0}, "one's choice": {"top": 1.0}, "two's choice": {"left": 1.0}},
            ),
            Known(
                "sequential",
                (2.0, 2.0),
                {"stay": {"leave": 1.0}, "one's choice": {"bottom": 1.0}, "two's choice": {"right": 1.0}},
            ),
            Known(
                "sequential",
                (2.0, 2.0),
                {
                    "stay": {"leave": 1.0},
                    "one's choice": {"top": 0.75, "bottom": 0.25},
                    "two's choice": {"left": 0.25, "right": 0.75},
                },
            ),
        ),
        frozenset({"subgame-perfect", "sequential"}),
    ),
    FamousTree(
        "an ultimatum with an outside option",
        "after Binmore, Shaked & Sutton 1989, An outside option experiment",
        ultimatum_outside,
        (
            Known(
                "sequential",
                ((6.0, 7.0), 3.0),
                {
                    "offer": {"3": 1.0},
                    "offered 3": {"accept": (6 / 7, 1.0), "refuse": (0.0, 1 / 7)},
                    **{f"offered {k}": {"refuse": 1.0} for k in range(3)},
                    **{f"offered {k}": {"accept": 1.0} for k in range(4, 11)},
                },
            ),
            Known(
                "sequential",
                (6.0, 4.0),
                {
                    "offer": {"4": 1.0},
                    "offered 3": {"accept": (0.0, 6 / 7), "refuse": (1 / 7, 1.0)},
                    **{f"offered {k}": {"refuse": 1.0} for k in range(3)},
                    **{f"offered {k}": {"accept": 1.0} for k in range(4, 11)},
                },
            ),
        ),
    ),
    FamousTree(
        "an ultimatum with a hidden outside option",
        "after Binmore, Shaked & Sutton 1989; the hidden option is our own",
        ultimatum_hidden_outside,
        (
            Known(
                "sequential",
                ((4.2, 4.8), 0.6 * 2 + 0.4 * 6),
                {
                    "offer": {"2": 1.0},
                    "poor, offered 2": {"accept": (0.875, 1.0), "refuse": (0.0, 0.125)},
                    **_BY_WORTH,
                },
                {"offer": ((0.6, 0.6), (0.4, 0.4))},
            ),
            Known(
                "sequential",
                (4.2, 0.6 * 3 + 0.4 * 6),
                {
                    "offer": {"3": 1.0},
                    "poor, offered 3": {"accept": 1.0},
                    "rich, offered 3": {"refuse": 1.0},
                    "poor, offered 2": {"refuse": (0.125, 1.0), "accept": (0.0, 0.875)},
                },
                {"offer": ((0.6, 0.6), (0.4, 0.4))},
            ),
        ),
    ),
)
