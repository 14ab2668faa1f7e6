from pathlib import Path

import pytest
import yaml

import negotiate
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.trees.choice import refined
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


def test_what_no_secret_reaches_makes_no_difference_to_who_survives(tmp_path: Path) -> None:
    """Whoever pours last is paid for it, whatever went before; all else is beer and quiche."""
    text = Path("scenarios/classics/beer-quiche.yaml").read_text("utf-8")
    file = {
        key: value for key, value in yaml.safe_load(text).items() if key not in ("expect", "briefs")
    }
    file["players"]["bar"] = {"name": "The bar"}
    file["issues"]["tip"] = {"decided_by": "bar", "options": ["none", "some"]}
    file["status_quo"]["tip"] = "none"
    file["payoffs"]["bar"] = {"tip": {"by": "tip", "values": {"none": 0, "some": 1}}}
    file["protocol"].append({"move": "pour", "player": "bar", "sets": "tip"})
    path = tmp_path / "bar.yaml"
    path.write_text(yaml.safe_dump(file, sort_keys=False), "utf-8")
    game, plain = negotiate.load(str(path)).in_turn(), beer_quiche()
    found, wanted = refined(game, "intuitive"), refined(plain, "intuitive")
    assert found.game is game
    assert [one.payoffs for one in found.equilibria] == [
        (*one.payoffs, 1.0) for one in wanted.equilibria
    ]
    assert found.chosen == wanted.chosen
