"""Commitments told: what each player would bind itself to, what the other would answer, and what that is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rich.cells import cell_len
from rich.console import RenderableType

from negotiate.games.normal_form import NormalFormGame
from negotiate.render.concepts.columns import columns
from negotiate.render.concepts.falling import label, name, whose
from negotiate.render.concepts.told import Told
from negotiate.render.exactly import exactly, largest
from negotiate.report.numbers import all_fractions, contrast, decimals, exact, probability, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined, safe
from negotiate.solvers.concepts.stackelberg import Commitment
from negotiate.solvers.solution import Solution

SAME = 1e-9  # of payoffs: less is rounding


def _read(sol: Solution) -> tuple[NormalFormGame, list[Commitment]]:
    if not isinstance(sol.game, NormalFormGame):
        raise TypeError("this solution is about another concept")
    return sol.game, [e for e in sol.equilibria if isinstance(e, Commitment)]


def _first(found: Sequence[Commitment]) -> list[Commitment]:
    """The best commitment of each leader."""
    return [next(one for one in found if one.leader == p) for p in sorted({one.leader for one in found})]


def _digits(game: NormalFormGame, found: Sequence[Commitment], player: int) -> int:
    told = [e.payoffs[player] for e in found]
    told += [x for e in found if e.leader == player and e.nash for x in (e.nash.least, e.nash.most)]
    return max(decimals(map(float, np.unique(game.payoffs[player]))), *(decimals([x]) for x in told))


def _headline(sol: Solution) -> str:
    game, found = _read(sol)
    parts = [f"{_worth(game, found, one)} to {name(game, one.leader)}" for one in _first(found)]
    seen = "" if all(one.nash is None or one.nash.complete for one in found) else ", against the equilibria found"
    if len({words.rpartition(" to ")[0] for words in parts}) == 1 and len(parts) > 1:
        parts = [
            f"{parts[0].rpartition(' to ')[0]} to {joined([name(game, one.leader) for one in _first(found)], 'or')}"
        ]
    return f"A binding announcement is worth {joined(parts)}{seen}."


def _worth(game: NormalFormGame, found: Sequence[Commitment], one: Commitment) -> str:
    """What being bound adds to what Nash equilibria give: one number, or from one to another."""
    if one.nash is None:
        return "an unknown amount"
    low, high = one.worth
    digits = _digits(game, found, one.leader)
    if max(abs(low), abs(high)) <= SAME:
        return "nothing"
    if abs(high - low) <= SAME:
        return rounded(low, digits)
    least, most = contrast(low, high, digits)
    return f"{least} to {most}"


def _sentences(sol: Solution) -> Sequence[str]:
    game, found = _read(sol)
    said = [_telling(game, found, one) for one in _first(found)]
    rest = [one for one in found if not any(one is other for other in _first(found))]
    return [
        *said,
        *(text for one in found if (text := _ties(game, found, one))),
        *(_lesser(game, found, one) for one in rest),
    ]


def _telling(game: NormalFormGame, found: Sequence[Commitment], one: Commitment) -> str:
    leader, follower = one.leader, 1 - one.leader
    digits = _digits(game, found, leader)
    us, them = name(game, leader), name(game, follower)
    said = f"If {us} could bind itself to {_bound(game, one)}, {them} would answer with {_answer(game, one)}"
    said += _why(game, found, one)
    payoff = one.payoffs[leader]
    if one.nash is None:
        return f"{said}, which gives {us} {rounded(payoff, digits)}."
    low, high = one.nash.least, one.nash.most
    seen = "" if one.nash.complete else ", as far as they are known"
    if abs(high - low) > SAME:
        least, most = contrast(low, high, digits)
        beside = f"instead of {least} to {most} in Nash equilibria{seen}"
    elif abs(payoff - low) <= SAME:
        return f"{said}, which gives {us} {rounded(payoff, digits)}, as in Nash equilibrium{seen}."
    else:
        beside = f"instead of {rounded(low, digits)} in Nash equilibrium{seen}"
    gives = f"which gives {us} {rounded(payoff, digits)} {beside}"
    return f"{said}, {gives}: a binding announcement is worth {_worth(game, found, one)}."


def _why(game: NormalFormGame, found: Sequence[Commitment], one: Commitment) -> str:
    """In brackets, what the follower's next best answer would give it."""
    reason = next(r for r in one.reasons if r.player != one.leader)
    if not reason.alternative:
        return ""
    there, here = contrast(reason.alternative_payoff, reason.payoff, _digits(game, found, reason.player))
    other = safe(reason.alternative, True)
    return (
        f" (`{other}` would be as good for it)"
        if there == here
        else f" (`{other}` would give it {there} instead of {here})"
    )


