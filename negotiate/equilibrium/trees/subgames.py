"""Subgame-perfect equilibria of trees with hidden information, subgame by subgame from the last to
the first.

A subgame is solved with every smaller one in it replaced by what an equilibrium of that one is
worth. Where its mover knows where it stands it takes the best; elsewhere it has the equilibria of
its reduced normal form, or, if that is too large, one by the sequence form. A subgame with several
equilibria leads to as many answers, each told as a whole. Every answer is checked again: in each
subgame no player gains by another plan for it, and at the root by any plan.

References
----------
Selten 1965, "Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit", for
subgame perfection. Selten 1975, "Reexamination of the perfectness concept for equilibrium points in
extensive games". Hendon, Jacobsen & Sloth 1996, "The one-shot-deviation principle for sequential
rationality", for the check.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.certificate import FRACTIONS, Certificate
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.kernels.sequence_form import best_responses
from negotiate.equilibrium.solution import ONE_LOOKED_FOR, Solution, TreeEquilibrium
from negotiate.equilibrium.trees import (
    reduced_normal_form,
    sequence_form,
    sequence_program,
    simultaneous,
)
from negotiate.equilibrium.trees.backward_induction import UNDECIDED
from negotiate.equilibrium.trees.continuations import (
    CLOSE,
    Parts,
    Told,
    behaviours,
    list_below,
    parts,
)
from negotiate.equilibrium.trees.induction import in_whole_numbers, induct, swept
from negotiate.equilibrium.trees.verification import (
    allowance,
    imperfect_recall,
    one_nash,
    recalled,
    verified_nash,
)
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.level_sweep import one_shot_gains, values_under

NAME = "subgames"
LIMIT = 1_000
"""Answers, and what is kept of a subgame."""
CELLS = 500_000
"""Answers times nodes, so that large trees with many answers are told within seconds."""
BUDGET = 20_000
"""Subgames at or above a tie, or above hidden information."""
VERIFIED = "in each subgame no player gains by another plan"
TIES = "some choices are ties: each outcome they can lead to without mixing is listed once"
CAPPED = "there are more than the {:,} listed"
JOINT = 500
"""Subgames of several nodes: some ten seconds of work."""
PARTIAL = "not every equilibrium of every subgame is known, so some may be missing"
EMPTY = "no equilibrium was found in some subgame; there may be one"
BLURRED = (
    "a subgame has infinitely many equilibria, and others than those listed may follow from "
    "what lies between them"
)
TIED = (
    "ties lie below a move that others cannot see; equilibria that mix there were not searched for"
)
BETWEEN = "where equilibria of a subgame can be mixed, the extreme ones are listed"
ROUNDED = "what follows a choice, where some equilibrium of a subgame was rounded"
ALONE = "the tree is its own only subgame"
ONE = (sequence_program, sequence_form)
"""Methods for subgames of two players whose plans are too many to be listed, in order of
preference.
"""


def solve_subgames(
    game: ExtensiveGame, limit: int = LIMIT, work: float = sequence_form.WORK
) -> Solution:
    """Find the subgame-perfect equilibria.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall; chance may move.
    limit : int
        The most answers; above it `complete` is False and a note says so.
    work : float
        What paths of the sequence form may take, for each subgame.

    Returns
    -------
    Solution
        One `TreeEquilibrium` an answer. Two answers differ in how some subgame of several nodes is
        played, or in the outcome.

    Raises
    ------
    UnsuitableGame
        If a player forgets what it did or knew.
    """
    recalled(game)
    tree, known = game.tree, induct(game)
    found = parts(game, known.sweep.ties)
    limit = max(1, min(limit, CELLS // len(tree)))
    exactly = in_whole_numbers(game) if len(found.joint) else known
    listing, told = list_below(game, found, exactly, limit, lambda subgame: _nash(subgame, work))
    told.unsure |= not known.decided
    made = behaviours(listing, swept(game, known.sweep.chosen))
    notes, limits = _notes(told, len(made))
    certificate = (
        Certificate(FRACTIONS, not told.exact, limits) if len(found.joint) else known.certificate
    )
    certificate = replace(
        certificate.limited(*limits), rounded=certificate.rounded or known.certificate.rounded
    )
    return Solution(
        game=game,
        equilibria=verified_subgames(game, found, made),
        concept="subgame-perfect",
        method=f"{NAME}: {' and '.join(told.methods)}" if told.methods else NAME,
        certificate=certificate.measured(ROUNDED, CLOSE, told.margin),
        verified=VERIFIED,
        notes=notes,
        continuum=told.continuum,
        loose=told.loose,
    )


def _notes(told: Told, rows: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a reader must know, and what of it says that some equilibria may be missing."""
    limits = {
        CAPPED.format(rows): told.capped and not told.empty,
        EMPTY: told.empty,
        PARTIAL: told.partial,
        BLURRED: told.blurred,
        TIED: told.tied,
        UNDECIDED: told.unsure,
    }
    met = tuple(limit for limit, so in limits.items() if so)
    said = {
        BETWEEN: told.continuum and not (told.notes or told.blurred or told.ties),
        TIES: told.ties and not told.tied,
    }
    known = tuple(limit for limit in met if limit != PARTIAL or not (told.empty or told.notes))
    return (*told.notes, *known, *(note for note, wanted in said.items() if wanted)), met


