"""The sentences that people write for pages whose tables are read off the code."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent / "introductions"


def introduction(room: str, name: str) -> str:
    """What stands in `introductions/ROOM/NAME.md`; empty where nobody has written it yet."""
    path = HERE / room / f"{name}.md"
    return path.read_text("utf-8").strip() + "\n" if path.is_file() else ""
