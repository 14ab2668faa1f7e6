"""What is told at the end of a game: the payoffs of the true types, what was better for all, and
what theory said.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.assessment import assess
from negotiate.play.endings import endings, improvement
from negotiate.play.opponents import Session
from negotiate.play.table import Seat, Table, new_table
from negotiate.play.talks import Talks
from negotiate.play.views import ending
from negotiate.report.blocks import Plot, Sentence
from negotiate.report.plain import plain

BEIJING = negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025")


def said(table: Table) -> list[str]:
    return [block.text for block in endings(table) if isinstance(block, Sentence)]


def signed(name: str, seed: int = 0, **package: str) -> Table:
    """A table at which everybody signs the first offer."""
    table = new_table(negotiate.load(name), lens="deal", seed=seed)
    first, *others = table.form.seats
    table.do(first, {"offer": package})
    for seat in others:
        table.do(seat, {"accept": True})
    return table


def chosen(name: str, lens: str, *moves: str, rounds: int | None = None, seed: int = 0) -> Table:
    """A table at which these choices are made, each by whoever is waited for."""
    table = new_table(negotiate.load(name), lens=lens, rounds=rounds, seed=seed)
    for move in moves:
        table.do(table.to_move[0], {"choose": move})
    assert table.ended
    return table


def test_a_deal_that_can_be_bettered() -> None:
    table = new_table(BEIJING, lens="deal")
    table.do("us", {"offer": {"purchases": "100"}})
    table.do("china", {"accept": True})
    told = said(table)
    assert told[0] == "You have a deal: More Chinese purchases of US goods: $100bn a year."
    assert told[1].startswith("The United States gets ")
    form = table.form
    assert isinstance(form, Talks)
    found = assess(form.problem, form.problem.index(table.state["offer"]))
    assert found.signable
    worth = form.problem.payoffs_of([int(found.better[0])])[:, 0]
    better = told.index(
        next(
            one
            for one in told
            if one.startswith("A deal with this change would have been better for")
        )
    )
    assert (worth >= table.form.payoffs(table.state) - 1e-9).all()
    assert "purchases" in told[better] or "Banks" in told[better] or "Car making" in told[better]
    assert told[better + 1].startswith("It would have given the United States")
    assert any(
        one.startswith(
            "Backward induction expects another deal, since China can make the last offer"
        )
        for one in told
    )
    (plot,) = [block for block in endings(table) if isinstance(block, Plot)]
    assert plot.series[-1].name == "your deal"
    assert (plot.series[-1].x[0], plot.series[-1].y[0]) == tuple(
        form.problem.payoffs_of([found.mark.package])[:, 0]
    )


def test_a_deal_on_the_frontier() -> None:
    told = said(signed("classics/discrete-bargaining", contract="b"))
    assert told[1] == "The firm gets 8 and the union gets 4."
    assert (
        "The deal is on the Pareto frontier: no other deal is better for one side and worse for "
        "none."
    ) in told


def test_a_deal_worse_than_none() -> None:
    table = new_table(negotiate.load("classroom/bicycle-frames"), lens="deal")
    form = table.form
    assert isinstance(form, Talks)
    worth = np.where(form.problem.feasible(), form.problem.payoffs[0], np.inf)
    table.do("workshop", {"offer": {}})
    table.do("shop", {"offer": form.problem.package(int(worth.argmin()))})
    table.do("workshop", {"accept": True})
    assert "The workshop would have had more without a deal." in said(table)


def test_no_deal_where_there_were_some() -> None:
    table = new_table(negotiate.load("classroom/bicycle-frames"), lens="deal")
    table.do("workshop", {"walk": True})
    told = said(table)
    assert told[:2] == [
        "The workshop walked away. There is no deal.",
        "The workshop gets 24 and the shop gets 22.",
    ]
    assert "There were deals that both of you would have signed." in told
    assert any(
        one.startswith("The Nash bargaining solution is: Price of a frame: 240 euros")
        for one in told
    )
    assert "It would have given the workshop 40 and the shop 40." in told


def test_no_deal_where_there_was_none() -> None:
    table = new_table(negotiate.load("europe/brexit-2019"), lens="deal")
    table.do("uk", {"walk": True})
    assert said(table)[-1] == "There was no deal that all of you would have signed."


@pytest.mark.parametrize("seed", range(4))
def test_payoffs_are_those_of_the_types_that_were_dealt(seed: int) -> None:
    table = signed("classroom/shared-stock", seed)
    kind = table.state["types"]["sundal"]
    told = said(table)
    assert told[1] == f"Sundal was of the type `{kind}`."
    form = table.form
    assert isinstance(form, Talks)
    true = form.true(table.state).payoffs_of([form.problem.index(table.state["offer"])])[:, 0]
    assert f"Sundal gets {true[2]:.3g}" in told[2]
    assert not any("Backward induction" in one for one in told)  # types are secret
    (plot,) = [block for block in endings(table) if isinstance(block, Plot)]
    assert (plot.series[-1].x[0], plot.series[-1].y[0]) == tuple(true[:2])


def test_the_frontier_is_that_of_the_types_that_were_dealt() -> None:
    apart = set()
    for seed in range(8):
        table = signed("classroom/shared-stock", seed)
        form = table.form
        assert isinstance(form, Talks)
        true = form.true(table.state)
        (plot,) = [block for block in endings(table) if isinstance(block, Plot)]
        (best,) = [one for one in plot.series if one.name == "Pareto frontier"]
        assert [*map(tuple, zip(best.x, best.y, strict=True))] == [
            *map(tuple, true.frontier_of().payoffs[:2].T.tolist())
        ]
        assert plot.guides == tuple(true.disagreement[:2])
        apart.add((*best.x, *best.y))
    assert len(apart) > 1  # the types matter


def test_chance_is_counted_as_an_average() -> None:
    said_so = "The agency's decision is counted as an average over the odds."
    assert said_so in said(signed("classroom/joint-venture"))
    assert "The stock is counted as an average over the odds." in said(
        signed("classroom/shared-stock")
    )
    assert not any(
        "average over" in one for one in said(signed("classics/discrete-bargaining", contract="b"))
    )


def test_one_round() -> None:
    told = said(chosen("classics/prisoners-dilemma", "solve", "defect", "defect"))
    assert told[0] == "Row chose `defect` and Column chose `defect`."
    assert told[2] == (
        "Another outcome would have been better for both: Row chooses `cooperate` and Column "
        "chooses `cooperate`."
    )
    assert told[-2:] == ["There is one Nash equilibrium.", "You chose as in the equilibrium."]
    told = said(chosen("classics/chicken", "solve", "swerve", "straight"))
    assert "No other outcome is better for one side and worse for none." in told
    assert told[-1] == "You chose as in an equilibrium."


def test_many_rounds() -> None:
    moves = ["defect", "defect"] * 3 + ["cooperate", "cooperate"]
    told = said(chosen("classics/iterated-dilemma", "simulate", *moves, rounds=4))
    assert (
        told[0] == "You played 4 rounds. In 3 of them Row chose `defect` and Column chose `defect`."
    )
    assert told[1] == "In all, Row has 6 and Column has 6. This is the average of a round:"
    assert told[2] == "Row gets 1.5 and Column gets 1.5."
    assert told[3].startswith(
        "Another outcome in every round would have been better for both: Row chooses `cooperate`"
    )
    assert "You chose as in the equilibrium in 3 of the 4 rounds." in told
    assert any("discount factor" in one for one in told)  # whether the agreement lasts


def test_in_turn() -> None:
    told = said(chosen("classics/centipede", "tree", "pass", "take"))
    assert told[0] == "This was played: round_1: pass; round_2: take."
    assert "There is one subgame-perfect equilibrium." in told
    assert "The equilibrium goes otherwise: round_1: take." in told
    assert "It gives First 1 and Second 0." in told
    assert "The equilibrium can end like this, too." in said(
        chosen("classics/centipede", "tree", "take")
    )


def test_luck_is_not_held_against_anybody() -> None:
    first = new_table(negotiate.load("classics/beer-quiche"), lens="tree")
    dealt = set()
    for seed in range(6):
        table = first.anew(seed)
        dealt.add(table.form.choices(table.state, "stranger").asked)
        for choice in ("beer", "retreat"):
            table.do(table.to_move[0], {"choose": choice})
        kind = list(table.events)[1]["move"]["choose"]
        dealt.add(kind)
        better = [one for one in said(table) if "with the same luck" in one]
        assert len(better) == 1
        if "Another" in better[0]:
            assert f"Stranger is: {kind}" in better[0]
    assert {"strong", "weak"} <= dealt


def test_who_only_ranks_outcomes_sees_no_numbers() -> None:
    table = new_table(negotiate.load("conflicts/cuba-1962"), lens="deal")
    table.do("us", {"offer": {}})
    table.do("ussr", {"accept": True})
    told = said(table)
    assert not any(sign.isdigit() for one in told for sign in one), told
    assert not [block for block in endings(table) if isinstance(block, Plot)]


@pytest.mark.parametrize(
    "name",
    [
        "us-china/beijing-2018",
        "classics/used-car",
        "conflicts/elmira-1991",
        "trade/usmca-2018",
        "classics/nash-demand",
    ],
)
def test_every_way_to_play_has_an_ending_without_the_words_of_a_class(name: str) -> None:
    scenario, played = negotiate.load(name), 0
    for lens in ("deal", "solve", "tree", "simulate"):
        try:
            bare = new_table(scenario, lens=lens)
        except negotiate.NegotiateError:
            continue
        table = bare.anew(1)
        table.seats = {key: Seat(key, "random") for key in bare.form.seats}
        Session(table).run()
        told = "\n".join(plain(ending(table).report, True))
        assert "roup" not in told.replace(scenario.about.title, "")
        assert "class" not in told
        played += 1
    assert played


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 12), st.integers(2, 3))
def test_what_is_called_better_is_worse_for_nobody(seed: int, count: int, players: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 4, (players, count)).astype(float)
    can, here = rng.random(count) < 0.8, int(rng.integers(count))
    best = improvement(points, points[:, here], can)
    above = (
        (points >= points[:, [here]]).all(axis=0) & (points > points[:, [here]]).any(axis=0) & can
    )
    assert (best is None) == (not above.any())
    if best is not None:
        assert above[best]
        strictly = above & (points > points[:, [here]]).all(axis=0)
        assert strictly[best] or not strictly.any()


def test_two_who_crash_are_told_of_the_outcome_that_is_best_for_the_worse_off() -> None:
    told = said(chosen("classics/chicken", "solve", "straight", "straight"))
    assert (
        "Another outcome would have been better for both: Red chooses `swerve` and Blue chooses "
        "`swerve`."
    ) in told


def test_rounds_that_went_otherwise_are_blamed_on_nobody() -> None:
    told = said(chosen("classics/iterated-dilemma", "simulate", *["cooperate"] * 6, rounds=3))
    assert told[0].startswith("You played 3 rounds. In all of them ")
    assert "No round went as in the equilibrium." in told
    told = said(chosen("classics/iterated-dilemma", "simulate", *["defect"] * 6, rounds=3))
    assert "You chose as in the equilibrium in all 3 rounds." in told
    assert "It would have given Row 3 and Column 3 a round." in told


def test_without_a_deal_backward_induction_expects_no_other_one() -> None:
    table = new_table(BEIJING, lens="deal")
    table.do("us", {"walk": True})
    assert any(one.startswith("Backward induction expects a deal, ") for one in said(table))
    (plot,) = [block for block in endings(table) if isinstance(block, Plot)]
    assert "The picture names what rules to share gains propose: Nash" in plot.note


def test_a_war_game_of_ranks_tells_what_it_came_to(tmp_path: Path) -> None:
    file = tmp_path / "ranks.yaml"
    file.write_text(
        """
format: 1
title: Ranks
players: {a: {name: A}, b: {name: B}}
issues: {gate: {decided_by: a, options: [shut, open]}, gun: {decided_by: b, options: [silent, firing]}}
status_quo: {gate: shut, gun: silent}
prefers: {a: [gun == silent], b: [gate == open]}
turns: {count: 1}
""",
        "utf-8",
    )
    table = new_table(negotiate.load(str(file)))
    table.do("a", {"order": {"gate": "open"}})
    table.do("b", {"order": {}})
    assert "In the end: gate: open." in ending(table).lines
