"""What it takes to hold one combination of postures: a higher discount factor, or a side payment."""

from __future__ import annotations

from math import isinf

from negotiate.repeated.reports.discounting import SURE, factor_digits, factors
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import payoffs, per_period, player_columns, player_name, postures
from negotiate.repeated.sustaining.holding import Holding
from negotiate.report.blocks import Cell, Column, Entry, Note, Report, Table
from negotiate.report.numbers import number, rounded
from negotiate.report.style import Look
from negotiate.report.words import capital, joined, sentence_of

PAID = Note(
    "A payment is made in each round in which all players keep the agreement, and not in the round of a breach. "
    "Refusing to pay is a breach, too.",
    detail=True,
)


def report(found: Holding, look: Look) -> Report:
    """Whether it can be held, which discount factors or payments would do, and what each player compares."""
    what = "agreement" if found.package == found.game.cooperate else "combination"
    package = f"the {what} {postures(found.game, found.package)}" if found.package else "this package"
    begins = capital(package)
    said = [f"{begins} holds: the discount factors are high enough."]
    if not found.holds:
        said = [" ".join([f"{begins} does not hold.", *_short(found)]), *payments(found, package)]
        if found.harshest is not None and found.harshest.holds:
            said.append(f"{begins} would hold under the harshest punishment that is itself an equilibrium.")
    if found.common is not None and found.common > SURE:
        said.append(f"A discount factor that all players share would have to be at least {number(found.common, 2)}.")
    pictures = (_comparison(found), Note(sentence_of(found.punishment)))
    return outline(found.game, said, pictures, found.notes, [] if found.holds else [PAID])


def _short(found: Holding) -> list[str]:
    """Whose discount factor is too low, and who prefers what follows a breach."""
    game = found.game
    said = factors(game, [() if one is None else ((one, 1.0),) for one in found.critical], would=True)
    for player, (least, has) in enumerate(zip(found.critical, game.discount, strict=True)):
        if least is not None and least <= has and found.needs[player]:
            said.append(f"{player_name(game, player, True)} prefers what follows a breach.")
    return said


def payments(found: Holding, kept: str) -> list[str]:
    """Which side payments would make all players keep an agreement, and who could afford to pay; none if none."""
    game, said, period = found.game, [], per_period(found.game)
    names = [player_name(game, player) for player in range(len(game.keys))]
    if any(found.payment):
        pairs = [(name, x) for name, x in zip(names, found.payment, strict=True) if x]
        paid = joined([f"{name} {'received' if x > 0 else 'paid'} {number(abs(x))}" for name, x in pairs])
        return [f"{capital(kept)} would hold if {paid} {period}."]
    for name, need in zip(names, found.needs, strict=True):
        if isinf(need):
            said.append(f"No payment would make {name} keep {kept}, because no other player would see the breach.")
        elif need:
            said.append(f"A payment of {number(need)} {period} would make {name} keep {kept}.")
    able = [p for p, can in enumerate(found.affords) if can > 0 and not found.needs[p]] if said else []
    for player in able:
        most = number(found.affords[player])
        said.append(f"{capital(names[player])} could afford up to {most}, counted in its own payoff.")
    return [" ".join(said)] if said else []


def _comparison(found: Holding) -> Table:
    """What each player gets and needs; players are columns, so that it fits a narrow screen."""
    game, digits = found.game, max(factor_digits(found.game.discount), 2)
    amounts = {
        "payoff by keeping": found.worth,
        "payoff by breaking once": found.temptation,
        "payoff after a breach": found.floor,
        "payment needed": found.needs,
        "payment affordable": found.affords,
    }
    rows: list[tuple[Entry, ...]] = [
        (name, *(Cell("–" if x is None else number(x), x) for x in payoffs(game, values)))
        for name, values in amounts.items()
    ]
    needed = [Cell("none works", "none works") if one is None else Cell(rounded(one, 2), one) for one in found.critical]
    has = [Cell(number(one, digits), one) for one in game.discount]
    rows[3:3] = [("discount factor needed", *needed), ("discount factor", *has)]
    return Table((Column("", key="what"), *player_columns(game)), tuple(rows))
