"""One plain sentence an equilibrium."""

from dataclasses import replace

import numpy as np

from negotiate.equilibrium.reports import in_strategies, places, remarks, supports
from negotiate.equilibrium.reports.paths import path
from negotiate.equilibrium.reports.solution import headline
from negotiate.equilibrium.solution import NOT_LOOKED_FOR, Reason, TreeEquilibrium
from negotiate.equilibrium.trees.simultaneous import carried
from negotiate.games.extensive import CHANCE
from negotiate.games.extensive import simultaneous_tree as simultaneous
from negotiate.games.normal_form import NormalFormGame, Strategy
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.equilibrium.reports.told import description as sentence
from tests.report.games import (
    PARTLY,
    Node,
    answer,
    chicken,
    extensive,
    induced,
    leaf,
    mixed,
    pennies_tree,
    pure,
    solved,
    talks,
)


def tariffs() -> NormalFormGame:
    game = NormalFormGame.from_arrays(
        [[0, -3], [5, -8]], [[0, -2], [-12.1, -8]], players=["United States", "China"]
    )
    strategies = tuple(
        tuple(Strategy(option, {issue: option}) for option in options)
        for issue, options in (
            ("us_tariff", ("before", "trade_war")),
            ("cn_tariff", ("before", "matching")),
        )
    )
    return replace(game, strategies=strategies)


def test_a_pure_profile_says_what_is_set_and_what_leaving_would_give() -> None:
    game = tariffs()
    equilibrium = replace(pure(game, 1, 1), reasons=(Reason(1, "matching", -8.0, "before", -12.1),))
    assert sentence(answer(game, equilibrium), equilibrium) == (
        "The United States chooses `trade_war`. China chooses `matching`. Neither player gains by "
        "changing alone. With "
        "`before`, China would get -12.1 instead of -8. The equilibrium gives -8 to the United "
        "States "
        "and -8 to China."
    )


def test_a_tie_is_said_to_be_one() -> None:
    game = NormalFormGame.from_arrays([[1], [1]], [[0], [0]], players=["Hans", "Eva"])
    equilibrium = replace(
        pure_row(game), reasons=(Reason(0, "1", 1.0, "2", 1.0), Reason(1, "1", 0.0))
    )
    assert sentence(answer(game, equilibrium), equilibrium).endswith(
        "Neither player gains by changing alone. With `2`, Hans would get the same. The "
        "equilibrium gives 1 to Hans "
        "and 0 to Eva."
    )


def pure_row(game: NormalFormGame):
    return mixed(game, [1, 0], [1])


def test_a_mixture_gives_its_probabilities() -> None:
    game = chicken()
    equilibrium = mixed(game, [0.9, 0.1], [0.9, 0.1])
    assert sentence(answer(game, equilibrium), equilibrium) == (
        "Row plays `swerve` with probability 9/10 and `straight` with 1/10. Column plays `swerve` "
        "with probability "
        "9/10 and `straight` with 1/10. `swerve` and `straight` both give Row -0.1. `swerve` and "
        "`straight` both give "
        "Column -0.1. Neither player gains by changing alone. On average, the equilibrium gives "
        "-0.1 to Row and -0.1 "
        "to Column."
    )


def test_a_mixture_says_what_is_left_out_and_why() -> None:
    game = NormalFormGame.from_arrays(
        [[0, -1], [1, -10], [0, -5]], [[0, 1], [-1, -10], [0, 0]], players=["R", "C"]
    )
    reasons = (Reason(0, "1 or 2", -0.1, "3", -0.5), Reason(1, "1 or 2", -0.1))
    equilibrium = replace(mixed(game, [0.9, 0.1, 0], [0.9, 0.1]), reasons=reasons)
    said = sentence(answer(game, equilibrium), equilibrium)
    assert "`1` and `2` both give R -0.1. `1` and `2` both give C -0.1." in said
    assert "With `3`, R would get -0.5 instead of -0.1." in said
    tied = replace(equilibrium, reasons=(Reason(0, "1 or 2", -0.1, "3", -0.1), reasons[1]))
    assert "With `3`, R would get the same." in sentence(answer(game, tied), tied)
    half = replace(
        mixed(game, [1, 0, 0], [0.5, 0.5]), reasons=(Reason(0, "1", 0.0, "2", 0.0), reasons[1])
    )
    assert "R plays `1`. C plays" in sentence(answer(game, half), half)
    assert "With `2`, R would get the same." in sentence(answer(game, half), half)


