"""Whether strategies hold against each other, and the best that one player can do against the
others.

Automata in a repeated game are one machine: its joint states, where play leads, and what a step
aside gains there. No player gains by any strategy, in any state that play can reach, if and only if
none gains by one deviation there. A best reply tells how far a strategy can be exploited, and where
it is first left. A punishment may hold and still be one that all players would rather forget.

References
----------
Farrell, J., and E. Maskin (1989). Renegotiation in Repeated Games. Games and Economic Behavior 1. A
profile is weakly renegotiation-proof if none of its continuations is better for everybody than
another. Mailath, G. J., and L. Samuelson (2006). Repeated Games and Reputations. Oxford University
Press. Proposition 2.4.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.display import entity
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.exactness import exactly
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.automaton import Automaton, Seated
from negotiate.repeated.game import Certificate, Renegotiation, Supergame, Witness, in_phases
from negotiate.repeated.kernels.chain import slips
from negotiate.repeated.kernels.one_shot import (
    NEVER,
    ROUNDING,
    TOLERANCE,
    Facing,
    Joint,
    backward,
    before,
    facing,
    joint_states,
    over_actions,
    reached_by,
    reached_ever,
    route,
    stepping,
    values,
    with_exit,
)
from negotiate.repeated.kernels.one_shot import best_reply as best_plan
from negotiate.repeated.strategies.registry import names_of, seated
from negotiate.repeated.strategies.strategy import Playable


class Unit(NamedTuple):
    """A game's payoffs, each player's from 0 for its worst to 1 for its best, so that no unit
    matters.

    Parameters
    ----------
    low, span : ndarray, shape (players,)
        A payoff is low + span × what stands here.
    payoffs, tempting : ndarray, shape (phases, players, *actions)
    odds : ndarray, shape (phases, *actions, phases)
    outside : tuple of float
        What walking away brings each player by round; empty where nobody can.
    """

    low: FloatArray
    span: FloatArray
    payoffs: FloatArray
    tempting: FloatArray
    odds: FloatArray
    outside: tuple[float, ...]


class Machine(NamedTuple):
    """A profile of automata in its game.

    Parameters
    ----------
    names : tuple of str
        What each player plays.
    automata, seats : tuple
        One a player.
    slips : tuple of ndarray, shape (actions, actions)
        How likely each player does one action where it means another.
    joint : Joint
        Its states; `faced`, `rewards` and `moves` have one more at the end where players can walk
        away.
    faced : tuple of Facing
        One a player.
    rewards : tuple of ndarray, shape (states,)
        What a round in each state is worth, by player.
    moves : ndarray, shape (states, states)
        How likely each state follows.
    """

    game: Supergame
    names: tuple[str, ...]
    automata: tuple[Automaton, ...]
    seats: tuple[Seated, ...]
    unit: Unit
    slips: tuple[FloatArray, ...]
    joint: Joint
    faced: tuple[Facing, ...]
    rewards: tuple[FloatArray, ...]
    moves: FloatArray

    def meant(self, player: int) -> FloatArray:
        """What a player's automaton means to do in each joint state, shape (states, own
        actions).
        """
        return self.seats[player].outputs[self.joint.states[:, 1 + player]]

    def alone(self, player: int) -> tuple[Joint, Facing]:
        """What a player faces who is bound to no automaton: the phase and the states of all
        others.
        """
        own = np.ones((1, self.game.stage.shape[player]))
        free = Seated(own, np.zeros((1, *self.game.stage.shape), dtype=int), 0)
        seats = [free if p == player else seat for p, seat in enumerate(self.seats)]
        joint = _joint(seats, self.unit)
        return joint, _faced(joint, seats, self.slips, self.unit, player)

    def worth(self, player: int, discounts: FloatArray) -> FloatArray:
        """What the play of all automata is worth to a player from each state on; see `stepping`."""
        rewards, rounds = self.rewards[player], self.game.setting.rounds
        if rounds is None:
            return values(rewards, self.moves, discounts)
        return backward(rewards, self.moves, discounts, rounds)

    def phase(self, state: int) -> str:
        """The phase of a joint state; empty where there is one only."""
        return in_phases(self.game).names[int(self.joint.states[state, 0])]


def machine(game: Supergame, profile: Sequence[Playable]) -> Machine:
    """The machine of a profile.

    Raises
    ------
    UnsuitableGame
        If a strategy is no automaton, or actions are not seen.
    GameTooLarge
        If there are too many joint states.
    """
    if game.setting.signals is not None:
        raise UnsuitableGame(
            (
                "strategies that react to what the others do cannot be certified where only "
                "signals "
                "are seen"
            ),
            (
                "`negotiate.repeated.lasting.public_signals` certifies strategies that react to "
                "signals"
            ),
        )
    names, taken = names_of(game, tuple(profile)), seated(game, tuple(profile))
    automata = tuple(one for one in taken if isinstance(one, Automaton))
    if len(automata) < len(taken):
        learner = next(name for name, one in zip(names, taken, strict=True) if one not in automata)
        raise UnsuitableGame(
            (
                f"`{learner}` has unbounded memory, and only strategies with finitely many states "
                "can "
                "be certified"
            ),
            f"`--match` shows what `{learner}` earns",
        )
    shape, unit = game.stage.shape, unit_of(game)
    seats = tuple(one.seated(player, shape) for player, one in enumerate(automata))
    noise = game.setting.noise or (0.0,) * len(shape)
    hands = tuple(slips(n, rate) for rate, n in zip(noise, shape, strict=True))
    joint = _joint(seats, unit)
    faced = tuple(_faced(joint, seats, hands, unit, player) for player in range(len(shape)))
    meant = [
        _padded(seat.outputs[joint.states[:, 1 + p]], bool(unit.outside))
        for p, seat in enumerate(seats)
    ]
    rewards = tuple((one.usual * own).sum(axis=1) for one, own in zip(faced, meant, strict=True))
    moves = np.einsum("sa,sat->st", meant[0], faced[0].later)
    return Machine(game, names, automata, seats, unit, hands, joint, faced, rewards, moves)


def _refuse_far_apart(stage: NormalFormGame) -> None:
    """Refuse payoffs that differ by so little, beside others of the same player, that gains of
    rounds would drown.
    """
    found = exactly(stage.payoffs)
    for player in np.flatnonzero(found.error == 0).tolist():
        values, first = np.unique(found.payoffs[player], return_index=True)
        gaps = np.diff(values)
        if gaps.size and gaps.min() < 10 * TOLERANCE * (values[-1] - values[0]):
            near = int(gaps.argmin())
            shown = stage.payoffs[player].ravel()[first]
            raise UnsuitableGame(
                f"payoffs of {shown[near]:.15g} and {shown[near + 1]:.15g} are too near to each "
                "other for sums of "
                f"rounds that also hold {max(shown[0], shown[-1], key=abs):.3g}",
                "write a smaller loss for what must not happen, such as -1000",
            )


def unit_of(game: Supergame) -> Unit:
    """The payoffs of a game from 0 to 1, phase by phase."""
    _refuse_far_apart(game.stage)
    phases, outside = in_phases(game), game.setting.outside
    tables = np.stack([phases.payoffs, phases.tempting])
    each = np.moveaxis(tables, 2, 0).reshape(game.stage.n_players, -1)
    if outside:
        each = np.column_stack([each, outside])
    low, span = each.min(axis=1), np.ptp(each, axis=1)
    span[span == 0] = 1.0
    axes = (-1, *(1,) * game.stage.n_players)
    payoffs, tempting = (tables - low.reshape(axes)) / span.reshape(axes)
    return Unit(
        low,
        span,
        payoffs,
        tempting,
        phases.odds,
        tuple((np.array(outside) - low) / span) if outside else (),
    )


def _joint(seats: Sequence[Seated], unit: Unit) -> Joint:
    return joint_states(
        [seat.transitions for seat in seats], [seat.start for seat in seats], unit.odds
    )


def _faced(
    joint: Joint, seats: Sequence[Seated], slips: Sequence[FloatArray], unit: Unit, player: int
) -> Facing:
    outputs = [seat.outputs for seat in seats]
    found = facing(joint, outputs, slips, unit.payoffs[:, player], unit.tempting[:, player], player)
    return with_exit(found, unit.outside[player]) if unit.outside else found


def _padded(meant: FloatArray, leaving: bool) -> FloatArray:
    """With the action to walk away, which automata never take, and the state in which all is
    over.
    """
    if not leaving:
        return meant
    found = np.pad(meant, ((0, 1), (0, 1)))
    found[-1, -1] = 1
    return found


def on_path(found: Machine) -> BoolArray:
    """Which joint states play leads to in each round, shape (rounds, states); one row for all
    without an end.

    Whatever hands that tremble may do is on the path.
    """
    rounds, kept = found.game.setting.rounds, followed(found) < NEVER
    return (
        reached_ever(found.joint, kept)[None]
        if rounds is None
        else reached_by(found.joint, rounds, kept)
    )


def alone_states(found: Machine, player: int, alone: Joint) -> IntArray:
    """For each joint state, which state of what the player faces alone it is part of."""
    known, wanted = (np.delete(joint.states, 1 + player, axis=1) for joint in (alone, found.joint))
    place = {tuple(row): number for number, row in enumerate(known.tolist())}
    return np.array([place[tuple(row)] for row in wanted.tolist()], dtype=int)


def intended(found: Machine, state: int) -> tuple[str, ...]:
    """What each player's automaton plays in a joint state, the labels of all that it draws lots
    over.
    """
    played = [
        zip(own, found.meant(p)[state] > 0, strict=True)
        for p, own in enumerate(found.game.postures)
    ]
    return tuple(" or ".join(label for label, meant in own if meant) for own in played)


def strayed(found: Machine) -> IntArray:
    """How many players do what they do not mean to, by joint state and combination of actions."""
    return _counted([found.meant(p) == 0 for p in range(len(found.seats))])


def followed(found: Machine) -> IntArray:
    """The same, where what nobody's hand would do is not allowed."""
    never = _counted([found.meant(p) @ found.slips[p] == 0 for p in range(len(found.seats))])
    return np.where(never > 0, NEVER, strayed(found))


