"""What happens and why: equilibria in sentences, on the matrix or tree, in a table; other concepts
by their modules.

Of many equilibria it is told what they share, where they differ, which hang together, and who
speaks for those.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, product
from string import ascii_lowercase

import numpy as np

from negotiate.equilibrium import registry, solution
from negotiate.equilibrium.registry import Questions
from negotiate.equilibrium.reports import (
    CROSSED,
    Rows,
    Words,
    crossing_sign,
    gains,
    in_strategies,
    numbers_of,
    on_average,
    page,
    paths,
    payoff_columns,
    places,
    signalling,
    supports,
    terms,
    tree,
    unsigned_sentences,
)
from negotiate.equilibrium.reports.matrix import STAR, matrix, slices
from negotiate.equilibrium.solution import (
    BAYESIAN,
    FURTHER,
    NO_NUMBERS,
    NOT_LOOKED_FOR,
    WITHOUT_BELIEFS,
    WITHOUT_TIME,
    ZERO_SUM,
    Component,
    Equilibrium,
    Signalling,
    Solution,
    TreeEquilibrium,
)
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Item,
    Items,
    Note,
    Report,
    Section,
    Sentence,
    Table,
)
from negotiate.report.style import Look, contrast, in_words, joined, rounded, safe, sentence_of, the

CROWD = 10
"""More equilibria than this are summed up."""
NAMED = 4
"""Strategies that a sentence names."""
SENTENCES, LETTERS = 3, 900
"""So many equilibria, in so many letters, are described where not everything is wanted; and so many
groups.
"""
ROWS = 5
"""Rows of the table of a crowd where not everything is wanted."""
DOMINATED = 3
"""Strategies dominated by the same one that are named where people read it."""
FEW_PIECES, FEW_ENDS = 3, 4
"""So many pieces of one component, of so many extreme points, are told apart in its sentence."""
SAME = 1e-9
"""Probabilities no farther apart than this are one."""
TELLING = "Everything between equilibria with the same letter is an equilibrium too."
ALL_CROSS = "Every equilibrium crosses a red line."
HEADING = "An example from each group"
SHARES = "A number before a strategy is its probability. The sign | stands between the players."
NASH_SAYS = "No player gains by changing alone. `solve` looks for this without `--concept`."
BY_TYPES = "negotiate.equilibrium.reports.bayesian"
"""What tells the answer where players have private types; it is asked for by no name."""
CLOSING = "`negotiate solve SCENARIO --concept NAME` asks for one concept."


def report(sol: Solution, look: Look) -> Report:
    """An answer of any concept."""
    asked = {one.name: one.report or one.module for one in registry.CONCEPTS}
    if module := asked.get(sol.concept, BY_TYPES if sol.concept == BAYESIAN else ""):
        told: Report = importlib.import_module(module).report(sol, look)
        return told
    answer = Answer(sol, look)
    blocks = [
        *answer.kinds(),
        *answer.descriptions(),
        *answer.groups(),
        *map(Sentence, unsigned_sentences(sol.game)),
    ]
    pictures = [*answer.picture(), *answer.table(), *answer.details()]
    return page(sol, [Sentence(headline(sol)), *answer.summary(), *blocks, *pictures])


def report_questions(found: Questions, look: Look) -> Report:
    """Every concept with what it says, and of a game that is given, why some do not fit it."""
    items = [Item(found.default, NASH_SAYS)]
    for concept in found.concepts:
        asks = f" `--player` names {concept.player}." if concept.player else ""
        misfit = found.misfits.get(concept.name)
        unfit = f" Not for this game: `{concept.name}` {misfit}." if misfit else ""
        items.append(Item(concept.name, f"{concept.says}{asks}{unfit}"))
    return Report("", (Items(tuple(items)), Note(CLOSING)))


# How many -----------------------------------------------------------------------------------------


def in_a_line(sol: Solution) -> str:
    """What the one equilibrium is, and what it gives; nothing where there are several, or none."""
    if len(sol.profiles) != 1:
        return ""
    game, one = sol.game, sol.profiles[0]
    flat = in_strategies(game, [one])
    if flat is not None:
        what = " | ".join(supports(flat[0], flat[1][0]))
    elif isinstance(one, TreeEquilibrium):
        what = paths.path(one)
    else:
        return ""
    return f"It is `{what}`, which gives {gains(game, one.payoffs, places(sol))}."


def headline(sol: Solution) -> str:
    """How many equilibria there are, and whether there may be more."""
    count, concept = len(sol.equilibria), safe(sol.concept, True)
    if count and (signals := _signals(sol)) is not None and signals.criterion:
        return signalling.headline(sol, signals)
    number, noun = in_words(count), f"{concept} {'equilibrium' if count == 1 else 'equilibria'}"
    there = f"There {'is' if count == 1 else 'are'} {number.lower()} {noun}"
    further = [note for note in (FURTHER, WITHOUT_TIME) if note in sol.notes]
    if ZERO_SUM in sol.notes:
        value = gains(sol.game, sol.profiles[0].payoffs, places(sol))
        said = [
            f"one {concept} equilibrium was found, and there may be others",
            f"each gives the same: {value}",
        ]
        return " ".join(
            map(sentence_of, [*said, "beliefs and empty threats were not looked at", *further])
        )
    if WITHOUT_BELIEFS in sol.notes:
        one = f"this is one {concept} equilibrium, and there may be others"
        return " ".join(map(sentence_of, [WITHOUT_BELIEFS, *further, *([one] if count else [])]))
    if not count:
        return _none(sol, concept)
    if NO_NUMBERS in sol.notes or NOT_LOOKED_FOR in sol.notes:
        mixed = "" if NO_NUMBERS in sol.notes else " Mixed equilibria were not searched for."
        return f"{there} in pure strategies.{mixed}"
    by_outcome, sure = _by_outcome(sol), sum(bool(getattr(e, "pure", False)) for e in sol.profiles)
    pure = (
        f", {in_words(sure).lower()} of them pure"
        if count > CROWD and 0 < sure < len(sol.profiles)
        else ""
    )
    outcomes = "outcome" if count == 1 else "outcomes"
    if not sol.complete:
        what = f"{outcomes} of {concept} equilibria" if by_outcome else noun
        return f"{number} {what} {'was' if count == 1 else 'were'} found{pure}. There may be more."
    if by_outcome:
        return f"The {concept} equilibria lead to {number.lower()} {outcomes}."
    if sol.continuum and (count > CROWD or all(component.isolated for component in sol.components)):
        return (
            f"{there}{pure}. Mixtures between {'them' if count == 2 else 'some of them'} are "
            "equilibria too."
        )
    return f"{there}{pure}."


def _signals(sol: Solution) -> Signalling | None:
    """What was found besides of a signalling game; None of any other."""
    return sol.finding if isinstance(sol.finding, Signalling) else None


def _none(sol: Solution, concept: str) -> str:
    if not sol.settled:
        return "Play did not settle, so no equilibrium was found."
    if NO_NUMBERS in sol.notes or (
        isinstance(sol.game, NormalFormGame) and NOT_LOOKED_FOR in sol.notes
    ):
        return (
            "There is no equilibrium in pure strategies. In every combination, some player "
            "gains by changing alone."
        )
    if not sol.complete:
        return f"No {concept} equilibrium was found. There may be one."
    return f"There is no {concept} equilibrium."


def _by_outcome(sol: Solution) -> bool:
    """Whether equilibria are listed once an outcome, since what is done off the path may differ."""
    if (
        sol.loose
        or not sol.continuum
        or isinstance(sol.game, NormalFormGame)
        or sol.concept == BAYESIAN
    ):
        return sol.loose
    if sol.game.normal_form is not None:
        return False
    return not paths.hides(sol.game) or paths.each_once(
        [e for e in sol.equilibria if isinstance(e, TreeEquilibrium)]
    )


# What is done, and why ----------------------------------------------------------------------------


def describe_one(
    sol: Solution, equilibrium: Equilibrium | TreeEquilibrium, digits: Sequence[int]
) -> list[Sentence]:
    """One equilibrium: what is done, why no player does something else, and, where it is alone,
    what it gives.
    """
    flat, alone = in_strategies(sol.game, [equilibrium]), len(sol.profiles) == 1
    if flat is not None:
        game, (one,) = flat
        gives = [Sentence(on_average(game, one.payoffs, digits, one.pure))] if alone else []
        return [Sentence(Words(game, digits).describe(one, alone)), *gives]
    if not isinstance(equilibrium, TreeEquilibrium):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return paths.sentences(equilibrium, digits)


class Answer:
    """Equilibria with what their page draws on: those in trees, those in strategies, those that
    hang together.
    """

    def __init__(self, sol: Solution, look: Look) -> None:
        self.sol, self.game, self.look, self.found, self.digits = (
            sol,
            sol.game,
            look,
            sol.profiles,
            places(sol),
        )
        self.crowd, self.flat = len(self.found) > CROWD, in_strategies(self.game, self.found)
        self.trees = [e for e in self.found if isinstance(e, TreeEquilibrium)]
        self.hanging = [component for component in sol.components if not component.isolated]
        # Which equilibrium the picture of a tree shows, counted from 0.
        self.shown = min(max(look.equilibrium, 1), max(len(self.found), 1)) - 1

    def kinds(self) -> Iterator[Sentence]:
        """What the equilibria of a signalling game tell of the types, or why some do not survive a
        refinement.
        """
        if self.found and _signals(self.sol) is not None:
            yield from signalling.sentences(self.sol)

    def descriptions(self) -> list[Sentence]:
        """Each equilibrium in a paragraph or a few, those after the first few as details; a crowd
        only on request.
        """
        first = self.shown
        told = (
            [first]
            if self.trees and self.flat is None
            else []
            if self.crowd
            else [*range(SENTENCES), first]
        )
        said, length = list[Sentence](), 0
        for place, equilibrium in enumerate(self.found):
            if place in told or not self.crowd or self.look.all:
                pieces = self.describe(equilibrium)
                length += sum(len(piece.text) for piece in pieces)
                short = place in told and (place == first or length <= LETTERS)
                number = f"{place + 1}. " if len(self.found) > 1 else ""
                pieces[0] = replace(pieces[0], text=f"{number}{pieces[0].text}")
                said += [replace(piece, detail=piece.detail or not short) for piece in pieces]
        return said

    def describe(self, equilibrium: Equilibrium | TreeEquilibrium) -> list[Sentence]:
        """One equilibrium in sentences."""
        return describe_one(self.sol, equilibrium, self.digits)

    def starred(self, equilibrium: Equilibrium | TreeEquilibrium) -> bool:
        """Whether an equilibrium is marked as pure."""
        return isinstance(equilibrium, Equilibrium) and equilibrium.pure

    # The picture and the table --------------------------------------------------------------------

    def picture(self) -> Iterator[Block]:
        """The tree with one equilibrium on it, or the matrix; of three players several, and of more
        none.
        """
        count, place = len(self.trees), self.shown
        if not isinstance(self.game, NormalFormGame):
            yield tree.tree(self.game, self.look, self.trees[place] if count else None, self.digits)
            if count > 1:
                another = f"`--equilibrium {(place + 1) % count + 1}` shows another."
                yield Note(f"The tree shows equilibrium {place + 1} of {count:,}. {another}")
        elif self.game.n_players == 2:
            yield matrix(self.game, self.look, self.flat[1] if self.flat else (), self.digits)
        elif self.game.n_players == 3:
            yield from slices(self.game, self.look, self.flat[1] if self.flat else (), self.digits)

    def table(self) -> Iterator[Block]:
        """Who does and gets what in which equilibrium, where there are several."""
        found, marks = self.found, list[str]()
        if len(found) < 2:
            return
        signs: list[Entry] = [Cell(STAR, "pure") if self.starred(e) else None for e in found]
        letters = [] if self.crowd and not self.look.all else self.letters()
        if self.trees:
            signs[self.shown] = Cell("▶", "drawn")
            marks = [crossing_sign(solution.crosses_any(self.game, e)) for e in found]
        crossed = all(mark == CROSSED for mark in marks) and bool(marks)
        columns: list[tuple[Column, Sequence[Entry]]] = [
            (Column("", "count", "equilibrium"), range(1, len(found) + 1)),
            (Column("", "mark", "mark"), signs),
            *([(Column("", "mark", "group"), letters)] if any(letters) else []),
            *(
                [(Column("", "mark", "red lines"), [Cell(m, m, "red line") for m in marks])]
                if any(marks) and not crossed
                else []
            ),
            *self.played(),
            *zip(
                payoff_columns(self.game, self.digits),
                zip(*(e.payoffs for e in found), strict=True),
                strict=True,
            ),
        ]
        heads, entries = zip(*columns, strict=True)
        rows = tuple(zip(*entries, strict=True))
        yield Table(heads, rows, most=ROWS if self.crowd else 0, more="equilibrium/equilibria")
        if crossed:
            yield Note(ALL_CROSS)
        if any(letters):
            yield Note(TELLING)

    def played(self) -> list[tuple[Column, Sequence[Entry]]]:
        """What is done in each: a column a player where all move at once, else the way through the
        tree.
        """
        if self.flat is None:
            told: list[tuple[Column, Sequence[Entry]]] = [
                (Column("Equilibrium", key="path"), paths.paths(self.trees))
            ]
            if (signals := _signals(self.sol)) is not None:
                told += signalling.columns(signals)
            return told
        game, found = self.flat
        done = zip(*(supports(game, equilibrium) for equilibrium in found), strict=True)
        return [
            (
                Column(
                    f"{safe(name, True)} plays",
                    key=f"played {key}",
                    short=f"{safe(key, True)} plays",
                    player=p,
                ),
                own,
            )
            for p, (name, key, own) in enumerate(zip(game.players, game.keys, done, strict=True))
        ]

    # What a crowd shares --------------------------------------------------------------------------

    def summary(self) -> list[Sentence]:
        """What a crowd shares and where it differs, in payoffs and, where all move at once, in
        strategies.
        """
        if not self.crowd:
            return []
        said = []
        for p, (name, key) in enumerate(zip(self.game.players, self.game.keys, strict=True)):
            given = [e.payoffs[p] for e in self.found]
            least, most = contrast(min(given), max(given), self.digits[p])
            same, level = (
                rounded(min(given), self.digits[p]),
                "level " if key in self.game.ordinal else "",
            )
            told = f"{level}{same}" if least == most else f"between {level}{least} and {most}"
            said.append(sentence_of(f"{the(name)} gets {told}"))
        return [
            Sentence(" ".join(said)),
            *map(Sentence, _shared_strategies(*self.flat) if self.flat else ()),
        ]

    # What hangs together --------------------------------------------------------------------------

    def groups(self) -> list[Sentence]:
        """What infinitely many equilibria there are, a sentence a component; those after the first
        few as details.
        """
        most = 0 if self.crowd else SENTENCES
        return [Sentence(_group(one), place >= most) for place, one in enumerate(self.hanging)]

    def letters(self) -> list[str]:
        """The letters of the pieces that each equilibrium belongs to; empty ones for those that
        stand alone.
        """
        found = [""] * len(self.found)
        pieces = (piece for component in self.hanging for piece in component.pieces)
        letters = (*ascii_lowercase, *(f"{a}{b} " for a, b in product(ascii_lowercase, repeat=2)))
        for letter, piece in zip(letters, pieces, strict=False):
            for member in piece:
                found[member] += letter
        return [one.strip() for one in found]

    def representatives(self) -> list[Section]:
        """Those that speak for each component of more than one: what they are best at, who plays
        what.
        """
        if self.flat is None:
            return []
        game, lines, unlisted = self.flat[0], list[Sentence](), False
        known = np.array([np.concatenate(one.strategies) for one in self.flat[1]])
        for component in self.hanging:
            speakers: dict[str, list[str]] = {}
            for name, one in component.representatives.items():
                apart = np.abs(known - np.concatenate(one.strategies)).max(axis=1)
                what = f"equilibrium {int(apart.argmin()) + 1}"
                if apart.min() > SAME:  # it is none of those listed
                    what = (
                        f"{' | '.join(supports(game, one))}, which gives "
                        f"{gains(game, one.payoffs, self.digits)}"
                    )
                    piece = max(component.pieces, key=len)
                    if np.allclose(
                        known[list(piece)].mean(axis=0), np.concatenate(one.strategies), atol=SAME
                    ):
                        what += f". It is the mean of equilibria {numbers_of(piece)}"
                    unlisted = True
                speakers.setdefault(what, []).append(safe(name, True))
            whom = f"Of equilibria {numbers_of(component.members)},"
            lines += [
                Sentence(f"{whom} the {joined(names)} one is {what}.")
                for what, names in speakers.items()
            ]
        lines += [Sentence(SHARES)] if unlisted else []
        return [Section(HEADING, tuple(lines), detail=True)] if lines else []

    # Details --------------------------------------------------------------------------------------

    def details(self) -> Iterator[Block]:
        """What the payoffs consist of, who speaks for many equilibria, what is dominated."""
        if self.look.all or not self.crowd:
            yield from terms(self.sol, self.digits)
        yield from self.representatives()
        game = self.game if isinstance(self.game, NormalFormGame) else self.game.normal_form
        if self.sol.eliminations and game is not None:
            yield _dominated(self.sol, game)


def _shared_strategies(game: NormalFormGame, found: Sequence[Equilibrium]) -> Iterator[str]:
    """For each player what every equilibrium uses, and what none does, or how many strategies any
    does.
    """
    words = Words(game)
    for p, strategies in enumerate(game.strategies):
        used = np.array([e.strategies[p] > 0 for e in found])
        every, ever, never = (
            np.flatnonzero(which).tolist()
            for which in (used.all(axis=0), used.any(axis=0), ~used.any(axis=0))
        )
        if every:
            sure = " with some probability" if len(ever) > 1 else ""
            yield (
                f"In every equilibrium, {words.name(p)} plays "
                f"{words.quoted(p, every, most=NAMED)}{sure}."
            )
        if len(ever) > 1 and 0 < len(never) <= NAMED:
            yield f"In no equilibrium does {words.name(p)} play {words.quoted(p, never, 'or')}."
        elif len(ever) > 1 and never:
            yield (
                f"The equilibria use {len(ever):,} of {words.whose(p)} {len(strategies):,} "
                "strategies."
            )


def _group(component: Component) -> str:
    who, pieces = f"Equilibria {numbers_of(component.members)}", component.pieces
    if len(pieces) == 1:
        what = "the ends of a line" if len(component.members) == 2 else "the corners of a region"
        return f"{who} are {what}: everything between them is an equilibrium too."
    if len(pieces) <= FEW_PIECES and max(map(len, pieces)) <= FEW_ENDS:
        between = joined([f"everything between {numbers_of(piece)}" for piece in pieces])
        return f"{who} form one group: {between} is an equilibrium too."
    return (
        f"{who} form one group of {len(pieces):,} pieces: everything within a piece is an "
        "equilibrium too."
    )


def _dominated(sol: Solution, game: NormalFormGame) -> Table:
    """Which strategies fell in which round, because of which: together where many fell because of
    the same.
    """
    rows, words = Rows(), Words(game)
    for key, group in groupby(
        sol.eliminations, key=lambda one: (one.round, one.player, one.by, one.weights)
    ):
        number, player, by, weights = key
        fallen = [one.strategy for one in group]
        few = words.quoted(player, fallen, most=DOMINATED if len(fallen) > DOMINATED + 1 else 0)
        better = words.mixture(player, by, weights, quoted=True)
        rows.append((number, words.cell(player), Cell(few, words.quoted(player, fallen)), better))
    heads = Column("Round", "count"), Column("Player"), Column("Strategy"), Column("Dominated by")
    return Table(heads, tuple(rows), "Strictly dominated strategies, round by round", detail=True)
