"""Payoffs of a negotiation taken apart into its labelled terms, for games that name outcomes by their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.normal_form import Column
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import taken_apart
from negotiate.model.private_types import dealt
from negotiate.model.signing import prices


@dataclass(frozen=True, slots=True)
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
            Move → its action at each outcome, empty where it is not made; None where nothing is done in turn. Where
            it names the deals of private types, each outcome is taken apart as the types dealt on its path have it.
        count : int
            How many outcomes.
        """
        if self.negotiation.profiles and moves is not None:
            return self._by_types(choices, moves, count)
        options = {key: issue.labels for key, issue in self.negotiation.issues.items()}
        actions = {step.id: tuple(action.id for action in step.actions) for step in self.negotiation.protocol}
        resting = {key: np.full(count, self.negotiation.resting(key) or 0) for key in options if key not in choices}
        chosen = {key: _indices(column, options[key]) for key, column in choices.items()}
        made = None if moves is None else {key: _indices(moves[key], actions[key]) for key in actions if key in moves}
        found = taken_apart(self.negotiation, self.negotiation.keys, {**resting, **chosen}, made, count)
        if made is not None:
            columns = [made.get(key, np.full(count, -1)) for key in actions]
            for player, lines in prices(self.negotiation, np.stack(columns, axis=1)).items():
                for line, price in lines.items():
                    found[player][line] = found[player].get(line, 0.0) - price
        return found

    def _by_types(
        self, choices: Mapping[str, Column], moves: Mapping[str, Column], count: int
    ) -> dict[str, dict[str, FloatArray]]:
        """The same where types are dealt: a term that only some types have is 0 for the others."""
        result: dict[str, dict[str, FloatArray]] = {player: {} for player in self.negotiation.keys}
        number = np.zeros(count, dtype=np.intp)
        for player, name in dealt(self.negotiation).items():
            words = tuple(one.id for one in self.negotiation.types[player])
            number = number * len(words) + np.maximum(_indices(moves[name], words), 0)
        for place, profile in enumerate(self.negotiation.profiles):
            rows = np.flatnonzero(number == place)
            some, done = ({k: _picked(c, rows) for k, c in columns.items()} for columns in (choices, moves))
            for player, terms in TermsOf(profile)(some, done if profile.protocol else None, len(rows)).items():
                for term, values in terms.items():
                    result[player].setdefault(term, np.zeros(count))[rows] = values
        return result


def terms_of(negotiation: Negotiation) -> TermsOf | None:
    """What takes the payoffs of a negotiation apart; None where nobody's payoffs are more than levels."""
    return None if set(negotiation.keys) <= negotiation.ordinal else TermsOf(negotiation)


def _picked(column: Column, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> list[str]:
    """The words of some rows."""
    return [column[int(row)] for row in rows]


def _indices(column: Column, words: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Each word's place among all of them; -1 for the empty one."""
    places = {"": -1, **{word: place for place, word in enumerate(words)}}
    return np.array([places[word] for word in column], dtype=np.intp)
