"""Puts a text into a file, whole or not at all, where a file may stand."""

from __future__ import annotations

import importlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from negotiate.errors import FileRefused, NotWritten

DRAFT = ".negotiate-{}.tmp"
"""What a file is called before it is moved to its place."""
DIGITS = 12
"""Hexadecimal digits in its name."""
BEGUN, LEFT_BEHIND = 1.0, 60.0
"""Seconds after which its writer holds a draft, and after which, where files cannot be held, its
writer was killed.
"""
UNSEEN = "the file's name holds characters that cannot be seen"


def put(path: Path, text: str, *, replace: bool, over: bytes | None = None) -> None:
    """Write a text as UTF-8 beside its place, then move it there in one step.

    Parameters
    ----------
    path : path
        A symbolic link stays one: what it leads to is written.
    text : str
        Written as it is; line ends are not translated.
    replace : bool
        Whether a file that stands there may be replaced. One that has other names (hard links)
        never is: they would keep the old text, and one that may only be read stays. It keeps its
        permissions and its owner.
    over : bytes, optional
        What is to be replaced: nothing is written if something else stands there by now.

    Raises
    ------
    FileRefused
        If something stands there and may not be replaced, even if it came there a moment ago.
    NotWritten
        If the system refuses.
    """
    draft: Path | None = None
    try:
        target = Path(os.path.realpath(path)) if replace else path
        sweep(target.parent)
        draft = target.parent / DRAFT.format(secrets.token_hex(DIGITS // 2))
        draft.touch(exist_ok=False)
        with _held(draft):
            with draft.open("r+b") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            if replace:
                _over(draft, target, over)
            else:
                _beside(draft, target)
    except FileExistsError:
        raise FileRefused(
            f"`{path}` exists already", "name another file, or add --force to replace it"
        ) from None
    except (OSError, ValueError) as wrong:
        raise NotWritten(
            f"`{path}` cannot be written: {reason(wrong)}", "name another file or folder"
        ) from None
    finally:
        if draft is not None:
            with suppress(OSError, ValueError):
                draft.unlink(missing_ok=True)


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
            raise FileRefused(
                f"`{path}` is neither a file nor a folder", f"name another file: `{example}`"
            )
    except (OSError, ValueError) as wrong:
        said = f"`{path}` cannot be written: {reason(wrong)}"
        raise NotWritten(said, "name another file or folder") from None


def refuse_other(path: Path, example: str, opening: str, whose: str = "this program") -> None:
    """Refuse a place where something stands that does not begin as what this program writes there.

    Parameters
    ----------
    path : path
        The place.
    example : str
        A file's name to suggest.
    opening : str
        How what may stand there begins.
    whose : str
        What such a page is a page of.

    Raises
    ------
    FileRefused
        If something else stands there.
    """
    refuse_what_is_no_file(path, example)
    if path.is_symlink() and not path.exists():
        raise FileRefused(
            f"`{path}` is a link that leads nowhere", "name another file, or take the link away"
        )
    if path.exists() and not _begins(path, opening.encode("utf-8")):
        hint = "name another file" if whose == "this program" else "name another folder"
        raise FileRefused(f"`{path}` exists already, and is no page of {whose}", hint)


def _begins(path: Path, opening: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(opening)) == opening
    except OSError:
        return False


def reason(wrong: OSError | ValueError) -> str:
    """What the system says, in its own words and no more."""
    return (getattr(wrong, "strerror", None) or str(wrong)).lower()


def _over(draft: Path, target: Path, over: bytes | None) -> None:
    if target.exists():
        stands = target.stat()
        if stands.st_nlink > 1:
            hint = "copy it to a name of its own, and take the copy"
            raise NotWritten(
                f"`{target}` is one of {stands.st_nlink} names of a file, and is left as it is",
                hint,
            )
        if not stands.st_mode & 0o222:
            raise NotWritten(
                f"`{target}` may only be read, and is left as it is", "name another file"
            )
        if over is not None and target.read_bytes() != over:
            raise NotWritten(
                f"`{target}` has been changed meanwhile, and is left as it is", "try again"
            )
        made = draft.stat()
        if hasattr(os, "chown") and (made.st_uid, made.st_gid) != (stands.st_uid, stands.st_gid):
            os.chown(draft, stands.st_uid, stands.st_gid)
        shutil.copymode(target, draft)
    draft.replace(target)


def _beside(draft: Path, target: Path) -> None:
    """Move a draft to a place that must be free: a second name fails where one stands, and so does
    the last resort.
    """
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a disk without second names
        with target.open("xb") as file:
            file.write(draft.read_bytes())


def sweep(folder: Path) -> None:
    """Take away the drafts that killed processes of ours have left in a folder."""
    for draft in folder.glob(DRAFT.format("[0-9a-f]" * DIGITS)):
        with (
            suppress(OSError),
            _held(draft) as held,
        ):  # it is being written, or somebody else was faster or has it
            about = draft.lstat()
            ours = stat.S_ISREG(about.st_mode) and (
                not hasattr(os, "geteuid") or about.st_uid == os.geteuid()
            )
            if ours and time.time() - about.st_mtime > (BEGUN if held else LEFT_BEHIND):
                draft.unlink()


@contextmanager
def _held(draft: Path) -> Iterator[bool]:
    """Hold a draft, so that nobody takes it for one that was left behind; whether the system can.

    Raises
    ------
    BlockingIOError
        If somebody else holds it.
    """
    try:
        fcntl: Any = importlib.import_module("fcntl")
    except ModuleNotFoundError:
        yield False
        return
    descriptor = os.open(draft, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        held = True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:  # a disk without locks
            held = False
        yield held
    finally:
        os.close(descriptor)
