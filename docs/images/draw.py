"""Draws the pictures of the README and the documentation from real answers: `python docs/images/draw.py`."""

import io
import re
from pathlib import Path

from rich.console import Console

import negotiate
from negotiate.display import Shown
from negotiate.report.screen import picture
from negotiate.report.style import Look

COLUMNS = 80


def draw(name: str, title: str, answer: Shown) -> None:
    """Write one answer, as a terminal of 80 columns shows it, to an SVG beside this file."""
    console = Console(
        file=io.StringIO(), record=True, width=COLUMNS, force_terminal=True, color_system="truecolor", highlight=False
    )
    console.print(picture(answer, Look(width=COLUMNS)))
    svg = re.sub(r"@font-face \{.*?\}", "", console.export_svg(title=title, unique_id=name), flags=re.DOTALL)
    lines = (line.rstrip() for line in svg.splitlines() if line.strip())
    Path(__file__).with_name(f"{name}.svg").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    talks = negotiate.load("us-china/beijing-2018")
    open_talks = negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025")
    draw(
        "tree", "negotiate tree us-china/beijing-2018 --variant us_drops_mic2025", negotiate.solve(open_talks.in_turn())
    )
    draw("solve", "negotiate solve us-china/beijing-2018", negotiate.solve(talks.alone()))
    draw(
        "deal", "negotiate deal us-china/beijing-2018 --variant us_drops_mic2025", negotiate.deal(open_talks.together())
    )
    breakfast = negotiate.load("classics/beer-quiche")
    draw("hidden", "negotiate tree classics/beer-quiche", negotiate.solve(breakfast.in_turn()))
    draw(
        "simulate",
        "negotiate simulate us-china/beijing-2018 --variant yearly_purchases",
        negotiate.simulate(negotiate.load("us-china/beijing-2018", variant="yearly_purchases").again()),
    )
