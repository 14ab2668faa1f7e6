"""Which question about a game that is played again is asked: what lasts, one match, a tournament, a
population.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from negotiate.display import record
from negotiate.errors import UnknownMethod, UnsuitableGame, one_question
from negotiate.repeated.again import again
from negotiate.repeated.lasting.agreement import simulate
from negotiate.repeated.lasting.public_signals import bad_signals, best_trigger
from negotiate.repeated.many.evolution import Dynamics, evolution
from negotiate.repeated.many.tournament import Tournament, invasion, tournament
from negotiate.repeated.matches.timeline import encounter
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.strategies.registry import taken
from negotiate.repeated.strategies.strategy import Playable
from negotiate.repeated.sustaining.holding import holding
from negotiate.repeated.sustaining.sustainable import sustainable

if TYPE_CHECKING:
    from negotiate.model.negotiation import Negotiation

DYNAMICS: tuple[Dynamics, ...] = get_args(Dynamics)
Each = float | Mapping[str, float] | Sequence[float] | None
"""A number of all players, of some, or one of each; None for what the file says."""
Pools = Sequence[Sequence[Playable]]
"""For each player the strategies that it may play; empty where none are named."""


@record
class On:
    """What a question is about.

    Parameters
    ----------
    money : tuple of float
        What a unit of each player's payoff is worth in the money of side payments; empty where none
        may be made.
    given : Mapping[str, object]
        What is asked, and with what.
    """

    game: RepeatedGame
    pools: Pools
    money: tuple[float, ...]
    given: Mapping[str, Any]

    def profile(self) -> tuple[Playable, ...]:
        """One strategy a player; who is left out plays what the file says, or grim.

        Raises
        ------
        UnsuitableGame
            If a player is given two.
        """
        if any(len(pool) > 1 for pool in self.pools):
            raise UnsuitableGame("a player is given two strategies", "give each player one")
        usual: Sequence[Playable] = self.game.profile or ("grim",) * len(self.pools)
        return tuple(pool[0] if pool else own for pool, own in zip(self.pools, usual, strict=False))

    def tournament(self) -> Tournament:
        """The strategies that are named, or all, against one another.

        Raises
        ------
        UnsuitableGame
            If a player has none.
        """
        if not all(self.pools):
            raise UnsuitableGame(
                "a player has no strategy that takes part", "give each player some"
            )
        return tournament(
            self.game, *self.pools[:2], seed=self.given["seed"], progress=self.given["progress"]
        )

    def lasting(self) -> Any:
        """Whether the agreement enforces itself."""
        if self.game.setting.signals is not None:
            return best_trigger(self.game, self.given["after"] or bad_signals(self.game))
        return simulate(self.game, *self.profile())

    def evolution(self) -> Any:
        """What becomes of a population.

        Raises
        ------
        UnknownMethod
            If there are no such dynamics.
        """
        dynamics = self.given["evolution"] or DYNAMICS[0]
        if dynamics not in DYNAMICS:
            raise UnknownMethod(
                f"there are no dynamics `{dynamics}`", f"there are {', '.join(DYNAMICS)}"
            )
        return evolution(self.tournament(), dynamics=dynamics, seed=self.given["seed"])

    def match(self) -> Any:
        """One match, in which perhaps somebody breaks the agreement."""
        breach = self.given["breach"]
        at = None if breach is None else (self.game.seat(breach[0]), breach[1])
        return encounter(self.game, *self.profile(), breach=at, seed=self.given["seed"])

    def holding(self) -> Any:
        """What sustains the agreement, or other postures; who is left out keeps the agreement."""
        postures, named = list(self.game.cooperate), self.given["hold"]
        for name, word in ({} if named is True else named).items():
            player = self.game.seat(name)
            if word not in self.game.postures[player]:
                said = f"`{name}` has no posture `{word}`"
                raise UnsuitableGame(
                    said, f"the postures are {', '.join(self.game.postures[player])}"
                )
            postures[player] = self.game.postures[player].index(word)
        package = tuple(postures) if named is not True and named else None
        return holding(self.game, package, rates=self.money, harshest=self.given["harshest"])


QUESTIONS: Mapping[str, Callable[[On], Any]] = {
    "": On.lasting,
    "match": On.match,
    "certificate": lambda on: on.game.certify(*on.profile()),
    "hold": On.holding,
    "payoffs": lambda on: sustainable(on.game),
    "tournament": On.tournament,
    "invasion": lambda on: invasion(on.tournament()),
    "evolution": On.evolution,
}
"""The question → its answer, one of the records that `negotiate.repeated.reports` tells."""
ANY_STRATEGIES = frozenset({"hold", "payoffs"})
"""Questions about what any strategies could do."""

MANY = ("tournament", "invasion", "evolution")
"""Questions in which every strategy of one player meets every one of the other."""


def game_of(
    negotiation: Negotiation,
    patience: Each = None,
    noise: Each = None,
    misread: Each = None,
    rounds: int | None = None,
) -> RepeatedGame:
    """The repeated game of a negotiation, with other discount factors, mistakes, misreadings or a
    known end.
    """
    keys = negotiation.keys
    if patience is not None:
        factors = _each(
            keys, patience, [player.patience for player in negotiation.players.values()]
        )
        players = zip(negotiation.players.items(), factors, strict=True)
        negotiation = replace(
            negotiation, players={key: replace(own, patience=one) for (key, own), one in players}
        )
    game = again(negotiation)
    now = game.setting
    setting = replace(
        now,
        noise=_each(keys, noise, now.noise),
        misread=_each(keys, misread, now.misread),
        rounds=rounds or now.rounds,
        ends=0.0 if rounds else now.ends,
    )
    return replace(game, setting=setting)


def _each(keys: Sequence[str], given: Any, now: Sequence[Any]) -> tuple[Any, ...]:
    """One number a player.

    Raises
    ------
    UnsuitableGame
        If there is no such player.
    """
    if given is None:
        return tuple(now)
    if not isinstance(given, Mapping):
        return tuple(given) if isinstance(given, Sequence) else (given,) * len(keys)
    for name in given:
        if name not in keys:
            raise UnsuitableGame(
                f"there is no player `{name}`", f"the players are {', '.join(keys)}"
            )
    return tuple(
        given.get(key, old) for key, old in zip(keys, now or (0.0,) * len(keys), strict=True)
    )


def pools_of(game: RepeatedGame, play: Any, many: bool) -> Pools:
    """What each player may play, of what is given for all players, for some by name, or as one
    each.

    Parameters
    ----------
    many : bool
        Whether several strategies in a list are the pool of all players, and not one each.
    """
    if play is None:
        return ()
    if isinstance(play, Mapping):
        own: list[Any] = [()] * len(game.keys)
        for name, one in play.items():
            own[game.seat(name)] = one if isinstance(one, list | tuple) else [one]
    elif isinstance(play, list | tuple):
        own = [play] * len(game.keys) if many else [[one] for one in play]
    else:
        own = [[play]] * len(game.keys)
    if len(own) != len(game.keys):
        raise UnsuitableGame(
            f"{len(own)} strategies were given for {len(game.keys)} players", "give each player one"
        )
    return [
        [taken(game, p, one) if isinstance(one, str) else one for one in pool]
        for p, pool in enumerate(own)
    ]


def ask(
    game: RepeatedGame,
    pools: Pools = (),
    money: tuple[float, ...] = (),
    *,
    match: bool = False,
    breach: tuple[str | int, int] | None = None,
    certificate: bool = False,
    hold: Mapping[str, str] | bool = False,
    payoffs: bool = False,
    tournament: bool = False,
    invasion: bool = False,
    evolution: str | bool | None = None,
    after: Sequence[str] | None = None,
    seed: int = 0,
    harshest: bool = False,
    progress: Any = None,
) -> Any:
    """Whether an agreement lasts, or the answer to another question where one is asked.

    Parameters
    ----------
    game : RepeatedGame
        See `game_of`.
    pools, money
        See `pools_of` and `holding`.
    match, certificate, payoffs, tournament, invasion : bool
        Whether this is the question.
    breach : tuple, optional
        A player, and the round of a match in which it breaks the agreement.
    hold : Mapping or bool
        What sustains the agreement, or postures: player → posture.
    evolution : str, optional
        By which dynamics a population evolves; true or empty for the usual ones.
    after : sequence of str, optional
        With public signals, those that start a punishment.

    Raises
    ------
    UnsuitableGame
        If that is more than one question, or something does not go with it.
    """
    asked: dict[str, Any] = {
        "match": match or breach is not None,
        "certificate": certificate,
        "hold": hold,
    }
    asked |= {
        "payoffs": payoffs,
        "tournament": tournament,
        "invasion": invasion,
        "evolution": evolution,
    }
    question = one_question(asked)
    if pools and (question in ANY_STRATEGIES or after):
        said = f"strategies do not go with `{question or 'after'}`"
        raise UnsuitableGame(said, "leave them out: the answer is about all strategies")
    if after and (question or game.setting.signals is None):
        raise UnsuitableGame(
            "`after` is about public signals", "the file names them under `repeat.signals`"
        )
    given = asked | {
        "breach": breach,
        "after": after,
        "seed": seed,
        "harshest": harshest,
        "progress": progress,
    }
    given["evolution"] = None if evolution is True else evolution
    return QUESTIONS[question](On(game, pools, money, given))
