"""The parts of a scenario file: which keys each may hold, what for, and what goes together.

Every key has a description in plain words: it is what an editor shows beside the key, and what the
reference prints.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from negotiate.language.shape import (
    BESIDE,
    THAT,
    Acceptance,
    Address,
    Amount,
    Beliefs,
    Called,
    Changes,
    Commitments,
    Condition,
    Contingent,
    Date,
    Deciders,
    Deeds,
    InShort,
    IssueName,
    Issues,
    Key,
    Keys,
    Kinds,
    Name,
    Needs,
    Odds,
    OptionName,
    OrList,
    OrRole,
    Outcomes,
    OutputName,
    ParameterName,
    Part,
    PlayerName,
    Ranked,
    Refusal,
    Regions,
    Said,
    Seen,
    SourceName,
    Table,
    empty,
    exactly_one,
    named_options,
    one_of,
    only,
)

MOST_SIGMA = 10
"""A larger sigma would put most of a number beyond all that is written down."""


class UniformPart(Part):
    """A number that is equally likely anywhere between two ends."""

    model_config = ConfigDict(title="uniform distribution")

    low: float = Field(description="the least that it can be")
    high: float = Field(description="the most that it can be")


class NormalPart(Part):
    """A number on the bell curve: about 68 % lies within one standard deviation of the mean, 95 %
    within two.
    """

    model_config = ConfigDict(title="normal distribution")

    mean: float = Field(description="the middle of the curve")
    sd: float = Field(gt=0, description="the standard deviation, which is above 0")


class TriangularPart(Part):
    """A number between two ends, the likelier the nearer it lies to the mode: what an expert can
    often say.
    """

    model_config = ConfigDict(title="triangular distribution")

    low: float = Field(description="the least that it can be")
    mode: float = Field(description="the likeliest value, from `low` to `high`")
    high: float = Field(description="the most that it can be")


class LognormalPart(Part):
    """A number above 0 whose logarithm is on the bell curve: half as much is as likely as twice as
    much.
    """

    model_config = ConfigDict(title="lognormal distribution")

    median: float = Field(
        gt=0, description="half of the probability lies below it and half above; it is above 0"
    )
    sigma: float = Field(
        gt=0,
        le=MOST_SIGMA,
        description="the standard deviation of its natural logarithm: at 0.2, about 68 % lies "
        "within 20 % of the "
        "median",
    )


Discrete = Annotated[
    dict[str, float],
    Field(min_length=1),
    WithJsonSchema(
        {
            "type": "object",
            "minProperties": 1,
            "patternProperties": {
                r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 1,
                }
            },
            "additionalProperties": False,
        }
    ),
    Called("value → probability"),
]


class DistributionPart(Part):
    """How uncertain a number is; exactly one of the keys says how likely each value is."""

    model_config = ConfigDict(
        title="distribution",
        json_schema_extra=lambda schema: schema.update(
            one_of("uniform", "normal", "triangular", "lognormal", "discrete")
        ),
    )

    uniform: UniformPart | None = Field(
        None, description="equally likely anywhere from `low` to `high`"
    )
    normal: NormalPart | None = Field(
        None, description="the bell curve around `mean`, with standard deviation `sd`"
    )
    triangular: TriangularPart | None = Field(
        None, description="from `low` to `high`, with `mode` the likeliest"
    )
    lognormal: LognormalPart | None = Field(
        None,
        description="above 0, and its logarithm is normal: `median`, and `sigma` of the logarithm",
    )
    discrete: Discrete | None = Field(
        None, description="a few values, each with its probability; they sum to 1"
    )

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        exactly_one(self, "a distribution", *type(self).model_fields)
        return self


Correlations = Annotated[
    dict[
        ParameterName,
        Annotated[dict[ParameterName, Annotated[float, Field(ge=-1, le=1)]], Keys("parameter")],
    ],
    Keys("parameter"),
    Called("parameter → parameter → a number from -1 to 1"),
]


class PlayerPart(Part):
    """One side of the table."""

    model_config = ConfigDict(title="player")
    short = "name"

    name: Said = Field("", description="the name for people, such as `United States`")
    leader: Said = Field("", description="who speaks for it")
    unit: Said = Field("", description="the unit of its payoffs, such as `points` or `$bn a year`")
    patience: float | None = Field(
        None,
        ge=0,
        le=1,
        description="what the next period counts beside this one: 0 not at all, 1 just as much",
    )
    power: float | None = Field(
        None, ge=0, le=1, description="its weight in bargaining, from 0 to 1"
    )
    about: Said = Field("", description="anything a reader should know of it")


class ParameterPart(Part):
    """A number that a person may want to turn."""

    model_config = ConfigDict(title="parameter")
    short = "value"

    value: Annotated[float, Key.NUMBER] = Field(
        description="what the number is, unless somebody turns it"
    )
    range: Annotated[list[float] | None, Key.READ] = Field(
        None,
        min_length=2,
        max_length=2,
        description="the least and the most that it can be: `[0, 20]`",
    )
    distribution: Annotated[DistributionPart | None, Key.READ] = Field(
        None, description="how uncertain it is: `{triangular: {low: 2, mode: 6, high: 12}}`"
    )
    unit: Said = Field("", description="the unit of the number")
    about: Said = Field("", description="what the number stands for")
    source: SourceName = Field(
        "", description="where the number comes from: a source's name, or `declared`"
    )


class SourcePart(Part):
    """Where numbers come from."""

    model_config = ConfigDict(title="source")

    title: str = Field(description="the title of the book, article or page")
    author: str = Field("", description="who wrote it")
    publisher: str = Field("", description="who published it")
    date: Date = Field("", description="when it was published, as exactly as it is known")
    url: str = Field("", description="where it can be read; nothing is ever fetched from there")
    about: Said = Field("", description="what it says that matters here")


class ModelPart(Part):
    """A model that derives payoffs, with its inputs bound to issues and its regions to players."""

    model_config = ConfigDict(title="model")

    kind: Said = Field(description="which model it is")
    data: Said = Field(description="which data it starts from")
    elasticity: Amount | None = Field(
        None,
        description=(
            "percent less trade for one percent more price: a number, or a formula of parameters"
        ),
    )
    loss: Amount | None = Field(None, description="multiplies losses; 1 leaves the model as it is")
    balanced: bool | None = Field(
        None, description="whether trade is balanced first, before anything changes"
    )
    regions: Regions = Field(description="player → its region in the data")
    inputs: dict[Name, Amount] = Field(
        description="input → the issue or formula that it takes its number from"
    )


class OptionPart(Part):
    """One option, where a bare number does not say enough."""

    model_config = ConfigDict(title="option")
    short = "value"

    value: Annotated[float | None, Key.NUMBER] = Field(
        None, description="the option's number, which formulas use"
    )
    name: Said = Field("", description="the name for people")
    about: Said = Field("", description="what choosing it means")
    source: SourceName = Field(
        "", description="where its number comes from, where that is not the issue's source"
    )


class IssuePart(Part):
    """Something to be decided."""

    model_config = ConfigDict(title="issue")
    layout = "name decided_by unit options|contingent_on|about"

    name: Said = Field("", description="the name for people")
    decided_by: Deciders = Field(
        description=(
            "a player, several players who must all agree, or `agreement` where all players must"
        )
    )
    unit: Said = Field("", description="the unit of the options' numbers")
    options: Annotated[
        dict[OptionName, Annotated[OptionPart, InShort(("number", "null"))]],
        Field(min_length=1),
        BeforeValidator(named_options),
        OrList("option"),
        Key.HOLDER,
    ] = Field(description="what it can become: a list of names or numbers, or name → number")
    contingent_on: Contingent = Field(
        default_factory=empty,
        description="an event, or several, outcome by outcome of which a deal may settle it; where "
        "no issue names an "
        "event, a deal that depends on it may settle every issue so",
    )
    about: Said = Field("", description="what is decided, and what its numbers mean")
    source: SourceName = Field(
        "", description="where the options' numbers come from: a source's name, or `declared`"
    )


class TermPart(Part):
    """One labelled part of a player's payoff; exactly one of `by`, `expr`, `amount`, `from` says
    what it is worth.
    """

    model_config = ConfigDict(
        title="payoff term",
        json_schema_extra=lambda schema: schema.update(
            one_of("by", "expr", "amount", "from"),
            dependencies={"by": ["values"], "values": ["by"]},
        ),
    )

    by: Annotated[Issues | None, Key.MADE] = Field(
        None, description="the issue (or issues) whose options `values` lists"
    )
    values: Annotated[Table | None, Key.HOLDER] = Field(
        None, description="option → worth; for several issues one level each"
    )
    expr: Annotated[Amount | None, Key.NUMBER] = Field(
        None, description="a formula, such as `rate * tariff`"
    )
    amount: Annotated[Amount | None, Key.NUMBER] = Field(
        None, description="a number, usually with `when`"
    )
    from_: Annotated[OutputName | None, Key.MADE] = Field(
        None, alias="from", description="a model's output, such as `trade.income.us`"
    )
    times: Amount | None = Field(None, description="a factor on the whole term")
    when: Condition | None = Field(None, description="where the term counts; elsewhere it is 0")
    about: Said = Field("", description="why it is worth that much")
    source: SourceName = Field(
        "", description="where the number comes from: a source's name, or `declared`"
    )
    unit: Said = Field("", description="the unit, where it is not that of the player's payoffs")
    range: Annotated[list[float] | None, Key.READ] = Field(
        None,
        min_length=2,
        max_length=2,
        description="the least and the most that its number can be: `[0, 20]`",
    )
    date: Date = Field("", description="the day or year that the number is of")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        exactly_one(self, "a payoff term", "by", "expr", "amount", "from")
        if (self.by is None) != (self.values is None):
            raise PydanticCustomError("keys-together", "`by` and `values` go together")
        return self


def _step(schema: dict[str, Any]) -> None:
    move = one_of("choose", "announces", "sets")
    schema["if"] = {"required": ["chance"]}
    schema["then"] = only(
        "chance", "move", "player", "choose", "announces", "sets", "options", "sees"
    )
    schema["else"] = {
        **move,
        "required": ["move", "player"],
        "properties": {"odds": False, "does": False},
    }
    schema["dependencies"] = {
        "choose": {"properties": {"choose": {"minProperties": 1}, "options": False}}
    }


class StepPart(Part):
    """One step of the protocol: a player's `move`, or `chance`."""

    model_config = ConfigDict(title="step", json_schema_extra=_step)
    layout = "move|chance player when|sees|choose|announces|sets|options|odds|does about"

    move: Annotated[Name | None, Key.READ] = Field(
        None, description="the name of the move, which conditions and formulas may use"
    )
    chance: Annotated[Name | None, Key.READ] = Field(
        None,
        description=(
            "the name of a step that nobody decides: chance does, by its `odds`; or an "
            "event that is drawn"
        ),
    )
    player: Annotated[PlayerName | None, Key.MADE] = Field(None, description="who moves")
    choose: Annotated[Deeds | None, Key.HOLDER] = Field(
        None,
        description=(
            "action → what it sets, and with `signs` who signs it; `{}` for one that sets nothing"
        ),
    )
    announces: Annotated[IssueName | None, Key.MADE] = Field(
        None, description="an issue; the move says an option and binds nobody"
    )
    sets: Annotated[IssueName | None, Key.MADE] = Field(
        None, description="an issue; the move sets an option of it"
    )
    options: list[OptionName] | None = Field(
        None, description="which options may be announced or set; all by default"
    )
    odds: Annotated[Odds | None, Key.HOLDER] = Field(
        None, description="chance: outcome → probability; they sum to 1"
    )
    does: Outcomes | None = Field(None, description="chance: outcome → what it sets")
    when: Condition | None = Field(None, description="the step is skipped where this does not hold")
    sees: Seen = Field(
        None,
        description=(
            "the earlier moves that the mover has observed, beside its own; all by "
            "default, `[]` for none"
        ),
    )
    about: Said = Field("", description="what the step is about")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.move is None) == (self.chance is None):
            raise PydanticCustomError("exactly-one", "a step is either a `move` or a `chance`")
        if self.move is not None:
            self._check_move()
        elif self.sees is not None:
            message = "`sees` belongs to a `move`: chance sees nothing, and has its `odds`"
            raise PydanticCustomError("keys-apart", message)
        elif self.player or self.choose or self.announces or self.sets or self.options:
            raise PydanticCustomError("keys-apart", "`chance` has `odds`, `does` and `when` only")
        return self

    def _check_move(self) -> None:
        if self.player is None:
            raise PydanticCustomError("missing-key", "a move needs a `player`")
        exactly_one(self, "a move", "choose", "announces", "sets")
        if self.options is not None and self.choose is not None:
            raise PydanticCustomError("keys-apart", "`options` goes with `announces` or `sets`")
        if self.odds is not None or self.does is not None:
            raise PydanticCustomError("keys-apart", "`odds` and `does` belong to `chance`")
        if self.choose is not None and not self.choose:
            raise PydanticCustomError("empty", "a move needs at least one action")


