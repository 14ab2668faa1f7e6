"""Trees in which players hold different odds, or mind risk: everybody decides by its own, and is
told its own.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import TreeEquilibrium, parts
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Views
from tests.cli.shell import ask

SEEDS = range(12)
AVERSE = np.array([0.0, 0.2])


def random_tree(seed: int, *, hidden: bool) -> ExtensiveGame:
    """One moves, chance draws, the other moves and then the first again; with `hidden` the other
    sees no draw.
    """
    draw = np.random.default_rng(seed)

    def pay() -> tuple[float, ...]:
        return tuple(draw.integers(-9, 10, size=2).astype(float) + draw.random(2).round(3))

    nodes: dict[str, dict[str, object]] = {
        "root": {"player": "Ann", "actions": {"l": "l", "r": "r"}}
    }
    for a in "lr":
        nodes[a] = {
            "chance": {k: (p, a + k) for k, p in zip("xyz", (0.5, 0.25, 0.25), strict=True)}
        }
        for k in "xyz":
            below = {"u": a + k + "u", "d": pay()}
            nodes[a + k] = {
                "player": "Bob",
                "actions": below,
                **({"set": f"after {a}"} if hidden else {}),
            }
            nodes[a + k + "u"] = {"player": "Ann", "actions": {"s": pay(), "t": pay()}}
    return ExtensiveGame.from_nodes(nodes)


def views_of(game: ExtensiveGame, seed: int, aversion: np.ndarray = AVERSE) -> Views:
    """Own odds for each player at each draw."""
    draw, tree = np.random.default_rng(seed + 1000), game.tree
    odds = np.tile(tree.odds, (game.n_players, 1))
    for node in np.flatnonzero(tree.mover == CHANCE).tolist():
        odds[:, tree.children(node)] = draw.dirichlet(np.ones(3), size=game.n_players)
    return Views(odds, aversion)


def seen(game: ExtensiveGame, views: Views) -> ExtensiveGame:
    return replace(game, views=views, tree=replace(game.tree, odds=views.odds.mean(axis=0)))


def certain(values: np.ndarray, odds: np.ndarray, aversion: float) -> float:
    """The certainty equivalent of a lottery."""
    return float(
        odds @ values if not aversion else -np.log(odds @ np.exp(-aversion * values)) / aversion
    )


def by_hand(
    game: ExtensiveGame, node: int, choose: Callable[[int, np.ndarray], np.ndarray]
) -> np.ndarray:
    """What a node is worth to each player, from its children up; `choose` gives the odds of a
    mover's actions.
    """
    tree, views = game.tree, game.views
    assert views is not None
    if tree.mover[node] == LEAF:
        return game.payoffs[game.leaf_of(node)]
    children = tree.children(node)
    worth = np.array([by_hand(game, child, choose) for child in children.tolist()])
    own = [
        views.odds[p][children] if tree.mover[node] == CHANCE else choose(node, worth)
        for p in range(2)
    ]
    return np.array([certain(worth[:, p], own[p], views.aversion[p]) for p in range(2)])


@pytest.mark.parametrize("seed", SEEDS)
def test_backward_induction_goes_by_what_each_expects(seed: int) -> None:
    game = random_tree(seed, hidden=False)
    game = seen(game, views_of(game, seed))

    def best(node: int, worth: np.ndarray) -> np.ndarray:
        return np.eye(len(worth))[worth[:, game.tree.mover[node]].argmax()]

    [found] = solve(game).profiles
    assert found.payoffs == pytest.approx(tuple(by_hand(game, 0, best)))


def plans(game: ExtensiveGame, player: int) -> Iterator[dict[int, int]]:
    """Every pure plan of a player: information set → action."""
    tree = game.tree
    own = sorted({*tree.information_set[tree.mover == player].tolist()})
    return (dict(zip(own, row, strict=True)) for row in product(range(2), repeat=len(own)))


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_gains_by_another_plan_where_draws_are_hidden(seed: int) -> None:
    game = random_tree(seed, hidden=True)
    game = seen(game, views_of(game, seed))
    tree, answer = game.tree, solve(game)
    assert answer.profiles
    assert answer.game is game
    for found in answer.profiles:
        assert isinstance(found, TreeEquilibrium)

        def behaves(node: int, worth: np.ndarray, found: TreeEquilibrium = found) -> np.ndarray:
            return found.probability[tree.children(node)]

        assert found.payoffs == pytest.approx(tuple(by_hand(game, 0, behaves)))
        for player in range(2):
            for plan in plans(game, player):

                def other(
                    node: int, worth: np.ndarray, player: int = player, plan: dict[int, int] = plan
                ) -> np.ndarray:
                    mine = tree.mover[node] == player
                    return (
                        np.eye(2)[plan[int(tree.information_set[node])]]
                        if mine
                        else behaves(node, worth)
                    )

                assert by_hand(game, 0, other)[player] <= found.payoffs[player] + 1e-9
        for label, belief in found.beliefs.items():
            nodes = np.flatnonzero(tree.information_set == label)
            mover = int(tree.mover[nodes[0]])
            own = np.where(tree.by_chance, game.odds_for(mover), found.probability)
            through = tree.reach(own)[nodes]
            if through.sum() > 0:
                assert belief == pytest.approx(through / through.sum())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("hidden", [False, True])
def test_who_agrees_and_minds_nothing_is_as_if_nobody_had_asked(seed: int, hidden: bool) -> None:
    game = random_tree(seed, hidden=hidden)
    alike = replace(game, views=Views(np.tile(game.tree.odds, (2, 1)), np.zeros(2)))
    for one, other in zip(solve(game).profiles, solve(alike).profiles, strict=True):
        assert isinstance(one, TreeEquilibrium)
        assert isinstance(other, TreeEquilibrium)
        assert other.payoffs == pytest.approx(one.payoffs)
        assert other.probability == pytest.approx(one.probability)
        assert [r.payoff for r in other.reasons] == pytest.approx([r.payoff for r in one.reasons])


# From the file ------------------------------------------------------------------------------------

BET = """\
format: 1
title: A bet on the rain
players: [us, china]
issues:
  stake: {decided_by: us, options: [high, low]}
  answer: {decided_by: china, options: [take, leave]}
