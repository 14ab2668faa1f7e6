"""Play under hidden information in sentences: what each type does, what the others then believe, who bluffs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.standpoints import Standpoint, Standpoints
from negotiate.render.beliefs import belief, believed
from negotiate.report.numbers import all_fractions, contrast, probability, rounded
from negotiate.report.words import counted, joined, safe
from negotiate.solvers.bluffs import Bluff, bluffs
from negotiate.solvers.solution import TreeEquilibrium

MOST_OCCASIONS = 5
"""Occasions on the path of play that are told."""
MOST_BLUFFS = 2
MOST_UNSEEN = 2
"""Messages that nobody sends of which it is told how they would be taken."""
MOST_KINDS = 4
MOST_NODES = 20_000
"""Nodes on the path of play that are put into words."""


@dataclass(frozen=True, slots=True)
class _Occasion:
    """One player's choice after what it has seen, at as many information sets as it may be of types."""

    player: int
    points: tuple[Standpoint, ...]


def hidden(game: ExtensiveGame) -> bool:
    """Whether somebody moves in turn without knowing all that happened before."""
    return game.normal_form is None and not game.perfect_information


def told(equilibrium: TreeEquilibrium, digits: Sequence[int]) -> str:
    """What happens, why, what is believed and who bluffs, in a few sentences.

    Parameters
    ----------
    equilibrium : TreeEquilibrium
        Of a tree with hidden information.
    digits : sequence of int
        Decimals a player.
    """
    return " ".join(sentences(equilibrium, digits))


def sentences(equilibrium: TreeEquilibrium, digits: Sequence[int], everything: bool = False) -> list[str]:
    """The same, sentence by sentence; with `everything` every choice, bluff and message."""
    return [f"{said[:1].upper()}{said[1:]}." for said in _Telling(equilibrium, digits).sentences(everything)]


