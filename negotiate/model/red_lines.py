"""What a player will not sign.

Bodies that must agree before a player's signature counts: a congress, a parliament, a politburo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from negotiate.model.expressions import Expression, Number, Operation


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


NEEDS = ("majority", "two thirds", "unanimity")
"""Words for how many of the votes a ratifier needs."""


@dataclass(frozen=True, slots=True)
class Bloc:
    """A part of a ratifier that votes as one.

    Parameters
    ----------
    id : str
        Its name.
    votes : int
        How many votes it has, 0 or more.
    accepts : Expression
        Where it votes yes.
    written : str
        The condition in the file's words.
    about : str
        Who the bloc is, and why it votes so; empty where the file says nothing.
    """

    id: str
    votes: int
    accepts: Expression
    written: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Ratifier:
    """A body without whose consent its player's signature does not count.

    Parameters
    ----------
    id, name : str
        The short name that the file uses, and the one for people; the same where the file gives only one.
    player : str
        Whose signature needs it.
    accepts : Expression
        Where it agrees: its win-set. With blocs, where those that vote yes have the votes it needs.
    written : str
        How it decides, in the file's words.
    blocs : tuple of Bloc
        Who votes in it; empty where the file only says what it accepts.
    needs : int or str
        With blocs: a number of votes, or one of `NEEDS`.
    about : str
        Why the body has a say; empty where the file says nothing.
    source : str
        Who says so: a name among the file's sources, or `declared`; empty where the file names none.

    References
    ----------
    Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games. International Organization.
    """

    id: str
    player: str
    name: str
    accepts: Expression
    written: str
    blocs: tuple[Bloc, ...] = ()
    needs: int | str = "majority"
    about: str = ""
    source: str = ""

    @property
    def refuses(self) -> Expression:
        """Where it does not agree."""
        return Operation("not", (self.accepts,))

    @property
    def votes(self) -> int:
        """How many votes there are."""
        return sum(bloc.votes for bloc in self.blocs)

    @property
    def needed(self) -> int:
        """How many votes a package needs; 0 where nobody votes."""
        return needed(self.needs, self.votes) if self.blocs else 0


def needed(needs: int | str, votes: int) -> int:
    """How many votes it takes.

    Parameters
    ----------
    needs : int or str
        A number, or one of `NEEDS`: more than half, at least two thirds, or all of them.
    votes : int
        How many there are.

    Examples
    --------
    >>> needed("majority", 650), needed("two thirds", 100), needed("unanimity", 27), needed(60, 100)
    (326, 67, 27, 60)
    """
    if isinstance(needs, int):
        return needs
    return {"majority": votes // 2 + 1, "two thirds": -(-2 * votes // 3), "unanimity": votes}[needs]


def carried(blocs: tuple[Bloc, ...], votes: int) -> Expression:
    """Where the blocs that vote yes have so many votes between them."""
    for_it = [Operation("if", (bloc.accepts, Number(float(bloc.votes)), Number(0.0))) for bloc in blocs]
    return Operation(">=", (_total(tuple(for_it)), Number(float(votes))))


def _total(parts: tuple[Expression, ...]) -> Expression:
    """The sum, as a tree that is not deeper than it must be."""
    if len(parts) < 2:
        return parts[0] if parts else Number(0.0)
    half = len(parts) // 2
    return Operation("+", (_total(parts[:half]), _total(parts[half:])))
