"""Binds what bounds a deal (signers, red lines, ratifiers, what cannot be), and what each player
may privately be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.language.binding import Binder, Condition, negated, present, record, said
from negotiate.language.text import TOP, Spot, find
from negotiate.model import Bloc, PrivateType, Ratifier, RedLine, Together, carried, needed
from negotiate.model.expressions import Expression, Number, Operation, both
from negotiate.model.payoffs import Foresight
from negotiate.problems import listed

if TYPE_CHECKING:
    from negotiate.language.shape.parts import RatifierPart, RedLinePart

_ANYTHING, _NOTHING = "everything", "nothing"
"""Words for what somebody accepts, beside conditions."""


ODDS_MISSING = (
    "the key `odds` is missing here",
    "`odds` is how likely it is: a number, or a formula of parameters; a player's sum to 1",
)


def bind_limits(binder: Binder, foresight: Foresight) -> dict[str, Any]:
    """Field of a scenario → what the file says of it; a mistake in an earlier one is noted
    first.
    """
    return {
        "red_lines": bind_red_lines(binder, foresight),
        "on_table": bind_on_table(binder),
        "signers": bind_signers(binder),
        "infeasible": bind_infeasible(binder),
        "impossible": tuple(said(condition) for condition in binder.document.infeasible),
        "irreversible": bind_irreversible(binder),
        "ratifiers": bind_ratifiers(binder, foresight),
        "side_payments": bind_side_payments(binder),
        **bind_types(binder),
    }


def bind_red_lines(binder: Binder, foresight: Foresight) -> dict[str, RedLine]:
    """Name → what a player will not sign; a line is crossed where some outcome of an event crosses
    it.
    """
    result, binder = {}, binder.uncertain()
    for key, part in binder.document.red_lines.items():
        path = TOP / "red_lines" / key
        _check_owner(binder, part, path)
        word = "never" if part.never is not None else "insists"
        written = getattr(part, word)
        condition = binder.condition(written, path / word)
        cost = binder.expression(part.cost, path / "cost")
        if condition is not None:
            insists = word == "insists"
            crossed = negated(condition) if insists else condition
            if cost is not None and foresight.looked_at(crossed):
                cost = Operation("if", (crossed, cost, Number(0.0)))
            cost = None if cost is None else foresight.expected(cost, part.player)
            crossed = foresight.possible(crossed, part.player)
            told = f"{word}: {said(written)}"
            result[key] = record(
                RedLine, part, id=key, crossed=crossed, cost=cost, written=told, insists=insists
            )
    return result


def _check_owner(binder: Binder, part: RedLinePart | RatifierPart, path: Spot) -> None:
    binder.player(part.player, path / "player")
    binder.source(part, path)


def bind_on_table(binder: Binder) -> tuple[str, ...]:
    """The issues that a deal sets; all of them where the file is silent."""
    written = binder.document.on_table
    return (
        tuple(binder.issues)
        if written is None
        else binder.each(written, binder.issues, "issue", TOP / "on_table")
    )


def bind_signers(binder: Binder) -> tuple[tuple[str, ...], ...]:
    """The groups that may sign; all players together where the file is silent."""
    groups = binder.document.signers
    if groups is None:
        return (tuple(binder.players),)
    return tuple(
        binder.each(one, binder.players, "player", TOP / "signers" / i)
        for i, one in enumerate(groups)
    )


def bind_infeasible(binder: Binder) -> tuple[Expression, ...]:
    """Where combinations cannot happen."""
    found = [
        binder.condition(c, TOP / "infeasible" / i)
        for i, c in enumerate(binder.document.infeasible)
    ]
    return tuple(condition for condition in found if condition is not None)


def bind_irreversible(binder: Binder) -> dict[str, tuple[int, ...]]:
    """Issue → options that cannot be left again."""
    result = {}
    for issue, options, path in binder.entries(
        binder.document.irreversible, binder.issues, "issue", TOP / "irreversible"
    ):
        found = [binder.option(issue, option, path) for option in options]
        result[issue] = tuple(index for index in found if index is not None)
    return result


def bind_ratifiers(binder: Binder, foresight: Foresight) -> dict[str, Ratifier]:
    """Name → a body that must agree before its player's signature counts, whatever comes of
    events.
    """
    inner = binder.uncertain().of_packages()
    result = {}
    for key, part in binder.document.ratifiers.items():
        path = TOP / "ratifiers" / key
        _check_owner(binder, part, path)
        if key in binder.document.red_lines:
            binder.wrong_key(path, "name-twice", f"`{key}` is already the name of a red line")
        result[key] = (_at_once if part.votes is None else _by_votes)(inner, foresight, key, part)
    return present(result)


def _at_once(binder: Binder, foresight: Foresight, key: str, part: RatifierPart) -> Ratifier | None:
    written = part.accepts or ""
    accepts = _accepts(binder, written, TOP / "ratifiers" / key / "accepts")
    if accepts is None:
        return None
    return _ratifier(
        key, part, foresight.certain(accepts, part.player), f"accepts: {said(written)}"
    )


def _by_votes(
    binder: Binder, foresight: Foresight, key: str, part: RatifierPart
) -> Ratifier | None:
    """A ratifier in which blocs vote."""
    path, parts = TOP / "ratifiers" / key, part.votes or {}
    needs, votes = (
        part.needs if part.needs is not None else "majority",
        sum(bloc.votes for bloc in parts.values()),
    )
    short = needed(needs, votes)
    if not 1 <= short <= votes:
        message = f"`{key}` needs {short:,} votes, and there are {votes:,}"
        silent = part.needs is None
        binder.wrong(
            path / ("votes" if silent else "needs"), "votes-out-of-reach", message, key=silent
        )
    blocs = []
    for name, bloc in parts.items():
        accepts = _accepts(binder, bloc.accepts, path / "votes" / name / "accepts")
        if accepts is not None:
            sure = foresight.certain(accepts, part.player)
            blocs.append(record(Bloc, bloc, id=name, accepts=sure, written=said(bloc.accepts)))
    if len(blocs) < len(parts):
        return None
    whole = carried(tuple(blocs), short)
    return _ratifier(key, part, whole, f"needs: {needs} of {votes} votes", tuple(blocs), needs)


def _ratifier(
    key: str,
    part: RatifierPart,
    accepts: Expression,
    written: str,
    blocs: tuple[Bloc, ...] = (),
    needs: int | str = "majority",
) -> Ratifier:
    name = part.name or key
    return record(
        Ratifier,
        part,
        id=key,
        name=name,
        accepts=accepts,
        written=written,
        blocs=blocs,
        needs=needs,
    )


def _accepts(binder: Binder, written: Condition, path: Spot) -> Expression | None:
    if written == _ANYTHING:
        return both(())
    return negated(both(())) if written == _NOTHING else binder.condition(written, path)


def bind_side_payments(binder: Binder) -> dict[str, float]:
    """Player → what one unit of its payoff is worth in a common money."""
    written = binder.document.side_payments
    if "side_payments" not in binder.document.model_fields_set:
        return {}
    names = [name for name in written if name not in binder.broken]
    found = {
        player: worth for player, worth, _ in binder.of_players(written, TOP / "side_payments")
    }
    if len(names) < 2 and len(names) == len(written):
        message = (
            f"only {listed(names)} could pay or be paid here"
            if names
            else "nobody could pay or be paid here"
        )
        binder.wrong_key(TOP / "side_payments", "nobody-to-pay", message)
    return found


def bind_types(binder: Binder) -> dict[str, Any]:
    """`types`: player → its types, in the file's order; and `jointly`: which are dealt together."""
    jointly, result = bind_jointly(binder), dict[str, tuple[PrivateType, ...]]()
    for player, parts, path in binder.of_players(binder.document.types, TOP / "types"):
        if not parts and not getattr(find(binder.root, path), "keys", {}):
            hint = "write types below it, each with its `odds`"
            binder.wrong_key(path, "empty", f"`{player}` has no types here", hint)
            continue
        found = []
        for key, part in parts.items():
            odds = binder.amount(part.odds, path / key / "odds") or Number(0.0)
            if part.odds is None and jointly and player in jointly[0].types:
                odds = _on_the_whole(jointly, player, key)
            elif part.odds is None:
                binder.wrong_key(path / key, "missing-key", *ODDS_MISSING)
            found.append(
                record(PrivateType, part, id=key, player=player, odds=odds, settings=part.set)
            )
        result[player] = tuple(found)
    return {"types": result, "jointly": jointly}


