"""What a comparison says of what the players play again: that it does not hold is not that nothing
would.
"""

import negotiate
from negotiate.report.screen import as_text
from tests.comparison.sentences import sentences

FLAGSHIP = "us-china/beijing-2018"


def told(variant=None):
    first = negotiate.load(FLAGSHIP)
    second = None if variant is None else negotiate.load(FLAGSHIP, variant=variant)
    found = negotiate.compare(first) if second is None else negotiate.compare(first, second)
    return found, [one for one in sentences(found) if one.startswith("simulate: ")]


def test_what_is_played_and_does_not_hold_is_no_verdict_on_other_strategies():
    found, said = told()
    assert said == ["simulate: The strategies played are not an equilibrium of the repeated game."]
    rows = [line.split() for line in as_text(found).splitlines()]
    assert ["simulate", "no", "equilibrium"] in rows


def test_where_it_holds_on_no_side_or_on_one():
    assert told("containment")[1] == [
        (
            "simulate: The strategies played are not an equilibrium of the repeated game on either "
            "side."
        )
    ]
    (said,) = told("yearly_purchases")[1]
    assert said.startswith(
        "simulate: As the file stands, the strategies played are not an equilibrium of the "
        "repeated game. "
        "In the variant, the strategies played are an equilibrium of the repeated game: `"
    )
