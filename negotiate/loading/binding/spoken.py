"""An expectation in one line, as `test` shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.loading.shape.document import ExpectPart
from negotiate.loading.shape.repeat import PlaysPart
from negotiate.loading.text.nodes import spelled, spelled_out


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
    if isinstance(part.plays, PlaysPart):
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
