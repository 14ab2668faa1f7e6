"""Every problem of a file: mistakes in any of its cases, what is hardly meant, and what a profile
asks for.

A comment allows a warning in its line: `# check: allow CODE - and a reason, if there is one to
give`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import numpy as np

from negotiate.display import record
from negotiate.errors import TOLD, NegotiateError, Problem
from negotiate.language import gambit, genius
from negotiate.language.check import profiles as demands
from negotiate.language.check.cases import Trial
from negotiate.language.check.subject import Case, Finding, Subject, whole_grid
from negotiate.language.editor.beside import outdated
from negotiate.language.library import holds_game, holds_problem
from negotiate.language.scenario_file import Reading
from negotiate.language.text import reader
from negotiate.language.writing import sheet
from negotiate.lenses import LENSES
from negotiate.problems import PROFILES, Place, Problems, Profile, all_rules, nearest, rule, told
from negotiate.scenario import Scenario


def check_file(
    name: str,
    changes: Mapping[str, Any] | None = None,
    variant: str | None = None,
    fixes: Mapping[str, str] | None = None,
    profile: Profile = "draft",
) -> list[Problem]:
    """The problems of a scenario file, in file order; without an error among them every command can
    use it.

    Of very many the first are told and the rest is counted. Of a large file with many variants and
    expectations only some are tried, which is told as well.

    Parameters
    ----------
    name : str
        A file, or the name of a shipped scenario. Of a game of another program (`.nfg`, `.efg`) the
        first mistake is told, of a bargaining problem of GENIUS (`.xml`) those of the file and of
        its profiles; nothing else applies.
    changes, variant, fixes
        As for `load`; what is wrong only with these is told as well. What is hardly meant, and what
        a profile asks for, is told of the file as it stands.
    profile : {'draft', 'class', 'publish'}
        How much the file is held to.

    Raises
    ------
    ScenarioNotFound
        If there is no such file and no such name.
    """
    if holds_game(name):
        return list(gambit.reading.problems(name))
    if holds_problem(name):
        return told(genius.reading.problems(name))
    reading = Reading(name)
    trial = Trial(reading, changes or {}, fixes or {})
    everything = [None, *reading.variants()]
    trial.run([variant] if variant is not None else everything)
    plain = trial
    if changes or fixes or variant is not None:
        plain = Trial(reading, {}, {})
        plain.run(everything)
    subject = _subject(reading, plain)
    found = [*trial.found]
    if subject is not None:
        found = _judged(subject, reading, [*found, *outdated(reading)], profile)
    return told(found)


def _subject(reading: Reading, trial: Trial) -> Subject | None:
    """What there is to judge; None where the file as it stands cannot be used."""
    if reading.root is None or not trial.cases or not trial.cases[0].base:
        return None
    base = trial.cases[0].scenario
    expected = tuple(map(trial.expectation, base.expectations))
    whole = not trial.untried and not any(problem.severity == "error" for problem in trial.found)
    lines = reading.problems.texts
    cases = (*trial.cases, *_dealt(trial))
    return Subject(reading.root, cases, whole, expected, whole_grid(base), lines)


def _dealt(trial: Trial) -> list[Case]:
    """The file under each way in which private types can be dealt, so that nothing is idle which
    counts for a type.
    """
    profiles = {
        id(p): p for case in trial.cases for p in case.scenario.profiles if isinstance(p, Scenario)
    }
    return [Case(profile, ("types",), None, None) for profile in profiles.values()]


def _judged(
    subject: Subject, reading: Reading, found: list[Problem], profile: Profile
) -> list[Problem]:
    """The problems found so far, with what lint and profile add and without what the file
    allows.
    """
    problems = Problems(list(found), reading.problems.texts)
    for finding in _findings(subject, profile):
        place = (
            finding.where
            if isinstance(finding.where, Place)
            else subject.at(finding.where, key=True)
        )
        problems.add(place, finding.code, finding.message, finding.hint)
    kept, needless = allowed(problems.found, reading.problems.texts, reading.shown, profile)
    rest = Problems(kept, reading.problems.texts)
    for place, message, hint in needless if subject.whole else ():
        rest.add(place, "needless-allow", message, hint)
    return rest.found


def unfilled(name: str) -> int:
    """How many texts of a template a file still has to fill in; none where it cannot be read as a
    file.
    """
    path = Path(name)
    if (
        holds_game(name)
        or holds_problem(name)
        or not path.is_file()
        or b"<" not in path.read_bytes()
    ):
        return 0
    root = Reading(name).root
    return 0 if root is None else sum(1 for _ in demands.placeholders(root))


_OF_FILES = (
    "limits:never_chosen",
    "slips:twin_options",
    "slips:sign_slip",
    "slips:odd_magnitude",
    "slips:distribution_outside_range",
    "names:thousands_or_decimals",
    "limits:idle_issue",
    "limits:forbids_nothing",
    "limits:accepts_nothing",
    "limits:lines_contradict",
    "limits:above_every_package",
    "moves:impossible_history",
    "terms:idle_term",
    "terms:idle_preference",
    "terms:unused_parameter",
    "moves:idle_moves",
    "moves:own_move_seen",
    "moves:never_reached",
    "moves:idle_next",
    "moves:idle_strategy",
    "moves:lone_phase",
    "terms:twin_types",
    "terms:idle_variant",
    "terms:no_turns",
    "terms:unused_state",
    "terms:idle_inject",
    "terms:inject_never_comes",
    "names:look_alike",
    "names:cut_text",
)
LINTS = (
    *(f"negotiate.language.check.lint.{name}" for name in _OF_FILES),
    *dict.fromkeys(lens.lint for lens in LENSES if lens.lint),
)
"""Paths of: what there is to look at → what is hardly meant; those of the lenses look at what is
expected of them.
"""
READY = {
    "class": "negotiate.language.check.profiles:ready_for_class",
    "publish": "negotiate.language.check.profiles:ready_to_publish",
}
"""Profile → the path of what says what a file lacks for it, beside what the profiles before it ask
for.
"""


def _findings(subject: Subject, profile: Profile) -> Iterator[Finding]:
    """What every lint has to say, and what the file lacks for a profile.

    A lint that comes upon a number that does not exist says nothing: the mistake is told where it
    stands.
    """
    for path in LINTS:
        lint: Callable[[Subject], Iterator[Finding]] = resolve_name(path)
        try:
            with np.errstate(all="ignore"):
                found = list(lint(subject))
        except NegotiateError:
            continue
        yield from found
    for asked in PROFILES[1 : PROFILES.index(profile) + 1]:
        lacking: Callable[[Subject], Iterator[Finding]] = resolve_name(READY[asked])
        yield from lacking(subject)


_ALLOW = re.compile(r"#\s*check:\s*allow\b[\s:]*(.*)")
_CODE = re.compile(r"[\w-]+")
_REASON = re.compile(r"\s[-–—]\s|[;(#]")


@record
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
    """Line, column (from 0) and text of each comment; what stands in quotes or in a block of text
    is none.
    """
    text = "\n".join(lines)
    for remark in sheet.cut(text, reader.pieces(text))[1]:
        yield text.count("\n", 0, remark.at) + 1, remark.column, remark.text


def allowed(
    problems: Iterable[Problem], texts: dict[str, list[str]], own: str, profile: Profile
) -> tuple[list[Problem], list[tuple[Place, str, str]]]:
    """The problems without those that are allowed, and each allowance of a file's own that silences
    nothing.

    Parameters
    ----------
    problems : iterable of Problem
        Errors among them stay, whatever is allowed.
    texts : dict
        File → its lines.
    own : str
        The file whose needless allowances are told; those of a file that it extends are that
        file's.
    profile : str
        Allowances of a rule that only a later profile asks for are not needless.
    """
    written = {
        path: lines
        for path, lines in texts.items()
        if not path.startswith("--") and "check:" in str(lines)
    }
    marks = [allowance for path, lines in written.items() for allowance in allowances(path, lines)]
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


def _later(code: str, profile: Profile) -> bool:
    return code in all_rules() and PROFILES.index(rule(code).profile) > PROFILES.index(profile)


def _why(code: str, guess: bool) -> tuple[str, str]:
    """What is said of a needless allowance, and advised; what was meant is looked for where anybody
    may read it.
    """
    if not code:
        return "this comment allows nothing: it names no rule", "write `# check: allow CODE`"
    if code not in all_rules():
        return f"there is no rule `{code}` to allow", nearest(code, all_rules()) if guess else ""
    if rule(code).severity == "error":
        return f"`{code}` is an error, and errors cannot be allowed", "mend what it names"
    return (
        f"there is no `{code}` in this line to allow",
        "take the comment away, or move it to the line of the warning",
    )
