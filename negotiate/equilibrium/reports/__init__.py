"""Players, strategies, mixtures and payoffs of a game in the words of its pages; and the frame of
such a page.

Payoffs have as many digits as the whole answer needs. Equilibria of games in normal form are told
here: what each player does, and why no player does something else. Under every answer stands what a
reader may rely on: one line of trust, and behind it method, check and notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import record
from negotiate.doors import door
from negotiate.equilibrium.alone import TYPES
from negotiate.equilibrium.solution import (
    FURTHER,
    NOT_LOOKED_FOR,
    WITHOUT_BELIEFS,
    WITHOUT_TIME,
    ZERO_SUM,
    Equilibrium,
    Game,
    Reason,
    Solution,
    TreeEquilibrium,
    parts,
)
from negotiate.errors import is_about
from negotiate.games.normal_form import IDLE, NormalFormGame, Strategy, levels_note
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
    notes,
)
from negotiate.report.style import (
    Look,
    all_fractions,
    contrast,
    decimals,
    few_digits,
    in_units,
    in_words,
    joined,
    probability,
    rounded,
    safe,
    sentence_of,
    the,
)

if TYPE_CHECKING:
    from negotiate.games.extensive import ExtensiveGame, Unsigned

__getattr__ = door(__name__)

Rows = list[tuple[Entry, ...]]
"""Of a table."""
CROSSED = "‡"
SURE = 1 - 1e-9
"""An equilibrium that crosses a red line so likely crosses it."""
NOTHING = 1e-9
"""A term of such a value is left out, or of such a part of numbers that all lie below 1."""
TERMS = "What the payoffs consist of"
TOGETHER = "`negotiate deal` finds what the players could sign."
"""Said where the players decide everything together."""
PARTS = 4
"""Strategies of a mixture that are named, the likeliest ones of many."""
NAMED = 3
"""Strategies of which one sentence says that they give the same."""
ROWS = 12
"""Rows of a table that people see where not everything is wanted."""
FEW = 2
"""Of so many issues it is told where each stands."""
NOBODY = {1: "no other choice gives more", 2: "neither player gains by changing alone"}


def largest(game: Game) -> list[float]:
    """Each player's payoff that is farthest from 0, for `numbers.exact`."""
    tables = game.payoffs if isinstance(game, NormalFormGame) else game.payoffs.T
    return [float(np.abs(table).max()) for table in tables]


def digits(game: Game, player: int, more: Iterable[float] = ()) -> int:
    """Decimals of a player's payoffs: as many as the game needs, and `more` numbers beside them."""
    table = game.payoffs[player] if isinstance(game, NormalFormGame) else game.payoffs[:, player]
    return max([decimals(map(float, np.unique(table))), *(decimals([x]) for x in more)])


def places(sol: Solution) -> list[int]:
    """How many decimals each player's payoffs get, the same in sentences, pictures and tables of
    one answer.
    """
    told: list[set[float]] = [set() for _ in sol.game.players]
    for equilibrium in sol.equilibria:
        for own, payoff in zip(told, equilibrium.payoffs, strict=True):
            own.add(payoff)
        for reason in equilibrium.reasons:
            told[reason.player] |= {reason.payoff, reason.alternative_payoff}
    return [digits(sol.game, p, own) for p, own in enumerate(told)]


def payoff_columns(game: Game, digits: Sequence[int] | None = None) -> tuple[Column, ...]:
    """A column of payoffs a player, with its key for programs and for narrow screens."""
    return tuple(
        Column(
            safe(name, True),
            "payoff",
            f"payoff {key}",
            safe(key, True),
            p,
            digits[p] if digits else 0,
            size,
        )
        for p, (name, key, size) in enumerate(
            zip(game.players, game.keys, largest(game), strict=True)
        )
    )


def gains(game: Game, payoffs: Sequence[float], digits: Sequence[int]) -> str:
    """What goes to whom: "-0.76 to the United States and -26.3 to China"; levels are called
    that.
    """
    said = []
    for name, key, payoff, places in zip(game.players, game.keys, payoffs, digits, strict=True):
        said.append(
            f"{'level ' if key in game.ordinal else ''}{rounded(float(payoff), places)} to "
            f"{the(name)}"
        )
    return joined(said)


