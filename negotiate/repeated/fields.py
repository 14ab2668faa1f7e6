"""How the records of this room are written as JSON, where their fields do not say it; see
`negotiate.report.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from negotiate.repeated.game import CriticalDiscount, of_player, without_rounding
from negotiate.repeated.sustaining.sustainable import HeldDown, everything
from negotiate.report.json import (
    AS_IT_IS,
    BY_PLAYER,
    INTEGER,
    KEY,
    LEFT_OUT,
    NUMBER,
    STRING,
    Way,
    Writer,
    alike,
    keyed,
    list_of,
    object_of,
    or_null,
)


def _by_player(values: Iterable[Any], writer: Writer) -> dict[str, Any]:
    return dict(zip(writer.about.keys, values, strict=True))


def _payoffs(values: Sequence[Any], writer: Writer) -> dict[str, Any] | None:
    """What each player gets; what is only rounding is 0, and None stands where nothing is known of
    any player.
    """
    rows = [of_player(writer.about, player, own) for player, own in enumerate(values)]
    return _by_player(rows, writer) if rows else None


def _postures(profile: Sequence[int], writer: Writer) -> dict[str, str] | None:
    """What the posture of each player is called; None where no postures are named."""
    if not len(profile):
        return None
    return _by_player(
        [own[k] for own, k in zip(writer.about.postures, profile, strict=True)], writer
    )


def _critical(found: CriticalDiscount, writer: Writer) -> dict[str, Any]:
    binding = None if found.binding is None else writer.about.keys[found.binding]
    return {
        "common": tuple(found),
        "by_player": _by_player(found.by_player, writer),
        "binding": binding,
    }


def _round_by_round(table: Any, writer: Writer) -> dict[str, list[str]]:
    """The postures of each player, of as many rounds as are written."""
    rows = zip(writer.about.keys, writer.about.postures, table, strict=True)
    return {key: [own[k] for k in writer.within(key).cut(row).tolist()] for key, own, row in rows}


def _phases(phases: Any, writer: Writer) -> list[str]:
    known = writer.about.setting.phases
    return [] if known is None else [known.names[k] for k in writer.cut(phases).tolist()]


def _leads(transitions: Any, writer: Writer) -> list[dict[str, str]]:
    """The state to which each signal leads, for each public state."""
    signals, names = writer.about.setting.signals.names, writer.holder.names
    return [
        dict(zip(signals, (names[k] for k in row), strict=True)) for row in transitions.tolist()
    ]


def _held_down(
    found: Sequence[HeldDown | None], writer: Writer
) -> dict[str, dict[str, float] | None]:
    """With which probability the other player does what."""
    told = []
    for one, others in zip(found, reversed(everything(writer.about).strategies), strict=True):
        odds = None if one is None else zip(others, one.punishing.tolist(), strict=True)
        told.append(None if odds is None else {action.label: p for action, p in odds if p > 0})
    return _by_player(told, writer)


_INTERVALS = list_of(list_of(NUMBER))
BREACH = Way(
    lambda breach, w: (
        None if breach is None else {"player": w.about.keys[breach[0]], "round": breach[1]}
    ),
    or_null(object_of(player=STRING, round=INTEGER)),
)
CRITICAL = Way(_critical, object_of(common=_INTERVALS, by_player=keyed(_INTERVALS), binding=KEY))
PAYOFFS = Way(_payoffs, BY_PLAYER.shape)
POINTS = Way(
    lambda points, w: [_by_player(row, w) for row in without_rounding(w.about, points).tolist()],
    "list[Mapping[str, float]]",
)
"""What each player gets, one object a row."""
POSTURES = Way(_postures, "Mapping[str, str] | None")
ROUND_BY_ROUND = Way(_round_by_round, "Mapping[str, list[str]]")
STRATEGIES = Way(lambda places, w: _by_player(w.holder.named(places), w), "Mapping[str, list[str]]")
"""Strategies by name, for each pool of a tournament."""
SCHEMAS = {
    "BestTrigger": "negotiate/public-trigger/2",
    "Encounter": "negotiate/match/2",
    "Evolution": "negotiate/strategy-evolution/2",
    "Repertoire": "negotiate/strategies/2",
}
"""Class of a result → the name and number of its shape."""
ONLY = {
    "RepeatedGame": (
        *("title", "players", "units", "postures", "payoffs", "discount_factor"),
        *("setting", "cooperate", "punish", "notes"),
    ),
    "Phases": ("names",),
    "Signals": ("names",),
}
"""Class → what is written of it, where its fields are working material."""


FIELDS = {
    "RepeatedGame": {
        **alike(BY_PLAYER, "players", "units", "postures"),
        **alike(POSTURES, "cooperate", "punish"),
        "payoffs": Way(
            lambda game, w: _payoffs(game.stage.payoffs, w),
            "Mapping[str, list[Any]]",
            (
                "what each combination of postures is worth in a round, with one level of lists a "
                "player"
            ),
        ),
        "discount_factor": Way(
            lambda game, w: _by_player(game.discount, w),
            "Mapping[str, float]",
            "how much the next round counts beside this one",
        ),
    },
    "Setting": alike(BY_PLAYER, "noise", "misread", "outside"),
    "Lasting": {
        **alike(POSTURES, "agreement", "fallback"),
        **alike(PAYOFFS, "worth", "temptation", "fallback_worth"),
        "breach": BREACH,
        "holds": AS_IT_IS,
    },
    "Upholding": {"names": BY_PLAYER, "critical": CRITICAL, "nash": CRITICAL, "earns": PAYOFFS},
    "Certificate": {"names": BY_PLAYER, "payoffs": PAYOFFS, "best_replies": PAYOFFS},
    "Witness": {
        "action": Way(lambda action, w: None if w.holder.seen_as else action, "str | None"),
        "path": Way(
            lambda path, w: [_by_player(step, w) for step in path], "list[Mapping[str, str]]"
        ),
        "round": Way(lambda round_, _: round_ or None, "int | None"),
        "state": BY_PLAYER,
    },
    "Renegotiation": alike(BY_PLAYER, "postures", "worth", "onward", "instead"),
    "PublicProfile": {
        "start": LEFT_OUT,
        "outputs": Way(
            lambda rows, w: [_postures(row, w) for row in rows.tolist()], "list[Mapping[str, str]]"
        ),
        "transitions": Way(_leads, "list[Mapping[str, str]]"),
    },
    "PublicCertificate": {"profile": LEFT_OUT, "payoffs": PAYOFFS, "values": PAYOFFS},
    "MatchResult": {
        **alike(BY_PLAYER, "names", "interval", "noise", "misread"),
        **alike(PAYOFFS, "payoffs", "totals"),
    },
    "Timeline": {
        "names": BY_PLAYER,
        "seen": LEFT_OUT,
        "phases": Way(_phases, "list[str]"),
        **alike(ROUND_BY_ROUND, "postures", "intended"),
        **alike(PAYOFFS, "payoffs", "running"),
        "misreadings": AS_IT_IS,
    },
    "Encounter": {"breach": BREACH},
    "Entry": {"refused": BY_PLAYER, "own": AS_IT_IS},
    "Strategy": alike(LEFT_OUT, "build", "remembers"),
    "Holding": {
        "package": POSTURES,
        "critical": BY_PLAYER,
        **alike(PAYOFFS, "worth", "temptation", "floor", "needs", "affords", "payment"),
    },
    "Harshest": {"floor": PAYOFFS},
    "Sustainable": {
        **alike(PAYOFFS, "floor", "agreement", "fallback"),
        **alike(POINTS, "feasible", "corners"),
        "held_by": Way(_held_down, "Mapping[str, Mapping[str, float] | None]"),
    },
    "Supporting": {
        **alike(LEFT_OUT, "stage", "profiles"),
        **alike(POINTS, "values", "margins"),
        "point": PAYOFFS,
        "punishing": BY_PLAYER,
        "plays": Way(
            lambda plays, w: [one if isinstance(one, str) else _by_player(one, w) for one in plays],
            "list[Mapping[str, str] | str]",
        ),
    },
    "Tournament": {
        **alike(BY_PLAYER, "pools", "errors", "left_out", "alike", "noise", "misread"),
        **alike(PAYOFFS, "payoffs", "means"),
        **alike(STRATEGIES, "ranking", "best_replies", "winners"),
        "hardest": Way(
            lambda places, w: _by_player(w.holder.named(places[::-1])[::-1], w), STRATEGIES.shape
        ),
        "plays": LEFT_OUT,
    },
    "Invasion": {
        "residents": Way(
            lambda residents, w: [
                [own for (own,) in w.holder.tournament.named([[place] for place in one])]
                for one in residents
            ],
            "list[list[str]]",
        ),
        "gains": Way(
            lambda gains, w: [of_player(w.about, p, own) for p, own in enumerate(gains)], ""
        ),
        "game": AS_IT_IS,
    },
    "Evolution": {
        "survivors": Way(lambda places, w: w.holder.tournament.named(places), "list[list[str]]"),
        "game": AS_IT_IS,
    },
}
"""Class → field → how it is written."""
