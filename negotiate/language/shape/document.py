"""The shape of a scenario file, in one place: what may stand where, and what it is for.

The JSON Schema of the language is made from these classes, and so is the reference: the whole file
and what it expects here, its parts in `parts` and `repeat`, the kinds of values in `shape`. Names
are checked against one another later, when the document is bound; here only the shape counts.
"""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from negotiate.language.shape import (
    Address,
    Briefs,
    Changes,
    ClaimName,
    Commitments,
    Date,
    Dealt,
    IssueName,
    Key,
    Keys,
    Label,
    Lasting,
    Name,
    NoDeal,
    OrList,
    Package,
    Part,
    Payoffs,
    Played,
    PlayerName,
    Points,
    Refusal,
    Rows,
    Section,
    SidePayments,
    Solved,
    Stands,
    Talked,
    VariantName,
    empty,
    exactly_one,
    named_players,
    one_of,
    only,
)
from negotiate.language.shape.parts import (
    Correlations,
    EventPart,
    InjectPart,
    IssuePart,
    ModelPart,
    Parameter,
    Player,
    Prefers,
    PrivateType,
    Ranking,
    RatifierPart,
    RedLinePart,
    SourcePart,
    StateNumber,
    StepPart,
    Terms,
    TogetherPart,
    Turns,
    VariantPart,
)
from negotiate.language.shape.repeat import OR_ONE, Playing, RepeatPart
from negotiate.language.text import Path

Way = tuple[str, ...]

Point = Literal[
    "nash",
    "kalai-smorodinsky",
    "egalitarian",
    "utilitarian",
    "weighted-nash",
    "raiffa",
    "maschler-perles",
]
"""The solutions of the bargaining problem, by the names that `deal` gives them."""
COMMANDS = ("solve", "tree", "deal", "stability", "simulate")
"""The commands that an entry can ask."""
Concept = Literal["R", "GMR", "SMR", "SEQ", "SIM"]
"""The concepts by which states stand, by the names that `stability` gives them."""
Holding = Literal["subgame-perfect", "nash"]
"""The concepts by which holds what is played again."""
_WITH = {
    "stability": ("sanctions",),
    "simulate": ("plays", "holds_from", "binding"),
    "deal": ("point", "no_deal", "signers", "because", "not_because"),
}
"""Command → the keys that go with it alone."""
_WITHOUT = {
    "stability": (("payoffs", "where"), "which knows states only"),
    "simulate": (("in", "count"), "which has one answer"),
}
"""Command → keys that do not go with it, and why."""
_OF_A_PATTERN = ("point", "in", "count", "payoffs", "where")
"""Keys that ask for more than whether there is a deal."""


def _expectation(schema: dict[str, Any]) -> None:
    no_deal = {"required": ["deal"], "properties": {"deal": {"const": "none"}}}
    schema.update(
        one_of(*COMMANDS),
        dependencies={
            "count": only("count", "in"),
            **{command: only(command, *keys) for command, (keys, _) in _WITHOUT.items()},
            "concept": {"anyOf": [{"required": ["stability"]}, {"required": ["simulate"]}]},
            **{key: [command] for command, keys in _WITH.items() for key in keys},
            "because": no_deal,
            "not_because": no_deal,
        },
    )


