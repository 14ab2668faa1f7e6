"""Trees of outcomes at fixed widths."""

import time

import numpy as np
import pytest
from rich.cells import cell_len

from negotiate.equilibrium.reports.tree import tree
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.equilibrium.trees.simultaneous import carried
from negotiate.games.extensive import CHANCE
from negotiate.games.extensive import simultaneous_tree as simultaneous
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.screen import as_text
from negotiate.report.screen.tree import tree_lines
from negotiate.report.style import Look
from tests.equilibrium.reports.told import drawn_tree as drawn
from tests.report.games import Node, extensive, induced, leaf, pennies_tree, pure, solved, talks


def test_the_path_stands_out_and_the_rest_is_counted() -> None:
    game = talks()
    assert (
        drawn(game, Look(width=80), induced(game))
        == """\
                                                  United States    China
United States: threaten
┠── before · China → hold … 9 endings                     (3.03)   (0)
┠── fifty_billion · China → concede … 9 endings           (4.20)  (-3.30)
┡━▶ all_threats · China: answer
│   ┡━▶ concede                                            4.90    -4.60
│   ├── hold · chance … 4 endings               ‡         (0.79)  (-8.54)
│   └── retaliate · chance … 4 endings          ‡        (-5.41) (-11.04)
├── trade_war · China → hold … 9 endings                 (-0.40)   (0)
├── double · China → hold … 9 endings                    (-0.40)   (0)
└── fifty_percent · China → hold … 9 endings             (-0.40)   (0)
(n) what the equilibrium gives from this point on
‡ crosses a red line: plan"""
    )


def test_ascii_at_forty_columns() -> None:
    game = talks()
    text = drawn(game, Look(width=40, ascii=True), induced(game))
    assert text.isascii()
    assert (
        text
        == """\
                            us    china
United States: threaten
+- before ... 9          (3.03)   (0)
+- fifty_billion         (4.20)  (-3.30)
|  ... 9
+> all_threats - China: answer
|  +> concede             4.90    -4.60
|  +- hold ... 4      #  (0.79)  (-8.54)
|  `- retaliate ... 4 # (-5.41) (-11.04)
+- trade_war ... 9      (-0.40)   (0)
+- double ... 9         (-0.40)   (0)
`- fifty_percent        (-0.40)   (0)
   ... 9
... n: endings folded away
(n) what the equilibrium gives from this
point on
# crosses a red line: plan"""
    )


def test_places_that_look_the_same_share_a_letter() -> None:
    text = drawn(pennies_tree(), Look(width=60))
    assert text.count("Odd: guess ⟨A⟩") == 2
    assert text.endswith(
        "⟨A⟩ the mover cannot tell apart points with the same letter\n(one information set)"
    )


def test_a_mover_who_sees_everything_gets_no_letter() -> None:
    assert "⟨" not in drawn(talks(), Look(width=80, all=True))


