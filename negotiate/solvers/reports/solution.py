"""What happens and why: equilibria in sentences, on the matrix or tree, in a table; other concepts by their modules."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Section, Sentence, Table
from negotiate.report.numbers import exact
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined, safe
from negotiate.solvers.crossing import crossing
from negotiate.solvers.reports import agent_path, components, crowd, hidden_play, red_lines
from negotiate.solvers.reports.concepts.registry import CONCEPT_REPORTS
from negotiate.solvers.reports.matrix import STAR, matrix
from negotiate.solvers.reports.paths import each_once, hides, paths, walk
from negotiate.solvers.reports.payoffs import gains, largest, payoff_columns, places, terms
from negotiate.solvers.reports.strategies import better_words, describe, in_strategies, supports
from negotiate.solvers.reports.tree import tree
from negotiate.solvers.reports.trust import trust
from negotiate.solvers.solution import NO_NUMBERS, NOT_LOOKED_FOR, Equilibrium, Solution, TreeEquilibrium
from negotiate.solvers.trees.agent_responses import AgentPath, AgentResponse

SENTENCES, LETTERS = 3, 900
"""So many equilibria, in so many letters, are described where not everything is wanted."""
ROWS = 5
"""Rows of the table of a crowd where not everything is wanted."""
FELL = 3
"""Strategies that fell for the same reason and are named where people read it."""


def report(sol: Solution, look: Look) -> Report:
    """An answer of any concept."""
    if isinstance(sol.finding, AgentPath) and any(isinstance(e, AgentResponse) for e in sol.equilibria):
        return agent_path.report(sol, look)
    if (module := concept_report(sol.concept)) is not None:
        told: Report = module.report(sol, look)
        return told
    return equilibria(sol, look)


def concept_report(concept: str) -> Any:
    """The module that tells a concept's answer; None for one that is told as equilibria are."""
    module = CONCEPT_REPORTS.get(concept)
    return None if module is None else importlib.import_module(module)


def equilibria(sol: Solution, look: Look) -> Report:
    """How many equilibria there are, what is done in each and why, the picture, who gets what."""
    digits = places(sol)
    blocks: list[Block] = [Sentence(headline(sol))]
    if len(sol.profiles) > crowd.CROWD:
        blocks += map(Sentence, crowd.summary(sol, digits))
    blocks += descriptions(sol, look, digits)
    blocks += components.sentences(sol)
    blocks += map(Sentence, red_lines.unsigned(sol.game))
    blocks += picture(sol, look, digits)
    columns, played = _played(sol)
    blocks += _table(sol, look, digits, columns, played)
    blocks += _for_programs(sol, " | ".join if len(columns) > 1 else "".join, played)
    blocks += _details(sol, look, digits)
    return Report(safe(sol.game.title, True), (*blocks, *trust(sol)), tuple(sol.game.players))


# How many ----------------------------------------------------------------------------------------------------------


def headline(sol: Solution) -> str:
    """How many equilibria there are, and whether there may be more."""
    count, concept = len(sol.equilibria), safe(sol.concept, True)
    if not count:
        return _none(sol, concept)
    there, number = f"There {'is' if count == 1 else 'are'}", in_words(count).lower()
    noun = f"{concept} {'equilibrium' if count == 1 else 'equilibria'}"
    if NO_NUMBERS in sol.notes or NOT_LOOKED_FOR in sol.notes:
        mixed = "" if NO_NUMBERS in sol.notes else " Mixed ones were not looked for."
        return f"{there} {number} {noun} in pure strategies.{mixed}"
    if sol.loose or (sol.continuum and _by_outcome(sol)):
        noun = f"{'outcome' if count == 1 else 'outcomes'} of {concept} equilibria"
    pure = crowd.purely(sol)
    if not sol.complete:
        return f"{in_words(count)} {noun} {'was' if count == 1 else 'were'} found{pure}; there may be more."
    noun += pure
    if sol.continuum and not _by_outcome(sol):
        whole = count == 2 or any(len(component.pieces[0]) == count for component in sol.components)
        return f"{there} {number} {noun}. Mixtures between {'them' if whole else 'some of them'} are equilibria too."
    return f"{there} {number} {noun}."