status_quo: {stake: low, answer: leave}
parameters:
  wet: {value: 0.8, range: [0, 1], source: declared}
chance:
  rain:
    odds:
      us: {wet: wet, dry: 1 - wet}
      china: {wet: 0.4, dry: 0.6}
payoffs:
  us:
    bet: {by: [stake, rain], values: {high: {wet: 10, dry: -5}, low: {wet: 1, dry: 0}}}
    refused: {amount: -2, when: answer == leave and stake == high}
  china:
    bet: {by: [stake, rain], values: {high: {wet: -4, dry: 8}, low: {wet: 0, dry: 1}}}
    left: {amount: 1.5, when: answer == leave}
"""
FIRST = "protocol:\n  - {move: staking, player: us, sets: stake}\n"
SECOND = "  - {move: answering, player: china, sets: answer}\n"
RAIN = "  - {chance: rain}\n"
RISK = "risk: {china: 0.1, us: 0.05}\n"
EARLY = "protocol:\n  - {chance: rain}\n  - {move: staking, player: us, sets: stake}\n"
BLIND = "  - {move: answering, player: china, sets: answer, sees: [staking]}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bet.yaml"


def tree_of(file: Path, text: str, **asked: object) -> ExtensiveGame:
    file.write_text(text, "utf-8")
    return negotiate.load(str(file), **asked).in_turn()  # type: ignore[arg-type]  # as after an option


MOVED = """\
    moved: {amount: 1.5, when: answering == leave and rain == wet}
    bold: {amount: 3, when: staking == high and rain == dry}
