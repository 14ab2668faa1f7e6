"""What is written into Gambit's files comes back: payoffs and odds bit for bit, the tree, the sets,
the labels.
"""

import math
import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate import ExtensiveGame, NormalFormGame, read, write
from negotiate.arrays import SMALLEST
from negotiate.equilibrium.alone import alone
from negotiate.errors import FileRefused, NotWritten, UnsuitableGame
from negotiate.exports.gambit import efg, nfg, number, probabilities, walk
from negotiate.games.extensive import CHANCE
from negotiate.games.normal_form import LARGEST
from negotiate.language.gambit.reading import read_normal_form
from negotiate.language.gambit.source import LONGEST_NAME, Cursor, Source
from negotiate.language.gambit.tree import read_tree
from tests import famous_trees
from tests.playable import playable
from tests.strategies import from_nested, payoff_tables, trees

LABELS = (
    st.text(min_size=1, max_size=6)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda t: t and t.isprintable())
)
ALIKE = st.text("x (2)\n\t\u200b", min_size=1, max_size=5)
"""Labels of which many differ in white space and control signs alone."""
LARGE = st.floats(-LARGEST, LARGEST).filter(lambda x: x == 0 or abs(x) >= SMALLEST)
NUMBERS = LARGE | st.integers(-10, 10).map(float) | st.sampled_from([0.1, 1 / 3, SMALLEST])
PAYOFFS = st.integers(-(10**6), 10**6).map(lambda k: k / 1e3) | st.sampled_from(
    [0.1, 1 / 3, -2 / 3, 1e5 / 7]
)
TREES = [
    famous_trees.beer_quiche,
    famous_trees.spence,
    famous_trees.chain_store_types,
    famous_trees.seltens_horse,
    famous_trees.kuhn_poker,
    famous_trees.ultimatum_hidden_outside,
]


def from_text(text: str) -> NormalFormGame | ExtensiveGame:
    cursor = Cursor(Source(text, "game"))
    kind = cursor.word
    cursor.step()
    return read_normal_form(cursor) if kind == "NFG" else read_tree(cursor)


def assert_same_table(found: NormalFormGame | ExtensiveGame, game: NormalFormGame) -> None:
    assert isinstance(found, NormalFormGame)
    assert np.array_equal(found.payoffs, game.payoffs)
    assert (found.title, found.players) == (game.title, game.players)
    assert [[s.label for s in row] for row in found.strategies] == [
        [s.label for s in row] for row in game.strategies
    ]


def assert_same_tree(
    found: NormalFormGame | ExtensiveGame, game: ExtensiveGame, odds: float = 2.0**-52
) -> None:
    assert isinstance(found, ExtensiveGame)
    assert (found.title, found.players) == (game.title, game.players)
    for name in ("parent", "mover", "first_child", "child_count", "level_starts"):
        assert np.array_equal(getattr(found.tree, name), getattr(game.tree, name)), name
    assert np.array_equal(found.payoffs, game.payoffs)
    assert np.allclose(found.tree.odds, game.tree.odds, rtol=0, atol=odds)
    for ours, theirs in ((found, game), (game, found)):
        seen = dict(
            zip(
                ours.tree.information_set.tolist(),
                theirs.tree.information_set.tolist(),
                strict=True,
            )
        )
        assert [
            seen[s] for s in ours.tree.information_set.tolist()
        ] == theirs.tree.information_set.tolist()
    inner = np.flatnonzero(game.tree.mover >= CHANCE)
    assert [found.moves[found.tree.move[v]].label for v in inner] == [
        game.moves[game.tree.move[v]].label for v in inner
    ]
    later = range(1, len(game.tree))
    assert [found.action_label(v) for v in later] == [game.action_label(v) for v in later]


@settings(max_examples=40)
@given(payoff_tables(players=(1, 4)), st.data())
def test_a_table_comes_back(payoffs: np.ndarray, data: st.DataObject) -> None:
    flat = data.draw(st.lists(PAYOFFS, min_size=payoffs.size, max_size=payoffs.size))
    shape = payoffs.shape[1:]
    rows = [data.draw(st.lists(LABELS, min_size=n, max_size=n, unique=True)) for n in shape]
    names = data.draw(st.lists(LABELS, min_size=len(shape), max_size=len(shape), unique=True))
    table = np.array(flat).reshape(payoffs.shape)
    game = NormalFormGame.from_arrays(*table, labels=rows, players=names, title=data.draw(LABELS))
    assert_same_table(from_text(nfg(game)), game)


@given(trees())
def test_a_tree_comes_back(game: ExtensiveGame) -> None:
    assert_same_tree(from_text(efg(game)), game)


