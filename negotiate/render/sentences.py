"""What happens and why, in a plain sentence or two an equilibrium, from nothing but the solution."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import FloatArray, NormalFormGame, Strategy
from negotiate.render.hidden_play import hidden
from negotiate.render.hidden_play import sentences as hidden_sentences
from negotiate.render.outcomes import each_once
from negotiate.render.walks import path, walk
from negotiate.report.numbers import all_fractions, contrast, decimals, probability, rounded
from negotiate.report.words import in_words, joined, safe
from negotiate.solvers.nash.candidates import UNSETTLED
from negotiate.solvers.solution import (
    FREE_ELSEWHERE,
    NO_NUMBERS,
    NOT_LOOKED_FOR,
    Equilibrium,
    Reason,
    Solution,
    TreeEquilibrium,
)
from negotiate.views.alone import IDLE

CROWD = 10
"""Above so many equilibria, it is said how many of them are pure."""
MANY = 2
"""Above so many issues, a strategy is told by what it changes."""


def listed(sol: Solution) -> Sequence[Equilibrium | TreeEquilibrium]:
    """The equilibria of a solution, whichever form its game has."""
    return sol.profiles


def headline(sol: Solution) -> str:
    """How many equilibria there are, and whether these are all."""
    count, concept = len(sol.equilibria), safe(sol.concept, True)
    if not count:
        return _none(sol, concept)
    noun = f"{concept} {'equilibrium' if count == 1 else 'equilibria'}"
    if NOT_LOOKED_FOR in sol.notes:
        every = {1: "The only", 2: "Both"}.get(count, f"All {in_words(count).lower()}")
        return f"{every} pure {noun}; mixed ones were not looked for."
    noun += " in pure strategies" if NO_NUMBERS in sol.notes else ""
    if sol.continuum and _outcomes(sol):
        noun = f"{'outcome' if count == 1 else 'outcomes'} of {concept} equilibria"
        return f"{in_words(count)} {noun}{'' if sol.complete else ' found; there may be more'}."
    if not sol.complete:
        return f"{in_words(count)} {noun} found{_purely(sol)}; there may be more."
    if any(note.endswith(FREE_ELSEWHERE) for note in sol.notes):
        noun = f"{'outcome' if count == 1 else 'outcomes'} of {concept} equilibria"
    noun += _purely(sol)
    if sol.continuum:
        whole = any(len(component.pieces[0]) == count for component in sol.components)
        between = "them" if count == 2 or whole else "some of them"
        return f"{in_words(count)} {noun}, and mixtures between {between}."
    return f"{in_words(count)} {noun}, and no other{'' if count == 1 else 's'}."


def _outcomes(sol: Solution) -> bool:
    """Whether a tree's equilibria are listed once an outcome."""
    if not isinstance(sol.game, ExtensiveGame) or sol.game.normal_form is not None:
        return False
    return not hidden(sol.game) or each_once([e for e in sol.equilibria if isinstance(e, TreeEquilibrium)])


def _purely(sol: Solution) -> str:
    """How many of a crowd are pure."""
    pure = sum(isinstance(e, Equilibrium) and e.pure for e in sol.profiles)
    mixed = len(sol.profiles) - pure
    return f", {in_words(pure).lower()} of them pure" if pure and mixed and pure + mixed > CROWD else ""


def remarks(sol: Solution) -> list[str]:
    """What a reader must know besides: what nobody sets, and all notes but for what the headline says."""
    notes = [note for note in (*sol.game.notes, *sol.notes) if note != NOT_LOOKED_FOR or not sol.equilibria]
    return [*_kept(sol.game), *notes]


def _kept(game: NormalFormGame | ExtensiveGame) -> list[str]:
    """One sentence about the issues that no player sets alone."""
    table = game.normal_form if isinstance(game, ExtensiveGame) else game
    kept = {} if table is None else table.kept
    if not kept:
        return []
    stays = joined([f"`{safe(issue, True)}` stays at {safe(option, True)}" for issue, option in kept.items()])
    return [f"{stays}, since several must agree on {'it' if len(kept) == 1 else 'each'}"]


def _none(sol: Solution, concept: str) -> str:
    if any(UNSETTLED in note for note in sol.notes):
        return "Play did not settle; nothing was found."
    purely = NOT_LOOKED_FOR in sol.notes or "pure" in concept.lower()
    if NO_NUMBERS in sol.notes or (isinstance(sol.game, NormalFormGame) and purely):
        return "No equilibrium in pure strategies: from every combination somebody gains by changing alone."
    return f"No {concept} equilibrium{'' if sol.complete else ' found; there may be one'}."


