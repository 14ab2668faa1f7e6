"""Binds payoff terms and the models behind them; terms that name one another may neither circle nor go too deep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from negotiate.language.binding.binder import Binder, said
from negotiate.language.formulas.tokens import Names
from negotiate.language.shape.value_types import WORTHS
from negotiate.language.text.nodes import Path, spelled
from negotiate.model.expressions import Expression, ModelOutput, Number, Operation, Table, TermValue
from negotiate.model.terms import BoundModel, Status, Term, names_a_move
from negotiate.problems import listed, nearest

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
    """Refuse terms that name one another in a circle, and mark those that (through others) look at a move."""
    search = _Search(binder, terms)
    return {
        player: {key: replace(term, needs_moves=search.look(player, key)[0]) for key, term in found.items()}
        for player, found in terms.items()
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
            circle = " → ".join(f"{p}.{k}" for p, k in [*self.trail[self.trail.index(here) :], here])
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
            hint = f"at most {TRAIL_LIMIT} terms and {DEPTH_LIMIT} signs follow from one another: put several into one"
            self._wrong(here, "terms-too-deep", message, hint)
            depth = 0
        self.known[here] = moves, depth
        return self.known[here]

    def _named(self, parts: list[Expression]) -> list[Key]:
        found = [(node.player, node.term) for e in parts for node in e.walk() if isinstance(node, TermValue)]
        return [(player, key) for player, key in dict.fromkeys(found) if key in self.terms.get(player, {})]

    def _wrong(self, here: Key, code: str, message: str, hint: str = "") -> None:
        self.binder.wrong(self.binder.at("payoffs", *here, key=True), code, message, hint)


def depth_of(expression: Expression) -> int:
    """How many nodes stand inside one another."""
    return 1 + max((depth_of(child) for child in expression.children), default=0)


_FEW = 3
"""Options of an issue that fit into a hint."""
CELL_LIMIT = 100_000
"""Cells in one table of values."""


def model_kind(name: str) -> ModelKind | None:
    """The kind of model with this name."""
    from negotiate.model.trade.kinds import MODEL_KINDS  # noqa: PLC0415 - loaded for files that name a model

    return next((kind for kind in MODEL_KINDS if kind.name == name), None)


def model_outputs(part: ModelPart) -> list[str]:
    """What a formula may ask of a model, such as `income.us` and `deficit_cut`."""
    kind = model_kind(part.kind)
    if kind is None:
        return []
    return [f"{output}.{player}" for output in kind.region_outputs for player in part.regions] + list(kind.outputs)


def bind_models(binder: Binder) -> dict[str, BoundModel]:
    """Every model with its inputs and regions bound."""
    result = {}
    for key, part in binder.document.models.items():
        from negotiate.model.trade.kinds import MODEL_KINDS  # noqa: PLC0415 - loaded for files that name a model

        kinds = [kind.name for kind in MODEL_KINDS]
        if not binder.known(part.kind, kinds, "model kind", binder.at("models", key, "kind")):
            continue
        kind = model_kind(part.kind)
        if kind is not None:
            result[key] = _model(binder, key, part, kind)
    return result


def _model(binder: Binder, key: str, part: ModelPart, kind: ModelKind) -> BoundModel:
    binder.known(part.data, kind.datasets, "data set", binder.at("models", key, "data"))
    _check_regions(binder, key, part, kind)
    names = Names(
        parameters=binder.names.parameters,
        choices={name: choice for name, choice in binder.names.choices.items() if not choice.of_move},
        broken=binder.broken,
    )
    inputs = _inputs(binder, key, part, kind, names)
    settings: dict[str, Expression | bool] = {}
    for setting in kind.settings:
        written: float | str | bool | None = getattr(part, setting.name, None)
        value = setting.default if written is None else written
        bound = value if isinstance(value, bool) else binder.expression(value, "models", key, setting.name, names=names)
        if bound is not None:
            settings[setting.name] = bound
    return BoundModel(key, kind, part.data, inputs, settings, part.regions)


def _inputs(binder: Binder, key: str, part: ModelPart, kind: ModelKind, names: Names) -> dict[str, Expression]:
    known = [i.name for i in kind.inputs]
    inputs = {}
    for name, written in part.inputs.items():
        if binder.known(name, known, "model input", binder.at("models", key, "inputs", name, key=True)):
            found = binder.expression(written, "models", key, "inputs", name, names=names)
            if found is not None:
                inputs[name] = found
    meant = [nearest(name, known) for name in part.inputs if name not in known]
    unbound = [n for n in known if n not in part.inputs and not any(f"`{n}`" in hint for hint in meant)]
    if unbound:
        binder.wrong(
            binder.at("models", key, "inputs", key=True),
            "unbound-input",
            f"{listed(unbound)} of the model `{part.kind}` is not bound",
            "bind each to an issue, a number or an expression",
        )
    return inputs


def _check_regions(binder: Binder, key: str, part: ModelPart, kind: ModelKind) -> None:
    for player, region in part.regions.items():
        binder.known(player, binder.players, "player", binder.at("models", key, "regions", player, key=True))
        binder.known(region, kind.regions, "region", binder.at("models", key, "regions", player))
    bound = list(part.regions.values())
    if len(set(bound)) != len(bound):
        binder.wrong(
            binder.at("models", key, "regions", key=True), "region-twice", "two players are bound to one region"
        )
    elif missing := [r for r in kind.needed_regions if r not in bound and set(bound) <= set(kind.regions)]:
        binder.wrong(
            binder.at("models", key, "regions", key=True),
            "unbound-region",
            f"{listed(missing)} of the model `{part.kind}` is not bound to a player",
            "add a player and its region",
        )


def bind_terms(binder: Binder) -> dict[str, dict[str, Term]]:
    """Player → its payoff terms by name."""
    result: dict[str, dict[str, Term]] = {player: {} for player in binder.players}
    for player, parts in binder.document.payoffs.items():
        if not binder.known(player, binder.players, "player", binder.at("payoffs", player, key=True)):
            continue
        for key, part in parts.items():
            term = _term(binder, player, key, part)
            if term is not None:
                result[player][key] = term
    _check_everyone_paid(binder)
    return check_circles(binder, result)


def _check_everyone_paid(binder: Binder) -> None:
    """Note players without payoffs, unless a misspelt player may be the reason."""
    document = binder.document
    paid = {**document.payoffs, **document.prefers, **document.ranking}
    if not paid or any(player not in binder.players for player in paid) or binder.broken & set(WORTHS):
        return
    key = next(word for word in WORTHS if getattr(document, word))
    for player in binder.players:
        if player not in paid and player not in binder.broken:
            what, hint = ("payoffs", _first_term(binder, player)) if key == "payoffs" else ("preferences", "")
            binder.wrong(binder.at(key, key=True), "no-payoff", f"`{player}` has no {what}", hint)


def _first_term(binder: Binder, player: str) -> str:
    """What to add for a player without payoffs: a whole term that can be read as it stands."""
    issue = next((issue for issue in binder.issues.values() if len(issue.labels) <= _FEW), None)
    worths = ", ".join(f"{option}: {worth}" for worth, option in enumerate(issue.labels)) if issue else ""
    term = f"{{by: {issue.id}, values: {{{worths}}}}}" if issue else "{amount: 1}"
    return f"add `{player}: {{a_name: {term}}}` below `payoffs`, with a name and numbers of your own"


def _term(binder: Binder, player: str, key: str, part: TermPart) -> Term | None:
    path = ("payoffs", player, key)
    value = _value(binder, part, *path)
    when = None if part.when is None else binder.condition(part.when, *path, "when")
    times = None if part.times is None else binder.expression(part.times, *path, "times")
    binder.source(part.source, *path, "source")
    if value is None:
        return None
    if times is not None:
        value = Operation("*", (value, times))
    derived = any(isinstance(node, ModelOutput) for node in value.walk())
    status: Status = "derived" if derived else "published" if part.source not in ("", "declared") else "declared"
    return Term(player, key, value, when, status, part.source, part.about, part.unit, _written(part))


def _value(binder: Binder, part: TermPart, *path: str | int) -> Expression | None:
    if part.by is not None:
        return _table(binder, part.by, part.values, *path)
    if part.expr is not None:
        return binder.expression(part.expr, *path, "expr")
    if part.amount is not None:
        return binder.expression(part.amount, *path, "amount")
    place = binder.at(*path, "from")
    outputs = [f"{model}.{output}" for model, found in binder.names.models.items() for output in found]
    name = part.from_ or ""
    if name not in outputs:
        if name.partition(".")[0] not in binder.broken:
            hint = nearest(name, outputs)
            binder.wrong(place, "unknown-output", f"no model gives `{name}`; there is {listed(outputs)}", hint)
        return None
    model, _, output = name.partition(".")
    return ModelOutput(model, output)


def _written(part: TermPart) -> str:
    times = f" × {part.times}" if part.times is not None else ""
    when = f" when {said(part.when)}" if part.when is not None else ""
    if part.by is not None:
        return f"by {', '.join(part.by)}{times}{when}"
    core = part.from_ if part.from_ is not None else part.expr if part.expr is not None else part.amount
    return f"{core}{times}{when}"


def _table(binder: Binder, by: list[str], values: Any, *path: str | int) -> Table | None:
    places = [binder.at(*path, "by", *([i] if len(by) > 1 else [])) for i in range(len(by))]
    known = [binder.known(issue, binder.issues, "issue", place) for issue, place in zip(by, places, strict=True)]
    if not all(known) or len(set(by)) != len(by):
        if all(known):
            binder.once(by, *path, "by")
        return None
    labels = [binder.issues[issue].labels for issue in by]
    shape = tuple(len(row) for row in labels)
    count = 1
    for size in shape:
        count *= size
    if count > CELL_LIMIT:
        binder.wrong(
            binder.at(*path, "by"), "table-too-large", f"the table has {count:,} cells; at most {CELL_LIMIT:,}"
        )
        return None
    if not _check_keys(binder, by, values, *path):
        return None
    resting = [binder.document.status_quo.get(issue) for issue in by]
    told = any(option not in (None, *row) for option, row in zip(resting, labels, strict=True))
    cells: list[Expression] = []
    missing: list[str] = []
    for combination in product(*labels):
        found, here = _cell(values, combination, *path, "values")
        if found is not None:
            cells.append(binder.expression(found, *here) or Number(0.0))
            continue
        cells.append(Number(0.0))
        if list(combination) != resting and not told:
            missing.append(" and ".join(f"`{option}`" for option in combination))
    unknown = "status_quo" in binder.broken and None in resting
    if missing and not (unknown and len(missing) == 1):  # the one that is left out may be the status quo's
        binder.wrong(
            binder.at(*path, "values", key=True),
            "missing-value",
            f"no value for {', '.join(missing[:4])}" + (f" and {len(missing) - 4} more" if len(missing) > 4 else ""),
            "an option may be left out only if it is the status quo's; its worth is then 0",
        )
    return Table(tuple(by), shape, tuple(cells))


def _cell(values: Any, combination: tuple[str, ...], *path: str | int) -> tuple[Any, Path]:
    """What a table says of one combination of options, None where it is silent; and where that stands."""
    for option in combination:
        values = values.get(option) if isinstance(values, dict) else None
    return values, (*path, *combination)


def _wrong_cell(binder: Binder, found: Any, code: str, what: str, levels: int, *here: str | int) -> None:
    """Note what stands in a table in place of a worth or of a row."""
    shown = "nothing" if found in (None, "") else _KINDS.get(type(found), f"`{spelled(found)}`")
    hint = (
        f"`by` names {levels} issues, so the table has {levels} levels" if code == "table-levels" and levels > 1 else ""
    )
    code = "empty" if found in (None, "") else code
    binder.wrong(binder.at(*here), code, f"{what} is expected here, not {shown}", hint)


_KINDS: dict[type[Any], str] = {dict: "a mapping", list: "a list"}


def _check_keys(binder: Binder, by: list[str], values: Any, *path: str | int) -> bool:
    """Whether every key of the table is an option of its issue, and every cell a number or an expression."""
    sound = True
    stack: list[tuple[Any, tuple[str | int, ...], int]] = [(values, (*path, "values"), 0)]
    while stack:
        found, here, level = stack.pop()
        if level == len(by):
            good = isinstance(found, str | int | float) and not isinstance(found, bool) and found != ""
            code, what = "table-levels" if isinstance(found, dict) else "number-expected", "a number or an expression"
        else:
            good, code = isinstance(found, dict), "table-levels"
            what = f"a mapping of the options of `{by[level]}`"
        if not good:
            _wrong_cell(binder, found, code, what, len(by), *here)
        elif isinstance(found, dict):
            for option, inner in found.items():
                good = binder.option(by[level], option, binder.at(*here, option, key=True)) is not None and good
                stack.append((inner, (*here, option), level + 1))
        sound = sound and good
    return sound
