"""How each ratifier would vote: which packages it lets through, the power of its blocs, and whose
vote decides.

A ratifier is asked about the packages that everybody else would sign: the agreement zone without
its own claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.bargaining.claims import Landmark
from negotiate.bargaining.packages import PACKAGE_LIMIT
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.voting.game import Power, VotingGame, power
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge
from negotiate.model import Ratifier
from negotiate.model.coupling import listed_frame
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation, spread

COALITIONS = 12
"""How many smallest winning coalitions of a ratifier are listed."""
AT_ONCE = 1 << 16
"""Packages that are looked at together, since all of them may take too much memory."""


@record
class BlocVote:
    """A bloc of a ratifier, its power, and how it votes.

    Parameters
    ----------
    name : str
        The bloc's name in the file.
    votes : int
        How many it has.
    written : str
        What it accepts, in the file's words.
    shapley_shubik, banzhaf, banzhaf_absolute : Fraction or None
        Its power, whatever the packages are; None where it could not be counted.
    veto, dummy : bool
        Whether nothing passes without it; whether it never decides.
    for_it : int
        How many of the packages asked about it votes for.
    saves, sinks : int
        Of those, how many pass that would not without its vote; and how many fail that would pass
        with it.
    pivot : bool
        Whether the votes suffice at it where blocs join by how many packages they accept, those
        that accept none never.
    """

    name: str
    votes: int
    written: str
    shapley_shubik: Fraction | None
    banzhaf: Fraction | None
    banzhaf_absolute: Fraction | None
    veto: bool
    dummy: bool
    for_it: int
    saves: int
    sinks: int
    pivot: bool


@entity
class RatifierVote:
    """What one ratifier makes of the packages.

    Parameters
    ----------
    ratifier, name : str
        Its name in the file, and the name for people.
    player : int
        Whose signature needs it.
    written : str
        How it decides, in the file's words.
    needed, votes : int
        How many votes a package needs, of how many; both 0 where nobody votes.
    accepts, possible : int
        The size of its win-set: how many of the possible packages it accepts; -1 where they are too
        many to count.
    passed, stopped : ndarray of int
        The packages asked about that it lets through, and those that it stops, ascending.
    over : {'zone', 'frontier'}
        What it was asked about: the zone without its own claim, or only the frontier of it, where
        the zone is too large to be listed.
    blocs : tuple of BlocVote
        Who votes in it.
    coalitions : tuple of tuple of str
        The smallest sets of blocs that carry a package.
    all_coalitions : bool
        Whether these are all such sets.
    """

    ratifier: str
    name: str
    player: int
    written: str
    needed: int
    votes: int
    accepts: int
    possible: int
    passed: IntArray
    stopped: IntArray
    over: str
    blocs: tuple[BlocVote, ...] = ()
    coalitions: tuple[tuple[str, ...], ...] = ()
    all_coalitions: bool = True

    @property
    def asked(self) -> int:
        """How many packages it was asked about."""
        return len(self.passed) + len(self.stopped)


@record
class PackageVote:
    """What one ratifier makes of one package, whether or not anybody else would sign it.

    Parameters
    ----------
    body : RatifierVote
        The ratifier.
    passes : bool
        Whether it lets the package through.
    ayes : tuple of str
        The blocs that vote for it.
    votes : int
        How many votes these have.
    """

    body: RatifierVote
    passes: bool
    ayes: tuple[str, ...] = ()
    votes: int = 0


@entity
class Ratification(Shown):
    """What every ratifier makes of a bargaining problem.

    Parameters
    ----------
    problem : BargainingProblem
        What they vote about.
    bodies : tuple of RatifierVote
        In the order of the file; none where the file has no ratifier of a player who signs.
    notes : tuple of str
        What a reader has to know besides.
    about : Landmark or None
        A package that was asked about by itself.
    verdicts : tuple of PackageVote
        What each ratifier makes of it.
    """

    problem: BargainingProblem
    bodies: tuple[RatifierVote, ...]
    notes: tuple[str, ...] = ()
    about: Landmark | None = None
    verdicts: tuple[PackageVote, ...] = ()

    @property
    def title(self) -> str:
        """What the negotiation is called."""
        return self.problem.title

    @property
    def passes(self) -> bool | None:
        """Whether every ratifier lets the package through that was asked about by itself; None
        where none was.
        """
        return None if self.about is None else all(one.passes for one in self.verdicts)


def ratification(
    problem: BargainingProblem, negotiation: Negotiation, about: Landmark | None = None
) -> Ratification:
    """What every ratifier of a negotiation lets through, and who decides in it.

    Parameters
    ----------
    problem : BargainingProblem
        Of the same negotiation; claims that are looked away from stay so, that of the ratifier
        asked as well.
    negotiation : Negotiation
        Where the ratifiers are.
    about : Landmark, optional
        A package of it to ask about by itself.
    """
    known = {claim.name for claim in problem.claims if claim.kind == "ratifier"}
    asked = [body for body in negotiation.ratifiers.values() if body.id in known]
    absent = [body.id for body in negotiation.ratifiers.values() if body.id not in known]
    notes = [
        f"the ratifier `{name}` has no say, because its player does not sign" for name in absent
    ]
    votes, said = list[RatifierVote](), list[str]()
    for body in asked:
        found, note = _vote(problem, negotiation, body)
        votes.append(found)
        said += [note] if note else []
    verdicts = tuple(
        _verdict(negotiation, {**problem.fixed, **about.choices}, body, vote)
        for body, vote in zip(asked, votes, strict=True)
        if about is not None
    )
    return Ratification(problem, tuple(votes), (*problem.notes, *notes, *said), about, verdicts)


def _verdict(
    negotiation: Negotiation, choices: Mapping[str, str], body: Ratifier, vote: RatifierVote
) -> PackageVote:
    """What one ratifier makes of one package."""
    frame = negotiation.grid(
        (), {k: negotiation.issues[k].index(option) for k, option in choices.items()}
    )
    ayes = [bloc for bloc in body.blocs if bool(np.all(bloc.accepts.evaluate(frame)))]
    passes = bool(np.all(body.accepts.evaluate(frame)))
    return PackageVote(
        vote, passes, tuple(bloc.id for bloc in ayes), sum(bloc.votes for bloc in ayes)
    )


def _vote(
    problem: BargainingProblem, negotiation: Negotiation, body: Ratifier
) -> tuple[RatifierVote, str]:
    """One ratifier's vote, and what has to be said about it."""
    packages, over = _asked(problem.without(body.id))
    passes, *ayes = _held(
        problem, negotiation, [body.accepts, *(bloc.accepts for bloc in body.blocs)], packages
    )
    vote = RatifierVote(
        body.id,
        body.name,
        problem.keys.index(body.player),
        body.written,
        body.needed,
        body.votes,
        problem.clear_count(frozenset((body.id,))),
        problem.feasible_count,
        packages[passes],
        packages[~passes],
        over,
    )
    if not body.blocs:
        return vote, ""
    return _with_blocs(vote, body, np.array(ayes))


