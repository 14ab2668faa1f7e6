"""Commitments against unknown worlds: decision tables of textbooks, random ones by brute force,
broken questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.errors import GameTooLarge, NegotiateError
from negotiate.whatif.answers import answer
from negotiate.whatif.worlds import Robust, robust
from tests.cli.shell import FLAGSHIP, ask
from tests.walks import seeds


def table(
    folder: Path, rows: Sequence[Sequence[float]], odds: Sequence[float]
) -> negotiate.Scenario:
    """A decision table as a scenario: acts `a0`, `a1` … against types `w0`, `w1` … of the world."""
    lines = [
        "format: 1",
        "title: A table",
        "players: [me, world]",
        "parameters: {w: {value: 0, range: [0, 9]}}",
    ]
    lines += [
        (
            f"issues: {{act: {{decided_by: me, options: "
            f"[{', '.join(f'a{k}' for k in range(len(rows)))}]}}}}"
        )
    ]
    lines += ["status_quo: {act: a0}", "payoffs:", "  world: {nothing: {amount: 0}}", "  me:"]
    for k, row in enumerate(rows):
        worth = (
            "".join(f"if(w == {place}, {value}, " for place, value in enumerate(row))
            + "0"
            + ")" * len(row)
        )
        lines += [f'    act{k}: {{expr: "{worth}", when: act == a{k}}}']
    lines += [
        "types:",
        "  world:",
        *(f"    w{k}: {{odds: {p}, set: {{w: {k}}}}}" for k, p in enumerate(odds)),
    ]
    path = folder / "table.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return negotiate.load(str(path))


def best(found: Robust) -> dict[str, tuple[str, ...]]:
    return {rule: one.commitments for rule, one in found.best.items()}


def test_the_oil_wildcatter(tmp_path: Path) -> None:
    """Raiffa (1968), "Decision Analysis", chapter 1: dry, wet or soaking; drilling is worth 20, and
    to know 35 more.
    """
    found = robust(table(tmp_path, [[0, 0, 0], [-70, 50, 200]], [0.5, 0.3, 0.2]), "act")
    leave, drill = found.commitments
    assert (leave.worst, leave.regret, leave.expected) == (0, 200, 0)
    assert (drill.worst, drill.regret, drill.expected) == (-70, 70, pytest.approx(20))
    assert best(found) == {"maxmin": ("a0",), "minimax_regret": ("a1",), "expected": ("a1",)}
    assert found.perfect == pytest.approx(35)
    assert found.sample == found.perfect
    assert found.factors == {"types.world": ("w0", "w1", "w2")}


def test_three_rules_can_choose_three_ways(tmp_path: Path) -> None:
    found = robust(table(tmp_path, [[3, 3, 3], [-1, 12, 1], [2, 9, 2]], [0.2, 0.6, 0.2]), "act")
    assert best(found) == {"maxmin": ("a0",), "minimax_regret": ("a2",), "expected": ("a1",)}
    assert [one.value for one in found.best.values()] == pytest.approx([3, 3, 7.2])
    assert [one.regret for one in found.commitments] == [9, 4, 3]


def test_every_tie_is_told(tmp_path: Path) -> None:
    found = robust(table(tmp_path, [[0, 1], [1, 0], [0, 0]], [0.5, 0.5]), "act")
    assert best(found) == {
        "maxmin": ("a0", "a1", "a2"),
        "minimax_regret": ("a0", "a1", "a2"),
        "expected": ("a0", "a1"),
    }


def test_what_is_best_in_every_world_leaves_nothing_to_learn(tmp_path: Path) -> None:
    found = robust(table(tmp_path, [[1, 2], [3, 4]], [0.3, 0.7]), "act", accuracy=0.9)
    assert (found.perfect, found.sample) == (0, 0)
    assert found.best["minimax_regret"].value == 0


def by_bayes(payoffs: np.ndarray, odds: np.ndarray, accuracy: float) -> float:
    """What a report is worth, report by report: what is believed after it, and what is then
    best.
    """
    count = len(odds)
    chance = np.full((count, count), (1 - accuracy) / (count - 1))  # of a report in a world
    np.fill_diagonal(chance, accuracy)
    worth = 0.0
    for report in range(count):
        joint = odds * chance[:, report]
        if joint.sum() > 0:
            worth += joint.sum() * (payoffs @ (joint / joint.sum())).max()
    return worth - (payoffs @ odds).max()


@pytest.mark.parametrize("seed", seeds(12))
def test_random_tables_against_brute_force(tmp_path: Path, seed: int) -> None:
    random = np.random.default_rng(seed)
    acts, worlds = random.integers(2, 5, 2).tolist()
    payoffs = random.integers(-9, 10, (acts, worlds))
    parts = random.integers(1, 9, worlds)
    odds = parts / parts.sum()
    one = table(tmp_path, payoffs.tolist(), [f"{k} / {parts.sum()}" for k in parts])  # type: ignore[misc]  # parts is an array
    accuracies = [1 / worlds, 0.5, 0.8, 1.0]
    found = [robust(one, "act", accuracy=accuracy) for accuracy in accuracies]
    assert (found[0].table == payoffs).all()
    assert [c.worst for c in found[0].commitments] == payoffs.min(axis=1).tolist()
    regret = (payoffs.max(axis=0) - payoffs).max(axis=1)
    assert [c.regret for c in found[0].commitments] == regret.tolist()
    assert found[0].best["minimax_regret"].value == regret.min()
    perfect = (odds * payoffs.max(axis=0)).sum() - (payoffs @ odds).max()
    for accuracy, here in zip(accuracies, found, strict=True):
        assert here.perfect == pytest.approx(perfect, abs=1e-9)
        assert here.sample == pytest.approx(by_bayes(payoffs, odds, accuracy), abs=1e-9)
        assert 0 <= here.sample <= here.perfect + 1e-12
    assert found[0].sample == 0
    assert found[-1].sample == pytest.approx(perfect, abs=1e-9)


def test_a_cell_is_what_the_player_gets_under_the_commitment() -> None:
    one = negotiate.load(FLAGSHIP, variant="us_drops_mic2025")
    found = robust(one, "us_tariff", {"rivalry_cn": "0,1", "kept": "0.25,0.75"})
    assert list(zip(*found.factors.values(), strict=True)) == [
        (0, 0.25),
        (0, 0.75),
        (1, 0.25),
        (1, 0.75),
    ]
    for row, made in list(zip(found.table, found.commitments, strict=True))[::3]:
        for worth, rivalry, kept in zip(
            row, found.factors["rivalry_cn"], found.factors["kept"], strict=True
        ):
            numbers = {"rivalry_cn": rivalry, "kept": kept}
            same = negotiate.load(
                FLAGSHIP, set=numbers, variant="us_drops_mic2025", fix=dict(made.options)
            )
            assert answer(same, ("outcome",))["outcome.us"] == pytest.approx(worth, abs=1e-9)


def test_variants_are_worlds_and_no_deal_can_be_what_counts() -> None:
    names = ("base", "containment")
    found = robust(
        negotiate.load(FLAGSHIP), "us_tariff", {"variant": ",".join(names)}, watch=["no_deal"]
    )
    assert found.worth == "no_deal"
    assert found.factors == {"variant": names}
    for column, name in zip(found.table.T, names, strict=True):
        variant = None if name == "base" else name
        for worth, made in list(zip(column, found.commitments, strict=True))[::2]:
            same = negotiate.load(FLAGSHIP, variant=variant, fix=dict(made.options))
            assert answer(same, ("no_deal",))["no_deal.us"] == pytest.approx(worth, abs=1e-9)


def test_a_player_commits_to_all_its_issues(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    text = """
format: 1
title: Two issues
players: [a, b]
parameters: {t: {value: 0, range: [0, 1]}}
issues:
  x: {options: [no, yes], decided_by: a}
  y: {options: [no, yes], decided_by: a}
  z: {options: [no, yes], decided_by: b}
