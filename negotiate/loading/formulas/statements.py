"""Text → statement: a condition, which `if` or `iff` may tie to another one.

::

    statement = condition [ ("if" | "iff") condition ]

`A if B` asks for `A` only where `B` holds, and is true elsewhere; `A iff B` is true where both hold or neither does.
"""

from __future__ import annotations

from itertools import pairwise

from negotiate.loading.formulas.expressions import parse
from negotiate.loading.formulas.names import Names
from negotiate.loading.formulas.tokens import Token, Unreadable, place_in, scan
from negotiate.loading.problems import Place, Problems
from negotiate.model.expressions import Expression, equivalent, implied

TIES = {"if": implied, "iff": equivalent}
"""Word between two conditions → the condition that they make together."""


def parse_statement(text: str, place: Place, names: Names, problems: Problems) -> Expression | None:
    """The condition that a statement stands for, or None with the mistakes noted.

    Parameters
    ----------
    text : str
        As written in the file.
    place : Place
        Where it starts.
    names : Names
        What it may name.
    """
    tie = _tie(text)
    if tie is None:
        return parse(text, place, names, problems, "truth")
    behind = tie.at + len(tie.text)
    given = text[behind:].strip()
    that = parse(text[: tie.at].rstrip(), place, names, problems, "truth")
    if not given:
        where = place_in(text, tie.at, place, problems, len(tie.text))
        problems.add(where, "formula-stops", f"a condition is expected after `{tie.text}`")
        return None
    start = text.index(given, behind)
    if (again := _tie(given)) is not None:
        where = place_in(text, start + again.at, place, problems, len(again.text))
        hint = "join conditions with `and`, or write two statements"
        problems.add(where, "formula-sign", f"`{again.text}` stands in one statement with `{tie.text}`", hint)
        return None
    other = parse(given, place_in(text, start, place, problems), names, problems, "truth")
    return None if that is None or other is None else TIES[tie.text](that, other)


def _tie(text: str) -> Token | None:
    """The first `if` or `iff` that stands between two conditions, and not for the function `if`."""
    try:
        tokens = scan(text, [])
    except Unreadable:
        return None
    depth = 0
    for before, token in pairwise(tokens):
        depth += (before.text in ("(", "[")) - (before.text in (")", "]"))
        ended = before.kind in ("name", "number") or before.text in (")", "]")
        if not depth and ended and token.kind == "name" and token.text in TIES:
            return token
    return None