def bind_jointly(binder: Binder) -> tuple[Together, ...]:
    """The types that are dealt together; each entry names the same players, and no two the same
    types.
    """
    found, seen = list[Together](), set[tuple[str, ...]]()
    parts, types = binder.document.jointly, binder.document.types
    given = [part.odds is not None for part in parts]
    for place, part in enumerate(parts):
        path = TOP / "jointly" / place
        kinds = {
            player: kind
            for player, kind, here in binder.entries(part.types, types, "player", path / "types")
            if binder.known(kind, types[player], "type", here)
        }
        lacking = [key for key in parts[0].types if key not in part.types]
        if lacking or len(part.types) != len(parts[0].types):
            others = listed(parts[0].types)
            message = f"every entry deals types to the same players; the first to {others}"
            binder.wrong(path / "types", "jointly-apart", message)
        elif tuple(kinds.values()) in seen:
            binder.wrong(path / "types", "listed-twice", "these types are dealt together before")
        elif any(given) and part.odds is None:
            binder.wrong(path, "missing-key", *ODDS_MISSING)
        elif len(kinds) == len(part.types):
            seen.add(tuple(kinds.values()))
            odds = binder.amount(part.odds, path / "odds") or Number(1 / len(parts))
            found.append(Together({key: kinds[key] for key in parts[0].types}, odds))
    return tuple(found)


def _on_the_whole(jointly: tuple[Together, ...], player: str, kind: str) -> Expression:
    """How likely a type is that is dealt with others."""
    found = [one.odds for one in jointly if one.types[player] == kind]
    total: Expression = found[0] if found else Number(0.0)
    for odds in found[1:]:
        total = Operation("+", (total, odds))
    return total
