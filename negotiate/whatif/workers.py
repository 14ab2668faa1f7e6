"""Spreads work over processes of this machine or of a Dask cluster, and hands the results over in
order.

Work is a picklable function of a range of places, which a worker unpacks once. A result follows
from the work and the places alone, so it is the same whoever works it out. Only a few results are
ahead of whoever takes them, so that memory stays flat.
"""

from __future__ import annotations

import importlib
import os
import pickle
import platform
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack
from functools import lru_cache
from importlib import metadata
from time import sleep
from typing import Any, TypeVar

from negotiate.errors import NotInstalled, WorkersLost

Found = TypeVar("Found")
Work = Callable[[range], Found]
AHEAD = 2
"""Results that are ahead of the taker, for each worker."""
TRIES = 3
"""How often a part is tried again whose worker was lost."""
PATIENCE = 20
"""Seconds to wait for a scheduler."""
ALONE = {
    f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "MKL", "OMP", "NUMBA", "VECLIB_MAXIMUM")
}
"""Each worker works on one processor."""


def versions() -> dict[str, str]:
    """What an answer depends on besides the question."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for name in ("negotiate-games", "numpy", "scipy"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def spread(
    work: Work[Found], parts: Iterable[range], jobs: int = 1, scheduler: str | None = None
) -> Generator[Found, None, None]:
    """Work out every part, and hand the results over in the order of the parts.

    Parameters
    ----------
    work : callable
        From a range of places to a result; both can be pickled.
    parts : iterable of range
        The places of each part.
    jobs : int
        How many processes of this machine, of which no more are started than it has cores; with one
        it is this process.
    scheduler : str, optional
        The address of a running Dask scheduler, such as `tcp://10.0.0.1:8786`, whose workers do it
        instead. Whoever can reach it can run code on every machine of the cluster and on this one.

    Raises
    ------
    WorkersLost
        If there is no such scheduler, if a part loses its worker again and again, or if a worker
        has other versions.
    NotInstalled
        If Dask is not there.
    """
    if scheduler is None and jobs <= 1:
        yield from map(work, parts)
        return
    packed = pickle.dumps((versions(), pickle.dumps(work)))
    with ExitStack() as leaving:
        if scheduler is None:
            submit, room, lost = _processes(packed, jobs, leaving)
        else:
            submit, room, lost = _cluster(packed, scheduler, leaving)
        waiting: deque[Any] = deque()
        left = iter(parts)
        try:
            while True:
                while len(waiting) < room() and (part := next(left, None)) is not None:
                    waiting.append(submit(part))
                if not waiting:
                    return
                yield waiting.popleft().result()
        except lost as wrong:
            said = f"a worker was lost again and again ({type(wrong).__name__})"
            raise WorkersLost(said, "give each worker more memory, or use fewer") from wrong
        except ModuleNotFoundError as wrong:
            said = f"a worker has no module `{wrong.name}`"
            raise WorkersLost(said, "install the same versions on every machine") from wrong


Crew = tuple[Callable[[range], Any], Callable[[], int], tuple[type[BaseException], ...]]
"""How a part is handed over, how many may be on their way, and what is raised where workers are
lost.
"""


def _processes(packed: bytes, jobs: int, leaving: ExitStack) -> Crew:
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - where there are several workers alone

    from joblib.externals.loky import ProcessPoolExecutor, cpu_count  # noqa: PLC0415 - the same

    usual = threading.excepthook
    leaving.callback(setattr, threading, "excepthook", usual)  # after the pool has ended
    threading.excepthook = lambda said: (
        None if "Executor" in str(said.thread) else usual(said)
    )  # results tell it, too
    jobs = min(jobs, max(2, cpu_count()))
    pool = ProcessPoolExecutor(jobs, initializer=_serve, initargs=(os.getpid(),), env=ALONE)
    leaving.callback(pool.shutdown, wait=True, kill_workers=True)
    return lambda part: pool.submit(_done, packed, part), lambda: AHEAD * jobs, (BrokenProcessPool,)


def _cluster(packed: bytes, scheduler: str, leaving: ExitStack) -> Crew:
    try:
        dask: Any = importlib.import_module("distributed")
    except ModuleNotFoundError:
        raise NotInstalled("Dask", "cluster") from None
    try:
        client = dask.Client(scheduler, set_as_default=False, timeout=PATIENCE)
    except (OSError, ValueError, TypeError) as wrong:
        said = f"no Dask scheduler answers at `{scheduler}`"
        raise WorkersLost(
            said, "start one with `dask scheduler`, and write the address that it prints"
        ) from wrong
    leaving.callback(client.close)
    sent = client.submit(
        bytes, packed, pure=False
    )  # a task, so that it can be had again where its holder is lost

    def submit(part: range) -> Any:
        return client.submit(_done, sent, part, pure=False, retries=TRIES)

    return submit, lambda: AHEAD * max(sum(client.nthreads().values()), 1), (dask.KilledWorker,)


def _serve(parent: int) -> None:
    """Leave Ctrl-C to the process that hands the work out, and end soon after it, however it
    ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _done(packed: bytes, part: range) -> Any:
    """One part, in a worker."""
    return _unpacked(packed)(part)


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Work[Any]:
    """The work, with what it has found out so far for all parts.

    Raises
    ------
    WorkersLost
        If this worker has other versions than who sent the work: results might differ.
    """
    sent, work = pickle.loads(packed)  # noqa: S301 - who hands work out may run code here anyway
    if other := differing(sent, versions()):
        raise WorkersLost(
            f"a worker has {', '.join(other)}", "install the same versions on every machine"
        )
    found: Work[Any] = pickle.loads(work)  # noqa: S301 - the same
    return found


def differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The versions that are not the same now, in words."""
    return [
        f"{name} {now.get(name)} in place of {version}"
        for name, version in then.items()
        if now.get(name) != version
    ]
