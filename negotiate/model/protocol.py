"""Who moves when, and what changes meanwhile: the steps of a protocol, variants, and the turns of a
war game.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from negotiate.display import record
from negotiate.model.expressions import Expression


@record
class Effect:
    """What an action does to one issue: sets an option, or what the move `as_announced` has
    announced.
    """

    issue: str
    option: int = -1
    as_announced: str = ""


@record
class Action:
    """Something that can be done at a step.

    Parameters
    ----------
    id : str
        Its name.
    effects : tuple of Effect
        What it sets.
    announced : int
        The option that the action announces; -1 if it announces nothing.
    offered : bool
        Whether it can be chosen: false for an option of the issue that the move may not name.
    signs : tuple of str
        The keys of the players who sign what then holds.
    """

    id: str
    effects: tuple[Effect, ...] = ()
    announced: int = -1
    offered: bool = True
    signs: tuple[str, ...] = ()


@record
class Step:
    """One step: a player's move, or one of chance.

    Parameters
    ----------
    id : str
        The name of the move.
    player : str
        Who moves; empty where chance decides.
    actions : tuple of Action
        What can be done, or can happen.
    when : Expression or None
        A condition without which the step is skipped; None where the step always comes.
    odds : tuple of Expression
        The probability of each action, where chance decides; else empty.
    about : str
        What the step is about; empty where the file says nothing.
    sees : tuple of str or None
        The earlier steps whose outcome the mover has observed, beside its own moves; None for all
        of them.
    """

    id: str
    player: str
    actions: tuple[Action, ...]
    when: Expression | None = None
    odds: tuple[Expression, ...] = ()
    about: str = ""
    sees: tuple[str, ...] | None = None

    @property
    def offered(self) -> tuple[Action, ...]:
        """The actions that can be taken."""
        return tuple(action for action in self.actions if action.offered)

    @property
    def chance(self) -> bool:
        """Whether chance moves."""
        return not self.player


@record
class Change:
    """One thing that was changed for a look at a file.

    Parameters
    ----------
    kind : {'variant', 'inject', 'set', 'fix'}
        The option that changes it; an inject has none.
    name : str
        The variant, the inject, the address or the issue.
    value : str
        What the address was set to, or the option that the issue was committed to, as it is typed.
    title : str
        Of the variant; empty where it has none.
    """

    kind: Literal["variant", "inject", "set", "fix"]
    name: str
    value: str = ""
    title: str = ""

    def __str__(self) -> str:
        match self.kind:
            case "variant" | "inject":
                return f"{self.kind} {self.name}"
            case "set":
                return f"{self.name} = {self.value}"
            case "fix":
                return f"{self.name} committed to {self.value}"

    @property
    def typed(self) -> str:
        """The option that makes it, as it is typed."""
        return f"--{self.kind} {self.name}{f'={self.value}' if self.kind in ('set', 'fix') else ''}"


@record
class Variant:
    """A named change of the scenario.

    Parameters
    ----------
    id : str
        The name by which it is asked for.
    title : str
        What people call it; empty where the file says nothing.
    about : str
        What it stands for; empty where the file says nothing.
    settings : Mapping[str, object]
        Address in the file → new value.
    removals : tuple of str
        Addresses in the file that are taken away.
    fixes : Mapping[str, str]
        Issue → the option to which it is committed.
    """

    id: str
    title: str
    about: str
    settings: Mapping[str, object]
    removals: tuple[str, ...]
    fixes: Mapping[str, str]


@record
class Turns:
    """How a table of people plays it.

    Parameters
    ----------
    count : int
        How many turns there are.
    order : {'together', 'in turn'}
        Whether the orders of all are secret and count at once, or each player sees the orders
        before its own.
    period : str
        What one turn stands for; empty where the file says nothing.
    """

    count: int
    order: Literal["together", "in turn"] = "together"
    period: str = ""


@record
class StateNumber:
    """How a number changes while people play; its value, range and source are those of the
    parameter of its name.

    Parameters
    ----------
    id : str
        Its name.
    next : Expression or None
        What it is after a turn; None where only injects, rulings and people change it.
    rungs : Mapping[str, float]
        The rungs of a ladder of escalation: rung → from which value on, rising; empty where there
        is no ladder.
    """

    id: str
    next: Expression | None = None
    rungs: Mapping[str, float] = field(default_factory=dict)

    def rung(self, value: float) -> str:
        """The rung on which a value stands; empty below the first."""
        return next((rung for rung in reversed(list(self.rungs)) if value >= self.rungs[rung]), "")


@record
class Inject:
    """News that comes while people play, and what it changes.

    Parameters
    ----------
    id : str
        Its name.
    title : str
        What people call it; empty where the file says nothing.
    turn : int or None
        The turn at whose start it comes; None where a condition or the umpire decides.
    when : Expression or None
        It comes at the start of the first turn at which this holds; None where the turn or the
        umpire decides.
    says : str
        The news, as players read it.
    sees : tuple of str
        The players who read it.
    settings : Mapping[str, object]
        Address in the file → new value, from then on.
    removals : tuple of str
        Addresses in the file that are taken away.
    fixes : Mapping[str, str]
        Issue → the option to which it is committed.
    expects : str
        What a good table would do, for the umpire alone.
    """

    id: str
    title: str
    turn: int | None
    when: Expression | None
    says: str
    sees: tuple[str, ...]
    settings: Mapping[str, object]
    removals: tuple[str, ...]
    fixes: Mapping[str, str]
    expects: str

    @property
    def changes(self) -> bool:
        """Whether it sets, removes or fixes anything."""
        return bool(self.settings or self.removals or self.fixes)
