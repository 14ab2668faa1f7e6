"""Bridge: what rooms that have no reports yet take from here; it goes with them."""

from __future__ import annotations

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.screen.wrapping import paragraph
from negotiate.report.words import safe
from negotiate.report.words import sentence_of as whole_sentence
from negotiate.solvers.reports.strategies import better_words
from negotiate.solvers.reports.trust import COMPLETE
from negotiate.solvers.solution import Elimination

__all__ = ["COMPLETE", "elimination", "paragraph", "whole_sentence"]


def elimination(game: NormalFormGame, fallen: Elimination) -> str:
    """One step of iterated dominance in words."""
    dropped = safe(game.strategies[fallen.player][fallen.strategy].label, True)
    name = safe(game.players[fallen.player], True)
    return f"Round {fallen.round}: {name} drops `{dropped}` for {better_words(game, fallen)}."
