"""The clock of a class: how long it has been served, when it ends, and whether it stands."""

from __future__ import annotations

import time


class Clock:
    """Seconds that a class has been served: nobody can set it, and it stands while nothing is
    served.

    Attributes
    ----------
    frozen : bool
        Whether the teacher has stopped the class.
    deadline : float
        When the class ends; 0 where no end is set, or where the clock stands.
    left : float
        Seconds that were left when it was stopped.
    """

    def __init__(self) -> None:
        self._opened = time.monotonic()
        self.frozen = False
        self.deadline = self.left = 0.0

    def now(self) -> float:
        """Seconds that the class has been served."""
        return round(time.monotonic() - self._opened, 3)

    def stamp(self) -> dict[str, float]:
        """When an entry is made: by this clock, which counts; and since 1970, as a remark for
        people.
        """
        return {"at": self.now(), "time": round(time.time(), 3)}

    def go_on(self, last: float) -> None:
        """Let it go on from a time."""
        self._opened = time.monotonic() - last

    @property
    def remaining(self) -> float:
        """Seconds until the class ends; 0 where no end is set."""
        return max(self.deadline - self.now(), 0.1) if self.deadline else self.left

    @property
    def run_out(self) -> bool:
        """Whether the class has had its time."""
        return bool(self.deadline) and self.now() >= self.deadline

    def set(self, minutes: float, at: float) -> None:
        """Set the end of the class, unless it is set."""
        if minutes and not self.deadline:
            self.deadline = at + 60.0 * minutes

    def freeze(self, at: float, *, on: bool) -> None:
        """Stop it, or let it go on with what was left."""
        self.frozen = on
        if on and self.deadline:
            self.left, self.deadline = max(self.deadline - at, 0.0), 0.0
        elif not on and self.left:
            self.deadline, self.left = at + self.left, 0.0

    def add(self, seconds: float, at: float) -> None:
        """Let the class end so much later; from now on where no end was set."""
        if self.frozen:
            self.left = max(self.left + seconds, 0.0)
        else:
            self.deadline = max(self.deadline, at) + seconds

    def end(self) -> None:
        """No time is left, and none is asked for."""
        self.deadline = self.left = 0.0
