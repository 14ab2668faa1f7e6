"""Who negotiates about what: players, what each prefers and will not sign, issues with their
options, numbers, sources.

Preferences without numbers are statements or a ranking. Both are compiled into one payoff term a
player, whose values are levels: whole numbers from 1, the higher the better. A level says which of
two packages is preferred, and nothing about how much.

Bodies that must agree before a player's signature counts are a congress, a parliament, a politburo.

What a player may privately be like it knows of itself, and the others only by its odds. The odds
are common knowledge: everybody starts from the same belief about everybody else (a common prior).

References
----------
Harsanyi (1967-68), "Games with incomplete information played by 'Bayesian' players": chance deals
the types first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from negotiate.arrays import AnyArray, IntArray
from negotiate.display import record
from negotiate.doors import door
from negotiate.model.expressions import Expression, Number, Operation, Outcomes
from negotiate.report.style import trimmed

if TYPE_CHECKING:
    from negotiate.model.distributions import Distribution

__getattr__ = door(__name__)


@record
class Player:
    """One side of the table.

    Parameters
    ----------
    id, name : str
        The key that the file uses, and the name for people; the same where the file gives only one.
    leader : str
        Who speaks for the player; empty where the file names nobody.
    unit : str
        The unit of the player's payoffs; empty where the file names none.
    patience : float or None
        The discount factor: what a unit of the next period is worth today, from 0 to 1. None where
        the file is silent.
    power : float or None
        The bargaining weight, from 0 to 1; None where the file is silent.
    """

    id: str
    name: str
    leader: str = ""
    unit: str = ""
    patience: float | None = None
    power: float | None = None


@record
class Parameter:
    """A number that a person may want to change.

    Parameters
    ----------
    id : str
        Its name.
    value : float
        The number.
    low, high : float or None
        The least and the most that it can be; None where the file gives no range.
    distribution : Distribution or None
        How uncertain the number is; None where the file does not say.
    unit : str
        The unit of the number; empty where the file names none.
    about : str
        What the number stands for; empty where the file says nothing.
    source : str
        Where it comes from: a name among the file's sources, or `declared`; empty where the file
        names none.
    """

    id: str
    value: float
    low: float | None = None
    high: float | None = None
    distribution: Distribution | None = None
    unit: str = ""
    about: str = ""
    source: str = ""


@record
class Source:
    """Where a number comes from; a text is empty where the file says nothing.

    Parameters
    ----------
    id : str
        The name by which the file refers to it.
    title : str
        The title of the book, article or page.
    publisher : str
        Who published it.
    author : str
        Who wrote it.
    date : str
        When it was published, as exactly as the file says.
    url : str
        Where it can be read.
    about : str
        What it says that matters here.
    """

    id: str
    title: str
    publisher: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    about: str = ""


@record
class PrivateType:
    """One thing that a player may be: how likely, and what is then otherwise than the file says.

    Parameters
    ----------
    id, player : str
        The type's name, and whose type it is.
    odds : Expression
        How likely; a formula of parameters.
    settings : Mapping[str, object]
        Address → new value.
    about : str
        What the player is like then; empty where the file says nothing.
    """

    id: str
    player: str
    odds: Expression
    settings: Mapping[str, object]
    about: str = ""


@record
class Together:
    """Private types that are dealt together.

    Parameters
    ----------
    types : Mapping[str, str]
        Player → its type.
    odds : Expression
        How likely; a formula of parameters.
    """

    types: Mapping[str, str]
    odds: Expression


def type_profiles(types: Mapping[str, tuple[PrivateType, ...]]) -> list[tuple[PrivateType, ...]]:
    """Every way in which the types can be dealt, those of the last player varying fastest."""
    return list(product(*types.values()))


TERM = "preference"
"""The name of the one payoff term of a player without numbers."""
STATEMENT_LIMIT = 50
"""Statements of one player: their weights are powers of two, which whole numbers hold exactly up to
there.
"""


@record
class Statement:
    """Something that a player would rather have true than not.

    Parameters
    ----------
    written : str
        In the file's words.
    holds : Expression
        Where it is true.
    about, source : str
        Why the player wants it, and who says so.
    """

    written: str
    holds: Expression
    about: str = ""
    source: str = ""


@record
class Preference:
    """How the file orders the packages for one player.

    Parameters
    ----------
    player : str
        By its key.
    kind : {'statements', 'ranking'}
        Prioritised statements, or packages in order.
    groups : tuple of tuple of Statement
        Statements, the most important first, of which those of one group weigh the same; or ranked
        packages, the best first, of which those of one group are equally good.
    """

    player: str
    kind: Literal["statements", "ranking"]
    groups: tuple[tuple[Statement, ...], ...] = ()

    @property
    def written(self) -> str:
        """The key of the file that it stands under, and how many entries it has."""
        if self.kind == "ranking":
            return f"ranking of {len(self.groups)} tiers"
        return f"{sum(map(len, self.groups))} statements in order"


@record
class Levels(Expression):
    """The level of a package by prioritised statements: an earlier one outweighs all later ones
    together.

    In a group the number of statements that hold counts.

    Parameters
    ----------
    groups : tuple of tuple of Expression
        The most important first.
    scores : ndarray of int, shape (levels,)
        The sums of weights that can come about, ascending; a package's level is the place of its
        own among them.

    References
    ----------
    Fang, Hipel, Kilgour & Peng (2003), A decision support system for interactive decision making,
    part I: model formulation. There, as here, the statement at place `k` of `n` weighs 2 to the
    power of `n - k`; groups are ours.
    """

    groups: tuple[tuple[Expression, ...], ...]
    scores: IntArray = field(compare=False, repr=False)

    @property
    def children(self) -> tuple[Expression, ...]:
        """The statements."""
        return tuple(statement for group in self.groups for statement in group)

    def evaluate(self, frame: Outcomes) -> AnyArray:
        """The level at every outcome, as whole numbers from 1."""
        return np.searchsorted(self.scores, score(self.groups, frame)) + 1.0


def weights(groups: Sequence[Sequence[object]]) -> tuple[int, ...]:
    """What one statement of each group weighs: more than all later ones together.

    Examples
    --------
    >>> weights([["a"], ["b", "c"], ["d"]])
    (6, 2, 1)
    """
    sizes = [len(group) + 1 for group in groups]
    return tuple(prod(sizes[place + 1 :]) for place in range(len(sizes)))


def score(groups: Sequence[Sequence[Expression]], frame: Outcomes) -> IntArray:
    """The summed weight of the statements that hold at every outcome of a frame, shape up to
    broadcasting.
    """
    total = np.zeros((1,) * frame.ndim, dtype=np.int64)
    for group, weight in zip(groups, weights(groups), strict=True):
        for statement in group:
            total = total + np.where(statement.evaluate(frame), np.int64(weight), np.int64(0))
    return total


@record
class RedLine:
    """A limit on what one player signs; where nobody signs, an outcome that crosses it is only
    marked.

    Parameters
    ----------
    id, player : str
        The line's name, and the key of the player whose line it is.
    crossed : Expression
        Where the line is crossed.
    cost : Expression or None
        What crossing costs the player who signs all the same; None for a hard line, which is never
        signed across.
    written : str
        The condition in the file's words.
    about : str
        Why the player draws the line; empty where the file says nothing.
    source : str
        Who says so: a name among the file's sources, or `declared`; empty where the file names
        none.
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


