"""The journal of a class in an SQLite file, with one writer: all entries of one turn of the loop
are one transaction.

What was acknowledged has been forced to the disk. Many moves that come at once share the wait for
it. What a disk refuses is held, and tried again until there is room; meanwhile nothing new is
taken.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from typing import Any

from negotiate.errors import FileRefused, NotWritten, ScenarioNotFound, UnsuitableGame
from negotiate.journal import Reader, line_of, refuse_link

FILE = "class.db"
MADE = 0x6E656702
"""The application id of the file, which SQLite keeps: what it is, and how it is laid out."""
TABLES = (
    "CREATE TABLE journal (entry INTEGER PRIMARY KEY, grp INTEGER NOT NULL, said TEXT NOT NULL)",
    "CREATE INDEX of_group ON journal (grp)",
)
SAID = "CAST(said AS BLOB)"
WHOLE = "put back a copy of the folder that was made before"
BUSY = 2.0
"""Seconds to wait for another program that reads the file."""


AGAIN = 2.0
"""Seconds after which a disk that has refused is asked again."""
HELD, WRITTEN, FORCED = range(3)
"""Where entries are: in memory alone, in a transaction, on the disk."""


class Batch:
    """Entries that are written together."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, str]] = []
        self.groups: set[int] = set()
        self.stage = HELD
        self.tried = asyncio.Event()


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
        self.failed: NotWritten | None = None
        self.reader = Reader(self.path)
        refuse_link(self.path)
        if new and self.path.exists():
            raise FileRefused(
                f"`{folder}` holds a class already",
                f"`--resume {folder}` goes on with it; or name another folder",
            )
        if not new and not self.path.is_file():
            raise ScenarioNotFound(
                f"there is no class in `{folder}`", "name the folder that `host` wrote"
            )
        if (
            not new and not self.path.stat().st_size
        ):  # SQLite takes it for a file that it may lay out
            raise self._foreign()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.path.touch(0o600)
            self.db = sqlite3.connect(
                self.path, timeout=BUSY, isolation_level=None, check_same_thread=False
            )
            with ExitStack() as leaving:
                leaving.callback(self.db.close)
                self._open(new)
                leaving.pop_all()
        except (OSError, sqlite3.Error) as wrong:
            if getattr(wrong, "sqlite_errorcode", 0) & 0xFF in (
                sqlite3.SQLITE_BUSY,
                sqlite3.SQLITE_LOCKED,
            ):
                raise FileRefused(
                    f"somebody else holds the class in `{folder}`", "end the other program"
                ) from None
            if isinstance(wrong, sqlite3.DatabaseError) and not isinstance(
                wrong, sqlite3.OperationalError
            ):
                raise self.reader.wrong(1, f"the file is damaged: {wrong}", WHOLE) from None
            raise NotWritten(
                f"`{self.path}` cannot be written: {wrong}", "name another folder"
            ) from None
        self.pool = ThreadPoolExecutor(1, "journal")
        self.batch: Batch | None = None
        self.writing: Batch | None = None
        self.forced: Callable[[], None] = lambda: None
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
        laid_out = tuple(sql for (sql,) in self.db.execute("SELECT sql FROM sqlite_master"))
        self.db.execute("COMMIT")
        if made != MADE or laid_out != TABLES:
            raise self._foreign()

    def _foreign(self) -> UnsuitableGame:
        return UnsuitableGame(
            f"`{self.path}` is not the journal of a class", "name the folder that `host` wrote"
        )

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every entry with its group, in order.

        Raises
        ------
        ScenarioError
            If one is no entry, or another than the one that comes next.
        """
        entries = count(1)
        try:
            found = self.db.execute(f"SELECT entry, grp, {SAID} FROM journal ORDER BY entry")
            for number, (entry, group, said) in zip(entries, found, strict=False):
                yield self._row(number, entry, group, said)
        except sqlite3.Error as wrong:
            raise self.reader.wrong(next(entries), f"the file is damaged: {wrong}", WHOLE) from None

    def _row(
        self, number: int, entry: int, group: object, said: object
    ) -> tuple[int, dict[str, Any]]:
        if entry != number or type(group) is not int or type(said) is not bytes:
            raise self.reader.wrong(number, f"entry {number} of some group stands here", WHOLE)
        return group, self.reader.entry(number, said)

    def of(self, group: int) -> Iterator[dict[str, Any]]:
        """Every entry of a group, in order, those that are not on the disk yet included."""
        reader = Reader(self.path)
        for entry, said in self.db.execute(
            f"SELECT entry, {SAID} FROM journal WHERE grp = ? ORDER BY entry", (group,)
        ):
            yield reader.entry(entry, said)
        for batch in self._waiting(HELD):
            for number, waiting in batch.rows:
                if number == group:
                    yield reader.entry(0, waiting.encode("utf-8"))

    def _waiting(self, stage: int) -> list[Batch]:
        """Whatever has come no further, in order."""
        return [one for one in (self.writing, self.batch) if one is not None and one.stage <= stage]

    def add(self, group: int, entry: Mapping[str, Any]) -> None:
        """Keep an entry; it is on the disk once `kept` returns.

        Raises
        ------
        NotWritten
            If the disk has refused an earlier one, which waits for room.
        """
        if self.failed is not None:
            raise self.failed
        if self.batch is None:
            self.batch = Batch()
        self.batch.rows.append((group, line_of(entry).decode("utf-8")))
        self.batch.groups.add(group)

    def insert(self, rows: list[tuple[int, str]]) -> None:
        """Put entries into a transaction, which is not on the disk yet."""
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO journal (grp, said) VALUES (?, ?)", rows)

    def commit(self) -> None:
        """Force the transaction to the disk."""
        self.db.execute("COMMIT")

    def keep(self) -> None:
        """Write what waits, and return when it is on the disk.

        Raises
        ------
        NotWritten
            If the system refuses.
        """
        for batch in self._waiting(WRITTEN):
            try:
                self._undo()
                self.insert(batch.rows)
                self._force(batch)
            except sqlite3.Error as wrong:
                raise self._refused(wrong, "make room, and start again with --resume") from None
        self.batch = self.writing = None

    async def kept(self) -> None:
        """Return when everything that was added so far is on the disk.

        Raises
        ------
        NotWritten
            If the system refuses: it is tried again, and until then it is not on the disk.
        """
        batch = self.batch or self.writing
        if batch is not None:
            self._start()
            await batch.tried.wait()
            if self.failed is not None and batch.stage < FORCED:
                raise self.failed

    def holds(self, *groups: int) -> bool:
        """Whether something of these groups waits for the disk; `forced` is called once it does
        not.
        """
        held = any(not one.groups.isdisjoint(groups) for one in self._waiting(FORCED))
        if held:
            self._start()
        return held

    def _start(self) -> None:
        if self._flushing is None:
            self._flushing = asyncio.get_running_loop().create_task(self._flush())

    async def _flush(self) -> None:
        while self.batch is not None:
            batch = self.writing = self.batch
            self.batch = None
            # it was tried, if at all, together with an earlier one that was refused
            batch.tried.clear()
            while not await self._written(batch):
                await asyncio.sleep(AGAIN)
            self.writing = self.failed = None
            batch.tried.set()
            self.forced()
        self._flushing = None

    async def _written(self, batch: Batch) -> bool:
        try:
            self.insert(
                batch.rows
            )  # in memory, and so soon done that another thread would take longer
            batch.stage = WRITTEN
            await asyncio.get_running_loop().run_in_executor(self.pool, self._force, batch)
        except sqlite3.Error as wrong:
            batch.stage = HELD
            self._undo()
            self.failed = self._refused(wrong, "make room; the class goes on by itself then")
            for one in self._waiting(HELD):
                one.tried.set()
            return False
        return True

    def _force(self, batch: Batch) -> None:
        self.commit()
        batch.stage = FORCED

    def _undo(self) -> None:
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")

    def _refused(self, wrong: Exception, hint: str) -> NotWritten:
        return NotWritten(f"`{self.path}` cannot be written: {wrong}", hint)

    def discard(self) -> None:
        """Take the file away, and its folder where nothing else is in it."""
        self.batch = self.writing = None
        self.close()
        for one in self.path.parent.glob(f"{FILE}*"):
            one.unlink()
        with suppress(OSError):
            self.path.parent.rmdir()

    def close(self) -> None:
        """Write what waits, and let others have the file.

        Raises
        ------
        NotWritten
            If the system refuses.
        """
        self.pool.shutdown()
        try:
            self.keep()
        finally:
            self.db.close()
