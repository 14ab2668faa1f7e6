"""What it takes to hold one combination of postures."""

from __future__ import annotations

from negotiate.repeated.reports.discounting import SURE, factor_digits
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.payments import payments
from negotiate.repeated.reports.words import payoffs, per_period, player_columns, player_name, postures
from negotiate.repeated.sustaining.fallback import AWAY, DEEPEST, WORST
from negotiate.repeated.sustaining.holding import Holding
from negotiate.report.blocks import Cell, Column, Entry, Note, Report, Table
from negotiate.report.numbers import contrast, number, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined, safe

PAID = (
    "A payment is made in each round in which all keep this, and not in the round of a breach. "
    "Refusing to pay is a breach, too."
)

AFTER = {
    AWAY: "After a breach, all walk away for good.",
    DEEPEST: (
        "After a breach, the others hold the player who broke it down as far as they can. "
        "No equilibrium of a single round is known here."
    ),
    WORST: "After a breach, all play for ever the one-round equilibrium that is worst for the player who broke it.",
}
"""What follows a breach."""


def report(found: Holding, look: Look) -> Report:
    """Whether it can be held, which discount factors or payments would do, and what each player compares."""
    game = found.game
    package = postures(game, found.package) if found.package else "this package"
    verb = "are high enough" if found.holds else "are too low"
    held = " ".join([f"The discount factors {verb} to hold {package} by themselves.", *_short(found)])
    said = [held, *_payment(found), *_harshest(found)]
    if found.common is not None and found.common > SURE:
        said.append(f"If all had the same discount factor, {number(found.common, 2)} would be enough, and no less.")
    after = AFTER.get(found.punishment) or f"After a breach: {safe(found.punishment, True)}."
    pictures = (_comparison(found), _for_programs(found), Note(after))
    return outline(game, said, pictures, found.notes, [] if found.holds else [Note(PAID, detail=True)])


def _short(found: Holding) -> list[str]:
    """Whose discount factor is too low, or who likes what comes afterwards better."""
    game, said = found.game, []
    for player, (least, has) in enumerate(zip(found.critical, game.discount, strict=True)):
        name = player_name(game, player, True)
        if least is None:
            said.append(f"No discount factor of {player_name(game, player)} would do.")
        elif least > has:
            wanted, own = contrast(least, has, 2)
            said.append(f"{name} would need {wanted} and has {own}.")
        elif found.needs[player]:
            said.append(f"{name} would rather have what comes after a breach.")
    return [] if found.holds else said


def _payment(found: Holding) -> list[str]:
    """What would have to be paid."""
    game = found.game
    if found.holds:
        return []
    if any(found.payment):
        paid = [
            f"{player_name(game, p)} {'received' if x > 0 else 'paid'} {number(abs(x))}"
            for p, x in enumerate(found.payment)
            if x
        ]
        return [f"It would hold if {joined(paid)} {per_period(game)} while all keep it."]
    said = " ".join(payments(game, found.needs, found.affords))
    return [said] if said else []


def _harshest(found: Holding) -> list[str]:
    if found.harshest is None or found.holds or not found.harshest.holds:
        return []
    return ["It would hold with the harshest punishment that the players would carry out."]


def _comparison(found: Holding) -> Table:
    """What each player gets and needs; players are columns, so that it fits a narrow screen."""
    game, digits = found.game, max(factor_digits(found.game.discount), 2)
    least = [Cell("never" if one is None else rounded(one, 2)) for one in found.critical]
    rows: list[tuple[Entry, ...]] = [
        ("keeping it", *_amounts(found, found.worth)),
        ("breaking it once", *_amounts(found, found.temptation)),
        ("after a breach", *_amounts(found, found.floor)),
        ("discount factor needed", *least),
        ("discount factor", *(Cell(number(one, digits)) for one in game.discount)),
        ("payment needed", *_amounts(found, found.needs)),
        ("payment affordable", *_amounts(found, found.affords)),
    ]
    return Table((Column(""), *player_columns(game)), tuple(rows), only="people")


def _amounts(found: Holding, values: tuple[float, ...]) -> list[Cell]:
    return [Cell("–" if x is None else number(x)) for x in payoffs(found.game, values)]


def _for_programs(found: Holding) -> Table:
    game = found.game
    factors = [Cell("", "never" if one is None else one) for one in found.critical]
    paid = payoffs(game, found.payment) if found.payment else (None,) * len(game.keys)
    worth, temptation, floor, needs, affords = (
        payoffs(game, one) for one in (found.worth, found.temptation, found.floor, found.needs, found.affords)
    )
    rows = tuple(zip(game.keys, worth, temptation, floor, factors, game.discount, needs, affords, paid, strict=True))
    heads = ("worth", "temptation", "floor", "discount factor needed", "discount factor", "needs", "affords", "payment")
    return Table((Column("player"), *(Column(head, "payoff") for head in heads)), rows, only="programs")
