"""Draws scenario files: one to four players, every part of the language, and at times numbers of
extreme size.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any

import yaml

from negotiate.language.shape.document import Document, keys
from negotiate.repeated.strategies.registry import strategies

EXTREME = (5e-324, -5e-324, 1e-310, 1e15, -1e15, 999_999_999_999_999, 1e-17, -1e-300, 0.1 + 0.2)
BEYOND = (2.0**53, 2.0**53 + 2, 1e308, -1e308, 10**30)
"""Numbers that a file may not hold, and a game of another program may."""
NEAR = (1.0, 1 + 2**-52, 1 - 2**-53, 1 + 1e-9, 1 - 1e-12, -0.0, 1 / 3)
STRATEGIES = (*strategies, "nobody")
MOST_PACKAGES = 200


@dataclass
class Draft:
    """A file on its way."""

    chance: random.Random
    extreme: float = 0.0
    players: list[str] = field(default_factory=list)
    options: dict[str, list[Any]] = field(default_factory=dict)
    """Issue → its options, as they are called."""
    deciders: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    """What formulas may name as a number."""
    shares: list[str] = field(default_factory=list)
    """Parameters from 0 to 1."""
    events: dict[str, list[str]] = field(default_factory=dict)
    terms: dict[str, list[str]] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def maybe(self, odds: float) -> bool:
        return self.chance.random() < odds

    def pick(self, some: Sequence[Any]) -> Any:
        return self.chance.choice(some)

    def some(self, among: Sequence[Any], least: int = 1) -> list[Any]:
        return self.chance.sample(
            list(among), self.chance.randint(min(least, len(among)), len(among))
        )

    def number(self) -> float:
        if self.maybe(self.extreme):
            return self.pick(EXTREME)
        kind = self.chance.random()
        if kind < 0.7:
            return self.chance.randint(-9, 9)
        return (
            self.pick(NEAR)
            if kind < 0.85
            else round(self.chance.uniform(-100, 100), self.chance.randint(0, 3))
        )

    def amount(self) -> Any:
        return self.formula(2) if self.maybe(0.2) else self.number()

    def odds_of(self, names: Sequence[str], formulas: bool = True) -> dict[str, Any]:
        """Odds that sum to one."""
        if formulas and len(names) == 2 and self.shares and self.maybe(0.4):
            share = self.pick(self.shares)
            return {names[0]: share, names[1]: f"1 - {share}"}
        ways = {1: [[1]], 2: [[0.5, 0.5], [0.1, 0.9], [1, 0], [1e-12, 1 - 1e-12], [0.3, 0.7]]}
        ways[3] = [[0.2, 0.3, 0.5], [1, 0, 0], [0.25, 0.25, 0.5]]
        ways[4] = [[0.25, 0.25, 0.25, 0.25], [0.1, 0.2, 0.3, 0.4], [0, 0.5, 0.5, 0]]
        return dict(zip(names, self.pick(ways[len(names)]), strict=True))

    def formula(self, depth: int) -> str:
        if not depth or self.maybe(0.3):
            return self.pick([*self.numbers, f"{self.number()!r}", "2"])
        one, two = self.formula(depth - 1), self.formula(depth - 1)
        return self.pick(
            (
                f"{one} + {two}",
                f"{one} - {two}",
                f"({one}) * ({two})",
                f"({one}) / ({two})",
                f"({one}) ** 2",
                f"-({one})",
                f"min({one}, {two})",
                f"max({one}, {two}, 0)",
                f"abs({one})",
                f"sqrt(abs({one}))",
                f"exp({one})",
                f"log({one})",
                f"if({self.condition(depth - 1)}, {one}, {two})",
            )
        )

    def condition(self, depth: int = 1) -> str:
        one = self.pick(
            [f"{self.formula(0)} {self.pick(['<', '<=', '>=', '>', '!='])} {self.formula(0)}"]
        )
        if self.options and self.maybe(0.8):
            issue = self.pick(list(self.options))
            own = self.options[issue]
            listed = ", ".join(map(str, self.some(own)))
            one = self.pick(
                [
                    f"{issue} == {self.pick(own)}",
                    f"{issue} != {self.pick(own)}",
                    f"{issue} in [{listed}]",
                ]
            )
        if self.events and self.maybe(0.2):
            event = self.pick(list(self.events))
            one = f"{event} == {self.pick(self.events[event])}"
        if not depth or self.maybe(0.5):
            return one
        return self.pick(
            [
                f"not ({one})",
                f"{one} and {self.condition(0)}",
                f"{one} or {self.condition(depth - 1)}",
            ]
        )

    def refusal(self) -> Any:
        """A condition without events, as a mapping or as text."""
        if self.maybe(0.5) and self.options:
            return {
                issue: self.pick([self.pick(self.options[issue])])
                for issue in self.some(list(self.options))[:2]
            }
        kept, self.events = self.events, {}
        found = self.condition()
        self.events = kept
        return found

    def package(self, issues: Sequence[str] | None = None) -> dict[str, Any]:
        return {
            issue: self.pick(self.options[issue])
            for issue in (self.options if issues is None else issues)
        }

    def fixed(self, player: str = "") -> dict[str, Any]:
        """An option of one issue, of those that a player decides alone."""
        own = [
            issue
            for issue in self.options
            if self.deciders[issue] == [player] or not player or self.maybe(0.03)
        ]
        return self.package([self.pick(own)]) if own else {}

    def address(self) -> str:
        """The address of a number, or of nothing."""
        known = self.addresses or self.addressed()
        return self.pick(
            [*known, "nothing.there"] if self.maybe(0.05) else known or ["nothing.there"]
        )

    def addressed(self) -> list[str]:
        """Where the numbers of the file stand."""
        known = [*self.document.get("parameters", {})]
        for player, own in self.terms.items():
            known += [
                f"payoffs.{player}.{t}.amount"
                for t in own
                if "amount" in self.document["payoffs"][player][t]
            ]
        known += [f"red_lines.{name}.cost" for name in self.document.get("red_lines", {})]
        known += [
            f"payoffs.{player}.{term}.times" for player, own in self.terms.items() for term in own
        ]
        return known


def text(chance: random.Random) -> str:
    """A scenario file."""
    return written(draft(chance).document)


def written(document: dict[str, Any]) -> str:
    """A document as YAML."""
    found: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    return found


def draft(chance: random.Random) -> Draft:
    """A file with its names."""
    one = Draft(chance, chance.choice((0.0, 0.0, 0.05, 0.4)))
    one.players = ["ann", "bob", "cem", "dan"][: chance.choice((1, 2, 2, 2, 2, 2, 3, 3, 4))]
    one.document = {"format": 1, "title": "A game", "players": list(one.players)}
    if one.maybe(0.5):
        one.document["players"] = {name: _player(one) for name in one.players}
    if len(one.players) == 2 and one.maybe(0.12):
        _matrix(one)
    else:
        _issues(one)
    for key, (odds, write) in PARTS.items():
        if one.maybe(odds):
            found = write(one)
            if found not in (None, {}, []):
                one.document[key] = found
    one.addresses = one.addressed()
    if one.maybe(0.15):
        _spoil(one)
    return one


def _player(one: Draft) -> dict[str, Any]:
    full = {
        "name": "The Side",
        "unit": "points",
        "patience": one.pick([0, 0.5, 0.9, 1, 1 - 1e-12]),
        "power": 0.5,
    }
    return {key: full[key] for key in one.some(list(full), 0)}


def _matrix(one: Draft) -> None:
    rows, columns = (["up", "mid", "down"][: one.chance.randint(1, 3)] for _ in range(2))
    one.options = dict(zip(one.players, (rows, columns), strict=True))
    one.deciders = {player: [player] for player in one.players}
    one.document["matrix"] = {
        row: {column: [one.number(), one.number()] for column in columns} for row in rows
    }


def _issues(one: Draft) -> None:
    parameters = _parameters(one) if one.maybe(0.6) else {}
    if parameters:
        one.document["parameters"] = parameters
    one.document["issues"] = dict(_each_issue(one))
    one.document["status_quo"] = one.package()
    if one.maybe(0.6):
        one.document["no_deal"] = one.pick(["equilibrium", "status_quo", one.package()])
    if one.maybe(0.25):
        one.document["chance"] = _events(one)
    if one.maybe(0.12):
        key, write = one.pick([("prefers", _statements), ("ranking", _tiers)])
        one.document[key] = {player: write(one) for player in one.players}
    else:
        one.document["payoffs"] = {player: _terms(one, player) for player in one.players}


def _each_issue(one: Draft) -> Iterator[tuple[str, dict[str, Any]]]:
    size = 1
    for name in ["x", "y", "z", "u", "v"][: one.chance.randint(1, 5)]:
        count = one.chance.randint(1, 4)
        size *= count
        if size > MOST_PACKAGES:
            return
        who = one.pick(
            [one.pick(one.players), one.pick(one.players), "agreement", one.some(one.players)]
        )
        one.deciders[name] = (
            who if isinstance(who, list) else [*one.players] if who == "agreement" else [who]
        )
        named: list[Any] = ["low", "mid", "high", "top"][:count]
        listed: Any = named
        if (kind := one.chance.random()) < 0.4:
            listed = named = [0, 1, 2.5, 40][:count]
        elif kind < 0.6:
            listed = {option: {"value": one.number(), "name": option.title()} for option in named}
        if kind < 0.6:
            one.numbers.append(name)
        one.options[name] = named
        yield name, {"decided_by": who, "options": listed}


def _parameters(one: Draft) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ["p", "q", "r"][: one.chance.randint(1, 3)]:
        if name == "p" and one.maybe(0.5):
            found[name] = {"value": one.pick([0, 0.25, 0.5, 1]), "range": [0, 1]}
            one.shares.append(name)
        else:
            value = one.number()
            low, high = sorted([value, one.pick([value + 1, value * 2, 0.0, value])])
            found[name] = one.pick([value, {"value": value, "range": [low, high]}])
            if isinstance(found[name], dict) and low < high and one.maybe(0.5):
                found[name]["distribution"] = one.pick(
                    [
                        {"uniform": {"low": low, "high": high}},
                        {"triangular": {"low": low, "mode": value, "high": high}},
                        {"normal": {"mean": value, "sd": 1.0}},
                        {"lognormal": {"median": abs(value) or 1.0, "sigma": 0.5}},
                        {"discrete": {str(low): 0.5, str(high): 0.5}},
                    ]
                )
        one.numbers.append(name)
    return found


def _drawn(one: Draft) -> list[str]:
    found = one.document.get("parameters", {})
    return [
        name for name, value in found.items() if isinstance(value, dict) and "distribution" in value
    ][:2]


def _terms(one: Draft, player: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ["gain", "cost", "pride"][: one.chance.randint(1, 3)]:
        kind = one.chance.random()
        term: dict[str, Any]
        if kind < 0.45:
            by = one.some(list(one.options))[:2]
            term = {"by": by[0] if len(by) == 1 else by, "values": _values(one, by)}
        elif kind < 0.7:
            term = {"expr": one.formula(2)}
        else:
            term = {"amount": one.amount(), "when": one.condition()}
            if one.maybe(0.3) and not isinstance(term["amount"], str):
                ends = sorted([term["amount"], term["amount"] + one.pick([-3, 2, 0.5])])
                term["range"] = ends
        if one.maybe(0.15):
            term["times"] = one.amount()
        found[name] = term
        one.terms.setdefault(player, []).append(name)
    return found


def _values(one: Draft, by: Sequence[str]) -> dict[Any, Any]:
    first, *rest = by
    some = one.some(one.options[first]) if one.maybe(0.02) else one.options[first]
    return {option: _values(one, rest) if rest else one.number() for option in some}


def _statements(one: Draft) -> list[Any]:
    return [
        one.pick([one.refusal(), [one.refusal(), one.refusal()]])
        for _ in range(one.chance.randint(1, 4))
    ]


def _tiers(one: Draft) -> list[Any]:
    packages = [
        dict(zip(one.options, choice, strict=True)) for choice in product(*one.options.values())
    ]
    one.chance.shuffle(packages)
    tiers: list[Any] = packages[: one.chance.randint(1, 5)]
    if len(tiers) > 2 and one.maybe(0.5):
        tiers = [tiers[:2], *tiers[2:]]
    return [*tiers, "everything else"] if len(packages) > len(tiers) else tiers


def _events(one: Draft) -> dict[str, Any]:
    found = {}
    for name in ["flood", "vote"][: one.chance.randint(1, 2)]:
        outcomes = ["comes", "stays", "ends"][: one.chance.randint(1, 3)]
        if one.maybe(0.3):
            odds: Any = {player: one.odds_of(outcomes) for player in one.players}
        else:
            odds = one.odds_of(outcomes)
        found[name] = {"odds": odds}
        one.events[name] = outcomes
    if one.maybe(0.4):
        issue = one.pick(list(one.options))
        if len(one.deciders[issue]) > 1:
            one.document["issues"][issue]["contingent_on"] = one.pick(list(found))
    return found


def _red_lines(one: Draft) -> dict[str, Any]:
    found = {}
    for name in ["honour", "law"][: one.chance.randint(1, 2)]:
        line: dict[str, Any] = {
            "player": one.pick(one.players),
            one.pick(["never", "insists"]): one.refusal(),
        }
        if one.maybe(0.3):
            line["cost"] = one.pick([abs(one.number()), 3])
        found[name] = line
    return found


def _ratifiers(one: Draft) -> dict[str, Any]:
    def accepts() -> Any:
        own = [f"{p}.{t} >= {one.number()!r}" for p, terms in one.terms.items() for t in terms]
        return one.pick(["everything", "nothing", one.refusal(), *own[:2]])

    house: dict[str, Any] = {"player": one.pick(one.players)}
    if one.maybe(0.5):
        house["accepts"] = one.pick([one.refusal(), accepts()])
    else:
        blocs = ["left", "right", "green"][: one.chance.randint(1, 3)]
        house["votes"] = {
            bloc: {"votes": one.pick([0, 1, 50, 2**53]), "accepts": accepts()} for bloc in blocs
        }
        house["needs"] = one.pick(["majority", "two thirds", "unanimity", 1, 51])
    return {"house": house}


def _protocol(one: Draft) -> list[Any]:
    steps: list[dict[str, Any]] = []
    moves: dict[str, list[Any]] = {}
    free = list(one.options)
    for k in range(one.chance.randint(1, 5)):
        step = _draw(one, k) if one.maybe(0.2) else _move(one, k, moves, free)
        earlier = [name for name in moves if name != step.get("move")]
        if "move" in step and earlier and one.maybe(0.4):
            step["sees"] = one.some(earlier, 0)
        if earlier and one.maybe(0.3):
            name = one.pick(earlier)
            step["when"] = one.pick(
                [{name: one.pick(moves[name])}, f"{name} == {one.pick(moves[name])}"]
            )
        steps.append(step)
    return steps


def _draw(one: Draft, k: int) -> dict[str, Any]:
    if one.events and one.maybe(0.5):
        return {"chance": one.pick(list(one.events))}
    names = ["heads", "tails"]
    return {
        "chance": f"draw{k}",
        "odds": one.odds_of(names),
        "does": {name: one.pick([{}, one.fixed()]) for name in names},
    }


def _move(one: Draft, k: int, moves: dict[str, list[Any]], free: list[str]) -> dict[str, Any]:
    """A move, which is noted with its actions; an issue that it settles is free no more."""
    player = one.pick(one.players)
    step: dict[str, Any] = {"move": f"m{k}", "player": player}
    own = [issue for issue in free if one.deciders[issue] == [player] or one.maybe(0.03)]
    kind = one.chance.random()
    if kind < 0.4 or not own:
        acts = ["go", "stay", "wait"][: one.chance.randint(1, 3)]
        step["choose"] = {act: one.pick([{}, one.fixed(player)]) for act in acts}
        if one.maybe(0.3):
            step["choose"][acts[0]] = {
                "signs": one.some(one.players),
                **one.pick([{}, one.package()]),
            }
        moves[step["move"]] = acts
        return step
    issue = one.pick(own)
    free.remove(issue)
    step["sets" if kind < 0.85 else "announces"] = issue
    if one.maybe(0.3):
        step["options"] = one.some(one.options[issue])
    moves[step["move"]] = one.options[issue]
    return step


def _types(one: Draft) -> dict[str, Any]:
    if not one.terms:
        return {}
    found: dict[str, Any] = {}
    for player in one.some(one.players)[:2]:
        names = ["hawk", "dove"][: one.chance.randint(1, 2)]
        term = one.pick(one.terms[player])
        held = one.document["payoffs"][player][term]
        address = (
            f"payoffs.{player}.{term}.amount"
            if "amount" in held
            else f"payoffs.{player}.{term}.times"
        )
        odds = one.odds_of(names)
        found[player] = {
            name: {"odds": odds[name], "set": {address: one.number()}} for name in names
        }
        found[player][names[0]].pop("set") if one.maybe(0.5) else None
    return found


def _jointly(one: Draft) -> list[dict[str, Any]]:
    """Types dealt together, of which the single odds are left out most of the time."""
    types: dict[str, dict[str, Any]] = one.document.get("types", {})
    if len(types) < 2:
        return []
    ways = one.some([dict(zip(types, names, strict=True)) for names in product(*types.values())])
    names = [str(k) for k in range(len(ways))]
    odds = one.odds_of(names) if one.maybe(0.6) else {}
    for own in types.values():
        for kind in own.values():
            kind.pop("odds") if one.maybe(0.95) else None
    found = [
        {"types": way, **({"odds": odds[name]} if odds else {})}
        for name, way in zip(names, ways, strict=True)
    ]
    if one.maybe(0.05):
        found[0]["types"].popitem()
    return found


def _points(one: Draft) -> Any:
    """Points by some of the issues, or the name of a sheet that is nowhere."""
    if "issues" not in one.document or one.maybe(0.03):
        return one.pick(["sheet.csv", "../sheet.csv", "sheet.txt"]) if one.maybe(0.3) else None
    found = {
        issue: {
            option: {player: one.number() for player in one.players}
            for option in one.options[issue]
        }
        for issue in one.some(list(one.options))[:2]
    }
    if one.maybe(0.1):
        issue = one.pick(list(found))
        found[issue].popitem()
        return {issue: found[issue]} if found[issue] else {}
    return found


def _repeat(one: Draft) -> dict[str, Any]:
    own = {p: [issue for issue, who in one.deciders.items() if who == [p]] for p in one.players}
    postures = {
        p: {"kind": one.package(issues), "harsh": one.package(issues)}
        for p, issues in own.items()
        if issues
    }
    postures = {p: ways for p, ways in postures.items() if ways["kind"] != ways["harsh"]}
    if not one.terms and "matrix" not in one.document:
        return {}
    found: dict[str, Any] = {"period": "a year"}
    if postures and one.maybe(0.7):
        found["postures"] = postures
        if one.maybe(0.5):
            found["agreement"] = {p: one.pick(["kind", "harsh"]) for p in postures}
    words: dict[str, Callable[[], Any]] = {
        "noise": lambda: one.pick([0, 0.1, 0.5, 1e-300, {one.players[0]: 0.2}]),
        "misread": lambda: one.pick([0, 0.05, 1]),
        "walk_away": lambda: {player: one.number() for player in one.players},
        "plays": lambda: one.pick([*STRATEGIES, {p: one.pick(STRATEGIES) for p in one.players}]),
        "signals": lambda: {"good": {"odds": 0.75}, "bad": None},
        "phases": lambda: {
            "dry": {"next": [{"to": "wet", "odds": 0.5}]},
            "wet": {"next": [{"to": "dry"}]},
        },
    }
    for key, write in words.items():
        if one.maybe(0.3):
            found[key] = write()
    if one.maybe(0.4):
        key, value = one.pick(
            [("rounds", one.chance.randint(1, 30)), ("ends", one.pick([0, 0.1, 1e-17, 1]))]
        )
        found[key] = value
    if "postures" in found and one.maybe(0.3):
        who = one.pick(list(postures))
        states = {
            "calm": {"plays": "kind", "next": [{"to": "angry"}]},
            "angry": {"plays": {"kind": 0.5, "harsh": 0.5}},
        }
        found["strategies"] = {"mine": {"player": who, "states": states}}
    return found


def _state(one: Draft) -> dict[str, Any]:
    if "status_quo" not in one.document:
        return {}
    one.document["turns"] = one.pick([1, 3, {"count": 2, "order": "in turn"}])
    kept = one.numbers
    one.numbers = [*kept, "tension", "turn"]
    number = {
        "value": one.pick([0, 2, 10]),
        "range": [0, 10],
        "next": f"tension + {one.formula(1)}",
    }
    if one.maybe(0.5):
        number["rungs"] = {"calm": 0, "war": 8}
    one.numbers = [*kept, "tension"]
    when = f"{one.condition(0)} and turn > 1"
    one.document["injects"] = {
        "news": {"turn": 1, "says": "News.", "set": {"tension": one.number()}},
        "more": {"when": when, "sees": one.some(one.players, 0), "fix": one.fixed()},
    }
    return {"tension": number}


def _variants(one: Draft) -> dict[str, Any]:
    other: dict[str, Any] = {"title": "Otherwise", "set": {one.address(): one.number()}}
    if one.maybe(0.4):
        other["fix"] = one.fixed()
    if "red_lines" in one.document and one.maybe(0.5):
        other["remove"] = ["red_lines.honour"]
    return {"other": other}


def _expect(one: Draft) -> list[Any]:
    ways: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: {"solve": one.fixed(), "in": one.pick(["every", "some", "no"])},
        lambda: {"solve": {}, "count": one.chance.randint(0, 3)},
        lambda: {
            "tree": one.fixed(),
            "in": "some",
            "payoffs": {one.pick(one.players): one.number()},
        },
        lambda: {"deal": one.pick(["none", "exists", one.fixed()])},
        lambda: {"deal": "mediator", "payoffs": {one.pick(one.players): one.number()}},
        lambda: {
            "deal": one.fixed(),
            "point": one.pick(["nash", "maschler-perles", "utilitarian", "raiffa"]),
        },
        lambda: {
            "deal": "none",
            "because": [one.pick([*one.document.get("red_lines", ["no_deal.ann"])])],
        },
        lambda: {
            "stability": one.fixed(),
            "concept": one.pick(["R", "GMR", "SMR", "SEQ", "SIM"]),
            "in": "some",
        },
        lambda: {"simulate": one.pick(["holds", "fails"]), "concept": "nash"},
        lambda: {"simulate": "earns", "where": f"{one.pick(one.players)} > {one.number()!r}"},
    )
    found = [one.pick(ways)() for _ in range(one.chance.randint(1, 3))]
    other = "variants" in one.document
    return [{**entry, "variant": "other"} if other and one.maybe(0.2) else entry for entry in found]


def _spoil(one: Draft) -> None:
    """Put something else somewhere."""
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            places.append((value, key))
            if isinstance(inner, dict | list):
                walk(inner)

    walk(one.document)
    value, key = one.pick(places)
    value[key] = one.pick(
        [
            one.number(),
            one.formula(1),
            one.pick(EXTREME + BEYOND),
            [],
            {},
            None,
            "x",
            True,
            "ann",
            one.refusal(),
        ]
    )


PARTS: dict[str, tuple[float, Callable[[Draft], Any]]] = {
    "on_table": (
        0.08,
        lambda one: one.some(list(one.options)) if "issues" in one.document else None,
    ),
    "signers": (
        0.08,
        lambda one: [one.some(one.players, 2) for _ in range(2)] if len(one.players) > 2 else None,
    ),
    "side_payments": (0.08, lambda one: {p: one.pick([1, 2, 1e-15, 1e-300]) for p in one.players}),
    "risk": (0.1, lambda one: {one.pick(one.players): one.pick([0, 0.1, 1e-310, 5, one.number()])}),
    "infeasible": (0.15, lambda one: [one.refusal()] if "issues" in one.document else None),
    "irreversible": (0.1, lambda one: one.fixed()),
    "red_lines": (0.35, _red_lines),
    "ratifiers": (0.15, _ratifiers),
    "protocol": (0.35, _protocol),
    "repeat": (0.3, _repeat),
    "types": (0.2, _types),
    "jointly": (0.4, _jointly),
    "points": (0.1, _points),
    "state": (0.12, _state),
    "variants": (0.3, _variants),
    "happened": (0.3, lambda one: {"event": one.package()}),
    "briefs": (
        0.3,
        lambda one: {"public": "All know.", one.pick(one.players): "You know.", "teacher": "Hush."},
    ),
    "date": (0.1, lambda one: one.pick([1962, "2018-05-03", "soon"])),
    "sources": (0.1, lambda one: {"book": {"title": "A book", "date": 1950}}),
    "correlations": (
        0.1,
        lambda one: {p: {q: one.pick([-1, 0, 0.5, 1])} for p, q in pairwise(_drawn(one))},
    ),
    "summary": (0.1, lambda one: "A game of \u202e nobody \x07 and 龍."),
    "minutes": (0.1, lambda one: 40),
    "group": (0.1, lambda one: "pairs"),
    "teaches": (0.1, lambda one: ["a word"]),
    "expect": (0.4, _expect),
}
"""Key of a file → how often it is drawn, and what then stands there."""
OTHERWISE = {
    *(
        "format",
        "title",
        "players",
        "issues",
        "matrix",
        "status_quo",
        "no_deal",
        "parameters",
        "payoffs",
        "prefers",
    ),
    *("ranking", "chance", "turns", "injects"),
}
"""Keys that are drawn with the players and the issues, or with the state."""
ELSEWHERE = {"extends", "set", "remove", "models", "authors", "license"}
"""Keys of `heir`, and those that shipped scenarios alone have, which a drawn line names at
times.
"""


def heir(chance: random.Random) -> str:
    """A file that changes a shipped scenario."""
    value = chance.choice([0, 1, 2.5, -3, *EXTREME])
    changed = {
        "format": 1,
        "title": "An heir",
        "extends": "classics/hawk-dove",
        "set": {"value": value},
    }
    return written(
        {**changed, "remove": chance.choice([[], ["expect"], ["briefs.public"], ["players"]])}
    )


assert {*PARTS, *OTHERWISE, *ELSEWHERE} == {*keys(Document)}
