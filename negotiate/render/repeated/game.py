"""A repeated game on one screen: who plays, how patient, under which conditions, and what a round is worth."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.matrix import lines
from negotiate.render.repeated.words import beginning, patience_words, payoffs, per_period, percent, postures, rates
from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.table import in_units
from negotiate.repeated.game import RepeatedGame
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import counted, joined, safe


def game_page(found: RepeatedGame, look: Look) -> RenderableType:
    """Lay out a repeated game."""
    return Drawn(lambda settled: _page(found, settled), look)


def _page(found: RepeatedGame, look: Look) -> Iterable[RenderableType]:
    if found.title:
        yield from paragraph(safe(found.title, True), look, TITLE)
    for said in sentences(found):
        yield from paragraph(said, look)
    if found.stage.n_players == 2:
        yield from (Text(), *lines(found.stage, look))
    if units := in_units(found.players, found.units):
        yield from paragraph(units, look, FAINT)
    for note in found.notes:
        yield from paragraph(whole_sentence(note), look, FAINT)


def sentences(found: RepeatedGame) -> list[str]:
    """What is played how often, by whom, and what goes wrong."""
    setting = found.setting
    period = per_period(found)
    rounds = "without end" if setting.rounds is None else f"for {counted(setting.rounds, 'round')}"
    said = [f"{joined([safe(name, True) for name in found.players])} meet again {rounds}; a round is {period}."]
    if period == "a round":
        said = [f"{joined([safe(name, True) for name in found.players])} meet again {rounds}."]
    said.append(whole_sentence(patience_words(found)))
    worth = [found.stage.payoffs[(p, *found.cooperate)] for p in range(found.stage.n_players)]
    said.append(
        f"The agreement is {postures(found, found.cooperate)}, worth {payoffs(found, worth)}; "
        f"{postures(found, found.punish)} punishes."
    )
    return [*said, *_slips(found), *conditions(found)]


def _slips(found: RepeatedGame) -> Iterable[str]:
    """What goes wrong how often."""
    setting, told = found.setting, []
    if any(setting.noise):
        told.append(f"hands tremble in {rates(found, setting.noise)} of rounds")
    if any(setting.misread):
        told.append(f"{rates(found, setting.misread)} of moves are misread")
    if told:
        yield f"{beginning(joined(told))}."


def conditions(found: RepeatedGame) -> Iterable[str]:
    """What else is not as in the plainest repeated game: phases, an end, walking away."""
    setting = found.setting
    if setting.phases is not None:
        names = joined([safe(name, True) for name in setting.phases.names], "or")
        yield f"The world is {names}, and what is done changes it."
    if setting.outside:
        yield f"Whoever walks away ends it for good, for {payoffs(found, setting.outside)} {per_period(found)}."
    if setting.ends:
        yield f"Each round is the last with a chance of {percent(setting.ends)}."
    if setting.rounds is not None:
        yield f"There are {counted(setting.rounds, 'round')}, and everybody knows."
