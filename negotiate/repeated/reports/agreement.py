"""Whether an agreement enforces itself: the answer, what is at stake, ways to uphold it, and what a breach sets off."""

from __future__ import annotations

from math import inf

import numpy as np

from negotiate.repeated.lasting.agreement import NEAR, Lasting
from negotiate.repeated.reports import words
from negotiate.repeated.reports.certificate import deviations, renegotiation, tested
from negotiate.repeated.reports.discounting import factors, least
from negotiate.repeated.reports.holding import payments
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.timeline import rounds_table, strip
from negotiate.repeated.strategies.registry import strategies
from negotiate.report.blocks import Block, Column, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import safe, the


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
    told = {name: strategies.get(name.partition(":")[0]) for name in found.asked.names if name not in found.game.named}
    return [
        f"A player of {words.strategy(name)} {one.idea[:1].lower()}{one.idea[1:]}" for name, one in told.items() if one
    ]


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
