"""The kinds of values that a scenario file is made of, and the marks by which a key says what may
be done with it.

A name says what it is the name of (a player, an issue, …), so that the schema of one file can offer
that file's own. What the schema says of each such role stands in `editor.schema`.
"""

from __future__ import annotations

from enum import Enum, auto
from math import isfinite
from typing import Annotated, Any, ClassVar, Literal, TypeGuard

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from negotiate import model
from negotiate.display import record
from negotiate.doors import door
from negotiate.language.text import spelled
from negotiate.report.style import joined

__getattr__ = door(__name__)

REST = "everything else"
"""What stands in a ranking for all packages that it does not name."""
WORTHS = ("payoffs", "prefers", "ranking")
"""The keys that say what a player would rather have: each player stands under one of them."""
THAT = "that"
"""The key whose value may stand for the whole entry."""
BESIDE = frozenset(("if", "iff", "about", "source"))
"""Keys that stand beside it in an entry that is written in full."""
TAG = "<"
"""How the name of a kind of value starts, which no key does."""
ROLE, KEYS = "x-role", "x-keys"
"""Marks in the schema that pydantic makes: what a value, or every key of a mapping, is the name
of.
"""


def role(name: str) -> WithJsonSchema:
    """The mark of a value that has a role of its own in the schema."""
    return WithJsonSchema({ROLE: name})


@record
class Called:
    """The mark of a type with a name of its own in the reference: what such a value is called
    there.
    """

    words: str


@record
class Keys:
    """The mark of a mapping whose keys have a role."""

    name: str

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The mapping's schema, marked."""
        return {**handler(core), KEYS: self.name}


@record
class Section:
    """The mark of a key at the top of a file: how addresses lead into it.

    Parameters
    ----------
    turned : {"below", "whole", ""}
        Whether an answer turns on what stands below the key, or on the key as a whole.
    removed : int
        How many steps the address of an entry has that may be taken away; 0 for none.
    worth : bool
        Whether it says what outcomes are worth, so that a phase may change it.
    cut : int
        How many steps lead to what a mistake spoils, where it is not one entry.
    """

    turned: Literal["below", "whole", ""] = ""
    removed: int = 0
    worth: bool = False
    cut: int = 0


class Key(Enum):
    """The marks of keys of a part: what an address does with them, whatever part they stand in."""

    READ = auto()  # there to be read: no answer turns on it
    MADE = auto()  # says what the part is
    NUMBER = auto()  # the part's number, for which one may stand that is set to the whole part
    HOLDER = auto()  # only holds a list together, and may be left out of an address
    FOR_ALL = auto()  # one value may stand for all players


@record
class InShort:
    """The mark of a part that may also be written in short: as its key `short`, a value of one of
    these kinds.
    """

    kinds: tuple[str, ...]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The part's check, after the short form is written out."""
        word = getattr(source, "short", "")

        def in_full(value: Any) -> Any:
            if value is None:
                return {} if "null" in self.kinds else value
            kind = "string" if isinstance(value, str) else "number" if numeric(value) else ""
            return {word: value} if kind in self.kinds else value

        found = handler(source)
        return core_schema.no_info_before_validator_function(in_full, found) if word else found

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The part's schema, beside that of the short form."""
        return {"anyOf": [{"type": list(self.kinds)}, handler(core)]}


def _option(value: Any) -> Any:
    if isinstance(value, str | bool | int | float):
        return spelled(value)
    raise PydanticCustomError("option-expected", "an option's name is expected here")


def _without(value: Any) -> Any:
    if isinstance(value, str | bool | int | float):
        return spelled(value)
    raise PydanticCustomError(
        "number-expected", "a number, or the name of an option, is expected here"
    )


