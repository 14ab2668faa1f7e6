"""Play in a tree in words: the way through it, every decision with its reason, or no more than its
actions.

Under hidden information it is told what each type does, what the others then believe, and who
bluffs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.bluffs import TypeBluff, bluffs
from negotiate.equilibrium.reports import alike, chances, instead, mixture, on_average, several
from negotiate.equilibrium.solution import Reason, TreeEquilibrium, own_odds
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.standpoints import Standpoint, Standpoints
from negotiate.report.blocks import Sentence
from negotiate.report.style import (
    all_fractions,
    contrast,
    counted,
    joined,
    odds,
    probability,
    rounded,
    safe,
    sentence_of,
    the,
)

STEP = " → "
MOST_DECISIONS = 6
FEW_ENDINGS = 4
MANY_ENDINGS = 1000
"""Of so many it is looked whether all types do the same."""
MOST_SETS = 2
"""Information sets that are named to tell equilibria of one path apart."""
MOST_EQUILIBRIA = 200
"""Of more with one path only the path is told."""
APART = 1e-9
MOST_OCCASIONS = 3
"""Occasions on the path of play that are told where not everything is wanted."""
MOST_BLUFFS = 1
"""Bluffs, and messages that nobody sends of which it is told how they would be taken."""
MOST_KINDS = 4
MOST_BELIEVED = 3
"""Possibilities that are named."""
SURELY = 1 - 1e-9
MOST_DRAWS = 3
"""Draws of chance before a decision that are named, the last ones."""
MOST_NODES = 20_000
"""Nodes on the path of play that are put into words."""


def hides(game: ExtensiveGame) -> bool:
    """Whether somebody moves in turn without knowing all that happened before."""
    return game.normal_form is None and not game.perfect_information


def walk(equilibrium: TreeEquilibrium, digits: Sequence[int]) -> str:
    """The path from the root on, with the reason at each decision, and what it comes to."""
    game, reasons = equilibrium.game, equilibrium.reasons
    said = [step for reason in reasons[:MOST_DECISIONS] for step in _decision(game, reason, digits)]
    if rest := len(reasons[MOST_DECISIONS:]):
        said.append(
            f"{counted(rest, 'more decision')} follow{'s' if rest == 1 else ''} in the same way"
        )
    return " ".join([*map(sentence_of, said), comes_to(equilibrium, digits)])


def comes_to(equilibrium: TreeEquilibrium, digits: Sequence[int]) -> str:
    """What the path gives everybody, as the end of its telling."""
    return on_average(equilibrium.game, equilibrium.payoffs, digits, len(equilibrium.endings) == 1)


def _decision(game: ExtensiveGame, reason: Reason, digits: Sequence[int]) -> Iterator[str]:
    where = _after_chance(game, reason)
    if reason.where and not names_mover(game, reason.player, reason.where):
        where += f"at `{safe(reason.where, True)}`, "
    chosen = f"{where}{the(game.players[reason.player])} chooses `{safe(reason.chosen, True)}`"
    if reason.alternative and not math.isnan(reason.alternative_payoff):
        yield chosen
        yield instead(game, reason, digits)
    elif game.keys[reason.player] in game.ordinal:
        yield chosen
    else:
        yield f"{chosen} and gets {rounded(reason.payoff, digits[reason.player])}"


def names_mover(game: ExtensiveGame, player: int, move: str) -> bool:
    """Whether a move is called like whoever makes it, so that its name says nothing more."""
    return move.casefold() in (game.keys[player].casefold(), game.players[player].casefold())


def _after_chance(game: ExtensiveGame, reason: Reason) -> str:
    """What chance did before a decision: "after `backs` (probability 0.7), "."""
    path = game.path(reason.node)[1:] if reason.node >= 0 else []
    drawn = [step for step in path if game.tree.mover[game.tree.parent[step]] == CHANCE][
        -MOST_DRAWS:
    ]
    own = game.odds_for(reason.player)
    held = [
        f"`{safe(game.action_label(one), True)}` (probability {odds(float(own[one]))})"
        for one in drawn
    ]
    return f"after {joined(held)}, " if held else ""


def path(equilibrium: TreeEquilibrium) -> str:
    """The way through the tree; where it parts, the ways from there with their probabilities, if
    they are few.

    Of private types it says nothing: what players do is one way, whatever they are.
    """
    ways, more = _ways(equilibrium)
    if len(ways) == 1:
        return STEP.join(ways[0][0])
    if more or len(ways) > FEW_ENDINGS:
        others = counted(len(ways) - 1 + more, "other ending")
        return f"{STEP.join(ways[0][0])} ({_held(ways[0][1], probability)}; {others} possible)"
    steps = list(zip(*(way for way, _ in ways), strict=False))  # as many as the shortest way has
    common = next((k for k, done in enumerate(steps) if len(set(done)) > 1), max(len(steps) - 1, 0))
    apart = [f"{_held(p, odds)} {STEP.join(way[common:])}" for way, p in ways]
    return STEP.join([*ways[0][0][:common], " or ".join(apart)])


def _held(likely: FloatArray, words: Callable[[float], str]) -> str:
    """A probability, or that of each player where they hold different ones."""
    each = [words(float(p)) for p in likely]
    return each[0] if len(set(each)) == 1 else "|".join(each)


def _ways(equilibrium: TreeEquilibrium) -> tuple[list[tuple[tuple[str, ...], FloatArray]], int]:
    """What is done on the way to each ending, likeliest first, and how many are left out.

    Beside each stands its probability, one a player where they hold different odds.
    """
    game, endings, tree = equilibrium.game, equilibrium.endings, equilibrium.game.tree
    points = Standpoints(game) if hides(game) else None
    found: dict[tuple[str, ...], FloatArray] = {}
    each = np.array(
        [*own_odds(equilibrium).values()] if game.views is not None else [[p for _, p in endings]]
    )
    shown = endings[: FEW_ENDINGS + 1 if points is None else MANY_ENDINGS]
    for (leaf, _), likely in zip(shown, each.T, strict=False):
        way = game.path(int(tree.leaves[leaf]))[1:]
        if points is not None:
            way = [node for node in way if not points.hides(int(tree.move[tree.parent[node]]))]
        said = tuple(safe(game.action_label(node), True) for node in way)
        found[said] = found.get(said, 0.0) + likely
    return sorted(found.items(), key=lambda pair: -float(pair[1].mean())), len(endings) - len(shown)


def paths(equilibria: Sequence[TreeEquilibrium]) -> list[str]:
    """The way through the tree for each equilibrium of one tree; where several go one way, what
    each does elsewhere.
    """
    said = [path(equilibrium) for equilibrium in equilibria]
    if not equilibria or not hides(equilibria[0].game):
        return said
    points = Standpoints(equilibria[0].game)
    together: dict[str, list[int]] = {}
    for k, way in enumerate(said):
        together.setdefault(way, []).append(k)
    for way, same in together.items():
        if 1 < len(same) <= MOST_EQUILIBRIA:
            for k, more in zip(
                same, _elsewhere([equilibria[k] for k in same], points), strict=True
            ):
                said[k] = f"{way} ({more})" if more else way
    return said


def _elsewhere(found: Sequence[TreeEquilibrium], points: Standpoints) -> list[str]:
    """What each of some equilibria does at the first sets at which they differ."""
    tree = found[0].game.tree
    apart = np.flatnonzero(
        np.ptp([equilibrium.probability for equilibrium in found], axis=0) > APART
    )
    sets = list(dict.fromkeys(tree.information_set[tree.parent[apart]].tolist()))[:MOST_SETS]
    places = [(point, where(point, points)) for point in map(points.at, sets)]
    return [
        "; ".join([f"{here}: {mixture(*actions_at(e, point))}" for point, here in places])
        for e in found
    ]


def where(point: Standpoint, points: Standpoints) -> str:
    """An information set in few words: "after beer as weak"."""
    kind = f" as {safe(', '.join(point.kind), True)}" if point.kind else ""
    heard = joined([safe(what, True) for what in points.heard(point)])
    return f"{f'after {heard}' if heard else f'at {safe(point.move, True)}'}{kind}"


def actions_at(equilibrium: TreeEquilibrium, point: Standpoint) -> tuple[list[str], list[float]]:
    """The actions at an information set, safe for a screen, and their probabilities."""
    game, node = equilibrium.game, point.nodes[0]
    labels = [safe(label, True) for label in game.action_labels(node)]
    return labels, equilibrium.probability[game.tree.children(node)].tolist()


def each_once(equilibria: Sequence[TreeEquilibrium]) -> bool:
    """Whether no two of them end in the same way with the same probabilities."""
    ends = {
        tuple((leaf, round(chance, 9)) for leaf, chance in sorted(e.endings)) for e in equilibria
    }
    return len(ends) == len(equilibria)


def sentences(equilibrium: TreeEquilibrium, digits: Sequence[int]) -> list[Sentence]:
    """What happens and why, a paragraph an occasion; who bluffs; what is believed off the path;
    what it comes to.
    """
    if not hides(equilibrium.game):
        return [Sentence(walk(equilibrium, digits))]
    told = _Telling(equilibrium, digits)
    occasions = [told.occasion(points) for points in told.occasions()]
    most = MOST_OCCASIONS + (len(occasions) == MOST_OCCASIONS + 1)
    strayed = told.off_path()
    said = [
        *((steps, place >= most) for place, steps in enumerate(occasions)),
        *(
            (told.bluff(bluff), place >= MOST_BLUFFS)
            for place, bluff in enumerate(bluffs(equilibrium))
        ),
        *(
            (told.unseen(point, strayed), place >= MOST_BLUFFS)
            for place, point in enumerate(strayed)
        ),
        ([comes_to(equilibrium, digits)], False),
    ]
    return [Sentence(" ".join(map(sentence_of, steps)), detail) for steps, detail in said]


class _Telling:
    """One equilibrium with what its sentences draw on."""

    def __init__(self, equilibrium: TreeEquilibrium, digits: Sequence[int]) -> None:
        self.equilibrium, self.game, self.digits = equilibrium, equilibrium.game, digits
        self.reach, self.points = equilibrium.reach, Standpoints(equilibrium.game)
        tree = self.game.tree
        self.reasons = {
            int(tree.information_set[r.node]): r for r in equilibrium.reasons if r.node >= 0
        }
        chosen = equilibrium.probability[1:][tree.mover[tree.parent[1:]] >= 0]
        self.fractions = all_fractions(np.unique(chosen[(chosen > 0) & (chosen < 1)]))

    def name(self, point: Standpoint, opening: bool = False) -> str:
        """Who moves at a set, as a sentence says it."""
        return the(self.game.players[point.player], opening)

    # What is chosen -------------------------------------------------------------------------------

    def occasions(self) -> list[list[Standpoint]]:
        """The choices on the path of play, earliest first; those of one player that see the same
        belong together.
        """
        tree = self.game.tree
        reached = tree.information_set[(self.reach > 0) & (tree.mover >= 0)][:MOST_NODES]
        together: dict[tuple[int, tuple[str, ...]], list[Standpoint]] = {}
        for point in map(self.points.at, dict.fromkeys(reached.tolist())):
            together.setdefault((point.player, point.seen), []).append(point)
        return list(together.values())

    def occasion(self, points: Sequence[Standpoint]) -> Iterator[str]:
        """What one player believes after what it has seen, then what each of its types does and
        why.
        """
        clash, after = _clash(points), f"{self._after(points[0])}, " if points[0].last else ""
        name = self.name(points[0])
        beliefs = {"" if self._learnt_nothing(point) else self._belief(point) for point in points}
        if len(beliefs) == 1 and (shared := beliefs.pop()):
            yield f"{after}{name} {shared}"
            after = ""
        ways: dict[tuple[str, ...], list[Standpoint]] = {}
        for point in points:
            ways.setdefault(self._does(point), []).append(point)
        for (does, *why), same in list(ways.items())[:MOST_KINDS]:
            where = self._where(same, clash or not same[0].kind, bool(after))
            if len(ways) == 1 < len(points) and (clash or len(points) > MOST_KINDS):
                where = "whatever its type, "
            yield f"{after}{where}{name} chooses {does}"
            yield from why
            after = ""
        if len(ways) > MOST_KINDS:
            yield f"{name} does something else as {counted(len(ways) - MOST_KINDS, 'other type')}"

    def _where(self, points: Sequence[Standpoint], by_move: bool, after: bool) -> str:
        """As whom somebody chooses, or where."""
        most = MOST_KINDS + (len(points) == MOST_KINDS + 1)
        if not by_move:
            return f"as {several(list(map(_kind, points)), most, 'or')}, "
        if len(points) == 1 and (after or names_mover(self.game, points[0].player, points[0].move)):
            return ""
        return f"at {several(list(map(_move, points)), most, 'or')}, "

    def _after(self, point: Standpoint) -> str:
        """What the mover of a set has seen, as far as it takes to tell it from its others."""
        return f"after {joined([f'`{safe(what, True)}`' for what in self.points.heard(point)])}"

    def _does(self, point: Standpoint) -> tuple[str, ...]:
        """An action, or several with their probabilities; then what the best thing left undone
        would give.

        What is mixed is all as good.
        """
        played = {
            label: p for label, p in zip(*actions_at(self.equilibrium, point), strict=True) if p > 0
        }
        labels, reason = list(played), self.reasons.get(point.label)
        does = (
            f"`{labels[0]}`"
            if len(labels) == 1
            else chances(labels, list(played.values()), self.fractions)
        )
        if reason is None or (len(labels) == 1 and math.isnan(reason.alternative_payoff)):
            return (does,)
        if len(labels) == 1:
            return does, instead(self.game, reason, self.digits)
        worth = rounded(reason.payoff, self.digits[reason.player])
        return does, alike(labels, self.name(point), worth)

    # What is believed -----------------------------------------------------------------------------

    def _belief(self, point: Standpoint, would: bool = False) -> str:
        """What the mover of a set thinks has happened; empty where it knows or nothing can be
        said.
        """
        weights = beliefs_at(self.equilibrium, point.label, point.nodes, self.reach)
        if weights is None or len(point.nodes) == 1:
            return ""
        return _believes(
            point, weights, the(self.game.players[point.owner]) if point.owner >= 0 else "", would
        )

    def _learnt_nothing(self, point: Standpoint) -> bool:
        """Whether nobody has told the mover of a set anything: it believes what the odds of chance
        say.
        """
        if not point.last:
            return True
        weights = beliefs_at(self.equilibrium, point.label, point.nodes, self.reach)
        if point.last_by != CHANCE or weights is None:
            return False
        held = self.game.odds_for(point.player)
        prior = np.array([np.prod(held[self.game.path(node)]) for node in point.nodes])
        return np.allclose(weights, prior / prior.sum())

    def off_path(self) -> list[Standpoint]:
        """The sets to which one player's one other action leads, where something is believed."""
        tree = self.game.tree
        above = tree.parent[1:]
        strayed = 1 + np.flatnonzero(
            (self.reach[1:] == 0) & (self.reach[above] > 0) & (tree.mover[above] >= 0)
        )
        labels = dict.fromkeys(tree.information_set[strayed[:MOST_NODES]].tolist())
        points = [self.points.at(label) for label in labels if label in self.equilibrium.beliefs]
        return [
            one for one in points if len(one.nodes) > 1 and not self.reach[list(one.nodes)].any()
        ]

    def unseen(self, point: Standpoint, strayed: Sequence[Standpoint]) -> list[str]:
        """How something that nobody does would be taken."""
        heard = self.points.heard(point)
        alike = [o for o in strayed if o.player == point.player and self.points.heard(o) == heard]
        named = not point.last or (len(alike) > 1 and _clash(alike))
        where = (
            f"play does not reach {_move(point)}. There"
            if named
            else f"{self._after(point)} (not played)"
        )
        kind = f", as {_kind(point)}," if point.kind else ""
        polytopes = getattr(self.equilibrium, "upheld", {}).get(point.label, ())
        return [
            f"{where}, {self.name(point)}{kind} would {self._belief(point, True)}",
            f"{self.name(point, True)} would choose {self._does(point)[0]}",
            *(_upheld(point, polytopes) if polytopes else ()),
        ]

    # Who bluffs -----------------------------------------------------------------------------------

    def bluff(self, bluff: TypeBluff) -> Iterator[str]:
        """Who bluffs, how often, as whom, and what it would do if it were known."""
        point, others = (
            self.points.at(bluff.at),
            [self.points.at(label) for label in bluff.like[:MOST_KINDS]],
        )
        clash = _clash([point, *others])
        who, *like = [
            f"at {_move(one)}" if clash else f"as {_kind(one)}" for one in (point, *others)
        ]
        like += ["elsewhere"] if len(bluff.like) > len(others) else []
        name, does = self.name(point), f"`{safe(bluff.action, True)}`"
        often = probability(bluff.probability, self.fractions)
        sure = "" if often == "1" else f" with probability {often}"
        here, there = contrast(bluff.payoff, bluff.known, self.digits[bluff.player])
        yield f"{name} bluffs"
        yield f"{who}, {name} chooses {does}{sure} and gets {here}"
        yield (
            f"{name} also chooses {does} {joined(like, 'or')}, so the others cannot tell the "
            "difference"
        )
        honest = f"`{safe(bluff.honest, True)}` would be better"
        yield f"if the others knew the truth, {does} would give {name} {there}, and {honest}"


