"""Where the command line starts and ends: the one place where an error becomes an exit code.

Exit codes: 0 fine; 1 a finding, such as a failed expectation; 2 usage; 3 the scenario is wrong; 4 the game or the
solver cannot, or the answer cannot be written; 70 a fault of the program's own; 130 interrupted.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys

from negotiate.display import believable

USAGE = 2
CANNOT = 4
INTERRUPTED = 130
_GONE = {errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; whoever ends it from outside interrupts it."""
    for name in ("SIGTERM", "SIGHUP"):
        ending = getattr(signal, name, None)  # Windows has no SIGHUP
        if ending is not None and signal.getsignal(ending) is signal.SIG_DFL:
            signal.signal(ending, signal.default_int_handler)
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; no exception leaves.

    Returns
    -------
    int
        The exit code.
    """
    _forget_strange_sizes()
    try:
        code = _guarded(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return _say("interrupted", INTERRUPTED)
    except MemoryError:
        return _say("error: there is not enough memory for this", CANNOT)
    except OSError as wrong:
        return _unwritten(wrong.errno, wrong.strerror or str(wrong))
    except SystemExit:  # rich's answer to a reader of the help screen that has gone away
        return _unwritten(errno.EPIPE, "broken pipe")
    except Exception as wrong:  # noqa: BLE001 - whatever nobody foresaw
        from negotiate.cli import unforeseen  # noqa: PLC0415 - only where something is wrong

        said = unforeseen.sentences(wrong, sys.argv[1:] if arguments is None else arguments)
        return _say(said, unforeseen.UNFORESEEN)
    return code


def _forget_strange_sizes() -> None:
    """Leave to the terminal what the environment says of its size and no terminal can have."""
    for name in os.environ.keys() - believable(os.environ).keys():
        del os.environ[name]


def _unwritten(reason: int | None, said: str) -> int:
    """The code for an answer that nobody reads any more, which is no error, or that cannot be written."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        # What is still to be flushed at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0 if reason in _GONE else _say(f"error: the answer cannot be written: {said}", CANNOT)


def _guarded(arguments: list[str] | None) -> int:
    from negotiate.cli import output  # noqa: PLC0415 - the same
    from negotiate.cli.commands import app  # noqa: PLC0415 - so that an interrupt is minded from the start
    from negotiate.errors import NegotiateError  # noqa: PLC0415 - the same

    try:
        code = app(args=arguments, prog_name="negotiate", standalone_mode=False)
    except NegotiateError as wrong:
        if wrong.exit_code == USAGE and _spaced(arguments):
            return USAGE
        output.error(wrong)
        return wrong.exit_code
    except output.Unwritable as wrong:
        return _unwritten(wrong.reason, str(wrong))
    except Exception as wrong:  # noqa: BLE001 - a bug is raised again
        return _usage(wrong, arguments)
    if code == INTERRUPTED:  # typer has swallowed the interrupt
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _usage(wrong: Exception, arguments: list[str] | None) -> int:
    """What typer raises: it leaves, it was interrupted, or it could not make sense of the command line."""
    import typer  # noqa: PLC0415 - the commands have imported it

    if isinstance(wrong, typer.Exit):
        return wrong.exit_code
    if isinstance(wrong, typer.Abort):
        raise KeyboardInterrupt from wrong
    if not hasattr(wrong, "show") or not hasattr(wrong, "exit_code"):
        raise wrong
    from negotiate.cli import output, usage  # noqa: PLC0415 - start-up stays light

    output.message(*usage.told(wrong, sys.argv[1:] if arguments is None else arguments))
    return int(wrong.exit_code)


def _spaced(arguments: list[str] | None) -> bool:
    """Whether all that is wrong is a space beside an `=`, which is then said."""
    from negotiate.cli import output, usage  # noqa: PLC0415 - start-up stays light

    found = usage.lone_sign(sys.argv[1:] if arguments is None else arguments)
    if found is not None:
        output.message(*found)
    return found is not None


def _say(message: str, code: int) -> int:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{message}\n")
    return code