def test_three_players_are_nobody() -> None:
    game = NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2)))
    assert "Player 3 plays `1`. No player gains by changing alone." in sentence(
        answer(game, pure(game, 0, 0, 0)), pure(game, 0, 0, 0)
    )


def test_a_path_is_walked_with_the_reason_at_each_decision() -> None:
    game = talks()
    assert sentence(solved(game), induced(game)) == (
        "At `threaten`, the United States chooses `all_threats`. With `fifty_billion`, the United "
        "States would get 4.2 "
        "instead of 4.9. At `answer`, China chooses `concede`. With `hold`, China would get -8.54 "
        "instead of -4.60. "
        "The equilibrium gives 4.9 to the United States and -4.60 to China."
    )


def coin_game():
    after = {
        c: Node(0, "act", {"go": leaf(g, 1), "stay": leaf(0, 0)})
        for c, g in (("sun", 4), ("rain", -4))
    }
    return extensive(Node(CHANCE, "weather", after, odds=(0.25, 0.75)), ["A", "B"], ["a", "b"])


def test_a_decision_after_chance_says_so_and_payoffs_are_averages() -> None:
    game = coin_game()
    said = sentence(solved(game), induced(game))
    assert said.startswith("After `sun` (probability 0.25), at `act`, A chooses `go`.")
    assert "After `rain` (probability 0.75), at `act`, A chooses `stay`." in said
    assert said.endswith("On average, the equilibrium gives 1 to A and 0.25 to B.")
    assert path(induced(game)) == "0.75 rain → stay or 0.25 sun → go"


def test_many_endings_are_counted() -> None:
    below = {f"b{i}": leaf(0, 0) for i in range(8)}
    game = extensive(Node(CHANCE, "die", below, odds=(0.125,) * 8), ["A"], ["a"])
    game = replace(game, payoffs=game.payoffs[:, :1])
    assert path(induced(game)) == "b0 (1/8; 7 other endings possible)"


def test_headlines() -> None:
    game = chicken()
    one, two = pure(game, 0, 1), pure(game, 1, 0)
    assert headline(answer(game, one)) == "There is one Nash equilibrium."
    assert headline(answer(game, one, two)) == "There are two Nash equilibria."
    assert (
        headline(answer(game, one, two, complete=False))
        == "Two Nash equilibria were found. There may be more."
    )
    pure_only = answer(game, complete=False, notes=(NOT_LOOKED_FOR,))
    assert headline(pure_only).startswith("There is no equilibrium in pure strategies. ")
    assert (
        headline(answer(game, complete=False)) == "No Nash equilibrium was found. There may be one."
    )
    learned = replace(answer(game, complete=False), settled=False)
    assert headline(learned) == "Play did not settle, so no equilibrium was found."
    assert headline(answer(game)) == "There is no Nash equilibrium."


def test_no_headline_denies_what_mixing_adds() -> None:
    game = chicken()
    three = answer(game, *(pure(game, i, j) for i, j in ((0, 1), (1, 0), (1, 1))))
    assert headline(replace(three, continuum=True)) == (
        "There are three Nash equilibria. Mixtures between some of them are equilibria too."
    )
    two = replace(three, equilibria=three.equilibria[:2], continuum=True)
    assert (
        headline(two) == "There are two Nash equilibria. Mixtures between them are equilibria too."
    )
    tree = solved(talks())
    assert (
        headline(replace(tree, continuum=True))
        == "The subgame-perfect equilibria lead to one outcome."
    )
    twice = replace(tree, equilibria=(induced(talks()),) * 2, continuum=True)
    assert headline(twice) == "The subgame-perfect equilibria lead to two outcomes."
    assert headline(replace(twice, certificate=PARTLY)).endswith(
        "equilibria were found. There may be more."
    )


