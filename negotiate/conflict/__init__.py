"""What nobody would leave: states, the moves of each player, and which states stand against them.

The room has the name of the function that asks its question, `negotiate.stability(model)`. Python puts the room where
the function was as soon as anything of it is loaded, and so the room answers to a call itself.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """A room that may be called as the function of its name."""

    def __call__(self, *asked: Any, **named: Any) -> Any:
        """Work out which states nobody would leave; see `negotiate.conflict.stability`."""
        from negotiate.conflict.stability import stability  # noqa: PLC0415 - loaded when it is called

        return stability(*asked, **named)


sys.modules[__name__].__class__ = _Room
