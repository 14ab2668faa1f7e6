"""Puts into words what is wrong with the shape of a file, and what was probably meant in its
place.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import islice
from typing import Any, NamedTuple

from negotiate.errors import Hint
from negotiate.language.shape import numeric
from negotiate.language.shape.document import Document, holder_of, keys, part_at
from negotiate.language.text import (
    LETTERS,
    Mapping,
    Node,
    Path,
    Scalar,
    number_meant,
    spelled,
    without_unit,
)
from negotiate.problems import Problems, all_rules, listed, nearest, nearest_name

QUOTED = Hint("put it in quotes", '"…"')
"""Of a number or a truth where text is expected."""
_TRUTHS = {
    **dict.fromkeys(("yes", "on", "y", "1"), "true"),
    **dict.fromkeys(("no", "off", "n", "0"), "false"),
}
_PLAIN = re.compile(r"[^\W_][\w. -]*\Z")
_SETS = re.compile(r"(\w+) *(?:=|==|:|->|→) *([-+\w.]+)\Z")
_WANTED = re.compile(r"(\w+) *(?:=|==|:|->|→|is)? +([-+\w.]+)\Z")
_NUMBER = r"([-+]?\d+(?:\.\d+)?)"
_TWO = re.compile(rf"[(\[]? *{_NUMBER} *(?:[,;/|:]| ) *{_NUMBER} *[)\]]?\Z")
_FROM_TO = re.compile(
    rf"(?:from +)?{_NUMBER} *(?:-|–|—|\.\.+|…|to|till|until|[,;:/]| ) *{_NUMBER}\Z"
)
_SIGHTS = {
    **dict.fromkeys(
        ("nothing", "none", "no", "nobody"), "write `[]` for a mover that sees nothing"
    ),
    **dict.fromkeys(
        ("everything", "all", "any", "every"),
        "leave `sees` out: a mover sees everything by default",
    ),
}
_VOTES = {
    **dict.fromkeys(
        ("most", "half", "simple majority", "absolute majority", "plurality", "more than half"),
        "majority",
    ),
    **dict.fromkeys(
        ("2/3", "two-thirds", "two third", "two_thirds", "supermajority", "66%", "67%"),
        "two thirds",
    ),
    **dict.fromkeys(("all", "everybody", "unanimous", "consensus", "every", "100%"), "unanimity"),
}
_RED_LINE = (
    "write each as `a_name: {player: who, never: {issue: option}}`, or its keys on the "
    "lines below its name"
)


def meant(code: str, found: Any, path: Path) -> str:
    """A hint, or nothing.

    Parameters
    ----------
    code : str
        The rule that is broken, which says what is expected.
    found : object
        What stands there.
    path : tuple
        Where in the file.
    """
    if code in ("number-expected", "whole-number-expected") and isinstance(found, str):
        return number_meant(found) or _without_unit(found, path)
    if code == "unknown-word" and isinstance(found, str):
        return _word_meant(found, path)
    if code == "text-expected" and isinstance(found, int | float | bool):
        return QUOTED
    if code == "truth-expected" and str(found).lower() in _TRUTHS:
        return Hint.writing(_TRUTHS[str(found).lower()])
    if code == "list-expected" and isinstance(found, str):
        if path[-1:] == ("range",):
            return range_meant(found)
        if path[-1:] == ("sees",) and found.lower() in _SIGHTS:
            return _SIGHTS[found.lower()]
        dashes = re.match(r"-\w", found) is not None
        return "a space is missing after each dash" if dashes else f"write `[{found}]`"
    if code == "whole-number-expected" and isinstance(found, float) and found.is_integer():
        return Hint.writing(str(int(found)), ", without a point or an exponent")
    if code in ("option-expected", "condition-expected") and isinstance(found, dict):
        return _without_braces(found)
    return _mapping_meant(found, path) if code == "mapping-expected" else ""


def _word_meant(found: str, path: Path) -> str:
    """A word for how many votes it takes, or what a deal has in common."""
    if path[-1:] == ("needs",) and found.lower() in _VOTES:
        return f"write `{_VOTES[found.lower()]}`"
    wanted = _WANTED.match(found) if path[:1] == ("expect",) and path[2:] == ("deal",) else None
    return f"write `{{{wanted[1]}: {wanted[2]}}}`" if wanted else ""


def _without_braces(found: dict[str, Any]) -> str:
    """A condition that stands in braces, where it is a key without a value."""
    formula = next(iter(found), "")
    alone = (
        len(found) == 1
        and found[formula] is None
        and re.search(r"[<>=]|\b(?:and|or|not|in)\b", str(formula))
    )
    return f"take the braces away: write `{formula}`" if alone else ""


def cell_meant(found: Any) -> str:
    """How a cell of a matrix is written, with the two numbers that stand there if there are two.

    Examples
    --------
    >>> cell_meant("3 3")
    'write `[3, 3]`'
    >>> cell_meant("(-1; 6)")
    'write `[-1, 6]`'
    >>> cell_meant(7)
    'write it as `[1, 0]`'
    """
    two = _TWO.match(found) if isinstance(found, str) and len(found) <= 60 else None
    return f"write `[{two[1]}, {two[2]}]`" if two else "write it as `[1, 0]`"


def range_meant(found: str) -> str:
    """How a range is written, from its two numbers.

    Examples
    --------
    >>> range_meant("1-4")
    'write `[1, 4]`'
    >>> range_meant("-2 to -1")
    'write `[-2, -1]`'
    """
    two = _FROM_TO.match(found) if len(found) <= 60 else None
    return f"write `[{two[1]}, {two[2]}]`" if two else "write it as `[0, 1]`"


def _without_unit(found: str, path: Path) -> str:
    number, unit = without_unit(found)
    if not number or path[-1] == "minutes":
        return (
            Hint.writing(f"{float(number) * (60 if unit[:1].lower() == 'h' else 1):g}")
            if number
            else ""
        )
    return Hint.writing(number, "; what it is counted in goes into `unit`")


def _mapping_meant(found: Any, path: Path) -> str:
    """How the part at a path is written, filled in with what stands there."""
    if path == ("red_lines",) and isinstance(found, list):
        return _RED_LINE
    if path[0] == "parameters" and path[2:3] == ("distribution",):
        return _distribution_meant(found, path)
    if not isinstance(found, str | int | float) or isinstance(found, bool):
        return ""
    text = spelled(found)
    if path[0] == "issues" and path[2:] == ("options",):
        words = [word.strip() for word in re.split(r"[,;/]| or ", text)]
        return f"write `[{', '.join(words)}]`" if all(_PLAIN.match(word) for word in words) else ""
    if path[0] == "payoffs" and len(path) == 3:
        simple = not isinstance(found, str) or not set(text) & set(",:{}[]#\"'&*!|>%@`")
        return (
            f"write `{{amount: {text}}}`"
            if simple
            else "write `expr:` and the formula on the line below the key"
        )
    sets = _SETS.match(text)
    wanted = _WANTED.match(text)
    if path[0] == "expect" and path[2:] in (("solve",), ("tree",)) and wanted:
        return f"write `{{{wanted[1]}: {wanted[2]}}}`"
    if path[0] == "protocol" and path[2:3] in (("choose",), ("does",)) and len(path) == 4 and sets:
        return f"write `{{{sets[1]}: {sets[2]}}}`"
    return ""


class Said(NamedTuple):
    """The code, the message and the hint of one report."""

    code: str
    message: str
    hint: str = ""


def words(item: Any, path: Path, node: Node | None, bare: bool) -> Said:
    """What to say of one of pydantic's complaints.

    Parameters
    ----------
    item : dict
        The complaint.
    path : tuple
        Where in the file it is.
    node : Node or None
        What stands there.
    bare : bool
        Whether the last key of the path stands without a colon.
    """
    kind, found, last = item["type"], item.get("input"), str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return unknown_key(last, found, path, bare)
    if kind == "missing":
        return _missing(last, path)
    if path[:1] == ("protocol",) and path[2:3] == ("choose",) and path[4:5] == ("signs",):
        return _signers(kind, found, node, path)
    if kind in all_rules():
        return _of_the_language(item, found, node, path)
    if kind in _NAMES:
        if path and isinstance(path[-1], int) and isinstance(found, str):
            return _bad_item(found, kind, path)
        return _bad_name(found if isinstance(found, str) else last, kind, bare)
    if kind in ("too_short", "too_long"):
        return _count(item, last)
    if kind in _LIMITS:
        return _beyond(item, found, path)
    if kind == "literal_error":
        return _few_words(item, found, path)
    return _expected(kind, item["msg"], found, node, path)


def _missing(key: str, path: Path) -> Said:
    about = _about(path)
    hint = f"`{key}` is {about}" if about else f"add `{key}:`"
    if path == ("format",):
        return Said(
            "missing-format",
            "the key `format` is missing here",
            "write `format: 1` as the first line",
        )
    return Said("missing-key", f"the key `{key}` is missing here", hint)


def _of_the_language(item: Any, found: Any, node: Node | None, path: Path) -> Said:
    """A complaint of the language's own, whose kind is the code of a rule."""
    code, message = item["type"], item["msg"]
    if code == "exactly-one" and isinstance(found, dict):
        names = [name for name in message.split("`")[1::2] if name in found]
        return Said(
            code, message, f"here stand {listed(names)}" if names else "here stands none of them"
        )
    if not message.endswith("expected here"):
        return Said(code, message)
    return _told(code, message, found, node, path)


