"""The debrief of a class that chose instead of signing: what groups came to, counted beside what
theory expects.

What a group did is typed by name or by letter: `7 swerve straight` or `7 AB` for a payoff matrix,
one such pair a round where it is played again, and the actions along the path for a game in turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any, Literal

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.equilibrium import in_turn
from negotiate.equilibrium.alone import TYPES, alone
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.reports.solution import headline
from negotiate.equilibrium.solution import Equilibrium, Solution, TreeEquilibrium
from negotiate.errors import UnsuitableGame, is_about
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.games.normal_form import NormalFormGame, levels_note
from negotiate.language.text.source import Source
from negotiate.lenses import lens_of
from negotiate.model import Issue
from negotiate.model.negotiation import Negotiation, Theory
from negotiate.pages.results import CLASSROOM, NONE, UNTYPED, Gathering, nobody, percent, read
from negotiate.repeated import again
from negotiate.repeated.lasting import agreement
from negotiate.report import report_of
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Plot,
    Report,
    Section,
    Sentence,
    Series,
    Table,
    notes,
)
from negotiate.report.json import LEFT_OUT
from negotiate.report.style import (
    Look,
    capital,
    counted,
    decimals,
    in_units,
    in_words,
    of_each,
    rounded,
    sentence_of,
    spoken,
)

Played = Literal["solve", "tree", "simulate"]
_RANKS = re.compile(r"\s*ranks?\b", re.IGNORECASE)
"""The beginning of a unit that says that payoffs are places in an order."""
FIELDS = {"Plays": {"gathering": LEFT_OUT}}
SCHEMAS = {"Plays": "negotiate/plays/3"}
EQUILIBRIA, BARS, GROUPS = 3, 8, 100
"""Equilibria that have a column, outcomes that have bars, and groups that a page names."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What groups write of a game in which all choose at once: for each round one choice a player.

    Parameters
    ----------
    game : NormalFormGame
        What is played each round.
    """

    game: NormalFormGame

    @property
    def issues(self) -> Sequence[Issue]:
        """None: lines alone are read."""
        return ()

    @property
    def names(self) -> list[list[str]]:
        """What each player can choose."""
        return [[one.label for one in own] for own in self.game.strategies]

    def code(self, words: Sequence[str]) -> str:
        """The letters of each round, a space between two.

        Raises
        ------
        UnsuitableGame
            If somebody cannot choose that, somebody's choice is missing, or the combination cannot
            happen.
        """
        count, names = self.game.n_players, self.names
        by_name = [[name.lower() for name in names[k % count]] for k in range(len(words))]
        named = any(word.lower() in own for word, own in zip(words, by_name, strict=True))
        letters = words if named else "".join(words)
        places = [
            _place(letter, names[k % count], self.game.players[k % count])
            for k, letter in enumerate(letters)
        ]
        if len(places) % count:
            who = " and one of ".join(self.game.players)
            raise UnsuitableGame(
                f"the choice of {self.game.players[len(places) % count]} is missing",
                f"one of {who}",
            )
        rounds = [tuple(places[k : k + count]) for k in range(0, len(places), count)]
        for one in rounds:
            if self.game.feasible is not None and not self.game.feasible[one]:
                raise UnsuitableGame(
                    f"`{self.letters(one)}` cannot happen", "the scenario rules it out"
                )
        return " ".join(map(self.letters, rounds))

    @staticmethod
    def letters(places: Sequence[int]) -> str:
        """A round in letters."""
        return "".join(ascii_uppercase[place] for place in places)

    def outcomes(self, code: str) -> list[int]:
        """The outcome of each round."""
        rounds = ([ascii_uppercase.index(letter) for letter in one] for one in code.split())
        return [int(np.ravel_multi_index(one, self.game.shape)) for one in rounds]

    def told(self, outcome: int) -> tuple[str, str, FloatArray]:
        """An outcome in words and in letters, and what it is worth to each player."""
        places = tuple(map(int, np.unravel_index(outcome, self.game.shape)))
        words = ", ".join(own[k] for own, k in zip(self.names, places, strict=True))
        return (
            words,
            self.letters(places),
            self.game.payoffs.reshape(self.game.n_players, -1)[:, outcome],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """What groups write of a game in turn: the action at each move, chance included.

    Parameters
    ----------
    game : ExtensiveGame
        Its tree.
    """

    game: ExtensiveGame

    @property
    def issues(self) -> Sequence[Issue]:
        """None: lines alone are read."""
        return ()

    @property
    def names(self) -> list[list[str]]:
        """What can be done or can happen at each move."""
        return [list(move.actions) for move in self.game.moves]

    def code(self, words: Sequence[str]) -> str:
        """The letters of the actions along the path.

        Raises
        ------
        UnsuitableGame
            If something cannot be done there, or the path does not lead to an ending.
        """
        tree = self.game.tree
        actions = {self.game.action_label(int(child)).lower() for child in tree.children(0)}
        steps = words if words[0].lower() in actions else list("".join(words))
        node, letters = 0, ""
        for step in steps:
            if tree.mover[node] == LEAF:
                raise UnsuitableGame(f"the play has ended before `{step}`", f"write `{letters}`")
            names = self.names[int(tree.move[node])]
            place = _place(step, names, self.game.moves[int(tree.move[node])].label)
            child = next(
                (int(one) for one in tree.children(node) if tree.action[one] == place), None
            )
            if child is None:
                raise UnsuitableGame(
                    f"`{names[place]}` cannot be done there", f"write {self._next(node)}"
                )
            node, letters = child, letters + ascii_uppercase[place]
        if tree.mover[node] != LEAF:
            move = self.game.moves[int(tree.move[node])].label
            raise UnsuitableGame(
                f"the play goes on after `{steps[-1]}` with `{move}`", f"add {self._next(node)}"
            )
        return letters

    def _next(self, node: int) -> str:
        return " or ".join(
            f"`{self.game.action_label(int(one))}`" for one in self.game.tree.children(node)
        )

    def outcomes(self, code: str) -> list[int]:
        """The ending."""
        tree, node = self.game.tree, 0
        for letter in code:
            place = ascii_uppercase.index(letter)
            node = next(int(child) for child in tree.children(node) if tree.action[child] == place)
        return [self.game.leaf_of(node)]

    def told(self, outcome: int) -> tuple[str, str, FloatArray]:
        """An ending in words and in letters, and what it is worth to each player."""
        path = self.game.path(int(self.game.tree.leaves[outcome]))[1:]
        letters = "".join(ascii_uppercase[int(self.game.tree.action[node])] for node in path)
        return " → ".join(map(self.game.action_label, path)), letters, self.game.payoffs[outcome]


def _place(word: str, names: Sequence[str], who: str) -> int:
    """Which of some names a word or a letter stands for."""
    low = [name.lower() for name in names]
    if word.lower() in low:
        return low.index(word.lower())
    place = ascii_uppercase.find(word.upper()) if len(word) == 1 else -1
    if not 0 <= place < len(names):
        written = ", ".join(
            f"{letter} {name}" for letter, name in zip(ascii_uppercase, names, strict=False)
        )
        raise UnsuitableGame(
            f"`{word}` is nothing that stands under `{who}`", f"write one of: {written}"
        )
    return place


@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """What one group came to.

    Parameters
    ----------
    group : str
        Its number or name; empty where groups are not to be named.
    code : str
        What it did, in letters; empty where it came to nothing.
    outcomes : tuple of int
        The cell of each round, or the ending; none where it came to nothing.
    """

    group: str
    code: str
    outcomes: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plays(Shown):
    """What a class came to in a game.

    Parameters
    ----------
    title : str
        What the scenario is called.
    sheet : Cells or Paths
        What the groups filled in.
    solution : Solution
        What theory expects of the game, of one round where it is played again.
    plays : tuple of Play
        A group each.
    lasting : Lasting or None
        Of a game that is played again: whether its agreement enforces itself.
    anonymous : bool
        Whether no group is named.
    gathering : Gathering
        What a group is called.
    """

    title: str
    sheet: Cells | Paths
    solution: Solution
    plays: tuple[Play, ...]
    lasting: Any = None
    anonymous: bool = False
    gathering: Gathering = CLASSROOM

    @property
    def counts(self) -> Mapping[int, int]:
        """Outcome → how often a group came to it, the most frequent first."""
        every = Counter(outcome for one in self.plays for outcome in one.outcomes)
        return dict(sorted(every.items(), key=lambda item: (-item[1], item[0])))

    @property
    def expected(self) -> list[FloatArray]:
        """For each equilibrium the probability of every outcome."""
        return [_distribution(one) for one in self.solution.profiles]


def _distribution(one: Equilibrium | TreeEquilibrium) -> FloatArray:
    if isinstance(one, TreeEquilibrium):
        return one.reach[one.game.tree.leaves]
    odds = np.ones(1)
    for strategy in one.strategies:
        odds = np.multiply.outer(odds, strategy)
    return odds.ravel()


def played(negotiation: Negotiation) -> Played | None:
    """What is played where nobody says: the game, unless there is something to agree on; None for
    deals.
    """
    agreed = any(len(negotiation.issues[key].deciders) != 1 for key in negotiation.on_table)
    if agreed or negotiation.is_ordinal or negotiation.no_deal != "equilibrium":
        return None
    if negotiation.protocol:
        return "tree"
    return "simulate" if negotiation.repeats else "solve"


def sheet(negotiation: Negotiation, lens: str) -> Cells | Paths:
    """What groups fill in.

    Raises
    ------
    UnsuitableGame
        If nobody chooses anything alone, or there are more choices than letters.
    """
    found: Cells | Paths
    if lens_of(lens).moves:
        found = Paths(_in_turn(negotiation))
    else:
        found = Cells(_again(negotiation).stage if lens_of(lens).rounds else alone(negotiation))
    most = max(map(len, found.names), default=1)
    if most == 1:
        raise UnsuitableGame(
            "nobody chooses anything alone in this game", "leave `--lens` out: groups sign deals"
        )
    if most > len(ascii_uppercase):
        raise UnsuitableGame(
            f"{most} choices are more than there are letters", "commit some issues with `--fix`"
        )
    return found


def _again(negotiation: Negotiation) -> Any:
    return again.again(negotiation)


def _in_turn(negotiation: Negotiation) -> ExtensiveGame:
    return in_turn.in_turn(negotiation)


def plays(
    negotiation: Negotiation,
    source: Source | Mapping[str, str],
    lens: str,
    *,
    anonymous: bool = False,
) -> Plays:
    """Read what groups did, and count it beside what theory expects.

    Parameters
    ----------
    negotiation : Negotiation
        What was played.
    source : Source or Mapping[str, str]
        One group a line; see `results.read`, whose answer may be given in its place.
    lens : {'solve', 'tree', 'simulate'}
        Whether all choose at once, in turn, or again and again.
    anonymous : bool
        Whether to forget which group is which.

    Raises
    ------
    ScenarioError
        If lines cannot be read, all of them at once.
    UnsuitableGame
        If there is no group.
    """
    form = sheet(negotiation, lens)
    typed = read(form, source) if isinstance(source, Source) else source
    if not typed:
        raise UnsuitableGame(nobody(source), "write one group a line, such as `7 AB`")
    groups = [
        Play("" if anonymous else group, code, tuple(form.outcomes(code)) if code else ())
        for group, code in typed.items()
    ]
    lasting = None
    if lens_of(lens).rounds:
        lasting = agreement.simulate(_again(negotiation))
    ordered = sorted(groups, key=lambda one: one.code) if anonymous else groups
    solution = negotiation.games.once(Theory(lens), lambda: solve(form.game))
    return Plays(negotiation.heading, form, solution, tuple(ordered), lasting, anonymous)


def report(found: Plays, look: Look) -> Report:
    """What the class came to, what theory expects, both in one picture, and a row an outcome."""
    blocks: list[Block] = [Sentence(one) for one in (*_class(found), *_theory(found))]
    if found.counts:
        blocks += [_picture(found), _table(found), *_rounds(found)]
    blocks += [_groups(found)] if not found.anonymous or _noun(found) == "round" else []
    more = len(found.expected) - EQUILIBRIA
    blocks += (
        [Note(f"{counted(more, 'more equilibrium', 'more equilibria')}: see `solve`.")]
        if more > 0
        else []
    )
    game = found.solution.game
    untyped = any(is_about(note, TYPES) for note in game.notes)
    levels = sentence_of(levels_note(game.players, game.keys, game.ordinal)) if game.ordinal else ""
    blocks += notes(
        [
            in_units(game.players, game.units),
            levels,
            UNTYPED.format(found.gathering.one) if untyped else "",
        ]
    )
    return Report(f"{found.title}: debrief", (*blocks, _tidy(found)), found.solution.game.players)


def _class(found: Plays) -> Iterator[str]:
    """How many played, and what most of them came to."""
    counts, groups = found.counts, sum(bool(one.outcomes) for one in found.plays)
    total, of = sum(counts.values()), len(found.plays)
    what = "" if total == groups else f" {counted(total, 'round')}"
    one = found.gathering.one
    whom = f"of {counted(of, one)}" if 0 < groups < of else one if groups < 2 else f"{one}s"
    yield f"{in_words(groups)} {whom} played{what}."
    if not groups:
        return
    first, most = next(iter(counts.items()))
    if list(counts.values()).count(most) == 1:
        often = f": {most} of {counted(total, _noun(found))}" if total > 1 else ""
        yield f"{'Most often they' if often else 'It'} came to {_words(found, first)}{often}."
    players, some = found.solution.game.players, _counted(found)
    if some:
        mean = np.sum([found.sheet.told(k)[2] * n for k, n in counts.items()], axis=0) / total
        words = [f"got {rounded(x, decimals([x]))}" for x in mean[some]]
        each = " a round" if _noun(found) == "round" else ""
        yield f"On average{each} {of_each([players[p] for p in some], words)}."


def _counted(found: Plays) -> list[int]:
    """The players whose payoffs can be added up: neither levels nor ranks, which say what is better
    alone.
    """
    game = found.solution.game
    units = game.units or ("",) * len(game.players)
    named = zip(game.keys, units, strict=True)
    return [
        p
        for p, (key, unit) in enumerate(named)
        if key not in game.ordinal and not _RANKS.match(unit)
    ]


def _words(found: Plays, outcome: int) -> str:
    """An outcome as it is read aloud."""
    return spoken(found.sheet.told(outcome)[0])


def _noun(found: Plays) -> str:
    return "round" if any(len(one.outcomes) > 1 for one in found.plays) else found.gathering.one


def _theory(found: Plays) -> Iterator[str]:
    """What equilibrium expects, and how much of it came; whether an agreement would last."""
    yield headline(found.solution)
    yield from _came(found) if found.counts else ()
    if found.lasting is not None:
        blocks = report_of(found.lasting, Look()).blocks
        yield next(block.text for block in blocks if isinstance(block, Sentence))


def _came(found: Plays) -> Iterator[str]:
    """How much came of what equilibrium expects."""
    counts, expected, every = found.counts, found.expected, found.gathering.every
    total = sum(counts.values())
    sure = {int(one.argmax()) for one in expected if one.max() == 1}
    if sure:
        came = sum(count for outcome, count in counts.items() if outcome in sure)
        which = (
            "the equilibrium"
            if len(sure) == 1 and len(expected) == 1
            else "an equilibrium in pure strategies"
        )
        if total == 1:
            yield f"It {'ended' if came else 'did not end'} as in {which}."
        else:
            yield (
                f"{in_words(came) if came else 'None'} of {counted(total, _noun(found))} ended "
                f"as in {which}."
            )
    elif expected:
        first, top = next(iter(counts)), int(expected[0].argmax())
        share, came_to = percent(expected[0][first]), percent(counts[first] / total)
        yield (
            f"Theory expects {_words(found, first)} in {share}, and {every} came to it in "
            f"{came_to}."
        )
        if percent(expected[0][top]) != share:
            share, came_to = percent(expected[0][top]), percent(counts.get(top, 0) / total)
            yield (
                f"What theory expects most is {_words(found, top)}, in {share}; {every} came to "
                f"it in {came_to}."
            )


def _told(found: Plays) -> list[int]:
    """The outcomes that a group came to or an equilibrium expects."""
    expected = [k for one in found.expected[:EQUILIBRIA] for k in np.flatnonzero(one > 0).tolist()]
    return list(dict.fromkeys([*found.counts, *expected]))


def _names(found: Plays, noun: str = "Equilibrium") -> list[str]:
    """What the equilibria are called that have a column."""
    count = len(found.expected)
    return [noun] if count == 1 else [f"{noun} {k + 1}" for k in range(min(count, EQUILIBRIA))]


def _picture(found: Plays) -> Plot:
    """For each outcome a bar for the class and one for each equilibrium."""
    counts, total = found.counts, sum(found.counts.values())
    series: list[Series] = []
    for outcome in _told(found)[:BARS]:
        words = _words(found, outcome)
        share = float(round(100 * counts.get(outcome, 0) / total))
        series.append(Series(found.gathering.every, (share,), (0.0,), labels=(words,), role="path"))
        for name, odds in zip(_names(found), found.expected, strict=False):
            if odds[outcome] > 0:
                series.append(
                    Series(
                        name,
                        (float(round(100 * odds[outcome])),),
                        (0.0,),
                        labels=(f"– {name}",),
                        role="faint",
                    )
                )
    across = f"% of {_noun(found)}s; below it what an equilibrium expects"
    title = f"What {found.gathering.every} came to, in %, and what theory expects"
    return Plot("bars", tuple(series), across, title=title)


def _table(found: Plays) -> Table:
    """A row an outcome: how often, what share, what each equilibrium expects, what it is worth."""
    counts, players = found.counts, found.solution.game.players
    total = sum(counts.values())
    theory = list(zip(_names(found), found.expected, strict=False))
    heads = (
        Column("Outcome"),
        Column("", key="code"),
        Column(f"{_noun(found).capitalize()}s", "count"),
        Column("Share", "number"),
        *(
            Column(name, "number", short=short)
            for name, short in zip(_names(found), _names(found, "Eq."), strict=True)
        ),
        *(Column(name, "payoff", player=p) for p, name in enumerate(players)),
    )
    rows: list[tuple[Entry, ...]] = []
    for outcome in _told(found):
        typed, code, worth = found.sheet.told(outcome)
        count = counts.get(outcome, 0)
        shares = [count / total, *(float(odds[outcome]) for _, odds in theory)]
        cells = (Cell(percent(share), share) for share in shares)
        rows.append((Cell(spoken(typed), typed), code, count, *cells, *worth.tolist()))
    return Table(heads, tuple(rows), most=12, more="outcome", data=False)


def _rounds(found: Plays) -> Iterator[Section]:
    """Of play that is repeated: how many keep the agreement in each round."""
    length = max(len(one.outcomes) for one in found.plays)
    if found.lasting is None or length < 2:
        return
    game = found.lasting.game.stage
    kept = int(np.ravel_multi_index(found.lasting.agreement, game.shape))
    rows: list[tuple[Entry, ...]] = []
    for k in range(length):
        here = [one.outcomes[k] for one in found.plays if len(one.outcomes) > k]
        share = here.count(kept) / len(here)
        rows.append((k + 1, len(here), here.count(kept), Cell(percent(share), share)))
    heads = (
        Column("Round", "count"),
        Column(capital(f"{found.gathering.one}s"), "count"),
        Column("Kept it", "count"),
        Column("Share", "number"),
    )
    title = f"The agreement, round by round: {_words(found, kept)}"
    yield Section(title, (Table(heads, tuple(rows), most=12, more="round", data=False),))


def _groups(found: Plays) -> Table:
    """A row a group: what it did, and of several rounds what each player got in all and on
    average.
    """
    game, some = found.solution.game, _counted(found)
    heads = [] if found.anonymous else [Column("Group")]
    heads.append(Column("Played"))
    rounds = _noun(found) == "round"
    for p in some if rounds else ():
        heads.append(Column(f"{game.players[p]} in all", "payoff", player=p))
        heads.append(Column("a round", "payoff", player=p))
    rows: list[tuple[Entry, ...]] = []
    for one in found.plays:
        worth = np.array([found.sheet.told(k)[2][some] for k in one.outcomes if rounds])
        numbers = (
            np.stack([worth.sum(axis=0), worth.mean(axis=0)], axis=1).ravel().tolist()
            if len(worth)
            else []
        )
        numbers = numbers or [None] * (len(heads) - 2 + found.anonymous)
        rows.append((*([] if found.anonymous else [one.group]), one.code or NONE, *numbers))
    return Table(tuple(heads), tuple(rows), most=GROUPS, more=found.gathering.one, data=False)


def _tidy(found: Plays) -> Table:
    """Each round of each group in one row, for spreadsheets."""
    keys = found.solution.game.keys
    heads = (
        *(Column(head) for head in (found.gathering.one, "round", "code", "outcome")),
        *(Column(f"{key} gets", "payoff") for key in keys),
        Column("expected"),
    )
    rows: list[tuple[Entry, ...]] = []
    for one in found.plays:
        if not one.outcomes:
            rows.append((one.group, None, NONE, *[None] * (len(keys) + 2)))
        for k, outcome in enumerate(one.outcomes, 1):
            words, code, worth = found.sheet.told(outcome)
            most = max((float(odds[outcome]) for odds in found.expected), default=0.0)
            rows.append((one.group, k, code, words, *worth.tolist(), most))
    return Table(heads, tuple(rows), "Each round in one row", detail=True)
