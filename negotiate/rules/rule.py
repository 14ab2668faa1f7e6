"""What a rule of the scenario language is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Profile = Literal["draft", "class", "publish"]

PROFILES: tuple[Profile, ...] = ("draft", "class", "publish")
"""How much a file is held to, each one including those before it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a scenario file is held to.

    Parameters
    ----------
    code : str
        Its stable name, which every report of it carries.
    says : str
        What it asks for, in one sentence.
    why : str
        What goes wrong otherwise.
    mend : str
        What to do about it.
    severity : {'error', 'warning'}
        An error of the profile `draft` stops every command; a warning stops none.
    profile : {'draft', 'class', 'publish'}
        The first profile of `check` that asks for it.
    fixable : bool
        Whether `check --fix` mends it, where there is one certain mend.
    """

    code: str
    says: str
    why: str
    mend: str
    severity: Severity = "error"
    profile: Profile = "draft"
    fixable: bool = False
