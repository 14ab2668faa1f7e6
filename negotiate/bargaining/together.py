"""What both could sign: packages over what is on the table, who may refuse them, and what no deal would bring.

Issues that are not on the table return to the status quo; those of players who do not sign stay as without a deal. No
deal is a package, the status quo, or what each side would do if nobody talked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from negotiate.bargaining.claims import Claim, Landmark, NoDeal, no_deal_claim, several_note
from negotiate.bargaining.landmarks import on_table
from negotiate.bargaining.package_payoffs import Packages
from negotiate.bargaining.problem import BargainingProblem
from negotiate.equilibrium.alone import alone, omissions, ordinal_players, terms_of
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Equilibrium
from negotiate.errors import UnsuitableGame, shortly
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import add_up


def with_landmarks(problem: BargainingProblem, negotiation: Negotiation, held: Mapping[str, int]) -> BargainingProblem:
    """The problem with the status quo and what really happened, as far as the file tells what that was."""
    unsaid = _unsaid(problem, negotiation)
    told = {k: p for k, p in negotiation.happened.items() if {*unsaid, *p} >= set(negotiation.issues)}
    notes = tuple(
        f"`{k}` is left out: the file does not say all of what happened, and names no status quo"
        for k in negotiation.happened
        if k not in told
    )
    marks = tuple(_landmark(problem, negotiation, held, label, {**unsaid, **p}) for label, p in told.items())
    quo = _landmark(problem, negotiation, held, "status quo", {}) if negotiation.status_quo else None
    return replace(problem, landmarks=marks, status_quo=quo, notes=(*problem.notes, *notes))


def _landmark(
    problem: BargainingProblem,
    negotiation: Negotiation,
    held: Mapping[str, int],
    label: str,
    package: Mapping[str, int],
) -> Landmark:
    full = {**negotiation.status_quo, **package}
    names = {issue: negotiation.issues[issue].options[option].id for issue, option in full.items()}
    beyond = {issue: names[issue] for issue, option in held.items() if full[issue] != option}
    if not beyond:
        return on_table(problem, label, problem.index(names), names)
    return _off_table(problem, negotiation, Landmark(label, -1, np.zeros(len(problem.keys)), names, beyond), full)


def _unsaid(problem: BargainingProblem, negotiation: Negotiation) -> dict[str, int]:
    """Issues of which nothing is said are as in the status quo; where there is none, as fixed or as without a deal."""
    if negotiation.status_quo:
        return dict(negotiation.status_quo)
    known = {**problem.no_deal.choices, **problem.fixed}
    return {name: negotiation.issues[name].index(option) for name, option in known.items()}


def _off_table(
    problem: BargainingProblem, negotiation: Negotiation, mark: Landmark, package: Mapping[str, int]
) -> Landmark:
    """What there is to say of a package that no deal on this table makes, as if those who sign here had signed it."""
    frame = negotiation.grid((), package)
    price, crossed = {}, [r.name for r in negotiation.refusals() if bool(np.all(r.crossed.evaluate(frame)))]
    worth = negotiation.package_payoffs(package)
    signers = [key for key, signs in zip(problem.keys, problem.signers, strict=True) if signs]
    for line in negotiation.red_lines.values():
        if line.cost is not None and line.player in signers and bool(np.all(line.crossed.evaluate(frame))):
            price[line.id] = float(np.asarray(line.cost.evaluate(frame)).flat[0])
            worth[line.player] -= price[line.id]
            crossed.append(line.id)
    lasting = all(
        package[issue] == today
        for issue, today in negotiation.status_quo.items()
        if today in negotiation.irreversible.get(issue, ())
    )
    return replace(
        mark,
        payoffs=np.array([worth[player] for player in problem.keys]),
        crossed=tuple(crossed),
        costs=price,
        possible=lasting and not any(bool(np.all(c.evaluate(frame))) for c in negotiation.infeasible),
    )


MIXED = "a mixed equilibrium"
Chosen = int | str | Mapping[str, str]
"""A no-deal point by its number, counted from 1; by the words `status_quo` or `equilibrium`; or issue → option."""


def no_deals(negotiation: Negotiation, chosen: Chosen | None = None) -> tuple[tuple[NoDeal, ...], int]:
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
        If the game without talks has no equilibrium that was found, or nothing is there of what was chosen.
    """
    meant = negotiation.no_deal if chosen is None or isinstance(chosen, int) else _meant(negotiation, chosen)
    if isinstance(meant, Mapping):
        found: tuple[NoDeal, ...] = (_package(negotiation, meant, "file" if chosen is None else "given"),)
    elif meant == "status_quo":
        if not negotiation.status_quo:
            raise UnsuitableGame("the file names no status quo", "name a no-deal point by issue=option")
        found = (_package(negotiation, {}, "status quo"),)
    else:
        found = _equilibria(negotiation)
    number = chosen - 1 if isinstance(chosen, int) else 0
    if not 0 <= number < len(found):
        there = f"a number from 1 to {len(found)}" if len(found) > 1 else "nothing but 1 here"
        raise UnsuitableGame(f"there is no no-deal point number {shortly(number + 1)}", f"`no_deal` takes {there}")
    return found, number


