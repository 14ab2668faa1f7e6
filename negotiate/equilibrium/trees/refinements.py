"""Which outcomes of a signalling game survive the intuitive criterion, and which D1.

Both look at messages that nobody sends, strike the types that are least likely to gain by them, and
ask whether the receiver, believing in the others alone, still answers so that no type gains.

References
----------
Cho & Kreps 1987, "Signaling games and stable equilibria", Quarterly Journal of Economics 102.
Banks & Sobel 1987, "Equilibrium selection in signaling games", Econometrica 55.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from typing import NamedTuple

from negotiate.equilibrium.trees.signals import Answers, Message

Worth = Sequence[Fraction]
"""What each type of the game gets in an equilibrium."""


class Judgement(NamedTuple):
    """A message by which an outcome fails: the types that are struck, those left, and those of them
    that gain.
    """

    message: Message
    struck: tuple[int, ...]
    left: tuple[int, ...]
    gains: tuple[int, ...]


def intuitive(message: Message, worth: Worth) -> Judgement | None:
    """How an outcome fails by a message under the intuitive criterion; None if it does not.

    A type is struck if it gets more in the equilibrium than by any answer that is best for some
    belief. The outcome fails if some type left gains by every answer that is best for some belief
    in the types left.
    """
    most = _gets(message, None, max)
    struck = tuple(t for t, one in zip(message.senders, most, strict=True) if one < worth[t])
    found = _judged(message, worth, struck)
    return found if found is not None and found.gains else None


def d1(message: Message, worth: Worth) -> Judgement | None:
    """How an outcome fails by a message under D1; None if it does not.

    A type is struck if another one gains by every mixture of answers, best for some belief, by
    which it does not lose, and not the other way round. The outcome fails if no belief in the types
    left has a best answer, or a mixture of such, that keeps all types away.
    """
    above = {
        (s, t)
        for s, t in permutations(message.senders, 2)
        if all(
            gains > 0 for one in message.widest() for gains in _wherever(message, one, s, t, worth)
        )
    }
    struck = tuple(
        s
        for s in message.senders
        if any((s, t) in above and (t, s) not in above for t in message.senders)
    )
    found = _judged(message, worth, struck)
    if found is None or any(message.deters(some, worth) for some in message.widest(found.left)):
        return None
    return found


JUDGES = {"intuitive": intuitive, "d1": d1}
"""Refinement, as `--refine` calls it → how it judges one message of one outcome."""


def _judged(message: Message, worth: Worth, struck: tuple[int, ...]) -> Judgement | None:
    """What follows if these types are struck; None where that is none, or all."""
    left = tuple(t for t in message.senders if t not in struck)
    if not struck or not left:
        return None
    least = _gets(message, left, min)
    gains = tuple(
        t for t, one in zip(message.senders, least, strict=True) if t in left and one > worth[t]
    )
    return Judgement(message, struck, left, gains)


def _gets(
    message: Message, among: Sequence[int] | None, end: Callable[[Iterable[int]], int]
) -> list[int]:
    """The most or the least that each sender gets by answers that are best for some belief."""
    answers = {a for some in message.widest(among) for a in some}
    return [end(own[a] for a in answers) for own in message.own]


def _wherever(
    message: Message, answers: Answers, s: int, t: int, worth: Worth
) -> Iterator[Fraction]:
    """What `t` gains at each corner of the mixtures of these answers by which `s` does not lose."""
    mine, theirs = (message.own[message.senders.index(one)] for one in (s, t))
    for a in answers:
        if mine[a] >= worth[s]:
            yield theirs[a] - worth[t]
        for b in answers:
            if mine[a] > worth[s] > mine[b]:
                share = (worth[s] - mine[b]) / (mine[a] - mine[b])
                yield share * theirs[a] + (1 - share) * theirs[b] - worth[t]