class EventPart(Part):
    """Something that nobody decides and nobody knows before it comes."""

    model_config = ConfigDict(title="event")
    layout = "name odds about source"

    name: Said = Field("", description="the name for people, such as `The stock collapses`")
    odds: Annotated[Beliefs, Key.HOLDER] = Field(
        description="outcome → how likely it is, a number or a formula of parameters and issues; "
        "they sum to 1. Or "
        "player → outcome → how likely the player holds it"
    )
    about: Said = Field("", description="what it is about")
    source: SourceName = Field(
        "", description="where the odds come from: a source's name, or `declared`"
    )


class TypePart(Part):
    """Something that a player may privately be: the others know only how likely it is."""

    model_config = ConfigDict(title="type")
    short = "odds"

    odds: Amount | None = Field(
        None,
        description="how likely it is: a number, or a formula of parameters; a player's sum to 1. "
        "Left out where `jointly` says it",
    )
    set: Changes = Field(
        default_factory=dict,
        description="address → what is otherwise then, such as a payoff or a parameter",
    )
    about: Said = Field("", description="what the player is like then")


class TogetherPart(Part):
    """Private types that are dealt together."""

    model_config = ConfigDict(title="dealt together")

    types: Kinds = Field(description="player → its type; every entry names the same players")
    odds: Amount | None = Field(
        None,
        description="how likely that is: a number, or a formula of parameters; all sum to 1. Left "
        "out everywhere, all are as likely",
    )


