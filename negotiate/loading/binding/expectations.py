"""Binds what a scenario expects of its own answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.loading.binding.binder import Binder
from negotiate.loading.binding.deals import bind_deals
from negotiate.loading.binding.play import bind_play
from negotiate.loading.binding.spoken import asked, in_words
from negotiate.loading.formulas.names import Names
from negotiate.loading.problems import listed, nearest
from negotiate.loading.shape.document import ExpectPart
from negotiate.loading.text.nodes import spelled
from negotiate.loading.text.numerals import share_meant
from negotiate.model.expectation import Expectation, OfStates
from negotiate.model.expressions import Expression, Number

NEAR = 0.01
"""How far a sum of rounded probabilities may be from 1."""


def bind_expectations(binder: Binder) -> tuple[Expectation, ...]:
    """Every entry of `expect`."""
    return tuple(_expectation(binder, i, part) for i, part in enumerate(binder.document.expect))


def _expectation(binder: Binder, position: int, part: ExpectPart) -> Expectation:
    command, wanted = asked(part)
    path = ("expect", position)
    if part.variant:
        binder.known(part.variant, binder.document.variants, "variant", binder.at(*path, "variant"))
    choices = {}
    for name, value in wanted.items():
        known = [n for n, c in binder.names.choices.items() if command == "tree" or not c.of_move]
        if binder.known(name, known, "issue", binder.at(*path, command, name, key=True)):
            choices[name] = _wanted(binder, name, value, *path, command, name)
    payoffs = {}
    for player, written in part.payoffs.items():
        if binder.known(player, binder.players, "player", binder.at(*path, "payoffs", player, key=True)):
            names = binder.constants()
            found = binder.expression(written, *path, "payoffs", player, names=names)
            if found is not None:
                payoffs[player] = found
    return Expectation(
        command,
        choices,
        part.in_,
        part.count,
        payoffs,
        _where(binder, position, part),
        part.variant,
        part.set,
        part.fix,
        in_words(part),
        binder.at(*path).line,
        part.about,
        bind_deals(binder, position, part),
        _standing(part),
        bind_play(binder, position, part),
        position,
    )


def _standing(part: ExpectPart) -> OfStates:
    concept = part.concept
    if concept is None or concept == "nash" or concept == "subgame-perfect":
        return OfStates(sanctions=part.sanctions or "sequence")
    return OfStates(concept, part.sanctions or "sequence")


def _wanted(binder: Binder, name: str, value: Any, *path: str | int) -> tuple[str, ...] | Mapping[str, Expression]:
    labels = binder.names.choices[name].labels
    if isinstance(value, dict) and path[2] not in ("deal", "stability"):
        return _probabilities(binder, name, value, labels, *path)
    options = []
    for i, item in enumerate(value if isinstance(value, list) else [value]):
        here = (*path, i) if isinstance(value, list) else path
        if item is None or isinstance(item, dict | list):
            binder.wrong(binder.at(*here), "option-expected", "an option's name is expected here")
        else:
            _check(binder, name, spelled(item), labels, *here)
            options.append(spelled(item))
    return tuple(options)


def _probabilities(
    binder: Binder, name: str, value: Mapping[str, Any], labels: tuple[str, ...], *path: str | int
) -> dict[str, Expression]:
    result = {}
    for option, probability in value.items():
        _check(binder, name, option, labels, *path, option, key=True)
        if isinstance(probability, bool) or not isinstance(probability, str | int | float):
            binder.wrong(binder.at(*path, option), "number-expected", "a probability is expected here")
            continue
        if isinstance(probability, str) and (share := share_meant(probability)):
            message = f"a probability is expected here, not `{probability}`"
            binder.wrong(binder.at(*path, option), "not-a-probability", message, f"write `{share}`")
            continue
        found = binder.expression(probability, *path, option, names=binder.constants())
        if found is not None:
            result[option] = found
    _check_shares(binder, result, value, labels, *path)
    return result


def _check_shares(
    binder: Binder,
    found: Mapping[str, Expression],
    written: Mapping[str, Any],
    labels: tuple[str, ...],
    *path: str | int,
) -> None:
    """Note probabilities that cannot be: outside 0 to 1, or too much or too little together."""
    shares = {option: share.value for option, share in found.items() if isinstance(share, Number)}
    strange = [option for option, share in shares.items() if not 0 <= share <= 1]
    total = sum(shares.values())
    for option in strange:
        share = shares[option]
        hint = f"write `{share / 100:g}`" if abs(total - 100) < NEAR else ""
        message = f"a probability lies between 0 and 1; here: {spelled(share)}"
        binder.wrong(binder.at(*path, option), "not-a-probability", message, hint)
    told = strange or set(shares) != set(written) or not set(shares) <= set(labels)
    if not told and (total > 1 + NEAR or (set(shares) == set(labels) and total < 1 - NEAR)):
        message = f"the probabilities sum to {total:.6g}, not to 1"
        binder.wrong(binder.at(*path, key=True), "odds-sum", message, "correct them; those of all options sum to 1")


def _check(
    binder: Binder, name: str, option: str, labels: tuple[str, ...], *path: str | int, key: bool = False
) -> None:
    if option not in labels:
        message = f"`{name}` has no option `{option}`; it has {listed(labels)}"
        binder.wrong(binder.at(*path, key=key), "unknown-option", message, nearest(option, labels))


def _where(binder: Binder, position: int, part: ExpectPart) -> Expression | None:
    if part.where is None:
        return None
    points = ("status_quo", "no_deal") if part.deal is not None else ("status_quo",)
    handed = [*binder.players, *(f"{point}.{player}" for point in points for player in binder.players)]
    parameters = [name for name in binder.names.parameters if name not in binder.players]
    names = Names(parameters, handed=handed, broken=binder.broken, partial=binder.names.partial)
    return binder.expression(part.where, "expect", position, "where", want="truth", names=names)
