"""An answer on one screen: the sentence first, then the picture, then the payoffs, the method last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.render import components, crossings, matrix, tree
from negotiate.render.outcomes import ways
from negotiate.render.parts import HEADING, consists
from negotiate.render.sentences import at_once, headline, listed, places, played, remarks, spoken, supports
from negotiate.render.table import fitting, in_units, table, wrapped
from negotiate.report.numbers import aligned, probability
from negotiate.report.screen.cells import pad
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import counted, joined, safe
from negotiate.solvers.solution import Elimination, Equilibrium, Solution, TreeEquilibrium

WITHOUT_REGRET = ("Nash", "subgame-perfect", "correlated", "coarse correlated")
"""Kinds of equilibria that leave nobody anything to gain; a response that errs, or a leader who is bound, may."""
COMPLETE = ("complete", "not known to be complete")
"""What is said of an answer that is complete, and of one that is not."""
SENTENCES = 3
ROWS = 10
WIDE = 40
"""Columns in which names of players stand beside what they do; in fewer, their keys."""
LINE = 100
PARTS = 4
"""Strategies of a mixture that dominates which a sentence names."""
SCREEN = 40
"""Lines of one screen: a list is cut where it would run over them, though not to less than `ROWS`."""


def solution(sol: Solution, look: Look) -> RenderableType:
    """Lay out an answer: title, how many, why, the picture, who gets what, how it was found.

    Parameters
    ----------
    sol : Solution
        Of a game in either form.
    look : Look
        `all` lists every equilibrium, and how dominated strategies fell; `equilibrium` picks the one a tree shows.
    """
    return Drawn(lambda settled: _page(sol, settled), look)


def _page(sol: Solution, look: Look) -> Iterable[RenderableType]:
    top: list[RenderableType] = [Text(safe(sol.game.title, True), style=TITLE)] if sol.game.title else []
    top += [*paragraph(headline(sol), look), *_sentences(sol, look), Text()]
    if drawn := picture(sol, look):
        top += [*drawn, Text()]
    last = list(foot(sol, look))
    yield from top
    if listed(sol):
        yield from equilibria_table(sol, look, max(ROWS, SCREEN - len(top) - len(last) - 3))
        yield from _unexplained(sol, top, look)
    if look.all and (lines := consists(sol, places(sol))):
        yield from (Text(), Text(HEADING, style=TITLE))
        yield from (piece for line in lines for piece in paragraph(line, look, indent=2))
    if look.all and (spoken := components.representatives(sol, places(sol))):
        yield from (Text(), Text(components.HEADING, style=TITLE))
        yield from (piece for line in spoken for piece in paragraph(line, look, indent=2))
    if look.all and sol.eliminations:
        yield Text()
        yield from trace(sol, look)
    yield from last


def _unexplained(sol: Solution, above: Sequence[RenderableType], look: Look) -> Iterable[Text]:
    """What the table's marks mean, as far as no picture above it says so."""
    shown, glyphs = listed(sol), look.glyphs
    told = " ".join(drawn.plain for drawn in above if isinstance(drawn, Text) and drawn.plain.count(glyphs.crossed))
    names = [name for name in crossings.may_cross(sol, shown) if crossings.owned(sol.game, name) not in told]
    if names:
        yield Text(crossings.legend(sol.game, names, glyphs), style=FAINT)
    if any(len(mark) > 1 for mark in crossings.marks(sol, shown, glyphs)):
        yield Text(crossings.partly("with some probability", glyphs), style=FAINT)
    if components.hanging(sol):
        yield from paragraph(components.TELLING, look, FAINT)


def paragraph(text: str, look: Look, style: str = "", indent: int = 0) -> Iterable[Text]:
    """Running text, never so wide that the eye loses its line."""
    for piece in wrapped(text, min(look.columns, LINE) - indent):
        yield Text(" " * indent + piece, style=style)


def _sentences(sol: Solution, look: Look) -> Iterable[RenderableType]:
    """All of them for `all`, else the first few where all move at once, or the one that the tree shows."""
    found, first, digits = listed(sol), 0, places(sol)
    if isinstance(sol.game, ExtensiveGame) and found:
        first = min(max(look.equilibrium, 1), len(found)) - 1
    some: list[int] = [first]
    if not isinstance(sol.game, ExtensiveGame) or sol.game.normal_form is not None:
        some = sorted({*range(SENTENCES), first})
    told = range(len(found)) if look.all else [index for index in some if index < len(found)]
    for index in told:
        mark = f"{index + 1}. " if len(found) > 1 else ""
        first_said, *more = spoken(sol, found[index], digits, look.all and index == first)
        yield from paragraph(mark + first_said, look)
        yield from (piece for said in more for piece in paragraph(said, look))
    if len(told) < len(found):
        yield from paragraph(_others(len(found) - len(told), len(found) <= ROWS), look)
    yield from _between(sol, look)
    for said in (crossings.remark(sol), *crossings.unsigned(sol.game)):
        yield from paragraph(said, look) if said else ()