def _distribution_meant(found: Any, path: Path) -> str:
    """How a distribution is written, with the numbers that stand there if there are as many as it
    takes.
    """
    numbers = (
        [spelled(value) for value in found if numeric(value)] if isinstance(found, list) else []
    )
    kind = str(path[-1]) if path[3:] else {2: "uniform", 3: "triangular"}.get(len(numbers), "")
    words = tuple(keys(part)) if (part := part_at((*path[:3], kind))) else ()
    if not words or len(words) != len(numbers):
        return (
            ""
            if path[3:]
            else "write one kind with its numbers, such as `{uniform: {low: 2, high: 12}}`"
        )
    inside = (
        f"{{{', '.join(f'{word}: {value}' for word, value in zip(words, numbers, strict=True))}}}"
    )
    return f"write `{inside}`" if path[3:] else f"write `{{{kind}: {inside}}}`"


def _signers(kind: str, found: Any, node: Node | None, path: Path) -> Said:
    """A complaint about who signs with an action."""
    if len(path) == 5:
        said = _told(
            "list-expected", "a list of the players who sign is expected here", found, node, path
        )
        return (
            said
            if said.code == "empty"
            else said._replace(hint="list who signs, each by its key, in brackets")
        )
    if kind in _NAMES:
        return _bad_item(str(found), kind, path)
    said = _told("text-expected", "a player's key is expected here", found, node, path)
    inside = (
        "take the inner brackets away"
        if isinstance(found, list)
        else "write it as it stands under `players`"
    )
    return said if said.code == "empty" else said._replace(hint=inside)


