"""A report: what an answer says, block by block in the order in which it is read, and nothing of
how it is drawn.

Texts are plain English. What a person types stands between backticks. Signs are those of Unicode
(`★` an equilibrium, `‡` a red line, `→` a step); a writer for ASCII puts others in their place.
Numbers stay numbers, so that each writer rounds them as its reader needs: a screen to a few digits,
a file for other programs not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from negotiate.display import record
from negotiate.errors import Problem

Role = Literal["", "path", "equilibrium", "red line", "faint"]
"""What something is in the game; a writer colours it, beside the sign or the weight that says it
already.
"""
Kind = Literal["words", "mark", "count", "number", "payoff", "probability"]
"""What a column holds: words to the left, a sign in the middle, numbers to the right, their points
in line.
"""

Medium = Literal["", "paper", "terminal", "screen", "phone"]
"""Where something is read: a page to hand out, lines at a terminal, a full screen, a phone; empty
for anywhere.
"""
Tone = Literal["", "better", "worse"]
"""How something compares with having no deal."""


@record
class Sentence:
    """One paragraph of the answer.

    Parameters
    ----------
    text : str
        A whole sentence or a few.
    detail : bool
        Whether it is left out where not everything is wanted.
    apart : bool
        Whether it is a paragraph of a longer text, which a screen sets apart from the others.
    only : Medium
        Where alone it belongs.
    tone : Tone
        Whether it says that something is better or worse.
    """

    text: str
    detail: bool = False
    apart: bool = False
    only: Medium = ""
    tone: Tone = ""


@record
class Note:
    """What a reader must know besides: units, conventions, the method. Faint, below the picture.

    Parameters
    ----------
    text : str
        A whole sentence or a few.
    detail : bool
        Whether it is left out where not everything is wanted.
    only : Medium
        Where alone it belongs.
    """

    text: str
    detail: bool = False
    only: Medium = ""


@record
class Cell:
    """A place in a table that is not just a word or a number.

    Parameters
    ----------
    shown : str
        What a person reads.
    value : str, float or None
        What a program reads; None is an empty field.
    role : Role
        What it is in the game.
    size : float
        Of a number: the largest of those that it was worked out from; see `numbers.exact`.
    """

    shown: str
    value: str | float | None = None
    role: Role = ""
    size: float = 0.0

    def __str__(self) -> str:
        return self.shown


Entry = str | float | int | Cell | None
"""What stands in a place of a table; None is left empty."""


@record
class Column:
    """One column of a table.

    Parameters
    ----------
    head : str
        What stands above it, for people.
    kind : Kind
        What it holds.
    key : str
        What programs call it; empty for the head.
    short : str
        A shorter head for a narrow screen; empty if there is none.
    player : int
        Whose it is, counted from 0; -1 for nobody's.
    digits : int
        Least decimals of its numbers; 0 for as many as they need.
    size : float
        The largest of the numbers that its numbers were worked out from; see `numbers.exact`.
    wide : bool
        Whether a narrow screen leaves it out.
    """

    head: str
    kind: Kind = "words"
    key: str = ""
    short: str = ""
    player: int = -1
    digits: int = 0
    size: float = 0.0
    wide: bool = False


@record
class Table:
    """Rows under heads.

    Parameters
    ----------
    columns : tuple of Column
        From left to right.
    rows : tuple of tuple of Entry
        One entry a column.
    title : str
        What the table is about, where its heads do not say it.
    most : int
        Rows shown to people where not everything is wanted; 0 for all.
    more : str
        The noun of a row that is left out, "state" or "equilibrium/equilibria"; empty where the
        note counts them.
    detail : bool
        Whether a page leaves it out where not everything is wanted; files always have it.
    note : str
        What its signs mean, and what it leaves out; told to people below it.
    data : bool
        Whether it leaves as CSV; not where another table of the report holds the same.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Entry, ...], ...]
    title: str = ""
    most: int = 0
    more: str = "row"
    detail: bool = False
    note: str = ""
    data: bool = True


