"""A class at its phones: seats, groups and a teacher's desk, in front of the tables of `play`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from negotiate.doors import door as late
from negotiate.errors import NotInstalled

__getattr__ = late(__name__)

NEEDS = ("starlette", "uvicorn", "websockets", "segno")
"""What the extra `host` brings."""


def room() -> Any:
    """The module that opens classes, `classroom.opening`.

    Raises
    ------
    NotInstalled
        If the extra `host` is not installed.
    """
    for name in NEEDS:
        if find_spec(name) is None:
            raise NotInstalled(name, "host")
    return import_module("negotiate.classroom.opening")
