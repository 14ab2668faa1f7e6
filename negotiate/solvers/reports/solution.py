"""What happens and why: equilibria in sentences, on the matrix or tree, in a table; other concepts by their modules."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import in_words, safe
from negotiate.solvers.crossing import crosses_any
from negotiate.solvers.reports import many, red_lines, words
from negotiate.solvers.reports.concepts.registry import CONCEPT_REPORTS
from negotiate.solvers.reports.matrix import STAR, matrix
from negotiate.solvers.reports.payoffs import gains, payoff_columns, places, terms
from negotiate.solvers.reports.strategies import describe, in_strategies, supports
from negotiate.solvers.reports.trust import page
from negotiate.solvers.solution import NO_NUMBERS, NOT_LOOKED_FOR, Equilibrium, Solution, TreeEquilibrium

SENTENCES, LETTERS = 3, 900
"""So many equilibria, in so many letters, are described where not everything is wanted."""
ROWS = 5
"""Rows of the table of a crowd where not everything is wanted."""
DOMINATED = 3
"""Strategies dominated by the same one that are named where people read it."""


def report(sol: Solution, look: Look) -> Report:
    """An answer of any concept."""
    if sol.concept not in CONCEPT_REPORTS:
        return equilibria(sol, look)
    module: Any = importlib.import_module(CONCEPT_REPORTS[sol.concept])
    told: Report = module.report(sol, look)
    return told


def equilibria(sol: Solution, look: Look) -> Report:
    """How many equilibria there are, what is done in each and why, the picture, who gets what."""
    digits = places(sol)
    blocks: list[Block] = [Sentence(headline(sol)), *many.summary(sol, digits), *descriptions(sol, look, digits)]
    blocks += [*many.sentences(sol), *map(Sentence, red_lines.unsigned(sol.game))]
    blocks += [*_picture(sol, look, digits), *_table(sol, look, digits), *_details(sol, look, digits)]
    return page(sol, blocks)


# How many ----------------------------------------------------------------------------------------------------------


def headline(sol: Solution) -> str:
    """How many equilibria there are, and whether there may be more."""
    count, concept = len(sol.equilibria), safe(sol.concept, True)
    number, noun = in_words(count), f"{concept} {'equilibrium' if count == 1 else 'equilibria'}"
    there = f"There {'is' if count == 1 else 'are'} {number.lower()} {noun}"
    if not count:
        return _none(sol, concept)
    if NO_NUMBERS in sol.notes or NOT_LOOKED_FOR in sol.notes:
        mixed = "" if NO_NUMBERS in sol.notes else " Mixed equilibria were not searched for."
        return f"{there} in pure strategies.{mixed}"
    by_outcome, pure = _by_outcome(sol), many.purely(sol)
    outcomes = "outcome" if count == 1 else "outcomes"
    if not sol.complete:
        what = f"{outcomes} of {concept} equilibria" if by_outcome else noun
        return f"{number} {what} {'was' if count == 1 else 'were'} found{pure}. There may be more."
    if by_outcome:
        return f"The {concept} equilibria lead to {number.lower()} {outcomes}."
    if sol.continuum and (count > many.CROWD or not many.hanging(sol)):
        return f"{there}{pure}. Mixtures between {'them' if count == 2 else 'some of them'} are equilibria too."
    return f"{there}{pure}."


def _none(sol: Solution, concept: str) -> str:
    if not sol.settled:
        return "Play did not settle, so no equilibrium was found."
    if NO_NUMBERS in sol.notes or (isinstance(sol.game, NormalFormGame) and NOT_LOOKED_FOR in sol.notes):
        return "There is no equilibrium in pure strategies. In every combination, some player gains by changing alone."
    if not sol.complete:
        return f"No {concept} equilibrium was found. There may be one."
    return f"There is no {concept} equilibrium."


def _by_outcome(sol: Solution) -> bool:
    """Whether equilibria are listed once an outcome, since what is done off the path may differ."""
    if sol.loose or not sol.continuum or not isinstance(sol.game, ExtensiveGame) or sol.game.normal_form is not None:
        return sol.loose
    from negotiate.solvers.reports.paths import each_once, hides  # noqa: PLC0415 - loaded for trees alone

    return not hides(sol.game) or each_once([e for e in sol.equilibria if isinstance(e, TreeEquilibrium)])


# What is done, and why ---------------------------------------------------------------------------------------------


def shown_place(sol: Solution, look: Look) -> int:
    """Which equilibrium the picture of a tree shows, counted from 0."""
    return min(max(look.equilibrium, 1), max(len(sol.profiles), 1)) - 1


def descriptions(sol: Solution, look: Look, digits: Sequence[int]) -> list[Sentence]:
    """Each equilibrium in a paragraph or a few, those after the first few as details; of a crowd only on request."""
    found, first, crowd = sol.profiles, shown_place(sol, look), len(sol.profiles) > many.CROWD
    in_turn = isinstance(sol.game, ExtensiveGame) and sol.game.normal_form is None
    told = [first] if in_turn else [] if crowd else [*range(SENTENCES), first]
    said, length = list[Sentence](), 0
    for place, equilibrium in enumerate(found):
        if place in told or not crowd or look.all:
            pieces = describe_one(sol, equilibrium, digits)
            length += sum(len(piece.text) for piece in pieces)
            short = place in told and (place == first or length <= LETTERS)
            number = f"{place + 1}. " if len(found) > 1 else ""
            pieces[0] = replace(pieces[0], text=f"{number}{pieces[0].text}")
            said += [replace(piece, detail=piece.detail or not short) for piece in pieces]
    return said


def describe_one(sol: Solution, equilibrium: Equilibrium | TreeEquilibrium, digits: Sequence[int]) -> list[Sentence]:
    """One equilibrium: what is done, why no player does something else, and, where it is alone, what it gives."""
    flat, alone = in_strategies(sol.game, [equilibrium]), len(sol.profiles) == 1
    if flat is not None:
        game, (one,) = flat
        average = "The equilibrium gives" if one.pure else "On average, the equilibrium gives"
        gives = [Sentence(f"{average} {gains(game, one.payoffs, digits)}.")] if alone else []
        return [Sentence(describe(game, one, digits, alone)), *gives]
    if not isinstance(equilibrium, TreeEquilibrium):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    from negotiate.solvers.reports import hidden_play  # noqa: PLC0415 - loaded for trees alone

    return hidden_play.sentences(equilibrium, digits)


# The picture and the table -----------------------------------------------------------------------------------------


def _picture(sol: Solution, look: Look, digits: Sequence[int]) -> Iterator[Block]:
    """The tree with one equilibrium on it, or the matrix; nothing for more than two players who move at once."""
    if isinstance(sol.game, ExtensiveGame):
        from negotiate.solvers.reports.tree import tree  # noqa: PLC0415 - loaded for trees alone

        trees, place = [e for e in sol.equilibria if isinstance(e, TreeEquilibrium)], shown_place(sol, look)
        yield tree(sol.game, look, trees[place] if trees else None, digits)
        if len(trees) > 1:
            another = f"`--equilibrium {(place + 1) % len(trees) + 1}` shows another."
            yield Note(f"The tree shows equilibrium {place + 1} of {len(trees):,}. {another}")
    elif sol.game.n_players == 2:
        yield matrix(sol.game, look, [e for e in sol.equilibria if isinstance(e, Equilibrium)], digits)


def _table(sol: Solution, look: Look, digits: Sequence[int]) -> Iterator[Block]:
    """Who does and gets what in which equilibrium, where there are several."""
    found, crowd = sol.profiles, len(sol.profiles) > many.CROWD
    if len(found) < 2:
        return
    if isinstance(sol.game, ExtensiveGame):
        signs = [Cell("▶", "drawn") if place == shown_place(sol, look) else None for place in range(len(found))]
    else:
        signs = [Cell(STAR, "pure") if isinstance(e, Equilibrium) and e.pure else None for e in found]
    letters = [] if crowd and not look.all else many.letters(sol)
    marks = [red_lines.sign(crosses_any(sol.game, e)) for e in found] if isinstance(sol.game, ExtensiveGame) else []
    columns: list[tuple[Column, Sequence[Entry]]] = [(Column("", "count", "equilibrium"), range(1, len(found) + 1))]
    columns.append((Column("", "mark", "mark"), signs))
    columns += [(Column("", "mark", "group"), letters)] if any(letters) else []
    columns += [(Column("", "mark", "red lines"), [Cell(m, m, "red line") for m in marks])] if any(marks) else []
    columns += _played(sol)
    given = zip(*(equilibrium.payoffs for equilibrium in found), strict=True)
    columns += zip(payoff_columns(sol.game, digits), given, strict=True)
    heads, entries = zip(*columns, strict=True)
    most = ROWS if crowd else 0
    yield Table(heads, tuple(zip(*entries, strict=True)), most=most, more="equilibrium/equilibria")
    if any(letters):
        yield Note(many.TELLING)


def _played(sol: Solution) -> list[tuple[Column, Sequence[Entry]]]:
    """What is done in each equilibrium: a column a player where all move at once, else the way through the tree."""
    flat = in_strategies(sol.game, sol.profiles)
    if flat is None:
        from negotiate.solvers.reports.paths import paths  # noqa: PLC0415 - loaded for trees alone

        return [(Column("Equilibrium", key="path"), paths([e for e in sol.profiles if isinstance(e, TreeEquilibrium)]))]
    game, found = flat
    done = zip(*(supports(game, equilibrium) for equilibrium in found), strict=True)
    return [
        (Column(f"{safe(name, True)} plays", key=f"played {key}", short=f"{safe(key, True)} plays", player=p), own)
        for p, (name, key, own) in enumerate(zip(game.players, game.keys, done, strict=True))
    ]


# Details -----------------------------------------------------------------------------------------------------------


def _details(sol: Solution, look: Look, digits: Sequence[int]) -> Iterator[Block]:
    """What the payoffs consist of, who speaks for many equilibria, what is dominated."""
    if look.all or len(sol.profiles) <= many.CROWD:
        yield from terms(sol, digits)
    yield from many.representatives(sol, digits)
    game = sol.game.normal_form if isinstance(sol.game, ExtensiveGame) else sol.game
    if sol.eliminations and game is not None:
        yield _dominated(sol, game)


def _dominated(sol: Solution, game: NormalFormGame) -> Table:
    """Which strategies fell in which round, because of which: together where many fell because of the same."""
    rows: list[tuple[Entry, ...]] = []
    for key, group in groupby(sol.eliminations, key=lambda one: (one.round, one.player, one.by, one.weights)):
        number, player, by, weights = key
        fallen = [one.strategy for one in group]
        few = words.quoted(game, player, fallen, most=DOMINATED if len(fallen) > DOMINATED + 1 else 0)
        better = words.mixture([words.label(game, player, i) for i in by], weights, quoted=True)
        cell = Cell(few, words.quoted(game, player, fallen))
        rows.append((number, words.player_cell(game, player), cell, better))
    heads = Column("Round", "count"), Column("Player"), Column("Strategy"), Column("Dominated by")
    return Table(heads, tuple(rows), "Strictly dominated strategies, round by round", detail=True)
