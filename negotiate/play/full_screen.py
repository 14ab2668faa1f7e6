"""A game on the full screen of a terminal: offers and orders are built with arrow keys, choices
picked from a list.

It stands on what typed lines stand on. Each turn of a person has a screen of its own, which is
thrown away with all that it showed before anybody else looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Event, Key, Paste
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static

from negotiate.errors import IllegalAction, NegotiateError
from negotiate.play.draft import LOOK, WIDE, Draft
from negotiate.play.forms import Move
from negotiate.play.lines import Question, typed
from negotiate.play.opponents import Session
from negotiate.play.table import Table
from negotiate.play.terminal import answer_to, handed_over
from negotiate.play.views import View, ending, own_worth, view
from negotiate.play.words import named
from negotiate.report.blocks import Block, Bullets, Report, Section
from negotiate.report.blocks import Table as Rows
from negotiate.report.screen import picture
from negotiate.report.style import capital, safe

PANES = {"help": "f1", "brief": "f2", "log": "f3"}
SURE = {
    "accept": "Sign this deal? `y` signs it, `n` does not.",
    "reject": "Refuse this offer? `y` refuses it, `n` does not.",
    "walk": "Walk away? The talks end without a deal. `y` walks away, `n` stays.",
    "offer": "Make this offer? `y` makes it, `n` does not.",
    "order": "Give these orders? `y` gives them, `n` does not.",
    "choose": "Choose {}? `y` chooses it, `n` does not.",
}
"""What is asked before each move."""
ANSWERS = ("accept", "reject", "walk")
"""Moves with a key of their own, their first letter."""
WEIGHTY = ("q", "enter", "a", "r", "w", "f1", "slash", "f2", "f3")
"""Keys, those first that stay at the foot of a narrow screen."""
KEYS = (
    "Arrow keys up and down go from line to line. On an issue, left and right change its option.",
    (
        "Enter makes the offer, gives the orders, or chooses. `a` accepts, `r` rejects, `w` walks "
        "away. Each asks first."
    ),
    (
        "`/` or any other letter opens a line to type in; Escape closes it. All that can be typed "
        "stands below."
    ),
    (
        "F2 shows your secret brief, F3 what has happened. Page up and page down scroll, Escape "
        "goes "
        "back."
    ),
    "`q` leaves: the game is kept and can be resumed.",
)


def mistake(wrong: NegotiateError) -> str:
    """A mistake and its hint in a sentence."""
    hint = wrong.hint or ""
    return (
        f"{capital(wrong.message)}{'; ' if hint else ''}{hint}{'' if hint.endswith('?') else '.'}"
    )


class Shows(Static):
    """A result, drawn as on any screen."""

    def __init__(self, found: Any, **more: Any) -> None:
        super().__init__("", markup=False, **more)
        self.show(found)

    def show(self, found: Any) -> None:
        """Show something in place of what is shown."""
        self.update(picture(View(found) if isinstance(found, Report) else found, LOOK))


class Words(Static):
    """A line or two of plain words, of which no sign is obeyed."""

    def __init__(self, words: str = "", **more: Any) -> None:
        super().__init__(safe(words, True), markup=False, **more)

    def say(self, words: str, kind: str = "") -> None:
        """Say something in place of what is said, perhaps as an `error`, or as `better` or `worse`
        than no deal.
        """
        self.update(safe(words, True))
        for one in ("error", "better", "worse"):
            self.set_class(one == kind, one)


class Keys(Footer):
    """The keys that can be pressed now; on a narrow screen the weightiest, so that the way out is
    never cut.
    """

    def compose(self) -> ComposeResult:
        """Those that fit, in their order."""
        every: list[Any] = list(super().compose())
        apart = 1 if self.compact else 3
        room, kept = self.app.size.width, list[Any]()
        for one in sorted(
            every, key=lambda one: WEIGHTY.index(one.key) if one.key in WEIGHTY else len(WEIGHTY)
        ):
            room -= len(one.key_display) + len(one.description) + apart + self.compact
            kept += [one] if room >= 0 else []
        yield from (one for one in every if one in kept)

    def on_resize(self) -> None:
        """Take out the padding where it is narrow, and choose anew."""
        self.compact = self.app.size.width < NARROW
        self.call_after_refresh(self.recompose)


NARROW = 80
"""Columns below which keys stand close together."""


class Person(Screen[None]):
    """What every screen of the game has: a title, and ways to leave."""

    FOCUS = "#told"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "pane('help')", "Help", key_display="F1"),
        Binding("f2", "pane('brief')", "Brief", key_display="F2"),
        Binding("f3", "pane('log')", "Log", key_display="F3"),
        Binding("q", "leave", "Quit"),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("escape", "pane('')", show=False),
    ]

    def __init__(self, seat: str) -> None:
        super().__init__()
        self.seat = seat

    @property
    def game(self) -> Game:
        """The game that is played."""
        assert isinstance(self.app, Game)
        return self.app

    @property
    def table(self) -> Table:
        """Where people sit."""
        return self.game.session.table

    def compose(self) -> ComposeResult:
        """Title, table, the pane beside it, and keys."""
        with Horizontal(id="top"):
            yield Words(self.table.scenario.heading, id="title")
            yield Words(
                capital(named(self.table, self.seat).removeprefix("the ")) if self.seat else "",
                id="who",
            )
        with Horizontal(id="middle"):
            with Vertical(id="table"):
                yield from self.laid()
            with VerticalScroll(id="side"):
                yield Shows(Report("", ()), id="pane")
        yield Input(
            id="line", placeholder="ISSUE=OPTION …, say …, worth …, help", select_on_focus=False
        )
        yield Keys(show_command_palette=False)

    def laid(self) -> ComposeResult:
        """What lies on the table."""
        yield from ()

    def on_mount(self) -> None:
        """Show the pane that was open."""
        self.query_one("#line").display = False
        self.pane()

    def on_resize(self) -> None:
        """A wide screen has room for brief or log beside the table."""
        self.pane()

    def pane(self) -> None:
        """Show the pane that is open beside the table, or in its place."""
        wide, name = self.app.size.width >= WIDE, self.game.pane
        name = name or ("brief" if wide and self.seat else "")
        side = self.query_one("#side")
        side.display, self.query_one("#table").display = bool(name), wide or not name
        side.set_class(not wide, "alone")
        self.set_focus(side if name and not wide else self.query_one(self.FOCUS))
        if name:
            self.query_one("#pane", Shows).show(self.answer(name))
        if name == "log":
            side.scroll_end(animate=False)

    def answer(self, name: str) -> Any:
        """What a pane shows."""
        found = answer_to(self.table, self.seat, Question(name, {}))
        if name != "help":
            return found
        return Report("Keys", (Bullets(KEYS), Section(found.title, found.blocks)))

    def action_pane(self, name: str) -> None:
        """Open a pane, or close it where it is open."""
        self.game.pane = "" if self.game.pane == name else name
        self.query_one("#side").scroll_home(animate=False)
        self.pane()

    def action_page(self, way: int) -> None:
        """Scroll what is longer than the screen."""
        side = self.query_one("#side")
        found = side if side.display else self.query_one("#told")
        (found.scroll_page_down if way > 0 else found.scroll_page_up)(animate=False)

    def action_leave(self) -> None:
        """Leave; the game is kept."""
        self.app.exit("left")


class Lines(OptionList):
    """Issues, or choices; what keys do with them is minded by the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.send", "Send"),
        Binding("right", "screen.turn(1)", show=False),
        Binding("left", "screen.turn(-1)", show=False),
        Binding("a", "screen.ask('accept')", "Accept", priority=True),
        Binding("r", "screen.ask('reject')", "Reject", priority=True),
        Binding("w", "screen.ask('walk')", "Walk", priority=True),
        Binding("slash", "screen.type", "Type", key_display="/", priority=True),
    ]

    def action_select(self) -> None:
        """A click points at a line and does nothing else."""


