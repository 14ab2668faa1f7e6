"""What leaves on standard output as lines: nothing drawn, and nothing loaded for it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from negotiate.report.words import safe_line


def lines(found: Iterable[str]) -> None:
    """Plain lines, of which no sign is obeyed or hidden."""
    file_text(map(safe_line, found))


def file_text(found: Iterable[str]) -> None:
    """The lines of a file for other programs, whatever the encoding of the output can say."""
    encoding = sys.stdout.encoding or "utf-8"
    for line in found:
        sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")


def as_json(found: dict[str, Any]) -> None:
    """One JSON object and nothing else."""
    sys.stdout.write(json.dumps(found, indent=2, allow_nan=False) + "\n")
