"""A move that is being built on a full screen: lines with one of them pointed at, laid out for a
width.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap

from negotiate.errors import IllegalAction
from negotiate.model.wording import option_name
from negotiate.play.forms import Choices, Move
from negotiate.play.table import Table
from negotiate.play.words import option_words, today
from negotiate.report.screen import cut, pad
from negotiate.report.style import Look, capital, safe, spoken

WIDE = 110
"""From so many columns on, brief and log stand beside the table and not in its place."""
LOOK = Look(all=True)


def folded(words: str, size: int) -> list[str]:
    """Words on two lines at most, each no wider than that."""
    return [
        cut(one, size, LOOK) for one in wrap(words, max(size, 4), max_lines=2, placeholder="…")
    ] or [""]


class Draft:
    """A package that is being built, or a list of choices: lines with one of them pointed at.

    Parameters
    ----------
    table : Table
        Where the seat sits.
    choices : Choices
        What it may do.
    """

    def __init__(self, table: Table, choices: Choices) -> None:
        self.table, self.choices = table, choices
        self.issues = {key: options for key, options in choices.issues.items() if len(options) > 1}
        self.standing = table.form.standing(table.state, choices)
        self.package = dict(self.standing)

    @property
    def verb(self) -> str:
        """What Enter does; empty where a package can only be answered."""
        return next(
            (verb for verb in ("offer", "order", "choose") if verb in self.choices.verbs), ""
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The issues or the choices, one a line."""
        return (
            self.choices.options
            if self.verb == "choose"
            else tuple(self.issues)
            if self.verb
            else ()
        )

    def turn(self, key: str, step: int) -> None:
        """Take the next option of an issue, or the one before."""
        options = self.issues[key]
        self.package[key] = options[(options.index(self.package[key]) + step) % len(options)]

    def move(self, key: str) -> Move:
        """What Enter does while a line is pointed at.

        Raises
        ------
        IllegalAction
            If an offer is the one that is on the table.
        """
        if self.verb == "choose":
            return {"choose": key}
        if self.verb == "order":
            return {
                "order": {
                    one: option
                    for one, option in self.package.items()
                    if option != self.standing[one]
                }
            }
        if self.package == self.table.state.get("offer"):
            raise IllegalAction(
                "this is the offer on the table",
                "`a` accepts it; to make another, change an option",
            )
        return {"offer": dict(self.package)}

    def name(self, key: str, option: str) -> str:
        """An option as people read it."""
        return safe(option_words(self.table.scenario.issues[key], option), True)

    def columns(self) -> list[tuple[str, Mapping[str, str]]]:
        """Beside the names of issues: a head and a package each."""
        if self.verb == "order":
            return [("Your orders", self.package), ("Now", self.standing)]
        offer = self.table.state.get("offer")
        middle = [("On the table", offer)] if offer else []
        now = today(self.table)
        return [("Your offer", self.package), *middle, *([("Today", now)] if now else [])]

    def rows(self, width: int, at: int) -> tuple[str, list[str]]:
        """The heads, and the lines with one pointed at, each as wide as the screen allows."""
        if self.verb == "choose":
            return capital(spoken(self.choices.asked)), [
                ("▸ " if k == at else "  ") + cut(f"{k + 1}  {safe(one, True)}", width - 2, LOOK)
                for k, one in enumerate(self.keys)
            ]
        columns, issues = self.columns(), self.table.scenario.issues
        names = [spoken(issues[key].name) for key in self.keys]
        if len(columns) > 1 and columns[-1][0] == "Today" and width < WIDE:
            columns.pop()  # the line below names what is so today
        wanted = [
            max(len(head), *(len(self.name(k, p[k])) for k in self.keys if k in p))
            for head, p in columns
        ]
        wanted[0] = max(len(self.name(key, one)) for key in self.keys for one in self.issues[key])
        first = min(
            max(map(len, names)), max(width - 6 - sum(wanted) - 2 * len(wanted), width * 3 // 10)
        )
        room = width - 6 - first - 2 * len(wanted)
        fair = [min(want, room // len(wanted)) for want in wanted]
        spare = room - sum(fair)
        sizes = []
        for want, size in zip(wanted, fair, strict=True):
            sizes.append(min(want, size + spare))
            spare -= sizes[-1] - size

        def line(mark: str, name: str, cells: Iterable[str], around: tuple[str, str]) -> str:
            fitted = [
                folded(cell, size)
                for cell, size in zip((name, *cells), (first, *sizes), strict=True)
            ]
            drawn = []
            for k in range(max(map(len, fitted))):
                head, own, *others = [
                    pad(own[k] if k < len(own) else "", size)
                    for own, size in zip(fitted, (first, *sizes), strict=True)
                ]
                left, right = around if k == 0 else ("  ", "  ")
                drawn.append(
                    "  ".join(
                        [(mark if k == 0 else "  ") + head, left + own + right, *others]
                    ).rstrip()
                )
            return "\n".join(drawn)

        lines = []
        for k, (key, name) in enumerate(zip(self.keys, names, strict=True)):
            cells = [
                self.name(key, package[key]) if key in package else "" for _, package in columns
            ]
            lines.append(
                line(
                    "▸ " if k == at else "  ",
                    name,
                    cells,
                    ("◂ ", " ▸") if k == at else ("  ", "  "),
                )
            )
        return line("  ", "Issue", [head for head, _ in columns], ("  ", "  ")), lines

    def every(self, key: str) -> str:
        """All options of an issue, the one that is taken in brackets."""
        now = today(self.table) if self.verb == "offer" else {}
        words = [
            self.name(key, one) + " (today)" * (now.get(key) == one) for one in self.issues[key]
        ]
        taken = self.issues[key].index(self.package[key])
        words[taken] = f"[{words[taken]}]"
        issue = self.table.scenario.issues[key]
        on_paper = safe(spoken(option_name(issue.options[taken])), True)
        beside = (
            "" if on_paper == self.name(key, self.package[key]) else f"; in your brief: {on_paper}"
        )
        typed = f"to type: {key}={self.package[key]}{beside}"
        return f"{spoken(self.table.scenario.issues[key].name)}: {' · '.join(words)} ({typed})"