def _between(sol: Solution, look: Look) -> Iterable[RenderableType]:
    """What lies between the equilibria listed, of the first few components where not all is wanted."""
    found = components.sentences(sol)
    shown = found if look.all else found[:SENTENCES]
    for said in shown:
        yield from paragraph(said, look)
    if len(shown) < len(found):
        yield from paragraph(f"`--all` tells what lies between the others, in {len(found) - len(shown):,} more.", look)


def _others(count: int, listed_all: bool) -> str:
    """Where the equilibria are that no sentence tells."""
    noun = "The other is" if count == 1 else "The others are"
    return f"{noun} in the table." if listed_all else f"`--all` tells the other{'' if count == 1 else 's'}."


def picture(sol: Solution, look: Look) -> list[Text]:
    """The tree with one equilibrium on it, or the matrix; nothing for more than two players."""
    if isinstance(sol.game, ExtensiveGame):
        trees = [e for e in sol.equilibria if isinstance(e, TreeEquilibrium)]
        index = min(max(look.equilibrium, 1), len(trees)) - 1
        lines = tree.lines(sol.game, look, trees[index] if trees else None, places(sol))
        if len(trees) > 1:
            another = f"`--equilibrium {(index + 1) % len(trees) + 1}` shows another"
            lines.extend(
                paragraph(f"The tree shows equilibrium {index + 1} of {len(trees):,}; {another}.", look, FAINT)
            )
        return lines
    if sol.game.n_players != 2:
        return []
    return matrix.lines(sol.game, look, [e for e in sol.equilibria if isinstance(e, Equilibrium)], places(sol))


