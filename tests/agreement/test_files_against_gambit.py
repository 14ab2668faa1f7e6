"""Game files beside pygambit: it reads what we write, and we read the files that it comes with, to
the same game.

Both readings are told history by history: who moves there, what may be done and how likely, which
histories look the same, what an ending pays. pygambit counts in fractions, we in the floats nearest
to them.
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import negotiate
from negotiate import ExtensiveGame, NormalFormGame, read, write
from negotiate.games.extensive import CHANCE, LEAF
from negotiate.language.library import shipped
from tests import famous_trees
from tests.strategies import normal_form, payoff_tables, trees

gambit = pytest.importorskip("pygambit", reason="in the extra `peers`")

CATALOGUE = sorted(Path(gambit.__file__).parent.rglob("catalog_data/**/*.[en]fg"))
QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TREES = [
    make
    for name, make in vars(famous_trees).items()
    if callable(make) and "ExtensiveGame" in str(getattr(make, "__annotations__", {}).get("return"))
]

History = tuple[int, ...]
"""The places of the actions taken, counted from 0 at each node."""
Told = dict[str, Any]
"""What stands at each history, and which histories look the same to whom."""


def told_by_us(game: ExtensiveGame) -> Told:
    tree = game.tree
    history: list[History] = [()]
    for v in range(1, len(tree)):
        above = int(tree.parent[v])
        history.append((*history[above], v - int(tree.first_child[above])))
    below = [
        range(first, first + count)
        for first, count in zip(tree.first_child.tolist(), tree.child_count.tolist(), strict=True)
    ]
    sets: dict[int, list[int]] = {}
    for v in np.flatnonzero(tree.mover > CHANCE).tolist():
        sets.setdefault(int(tree.information_set[v]), []).append(v)
    inner = np.flatnonzero(tree.mover != LEAF).tolist()
    return {
        "players": game.players,
        "actions": {history[v]: tuple(map(game.action_label, below[v])) for v in inner},
        "ends": {
            history[int(v)]: tuple(game.payoffs[k].tolist()) for k, v in enumerate(tree.leaves)
        },
        "odds": {history[v]: tuple(tree.odds[below[v]]) for v in inner if tree.mover[v] == CHANCE},
        "sets": {
            frozenset(history[v] for v in nodes): game.players[tree.mover[nodes[0]]]
            for nodes in sets.values()
        },
    }


def told_by_gambit(game: Any) -> Told:
    ends: dict[History, tuple[float, ...]] = {}
    odds: dict[History, tuple[float, ...]] = {}
    actions: dict[History, tuple[str, ...]] = {}
    movers: dict[tuple[str, ...], str] = {}
    places: dict[tuple[str, ...], History] = {(): ()}
    plays = {steps(history) for history in game.get_histories(gambit.H.plays)}
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        path = waiting.pop()
        if path in plays:
            ends[places[path]] = paid(game, path)
            continue
        here = gambit.H.path(*path)
        actions[places[path]] = tuple(game.get_actions(here))
        for place, action in enumerate(actions[places[path]]):
            places[*path, action] = (*places[path], place)
            waiting.append((*path, action))
        movers[path] = game.get_player(here)
        if movers[path] not in game.players:
            odds[places[path]] = tuple(exact(p) for p in game.get_action_probs(here).values())
    sets = {
        frozenset(
            places[steps(member)] for member in game.get_members(gambit.H.path(*path))
        ): player
        for path, player in movers.items()
        if player in game.players
    }
    return {
        "players": tuple(game.players),
        "actions": actions,
        "ends": ends,
        "odds": odds,
        "sets": sets,
    }


def steps(history: Any) -> tuple[str, ...]:
    return tuple(step.action for step in history)


def paid(game: Any, path: tuple[str, ...]) -> tuple[float, ...]:
    """The outcomes on a path, added up in fractions."""
    total = [Fraction(0)] * len(game.players)
    for end in range(len(path) + 1):
        outcome = game.get_outcome(gambit.H.path(*path[:end]))
        if outcome is not None:
            added = game.get_outcome_payoffs(outcome)
            total = [
                before + exact(added[player])
                for before, player in zip(total, game.players, strict=True)
            ]
    return tuple(map(float, total))


def exact(number: Any) -> Fraction:
    """One of pygambit's numbers, a fraction or a decimal of its own."""
    return Fraction(str(number))


def assert_same_tree(file: Path, *, named: bool = True) -> None:
    ours, theirs = told_by_us(read(file)), told_by_gambit(gambit.read_efg(str(file)))
    theirs["odds"] = {history: tuple(map(float, row)) for history, row in theirs["odds"].items()}
    if not named:
        del ours["actions"], theirs["actions"]
    assert ours == theirs


def assert_same_table(file: Path) -> None:
    ours, theirs = read(file), gambit.read_nfg(str(file))
    assert isinstance(ours, NormalFormGame)
    assert ours.players == tuple(theirs.players)
    assert [[s.label for s in row] for row in ours.strategies] == [
        theirs.get_strategies(p) for p in theirs.players
    ]
    arrays = [
        np.vectorize(lambda x: float(exact(x)), otypes=[float])(table)
        for table in theirs.to_arrays()
    ]
    assert np.array_equal(ours.payoffs, np.stack(arrays))


def test_there_is_a_catalogue() -> None:
    assert len(CATALOGUE) >= 30
    assert {path.suffix for path in CATALOGUE} == {".efg", ".nfg"}
    assert len(TREES) >= 6


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_files_of_its_catalogue_are_the_same_games(file: Path, tmp_path: Path) -> None:
    """As they stand, and after they were read and written by us."""
    game = read(file)
    again = write(game, tmp_path / file.name)
    if file.suffix == ".nfg":
        assert_same_table(file)
        assert_same_table(again)
    else:
        actions = [label for row in told_by_us(game)["actions"].values() for label in row]
        assert_same_tree(file, named=not any(label.endswith(" (2)") for label in actions))
        assert_same_tree(again)


@pytest.mark.parametrize("make", TREES, ids=lambda make: make.__name__)
def test_trees_with_hidden_information_are_read_by_gambit(
    make: Callable[[], ExtensiveGame], tmp_path: Path
) -> None:
    assert_same_tree(write(make(), tmp_path / "game.efg"))


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_are_read_by_gambit(name: str, tmp_path: Path) -> None:
    scenario = negotiate.load(name)
    tree, table = scenario.in_turn(), scenario.alone()
    if len(tree.tree) < 2_000:
        assert_same_tree(write(tree, tmp_path / "game.efg"))
    if table.payoffs.size < 5_000:
        assert_same_table(write(table, tmp_path / "game.nfg"))


@given(trees())
@QUICK
def test_random_trees_are_read_by_gambit(tmp_path: Path, game: ExtensiveGame) -> None:
    assert_same_tree(write(game, tmp_path / "game.efg", force=True))


@given(payoff_tables(players=(1, 4)))
@QUICK
def test_random_tables_are_read_by_gambit(tmp_path: Path, payoffs: np.ndarray) -> None:
    assert_same_table(write(normal_form(payoffs / 7), tmp_path / "game.nfg", force=True))
