"""What is said of an agreement that lasts, or does not, is so."""

import re
from dataclasses import replace

import pytest

from negotiate import NormalFormGame, RepeatedGame, load
from negotiate.model.repeat import Repeat
from negotiate.render.repeated.lasting_sentences import headline, sentences
from negotiate.render.repeated.ways_table import ways_rows
from negotiate.repeated.lasting.agreement import simulate
from tests.render.repeated.sampled import dilemma, lopsided
from tests.render.repeated.test_every_answer import drawn


def told(game, *profile):
    return " ".join(sentences(simulate(game, *profile)))


def test_the_dilemma_holds_from_one_half_on():
    said = headline(simulate(dilemma(0.9), "grim"))
    assert said == "The agreement (keep, keep) holds if both play grim: patience has to be at least 0.50 and is 0.90."
    assert "Keeping it is worth 3 to Ann and 3 to Bob a round; breaking it would bring 5 and 5 once" in told(dilemma())


def test_who_is_not_patient_enough_is_named_with_what_it_needs():
    said = headline(simulate(dilemma((0.4, 0.9)), "grim"))
    assert "does not hold if both play grim: Ann would need a patience of at least 0.50 and has 0.40." in said
    assert "Bob" not in said


def test_numbers_that_nearly_agree_are_told_apart():
    said = headline(simulate(dilemma((0.4999, 0.9)), "grim"))
    needs, has = re.search(r"at least ([\d.]+) and has ([\d.]+)\.", said).groups()
    assert float(needs) > float(has)


def test_patience_just_below_one_is_not_told_as_one():
    game = RepeatedGame(NormalFormGame.from_arrays([[3, 0], [1000, 2.9]], [[3, 5], [0, 1]]), 0.9)
    assert "player 1 would need a patience of at least 0.9999 and has 0.90." in headline(simulate(game, "grim"))


def test_players_of_unequal_patience_are_told_one_by_one():
    said = told(lopsided((0.8, 0.95)), "grim")
    assert "of patience, Ann needs at least" in said
    assert "Bob needs" in said


def test_who_lacks_the_same_patience_is_told_once():
    said = headline(simulate(dilemma(0.3), "grim"))
    assert said.endswith("both would need a patience of at least 0.50 and have 0.30.")


def test_patience_that_would_do_on_the_path_alone():
    said = headline(simulate(dilemma(0.6), "tit_for_tat"))
    assert said.endswith("even as long as nobody slips, both would need a patience of at least 0.67 and have 0.60.")
    assert headline(simulate(dilemma(0.6), "always_cooperate")).endswith(": no patience would do.")
    assert headline(simulate(dilemma(rounds=50), "grim")).endswith(": no patience would do.")


def test_patience_for_which_a_punishment_would_be_believed():
    said = headline(simulate(load("classics/repeated-chicken").again(), "stick_and_carrot"))
    assert "would not carry out what it threatens; for that, both would need a patience of at least 0.90" in said


def test_what_would_do_in_place_of_patience():
    """Ann lacks 0.7 * 5 + 0.3 * 1 - 3 = 0.8 a round, and Bob has 3 - 0.1 * 5 - 0.9 * 1 = 1.6 more than he needs."""
    said = told(dilemma((0.3, 0.9)), "grim")
    assert "Ann would keep it for 0.8 a round on top; Bob could pay up to 1.6, in its own unit, and still" in said
    assert "Ann would keep it for 0.8 a round on top and Bob for 0.8: see" in told(dilemma(0.3), "grim")
    assert "on top" not in told(dilemma(0.9), "grim")
    assert "on top" not in told(dilemma(0.6), "tit_for_tat"), "grim would do at this patience"
    assert "on top" not in told(dilemma(0.3, rounds=5), "grim"), "no payment before a known end is reckoned"


def test_a_punishment_that_somebody_would_leave_is_no_threat_to_reckon_a_payment_by():
    chicken = load("classics/repeated-chicken").again()
    impatient = RepeatedGame(chicken.stage, 0.01, cooperate=chicken.cooperate, punish=chicken.punish)
    found = simulate(impatient, "grim")
    assert not found.fallback_stable
    assert found.holding is None
    assert not found.asked.certificate.nash
    assert "on top" not in " ".join(sentences(found))


def test_who_can_walk_away_is_paid_to_stay():
    found = simulate(dilemma(0.3, outside=(2.0, 0.0)), "grim")
    assert found.holding.floor == (2.0, 1.0)


def test_the_best_reply_is_said_once():
    said = told(dilemma(0.3), "grim")
    assert "In the first round Ann would gain 0.8 a round by break instead of keep." in said
    assert "best reply" not in said


def test_a_war_is_told_by_what_is_played_in_it():
    said = told(dilemma(0.9), "grim")
    assert (
        "Once it has come to (break, break), both would rather forget it and start again (3 and 3 in place of 1 and 1 "
        "a round), so that the threat may not be believed." in said
    )
    assert "rather forget" not in told(dilemma(0.9), "always_defect")


