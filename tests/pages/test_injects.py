"""The umpire's pages of a war game: who reads an inject, and that nobody reads when it comes or
what is expected.
"""

from __future__ import annotations

import pytest

import negotiate
from negotiate.pages.kit import kit, page_for
from negotiate.report import html
from tests.language.test_turns import WRITTEN
from tests.scenario_strategies import load

NEWS = ("A storm.", "A riot.")
SECRET = ("Turn 2", "North fishes less.", "step = 3", "A treaty")


@pytest.fixture(scope="module")
def ports() -> negotiate.Scenario:
    return load(
        {**WRITTEN, "briefs": {"public": "Two ports.", "north": "You fish.", "south": "You trade."}}
    )


def test_a_card_says_the_news_and_for_whom_and_nothing_else(ports: negotiate.Scenario) -> None:
    (cards,) = (one for one in kit(ports).documents if one.name == "injects")
    assert (cards.reader, cards.kind) == ("teacher", "slips")
    text = "\n".join(cards.text)
    assert text.count("## ") == len(
        NEWS
    )  # the treaty says nothing, and the umpire has no card for it
    assert all(news in text for news in NEWS)
    assert not any(secret in text for secret in SECRET)
    assert "*For south.*" in text
    assert "*For everybody.*" in text


def test_trigger_change_and_response_stand_in_the_guide_alone(ports: negotiate.Scenario) -> None:
    for page in kit(ports).documents:
        text = html.page(page.report)
        for secret in SECRET:
            assert (secret in text) is (page.name == "guide"), (page.name, secret)
        for news in NEWS:
            assert (news in text) is (page.name == "injects"), (page.name, news)
    for reader in ("public", "north", "south"):
        shown = "\n".join(page_for(ports, reader).text)
        assert not any(words in shown for words in (*NEWS, *SECRET))
        assert "Starts at 4. Rungs: calm from 0, threats from 4, war from 9." in shown


def test_a_kit_without_turns_has_no_page_of_the_umpire() -> None:
    found = kit(negotiate.load("us-china/beijing-2018-class"))
    assert [one.name for one in found.documents] == [
        "guide",
        "orders",
        "general",
        "brief-us",
        "brief-china",
    ]


def test_the_forms_of_a_war_game_are_one_set_a_turn(ports: negotiate.Scenario) -> None:
    (orders,) = (one for one in kit(ports).documents if one.name == "orders")
    assert "3 sets a group, one a turn" in "\n".join(orders.text)
    assert "one side after the other" in "\n".join(orders.text)
