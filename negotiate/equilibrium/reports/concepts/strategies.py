"""What elimination leaves of each player's strategies, and what a strategy guarantees: no
equilibrium is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.registry import named
from negotiate.equilibrium.reports import (
    PARTS,
    ROWS,
    Rows,
    Words,
    digits,
    largest,
    mixture,
    page,
    several,
    told,
)
from negotiate.equilibrium.solution import Elimination, Solution
from negotiate.report.blocks import Block, Cell, Column, Report, Table, sentences
from negotiate.report.style import (
    Look,
    aligned,
    all_fractions,
    counted,
    joined,
    probability,
    rounded,
)

if TYPE_CHECKING:
    from negotiate.equilibrium.concepts.rationalizability import Conjecture, Rationalizable
    from negotiate.equilibrium.concepts.security_levels import SecurityLevel, SecurityLevels
    from negotiate.equilibrium.concepts.weak_dominance import WeakDominance

ROUNDS = 5
"""Rounds that are told one by one."""
NAMED = 3
"""Strategies of a player, or of one step, that are named one by one; and combinations of a
belief.
"""
FEWEST = 6
"""Rows that people see at least of a table that is cut."""
STEPS = 5
"""Steps of another order that a sentence tells."""
OPEN = "not every step is proved"
"""What it means that such an answer is not complete."""
WHATEVER = {1: "", 2: ", whatever the other does"}
MINMAX = (
    "The minmax is the lowest payoff to which the others can hold a player who knows what they do."
)
Kept = tuple[tuple[int, ...], ...]


def report(sol: Solution, look: Look) -> Report:
    """What is left and why, or what is guaranteed and by what."""
    return told(
        sol,
        look,
        {"rationalizable": _rationalizable, "weak-dominance": _weak_dominance, "maxmin": _security},
    )


# Iterated elimination -----------------------------------------------------------------------------


def _rationalizable(words: Words, found: Rationalizable, sol: Solution, look: Look) -> Report:
    """Which strategies are rationalizable, with a belief for each, and which are strictly
    dominated.
    """
    trace, one = sol.eliminations, all(len(own) == 1 for own in found.kept)
    only = f"Only {_left(words, found.kept)} {'is' if one else 'are'} rationalizable."
    texts = [only if trace or one else "Every strategy is rationalizable.", named(sol.concept).says]
    if trace:
        does = (
            f"{words.name(1 - trace[0].player)} does"
            if words.game.n_players == 2
            else "the others do"
        )
        texts.append(_dominance(words, trace[0], "strictly", f"gives more, whatever {does}"))
    texts += _rounds(words, trace) if len(trace) > 1 else []

    def why(player: int, place: int) -> str:
        conjecture = found.conjectures[player][place]
        return (
            "not settled" if conjecture is None else f"best reply if {_belief(words, conjecture)}"
        )

    return _eliminated(sol, texts, [_remaining(words, found.kept, trace, "Rationalizable", why)])


def _weak_dominance(words: Words, found: WeakDominance, sol: Solution, look: Look) -> Report:
    """What iterated weak dominance leaves, and whether the order matters."""
    trace = sol.eliminations
    if not trace:
        return _eliminated(
            sol,
            ["No strategy is weakly dominated, so iterated weak dominance eliminates nothing."],
            [],
        )
    texts = [
        f"Iterated weak dominance leaves {_left(words, found.kept)}.",
        _dominance(words, trace[0], "weakly", "is never worse and sometimes better"),
        _order(words, found),
    ]
    if found.rounds > 1:
        texts.append(
            "Admissible (not weakly dominated in the whole game) are "
            f"{_shares(words, found.admissible)}."
        )
        texts += _rounds(words, trace)
    return _eliminated(sol, texts, [_remaining(words, found.kept, trace, "Left", lambda *_: "")])


def _eliminated(sol: Solution, texts: Sequence[str], tables: Sequence[Block]) -> Report:
    return page(sol, [*sentences(texts, 4), *tables], open_still=OPEN, payoffs=False)


def _belief(words: Words, conjecture: Conjecture) -> str:
    """A belief in words: "China plays keep (probability 1/3) or curb (probability 2/3)"."""
    rest, weights = (
        [p for p in range(words.game.n_players) if p != conjecture.player],
        conjecture.weights,
    )
    if not rest:
        return "nobody else decides"
    fractions, said = all_fractions(weights), []
    for profile, weight in sorted(
        zip(conjecture.profiles, weights, strict=True), key=lambda one: -one[1]
    ):
        acts = words.labels(rest, profile)
        if len(rest) > 1:
            acts = [f"{words.name(p)} plays {act}" for p, act in zip(rest, acts, strict=True)]
        chance = "" if len(weights) == 1 else f" (probability {probability(weight, fractions)})"
        said.append(f"{joined(acts)}{chance}")
    return (
        f"{f'{words.name(rest[0])} plays ' if len(rest) == 1 else ''}{several(said, NAMED, 'or')}"
    )


def _order(words: Words, found: WeakDominance) -> str:
    """Whether another order leads elsewhere, with an example, step by step."""
    if not found.others:
        if found.all_orders:
            return (
                "Every other order (one strategy, one player or all at a time) leads to the "
                "same result."
            )
        return (
            "The other orders that were tried lead to the same result. There are too many to "
            "try all."
        )
    end, said = found.others[0], []
    for _, step in groupby(end.steps, key=lambda one: one.round):
        fallen = [
            (player, [one.strategy for one in own])
            for player, own in groupby(step, key=lambda one: one.player)
        ]
        said.append(
            joined([f"{words.whose(p)} {words.quoted(p, own, most=NAMED)}" for p, own in fallen])
        )
    said = [*said[:STEPS], "so on"] if len(said) > STEPS else said
    matters = (
        "Another order leaves other strategies with the same payoffs"
        if end.same_payoffs
        else "The order matters"
    )
    return f"{matters}. Eliminating {', then '.join(said)} leaves {_left(words, end.kept)}."


def _left(words: Words, kept: Kept) -> str:
    """What is left, by name where that is short: "(stag, stag)", "`M` of Row and `L` or `R` of
    Column".
    """
    if all(len(own) == 1 for own in kept):
        return words.profile([own[0] for own in kept])
    if max(map(len, kept)) > NAMED:
        return _shares(words, kept)
    return joined(
        [f"{words.quoted(p, own, 'or')} of {words.name(p)}" for p, own in enumerate(kept)]
    )


def _shares(words: Words, kept: Kept) -> str:
    """How many of whose strategies are left: "2 of Row's 3 strategies and 1 of Column's 2"."""
    said = [
        f"{len(own):,} of {words.whose(p)} {words.game.shape[p]:,}" for p, own in enumerate(kept)
    ]
    return joined([f"{said[0]} strategies", *said[1:]])


def _dominance(words: Words, step: Elimination, how: str, why: str) -> str:
    """One strategy that goes, and why: "`hare` of Row is strictly dominated: `stag` gives more
    …".
    """
    what = f"`{words.label(step.player, step.strategy)}` of {words.name(step.player)}"
    return (
        f"{what} is {how} dominated: "
        f"{words.mixture(step.player, step.by, step.weights, quoted=True)} {why}."
    )


def _rounds(words: Words, trace: Sequence[Elimination]) -> list[str]:
    """How many strategies of whom each round takes away; one sentence in all where there are many
    rounds.
    """
    numbers = sorted({step.round for step in trace})
    if len(numbers) > ROUNDS:
        return [f"{len(numbers):,} rounds eliminate {_counts(words, trace)}."]
    each = ([step for step in trace if step.round == number] for number in numbers)
    return [
        f"Round {number} eliminates {_counts(words, going)}."
        for number, going in zip(numbers, each, strict=True)
    ]


def _counts(words: Words, fallen: Sequence[Elimination]) -> str:
    each = [(p, sum(step.player == p for step in fallen)) for p in range(words.game.n_players)]
    return joined(
        [f"{counted(n, 'strategy', 'strategies')} of {words.name(p)}" for p, n in each if n]
    )


def _remaining(
    words: Words,
    kept: Kept,
    trace: Sequence[Elimination],
    head: str,
    belief: Callable[[int, int], str],
) -> Table:
    """Every strategy: those left, called `head`, with their beliefs, then the others by the round
    that takes them.
    """
    heads = ("Player", "Strategy", head, "Because")
    lines = [
        (p, i, "yes", belief(p, place)) for p, own in enumerate(kept) for place, i in enumerate(own)
    ]
    for one in sorted(trace, key=lambda one: (one.round, one.player)):
        why = f"dominated in round {one.round} by {words.mixture(one.player, one.by, one.weights)}"
        lines.append((one.player, one.strategy, "no", why))
    rows: Rows = [
        (words.cell(p, before), words.label(p, i), left, why)
        for before, (p, i, left, why) in zip(
            [-1, *(line[0] for line in lines)], lines, strict=False
        )
    ]
    most = ROWS if len(rows) <= ROWS else min(max(sum(map(len, kept)), FEWEST), ROWS)
    columns = tuple(Column(one, key=one.lower()) for one in heads)
    return Table(columns, tuple(rows), most=most, more="strategy/strategies")


# Security levels ----------------------------------------------------------------------------------


def _security(words: Words, found: SecurityLevels, sol: Solution, look: Look) -> Report:
    """The security level of each player that was asked about."""
    said, rows, mixes, several_play = [], Rows(), False, words.game.n_players > 1
    for level in found.levels:
        player, lines = level.player, list(_bounds(words, level))
        worth = level.pure_maxmin if level.value is None else level.value
        places = digits(words.game, player, [level.pure_maxmin, level.pure_minmax, worth])
        said.append(
            f"{words.whose(player, True)} security level (maxmin) is {rounded(worth, places)}."
        )
        mixes |= _mixes(level.strategy)
        shown = aligned([payoff for *_, payoff in lines], places)
        for k, ((bound, by, payoff), number) in enumerate(zip(lines, shown, strict=True)):
            cell = Cell(number, payoff, size=largest(words.game)[player])
            rows.append((words.cell(player, player if k else -1), bound, by, cell))
    average = " on average" if mixes else ""
    whatever = WHATEVER.get(words.game.n_players, ", whatever the others do")
    meaning = f"The security level is the most that a player can guarantee{average}{whatever}."
    heads = (
        Column(head, key=key)
        for head, key in (("Player", "player"), ("Level", "bound"), ("By", "by"))
    )
    table = Table((*heads, Column("Payoff", "payoff", "payoff")), tuple(rows))
    texts = [" ".join(said), meaning, *([MINMAX] if several_play else [])]
    return page(sol, [*sentences(texts), table], open_still="mixed strategies are left out")


def _mixes(weights: FloatArray | None) -> bool:
    return weights is not None and int(np.count_nonzero(weights)) > 1


def _bounds(words: Words, level: SecurityLevel) -> Iterator[tuple[str, str, float]]:
    """The lines of one player, from what one strategy guarantees to what one combination of the
    others holds it to.
    """
    own = [words.label(level.player, i) for i in level.pure_strategies]
    yield "maxmin", several(own, PARTS, "or"), level.pure_maxmin
    if level.value is not None and level.strategy is not None and _mixes(level.strategy):
        yield "maxmin, mixed", words.strategy(level.player, level.strategy), level.value
    if words.game.n_players == 1:
        return
    others, lottery = (
        [p for p in range(words.game.n_players) if p != level.player],
        level.punishment,
    )

    def combinations(chosen: Sequence[Sequence[int]]) -> list[str]:
        return [" | ".join(words.labels(others, one)) for one in chosen]

    if level.value is not None and lottery is not None and _mixes(lottery):
        if level.independent:
            axes = range(lottery.ndim)
            each = [lottery.sum(axis=tuple(a for a in axes if a != axis)) for axis in axes]
            yield "minmax, mixed", " | ".join(map(words.strategy, others, each)), level.value
        else:
            by = mixture(combinations(list(np.ndindex(lottery.shape))), lottery.ravel())
            yield "minmax, coordinated", by, level.value
    yield "minmax", several(combinations(level.pure_punishments), PARTS, "or"), level.pure_minmax
