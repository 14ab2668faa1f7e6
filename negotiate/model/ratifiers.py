"""Bodies that must agree before a player's signature counts: a congress, a parliament, a politburo."""

from __future__ import annotations

from dataclasses import dataclass

from negotiate.model.expressions import Expression, Number, Operation

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
