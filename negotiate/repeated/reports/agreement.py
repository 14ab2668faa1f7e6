"""Whether an agreement enforces itself, what a breach sets off, and what it takes to hold a combination of postures."""

from __future__ import annotations

from math import inf, isinf

import numpy as np

from negotiate.repeated.lasting.agreement import NEAR, Lasting
from negotiate.repeated.reports import words
from negotiate.repeated.reports.certificate import deviations, renegotiation, tested
from negotiate.repeated.reports.match import rounds_table, strip
from negotiate.repeated.reports.words import (
    SURE,
    factor_digits,
    factors,
    least,
    outline,
    payoffs,
    per_period,
    player_columns,
    player_name,
    postures,
)
from negotiate.repeated.strategies.registry import strategies
from negotiate.repeated.sustaining.holding import Holding
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.numbers import number, rounded
from negotiate.report.style import Look
from negotiate.report.words import capital, joined, safe, sentence_of, the

PAID = Note(
    "A payment is made in each round in which all players keep the agreement, and not in the round of a breach. "
    "Refusing to pay is a breach, too.",
    detail=True,
)


def report_holding(found: Holding, look: Look) -> Report:
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
    for player, (needed, has) in enumerate(zip(found.critical, game.discount, strict=True)):
        if needed is not None and needed <= has and found.needs[player]:
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


def report(found: Lasting, look: Look) -> Report:
    """Whether the agreement holds, why, and what would make it hold."""
    game, certificate = found.game, found.asked.certificate
    said = [*_opposed(found), " ".join(verdict(found)), *deviations(certificate), *_ideas(found), *_kept(found)]
    said += [*_payment(found), *_errors(found)]
    title = (
        f"What follows if {words.player_name(game, found.breach[0])} breaks the agreement in round {found.breach[1]}"
    )
    pictures = (
        *(Sentence(text, detail=not found.holds) for text in [*renegotiation(certificate), *_unstable(found)]),
        _stakes(found),
        *_ways(found),
        strip(found.followed, title),
        rounds_table(found.followed),
    )
    return outline(game, said, pictures, (*certificate.notes, *found.notes), *tested(certificate))


def verdict(found: Lasting) -> list[str]:
    """Whether it holds, and which discount factors the players need for that."""
    game, asked = found.game, found.asked
    if game.stage.payoffs[0].size == 1:
        return ["No player decides anything alone here, so there is nothing to break."]
    agreement, plays = words.postures(game, found.agreement), words.playing(game, asked.names)
    if found.holds:
        what = "No player gains by deviating" if _kept(found) else f"The agreement {agreement} holds"
        return [f"{what} if {plays}.", *factors(game, asked.critical.by_player)]
    if not asked.certificate.nash:
        return [f"The agreement {agreement} does not hold if {plays}.", *_missing(found)]
    tempted = found.temptation > found.worth + NEAR * (1 + np.abs(found.worth))
    if tempted.any():
        said = [f"If {plays}, no player gains by breaking the agreement {agreement}. But the threat is empty:"]
    else:
        said = [f"The agreement {agreement} holds by itself: no player gains by breaking it, not even once."]
        said += [f"But if {plays}, the threat is empty:"]
    return [*said, *_empty_threat(found)]


def _empty_threat(found: Lasting) -> list[str]:
    """Who would not carry out what its strategy threatens, and which discount factors would change that."""
    game, witness = found.game, found.asked.certificate.witness
    player = 0 if witness is None else game.seat(witness.player)
    punishes = witness is not None and witness.instead_of == game.postures[player][game.punish[player]]
    rather = "punish" if punishes else f"follow {words.strategy(found.asked.names[player])}"
    said = f"once the agreement is broken, {words.player_name(game, player)} would rather not {rather}."
    return [said, *(_missing(found, "For a credible threat, ") if found.asked.critical else [])]


def _missing(found: Lasting, lead: str = "") -> list[str]:
    """Whose discount factors are not enough; for a Nash equilibrium where none would be for a subgame-perfect one."""
    perfect, nash = found.asked.critical.by_player, found.asked.nash.by_player
    if not all(perfect) and all(nash):
        return factors(found.game, nash, True, "Even for a Nash equilibrium, ")
    return factors(found.game, perfect, True, lead)