class ExpectPart(Part):
    """What a command must find."""

    model_config = ConfigDict(title="expectation", json_schema_extra=_expectation)
    layout = (
        "solve|tree|deal|stability|simulate|plays|concept|sanctions|point|no_deal|signers|holds_from|"
        "binding|payoffs|variant|set|fix because|not_because where in|count about"
    )
    heading = "about"

    solve: Solved | None = Field(
        None, description="issue → option, options, or option → probability"
    )
    tree: Played | None = Field(None, description="issue or move → option or action")
    deal: Dealt | None = Field(
        None,
        description="`none`, `exists`, or what the packages that all would sign have in common: "
        "issue → option or "
        "options; `mediator` where `payoffs` and `where` look at what the best honest mediator "
        "brings",
    )
    stability: Stands | None = Field(
        None,
        description=(
            "what the states that nobody would leave have in common: issue → option or options"
        ),
    )
    simulate: Literal["holds", "fails", "earns"] | None = Field(
        None,
        description="played again: whether what is played `holds` at the file's patience, so that "
        "nobody gains by "
        "leaving it in any round, or `fails`; `earns` where only `payoffs` or `where` are asked",
    )
    plays: Playing | None = Field(
        None,
        description=(
            "with `simulate`: a strategy for all, or player → strategy, in place of what "
            "the file says"
        ),
    )
    holds_from: Payoffs = Field(
        default_factory=dict,
        description=(
            "with `simulate`: player → the least patience with which it keeps to what is "
            "played, or `never`"
        ),
    )
    binding: PlayerName | None = Field(
        None,
        description="with `simulate`: the player who has to be the most patient for it to hold",
    )
    concept: Literal[Concept, Holding] | None = Field(
        None,
        description="with `stability`: by which concept they stand, `R` by default: nobody gains "
        "by a move of its own; "
        "`GMR`, `SMR`, `SEQ` and `SIM` mind what the others would do. With `simulate`: "
        "`subgame-perfect`, or `nash`, "
        "by which nobody gains from the first round on",
    )
    sanctions: Literal["sequence", "one-step"] | None = Field(
        None,
        description=(
            "with `stability`: whether the others may answer one after the other, or by "
            "one move only"
        ),
    )
    point: Point | None = Field(
        None,
        description=(
            "with `deal`: of the packages that all would sign, those that this solution picks"
        ),
    )
    in_: Literal["every", "some", "no"] = Field(
        "every",
        alias="in",
        description="in which of the answers it must hold: `every` one, `some`, or `no` one",
    )
    count: int | None = Field(None, ge=0, description="how many answers match, instead of `in`")
    payoffs: Payoffs = Field(
        default_factory=dict, description="player → what it gets; with `simulate`, by round"
    )
    where: str | None = Field(
        None,
        description=(
            "a condition on the players' payoffs, such as `us < status_quo.us and china < 0`"
        ),
    )
    because: list[ClaimName] | None = Field(
        None,
        min_length=1,
        description=(
            "with `deal: none`: claims that rule every deal out together, and without any "
            "one of them do not"
        ),
    )
    not_because: list[ClaimName] | None = Field(
        None,
        min_length=1,
        description=(
            "with `deal: none`: claims that are in no smallest set of claims which rules "
            "every deal out"
        ),
    )
    no_deal: Talked | None = Field(
        None,
        description="with `deal`: what happens without one, `equilibrium`, `status_quo`, issue → "
        "option, player → number, or of several "
        "equilibria one by its number, counted from 1; by default as the file says, and of several "
        "each",
    )
    signers: list[PlayerName] | None = Field(
        None, min_length=1, description="with `deal`, where several groups may sign: which one does"
    )
    variant: VariantName = Field("", description="the variant under which it must hold")
    set: Changes = Field(
        default_factory=dict, description="address → new value, under which it must hold"
    )
    fix: Commitments = Field(
        default_factory=dict,
        description=(
            "what is sure: issue → its option, event → its outcome, player → its private type"
        ),
    )
    about: str = Field("", description="what is expected, in one sentence")

    @model_validator(mode="after")
    def _one_command(self) -> Self:
        for key in COMMANDS:
            if key in self.model_fields_set and getattr(self, key) is None:
                raise PydanticCustomError("empty", f"nothing stands after `{key}`")
        exactly_one(self, "an expectation", *COMMANDS)
        given = frozenset(
            name.rstrip("_") for name in self.model_fields_set if getattr(self, name) is not None
        )
        if {"count", "in"} <= given:
            raise PydanticCustomError("keys-apart", "`count` stands instead of `in`")
        for message in self._apart(given):
            raise PydanticCustomError("keys-apart", message)
        for message in self._together(given):
            raise PydanticCustomError("keys-together", message)
        return self

    def _apart(self, given: frozenset[str]) -> Iterator[str]:
        """Keys that do not go with the command, or with whether there is a deal at all."""
        for command, (keys, why) in _WITHOUT.items():
            if command in given:
                yield from (
                    f"`{key}` does not go with `{command}`, {why}" for key in keys if key in given
                )
        if isinstance(self.deal, str):
            all_said = "has one answer" if self.deal == "mediator" else "says all there is to say"
            said = f"`deal: {self.deal}` {all_said}"
            pattern = "goes with a package, as in `deal: {issue: option}`"
            told = ("payoffs", "where") if self.deal == "mediator" else ()
            yield from (
                f"`{key}` {pattern}; {said}"
                for key in _OF_A_PATTERN
                if key in given and key not in told
            )

    def _together(self, given: frozenset[str]) -> Iterator[str]:
        """Keys without what they go with."""
        for command, keys in _WITH.items():
            if command not in given:
                yield from (f"`{key}` goes with `{command}`" for key in keys if key in given)
        command = "simulate" if self.concept in get_args(Holding) else "stability"
        if self.concept is not None and command not in given:
            yield f"`concept: {self.concept}` goes with `{command}`"
        if self.simulate == "earns" and not self.payoffs and self.where is None:
            yield "`simulate: earns` goes with `payoffs` or `where`"
        if self.deal == "mediator" and not self.payoffs and self.where is None:
            yield "`deal: mediator` goes with `payoffs` or `where`"
        if self.deal != "none" and (self.because or self.not_because):
            yield "`because` and `not_because` go with `deal: none`"