def test_mixing_shows_its_probabilities_and_every_branch_played() -> None:
    game = pennies_tree()
    probability = np.array([1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    text = drawn(
        game, Look(width=60), TreeEquilibrium("Nash", game, probability, (0.0, 0.0), 0.0, {})
    )
    assert text.count("━▶ 1/2 ") == 6


def test_chance_shows_its_odds_and_what_is_folded_its_mean() -> None:
    coin = Node(CHANCE, "weather", {"sun": leaf(4, 0), "rain": leaf(0, 8)}, odds=(0.25, 0.75))
    game = extensive(Node(0, "go", {"out": coin, "home": leaf(2, 2)}), ["A", "B"], ["a", "b"])
    assert "┠── out · chance … 2 endings  (1) (6)" in drawn(
        game, Look(width=60, depth=1), induced(game)
    )
    assert "┃   ├── 0.25 sun " in drawn(game, Look(width=60, depth=2), induced(game))


def test_a_leaf_that_crosses_a_red_line_is_marked() -> None:
    game = extensive(
        Node(0, "sign", {"yes": leaf(1, 0, crosses=True), "no": leaf(0, 0)}), ["A", "B"], ["a", "b"]
    )
    yes, no = (line for line in drawn(game, Look(width=60)).splitlines() if line[:1] in "├└")
    assert "‡" in yes
    assert "‡" not in no
    assert drawn(game, Look(width=60)).endswith("‡ crosses a red line: plan")
    assert drawn(game, Look(width=60, ascii=True)).endswith("# crosses a red line: plan")


def test_broad_nodes_keep_what_is_played() -> None:
    below = {f"option {i}": leaf(float(i == 17), 0) for i in range(20)}
    game = extensive(Node(0, "pick", below), ["A", "B"], ["a", "b"])
    text = drawn(game, Look(width=60, breadth=3), induced(game))
    assert "▶ option 17" in text
    assert "option 2" not in text
    assert (
        text
        == """\
               A  B
A: pick
┠── option 0   0  0
┠── option 1   0  0
┡━▶ option 17  1  0
└── … 17 more branches, 17 endings"""
    )
    assert "option 19" in drawn(game, Look(width=60, all=True), induced(game))


def test_few_branches_too_many_are_drawn_all_the_same() -> None:
    below = {f"option {i}": leaf(float(i == 3), 0) for i in range(11)}
    game = extensive(Node(0, "pick", below), ["A", "B"], ["a", "b"])
    assert "…" not in drawn(game, Look(width=60), induced(game))


def test_all_at_once_with_many_options_show_what_is_played_and_count_the_rest_once() -> None:
    table = NormalFormGame.from_arrays(np.eye(9), 2 * np.eye(9))
    tree = simultaneous(table)
    assert (
        drawn(tree, Look(width=60), carried(tree, pure(table, 4, 4)))
        == """\
           player 1  player 2
player 1
┡━▶ 5 · player 2 ⟨A⟩
│   ┡━▶ 5         1         2
│   └── … 8 more branches, 8 endings
└── … 8 more branches, 72 endings
⟨A⟩ the mover cannot tell apart points with the same letter
(one information set)"""
    )


def test_everything_is_drawn_on_request() -> None:
    game = talks()
    text = drawn(game, Look(width=80, all=True), induced(game))
    assert text.count("concede") == 6
    assert text.count("carry_out") == 24
    assert "…" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("all_of_it", [False, True])
def test_no_line_is_wider_than_the_screen(width: int, all_of_it: bool) -> None:
    game = talks()
    for line in drawn(game, Look(width=width, all=all_of_it), induced(game)).splitlines():
        assert cell_len(line) <= width, line


def test_many_players_on_a_narrow_screen_get_payoffs_below() -> None:
    names = [f"Country number {i}" for i in range(7)]
    below = {
        act: leaf(*(1000.0 + k * i for i in range(7))) for k, act in enumerate(["stay", "leave"])
    }
    game = extensive(Node(0, "vote", below), names, [f"country{i}" for i in range(7)])
    text = drawn(game, Look(width=40))
    assert max(map(len, text.splitlines())) <= 40
    assert all(f"country{i} 1,000" in " ".join(text.split()) for i in range(7))


def test_the_path_is_bold_and_the_rest_faint() -> None:
    game = talks()
    styles = {
        line.plain.split("·")[0].strip(" ┠─┡━▶│├└"): str(line.spans)
        for line in tree_lines(tree(game, Look(width=80), induced(game)), Look(width=80))
    }
    assert "bold" in styles["all_threats"]
    assert "dim" in styles["double"]
    assert "bold" not in styles["double"]


def test_a_name_is_never_markup() -> None:
    evil = "[bold red]x[/]\x1b[31m\u202e"
    game = extensive(
        Node(0, evil, {evil: leaf(1, 0), "b": leaf(0, 0)}), [evil, "B"], ["a", "b"], title=evil
    )
    text = as_text(solved(game), Look(width=100))
    assert "[bold red]x[/]\\x1b[31m\\u202e" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_large_tree_is_drawn_at_once() -> None:
    below = {
        f"a{i}": Node(1, "reply", {f"b{j}": leaf(i % 7, j % 5) for j in range(300)})
        for i in range(300)
    }
    game = extensive_fast(below)
    begun = time.process_time()
    text = drawn(game, Look(width=80))
    assert time.process_time() - begun < 1.0
    assert len(text.splitlines()) < 50
    assert "87,600 endings" in text


def extensive_fast(below):
    """The same as `extensive` for 300 × 300 branches, without its loops over nodes."""
    from negotiate.games.extensive import LEAF, ExtensiveGame, Move, Tree

    n, leaves = 300, 300 * 300
    mover = np.concatenate([[0], np.full(n, 1), np.full(leaves, LEAF)])
    tree = Tree(
        parent=np.concatenate([[-1], np.zeros(n, int), 1 + np.arange(leaves) // n]),
        mover=mover,
        first_child=np.concatenate([[1], 1 + n + n * np.arange(n), np.zeros(leaves, int)]),
        child_count=np.concatenate([[n], np.full(n, n), np.zeros(leaves, int)]),
        level_starts=np.array([0, 1, 1 + n, 1 + n + leaves]),
        odds=np.ones(1 + n + leaves),
        move=np.concatenate([[0], np.ones(n, int), np.full(leaves, -1)]),
        action=np.concatenate([[-1], np.arange(n), np.arange(leaves) % n]),
        information_set=np.concatenate([np.arange(1 + n), np.full(leaves, -1)]),
    )
    moves = (Move("call", 0, tuple(below)), Move("reply", 1, tuple(below["a0"].below)))
    return ExtensiveGame(tree, np.zeros((leaves, 2)), ("A", "B"), ("a", "b"), moves)


def test_a_small_tree_is_drawn_whole() -> None:
    below = {x: Node(1, "reply", {y: leaf(x == "l", y == "l") for y in "lr"}) for x in "lr"}
    game = extensive(Node(0, "call", below), ["A", "B"], ["a", "b"])
    text = drawn(game, Look(width=60), induced(game))
    assert "…" not in text
    assert text.count("──") + text.count("─▷") == 4  # the branches that are not played
    assert "… 2 endings" in drawn(game, Look(width=60, depth=1), induced(game))


@pytest.mark.parametrize(("ascii_only", "sign", "path"), [(False, "▷", "▶"), (True, ")", ">")])
@pytest.mark.parametrize("width", [40, 80])
def test_what_would_be_chosen_off_the_path_has_its_own_quieter_sign(
    width: int, ascii_only: bool, sign: str, path: str
) -> None:
    below = {x: Node(1, "reply", {y: leaf(x == "l", y == "l") for y in "lr"}) for x in "lr"}
    game = extensive(Node(0, "call", below), ["A", "B"], ["a", "b"])
    text = drawn(game, Look(width=width, ascii=ascii_only), induced(game)).splitlines()
    assert [line.split()[-3] for line in text if f"{sign} " in line and "point" not in line] == [
        "l"
    ]
    assert sum(f"{path} " in line for line in text) == 2
    assert " ".join(text).endswith(f"{sign} the choice at a point that play does not reach")


def test_where_nothing_is_off_the_path_no_sign_is_explained() -> None:
    game = extensive(Node(0, "call", {"l": leaf(1, 0), "r": leaf(0, 0)}), ["A", "B"], ["a", "b"])
    assert "▷" not in drawn(game, Look(width=80), induced(game))


@pytest.mark.parametrize("width", [30, 40, 60, 80])
@pytest.mark.parametrize("depth", [0, 2])
def test_an_action_is_never_cut(width: int, depth: int) -> None:
    long = [
        "the whole of the contested territory",
        "half_of_the_contested_territory",
        "nothing whatsoever",
    ]
    reply = ["accept and withdraw all troops", "refuse_and_mobilise_the_reserves"]
    below = {
        x: Node(
            1,
            "reply",
            {y: leaf(-1234.25 * i, 12345.5 + k, crosses=i == 1) for k, y in enumerate(reply)},
        )
        for i, x in enumerate(long)
    }
    game = extensive(Node(0, "offer", below), ["Alpha Federation", "Beta"], ["alpha", "beta"])
    text = drawn(game, Look(width=width, depth=depth), induced(game))
    letters = "".join(letter for letter in text if letter.isalnum())
    for action in [*long, *(reply if depth else [])]:
        assert "".join(letter for letter in action if letter.isalnum()) in letters
    assert "12,346.5" in text
    assert max(cell_len(line) for line in text.splitlines()[:-4]) <= width
