"""The JSON Schema of the language, made from the classes that say what a scenario file may hold.

It is draft 7, which every editor's checker reads, and holds no tuples, which yaml-language-server
does not check. What a name may be stands in one definition for each role (a player, an issue, …),
so that the schema of one file replaces those definitions and nothing else. Formulas are text here;
only `negotiate check` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from negotiate.language.shape import KEYS, REST, ROLE, WORTHS
from negotiate.language.shape.document import Document, places
from negotiate.language.shape.parts import VariantPart
from negotiate.model import NEEDS
from negotiate.model.trade.kinds import MODEL_KINDS, ModelKind
from negotiate.repeated.strategies import registry

Json = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
ID = "urn:negotiate:scenario:1"
"""By which other programs know the schema of every file, wherever it is kept; it names no place."""
# Letters of every alphabet, which `\w` does not mean in an editor: all but spaces and ASCII
# punctuation.
_LETTER = r"[^\s!-/:-@\[-^`{-~]"
_SIGN = r"[^\s!-,\-/:-@\[-^`{-~]"
WORD = rf"^(?![0-9]){_LETTER}+$"
OPTION = rf"^[-+]?{_LETTER}{_SIGN}*$"
LABEL = rf"^{_LETTER}[^\s!-,/:-@\[-^`{{-~]*$"

SIGNS: Json = {
    "type": "array",
    "items": {"$ref": "#/definitions/player"},
    "minItems": 1,
    "uniqueItems": True,
    "title": "signs",
    "description": (
        "who signs what then holds: nobody signs across a hard red line, and a soft one "
        "has its price"
    ),
}
"""The key of an action beside the issues that it sets."""

_COMPLETE = ("required", "oneOf", "dependencies", "if", "then", "else")
"""What asks a part to be complete."""


def json_schema() -> Json:
    """The JSON Schema of every scenario file, as dictionaries and lists."""
    return whole(language())


def language() -> Json:
    """The definitions of the language: one for each part of a file, and one for each role of a
    name.
    """
    raw = Document.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = {name: _tidy(part) for name, part in raw.pop("$defs").items()}
    definitions["Document"] = _tidy(raw) | {
        "if": {"required": ["matrix"]},
        "then": {"properties": dict.fromkeys(("issues", "points", *WORTHS), False)},
        "else": {
            "required": ["players"],
            "anyOf": [
                {"required": ["points"]},
                *({"required": ["issues", key]} for key in WORTHS),
            ],
        },
    }
    definitions["ModelPart"] |= _kinds(definitions["ModelPart"])
    return {**definitions, **roles()}


def written(schema: Json) -> str:
    """A schema as the text of a file, in signs that every screen and pipe can pass on."""
    return json.dumps(schema, indent=1, allow_nan=False) + "\n"


def whole(definitions: Json) -> Json:
    """The schema of every file, whose definitions these are: it may extend another one, or stand
    alone.
    """
    both = definitions | _changing(definitions)
    found = {
        "$id": ID,
        "if": {"required": ["extends"]},
        "then": ref("Changing"),
        "else": ref("Document"),
    }
    return _with(found, both)


def of_one_file(definitions: Json, extends: bool) -> Json:
    """The schema of a file that is known to extend another one, or not to."""
    if extends:
        changing = _changing(definitions)
        return _with(changing.pop("Changing"), definitions | changing)
    return _with(definitions["Document"], definitions)


def _with(root: Json, definitions: Json) -> Json:
    """A schema with those definitions that something in it refers to."""
    head = {
        "$schema": DRAFT,
        "title": "negotiate scenario, format 1",
        "description": "A negotiation, written down for `negotiate`.",
        "type": "object",
    }
    needed: set[str] = set()
    waiting = [root]
    while waiting:
        referred = {
            part["$ref"].rpartition("/")[2]
            for part in _dictionaries(waiting.pop())
            if "$ref" in part
        }
        waiting += [definitions[name] for name in referred - needed]
        needed |= referred
    held = {name: definitions[name] for name in sorted(needed)}
    return {
        **head,
        **{key: value for key, value in root.items() if key not in head},
        "definitions": held,
    }


def _dictionaries(schema: Any) -> Iterator[Json]:
    """Every dictionary in a schema, itself included."""
    if isinstance(schema, dict):
        yield schema
    for inner in (
        schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    ):
        yield from _dictionaries(inner)


def rebuilt(schema: Any, change: Callable[[Json], Json]) -> Any:
    """A schema in which every dictionary is changed, what stands in it first."""
    if isinstance(schema, list):
        return [rebuilt(item, change) for item in schema]
    return (
        change({key: rebuilt(value, change) for key, value in schema.items()})
        if isinstance(schema, dict)
        else schema
    )


def ref(name: str, **more: Any) -> Json:
    """A reference to a definition; a description beside it says what it is for here."""
    return {"$ref": f"#/definitions/{name}", **more}


def without() -> list[Json]:
    """What a player may have without a deal."""
    by_type = mapping("name", ref("amount"), title="number by type", minProperties=1)
    return [ref("amount"), ref("ParameterPart"), by_type]


def one_or_more(schema: Json) -> Json:
    """The schema of a value, or of a list of such values."""
    return {"anyOf": [schema, {"type": "array", "items": schema, "minItems": 1}]}


def mapping(keys: str, values: Json, **more: Any) -> Json:
    """The schema of a mapping whose keys have a role."""
    return {"type": "object", "propertyNames": ref(keys), "additionalProperties": values, **more}


def text_or(name: str) -> Json:
    """The schema of a condition: a formula, or a mapping."""
    return {"anyOf": [{"type": "string", "minLength": 1}, ref(name)]}


def roles() -> Json:
    """What the names and small mappings of a file may be, as long as no file says which there
    are.
    """
    word = {"type": "string", "pattern": WORD, "maxLength": 60}
    option = {"type": ["string", "number", "boolean"], "pattern": OPTION, "maxLength": 60}
    return {
        "name": {
            **word,
            "title": "name",
            "description": "a name: one word of letters, digits and `_`",
        },
        "label": {"title": "name", "pattern": LABEL, "maxLength": 80},
        "player": {**word, "title": "player", "description": "one of the players"},
        "parameter": {**word, "title": "parameter", "description": "one of the parameters"},
        "decider": {**word, "title": "player", "description": "one of the players, or `agreement`"},
        "deciders": one_or_more(ref("decider")),
        "reader": {
            **word,
            "title": "player",
            "description": "`public`, `teacher`, or one of the players",
        },
        "issue": {**word, "title": "issue", "description": "one of the issues"},
        "axis": {**word, "title": "issue", "description": "one of the issues or events"},
        "issues": one_or_more(ref("axis")),
        "event": {**word, "title": "event", "description": "one of the events"},
        "contingent": one_or_more(ref("event")),
        "move": {**word, "title": "move", "description": "an earlier step of the protocol"},
        "posture": {**option, "title": "posture", "description": "one of its postures"},
        "postures": one_or_more(ref("posture")),
        "strategy": _strategy(),
        "state": {**word, "title": "state", "description": "one of the strategy's states"},
        "phase": {**word, "title": "phase", "description": "one of the phases"},
        "option": {**option, "title": "option"},
        "action": {**option, "title": "action"},
        "source": {
            "type": "string",
            "title": "source",
            "description": "one of the sources, or `declared`",
        },
        "type": {"type": "string", "title": "type", "description": "one of a player's types"},
        "variant": {"type": "string", "title": "variant", "description": "one of the variants"},
        "output": {"type": "string", "title": "output", "description": "a model's output"},
        "claim": {
            "type": "string",
            "title": "claim",
            "description": (
                "a red line, a ratifier, `no_deal.us` for the least that `us` signs "
                "for, or an issue"
            ),
        },
        "address": {
            "type": "string",
            "title": "address",
            "description": "a parameter's name, or a path of keys",
        },
        "amount": {"type": ["number", "string"], "minLength": 1, "title": "number or formula"},
        "package": mapping("issue", ref("option"), title="package"),
        "no_deal": mapping("name", {"anyOf": [ref("option"), *without()]}, title="no deal"),
        "commitments": mapping("name", ref("option"), title="commitments"),
        "effects": mapping("issue", ref("option"), title="what it sets"),
        "deed": mapping("issue", ref("option"), title="what it sets", properties={"signs": SIGNS}),
        "choices": mapping("issue", one_or_more(ref("option")), minProperties=1),
        "unwanted": mapping("name", one_or_more(ref("option")), minProperties=1),
        "events": mapping("name", one_or_more(ref("option")), minProperties=1),
        "condition": text_or("events"),
        "refusal": text_or("unwanted"),
        "ranked": ranked(ref("unwanted")),
        "acceptance": {
            "anyOf": [
                {"type": "string", "enum": ["everything", "nothing"]},
                {"type": "string", "minLength": 1},
                ref("choices"),
            ]
        },
        "needs": {
            "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "enum": list(NEEDS)}]
        },
        "table": mapping(
            "option", {"anyOf": [ref("amount"), ref("table")]}, title="option → worth"
        ),
        "row": mapping("option", ref("cell"), minProperties=1),
        "cell": {
            "type": "array",
            "items": ref("amount"),
            "minItems": 2,
            "maxItems": 2,
            "description": "one payoff a player",
        },
        "changes": mapping("address", {}),
        "wanted": {
            "anyOf": [
                ref("option"),
                {"type": "array", "items": ref("option")},
                mapping("option", ref("amount"), description="option → probability"),
            ]
        },
        "solved": mapping("name", ref("wanted")),
        "played": mapping("name", ref("wanted")),
        "stands": mapping("issue", one_or_more(ref("option"))),
        "dealt": dealt(mapping("issue", one_or_more(ref("option")))),
    }


def _strategy() -> Json:
    said = "one of the program's strategies, or of the file's own"
    return {
        "type": "string",
        "title": "strategy",
        "description": said,
        "examples": list(strategies_known()),
    }


def strategies_known() -> dict[str, str]:
    """The program's own strategies, and the idea of each."""
    return {name: strategy.idea for name, strategy in registry.strategies.items()}


