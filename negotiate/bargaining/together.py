"""What both could sign: packages over what is on the table, who may refuse them, and what no deal
would bring.

Issues that are not on the table return to the status quo; those of players who do not sign stay as
without a deal. No deal is a package, the status quo, or what each side would do if nobody talked.
Packages are laid out block by block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import prod
from typing import NamedTuple, TypeVar

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.bargaining.claims import Claim, Landmark, NoDeal, no_deal_claim, several_note
from negotiate.bargaining.landmarks import on_table
from negotiate.bargaining.packages import NUMBERED, Across, Block
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.profiles import Profiles
from negotiate.equilibrium.alone import TYPES, alone, omissions, ordinal_players, terms_of
from negotiate.equilibrium.asking import solve_once
from negotiate.equilibrium.solution import Equilibrium
from negotiate.errors import (
    GameTooLarge,
    Note,
    OutOfRange,
    UnsuitableGame,
    is_about,
    named,
    names,
    shortly,
    shown,
)
from negotiate.model import RedLine
from negotiate.model.coupling import Piece, alternatives, axis_frame, coupled, listed_frame, pieces
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import (
    AXIS_LIMIT,
    PACKAGE_LIMIT,
    Negotiation,
    dealing,
    spread,
    type_odds,
)
from negotiate.model.payoffs import add_up
from negotiate.model.payoffs import number as value_of
from negotiate.report.style import joined

FIX = "commit some issues with --fix"
PRIVATE = (
    "private types count in the table of types, `--mediator`, `solve` and `tree`; else the "
    "values of the file hold"
)
IMPOSSIBLE = "infeasible."
"""Before the number of a combination that cannot happen; no red line has a point in its name."""
Looking = TypeVar("Looking")
Looks = list[tuple[Looking, frozenset[str]]]
"""What looks at which issues of the deal."""


class Packages(NamedTuple):
    """Lays the packages of a negotiation out in blocks.

    Parameters
    ----------
    negotiation : Negotiation
        Where terms and claims are.
    axes : tuple of str
        The issues that a deal sets, each with more than one option.
    held : Mapping[str, int]
        Every other issue → the option that it has.
    signers : tuple of str
        Whose claims count.
    """

    negotiation: Negotiation
    axes: tuple[str, ...]
    held: Mapping[str, int]
    signers: tuple[str, ...]

    def whole(self) -> Block:
        """All packages in one block.

        Raises
        ------
        GameTooLarge
            If there are too many.
        """
        lines = [
            line for line in self.negotiation.red_lines.values() if line.player in self.signers
        ]
        prices = [(line, line.cost) for line in lines if line.cost is not None]
        return self._block(
            self.axes, list(pieces(self.negotiation)), prices, list(self._conditions())
        )

    def blocks(self) -> tuple[tuple[Block, ...], tuple[Across, ...]]:
        """Every block, one with a single package where nothing is left to decide; and limits over
        too many issues.

        Raises
        ------
        GameTooLarge
            If there are more issues than are counted, or too many hang together.
        """
        GameTooLarge.refuse("issues", len(self.axes), AXIS_LIMIT, FIX)
        count = prod(self._shape(self.axes))
        GameTooLarge.refuse("packages", count, NUMBERED, FIX)
        parts = [(piece, self._looked_at(piece)) for piece in pieces(self.negotiation)]
        lines = [
            line for line in self.negotiation.red_lines.values() if line.player in self.signers
        ]
        prices = [
            ((line, line.cost), self._coupled(line.crossed, line.cost))
            for line in lines
            if line.cost is not None
        ]
        limits = [((name, crossed), self._coupled(crossed)) for name, crossed in self._conditions()]
        looks = [*(issues for _, issues in parts), *(issues for _, issues in prices)]
        groups = self._groups(looks, [issues for _, issues in limits])

        def within(found: Looks[Looking], group: tuple[str, ...]) -> list[Looking]:
            """What is told in a block; what looks at no issue, in the first."""
            first = group == groups[0]
            return [one for one, issues in found if (issues <= set(group) if issues else first)]

        blocks = [
            self._block(g, within(parts, g), within(prices, g), within(limits, g)) for g in groups
        ]
        wide = [one for one, issues in limits if not any(issues <= set(group) for group in groups)]
        return tuple(blocks), tuple(self._limit(name, crossed) for name, crossed in wide)

    @property
    def most(self) -> int:
        """How many combinations a block may have."""
        return 2 * PACKAGE_LIMIT // max(2, len(self.negotiation.players))

    def _coupled(self, *expressions: Expression | None) -> frozenset[str]:
        """The issues of the deal that these look at."""
        return self.negotiation.scope.of(expressions).issues & frozenset(self.axes)

    def _looked_at(self, piece: Piece) -> frozenset[str]:
        """The issues of the deal that a part of a term looks at."""
        term = self.negotiation.terms[piece.player][piece.term]
        return self._coupled(piece.value, term.when if piece.whole else None)

    def _groups(
        self, looks: list[frozenset[str]], conditions: list[frozenset[str]]
    ) -> list[tuple[str, ...]]:
        """The issues of each block; the widest conditions couple none where a block would be too
        large.
        """
        narrow = sorted(conditions, key=len)
        while True:
            groups = coupled(self.axes, [*looks, *narrow]) or [()]
            large = [group for group in groups if prod(self._shape(group)) > self.most]
            inside = [
                issues
                for issues in narrow
                if len(issues) > 1 and any(issues <= set(group) for group in large)
            ]
            if not inside:
                return groups
            narrow.remove(inside[-1])

    def _limit(self, name: str, crossed: Expression) -> Across:
        """A condition that is asked package by package."""

        def holds(options: Mapping[str, IntArray]) -> BoolArray:
            count = len(next(iter(options.values())))
            return spread(crossed, listed_frame(self.negotiation, options, self.held), (count,))

        return Across("" if name.startswith(IMPOSSIBLE) else name, holds)

    def _conditions(self) -> Iterable[tuple[str, Expression]]:
        """What keeps a package from being signed, by name, a line for each thing that does by
        itself.

        What is impossible has no name but a number.
        """
        for refusal in self.negotiation.refusals():
            if refusal.player in self.signers:
                yield from ((refusal.name, part) for part in alternatives(refusal.crossed))
        for number, condition in enumerate(self.negotiation.infeasible):
            yield from ((f"{IMPOSSIBLE}{number}", part) for part in alternatives(condition))

    def _block(
        self,
        group: tuple[str, ...],
        parts: list[Piece],
        prices: list[tuple[RedLine, Expression]],
        conditions: list[tuple[str, Expression]],
    ) -> Block:
        shape, seat = self._shape(group), self.negotiation.keys.index
        count = prod(shape)
        hint = f"let fewer terms and red lines look at several issues at once, or {FIX}"
        GameTooLarge.refuse("packages of issues that hang together", count, self.most, hint)
        frame = axis_frame(
            self.negotiation, group, {**self.held, **dict.fromkeys(set(self.axes) - set(group), 0)}
        )
        payoffs, possible = (
            np.zeros((len(self.negotiation.players), count)),
            np.ones(shape, dtype=bool),
        )
        for piece in parts:
            whole = piece.whole
            value = (
                frame.term(piece.player, piece.term, passing=True)
                if whole
                else piece.value.evaluate(frame)
            )
            payoffs[seat(piece.player)] += piece.sign * np.broadcast_to(value[0], shape).ravel()
        crossed: dict[str, BoolArray] = {}
        for name, condition in conditions:
            crossed[name] = crossed.get(name, False) | spread(condition, frame, shape).ravel()
        costs: dict[str, FloatArray] = {}
        for line, price in prices:
            crossed[line.id] = spread(line.crossed, frame, shape).ravel()
            cost = np.broadcast_to(price.evaluate(frame)[0], shape).ravel()
            costs[line.id] = np.where(crossed[line.id], cost, 0.0)
            payoffs[seat(line.player)] -= costs[line.id]
        if not np.isfinite(payoffs).all():
            raise OutOfRange("a payoff is not a finite number at some package")
        for issue, today in _lasting(self.negotiation).items():
            possible &= frame.choices[issue][0] == today if issue in group else True
        mask = possible.ravel()
        for name in [name for name in crossed if name.startswith(IMPOSSIBLE)]:
            mask &= ~crossed.pop(name)
        return Block(
            payoffs,
            mask,
            crossed,
            group,
            tuple(self.negotiation.issues[k].labels for k in group),
            costs,
        )

    def _shape(self, group: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(len(self.negotiation.issues[issue].options) for issue in group)


def _lasting(negotiation: Negotiation) -> dict[str, int]:
    """Issue → the option of today, where that cannot be left again."""
    kept, today = negotiation.irreversible, negotiation.status_quo
    return {issue: option for issue, option in today.items() if option in kept.get(issue, ())}


def _labels(negotiation: Negotiation, package: Mapping[str, int]) -> dict[str, str]:
    """Issue → option by its key."""
    return {issue: negotiation.issues[issue].labels[option] for issue, option in package.items()}


def with_landmarks(
    problem: BargainingProblem, negotiation: Negotiation, held: Mapping[str, int]
) -> BargainingProblem:
    """The problem with the status quo and what really happened, as far as the file tells what that
    was.

    Issues of which nothing is said are as in the status quo; where there is none, as fixed or as
    without a deal.
    """
    known = {**problem.no_deal.choices, **problem.fixed}
    rest = {name: negotiation.issues[name].index(option) for name, option in known.items()}
    packages = {
        k: {**(negotiation.status_quo or rest), **p} for k, p in negotiation.happened.items()
    }
    told = {
        k: package for k, package in packages.items() if len(package) == len(negotiation.issues)
    }
    notes = tuple(
        f"`{k}` is left out: the file does not say all of what happened, and names no status quo"
        for k in packages
        if k not in told
    )
    marks = tuple(
        _landmark(problem, negotiation, held, label, package) for label, package in told.items()
    )
    today = negotiation.status_quo
    quo = _landmark(problem, negotiation, held, "status quo", today) if today else None
    return replace(problem, landmarks=marks, status_quo=quo, notes=(*problem.notes, *notes))


def _landmark(
    problem: BargainingProblem,
    negotiation: Negotiation,
    held: Mapping[str, int],
    label: str,
    package: Mapping[str, int],
) -> Landmark:
    """A package by its name; one that no deal on this table makes is as if those who sign here had
    signed it.
    """
    names = _labels(negotiation, package)
    beyond = {issue: names[issue] for issue, option in held.items() if package[issue] != option}
    if not beyond:
        return on_table(problem, label, problem.index(names), names)
    frame = negotiation.grid((), package)

    def holds(condition: Expression) -> bool:
        return bool(np.all(condition.evaluate(frame)))

    price, crossed = (
        {},
        [refusal.name for refusal in negotiation.refusals() if holds(refusal.crossed)],
    )
    worth = negotiation.package_payoffs(package)
    signers = problem.of_signers(problem.keys)
    for line in negotiation.red_lines.values():
        if line.cost is not None and line.player in signers and holds(line.crossed):
            price[line.id] = float(np.asarray(line.cost.evaluate(frame)).flat[0])
            worth[line.player] -= price[line.id]
            crossed.append(line.id)
    lasting = all(package[issue] == today for issue, today in _lasting(negotiation).items())
    return Landmark(
        label,
        -1,
        np.array([worth[player] for player in problem.keys]),
        names,
        beyond,
        tuple(crossed),
        price,
        lasting and not any(map(holds, negotiation.infeasible)),
    )


MIXED = "a mixed equilibrium"
LARGEST = 1e15
"""No number of a file is larger."""
AS_SAID = {"file": "as the file says", "given": "as asked"}
"""Where numbers for no deal come from → what the point is called."""
Chosen = int | str | Mapping[str, str | float]
"""A no-deal point by its number, counted from 1; by the words `status_quo` or `equilibrium`; issue
→ option; or player → what it has then.
"""


def no_deals(
    negotiation: Negotiation, chosen: Chosen | None = None
) -> tuple[tuple[NoDeal, ...], int]:
    """Every no-deal point, and which of them the answers are about.

    Parameters
    ----------
    negotiation : Negotiation
        Whose `no_deal` counts where nothing is chosen.
    chosen : int, str or Mapping, optional
        See `Chosen`.

    Returns
    -------
    tuple of NoDeal, int
        Several only where the game without talks has several equilibria.

    Raises
    ------
    UnsuitableGame
        If the game without talks has no equilibrium that was found, or nothing is there of what was
        chosen.
    """
    if isinstance(chosen, Mapping) and any(
        key in negotiation.players and key not in negotiation.issues for key in chosen
    ):
        return (_given(negotiation, chosen),), 0
    meant = (
        negotiation.no_deal
        if chosen is None or isinstance(chosen, int)
        else _meant(negotiation, chosen)
    )
    if isinstance(meant, Mapping):
        found: tuple[NoDeal, ...] = (
            _package(negotiation, meant, "file" if chosen is None else "given"),
        )
    elif meant == "numbers":
        found = (_numbers(negotiation),)
    elif meant == "status_quo":
        if not negotiation.status_quo:
            raise UnsuitableGame(
                "the file names no status quo", "name a no-deal point by issue=option"
            )
        found = (_package(negotiation, {}, "status quo"),)
    else:
        found = _equilibria(negotiation)
    number = chosen - 1 if isinstance(chosen, int) else 0
    if not 0 <= number < len(found):
        there = f"a number from 1 to {len(found)}" if len(found) > 1 else "nothing but 1 here"
        raise UnsuitableGame(
            f"there is no no-deal point number {shortly(number + 1)}", f"`no_deal` takes {there}"
        )
    return found, number


def _meant(
    negotiation: Negotiation, chosen: str | Mapping[str, str | float]
) -> Mapping[str, int] | str:
    if isinstance(chosen, str):
        if chosen not in ("status_quo", "equilibrium"):
            raise UnsuitableGame(
                f"`{chosen}` names no no-deal point",
                "`no_deal` takes a number, `equilibrium`, `status_quo` or options",
            )
        return chosen
    package = {}
    takes = "a number, `equilibrium`, `status_quo`, or a mapping: issue → option"
    for issue, option in named(chosen, "no_deal", takes).items():
        if issue not in negotiation.issues:
            raise UnsuitableGame(
                f"there is no issue `{issue}`", f"there is {', '.join(negotiation.issues)}"
            )
        labels = negotiation.issues[issue].labels
        if option not in labels:
            raise UnsuitableGame(
                f"`{issue}` has no option `{option}`", f"it has {', '.join(labels)}"
            )
        package[issue] = labels.index(str(option))
    return package


def _package(negotiation: Negotiation, package: Mapping[str, int], how: str) -> NoDeal:
    """A no-deal point that somebody named; what is left out is as in the status quo."""
    held = {**negotiation.status_quo, **package, **negotiation.fixed}
    missing = [
        issue
        for issue, found in negotiation.issues.items()
        if issue not in held and len(found.options) > 1
    ]
    if missing:
        words = ", ".join(f"`{issue}`" for issue in missing)
        raise UnsuitableGame(
            f"the no-deal point says nothing of {words}, and the file names no status quo"
        )
    everything = {issue: held.get(issue, 0) for issue in negotiation.issues}
    choices = _labels(negotiation, everything)
    told = ", ".join(f"{issue} {choices[issue]}" for issue in (package or everything))
    worth = add_up(negotiation.grid((), everything), negotiation.keys, (), with_moves=False)[0]
    label = "the status quo" if how == "status quo" else told
    return NoDeal(np.asarray(worth, dtype=float), label, how, choices)


def _numbers(negotiation: Negotiation) -> NoDeal:
    """What the file says that each player has without a deal."""
    worth = [value_of(negotiation, negotiation.alternatives[key]) for key in negotiation.keys]
    if not np.isfinite(worth).all():
        without = negotiation.keys[int(np.isfinite(worth).argmin())]
        raise UnsuitableGame(f"what `{without}` has without a deal is no number")
    return NoDeal(np.array(worth), AS_SAID["file"], "file")


def _given(negotiation: Negotiation, chosen: Mapping[str, str | float]) -> NoDeal:
    """What each player has without a deal, as somebody typed it."""
    if {*chosen} != {*negotiation.players}:
        listed = ", ".join(f"{key}=0" for key in negotiation.keys)
        raise UnsuitableGame("each player takes a number, and nothing else does", f"write {listed}")
    worth = []
    for key in negotiation.keys:
        try:
            worth.append(float(chosen[key]))
        except (TypeError, ValueError, OverflowError):
            worth.append(np.nan)
        if not abs(worth[-1]) <= LARGEST:
            raise UnsuitableGame(
                f"`{key}` takes a number, and not `{shown(chosen[key])}`", f"write {key}=30"
            )
    return NoDeal(np.array(worth), AS_SAID["given"])


def _equilibria(negotiation: Negotiation) -> tuple[NoDeal, ...]:
    """What each side would do if nobody talked: every equilibrium of the game without talks."""
    solution = solve_once(negotiation, alone(negotiation))
    found = [e for e in solution.profiles if isinstance(e, Equilibrium)]
    if not found:
        raise UnsuitableGame(
            (
                "no equilibrium of the game without talks was found, so what no deal would bring "
                "is "
                "not known"
            ),
            "name a no-deal point: `no_deal: status_quo` in the file, or issue → option",
        )
    kept = getattr(solution.game, "kept", {})
    points = []
    for one in found:
        told = ", ".join(f"{issue} {option}" for issue, option in one.choices.items())
        label, choices = (told, {**kept, **one.choices}) if one.pure else (MIXED, {})
        points.append(NoDeal(np.array(one.payoffs, dtype=float), label, "equilibrium", choices))
    return tuple(points)


def together(
    negotiation: Negotiation, no_deal: Chosen | None = None, signers: Sequence[str] | None = None
) -> BargainingProblem:
    """The bargaining problem of a negotiation.

    Parameters
    ----------
    negotiation : Negotiation
        Where everything is said.
    no_deal : int, str or Mapping, optional
        Which no-deal point counts, where it is not that of the file: its number among the
        equilibria of the game without talks, counted from 1, `"status_quo"`, `"equilibrium"`,
        issue → option, or player → what it has then.
    signers : sequence of str, optional
        Which of the groups that may sign does; by default the largest.

    Returns
    -------
    BargainingProblem
        With every no-deal point in it; where there are several and none is named, its notes say so.

    Raises
    ------
    UnsuitableGame
        If these players may not sign together, or no no-deal point is known.
    GameTooLarge
        If too many issues hang together.
    """
    groups = [
        tuple(p for p in negotiation.keys if p in set(group)) for group in negotiation.signers
    ]
    coalition = _coalition(negotiation, groups, signers)
    found, chosen = no_deals(negotiation, no_deal)
    tables = [_table(negotiation, coalition, one) for one in found]
    axes, held = tables[chosen]
    one_table = all(table == tables[chosen] for table in tables)
    named = len(found) == 1 or isinstance(no_deal, int)
    notes = [*_omissions(negotiation), *([] if named else [several_note(found, 0, one_table)])]
    if not one_table:
        found, chosen = (found[chosen],), 0
    notes += _notes(negotiation, groups, coalition, axes, found[chosen])
    blocks, across = Packages(negotiation, axes, held, coalition).blocks()
    players, money, equal = (
        negotiation.players.values(),
        negotiation.side_payments,
        1 / len(negotiation.players),
    )
    problem = BargainingProblem(
        blocks=blocks,
        across=across,
        no_deals=found,
        players=tuple(player.name for player in players),
        keys=negotiation.keys,
        claims=_claims(negotiation, coalition),
        signers=tuple(player in coalition for player in negotiation.keys),
        title=negotiation.heading,
        units=tuple(player.unit for player in players),
        chosen=chosen,
        power=tuple(equal if player.power is None else player.power for player in players),
        patience=tuple(player.patience for player in players),
        money=tuple(money.get(player, 0.0) for player in negotiation.keys) if money else (),
        fixed=_labels(negotiation, held),
        issue_names={key: issue.name or key for key, issue in negotiation.issues.items()},
        option_names={
            key: {option.id: issue.name_of(option) for option in issue.options}
            for key, issue in negotiation.issues.items()
        },
        named=len(found) == 1 or isinstance(no_deal, int),
        takes_apart=terms_of(negotiation),
        ordinal=ordinal_players(negotiation),
        notes=tuple(notes),
        private=partial(_profiles, negotiation, no_deal, signers) if negotiation.profiles else None,
    )
    return with_landmarks(problem, negotiation, held)


def _profiles(
    negotiation: Negotiation, no_deal: Chosen | None, signers: Sequence[str] | None
) -> Profiles:
    """The problem under each combination of private types; a no-deal point by its number is the
    first of each.
    """
    named = None if isinstance(no_deal, int) else no_deal
    return Profiles(
        {key: tuple(one.id for one in own) for key, own in negotiation.types.items()},
        tuple(type_odds(negotiation)),
        dealing(negotiation),
        partial(_dealt, negotiation, named, signers),
    )


def _dealt(
    negotiation: Negotiation, no_deal: Chosen | None, signers: Sequence[str] | None, place: int
) -> BargainingProblem:
    return together(negotiation.profiles[place], no_deal, signers)


def _omissions(negotiation: Negotiation) -> Iterator[str]:
    """What does not count here, with a word of what asks about private types."""
    for note in omissions(negotiation):
        yield Note(PRIVATE, TYPES) if is_about(note, TYPES) else note


def _coalition(
    negotiation: Negotiation, groups: list[tuple[str, ...]], signers: Sequence[str] | None
) -> tuple[str, ...]:
    """The players who sign, in the file's order."""
    if signers is None:
        return max(groups, key=len, default=negotiation.keys)
    signers = names(signers, "signers", "a list of players")
    wanted = tuple(p for p in negotiation.keys if p in set(signers))
    unknown = [p for p in signers if p not in negotiation.players]
    if unknown or wanted not in groups:
        told = "; ".join(", ".join(group) for group in groups)
        said = (
            f"there is no player `{unknown[0]}`"
            if unknown
            else f"{', '.join(signers)} may not sign by themselves"
        )
        raise UnsuitableGame(said, f"these may sign together: {told}")
    return wanted


