"""Where scenarios are found, by a path or the name of a shipped one, and how one is read with all
that it extends.

A scenario may change another one: the other is read first, and this one is laid over it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from negotiate.errors import ScenarioNotFound
from negotiate.language import alternatives, points, sheets
from negotiate.language.addresses import carry_out
from negotiate.language.shape import wording
from negotiate.language.shape.document import Document, keys
from negotiate.language.text import Mapping, Node, Scalar, text_of
from negotiate.language.text.reader import read_bytes, read_text
from negotiate.problems import Problems, listed, nearest

SUFFIXES = (".yaml", ".yml")
GAMES = (".nfg", ".efg")
"""How the names of files end that hold a game of another program, and no scenario."""
PROBLEMS = (".xml",)
"""How the names of files end that hold what could be signed, for another program, and no
scenario.
"""
WALK_LIMIT = 20_000
"""Files and folders that are looked at below a folder."""


@cache
def library() -> Path:
    """The folder of the shipped scenarios: inside the package when installed, beside it in a
    checkout.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def shipped() -> dict[str, Path]:
    """Name → file of every shipped scenario, in the order of the names."""
    root = library()
    found = sorted(
        (path for path in root.rglob("*.yaml") if path.is_file()),
        key=lambda path: path.with_suffix(""),
    )
    return {path.relative_to(root).with_suffix("").as_posix(): path for path in found}


def find(name: str) -> tuple[Path, str, str]:
    """The file that a name or path means, with the scenario's name and the path to show.

    Raises
    ------
    ScenarioNotFound
        With the nearest known name.
    """
    if not name.strip():
        raise ScenarioNotFound(
            "the name of the scenario is empty", "`negotiate list` shows the shipped ones"
        )
    path = Path(name)
    _refuse_others(name)
    try:
        if path.is_file():
            return path, path.stem, name
        if path.is_dir():
            raise ScenarioNotFound(
                f"`{name}` is a folder", "`check` and `test` take folders; the others take one file"
            )
        if path.exists():
            raise ScenarioNotFound(
                f"`{name}` is neither a file nor a folder", "a scenario is one YAML file"
            )
    except OSError as wrong:
        raise ScenarioNotFound(
            f"`{name}` cannot be read: {(wrong.strerror or str(wrong)).lower()}"
        ) from None
    except ValueError:
        raise ScenarioNotFound(f"`{name}` cannot be a path") from None
    names = shipped()
    key = name.removesuffix(".yaml").removesuffix(".yml")
    if key in names:
        return names[key], key, name
    short = [full for full in names if full.rpartition("/")[2] == key]
    if short and (own := _own(name)):
        hint = f"the shipped one is called in full: `{short[0]}`; yours is `{own}`"
        raise ScenarioNotFound(f"`{name}` may mean a shipped scenario or the file beside you", hint)
    if len(short) == 1:
        return names[short[0]], short[0], name
    hint = _beside(name) or _inside(key, names)
    hint = hint or nearest(key, [*names, *(full.rpartition("/")[2] for full in names)])
    raise ScenarioNotFound(
        f"there is neither a file nor a shipped scenario called `{name}`",
        hint or "`negotiate list` shows the shipped ones",
    )


def _refuse_others(name: str) -> None:
    """Refuse a file of another program, by its name, and say what takes it."""
    if holds_game(name):
        hint = "`solve`, `tree`, `check` and `export` take it, and in Python `read` does"
        raise ScenarioNotFound(
            f"`{name[:80]}` holds a game of another program, and no scenario", hint
        )
    if holds_problem(name):
        hint = "`deal` and `check` take it, and in Python `read_genius` does"
        raise ScenarioNotFound(
            f"`{name[:80]}` holds a bargaining problem of GENIUS, and no scenario", hint
        )


def holds_game(name: str) -> bool:
    """Whether a file, by its name, holds a game of another program."""
    return name.lower().endswith(GAMES)


def holds_problem(name: str) -> bool:
    """Whether a file, by its name, holds a bargaining problem of GENIUS."""
    return name.lower().endswith(PROBLEMS)


def _beside(name: str) -> str:
    """The file that was meant where only its ending is lacking."""
    own = _own(name)
    return f"did you mean `{own}`?" if own else ""


def _own(name: str) -> str:
    """The file whose name is this one with the ending of a scenario; empty where there is none."""
    try:
        return next((name + suffix for suffix in SUFFIXES if Path(name + suffix).is_file()), "")
    except (OSError, ValueError):
        return ""


def _inside(folder: str, names: Iterable[str]) -> str:
    """The scenarios of a folder of the library."""
    found = [name for name in names if name.startswith(f"{folder.rstrip('/')}/")]
    return f"it is a folder of shipped scenarios: {listed(found, 6)}" if found else ""