def _meant(negotiation: Negotiation, chosen: str | Mapping[str, str]) -> Mapping[str, int] | str:
    if isinstance(chosen, str):
        if chosen not in ("status_quo", "equilibrium"):
            raise UnsuitableGame(
                f"`{chosen}` names no no-deal point", "`no_deal` takes a number, `equilibrium`, `status_quo` or options"
            )
        return chosen
    package = {}
    for issue, option in chosen.items():
        if issue not in negotiation.issues:
            raise UnsuitableGame(f"there is no issue `{issue}`", f"there is {', '.join(negotiation.issues)}")
        labels = negotiation.issues[issue].labels
        if option not in labels:
            raise UnsuitableGame(f"`{issue}` has no option `{option}`", f"it has {', '.join(labels)}")
        package[issue] = labels.index(option)
    return package


def _package(negotiation: Negotiation, package: Mapping[str, int], how: str) -> NoDeal:
    """A no-deal point that somebody named; what is left out is as in the status quo."""
    held = {**negotiation.status_quo, **package, **negotiation.fixed}
    missing = [issue for issue, found in negotiation.issues.items() if issue not in held and len(found.options) > 1]
    if missing:
        words = ", ".join(f"`{issue}`" for issue in missing)
        raise UnsuitableGame(f"the no-deal point says nothing of {words}, and the file names no status quo")
    everything = {issue: held.get(issue, 0) for issue in negotiation.issues}
    choices = {issue: negotiation.issues[issue].options[option].id for issue, option in everything.items()}
    told = {issue: choices[issue] for issue in (package or everything)}
    label = (
        "the status quo" if how == "status quo" else ", ".join(f"{issue} {option}" for issue, option in told.items())
    )
    worth = add_up(negotiation.grid((), everything), negotiation.keys, (), with_moves=False)[0]
    return NoDeal(np.asarray(worth, dtype=np.float64), label, how, choices)


def _equilibria(negotiation: Negotiation) -> tuple[NoDeal, ...]:
    """What each side would do if nobody talked: every equilibrium of the game without talks."""
    solution = solve(alone(negotiation))
    found = [e for e in solution.profiles if isinstance(e, Equilibrium)]
    if not found:
        raise UnsuitableGame(
            "no equilibrium of the game without talks was found, so what no deal would bring is not known",
            "name a no-deal point: `no_deal: status_quo` in the file, or issue → option",
        )
    kept = getattr(solution.game, "kept", {})
    points = []
    for one in found:
        payoffs = np.array(one.payoffs, dtype=np.float64)
        label = ", ".join(f"{issue} {option}" for issue, option in one.choices.items()) if one.pure else MIXED
        points.append(NoDeal(payoffs, label, "equilibrium", {**kept, **one.choices} if one.pure else {}))
    return tuple(points)


