"""Trees with hidden information: letters with beliefs, who bluffs, what is folded."""

import json
import re
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from negotiate.equilibrium.reports.paths import path, paths
from negotiate.equilibrium.reports.solution import headline
from negotiate.equilibrium.solution import Reason, TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from negotiate.report.json import json_of
from negotiate.report.screen import as_html, as_text
from negotiate.report.style import Look
from tests.equilibrium.reports.told import description, drawn_tree, plain
from tests.famous_trees import beer_quiche, chain_store_types, kuhn_poker, seltens_horse, spence
from tests.report.games import behaving, pennies_tree, solved
from tests.strategies import hidden_trees

POOLED = {"weak": "beer", "strong": "beer", "after beer": "retreat", "after quiche": "fight"}
BELIEFS = {"weak": [1], "strong": [1], "after beer": [0.1, 0.9], "after quiche": [0.75, 0.25]}
APART = {"low": "none", "high": "school", "after none": "clerk", "after school": "manager"}
REPUTATION = {
    "first entry": "enter",
    "weak: first answer": {"fight": 1 / 9, "let in": 8 / 9},
    "strong: first answer": "fight",
    "second entry after out": "enter",
    "second entry after let in": "enter",
    "second entry after fight": {"out": 0.5, "enter": 0.5},
    **{f"weak: second answer after {past}": "let in" for past in ("out", "let in", "fight")},
    **{f"strong: second answer after {past}": "fight" for past in ("out", "let in", "fight")},
}
LEGEND = (
    "\n⟨A⟩ ⟨B⟩ the mover cannot tell apart points with the same letter (one information\nset)\n"
    "the number beside a letter is the mover's belief that play is at this point"
)


def beer() -> TreeEquilibrium:
    return behaving(beer_quiche(), POOLED, BELIEFS)


def drawn(equilibrium: TreeEquilibrium, look: Look) -> str:
    return drawn_tree(equilibrium.game, look, equilibrium)


def said(equilibrium: TreeEquilibrium) -> str:
    return description(solved(equilibrium.game, equilibrium), equilibrium, everything=True)


def types(count: int, low: float = 0.0) -> TreeEquilibrium:
    """Chance deals one of many types, of which Bob sees none; Ann goes high where her type is
    even.
    """
    nodes: dict[str, dict] = {
        "deal": {"chance": {f"type {i}": (1 / count, f"type {i}") for i in range(count)}}
    }
    for i in range(count):
        nodes[f"type {i}"] = {"player": "Ann", "actions": {"low": (low, low), "high": f"high {i}"}}
        nodes[f"high {i}"] = {
            "player": "Bob",
            "set": "high",
            "actions": {"yes": (1 - i % 3, 1), "no": (0, 0)},
        }
    game = ExtensiveGame.from_nodes(nodes)
    return behaving(
        game, {**{f"type {i}": ("high", "low")[i % 2] for i in range(count)}, "high": "yes"}
    )


# The picture --------------------------------------------------------------------------------------


def test_beliefs_stand_beside_the_letter_of_a_set() -> None:
    assert (
        drawn(beer(), Look(width=80)).replace(LEGEND, "")
        == """\
                     sender  receiver
chance: type, unseen by receiver
┣━▶ 0.1 weak · sender: weak
┃   ┡━▶ beer · receiver: after beer ⟨A 0.1⟩
┃   │   ┠── fight         0         1
┃   │   ┗━▶ retreat       2         0
┃   └── quiche · receiver: after quiche ⟨B 0.75⟩
┃       ├─▷ fight         1         1
┃       └── retreat       3         0
┗━▶ 0.9 strong · sender: strong
    ┡━▶ beer · receiver: after beer ⟨A 0.9⟩
    │   ┠── fight         1         0
    │   ┗━▶ retreat       3         1
    └── quiche · receiver: after quiche ⟨B 0.25⟩
        ├─▷ fight         0         0
        └── retreat       2         1
▷ the choice at a point that play does not reach"""
    )


def test_the_legend_says_what_letters_and_numbers_are() -> None:
    assert LEGEND in drawn(beer(), Look(width=80))


def test_forty_columns_of_ascii() -> None:
    text = drawn(beer(), Look(width=40, ascii=True))
    assert text.isascii()
    assert (
        text.partition("\n<A> <B>")[0]
        == """\
                  sender  receiver
chance: type, unseen by receiver
+> 0.1 weak - sender: weak
|  +> beer
|  |  receiver: after beer <A 0.1>
|  |  +- fight         0         1
|  |  `> retreat       2         0
|  `- quiche
|     receiver: after quiche <B 0.75>
|     +) fight         1         1
|     `- retreat       3         0
`> 0.9 strong - sender: strong
   +> beer
   |  receiver: after beer <A 0.9>
   |  +- fight         1         0
   |  `> retreat       3         1
   `- quiche
      receiver: after quiche <B 0.25>
      +) fight         0         0
      `- retreat       2         1"""
    )


