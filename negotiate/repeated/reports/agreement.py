"""Whether an agreement enforces itself: the answer, what is at stake, ways to uphold it, and what a breach sets off."""

from __future__ import annotations

from math import isfinite

import numpy as np

from negotiate.repeated.lasting.agreement import NEAR, Lasting, Upholding
from negotiate.repeated.reports.certificate import trust
from negotiate.repeated.reports.deviations import deviations, renegotiation
from negotiate.repeated.reports.discounting import every_interval, least_cell, missing, sufficient
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.payments import payments
from negotiate.repeated.reports.timeline import rounds_table, strip
from negotiate.repeated.reports.words import (
    beginning,
    digits_of,
    earnings,
    errors,
    payoffs,
    per_period,
    player_columns,
    player_name,
    playing,
    postures,
    strategy,
)
from negotiate.repeated.strategies.registry import strategies
from negotiate.report.blocks import Block, Cell, Column, Note, Report, Sentence, Table
from negotiate.report.plots import Plot
from negotiate.report.style import Look
from negotiate.report.words import the


def report(found: Lasting, look: Look) -> Report:
    """Whether the agreement holds, why, and what would make it hold."""
    game, certificate = found.game, found.asked.certificate
    said = [*_opposed(found), " ".join(verdict(found)), *_ideas(found), *_kept(found), *deviations(certificate)]
    said += [*_payment(found), *_errors(found)]
    punished = [*renegotiation(certificate), *_unstable(found)]
    pictures = (
        *(Sentence(text, detail=not certificate.subgame_perfect) for text in punished),
        _stakes(found),
        *_ways(found),
        _breach(found),
        rounds_table(found.followed),
    )
    return outline(game, said, pictures, (*certificate.notes, *found.notes), trust(certificate))


def verdict(found: Lasting) -> list[str]:
    """Whether it holds, and which discount factors everybody needs for that."""
    game, asked = found.game, found.asked
    if game.stage.payoffs[0].size == 1:
        return ["Nobody decides anything alone here, so there is nothing to break."]
    agreement, plays = postures(game, found.agreement), playing(game, asked.names)
    if asked.certificate.subgame_perfect:
        return [f"The agreement {agreement} holds if {plays}.", *sufficient(game, asked.critical.by_player)]
    if asked.certificate.nash:
        tempted = found.temptation > found.worth + NEAR * (1 + np.abs(found.worth))
        if tempted.any():
            said = [f"If {plays}, nobody gains by breaking the agreement {agreement}.", "But the threat is empty:"]
        else:
            said = [f"The agreement {agreement} holds by itself: nobody gains by breaking it, not even once."]
            said += [f"But if {plays}, the threat is empty:"]
        return [*said, *_empty_threat(found)]
    return [f"The agreement {agreement} does not hold if {plays}.", *_missing(found)]


def _empty_threat(found: Lasting) -> list[str]:
    """Who would not carry out what its strategy threatens, and which discount factors would change that."""
    witness = found.asked.certificate.witness
    who = "some player" if witness is None else player_name(found.game, found.game.seat(witness.player))
    said = f"once the agreement is broken, {who} would rather not do its part."
    return [said, *(_missing(found, "For all threats to be believed, ") if found.asked.critical else [])]


def _missing(found: Lasting, lead: str = "") -> list[str]:
    """Whose discount factors do not do; for a Nash equilibrium where none would do for a subgame-perfect one."""
    perfect, nash = found.asked.critical.by_player, found.asked.nash.by_player
    if not all(perfect) and all(nash):
        return missing(found.game, nash, "Even for a Nash equilibrium, ")
    return missing(found.game, perfect, lead)


def _opposed(found: Lasting) -> list[str]:
    """Where what one player gains the other loses, whatever they do."""
    if not found.opposed:
        return []
    one, other = map(the, found.game.players)
    return [f"What {one} gains, {other} loses, so nothing is better for both than anything else."]


def _ideas(found: Lasting) -> list[str]:
    """What the strategies do."""
    said = []
    for name in dict.fromkeys(found.asked.names):
        known = strategies.get(name.partition(":")[0])
        if known is not None and name not in found.game.named:
            said.append(f"{beginning(strategy(name))}: {known.idea[:1].lower()}{known.idea[1:]}")
    return said


