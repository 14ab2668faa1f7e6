from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.trees.continuations import parts
from negotiate.equilibrium.trees.subgames import solve_subgames, verified_subgames
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame, simultaneous_tree
from negotiate.games.normal_form import NormalFormGame
from tests.equilibrium.test_reduced_normal_form import trying
from tests.famous_tree_equilibria import FAMOUS_TREES, FamousTree
from tests.famous_trees import (
    niche_choice,
    outside_option_battle,
    seltens_horse,
    ultimatum_hidden_outside,
    ultimatum_outside,
)
from tests.reference.plain_plans import begins_subgame, exactly, gain, pure_outcomes, reached
from tests.strategies import hidden_trees, trees

NAME = "subgames"
KNOWN = [tree for tree in FAMOUS_TREES if "subgame-perfect" in tree.complete]


@settings(max_examples=50)
@given(hidden_trees())
def test_every_answer_is_one_in_every_subgame_by_trying_every_plan(game: ExtensiveGame) -> None:
    if trying(game) > 50:
        return
    found = solve(game, NAME)
    roots = [v for v in range(len(game.tree)) if begins_subgame(game, v)]
    for equilibrium in found.equilibria:
        assert equilibrium.kind == "subgame-perfect"
        assert (
            max(gain(game, exactly(game, equilibrium.probability), root) for root in roots) < 1e-8
        )
    outcomes = {reached(game, exactly(game, e.probability)) for e in found.equilibria}
    assert pure_outcomes(game, everywhere=True) <= outcomes


@settings(max_examples=50)
@given(trees())
def test_where_movers_know_where_they_stand_it_is_backward_induction(game: ExtensiveGame) -> None:
    slow, fast = solve(game, NAME), solve(game, "backward-induction")
    assert {reached(game, exactly(game, e.probability)) for e in slow.equilibria} == {
        reached(game, exactly(game, e.probability)) for e in fast.equilibria
    }
    assert len(slow.equilibria) == len(fast.equilibria)
    assert (slow.complete, slow.continuum, slow.exact) == (
        fast.complete,
        fast.continuum,
        fast.exact,
    )


@settings(max_examples=25)
@given(hidden_trees(levels=3), st.integers(1, 5), st.integers(-4, 4))
def test_units_and_offsets_change_no_answer(game: ExtensiveGame, unit: int, offset: int) -> None:
    if trying(game) > 100:
        return
    one, two = (
        solve(game, NAME),
        solve(replace(game, payoffs=np.asarray(game.payoffs) * unit + offset), NAME),
    )
    assert len(one.equilibria) == len(two.equilibria)
    for before, after in zip(one.equilibria, two.equilibria, strict=True):
        assert np.allclose(before.probability, after.probability, atol=1e-7)


@settings(max_examples=25)
@given(hidden_trees(levels=3))
def test_a_dummy_move_before_everything_changes_no_answer(game: ExtensiveGame) -> None:
    if trying(game) > 100:
        return
    tree = game.tree
    longer = replace(
        tree,
        parent=np.concatenate([[-1], tree.parent + 1]),
        mover=np.concatenate([[0], tree.mover]),
        first_child=np.concatenate([[1], np.where(tree.child_count > 0, tree.first_child + 1, 0)]),
        child_count=np.concatenate([[1], tree.child_count]),
        level_starts=np.concatenate([[0], tree.level_starts + 1]),
        odds=np.concatenate([[1.0], tree.odds]),
        move=np.concatenate([[len(game.moves)], tree.move]),
        action=np.concatenate([[-1, 0], tree.action[1:]]),
        information_set=np.concatenate(
            [[int(tree.information_set.max()) + 1], tree.information_set]
        ),
    )
    dummy = replace(game.moves[0], label="dummy", mover=0, actions=("on",))
    one, two = (
        solve(game, NAME),
        solve(replace(game, tree=longer, moves=(*game.moves, dummy)), NAME),
    )
    assert len(one.equilibria) == len(two.equilibria)
    for before, after in zip(one.equilibria, two.equilibria, strict=True):
        assert np.allclose(before.probability[1:], after.probability[2:])


