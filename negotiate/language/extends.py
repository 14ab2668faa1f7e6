"""A scenario that changes another one: the other is read first, and this one is laid over it."""

from __future__ import annotations

from pathlib import Path

from negotiate.language.addresses import carry_out
from negotiate.language.library import SUFFIXES, library, shipped
from negotiate.language.shape.document import Document, keys
from negotiate.language.text.nodes import Mapping, Node, Scalar, text_of
from negotiate.language.text.reader import read_bytes, read_text
from negotiate.problems import Problems, nearest

CHAIN_LIMIT = 8
"""Files that extend one another."""


def read_whole(path: Path, shown: str, problems: Problems, text: str | None = None) -> Node | None:
    """The nodes of a file, with everything it extends below it; `text` is read in place of what the file holds."""
    text = read_bytes(path, shown, problems) if text is None else text
    if text is None:
        return None
    return _whole(read_text(text, shown, problems), shown, problems, path.resolve().parent, [path.resolve()])


def before_changes(path: Path, shown: str, problems: Problems) -> Node | None:
    """The same without the file's own `set` and `remove` carried out."""
    text = read_bytes(path, shown, problems)
    root = None if text is None else read_text(text, shown, problems)
    if not isinstance(root, Mapping):
        return root
    kept = {key: value for key, value in root.entries.items() if key not in ("set", "remove")}
    bare = Mapping(kept, root.keys, root.place, root.size)
    return _whole(bare, shown, problems, path.resolve().parent, [path.resolve()])


def _whole(root: Node | None, shown: str, problems: Problems, home: Path, chain: list[Path]) -> Node | None:
    """The nodes with what they extend below them; `chain` holds the files that led here, this one last.

    Where what they extend cannot be read there is nothing to check them against, and so nothing comes back.
    """
    if isinstance(root, Mapping) and root.entries.keys() - keys(Document):
        from negotiate.language.shape.wording import under_their_names  # noqa: PLC0415 - loaded for mistakes alone

        under_their_names(root, problems)
    if not isinstance(root, Mapping) or "extends" not in root.entries:
        return root
    target = root.entries["extends"]
    found = _target(target, chain[-1], home, chain, problems)
    if found is None:
        return None
    name = text_of(target)
    below = name if name in shipped() else str(Path(shown).parent / name)
    text = read_bytes(found, below, problems)
    base = None if text is None else read_text(text, below, problems)
    base = _whole(base, below, problems, home, [*chain, found])
    if not isinstance(base, Mapping):
        return None
    merged = _over(base, root)
    carry_out(merged, root, problems)
    for key in ("extends", "set", "remove"):
        merged.entries.pop(key, None)
    return merged


def _target(target: Node, path: Path, home: Path, chain: list[Path], problems: Problems) -> Path | None:
    if not isinstance(target, Scalar) or not isinstance(target.value, str):
        message = "`extends` takes a file's path or a shipped scenario's name"
        problems.add(target.place, "text-expected", message, "name one file, without brackets")
        return None
    place, name = target.place, target.value
    try:
        found = (path.parent / name).resolve()
        inside = any(found.is_relative_to(folder) for folder in (home, library().resolve()))
        exists = inside and found.is_file() and found.suffix in SUFFIXES
    except (OSError, ValueError, RuntimeError):
        inside = exists = False
    if not exists and name in shipped():
        found, inside, exists = shipped()[name].resolve(), True, True
    if not inside:
        message = f"`{name}` lies outside the scenario's own folder"
        problems.add(place, "extends-outside", message, "copy the file beside this one")
    elif not exists:
        hint = nearest(name, shipped()) or "a scenario is a file that ends in .yaml, or the name of a shipped one"
        problems.add(place, "extends-not-found", f"there is no scenario `{name}` to extend", hint)
    elif found in chain:
        problems.add(place, "extends-circle", f"`{name}` extends, directly or through others, itself")
    elif len(chain) >= CHAIN_LIMIT:
        problems.add(place, "extends-chain", f"more than {CHAIN_LIMIT} files extend one another")
    else:
        return found
    return None


def _over(base: Mapping, top: Mapping) -> Mapping:
    """The base with the top laid over it: mappings merge, everything else is replaced."""
    entries, keys = dict(base.entries), dict(base.keys)
    for key, value in top.entries.items():
        below = entries.get(key)
        entries[key] = _over(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
        keys[key] = top.keys[key]
    return Mapping(entries, keys, top.place, base.size + top.size, {**base.gone, **top.gone})
