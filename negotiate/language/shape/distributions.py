"""How a file says how uncertain a number is: the shapes of a distribution, and which numbers move together."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, WithJsonSchema, model_validator

from negotiate.language.shape.value_types import Called, Keys, ParameterName, Part, exactly_one, one_of

MOST_SIGMA = 10
"""A larger sigma would put most of a number beyond all that is written down."""


class UniformPart(Part):
    """A number that is equally likely anywhere between two ends."""

    model_config = ConfigDict(title="uniform distribution")

    low: float = Field(description="the least that it can be")
    high: float = Field(description="the most that it can be")


class NormalPart(Part):
    """A number on the bell curve: about 68 % lies within one standard deviation of the mean, 95 % within two."""

    model_config = ConfigDict(title="normal distribution")

    mean: float = Field(description="the middle of the curve")
    sd: float = Field(gt=0, description="the standard deviation, which is above 0")


class TriangularPart(Part):
    """A number between two ends, the likelier the nearer it lies to the mode: what an expert can often say."""

    model_config = ConfigDict(title="triangular distribution")

    low: float = Field(description="the least that it can be")
    mode: float = Field(description="the likeliest value, from `low` to `high`")
    high: float = Field(description="the most that it can be")


class LognormalPart(Part):
    """A number above 0 whose logarithm is on the bell curve: half as much is as likely as twice as much."""

    model_config = ConfigDict(title="lognormal distribution")

    median: float = Field(gt=0, description="half of the probability lies below it and half above; it is above 0")
    sigma: float = Field(
        gt=0,
        le=MOST_SIGMA,
        description="the standard deviation of its natural logarithm: at 0.2, about 68 % lies within 20 % of the "
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
                r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$": {"type": "number", "minimum": 0, "maximum": 1}
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

    uniform: UniformPart | None = Field(None, description="equally likely anywhere from `low` to `high`")
    normal: NormalPart | None = Field(None, description="the bell curve around `mean`, with standard deviation `sd`")
    triangular: TriangularPart | None = Field(None, description="from `low` to `high`, with `mode` the likeliest")
    lognormal: LognormalPart | None = Field(
        None, description="above 0, and its logarithm is normal: `median`, and `sigma` of the logarithm"
    )
    discrete: Discrete | None = Field(None, description="a few values, each with its probability; they sum to 1")

    @model_validator(mode="after")
    def _one_kind(self) -> DistributionPart:
        exactly_one(self, "a distribution", *type(self).model_fields)
        return self


Correlations = Annotated[
    dict[ParameterName, Annotated[dict[ParameterName, Annotated[float, Field(ge=-1, le=1)]], Keys("parameter")]],
    Keys("parameter"),
    Called("parameter → parameter → a number from -1 to 1"),
]