def minds_risk(game: Game) -> bool:
    """Whether a player of a tree is told sure payoffs that are worth as much as what it expects."""
    views = None if isinstance(game, NormalFormGame) else game.views
    return views is not None and bool(views.aversion.any())


def on_average(game: Game, payoffs: Sequence[float], digits: Sequence[int], sure: bool) -> str:
    """What an equilibrium gives, for sure or on average; what it is worth where somebody minds
    risk.
    """
    if minds_risk(game):
        return f"The equilibrium is worth {gains(game, payoffs, digits)}."
    return (
        f"{'The' if sure else 'On average, the'} equilibrium gives {gains(game, payoffs, digits)}."
    )


def terms(sol: Solution, digits: Sequence[int]) -> list[Section]:
    """What each payoff consists of; nothing of a game that does not know, nor where every payoff is
    a single term.
    """
    game, found = sol.game, parts(sol.game, sol.profiles)
    if all(len(values) < 2 for apart in found for values in apart.values()):
        return []
    entries = [
        Item(
            f"{number}. {safe(name, True)}" if len(found) > 1 else safe(name, True),
            _sum(payoff, apart[key], places),
        )
        for number, (equilibrium, apart) in enumerate(zip(sol.profiles, found, strict=True), 1)
        for name, key, payoff, places in zip(
            game.players, game.keys, equilibrium.payoffs, digits, strict=True
        )
        if key in apart
    ]
    return [Section(TERMS, (Items(tuple(entries)),), detail=True)]


def _sum(payoff: float, values: Mapping[str, float], digits: int) -> str:
    """A payoff as a sum: "7.85 = income 2.84 + deficit 1.51 - finance 2"."""
    least = NOTHING * min(1.0, max(map(abs, [payoff, *values.values()])))
    known = {term: value for term, value in values.items() if abs(value) > least}
    places = max(digits, decimals(known.values()))
    said = ""
    for term, value in known.items():
        number = rounded(abs(value) if said else value, places)
        if "." in number and "e" not in number:
            number = number.rstrip("0").rstrip(".")
        if said:
            said += " - " if value < 0 else " + "
        said += f"{safe(term, True)} {number}"
    return f"{rounded(payoff, digits)} = {said or '0, like every term'}"


def crossing_sign(part: float) -> str:
    """The mark of something of which this part crosses a red line: all of it, some of it, or
    nothing.
    """
    return CROSSED if part >= SURE else f"({CROSSED})" if part > 0 else ""


def crossing_legend(game: Game, names: Iterable[str], everywhere: bool = False) -> str:
    """What the sign means, "‡ crosses a red line: demand (United States)", or that it would stand
    everywhere.
    """
    said = []
    for name in dict.fromkeys(names):
        owner = game.red_lines.get(name)
        who = f" ({safe(game.players[game.keys.index(owner)], True)})" if owner in game.keys else ""
        said.append(f"{safe(name, True)}{who}")
    if everywhere:
        return f"every ending crosses a red line: {joined(said, 'or')}"
    return f"{CROSSED} crosses {'a red line' if len(said) == 1 else 'red lines'}: {joined(said)}"


def unsigned_sentences(game: Game) -> list[str]:
    """A sentence for each signature that a red line or a ratifier rules out, with what leads to its
    move.
    """
    if isinstance(game, NormalFormGame):
        return []
    return [
        f"At `{safe(one.move, True)}`{_after(game, one)}, `{safe(one.action, True)}` is not "
        "possible where the "
        f"{one.kind} `{safe(one.name, True)}` of {the(game.players[game.keys.index(one.player)])} "
        "forbids the deal."
        for one in game.unsigned
    ]


