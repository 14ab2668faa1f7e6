"""A negotiation before it is any particular game: who, what, worth what, within which limits, and
what it should find.

Every lens starts from the same arrays: payoffs of shape `(draws, players, *options)` and masks of
the same outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import partial, reduce
from math import prod
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from negotiate.arrays import AnyArray, FloatArray
from negotiate.display import Cache, entity, record
from negotiate.errors import GameTooLarge
from negotiate.model import (
    Issue,
    Parameter,
    Player,
    Preference,
    PrivateType,
    Ratifier,
    RedLine,
    Refusal,
    Source,
    package_count,
)
from negotiate.model.expressions import Expression
from negotiate.model.payoffs import (
    ROOM,
    BoundModel,
    Frame,
    Scope,
    Term,
    add_up,
    check_masks,
    scope_of,
)
from negotiate.model.repeat import Plays, Repeat

if TYPE_CHECKING:
    from negotiate.model import Together
    from negotiate.model.chance import Event
    from negotiate.model.protocol import Change, Inject, StateNumber, Step, Turns, Variant


@record
class Theory:
    """The key of what theory says of the game that is played, shared by play and the pages of a
    class.

    Parameters
    ----------
    lens : str
        The lens of the game.
    """

    lens: str


PACKAGE_LIMIT = 5_000_000
"""How many packages of two players are ever laid out in one array; of more players, as many
fewer.
"""


AXIS_LIMIT = 60
"""How many issues (or players) one array can have an axis for; numpy's own limit is 64."""


@record
class About:
    """What a scenario says of itself; a text is empty where the file says nothing.

    Parameters
    ----------
    title : str
        What people call the scenario.
    date : str
        When the talks take place, as exactly as the file says.
    summary : str
        The conflict in a few sentences.
    authors : tuple of str
        Who wrote the file.
    license : str
        Under what terms the file may be used.
    minutes : int or None
        How long it takes in a class, in minutes; None where the file does not say.
    group : str
        How many play it in a class, in words.
    teaches : tuple of str
        What it shows a class, one sentence each.
    """

    title: str
    date: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    license: str = ""
    minutes: int | None = None
    group: str = ""
    teaches: tuple[str, ...] = ()


BROUGHT = ("gains", "first_best", "lost")
"""What a condition may ask of a mediator, after `mediator.`: what it brings, could bring, and what
secrecy costs.
"""


@record
class OfDeals:
    """What an expectation says of deals, beyond what any expectation says.

    Parameters
    ----------
    word : {'none', 'exists', 'mediator', ''}
        Whether there is to be a deal at all, or what a mediator is to bring; empty where packages
        are described.
    point : str
        The solution whose packages are the answers; empty for every package that all would sign.
    because : tuple of str
        Claims that are to be one of the smallest sets that rule every deal out.
    not_because : tuple of str
        Claims, or issues of which claims speak, that are to be in none of those sets.
    no_deal : int, str, Mapping[str, str] or None
        What happens without a deal: the number of an equilibrium, counted from 1, "equilibrium",
        "status_quo", or issue → option; None for what the file says, and each equilibrium where
        that means several.
    signers : tuple of str
        Who signs; empty for the largest group that may.
    """

    word: Literal["none", "exists", "mediator", ""] = ""
    point: str = ""
    because: tuple[str, ...] = ()
    not_because: tuple[str, ...] = ()
    no_deal: int | str | Mapping[str, str] | None = None
    signers: tuple[str, ...] = ()


@record
class OfStates:
    """What an expectation says of states that nobody would leave: by which concept, and how others
    may answer.
    """

    concept: Literal["R", "GMR", "SMR", "SEQ", "SIM"] = "R"
    sanctions: Literal["sequence", "one-step"] = "sequence"


