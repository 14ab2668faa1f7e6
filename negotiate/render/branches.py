"""The lines of a tree: what each says, how it hangs below the one above, what it is worth.

A line is described here (`Row`); `fitting` brings it into the width that is left beside the payoffs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, IntArray
from negotiate.games.normal_form import FloatArray
from negotiate.games.standpoints import Standpoints
from negotiate.render.beliefs import believed
from negotiate.render.folding import Group, Unfolded
from negotiate.render.hidden_play import hidden
from negotiate.render.walks import names_mover
from negotiate.report.numbers import odds, probability
from negotiate.report.style import Glyphs, Look
from negotiate.report.words import counted, joined, safe
from negotiate.solvers.solution import TreeEquilibrium

Stem = tuple[tuple[str, bool], ...]
"""What hangs down from the lines above, piece by piece, each with whether it belongs to the path of play."""

TOGETHER = "\N{NO-BREAK SPACE}"
"""A space at which no line breaks; it is drawn as any other."""
NARROW = 60
"""Below this width branches are drawn with shorter arms and counts without their noun."""


@dataclass(frozen=True, slots=True)
class Row:
    """One branch of a tree before it is fitted into a width.

    Parameters
    ----------
    stem : Stem
        What hangs down from the lines above.
    tee : str
        The sign at which this branch leaves its parent; empty at the root.
    node : int
        The node that the branch leads to; -1 for the line that counts hidden branches.
    on_path, opened : bool
        Whether play comes here, and whether the branches below are drawn.
    chosen : bool
        Whether a player's choice, off the path, falls on this branch.
    action, mover, then, count : str
        What led here, who moves now, what would follow, how much is folded.
    crossing : float
        Which part of the endings behind this line crosses a red line; `crossed` names the lines.
    """

    stem: Stem
    tee: str
    node: int
    on_path: bool
    opened: bool
    action: str
    mover: str = ""
    then: tuple[str, ...] = ()
    count: str = ""
    chosen: bool = False
    crossing: float = 0.0
    crossed: tuple[str, ...] = ()


@dataclass(slots=True)
class Blind:
    """Letters for information sets in which the mover cannot tell where it stands, given as they are first drawn.

    With an equilibrium of moves in turn, what the mover believes stands beside the letter.
    """

    game: ExtensiveGame
    equilibrium: TreeEquilibrium | None = None
    letters: dict[int, str] = field(default_factory=dict)
    beliefs: dict[int, float] = field(default_factory=dict)
    reach: FloatArray | None = None
    points: Standpoints | None = None
    dealt: set[int] = field(default_factory=set)

    def letter(self, node: int) -> str:
        """The letter of this node's information set; empty where the mover knows where it stands."""
        found = int(self.game.tree.information_set[node])
        if found < 0:
            return ""
        if found not in self.letters:
            nodes = np.flatnonzero(self.game.tree.information_set == found)
            alone = len(nodes) == 1
            self.letters[found] = "" if alone else _name(sum(bool(letter) for letter in self.letters.values()))
            if not alone and self.equilibrium is not None and self.game.normal_form is None:
                self._believe(self.equilibrium, found, nodes)
        return self.letters[found]

    def _believe(self, equilibrium: TreeEquilibrium, label: int, nodes: IntArray) -> None:
        """Keep what is believed of each node of a set."""
        if self.reach is None:
            self.reach = equilibrium.reach
        weights = believed(equilibrium, label, nodes, self.reach)
        if weights is not None:
            self.beliefs.update(zip(nodes.tolist(), map(float, weights), strict=True))

    def unseen(self, node: int) -> str:
        """From whom the outcome of a move of chance is hidden, said the first time that the move is drawn."""
        move = int(self.game.tree.move[node])
        if move in self.dealt or not hidden(self.game):
            return ""
        self.dealt.add(move)
        self.points = self.points or Standpoints(self.game)
        blind = self.points.hidden_from(move)
        if 1 < len(blind) == self.game.n_players - 1:
            return ", unseen by the others"
        names = [safe(self.game.players[p], True) for p in blind]
        return f", unseen by {joined(names)}" if names else ""

    def sign(self, node: int, glyphs: Glyphs) -> str:
        """The letter, with the belief, between its brackets, with a space before it, or nothing."""
        letter = self.letter(node)
        belief = f"{TOGETHER}{odds(self.beliefs[node])}" if node in self.beliefs else ""
        return f" {glyphs.left}{letter}{belief}{glyphs.right}" if letter else ""


def _name(index: int) -> str:
    letter = chr(ord("A") + index % 26)
    return letter if index < 26 else f"{letter}{index // 26}"


