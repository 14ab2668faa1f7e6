"""The one door to numba, which turns a function over numbers and arrays into machine code.

Without numba, or where it finds no folder to keep what it has compiled, a function stays as it is and `usable` says so;
kernels in plain NumPy do the work then.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def installed() -> bool:
    """Whether numba could be imported; asking does not import it."""
    return importlib.util.find_spec("numba") is not None


def compiled(function: Function) -> Function:
    """Compile at the first call, or take what an earlier process has compiled from numba's cache.

    Notes
    -----
    Only nogil, so that threads of Python can share the work, and never numba's own threads: those end a process that
    forks, or that calls them from two threads. No `fastmath`, so each rounding is the one that NumPy does.
    """
    try:
        from numba import njit  # noqa: PLC0415 - a third of a second, and only large batches are worth it
    except ImportError:
        return function
    try:
        made: Function = njit(nogil=True, cache=True)(function)
    except RuntimeError:
        return function  # no folder for the cache: compiling for seconds in each process would cost more than it saves
    return made


@lru_cache(maxsize=1)
def usable() -> bool:
    """Whether functions are compiled here; imports numba."""
    return hasattr(compiled(_one), "py_func")


def _one() -> int:
    return 1
