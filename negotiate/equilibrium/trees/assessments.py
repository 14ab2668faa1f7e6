"""Sequential equilibria of small trees with hidden information: every outcome, with the beliefs that uphold it.

For each combination of actions that could be meant, at every information set, what is left to know is linear: see
`assessment_program`. Equilibria that differ only off the path, and that lead into each other there, are listed once: by
one with as little mixing as possible, and with beliefs off the path that are the prior odds where those will do,
otherwise in the middle of what will do. Where outcomes make up whole families, their ends are listed.

The list is complete for trees of two players with perfect recall, chance apart; for more players too, as long as what
one believes and answers hangs on the weights of one other player at a time, or on products of them that settle each
other. Where that fails the answer says so. Every equilibrium is checked by other roads: one-shot deviations at every
information set given the beliefs, and beliefs as limits of Bayes' beliefs for ever rarer slips.

References
----------
Kreps & Wilson 1982, "Sequential equilibria", Econometrica 50.
von Stengel 1996, "Efficient computation of behavior strategies", Games and Economic Behavior 14.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from negotiate.equilibrium.solution import Game, Solution
from negotiate.equilibrium.trees.assessment_settling import Outcome, Settled, equilibrium_of, pieces
from negotiate.equilibrium.trees.checks import as_tree
from negotiate.equilibrium.trees.sequential_equilibrium import VERIFIED
from negotiate.equilibrium.trees.slips import form_of
from negotiate.equilibrium.trees.support_search import Budget, kept_actions, options, supports, work
from negotiate.equilibrium.trees.verification import forgotten
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import information_sets

NAME = "assessments"
LARGEST_TREE = 2_000  # nodes
LARGEST_WORK = 8_000
"""Support profiles of all players but the busiest, times that one's supports set by set: some seconds of programs."""
PROGRAMS = 8_000  # linear programs for one game, about a thousandth of a second each
TIE = 1e-12  # of a player's payoff range
ROUNDING = 1e-13  # of a player's largest payoff: what an average over chance may lose

LOOSE = "off the path of {}, other choices or beliefs would lead to the same outcome"
FAMILIES = "some outcomes form families: the ends of each family are listed"
CUT = "the search was cut short, so there may be more"
UNDECIDED = "some payoffs or odds are known too roughly to tell ties from small differences, so there may be more"
OPEN_STILL = "{} were left undecided, so there may be more"


def applies_to(game: Game) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if not isinstance(game, ExtensiveGame):
        return "needs a game tree"
    if len(game.tree) > LARGEST_TREE:
        return f"is for small trees: this one has {len(game.tree):,} nodes, and the limit is {LARGEST_TREE:,}"
    reason = forgotten(game)
    if reason is not None:
        return f"needs players with perfect recall: {reason}"
    amount = amount_of_work(game)
    if amount > LARGEST_WORK:
        return (
            f"is for trees as small as signaling games: this one needs about {amount:,} linear programs, and the "
            f"limit is {LARGEST_WORK:,}"
        )
    return None


def amount_of_work(game: ExtensiveGame) -> int:
    """About how many linear programs a search takes; see `LARGEST_WORK`."""
    form = form_of(game)
    return work(form, options(form, _kept(game)))


def _kept(game: ExtensiveGame) -> list[bool]:
    """The slots that are not worse than another whatever is believed."""
    tolerance = np.maximum(TIE * np.ptp(game.payoffs, axis=0), ROUNDING * np.abs(game.payoffs).max(axis=0))
    return [bool(one) for one in kept_actions(game.tree, information_sets(game.tree), game.payoffs, tolerance)]


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    form = form_of(as_tree(game))
    settled = Settled(form, Budget(PROGRAMS))
    for used in supports(form, options(form, _kept(form.game)), settled.budget):
        if used is None:
            settled.cut = True
        else:
            settled.settle(used)
    found = sorted(settled.found.items(), key=lambda one: _place(one[0]))
    listed = [piece for _, upheld in found for piece in pieces(upheld)]
    equilibria = tuple(equilibrium_of(form, piece) for piece in listed)
    loose = sum(len(piece) > 1 or bool(e.ranges) for piece, e in zip(listed, equilibria, strict=True))
    return Solution(
        game=form.game,
        equilibria=equilibria,
        concept="sequential",
        method=NAME,
        complete=form.decided and not (settled.cut or settled.undecided),
        exact=form.sure and all(one.exact for piece in listed for one in piece),
        verified=VERIFIED,
        seconds=0.0,
        notes=tuple(_notes(settled, loose, len(equilibria))),
        continuum=settled.families,
        loose=bool(loose),
    )


def _place(outcome: Outcome) -> tuple[list[int], list[Fraction | float]]:
    """Where an outcome stands in the list: by the endings that happen, then by how likely they are."""
    return [k for k, one in enumerate(outcome) if one > 0], [-one for one in outcome]


def _notes(settled: Settled, loose: int, count: int) -> list[str]:
    which = "it" if count == 1 else ("each" if loose == count else f"{loose} of the {count}")
    notes = [LOOSE.format(which)] if loose else []
    notes += [FAMILIES] if settled.families else []
    notes += [CUT] if settled.cut else []
    notes += [] if settled.form.decided else [UNDECIDED]
    if settled.undecided:
        what = "combination of actions" if settled.undecided == 1 else "combinations of actions"
        notes.append(OPEN_STILL.format(f"{settled.undecided:,} {what}"))
    return notes
