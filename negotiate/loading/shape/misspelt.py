"""Sections whose name is misspelt, which are told once and read as what they seem to be."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import islice

from negotiate.loading.problems import Problems, nearest_name
from negotiate.loading.shape.document import fields
from negotiate.loading.text.reader import Mapping, Scalar

_LIKE = 0.85
"""How much two words have to share for one to be read as the other."""
_MOST = 40
"""Keys that are compared with the names of sections."""


def under_their_names(root: Mapping, problems: Problems) -> None:
    """Note every section with a misspelt name, and read it as if the name stood there that is missing.

    So nothing that speaks of the section is wrong as well, and what is wrong in it is told at once.
    """
    known = fields(("",))
    missing = [name for name in known if name not in root.entries]
    strange = (key for key, node in root.entries.items() if key not in known and not isinstance(node, Scalar))
    meant: dict[str, str] = {}
    for key in islice(strange, _MOST):
        from negotiate.loading.shape.wording import unknown_key  # noqa: PLC0415 - loaded for mistakes alone

        said = unknown_key(key, {}, (key,), bare=False)
        for name in missing:
            if name == nearest_name(key, known) and name not in meant.values() and _alike(key, name):
                problems.add(root.keys[key], said.code, said.message, said.hint)
                meant[key] = name
    if meant:
        root.entries = {meant.get(key, key): node for key, node in root.entries.items()}
        root.keys = {meant.get(key, key): place for key, place in root.keys.items()}


def _alike(key: str, name: str) -> bool:
    """Whether a word is a slip of another: its letters in another order, or nearly all of them."""
    return sorted(key) == sorted(name) or SequenceMatcher(None, key, name).ratio() >= _LIKE
