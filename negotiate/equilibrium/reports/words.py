"""Players, strategies, mixtures and payoffs of a game in the words of its pages; and the frame of such a page.

Equilibria of games in normal form are told here: what each player does, and why no player does something else. Under
every answer stands what a reader may rely on: one line of trust, and behind it method, check and notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.solution import NOT_LOOKED_FOR, Equilibrium, Finding, Reason, Solution, TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import IDLE, NormalFormGame, Strategy, levels_note
from negotiate.report.blocks import Block, Cell, Note, Report, notes
from negotiate.report.numbers import all_fractions, contrast, probability, rounded
from negotiate.report.words import in_units, in_words, joined, safe, sentence_of, the

Found = TypeVar("Found", bound=Finding)
PARTS = 4
"""Strategies of a mixture that are named, the likeliest ones of many."""
NAMED = 3
"""Strategies of which one sentence says that they give the same."""
ROWS = 12
"""Rows of a table that people see where not everything is wanted."""


def read(sol: Solution, kind: type[Found]) -> tuple[NormalFormGame, Found]:
    """The game that was asked about, and what the concept found in it."""
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, kind):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding


def name(game: NormalFormGame, player: int, opening: bool = False) -> str:
    """A player's name as it stands in a sentence, or opens one."""
    return the(game.players[player], opening)


def whose(game: NormalFormGame, player: int, opening: bool = False) -> str:
    """A player's name in the genitive."""
    who = name(game, player, opening)
    return f"{who}'" if who.endswith("s") else f"{who}'s"


def player_cell(game: NormalFormGame, player: int, before: int = -1) -> Cell:
    """A player in a table; empty for people below the same player."""
    return Cell("" if player == before else safe(game.players[player], True), game.keys[player])


def label(game: NormalFormGame, player: int, strategy: int) -> str:
    """A strategy, safe for a screen."""
    return safe(game.strategies[player][strategy].label, True)


def quoted(game: NormalFormGame, player: int, chosen: Sequence[int], last: str = "and", most: int = 0) -> str:
    """Strategies between backticks as a sentence lists them, all or the first few."""
    labels = [f"`{label(game, player, i)}`" for i in chosen]
    return several(labels, most or len(labels), last)


def profile(game: NormalFormGame, chosen: Sequence[int]) -> str:
    """What everybody does, as a sentence writes it: "(stag, hare)"."""
    labels = [label(game, p, i) for p, i in enumerate(chosen)]
    return f"({('; ' if any(',' in one for one in labels) else ', ').join(labels)})"


def side_by_side(game: NormalFormGame, chosen: Sequence[int]) -> str:
    """What everybody does, as a table writes it: "stag | hare"."""
    return " | ".join(label(game, p, i) for p, i in enumerate(chosen))


def mixture(
    labels: Sequence[str],
    weights: Sequence[float] | FloatArray,
    quoted: bool = False,
    fractions: bool | None = None,
    most: int = PARTS,
) -> str:
    """A strategy, or several with their probabilities: "1/2 heads + 1/2 tails"; of many the likeliest."""
    sign = "`" if quoted else ""
    used = [(f"{sign}{words}{sign}", float(w)) for words, w in zip(labels, weights, strict=True) if w > 0]
    if len(used) == 1:
        return used[0][0]
    fractions = all_fractions(w for _, w in used) if fractions is None else fractions
    if most and len(used) > most:
        used.sort(key=lambda part: -part[1])
    parts = [f"{probability(w, fractions)} {words}" for words, w in used[: most or None]]
    return " + ".join([*parts, f"{len(used) - most:,} more"] if most and len(used) > most else parts)


def strategy(game: NormalFormGame, player: int, weights: FloatArray, quoted: bool = False) -> str:
    """A player's strategy, pure or mixed."""
    return mixture([label(game, player, i) for i in range(game.shape[player])], weights, quoted)


def strategies(game: NormalFormGame, mixed: Sequence[FloatArray]) -> str:
    """What everybody plays, pure or mixed, as a sentence writes it: "(stag, 1/2 stag + 1/2 hare)"."""
    return f"({', '.join(strategy(game, p, weights) for p, weights in enumerate(mixed))})"


