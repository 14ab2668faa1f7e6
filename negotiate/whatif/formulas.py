"""Indicators that a person writes: expressions of the language over what is watched and the parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import OverrideError, UnknownIndicator
from negotiate.language.formulas.expressions import Names, parse
from negotiate.model.expressions import Expression, Named
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame
from negotiate.problems import Place, Problems, typed
from negotiate.whatif.answers import INDICATORS, Indicator, Value, columns, watched

_WRITTEN = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)(.*)", re.DOTALL)
YES, NO, NONE = "yes", "no", "n/a: a number is missing"


@dataclass(frozen=True, slots=True)
class Formula:
    """A number or a condition that somebody wrote.

    Parameters
    ----------
    indicator : Indicator
        Its name and text; told where it is a condition.
    expression : Expression
        What it is.
    uses : tuple of str
        The columns that it names.
    written : str
        As somebody wrote it, with its name.
    """

    indicator: Indicator
    expression: Expression
    uses: tuple[str, ...]
    written: str

    def values(
        self,
        negotiation: Negotiation,
        answers: Mapping[str, Sequence[Value]],
        draws: Mapping[str, FloatArray],
        count: int,
    ) -> list[Value]:
        """Its value at some points.

        Parameters
        ----------
        negotiation : Negotiation
            Whose parameters they are.
        answers : Mapping[str, sequence of float]
            The columns that it names.
        draws : Mapping[str, ndarray, shape (points,)]
            The parameters that vary.
        count : int
            How many points there are.
        """
        named = {name: np.array(answers[name], dtype=float) for name in self.uses}
        found = self.expression.evaluate(Frame(negotiation, {}, 1, draws=draws, names=named))
        if not self.indicator.told:
            return [*np.broadcast_to(found, count).astype(float).tolist()]
        words = np.where(np.broadcast_to(found, count), YES, NO).astype(object)
        words[np.any([np.isnan(each) for each in named.values()] or [False], axis=0)] = NONE
        return [*words.tolist()]


def to_watch(watch: str | Sequence[str], negotiation: Negotiation) -> tuple[tuple[str, ...], tuple[Formula, ...]]:
    """The indicators that are named, and those that are written: `gap = outcome.us - outcome.china`.

    Parameters
    ----------
    watch : str or sequence of str
        One text has commas between.
    negotiation : Negotiation
        Whose answers and parameters an expression may name.

    Raises
    ------
    UnknownIndicator
        If there is none of some name, two have one name, or nothing is watched.
    OverrideError
        If an expression cannot be read.
    """
    watch = _apart(watch) if isinstance(watch, str) else watch
    written = [match for word in watch if (match := _WRITTEN.fullmatch(word))]
    named = [word for word in watch if not _WRITTEN.fullmatch(word)]
    formulas = tuple(_read(match[1], match[2], negotiation) for match in written)
    taken = [one.name for one in INDICATORS] + [match[1] for match in written]
    for match in written:
        if taken.count(match[1]) > 1:
            raise UnknownIndicator(f"two indicators are called `{match[1]}`", "give yours another name")
    return watched(named) if named or not formulas else (), formulas


def _apart(text: str) -> list[str]:
    """What stands between the commas of a text, of which those in brackets are none."""
    depth, parts = 0, [""]
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def _read(name: str, text: str, negotiation: Negotiation) -> Formula:
    """A written indicator; a condition is one that cannot be read as a number.

    Raises
    ------
    OverrideError
        If it cannot be read.
    """
    text = text.strip()
    every = columns([one.name for one in INDICATORS], negotiation)
    names = Names(negotiation.parameters, handed=[column for column, one in every.items() if not one.told])
    place = Place(typed("--watch", f"{name} = {text}"), 1, 1, len(text))
    tried = []
    for want in ("number", "truth"):
        problems = Problems(texts={place.path: [text]})
        found = parse(text, place, names, problems, "truth" if want == "truth" else "number")
        if found is not None:
            uses = dict.fromkeys(node.name for node in found.walk() if isinstance(node, Named))
            return Formula(Indicator(name, text, told=want == "truth"), found, tuple(uses), f"{name} = {text}")
        tried.append(problems)
    raise OverrideError(min(tried, key=lambda problems: len(problems.found)).in_order())
