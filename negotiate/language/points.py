"""Points by issue, option and player as payoff terms, one for each player and issue.

Where the file has no `issues`, those of the points are its issues, which all players decide. A
sheet alone is a whole scenario: its columns are the players.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from negotiate.language.sheets import NUMBER, holds_points, sheet
from negotiate.language.text import Mapping, Node, Scalar, entries_of, names_in, text_of
from negotiate.problems import Place, Problems, listed, nearest

_WORD = re.compile(r"[^\W\d]\w{0,59}\Z")
_OPTION = re.compile(r"[-+]?\w[\w.]{0,59}\Z")


DECLARED = Scalar("declared", "declared", Place("", 1, 1))
"""The source of points: whoever wrote the exercise."""


def exercise(path: Path, shown: str, problems: Problems) -> Mapping | None:
    """The scenario that a sheet is by itself: without a line `no deal` nobody has anything then."""
    found = sheet(path, shown, problems)
    if found is None:
        return None
    points, no_deal = found
    place = points.place
    rows = [row for options in points.entries.values() for row in entries_of(options).values()]
    columns = rows[0].keys if isinstance(rows[0], Mapping) else {}
    people = {word(name, at, "player"): (name, at) for name, at in columns.items()}
    nothing: dict[str, Node] = {name: Scalar(0, "0", place) for name in columns}
    title = re.sub(r"[\W_]+", " ", path.stem).strip() or "Exercise"
    entries: dict[str, Node] = {
        "format": Scalar(1, "1", place),
        "title": Scalar(title[:1].upper() + title[1:], title, place),
        "players": Mapping(
            {key: _named(key, name, at) for key, (name, at) in people.items()},
            {key: at for key, (_, at) in people.items()},
            place,
        ),
        "no_deal": no_deal or Mapping(nothing, dict(columns), place),
        "points": points,
    }
    root = Mapping(entries, dict.fromkeys(entries, place), place, 1 + points.size)
    name(root)
    return root


def lay_out(root: Mapping, problems: Problems) -> None:
    """Write the points of a file as payoff terms, and its issues where it has none.

    What has another shape than issue → option → player → number is left for the shape to tell.
    """
    name(root)
    points, payoffs = root.entries.get("points"), root.entries.get("payoffs")
    if not isinstance(points, Mapping) or not _sound(points):
        return
    if payoffs is not None and not isinstance(payoffs, Mapping):
        return
    mine, keys = dict(entries_of(payoffs)), {} if payoffs is None else dict(payoffs.keys)
    players = names_in(root.entries.get("players"))
    for issue, options in points.entries.items():
        _fill(options, players, problems)
        place = points.keys[issue]
        for player, term in _terms(issue, place, options).items():
            own = mine.get(player, Mapping({}, {}, place))
            if not isinstance(own, Mapping):
                continue
            if issue in own.entries:
                message = f"`payoffs` gives `{player}` a term `{issue}` too"
                problems.add(own.keys[issue], "points-twice", message)
                continue
            entries, held = {**own.entries, issue: term}, {**own.keys, issue: place}
            mine[player] = Mapping(entries, held, own.place, own.size + term.size)
            keys.setdefault(player, term.place)
    size = points.size + (0 if payoffs is None else payoffs.size)
    root.entries["payoffs"] = Mapping(mine, keys, points.place, size)
    root.keys.setdefault("payoffs", root.keys["points"])
    del root.entries["points"]


def _fill(options: Node, players: list[str], problems: Problems) -> None:
    """Note who is no player, and whom an option gives no points while another does; such points are
    0 from then on.
    """
    rows = [row for row in entries_of(options).values() if isinstance(row, Mapping)]
    named = {name for row in rows for name in row.entries}
    for option, row in zip(entries_of(options), rows, strict=True):
        strangers = [name for name in row.entries if players and name not in players]
        for name in strangers:
            message = f"there is no player `{name}`; there is {listed(players)}"
            problems.add(row.keys[name], "unknown-player", message, nearest(name, players))
            del row.entries[name]
        for name in players:
            if name in named and name not in row.entries:
                if not strangers and isinstance(options, Mapping):
                    message = f"`{option}` gives `{name}` no points"
                    problems.add(options.keys[option], "missing-value", message, "write a number")
                row.entries[name], row.keys[name] = Scalar(0, "0", row.place), row.place


def name(root: Mapping) -> None:
    """Let points, and what a sheet says of no deal, name issues, options and players by their
    keys.
    """
    points, no_deal = root.entries.get("points"), root.entries.get("no_deal")
    if not isinstance(points, Mapping) or not _sound(points):
        return
    if "issues" not in root.entries and "matrix" not in root.entries:
        root.entries["issues"], root.keys["issues"] = _issues(points), root.keys["points"]
    issues = root.entries.get("issues")
    players = _called(root.entries.get("players"), "player")
    known, found = _called(issues, "issue"), Mapping({}, {}, points.place, points.size)
    for written, options in points.entries.items():
        place = points.keys[written]
        issue = known.get(written.casefold()) or word(written, place, "issue")
        own = _called(entries_of(entries_of(issues).get(issue)).get("options"), "option")
        rows = Mapping({}, {}, options.place)
        for name, row in entries_of(options).items():
            at = options.keys[name] if isinstance(options, Mapping) else place
            option = own.get(name.casefold()) or option_word(name, at)
            rows.entries[option], rows.keys[option] = _by_player(row, players), at
        found.entries[issue], found.keys[issue] = rows, place
    root.entries["points"] = found
    if isinstance(no_deal, Mapping) and holds_points(no_deal.place.path):
        root.entries["no_deal"] = _by_player(no_deal, players)


def _by_player(row: Node, players: dict[str, str]) -> Mapping:
    """Player → points, by the players' keys."""
    found = Mapping({}, {}, row.place)
    for name, value in entries_of(row).items():
        at = row.keys[name] if isinstance(row, Mapping) else row.place
        player = players.get(name.casefold()) or word(name, at, "player")
        found.entries[player], found.keys[player] = value, at
    return found


