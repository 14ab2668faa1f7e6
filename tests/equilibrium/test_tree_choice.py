from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from negotiate.equilibrium.registry import TREES, solve
from negotiate.equilibrium.reports import remarks
from negotiate.equilibrium.reports.solution import headline
from negotiate.equilibrium.solution import WITHOUT_BELIEFS, Game, Solution, Solver
from negotiate.equilibrium.trees import choice
from negotiate.equilibrium.trees.choice import CONCEPTS, STRICTEST_FIRST, solved
from negotiate.errors import UnknownConcept, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame, simultaneous_tree
from negotiate.games.normal_form import NormalFormGame
from tests.famous_games import centipede
from tests.famous_trees import beer_quiche, kuhn_poker, seltens_horse

CHICKEN = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])


@dataclass(frozen=True, slots=True)
class Pretended(Solver):
    """A method that hands back one equilibrium, or none, of whatever it is given."""

    refuses: str | None = None
    found: bool = True

    def applies_to(self, game: Game) -> str | None:
        return self.refuses

    def run(self, game: Game) -> Solution:
        whole = solve(beer_quiche(), "reduced-normal-form")
        return replace(
            whole,
            concept=self.concept,
            method=self.name,
            equilibria=whole.equilibria[: self.found],
            certificate=whole.certificate
            if self.found
            else whole.certificate.limited("nothing was found"),
            notes=(),
        )

    def hurried(self, game: Game) -> Solution:
        return self.run(game)


def solver(
    name: str, concept: str, finds: str = "all", refuses: str | None = None, found: bool = True
) -> Solver:
    return Pretended(name, concept, finds, "", "", refuses=refuses, found=found)


def applying(*reasons: str | None) -> tuple[Solver, ...]:
    names = ("Nash", "subgame-perfect", "sequential")
    return tuple(
        solver(name.lower(), name, refuses=reason)
        for name, reason in zip(names, reasons, strict=True)
    )


@pytest.mark.parametrize(
    ("reasons", "chosen", "why"),
    [
        ((None, None, None), "sequential", "the possible beliefs can be listed"),
        ((None, None, "is large"), "subgame-perfect", "too many beliefs are possible"),
        ((None, "is large", "is large"), "nash", "too large for a stricter concept"),
    ],
)
def test_the_strictest_concept_that_fits_comes_first(
    reasons: tuple[str | None, ...], chosen: str, why: str
) -> None:
    found = solved(beer_quiche(), applying(*reasons))
    assert found.method == chosen
    assert why in found.chosen


def test_a_concept_asked_for_is_the_one_that_is_found() -> None:
    for concept in STRICTEST_FIRST:
        found = solved(beer_quiche(), applying(None, None, None), concept)
        assert found.concept.lower() == concept
        assert not found.chosen


def test_following_a_path_to_one_sequential_equilibrium_comes_before_a_looser_concept() -> None:
    methods = (solver("path", "sequential", finds="one"), solver("rest", "subgame-perfect"))
    assert solved(beer_quiche(), methods).method == "path"


def test_a_long_path_is_followed_only_for_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "FOLLOWED", 3)
    methods = (solver("path", "sequential", finds="one"), solver("rest", "subgame-perfect"))
    assert solved(beer_quiche(), methods).method == "rest"
    assert solved(beer_quiche(), methods, "sequential").method == "path"


def test_a_method_that_finds_nothing_hands_over_and_is_named() -> None:
    methods = (solver("first", "Nash", found=False), solver("second", "Nash"))
    found = solved(beer_quiche(), methods, "nash")
    assert found.method == "second"
    assert found.notes == ("`first` found no Nash equilibrium within its limits; there may be one",)


def test_whether_a_method_fits_is_looked_at_only_in_its_turn() -> None:
    class TooEarly(Pretended):
        def applies_to(self, game: Game) -> str | None:
            raise AssertionError

    late = TooEarly("late", "Nash", "all", "", "")
    assert solved(beer_quiche(), (solver("first", "Nash"), late), "nash").method == "first"
    assert solved(centipede(), (solver("first", "Nash"), late)).method == "first"


def test_where_nothing_applies_every_reason_is_given() -> None:
    with pytest.raises(
        UnsuitableGame, match="no method applies to this game: `sequential` is large; `subgame"
    ):
        solved(beer_quiche(), applying("is large", "is large", "is large"))
    with pytest.raises(
        UnsuitableGame,
        match="no method finds sequential equilibria of this tree: `sequential` is odd",
    ) as caught:
        solved(beer_quiche(), applying(None, None, "is odd"), "sequential")
    assert "name another concept" in caught.value.hint
    with pytest.raises(
        UnsuitableGame, match="no method finds quantal-response equilibria of a tree yet"
    ):
        solved(beer_quiche(), applying(None, None, None), "quantal-response")


