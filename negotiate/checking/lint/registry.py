"""The lints, in one tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from negotiate.checking.lint.deals import idle_deal
from negotiate.checking.lint.expectations import idle_expectation
from negotiate.checking.lint.history import impossible_history
from negotiate.checking.lint.issues import idle_issue
from negotiate.checking.lint.magnitudes import odd_magnitude
from negotiate.checking.lint.moves import idle_moves, own_move_seen
from negotiate.checking.lint.names import look_alike
from negotiate.checking.lint.options import never_chosen
from negotiate.checking.lint.parameters import unused_parameter
from negotiate.checking.lint.preferences import idle_preference
from negotiate.checking.lint.private_types import twin_types
from negotiate.checking.lint.red_lines import accepts_nothing, forbids_nothing, lines_contradict
from negotiate.checking.lint.repeat import idle_next, idle_play, idle_strategy, lone_phase, never_reached
from negotiate.checking.lint.slips import sign_slip, twin_options
from negotiate.checking.lint.standing import idle_standing
from negotiate.checking.lint.terms import idle_term
from negotiate.checking.lint.variants import idle_variant
from negotiate.checking.lint.writing import cut_text, thousands_or_decimals
from negotiate.checking.subject import Finding, Subject
from negotiate.errors import NegotiateError

Lint = Callable[[Subject], Iterator[Finding]]

LINTS: tuple[Lint, ...] = (
    never_chosen,
    twin_options,
    sign_slip,
    odd_magnitude,
    thousands_or_decimals,
    idle_issue,
    forbids_nothing,
    accepts_nothing,
    lines_contradict,
    impossible_history,
    idle_term,
    idle_preference,
    unused_parameter,
    idle_moves,
    own_move_seen,
    never_reached,
    idle_next,
    idle_strategy,
    lone_phase,
    twin_types,
    idle_variant,
    idle_expectation,
    idle_deal,
    idle_standing,
    idle_play,
    look_alike,
    cut_text,
)


def linted(subject: Subject) -> Iterator[Finding]:
    """What every lint has to say.

    A lint that comes upon a number that does not exist says nothing: the mistake is told where it stands.
    """
    for lint in LINTS:
        try:
            with np.errstate(all="ignore"):
                found = list(lint(subject))
        except NegotiateError:
            continue
        yield from found
