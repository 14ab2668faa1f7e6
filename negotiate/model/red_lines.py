"""What a player will not sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from negotiate.model.expressions import Expression, Operation


@dataclass(frozen=True, slots=True)
class RedLine:
    """A limit on what one player signs; where nobody signs, an outcome that crosses it is only marked.

    Parameters
    ----------
    id, player : str
        The line's name, and the key of the player whose line it is.
    crossed : Expression
        Where the line is crossed.
    cost : Expression or None
        What crossing costs the player who signs all the same; None for a hard line, which is never signed across.
    written : str
        The condition in the file's words.
    about : str
        Why the player draws the line; empty where the file says nothing.
    source : str
        Who says so: a name among the file's sources, or `declared`; empty where the file names none.
    insists : bool
        Whether the file says what the player insists on, and not what it never signs.
    """

    id: str
    player: str
    crossed: Expression
    cost: Expression | None
    written: str
    about: str = ""
    source: str = ""
    insists: bool = False

    @property
    def hard(self) -> bool:
        """Whether no price makes the player sign."""
        return self.cost is None

    @property
    def kept(self) -> Expression:
        """Where the line is not crossed."""
        if isinstance(self.crossed, Operation) and self.crossed.name == "not":
            return self.crossed.arguments[0]
        return Operation("not", (self.crossed,))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason why a player's signature cannot be had, whatever the price: a hard red line, or a ratifier.

    Parameters
    ----------
    name : str
        The red line or the ratifier, by its name in the file.
    kind : {'red line', 'ratifier'}
        Which of them it is.
    crossed : Expression
        Where the signature cannot be had.
    written : str
        What is refused, or accepted, in the file's words.
    """

    name: str
    player: str
    kind: Literal["red line", "ratifier"]
    crossed: Expression
    written: str
    about: str = ""
