"""What is said of an agreement that lasts, or does not, is so."""

import re
from dataclasses import replace

import pytest

from negotiate import NormalFormGame, RepeatedGame, load
from negotiate.model.repeat import Repeat
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.lasting.agreement import simulate
from negotiate.repeated.reports.agreement import verdict
from negotiate.report import report_of
from negotiate.report.blocks import Sentence
from tests.repeated.reports.sampled import dilemma, drawn, lopsided, page, tables


def headline(found):
    return " ".join(verdict(found))


def told(game, *profile):
    report = report_of(simulate(game, *profile))
    return " ".join(block.text for block in report.blocks if isinstance(block, Sentence))


def test_the_dilemma_holds_from_one_half_on():
    said = headline(simulate(dilemma(0.9), "grim"))
    needs = "Both need a discount factor of at least 0.50 and have 0.90."
    assert said == f"The agreement (keep, keep) holds if both play `grim`. {needs}"
    stakes = [[*row.values()] for row in tables(simulate(dilemma()))[0]]
    assert stakes[0] == ["keeping the agreement", 3, 3]
    assert stakes[1] == ["breaking it once (the payoff of the breaker)", 5, 5]
    assert stakes[2] == ["the punishment (break, break)", 1, 1]


def test_who_is_not_patient_enough_is_named_with_what_it_needs():
    said = headline(simulate(dilemma((0.4, 0.9)), "grim"))
    assert (
        "does not hold if both play `grim`. Ann would need a discount factor of at least 0.50 and "
        "has 0.40."
    ) in said
    assert "Bob" not in said


def test_numbers_that_nearly_agree_are_told_apart():
    said = headline(simulate(dilemma((0.4999, 0.9)), "grim"))
    needs, has = re.search(r"at least ([\d.]+) and has ([\d.]+)\.", said).groups()
    assert float(needs) > float(has)


def test_a_factor_just_below_one_is_not_told_as_one():
    game = RepeatedGame(NormalFormGame.from_arrays([[3, 0], [1000, 2.9]], [[3, 5], [0, 1]]), 0.9)
    assert "Player 1 would need a discount factor of at least 0.9999 and has 0.90." in headline(
        simulate(game, "grim")
    )


def test_players_of_unequal_discount_factors_are_told_one_by_one():
    said = told(lopsided((0.8, 0.95)), "grim")
    assert "Ann needs a discount factor of at least" in said
    assert "Bob needs" in said


def test_who_lacks_the_same_factor_is_told_once():
    said = headline(simulate(dilemma(0.3), "grim"))
    assert said.endswith("Both would need a discount factor of at least 0.50 and have 0.30.")


def test_factors_that_would_do_for_a_nash_equilibrium_alone():
    said = headline(simulate(dilemma(0.6), "tit_for_tat"))
    assert said.endswith(
        "Even for a Nash equilibrium, both would need a discount factor of at least 0.67 and have "
        "0.60."
    )
    assert headline(simulate(dilemma(0.6), "always_cooperate")).endswith(
        ". No discount factor would be enough."
    )
    assert headline(simulate(dilemma(rounds=50), "grim")).endswith(
        ". No discount factor would be enough."
    )


def test_factors_for_which_a_punishment_would_be_believed():
    said = headline(simulate(load("classics/repeated-chicken").again(), "stick_and_carrot"))
    needs = "both would need a discount factor of at least 0.90"
    assert f"would rather not punish. For a credible threat, {needs}" in said


def test_what_would_do_in_place_of_patience():
    """Ann lacks 0.7 * 5 + 0.3 * 1 - 3 = 0.8 a round, and Bob has 3 - 0.1 * 5 - 0.9 * 1 = 1.6 more
    than he needs.
    """
    said = told(dilemma((0.3, 0.9)), "grim")
    assert (
        "A payment of 0.8 a round would make Ann keep the agreement. Bob could afford up to 1.6, "
        "counted in its own"
    ) in said
    both = "A payment of 0.8 a round would make Bob keep the agreement. `--hold` tells more."
    assert f"would make Ann keep the agreement. {both}" in told(dilemma(0.3), "grim")
    assert "payment" not in told(dilemma(0.9), "grim")
    assert "payment" not in told(dilemma(0.6), "tit_for_tat"), "grim would do at this patience"
    assert "payment" not in told(dilemma(0.3, rounds=5), "grim"), (
        "no payment before a known end is reckoned"
    )


