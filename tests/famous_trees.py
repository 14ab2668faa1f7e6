"""Trees with hidden information that everybody knows.

Each function returns an `ExtensiveGame` and names its source. What the literature says of their
equilibria stands in `tests/famous_tree_equilibria.py`.
"""

from __future__ import annotations

from negotiate.games.extensive import ExtensiveGame

Node = dict[str, object]

# Signals ------------------------------------------------------------------------------------------


def beer_quiche(weak: float = 0.1) -> ExtensiveGame:
    """Who breakfasts would rather not be fought; a strong one likes beer, a weak one quiche. Cho &
    Kreps 1987.
    """

    def breakfast(kind: str, likes: str) -> Node:
        return {
            "player": "sender",
            "actions": {food: f"{kind}, {food}" for food in ("beer", "quiche")},
            "set": kind,
        }

    def answer(kind: str, food: str, liked: bool) -> Node:
        right = {"weak": (1, 0), "strong": (0, 1)}[
            kind
        ]  # the receiver's gain from fighting, from retreating
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

    Spence 1973 in its smallest form: pay 1 or 2; an able manager brings the employer 1, another
    costs it 1.
    """

    def school(kind: str) -> Node:
        return {
            "player": "worker",
            "actions": {"school": f"{kind}, school", "none": f"{kind}, none"},
            "set": kind,
        }

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
    """Two equally likely types, two words that cost nothing, three answers: one fits each type, one
    is safe.

    Crawford & Sobel 1982 in its smallest form. Both want the answer that fits; the safe one is
    better than a guess.
    """

    def say(kind: str) -> Node:
        return {
            "player": "sender",
            "set": kind,
            "actions": {word: f"{kind}, {word}" for word in ("yes", "no")},
        }

    def hear(kind: str, word: str) -> Node:
        worth = (
            {"left": (2, 2), "right": (0, 0)}
            if kind == "left type"
            else {"left": (0, 0), "right": (2, 2)}
        )
        return {
            "player": "receiver",
            "set": f"after {word}",
            "actions": {**worth, "safe": (1, 1.2)},
        }

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


# Threats and reputation ---------------------------------------------------------------------------


def chain_store_types(strong: float = 0.1, b: float = 0.5, a: float = 2.0) -> ExtensiveGame:
    """Two newcomers, one after the other, and a chain store that may be one that likes to fight.

    Kreps & Wilson 1982, "Reputation and imperfect information", with two markets. A newcomer gets 0
    outside, `b` if it is let in, `b - 1` if it is fought. The store gets `a` from a market left
    alone; a weak one 0 from letting in and -1 from fighting, a strong one -1 from letting in and 0
    from fighting.
    """
    kinds = ("weak", "strong")
    store = {
        "weak": {"out": a, "let in": 0.0, "fight": -1.0},
        "strong": {"out": a, "let in": -1.0, "fight": 0.0},
    }
    newcomer = {"out": 0.0, "let in": b, "fight": b - 1}
    nodes: dict[str, Node] = {
        "type": {
            "chance": {"weak": (1 - strong, "weak: first"), "strong": (strong, "strong: first")}
        }
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
        nodes,
        players=("first newcomer", "second newcomer", "store"),
        title="The chain store, weak or strong",
    )


def entry_two_ways() -> ExtensiveGame:
    """A newcomer stays out or enters in one of two ways that the incumbent cannot tell apart.

    Mas-Colell, Whinston & Green 1995, chapter 9: the whole tree is its only subgame, so that an
    empty threat survives subgame perfection; no belief supports it.
    """
    incumbent: Node = {"player": "incumbent", "set": "answer"}
    return ExtensiveGame.from_nodes(
        {
            "entry": {
                "player": "newcomer",
                "actions": {"out": (0, 2), "boldly": "bold", "meekly": "meek"},
            },
            "bold": {**incumbent, "actions": {"fight": (-1, -1), "accommodate": (3, 0)}},
            "meek": {**incumbent, "actions": {"fight": (-1, -1), "accommodate": (2, 1)}},
        },
        title="Two ways in",
    )


def niche_choice() -> ExtensiveGame:
    """Out, or in; then newcomer and incumbent choose a niche at once. Mas-Colell, Whinston & Green
    1995, chapter 9.
    """
    incumbent: Node = {"player": "incumbent", "set": "incumbent's niche"}
    return ExtensiveGame.from_nodes(
        {
            "entry": {"player": "newcomer", "actions": {"out": (0, 2), "in": "newcomer's niche"}},
            "newcomer's niche": {
                "player": "newcomer",
                "actions": {"small": "after small", "large": "after large"},
            },
            "after small": {**incumbent, "actions": {"small": (-6, -6), "large": (-1, 1)}},
            "after large": {**incumbent, "actions": {"small": (1, -1), "large": (-3, -3)}},
        },
        players=("newcomer", "incumbent"),
        title="Niches",
    )


def outside_option_battle() -> ExtensiveGame:
    """Leave with 2, or stay and play the battle of the sexes. Van Damme 1989, on forward
    induction.
    """
    other: Node = {"player": "two", "set": "two's choice"}
    return ExtensiveGame.from_nodes(
        {
            "stay": {"player": "one", "actions": {"leave": (2, 2), "stay": "one's choice"}},
            "one's choice": {
                "player": "one",
                "actions": {"top": "after top", "bottom": "after bottom"},
            },
            "after top": {**other, "actions": {"left": (3, 1), "right": (0, 0)}},
            "after bottom": {**other, "actions": {"left": (0, 0), "right": (1, 3)}},
        },
        players=("one", "two"),
        title="Battle of the sexes with a way out",
    )


def seltens_horse() -> ExtensiveGame:
    """Three players, no proper subgame, and a threat that no belief supports. Selten 1975, figure
    1.
    """
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


# Bargaining ---------------------------------------------------------------------------------------


def ultimatum_outside(pie: int = 10, outside: int = 3) -> ExtensiveGame:
    """An offer of 0 … pie; who refuses takes an outside option. After Binmore, Shaked & Sutton
    1989.
    """
    offers = {str(k): f"offered {k}" for k in range(pie + 1)}
    return ExtensiveGame.from_nodes(
        {
            "offer": {"player": "proposer", "actions": offers},
            **{
                f"offered {k}": {
                    "player": "responder",
                    "actions": {"accept": (pie - k, k), "refuse": (0, outside)},
                }
                for k in range(pie + 1)
            },
        },
        players=("proposer", "responder"),
        title="An ultimatum with an outside option",
    )


def ultimatum_hidden_outside(
    pie: int = 10, poor: float = 0.6, outside: tuple[int, int] = (2, 6)
) -> ExtensiveGame:
    """The same where only the responder knows what its outside option is worth."""
    kinds = dict(zip(("poor", "rich"), outside, strict=True))
    offers = [str(k) for k in range(pie + 1)]
    return ExtensiveGame.from_nodes(
        {
            "type": {"chance": {"poor": (poor, "poor"), "rich": (1 - poor, "rich")}},
            **{
                kind: {
                    "player": "proposer",
                    "set": "offer",
                    "actions": {k: f"{kind}, offered {k}" for k in offers},
                }
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


# Cards --------------------------------------------------------------------------------------------

CARDS = ("jack", "queen", "king")


def kuhn_poker() -> ExtensiveGame:
    """Three cards, an ante of 1, one bet of 1. Kuhn 1950, "A simplified two-person poker"; worth
    -1/18 to the first.
    """
    deals = [(one, two) for one in CARDS for two in CARDS if one != two]
    nodes: dict[str, Node] = {
        "deal": {"chance": {f"{one}-{two}": (1 / 6, f"{one}-{two}: open") for one, two in deals}}
    }
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


RANKS = "jqk"


def leduc_poker() -> ExtensiveGame:
    """Two of each of three cards, an ante of 1, bets of 2 and then of 4 with at most two a round,
    one card shown.

    Southey et al. 2005, "Bayes' bluff: opponent modelling in poker"; 9,457 nodes, worth -0.0856 to
    the first.
    """
    cards = [f"{rank}{suit}" for rank in RANKS for suit in "12"]
    nodes: dict[str, Node] = {}

    def strength(own: str, shown: str) -> int:
        return len(RANKS) if own[0] == shown[0] else RANKS.index(own[0])

    def bet(cards: tuple[str, ...], past: str, round_: str, pot: tuple[int, int]) -> object:
        """What follows in a round of bets: the name of a node, or an ending; all stakes so far are
        in the pot.
        """
        first = len(round_) % 2 == 0
        if round_[-1:] == "c" and len(round_) > 1:
            return show(cards, past + round_ + " ", pot[0])
        name = " ".join((*cards, past + round_))
        opposed, size = pot[0] != pot[1], 2 * (len(cards) - 1)
        mine, theirs = pot if first else pot[::-1]
        after = {"fold": (-mine, mine) if first else (mine, -mine)} if opposed else {}
        after["call"] = bet(cards, past, f"{round_}c", (theirs, theirs))
        if round_.count("r") < 2:
            raised = (theirs + size, theirs) if first else (theirs, theirs + size)
            after["raise"] = bet(cards, past, f"{round_}r", raised)
        seen = (cards[not first], *cards[2:], past + round_)
        nodes[name] = {
            "player": "first" if first else "second",
            "set": " ".join(seen),
            "actions": after,
        }
        return name

    def show(dealt: tuple[str, ...], past: str, stake: int) -> object:
        """Turn up the card on the table, or the cards of both."""
        if len(dealt) == 3:
            mine, theirs = (strength(own, dealt[2]) for own in dealt[:2])
            won = stake * ((mine > theirs) - (mine < theirs))
            return won, -won
        left = [card for card in cards if card not in dealt]
        name = " ".join((*dealt, past, "shows"))
        nodes[name] = {
            "chance": {
                card: (1 / len(left), bet((*dealt, card), past, "", (stake, stake)))
                for card in left
            }
        }
        return name

    deals = {
        one: {two: bet((one, two), "", "", (1, 1)) for two in cards if two != one} for one in cards
    }
    hands = {
        one: {"chance": {two: (1 / 5, child) for two, child in own.items()}}
        for one, own in deals.items()
    }
    root: Node = {"chance": {one: (1 / 6, one) for one in hands}}
    return ExtensiveGame.from_nodes(
        {"deal": root, **hands, **nodes}, players=("first", "second"), title="Leduc poker"
    )
