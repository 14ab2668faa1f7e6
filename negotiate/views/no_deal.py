"""What happens when they walk away: a package, the status quo, or what each side would do if nobody talked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.table.claims import NoDeal
from negotiate.errors import UnsuitableGame, shortly
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import add_up
from negotiate.solvers.registry import solve
from negotiate.solvers.solution import Equilibrium
from negotiate.views.alone import alone

Chosen = int | str | Mapping[str, str]
"""A no-deal point by its number, counted from 1; by the words `status_quo` or `equilibrium`; or issue → option."""


def no_deals(negotiation: Negotiation, chosen: Chosen | None = None) -> tuple[tuple[NoDeal, ...], int]:
    """Every no-deal point, and which of them the answers are about.

    Parameters
    ----------
    negotiation : Negotiation
        Whose `no_deal` counts where nothing is chosen.
    chosen : int, str or Mapping, optional
        See `Chosen`.

    Returns
    -------
    tuple of NoDeal, int
        Several only where the game without talks has several equilibria.

    Raises
    ------
    UnsuitableGame
        If the game without talks has no equilibrium that was found, or nothing is there of what was chosen.
    """
    meant = negotiation.no_deal if chosen is None or isinstance(chosen, int) else _meant(negotiation, chosen)
    if isinstance(meant, Mapping):
        found: tuple[NoDeal, ...] = (_package(negotiation, meant, "file" if chosen is None else "given"),)
    elif meant == "status_quo":
        if not negotiation.status_quo:
            raise UnsuitableGame("the file names no status quo", "name a no-deal point by issue=option")
        found = (_package(negotiation, {}, "status quo"),)
    else:
        found = _equilibria(negotiation)
    number = chosen - 1 if isinstance(chosen, int) else 0
    if not 0 <= number < len(found):
        there = f"a number from 1 to {len(found)}" if len(found) > 1 else "nothing but 1 here"
        raise UnsuitableGame(f"there is no no-deal point number {shortly(number + 1)}", f"`no_deal` takes {there}")
    return found, number


def _meant(negotiation: Negotiation, chosen: str | Mapping[str, str]) -> Mapping[str, int] | str:
    if isinstance(chosen, str):
        if chosen not in ("status_quo", "equilibrium"):
            raise UnsuitableGame(
                f"`{chosen}` names no no-deal point", "`no_deal` takes a number, `equilibrium`, `status_quo` or options"
            )
        return chosen
    package = {}
    for issue, option in chosen.items():
        if issue not in negotiation.issues:
            raise UnsuitableGame(f"there is no issue `{issue}`", f"there is {', '.join(negotiation.issues)}")
        labels = negotiation.issues[issue].labels
        if option not in labels:
            raise UnsuitableGame(f"`{issue}` has no option `{option}`", f"it has {', '.join(labels)}")
        package[issue] = labels.index(option)
    return package


def _package(negotiation: Negotiation, package: Mapping[str, int], how: str) -> NoDeal:
    """A no-deal point that somebody named; what is left out is as in the status quo."""
    held = {**negotiation.status_quo, **package, **negotiation.fixed}
    missing = [issue for issue, found in negotiation.issues.items() if issue not in held and len(found.options) > 1]
    if missing:
        words = ", ".join(f"`{issue}`" for issue in missing)
        raise UnsuitableGame(f"the no-deal point says nothing of {words}, and the file names no status quo")
    everything = {issue: held.get(issue, 0) for issue in negotiation.issues}
    choices = {issue: negotiation.issues[issue].options[option].id for issue, option in everything.items()}
    told = {issue: choices[issue] for issue in (package or everything)}
    label = (
        "the status quo" if how == "status quo" else ", ".join(f"{issue} {option}" for issue, option in told.items())
    )
    return NoDeal(_worth(negotiation, everything), label, how, choices)


def _worth(negotiation: Negotiation, held: Mapping[str, int]) -> FloatArray:
    found = add_up(negotiation.grid((), held), negotiation.keys, (), with_moves=False)[0]
    return np.asarray(found, dtype=np.float64)


def _equilibria(negotiation: Negotiation) -> tuple[NoDeal, ...]:
    """What each side would do if nobody talked: every equilibrium of the game without talks."""
    solution = solve(alone(negotiation))
    found = [e for e in solution.profiles if isinstance(e, Equilibrium)]
    if not found:
        raise UnsuitableGame(
            "no equilibrium of the game without talks was found, so what no deal would bring is not known",
            "name a no-deal point: `no_deal: status_quo` in the file, or issue → option",
        )
    kept = getattr(solution.game, "kept", {})
    return tuple(
        NoDeal(
            np.array(e.payoffs, dtype=np.float64),
            _label(dict(e.choices), e.pure),
            "equilibrium",
            {**kept, **e.choices} if e.pure else {},
        )
        for e in found
    )


def _label(choices: Mapping[str, str], pure: bool) -> str:
    return ", ".join(f"{issue} {option}" for issue, option in choices.items()) if pure else "a mixed equilibrium"
