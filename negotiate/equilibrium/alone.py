"""What happens if nobody talks: each player sets the issues it decides, all at the same time.

A strategy is a choice for each issue that a player decides alone. Issues that need more than one
player stay where they are without a deal. Combinations that cannot happen are out; red lines are
marked, for nobody signs here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.display import record
from negotiate.errors import GameTooLarge, Note, UnsuitableGame, is_about, without
from negotiate.games.normal_form import (
    IDLE,
    Column,
    NormalFormGame,
    Strategy,
    frozen,
    levels_note,
    without_numbers,
)
from negotiate.model import package_count, signing
from negotiate.model.negotiation import AXIS_LIMIT, Negotiation, dealt
from negotiate.model.payoffs import add_up, taken_apart


@record
class TermsOf:
    """Takes the payoffs of one negotiation apart; a game carries it as its `takes_apart`."""

    negotiation: Negotiation

    def __call__(
        self, choices: Mapping[str, Column], moves: Mapping[str, Column] | None, count: int
    ) -> Mapping[str, Mapping[str, FloatArray]]:
        """Each term of each player at `count` outcomes.

        Parameters
        ----------
        choices : Mapping[str, sequence of str]
            Issue → its option at each outcome; an issue left out is as it is while nobody sets it.
        moves : Mapping[str, sequence of str] or None
            Move → its action at each outcome, empty where it is not made; None where nothing is
            done in turn. Where it names the deals of private types, each outcome is taken apart as
            the types dealt on its path have it.
        count : int
            How many outcomes.
        """
        if self.negotiation.profiles and moves is not None:
            return self._by_types(choices, moves, count)
        options = {key: issue.labels for key, issue in self.negotiation.issues.items()}
        actions = {
            step.id: tuple(action.id for action in step.actions)
            for step in self.negotiation.protocol
        }
        resting = {
            key: np.full(count, self.negotiation.resting(key) or 0)
            for key in options
            if key not in choices
        }
        chosen = {key: _indices(column, options[key]) for key, column in choices.items()}
        made = (
            None
            if moves is None
            else {key: _indices(moves[key], actions[key]) for key in actions if key in moves}
        )
        found = taken_apart(
            self.negotiation, self.negotiation.keys, {**resting, **chosen}, made, count
        )
        if made is not None:
            columns = [made.get(key, np.full(count, -1)) for key in actions]
            for player, lines in signing.prices(
                self.negotiation, np.stack(columns, axis=1)
            ).items():
                for line, price in lines.items():
                    found[player][line] = found[player].get(line, 0.0) - price
        return found

    def _by_types(
        self, choices: Mapping[str, Column], moves: Mapping[str, Column], count: int
    ) -> dict[str, dict[str, FloatArray]]:
        """The same where types are dealt: a term that only some types have is 0 for the others."""
        result: dict[str, dict[str, FloatArray]] = {player: {} for player in self.negotiation.keys}
        number = np.zeros(count, dtype=int)
        for player, name in dealt(self.negotiation).items():
            words = tuple(one.id for one in self.negotiation.types[player])
            number = number * len(words) + np.maximum(_indices(moves[name], words), 0)
        for place, profile in enumerate(self.negotiation.profiles):
            rows = np.flatnonzero(number == place)
            some = {issue: np.asarray(column)[rows].tolist() for issue, column in choices.items()}
            done = {move: np.asarray(column)[rows].tolist() for move, column in moves.items()}
            for player, terms in TermsOf(profile)(
                some, done if profile.protocol else None, len(rows)
            ).items():
                for term, values in terms.items():
                    result[player].setdefault(term, np.zeros(count))[rows] = values
        return result


def terms_of(negotiation: Negotiation) -> TermsOf | None:
    """What takes the payoffs of a negotiation apart; None where nobody's payoffs are more than
    levels.
    """
    return None if set(negotiation.keys) <= negotiation.ordinal else TermsOf(negotiation)


def _indices(column: Column, words: tuple[str, ...]) -> IndexArray:
    """Each word's place among all of them; -1 for the empty one."""
    places = {"": -1, **{word: place for place, word in enumerate(words)}}
    return np.array([places[word] for word in column], dtype=int)


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
    return negotiation.games.once(alone, lambda: _alone(negotiation))


