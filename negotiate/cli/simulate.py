"""`negotiate simulate`: what lasts if the game is played again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from negotiate import RepeatedGame, simulate
from negotiate.cli.arguments import Simulate
from negotiate.cli.forms import Answer
from negotiate.cli.progress import progress
from negotiate.cli.repetition import adjusted, patient
from negotiate.cli.subjects import origin, scenario
from negotiate.cli.usage import Misused, chosen, one_question, pairs, seat
from negotiate.repeated.lasting.bad_signals import bad_signals
from negotiate.repeated.lasting.public_trigger import best_trigger
from negotiate.repeated.many.evolution import Dynamics, evolution
from negotiate.repeated.many.invasion import invasion
from negotiate.repeated.many.tournament import Tournament, tournament
from negotiate.repeated.matches.breach import LONGEST
from negotiate.repeated.matches.encounter import encounter
from negotiate.repeated.repertoire import repertoire
from negotiate.repeated.strategies.registry import taken
from negotiate.repeated.sustaining.holding import holding
from negotiate.repeated.sustaining.sustainable import sustainable

DYNAMICS: tuple[Dynamics, ...] = get_args(Dynamics)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about.

    Parameters
    ----------
    money : tuple of float
        What a unit of each player's payoff is worth in the money of side payments; empty where none may be made.
    """

    asked: Simulate
    game: RepeatedGame
    money: tuple[float, ...]

    def profile(self) -> tuple[Any, ...]:
        """One strategy a player, as `--play` says; who is left out plays what the file says, or grim.

        Raises
        ------
        Misused
            If one is given two.
        """
        if not self.asked.play:
            return ()
        pools = self._pools(self.asked.play)
        if any(len(pool) > 1 for pool in pools):
            raise Misused("`--play` gives a player two strategies", "give each player one, as PLAYER=STRATEGY")
        usual = self.game.profile or ("grim",) * len(pools)
        return tuple(pool[0] if pool else own for pool, own in zip(pools, usual, strict=True))

    def tournament(self) -> Tournament:
        """The strategies that `--play` lets take part, or all, against one another.

        Raises
        ------
        Misused
            If a player has none.
        """
        pools = self._pools(self.asked.play) if self.asked.play else []
        for key, pool in zip(self.game.keys, pools, strict=False):
            if not pool:
                said = f"`--play` lets no strategy of `{key}` take part"
                raise Misused(said, "give each player some, as PLAYER=STRATEGY, or all the same, as STRATEGY")
        with progress("sampling matches") as told:
            return tournament(self.game, *pools, seed=self.asked.seed, progress=told)

    def evolution(self) -> Any:
        """What becomes of a population."""
        dynamics = chosen(self.asked.evolution or DYNAMICS[0], DYNAMICS, "--evolution")
        return evolution(self.tournament(), dynamics=dynamics, seed=self.asked.seed)

    def match(self) -> Any:
        """One match, in which perhaps somebody breaks the agreement."""
        return encounter(self.game, *self.profile(), breach=self._breach(), seed=self.asked.seed)

    def holding(self) -> Any:
        """What sustains the agreement, or other postures."""
        postures = self._postures() if self.asked.hold else None
        return holding(self.game, postures, rates=self.money, harshest=self.asked.everything)

    def lasting(self) -> Any:
        """Whether the agreement enforces itself."""
        if self.game.setting.signals is not None:
            return best_trigger(self.game, self.asked.after or bad_signals(self.game))
        return simulate(self.game, *self.profile())

    def _pools(self, given: list[str]) -> list[list[Any]]:
        """The strategies of each player, as PLAYER=STRATEGY, or STRATEGY for all; its parameters hold `=` as well."""
        found: list[list[Any]] = [[] for _ in self.game.keys]
        for text in given:
            name, sign, word = text.partition("=")
            one = sign and ":" not in name
            for player in [seat(name.strip(), self.game.keys, "--play")] if one else range(len(found)):
                found[player].append(taken(self.game, player, (word if one else text).strip()))
        return found

    def _breach(self) -> tuple[int, int] | None:
        """Who breaks the agreement, and in which round, 1 by default.

        Raises
        ------
        Misused
            If there is no such player or round.
        """
        if self.asked.breach is None:
            return None
        name, sign, word = self.asked.breach.partition("@")
        word = word.strip().lstrip("0") if sign else "1"
        such_as = f"such as `--breach {self.game.keys[0]}@3`"
        if not word.isdecimal():
            raise Misused(f"`--breach` takes PLAYER@ROUND, and not `{self.asked.breach}`", such_as)
        if len(word) > len(str(LONGEST)) or int(word) > LONGEST:  # longer words are not even read as numbers
            raise Misused(f"`--breach` takes a round from 1 to {LONGEST:,}", such_as)
        return seat(name.strip(), self.game.keys, "--breach"), int(word)

    def _postures(self) -> tuple[int, ...]:
        """A posture a player; who is left out keeps the agreement."""
        found = list(self.game.cooperate)
        for name, word in pairs((self.asked.hold or "").split(","), "--hold").items():
            player = seat(name, self.game.keys, "--hold")
            labels = [one.label for one in self.game.stage.strategies[player]]
            found[player] = labels.index(chosen(word, labels, "--hold"))
        return tuple(found)


QUESTIONS: Mapping[str, Callable[[Subject], Any]] = {
    "": Subject.lasting,
    "--match": Subject.match,
    "--certificate": lambda on: on.game.certify(*on.profile()),
    "--hold": Subject.holding,
    "--payoffs": lambda on: sustainable(on.game),
    "--tournament": Subject.tournament,
    "--invasion": lambda on: invasion(on.tournament()),
    "--evolution": Subject.evolution,
    "--strategies": lambda on: repertoire(on.game),
}
"""The option that asks → the answer, one of the records that `negotiate.repeated.reports` tells."""
ANY_STRATEGIES = frozenset({"--hold", "--payoffs", "--strategies"})
"""Questions about what any strategies could do."""


def answer(asked: Simulate) -> Answer:
    """Whether the agreement lasts, or the answer to another question.

    Raises
    ------
    Misused
        If strategies are given beside a question about all of them, or signals where there are none.
    """
    question = one_question(replace(asked, match=asked.match or asked.breach is not None), QUESTIONS)
    model = patient(scenario(asked), asked.patience)
    game = adjusted(model.again(), asked)
    if asked.play and (question in ANY_STRATEGIES or asked.after):
        said = f"`--play` does not go with `{question or '--after'}`"
        raise Misused(said, "leave `--play` out: the answer is about all strategies")
    if asked.after and (question or game.setting.signals is None):
        raise Misused("`--after` is about public signals", "the file names them under `repeat.signals`")
    money = tuple(model.side_payments.get(key, 0.0) for key in model.players) if model.side_payments else ()
    return Answer(QUESTIONS[question](Subject(asked, game, money)), origin(asked))