@pytest.mark.parametrize("famous", KNOWN, ids=lambda one: one.name)
def test_all_subgame_perfect_equilibria_of_famous_trees(famous: FamousTree) -> None:
    found = solve(famous.build(), concept="subgame-perfect")
    assert found.complete
    known = famous.of("subgame-perfect")
    assert all(any(one.covers(equilibrium) for one in known) for equilibrium in found.equilibria)
    assert all(any(one.covers(equilibrium) for equilibrium in found.equilibria) for one in known)


def test_an_empty_threat_survives_where_the_whole_tree_is_its_only_subgame() -> None:
    found = solve(seltens_horse(), NAME)
    assert (3.0, 2.0, 2.0) in {equilibrium.payoffs for equilibrium in found.equilibria}
    assert found.complete
    assert found.continuum


def two_battles(payoffs: np.ndarray) -> ExtensiveGame:
    """One chooses which of two simultaneous games both then play; payoffs (2 games, 2, 2, 2
    players).
    """
    nodes: dict[str, dict[str, object]] = {
        "which": {"player": "one", "actions": {"a": "a", "b": "b"}}
    }
    for table, which in zip(payoffs, "ab", strict=True):
        nodes[which] = {
            "player": "one",
            "actions": {"up": f"{which}: up", "down": f"{which}: down"},
        }
        for row, own in zip(table, ("up", "down"), strict=True):
            ends = {there: tuple(cell) for there, cell in zip(("left", "right"), row, strict=True)}
            nodes[f"{which}: {own}"] = {"player": "two", "set": f"{which}: two", "actions": ends}
    return ExtensiveGame.from_nodes(nodes, players=("one", "two"))


@settings(max_examples=40)
@given(st.lists(st.integers(-3, 3), min_size=16, max_size=16))
def test_a_choice_between_two_games_has_an_answer_for_each_pair_of_their_equilibria(
    entries: list[int],
) -> None:
    payoffs = np.array(entries, dtype=np.float64).reshape(2, 2, 2, 2)
    games = [solve(NormalFormGame.from_arrays(*np.moveaxis(table, -1, 0))) for table in payoffs]
    wanted = sorted(
        tuple(round(x, 6) for x in best.payoffs)
        for one in games[0].profiles
        for two in games[1].profiles
        for best in (one, two)
        if best.payoffs[0] >= max(one.payoffs[0], two.payoffs[0]) - 1e-9
    )
    found = solve(two_battles(payoffs), NAME)
    assert sorted(tuple(round(x, 6) for x in e.payoffs) for e in found.equilibria) == wanted
    assert found.complete or any(table.continuum for table in games)


def burning_money() -> ExtensiveGame:
    """One may burn 1 before a battle of the sexes, and is seen to. Ben-Porath & Dekel 1992; its
    payoffs are our own.
    """
    nodes: dict[str, dict[str, object]] = {
        "burn": {"player": "one", "actions": {"keep": "keep: one", "burn": "burn: one"}}
    }
    for what, cost in (("keep", 0), ("burn", 1)):
        nodes[f"{what}: one"] = {
            "player": "one",
            "actions": {"own": f"{what}: own", "other": f"{what}: other"},
        }
        for own, worth in (
            ("own", {"own": (3, 1), "other": (0, 0)}),
            ("other", {"own": (0, 0), "other": (1, 3)}),
        ):
            nodes[f"{what}: {own}"] = {
                "player": "two",
                "set": f"{what}: two",
                "actions": {there: (a - cost, b) for there, (a, b) in worth.items()},
            }
    return ExtensiveGame.from_nodes(nodes, title="Burning money")


def test_burnt_money_gives_every_pair_of_continuations_its_answer() -> None:
    found = solve(burning_money(), NAME)
    # Each battle has three equilibria, worth 3, 1 and 3/4 to One; burning costs 1 and pays only if
    # it leads from 1 or 3/4 to 3. Iterated weak dominance would leave (keep, 3) alone; subgame
    # perfection leaves all nine.
    assert found.complete
    assert len(found.equilibria) == 9
    burnt = [e for e in found.equilibria if e.moves.get("burn") == "burn"]
    assert sorted(e.payoffs[0] for e in burnt) == [2.0, 2.0]
    kept = sorted(round(e.payoffs[0], 9) for e in found.equilibria if e.moves.get("burn") == "keep")
    assert kept == [0.75, 0.75, 1.0, 1.0, 3.0, 3.0, 3.0]


