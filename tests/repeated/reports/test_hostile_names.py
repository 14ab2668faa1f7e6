"""Names from anywhere neither run over the screen nor draw on it."""

import numpy as np
import pytest
from rich.cells import cell_len

from negotiate import NormalFormGame, RepeatedGame
from negotiate.repeated.lasting.agreement import simulate
from negotiate.repeated.many.tournament import tournament
from negotiate.repeated.matches.timeline import encounter
from negotiate.repeated.setting import Setting
from negotiate.report import report_of
from negotiate.report.plain import plain
from tests.repeated.reports.sampled import POOL, drawn

NAMES = ("\x1b[31mred", "two\nlines", "名前がとても長い選手", "a" * 50, "x y z " * 8)


def hostile(seed):
    """A random game of any size of payoffs, with such names."""
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 4, size=2).tolist())
    tables = [rng.normal(size=shape) * 10.0 ** rng.integers(-6, 7) for _ in shape]
    players = [NAMES[rng.integers(5)] + str(p) for p in range(2)]
    labels = [[NAMES[rng.integers(5)] + f"{p}{k}" for k in range(n)] for p, n in enumerate(shape)]
    setting = Setting(
        noise=(0.1, 0.02) if seed % 2 else (), misread=(0.05, 0.0) if seed % 3 == 0 else ()
    )
    stage = NormalFormGame.from_arrays(*tables, labels=labels, players=players)
    return RepeatedGame(stage, tuple(rng.uniform(0, 0.99, size=2).tolist()), setting)


@pytest.mark.parametrize("seed", range(6))
def test_no_name_runs_over_the_screen_or_draws_on_it(seed):
    game = hostile(seed)
    for found in (
        simulate(game),
        encounter(game, breach=(1, 2)),
        game.certify("grudger"),
        tournament(game, POOL[:3]),
    ):
        for width in (80, 40):
            text = drawn(found, width)
            assert max(map(cell_len, text.splitlines())) <= width
            assert "\x1b" not in text
        assert not any(
            "\x1b" in line or "\n" in line for line in plain(report_of(found), everything=True)
        )
