"""`negotiate simulate`: what lasts if the game is played again and again.

The game is that of the scenario, with the rates of the command line for all players or for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from negotiate import RepeatedGame, Scenario
from negotiate.cli.arguments import Simulate
from negotiate.cli.commands import Misused, chosen, one_question, pairs, seat
from negotiate.cli.forms import Answer
from negotiate.cli.names import explained
from negotiate.cli.subjects import origin, scenario
from negotiate.display import record
from negotiate.repeated.asking import ANY_STRATEGIES, DYNAMICS, MANY, QUESTIONS, ask, game_of
from negotiate.repeated.matches.timeline import LAST_BREACH
from negotiate.repeated.strategies.registry import repertoire, taken
from negotiate.report.screen.progress import progress

EXAMPLES = {"--patience": "0.9", "--noise": "0.02", "--misread": "0.02"}
"""A number that each option might be given."""


def rates(keys: Sequence[str], given: Sequence[str] | None, option: str) -> dict[str, float] | None:
    """Player → the number that follows an option, as NUMBER for all or PLAYER=NUMBER; None where
    nothing does.

    Raises
    ------
    Misused
        If it is no number from 0 to 1, is given twice, or there is no such player.
    """
    if not given:
        return None
    found: dict[str, float] = {}
    names = [text.rpartition("=")[0].strip() for text in given]
    for name, times in Counter(names).items():
        if times > 1:
            raise Misused(
                f"`{option}` is given {times} times{f' for `{name}`' if name else ''}",
                "give it once",
            )
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
        some = [keys[seat(name.strip(), keys, option)]] if sign else keys
        found |= dict.fromkeys(some, value)
    return found


def _written(option: str, name: str, word: str) -> str:
    """How a number is written that was given in percent; how any is written for anything else."""
    percent = re.fullmatch(r"(\d+(?:\.\d+)?) ?%", word.strip())
    value = f"{float(percent[1]) / 100:.12g}" if percent else EXAMPLES[option]
    meant = f"`{option} {f'{name}=' if name else ''}{value}`"
    return f"write {meant}" if percent else f"such as {meant}"


@record
class Named:
    """What is named on a command line, of which this is the game."""

    asked: Simulate
    game: RepeatedGame

    def pools(self, question: str) -> list[list[Any]]:
        """The strategies of each player that `--play` names.

        Raises
        ------
        Misused
            If a player has two, or none where strategies meet.
        """
        found = self._pools(self.asked.play) if self.asked.play else []
        if question not in MANY and any(len(pool) > 1 for pool in found):
            raise Misused(
                "`--play` gives a player two strategies", "give each player one, as PLAYER=STRATEGY"
            )
        for key, pool in zip(self.game.keys, found, strict=False):
            if question in MANY and not pool:
                said = f"`--play` lets no strategy of `{key}` take part"
                raise Misused(
                    said, "give each player some, as PLAYER=STRATEGY, or all the same, as STRATEGY"
                )
        return found

    def _pools(self, given: list[str]) -> list[list[Any]]:
        """The strategies of each player, as PLAYER=STRATEGY, or STRATEGY for all; its parameters
        hold `=` as well.
        """
        found: list[list[Any]] = [[] for _ in self.game.keys]
        for text in given:
            name, sign, word = text.partition("=")
            one = sign and ":" not in name
            for player in (
                [seat(name.strip(), self.game.keys, "--play")] if one else range(len(found))
            ):
                found[player].append(taken(self.game, player, (word if one else text).strip()))
        return found

    def breach(self) -> tuple[int, int] | None:
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
        if (
            len(word) > len(str(LAST_BREACH)) or int(word) > LAST_BREACH
        ):  # longer words are not even read as numbers
            raise Misused(f"`--breach` takes a round from 1 to {LAST_BREACH:,}", such_as)
        return seat(name.strip(), self.game.keys, "--breach"), int(word)

    def postures(self) -> dict[str, str] | bool:
        """Player → the posture that follows `--hold`; true where none does."""
        if not self.asked.hold:
            return self.asked.hold is not None
        found = pairs(self.asked.hold.split(","), "--hold")
        for name, word in found.items():
            chosen(word, self.game.postures[seat(name, self.game.keys, "--hold")], "--hold")
        return found


def answer(asked: Simulate) -> Answer:
    """Whether the agreement lasts, or the answer to another question.

    Raises
    ------
    Misused
        If strategies are given beside a question about all of them, or signals where there are
        none.
    """
    if asked.strategies is not None:
        hint = f"`negotiate explain {asked.strategies}` tells what one does"
        raise Misused("`--strategies` lists all strategies", hint)
    given = Simulate(**vars(asked) | {"match": asked.match or asked.breach is not None})
    option = one_question(given, [f"--{question}" for question in QUESTIONS if question])
    question = option.removeprefix("--")
    model = scenario(asked)
    game = _game(asked, model)
    if asked.play and (question in ANY_STRATEGIES or asked.after):
        said = f"`--play` does not go with `{option or '--after'}`"
        raise Misused(said, "leave `--play` out: the answer is about all strategies")
    if asked.after and (question or game.setting.signals is None):
        raise Misused(
            "`--after` is about public signals", "the file names them under `repeat.signals`"
        )
    named = Named(asked, game)
    more: dict[str, Any] = {question: getattr(given, question)} if question else {}
    if question == "evolution":
        more = {question: chosen(asked.evolution or DYNAMICS[0], DYNAMICS, "--evolution")}
    elif question == "hold":
        more = {question: named.postures()}
    pools, breach = named.pools(question), named.breach()
    with progress("sampling matches") as told:
        more |= {
            "breach": breach,
            "after": asked.after,
            "seed": asked.seed,
            "harshest": asked.everything,
        }
        found = ask(game, pools, model.money, **more, progress=told)
    return Answer(found, origin(asked))


def _game(asked: Simulate, model: Scenario) -> RepeatedGame:
    """The game that is played again and again, with the rates of the command line."""
    given = {name: getattr(asked, name) for name in ("patience", "noise", "misread")}
    return game_of(
        model,
        rounds=asked.rounds,
        **{n: rates(model.keys, own, f"--{n}") for n, own in given.items()},
    )


def strategies(asked: Simulate) -> Answer:
    """Every strategy, those of the file among them.

    Raises
    ------
    Misused
        If no game is named.
    """
    if not asked.scenario:
        raise Misused("which strategies can be played depends on the game", "name a SCENARIO")
    return Answer(repertoire(_game(asked, scenario(asked))), origin(asked))


def dynamics(_: Simulate) -> Answer:
    """How a population can evolve."""
    return Answer(explained("--evolution", DYNAMICS))
