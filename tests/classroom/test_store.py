"""The journal: what is kept, what a full disk does, and that one program alone writes it."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from negotiate.classroom.store import FILE, Store
from negotiate.errors import FileRefused, NegotiateError, NotWritten, ScenarioNotFound
from tests.cli.shell import ask


def test_entries_that_come_together_are_one_transaction_and_stay(tmp_path: Path) -> None:
    async def write(store: Store) -> int:
        written = []
        real = store.insert
        store.insert = lambda rows: (written.append(len(rows)), real(rows))[1]  # type: ignore[method-assign]  # to count them

        async def one(number: int) -> None:
            store.add(number, {"act": "x", "number": number, "text": "\ud800 é"})
            await store.kept()

        await asyncio.gather(*(one(number) for number in range(100)))
        assert sum(written) == 100
        return len(written)

    store = Store(tmp_path, new=True)
    assert asyncio.run(write(store)) <= 3
    store.close()
    again = Store(tmp_path, new=False)
    assert [group for group, _ in again.rows()] == list(range(100))
    again.close()


def full(*_: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


def acts(store: Store) -> list[str]:
    """What stands on the disk."""
    return [entry["act"] for _, entry in store.rows()]


@pytest.mark.parametrize("where", ["insert", "commit"])
def test_what_a_full_disk_refuses_is_held_and_written_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr("negotiate.classroom.store.AGAIN", 0.01)
    store = Store(tmp_path, new=True)
    store.add(1, {"act": "first"})
    store.keep()
    real = getattr(store, where)

    async def write() -> None:
        forced = asyncio.Event()
        setattr(store, where, full)
        store.add(1, {"act": "held"})
        store.forced = forced.set
        first = asyncio.create_task(store.kept())
        await asyncio.sleep(0)
        store.add(2, {"act": "at the same time"})
        for one in (first, store.kept(), store.kept()):
            with pytest.raises(NotWritten, match="disk is full"):
                await one
        with pytest.raises(NotWritten):
            store.add(0, {"act": "more"})
        await asyncio.sleep(0.05)
        assert [entry["act"] for entry in store.of(1)] == ["first", "held"], "the class knows it"
        assert [store.holds(group) for group in (0, 1, 2)] == [False, True, True]
        assert not forced.is_set()
        setattr(store, where, real)
        await asyncio.wait_for(forced.wait(), 5)
        store.add(1, {"act": "last"})
        await store.kept()
        assert [entry["act"] for entry in store.of(1)] == ["first", "held", "last"]

    asyncio.run(write())
    assert store.failed is None
    assert acts(store) == ["first", "held", "at the same time", "last"]
    store.close()


def test_a_real_file_that_may_not_grow_takes_everything_once_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("negotiate.classroom.store.AGAIN", 0.01)
    store = Store(tmp_path, new=True)

    async def write() -> None:
        store.db.execute("PRAGMA max_page_count=4").fetchone()
        store.add(1, {"act": "x" * 50_000})
        with pytest.raises(NotWritten):
            await store.kept()
        store.db.execute("PRAGMA max_page_count=100000").fetchone()
        while store.holds(1):
            await asyncio.sleep(0.01)

    asyncio.run(write())
    store.close()
    again = Store(tmp_path, new=False)
    assert acts(again) == ["x" * 50_000]
    again.close()


def test_what_was_never_written_is_told_at_the_end(tmp_path: Path) -> None:
    store = Store(tmp_path, new=True)

    async def write() -> None:
        store.commit = full  # type: ignore[method-assign]  # a full disk
        store.add(0, {"act": "lost"})
        with pytest.raises(NotWritten):
            await store.kept()

    asyncio.run(write())
    with pytest.raises(NotWritten, match="disk is full"):
        store.close()
    again = Store(tmp_path, new=False)
    assert acts(again) == []
    again.close()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, FileRefused),
        (sqlite3.SQLITE_LOCKED, FileRefused),
        (sqlite3.SQLITE_BUSY | 2 << 8, FileRefused),
        (sqlite3.SQLITE_FULL, NotWritten),
        (sqlite3.SQLITE_IOERR, NotWritten),
        (sqlite3.SQLITE_CORRUPT, NotWritten),
    ],
)
def test_who_holds_the_file_is_told_by_the_code_and_not_by_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[NegotiateError]
) -> None:
    wrong = sqlite3.OperationalError(
        "das Laufwerk ist voll" if kind is FileRefused else "the disk was locked away"
    )
    wrong.sqlite_errorcode = code

    def refuse(self: Store, new: bool) -> None:
        raise wrong

    monkeypatch.setattr(Store, "_open", refuse)
    with pytest.raises(NegotiateError) as told:
        Store(tmp_path, new=True)
    assert type(told.value) is kind


def test_one_program_writes_and_another_file_is_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path, new=True)
    store.add(0, {"act": "x"})
    store.keep()
    with pytest.raises(FileRefused, match="class already"):
        Store(tmp_path, new=True)
    with pytest.raises(FileRefused, match="somebody else"):
        Store(tmp_path, new=False)
    store.close()
    with pytest.raises(ScenarioNotFound):
        Store(tmp_path / "nothing", new=False)
    other = tmp_path / "other"
    other.mkdir()
    for content in (b"no database at all, but long enough to be taken for one" * 30, b""):
        (other / FILE).write_bytes(content)
        with pytest.raises(NegotiateError):
            Store(other, new=False)


def test_a_class_that_is_never_served_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        refused = ask(capsys, "host", "classics/chicken", "--address", "10.9.9.9")
        assert refused.code != 0
        assert "`10.9.9.9` cannot be served" in refused.err
        assert not [*tmp_path.iterdir()]
    kept = tmp_path / "mine"
    kept.mkdir()
    (kept / "notes.txt").write_text("of somebody", "utf-8")
    assert (
        ask(capsys, "host", "classics/chicken", "--out", str(kept), "--address", "10.9.9.9").code
        != 0
    )
    assert [one.name for one in kept.iterdir()] == ["notes.txt"]
