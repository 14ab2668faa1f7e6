"""Scenario discovery: the boxes of what is uncertain in which an answer holds, by a small decision
tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.display import Shown
from negotiate.errors import UnknownIndicator, UnsuitableGame
from negotiate.problems import nearest
from negotiate.whatif.answers import NO_DEAL
from negotiate.whatif.engine import Engine
from negotiate.whatif.indicators import INDICATORS
from negotiate.whatif.indices import CHEAP, DEAR, extra
from negotiate.whatif.points import Axis, Sampling, points_of
from negotiate.whatif.sweep import Sweep, whatif

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

ALWAYS = {("deal", NO_DEAL), ("deal", "deal")}
"""Answers that are told where no draw has them, too."""
FEW = 3
"""Answers that are named where another was meant."""
DEPTH = 3
"""Questions of the tree one after the other, at most."""
LEAST, SMALLEST = 0.01, 5
"""Of the draws that the tree learns from, what a box holds at least: a share, and a count."""
GAIN = 0.002
"""How much a question has to lower the impurity (Gini) of the whole tree; one that does less is
left out.
"""


@dataclass(frozen=True, slots=True)
class Side:
    """What one number is in a box.

    Parameters
    ----------
    number : str
        Which one.
    low, high : float or None
        Above what it lies, and what it is at most; None where the box has no such side.
    values : tuple of str
        Which of its values it takes, where they are words.
    """

    number: str
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A part of all that is drawn.

    Parameters
    ----------
    sides : tuple of Side
        Those numbers that it limits; none is all that is drawn.
    share : float
        Of all draws those that lie in it.
    density : float
        Of the draws in it those with the answer.
    coverage : float
        Of the draws with the answer those in it.
    """

    sides: tuple[Side, ...]
    share: float
    density: float
    coverage: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Regions(Shown):
    """Where an answer of one scenario holds.

    Parameters
    ----------
    title : str
        What the scenario is called.
    players : tuple of str
        Their names.
    axes : tuple of Axis
        What was drawn.
    indicator, answer : str
        Which answer is meant, such as `deal` and `no deal`.
    share : float
        Of all draws those with the answer.
    boxes : tuple of Box
        They do not overlap, and hold every draw; those with most of the answer first.
    count : int
        How many draws were solved.
    seed : int
        Which draws.
    sampling : {'latin', 'sobol', 'random'}
        How they were drawn.
    """

    title: str
    players: tuple[str, ...]
    axes: tuple[Axis, ...]
    indicator: str
    answer: str
    share: float
    boxes: tuple[Box, ...]
    count: int
    seed: int
    sampling: str

    def __repr__(self) -> str:
        return (
            f"<Regions {self.title!r}: {self.indicator} = {self.answer}; {len(self.boxes)} boxes>"
        )


