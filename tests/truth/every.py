"""Every kind of question in one tuple; a new one is a file with its `KINDS`, and a name here."""

from tests.truth import (
    deals,
    many_players,
    repeated,
    sensitivity,
    signalling,
    standing,
    tables,
    trees,
    two_players,
    types,
)

ROOMS = (
    two_players,
    tables,
    many_players,
    trees,
    signalling,
    types,
    deals,
    standing,
    repeated,
    sensitivity,
)
KINDS = tuple(kind for room in ROOMS for kind in room.KINDS)
