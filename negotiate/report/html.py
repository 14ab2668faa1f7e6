"""A report as one HTML page or piece of one: real tables, nested trees, nothing loaded and no
script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from negotiate.errors import Problem
from negotiate.report.blocks import (
    Block,
    Branch,
    Bullets,
    Column,
    Entry,
    Items,
    Matrix,
    Mistakes,
    Note,
    Plot,
    Report,
    Section,
    Sentence,
    Table,
    Tree,
)
from negotiate.report.entries import (
    NUMERIC,
    branch_numbers,
    branch_words,
    for_people,
    more_rows,
    tabulated,
)
from negotiate.report.style import PLAYERS, aligned, safe
from negotiate.report.svg import svg

GENERATOR = "negotiate"
FOLDED = 2_000
"""Rows of a table that a page still holds."""
SPARED = 3
"""Rows that are not folded away for so few."""
_CSS = Path(__file__).parent / "css"
BLOCKS = (_CSS / "blocks.css").read_text("utf-8")
"""How blocks look, wherever a piece of HTML stands."""
RULES = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
"""What a page may load: nothing. Even a fault in escaping runs no script."""
BROKEN, PIECE = 40, 10
"""So many letters without a space may be broken into such pieces, so that no word is wider than a
page.
"""
OPENING = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    f'<meta name="generator" content="{GENERATOR}">\n'
)
"""How every page begins, so that it can be told from a file of somebody else."""


def page(
    report: Report,
    *,
    contents: bool = False,
    large: bool = False,
    refresh: int = 0,
    origin: str = "",
    kind: str = "",
) -> str:
    """A whole document that needs nothing else.

    Parameters
    ----------
    report : Report
        What stands on it.
    contents : bool
        Whether a list of its sections stands at the top.
    large : bool
        Whether it is read from the back of a room.
    refresh : int
        After how many seconds it is read anew from its file, as it may have changed; 0 for never.
    origin : str
        Of what it is a page, for a program that finds it again; see `begins`.
    kind : {'', 'slips'}
        Whether its sections are slips that are cut apart.
    """
    title = escape(safe(report.title, True)) or "negotiate"
    again = f'<meta http-equiv="refresh" content="{refresh}">\n' if refresh else ""
    style = BLOCKS.join((_CSS / f"{name}.css").read_text("utf-8") for name in ("page", "print"))
    style += (_CSS / "large.css").read_text("utf-8") if large else ""
    body = f'<body class="{kind}">' if kind else "<body>"
    return (
        f'{begins(origin)}{again}<meta http-equiv="Content-Security-Policy" content="{RULES}">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n"
        f"{body}\n<main>\n{piece(report, contents=contents)}\n</main>\n</body>\n</html>\n"
    )


def begins(origin: str) -> str:
    """How every page of one origin begins; without an origin how every page does."""
    return OPENING + (
        f'<meta name="description" content="{escape(safe(origin, True))}">\n' if origin else ""
    )


def piece(report: Report, level: int = 1, *, contents: bool = False) -> str:
    """The report alone, as a piece of another page whose headings above it end at `level` - 1."""
    parts = [_tag(f"h{level}", report.title)] if report.title else []
    if contents:
        titles = [block.title for block in report.blocks if isinstance(block, Section)]
        links = (f'<li><a href="#{_anchor(title)}">{_text(title)}</a></li>' for title in titles)
        parts.append(f'<nav aria-label="Contents"><ol>{"".join(links)}</ol></nav>')
    parts += _blocks(report.blocks, report, level + 1)
    return "\n".join(parts)


def notebook(report: Report) -> str:
    """The report alone, for a notebook: with a style of its own that takes the colours of what is
    around it.
    """
    soft, faint = (f"color-mix(in srgb,currentColor {share}%,transparent)" for share in (70, 10))
    colours = f"--soft:{soft};--line:{soft};--code:{faint};--mark:#b5487f;--path:#2b83c4"
    style = f"<style>.negotiate{{{colours};{BLOCKS}}}</style>"
    return f'<div class="negotiate">\n{style}\n{piece(report, 3)}\n</div>'


def _anchor(title: str) -> str:
    """Where a link to a section leads."""
    return escape("-".join(re.findall(r"\w+", title.lower())))


def _blocks(blocks: Sequence[Block], report: Report, level: int) -> list[str]:
    """What everybody sees in order, then the details folded away."""
    first = [block for block in blocks if not _folded(block)]
    rest = [block for block in blocks if _folded(block)]
    written = [line for block in first for line in _block(block, report, level)]
    if rest:
        folded = "\n".join(line for block in rest for line in _block(block, report, level))
        written.append(f"<details><summary>More</summary>\n{folded}\n</details>")
    return written


def _folded(block: Block) -> bool:
    return bool(getattr(block, "detail", False))


def _block(block: Block, report: Report, level: int) -> Iterator[str]:
    match block:
        case Sentence():
            yield _tag("p", block.text)
        case Note():
            yield f'<p class="note"{_way(block.text)}>{_text(block.text)}</p>'
        case Section():
            place = f' id="{_anchor(block.title)}"' if level == 2 else ""
            yield f"<section{place}>{_tag(f'h{level}', block.title)}"
            yield from _blocks(block.blocks, report, min(level + 1, 6))
            yield "</section>"
        case Items() | Bullets():
            yield _list(block)
        case Table():
            yield from [_table(block)] if block.rows else []
        case Matrix():
            yield _matrix(block)
        case Tree():
            opened = (
                1 if block.root.role else 2
            )  # without a path to follow, the first step is open, too
            drawn = _branch(block.root, block.columns, 0, opened)
            yield f'<div class="tree"><ul>{drawn}</ul></div>'
            yield _legend(block.legend)
        case Plot():
            yield _plot(block)
        case Mistakes():
            yield from (_mistake(problem) for problem in block.problems)


def _list(block: Items | Bullets) -> str:
    if isinstance(block, Items):
        entries = (_tag("dt", one.name) + _tag("dd", one.text) for one in block.entries)
        return f"<dl>{''.join(entries)}</dl>"
    kind, start = ("ul", "") if block.first is None else ("ol", f' start="{block.first}"')
    return f"<{kind}{start}>{''.join(_tag('li', text) for text in block.texts)}</{kind}>"


def _table(table: Table) -> str:
    if len(table.rows) > FOLDED:
        return (
            f'<p class="note">{_text(f"`--csv` writes a table of {len(table.rows):,} rows.")}</p>'
        )
    columns = table.columns
    rows, _ = for_people(table, True)
    caption = f"<caption>{_text(table.title)}</caption>" if table.title else ""
    heads = "".join(
        f'<th scope="col"{_classes(column)}{_way(column.head)}>{_text(column.head)}</th>'
        for column in columns
    )
    lines = [
        "".join(map(_cell, cells, own, columns))
        for cells, own in zip(rows, table.rows, strict=True)
    ]
    lines = [f"<tr>{line}</tr>" for line in lines]
    label = table.title or f"Table: {', '.join(column.head for column in columns if column.head)}"

    def part(some: Sequence[str], above: str) -> str:
        body = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(some)}</tbody>"
        return _scrolled(f"<table>{above}{body}</table>", label)

    first = table.most if table.most and len(lines) > table.most + SPARED else len(lines)
    said = more_rows(table if table.more else replace(table, more="row"), len(lines) - first)
    rest = f"<details><summary>{_text(said)}</summary>{part(lines[first:], '')}</details>"
    folded = rest if first < len(lines) else ""
    return (
        part(lines[:first], caption)
        + folded
        + (f'<p class="note">{_text(table.note)}</p>' if table.note else "")
    )


def _classes(column: Column) -> str:
    name = "n" if column.kind in NUMERIC else "m" if column.kind == "mark" else ""
    colour = (
        f' style="border-bottom-color:{PLAYERS[column.player % len(PLAYERS)]}"'
        if column.player >= 0
        else ""
    )
    return (f' class="{name}"' if name else "") + colour


def _cell(shown: str, entry: Entry, column: Column) -> str:
    kinds = ["n" if column.kind in NUMERIC else "m" if column.kind == "mark" else ""]
    role = getattr(entry, "role", "")
    kinds.append({"red line": "red", "equilibrium": "eq", "path": "eq"}.get(role, ""))
    name = " ".join(filter(None, kinds))
    marked = f' class="{name}"' if name else ""
    return f"<td{marked}{_way(shown)}>{_text(shown.strip())}</td>"


def _scrolled(table: str, label: str) -> str:
    """A table that scrolls by itself where the screen is narrow, by keys, too."""
    return f'<div class="wide" role="region" tabindex="0" aria-label="{_text(label)}">{table}</div>'


def _matrix(found: Matrix) -> str:
    digits = [*found.digits, 0, 0]
    given = (
        f"<caption>{_text(f'{found.players[2]}: {found.given}')}</caption>" if found.given else ""
    )
    corner = f"{_text(found.players[0])} \\ {_text(found.players[1])}"
    heads = "".join(f'<th scope="col" class="n">{_text(name)}</th>' for name in found.columns)
    flat = [square for line in found.squares for square in line if square.numbers]
    words = [
        iter(aligned([square.numbers[p] for square in flat], digits[p]))
        for p in range(len(found.players))
    ]
    lines = []
    for name, line in zip(found.rows, found.squares, strict=True):
        cells = []
        for square in line:
            numbers = [next(column).strip() for column in words] if square.numbers else []
            told = [
                f"<u>{word}</u>" if best else word
                for word, best in zip(numbers, square.best, strict=False)
            ]
            cells.append(f'<td class="n">{_text(square.marks)} {", ".join(told) or "–"}</td>')
        lines.append(f'<tr><th scope="row">{_text(name)}</th>{"".join(cells)}</tr>')
    head = f"<thead><tr><th>{corner}</th>{heads}</tr></thead>"
    table = f"<table>{given}{head}<tbody>{''.join(lines)}</tbody></table>"
    more = f'<p class="note">{_text(found.more)}</p>' if found.more else ""
    best = found.keyed and any(any(square.best) for square in flat)
    signs = [*(["underlined: a best reply"] if best else []), *found.legend]
    return _scrolled(table, "Payoff matrix") + _legend(signs) + more


def _branch(branch: Branch, columns: Sequence[Column], depth: int, opened: int) -> str:
    words, after = branch_words(branch)
    sign = {"path": "▶ ", "chosen": "▷ "}.get(branch.role, "") if depth else ""
    told = (
        f'<b class="path">{_text(f"{sign}{words}")}</b>'
        if branch.role == "path"
        else _text(f"{sign}{words}")
    )
    numbers = branch_numbers(branch, columns)
    after = f" {_text(after)}" if after else ""
    said = told + after + (f' <span class="n">{_text(numbers)}</span>' if numbers else "")
    said += f' <span class="red">{_text(branch.mark)}</span>' if branch.mark else ""
    if not branch.below:
        return f"<li>{said}</li>"
    below = "".join(_branch(one, columns, depth + 1, opened) for one in branch.below)
    shown = " open" if branch.role == "path" or depth < opened else ""
    return f"<li><details{shown}><summary>{said}</summary><ul>{below}</ul></details></li>"


def _plot(plot: Plot) -> str:
    note = f'<p class="note">{_text(plot.note)}</p>' if plot.note else ""
    tables = "".join(_table(table) for table in tabulated(plot))
    data = (
        f"<details><summary>The numbers of this picture</summary>{tables}</details>"
        if tables
        else ""
    )
    return f"<figure>{svg(plot)}</figure>{note}{data}"


def _mistake(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}:{problem.column}" if problem.excerpt else problem.path
    line = f"<pre>{escape(safe(problem.excerpt.rstrip()))}</pre>" if problem.excerpt else ""
    hint = f'<p class="note">{_text(problem.hint)}</p>' if problem.hint else ""
    severity = f"<b>{_text(problem.severity)}</b> " if problem.severity != "error" else ""
    said = f"{severity}{_text(problem.message)} <code>{_text(problem.code)}</code>"
    return f"<p><b>{_text(place)}</b>: {said}</p>{line}{hint}"


def _legend(signs: Sequence[str]) -> str:
    return f'<p class="note">{" &nbsp; ".join(map(_text, signs))}</p>' if signs else ""


def _tag(name: str, words: str) -> str:
    return f"<{name}{_way(words)}>{_text(words)}</{name}>"


def _way(words: str) -> str:
    """Lets a text that holds letters written from right to left begin where its first letter
    says.
    """
    if words.isascii() or not any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in words
    ):
        return ""
    return ' dir="auto"'


def _text(words: str) -> str:
    """Escaped, with what a person types as code; a word that is wider than a page may be broken."""
    parts = [_LONG.sub(_broken, part) for part in safe(words, True).split("`")]
    escaped = [escape(part).replace("\x00", "<wbr>") for part in parts]
    if len(escaped) % 2 == 0:
        return "`".join(escaped)
    return "".join(f"<code>{part}</code>" if k % 2 else part for k, part in enumerate(escaped))


_LONG = re.compile(rf"\S{{{BROKEN},}}")


def _broken(word: re.Match[str]) -> str:
    """A long word with a sign, which no safe text holds, wherever it may be broken."""
    return "\x00".join(word[0][start : start + PIECE] for start in range(0, len(word[0]), PIECE))
