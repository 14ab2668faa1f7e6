"""What a reader sees does not hang on the last bits of a calculation, which differ from machine to
machine.
"""

import numpy as np
import pytest

from negotiate.model.payoffs import Term
from tests.golden.transcripts import COMMANDS, IN_FULL, alike, answer, kept
from tests.walks import pairs

NEARER = 2.0**-52


@pytest.mark.parametrize(("command", "name"), pairs(COMMANDS))
def test_payoffs_a_few_ulps_away_are_told_in_the_same_words(
    command: str, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluate = Term.evaluate

    def nudged(self: Term, frame: object) -> np.ndarray:
        value = evaluate(self, frame)
        ulps = np.random.default_rng(len(self.id) + value.size).integers(-3, 4, value.shape)
        return value * (1 + ulps * NEARER)

    monkeypatch.setattr(Term, "evaluate", nudged)
    now, before = answer(name, [command, name], capsys), kept(name)[f"{command} {name}"]
    assert now == before if name in IN_FULL else alike(now, before)
