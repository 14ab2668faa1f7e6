"""Every strategy against every other: who earns most, against whom, and which strategies keep which mutants out."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.game import of_player
from negotiate.repeated.many.tournament import Invasion, Tournament
from negotiate.repeated.reports.words import errors, listed, match_words, outline, player_name, strategy
from negotiate.repeated.strategies.registry import strategies
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Table
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

ROWS = (6, 10)
"""Strategies that people see where not everything is wanted, of each of two pools and of a single one."""
AGAINST = 6
"""Strategies of the other side against which it is told what each earns."""
METHOD = "a match of strategies with bounded memory is one Markov chain."


def report(found: Tournament, look: Look) -> Report:
    """Who earns most, the ranking, and what each earns against the best of the others."""
    pools = range(1 if found.one_pool else 2)
    pictures = [*(_ranking(found, pool) for pool in pools), *(_against(found, pool) for pool in pools)]
    simulated = f"Some matches are simulated {found.worlds:,} times, seed {found.seed}."
    last = [Note(simulated if found.errors.any() else "Exact.")]
    notes = [*found.notes, *participants(found)]
    return outline(found.game, answer(found), pictures, notes, last, METHOD)


def answer(found: Tournament) -> list[str]:
    """The best of each pool, the best replies to them, and how many met."""
    game, said = found.game, []
    for pool in range(1 if found.one_pool else 2):
        best = found.ranking[pool][0]
        name, several = _winners(found, pool)
        whom = "Of all strategies" if found.one_pool else f"For {player_name(game, pool)}"
        verb = "earn" if several else "earns"
        most = f"{whom}, {name} {verb} most: {number(float(found.means[pool][best]))} on average."
        said.append(most if several else f"{most} Its worst opponent is {strategy(_hardest(found, pool, best))}.")
    if not found.one_pool:
        said += [_best_reply(found, pool) for pool in (0, 1)]
    first = counted(len(found.pools[0]), "strategy", "strategies")
    met = f"of {player_name(game, 0)} met {len(found.pools[1])} of {player_name(game, 1)}"
    met = "met each other and themselves" if found.one_pool else met
    length = "matches without end" if found.rounds is None else f"matches of {counted(found.rounds, 'round')}"
    return [*said, " ".join([f"{first} {met} in {length}.", *errors(game, found.noise, found.misread)])]


def _winners(found: Tournament, pool: int) -> tuple[str, bool]:
    """Which strategies of a pool earn most, and whether it is more than one."""
    best = found.winners[pool]
    more = len(found.alike[pool][best[0]]) if found.alike[pool] and len(best) == 1 else 0
    name = listed([strategy(found.pools[pool][one]) for one in best])
    return (f"{name} (and {more} more that play alike here)" if more else name), len(best) > 1


def _hardest(found: Tournament, pool: int, one: int) -> str:
    """Against which strategy of the other side one earns least."""
    return found.pools[1 - pool][found.hardest[pool][one]]


def _best_reply(found: Tournament, pool: int) -> str:
    """What would be best against the strategy that wins on the other side."""
    winner = found.ranking[1 - pool][0]
    reply = strategy(found.pools[pool][found.best_replies[pool][winner]])
    theirs = f"{strategy(found.pools[1 - pool][winner])} of {player_name(found.game, 1 - pool)}"
    return f"Against {theirs}, the best reply of {player_name(found.game, pool)} is {reply}."


def _title(found: Tournament, pool: int) -> str:
    return "" if found.one_pool else safe(found.game.players[pool], True)


def _ranking(found: Tournament, pool: int) -> Table:
    names, means = found.pools[pool], of_player(found.game, pool, found.means[pool]).tolist()
    rows = tuple(
        (place, names[one], means[one], _hardest(found, pool, one)) for place, one in enumerate(found.ranking[pool], 1)
    )
    columns = (
        Column("", "count", "place"),
        Column("Strategy", key="strategy"),
        Column("mean payoff", "payoff"),
        Column("worst opponent"),
    )
    return Table(columns, rows, _title(found, pool), most=ROWS[found.one_pool], more="strategy/strategies")


def _against(found: Tournament, pool: int) -> Table:
    """What each earns against the best of the other side."""
    own = of_player(found.game, pool, found.payoffs[pool] if pool == 0 else found.payoffs[pool].T)
    others = list(found.ranking[1 - pool][:AGAINST])
    rows = tuple(
        (place, found.pools[pool][one], *own[one, others].tolist()) for place, one in enumerate(found.ranking[pool], 1)
    )
    heads = [Column(str(place), "payoff", digits=1) for place in range(1, len(others) + 1)]
    title = f"{_title(found, pool) or 'Payoff'} against the strategy of place …"
    return Table((Column("", "count", "place"), Column("Strategy"), *heads), rows, title, detail=True)


def participants(found: Tournament) -> list[str]:
    """Notes on pools that the user has not chosen; none on others."""
    return [*_alike(found), *_away(found)]


def _alike(found: Tournament) -> list[str]:
    """Who stands for others, the largest group first; whose it is where it is not both players'."""
    groups = [dict(zip(names, others, strict=False)) for names, others in zip(found.pools, found.alike, strict=True)]
    told: dict[str, int] = {}
    for name, others in (pair for group in groups for pair in group.items() if pair[1]):
        whose = [p for p, group in enumerate(groups) if group.get(name) == others]
        label = "" if len(whose) == len(groups) else f" ({player_name(found.game, whose[0])})"
        told[f"{strategy(name)} stands for {joined([strategy(one) for one in others])}{label}"] = len(others)
    said = "; ".join(sorted(told, key=lambda one: -told[one]))
    return [f"Strategies that play alike here take part once: {said}."] if said else []


