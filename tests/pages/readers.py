"""Scenarios for pages: one with a mark in every place that is for one reader alone, and one with
texts that do harm.
"""

from __future__ import annotations

from tests.strange_texts import ARABIC, CHINESE, GERMAN, LONG, SCRIPT, WORD

SECRETS = """
format: 1
title: Secrets
summary: What everybody reads.
teaches: [lesson-of-teacher]
players:
  red: {name: Red, unit: points}
  blue: {name: Blue, unit: points}
issues:
  x:
    name: Line x
    options: {none: {name: nothing at all}, some: {name: a part}, all: {name: the whole}}
    decided_by: agreement
  y: {name: Line y, options: [low, high], decided_by: agreement}
  z: {name: What Red does, options: [still, loud], decided_by: red}
status_quo: {x: none, y: low, z: still}
no_deal: status_quo
on_table: [x, y]
payoffs:
  red:
    termofred: {by: x, values: {some: 17.125, all: 31.375}, about: reason-of-red}
    both: {amount: 3.0625, when: x == all and y == high}
    moved: {amount: 5.4375, when: begin == wait, about: move-of-red}
  blue:
    termofblue: {by: x, values: {some: 23.625, all: 41.875}, about: reason-of-blue}
    moved: {amount: 6.8125, when: begin == go, about: move-of-blue}
red_lines:
  lineofred: {player: red, never: {x: all}, about: line-of-red}
  dearred: {player: red, never: {y: high}, cost: 7.5625, about: cost-of-red}
  lineofblue: {player: blue, never: {y: high}, about: line-of-blue}
ratifiers:
  council: {player: blue, accepts: {x: some}, about: council-of-blue}
types:
  red: {meek: {odds: 0.25, about: meek-of-red}, bold: {odds: 0.75, about: bold-of-red}}
chance:
  luck: {name: Luck, odds: {red: {good: 0.407, bad: 0.593}, blue: {good: 0.719, bad: 0.281}}}
protocol:
  - {move: begin, player: red, choose: {wait: {}, go: {z: loud}}}
briefs:
  public: "brief-of-public <script>alert(1)</script>"
  red: brief-of-red
  blue: brief-of-blue
  teacher: brief-of-teacher
happened: {really: {x: some, y: low}}
expect:
  - {about: key-of-teacher, deal: {x: some}}
"""
NUMBERS = {
    "red": ["17.125", "31.375", "5.4375", "7.5625", "0.407"],
    "blue": ["23.625", "41.875", "6.8125", "0.719"],
}
TEXTS = {
    "red": [
        "brief-of-red",
        "line-of-red",
        "cost-of-red",
        "move-of-red",
        "meek-of-red",
        "bold-of-red",
    ],
    "blue": ["brief-of-blue", "line-of-blue", "move-of-blue", "council-of-blue"],
}
FOR_ONE = [
    "brief-of-red",
    "brief-of-blue",
    "brief-of-teacher",
    "lesson-of-teacher",
    "key-of-teacher",
]
"""What the page of the whole scenario holds for the teacher alone."""

HARMFUL = {
    "format": 1,
    "title": f"Title {SCRIPT}",
    "summary": f"{ARABIC} {SCRIPT}",
    "group": SCRIPT,
    "minutes": 40,
    "teaches": [f"{SCRIPT} {WORD}"],
    "players": {
        "a": {"name": 'A <i> "&', "leader": ARABIC},
        "b": {"name": f"Bob {WORD}", "unit": SCRIPT},
    },
    "issues": {
        "x": {
            "name": f"{ARABIC} {SCRIPT}",
            "options": {
                "low": {"name": f"low {WORD}"},
                "high": {"name": f"{SCRIPT} {GERMAN} {CHINESE}"},
            },
            "decided_by": "agreement",
        },
        "y": {
            "name": WORD,
            "options": {"no_": {"name": ARABIC}, "yes_": {"name": SCRIPT}},
            "decided_by": "a",
        },
    },
    "status_quo": {"x": "low", "y": "no_"},
    "payoffs": {
        "a": {"p": {"by": "x", "values": {"high": 2}}, "q": {"by": "y", "values": {"yes_": 1}}},
        "b": {"p": {"by": "x", "values": {"high": 1}}},
    },
    "red_lines": {"l": {"player": "a", "never": {"x": "low"}, "about": f"{SCRIPT} {WORD}"}},
    "briefs": {
        "public": (
            f"# {SCRIPT}\n\n- {ARABIC}\n- [link](javascript:alert(1)) "
            f"![i](http://a/b.png)\n\n{LONG}"
        ),
        "a": f"{SCRIPT}\n\n<div onclick='x'>\n\n```\n{SCRIPT}\n```",
        "b": f"1. {WORD}\n2. `{SCRIPT}`",
        "teacher": f"{SCRIPT} {ARABIC}",
    },
    "happened": {"really": {"x": "high", "y": "no_"}},
}
