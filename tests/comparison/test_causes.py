"""Every reason is true: worked out again from the two games, and undone in a scenario that differs
in it alone.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.answers import Prediction
from negotiate.comparison.causes import Closed, LaterAnswer, Leaving, OddsShift, Parting, TermShift
from negotiate.comparison.path_fates import turned
from negotiate.comparison.result import LensChange, SideComparison, compare
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from tests.comparison.sentences import same_twice, sentences
from tests.comparison.tied import tied_pairs
from tests.scenario_strategies import load

Path = tuple[str, ...]
Plan = Mapping[Path, str]
Data = dict[str, Any]
NOTHING = 1e-7

TREES, TABLES = tied_pairs(moves=True), tied_pairs(moves=False)


def sides(one: Data, other: Data) -> SideComparison:
    found = compare(load(one), load(other))
    assert isinstance(found, SideComparison)
    return found


def below(game: ExtensiveGame, node: int) -> dict[str, int]:
    first, count = int(game.tree.first_child[node]), int(game.tree.child_count[node])
    return {game.action_label(child): child for child in range(first, first + count)}


def plan_of(equilibrium: TreeEquilibrium) -> Plan:
    """What is done after each way to a decision."""
    game, found = equilibrium.game, {}
    for node in range(len(game.tree)):
        way = tuple(game.action_label(step) for step in game.path(node)[1:])
        for action, child in below(game, node).items():
            if game.tree.mover[node] >= 0 and equilibrium.probability[child] > 0:
                found[way] = action
    return found


def worth(game: ExtensiveGame, plan: Plan, after: Path, node: int | None = None) -> np.ndarray:
    """What each player expects after some actions, where everybody keeps to a plan."""
    if node is None:
        node = 0
        for action in after:
            node = below(game, node)[action]
    children = below(game, node)
    if not children:
        return game.payoffs[game.leaf_of(node)]
    if game.tree.mover[node] >= 0:
        return worth(game, plan, (*after, plan[after]), children[plan[after]])
    return sum(
        game.tree.odds[child] * worth(game, plan, (*after, a), child)
        for a, child in children.items()
    )


def kept(
    game: ExtensiveGame, plan: Plan, other: Plan, node: int = 0, after: Path = ()
) -> dict[Path, str]:
    """The plan, wherever its mover finds nothing better; else something best, of which the other
    plan's if it is.
    """
    found: dict[Path, str] = {}
    for action, child in below(game, node).items():
        found |= kept(game, plan, other, child, (*after, action))
    if game.tree.mover[node] >= 0:
        mover = int(game.tree.mover[node])
        gains = {
            a: worth(game, found, (*after, a), child)[mover]
            for a, child in below(game, node).items()
        }
        best = [action for action, gain in gains.items() if gain >= max(gains.values()) - NOTHING]
        found[after] = next(a for a in (plan.get(after), other.get(after), best[0]) if a in best)
    return found


def links(found: object) -> Iterator[Parting]:
    """A reason and the reasons below it."""
    while isinstance(found, Parting):
        yield found
        found = found.cause.parting if isinstance(found.cause, LaterAnswer) else None


def without(found: Parting, one: Data, other: Data, plan: Plan) -> tuple[Data, Plan]:
    """The second side and its plan, without the one difference that is given as the cause."""
    undone, held = copy.deepcopy(other), dict(plan)
    match found.cause:
        case TermShift(player, term):
            undone["payoffs"][player][term] = one["payoffs"][player][term]
        case OddsShift(move, action, first, second):
            odds = [
                next(s["odds"] for s in data["protocol"] if s.get("chance") == move)
                for data in (one, other)
            ]
            assert [side[action] for side in odds] == [first, second]
            assert first != second
            next(step for step in undone["protocol"] if step.get("chance") == move)["odds"] = odds[
                0
            ]
        case LaterAnswer(after, later):
            assert later.after[: len(found.after) + 1] == (*found.after, after)
            assert later.first != later.second
            held[later.after] = later.first
        case unknown:
            raise AssertionError(f"nothing undoes {unknown}")
    return undone, held


def only(data: Data, cause: TermShift) -> Any:
    """The scenario with nothing of a player's payoff but one term."""
    bare = copy.deepcopy(data)
    bare["payoffs"][cause.player] = {cause.term: data["payoffs"][cause.player][cause.term]}
    return load(bare)