def _counted(marks: list[BoolArray]) -> IntArray:
    return np.asarray(
        sum(over_actions(marked, player, len(marks)) for player, marked in enumerate(marks)),
        np.int64,
    )


ROUNDS_LIMIT = 5_000_000
"""Entries of the table over rounds, joint states and a player's actions: a few seconds, and 300
MB.
"""

ROUND_COSTS = 100
"""A round costs as much time as so many of these entries, however few it has."""

CHECKED = 100_000_000
"""Multiplications spent on adding payoffs up round by round."""


class Steps(NamedTuple):
    """What everybody gets, and gains, in each round and joint state; one row stands for all rounds
    without an end.

    Parameters
    ----------
    worth : ndarray, shape (players, rounds, states)
        By round, in a unit in which a player's payoffs range over 1.
    gains : tuple of ndarray, shape (rounds, states, own actions)
        What each action gains over the automaton's own play, one array a player.
    reached : ndarray of bool, shape (rounds, states)
        Where some play leads.
    slack : tuple of float
        Gains that are none, by player.
    """

    worth: FloatArray
    gains: tuple[FloatArray, ...]
    reached: BoolArray
    slack: tuple[float, ...]


def weight(discount: float, rounds: int | None) -> float:
    """How many rounds of today all rounds together count for.

    Raises
    ------
    UnsuitableGame
        If they count without bound.
    """
    if rounds is not None:
        return float(rounds) if discount == 1 else (1 - discount**rounds) / (1 - discount)
    if discount == 1:
        raise UnsuitableGame(
            (
                "with a discount factor of 1 and no last round, one deviation costs nothing, so "
                "nothing can be certified"
            ),
            "take a discount factor just below 1 (`--patience 0.99`), a chance that each round is "
            "the last, or a fixed "
            "number of rounds",
        )
    return 1 / (1 - discount)