def _none(sol: Solution, concept: str) -> str:
    if not sol.settled:
        return "Play did not settle, and nothing was found."
    if NO_NUMBERS in sol.notes or (isinstance(sol.game, NormalFormGame) and NOT_LOOKED_FOR in sol.notes):
        return "There is no equilibrium in pure strategies: from every combination somebody gains by changing alone."
    if not sol.complete:
        return f"No {concept} equilibrium was found; there may be one."
    return f"There is no {concept} equilibrium."


def _by_outcome(sol: Solution) -> bool:
    """Whether a tree's equilibria are listed once an outcome."""
    if not isinstance(sol.game, ExtensiveGame) or sol.game.normal_form is not None:
        return False
    return not hides(sol.game) or each_once([e for e in sol.equilibria if isinstance(e, TreeEquilibrium)])


# What is done, and why ---------------------------------------------------------------------------------------------


def shown_place(sol: Solution, look: Look) -> int:
    """Which equilibrium the picture of a tree shows, counted from 0."""
    return min(max(look.equilibrium, 1), max(len(sol.profiles), 1)) - 1


def descriptions(sol: Solution, look: Look, digits: Sequence[int]) -> list[Sentence]:
    """Each equilibrium in a paragraph or a few, those after the first few as details; of a crowd only on request."""
    found, first = sol.profiles, shown_place(sol, look)
    many = len(found) > crowd.CROWD
    in_turn = isinstance(sol.game, ExtensiveGame) and sol.game.normal_form is None
    told = {first} if in_turn else set() if many else {*range(SENTENCES), first}
    said: list[Sentence] = []
    length = 0
    for place, equilibrium in enumerate(found):
        if place not in told and many and not look.all:
            continue
        pieces = describe_one(sol, equilibrium, digits)
        if len(found) > 1:
            pieces[0] = replace(pieces[0], text=f"{place + 1}. {pieces[0].text}")
        length += sum(len(piece.text) for piece in pieces)
        short = place in told and (place == first or length <= LETTERS)
        said += [replace(piece, detail=piece.detail or not short) for piece in pieces]
    return said


def describe_one(sol: Solution, equilibrium: Equilibrium | TreeEquilibrium, digits: Sequence[int]) -> list[Sentence]:
    """One equilibrium: what is done, why nobody does something else, and, where it is alone, what it gives."""
    alone = in_strategies(sol.game, [equilibrium])
    if alone is None and isinstance(equilibrium, TreeEquilibrium):
        if hides(equilibrium.game):
            return hidden_play.sentences(equilibrium, digits)
        return [Sentence(walk(equilibrium, digits))]
    if alone is None:
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    game, (flat,) = alone
    said = describe(game, flat, digits, alone=len(sol.profiles) == 1)
    if len(sol.profiles) > 1:
        return [Sentence(said)]
    on_average = "This gives" if flat.pure else "On average this gives"
    return [Sentence(f"{said} {on_average} {gains(game, flat.payoffs, digits)}.")]


# The picture and the table -----------------------------------------------------------------------------------------


def picture(sol: Solution, look: Look, digits: Sequence[int]) -> list[Block]:
    """The tree with one equilibrium on it, or the matrix; nothing for more than two players who move at once."""
    if isinstance(sol.game, ExtensiveGame):
        trees = [e for e in sol.equilibria if isinstance(e, TreeEquilibrium)]
        place = shown_place(sol, look)
        blocks: list[Block] = [tree(sol.game, look, trees[place] if trees else None, digits)]
        if len(trees) > 1:
            another = f"`--equilibrium {(place + 1) % len(trees) + 1}` shows another"
            blocks.append(Note(f"The tree shows equilibrium {place + 1} of {len(trees):,}; {another}."))
        return blocks
    if sol.game.n_players != 2:
        return []
    return [matrix(sol.game, look, [e for e in sol.equilibria if isinstance(e, Equilibrium)], digits)]


