"""What happens if nobody talks: each player sets the issues it decides, all at the same time.

A strategy is a choice for each issue that a player decides alone. Issues that need more than one player stay where
they are without a deal. Combinations that cannot happen are out; red lines are marked, for nobody signs here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from negotiate.errors import GameTooLarge, Note, UnsuitableGame
from negotiate.games.levels import levels_note, without_numbers
from negotiate.games.normal_form import IDLE, NormalFormGame, Strategy, frozen
from negotiate.model.issues import package_count
from negotiate.model.negotiation import AXIS_LIMIT, Negotiation
from negotiate.model.payoffs import add_up
from negotiate.views.apart import terms_of

STRATEGY_LIMIT = 100_000
"""How many strategies one player may have."""


def alone(negotiation: Negotiation) -> NormalFormGame:
    """The normal form of a negotiation.

    Returns
    -------
    NormalFormGame
        One axis a player; a strategy's `choices` name every issue that its player decides.

    Raises
    ------
    GameTooLarge
        If there are too many combinations to lay out.
    UnsuitableGame
        If no combination is possible.
    """
    return negotiation.games.once("alone", lambda: _alone(negotiation))


def _alone(negotiation: Negotiation) -> NormalFormGame:
    if len(negotiation.players) > AXIS_LIMIT:
        raise GameTooLarge("players", len(negotiation.players), AXIS_LIMIT, "take players away")
    own = {
        player: [
            k for k, issue in negotiation.issues.items() if issue.deciders == (player,) and k not in negotiation.fixed
        ]
        for player in negotiation.players
    }
    decided = [issue for issues in own.values() for issue in issues]
    for issues in own.values():
        count = package_count(negotiation.issues[issue] for issue in issues)
        if count > STRATEGY_LIMIT:
            raise GameTooLarge("strategies of one player", count, STRATEGY_LIMIT, "commit some issues with --fix")
    axes = [issue for issue in decided if len(negotiation.issues[issue].options) > 1]
    held = _held(negotiation, axes)
    frame = negotiation.grid(axes, held)
    shape = tuple(len(negotiation.issues[issue].options) for issue in axes)
    strategies = tuple(_strategies(negotiation, player, issues) for player, issues in own.items())
    sizes = tuple(len(row) for row in strategies)
    payoffs = add_up(frame, negotiation.keys, shape, with_moves=False)[0]
    mask = negotiation.feasible(frame, shape)
    crossed = {name: m.reshape(sizes) for name, m in negotiation.crossed(frame, shape).items() if m.any()}
    game = NormalFormGame(
        payoffs=frozen(payoffs.reshape(len(sizes), *sizes)),
        players=tuple(player.name for player in negotiation.players.values()),
        strategies=strategies,
        keys=negotiation.keys,
        title=negotiation.heading,
        units=tuple(player.unit for player in negotiation.players.values()),
        feasible=None if mask is None else mask.reshape(sizes),
        crossed=crossed,
        red_lines={name: negotiation.red_lines[name].player for name in crossed},
        kept={
            k: negotiation.issues[k].options[option].id
            for k, option in held.items()
            if k not in negotiation.fixed and k not in decided
        },
        notes=omissions(negotiation),
        takes_apart=terms_of(negotiation),
        ordinal=ordinal_players(negotiation),
        option_names=_option_names(negotiation, axes),
    )
    return _without_the_impossible(game)


def _option_names(negotiation: Negotiation, issues: list[str]) -> dict[str, dict[str, str]]:
    """Issues and options as people call them, where that says more than the keys."""
    found: dict[str, dict[str, str]] = {}
    for key in issues:
        issue = negotiation.issues[key]
        names = {option.id: issue.name_of(option) for option in issue.options}
        players = [player.name for player in negotiation.players.values()]
        if issue.name not in ("", key, *players) and issue.name.lower() != key.replace("_", " "):
            found[key] = {option: f"{issue.name}: {name}" for option, name in names.items()}
        elif any(name not in (option, option.replace("_", " ")) for option, name in names.items()):
            found[key] = names
    return found


def _held(negotiation: Negotiation, axes: list[str]) -> dict[str, int]:
    held = {}
    for issue in negotiation.issues:
        if issue not in axes:
            only = len(negotiation.issues[issue].options) == 1
            option = 0 if only else negotiation.resting(issue)
            if option is None:
                raise UnsuitableGame(
                    f"no player decides `{issue}` alone, and the file does not say what it is without a deal",
                    f"name an option of `{issue}` under `status_quo` or `no_deal`",
                )
            held[issue] = option
    return held


def _strategies(negotiation: Negotiation, player: str, issues: list[str]) -> tuple[Strategy, ...]:
    committed = {
        k: negotiation.issues[k].options[option].id
        for k, option in negotiation.fixed.items()
        if negotiation.issues[k].deciders == (player,)
    }
    if not issues:
        label = ", ".join(committed.values()) if committed else IDLE
        return (Strategy(label, committed),)
    rows = product(*(negotiation.issues[issue].labels for issue in issues))
    labels = _labels(negotiation, issues)
    return tuple(
        Strategy(label, {**committed, **dict(zip(issues, row, strict=True))})
        for label, row in zip(labels, rows, strict=True)
    )


def _labels(negotiation: Negotiation, issues: list[str]) -> Iterator[str]:
    """For each combination of options what differs from the status quo; everything, where there is none."""
    options = [negotiation.issues[issue].labels for issue in issues]
    if len(issues) == 1:
        yield from options[0]
        return
    quo = [negotiation.status_quo.get(issue) for issue in issues]
    words = [
        ["" if k == rest else f"{issue} {label}" for k, label in enumerate(labels)]
        for issue, rest, labels in zip(issues, quo, options, strict=True)
    ]
    for row in product(*words):
        yield ", ".join(filter(None, row)) or "status quo"


def omissions(negotiation: Negotiation) -> tuple[str, ...]:
    """What of a negotiation counts in its tree only, in words."""
    return (*levels_noted(negotiation), *_without_moves(negotiation), *_base_values(negotiation))


def orders_noted(negotiation: Negotiation) -> tuple[str, ...]:
    """What of a negotiation counts in its tree only, and that some preferences are orders, where no level is told."""
    said: tuple[str, ...] = ()
    if negotiation.is_ordinal:
        names = [p.name for p in negotiation.players.values()]
        who = without_numbers(names, negotiation.keys, negotiation.ordinal)
        said = (f"preferences of {who} are orders: they do not say by how much one state is better than another",)
    return (*said, *_without_moves(negotiation), *_base_values(negotiation))


def ordinal_players(negotiation: Negotiation) -> tuple[str, ...]:
    """The keys of the players whose payoffs are levels, in the file's order."""
    return tuple(key for key in negotiation.keys if key in negotiation.ordinal)


