"""What `negotiate simulate` may be asked, and who answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from negotiate.cli.options import pairs
from negotiate.cli.progress import progress
from negotiate.cli.simulate_profiles import breach_of, pools_of, profile_of
from negotiate.cli.usage import Misused, chosen, one_question

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.many.evolution import Dynamics

DYNAMICS: tuple[Dynamics, ...] = ("ecological", "replicator", "moran")
"""As `negotiate.repeated.many.evolution` has them; a test holds the two together."""


class Question(Enum):
    """Each with the option that asks it."""

    LASTING = ""
    MATCH = "--match"
    CERTIFICATE = "--certificate"
    HOLD = "--hold"
    PAYOFFS = "--payoffs"
    TOURNAMENT = "--tournament"
    INVASION = "--invasion"
    EVOLUTION = "--evolution"
    STRATEGIES = "--strategies"


@dataclass(frozen=True, slots=True)
class Details:
    """What a command line says beside its question."""

    play: tuple[str, ...]
    breach: str | None
    hold: str
    evolution: str
    after: tuple[str, ...]
    seed: int
    rates: tuple[float, ...] = ()
    everything: bool = False


def asked(**given: Any) -> Question:
    """The one question that a command line asks.

    Raises
    ------
    Misused
        If it asks more than one.
    """
    wanted = [Question[name.upper()] for name, value in given.items() if value not in (None, False)]
    return one_question(wanted, Question.LASTING)


UNPLAYED = frozenset({Question.HOLD, Question.PAYOFFS, Question.STRATEGIES})
"""Questions about what any strategies could do."""


def held_apart(question: Question, game: RepeatedGame, details: Details) -> None:
    """Refuse what would make no difference to the answer.

    Raises
    ------
    Misused
        If strategies are given beside a question about all of them, or signals where there are none.
    """
    if details.play and (question in UNPLAYED or details.after):
        other = question.value or "--after"
        raise Misused(f"`--play` does not go with `{other}`", "leave it out: the answer is about any strategies")
    if details.after and (question is not Question.LASTING or game.setting.signals is None):
        raise Misused("`--after` is about public signals", "the file names them under `repeat.signals`")


def answered(question: Question, game: RepeatedGame, details: Details) -> Any:
    """The answer, one of the records that `negotiate.repeated.reports` tells.

    Raises
    ------
    Misused
        If something is given that makes no difference to it, or names nothing.
    """
    held_apart(question, game, details)
    if question is Question.MATCH:
        from negotiate.repeated.matches.encounter import encounter  # noqa: PLC0415 - start-up stays light

        breach = None if details.breach is None else breach_of(game, details.breach)
        return encounter(game, *profile_of(game, details.play), breach=breach, seed=details.seed)
    if question is Question.CERTIFICATE:
        return game.certify(*profile_of(game, details.play))
    if question is Question.STRATEGIES:
        from negotiate.repeated.repertoire import repertoire  # noqa: PLC0415 - start-up stays light

        return repertoire(game)
    if question in (Question.HOLD, Question.PAYOFFS):
        return _sustained(question, game, details)
    if question is not Question.LASTING:
        return _many(question, game, details)
    if game.setting.signals is not None:
        return _signalled(game, details)
    from negotiate.repeated.lasting.agreement import simulate  # noqa: PLC0415 - start-up stays light

    return simulate(game, *profile_of(game, details.play))


def _signalled(game: RepeatedGame, details: Details) -> Any:
    from negotiate.repeated.lasting.bad_signals import bad_signals  # noqa: PLC0415 - start-up stays light
    from negotiate.repeated.lasting.public_trigger import best_trigger  # noqa: PLC0415 - the same

    return best_trigger(game, details.after or bad_signals(game))


def _sustained(question: Question, game: RepeatedGame, details: Details) -> Any:
    if question is Question.HOLD:
        from negotiate.repeated.sustaining.holding import holding  # noqa: PLC0415 - scipy is slow to import

        package = _package(game, details.hold) if details.hold else None
        return holding(game, package, rates=details.rates, harshest=details.everything)
    from negotiate.repeated.sustaining.sustainable import sustainable  # noqa: PLC0415 - the same

    return sustainable(game)


def _many(question: Question, game: RepeatedGame, details: Details) -> Any:
    from negotiate.repeated.many.tournament import tournament  # noqa: PLC0415 - start-up stays light

    name = chosen(details.evolution or DYNAMICS[0], DYNAMICS, "--evolution")
    with progress("matches that are sampled") as told:
        met = tournament(game, *pools_of(game, details.play), seed=details.seed, progress=told)
    if question is Question.TOURNAMENT:
        return met
    if question is Question.INVASION:
        from negotiate.repeated.many.invasion import invasion  # noqa: PLC0415 - start-up stays light

        return invasion(met)
    from negotiate.repeated.many.evolution import evolution  # noqa: PLC0415 - start-up stays light

    return evolution(met, dynamics=name, seed=details.seed)


def _package(game: RepeatedGame, text: str) -> tuple[int, ...]:
    """What follows `--hold`: a posture a player; who is left out keeps the agreement.

    Raises
    ------
    Misused
        If there is no such player or posture.
    """
    found = list(game.cooperate)
    for name, word in pairs(text.split(","), "--hold").items():
        if name not in game.keys:
            raise Misused(f"`--hold`: there is no player `{name}`", f"the players are {', '.join(game.keys)}")
        player = game.keys.index(name)
        labels = [one.label for one in game.stage.strategies[player]]
        found[player] = labels.index(chosen(word, labels, "--hold"))
    return tuple(found)
