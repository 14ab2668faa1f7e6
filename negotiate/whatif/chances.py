"""What chance decides before anybody does: which events and private types can be drawn, and how
likely each outcome is.

Odds may be formulas of parameters and of other events. They are worked out for the values that
these have at a point. An event is not drawn where no odds hold for everybody, or none hold before
something is decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import AnyArray, FloatArray
from negotiate.model import type_profiles
from negotiate.model.expressions import branches
from negotiate.model.payoffs import Frame, check_odds, closed
from negotiate.report.style import joined

if TYPE_CHECKING:
    from negotiate.model import PrivateType
    from negotiate.model.chance import Event
    from negotiate.scenario import Scenario

DECIDED = "its odds depend on what is decided"
DISPUTED = "the players hold different odds"
TYPED = "a private type changes its odds"
LATER = "its odds depend on an event that is not drawn"
SET = "a private type sets it"
PLAIN = "it has a range and no distribution"
"""Why something uncertain is not drawn."""


@dataclass(frozen=True)
class Chances:
    """The events and private types of a scenario, and how likely each outcome is at some points.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    player : str
        Whose odds count where players hold different ones; empty where nobody's do.

    Notes
    -----
    The odds of players who disagree are not averaged: no player holds the average, and each counts
    by its own odds.
    """

    scenario: Scenario
    player: str = ""

    @cached_property
    def held(self) -> dict[str, str]:
        """Event that cannot be drawn → why; one that is sure to come out in one way has nothing to
        draw.
        """
        found: dict[str, str] = {}
        for name, event in self.scenario.events.items():
            why = LATER if found.keys() & {*event.after} else self._why(event)
            found |= {name: why} if why and not event.settled else {}
        return found

    def _why(self, event: Event) -> str:
        if not (event.common or self.player):
            return DISPUTED
        looked = self.scenario.scope.of(event.odds[self.player or self.scenario.keys[0]])
        if looked.issues:
            return DECIDED
        own = any(address.startswith(f"chance.{event.id}.") for address in self._addresses)
        return TYPED if own or looked.parameters & self.typed else ""

    @cached_property
    def events(self) -> tuple[str, ...]:
        """The events that can be drawn, none before one on which its odds depend."""
        return tuple(
            name
            for name, one in self.scenario.events.items()
            if name not in self.held and not one.settled
        )

    @cached_property
    def _addresses(self) -> frozenset[str]:
        """What the types set, of a player's question those of the others."""
        others = [own for key, own in self.scenario.types.items() if key != self.player]
        return frozenset(name for own in others for one in own for name in one.settings)

    @cached_property
    def typed(self) -> frozenset[str]:
        """The parameters that some type sets."""
        parts = (
            name.removeprefix("parameters.").removesuffix(".value") for name in self._addresses
        )
        return frozenset(parts) & self.scenario.parameters.keys()

    def outcomes(self, name: str) -> tuple[str, ...]:
        """The outcomes of an event, or the types of a player; none where the name is another's."""
        event = self.scenario.events.get(name)
        return (
            event.labels
            if event is not None
            else tuple(one.id for one in self.scenario.types.get(name, ()))
        )

    def order(self, names: Sequence[str]) -> list[int]:
        """The places of these names, each after all on whose values its odds depend."""
        events = {name: place for place, name in enumerate(self.scenario.events, 2)}
        return sorted(
            range(len(names)),
            key=lambda k: events.get(names[k], names[k] not in self.scenario.parameters),
        )

    def odds(
        self, name: str, values: Sequence[Any], here: Mapping[str, Any], count: int
    ) -> FloatArray | None:
        """How likely each of some outcomes or types is at some points, given that one of them
        comes.

        Parameters
        ----------
        name : str
            An event, or a player for its types.
        values : sequence
            Outcomes or types.
        here : Mapping[str, sequence]
            What varies → its values at the points. An event that is not here counts by its own
            odds.
        count : int
            How many points there are.

        Returns
        -------
        ndarray, shape (values, points), or None
            Summing to 1 at each point; None of what has no odds before something is decided.

        Raises
        ------
        OutOfRange
            If the odds are no odds at some point.
        """
        if name in self.held or not self.outcomes(name):
            return None
        found = {label: np.broadcast_to(one, count) for label, one in self._every(name, here)}
        known = np.array([found.get(value, np.zeros(count)) for value in values])
        total = known.sum(axis=0)
        if not known.any():
            return None
        return np.asarray(
            np.where(total > 0, known / np.where(total > 0, total, 1.0), 1 / len(values)),
            dtype=float,
        )

    def together(
        self, types: Mapping[str, Sequence[PrivateType]], here: Mapping[str, Any], count: int
    ) -> FloatArray | None:
        """How likely each way to deal these types is at some points, shape (ways, points), given
        that one of them comes; None where no two of them are dealt together.

        Raises
        ------
        OutOfRange
            If the odds are no odds at some point.
        """
        one = self.scenario
        linked = one.jointly[0].types.keys() if one.jointly else ()
        if not linked & types.keys():
            return None
        frame = Frame(one, {}, 1, draws=self._numbers(here))
        odds = [np.broadcast_to(each.odds.evaluate(frame), count) for each in one.jointly]
        check_odds(joined([*linked]), odds)
        found = []
        for dealt in type_profiles({key: tuple(own) for key, own in types.items()}):
            kinds = {each.player: each.id for each in dealt}
            share = np.zeros(count)
            for each, chance in zip(one.jointly, odds, strict=True):
                if all(kinds.get(key, kind) == kind for key, kind in each.types.items()):
                    share = share + chance
            for own in dealt:
                if own.player not in linked:
                    share = share * np.broadcast_to(own.odds.evaluate(frame), count)
            found.append(share)
        total = np.sum(found, axis=0)
        return np.asarray(
            np.where(total > 0, found / np.where(total > 0, total, 1.0), 1 / len(found))
        )

    def _numbers(self, here: Mapping[str, Any]) -> dict[str, AnyArray]:
        """The values of the parameters that vary."""
        known = self.scenario.parameters
        return {key: np.asarray(own, dtype=float) for key, own in here.items() if key in known}

    def _every(self, name: str, here: Mapping[str, Any]) -> Iterator[tuple[str, AnyArray]]:
        """Every outcome or type, with its odds at the points."""
        one = self.scenario
        places = {
            key: _places(one.events[key].labels, here[key])
            for key in here
            if key in one.events and key != name
        }
        frame = Frame(one, places, 1, draws=self._numbers(here))
        if name in one.types:
            odds = [np.asarray(own.odds.evaluate(frame), dtype=float) for own in one.types[name]]
            check_odds(name, odds)
            yield from zip(self.outcomes(name), odds, strict=True)
        else:
            labels = self.outcomes(name)
            weights: list[AnyArray] = [np.zeros(1) for _ in labels]
            for weight, case in branches(
                frame, closed(one.events, [name]), self.player or one.keys[0]
            ):
                place = int(case.choice(name, False).flat[0])
                weights[place] = weights[place] + weight
            yield from zip(labels, weights, strict=True)


def _places(labels: Sequence[str], values: Sequence[Any]) -> AnyArray:
    """The places of outcomes."""
    where = {label: k for k, label in enumerate(labels)}
    return np.array([where.get(value, -1) for value in values])