def _away(found: Tournament) -> list[str]:
    away = {name for names in found.left_out for name in names}
    unbound = sum(name in strategies and not strategies[name].finite for name in away)
    cannot, said = len(away) - unbound, []
    if unbound:
        several = counted(unbound, "strategy that remembers", "strategies that remember")
        said.append(f"{several} all rounds did not take part. `--play` can add them; their matches are then simulated.")
    if cannot:
        many = counted(cannot, "strategy", "strategies")
        said.append(f"{many} cannot be played by both players: `--strategies --all` says why.")
    return said


RESIDENTS = 14
"""Residents that people see where not everything is wanted."""
MARKS = {"stable": "★", "neutral": "(★)", "invaded": ""}
"""By standing, in the order of the table."""
STANDINGS = {
    "stable": "evolutionarily stable: every mutant dies out.",
    "neutral": "neutrally stable: no mutant grows, but some survive.",
}
LEGEND = " ".join(f"{MARKS[standing]} {words}" for standing, words in STANDINGS.items())
COMPARED = (
    "the payoff of a first mutant is compared with a resident's, then that of a few mutants among many residents."
)


def report_invasion(found: Invasion, look: Look) -> Report:
    """Which residents are stable, and who invades the others."""
    compared = counted(found.undecided, "comparison is", "comparisons are")
    open_ = [Note(f"{compared} undecided, because of the sampling error.")] if found.undecided else []
    pictures: tuple[Block, ...] = (*_tables(found), Note(LEGEND), *open_)
    return outline(found.game, stable_strategies(found), pictures, participants(found.tournament), method=COMPARED)


def resident(found: Invasion, index: int) -> tuple[str, ...]:
    """What all residents of each population play."""
    return tuple(found.tournament.pools[pool][one] for pool, one in enumerate(found.residents[index]))


def stable_strategies(found: Invasion) -> list[str]:
    """Which residents are evolutionarily or neutrally stable, and how many are neither."""
    said = []
    for standing, words in STANDINGS.items():
        names = [match_words(resident(found, k)) for k, one in enumerate(found.standings) if one == standing]
        if names:
            said.append(f"{listed(names)} {'are' if len(names) > 1 else 'is'} {words}")
    if not said:
        return ["No strategy is stable: against each of them, some mutant grows."]
    others = found.standings.count("invaded")
    return [*said, *([f"Some mutant grows against each of {counted(others, 'other resident')}."] if others else [])]


def growing(found: Invasion, index: int) -> list[tuple[str, float]]:
    """The mutants that grow, with what the first of them gains, the largest gain first."""
    grown = [
        (found.tournament.pools[pool][mutant], float(gains[index, mutant]))
        for pool, (verdicts, gains) in enumerate(zip(found.verdicts, found.gains, strict=True))
        for mutant in np.flatnonzero(verdicts[index] > 0).tolist()
    ]
    return sorted(grown, key=lambda one: -one[1])


def _tables(found: Invasion) -> tuple[Table, Table]:
    """The mutant that gains most against each resident, and as a detail all that grow."""
    short: list[tuple[Entry, ...]] = []
    long: list[tuple[Entry, ...]] = []
    for k in sorted(range(len(found.residents)), key=lambda k: [*MARKS].index(found.standings[k])):
        name = " / ".join(resident(found, k))
        grown = [f"{mutant} +{number(gain)}" for mutant, gain in growing(found, k)]
        more = [f"and {len(grown) - 1} more"] if len(grown) > 1 else []
        short.append((MARKS[found.standings[k]], name, ", ".join([*grown[:1], *more]) or "–"))
        if more:
            long.append((name, ", ".join(grown)))
    heads = (Column("", "mark", "stable"), Column("Residents"), Column("invaded most by"))
    return (
        Table(heads, tuple(short), most=RESIDENTS, more="resident"),
        Table((Column("Residents"), Column("invaded by")), tuple(long), detail=True),
    )
