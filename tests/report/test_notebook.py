"""Whatever is told shows itself in a notebook, by one mechanism."""

from __future__ import annotations

import importlib
import re

import negotiate
from negotiate.display import Shown
from negotiate.report import REPORTS, report_of
from negotiate.report.html import BLOCKS, notebook
from negotiate.scenario import Scenario


def test_every_result_that_is_told_shows_itself() -> None:
    unseen = []
    for name in REPORTS:
        module, _, kind = name.rpartition(".")
        found = getattr(importlib.import_module(module), kind)
        stands_below = (
            name == "negotiate.problems.Rule"
        )  # it knows nothing of how things are shown; `Rules` shows it
        if not issubclass(found, Shown) and not issubclass(Scenario, found) and not stands_below:
            unseen.append(name)
    assert unseen == []


def test_a_piece_has_a_style_that_reaches_nothing_else() -> None:
    html = notebook(report_of(negotiate.load("classics/chicken")))
    assert html.startswith('<div class="negotiate">\n<style>.negotiate{')
    assert html.endswith("</div>")
    assert re.search(r"(?<!\w)body", BLOCKS) is None
    assert "*{" not in BLOCKS