def _sound(points: Mapping) -> bool:
    """Whether points have their shape, and each part of them says something."""
    rows = list(points.entries.values())
    cells = [cell for row in rows for cell in entries_of(row).values()]
    numbers = [one for cell in cells for one in entries_of(cell).values()]
    return (
        bool(rows)
        and all(map(entries_of, (*rows, *cells)))
        and all(isinstance(one, Scalar) and one.value is not None for one in numbers)
    )


def _terms(issue: str, place: Place, options: Node) -> dict[str, Mapping]:
    """Player → its term, by the options of one issue."""
    tables: dict[str, Mapping] = {}
    for option, row in entries_of(options).items():
        where = options.keys[option] if isinstance(options, Mapping) else place
        for player, value in entries_of(row).items():
            at = row.keys[player] if isinstance(row, Mapping) else where
            table = tables.setdefault(player, Mapping({}, {}, at))
            table.entries[option], table.keys[option] = value, where
            table.size += 1
    return {
        player: Mapping(
            {"by": Scalar(issue, issue, place), "values": table, "source": DECLARED},
            {"by": place, "values": place, "source": place},
            table.place,
            3 + table.size,
        )
        for player, table in tables.items()
    }


def _issues(points: Mapping) -> Mapping:
    """The issues of which the points speak, each decided by all."""
    found = Mapping({}, {}, points.place)
    for written, options in points.entries.items():
        place = points.keys[written]
        key = word(written, place, "issue")
        held = options.keys if isinstance(options, Mapping) else {}
        named = {option_word(option, at): (option, at) for option, at in held.items()}
        part = _named(key, written, place)
        part.entries["decided_by"] = Scalar("agreement", "agreement", place)
        part.entries["options"] = Mapping(
            {one: _option(one, option, at) for one, (option, at) in named.items()},
            {one: at for one, (_, at) in named.items()},
            place,
        )
        part.keys |= dict.fromkeys(part.entries, place)
        found.entries[key], found.keys[key] = part, place
    return found


def _named(key: str, written: str, place: Place) -> Mapping:
    """A part that says what people call it, where that is not its key."""
    entries: dict[str, Node] = {} if key == written else {"name": Scalar(written, written, place)}
    return Mapping(entries, dict.fromkeys(entries, place), place)


def _option(key: str, written: str, place: Place) -> Node:
    """What is said of an option beside its points: the number that it is, or its name."""
    if NUMBER.match(key):
        value = float(key)
        return Scalar(int(value) if value == int(value) else value, key, place)
    return _named(key, written, place)


def word(written: str, place: Place, kind: str) -> str:
    """A name of the language for what a sheet calls something; a file's own names stay as they are.

    Examples
    --------
    >>> word("Starting salary", Place("sheet.csv", 2, 1), "issue")
    'starting_salary'
    >>> word("3 days", Place("sheet.csv", 2, 1), "issue")
    'issue_3_days'
    """
    if not holds_points(place.path) and _WORD.match(written):
        return written
    found = _letters(written)
    return found if _WORD.match(found) else f"{kind}_{found}"[:60]


def option_word(written: str, place: Place) -> str:
    """The same of an option, which may be a number.

    Examples
    --------
    >>> option_word("12,5", Place("sheet.csv", 2, 1))
    '12.5'
    """
    plain = written.replace("\N{MINUS SIGN}", "-")
    if number := NUMBER.match(plain):
        return plain if number[2] is None else f"{number[1]}.{number[3]}"
    if not holds_points(place.path) and _OPTION.match(written):
        return written
    return _letters(written) or "option"


def _letters(written: str) -> str:
    normal = unicodedata.normalize("NFC", written).lower()
    return re.sub(r"\W+", "_", normal).strip("_")[:60]


def _called(holder: Node | None, kind: str) -> dict[str, str]:
    """What something may be called, in small letters → its key."""
    found: dict[str, str] = {}
    at = Place("sheet.csv", 1, 1)
    for key in names_in(holder):
        part = entries_of(entries_of(holder).get(key))
        name = text_of(part["name"]) if "name" in part else key
        short = option_word(name, at) if kind == "option" else word(name, at, kind)
        for one in (short, name.casefold(), key.casefold()):
            found[one] = key
    return found
