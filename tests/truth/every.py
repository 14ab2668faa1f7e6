"""Every kind of question in one tuple; a new one is a file with its `KINDS`, and a name here."""

from tests.truth import deals, many_players, standing, tables, trees, two_players

KINDS = tuple(kind for room in (two_players, tables, many_players, trees, deals, standing) for kind in room.KINDS)