def test_pure_equilibria_alone_are_said_to_be_that() -> None:
    game = NormalFormGame.from_arrays(np.eye(13), np.eye(13))
    sol = replace(
        answer(game, *(pure(game, i, i) for i in range(13)), complete=False),
        notes=(NOT_LOOKED_FOR, "more"),
    )
    for count, said in ((13, "There are 13 Nash equilibria"), (1, "There is one Nash equilibrium")):
        some = replace(sol, equilibria=sol.equilibria[:count])
        assert (
            headline(some) == f"{said} in pure strategies. Mixed equilibria were not searched for."
        )
    assert remarks(sol) == ["more"]
    assert remarks(replace(sol, equilibria=())) == [NOT_LOOKED_FOR, "more"]


def test_a_player_has_the_same_decimals_everywhere() -> None:
    game = NormalFormGame.from_arrays([[-3.567], [-30.125]], [[1], [1]], players=["Hans", "Eva"])
    sol = answer(
        game,
        replace(
            pure_row(game), reasons=(Reason(0, "1", -3.567, "2", -30.125), Reason(1, "1", 1.0))
        ),
    )
    assert places(sol) == [2, 0]
    text = as_text(sol, Look(width=80))
    assert "-30.12 instead of -3.57" in text
    assert text.count("-3.57") == 3
    assert text.count("-30.12") == 2


def test_a_name_is_never_markup() -> None:
    evil = "[bold]x[/]\x1b[31m\u202e"
    game = chicken([evil, "B"])
    said = sentence(answer(game, pure(game, 0, 1)), pure(game, 0, 1))
    assert "[bold]x[/]\\x1b[31m\\u202e plays" in said
    assert said.isprintable()


def test_mixing_in_a_tree_is_an_average() -> None:
    game = pennies_tree()
    probability = np.array([1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    equilibrium = TreeEquilibrium("Nash", game, probability, (0.0, 0.0), 0.0, {})
    assert sentence(solved(game, equilibrium), equilibrium).endswith(
        "On average, the equilibrium gives 0 to Even and 0 to Odd."
    )


def test_a_tree_of_all_at_once_is_told_like_its_matrix() -> None:
    game = chicken()
    tree = simultaneous(game)
    for weights, kept in (([0, 1], [1, 0]), ([0.9, 0.1], [0.9, 0.1])):
        flat = mixed(game, weights, kept)
        grown = carried(tree, flat)
        assert sentence(solved(tree, grown), grown) == sentence(answer(game, flat), flat)
        (again,) = in_strategies(tree, [grown])[1]
        assert supports(game, again) == supports(game, flat)
    assert supports(game, again) == ["9/10 swerve + 1/10 straight", "9/10 swerve + 1/10 straight"]


def test_a_move_called_like_its_mover_is_not_named() -> None:
    root = Node(
        0, "Ann", {"go": Node(1, "b", {"on": leaf(1, 1), "off": leaf(0, 1)}), "stay": leaf(0, 0)}
    )
    game = extensive(root, ["Ann", "Bob"], ["a", "b"])
    assert sentence(solved(game), induced(game)) == (
        "Ann chooses `go`. With `stay`, Ann would get 0 instead of 1. Bob chooses `on`. With "
        "`off`, Bob would get the "
        "same. The equilibrium gives 1 to Ann and 1 to Bob."
    )


def test_in_a_matrix_the_player_is_not_named_twice() -> None:
    game = replace(tariffs(), keys=("us_tariff", "cn_tariff"))
    assert "The United States plays `trade_war`. China plays `matching`. " in sentence(
        answer(game), pure(game, 1, 1)
    )


def test_the_probabilities_of_one_equilibrium_have_one_spelling() -> None:
    game = chicken()
    sol = answer(game, mixed(game, [15 / 17, 2 / 17], [21 / 26, 5 / 26]))
    assert supports(game, sol.equilibria[0]) == [
        "15/17 swerve + 2/17 straight",
        "21/26 swerve + 5/26 straight",
    ]
    root = 0.5**0.5
    sol = answer(game, mixed(game, [15 / 17, 2 / 17], [root, 1 - root]))
    assert supports(game, sol.equilibria[0]) == [
        "0.882 swerve + 0.118 straight",
        "0.707 swerve + 0.293 straight",
    ]
    assert "with probability 0.882" in sentence(sol, sol.equilibria[0])
