"""The journal of a class in an SQLite file, with one writer: all entries of one turn of the loop are one transaction.

What was acknowledged has been forced to the disk. Many moves that come at once share the wait for it.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from negotiate.errors import FileRefused, NotWritten, ScenarioNotFound, UnsuitableGame
from negotiate.play.log import line_of

FILE = "class.db"
MADE = 0x6E656702
"""The application id of the file, which SQLite keeps: what it is, and how it is laid out."""
TABLES = (
    "CREATE TABLE journal (entry INTEGER PRIMARY KEY, grp INTEGER NOT NULL, said TEXT NOT NULL)",
    "CREATE INDEX of_group ON journal (grp)",
)
BUSY = 2.0
"""Seconds to wait for another program that reads the file."""


class Batch:
    """Entries that are written together."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, str]] = []
        self.kept = asyncio.Event()
        self.wrong: Exception | None = None


class Store:
    """The journal of a class.

    Parameters
    ----------
    folder : path
        Where it stands.
    new : bool
        Whether it is made; else it has to be there.

    Raises
    ------
    FileRefused
        If another class stands there, or another program writes to it.
    ScenarioNotFound
        If there is none to go on with.
    NotWritten
        If the system refuses.
    """

    def __init__(self, folder: Path, *, new: bool) -> None:
        self.path = folder / FILE
        self.failed: Exception | None = None
        if new and self.path.exists():
            raise FileRefused(
                f"`{folder}` holds a class already", f"`--resume {folder}` goes on with it; or name another folder"
            )
        if not new and not self.path.is_file():
            raise ScenarioNotFound(f"there is no class in `{folder}`", "name the folder that `host` wrote")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.path.touch(0o600)
            self.db = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None, check_same_thread=False)
            self._open(new)
        except (OSError, sqlite3.Error) as wrong:
            if isinstance(wrong, sqlite3.OperationalError) and "locked" in str(wrong):
                raise FileRefused(f"somebody else holds the class in `{folder}`", "end the other program") from None
            raise NotWritten(f"`{self.path}` cannot be written: {wrong}", "name another folder") from None
        self.pool = ThreadPoolExecutor(1, "journal")
        self.batch: Batch | None = None
        self._flushing: asyncio.Task[None] | None = None

    def _open(self, new: bool) -> None:
        # The lock is taken before anything is written, so that a second program does no harm.
        for line in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
            self.db.execute(f"PRAGMA {line}")
        self.db.execute("BEGIN IMMEDIATE")
        if new:
            self.db.execute(f"PRAGMA application_id={MADE}")
            for line in TABLES:
                self.db.execute(line)
        made = self.db.execute("PRAGMA application_id").fetchone()[0]
        self.db.execute("COMMIT")
        if made != MADE:
            raise UnsuitableGame(f"`{self.path}` is not the journal of a class", "name the folder that `host` wrote")

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every entry with its group, in order."""
        for group, said in self.db.execute("SELECT grp, said FROM journal ORDER BY entry"):
            yield group, json.loads(said)

    def of(self, group: int) -> Iterator[dict[str, Any]]:
        """Every entry of a group, in order, those that are not on the disk yet included."""
        for (said,) in self.db.execute("SELECT said FROM journal WHERE grp = ? ORDER BY entry", (group,)):
            yield json.loads(said)
        for number, said in self.batch.rows if self.batch is not None else ():
            if number == group:
                yield json.loads(said)

    def add(self, group: int, entry: Mapping[str, Any]) -> None:
        """Keep an entry; it is on the disk once `kept` returns.

        Raises
        ------
        NotWritten
            If the disk has refused an earlier one.
        """
        if self.failed is not None:
            raise self.failed
        if self.batch is None:
            self.batch = Batch()
        self.batch.rows.append((group, line_of(entry).decode("utf-8")))

    def insert(self, rows: list[tuple[int, str]]) -> None:
        """Put entries into a transaction, which is not on the disk yet."""
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO journal (grp, said) VALUES (?, ?)", rows)

    def commit(self) -> None:
        """Force the transaction to the disk."""
        self.db.execute("COMMIT")

    def keep(self) -> None:
        """Write what waits, and return when it is on the disk."""
        if self.batch is not None:
            batch, self.batch = self.batch, None
            self.insert(batch.rows)
            self.commit()
            batch.kept.set()

    async def kept(self) -> None:
        """Return when everything that was added so far is on the disk.

        Raises
        ------
        NotWritten
            If the system refuses.
        """
        batch = self.batch
        if batch is None:
            return
        if self._flushing is None:
            self._flushing = asyncio.get_running_loop().create_task(self._flush())
        await batch.kept.wait()
        if batch.wrong is not None:
            raise batch.wrong

    async def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        while self.batch is not None:
            batch, self.batch = self.batch, None
            try:
                self.insert(batch.rows)  # in memory, and so soon done that another thread would take longer
                await loop.run_in_executor(self.pool, self.commit)
            except sqlite3.Error as wrong:
                self.failed = batch.wrong = NotWritten(
                    f"`{self.path}` cannot be written: {wrong}", "make room, and start again with --resume"
                )
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
            batch.kept.set()
        self._flushing = None

    def discard(self) -> None:
        """Take the file away, and its folder where nothing else is in it."""
        self.batch = None
        self.close()
        for one in self.path.parent.glob(f"{FILE}*"):
            one.unlink()
        with suppress(OSError):
            self.path.parent.rmdir()

    def close(self) -> None:
        """Write what waits, and let others have the file."""
        self.pool.shutdown()
        if self.failed is None:
            self.keep()
        self.db.close()
