"""A tree of outcomes with one equilibrium's path of play: what each branch says, what it is worth, what is folded."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.reports.paths import beliefs_at, hides, names_mover
from negotiate.equilibrium.reports.words import CROSSED, crossing_legend, crossing_sign, payoff_columns
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.errors import GameTooLarge
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.games.level_sweep import values_under
from negotiate.games.standpoints import Standpoints
from negotiate.report.blocks import Branch, Tree
from negotiate.report.numbers import all_fractions, odds, probability
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe, the

LINES = 20
BREADTH = 8
SMALL = 24
"""A tree of so few nodes is drawn whole."""
DEPTH_UNSOLVED = 4
STEPS = 8
"""Steps that are told of what follows in a part that is folded away."""
SLACK = 3
"""So many branches above the breadth are drawn all the same: a line that counts them would save next to nothing."""
CROWDED = 36
"""Where the ways of the types and what lies beside them take so many lines, only what is played is drawn."""
MANY = 6
"""Where all move at once and somebody has more options than this, only what is played is drawn."""
MOST_LETTERS = 4
"""Of information sets that the legend shows."""
STROKES = 1_000_000
"""Branches, and lines that pass beside them: some seconds and a few hundred megabytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Unfolded:
    """A tree with what is needed to draw a part of it.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    probability, reach : ndarray, shape (nodes,)
        How likely each node is entered from its parent and from the root; zeros where no equilibrium is shown.
    worth : ndarray, shape (nodes, players), or None
        What play from each node on gives; None where no equilibrium is shown.
    endings, crossing : ndarray of int, shape (nodes,)
        How many leaves lie below each node, and how many of those cross some red line.
    opened : frozenset of int
        Nodes whose branches are drawn.
    breadth : int
        How many branches of one node are drawn; none means those that are played.
    fractions : bool
        Whether probabilities are written as fractions.
    """

    game: ExtensiveGame
    probability: FloatArray
    reach: FloatArray
    worth: FloatArray | None
    endings: IndexArray
    crossing: IndexArray
    opened: frozenset[int]
    breadth: int
    fractions: bool

    def branches(self, node: int) -> tuple[list[int], list[int]]:
        """The children of a node that are drawn, and those that are counted in one line after them."""
        shown = branches(self.game, self.reach, node, self.breadth)
        return shown, np.setdiff1d(self.game.tree.children(node), shown).tolist()

    def next_steps(self, node: int) -> list[int]:
        """The nodes that play enters for sure from here on, until chance or a mixture decides."""
        tree, steps = self.game.tree, list[int]()
        while tree.child_count[node] and len(steps) < STEPS:
            children = tree.children(node)
            best = int(children[np.argmax(self.probability[children])])
            if self.probability[best] < 1 - 1e-9 or tree.mover[node] < 0:
                break
            node = best
            steps.append(node)
        return steps


def unfold(game: ExtensiveGame, equilibrium: TreeEquilibrium | None, look: Look) -> Unfolded:
    """Choose what to show of a tree under one equilibrium, or of a tree that nobody has solved."""
    nodes, solved = len(game.tree), equilibrium is not None
    probability = reach = np.zeros(nodes)
    worth = None
    if equilibrium is not None:
        probability, reach = equilibrium.probability, equilibrium.reach
        worth = values_under(game.tree, game.payoffs, probability)
    breadth = nodes if look.all else look.breadth or _breadth(game, reach, solved)
    some = reduce(np.logical_or, game.crossed.values(), np.zeros(len(game.payoffs), dtype=np.bool_))
    ends = np.stack([np.ones(len(game.payoffs)), some], axis=1)
    endings, crossing = values_under(game.tree, ends, np.ones(nodes)).astype(np.intp).T
    opened = _opened(game, reach, solved, breadth, look)
    mixed = probability[(game.tree.mover[game.tree.parent] >= 0) & (probability > 0) & (probability < 1)]
    fractions = all_fractions(np.unique(mixed))
    return Unfolded(game, probability, reach, worth, endings, crossing, opened, breadth, fractions)


def strokes(view: Unfolded) -> int:
    """How many branches are drawn, each with as many lines beside it as it is deep."""
    tree = view.game.tree
    opened = np.fromiter(view.opened, dtype=np.intp)
    depth = np.searchsorted(tree.level_starts, opened, side="right")
    return int((depth * np.minimum(tree.child_count[opened], view.breadth + 1)).sum())


