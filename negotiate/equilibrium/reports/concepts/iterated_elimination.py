"""What iterated elimination leaves and takes away: rationalizable strategies, and iterated weak dominance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from negotiate.equilibrium.concepts.rationalizability import Conjecture, Rationalizable
from negotiate.equilibrium.concepts.registry import named
from negotiate.equilibrium.concepts.weak_dominance import OtherEnd, WeakDominance
from negotiate.equilibrium.reports import words
from negotiate.equilibrium.reports.words import page
from negotiate.equilibrium.solution import Elimination, Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Column, Entry, Report, Table, sentences
from negotiate.report.numbers import all_fractions, probability
from negotiate.report.style import Look
from negotiate.report.words import counted, joined

ROUNDS = 5
"""Rounds that are told one by one."""
NAMED = 3
"""Strategies of a player, or of one step, that are named one by one."""
FEWEST = 6
"""Rows that people see at least of a table that is cut."""
PARTS = 3
"""Combinations of a belief that a line names."""
STEPS = 5
"""Steps of another order that a sentence tells."""
OPEN = "not every step is proved"
"""What it means that such an answer is not complete."""
Kept = tuple[tuple[int, ...], ...]


def report(sol: Solution, look: Look) -> Report:
    """What is left and why, how the others go, and every strategy in a table."""
    rational = isinstance(sol.finding, Rationalizable)
    texts, tables = _rationalizable(sol) if rational else _weak_dominance(sol)
    return page(sol, [*sentences(texts, 4), *tables], open_still=OPEN, payoffs=False)


# Rationalizable strategies -----------------------------------------------------------------------------------------


def _rationalizable(sol: Solution) -> tuple[list[str], list[Table]]:
    """Which strategies are rationalizable, with a belief for each, and which are strictly dominated."""
    (game, found), trace = words.read(sol, Rationalizable), sol.eliminations
    one = all(len(own) == 1 for own in found.kept)
    only = f"Only {_left(game, found.kept)} {'is' if one else 'are'} rationalizable."
    texts = [only if trace or one else "Every strategy is rationalizable.", named(sol.concept).says]
    if trace:
        does = f"{words.name(game, 1 - trace[0].player)} does" if game.n_players == 2 else "the others do"
        texts.append(_dominance(game, trace[0], "strictly", f"gives more, whatever {does}"))
    texts += _rounds(game, trace) if len(trace) > 1 else []

    def why(player: int, place: int) -> str:
        conjecture = found.conjectures[player][place]
        return "not settled" if conjecture is None else f"best reply if {_belief(game, conjecture)}"

    return texts, [_table(game, found.kept, trace, "Rationalizable", why)]


def _belief(game: NormalFormGame, conjecture: Conjecture) -> str:
    """A belief in words: "China plays keep (probability 1/3) or curb (probability 2/3)"."""
    rest = [p for p in range(game.n_players) if p != conjecture.player]
    if not rest:
        return "nobody else decides"
    fractions = all_fractions(conjecture.weights)
    said = []
    for profile, weight in sorted(zip(conjecture.profiles, conjecture.weights, strict=True), key=lambda one: -one[1]):
        acts = [words.label(game, p, i) for p, i in zip(rest, profile, strict=True)]
        if len(rest) > 1:
            acts = [f"{words.name(game, p)} plays {act}" for p, act in zip(rest, acts, strict=True)]
        sure = len(conjecture.weights) == 1
        said.append(f"{joined(acts)}{'' if sure else f' (probability {probability(weight, fractions)})'}")
    return f"{f'{words.name(game, rest[0])} plays ' if len(rest) == 1 else ''}{words.several(said, PARTS, 'or')}"


# Iterated weak dominance -------------------------------------------------------------------------------------------


def _weak_dominance(sol: Solution) -> tuple[list[str], list[Table]]:
    """What iterated weak dominance leaves, and whether the order matters."""
    (game, found), trace = words.read(sol, WeakDominance), sol.eliminations
    if not trace:
        return ["No strategy is weakly dominated, so iterated weak dominance eliminates nothing."], []
    texts = [
        f"Iterated weak dominance leaves {_left(game, found.kept)}.",
        _dominance(game, trace[0], "weakly", "is never worse and sometimes better"),
        _order(game, found),
    ]
    if found.rounds > 1:
        texts.append(f"Admissible (not weakly dominated in the whole game) are {_shares(game, found.admissible)}.")
        texts += _rounds(game, trace)
    return texts, [_table(game, found.kept, trace, "Left")]


def _order(game: NormalFormGame, found: WeakDominance) -> str:
    """Whether another order leads elsewhere, with an example."""
    if found.others:
        first = found.others[0]
        if first.same_payoffs:
            return f"Another order leaves other strategies with the same payoffs. {_steps(game, first)}."
        return f"The order matters. {_steps(game, first)}."
    if found.all_orders:
        return "Every other order (one strategy, one player or all at a time) leads to the same result."
    return "The other orders that were tried lead to the same result. There are too many to try all."


def _steps(game: NormalFormGame, end: OtherEnd) -> str:
    """Another order, step by step, and what it leaves."""
    steps = [list(going) for _, going in groupby(end.steps, key=lambda step: step.round)]
    said = [_step(game, going) for going in steps[:STEPS]] + (["so on"] if len(steps) > STEPS else [])
    return f"Eliminating {', then '.join(said)} leaves {_left(game, end.kept)}"


def _step(game: NormalFormGame, going: Sequence[Elimination]) -> str:
    parts = []
    for player, steps in groupby(going, key=lambda step: step.player):
        fallen = words.quoted(game, player, [step.strategy for step in steps], most=NAMED)
        parts.append(f"{words.whose(game, player)} {fallen}")
    return joined(parts)


# What both tell ----------------------------------------------------------------------------------------------------


def _left(game: NormalFormGame, kept: Kept) -> str:
    """What is left, by name where that is short: "(stag, stag)", "`M` of Row and `L` or `R` of Column"."""
    if all(len(own) == 1 for own in kept):
        return words.profile(game, [own[0] for own in kept])
    if max(map(len, kept)) > NAMED:
        return _shares(game, kept)
    return joined([f"{words.quoted(game, p, own, 'or')} of {words.name(game, p)}" for p, own in enumerate(kept)])


def _shares(game: NormalFormGame, kept: Kept) -> str:
    """How many of whose strategies are left: "2 of Row's 3 strategies and 1 of Column's 2"."""
    nouns = [" strategies", *[""] * (game.n_players - 1)]
    each = enumerate(zip(kept, nouns, strict=True))
    return joined([f"{len(own):,} of {words.whose(game, p)} {game.shape[p]:,}{noun}" for p, (own, noun) in each])


def _dominance(game: NormalFormGame, step: Elimination, how: str, why: str) -> str:
    """One strategy that goes, and why: "`hare` of Row is strictly dominated: `stag` gives more …"."""
    what = f"`{words.label(game, step.player, step.strategy)}` of {words.name(game, step.player)}"
    return f"{what} is {how} dominated: {_better(game, step, quoted=True)} {why}."


def _better(game: NormalFormGame, step: Elimination, quoted: bool = False) -> str:
    return words.mixture([words.label(game, step.player, i) for i in step.by], step.weights, quoted)


def _rounds(game: NormalFormGame, trace: Sequence[Elimination]) -> list[str]:
    """How many strategies of whom each round takes away; one sentence in all where there are many rounds."""
    numbers = sorted({step.round for step in trace})
    if len(numbers) > ROUNDS:
        return [f"{len(numbers):,} rounds eliminate {_counts(game, trace)}."]
    each = [[step for step in trace if step.round == number] for number in numbers]
    return [f"Round {number} eliminates {_counts(game, fallen)}." for number, fallen in zip(numbers, each, strict=True)]


def _counts(game: NormalFormGame, fallen: Sequence[Elimination]) -> str:
    each = [(p, sum(step.player == p for step in fallen)) for p in range(game.n_players)]
    return joined([f"{counted(n, 'strategy', 'strategies')} of {words.name(game, p)}" for p, n in each if n])


def _table(
    game: NormalFormGame,
    kept: Kept,
    trace: Sequence[Elimination],
    head: str,
    belief: Callable[[int, int], str] = lambda player, place: "",
) -> Table:
    """Every strategy: those left, called `head`, with their beliefs, then the others by the round that takes them."""
    columns = Column("Player", key="player"), Column("Strategy", key="strategy"), Column(head, key=head.lower())
    lines = [(p, i, "yes", belief(p, place)) for p, own in enumerate(kept) for place, i in enumerate(own)]
    lines += [
        (one.player, one.strategy, "no", f"dominated in round {one.round} by {_better(game, one)}")
        for one in sorted(trace, key=lambda one: (one.round, one.player))
    ]
    rows: list[tuple[Entry, ...]] = [
        (words.player_cell(game, p, lines[k - 1][0] if k else -1), words.label(game, p, i), left, why)
        for k, (p, i, left, why) in enumerate(lines)
    ]
    most = words.ROWS if len(rows) <= words.ROWS else min(max(sum(map(len, kept)), FEWEST), words.ROWS)
    return Table((*columns, Column("Because", key="because")), tuple(rows), most=most, more="strategy/strategies")