def the_plans(change: LensChange, first: ExtensiveGame, second: ExtensiveGame) -> tuple[Plan, Plan]:
    """What everybody does in the first outcome that vanishes, and what is left of that on the
    second side.
    """
    gone = next(fate.first for fate in change.fates.each if fate.kind == "vanishes")
    plan = plan_of(gone.equilibrium)
    come = next((fate.second for fate in change.fates.each if fate.kind == "appears"), None)
    assert isinstance(change.second, Prediction)
    for outcome in [come] if come else change.second.outcomes:
        left = kept(second, plan, plan_of(outcome.equilibrium))
        if come or left[change.fates.gone.after] == change.fates.gone.second:
            return plan, left
    raise AssertionError("no plan of the second side leaves the first side's there")


@settings(max_examples=40)
@given(TREES)
def test_a_reason_in_a_tree_holds_and_is_undone_alone(pair: tuple[Data, Data]) -> None:
    one, other = pair
    found = sides(one, other)
    change = found.lenses[1]
    if change.fates is None or change.fates.gone is None:
        return
    first, second = found.first.in_turn(), found.second.in_turn()
    plan, left = the_plans(change, first, second)
    assert isinstance(change.fates.gone, Parting)
    for link in links(change.fates.gone):
        p = first.keys.index(link.player)
        assert (plan[link.after], left[link.after]) == (link.first, link.second)

        def lead(
            game: ExtensiveGame,
            held: Plan,
            chosen: str,
            instead: str,
            at: Parting = link,
            p: int = p,
        ) -> float:
            return float(
                worth(game, held, (*at.after, chosen))[p]
                - worth(game, held, (*at.after, instead))[p]
            )

        assert link.leads[0] == pytest.approx(
            lead(first, plan, link.first, link.second), abs=NOTHING
        )
        assert link.leads[1] == pytest.approx(
            lead(second, left, link.second, link.first), abs=NOTHING
        )
        assert link.leads[0] > -NOTHING
        assert link.leads[1] > NOTHING
        if link.cause is not None:
            data, held = without(link, one, other, left)
            undone = lead(load(data).in_turn(), held, link.second, link.first)
            assert undone < link.leads[1] - NOTHING
            assert link.decisive == (undone <= NOTHING)
            if isinstance(link.cause, TermShift):
                parts = [
                    lead(only(side, link.cause).in_turn(), way, link.second, link.first)
                    for side, way in (
                        (one, left if link.cause.same_answers else plan),
                        (other, left),
                    )
                ]
                assert [link.cause.first, link.cause.second] == pytest.approx(parts, abs=NOTHING)
                assert link.cause.second > link.cause.first
                if link.cause.same_answers:
                    assert parts[1] - parts[0] == pytest.approx(link.leads[1] - undone, abs=NOTHING)
                    assert (
                        parts[1]
                        <= lead(only(one, link.cause).in_turn(), plan, link.second, link.first)
                        + NOTHING
                    )


@settings(max_examples=25)
@given(TREES)
def test_a_reason_in_a_tree_is_the_same_from_the_other_side(pair: tuple[Data, Data]) -> None:
    there, back = sides(*pair).lenses[1].fates, sides(*reversed(pair)).lenses[1].fates
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert back.gone == turned(there.come)
        assert back.come == turned(there.gone)


@settings(max_examples=40)
@given(TREES, st.sampled_from(["ann", "bob"]), st.sampled_from(["tab", "extra"]))
def test_one_difference_alone_is_decisive(pair: tuple[Data, Data], player: str, term: str) -> None:
    one, other = pair
    single = copy.deepcopy(one)
    single["payoffs"][player][term] = other["payoffs"][player][term]
    fates = sides(one, single).lenses[1].fates
    last = fates and list(links(fates.gone))[-1:]
    if last and last[0].cause is not None:
        assert isinstance(last[0].cause, TermShift)
        assert (last[0].player, last[0].cause.player, last[0].cause.term) == (player, player, term)
        assert last[0].decisive


@settings(max_examples=40)
@given(TABLES)
def test_a_reason_where_all_choose_at_once_holds_and_is_undone_alone(
    pair: tuple[Data, Data],
) -> None:
    one, other = pair
    found = sides(one, other)
    fates = found.lenses[0].fates
    if fates is None or fates.gone is None:
        return
    gone = fates.gone
    assert isinstance(gone, Leaving)
    profile = next(
        fate.first for fate in fates.each if fate.kind == "vanishes"
    ).equilibrium.strategies
    undone = copy.deepcopy(other)
    assert gone.term is not None
    undone["payoffs"][gone.player][gone.term.term] = one["payoffs"][gone.player][gone.term.term]
    before, after, without_it = (
        gain(load(data).alone(), profile, gone) for data in (one, other, undone)
    )
    assert (gone.first, gone.second) == pytest.approx((before, after), abs=NOTHING)
    assert before < NOTHING < after
    assert gone.term.second - gone.term.first == pytest.approx(after - without_it, abs=NOTHING)
    assert without_it < after - NOTHING
    assert gone.decisive == (without_it <= NOTHING)


