"""The best that one player can do against what the others play, and so how far its own strategy can be exploited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.errors import UnsuitableGame
from negotiate.repeated.lasting.machine import Machine, machine
from negotiate.repeated.lasting.one_step import one_step
from negotiate.repeated.lasting.replies import plan
from negotiate.repeated.lasting.witness import WALK_AWAY

if TYPE_CHECKING:
    from negotiate.kernels.repeated.lasting.joint import Joint
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy


@dataclass(frozen=True, slots=True, eq=False)
class BestReply:
    """What one player would best do against the others.

    Parameters
    ----------
    game : RepeatedGame
        Without a fixed end.
    player : int
        Who replies.
    names : tuple of str
        What everybody plays, the replying player's own strategy among them.
    worth, kept : float
        By round: what the best reply brings, and what the own strategy does.
    plan : Mapping[tuple of str, str]
        What to do, by the phase, where there are several, and the states of the others' automata, in the players'
        order. It depends on nothing else.
    """

    game: RepeatedGame
    player: int
    names: tuple[str, ...]
    worth: float
    kept: float
    plan: Mapping[tuple[str, ...], str]


def best_reply(game: RepeatedGame, player: int | str, *profile: Strategy | Automaton | str) -> BestReply:
    """The best reply of a player to automata, among all that could be done.

    Parameters
    ----------
    player : int or str
        Its number, short name or name.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.

    Raises
    ------
    UnknownPlayer
        If there is no such player.
    UnsuitableGame
        If a strategy is no automaton, or the number of rounds is fixed, or the discount factor is 1.

    Examples
    --------
    Impatient players exploit tit for tat by defecting every other round:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]])
    >>> found = best_reply(RepeatedGame(dilemma, 0.5), 0, "tit_for_tat")
    >>> dict(found.plan), round(found.worth, 6), found.kept
    ({('content',): 'D', ('angry',): 'C'}, 3.333333, 3.0)
    """
    if game.setting.rounds is not None:
        raise UnsuitableGame(
            "with a fixed number of rounds the best reply changes from round to round",
            "the certificate has its payoff and its first deviation: `certify`",
        )
    seat, found = game.seat(player), machine(game, profile)
    joint, faced = found.alone(seat)
    reply = plan(faced, game.effective[seat], None)
    low, span = found.unit.low[seat], found.unit.span[seat]
    kept = one_step(found).worth[seat, 0, 0]
    chosen = [_label(found, seat, action) for action in reply.actions[0, : len(joint.states)].tolist()]
    return BestReply(
        game=game,
        player=seat,
        names=found.names,
        worth=float(low + span * reply.worth[0, 0]),
        kept=float(low + span * kept),
        plan=dict(zip(_places(found, joint, seat), chosen, strict=True)),
    )


def _label(found: Machine, player: int, action: int) -> str:
    own = found.game.stage.strategies[player]
    return own[action].label if action < len(own) else WALK_AWAY


def _places(found: Machine, joint: Joint, player: int) -> list[tuple[str, ...]]:
    phases = found.game.setting.phases
    named = [phases.names if phases is not None else (), *(one.names for one in found.automata)]
    columns = [place for place, names in enumerate(named) if names and place != 1 + player]
    return [tuple(named[c][row[c]] for c in columns) for row in joint.states.tolist()]
