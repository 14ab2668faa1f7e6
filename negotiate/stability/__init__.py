"""What nobody would leave: states, the moves of each player, and which states stand against them.

The room has the name of a public function. Once a module of it is loaded, `negotiate.stability` is the room and no
longer the function; it can be called in the same way.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """A module that can be called as the function `negotiate.stability`."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        """See `negotiate.stability.stability.stability`."""
        from negotiate.stability.stability import stability  # noqa: PLC0415 - loaded when it is called

        return stability(*given, **named)


sys.modules[__name__].__class__ = _Room
