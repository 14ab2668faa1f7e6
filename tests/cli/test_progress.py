"""A long answer says how far it is, to people, on standard error, and nothing else does."""

import io

import pytest

from negotiate.report.screen import progress as told


class Terminal(io.StringIO):
    """Somebody looks on."""

    def isatty(self):
        return True


def steps(monkeypatch, stream, seconds):
    """What is written while ten steps of so many seconds each are done."""
    clock = iter(range(1000))
    monkeypatch.setattr(told, "monotonic", lambda: next(clock) * seconds)
    monkeypatch.setattr("sys.stderr", stream)
    with told.progress("counting sheep") as report:
        for done in range(10):
            report(done + 1, 10)
    return stream.getvalue()


def interrupted():
    with told.progress("counting sheep") as report:
        report(1, 10)
        raise KeyboardInterrupt


def test_a_long_answer_is_followed(monkeypatch):
    assert "counting sheep" in steps(monkeypatch, Terminal(), 2)


def test_a_short_answer_is_not(monkeypatch):
    assert steps(monkeypatch, Terminal(), 0.01) == ""


def test_nobody_is_told_where_nobody_looks_on(monkeypatch):
    assert steps(monkeypatch, io.StringIO(), 2) == ""


def test_the_bar_is_taken_away_when_something_goes_wrong(monkeypatch):
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(told, "PATIENCE", -1)
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert stream.getvalue().endswith("\x1b[2K")


def test_the_rate_is_told_where_its_unit_is_named(monkeypatch):
    clock, stream = iter(range(1000)), Terminal()
    monkeypatch.setattr(told, "monotonic", lambda: next(clock) * 2)
    monkeypatch.setattr("sys.stderr", stream)
    with told.progress("counting", "sheep") as report:
        for done in range(10):
            report(1000 * done, 10_000)
    assert "500 sheep/s" in stream.getvalue()