def one_step(found: Machine) -> Steps:
    """Every step aside from a profile of automata.

    Raises
    ------
    UnsuitableGame
        If a discount factor is 1 and the rounds have no end.
    GameTooLarge
        If there are too many rounds.
    """
    rounds, factors, states = (
        found.game.setting.rounds,
        found.game.effective,
        len(found.joint.states),
    )
    slack = tuple(TOLERANCE / weight(factor, rounds) + ROUNDING for factor in factors)
    if rounds is None:
        reached = np.ones((1, states), dtype=bool)
    else:
        fits(found, rounds)
        reached = reached_by(found.joint, rounds)
    each = []
    for player, (faced, factor) in enumerate(zip(found.faced, factors, strict=True)):
        discounts = np.array([factor])
        worth = found.worth(player, discounts)
        own, gains = before(worth), stepping(faced, worth, discounts) - before(worth)[..., None]
        each.append([_by_round(table, factor, rounds)[:, :states] for table in (own, gains)])
    worths, gains_of = zip(*each, strict=True)
    return Steps(np.stack(worths), gains_of, reached, slack)


def _by_round(table: FloatArray, factor: float, rounds: int | None) -> FloatArray:
    """What is found at one discount factor, by round: one row without an end, else one a round of
    sums.
    """
    return table if rounds is None else table[0] / weight(factor, rounds)