def places(sol: Solution) -> list[int]:
    """How many decimals each player's payoffs get, the same in sentences, pictures and tables of one answer."""
    game = sol.game
    found = []
    for p in range(len(game.players)):
        table = game.payoffs[:, p] if isinstance(game, ExtensiveGame) else game.payoffs[p]
        told = [e.payoffs[p] for e in sol.equilibria]
        told += [
            x for e in sol.equilibria for r in e.reasons if r.player == p for x in (r.payoff, r.alternative_payoff)
        ]
        found.append(max([decimals(map(float, np.unique(table))), *(decimals([x]) for x in set(told))]))
    return found


def sentence(sol: Solution, equilibrium: Equilibrium | TreeEquilibrium, digits: Sequence[int] | None = None) -> str:
    """One equilibrium in plain words: what is done, and why nobody does something else.

    Parameters
    ----------
    sol : Solution
        Where it belongs.
    equilibrium : Equilibrium or TreeEquilibrium
        One of those in `sol`.
    digits : sequence of int, optional
        Decimals a player: `places(sol)`, which whoever writes many sentences asks for once.
    """
    digits = places(sol) if digits is None else digits
    if isinstance(equilibrium, TreeEquilibrium):
        alone, game = at_once(equilibrium), equilibrium.game.normal_form
        if alone is None or game is None:
            return walk(equilibrium, digits)
    else:
        alone = equilibrium
        game = sol.game if isinstance(sol.game, NormalFormGame) else None
        if game is None:
            raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return _pure(game, alone, digits) if alone.pure else _mixed(game, alone, digits)


def spoken(
    sol: Solution, equilibrium: Equilibrium | TreeEquilibrium, digits: Sequence[int], everything: bool = False
) -> list[str]:
    """The same in as many pieces as read well one below the other; with `everything` none is left out."""
    if isinstance(equilibrium, TreeEquilibrium) and hidden(equilibrium.game):
        return hidden_sentences(equilibrium, digits, everything)
    return [sentence(sol, equilibrium, digits)]


def at_once(equilibrium: TreeEquilibrium) -> Equilibrium | None:
    """The same equilibrium in strategies, where the tree draws a game in which all move at once; else None."""
    game, tree = equilibrium.game.normal_form, equilibrium.game.tree
    if game is None:
        return None
    sets = [int(node) for node in tree.level_starts[: game.n_players]]  # level k belongs to player k
    if tuple(int(tree.child_count[node]) for node in sets) != game.shape:
        return None
    below = [slice(int(tree.first_child[node]), int(tree.first_child[node] + tree.child_count[node])) for node in sets]
    return Equilibrium(
        kind=equilibrium.kind,
        strategies=tuple(equilibrium.probability[part] for part in below),
        payoffs=equilibrium.payoffs,
        regret=equilibrium.regret,
        choices=equilibrium.choices,
        reasons=equilibrium.reasons,
    )


def _pure(game: NormalFormGame, equilibrium: Equilibrium, digits: Sequence[int]) -> str:
    played = [game.strategies[p][s[0]] for p, s in enumerate(equilibrium.support)]
    acts = joined([f"{_name(game, p)} {_act(strategy, game.keys[p])}" for p, strategy in enumerate(played)])
    whys = [_instead(game, reason, digits) for reason in equilibrium.reasons if reason.alternative]
    return f"{acts}; {_nobody(game, 'by changing alone')}{': ' if whys else ''}{', '.join(whys)}."


def _nobody(game: NormalFormGame, how: str) -> str:
    nobody = {1: "nothing else would give more", 2: f"neither gains {how}"}
    return nobody.get(game.n_players, f"nobody gains {how}")


def _act(strategy: Strategy, key: str) -> str:
    if strategy.label == IDLE and not strategy.choices:
        return "decides nothing alone"
    if set(strategy.choices) <= {
        key
    }:  # nothing to name: bare arrays, or a matrix, whose issues are called like players
        return f"plays {safe(strategy.label, True)}"
    if len(strategy.choices) > MANY and len(strategy.label.split(", ")) < len(strategy.choices):
        return f"chooses {safe(strategy.label, True)}, all else as in the status quo"
    settings = [f"{safe(issue, True)} to {safe(option, True)}" for issue, option in strategy.choices.items()]
    return f"sets {joined(settings)}"