def _kind(point: Standpoint) -> str:
    return f"`{safe(', '.join(point.kind), True)}`"


def _move(point: Standpoint) -> str:
    return f"`{safe(point.move, True)}`"


def _clash(points: Sequence[Standpoint]) -> bool:
    """Whether their types do not tell these apart, so that their moves' names must."""
    return len({point.kind for point in points}) < len(points) or not all(
        point.kind for point in points
    )


def beliefs_at(
    equilibrium: TreeEquilibrium, label: int, nodes: Sequence[int] | IndexArray, reach: FloatArray
) -> FloatArray | None:
    """The probability of each node of an information set: as the concept says, or by the odds of
    coming there.

    Parameters
    ----------
    equilibrium : TreeEquilibrium
        Of the tree that the set belongs to.
    label, nodes
        The set's number in the tree and its nodes, in order.
    reach : ndarray, shape (nodes of the tree,)
        The equilibrium's.

    Returns
    -------
    ndarray or None
        None where play does not come and the concept says nothing.
    """
    if label in equilibrium.beliefs:
        return equilibrium.beliefs[label]
    odds_there = reach[list(nodes)]
    total = float(odds_there.sum())
    return odds_there / total if total > 0 else None


def _believes(point: Standpoint, weights: FloatArray, owner: str, would: bool = False) -> str:
    """What the mover thinks has happened, as a verb and what hangs on it.

    Parameters
    ----------
    point : Standpoint
        Where it stands.
    weights : ndarray
        The probability of each node.
    owner : str
        Whose private type it is all about; empty if it is more than one player's, or nobody's.
    would : bool
        Say it after "would".
    """
    chances: dict[str, float] = {}
    for what, weight in zip(point.possible, weights, strict=True):
        words = safe(what, True) or "nothing else"
        chances[words] = chances.get(words, 0.0) + float(weight)
    likely = sorted(chances.items(), key=lambda pair: -round(pair[1], 9))
    subject, verb = (f"{owner} is ", "") if owner else ("", " happened")
    if likely[0][1] > SURELY:
        return f"{'be' if would else 'is'} sure that {subject}`{likely[0][0]}`{verb}"
    (what, p), *rest = [(what, p) for what, p in likely if p > 0]
    named = [
        f"`{what}`{verb} with probability {odds(p)}",
        *(f"`{what}` with {odds(p)}" for what, p in rest),
    ]
    return f"believe{'' if would else 's'} that {subject}{several(named, MOST_BELIEVED)}"


