"""What every part of a scenario file has in common: it holds no key but its own.

Beside the class stand the marks and schemas that several parts use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from negotiate.loading.shape.value_types import KEYS, ROLE


class Part(BaseModel):
    """A mapping of the file: no key but those named here."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False, defer_build=True)


@dataclass(frozen=True, slots=True)
class OrList:
    """The mark of a mapping that may also be written as a list of its names."""

    name: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The mapping's schema, beside that of the list."""
        names = {"type": "array", "items": {ROLE: self.name}, "minItems": 1, "uniqueItems": True}
        return {"anyOf": [{**handler(core), KEYS: self.name}, names]}


@dataclass(frozen=True, slots=True)
class OrRole:
    """The mark of a part that may also be written in short, as a value with this role."""

    name: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The part's schema, beside that of the short form."""
        return {"anyOf": [{ROLE: self.name}, handler(core)]}


def only(*words: str) -> dict[str, Any]:
    """The schema of a mapping that has the first word and none of the others."""
    return {"required": [words[0]], "properties": dict.fromkeys(words[1:], False)}


def one_of(*words: str) -> dict[str, Any]:
    """The schema of a mapping that has exactly one of these words."""
    return {"oneOf": [{"required": [word]} for word in words]}
