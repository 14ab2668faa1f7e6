"""Tells what was drawn and how, and what the file says is uncertain and was not drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from negotiate.report.style import capital, counted, joined, the
from negotiate.whatif.chances import PLAIN, SET
from negotiate.whatif.points import Axis

MANY, FEW = 6, 3
"""Names that are told one by one, of what was drawn and of what was not."""
TYPES_SET = "private types set them"
EXPECTED = "For such an event each player counts its expected payoff."


def drawn(axes: Sequence[Axis], keys: Sequence[str], players: Sequence[str]) -> Iterator[str]:
    """What every draw takes, and from where."""
    names = dict(zip(keys, players, strict=True))
    ways: dict[str, list[str]] = {}
    for axis in axes:
        kind = axis.distribution.kind if axis.distribution is not None else ""
        way = "evenly from {} range{}" if kind == "uniform" else "from {} distribution{}"
        way = way if kind else "by {} odds" if axis.odds else "from {} values, all equally likely"
        of_type = axis.odds and axis.name in names
        ways.setdefault(way, []).append(
            f"the type of {the(names[axis.name])}" if of_type else f"`{axis.name}`"
        )
    chance = "by {} odds"
    for way, own in sorted(ways.items(), key=lambda pair: pair[0] == chance):
        how = way.format("their", "s") if own[1:] else way.format("its", "")
        known = f", and everybody knows {'them' if own[1:] else 'it'}" if way == chance else ""
        yield f"Each draw takes {listed(own)} {how}{known}."


def listed(names: Sequence[str], most: int = MANY) -> str:
    """Names one by one, the last of very many counted."""
    return joined([*names[:most], *([counted(len(names) - most, "other")] * (len(names) > most))])


def undrawn(found: Mapping[str, str]) -> Iterator[str]:
    """What was not drawn, with why."""
    plain = [f"`{name}`" for name, why in found.items() if why == PLAIN]
    if plain:
        said = plain[0] if len(plain) == 1 else f"{len(plain)} other numbers"
        said = joined(plain) if 1 < len(plain) <= FEW else said
        has, stay = (
            ("has", "This number stays") if len(plain) == 1 else ("have", "These numbers stay")
        )
        yield f"{capital(said)} {has} a range and no distribution. {stay} as in the file."
    chance = {name: why for name, why in found.items() if why not in (PLAIN, SET)}
    for name, why in chance.items():
        yield f"`{name}` is not drawn, because {why}."
    if chance:
        yield EXPECTED
    typed = [f"`{name}`" for name, why in found.items() if why == SET]
    if typed:
        many = typed[1:]
        yield (
            f"{listed(typed)} {'are' if many else 'is'} not drawn, because "
            f"{SET if not many else TYPES_SET}."
        )
