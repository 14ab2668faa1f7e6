"""Play under hidden information: what each type does, what the others then believe, and who bluffs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.standpoints import Standpoint, Standpoints
from negotiate.report.blocks import Column, Entry, Sentence, Table
from negotiate.report.numbers import all_fractions, contrast, probability, rounded
from negotiate.report.words import counted, joined, safe, the
from negotiate.solvers.bluffs import Bluff, bluffs
from negotiate.solvers.reports.beliefs import beliefs_at, describe_belief
from negotiate.solvers.reports.paths import comes_to
from negotiate.solvers.reports.strategies import sentence
from negotiate.solvers.solution import TreeEquilibrium

MOST_OCCASIONS = 3
"""Occasions on the path of play that are told where not everything is wanted."""
MOST_BLUFFS = 1
"""Bluffs, and messages that nobody sends of which it is told how they would be taken."""
MOST_KINDS = 4
MOST_NODES = 20_000
"""Nodes on the path of play that are put into words."""
MOST_SETS = 10_000
"""Sets that a table goes through."""


@dataclass(frozen=True, slots=True)
class _Occasion:
    """One player's choice after what it has seen, at as many information sets as it may be of types."""

    player: int
    points: tuple[Standpoint, ...]


def sentences(equilibrium: TreeEquilibrium, digits: Sequence[int]) -> list[Sentence]:
    """What happens and why, a paragraph an occasion; what is believed off the path; who bluffs; what it comes to."""
    return list(_Telling(equilibrium, digits).sentences())


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

    def sentences(self) -> Iterator[Sentence]:
        """The first of each sort, then as details the others."""
        occasions = [" ".join(map(sentence, self._occasion(one))) for one in self._occasions()]
        most = MOST_OCCASIONS + (len(occasions) == MOST_OCCASIONS + 1)
        yield from (Sentence(said, place >= most) for place, said in enumerate(occasions))
        found = [" ".join(map(sentence, self._bluff(bluff))) for bluff in bluffs(self.equilibrium)]
        yield from (Sentence(said, place >= MOST_BLUFFS) for place, said in enumerate(found))
        strayed = self._off_path()
        for place, point in enumerate(strayed):
            yield Sentence(sentence(self._unseen(point, strayed)), place >= MOST_BLUFFS)
        yield Sentence(sentence(comes_to(self.equilibrium, self.digits)))

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

    def _occasion(self, occasion: _Occasion) -> Iterator[str]:
        """What one player believes on one occasion, then what it does, each of its types in a sentence."""
        points, name, clash = occasion.points, the(self.game.players[occasion.player]), _clash(occasion.points)
        after = f"{self._after(points[0])}, " if points[0].last else ""
        beliefs = {"" if self._learnt_nothing(point) else self._belief(point) for point in points}
        if len(beliefs) == 1 and (shared := beliefs.pop()):
            yield f"{after}{name} {shared}"
            after = ""
        ways: dict[str, list[Standpoint]] = {}
        for point in points:
            ways.setdefault(f"{self._does(point)}{self._why(point)}", []).append(point)
        if len(ways) == 1 and len(points) > 1:
            few = not clash and len(points) <= MOST_KINDS
            kinds = f"as {joined([_kind(p) for p in points], 'or')}" if few else "whatever its type"
            yield f"{after}{kinds}, {name} chooses {next(iter(ways))}"
            return
        for does, alike in list(ways.items())[:MOST_KINDS]:
            where = self._where(alike, clash or not alike[0].kind, bool(after))
            yield f"{after}{where}{name} chooses {does}"
            after = ""
        if len(ways) > MOST_KINDS:
            yield f"{name} does something else as {counted(len(ways) - MOST_KINDS, 'other type')}"

    def _where(self, points: Sequence[Standpoint], by_move: bool, after: bool) -> str:
        """As whom somebody chooses, or where."""
        shown = points[: MOST_KINDS + 1 if len(points) == MOST_KINDS + 1 else MOST_KINDS]
        more = [f"{len(points) - len(shown):,} more"] if len(shown) < len(points) else []
        if not by_move:
            return f"as {joined([*map(_kind, shown), *more], 'or')}, "
        if len(points) == 1 and (after or self._called_like_its_mover(points[0])):
            return ""
        return f"at {joined([*(f'`{safe(p.move, True)}`' for p in shown), *more], 'or')} "

    def _after(self, point: Standpoint) -> str:
        """What the mover of a set has seen, as far as it takes to tell it from its others."""
        return f"after {joined([f'`{safe(what, True)}`' for what in self.points.heard(point)])}"

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

    def _why(self, point: Standpoint) -> str:
        """What it gives, and what the best thing left undone would; what is mixed is all as good."""
        reason = self.reasons.get(point.label)
        if reason is None:
            return ""
        places, ways = self.digits[reason.player], len(self._played(point)[1])
        if ways > 1:
            return f", for {rounded(reason.payoff, places)} {'either' if ways == 2 else 'each'} way"
        if not reason.alternative or math.isnan(reason.alternative_payoff):
            return f", for {rounded(reason.payoff, places)}"
        there, here = contrast(reason.alternative_payoff, reason.payoff, places)
        other = f"`{safe(reason.alternative, True)}`"
        return f", for {here} instead of {there} with {other}" if there != here else f", for {here}, as with {other}"

    # What is believed ---------------------------------------------------------------------------------------------

    def _belief(self, point: Standpoint, would: bool = False) -> str:
        """What the mover of a set thinks has happened; empty where it knows or nothing can be said."""
        nodes = self.points.nodes(point.label)
        weights = beliefs_at(self.equilibrium, point.label, nodes, self.reach)
        if weights is None or len(nodes) == 1:
            return ""
        return describe_belief(point, weights, the(self.game.players[point.owner]) if point.owner >= 0 else "", would)

    def _learnt_nothing(self, point: Standpoint) -> bool:
        """Whether nobody has told the mover of a set anything: it believes what the odds of chance say."""
        if not point.last:
            return True
        nodes = self.points.nodes(point.label)
        weights = beliefs_at(self.equilibrium, point.label, nodes, self.reach)
        prior = self.prior[nodes]
        return point.last_by == CHANCE and weights is not None and np.allclose(weights, prior / prior.sum())

    def _off_path(self) -> list[Standpoint]:
        """The sets to which one player's one other action leads, where something is believed."""
        tree = self.game.tree
        above = tree.parent[1:]
        strayed = 1 + np.flatnonzero((self.reach[1:] == 0) & (self.reach[above] > 0) & (tree.mover[above] >= 0))
        found: dict[int, None] = {}
        for label in tree.information_set[strayed[:MOST_NODES]].tolist():
            if label in self.equilibrium.beliefs:
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
        name = f"{the(self.game.players[point.player])}{f', as {_kind(point)},' if point.kind else ''}"
        return f"{where}{never}, {name} would {self._belief(point, True)} and choose {self._does(point)}"

    # Who bluffs ---------------------------------------------------------------------------------------------------

    def _bluff(self, bluff: Bluff) -> Iterator[str]:
        """Who bluffs, how often, as whom, and what it would do if it were known."""
        point, others = self.points.at(bluff.at), [self.points.at(label) for label in bluff.like[:MOST_KINDS]]
        clash = _clash([point, *others])
        who, *like = [f"at `{safe(p.move, True)}`" if clash else f"as {_kind(p)}" for p in (point, *others)]
        like += ["otherwise"] if len(bluff.like) > len(others) else []
        name, does = the(self.game.players[bluff.player]), f"`{safe(bluff.action, True)}`"
        often = probability(bluff.probability, self.fractions)
        sure = "" if often == "1" else f" with probability {often}"
        here, there = contrast(bluff.payoff, bluff.known, self.digits[bluff.player])
        yield f"{name} bluffs: {who} it chooses {does}{sure}, which it also does {joined(like, 'or')}, for {here}"
        yield f"if the others knew, {does} would give {name} {there}, and `{safe(bluff.honest, True)}` would be better"

    def _called_like_its_mover(self, point: Standpoint) -> bool:
        names = self.game.keys[point.player].casefold(), self.game.players[point.player].casefold()
        return point.move.casefold() in names


