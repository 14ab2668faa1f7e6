"""Keys that stand beside the part of the file that they belong to, because they are indented too little."""

from __future__ import annotations

from pydantic import BaseModel

from negotiate.loading.problems import Problems
from negotiate.loading.shape import document as shapes
from negotiate.loading.text.nodes import Path, find
from negotiate.loading.text.reader import Mapping, Node, Scalar

_PARTS: dict[str, type[BaseModel]] = {
    "players": shapes.PlayerPart,
    "parameters": shapes.ParameterPart,
    "issues": shapes.IssuePart,
    "red_lines": shapes.RedLinePart,
    "ratifiers": shapes.RatifierPart,
    "variants": shapes.VariantPart,
}


def put_in_place(root: Mapping, problems: Problems) -> None:
    """Note every such key, and read it as if it stood where it belongs.

    A key is one where its name is no name but a word of the language, what stands behind it is no part with that name,
    and the part above it has no such key yet.
    """
    for section, part in _PARTS.items():
        _in_holder(root, (section,), part, problems)
    payoffs = root.entries.get("payoffs")
    for player in payoffs.entries if isinstance(payoffs, Mapping) else ():
        _in_holder(root, ("payoffs", player), shapes.TermPart, problems)


def _in_holder(root: Mapping, path: Path, part: type[BaseModel], problems: Problems) -> None:
    holder = find(root, path)
    if not isinstance(holder, Mapping):
        return
    words = {info.alias or name for name, info in part.model_fields.items()}
    owner = ""
    for key in list(holder.entries):
        value = holder.entries[key]
        if key not in words or _can_be_meant(root, path, key, value, words) or not _belongs(holder, owner, key):
            owner = key
            continue
        place, above = holder.keys[key], holder.entries[owner]
        deeper = min((k.column for k in above.keys.values()), default=0) if isinstance(above, Mapping) else 0
        more = deeper - place.column if deeper > place.column else 2
        message = f"`{key}` stands beside `{owner}`, and belongs to it"
        problems.add(place, "indentation", message, f"indent `{key}` by {more} more")
        if not isinstance(above, Mapping):
            above = holder.entries[owner] = Mapping({}, {}, holder.keys[owner])
        above.entries[key], above.keys[key] = value, place
        del holder.entries[key], holder.keys[key]


def _can_be_meant(root: Mapping, path: Path, key: str, value: Node, words: set[str]) -> bool:
    """Whether a word of the language is a name here, after all."""
    if isinstance(value, Mapping):
        return not value.entries or set(value.entries) <= words
    if path == ("players",):
        return "payoffs" not in root.entries or find(root, ("payoffs", key)) is not None
    return path == ("parameters",) and isinstance(value, Scalar) and not isinstance(value.value, str)


def _belongs(holder: Mapping, owner: str, key: str) -> bool:
    """Whether the part above could hold a key: it is written below its own name, and has no such key."""
    if owner not in holder.entries or holder.keys[owner].column != holder.keys[key].column:
        return False
    above = holder.entries[owner]
    if holder.keys[owner].line >= holder.keys[key].line:
        return False
    if isinstance(above, Mapping):
        return key not in above.keys and any(k.line > holder.keys[owner].line for k in above.keys.values())
    return isinstance(above, Scalar) and above.value is None and not above.text
