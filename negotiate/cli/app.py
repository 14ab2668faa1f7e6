"""Where the command line starts and ends: the one place where an error becomes an exit code.

Exit codes: 0 fine; 1 a finding, such as a failed expectation; 2 usage; 3 the scenario is wrong; 4
the game or the solver cannot, or the answer cannot be written; 70 a fault of the program's own; 130
interrupted.

Where the program itself is at fault it says so in one sentence, and writes a report for its
authors.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import shlex
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence

from negotiate.cli import commands, messages
from negotiate.display import believable

CANNOT, INTERRUPTED = 4, 130
UNFORESEEN = 70
"""As `sysexits.h` has it for a fault of the program."""
ASKED = "NEGOTIATE_REPORT"
"""Set to `all`, this variable of the environment puts the message of the exception into the report
as well.
"""
NEW_OBJECTS = 250_000
"""So many new objects set off a search for unused ones. Loading makes 100,000, all of which
stay.
"""
ENDED: list[int] = []
"""The signals that have ended this process."""
_GONE = {errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; whoever ends it from outside interrupts
    it.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        ending = getattr(signal, name, None)  # Windows has no SIGHUP
        if ending is not None and signal.getsignal(ending) in (
            signal.SIG_DFL,
            signal.default_int_handler,
        ):
            signal.signal(ending, _end)
    gc.set_threshold(NEW_OBJECTS)
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # else every installed package is asked for some
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # numpy would start threads, of which small arrays have no use
    code = run(arguments)
    # else Python looks for what is unused among all that there is once more, at the end
    gc.freeze()
    sys.exit(code)


def _end(number: int, _: object) -> None:
    ENDED.append(number)
    raise KeyboardInterrupt


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; no exception leaves.

    Returns
    -------
    int
        The exit code.
    """
    typed = sys.argv[1:] if arguments is None else arguments
    for name in os.environ.keys() - believable(os.environ).keys():
        del os.environ[name]  # a size that no terminal can have is left to the terminal
    if sys.stdout is None:  # started with standard output closed: nobody reads the answer
        sys.stdout = io.StringIO()
    try:
        code = _answered(typed)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _say("interrupted", INTERRUPTED)
    except MemoryError:
        return _say("error: there is not enough memory for this", CANNOT)
    except OSError as wrong:
        return _unwritten(wrong.errno, wrong.strerror or str(wrong))
    except SystemExit:  # the answer of rich and typer to a reader that has gone away
        return _unwritten(errno.EPIPE, "broken pipe")
    except Exception as wrong:  # noqa: BLE001 - whatever nobody foresaw
        if ENDED:  # a library has made something else of the interrupt
            return _say("interrupted", INTERRUPTED)
        return _say(sentences(wrong, typed), UNFORESEEN)
    return code


def _answered(typed: Sequence[str]) -> int:
    try:
        code = commands.program(typed)(args=typed, prog_name="negotiate", standalone_mode=False)
    except (OSError, MemoryError):
        raise
    except Exception as wrong:
        told = messages.tell(wrong, typed)
        if told is None:
            raise
        return told
    if code == INTERRUPTED:  # typer has swallowed the interrupt
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _unwritten(reason: int | None, said: str) -> int:
    """The code for an answer that nobody reads any more, which is no error, or that cannot be
    written.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        # What is still to be flushed at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0 if reason in _GONE else _say(f"error: the answer cannot be written: {said}", CANNOT)


def _say(message: str, code: int) -> int:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{message}\n")
    return code


def sentences(wrong: Exception, arguments: Sequence[str]) -> str:
    """What is said of a fault that nobody foresaw, once its report is written.

    Parameters
    ----------
    wrong : Exception
        What was raised.
    arguments : sequence of str
        What was typed after the program's name.
    """
    import tempfile  # noqa: PLC0415 - only where something is wrong

    said = f"error: this is a fault of negotiate itself ({type(wrong).__name__})"
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="negotiate-report-",
            suffix=".txt",
            delete=False,
            encoding="utf-8",
            errors="backslashreplace",
        ) as file:
            file.writelines(f"{line}\n" for line in report(wrong, arguments))
    except OSError:
        return (
            f"{said}\nhint: no report could be written; tell the authors the command and the "
            "version"
        )
    return (
        f"{said}\nhint: send the authors the report `{file.name}`; it holds the command and no "
        "text of the scenario"
    )


def report(wrong: Exception, arguments: Sequence[str]) -> Iterator[str]:
    """The lines of a report: version, command, and where it happened, without any value that came
    from a file.

    Parameters
    ----------
    wrong : Exception
        What was raised.
    arguments : sequence of str
        What was typed after the program's name.

    Examples
    --------
    >>> list(report(KeyError("a word of a scenario"), ["solve", "my game.yaml"]))[2:]
    ["command: negotiate solve 'my game.yaml'", '', 'KeyError']
    """
    yield f"version: negotiate {_version()}"
    yield f"python: {sys.version.split()[0]} on {sys.platform}"
    yield f"command: negotiate {shlex.join(arguments)}"
    for one in reversed(list(_chain(wrong))):
        yield ""
        yield from "".join(traceback.format_tb(one.__traceback__)).splitlines()
        yield (
            f"{type(one).__name__}: {one}" if os.environ.get(ASKED) == "all" else type(one).__name__
        )


def _chain(wrong: BaseException | None) -> Iterator[BaseException]:
    """An exception, what it was raised from or amid, and so on."""
    while wrong is not None:
        yield wrong
        wrong = wrong.__cause__ or (None if wrong.__suppress_context__ else wrong.__context__)


def _version() -> str:
    from importlib import metadata  # noqa: PLC0415 - only where something is wrong

    try:
        return metadata.version("negotiate-games")
    except metadata.PackageNotFoundError:
        return "that is not installed"
