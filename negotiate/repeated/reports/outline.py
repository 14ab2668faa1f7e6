"""The outline that reports of this room share: sentences, pictures, and what a reader must know besides."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.reports.discounting import factors_note
from negotiate.repeated.reports.words import gets, per_period, percent
from negotiate.report.blocks import Block, Note, Report, notes, sentences
from negotiate.report.words import counted, in_units, joined, safe, sentence_of

SURE = 1e-9
"""Two calculations that differ by less, as a share of the range of payoffs, agree."""


def outline(
    game: RepeatedGame,
    answer: Sequence[str],
    pictures: Sequence[Block],
    remarks: Sequence[str] = (),
    last: Sequence[Note] = (),
    method: str = "",
) -> Report:
    """An answer about a repeated game.

    Parameters
    ----------
    answer : sequence of str
        Its sentences.
    pictures : sequence of Block
        What stands below them.
    remarks : sequence of str
        Of the answer itself, beside those of the game.
    last : sequence of Note
        How far the answer can be trusted.
    method : str
        How it was found, as a detail.
    """
    units = in_units(game.players, game.units)
    setting = [units, *conditions(game), *map(sentence_of, game.assumed), factors_note(game)]
    more = [sentence_of(note) for note in dict.fromkeys([*remarks, *game.notes]) if note not in game.assumed]
    details = notes([*more, f"Method: {method}" if method else ""], detail=True)
    return Report(game.title, (*sentences(answer), *pictures, *notes(setting), *last, *details), game.players)


def checked(difference: float) -> Note:
    """Whether two calculations of the same payoffs agree."""
    apart = f"Complete. Two calculations of the payoffs differ by {difference:.1g} of their range."
    return Note("Complete; checked." if difference < SURE else apart)


def conditions(game: RepeatedGame) -> list[str]:
    """What is not as in the plainest repeated game: phases, an end, walking away."""
    setting, said = game.setting, []
    if setting.phases is not None:
        names = joined([safe(name, True) for name in setting.phases.names], "or")
        said.append(
            f"Each {per_period(game).split()[-1]} has a phase: {names}. The moves of the players decide the next phase."
        )
    if setting.outside:
        after = f"Then {gets(game, setting.outside)} {per_period(game)}."
        said.append(f"A player who walks away ends the game for good. {after}")
    if setting.ends:
        said.append(f"Each round is the last one with a probability of {percent(setting.ends)}.")
    if setting.rounds is not None:
        said.append(f"There are {counted(setting.rounds, 'round')}, and all players know that.")
    return said
