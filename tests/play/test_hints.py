"""A hint is a best reply to what its seat knows, and tells nothing that another seat keeps
secret.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import negotiate
from negotiate.errors import IllegalAction
from negotiate.play.forms import Move
from negotiate.play.hints import hints
from negotiate.play.in_turn import InTurn
from negotiate.play.opponents import Session
from negotiate.play.table import Seat, Table, new_table
from negotiate.play.talkers import ONE, adviser, on_table, ruled_out
from negotiate.play.talks import DRAWS, Talks
from negotiate.scenario import Scenario

BEIJING = negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025")


def seated(
    scenario: Scenario, lens: str, level: str = "hints", seed: int = 0, rounds: int | None = None
) -> Table:
    bare = new_table(scenario, lens=lens, rounds=rounds)
    seats = {key: Seat(key, help=level) for key in bare.form.seats}
    return new_table(scenario, lens=lens, rounds=rounds, seed=seed, seats=seats)


def with_help(table: Table, level: str) -> Table:
    table.seats = {key: replace(seat, help=level) for key, seat in table.seats.items()}
    return table


def test_who_plays_without_hints_gets_none() -> None:
    with pytest.raises(IllegalAction, match="without hints"):
        hints(seated(BEIJING, "deal", "own"), "us")
    with pytest.raises(IllegalAction, match="nothing for you to decide"):
        hints(seated(BEIJING, "deal"), "china")


OTHERS = {
    "payoffs": negotiate.load(
        "us-china/beijing-2018",
        variant="us_drops_mic2025",
        set={"payoffs.china.autos.caps_off": -9, "horizon": 2},
    ),
    "red lines": replace(BEIJING, red_lines={}),
}


@pytest.mark.parametrize("secret", OTHERS)
def test_a_hint_is_the_same_whatever_the_other_side_keeps_secret(secret: str) -> None:
    said = []
    for scenario in (BEIJING, OTHERS[secret]):
        table = seated(scenario, "deal", rounds=4)
        told = []
        for purchases in ("100", "64", "32", "32"):
            told.append(hints(table, "us"))
            table.do("us", {"offer": {"purchases": purchases}})
            table.do("china", {"offer": {"autos": "caps_off", "purchases": "0"}})
        said.append(told)
    assert said[0] == said[1]


def test_nothing_is_advised_that_the_seat_never_signs() -> None:
    table = seated(BEIJING, "deal")
    table.do("us", {"offer": {"purchases": "100"}})
    form = table.form
    assert isinstance(form, Talks)
    lies = adviser(form, table.state, "china").lies
    column = list(form.problem.options_of([])).index("mic2025")
    labels = form.problem.issues["mic2025"]
    assert {labels[k] for k in set(lies.options[:, column].tolist())} == {
        "keep",
        "tweak",
    }  # its line is `plan`
    theirs = adviser(form, table.state, "us").lies
    assert {labels[k] for k in set(theirs.options[:, column].tolist())} == set(labels)


@pytest.mark.parametrize(
    ("liked", "words"),
    [
        ({"property": "enforced"}, "forced transfer of technology: enforced"),
        ({"autos": "caps_off"}, "Car making: caps off"),
    ],
)
def test_of_equally_good_deals_one_is_advised_that_the_other_side_seems_to_like(
    liked: dict[str, str], words: str
) -> None:
    table = seated(BEIJING, "deal", rounds=5)
    nothing = {
        "purchases": "0",
        "property": "as_is",
        "autos": "joint_ventures_only",
        "finance": "capped",
    }
    assert hints(table, "us")[0].startswith("You have heard no offer yet")
    for _ in range(3):
        table.do("us", {"offer": {"purchases": "100"}})
        table.do("china", {"offer": nothing | liked})
    assert words in hints(table, "us")[-1]
    assert "the other side seems to like this one best" in hints(table, "us")[-1]


def test_late_in_the_talks_an_offer_is_good_enough_that_was_not_before() -> None:
    table = seated(BEIJING, "deal", rounds=3)
    fair = {"purchases": "64", "autos": "caps_off", "finance": "full", "property": "enforced"}
    table.do("us", {"offer": {"purchases": "100"}})
    table.do("china", {"offer": fair})
    assert hints(table, "us")[0].startswith("Do not take the offer yet")
    for _ in range(2):
        table.do("us", {"offer": {"purchases": "100"}})
        if table.state["number"] < table.form.rounds * 2 - 1:
            table.do("china", {"offer": fair})
    assert table.state["number"] == 5
    table.do("china", {"offer": fair})
    assert hints(table, "us") == (
        "Accept: no other offer can be made, and this one is at least as good for you as none.",
    )


def test_a_bad_last_offer_is_refused() -> None:
    table = seated(negotiate.load("classroom/bicycle-frames"), "deal", rounds=1)
    form = table.form
    assert isinstance(form, Talks)
    worth = np.where(form.problem.feasible(), form.problem.payoffs[0], np.inf)
    assert worth.min() < form.problem.disagreement[0]
    table.do("workshop", {"offer": {}})
    table.do("shop", {"offer": form.problem.package(int(worth.argmin()))})
    assert hints(table, "workshop") == (
        "Refuse: you are better off without a deal than with this offer.",
    )


def test_an_offer_across_an_own_line_is_refused_for_that() -> None:
    table = seated(BEIJING, "deal")
    table.do("us", {"offer": {"mic2025": "curb"}})
    said = "Do not take the offer: you never sign this: it crosses your own line `plan` ("
    assert hints(table, "china")[0].startswith(said)
    assert "Made in China 2025" in hints(table, "china")[0]


def test_full_hints_say_what_theory_knows() -> None:
    table = seated(BEIJING, "deal", "full", rounds=2)
    assert any(
        one.startswith("Theory expects this deal, since China can make the last offer")
        for one in hints(table, "us")
    )
    table.do("us", {"offer": {"purchases": "64"}})
    said = " ".join(hints(table, "china"))
    assert "The offer would give the United States" in said
    assert "Pareto frontier" in said
    table.do("china", {"offer": {"purchases": "0"}})
    table.do("us", {"offer": {"mic2025": "curb"}})
    assert "it crosses a red line of China" in " ".join(hints(table, "china"))
    assert "red line" not in " ".join(hints(with_help(table, "hints"), "china"))


def test_the_best_reply_to_what_the_others_did() -> None:
    table = seated(negotiate.load("classics/chicken"), "simulate", rounds=5)
    assert hints(table, "row") == (
        "At worst, `swerve` leaves you the most: it brings between -1 and 0.",
        "At best, `straight` brings you the most: it brings between -10 and 1.",
    )
    for choice in ("swerve", "swerve", "straight"):
        table.do("row", {"choose": "swerve"})
        assert "`" in hints(table, "column")[0]
        table.do("column", {"choose": choice})
    # straight against one straight of three: (1 + 1 - 10) / 3; swerve: (0 + 0 - 1) / 3
    assert hints(table, "row")[:2] == (
        (
            "If the others choose as they did in the 3 rounds so far, `swerve` is best for you in "
            "this "
            "one."
        ),
        "On average it would bring you -0.33.",
    )
    assert "`straight` is best" in hints(table, "column")[0]  # the other always swerved


def test_a_choice_of_this_round_that_is_secret_is_not_used() -> None:
    table = seated(negotiate.load("classics/chicken"), "simulate", rounds=3)
    for choice in ("swerve", "straight"):
        before = hints(table, "row")
        table.do("column", {"choose": choice})
        assert hints(table, "row") == before
        table.do("row", {"choose": "swerve"})


@pytest.mark.parametrize(
    "name", ["classics/kuhn-poker", "classics/beer-quiche", "classics/centipede"]
)
def test_in_a_tree_a_hint_says_what_each_action_can_still_bring(name: str) -> None:
    table = seated(negotiate.load(name), "tree", seed=3)
    form = table.form
    assert isinstance(form, InTurn)
    tree = form.game.tree
    seen: dict[int, set[tuple[str, ...]]] = {}
    for node in np.flatnonzero(tree.mover >= 0).tolist():
        table.state = {"node": node}
        seat = form.game.keys[int(tree.mover[node])]
        said = hints(table, seat)
        seen.setdefault(int(tree.information_set[node]), set()).add(said)
        spans = bounds(form, node, form.game.keys.index(seat))
        labels = form.game.action_labels(node)
        safe, bold = max(spans, key=lambda span: span[0]), max(spans, key=lambda span: span[1])
        first = labels[[span[0] for span in spans].index(safe[0])]
        assert f"`{first}`" in said[0], (node, said, spans)
        assert labels[[span[1] for span in spans].index(bold[1])] in said[-1]
    assert all(len(one) == 1 for one in seen.values())  # what looks the same gets the same hint


def bounds(form: InTurn, node: int, player: int) -> list[tuple[float, float]]:
    """For each action the least and the most over all endings below any place that looks the
    same.
    """
    game, tree = form.game, form.game.tree
    found = []
    for action in range(int(tree.child_count[node])):
        reached = [
            float(game.payoffs[game.leaf_of(leaf)][player])
            for alike in np.flatnonzero(tree.information_set == tree.information_set[node]).tolist()
            for leaf in tree.leaves.tolist()
            if int(tree.first_child[alike]) + action in game.path(leaf)
        ]
        found.append((min(reached), max(reached)))
    return found


def test_full_hints_say_what_an_equilibrium_does() -> None:
    table = seated(negotiate.load("classics/centipede"), "tree", "full")
    assert hints(table, "first")[-2:] == (
        "In the equilibrium that `tree` finds you choose `take` here.",
        "The whole equilibrium gives First 1 and Second 0.",
    )
    table = seated(negotiate.load("classics/matching-pennies"), "solve", "full")
    assert "with probability 0.5" in hints(table, table.form.seats[0])[-2]


def test_full_hints_tell_the_other_equilibria_too() -> None:
    told = hints(seated(negotiate.load("classics/chicken"), "solve", "full"), "row")
    first = next(
        k
        for k, one in enumerate(told)
        if one.startswith("In one of the three equilibria that `solve` finds")
    )
    assert told[first + 1].startswith("In others you choose `s")
    assert "with probability 0.9" in told[first + 1]


def test_who_only_ranks_outcomes_hears_no_numbers() -> None:
    for lens in ("deal", "solve"):
        table = seated(negotiate.load("conflicts/cuba-1962"), lens, "full")
        said = " ".join(hints(table, "us"))
        assert not any(sign.isdigit() for sign in said), said


def test_what_the_other_side_has_ruled_out_is_not_advised_until_it_offers_that_itself() -> None:
    """A bluffer never takes the option that it likes least, and says so as an act that the log
    keeps.
    """
    frames = negotiate.load("classroom/bicycle-frames")
    seats = {"workshop": Seat("workshop", help="hints"), "shop": Seat("shop", "bluffer")}
    table = new_table(frames, lens="deal", seats=seats)
    [(issue, option)] = bluffed(table).items()
    for _ in range(3):
        hint = " ".join(hints(table, "workshop"))
        assert f"{issue}={option}" not in hint
        assert "The shop has said that it never accepts" in hint
        package = advised(table, "workshop")
        assert package[issue] != option
        table.do("workshop", {"offer": package})
        Session(table).run()
    table.state = table.state | {"turn": "shop"}
    table.do("shop", {"offer": {issue: option}})
    assert not ruled_out(table, "workshop")
    assert "never accepts" not in " ".join(hints(table, "workshop"))


def bluffed(table: Table) -> dict[str, str]:
    """What the bluffer rules out, once it has spoken."""
    table.do("workshop", {"offer": {"price": "240", "week": "10"}})
    Session(table).run()
    return next(event["move"]["never"] for event in table.events if "never" in event["move"])


def advised(table: Table, seat: str) -> dict[str, str]:
    """The package that a hint names."""
    assert isinstance(table.form, Talks)
    out = {(issue, option) for (_, issue), option in ruled_out(table, seat).items()}
    ears = adviser(table.form, table.state, seat, out)
    ears.listen(table)
    assert ears.mind is not None
    best = int(ears.mind.proposes(ONE, table.state["number"], DRAWS)[0])
    return on_table(table.form, int(ears.lies.packages[best]))


@pytest.mark.parametrize(
    "move",
    [
        {"say": "No.", "accept": True},
        {"say": "No.", "never": {}},
        {"say": "No.", "never": {"army": "big"}},
        {"say": "No.", "never": {"purchases": "a lot"}},
        {"say": "No.", "never": [1]},
    ],
)
def test_only_what_the_deal_sets_can_be_ruled_out(move: Move) -> None:
    table = seated(BEIJING, "deal")
    with pytest.raises(IllegalAction):
        table.do("us", move)
    table.do("us", {"say": "No.", "never": {"purchases": "0"}})
    assert ruled_out(table, "china") == {("us", "purchases"): "0"}
    assert not ruled_out(table, "us")
