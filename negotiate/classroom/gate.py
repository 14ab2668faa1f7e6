"""Who is let in, and how often: hosts, origins, tokens and limits; and the headers that every page
has.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import OrderedDict
from ipaddress import ip_address, ip_network

FRAME = 8_000
"""Bytes of a message, or of a form."""
RATE, BURST = 60.0, 120.0
"""Messages a second that one seat may send for long, and at once."""
TRIES, TRY, PATIENCE = 60.0, 1.0, 10.0
"""Wrong codes of an address at once, which a class may share, then so many a second; seconds that
one waits at most.
"""
JOINS, MINUTE = 240, 60.0
"""People who join a minute from one address."""
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


def own_host(host: str, names: frozenset[str], address: str) -> bool:
    """Whether a request was meant for this server: by a name that it has, or by the address at
    which it was asked.

    A page elsewhere can let its own name lead here, and would then count as the same site.
    """
    found = _HOST.fullmatch(host.lower())
    if found is None or found["name"] in names:
        return found is not None
    try:
        return ip_address(found["name"].strip("[]")) == ip_address(address.partition("%")[0])
    except ValueError:
        return False


_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?")


def same_origin(origin: str, host: str, *, secure: bool) -> bool:
    """Whether a page of this server has sent something."""
    return bool(host) and origin.lower() == f"http{'s' * secure}://{host.lower()}"


def house(address: str) -> str:
    """What counts as one sender: an address, or the network of one that can choose among many."""
    try:
        found = ip_network(
            f"{address.partition('%')[0]}/{64 if ':' in address else 32}", strict=False
        )
    except ValueError:
        return address
    return str(found.network_address)


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

    def wait(self, now: float, longest: float) -> float | None:
        """Seconds until one thing more may be done, which counts from now on; None where that is
        too long.
        """
        self.take(now, 0.0)
        if self.left - 1 < -longest * self.rate:
            return None
        self.left -= 1
        return max(-self.left / self.rate, 0.0)


class Doorkeeper:
    """How often each address has tried the code, and come in with it.

    Whoever types a wrong code makes the next ones slower, and never shuts others out who share the
    address: a right code counts for nothing.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, bool], Bucket] = OrderedDict()

    def wait(self, address: str, now: float) -> float | None:
        """Seconds until a code of the address is looked at; None where so many wait already that it
        is refused.
        """
        return self._bucket(address, False, now).wait(now, PATIENCE)

    def comes_in(self, address: str, now: float) -> bool:
        """Whether somebody with the right code may join: the try counts as none."""
        tries = self._bucket(address, False, now)
        tries.left += 1
        return self._bucket(address, True, now).take(now)

    def _bucket(self, address: str, right: bool, now: float) -> Bucket:
        key = house(address), right
        new = Bucket(JOINS / MINUTE, JOINS, now) if right else Bucket(TRY, TRIES, now)
        found = self._known[key] = self._known.pop(key, new)
        while len(self._known) > ADDRESSES:
            self._known.popitem(last=False)
        return found
