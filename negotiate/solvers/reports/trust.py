"""A page about a solution, and what a reader may rely on: one line of trust; method, check and notes behind it."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.levels import levels_note
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Block, Note, Report, notes
from negotiate.report.words import in_units, joined, safe, sentence_of
from negotiate.solvers.solution import NOT_LOOKED_FOR, Solution

WITHOUT_REGRET = ("Nash", "subgame-perfect", "correlated", "coarse correlated")
"""Kinds of equilibria that leave nobody anything to gain; a response that errs, or a leader who is bound, may."""
COMPLETE, MORE = "complete", "there may be more equilibria"
"""What is known of a list of equilibria."""


def page(
    sol: Solution, blocks: Sequence[Block], complete: str = COMPLETE, open_still: str = "", payoffs: bool = True
) -> Report:
    """A whole page about a solution.

    Parameters
    ----------
    sol : Solution
        Of any concept.
    blocks : sequence of Block
        The answer, why, and the picture.
    complete, open_still : str
        What it means that the answer is complete, and that it is not, in the words of the concept.
    payoffs : bool
        Whether any payoff is shown, so that it is to be said what payoffs are counted in.
    """
    game = sol.game
    units = in_units(game.players, game.units) if payoffs else ""
    levels = levels_note(game.players, game.keys, game.ordinal)
    told = [*notes([units]), *(Note(sentence_of(note), detail=note != levels) for note in remarks(sol))]
    known = complete if sol.complete else open_still or (MORE if sol.equilibria else "the search was not complete")
    told += [Note(_in_short(sol, known)), Note(_how(sol, known), detail=True)]
    return Report(safe(game.title, True), (*blocks, *told), tuple(game.players))


def _in_short(sol: Solution, known: str) -> str:
    """Whether the answer is all, and whether it was checked: "Complete; checked."."""
    rounded = [] if sol.exact else ["numbers rounded"]
    checked = ["checked"] if sol.checked else []
    if sol.complete:
        told = sol.equilibria or sol.finding is None
        return sentence_of("; ".join([*([known] if told else []), *rounded, *checked]) or "checked")
    what = "those shown were checked" if known == MORE else "what is shown was checked"
    rest = "; ".join([*([what] if checked else []), *rounded])
    return " ".join(map(sentence_of, [known, *([rest] if rest else [])]))


def _how(sol: Solution, known: str) -> str:
    """Method and why it was chosen, completeness, exactness and check in one line."""
    why = f" ({safe(sol.chosen, True)})" if sol.chosen else ""
    parts = [f"Method: {safe(sol.method, True)}{why}"]
    parts += [known] if sol.equilibria or not sol.complete else []
    parts.append("exact" if sol.exact else "numbers rounded")
    parts += [f"checked: {safe(sol.checked, True)}"] if sol.checked else []
    if judged := [e.regret for e in sol.equilibria if e.kind in WITHOUT_REGRET]:
        parts.append(f"largest regret {max(judged):.0e}" if max(judged) > 1e-12 else "regret 0")
    return f"{'; '.join(parts)}."


def remarks(sol: Solution) -> list[str]:
    """What a reader must know besides: what nobody sets, and all notes but for what the headline says."""
    notes = [note for note in (*sol.game.notes, *sol.notes) if note != NOT_LOOKED_FOR or not sol.equilibria]
    return [*_kept(sol.game), *notes]


def _kept(game: NormalFormGame | ExtensiveGame) -> list[str]:
    """One sentence about the issues that no player sets alone."""
    table = game.normal_form if isinstance(game, ExtensiveGame) else game
    kept = {} if table is None else table.kept
    stays = joined([f"`{safe(issue, True)}` stays at {safe(option, True)}" for issue, option in kept.items()])
    return [f"{stays}, because no player decides {'it' if len(kept) == 1 else 'them'} alone"] if kept else []