class VariantPart(Part):
    """A named change of the scenario."""

    model_config = ConfigDict(title="variant")

    title: str = Field("", description="what people call the change")
    about: Said = Field("", description="what it stands for")
    set: Changes = Field(
        default_factory=dict, description="address → new value; a parameter's address is its name"
    )
    remove: list[Address] = Field(
        default_factory=empty, description="addresses to take away, such as `red_lines.plan`"
    )
    fix: Commitments = Field(
        default_factory=dict,
        description=(
            "what is sure: issue → its option, event → its outcome, player → its private type"
        ),
    )


Parameter = Annotated[ParameterPart, InShort(("number",))]
PrivateType = Annotated[TypePart, InShort(("number", "string", "null"))]
Player = Annotated[PlayerPart, InShort(("string", "null"))]
Terms = Annotated[dict[Name, TermPart], Keys("name")]


class RedLinePart(Part):
    """What a player will not sign."""

    model_config = ConfigDict(
        title="red line", json_schema_extra=lambda schema: schema.update(one_of("never", "insists"))
    )

    player: PlayerName = Field(description="whose line it is")
    never: Refusal | None = Field(
        None, description="refused where this holds: issue → options, or a condition"
    )
    insists: Refusal | None = Field(None, description="refused where this does not hold")
    cost: Amount | None = Field(
        None, description="makes the line soft: the player signs across it, at this price"
    )
    about: Said = Field("", description="why the player draws it")
    source: SourceName = Field("", description="who says so: a source's name, or `declared`")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        exactly_one(self, "a red line", "never", "insists")
        return self


