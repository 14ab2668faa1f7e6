"""Whether anybody gains by departing once from the offers and answers that were found, another road than found them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from negotiate.bargaining.talks.alternating import Offer, Waiting
from negotiate.bargaining.talks.sharing import SAME, Pair, Sharing


def regret(shared: Sharing, waiting: Waiting, offers: Sequence[Offer], endless: bool) -> float:
    """The most that one departure gains, as a share of the most that its side can get.

    Parameters
    ----------
    shared : Sharing
        What is shared; every package, or even steps of a pie or a line, is tried as a proposal.
    waiting : Waiting
        What a refusal costs.
    offers : sequence of Offer
        The proposals round by round; of endless talks the two that follow each other for ever.
    endless : bool
        Whether the first follows the last.
    """
    samples = shared.samples()
    scale = [max(float(samples[side].max()), 1e-300) for side in (0, 1)]
    worst = 0.0
    for number, offer in enumerate(offers):
        last = number == len(offers) - 1
        later = offers[0] if last and endless else None if last else offers[number + 1]
        worst = max(worst, *_gains(samples, waiting, offer, None if later is None else later.payoffs, scale))
    return worst


def _gains(
    samples: np.ndarray, waiting: Waiting, offer: Offer, later: Pair | None, scale: Sequence[float]
) -> tuple[float, float]:
    """What the two sides gain at most by departing in one round: by another proposal, by another answer."""
    side, other = offer.side, 1 - offer.side
    refused, stays = _refusal(waiting, other, later)
    heard, own = samples[other], samples[side]
    accepted = heard >= offer.least - SAME * scale[other]
    reached = float(own[accepted].max()) if accepted.any() else -math.inf
    proposing = max(reached, refused[side]) - offer.payoffs[side]
    here = float(heard[accepted].min()) if accepted.any() else math.inf
    there = float(heard[~accepted].max()) if (~accepted).any() else -math.inf
    answering = max(stays - here, there - stays, abs(offer.payoffs[other] - (max(stays, offer.payoffs[other]))))
    return max(proposing, 0.0) / scale[side], max(answering, 0.0) / scale[other]


def _refusal(waiting: Waiting, other: int, later: Pair | None) -> tuple[Pair, float]:
    """What both get when the one that answers refuses as well as it can, and what that is worth to it."""
    if later is None:
        on = waiting.breakdown
    else:
        on = (
            waiting.risk * waiting.breakdown[0] + (1 - waiting.risk) * waiting.patience[0] * later[0],
            waiting.risk * waiting.breakdown[1] + (1 - waiting.risk) * waiting.patience[1] * later[1],
        )
    outside = waiting.outside[other]
    if outside is None or outside <= on[other]:
        return on, on[other]
    return (waiting.outside[0] or 0.0, waiting.outside[1] or 0.0), outside
