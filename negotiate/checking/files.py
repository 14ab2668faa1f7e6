"""Every problem of a file: mistakes in any of its cases, what is hardly meant, and what a profile asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from negotiate.checking.allowing import allowed
from negotiate.checking.cases import Case, Trial
from negotiate.checking.class_profile import ready_for_class
from negotiate.checking.editors import outdated
from negotiate.checking.lint.registry import linted
from negotiate.checking.publish_profile import ready_to_publish
from negotiate.checking.subject import Finding, Subject
from negotiate.checking.sweep import whole_grid
from negotiate.errors import Problem
from negotiate.loading.library import holds_game, holds_problem
from negotiate.loading.problems import Problems, told
from negotiate.loading.scenario_file import Reading
from negotiate.rules import PROFILES, Profile
from negotiate.views.scenario import Scenario


def check_file(
    name: str,
    changes: Mapping[str, Any] | None = None,
    variant: str | None = None,
    fixes: Mapping[str, str] | None = None,
    profile: Profile = "draft",
) -> list[Problem]:
    """The problems of a scenario file, in file order; without an error among them every command can use it.

    Of very many the first are told and the rest is counted. Of a large file with many variants and expectations only
    some are tried, which is told as well.

    Parameters
    ----------
    name : str
        A file, or the name of a shipped scenario. Of a game of another program (`.nfg`, `.efg`) the first mistake is
        told, of a bargaining problem of GENIUS (`.xml`) those of the file and of its profiles; nothing else applies.
    changes, variant, fixes
        As for `load`; what is wrong only with these is told as well. What is hardly meant, and what a profile asks
        for, is told of the file as it stands.
    profile : {'draft', 'class', 'publish'}
        How much the file is held to.

    Raises
    ------
    ScenarioNotFound
        If there is no such file and no such name.
    """
    if holds_game(name):
        from negotiate.loading.gambit.reading import problems as of_game  # noqa: PLC0415 - loaded for such files alone

        return list(of_game(name))
    if holds_problem(name):
        from negotiate.loading.genius.reading import problems as of_genius  # noqa: PLC0415 - loaded for such files alone

        return told(of_genius(name))
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
    expected = tuple(trial.expectation(position) for position in range(len(base.expectations)))
    whole = not trial.untried and not any(problem.severity == "error" for problem in trial.found)
    lines = reading.problems.texts
    cases = (*trial.cases, *_dealt(trial))
    return Subject(reading.root, cases, whole, expected, whole_grid(base), lines)


def _dealt(trial: Trial) -> list[Case]:
    """The file under each way in which private types can be dealt, so that nothing is idle which counts for a type."""
    profiles = {id(p): p for case in trial.cases for p in case.scenario.profiles if isinstance(p, Scenario)}
    return [Case(profile, ("types",), None, None) for profile in profiles.values()]


def _judged(subject: Subject, reading: Reading, found: list[Problem], profile: Profile) -> list[Problem]:
    """The problems found so far, with what lint and profile add and without what the file allows."""
    problems = Problems(list(found), reading.problems.texts)
    for finding in _findings(subject, profile):
        problems.add(finding.place, finding.code, finding.message, finding.hint)
    kept, needless = allowed(problems.found, reading.problems.texts, reading.shown, profile)
    rest = Problems(kept, reading.problems.texts)
    for place, message, hint in needless if subject.whole else ():
        rest.add(place, "needless-allow", message, hint)
    return rest.found


def _findings(subject: Subject, profile: Profile) -> Iterator[Finding]:
    yield from linted(subject)
    if profile in PROFILES[1:]:
        yield from ready_for_class(subject)
    if profile in PROFILES[2:]:
        yield from ready_to_publish(subject)