def _table(
    sol: Solution, look: Look, digits: Sequence[int], columns: Sequence[Column], played: Sequence[Sequence[str]]
) -> list[Block]:
    """Who does and gets what in which equilibrium, where there are several."""
    found = sol.profiles
    if len(found) < 2:
        return []
    shown, many = shown_place(sol, look), len(found) > crowd.CROWD and not look.all
    letters = [""] * len(found) if many else components.letters(sol)
    marks = [red_lines.mark(sol.game, e) for e in found] if isinstance(sol.game, ExtensiveGame) else [""] * len(found)
    given = (Column("", "mark"), *([Column("", "mark")] if any(letters) else []))
    given += (Column("", "mark"),) if any(marks) else ()
    rows: list[tuple[Entry, ...]] = []
    for place, equilibrium in enumerate(found):
        if isinstance(equilibrium, TreeEquilibrium):
            sign = "▶" if place == shown else ""
        else:
            sign = STAR if equilibrium.pure else ""
        row: list[Entry] = [place + 1, sign, *([letters[place].strip()] if any(letters) else [])]
        row += [Cell(marks[place], role="red line")] if any(marks) else []
        rows.append((*row, *played[place], *equilibrium.payoffs))
    heads = (Column("", "count"), *given, *columns, *payoff_columns(sol.game, digits))
    most = ROWS if len(found) > crowd.CROWD else 0
    blocks: list[Block] = [Table(heads, tuple(rows), most=most, more="equilibrium/equilibria", only="people")]
    if any(marks):
        blocks.append(Note(red_lines.legend(sol.game, red_lines.may_cross(sol))))
    if any(letters):
        blocks.append(Note(components.TELLING))
    return blocks


def _played(sol: Solution) -> tuple[tuple[Column, ...], list[list[str]]]:
    """What is done in each equilibrium: a column a player where all move at once, else the way through the tree."""
    flat = in_strategies(sol.game, sol.profiles)
    if flat is None:
        ways = paths([e for e in sol.profiles if isinstance(e, TreeEquilibrium)])
        return (Column("Equilibrium"),), [[way] for way in ways]
    game, found = flat
    heads = tuple(
        Column(f"{safe(name, True)} plays", short=f"{safe(key, True)} plays", player=p)
        for p, (name, key) in enumerate(zip(game.players, game.keys, strict=True))
    )
    return heads, [supports(game, equilibrium) for equilibrium in found]


# Details, and what programs read -----------------------------------------------------------------------------------


def _details(sol: Solution, look: Look, digits: Sequence[int]) -> Iterator[Block]:
    """What the payoffs consist of, who speaks for many equilibria, how strategies fell, which red lines are crossed."""
    if look.all or len(sol.profiles) <= crowd.CROWD:
        yield from terms(sol, digits)
    if said := components.representatives(sol, digits):
        yield Section(components.HEADING, tuple(map(Sentence, said)), detail=True)
    if sol.eliminations and isinstance(sol.game, NormalFormGame):
        yield from _eliminations(sol, sol.game)
    if isinstance(sol.game, NormalFormGame) and (names := red_lines.may_cross(sol)):
        lines = joined([f"`{safe(name, True)}`" for name in names])
        noun = "red line" if len(names) == 1 else "red lines"
        yield Note(f"What is played crosses the {noun} {lines}; a red line limits only what is signed.", detail=True)


