"""Nodes → document: checks the shape, tells every mistake at its place, and keeps what is sound.

What is wrong is cut out and the rest is checked again, so that one mistake neither hides others nor
causes new ones. Keys that are indented too little are read as if they stood in the part that they
belong to.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from negotiate.errors import TOLD, Hint
from negotiate.language.shape import BESIDE, TAG, THAT, Keys, OrList, Section, wording
from negotiate.language.shape.document import Document, holder_of, keys, keys_of, places, sections
from negotiate.language.text import (
    Mapping,
    Node,
    Path,
    Scalar,
    Sequence,
    entries_of,
    find,
    items_of,
    names_in,
    place_of,
    plain,
    spelled,
    text_of,
)
from negotiate.problems import Problems, all_rules, nearest, nearest_name


def put_in_place(root: Mapping, problems: Problems, known: Collection[str] = ()) -> None:
    """Note every such key, and read it as if it stood where it belongs; sections that are known
    hold none.

    A key is one where its name is no name but a word of the language, what stands behind it is no
    part with that name, and the part above it has no such key yet.
    """
    for section in root.entries:
        if section not in known:
            _in_holder(root, (section,), problems)
    for player in () if "payoffs" in known else entries_of(root.entries.get("payoffs")):
        _in_holder(root, ("payoffs", player), problems)


def _in_holder(root: Mapping, path: Path, problems: Problems) -> None:
    holder, words = find(root, path), keys_of((*path, ""))
    if not isinstance(holder, Mapping) or words is None:
        return
    owner = ""
    for key in list(holder.entries):
        value = holder.entries[key]
        if (
            key not in words
            or _can_be_meant(root, path, key, value, words)
            or not _belongs(holder, owner, key)
        ):
            owner = key
            continue
        place, above = holder.keys[key], holder.entries[owner]
        deeper = (
            min((k.column for k in above.keys.values()), default=0)
            if isinstance(above, Mapping)
            else 0
        )
        more = deeper - place.column if deeper > place.column else 2
        message = f"`{key}` stands beside `{owner}`, and belongs to it"
        problems.add(place, "indentation", message, f"indent `{key}` by {more} more")
        if not isinstance(above, Mapping):
            above = holder.entries[owner] = Mapping({}, {}, holder.keys[owner])
        above.entries[key], above.keys[key] = value, place
        del holder.entries[key], holder.keys[key]


def _can_be_meant(root: Mapping, path: Path, key: str, value: Node, words: list[str]) -> bool:
    """Whether a word of the language is a name here, after all."""
    if isinstance(value, Mapping):
        return not value.entries or set(value.entries) <= set(words)
    if path == ("players",):
        return "payoffs" not in root.entries or find(root, ("payoffs", key)) is not None
    return (
        path in (("parameters",), ("state",))
        and isinstance(value, Scalar)
        and not isinstance(value.value, str)
    )


def _belongs(holder: Mapping, owner: str, key: str) -> bool:
    """Whether the part above could hold a key: it is written below its own name, and has no such
    key.
    """
    if owner not in holder.entries or holder.keys[owner].column != holder.keys[key].column:
        return False
    above = holder.entries[owner]
    if holder.keys[owner].line >= holder.keys[key].line:
        return False
    if isinstance(above, Mapping):
        return key not in above.keys and any(
            k.line > holder.keys[owner].line for k in above.keys.values()
        )
    return isinstance(above, Scalar) and above.value is None and not above.text


def action_meant(found: object, path: Path, root: Node) -> str:
    """A hint for what stands in place of a move's actions, or of one of them; nothing where none is
    sure.

    Parameters
    ----------
    found : object
        What stands there.
    path : tuple
        Where in the file.
    root : Node
        The whole file, which says what the mover decides.
    """
    if path[:1] != ("protocol",) or path[2:3] != ("choose",):
        return ""
    single = isinstance(found, str | int | float)
    offered = _words([found] if single else found)
    issues = _decided(root, path[:2], offered)
    if len(path) == 4 and single and len(issues) == 1:
        return f"write `{path[3]}: {{{issues[0]}: {offered[0]}}}`"
    if len(path) == 3 and offered and issues:
        return (
            f"to choose among the options of an issue write `sets: {issues[0]}` in place of "
            "`choose`"
        )
    return ""


def _words(found: object) -> list[str]:
    """The words of a list."""
    items = found if isinstance(found, list) else []
    return [spelled(item) for item in items if isinstance(item, str | int | float)]


def _decided(root: Node, step: Path, offered: list[str]) -> list[str]:
    """The issues that the mover decides and that have all of these options."""
    player = text_of(find(root, (*step, "player")))
    result = []
    for name in entries_of(find(root, ("issues",))):
        decided = find(root, ("issues", name, "decided_by"))
        who = names_in(decided) or [text_of(decided)]
        known = names_in(find(root, ("issues", name, "options")))
        if (player in who or "agreement" in who) and set(offered) <= set(known):
            result.append(name)
    return result


_ROUNDS = 12
_STRANGE = 100
"""Unknown keys of one part among which a missing one is looked for."""
Sections = dict[str, tuple[Node, Any]]
"""Section of a file → the node that was shaped without a mistake, and what it became."""


@dataclass(slots=True)
class Shaped:
    """A document, and the names of entries that were cut out of it."""

    document: Document | None
    broken: set[str] = field(default_factory=set)


def shape(root: Node, problems: Problems, known: Sections | None = None) -> Shaped:
    """Check a scenario's shape.

    Parameters
    ----------
    root : Node
        The scenario.
    problems : Problems
        Where mistakes are noted.
    known : Sections, optional
        Sections that need no second look where the scenario holds the same nodes; what is sound
        joins them.

    Returns
    -------
    Shaped
        Its document is None where too little is sound to go on.
    """
    if not isinstance(root, Mapping):
        problems.add(
            root.place,
            "not-a-mapping",
            "a scenario is a mapping of keys such as `title` and `players`",
        )
        return Shaped(None)
    result = Shaped(None)
    _check_format(root, problems)
    known = {} if known is None else known
    same = {key: value for key, (node, value) in known.items() if root.entries.get(key) is node}
    put_in_place(root, problems, same)
    excused: dict[int, Node] = {}
    for attempt in range(_ROUNDS):
        try:
            new = {key: plain(node) for key, node in root.entries.items() if key not in same}
            result.document = document = Document.model_validate(new).model_copy(update=same)
            if not attempt:
                _keep(root, document, known)
            break
        except ValidationError as error:
            items: list[Any] = error.errors(include_url=False)
            excused |= _with_unknown_keys(items, root)
            for item in items[:TOLD]:
                if not _excused(item, root, excused):
                    _report(item, root, problems)
            if len(items) > TOLD:
                _count(items[TOLD:], root, problems)
            _prune(root, items, result.broken)
    return result


def _keep(root: Mapping, document: Document, known: Sections) -> None:
    """Keep what each section became; no section's shape depends on another's."""
    for key, node in root.entries.items():
        if not isinstance(node, Scalar):
            known.setdefault(key, (node, getattr(document, key)))


def _count(items: list[Any], root: Node, problems: Problems) -> None:
    """Say how many mistakes are left, which nobody would read in words."""
    path, _ = _path(items[0]["loc"], root)
    message = f"{len(items):,} more of the file's keys and values are wrong, and not told"
    problems.add(place_of(root, path, key=True), "more-problems", message)


def _check_format(root: Mapping, problems: Problems) -> None:
    """Refuse `1.0` and `true`, which would pass for the number 1, and go on as if it stood
    there.
    """
    found = root.entries.get("format")
    if isinstance(found, Scalar) and found.value == 1 and type(found.value) is not int:
        message = f"`1` is expected here, not `{found.text if found.text != '1' else '1.0'}`"
        problems.add(found.place, "unknown-format", message, Hint("write `format: 1`", "1"))
        root.entries["format"] = Scalar(1, "1", found.place)


def _with_unknown_keys(items: list[Any], root: Node) -> dict[int, Node]:
    """The mappings that hold an unknown key: what seems to be missing there may only be
    misspelt.
    """
    strange = (item["loc"] for item in items if item["type"] == "extra_forbidden")
    return {
        id(node): node
        for loc in strange
        if (node := find(root, _path(loc, root)[0][:-1])) is not None
    }


def _excused(item: Any, root: Node, excused: dict[int, Node]) -> bool:
    """Whether an unknown key that has been told explains this mistake."""
    path, _ = _path(item["loc"], root)
    if item["type"] == "missing":
        holder, last = find(root, path[:-1]), str(path[-1])
        if not isinstance(holder, Mapping) or id(holder) not in excused:
            return False
        known = keys(holder_of(path))
        strange = [key for key in holder.keys if key not in known][:_STRANGE]
        return any(nearest_name(key, known) == last for key in strange)
    return item["type"] in all_rules() and id(find(root, path)) in excused


def _report(item: Any, root: Node, problems: Problems) -> None:

    path, on_key = _path(item["loc"], root)
    node = find(root, path)
    place = place_of(root, path, key=on_key or item["type"] == "extra_forbidden")
    if isinstance(item.get("input"), float | int) and problems.told_at(place):
        return  # reading has refused the number that stands there, and went on with another
    if (culprit := _culprit(item["type"], node)) is not None:
        node, place, item = culprit, culprit.place, {**item, "input": plain(culprit)}
    said = wording.words(item, path, node, _bare(path, root, problems))
    hint = said.hint or (
        _REMARK if said.code == "empty" and _remarked(said.message, node, problems) else ""
    )
    if said.code == "bad-name":
        hint = _player_meant(item["input"], path, root) or hint
    hint = hint or (
        action_meant(item["input"], path, root) if said.code == "mapping-expected" else ""
    )
    problems.add(place, said.code, said.message, hint)


def _player_meant(name: object, path: Path, root: Node) -> str:
    """The player whose name for people stands where its key is expected."""
    if not {"decided_by", "player", "signs"} & {*path} and (
        path[:1] != ("payoffs",) or len(path) > 2
    ):
        return ""
    names = {
        text_of(part) or text_of(find(part, ("name",))): key
        for key, part in entries_of(find(root, ("players",))).items()
    }
    near = nearest_name(str(name), names)
    return f"did you mean `{names[near]}`?" if near else ""


_REMARK = "`#` starts a remark that nothing reads: a text with `#` in it stands in quotes"


def _remarked(message: str, node: Node | None, problems: Problems) -> bool:
    """Whether a remark stands in the line where a text is missing."""
    if not message.startswith("text ") or not isinstance(node, Scalar) or node.text:
        return False
    line = problems.texts.get(node.place.path, [])[node.place.line - 1 : node.place.line]
    return bool(line) and line[0][node.place.column - 1 :].lstrip().startswith("#")


def _bare(path: Path, root: Node, problems: Problems) -> bool:
    """Whether the last key of a path stands in its text without a colon after it."""
    holder = find(root, path[:-1])
    place = holder.keys.get(str(path[-1])) if isinstance(holder, Mapping) else None
    lines = problems.texts.get(place.path, []) if place is not None else []
    if place is None or not 0 < place.line <= len(lines):
        return False
    after = lines[place.line - 1][place.column - 1 + place.width :].lstrip()
    return bool(after) and after[0] in ",}"


def _culprit(code: str, node: Node | None) -> Node | None:
    """The item of a list that is wrong in it: named a second time, or no name at all."""
    seen: set[str] = set()
    for item in items_of(node):
        name = spelled(item.value) if isinstance(item, Scalar) else None
        if (code == "option-expected" and not name) or (code == "listed-twice" and name in seen):
            return item
        seen.add(name or "")
    return None


def _path(loc: tuple[str | int, ...], root: Node) -> tuple[Path, bool]:
    """The part of pydantic's location that stands in the file, and whether the mistake is in a
    key.
    """
    on_key = "[key]" in loc
    steps: list[str | int] = []
    for step in loc:
        if step == "[key]":
            break
        held = getattr(find(root, tuple(steps)), "keys", {})
        kind = bool(steps) and step in _KINDS and not (step == THAT and held.keys() & BESIDE)
        if step in held or not (kind or str(step).startswith(TAG)):
            steps.append(step)
    return tuple(steps), on_key


_KINDS = ("float", "str", THAT)
"""Steps of pydantic's locations that may say which kind of value was tried; so do all that start
with a `TAG`.
"""


def _prune(root: Mapping, items: list[Any], broken: set[str]) -> None:
    """Cut the entries that mistakes point into out of the nodes."""
    cuts: set[Path] = set()
    for position, item in enumerate(items):
        path, on_key = _path(item["loc"], root)
        if on_key and item["type"].startswith("string_"):
            broken.update(wording.spellings(str(path[-1])))
        marked = sections().get(str(path[0]), Section()).cut
        entry = path[
            : marked
            or max(2, min((len(way) for way in places() if way[:1] == path[:1]), default=2))
        ]
        cuts.add(path if item["type"] == "extra_forbidden" and item["input"] is not None else entry)
        if item["type"] == "extra_forbidden" and len(path) == 1 and position < TOLD:
            known = keys(holder_of(path))
            meant = nearest(str(path[0]), known)
            broken.update(key for key in known if key not in root.entries and f"`{key}`" in meant)
    for cut in sorted(
        cuts, key=lambda c: [f"{s:06}" if isinstance(s, int) else s for s in c], reverse=True
    ):
        _cut(root, cut, broken)


def _cut(root: Mapping, path: Path, broken: set[str]) -> None:
    if path in _STAND_INS:
        root.entries[str(path[0])] = Scalar(_STAND_INS[path], "", root.place)
        return
    holder, last = find(root, path[:-1]), path[-1]
    if isinstance(holder, Mapping):
        holder.entries.pop(str(last), None)
    elif isinstance(holder, Sequence) and isinstance(last, int) and last < len(holder.items):
        item = holder.items.pop(last)
        if isinstance(item, Mapping):
            names = [item.entries.get(word) for word in ("move", "chance")]
            broken.update(spelled(name.value) for name in names if isinstance(name, Scalar))
    if len(path) == 1 or _holds_parts(str(path[0])):
        broken.add(str(last))
    elif path[0] == "status_quo":
        broken.add("status_quo")


def _holds_parts(section: str) -> bool:
    """Whether a section's entries have names that other places of the file may use."""
    info = keys(Document).get(section)
    return info is not None and (
        section == "repeat" or any(isinstance(mark, Keys | OrList) for mark in info.metadata)
    )


_STAND_INS: dict[Path, str | int] = {("format",): 1, ("title",): "untitled"}
"""What the reader goes on with where these are wrong."""
