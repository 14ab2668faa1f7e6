"""Perfect equilibria: which Nash equilibria survive small mistakes, and what is wrong with each of the others."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.equilibrium.concepts.perfection import Fault, Perfection
from negotiate.equilibrium.concepts.registry import named
from negotiate.equilibrium.reports import words
from negotiate.equilibrium.reports.matrix import matrix
from negotiate.equilibrium.reports.payoffs import payoff_columns, places
from negotiate.equilibrium.reports.words import page, supports
from negotiate.equilibrium.solution import Equilibrium, Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Cell, Column, Entry, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined

NAMED = 2
"""Equilibria that one sentence names."""


def report(sol: Solution, look: Look) -> Report:
    """Which Nash equilibria are perfect, and what dominates a strategy of each of the others."""
    game, found = words.read(sol, Perfection)
    perfect = [e for e in sol.equilibria if isinstance(e, Equilibrium)]
    texts = [_answer(found, perfect), named(sol.concept).says]
    if found.pieces:
        texts.append(f"Everything between {_pieces(found.pieces)} is perfect too.")
    if found.partly:
        texts.append(f"Not everything between {_pieces(found.partly)} is known to be perfect.")
    by_fault: dict[Fault, list[Equilibrium]] = {}
    for one in found.imperfect:
        by_fault.setdefault(one.fault, []).append(one.equilibrium)
    for fault, those in by_fault.items():
        are = "is" if len(those) == 1 else "are"
        texts.append(f"{_named(game, those)} {are} not perfect: {_reason(game, fault)}.")
    if found.undecided:
        texts.append(f"Whether {_named(game, found.undecided, 'or')} is perfect was not settled.")
    table = _table(sol, game, found, perfect)
    return page(sol, [*sentences(texts, 4), matrix(game, look, perfect, places(sol)), table])


def _answer(found: Perfection, perfect: Sequence[Equilibrium]) -> str:
    count = len(perfect) + len(found.imperfect) + len(found.undecided)
    known = "" if found.every_nash else " that were found"
    if not count:
        return "No Nash equilibrium was found that could be perfect."
    if count == 1:
        one = "The only Nash equilibrium" if found.every_nash else "The one Nash equilibrium that was found"
        return f"{one} is {'perfect' if perfect else 'not perfect' if found.imperfect else 'not known to be perfect'}."
    every, some = in_words(count).lower(), in_words(len(perfect)) if perfect else "None"
    if len(perfect) == count:
        return f"{'Both' if count == 2 else f'All {every}'} Nash equilibria{known} are perfect."
    least = f"At least {some.lower()}" if perfect and found.undecided else some
    return f"{least} of {every} Nash equilibria{known} {'is' if len(perfect) < 2 else 'are'} perfect."


def _named(game: NormalFormGame, equilibria: Sequence[Equilibrium], last: str = "and") -> str:
    return words.several([words.strategies(game, one.strategies) for one in equilibria], NAMED, last)


def _pieces(pieces: Sequence[Sequence[int]]) -> str:
    """Between which equilibria, a part a piece: "equilibria 1 and 2, between 3 and 4"."""
    parts = [joined([str(k + 1) for k in piece]) for piece in pieces[:NAMED]]
    more = [f"those of {len(pieces) - NAMED:,} more pieces"] if len(pieces) > NAMED else []
    return f"equilibria {', between '.join([*parts, *more])}"


def _reason(game: NormalFormGame, fault: Fault) -> str:
    """What is weakly dominated by what, and against what it is worse."""
    own = words.quoted(game, fault.player, fault.strategies)
    what = own if len(fault.strategies) == 1 else f"mixing {own} evenly"
    other = f"{words.name(game, 1 - fault.player)} plays `{words.label(game, 1 - fault.player, fault.against)}`"
    by = words.mixture([words.label(game, fault.player, i) for i in fault.by], fault.weights, quoted=True)
    return f"for {words.name(game, fault.player)}, {what} is never better than {by}, and worse if {other}"


def _table(sol: Solution, game: NormalFormGame, found: Perfection, perfect: Sequence[Equilibrium]) -> Table:
    heads = Column("Perfect", key="perfect"), Column("Nash equilibrium", key="equilibrium")
    judged: list[tuple[Cell, Equilibrium]] = [
        *((Cell(str(k), "yes"), e) for k, e in enumerate(perfect, 1)),
        *((Cell("no", "no"), one.equilibrium) for one in found.imperfect),
        *((Cell("open", "open"), e) for e in found.undecided),
    ]
    rows: list[tuple[Entry, ...]] = [(mark, " | ".join(supports(game, e)), *e.payoffs) for mark, e in judged]
    columns = (*heads, *payoff_columns(game, places(sol)))
    return Table(columns, tuple(rows), most=words.ROWS, more="equilibrium/equilibria")
