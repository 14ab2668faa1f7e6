"""Whether two automata play alike: walk through everything that both can come to see, and compare
what they do.
"""

from __future__ import annotations

from itertools import product
from typing import Any


def alike(one: Any, other: Any, own: int, trembles: bool) -> bool:
    """The plain twin of `negotiate.repeated.many.tournament`, on seated automata."""
    todo, known = [(one.start, other.start)], set()
    while todo:
        pair = todo.pop()
        if pair in known:
            continue
        known.add(pair)
        first, second = pair
        if any(
            abs(p - q) > 1e-9
            for p, q in zip(one.outputs[first], other.outputs[second], strict=True)
        ):
            return False
        todo += [
            (int(one.transitions[(first, *actions)]), int(other.transitions[(second, *actions)]))
            for actions in product(*map(range, one.transitions.shape[1:]))
            if trembles or one.outputs[first][actions[own]] > 0
        ]
    return True