class BlocPart(Part):
    """A party or group in a ratifier, which votes as one."""

    model_config = ConfigDict(title="bloc")

    votes: int = Field(ge=0, description="how many votes it has")
    accepts: Acceptance = Field(
        description="where it votes yes: issue → options, a condition, `everything` or `nothing`"
    )
    about: Said = Field("", description="who it is, and why it votes so")


class RatifierPart(Part):
    """A body that must agree before its player's signature counts; `accepts` or `votes` says to
    what it agrees.
    """

    model_config = ConfigDict(
        title="ratifier",
        json_schema_extra=lambda schema: schema.update(
            one_of("accepts", "votes"), dependencies={"needs": ["votes"]}
        ),
    )
    layout = "name|player about|accepts|needs|votes|source"

    name: Said = Field("", description="the name for people, such as `the House of Commons`")
    player: PlayerName = Field(description="whose signature does not count without it")
    accepts: Acceptance | None = Field(
        None,
        description=(
            "what it agrees to: issue → options, or a condition, which may use payoff terms"
        ),
    )
    votes: Annotated[dict[Name, BlocPart], Field(min_length=1), Keys("name")] | None = Field(
        None, description="who votes in it: bloc → its votes and what it accepts"
    )
    needs: Needs | None = Field(
        None,
        description=(
            "with `votes`: how many it takes, or `majority` (the default), `two thirds`, "
            "`unanimity`"
        ),
    )
    about: Said = Field("", description="why it has a say")
    source: SourceName = Field("", description="who says so: a source's name, or `declared`")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        exactly_one(self, "a ratifier", "accepts", "votes")
        if self.needs is not None and self.votes is None:
            raise PydanticCustomError("keys-together", "`needs` goes with `votes`")
        return self


