"""Who is let in, and how often: hosts, origins, tokens and limits; and the headers that every page has."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from ipaddress import ip_address
from urllib.parse import urlsplit

FRAME = 8_000
"""Bytes of a message, or of a form."""
RATE, BURST = 60.0, 120.0
"""Messages a second that one seat may send for long, and at once."""
WRONG, JOINS, MINUTE = 10, 240, 60.0
"""Wrong codes a minute from one address, and right ones: a class may share an address. Beyond, it has to wait."""
ADDRESSES = 10_000
"""Addresses that are remembered."""
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What a join code is made of: nothing that looks like something else."""
LENGTH = 6
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # without any, a form would not say from where it comes
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


def policy(host: str) -> str:
    """What a page may load: scripts and style of this server alone, and sockets back to it."""
    parts = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # the colours of a picture, which report/ writes
        "img-src 'self' data:",
        f"connect-src 'self' ws://{host} wss://{host}",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return "; ".join(parts)


def new_code() -> str:
    """A code for the wall; one of 887 million."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def new_token() -> str:
    """A secret that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is kept of a token, so that the files of a class let nobody in."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same_code(typed: str, code: str) -> bool:
    """Whether a code is the right one, however it is written."""
    given = "".join(typed[:40].upper().split()).encode("utf-8", "replace")
    return secrets.compare_digest(given, code.encode("ascii"))


def own_host(host: str, names: frozenset[str]) -> bool:
    """Whether a request was meant for this server: by an address, or by a name that it has.

    A page elsewhere can let its own name lead here, and would then count as the same site.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
        if name.lower() in names:
            return True
        ip_address(name)
    except ValueError:
        return False
    return True


def same_origin(origin: str, host: str) -> bool:
    """Whether a page of this server has sent something."""
    parts = origin.partition("://")
    return parts[0] in ("http", "https") and bool(host) and parts[2].lower() == host.lower()


class Bucket:
    """How much somebody may still do: it fills by `rate` a second, up to `burst`."""

    __slots__ = ("at", "burst", "left", "rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst, self.left, self.at = rate, burst, burst, now

    def take(self, now: float, cost: float = 1.0) -> bool:
        """Whether that much may be done now."""
        self.left, self.at = min(self.left + (now - self.at) * self.rate, self.burst), now
        if self.left < cost:
            return False
        self.left -= cost
        return True


class Doorkeeper:
    """How often each address has tried the code."""

    def __init__(self) -> None:
        self._tries: OrderedDict[tuple[str, bool], Bucket] = OrderedDict()

    def may_try(self, address: str, now: float) -> bool:
        """Whether the address may try a code now."""
        return self._bucket(address, False, now).left >= 1 and self._bucket(address, True, now).left >= 1

    def tried(self, address: str, now: float, *, right: bool) -> None:
        """Count a try."""
        self._bucket(address, right, now).take(now)

    def _bucket(self, address: str, right: bool, now: float) -> Bucket:
        most = JOINS if right else WRONG
        found = self._tries.pop((address, right), None) or Bucket(most / MINUTE, most, now)
        found.take(now, 0.0)
        self._tries[address, right] = found
        while len(self._tries) > ADDRESSES:
            self._tries.popitem(last=False)
        return found
