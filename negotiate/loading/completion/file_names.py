"""The names that a file gives to things, read off its nodes, so that a file with mistakes has them too."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from negotiate.economics.kinds import MODEL_KINDS
from negotiate.loading.completion.schema import WORD
from negotiate.loading.text.nodes import find, spelled
from negotiate.loading.text.reader import Mapping, Node, Scalar, Sequence

Named = dict[str, str]
"""Name → what a reader is told of it, which may be nothing."""
WIDEST = 400
"""Characters of what a reader is told of one name."""


@dataclass(frozen=True, slots=True)
class FileNames:
    """Every name that other places of a file may use; what is missing in the file is empty here.

    Parameters
    ----------
    options : dict
        Issue → its options.
    actions : dict
        Move or chance → what may come of it.
    announced : dict
        Move → the issue of which it announces an option.
    claims : dict
        What may rule a deal out: red lines, ratifiers, and the least that each player signs for.
    postures : dict
        Whatever some player may be seen to do in a round: what the file names, or the options of its only issue.
    strategies, states : dict
        Those that the file describes itself.
    """

    players: Named = field(default_factory=dict)
    parameters: Named = field(default_factory=dict)
    issues: Named = field(default_factory=dict)
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

    def is_matrix(self) -> bool:
        """Whether each player decides one issue that bears its own name."""
        return bool(self.issues) and self.issues.keys() == self.players.keys()


def names_of(root: Node | None) -> FileNames:
    """The names of a file, from as much of it as could be read."""
    if not isinstance(root, Mapping):
        return FileNames()
    players = _words(_named(root, "players", "name"))
    matrix = root.entries.get("matrix")
    if isinstance(matrix, Mapping):
        players = players or {"row": "", "column": ""}
        options = dict(zip(players, _rows_and_columns(matrix), strict=False))
        issues = {player: players[player] for player in options}
    else:
        issues = _words(_named(root, "issues", "name", "about"))
        options = {issue: _options(root, issue) for issue in issues}
    steps, actions, announced = _steps(root, options)
    return FileNames(
        players,
        _parameters(root),
        issues,
        options,
        steps,
        actions,
        announced,
        _outputs(root),
        _named(root, "sources", "title"),
        _named(root, "variants", "title", "about"),
        _claims(root, players),
        _package(root.entries.get("status_quo")),
        _postures(root, players, options),
        _words(_below(root, "strategies", "about")),
        {
            state: ""
            for part in _repeated(root, "strategies").values()
            for state in entries(entries(part).get("states"))
        },
        _words(_below(root, "phases", "about")),
    )


def _repeated(root: Mapping, key: str) -> dict[str, Node]:
    """What stands below a key of `repeat`."""
    return entries(find(root, ("repeat", key)))


def _below(root: Mapping, key: str, *said: str) -> Named:
    return {name: _said(part, *said) for name, part in _repeated(root, key).items()}


def _postures(root: Mapping, players: Named, options: dict[str, Named]) -> Named:
    named = _repeated(root, "postures")
    found: Named = {}
    for player in players:
        own = options.get(player) or [
            option
            for issue, known in options.items()
            if text(find(root, ("issues", issue, "decided_by"))) == player
            for option in known
        ]
        found |= dict.fromkeys(entries(named[player]) if player in named else own, "")
    return found


def _words(named: Named) -> Named:
    """Those names that can be names."""
    return {name: said for name, said in named.items() if re.search(WORD, name)}


def entries(node: Node | None) -> dict[str, Node]:
    """What stands below a node: the entries of a mapping, nothing for anything else."""
    return node.entries if isinstance(node, Mapping) else {}


def items(node: Node | None) -> list[Node]:
    """The items of a list; nothing for anything else."""
    return node.items if isinstance(node, Sequence) else []


def text(node: Node | None) -> str:
    """A single value as it is spelt, or nothing."""
    return spelled(node.value) if isinstance(node, Scalar) else ""


def _said(node: Node | None, *keys: str) -> str:
    """What a part says of itself under these keys; a single value speaks for itself."""
    if isinstance(node, Scalar):
        return text(node)
    said = ". ".join(words.strip() for key in keys if (words := text(entries(node).get(key))))
    return said if len(said) <= WIDEST else said[:WIDEST].rsplit(" ", 1)[0] + " …"


def _named(root: Mapping, section: str, *keys: str) -> Named:
    found = root.entries.get(section)
    listed = {text(item): "" for item in items(found) if text(item)}
    return listed or {name: _said(part, *keys) for name, part in entries(found).items()}


def _parameters(root: Mapping) -> Named:
    result = {}
    for name, part in entries(root.entries.get("parameters")).items():
        value = text(entries(part).get("value")) or text(part)
        unit, about = text(entries(part).get("unit")), text(entries(part).get("about")).strip()
        number = f"{value} {unit}".strip()
        result[name] = ". ".join(words for words in (number, about) if words)[:WIDEST]
    return result


def _options(root: Mapping, issue: str) -> Named:
    found = find(root, ("issues", issue, "options"))
    unit = text(find(root, ("issues", issue, "unit")))
    listed = {text(item): "" for item in items(found) if text(item)}
    return listed or {name: _option(part, unit) for name, part in entries(found).items()}


def _option(part: Node, unit: str) -> str:
    number = text(entries(part).get("value")) or text(part)
    said = _said(part, "name", "about") if isinstance(part, Mapping) else ""
    return ". ".join(words for words in (said, f"{number} {unit}".strip() if number else "") if words)


def _rows_and_columns(matrix: Mapping) -> tuple[Named, Named]:
    """The rows, and the columns as most rows have them."""
    written = [tuple(entries(row)) for row in matrix.entries.values()]
    counts = Counter(frozenset(row) for row in written)
    columns = max(written, key=lambda row: counts[frozenset(row)], default=())
    return dict.fromkeys(matrix.entries, ""), dict.fromkeys(columns, "")


def _steps(root: Mapping, options: dict[str, Named]) -> tuple[Named, dict[str, Named], dict[str, str]]:
    """Step → what it is about; step → its actions or outcomes; move → the issue it announces an option of."""
    steps: Named = {}
    actions: dict[str, Named] = {}
    announced: dict[str, str] = {}
    for step in items(root.entries.get("protocol")):
        part = entries(step)
        name = text(part.get("move")) or text(part.get("chance"))
        if not re.search(WORD, name):
            continue
        steps[name] = _said(step, "about")
        spoken = text(part.get("announces")) or text(part.get("sets"))
        written = entries(part.get("choose")) or entries(part.get("odds"))
        actions[name] = dict.fromkeys(written, "") if written else options.get(spoken, {})
        if "announces" in part:
            announced[name] = spoken
    return steps, actions, announced


def _outputs(root: Mapping) -> Named:
    """What the models of the file return, as formulas and `from` name it."""
    result: Named = {}
    for name, part in entries(root.entries.get("models")).items():
        kind = next((k for k in MODEL_KINDS if k.name == text(entries(part).get("kind"))), None)
        if kind is None:
            continue
        regions = entries(entries(part).get("regions"))
        result |= {f"{name}.{out}.{player}": "" for out in kind.region_outputs for player in regions}
        result |= {f"{name}.{out}": "" for out in kind.outputs}
    return result


def _claims(root: Mapping, players: Named) -> Named:
    """Red lines and ratifiers, those that only a variant or an expectation adds, and the least that each signs for."""
    changes = [*entries(root.entries.get("variants")).values(), *items(root.entries.get("expect"))]
    ways = [address.split(".") for change in changes for address in entries(entries(change).get("set"))]
    added = {way[1]: "" for way in ways if len(way) > 1 and way[0] in ("red_lines", "ratifiers")}
    least = {
        f"no_deal.{player}": f"{name or player} signs nothing worse than no deal" for player, name in players.items()
    }
    return {**added, **_named(root, "red_lines", "about"), **_named(root, "ratifiers", "name", "about"), **least}


def _package(node: Node | None) -> Named:
    return {issue: text(option) for issue, option in entries(node).items()}
