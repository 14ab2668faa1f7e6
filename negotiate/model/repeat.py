"""How a negotiation is played again and again, as its file says it.

Every number is a formula of parameters, so that whatever turns a parameter turns it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from negotiate.display import record
from negotiate.model.expressions import Expression

SLACK = 1e-9
"""How far odds may be from a sum of 1."""


@record
class Posture:
    """A named choice of everything that a player decides alone.

    Parameters
    ----------
    id : str
        Its name.
    choices : Mapping[str, int]
        Issue → option; what is left out is as in the status quo.
    """

    id: str
    choices: Mapping[str, int]


@record
class Goes:
    """Where a state of an automaton leads: on seeing postures, by player, to a state; the first
    that fits counts.

    Parameters
    ----------
    seen : Mapping[str, tuple of str]
        Player → the postures that fit; players that are left out do not matter.
    state : str
        The next state.
    """

    seen: Mapping[str, tuple[str, ...]]
    state: str


@record
class MachineState:
    """A state of an automaton.

    Parameters
    ----------
    id : str
        Its name.
    plays : Mapping[str, Expression]
        Posture → the probability with which it is played.
    goes : tuple of Goes
        Where the state leads, the first entry that fits; where none fits, the automaton stays in
        it.
    """

    id: str
    plays: Mapping[str, Expression]
    goes: tuple[Goes, ...] = ()


@record
class Machine:
    """A strategy that the file describes as an automaton, for one player.

    Parameters
    ----------
    id, player : str
        The strategy's name, and the key of the player who can play it.
    start : str
        The state of the first round.
    states : tuple of MachineState
        What each state plays, and where it leads.
    about : str
        The idea behind the strategy; empty where the file says nothing.
    """

    id: str
    player: str
    start: str
    states: tuple[MachineState, ...]
    about: str = ""


@record
class Plays:
    """What a player plays.

    Parameters
    ----------
    strategy : str
        The name of a strategy, the program's or the file's own.
    parameters : Mapping[str, Expression]
        Parameter of the strategy → its number; what is left out has the strategy's default.
    """

    strategy: str
    parameters: Mapping[str, Expression] = field(default_factory=dict)


@record
class Chance:
    """One entry of a list of odds, of which those count whose condition holds.

    Parameters
    ----------
    name : str
        What may come: a phase, or a signal.
    when : Expression or None
        A condition on the round's package; None for always.
    odds : Expression or None
        How likely; None for all that the entries before it have left.
    """

    name: str
    when: Expression | None = None
    odds: Expression | None = None


@record
class Phase:
    """A state of the world.

    Parameters
    ----------
    id : str
        Its name.
    changes : Mapping[str, object]
        Address in the file → the value that holds while the phase lasts.
    follows : tuple of Chance
        Which phase follows, and how likely; with the probability that is left the phase goes on.
    about : str
        What the world is like then; empty where the file says nothing.
    """

    id: str
    changes: Mapping[str, object] = field(default_factory=dict)
    follows: tuple[Chance, ...] = ()
    about: str = ""


@record
class Repeat:
    """Everything that a file says of playing again.

    Parameters
    ----------
    period : str
        What a round is.
    postures : Mapping[str, tuple of Posture]
        Player → its postures, the most cooperative first; a player that is left out has all its
        strategies.
    agreement, punishment : Mapping[str, str]
        Player → the posture that keeps the agreement, and the one that punishes; the first and the
        last of its postures by default. A player without any keeps what is best for whoever gains
        least, and punishes by what holds the others down the most.
    sets : Mapping[str, int]
        Issue that several decide → its option in each round in which everybody keeps the agreement.
    noise, misread : Mapping[str, Expression]
        Player → how likely its hand trembles, and how likely it misreads another.
    rounds : int or None
        A fixed number of rounds.
    ends : Expression or None
        How likely each round is the last.
    walk_away : Mapping[str, Expression]
        Player → what it gets each period once somebody has walked away for good; empty where nobody
        can.
    machines : Mapping[str, Machine]
        Strategies of the file's own.
    plays : Mapping[str, Plays]
        Player → its strategy; empty where the file is silent.
    signals : tuple of Chance
        What all see in place of what was done; empty where actions are seen.
    phases : tuple of Phase
        In which phases the world can be; the first is where play starts. Empty for one without a
        name.
    """

    period: str = "a round"
    postures: Mapping[str, tuple[Posture, ...]] = field(default_factory=dict)
    agreement: Mapping[str, str] = field(default_factory=dict)
    punishment: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, int] = field(default_factory=dict)
    noise: Mapping[str, Expression] = field(default_factory=dict)
    misread: Mapping[str, Expression] = field(default_factory=dict)
    rounds: int | None = None
    ends: Expression | None = None
    walk_away: Mapping[str, Expression] = field(default_factory=dict)
    machines: Mapping[str, Machine] = field(default_factory=dict)
    plays: Mapping[str, Plays] = field(default_factory=dict)
    signals: tuple[Chance, ...] = ()
    phases: tuple[Phase, ...] = ()
