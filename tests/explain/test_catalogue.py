"""Every concept that a command prints has a text: short sentences, a source, and a scenario that
shows it.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

import negotiate
from negotiate.bargaining.points import POINTS
from negotiate.bargaining.talks import TALKS
from negotiate.conflict.graph import Concept
from negotiate.equilibrium.registry import CONCEPTS, NASH, SOLVERS
from negotiate.equilibrium.trees.choice import CONCEPTS as OF_TREES
from negotiate.errors import UnknownConcept
from negotiate.explain.catalogue import WORDS, catalogue, explanation, references, written
from negotiate.language.library import shipped
from negotiate.repeated.many.evolution import Dynamics
from negotiate.whatif.indices import METHODS
from negotiate.whatif.worlds import RULES

CONCEPTS_FILE = Path(negotiate.__file__).parent / "explain" / "concepts.toml"
PRINTED = {
    "concepts of solve": [one.name for one in CONCEPTS],
    "concepts of equilibrium": [*NASH, *OF_TREES],
    "concepts of methods": sorted({one.concept.lower() for one in SOLVERS}),
    "bargaining solutions": [one.name for one in POINTS if one.name != "nash"]
    + ["nash-bargaining-solution"],
    "talks": [one.name for one in TALKS],
    "concepts of stability": list(get_args(Concept)),
    "strategies": list(negotiate.strategies),
    "kinds of strategies": ["trigger-strategy", "zero-determinant", "memory_one", "learning"],
    "dynamics": list(get_args(Dynamics)),
    "indices": list(METHODS),
    "choices in an unknown world": ["minimax_regret", "worst-case-choice", "expected-payoff"],
}
"""The registries of what commands print, by name."""


def test_every_concept_that_a_command_prints_is_explained() -> None:
    lost = [
        f"{name} of the {what}"
        for what, names in PRINTED.items()
        for name in names
        if not _known(name)
    ]
    assert lost == []
    assert len(RULES) == len(PRINTED["choices in an unknown world"])


def _known(name: str) -> bool:
    try:
        return bool(explanation(name).says)
    except UnknownConcept:
        return False


def test_a_text_is_short_and_its_sentences_are_whole() -> None:
    for one in written().values():
        said = re.split(r"(?<=[.!?]) ", one.says.replace("U.S.", "US"))
        assert 1 <= len(said) <= 5, one.name
        assert all(text[-1] in ".!?" for text in said), one.name
        assert max(len(text.split()) for text in said) <= 32, one.name


def test_a_concept_has_a_source_with_author_and_year() -> None:
    for one in catalogue().concepts:
        if one.family != WORDS:
            assert re.search(r"[A-Z].*\b1[89]\d\d|[A-Z].*\b20\d\d", one.source), one.name


def test_each_name_means_one_concept_in_all_families() -> None:
    """Read from the file: of two concepts of one name the program would know the last alone."""
    families = tomllib.loads(CONCEPTS_FILE.read_text("utf-8"))["families"]
    concepts = [(name, told) for family in families for name, told in family["concepts"].items()]
    names = Counter(name for key, told in concepts for name in (key, *told.get("also", ())))
    assert {name: times for name, times in names.items() if times > 1} == {}
    assert len(concepts) == len(written())
    assert all(name == "-".join(name.casefold().split()) for name in names)


def test_a_scenario_that_shows_a_concept_is_shipped() -> None:
    for one in catalogue().concepts:
        assert bool(one.walk) is bool(one.fits), one.name
        if one.walk:
            assert shlex.split(one.fits)[0] in shipped(), one.name


def test_a_reference_stands_once_and_in_order() -> None:
    authors = [work.partition(",")[0].casefold() for work in references()]
    assert authors == sorted(authors)
    assert len(references()) == len(set(references()))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Nash equilibrium", "nash-equilibrium"),
        ("nash", "nash-equilibrium"),
        ("ZOPA", "agreement-zone"),
        ("GMR", "general-metarationality"),
        ("tit-for-tat", "tit_for_tat"),
        ("minimax_regret", "minimax-regret"),
    ],
)
def test_people_ask_in_their_own_words(asked: str, name: str) -> None:
    assert explanation(asked).name == name


def test_a_name_that_is_nearly_one_is_guessed() -> None:
    with pytest.raises(UnknownConcept, match="there is no concept `dominanse`") as wrong:
        explanation("dominanse")
    assert wrong.value.hint.startswith("did you mean `dominance`?")
