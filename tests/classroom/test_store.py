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


def test_a_disk_that_refuses_is_told_and_nothing_more_is_taken(tmp_path: Path) -> None:
    store = Store(tmp_path, new=True)
    store.add(0, {"act": "first"})
    store.keep()

    def full(rows: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    real = store.insert

    async def write() -> None:
        store.insert = full  # type: ignore[method-assign]  # a full disk
        store.add(0, {"act": "lost"})
        with pytest.raises(NotWritten, match="disk is full"):
            await store.kept()
        with pytest.raises(NotWritten):
            store.add(0, {"act": "more"})

    asyncio.run(write())
    store.insert = real  # type: ignore[method-assign]  # as it was
    store.close()
    again = Store(tmp_path, new=False)
    assert [entry["act"] for _, entry in again.rows()] == ["first"]
    again.close()


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
    assert ask(capsys, "host", "classics/chicken", "--out", str(kept), "--address", "10.9.9.9").code != 0
    assert [one.name for one in kept.iterdir()] == ["notes.txt"]
