"""A mixture of dozens of strategies that dominates is named by its heaviest."""

import pytest

from negotiate.loading import load
from negotiate.render.display import as_text
from negotiate.render.style import Look
from negotiate.solvers.registry import solve


@pytest.mark.parametrize("concept", [None, "rationalizable"])
def test_a_mixture_of_many_strategies_is_named_by_its_heaviest(concept: str | None) -> None:
    # Claiming 100 is worse than a mixture of nearly all other claims, most of them with next to no weight.
    solution = solve(load("classics/travellers-dilemma").alone(), concept=concept)
    assert solution.complete
    text = " ".join(as_text(solution, Look(width=80, all=True)).split())
    assert "a little of 37 more" in text
    assert " 0 `" not in text


def test_a_mixture_of_a_few_is_named_in_full() -> None:
    from negotiate.games.normal_form import NormalFormGame

    game = NormalFormGame.from_arrays([[4, 0], [0, 4], [1, 1]], [[0, 1], [1, 0], [3, 0]])
    assert "drops `3` for 1/2 `1` and 1/2 `2`." in as_text(solve(game), Look(width=80, all=True))
