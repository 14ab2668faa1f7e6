"""Texts that do harm or take room, in three scripts: what pages must bear as names, messages and
labels.
"""

from __future__ import annotations

from typing import Any

WORD = "w" * 10_000
LONG = "long words " * 1000
SCRIPT = "<script>alert('x')</script><img src=x onerror=\"alert(1)\"> \"quoted\" & 'so'"
ARABIC = "مرحبا بالعالم"
CHINESE = "关税与非关税壁垒谈判工作组第二十七次会议"
GERMAN = "Zollangleichungsverordnungsentwurf"

NAMES = [
    "Donaudampfschifffahrtsgesellschaftskapit",
    "<b>مريم</b> عبد الرحمن",
    f'"{CHINESE[:8]}" & <i>'[:40],
]
"""Names that people type, none longer than a name may be."""
MESSAGES = [SCRIPT, f"{ARABIC} {GERMAN}", CHINESE * 8, WORD[:500]]
"""What people say to each other."""

STRANGE_CLASS: dict[str, Any] = {
    "format": 1,
    "title": f"{GERMAN} {ARABIC}",
    "summary": f"{CHINESE} {SCRIPT}",
    "players": {
        "a": {"name": f"{GERMAN} & {GERMAN}", "unit": "points"},
        "b": {"name": f"{ARABIC} <b>", "unit": CHINESE},
    },
    "issues": {
        "x": {
            "name": f"{GERMAN}: {SCRIPT}",
            "options": {
                "low": {"name": CHINESE},
                "mid": {"name": ARABIC},
                "high": {"name": GERMAN},
            },
            "decided_by": "agreement",
        },
        "y": {
            "name": ARABIC,
            "options": {
                "small": {"name": f"{GERMAN} klein"},
                "large": {"name": f"{ARABIC}: {CHINESE}"},
            },
            "decided_by": "agreement",
        },
    },
    "status_quo": {"x": "low", "y": "small"},
    "payoffs": {
        "a": {
            "base": {"amount": 10},
            "p": {"by": "x", "values": {"mid": 4, "high": 12.5}},
            "q": {"by": "y", "values": {"large": -3}},
        },
        "b": {
            "p": {"by": "x", "values": {"mid": -1, "high": -6}},
            "q": {"by": "y", "values": {"large": 9}},
        },
    },
    "red_lines": {"never": {"player": "a", "never": {"x": "mid", "y": "large"}}},
    "briefs": {"public": f"{ARABIC} {SCRIPT}", "a": f"{GERMAN} {WORD[:300]}", "b": CHINESE * 20},
}
"""A scenario for a class, all of whose labels are such texts."""