def _amount(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        raise PydanticCustomError("number-expected", "a number or an expression is expected here")
    if isinstance(value, float) and not isfinite(value):
        raise PydanticCustomError("not-finite", "a finite number is expected here")
    return value


def _condition(value: Any) -> Any:
    if isinstance(value, str) and value:
        return value
    if isinstance(value, dict) and value:
        return {issue: options_of(found) for issue, found in value.items()}
    raise PydanticCustomError(
        "condition-expected", "a mapping issue → options, or an expression, is expected here"
    )


def _needs(value: Any) -> Any:
    if isinstance(value, bool) or not (
        value in model.NEEDS if isinstance(value, str) else isinstance(value, int)
    ):
        words = ", ".join(f"`{word}`" for word in model.NEEDS[:-1])
        raise PydanticCustomError(
            "unknown-word", f"a number of votes, {words} or `{model.NEEDS[-1]}` is expected here"
        )
    return value


def _ranked(value: Any) -> Any:
    if value == REST:
        return value
    if isinstance(value, dict) and value:
        return {issue: options_of(found) for issue, found in value.items()}
    raise PydanticCustomError(
        "package-expected", f"a mapping issue → option, or `{REST}`, is expected here"
    )


def options_of(value: Any) -> list[str]:
    """One option or several, as a list."""
    items = value if isinstance(value, list) else [value]
    if not items:
        raise PydanticCustomError("empty", "at least one option is expected here")
    return [_option(item) for item in items]


def _table(value: Any) -> Any:
    if not isinstance(value, dict):
        raise PydanticCustomError("mapping-expected", "a mapping option → worth is expected here")
    return value


def named_options(value: Any) -> Any:
    """A list of options as name → number, the number being the name where that is one."""
    if not isinstance(value, list):
        return value
    names = [_option(item) for item in value]
    if len(set(names)) != len(names):
        raise PydanticCustomError("listed-twice", "every option needs a name of its own")
    return {
        name: (item if numeric(item) else None) for name, item in zip(names, value, strict=True)
    }


def numeric(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def named_players(value: Any) -> Any:
    """A list of players' names as name → nothing more."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        if len(set(value)) != len(value):
            raise PydanticCustomError("listed-twice", "every player needs a name of its own")
        return {name: {} for name in value}
    return value


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _seen(value: Any) -> Any:
    if not isinstance(value, list):
        raise PydanticCustomError("list-expected", "a list of earlier moves is expected here")
    return value


def _date(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


LEAST = 1e-15
"""What a unit is worth in money, at least: payoffs have at most fifteen digits, too."""
_WORD = r"^[^\W\d]\w*$"

Name = Annotated[str, Field(pattern=_WORD, max_length=60), role("name"), Called("a name")]
Label = Annotated[
    str, Field(pattern=r"^\w[\w.-]*$", max_length=80), role("label"), Called("a label")
]
ParameterName = Annotated[
    str, Field(pattern=_WORD, max_length=60), role("parameter"), Called("a parameter")
]
PlayerName = Annotated[str, Field(pattern=_WORD, max_length=60), role("player"), Called("a player")]
IssueName = Annotated[str, Field(pattern=_WORD, max_length=60), role("issue"), Called("an issue")]
MoveName = Annotated[str, Field(pattern=_WORD, max_length=60), role("move")]
OptionName = Annotated[
    str,
    BeforeValidator(_option),
    Field(pattern=r"^[-+]?\w[\w.]*$", max_length=60),
    role("option"),
    Called("an option"),
]
SourceName = Annotated[str, role("source"), Key.READ, Called("a source")]
VariantName = Annotated[str, role("variant"), Called("a variant")]
ClaimName = Annotated[str, role("claim"), Called("a claim")]
OutputName = Annotated[str, role("output"), Called("a model's output")]
Address = Annotated[str, role("address"), Called("an address")]
Date = Annotated[
    str,
    BeforeValidator(_date),
    WithJsonSchema({"type": ["string", "integer"]}),
    Key.READ,
    Called("a date"),
]
Said = Annotated[str, Key.READ]

Amount = Annotated[
    float | str, BeforeValidator(_amount), role("amount"), Called("a number or a formula")
]
Condition = Annotated[
    str | dict[str, list[str]],
    BeforeValidator(_condition),
    role("condition"),
    Called("a condition"),
]
Refusal = Annotated[
    str | dict[str, list[str]], BeforeValidator(_condition), role("refusal"), Called("a condition")
]
Ranked = Annotated[
    str | dict[str, list[str]],
    BeforeValidator(_ranked),
    role("ranked"),
    Called("issue → option or options, or `everything else`"),
]
Acceptance = Annotated[
    str | dict[str, list[str]],
    BeforeValidator(_condition),
    role("acceptance"),
    Called("a condition, `everything` or `nothing`"),
]
Needs = Annotated[
    int | str,
    BeforeValidator(_needs),
    role("needs"),
    Called("a whole number, `majority`, `two thirds` or `unanimity`"),
]
Table = Annotated[Any, BeforeValidator(_table), role("table"), Called("option → worth")]

Package = Annotated[dict[IssueName, OptionName], role("package"), Called("issue → option")]
Commitments = Annotated[
    dict[Name, OptionName],
    role("commitments"),
    Called("issue → option, event → outcome, or player → private type"),
]
Effects = Annotated[dict[IssueName, OptionName], role("effects"), Called("issue → option")]
Without = Annotated[
    dict[Name, Annotated[str, BeforeValidator(_without), Field(min_length=1), role("amount")]],
    role("no_deal"),
    Called("issue → option, or player → number, formula, parameter, or type → number"),
]
NoDeal = Annotated[
    Annotated[Without, Tag("<package>")]
    | Annotated[Literal["equilibrium", "status_quo"], Tag("<word>")],
    Discriminator(lambda value: "<package>" if isinstance(value, dict) else "<word>"),
    Called("`equilibrium`, `status_quo`, issue → option, or player → number"),
]
Dealt = Annotated[
    Annotated[dict[Name, Any], Tag("<package>")]
    | Annotated[Literal["none", "exists", "mediator"], Tag("<word>")],
    Discriminator(lambda value: "<package>" if isinstance(value, dict) else "<word>"),
    role("dealt"),
    Called("`none`, `exists`, `mediator`, or issue → option or options"),
]
Talked = Annotated[
    Annotated[Without, Tag("<package>")]
    | Annotated[Literal["equilibrium", "status_quo"], Tag("<word>")]
    | Annotated[Annotated[int, Field(ge=1)], Tag("<number>")],
    Discriminator(lambda value: {dict: "<package>", str: "<word>"}.get(type(value), "<number>")),
    Called("`equilibrium`, `status_quo`, a whole number, issue → option, or player → number"),
]
Deciders = Annotated[
    list[Name],
    BeforeValidator(_one_or_more),
    role("deciders"),
    Called("a player, a list of players, or `agreement`"),
]
Contingent = Annotated[
    list[Name],
    BeforeValidator(_one_or_more),
    role("contingent"),
    Called("an event, or a list of events"),
]
Issues = Annotated[
    list[IssueName],
    BeforeValidator(_one_or_more),
    role("issues"),
    Called("an issue, or a list of issues"),
]
Deed = Annotated[
    dict[
        IssueName,
        Annotated[
            Annotated[OptionName, Tag("<option>")] | Annotated[list[PlayerName], Tag("<signers>")],
            Discriminator(lambda value: "<signers>" if isinstance(value, list) else "<option>"),
        ],
    ],
    role("deed"),
]
Deeds = Annotated[
    dict[OptionName, Deed],
    Keys("action"),
    Called("action → issue → option, and `signs` → a list of players"),
]
Outcomes = Annotated[dict[OptionName, Effects], Keys("action"), Called("outcome → issue → option")]
Odds = Annotated[dict[OptionName, Amount], Keys("action"), Called("outcome → number or formula")]
Beliefs = Annotated[
    dict[
        OptionName,
        Annotated[
            Annotated[Amount, Tag("<number>")] | Annotated[Odds, Tag("<odds>")],
            Discriminator(lambda value: "<odds>" if isinstance(value, dict) else "<number>"),
        ],
    ],
    Keys("action"),
    Called("outcome → number or formula, or player → outcome → number or formula"),
]
Lasting = Annotated[
    dict[IssueName, Annotated[list[str], BeforeValidator(options_of)]],
    role("choices"),
    Called("issue → option, or a list of options"),
]
Cells = Annotated[dict[OptionName, Annotated[list[Amount], Field()]], role("row")]
Rows = Annotated[
    dict[OptionName, Cells], Keys("option"), Called("row → column → a list of payoffs")
]
Payoffs = Annotated[dict[PlayerName, Amount], Keys("player"), Called("player → number or formula")]
Kinds = Annotated[
    dict[PlayerName, Annotated[str, role("type")]],
    Field(min_length=1),
    Keys("player"),
    Called("player → private type"),
]
Points = Annotated[
    Annotated[
        dict[
            IssueName,
            Annotated[
                dict[
                    OptionName,
                    Annotated[dict[PlayerName, Amount], Keys("player"), Field(min_length=1)],
                ],
                Keys("option"),
                Field(min_length=1),
            ],
        ],
        Keys("issue"),
        Tag("<points>"),
    ]
    | Annotated[str, Tag("<sheet>")],
    Discriminator(lambda value: "<sheet>" if isinstance(value, str) else "<points>"),
    Called("issue → option → player → number, or the name of a sheet"),
]
Seen = Annotated[list[MoveName] | None, BeforeValidator(_seen)]
SidePayments = Annotated[
    dict[PlayerName, Annotated[float, Field(ge=LEAST)]], Keys("player"), Called("player → number")
]
Briefs = Annotated[dict[Name, str], Keys("reader"), Called("player, `public` or `teacher` → text")]
Regions = Annotated[dict[PlayerName, str], Keys("player"), Key.READ, Called("player → region")]
Changes = Annotated[dict[str, Any], role("changes"), Called("address → value")]
Solved = Annotated[
    dict[Name, Any], role("solved"), Called("issue → option, options, or option → probability")
]
Stands = Annotated[dict[Name, Any], role("stands"), Called("issue → option or options")]
Played = Annotated[dict[Name, Any], role("played"), Called("issue or move → option or action")]


def empty() -> list[Any]:
    """An empty list; pydantic asks what arguments it takes, and of `list` itself Python finds that
    out slowly.
    """
    return []


class Part(BaseModel):
    """A mapping of the file: no key but those named here.

    Attributes
    ----------
    short : str
        The key whose value may stand for the whole part.
    layout : str
        The order of its keys where it is not that in which they are declared; between `|` the
        author's order stays.
    heading : str
        A key that may also stand first.
    """

    short: ClassVar[str] = ""
    layout: ClassVar[str] = ""
    heading: ClassVar[str] = ""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False, defer_build=True
    )


@record
class OrList:
    """The mark of a mapping that may also be written as a list of its names."""

    name: str

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The mapping's schema, beside that of the list."""
        names = {"type": "array", "items": {ROLE: self.name}, "minItems": 1, "uniqueItems": True}
        return {"anyOf": [{**handler(core), KEYS: self.name}, names]}


@record
class OrRole:
    """The mark of a part that may also be written in short, as a value with this role."""

    name: str

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The part's schema, beside that of the short form."""
        return {"anyOf": [{ROLE: self.name}, handler(core)]}


def only(*words: str) -> dict[str, Any]:
    """The schema of a mapping that has the first word and none of the others."""
    return {"required": [words[0]], "properties": dict.fromkeys(words[1:], False)}


def exactly_one(part: Part, what: str, *keys: str) -> None:
    """Refuse a part that has none of these keys, or several."""
    names = [name for name, info in type(part).model_fields.items() if (info.alias or name) in keys]
    if sum(getattr(part, name) is not None for name in names) != 1:
        words = joined([f"`{key}`" for key in keys])
        raise PydanticCustomError("exactly-one", f"{what} has exactly one of {words}")


def one_of(*words: str) -> dict[str, Any]:
    """The schema of a mapping that has exactly one of these words."""
    return {"oneOf": [{"required": [word]} for word in words]}
