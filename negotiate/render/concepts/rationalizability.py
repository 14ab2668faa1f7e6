"""Rationalizable strategies told: what is left, what each is best against, and how the others fell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from negotiate.games.normal_form import NormalFormGame
from negotiate.render.concepts.columns import columns, folded
from negotiate.render.concepts.falling import better, label, left, name, others, rounds
from negotiate.render.concepts.told import Told
from negotiate.render.solution import elimination, paragraph
from negotiate.report.numbers import all_fractions, probability
from negotiate.report.style import TITLE, Look
from negotiate.report.words import joined
from negotiate.solvers.concepts.rationalizability import Conjecture, Rationalizable
from negotiate.solvers.solution import Elimination, Solution

ROWS = 12
PARTS = 3
"""Combinations of a conjecture that a line names."""


def _read(sol: Solution) -> tuple[NormalFormGame, Rationalizable]:
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, Rationalizable):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding


def _headline(sol: Solution) -> str:
    game, found = _read(sol)
    if not sol.eliminations and max(map(len, found.kept)) > 1:
        whom = "other" if game.n_players == 2 else "others"
        return f"Reasoning alone rules nothing out: every strategy is best against some belief about the {whom}."
    return f"Reasoning alone leaves {left(game, found.kept)}."


def _sentences(sol: Solution) -> Sequence[str]:
    game, found = _read(sol)
    said = [_fall(game, sol.eliminations[0])] if sol.eliminations else []
    if not sol.eliminations or max(map(len, found.kept)) > 1:
        said += [_reason(game, found, p) for p in range(game.n_players) if len(found.kept[p]) > 1][: 2 if said else 3]
    return [*filter(None, said), *(rounds(game, sol.eliminations) if len(sol.eliminations) > 1 else [])]


def _fall(game: NormalFormGame, step: Elimination) -> str:
    who, what = name(game, step.player), label(game, step.player, step.strategy)
    return f"{who} has no reason to choose `{what}`: {better(game, step)} is better whatever {others(game)}."


def _reason(game: NormalFormGame, found: Rationalizable, player: int) -> str:
    """An example: against what the first two strategies of a player are best."""
    parts = [
        f"{label(game, player, strategy)} is best if {belief(game, player, conjecture)}"
        for strategy, conjecture in zip(found.kept[player], found.conjectures[player], strict=True)
        if conjecture is not None
    ]
    return f"For {name(game, player)}, {joined(parts[:2])}." if parts else ""


def belief(game: NormalFormGame, player: int, conjecture: Conjecture) -> str:
    """A conjecture in words: "China plays keep with probability 1/3 and curb with 2/3"."""
    rest = [p for p in range(game.n_players) if p != player]
    if not rest:
        return "nobody else decides"
    fractions = all_fractions(conjecture.weights)
    order = sorted(range(len(conjecture.weights)), key=lambda k: -conjecture.weights[k])
    said = []
    for k in order[:PARTS]:
        words = [label(game, p, i) for p, i in zip(rest, conjecture.profiles[k], strict=True)]
        acts = (
            words[0]
            if len(rest) == 1
            else joined([f"{name(game, p)} plays {w}" for p, w in zip(rest, words, strict=True)])
        )
        chance = "" if len(order) == 1 else f" (probability {probability(conjecture.weights[k], fractions)})"
        said.append(f"{acts}{chance}")
    if len(order) > PARTS:
        said.append(f"{len(order) - PARTS} more")
    subject = f"{name(game, rest[0])} plays " if len(rest) == 1 else ""
    return f"{subject}{joined(said, 'or')}"


def _body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    lines = _lines(sol)
    shown = lines if look.all else lines[:ROWS]
    named = [["" if k and shown[k - 1][0] == who else who, *rest] for k, (who, *rest) in enumerate(shown)]
    yield from columns(["Player", "Rationalizable", "Best if"], named, 3, look)
    yield from folded(len(lines), len(shown), "strategy", "strategies", look)
    if look.all and sol.eliminations and isinstance(sol.game, NormalFormGame):
        yield from (Text(), Text("What fell, because something else is always better", style=TITLE))
        for step in sol.eliminations:
            yield from paragraph(elimination(sol.game, step), look, indent=2)


def _lines(sol: Solution) -> list[list[str]]:
    game, found = _read(sol)
    lines = []
    for p, (own, conjectures) in enumerate(zip(found.kept, found.conjectures, strict=True)):
        for strategy, conjecture in zip(own, conjectures, strict=True):
            said = "not settled" if conjecture is None else belief(game, p, conjecture)
            lines.append([name(game, p), label(game, p, strategy), said])
    return lines


def _rows(sol: Solution) -> Sequence[Sequence[str]]:
    game, found = _read(sol)
    fell = {(step.player, step.strategy): step for step in sol.eliminations}
    rows = [["player", "strategy", "rationalizable", "round", "because"]]
    for p, key in enumerate(game.keys):
        believed = dict(zip(found.kept[p], found.conjectures[p], strict=True))
        for i, strategy in enumerate(game.strategies[p]):
            step, conjecture = fell.get((p, i)), believed.get(i)
            said = better(game, step) if step else "" if conjecture is None else belief(game, p, conjecture)
            rows.append([key, strategy.label, "no" if step else "yes", str(step.round) if step else "", said])
    return rows


TOLD = Told("rationalizable", _headline, _sentences, _body, _rows, shows_payoffs=False)