def gain(game: NormalFormGame, profile: Any, found: Leaving) -> float:
    p = game.keys.index(found.player)
    to = [strategy.label for strategy in game.strategies[p]].index(found.to)
    own = game.payoffs[p] @ profile[1] if p == 0 else profile[0] @ game.payoffs[p]
    return float(own[to] - own @ profile[p])


WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
KINDS = {
    "stays": r"stays?\b",
    "shifts": r"shifts? to other probabilities",
    "blends": r"still (?:is one|are some), but (?:is|are) not listed",
    "emerges": r"(?:was one|were some) already, but (?:was|were) not listed",
    "vanishes": r"vanish(?:es)?\b",
    "appears": r"appears?\b",
}


@settings(max_examples=50)
@given(st.one_of(TREES, TABLES))
def test_every_equilibrium_that_is_listed_is_counted_once(pair: tuple[Data, Data]) -> None:
    found = sides(*pair)
    for change in found.lenses:
        if change.fates is None:
            continue
        for answer, here, kinds in (
            (change.first, "first", ("stays", "shifts", "blends", "vanishes")),
            (change.second, "second", ("stays", "shifts", "emerges", "appears")),
        ):
            assert isinstance(answer, Prediction)
            listed = [id(getattr(fate, here)) for fate in change.fates.each if fate.kind in kinds]
            assert sorted(listed) == sorted(id(outcome) for outcome in answer.outcomes)
    told = dict(said.split(": ", 1) for said in sentences(found)[1:])
    for change in found.lenses:
        _counted(change, told.get(change.lens.command, ""))


def _counted(change: LensChange, said: str) -> None:
    """What a sentence counts is what there is."""
    same = re.search(r"[Tt]he same (\w+) equilibria", said)
    if same:
        assert [len(change.first.outcomes), len(change.second.outcomes)] == [number(same[1])] * 2
    counts = re.match(r"(\w+) equilibri\w+ becomes? (\w+): (.*)", re.sub(r"`[^`]*`", "`", said))
    if counts:
        assert number(counts[1]) == len(change.first.outcomes)
        assert number(counts[2]) == len(change.second.outcomes)
        first = re.split(r"\. ", counts[3])[0]
        for kind, words in KINDS.items():
            told = re.search(rf"(`|\w+) {words}", first)
            assert (number(told[1]) if told else 0) == len(change.fates.of(kind))


def number(word: str) -> int:
    word = word.lower()
    return 1 if word == "`" else WORDS.index(word) if word in WORDS else int(word)


@settings(max_examples=30)
@given(st.one_of(TREES, TABLES))
def test_no_sentence_gives_what_is_the_same_on_both_sides_as_a_reason(
    pair: tuple[Data, Data],
) -> None:
    said = " ".join(sentences(sides(*pair)))
    assert same_twice(said) is None
    assert "adds 0 " not in said
    assert "takes 0 " not in said


def test_a_choice_between_equals_is_not_blamed() -> None:
    tab = {
        "ann": {"u": {"l": 1, "r": -4}, "m": {"l": 3, "r": -4}},
        "bob": {"u": {"l": 2, "r": -3}, "m": {"l": -1, "r": -1}},
    }
    base: Data = {
        "format": 1,
        "title": "Equals",
        "players": ["ann", "bob"],
        "issues": {
            "x": {"decided_by": "ann", "options": ["u", "m"]},
            "y": {"decided_by": "bob", "options": ["l", "r"]},
        },
        "status_quo": {"x": "u", "y": "l"},
        "payoffs": {player: {"tab": {"by": ["x", "y"], "values": tab[player]}} for player in tab},
        "protocol": [
            {"move": "one", "player": "ann", "sets": "x"},
            {"move": "two", "player": "bob", "sets": "y", "when": "one != u"},
        ],
    }
    base["payoffs"]["ann"]["extra"] = {"amount": -1, "when": "x == m and y == l"}
    other = copy.deepcopy(base)
    other["payoffs"]["ann"]["extra"]["amount"] = -4
    gone = sides(base, other).lenses[1].fates.gone
    assert isinstance(gone, Parting)
    assert (gone.first, gone.second, gone.leads, gone.decisive) == ("m", "u", (1, 2), True)
    assert gone.cause == TermShift("ann", "extra", 1, 4)


