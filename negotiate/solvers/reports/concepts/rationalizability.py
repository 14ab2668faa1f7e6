"""Rationalizable strategies: what is left, to which belief each is a best reply, and why the others are not."""

from __future__ import annotations

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Report
from negotiate.report.numbers import all_fractions, probability
from negotiate.report.style import Look
from negotiate.report.words import joined
from negotiate.solvers.concepts.rationalizability import Conjecture, Rationalizable
from negotiate.solvers.reports.concepts import words
from negotiate.solvers.reports.concepts.iterated_elimination import dominance, rounds, strategies_table, what_is_left
from negotiate.solvers.solution import Solution

PARTS = 3
"""Combinations of a belief that a line names."""
MEANING = "A strategy is rationalizable if it is a best reply to some belief, given that the others reason likewise."


def report(sol: Solution, look: Look) -> Report:
    """Which strategies are rationalizable, with a belief for each, and which are strictly dominated."""
    game, found, trace = words.table_game(sol), sol.finding, sol.eliminations
    if not isinstance(found, Rationalizable):
        raise TypeError("this solution is about another concept")
    one = all(len(own) == 1 for own in found.kept)
    only = f"Only {what_is_left(game, found.kept)} {'is' if one else 'are'} rationalizable."
    texts = [only if trace or one else "Every strategy is rationalizable.", MEANING]
    if trace:
        texts.append(dominance(game, trace[0], "strictly", f"gives more, whatever {_others_do(game, trace[0].player)}"))
    texts += rounds(game, trace) if len(trace) > 1 else []

    def why(player: int, place: int) -> str:
        conjecture = found.conjectures[player][place]
        return "not settled" if conjecture is None else f"best reply if {belief(game, player, conjecture)}"

    return words.page(sol, texts, [strategies_table(game, found.kept, trace, "Rationalizable", why)], payoffs=False)


def _others_do(game: NormalFormGame, player: int) -> str:
    return f"{words.others(game, player)} {'does' if game.n_players == 2 else 'do'}"


def belief(game: NormalFormGame, player: int, conjecture: Conjecture) -> str:
    """A belief in words: "China plays keep (probability 1/3) or curb (probability 2/3)"."""
    rest = [p for p in range(game.n_players) if p != player]
    if not rest:
        return "nobody else decides"
    weights, profiles = conjecture.weights, conjecture.profiles
    fractions = all_fractions(weights)
    said = []
    for k in sorted(range(len(weights)), key=lambda k: -weights[k]):
        acts = [words.label(game, p, i) for p, i in zip(rest, profiles[k], strict=True)]
        if len(rest) > 1:
            acts = [f"{words.name(game, p)} plays {act}" for p, act in zip(rest, acts, strict=True)]
        chance = f" (probability {probability(weights[k], fractions)})" if len(weights) > 1 else ""
        said.append(f"{joined(acts)}{chance}")
    return f"{f'{words.name(game, rest[0])} plays ' if len(rest) == 1 else ''}{words.several(said, PARTS, 'or')}"
