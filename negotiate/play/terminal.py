"""A game in one terminal, line by line: what a pipe, a screen reader and a test read, too.

Where several people share the screen it is handed over: nothing of one seat stands on it when
another looks.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from negotiate.errors import NegotiateError
from negotiate.play.forms import OBSERVER, UMPIRE, Move
from negotiate.play.lines import ASKED, UMPIRE_TYPES, Question, typed, typed_by_umpire
from negotiate.play.opponents import Session
from negotiate.play.table import Table
from negotiate.play.views import TYPED, View, brief, event_verb, hint, history, view, worth
from negotiate.play.words import named, opening, package_words
from negotiate.report import plain as writing
from negotiate.report import report_of
from negotiate.report import screen as drawing
from negotiate.report.blocks import Bullets, Report, Sentence
from negotiate.report.style import Look, safe, safe_line

Show = Callable[[Any], None]
"""Shows a result, or a report."""
Ask = Callable[[str], str]
"""Asks for a line after a prompt; `EOFError` where there are no more."""


def can_be_drawn_on() -> bool:
    """Whether people sit before a terminal that has a full screen, and knows its signs."""
    capable = os.name == "nt" or os.environ.get("TERM", "") not in NO_SCREEN
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return capable and unicode and sys.stdin.isatty() and sys.stdout.isatty()


NO_SCREEN = ("", "dumb", "unknown")
"""Terminals that obey no sign."""


class Typed:
    """Standard input and output, line by line.

    Parameters
    ----------
    look : Look
        How what is shown is drawn.
    plain : bool
        Whether it is written as plain lines instead.
    out : bool
        Whether it goes to standard output; to standard error where the answer there is for a
        program.
    """

    def __init__(self, look: Look, plain: bool, out: bool) -> None:
        self.look, self.plain, self.out = look, plain, out
        if sys.stdin.isatty():
            with suppress(ModuleNotFoundError):
                importlib.import_module(
                    "readline"
                )  # from now on lines can be edited and called back

    def show(self, found: Any) -> None:
        """Show a result, or a report."""
        report = found if isinstance(found, Report) else report_of(found, self.look)
        if self.plain:
            sys.stdout.write(
                "".join(f"{safe_line(line)}\n" for line in writing.plain(report, True, titles=True))
            )
        else:
            drawing.show(drawing.screen(report, self.look), self.look, stderr=not self.out)
        sys.stdout.flush()

    def ask(self, prompt: str) -> str:
        """Ask for a line; where it is typed, it can be edited.

        Raises
        ------
        EOFError
            If there are no more.
        """
        sys.stdout.flush()
        sys.stderr.flush()
        if sys.stdin.isatty() and sys.stdout.isatty():
            return self._typed(safe(prompt))
        stream = sys.stdout if self.out else sys.stderr
        stream.write(safe(prompt))
        stream.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    def _typed(self, prompt: str) -> str:
        try:
            return input(prompt)
        except EOFError:
            sys.stdout.write("\n")
            raise

    def sure(self, question: str) -> bool:
        """Ask again before what cannot be undone; lines that come from a file are meant."""
        return not sys.stdin.isatty() or self.ask(question).strip().lower() in ("y", "yes", "walk")

    def clear(self) -> None:
        """Wipe the screen, and what could be scrolled back to; where no sign is obeyed, push it out
        of sight.
        """
        if sys.stdout.isatty():
            obeys = os.name == "nt" or os.environ.get("TERM", "") not in NO_SCREEN
            sys.stdout.write("\x1b[2J\x1b[3J\x1b[H" if obeys else "\n" * 100)
            sys.stdout.flush()


def _stage(table: Table) -> tuple[Any, ...]:
    """The turn and its phase, and how often the umpire has gone back."""
    return table.state["turn"], table.state["phase"], table.branches


class Front:
    """One terminal.

    Parameters
    ----------
    session : Session
        The game.
    show, ask : callable
        How something is shown, and how a line is asked for.
    clear : callable
        Wipes the screen.
    wrong : callable
        Tells a mistake.
    sure : callable, optional
        Asks a question before somebody walks away, or gives orders; by default nobody is asked.
    """

    def __init__(
        self,
        session: Session,
        show: Show,
        ask: Ask,
        clear: Callable[[], None],
        wrong: Callable[[NegotiateError], object],
        sure: Callable[[str], bool] = lambda question: True,
    ) -> None:
        self.sure = sure
        self.session, self.show, self.ask, self.clear, self.wrong = session, show, ask, clear, wrong
        self.sits: str | None = None
        self.seen: dict[str, int] = {}

    def play(self) -> bool:
        """Play on; whether the game is over, and was not left before.

        Raises
        ------
        EOFError, KeyboardInterrupt
            If nobody types any more. Every move that was acknowledged is in the log.
        """
        table = self.session.table
        if table.umpire:
            return self._rule()
        self.session.run()
        while not table.ended:
            seat = next(key for key in table.to_move if key in self.session.people)
            self._hand_over(seat)
            self.show(view(table, seat, self.seen.get(seat, 0)))
            if not self._turn(seat):
                return False
            self.session.run()
        if len(self.session.people) > 1:
            self.clear()
        if not self.session.people:
            self.show(history(table, OBSERVER))
        return True

    def _rule(self) -> bool:
        """Let the umpire play for everybody; whether the game is over, and was not left before."""
        table = self.session.table
        self.session.run()
        self.show(view(table, UMPIRE))
        while not table.ended:
            try:
                found = typed_by_umpire(table, self.ask(f"turn {table.state['turn']}, umpire> "))
                if not isinstance(found, Question):
                    before = _stage(table)
                    event = table.do(*found)
                    self.session.run()
                    if event_verb(event) not in ("order", "go"):
                        self.show(Report("", (Sentence(table.form.confirmed(table, event)),)))
                    whole = _stage(table) != before or event_verb(event) in ("rule", "override")
                    self.show(view(table, UMPIRE, self.seen.get(UMPIRE, 0), whole=whole))
                    self.seen[UMPIRE] = table.count
                elif found.name == "quit":
                    return False
                else:
                    self.show(answer_to(table, UMPIRE, found))
            except NegotiateError as wrong:
                self.wrong(wrong)
        return True

    def _hand_over(self, seat: str) -> None:
        """Wipe the screen, and wait until the next person alone sits before it."""
        if self.sits == seat or len(self.session.people) < 2:
            self.sits = seat
            return
        self.clear()
        said, asked = handed_over(self.session.table, seat)
        self.show(Report("", (Sentence(said),)))
        swallowed = self.ask(f"{asked}: ").strip()
        self.sits = seat
        if swallowed:  # it may be a secret of whoever sat here before, so that it is not repeated
            self.show(
                Report(
                    "", (Sentence("What was typed before Enter was not taken. Type it again now."),)
                )
            )

    def _turn(self, seat: str) -> bool:
        """Ask until a move was made; whether the game goes on."""
        table = self.session.table
        while True:
            line = self.ask(f"{table.scenario.players[seat].name}> ")
            try:
                found = typed(table, seat, line)
                if isinstance(found, Question):
                    if found.name == "quit":
                        return False
                    self.show(answer_to(table, seat, found))
                    continue
                if (asked := _asked(table, seat, found)) and not self.sure(asked):
                    continue
                event = table.do(seat, found)
            except NegotiateError as wrong:
                self.wrong(wrong)
                continue
            if event["kind"] != "message":
                self.seen[seat] = event["event"]  # what chance does next is news
                return True


def _asked(table: Table, seat: str, move: Move) -> str:
    """What is asked before a move that ends the talks, or a seat's turn of a war game; nothing
    before another.

    Raises
    ------
    IllegalAction
        If the seat may not order that.
    """
    if "walk" in move:
        return "Walk away? The talks end without a deal. Type `walk` again, or `y`: "
    if "order" not in move:
        return ""
    table.tried(seat, move)
    words = package_words(table, move["order"]) if move["order"] else "everything stays as it is"
    return f"Give these orders for the turn: {words}? Type `y`: "


def handed_over(table: Table, seat: str) -> tuple[str, str]:
    """What is said between two people at one screen, and to whoever is to sit down."""
    said = f"Hand over to {named(table, seat)}. Nobody else looks at the screen now."
    return said, f"{opening(table, seat)}, press Enter"


def answer_to(table: Table, seat: str, question: Question) -> Any:
    """What a person asked to see, as a result or a report.

    Raises
    ------
    IllegalAction
        If it cannot be answered.
    """
    match question.name:
        case "brief":
            return brief(table, seat)
        case "log":
            return history(table, seat)
        case "view":
            return view(table, seat)
        case "injects":
            return View(table.form.injects(table))
        case "worth":
            return worth(table, seat, question.package)
        case "hint":
            return hint(table, seat)
    if seat == UMPIRE:
        rows = tuple(f"`{what}` {says}." for what, says in UMPIRE_TYPES.items())
        return Report("What you can type", (Bullets(rows),))
    choices = table.form.choices(table.state, seat)
    moves = tuple(f"{TYPED[verb]}." for verb in choices.verbs if verb in TYPED)
    asked = tuple(f"`{name}`: {says}." for name, says in ASKED.items())
    return Report("What you can type", (Bullets((*moves, *asked)),))
