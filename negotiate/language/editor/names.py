"""The names that a file gives to things, read off its nodes, and the roles of the schema filled
with them.

They are read off nodes and not off a bound scenario, so that a file with mistakes has them too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from typing import Any

from negotiate.display import record
from negotiate.language.addresses import BY_NAME
from negotiate.language.editor.schema import (
    SIGNS,
    WORD,
    Json,
    dealt,
    mapping,
    one_or_more,
    ref,
    strategies_known,
    text_or,
    without,
)
from negotiate.language.text import Mapping, Node, Path, Scalar, entries_of, find, items_of, text_of
from negotiate.model.trade.kinds import MODEL_KINDS

Named = dict[str, str]
"""Name → what a reader is told of it, which may be nothing."""
WIDEST = 400
"""Characters of what a reader is told of one name."""


@record
class FileNames:
    """Every name that other places of a file may use; what is missing in the file is empty here.

    Parameters
    ----------
    options : dict
        Issue or event → its options or outcomes.
    actions : dict
        Move or chance → what may come of it.
    announced : dict
        Move → the issue of which it announces an option.
    claims : dict
        What may rule a deal out: red lines, ratifiers, and the least that each player signs for.
    types : dict
        Player → what it may privately be.
    postures : dict
        Whatever some player may be seen to do in a round: what the file names, or the options of
        its only issue.
    strategies, states : dict
        Those that the file describes itself.
    """

    players: Named = field(default_factory=dict)
    parameters: Named = field(default_factory=dict)
    issues: Named = field(default_factory=dict)
    events: Named = field(default_factory=dict)
    options: dict[str, Named] = field(default_factory=dict)
    steps: Named = field(default_factory=dict)
    actions: dict[str, Named] = field(default_factory=dict)
    announced: dict[str, str] = field(default_factory=dict)
    outputs: Named = field(default_factory=dict)
    sources: Named = field(default_factory=dict)
    variants: Named = field(default_factory=dict)
    claims: Named = field(default_factory=dict)
    status_quo: Named = field(default_factory=dict)
    postures: Named = field(default_factory=dict)
    strategies: Named = field(default_factory=dict)
    states: Named = field(default_factory=dict)
    phases: Named = field(default_factory=dict)
    types: dict[str, Named] = field(default_factory=dict)

    def is_matrix(self) -> bool:
        """Whether each player decides one issue that bears its own name."""
        return bool(self.issues) and self.issues.keys() == self.players.keys()


def names_of(root: Node | None) -> FileNames:
    """The names of a file, from as much of it as could be read."""
    if not isinstance(root, Mapping):
        return FileNames()
    players = _words(_named(root, ("players",), "name"))
    matrix = root.entries.get("matrix")
    if isinstance(matrix, Mapping):
        players = players or {"row": "", "column": ""}
        options = dict(zip(players, _rows_and_columns(matrix), strict=False))
        issues = {player: players[player] for player in options}
    else:
        issues = _words(_named(root, ("issues",), "name", "about"))
        options = {issue: _options(root, issue) for issue in issues}
    events = entries_of(root.entries.get("chance"))
    options |= {event: _outcomes(part) for event, part in events.items()}
    steps = _steps(root) | {event: entries_of(part) for event, part in events.items()}
    machines = entries_of(find(root, ("repeat", "strategies"))).values()
    return FileNames(
        players,
        _parameters(root),
        issues,
        _words(_named(root, ("chance",), "name", "about")),
        options,
        {name: text_of(step.get("about")) for name, step in steps.items()},
        {
            name: options[name] if name in events else _actions(step, options)
            for name, step in steps.items()
        },
        {
            name: text_of(step.get("announces"))
            for name, step in steps.items()
            if step.get("announces")
        },
        _outputs(root),
        _named(root, ("sources",), "title"),
        _named(root, ("variants",), "title", "about"),
        _claims(root, players),
        {
            issue: text_of(option)
            for issue, option in entries_of(root.entries.get("status_quo")).items()
        },
        _postures(root, players, options),
        _words(_named(root, ("repeat", "strategies"), "about")),
        {state: "" for part in machines for state in entries_of(find(part, ("states",)))},
        _words(_named(root, ("repeat", "phases"), "about")),
        {
            player: _named(root, ("types", player), "about")
            for player in entries_of(root.entries.get("types"))
        },
    )


def _postures(root: Mapping, players: Named, options: dict[str, Named]) -> Named:
    named = entries_of(find(root, ("repeat", "postures")))
    found: Named = {}
    for player in players:
        own = options.get(player) or [
            option
            for issue, known in options.items()
            if text_of(find(root, ("issues", issue, "decided_by"))) == player
            for option in known
        ]
        found |= dict.fromkeys(entries_of(named[player]) if player in named else own, "")
    return found


def _words(named: Named) -> Named:
    """Those names that can be names."""
    return {name: said for name, said in named.items() if re.search(WORD, name)}


def _said(node: Node | None, *keys: str) -> str:
    """What a part says of itself under these keys; a single value speaks for itself."""
    if isinstance(node, Scalar):
        return text_of(node)
    said = ". ".join(words.strip() for key in keys if (words := text_of(entries_of(node).get(key))))
    return said if len(said) <= WIDEST else said[:WIDEST].rsplit(" ", 1)[0] + " …"


def _named(root: Mapping, path: Path, *keys: str) -> Named:
    """Name → what it says of itself under these keys; names may also be listed."""
    found = find(root, path)
    listed = {text_of(item): "" for item in items_of(found) if text_of(item)}
    return listed or {name: _said(part, *keys) for name, part in entries_of(found).items()}


def _parameters(root: Mapping) -> Named:
    result = {}
    for name, part in (
        pair for section in BY_NAME for pair in entries_of(root.entries.get(section)).items()
    ):
        value = text_of(entries_of(part).get("value")) or text_of(part)
        unit, about = (
            text_of(entries_of(part).get("unit")),
            text_of(entries_of(part).get("about")).strip(),
        )
        number = f"{value} {unit}".strip()
        result[name] = ". ".join(words for words in (number, about) if words)[:WIDEST]
    return result


def _options(root: Mapping, issue: str) -> Named:
    found = find(root, ("issues", issue, "options"))
    unit = text_of(find(root, ("issues", issue, "unit")))
    listed = {text_of(item): "" for item in items_of(found) if text_of(item)}
    return listed or {name: _option(part, unit) for name, part in entries_of(found).items()}


def _option(part: Node, unit: str) -> str:
    number = text_of(entries_of(part).get("value")) or text_of(part)
    said = _said(part, "name", "about") if isinstance(part, Mapping) else ""
    return ". ".join(
        words for words in (said, f"{number} {unit}".strip() if number else "") if words
    )


def _rows_and_columns(matrix: Mapping) -> tuple[Named, Named]:
    """The rows, and the columns as most rows have them."""
    written = [tuple(entries_of(row)) for row in matrix.entries.values()]
    counts = Counter(frozenset(row) for row in written)
    columns = max(written, key=lambda row: counts[frozenset(row)], default=())
    return dict.fromkeys(matrix.entries, ""), dict.fromkeys(columns, "")


def _outcomes(event: Node) -> Named:
    """The outcomes of an event, of which each player may hold odds of its own."""
    odds = entries_of(find(event, ("odds",)))
    return dict.fromkeys(
        (label for name, part in odds.items() for label in entries_of(part) or (name,)), ""
    )


def _steps(root: Mapping) -> dict[str, dict[str, Node]]:
    """The steps of the protocol by their names."""
    found = {}
    for step in items_of(root.entries.get("protocol")):
        name = text_of(find(step, ("move",))) or text_of(find(step, ("chance",)))
        if re.search(WORD, name):
            found[name] = entries_of(step)
    return found


def _actions(step: dict[str, Node], options: dict[str, Named]) -> Named:
    """What can be done at a step, or may come of it."""
    written = entries_of(step.get("choose")) or entries_of(step.get("odds"))
    spoken = text_of(step.get("announces")) or text_of(step.get("sets"))
    return dict.fromkeys(written, "") if written else options.get(spoken, {})


def _outputs(root: Mapping) -> Named:
    """What the models of the file return, as formulas and `from` name it."""
    result: Named = {}
    for name, part in entries_of(root.entries.get("models")).items():
        kind = next(
            (k for k in MODEL_KINDS if k.name == text_of(entries_of(part).get("kind"))), None
        )
        if kind is None:
            continue
        regions = entries_of(entries_of(part).get("regions"))
        result |= {
            f"{name}.{out}.{player}": "" for out in kind.region_outputs for player in regions
        }
        result |= {f"{name}.{out}": "" for out in kind.outputs}
    return result


def _claims(root: Mapping, players: Named) -> Named:
    """Red lines and ratifiers, those that only a variant or an expectation adds, and the least that
    each signs for.
    """
    changes = [
        *entries_of(root.entries.get("variants")).values(),
        *items_of(root.entries.get("expect")),
    ]
    ways = [
        address.split(".")
        for change in changes
        for address in entries_of(entries_of(change).get("set"))
    ]
    added = {way[1]: "" for way in ways if len(way) > 1 and way[0] in ("red_lines", "ratifiers")}
    least = {
        f"no_deal.{player}": f"{name or player} signs nothing worse than no deal"
        for player, name in players.items()
    }
    return {
        **added,
        **_named(root, ("red_lines",), "about"),
        **_named(root, ("ratifiers",), "name", "about"),
        **least,
    }


SILENT = {"doNotSuggest": True}
"""Allowed, but not offered."""
_NUMERAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def file_roles(names: FileNames) -> Json:
    """The definitions that replace those of the language; a role for which the file has no name is
    left out.
    """
    issues, steps = names.issues, names.steps
    result = _of_names(names)
    for name in {**issues, **names.events}:
        result[f"option-of-{name}"] = _value(
            names.options[name], f"an option of `{name}`", "option"
        )
        result[f"effect-on-{name}"] = _effect(names, name)
        result[f"wanted-of-{name}"] = _wanted(names.options[name], f"option-of-{name}")
    for name in steps:
        result[f"action-of-{name}"] = _value(
            names.actions[name], f"what may come of `{name}`", "action"
        )
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
        "parameter": names.parameters,
        "issue": names.issues,
        "event": names.events,
        "axis": {**names.issues, **names.events},
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
        name.replace(".", r"\.")
        for name, value in zip(options, values, strict=True)
        if not isinstance(value, str)
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
    return {
        "anyOf": [ref(f"option-of-{issue}"), {"type": "string", "enum": moves, "description": said}]
    }


def _wanted(options: Named, one: str) -> Json:
    """An option, several of which one will do, or odds for each."""
    odds = (
        closed({name: ref("amount") for name in options})
        if options
        else mapping("option", ref("amount"))
    )
    odds = {**odds, "description": "option → probability"}
    return {"anyOf": [ref(one), {"type": "array", "items": ref(one)}, odds]}


def closed(properties: Json, **more: Any) -> Json:
    """The schema of a mapping that holds these keys and no others.

    yaml-language-server takes a key such as 24 or true for no text and finds it in a pattern only.
    """
    schema: Json = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **more,
    }
    untold = [escaped(name) for name in properties if not isinstance(value_of(name), str)]
    return {**schema, "patternProperties": {f"^({'|'.join(untold)})$": {}}} if untold else schema


def escaped(name: str) -> str:
    """A name in a pattern, with a backslash only where JavaScript allows one."""
    return re.sub(r"[.^$*+?()\[\]{}|\\/]", r"\\\g<0>", name)


def _of_issues(names: FileNames, issues: Named, steps: Named) -> Json:
    """The mappings from issues, and from moves, to options."""
    said = {name: _described(name, about) for name, about in {**steps, **issues}.items()}
    several = {name: {**one_or_more(ref(f"option-of-{name}")), **said[name]} for name in issues}
    moves = {
        name: {**one_or_more(ref(f"action-of-{name}")), **said[name]}
        for name in steps
        if name not in issues
    }
    silent = {name: {**schema, **SILENT} for name, schema in moves.items()}
    wanted = {name: ref(f"wanted-of-{name}", **said[name]) for name in {**issues, **steps}}
    settled = {name: ref(f"option-of-{name}", **said[name]) for name in {**issues, **names.events}}
    types = {player: words(own, "type") for player, own in names.types.items() if own}
    either = {name: {"anyOf": [settled[name], types[name]]} for name in settled.keys() & types}
    effects = {name: ref(f"effect-on-{name}", **said[name]) for name in issues}
    some = {option: "" for options in names.options.values() for option in options}
    result = {
        "package": closed({name: settled[name] for name in issues}, title="package"),
        "no_deal": {
            "anyOf": [
                closed({name: settled[name] for name in issues}, title="package"),
                closed({key: {"anyOf": without()} for key in names.players}, title="numbers"),
            ]
        },
        "commitments": closed({**settled, **types, **either}, title="commitments"),
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


def _described(name: str, about: str) -> Json:
    return {"description": about} if about and about != name else {}
