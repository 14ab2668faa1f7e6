"""The JSON Schema of one file: that of the language, with the file's own names in it.

It is made from the file as it is written, with what it extends below it, and not from a bound scenario: a file with
mistakes gets the best schema that can be had of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from negotiate.loading.changes.extends import before_changes, read_whole
from negotiate.loading.completion.file_addresses import addresses_of
from negotiate.loading.completion.file_names import FileNames, entries, items, names_of, text
from negotiate.loading.completion.file_roles import closed, file_roles, words
from negotiate.loading.completion.schema import Json, json_schema, language, mapping, of_one_file, ref
from negotiate.loading.problems import Problems
from negotiate.loading.text.reader import Mapping, Node, read_bytes, read_text

LOOKED = 40
"""Steps of a protocol for which the steps before each are told apart: there are as many squared."""
LONGEST, MOST = 6, 200
"""Issues in one list by which a term is told, and lists of them in one file, whose options are told apart."""


def schema_of(path: Path) -> Json:
    """The JSON Schema of a file; that of the language where its text cannot be read as YAML.

    Raises
    ------
    ScenarioNotFound
        If there is no such file.
    """
    shown, own = str(path), _own(path)
    if own is None:
        return json_schema()
    extends = "extends" in own.entries
    root = read_whole(path, shown, Problems()) if extends else own
    below = before_changes(path, shown, Problems()) if extends else None
    return file_schema(root or own, below, extends=extends)


def is_read(path: Path) -> bool:
    """Whether a file can be read, so that its schema knows its names.

    Raises
    ------
    ScenarioNotFound
        If there is no such file.
    """
    return _own(path) is not None


def _own(path: Path) -> Mapping | None:
    """What a file itself says, if it can be read as a mapping."""
    text_of_file = read_bytes(path, str(path), Problems())
    own = None if text_of_file is None else read_text(text_of_file, str(path), Problems())
    return own if isinstance(own, Mapping) else None


def file_schema(root: Node, below: Node | None = None, *, extends: bool = False) -> Json:
    """The JSON Schema of a file with these nodes.

    Parameters
    ----------
    root : Node
        The file, with everything it extends below it.
    below : Node, optional
        The same before the file's own `set` and `remove`, whose addresses are found there.
    extends : bool
        Whether the file itself holds only some of it.
    """
    names = names_of(root)
    definitions: Json = language()
    definitions |= file_roles(names)
    definitions |= _tables(root, names, complete=not extends)
    if names.is_matrix():
        definitions |= _row(names, complete=not extends)
    definitions["TermPart"] = _term(definitions["TermPart"], _listed(root, names))
    if rules := [*_spoken(names), *_seen(names)]:
        definitions["StepPart"] = {**definitions["StepPart"], "allOf": rules}
    definitions = {name: _closed(part, definitions) for name, part in definitions.items()}
    definitions |= addresses_of(root, definitions)
    if below is not None:
        _address_below(definitions, below)
    return of_one_file(definitions, extends)


def _term(part: Json, rules: list[Json]) -> Json:
    """A payoff term; what its `values` hold depends on what stands beside them."""
    values = {key: said for key, said in part["properties"]["values"].items() if key != "$ref"}
    return {**part, "properties": {**part["properties"], "values": {"type": "object", **values}}, "allOf": rules}


def _address_below(definitions: Json, below: Node) -> None:
    """The file's own `set` and `remove` name what stands in the file that it extends."""
    found = addresses_of(below, definitions)
    properties = dict(definitions["Document"]["properties"])
    definitions |= {f"{role}-below": schema for role, schema in found.items()}
    if found:
        properties["set"] = {**properties["set"], **ref("changes-below")}
        properties["remove"] = {**properties["remove"], "items": ref("address-below")}
        definitions["Document"] = {**definitions["Document"], "properties": properties}