def _kind(point: Standpoint) -> str:
    return f"`{safe(', '.join(point.kind), True)}`"


def _clash(points: Sequence[Standpoint]) -> bool:
    """Whether their types do not tell these apart, so that their moves' names must."""
    return len({point.kind for point in points}) < len(points) or not all(point.kind for point in points)


def tables(game: ExtensiveGame, equilibria: Sequence[TreeEquilibrium]) -> list[Table]:
    """What is done at every information set, and what is believed where the mover does not know where it stands."""
    points = Standpoints(game)
    sets = [points.at(label) for label in points.labels[:MOST_SETS].tolist()]
    behaviour: list[tuple[Entry, ...]] = []
    believed: list[tuple[Entry, ...]] = []
    for number, equilibrium in enumerate(equilibria, 1):
        reach, played = equilibrium.reach, equilibrium.behaviour
        for point in sets:
            nodes, known = points.nodes(point.label), set_entries(game, point)
            first = int(game.tree.first_child[nodes[0]])
            for place, chance in enumerate(played[point.label]):
                behaviour.append((number, *known, game.action_label(first + place), float(chance)))
            weights = beliefs_at(equilibrium, point.label, nodes, reach) if len(nodes) > 1 else None
            if weights is not None:
                told = zip(point.possible, weights, strict=True)
                believed.extend((number, *known, what, float(weight)) for what, weight in told)
    start = (Column("equilibrium", "count"), *SET_COLUMNS)
    done = (*start, Column("action"), Column("probability", "probability"))
    thought = (*start, Column("possible"), Column("belief", "probability"))
    return [Table(done, tuple(behaviour), only="programs"), Table(thought, tuple(believed), only="programs")]


SET_COLUMNS = (Column("set", "count"), Column("player"), Column("move"), Column("type"), Column("seen"))
"""Of an information set: its number, whose it is, what is decided, and what its mover knows."""


def set_entries(game: ExtensiveGame, point: Standpoint) -> tuple[Entry, ...]:
    """An information set in `SET_COLUMNS`."""
    return point.label, game.keys[point.player], point.move, ", ".join(point.kind), ", ".join(point.seen)