@pytest.mark.parametrize("make", TREES, ids=lambda make: make.__name__)
def test_a_tree_with_hidden_information_comes_back(make: object) -> None:
    game = make()
    found = from_text(efg(game))
    assert_same_tree(found, game)
    assert [move.label for move in found.moves] == [move.label for move in game.moves]


def test_odds_that_rounding_moved_are_written_as_the_fractions_they_were() -> None:
    assert 1 - 0.7 != 0.3
    assert probabilities([0.7, 1 - 0.7]) == ["7/10", "3/10"]
    assert probabilities([1 / 3, 1 / 3, 1 / 3]) == ["1/3", "1/3", "1/3"]


@pytest.mark.parametrize("name", playable())
def test_a_shipped_scenario_comes_back(name: str, tmp_path: Path) -> None:
    scenario = negotiate.load(name)
    game = scenario.in_turn()
    if len(game.tree) < 5_000:
        assert_same_tree(read(write(game, tmp_path / "game.efg")), game)
    table = alone(scenario)
    if table.payoffs.size < 20_000 and table.feasible is None:
        assert_same_table(read(write(table, tmp_path / "game.nfg")), table)


def test_a_table_written_as_a_tree_hides_what_was_chosen_before(tmp_path: Path) -> None:
    game = alone(negotiate.load("classics/chicken"))
    found = read(write(game, tmp_path / "game.efg"))
    assert found.tree.information_set.tolist() == [0, 1, 1, -1, -1, -1, -1]
    assert_same_tree(found, negotiate.load("classics/chicken").in_turn())
    assert_same_table(
        read(write(negotiate.load("classics/chicken").in_turn(), tmp_path / "game.nfg")), game
    )


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any), st.booleans())
def test_odds_add_up_to_exactly_one_and_come_back(weights: list[int], rounded: bool) -> None:
    odds = [float(Fraction(w, sum(weights))) for w in weights]
    if rounded:
        odds = [w / 7 for w in weights]
        total = math.fsum(odds)
        odds = [p / total for p in odds]
    written = [Fraction(text) for text in probabilities(odds)]
    assert sum(written) == 1
    assert all(p >= 0 for p in written)
    assert [float(p) for p in written] == (pytest.approx(odds, rel=1e-15) if rounded else odds)


def test_short_odds_are_written_short() -> None:
    assert probabilities([0.4, 0.6000000000000001]) == ["2/5", "3/5"]
    assert probabilities([1 / 3, 2 / 3]) == ["1/3", "2/3"]
    assert probabilities([0.7, 0.3, 0.0]) == ["7/10", "3/10", "0"]


def test_odds_that_do_not_add_up_are_scaled() -> None:
    odds = [0.25, 0.75 - 5e-10]
    written = [Fraction(text) for text in probabilities(odds)]
    assert sum(written) == 1
    assert [float(p) for p in written] == pytest.approx(odds, abs=1e-9)


@given(NUMBERS)
def test_a_number_comes_back_and_is_exact_for_programs_that_count_in_fractions(
    value: float,
) -> None:
    assert float(number(value)) == float(Fraction(number(value))) == value


def test_nodes_are_walked_in_the_order_of_the_file() -> None:
    game = from_nested((0, (1, [1, 0], [2, 0]), (0, [3, 0]), [4, 0]), 2)
    assert [int(v) for v in walk(game)] == [0, 1, 4, 5, 2, 6, 3]


def test_a_deep_tree_is_written_without_recursion() -> None:
    depth = 3_000
    ending = 't "" 0'
    lines = [f'p "" 1 {k} "" {{ "on" "off" }} 0' for k in range(1, depth + 1)]
    game = from_text("\n".join(['EFG 2 R "" { "Ann" }', *lines, *[ending] * (depth + 1)]))
    assert_same_tree(from_text(efg(game)), game)


def test_names_are_tidied_and_quotation_marks_kept(tmp_path: Path) -> None:
    game = NormalFormGame.from_arrays(
        [[1, 2]], [[1, 2]], labels=[['say "no"\n now'], ["back\\slash", "\u200bé"]]
    )
    found = read(write(game, tmp_path / "game.nfg"))
    assert [[s.label for s in row] for row in found.strategies] == [
        ['say "no" now'],
        ["back\\slash", "é"],
    ]


def alike(data: st.DataObject, count: int) -> list[str]:
    return data.draw(st.lists(ALIKE, min_size=count, max_size=count, unique=True))


