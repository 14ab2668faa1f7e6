"""Every strategy by its name, how one is typed, and who could play which in a game."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from negotiate.display import Shown, entity
from negotiate.errors import NegotiateError, OutOfRange, UnknownMethod, UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.game import Supergame
from negotiate.repeated.strategies.strategy import (
    Learner,
    Playable,
    Seat,
    Strategy,
    by_function,
    called,
)

LISTED = 12
"""Strategies that are listed where a name is unknown."""


@cache
def families() -> dict[str, tuple[str, ...]]:
    """What the strategies of a family have in common → their names, as they are listed."""
    return {family["heading"]: tuple(family["strategies"]) for family in _families()}


@cache
def _families() -> list[dict[str, Any]]:
    import tomllib  # noqa: PLC0415 - most commands ask for no strategy

    found: list[dict[str, Any]] = tomllib.loads(
        Path(__file__).with_name("strategies.toml").read_text("utf-8")
    )["families"]
    return found


class _ByName(Mapping[str, Strategy]):
    """Strategies by name, of which none but the known can be asked for; a file of them is loaded
    when one is.
    """

    def __init__(self) -> None:
        self._known: dict[str, Strategy] = {}

    def __getitem__(self, name: str) -> Strategy:
        if name not in self._known:
            family = next((family for family in _families() if name in family["strategies"]), None)
            if family is None:
                raise _unknown(name, self)
            built = import_module(f"negotiate.repeated.strategies.{family['file']}").STRATEGIES
            self._known[name] = Strategy(name, build=built[name], **family["strategies"][name])
        return self._known[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self else default  # noqa: SIM401 - this is `get` itself

    def __contains__(self, name: object) -> bool:
        return any(name in names for names in families().values())

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(families().values())

    def __len__(self) -> int:
        return sum(map(len, families().values()))


strategies: Mapping[str, Strategy] = _ByName()
"""Name → strategy."""


def _unknown(name: object, known: Iterable[str]) -> UnknownMethod:
    names = list(known)
    near = sorted(
        get_close_matches(str(name), names), key=lambda one: sorted(one) != sorted(str(name))
    )
    shown = ", ".join(f"`{one}`" for one in names[:LISTED])
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    hint = f"did you mean `{near[0]}`?" if near else f"there are {shown}{more};"
    return UnknownMethod(f"there is no strategy `{name}`", f"{hint} `--strategies` lists them all")


def parsed(text: str, own: Mapping[str, Automaton] = MappingProxyType({})) -> Strategy | Automaton:
    """A strategy as it is typed: `grim`, `punish:periods=5`, `memory_one:p_cc=1,p_dd=0.5`.

    Parameters
    ----------
    text : str
        A name, and after a colon the parameters that are not to be as usual.
    own : Mapping[str, Automaton]
        Strategies of the scenario's own file, which come before those of the same name here.

    Raises
    ------
    UnknownMethod
        If there is no such strategy, or it has no such parameter.
    OutOfRange
        If a parameter is no number.

    Examples
    --------
    >>> parsed("punish:periods=5")
    <Strategy punish(periods=5)>
    """
    name, colon, given = (part.strip() for part in text.partition(":"))
    if name in own:
        if colon:
            raise UnknownMethod(
                f"`{name}` is a strategy of the file, and those take no parameters",
                f"write `{name}` alone",
            )
        return own[name]
    if name not in strategies:
        raise _unknown(name, dict.fromkeys((*own, *strategies)))
    return strategies[name](**_parameters(text, given)) if colon else strategies[name]


def _parameters(text: str, given: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in given.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not name or not equals:
            hint = (
                "write `name` or `name:parameter=value,parameter=value`, as in `punish:periods=3`"
            )
            raise UnknownMethod(f"`{text}` is not a strategy with its parameters", hint)
        if name in found:
            raise UnknownMethod(f"`{text}` gives `{name}` twice", f"give `{name}` once")
        try:
            found[name] = float(value)
        except ValueError:
            raise OutOfRange(f"`{name}` is a number, and not `{value}`") from None
    return found


def written(strategy: Strategy) -> str:
    """What to type for a strategy: its name, and the parameters in which it differs from the one of
    that name.
    """
    usual = strategies[strategy.name].parameters if strategy.name in strategies else {}
    told = (
        f"{name}={value:.15g}"
        for name, value in strategy.parameters.items()
        if usual.get(name) != value
    )
    return ":".join(filter(None, (strategy.name, ",".join(told))))


def seated(game: Supergame, profile: tuple[Playable, ...]) -> tuple[Automaton | Learner, ...]:
    """Each strategy in its seat.

    Parameters
    ----------
    game : Supergame
        Its file's own strategies go by their names too, and before those of the same name here.
    profile : tuple of Strategy, Automaton or str
        One a player, in order; one alone takes every seat; none for what the scenario says, or
        grim.

    Raises
    ------
    UnknownMethod
        If there is no strategy of a name.
    UnsuitableGame
        If there is not one strategy a player, or one makes no sense in its seat.
    """
    return tuple(in_seat(game, player, one) for player, one in enumerate(chosen(game, profile)))


def chosen(game: Supergame, profile: tuple[Playable, ...]) -> tuple[Playable, ...]:
    """What each player plays: what is given, else what the scenario says, else grim; one alone
    takes every seat.

    Raises
    ------
    UnsuitableGame
        If there is not one strategy a player.
    """
    found = profile or game.profile or (strategies["grim"],)
    players = game.stage.n_players
    if len(found) == 1:
        return found * players
    if len(found) != players:
        raise UnsuitableGame(
            f"{len(found)} strategies were given for {players} players",
            "give one strategy for all, or one a player",
        )
    return found


def in_seat(game: Supergame, player: int, one: Playable) -> Automaton | Learner:
    """A strategy in a player's seat, and a function as a learner.

    Raises
    ------
    UnsuitableGame
        If it is none, or makes no sense there.
    """
    found = taken(game, player, one) if isinstance(one, str) else one
    if isinstance(found, Strategy):
        return found.seated(game, player)
    if isinstance(found, Automaton | Learner):
        return found
    if callable(found):
        return by_function(Seat(game, player), found)
    said = (  # type: ignore[unreachable]  # nobody has to check types
        "a player plays a strategy, the name of a strategy, an `Automaton` or a function, and "
        f"not {found!r}"
    )
    raise UnsuitableGame(said, 'give one strategy a player, such as `play("grim", "tit_for_tat")`')


def taken(game: Supergame, player: int, name: str) -> Strategy | Automaton:
    """A strategy of the game's own file or of this program for a player's seat; see `parsed`.

    Raises
    ------
    UnknownMethod
        If there is none of that name.
    UnsuitableGame
        If the file has written it for another player, whose postures or whose opponents' are called
        otherwise.
    """
    found, owner = parsed(name, game.named), game.seats.get(name, player)
    if owner != player and _labels(game, owner) != _labels(game, player):
        theirs = game.keys[owner]
        raise UnsuitableGame(
            f"`{name}` is a strategy of `{theirs}`, and not of `{game.keys[player]}`",
            f"`--play {theirs}={name}` gives the strategy to that player alone",
        )
    return found


def _labels(game: Supergame, player: int) -> list[tuple[str, ...]]:
    """What a player's postures are called, then those of the others."""
    told = game.postures
    return [told[player], *told[:player], *told[player + 1 :]]