def levels_noted(negotiation: Negotiation) -> tuple[str, ...]:
    """That some payoffs are levels."""
    if not negotiation.is_ordinal:
        return ()
    names = [player.name for player in negotiation.players.values()]
    return (levels_note(names, negotiation.keys, negotiation.ordinal),)


def _without_moves(negotiation: Negotiation) -> tuple[str, ...]:
    left_out = [f"{p}.{k}" for p, terms in negotiation.terms.items() for k, term in terms.items() if term.needs_moves]
    if not left_out:
        return ()
    return (f"payoff terms that depend on moves count only in `tree`: {', '.join(left_out)}",)


TYPES = "private types"
"""What the note is about that says whose private types do not count."""


def _base_values(negotiation: Negotiation) -> tuple[str, ...]:
    """That the file's own values count, where players have private types."""
    if not negotiation.types:
        return ()
    names = [negotiation.players[player].name for player in negotiation.types]
    who = f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else names[0]
    return (Note(f"the private types of {who} count only in `tree`; here the values of the file hold", TYPES),)


def _without_the_impossible(game: NormalFormGame) -> NormalFormGame:
    """Drop every strategy that no choice of the others makes possible, and the mask where nothing is left of it."""
    if game.feasible is None:
        return game
    axes = range(game.n_players)
    keep = [np.flatnonzero(game.feasible.any(axis=tuple(a for a in axes if a != p))) for p in axes]
    if any(len(k) == 0 for k in keep):
        raise UnsuitableGame("no combination of what the players decide is possible", "see `infeasible` in the file")
    left = game.restrict([[int(i) for i in k] for k in keep])
    if left.feasible is not None and left.feasible.all():
        return left.with_all_feasible()
    return left