status_quo: {x: no, y: no, z: no}
payoffs:
  a:
    both: {expr: 2 * t, when: x == yes and y == yes}
    one: {amount: -1, when: x == yes or y == yes}
  b: {own: {amount: 1, when: z == yes}}
"""
    path.write_text(text, "utf-8")
    one = negotiate.load(str(path))
    found = robust(one, "a", {"t": "0,1"})
    assert [made.name for made in found.commitments] == [
        "x no, y no",
        "x no, y yes",
        "x yes, y no",
        "x yes, y yes",
    ]
    assert found.table.tolist() == [[0, 0], [-1, -1], [-1, -1], [-1, 1]]
    assert robust(one, "x,y", {"t": "0,1"}).table.tolist() == found.table.tolist()


def test_each_number_has_its_own_worth(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(
        """
format: 1
title: Two numbers
players: [me, nobody]
parameters: {t: {value: 0, range: [-1, 1]}, u: {value: 0, range: [-1, 1]}}
issues: {act: {options: [no, yes], decided_by: me}}
status_quo: {act: no}
payoffs: {me: {t: {expr: t + u / 10, when: act == yes}}, nobody: {none: {amount: 0}}}
""",
        "utf-8",
    )
    one = negotiate.load(str(path))
    found = robust(one, "act", {"t": "-1,1", "u": "-1,1"})
    assert found.perfect == pytest.approx(0.5)
    assert found.alone == pytest.approx({"t": 0.5, "u": 0.05})
    drawn = robust(one, "act", {"t": "-1:1", "u": "-1:1"}, draws=4000, sampling="sobol")
    assert drawn.alone == pytest.approx(
        {"t": 0.25, "u": 0.025}, abs=0.005
    )  # half the mean of |t|, and of |u| / 10
    assert drawn.alone["t"] <= drawn.perfect


def test_odds_follow_the_numbers_that_vary(tmp_path: Path) -> None:
    text = table(tmp_path, [[0, 0], [-1, 4]], [0.5, 0.5])
    path = Path(text.path)
    said = path.read_text("utf-8").replace(
        "w: {value: 0", "p: {value: 0.5, range: [0, 1]}, w: {value: 0"
    )
    path.write_text(
        said.replace("odds: 0.5", "odds: 1 - p", 1).replace("odds: 0.5", "odds: p", 1), "utf-8"
    )
    found = robust(negotiate.load(str(path)), "act", {"p": "0,0.5"})
    assert found.odds == (0.5, 0.25, 0.25)  # where p is 0 nobody is of the second type
    assert found.commitments[1].expected == pytest.approx(0.25)
    with pytest.raises(NegotiateError, match="odds"):
        robust(negotiate.load(str(path)), "act", {"p": "0.5,2"})


@pytest.mark.parametrize(
    ("commit", "more", "said"),
    [
        ("us_tarif", {}, "no issue `us_tarif`"),
        ("", {}, "names no issue"),
        ("purchases", {}, "nobody decides `purchases` alone"),
        ("us_tariff,cn_tariff", {}, "issues of several"),
        ("us_tariff", {"vary": {"kept": "0.5"}}, "one world only"),
        ("us_tariff", {"accuracy": 1.5}, "from 0 to 1"),
        ("us_tariff", {"watch": ["deal"]}, "judged by what its player gets"),
        ("china", {"vary": {"kept": "0:1"}, "draws": 10**8}, "commitments"),
    ],
)
def test_what_cannot_be_asked_is_refused(commit: str, more: dict[str, object], said: str) -> None:
    asked: dict[str, object] = {"vary": {"kept": "0,1"}} | more
    with pytest.raises(NegotiateError, match=said):
        robust(negotiate.load(FLAGSHIP), commit, **asked)  # type: ignore[arg-type]  # of several types


def test_without_anything_else_that_differs_the_ranges_of_the_file_are_drawn() -> None:
    found = robust(negotiate.load(FLAGSHIP), "us_tariff")
    assert (found.draws, len(found.odds), found.seed) == (100, 100, 0)
    assert set(found.factors) == {"deficit_weight", "horizon", "elasticity"}
    again = robust(negotiate.load(FLAGSHIP), "us_tariff", draws=100)
    assert found.best == again.best
    assert found.perfect > 0
    with pytest.raises(NegotiateError, match="one world only"):
        robust(negotiate.load("classics/chicken"), "row")


def test_what_is_committed_or_set_already_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NegotiateError, match="committed already"):
        robust(negotiate.load(FLAGSHIP, fix={"us_tariff": "before"}), "us_tariff", {"kept": "0,1"})
    with pytest.raises(NegotiateError, match="a type sets `w`"):
        robust(table(tmp_path, [[0, 1], [1, 0]], [0.5, 0.5]), "act", {"w": "0,1"})
    with pytest.raises(NegotiateError, match="regret and averages take numbers"):
        robust(negotiate.load("conflicts/elmira-1991"), "order", {"variant": "base,ways_back"})
    with pytest.raises(GameTooLarge, match="worlds"):
        robust(negotiate.load("classics/chicken"), "row", {"players.row.patience": "0:1:0.0001"})


def test_a_world_in_which_nothing_is_known_is_named(tmp_path: Path) -> None:
    path = tmp_path / "impossible.yaml"
    path.write_text(
        """
format: 1
title: Impossible
players: [a, b]
parameters: {t: {value: 0, range: [0, 1]}}
issues: {x: {options: [no, yes], decided_by: a}, y: {options: [no, yes], decided_by: b}}
status_quo: {x: no, y: no}
infeasible: [x == yes and t == 1]
payoffs: {a: {x: {amount: 1, when: x == yes}}, b: {y: {amount: 1, when: y == yes}}}
""",
        "utf-8",
    )
    with pytest.raises(NegotiateError, match="with yes it is not known what each gets"):
        robust(negotiate.load(str(path)), "x", {"t": "0,1"})


def test_the_command_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    worlds = ("--vary", "elasticity=2.5:5:1.25", "--vary", "rivalry_cn=0,1")
    told = ask(capsys, "whatif", FLAGSHIP, "--commit", "us_tariff", *worlds)
    assert told.code == 0
    assert "never loses more than" in told.out
    told = ask(capsys, "whatif", FLAGSHIP, "--accuracy", "0.8")
    assert told.code == 4
    assert "--commit ISSUE" in told.err