def _instead(game: NormalFormGame, reason: Reason, digits: Sequence[int]) -> str:
    """What the best thing left undone would have been worth."""
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits[reason.player])
    name, other = _name(game, reason.player), safe(reason.alternative, True)
    if there == here:
        return f"`{other}` would be as good for {name}"
    if game.keys[reason.player] in game.ordinal:
        return f"`{other}` would be worse for {name}"
    return f"`{other}` would give {name} {there} instead of {here}"


def _own(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _mixed(game: NormalFormGame, equilibrium: Equilibrium, digits: Sequence[int]) -> str:
    """Who mixes how, and that each is indifferent between what is mixed."""
    fractions = in_fractions(equilibrium)
    acts = [
        f"{_name(game, p)} {_mixture(game.strategies[p], s, game.keys[p], fractions)}"
        for p, s in enumerate(equilibrium.strategies)
    ]
    reasons = {reason.player: reason for reason in equilibrium.reasons}
    whys = [_indifferent(game, equilibrium, p, reasons.get(p), digits) for p in range(game.n_players)]
    reasons_given = [why for why in whys if why]
    said = "; ".join(reasons_given) if any("," in why for why in reasons_given) else joined(reasons_given)
    return f"{'; '.join(acts)}. {said[:1].upper()}{said[1:]}, so {_nobody(game, 'by changing')}."


def _indifferent(
    game: NormalFormGame, equilibrium: Equilibrium, player: int, reason: Reason | None, digits: Sequence[int]
) -> str:
    mixed, payoff = len(equilibrium.support[player]), equilibrium.payoffs[player]
    other = safe(reason.alternative, True) if reason else ""
    if mixed == 1:
        return _instead(game, reason, digits) if reason and other else ""
    whose, count = _own(_name(game, player)), in_words(mixed).lower()
    if reason is None or not other:
        earlier = any(len(support) > 1 for support in equilibrium.support[:player])
        return f"each of {whose} {count}{'' if earlier else ' options'} gives {rounded(payoff, digits[player])}"
    there, here = contrast(reason.alternative_payoff, payoff, digits[player])
    rest = f"as does `{other}`" if there == here else f"but `{other}` {there}"
    return f"each of the {count} options that {_name(game, player)} mixes gives {here}, {rest}"


def in_fractions(equilibrium: Equilibrium) -> bool:
    """Whether every probability of an equilibrium can be written as a fraction; else all are decimals."""
    return all_fractions(p for weights in equilibrium.strategies for p in weights[weights > 0])


def _mixture(strategies: Sequence[Strategy], weights: FloatArray, key: str, fractions: bool) -> str:
    support = [int(i) for i in np.flatnonzero(weights)]
    if len(support) == 1:
        return _act(strategies[support[0]], key)
    words = [(safe(strategies[i].label, True), probability(float(weights[i]), fractions)) for i in support]
    (label, chance), *more = words
    return f"plays {joined([f'{label} with probability {chance}', *(f'{other} with {p}' for other, p in more)])}"


def played(equilibrium: Equilibrium | TreeEquilibrium, game: NormalFormGame | ExtensiveGame, step: str) -> str:
    """What is done, in as few words as possible: strategies side by side, or the path of a tree."""
    if isinstance(equilibrium, TreeEquilibrium):
        alone, table = at_once(equilibrium), equilibrium.game.normal_form
        return path(equilibrium, step) if alone is None or table is None else played(alone, table, step)
    if not isinstance(game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return " | ".join(supports(game, equilibrium))


def supports(game: NormalFormGame, equilibrium: Equilibrium) -> list[str]:
    """What each player plays, with probabilities where it mixes."""
    fractions = in_fractions(equilibrium)
    return [_support(game, equilibrium, p, fractions) for p in range(game.n_players)]


def _support(game: NormalFormGame, equilibrium: Equilibrium, player: int, fractions: bool) -> str:
    weights, support = equilibrium.strategies[player], equilibrium.support[player]
    labels = [safe(game.strategies[player][i].label, True) for i in support]
    if len(support) == 1:
        return labels[0]
    chances = [probability(float(weights[i]), fractions) for i in support]
    return " + ".join(f"{chance} {label}" for chance, label in zip(chances, labels, strict=True))


def _name(game: NormalFormGame | ExtensiveGame, player: int) -> str:
    return safe(game.players[player], True)