class _Telling:
    """One equilibrium with what its sentences draw on."""

    def __init__(self, equilibrium: TreeEquilibrium, digits: Sequence[int]) -> None:
        self.equilibrium, self.game, self.digits = equilibrium, equilibrium.game, digits
        self.reach, self.points = equilibrium.reach, Standpoints(equilibrium.game)
        tree = self.game.tree
        self.reasons = {int(tree.information_set[r.node]): r for r in equilibrium.reasons if r.node >= 0}
        self.prior = np.array(tree.odds)
        for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
            self.prior[start:stop] *= self.prior[tree.parent[start:stop]]
        chosen = equilibrium.probability[1:][tree.mover[tree.parent[1:]] >= 0]
        self.fractions = all_fractions(np.unique(chosen[(chosen > 0) & (chosen < 1)]))

    def sentences(self, everything: bool) -> Iterable[str]:
        """The first of each sort, or all of them, in order."""
        occasions = self._occasions()
        most = len(occasions) if everything or len(occasions) == MOST_OCCASIONS + 1 else MOST_OCCASIONS
        yield from map(self._occasion, occasions[:most])
        if (rest := len(occasions) - most) > 0:
            yield f"{counted(rest, 'more choice')} follow in the same way"
        found = bluffs(self.equilibrium)
        most = len(found) if everything else MOST_BLUFFS
        yield from (self._bluff(bluff) for bluff in found[:most])
        if (rest := len(found) - most) > 0:
            yield f"there {'is' if rest == 1 else 'are'} {counted(rest, 'more bluff')}"
        strayed = self._off_path(len(self.points.labels) if everything else MOST_UNSEEN)
        yield from (self._unseen(point, strayed) for point in strayed)
        sure = len(self.equilibrium.endings) == 1
        gains = [f"{self._name(p)} {rounded(float(x), self.digits[p])}" for p, x in enumerate(self.equilibrium.payoffs)]
        yield f"{'this' if sure else 'on average this'} gives {joined(gains)}"

    # What is chosen -----------------------------------------------------------------------------------------------

    def _occasions(self) -> list[_Occasion]:
        """The choices on the path of play, earliest first; those of one player that see the same belong together."""
        tree = self.game.tree
        reached = tree.information_set[(self.reach > 0) & (tree.mover >= 0)][:MOST_NODES]
        together: dict[tuple[int, tuple[str, ...]], list[Standpoint]] = {}
        for label in dict.fromkeys(reached.tolist()):
            point = self.points.at(label)
            together.setdefault((point.player, point.seen), []).append(point)
        return [_Occasion(player, tuple(points)) for (player, _), points in together.items()]

    def _occasion(self, occasion: _Occasion) -> str:
        """What one player does on one occasion, whatever it is."""
        points, name = occasion.points, self._name(occasion.player)
        first, clash = points[0], _clash(points)
        after = f"{self._after(first)}, " if first.last else ""
        beliefs = {"" if self._learnt_nothing(point) else self._belief(point) for point in points}
        shared = beliefs.pop() if len(beliefs) == 1 else ""
        lead = f"{after}{name} {f'{shared} and chooses' if shared else 'chooses'}"
        if len(points) == 1:
            kind = f", as {_kind(first)}," if first.kind else ""
            at = "" if after or kind or self._called_like_its_mover(first) else f"at `{safe(first.move, True)}` "
            return f"{at}{lead.replace(name, name + kind, 1)} {self._does(first)}{self._why(first, ', ')}"
        ways: dict[str, list[Standpoint]] = {}
        for point in points:
            ways.setdefault(self._does(point), []).append(point)
        whys = {self._why(point, ", ") for point in points}
        if len(ways) == 1 and len(whys) == 1:
            return f"{lead} {next(iter(ways))} {self._whoever(points, clash)}{whys.pop()}"
        if len(ways) == 1:
            each = self._each(points, clash, "and") if clash else f"whether {self._each(points, clash, 'or')}"
            return f"{lead} {next(iter(ways))} {each}"
        said = [
            f"{does} {'' if clash else 'if '}{self._each(some, clash, 'or')}"
            for does, some in list(ways.items())[:MOST_KINDS]
        ]
        if len(ways) > MOST_KINDS:
            said.append(f"{len(ways) - MOST_KINDS:,} more ways")
        return f"{lead} {'; '.join(said) if any(' and ' in one for one in said) or clash else joined(said)}"

    def _after(self, point: Standpoint) -> str:
        """What the mover of a set has seen, as far as it takes to tell it from its others."""
        return f"after {joined([safe(what, True) for what in self.points.heard(point)])}"

    def _whoever(self, points: Sequence[Standpoint], clash: bool) -> str:
        """The types that all do the same for the same reason."""
        if clash or len(points) > MOST_KINDS:
            return "whatever it is"
        return f"whether {joined([_kind(p) for p in points], 'or')}"

    def _each(self, points: Sequence[Standpoint], clash: bool, word: str) -> str:
        """The types that act alike, each with its reason."""
        shown = points[: MOST_KINDS + 1 if len(points) == MOST_KINDS + 1 else MOST_KINDS]
        named = [f"{f'at `{safe(p.move, True)}`' if clash else _kind(p)}{self._why(p, ' (', ')')}" for p in shown]
        return joined([*named, *([f"{len(points) - len(shown):,} more"] if len(shown) < len(points) else [])], word)

    def _does(self, point: Standpoint) -> str:
        """An action, or several with their probabilities."""
        first, played = self._played(point)
        words = [f"`{safe(self.game.action_label(first + k), True)}`" for k in played]
        if len(words) == 1:
            return words[0]
        chances = [probability(float(self.equilibrium.probability[first + k]), self.fractions) for k in played]
        (label, chance), *more = zip(words, chances, strict=True)
        return joined([f"{label} with probability {chance}", *(f"{other} with {p}" for other, p in more)])

    def _played(self, point: Standpoint) -> tuple[int, list[int]]:
        """The first child of a set's first node, and which of its children are entered."""
        node = int(self.points.nodes(point.label)[0])
        first, count = int(self.game.tree.first_child[node]), int(self.game.tree.child_count[node])
        return first, [int(k) for k in np.flatnonzero(self.equilibrium.probability[first : first + count])]

    def _why(self, point: Standpoint, before: str, after: str = "") -> str:
        """What it gives, and what the best thing left undone would; what is mixed is all as good."""
        reason = self.reasons.get(point.label)
        if reason is None:
            return ""
        places, ways = self.digits[reason.player], len(self._played(point)[1])
        if ways > 1:
            return f"{before}as {'either' if ways == 2 else 'each'} gives it {rounded(reason.payoff, places)}{after}"
        if not reason.alternative or math.isnan(reason.alternative_payoff):
            return f"{before}for {rounded(reason.payoff, places)}{after}"
        there, here = contrast(reason.alternative_payoff, reason.payoff, places)
        other = f"as from `{safe(reason.alternative, True)}`"
        if there != here:
            return f"{before}for {here} instead of the {there} of `{safe(reason.alternative, True)}`{after}"
        return f"{before}for {here}, {other}{after}"

    # What is believed ---------------------------------------------------------------------------------------------

    def _belief(self, point: Standpoint, would: bool = False) -> str:
        """What the mover of a set thinks has happened; empty where it knows or nothing can be said."""
        nodes = self.points.nodes(point.label)
        weights = believed(self.equilibrium, point.label, nodes, self.reach)
        if weights is None or len(nodes) == 1:
            return ""
        return belief(point, weights, self._name(point.owner) if point.owner >= 0 else "", would)

    def _learnt_nothing(self, point: Standpoint) -> bool:
        """Whether nobody has told the mover of a set anything: it believes what the odds of chance say."""
        if not point.last:
            return True
        nodes = self.points.nodes(point.label)
        weights = believed(self.equilibrium, point.label, nodes, self.reach)
        prior = self.prior[nodes]
        return point.last_by == CHANCE and weights is not None and np.allclose(weights, prior / prior.sum())

    def _off_path(self, most: int) -> list[Standpoint]:
        """The first sets to which one player's one other action leads, where something is believed."""
        tree = self.game.tree
        above = tree.parent[1:]
        strayed = 1 + np.flatnonzero((self.reach[1:] == 0) & (self.reach[above] > 0) & (tree.mover[above] >= 0))
        found: dict[int, None] = {}
        for label in tree.information_set[strayed[:MOST_NODES]].tolist():
            if len(found) < most and label in self.equilibrium.beliefs:
                nodes = self.points.nodes(label)
                if len(nodes) > 1 and not self.reach[nodes].any():
                    found[label] = None
        return [self.points.at(label) for label in found]

    def _unseen(self, point: Standpoint, strayed: Sequence[Standpoint]) -> str:
        """How something that nobody does would be taken."""
        heard = self.points.heard(point)
        alike = [o for o in strayed if o.player == point.player and self.points.heard(o) == heard]
        named = not point.last or (len(alike) > 1 and _clash(alike))
        where = f"at `{safe(point.move, True)}`, where nobody comes" if named else self._after(point)
        never = "" if named else ", which does not happen"
        name = f"{self._name(point.player)}{f', as {_kind(point)},' if point.kind else ''}"
        return f"{where}{never}, {name} would {self._belief(point, True)} and choose {self._does(point)}"

    # Who bluffs ---------------------------------------------------------------------------------------------------

    def _bluff(self, bluff: Bluff) -> str:
        """Who bluffs, how often, as whom, and what it would do if it were known."""
        point, others = self.points.at(bluff.at), [self.points.at(label) for label in bluff.like[:MOST_KINDS]]
        clash = _clash([point, *others])
        who, *like = [f"at `{safe(p.move, True)}`" if clash else f"as {_kind(p)}" for p in (point, *others)]
        like += ["otherwise"] if len(bluff.like) > len(others) else []
        does, often = safe(bluff.action, True), probability(bluff.probability, self.fractions)
        here, there = contrast(bluff.payoff, bluff.known, self.digits[bluff.player])
        return (
            f"{self._name(bluff.player)} bluffs: {who} it chooses `{does}` with probability {often}, "
            f"which it also does {joined(like, 'or')}, for {here}; if the others knew, that would give {there}, "
            f"and it would choose `{safe(bluff.honest, True)}`"
        )

    def _name(self, player: int) -> str:
        return safe(self.game.players[player], True)

    def _called_like_its_mover(self, point: Standpoint) -> bool:
        names = self.game.keys[point.player].casefold(), self.game.players[point.player].casefold()
        return point.move.casefold() in names


def _kind(point: Standpoint) -> str:
    return safe(", ".join(point.kind), True)


def _clash(points: Sequence[Standpoint]) -> bool:
    """Whether their types do not tell these apart, so that their moves' names must."""
    return len({point.kind for point in points}) < len(points) or not all(point.kind for point in points)
