"""Whether an agreement enforces itself, or strategies hold against each other, and what it takes to
hold a package.

What other players do is seen, or public signals of it.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf, isinf

import numpy as np

from negotiate.repeated.game import Certificate, Supergame, Witness, worth_of
from negotiate.repeated.lasting.agreement import NEAR, Lasting
from negotiate.repeated.lasting.certificate import WALK_AWAY
from negotiate.repeated.lasting.public_signals import BestTrigger
from negotiate.repeated.reports import (
    SURE,
    called,
    checked,
    clean,
    digits_of,
    errors,
    every,
    factor_digits,
    factors,
    gets,
    instead,
    least,
    match_words,
    outline,
    path_words,
    payoffs,
    per_period,
    player_columns,
    player_name,
    player_rows,
    playing,
    postures,
    strategy,
)
from negotiate.repeated.reports.match import rounds_table, strip
from negotiate.repeated.strategies.registry import strategies
from negotiate.repeated.sustaining.holding import AWAY, WORST, Holding
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.style import Look, capital, counted, joined, number, rounded, sentence_of, the

PAID = Note(
    "A payment is made in each round in which all players keep the agreement, and not in the round "
    "of a breach. "
    "Refusing to pay is a breach, too.",
    detail=True,
)


ANSWERED = {
    WORST: " if a breach is answered by the worst equilibrium of a single round",
    AWAY: " if a breach is answered by walking away",
}
"""What follows a breach, as a clause."""


def report_holding(found: Holding, look: Look) -> Report:
    """Whether it can be held, which discount factors or payments would do, and what each player
    compares.
    """
    what = "agreement" if found.package == found.game.cooperate else "combination"
    package = (
        f"the {what} {postures(found.game, found.package)}" if found.package else "this package"
    )
    begins = capital(package)
    said = [f"{begins} holds: the discount factors are high enough."]
    if not found.holds:
        answered = ANSWERED.get(found.punishment, "")
        said = [
            " ".join([f"{begins} does not hold{answered}.", *_short(found)]),
            *payments(found, package),
        ]
        if found.harshest is not None and found.harshest.holds:
            said.append(
                f"{begins} would hold under the harshest punishment that is itself an equilibrium."
            )
        harsher = (
            found.punishment == WORST and found.game.stage.n_players == 2 and inf not in found.needs
        )
        if harsher and found.harshest is None and not look.all:
            said.append(f"A harsher punishment may sustain {package}. `--all` tries the harshest.")
    if found.common is not None and found.common > SURE:
        said.append(
            "A discount factor that all players share would have to be at least "
            f"{number(found.common, 2)}."
        )
    pictures = (_comparison(found), Note(sentence_of(found.punishment)))
    return outline(found.game, said, pictures, found.notes, [] if found.holds else [PAID])


def _short(found: Holding) -> list[str]:
    """Whose discount factor is too low, and who prefers what follows a breach."""
    game = found.game
    said = factors(
        game, [() if one is None else ((one, 1.0),) for one in found.critical], would=True
    )
    for player, (needed, has) in enumerate(zip(found.critical, game.discount, strict=True)):
        if needed is not None and needed <= has and found.needs[player]:
            said.append(f"{player_name(game, player, True)} prefers what follows a breach.")
    return said


def payments(found: Holding, kept: str) -> list[str]:
    """Which side payments would make all players keep an agreement, and who could afford to pay;
    none if none.
    """
    said, period, names = [], per_period(found.game), [*map(the, found.game.players)]
    if any(found.payment):
        pairs = [(name, x) for name, x in zip(names, found.payment, strict=True) if x]
        paid = joined(
            [f"{name} {'received' if x > 0 else 'paid'} {number(abs(x))}" for name, x in pairs]
        )
        return [f"{capital(kept)} would hold if {paid} {period}."]
    for name, need in zip(names, found.needs, strict=True):
        if isinf(need):
            said.append(
                f"No payment would make {name} keep {kept}, because no other player would see the "
                "breach."
            )
        elif need:
            said.append(f"A payment of {number(need)} {period} would make {name} keep {kept}.")
    if not said:
        return []
    for name, most, need in zip(names, found.affords, found.needs, strict=True):
        if most > 0 and not need:
            said.append(
                f"{capital(name)} could afford up to {number(most)}, counted in its own payoff."
            )
    return [" ".join(said)]


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
    needed = [
        Cell("none works", "none works") if one is None else Cell(rounded(one, 2), one)
        for one in found.critical
    ]
    has = [Cell(number(one, digits), one) for one in game.discount]
    rows[3:3] = [("discount factor needed", *needed), ("discount factor", *has)]
    return Table((Column("", key="what"), *player_columns(game)), tuple(rows))


def report(found: Lasting, look: Look) -> Report:
    """Whether the agreement holds, why, and what would make it hold."""
    game, certificate, held = found.game, found.asked.certificate, found.holding
    said = [" ".join(verdict(found)), *deviations(certificate), *_ideas(found), *_kept(found)]
    if found.opposed:
        one, other = map(the, game.players)
        said.insert(
            0, f"What {one} gains, {other} loses. So no agreement is better for both than another."
        )
    elif held is not None and not certificate.nash and inf not in held.needs:
        said += [f"{told} `--hold` tells more." for told in payments(held, "the agreement")]
    for wrong in errors(game, found.noisy.noise, found.noisy.misread):
        said.append(
            f"{wrong} So {instead(game, found.noisy.payoffs, found.clean.payoffs, 'gets')}."
        )
    doubts = renegotiation(certificate)
    if not found.fallback_stable:
        doubts.append(
            f"The punishment {postures(game, found.fallback)} is not an equilibrium of a single "
            "round."
        )
    player, when = found.breach
    title = f"What follows if {player_name(game, player)} breaks the agreement in round {when}"
    pictures = (
        *(Sentence(text, detail=not found.holds) for text in doubts),
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
    agreement, plays = postures(game, found.agreement), playing(game, asked.names)
    if found.holds:
        what = (
            "No player gains by deviating" if _kept(found) else f"The agreement {agreement} holds"
        )
        return [f"{what} if {plays}.", *factors(game, asked.critical.by_player)]
    if not asked.certificate.nash:
        return [f"The agreement {agreement} does not hold if {plays}.", *_missing(found)]
    said = [
        f"The agreement {agreement} holds by itself: no player gains by breaking it, not even once."
    ]
    said += [f"But if {plays}, the threat is empty:"]
    if (found.temptation > found.worth + NEAR * (1 + np.abs(found.worth))).any():
        said = [
            (
                f"If {plays}, no player gains by breaking the agreement {agreement}. But the "
                "threat is "
                "empty:"
            )
        ]
    witness = asked.certificate.witness
    player = 0 if witness is None else game.seat(witness.player)
    punishes = (
        witness is not None and witness.instead_of == game.postures[player][game.punish[player]]
    )
    rather = "punish" if punishes else f"follow {strategy(asked.names[player])}"
    said.append(
        f"once the agreement is broken, {player_name(game, player)} would rather not {rather}."
    )
    return [*said, *(_missing(found, "For a credible threat, ") if asked.critical else [])]


def _missing(found: Lasting, lead: str = "") -> list[str]:
    """Whose discount factors are not enough; for a Nash equilibrium where none would be for a
    subgame-perfect one.
    """
    perfect, nash = found.asked.critical.by_player, found.asked.nash.by_player
    if not all(perfect) and all(nash):
        return factors(found.game, nash, True, "Even for a Nash equilibrium, ")
    return factors(found.game, perfect, True, lead)


def _ideas(found: Lasting) -> list[str]:
    """What the strategies do."""
    said = []
    for name in dict.fromkeys(found.asked.names):
        one = strategies.get(name.partition(":")[0])
        if one is not None and name not in found.game.named:
            said.append(f"A player of {strategy(name)} {one.idea[:1].lower()}{one.idea[1:]}")
    return said


def _kept(found: Lasting) -> list[str]:
    """Where the strategies do not even keep the agreement."""
    apart = np.abs(found.clean.payoffs - found.worth)
    if not (apart > NEAR * (1 + np.abs(found.worth))).any():
        return []
    agreement, earned = postures(found.game, found.agreement), gets(found.game, found.clean.payoffs)
    return [f"But these strategies do not keep the agreement {agreement}: {earned}."]


def _stakes(found: Lasting) -> Table:
    """What a round of the agreement, of a breach and of the punishment is worth."""
    game = found.game
    rows = {
        "keeping the agreement": found.worth.tolist(),
        "breaking it once (the payoff of the breaker)": found.temptation.tolist(),
        f"the punishment {postures(game, found.fallback)}": found.fallback_worth.tolist(),
    }
    head = Column(f"Payoff of {per_period(game)}", key="what")
    columns = (head, *player_columns(game, digits=digits_of([*rows.values()])))
    return Table(columns, tuple((name, *payoffs(game, row)) for name, row in rows.items()))


def _ways(found: Lasting) -> list[Block]:
    """What is asked about and other ways to uphold the agreement, with the least discount
    factors.
    """
    game, rows, signs = found.game, [], ""
    for one in (found.asked, *found.others):
        mark = "★" if one.certificate.subgame_perfect else "(★)" if one.certificate.nash else ""
        needs = [
            least(*both) for both in zip(one.critical.by_player, one.nash.by_player, strict=True)
        ]
        signs += " ".join([mark, *needs, ""])
        rows.append(
            (mark, clean(" / ".join(dict.fromkeys(one.names))), *needs, *payoffs(game, one.earns))
        )
    meanings = {
        "★ subgame-perfect equilibrium.": "★" in signs.replace("(★)", ""),
        "In brackets: a Nash equilibrium that rests on an empty threat.": "(" in signs,
        "* At some higher discount factors the agreement does not hold.": "*" in signs,
    }
    legend = " ".join(meaning for meaning, seen in meanings.items() if seen)
    columns = (
        Column("", "mark", "equilibrium"),
        Column("If both play" if game.stage.n_players == 2 else "If all play", key="plays"),
        *player_columns(game, "{} needs", kind="number"),
        *player_columns(game, "{} earns"),
    )
    title = "Least discount factor that each player needs, and what each player earns"
    return [Table(columns, tuple(rows), title), *([Note(legend)] if legend else [])]


METHOD = (
    "each deviation in a single round is tried in each of {}, in all that any play can reach. "
    "The payoffs of one linear system are compared with payoffs added up round by round."
)


def report_certificate(found: Certificate, look: Look) -> Report:
    """Whether strategies hold against each other, by how much each could gain, and where."""
    said = [equilibrium(found), *deviations(found), *renegotiation(found)]
    return outline(found.game, said, [_players(found)], found.notes, *tested(found))


def tested(found: Certificate) -> tuple[list[Note], str]:
    """How far a certificate can be trusted, and how it was found."""
    return [checked(found.difference)], METHOD.format(counted(found.states, "joint state"))


def equilibrium(found: Certificate) -> str:
    """What kind of equilibrium the strategies are."""
    who = match_words(found.names)
    if found.subgame_perfect:
        return (
            f"{who} is a subgame-perfect equilibrium: no player gains by deviating, on the path "
            "of play or off it."
        )
    if found.nash:
        return (
            f"{who} is a Nash equilibrium, but it is not subgame perfect: a player gains off "
            "the path of play."
        )
    return f"{who} is no equilibrium: a player gains by another strategy."


def _players(found: Certificate) -> Table:
    game, gains = found.game, np.subtract(found.best_replies, found.payoffs)
    numbers = [payoffs(game, values) for values in (found.payoffs, found.best_replies, gains)]
    columns = (
        Column("discount factor", "number", short="factor", digits=factor_digits(game.discount)),
        *(Column(head, "payoff") for head in ("earns", "best reply", "gain")),
    )
    return player_rows(game, found.names, columns, game.discount, *numbers)


def deviation(game: Supergame, witness: Witness, where: str = "") -> str:
    """Where a player gains by one deviation: "After (defect, cooperate), Row gains 0.4 a round by
    …".
    """
    player = player_name(game, game.seat(witness.player))
    last = witness.round and witness.round == game.setting.rounds
    period = "" if last else f" {per_period(game)} on average"
    return (
        f"{where or _where(game, witness)}, {player} gains {number(witness.gain)}{period} by "
        f"{_choice(witness)}."
    )


def _choice(witness: Witness) -> str:
    """What pays more, and in place of what."""
    usual = clean(witness.instead_of)
    if witness.seen_as:
        rather = f"another option that looks like `{clean(witness.seen_as)}` to the others"
        return (
            rather if witness.seen_as == witness.instead_of else f"{rather}, instead of `{usual}`"
        )
    rather = "walking away" if witness.action == WALK_AWAY else f"playing `{clean(witness.action)}`"
    return f"{rather} instead of `{usual}`"


def _where(game: Supergame, witness: Witness) -> str:
    """The round, or the way there, and the phase where there are several."""
    where = path_words(game, witness.path)
    if witness.round > 1:
        where = (
            "In the last round"
            if witness.round == game.setting.rounds
            else f"In round {witness.round}"
        )
    return (
        f"{where}, in the phase `{clean(witness.phase)}`"
        if witness.phase and witness.path
        else where
    )


def deviations(found: Certificate) -> list[str]:
    """Why strategies are no equilibrium, or not subgame perfect, in a sentence or two; none where
    they are.
    """
    witnesses = [one for one in (found.nash_witness, found.witness) if one is not None]
    if len(witnesses) == 2 and replace(witnesses[0], gain=witnesses[1].gain) == witnesses[1]:
        del witnesses[1]
    return [deviation(found.game, one) for one in witnesses]


def renegotiation(found: Certificate) -> list[str]:
    """Which punishment all would rather end, if there is one."""
    told, game = found.renegotiation, found.game
    if told is None:
        return []
    where = called(game, told.postures) + (
        f", in the phase `{clean(told.phase)}`" if told.phase else ""
    )
    rather = "starting again" if told.start else f"going on with {called(game, told.onward)}"
    gain = f"Once play has come to {where}, {every(game)} would gain by {rather}."
    changed = capital(instead(game, told.instead, told.worth, "would get"))
    return [
        (
            f"{gain} {changed}. So the threat is not renegotiation-proof: the players may not "
            "believe "
            "it."
        )
    ]


ROWS = 8
"""States that people see where not everything is wanted."""
SIGNALLED = Note("No player sees what the others do. All players see the same signal of it.")
SIGNAL_METHOD = (
    "each deviation in a single round is tried in every state (Green and Porter 1984). "
    "Payoffs are compared with how often each state is met times what it pays."
)


def report_trigger(found: BestTrigger, look: Look) -> Report:
    """Which punishment deters, or why none does, and what all earn."""
    game, profile = found.game, found.profile
    plays = [postures(game, row) for row in profile.outputs.tolist()]
    rows = tuple(zip(profile.names, plays, *found.certificate.values.tolist(), strict=True))
    columns = (Column("State", key="state"), Column("all play", key="plays"), *player_columns(game))
    pictures, last = (
        (Table(columns, rows, most=ROWS, more="state"), SIGNALLED),
        checked(found.certificate.difference),
    )
    return outline(game, trigger_answer(found), pictures, last=[last], method=SIGNAL_METHOD)


def trigger_answer(found: BestTrigger) -> list[str]:
    """The shortest punishment that deters, which deviation pays where none does, and what play is
    worth.
    """
    game, certificate = found.game, found.certificate
    agreement, punishment = postures(game, game.cooperate), postures(game, game.punish)
    after = joined([f"`{clean(name)}`" for name in found.bad], "or")
    if not found:
        said = [
            (
                f"However long all play {punishment} after {after}, the agreement {agreement} does "
                "not "
                "hold."
            )
        ]
    elif isinf(found.periods):
        said = [
            (
                f"The agreement {agreement} holds if all play {punishment} for good once they see "
                f"{after}."
            )
        ]
    else:
        rounds = counted(int(found.periods), "round")
        said = [
            (
                f"The agreement {agreement} holds if all play {punishment} for {rounds} after "
                f"{after}, "
                "and then return."
            ),
            (
                "No shorter punishment deters. Sometimes the punishment starts although no player "
                "broke the agreement."
            ),
        ]
    if (one := certificate.witness) is not None:
        state = clean(" and ".join(dict.fromkeys(one.state)))
        said.append(deviation(game, one, f"In the state `{state}`"))
    ideal = worth_of(game, game.cooperate)
    earned = f"With these punishments, {gets(game, certificate.payoffs)} {per_period(game)}."
    return [*said, f"{earned} With none, {gets(game, ideal, verb='would get')}."]
