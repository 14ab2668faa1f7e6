"""Perfect equilibria: which Nash equilibria survive small mistakes, and what is wrong with each of the others."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Block, Cell, Column, Entry, Report, Table
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined
from negotiate.solvers.concepts.perfection import Fault, Perfection
from negotiate.solvers.reports.concepts import words
from negotiate.solvers.reports.matrix import matrix
from negotiate.solvers.reports.payoffs import payoff_columns, places
from negotiate.solvers.reports.strategies import supports
from negotiate.solvers.solution import Equilibrium, Solution

NAMED = 2
"""Equilibria that one sentence names."""
MEANING = (
    "A (trembling-hand) perfect equilibrium plays nothing that is weakly dominated, so that it survives small mistakes."
)


def report(sol: Solution, look: Look) -> Report:
    """Which Nash equilibria are perfect, and what dominates a strategy of each of the others."""
    game, found = words.table_game(sol), sol.finding
    if not isinstance(found, Perfection):
        raise TypeError("this solution is about another concept")
    perfect = [e for e in sol.equilibria if isinstance(e, Equilibrium)]
    texts = [_answer(found, perfect), MEANING]
    if found.pieces:
        texts.append(f"Everything between {_pieces(found.pieces)} is perfect, too.")
    if found.partly:
        texts.append(f"Not everything between {_pieces(found.partly)} is known to be perfect.")
    by_fault: dict[Fault, list[Equilibrium]] = {}
    for one in found.imperfect:
        by_fault.setdefault(one.fault, []).append(one.equilibrium)
    texts += [f"{_named(game, those)} not perfect: {_reason(game, fault)}." for fault, those in by_fault.items()]
    if found.undecided:
        texts.append(f"{_named(game, found.undecided)} left open.")
    blocks: list[Block] = [matrix(game, look, perfect, places(sol)), _table(sol, game, found, perfect)]
    return words.page(sol, texts, blocks)


def _answer(found: Perfection, perfect: Sequence[Equilibrium]) -> str:
    count = len(perfect) + len(found.imperfect) + len(found.undecided)
    known = "" if found.every_nash else " that were found"
    if not count:
        return "No Nash equilibrium is known that could be perfect."
    if count == 1:
        one = "The only Nash equilibrium" if found.every_nash else "The one Nash equilibrium that was found"
        return f"{one} is {'perfect' if perfect else 'not perfect' if found.imperfect else 'not known to be perfect'}."
    if len(perfect) == count:
        return f"{'Both' if count == 2 else f'All {in_words(count).lower()}'} Nash equilibria{known} are perfect."
    some = in_words(len(perfect)) if perfect else "None"
    if perfect and found.undecided:
        some = f"At least {some.lower()}"
    return f"{some} of {in_words(count).lower()} Nash equilibria{known} {'is' if len(perfect) < 2 else 'are'} perfect."


def _named(game: NormalFormGame, equilibria: Sequence[Equilibrium]) -> str:
    """Some equilibria with the verb: "(out, fight) is", "(out, fight), (out, yield) and 2 more are"."""
    named = words.several([_profile(game, one) for one in equilibria], NAMED)
    return f"{named} {'is' if len(equilibria) == 1 else 'are'}"


def _profile(game: NormalFormGame, equilibrium: Equilibrium) -> str:
    return f"({', '.join(supports(game, equilibrium))})"


def _pieces(pieces: Sequence[Sequence[int]]) -> str:
    """Between which equilibria, a part a piece: "equilibria 1 and 2, between 3 and 4"."""
    parts = [joined([str(k + 1) for k in piece]) for piece in pieces[:NAMED]]
    more = [f"those of {len(pieces) - NAMED:,} more pieces"] if len(pieces) > NAMED else []
    return f"equilibria {', between '.join([*parts, *more])}"


def _reason(game: NormalFormGame, fault: Fault) -> str:
    """What is weakly dominated by what, and against what it is worse."""
    own = [f"`{words.label(game, fault.player, i)}`" for i in fault.strategies]
    what = own[0] if len(own) == 1 else f"mixing {joined(own)} evenly"
    other = f"{words.name(game, 1 - fault.player)} plays `{words.label(game, 1 - fault.player, fault.against)}`"
    by = words.mixture([words.label(game, fault.player, i) for i in fault.by], fault.weights, quoted=True)
    return f"for {words.name(game, fault.player)}, {what} is never better than {by}, and worse if {other}"


def _table(sol: Solution, game: NormalFormGame, found: Perfection, perfect: Sequence[Equilibrium]) -> Table:
    columns = (
        Column("Perfect", key="perfect"),
        Column("Nash equilibrium", key="equilibrium"),
        *payoff_columns(game, places(sol)),
        *(Column(key, shown="programs") for key in ("player", "dominated", "by", "worse against")),
    )
    judged: list[tuple[Cell, Equilibrium, Fault | None]] = [
        *((Cell(str(k), "yes"), e, None) for k, e in enumerate(perfect, 1)),
        *((Cell("no", "no"), one.equilibrium, one.fault) for one in found.imperfect),
        *((Cell("open", "open"), e, None) for e in found.undecided),
    ]
    rows: list[tuple[Entry, ...]] = [
        (mark, " | ".join(supports(game, e)), *e.payoffs, *([None] * 4 if fault is None else _why(game, fault)))
        for mark, e, fault in judged
    ]
    return Table(columns, tuple(rows), most=words.ROWS, more="equilibrium/equilibria")


def _why(game: NormalFormGame, fault: Fault) -> list[str]:
    own = " + ".join(words.label(game, fault.player, i) for i in fault.strategies)
    by = words.mixture([words.label(game, fault.player, i) for i in fault.by], fault.weights)
    return [game.keys[fault.player], own, by, words.label(game, 1 - fault.player, fault.against)]
