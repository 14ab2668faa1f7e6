"""What both could sign: packages over what is on the table, who may refuse them, and what no deal would bring.

Issues that are not on the table return to the status quo; those of players who do not sign stay as without a deal.
"""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.claims import Claim, NoDeal, no_deal_claim
from negotiate.bargaining.table.several import several_note
from negotiate.errors import UnsuitableGame
from negotiate.model.negotiation import Negotiation
from negotiate.views.alone import omissions, ordinal_players
from negotiate.views.apart import terms_of
from negotiate.views.happened import with_landmarks
from negotiate.views.no_deal import Chosen, no_deals
from negotiate.views.packages import Packages


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
    notes = (*omissions(negotiation), *_several(found, no_deal, one_table))
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


def _several(found: Sequence[NoDeal], named: Chosen | None, one_table: bool) -> tuple[str, ...]:
    if len(found) == 1 or isinstance(named, int):
        return ()
    return (several_note(found, 0, one_table),)


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
