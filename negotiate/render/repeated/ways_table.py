"""Well-known ways to uphold an agreement side by side: which hold, from which patience on, what they earn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from negotiate.render.repeated.exactly import exactly
from negotiate.render.repeated.folded import folded
from negotiate.render.repeated.words import SURE, beginning, keys, shortest, strategy
from negotiate.render.solution import paragraph
from negotiate.repeated.lasting.agreement import Lasting, Upholding
from negotiate.report.numbers import aligned
from negotiate.report.screen.cells import cut
from negotiate.report.style import FAINT, Look

KEY = 8
"""Columns that a player's key may take in a head."""


def ways(found: Lasting) -> tuple[Upholding, ...]:
    """What is asked about, then the others."""
    return (found.asked, *found.others)


def ways_table(found: Lasting, look: Look) -> Iterable[Text]:
    """One line a way to uphold it."""
    shown = ways(found)
    rows = [[_sign(one, look), _name(one.names)] for one in shown]
    heads = ["", "If all play"] if found.game.stage.n_players != 2 else ["", "If both play"]
    names = [cut(key, KEY, look.glyphs.more) for key in keys(found.game)]
    for player, name in enumerate(names):
        heads.append(f"{name} needs")
        for row, one in zip(rows, shown, strict=True):
            row.append(_needs(one, player))
    earned = [f"{name} earns" for name in names]
    numbers = list(zip(*(aligned([one.earns[player] for one in shown]) for player in range(len(names))), strict=True))
    wide = [[*row, *more] for row, more in zip([heads, *rows], [earned, *numbers], strict=True)]
    fits = sum(max(map(cell_len, column)) + 2 for column in zip(*wide, strict=True)) - 2 <= look.columns
    if fits:
        heads, *rows = wide
    yield from folded(heads, rows, 2, look, title=2)
    yield from paragraph(_legend(shown, look, fits), look, FAINT)


def _name(names: Sequence[str]) -> str:
    return strategy(names[0]) if len(set(names)) == 1 else " / ".join(map(strategy, names))


def _sign(one: Upholding, look: Look) -> str:
    if one.certificate.subgame_perfect:
        return look.glyphs.star
    return f"({look.glyphs.star})" if one.certificate.nash else ""


def _needs(one: Upholding, player: int) -> str:
    """The least patience, in brackets where off the path none will do, or just one that nobody has."""
    wanted = [(low, high) for low, high in one.critical.by_player[player] if high - low > SURE]
    on_path = one.nash.by_player[player]
    return shortest(wanted) if wanted or not on_path else f"({shortest(on_path)})"


def _legend(shown: Sequence[Upholding], look: Look, earned: bool) -> str:
    """What the signs mean."""
    told = []
    if any(one.certificate.subgame_perfect for one in shown):
        told.append(f"{look.glyphs.star} nobody gains by one step aside, on the path or off it")
    needs = [_needs(one, player) for one in shown for player in range(len(one.names))]
    if any(word.startswith("(") for word in needs) or any("(" in _sign(one, look) for one in shown):
        told.append("in brackets: on the path alone")
    told.append("needs: the least patience")
    if any("*" in word for word in needs):
        told.append("* not every greater one will do")
    if not earned:
        told.append("`--csv` has what each earns")
    return beginning(f"{'; '.join(told)}.")


def ways_rows(found: Lasting) -> list[list[str]]:
    """The same without any drawing, numbers in full."""
    names = found.game.keys
    columns = [f"{key} {what}" for what in ("needs", "needs on the path", "earns") for key in names]
    rows = [["plays", "subgame perfect", "nash", *columns]]
    for one in ways(found):
        holds = ["yes" if held else "no" for held in (one.certificate.subgame_perfect, one.certificate.nash)]
        least = [_least(intervals) for found in (one.critical, one.nash) for intervals in found.by_player]
        rows.append(["/".join(one.names), *holds, *least, *exactly(one.certificate.game, one.earns)])
    return rows


def _least(intervals: Sequence[tuple[float, float]]) -> str:
    return " or ".join(f"{low:.9g} to {high:.9g}" for low, high in intervals) or "never"