"""


@pytest.mark.parametrize("risk", ["", RISK])
@pytest.mark.parametrize("moved", ["", MOVED], ids=["packages", "moves"])
def test_an_event_that_is_drawn_last_is_worth_what_each_expects_of_it(
    file: Path, risk: str, moved: str
) -> None:
    drawn, counted = (
        tree_of(file, BET + moved + risk + FIRST + SECOND + last) for last in (RAIN, "")
    )
    assert drawn.views is not None
    assert counted.views is None
    one, other = solve(drawn).profiles[0], solve(counted).profiles[0]
    assert one.payoffs == pytest.approx(other.payoffs)
    assert [reason.payoff for reason in one.reasons] == pytest.approx(
        [reason.payoff for reason in other.reasons]
    )
    [terms], [wanted] = parts(drawn, [one]), parts(counted, [other])
    for player, payoff in zip(drawn.keys, one.payoffs, strict=True):
        assert sum(terms[player].values()) == pytest.approx(payoff)
        of_risk = [
            sum(one[player].pop(term, 0.0) for term in ("risk", "risk_in_turn"))
            for one in (terms, wanted)
        ]
        assert of_risk[0] == pytest.approx(of_risk[1])
        assert terms[player] == pytest.approx(wanted[player])


POOLED = """\
  us:
    low: {amount: 3, when: stake == low}
  china:
    take: {amount: 1, when: answer == take and stake == low}
    leave: {amount: 2, when: answer == leave and stake == low and rain == wet}
"""


def test_who_sees_the_event_is_judged_by_the_odds_of_whoever_does_not(file: Path) -> None:
    head = BET[: BET.index("  us:\n    bet")]
    [found] = solve(tree_of(file, head + POOLED + EARLY + BLIND)).profiles
    assert isinstance(found, TreeEquilibrium)
    tree, asked = found.game.tree, 0
    for label, belief in found.beliefs.items():
        nodes = np.flatnonzero(tree.information_set == label)
        if len(nodes) == 2 and found.reach[nodes].all():
            asked += 1
            assert belief == pytest.approx([0.4, 0.6]), (
                "China's own odds, and not 0.8 or the average"
            )
    assert asked == 1
    assert found.payoffs == pytest.approx((3, 1)), (
        "leaving is worth 0.8 by China's odds, and 1.2 by the average"
    )
    assert found.moves["answering"] == "take"


def test_the_screen_has_each_players_odds(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(BET + FIRST + SECOND + RAIN, "utf-8")
    said = ask(capsys, "tree", str(file), "--all").out
    assert "0.8|0.4 wet" in said
    assert "separates the odds that each player holds, in the order of the players" in said
    assert "Each player counts `rain` by its own odds" in said
    told = json.loads(ask(capsys, "tree", str(file), "--json").out)
    assert told["equilibria"][0]["payoffs"]["us"] == pytest.approx(0.8 * 10 - 0.2 * 5 - 2)


def test_a_sure_event_changes_nothing(file: Path) -> None:
    sure = BET.replace("{wet: 0.4, dry: 0.6}", "{wet: 1, dry: 0}")
    drawn = tree_of(file, sure + RISK + FIRST + SECOND + RAIN, set={"wet": 1})
    assert drawn.views is None or not drawn.views.aversion.any()
    assert solve(drawn).profiles[0].payoffs == pytest.approx(
        solve(tree_of(file, BET + FIRST + SECOND, fix={"rain": "wet"})).profiles[0].payoffs
    )


def test_trees_of_one_file_that_differ_in_odds_alone_are_grown_apart(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        BET.replace("{wet: 0.4, dry: 0.6}", "{wet: 0.5 * wet, dry: 1 - 0.5 * wet}")
        + FIRST
        + SECOND
        + RAIN
    )
    file.write_text(text, "utf-8")
    rows = [
        line.split()
        for line in ask(capsys, "compare", str(file), "--set", "wet=0.2").out.splitlines()
    ]
    [first] = [row for row in rows if row[:4] == ["tree", "as", "it", "stands"]]
    second = rows[rows.index(first) + 1]
    for row, wet in ((first, 0.8), (second, 0.2)):
        expected = solve(tree_of(file, text, set={"wet": wet})).profiles[0].payoffs
        assert [float(number) for number in row[-2:]] == pytest.approx(expected, abs=0.01)


def test_what_a_tree_cannot_hold_is_refused(file: Path) -> None:
    with pytest.raises(
        UnsuitableGame, match="us holds `dry` of `rain` impossible, and china does not"
    ):
        tree_of(file, BET + FIRST + SECOND + RAIN, set={"wet": 1})


def test_amounts_that_fear_of_risk_makes_one_are_refused_where_utilities_have_to_be_averaged(
    file: Path,
) -> None:
    """A mover who does not see the stake averages; who sees everything compares amounts, however
    averse it is.
    """
    unseen = SECOND.replace("answer}", "answer, sees: []}")
    game = tree_of(file, BET + "risk: {us: 5}\n" + FIRST + unseen + RAIN)
    with pytest.raises(
        UnsuitableGame,
        match=r"us is too averse to risk .*: beside -7, payoffs of 1 and 8 are worth",
    ):
        solve(game)
    for aversion in (5, 500, 50_000):
        [found] = solve(
            tree_of(file, BET + f"risk: {{us: {aversion}}}\n" + FIRST + SECOND + RAIN)
        ).profiles
        assert found.moves == {"staking": "low", "answering": "leave"}


CENTS = """\
format: 1
title: Cents beside fear of risk
players: {anna: {name: Anna, unit: dollars}, ben: {name: Ben, unit: dollars}}
issues:
  offer: {decided_by: anna, options: [small, large, gamble]}
  reply: {decided_by: ben, options: [ok]}
