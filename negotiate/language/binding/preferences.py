"""Binds preferences without numbers: what each statement and each ranked package asks of a package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from negotiate.language.binding.binder import Binder, negated, said
from negotiate.language.formulas.tokens import Names
from negotiate.language.shape.value_types import REST, THAT, WORTHS
from negotiate.language.text.nodes import Path, find
from negotiate.model.expressions import Expression, Operation, both
from negotiate.model.preferences import STATEMENT_LIMIT, Preference, Statement
from negotiate.problems import listed

if TYPE_CHECKING:
    from negotiate.language.shape.parts import RankedPart, StatementPart


@dataclass(frozen=True, slots=True)
class Ordered:
    """A player's preferences, and where each of their entries stands in the file."""

    preference: Preference
    places: tuple[tuple[Path, ...], ...]


def bind_preferences(binder: Binder) -> dict[str, Ordered]:
    """Player → its statements, or its ranking."""
    if not (binder.document.prefers or binder.document.ranking):
        return {}
    inner = replace(binder, names=_of_packages(binder))
    result: dict[str, Ordered] = {}
    for key, section in (("prefers", binder.document.prefers), ("ranking", binder.document.ranking)):
        for player, parts in section.items():
            if not binder.known(player, binder.players, "player", binder.at(key, player, key=True)):
                continue
            _check_once(binder, key, player)
            if not parts and not binder.problems.errors():
                binder.wrong(binder.at(key, player, key=True), "empty", f"nothing stands below `{player}`")
            entries = list(_entries(binder, parts, key, player))
            bind = _statements if key == "prefers" else _ranking
            result.setdefault(player, bind(inner, player, entries))
    return result


def _of_packages(binder: Binder) -> Names:
    """The names that a statement may use: issues with their options, and parameters."""
    known = binder.names
    issues = {name: choice for name, choice in known.choices.items() if not choice.of_move}
    parameters = set(known.parameters)
    rest = [name for name in known.known() if name not in parameters and name not in issues and "(" not in name]
    elsewhere = [*known.elsewhere, *(name for name in rest if name in known.choices or "." in name)]
    return Names(known.parameters, issues, broken=known.broken, elsewhere=elsewhere, partial=known.partial)


def _check_once(binder: Binder, key: str, player: str) -> None:
    """Note a player of whom another part of the file says what it would rather have."""
    others = [word for word in WORTHS if word != key and player in getattr(binder.document, word)]
    if others and WORTHS.index(key) > WORTHS.index(others[0]):
        message = f"`{player}` has {listed([*others, key])}, of which a player has one"
        binder.wrong(binder.at(key, player, key=True), "preferences-twice", message)


Entry = tuple[Path, Any]


def _entries(binder: Binder, parts: list[Any], *path: str | int) -> Iterator[list[Entry]]:
    """The entries of each group, with where each of them stands."""
    for position, part in enumerate(parts):
        group = part if isinstance(part, list) else [part]
        inside = [(*path, position, i) for i in range(len(group))] if isinstance(part, list) else [(*path, position)]
        yield list(zip(inside, group, strict=True))


def _said_at(binder: Binder, path: Path) -> Path:
    """Where the words of an entry stand: below `that`, or in its place."""
    return (*path, THAT) if find(binder.root, (*path, THAT)) is not None else path


def _statements(binder: Binder, player: str, entries: list[list[Entry]]) -> Ordered:
    count = sum(map(len, entries))
    if count > STATEMENT_LIMIT:
        message = f"`{player}` has {count} statements; there may be {STATEMENT_LIMIT}"
        binder.wrong(binder.at("prefers", player, key=True), "too-many-statements", message)
    groups = []
    for group in entries:
        found = [(path, _statement(binder, part, path)) for path, part in group]
        groups.append(tuple((path, one) for path, one in found if one is not None))
    return _ordered(Preference(player, "statements", tuple(tuple(one for _, one in group) for group in groups)), groups)


def _ordered(preference: Preference, groups: list[tuple[tuple[Path, Statement], ...]]) -> Ordered:
    return Ordered(preference, tuple(tuple(path for path, _ in group) for group in groups))


def _statement(binder: Binder, part: StatementPart, path: Path) -> Statement | None:
    binder.source(part.source, *path, "source")
    from negotiate.language.formulas.expressions import TIES  # noqa: PLC0415 - loaded for statements alone

    holds = _condition(binder, part.that, *_said_at(binder, path))
    words = said(part.that)
    for word, other in (("if", part.if_), ("iff", part.iff)):
        if other is not None:
            given = _condition(binder, other, *path, word, tied=False)
            holds = None if holds is None or given is None else TIES[word](holds, given)
            words += f" {word} {said(other)}"
    return None if holds is None else Statement(words, holds, part.about, part.source)


def _condition(
    binder: Binder, written: str | Mapping[str, list[str]], *path: str | int, tied: bool = True
) -> Expression | None:
    if isinstance(written, str) and tied:
        from negotiate.language.formulas.expressions import parse_statement  # noqa: PLC0415 - loaded for statements alone

        return parse_statement(written, binder.at(*path), binder.names, binder.problems)
    return binder.condition(written, *path)


def _ranking(binder: Binder, player: str, entries: list[list[Entry]]) -> Ordered:
    named: list[Expression] = []
    groups = []
    for group in entries:
        found = [(path, _package(binder, part, path)) for path, part in group]
        groups.append(found)
        named += [one.holds for (_, one), (_, part) in zip(found, group, strict=True) if one and part.that != REST]
    left = _none_of(named)
    tiers = [tuple((path, _of_the_rest(one, left)) for path, one in group if one is not None) for group in groups]
    return _ordered(Preference(player, "ranking", tuple(tuple(one for _, one in tier) for tier in tiers)), tiers)


def _of_the_rest(one: Statement, left: Expression) -> Statement:
    """An entry of a ranking; `everything else` holds where no other entry does."""
    return replace(one, holds=left) if one.written == REST else one


def _package(binder: Binder, part: RankedPart, path: Path) -> Statement | None:
    binder.source(part.source, *path, "source")
    holds = _none_of([]) if part.that == REST else binder.condition(part.that, *_said_at(binder, path))
    return None if holds is None else Statement(said(part.that), holds, part.about, part.source)


def _none_of(conditions: list[Expression]) -> Expression:
    """That none of the conditions holds; joined in halves, so that many of them do not stand deep in one another."""
    if len(conditions) < 2:
        return negated(conditions[0]) if conditions else both(())
    half = len(conditions) // 2
    return Operation("and", (_none_of(conditions[:half]), _none_of(conditions[half:])))
