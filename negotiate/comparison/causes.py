"""What becomes of each outcome of one side on the other, and why: small records in the scenario's
words and numbers.

An outcome stays, shifts, blends in, vanishes, emerges or appears.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Literal

from negotiate.answers import Outcome, Prediction
from negotiate.display import entity, record
from negotiate.model.negotiation import Negotiation


class Cause:
    """Any of the reasons below."""

    __slots__ = ()

    @property
    def kind(self) -> str:
        """Which of them it is."""
        return type(self).__name__


@record
class TermShift(Cause):
    """One labelled payoff term, by how much it speaks for a choice on the one side and on the
    other.

    Parameters
    ----------
    player, term : str
        Whose term, and its name.
    first, second : float
        What it adds to the choice, compared with the alternative, on each side, in the player's
        unit.
    same_answers : bool
        Whether both are told for what follows on one of the sides, since what follows on the other
        hides the difference; else each is a part of the gain that its own side has.
    """

    player: str
    term: str
    first: float
    second: float
    same_answers: bool = False


@record
class Leaving(Cause):
    """Somebody gains by leaving a profile on the one side and not on the other.

    Parameters
    ----------
    player : str
        Who gains.
    chosen, to : str
        What the profile has it do, and what it gains by instead.
    first, second : float
        How much it gains by that on each side, negative where it loses; NaN on a side that does not
        offer it.
    stay, leave : tuple of float
        What the profile, and the change, are worth to the player on each side.
    term : TermShift or None
        The term that moved most between the sides.
    decisive : bool
        Whether nobody would gain by the change if that term alone were as on the side that has the
        profile.
    """

    player: str
    chosen: str
    to: str
    first: float
    second: float
    stay: tuple[float, float]
    leave: tuple[float, float]
    term: TermShift | None
    decisive: bool = True


@record
class Closed(Cause):
    """A choice that only one side offers.

    Parameters
    ----------
    player : str
        Whose choice it is.
    choice : str
        What the player can choose on one side only.
    committed : str
        The options to which the player is committed on the other side; empty where it is not
        committed.
    """

    player: str
    choice: str
    committed: str = ""


@record
class Barred(Cause):
    """Choices that only one side allows together: on the other side they are impossible.

    Parameters
    ----------
    player, choice : str
        Who cannot choose what there.
    others : tuple of tuple of str
        Each other player and what it chooses meanwhile, which makes it impossible.
    by_second : bool
        Whether it is the second side that makes them impossible.
    gain : float
        How much choosing it would gain on the other side, so that the outcome is none there; NaN
        where the choices are the outcome itself, which is then impossible on the side that has it
        not.
    """

    player: str
    choice: str
    others: tuple[tuple[str, str], ...]
    by_second: bool
    gain: float


@record
class OddsShift(Cause):
    """Chance does something with other odds.

    Parameters
    ----------
    move : str
        The move of chance.
    action : str
        Its outcome whose probability differs most between the sides.
    first, second : float
        The probability of that outcome on each side.
    """

    move: str
    action: str
    first: float
    second: float


@record
class LaterAnswer(Cause):
    """What comes after a choice is answered differently.

    Parameters
    ----------
    after : str
        The choice.
    parting : Parting
        The later move at which the two sides choose differently, and why.
    """

    after: str
    parting: Parting


@record
class Offered(Cause):
    """Choices that only one side offers.

    Parameters
    ----------
    first, second : tuple of str
        The actions that only the first side offers, and those that only the second side offers.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]


@record
class OtherMoves(Cause):
    """The moves themselves are not the same from here on.

    Parameters
    ----------
    first, second : str
        The move that comes next on each side; empty where play ends on that side.
    """

    first: str
    second: str


@record
class PrivateTypes(Cause):
    """Players have private types on one side alone.

    Parameters
    ----------
    types : tuple of tuple of str and tuple of str
        Each such player and what it may be.
    by_second : bool
        Whether it is the second side that has them.
    """

    types: tuple[tuple[str, tuple[str, ...]], ...]
    by_second: bool


PartingCause = TermShift | OddsShift | LaterAnswer | Offered | OtherMoves


@record
class Parting(Cause):
    """A node at which one side's behaviour is left on the other side, because something else is
    better there.

    One of the sides has an outcome that the other has not. Its behaviour is held on the other side
    too, at every move at which nothing is better there, so that a change of mind is never blamed on
    a choice between equals.

    Parameters
    ----------
    move : str
        The move that is made there.
    player : str
        Who makes it.
    after : tuple of str
        The actions that lead there.
    first, second : str
        What is chosen on each side.
    leads : tuple of float
        By how much each side's choice is better than the other's on its own side, in the mover's
        unit; NaN where the other's is not offered, or either is a mixture. Above zero on the side
        that has not the outcome; at least zero on the one that has, and on both where somebody does
        not know where it stands.
    cause : TermShift, OddsShift, LaterAnswer, Offered, OtherMoves or None
        The difference between the sides that did most, by what undoing it alone would do on the
        side that has not the outcome; None where no difference did anything by itself, or too much
        follows to take it apart.
    decisive : bool
        Whether undoing it alone would undo the change of mind.
    """

    move: str
    player: str
    after: tuple[str, ...]
    first: str
    second: str
    leads: tuple[float, float]
    cause: PartingCause | None
    decisive: bool = True


@record
class Claimed:
    """A claim that keeps something from being signed.

    Parameters
    ----------
    player, claim, kind : str
        Whose it is, its name, and whether it is a red line, a ratifier, or the least that no deal
        gives.
    gets, least : float
        For the least that no deal gives: what the player would get, NaN where it is about no
        package, and that least.
    """

    player: str
    claim: str
    kind: str
    gets: float
    least: float