def _asked(problem: BargainingProblem) -> tuple[IntArray, str]:
    """The packages that everybody else would sign."""
    if problem.count <= PACKAGE_LIMIT:
        return problem.zone(), "zone"
    return problem.frontier(), "frontier"


def _held(
    problem: BargainingProblem,
    negotiation: Negotiation,
    conditions: Sequence[Expression],
    packages: IntArray,
) -> BoolArray:
    """At which packages each condition holds, shape (conditions, packages)."""
    held = {name: negotiation.issues[name].index(option) for name, option in problem.fixed.items()}
    found = np.zeros((len(conditions), len(packages)), dtype=bool)
    for start in range(0, len(packages), AT_ONCE):
        some = packages[start : start + AT_ONCE]
        frame = listed_frame(negotiation, problem.options_of(some), held)
        for row, condition in zip(found, conditions, strict=True):
            row[start : start + len(some)] = spread(condition, frame, some.shape)
    return found


def _with_blocs(vote: RatifierVote, body: Ratifier, ayes: BoolArray) -> tuple[RatifierVote, str]:
    """The vote with its blocs, of which `ayes`, shape (blocs, packages), says how they vote."""
    game = VotingGame(
        body.needed, tuple(bloc.votes for bloc in body.blocs), tuple(bloc.id for bloc in body.blocs)
    )
    shares, note = _power(game, vote)
    weights = np.array(game.votes, dtype=int)
    totals = weights @ ayes.astype(int)
    saves = (ayes & (totals >= game.quota) & (totals - weights[:, None] < game.quota)).sum(axis=1)
    sinks = (~ayes & (totals < game.quota) & (totals + weights[:, None] >= game.quota)).sum(axis=1)
    ready = ayes.sum(axis=1)
    pivots = _pivots(game, ready.tolist())
    smallest = game.minimal_winning(COALITIONS)
    blocs = tuple(
        BlocVote(
            bloc.id,
            bloc.votes,
            bloc.written,
            shapley_shubik=shares.shapley_shubik[i] if shares else None,
            banzhaf=shares.banzhaf[i] if shares else None,
            banzhaf_absolute=shares.banzhaf_absolute[i] if shares else None,
            veto=i in game.vetoes,
            dummy=shares is not None and shares.swings[i] == 0,
            for_it=int(ready[i]),
            saves=int(saves[i]),
            sinks=int(sinks[i]),
            pivot=i in pivots,
        )
        for i, bloc in enumerate(body.blocs)
    )
    named = tuple(tuple(game.names[i] for i in members) for members in smallest.members)
    return replace(vote, blocs=blocs, coalitions=named, all_coalitions=smallest.complete), note


def _power(game: VotingGame, vote: RatifierVote) -> tuple[Power | None, str]:
    try:
        return power(game), ""
    except GameTooLarge as reason:
        return (
            None,
            f"the power of the blocs of `{vote.ratifier}` was not counted: {reason.message}",
        )


def _pivots(game: VotingGame, ready: list[int]) -> frozenset[int]:
    """The blocs at which the votes suffice, where those join first that accept the most; equals
    join together.

    Whoever accepts no package at all never joins.
    """
    votes = 0
    for count in sorted(set(ready) - {0}, reverse=True):
        joining = [i for i, accepts in enumerate(ready) if accepts == count]
        votes += sum(game.votes[i] for i in joining)
        if votes >= game.quota:
            return frozenset(i for i in joining if game.votes[i])
    return frozenset()