def _alone(negotiation: Negotiation) -> NormalFormGame:
    GameTooLarge.refuse("players", len(negotiation.players), AXIS_LIMIT, "take players away")
    own: dict[str, list[str]] = {player: [] for player in negotiation.players}
    for key, issue in negotiation.issues.items():
        if len(issue.deciders) == 1 and key not in negotiation.fixed:
            own[issue.deciders[0]].append(key)
    decided = [issue for issues in own.values() for issue in issues]
    for issues in own.values():
        count = package_count(negotiation.issues[issue] for issue in issues)
        GameTooLarge.refuse(
            "strategies of one player", count, STRATEGY_LIMIT, "commit some issues with --fix"
        )
    axes = [issue for issue in decided if len(negotiation.issues[issue].options) > 1]
    held = _held(negotiation, axes)
    frame = negotiation.grid(axes, held)
    shape = tuple(len(negotiation.issues[issue].options) for issue in axes)
    strategies = tuple(_strategies(negotiation, player, issues) for player, issues in own.items())
    sizes = tuple(len(row) for row in strategies)
    payoffs = add_up(frame, negotiation.keys, shape, with_moves=False)[0]
    mask = negotiation.feasible(frame, shape)
    crossed = {
        name: m.reshape(sizes) for name, m in negotiation.crossed(frame, shape).items() if m.any()
    }
    game = NormalFormGame(
        payoffs=frozen(payoffs.reshape(len(sizes), *sizes)),
        strategies=strategies,
        feasible=None if mask is None else mask.reshape(sizes),
        crossed=crossed,
        red_lines={name: negotiation.red_lines[name].player for name in crossed},
        kept={
            k: negotiation.issues[k].options[option].id
            for k, option in held.items()
            if k not in negotiation.fixed and k not in decided
        },
        notes=omissions(negotiation),
        option_names=_option_names(negotiation, axes),
        **labels_of(negotiation),
    )
    return _without_the_impossible(game)


def labels_of(negotiation: Negotiation) -> dict[str, Any]:
    """What every game of a negotiation says of its players."""
    players = negotiation.players.values()
    return {
        "players": tuple(player.name for player in players),
        "keys": negotiation.keys,
        "title": negotiation.heading,
        "units": tuple(player.unit for player in players),
        "takes_apart": terms_of(negotiation),
        "ordinal": ordinal_players(negotiation),
    }


def _option_names(negotiation: Negotiation, issues: list[str]) -> dict[str, dict[str, str]]:
    """Issues and options as people call them, where that says more than the keys."""
    found: dict[str, dict[str, str]] = {}
    for key in issues:
        issue = negotiation.issues[key]
        names = {option.id: issue.name_of(option) for option in issue.options}
        if issue.name not in ("", key, *_names(negotiation)) and issue.name.lower() != key.replace(
            "_", " "
        ):
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
                    (
                        f"no player decides `{issue}` alone, and the file does not say what it is "
                        "without a deal"
                    ),
                    negotiation.where_it_rests(issue),
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
    options = tuple(negotiation.issues[issue].labels for issue in issues)
    quo = tuple(negotiation.status_quo.get(issue) for issue in issues)
    return negotiation.worked.once(
        (Strategy, *issues, options, quo, *committed.items()),
        lambda: tuple(
            Strategy(
                label, {**committed, **dict(zip(issues, row, strict=True))}, (*committed, *silent)
            )
            for (label, silent), row in zip(
                _labels(issues, options, quo), product(*options), strict=True
            )
        ),
        len,
    )