@record
class Unsigned(Cause):
    """Claims for which a deal of one side is not signed on the other.

    Parameters
    ----------
    claims : tuple of Claimed
        Those that it crosses; where the other side has no deal at all, a smallest set that leaves
        none, or nothing if nobody gains by what is left.
    everything : bool
        Whether they leave nothing at all to sign.
    by_second : bool
        Whether it is the second side on which it is not signed.
    """

    claims: tuple[Claimed, ...]
    everything: bool
    by_second: bool


@record
class Better(Cause):
    """A deal of one side could be signed on the other too, but by the rule that chooses, another
    one is better there.

    Parameters
    ----------
    label : str
        The other one, in few words.
    by_second : bool
        Whether it is the second side on which the other one is better.
    """

    label: str
    by_second: bool


Why = Leaving | Closed | Barred | Parting | OtherMoves | PrivateTypes | Unsigned | Better

FateKind = Literal["stays", "shifts", "blends", "vanishes", "emerges", "appears"]


SAME_ODDS = 1e-6
"""Two odds that differ by less are the same."""
LASTING: tuple[FateKind, ...] = ("stays", "blends", "emerges")


@entity
class Fate:
    """One outcome on both sides.

    Parameters
    ----------
    kind : {'stays', 'shifts', 'blends', 'vanishes', 'emerges', 'appears'}
        It stays where both sides list it, and shifts where the same things are done with other
        probabilities. Where only one side lists it and the other has it all the same, as one of
        those between the ones it lists, it blends in if that is the second side, and emerges if it
        is the first.
    first, second : Outcome or None
        What it is on each side; None where it is none. So the first side lists as many as stay,
        shift, blend in and vanish, and the second as many as stay, shift, emerge and appear.
    """

    kind: FateKind
    first: Outcome | None
    second: Outcome | None


@entity
class Fates:
    """Every outcome of both sides, and why one that is only on one side is not on the other.

    Parameters
    ----------
    each : tuple of Fate
        In the order of the first side, then what is new.
    gone : Leaving, Closed, Barred, Parting, OtherMoves, PrivateTypes, Unsigned, Better or None
        Why the first outcome that vanishes does; None if none does, or nobody can say.
    come : Leaving, Closed, Barred, Parting, OtherMoves, PrivateTypes, Unsigned, Better or None
        Why the first that appears was none before.
    signed : tuple of int
        For a lens in which something is signed: how many packages could be on each side, -1 (null
        in JSON) where nobody counted; empty for any other.
    """

    each: tuple[Fate, ...]
    gone: Why | None = None
    come: Why | None = None
    signed: tuple[int, ...] = ()

    def of(self, kind: FateKind) -> list[Fate]:
        """The outcomes with this fate."""
        return [fate for fate in self.each if fate.kind == kind]

    @property
    def lasting(self) -> list[Fate]:
        """The outcomes that both sides have just as they are, whether or not both list them."""
        return [fate for fate in self.each if fate.kind in LASTING]

    @property
    def pairs(self) -> list[tuple[Outcome, Outcome]]:
        """What each outcome that lasts is on both sides."""
        return [(fate.first, fate.second) for fate in self.lasting if fate.first and fate.second]

    @property
    def lost(self) -> Outcome | None:
        """The first outcome that vanishes."""
        return next((fate.first for fate in self.each if fate.kind == "vanishes"), None)

    @property
    def new(self) -> Outcome | None:
        """The first outcome that appears."""
        return next((fate.second for fate in self.each if fate.kind == "appears"), None)


def paired(
    first: Prediction, second: Prediction, keys: Iterable[Hashable], others: Iterable[Hashable]
) -> Fates:
    """Match outcomes with equal keys, each once; what is left on one side vanishes or appears."""
    there: dict[Hashable, list[Outcome]] = {}
    for key, outcome in zip(others, second.outcomes, strict=True):
        there.setdefault(key, []).append(outcome)
    each: list[Fate] = []
    for key, outcome in zip(keys, first.outcomes, strict=True):
        same = there.get(key)
        each.append(
            Fate("stays", outcome, same.pop(0)) if same else Fate("vanishes", outcome, None)
        )
    left = {outcome for same in there.values() for outcome in same}
    return Fates(
        (*each, *(Fate("appears", None, outcome) for outcome in second.outcomes if outcome in left))
    )


Found = Callable[[Outcome], Outcome | None]
"""From an outcome of one side to what it is on the other, if it is anything there."""


def shifted(fates: Fates, partner: Found) -> Fates:
    """Join what vanishes with the new outcome, if there is one, that differs from it in odds
    alone.
    """
    each, taken = list[Fate](), set[Outcome]()
    for fate in fates.each:
        new = partner(fate.first) if fate.kind == "vanishes" and fate.first else None
        if new is not None:
            taken.add(new)
            each.append(Fate("shifts", fate.first, new))
        elif fate.second not in taken:
            each.append(fate)
    return Fates(tuple(each))


def unlisted(fates: Fates, there: Found, here: Found) -> Fates:
    """Say what blends in or emerges: the other side has it too, without listing it."""

    def meant(fate: Fate) -> Fate:
        if fate.kind == "vanishes" and fate.first and (found := there(fate.first)):
            return Fate("blends", fate.first, found)
        if fate.kind == "appears" and fate.second and (found := here(fate.second)):
            return Fate("emerges", found, fate.second)
        return fate

    return Fates(tuple(map(meant, fates.each)))


def fates_by_package(
    one: Negotiation, two: Negotiation, first: Prediction, second: Prediction
) -> Fates:
    """Match outcomes by what they settle, for a lens that has no nearer way."""
    keys, others = (
        [frozenset(o.choices.items()) for o in side.outcomes] for side in (first, second)
    )
    return paired(first, second, keys, others)
