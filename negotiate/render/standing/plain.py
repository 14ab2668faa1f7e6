"""Which states stand without any drawing: sentences, then tab-separated values."""

from __future__ import annotations

from negotiate.render.plain import tabbed
from negotiate.render.solution import whole_sentence
from negotiate.render.standing.sentences import focal, headline, meanings, method
from negotiate.render.standing.stories import story
from negotiate.render.standing.words import labels, state_words
from negotiate.report.words import safe
from negotiate.standing.stability import Stability

LISTED = 10_000
"""States that are listed one by one."""


def plain(found: Stability) -> list[str]:
    """Say which states stand, line by line.

    Returns
    -------
    list of str
        Sentences, then after an empty line a table of all states, those that stand by most first: what a state is,
        whether it is today or happened, and for each concept who would leave it, `-` where nobody would.
    """
    model = found.model
    known = dict.fromkeys(s for s in (model.status_quo, *model.happened.values()) if s >= 0)
    said = [safe(model.title, True), *headline(found), *focal(found), *(story(found, state) for state in known)]
    said += [meanings(found), *(whole_sentence(note) for note in found.notes), method(found)]
    return [*filter(None, said), "", *map(tabbed, state_rows(found))]


def tables(found: Stability) -> list[list[list[str]]]:
    """The one table there is."""
    return [state_rows(found)]


def state_rows(found: Stability) -> list[list[str]]:
    """A head, and a row a state."""
    model = found.model
    rows = [["state", "is", *found.concepts]]
    for state in found.order[:LISTED].tolist():
        leavers = [
            ", ".join(key for key, stays in zip(model.keys, one[:, state], strict=True) if not stays) or "-"
            for one in found.stable
        ]
        rows.append([state_words(model, state), ", ".join(labels(model, state)), *leavers])
    return rows