def test_a_letter_is_never_broken_from_its_belief() -> None:
    for width in range(20, 100):
        text = drawn(behaving(chain_store_types(), REPUTATION), Look(width=width))
        assert text.count("⟨") == text.count("⟩")
        assert not re.search(r"⟨[^⟩\n]*\n", text)
        assert not re.search("\N{NO-BREAK SPACE}", text)


def test_without_a_concept_that_asks_for_beliefs_they_follow_from_play_and_end_with_it() -> None:
    text = drawn(behaving(beer_quiche(), POOLED, kind="Nash"), Look(width=80))
    assert "after beer ⟨A 0.9⟩" in text
    assert "after quiche ⟨B⟩" in text


def test_each_branch_on_the_path_has_its_probability() -> None:
    text = drawn(behaving(chain_store_types(), REPUTATION), Look(width=90))
    assert "┣━▶ 8/9 let in" in text
    assert "┗━▶ 1/9 fight" in text
    assert text.count("━▶ 1/2 out") == 2
    assert "chance: type, unseen by the others" in text


def test_a_private_type_is_called_that() -> None:
    equilibrium = replace(beer(), game=replace(beer_quiche(), types={"sender": 0}))
    assert (
        drawn(equilibrium, Look(width=80)).splitlines()[1] == "type of sender, unseen by receiver"
    )


def test_a_tree_that_nobody_solved_has_letters_and_no_numbers() -> None:
    text = drawn_tree(beer_quiche(), Look(width=80))
    assert text.count("⟨A⟩") == 3
    assert "the number" not in text


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_width_holds_what_is_drawn(width: int, ascii_only: bool) -> None:
    for equilibrium in (beer(), behaving(chain_store_types(), REPUTATION), types(100)):
        text = as_text(solved(equilibrium.game, equilibrium), Look(width=width, ascii=ascii_only))
        assert max(map(cell_len, text.splitlines())) <= width
        assert not ascii_only or text.isascii()


def test_a_notebook_gets_letters_and_beliefs() -> None:
    equilibrium = beer()
    html = as_html(solved(equilibrium.game, equilibrium))
    assert "⟨A 0.1⟩" in html
    assert "sender bluffs" in html.casefold()


# Folding ------------------------------------------------------------------------------------------


def test_hundreds_of_types_fold_and_say_that_play_goes_there() -> None:
    text = drawn(types(300), Look(width=80))
    assert len(text.splitlines()) < 45
    assert "┗━▶ … 292 more branches, 876 endings" in text


def test_where_many_types_play_what_none_of_them_does_is_counted() -> None:
    wide = {f"option {i}": (0, 0) for i in range(7)}
    nodes: dict[str, dict] = {"deal": {"chance": {f"t{i}": (1 / 6, f"t{i}") for i in range(6)}}}
    for i in range(6):
        nodes[f"t{i}"] = {"player": "Ann", "actions": {**wide, "ask": f"asked {i}"}}
        nodes[f"asked {i}"] = {
            "player": "Bob",
            "set": "asked",
            "actions": {"yes": (1, 1), "no": (0, 0)},
        }
    game = ExtensiveGame.from_nodes(nodes)
    text = drawn(
        behaving(game, {**{f"t{i}": "ask" for i in range(6)}, "asked": "yes"}), Look(width=80)
    )
    assert text.count("━▶ ask") == 6
    assert text.count("… 7 more branches") == 6
    assert 3 <= text.count("no ") <= 6


def test_three_thousand_types_are_told_soon() -> None:
    equilibrium = types(3000)
    begun = time.process_time()
    as_text(solved(equilibrium.game, equilibrium), Look(width=80))
    assert time.process_time() - begun < 3


# Sentences ----------------------------------------------------------------------------------------