def test_a_punishment_that_somebody_would_leave_is_no_threat_to_reckon_a_payment_by():
    chicken = load("classics/repeated-chicken").again()
    impatient = RepeatedGame(
        chicken.stage, 0.01, cooperate=chicken.cooperate, punish=chicken.punish
    )
    found = simulate(impatient, "grim")
    assert not found.fallback_stable
    assert found.holding is None
    assert not found.asked.certificate.nash
    assert "payment" not in page(found)


def test_who_can_walk_away_is_paid_to_stay():
    found = simulate(dilemma(0.3, outside=(2.0, 0.0)), "grim")
    assert found.holding.floor == (2.0, 1.0)


def test_the_best_reply_is_said_once():
    said = told(dilemma(0.3), "grim")
    assert (
        "In the first round, Ann gains 0.8 a round on average by playing `break` instead of `keep`."
        in said
    )
    assert "best reply" not in said


def test_a_war_is_told_by_what_is_played_in_it():
    said = told(dilemma(0.9), "grim")
    assert (
        "Once play has come to (break, break), both would gain by starting again. "
        "Ann would get 3 a round instead of 1, and Bob 3 instead of 1. So the threat is not "
        "renegotiation-proof" in said
    )
    assert "renegotiation" not in told(dilemma(0.9), "always_defect")


def test_before_a_known_end_the_last_round_is_told():
    said = told(dilemma(0.9, rounds=100), "grim")
    assert "In the last round, Ann gains 2 by playing `break` instead of `keep`." in said


def test_why_grudgers_are_not_believed():
    said = told(dilemma(0.75), "grudger")
    assert (
        "If both play `grudger`, no player gains by breaking the agreement (keep, keep). But the "
        "threat is empty:"
    ) in said
    assert re.search(
        (
            r"After \(break, keep\), Ann gains [\d.]+ a round on average by playing `break` "
            r"instead of "
            r"`keep`"
        ),
        said,
    )


def test_strategies_that_do_not_keep_the_agreement_are_told_so():
    said = told(dilemma(), "always_defect")
    assert said.startswith("No player gains by deviating if both play `always_defect`.")
    assert (
        "But these strategies do not keep the agreement (keep, keep): Ann gets 1 and Bob gets 1."
        in said
    )
    assert "do not keep" not in told(dilemma(), "grim")


def test_each_player_s_strategy_is_named():
    assert "f Ann plays `grim` and Bob plays `tit_for_tat`" in told(
        dilemma(), "grim", "tit_for_tat"
    )


def test_what_noise_costs():
    said = told(dilemma(misread=(0.02, 0.02)), "grim")
    assert "Players misread 2 % of moves. So Ann gets" in said
    assert re.search(
        r"So Ann gets [\d.]+ a round instead of 3, and Bob [\d.]+ instead of 3\.", said
    )
    said = told(dilemma(noise=(0.02, 0.0)), "grim")
    assert "Hands tremble in 2 % (Ann) and 0 % (Bob) of rounds." in said
    assert "instead of 3" not in told(dilemma(), "grim")


def test_the_table_holds_least_patience_and_what_each_way_earns():
    rows = tables(simulate(dilemma(), "tit_for_tat"))[1]
    found = {row["plays"].split("/")[0]: row for row in rows}
    assert rows[0]["plays"] == "tit_for_tat"
    assert (found["tit_for_tat"]["equilibrium"], found["grim"]["equilibrium"]) == ("(★)", "★")
    assert found["tit_for_tat"]["Ann needs"] == "(0.67)"
    assert found["grim"]["Ann needs"] == found["grim"]["Bob needs"] == "0.50"
    assert float(found["grim"]["Bob earns"]) == pytest.approx(3)


