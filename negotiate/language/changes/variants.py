"""Variants and other changes that a file writes down: carrying them out, and trying whether they can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from negotiate.language.changes.addresses import put, remove
from negotiate.language.text.nodes import (
    Mapping,
    Node,
    Scalar,
    copied,
    entries_of,
    find,
    items_of,
    names_in,
    plain,
    spelled,
    words_of,
)
from negotiate.problems import Place, Problems, listed, nearest

VARIANT_LIMIT, EXPECTATION_LIMIT = 200, 500
"""How many of each are tried; the shape refuses more."""
COPY_LIMIT = 500_000
"""Values that are copied while they are tried: the larger the file, the fewer of its changes."""

Fixes = dict[str, tuple[str, Place]]


def carry_out(root: Mapping, change: Mapping, problems: Problems) -> Fixes:
    """Set and remove what a change names; issue → the option it commits to, and where that is written, comes back."""
    for address, value, place in pairs(change.entries.get("set")):
        put(root, address, copied(value), place, problems)
    for item in words_of(change.entries.get("remove")):
        remove(root, spelled(item.value), item.place, problems)
    return {issue: (spelled(plain(value)), place) for issue, value, place in pairs(change.entries.get("fix"))}


def pairs(node: Node | None) -> Iterator[tuple[str, Node, Place]]:
    """The entries of a mapping, with the places of their keys."""
    if isinstance(node, Mapping):
        yield from ((key, value, node.keys[key]) for key, value in node.entries.items())


def try_changes(root: Node, problems: Problems) -> None:
    """Note every variant, and every expectation's own change, that names something the file does not have.

    Of a very large file only the first are tried; what is wrong in another one is told to whoever asks for it.
    """
    if not isinstance(root, Mapping):
        return
    for varied, change in islice(_changes(root), 1 + COPY_LIMIT // root.size):
        named = find(root, ("variants", spelled(varied.value))) if isinstance(varied, Scalar) else None
        tried = opened(root, [*addressed(named), *addressed(change)])
        if isinstance(named, Mapping):
            carry_out(tried, named, Problems())
        _try(tried, change, problems)


def _changes(root: Mapping) -> Iterator[tuple[Node | None, Mapping]]:
    """Every change that a file writes down, with the name of the variant on which it is made."""
    for _, variant, _ in islice(pairs(root.entries.get("variants")), VARIANT_LIMIT):
        if isinstance(variant, Mapping):
            yield None, variant
    for item in items_of(root.entries.get("expect"))[:EXPECTATION_LIMIT]:
        if isinstance(item, Mapping) and ("set" in item.entries or "fix" in item.entries):
            yield item.entries.get("variant"), item


def addressed(change: Node | None) -> list[str]:
    """The addresses that a change sets or removes."""
    return [*entries_of(find(change, ("set",))), *names_in(find(change, ("remove",)))]


def opened(root: Mapping, addresses: Iterable[str]) -> Mapping:
    """A scenario in which these addresses can be changed: it shares every section that none of them leads to."""
    named = {"parameters", *(address.partition(".")[0] for address in addresses)}
    entries = {key: copied(value) if key in named else value for key, value in root.entries.items()}
    return Mapping(entries, dict(root.keys), root.place, root.size, dict(root.gone))


def _try(root: Mapping, change: Mapping, problems: Problems) -> None:
    for issue, (option, place) in carry_out(root, change, problems).items():
        known = entries_of(root.entries.get("issues"))
        options = names_in(find(root, ("issues", issue, "options")))
        if known and issue not in known:
            message = f"there is no issue `{issue}`; there is {listed(known)}"
            problems.add(place, "unknown-issue", message, nearest(issue, known))
        elif options and option not in options:
            found = find(change, ("fix", issue))
            message = f"`{issue}` has no option `{option}`; it has {listed(options)}"
            problems.add(found.place if found else place, "unknown-option", message, nearest(option, options))
