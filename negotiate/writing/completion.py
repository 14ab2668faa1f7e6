"""Writes the schema by which an editor completes a file, and the line of the file that names it."""

from __future__ import annotations

from pathlib import Path

from negotiate.errors import FileRefused, NotWritten, ScenarioNotFound
from negotiate.loading.completion.beside import (
    MODELINE,
    completion_text,
    held,
    made_for_another,
    modeline,
    schema_path,
    stale,
)
from negotiate.loading.library import library
from negotiate.loading.problems import Problems
from negotiate.loading.text.reader import read_bytes, read_text
from negotiate.writing.atomic import put, reason

__all__ = ["modeline", "refresh", "stale", "with_modeline", "write_completion"]


def write_completion(path: Path) -> Path:
    """Write `NAME.schema.json` beside `NAME.yaml`, or write it anew.

    Returns
    -------
    Path
        Where it lies.

    Raises
    ------
    FileRefused
        If something lies there that negotiate did not write, or wrote for another file.
    NotWritten
        If the system refuses.
    ScenarioNotFound
        If there is no such file.
    """
    target = schema_path(path)
    check_completion(path)
    put(target, completion_text(path), replace=True)
    return target


def check_completion(path: Path) -> None:
    """Refuse where the schema of a file cannot lie beside it.

    Raises
    ------
    FileRefused
        If something lies there that negotiate did not write, or wrote for another file.
    NotWritten
        If no file can have such a name.
    """
    target = schema_path(path)
    try:
        target.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as wrong:
        said = f"`{target.name}`, by which an editor completes it, cannot be written: {reason(wrong)}"
        hint = "take a shorter name; `negotiate new` can leave completion out with --no-schema"
        raise NotWritten(said, hint) from None
    if (found := held(target)) is None:
        hint = "move it elsewhere, since completion lies there; `negotiate new` can leave that out with --no-schema"
        raise FileRefused(f"`{target}` was not written by negotiate, and is left as it is", hint)
    if other := made_for_another(found, path):
        hint = "give one of the two files a name that differs in more than its ending and its signs"
        raise FileRefused(f"`{target}` completes `{other}`, which lies beside `{path.name}`", hint)


def refresh(path: Path) -> Path:
    """Write the schema beside a file, and have the file's first line name it; nothing else in the file changes.

    Raises
    ------
    ScenarioError
        If the file cannot be read as YAML; then nothing is written.
    FileRefused
        If it is a shipped scenario, or something lies in the way that negotiate did not write.
    NotWritten
        If the system refuses.
    ScenarioNotFound
        If there is no such file.
    """
    if not path.is_file():
        raise ScenarioNotFound(f"`{path}` is not a file", "completion is written beside a file of your own")
    if path.resolve().is_relative_to(library().resolve()):
        hint = "make a copy of it first: `negotiate new --from NAME my-talks.yaml`"
        raise FileRefused(f"`{path}` is a shipped scenario, which stays as it is", hint)
    problems = Problems()
    text = read_bytes(path, str(path), problems)
    if text is None or read_text(text, str(path), problems) is None:
        problems.stop()
    raw = path.read_bytes()
    before = raw.decode("utf-8", "replace")
    if before.removeprefix("\ufeff") != text:
        raise NotWritten(f"`{path}` has been changed meanwhile, and is left as it is", "try again")
    target = write_completion(path)
    after = with_modeline(before, modeline(path))
    if after != before:
        put(path, after, replace=True, over=raw)
    return target


def with_modeline(text: str, line: str) -> str:
    r"""The text with this comment as the one that names its schema: in place of the one it has, or as its first line.

    Examples
    --------
    >>> with_modeline("format: 1\n", "# yaml-language-server: $schema=a.schema.json")
    '# yaml-language-server: $schema=a.schema.json\nformat: 1\n'
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix(mark).splitlines(keepends=True)
    wanted = MODELINE.match(line)
    for position, found in enumerate(lines):
        named = MODELINE.match(found)
        if named and wanted:
            lines[position] = found[: named.start(1)] + wanted[1] + found[named.end(1) :]
            return mark + "".join(lines)
        if found.strip() and not found.startswith(("#", "%", "---")):
            break
    end = next((end for end in ("\r\n", "\n", "\r") if lines and lines[0].endswith(end)), "\n")
    return mark + line + end + "".join(lines)
