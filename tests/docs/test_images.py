"""The pictures of the README and the documentation show what the program answers."""

import html
import re
import runpy
from pathlib import Path

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def words(svg: str) -> list[str]:
    """Whatever stands in a picture, however it is laid out."""
    return [html.unescape(text).strip() for text in re.findall(r"<text[^>]*>([^<]*)<", svg)]


def test_every_picture_is_current() -> None:
    drawn = runpy.run_path(str(IMAGES / "draw.py"))["pictures"]()
    assert {path.stem for path in IMAGES.glob("*.svg")} == set(drawn)
    stale = [
        name
        for name, svg in drawn.items()
        if words(svg) != words((IMAGES / f"{name}.svg").read_text("utf-8"))
    ]
    assert stale == [], "`python docs/images/draw.py` draws them anew"