@pytest.mark.parametrize(
    ("build", "method"),
    [(centipede, "backward-induction"), (lambda: simultaneous_tree(CHICKEN), "simultaneous")],
    ids=["perfect information", "simultaneous"],
)
def test_a_tree_of_a_special_kind_has_its_own_method(
    build: Callable[[], ExtensiveGame], method: str
) -> None:
    assert solve(build()).method.startswith(method)


@pytest.mark.parametrize(
    "build", [beer_quiche, seltens_horse, kuhn_poker, centipede], ids=lambda b: b.__name__
)
def test_every_concept_that_is_answered_says_so(build: Callable[[], ExtensiveGame]) -> None:
    for concept in CONCEPTS[:2]:
        found = solve(build(), concept=concept)
        assert found.concept.lower() == concept
        assert found.equilibria
        assert all(e.kind.lower() == concept for e in found.profiles)


def test_a_stricter_concept_keeps_payoffs_of_the_looser_one() -> None:
    nash = {
        tuple(round(x, 9) for x in e.payoffs)
        for e in solve(beer_quiche(), concept="nash").equilibria
    }
    perfect = solve(beer_quiche(), concept="subgame-perfect")
    assert {tuple(round(x, 9) for x in e.payoffs) for e in perfect.equilibria} <= nash


def test_a_player_that_forgets_is_told_of_once() -> None:
    second = {"player": "Ann", "set": "second"}
    game = ExtensiveGame.from_nodes(
        {
            "first": {"player": "Ann", "actions": {"left": "l", "right": "r"}},
            "l": {**second, "actions": {"stop": (0,), "go": (1,)}},
            "r": {**second, "actions": {"stop": (1,), "go": (0,)}},
        }
    )
    for concept in (None, *CONCEPTS[:3]):
        with pytest.raises(
            UnsuitableGame, match="has forgotten whether it chose `left` or `right`"
        ) as caught:
            solve(game, concept=concept)
        assert str(caught.value).count("forgotten") == 1


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UnknownConcept, match="no concept `sequentiel`") as caught:
        solve(beer_quiche(), concept="sequentiel")
    assert "did you mean `sequential`?" in caught.value.hint
    with pytest.raises(UnsuitableGame, match="`correlated` needs a game in normal form"):
        solve(beer_quiche(), concept="correlated")
    with pytest.raises(UnsuitableGame, match="not solved for sequential equilibria") as other:
        solve(CHICKEN, concept="sequential")
    assert "`tree` asks the scenario in turn" in other.value.hint
    with pytest.raises(UnsuitableGame, match="this method does not look for nash equilibria"):
        solve(seltens_horse(), "subgames", concept="nash")


def test_methods_for_trees_refuse_normal_forms() -> None:
    assert all(solver.applies_to(CHICKEN) is not None for solver in TREES)


def test_without_beliefs_one_equilibrium_is_told_with_a_warning() -> None:
    everything = solve(beer_quiche(), "reduced-normal-form")
    assert len(everything.equilibria) > 1

    class Listing(Pretended):
        def run(self, game: Game) -> Solution:
            return replace(
                everything, concept=self.concept, notes=("there are more than those listed",)
            )

    methods = (
        solver("beliefs", "sequential", found=False),
        Listing("rest", "subgame-perfect", "all", "", ""),
    )
    found = solved(beer_quiche(), methods)
    assert len(found.equilibria) == 1
    assert not found.complete
    assert found.notes[0] == WITHOUT_BELIEFS
    assert "there are more than those listed" not in found.notes
    assert headline(found) == (
        "No answer with beliefs was found within the limits. "
        "This is one subgame-perfect equilibrium, and there may be others."
    )
    assert WITHOUT_BELIEFS not in remarks(found)
    asked = solved(beer_quiche(), methods, "subgame-perfect")
    assert len(asked.equilibria) == len(everything.equilibria)
    assert WITHOUT_BELIEFS not in asked.notes
    nothing = solved(beer_quiche(), (methods[0], solver("rest", "subgame-perfect", found=False)))
    assert headline(nothing) == (
        "No answer with beliefs was found within the limits. `--concept nash` looks longer for one "
        "without beliefs."
    )