def names_of(game: Supergame, profile: tuple[Playable, ...]) -> tuple[str, ...]:
    """What the strategies of a profile are called, one a player."""
    return names_by(game, chosen(game, profile))


def names_by(game: Supergame, strategies: Sequence[Playable]) -> tuple[str, ...]:
    """What strategies are called, as people would type them; `automaton` for one of no name."""
    files = {id(automaton): name for name, automaton in game.named.items()}

    def name(one: Playable) -> str:
        match one:
            case str():
                return one
            case Strategy():
                return written(one)
            case Automaton():
                return files.get(id(one), "automaton")
        return called(one)

    return tuple(map(name, strategies))


@entity
class Entry:
    """One strategy.

    Parameters
    ----------
    name : str
        What it is called.
    strategy : Strategy or Automaton
        An automaton where the scenario's own file describes it.
    refused : tuple of str
        For each player why it cannot play the strategy; empty where it can.
    """

    name: str
    strategy: Strategy | Automaton
    refused: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether the scenario's own file describes it."""
        return not isinstance(self.strategy, Strategy)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Repertoire(Shown):
    """Every strategy by name, the file's own first.

    Parameters
    ----------
    game : Supergame
        In which they are played.
    entries : tuple of Entry
        One a strategy.
    """

    game: Supergame
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """What the game is called."""
        return self.game.title

    @property
    def players(self) -> tuple[str, ...]:
        """The players' names."""
        return self.game.players


def repertoire(game: Supergame) -> Repertoire:
    """Every strategy that a player of this game could name."""
    entries = []
    for name in dict.fromkeys((*game.named, *strategies)):
        one = game.named[name] if name in game.named else strategies[name]
        refused = tuple(refusal(game, player, one) for player in range(game.stage.n_players))
        entries.append(Entry(name, one, refused))
    return Repertoire(game, tuple(entries))


def refusal(game: Supergame, player: int, strategy: Strategy | Automaton) -> str:
    """Why a player cannot play a strategy; empty where it can."""
    try:
        found = strategy if isinstance(strategy, Automaton) else strategy.seated(game, player)
        if isinstance(found, Automaton):
            found.seated(player, game.stage.shape)
    except NegotiateError as wrong:
        return wrong.message
    return ""
