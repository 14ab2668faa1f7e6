"""What it takes to hold a package is told from the record alone."""

from dataclasses import replace
from math import inf

import negotiate
from negotiate.repeated.sustaining.holding import Harshest, Holding, holding
from negotiate.repeated.sustaining.sustainable import sustainable
from negotiate.report.json import json_of
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.repeated.reports.sampled import dilemma, drawn, tables
from tests.repeated.reports.sampled import said as told

SHORT = Holding(
    game=dilemma((0.4, 0.9)),
    package=(0, 0),
    worth=(3.0, 3.0),
    temptation=(5.0, 5.0),
    floor=(1.0, 1.0),
    punishment="both play break for good",
    critical=(0.5, 0.5),
    common=0.5,
    holds=False,
    needs=(0.4, 0.0),
    affords=(0.0, 1.6),
    payment=(0.4, -0.4),
    harshest=Harshest((1.0, 1.0), False, 0.5),
)


def test_who_falls_short_and_which_payment_would_do():
    said = told(SHORT)
    assert (
        "The agreement (keep, keep) does not hold. Ann would need a discount factor of at least "
        "0.50 and has 0.40."
    ) in said
    assert (
        "The agreement (keep, keep) would hold if Ann received 0.4 and Bob paid 0.4 a round."
        in said
    )


def test_what_holds_needs_no_payment():
    found = replace(
        SHORT,
        game=dilemma(),
        holds=True,
        needs=(0.0, 0.0),
        payment=(0.0, 0.0),
        harshest=Harshest((1, 1), True, 0.5),
    )
    said = told(found)
    assert "The agreement (keep, keep) holds: the discount factors are high enough." in said
    assert "would need" not in said
    assert "paid" not in said
    assert "payment" not in said.partition("what\t")[0]


def test_where_units_differ_each_side_is_told_in_its_own():
    said = told(replace(SHORT, payment=()))
    assert "A payment of 0.4 a round would make Ann keep the agreement (keep, keep)." in said
    assert "Bob could afford up to 1.6, counted in its own payoff." in said


def test_where_nothing_would_do():
    said = told(replace(SHORT, critical=(None, 0.5), common=None, needs=(inf, 0.0), payment=()))
    assert "No discount factor of Ann would be enough." in said
    assert (
        "No payment would make Ann keep the agreement (keep, keep), because no other player would "
        "see the breach."
    ) in said
    assert json_of(replace(SHORT, needs=(inf, 0.0)))["needs"] == {"Ann": None, "Bob": 0}


def test_who_has_patience_enough_and_would_rather_not():
    said = told(replace(SHORT, critical=(0.0, 0.5), needs=(0.4, 0.0)))
    assert "Ann prefers what follows a breach." in said


def test_when_a_payment_is_made_is_told_where_one_is_needed():
    assert "not in the round of a breach" in told(SHORT)
    assert "round of a breach" not in told(
        replace(SHORT, holds=True, needs=(0.0, 0.0), payment=(0.0, 0.0))
    )


def test_a_harsher_punishment_that_would_do_is_told():
    assert "harshest punishment" in told(replace(SHORT, harshest=Harshest((0.0, 0.0), True, 0.3)))
    assert "harshest punishment" not in told(SHORT)


def test_the_table_has_a_column_a_player():
    rows = {
        name: rest.split()
        for name, _, rest in (line.partition("  ") for line in drawn(SHORT).splitlines())
    }
    assert rows["payoff by breaking once"] == ["5", "5"]
    assert rows["discount factor needed"] == ["0.50", "0.50"]
    (table,) = tables(SHORT)
    told = {row["what"]: (row["Ann"], row["Bob"]) for row in table}
    assert (told["discount factor"], told["payment needed"], told["payment affordable"]) == (
        (0.4, 0.9),
        (0.4, 0),
        (0, 1.6),
    )


def test_the_punishment_is_named_and_no_other_is_ruled_out():
    game = negotiate.load("us-china/beijing-2018").again()
    short = " ".join(as_text(holding(game), Look(width=80)).split())
    assert (
        "does not hold if a breach is answered by the worst equilibrium of a single round. The "
        "United"
    ) in short
    assert (
        "A harsher punishment may sustain the agreement (restrain, restrain). `--all` tries the "
        "harshest."
    ) in short
    whole = " ".join(as_text(holding(game, harshest=True), Look(width=80, all=True)).split())
    assert "would hold under the harshest punishment" in whole
    assert "harsher" not in whole
    assert "Some strategies sustain the agreement" in " ".join(
        as_text(sustainable(game), Look(width=80)).split()
    )
