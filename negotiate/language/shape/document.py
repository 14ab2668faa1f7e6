"""The shape of a scenario file, in one place: what may stand where, and what it is for.

The JSON Schema of the language is made from these classes, and so is the reference: the whole file here, its parts in
`parts`, `limits` and `expecting`, the kinds of values in `value_types`. Names are checked against one another later,
when the document is bound; here only the shape counts.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from negotiate.language.shape.expecting import ExpectPart
from negotiate.language.shape.parts import (
    BlocPart,
    IssuePart,
    ModelPart,
    OptionPart,
    Parameter,
    ParameterPart,
    Player,
    PlayerPart,
    Prefers,
    PrivateType,
    RankedPart,
    Ranking,
    RatifierPart,
    RedLinePart,
    SourcePart,
    StatementPart,
    StepPart,
    TermPart,
    Terms,
    TypePart,
    VariantPart,
)
from negotiate.language.shape.repeat import (
    FollowsPart,
    LeadsPart,
    MachinePart,
    PhasePart,
    PlaysPart,
    RepeatPart,
    SignalPart,
    StatePart,
)
from negotiate.language.shape.value_types import (
    Address,
    Briefs,
    Changes,
    Date,
    IssueName,
    Keys,
    Label,
    Lasting,
    Name,
    NoDeal,
    OrList,
    Package,
    Part,
    PlayerName,
    Refusal,
    Rows,
    SidePayments,
    named_players,
)
from negotiate.language.text.nodes import Path

__all__ = [
    "NOT_YET",
    "BlocPart",
    "Document",
    "ExpectPart",
    "FollowsPart",
    "IssuePart",
    "LeadsPart",
    "MachinePart",
    "ModelPart",
    "OptionPart",
    "ParameterPart",
    "Part",
    "PhasePart",
    "PlayerPart",
    "PlaysPart",
    "RankedPart",
    "RatifierPart",
    "RedLinePart",
    "RepeatPart",
    "SignalPart",
    "SourcePart",
    "StatePart",
    "StatementPart",
    "StepPart",
    "TermPart",
    "TypePart",
    "VariantPart",
]

NOT_YET = {
    "turns": "turns for a table of people",
    "state": "numbers that rulings change",
}
"""Words of the language that a later version reads."""


class Document(Part):
    """A whole scenario file."""

    model_config = ConfigDict(title="scenario")

    format: Literal[1] = Field(description="the version of the language: 1")
    title: str = Field(min_length=1, description="what people call it")
    extends: str | None = Field(
        None,
        description="another scenario, by its path or name, which this one changes; it then needs only the changes",
    )
    set: Changes = Field(default_factory=dict, description="with `extends`: address → new value")
    remove: list[Address] = Field(default_factory=list, description="with `extends`: addresses to take away")
    date: Date = Field("", description="when the talks take place, such as 2018-05-03 or 1962")
    summary: str = Field("", description="the conflict in a few sentences, for whoever looks for a scenario")
    authors: list[str] = Field(default_factory=list, description="who wrote this file")
    license: str = Field("", description="under what terms it may be used, such as CC-BY-4.0")
    minutes: int | None = Field(None, ge=1, description="for a class: how long it takes")
    group: str = Field("", description="for a class: how many play")
    teaches: list[str] = Field(default_factory=list, description="for a class: what it shows, one sentence each")
    sources: Annotated[dict[Label, SourcePart], Keys("label")] = Field(
        default_factory=dict, description="name → a book, article or page that numbers come from"
    )
    players: Annotated[dict[Name, Player], Field(min_length=1), BeforeValidator(named_players), OrList("name")] = Field(
        default_factory=dict, description="who negotiates: a list of names, or name → what there is to say of it"
    )
    parameters: Annotated[dict[Name, Parameter], Keys("name")] = Field(
        default_factory=dict, description="name → a number that a person may want to turn, with its range and source"
    )
    models: Annotated[dict[Name, ModelPart], Keys("name")] = Field(
        default_factory=dict, description="name → a model that derives payoffs, such as those of tariffs"
    )
    issues: Annotated[dict[Name, IssuePart], Keys("name")] = Field(
        default_factory=dict, description="name → something to be decided, its options and who decides"
    )
    matrix: Rows | None = Field(
        None, description="in place of issues and payoffs, for two players: row → column → one payoff a player"
    )
    status_quo: Package = Field(
        default_factory=dict, description="where everything stands today: every issue → its option"
    )
    no_deal: NoDeal = Field(
        "equilibrium",
        description="what happens when they walk away: `equilibrium` (each does what is best for it), `status_quo`, "
        "or issue → option",
    )
    on_table: list[IssueName] | None = Field(
        None, description="the issues that a deal sets, all by default; the others return to the status quo"
    )
    signers: list[list[PlayerName]] | None = Field(
        None, description="which players may sign together; by default only all of them"
    )
    side_payments: SidePayments = Field(
        default_factory=dict,
        description="player → what one unit of its payoff is worth in a common money; without it no money changes "
        "hands",
    )
    infeasible: list[Refusal] = Field(
        default_factory=list, description="combinations that cannot happen: issue → options, or a condition"
    )
    irreversible: Lasting = Field(default_factory=dict, description="issue → options that cannot be left again")
    payoffs: Annotated[dict[Name, Terms], Keys("player")] = Field(
        default_factory=dict, description="player → what outcomes are worth to it, one named term after another"
    )
    prefers: Prefers = Field(
        default_factory=dict,
        description="in place of payoffs, player → what it would rather have true, the most important first; an "
        "earlier statement outweighs all later ones, and those of a list inside the list weigh the same",
    )
    ranking: Ranking = Field(
        default_factory=dict,
        description="in place of payoffs, player → packages from the best to the worst; those of a list inside the "
        "list are equally good",
    )
    red_lines: Annotated[dict[Name, RedLinePart], Keys("name")] = Field(
        default_factory=dict, description="name → what a player will not sign, or only at a price"
    )
    ratifiers: Annotated[dict[Name, RatifierPart], Keys("name")] = Field(
        default_factory=dict, description="name → a body that must agree before its player's signature counts"
    )
    protocol: list[StepPart] = Field(
        default_factory=list, max_length=500, description="who moves when; leave it out where all choose at once"
    )
    repeat: RepeatPart = Field(
        default_factory=RepeatPart,
        description="how it is played again and again: postures, what disturbs them, and who plays what",
    )
    types: Annotated[dict[PlayerName, Annotated[dict[Name, PrivateType], Keys("name")]], Keys("player")] = Field(
        default_factory=dict,
        description="player → what it may privately be: name → its odds, and what is otherwise then",
    )
    variants: Annotated[dict[Label, VariantPart], Keys("label")] = Field(
        default_factory=dict, max_length=200, description="name → a change of this scenario, to be asked for by name"
    )
    happened: Annotated[dict[Label, Package], Keys("label")] = Field(
        default_factory=dict, description="name → what really came: issue → option"
    )
    briefs: Briefs = Field(
        default_factory=dict, description="for people who play it: `public`, `teacher`, or a player → plain text"
    )
    expect: list[ExpectPart] = Field(
        default_factory=list, max_length=500, description="what the commands must find; `negotiate test` looks"
    )


_PARTS: dict[tuple[str, int], type[BaseModel]] = {
    ("players", 3): PlayerPart,
    ("parameters", 3): ParameterPart,
    ("sources", 3): SourcePart,
    ("models", 3): ModelPart,
    ("issues", 3): IssuePart,
    ("issues", 5): OptionPart,
    ("payoffs", 4): TermPart,
    ("prefers", 4): StatementPart,
    ("prefers", 5): StatementPart,
    ("ranking", 4): RankedPart,
    ("ranking", 5): RankedPart,
    ("red_lines", 3): RedLinePart,
    ("ratifiers", 3): RatifierPart,
    ("ratifiers", 5): BlocPart,
    ("protocol", 3): StepPart,
    ("repeat", 2): RepeatPart,
    ("repeat.strategies", 4): MachinePart,
    ("repeat.strategies", 6): StatePart,
    ("repeat.strategies", 8): LeadsPart,
    ("repeat.signals", 4): SignalPart,
    ("repeat.signals", 5): SignalPart,
    ("repeat.phases", 4): PhasePart,
    ("repeat.phases", 6): FollowsPart,
    ("types", 4): TypePart,
    ("variants", 3): VariantPart,
    ("expect", 3): ExpectPart,
}
"""Section and depth of a key → the class whose keys are allowed there."""


def fields(path: Path) -> list[str]:
    """The keys that are allowed where the last step of a path stands."""
    return [info.alias or name for name, info in part_at(path).model_fields.items()]


def keys_of(path: Path) -> list[str] | None:
    """The keys of the part at a path; None where a part takes any name."""
    known = not path or (_section((*path, "")), len(path) + 1) in _PARTS
    return fields((*path, "")) if known else None


def part_at(path: Path) -> type[BaseModel]:
    """The class of the mapping that holds the last step of a path."""
    return _PARTS.get((_section(path), len(path)), Document) if len(path) > 1 else Document


def _section(path: Path) -> str:
    """The section of a path; of repeated play, whose parts are of several kinds, with the key below it."""
    return f"repeat.{path[1]}" if path[0] == "repeat" and len(path) > 2 else str(path[0])
