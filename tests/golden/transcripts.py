"""What each command says of each shipped scenario, one transcript a scenario: in full of some, in
numbers of the rest.

In full is the text as a reader sees it. In numbers, which a better sentence leaves alone, are the
numbers of the text and each field of the result, as `--json` has it, in one line.
"""

from __future__ import annotations

import json
import math
import re
import shlex
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from negotiate.cli import forms
from negotiate.cli.app import run
from negotiate.equilibrium.registry import CONCEPTS
from negotiate.language.scenario_file import load
from negotiate.lenses import LENSES
from negotiate.report.json import json_of

HERE = Path(__file__).parent
COMMANDS = ("show", *(lens.command for lens in LENSES), "compare")
FLAGSHIP = "us-china/beijing-2018"
IN_FULL = (
    FLAGSHIP,
    "classics/beer-quiche",
    "classics/chicken",
    "classics/cuba-brams",
    "classics/entry-deterrence",
    "classics/kuhn-poker",
    "classics/matching-pennies",
    "classics/nash-demand",
    "classics/prisoners-dilemma",
    "classics/repeated-entry",
    "classics/rubinstein",
    "classics/stag-hunt",
)
QUESTIONS = {
    "classroom/joint-venture": """
        deal --contingent approval
        deal --contingent approval --variant one_forecast
    """,
    FLAGSHIP: """
        tree --threats
        deal --variant us_drops_mic2025
        deal --variant us_drops_mic2025 --at phase_one_2020
        deal --why
        deal --prices
        explain price-of-a-red-line
        deal --variant us_drops_mic2025 --threats
        deal --variant us_drops_mic2025 --all
        stability --state today
        stability --concept SEQ
        simulate --match
        simulate --hold
        simulate --tournament
        whatif
        whatif --variant us_drops_mic2025 --vary deficit_weight=0:20
        whatif --variant us_drops_mic2025 --vary face_cost=0:40
        whatif --variant us_drops_mic2025 --vary kept=0:1
        whatif --vary backing_down=-20:20:2 --watch tree,believed
        whatif --variant us_drops_mic2025 --vary deficit_weight=0:20:1 --vary kept=0:1:0.1""",
    "us-china/beijing-2018-class": """
        deal --trades
        deal --talks agents --agents boulware,conceder
        kit
        debrief "1 CCBB" "2 DBCC" "3 none" "4 CABB"
        report""",
    "europe/brexit-2019": """
        deal --why
        deal --votes""",
    "trade/usmca-2018": """
        deal --signers us,mexico""",
    "conflicts/cuba-1962": """
        stability --state october_28
        stability --moves
        stability --inverse october_28
        stability --evolution""",
    "conflicts/elmira-1991": """
        stability --coalitions
        stability --consensus
        stability --sanctions one-step""",
    "classics/entry-deterrence": """
        tree --threats
        explain backward-induction
        explain subgame-perfect-equilibrium""",
    "classics/beer-quiche": """
        explain signalling""",
    "classics/discrete-bargaining": """
        explain nash-bargaining-solution""",
    "classics/rubinstein": """
        deal --lotteries""",
    "classics/used-car": """
        deal --mediator
        deal --mediator --all
        deal --fix seller=eager --mediator
        deal --all""",
    "classics/chicken": """
        deal --no-deal 1
        explain nash-equilibrium
        explain mixed-strategy
        stability --moves
        stability --greatly row:row=swerve,column=straight
        simulate --hold row=straight""",
    "classics/prisoners-dilemma": """
        explain dominance
        explain grim
        explain sequential-stability
        simulate --certificate --play grudger
        simulate --breach row@4 --play tit_for_tat
        simulate --payoffs --patience 0.4
        simulate --invasion
        simulate --evolution --noise 0.02
        simulate --strategies""",
}
"""What else is asked, of scenarios that the question fits; it is answered in full."""
ASKED_FOR_CONCEPTS = (FLAGSHIP, "classics/chicken", "classics/stag-hunt")
REFUSED = (
    "a repeated game adds payoffs up",
    "no player decides anything alone here",
    "this game is not repeated",
    "without a deal\n",
)
"""How lenses refuse a scenario that only orders its outcomes, has nothing to break, is played once,
or says in numbers what each has without a deal and nothing more.
"""
MAY_REFUSE = ("solve", "tree", "stability", "simulate")
FEW = 4
"""Values of a field that are written out."""


