"""Asks the question of a run once more, and says whether the same result comes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from negotiate.display import Shown
from negotiate.errors import FileRefused
from negotiate.language.outside import read_outside
from negotiate.language.scenario_file import load
from negotiate.report.blocks import Block, Column, Report, Sentence, Table
from negotiate.report.style import Look, counted, joined
from negotiate.whatif.question import Question, Told, asked
from negotiate.whatif.runs import MANIFEST, changes_since, opened, read_manifest
from negotiate.whatif.sweep import Sweep, swept
from negotiate.whatif.tally import Tally


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rerun(Shown):
    """What came of the same question once more.

    Parameters
    ----------
    title : str
        What the scenario is called.
    same : bool
        Whether every table is the same, byte for byte.
    rows : int
        How many runs there are.
    sha256 : Mapping[str, str]
        Table → its hash now.
    changes : tuple of str
        What has changed since the first run: the scenario, or a version.
    """

    title: str
    same: bool
    rows: int
    sha256: Mapping[str, str]
    changes: tuple[str, ...]

    def __repr__(self) -> str:
        return (
            f"<Rerun {self.title!r}: {'the same' if self.same else 'another'} result of "
            f"{self.rows:,} runs>"
        )


def rerun(
    manifest: str | Path, jobs: int = 1, scheduler: str | None = None, told: Told | None = None
) -> Rerun:
    """Ask the question of a run folder once more. Nothing is written, and no command is run.

    Parameters
    ----------
    manifest : path
        A run folder, or its `manifest.json`.
    jobs, scheduler, told
        As of `whatif`.

    Raises
    ------
    FileRefused
        If it is no manifest, or the run has not finished.
    """
    manifest = Path(manifest, MANIFEST) if Path(manifest).is_dir() else Path(manifest)
    found = read_manifest(manifest)
    if found["state"] != "done":
        raise FileRefused(f"the run of `{manifest}` has not finished", "go on with it by --resume")
    question = _question(found["question"], str(manifest))
    hashes = {name: hashlib.sha256(head.encode("utf-8")) for name, head in question.heads.items()}
    with closing(question.pieces(jobs, scheduler, told)) as pieces:
        for piece in pieces:
            for digest, table in zip(hashes.values(), piece.tables, strict=True):
                digest.update(table)
    here = {name: digest.hexdigest() for name, digest in hashes.items()}
    then = {name: about.get("sha256") for name, about in found["result"].items()}
    stale = [
        name
        for name, sha256 in then.items()
        if _hash(manifest.with_name(name)) not in (None, sha256)
    ]
    changes = (
        *changes_since(found, question),
        *(f"somebody has changed `{name}`" for name in stale),
    )
    same = here == then and not stale
    return Rerun(question.engine.scenario.heading, same, question.points.count, here, changes)


def kept(folder: str | Path) -> Sweep:
    """The answer that a run folder holds. No point is worked out again, and nothing is written.

    Parameters
    ----------
    folder : path
        A run folder.

    Raises
    ------
    FileRefused
        If it is none, the run has not finished, rows are gone, or the scenario or a version has
        changed since.
    """
    manifest = Path(folder) / MANIFEST
    found = read_manifest(manifest)
    if found["state"] != "done":
        raise FileRefused(f"the run of `{folder}` has not finished", "go on with it by --resume")
    question = _question(found["question"], str(manifest))
    tally = Tally(question.engine.told)
    with ExitStack() as leaving:
        held = opened(Path(folder), question, tally, leaving, resume=True, whole=True)
        return replace(swept(question.engine, question.points, tally), run=held.run())


def _hash(path: Path) -> str | None:
    """What a file holds now; None where it is not there any more, nothing where something else
    stands there.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def _question(said: Mapping[str, Any], manifest: str) -> Question:
    """The question that a manifest holds as data.

    Raises
    ------
    FileRefused
        If it holds none.
    """
    try:
        made, vary = said["scenario"], said["vary"]
        settings = {
            name: read_outside(f"{name}={value}", value) for name, value in made["set"].items()
        }
        path, draws, seed = str(made["path"]), int(said["draws"]), int(said["seed"])
        watch = [str(name) for name in said["watch"]]
        changes = {"set": settings, "variant": made["variant"], "fix": made["fix"]}
        scenario = load(path, **changes, injects=tuple(made.get("injects", ())))
        return asked(scenario, vary, watch, draws, seed, said["sampling"], stored=True)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise FileRefused(
            f"`{manifest}` holds no question", "name the `manifest.json` of a run folder"
        ) from None


def report(found: Rerun, look: Look) -> Report:
    """Whether the same question has the same result."""
    runs = counted(found.rows, "run")
    said = (
        f"The same result: every byte of {runs}."
        if found.same
        else f"Not the result that stands in the folder, of {runs}."
    )
    blocks: list[Block] = [Sentence(said)]
    blocks += [Sentence(f"Since the first run {joined(found.changes)}.")] if found.changes else []
    rows = tuple(found.sha256.items())
    return Report(found.title, (*blocks, Table((Column("Table"), Column("SHA-256")), rows)))