def _opposed(found: Lasting) -> list[str]:
    """Where what one player gains the other loses, whatever they do."""
    if not found.opposed:
        return []
    one, other = map(the, found.game.players)
    return [f"What {one} gains, {other} loses. So no agreement is better for both than another."]


def _ideas(found: Lasting) -> list[str]:
    """What the strategies do."""
    said = []
    for name in dict.fromkeys(found.asked.names):
        one = strategies.get(name.partition(":")[0])
        if one is not None and name not in found.game.named:
            said.append(f"A player of {words.strategy(name)} {one.idea[:1].lower()}{one.idea[1:]}")
    return said


def _kept(found: Lasting) -> list[str]:
    """Where the strategies do not even keep the agreement."""
    apart = np.abs(found.clean.payoffs - found.worth)
    if not (apart > NEAR * (1 + np.abs(found.worth))).any():
        return []
    agreement, earned = words.postures(found.game, found.agreement), words.gets(found.game, found.clean.payoffs)
    return [f"But these strategies do not keep the agreement {agreement}: {earned}."]


def _unstable(found: Lasting) -> list[str]:
    if found.fallback_stable:
        return []
    return [f"The punishment {words.postures(found.game, found.fallback)} is not an equilibrium of a single round."]


def _payment(found: Lasting) -> list[str]:
    """What would be enough in place of a higher discount factor, and who could pay it."""
    held = found.holding
    if held is None or found.opposed or found.asked.certificate.nash or inf in held.needs:
        return []
    return [f"{said} `--hold` tells more." for said in payments(held, "the agreement")]


def _errors(found: Lasting) -> list[str]:
    """What trembling hands and misreadings cost."""
    game, noisy = found.game, found.noisy
    said = words.errors(game, noisy.noise, noisy.misread)
    return [f"{said[0]} So {words.instead(game, noisy.payoffs, found.clean.payoffs, 'gets')}."] if said else []


def _stakes(found: Lasting) -> Table:
    """What a round of the agreement, of a breach and of the punishment is worth."""
    game = found.game
    rows = [one.tolist() for one in (found.worth, found.temptation, found.fallback_worth)]
    names = (
        "keeping the agreement",
        "breaking it once (the payoff of the breaker)",
        f"the punishment {words.postures(game, found.fallback)}",
    )
    columns = (
        Column(f"Payoff of {words.per_period(game)}", key="what"),
        *words.player_columns(game, digits=words.digits_of(rows)),
    )
    return Table(columns, tuple((name, *words.payoffs(game, row)) for name, row in zip(names, rows, strict=True)))


def _ways(found: Lasting) -> list[Block]:
    """What is asked about and other ways to uphold the agreement, with the least discount factors."""
    game, rows = found.game, []
    for one in (found.asked, *found.others):
        mark = "★" if one.certificate.subgame_perfect else "(★)" if one.certificate.nash else ""
        needs = map(least, one.critical.by_player, one.nash.by_player)
        rows.append((mark, safe(" / ".join(dict.fromkeys(one.names)), True), *needs, *words.payoffs(game, one.earns)))
    signs = " ".join(str(cell) for mark, _, *cells in rows for cell in (mark, *cells[: len(game.keys)]))
    legend = ["★ subgame-perfect equilibrium."] if "★" in signs.replace("(★)", "") else []
    legend += ["In brackets: a Nash equilibrium that rests on an empty threat."] if "(" in signs else []
    legend += ["* At some higher discount factors the agreement does not hold."] if "*" in signs else []
    columns = (
        Column("", "mark", "equilibrium"),
        Column("If both play" if game.stage.n_players == 2 else "If all play", key="plays"),
        *words.player_columns(game, "{} needs", kind="number"),
        *words.player_columns(game, "{} earns"),
    )
    title = "Least discount factor that each player needs, and what each player earns"
    return [Table(columns, tuple(rows), title), *([Note(" ".join(legend))] if legend else [])]