class Document(Part):
    """A whole scenario file."""

    model_config = ConfigDict(title="scenario")

    format: Literal[1] = Field(description="the version of the language: 1")
    title: str = Field(min_length=1, description="what people call it")
    extends: str | None = Field(
        None,
        description=(
            "another scenario, by its path or name, which this one changes; it then needs "
            "only the changes"
        ),
    )
    set: Changes = Field(default_factory=dict, description="with `extends`: address → new value")
    remove: list[Address] = Field(
        default_factory=empty, description="with `extends`: addresses to take away"
    )
    date: Date = Field("", description="when the talks take place, such as 2018-05-03 or 1962")
    summary: str = Field(
        "", description="the conflict in a few sentences, for whoever looks for a scenario"
    )
    authors: Annotated[list[str], Section(cut=1)] = Field(
        default_factory=empty, description="who wrote this file"
    )
    license: str = Field("", description="under what terms it may be used, such as CC-BY-4.0")
    minutes: int | None = Field(None, ge=1, description="for a class: how long it takes")
    group: str = Field("", description="for a class: how many play")
    teaches: list[str] = Field(
        default_factory=empty, description="for a class: what it shows, one sentence each"
    )
    sources: Annotated[dict[Label, SourcePart], Keys("label")] = Field(
        default_factory=dict, description="name → a book, article or page that numbers come from"
    )
    players: Annotated[
        dict[Name, Player],
        Field(min_length=1),
        BeforeValidator(named_players),
        OrList("name"),
        Section("below"),
    ] = Field(
        default_factory=dict,
        description="who negotiates: a list of names, or name → what there is to say of it",
    )
    parameters: Annotated[dict[Name, Parameter], Keys("name"), Section(worth=True)] = Field(
        default_factory=dict,
        description="name → a number that a person may want to turn, with its range and source",
    )
    correlations: Annotated[Correlations, Section(cut=3)] = Field(
        default_factory=dict,
        description="parameter → parameter → how strongly the two move together, each pair once: 1 "
        "always, 0 not at "
        "all, below 0 against one another. Each number keeps its own distribution: the correlation "
        "is that of two bell "
        "curves from which the two take their ranks (a Gaussian copula)",
    )
    models: Annotated[dict[Name, ModelPart], Keys("name"), Section("below", worth=True)] = Field(
        default_factory=dict,
        description="name → a model that derives payoffs, such as those of tariffs",
    )
    issues: Annotated[dict[Name, IssuePart], Keys("name"), Section("below", worth=True)] = Field(
        default_factory=dict,
        description="name → something to be decided, its options and who decides",
    )
    matrix: Annotated[Rows | None, Section("below", worth=True)] = Field(
        None,
        description=(
            "in place of issues and payoffs, for two players: row → column → one payoff a player"
        ),
    )
    status_quo: Annotated[Package, Section("below", worth=True)] = Field(
        default_factory=dict, description="where everything stands today: every issue → its option"
    )
    no_deal: Annotated[NoDeal, Section("whole", worth=True)] = Field(
        "equilibrium",
        description="what happens when they walk away: `equilibrium` (each does what is best for "
        "it), `status_quo`, "
        "issue → option, or player → what it has then: a number, a formula of parameters, a number "
        "with its range as a parameter has it, or type → number",
    )
    on_table: Annotated[list[IssueName] | None, Section("whole", removed=2, cut=1)] = Field(
        None,
        description=(
            "the issues that a deal sets, all by default; the others return to the status quo"
        ),
    )
    signers: Annotated[list[list[PlayerName]] | None, Section("whole", removed=2, cut=1)] = Field(
        None, description="which players may sign together; by default only all of them"
    )
    side_payments: Annotated[SidePayments, Section("below", removed=1, cut=1)] = Field(
        default_factory=dict,
        description="player → what one unit of its payoff is worth in a common money; without it "
        "no money changes "
        "hands",
    )
    infeasible: Annotated[list[Refusal], Section(removed=2)] = Field(
        default_factory=empty,
        description="combinations that cannot happen: issue → options, or a condition",
    )
    irreversible: Annotated[Lasting, Section(removed=2)] = Field(
        default_factory=dict, description="issue → options that cannot be left again"
    )
    chance: Annotated[
        dict[Name, EventPart], Keys("name"), Section("below", removed=2, worth=True)
    ] = Field(
        default_factory=dict,
        description="name → an event that nobody decides, with the odds of its outcomes. Formulas "
        "name it as they name "
        "an issue; `protocol` may say when it is drawn, and without that it is drawn last",
    )
    risk: Annotated[Payoffs, Section("below", removed=2)] = Field(
        default_factory=dict,
        description="player → its constant absolute aversion to the risk of events, in one over "
        "the unit of its "
        "payoffs; 0, which is the default, for none",
    )
    payoffs: Annotated[
        dict[Name, Terms], Keys("player"), Section("below", removed=3, worth=True)
    ] = Field(
        default_factory=dict,
        description="player → what outcomes are worth to it, one named term after another",
    )
    points: Annotated[Points, Section("below", worth=True)] = Field(
        default_factory=dict,
        description="what each option brings each player, in points: issue → option → player → "
        "number; or the name of a sheet beside this file that ends in .csv. They add to "
        "`payoffs`, and without `issues` they say what is decided, by all together",
    )
    prefers: Annotated[Prefers, Section("below", removed=3)] = Field(
        default_factory=dict,
        description="in place of payoffs, player → what it would rather have true, the most "
        "important first; an "
        "earlier statement outweighs all later ones, and those of a list inside the list weigh the "
        "same",
    )
    ranking: Annotated[Ranking, Section("below", removed=3)] = Field(
        default_factory=dict,
        description="in place of payoffs, player → packages from the best to the worst; those of a "
        "list inside the "
        "list are equally good",
    )
    red_lines: Annotated[dict[Name, RedLinePart], Keys("name"), Section("below", removed=2)] = (
        Field(
            default_factory=dict,
            description="name → what a player will not sign, or only at a price",
        )
    )
    ratifiers: Annotated[dict[Name, RatifierPart], Keys("name"), Section("below", removed=2)] = (
        Field(
            default_factory=dict,
            description="name → a body that must agree before its player's signature counts",
        )
    )
    protocol: Annotated[list[StepPart], Section("below", removed=2)] = Field(
        default_factory=empty,
        max_length=500,
        description="who moves when; leave it out where all choose at once",
    )
    repeat: Annotated[RepeatPart, Section("below")] = Field(
        default_factory=RepeatPart.model_construct,  # it would be built once more to be checked
        description=(
            "how it is played again and again: postures, what disturbs them, and who plays what"
        ),
    )
    types: Annotated[
        dict[PlayerName, Annotated[dict[Name, PrivateType], Keys("name")]],
        Keys("player"),
        Section("below", removed=3),
    ] = Field(
        default_factory=dict,
        description=(
            "player → what it may privately be: name → its odds, and what is otherwise then"
        ),
    )
    jointly: Annotated[list[TogetherPart], Section("below")] = Field(
        default_factory=empty,
        max_length=500,
        description="which private types are dealt together, such as two cards from one pack; all "
        "else never is. Without it the types of different players are dealt independently",
    )
    turns: Annotated[Turns | None, Section(cut=1)] = Field(
        None,
        description=(
            "how a table of people plays it as a war game: how many turns, or how many and "
            "in what order"
        ),
    )
    state: Annotated[dict[Name, StateNumber], Keys("name"), Section(worth=True)] = Field(
        default_factory=dict,
        description="name → a number that changes while people play, such as tension",
    )
    injects: Annotated[dict[Label, InjectPart], Keys("label")] = Field(
        default_factory=dict,
        max_length=200,
        description="name → news that comes while people play, and what it changes",
    )
    variants: Annotated[dict[Label, VariantPart], Keys("label")] = Field(
        default_factory=dict,
        max_length=200,
        description="name → a change of this scenario, to be asked for by name",
    )
    happened: Annotated[dict[Label, Package], Keys("label")] = Field(
        default_factory=dict, description="name → what really came: issue → option"
    )
    briefs: Briefs = Field(
        default_factory=dict,
        description="for people who play it: `public`, `teacher`, or a player → plain text",
    )
    expect: list[ExpectPart] = Field(
        default_factory=empty,
        max_length=500,
        description="what the commands must find; `negotiate test` looks",
    )


