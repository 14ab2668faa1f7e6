"""What each signer can hope for from a lottery, and the lotteries that share it out by a measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.mixtures.lotteries import Lotteries
from negotiate.bargaining.mixtures.mixing import GAP, Demands, Mixer, Mixture
from negotiate.bargaining.mixtures.products import largest_product
from negotiate.errors import DidNotConverge

NOTHING = 1e-9
"""Of a signer's best package: who can hope for less than that can hope for nothing."""
STUCK = 1e-8
"""Of what a signer can hope for: who can get no more than that without taking it from others is done."""
NEAR = 1e-7
"""Of what a signer can hope for: Raiffa's steps end where nobody can gain more, and one last step goes straight."""
STEPS = 1_000
"""Of Raiffa's."""
Within = Callable[[Demands], Demands]
"""What a lottery has to give besides."""
FLOAT_ROOM = 1e-12
"""What demands that are just met are lowered by, so that rounding does not make them impossible."""


@dataclass(frozen=True, slots=True, eq=False)
class Stakes:
    """What there is to share out; gains are multiples of what each signer can hope for.

    Parameters
    ----------
    mixer : Mixer
        Finds lotteries.
    counted : ndarray of bool, shape (signers,)
        Who can gain.
    own : ndarray, shape (signers,)
        What each signer's hope is in its own unit.
    """

    mixer: Mixer
    counted: BoolArray
    own: FloatArray

    def fairest(self, share: FloatArray) -> Mixture:
        """The lottery whose smallest multiple of `share` is largest, then the next smallest, and so on."""
        return self._fairest(share, self.counted, self.mixer.lotteries.least, _free)

    def _fairest(self, share: FloatArray, among: BoolArray, level: FloatArray, within: Within) -> Mixture:
        """The same among some signers, where the others get their level and `within` demands more."""
        open_, level = among.copy(), level.copy()
        while True:
            wanted = Demands(np.eye(len(level)), np.where(open_, 0.0, level), np.where(open_, share, 0.0))
            found = self.mixer.best(np.zeros(len(level)), within(wanted))
            reached = np.where(open_, share * found.value, level) - FLOAT_ROOM
            stuck = open_ & (found.prices[: len(level)] * wanted.share > NOTHING)
            stuck |= open_ & ~self._movable(reached, open_, within)
            if not stuck.any():
                stuck = open_
            level = np.where(stuck, reached, level)
            open_ = open_ & ~stuck
            if not open_.any():
                return found

    def _movable(self, reached: FloatArray, asked: BoolArray, within: Within) -> BoolArray:
        """Who can get more without anybody's getting less."""
        demands = within(Demands(np.eye(len(reached)), reached, np.zeros(len(reached))))
        result = np.zeros(len(reached), dtype=bool)
        for signer in np.flatnonzero(asked):
            most = self.mixer.best(np.eye(len(reached))[signer], demands).value
            result[signer] = most > reached[signer] + STUCK
        return result

    def largest_sum(self, weights: FloatArray) -> tuple[Mixture, bool]:
        """The lottery with the largest weighted sum, of ties the fairest in own units; whether there is any tie."""
        top = self.mixer.best(weights, self.mixer.floor())
        shared = self.counted & self.mixer.lotteries.insisting
        if not shared.any():
            return top, False

        def within(demands: Demands) -> Demands:
            return demands.with_row(weights, top.value - FLOAT_ROOM)

        found = self._fairest(self.even(shared), shared, self.mixer.lotteries.least, within)
        return found, bool(np.abs(found.gains - top.gains).max() > STUCK)

    def even(self, among: BoolArray) -> FloatArray:
        """Shares by which some signers gain alike in their own units, 1 at most; nobody else's unit counts."""
        least = self.own.min(initial=np.inf, where=among)
        return np.where(among, least / self.own, 0.0) if among.any() else np.zeros(len(among))

    def product(self, powers: FloatArray) -> Mixture:
        """The lottery with the largest product of gains, each to its power."""
        start, powers = self.fairest(np.ones(len(powers))), np.where(self.counted, powers, 0.0)
        return largest_product(self.mixer, powers, start) if powers.any() else start

    def stepwise(self) -> Mixture:
        """Where Raiffa's steps end: each goes part of the way to what each could still hope for."""
        count = len(self.own)
        here = np.zeros(count)
        for _ in range(STEPS):
            least = np.where(self.counted | self.mixer.lotteries.insisting, here, -np.inf) - FLOAT_ROOM
            demands = Demands(np.eye(count), least, np.zeros(count))
            hope = here.copy()
            for signer in np.flatnonzero(self.counted):
                hope[signer] = max(here[signer], self.mixer.best(np.eye(count)[signer], demands).value)
            if (hope - here).max() <= NEAR:
                return self.mixer.best(np.zeros(count), Demands(np.eye(count), least, self.counted.astype(np.float64)))
            here = here + (hope - here) / self.counted.sum()
        raise DidNotConverge("Raiffa's steps", STEPS, float((hope - here).max()), NEAR)


def _free(demands: Demands) -> Demands:
    return demands


def stakes(lotteries: Lotteries) -> Stakes | None:
    """What signers can hope for from lotteries; nothing where no lottery gives anybody more than no deal."""
    if not lotteries.some or not lotteries.apart.size:
        return None
    most = sum(table.max(axis=1) for table in lotteries.tables) - lotteries.apart
    spread = sum(np.ptp(table, axis=1) for table in lotteries.tables)
    scale = np.where(most > 0, most, np.where(spread > 0, spread, 1.0))
    hope, mixer = _hopes(lotteries, scale)
    scale = np.where(hope > NOTHING, hope * scale, scale)
    hope, mixer = _hopes(lotteries, scale)
    able = hope > NOTHING
    if able.any() and not lotteries.insisting.all():
        able = able & (lotteries.insisting | _together(mixer, able))
    return Stakes(mixer, able, scale * lotteries.size) if able.any() else None


def _hopes(lotteries: Lotteries, scale: FloatArray) -> tuple[FloatArray, Mixer]:
    mixer = Mixer(lotteries, np.asarray(scale, dtype=np.float64))
    floor = mixer.floor()
    return np.array([mixer.best(row, floor).value for row in floor.rows]), mixer


def _together(mixer: Mixer, able: BoolArray) -> bool:
    """Whether all these signers can gain at once."""
    demands = Demands(np.eye(len(able)), np.where(able, 0.0, mixer.lotteries.least), able.astype(np.float64))
    return mixer.best(np.zeros(len(able)), demands).value > GAP
