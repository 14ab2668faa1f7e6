import numpy as np
from hypothesis import given

from negotiate.equilibrium.trees.support_search import kept_actions
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import information_sets
from tests.reference import plain_assessments
from tests.strategies import hidden_trees


@given(hidden_trees())
def test_what_a_plain_search_finds_worse_goes_and_a_best_action_stays(game: ExtensiveGame) -> None:
    sets = information_sets(game.tree)
    kept = kept_actions(game.tree, sets, game.payoffs, np.full(game.n_players, 1e-12))
    places = {int(label): place for place, label in enumerate(sets.label)}
    for label, worse, _ in plain_assessments.worse_actions(game):
        assert not kept[sets.first[places[label]] + worse]
    if len(sets.label):
        assert (np.add.reduceat(kept, sets.first, dtype=int) >= 1).all()
