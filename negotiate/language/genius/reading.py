"""Reads a bargaining problem from files of GENIUS: a domain, and a profile for each party.

Finds the profiles that belong to a domain of GENIUS: those it names, else those that lie beside it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from math import prod
from pathlib import Path

import numpy as np

from negotiate.bargaining.claims import Claim, NoDeal, no_deal_claim
from negotiate.bargaining.packages import PACKAGE_LIMIT, Block
from negotiate.bargaining.problem import BargainingProblem
from negotiate.display import record
from negotiate.errors import Problem, ScenarioError, UnsuitableGame
from negotiate.language.genius.domain import Domain, Profile, domain, elements, profile, sheet
from negotiate.language.text.source import Source
from negotiate.problems import listed

ENDING = ".xml"
MOST_FILES, MOST_BESIDE = 200, 3
"""Files of a folder that are looked at, and profiles among them that are taken without being
named.
"""


@record
class Found:
    """A file of the domain's folder that may be a profile: its path, its text, and what it says is
    negotiated.

    `domain` is None for a file in which something is wrong; the mistakes are in its sheet.
    """

    path: str
    sheet: Source
    domain: Domain | None


NAME_THEM = (
    "keep those of one negotiation beside it and move the others away, or name each when it is read"
)


def read_domain(path: str) -> Found:
    """A file with what it says is negotiated, mistakes noted in its sheet."""
    text = sheet(path)
    root = elements(text)
    said = domain(root) if root is not None else None
    return Found(path, text, None if text.problems.errors() else said)


def beside(path: str, frame: Domain) -> tuple[list[tuple[str, Found]], list[str]]:
    """The profiles of a domain, each with the name that the domain gives it, and what has to be
    said about them.

    Raises
    ------
    UnsuitableGame
        If more lie there than anybody can have meant.
    ScenarioError
        If a file is a profile of this domain, and something is wrong with it.
    """
    folder = Path(path).parent
    named = [
        (name, folder / file)
        for name, file in frame.agents
        if _plain(file) and (folder / file).is_file()
    ]
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
        said = (
            f"{len(found)} profiles of `{path}` lie beside it, and nobody knows which of them "
            "negotiate"
        )
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
    return (
        file.lower().endswith(ENDING)
        and not set(file) & {"/", "\\", ":", "\0"}
        and file not in (".", "..")
    )


def _listed(folder: Path, own: Path) -> list[Path]:
    """The other files of the folder with the ending, in the order of their names."""
    try:
        files = sorted(
            file
            for file in folder.iterdir()
            if file.suffix.lower() == ENDING and file.name != own.name
        )
    except OSError:
        return []
    if len(files) > MOST_FILES:
        said = (
            f"more than {MOST_FILES} files lie beside `{own.name}`, and nobody knows which of "
            "them negotiate"
        )
        raise UnsuitableGame(said, NAME_THEM)
    return [file for file in files if file.is_file()]


def _shown(path: str, file: Path) -> str:
    """A file beside another, named as that one was."""
    return str(Path(path).parent / file.name)


UNIT = "utility"
NORMALISED = (
    "as in GENIUS, the evaluations of each issue are divided by the largest of them, weights stay "
    "as they are, and a "
    "utility above 1 is cut to 1"
)
ABOVE = 1 + Fraction(1, 10**9)
"""What weights of a program that rounds may add up to, and still be meant to add up to 1."""
MOST_PLAYERS = 50
"""Parties of one negotiation."""


def read_genius(
    domain: str | os.PathLike[str], *profiles: str | os.PathLike[str]
) -> BargainingProblem:
    """Read a bargaining problem from files of GENIUS.

    Parameters
    ----------
    domain : str or path
        The file that says what is negotiated (the template).
    *profiles : str or path
        One file a party, in the order of the players. Without any, those that the domain names;
        else, of up to three that lie beside it and have its issues, all, in the order of their
        names.

    Returns
    -------
    BargainingProblem
        One block an issue; a single one where utilities are cut off at 1. What no deal is worth is
        each profile's reservation value, 0 where it has none. Its notes say how utilities are made,
        and what could not be kept.

    Raises
    ------
    ScenarioNotFound
        If there is no such file.
    ScenarioError
        With every mistake found in the domain, or in the profiles, each with its place.
    UnsuitableGame
        If there are fewer than two profiles, or more than anybody can have meant.

    Notes
    -----
    A utility is the weighted sum of evaluations, those of each issue divided by the largest of
    them. Weights are taken as they stand; where they add up to more than 1, a utility above 1 is
    cut off there, as long as the packages are few enough to be laid out. Issues of whole numbers
    have their numbers as options, valued along a line and cut off at 0 and 1. A document type or an
    entity is refused, and nothing but these files is opened.

    References
    ----------
    Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker 2014, *Genius: An Integrated Environment for
    Supporting the Design of Generic Automated Negotiators*.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from negotiate import load, write
    >>> talks = load("classics/orange").together()
    >>> file = write(talks, pathlib.Path(tempfile.mkdtemp(), "orange.xml"))
    >>> read_genius(file).nash().packages == talks.nash().packages
    True
    """
    path = os.fsdecode(domain)
    frame, one = _domain(path)
    parties, notes = _parties(path, one, frame, [os.fsdecode(each) for each in profiles])
    if not 2 <= len(parties) <= MOST_PLAYERS:
        found = (
            "no profile"
            if not parties
            else "only one profile"
            if len(parties) == 1
            else f"{len(parties)} profiles"
        )
        said = (
            f"{found} of `{path}` can be found, and a bargaining problem has 2 to "
            f"{MOST_PLAYERS} players"
        )
        hint = "put the profiles, one file a party, beside the domain, or name them after it"
        raise UnsuitableGame(said, hint)
    return _problem(path, frame, parties, notes)


def problems(path: str) -> Sequence[Problem]:
    """What is wrong with a file of GENIUS and, where it is a domain, with the profiles that belong
    to it.
    """
    try:
        frame, one = _domain(path)
        if not frame.weighed:
            _parties(path, one, frame, [])
    except ScenarioError as wrong:
        return wrong.problems
    except UnsuitableGame:
        return ()  # too few profiles, or too many, are no mistake of the domain
    return ()


def _domain(path: str) -> tuple[Domain, Found]:
    """What a file says is negotiated; of a profile, its weights and evaluations are looked at as
    well.

    Raises
    ------
    ScenarioError
        If something is wrong in it.
    """
    one = read_domain(path)
    if one.domain is not None and one.domain.weighed:
        profile(one.domain, one.domain)
    one.sheet.problems.stop()
    if one.domain is None:
        raise AssertionError("a file without a mistake holds a domain")
    return one.domain, one


def _parties(
    path: str, one: Found, frame: Domain, named: Sequence[str]
) -> tuple[list[tuple[str, Profile]], list[str]]:
    """Each party's file and profile, and what has to be said about them."""
    notes: list[str] = []
    if named:
        found = [("", read_domain(each)) for each in named]
    elif frame.weighed:
        hint = "name the domain first and then the profiles, this one among them"
        raise UnsuitableGame(f"`{path}` is the profile of one party, and no domain", hint)
    else:
        found, notes = beside(path, frame)
    read = [
        (name, each.path, None if each.domain is None else profile(each.domain, frame))
        for name, each in found
    ]
    wrong = [problem for _, each in found for problem in each.sheet.problems.in_order()]
    if wrong:
        raise ScenarioError(wrong)
    return [
        (name or each.player or _called(file, path), each)
        for name, file, each in read
        if each is not None
    ], notes


