"""What every test stands on: a terminal that does not vary, shipped files that are read once,
hypothesis profiles.

On a desk hypothesis looks somewhere new each time; where `CI` is set it repeats itself, so that a
failure there is the fault of the change and not of luck. Of the examples that a test asks for a
fifth is drawn, and all of them where `NEGOTIATE_EVERY_PAIR=1` asks for everything.
"""

import gc
import os

import pytest
from hypothesis import settings

# Workers, which inherit this, have a core each: threads of their own would only wait for one
# another.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from tests.walks import EVERY_PAIR  # noqa: E402 - it loads numpy, which reads them once

settings.register_profile("desk", deadline=None)  # a first call may import or build something slow
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

NEW_OBJECTS = 50_000
"""So many new objects set off a search for unused ones; Python's own 700 take an eighth of the
time.
"""
FEWEST = 10
"""Examples of a test that draws, at least; one that asks for fewer gets those."""
_SETTINGS = (
    "_hypothesis_internal_use_settings"  # hypothesis has no other way to set them from outside
)

_TERMINAL_VARIABLES = (
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "FORCE_COLOR",
    "NO_COLOR",
    "PAGER",
    "PY_COLORS",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
)


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test, and each process that it starts, the same terminal of 80 columns."""
    for name in _TERMINAL_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("TERM", "xterm-256color")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what the YAML of each shipped scenario says; whoever loads it again gets nodes of its
    own.
    """
    from negotiate.language import library
    from negotiate.language.library import shipped
    from negotiate.language.text import Node, copied
    from negotiate.problems import Problems

    plain, known = library.read_text, dict[tuple[str, str], Node]()
    texts = {path.read_text("utf-8") for path in shipped().values()}

    def read(text: str, shown: str, problems: Problems) -> Node | None:
        if text not in texts or problems.found:
            return plain(text, shown, problems)
        if (text, shown) not in known:
            found = plain(text, shown, problems)
            assert found is not None
            assert not problems.found
            known[text, shown] = found
        problems.texts[shown] = text.splitlines()
        return copied(known[text, shown])

    patch = pytest.MonkeyPatch()
    patch.setattr(library, "read_text", read)
    config.add_cleanup(patch.undo)


def pytest_collection_finish() -> None:
    """Look for unused objects seldom, and never among those that all tests stand on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Draw a fifth of the examples, unless everything is asked for."""
    functions = {getattr(item, "obj", None) for item in items}
    for function in functions if not EVERY_PAIR else ():
        asked = (
            getattr(function, _SETTINGS, settings.default)
            if hasattr(function, "hypothesis")
            else None
        )
        if asked is not None and asked.max_examples > FEWEST:
            fewer = max(FEWEST, asked.max_examples // 5)
            setattr(function, _SETTINGS, settings(asked, max_examples=fewer))