def _kept(found: Lasting) -> list[str]:
    """Where the strategies do not even keep the agreement."""
    apart = np.abs(found.clean.payoffs - found.worth)
    if not (apart > NEAR * (1 + np.abs(found.worth))).any():
        return []
    return [f"These strategies do not keep the agreement from the start: they earn {earnings(found.clean.payoffs)}."]


def _unstable(found: Lasting) -> list[str]:
    if found.fallback_stable:
        return []
    punishment = postures(found.game, found.fallback)
    return [f"The punishment {punishment} is no equilibrium of a single round: some player would leave it."]


def _payment(found: Lasting) -> list[str]:
    """What would do in place of a higher discount factor, and who could pay it."""
    game, held = found.game, found.holding
    if held is None or held.holds or found.opposed or found.asked.certificate.nash:
        return []
    if not all(map(isfinite, held.needs)):
        return []
    return [f"{' '.join(payments(game, held.needs, held.affords, 'the agreement'))} See `--hold`."]


def _errors(found: Lasting) -> list[str]:
    """What trembling hands and misreadings cost."""
    game, noisy = found.game, found.noisy
    said = errors(game, noisy.noise, noisy.misread)
    if not said:
        return []
    before, after = earnings(found.clean.payoffs), earnings(noisy.payoffs)
    return [f"{beginning(said)}. This changes their payoffs from {before} to {after} {per_period(game)}."]


def _stakes(found: Lasting) -> Table:
    """What a round of the agreement, of a breach and of the punishment is worth."""
    game = found.game
    rows = [one.tolist() for one in (found.worth, found.temptation, found.fallback_worth)]
    names = ("keeping the agreement", "breaking it once", f"the punishment {postures(game, found.fallback)}")
    columns = (
        Column(f"Payoff of {per_period(game)}", key="what"),
        *player_columns(game, key="payoff {}", digits=digits_of(rows)),
    )
    return Table(columns, tuple((name, *payoffs(game, row)) for name, row in zip(names, rows, strict=True)))


def ways(found: Lasting) -> tuple[Upholding, ...]:
    """What is asked about, then the others."""
    return (found.asked, *found.others)


def _ways(found: Lasting) -> list[Block]:
    """Well-known ways to uphold the agreement, for people with the least discount factors, for programs with all."""
    game, rows, signs = found.game, [], ""
    for one in ways(found):
        holds = [one.certificate.subgame_perfect, one.certificate.nash]
        needs = [least_cell(*both) for both in zip(one.critical.by_player, one.nash.by_player, strict=True)]
        every = [every_interval(known) for kind in (one.critical, one.nash) for known in kind.by_player]
        mark = "★" if holds[0] else "(★)" if holds[1] else ""
        answers = ["yes" if held else "no" for held in holds]
        name = Cell(strategy(one.names[0]), "/".join(one.names))
        if len(set(one.names)) > 1:
            name = Cell(" / ".join(map(strategy, one.names)), "/".join(one.names))
        rows.append((mark, name, *answers, *needs, *every, *payoffs(game, one.earns)))
        signs += " ".join([mark, *(cell.shown for cell in needs), ""])
    legend = ["★ subgame-perfect equilibrium."] if "★" in signs.replace("(★)", "") else []
    legend += ["In brackets: only a Nash equilibrium, with an empty threat."] if "(" in signs else []
    legend += ["* not every higher discount factor will do."] if "*" in signs else []
    columns = (
        Column("", "mark", shown="people"),
        Column("If both play" if game.stage.n_players == 2 else "If all play", key="plays"),
        *(Column(head, shown="programs") for head in ("subgame perfect", "nash")),
        *player_columns(game, "{} needs", kind="number", shown="people"),
        *player_columns(game, key="{} needs", kind="words", shown="programs"),
        *player_columns(game, key="{} needs on the path", kind="words", shown="programs"),
        *player_columns(game, "{} earns", "{} earns"),
    )
    title = "Least discount factor that each player needs, and what it earns"
    return [Table(columns, tuple(rows), title), *([Note(" ".join(legend))] if legend else [])]


def _breach(found: Lasting) -> Plot:
    player, round_ = found.breach
    return strip(found.followed, f"{player_name(found.game, player, True)} breaks the agreement in round {round_}")