def _table(
    negotiation: Negotiation, coalition: tuple[str, ...], no_deal: NoDeal
) -> tuple[tuple[str, ...], dict[str, int]]:
    """The issues that these players set, and the option that every other issue has."""
    axes, held = [], {}
    for name, issue in negotiation.issues.items():
        theirs = set(issue.deciders) <= set(coalition)
        if len(issue.options) == 1:
            held[name] = 0
        elif name in negotiation.fixed:
            held[name] = negotiation.fixed[name]
        elif theirs and name in negotiation.on_table:
            axes.append(name)
        elif not theirs and no_deal.choices:
            held[name] = issue.index(no_deal.choices[name])
        elif name in negotiation.status_quo:
            held[name] = negotiation.status_quo[name]
        else:
            raise UnsuitableGame(f"no deal sets `{name}`, and the file names no status quo")
    return tuple(axes), held


def _claims(negotiation: Negotiation, coalition: tuple[str, ...]) -> tuple[Claim, ...]:
    place = negotiation.keys.index
    hard = [
        Claim(found.name, place(found.player), found.kind, found.written, found.about)
        for found in negotiation.refusals()
        if found.player in coalition
    ]
    soft = [
        Claim(line.id, place(line.player), "soft red line", line.written, line.about)
        for line in negotiation.red_lines.values()
        if not line.hard and line.player in coalition
    ]
    least = [Claim(no_deal_claim(player), place(player), "no deal") for player in coalition]
    return (*hard, *soft, *least)


