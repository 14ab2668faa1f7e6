"""What happens and why, in a plain sentence or two an equilibrium, from nothing but the solution."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.normal_form import FloatArray, NormalFormGame, Strategy
from negotiate.render.text import contrast, counted, decimals, in_words, joined, odds, probability, rounded, safe
from negotiate.solvers.solution import NOT_LOOKED_FOR, Equilibrium, Reason, Solution, TreeEquilibrium

MOST_DECISIONS = 6
FEW_ENDINGS = 4
MANY = 2
"""Above so many issues, a strategy is told by what it changes."""


def listed(sol: Solution) -> Sequence[Equilibrium | TreeEquilibrium]:
    """The equilibria of a solution, whichever form its game has."""
    return sol.equilibria


def headline(sol: Solution) -> str:
    """How many equilibria there are, and whether these are all."""
    count, concept = len(sol.equilibria), safe(sol.concept, True)
    if not count:
        return _none(sol, concept)
    noun = f"{concept} {'equilibrium' if count == 1 else 'equilibria'}"
    if NOT_LOOKED_FOR in sol.notes:
        every = {1: "The only", 2: "Both"}.get(count, f"All {in_words(count).lower()}")
        return f"{every} pure {noun}; mixed ones were not looked for."
    if sol.continuum and isinstance(sol.game, ExtensiveGame) and sol.game.normal_form is None:
        noun = f"{'outcome' if count == 1 else 'outcomes'} of {concept} equilibria"
        return f"{in_words(count)} {noun}{'' if sol.complete else ' found; there may be more'}."
    if not sol.complete:
        return f"{in_words(count)} {noun} found; there may be more."
    if sol.continuum:
        return f"{in_words(count)} {noun}, and mixtures between {'them' if count == 2 else 'some of them'}."
    return f"{in_words(count)} {noun}, and no other{'' if count == 1 else 's'}."


def remarks(sol: Solution) -> list[str]:
    """What a reader must know besides: the notes of the game and of the solution, but for what the headline says."""
    return [note for note in (*sol.game.notes, *sol.notes) if note != NOT_LOOKED_FOR or not sol.equilibria]


def _none(sol: Solution, concept: str) -> str:
    if isinstance(sol.game, NormalFormGame) and (not sol.complete or "pure" in concept.lower()):
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
            return _walk(equilibrium, digits)
    else:
        alone = equilibrium
        game = sol.game if isinstance(sol.game, NormalFormGame) else None
        if game is None:
            raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return _pure(game, alone, digits) if alone.pure else _mixed(game, alone, digits)


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
    return f"`{other}` would give {name} {there} instead of {here}"


def _own(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _mixed(game: NormalFormGame, equilibrium: Equilibrium, digits: Sequence[int]) -> str:
    """Who mixes how, and that each is indifferent between what is mixed."""
    acts = [
        f"{_name(game, p)} {_mixture(game.strategies[p], s, game.keys[p])}"
        for p, s in enumerate(equilibrium.strategies)
    ]
    reasons = {reason.player: reason for reason in equilibrium.reasons}
    whys = [_indifferent(game, equilibrium, p, reasons.get(p), digits) for p in range(game.n_players)]
    said = joined([why for why in whys if why])
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


def _mixture(strategies: Sequence[Strategy], weights: FloatArray, key: str) -> str:
    support = [int(i) for i in np.flatnonzero(weights)]
    if len(support) == 1:
        return _act(strategies[support[0]], key)
    (label, chance), *more = [(safe(strategies[i].label, True), probability(float(weights[i]))) for i in support]
    return f"plays {joined([f'{label} with probability {chance}', *(f'{other} with {p}' for other, p in more)])}"


def _walk(equilibrium: TreeEquilibrium, digits: Sequence[int]) -> str:
    """The path from the root on, with the reason at each decision, and what it comes to."""
    game = equilibrium.game
    steps = [_step(game, reason, digits) for reason in equilibrium.reasons[:MOST_DECISIONS]]
    rest = len(equilibrium.reasons) - len(steps)
    if rest:
        steps.append(f"{counted(rest, 'more decision')} follow{'s' if rest == 1 else ''} in the same way")
    sure = len(equilibrium.endings) == 1
    gains = joined([f"{_name(game, p)} {rounded(float(x), digits[p])}" for p, x in enumerate(equilibrium.payoffs)])
    steps.append(f"this gives {gains}" if sure else f"on average this gives {gains}")
    said = "; ".join(steps)
    return f"{said[:1].upper()}{said[1:]}."


def _step(game: ExtensiveGame, reason: Reason, digits: Sequence[int]) -> str:
    name, chosen = _name(game, reason.player), safe(reason.chosen, True)
    where = safe(reason.where, True)
    move = f"at `{where}` " if where and not names_mover(game, reason.player, where) else ""
    start = f"{_after_chance(game, reason.node)}{move}{name} chooses {chosen}"
    if not reason.alternative or math.isnan(reason.alternative_payoff):
        return f"{start}, for {rounded(reason.payoff, digits[reason.player])}"
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits[reason.player])
    other = safe(reason.alternative, True)
    if there == here:
        return f"{start}, for {here}, and `{other}` is as good"
    return f"{start}, for {here} instead of the {there} of `{other}`"


def names_mover(game: ExtensiveGame, player: int, move: str) -> bool:
    """Whether a move is called like whoever makes it, so that its name says nothing more."""
    return move.casefold() in (game.keys[player].casefold(), _name(game, player).casefold())


def _after_chance(game: ExtensiveGame, node: int) -> str:
    """The last thing chance did before this node: "after backs (odds 0.7) "."""
    if node < 0:
        return ""
    for step in reversed(game.path(node)[1:]):
        if game.tree.mover[game.tree.parent[step]] == CHANCE:
            return f"after {safe(game.action_label(step), True)} (odds {odds(float(game.tree.odds[step]))}) "
    return ""


def played(equilibrium: Equilibrium | TreeEquilibrium, game: NormalFormGame | ExtensiveGame, step: str) -> str:
    """What is done, in as few words as possible: strategies side by side, or the path of a tree."""
    if isinstance(equilibrium, TreeEquilibrium):
        alone, table = at_once(equilibrium), equilibrium.game.normal_form
        return _path(equilibrium, step) if alone is None or table is None else played(alone, table, step)
    if not isinstance(game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return " | ".join(_support(game, equilibrium, p) for p in range(game.n_players))


def _support(game: NormalFormGame, equilibrium: Equilibrium, player: int) -> str:
    weights, support = equilibrium.strategies[player], equilibrium.support[player]
    labels = [safe(game.strategies[player][i].label, True) for i in support]
    if len(support) == 1:
        return labels[0]
    return " + ".join(f"{probability(float(weights[i]))} {label}" for i, label in zip(support, labels, strict=True))


def _path(equilibrium: TreeEquilibrium, step: str) -> str:
    """The way through the tree; where it parts, the ways from there with their probabilities, if they are few."""
    game, endings = equilibrium.game, equilibrium.endings
    ways = [game.path(int(game.tree.leaves[leaf]))[1:] for leaf, _ in endings[:FEW_ENDINGS]]
    labels = [[safe(game.action_label(node), True) for node in way] for way in ways]
    if len(endings) == 1:
        return f" {step} ".join(labels[0])
    if len(endings) > FEW_ENDINGS:
        others = counted(len(endings) - 1, "other ending")
        return f"{f' {step} '.join(labels[0])} ({probability(endings[0][1])}; {others} possible)"
    common = next(k for k in range(len(ways[0])) if len({way[k] for way in ways}) > 1)
    rest = [f" {step} ".join(label[common:]) for label in labels]
    parts = [f"{odds(p)} {way}" for way, (_, p) in zip(rest, endings, strict=True)]
    return f" {step} ".join([*labels[0][:common], " or ".join(parts)])


def _name(game: NormalFormGame | ExtensiveGame, player: int) -> str:
    return safe(game.players[player], True)
