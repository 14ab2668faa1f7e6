"""What is said of many strategies is what the answers hold."""

import re

import pytest

from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.many.invasion import invasion
from negotiate.repeated.many.tournament import tournament
from negotiate.repeated.reports.invasion import growing, resident
from negotiate.report.blocks import Table
from negotiate.report.registry import report_of
from tests.repeated.reports.sampled import POOL, dilemma, drawn, lopsided, page, said, tables


def test_the_table_of_a_tournament_holds_what_each_earns_and_against_the_best():
    found = tournament(dilemma(noise=(0.05, 0.05)), POOL)
    ranking, against = drawn(found, all=True).split("Payoff against")
    for place, one in enumerate(found.ranking[0]):
        name = found.pools[0][one].replace("_", " ")
        mean = re.search(rf"^{place + 1} +{name} +([\d.]+) +\w", ranking, re.MULTILINE)[1]
        assert float(mean) == pytest.approx(found.means[0][one], abs=0.006)
        cells = re.search(rf"^{place + 1} +{name} +([\d. ]+)$", against, re.MULTILINE)[1].split()
        assert [float(cell) for cell in cells] == pytest.approx(
            [found.payoffs[0, one, other] for other in found.ranking[0]], abs=0.051
        )


def test_with_roles_each_side_has_its_table_and_its_answer_to_the_other_s_winner():
    found = tournament(lopsided(), POOL)
    text = said(found)
    for player, name in enumerate(("Ann", "Bob")):
        best = [found.pools[player][one].replace("_", " ") for one in found.winners[player]]
        assert len(best) > 1
        assert f"For {name}, {' and '.join(best)} earn most" in text
        reply = found.best_replies[player][found.ranking[1 - player][0]]
        assert f"{name} does best with {found.pools[player][reply].replace('_', ' ')}." in text
    first = tables(found)[1][0]
    assert (first["player"], first["strategy"]) == ("Bob", found.pools[1][found.ranking[1][0]])


def test_one_winner_is_named_alone_and_equal_ones_together():
    text = page(tournament(dilemma(), ["grim", "tit_for_tat", "always_defect"]))
    assert "Of all, grim and tit for tat earn most: 2.3 on average." in text
    text = page(tournament(dilemma(), ["grim", "always_cooperate", "always_defect"]))
    assert "Of all, always defect earns most: 2.47 on average. It does worst against itself." in text


def test_who_stands_for_others_and_who_stays_away_is_said_of_a_pool_that_nobody_chose():
    met = tournament(dilemma())
    for found in (met, invasion(met), evolution(met)):
        text = page(found, all=True)
        told = re.search(r"take part once: (.*?)\.", text)[1]
        assert "grim also for grudger and ratchet" in told
        for name in (name for group in met.alike[0] for name in group):
            assert name.replace("_", " ") in told
        assert f"{len(met.left_out[0])} strategies that remember all rounds did not take part" in text
    assert "take part" not in drawn(tournament(dilemma(), POOL), all=True)


def test_at_forty_columns_nothing_is_lost():
    found = invasion(tournament(lopsided(), ["always_cooperate", "always_defect", "suspicious_tit_for_tat"]))
    short, long = (
        {str(row[-2]): str(row[-1]) for row in table.rows}
        for table in report_of(found).blocks
        if isinstance(table, Table) and table.only == "people"
    )
    for k in range(len(found.residents)):
        grown = growing(found, k)
        assert short[resident(found, k)].startswith(grown[0][0] if grown else "–")
        assert all(f"{newcomer} +" in (long if len(grown) > 1 else short)[resident(found, k)] for newcomer, _ in grown)
    assert "grudger; factor 0.9; earns 3; best reply 3; gain 0" in page(dilemma().certify("grudger"), 40)


def test_who_is_kept_out_and_who_is_not():
    found = invasion(tournament(dilemma(), ["always_cooperate", "always_defect", "grim"]))
    screen = drawn(found)
    assert re.search(r"^ +always cooperate +always defect \+2", screen, re.MULTILINE)
    assert re.search(r"^ ?★ +always defect +–$", screen, re.MULTILINE)
    assert "Always defect is evolutionarily stable: every newcomer dies out." in said(found)
    grown = {(row["residents"], row["newcomer"]) for row in tables(found)[0] if row["verdict"] == "grows"}
    assert grown == {("always_cooperate", "always_defect")}


def test_shares_of_the_last_generation_are_told_first():
    found = evolution(tournament(dilemma(), ["always_cooperate", "always_defect", "grim"]))
    screen = drawn(found)
    last = found.shares[0][-1]
    leading = found.tournament.pools[0][int(last.argmax())].replace("_", " ")
    table = screen[screen.index("Generation") :].splitlines()
    assert table[1].startswith(leading)
    assert table[1].rstrip().endswith(f"{100 * last.max():.0f} %")


def test_a_takeover_is_told_by_its_odds():
    found = evolution(tournament(dilemma(), ["always_defect", "grim"]), "moran")
    best = int(found.takeover.fixation.argmax())
    name = found.takeover.names[best].replace("_", " ")
    odds = f"{found.takeover.fixation[best]:.3f}"
    assert f"{name} is the likeliest to take over, with probability {odds}." in said(found)
    first = tables(found)[1][0]
    assert (first["strategy"], first["takes over"]) == (found.takeover.names[best], found.takeover.fixation[best])
