"""Red lines by the thousand."""

import negotiate


def test_which_red_lines_stand_is_worked_out_once() -> None:
    """Each package and picture asks, so that working it out anew grew with the square of their
    number.
    """
    problem = negotiate.load("us-china/beijing-2018").together()
    assert problem.standing
    assert problem.standing is problem.standing