@given(st.data())
def test_labels_that_differ_in_what_cannot_be_seen_are_told_apart_in_a_table(
    data: st.DataObject,
) -> None:
    game = NormalFormGame.from_arrays(
        *np.zeros((2, 3, 2)), labels=[alike(data, 3), alike(data, 2)], players=alike(data, 2)
    )
    found = from_text(nfg(game))
    assert isinstance(found, NormalFormGame)
    assert found.shape == (3, 2)
    assert nfg(found).split("Written")[0] == nfg(game).split("Written")[0]


@given(st.data())
def test_labels_that_differ_in_what_cannot_be_seen_are_told_apart_in_a_tree(
    data: st.DataObject,
) -> None:
    ann, bob = alike(data, 2)
    root, left, right, again = alike(data, 4)
    on, off = alike(data, 2)
    actions = alike(data, 2)
    nodes = {
        root: {"chance": {on: (0.25, left), off: (0.75, right)}},
        left: {"player": ann, "actions": {actions[0]: again, actions[1]: (1, 2)}},
        right: {"player": bob, "actions": {actions[1]: (3, 4), actions[0]: (5, 6)}},
        again: {"player": ann, "actions": {actions[0]: (7, 8), actions[1]: (9, 0)}},
    }
    game = ExtensiveGame.from_nodes(nodes, players=[ann, bob])
    found = from_text(efg(game))
    assert isinstance(found, ExtensiveGame)
    assert np.array_equal(found.payoffs, game.payoffs)
    assert np.array_equal(found.tree.information_set, game.tree.information_set)
    assert np.array_equal(found.tree.odds, game.tree.odds)
    assert efg(found) == efg(game)
    assert len(found.moves) == len(game.moves)


def test_an_action_has_one_name_wherever_it_is_open() -> None:
    game = negotiate.load("classics/chicken").in_turn()
    move = replace(game.moves[1], actions=("go on", "go\non"))
    text = efg(replace(game, moves=(game.moves[0], move)))
    assert text.count('{ "go on" "go on (2)" }') == 2


def test_a_name_that_is_too_long_to_be_read_is_not_written(tmp_path: Path) -> None:
    longest = "a" * (LONGEST_NAME - 2)
    game = NormalFormGame.from_arrays([1, 2], players=[longest])
    assert read(write(game, tmp_path / "game.nfg")).players == (longest,)
    with pytest.raises(UnsuitableGame, match="999 characters"):
        write(NormalFormGame.from_arrays([1, 2], players=[longest + "a"]), tmp_path / "longer.nfg")
    assert not (tmp_path / "longer.nfg").exists()


@pytest.mark.parametrize("force", [False, True])
def test_only_files_are_replaced(force: bool, tmp_path: Path) -> None:
    game = NormalFormGame.from_arrays([1, 2])
    (tmp_path / "folder.nfg").mkdir()
    with pytest.raises(FileRefused, match="is a folder"):
        write(game, tmp_path / "folder.nfg", force=force)
    assert (tmp_path / "folder.nfg").is_dir()
    if os.name != "nt":
        os.mkfifo(tmp_path / "pipe.nfg")
        (tmp_path / "nothing.nfg").symlink_to(os.devnull)
        for name in ("pipe.nfg", "nothing.nfg"):
            with pytest.raises(FileRefused, match="is neither a file nor a folder"):
                write(game, tmp_path / name, force=force)
        assert (tmp_path / "pipe.nfg").is_fifo()
        assert (tmp_path / "nothing.nfg").is_symlink()


def test_combinations_that_cannot_happen_are_refused() -> None:
    game = NormalFormGame.from_arrays([[1, 2]], [[1, 2]])
    held = type(game)(
        **{f: getattr(game, f) for f in game.__slots__} | {"feasible": np.array([[True, False]])}
    )
    with pytest.raises(UnsuitableGame, match="1 of the game's 2 combinations"):
        nfg(held)


def test_a_file_that_stands_there_is_kept(tmp_path: Path) -> None:
    game = NormalFormGame.from_arrays([[1, 2]], [[1, 2]])
    path = tmp_path / "game.NFG"
    path.write_text("mine")
    with pytest.raises(FileRefused, match="exists already"):
        write(game, path)
    assert path.read_text() == "mine"
    assert write(game, path, force=True) == path
    assert_same_table(read(path), game)


@pytest.mark.parametrize("name", ["game", "game.txt", ".nfg", "game.yaml"])
def test_other_endings_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        write(NormalFormGame.from_arrays([1, 2]), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableGame, match="a tree"):
        write(famous_trees.seltens_horse(), tmp_path / "game.nfg")
    with pytest.raises(UnsuitableGame, match="takes a game"):
        write({}, tmp_path / "game.nfg")
    with pytest.raises(NotWritten, match="no such file"):
        write(NormalFormGame.from_arrays([1, 2]), tmp_path / "nowhere" / "game.nfg")
