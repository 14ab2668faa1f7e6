"""What is said of many strategies is what the answers hold."""

import re

import pytest

from negotiate.render.repeated.invasion import growing
from negotiate.render.repeated.registry import telling
from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.many.invasion import invasion
from negotiate.repeated.many.tournament import tournament
from tests.render.repeated.sampled import POOL, dilemma, lopsided
from tests.render.repeated.test_every_answer import drawn


def test_the_table_of_a_tournament_holds_what_each_earns_against_the_best():
    found = tournament(dilemma(noise=(0.05, 0.05)), POOL)
    page = drawn(found)
    for place, one in enumerate(found.ranking[0]):
        row = re.search(rf"^{place + 1} +(?P<name>\D+?) +(?P<numbers>[\d. -]+)$", page, re.MULTILINE)
        assert row["name"] == found.pools[0][one].replace("_", " ")
        mean, *cells = map(float, row["numbers"].split())
        assert mean == pytest.approx(found.means[0][one], abs=0.006)
        assert cells == pytest.approx([found.payoffs[0, one, other] for other in found.ranking[0]], abs=0.051)


def test_with_roles_each_side_has_its_table_and_its_answer_to_the_other_s_winner():
    found = tournament(lopsided(), POOL)
    said = " ".join(telling(found).plain(found))
    for player, name in enumerate(("Ann", "Bob")):
        best = [found.pools[player][one].replace("_", " ") for one in found.winners[player]]
        assert len(best) > 1
        assert f"For {name}, {' and '.join(best)} earn most" in said
        reply = found.best_replies[player][found.ranking[1 - player][0]]
        named = found.pools[player][reply].replace("_", " ")
        assert f"{named} does best for {name} of all that take part." in said
    second = telling(found).rows(found)[1]
    assert second[1][1:3] == ["Bob", found.pools[1][found.ranking[1][0]]]


def test_one_winner_is_named_alone_and_equal_ones_together():
    said = drawn(tournament(dilemma(), ["grim", "tit_for_tat", "always_defect"]))
    assert "Of all, grim and tit for tat earn most: 2.3 on average." in said
    said = " ".join(drawn(tournament(dilemma(), ["grim", "always_cooperate", "always_defect"])).split())
    assert "Of all, always defect earns most: 2.47 on average. It does worst against itself." in said


def test_who_stands_for_others_and_who_stays_away_is_said_of_a_pool_that_nobody_chose():
    met = tournament(dilemma())
    for found in (met, invasion(met), evolution(met)):
        said = " ".join(drawn(found).split())
        told = re.search(r"take part once: (.*?)\.", said)[1]
        assert "grim also for grudger and ratchet" in told
        for name in (name for group in met.alike[0] for name in group):
            assert name.replace("_", " ") in told
        assert f"{len(met.left_out[0])} strategies that remember without bound did not take part" in said
    said = drawn(tournament(dilemma(), POOL))
    assert "take part" not in said


def test_at_forty_columns_nothing_is_lost():
    found = invasion(tournament(lopsided(), ["always_cooperate", "always_defect", "suspicious_tit_for_tat"]))
    narrow = " ".join(drawn(found, 40, all=True).split())
    for k, (row, column) in enumerate(found.residents):
        names = [found.tournament.pools[p][one].replace("_", " ") for p, one in enumerate((row, column))]
        grown = [name for name, _ in growing(found, k)]
        assert f"{names[0]} / {names[1]} invaded most by {grown[0] if grown else ''}" in narrow
    certificate = " ".join(drawn(dilemma().certify("grudger"), 40).split())
    assert "Ann plays grudger; patience 0.9; earns 3; best reply 3; gain 0" in certificate


def test_who_is_kept_out_and_who_is_not():
    found = invasion(tournament(dilemma(), ["always_cooperate", "always_defect", "grim"]))
    page = drawn(found)
    assert re.search(r"^ +always cooperate +always defect \+2", page, re.MULTILINE)
    assert re.search(r"^★ +always defect +–$", page, re.MULTILINE)
    rows = telling(found).rows(found)[0]
    grown = {(row[0], row[2]) for row in rows[1:] if row[5] == "grows"}
    assert grown == {("always_cooperate", "always_defect")}


def test_shares_of_the_last_generation_are_told_first():
    found = evolution(tournament(dilemma(), ["always_cooperate", "always_defect", "grim"]))
    page = drawn(found)
    last = found.shares[0][-1]
    leading = found.tournament.pools[0][int(last.argmax())].replace("_", " ")
    table = page[page.index("Share") :].splitlines()
    assert table[1].startswith(leading)
    assert table[1].rstrip().endswith(f"{100 * last.max():.0f} %")


def test_a_takeover_is_told_by_its_odds():
    found = evolution(tournament(dilemma(), ["always_defect", "grim"]), "moran")
    said = " ".join(telling(found).plain(found))
    best = int(found.takeover.fixation.argmax())
    name = found.takeover.names[best].replace("_", " ")
    assert f"{name} is the likeliest to take over: {found.takeover.fixation[best]:.3f}." in said
