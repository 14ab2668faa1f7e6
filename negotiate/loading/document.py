"""The shape of a scenario file, in one place: what may stand where, and what it is for.

The JSON Schema of the language is made from these classes, and so is the reference. Names are checked against one
another later, when the document is bound; here only the shape counts.
"""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from negotiate.loading.nodes import spelled

NOT_YET = {
    "types": "private types",
    "repeat": "repeated play",
    "sees": "hidden moves",
    "turns": "turns for a table of people",
    "state": "numbers that rulings change",
    "prefers": "preferences without numbers",
    "ranking": "preferences without numbers",
    "deal": "the bargaining lens",
    "stability": "the standing lens",
    "simulate": "repeated play",
}
"""Words of the language that a later version reads."""


def _option(value: Any) -> Any:
    if isinstance(value, str | bool | int | float):
        return spelled(value)
    raise PydanticCustomError("shape", "an option's name is expected here")


def _amount(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        raise PydanticCustomError("shape", "a number or an expression is expected here")
    if isinstance(value, float) and not isfinite(value):
        raise PydanticCustomError("shape", "a finite number is expected here")
    return value


def _condition(value: Any) -> Any:
    if isinstance(value, str) and value:
        return value
    if isinstance(value, dict) and value:
        return {issue: _options_of(found) for issue, found in value.items()}
    raise PydanticCustomError("shape", "a mapping issue → options, or an expression, is expected here")


def _options_of(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    if not items:
        raise PydanticCustomError("shape", "at least one option is expected here")
    return [_option(item) for item in items]


def _table(value: Any) -> Any:
    if not isinstance(value, dict):
        raise PydanticCustomError("shape", "a mapping option → worth is expected here")
    return value


def _options(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    names = [_option(item) for item in value]
    if len(set(names)) != len(names):
        raise PydanticCustomError("shape", "every option needs a name of its own")
    return {name: (item if _numeric(item) else None) for name, item in zip(names, value, strict=True)}


def _numeric(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _option_spec(value: Any) -> Any:
    return {"value": value} if value is None or _numeric(value) else value


def _parameter(value: Any) -> Any:
    return {"value": value} if _numeric(value) else value


def _players(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        if len(set(value)) != len(value):
            raise PydanticCustomError("shape", "every player needs a name of its own")
        return {name: {} for name in value}
    return value


def _player(value: Any) -> Any:
    if value is None:
        return {}
    return {"name": value} if isinstance(value, str) else value


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _date(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


SCALAR = {"type": ["string", "number", "boolean"]}
ONE_OR_MORE = {"anyOf": [SCALAR, {"type": "array", "items": SCALAR, "minItems": 1}]}

Name = Annotated[str, Field(pattern=r"^[^\W\d]\w*$", max_length=60)]
Label = Annotated[str, Field(pattern=r"^\w[\w.-]*$", max_length=80)]
OptionName = Annotated[
    str, BeforeValidator(_option), Field(pattern=r"^[-+]?\w[\w.]*$", max_length=60), WithJsonSchema(SCALAR)
]
Amount = Annotated[float | str, BeforeValidator(_amount), WithJsonSchema({"type": ["number", "string"]})]
Condition = Annotated[
    str | dict[str, list[str]],
    BeforeValidator(_condition),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": ONE_OR_MORE}]}),
]
Table = Annotated[
    Any,
    BeforeValidator(_table),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": ["number", "string", "object"]}}),
]
Date = Annotated[str, BeforeValidator(_date), WithJsonSchema({"type": ["string", "integer"]})]
Package = dict[Name, OptionName]
NoDeal = Annotated[
    Annotated[Package, Tag("package")] | Annotated[Literal["equilibrium", "status_quo"], Tag("word")],
    Discriminator(lambda value: "package" if isinstance(value, dict) else "word"),
]
NameList = Annotated[
    list[Name],
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]


class Part(BaseModel):
    """A mapping of the file: no key but those named here."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class PlayerPart(Part):
    """One side of the table."""

    name: str = Field("", description="the name for people")
    leader: str = Field("", description="who speaks for it")
    unit: str = Field("", description="the unit of its payoffs")
    patience: float | None = Field(None, ge=0, le=1, description="discount factor of one period")
    power: float | None = Field(None, ge=0, le=1, description="bargaining weight")
    about: str = ""


class ParameterPart(Part):
    """A number that a person may want to turn."""

    value: float
    range: list[float] | None = Field(None, min_length=2, max_length=2, description="from, to")
    unit: str = ""
    about: str = ""
    source: str = Field("", description="a source's name, or `declared`")


class SourcePart(Part):
    """Where numbers come from."""

    title: str
    publisher: str = ""
    author: str = ""
    date: Date = ""
    url: str = ""
    about: str = ""


class ModelPart(Part):
    """A model that derives payoffs, with its inputs bound to issues and its regions to players."""

    kind: str
    data: str
    regions: dict[Name, str]
    inputs: dict[Name, Amount]
    elasticity: Amount | None = Field(None, description="trade elasticity, a number or an expression of parameters")
    loss: Amount | None = Field(None, description="multiplies losses; 1 leaves the model as it is")
    balanced: bool | None = Field(None, description="whether trade is balanced first")


class OptionPart(Part):
    """One option, where a bare number does not say enough."""

    value: float | None = None
    name: str = ""
    about: str = ""


class IssuePart(Part):
    """Something to be decided."""

    name: str = ""
    decided_by: NameList = Field(description="a player, several players who must all agree, or `agreement`")
    unit: str = Field("", description="the unit of the options' numbers")
    options: Annotated[
        dict[
            OptionName,
            Annotated[
                OptionPart, BeforeValidator(_option_spec), WithJsonSchema({"type": ["number", "null", "object"]})
            ],
        ],
        BeforeValidator(_options),
        Field(min_length=1),
        WithJsonSchema({"anyOf": [{"type": "array", "items": SCALAR, "minItems": 1}, {"type": "object"}]}),
    ] = Field(description="a list of names, or name → number")
    about: str = ""


class TermPart(Part):
    """One labelled part of a player's payoff; exactly one of `by`, `expr`, `amount`, `from` says what it is worth."""

    by: NameList | None = Field(None, description="the issue (or issues) whose options `values` lists")
    values: Table | None = Field(None, description="option → worth; for several issues one level each")
    expr: Amount | None = Field(None, description="a formula")
    amount: Amount | None = Field(None, description="a number, usually with `when`")
    from_: str | None = Field(None, alias="from", description="a model's output, such as `trade.income.us`")
    times: Amount | None = Field(None, description="a factor on the whole term")
    when: Condition | None = Field(None, description="where the term counts; elsewhere it is 0")
    about: str = ""
    source: str = Field("", description="a source's name, or `declared`")
    unit: str = ""
    range: list[float] | None = Field(None, min_length=2, max_length=2)
    date: Date = ""

    @model_validator(mode="after")
    def _one_kind(self) -> TermPart:
        kinds = [name for name in ("by", "expr", "amount", "from_") if getattr(self, name) is not None]
        if len(kinds) != 1:
            raise PydanticCustomError("shape", "a payoff term has exactly one of `by`, `expr`, `amount` and `from`")
        if (self.by is None) != (self.values is None):
            raise PydanticCustomError("shape", "`by` and `values` go together")
        return self


class RedLinePart(Part):
    """What a player will not sign."""

    player: Name
    never: Condition | None = Field(None, description="refused where this holds")
    insists: Condition | None = Field(None, description="refused where this does not hold")
    cost: Amount | None = Field(None, description="makes the line soft: signed, at this price")
    about: str = ""
    source: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> RedLinePart:
        if (self.never is None) == (self.insists is None):
            raise PydanticCustomError("shape", "a red line has exactly one of `never` and `insists`")
        return self


class StepPart(Part):
    """One step of the protocol: a player's `move`, or `chance`."""

    move: Name | None = None
    chance: Name | None = None
    player: Name | None = None
    choose: dict[OptionName, Package] | None = Field(None, description="action → what it sets")
    announces: Name | None = Field(None, description="an issue; the move says an option and binds nobody")
    sets: Name | None = Field(None, description="an issue; the move sets an option of it")
    options: list[OptionName] | None = Field(None, description="which options may be announced or set; all by default")
    odds: dict[OptionName, Amount] | None = Field(None, description="chance: outcome → probability")
    does: dict[OptionName, Package] | None = Field(None, description="chance: outcome → what it sets")
    when: Condition | None = Field(None, description="the step is skipped where this does not hold")
    about: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> StepPart:
        if (self.move is None) == (self.chance is None):
            raise PydanticCustomError("shape", "a step is either a `move` or a `chance`")
        if self.move is not None:
            self._check_move()
        elif self.odds is None:
            raise PydanticCustomError("shape", "`chance` needs `odds`")
        elif self.player or self.choose or self.announces or self.sets or self.options:
            raise PydanticCustomError("shape", "`chance` has `odds`, `does` and `when` only")
        return self

    def _check_move(self) -> None:
        if self.player is None:
            raise PydanticCustomError("shape", "a move needs a `player`")
        if sum(found is not None for found in (self.choose, self.announces, self.sets)) != 1:
            raise PydanticCustomError("shape", "a move has exactly one of `choose`, `announces` and `sets`")
        if self.options is not None and self.choose is not None:
            raise PydanticCustomError("shape", "`options` goes with `announces` or `sets`")
        if self.odds is not None or self.does is not None:
            raise PydanticCustomError("shape", "`odds` and `does` belong to `chance`")
        if self.choose is not None and not self.choose:
            raise PydanticCustomError("shape", "a move needs at least one action")


class VariantPart(Part):
    """A named change of the scenario."""

    title: str = ""
    about: str = ""
    set: dict[str, Any] = Field(default_factory=dict, description="address → new value")
    remove: list[str] = Field(default_factory=list, description="addresses to take away")
    fix: Package = Field(default_factory=dict, description="issue → the option it is committed to")


class ExpectPart(Part):
    """What a command must find."""

    solve: dict[Name, Any] | None = Field(None, description="issue → option, options, or option → probability")
    tree: dict[Name, Any] | None = Field(None, description="issue or move → option or action")
    in_: Literal["every", "some", "no"] = Field("every", alias="in")
    count: int | None = Field(None, ge=0, description="how many answers match, instead of `in`")
    payoffs: dict[Name, Amount] = Field(default_factory=dict)
    where: str | None = Field(None, description="a condition on the players' payoffs")
    variant: str = ""
    set: dict[str, Any] = Field(default_factory=dict)
    fix: Package = Field(default_factory=dict)
    about: str = ""

    @model_validator(mode="after")
    def _one_command(self) -> ExpectPart:
        if (self.solve is None) == (self.tree is None):
            raise PydanticCustomError("shape", "an expectation has exactly one of `solve` and `tree`")
        if self.count is not None and "in_" in self.model_fields_set:
            raise PydanticCustomError("shape", "`count` stands instead of `in`")
        return self


class Document(Part):
    """A whole scenario file."""

    format: Literal[1] = Field(description="the version of the language")
    extends: str | None = Field(None, description="another scenario, which this one changes")
    set: dict[str, Any] = Field(default_factory=dict, description="with `extends`: address → new value")
    remove: list[str] = Field(default_factory=list, description="with `extends`: addresses to take away")
    title: str = Field(min_length=1, description="what people call it")
    date: Date = ""
    summary: str = ""
    authors: list[str] = Field(default_factory=list)
    license: str = ""
    minutes: int | None = Field(None, ge=1, description="for a class: how long it takes")
    group: str = Field("", description="for a class: how many play")
    teaches: list[str] = Field(default_factory=list, description="for a class: what it shows")
    sources: dict[Label, SourcePart] = Field(default_factory=dict)
    players: Annotated[
        dict[Name, Annotated[PlayerPart, BeforeValidator(_player)]],
        BeforeValidator(_players),
        Field(min_length=1),
        WithJsonSchema({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "object"}]}),
    ] = Field(default_factory=dict)
    parameters: dict[Name, Annotated[ParameterPart, BeforeValidator(_parameter)]] = Field(default_factory=dict)
    models: dict[Name, ModelPart] = Field(default_factory=dict)
    issues: dict[Name, IssuePart] = Field(default_factory=dict)
    matrix: dict[OptionName, dict[OptionName, list[Amount]]] | None = Field(
        None, description="in place of issues and payoffs: row → column → one payoff a player"
    )
    status_quo: Package = Field(default_factory=dict)
    no_deal: NoDeal = "equilibrium"
    on_table: list[Name] | None = None
    signers: list[list[Name]] | None = None
    infeasible: list[Condition] = Field(default_factory=list)
    irreversible: dict[Name, Annotated[list[str], BeforeValidator(_options_of), WithJsonSchema(ONE_OR_MORE)]] = Field(
        default_factory=dict, description="issue → options that cannot be left again"
    )
    payoffs: dict[Name, dict[Name, TermPart]] = Field(default_factory=dict)
    red_lines: dict[Name, RedLinePart] = Field(default_factory=dict)
    protocol: list[StepPart] = Field(default_factory=list)
    variants: dict[Label, VariantPart] = Field(default_factory=dict, max_length=200)
    happened: dict[Label, Package] = Field(default_factory=dict)
    briefs: dict[Name, str] = Field(default_factory=dict)
    expect: list[ExpectPart] = Field(default_factory=list, max_length=500)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the language, made from the classes above."""
    schema = Document.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "negotiate scenario, format 1",
        **schema,
    }
