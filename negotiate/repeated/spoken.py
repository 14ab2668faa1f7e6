"""What a combination of postures is called, and several names after another."""

from __future__ import annotations

from collections.abc import Sequence


def combination(keys: Sequence[str], labels: Sequence[str]) -> str:
    """Labels of postures, one a player, between brackets.

    Where a label has no letter, nobody could tell it from a payoff, and the players' short names stand before all.

    Parameters
    ----------
    keys : sequence of str
        The players' short names.
    labels : sequence of str
        What the posture of each is called.

    Examples
    --------
    >>> combination(["row", "column"], ["cooperate", "defect"])
    '(cooperate, defect)'
    >>> combination(["proposer", "responder"], ["5", "never"])
    '(proposer: 5, responder: never)'
    """
    bare = any(not any(map(str.isalpha, label)) for label in labels)
    told = [f"{key}: {label}" for key, label in zip(keys, labels, strict=True)] if bare else labels
    return f"({', '.join(told)})"


def one_after_another(names: Sequence[str]) -> str:
    """Names as a sentence has them.

    Examples
    --------
    >>> one_after_another(["Row"]), one_after_another(["Row", "Column"]), one_after_another(["a", "b", "c"])
    ('Row', 'Row and Column', 'a, b and c')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
