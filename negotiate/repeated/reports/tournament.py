"""Every strategy against every other: who earns most, and against whom."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.many.tournament import Tournament
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.participants import participants, winners
from negotiate.repeated.reports.words import errors, payoffs, player_columns, player_name, strategy
from negotiate.repeated.rounding import of_player
from negotiate.report.blocks import Cell, Column, Note, Report, Table
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import counted, safe

ROWS = (6, 10)
"""Strategies that people see where not everything is wanted, of each of two pools and of a single one."""
AGAINST = 6
"""Strategies of the other side against which it is told what each earns."""


def report(found: Tournament, look: Look) -> Report:
    """Who earns most, the ranking, and what each earns against the best of the others."""
    pools = range(1 if found.one_pool else 2)
    pictures = [*(_ranking(found, pool) for pool in pools), *(_against(found, pool) for pool in pools)]
    sampled = f" Some matches are sampled in {found.worlds:,} worlds, seed {found.seed}." if found.errors.any() else ""
    method = Note(f"Method: every match is worked out exactly, as a Markov chain.{sampled}", detail=not sampled)
    return outline(found.game, answer(found), [*pictures, _matches(found)], found.notes, [*participants(found), method])


def answer(found: Tournament) -> list[str]:
    """The best of each pool, the best replies to them, and how many met."""
    game, said = found.game, []
    for pool in range(1 if found.one_pool else 2):
        best = found.ranking[pool][0]
        name, several = winners(found, pool)
        whom = "Of all" if found.one_pool else f"For {player_name(game, pool)}"
        verb = "earn" if several else "earns"
        most = f"{whom}, {name} {verb} most: {number(float(found.means[pool][best]))} on average."
        said.append(most if several else f"{most} It does worst against {_hardest(found, pool, best)}.")
    if not found.one_pool:
        said += [_best_reply(found, pool) for pool in (0, 1)]
    first, second = map(len, found.pools)
    many = counted(first, "strategy", "strategies")
    met = f"{many} met each other and themselves"
    if not found.one_pool:
        met = f"{many} of {player_name(game, 0)} met {second} of {player_name(game, 1)}"
    length = "endless matches" if found.rounds is None else f"matches of {counted(found.rounds, 'round')}"
    wrong = errors(game, found.noise, found.misread)
    return [*said, f"{met} in {length}{f', where {wrong}' if wrong else ''}."]


def _hardest(found: Tournament, pool: int, one: int) -> str:
    other = found.hardest[pool][one]
    return "itself" if found.one_pool and other == one else strategy(found.pools[1 - pool][other])


def _best_reply(found: Tournament, pool: int) -> str:
    """What would be best against whoever wins on the other side."""
    winner = found.ranking[1 - pool][0]
    reply = strategy(found.pools[pool][found.best_replies[pool][winner]])
    theirs = f"{strategy(found.pools[1 - pool][winner])} of {player_name(found.game, 1 - pool)}"
    return f"Against {theirs}, {player_name(found.game, pool)} does best with {reply}."


def _title(found: Tournament, pool: int) -> str:
    return "" if found.one_pool else safe(found.game.players[pool], True)


def _ranking(found: Tournament, pool: int) -> Table:
    whose, names = "all" if found.one_pool else found.game.keys[pool], found.pools[pool]
    means = of_player(found.game, pool, found.means[pool]).tolist()
    rows = tuple(
        (place, whose, Cell(strategy(names[one]), names[one]), means[one], _hardest(found, pool, one))
        for place, one in enumerate(found.ranking[pool], 1)
    )
    columns = (
        Column("", "count", "place"),
        Column("player", shown="programs"),
        Column("Strategy", key="strategy"),
        Column("mean", "payoff"),
        Column("does worst against", shown="people"),
    )
    return Table(columns, rows, _title(found, pool), most=ROWS[found.one_pool], more="strategy/strategies")


def _against(found: Tournament, pool: int) -> Table:
    """What each earns against the best of the other side."""
    own = found.payoffs[pool] if pool == 0 else found.payoffs[pool].T
    others = found.ranking[1 - pool][:AGAINST]
    rows = tuple(
        (place, strategy(found.pools[pool][one]), *own[one, others].tolist())
        for place, one in enumerate(found.ranking[pool], 1)
    )
    heads = [Column(str(place), "payoff", digits=1) for place in range(1, len(others) + 1)]
    title = f"{_title(found, pool) or 'Payoff'} against the strategy of place …"
    return Table((Column("", "count"), Column("Strategy"), *heads), rows, title, detail=True, only="people")


def _matches(found: Tournament) -> Table:
    """For programs: every match, with half the width of its 95 % interval."""
    game = found.game
    rows = tuple(
        (
            found.pools[0][i],
            found.pools[1][j],
            *payoffs(game, found.payoffs[:, i, j]),
            *payoffs(game, found.errors[:, i, j]),
        )
        for i, j in np.ndindex(found.payoffs.shape[1:])
    )
    columns = (Column("first"), Column("second"), *player_columns(game), *player_columns(game, key="{} plus or minus"))
    return Table(columns, rows, only="programs")
