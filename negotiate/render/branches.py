"""The lines of a tree: what each says, how it hangs below the one above, what it is worth.

A line is first described (`Row`), then fitted into the width that is left beside the payoffs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.text import Text

from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.render.folding import Group, Unfolded
from negotiate.render.sentences import names_mover
from negotiate.render.style import FAINT, MARK, PATH, Glyphs, Look
from negotiate.render.text import counted, cut, odds, probability, safe

Stem = tuple[tuple[str, bool], ...]
"""What hangs down from the lines above, piece by piece, each with whether it belongs to the path of play."""


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
    action, mover, then, count : str
        What led here, who moves now, what would follow, how much is folded.
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


@dataclass(slots=True)
class Blind:
    """Letters for information sets in which the mover cannot tell where it stands, given as they are first drawn."""

    game: ExtensiveGame
    letters: dict[int, str] = field(default_factory=dict)

    def letter(self, node: int) -> str:
        """The letter of this node's information set; empty where the mover knows where it stands."""
        tree = self.game.tree
        found = int(tree.information_set[node])
        if found < 0:
            return ""
        if found not in self.letters:
            alone = int((tree.information_set == found).sum()) == 1
            self.letters[found] = "" if alone else _name(sum(bool(letter) for letter in self.letters.values()))
        return self.letters[found]

    def sign(self, node: int, glyphs: Glyphs) -> str:
        """The letter between its brackets, with a space before it, or nothing."""
        letter = self.letter(node)
        return f" {glyphs.left}{letter}{glyphs.right}" if letter else ""


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
    played = [i for i, group in enumerate(groups) if group.drawn and view.reach[group.first] > 0]
    last_played = played[-1] if played else -1
    for i, group in enumerate(groups):
        last, passing = i == len(groups) - 1, i < last_played
        tee = glyphs.tees[_tee(i in played, passing, last)]
        down = (" ", False) if last else (glyphs.down_path, True) if passing else (glyphs.down, False)
        if group.drawn:
            row = _row(view, group.first, stem, tee, blind, glyphs, step)
        else:
            row = Row(stem, tee, -1, False, False, "", count=_hidden(group, glyphs, step))
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
    action = f"{_likelihood(view, node)}{safe(game.action_label(node), True)}"
    if tree.mover[node] == LEAF:
        return Row(stem, tee, node, on_path, False, action)
    if opened:
        return Row(stem, tee, node, on_path, True, action, mover(game, node, blind, glyphs))
    if step < 4:
        count = f"{glyphs.more} {int(view.endings[node]):,}"
        return Row(stem, tee, node, on_path, False, action + blind.sign(node, glyphs), count=count)
    who = mover(game, node, blind, glyphs, move=False)
    then = tuple(safe(game.action_label(after), True) for after in view.next_steps(node))
    count = f"{glyphs.more} {counted(int(view.endings[node]), 'ending')}"
    return Row(stem, tee, node, on_path, False, action, who, then, count)


def _likelihood(view: Unfolded, node: int) -> str:
    """Odds below chance, and probabilities where a player mixes."""
    tree = view.game.tree
    if tree.mover[tree.parent[node]] == CHANCE:
        return f"{odds(float(tree.odds[node]))} "
    p = float(view.probability[node])
    return f"{probability(p)} " if 0 < p < 1 else ""


def mover(game: ExtensiveGame, node: int, blind: Blind, glyphs: Glyphs, move: bool = True) -> str:
    """Who moves at a node and, with `move`, what the move is called; the letter of what cannot be told apart."""
    who = int(game.tree.mover[node])
    if who == LEAF:
        return ""
    name = "chance" if who == CHANCE else safe(game.players[who], True)
    label = safe(game.moves[int(game.tree.move[node])].label, True) if move else ""
    if who >= 0 and names_mover(game, who, label):
        label = ""
    return (f"{name}: {label}" if label and label != name else name) + blind.sign(node, glyphs)


def natural(row: Row, look: Look) -> int:
    """How wide a row would like to be."""
    return cell_len("".join(_prefix(row, look.glyphs, look))) + cell_len(_words(row, look.glyphs))


def fitted(row: Row, width: int, look: Look) -> list[Text]:
    """A row as one line, or as two where the mover does not fit beside the action."""
    glyphs = look.glyphs
    stem, tee, head = _prefix(row, glyphs, look)
    if row.opened or row.node < 0:  # no payoffs stand beside it
        width = look.columns
    room = width - cell_len(stem + tee + head)
    style = PATH if row.on_path else FAINT if row.tee else ""
    start = _stem(row)
    start.append(tee, PATH if row.on_path else FAINT)
    start.append(head, MARK if row.on_path else FAINT)
    if row.opened and row.tee and cell_len(_words(row, glyphs)) > room:
        below = _stem(row)
        below.append(_under(row, look), FAINT)
        below.append(cut(row.mover, width - cell_len(below.plain), glyphs.more), style)
        start.append(cut(row.action, room, glyphs.more), style)
        return [start, below]
    start.append(_shortened(row, room, glyphs), style)
    return [start]


def _stem(row: Row) -> Text:
    text = Text(no_wrap=True)
    for part, on_path in row.stem:
        text.append(part, PATH if on_path else FAINT)
    return text


def _under(row: Row, look: Look) -> str:
    """What stands under a tee on a second line: the bar goes on where more branches follow."""
    glyphs = look.glyphs
    light, last, beside, turning, path_last, path_on = glyphs.tees
    bar = {light: glyphs.down, beside: glyphs.down_path, turning: glyphs.down, path_on: glyphs.down_path}
    sign = " " if row.tee in (last, path_last) else bar.get(row.tee, " ")
    return sign + " " * (2 if look.columns < NARROW else 3)


def _prefix(row: Row, glyphs: Glyphs, look: Look) -> tuple[str, str, str]:
    stem = "".join(part for part, _ in row.stem)
    if not row.tee:
        return stem, "", ""
    arm = glyphs.arm_path if row.on_path else glyphs.arm
    head = glyphs.head if row.on_path else arm
    return stem, row.tee + (arm if look.columns >= NARROW else ""), f"{head} "


def _words(row: Row, glyphs: Glyphs) -> str:
    return _folded(row, len(row.then), glyphs) if row.count else _joined(row.action, row.mover, glyphs)


def _joined(action: str, mover: str, glyphs: Glyphs) -> str:
    return f"{action} {glyphs.dot} {mover}" if action and mover else action or mover


def _folded(row: Row, steps: int, glyphs: Glyphs) -> str:
    followed = "".join(f" {glyphs.step} {step}" for step in row.then[:steps])
    return f"{_joined(row.action, row.mover, glyphs)}{followed} {row.count}".strip()


def _shortened(row: Row, room: int, glyphs: Glyphs) -> str:
    """Drop what matters least until the row fits: later steps, who moves, letters at the end."""
    if not row.count:
        return cut(_words(row, glyphs), room, glyphs.more)
    for steps in range(len(row.then), -1, -1):
        if cell_len(_folded(row, steps, glyphs)) <= room:
            return _folded(row, steps, glyphs)
    sign = row.mover[row.mover.rindex(" ") :] if row.mover.endswith(glyphs.right) else ""
    return f"{cut(row.action, room - cell_len(sign + row.count) - 1, glyphs.more)}{sign} {row.count}".strip()