@record
class Branch:
    """A node of a tree, and what hangs below it.

    Parameters
    ----------
    label : str
        What was done to come here; of a line that counts hidden branches, how many.
    mover : str
        Who moves here; empty at an ending.
    then : tuple of str
        What would follow in a part that is folded away.
    count : str
        How much is folded away, such as "8 endings".
    short : str
        The same where there is little room, such as "8".
    letter : str
        Names the places that look the same to whoever moves here, perhaps with what is believed:
        "A" or "A 0.3".
    numbers : tuple of float
        One a column of the tree; empty where none stands.
    mark : str
        Signs before the numbers, such as `‡`.
    role : {'', 'path', 'chosen'}
        Whether play comes by, or would be chosen where play does not come.
    below : tuple of Branch
        The branches, in order.
    """

    label: str
    mover: str = ""
    then: tuple[str, ...] = ()
    count: str = ""
    short: str = ""
    letter: str = ""
    numbers: tuple[float, ...] = ()
    mark: str = ""
    role: Literal["", "path", "chosen"] = ""
    below: tuple[Branch, ...] = ()


@record
class Tree:
    """Who can do what after what, with numbers beside the endings.

    Parameters
    ----------
    root : Branch
        Where it starts.
    columns : tuple of Column
        Of the numbers.
    legend : tuple of str
        What its signs mean.
    data : bool
        Whether its numbers leave as a table, too, where nothing is drawn; not where the report has
        such a table.
    """

    root: Branch
    columns: tuple[Column, ...] = ()
    legend: tuple[str, ...] = ()
    data: bool = False


@record
class Square:
    """One combination in a payoff matrix.

    Parameters
    ----------
    numbers : tuple of float
        The payoffs of the row player, the column player and any other; empty where the combination
        cannot happen.
    best : tuple of bool
        Whose strategy is a best reply there.
    marks : str
        `★`, `‡` or both.
    """

    numbers: tuple[float, ...]
    best: tuple[bool, ...] = (False, False)
    marks: str = ""


