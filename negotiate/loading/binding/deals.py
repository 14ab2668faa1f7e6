"""Binds what an expectation says of deals: which solution, which claims stand in the way, which no-deal point."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.loading.binding.binder import Binder
from negotiate.loading.shape.document import ExpectPart
from negotiate.loading.text.nodes import find
from negotiate.loading.text.reader import Mapping
from negotiate.model.expectation import OfDeals

_HOLDERS = ("red_lines", "ratifiers")
"""Sections whose entries are claims."""


def bind_deals(binder: Binder, position: int, part: ExpectPart) -> OfDeals:
    """What an entry says of deals; nothing where it asks another command."""
    if part.deal is None:
        return OfDeals()
    path = ("expect", position)
    because, not_because = part.because or [], part.not_because or []
    there = _claims(binder, part) if because or not_because else []
    for key, names, known in (
        ("because", because, there),
        ("not_because", not_because, [*there, *(issue for issue in binder.issues if issue not in there)]),
    ):
        for i, name in enumerate(names):
            binder.known(name, known, "claim", binder.at(*path, key, i))
        binder.once(names, *path, key)
    if isinstance(part.no_deal, dict):
        binder.package(part.no_deal, *path, "no_deal")
    signers = part.signers or []
    for i, player in enumerate(signers):
        binder.known(player, binder.players, "player", binder.at(*path, "signers", i))
    binder.once(signers, *path, "signers")
    word = part.deal if isinstance(part.deal, str) else ""
    return OfDeals(word, part.point or "", tuple(because), tuple(not_because), part.no_deal, tuple(signers))


def lost(binder: Binder) -> bool:
    """Whether a whole section of claims is taken away, or could not be read: then any name may have stood in it."""
    gone = binder.root.gone if isinstance(binder.root, Mapping) else {}
    return any(section in gone or section in binder.broken for section in _HOLDERS)


def _claims(binder: Binder, part: ExpectPart) -> list[str]:
    """What may rule a deal out, in the file as it stands and under what its variants and this entry change."""
    least = [f"no_deal.{player}" for player in binder.players]
    any_name = [*(part.because or []), *(part.not_because or [])] if lost(binder) else []
    return list(dict.fromkeys([*limits(binder), *_added(part.set), *least, *any_name]))


def limits(binder: Binder) -> list[str]:
    """The claims of the file as it stands and under what its variants change."""
    document = binder.document
    found = [*document.red_lines, *document.ratifiers]
    for section in _HOLDERS:
        node = find(binder.root, (section,))
        found += node.gone if isinstance(node, Mapping) else []
    return found + _added(address for variant in document.variants.values() for address in variant.set)


def _added(addresses: Iterable[str]) -> list[str]:
    """The claims that are set at these addresses."""
    steps = [address.split(".") for address in addresses]
    return [way[1] for way in steps if len(way) > 1 and way[0] in _HOLDERS]