def regions(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None = None,
    where: str = "",
    draws: int = 0,
    *,
    seed: int = 0,
    sampling: Sampling = "latin",
) -> Regions:
    """Find boxes of what is uncertain in which an answer holds.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    vary : Mapping, optional
        What varies, as for `sweep.whatif`; without it, all that the file says is uncertain.
    where : str
        The answer, as `INDICATOR=ANSWER`; empty for `deal=no deal`.
    draws : int
        How many; 0 for `CHEAP` or `DEAR`.
    seed : int
        Which draws.
    sampling : {'latin', 'sobol', 'random'}
        How they are drawn.

    Raises
    ------
    UnknownIndicator
        If there is no such indicator, or it is no text.
    UnsuitableGame
        If nothing varies, no draw has the answer, `ALWAYS` apart, or scikit-learn is not installed.

    Notes
    -----
    A decision tree (CART) with at most `DEPTH` questions one after the other learns from every
    other draw. What its boxes hold is counted in the draws that it has not seen. Density and
    coverage are those of PRIM.

    References
    ----------
    Breiman, Friedman, Olshen and Stone (1984), "Classification and Regression Trees". Bryant and
    Lempert (2010), "Thinking inside the box", for scenario discovery, density and coverage.
    """
    (sklearn_tree,) = extra("sklearn.tree")
    indicator, answer = _target(where or f"deal={NO_DEAL}")
    cheap = Engine(scenario, (indicator,)).cheap(points_of(scenario, vary, 1).axes)
    found = whatif(
        scenario,
        vary,
        [indicator],
        draws or (CHEAP if cheap else DEAR),
        seed=seed,
        sampling=sampling,
    )
    if not isinstance(found, Sweep):
        raise AssertionError("draws are a sweep")
    held = np.array([value == answer for value in found.indicators[indicator]])
    if not held.any() and (indicator, answer) not in ALWAYS:
        most = ", ".join(f"`{one.answers[indicator]}`" for one in found.shares[:FEW])
        raise UnsuitableGame(f"in no draw `{indicator}` is `{answer}`", f"most often it is {most}")
    numbers = np.stack([_coded(axis) for axis in found.axes], axis=1)
    seen = numbers[::2]
    least = max(SMALLEST, round(LEAST * len(seen)))
    grown = sklearn_tree.DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=least, ccp_alpha=GAIN, random_state=0
    ).fit(seen, held[::2])
    boxes = [
        _box(found.axes, limits, leaf == grown.apply(numbers[1::2]), held[1::2])
        for leaf, limits in _leaves(grown.tree_, len(found.axes))
    ]
    return Regions(
        title=found.title,
        players=found.players,
        axes=tuple(
            replace(axis, values=() if axis.numeric else _levels(axis)) for axis in found.axes
        ),
        indicator=indicator,
        answer=answer,
        share=float(held.mean()),
        boxes=tuple(sorted(boxes, key=lambda box: -box.density)),
        count=found.count,
        seed=seed,
        sampling=str(found.sampling),
    )


def _target(where: str) -> tuple[str, str]:
    """The indicator and the answer that are meant.

    Raises
    ------
    UnknownIndicator
        If there are none.
    """
    indicator, _, answer = (part.strip() for part in where.partition("="))
    known = [one.name for one in INDICATORS if one.told]
    if indicator not in known:
        said = f"there is no answer `{indicator}` in words"
        raise UnknownIndicator(said, nearest(indicator, known) or f"there is {', '.join(known)}")
    if not answer:
        raise UnknownIndicator(
            f"`{where}` names no answer", f"write `{indicator}=ANSWER`, such as `deal={NO_DEAL}`"
        )
    return indicator, answer


def _levels(axis: Axis) -> tuple[str, ...]:
    """The words that an axis takes; none where it takes numbers."""
    return () if axis.numeric else tuple(sorted({str(value) for value in axis.values}))


def _coded(axis: Axis) -> FloatArray:
    """The draws of an axis as numbers; words by their place."""
    places = {word: float(k) for k, word in enumerate(_levels(axis))}
    return np.array([places[str(value)] if places else value for value in axis.values], dtype=float)


def _leaves(tree: Any, size: int) -> Iterator[tuple[int, FloatArray]]:
    """Each leaf of a tree, with the limits of its box, shape (2, axes)."""
    stack = [(0, np.tile([[-np.inf], [np.inf]], size))]
    while stack:
        node, limits = stack.pop()
        if tree.children_left[node] < 0:
            yield node, limits
            continue
        axis, at = tree.feature[node], tree.threshold[node]
        for child, side, closer in ((tree.children_right, 0, max), (tree.children_left, 1, min)):
            own = limits.copy()
            own[side, axis] = closer(own[side, axis], at)
            stack.append((int(child[node]), own))


def _box(axes: tuple[Axis, ...], limits: FloatArray, inside: BoolArray, held: BoolArray) -> Box:
    sides = tuple(
        _side(axis, *own)
        for axis, own in zip(axes, limits.T.tolist(), strict=True)
        if np.isfinite(own).any()
    )
    both = int((inside & held).sum())
    return Box(
        sides,
        float(inside.mean()),
        both / max(int(inside.sum()), 1),
        both / max(int(held.sum()), 1),
    )


def _side(axis: Axis, low: float, high: float) -> Side:
    if levels := _levels(axis):
        return Side(
            axis.name, values=tuple(word for k, word in enumerate(levels) if low < k <= high)
        )
    return Side(axis.name, low if np.isfinite(low) else None, high if np.isfinite(high) else None)
