"""What players insist on, what awaits them without a deal, and deals to hold others against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Literal

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import entity, record
from negotiate.errors import Note, is_about

SAME = 1e-9
"""Of all that a player's payoffs span: two no-deal points that are no further apart are one."""
SEVERAL = "several no-deal points"
"""What the note is about that says which of several no-deal points an answer takes."""
Kind = Literal["red line", "ratifier", "no deal", "soft red line"]


@record
class Claim:
    """Something that may keep a package from being signed.

    Parameters
    ----------
    name : str
        A red line or ratifier by its name in the file; `no_deal.<player>` for the least that a
        player signs for.
    player : int
        Whose claim it is.
    kind : {'red line', 'ratifier', 'no deal', 'soft red line'}
        A soft red line keeps nothing from being signed: it has a price.
    written : str
        The claim in the file's words.
    about : str
        Why the player makes the claim, in the file's words; empty where the file says nothing.
    """

    name: str
    player: int
    kind: Kind
    written: str = ""
    about: str = ""

    @property
    def hard(self) -> bool:
        """Whether no price makes the player sign."""
        return self.kind != "soft red line"


def no_deal_claim(key: str) -> str:
    """The name of the claim that a player gets at least what no deal gives it."""
    return f"no_deal.{key}"


@entity
class NoDeal:
    """What happens when they walk away.

    Parameters
    ----------
    payoffs : ndarray, shape (players,)
        The disagreement point.
    label : str
        What is done then, in a few words.
    how : str
        Where the point comes from: "equilibrium", "status quo", "file", "given".
    choices : Mapping[str, str]
        Issue → option, where everybody does one thing for sure.
    """

    payoffs: FloatArray
    label: str = ""
    how: str = "given"
    choices: Mapping[str, str] = field(default_factory=dict)


@entity
class Landmark:
    """A package that somebody may want to hold others against: the status quo, or what really
    happened.

    Parameters
    ----------
    label : str
        What it is called.
    package : int
        Its index; -1 where it is no package on this table.
    payoffs : ndarray, shape (players,)
        What it is worth.
    choices : Mapping[str, str]
        Issue → option.
    beyond : Mapping[str, str]
        The choices that no deal sets here.
    crossed : tuple of str
        Where it is no package on this table: the red lines and ratifiers that it crosses.
    costs : Mapping[str, float]
        Soft red line → what signing costs its player, as taken off its payoff.
    possible : bool
        Whether it can happen at all.
    """

    label: str
    package: int
    payoffs: FloatArray
    choices: Mapping[str, str] = field(default_factory=dict)
    beyond: Mapping[str, str] = field(default_factory=dict)
    crossed: tuple[str, ...] = ()
    costs: Mapping[str, float] = field(default_factory=dict)
    possible: bool = True

    @property
    def on_table(self) -> bool:
        """Whether it is one of the packages."""
        return self.package >= 0


def several_note(no_deals: Sequence[NoDeal], chosen: int, one_table: bool = True) -> Note:
    """Which of several no-deal points an answer is about, and how to ask about another.

    Which of them it is does not matter where all are worth the same, and leave one table.
    """
    points = (
        f"without talks there are {len(no_deals)} equilibria, and so {len(no_deals)} no-deal points"
    )
    worths = np.array([found.payoffs for found in no_deals])
    if one_table and (np.ptp(worths, axis=0) <= SAME * np.abs(worths).max(axis=0)).all():
        return Note(f"{points}, all worth the same", SEVERAL)
    other = f"`--no-deal {1 if chosen else 2}` takes another"
    return Note(f"{points}. This answer takes number {chosen + 1}. {other}", SEVERAL)


def retold(notes: Sequence[str], no_deals: Sequence[NoDeal], chosen: int) -> tuple[str, ...]:
    """Notes, of which the one about several no-deal points names another of them."""
    return tuple(
        several_note(no_deals, chosen) if is_about(note, SEVERAL) else note for note in notes
    )