def dealt(packages: Json) -> Json:
    """The schema of what `deal` must find: a word, or what packages have in common."""
    said = [
        "there is nothing that all would sign",
        "there is something that all would sign",
        "what a mediator brings",
    ]
    words = {"type": "string", "enum": ["none", "exists", "mediator"], "enumDescriptions": said}
    return {"anyOf": [words, packages]}


def ranked(packages: Json) -> Json:
    """The schema of what stands at one place of a ranking: packages, or all that are not named."""
    said = ["all packages that the ranking does not name, as equally good"]
    return {"anyOf": [{"type": "string", "enum": [REST], "enumDescriptions": said}, packages]}


def _kinds(part: Json) -> Json:
    """What a model has to be given, by its kind."""
    names = [kind.name for kind in MODEL_KINDS]
    about = [kind.about for kind in MODEL_KINDS]
    kind = {**part["properties"]["kind"], "enum": names, "enumDescriptions": about}
    return {
        "properties": {**part["properties"], "kind": kind},
        "allOf": [
            {"if": {"properties": {"kind": {"const": k.name}}}, "then": _kind(k)}
            for k in MODEL_KINDS
        ],
    }


def _kind(kind: ModelKind) -> Json:
    inputs = {i.name: ref("amount", description=f"{i.about}, in {i.unit}") for i in kind.inputs}
    regions = mapping("player", {"enum": list(kind.regions)})
    return {
        "properties": {
            "data": {"enum": list(kind.datasets)},
            "regions": {**regions, "minProperties": len(kind.needed_regions)},
            "inputs": {
                "properties": inputs,
                "required": list(inputs),
                "additionalProperties": False,
            },
        }
    }


