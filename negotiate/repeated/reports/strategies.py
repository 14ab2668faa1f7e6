"""Which strategies there are and who can play them, one strategy by itself, and a repeated game as
it is.
"""

from __future__ import annotations

from math import isinf

import numpy as np

from negotiate.equilibrium.reports import matrix
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.game import Supergame, worth_of
from negotiate.repeated.reports import (
    each,
    errors,
    gets,
    outline,
    per_period,
    player_columns,
    postures,
)
from negotiate.repeated.strategies.registry import Repertoire, families, strategies
from negotiate.repeated.strategies.strategy import Strategy
from negotiate.report.blocks import Block, Column, Note, Report, Sentence, Table, sentences
from negotiate.report.style import Look, capital, counted


def report(found: Repertoire, look: Look) -> Report:
    """How many there are, by family; as details what each does, its parameters and sources, and who
    cannot play it.
    """
    return Report(
        found.title, (*sentences(answer(found)), _families(found), *_details(found)), found.players
    )


def answer(found: Repertoire) -> list[str]:
    """How many strategies there are, and how many of them every player can play."""
    able = sum(not any(entry.refused) for entry in found.entries)
    some = sum(not all(entry.refused) for entry in found.entries) - able
    which = "all" if able == len(found.entries) else f"{able:,}"
    said = [
        (
            f"There are {counted(len(found.entries), 'strategy', 'strategies')}. Every player can "
            "play "
            f"{which} of them."
        )
    ]
    said += [f"Only some players can play {some:,} more."] if some else []
    return [
        *said,
        "`--all` tells what each does.",
        "`--play NAME` sets the strategy of all players.",
        "`--play PLAYER=NAME:parameter=value` sets the strategy of one player.",
    ]


def _families(found: Repertoire) -> Table:
    """The names of the strategies, by what they have in common."""
    own = [name for name in found.game.named if name not in strategies]
    rows = [("Of this file", ", ".join(own))] if own else []
    rows += [(family, ", ".join(names)) for family, names in families().items()]
    return Table((Column("Family"), Column("strategies")), tuple(rows))


def _details(found: Repertoire) -> list[Table]:
    """What each does, how each is written behind `--play` and where it comes from, and who cannot
    play it.
    """
    ideas: list[tuple[str, ...]] = []
    sources: list[tuple[str, ...]] = []
    refusals: list[tuple[str, ...]] = []
    for entry in found.entries:
        one = entry.strategy
        if isinstance(one, Automaton):
            ideas.append(
                (entry.name, f"A strategy of the file, with {counted(one.states, 'state')}.")
            )
        else:
            ideas.append((entry.name, one.idea))
            given = ",".join(f"{name}={value:g}" for name, value in one.parameters.items())
            sources.append(
                (":".join(filter(None, (entry.name, given))), f"{one.history} {one.reference}")
            )
        refusals += [
            (entry.name, who, why)
            for who, why in zip(found.players, entry.refused, strict=True)
            if why
        ]
    told = (
        (("Name", "what it does"), ideas),
        (("Written", "where it comes from"), sources),
        (("Name", "cannot be played by", "because"), refusals),
    )
    return [
        Table(tuple(map(Column, heads)), tuple(rows), detail=True) for heads, rows in told if rows
    ]


def report_strategy(found: Strategy, look: Look) -> Report:
    """What the strategy does, and how far back it looks."""
    back = "all rounds" if isinf(found.memory) else counted(int(found.memory), "round")
    blocks: list[Block] = [Sentence(found.idea), Sentence(f"The strategy looks back {back}.")]
    if rows := tuple(found.parameters.items()):
        blocks.append(Table((Column("Parameter"), Column("value", "number")), rows))
    return Report(found.name, (*blocks, Note(found.history), Note(found.reference)))


ROWS = 16
"""Combinations of postures that people see where not everything is wanted."""


def report_game(found: Supergame, look: Look) -> Report:
    """What is played how often, by whom, what goes wrong, and what each combination of postures
    pays.
    """
    drawn = [matrix.matrix(found.stage, look)] if found.stage.n_players == 2 else []
    return outline(found, conditions_of_play(found), [*drawn, _payoffs(found, detail=bool(drawn))])


def conditions_of_play(found: Supergame) -> list[str]:
    """What is played how often, what is agreed, and what goes wrong."""
    period, setting = per_period(found), found.setting
    rounds = "without end" if setting.rounds is None else f"for {counted(setting.rounds, 'round')}"
    names = capital(each(found, "{}"))
    length = "" if period == "a round" else f" A round is {period}."
    kept = worth_of(found, found.cooperate)
    return [
        f"{names} play this game again and again, {rounds}.{length}",
        (
            f"If the players keep the agreement {postures(found, found.cooperate)}, "
            f"{gets(found, kept)}."
        ),
        f"The punishment is {postures(found, found.punish)}.",
        *errors(found, setting.noise, setting.misread),
    ]


def _payoffs(found: Supergame, detail: bool) -> Table:
    """A row a combination of postures."""
    stage = found.stage
    rows = tuple(
        (
            *(own[k] for own, k in zip(found.postures, cell, strict=True)),
            *stage.payoffs[(slice(None), *cell)].tolist(),
        )
        for cell in np.ndindex(stage.shape)
    )
    columns = (
        *player_columns(found, key="{} plays", kind="words"),
        *player_columns(found, "{} gets"),
    )
    return Table(columns, rows, most=ROWS, more="combination", detail=detail)