def _ties(game: NormalFormGame, found: Sequence[Commitment], one: Commitment) -> str:
    """What is left where the follower's ties go against the leader."""
    payoff = one.payoffs[one.leader]
    if one.cautious or payoff - one.sure <= SAME:
        return ""
    sure, full = contrast(one.sure, payoff, _digits(game, found, one.leader))
    ties = (
        f"If {whose(game, 1 - one.leader)} ties went against it, {name(game, one.leader)} bound to {_bound(game, one)}"
    )
    return f"{ties} would get {sure} instead of {full}."


def _lesser(game: NormalFormGame, found: Sequence[Commitment], one: Commitment) -> str:
    digits, us = _digits(game, found, one.leader), name(game, one.leader)
    payoff = rounded(one.payoffs[one.leader], digits)
    if one.cautious:
        return f"Bound to {_bound(game, one)}, {us} is sure of {payoff}, whatever the other does among equals."
    answer = f"the answer is {_answer(game, one)}, and {us} gets {payoff}"
    return f"Bound to one option and no mixture, {us} does best by {_bound(game, one)}: {answer}."


def _bound(game: NormalFormGame, one: Commitment) -> str:
    weights = one.strategies[one.leader]
    used = [int(i) for i in np.flatnonzero(weights)]
    if len(used) == 1:
        return f"`{label(game, one.leader, used[0])}`"
    fractions = all_fractions(float(weights[i]) for i in used)
    return " + ".join(f"{probability(float(weights[i]), fractions)} {label(game, one.leader, i)}" for i in used)


def _answer(game: NormalFormGame, one: Commitment) -> str:
    return f"`{label(game, 1 - one.leader, int(np.argmax(one.strategies[1 - one.leader])))}`"


def _body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    game, found = _read(sol)
    digits = [_digits(game, found, p) for p in range(game.n_players)]
    rows = []
    for k, one in enumerate(found):
        who = name(game, one.leader) if k == 0 or found[k - 1].leader != one.leader else ""
        play = f"{_bound(game, one)} {look.glyphs.step} {_answer(game, one)}".replace("`", "")
        row = [who, play, *(rounded(x, d) for x, d in zip(one.payoffs, digits, strict=True))]
        rows.append([*row, _nash(game, found, one), _worth(game, found, one)])
    heads = [name(game, p) for p in range(game.n_players)]
    if sum(map(cell_len, heads)) > look.columns // 3:
        heads = [safe(key, True) for key in game.keys]
    yield from columns(["Bound", f"to {look.glyphs.step} answer", *heads, "Nash", "worth"], rows, 2, look, game)


def _nash(game: NormalFormGame, found: Sequence[Commitment], one: Commitment) -> str:
    """What the leader gets in Nash equilibria."""
    if one.nash is None:
        return "?"
    digits = _digits(game, found, one.leader)
    if one.nash.most - one.nash.least <= SAME:
        return rounded(one.nash.least, digits)
    return " to ".join(contrast(one.nash.least, one.nash.most, digits))


def _rows(sol: Solution) -> Sequence[Sequence[str]]:
    game, found = _read(sol)
    numbers = ["sure", "nash least", "nash most", "worth least", "worth most"]
    lines = [["leader", "bound to", "answer", "cautious", *(f"payoff {key}" for key in game.keys), *numbers]]
    for one in found:
        told = [one.sure, *((one.nash.least, one.nash.most, *one.worth) if one.nash else [float("nan")] * 4)]
        size = largest(game)[one.leader]
        play = [
            _bound(game, one).replace("`", ""),
            _answer(game, one).replace("`", ""),
            "yes" if one.cautious else "no",
        ]
        lines.append([game.keys[one.leader], *play, *exactly(game, one.payoffs), *(exact(x, size) for x in told)])
    return lines


TOLD = Told("stackelberg", _headline, _sentences, _body, _rows)
