"""Binds what a scenario expects of its own answers, and says each expectation in one line, as `test` shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from negotiate.language.binding.binder import Binder
from negotiate.language.formulas.tokens import Names
from negotiate.language.text.nodes import Mapping as ReaderMapping
from negotiate.language.text.nodes import find, spelled, spelled_out
from negotiate.language.text.numerals import share_meant
from negotiate.model.expectation import Expectation, OfDeals, OfPlay, OfStates
from negotiate.model.expressions import Expression, Number
from negotiate.problems import listed, nearest

if TYPE_CHECKING:
    from negotiate.language.shape.document import ExpectPart
    from negotiate.language.shape.repeat import PlaysPart

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
    gone = binder.root.gone if isinstance(binder.root, ReaderMapping) else {}
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
        found += node.gone if isinstance(node, ReaderMapping) else []
    return found + _added(address for variant in document.variants.values() for address in variant.set)


def _added(addresses: Iterable[str]) -> list[str]:
    """The claims that are set at these addresses."""
    steps = [address.split(".") for address in addresses]
    return [way[1] for way in steps if len(way) > 1 and way[0] in _HOLDERS]


NEVER = "never"
"""What stands in place of a patience where none will do."""


def bind_play(binder: Binder, position: int, part: ExpectPart) -> OfPlay:
    """What an entry says of playing again; nothing where it asks another command."""
    from negotiate.language.binding.repeat import bind_playing  # noqa: PLC0415 - loaded for files that repeat

    if part.simulate is None:
        return OfPlay()
    path = ("expect", position)
    plays = {} if part.plays is None else bind_playing(binder, part.plays, *path, "plays")
    if part.binding is not None:
        binder.known(part.binding, binder.players, "player", binder.at(*path, "binding"))
    concept: Literal["nash", "subgame-perfect"] = "nash" if part.concept == "nash" else "subgame-perfect"
    return OfPlay(part.simulate, concept, plays, _holds_from(binder, position, part), part.binding or "")


def _holds_from(binder: Binder, position: int, part: ExpectPart) -> dict[str, Expression | None]:
    result: dict[str, Expression | None] = {}
    for player, written in part.holds_from.items():
        path = ("expect", position, "holds_from", player)
        if not binder.known(player, binder.players, "player", binder.at(*path, key=True)):
            continue
        if written == NEVER:
            result[player] = None
            continue
        found = binder.expression(written, *path, names=binder.constants())
        if isinstance(found, Number) and not 0 <= found.value <= 1:
            message = f"patience lies between 0 and 1, and here stands {spelled(found.value)}"
            binder.wrong(binder.at(*path), "outside-limits", message, f"write `{NEVER}` where none will do")
        if found is not None:
            result[player] = found
    return result


def asked(part: ExpectPart) -> tuple[str, Mapping[str, Any]]:
    """The command of an entry, and what it has to find: nothing where `deal` says `none` or `exists`."""
    if part.solve is not None:
        return "solve", part.solve
    if part.tree is not None:
        return "tree", part.tree
    if part.stability is not None:
        return "stability", part.stability
    if part.simulate is not None:
        return "simulate", {}
    return "deal", part.deal if isinstance(part.deal, dict) else {}


def in_words(part: ExpectPart) -> str:
    """An expectation in one line."""
    command, wanted = asked(part)
    word = part.simulate or (part.deal if isinstance(part.deal, str) else "")
    words = [f"{command} {word}".rstrip()]
    words.append(", ".join(f"{name}: {_spoken(value)}" for name, value in wanted.items()))
    words += [word for word in (part.concept, part.sanctions) if word]
    words += [*_of_deals(part), *_of_play(part)]
    if part.payoffs:
        words.append("payoffs " + ", ".join(f"{player} {spelled(value)}" for player, value in part.payoffs.items()))
    if part.where:
        words.append(f"where {part.where}")
    if not word:
        words.append(f"exactly {part.count}" if part.count is not None else f"in {part.in_}")
    if part.variant:
        words.append(f"variant {part.variant}")
    changes = [f"{address}={spelled_out(value)}" for address, value in {**part.set, **part.fix}.items()]
    if changes:
        words.append("with " + ", ".join(changes))
    return "; ".join(word for word in words if word)


def _of_deals(part: ExpectPart) -> list[str]:
    words = [f"at {part.point}"] if part.point else []
    if part.because:
        words.append(f"because {' and '.join(part.because)}")
    if part.not_because:
        words.append(f"not because {' or '.join(part.not_because)}")
    if isinstance(part.no_deal, dict):
        words.append("no deal " + ", ".join(f"{issue} {option}" for issue, option in part.no_deal.items()))
    elif part.no_deal is not None:
        words.append(f"no deal {part.no_deal}")
    if part.signers:
        words.append(f"signed by {' and '.join(part.signers)}")
    return words


def _of_play(part: ExpectPart) -> list[str]:
    words = []
    if part.plays is not None and not isinstance(part.plays, Mapping):
        words.append(f"all play {_strategy(part.plays)}")
    elif part.plays is not None:
        words += [f"{player} plays {_strategy(one)}" for player, one in part.plays.items()]
    if part.holds_from:
        words.append("from " + ", ".join(f"{player} {spelled(value)}" for player, value in part.holds_from.items()))
    if part.binding:
        words.append(f"binding {part.binding}")
    return words


def _strategy(part: PlaysPart) -> str:
    extra = [f"{name} {spelled(value)}" for name, value in (part.__pydantic_extra__ or {}).items()]
    return f"{part.strategy} ({', '.join(extra)})" if extra else part.strategy


def _spoken(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{option} {spelled(probability)}" for option, probability in value.items())
    if isinstance(value, list):
        return " or ".join(spelled(item) for item in value)
    return spelled(value)


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
