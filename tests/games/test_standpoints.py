"""What a mover knows where it moves, in the words of the tree."""

import time
from itertools import pairwise

import numpy as np
from hypothesis import given

from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.standpoints import Standpoints
from tests.famous_trees import beer_quiche, chain_store_types, kuhn_poker, seltens_horse
from tests.report.games import pennies_tree
from tests.strategies import hidden_trees


def called(game: ExtensiveGame, label: str):
    (node, *_) = np.flatnonzero(game.tree.move == [move.label for move in game.moves].index(label))
    return Standpoints(game).at(int(game.tree.information_set[node]))


def test_a_sender_knows_its_type_and_a_receiver_what_was_sent() -> None:
    sender, receiver = called(beer_quiche(), "weak"), called(beer_quiche(), "after beer")
    assert (sender.kind, sender.seen, sender.possible) == (("weak",), (), ("",))
    assert (receiver.kind, receiver.seen, receiver.possible) == ((), ("beer",), ("weak", "strong"))
    assert (sender.owner, receiver.owner) == (-1, sender.player)
    assert (receiver.last, receiver.last_by) == ("beer", sender.player)


def test_what_somebody_did_itself_is_seen_and_not_the_last_thing_it_heard_of() -> None:
    point = called(chain_store_types(), "weak: second answer after fight")
    assert point.kind == ("weak",)
    assert point.seen == ("enter", "fight", "enter")
    assert called(chain_store_types(), "second entry after fight").last == "fight"


def test_a_deal_of_which_each_sees_a_part_is_nobodys_type() -> None:
    point = called(kuhn_poker(), "after a bet with queen")
    assert (point.kind, point.seen, point.owner) == ((), ("bet",), -1)
    assert point.possible == ("jack-queen", "king-queen")


def test_a_set_that_spans_levels_tells_its_nodes_apart_by_their_whole_ways() -> None:
    assert called(seltens_horse(), "third").possible == ("L", "R, L")


def test_what_was_done_at_the_same_moment_is_not_known() -> None:
    assert called(pennies_tree(), "guess").possible == ("heads", "tails")


@given(hidden_trees(levels=5))
def test_types_are_what_all_ways_share_and_another_set_does_not(game: ExtensiveGame) -> None:
    points, tree = Standpoints(game), game.tree

    def outcomes(label: int, move: int) -> set[int]:
        """How chance decided at a move on the ways to each of a set's nodes; -1 where it did
        not.
        """
        made = set()
        for node in np.flatnonzero(tree.information_set == label).tolist():
            way = game.path(node)
            here = [int(tree.action[b]) for a, b in pairwise(way) if tree.move[a] == move]
            made.add(here[0] if here else -1)
        return made

    deals = [m for m, move in enumerate(game.moves) if move.mover == CHANCE]
    owners = {
        int(s): int(p) for s, p in zip(tree.information_set, tree.mover, strict=True) if s >= 0
    }
    for label, player in owners.items():
        nodes = points.nodes(label).tolist()
        assert nodes == np.flatnonzero(tree.information_set == label).tolist()
        point = points.at(label)
        assert len(point.possible) == len(nodes)
        if len({len(game.path(node)) for node in nodes}) > 1:
            continue
        expected = [
            game.moves[m].actions[min(outcomes(label, m))]
            for m in deals
            if len(outcomes(label, m)) == 1
            and min(outcomes(label, m)) >= 0
            and any(owners[other] != player and len(outcomes(other, m)) > 1 for other in owners)
        ]
        assert sorted(point.kind) == sorted(expected)


def test_many_sets_are_quick() -> None:
    count = 2_000
    nodes: dict[str, dict] = {
        "deal": {"chance": {f"type {i}": (1 / count, f"type {i}") for i in range(count)}}
    }
    for i in range(count):
        nodes[f"type {i}"] = {"player": "Ann", "actions": {"low": (0, 0), "high": f"high {i}"}}
        nodes[f"high {i}"] = {
            "player": "Bob",
            "set": "high",
            "actions": {"yes": (1, 1), "no": (0, 0)},
        }
    game = ExtensiveGame.from_nodes(nodes)
    begun = time.process_time()
    points = Standpoints(game)
    said = [points.at(int(label)) for label in points.labels]
    assert time.process_time() - begun < 1
    assert [point.kind for point in said[:2]] == [("type 0",), ("type 1",)]
