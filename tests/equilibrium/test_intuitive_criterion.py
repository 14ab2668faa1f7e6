import pytest

from negotiate.equilibrium.registry import solve
from negotiate.games.extensive import ExtensiveGame
from tests.famous_trees import beer_quiche, chain_store_types, kuhn_poker, seltens_horse, spence
from tests.reference.intuitive_criterion import fails, is_signalling
from tests.tree_facts import set_called


@pytest.mark.parametrize(
    ("game", "by"),
    [
        (beer_quiche(), ["", "after beer"]),  # Cho & Kreps 1987: only the pooling on beer survives
        (spence(), ["", "after school"]),
    ],
    ids=lambda one: getattr(one, "title", None),
)
def test_books_say_which_survive(game: ExtensiveGame, by: list[str]) -> None:
    assert is_signalling(game)
    found = {fails(game, e) for e in solve(game, "assessments").equilibria}
    assert found == {(set_called(game, label),) if label else () for label in by}


@pytest.mark.parametrize(
    "game", [chain_store_types(), kuhn_poker(), seltens_horse()], ids=lambda g: g.title
)
def test_other_games_are_no_signalling_games(game: ExtensiveGame) -> None:
    assert not is_signalling(game)