def test_before_a_known_end_the_last_round_is_told():
    said = told(dilemma(0.9, rounds=100), "grim")
    assert "In the last round Ann would gain 2 by break instead of keep." in said


def test_why_grudgers_are_not_believed():
    said = told(dilemma(0.75), "grudger")
    assert "holds only as long as nobody slips if both play grudger" in said
    assert re.search(r"After \(break, keep\) Ann would gain [\d.]+ a round by break instead of keep", said)


def test_strategies_that_do_not_keep_the_agreement_are_told_so():
    said = told(dilemma(), "always_defect")
    assert "it is not kept from the start: they earn 1 and 1" in said
    assert "not kept" not in told(dilemma(), "grim")


def test_each_player_s_strategy_is_named():
    assert "if Ann plays grim and Bob tit for tat" in told(dilemma(), "grim", "tit_for_tat")


def test_what_noise_costs():
    said = told(dilemma(misread=(0.02, 0.02)), "grim")
    assert "With 2 % of moves misread they earn" in said
    assert "in place of 3 and 3." in said
    said = told(dilemma(noise=(0.02, 0.0)), "grim")
    assert "hands that tremble in 2 % (Ann) and 0 % (Bob) of rounds" in said
    assert "With " not in told(dilemma(), "grim")


def test_the_table_holds_least_patience_and_what_each_way_earns():
    heads, *rows = ways_rows(simulate(dilemma(), "tit_for_tat"))
    found = {row[0].split("/")[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert rows[0][0] == "tit_for_tat/tit_for_tat"
    assert found["tit_for_tat"]["subgame perfect"] == "no"
    assert found["tit_for_tat"]["nash"] == "yes"
    assert found["tit_for_tat"]["Ann needs"] == "never"
    low, _, high = found["grim"]["Ann needs"].split()
    assert (float(low), float(high)) == (pytest.approx(0.5), 1)
    assert float(found["grim"]["Bob earns"]) == pytest.approx(3)


def test_signs_of_the_table_are_explained_where_they_stand():
    page = drawn(simulate(dilemma(), "grim"))
    assert re.search(r"^★    grim +0\.50 +0\.50", page, re.MULTILINE)
    assert re.search(r"^\(★\)  tit for tat +\(0\.67\) +\(0\.67\)", page, re.MULTILINE)
    assert "★ nobody gains by one step aside" in page
    assert "in brackets: on the path alone" in " ".join(page.split())


def test_a_breach_is_followed():
    page = drawn(simulate(dilemma(), "tit_for_tat"), ascii=True)
    rows = [line.split() for line in page.splitlines() if re.fullmatch(r"(Ann|Bob) +[-#]+", line)]
    assert [row[-1] for row in rows] == ["--#-#-#-#-#-#-#-#-#-", "---#-#-#-#-#-#-#-#-#"]


def test_where_nobody_decides_anything_nothing_can_be_broken():
    game = RepeatedGame(NormalFormGame.from_arrays([[1]], [[2]], labels=[["x"], ["y"]]), 0.9)
    assert headline(simulate(game)) == "Nobody decides anything alone here, so there is nothing to break."


def test_a_file_that_says_its_period_is_told_in_it():
    said = told(load("us-china/beijing-2018").again())
    assert " a year; breaking it would" in said


def test_what_nobody_gains_by_leaving_holds_by_itself():
    said = headline(simulate(load("classics/battle-of-the-sexes").again(), "grim"))
    assert said.startswith("The agreement (ballet, ballet) holds by itself: nobody gains by leaving it even once.")
    assert said.endswith("If both play grim, somebody would not carry out what it threatens.")
    assert "by itself" not in headline(simulate(dilemma(0.75), "grudger"))


def test_where_one_gains_what_the_other_loses_there_is_nothing_to_agree_on():
    said = told(load("classics/matching-pennies").again())
    assert said.startswith("Whatever Evens gains, Odds loses: nothing is better for both than anything else. The agree")
    poker = told(replace(load("classics/kuhn-poker"), repeat=Repeat(period="a week")).again())
    assert "nothing is better for both" in poker
    assert "on top" not in poker
    assert "nothing is better for both" not in told(dilemma())
    other_units = RepeatedGame(NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[20, 30], [30, 20]]), 0.9)
    assert "nothing is better for both" in told(other_units)
    assert "nothing is better for both" not in told(load("classics/matching-pennies", fix={"row": "heads"}).again())


def test_who_steps_aside_has_something_else_to_do():
    found = simulate(load("classics/matching-pennies", fix={"row": "heads"}).again())
    assert found.breach[0] == 1
    assert "Odds steps aside in round 3" in " ".join(drawn(found).split())


def test_labels_without_a_letter_are_told_with_the_player():
    weekly = replace(load("classics/ultimatum"), repeat=Repeat(period="a week"))
    page = " ".join(drawn(simulate(weekly.again())).split())
    assert "The agreement (proposer: 5, responder: 0) holds" in page
    assert "· proposer: 5/responder: 0 █ proposer: 0/never" in page
    assert "(proposer: 5, responder: 0) is taken" in page
    assert "(keep, keep)" in told(dilemma())