def asked(name: str) -> list[list[str]]:
    """Each command line that is asked of a scenario, as words."""
    further = [shlex.split(line) for line in QUESTIONS.get(name, "").strip().splitlines()]
    if name in ASKED_FOR_CONCEPTS:
        game = load(name).alone()
        further += [
            ["solve", "--concept", concept.name]
            for concept in CONCEPTS
            if concept.applies_to(game) is None
        ]
    lines = [*([command] for command in COMMANDS), *further]
    concept_first = ("explain",)
    return [
        [c, *options, name] if c in concept_first else [c, name, *options] for c, *options in lines
    ]


def in_full(name: str, arguments: Sequence[str]) -> bool:
    """Whether an answer is kept word for word: of some scenarios all are, and those with
    options.
    """
    return name in IN_FULL or len(arguments) > 2


def transcript(name: str) -> Path:
    """Where what is said of a scenario stands."""
    return HERE / f"{name}.txt"


def kept(name: str) -> dict[str, str]:
    """What is on file: command line → answer."""
    parts = re.split(
        r"^\$ negotiate (.+)\n", transcript(name).read_text("utf-8") + "\n", flags=re.MULTILINE
    )
    return {
        typed: text.removesuffix("\n") for typed, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def said(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints; of a scenario that cannot be played so, how it refuses that."""
    code = run(list(arguments))
    printed = capsys.readouterr()
    if arguments[0] in MAY_REFUSE and any(words in printed.err for words in REFUSED):
        assert (code, printed.out) == (4, "")
        return printed.err
    assert (code, printed.err) == (0, "")
    return printed.out


def answer(name: str, arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The answer in full, or in numbers where that is how it is kept."""
    found: list[forms.Answer] = []
    tell = forms.tell
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "tell", lambda told, form: found.append(told) or tell(told, form))
        text = said(arguments, capsys)
    if in_full(name, arguments) or not found:
        return text
    record = json.loads(json.dumps(json_of(found[0].found, found[0].origin)))
    fields: dict[str, list[Any]] = {
        "text": [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]
    }
    fields |= {
        field: list(leaves(value))
        for field, value in record.items()
        if field not in ("schema", "scenario")
    }
    return "".join(f"{field}: {in_short(values)}\n" for field, values in fields.items() if values)


def leaves(value: Any) -> Iterator[Any]:
    """Each value in a part of a record, and each key, in order; sentences are left out."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(key)
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    elif not isinstance(value, str) or " " not in value:
        yield value


def in_short(values: Sequence[Any]) -> str:
    """The values of a field: few as they are, many by count, sum, sum of each times its place,
    checksum of names.
    """
    if len(values) <= FEW:
        return " ".join(map(json.dumps, values))
    numbers = [
        value for value in values if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    names = [
        json.dumps(value) for value in values if value is None or isinstance(value, str | bool)
    ]
    weighed = math.fsum(place * number for place, number in enumerate(numbers, 1))
    sums = [f"{len(numbers)} numbers {math.fsum(numbers):.9g} {weighed:.9g}"] * bool(numbers)
    return ", ".join(
        [*sums, *[f"{len(names)} names {zlib.crc32(' '.join(names).encode()):08x}"] * bool(names)]
    )


def alike(first: str, second: str) -> bool:
    """Whether two answers in numbers differ by nothing but the last digits of some."""
    one, other = first.split(), second.split()
    return len(one) == len(other) and all(
        a == b or _near(a, b) for a, b in zip(one, other, strict=True)
    )


def _near(first: str, second: str) -> bool:
    try:
        return math.isclose(float(first), float(second), rel_tol=1e-6, abs_tol=1e-9)
    except ValueError:
        return False
