"""Payoffs of a negotiation taken apart into its labelled terms, for games that name outcomes by their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from negotiate.games.normal_form import Column, FloatArray
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import taken_apart


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
            Move → its action at each outcome, empty where it is not made; None where nothing is done in turn.
        count : int
            How many outcomes.
        """
        options = {key: issue.labels for key, issue in self.negotiation.issues.items()}
        actions = {step.id: tuple(action.id for action in step.actions) for step in self.negotiation.protocol}
        resting = {key: np.full(count, self.negotiation.resting(key) or 0) for key in options if key not in choices}
        chosen = {key: _indices(column, options[key]) for key, column in choices.items()}
        made = None if moves is None else {key: _indices(column, actions[key]) for key, column in moves.items()}
        return taken_apart(self.negotiation, self.negotiation.keys, {**resting, **chosen}, made, count)


def _indices(column: Column, words: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Each word's place among all of them; -1 for the empty one."""
    places = {"": -1, **{word: place for place, word in enumerate(words)}}
    return np.array([places[word] for word in column], dtype=np.intp)
