"""What a reader may rely on: one line of trust, and for who wants more the method, the check and every note."""

from __future__ import annotations

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.levels import levels_note
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Note
from negotiate.report.words import in_units, joined, safe, sentence_of
from negotiate.solvers.solution import NOT_LOOKED_FOR, Solution

WITHOUT_REGRET = ("Nash", "subgame-perfect", "correlated", "coarse correlated")
"""Kinds of equilibria that leave nobody anything to gain; a response that errs, or a leader who is bound, may."""
COMPLETE = ("complete", "not known to be complete")
"""What is said of an answer that is complete, and of one that is not."""


def trust(sol: Solution, extent: tuple[str, str] = COMPLETE, payoffs: bool = True) -> list[Note]:
    """The end of every page about a solution.

    Parameters
    ----------
    sol : Solution
        Of any concept.
    extent : tuple of str
        What is complete, and what is not, in the words of the concept.
    payoffs : bool
        Whether any payoff is shown, so that it is to be said what payoffs are counted in.
    """
    game = sol.game
    units = in_units(game.players, game.units) if payoffs else ""
    levels = levels_note(game.players, game.keys, game.ordinal)
    notes = [Note(units)] if units else []
    notes += [Note(sentence_of(note), detail=note != levels) for note in remarks(sol)]
    return [*notes, Note(_in_short(sol, extent)), Note(how(sol, extent), detail=True)]


def _in_short(sol: Solution, extent: tuple[str, str]) -> str:
    """Whether it is all, and whether it was checked: "Complete; checked."."""
    told = sol.equilibria or not sol.complete or sol.finding is None
    parts = [extent[0] if sol.complete else extent[1]] if told else []
    if not sol.exact:
        parts.append("numbers rounded")
    if sol.verified and (sol.equilibria or sol.finding is not None):
        parts.append("checked")
    return sentence_of("; ".join(parts) or "checked")


def how(sol: Solution, extent: tuple[str, str] = COMPLETE) -> str:
    """Method and why it was chosen, completeness, exactness and check in one line.

    `extent` says what is complete, and what is not, in the words of the concept. Where nothing was found, nothing was
    checked.
    """
    why = f" ({safe(sol.chosen, True)})" if sol.chosen else ""
    parts = [f"Method: {safe(sol.method, True)}{why}"]
    if sol.equilibria or not sol.complete:
        parts.append(extent[0] if sol.complete else extent[1])
    parts.append("exact" if sol.exact else "numbers rounded")
    if sol.verified and (sol.equilibria or sol.finding is not None):
        parts.append(f"checked: {safe(sol.verified, True)}")
    if judged := [e.regret for e in sol.equilibria if e.kind in WITHOUT_REGRET]:
        regret = max(judged)
        parts.append(f"largest regret {regret:.0e}" if regret > 1e-12 else "regret 0")
    return f"{'; '.join(parts)}."


def remarks(sol: Solution) -> list[str]:
    """What a reader must know besides: what nobody sets, and all notes but for what the headline says."""
    notes = [note for note in (*sol.game.notes, *sol.notes) if note != NOT_LOOKED_FOR or not sol.equilibria]
    return [*_kept(sol.game), *notes]


def _kept(game: NormalFormGame | ExtensiveGame) -> list[str]:
    """One sentence about the issues that no player sets alone."""
    table = game.normal_form if isinstance(game, ExtensiveGame) else game
    kept = {} if table is None else table.kept
    if not kept:
        return []
    stays = joined([f"`{safe(issue, True)}` stays at {safe(option, True)}" for issue, option in kept.items()])
    return [f"{stays}, since several must agree on {'it' if len(kept) == 1 else 'each'}"]
