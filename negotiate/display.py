"""How the package's objects are declared, keep what has been worked out, and show themselves to
people.

The picture is drawn by `negotiate.report.screen`, which needs the report of the object, told above
it. Showing is the one moment when an object looks up, so the drawing room is imported by name here,
only when somebody looks.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from math import inf
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, Protocol, TypeVar, dataclass_transform

Kind = TypeVar("Kind")
Found = TypeVar("Found", bound=Any)

Taken_contra = TypeVar("Taken_contra", contravariant=True)
Kept_co = TypeVar("Kept_co", covariant=True)


class Given(Protocol[Taken_contra, Kept_co]):
    """The annotation of a field that a caller may give in more forms than the one in which it is
    kept.
    """

    def __get__(self, held: object, kind: type, /) -> Kept_co: ...
    def __set__(self, held: object, value: Taken_contra, /) -> None: ...


class Cache:
    """What has been worked out for an object, kept by key and shared with whoever asks again.

    It is no part of what the object says: all caches are equal, and a copy of one starts empty. A
    key is a tuple or a record of all that decides the answer. It begins with a class or a function
    that no other key of the cache begins with, such as the one that makes the answer.

    Parameters
    ----------
    room : float
        How much it keeps, in the unit of the sizes that `once` is told.
    """

    __slots__ = ("_found", "_room", "_size")

    def __init__(self, room: float = inf) -> None:
        self._found: dict[Hashable, Any] = {}
        self._room = room
        self._size = 0

    def once(
        self, key: Hashable, work: Callable[[], Found], size: Callable[[Found], int] | None = None
    ) -> Found:
        """The answer of a key, worked out for the first who asks.

        Parameters
        ----------
        key : hashable
            All that decides the answer; never a text put together by hand.
        work : callable
            Works the answer out. It is called each time for an answer that is larger than the room
            left.
        size : callable, optional
            How large an answer is; without it the answer takes no room.
        """
        if key in self._found:
            known: Found = self._found[key]
            return known
        found = work()
        if size is not None:
            total = self._size + size(found)
            if total > self._room:
                return found
            self._size = total
        self._found[key] = found
        return found

    def __iter__(self) -> Iterator[Hashable]:
        """The keys of what it keeps, the oldest first."""
        return iter(self._found)

    def __len__(self) -> int:
        """How many answers it keeps."""
        return len(self._found)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cache)

    def __repr__(self) -> str:
        return "Cache()"

    def __reduce__(self) -> tuple[type[Cache], tuple[float]]:
        """A copy is empty: whoever asks it works the answers out anew."""
        return Cache, (self._room,)

    __hash__ = None  # type: ignore[assignment]  # like a dictionary, which it holds


_LIKELY_SIZE = re.compile("0*[1-9][0-9]{0,3}")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kind: type[Kind]) -> type[Kind]:
    """Declare a class of objects that never change and are equal where their fields are: a
    dataclass with slots.

    Examples
    --------
    >>> @record
    ... class Offer:
    ...     share: float
    ...     by: str = "row"
    >>> Offer(0.5), Offer(0.5) == Offer(0.5, "row"), len({Offer(0.5), Offer(0.5)})
    (Offer(share=0.5, by='row'), True, 1)
    """
    made: Any = entity(kind)
    compared = [one for one in fields(made) if one.compare]
    values, hashed = _values(compared), _values([one for one in compared if one.hash is not False])

    def equal(self: object, other: object) -> Any:
        return (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )

    return _with(made, vars(kind), __eq__=equal, __hash__=lambda self: hash(hashed(self)))


def _values(found: Sequence[Any]) -> Any:
    """What gives the values of some fields as a tuple."""
    names = [one.name for one in found]
    return (
        attrgetter(*names, names[0]) if names else lambda _: ()
    )  # of one name alone it would give no tuple


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def entity(kind: type[Kind]) -> type[Kind]:
    """Declare a class as `record` does, but of objects that hold arrays, or numbers that may not
    exist; see `same`.
    """
    made = dataclass(frozen=True, slots=True, eq=False, repr=False)(kind)
    return _with(
        made, vars(kind), __repr__=_written, __eq__=_equal, __hash__=_hashed, __setstate__=_restored
    )


def _with(made: type[Kind], own: Mapping[str, Any], **methods: Any) -> type[Kind]:
    """The class with methods that it has not of its own: `dataclass` would write and compile them
    for each class.
    """
    for name, method in methods.items():
        if own.get(name) is None:
            setattr(made, name, method)
    return made


@recursive_repr()
def _written(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _equal(self: Any, other: Any) -> Any:
    """Whether two objects of a class hold the same in every field that is compared."""
    if self is other or other.__class__ is not self.__class__:
        return True if self is other else NotImplemented
    return all(
        same(getattr(self, one.name), getattr(other, one.name))
        for one in fields(self)
        if one.compare
    )


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same, arrays number by number; what is not a number equals itself.

    Examples
    --------
    >>> same({"a": (float("nan"), "b")}, {"a": (float("nan"), "b")}), same([1, 2], (1, 2))
    (True, False)
    """
    if one is other:
        return True
    if hasattr(one, "dtype") or hasattr(other, "dtype"):
        import numpy as np  # noqa: PLC0415 - lists and messages are declared without it

        floats = all(np.asarray(value).dtype.kind in "fc" for value in (one, other))
        return np.array_equal(one, other, equal_nan=floats)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(
            same(value, other[key]) for key, value in one.items()
        )
    if isinstance(one, partial) and isinstance(other, partial):
        return one.func == other.func and same(
            (one.args, one.keywords), (other.args, other.keywords)
        )
    if isinstance(one, list | tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) or (isinstance(one, float) and one != one and other != other)


def _hashed(self: Any) -> int:
    """A number that is the same for equal objects: arrays, mappings and lists go by their sizes
    alone.
    """
    held = (
        getattr(self, one.name) for one in fields(self) if one.compare and one.hash is not False
    )
    return hash(
        (
            self.__class__,
            *(value if isinstance(value, str) else getattr(value, "shape", 0) for value in held),
        )
    )


def _restored(self: Any, state: Sequence[Any]) -> None:
    """Take over what was copied or pickled; arrays cannot be written to here either."""
    for one, value in zip(fields(self), state, strict=True):
        if hasattr(value, "setflags"):
            value.setflags(write=False)
        object.__setattr__(self, one.name, value)


def believable(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without what it says of the screen's size and no screen can have.

    Examples
    --------
    >>> believable({"COLUMNS": "0", "LINES": "40", "HOME": "/"})
    {'LINES': '40', 'HOME': '/'}
    """
    sizes = (
        "COLUMNS",
        "LINES",
        "TERMINAL_WIDTH",
    )  # rich and typer take whatever stands there for a number
    return {k: v for k, v in environment.items() if k not in sizes or _LIKELY_SIZE.fullmatch(v)}


class Shown:
    """Gives `print`, `rich.print` and notebooks the same picture of an object, and compares it
    field by field.
    """

    __slots__ = ()
    __eq__, __hash__ = _equal, _hashed

    def __str__(self) -> str:
        return str(_room().as_text(self))

    def __rich__(self) -> Any:
        return _room().picture(self)

    def _repr_html_(self) -> str:
        return str(_room().as_html(self))


def _room() -> Any:
    return importlib.import_module("negotiate.report.screen")
