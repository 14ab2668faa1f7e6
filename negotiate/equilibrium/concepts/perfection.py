"""Which Nash equilibria of two players stand even if hands may tremble: Selten's perfect
equilibria.

With two players an equilibrium is perfect exactly where neither strategy in it is weakly dominated,
by another or by a mixture. Whether a mixture is hangs on nothing but which strategies it plays, so
each such set is judged once: either something is never worse and sometimes better, or there is a
belief that leaves nothing out and to which all are best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from negotiate.display import entity, record
from negotiate.equilibrium import registry
from negotiate.equilibrium.concepts.beliefs import best_together
from negotiate.equilibrium.concepts.beside_nash import impossible
from negotiate.equilibrium.concepts.programs import ENTRIES as EXACTLY
from negotiate.equilibrium.concepts.programs import never_worse_exactly
from negotiate.equilibrium.concepts.weak_dominance import alone_best
from negotiate.equilibrium.equilibrium import UNDECIDED
from negotiate.equilibrium.kernels.dominance import Leads, never_worse, own_rows
from negotiate.equilibrium.nash.components import components
from negotiate.equilibrium.nash.dominance import proposals
from negotiate.equilibrium.solution import Equilibrium, Finding, Solution
from negotiate.games.exactness import Exact, big_integers, floats, integers
from negotiate.games.normal_form import NormalFormGame

ENTRIES = 20_000  # of a player's payoffs: above it, a linear program takes a second
JUDGED = 1000  # sets of strategies for which programs are solved: some seconds
# strategies whose payoffs below 2**53 a machine adds up without overflow, and subtracts such sums
FEW = 250

SOME_NASH = "not every Nash equilibrium is known, so a perfect one may be missing"
OPEN = "whether some of the Nash equilibria are perfect was left open"


@record
class Fault:
    """Why an equilibrium is not perfect.

    Parameters
    ----------
    player : int
        Whose strategy is weakly dominated.
    strategies : tuple of int
        What is dominated: one strategy that is played, or several of which none is alone, but all
        in equal parts.
    by : tuple of int
        What is never worse and sometimes better.
    weights : tuple of float
        With what probability each of these.
    against : int
        A strategy of the other player against which it is better, by most.
    """

    player: int
    strategies: tuple[int, ...]
    by: tuple[int, ...]
    weights: tuple[float, ...]
    against: int


@entity
class Imperfect:
    """A Nash equilibrium that is not perfect, and why.

    Parameters
    ----------
    equilibrium : Equilibrium
        The Nash equilibrium.
    fault : Fault
        Which strategy in it is weakly dominated, and by what.
    """

    equilibrium: Equilibrium
    fault: Fault


@entity
class Perfection(Finding):
    """What was found beside the perfect equilibria themselves.

    Parameters
    ----------
    imperfect : tuple of Imperfect
        The other Nash equilibria.
    undecided : tuple of Equilibrium
        Those that nothing was proved of.
    pieces : tuple of tuple of int
        Perfect equilibria, by their places in the solution, between which everything is perfect
        too.
    partly : tuple of tuple of int
        Perfect equilibria between which everything is an equilibrium, but not everything perfect,
        or not proved to be. What mixes an equilibrium that is not perfect in is never perfect.
    every_nash : bool
        Whether every Nash equilibrium is known, so that no perfect one is missing.
    """

    imperfect: tuple[Imperfect, ...]
    undecided: tuple[Equilibrium, ...]
    pieces: tuple[tuple[int, ...], ...]
    partly: tuple[tuple[int, ...], ...]
    every_nash: bool


class _Verdict(NamedTuple):
    """Whether strategies are undominated together, and else by what they are; neither where nothing
    was proved.
    """

    sound: bool
    fault: Fault | None


class _Judge:
    """Judges sets of strategies: part of an undominated set is undominated, and what holds a
    dominated one is not.
    """

    def __init__(self, payoffs: Exact) -> None:
        self._tables = [own_rows(payoffs[player], player) for player in range(2)]
        self._sure = [alone_best(table) for table in self._tables]
        self._sound: list[list[set[int]]] = [[], []]
        self._faults: list[list[Fault]] = [[], []]
        self._open: set[tuple[int, tuple[int, ...]]] = set()
        self._left = JUDGED

    def prepare(self, equilibria: Sequence[Equilibrium]) -> None:
        """Judge all that is played, each strategy alone, then the largest sets first, which may
        settle the others.
        """
        played = {(player, own) for e in equilibria for player, own in enumerate(e.support)}
        for player, i in sorted({(player, i) for player, own in played for i in own}):
            self.verdict(player, (i,))
        for player, own in sorted(played, key=lambda one: (-len(one[1]), one)):
            self.verdict(player, own)

    def equilibrium(self, equilibrium: Equilibrium) -> _Verdict:
        """Whether both players' mixtures are undominated, and else the first fault."""
        verdicts = [
            self.verdict(player, played) for player, played in enumerate(equilibrium.support)
        ]
        fault = next((verdict.fault for verdict in verdicts if verdict.fault is not None), None)
        return _Verdict(all(verdict.sound for verdict in verdicts), fault)

    def verdict(self, player: int, played: tuple[int, ...]) -> _Verdict:
        """Whether a mixture of just these is undominated."""
        if any(sound.issuperset(played) for sound in self._sound[player]):
            return _Verdict(True, None)
        fault = next(
            (one for one in self._faults[player] if set(one.strategies) <= set(played)), None
        )
        if fault is not None or (player, played) in self._open:
            return _Verdict(False, fault)
        found = self._proved(player, played)
        if found.sound:
            self._sound[player].append(set(played))
        elif found.fault is not None:
            self._faults[player].append(found.fault)
        else:
            self._open.add((player, played))
        return found

    def _proved(self, player: int, played: tuple[int, ...]) -> _Verdict:
        """A verdict with its proof in whole numbers, for the mixture in equal parts, which stands
        for every other.
        """
        table = self._tables[player]
        if len(played) == 1 and self._sure[player][played[0]]:
            return _Verdict(True, None)
        self._left -= 1
        if self._left < 0:
            return _Verdict(False, None)
        if best_together(table, played):
            return _Verdict(True, None)
        numbers = big_integers(table) if len(played) > FEW else integers(table)
        leads = numbers * len(played) - numbers[list(played)].sum(axis=0)
        weights = never_worse(leads, proposals)
        settled = leads.size <= EXACTLY
        if weights is None and settled:
            weights = never_worse_exactly(leads)
        fault = None if weights is None else _fault(player, played, leads, weights.tolist())
        return _Verdict(settled and fault is None, fault)


