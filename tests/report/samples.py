"""One report that holds every block, with texts that try to break out of each form."""

from __future__ import annotations

from negotiate.errors import Problem
from negotiate.report.blocks import (
    Branch,
    Cell,
    Column,
    Item,
    Items,
    Matrix,
    Mistakes,
    Note,
    Plot,
    Report,
    Section,
    Sentence,
    Series,
    Square,
    Table,
    Tree,
)

EVIL = "<b>&\x1b[31m|\u202e"
"""A piece of HTML, of Markdown and of a terminal's commands."""

PAYOFFS = (
    Column("Us", "payoff", "payoff us", "us", 0),
    Column("Them", "payoff", "payoff them", "them", 1),
)
TABLE = Table(
    (
        Column("Way"),
        Column("packages", "count"),
        *PAYOFFS,
        Column("odds", "probability"),
        Column("", "mark"),
    ),
    (
        ("first", 1200, 0.5, -12.25, 0.25, "★"),
        (EVIL, None, 1 / 3, 7, 0.75, Cell("‡", "crossed", "red line")),
        ("third", 3, None, None, None, ""),
    ),
    title="A table",
    most=2,
    more="way",
)
HIDDEN = Table((Column("key"), Column("value", "number")), (("x", 1 / 3),), detail=True)
TREE = Tree(
    Branch(
        "",
        "Us: open",
        role="path",
        below=(
            Branch("stay", numbers=(0.0, 0.0), role="path"),
            Branch("go", "Them", then=("hold",), count="3 endings", numbers=(1.5, -2.0), mark="‡"),
        ),
    ),
    PAYOFFS,
    ("‡ crosses a red line",),
    data=True,
)
MATRIX = Matrix(
    ("Us", "Them"),
    ("up", "down"),
    ("left", "right"),
    (
        (Square((1.0, 0.0), (True, False), "★"), Square(())),
        (Square((0.5, 2.0)), Square((-10.0, 3.0), (False, True))),
    ),
    legend=("★ equilibrium",),
    data=True,
)
SLICE = Matrix(
    ("Us", "Them", EVIL),
    ("up",),
    ("left", "right"),
    ((Square((1.0, 0.0, 2.5), (True, False, True)), Square(())),),
    (0, 0, 1),
    given=EVIL,
    keyed=False,
    data=True,
)
SCATTER = Plot(
    "scatter",
    (
        Series("refused", (0.0, 5.0), (1.0, 2.0), "·", "faint", faint=True),
        Series("no deal", (1.0,), (1.0,), "×", labels=("walk away",), named=True),
    ),
    "Us",
    "Them",
    (1.0, 1.0),
    title="Packages",
    data=True,
)
BARS = Plot(
    "bars",
    (Series("", (2.0, -1.0), (0.0, 0.0), labels=("deficit", "income"), player=0),),
    title="Worth",
)
STRIP = Plot(
    "strip",
    (Series("us", (), (), labels=("·",) * 4 + ("█",) * 8, player=0),),
    "round",
    title="A match",
)
LINE = Plot(
    "line", (Series("share", (0.0, 1.0, 2.0), (0.1, 0.4, 0.9)),), "round", "share", title="Shares"
)
PROBLEM = Problem(
    "talks.yaml", 3, 5, "unknown-option", "`x` is no option", "did you mean `y`?", "  a: x", 1
)

REPORT = Report(
    f"Title {EVIL}",
    (
        Sentence("The answer names `deficit_weight`."),
        Sentence("A further reason.", detail=True),
        TABLE,
        HIDDEN,
        TREE,
        MATRIX,
        SLICE,
        SCATTER,
        BARS,
        STRIP,
        LINE,
        Mistakes((PROBLEM,)),
        Section(
            "Parts",
            (Items((Item("alpha", "is first"), Item(EVIL, "is evil"))), Sentence("A last word.")),
        ),
        Section("Behind", (Sentence("Hidden words."),), detail=True),
        Note("Complete; checked."),
        Note("Method: by hand.", detail=True),
    ),
    ("Us", "Them"),
)
