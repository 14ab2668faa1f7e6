"""One plain sentence an equilibrium."""

from dataclasses import replace

import numpy as np

from negotiate.games.extensive import CHANCE
from negotiate.games.normal_form import NormalFormGame, Strategy
from negotiate.render.sentences import headline, played, sentence
from negotiate.solvers.solution import Reason, TreeEquilibrium
from tests.render.games import Node, answer, chicken, extensive, induced, leaf, mixed, pennies_tree, pure, solved, talks


def tariffs() -> NormalFormGame:
    game = NormalFormGame.from_arrays([[0, -3], [5, -8]], [[0, -2], [-12.1, -8]], players=["United States", "China"])
    strategies = tuple(
        tuple(Strategy(option, {issue: option}) for option in options)
        for issue, options in (("us_tariff", ("before", "trade_war")), ("cn_tariff", ("before", "matching")))
    )
    return replace(game, strategies=strategies)


def test_a_pure_profile_says_what_is_set_and_what_leaving_would_give() -> None:
    game = tariffs()
    equilibrium = replace(pure(game, 1, 1), reasons=(Reason(1, "matching", -8.0, "before", -12.1),))
    assert sentence(answer(game, equilibrium), equilibrium) == (
        "United States sets us_tariff to trade_war and China sets cn_tariff to matching: neither gains by changing "
        "alone; China's best alternative, `before`, would give -12.1 instead of -8.0."
    )


def test_a_tie_is_said_to_be_one() -> None:
    game = NormalFormGame.from_arrays([[1], [1]], [[0], [0]], players=["Hans", "Eva"])
    equilibrium = replace(pure_row(game), reasons=(Reason(0, "1", 1.0, "2", 1.0), Reason(1, "1", 0.0)))
    assert sentence(answer(game, equilibrium), equilibrium).endswith(
        "Hans' best alternative, `2`, would give the same 1."
    )


def pure_row(game: NormalFormGame):
    return mixed(game, [1, 0], [1])


def test_a_mixture_gives_its_probabilities() -> None:
    game = chicken()
    equilibrium = mixed(game, [0.9, 0.1], [0.9, 0.1])
    assert sentence(answer(game, equilibrium), equilibrium) == (
        "Row plays swerve with probability 9/10 and straight with probability 1/10 and Column plays swerve with "
        "probability 9/10 and straight with probability 1/10: nobody gains by changing alone, and on average this "
        "gives Row -0.1 and Column -0.1."
    )


def test_three_players_are_nobody() -> None:
    game = NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2)))
    assert "player 3 plays 1: nobody gains" in sentence(answer(game), pure(game, 0, 0, 0))


def test_a_path_is_walked_with_the_reason_at_each_decision() -> None:
    game = talks()
    assert sentence(solved(game), induced(game)) == (
        "At `threaten` United States chooses all_threats, which gives it 4.9 where the next best, `fifty_billion`, "
        "would give 4.2; at `answer` China chooses concede, which gives it -4.60 where the next best, `hold`, would "
        "give -8.54; this gives United States 4.9 and China -4.6."
    )


def coin_game():
    after = {c: Node(0, "act", {"go": leaf(g, 1), "stay": leaf(0, 0)}) for c, g in (("sun", 4), ("rain", -4))}
    return extensive(Node(CHANCE, "weather", after, odds=(0.25, 0.75)), ["A", "B"], ["a", "b"])


def test_a_decision_after_chance_says_so_and_payoffs_are_averages() -> None:
    game = coin_game()
    said = sentence(solved(game), induced(game))
    assert said.startswith("After sun (odds 0.25) at `act` A chooses go")
    assert "after rain (odds 0.75) at `act` A chooses stay" in said
    assert said.endswith("on average this gives A 1 and B 0.25.")
    assert played(induced(game), game, "->") == "0.75 rain -> stay or 0.25 sun -> go"


def test_many_endings_are_counted() -> None:
    below = {f"b{i}": leaf(0, 0) for i in range(8)}
    game = extensive(Node(CHANCE, "die", below, odds=(0.125,) * 8), ["A"], ["a"])
    game = replace(game, payoffs=game.payoffs[:, :1])
    assert played(induced(game), game, "->") == "b0 (1/8; 7 other endings possible)"


def test_headlines() -> None:
    game = chicken()
    one, two = pure(game, 0, 1), pure(game, 1, 0)
    assert headline(answer(game, one)) == "One Nash equilibrium, and no other."
    assert headline(answer(game, one, two)) == "Two Nash equilibria, and no others."
    assert headline(answer(game, one, two, complete=False)) == "Two Nash equilibria found; there may be more."
    assert headline(answer(game, complete=False)).startswith("No equilibrium in pure strategies: ")
    assert headline(answer(game)) == "No Nash equilibrium."


def test_a_name_is_never_markup() -> None:
    evil = "[bold]x[/]\x1b[31m\u202e"
    game = chicken([evil, "B"])
    said = sentence(answer(game), pure(game, 0, 1))
    assert "[bold]x[/]\\x1b[31m\\u202e plays" in said
    assert said.isprintable()


def test_mixing_in_a_tree_is_an_average() -> None:
    game = pennies_tree()
    probability = np.array([1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    equilibrium = TreeEquilibrium("Nash", game, probability, (0.0, 0.0), 0.0, {})
    assert sentence(solved(game, equilibrium), equilibrium) == "On average this gives Even 0 and Odd 0."


def test_in_a_matrix_the_player_is_not_named_twice() -> None:
    game = replace(tariffs(), keys=("us_tariff", "cn_tariff"))
    assert "United States plays trade_war and China plays matching: " in sentence(answer(game), pure(game, 1, 1))
