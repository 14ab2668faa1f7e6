"""Which strategies there are, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from math import isinf

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.kind import Kind
from negotiate.render.repeated.folded import folded
from negotiate.render.repeated.words import strategy as spoken
from negotiate.render.solution import paragraph
from negotiate.render.table import table
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.repertoire import Entry, Repertoire
from negotiate.repeated.strategies.strategy import Strategy
from negotiate.report.numbers import number
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import counted, safe

MINE = "the scenario's own"


def _idea(entry: Entry) -> str:
    """What it does, in a sentence."""
    if isinstance(entry.strategy, Automaton):
        return f"{MINE}: {counted(entry.strategy.states, 'state')}"
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
    return "all" if isinf(entry.strategy.memory) else number(entry.strategy.memory)


def _sentences(found: Repertoire) -> list[str]:
    able = [entry for entry in found.entries if not any(entry.refused)]
    some = [entry for entry in found.entries if any(entry.refused) and not all(entry.refused)]
    said = [f"{counted(len(found.entries), 'strategy', 'strategies')}; everybody could play {len(able)} of them."]
    if len(able) == len(found.entries):
        said = [f"{counted(len(able), 'strategy', 'strategies')}, and everybody could play each of them."]
    if some:
        said.append(f"{counted(len(some), 'more is', 'more are')} for some of them alone.")
    return [*said, "`--play NAME` takes one for all, `--play PLAYER=NAME:parameter=value` for one player."]


def _body(found: Repertoire, look: Look) -> Iterable[RenderableType]:
    if not look.all:
        yield from _list(found, look)
        return
    for entry in found.entries:
        yield Text.assemble(_mark(entry, look), " ", (written(entry), TITLE), no_wrap=True)
        yield from paragraph(_idea(entry), look, indent=4)
        yield from (piece for why in _whys(found, entry) for piece in paragraph(why, look, FAINT, indent=4))


def _mark(entry: Entry, look: Look) -> str:
    return look.glyphs.impossible if any(entry.refused) else " "


def _list(found: Repertoire, look: Look) -> Iterable[Text]:
    """What each does, beside its name where there is room."""
    rows = [[_mark(entry, look).strip(), safe(entry.name, True), _idea(entry)] for entry in found.entries]
    return folded(["", "Name", ""], rows, 3, look, title=2)


def _whys(found: Repertoire, entry: Entry) -> list[str]:
    """Why somebody cannot play it, and where it comes from."""
    refused = dict(zip(found.game.keys, entry.refused, strict=True))
    whys = [f"{safe(key, True)} cannot: {safe(why, True)}." for key, why in refused.items() if why]
    if isinstance(entry.strategy, Strategy):
        whys.append(safe(f"{entry.strategy.history} {entry.strategy.reference}", True))
    return whys


def _rows(found: Repertoire) -> list[list[list[str]]]:
    heads = ["name", "parameters", "memory", "refused", "idea", "reference"]
    rows = [heads]
    for entry in found.entries:
        refused = ", ".join(key for key, why in zip(found.game.keys, entry.refused, strict=True) if why)
        source = entry.strategy.reference if isinstance(entry.strategy, Strategy) else ""
        rows.append([entry.name, _parameters(entry), _memory(entry), refused, _idea(entry), source])
    return [rows]


def _remarks(found: Repertoire) -> list[str]:
    return ["A dash: not everybody can play it here. `--all` says why, in full, with parameters and sources"]


def _itself(found: Repertoire) -> Repertoire:
    """What it is about: strategies, which are counted in no unit."""
    return found


KIND = Kind(Repertoire, _sentences, _body, _rows, _remarks, _itself)


def strategy_page(found: Strategy, look: Look) -> RenderableType:
    """One strategy: its idea, where it comes from, its parameters."""
    return Drawn(lambda settled: _strategy(found, settled), look)


def _strategy(found: Strategy, look: Look) -> Iterable[RenderableType]:
    yield from paragraph(spoken(found.name), look, TITLE)
    yield from paragraph(safe(found.idea, True), look)
    yield from paragraph(safe(found.history, True), look, FAINT)
    back = "everything" if isinf(found.memory) else counted(int(found.memory), "round")
    yield from paragraph(f"It looks back {back}. {safe(found.reference, True)}", look, FAINT)
    if found.parameters:
        rows = [[safe(name, True), number(value)] for name, value in found.parameters.items()]
        yield from table(["Parameter", "value"], rows, 1, look)
