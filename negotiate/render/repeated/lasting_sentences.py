"""Whether an agreement enforces itself, in sentences, the answer first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

import numpy as np

from negotiate.render.repeated.certificate import renegotiation
from negotiate.render.repeated.stepping_aside import objections
from negotiate.render.repeated.words import (
    Intervals,
    beginning,
    earnings,
    every,
    inside,
    needed,
    payoffs,
    per_period,
    playing,
    postures,
    rates,
    strategy,
    who,
)
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.lasting.agreement import Lasting
from negotiate.repeated.strategies.registry import strategies
from negotiate.repeated.sustaining.grounds import everything
from negotiate.report.numbers import number
from negotiate.report.words import joined

NEAR = 1e-9
"""Of the size of payoffs: differences below it are none."""


def sentences(found: Lasting) -> list[str]:
    """The answer, what is at stake, where it breaks, what strategies are, and what noise does."""
    return [
        *_opposed(found),
        headline(found),
        *_another(found),
        _stake(found),
        *objections(found.asked.certificate),
        *_payment(found),
        *_ideas(found),
        *renegotiation(found.asked.certificate),
        *_noise(found),
    ]


def headline(found: Lasting) -> str:
    """Whether it holds, and how patient everybody has to be."""
    game, asked = found.game, found.asked
    if game.stage.payoffs[0].size == 1:
        return "Nobody decides anything alone here, so there is nothing to break."
    agreement, playing_ = postures(game, found.agreement), playing(game, asked.names)
    if asked.certificate.subgame_perfect:
        return f"The agreement {agreement} holds if {playing_}{_thresholds(found)}."
    if asked.certificate.nash and not (found.temptation > found.worth + NEAR * (1 + np.abs(found.worth))).any():
        return (
            f"The agreement {agreement} holds by itself: nobody gains by leaving it even once. If {playing_}, somebody "
            f"would not carry out what it threatens{_unbelieved(found)}."
        )
    if asked.certificate.nash:
        return (
            f"The agreement {agreement} holds only as long as nobody slips if {playing_}: nobody gains by breaking it, "
            f"but somebody would not carry out what it threatens{_unbelieved(found)}."
        )
    missing = _shortfall(found)
    return f"The agreement {agreement} does not hold if {playing_}{f': {missing}' if missing else ''}."


def _opposed(found: Lasting) -> Iterator[str]:
    """Where one player gains what the other loses, whatever they do."""
    game = found.game
    if opposed(game):
        yield f"Whatever {who(game, 0)} gains, {who(game, 1)} loses: nothing is better for both than anything else."


def opposed(game: RepeatedGame) -> bool:
    """Whether two players, who both decide something, gain as the other loses, in one proportion, whatever they do."""
    if len(game.keys) != 2 or 1 in everything(game).shape or game.setting.phases is not None:
        return False
    table = np.concatenate([one.payoffs.reshape(2, -1) for one in (game.stage, everything(game))], axis=1)
    reach = np.ptp(table, axis=1, keepdims=True)
    if not reach.all():
        return False
    shares = (table - table.min(axis=1, keepdims=True)) / reach
    return bool((np.abs(shares.sum(axis=0) - 1) <= NEAR).all())


def _of_players(found: Lasting) -> Sequence[Intervals]:
    return found.asked.critical.by_player


def _thresholds(found: Lasting) -> str:
    """Each player's least patience beside the one it has, where it holds."""
    game, wanted = found.game, _of_players(found)
    told = [needed(one, has) for one, has in zip(wanted, game.discount, strict=True)]
    if all(least == "any" for least, _ in told):
        return ", however impatient they are"
    if len(set(told)) == 1:
        return f": patience has to be {told[0][0]} and is {told[0][1]}"
    clauses = [
        f"{who(game, p)} needs " + ("none" if least == "any" else f"{least} and has {has}")
        for p, (least, has) in enumerate(told)
    ]
    return f": of patience, {joined(clauses)}"