def _entry(value: Any) -> Any:
    """An entry in full, where it is written in short."""
    full = isinstance(value, dict) and (THAT in value or any(key in value for key in BESIDE))
    return value if full else {THAT: value}


class StatementPart(Part):
    """Something that a player would rather have true than not."""

    model_config = ConfigDict(
        title="statement",
        json_schema_extra=lambda schema: schema.update(dependencies={"if": only("if", "iff")}),
    )

    that: Refusal = Field(description="what is to be true: a condition, or issue → options")
    if_: Refusal | None = Field(
        None,
        alias="if",
        description="it matters only where this holds; elsewhere the statement counts as true",
    )
    iff: Refusal | None = Field(
        None, description="in place of `if`: both are to be true, or neither"
    )
    about: Said = Field("", description="why the player wants it")
    source: SourceName = Field("", description="who says so: a source's name, or `declared`")

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        if self.if_ is not None and self.iff is not None:
            raise PydanticCustomError("keys-apart", "a statement has `if` or `iff`, not both")
        return self


class RankedPart(Part):
    """Packages at one place of a ranking."""

    model_config = ConfigDict(title="ranked packages")

    that: Ranked = Field(
        description=(
            "issue → option or options, where an issue that is left out may be anything; "
            "or `everything else`"
        )
    )
    about: Said = Field("", description="why they stand here")
    source: SourceName = Field("", description="who says so: a source's name, or `declared`")


def _kind(value: Any) -> str:
    return "<group>" if isinstance(value, list) else "<one>"