def _fault(player: int, dominated: tuple[int, ...], leads: Leads, weights: list[int]) -> Fault:
    by = tuple(i for i, weight in enumerate(weights) if weight)
    shares = tuple(weights[i] / sum(weights) for i in by)
    return Fault(
        player, dominated, by, shares, int(np.argmax(np.array(shares) @ floats(leads[list(by)])))
    )


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Concept.applies_to`."""
    if game.n_players != 2:
        return f"judges equilibria of two players, and there are {game.n_players} here"
    size = game.payoffs[0].size
    if size > ENTRIES:
        return (
            f"judges mixtures by up to {ENTRIES:,} payoffs of a player, and there are {size:,} here"
        )
    return impossible(game)


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    nash, whole = registry.solve(game), game.exactly()
    listed = [e for e in nash.equilibria if isinstance(e, Equilibrium)]
    judge = _Judge(whole.payoffs)
    judge.prepare(listed)
    verdicts = [judge.equilibrium(e) for e in listed]
    perfect = tuple(
        replace(e, kind="perfect")
        for e, verdict in zip(listed, verdicts, strict=True)
        if verdict.sound
    )
    imperfect = tuple(
        Imperfect(e, v.fault) for e, v in zip(listed, verdicts, strict=True) if v.fault is not None
    )
    undecided = tuple(
        e for e, v in zip(listed, verdicts, strict=True) if not v.sound and v.fault is None
    )
    pieces = [piece for one in components(game, perfect) for piece in one.pieces if len(piece) > 1]
    joint = [_together(judge, [perfect[k] for k in piece]) for piece in pieces]
    notes = [*([] if nash.complete else [SOME_NASH, *nash.notes]), *([OPEN] if undecided else [])]
    notes += [UNDECIDED] if whole.undecided and UNDECIDED not in notes else []
    certificate = replace(nash.certificate, rounded=not (nash.exact and whole.decimal))
    return Solution(
        game=game,
        equilibria=perfect,
        concept="perfect",
        method=f"{nash.method}, then weak dominance",
        certificate=certificate.limited(*notes),
        verified="each perfect equilibrium is a best reply to beliefs that leave nothing out; each "
        "other one was "
        "compared exactly",
        notes=tuple(notes),
        continuum=any(joint),
        finding=Perfection(
            imperfect=imperfect,
            undecided=undecided,
            pieces=tuple(
                piece for piece, whole_one in zip(pieces, joint, strict=True) if whole_one
            ),
            partly=tuple(
                piece for piece, whole_one in zip(pieces, joint, strict=True) if not whole_one
            ),
            every_nash=nash.complete,
        ),
    )


def _together(judge: _Judge, corners: list[Equilibrium]) -> bool:
    """Whether all that these play is undominated together, and so everything between them."""
    played = [
        tuple(sorted({i for corner in corners for i in corner.support[player]}))
        for player in range(2)
    ]
    return all(judge.verdict(player, own).sound for player, own in enumerate(played))
