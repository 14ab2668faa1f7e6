"""Finds the profiles that belong to a domain of GENIUS: those it names, else those that lie beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from negotiate.errors import ScenarioError, UnsuitableGame
from negotiate.loading.genius.domain import Domain, domain
from negotiate.loading.genius.elements import elements
from negotiate.loading.genius.sheet import Sheet, sheet
from negotiate.loading.problems import listed

ENDING = ".xml"
MOST_FILES, MOST_BESIDE = 200, 3
"""Files of a folder that are looked at, and profiles among them that are taken without being named."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the domain's folder that may be a profile: its path, its text, and what it says is negotiated.

    `domain` is None for a file in which something is wrong; the mistakes are in its sheet.
    """

    path: str
    sheet: Sheet
    domain: Domain | None


NAME_THEM = "keep those of one negotiation beside it and move the others away, or name each when it is read"


def read_domain(path: str) -> Found:
    """A file with what it says is negotiated, mistakes noted in its sheet."""
    text = sheet(path)
    root = elements(text)
    said = domain(root) if root is not None else None
    return Found(path, text, None if text.problems.errors() else said)


def beside(path: str, frame: Domain) -> tuple[list[tuple[str, Found]], list[str]]:
    """The profiles of a domain, each with the name that the domain gives it, and what has to be said about them.

    Raises
    ------
    UnsuitableGame
        If more lie there than anybody can have meant.
    ScenarioError
        If a file is a profile of this domain, and something is wrong with it.
    """
    folder = Path(path).parent
    named = [(name, folder / file) for name, file in frame.agents if _plain(file) and (folder / file).is_file()]
    if len(named) == len(frame.agents) >= 1:
        return [(name, read_domain(_shown(path, file))) for name, file in named], []
    found, others = [], []
    for file in _listed(folder, Path(path)):
        one = _weighed(_shown(path, file))
        if one is None:
            continue
        if one.domain is not None and _names(one.domain) != _names(frame):
            others.append(file.name)
        else:
            found.append(one)
    if len(found) > MOST_BESIDE:
        said = f"{len(found)} profiles of `{path}` lie beside it, and nobody knows which of them negotiate"
        names = listed(Path(one.path).name for one in found)
        raise UnsuitableGame(said, f"{NAME_THEM}; there is {names}")
    notes = [f"left out, as their issues are others: {listed(others)}"] if others and found else []
    return [("", one) for one in found], notes


def _weighed(path: str) -> Found | None:
    """A file that holds weights; None for any other.

    Raises
    ------
    ScenarioError
        If it looks like a profile and cannot be read.
    """
    one = read_domain(path)
    if "<weight" not in one.sheet.text:
        return None
    if one.domain is None:
        raise ScenarioError(one.sheet.problems.in_order())
    return one if one.domain.weighed else None


def _names(found: Domain) -> set[str]:
    return {issue.name for issue in found.issues}


def _plain(file: str) -> bool:
    """Whether a domain names a file beside itself, and none elsewhere."""
    return file.lower().endswith(ENDING) and not set(file) & {"/", "\\", ":", "\0"} and file not in (".", "..")


def _listed(folder: Path, own: Path) -> list[Path]:
    """The other files of the folder with the ending, in the order of their names."""
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ENDING and file.name != own.name)
    except OSError:
        return []
    if len(files) > MOST_FILES:
        said = f"more than {MOST_FILES} files lie beside `{own.name}`, and nobody knows which of them negotiate"
        raise UnsuitableGame(said, NAME_THEM)
    return [file for file in files if file.is_file()]


def _shown(path: str, file: Path) -> str:
    """A file beside another, named as that one was."""
    return str(Path(path).parent / file.name)
