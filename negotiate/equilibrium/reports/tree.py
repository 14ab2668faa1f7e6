"""A tree of outcomes with one equilibrium's path of play: what each branch says, what it is worth,
what is folded.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.equilibrium.reports import (
    CROSSED,
    SURE,
    crossing_legend,
    crossing_sign,
    payoff_columns,
)
from negotiate.equilibrium.reports.paths import beliefs_at, hides, names_mover
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.errors import GameTooLarge
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.games.level_sweep import values_under
from negotiate.games.standpoints import Standpoints
from negotiate.report.blocks import Branch, Tree
from negotiate.report.style import (
    Look,
    all_fractions,
    counted,
    joined,
    odds,
    probability,
    safe,
    the,
)

LINES = 20
BREADTH = 8
SMALL = 24
"""A tree of so few nodes is drawn whole."""
DEPTH_UNSOLVED = 4
STEPS = 8
"""Steps that are told of what follows in a part that is folded away."""
SLACK = 3
"""So many branches above the breadth are drawn all the same: a line that counts them would save
next to nothing.
"""
CROWDED = 36
"""Where the ways of the types and what lies beside them take so many lines, only what is played is
drawn.
"""
MANY = 6
"""Where all move at once and somebody has more options than this, only what is played is drawn."""
MOST_LETTERS = 4
"""Of information sets that the legend shows."""
STROKES = 1_000_000
"""Branches, and lines that pass beside them: some seconds and a few hundred megabytes."""


class _Drawing:
    """What of a tree is drawn, under one equilibrium or as nobody has solved it.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    equilibrium : TreeEquilibrium or None
        Whose path is marked, and whose play values the folded parts.
    look : Look
        What is asked for.

    Attributes
    ----------
    endings, crossing : ndarray of int, shape (nodes,)
        How many leaves lie below each node, and how many of those cross some red line.
    everywhere : bool
        Whether all of them do, which is told once.
    breadth : int
        How many branches of one node are drawn; none means those that are played.
    opened : set of int
        Nodes whose branches are drawn.
    letters, beliefs, dealt : dict or set
        What earlier nodes have said: letters of information sets, beliefs, hidden moves of chance.
    """

    def __init__(
        self, game: ExtensiveGame, equilibrium: TreeEquilibrium | None, look: Look
    ) -> None:
        self.game, self.tree, self.equilibrium, nodes = game, game.tree, equilibrium, len(game.tree)
        self.letters, self.beliefs, self.dealt = dict[int, str](), dict[int, float](), set[int]()
        self.probability = self.reach = np.zeros(nodes)
        self.worth, self.disputed = None, False
        if equilibrium is not None:
            self.probability, self.reach = equilibrium.probability, equilibrium.reach
            self.worth = game.worth(self.probability)
        some = reduce(np.logical_or, game.crossed.values(), np.zeros(len(game.payoffs), dtype=bool))
        self.everywhere = bool(some.all())
        ends = np.stack([np.ones(len(game.payoffs)), some], axis=1)
        self.endings, self.crossing = values_under(self.tree, ends, np.ones(nodes)).astype(int).T
        chosen = np.unique(self.probability[self.tree.mover[self.tree.parent] >= 0])
        self.fractions = all_fractions(chosen[(chosen > 0) & (chosen < 1)])
        self.breadth = nodes if look.all else look.breadth or self._usual_breadth()
        self.opened = self._opened(look)

    def _usual_breadth(self) -> int:
        """How many branches of a node are drawn where nobody said."""
        game, counts = self.game, self.tree.child_count
        breadth = BREADTH if counts.max() > BREADTH + SLACK else BREADTH + SLACK
        if self.equilibrium is None:
            return breadth
        if game.normal_form is not None:
            return 0 if max(game.normal_form.shape) > MANY else breadth
        crowded = hides(game) and int(np.minimum(counts[self.reach > 0], breadth).sum()) >= CROWDED
        return 0 if crowded else breadth

    def branches(self, node: int) -> list[int]:
        """At most `breadth` children of a node, in the tree's order; for none, those that are
        played, or one.
        """
        children, breadth = self.tree.children(node), self.breadth
        likely = self.reach[children]
        if not breadth:
            played = max(1, int((likely > 0).sum()))
            breadth = played if self.game.normal_form is not None else min(played, BREADTH)
            if (
                self.game.normal_form is None and len(children) == breadth + 1
            ):  # a line for it says more than its count
                breadth += 1
        kept = np.argsort(-likely, kind="stable")[:breadth]
        return sorted(map(int, children[kept]))

    def _opened(self, look: Look) -> set[int]:
        """Open nodes likeliest first, then those nearest to the path, as long as there is room."""
        small = look.depth is None and len(self.tree) <= SMALL
        usual = DEPTH_UNSOLVED if self.equilibrium is None else 1
        far = len(self.tree) if look.all or small else look.depth or usual
        opened, used, queue = set[int](), 1, [(-1.0, 0, 0)]
        while queue:
            rank, away, node = heapq.heappop(queue)
            shown = self.branches(node)
            patient = look.all or (look.depth is not None and rank == 0)
            if opened and not patient and used + len(shown) > LINES:
                continue
            opened.add(node)
            used += len(shown)
            for child in shown:
                played = float(self.reach[child])
                steps = 0 if played > 0 else away + 1
                if self.tree.mover[child] != LEAF and (played > 0 or steps < far):
                    heapq.heappush(queue, (-played, steps, child))
        return opened

    def next_steps(self, node: int) -> list[int]:
        """The nodes that play enters for sure from here on, until chance or a mixture decides."""
        steps = list[int]()
        while self.tree.mover[node] >= 0 and len(steps) < STEPS:
            children = self.tree.children(node)
            node = int(children[np.argmax(self.probability[children])])
            if self.probability[node] < SURE:
                break
            steps.append(node)
        return steps

    def letter(self, node: int) -> str:
        """The letter of this node's information set, with what is believed; empty where the mover
        knows all.
        """
        found = int(self.tree.information_set[node])
        if found < 0:
            return ""
        if found not in self.letters:
            nodes = np.flatnonzero(self.tree.information_set == found)
            self.letters[found] = (
                _letter(sum(map(bool, self.letters.values()))) if len(nodes) > 1 else ""
            )
            if len(nodes) > 1 and self.equilibrium and self.game.normal_form is None:
                weights = beliefs_at(self.equilibrium, found, nodes, self.reach)
                self.beliefs |= (
                    {}
                    if weights is None
                    else dict(zip(nodes.tolist(), weights.tolist(), strict=True))
                )
        belief = f" {odds(self.beliefs[node])}" if node in self.beliefs else ""
        return f"{self.letters[found]}{belief}" if self.letters[found] else ""

    def mover(self, node: int, move: bool) -> str:
        """Who moves at a node and, with `move`, what the move is called."""
        game, who, made = self.game, int(self.tree.mover[node]), int(self.tree.move[node])
        label = safe(game.moves[made].label, True) if move else ""
        if who != CHANCE:
            name = safe(game.players[who], True)
            return (
                f"{name}: {label}"
                if label and label != name and not names_mover(game, who, label)
                else name
            )
        owner = next((key for key, dealt in game.types.items() if dealt == made), None)
        name = "chance" if owner is None else f"type of {the(game.players[game.keys.index(owner)])}"
        named = f"{name}: {label}" if owner is None and label not in ("", name) else name
        return f"{named}{self.unseen(made) if move else ''}"

    def unseen(self, move: int) -> str:
        """From whom the outcome of a move of chance is hidden, said the first time that the move is
        shown.
        """
        if move in self.dealt or not hides(self.game):
            return ""
        self.dealt.add(move)
        blind = Standpoints(self.game).hidden_from(move)
        if 1 < len(blind) == self.game.n_players - 1:
            return ", unseen by the others"
        return f", unseen by {joined([the(self.game.players[p]) for p in blind])}" if blind else ""

    def branch(self, node: int) -> Branch:
        """A node as its own line says, without what hangs below it."""
        tree, parent = self.tree, int(self.tree.parent[node])
        chosen = parent >= 0 and tree.mover[parent] >= 0 and self.probability[node] > 0
        label = (
            f"{self.likelihood(node)}{safe(self.game.action_label(node), True)}"
            if parent >= 0
            else ""
        )
        found = Branch(label, role="path" if self.reach[node] > 0 else "chosen" if chosen else "")
        if tree.mover[node] == LEAF:
            payoffs = self.game.payoffs[self.game.leaf_of(node)]
            return replace(found, numbers=tuple(map(float, payoffs)), mark=self.mark([node]))
        found = replace(
            found, letter=self.letter(node), mover=self.mover(node, node in self.opened)
        )
        if node in self.opened:
            return found
        endings = int(self.endings[node])
        return replace(
            found,
            then=tuple(
                safe(self.game.action_label(after), True) for after in self.next_steps(node)
            ),
            count=counted(endings, "ending"),
            short=f"{endings:,}",
            numbers=() if self.worth is None else tuple(map(float, self.worth[node])),
            mark=self.mark([node]),
        )

    def hidden(self, nodes: Sequence[int]) -> Branch:
        """Branches that are counted in place of being shown."""
        more = counted(len(nodes), "more branch", "more branches")
        count = f"{more}, {counted(int(self.endings[nodes].sum()), 'ending')}"
        played = bool((self.reach[nodes] > 0).any())
        return Branch(
            "", count=count, short=more, role="path" if played else "", mark=self.mark(nodes)
        )

    def mark(self, nodes: Sequence[int]) -> str:
        """The mark of what is behind a line, of which all or some crosses a red line; none where
        everything does.
        """
        return (
            ""
            if self.everywhere
            else crossing_sign(float(self.crossing[nodes].sum() / self.endings[nodes].sum()))
        )

    def likelihood(self, node: int) -> str:
        """Odds below chance, and probabilities where a player mixes."""
        tree, p = self.tree, float(self.probability[node])
        if tree.mover[tree.parent[node]] == CHANCE:
            held = [odds(float(self.game.odds_for(p)[node])) for p in range(self.game.n_players)]
            self.disputed |= len(set(held)) > 1
            return f"{'|'.join(held) if len(set(held)) > 1 else held[0]} "
        return f"{probability(p, self.fractions)} " if 0 < p < 1 else ""


def tree(
    game: ExtensiveGame,
    look: Look,
    equilibrium: TreeEquilibrium | None = None,
    digits: Sequence[int] | None = None,
) -> Tree:
    """A tree of outcomes, with one equilibrium's path of play on it.

    Parameters
    ----------
    game : ExtensiveGame
        Any size: only what is shown is walked.
    look : Look
        `depth` says how many steps beside the path are opened, `breadth` how many branches of a
        node are shown.
    equilibrium : TreeEquilibrium, optional
        Whose path is marked, and whose play values the folded parts.
    digits : sequence of int, optional
        Decimals a player, by default as many as are needed.

    Raises
    ------
    GameTooLarge
        If there is too much to draw.
    """
    drawing = _Drawing(game, equilibrium, look)
    _refuse(game, np.fromiter(drawing.opened, dtype=int), drawing.breadth)
    root, shown = _grown(drawing)
    return Tree(root, payoff_columns(game, digits), tuple(_legend(drawing, shown)), data=True)


def refuse_whole(game: ExtensiveGame) -> None:
    """Refuse to draw every branch of a tree that is too large for that, before anybody solves it.

    Raises
    ------
    GameTooLarge
        If there is too much to draw.
    """
    _refuse(game, np.flatnonzero(game.tree.child_count), len(game.tree))


def _refuse(game: ExtensiveGame, opened: IndexArray, breadth: int) -> None:
    """Refuse too many branches below these nodes, each with as many lines beside it as it is
    deep.
    """
    depth = np.searchsorted(game.tree.level_starts, opened, side="right")
    strokes = int((depth * np.minimum(game.tree.child_count[opened], breadth + 1)).sum())
    hint = "leave out `--all`, and open what you need with `--depth`; `--json` draws nothing"
    GameTooLarge.refuse("lines in the drawing of this tree", strokes, STROKES, hint)


def _grown(drawing: _Drawing) -> tuple[Branch, list[Branch]]:
    """The root with all that hangs below it, and every branch in reading order."""
    found, above = list[Branch](), list[int]()
    waiting: list[tuple[int, int | list[int]]] = [
        (-1, 0)
    ]  # a branch, and a node below it, or those of a line
    while waiting:
        parent, node = waiting.pop()
        found.append(drawing.hidden(node) if isinstance(node, list) else drawing.branch(node))
        above.append(parent)
        if isinstance(node, int) and node in drawing.opened:
            shown = drawing.branches(node)
            left = np.setdiff1d(drawing.tree.children(node), shown).tolist()
            waiting += [(len(found) - 1, left)] if left else []
            waiting += [(len(found) - 1, child) for child in reversed(shown)]
    below: list[list[Branch]] = [[] for _ in found]
    for place in range(len(found) - 1, -1, -1):
        whole = replace(found[place], below=tuple(reversed(below[place])))
        if place:
            below[above[place]].append(whole)
    return whole, found


def _letter(index: int) -> str:
    letter = chr(ord("A") + index % 26)
    return letter if index < 26 else f"{letter}{index // 26}"


def _legend(drawing: _Drawing, shown: Sequence[Branch]) -> Iterator[str]:
    """One line for each sign that the tree uses and that does not explain itself."""
    if drawing.worth is not None and any(branch.count and branch.label for branch in shown):
        yield "(n) what the equilibrium gives from this point on"
    if letters := [letter for letter in drawing.letters.values() if letter]:
        signs = " ".join(f"⟨{letter}⟩" for letter in letters[:MOST_LETTERS])
        signs += " …" if len(letters) > MOST_LETTERS else ""
        yield (
            f"{signs} the mover cannot tell apart points with the same letter (one information set)"
        )
        if drawing.beliefs:
            yield "the number beside a letter is the mover's belief that play is at this point"
    if drawing.disputed:
        yield "|  separates the odds that each player holds, in the order of the players"
    if any(branch.role == "chosen" for branch in shown):
        yield "▷ the choice at a point that play does not reach"
    if drawing.everywhere or any(branch.mark for branch in shown):
        crossed = [name for name, mask in drawing.game.crossed.items() if mask.any()]
        yield crossing_legend(drawing.game, crossed, drawing.everywhere)
    if any(branch.mark.startswith("(") for branch in shown):
        yield f"({CROSSED}) some of the endings behind this line do"
