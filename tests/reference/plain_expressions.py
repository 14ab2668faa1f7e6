"""Expressions the plain way: a text with its value, built together, operator by operator in
Python's own floats.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Plain:
    """How an expression is written, how tightly its outermost operator binds, and what it is
    worth.
    """

    text: str
    binding: int
    value: Callable[[Mapping[str, float]], float]


SUM, PRODUCT, SIGN, POWER, ATOM = 1, 2, 3, 4, 5
OR, AND, NOT, COMPARISON = -3, -2, -1, 0


def divided(a: float, b: float) -> float:
    """As arrays divide: by zero is infinite, or nothing."""
    if b == 0:
        return (
            math.nan
            if a == 0 or math.isnan(a)
            else math.copysign(math.inf, a) * math.copysign(1, b)
        )
    return a / b


def equal(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= 1e-12 + 1e-12 * abs(b)


ARITHMETIC: dict[str, tuple[int, Callable[[float, float], float]]] = {
    "+": (SUM, operator.add),
    "-": (SUM, operator.sub),
    "*": (PRODUCT, operator.mul),
    "/": (PRODUCT, divided),
}
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": equal,
    "!=": lambda a, b: not equal(a, b),
}


def wrapped(plain: Plain, at_least: int) -> str:
    return plain.text if plain.binding >= at_least else f"({plain.text})"


def number(value: float) -> Plain:
    return Plain(repr(value), ATOM, lambda _: value)


def named(name: str) -> Plain:
    return Plain(name, ATOM, lambda values: values[name])


def negative(inner: Plain) -> Plain:
    return Plain(f"-{wrapped(inner, SIGN)}", SIGN, lambda values: -inner.value(values))


def combined(sign: str, left: Plain, right: Plain) -> Plain:
    """Left to right: what stands on the right is in brackets unless it binds tighter."""
    level, work = ARITHMETIC[sign]
    text = f"{wrapped(left, level)} {sign} {wrapped(right, level + 1)}"
    return Plain(text, level, lambda values: work(left.value(values), right.value(values)))


def squared(base: Plain) -> Plain:
    """The sign binds less than the power: `-x ** 2` is `-(x ** 2)`."""
    return Plain(f"{wrapped(base, ATOM)} ** 2", POWER, lambda values: base.value(values) ** 2)


def called(name: str, *inner: Plain) -> Plain:
    work: Callable[..., float] = {"abs": abs, "min": min, "max": max}[name]

    def value(values: Mapping[str, float]) -> float:
        worth = [part.value(values) for part in inner]
        return (
            math.nan if any(map(math.isnan, worth)) else work(*worth)
        )  # Python's own `min` may overlook one

    return Plain(f"{name}({', '.join(part.text for part in inner)})", ATOM, value)


def compared(sign: str, left: Plain, right: Plain) -> Plain:
    text = f"{wrapped(left, SUM)} {sign} {wrapped(right, SUM)}"
    return Plain(
        text,
        COMPARISON,
        lambda values: float(COMPARISONS[sign](left.value(values), right.value(values))),
    )


def denied(inner: Plain) -> Plain:
    return Plain(f"not {wrapped(inner, NOT)}", NOT, lambda values: float(not inner.value(values)))


def joined(word: str, left: Plain, right: Plain) -> Plain:
    level = {"and": AND, "or": OR}[word]
    text = f"{wrapped(left, level)} {word} {wrapped(right, level + 1)}"
    choose = min if word == "and" else max
    return Plain(text, level, lambda values: choose(left.value(values), right.value(values)))


def either(condition: Plain, yes: Plain, no: Plain) -> Plain:
    text = f"if({condition.text}, {yes.text}, {no.text})"
    return Plain(text, ATOM, lambda values: (yes if condition.value(values) else no).value(values))
