"""Many strategies: who earns most, who keeps which mutants out, and what is left when those that
earn more spread.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.repeated.game import of_player
from negotiate.repeated.many.evolution import Evolution, Takeover
from negotiate.repeated.many.tournament import Invasion, Tournament
from negotiate.repeated.reports import (
    clean,
    errors,
    gets,
    listed,
    match_words,
    outline,
    player_name,
    postures,
    strategy,
)
from negotiate.repeated.strategies.registry import strategies
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Plot,
    Report,
    Section,
    Series,
    Table,
    sentences,
)
from negotiate.report.style import Look, counted, joined, number, probability, steady

ROWS = (10, 6)
"""Strategies that people see where not everything is wanted, of a single pool or population and of
each of two.
"""
AGAINST = 6
"""Strategies of the other side against which it is told what each earns."""
EXACTLY = "a match of strategies with bounded memory is one Markov chain."


def report(found: Tournament, look: Look) -> Report:
    """Who earns most, the ranking, and what each earns against the best of the others."""
    pools = range(2 - found.one_pool)
    pictures = [
        *(_ranking(found, pool) for pool in pools),
        *(_against(found, pool) for pool in pools),
    ]
    simulated = f"Some matches are simulated {found.worlds:,} times, seed {found.seed}."
    last = [Note(simulated if found.errors.any() else "Exact.")]
    notes = [*found.notes, *participants(found)]
    return outline(found.game, tournament_answer(found), pictures, notes, last, EXACTLY)


def tournament_answer(found: Tournament) -> list[str]:
    """The best of each pool, the best replies to them, and how many met."""
    game, said = found.game, []
    for pool in range(2 - found.one_pool):
        best = found.ranking[pool][0]
        name, several = _winners(found, pool)
        whom = "Of all strategies" if found.one_pool else f"For {player_name(game, pool)}"
        verb = "earn" if several else "earns"
        most = f"{whom}, {name} {verb} most: {number(found.means[pool][best])} on average."
        said.append(
            most
            if several
            else f"{most} Its worst opponent is {strategy(_hardest(found, pool, best))}."
        )
    first, met = (
        counted(len(found.pools[0]), "strategy", "strategies"),
        "met each other and themselves",
    )
    if not found.one_pool:
        met = f"of {player_name(game, 0)} met {len(found.pools[1])} of {player_name(game, 1)}"
        said += [_best_reply(found, pool) for pool in (0, 1)]
    length = (
        "matches without end"
        if found.rounds is None
        else f"matches of {counted(found.rounds, 'round')}"
    )
    return [
        *said,
        " ".join([f"{first} {met} in {length}.", *errors(game, found.noise, found.misread)]),
    ]


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
    return "" if found.one_pool else clean(found.game.players[pool])


def _ranking(found: Tournament, pool: int) -> Table:
    names, means = found.pools[pool], of_player(found.game, pool, found.means[pool]).tolist()
    rows = tuple(
        (place, names[one], means[one], _hardest(found, pool, one))
        for place, one in enumerate(found.ranking[pool], 1)
    )
    columns = (
        Column("", "count", "place"),
        Column("Strategy", key="strategy"),
        Column("mean payoff", "payoff"),
        Column("worst opponent"),
    )
    return Table(
        columns,
        rows,
        _title(found, pool),
        most=ROWS[not found.one_pool],
        more="strategy/strategies",
    )


def _against(found: Tournament, pool: int) -> Table:
    """What each earns against the best of the other side."""
    own = of_player(found.game, pool, found.by_population(found.payoffs)[pool])
    others = list(found.ranking[1 - pool][:AGAINST])
    rows = tuple(
        (place, found.pools[pool][one], *own[one, others].tolist())
        for place, one in enumerate(found.ranking[pool], 1)
    )
    heads = [Column(str(place), "payoff", digits=1) for place in range(1, len(others) + 1)]
    title = f"{_title(found, pool) or 'Payoff'} against the strategy of place …"
    return Table(
        (Column("", "count", "place"), Column("Strategy"), *heads), rows, title, detail=True
    )


def participants(found: Tournament) -> list[str]:
    """Of pools that the user has not chosen, who stands for others, the largest group first, and
    who did not take part.

    It is said whose group it is where it is not both players'.
    """
    groups = [
        dict(zip(names, others, strict=False))
        for names, others in zip(found.pools, found.alike, strict=True)
    ]
    told, said = {}, []
    for name, others in (pair for group in groups for pair in group.items() if pair[1]):
        whose = [p for p, group in enumerate(groups) if group.get(name) == others]
        label = "" if len(whose) == len(groups) else f" ({player_name(found.game, whose[0])})"
        told[f"{strategy(name)} stands for {joined([strategy(one) for one in others])}{label}"] = (
            len(others)
        )
    if told:
        alike = "; ".join(sorted(told, key=lambda one: -told[one]))
        said.append(f"Strategies that play alike here take part once: {alike}.")
    away = {name for names in found.left_out for name in names}
    unbound = sum(name in strategies and not strategies[name].finite for name in away)
    if unbound:
        several = counted(unbound, "strategy that remembers", "strategies that remember")
        said.append(
            f"{several} all rounds did not take part. `--play` can add them; their matches are "
            "then simulated."
        )
    if cannot := len(away) - unbound:
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
    "the payoff of a first mutant is compared with a resident's, then that of a few mutants "
    "among many residents."
)


def report_invasion(found: Invasion, look: Look) -> Report:
    """Which residents are stable, and who invades the others."""
    compared = counted(found.undecided, "comparison is", "comparisons are")
    open_ = (
        [Note(f"{compared} undecided, because of the sampling error.")] if found.undecided else []
    )
    pictures: tuple[Block, ...] = (*_tables(found), Note(LEGEND), *open_)
    return outline(
        found.game,
        stable_strategies(found),
        pictures,
        participants(found.tournament),
        method=COMPARED,
    )


def resident(found: Invasion, index: int) -> tuple[str, ...]:
    """What all residents of each population play."""
    return tuple(
        found.tournament.pools[pool][one] for pool, one in enumerate(found.residents[index])
    )


def stable_strategies(found: Invasion) -> list[str]:
    """Which residents are evolutionarily or neutrally stable, and how many are neither."""
    said = []
    for standing, words in STANDINGS.items():
        names = [
            match_words(resident(found, k))
            for k, one in enumerate(found.standings)
            if one == standing
        ]
        if names:
            said.append(f"{listed(names)} {'are' if len(names) > 1 else 'is'} {words}")
    if not said:
        return ["No strategy is stable: against each of them, some mutant grows."]
    if others := found.standings.count("invaded"):
        said.append(f"Some mutant grows against each of {counted(others, 'other resident')}.")
    return said


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
        more = f", and {len(grown) - 1} more" if len(grown) > 1 else ""
        short.append((MARKS[found.standings[k]], name, f"{grown[0]}{more}" if grown else "–"))
        if more:
            long.append((name, ", ".join(grown)))
    heads = (Column("", "mark", "stable"), Column("Residents"), Column("invaded most by"))
    return (
        Table(heads, tuple(short), most=RESIDENTS, more="resident"),
        Table((Column("Residents"), Column("invaded by")), tuple(long), detail=True),
    )


EQUAL = 1e-9
"""Probabilities that differ by less are the same but for rounding."""
KINDS = 15
"""Strategies that people see where not everything is wanted."""
METHOD = "Moran process, one birth and one death at a time."


def report_takeover(found: Takeover, look: Look) -> Report:
    """Who is likeliest to take over, and what all play most of the time."""
    method = Note(f"Method: {METHOD}", detail=True)
    return Report(
        "", (*sentences(takeover_answer(found)), takeover_table(found), trust(found), method)
    )


def share(x: float) -> Cell:
    """A share of a population in percent."""
    return Cell("0" if x <= 0 else f"{steady(100 * x):.0f} %" if x >= 0.01 else "<1 %", x)


def takeover_answer(found: Takeover) -> list[str]:
    """Who takes over most likely, and what all play most of the time."""
    likely, often = _most(found, found.fixation), _most(found, found.long_run)
    odds = probability(float(found.fixation.max()), fractions=False)
    error = float(found.errors[found.fixation.argmax()])
    about = f", plus or minus {number(error, 3)}" if error else ""
    verb, each = ("are", " each") if len(likely) > 1 else ("is", "")
    time = (
        f"{share(float(found.long_run.max())).shown} of the time{' each' if len(often) > 1 else ''}"
    )
    return [
        (
            f"In a population of {found.population:,}, {listed(likely)} {verb} the likeliest to "
            "take "
            "over."
        ),
        f"The probability is {odds}{each}{about}.",
        (
            f"If new strategies arise rarely, all play {listed(often)} {time}, more often than any "
            "other strategy."
        ),
    ]


def _most(found: Takeover, values: FloatArray) -> list[str]:
    """The strategies with the largest value, up to rounding."""
    return [strategy(found.names[int(k)]) for k in np.flatnonzero(values >= values.max() - EQUAL)]


def takeover_table(found: Takeover) -> Table:
    """A row a strategy, the likeliest to take over first."""
    takes = [Cell(probability(x, fractions=False), x) for x in found.fixation.tolist()]
    stays = [share(x) for x in found.long_run.tolist()]
    order = (-found.fixation).argsort(kind="stable").tolist()
    rows = tuple((found.names[k], takes[k], stays[k]) for k in order)
    columns = (
        Column("Strategy", key="strategy"),
        Column("takes over", "probability"),
        Column("long run", "number"),
    )
    return Table(columns, rows, most=KINDS, more="strategy/strategies")


def trust(found: Takeover) -> Note:
    """How sure the probabilities are."""
    return Note(
        f"From {found.worlds:,} simulated populations, seed {found.seed}."
        if found.worlds
        else "Exact."
    )


STAGES = 6
"""Generations that have a column."""
LINES = 6
"""Strategies that have a line in the plot."""
SMALL = 0.0005
METHODS = {
    "ecological": "ecological dynamics. The share of a strategy grows with what it earns.",
    "replicator": (
        "replicator dynamics. The share of a strategy grows with what it earns above the average."
    ),
    "moran": METHOD,
}


def report_evolution(found: Evolution, look: Look) -> Report:
    """What is left, what they earn, and how shares changed."""
    notes, method = [*found.notes, *participants(found.tournament)], METHODS[found.dynamics]
    if one := found.takeover:
        said = [*takeover_answer(one), _earned(found)]
        return outline(found.game, said, [takeover_table(one)], notes, [trust(one)], method)
    populations = range(len(found.shares))
    said = [*(_left(found, k) for k in populations), _earned(found), *_unrest(found)]
    drawn = [block for k in populations for block in _shares(found, k)]
    return outline(found.game, said, drawn, notes, method=method)


def _whose(found: Evolution, population: int) -> str:
    return "" if len(found.shares) == 1 else f" of {player_name(found.game, population)}"


def _left(found: Evolution, population: int) -> str:
    last, names = found.shares[population][-1], found.tournament.pools[population]
    left = [
        f"{strategy(names[k])} ({share(float(last[k])).shown})" for k in found.survivors[population]
    ]
    return f"In the end these strategies{_whose(found, population)} are left: {listed(left)}."


def _earned(found: Evolution) -> str:
    game = found.game
    one = found.tournament.one_pool
    said = (
        "On average, "
        f"{f'a player gets {number(found.earns[0])}' if one else gets(game, found.earns)}."
    )
    if found.plays is None:
        return said
    best = np.unravel_index(int(found.plays.argmax()), found.plays.shape)
    often = share(float(found.plays.max())).shown
    return f"{said} In {often} of rounds, {postures(game, [int(k) for k in best])} is played."


def _unrest(found: Evolution) -> list[str]:
    """Whether shares still change, or a strategy that is gone would come back."""
    if not found.settled:
        return [f"The shares still change after {found.generations[-1]:,} generations."]
    most = max(found.regret)
    said = (
        f"A strategy that died out would earn {number(most)} more than the average if it came back."
    )
    return [said] if most > SMALL else []


def _stages(found: Evolution) -> list[int]:
    """Kept generations that have a column: the first, the last, and some between in steps that
    grow.
    """
    count = len(found.generations)
    if count <= STAGES:
        return list(range(count))
    return sorted({0, *np.geomspace(1, count - 1, STAGES - 1).round().astype(int).tolist()})


def _shares(found: Evolution, population: int) -> list[Block]:
    """Shares by generation as a table, and as a detail drawn as lines."""
    table, stages, names = (
        found.shares[population],
        _stages(found),
        found.tournament.pools[population],
    )
    order = np.lexsort((-table.max(axis=0), -table[-1])).tolist()
    alone = len(found.shares) == 1
    head = "Generation" if alone else clean(found.game.players[population])
    columns = (Column(head), *(Column(str(found.generations[stage]), "number") for stage in stages))
    rows = tuple((names[k], *(share(float(table[stage, k])) for stage in stages)) for k in order)
    lines = tuple(
        Series(
            names[k],
            tuple(map(float, found.generations)),
            tuple(table[:, k].tolist()),
            str(place + 1),
        )
        for place, k in enumerate(order[:LINES])
    )
    plot = Plot("line", lines, "generation", "share", data=True)
    return [
        Table(columns, rows, most=ROWS[not alone], more="strategy/strategies"),
        Section(
            f"The largest shares{_whose(found, population)} by generation", (plot,), detail=True
        ),
    ]