@record
class OfPlay:
    """What an expectation says of playing again.

    Parameters
    ----------
    word : {'holds', 'fails', 'earns', ''}
        Whether what is played is to hold; `earns` where only payoffs are described.
    concept : {'subgame-perfect', 'nash'}
        What it is to hold by.
    plays : Mapping[str, Plays]
        Player → its strategy, in place of what the file says.
    holds_from : Mapping[str, Expression or None]
        Player → the least patience with which it keeps to it; None for a player for whom none will
        do.
    binding : str
        The player who has to be the most patient; empty where nothing is said of it.
    """

    word: Literal["holds", "fails", "earns", ""] = ""
    concept: Literal["subgame-perfect", "nash"] = "subgame-perfect"
    plays: Mapping[str, Plays] = field(default_factory=dict)
    holds_from: Mapping[str, Expression | None] = field(default_factory=dict)
    binding: str = ""


@record
class Expectation:
    """What a command must find.

    Parameters
    ----------
    command : str
        "solve", "tree", "deal", "stability" or "simulate".
    choices : Mapping[str, tuple of str or Mapping[str, Expression]]
        Issue or move → the options it may have, or the probability of each option.
    quantifier : {'every', 'some', 'no'}
        In how many answers.
    count : int or None
        How many answers match, instead of the quantifier.
    payoffs : Mapping[str, Expression]
        Player → payoff.
    where : Expression or None
        A condition on the payoffs of one answer.
    variant : str
        The variant of the file under which the command must find it; empty for the file as it
        stands.
    settings : Mapping[str, object]
        Address → the value that is set for it.
    fixes : Mapping[str, str]
        Issue → the option to which it is committed for it.
    written : str
        What is expected, as the file writes it, in one line.
    line : int
        The line of the file at which the expectation stands, from 1.
    about : str
        What is expected, in the author's words; empty where the file says nothing.
    deals : OfDeals
        What only `deal` can be asked.
    standing : OfStates
        What only `stability` can be asked.
    play : OfPlay
        What only `simulate` can be asked.
    position : int
        Its place in the file's list, from 0.
    """

    command: str
    choices: Mapping[str, tuple[str, ...] | Mapping[str, Expression]]
    quantifier: str
    count: int | None
    payoffs: Mapping[str, Expression]
    where: Expression | None
    variant: str
    settings: Mapping[str, object]
    fixes: Mapping[str, str]
    written: str
    line: int
    about: str = ""
    deals: OfDeals = OfDeals()
    standing: OfStates = OfStates()
    play: OfPlay = field(default_factory=OfPlay)
    position: int = 0


