"""A tree of outcomes with one equilibrium's path of play: what each branch says, what it is worth, what is folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from negotiate.errors import GameTooLarge
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, IntArray
from negotiate.games.normal_form import FloatArray
from negotiate.games.standpoints import Standpoints
from negotiate.report.blocks import Branch, Tree
from negotiate.report.numbers import odds, probability
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe, the
from negotiate.solvers.reports import red_lines
from negotiate.solvers.reports.beliefs import beliefs_at
from negotiate.solvers.reports.folding import Group, Unfolded, strokes, unfold
from negotiate.solvers.reports.paths import hides, names_mover
from negotiate.solvers.reports.payoffs import payoff_columns
from negotiate.solvers.solution import TreeEquilibrium

MOST_LETTERS = 4
"""Of information sets that the legend shows."""
STROKES = 1_000_000
"""Branches, and lines that pass beside them: some seconds and a few hundred megabytes."""


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
        hint = "leave out `--all`, and open what you need with `--depth`; `--plain` and `--json` draw nothing"
        raise GameTooLarge("strokes in the drawing of this tree", count, STROKES, hint)
    words = _Words(view, equilibrium)
    root, shown = _grown(view, words)
    return Tree(root, payoff_columns(game, digits), tuple(_legend(view, words, shown)), data=equilibrium is None)


@dataclass(slots=True)
class _Words:
    """What is said at nodes, given as they are first come by: letters of information sets, and who is not told."""

    view: Unfolded
    equilibrium: TreeEquilibrium | None = None
    letters: dict[int, str] = field(default_factory=dict)
    beliefs: dict[int, float] = field(default_factory=dict)
    reach: FloatArray | None = None
    points: Standpoints | None = None
    dealt: set[int] = field(default_factory=set)
    crossed: list[str] = field(default_factory=list)

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
            alone = len(nodes) == 1
            self.letters[found] = "" if alone else _name(sum(bool(letter) for letter in self.letters.values()))
            if not alone and self.equilibrium is not None and self.game.normal_form is None:
                self._believe(self.equilibrium, found, nodes)
        belief = f" {odds(self.beliefs[node])}" if node in self.beliefs else ""
        return f"{self.letters[found]}{belief}" if self.letters[found] else ""

    def _believe(self, equilibrium: TreeEquilibrium, label: int, nodes: IntArray) -> None:
        """Keep what is believed of each node of a set."""
        if self.reach is None:
            self.reach = equilibrium.reach
        weights = beliefs_at(equilibrium, label, nodes, self.reach)
        if weights is not None:
            self.beliefs.update(zip(nodes.tolist(), map(float, weights), strict=True))

    def unseen(self, node: int) -> str:
        """From whom the outcome of a move of chance is hidden, said the first time that the move is shown."""
        move = int(self.game.tree.move[node])
        if move in self.dealt or not hides(self.game):
            return ""
        self.dealt.add(move)
        self.points = self.points or Standpoints(self.game)
        blind = self.points.hidden_from(move)
        if 1 < len(blind) == self.game.n_players - 1:
            return ", unseen by the others"
        return f", unseen by {joined([the(self.game.players[p]) for p in blind])}" if blind else ""

    def mover(self, node: int, move: bool = True) -> str:
        """Who moves at a node and, with `move`, what the move is called."""
        game, who = self.game, int(self.game.tree.mover[node])
        if who == LEAF:
            return ""
        made = int(game.tree.move[node])
        name = _dealt(game, made) if who == CHANCE else safe(game.players[who], True)
        label = safe(game.moves[made].label, True) if move else ""
        if names_mover(game, who, label) if who >= 0 else name != "chance":
            label = ""
        said = f"{name}: {label}" if label and label != name else name
        return said + (self.unseen(node) if who == CHANCE and move else "")

    def branch(self, node: int) -> Branch:
        """A node as its own line says, without what hangs below it."""
        view, game = self.view, self.game
        on_path, parent = bool(view.reach[node] > 0), int(game.tree.parent[node])
        chosen = not on_path and parent >= 0 and game.tree.mover[parent] >= 0 and bool(view.probability[node] > 0)
        label = f"{_likelihood(view, node)}{safe(game.action_label(node), True)}" if parent >= 0 else ""
        found = Branch(label, role="path" if on_path else "chosen" if chosen else "")
        if game.tree.mover[node] == LEAF:
            return replace(found, numbers=tuple(map(float, game.payoffs[game.leaf_of(node)])))
        found = replace(found, letter=self.letter(node))
        if node in view.opened:
            return replace(found, mover=self.mover(node))
        endings = int(view.endings[node])
        return replace(
            found,
            mover=self.mover(node, move=False),
            then=tuple(safe(game.action_label(after), True) for after in view.next_steps(node)),
            count=counted(endings, "ending"),
            short=f"{endings:,}",
            numbers=() if view.worth is None else tuple(map(float, view.worth[node])),
        )

    def hidden(self, group: Group) -> Branch:
        """Branches that are counted in place of being shown."""
        more = counted(group.count, "more branch", "more branches")
        count = f"{more}, {counted(group.endings, 'ending')}"
        return Branch("", count=count, short=more, role="path" if group.played else "")

    def mark(self, group: Group) -> str:
        """The mark of what is behind a line, of which all or some crosses a red line."""
        if group.crossing:
            self.crossed.extend(group.crossed)
        return red_lines.sign(group.crossing / group.endings)


def _grown(view: Unfolded, words: _Words) -> tuple[Branch, list[Branch]]:
    """The root with all that hangs below it, and every branch in reading order."""
    found, above = [words.branch(0)], [-1]
    waiting = [(0, iter(view.groups(0)))]
    while waiting:
        parent, groups = waiting[-1]
        group = next(groups, None)
        if group is None:
            waiting.pop()
            continue
        opened = group.drawn and group.first in view.opened
        branch = words.branch(group.first) if group.drawn else words.hidden(group)
        found.append(branch if opened else replace(branch, mark=words.mark(group)))
        above.append(parent)
        if opened:
            waiting.append((len(found) - 1, iter(view.groups(group.first))))
    below: list[list[Branch]] = [[] for _ in found]
    for place in range(len(found) - 1, -1, -1):
        whole = replace(found[place], below=tuple(reversed(below[place])))
        if place:
            below[above[place]].append(whole)
    return whole, found


def _name(index: int) -> str:
    letter = chr(ord("A") + index % 26)
    return letter if index < 26 else f"{letter}{index // 26}"


def _likelihood(view: Unfolded, node: int) -> str:
    """Odds below chance, and probabilities where a player mixes."""
    tree = view.game.tree
    if tree.mover[tree.parent[node]] == CHANCE:
        return f"{odds(float(tree.odds[node]))} "
    p = float(view.probability[node])
    return f"{probability(p, view.fractions)} " if 0 < p < 1 else ""


def _dealt(game: ExtensiveGame, move: int) -> str:
    """Who decides where chance moves: chance, or rather what is dealt where that is a player's type."""
    owner = next((key for key, dealt in game.types.items() if dealt == move), None)
    return "chance" if owner is None else f"type of {the(game.players[game.keys.index(owner)])}"


def _legend(view: Unfolded, words: _Words, shown: Sequence[Branch]) -> Iterator[str]:
    """One line for each sign that the tree uses and that does not explain itself."""
    if view.worth is not None and any(branch.count and branch.label for branch in shown):
        yield "(n): what the equilibrium gives from there"
    if letters := [letter for letter in words.letters.values() if letter]:
        signs = " ".join(f"⟨{letter}⟩" for letter in letters[:MOST_LETTERS])
        signs += " …" if len(letters) > MOST_LETTERS else ""
        believed = "; the number is what the mover believes" if words.beliefs else ""
        yield f"{signs} the mover cannot tell places with one letter apart{believed}"
    if any(branch.role == "chosen" for branch in shown):
        yield "▷ what would be chosen where play does not come"
    if words.crossed:
        yield red_lines.legend(view.game, words.crossed)
    if any(branch.mark.startswith("(") for branch in shown):
        yield f"({red_lines.CROSSED}) some of the endings folded away there do"
