"""People whom the program plays, so that a teacher can rehearse a class alone."""

from __future__ import annotations

import numpy as np

from negotiate.classroom.lesson import Lesson
from negotiate.errors import NegotiateError
from negotiate.play.forms import Mind
from negotiate.play.opponents import opponents

PACE = 0.3
"""The chance that a robot moves at a tick of the clock."""


class Robots:
    """The people of a rehearsal.

    Parameters
    ----------
    lesson : Lesson
        Their class.
    """

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.random = np.random.default_rng(int(lesson.header["seed"]))
        self._minds: dict[tuple[int, str], Mind] = {}

    def move(self) -> set[int]:
        """Let some of those move who are waited for; the groups in which something has happened."""
        lesson = self.lesson
        moved: set[int] = set()
        if lesson.clock.frozen or lesson.over:
            return moved
        for group in lesson.groups.values():
            kinds = opponents(group.table)
            for seat in group.table.to_move if group.open else ():
                person = lesson.people.get(group.sits.get(seat, 0))
                if person is None or not person.robot or self.random.random() > PACE:
                    continue
                kind = kinds[(person.number + group.number) % len(kinds)]
                try:
                    if (group.number, seat) not in self._minds:
                        self._minds[group.number, seat] = kind.sit(group.table, seat)
                    move = self._minds[group.number, seat].move(group.table)
                    lesson.move(person, move, group.done(seat).count)
                except NegotiateError:
                    lesson.advance(group.number)
                moved.add(group.number)
        return moved