Statement = Annotated[StatementPart, BeforeValidator(_entry), OrRole("refusal")]
Group = Annotated[
    Annotated[Statement, Tag("<one>")]
    | Annotated[list[Statement], Field(min_length=1), Tag("<group>")],
    Discriminator(_kind),
]
RankedPackage = Annotated[RankedPart, BeforeValidator(_entry), OrRole("ranked")]
Tier = Annotated[
    Annotated[RankedPackage, Tag("<one>")]
    | Annotated[list[RankedPackage], Field(min_length=1), Tag("<group>")],
    Discriminator(_kind),
]
Prefers = Annotated[
    dict[PlayerName, list[Group]],
    Keys("player"),
    Called("player → a list of [statements](#statement), or of lists of them"),
]
Ranking = Annotated[
    dict[PlayerName, list[Tier]],
    Keys("player"),
    Called("player → a list of [ranked packages](#ranked-packages), or of lists of them"),
]


MOST_TURNS = 100
"""How many turns a table can play."""


class TurnsPart(Part):
    """How a table of people plays it: a number of turns, in each of which every player orders what
    it decides.
    """

    model_config = ConfigDict(title="turns")
    short = "count"

    count: int = Field(ge=1, le=MOST_TURNS, description="how many turns there are")
    order: Literal["together", "in turn"] = Field(
        "together",
        description="`together`: the orders of all are secret and count at once; `in turn`: one "
        "player after the other "
        "orders, in the order of `players`, and sees the orders before its own",
    )
    period: Said = Field("", description="what one turn stands for, such as `half a year`")


class StateNumberPart(ParameterPart):
    """A number that changes while people play; formulas name it, and options change it, as they do
    a parameter.
    """

    model_config = ConfigDict(title="state number")
    layout = "value range distribution next rungs unit|about source"

    value: Annotated[float, Key.NUMBER] = Field(
        description="what the number is at the start of the first turn"
    )
    next: Amount | None = Field(
        None,
        description="what it is after a turn, a formula of the state, parameters, issues and "
        "`turn`, the number of the "
        "turn; kept within the range. Without it the number stays as it is until somebody sets it",
    )
    rungs: Annotated[dict[Name, float] | None, Key.READ] = Field(
        None,
        min_length=1,
        description="the rungs of a ladder of escalation: rung → from which value on, rising",
    )


StateNumber = Annotated[StateNumberPart, InShort(("number",))]
Turns = Annotated[TurnsPart, InShort(("number",))]


def _inject(schema: dict[str, Any]) -> None:
    schema["dependencies"] = {"turn": only("turn", "when")}


class InjectPart(Part):
    """News that comes while people play: by its turn, by its condition, or whenever the umpire
    likes.
    """

    model_config = ConfigDict(title="inject", json_schema_extra=_inject)

    title: str = Field("", description="what people call it")
    turn: int | None = Field(None, ge=1, description="the turn at whose start it comes")
    when: Condition | None = Field(
        None,
        description="it comes at the start of the first turn at which this holds: a condition on "
        "the state, "
        "parameters, issues and `turn`",
    )
    says: str = Field("", description="the news, as players read it")
    sees: list[PlayerName] | None = Field(
        None, description="the players who read it; all by default, `[]` for none"
    )
    set: Changes = Field(default_factory=dict, description="address → new value, from then on")
    remove: list[Address] = Field(
        default_factory=empty, description="addresses to take away, such as `red_lines.plan`"
    )
    fix: Commitments = Field(
        default_factory=dict,
        description=(
            "what is sure from then on: issue → its option, event → its outcome, player → "
            "its private type"
        ),
    )
    expects: str = Field("", description="what a good table would do, for the umpire alone")

    @model_validator(mode="after")
    def _one_trigger(self) -> Self:
        if self.turn is not None and self.when is not None:
            raise PydanticCustomError(
                "keys-apart", "an inject comes by its `turn` or `when` a condition holds, not both"
            )
        return self