def _notes(
    negotiation: Negotiation,
    groups: list[tuple[str, ...]],
    coalition: tuple[str, ...],
    axes: Sequence[str],
    no_deal: NoDeal,
) -> Iterator[str]:
    """Which issues no deal changes, which other groups may sign, and what nobody knows of those who
    do not.
    """
    stuck = [
        (negotiation.issues[issue], today)
        for issue, today in _lasting(negotiation).items()
        if issue in axes
    ]
    if stuck:
        options = "this option" if len(stuck) == 1 else "these options"
        kept = "; ".join(
            f"{issue.name}: {issue.name_of(issue.options[today])}" for issue, today in stuck
        )
        yield (
            f"no deal can leave {options} of today again: {kept}. `solve` lets players choose "
            "all the same"
        )
    for group in groups:
        if group != coalition:
            who, others = (_listed(negotiation, some) for some in (coalition, group))
            asks = f"`--signers {','.join(group)}` asks about that deal"
            yield f"this is about a deal of {who}. {others} may sign too: {asks}"
    unknown = [
        issue.name
        for key, issue in negotiation.issues.items()
        if len(issue.options) > 1
        and key not in negotiation.fixed
        and not set(issue.deciders) <= set(coalition)
    ]
    if unknown and no_deal.how == "equilibrium" and not no_deal.choices:
        mixed = (
            "no deal is a mixed equilibrium, so what those who do not sign decide stays as today"
        )
        yield f"{mixed}: {', '.join(unknown)}"


def _listed(negotiation: Negotiation, group: Sequence[str]) -> str:
    """Some players by name."""
    names = [negotiation.players[player].name for player in group]
    return joined(names) if len(names) > 1 else f"{names[0]} alone"