def _shortfall(found: Lasting) -> str:
    """Who is not patient enough, where it does not hold; on the path alone where no patience would do off it."""
    game, wanted, on_path = found.game, _of_players(found), found.asked.nash.by_player
    where = ""
    if not all(wanted) and all(on_path):
        wanted, where = on_path, "even as long as nobody slips, "
    if not any(wanted):
        return "no patience would do"
    pairs = [needed(one, has) for one, has in zip(wanted, game.discount, strict=True)]
    short = [p for p, has in enumerate(game.discount) if not inside(has, wanted[p])]
    if len(short) == len(pairs) > 1 and len(set(pairs)) == 1:
        return f"{where}{every(game)} would need a patience of {pairs[0][0]} and have {pairs[0][1]}"
    told = [
        f"{who(game, p)} would need a patience of {pairs[p][0]} and has {pairs[p][1]}"
        if wanted[p]
        else f"no patience of {who(game, p)} would do"
        for p in short
    ]
    return f"{where}{joined(told)}" if told else ""


def _unbelieved(found: Lasting) -> str:
    """Who is not patient enough to punish, where more patience would do."""
    return f"; for that, {_shortfall(found)}" if found.asked.critical else ""


def _another(found: Lasting) -> Iterator[str]:
    """Where what is asked does not even keep the agreement."""
    apart = np.abs(found.clean.payoffs - found.worth)
    if (apart > NEAR * (1 + np.abs(found.worth))).any():
        yield f"Played so, it is not kept from the start: they earn {earnings(found.clean.payoffs)}."


def _stake(found: Lasting) -> str:
    """What keeping is worth, what a breach brings at once, and what it costs later."""
    game, period = found.game, per_period(found.game)
    brings = (
        f"breaking it would bring {earnings(found.temptation)} once"
        if (found.temptation > found.worth).any()
        else "nobody gains by breaking it at once"
    )
    after = f"the punishment {postures(game, found.fallback)} is worth {earnings(found.fallback_worth)}"
    unstable = "" if found.fallback_stable else ", though somebody would leave that in a single round"
    return f"Keeping it is worth {payoffs(game, found.worth)} {period}; {brings}; {after}{unstable}."


def _payment(found: Lasting) -> Iterator[str]:
    """Where patience is missing: what would do in its place, and who could pay it."""
    game, held = found.game, found.holding
    if (
        held is None
        or held.holds
        or opposed(game)
        or found.asked.certificate.nash
        or not all(map(isfinite, held.needs))
    ):
        return
    first, *others = [p for p, x in enumerate(held.needs) if x]
    keep = [f"{who(game, first)} would keep it for {number(held.needs[first])} {per_period(game)} on top"]
    keep += [f"{who(game, p)} for {number(held.needs[p])}" for p in others]
    pay = [f"{who(game, p)} could pay up to {number(x)}" for p, x in enumerate(held.affords) if x and not held.needs[p]]
    unit = "in its own unit" if len(pay) == 1 else "each in its own unit"
    payers = f"; {joined(pay)}, {unit}, and still rather keep it" if pay else ""
    yield f"If a breach ends it for good, {joined(keep)}{payers}: see `--hold`."


def _ideas(found: Lasting) -> Iterator[str]:
    """What the asked strategies are."""
    for name in dict.fromkeys(found.asked.names):
        known = strategies.get(name.partition(":")[0])
        if known is not None and name not in found.game.named:
            yield f"{beginning(strategy(name))}: {known.idea[:1].lower()}{known.idea[1:]}"


def _noise(found: Lasting) -> Iterator[str]:
    """What trembling hands and misreadings cost."""
    game, noisy = found.game, found.noisy
    said = []
    if any(noisy.noise):
        said.append(f"hands that tremble in {rates(game, noisy.noise)} of rounds")
    if any(noisy.misread):
        said.append(f"{rates(game, noisy.misread)} of moves misread")
    if said:
        before = earnings(found.clean.payoffs)
        yield f"With {joined(said)} they earn {earnings(noisy.payoffs)} {per_period(game)} in place of {before}."
