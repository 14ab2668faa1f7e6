"""Lists of names in braces: of players, strategies, actions."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.loading.gambit.cursor import CLOSE, OPEN, TEXT, Cursor, tidy


def names(cursor: Cursor, what: str) -> tuple[str, ...]:
    """The names in braces that stand here, at least one of them, as they are written.

    Parameters
    ----------
    cursor : Cursor
        Before the brace that opens; afterwards behind the one that closes.
    what : str
        What each of them is, such as "strategy".
    """
    found: list[str] = []
    article = "an" if what.startswith(tuple("aeiou")) else "a"
    cursor.expect(OPEN, f"`{{` before the names of the {plural(what)}")
    while cursor.kind == TEXT:
        found.append(cursor.text(f"the name of {article} {what}"))
    if not found and cursor.kind == CLOSE:
        raise cursor.wrong("gambit-count", f"there is no {what}; at least one is needed")
    cursor.expect(CLOSE, f"another name in quotes, or `}}` after the names of the {plural(what)},")
    return cursor.kept(tuple(found))


def players(cursor: Cursor) -> tuple[str, ...]:
    """The players' names in braces; one that is empty is called by its place, and none may stand twice."""
    known: set[str] = set()
    found: list[str] = []
    cursor.expect(OPEN, "`{` before the names of the players")
    while cursor.kind == TEXT:
        name = cursor.label("the name of a player")
        if name and name in known:
            hint = "give one of them another name"
            raise cursor.wrong("gambit-player-twice", f"two players are called `{name}`", hint)
        known.add(name)
        found.append(name)
        cursor.step()
    if not found and cursor.kind == CLOSE:
        raise cursor.wrong("gambit-count", "there is no player; at least one is needed")
    cursor.expect(CLOSE, "another name in quotes, or `}` after the names of the players,")
    return apart([name or f"player {place}" for place, name in enumerate(found, start=1)])


def apart(found: Sequence[str]) -> tuple[str, ...]:
    """Names that differ: one that is empty is called by its place, and a second of the same name gets a number."""
    if len(set(found)) == len(found) and "" not in found:
        return tuple(found)
    used, counts, result = set(found), dict.fromkeys(found, 0), []
    for place, name in enumerate(found, start=1):
        counts[name] += 1
        own = name if name and counts[name] == 1 else f"{name} ({counts[name]})" if name else str(place)
        while own in used and own != name:
            counts[name] += 1
            own = f"{name} ({counts[name]})" if name else f"{own}'"
        used.add(own)
        result.append(own)
    return tuple(result)


def folded(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels as a file holds them, on one line and with single spaces, and still different from one another."""
    return apart([tidy(label) for label in labels])


def plural(what: str) -> str:
    """More than one of them."""
    return f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
