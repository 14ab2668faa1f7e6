"""Events that nobody knows yet: what every lens makes of them equals the sum over what may come."""

from decimal import Decimal
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.bargaining.together import together
from negotiate.conflict.view import ranks_of, standing
from negotiate.equilibrium.alone import alone
from negotiate.equilibrium.registry import solve
from negotiate.errors import ScenarioError, UnsuitableGame
from negotiate.repeated.again import again
from negotiate.scenario import Scenario
from tests.cli.shell import ask

FISH = """\
format: 1
title: A stock that may collapse
players: [north, south]
parameters:
  base: {value: 0.1, range: [0, 0.5], source: declared}
issues:
  quota: {decided_by: north, options: [0, 1, 2]}
  patrol: {decided_by: south, options: [none, some]}
status_quo: {quota: 0, patrol: none}
chance:
  storm: {odds: {big: 0.25, small: 0.75}}
  collapse:
    odds:
      yes: base + 0.1 * quota + if(storm == big, 0.2, 0)
      no: 0.9 - (base - 0.1) - 0.1 * quota - if(storm == big, 0.2, 0)
payoffs:
  north:
    catch: {expr: 3 * quota}
    ruin: {amount: -20, when: collapse == yes}
    ships: {by: [quota, storm], values: {0: {big: 0, small: 0}, 1: {big: -1, small: 2}, 2: {big: -4, small: 3}}}
  south:
    catch: {expr: 2 * quota + north.ruin / 10}
    guards: {by: [patrol, collapse], values: {none: {yes: -2, no: 0}, some: {yes: 1, no: -1}}}
"""
TREE = """\
protocol:
  - {move: first, player: north, sets: quota}
  - {move: second, player: south, sets: patrol}
"""
AGAIN = """\
repeat:
  postures:
    north: {restrain: {quota: 0}, overfish: {quota: 2}}
    south: {trust: {patrol: none}, guard: {patrol: some}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fish.yaml"


def load(file: Path, text: str, **asked: object) -> Scenario:
    file.write_text(text, "utf-8")
    return negotiate.load(str(file), **asked)  # type: ignore[arg-type]  # as after an option


def random_file(seed: int) -> str:
    """Two players, two issues, two events with odds of an issue's numbers, and terms of all of
    them.
    """
    draw = np.random.default_rng(seed)
    odds = draw.dirichlet(np.ones(3), size=2).round(3)
    odds[:, 2] = 1 - odds[:, :2].sum(axis=1)
    cells = draw.integers(-9, 10, size=(2, 3, 2, 3))

    def table(player: int) -> str:
        rows = [
            f"{i}: {{"
            + ", ".join(
                f"{k}: {{x: {row[0]}, y: {row[1]}, z: {row[2]}}}"
                for k, row in zip("lh", cell, strict=True)
            )
            + "}"
            for i, cell in enumerate(cells[player])
        ]
        return "{" + ", ".join(rows) + "}"

    heat = round(draw.uniform(0.02, 0.3), 3)
    return f"""\
format: 1
title: Drawn
players: [a, b]
issues:
  i: {{decided_by: a, options: [0, 1, 2]}}
  j: {{decided_by: b, options: [l, h]}}
status_quo: {{i: 0, j: l}}
chance:
  first: {{odds: {{x: {odds[0, 0]:.3f}, y: {odds[0, 1]:.3f}, z: {odds[0, 2]:.3f}}}}}
  hot: {{odds: {{yes: {heat} * i, no: 1 - {heat} * i}}}}
payoffs:
  a:
    t: {{by: [i, j, first], values: {table(0)}}}
    u: {{amount: {int(draw.integers(-9, 10))}, when: hot == yes and first != x}}
  b:
    t: {{by: [i, j, first], values: {table(1)}}}
    u: {{expr: "a.u * {int(draw.integers(1, 4))} - if(hot == no, j == h, 0)"}}