def _after(game: ExtensiveGame, one: Unsigned) -> str:
    """The last action on every way to where it cannot be done, such as ", after `concede`"; empty
    if there is none.
    """
    tree, number = game.tree, [move.label for move in game.moves].index(one.move)
    there = tree.move == number
    there[
        tree.parent[
            (tree.move[tree.parent] == number)
            & (tree.action == game.moves[number].actions.index(one.action))
        ]
    ] = False
    made = np.flatnonzero(there)
    here = int(made[0]) if len(made) else 0
    while here:
        taken = int(tree.move[tree.parent[here]]), int(tree.action[here])
        other = (tree.move[tree.parent] != taken[0]) | (tree.action != taken[1])
        if not tree.reach(other.astype(float))[made].any():
            return f", after `{safe(game.moves[taken[0]].actions[taken[1]], True)}`"
        here = int(tree.parent[here])
    return ""


def numbers_of(members: Sequence[int]) -> str:
    """Equilibria by their numbers, three or more in a row by the first and the last."""
    numbers, said = sorted(member + 1 for member in members), []
    for _, pairs in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in pairs]
        said += (
            [f"{run[0]:,} to {run[-1]:,}"] if len(run) > 2 else [f"{number:,}" for number in run]
        )
    return joined(said)


@record
class Words:
    """A game in normal form in words.

    Parameters
    ----------
    game : NormalFormGame
        Whose players and strategies are named.
    digits : sequence of int
        Decimals of each player's payoffs; empty where none are told.
    """

    game: NormalFormGame
    digits: Sequence[int] = ()

    def name(self, player: int, opening: bool = False) -> str:
        """A player's name as it stands in a sentence, or opens one."""
        return the(self.game.players[player], opening)

    def whose(self, player: int, opening: bool = False) -> str:
        """A player's name in the genitive."""
        who = self.name(player, opening)
        return f"{who}'" if who.endswith("s") else f"{who}'s"

    def cell(self, player: int, before: int = -1) -> Cell:
        """A player in a table; empty for people below the same player."""
        return Cell(
            "" if player == before else safe(self.game.players[player], True),
            self.game.keys[player],
        )

    def label(self, player: int, strategy: int) -> str:
        """A strategy, safe for a screen."""
        return safe(self.game.strategies[player][strategy].label, True)

    def labels(self, players: Iterable[int], chosen: Iterable[int]) -> list[str]:
        """A strategy of each of these players."""
        return list(map(self.label, players, chosen))

    def quoted(self, player: int, chosen: Sequence[int], last: str = "and", most: int = 0) -> str:
        """Strategies between backticks as a sentence lists them, all or the first few."""
        return several([f"`{self.label(player, i)}`" for i in chosen], most or len(chosen), last)

    def profile(self, chosen: Sequence[int]) -> str:
        """What everybody does, as a sentence writes it: "(stag, hare)"."""
        labels = self.labels(range(len(chosen)), chosen)
        return f"({('; ' if any(',' in one for one in labels) else ', ').join(labels)})"

    def side_by_side(self, chosen: Sequence[int]) -> str:
        """What everybody does, as a table writes it: "stag | hare"."""
        return " | ".join(self.labels(range(len(chosen)), chosen))

    def mixture(
        self, player: int, chosen: Iterable[int], weights: Sequence[float], quoted: bool = False
    ) -> str:
        """Some of a player's strategies with their probabilities."""
        return mixture([self.label(player, i) for i in chosen], weights, quoted)

    def strategy(self, player: int, weights: FloatArray, quoted: bool = False) -> str:
        """A player's strategy, pure or mixed."""
        return self.mixture(player, range(len(weights)), weights.tolist(), quoted)

    def strategies(self, mixed: Sequence[FloatArray]) -> str:
        """What everybody plays, pure or mixed, as a sentence writes it: "(stag, 1/2 stag + 1/2
        hare)".
        """
        return f"({', '.join(map(self.strategy, range(len(mixed)), mixed))})"

    def payoffs(self, chosen: Sequence[int]) -> tuple[float, ...]:
        """What everybody gets from a combination of strategies."""
        return tuple(float(table[tuple(chosen)]) for table in self.game.payoffs)

    def rounded(self, player: int, payoff: float) -> str:
        """A payoff with as many digits as the page gives it."""
        return rounded(payoff, self.digits[player])

    def gains(self, payoffs: Sequence[float]) -> str:
        """What goes to whom, each number with as many digits as it needs beside the game's."""
        return gains(self.game, payoffs, [digits(self.game, p, [x]) for p, x in enumerate(payoffs)])

    def columns(self) -> tuple[Column, ...]:
        """A column of payoffs a player."""
        return payoff_columns(self.game, self.digits)

    def instead(self, reason: Reason, opening: str = "") -> str:
        """What the best thing left undone would give."""
        return instead(self.game, reason, self.digits, opening)

    def describe(self, equilibrium: Equilibrium, alone: bool = True) -> str:
        """One equilibrium in a few sentences.

        Parameters
        ----------
        equilibrium : Equilibrium
            Pure or mixed.
        alone : bool
            Whether it is said that no player gains by changing, which goes without saying of
            several equilibria.
        """
        game, fractions = self.game, in_fractions(equilibrium)
        if all(row[0].label == IDLE for row in game.strategies):
            return f"No player decides anything alone.{f' {TOGETHER}' if game.kept else ''}"
        said = [
            self._act(p, weights, fractions) for p, weights in enumerate(equilibrium.strategies)
        ]
        for p, support in enumerate(equilibrium.support):
            if len(support) > 1:
                worth = (
                    "the same"
                    if game.keys[p] in game.ordinal
                    else self.rounded(p, equilibrium.payoffs[p])
                )
                said.append(alike([self.label(p, i) for i in support], self.name(p), worth))
        said += [NOBODY.get(game.n_players, "no player gains by changing alone")] if alone else []
        for reason in (one for one in equilibrium.reasons if one.alternative):
            undone = (
                one for one in game.strategies[reason.player] if one.label == reason.alternative
            )
            said.append(
                self.instead(reason, next((f"With {self._named(one)}" for one in undone), ""))
            )
        return " ".join(map(sentence_of, said))

    def _act(self, player: int, weights: FloatArray, fractions: bool) -> str:
        """What a player does, with probabilities where it mixes."""
        support, who = np.flatnonzero(weights).tolist(), self.name(player)
        if len(support) > 1:
            labels = [self.label(player, i) for i in support]
            return f"{who} plays {chances(labels, weights[support].tolist(), fractions)}"
        strategy = self.game.strategies[player][support[0]]
        choices, chosen = strategy.choices, strategy.named
        if strategy.label == IDLE and not choices:
            return f"{who} decides nothing alone"
        if set(choices) <= {
            self.game.keys[player]
        }:  # bare arrays, or a matrix, whose issues are called like players
            return f"{who} plays `{safe(strategy.label, True)}`"
        done = [f"chooses {self._named(strategy)}"] if chosen else []
        left = [choice for choice in choices.items() if choice[0] not in chosen]
        if left and len(choices) <= FEW:
            stays = [
                f"`{safe(one[0], True)}` at `{safe(one[1], True)}`{self._names([one])}"
                for one in left
            ]
            done.append(f"leaves {joined(stays)}")
        elif left:
            done.append("changes nothing else" if chosen else "changes nothing")
        return f"{who} {joined(done)}"

    def _named(self, strategy: Strategy) -> str:
        """A strategy between backticks, and behind it what its options are called."""
        return f"`{safe(strategy.label, True)}`{self._names(strategy.named.items())}"

    def _names(self, choices: Iterable[tuple[str, str]]) -> str:
        """What options are called, in brackets, if all have names that say more than their keys."""
        names = [
            safe(self.game.option_names.get(issue, {}).get(option, ""), True)
            for issue, option in choices
        ]
        return f" ({'; '.join(names)})" if names and all(names) else ""