def _breadth(game: ExtensiveGame, reach: FloatArray, solved: bool) -> int:
    """How many branches of a node are drawn where nobody said."""
    if solved and game.normal_form is not None and max(game.normal_form.shape) > MANY:
        return 0
    breadth = BREADTH if game.tree.child_count.max() > BREADTH + SLACK else BREADTH + SLACK
    if solved and game.normal_form is None and not game.perfect_information:
        beside_play = np.minimum(game.tree.child_count[reach > 0], breadth)
        return breadth if int(beside_play.sum()) < CROWDED else 0
    return breadth


def branches(game: ExtensiveGame, reach: FloatArray, node: int, breadth: int) -> list[int]:
    """At most `breadth` children of a node, in the tree's order; for none, those that are played, or one."""
    children = game.tree.children(node)
    likely = reach[children]
    if not breadth:
        played = max(1, int((likely > 0).sum()))
        breadth = played if game.normal_form is not None else min(played, BREADTH)
        if game.normal_form is None and len(children) == breadth + 1:  # a line for it says more than its count
            breadth += 1
    kept = np.argsort(-likely, kind="stable")[:breadth]
    return sorted(map(int, children[kept]))


def _opened(game: ExtensiveGame, reach: FloatArray, solved: bool, breadth: int, look: Look) -> frozenset[int]:
    """Open nodes likeliest first, then those nearest to the path, as long as there is room."""
    small = look.depth is None and len(game.tree) <= SMALL
    far = len(game.tree) if look.all or small else look.depth or (1 if solved else DEPTH_UNSOLVED)
    opened: set[int] = set()
    used = 1
    queue = [(-1.0, 0, 0)]
    while queue:
        rank, away, node = heapq.heappop(queue)
        shown = branches(game, reach, node, breadth)
        patient = look.all or (look.depth is not None and rank == 0)
        if opened and not patient and used + len(shown) > LINES:
            continue
        opened.add(node)
        used += len(shown)
        for child in shown:
            played = float(reach[child])
            steps = 0 if played > 0 else away + 1
            if game.tree.mover[child] != LEAF and (played > 0 or steps < far):
                heapq.heappush(queue, (-played, steps, child))
    return frozenset(opened)


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
        `depth` says how many steps beside the path are opened, `breadth` how many branches of a node are shown.
    equilibrium : TreeEquilibrium, optional
        Whose path is marked, and whose play values the folded parts.
    digits : sequence of int, optional
        Decimals a player, by default as many as are needed.

    Raises
    ------
    GameTooLarge
        If there is too much to draw.
    """
    view = unfold(game, equilibrium, look)
    if (count := strokes(view)) > STROKES:
        hint = "leave out `--all`, and open what you need with `--depth`; `--json` draws nothing"
        raise GameTooLarge("lines in the drawing of this tree", count, STROKES, hint)
    drawing = _Drawing(view, equilibrium)
    root, shown = _grown(drawing)
    return Tree(root, payoff_columns(game, digits), tuple(_legend(drawing, shown)), data=True)


@dataclass(slots=True)
class _Drawing:
    """What is said at nodes, and what earlier nodes have said: letters of information sets, beliefs, hidden deals."""

    view: Unfolded
    equilibrium: TreeEquilibrium | None = None
    letters: dict[int, str] = field(default_factory=dict)
    beliefs: dict[int, float] = field(default_factory=dict)
    dealt: set[int] = field(default_factory=set)

    @property
    def game(self) -> ExtensiveGame:
        """The tree."""
        return self.view.game

    def letter(self, node: int) -> str:
        """The letter of this node's information set, with what is believed; empty where the mover knows all."""
        found = int(self.game.tree.information_set[node])
        if found < 0:
            return ""
        if found not in self.letters:
            nodes = np.flatnonzero(self.game.tree.information_set == found)
            self.letters[found] = _letter(sum(map(bool, self.letters.values()))) if len(nodes) > 1 else ""
            if len(nodes) > 1 and self.equilibrium and self.game.normal_form is None:
                weights = beliefs_at(self.equilibrium, found, nodes, self.view.reach)
                self.beliefs |= {} if weights is None else dict(zip(nodes.tolist(), weights.tolist(), strict=True))
        belief = f" {odds(self.beliefs[node])}" if node in self.beliefs else ""
        return f"{self.letters[found]}{belief}" if self.letters[found] else ""

    def mover(self, node: int, move: bool) -> str:
        """Who moves at a node and, with `move`, what the move is called."""
        game, who, made = self.game, int(self.game.tree.mover[node]), int(self.game.tree.move[node])
        label = safe(game.moves[made].label, True) if move else ""
        if who != CHANCE:
            name = safe(game.players[who], True)
            return f"{name}: {label}" if label and label != name and not names_mover(game, who, label) else name
        owner = next((key for key, dealt in game.types.items() if dealt == made), None)
        name = "chance" if owner is None else f"type of {the(game.players[game.keys.index(owner)])}"
        named = f"{name}: {label}" if owner is None and label not in ("", name) else name
        return f"{named}{self.unseen(made) if move else ''}"

    def unseen(self, move: int) -> str:
        """From whom the outcome of a move of chance is hidden, said the first time that the move is shown."""
        if move in self.dealt or not hides(self.game):
            return ""
        self.dealt.add(move)
        blind = Standpoints(self.game).hidden_from(move)
        if 1 < len(blind) == self.game.n_players - 1:
            return ", unseen by the others"
        return f", unseen by {joined([the(self.game.players[p]) for p in blind])}" if blind else ""

    def branch(self, node: int) -> Branch:
        """A node as its own line says, without what hangs below it."""
        view, tree, parent = self.view, self.game.tree, int(self.game.tree.parent[node])
        chosen = parent >= 0 and tree.mover[parent] >= 0 and view.probability[node] > 0
        label = f"{self.likelihood(node)}{safe(self.game.action_label(node), True)}" if parent >= 0 else ""
        found = Branch(label, role="path" if view.reach[node] > 0 else "chosen" if chosen else "")
        if tree.mover[node] == LEAF:
            payoffs = self.game.payoffs[self.game.leaf_of(node)]
            return replace(found, numbers=tuple(map(float, payoffs)), mark=self.mark([node]))
        found = replace(found, letter=self.letter(node), mover=self.mover(node, node in view.opened))
        if node in view.opened:
            return found
        endings = int(view.endings[node])
        return replace(
            found,
            then=tuple(safe(self.game.action_label(after), True) for after in view.next_steps(node)),
            count=counted(endings, "ending"),
            short=f"{endings:,}",
            numbers=() if view.worth is None else tuple(map(float, view.worth[node])),
            mark=self.mark([node]),
        )

    def hidden(self, nodes: Sequence[int]) -> Branch:
        """Branches that are counted in place of being shown."""
        more = counted(len(nodes), "more branch", "more branches")
        count = f"{more}, {counted(int(self.view.endings[nodes].sum()), 'ending')}"
        played = bool((self.view.reach[nodes] > 0).any())
        return Branch("", count=count, short=more, role="path" if played else "", mark=self.mark(nodes))

    def mark(self, nodes: Sequence[int]) -> str:
        """The mark of what is behind a line, of which all or some crosses a red line."""
        return crossing_sign(float(self.view.crossing[nodes].sum() / self.view.endings[nodes].sum()))

    def likelihood(self, node: int) -> str:
        """Odds below chance, and probabilities where a player mixes."""
        tree, p = self.game.tree, float(self.view.probability[node])
        if tree.mover[tree.parent[node]] == CHANCE:
            return f"{odds(float(tree.odds[node]))} "
        return f"{probability(p, self.view.fractions)} " if 0 < p < 1 else ""