def _eliminations(sol: Solution, game: NormalFormGame) -> Iterator[Table]:
    """Which strategies fell in which round, for what: together for people where many fell for the same."""
    head = Column("Round", "count"), Column("Player"), Column("drops"), Column("as this is always better")
    people: list[tuple[Entry, ...]] = []
    for key, group in groupby(sol.eliminations, key=lambda one: (one.round, one.player, one.by, one.weights)):
        fallen = list(group)
        labels = [f"`{safe(game.strategies[one.player][one.strategy].label, True)}`" for one in fallen]
        more = [f"{len(labels) - FELL:,} more"] if len(labels) > FELL + 1 else []
        words = joined([*(labels[:FELL] if more else labels), *more])
        people.append((key[0], safe(game.players[key[1]], True), words, better_words(game, fallen[0])))
    title = "Strategies that fell, because another is always better"
    yield Table(head, tuple(people), title, detail=True, only="people")
    rows = tuple(
        (one.round, game.keys[one.player], game.strategies[one.player][one.strategy].label, label, float(weight))
        for one in sol.eliminations
        for label, weight in zip([game.strategies[one.player][i].label for i in one.by], one.weights, strict=True)
    )
    columns = (Column("round", "count"), Column("player"), Column("dropped"), Column("for"), Column("weight", "number"))
    yield Table(columns, rows, only="programs")


def _for_programs(
    sol: Solution, together: Callable[[Sequence[str]], str], played: Sequence[Sequence[str]]
) -> Iterator[Table]:
    """Every equilibrium, what is played in each with what probability, and how they hang together."""
    found = sol.profiles
    if not found:
        return
    size = max(largest(sol.game))
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (
            number,
            equilibrium.kind,
            together(words),
            *equilibrium.payoffs,
            equilibrium.regret,
            _crossed(sol, equilibrium),
        )
        for number, (equilibrium, words) in enumerate(zip(found, played, strict=True), 1)
    )
    heads = (
        Column("equilibrium", "count"),
        Column("kind"),
        Column("played"),
        *payoff_columns(sol.game),
        Column("regret", "number", size=size),
        Column("crosses"),
    )
    yield Table(heads, rows, only="programs")
    yield from _in_tree(sol.game, found) if isinstance(sol.game, ExtensiveGame) else [_in_matrix(sol)]
    yield components.table(sol)


def _crossed(sol: Solution, equilibrium: Equilibrium | TreeEquilibrium) -> str:
    chances = crossing(sol.game, equilibrium).items()
    return ", ".join(f"{name} {exact(chance)}" for name, chance in chances)


def _in_tree(game: ExtensiveGame, found: Sequence[Equilibrium | TreeEquilibrium]) -> Iterator[Table]:
    """Which endings are reached, and, under hidden information, what is done and believed at each set."""
    trees = [e for e in found if isinstance(e, TreeEquilibrium)]
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (
            number,
            chance,
            " → ".join(game.action_label(node) for node in game.path(int(game.tree.leaves[leaf]))[1:]),
            *map(float, game.payoffs[leaf]),
        )
        for number, equilibrium in enumerate(trees, 1)
        for leaf, chance in equilibrium.endings
    )
    heads = (Column("equilibrium", "count"), Column("probability", "probability"), Column("ending"))
    yield Table((*heads, *payoff_columns(game)), rows, only="programs")
    if hides(game):
        yield from hidden_play.tables(game, trees)


def _in_matrix(sol: Solution) -> Table:
    """What is played with what probability."""
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (number, sol.game.keys[player], sol.game.strategies[player][i].label, float(weights[i]))
        for number, equilibrium in enumerate(sol.profiles, 1)
        if isinstance(equilibrium, Equilibrium) and isinstance(sol.game, NormalFormGame)
        for player, weights in enumerate(equilibrium.strategies)
        for i in np.flatnonzero(weights).tolist()
    )
    heads = (Column("equilibrium", "count"), Column("player"), Column("strategy"), Column("probability", "probability"))
    return Table(heads, rows, only="programs")