def rows(view: Unfolded, blind: Blind, look: Look) -> Iterator[Row]:
    """The root, then every drawn branch in reading order."""
    glyphs, step = look.glyphs, 3 if look.columns < NARROW else 4
    yield Row((), "", 0, bool(view.reach[0] > 0), True, "", mover(view.game, 0, blind, glyphs))
    waiting = [_fan(view, 0, (), blind, glyphs, step)]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
            continue
        row, stem = found
        yield row
        if row.opened:
            waiting.append(_fan(view, row.node, stem, blind, glyphs, step))


def _fan(view: Unfolded, node: int, stem: Stem, blind: Blind, glyphs: Glyphs, step: int) -> Iterator[tuple[Row, Stem]]:
    """The branches of one node, each with what hangs down below it; a run of hidden ones is one line in its place."""
    groups = view.groups(node)
    played = [i for i, group in enumerate(groups) if group.played]
    last_played = played[-1] if played else -1
    for i, group in enumerate(groups):
        last, passing = i == len(groups) - 1, i < last_played
        tee = glyphs.tees[_tee(i in played, passing, last)]
        down = (" ", False) if last else (glyphs.down_path, True) if passing else (glyphs.down, False)
        if group.drawn:
            row = _row(view, group.first, stem, tee, blind, glyphs, step)
        else:
            row = Row(stem, tee, -1, group.played, False, "", count=_hidden(group, glyphs, step))
        if not row.opened and group.crossing:
            row = replace(row, crossing=group.crossing / group.endings, crossed=group.crossed)
        yield row, (*stem, (down[0] + " " * (step - 1), down[1]))


def _hidden(group: Group, glyphs: Glyphs, step: int) -> str:
    count = f"{glyphs.more} {counted(group.count, 'more branch', 'more branches')}"
    return count if step < 4 else f"{count}, {counted(group.endings, 'ending')}"


def _tee(on_path: bool, passing: bool, last: bool) -> int:
    """Which sign: light, light and last, light beside the path, path turning off, path and last, path on and on."""
    if on_path:
        return 5 if passing else 4 if last else 3
    return 2 if passing else 1 if last else 0


def _row(view: Unfolded, node: int, stem: Stem, tee: str, blind: Blind, glyphs: Glyphs, step: int) -> Row:
    game, tree = view.game, view.game.tree
    opened, on_path = node in view.opened, bool(view.reach[node] > 0)
    chosen = not on_path and tree.mover[tree.parent[node]] >= 0 and bool(view.probability[node] > 0)
    action = f"{_likelihood(view, node)}{safe(game.action_label(node), True)}"
    if tree.mover[node] == LEAF:
        return Row(stem, tee, node, on_path, False, action, chosen=chosen)
    if opened:
        return Row(stem, tee, node, on_path, True, action, mover(game, node, blind, glyphs), chosen=chosen)
    if step < 4:
        count = f"{glyphs.more} {int(view.endings[node]):,}"
        return Row(stem, tee, node, on_path, False, action + blind.sign(node, glyphs), count=count, chosen=chosen)
    who = mover(game, node, blind, glyphs, move=False)
    then = tuple(safe(game.action_label(after), True) for after in view.next_steps(node))
    count = f"{glyphs.more} {counted(int(view.endings[node]), 'ending')}"
    return Row(stem, tee, node, on_path, False, action, who, then, count, chosen)


def _likelihood(view: Unfolded, node: int) -> str:
    """Odds below chance, and probabilities where a player mixes."""
    tree = view.game.tree
    if tree.mover[tree.parent[node]] == CHANCE:
        return f"{odds(float(tree.odds[node]))} "
    p = float(view.probability[node])
    return f"{probability(p, view.fractions)} " if 0 < p < 1 else ""


def mover(game: ExtensiveGame, node: int, blind: Blind, glyphs: Glyphs, move: bool = True) -> str:
    """Who moves at a node and, with `move`, what the move is called; the letter of what cannot be told apart."""
    who = int(game.tree.mover[node])
    if who == LEAF:
        return ""
    name = _dealt(game, int(game.tree.move[node])) if who == CHANCE else safe(game.players[who], True)
    label = safe(game.moves[int(game.tree.move[node])].label, True) if move else ""
    if names_mover(game, who, label) if who >= 0 else name != "chance":
        label = ""
    said = f"{name}: {label}" if label and label != name else name
    return said + (blind.unseen(node) if who == CHANCE and move else blind.sign(node, glyphs))


def _dealt(game: ExtensiveGame, move: int) -> str:
    """Who decides where chance moves: chance, or rather what is dealt where that is a player's type."""
    owner = next((key for key, dealt in game.types.items() if dealt == move), None)
    return "chance" if owner is None else f"type of {safe(game.players[game.keys.index(owner)], True)}"