def chances(labels: Sequence[str], weights: Sequence[float], fractions: bool) -> str:
    """What is chosen with what probability, as a sentence writes it: "`heads` with probability 1/2 and `tails` …"."""
    first, *more = [f"`{words}` with {probability(w, fractions)}" for words, w in zip(labels, weights, strict=True)]
    return joined([first.replace("` with ", "` with probability ", 1), *more])


def several(words: Sequence[str], most: int, last: str = "and") -> str:
    """The first `most` of some words, and how many more there are."""
    more = [f"{len(words) - most:,} more"] if len(words) > most else []
    return joined([*words[:most], *more], last)


def instead(game: NormalFormGame | ExtensiveGame, reason: Reason, digits: Sequence[int], other: str = "") -> str:
    """What the best thing left undone would give; `other` says that in more words than its label."""
    who, other = the(game.players[reason.player]), other or f"`{safe(reason.alternative, True)}`"
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits[reason.player])
    if there == here:
        return f"With {other}, {who} would get the same."
    if game.keys[reason.player] in game.ordinal:
        return f"With {other}, {who} would be worse off."
    return f"With {other}, {who} would get {there} instead of {here}."


def alike(labels: Sequence[str], who: str, worth: str) -> str:
    """What each strategy that is mixed gives: "`heads` and `tails` both give Row 0."."""
    if len(labels) > NAMED:
        return f"All {in_words(len(labels)).lower()} strategies in this mixture give {who} {worth}."
    both = "both" if len(labels) == 2 else "all"
    return f"{joined([f'`{words}`' for words in labels])} {both} give {who} {worth}."


def payoffs(game: NormalFormGame, chosen: Iterable[int]) -> tuple[float, ...]:
    """What everybody gets from a combination of strategies."""
    place = tuple(chosen)
    return tuple(float(table[place]) for table in game.payoffs)


FEW = 2
"""Of so many issues it is told where each stands."""
NOBODY = {1: "no other choice gives more", 2: "neither player gains by changing alone"}


def describe(game: NormalFormGame, equilibrium: Equilibrium, digits: Sequence[int], alone: bool = True) -> str:
    """One equilibrium in a few sentences.

    Parameters
    ----------
    game : NormalFormGame
        Where it belongs.
    equilibrium : Equilibrium
        Pure or mixed.
    digits : sequence of int
        Decimals a player: `payoffs.places`.
    alone : bool
        Whether it is said that no player gains by changing, which goes without saying of several equilibria.
    """
    if all(row[0].label == IDLE for row in game.strategies):
        return "No player decides anything alone."
    fractions = in_fractions(equilibrium)
    said = [_act(game, p, weights, fractions) for p, weights in enumerate(equilibrium.strategies)]
    for p, support in enumerate(equilibrium.support):
        if len(support) > 1:
            worth = "the same" if game.keys[p] in game.ordinal else rounded(equilibrium.payoffs[p], digits[p])
            said.append(alike([label(game, p, i) for i in support], the(game.players[p]), worth))
    said += [NOBODY.get(game.n_players, "no player gains by changing alone")] if alone else []
    said += [instead(game, one, digits, _undone(game, one)) for one in equilibrium.reasons if one.alternative]
    return " ".join(map(sentence_of, said))


def _act(game: NormalFormGame, player: int, weights: FloatArray, fractions: bool) -> str:
    """What a player does, with probabilities where it mixes."""
    support, who = np.flatnonzero(weights).tolist(), the(game.players[player])
    if len(support) > 1:
        labels = [label(game, player, i) for i in support]
        return f"{who} plays {chances(labels, weights[support].tolist(), fractions)}"
    strategy = game.strategies[player][support[0]]
    choices, chosen = strategy.choices, _mentioned(strategy)
    if strategy.label == IDLE and not choices:
        return f"{who} decides nothing alone"
    if set(choices) <= {game.keys[player]}:  # bare arrays, or a matrix, whose issues are called like players
        return f"{who} plays `{safe(strategy.label, True)}`"
    done = [f"chooses {_named(game, strategy)}"] if chosen else []
    left = [choice for choice in choices.items() if choice not in chosen]
    if left and len(choices) <= FEW:
        stays = [
            f"`{safe(issue, True)}` at `{safe(option, True)}`{_names(game, [(issue, option)])}"
            for issue, option in left
        ]
        done.append(f"leaves {joined(stays)}")
    elif left:
        done.append("changes nothing else" if chosen else "changes nothing")
    return f"{who} {joined(done)}"