def equilibria_table(sol: Solution, look: Look, most: int = ROWS) -> Iterable[Text]:
    """Who gets what in which equilibrium, one line each."""
    game, glyphs, digits = sol.game, look.glyphs, places(sol)
    shown = listed(sol) if look.all else listed(sol)[:most]
    numbers = [aligned([e.payoffs[p] for e in shown], digits[p]) for p in range(len(game.players))]
    room = [max(map(len, words)) for words in numbers]
    marks = _marks(sol, shown, look)
    most_words = look.columns - max(map(cell_len, marks)) - sum(room) - 2 * (len(room) + 1)
    head, said = _played(sol, shown, max(most_words - 4 * len(room), 0), glyphs.step)
    longest = max(cell_len(word) for text in (head, *said) for word in text.split(" "))
    left = most_words + sum(room) - min(max(map(cell_len, [head, *said])), look.columns // 2)
    rows = [[mark, words, *(w[i] for w in numbers)] for i, (mark, words) in enumerate(zip(marks, said, strict=True))]
    names = fitting(game.players, game.keys, room, left, most_words + sum(room) - longest, glyphs.more)
    yield from table(["", head, *names], rows, 2, look)
    if len(shown) < len(sol.equilibria):
        yield Text(f"{glyphs.more} {counted(len(sol.equilibria) - len(shown), 'more equilibrium', 'more equilibria')}")
    if units := in_units(game.players, game.units):
        yield Text(units, style=FAINT)


def _marks(sol: Solution, shown: Sequence[Equilibrium | TreeEquilibrium], look: Look) -> list[str]:
    """What stands before each equilibrium: its number, its sign, its pieces, and whether it crosses a red line."""
    found = [_mark(sol, i, look) for i in range(len(shown))]
    letters = components.marks(sol)[: len(shown)]
    if any(letters):
        wide = max(map(cell_len, found))
        found = [f"{pad(mark, wide)} {letter}".rstrip() for mark, letter in zip(found, letters, strict=True)]
    crossed = crossings.marks(sol, shown, look.glyphs)
    if not any(crossed):
        return found
    wide, signs = max(map(cell_len, found)), max(map(cell_len, crossed))
    return [f"{pad(mark, wide)} {sign.center(signs)}".rstrip() for mark, sign in zip(found, crossed, strict=True)]


def _played(
    sol: Solution, shown: Sequence[Equilibrium | TreeEquilibrium], room: int, step: str
) -> tuple[str, list[str]]:
    """What is done in each equilibrium and the head above it; for more than two players, each under its name."""
    game = sol.game.normal_form if isinstance(sol.game, ExtensiveGame) else sol.game
    alone = [at_once(e) if isinstance(e, TreeEquilibrium) else e for e in shown]
    if game is None:
        return "Equilibrium", ways([e for e in shown if isinstance(e, TreeEquilibrium)], step)
    if game.n_players < 3:
        return "Equilibrium", [played(e, sol.game, step) for e in shown]
    rows = [supports(game, equilibrium) for equilibrium in alone if equilibrium is not None]
    for names in (game.players, game.keys):
        columns = list(zip([safe(name, True) for name in names], *rows, strict=True))
        widths = [max(map(cell_len, column)) for column in columns]
        straight = [
            " | ".join(pad(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in zip(*columns, strict=True)
        ]
        if max(map(cell_len, straight)) <= room:
            return straight[0], straight[1:]
    who = game.players if room >= WIDE else game.keys
    named = ["; ".join(f"{safe(name, True)}: {act}" for name, act in zip(who, row, strict=True)) for row in rows]
    return "Equilibrium", named


def _mark(sol: Solution, index: int, look: Look) -> str:
    """The number of an equilibrium and its sign, where the picture has that sign too."""
    found = listed(sol)[index]
    if isinstance(found, TreeEquilibrium):
        sign = look.glyphs.head if index + 1 == min(max(look.equilibrium, 1), len(sol.equilibria)) else ""
    else:
        sign = look.glyphs.star if found.pure else ""
    return f"{index + 1:>{len(str(len(sol.equilibria)))}} {sign}".rstrip() if len(sol.equilibria) > 1 else sign


def trace(sol: Solution, look: Look) -> Iterable[RenderableType]:
    """How strictly dominated strategies fell, round by round."""
    if not isinstance(sol.game, NormalFormGame):
        return
    yield Text("Strategies that fell, because another is always better", style=TITLE)
    for fallen in sol.eliminations:
        yield from paragraph(elimination(sol.game, fallen), look, indent=2)


def elimination(game: NormalFormGame, fallen: Elimination) -> str:
    """One step of iterated dominance in words."""
    labels = [safe(strategy.label, True) for strategy in game.strategies[fallen.player]]
    heaviest = sorted(zip(fallen.by, fallen.weights, strict=True), key=lambda part: -part[1])[:PARTS]
    better = [
        f"`{labels[i]}`" if len(fallen.by) == 1 else f"{probability(weight)} `{labels[i]}`"
        for i, weight in (heaviest if len(fallen.by) > PARTS else zip(fallen.by, fallen.weights, strict=True))
    ]
    if len(fallen.by) > PARTS:
        better.append(f"a little of {len(fallen.by) - PARTS:,} more")
    name = safe(game.players[fallen.player], True)
    return f"Round {fallen.round}: {name} drops `{labels[fallen.strategy]}` for {joined(better)}."


def foot(sol: Solution, look: Look, extent: tuple[str, str] = COMPLETE) -> Iterable[RenderableType]:
    """What a reader must know besides, and how the answer was found; `extent` as in `how`."""
    for note in remarks(sol):
        yield from paragraph(whole_sentence(note), look, FAINT)
    yield from paragraph(how(sol, extent), look, FAINT)


def whole_sentence(note: str) -> str:
    """A note with a capital letter and a full stop."""
    said = safe(note, True)
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '!', '?')) else '.'}"


def how(sol: Solution, extent: tuple[str, str] = COMPLETE) -> str:
    """Method and why it was chosen, completeness, exactness and check in one line.

    `extent` says what is complete, and what is not, in the words of the concept. Where nothing was found, nothing was
    checked.
    """
    why = f" ({safe(sol.chosen, True)})" if sol.chosen else ""
    parts = [f"Method: {safe(sol.method, True)}{why}"]
    if sol.equilibria or not sol.complete:
        parts.append(extent[0] if sol.complete else extent[1])
    parts.append("exact" if sol.exact else "numbers rounded")
    if sol.verified and (sol.equilibria or sol.finding is not None):
        parts.append(f"checked: {safe(sol.verified, True)}")
    if judged := [e.regret for e in sol.equilibria if e.kind in WITHOUT_REGRET]:
        regret = max(judged)
        parts.append(f"largest regret {regret:.0e}" if regret > 1e-12 else "regret 0")
    return f"{'; '.join(parts)}."
