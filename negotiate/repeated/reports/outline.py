"""The outline that reports of this room share: sentences, pictures, and what a reader must know besides."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.reports.discounting import factors_note
from negotiate.repeated.reports.words import per_period, percent, worth
from negotiate.report.blocks import Block, Note, Report, sentences
from negotiate.report.words import counted, in_units, joined, safe, sentence_of


def outline(
    game: RepeatedGame,
    answer: Sequence[str],
    pictures: Sequence[Block],
    notes: Sequence[str] = (),
    last: Sequence[Note] = (),
) -> Report:
    """An answer about a repeated game.

    Parameters
    ----------
    answer : sequence of str
        Its sentences.
    pictures : sequence of Block
        What stands below them.
    notes : sequence of str
        Of the answer itself, beside those of the game.
    last : sequence of Note
        How far the answer can be trusted, and the method.
    """
    setting = [*conditions(game), *map(sentence_of, game.assumed), factors_note(game)]
    units = in_units(game.players, game.units)
    more = [note for note in dict.fromkeys([*notes, *game.notes]) if note not in game.assumed]
    blocks: list[Block] = [*sentences(answer), *pictures, *map(Note, [*([units] if units else []), *setting])]
    blocks += [Note(sentence_of(note), detail=True) for note in more]
    return Report(game.title, (*blocks, *last), game.players)


def conditions(game: RepeatedGame) -> list[str]:
    """What is not as in the plainest repeated game: phases, an end, walking away."""
    setting, said = game.setting, []
    if setting.phases is not None:
        names = joined([safe(name, True) for name in setting.phases.names], "or")
        said.append(f"The phase is {names}. What the players do changes the phase.")
    if setting.outside:
        gets = f"{worth(game, setting.outside)} {per_period(game)}"
        said.append(f"A player who walks away ends the game for good. That gives {gets}.")
    if setting.ends:
        said.append(f"Each round is the last one with a probability of {percent(setting.ends)}.")
    if setting.rounds is not None:
        said.append(f"There are {counted(setting.rounds, 'round')}, and everybody knows that.")
    return said
