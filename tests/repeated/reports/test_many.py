"""What is said of many strategies is what the answers hold."""

import re

import pytest

from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.many.tournament import invasion, tournament
from negotiate.repeated.reports.many import growing, resident
from negotiate.report import report_of
from negotiate.report.blocks import Table
from tests.repeated.reports.sampled import POOL, dilemma, drawn, lopsided, page, said, tables


def test_the_table_of_a_tournament_holds_what_each_earns_and_against_the_best():
    found = tournament(dilemma(noise=(0.05, 0.05)), POOL)
    ranking, against = drawn(found, all=True).split("Payoff against")
    for place, one in enumerate(found.ranking[0]):
        name = found.pools[0][one]
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
        best = [f"`{found.pools[player][one]}`" for one in found.winners[player]]
        assert len(best) > 1
        assert f"For {name}, {' and '.join(best)} earn most" in text
        reply = found.best_replies[player][found.ranking[1 - player][0]]
        assert f"the best reply of {name} is `{found.pools[player][reply]}`." in text
    first = tables(found)[1][0]
    assert (first["place"], first["strategy"]) == (1, found.pools[1][found.ranking[1][0]])
    assert first["mean payoff"] == pytest.approx(found.means[1].max())


def test_one_winner_is_named_alone_and_equal_ones_together():
    text = page(tournament(dilemma(), ["grim", "tit_for_tat", "always_defect"]))
    assert "Of all strategies, `grim` and `tit_for_tat` earn most: 2.3 on average." in text
    text = page(tournament(dilemma(), ["grim", "always_cooperate", "always_defect"]))
    assert (
        "Of all strategies, `always_defect` earns most: 2.47 on average. Its worst opponent is "
        "`always_defect`."
    ) in text


def test_who_stands_for_others_and_who_stays_away_is_said_of_a_pool_that_nobody_chose():
    met = tournament(dilemma())
    for found in (met, invasion(met), evolution(met)):
        text = page(found, all=True)
        told = re.search(r"take part once: (.*?)\.", text)[1]
        assert "`grim` stands for `grudger` and `ratchet`" in told
        for name in (name for group in met.alike[0] for name in group):
            assert f"`{name}`" in told
        assert (
            f"{len(met.left_out[0])} strategies that remember all rounds did not take part" in text
        )
    assert "take part" not in drawn(tournament(dilemma(), POOL), all=True)


def test_at_forty_columns_nothing_is_lost():
    found = invasion(
        tournament(lopsided(), ["always_cooperate", "always_defect", "suspicious_tit_for_tat"])
    )
    short, long = (
        {str(row[-2]): str(row[-1]) for row in table.rows}
        for table in report_of(found).blocks
        if isinstance(table, Table)
    )
    for k in range(len(found.residents)):
        grown, name = growing(found, k), " / ".join(resident(found, k))
        assert short[name].startswith(grown[0][0] if grown else "–")
        assert all(
            f"{mutant} +" in (long if len(grown) > 1 else short)[name] for mutant, _ in grown
        )
    assert "grudger; factor 0.9; earns 3; best reply 3; gain 0" in page(
        dilemma().certify("grudger"), 40
    )


def test_who_is_kept_out_and_who_is_not():
    found = invasion(tournament(dilemma(), ["always_cooperate", "always_defect", "grim"]))
    screen = drawn(found)
    assert re.search(r"^ +always_cooperate +always_defect \+2", screen, re.MULTILINE)
    assert re.search(r"^ ?★ +always_defect +–$", screen, re.MULTILINE)
    assert "`always_defect` is evolutionarily stable: every mutant dies out." in said(found)
    grown = {
        row["Residents"]: row["invaded most by"]
        for row in tables(found)[0]
        if row["invaded most by"] != "–"
    }
    assert grown == {"always_cooperate": "always_defect +2"}


def test_shares_of_the_last_generation_are_told_first():
    found = evolution(tournament(dilemma(), ["always_cooperate", "always_defect", "grim"]))
    screen = drawn(found)
    last = found.shares[0][-1]
    leading = found.tournament.pools[0][int(last.argmax())]
    table = screen[screen.index("Generation") :].splitlines()
    assert table[1].startswith(leading)
    assert table[1].rstrip().endswith(f"{100 * last.max():.0f} %")
    shares, lines = tables(found)[:2]
    assert shares[0][str(found.generations[-1])] == last.max()
    of_one = [row["share"] for row in lines if row["series"] == leading]
    assert of_one == found.shares[0][:, int(last.argmax())].tolist()


def test_a_takeover_is_told_by_its_odds():
    found = evolution(tournament(dilemma(), ["always_defect", "grim"]), "moran")
    best = int(found.takeover.fixation.argmax())
    name = found.takeover.names[best]
    odds = f"{found.takeover.fixation[best]:.3f}"
    assert f"`{name}` is the likeliest to take over. The probability is {odds}." in said(found)
    first = tables(found)[0][0]
    assert (first["strategy"], first["takes over"]) == (
        found.takeover.names[best],
        found.takeover.fixation[best],
    )
