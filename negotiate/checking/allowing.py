"""Comments that allow a warning in their line: `# check: allow CODE - and a reason, if there is one to give`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from negotiate.errors import TOLD, Problem
from negotiate.loading.problems import Place, nearest
from negotiate.rules import PROFILES, Profile, all_rules, rule

_ALLOW = re.compile(r"#\s*check:\s*allow\b[\s:]*(.*)")
_CODE = re.compile(r"[\w-]+")
_REASON = re.compile(r"\s[-–—]\s|[;(#]")
_BLOCK = re.compile(r"(?:^|[:\-]\s+|^\s*-\s+)[|>][-+0-9]*\s*\Z")
_OPENERS = " \t[{,:-?"


@dataclass(frozen=True, slots=True)
class Allowance:
    """One code that a comment allows in its line."""

    place: Place
    code: str


def allowances(path: str, lines: Iterable[str]) -> Iterator[Allowance]:
    """Every code that the comments of a text allow, in their order."""
    for number, column, comment in comments(lines):
        match = _ALLOW.search(comment)
        if match is None:
            continue
        codes = list(_CODE.finditer(_REASON.split(match[1], maxsplit=1)[0]))
        for code in codes:
            at = column + match.start(1) + code.start()
            yield Allowance(Place(path, number, at + 1, len(code[0])), code[0])
        if not codes:
            yield Allowance(Place(path, number, column + 1, len(comment.rstrip())), "")


def comments(lines: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Line, column (from 0) and text of each comment; what stands in quotes or in a block of text is none."""
    quote, block = "", -1
    for number, line in enumerate(lines, start=1):
        indent = len(line) - len(line.lstrip(" "))
        if block >= 0 and (not line.strip() or indent > block):
            continue
        block = -1
        at, quote = _comment(line, quote)
        if at >= 0:
            yield number, at, line[at:]
        if not quote and _BLOCK.search(line[: at if at >= 0 else len(line)].rstrip()):
            block = _indent_of_key(line)


def _indent_of_key(line: str) -> int:
    """How far the key is indented to which a block of text belongs; the dashes of a list count as indentation."""
    match = re.match(r"(?:\s*-\s+)*(?=[^\s-][^#]*:)", line) or re.match(r"\s*", line)
    return match.end() if match is not None else 0


def _comment(line: str, quote: str) -> tuple[int, str]:
    """Where a comment starts, -1 for nowhere, and which quote is still open at the end of the line."""
    start, at = True, 0  # `start` tells that a value may begin here, and with it a quoted text
    while at < len(line):
        char = line[at]
        if quote:
            if char == "\\" and quote == '"':
                at += 1
            elif char == quote:
                if quote == "'" and line[at + 1 : at + 2] == "'":
                    at += 1
                else:
                    quote, start = "", False
        elif char in "'\"" and start:
            quote = char
        elif char == "#" and (at == 0 or line[at - 1] in " \t"):
            return at, ""
        elif char not in " \t":
            start = char in "[{," or (char in ":-?" and line[at + 1 : at + 2] in (" ", "", "\t"))
        at += 1
    return -1, quote


def allowed(
    problems: Iterable[Problem], texts: dict[str, list[str]], own: str, profile: Profile
) -> tuple[list[Problem], list[tuple[Place, str, str]]]:
    """The problems without those that are allowed, and each allowance of a file's own that silences nothing.

    Parameters
    ----------
    problems : iterable of Problem
        Errors among them stay, whatever is allowed.
    texts : dict
        File → its lines.
    own : str
        The file whose needless allowances are told; those of a file that it extends are that file's.
    profile : str
        Allowances of a rule that only a later profile asks for are not needless.
    """
    marks = [a for path, lines in texts.items() if _may_allow(path, lines) for a in allowances(path, lines)]
    wanted = {(a.place.path, a.place.line, a.code) for a in marks}
    kept, silenced = [], set()
    for problem in problems:
        key = (problem.path, problem.line, problem.code)
        if problem.severity == "warning" and key in wanted:
            silenced.add(key)
        else:
            kept.append(problem)
    idle = [a for a in marks if a.place.path == own and (own, a.place.line, a.code) not in silenced]
    needless = [a for a in idle if not _later(a.code, profile)]
    return kept, [(a.place, *_why(a.code, guess=k < TOLD)) for k, a in enumerate(needless)]


def _may_allow(path: str, lines: list[str]) -> bool:
    return not path.startswith("--") and any("check:" in line for line in lines)


def _later(code: str, profile: Profile) -> bool:
    return code in all_rules() and PROFILES.index(rule(code).profile) > PROFILES.index(profile)


def _why(code: str, guess: bool) -> tuple[str, str]:
    """What is said of a needless allowance, and advised; what was meant is looked for where anybody may read it."""
    if not code:
        return "this comment allows nothing: it names no rule", "write `# check: allow CODE`"
    if code not in all_rules():
        return f"there is no rule `{code}` to allow", nearest(code, all_rules()) if guess else ""
    if rule(code).severity == "error":
        return f"`{code}` is an error, and errors cannot be allowed", "mend what it names"
    return f"there is no `{code}` in this line to allow", "take the comment away, or move it to the line of the warning"