def below(paths: list[str]) -> list[str]:
    """Every scenario file that these paths and names mean, each once; a folder means all the files
    below it.

    Raises
    ------
    ScenarioNotFound
        If one of them means nothing, or a folder holds no scenario.
    """
    result: list[str] = []
    for name in paths:
        if name.strip() and _is_folder(name):
            found = _scenarios_in(name)
            if not found:
                raise ScenarioNotFound(
                    f"no scenario lies in the folder `{name}`", "a scenario's name ends in .yaml"
                )
            result += found
        else:
            _file(name)
            result.append(name)
    once = {os.path.realpath(_file(name)): name for name in reversed(result)}
    return [name for name in dict.fromkeys(result) if once[os.path.realpath(_file(name))] == name]


def _file(name: str) -> Path:
    """The file that a name means, of a scenario, a game or a bargaining problem."""
    return Path(name) if holds_game(name) or holds_problem(name) else find(name)[0]


def _scenarios_in(folder: str) -> list[str]:
    """The scenario files below a folder, symbolic links to folders not followed."""
    found, seen = [], 0
    for place, _, names in os.walk(folder):
        seen += 1 + len(names)
        if seen > WALK_LIMIT:
            raise ScenarioNotFound(
                f"`{folder}` holds more than {WALK_LIMIT:,} files", "name a smaller folder"
            )
        files = (Path(place, name) for name in names if name.endswith(SUFFIXES))
        found += [str(file) for file in files if file.is_file()]
    return sorted(found)


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False


def is_known(name: str) -> bool:
    """Whether a name or path means a scenario, or a file of another program."""
    try:
        return holds_game(name) or holds_problem(name) or bool(find(name))
    except ScenarioNotFound:
        return False


CHAIN_LIMIT = 8
"""Files that extend one another."""


def read_whole(path: Path, shown: str, problems: Problems, text: str | None = None) -> Node | None:
    """The nodes of a file, with everything it extends below it; `text` is read in place of what the
    file holds.
    """
    if sheets.holds_points(shown) and text is None:
        root: Node | None = points.exercise(path, shown, problems)
    else:
        text = read_bytes(path, shown, problems) if text is None else text
        if text is None:
            return None
        root = read_text(text, shown, problems)
    return _laid_out(root, path, shown, problems)


def _laid_out(root: Node | None, path: Path, shown: str, problems: Problems) -> Node | None:
    """A file with everything it extends below it, laid out."""
    found = _whole(root, shown, problems, path.resolve().parent, [path.resolve()])
    if isinstance(found, Mapping):
        lay_out(found, problems)
    return found


def lay_out(root: Mapping, problems: Problems) -> None:
    """Write points as payoffs, and what is uncertain or secret without a deal as a parameter and as
    what types set.
    """
    if "points" in root.entries:
        points.lay_out(root, problems)
    alternatives.write_out(root, problems)


def as_written(path: Path, shown: str, problems: Problems, *, changed: bool = True) -> Node | None:
    """The nodes of a file with everything it extends below it, not laid out; with or without its
    own `set` and `remove` carried out.
    """
    text = read_bytes(path, shown, problems)
    root = None if text is None else read_text(text, shown, problems)
    if isinstance(root, Mapping) and not changed:
        kept = {key: value for key, value in root.entries.items() if key not in ("set", "remove")}
        root = Mapping(kept, root.keys, root.place, root.size)
    found = _whole(root, shown, problems, path.resolve().parent, [path.resolve()])
    if isinstance(found, Mapping):
        points.name(found)
    return found


def _whole(
    root: Node | None, shown: str, problems: Problems, home: Path, chain: list[Path]
) -> Node | None:
    """The nodes with what they extend below them; `chain` holds the files that led here, this one
    last.

    Where what they extend cannot be read there is nothing to check them against, and so nothing
    comes back.
    """
    if isinstance(root, Mapping) and root.entries.keys() - keys(Document):
        wording.under_their_names(root, problems)
    if isinstance(root, Mapping) and "points" in root.entries:
        sheets.read_in(root, chain[-1].parent, shown, problems)
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
    points.name(merged)
    carry_out(merged, root, problems)
    for key in ("extends", "set", "remove"):
        merged.entries.pop(key, None)
    return merged


def _target(
    target: Node, path: Path, home: Path, chain: list[Path], problems: Problems
) -> Path | None:
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
        hint = (
            nearest(name, shipped())
            or "a scenario is a file that ends in .yaml, or the name of a shipped one"
        )
        problems.add(place, "extends-not-found", f"there is no scenario `{name}` to extend", hint)
    elif found in chain:
        problems.add(
            place, "extends-circle", f"`{name}` extends, directly or through others, itself"
        )
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
        entries[key] = (
            _over(below, value)
            if isinstance(below, Mapping) and isinstance(value, Mapping)
            else value
        )
        keys[key] = top.keys[key]
    return Mapping(entries, keys, top.place, base.size + top.size, {**base.gone, **top.gone})
