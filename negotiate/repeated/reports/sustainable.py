"""What two players could get and some equilibrium sustains, as a plane, and an automaton that
supports one payoff.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.repeated.game import Supergame, without_rounding
from negotiate.repeated.reports import (
    called,
    clean,
    each,
    gets,
    outline,
    payoffs,
    per_period,
    player_columns,
    player_name,
    postures,
)
from negotiate.repeated.sustaining.supporting import Supporting
from negotiate.repeated.sustaining.sustainable import Sustainable, everything
from negotiate.report.blocks import Column, Note, Plot, Report, Sentence, Series, Table
from negotiate.report.style import Look, counted, joined, number, probability

UNEQUAL = Note(
    "The discount factors differ, so players gain by trading early rounds for late ones. Therefore "
    "more can be "
    "sustained than one round makes possible. The corners are approximated from outside and may "
    "lie a little too far "
    "out.",
    detail=True,
)
METHOD = (
    "pure actions, and a public lottery before each round; the largest set of payoffs that "
    "supports itself "
    "(Abreu, Pearce and Stacchetti 1990)."
)


def report(found: Sustainable, look: Look) -> Report:
    """Whether the agreement can be sustained, and what else."""
    possible = Sentence(
        f"Payoffs that are possible at all range {_spans(found.game, found.feasible)}.", detail=True
    )
    unequal = [UNEQUAL] if len(set(found.game.effective)) > 1 else []
    return outline(
        found.game, answer(found), (possible, _plane(found)), found.notes, unequal, METHOD
    )


def answer(found: Sustainable) -> list[str]:
    """Whether some strategies sustain the agreement, and the range of what can be sustained."""
    game, corners = found.game, found.corners
    if not len(corners):
        return [
            (
                "No pure-strategy equilibrium exists at these discount factors, so nothing can be "
                "sustained."
            )
        ]
    holds = "Some strategies sustain" if found.sustained else "No strategies sustain"
    agreed = f"Under the agreement, {gets(game, found.agreement)} {per_period(game)}."
    said = [
        (
            f"{holds} the agreement {postures(game, game.cooperate)} at these discount factors. "
            f"{agreed}"
        )
    ]
    if len(corners) == 1:
        said.append(f"Only one outcome can be sustained: {gets(game, corners[0])}.")
    else:
        area = f"They fill an area with {counted(len(corners), 'corner')}."
        said.append(f"Payoffs that can be sustained range {_spans(game, corners)}. {area}")
    floor = each(game, "{} down to {}", map(number, found.floor))
    return [*said, f"A punishment can hold {floor}, and no lower.", *_holding_down(found)]


def _spans(game: Supergame, points: FloatArray) -> str:
    low, high = (map(number, ends) for ends in (points.min(axis=0), points.max(axis=0)))
    return each(game, "from {1} to {2} for {0}", low, high)


def _holding_down(found: Sustainable) -> list[str]:
    """Which options hold the players down, where they are no postures."""
    game, said = found.game, []
    for player, held in enumerate(found.held_by):
        if held is None or np.count_nonzero(held.punishing) != 1:
            continue
        other = 1 - player
        action = everything(game).strategies[other][int(held.punishing.argmax())]
        if action.choices not in [posture.choices for posture in game.stage.strategies[other]]:
            holder, down = player_name(game, other, True), player_name(game, player)
            said.append(
                f"{holder} holds {down} down with `{clean(action.label)}`, which is not a posture."
            )
    return said


def _plane(found: Sustainable) -> Plot:
    game = found.game
    areas = (
        ("possible", found.feasible, "·", True),
        ("can be sustained", found.corners, "○", False),
    )
    points = (("the punishment", found.fallback, "x"), ("the agreement", found.agreement, "★"))
    series = [
        Series(name, *_two(game, corners), sign, "faint" if faint else "", faint=faint, filled=True)
        for name, corners, sign, faint in areas
        if len(corners)
    ]
    series += [
        Series(name, *_two(game, point[None]), sign, "equilibrium", named=True)
        for name, point, sign in points
    ]
    pairs = zip(game.players, game.units or ("", ""), strict=True)
    across, up = (clean(f"{name} ({unit})" if unit else name) for name, unit in pairs)
    title = f"Payoffs of {per_period(game)} to {each(game, '{}')}"
    guides = (float(found.floor[0]), float(found.floor[1]))
    note = "Lines: the lowest payoff to which a punishment can hold each player."
    return Plot("scatter", tuple(series), across, up, guides, title=title, note=note, data=True)


def _two(game: Supergame, points: FloatArray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    across, up = without_rounding(game, points).T.tolist()
    return tuple(across), tuple(up)


SURE = 1e-9


def report_supporting(found: Supporting, look: Look) -> Report:
    """What is sustained, where a breach leads, and what all play in each state."""
    game, states = found.game, counted(len(found.profiles), "state")
    leads = [
        f"A breach by {player_name(game, p)} leads to state {state + 1}."
        for p, state in enumerate(found.punishing)
    ]
    said = [
        (
            f"In a subgame-perfect equilibrium, {gets(game, found.point)} {per_period(game)}. Its "
            f"automaton has {states}."
        ),
        " ".join([f"Play begins in state {_odds(found.start.tolist())}.", *leads]),
    ]
    least = number(float(found.margins.min()))
    method = (
        "each deviation in a single round is tried in each state. Every deviation loses at "
        f"least {least}."
    )
    return outline(game, said, [_states(found)], found.notes, [Note("Complete; checked.")], method)


def _odds(odds: list[float]) -> str:
    """States with their probabilities, if they are drawn by lot."""
    states = [k for k, p in enumerate(odds) if p > SURE]
    if len(states) == 1:
        return str(states[0] + 1)
    return joined([f"{k + 1} ({probability(odds[k])})" for k in states], "or")


def _states(found: Supporting) -> Table:
    """A row a state: what all play, and where play goes on if no player deviates, with
    probabilities.
    """
    game = found.game
    plays = [one if isinstance(one, str) else called(game, one) for one in found.plays]
    rows = tuple(
        (str(k + 1), _odds(leads), played, *payoffs(game, values))
        for k, (leads, played, values) in enumerate(
            zip(found.leads.tolist(), plays, found.values, strict=True)
        )
    )
    heads = (Column("State", key="state"), Column("then"), Column("all play", key="plays"))
    return Table((*heads, *player_columns(game)), rows)
