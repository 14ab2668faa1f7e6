"""The agents that can be sent into simulated talks, in one tuple."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from negotiate.errors import UnsuitableGame
from negotiate.kernels.bargaining.talks import CONCESSION, MICRO, MODELLER, TIT_FOR_TAT, Manner

CANDIDATES = 8
"""Packages equally good for itself among which an agent that models the others chooses."""


class UnknownTalks(UnsuitableGame):
    """No way to talk and no agent goes by what was asked for, or it does not take what was said of it."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Agent:
    """One way to talk.

    Parameters
    ----------
    name : str
        What `--agents` calls it.
    says : str
        What it does, as the end of a sentence that begins with the player.
    reference : str
        Authors and year.
    manner : Manner
        What the kernel makes of it.
    """

    name: str
    says: str
    reference: str
    manner: Manner


AGENTS: tuple[Agent, ...] = (
    Agent(
        "boulware",
        "asks for nearly everything until shortly before the end",
        "Faratin, Sierra and Jennings 1998; Raiffa 1982 for the name",
        Manner(CONCESSION, 4.0),
    ),
    Agent(
        "linear",
        "concedes the same amount in every round",
        "Faratin, Sierra and Jennings 1998",
        Manner(CONCESSION),
    ),
    Agent("conceder", "makes most concessions early", "Faratin, Sierra and Jennings 1998", Manner(CONCESSION, 0.25)),
    Agent(
        "tit-for-tat",
        "makes one small concession, and then concedes as much as the other side does",
        "Faratin, Sierra and Jennings 1998",
        Manner(TIT_FOR_TAT),
    ),
    Agent(
        "micro",
        "makes a new offer only if it has made no more different offers than the other side",
        "de Jonge 2022",
        Manner(MICRO),
    ),
    Agent(
        "modeller",
        "concedes as slowly as boulware, but picks the package that the other side seems to like best",
        "van Krimpen, Looije and Hajizadeh 2013",
        Manner(MODELLER, 4.0),
    ),
)
"""In the order in which they are told."""


def agents_of(names: str | Sequence[str], players: int) -> tuple[Agent, ...]:
    """The agents by their names, separated by commas or in a sequence; a single one for everybody.

    Raises
    ------
    UnknownTalks
        If there is none of that name, or not one for each player.
    """
    known = {agent.name: agent for agent in AGENTS}
    asked = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    for name in asked:
        if name not in known:
            raise UnknownTalks(f"there is no agent `{name}`", choices(name, known))
    if len(asked) == 1:
        asked *= players
    if len(asked) != players:
        raise UnknownTalks(
            f"{len(asked)} agents are named for {players} players",
            "name one agent for all, or one for each player who signs",
        )
    return tuple(known[name] for name in asked)


def choices(word: str, known: Iterable[str]) -> str:
    """The nearest of the known names, and all there are."""
    names = list(known)
    near = get_close_matches(word, names, n=1)
    told = ", ".join(f"`{name}`" for name in names)
    return f"did you mean `{near[0]}`? Choose from {told}" if near else f"choose from {told}"
