"""Preferences without numbers: what a player would rather have, as statements in order or as packages in order."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from negotiate.loading.shape.part import OrRole, Part, only
from negotiate.loading.shape.value_types import Keys, PlayerName, Ranked, Refusal, SourceName

THAT = "that"
"""The key whose value may stand for the whole entry."""
BESIDE = ("if", "iff", "about", "source")
"""Keys that stand beside it in an entry that is written in full."""


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
        None, alias="if", description="it matters only where this holds; elsewhere the statement counts as true"
    )
    iff: Refusal | None = Field(None, description="in place of `if`: both are to be true, or neither")
    about: str = Field("", description="why the player wants it")
    source: SourceName = Field("", description="who says so: a source's name, or `declared`")

    @model_validator(mode="after")
    def _one_condition(self) -> StatementPart:
        if self.if_ is not None and self.iff is not None:
            raise PydanticCustomError("keys-apart", "a statement has `if` or `iff`, not both")
        return self


class RankedPart(Part):
    """Packages at one place of a ranking."""

    model_config = ConfigDict(title="ranked packages")

    that: Ranked = Field(
        description="issue → option or options, where an issue that is left out may be anything; or `everything else`"
    )
    about: str = Field("", description="why they stand here")
    source: SourceName = Field("", description="who says so: a source's name, or `declared`")


def _kind(value: Any) -> str:
    return "group" if isinstance(value, list) else "one"


Statement = Annotated[StatementPart, BeforeValidator(_entry), OrRole("refusal")]
Group = Annotated[
    Annotated[Statement, Tag("one")] | Annotated[list[Statement], Field(min_length=1), Tag("group")],
    Discriminator(_kind),
]
Package = Annotated[RankedPart, BeforeValidator(_entry), OrRole("ranked")]
Tier = Annotated[
    Annotated[Package, Tag("one")] | Annotated[list[Package], Field(min_length=1), Tag("group")],
    Discriminator(_kind),
]
Prefers = Annotated[dict[PlayerName, list[Group]], Keys("player")]
Ranking = Annotated[dict[PlayerName, list[Tier]], Keys("player")]
