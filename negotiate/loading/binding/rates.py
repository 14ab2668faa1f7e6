"""What can only be seen of repeated play once its numbers are known: rates and odds that are none."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.loading.binding.protocol import shares
from negotiate.loading.problems import Problems
from negotiate.loading.text.nodes import Path, find, place_of
from negotiate.loading.text.reader import Node
from negotiate.model.expressions import Expression, Number
from negotiate.model.frame import number
from negotiate.model.negotiation import Negotiation
from negotiate.model.repeat import SLACK, Chance, Repeat


def check_rates(negotiation: Negotiation, root: Node, problems: Problems) -> None:
    """Note rates and odds outside 0 to 1, and odds that sum to too much or, of what a state mixes, to too little.

    Odds that count only under a condition are summed where they meet, which only the game can tell.
    """
    told: set[Path] = set()
    for path, share in _shares(negotiation.repeat):
        value = number(negotiation, share)
        place = path if find(root, path) is not None else path[:-1]
        if not 0 <= value <= 1 and place not in told:
            told.add(place)
            message = f"a probability lies between 0 and 1; here: {value:.6g}"
            hint = f"write `{value / 100:g}`" if 1 < value <= 100 and isinstance(share, Number) else ""
            problems.add(place_of(root, place), "not-a-probability", message, hint)
    for path, odds, mixed in () if told else _sums(negotiation.repeat):
        values = [number(negotiation, share) for share in odds]
        if sum(values) > 1 + SLACK or (mixed and sum(values) < 1 - SLACK):
            message = f"the odds sum to {sum(values):.6g}{', not to 1' if mixed else ', which is more than 1'}"
            hint = (
                "correct them: those of a state sum to 1" if mixed else "correct them: what they leave stays as it is"
            )
            problems.add(place_of(root, path, key=True), "odds-sum", message, shares(values) or hint)


def _shares(repeat: Repeat) -> Iterator[tuple[Path, Expression]]:
    """Everything that is a probability, and where it stands."""
    for word, rates in (("noise", repeat.noise), ("misread", repeat.misread)):
        yield from ((("repeat", word, player), rate) for player, rate in rates.items())
    if repeat.ends is not None:
        yield ("repeat", "ends"), repeat.ends
    for path, plays in _mixtures(repeat):
        yield from (((*path, posture), odds) for posture, odds in plays.items())
    for path, entry in _chances(repeat):
        if entry.odds is not None:
            yield (*path, "odds"), entry.odds


def _sums(repeat: Repeat) -> Iterator[tuple[Path, list[Expression], bool]]:
    """Odds that meet whatever is done, where they stand, and whether they are all there are."""
    for path, plays in _mixtures(repeat):
        yield path, list(plays.values()), True
    for phase in repeat.phases:
        yield ("repeat", "phases", phase.id, "next"), _certain(phase.follows), False
    yield ("repeat", "signals"), _certain(repeat.signals), False


def _mixtures(repeat: Repeat) -> Iterator[tuple[Path, dict[str, Expression]]]:
    for name, machine in repeat.machines.items():
        for state in machine.states:
            yield ("repeat", "strategies", name, "states", state.id, "plays"), dict(state.plays)


def _certain(entries: tuple[Chance, ...]) -> list[Expression]:
    """The odds of entries without a condition."""
    return [entry.odds for entry in entries if entry.when is None and entry.odds is not None]


def _chances(repeat: Repeat) -> Iterator[tuple[Path, Chance]]:
    """Every entry of a list of odds, and where it stands; a signal's only entry may stand in the list's place."""
    for phase in repeat.phases:
        for k, entry in enumerate(phase.follows):
            yield ("repeat", "phases", phase.id, "next", k), entry
    counted: dict[str, int] = {}
    for entry in repeat.signals:
        k = counted[entry.name] = counted.get(entry.name, -1) + 1
        yield ("repeat", "signals", entry.name, k), entry