""".replace("if(hot == no, j == h, 0)", "if(hot == no and j == h, 2, 0)")


def by_hand(file: Path, text: str) -> np.ndarray:
    """The payoffs as the sum over what may come, each time with all events settled."""
    known = load(file, text)
    total = np.zeros(known.payoffs().shape)
    for places in product(*(range(len(event.outcomes)) for event in known.events.values())):
        labels = {
            name: event.labels[k]
            for (name, event), k in zip(known.events.items(), places, strict=True)
        }
        settled = load(file, text, fix=labels)
        weight = np.ones(total.shape[2:])
        frame = known.grid(tuple(known.issues), {})
        for name, k in zip(known.events, places, strict=True):
            weight = weight * np.broadcast_to(frame.odds(name, known.keys[0])[k][0], weight.shape)
            frame = frame.given(name, k)
        total += weight * settled.payoffs()
    return total


@pytest.mark.parametrize(
    "text", [FISH, *map(random_file, range(9))], ids=["fish", *map(str, range(9))]
)
def test_every_lens_counts_what_is_expected(file: Path, text: str) -> None:
    wanted = by_hand(file, text)
    known = load(file, text)
    assert known.payoffs() == pytest.approx(wanted)
    assert alone(known).payoffs == pytest.approx(wanted[0])
    problem = together(known)
    assert problem.payoffs_of(np.arange(6)) == pytest.approx(wanted[0].reshape(2, -1))
    assert standing(known).ranks.tolist() == ranks_of(wanted[0].reshape(2, -1)).tolist()
    assert again(known).stage.payoffs == pytest.approx(wanted[0])


@pytest.mark.parametrize(
    "text", [FISH, *map(random_file, range(9))], ids=["fish", *map(str, range(9))]
)
def test_draws_average_to_what_is_expected(file: Path, text: str) -> None:
    known, draw = load(file, text), np.random.default_rng(7)
    package = {issue: len(one.options) - 1 for issue, one in known.issues.items()}
    totals = []
    for _ in range(400):
        frame = known.grid((), package)
        for name in known.events:
            odds = [float(one.flat[0]) for one in frame.odds(name, known.keys[0])]
            frame = frame.given(name, int(draw.choice(len(odds), p=odds)))
        totals.append(
            [sum(float(frame.term(p, t).flat[0]) for t in known.terms[p]) for p in known.keys]
        )
    mean, error = np.mean(totals, axis=0), np.std(totals, axis=0) / 20
    assert (np.abs(mean - list(known.package_payoffs(package).values())) <= 4 * error + 1e-9).all()


def test_the_tree_draws_events_last_and_agrees(file: Path) -> None:
    known = load(file, FISH + TREE)
    game = known.in_turn()
    assert [move.label for move in game.moves] == ["first", "second", "storm", "collapse"]
    found = solve(game).equilibria[0]
    whole = alone(load(file, FISH)).payoffs
    answers = [int(np.argmax(whole[1, i])) for i in range(3)]
    best = max(range(3), key=lambda i: whole[0, i, answers[i]])
    assert found.payoffs == pytest.approx(tuple(whole[:, best, answers[best]]))


def test_a_mover_that_sees_the_event_does_better(file: Path) -> None:
    text = FISH + TREE.replace(
        "  - {move: second", "  - {chance: storm}\n  - {chance: collapse}\n  - {move: second"
    )
    early, late = (
        solve(load(file, one).in_turn()).equilibria[0].payoffs for one in (text, FISH + TREE)
    )
    assert early[1] > late[1]


SURE = [
    ("collapse == yes", "quota >= 0", "{yes: 1, no: 0}"),
    ("collapse == yes", "quota < 0", "{yes: 0, no: 1}"),
]


@pytest.mark.parametrize(("asked", "instead", "odds"), SURE)
@pytest.mark.parametrize("command", ["solve", "deal", "tree", "stability", "simulate"])
def test_sure_odds_give_the_answer_of_the_file_without_the_event(
    file: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    asked: str,
    instead: str,
    odds: str,
) -> None:
    plain = FISH[: FISH.index("chance:")] + "payoffs:\n  north:\n    catch: {expr: 3 * quota}\n"
    plain += "    ruin: {amount: -20, when: collapse == yes}\n  south:\n    catch: {expr: quota}\n"
    plain += "    guards: {by: patrol, values: {none: 0, some: -1}}\nred_lines:\n"
    plain += "  fear: {player: south, never: quota == 2 and collapse == yes}\n" + TREE + AGAIN
    event = f"chance:\n  collapse: {{odds: {odds}}}\n"
    texts = plain.replace("payoffs:", event + "payoffs:"), plain.replace(asked, instead)
    told = []
    for text in texts:
        file.write_text(text, "utf-8")
        told.append(ask(capsys, command, str(file), "--all").out)
    assert told[0] == told[1]


BET = """\
format: 1
title: Two odds
players: [a, b]
issues:
  stake: {decided_by: agreement, options: [0, 1, 2]}
status_quo: {stake: 0}
chance:
  rain: {odds: {a: {yes: 0.8, no: 0.2}, b: {yes: 0.3, no: 0.7}}}
payoffs:
  a:
    field: {by: rain, values: {yes: 10, no: -10}}
    bet: {expr: "if(rain == yes, stake, -stake)"}
  b:
    bet: {expr: "if(rain == yes, -stake, stake)"}
