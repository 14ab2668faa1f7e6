"""Where a new scenario may stand: a name that a scenario can have, free, outside the shipped library."""

from __future__ import annotations

from pathlib import Path

from negotiate.errors import FileRefused, NotWritten
from negotiate.loading.library import SUFFIXES, library
from negotiate.writing.atomic import reason

UNSEEN = "the file's name holds characters that cannot be seen"


def destination(given: str, example: str, *, replace: bool) -> Path:
    """The path of a file that is to be made.

    Parameters
    ----------
    given : str
        What somebody typed.
    example : str
        A file's name to suggest where `given` is none.
    replace : bool
        Whether a file that stands there may be replaced.

    Raises
    ------
    FileRefused
        If no scenario can stand there, or something does already.
    NotWritten
        If the system cannot look there.
    """
    _check_name(given, example)
    path = Path(given)
    try:
        _check_place(path, example, replace)
    except (OSError, ValueError, RuntimeError) as wrong:
        said = reason(wrong) if isinstance(wrong, OSError | ValueError) else "it leads round in a circle"
        raise NotWritten(f"`{given}` cannot be written: {said}", "name another file") from None
    return path


def make_folder(path: Path) -> Path | None:
    """Make the folder that a file is to stand in, where only that one is missing; the folder, if it was made.

    Raises
    ------
    FileRefused
        If the folder above it is missing as well.
    NotWritten
        If the system refuses.
    """
    folder = path.parent
    if folder.is_dir():
        return None
    if folder.exists():
        raise FileRefused(f"`{folder}` is a file, not a folder", "name another folder")
    if not folder.parent.is_dir():
        raise FileRefused(f"there is no folder `{folder.parent}`", "make it first, or name another one")
    try:
        folder.mkdir()
    except OSError as wrong:
        raise NotWritten(f"the folder `{folder}` cannot be made: {reason(wrong)}", "name another folder") from None
    return folder


def refuse_what_is_no_file(path: Path, example: str) -> None:
    """Refuse a place where a folder, a pipe or a device stands, and a name that nobody could read.

    Nothing replaces a folder, a pipe or a device, whatever is forced.

    Raises
    ------
    FileRefused
        If one stands there, or a link leads to one; `example` is a file's name to suggest.
    NotWritten
        If the system cannot look there.
    """
    try:
        if path.is_dir():
            raise FileRefused(f"`{path}` is a folder", f"name a file in it: `{path / example}`")
        if not path.name.isprintable():
            raise FileRefused(UNSEEN, f"such a name serves: `{example}`")
        if path.exists() and not path.is_file():
            raise FileRefused(f"`{path}` is neither a file nor a folder", f"name another file: `{example}`")
    except (OSError, ValueError) as wrong:
        said = f"`{path}` cannot be written: {reason(wrong)}"
        raise NotWritten(said, "name another file or folder") from None


def _check_name(given: str, example: str) -> None:
    """Whether a name can be a scenario's at all."""
    if not given.strip():
        raise FileRefused("the name of the new file is empty", f"name it, such as `{example}`")
    if not given.isprintable():
        raise FileRefused(UNSEEN, f"such a name serves: `{example}`")
    path = Path(given)
    if _is_folder(path):
        raise FileRefused(f"`{given}` is a folder", f"name a file in it: `{path / example}`")
    if path.name in SUFFIXES or not path.stem.strip(". "):
        raise FileRefused(f"`{given}` has no name before its ending", f"name it, such as `{example}`")
    if path.suffix not in SUFFIXES:
        better = str(path.with_suffix(".yaml"))
        raise FileRefused(f"`{given}` does not end in .yaml", f"did you mean `{better}`?")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _check_place(path: Path, example: str, replace: bool) -> None:
    """Whether the place is free."""
    if path.resolve().is_relative_to(library().resolve()):
        raise FileRefused(
            f"`{path}` lies among the shipped scenarios, which stay as they are",
            f"name a file of your own: `{example}`",
        )
    refuse_what_is_no_file(path, example)
    if replace:
        return
    if path.is_symlink() and not path.exists():
        raise FileRefused(f"`{path}` is a link that leads nowhere", "name another file, or take the link away")
    if path.exists():
        raise FileRefused(f"`{path}` exists already", "name another file, or add --force to replace it")