def _upheld(point: Standpoint, polytopes: Sequence[FloatArray]) -> Iterator[str]:
    """The beliefs after a message that nobody sends with which an equilibrium holds."""
    first, *_ = words = [f"`{safe(what, True)}`" for what in point.possible]
    if len(words) == 2:
        ends = [(float(one[:, 0].min()), float(one[:, 0].max())) for one in polytopes]
        if ends == [(0.0, 1.0)]:
            yield "any belief upholds the equilibrium"
        else:
            yield (
                f"any belief in {first} of {joined([_between(*one) for one in ends], 'or')} "
                "upholds the equilibrium"
            )
        return
    if (
        len(polytopes) == 1
        and len(polytopes[0]) == len(words)
        and np.isin(polytopes[0], (0, 1)).all()
    ):
        yield "any belief upholds the equilibrium"
        return
    for also, one in zip(("", *("also " for _ in polytopes)), polytopes, strict=False):
        corners = [
            " + ".join(f"{odds(p)} {name}" for p, name in zip(row, words, strict=True) if p)
            for row in one.tolist()
        ]
        mixture = ", and any mixture of them," if len(corners) > 1 else ""
        belief = "these beliefs" if len(corners) > 1 else "this belief"
        yield (
            f"{belief}{mixture} {also}uphold{'' if len(corners) > 1 else 's'} the equilibrium: "
            f"{'; '.join(corners)}"
        )


def _between(low: float, high: float) -> str:
    if low == high:
        return f"exactly {odds(low)}"
    if high == 1:
        return f"at least {odds(low)}"
    return f"at most {odds(high)}" if low == 0 else f"{odds(low)} to {odds(high)}"