@record
class Refusal:
    """A reason why a player's signature cannot be had, whatever the price: a hard red line, or a
    ratifier.

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


@record
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


@record
class Ratifier:
    """A body without whose consent its player's signature does not count.

    Parameters
    ----------
    id, name : str
        The short name that the file uses, and the one for people; the same where the file gives
        only one.
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
        Who says so: a name among the file's sources, or `declared`; empty where the file names
        none.

    References
    ----------
    Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games.
    International Organization.
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
    for_it = [
        Operation("if", (bloc.accepts, Number(float(bloc.votes)), Number(0.0))) for bloc in blocs
    ]
    return Operation(">=", (_total(tuple(for_it)), Number(float(votes))))


def _total(parts: tuple[Expression, ...]) -> Expression:
    """The sum, as a tree that is not deeper than it must be."""
    if len(parts) < 2:
        return parts[0] if parts else Number(0.0)
    half = len(parts) // 2
    return Operation("+", (_total(parts[:half]), _total(parts[half:])))


_CURRENCY = re.compile(r"([$€£¥])(\S*)(.*)")


@record
class Option:
    """One possible decision on an issue.

    Parameters
    ----------
    id, name : str
        The short name that the file uses, and the one for people; the same where the file gives
        only one.
    number : float or None
        The option's number, in the issue's unit; None where it has none.
    about : str
        What choosing the option means; empty where the file says nothing.
    source : str
        Where the number comes from; empty where that is the issue's source.
    """

    id: str
    name: str
    number: float | None = None
    about: str = ""
    source: str = ""