def told(sol: Solution, look: Look, tellings: Mapping[str, Callable[..., Report]]) -> Report:
    """The page of one of some concepts: each tells it from the game's words, what was found, the
    solution, the look.

    Raises
    ------
    TypeError
        If the solution is about none of them.
    """
    if not isinstance(sol.game, NormalFormGame) or sol.concept not in tellings:
        raise TypeError("this solution is about another concept")
    return tellings[sol.concept](Words(sol.game, places(sol)), sol.finding, sol, look)


def mixture(
    labels: Sequence[str],
    weights: Sequence[float] | FloatArray,
    quoted: bool = False,
    fractions: bool | None = None,
    most: int = PARTS,
) -> str:
    """A strategy, or several with their probabilities: "1/2 heads + 1/2 tails"; of many the
    likeliest.
    """
    sign = "`" if quoted else ""
    used = [
        (f"{sign}{words}{sign}", float(w))
        for words, w in zip(labels, weights, strict=True)
        if w > 0
    ]
    if len(used) == 1:
        return used[0][0]
    fractions = all_fractions(w for _, w in used) if fractions is None else fractions
    if most and len(used) > most:
        used.sort(key=lambda part: -part[1])
    parts = [f"{probability(w, fractions)} {words}" for words, w in used[: most or None]]
    return " + ".join(
        [*parts, f"{len(used) - most:,} more"] if most and len(used) > most else parts
    )


