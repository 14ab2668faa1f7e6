"""A mixture of dozens of strategies that dominates is named by its heaviest."""

from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.scenario_file import load
from negotiate.report.screen import as_text
from negotiate.report.style import Look


def test_a_mixture_of_many_strategies_is_named_by_its_heaviest() -> None:
    # Claiming 100 is worse than a mixture of nearly all other claims, most of them with next to no
    # weight.
    game = load("classics/travellers-dilemma").alone()
    solution = solve(game)
    assert solution.complete
    first = " ".join(as_text(solution, Look(width=300, all=True)).split())
    rational = " ".join(as_text(solve(game, concept="rationalizable"), Look(width=80)).split())
    for said in (first, rational):
        assert "`98`" in said
        assert "+ 37 more" in said
        assert " 0 `" not in said


def test_a_mixture_of_a_few_is_named_in_full() -> None:
    game = NormalFormGame.from_arrays([[4, 0], [0, 4], [1, 1]], [[0, 1], [1, 0], [3, 0]])
    rows = [line.split() for line in as_text(solve(game), Look(width=80, all=True)).splitlines()]
    assert ["1", "player", "1", "`3`", "1/2", "`1`", "+", "1/2", "`2`"] in rows