def _nash(game: ExtensiveGame, work: float) -> Solution:
    """The Nash equilibria of a subgame: all if its plans are few enough, else those that some
    method finds.
    """
    writable = reduced_normal_form.size(game, recalled(game)) is None
    if writable and reduced_normal_form.applies_to(game) is None:
        return reduced_normal_form.nash(game)
    if game.n_players == 1:  # whom only chance stands against
        reply = best_responses(game.tree, game.payoffs, game.tree.odds).reply
        return one_nash(game, verified_nash(game, reply), "best reply to chance")
    fitting = [method for method in ONE if method.applies_to(game) is None]
    answers = (
        sequence_form.searched(game, work) if one is sequence_form else one.run(game)
        for one in fitting
    )
    found = next((answer for answer in answers if answer.equilibria), None)
    if found is None and writable:
        found = reduced_normal_form.nash(game)
    if found is None:
        return one_nash(game, None, "no method")
    return replace(found, certificate=found.certificate.limited(ONE_LOOKED_FOR))


def verified_subgames(
    game: ExtensiveGame, found: Parts, made: FloatArray
) -> tuple[TreeEquilibrium, ...]:
    """Build subgame-perfect equilibria after checking every subgame of each.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    found : Parts
        Its subgames.
    made : ndarray, shape (answers, nodes)
        With what probability each node is entered from its parent.

    Raises
    ------
    Unverified
        If a player gains more than 1e-9 of its payoff range by another plan, for the whole tree or
        for a subgame with the same behaviour in the smaller ones; the one is found by best replies,
        the other by what play is worth at each node.
    """
    gains = _gains(game, found, made)
    if (gains > allowance(game.payoffs)).any():
        raise Unverified(
            f"a solver's answer is not subgame perfect: a mover could still gain {gains.max():.3g}"
        )
    checked = (verified_nash(game, probability) for probability in made)
    return tuple(
        replace(one, kind="subgame-perfect", regret=max(one.regret, float(most.max())))
        for one, most in zip(checked, gains, strict=True)
    )


def _gains(game: ExtensiveGame, found: Parts, made: FloatArray) -> FloatArray:
    """The most that each player could gain at any subgame by itself, shape (answers, players)."""
    tree = game.tree
    most = np.zeros((len(made), game.n_players))
    values = values_under(tree, game.payoffs, made)
    single = np.setdiff1d(np.flatnonzero(found.roots & (tree.mover >= 0)), found.joint)
    for row in range(len(made)):
        np.maximum.at(most[row], tree.mover[single], one_shot_gains(tree, values[row])[single])
    for quotient in found.quotients.values():
        entered = np.where(np.arange(len(quotient.nodes)) == 0, 1.0, made[:, quotient.nodes])
        worth = values[:, quotient.ends][..., quotient.movers]
        regret = best_responses(quotient.tree, worth, entered).regret
        most[:, quotient.movers] = np.maximum(most[:, quotient.movers], regret)
    return most


def applies_to(game: ExtensiveGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if game.normal_form is not None:
        return None
    if reason := imperfect_recall(game):
        return reason
    found = parts(game, induct(game).sweep.ties)
    if len(found.listed) > BUDGET:
        return (
            f"is for trees of at most {BUDGET:,} subgames with ties or hidden information, not "
            f"{len(found.listed):,}"
        )
    if len(found.joint) > JOINT:
        return (
            f"is for trees of at most {JOINT:,} subgames with hidden information, not "
            f"{len(found.joint):,}"
        )
    for quotient in found.quotients.values():
        if len(quotient.movers) > 2:  # else some method is sure to say something
            subgame = quotient.game(game, np.zeros((len(quotient.ends), game.n_players)))
            if why := reduced_normal_form.size(subgame, recalled(subgame)):
                return why
    return None


def run(game: ExtensiveGame) -> Solution:
    """Its answer; see `Solver.run`."""
    return solve_subgames(game) if game.normal_form is None else _all_at_once(game)


def hurried(game: ExtensiveGame) -> Solution:
    """Its answer within less work; see `Solver.hurried`."""
    return (
        solve_subgames(game, work=sequence_form.HURRIED)
        if game.normal_form is None
        else _all_at_once(game)
    )


def _all_at_once(game: ExtensiveGame) -> Solution:
    """A simultaneous game drawn as a tree: whatever is an equilibrium of it is subgame perfect."""
    answer = simultaneous.run(game)
    listed = (
        replace(e, kind="subgame-perfect")
        for e in answer.equilibria
        if isinstance(e, TreeEquilibrium)
    )
    return replace(
        answer,
        equilibria=tuple(listed),
        concept="subgame-perfect",
        method=f"{NAME}: {answer.method}",
        notes=(*answer.notes, ALONE),
        components=(),
    )
