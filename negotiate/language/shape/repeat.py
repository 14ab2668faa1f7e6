"""How it is played again and again: postures, what disturbs them, who plays what, and which phases
the world has.
"""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from negotiate.language.shape import (
    Amount,
    Called,
    Changes,
    Condition,
    InShort,
    Key,
    Keys,
    Name,
    OptionName,
    OrRole,
    Package,
    Part,
    Payoffs,
    PlayerName,
    Said,
    empty,
    only,
    options_of,
    role,
)

PostureName = Annotated[OptionName, role("posture"), Called("a posture")]
StrategyName = Annotated[str, role("strategy"), Called("a strategy")]
StateName = Annotated[Name, role("state"), Called("a state")]
PhaseName = Annotated[Name, role("phase"), Called("a phase")]
SeenIn = Annotated[
    dict[PlayerName, Annotated[list[str], BeforeValidator(options_of), role("postures")]],
    Field(min_length=1),
    Keys("player"),
    Called("player → posture or postures"),
]
Rates = Annotated[
    Annotated[Amount, Tag("<number>")] | Annotated[Payoffs, Tag("<package>")],
    Discriminator(lambda value: "<package>" if isinstance(value, dict) else "<number>"),
    Called("a number or a formula, or player → number or formula"),
]
Mixed = Annotated[
    Annotated[PostureName, Tag("<word>")]
    | Annotated[dict[PostureName, Amount], Keys("posture"), Tag("<package>")],
    Discriminator(lambda value: "<package>" if isinstance(value, dict) else "<word>"),
    Called("a posture, or posture → number or formula"),
]


class PlaysPart(Part):
    """A strategy by its name; every other key is one of its parameters."""

    model_config = ConfigDict(title="what it plays", extra="allow")
    __pydantic_extra__: dict[str, Amount]

    strategy: StrategyName = Field(description="a strategy of the program's, or of this file's own")


def _plays(value: Any) -> Any:
    return {"strategy": value} if isinstance(value, str) else value


Plays = Annotated[
    PlaysPart,
    BeforeValidator(_plays),
    OrRole("strategy"),
    Called("[a strategy](#what-it-plays), or its name"),
]
Playing = Annotated[
    Annotated[Plays, Tag("<one>")]
    | Annotated[dict[PlayerName, Plays], Keys("player"), Tag("<group>")],
    Discriminator(
        lambda value: "<group>" if isinstance(value, dict) and "strategy" not in value else "<one>"
    ),
    Called("[what all play](#what-it-plays), or player → [what it plays](#what-it-plays)"),
]
"""One strategy for all, or player → strategy."""


class LeadsPart(Part):
    """Where a state of a strategy leads; of several the first that fits counts."""

    model_config = ConfigDict(title="next state")

    when: SeenIn | None = Field(
        None, description="player → the posture, or postures, that it was seen in; else always"
    )
    to: StateName = Field(description="the state of the next round")


class StatePart(Part):
    """A state of a strategy."""

    model_config = ConfigDict(title="state")

    plays: Mixed = Field(description="a posture of its player's, or posture → probability")
    next: list[LeadsPart] = Field(
        default_factory=empty,
        description="where it leads, the first that fits; where none does, it stays",
    )


class MachinePart(Part):
    """A strategy of the file's own: states, what each plays, and where what is seen leads."""

    model_config = ConfigDict(title="strategy")
    layout = "player|about start states"

    player: PlayerName = Field(description="whose strategy it is")
    start: StateName | None = Field(
        None, description="the state of the first round; the first that is listed by default"
    )
    states: Annotated[dict[Name, StatePart], Field(min_length=1), Keys("name")] = Field(
        description="name → what it plays, and where it leads"
    )
    about: Said = Field("", description="the idea behind it")


class FollowsPart(Part):
    """Which phase follows."""

    model_config = ConfigDict(title="next phase")

    when: Condition | None = Field(
        None, description="a condition on the round's package: where it counts; else always"
    )
    to: PhaseName = Field(description="the next phase")
    odds: Amount | None = Field(
        None,
        description=(
            "how likely, where it counts; by default all that the entries before it have left"
        ),
    )