"""


def test_each_player_counts_by_its_own_odds(file: Path) -> None:
    assert load(file, BET).payoffs()[0].T.tolist() == [
        pytest.approx([6, 0]),
        pytest.approx([6.6, 0.4]),
        pytest.approx([7.2, 0.8]),
    ]


def test_risk_aversion_is_the_certainty_equivalent(file: Path) -> None:
    found = load(file, BET + "risk: {a: 0.1}\n").payoffs()[0]
    for stake in range(3):
        worth = -np.log(0.8 * np.exp(-0.1 * (10 + stake)) + 0.2 * np.exp(0.1 * (10 + stake))) / 0.1
        assert found[:, stake] == pytest.approx([worth, 0.4 * stake])
    assert load(file, BET + "risk: {a: 0}\n").payoffs() == pytest.approx(load(file, BET).payoffs())


def test_a_great_aversion_fears_the_worst_alone(file: Path) -> None:
    found = load(file, BET + "risk: {a: 400}\n").payoffs()[0, 0]
    assert found == pytest.approx([-10, -11, -12], abs=0.01)


def test_draws_with_other_odds_and_aversions_are_one_evaluation(file: Path) -> None:
    text = BET.replace("players:", "parameters:\n  p: {value: 0.8}\n  r: {value: 0.1}\nplayers:")
    text = text.replace("yes: 0.8, no: 0.2", "yes: p, no: 1 - p") + "risk: {a: r}\n"
    many = load(file, text).payoffs({"p": np.array([0.2, 0.8]), "r": np.array([0.0, 0.3])})
    for k, (p, r) in enumerate([(0.2, 0.0), (0.8, 0.3)]):
        assert many[k] == pytest.approx(load(file, text, set={"p": p, "r": r}).payoffs()[0])


def test_a_red_line_is_crossed_where_some_outcome_crosses_it(file: Path) -> None:
    line = "red_lines:\n  fear: {player: south, never: quota == 2 and collapse == yes}\n"
    may = load(file, FISH + line).may_sign()
    assert may[0].all()
    assert may[1].tolist() == [[True, True], [True, True], [False, False]]
    assert load(file, FISH + line, fix={"collapse": "no"}).may_sign().all()


def test_a_soft_red_line_costs_what_it_is_expected_to(file: Path) -> None:
    line = "red_lines:\n  fear: {player: south, never: collapse == yes, cost: 10}\n"
    known = load(file, FISH + line)
    frame = known.grid(tuple(known.issues), {})
    yes = 0.1 + 0.1 * np.arange(3)[:, None] + 0.05
    assert known.costs()[0, 1] == pytest.approx(np.broadcast_to(10 * yes, (3, 2)))
    assert frame.ndim == 3


def test_an_event_on_which_expectations_part_is_told_at_the_end_of_a_path(file: Path) -> None:
    game = load(
        file, BET + "protocol:\n  - {move: say, player: a, choose: {yes: {}, no: {}}}\n"
    ).in_turn()
    assert game.payoffs.tolist() == [[6, 0], [6, 0]]


@pytest.mark.parametrize("aversion", [1e-289, 1e-17, 1e-14, 1e-9, 1e-3, 0.1, 3, 1e6, 1e14])
def test_an_aversion_of_any_size_is_worked_out_exactly(file: Path, aversion: float) -> None:
    found = load(file, BET + f"risk: {{a: {aversion:.0e}}}\n").payoffs()[0, 0]
    for stake in range(3):
        high, low = Decimal(10 + stake), Decimal(-10 - stake)
        a = Decimal(f"{aversion:.0e}")
        if aversion < 1e-12:
            wanted = float(Decimal("0.8") * high + Decimal("0.2") * low)
        else:
            log = (Decimal("0.2") + Decimal("0.8") * (-a * (high - low)).exp()).ln()
            wanted = float(low - log / a)
        assert found[stake] == pytest.approx(wanted, rel=1e-9)


def test_an_event_is_drawn_after_what_its_odds_depend_on(file: Path) -> None:
    early = TREE.replace(
        "  - {move: first", "  - {chance: storm}\n  - {chance: collapse}\n  - {move: first"
    )
    with pytest.raises(
        ScenarioError, match="the odds of `collapse` depend on `quota`, which `first` sets later"
    ):
        load(file, FISH + early)


def test_what_nothing_says_has_no_odds(file: Path) -> None:
    text = FISH.replace("status_quo: {quota: 0, patrol: none}\n", "")
    steps = "protocol:\n  - {chance: storm}\n  - {chance: collapse}\n"
    steps += "  - {move: say, player: north, choose: {yes: {}, no: {}}}\n"
    with pytest.raises(UnsuitableGame, match="nothing says what it is at the draw"):
        load(file, text + steps).in_turn()
