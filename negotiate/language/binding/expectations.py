"""Binds what a scenario expects of its own answers, and says each expectation in one line, as
`test` shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from negotiate.language.binding import Binder, record, repeat
from negotiate.language.shape.document import COMMANDS
from negotiate.language.text import TOP, Spot, find, place_of, share_meant, spelled, spelled_out
from negotiate.language.text import Mapping as ReaderMapping
from negotiate.model.expressions import Expression, Names, Number
from negotiate.model.negotiation import BROUGHT, Expectation, OfDeals, OfPlay, OfStates
from negotiate.problems import listed, nearest

if TYPE_CHECKING:
    from negotiate.language.shape.document import ExpectPart
    from negotiate.language.shape.repeat import PlaysPart

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\Z")
_HOLDERS = ("red_lines", "ratifiers")
"""Sections whose entries are claims."""


def bind_expectations(binder: Binder) -> tuple[Expectation, ...]:
    """Every entry of `expect`."""
    return tuple(
        _expectation(binder, k, part, TOP / "expect" / k)
        for k, part in enumerate(binder.document.expect)
    )


def _expectation(binder: Binder, position: int, part: ExpectPart, path: Spot) -> Expectation:
    command, wanted = asked(part)
    if part.variant:
        binder.known(part.variant, binder.document.variants, "variant", path / "variant")
    known = [
        name
        for name, choice in binder.names.choices.items()
        if part.tree is not None or not choice.of_move
    ]
    named = binder.entries(wanted, known, "issue", path / command)
    sure = part.deal is not None or part.stability is not None  # then an option has no probability
    return record(
        Expectation,
        part,
        command=command,
        choices={name: _wanted(binder, name, value, here, sure) for name, value, here in named},
        quantifier=part.in_,
        payoffs=binder.amounts(part.payoffs, path / "payoffs"),
        where=_where(binder, part, path / "where"),
        settings=part.set,
        fixes=part.fix,
        written=in_words(part),
        line=place_of(binder.root, path).line,
        deals=bind_deals(binder, part, path),
        standing=_standing(part),
        play=bind_play(binder, part, path),
        position=position,
    )


def bind_deals(binder: Binder, part: ExpectPart, path: Spot) -> OfDeals:
    """What an entry says of deals; nothing where it asks another command."""
    if part.deal is None:
        return OfDeals()
    because, not_because = part.because or [], part.not_because or []
    there = _claims(binder, part) if because or not_because else []
    issues = [issue for issue in binder.issues if issue not in there]
    if isinstance(part.no_deal, dict) and _of_players(binder, part.no_deal):
        for player, number, here in binder.of_players(part.no_deal, path / "no_deal"):
            if _NUMBER.match(number) is None:
                message = f"`{player}` takes a number here, and not `{number}`"
                binder.wrong(here, "number-expected", message)
        missing = [player for player in binder.players if player not in part.no_deal]
        if missing:
            message = f"`no_deal` says nothing of `{missing[0]}`"
            binder.wrong_key(
                path / "no_deal", "incomplete-package", message, f"add `{missing[0]}: 0`"
            )
    elif isinstance(part.no_deal, dict):
        binder.package(part.no_deal, path / "no_deal")
    return OfDeals(
        part.deal if isinstance(part.deal, str) else "",
        part.point or "",
        binder.each(because, there, "claim", path / "because"),
        binder.each(not_because, [*there, *issues], "claim", path / "not_because"),
        part.no_deal,
        binder.each(part.signers or [], binder.players, "player", path / "signers"),
    )


def _of_players(binder: Binder, given: Mapping[str, str]) -> bool:
    """Whether no deal is a number for each player, and no package."""
    return any(name in binder.players and name not in binder.issues for name in given)


def lost(binder: Binder) -> bool:
    """Whether a whole section of claims is taken away, or could not be read: then any name may have
    stood in it.
    """
    gone = binder.root.gone if isinstance(binder.root, ReaderMapping) else {}
    return any(section in gone or section in binder.broken for section in _HOLDERS)


def _claims(binder: Binder, part: ExpectPart) -> list[str]:
    """What may rule a deal out, in the file as it stands and under what its variants and this entry
    change.
    """
    least = [f"no_deal.{player}" for player in binder.players]
    any_name = [*(part.because or []), *(part.not_because or [])] if lost(binder) else []
    return list(dict.fromkeys([*limits(binder), *_added(part.set), *least, *any_name]))


def limits(binder: Binder) -> list[str]:
    """The claims of the file as it stands and under what its variants change."""
    document = binder.document
    found = [*document.red_lines, *document.ratifiers]
    for section in _HOLDERS:
        node = find(binder.root, (section,))
        found += node.gone if isinstance(node, ReaderMapping) else []
    return found + _added(
        address for variant in document.variants.values() for address in variant.set
    )


def _added(addresses: Iterable[str]) -> list[str]:
    """The claims that are set at these addresses."""
    steps = [address.split(".") for address in addresses]
    return [way[1] for way in steps if len(way) > 1 and way[0] in _HOLDERS]


NEVER = "never"
"""What stands in place of a patience where none will do."""


def bind_play(binder: Binder, part: ExpectPart, path: Spot) -> OfPlay:
    """What an entry says of playing again; nothing where it asks another command."""
    if part.simulate is None:
        return OfPlay()
    plays = {} if part.plays is None else repeat.bind_playing(binder, part.plays, path / "plays")
    if part.binding is not None:
        binder.player(part.binding, path / "binding")
    concept: Literal["nash", "subgame-perfect"] = (
        "nash" if part.concept == "nash" else "subgame-perfect"
    )
    return OfPlay(
        part.simulate, concept, plays, _holds_from(binder, part, path), part.binding or ""
    )


def _holds_from(binder: Binder, part: ExpectPart, path: Spot) -> dict[str, Expression | None]:
    result: dict[str, Expression | None] = {}
    for player, written, here in binder.of_players(part.holds_from, path / "holds_from"):
        found = None if written == NEVER else binder.amount(written, here)
        if isinstance(found, Number) and not 0 <= found.value <= 1:
            message = f"patience lies between 0 and 1, and here stands {spelled(found.value)}"
            binder.wrong(here, "outside-limits", message, f"write `{NEVER}` where none will do")
        result[player] = found
    return result


def _standing(part: ExpectPart) -> OfStates:
    sanctions, concept = part.sanctions or "sequence", part.concept
    if concept is None or concept == "nash" or concept == "subgame-perfect":
        return OfStates(sanctions=sanctions)
    return OfStates(concept, sanctions)


def asked(part: ExpectPart) -> tuple[str, Mapping[str, Any]]:
    """The command of an entry, and what it has to find: nothing where it says a word, such as
    `none` or `holds`.
    """
    command = next(command for command in COMMANDS if getattr(part, command) is not None)
    wanted = getattr(part, command)
    return command, wanted if isinstance(wanted, Mapping) else {}


def in_words(part: ExpectPart) -> str:
    """An expectation in one line."""
    command, wanted = asked(part)
    word = part.simulate or (part.deal if isinstance(part.deal, str) else "")
    changes = [
        f"{address}={spelled_out(value)}" for address, value in {**part.set, **part.fix}.items()
    ]
    words = [
        f"{command} {word}".rstrip(),
        ", ".join(f"{name}: {_spoken(value)}" for name, value in wanted.items()),
        part.concept,
        part.sanctions,
        *_of_deals(part),
        *_of_play(part),
        part.payoffs and f"payoffs {_each(part.payoffs)}",
        part.where and f"where {part.where}",
        "" if word else f"exactly {part.count}" if part.count is not None else f"in {part.in_}",
        part.variant and f"variant {part.variant}",
        changes and f"with {', '.join(changes)}",
    ]
    return "; ".join(str(word) for word in words if word)


def _of_deals(part: ExpectPart) -> list[str]:
    no_deal = _each(part.no_deal) if isinstance(part.no_deal, dict) else part.no_deal
    return [
        f"at {part.point}" if part.point else "",
        f"because {' and '.join(part.because)}" if part.because else "",
        f"not because {' or '.join(part.not_because)}" if part.not_because else "",
        "" if no_deal is None else f"no deal {no_deal}",
        f"signed by {' and '.join(part.signers)}" if part.signers else "",
    ]


def _of_play(part: ExpectPart) -> list[str]:
    plays = part.plays if isinstance(part.plays, Mapping) else {}
    return [
        ""
        if part.plays is None or isinstance(part.plays, Mapping)
        else f"all play {_strategy(part.plays)}",
        *(f"{player} plays {_strategy(one)}" for player, one in plays.items()),
        f"from {_each(part.holds_from)}" if part.holds_from else "",
        f"binding {part.binding}" if part.binding else "",
    ]


def _each(written: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {spelled(value)}" for name, value in written.items())


def _strategy(part: PlaysPart) -> str:
    extra = part.__pydantic_extra__
    return f"{part.strategy} ({_each(extra)})" if extra else part.strategy


def _spoken(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{option} {spelled(probability)}" for option, probability in value.items())
    return " or ".join(map(spelled, value if isinstance(value, list) else [value]))


NEAR = 0.01
"""How far a sum of rounded probabilities may be from 1."""


def _wanted(
    binder: Binder, name: str, value: Any, path: Spot, sure: bool
) -> tuple[str, ...] | Mapping[str, Expression]:
    if isinstance(value, dict) and not sure:
        return _probabilities(binder, name, value, path)
    options = []
    for k, item in enumerate(value if isinstance(value, list) else [value]):
        here = path / k if isinstance(value, list) else path
        if item is None or isinstance(item, dict | list):
            binder.wrong(here, "option-expected", "an option's name is expected here")
        else:
            _check(binder, name, spelled(item), here)
            options.append(spelled(item))
    return tuple(options)


def _probabilities(
    binder: Binder, name: str, value: Mapping[str, Any], path: Spot
) -> dict[str, Expression]:
    result = {}
    for option, probability in value.items():
        here = path / option
        _check(binder, name, option, here, key=True)
        if isinstance(probability, bool) or not isinstance(probability, str | int | float):
            binder.wrong(here, "number-expected", "a probability is expected here")
        elif isinstance(probability, str) and (share := share_meant(probability)):
            message = f"a probability is expected here, not `{probability}`"
            binder.wrong(here, "not-a-probability", message, f"write `{share}`")
        elif (found := binder.amount(probability, here)) is not None:
            result[option] = found
    shares = {option: share.value for option, share in result.items() if isinstance(share, Number)}
    _check_shares(binder, shares, value.keys(), set(binder.names.choices[name].labels), path)
    return result


def _check_shares(
    binder: Binder,
    shares: Mapping[str, float],
    written: Iterable[str],
    labels: set[str],
    path: Spot,
) -> None:
    """Note probabilities that cannot be: outside 0 to 1, or too much or too little together."""
    strange = {option: share for option, share in shares.items() if not 0 <= share <= 1}
    total = sum(shares.values())
    for option, share in strange.items():
        hint = f"write `{share / 100:g}`" if abs(total - 100) < NEAR else ""
        message = f"a probability lies between 0 and 1; here: {spelled(share)}"
        binder.wrong(path / option, "not-a-probability", message, hint)
    told = strange or set(shares) != set(written) or not set(shares) <= labels
    if not told and (total > 1 + NEAR or (set(shares) == labels and total < 1 - NEAR)):
        message = f"the probabilities sum to {total:.6g}, not to 1"
        binder.wrong_key(path, "odds-sum", message, "correct them; those of all options sum to 1")


def _check(binder: Binder, name: str, option: str, path: Spot, *, key: bool = False) -> None:
    labels = binder.names.choices[name].labels
    if option not in labels:
        message = f"`{name}` has no option `{option}`; it has {listed(labels)}"
        binder.wrong(path, "unknown-option", message, nearest(option, labels), key=key)


def _where(binder: Binder, part: ExpectPart, path: Spot) -> Expression | None:
    points = ("status_quo", "no_deal") if part.deal is not None else ("status_quo",)
    handed = [
        *binder.players,
        *(f"{point}.{player}" for point in points for player in binder.players),
    ]
    if part.deal == "mediator":  # which brings gains over no deal
        handed = [*binder.players, *(f"mediator.{one}" for one in BROUGHT)]
    parameters = [name for name in binder.names.parameters if name not in binder.players]
    names = Names(parameters, handed=handed, broken=binder.broken, partial=binder.names.partial)
    return binder.expression(part.where, path, want="truth", names=names)
