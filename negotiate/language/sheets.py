"""Sheets of points, as nodes that know their place in the sheet.

A sheet is a table as spreadsheets write it: a line with the names of the columns (the issue, the
option, then one for each player), and a line for each option. Commas, semicolons or tabs part the
cells; a decimal comma, quotation marks and a mark at the start of the file are read as they are
meant. An issue may stand only in the first of its lines. A line `no deal` says what each player
has without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from negotiate.display import record
from negotiate.language.text import Mapping, Scalar
from negotiate.language.text.reader import read_bytes
from negotiate.problems import Place, Problems

SHEETS = (".csv", ".tsv")
"""How the names of files end that hold a sheet."""
LINE_LIMIT = 2_000
"""Lines of a sheet."""
NO_DEAL = frozenset(
    ("no deal", "no_deal", "no agreement", "without a deal", "batna", "reservation value")
)
"""What may stand in place of an issue in the line that says what each has without a deal."""
NUMBER = re.compile(r"([-+]?\d+)(?:([.,])(\d+))?\Z")
"""A number as a cell writes it, with a point or a comma."""
_HOW = "the columns are the issue, the option, and one for each player"


@record
class Cell:
    """What stands in one cell, and where."""

    text: str
    place: Place


def holds_points(name: str) -> bool:
    """Whether a file, by its name, holds a sheet."""
    return name.lower().endswith(SHEETS)


def read_in(root: Mapping, folder: Path, shown: str, problems: Problems) -> None:
    """Put what a sheet says in the place of its name, where the file names one.

    Parameters
    ----------
    root : Mapping
        The file.
    folder : path
        Where it stands; the sheet lies there or below.
    shown : str
        The file's path as it is shown.
    problems : Problems
        Where mistakes are noted.
    """
    named = root.entries.get("points")
    if not isinstance(named, Scalar) or not isinstance(named.value, str):
        return
    name = named.value
    try:
        path = (folder / name).resolve()
        inside, exists = path.is_relative_to(folder.resolve()), path.is_file()
    except (OSError, ValueError, RuntimeError):
        inside, exists = True, False
    if not holds_points(name):
        message = f"`{name[:80]}` is no sheet: the name of one ends in .csv"
        problems.add(named.place, "sheet-not-found", message)
    elif not inside:
        message = f"`{name[:80]}` lies outside the scenario's own folder"
        problems.add(named.place, "sheet-not-found", message, "copy the sheet beside this file")
    elif not exists:
        problems.add(named.place, "sheet-not-found", f"there is no sheet `{name[:80]}`")
    elif found := sheet(path, str(Path(shown).parent / name), problems):
        points, no_deal = found
        root.entries["points"] = points
        if no_deal is not None and "no_deal" not in root.entries:
            root.entries["no_deal"], root.keys["no_deal"] = no_deal, no_deal.place
        root.size += points.size


def sheet(path: Path, shown: str, problems: Problems) -> tuple[Mapping, Mapping | None] | None:
    """The points of a sheet, issue → option → player, and what each has without a deal; None where
    they cannot be read, which is noted.
    """
    text = read_bytes(path, shown, problems)
    if text is None:
        return None
    before = len(problems.found)
    problems.texts[shown] = text.splitlines()
    rows = list(_rows(problems.texts[shown], shown, problems))
    found = _table(rows, Place(shown, 1, 1), problems) if len(problems.found) == before else None
    return found if len(problems.found) == before else None


def _rows(lines: list[str], shown: str, problems: Problems) -> Iterator[list[Cell]]:
    """The cells of each line that holds any."""
    if len(lines) > LINE_LIMIT:
        message = f"the sheet has {len(lines):,} lines; at most {LINE_LIMIT:,} are read"
        problems.add(Place(shown, LINE_LIMIT, 1), "file-too-large", message)
        return
    first = next((line for line in lines if line.strip(" ,;\t")), "")
    mark = max(";\t,", key=re.sub(r'"[^"]*"', "", first).count)
    if first.lower().startswith("sep="):  # a line of a spreadsheet that says so itself
        mark, lines = first[4:5] if first[4:5] in (";", "\t", ",") else mark, ["", *lines[1:]]
    cell = re.compile(rf'\s*"((?:[^"]|"")*)"\s*(?={mark}|$)|([^{mark}]*)')
    for number, line in enumerate(lines, 1):
        cells, at = list[Cell](), 0
        while at <= len(line):
            found = cell.match(line, at)
            quoted, bare = found.groups() if found else (None, "")
            written = (bare or "") if quoted is None else quoted.replace('""', '"')
            place = Place(shown, number, at + 1, max(1, (found.end() if found else at) - at))
            if quoted is None and '"' in written:
                message = "a quotation mark is not closed where the cell ends"
                hint = "a cell stands in one line; inside quotation marks write a mark twice"
                problems.add(place, "sheet", message, hint)
                return
            cells.append(Cell(" ".join(written.split()), place))
            at = (found.end() if found else at) + 1
        if any(one.text for one in cells):
            yield cells


def _table(
    rows: list[list[Cell]], start: Place, problems: Problems
) -> tuple[Mapping, Mapping | None] | None:
    head = rows[0] if rows else []
    players = _columns(head, rows[1:], problems)
    if len(head) < 3 or not players:
        message = "this is no sheet of points" if rows else "the sheet is empty"
        problems.add(head[0].place if head else start, "sheet", message, _HOW)
        return None
    points, no_deal = Mapping({}, {}, head[0].place), None
    issue = Cell("", head[0].place)
    for row in rows[1:]:
        issue = row[0] if row[0].text else issue
        option = row[1] if len(row) > 1 else Cell("", row[0].place)
        worth = _worth(row, players, issue, option, problems)
        if not option.text and issue.text.casefold() in NO_DEAL:
            no_deal = worth
        elif issue.text and option.text:
            _add(points, issue, option, worth, problems)
        else:
            lacks = f"of `{issue.text}` names no option" if issue.text else "names no issue"
            hint = f"{_HOW}; a line `no deal` says what each has without one"
            problems.add(option.place, "sheet", f"this line {lacks}", hint)
    if len(rows) == 1:
        problems.add(head[0].place, "sheet", "the sheet names no option", _HOW)
    return points, no_deal


def _add(points: Mapping, issue: Cell, option: Cell, worth: Mapping, problems: Problems) -> None:
    """Put what a line says below its issue and option."""
    options = points.entries.setdefault(issue.text, Mapping({}, {}, issue.place))
    points.keys.setdefault(issue.text, issue.place)
    if isinstance(options, Mapping):
        if option.text in options.entries:
            message = f"`{option.text}` of `{issue.text}` stands here a second time"
            problems.add(option.place, "duplicate-key", message)
        options.entries[option.text], options.keys[option.text] = worth, option.place
        points.size += worth.size


def _columns(head: list[Cell], rows: list[list[Cell]], problems: Problems) -> dict[int, Cell]:
    """The columns of players; what stands beyond the named columns is noted."""
    players: dict[int, Cell] = {}
    for k, cell in enumerate(head[2:], 2):
        if cell.text and any(one.text == cell.text for one in players.values()):
            message = f"two columns are called `{cell.text}`"
            problems.add(cell.place, "duplicate-key", message)
        elif cell.text:
            players[k] = cell
    for row in rows:
        for k, cell in enumerate(row):
            if k >= 2 and cell.text and k not in players:
                message = f"`{cell.text[:40]}` stands in a column without a name"
                problems.add(cell.place, "sheet", message, "name the column, or empty it")
                return players
    return players


def _worth(
    row: list[Cell], players: dict[int, Cell], issue: Cell, option: Cell, problems: Problems
) -> Mapping:
    """Player → points, of one line."""
    found = Mapping({}, {}, option.place if option.text else issue.place, 1 + len(players))
    for k, player in players.items():
        cell = row[k] if k < len(row) else Cell("", row[-1].place)
        value = 0.0
        if not cell.text:
            of = f"`{option.text}`" if option.text else f"`{issue.text}`"
            message = f"{of} gives `{player.text}` no points"
            problems.add(cell.place, "sheet-number", message, "write a number, such as 0")
        else:
            value = _points(cell, problems)
        whole = int(value) if value == int(value) else value
        found.entries[player.text] = Scalar(whole, f"{whole}", cell.place)
        found.keys[player.text] = player.place
    return found


def _points(cell: Cell, problems: Problems) -> float:
    """The number in a cell; 0 with a mistake noted where it is none."""
    text = re.sub(r"[\s\u00a0\u202f]", "", cell.text).replace("\N{MINUS SIGN}", "-")
    found = NUMBER.match(text) if len(text) <= 30 else None
    if found is None:
        message = f"`{cell.text[:40]}` is no number of points"
        problems.add(cell.place, "sheet-number", message, "write a number, such as 12.5")
        return 0.0
    whole, mark, rest = found.groups()
    if mark == "," and len(rest) == 3 and len(whole.lstrip("+-")) <= 3 and whole.strip("+-0"):
        message = f"`{text}` may be {whole}{rest}, or {whole}.{rest}"
        problems.add(cell.place, "sheet-number", message, "write it without the comma")
    return float(f"{whole}.{rest or 0}")