def _tidy(schema: Any) -> Any:
    """Pydantic's schema without what says nothing, its marks turned into references, and a
    sentence that the source sets in several lines in one.
    """
    if not isinstance(schema, dict):
        return schema
    result = {key: _inside(key, value) for key, value in schema.items() if key not in (ROLE, KEYS)}
    if not result.get("default", True):
        del result["default"]
    if isinstance(result.get("description"), str):
        result["description"] = " ".join(result["description"].split("\n"))
    if "anyOf" in result:
        kinds = [kind for kind in result["anyOf"] if kind != {"type": "null"}]
        result |= {"anyOf": kinds} if len(kinds) > 1 else result.pop("anyOf") and kinds[0]
    if ROLE in schema:
        result |= ref(schema[ROLE])
    if KEYS in schema:
        result.pop("patternProperties", None)
        result["propertyNames"] = ref(schema[KEYS])
    return result


def _inside(key: str, value: Any) -> Any:
    """What stands below a word of the schema; only names stand below `properties`."""
    if key == "properties":
        return {name: _shown(name, _tidy(below)) for name, below in value.items()}
    if key == "patternProperties":
        return {name: _tidy(below) for name, below in value.items()}
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    return _tidy(value)


def _shown(name: str, schema: Any) -> Any:
    """A key's schema as an editor shows it: under its name, code set as code."""
    if not isinstance(schema, dict):
        return schema
    said = schema.get("description", "")
    more = {"markdownDescription": said} if "`" in said else {}
    return {**schema, "title": name, **more}


def _changing(definitions: Json) -> Json:
    """The definitions of a file that extends another one: it may leave out what the other has."""
    renamed = {name: f"Changing{name}" for name in _merged()} | {"Document": "Changing"}
    targets = {ref(name)["$ref"]: ref(new) for name, new in renamed.items()}
    result = {}
    for name, new in renamed.items():
        part = {key: value for key, value in definitions[name].items() if key not in _COMPLETE}
        result[new] = rebuilt(part, lambda found: found | targets.get(found.get("$ref", ""), {}))
    result["Changing"]["required"] = ["extends"]
    return result


def _merged() -> list[str]:
    """The parts that a file which extends another one may give in part: those with names, which are
    laid over others.

    Items of a list are given whole, and a variant may leave out anything at all.
    """
    whole = {Document, VariantPart, *(part for way, part in places().items() if "-" in way)}
    return [part.__name__ for part in places().values() if part not in whole]
