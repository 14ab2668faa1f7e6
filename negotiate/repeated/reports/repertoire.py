"""Which strategies there are, and who can play them."""

from __future__ import annotations

from negotiate.repeated.automaton import Automaton
from negotiate.repeated.repertoire import Entry, Repertoire
from negotiate.repeated.strategies.registry import FAMILIES
from negotiate.report.blocks import Column, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted


def report(found: Repertoire, look: Look) -> Report:
    """How many there are, by family; as details what each does, its parameters and sources, and who cannot play it."""
    return Report(found.title, (*sentences(answer(found)), _families(found), *_details(found)), found.players)


def answer(found: Repertoire) -> list[str]:
    """How many strategies there are, and how many of them every player can play."""
    able = sum(not any(entry.refused) for entry in found.entries)
    some = sum(any(entry.refused) and not all(entry.refused) for entry in found.entries)
    which = "all" if able == len(found.entries) else f"{able:,}"
    said = [
        f"There are {counted(len(found.entries), 'strategy', 'strategies')}. Every player can play {which} of them."
    ]
    said += [f"Only some players can play {some:,} more."] if some else []
    said += ["`--all` tells what each does."]
    said += ["`--play NAME` sets the strategy of all players."]
    return [*said, "`--play PLAYER=NAME:parameter=value` sets the strategy of one player."]


def _idea(entry: Entry) -> str:
    """What it does, in a sentence."""
    if isinstance(entry.strategy, Automaton):
        return f"A strategy of the file, with {counted(entry.strategy.states, 'state')}."
    return entry.strategy.idea


def written(entry: Entry) -> str:
    """How it is written behind `--play`, with every parameter."""
    parameters = {} if isinstance(entry.strategy, Automaton) else entry.strategy.parameters
    given = ",".join(f"{name}={value:g}" for name, value in parameters.items())
    return f"{entry.name}:{given}" if given else entry.name


def _families(found: Repertoire) -> Table:
    """The names of the strategies, by what they have in common."""
    known = {one.name for family in FAMILIES.values() for one in family}
    names = {"Of this file": [name for name in found.game.named if name not in known]}
    names |= {family: [one.name for one in of] for family, of in FAMILIES.items()}
    rows = tuple((family, ", ".join(of)) for family, of in names.items() if of)
    return Table((Column("Family"), Column("strategies")), rows)


def _details(found: Repertoire) -> list[Table]:
    """What each does, where each comes from, and who cannot play it."""
    ideas = [(entry.name, _idea(entry)) for entry in found.entries]
    sources = [
        (written(entry), f"{entry.strategy.history} {entry.strategy.reference}")
        for entry in found.entries
        if not isinstance(entry.strategy, Automaton)
    ]
    refusals = [
        (entry.name, name, why)
        for entry in found.entries
        for name, why in zip(found.players, entry.refused, strict=True)
        if why
    ]
    told = (
        (("Name", "what it does"), ideas),
        (("Written", "where it comes from"), sources),
        (("Name", "cannot be played by", "because"), refusals),
    )
    return [Table(tuple(map(Column, heads)), tuple(rows), detail=True) for heads, rows in told if rows]