def _expected(kind: str, message: str, found: Any, node: Node | None, path: Path) -> Said:
    """A complaint about the kind of a value."""
    if path[0] == "matrix" and len(path) == 3 and kind == "list_type":
        return Said(
            "matrix-cell", f"a cell is a list of two payoffs{_shown(found)}", cell_meant(found)
        )
    in_short = path[0] in ("parameters", "state", "issues") and path[2:3] != ("distribution",)
    if kind.startswith("model") and in_short and isinstance(found, str) and found:
        kind = "float_type"  # a number is the usual way to write these parts
    code, what = _EXPECTED.get(kind, ("unknown-word", ""))
    said = _told(code, f"{what} is expected here" if what else message, found, node, path)
    in_a_step = path[0] == "protocol" and path[2:3] in (("choose",), ("does",))
    if said.code == "empty" and kind == "dict_type" and in_a_step and len(path) == 4:
        return said._replace(hint=f"write `{path[-1]}: {{}}` for an action that sets nothing")
    if said.code == "empty" and path[0] == "payoffs" and len(path) == 2 and not said.hint:
        return said._replace(
            hint=f"write a term below it, or beside it: `{path[-1]}: {{a_name: {{amount: 1}}}}`"
        )
    return said


def _told(code: str, message: str, found: Any, node: Node | None, path: Path) -> Said:
    if found is None or found == "" or (found == {} and code == "condition-expected"):
        hint = (
            "write `[]` for a mover that sees nothing"
            if path[0] == "protocol" and path[-1:] == ("sees",)
            else _nothing_meant(node)
        )
        return Said("empty", message + _shown(found), hint)
    return Said(code, message + _shown(found), meant(code, found, path))


def _nothing_meant(node: Node | None) -> str:
    if isinstance(node, Scalar) and node.value is None and node.text:
        return f"`{node.text}` means nothing in YAML: put it in quotes if it is a word"
    return ""


