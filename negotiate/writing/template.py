"""The templates that a new scenario starts from, each a small negotiation that works at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Template:
    """A commented scenario to be rewritten.

    Parameters
    ----------
    name : str
        What it is asked for by; its file is called the same.
    purpose : str
        What it shows, in a few words.
    players : int
        How many negotiate.
    lens : {'solve', 'tree', 'stability', 'simulate'}
        The command that answers it best.
    """

    name: str
    purpose: str
    players: int
    lens: str = "solve"

    def text(self) -> str:
        """The scenario itself, as it is written into a new file."""
        return (Path(__file__).parent / "templates" / f"{self.name}.yaml").read_text("utf-8")


TEMPLATES: tuple[Template, ...] = (
    Template("two-by-two", "one choice each, at the same moment", 2),
    Template("bargaining", "two issues to sign, one thing each can do alone", 2),
    Template("threat", "announced, answered, carried out or dropped", 2, "tree"),
    Template("multi-issue", "five issues, sources, ranges, red lines, variants", 2),
    Template("three-players", "issues that two decide, deals that two may sign", 3),
    Template("repeated", "a promise that is kept because there is a next time", 2, "simulate"),
    Template("ordinal", "what each would rather have, without numbers", 3, "stability"),
)
"""Every template, the simplest first."""