def fits(found: Machine, rounds: int) -> None:
    """Refuse more rounds than can be laid out."""
    size = ROUND_COSTS + max(one.best.size for one in found.faced)
    if rounds * size > ROUNDS_LIMIT:
        hint = "ask for fewer rounds, or for a chance that each is the last"
        raise GameTooLarge("rounds to look back through", rounds, ROUNDS_LIMIT // size, hint)


def added_up(found: Machine, steps: Steps) -> float:
    """How far the worth of the start is from the payoffs of the path, followed forwards and added
    up round by round.

    What is left after as many rounds as are followed is taken from `steps`.
    """
    states, rounds = len(found.joint.states), found.game.setting.rounds
    moves, off = found.moves[:states, :states], 0.0
    count = min(max(16, CHECKED // states**2), 2_000 if rounds is None else rounds)
    for player, factor in enumerate(found.game.effective):
        share = 1 / weight(factor, rounds)
        total, odds, counts = 0.0, np.eye(1, states)[0], share
        for _ in range(count):
            total += counts * float(odds @ found.rewards[player][:states])
            odds, counts = odds @ moves, counts * factor
            if counts < ROUNDING * share:
                break
        if rounds is None or count < rounds:
            total += (
                counts / share * float(odds @ steps.worth[player, 0 if rounds is None else count])
            )
        off = max(off, abs(total - float(steps.worth[player, 0, 0])))
    return off


BLIND = (
    "the test assumes that no player misreads another, because a player who misreads another does "
    "not know the other's "
    "state"
)


def certify(game: Supergame, *profile: Playable) -> Certificate:
    """Test a profile of automata.

    Parameters
    ----------
    game : Supergame
        With its phases, trembling hands, fixed end and outside option. Where players misread each
        other it is tested as if they did not, and a note says so: nobody knows then in which state
        the others are.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.

    Raises
    ------
    UnsuitableGame
        If a strategy is no automaton, actions are not seen, or a discount factor is 1 and there is
        no end.
    GameTooLarge
        If there are too many joint states.

    References
    ----------
    Mailath, G. J., and L. Samuelson (2006). Repeated Games and Reputations. Oxford University
    Press. Proposition 2.4.1.

    Examples
    --------
    Two who overlook their own slips would feud after one, and so one of them would rather let it
    pass:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays(
    ...     [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
    ... )
    >>> game = RepeatedGame(dilemma, 0.75)
    >>> game.certify("grim").subgame_perfect
    True
    >>> found = game.certify("grudger")
    >>> found.nash, found.subgame_perfect
    (True, False)
    >>> found.witness.state, found.witness.instead_of, found.witness.action, found.witness.path
    (('calm', 'war'), 'C', 'D', (('D', 'C'),))
    """
    found = machine(game, profile)
    steps = one_step(found)
    answers = [answer(found, steps, player) for player in range(len(found.seats))]
    witness, nash_witness = greatest(found, steps), first_step(found, steps, answers)
    low, span = found.unit.low, found.unit.span
    return Certificate(
        game=game,
        names=found.names,
        nash=nash_witness is None,
        subgame_perfect=witness is None,
        witness=witness,
        nash_witness=nash_witness,
        payoffs=tuple((low + span * steps.worth[:, 0, 0]).tolist()),
        best_replies=tuple((low + span * np.array([one.worth[0, 0] for one in answers])).tolist()),
        states=len(found.joint.states),
        renegotiation=renegotiation(found, steps) if game.setting.rounds is None else None,
        difference=added_up(found, steps),
        notes=(BLIND,) if any(game.setting.misread) else (),
    )


class Plan(NamedTuple):
    """A best reply, by the states that a player faces alone; one row stands for all rounds without
    an end.

    Parameters
    ----------
    worth : ndarray, shape (rounds, states)
        By round, as a share of what all rounds count for.
    actions : ndarray of int, shape (rounds, states)
    short : ndarray, shape (rounds, states, own actions)
        How far each action falls short, if the best reply goes on from there and nothing is had
        unseen.
    """

    worth: FloatArray
    actions: IntArray
    short: FloatArray


def plan(faced: Facing, factor: float, rounds: int | None) -> Plan:
    """A best reply to what a player faces."""
    discounts = np.array([factor])
    reply = best_plan(faced, discounts, rounds)
    short = before(reply.worth)[..., None] - stepping(faced.keeping, reply.worth, discounts)
    worth, lost = (_by_round(table, factor, rounds) for table in (before(reply.worth), short))
    return Plan(worth, reply.plan if rounds is None else reply.plan[0], lost)


class Answer(NamedTuple):
    """A player's best reply beside its own automaton, by joint state; shape (rounds, states) each.

    Parameters
    ----------
    worth : ndarray
        What the best reply is worth.
    gains : ndarray
        What it gains over the automaton from there on.
    lost : ndarray
        What the automaton's own action alone falls short of it.
    actions : ndarray of int
        What it does.
    """

    worth: FloatArray
    gains: FloatArray
    lost: FloatArray
    actions: IntArray


def answer(found: Machine, steps: Steps, player: int) -> Answer:
    """The best reply of one player."""
    joint, faced = found.alone(player)
    best = plan(faced, found.game.effective[player], found.game.setting.rounds)
    here, own = alone_states(found, player, joint), found.meant(player)
    lost = (own * best.short[:, here, : own.shape[1]]).sum(axis=2)
    worth = best.worth[:, here]
    return Answer(worth, worth - steps.worth[player], lost, best.actions[:, here])


AS_GOOD = 1e-9
"""Gains that differ by less, as a share of a player's range of payoffs, are the same: it decides
which one is told.
"""

WALK_AWAY = "walk away"


def greatest(found: Machine, steps: Steps) -> Witness | None:
    """The step aside that gains most, of equal ones the earliest; None where none gains."""
    gains = [np.where(steps.reached[..., None], own, -np.inf) for own in steps.gains]
    paying = [own > none for own, none in zip(gains, steps.slack, strict=True)]
    if not any(pays.any() for pays in paying):
        return None
    most = max(
        own.max(where=pays, initial=-np.inf) for own, pays in zip(gains, paying, strict=True)
    )
    good = [pays & (own >= most - AS_GOOD) for own, pays in zip(gains, paying, strict=True)]
    place = earliest(found, strayed(found), np.any([one.any(axis=2) for one in good], axis=0))
    here = place.row, place.state
    player = next(p for p, one in enumerate(good) if one[here].any())
    action = int(good[player][here].argmax())
    return told(found, player, action, float(gains[player][(*here, action)]), place)


def first_step(found: Machine, steps: Steps, answers: list[Answer]) -> Witness | None:
    """Where the best reply that gains most first leaves its automaton; None where no player gains.

    A gain is looked at from where it is made on: in the last of many rounds it would be nothing
    seen from the first. Who has no patience minds the first round alone.
    """
    paths = [on_path(found) for _ in answers]
    for path, factor in zip(paths, found.game.effective, strict=True):
        if not factor:
            path[1:], path[:, 1:] = False, False
    gains = [np.where(path, one.gains, -np.inf) for path, one in zip(paths, answers, strict=True)]
    tops = [float(gain.max()) for gain in gains]
    most = max(
        (top for top, none in zip(tops, steps.slack, strict=True) if top > none), default=None
    )
    if most is None:
        return None
    player = next(p for p, top in enumerate(tops) if top > steps.slack[p] and top >= most - AS_GOOD)
    least = tops[player] / weight(
        found.game.effective[player], found.game.setting.rounds
    )  # somewhere this is lost
    answer = answers[player]
    place = earliest(found, followed(found), (answer.lost > least / 2) & paths[player])
    here = place.row, place.state
    return told(found, player, int(answer.actions[here]), float(answer.gains[here]), place)


class Place(NamedTuple):
    """A joint state in a round, the row of that round (without an end the one for all), and how
    play gets there.
    """

    when: int
    row: int
    state: int
    way: list[tuple[int, ...]]


def earliest(found: Machine, costs: IntArray, wanted: BoolArray) -> Place:
    """The earliest place that is wanted, shape (rounds, states); see `route`."""
    if found.game.setting.rounds is not None:
        when, state, way = route(found.joint, costs, wanted)
        return Place(when, when, state, way)
    states = len(found.joint.states)  # as many rounds as can be needed to get anywhere
    when, state, way = route(found.joint, costs, np.broadcast_to(wanted, (states, states)))
    return Place(when, 0, state, way)


def told(found: Machine, player: int, action: int, gain: float, place: Place) -> Witness:
    """A witness in the game's own words.

    Parameters
    ----------
    gain : float
        As a share of what all rounds count for, in a unit in which the player's payoffs range over
        1.
    """
    game, rounds, factor = found.game, found.game.setting.rounds, found.game.effective[player]
    instead = _label(found, player, action)
    hidden = action < game.stage.shape[player] and found.meant(player)[place.state, action] == 1
    left = 1.0 if rounds is None else weight(factor, rounds) / weight(factor, rounds - place.when)
    states = found.joint.states[place.state, 1:].tolist()
    return Witness(
        state=tuple(one.names[s] for one, s in zip(found.automata, states, strict=True)),
        phase=found.phase(place.state),
        player=game.keys[player],
        instead_of=intended(found, place.state)[player],
        action=f"another option that the others count as {instead}" if hidden else instead,
        gain=gain * float(found.unit.span[player]) * left,
        path=tuple(
            tuple(own[a] for own, a in zip(game.postures, actions, strict=True))
            for actions in place.way
        ),
        round=place.when + 1 if rounds is not None else 0,
        seen_as=instead if hidden else "",
    )


@entity
class BestReply:
    """What one player would best do against the others.

    Parameters
    ----------
    game : Supergame
        Without a fixed end.
    player : int
        Who replies.
    names : tuple of str
        What everybody plays, the replying player's own strategy among them.
    worth, kept : float
        By round: what the best reply brings, and what the own strategy does.
    plan : Mapping[tuple of str, str]
        What to do, by the phase, where there are several, and the states of the others' automata,
        in the players' order. It depends on nothing else.
    """

    game: Supergame
    player: int
    names: tuple[str, ...]
    worth: float
    kept: float
    plan: Mapping[tuple[str, ...], str]


def best_reply(game: Supergame, player: int | str, *profile: Playable) -> BestReply:
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
        If a strategy is no automaton, or the number of rounds is fixed, or the discount factor is
        1.

    Examples
    --------
    Impatient players exploit tit for tat by defecting every other round:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays(
    ...     [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
    ... )
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
    kept = one_step(found).worth[seat, 0, 0]
    joint, faced = found.alone(seat)
    reply = plan(faced, game.effective[seat], None)
    low, span = found.unit.low[seat], found.unit.span[seat]
    chosen = [_label(found, seat, action) for action in reply.actions[0, : len(joint.states)]]
    return BestReply(
        game=game,
        player=seat,
        names=found.names,
        worth=float(low + span * reply.worth[0, 0]),
        kept=float(low + span * kept),
        plan=dict(zip(_places(found, joint, seat), chosen, strict=True)),
    )


def _label(found: Machine, player: int, action: int) -> str:
    return dict(enumerate(found.game.postures[player])).get(action, WALK_AWAY)


def _places(found: Machine, joint: Joint, player: int) -> list[tuple[str, ...]]:
    named = [in_phases(found.game).names, *(one.names for one in found.automata)]
    columns = [place for place, names in enumerate(named) if names != ("",) and place != 1 + player]
    return [tuple(named[c][row[c]] for c in columns) for row in joint.states.tolist()]


def skipped(found: Machine, steps: Steps) -> tuple[int, int] | None:
    """Two joint states of one phase, the first worse for everybody than the second; None where
    there are none.

    Of several pairs the one that is worst for who loses least by it.
    """
    worth, phases = steps.worth[:, 0], found.joint.states[:, 0]
    worst: tuple[float, int, int] = (0.0, -1, -1)
    for phase in np.unique(phases):
        rows = np.flatnonzero(phases == phase)
        for row in rows.tolist():
            ahead = (worth[:, rows] - worth[:, [row]]).min(axis=0)
            best = int(np.flatnonzero(ahead >= ahead.max() - TOLERANCE)[0])
            if ahead[best] > worst[0] + TOLERANCE:
                worst = (float(ahead[best]), row, int(rows[best]))
    return None if worst[1] < 0 else worst[1:]


def renegotiation(found: Machine, steps: Steps) -> Renegotiation | None:
    """What everybody would rather forget; None where there is nothing of the kind."""
    pair = skipped(found, steps)
    if pair is None:
        return None
    worse, better = pair
    worth = found.unit.low[:, None] + found.unit.span[:, None] * steps.worth[:, 0, list(pair)]
    worth = np.where(
        np.abs(worth) <= TOLERANCE * found.unit.span[:, None], 0.0, worth
    )  # rounding of nothing
    return Renegotiation(
        phase=found.phase(worse),
        postures=intended(found, worse),
        worth=tuple(worth[:, 0].tolist()),
        start=better == 0,
        onward=intended(found, better),
        instead=tuple(worth[:, 1].tolist()),
    )