@entity
class Negotiation:
    """Everything that a scenario file says, checked and bound.

    Parameters
    ----------
    name : str
        The name of a shipped scenario, or the name of the file without its ending.
    path : str
        Where the file lies, as it was asked for.
    about : About
        What the scenario says of itself: title, date, summary and so on.
    players : Mapping[str, Player]
        Key → player, in the file's order.
    parameters : Mapping[str, Parameter]
        Name → a number that a person may want to change, those of `state` among them.
    correlations : Mapping[str, Mapping[str, float]]
        Parameter → parameter → the correlation of their normal scores, each pair once; see
        `model.distributions`.
    events : Mapping[str, Event]
        Name → what nobody knows yet; none stands before one on which its odds depend.
    risk : Mapping[str, Expression]
        Player → its constant absolute aversion to risk, in one over the unit of its payoff; 0 for
        who is not in it.
    sources : Mapping[str, Source]
        Name → a book, article or page that numbers come from.
    models : Mapping[str, BoundModel]
        Name → a model that works out payoff terms.
    terms : Mapping[str, Mapping[str, Term]]
        Player → name → payoff term; a player's terms add up to its payoff.
    red_lines : Mapping[str, RedLine]
        Name → a limit on what its player signs.
    issues : Mapping[str, Issue]
        In the file's order, which is the order of the payoff array's axes.
    status_quo : Mapping[str, int]
        Issue → option index; empty where the file names none.
    no_deal : Mapping[str, int] or 'equilibrium' or 'status_quo' or 'numbers'
        What happens when they walk away.
    alternatives : Mapping[str, Expression]
        Player → what it has without a deal, as a formula of parameters, where `no_deal` is
        'numbers'; else empty.
    on_table : tuple of str
        The issues that a deal sets.
    signers : tuple of tuple of str
        The groups of players that may sign a deal together; all players are one group where the
        file is silent.
    infeasible : tuple of Expression
        Each says where a combination cannot happen.
    impossible : tuple of str
        `infeasible` as the file writes it.
    irreversible : Mapping[str, tuple of int]
        Issue → options that cannot be left again.
    ratifiers : Mapping[str, Ratifier]
        Bodies without whose consent their player's signature does not count.
    side_payments : Mapping[str, float]
        Player → what one unit of its payoff is worth in a common money; empty where no money
        changes hands.
    protocol : tuple of Step
        Who moves when; empty where all choose at once.
    variants : Mapping[str, Variant]
        Name → a change of the scenario that can be asked for by name.
    happened : Mapping[str, Mapping[str, int]]
        Name → what really happened: issue → option.
    briefs : Mapping[str, str]
        `public`, `teacher` or a player's key → a text for people who play the scenario.
    expectations : tuple of Expectation
        What the commands must find; `negotiate test` checks it.
    preferences : Mapping[str, Preference]
        Player → how the file orders the packages for it, where it gives no numbers; its one payoff
        term, `preference`, then holds levels, of which only the order means something.
    fixed : Mapping[str, int]
        Issues committed from outside to one option.
    types : Mapping[str, tuple of PrivateType]
        Player → what it may privately be; only players with types are in it.
    jointly : tuple of Together
        The types that are dealt together; empty where those of different players are independent.
    profiles : tuple of Negotiation
        This negotiation as it is under each way in which the types can be dealt, the last player's
        types varying fastest; empty where nobody has types.
    repeat : Repeat
        How it is played again and again.
    phases : tuple of Negotiation
        This negotiation as it is in each phase of repeated play; empty where there is but one.
    turns : Turns or None
        How a table of people plays it in turns; None where the file does not say.
    state : Mapping[str, StateNumber]
        Name → how a number changes while people play; `parameters` holds its value.
    injects : Mapping[str, Inject]
        Name → news that comes while people play.
    changes : tuple of Change
        What was changed for this look at the file: a variant, settings, commitments.
    worked : Cache
        What has been worked out of the file, such as values of its terms, shared by all that is
        made of it.
    games : Cache
        What has been worked out of this negotiation alone, such as the games that lenses make of
        it.
    """

    name: str
    path: str
    about: About
    players: Mapping[str, Player]
    parameters: Mapping[str, Parameter]
    sources: Mapping[str, Source]
    models: Mapping[str, BoundModel]
    issues: Mapping[str, Issue]
    terms: Mapping[str, Mapping[str, Term]]
    red_lines: Mapping[str, RedLine]
    correlations: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    risk: Mapping[str, Expression] = field(default_factory=dict)
    status_quo: Mapping[str, int] = field(default_factory=dict)
    no_deal: Mapping[str, int] | Literal["equilibrium", "status_quo", "numbers"] = "equilibrium"
    alternatives: Mapping[str, Expression] = field(default_factory=dict)
    on_table: tuple[str, ...] = ()
    signers: tuple[tuple[str, ...], ...] = ()
    infeasible: tuple[Expression, ...] = ()
    impossible: tuple[str, ...] = ()
    irreversible: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ratifiers: Mapping[str, Ratifier] = field(default_factory=dict)
    side_payments: Mapping[str, float] = field(default_factory=dict)
    protocol: tuple[Step, ...] = ()
    variants: Mapping[str, Variant] = field(default_factory=dict)
    happened: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    briefs: Mapping[str, str] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()
    preferences: Mapping[str, Preference] = field(default_factory=dict)
    fixed: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[str, tuple[PrivateType, ...]] = field(default_factory=dict)
    jointly: tuple[Together, ...] = ()
    profiles: tuple[Negotiation, ...] = ()
    repeat: Repeat = field(default_factory=Repeat)
    phases: tuple[Negotiation, ...] = ()
    turns: Turns | None = None
    state: Mapping[str, StateNumber] = field(default_factory=dict)
    injects: Mapping[str, Inject] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    worked: Cache = field(default_factory=partial(Cache, ROOM), repr=False)
    games: Cache = field(default_factory=Cache, init=False, repr=False)

    @property
    def heading(self) -> str:
        """The title, with what was changed for this look."""
        changed = [change.title or str(change) for change in self.changes]
        return f"{self.about.title} ({'; '.join(changed)})" if changed else self.about.title

    @property
    def keys(self) -> tuple[str, ...]:
        """The players' short names."""
        return tuple(self.players)

    @property
    def scope(self) -> Scope:
        """What its formulas look at."""
        return scope_of(self)

    @property
    def money(self) -> tuple[float, ...]:
        """What a unit of each player's payoff is worth in the money of side payments; empty where
        none may be made.
        """
        return (
            tuple(self.side_payments.get(key, 0.0) for key in self.players)
            if self.side_payments
            else ()
        )

    @property
    def ordinal(self) -> frozenset[str]:
        """The players whose payoffs are levels: they say what is preferred to what, and not by how
        much.
        """
        return frozenset(self.preferences)

    @property
    def repeats(self) -> bool:
        """Whether the file says how it is played again."""
        return self.repeat != Repeat()

    @property
    def is_ordinal(self) -> bool:
        """Whether some player's preferences have no numbers."""
        return bool(self.preferences)

    def disputed(self, step: Step) -> bool:
        """Whether a step of the protocol draws an event of which players hold different odds."""
        return step.chance and step.id in self.events and not self.events[step.id].common

    def resting(self, issue: str) -> int | None:
        """The option an issue has while nobody sets it: as committed, as without a deal, or as in
        the status quo.
        """
        if issue in self.fixed:
            return self.fixed[issue]
        if isinstance(self.no_deal, Mapping) and issue in self.no_deal:
            return self.no_deal[issue]
        return self.status_quo.get(issue)

    def where_it_rests(self, issue: str) -> str:
        """What to do about an issue of which the file does not say where it stays while nobody sets
        it.
        """
        if self.alternatives:
            return (
                "`negotiate deal` says what could be signed; for anything else name an option of "
                f"`{issue}` under `status_quo`"
            )
        return f"name an option of `{issue}` under `status_quo` or `no_deal`"

    def grid(
        self,
        axes: Sequence[str],
        held: Mapping[str, int],
        draws: Mapping[str, AnyArray] | None = None,
    ) -> Frame:
        """The frame of all packages over some issues, one axis each, with every other issue held at
        an option.

        Raises
        ------
        GameTooLarge
            If the packages are more than `PACKAGE_LIMIT`.
        """
        GameTooLarge.refuse(
            "issues", len(axes), AXIS_LIMIT, "commit some issues with --fix, or take issues away"
        )
        count = package_count(self.issues[issue] for issue in axes)
        limit = 2 * PACKAGE_LIMIT // max(2, len(self.players))
        GameTooLarge.refuse(
            "packages",
            count,
            limit,
            "commit some issues with --fix, or take issues or options away",
        )
        ndim = len(axes) + 1
        choices = {issue: np.full((1,) * ndim, option) for issue, option in held.items()}
        for position, issue in enumerate(axes, start=1):
            shape = [1] * ndim
            shape[position] = len(self.issues[issue].options)
            choices[issue] = np.arange(shape[position]).reshape(shape)
        place = (
            None
            if draws
            else (tuple((issue, choices[issue].size) for issue in axes), tuple(held.items()))
        )
        return Frame(self, choices, ndim, draws=draws or {}, place=place)

    def payoffs(self, draws: Mapping[str, AnyArray] | None = None) -> AnyArray:
        """Every player's payoff from every package, before any price of a red line.

        Parameters
        ----------
        draws : Mapping[str, ndarray, shape (draws,)], optional
            Parameters that differ from draw to draw.

        Returns
        -------
        ndarray, shape (draws, players, *options)
        """
        frame = self.grid(tuple(self.issues), {}, draws)
        shape = tuple(len(issue.options) for issue in self.issues.values())
        return add_up(frame, self.keys, shape, with_moves=False)

    def crossed(self, frame: Frame, shape: tuple[int, ...]) -> dict[str, AnyArray]:
        """Red line → the outcomes that cross it, each of the given shape.

        Raises
        ------
        GameTooLarge
            If there are too many lines and outcomes to mark them all.
        """
        check_masks(len(self.red_lines), shape)
        return {name: spread(line.crossed, frame, shape) for name, line in self.red_lines.items()}

    def feasible(self, frame: Frame, shape: tuple[int, ...]) -> AnyArray | None:
        """Which outcomes can happen at all, of the given shape; None where nothing is impossible.

        Raises
        ------
        GameTooLarge
            If there are too many conditions and outcomes to try them all.
        """
        if not self.infeasible:
            return None
        check_masks(len(self.infeasible), shape, "`infeasible` conditions")
        result = np.ones(shape, dtype=bool)
        for condition in self.infeasible:
            result &= ~spread(condition, frame, shape)
        return result

    def refusals(self) -> tuple[Refusal, ...]:
        """Every hard red line, then every ratifier: what no price gets a player's signature
        across.
        """
        lines = (
            Refusal(line.id, line.player, "red line", line.crossed, line.written, line.about)
            for line in self.red_lines.values()
            if line.hard
        )
        bodies = (
            Refusal(body.id, body.player, "ratifier", body.refuses, body.written, body.about)
            for body in self.ratifiers.values()
        )
        return (*lines, *bodies)

    def may_sign(self) -> AnyArray:
        """Which packages each player may sign: a mask of shape (players, *options) from red lines
        and ratifiers.
        """
        shape = tuple(len(issue.options) for issue in self.issues.values())
        frame = self.grid(tuple(self.issues), {})
        mask = np.ones((len(self.players), *shape), dtype=bool)
        for refusal in self.refusals():
            mask[self.keys.index(refusal.player)] &= ~spread(refusal.crossed, frame, shape)
        return mask

    def costs(self, draws: Mapping[str, AnyArray] | None = None) -> AnyArray:
        """What soft red lines cost those who sign each package, shape (draws, players,
        *options).
        """
        shape = tuple(len(issue.options) for issue in self.issues.values())
        frame = self.grid(tuple(self.issues), {}, draws)
        totals: list[AnyArray] = [np.zeros((1,) * frame.ndim) for _ in self.players]
        for line in self.red_lines.values():
            if line.cost is not None:
                price = np.where(line.crossed.evaluate(frame), line.cost.evaluate(frame), 0.0)
                totals[self.keys.index(line.player)] = totals[self.keys.index(line.player)] + price
        count = max(total.shape[0] for total in totals)
        return np.stack([np.broadcast_to(total, (count, *shape)) for total in totals], axis=1)

    def package_payoffs(self, package: Mapping[str, int]) -> dict[str, float]:
        """Player → payoff of one package, with the status quo for issues that it leaves out."""
        held = {issue: package.get(issue, self.status_quo.get(issue, 0)) for issue in self.issues}
        found = add_up(self.grid((), held), self.keys, (), with_moves=False)
        return {player: float(found[0, p]) for p, player in enumerate(self.keys)}

    @property
    def packages(self) -> int:
        """How many packages there are, possible or not."""
        return prod(len(issue.options) for issue in self.issues.values())

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} {self.name!r}: "
            f"{', '.join(p.name for p in self.players.values())}; "
            f"{len(self.issues)} issues, {self.packages:,} packages>"
        )