@record
class Issue:
    """Something to be decided.

    Parameters
    ----------
    id, name : str
        The short name that the file uses, and the one for people.
    options : tuple of Option
        In the file's order.
    deciders : tuple of str
        The players who must all agree; one player decides alone.
    unit, source : str
        Of the options' numbers.
    contingent_on : tuple of str
        The events outcome by outcome of which a deal may settle it.
    about : str
        What is decided, and what the numbers mean; empty where the file says nothing.

    Attributes
    ----------
    places : Mapping[str, int]
        Each option's short name → its position.
    """

    id: str
    name: str
    options: tuple[Option, ...]
    deciders: tuple[str, ...]
    unit: str = ""
    about: str = ""
    source: str = ""
    contingent_on: tuple[str, ...] = ()
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "places", {option.id: place for place, option in enumerate(self.options)}
        )

    @property
    def agreed(self) -> bool:
        """Whether nobody can set this issue alone."""
        return len(self.deciders) > 1

    @property
    def labels(self) -> tuple[str, ...]:
        """The options' short names."""
        return tuple(option.id for option in self.options)

    @property
    def numbers(self) -> npt.NDArray[np.float64] | None:
        """The options' numbers, or None unless every option has one."""
        found = [option.number for option in self.options if option.number is not None]
        return np.array(found) if len(found) == len(self.options) else None

    def index(self, option: str) -> int:
        """The position of an option among the options."""
        return self.places[option]

    def name_of(self, option: Option) -> str:
        """An option as a person says it: by its number where that has a unit, else by its name, at
        least by its key.

        No number stands for an option that is called by a word alone, nor for one whose number is 0
        and whose name says what that means, such as "no order".
        """
        named = option.name not in ("", option.id)
        numbered = option.number != 0 if named else option.id.replace(".", "", 1).isdigit()
        if option.number is not None and self.unit and numbered:
            return in_unit(option.number, self.unit)
        return option.name if named else option.id.replace("_", " ")


def package_count(issues: Iterable[Issue]) -> int:
    """How many packages these issues span."""
    return prod(len(issue.options) for issue in issues)


def in_unit(number: float, unit: str) -> str:
    """A number with its unit.

    Examples
    --------
    >>> (
    ...     in_unit(21, "percent"),
    ...     in_unit(64, "$bn a year"),
    ...     in_unit(1, "weeks from today"),
    ...     in_unit(5, "million units"),
    ... )
    ('21 %', '$64bn a year', '1 week from today', '5 million units')
    """
    word, _, rest = unit.partition(" ")
    if word == "percent":
        return f"{trimmed(number)} % {rest}".strip()
    if money := _CURRENCY.fullmatch(unit):
        sign, scale, after = money.groups()
        return f"{sign}{trimmed(number)}{scale}{after}"
    first = word[:-1] if number == 1 and word.endswith("s") and not word.endswith("ss") else word
    return f"{trimmed(number)} {first} {rest}".strip()
