"""What has happened at a table: the same events whether all are at hand or old ones are read
again.
"""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from negotiate.play.events import NEAR, Events
from negotiate.play.forms import Event


def event(number: int) -> Event:
    return {"event": number, "kind": "move"}


@given(st.lists(st.one_of(st.integers(1, 3 * NEAR), st.floats(0, 1)), max_size=40))
def test_old_events_are_read_again_where_they_are_kept(steps: list[int | float]) -> None:
    log: list[Event] = []
    near, whole, stand = Events(lambda: iter(log)), Events(), list[Event]()
    for step in steps:
        if isinstance(step, float):  # an umpire goes back: the event that says so follows
            last = stand[int(step * (len(stand) - 1))]["event"] if stand else 0
            stand = [one for one in stand if one["event"] <= last]
            near.take_back(last, len(log) + 1)
            whole.take_back(last, len(log) + 1)
        for _ in range(1 if isinstance(step, float) else step):
            log.append(event(len(log) + 1))
            stand.append(log[-1])
            near.append(log[-1])
            whole.append(log[-1])
        numbers = (0, len(log) // 2, len(log) - 1)
        for events in (near, whole):
            assert list(events) == stand
            assert len(events) == len(stand)
            assert events.last == stand[-1]
            for number in numbers:
                assert list(events.since(number)) == [one for one in stand if one["event"] > number]


def test_the_last_events_are_not_read_again() -> None:
    def nothing() -> Iterator[Event]:
        raise AssertionError("the disk was read")

    events = Events(nothing)
    for number in range(1, 1_000):
        events.append(event(number))
    assert [one["event"] for one in events.since(999 - NEAR)] == list(range(1_000 - NEAR, 1_000))
    assert events.last == event(999)
