"""The page of the shipped scenarios."""

from __future__ import annotations

from pathlib import Path

import negotiate
from docs.generate.introductions import introduction
from docs.generate.markdown import list_of, table
from negotiate.language.library import shipped
from negotiate.language.shelf import shelf

ROOT = Path(__file__).parents[2]


def page() -> str:
    """Each scenario with its file, its people, and what it can be turned into."""
    pieces = ["# Shipped scenarios\n", introduction("scenarios", "top")]
    rows = [
        (f"[`{e.name}`](#{_anchor(e.name)})", e.title, ", ".join(e.players))
        for e in shelf().scenarios
    ]
    pieces += [table(("name", "title", "players"), rows)]
    for entry in shelf().scenarios:
        pieces += _one(entry.name)
    return "\n".join(pieces)


def _anchor(name: str) -> str:
    return name.replace("/", "")


def _one(name: str) -> list[str]:
    scenario = negotiate.load(name)
    about, path = scenario.about, shipped()[name].relative_to(ROOT).as_posix()
    facts = [
        ("title", about.title),
        ("date", about.date),
        ("players", ", ".join(player.name for player in scenario.players.values())),
        ("issues", list_of(scenario.issues)),
        ("parameters", list_of(scenario.parameters)),
        ("variants", list_of(scenario.variants)),
        (
            "for a class",
            ", ".join(found for found in (about.group, _minutes(about.minutes)) if found),
        ),
        ("it teaches", "; ".join(about.teaches)),
        ("file", f"[{path}](../../{path})"),
    ]
    summary = " ".join(about.summary.split())
    return [
        f"## {name}\n",
        f"{summary}\n" if summary else "",
        "".join(f"- {name}: {fact}\n" for name, fact in facts if fact),
    ]


def _minutes(minutes: int | None) -> str:
    return f"{minutes} minutes" if minutes else ""
