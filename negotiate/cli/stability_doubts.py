"""Great and unknown preferences as a command line writes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from negotiate.cli.usage import Misused

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel
    from negotiate.standing.questions.strength import Strength
    from negotiate.standing.questions.unknown import Unknown
    from negotiate.standing.states.reach import Sanctions

Finds = Callable[[str], Any]
"""From the text of a state to its name in the model."""


def strength_of(model: GraphModel, given: list[str], sanctions: Sanctions, state: Finds) -> Strength:
    """What follows `--greatly`, asked.

    Raises
    ------
    Misused
        If it is no player and state.
    """
    from negotiate.standing.questions.strength import strength  # noqa: PLC0415 - start-up stays light

    greatly: dict[str, list[Any]] = {}
    for text in given:
        player, (best,) = _parts(model, text, "--greatly", 1)
        greatly.setdefault(player, []).append(state(best))
    return strength(model, greatly, sanctions)


def unknown_of(model: GraphModel, given: list[str], sanctions: Sanctions, state: Finds) -> Unknown:
    """What follows `--unknown`, asked.

    Raises
    ------
    Misused
        If it is no player with two states.
    """
    from negotiate.standing.questions.unknown import unknown  # noqa: PLC0415 - start-up stays light

    pairs: dict[str, list[tuple[Any, Any]]] = {}
    for text in given:
        player, (one, other) = _parts(model, text, "--unknown", 2)
        found = state(one), state(other)
        if found[0] == found[1]:
            raise Misused(f"`{one.strip()}` and `{other.strip()}` are one state", "name two states")
        pairs.setdefault(player, []).append(found)
    return unknown(model, pairs, sanctions)


def _parts(model: GraphModel, text: str, option: str, states: int) -> tuple[str, list[str]]:
    """A player and what stands behind it, between colons."""
    player, *rest = (part.strip() for part in text.split(":"))
    form = ":".join(["PLAYER", *["PACKAGE"] * states])
    if len(rest) != states or not all(rest):
        raise Misused(f"`{option}` takes {form}, and not `{text}`", f"such as `{option} {_example(model, states)}`")
    if player not in model.keys:
        known = ", ".join(f"`{key}`" for key in model.keys)
        raise Misused(f"`{option}`: there is no player `{player}`", f"the players are {known}")
    return player, rest


def _example(model: GraphModel, states: int) -> str:
    return ":".join([model.keys[0], *["today", *model.happened, "ISSUE=OPTION"][:states]])
