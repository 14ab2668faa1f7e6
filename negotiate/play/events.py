"""What has happened at a table, in order.

The last events are at hand. Older ones may be read again from where they are kept, so that a long
game needs no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from negotiate.play.forms import Event

NEAR = 32
"""So many last events are at hand at least: more than a table of two sees between two moves of a
seat.
"""


class Events:
    """The events that stand; those that an umpire has taken back are not among them.

    Parameters
    ----------
    kept : callable, optional
        Reads all events of the table from where they are kept, in order, those taken back included.
        By default every event stays at hand.
    """

    def __init__(self, kept: Callable[[], Iterable[Event]] | None = None) -> None:
        self._kept = kept
        self._near: list[Event] = []
        self._gone: list[range] = []  # the numbers of what was taken back
        self._count = 0  # the number of the last event

    def append(self, event: Event) -> None:
        """Let an event be the last one."""
        self._near.append(event)
        self._count = event["event"]
        if self._kept is not None and len(self._near) >= 2 * NEAR:
            del self._near[:-NEAR]

    def take_back(self, last: int, back: int) -> None:
        """Take back what came after the event of one number; the event that does so has the
        other.
        """
        self._near = [one for one in self._near if one["event"] <= last]
        self._gone = [one for one in self._gone if one.start <= last] + [range(last + 1, back)]

    def since(self, number: int) -> Iterator[Event]:
        """The events after the one of a number."""
        first = self._near[0]["event"] if self._near else self._count + 1
        if number + 1 < first and self._kept is not None:
            for event in self._kept():
                if event["event"] >= first:
                    break
                if event["event"] > number and not any(event["event"] in one for one in self._gone):
                    yield event
        yield from [one for one in self._near if one["event"] > number]

    @property
    def last(self) -> Event | None:
        """The last one; None before the first."""
        return self._near[-1] if self._near else None

    def __iter__(self) -> Iterator[Event]:
        return self.since(0)

    def __len__(self) -> int:
        return self._count - sum(map(len, self._gone))