class PhasePart(Part):
    """A phase of the world: what is otherwise while it lasts, and what follows it."""

    model_config = ConfigDict(title="phase")
    layout = "about|set next"

    set: Changes = Field(
        default_factory=dict,
        description="address → what is otherwise then, such as a payoff or a parameter",
    )
    next: list[FollowsPart] = Field(
        default_factory=empty,
        description="which phase follows, and when; what the odds leave stays in this phase",
    )
    about: Said = Field("", description="what the world is like then")


class SignalPart(Part):
    """How likely a signal is."""

    model_config = ConfigDict(title="signal")

    when: Condition | None = Field(
        None, description="a condition on the round's package: where it counts; else always"
    )
    odds: Amount | None = Field(
        None,
        description=(
            "how likely, where it counts; by default all that the entries before it have left"
        ),
    )


OR_ONE = "or-one"
"""The mark of a list of which one entry may stand without its dash."""


def _signal(value: Any) -> Any:
    if value is None:
        return [{}]
    return (
        value
        if isinstance(value, list)
        else [value if isinstance(value, dict) else {"odds": value}]
    )


Signal = Annotated[
    list[SignalPart],
    BeforeValidator(_signal),
    OR_ONE,
    InShort(("number", "string", "null")),
    Called("a number or a formula, or a list of [entries](#signal)"),
]


class RepeatPart(Part):
    """How it is played again and again."""

    model_config = ConfigDict(
        title="played again",
        json_schema_extra=lambda schema: schema.update(
            dependencies={"rounds": only("rounds", "ends")}
        ),
    )

    period: Said = Field("", description="what a round is, such as `a year`")
    postures: Annotated[
        dict[PlayerName, Annotated[dict[Name, Package], Field(min_length=1), Keys("name")]],
        Keys("player"),
    ] = Field(
        default_factory=dict,
        description="player → the ways in which it can act in a round, the most cooperative first: "
        "name → issue → "
        "option; issues of its own that are left out are as in the status quo",
    )
    agreement: Annotated[dict[PlayerName, PostureName], Keys("player")] = Field(
        default_factory=dict,
        description="player → the posture that keeps the agreement; by default the first of its "
        "`postures`, and "
        "without them what is best for whoever gains least",
    )
    punishment: Annotated[dict[PlayerName, PostureName], Keys("player")] = Field(
        default_factory=dict,
        description="player → the posture that punishes; by default the last of its `postures`, "
        "and without them what "
        "holds the others down the most",
    )
    sets: Package = Field(
        default_factory=dict,
        description="issues that several decide, as they are in every round in which all keep the "
        "agreement; in other "
        "rounds they are as without a deal",
    )
    noise: Annotated[Rates | None, Key.FOR_ALL] = Field(
        None,
        description=(
            "how likely a hand trembles in a round, so that another posture is taken: for "
            "all, or a player"
        ),
    )
    misread: Annotated[Rates | None, Key.FOR_ALL] = Field(
        None, description="how likely a player misreads what another did: for all, or player → rate"
    )
    rounds: int | None = Field(
        None, ge=1, description="how many rounds there are, if everybody knows the last"
    )
    ends: Amount | None = Field(None, description="how likely each round is the last")
    walk_away: Payoffs = Field(
        default_factory=dict,
        description="player → what it gets each period once somebody has left for good",
    )
    plays: Annotated[Playing | None, Key.FOR_ALL] = Field(
        None, description="a strategy for all, or player → strategy"
    )
    strategies: Annotated[dict[Name, MachinePart], Keys("name")] = Field(
        default_factory=dict, description="name → a strategy of the file's own"
    )
    signals: Annotated[dict[Name, Signal], Keys("name")] = Field(
        default_factory=dict,
        description="name → how likely; a sign that all see, where nobody sees what the others did",
    )
    phases: Annotated[dict[Name, PhasePart], Keys("name")] = Field(
        default_factory=dict,
        description=(
            "name → a state of the world; play starts in the first, in which everything is "
            "as the file says"
        ),
    )

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if self.rounds is not None and self.ends is not None:
            raise PydanticCustomError(
                "keys-apart", "`rounds` is a known last round, and `ends` says that nobody knows it"
            )
        return self
