"""What a reader sees of every shipped scenario, word for word: 80 columns, no colour.

A change of a picture shows here as a difference to be read. To accept it, write the texts anew and look at what the
version control says of them::

    NEGOTIATE_WRITE_GOLDEN=1 python -m pytest tests/golden

Texts stand at `<scenario>.<command>.txt`, and there is exactly one for each; answers to other concepts, of a few
scenarios that they fit, at `<scenario>.solve.<concept>.txt`, and what `tree --threats` says of some at
`<scenario>.tree.threats.txt`; what `deal` says to other questions, of a few scenarios, at
`<scenario>.deal.<question>.txt`, and what `stability` and `simulate` say likewise.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

from negotiate.cli.app import run
from negotiate.loading import load
from negotiate.loading.library import shipped
from negotiate.solvers.concepts.concept import Concept
from negotiate.solvers.concepts.registry import CONCEPTS

HERE = Path(__file__).parent
COMMANDS = ("show", "solve", "tree", "deal", "stability", "simulate", "compare")
WIDTH = 80
WRITING = os.environ.get("NEGOTIATE_WRITE_GOLDEN", "") not in ("", "0")
ASKED = ("us-china/beijing-2018", "classics/chicken", "classics/stag-hunt")
GAMES = {name: load(name).alone() for name in ASKED}
QUESTIONS = [
    (name, f"solve.{concept.name}")
    for concept in CONCEPTS
    for name, game in GAMES.items()
    if concept.applies_to(game) is None
]
THREATS = [(name, "tree.threats") for name in ("us-china/beijing-2018", "classics/entry-deterrence")]
DEALS = {
    ("us-china/beijing-2018", "deal.variant"): ["--variant", "us_drops_mic2025"],
    ("us-china/beijing-2018", "deal.at"): ["--variant", "us_drops_mic2025", "--at", "phase_one_2020"],
    ("us-china/beijing-2018", "deal.why"): ["--why"],
    ("us-china/beijing-2018", "deal.prices"): ["--prices"],
    ("us-china/beijing-2018", "deal.threats"): ["--variant", "us_drops_mic2025", "--threats"],
    ("us-china/beijing-2018", "deal.all"): ["--variant", "us_drops_mic2025", "--all"],
    ("us-china/beijing-2018-class", "deal.trades"): ["--trades"],
    ("us-china/beijing-2018-class", "deal.talks"): ["--talks", "agents", "--agents", "boulware,conceder"],
    ("europe/brexit-2019", "deal.why"): ["--why"],
    ("europe/brexit-2019", "deal.votes"): ["--votes"],
    ("trade/usmca-2018", "deal.signers"): ["--signers", "us,mexico"],
    ("classics/rubinstein", "deal.lotteries"): ["--lotteries"],
    ("classics/chicken", "deal.no-deal"): ["--no-deal", "1"],
}
STANDING = {
    ("us-china/beijing-2018", "stability.state"): ["--state", "today"],
    ("us-china/beijing-2018", "stability.seq"): ["--concept", "SEQ"],
    ("conflicts/cuba-1962", "stability.state"): ["--state", "october_28"],
    ("conflicts/cuba-1962", "stability.moves"): ["--moves"],
    ("conflicts/cuba-1962", "stability.inverse"): ["--inverse", "october_28"],
    ("conflicts/cuba-1962", "stability.evolution"): ["--evolution"],
    ("conflicts/elmira-1991", "stability.coalitions"): ["--coalitions"],
    ("conflicts/elmira-1991", "stability.consensus"): ["--consensus"],
    ("conflicts/elmira-1991", "stability.one-step"): ["--sanctions", "one-step"],
    ("classics/chicken", "stability.moves"): ["--moves"],
    ("classics/chicken", "stability.greatly"): ["--greatly", "row:row=swerve,column=straight"],
}
AGAIN = {
    ("us-china/beijing-2018", "simulate.match"): ["--match"],
    ("us-china/beijing-2018", "simulate.hold"): ["--hold"],
    ("us-china/beijing-2018", "simulate.tournament"): ["--tournament"],
    ("classics/prisoners-dilemma", "simulate.grudger"): ["--certificate", "--play", "grudger"],
    ("classics/prisoners-dilemma", "simulate.breach"): ["--breach", "row@4", "--play", "tit_for_tat"],
    ("classics/prisoners-dilemma", "simulate.payoffs"): ["--payoffs", "--patience", "0.4"],
    ("classics/prisoners-dilemma", "simulate.invasion"): ["--invasion"],
    ("classics/prisoners-dilemma", "simulate.evolution"): ["--evolution", "--noise", "0.02"],
    ("classics/prisoners-dilemma", "simulate.strategies"): ["--strategies"],
    ("classics/chicken", "simulate.hold"): ["--hold", "row=straight"],
}
REFUSED = ("a repeated game adds payoffs up", "no player decides anything alone here", "this game is not repeated")
"""How `simulate` refuses a scenario that only orders its outcomes, has nothing to break, or is played once."""
CASES = [
    *((name, command) for name in shipped() for command in COMMANDS),
    *QUESTIONS,
    *THREATS,
    *DEALS,
    *STANDING,
    *AGAIN,
]


def golden(name: str, command: str) -> Path:
    """Where the text of one command for one scenario stands."""
    return HERE / f"{name}.{command}.txt"


def arguments(name: str, command: str) -> list[str]:
    """The words of a case's command line."""
    verb, _, concept = command.partition(".")
    asked = ["--threats"] if concept == "threats" else ["--concept", concept] if concept else []
    return [verb, name, *{**DEALS, **STANDING, **AGAIN}.get((name, command), asked)]


def said(name: str, command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints; of a scenario that cannot be played again how `simulate` refuses it."""
    code = run(arguments(name, command))
    printed = capsys.readouterr()
    if command == "simulate" and any(words in printed.err for words in REFUSED):
        assert (code, printed.out) == (4, "")
        return printed.err
    assert (code, printed.err) == (0, "")
    return printed.out


@pytest.mark.parametrize(("name", "command"), CASES)
def test_the_picture_is_the_one_on_file(name: str, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(name, command, capsys)
    path = golden(name, command)
    if WRITING:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.is_file(), f"{path.relative_to(HERE)} is missing; NEGOTIATE_WRITE_GOLDEN=1 writes it"
    kept = path.read_text(encoding="utf-8")
    if text != kept:
        difference = difflib.unified_diff(kept.splitlines(), text.splitlines(), "on file", "now", lineterm="")
        pytest.fail("\n".join([f"negotiate {command} {name} prints something else:", *difference]), pytrace=False)


@pytest.mark.parametrize(("name", "command"), CASES)
def test_the_picture_on_file_fits_and_has_no_colour(name: str, command: str) -> None:
    text = golden(name, command).read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= WIDTH
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.name)
def test_every_concept_has_a_text(concept: Concept) -> None:
    assert any(question == f"solve.{concept.name}" for _, question in QUESTIONS)


def test_no_text_is_left_of_a_scenario_that_is_gone() -> None:
    wanted = {golden(name, command) for name, command in CASES}
    assert [str(path.relative_to(HERE)) for path in sorted(HERE.rglob("*.txt")) if path not in wanted] == []
