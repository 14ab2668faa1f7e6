"""Bayesian Nash equilibria: closed forms of textbooks, every plan tried one by one, and what stays
as without types.
"""

import json
import time
from dataclasses import fields, replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.cli.app import run
from negotiate.equilibrium import bayesian
from negotiate.equilibrium.alone import alone
from negotiate.equilibrium.bayesian import AgentForm, BayesianEquilibrium, verified
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.registry import TREES, solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.extensive import CHANCE, BayesianGame, ExtensiveGame, Move
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.games.tree import in_levels

SEXES = """
format: 1
title: Battle of the Sexes with a secret
players: {row: {}, column: {}}
parameters:
  fond: {value: 1, range: [0, 1]}
  often: {value: 0.5, range: [0, 1]}
issues:
  here: {decided_by: row, options: {b: 1, s: 2}}
  there: {decided_by: column, options: {b: 1, s: 2}}
status_quo: {here: b, there: b}
payoffs:
  row:
    together: {by: [here, there], values: {b: {b: 2, s: 0}, s: {b: 0, s: 1}}}
  column:
    together:
      expr: >
        if(fond > 0, if(here == there, there, 0), if(here == there, 0, there))
types:
  column: {meets: {odds: often}, avoids: {odds: 1 - often, set: {fond: 0}}}
"""
ENTRY = """
format: 1
title: Two firms with secret costs of entry
players: {one: {}, two: {}}
parameters:
  cost_1: {value: 0.4, range: [0, 2]}
  cost_2: {value: 0.4, range: [0, 2]}
issues:
  first: {decided_by: one, options: [out, enter]}
  second: {decided_by: two, options: [out, enter]}
status_quo: {first: out, second: out}
payoffs:
  one: {profit: {expr: "if(first == enter, if(second == enter, 0, 1) - cost_1, 0)"}}
  two: {profit: {expr: "if(second == enter, if(first == enter, 0, 1) - cost_2, 0)"}}
types:
  one: {low: {odds: 0.5, set: {cost_1: 0.1}}, high: {odds: 0.5, set: {cost_1: 0.8}}}
  two: {low: {odds: 0.5, set: {cost_2: 0.1}}, high: {odds: 0.5, set: {cost_2: 0.8}}}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "scenario.yaml"
    path.write_text(text)
    return path


def plays(found: BayesianEquilibrium) -> dict[tuple[int, str], dict[str, float]]:
    return {(one.player, one.type): one.strategy for one in found.types}


def bayesian_game(tables: np.ndarray, odds: list[np.ndarray]) -> BayesianGame:
    """A game in which every player has types; payoffs of shape (types of each, choices of each,
    players).
    """
    n = len(odds)
    kinds, choices = tables.shape[:n], tables.shape[n:-1]
    names = tuple(f"player {p + 1}" for p in range(n))
    deals = [
        Move(f"type {p}", CHANCE, tuple(f"t{k}" for k in range(m))) for p, m in enumerate(kinds)
    ]
    moves = [Move(names[p], p, tuple(f"a{k}" for k in range(m))) for p, m in enumerate(choices)]
    tree = in_levels(
        (*kinds, *choices),
        odds,
        dict(zip(range(n), range(n), strict=True)),
        np.arange(tables[..., 0].size),
    )
    return BayesianGame(
        tree=tree,
        payoffs=frozen(tables.reshape(-1, n)),
        players=names,
        keys=names,
        moves=(*deals, *moves),
        types=dict(zip(names, range(n), strict=True)),
    )


@st.composite
def games(draw: st.DrawFn, players: tuple[int, int] = (2, 3)) -> BayesianGame:
    n = draw(st.integers(*players))
    kinds = [draw(st.integers(1, 2)) for _ in range(n)]
    choices = [draw(st.integers(1, 3 if n == 2 else 2)) for _ in range(n)]
    cells = int(np.prod(kinds) * np.prod(choices))
    payoffs = draw(st.lists(st.integers(-4, 4), min_size=cells * n, max_size=cells * n))
    shares = [
        np.array(draw(st.lists(st.integers(1, 4), min_size=m, max_size=m)), dtype=float)
        for m in kinds
    ]
    table = np.array(payoffs, dtype=float).reshape(*kinds, *choices, n)
    return bayesian_game(table, [own / own.sum() for own in shares])


def by_trying(game: BayesianGame) -> set[tuple[tuple[int, ...], ...]]:
    """Every pure equilibrium, by trying each plan of all types against each choice of each type,
    one by one.
    """
    n = len(game.keys)
    kinds = [len(move.actions) for move in game.moves[:n]]
    choices = [len(move.actions) for move in game.moves[n:]]
    table = game.payoffs.reshape(*kinds, *choices, n)
    odds = AgentForm(game).odds
    found = set()
    for profile in product(
        *(product(range(m), repeat=k) for m, k in zip(choices, kinds, strict=True))
    ):
        holds = True
        for p, kind in ((q, k) for q in range(n) for k in range(kinds[q])):
            worth = np.zeros(choices[p])
            for dealt in product(*map(range, kinds)):
                if dealt[p] != kind:
                    continue
                weight = np.prod([odds[q][dealt[q]] for q in range(n) if q != p])
                for mine in range(choices[p]):
                    done = [profile[q][dealt[q]] if q != p else mine for q in range(n)]
                    worth[mine] += weight * table[(*dealt, *done, p)]
            holds &= bool(worth[profile[p][kind]] >= worth.max() - 1e-9)
        if holds:
            found.add(profile)
    return found


def pure_ones(found: Solution) -> set[tuple[tuple[int, ...], ...]]:
    n = len(found.game.keys)
    return {
        tuple(
            tuple(int(next(iter(one.strategy))[1:]) for one in e.types if one.player == p)
            for p in range(n)
        )
        for e in found.equilibria
        if isinstance(e, BayesianEquilibrium) and e.pure
    }


# Books --------------------------------------------------------------------------------------------


def test_battle_of_the_sexes_with_a_secret(tmp_path: Path) -> None:
    """Osborne 2004, "An Introduction to Game Theory", example 273.1: B for row, (B, S) for the
    types of column.
    """
    found = solve(negotiate.load(written(tmp_path, SEXES)).bayesian())
    assert found.complete
    assert found.exact
    (pure,) = [e for e in found.equilibria if e.pure]
    assert plays(pure) == {(0, ""): {"b": 1}, (1, "meets"): {"b": 1}, (1, "avoids"): {"s": 1}}
    assert pure.payoffs == (1, 1.5)
    assert [one.payoff for one in pure.types] == [1, 1, 2]
    assert [one.alternative_payoff for one in pure.types] == [0.5, 0, 0]
    # Exercise 274.1: in one more, row mixes 2/3 to 1/3 and the type that meets does; in another the
    # one that avoids.
    mixed = [plays(e) for e in found.equilibria if not e.pure]
    assert [one[0, ""]["b"] for one in mixed] == pytest.approx([2 / 3, 1 / 3])
    assert mixed[0][1, "meets"] == pytest.approx({"b": 2 / 3, "s": 1 / 3})
    assert mixed[1][1, "avoids"] == pytest.approx({"b": 2 / 3, "s": 1 / 3})


def test_entry_with_secret_costs(tmp_path: Path) -> None:
    """Entry with private costs, as in Bajari, Hong, Krainer & Nekipelov 2010: who has low costs
    enters, and only those.

    A firm that meets an entrant half of the time wins 1/2 by entering, so it enters at a cost of
    0.1 and not of 0.8.
    """
    found = solve(negotiate.load(written(tmp_path, ENTRY)).bayesian())
    assert found.complete
    symmetric = [
        e for e in found.equilibria if e.pure and e.payoffs[0] == pytest.approx(e.payoffs[1])
    ]
    (one,) = symmetric
    for player in range(2):
        assert plays(one)[player, "low"] == {"enter": 1}
        assert plays(one)[player, "high"] == {"out": 1}
    assert one.payoffs == pytest.approx((0.2, 0.2))
    assert [play.payoff for play in one.types] == pytest.approx([0.4, 0, 0.4, 0])


@pytest.mark.parametrize("values", [3, 4])
def test_a_first_price_auction_on_a_grid(values: int) -> None:
    """Krishna 2010, "Auction Theory", section 2.3: of two bidders with uniform values each bids
    half of its value.

    On a grid of values 0, 2, 4, … and bids 0, 1, 2, …, where even bids share the good: half of the
    value is best against half of the value.
    """
    worths, bids = 2 * np.arange(values), np.arange(2 * values - 2)
    mine, theirs = bids[:, None], bids[None, :]
    wins = np.where(mine > theirs, 1.0, np.where(mine == theirs, 0.5, 0.0))
    one = (worths[:, None, None] - mine) * wins
    table = np.zeros((values, values, len(bids), len(bids), 2))
    table[..., 0] = one[:, None]
    table[..., 1] = one.transpose(0, 2, 1)[None]
    found = solve(bayesian_game(table, [np.full(values, 1 / values)] * 2))
    assert (tuple(range(values)),) * 2 in pure_ones(found)
    half = next(
        e
        for e in found.equilibria
        if e.pure and all(one.strategy == {f"a{one.type[1:]}": 1} for one in e.types)
    )
    expected = [
        sum((2 * v - v) * (1.0 if w < v else 0.5) for w in range(v + 1)) / values
        for v in range(values)
    ]
    assert [one.payoff for one in half.types if one.player == 0] == pytest.approx(expected)
    if values == 3:
        assert pure_ones(found) == by_trying(found.game)


# Trying everything --------------------------------------------------------------------------------


@given(games())
@settings(max_examples=90)
def test_every_pure_equilibrium_is_found_and_nothing_else(game: BayesianGame) -> None:
    assert pure_ones(solve(game)) == by_trying(game)


@given(games(players=(2, 2)))
@settings(max_examples=60)
def test_of_two_players_there_is_always_one_and_no_type_gains_by_leaving(
    game: BayesianGame,
) -> None:
    found = solve(game)
    assert found.equilibria
    form = AgentForm(game)
    for one in found.equilibria:
        assert isinstance(one, BayesianEquilibrium)
        assert one.regret < 1e-9
        for own in one.types:
            assert sum(own.strategy.values()) == pytest.approx(1)
            assert not own.alternative or own.alternative_payoff <= own.payoff + 1e-9
        for p in range(2):  # a player's payoff is the average over its types
            share = sum(own.odds * own.payoff for own in one.types if own.player == p)
            assert share == pytest.approx(one.payoffs[p])
    assert len(form.agents) == len(found.equilibria[0].types)


@given(games(players=(2, 2)))
@settings(max_examples=40)
def test_plans_and_the_tree_lead_to_the_same_equilibria(game: BayesianGame) -> None:
    by_plans = solve(game)
    tree = ExtensiveGame(**{one.name: getattr(game, one.name) for one in fields(ExtensiveGame)})
    if by_plans.continuum or tree.perfect_information:
        return
    in_tree = solve(tree, "assessments")
    if by_plans.complete and in_tree.complete and not in_tree.continuum:
        mine, theirs = ([e.probability for e in found.equilibria] for found in (by_plans, in_tree))
        assert len(mine) == len(theirs)
        assert all(any(np.abs(a - b).max() < 1e-6 for b in theirs) for a in mine)


@given(games(players=(2, 2)))
@settings(max_examples=40)
def test_a_type_that_is_certain_is_the_game_without_types(game: BayesianGame) -> None:
    kinds = [len(move.actions) for move in game.moves[:2]]
    table = game.payoffs.reshape(*kinds, *(len(move.actions) for move in game.moves[2:]), 2)[:1, :1]
    certain = solve(bayesian_game(table, [np.ones(1), np.ones(1)]))
    plain = solve(NormalFormGame.from_arrays(table[0, 0, ..., 0], table[0, 0, ..., 1]))
    assert certain.complete == plain.complete
    mine = sorted(tuple(round(x, 9) for x in e.payoffs) for e in certain.equilibria)
    theirs = sorted(tuple(round(x, 9) for x in e.payoffs) for e in plain.equilibria)
    assert mine == theirs


def test_odds_of_one_leave_the_payoffs_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, SEXES)
    certain = solve(negotiate.load(path, set={"often": 1}).bayesian())
    plain = solve(alone(negotiate.load(path)))
    assert {e.payoffs for e in certain.equilibria} == {e.payoffs for e in plain.equilibria}
    # The type that is never there does what would be best for it all the same.
    assert all(
        plays(e)[1, "avoids"] != {"b": 1} for e in certain.equilibria if plays(e)[0, ""] == {"b": 1}
    )


def test_a_search_that_is_cut_short_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bayesian, "CASES", 1)
    found = solve(negotiate.load(written(tmp_path, ENTRY)).bayesian())
    assert not found.complete
    assert bayesian.CUT in found.notes


def test_of_many_equilibria_some_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bayesian, "LISTED", 2)
    monkeypatch.setattr(bayesian, "FEWEST", 2)
    found = solve(bayesian_game(np.zeros((2, 2, 2, 2, 2)), [np.array([0.5, 0.5])] * 2))
    assert "there are 16 pure equilibria, of which 2 are listed" in found.notes
    assert not found.complete


def test_what_is_no_equilibrium_is_refused(tmp_path: Path) -> None:
    form = AgentForm(negotiate.load(written(tmp_path, SEXES)).bayesian())
    with pytest.raises(Unverified):
        list(verified(form, [[np.array([[0.0, 1]]), np.array([[1.0, 0], [0, 1]])]]))
    # A type with odds of zero must do what is best, too, which no plan for the whole tree sees.
    certain = AgentForm(negotiate.load(written(tmp_path, SEXES), set={"often": 1}).bayesian())
    with pytest.raises(Unverified, match="a type could still gain 2"):
        list(verified(certain, [[np.array([[1.0, 0]]), np.array([[1.0, 0], [1, 0]])]]))


def test_three_players_of_whom_one_has_types() -> None:
    found = solve(negotiate.load("classics/chain-store-types").bayesian())
    assert len(found.equilibria) == 9
    assert all(
        isinstance(e, BayesianEquilibrium) and e.pure and len(e.types) == 4
        for e in found.equilibria
    )
    assert not found.complete  # mixed ones of three players would be seconds of work


@pytest.mark.parametrize("place", range(3))
def test_a_type_without_a_choice_leaves_a_game_for_two(place: int) -> None:
    """Every mixed equilibrium is listed, as in the game for two that is left when the third's types
    are averaged.
    """
    odds = [np.array([0.25, 0.75]), np.array([0.5, 0.5])]
    table = np.random.default_rng(21).integers(-3, 4, (2, 2, 2, 2, 2, 1, 3)).astype(float)
    two = solve(bayesian_game(np.tensordot(table[..., :2], odds[1], (2, 0))[..., 0, :], odds))
    seats = np.insert([0, 1], place, 2)
    turned = table.transpose(*seats, *(3 + seats), 6)[..., seats]
    three = solve(bayesian_game(turned, [[*odds, odds[1]][seat] for seat in seats]))
    wanted, found = (
        {tuple(np.round(e.payoffs, 9)) for e in answer.equilibria} for answer in (two, three)
    )
    assert {tuple(np.array(one)[seats < 2]) for one in found} == wanted
    assert len(found) == 6
    assert three.complete


def test_whoever_is_indifferent_among_many_choices_takes_no_time() -> None:
    """The tree of this game has 225 combinations of actions that might be meant, and beliefs for
    each.
    """
    table = np.random.default_rng(0).integers(-3, 4, (2, 2, 4, 1, 1, 3)).astype(float)
    table[..., 0] = 0
    begun = time.process_time()
    found = solve(
        bayesian_game(table[:, None], [np.array([0.0, 1.0]), np.ones(1), np.array([0.0, 1.0])])
    )
    assert time.process_time() - begun < 2
    assert found.complete
    assert len(found.equilibria) == 16


def test_methods_for_trees_find_mixed_ones_of_many_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bayesian, "PLANS", 1)
    found = solve(negotiate.load(written(tmp_path, SEXES)).bayesian())
    assert "assessments" in found.method
    assert len(found.equilibria) == 3
    monkeypatch.setattr(bayesian, "WORK", 0)
    only = solve(negotiate.load(written(tmp_path, SEXES)).bayesian())
    assert [e.pure for e in only.equilibria] == [True]
    assert not only.complete
    assert {solver.name for solver in TREES} >= set(bayesian.METHODS)


# What a person sees -------------------------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_page_says_what_each_type_does_and_gets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = said(capsys, "solve", str(written(tmp_path, SEXES)))
    assert "There are three Bayesian Nash equilibria." in page
    assert "As `avoids`, column chooses `s`. With `b`, column would get 0 instead of 2." in page
    assert "What each type does and gets in equilibrium 1" in page
    assert "meets: b; avoids: s" in page
    assert "Complete; checked." in page


def test_json_has_payoffs_by_player_and_by_type(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["solve", str(written(tmp_path, SEXES)), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["equilibria"][0]
    assert first["payoffs"] == {"row": 1, "column": 1.5}
    assert [(one["player"], one["type"], one["payoff"]) for one in first["types"]] == [
        ("row", None, 1),
        ("column", "meets", 1),
        ("column", "avoids", 2),
    ]
    assert first["types"][2]["strategy"] == {"s": 1}


def test_other_concepts_and_methods_take_the_values_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(tmp_path, SEXES))
    for option in (("--concept", "correlated"), ("--method", "pure")):
        page = said(capsys, "solve", path, *option)
        assert f"`{' '.join(option)}` takes the values of the file, without private types." in page
        assert "count only in" not in said(capsys, "solve", path, *option, "--all")
    assert "without private types" not in said(capsys, "solve", path, "--all")
    assert "Private types count in the table of types" in said(capsys, "deal", path, "--all")


def test_deal_says_that_it_takes_the_values_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = said(capsys, "deal", str(written(tmp_path, SEXES)))
    assert "Without private types, the game has 3 equilibria." in page


def test_compare_whatif_and_test_play_types(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        SEXES + "expect:\n  - solve: {there: b}\n    in: no\n  - solve: {here: b}\n    in: some\n"
    )
    path = str(written(tmp_path, text))
    assert "2 expectations met" in said(capsys, "test", path)
    page = said(capsys, "compare", path)
    assert "tree All players get the same as in `solve`." in page
    assert "b | meets: b; avoids: s" in page
    page = said(capsys, "whatif", path, "--vary", "often=0:1", "--watch", "equilibria")
    assert "changes at `often` 0.3333 and 0.6667" in page
    assert "equilibri" in said(capsys, "compare", path, "--set", "often=0.9")


def test_where_types_cannot_be_played_the_file_holds_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SEXES + 'infeasible: ["here == s and there == b"]\n'
    page = said(capsys, "solve", str(written(tmp_path, text)), "--all")
    assert "The private types do not count here, and the values of the file hold" in page


def test_where_nobody_decides_anything_alone_types_have_nothing_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agreed = SEXES.replace("decided_by: row", "decided_by: agreement").replace(
        "by: column", "by: agreement"
    )
    assert "No player decides anything alone." in said(
        capsys, "solve", str(written(tmp_path, agreed))
    )
    half = SEXES.replace("decided_by: row", "decided_by: agreement")
    page = said(capsys, "solve", str(written(tmp_path, half)))
    assert "Row decides nothing alone. As `meets`, column chooses `b`." in page


def test_levels_cannot_be_weighed_by_odds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ordinal = (
        SEXES.partition("payoffs:")[0]
        + """prefers:
  row: [here == b]
  column: [there == s]
types:
  column: {meets: {odds: often}, avoids: {odds: 1 - often, set: {fond: 0}}}
"""
    )
    run(["solve", str(written(tmp_path, ordinal))])
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert "pure strategies" in told.out or "types" in told.err


def test_the_game_without_types_is_the_normal_form(tmp_path: Path) -> None:
    without = negotiate.load(written(tmp_path, SEXES.partition("types:")[0]))
    assert without.bayesian() is alone(without)
    game = negotiate.load(written(tmp_path, SEXES)).bayesian()
    assert isinstance(game, BayesianGame)
    assert isinstance(replace(game, title="other"), BayesianGame)


def test_many_equilibria_are_worked_out_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    game = negotiate.load("classics/kuhn-poker", set={"stake": 0}).bayesian()
    asked, values = [], AgentForm.values

    def counted(form, player, behaviour):
        asked.append(player)
        return values(form, player, behaviour)

    monkeypatch.setattr(AgentForm, "values", counted)
    assert len(solve(game).equilibria) == 1_000
    assert asked == [0, 1]