class Turn(Person):
    """One turn of a person."""

    FOCUS = "#list"

    def __init__(self, table: Table, seat: str, since: int) -> None:
        super().__init__(seat)
        self.since, self.draft = since, Draft(table, table.form.choices(table.state, seat))
        self.asked: Move = {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are shown only for what can be done now."""
        verbs = self.draft.choices.verbs
        if action == "ask":
            return parameters[0] in verbs
        return action != "turn" or bool(self.draft.package)

    def laid(self) -> ComposeResult:
        """Where the game stands, and what can be done."""
        with VerticalScroll(id="told", can_focus=False):
            yield Shows(Report("", tuple(self.blocks())))
        yield Words(id="head")
        yield Lines(*self.draft.rows(76, 0)[1], id="list", markup=False)
        yield Words(id="every")
        yield Words(id="worth")
        yield Words(id="said")
        yield Words(id="sure")

    def blocks(self) -> Iterable[Block]:
        """What the seat sees, words first, without what is built below."""
        seen = view(self.table, self.seat, self.since, medium="screen").report.blocks
        return sorted(seen, key=lambda block: isinstance(block, Rows))

    def on_mount(self) -> None:
        """Point at the first line."""
        super().on_mount()
        self.query_one("#sure").display = False
        self.query_one("#list", Lines).highlighted = 0 if self.draft.keys else None
        self.rebuild()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        super().on_resize()
        self.call_after_refresh(self.rebuild)

    def on_option_list_option_highlighted(self) -> None:
        """Another line is pointed at."""
        self.rebuild()

    def rebuild(self) -> None:
        """Draw the lines anew, and say what the package is worth."""
        lines, draft = self.query_one("#list", Lines), self.draft
        at = lines.highlighted or 0
        if not draft.keys:
            return
        head, rows = draft.rows(max(lines.scrollable_content_region.width, 24) - 2, at)
        self.query_one("#head", Words).update(head)
        for k, row in enumerate(rows):
            lines.replace_option_prompt_at_index(k, row)
        if draft.verb != "choose":
            self.query_one("#every", Words).say(draft.every(draft.keys[at]))
            self.weigh()

    def weigh(self) -> None:
        """Say what the package is worth to the seat, or why it cannot be sent."""
        words = self.query_one("#worth", Words)
        words.say("")
        try:
            self.table.tried(self.seat, {self.draft.verb: self.draft.package})
        except IllegalAction as wrong:
            words.say(f"{capital(wrong.message)}.", "error")
            return
        if self.draft.package == self.table.state.get("offer"):
            words.say("This is the offer on the table. `a` accepts it.")
        elif self.draft.verb == "offer":
            said = own_worth(self.table, self.seat, self.draft.package)
            words.say(said.text, said.tone)

    def action_turn(self, step: int) -> None:
        """Change the option of the issue that is pointed at."""
        at = self.query_one("#list", Lines).highlighted
        if at is not None:
            self.draft.turn(self.draft.keys[at], step)
            self.says("")  # whatever was wrong may be mended
            self.rebuild()

    def action_send(self) -> None:
        """Ask whether to make the offer, give the orders, or choose so."""
        at = self.query_one("#list", Lines).highlighted
        if at is not None:
            self.sure(lambda: self.draft.move(self.draft.keys[at]))

    def action_ask(self, verb: str) -> None:
        """Ask whether an offer is to be answered so."""
        self.sure(lambda: {verb: True})

    def sure(self, move: Callable[[], Move]) -> None:
        """Ask whether to make a move, or say why it cannot be made: no key and no line alone makes
        one.
        """
        try:
            self.table.tried(self.seat, asked := move())
        except IllegalAction as wrong:
            self.says(mistake(wrong), "error")
            return
        self.says("")
        self.asked = asked
        [(verb, what)] = asked.items()
        self.query_one("#sure", Words).say(SURE[verb].format(f"`{what}`"))
        self.query_one("#sure").display = True

    def says(self, words: str, kind: str = "") -> None:
        """Say what came of a key or a line, at the foot of the table, for which the rest makes
        room.
        """
        self.set_class(bool(words), "said")
        self.query_one("#said", Words).say(words, kind)

    def takes(self, event: Key) -> bool:
        """Whether a key answers what was asked, or is a letter that begins a line. Asked before any
        widget gets it.
        """
        letter = event.character if event.is_printable and event.character else ""
        if self.asked:
            move, self.asked = self.asked, {}
            self.query_one("#sure").display = False
            if letter == "y":
                self.tried(move)
            elif letter not in ("", "n"):
                verb = next(iter(move))
                self.action_type(verb[0] * (verb in ANSWERS) + letter)
            return bool(letter) or event.key in ("enter", "escape")
        if (
            letter
            and event.key not in self.active_bindings
            and self.focused is not self.query_one("#line")
        ):
            self.action_type(letter)
            return True
        return False

    def on_paste(self, event: Paste) -> None:
        """What is pasted begins a line, too."""
        self.action_type((event.text.splitlines() or [""])[0])

    def tried(self, move: Move) -> None:
        """Make a move, or say why it cannot be made."""
        try:
            event = self.table.do(self.seat, move)
        except IllegalAction as wrong:
            self.says(mistake(wrong), "error")
            return
        except NegotiateError as wrong:
            self.game.fail(wrong)
            return
        if event["kind"] == "message":
            self.says(f"You say: “{event['move']['say']}”")
            self.pane()
        else:
            self.game.seen[self.seat] = event["event"]  # what chance does next is news
            self.says("The others are thinking …")
            self.call_after_refresh(self.game.go_on)

    def action_type(self, begun: str = "") -> None:
        """Open the line to type in."""
        line = self.query_one("#line", Input)
        line.display, line.value, line.cursor_position = True, begun, len(begun)
        self.set_focus(line)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what was typed, or answer it."""
        text = event.value
        self.close()
        try:
            found = typed(self.table, self.seat, text)
            if not isinstance(found, Question):
                if "say" in found:
                    self.tried(found)
                else:
                    self.sure(lambda: self.drawn(found))
            elif found.name in PANES:
                self.game.pane = found.name
                self.pane()
            elif found.name == "quit":
                self.action_leave()
            elif found.name == "view":
                self.action_pane("")
            else:
                report = answer_to(self.table, self.seat, found).report
                self.says(" ".join(one.text for one in report.blocks if hasattr(one, "text")))
        except IllegalAction as wrong:
            self.says(mistake(wrong), "error")

    def drawn(self, move: Move) -> Move:
        """A move that was typed, once it is drawn where keys would have built it."""
        self.table.tried(self.seat, move)
        if self.draft.verb in move and self.draft.verb != "choose":
            self.draft.package = {**self.draft.standing, **move[self.draft.verb]}
            self.rebuild()
        return move

    def close(self) -> None:
        """Close the line to type in."""
        line = self.query_one("#line", Input)
        line.value, line.display = "", False
        self.set_focus(self.query_one("#list"))

    def action_pane(self, name: str) -> None:
        """Escape closes the line, too."""
        if not name and self.query_one("#line").display:
            self.close()
        else:
            super().action_pane(name)


class HandOver(Screen[None]):
    """Between two people who share a screen: nothing of anybody."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "sit", "Sit down"),
        Binding("q", "app.exit('left')", show=False),
    ]

    def __init__(self, table: Table, seat: str) -> None:
        super().__init__()
        self.table, self.seat = table, seat

    def compose(self) -> ComposeResult:
        """Who is to sit down."""
        with Vertical(id="hand"):
            yield Words(self.table.scenario.heading, id="game")
            said, asked = handed_over(self.table, self.seat)
            yield Words(said)
            yield Words(f"{asked}.")

    def action_sit(self) -> None:
        """The next person looks."""
        assert isinstance(self.app, Game)
        self.app.sit(self.seat)


class End(Person):
    """How the game ended, for everybody."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", "Leave", show=False)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody has a brief of its own any more."""
        return action != "pane" or parameters[0] in ("log", "")

    def laid(self) -> ComposeResult:
        """The end."""
        with VerticalScroll(id="told"):
            yield Shows(replace(ending(self.table).report, title=""))


class Game(App[str]):
    """The game on a full screen.

    Parameters
    ----------
    session : Session
        The table, and who plays for the computer.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "stop", show=False, priority=True),
        Binding("ctrl+d", "app.exit('left')", show=False, priority=True),
    ]
    CSS = """
    #top { height: 1; background: $primary; color: $text; }
    #title { width: 1fr; text-style: bold; padding: 0 1; }
    #who { width: auto; padding: 0 1; }
    #middle { height: 1fr; }
    #table { width: 1fr; padding: 0 1; }
    #told { height: auto; max-height: 60%; }
    End #told { height: 1fr; max-height: 100%; }
    #head { text-style: bold; padding: 1 1 0 1; height: 2; }
    #list { height: auto; max-height: 1fr; border: none; padding: 0; background: transparent; }
    #every, #worth, #said { padding: 0 1; }
    #every { color: $text-muted; margin: 1 0 0 0; }
    #said { dock: bottom; height: auto; }
    .said #told { max-height: 40%; }
    #side { width: 45%; border-left: solid $primary; padding: 0 1; }
    #side.alone { width: 1fr; border: none; }
    #line { dock: bottom; height: 1; border: none; margin: 0 0 1 0; padding: 0 1; }
    .error { color: $text-error; }
    .better { color: $text-success; }
    .worse { color: $text-warning; }
    HandOver { align: center middle; }
    #hand { width: auto; height: auto; }
    #hand Words { width: auto; padding: 0 0 1 0; }
    #game { text-style: bold; }
    #sure { dock: bottom; height: auto; padding: 0 1; background: $primary; text-style: bold; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.pane = session, ""
        self.sits: str | None = None
        self.seen: dict[str, int] = {}
        self.wrong: Exception | None = None

    def on_mount(self) -> None:
        """Sit down."""
        self.go_on()

    def go_on(self) -> None:
        """Let the computer move, and then whoever is waited for."""
        table = self.session.table
        try:
            self.session.run()
        except NegotiateError as wrong:
            self.fail(wrong)
            return
        if table.ended:
            self.pane = ""
            self.lay(End(""))
            return
        seat = next(key for key in table.to_move if key in self.session.people)
        if self.sits == seat or len(self.session.people) < 2:
            self.sit(seat)
        else:
            self.pane = ""
            self.lay(HandOver(table, seat))

    def sit(self, seat: str) -> None:
        """Show a person its turn."""
        self.sits = seat
        self.lay(Turn(self.session.table, seat, self.seen.get(seat, 0)))

    def lay(self, screen: Screen[None]) -> None:
        """Put a screen in the place of the last, which is thrown away."""
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def fail(self, wrong: Exception) -> None:
        """Leave because of a mistake, which is told outside."""
        self.wrong = wrong
        self.exit("wrong")

    async def on_event(self, event: Event) -> None:
        """A key goes to the turn first, so that no letter is lost while a line opens, however fast
        it is typed.
        """
        screen = self.screen_stack[-1] if self.screen_stack else None
        if (
            isinstance(event, Key)
            and not event.is_forwarded
            and isinstance(screen, Turn)
            and screen.is_running
        ):
            taken = screen.takes(event)
        else:
            taken = False
        if not taken:
            await super().on_event(event)

    def action_stop(self) -> None:
        """Ctrl-C."""
        self.exit("stopped")

    def _handle_exception(self, error: Exception) -> None:
        """A fault is told where all faults are, and not by a traceback over the screen."""
        self.fail(error)


def play(session: Session) -> bool:
    """Play on a full screen; whether the game is over.

    Raises
    ------
    KeyboardInterrupt
        If somebody presses Ctrl-C. Every move that was acknowledged is in the log.
    NotWritten
        If the log cannot be written.
    """
    game = Game(session)
    how = game.run()
    if game.wrong is not None:
        raise game.wrong
    if how == "stopped":
        raise KeyboardInterrupt
    return session.table.ended