def test_who_bluffs_how_often_and_what_the_other_believes() -> None:
    equilibrium = replace(
        beer(),
        reasons=(
            Reason(0, "beer", 2.0, "quiche", 1.0, "weak", 1),
            Reason(0, "beer", 3.0, "quiche", 0.0, "strong", 2),
            Reason(1, "retreat", 0.9, "fight", 0.1, "after beer", 3),
        ),
    )
    assert said(equilibrium) == (
        "As `weak`, sender chooses `beer`. With `quiche`, sender would get 1 instead of 2. As "
        "`strong`, sender chooses "
        "`beer`. With `quiche`, sender would get 0 instead of 3. After `beer`, receiver believes "
        "that sender is "
        "`strong` with probability 0.9 and `weak` with 0.1. At `after beer`, receiver chooses "
        "`retreat`. With `fight`, "
        "receiver would get 0.1 instead of 0.9. Sender bluffs. As `weak`, sender chooses `beer` "
        "and gets 2. Sender "
        "also chooses `beer` as `strong`, so the others cannot tell the difference. If the others "
        "knew the "
        "truth, `beer` would give sender 0, and `quiche` would be better. After `quiche` (not "
        "played), receiver would "
        "believe that sender is `weak` with probability 0.75 and `strong` with 0.25. Receiver "
        "would choose `fight`. On "
        "average, the equilibrium gives 2.9 to sender and 0.9 to receiver."
    )


def test_a_set_is_named_by_all_that_was_seen_where_less_would_fit_another_too() -> None:
    nodes: dict[str, dict] = {
        "sail": {
            "player": "Red",
            "actions": {"none": "drone over none", "north": "drone over north"},
        },
    }
    for where in ("none", "north"):
        sees, blind = f"sees {where}", f"blind {where}"
        nodes[f"drone over {where}"] = {"chance": {"sees": (0.5, sees), "clouds": (0.5, blind)}}
        nodes[sees] = {"player": "Blue", "actions": {"stay": (0, 0), "go": (0, 1)}}
        nodes[blind] = {"player": "Blue", "set": "blind", "actions": {"stay": (0, 0), "go": (0, 1)}}
    game = ExtensiveGame.from_nodes(nodes)
    plan = {
        "sail": {"none": 0.5, "north": 0.5},
        "sees none": "go",
        "sees north": "go",
        "blind": "go",
    }
    equilibrium = replace(
        behaving(game, plan), reasons=(Reason(0, "none", 0.0, "north", 0.0, "sail", 0),)
    )
    text = said(equilibrium)
    assert (
        "Red chooses `none` with probability 1/2 and `north` with 1/2. `none` and `north` both "
        "give Red 0."
    ) in text
    assert "After `none` and `sees`, Blue chooses `go`." in text
    assert "After `north` and `sees`, Blue chooses `go`." in text


def test_types_that_show_themselves_are_taken_for_what_they_are() -> None:
    text = said(behaving(spence(), APART))
    assert text.startswith("As `low`, worker chooses `none`. As `high`, worker chooses `school`. ")
    assert (
        "After `school`, employer is sure that worker is `high`. At `after school`, employer "
        "chooses `manager`."
    ) in text
    assert "bluffs" not in text


def test_a_type_that_mixes() -> None:
    text = said(behaving(chain_store_types(), REPUTATION))
    assert (
        "as `weak`, store chooses `let in` with probability 8/9 and `fight` with 1/9. As `strong`, "
        "store chooses"
    ) in text
    assert (
        "After `fight`, second newcomer believes that store is `weak` with probability 0.5 and "
        "`strong` with 0.5."
    ) in text
    assert "Store bluffs. As `weak`, store chooses `fight` with probability 1/9 and gets" in text
    assert (
        "Store also chooses `fight` as `strong`, so the others cannot tell the difference." in text
    )
    assert "After `enter`, `let in` and `enter`, as `weak`, store chooses `let in`." in text


def test_hands_that_are_no_types_are_called_by_their_moves() -> None:
    third = 1 / 3
    game = kuhn_poker()
    jack, king = {"check": 2 * third, "bet": third}, {"check": 0.0, "bet": 1.0}
    first = {"open with jack": jack, "open with queen": "check", "open with king": king}
    second = {
        **{
            f"after a {heard} with {card}": does for heard, card, does in (("check", "jack", jack),)
        },
        "after a check with queen": "check",
        "after a check with king": "bet",
        "after a bet with jack": "fold",
        "after a bet with queen": {"fold": 2 * third, "call": third},
        "after a bet with king": "call",
        **{
            f"checked, then a bet, with {card}": does
            for card, does in (("jack", "fold"), ("king", "call"))
        },
        "checked, then a bet, with queen": {"fold": third, "call": 2 * third},
    }
    text = said(behaving(game, {**first, **second}))
    assert (
        "First bluffs. At `open with jack`, first chooses `bet` with probability 1/3 and gets"
        in text
    )
    assert (
        "First also chooses `bet` at `open with king`, so the others cannot tell the difference."
        in text
    )
    assert (
        "At `open with queen`, first chooses `check`. At `open with king`, first chooses `bet`."
        in text
    )


