"""Draws the pictures of the README and the documentation from real answers: `python
docs/images/draw.py`.
"""

import io
import re
from pathlib import Path

from rich.console import Console

import negotiate
from negotiate.display import Shown
from negotiate.report.screen import picture
from negotiate.report.style import Look

COLUMNS = 80


def drawn(name: str, title: str, answer: Shown) -> str:
    """One answer, as a terminal of 80 columns shows it."""
    console = Console(
        file=io.StringIO(),
        record=True,
        width=COLUMNS,
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
    )
    console.print(picture(answer, Look(width=COLUMNS)))
    svg = re.sub(
        r"@font-face \{.*?\}", "", console.export_svg(title=title, unique_id=name), flags=re.DOTALL
    )
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def pictures() -> dict[str, str]:
    """Every picture by its name."""
    talks, open_talks, yearly = (
        negotiate.load("us-china/beijing-2018", variant=variant)
        for variant in (None, "us_drops_mic2025", "yearly_purchases")
    )
    answers = {
        "tree us-china/beijing-2018 --variant us_drops_mic2025": negotiate.solve(
            open_talks.in_turn()
        ),
        "solve us-china/beijing-2018": negotiate.solve(talks.alone()),
        "deal us-china/beijing-2018 --variant us_drops_mic2025": negotiate.deal(
            open_talks.together()
        ),
        "tree classics/beer-quiche": negotiate.solve(
            negotiate.load("classics/beer-quiche").in_turn()
        ),
        "simulate us-china/beijing-2018 --variant yearly_purchases": negotiate.simulate(
            yearly.again()
        ),
    }
    names = ("tree", "solve", "deal", "hidden", "simulate")
    each = zip(names, answers.items(), strict=True)
    return {name: drawn(name, f"negotiate {asked}", answer) for name, (asked, answer) in each}


if __name__ == "__main__":
    for name, svg in pictures().items():
        Path(__file__).with_name(f"{name}.svg").write_text(svg, encoding="utf-8")
