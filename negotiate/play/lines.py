"""What a person types at the table: a move, or a question that changes nothing.

A word stands for a command where it is one, for a choice where it names one, and `ISSUE=OPTION` for
an offer or an order. A mistyped name gets the nearest that is known.
"""

from __future__ import annotations

import re
from itertools import takewhile

from negotiate.display import record
from negotiate.errors import IllegalAction
from negotiate.play.forms import UMPIRE, Choices, Move
from negotiate.play.table import Table
from negotiate.play.words import option_words
from negotiate.problems import nearest_name
from negotiate.report.style import spoken

ASKED = {
    "help": "what can be typed",
    "brief": "your secret brief",
    "log": "what has happened",
    "view": "where the game stands",
    "worth": "`worth ISSUE=OPTION …`: what such a deal would be worth to you",
    "hint": "a hint, if you sat down with `--coach hints` or `full`",
    "quit": "leave; the game is kept and can be resumed",
}
"""Questions, and what they ask."""
HOLD = "hold"
"""Orders that change nothing."""
_PAIR = re.compile(r"\s*=\s*")


@record
class Question:
    """What a person wants to see.

    Parameters
    ----------
    name : str
        One of `ASKED`.
    package : Mapping[str, str]
        With `worth`: issue → option.
    """

    name: str
    package: dict[str, str]


def typed(table: Table, seat: str, line: str) -> Move | Question:
    """The move or the question that a line means.

    Raises
    ------
    IllegalAction
        If it means nothing, with the nearest that it could mean.
    """
    words = _words(table, line)
    if not words:
        raise IllegalAction("nothing was typed", "type `help` to see what you can do")
    verb = words[0].lower()
    choices = table.form.choices(table.state, seat) if seat in table.to_move else Choices(())
    if verb == "say":
        return {"say": line.strip()[3:].strip()}
    if verb == "worth" and "choose" in choices.verbs and table.form.signed(table.state) is None:
        raise IllegalAction(
            "`worth` asks about a deal, and nothing is signed here", "`view` shows what you get"
        )
    if verb in ASKED:
        return Question(verb, _pairs(words[1:]))
    if verb == HOLD and "order" in choices.verbs and len(words) == 1:
        return {"order": {}}
    if verb in choices.verbs:
        return _move(verb, words[1:], choices)
    verbs = [one for one in ("offer", "order") if one in choices.verbs]
    if (
        verbs and words[0] in choices.issues and len(words) == 2
    ):  # an option that there is not: the table names the near
        words = ["=".join(words)]
    if "=" in words[0] and verbs:
        return _move(verbs[0], words, choices)
    if "choose" in choices.verbs:
        return _move("choose", [line.strip()], choices)
    near = next((f"{key}={verb}" for key, options in choices.issues.items() if verb in options), "")
    near = near or nearest_name(verb, [*choices.verbs, *ASKED, "say"])
    hint = f"did you mean `{near}`?" if near else "type `help` to see what you can do"
    raise IllegalAction(f"`{words[0][:60]}` means nothing here", hint)


UMPIRE_ASKS = ("injects", *(name for name in ASKED if name not in ("worth", "hint")))
"""Questions of an umpire."""
UMPIRE_TYPES = {
    "PLAYER: ISSUE=OPTION …": "types in the orders of a player; `PLAYER: hold` changes nothing",
    "rule WORDS": (
        "says what is so; `rule NAME=VALUE … WORDS` also sets an option, a number or an address"
    ),
    "override NAME=VALUE … WORDS": (
        "changes the result of the turn, with a reason; the log keeps both"
    ),
    "inject NAME": "brings news now",
    "go": "the result counts, and the next turn begins",
    "back N": "goes back to turn N, from where the game takes another way",
    "injects": "lists the news that can still come, when it comes, and for whom",
    "say WORDS": "speaks to all teams",
    "brief, log, view, quit": (
        "what all know, what has happened, where the game stands; leaves, and the game is kept"
    ),
}
"""What an umpire types, and what it does."""