def _grown(drawing: _Drawing) -> tuple[Branch, list[Branch]]:
    """The root with all that hangs below it, and every branch in reading order."""
    view = drawing.view
    found, above = list[Branch](), list[int]()
    waiting: list[tuple[int, int | list[int]]] = [(-1, 0)]  # a branch, and a node below it, or those of a line
    while waiting:
        parent, node = waiting.pop()
        found.append(drawing.hidden(node) if isinstance(node, list) else drawing.branch(node))
        above.append(parent)
        if isinstance(node, int) and node in view.opened:
            shown, left = view.branches(node)
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
    if drawing.view.worth is not None and any(branch.count and branch.label for branch in shown):
        yield "(n) what the equilibrium gives from this point on"
    if letters := [letter for letter in drawing.letters.values() if letter]:
        signs = " ".join(f"⟨{letter}⟩" for letter in letters[:MOST_LETTERS])
        signs += " …" if len(letters) > MOST_LETTERS else ""
        yield f"{signs} the mover cannot tell apart points with the same letter (one information set)"
        if drawing.beliefs:
            yield "the number beside a letter is the mover's belief that play is at this point"
    if any(branch.role == "chosen" for branch in shown):
        yield "▷ the choice at a point that play does not reach"
    if any(branch.mark for branch in shown):
        yield crossing_legend(drawing.game, [name for name, mask in drawing.game.crossed.items() if mask.any()])
    if any(branch.mark.startswith("(") for branch in shown):
        yield f"({CROSSED}) some of the endings behind this line do"
