"""Which strategies there are, and who can play them."""

from __future__ import annotations

from math import isinf

from negotiate.repeated.automaton import Automaton
from negotiate.repeated.repertoire import Entry, Repertoire
from negotiate.repeated.strategies.registry import FAMILIES
from negotiate.repeated.strategies.strategy import Strategy
from negotiate.report.blocks import Block, Column, Note, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, safe


def report(found: Repertoire, look: Look) -> Report:
    """How many there are, by family; as details what each does, its parameters and sources, and who cannot play it."""
    refused = any(any(entry.refused) for entry in found.entries)
    blocks: tuple[Block, ...] = (
        *sentences(answer(found)),
        _families(found),
        _ideas(found),
        _sources(found),
        *([_refusals(found)] if refused else []),
        *([Note("– not everybody can play it here.", detail=True)] if refused else []),
    )
    return Report(found.title, blocks, found.players)


def answer(found: Repertoire) -> list[str]:
    """How many strategies there are, and how many of them everybody can play."""
    able = sum(not any(entry.refused) for entry in found.entries)
    some = sum(any(entry.refused) and not all(entry.refused) for entry in found.entries)
    many = counted(len(found.entries), "strategy", "strategies")
    said = [f"{many}; everybody can play {'each' if able == len(found.entries) else f'{able:,}'} of them."]
    said += [f"{counted(some, 'more is', 'more are')} for some players alone."] if some else []
    said += ["`--all` tells what each does."]
    return [*said, "`--play NAME` takes one for all, `--play PLAYER=NAME:parameter=value` one for a player."]


def _idea(entry: Entry) -> str:
    """What it does, in a sentence."""
    if isinstance(entry.strategy, Automaton):
        return f"the scenario's own: {counted(entry.strategy.states, 'state')}"
    return safe(entry.strategy.idea, True)


def _parameters(entry: Entry) -> str:
    given = {} if isinstance(entry.strategy, Automaton) else entry.strategy.parameters
    return ",".join(f"{name}={value:g}" for name, value in given.items())


def written(entry: Entry) -> str:
    """How it is written behind `--play`, with every parameter."""
    given = _parameters(entry)
    return f"{safe(entry.name, True)}{f':{given}' if given else ''}"


def _memory(entry: Entry) -> str:
    if isinstance(entry.strategy, Automaton):
        return ""
    return "all" if isinf(entry.strategy.memory) else f"{entry.strategy.memory:g}"


def _families(found: Repertoire) -> Table:
    """The names of the strategies, by what they have in common."""
    known = {one.name for family in FAMILIES.values() for one in family}
    names = {"The scenario's own": [name for name in found.game.named if name not in known]}
    names |= {family: [one.name for one in of] for family, of in FAMILIES.items()}
    rows = tuple((family, ", ".join(safe(name, True) for name in of)) for family, of in names.items() if of)
    return Table((Column("Family"), Column("strategies")), rows, only="people")


def _ideas(found: Repertoire) -> Table:
    """What each does, for programs with its parameters and its source."""
    rows = []
    for entry in found.entries:
        refused = ", ".join(key for key, why in zip(found.game.keys, entry.refused, strict=True) if why)
        source = entry.strategy.reference if isinstance(entry.strategy, Strategy) else ""
        mark = "–" if refused else ""
        rows.append((mark, entry.name, _parameters(entry), _memory(entry), refused, _idea(entry), source))
    columns = (
        Column("", "mark", shown="people"),
        Column("Name", key="name"),
        *(Column(head, shown="programs") for head in ("parameters", "memory", "refused")),
        Column("what it does", key="idea"),
        Column("reference", shown="programs"),
    )
    return Table(columns, tuple(rows), detail=True)


def _sources(found: Repertoire) -> Table:
    """Each as it is written, with where it comes from."""
    rows = tuple(
        (written(entry), f"{entry.strategy.history} {entry.strategy.reference}")
        for entry in found.entries
        if isinstance(entry.strategy, Strategy)
    )
    return Table((Column("Written"), Column("where it comes from")), rows, detail=True, only="people")


def _refusals(found: Repertoire) -> Table:
    rows = tuple(
        (safe(entry.name, True), safe(name, True), why)
        for entry in found.entries
        for name, why in zip(found.players, entry.refused, strict=True)
        if why
    )
    return Table((Column("Name"), Column("cannot be played by"), Column("because")), rows, detail=True, only="people")