def _mentioned(strategy: Strategy) -> list[tuple[str, str]]:
    """The issues with their options of which a strategy's label speaks; it says nothing of what stays as it is."""
    said = strategy.label.split(", ")
    return [(k, option) for k, option in strategy.choices.items() if f"{k} {option}" in said or option in said]


def _named(game: NormalFormGame, strategy: Strategy) -> str:
    """A strategy between backticks, and behind it what its options are called."""
    return f"`{safe(strategy.label, True)}`{_names(game, _mentioned(strategy))}"


def _names(game: NormalFormGame, choices: Sequence[tuple[str, str]]) -> str:
    """What options are called, in brackets, if all have names that say more than their keys."""
    names = [safe(game.option_names.get(issue, {}).get(option, ""), True) for issue, option in choices]
    return f" ({'; '.join(names)})" if names and all(names) else ""


def _undone(game: NormalFormGame, reason: Reason) -> str:
    """The best strategy left undone with its names; nothing where no strategy has this label."""
    return next((_named(game, one) for one in game.strategies[reason.player] if one.label == reason.alternative), "")


def in_fractions(equilibrium: Equilibrium) -> bool:
    """Whether every probability of an equilibrium can be written as a fraction; else all are decimals."""
    return all_fractions(p for weights in equilibrium.strategies for p in weights[weights > 0])


def supports(game: NormalFormGame, equilibrium: Equilibrium) -> list[str]:
    """What each player plays in as few words as possible, with probabilities where it mixes."""
    fractions = in_fractions(equilibrium)
    return [
        mixture([label(game, p, i) for i in support], weights[list(support)], fractions=fractions, most=0)
        for p, (weights, support) in enumerate(zip(equilibrium.strategies, equilibrium.support, strict=True))
    ]


def in_strategies(
    game: NormalFormGame | ExtensiveGame, equilibria: Sequence[Equilibrium | TreeEquilibrium]
) -> tuple[NormalFormGame, list[Equilibrium]] | None:
    """The normal form and these equilibria in it, where all move at once; else None."""
    table = game.normal_form if isinstance(game, ExtensiveGame) else game
    if table is None:
        return None
    found = [e.flat if isinstance(e, TreeEquilibrium) else e for e in equilibria]
    known = [e for e in found if e is not None]
    return (table, known) if len(known) == len(found) else None


WITHOUT_REGRET = ("Nash", "subgame-perfect", "correlated", "coarse correlated")
"""Kinds of equilibria that leave nobody anything to gain; a response that errs, or a leader who is bound, may."""
COMPLETE, MORE = "complete", "there may be more equilibria"
"""What is known of a list of equilibria."""


def page(
    sol: Solution, blocks: Sequence[Block], complete: str = COMPLETE, open_still: str = "", payoffs: bool = True
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
    told = [*notes([units]), *(Note(sentence_of(note), detail=note != levels) for note in remarks(sol))]
    known = complete if sol.complete else open_still or (MORE if sol.equilibria else "the search was not complete")
    told += [Note(_in_short(sol, known)), Note(_how(sol, known), detail=True)]
    return Report(safe(game.title, True), (*blocks, *told), tuple(game.players))


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
    parts.append("exact" if sol.exact else "numbers rounded")
    parts += [f"checked: {safe(sol.checked, True)}"] if sol.checked else []
    if judged := [e.regret for e in sol.equilibria if e.kind in WITHOUT_REGRET]:
        parts.append(f"largest regret {max(judged):.0e}" if max(judged) > 1e-12 else "regret 0")
    return f"{'; '.join(parts)}."


def remarks(sol: Solution) -> list[str]:
    """What a reader must know besides: what nobody sets, and all notes but for what the headline says."""
    notes = [note for note in (*sol.game.notes, *sol.notes) if note != NOT_LOOKED_FOR or not sol.equilibria]
    return [*_kept(sol.game), *notes]


def _kept(game: NormalFormGame | ExtensiveGame) -> list[str]:
    """One sentence about the issues that no player sets alone."""
    table = game.normal_form if isinstance(game, ExtensiveGame) else game
    kept = {} if table is None else table.kept
    stays = joined([f"`{safe(issue, True)}` stays at {safe(option, True)}" for issue, option in kept.items()])
    return [f"{stays}, because no player decides {'it' if len(kept) == 1 else 'them'} alone"] if kept else []
