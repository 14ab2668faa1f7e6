"""Small repeated games, every answer about them, and what is drawn and said of it."""

import numpy as np

from negotiate import NormalFormGame, RepeatedGame
from negotiate.repeated.lasting.agreement import simulate
from negotiate.repeated.lasting.public_signals import bad_signals, best_trigger
from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.many.tournament import invasion, tournament
from negotiate.repeated.matches.timeline import encounter
from negotiate.repeated.setting import Setting, Signals
from negotiate.repeated.strategies.registry import repertoire
from negotiate.repeated.sustaining.holding import holding
from negotiate.repeated.sustaining.sustainable import sustainable
from negotiate.report import report_of
from negotiate.report.plain import plain, report_tables
from negotiate.report.screen import as_text
from negotiate.report.style import Look

POOL = ["grim", "tit_for_tat", "always_defect", "win_stay_lose_shift"]


def dilemma(discount=0.9, **setting):
    stage = NormalFormGame.from_arrays(
        [[3, 0], [5, 1]],
        [[3, 5], [0, 1]],
        labels=[["keep", "break"], ["keep", "break"]],
        players=["Ann", "Bob"],
    )
    return RepeatedGame(stage, discount, setting=Setting(**setting))


def lopsided(discount=(0.8, 0.95)):
    """A game of two against three postures in which the players are in different positions."""
    stage = NormalFormGame.from_arrays(
        [[4, 1, 0], [6, 2, 1]],
        [[4, 5, 3], [0, 1, 2]],
        labels=[["a", "b"], ["x", "y", "z"]],
        players=["Ann", "Bob"],
    )
    return RepeatedGame(stage, discount)


def fog(discount=0.95, good=0.9, names=("good", "poor")):
    """A dilemma in which nobody sees the other: the good signal is likely while both keep the
    agreement.
    """
    likely = np.full((2, 2), 0.5)
    likely[0, 0] = good
    odds = np.stack([likely, 1 - likely], axis=-1)
    return dilemma(discount, signals=Signals(names, odds))


def answers(game):
    """One answer of every kind to a game of two."""
    yield simulate(game, "tit_for_tat")
    foggy = fog()
    yield best_trigger(foggy, bad_signals(foggy))
    yield encounter(game, "grim", breach=(0, 2))
    yield game.play("tit_for_tat", noise=0.05)
    yield game.certify("grudger")
    yield holding(game)
    yield sustainable(game)
    met = tournament(game, POOL)
    yield met
    yield invasion(met)
    yield evolution(met)
    yield repertoire(game)


def drawn(found, width=80, **look):
    """The screen of an answer."""
    return as_text(found, Look(width=width, **look))


def page(found, width=80, **look):
    """The same as one line."""
    return " ".join(drawn(found, width, **look).split())


def said(found):
    """All sentences of an answer, and its tables for programs."""
    return " ".join(plain(report_of(found), everything=True))


def tables(found):
    """The tables for programs: for each, the columns by name."""
    known = list(report_tables(report_of(found)))
    heads = [[column.key or column.head for column in table.columns] for table in known]
    rows = [
        [[getattr(entry, "value", entry) for entry in row] for row in table.rows] for table in known
    ]
    return [
        [dict(zip(keys, row, strict=True)) for row in of]
        for keys, of in zip(heads, rows, strict=True)
    ]