def spread(condition: Expression, frame: Frame, shape: tuple[int, ...]) -> AnyArray:
    """A condition at every outcome of a frame, in its first draw, as a mask of the given shape."""
    return np.array(np.broadcast_to(condition.evaluate(frame)[:1], (1, *shape))[0], dtype=bool)


def dealt(negotiation: Negotiation) -> dict[str, str]:
    """Player with private types → what the chance move that deals them is called, such as `United
    States is`.

    No other move can bear such a name, because that of a step is one word. Players that have one
    name for people are called by their short names.
    """
    names = [player.name for player in negotiation.players.values()]
    result = {}
    for player in negotiation.types:
        name = negotiation.players[player].name
        result[player] = f"{name if names.count(name) == 1 else player} is"
    return result


def type_odds(negotiation: Negotiation) -> list[FloatArray]:
    """The odds of each player's types, with the numbers that the file itself gives its
    parameters.
    """
    frame = Frame(negotiation, {}, 1)
    return [
        np.array([float(t.odds.evaluate(frame)[0]) for t in types])
        for types in negotiation.types.values()
    ]


def dealing(negotiation: Negotiation) -> FloatArray:
    """How likely each way to deal the types is, shape (types of the first player, …).

    Types that are dealt together are so by their odds, in proportion where only some of them are
    left; all others are independent.
    """
    single, keys = type_odds(negotiation), list(negotiation.types)
    shape = tuple(map(len, single))
    linked = [keys.index(key) for one in negotiation.jointly[:1] for key in one.types]
    alone = [own if place not in linked else np.ones(len(own)) for place, own in enumerate(single)]
    found = np.asarray(reduce(np.multiply.outer, alone, np.ones(())))
    if not linked:
        return found
    places = {
        key: {one.id: k for k, one in enumerate(own)} for key, own in negotiation.types.items()
    }
    frame, weights = Frame(negotiation, {}, 1), np.zeros(shape)
    for one in negotiation.jointly:
        at: list[Any] = [slice(None)] * len(shape)
        for key, kind in one.types.items():
            at[keys.index(key)] = places[key].get(kind, -1)
        if -1 not in at:
            weights[tuple(at)] = float(one.odds.evaluate(frame)[0])
    found = found * weights
    total = float(found.sum())
    return found if total == 1 or not total else found / total


