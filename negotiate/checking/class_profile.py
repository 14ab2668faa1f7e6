"""What a file lacks before a class can play it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from negotiate.checking.subject import Finding, Subject
from negotiate.checking.texts import texts
from negotiate.loading.problems import listed
from negotiate.loading.text.reader import Mapping

_INSIDE = re.compile(r"<(?=\S)[^<>]*\s[^<>]*(?<=\S)>")
_WHOLE = re.compile(r"\s*<[^<>]+>\s*\Z")


def ready_for_class(subject: Subject) -> Iterator[Finding]:
    """What the profile `class` asks for and the file does not have."""
    about, top = subject.scenario.about, subject.at("title", key=True)
    yield from _briefs(subject)
    if about.minutes is None:
        yield Finding(top, "missing-minutes", "the file does not say how many minutes it takes", "write `minutes: 50`")
    if not about.summary.strip():
        yield Finding(top, "missing-summary", "the file has no summary", "write `summary:` with two or three sentences")
    if not about.teaches:
        hint = "write `teaches:` with one sentence for each thing that a class should see"
        yield Finding(top, "missing-teaches", "the file does not say what it teaches", hint)
    matrix = isinstance(subject.root, Mapping) and "matrix" in subject.root.entries
    if not subject.scenario.status_quo and not matrix:
        hint = "write `status_quo:` with the option of every issue that holds today"
        yield Finding(subject.at("issues", key=True), "missing-status-quo", "the file names no status quo", hint)
    yield from _placeholders(subject)


def _briefs(subject: Subject) -> Iterator[Finding]:
    briefs = subject.scenario.briefs
    missing = [key for key in ("public", *subject.scenario.players) if not briefs.get(key, "").strip()]
    if missing:
        place = subject.at(*(("briefs",) if briefs else ("players",)), key=True)
        place = place if briefs or subject.scenario.players else subject.at("title", key=True)
        wanted = ["everybody knows"] if "public" in missing else []
        if missing != ["public"]:
            wanted.append(f"{'this' if len(missing) == 1 else 'each'} player alone knows and wants")
        hint = f"add {listed([f'{key}:' for key in missing])} under `briefs`, with what {' and what '.join(wanted)}"
        yield Finding(place, "missing-brief", f"a brief is missing for {listed(missing)}", hint)


def _placeholders(subject: Subject) -> Iterator[Finding]:
    for text, place in texts(subject.root):
        found = _INSIDE.search(text) or _WHOLE.match(text)
        if found is not None:
            shown = " ".join(found[0].split())
            shown = shown if len(shown) <= 60 else f"{shown[:58]}…"
            message = f"`{shown}` is still to be filled in"
            yield Finding(place, "placeholder", message, "write what it asks for, without the angle brackets")
