"""A bar on standard error that shows a person how far a long answer has got."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

PATIENCE = 1.0
"""Seconds before anything is shown."""


@contextmanager
def progress(doing: str, unit: str = "") -> Iterator[Callable[[int, int], None]]:
    """A function that is told how many steps are done, and how many there are.

    It shows nothing where nobody looks on, and nothing of what is done soon; the bar is gone once
    the answer is there.

    Parameters
    ----------
    doing : str
        What takes so long.
    unit : str
        What is counted; the rate is shown where it is named.
    """
    shown: dict[str, Any] = {}
    started = monotonic()

    def told(done: int, steps: int) -> None:
        now = monotonic()
        if (
            "bar" not in shown
            and now - started > PATIENCE
            and sys.stderr is not None
            and sys.stderr.isatty()
        ):
            shown["bar"] = _bar()
            shown["bar"].start()
            shown["task"] = shown["bar"].add_task(doing, total=steps, rate="")
        first, since = shown.setdefault("first", (done, now))
        if "bar" in shown:
            rate = f"{(done - first) / (now - since):,.0f} {unit}/s" if unit and now > since else ""
            shown["bar"].update(shown["task"], completed=done, total=steps, rate=rate)

    try:
        yield told
    finally:
        if "bar" in shown:
            shown["bar"].stop()


def _bar() -> Any:
    from rich.console import Console  # noqa: PLC0415 - only a long answer needs it
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - the same

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)