def dealing_in_turn(negotiation: Negotiation) -> list[FloatArray]:
    """The odds by which types are dealt one player after another, each given those before.

    Returns
    -------
    list of ndarray, shape (types,) or (ways to deal the types before, types)
        A player each; the former where types are independent. After what never happens, types are
        as likely as they are on the whole.
    """
    if not negotiation.jointly:
        return type_odds(negotiation)
    found, together = list[FloatArray](), dealing(negotiation)
    for place, count in enumerate(together.shape):
        later = tuple(range(place + 1, together.ndim))
        here = together.sum(axis=later).reshape(-1, count)
        usual = together.sum(axis=(*range(place), *later))
        before = here.sum(axis=1, keepdims=True)
        found.append(np.where(before > 0, here / np.where(before > 0, before, 1.0), usual))
    return found


def profile_count(negotiation: Negotiation) -> int:
    """In how many ways the types can be dealt."""
    return prod(len(types) for types in negotiation.types.values())


def signing(negotiation: Negotiation) -> list[Expression]:
    """Every formula that says what is signed and at what price: of red lines, and of ratifiers."""
    lines = [
        e
        for line in negotiation.red_lines.values()
        for e in (line.crossed, line.cost)
        if e is not None
    ]
    return [*lines, *(body.accepts for body in negotiation.ratifiers.values())]