def _called(file: str, domain: str) -> str:
    """A party by the name of its file, without what it shares with that of the domain."""
    name, shared = Path(file).stem, Path(domain).stem
    rest = name.removeprefix(shared).lstrip("-_. ")
    return rest or name


def _problem(
    path: str, frame: Domain, parties: Sequence[tuple[str, Profile]], notes: Sequence[str]
) -> BargainingProblem:
    names = _apart([name for name, _ in parties])
    keys = names
    profiles = [each for _, each in parties]
    blocks = tuple(_block(frame, place, profiles) for place in range(len(frame.issues)))
    cut = _cut(frame, profiles)
    if cut:
        blocks = (_laid_out(blocks),)
    apart = np.array([float(each.reservation) for _, each in parties])
    apart.setflags(write=False)
    return BargainingProblem(
        blocks=blocks,
        no_deals=(NoDeal(apart, "no agreement", "file"),),
        players=names,
        keys=keys,
        claims=tuple(Claim(no_deal_claim(key), p, "no deal") for p, key in enumerate(keys)),
        signers=(True,) * len(names),
        title=frame.title or Path(path).stem,
        units=(UNIT,) * len(names),
        power=(1.0 / len(names),) * len(names),
        notes=(NORMALISED, *notes, *_left_out(names, profiles, cut)),
    )


def _block(frame: Domain, place: int, parties: Sequence[Profile]) -> Block:
    issue = frame.issues[place]
    payoffs = np.array([[float(share) for share in each.worth[place]] for each in parties])
    payoffs.setflags(write=False)
    return Block(payoffs, np.ones(len(issue.items), dtype=bool), {}, (issue.name,), (issue.items,))


def _cut(frame: Domain, parties: Sequence[Profile]) -> bool:
    """Whether utilities have to be cut off at 1, and all packages can be laid out for it."""
    few = prod(len(issue.items) for issue in frame.issues) * len(parties) <= 2 * PACKAGE_LIMIT
    return few and any(each.best > ABOVE for each in parties)


def _laid_out(blocks: Sequence[Block]) -> Block:
    """All issues in one block, where no utility is above 1."""
    total = blocks[0].payoffs
    for block in blocks[1:]:
        total = (total[:, :, None] + block.payoffs[:, None, :]).reshape(len(total), -1)
    payoffs = np.minimum(total, 1.0)
    payoffs.setflags(write=False)
    issues = tuple(issue for block in blocks for issue in block.issues)
    options = tuple(labels for block in blocks for labels in block.options)
    return Block(payoffs, np.ones(payoffs.shape[1], dtype=bool), {}, issues, options)


def _apart(names: Sequence[str]) -> tuple[str, ...]:
    """Names that differ: a second one of the same name gets a number."""
    found: list[str] = []
    for name in names:
        number, own = 2, name
        while own in found:
            own = f"{name} {number}"
            number += 1
        found.append(own)
    return tuple(found)


def _left_out(names: Sequence[str], parties: Sequence[Profile], cut: bool) -> list[str]:
    """What is unusual about the profiles, and what they say that a bargaining problem has no place
    for.
    """
    notes = []
    for name, each in zip(names, parties, strict=True):
        if abs(each.weights - 1) > Fraction(1, 10**6):
            notes.append(f"the weights of {name} add up to {float(each.weights):.6g}")
        if each.best > ABOVE and not cut:
            notes.append(
                f"the packages are too many to cut the utilities of {name} off at 1, as GENIUS does"
            )
        if each.discount != 1:
            notes.append(
                f"{name} discounts time by {float(each.discount):.6g}, which counts only where "
                "talks take turns"
            )
    return notes
