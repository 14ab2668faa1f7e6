"""Binds what outcomes are worth: payoff terms, the models behind them, or a `matrix` in place of
issues and payoffs.

Terms that name one another may neither circle nor go too deep. Of a matrix each player decides one
issue that bears the player's own name; its payoff is one term called `matrix`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, Any

from negotiate.language.binding import Binder, present, record, said
from negotiate.language.shape import WORTHS
from negotiate.language.text import TOP, Mapping, Node, Scalar, Spot, find, items_of, spelled
from negotiate.model import Issue, Option, Player, trade
from negotiate.model.expressions import (
    Expression,
    ModelOutput,
    Names,
    Number,
    Operation,
    Table,
    TermValue,
)
from negotiate.model.payoffs import BoundModel, Status, Term, names_a_move
from negotiate.problems import listed, nearest, nearest_names

if TYPE_CHECKING:
    from negotiate.language.shape.parts import ModelPart, TermPart
    from negotiate.model.trade.kinds import ModelKind


DEPTH_LIMIT = 200
"""Operations inside one another, through all the terms that a term names."""
TRAIL_LIMIT = 60
"""Terms that name one another."""

Terms = dict[str, dict[str, Term]]
Key = tuple[str, str]


def check_circles(binder: Binder, terms: Terms) -> Terms:
    """Refuse terms that name one another in a circle, and mark those that (through others) look at
    a move.

    A refused term is 0 from then on, so that whatever follows terms from one to the next comes to
    an end.
    """
    search = _Search(binder, terms)
    moves = {
        (player, key): search.look(player, key)[0] for player, own in terms.items() for key in own
    }
    return {
        player: {key: replace(term, needs_moves=moves[player, key]) for key, term in own.items()}
        for player, own in terms.items()
    }


@dataclass(slots=True)
class _Search:
    """What is known of each term so far: whether it looks at a move, and how deep it is."""

    binder: Binder
    terms: Terms
    known: dict[Key, tuple[bool, int]] = field(default_factory=dict)
    trail: list[Key] = field(default_factory=list)

    def look(self, player: str, key: str) -> tuple[bool, int]:
        here = (player, key)
        if here in self.known:
            return self.known[here]
        if here in self.trail:
            circle = " → ".join(
                f"{p}.{k}" for p, k in [*self.trail[self.trail.index(here) :], here]
            )
            self._wrong(here, "circle", f"payoff terms go in a circle: {circle}")
            return False, 0
        if len(self.trail) >= TRAIL_LIMIT:
            return False, DEPTH_LIMIT
        self.trail.append(here)
        term = self.terms[player][key]
        parts = [e for e in (term.value, term.when) if e is not None]
        below = [self.look(*other) for other in self._named(parts)]
        self.trail.pop()
        moves = any(names_a_move(e) for e in parts) or any(found for found, _ in below)
        depth = max(depth_of(e) for e in parts) + max((deep for _, deep in below), default=0)
        if depth > DEPTH_LIMIT:
            message = "this term names terms that name terms, and so on for too long"
            hint = (
                f"at most {TRAIL_LIMIT} terms and {DEPTH_LIMIT} signs follow from one another: "
                "put several into one"
            )
            self._wrong(here, "terms-too-deep", message, hint)
            depth = 0
        self.known[here] = moves, depth
        return self.known[here]

    def _named(self, parts: list[Expression]) -> list[Key]:
        found = [
            (node.player, node.term)
            for e in parts
            for node in e.walk()
            if isinstance(node, TermValue)
        ]
        return [
            (player, key)
            for player, key in dict.fromkeys(found)
            if key in self.terms.get(player, {})
        ]

    def _wrong(self, here: Key, code: str, message: str, hint: str = "") -> None:
        self.binder.wrong_key(("payoffs", *here), code, message, hint)
        player, key = here
        self.terms[player][key] = replace(self.terms[player][key], value=Number(0.0), when=None)


def depth_of(expression: Expression) -> int:
    """How many nodes stand inside one another."""
    return 1 + max((depth_of(child) for child in expression.children), default=0)


_FEW = 3
"""Options of an issue that fit into a hint."""
CELL_LIMIT = 100_000
"""Cells in one table of values."""


def model_kind(name: str) -> ModelKind | None:
    """The kind of model with this name."""
    return next((kind for kind in trade.kinds.MODEL_KINDS if kind.name == name), None)


def model_outputs(part: ModelPart) -> list[str]:
    """What a formula may ask of a model, such as `income.us` and `deficit_cut`."""
    kind = model_kind(part.kind)
    if kind is None:
        return []
    return [
        f"{output}.{player}" for output in kind.region_outputs for player in part.regions
    ] + list(kind.outputs)


def bind_models(binder: Binder) -> dict[str, BoundModel]:
    """Every model with its inputs and regions bound."""
    return present({key: _model(binder, key, part) for key, part in binder.document.models.items()})


def _model(binder: Binder, key: str, part: ModelPart) -> BoundModel | None:
    path = TOP / "models" / key
    kind = model_kind(part.kind)
    known = [one.name for one in trade.kinds.MODEL_KINDS]
    if not binder.known(part.kind, known, "model kind", path / "kind") or kind is None:
        return None
    binder.known(part.data, kind.datasets, "data set", path / "data")
    _check_regions(binder, part, kind, path / "regions")
    choices = {
        name: choice
        for name, choice in binder.uncertain().names.choices.items()
        if not choice.of_move
    }
    names = Names(binder.names.parameters, choices, broken=binder.broken)
    inputs = _inputs(binder, part, kind, names, path / "inputs")
    settings: dict[str, Expression | bool | None] = {}
    for setting in kind.settings:
        written: float | str | bool | None = getattr(part, setting.name, None)
        value = setting.default if written is None else written
        bound = (
            value
            if isinstance(value, bool)
            else binder.expression(value, path / setting.name, names=names)
        )
        settings[setting.name] = bound
    return BoundModel(key, kind, part.data, inputs, present(settings), part.regions)


def _inputs(
    binder: Binder, part: ModelPart, kind: ModelKind, names: Names, path: Spot
) -> dict[str, Expression]:
    known = [i.name for i in kind.inputs]
    named = binder.entries(part.inputs, known, "model input", path)
    inputs = {name: binder.expression(written, here, names=names) for name, written, here in named}
    meant = {
        near for name in part.inputs if name not in known for near in nearest_names(name, known)
    }
    unbound = [name for name in known if name not in part.inputs and name not in meant]
    if unbound:
        message = f"{listed(unbound)} of the model `{part.kind}` is not bound"
        binder.wrong_key(
            path, "unbound-input", message, "bind each to an issue, a number or an expression"
        )
    return present(inputs)


def _check_regions(binder: Binder, part: ModelPart, kind: ModelKind, path: Spot) -> None:
    for player, region in part.regions.items():
        binder.player(player, path / player, key=True)
        binder.known(region, kind.regions, "region", path / player)
    bound = set(part.regions.values())
    if len(bound) != len(part.regions):
        binder.wrong_key(path, "region-twice", "two players are bound to one region")
    elif bound <= set(kind.regions) and (
        missing := [r for r in kind.needed_regions if r not in bound]
    ):
        message = f"{listed(missing)} of the model `{part.kind}` is not bound to a player"
        binder.wrong_key(path, "unbound-region", message, "add a player and its region")


def bind_terms(binder: Binder) -> dict[str, dict[str, Term]]:
    """Player → its payoff terms by name; those of an unknown player as well, since formulas may
    name them.
    """
    result: dict[str, dict[str, Term]] = {player: {} for player in binder.players}
    for player, parts in binder.document.payoffs.items():
        path = TOP / "payoffs" / player
        binder.player(player, path, key=True)
        result[player] = {
            key: _term(binder, player, key, part, path / key) for key, part in parts.items()
        }
    _check_everyone_paid(binder)
    return check_circles(binder, result)


def _check_everyone_paid(binder: Binder) -> None:
    """Note players without payoffs, unless a misspelt player may be the reason."""
    document = binder.document
    paid = {**document.payoffs, **document.prefers, **document.ranking}
    if (
        not paid
        or any(player not in binder.players for player in paid)
        or binder.broken & set(WORTHS)
    ):
        return
    key = next(word for word in WORTHS if getattr(document, word))
    for player in binder.players:
        if player not in paid and player not in binder.broken:
            what, hint = (
                ("payoffs", _first_term(binder, player))
                if key == "payoffs"
                else ("preferences", "")
            )
            binder.wrong_key(TOP / key, "no-payoff", f"`{player}` has no {what}", hint)


def _first_term(binder: Binder, player: str) -> str:
    """What to add for a player without payoffs: a whole term that can be read as it stands."""
    issue = next((issue for issue in binder.issues.values() if len(issue.labels) <= _FEW), None)
    worths = (
        ", ".join(f"{option}: {worth}" for worth, option in enumerate(issue.labels))
        if issue
        else ""
    )
    term = f"{{by: {issue.id}, values: {{{worths}}}}}" if issue else "{amount: 1}"
    return (
        f"add `{player}: {{a_name: {term}}}` below `payoffs`, with a name and numbers of your own"
    )


def _term(binder: Binder, player: str, key: str, part: TermPart, path: Spot) -> Term:
    """A term; what could not be read of it is 0, since formulas may name it."""
    value = _value(binder, part, path) or Number(0.0)
    when = binder.condition(part.when, path / "when")
    times = binder.expression(part.times, path / "times")
    binder.source(part, path)
    if times is not None:
        value = Operation("*", (value, times))
    derived = any(isinstance(node, ModelOutput) for node in value.walk())
    status: Status = "derived" if derived else status_of(part.source)
    return record(
        Term,
        part,
        player=player,
        id=key,
        value=value,
        when=when,
        status=status,
        written=_written(part),
    )


def status_of(source: str) -> Status:
    """Where a number that nothing derives comes from, by its source."""
    return "declared" if source in ("", "declared") else "published"


def _value(binder: Binder, part: TermPart, path: Spot) -> Expression | None:
    if part.by is not None:
        return _table(binder, part.by, part.values, path)
    if part.from_ is None:
        word = "amount" if part.expr is None else "expr"
        return binder.expression(getattr(part, word), path / word)
    outputs = [
        f"{model}.{output}" for model, found in binder.names.models.items() for output in found
    ]
    model, _, output = part.from_.partition(".")
    if part.from_ in outputs:
        return ModelOutput(model, output)
    if model not in binder.broken:
        message = f"no model gives `{part.from_}`; there is {listed(outputs)}"
        binder.wrong(path / "from", "unknown-output", message, nearest(part.from_, outputs))
    return None


def _written(part: TermPart) -> str:
    core = [written for written in (part.from_, part.expr, part.amount) if written is not None]
    times = f" × {part.times}" if part.times is not None else ""
    when = f" when {said(part.when)}" if part.when is not None else ""
    return f"{core[0] if core else 'by ' + ', '.join(part.by or ())}{times}{when}"


def _table(binder: Binder, by: list[str], values: Any, path: Spot) -> Table | None:
    axes = binder.axes
    places = [path / "by" / k if len(by) > 1 else path / "by" for k in range(len(by))]
    known = [
        binder.known(issue, axes, "issue", place) for issue, place in zip(by, places, strict=True)
    ]
    if all(known):
        binder.once(by, path / "by")
    if not all(known) or len(set(by)) != len(by):
        return None
    labels = [axes[issue].labels for issue in by]
    shape = tuple(map(len, labels))
    if (count := prod(shape)) > CELL_LIMIT:
        message = f"the table has {count:,} cells; at most {CELL_LIMIT:,}"
        binder.wrong(path / "by", "table-too-large", message)
        return None
    if not _check_keys(binder, by, values, path / "values"):
        return None
    cells: list[Expression] = []
    missing: list[tuple[str, ...]] = []
    for combination in product(*labels):
        written, here = _cell(values, combination), Spot((*path, "values", *combination))
        cells.append(binder.expression(written, here) or Number(0.0))
        if written is None:
            missing.append(combination)
    _check_missing(binder, by, labels, missing, path / "values")
    return Table(tuple(by), shape, tuple(cells))


def _check_missing(
    binder: Binder,
    by: list[str],
    labels: list[tuple[str, ...]],
    missing: list[tuple[str, ...]],
    path: Spot,
) -> None:
    """Note combinations of options without a worth, but for the status quo's, or what it may be
    where it is unknown.
    """
    resting = [binder.document.status_quo.get(issue) for issue in by]
    told = any(option not in (None, *row) for option, row in zip(resting, labels, strict=True))
    lacking = [
        " and ".join(f"`{option}`" for option in one)
        for one in missing
        if [*one] != resting and not told
    ]
    unknown = "status_quo" in binder.broken and None in resting
    if lacking and not (unknown and len(lacking) == 1):
        more = f" and {len(lacking) - 4} more" if len(lacking) > 4 else ""
        hint = "an option may be left out only if it is the status quo's; its worth is then 0"
        if any(axis in binder.events for axis in by):
            hint = "say what every outcome of an event is worth"
        binder.wrong_key(
            path, "missing-value", f"no value for {', '.join(lacking[:4])}{more}", hint
        )


def _cell(values: Any, combination: tuple[str, ...]) -> Any:
    """What a table says of one combination of options, None where it is silent."""
    for option in combination:
        values = values.get(option) if isinstance(values, dict) else None
    return values


_KINDS: dict[type[Any], str] = {dict: "a mapping", list: "a list"}


def _check_keys(binder: Binder, by: list[str], values: Any, path: Spot) -> bool:
    """Whether every key of the table is an option of its issue, and every cell a number or an
    expression.
    """
    sound = True
    stack: list[tuple[Any, Spot]] = [(values, path)]
    while stack:
        found, here = stack.pop()
        level = len(here) - len(path)
        if level == len(by):
            good = (
                isinstance(found, str | int | float) and not isinstance(found, bool) and found != ""
            )
            code, what = (
                "table-levels" if isinstance(found, dict) else "number-expected",
                "a number or an expression",
            )
        else:
            good, code = isinstance(found, dict), "table-levels"
            what = f"a mapping of the options of `{by[level]}`"
        if not good:
            _wrong_cell(binder, found, code, what, len(by), here)
        elif isinstance(found, dict):
            for option, inner in found.items():
                good = (
                    binder.option(by[level], option, here / option, key=True) is not None and good
                )
                stack.append((inner, here / option))
        sound = sound and good
    return sound


def _wrong_cell(binder: Binder, found: Any, code: str, what: str, levels: int, path: Spot) -> None:
    """Note what stands in a table in place of a worth or of a row."""
    shown = "nothing" if found in (None, "") else _KINDS.get(type(found), f"`{spelled(found)}`")
    deep = code == "table-levels" and levels > 1
    hint = f"`by` names {levels} issues, so the table has {levels} levels" if deep else ""
    code = "empty" if found in (None, "") else code
    binder.wrong(path, code, f"{what} is expected here, not {shown}", hint)


# The ten-line form of a two-player game -----------------------------------------------------------


def bind_matrix_issues(binder: Binder) -> None:
    """Players (row and column, unless the file names them) and the issue that each decides."""
    document = binder.document
    key = next(
        (word for word in ("issues", "payoffs", "prefers", "ranking") if getattr(document, word)),
        "",
    )
    if key:
        binder.wrong_key(TOP / key, "matrix-and-more", f"`{key}` and `matrix` exclude one another")
    rows, columns = _labels(binder)
    if not _two_players(binder) or not columns:
        binder.broken.add("issues")
        return
    for player, labels in zip(binder.players.values(), (rows, columns), strict=False):
        options = tuple(Option(label, label) for label in labels)
        binder.issues[player.id] = Issue(player.id, player.name, options, (player.id,))


def _two_players(binder: Binder) -> bool:
    """Whether the two players are known; where they are not, nobody is asked for the issues that
    bear their names.
    """
    named, lost = _named_elsewhere(binder), "players" in binder.broken
    written = find(binder.root, TOP / "players")
    if not binder.players and not lost and set(named) <= {"row", "column"}:
        binder.players = {key: Player(key, key) for key in ("row", "column")}
    if len(binder.players) == 2 or lost:
        return len(binder.players) == 2
    if not binder.players:
        names = f"[{', '.join(named)}]" if len(named) == 2 else "[one, other]"
        hint = (
            f"write `players: {names}`, the rows' player first; without it they are called "
            "`row` and `column`"
        )
        binder.wrong_key(TOP / "matrix", "missing-key", "the key `players` is missing", hint)
        binder.broken.add("players")
    elif not (isinstance(written, Mapping) and set(written.keys) & binder.broken):
        binder.wrong_key(TOP / "players", "matrix-players", "a matrix is a game of two players")
    return False


def _named_elsewhere(binder: Binder) -> list[str]:
    """The players of whom the file speaks where it does not say who they are."""
    document = binder.document
    moving = [step.player for step in document.protocol if step.player]
    named = [
        *document.status_quo,
        *document.payoffs,
        *document.prefers,
        *document.ranking,
        *moving,
        *document.briefs,
    ]
    return [name for name in dict.fromkeys(named) if name not in ("public", "teacher")]


def _labels(binder: Binder) -> tuple[list[str], list[str]]:
    """The rows, and the columns as most rows have them; rows that differ are noted."""
    table = binder.document.matrix or {}
    written = find(binder.root, TOP / "matrix")
    rows = (
        list(written.keys) if isinstance(written, Mapping) else list(table)
    )  # with those that could not be read
    columns = _usual(table)
    for row, cells in table.items():
        unknown = cells.keys() - set(columns)
        whose = "the other rows have" if len(rows) > 2 else "the first row has"
        for column in (column for column in cells if column in unknown):
            message, hint = (
                f"{whose} no column `{column}`, but {listed(columns)}",
                nearest(column, columns),
            )
            binder.wrong_key(TOP / "matrix" / row / column, "matrix-columns", message, hint)
        missing = [column for column in columns if column not in cells]
        if missing and not unknown:
            message = f"row `{row}` has no column `{missing[0]}`"
            binder.wrong_key(
                TOP / "matrix" / row, "matrix-columns", message, "every row has the same columns"
            )
    if not rows or (table and not columns):
        binder.wrong_key(TOP / "matrix", "empty", "a matrix has at least one row and one column")
    return rows, columns


def _usual(table: AnyMapping[str, AnyMapping[str, Any]]) -> list[str]:
    """The columns that most rows with any have; the first such row's, where none are more
    common.
    """
    written = [list(row) for row in table.values()]
    counts = Counter(frozenset(columns) for columns in written)
    return max(filter(None, written), key=lambda columns: counts[frozenset(columns)], default=[])


def bind_matrix_terms(binder: Binder) -> dict[str, dict[str, Term]]:
    """Player → its one term."""
    rows, columns = _labels(binder)
    keys = tuple(binder.players)
    result: dict[str, dict[str, Term]] = {key: {} for key in keys}
    for position, key in enumerate(keys if len(keys) == 2 else ()):
        cells = [_square(binder, row, column, position) for row in rows for column in columns]
        table = Table(keys, (len(rows), len(columns)), tuple(cells))
        result[key]["matrix"] = Term(
            key, "matrix", table, None, "declared", written=f"matrix, number {position + 1}"
        )
    return result


def _square(binder: Binder, row: str, column: str, position: int) -> Expression:
    path = TOP / "matrix" / row / column
    cell = (binder.document.matrix or {}).get(row, {}).get(column)
    found = None
    if cell is not None and len(cell) != 2:
        message = f"a cell has one payoff a player: 2, not {len(cell)}"
        binder.wrong(path, "matrix-cell", message, _two_meant(binder, cell, path))
    elif cell is not None:
        found = binder.expression(cell[position], path / position)
    return found or Number(0.0)


def _two_meant(binder: Binder, cell: list[float | str], path: Spot) -> str:
    """What to write for two numbers between which no comma stands, or in which one stands for the
    point.
    """
    written = find(binder.root, path)
    if decimals := _decimals(items_of(written)):
        return f"a comma ends a number: did you mean {decimals}?"
    numbers = str(cell[0]).split() if len(cell) == 1 else []
    together = len(numbers) == 2 and all(
        re.fullmatch(r"[-+]?\d+(\.\d+)?", number) for number in numbers
    )
    return f"a comma is missing: write `[{', '.join(numbers)}]`" if together else ""


def _decimals(items: list[Node]) -> str:
    """The numbers that a comma without a space behind it cuts in two; nothing where that makes no
    two numbers.
    """
    numbers = [(item.text, item.place) for item in items if isinstance(item, Scalar)]
    if len(items) not in (3, 4) or len(numbers) < len(items):
        return ""
    cut = [
        f"{text}.{behind}"
        for (text, place), (behind, after) in pairwise(numbers)
        if re.fullmatch(r"[-+]?\d+", text)
        and behind.isdigit()
        and after.column == place.column + len(text) + 1
    ]
    pairs = cut[::2] if len(numbers) == 4 and len(cut) == 3 else cut
    return " and ".join(f"`{number}`" for number in pairs) if len(numbers) - len(pairs) == 2 else ""