status_quo: {offer: small, reply: ok}
no_deal: equilibrium
chance: {coin: {odds: {heads: 0.5, tails: 0.5}}}
risk: {anna: 0.0001}
parameters: {low: 199999.99, high: 200000}
payoffs:
  anna: {sum: {expr: "if(offer == small, low, if(offer == large, high, if(coin == heads, 0, high)))"}}
  ben: {sum: {expr: "if(offer == large, 1, 0)"}}
protocol:
  - {move: ask, player: anna, sets: offer}
  - chance: coin
  - {move: answer, player: ben, sets: reply}
"""


def test_a_cent_beside_fear_of_risk_is_a_cent(file: Path) -> None:
    answer = solve(tree_of(file, CENTS))
    [found] = answer.profiles
    assert found.moves["ask"] == "large"
    assert found.payoffs == (200_000.0, 1.0)
    assert (answer.complete, answer.exact) == (True, False)
    asked = next(reason for reason in found.reasons if reason.where == "ask")
    assert (asked.payoff, asked.alternative_payoff) == (200_000.0, 199_999.99)


def test_no_amount_is_a_tie_because_of_a_huge_one_elsewhere(file: Path) -> None:
    """Beside 1e15, which a branch may bring, 34.66 and 1.99 are not the same."""
    answer = solve(
        tree_of(
            file,
            CENTS.replace("0.0001", "0.02").replace("0, high", "0, 1000000000000000"),
            set={"low": 1.99, "high": 2},
        )
    )
    assert all(found.moves["ask"] == "gamble" for found in answer.profiles)
    assert len(answer.profiles) == 1


def test_equal_sure_amounts_are_a_tie_beside_fear_of_risk(file: Path) -> None:
    answer = solve(tree_of(file, CENTS, set={"low": 200_000}))
    assert {next(iter(found.moves.items())) for found in answer.profiles} == {
        ("ask", "small"),
        ("ask", "large"),
    }
    assert answer.complete


@pytest.mark.parametrize("aversion", [1e-9, 0.2, 5.0, 40.0])
def test_any_fear_of_risk_is_told_as_by_long_numbers(aversion: float) -> None:
    """Aversion times range of up to 800, with a hundred digits in the twin."""
    for seed in range(4):
        game = random_tree(seed, hidden=False)
        game = seen(game, views_of(game, seed, np.array([aversion, aversion / 3])))
        answer = solve(game)
        assert answer.complete
        [found] = answer.profiles
        assert isinstance(found, TreeEquilibrium)
        assert found.payoffs == pytest.approx(
            tuple(map(float, long_numbers(game, 0)[1])), rel=1e-13, abs=1e-13
        )


def long_numbers(game: ExtensiveGame, node: int) -> tuple[int, list[Decimal]]:
    """The child taken at a node, and its certainty equivalents, by decimals of a hundred digits."""
    tree, views = game.tree, game.views
    assert views is not None
    if tree.mover[node] == LEAF:
        return -1, [Decimal(x) for x in game.payoffs[game.leaf_of(node)].tolist()]
    children = tree.children(node)
    below = [long_numbers(game, child)[1] for child in children.tolist()]
    if tree.mover[node] != CHANCE:
        best = max(range(len(below)), key=lambda k: below[k][tree.mover[node]])
        return best, below[best]
    with localcontext() as context:
        context.prec = 1000
        worth = []
        for player, a in enumerate(map(Decimal, views.aversion.tolist())):
            odds = [Decimal(p) for p in views.odds[player][children].tolist()]
            total = sum(
                (p * (-a * w[player]).exp() for p, w in zip(odds, below, strict=True)), Decimal(0)
            )
            worth.append(-(total / sum(odds)).ln() / a)
    return -1, worth


def test_odds_that_are_lost_in_rounding_are_refused(file: Path) -> None:
    game = tree_of(file, BET + FIRST + SECOND + RAIN, set={"wet": 1e-14})
    with pytest.raises(
        UnsuitableGame, match="us holds some way through the tree next to impossible"
    ):
        solve(game)
    assert solve(tree_of(file, BET + FIRST + SECOND + RAIN, set={"wet": 1e-10})).profiles


def test_who_minds_risk_is_told_what_a_point_is_worth(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(BET + RISK + EARLY + BLIND, "utf-8")
    said = ask(capsys, "tree", str(file)).out
    assert "is worth" in said
    assert "On average" not in said
    assert "`wet` happened" in said or "After `wet`" in said, "an event is no private type"


def test_what_needs_common_odds_says_so(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(BET + FIRST + SECOND + RAIN, "utf-8")
    for command, said in (
        (
            ("tree", str(file), "--concept", "quantal-response"),
            "quantal responses need odds that all hold alike",
        ),
        (
            ("tree", str(file), "--method", "agent-quantal-response"),
            "quantal responses need odds that all hold alike",
        ),
        (
            ("tree", str(file), "--threats"),
            "credible threats need odds that all players hold alike",
        ),
        (
            ("export", str(file), "--lens", "tree"),
            "a game file has one set of odds for all players",
        ),
    ):
        found = ask(capsys, *command)
        assert found.code != 0
        assert said in " ".join(found.err.split())


def test_a_page_for_all_tells_nobodys_odds(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(BET.replace("value: 0.8", "value: 0.83") + FIRST + SECOND + RAIN, "utf-8")
    for reader, odds in (("public", ()), ("china", ("0.4",)), ("us", ("0.83",))):
        said = ask(capsys, "show", str(file), "--for", reader).out
        assert "Each side judges the odds for itself" in " ".join(said.split())
        assert [one for one in ("0.83", "0.4") if one in said] == list(odds)
    assert "by each player's own odds" in ask(capsys, "show", str(file)).out
