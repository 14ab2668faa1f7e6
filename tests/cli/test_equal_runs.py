"""The same question twice, in two processes: the same bytes of the answer, in every form."""

import pytest

from tests.cli.shell import FLAGSHIP, process

ASKED = {
    "solve": ["solve", FLAGSHIP],
    "tree": ["tree", FLAGSHIP],
    "threats": ["tree", "classics/entry-deterrence", "--threats"],
    "correlated": ["solve", "classics/chicken", "--concept", "correlated"],
    "deal": ["deal", FLAGSHIP, "--variant", "us_drops_mic2025"],
    "stability": ["stability", "conflicts/cuba-1962"],
    "simulate": ["simulate", "classics/prisoners-dilemma"],
    "tournament": ["simulate", "classics/prisoners-dilemma", "--tournament"],
    "compare": ["compare", FLAGSHIP, "--variant", "containment"],
    "test": ["test", "classics/chicken"],
    "show": ["show", FLAGSHIP],
    "check": ["check", "classics/chicken"],
    "list": ["list"],
}


@pytest.mark.parametrize("arguments", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("form", ["--json", "--plain"])
def test_equal_runs_give_equal_bytes(arguments: list[str], form: str) -> None:
    first, second = (process(*arguments, form, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first.code == 0, first.err
    assert first.out == second.out
