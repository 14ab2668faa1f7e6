"""Games built from bare arrays refuse what is no game, in words."""

from fractions import Fraction

import numpy as np
import pytest

import negotiate
from negotiate import NormalFormGame, UnsuitableGame, solve

GOOD = [[3, 0], [5, 1]]


@pytest.mark.parametrize(
    ("payoffs", "options", "words"),
    [
        (([[1e308, -1e308]], [[1e308, -1e308]]), {}, "beyond 1e"),
        (([[10**400]], [[1]]), {}, "beyond 1e"),
        (([[-(10**5000)]], [[1]]), {}, "beyond 1e"),
        (([[Fraction(10**5000)]], [[1]]), {}, "beyond 1e"),
        ((np.array([[1 + 2j]]), [[1]]), {}, "not a number"),
        (([[1, 2], [3]], GOOD), {}, "differ in length"),
        (([[float("nan")]], [[1]]), {}, "finite"),
        ((GOOD,), {}, "1 payoff arrays"),
        ((), {}, "at least one"),
        ((GOOD, GOOD), {"labels": [1, 2]}, "list of names"),
        ((GOOD, GOOD), {"labels": {0: 1}}, "list of names"),
        ((GOOD, GOOD), {"labels": [[None, "None"], ["a", "b"]]}, "different labels"),
        ((GOOD, GOOD), {"players": 1}, "list of names"),
        ((GOOD, GOOD), {"players": [1, "1"]}, "different players"),
        (
            (GOOD, GOOD),
            {"players": [10**5000, 1]},
            "takes names, not a number of thousands of digits",
        ),
        (
            (GOOD, GOOD),
            {"labels": [[1, 2], [10**5000, 1]]},
            "takes names, not a number of thousands",
        ),
    ],
)
def test_what_is_no_game_is_refused(
    payoffs: tuple[object, ...], options: dict[str, object], words: str
) -> None:
    with pytest.raises(UnsuitableGame, match=words):
        NormalFormGame.from_arrays(*payoffs, **options)


def test_fractions_of_thousands_of_digits_are_payoffs_like_others() -> None:
    nearly = Fraction(10**5000, 10**5000 + 1)
    (one,) = solve(NormalFormGame.from_arrays([[1, nearly]], [[nearly, 1]])).equilibria
    assert one.support == ((0,), (1,))  # though both are 1.0 in floats


@pytest.mark.parametrize(
    "value", [10**5000, Fraction(10**5000), -(10**5000)], ids=["whole", "fraction", "below"]
)
def test_a_setting_of_thousands_of_digits_is_refused(value: object) -> None:
    with pytest.raises(negotiate.OverrideError, match="a finite number is expected") as caught:
        negotiate.load("classics/beer-quiche", set={"weak_odds": value})
    assert "--set weak_odds=a number of thousands of digits" in str(caught.value)


@pytest.mark.parametrize(
    "given", [{"set": 1}, {"set": [1]}, {"set": {1: 2}}, {"fix": "a"}, {"variant": 1}], ids=str
)
def test_what_load_cannot_take_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(negotiate.OverrideError, match="takes"):
        negotiate.load("classics/chicken", **given)


def test_a_circular_setting_is_refused() -> None:
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(negotiate.OverrideError, match="too deep"):
        negotiate.load("classics/chicken", set={"title": circle})


def test_a_game_shows_its_title_whatever_it_is() -> None:
    game = NormalFormGame.from_arrays(GOOD, GOOD, title=5)
    assert str(game).startswith("5")