def _labels(
    issues: list[str], options: Sequence[tuple[str, ...]], quo: Sequence[int | None]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each combination of options what differs from the status quo, and of which issues that
    says nothing.

    All is told where there is no status quo, or one issue alone.
    """
    if len(issues) == 1:
        yield from ((option, ()) for option in options[0])
        return
    words = [
        ["" if k == rest else f"{issue} {label}" for k, label in enumerate(labels)]
        for issue, rest, labels in zip(issues, quo, options, strict=True)
    ]
    for row in product(*words):
        silent = tuple(issue for issue, said in zip(issues, row, strict=True) if not said)
        yield ", ".join(filter(None, row)) or "status quo", silent


def _names(negotiation: Negotiation) -> list[str]:
    return [player.name for player in negotiation.players.values()]


def omissions(negotiation: Negotiation) -> tuple[str, ...]:
    """What of a negotiation counts in its tree only, in words."""
    return (*levels_noted(negotiation), *_only_in_the_tree(negotiation))


def orders_noted(negotiation: Negotiation) -> tuple[str, ...]:
    """What of a negotiation counts in its tree only, and that some preferences are orders, where no
    level is told.
    """
    said = (
        "preferences of {} are orders: they do not say by how much one state is better than another"
    )
    who = without_numbers(_names(negotiation), negotiation.keys, negotiation.ordinal)
    return (
        *([said.format(who)] if negotiation.is_ordinal else []),
        *_only_in_the_tree(negotiation),
    )


def ordinal_players(negotiation: Negotiation) -> tuple[str, ...]:
    """The keys of the players whose payoffs are levels, in the file's order."""
    return tuple(key for key in negotiation.keys if key in negotiation.ordinal)


def levels_noted(negotiation: Negotiation) -> tuple[str, ...]:
    """That some payoffs are levels."""
    if not negotiation.is_ordinal:
        return ()
    return (levels_note(_names(negotiation), negotiation.keys, negotiation.ordinal),)


TYPES = "private types"
"""What the note is about that says whose private types do not count."""


def _only_in_the_tree(negotiation: Negotiation) -> Iterator[str]:
    """Which payoff terms hang on moves, and that the file's own values count where players have
    private types.
    """
    terms = [
        f"{p}.{k}"
        for p, own in negotiation.terms.items()
        for k, term in own.items()
        if term.needs_moves
    ]
    if terms:
        yield f"payoff terms that depend on moves count only in `tree`: {', '.join(terms)}"
    if negotiation.types:
        names = [negotiation.players[player].name for player in negotiation.types]
        who = f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else names[0]
        where = "count only in `solve` and `tree`; here"
        if negotiation.is_ordinal:
            where = "do not count here, since preferences are orders and odds weigh numbers alone;"
        yield Note(f"the private types of {who} {where} the values of the file hold", TYPES)


def by_the_file(game: NormalFormGame, option: str) -> NormalFormGame:
    """The same game, which says that an option of `solve` leaves private types out, where there are
    any.
    """
    if not any(is_about(note, TYPES) for note in game.notes):
        return game
    said = f"`{option}` takes the values of the file, without private types"
    return replace(game, notes=(*without(game.notes, TYPES), Note(said, TYPES)))


def _without_the_impossible(game: NormalFormGame) -> NormalFormGame:
    """Drop every strategy that no choice of the others makes possible, and the mask where nothing
    is left of it.
    """
    if game.feasible is None:
        return game
    axes = range(game.n_players)
    keep = [np.flatnonzero(game.feasible.any(axis=tuple(a for a in axes if a != p))) for p in axes]
    if any(len(k) == 0 for k in keep):
        raise UnsuitableGame(
            "no combination of what the players decide is possible", "see `infeasible` in the file"
        )
    left = game.restrict([[int(i) for i in k] for k in keep])
    return left.with_all_feasible() if left.feasible is not None and left.feasible.all() else left