def test_a_tie_between_staying_out_and_a_subgame_is_kept_both_ways() -> None:
    game = outside_option_battle()
    level = replace(game, payoffs=np.where(np.arange(5)[:, None] == 0, [3.0, 2.0], game.payoffs))
    found = solve(level, NAME)
    tops = [e for e in found.equilibria if e.behaviour[1][0] == 1.0]
    assert {e.moves["stay"] for e in tops} == {"leave", "stay"}
    assert found.continuum
    assert any("ties" in note for note in found.notes)


def test_an_offer_to_an_unknown_kind_has_an_answer_for_each_way_a_tie_may_break() -> None:
    found = solve(ultimatum_hidden_outside(), NAME)
    assert {round(e.payoffs[0], 9) for e in found.equilibria} == {4.8, 4.2}
    assert not found.complete
    assert any("equilibria that mix there" in note for note in found.notes)


def test_ties_of_a_known_outside_option() -> None:
    found = solve(ultimatum_outside(), NAME)
    assert sorted(e.payoffs for e in found.equilibria) == [(6.0, 4.0), (7.0, 3.0)]


def test_a_cap_is_said() -> None:
    found = solve_subgames(burning_money(), limit=2)
    assert len(found.equilibria) == 2
    assert not found.complete
    assert any("more than the 2 listed" in note for note in found.notes)


def test_a_threat_in_a_subgame_beside_the_path_is_refused() -> None:
    game = niche_choice()
    found = parts(game, np.zeros(len(game.tree), dtype=np.intp))
    out_for_fear = np.array([1.0, 1.0, 0.0, 1.0, 0.0, 0.5, 0.5, 0.5, 0.5])
    assert solve(game, "reduced-normal-form").equilibria
    with pytest.raises(Unverified, match="not subgame perfect"):
        verified_subgames(game, found, out_for_fear[None])


def test_a_simultaneous_game_is_its_own_only_subgame() -> None:
    chicken = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    found = solve(simultaneous_tree(chicken), concept="subgame-perfect")
    assert [e.payoffs for e in found.equilibria][:2] == [
        e.payoffs for e in solve(chicken).equilibria
    ][:2]
    assert {e.kind for e in found.equilibria} == {"subgame-perfect"}
    assert found.concept == "subgame-perfect"


def test_a_player_that_forgets_is_refused() -> None:
    game = ExtensiveGame.from_nodes(
        {
            "first": {"player": "Ann", "actions": {"left": "l", "right": "r"}},
            "l": {"player": "Ann", "set": "second", "actions": {"stop": (0,), "go": (1,)}},
            "r": {"player": "Ann", "set": "second", "actions": {"stop": (1,), "go": (0,)}},
        }
    )
    with pytest.raises(UnsuitableGame, match="perfect recall"):
        solve(game, NAME)


def test_one_chooser_against_chance_needs_no_list_of_plans() -> None:
    # Ann learns a number and must guess a second one of which she knows nothing.
    nodes: dict[str, dict[str, object]] = {
        "first": {"chance": {str(k): (1 / 40, f"second {k}") for k in range(40)}},
        **{
            f"second {k}": {"chance": {c: (p, f"{c} {k}") for c, p in (("a", 0.75), ("b", 0.25))}}
            for k in range(40)
        },
    }
    for k in range(40):
        for c in ("a", "b"):
            nodes[f"{c} {k}"] = {
                "player": "Ann",
                "set": f"guess {k}",
                "actions": {g: (float(g == c),) for g in "ab"},
            }
    found = solve(ExtensiveGame.from_nodes(nodes), NAME)
    (only,) = found.equilibria
    assert only.payoffs == pytest.approx((0.75,))
