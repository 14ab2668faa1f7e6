"""What stands where in a picture, and what stands on what."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations

from negotiate.report.labels import width

SVG = "{http://www.w3.org/2000/svg}"
SIZE, FAINT = 8, "2.5"
"""Pixels of a mark, and the radius of a point that a word may hide."""
Box = tuple[float, float, float, float]


def overprinted(drawn: str) -> Iterator[str]:
    """Words that leave a picture, that meet other words, or that stand beside points and hide
    another mark.
    """
    root = ET.fromstring(drawn)
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    words = [
        (one.text or "", _word(one), "font-weight" in one.attrib) for one in root.iter(f"{SVG}text")
    ]
    for word, box, _ in words:
        if box[0] < -1 or box[2] < -1 or box[1] > wide + 1 or box[3] > high + 1:
            yield f"{word} leaves the picture"
    for (one, own, _), (other, others, _) in combinations(words, 2):
        if _meet(own, others):
            yield f"{one} meets {other}"
    marks = [
        _mark(one)
        for one in root
        if one.tag in (f"{SVG}circle", f"{SVG}path", f"{SVG}rect") and len(one)
    ]
    for word, box, beside in words:
        if beside and any(mark is not None and _meet(box, mark) for mark in marks):
            yield f"{word} hides a mark"


def _word(one: ET.Element) -> Box:
    wide = 0.85 * width(one.text or "")
    x, y = float(one.attrib["x"]), float(one.attrib["y"])
    left = x - {"middle": wide / 2, "end": wide}.get(one.attrib.get("text-anchor", ""), 0.0)
    return left, left + wide, y - 9, y + 1


def _mark(one: ET.Element) -> Box | None:
    if one.attrib.get("r") == FAINT:
        return None
    path = re.match(r"M([-\d.]+) ([-\d.]+)(l6 6|v12|l8 8)", one.attrib.get("d", ""))
    if path:
        x, y = (
            float(path[1]) + 4 * (path[3] == "l8 8"),
            float(path[2]) + (4 if path[3] == "l8 8" else 6),
        )
    elif one.tag.endswith("circle"):
        x, y = float(one.attrib["cx"]), float(one.attrib["cy"])
    else:
        x, y = (float(one.attrib[side]) + SIZE / 2 for side in "xy")
    return x - SIZE / 2, x + SIZE / 2, y - SIZE / 2, y + SIZE / 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