def chances(labels: Sequence[str], weights: Sequence[float], fractions: bool) -> str:
    """What is chosen with what probability, as a sentence writes it: "`heads` with probability 1/2
    and `tails` …".
    """
    odds = enumerate(zip(labels, weights, strict=True))
    return joined(
        [
            f"`{one}` with {'' if k else 'probability '}{probability(w, fractions)}"
            for k, (one, w) in odds
        ]
    )


def several(words: Sequence[str], most: int, last: str = "and") -> str:
    """The first `most` of some words, and how many more there are."""
    more = [f"{len(words) - most:,} more"] if len(words) > most else []
    return joined([*words[:most], *more], last)


def instead(game: Game, reason: Reason, digits: Sequence[int], opening: str = "") -> str:
    """What the best thing left undone would give; `opening` names that in more words than its
    label.
    """
    who, opening = (
        the(game.players[reason.player]),
        opening or f"With `{safe(reason.alternative, True)}`",
    )
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits[reason.player])
    if there == here:
        return f"{opening}, {who} would get the same."
    if game.keys[reason.player] in game.ordinal:
        return f"{opening}, {who} would be worse off."
    return f"{opening}, {who} would get {there} instead of {here}."


def alike(labels: Sequence[str], who: str, worth: str) -> str:
    """What each strategy that is mixed gives: "`heads` and `tails` both give Row 0."."""
    if len(labels) > NAMED:
        return f"All {in_words(len(labels)).lower()} strategies in this mixture give {who} {worth}."
    both = "both" if len(labels) == 2 else "all"
    return f"{joined([f'`{words}`' for words in labels])} {both} give {who} {worth}."


def in_fractions(equilibrium: Equilibrium) -> bool:
    """Whether every probability of an equilibrium can be written as a fraction; else all are
    decimals.
    """
    return all_fractions(p for weights in equilibrium.strategies for p in weights[weights > 0])


def supports(game: NormalFormGame, equilibrium: Equilibrium) -> list[str]:
    """What each player plays in as few words as possible, with probabilities where it mixes."""
    words, fractions = Words(game), in_fractions(equilibrium)
    return [
        mixture(
            [words.label(p, i) for i in range(len(weights))], weights, fractions=fractions, most=0
        )
        for p, weights in enumerate(equilibrium.strategies)
    ]


def in_strategies(
    game: Game, equilibria: Sequence[Equilibrium | TreeEquilibrium]
) -> tuple[NormalFormGame, list[Equilibrium]] | None:
    """The normal form and these equilibria in it, where all move at once; else None."""
    table = game if isinstance(game, NormalFormGame) else game.normal_form
    if table is None:
        return None
    found = [e.flat if isinstance(e, TreeEquilibrium) else e for e in equilibria]
    known = [e for e in found if e is not None]
    return (table, known) if len(known) == len(found) else None


WITHOUT_REGRET = ("Nash", "Bayesian Nash", "subgame-perfect", "correlated", "coarse correlated")
"""Kinds of equilibria that leave nobody anything to gain; a response that errs, or a leader who is
bound, may.
"""
COMPLETE, MORE = "complete", "there may be more equilibria"
"""What is known of a list of equilibria."""