def typed_by_umpire(table: Table, line: str) -> tuple[str, Move] | Question:
    """The seat and the move, or the question, that a line of the umpire means.

    Raises
    ------
    IllegalAction
        If it means nothing, with the nearest that it could mean.
    """
    line = line.strip().removeprefix("/")
    head, colon, rest = line.partition(":")
    seat = seat_named(table, head)
    if colon and seat:
        choices = Choices(("order",))
        words = _words(table, rest)
        return seat, _move("order", [] if words in ([HOLD], ["order"]) else words, choices)
    words = _PAIR.sub("=", line).split()
    if not words:
        raise IllegalAction("nothing was typed", "type `help` to see what you can do")
    verb = words[0].lower()
    if verb in UMPIRE_ASKS:
        return Question(verb, {})
    if verb == "say":
        return UMPIRE, {"say": line.strip()[3:].strip()}
    if verb in ("rule", "override"):
        sets = list(takewhile(lambda word: "=" in word, words[1:]))
        return UMPIRE, {verb: {"set": _pairs(sets), "says": " ".join(words[1 + len(sets) :])}}
    if verb == "inject":
        return UMPIRE, {verb: " ".join(words[1:])}
    if verb == "back":
        number = words[1] if len(words) == 2 and words[1].isdecimal() else "0"
        return UMPIRE, {verb: int(number[:9])}
    if verb == "go":
        return UMPIRE, {verb: True}
    if words[0] in table.seats and words[1:]:
        raise IllegalAction(
            "a colon stands behind the player's name", f"write `{words[0]}: {' '.join(words[1:])}`"
        )
    known = [*table.seats, "rule", "override", "inject", "go", "back", "say", *UMPIRE_ASKS]
    near = nearest_name(verb.rstrip(":"), known)
    hint = f"did you mean `{near}`?" if near else "type `help` to see what you can do"
    raise IllegalAction(f"`{words[0][:60]}` means nothing here", hint)


def _words(table: Table, line: str) -> list[str]:
    """The words of a line, in which issues and options stand by their keys, even if they were typed
    by their names.
    """
    from negotiate.pages.sheets import letter_of, place_of  # noqa: PLC0415 - loaded for what people type

    said, issues = _PAIR.sub("=", line), table.scenario.issues
    for key, issue in sorted(issues.items(), key=lambda one: -len(one[1].name)):
        names = {option_words(issue, label): label for label in issue.labels} | {
            label: label for label in issue.labels
        }
        for called in (spoken(issue.name), key):
            said = _put(said, f"{called}=", f"{key}=")
            for name in sorted(names, key=len, reverse=True):
                for sign in "= ":
                    said = _put(
                        said, f"{called}{sign}{name}", f"{key}={names[name]}", r"(?=[\s,]|$)"
                    )
    words = said.replace(",", " ").split()
    for k, word in enumerate(words):
        name, equals, option = word.partition("=")
        if equals and name in issues and option not in issues[name].labels:
            place = place_of(issues[name], option)
            place = letter_of(issues[name], option) if place is None else place
            words[k] = word if place is None else f"{name}={issues[name].labels[place]}"
    return words


def _put(line: str, words: str, key: str, then: str = "") -> str:
    """A line with a key in the place of words, large or small."""
    return re.sub(
        rf"(?<!\w){re.escape(words)}{then}", key.replace("\\", r"\\"), line, flags=re.IGNORECASE
    )


def seat_named(table: Table, words: str) -> str:
    """The seat of that key or name; empty where there is none."""
    said = words.strip().lower().removeprefix("the ")
    names = {
        key: table.scenario.players[key].name.lower().removeprefix("the ") for key in table.seats
    }
    return next((key for key, name in names.items() if said in (key.lower(), name)), "")


def _move(verb: str, words: list[str], choices: Choices) -> Move:
    if verb in ("offer", "order"):
        return {verb: _pairs(words)}
    if verb == "choose":
        said = " ".join(words)
        by_number = (
            said.isdecimal()
            and said not in choices.options
            and 1 <= int(said[:9]) <= len(choices.options)
        )
        return {verb: choices.options[int(said) - 1] if by_number else said}
    if words:
        raise IllegalAction(f"`{verb}` takes nothing after it", f"type `{verb}` alone")
    return {verb: True}


def _pairs(words: list[str]) -> dict[str, str]:
    found = {}
    for word in words:
        issue, equals, option = word.partition("=")
        if not equals or not issue or not option:
            raise IllegalAction(f"`{word[:60]}` is no `ISSUE=OPTION`", "such as `tariff=low`")
        if issue in found:
            raise IllegalAction(f"`{issue[:60]}` stands there twice", "name each issue once")
        found[issue] = option
    return found