def keys(part: type[Part]) -> dict[str, FieldInfo]:
    """The keys of a part, as a file spells them."""
    return {info.alias or name: info for name, info in part.model_fields.items()}


@cache
def places() -> dict[Way, type[Part]]:
    """Where in a file each part stands: `*` is any name, `-` an item of a list."""
    found: dict[Way, type[Part]] = {}

    def walk(part: type[Part], way: Way) -> None:
        found[way] = part
        for key, info in keys(part).items():
            for below, inner in _held(info.annotation):
                walk(inner, (*way, key, *below))

    walk(Document, ())
    return found


def _held(kind: Any) -> Iterator[tuple[Way, type[Part]]]:
    """The parts that a value of some type is made of, each with the way to it."""
    if isinstance(kind, type) and issubclass(kind, Part):
        yield (), kind
        return
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (dict, list):
        step = "*" if origin is dict else "-"
        for way, part in _held(inner[-1]):
            yield (step, *way), part
    elif origin is Annotated:
        for way, part in _held(inner[0]):
            yield way, part
            if OR_ONE in inner[1:]:
                yield way[1:], part
    else:
        for one in inner:
            yield from _held(one)


def part_at(path: Path) -> type[Part] | None:
    """The part at a path; None where a mapping may stand that takes any name."""
    for way, part in _places_of(len(path)):
        if all(map(_fits, way, path)):
            return part if part.model_config["extra"] == "forbid" else None
    return None


@cache
def _places_of(steps: int) -> list[tuple[Way, type[Part]]]:
    return [(way, part) for way, part in places().items() if len(way) == steps]


def _fits(wanted: str, step: str | int) -> bool:
    return wanted in (step, "-") or (wanted == "*" and step != "-")


def keys_of(path: Path) -> list[str] | None:
    """The keys of the part at a path; None where a part takes any name."""
    part = part_at(path)
    return None if part is None else list(keys(part))


def holder_of(path: Path) -> type[Part]:
    """The part that holds the last step of a path."""
    return part_at(path[:-1]) or Document


@cache
def sections() -> dict[str, Section]:
    """Key of a file → how addresses lead into it."""
    return {
        key: next((mark for mark in info.metadata if isinstance(mark, Section)), Section())
        for key, info in keys(Document).items()
    }


@cache
def marked(mark: Key) -> tuple[str, ...]:
    """The keys with a mark, of whatever part."""
    parts = dict.fromkeys(places().values())
    return tuple(
        dict.fromkeys(
            key for part in parts for key, info in keys(part).items() if mark in info.metadata
        )
    )