_EXPECTED = {
    "float_type": ("number-expected", "a number"),
    "float_parsing": ("number-expected", "a number"),
    "finite_number": ("not-finite", "a finite number"),
    "int_type": ("whole-number-expected", "a whole number"),
    "int_from_float": ("whole-number-expected", "a whole number"),
    "bool_type": ("truth-expected", "true or false"),
    "list_type": ("list-expected", "a list"),
    "dict_type": ("mapping-expected", "a mapping"),
    "model_type": ("mapping-expected", "a mapping"),
    "model_attributes_type": ("mapping-expected", "a mapping"),
    "string_type": ("text-expected", "text"),
    "string_unicode": ("text-expected", "text"),
    "string_too_short": ("empty", "text"),
}
"""Pydantic's kind of complaint → our code, and what belongs there."""

_NAMES = ("string_pattern_mismatch", "string_too_long")
"""Pydantic's kinds of complaint about a text that cannot be a name."""

_LIMITS = {
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("of at least", "ge"),
    "less_than_equal": ("of at most", "le"),
}


def _beyond(item: Any, found: Any, path: Path) -> Said:
    phrase, key = _LIMITS[item["type"]]
    limit = item["ctx"][key]
    hint = (
        "" if key == "le" and limit == 1 else f"write a number {phrase} {limit:g}"
    )  # a share has a hint already
    if path[0] == "correlations" and 2 <= abs(found) <= 100:
        hint = f"write `{found / 100:g}`"
    return Said(
        "outside-limits", f"a number {phrase} {limit:g} is expected here{_shown(found)}", hint
    )


def _count(item: Any, last: str) -> Said:
    count, short = len(item["input"]), item["type"] == "too_short"
    limit = (
        f"at least {item['ctx']['min_length']}"
        if short
        else f"at most {item['ctx']['max_length']:,}"
    )
    if last == "range":
        return Said(
            "range-ends",
            f"a range is two numbers, from and to, not {count}",
            "write it as `[0, 1]`",
        )
    return Said(
        "empty" if short else "too-many-entries", f"there must be {limit} of these, not {count:,}"
    )


def _few_words(item: Any, found: Any, path: Path) -> Said:
    allowed = str(item["ctx"]["expected"]).replace("'", "`")
    allowed = allowed if "`" in allowed else f"`{allowed}`"
    message = f"{allowed} is expected here{_shown(found)}"
    if path == ("format",):
        message = "`1` is expected here, not a text" if found == "1" else message
        return Said("unknown-format", message, Hint("write `format: 1`", "1"))
    if found is None or found == "":
        return Said("empty", message)
    return Said(
        "unknown-word",
        message,
        nearest(spelled(found), allowed.split("`")[1::2]) or meant("unknown-word", found, path),
    )


def _bad_name(name: str, kind: str, bare: bool) -> Said:
    if bare and re.search(r"[\s()]", name):
        return Said("text-in-braces", f"`{name}` cannot be a name", _COMMA)
    if kind == "string_too_long":
        return Said(
            "bad-name",
            f"`{name[:20]}…` is too long for a name",
            "at most 60 characters make a name",
        )
    hint = "a name is one word of letters, digits and `_` that starts with a letter"
    joined = spellings(name)[1]
    hint = f"write `{joined}`: {hint}" if joined != name and joined[:1].isalpha() else hint
    return Said("bad-name", f"`{name}` cannot be a name", hint)


def _bad_item(name: str, kind: str, path: Path) -> Said:
    """A name in a list that cannot be one: perhaps several, without the brackets of a list."""
    names = [word for word in re.split(r"\s*[,;/&]\s*|\s+and\s+", name.strip()) if word]
    if len(names) > 1 and all(re.fullmatch(r"[^\W\d]\w*", word) for word in names):
        who = "players" if path[-2:-1] == ("decided_by",) else "names"
        hint = f"several {who} stand in brackets: `[{', '.join(names)}]`"
        return Said("bad-name", f"`{name}` cannot be a name", hint)
    return _bad_name(name, kind, bare=False)


def spellings(name: str) -> tuple[str, ...]:
    """What the rest of a file may call what bears a name that cannot be one: the word in its place
    comes second.
    """
    words = re.findall(r"\w+", name)
    return name, "_".join(words), "".join(words), *words


