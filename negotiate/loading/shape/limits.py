"""What keeps a player from signing: its own red lines, and the bodies that must agree."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from negotiate.loading.shape.part import Part, one_of
from negotiate.loading.shape.value_types import (
    Acceptance,
    Amount,
    Keys,
    Name,
    Needs,
    PlayerName,
    Refusal,
    SourceName,
)


class RedLinePart(Part):
    """What a player will not sign."""

    model_config = ConfigDict(
        title="red line", json_schema_extra=lambda schema: schema.update(one_of("never", "insists"))
    )

    player: PlayerName = Field(description="whose line it is")
    never: Refusal | None = Field(None, description="refused where this holds: issue → options, or a condition")
    insists: Refusal | None = Field(None, description="refused where this does not hold")
    cost: Amount | None = Field(None, description="makes the line soft: the player signs across it, at this price")
    about: str = Field("", description="why the player draws it")
    source: SourceName = Field("", description="who says so: a source's name, or `declared`")

    @model_validator(mode="after")
    def _one_kind(self) -> RedLinePart:
        if (self.never is None) == (self.insists is None):
            raise PydanticCustomError("exactly-one", "a red line has exactly one of `never` and `insists`")
        return self


class BlocPart(Part):
    """A party or group in a ratifier, which votes as one."""

    model_config = ConfigDict(title="bloc")

    votes: int = Field(ge=0, description="how many votes it has")
    accepts: Acceptance = Field(
        description="where it votes yes: issue → options, a condition, `everything` or `nothing`"
    )
    about: str = Field("", description="who it is, and why it votes so")


class RatifierPart(Part):
    """A body that must agree before its player's signature counts; `accepts` or `votes` says to what it agrees."""

    model_config = ConfigDict(
        title="ratifier",
        json_schema_extra=lambda schema: schema.update(one_of("accepts", "votes"), dependencies={"needs": ["votes"]}),
    )

    name: str = Field("", description="the name for people, such as `the House of Commons`")
    player: PlayerName = Field(description="whose signature does not count without it")
    accepts: Acceptance | None = Field(
        None, description="what it agrees to: issue → options, or a condition, which may use payoff terms"
    )
    votes: Annotated[dict[Name, BlocPart], Field(min_length=1), Keys("name")] | None = Field(
        None, description="who votes in it: bloc → its votes and what it accepts"
    )
    needs: Needs | None = Field(
        None, description="with `votes`: how many it takes, or `majority` (the default), `two thirds`, `unanimity`"
    )
    about: str = Field("", description="why it has a say")
    source: SourceName = Field("", description="who says so: a source's name, or `declared`")

    @model_validator(mode="after")
    def _one_kind(self) -> RatifierPart:
        if (self.accepts is None) == (self.votes is None):
            raise PydanticCustomError("exactly-one", "a ratifier has exactly one of `accepts` and `votes`")
        if self.needs is not None and self.votes is None:
            raise PydanticCustomError("keys-together", "`needs` goes with `votes`")
        return self