def _tables(root: Node, names: FileNames, *, complete: bool) -> Json:
    """What `values` may hold: one definition for each issue, and one for each combination that the file uses."""
    result = {}
    for issue, options in names.options.items():
        worths = {option: ref("amount", **({"description": said} if said else {})) for option, said in options.items()}
        table = closed(worths, title=f"every option of {issue}")
        needed = [option for option in options if option != names.status_quo.get(issue)]
        result[f"cells-of-{issue}"] = table
        result[f"worths-of-{issue}"] = {**table, "required": needed} if complete and needed else table
    for by in _combinations(root, names):
        for position in range(len(by) - 1):
            inner = _cells(by[position + 1 :])
            rows = {option: ref(inner) for option in names.options[by[position]]}
            result[_cells(by[position:])] = closed(rows)
    if any(names.options.values()):
        cell = {"anyOf": [ref("amount"), ref("table")]}
        result["table"] = mapping("some-option", cell, title="option → worth")
    return result


def _cells(by: tuple[str, ...]) -> str:
    return f"cells-of-{'-and-'.join(by)}"


def _combinations(root: Node, names: FileNames) -> list[tuple[str, ...]]:
    """The lists of two or more issues by which terms of the file are told."""
    found: dict[tuple[str, ...], None] = {}
    for player in entries(entries(root).get("payoffs")).values():
        for term in entries(player).values():
            by = tuple(text(item) for item in items(entries(term).get("by")))
            if 1 < len(by) <= LONGEST and len(found) < MOST and all(names.options.get(issue) for issue in by):
                found[by] = None
    return list(found)


def _listed(root: Node, names: FileNames) -> list[Json]:
    """Rules of a payoff term: `values` lists the options of the issues that `by` names."""
    tables: dict[str, list[Any]] = {f"worths-of-{issue}": [issue, [issue]] for issue in names.options}
    tables |= {_cells(by): [list(by)] for by in _combinations(root, names)}
    known = {"enum": [way for ways in tables.values() for way in ways]}
    rules = [_if("by", {"enum": ways}, "values", ref(table)) for table, ways in tables.items()]
    if not rules:
        return [{"properties": {"values": ref("table")}}]
    return [*rules, {"if": {"properties": {"by": known}}, "else": {"properties": {"values": ref("table")}}}]


def _spoken(names: FileNames) -> list[Json]:
    """Rules of a step: `options` are those of the issue that it announces or sets."""
    return [
        _if(word, {"const": issue}, "options", {"items": ref(f"option-of-{issue}")})
        for word in ("announces", "sets")
        for issue in names.options
        if names.options[issue]
    ]


def _seen(names: FileNames) -> list[Json]:
    """Rules of a step: what its mover `sees` are steps before it."""
    steps = list(names.steps)[:LOOKED]
    return [
        _if("move", {"const": step}, "sees", {"items": words({name: names.steps[name] for name in steps[:k]}, "move")})
        for k, step in enumerate(steps)
        if k
    ]


def _if(key: str, value: Json, then: str, schema: Json) -> Json:
    return {"if": {"required": [key], "properties": {key: value}}, "then": {"properties": {then: schema}}}


def _row(names: FileNames, *, complete: bool) -> Json:
    """A row of a matrix, which has the columns that the other rows have."""
    columns = list(names.options[list(names.options)[-1]])
    row = closed({column: ref("cell") for column in columns})
    return {"row": {**row, "required": columns} if complete else row} if columns else {}


def _closed(schema: Any, definitions: Json) -> Any:
    """The same, each mapping from names that are known with those names as its keys."""
    if isinstance(schema, list):
        return [_closed(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: _closed(value, definitions) for key, value in schema.items()}
    keys, values = result.get("propertyNames"), result.get("additionalProperties")
    if not isinstance(keys, dict) or "$ref" not in keys or not isinstance(values, dict):
        return result
    role = definitions.get(keys["$ref"].rpartition("/")[2], {})
    if "enum" not in role:
        return result
    said = dict(zip(role["enum"], role.get("enumDescriptions", []), strict=False))
    properties = {n: {**values, **({"description": said[n]} if said.get(n) else {})} for n in role["enum"]}
    del result["propertyNames"]
    return {**result, **closed(properties)}
