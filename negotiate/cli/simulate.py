"""`negotiate simulate`: what lasts if the game is played again and again.

The game is that of the scenario, with the rates of the command line for all players or for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from negotiate import RepeatedGame, Scenario, simulate
from negotiate.cli.arguments import Simulate
from negotiate.cli.commands import Misused, chosen, one_question, pairs, seat
from negotiate.cli.forms import Answer
from negotiate.cli.names import explained
from negotiate.cli.subjects import origin, scenario
from negotiate.display import record
from negotiate.repeated.lasting.public_signals import bad_signals, best_trigger
from negotiate.repeated.many.evolution import Dynamics, evolution
from negotiate.repeated.many.tournament import Tournament, invasion, tournament
from negotiate.repeated.matches.timeline import LAST_BREACH, encounter
from negotiate.repeated.strategies.registry import repertoire, taken
from negotiate.repeated.sustaining.holding import holding
from negotiate.repeated.sustaining.sustainable import sustainable
from negotiate.report.screen.progress import progress

EXAMPLES = {"--patience": "0.9", "--noise": "0.02", "--misread": "0.02"}
"""A number that each option might be given."""


def patient(scenario: Scenario, given: Sequence[str] | None) -> Scenario:
    """The scenario with the discount factors of a command line."""
    keys, now = list(scenario.players), [player.patience for player in scenario.players.values()]
    factors = rates(keys, given, "--patience", now)
    players = zip(scenario.players.items(), factors, strict=True)
    return replace(scenario, players={key: replace(player, patience=factor) for (key, player), factor in players})


def adjusted(game: RepeatedGame, asked: Simulate) -> RepeatedGame:
    """The game with the noise, the misreading and the end of a command line."""
    now = game.setting
    changed = replace(
        now,
        noise=rates(game.keys, asked.noise, "--noise", now.noise),
        misread=rates(game.keys, asked.misread, "--misread", now.misread),
        rounds=asked.rounds or now.rounds,
        ends=0.0 if asked.rounds else now.ends,
    )
    return replace(game, setting=changed)


def rates(keys: Sequence[str], given: Sequence[str] | None, option: str, now: Sequence[Any]) -> tuple[Any, ...]:
    """One number a player: what follows an option, as NUMBER or PLAYER=NUMBER, else what the file says.

    Raises
    ------
    Misused
        If it is no number from 0 to 1, is given twice, or there is no such player.
    """
    if not given:
        return tuple(now)
    found = list(now or (0.0,) * len(keys))
    names = [text.rpartition("=")[0].strip() for text in given]
    for name, times in Counter(names).items():
        if times > 1:
            raise Misused(f"`{option}` is given {times} times{f' for `{name}`' if name else ''}", "give it once")
    for text in given:
        name, sign, word = text.rpartition("=")
        try:
            value = float(word)
        except ValueError:
            said = f"`{option}` takes a number, or PLAYER=NUMBER, and not `{text}`"
            raise Misused(said, _written(option, name, word)) from None
        if not 0 <= value <= 1:
            said = f"`{option}` takes a number from 0 to 1, and not `{word}`"
            raise Misused(said, f"such as `{option} {EXAMPLES[option]}`")
        for player in [seat(name.strip(), keys, option)] if sign else range(len(keys)):
            found[player] = value
    return tuple(found)


def _written(option: str, name: str, word: str) -> str:
    """How a number is written that was given in percent; how any is written for anything else."""
    percent = re.fullmatch(r"(\d+(?:\.\d+)?) ?%", word.strip())
    value = f"{float(percent[1]) / 100:.12g}" if percent else EXAMPLES[option]
    meant = f"`{option} {f'{name}=' if name else ''}{value}`"
    return f"write {meant}" if percent else f"such as {meant}"


DYNAMICS: tuple[Dynamics, ...] = get_args(Dynamics)


@record
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
            return tournament(self.game, *pools[:2], seed=self.asked.seed, progress=told)

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
        if len(word) > len(str(LAST_BREACH)) or int(word) > LAST_BREACH:  # longer words are not even read as numbers
            raise Misused(f"`--breach` takes a round from 1 to {LAST_BREACH:,}", such_as)
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
}
"""The option that asks → the answer, one of the records that `negotiate.repeated.reports` tells."""
ANY_STRATEGIES = frozenset({"--hold", "--payoffs"})
"""Questions about what any strategies could do."""


def answer(asked: Simulate) -> Answer:
    """Whether the agreement lasts, or the answer to another question.

    Raises
    ------
    Misused
        If strategies are given beside a question about all of them, or signals where there are none.
    """
    if asked.strategies is not None:
        hint = f"`negotiate explain {asked.strategies}` tells what one does"
        raise Misused("`--strategies` lists all strategies", hint)
    question = one_question(Simulate(**vars(asked) | {"match": asked.match or asked.breach is not None}), QUESTIONS)
    model, game = _game(asked)
    if asked.play and (question in ANY_STRATEGIES or asked.after):
        said = f"`--play` does not go with `{question or '--after'}`"
        raise Misused(said, "leave `--play` out: the answer is about all strategies")
    if asked.after and (question or game.setting.signals is None):
        raise Misused("`--after` is about public signals", "the file names them under `repeat.signals`")
    money = tuple(model.side_payments.get(key, 0.0) for key in model.players) if model.side_payments else ()
    return Answer(QUESTIONS[question](Subject(asked, game, money)), origin(asked))


def _game(asked: Simulate) -> tuple[Scenario, RepeatedGame]:
    """The scenario, and the game that is played again and again."""
    model = patient(scenario(asked), asked.patience)
    return model, adjusted(model.again(), asked)


def strategies(asked: Simulate) -> Answer:
    """Every strategy, those of the file among them.

    Raises
    ------
    Misused
        If no game is named.
    """
    if not asked.scenario:
        raise Misused("which strategies can be played depends on the game", "name a SCENARIO")
    return Answer(repertoire(_game(asked)[1]), origin(asked))


def dynamics(_: Simulate) -> Answer:
    """How a population can evolve."""
    return Answer(explained("--evolution", DYNAMICS))
