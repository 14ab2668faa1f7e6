"""What `export` says of a bargaining problem that it has written for GENIUS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from negotiate.report.screen.console import Drawn
from negotiate.report.style import TITLE, Look
from negotiate.report.words import joined, safe


def written(file: str, profiles: Sequence[str], told: Sequence[str], look: Look) -> RenderableType:
    """Which files stand there now, what their numbers mean, and what they do not say."""
    first, *others = sentences(file, profiles, told)
    return Drawn(lambda _: [Text(first, style=TITLE), *map(Text, others)], look)


def sentences(file: str, profiles: Sequence[str], told: Sequence[str]) -> list[str]:
    """The same in plain sentences.

    Parameters
    ----------
    file : str
        The domain's, as it was asked for.
    profiles : sequence of str
        The names of the files beside it.
    told : sequence of str
        Sentences about what stands in them.
    """
    noun = "profiles" if len(profiles) > 1 else "profile"
    beside = joined([safe(name, True) for name in profiles])
    first = f"{safe(Path(file).as_posix(), True)} is written: the domain, and the {noun} {beside} beside it."
    return [first, *(safe(said, True) for said in told)]