def page(
    sol: Solution,
    blocks: Sequence[Block],
    complete: str = COMPLETE,
    open_still: str = "",
    payoffs: bool = True,
) -> Report:
    """A whole page about a solution.

    Parameters
    ----------
    sol : Solution
        Of any concept.
    blocks : sequence of Block
        The answer, why, and the picture.
    complete, open_still : str
        What it means that the answer is complete, and that it is not, in the words of the concept.
    payoffs : bool
        Whether any payoff is shown, so that it is to be said what payoffs are counted in.
    """
    game = sol.game
    units = in_units(game.players, game.units) if payoffs else ""
    levels = levels_note(game.players, game.keys, game.ordinal)
    told = [
        *notes([units]),
        *(Note(sentence_of(note), detail=not _first(note, levels)) for note in remarks(sol)),
    ]
    known = (
        complete
        if sol.complete
        else open_still or (MORE if sol.equilibria else "the search was not complete")
    )
    told += [
        *map(Note, _near(sol)),
        Note(_in_short(sol, known)),
        Note(_how(sol, known), detail=True),
    ]
    return Report(safe(game.title, True), (*blocks, *told), tuple(game.players))


def _first(note: str, levels: str) -> bool:
    """Whether a remark stands on the first page: that payoffs are levels, or that private types do
    not count.
    """
    return note == levels or is_about(note, TYPES)


def _near(sol: Solution) -> Iterator[str]:
    """What rounding leaves open, where it came too near to a tie."""
    rests = sol.certificate
    if rests.near:
        nearest = "how near any of these came to a tie was not measured"
        if rests.margin is not None:
            nearest = (
                f"some differ by {few_digits(rests.margin)} or less"
                if rests.margin
                else "some seem to be equal"
            )
        yield sentence_of(f"{rests.compared} were compared up to {_tolerance(sol)}, and {nearest}")


def _tolerance(sol: Solution) -> str:
    return f"{few_digits(sol.certificate.tolerance)} {sol.certificate.unit}"


def _in_short(sol: Solution, known: str) -> str:
    """Whether the answer is all, and whether it was checked: "Complete; checked."."""
    rounded = [] if sol.exact else ["numbers rounded"]
    checked = ["checked"] if sol.checked else []
    if sol.complete:
        told = sol.equilibria or sol.finding is None
        return sentence_of("; ".join([*([known] if told else []), *rounded, *checked]) or "checked")
    what = "those shown were checked" if known == MORE else "what is shown was checked"
    rest = "; ".join([*([what] if checked else []), *rounded])
    return " ".join(map(sentence_of, [known, *([rest] if rest else [])]))


def _how(sol: Solution, known: str) -> str:
    """Method and why it was chosen, completeness, exactness and check in one line."""
    why = f" ({safe(sol.chosen, True)})" if sol.chosen else ""
    parts = [f"Method: {safe(sol.method, True)}{why}"]
    parts += [known] if sol.equilibria or not sol.complete else []
    parts += [f"in {sol.certificate.arithmetic}", "exact" if sol.exact else "numbers rounded"]
    parts += (
        [f"{sol.certificate.compared} compared up to {_tolerance(sol)}"]
        if sol.certificate.compared
        else []
    )
    parts += [f"checked: {safe(sol.checked, True)}"] if sol.checked else []
    if judged := [e.regret for e in sol.equilibria if e.kind in WITHOUT_REGRET]:
        parts.append(f"largest regret {max(judged):.0e}" if max(judged) > 1e-12 else "regret 0")
    return f"{'; '.join(parts)}."


def remarks(sol: Solution) -> list[str]:
    """What a reader must know besides: what nobody sets, and all notes but for what the headline
    says.
    """
    told = (
        WITHOUT_BELIEFS,
        FURTHER,
        WITHOUT_TIME,
        ZERO_SUM,
        *([NOT_LOOKED_FOR] if sol.equilibria else []),
    )
    notes = [note for note in (*sol.game.notes, *sol.notes) if note not in told]
    table = sol.game if isinstance(sol.game, NormalFormGame) else sol.game.normal_form
    kept = {} if table is None else table.kept
    stays = joined(
        [f"`{safe(issue, True)}` stays at {safe(option, True)}" for issue, option in kept.items()]
    )
    why = f"{stays}, because no player decides {'it' if len(kept) == 1 else 'them'} alone"
    return [*([why] if kept else []), *notes]