def test_beliefs_where_nobody_comes() -> None:
    game = seltens_horse()
    text = said(
        behaving(game, {"first": "R", "second": "R", "third": "L"}, {"third": [0.25, 0.75]})
    )
    assert (
        "Play does not reach `third`. There, 3 would believe that `R, L` happened with probability "
        "0.75 and `L` with "
        "0.25. 3 would choose `L`." in text
    )


def test_all_that_move_unseen_without_types() -> None:
    game = pennies_tree()
    halves = np.array([1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    text = said(TreeEquilibrium("Nash", game, halves, (0.0, 0.0), 0.0, {}))
    assert "At `guess`, Odd chooses `heads` with probability 1/2 and `tails` with 1/2." in text


def test_what_is_done_is_one_way_whatever_the_types() -> None:
    assert path(beer()) == "beer → retreat"
    apart = behaving(spence(), APART)
    assert path(apart) == "2/3 none → clerk or 1/3 school → manager"


# Lines for programs -------------------------------------------------------------------------------


def test_plain_lines_of_the_tree() -> None:
    equilibrium = beer()
    text = plain(solved(equilibrium.game, equilibrium))
    assert "0.1 weak → beer → retreat\t\t2\t0\t\tpath" in text
    assert "0.1 weak → quiche → fight\t\t1\t1\t\tchosen" in text


def test_equilibria_that_go_one_way_are_told_apart_by_what_is_done_elsewhere() -> None:
    game = beer_quiche()
    mixed = behaving(game, {**POOLED, "after quiche": {"fight": 0.5, "retreat": 0.5}}, kind="Nash")
    sure = behaving(game, POOLED, kind="Nash")
    quiche = behaving(
        game,
        {"weak": "quiche", "strong": "quiche", "after beer": "fight", "after quiche": "retreat"},
    )
    told = [
        "beer → retreat (after quiche: fight)",
        "quiche → retreat",
        "beer → retreat (after quiche: 1/2 fight + 1/2 retreat)",
    ]
    assert paths([sure, quiche, mixed]) == told
    sol = replace(solved(game, sure, quiche, mixed), concept="Nash", continuum=True)
    assert headline(sol) == (
        "There are three Nash equilibria. Mixtures between some of them are equilibria too."
    )
    assert (
        headline(replace(sol, equilibria=(sure, quiche)))
        == "The Nash equilibria lead to two outcomes."
    )
    assert all(words in as_text(sol, Look(width=100)) for words in told)


@given(hidden_trees(levels=5), st.integers(0, 99), st.booleans(), st.sampled_from([20, 40, 80]))
def test_any_tree_is_told_in_every_form(
    game: ExtensiveGame, seed: int, pure: bool, width: int
) -> None:
    rng, tree = np.random.default_rng(seed), game.tree
    probability, beliefs = np.array(tree.odds), {}
    for label in np.unique(tree.information_set[tree.information_set >= 0]).tolist():
        nodes = np.flatnonzero(tree.information_set == label)
        count = int(tree.child_count[nodes[0]])
        weights = np.eye(count)[rng.integers(count)] if pure else rng.dirichlet(np.ones(count))
        probability[tree.first_child[nodes, None] + np.arange(count)] = weights
        beliefs[label] = rng.dirichlet(np.ones(len(nodes)))
    equilibrium = TreeEquilibrium(
        "sequential", game, probability, (0.0,) * game.n_players, 0.0, {}, (), beliefs
    )
    sol = solved(game, equilibrium)
    for everything in (False, True):
        text = as_text(sol, Look(width=width, ascii=pure, all=everything))
        assert max(map(cell_len, text.splitlines())) <= width
        assert "None" not in text
    assert plain(sol)
    json.dumps(json_of(sol), allow_nan=False)


def test_what_rounding_left_of_nothing_is_nothing_in_lines_for_programs() -> None:
    equilibrium = replace(beer(), payoffs=(-4.9e-17, 0.9))
    sol = solved(equilibrium.game, equilibrium, equilibrium)
    (line,) = (one for one in plain(sol) if one.startswith("1\tdrawn\tbeer → retreat"))
    assert line.split("\t")[3:5] == ["0", "0.9"]


def test_what_is_free_off_the_path_makes_outcomes_of_equilibria() -> None:
    sol = replace(solved(beer_quiche(), beer()), loose=True, concept="sequential")
    assert headline(sol) == "The sequential equilibria lead to one outcome."
    assert headline(replace(sol, loose=False)) == "There is one sequential equilibrium."