def together(
    negotiation: Negotiation, no_deal: Chosen | None = None, signers: Sequence[str] | None = None
) -> BargainingProblem:
    """The bargaining problem of a negotiation.

    Parameters
    ----------
    negotiation : Negotiation
        Where everything is said.
    no_deal : int, str or Mapping[str, str], optional
        Which no-deal point counts, where it is not that of the file: its number among the equilibria of the game
        without talks, counted from 1, `"status_quo"`, `"equilibrium"`, or issue → option.
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
    coalition = _coalition(negotiation, signers)
    found, chosen = no_deals(negotiation, no_deal)
    tables = [_table(negotiation, coalition, one) for one in found]
    axes, held = tables[chosen]
    one_table = all(table == tables[chosen] for table in tables)
    named = len(found) == 1 or isinstance(no_deal, int)
    notes = (*omissions(negotiation), *([] if named else [several_note(found, 0, one_table)]))
    if not one_table:
        found, chosen = (found[chosen],), 0
    unknown = _unknown(negotiation, coalition, found[chosen])
    words = {issue: negotiation.issues[issue].options[option].id for issue, option in held.items()}
    blocks, across = Packages(negotiation, axes, held, coalition).blocks()
    problem = BargainingProblem(
        blocks=blocks,
        across=across,
        no_deals=found,
        players=tuple(player.name for player in negotiation.players.values()),
        keys=negotiation.keys,
        claims=_claims(negotiation, coalition),
        signers=tuple(player in coalition for player in negotiation.keys),
        title=negotiation.heading,
        units=tuple(player.unit for player in negotiation.players.values()),
        chosen=chosen,
        power=_power(negotiation),
        patience=tuple(player.patience for player in negotiation.players.values()),
        money=tuple(negotiation.side_payments.get(player, 0.0) for player in negotiation.keys)
        if negotiation.side_payments
        else (),
        fixed=words,
        issue_names={key: issue.name or key for key, issue in negotiation.issues.items()},
        option_names={
            key: {option.id: issue.name_of(option) for option in issue.options}
            for key, issue in negotiation.issues.items()
        },
        named=len(found) == 1 or isinstance(no_deal, int),
        takes_apart=terms_of(negotiation),
        ordinal=ordinal_players(negotiation),
        notes=(*notes, *_lasting(negotiation, axes), *_others(negotiation, coalition), *unknown),
    )
    return with_landmarks(problem, negotiation, held)


def _coalition(negotiation: Negotiation, signers: Sequence[str] | None) -> tuple[str, ...]:
    """The players who sign, in the file's order."""
    groups = [tuple(p for p in negotiation.keys if p in set(group)) for group in negotiation.signers]
    if signers is None:
        return max(groups, key=len, default=negotiation.keys)
    wanted = tuple(p for p in negotiation.keys if p in set(signers))
    unknown = [p for p in signers if p not in negotiation.players]
    if unknown or wanted not in groups:
        told = "; ".join(", ".join(group) for group in groups)
        said = f"there is no player `{unknown[0]}`" if unknown else f"{', '.join(signers)} may not sign by themselves"
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


def _unknown(negotiation: Negotiation, coalition: tuple[str, ...], no_deal: NoDeal) -> tuple[str, ...]:
    """That nobody knows what those who do not sign do, where no deal is a mixture."""
    if no_deal.choices:
        return ()
    issues = [
        name
        for name, issue in negotiation.issues.items()
        if len(issue.options) > 1 and name not in negotiation.fixed and not set(issue.deciders) <= set(coalition)
    ]
    if not issues:
        return ()
    names = ", ".join(negotiation.issues[issue].name for issue in issues)
    return (f"no deal is a mixed equilibrium, so what those who do not sign decide stays as today: {names}",)


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


def _power(negotiation: Negotiation) -> tuple[float, ...]:
    """The players' bargaining weights; equal ones for players of whom the file says nothing."""
    equal = 1 / len(negotiation.players)
    return tuple(equal if player.power is None else player.power for player in negotiation.players.values())


def _lasting(negotiation: Negotiation, axes: Sequence[str]) -> tuple[str, ...]:
    """Which issues no deal changes, because what they are today cannot be left again."""
    found = (
        (negotiation.issues[issue], today)
        for issue, today in negotiation.status_quo.items()
        if issue in axes and today in negotiation.irreversible.get(issue, ())
    )
    kept = [f"{issue.name}: {issue.name_of(issue.options[today])}" for issue, today in found]
    if not kept:
        return ()
    options = "this option" if len(kept) == 1 else "these options"
    return (f"no deal can leave {options} of today again: {'; '.join(kept)}. `solve` lets players choose all the same",)


def _others(negotiation: Negotiation, coalition: tuple[str, ...]) -> tuple[str, ...]:
    """Which other groups may sign, and how they are asked about."""
    groups = [tuple(p for p in negotiation.keys if p in set(group)) for group in negotiation.signers]
    return tuple(
        f"this is about a deal of {_listed(negotiation, coalition)}. {_listed(negotiation, group)} may sign too: "
        f"`--signers {','.join(group)}` asks about that deal"
        for group in groups
        if group != coalition
    )


def _listed(negotiation: Negotiation, group: Sequence[str]) -> str:
    """Some players by name."""
    *most, last = (negotiation.players[player].name for player in group)
    return f"{', '.join(most)} and {last}" if most else f"{last} alone"