def test_signs_of_the_table_are_explained_where_they_stand():
    screen = drawn(simulate(dilemma(), "grim"))
    assert re.search(r"^ ★   grim +0\.50 +0\.50", screen, re.MULTILINE)
    assert re.search(r"^\(★\)  tit_for_tat +\(0\.67\) +\(0\.67\)", screen, re.MULTILINE)
    assert "★ subgame-perfect equilibrium. In brackets: a Nash equilibrium that rests on" in screen


def test_a_breach_is_followed():
    screen = drawn(simulate(dilemma(), "tit_for_tat"), ascii=True)
    rows = [line.split() for line in screen.splitlines() if re.fullmatch(r"(Ann|Bob) +[-#]+", line)]
    assert [row[-1] for row in rows] == ["--#-#-#-#-#-#-#-#-#-", "---#-#-#-#-#-#-#-#-#"]


def test_where_nobody_decides_anything_nothing_can_be_broken():
    game = RepeatedGame(NormalFormGame.from_arrays([[1]], [[2]], labels=[["x"], ["y"]]), 0.9)
    assert (
        headline(simulate(game))
        == "No player decides anything alone here, so there is nothing to break."
    )


def test_a_file_that_says_its_period_is_told_in_it():
    screen = page(simulate(load("us-china/beijing-2018").again()))
    assert "Payoff of a year" in screen
    assert "(the weight of the next year)" in screen


def test_what_nobody_gains_by_leaving_holds_by_itself():
    said = headline(simulate(load("classics/battle-of-the-sexes").again(), "grim"))
    assert said.startswith(
        "The agreement (ballet, ballet) holds by itself: no player gains by breaking it, not even "
        "once."
    )
    assert said.endswith(
        "But if both play `grim`, the threat is empty: once the agreement is broken, Anna would "
        "rather not punish."
    )
    assert "by itself" not in headline(simulate(dilemma(0.75), "grudger"))


def test_where_one_gains_what_the_other_loses_there_is_nothing_to_agree_on():
    said = told(load("classics/matching-pennies").again())
    assert said.startswith(
        "What Evens gains, Odds loses. So no agreement is better for both than another. The agree"
    )
    poker = told(replace(load("classics/kuhn-poker"), repeat=Repeat(period="a week")).again())
    assert "no agreement is better for both" in poker
    assert "payment" not in poker
    assert "no agreement is better for both" not in told(dilemma())
    assert not simulate(dilemma()).opposed
    other_units = RepeatedGame(
        NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[20, 30], [30, 20]]), 0.9
    )
    assert "no agreement is better for both" in told(other_units)
    assert "no agreement is better for both" not in told(
        load("classics/matching-pennies", fix={"row": "heads"}).again()
    )


def test_who_steps_aside_has_something_else_to_do():
    found = simulate(load("classics/matching-pennies", fix={"row": "heads"}).again())
    assert found.breach[0] == 1
    assert "Odds breaks the agreement in round 3" in page(found)


def test_labels_without_a_letter_are_told_with_the_player():
    weekly = replace(load("classics/ultimatum"), repeat=Repeat(period="a week"))
    screen = page(simulate(weekly.again()))
    assert "The agreement (proposer: 5, responder: 0) holds" in screen
    assert "· proposer: 5/responder: 0; █ proposer: 0/never" in screen
    assert "(proposer: 5, responder: 0) is assumed" in screen
    assert "(keep, keep)" in told(dilemma())


def test_only_strategies_that_everybody_knows_are_told_by_their_idea():
    """What a file calls `grim` need not be the known strategy, and what only a file knows has no
    idea here.
    """
    war = Automaton([0, 1], [[0, 1], [1, 1]], 1)
    own = replace(dilemma(), named={"grim": war, "war": war})
    known, *others = (
        page(simulate(game, name))
        for game, name in ((dilemma(), "grim"), (own, "grim"), (own, "war"))
    )
    assert "A player of" in known
    assert not [said for said in others if "A player of" in said]
