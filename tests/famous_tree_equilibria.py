"""The equilibria that the literature gives for the trees of `tests/famous_trees.py`.

An information set is called by the label of its move, and its beliefs stand in the order of its
nodes.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.famous_trees import (
    beer_quiche,
    chain_store_types,
    cheap_talk,
    entry_two_ways,
    kuhn_poker,
    niche_choice,
    outside_option_battle,
    seltens_horse,
    spence,
    ultimatum_hidden_outside,
    ultimatum_outside,
)
from tests.tree_facts import FamousTree, Known, Range

SURE: Range = (1.0, 1.0)
NEVER: Range = (0.0, 0.0)
ANY: Range = (0.0, 1.0)


def kuhn_known(alpha: float) -> Known:
    """One of Kuhn's equilibria: the first player bluffs with the jack with probability `alpha`, at
    most 1/3.
    """
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
    # The first is fought with 0.2; after a fight the second stays out half the time, after letting
    # in it enters.
    (0.3, 0.4, 0.9 * 0.0 + 0.1 * 1.0),
    {
        "first entry": {"enter": 1.0},
        "weak: first answer": {"fight": 1 / 9, "let in": 8 / 9},
        "strong: first answer": {"fight": 1.0},
        "second entry after out": {"enter": 1.0},
        "second entry after let in": {"enter": 1.0},
        "second entry after fight": {"out": 0.5, "enter": 0.5},
        **{
            f"weak: second answer after {past}": {"let in": 1.0}
            for past in ("out", "let in", "fight")
        },
        **{
            f"strong: second answer after {past}": {"fight": 1.0}
            for past in ("out", "let in", "fight")
        },
    },
    {
        "first entry": ((0.9, 0.9), (0.1, 0.1)),
        "second entry after out": ((0.9, 0.9), (0.1, 0.1)),
        "second entry after let in": (SURE, NEVER),
        "second entry after fight": ((0.5, 0.5), (0.5, 0.5)),
    },
)
"""A weak store fights one time in nine, just so often that the second newcomer does not know what
to do.
"""

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
        (
            "Selten 1975, Reexamination of the perfectness concept for equilibrium points in "
            "extensive "
            "games"
        ),
        seltens_horse,
        (
            Known(
                "sequential",
                (1.0, 1.0, 1.0),
                {
                    "first": {"R": 1.0},
                    "second": {"R": 1.0},
                    "third": {"L": (0.75, 1.0), "R": (0.0, 0.25)},
                },
                {"third": ((0.0, 1 / 3), (2 / 3, 1.0))},
            ),
            Known(
                "subgame-perfect",
                (3.0, 2.0, 2.0),
                {
                    "first": {"L": 1.0},
                    "second": {"R": (1 / 3, 1.0), "L": (0.0, 2 / 3)},
                    "third": {"R": 1.0},
                },
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
                {
                    "entry": {"out": 1.0},
                    "answer": {"fight": (0.75, 1.0), "accommodate": (0.0, 0.25)},
                },
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
                {
                    "entry": {"in": 1.0},
                    "newcomer's niche": {"large": 1.0},
                    "incumbent's niche": {"small": 1.0},
                },
                {"incumbent's niche": (NEVER, SURE)},
            ),
            Known(
                "sequential",
                (0.0, 2.0),
                {
                    "entry": {"out": 1.0},
                    "newcomer's niche": {"small": 1.0},
                    "incumbent's niche": {"large": 1.0},
                },
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
                {
                    "stay": {"stay": 1.0},
                    "one's choice": {"top": 1.0},
                    "two's choice": {"left": 1.0},
                },
            ),
            Known(
                "sequential",
                (2.0, 2.0),
                {
                    "stay": {"leave": 1.0},
                    "one's choice": {"bottom": 1.0},
                    "two's choice": {"right": 1.0},
                },
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
                    **_BY_WORTH,
                    "poor, offered 2": {"refuse": (0.125, 1.0), "accept": (0.0, 0.875)},
                },
                {"offer": ((0.6, 0.6), (0.4, 0.4))},
            ),
        ),
    ),
)
