"""What a scenario expects of its own answers: one command, and what it must find."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from negotiate.language.shape.repeat import Playing
from negotiate.language.shape.value_types import (
    Changes,
    ClaimName,
    Dealt,
    Package,
    Part,
    Payoffs,
    Played,
    PlayerName,
    Solved,
    Stands,
    Talked,
    VariantName,
    one_of,
    only,
)
from negotiate.lenses import LENSES

Point = Literal["nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "raiffa", "maschler-perles", "weighted-nash"]
"""The solutions of the bargaining problem, by the names that `deal` gives them."""
COMMANDS = tuple(lens.command for lens in LENSES if lens.judge)
"""The commands that an entry can ask."""
Concept = Literal["R", "GMR", "SMR", "SEQ", "SIM"]
"""The concepts by which states stand, by the names that `stability` gives them."""
Holding = Literal["subgame-perfect", "nash"]
"""The concepts by which holds what is played again."""
_OF_PLAY = ("plays", "holds_from", "binding")
"""Keys that go with `simulate`."""
_OF_ANSWERS = ("in_", "count")
"""Keys that ask for several answers, of which `simulate` has one."""
_OF_PAYOFFS = ("payoffs", "where")
"""Keys that ask for payoffs."""
_OF_A_DEAL = ("point", "because", "not_because", "no_deal", "signers")
"""Keys that go with `deal`."""
_OF_A_PATTERN = ("point", "in_", "count", "payoffs", "where")
"""Keys that ask for more than whether there is a deal."""


def _expectation(schema: dict[str, Any]) -> None:
    no_deal = {"required": ["deal"], "properties": {"deal": {"const": "none"}}}
    schema.update(
        one_of(*COMMANDS),
        dependencies={
            "count": only("count", "in"),
            "stability": only("stability", *_OF_PAYOFFS),
            "simulate": only("simulate", "in", "count"),
            "concept": {"anyOf": [{"required": ["stability"]}, {"required": ["simulate"]}]},
            "sanctions": ["stability"],
            **{key: ["simulate"] for key in _OF_PLAY},
            "point": ["deal"],
            "no_deal": ["deal"],
            "signers": ["deal"],
            "because": no_deal,
            "not_because": no_deal,
        },
    )


class ExpectPart(Part):
    """What a command must find."""

    model_config = ConfigDict(title="expectation", json_schema_extra=_expectation)

    solve: Solved | None = Field(None, description="issue → option, options, or option → probability")
    tree: Played | None = Field(None, description="issue or move → option or action")
    deal: Dealt | None = Field(
        None,
        description="`none`, `exists`, or what the packages that all would sign have in common: issue → option or "
        "options",
    )
    stability: Stands | None = Field(
        None, description="what the states that nobody would leave have in common: issue → option or options"
    )
    simulate: Literal["holds", "fails", "earns"] | None = Field(
        None,
        description="played again: whether what is played `holds` at the file's patience, so that nobody gains by "
        "leaving it in any round, or `fails`; `earns` where only `payoffs` or `where` are asked",
    )
    plays: Playing | None = Field(
        None, description="with `simulate`: a strategy for all, or player → strategy, in place of what the file says"
    )
    holds_from: Payoffs = Field(
        default_factory=dict,
        description="with `simulate`: player → the least patience with which it keeps to what is played, or `never`",
    )
    binding: PlayerName | None = Field(
        None, description="with `simulate`: the player who has to be the most patient for it to hold"
    )
    concept: Literal[Concept, Holding] | None = Field(
        None,
        description="with `stability`: by which concept they stand, `R` by default: nobody gains by a move of its own; "
        "`GMR`, `SMR`, `SEQ` and `SIM` mind what the others would do. With `simulate`: `subgame-perfect`, or `nash`, "
        "by which nobody gains from the first round on",
    )
    sanctions: Literal["sequence", "one-step"] | None = Field(
        None, description="with `stability`: whether the others may answer one after the other, or by one move only"
    )
    point: Point | None = Field(
        None, description="with `deal`: of the packages that all would sign, those that this solution picks"
    )
    in_: Literal["every", "some", "no"] = Field(
        "every", alias="in", description="in which of the answers it must hold: `every` one, `some`, or `no` one"
    )
    count: int | None = Field(None, ge=0, description="how many answers match, instead of `in`")
    payoffs: Payoffs = Field(default_factory=dict, description="player → what it gets; with `simulate`, by round")
    where: str | None = Field(
        None, description="a condition on the players' payoffs, such as `us < status_quo.us and china < 0`"
    )
    because: list[ClaimName] | None = Field(
        None,
        min_length=1,
        description="with `deal: none`: claims that rule every deal out together, and without any one of them do not",
    )
    not_because: list[ClaimName] | None = Field(
        None,
        min_length=1,
        description="with `deal: none`: claims that are in no smallest set of claims which rules every deal out",
    )
    no_deal: Talked | None = Field(
        None,
        description="with `deal`: what happens without one, `equilibrium`, `status_quo`, issue → option, or of several "
        "equilibria one by its number, counted from 1; by default as the file says, and of several each",
    )
    signers: list[PlayerName] | None = Field(
        None, min_length=1, description="with `deal`, where several groups may sign: which one does"
    )
    variant: VariantName = Field("", description="the variant under which it must hold")
    set: Changes = Field(default_factory=dict, description="address → new value, under which it must hold")
    fix: Package = Field(default_factory=dict, description="issue → the option it is committed to")
    about: str = Field("", description="what is expected, in one sentence")

    @model_validator(mode="after")
    def _one_command(self) -> ExpectPart:
        for key in COMMANDS:
            if key in self.model_fields_set and getattr(self, key) is None:
                raise PydanticCustomError("empty", f"nothing stands after `{key}`")
        if sum(getattr(self, key) is not None for key in COMMANDS) != 1:
            words = "`solve`, `tree`, `deal`, `stability` and `simulate`"
            raise PydanticCustomError("exactly-one", f"an expectation has exactly one of {words}")
        if self.count is not None and "in_" in self.model_fields_set:
            raise PydanticCustomError("keys-apart", "`count` stands instead of `in`")
        self._only_of_states()
        self._only_of_play()
        if self.deal is None:
            self._only_of_a_deal()
        elif isinstance(self.deal, str):
            self._whether_there_is_one(self.deal)
        if self.deal != "none" and (self.because or self.not_because):
            raise PydanticCustomError("keys-together", "`because` and `not_because` go with `deal: none`")
        return self

    def _only_of_states(self) -> None:
        if self.stability is None and self.sanctions is not None:
            raise PydanticCustomError("keys-together", "`sanctions` goes with `stability`")
        if (
            self.concept is not None
            and (self.simulate if self.concept in get_args(Holding) else self.stability) is None
        ):
            command = "simulate" if self.concept in get_args(Holding) else "stability"
            raise PydanticCustomError("keys-together", f"`concept: {self.concept}` goes with `{command}`")
        for key in _OF_PAYOFFS:
            if self.stability is not None and key in self.model_fields_set:
                raise PydanticCustomError(
                    "keys-apart", f"`{key}` does not go with `stability`, which knows states only"
                )

    def _only_of_play(self) -> None:
        for key in _OF_PLAY:
            if self.simulate is None and key in self.model_fields_set:
                raise PydanticCustomError("keys-together", f"`{key}` goes with `simulate`")
        for key in _OF_ANSWERS:
            if self.simulate is not None and key in self.model_fields_set:
                raise PydanticCustomError(
                    "keys-apart", f"`{key.rstrip('_')}` does not go with `simulate`, which has one answer"
                )
        if self.simulate == "earns" and not self.payoffs and self.where is None:
            raise PydanticCustomError("keys-together", "`simulate: earns` goes with `payoffs` or `where`")

    def _only_of_a_deal(self) -> None:
        for key in _OF_A_DEAL:
            if getattr(self, key) is not None:
                raise PydanticCustomError("keys-together", f"`{key}` goes with `deal`")

    def _whether_there_is_one(self, word: str) -> None:
        for key in _OF_A_PATTERN:
            if key in self.model_fields_set:
                raise PydanticCustomError(
                    "keys-apart",
                    f"`{key.rstrip('_')}` goes with a package, as in `deal: {{issue: option}}`; "
                    f"`deal: {word}` says all there is to say",
                )