def test_an_equilibrium_that_becomes_one_of_many_is_told_apart() -> None:
    table = {"u": {"l": 1, "c": 1}, "m": {"l": 1, "c": 0}}
    base: Data = {
        "format": 1,
        "title": "A line",
        "players": ["ann", "bob"],
        "issues": {
            "x": {"decided_by": "ann", "options": ["u", "m"]},
            "y": {"decided_by": "bob", "options": ["l", "c"]},
        },
        "status_quo": {"x": "u", "y": "l"},
        "payoffs": {
            p: {"t": {"by": ["x", "y"], "values": copy.deepcopy(table)}} for p in ("ann", "bob")
        },
    }
    other = copy.deepcopy(base)
    other["payoffs"]["ann"]["t"]["values"]["m"]["l"] = 2
    found = sides(base, other)
    assert sorted(f.kind for f in found.lenses[0].fates.each) == [
        "emerges",
        "stays",
        "stays",
        "vanishes",
    ]
    assert not isinstance(found.lenses[0].fates.gone, Closed)
    assert (
        "two stay, such as `u | c`, `u | 1/2 l + 1/2 c` was one already, but was not listed, and "
        "`u | l` vanishes"
    ) in sentences(found)[1]


def test_what_a_term_adds_is_told_beside_the_gain_that_it_is_part_of() -> None:
    quotas = {"norway": [20, 40], "iceland": [15, 30], "faroes": [5, 12]}
    base: Data = {
        "format": 1,
        "title": "One cod stock",
        "players": list(quotas),
        "parameters": {"damage": {"value": 0.9, "source": "declared"}},
        "issues": {
            f"{who}_quota": {"decided_by": who, "options": {"low": low, "high": high}}
            for who, (low, high) in quotas.items()
        },
        "payoffs": {
            who: {
                "catch": {"expr": f"2 * {who}_quota"},
                "stock": {"expr": "-damage * (norway_quota + iceland_quota + faroes_quota)"},
            }
            for who in quotas
        },
        "protocol": [
            {"move": f"{who}_sets", "player": who, "sets": f"{who}_quota"} for who in quotas
        ],
    }
    base["payoffs"]["faroes"]["port_ban"] = {
        "amount": -10,
        "when": "faroes_quota == high and iceland_quota != high",
    }
    other = copy.deepcopy(base)
    other["parameters"]["damage"]["value"] = 2.1
    found = sides(base, other)
    last = list(links(found.lenses[1].fates.gone))[-1]
    assert last.leads == pytest.approx((10.2, 1.5))
    assert last.cause == TermShift("iceland", "stock", pytest.approx(19.8), pytest.approx(31.5))
    assert re.search(r" by 31\.5 [^,]*, and by 19\.8 ", sentences(found)[2])


def hidden_difference() -> tuple[Data, Data]:
    """Two games in which what follows a choice hides by how much a term speaks for it."""

    def table(u: tuple[int, int], m: tuple[int, int]) -> Data:
        rows = (("u", u), ("m", m))
        return {
            "by": ["x", "y"],
            "values": {row: dict(zip("lr", own, strict=True)) for row, own in rows},
        }

    base: Data = {
        "format": 1,
        "title": "Hidden",
        "players": ["ann", "bob"],
        "issues": {
            "x": {"decided_by": "ann", "options": ["u", "m"]},
            "y": {"decided_by": "bob", "options": ["l", "r"]},
        },
        "status_quo": {"x": "u", "y": "l"},
        "payoffs": {
            "ann": {"tab": table((0, 0), (1, -10)), "extra": table((0, 0), (-5, 4))},
            "bob": {"will": table((1, 0), (1, 0))},
        },
        "protocol": [
            {"move": "one", "player": "ann", "sets": "x"},
            {"move": "two", "player": "bob", "sets": "y"},
        ],
    }
    other = copy.deepcopy(base)
    other["payoffs"]["bob"]["will"] = table((1, 0), (0, 1))
    other["payoffs"]["ann"]["tab"] = table((0, 0), (-1, 0))
    return base, other


def test_where_what_follows_hides_the_difference_the_same_answers_are_named() -> None:
    found = sides(*hidden_difference())
    gone = found.lenses[1].fates.gone
    assert isinstance(gone, Parting)
    assert gone.leads == (4, 4)
    assert gone.cause == TermShift("ann", "tab", -10, 0, same_answers=True)
    said = sentences(found)[2]
    assert (
        "The term `tab` makes the difference: with the same later moves, it favours `u` by 10 "
        in said
    )
    assert ", and neither option " in said
