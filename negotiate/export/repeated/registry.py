"""Every answer about what lasts, with the function that writes it as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.repeated.certificate import certificate_json
from negotiate.export.writers import Writer, written
from negotiate.repeated.lasting.certificate import Certificate

WRITERS: tuple[tuple[type, Writer], ...] = ((Certificate, certificate_json),)
"""In the order of the options that ask for them."""


def repeated_json(found: object, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Any answer about what lasts as one JSON object; see `written`."""
    return written(found, WRITERS, scenario)
