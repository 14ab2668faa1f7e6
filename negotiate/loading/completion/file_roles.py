"""What names may be in one file: the roles of the schema, filled with the names that the file gives."""

from __future__ import annotations

import re
from typing import Any

from negotiate.loading.completion.file_names import FileNames, Named
from negotiate.loading.completion.schema import SIGNS, Json, dealt, mapping, one_or_more, ref, strategies_known, text_or

SILENT = {"doNotSuggest": True}
"""Allowed, but not offered."""
_NUMERAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def file_roles(names: FileNames) -> Json:
    """The definitions that replace those of the language; a role for which the file has no name is left out."""
    issues, steps = names.issues, names.steps
    result = _of_names(names)
    for name in issues:
        result[f"option-of-{name}"] = _value(names.options[name], f"an option of `{name}`", "option")
        result[f"effect-on-{name}"] = _effect(names, name)
        result[f"wanted-of-{name}"] = _wanted(names.options[name], f"option-of-{name}")
    for name in steps:
        result[f"action-of-{name}"] = _value(names.actions[name], f"what may come of `{name}`", "action")
        result[f"wanted-of-{name}"] = _wanted(names.actions[name], f"action-of-{name}")
    if issues:
        result |= _of_issues(names, issues, steps)
    return result


def _of_names(names: FileNames) -> Json:
    """The roles of a single name."""
    agreed = {"agreement": "all players must agree"}
    readers = {"public": "what everybody reads", "teacher": "what only the teacher reads"}
    declared = {"declared": "a judgement, which nobody has measured"}
    found = {
        "player": names.players,
        "decider": names.players and {**names.players, **agreed},
        "reader": names.players and {**readers, **names.players},
        "issue": names.issues,
        "move": names.steps,
        "source": {**names.sources, **declared},
        "variant": names.variants,
        "claim": names.players and {**names.issues, **names.claims},
        "output": names.outputs,
        "strategy": {**names.strategies, **strategies_known()},
        "state": names.states,
        "phase": names.phases,
    }
    result = {role: words(named, role) for role, named in found.items() if named}
    if names.postures:
        result["posture"] = _value(names.postures, "one of its postures", "posture")
    handy = [*names.parameters, *names.outputs]
    if handy:
        result["amount"] = {
            "type": ["number", "string"],
            "minLength": 1,
            "title": "number or formula",
            "examples": handy,
        }
    return result


def words(named: Named, title: str) -> Json:
    """The schema of a text that is one of these names."""
    schema: Json = {"type": "string", "title": title, "enum": list(named)}
    return {**schema, "enumDescriptions": list(named.values())} if any(named.values()) else schema


def _value(options: Named, said: str, title: str) -> Json:
    """The schema of an option's or action's name; a number may be quoted."""
    if not options:
        return ref("option")
    values = [value_of(name) for name in options]
    schema: Json = {"title": title, "description": said, "enum": values}
    if any(options.values()):
        schema["enumDescriptions"] = list(options.values())
    quoted = [
        name.replace(".", r"\.") for name, value in zip(options, values, strict=True) if not isinstance(value, str)
    ]
    if not quoted:
        return {"type": "string", **schema}
    spelt = {"type": "string", "pattern": f"^({'|'.join(quoted)})$"}
    return {"title": title, "description": said, "anyOf": [schema, spelt]}


def value_of(name: str) -> str | int | float | bool:
    """What the name of an option is in a file where nobody quotes it."""
    if name in ("true", "false"):
        return name == "true"
    if not _NUMERAL.fullmatch(name):
        return name
    number = float(name)
    whole = int(number) if number.is_integer() else number
    return whole if str(whole) == name else name


def _effect(names: FileNames, issue: str) -> Json:
    """What an action may set an issue to: an option, or what a move has announced."""
    moves = [move for move, about in names.announced.items() if about == issue]
    if not moves:
        return ref(f"option-of-{issue}")
    said = "what this move has announced"
    return {"anyOf": [ref(f"option-of-{issue}"), {"type": "string", "enum": moves, "description": said}]}


def _wanted(options: Named, one: str) -> Json:
    """An option, several of which one will do, or odds for each."""
    odds = closed({name: ref("amount") for name in options}) if options else mapping("option", ref("amount"))
    odds = {**odds, "description": "option → probability"}
    return {"anyOf": [ref(one), {"type": "array", "items": ref(one)}, odds]}


def closed(properties: Json, **more: Any) -> Json:
    """The schema of a mapping that holds these keys and no others.

    yaml-language-server takes a key such as 24 or true for no text and finds it in a pattern only.
    """
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False, **more}
    untold = [escaped(name) for name in properties if not isinstance(value_of(name), str)]
    return {**schema, "patternProperties": {f"^({'|'.join(untold)})$": {}}} if untold else schema


def escaped(name: str) -> str:
    """A name in a pattern, with a backslash only where JavaScript allows one."""
    return re.sub(r"[.^$*+?()\[\]{}|\\/]", r"\\\g<0>", name)


def _of_issues(names: FileNames, issues: Named, steps: Named) -> Json:
    """The mappings from issues, and from moves, to options."""
    said = {name: _said(name, about) for name, about in {**steps, **issues}.items()}
    several = {name: {**one_or_more(ref(f"option-of-{name}")), **said[name]} for name in issues}
    moves = {name: {**one_or_more(ref(f"action-of-{name}")), **said[name]} for name in steps if name not in issues}
    silent = {name: {**schema, **SILENT} for name, schema in moves.items()}
    wanted = {name: ref(f"wanted-of-{name}", **said[name]) for name in {**issues, **steps}}
    effects = {name: ref(f"effect-on-{name}", **said[name]) for name in issues}
    some = {option: "" for options in names.options.values() for option in options}
    result = {
        "package": closed({name: ref(f"option-of-{name}", **said[name]) for name in issues}, title="package"),
        "effects": closed(effects, title="what it sets"),
        "deed": closed({"signs": SIGNS, **effects}, title="what it sets"),
        "choices": closed(several, minProperties=1),
        "dealt": dealt(closed(several)),
        "stands": closed(several),
        "unwanted": closed({**several, **silent}, minProperties=1),
        "events": closed({**several, **moves}, minProperties=1),
        "condition": text_or("events"),
        "solved": closed({name: wanted[name] for name in issues}),
        "played": closed(wanted),
    }
    return {**result, "some-option": words(some, "option")} if some else result


def _said(name: str, about: str) -> Json:
    return {"description": about} if about and about != name else {}