@record
class Matrix:
    """A game of two players as a payoff matrix, or what is left of one of three for an option of
    the third.

    Parameters
    ----------
    players : tuple of str
        The row player, the column player, and a third one.
    rows, columns : tuple of str
        Their strategies.
    squares : tuple of tuple of Square
        One a row and column.
    digits : tuple of int
        Least decimals a player; 0 for as many as the numbers need.
    legend : tuple of str
        What its signs mean.
    more : str
        What is not shown of the game.
    data : bool
        Whether its numbers leave as a table, too, where nothing is drawn; not where the report has
        such a table.
    given : str
        What the third player chooses; empty where there is none.
    keyed : bool
        Whether it is said below what its signs mean.
    """

    players: tuple[str, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    squares: tuple[tuple[Square, ...], ...]
    digits: tuple[int, ...] = (0, 0)
    legend: tuple[str, ...] = ()
    more: str = ""
    data: bool = False
    given: str = ""
    keyed: bool = True


@record
class Series:
    """Points of a plot that mean the same.

    Parameters
    ----------
    name : str
        What the legend says of them.
    x, y : sequence of float
        Where they lie; a tuple, or for very many an array of the standard library.
    sign : str
        The sign on a character screen.
    role : Role
        What they are in the game.
    player : int
        Whose they are, counted from 0; -1 for nobody's.
    labels : tuple of str
        One word a point, of a strip one a cell; empty for none.
    faint : bool
        Whether the picture need not hold all of them: those far from the others are left out and
        counted.
    named : bool
        Whether it is said when another series hides it.
    filled : bool
        Whether the points are the corners, in order, of a convex area that is filled.
    beside : bool
        Whether each label stands beside its point, where there is room.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]
    sign: str = "●"
    role: Role = ""
    player: int = -1
    labels: tuple[str, ...] = ()
    faint: bool = False
    named: bool = False
    filled: bool = False
    beside: bool = False


@record
class Plot:
    """Series of points over two axes.

    Parameters
    ----------
    kind : {'scatter', 'line', 'bars', 'regions', 'strip'}
        Points; points joined in order; a bar from y to x; cells of a grid coloured by series; a row
        of cells a series.
    series : tuple of Series
        In the order in which they are drawn, the most important last.
    across, up : str
        What the axes count.
    guides : tuple of float
        Where a line stands upright and where one lies level, such as the payoffs of no deal; of
        bars the first alone.
    guided : str
        What these lines stand for.
    whole : tuple of bool
        For each axis whether only whole numbers mean something on it.
    title : str
        What it shows, for those who cannot see it.
    noun : str
        What a faint point is, for counting those that are left out.
    note : str
        What is to be said below it; a writer adds what it had to leave out.
    data : bool
        Whether its numbers leave as a table, too, where nothing is drawn; not where the report has
        such a table.
    ends : tuple of str, or None
        What stands above the first and the last cell of a strip that may be drawn with fewer cells;
        None for rounds, which are counted.
    """

    kind: Literal["scatter", "line", "bars", "regions", "strip"]
    series: tuple[Series, ...]
    across: str = ""
    up: str = ""
    guides: tuple[float, float] | None = None
    guided: str = ""
    whole: tuple[bool, bool] = (False, False)
    title: str = ""
    noun: str = "point"
    note: str = ""
    data: bool = False
    ends: tuple[str, str] | None = None


@record
class Item:
    """A name and what belongs to it, as in a list of terms.

    Parameters
    ----------
    name : str
        A few words.
    text : str
        What is said of it.
    """

    name: str
    text: str


@record
class Items:
    """A list of names with what belongs to each.

    Parameters
    ----------
    entries : tuple of Item
        In order.
    detail : bool
        Whether it is left out where not everything is wanted.
    """

    entries: tuple[Item, ...]
    detail: bool = False


@record
class Bullets:
    """A list of texts that have no names.

    Parameters
    ----------
    texts : tuple of str
        In order.
    first : int or None
        The number of the first text where they are numbered; None where they are not.
    """

    texts: tuple[str, ...]
    first: int | None = None

    def marked(self, mark: str) -> Iterator[tuple[str, str]]:
        """Each text with what stands before it: its number, or the mark."""
        for place, text in enumerate(self.texts):
            yield mark if self.first is None else f"{self.first + place}.", text


@record
class Section:
    """Blocks under a heading.

    Parameters
    ----------
    title : str
        The heading.
    blocks : tuple of Block
        What stands under it.
    detail : bool
        Whether it is left out where not everything is wanted.
    """

    title: str
    blocks: tuple[Block, ...]
    detail: bool = False


@record
class Mistakes:
    """Mistakes in files, each with its place and the line that it stands on.

    Parameters
    ----------
    problems : tuple of Problem
        In the order in which they are shown.
    """

    problems: tuple[Problem, ...]


Block = Mistakes | Sentence | Note | Table | Tree | Matrix | Plot | Items | Bullets | Section


@record
class Report:
    """A whole answer.

    Parameters
    ----------
    title : str
        What it is about; empty where nobody named it.
    blocks : tuple of Block
        In the order in which they are read: the answer, why, the picture or table, one line of
        trust, then details.
    players : tuple of str
        Names, for their colours; their places are those of `Column.player`.
    more : str
        What `--all` says besides the blocks that are details, in a few words.
    """

    title: str
    blocks: tuple[Block, ...]
    players: tuple[str, ...] = ()
    more: str = ""

    def walk(self) -> Iterator[Block]:
        """Every block, those inside sections too, a section before what stands under it."""
        yield from _walk(self.blocks)


def _walk(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from _walk(block.blocks)


def sentences(texts: Sequence[str], most: int = 0) -> tuple[Sentence, ...]:
    """Each text as a sentence, those after the first `most` as details; 0 for no limit."""
    return tuple(Sentence(text, bool(most) and place >= most) for place, text in enumerate(texts))


def notes(texts: Iterable[str], detail: bool = False) -> tuple[Note, ...]:
    """Each text as a note; an empty one says nothing."""
    return tuple(Note(text, detail) for text in texts if text)