_COMMA = "inside braces a comma ends the value before it: put the sentence or formula in quotes"


_OTHER_WORDS = {
    **dict.fromkeys(
        ("table", "payoff", "payoffs", "worth", "utility", "score", "scores", "points"), "values"
    ),
    **dict.fromkeys(("formula", "expression", "equation"), "expr"),
    **dict.fromkeys(("issue", "issues", "on", "depends_on"), "by"),
    **dict.fromkeys(("if", "condition", "only_if"), "when"),
    **dict.fromkeys(("choices", "alternatives"), "options"),
    **dict.fromkeys(("decider", "decides", "owner", "chosen_by", "set_by"), "decided_by"),
    **dict.fromkeys(("description", "note", "comment", "reason"), "about"),
    **dict.fromkeys(("label", "title"), "name"),
    "when": "if",
    **dict.fromkeys(("gaussian", "gauss", "bell"), "normal"),
    **dict.fromkeys(("pert", "beta", "triangle"), "triangular"),
    **dict.fromkeys(("min", "minimum", "from", "a", "lower"), "low"),
    **dict.fromkeys(("max", "maximum", "to", "b", "upper"), "high"),
    **dict.fromkeys(("mu", "average"), "mean"),
    **dict.fromkeys(("likeliest", "peak", "c"), "mode"),
    **dict.fromkeys(("stdev", "std", "stddev", "deviation"), "sd"),
}
"""Words that people write for keys, where there is such a key."""


def _key_meant(key: str, found: Any) -> str:
    """The key that people mean by another word; a payoff is a table, a number or a formula."""
    other = _OTHER_WORDS.get(key.lower(), "")
    if other == "values" and not isinstance(found, dict):
        return "amount" if isinstance(found, int | float) else "expr"
    return other


def unknown_key(key: str, found: Any, path: Path, bare: bool) -> Said:
    """What to say of a key that the language does not have at a path; see `words`."""
    known = keys(holder_of(path))
    other = _key_meant(key, found)
    hint = f"write `{other}:`" if other in known else nearest(key, known)
    message = f"`{key}` is not a key here; allowed: {listed(known, 40)}"
    if bare and not hint and found is None:
        return Said("text-in-braces", message, LETTERS if key[-1:] in "”“’»«" else _COMMA)
    if not hint and found is None and path[0] == "protocol" and re.fullmatch(r"[^\W\d]\w*", key):
        hint = f"a step starts with its kind: write `- move: {key}`"
    return Said("unknown-key", message, hint)


def _shown(found: Any) -> str:
    if isinstance(found, dict):
        return ", not a mapping" if found else ", not an empty mapping"
    if isinstance(found, list):
        return ", not a list"
    if found is None or found == "":
        return ", not nothing"
    return f", not `{spelled(found)[:40]}`"


def _about(path: Path) -> str:
    """What a key is for, in the words of the language's own description."""
    known = keys(holder_of(path)).get(str(path[-1]))
    return (known.description or "") if known is not None else ""


_LIKE = 0.85
"""How much two words have to share for one to be read as the other."""
_MOST = 40
"""Keys that are compared with the names of sections."""


def under_their_names(root: Mapping, problems: Problems) -> None:
    """Note every section with a misspelt name, and read it as if the name stood there that is
    missing.

    So nothing that speaks of the section is wrong as well, and what is wrong in it is told at once.
    """
    known = keys(Document)
    missing = [name for name in known if name not in root.entries]
    strange = (
        key
        for key, node in root.entries.items()
        if key not in known and not isinstance(node, Scalar)
    )
    meant: dict[str, str] = {}
    for key in islice(strange, _MOST):
        said = unknown_key(key, {}, (key,), bare=False)
        for name in missing:
            if (
                name == nearest_name(key, known)
                and name not in meant.values()
                and _alike(key, name)
            ):
                problems.add(root.keys[key], said.code, said.message, said.hint)
                meant[key] = name
    if meant:
        root.entries = {meant.get(key, key): node for key, node in root.entries.items()}
        root.keys = {meant.get(key, key): place for key, place in root.keys.items()}


def _alike(key: str, name: str) -> bool:
    """Whether a word is a slip of another: its letters in another order, or nearly all of them."""
    return sorted(key) == sorted(name) or SequenceMatcher(None, key, name).ratio() >= _LIKE
