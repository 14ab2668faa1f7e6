"""A few cases of each kind with a fixed seed, and judges that notice an answer that was spoilt."""

import pytest

from tests.truth.every import KINDS
from tests.truth.kinds import Kind, chance, tried

FEW, MOST = 3, 25


def here(kind: Kind) -> None:
    if kind.missing:
        pytest.skip(f"{', '.join(kind.missing)} is not installed")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_answers_are_those_of_another_road(kind: Kind) -> None:
    here(kind)
    for number in range(FEW):
        assert not tried(kind, f"fixed.{number}").wrong, number


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_judge_notices_a_wrong_answer(kind: Kind) -> None:
    here(kind)
    left = list(kind.spoil)
    for number in range(MOST):
        case = kind.draw(chance(kind, f"fixed.{number}"))
        answer = kind.ask(case)
        left = [spoil for spoil in left if not kind.judge(case, spoil(answer)).wrong]
        if not left:
            return
    pytest.fail(f"{len(left)} of {len(kind.spoil)} wrong answers were not noticed")
