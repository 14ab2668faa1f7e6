"""An answer without any drawing: sentences, then tab-separated values, for screen readers and pipes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.render import components, crossings
from negotiate.render.concepts.registry import telling
from negotiate.render.exactly import exactly, largest
from negotiate.render.hidden_play import hidden
from negotiate.render.hidden_tables import hidden_tables
from negotiate.render.outcomes import ways
from negotiate.render.sentences import headline, listed, places, played, remarks, sentence
from negotiate.render.solution import elimination, how, whole_sentence
from negotiate.render.table import in_units
from negotiate.report.numbers import exact
from negotiate.report.words import safe
from negotiate.solvers.crossing import crossing
from negotiate.solvers.parts import parts
from negotiate.solvers.solution import Equilibrium, Solution, TreeEquilibrium


def plain(sol: Solution, everything: bool = False) -> list[str]:
    """Say an answer line by line.

    Parameters
    ----------
    sol : Solution
        Of a game in either form.
    everything : bool
        Say what each payoff consists of and how each dominated strategy fell, too.

    Returns
    -------
    list of str
        Sentences, an empty line, then tables: a header line and one line a row, cells between tabs, numbers as
        Python writes them.
    """
    pieces = telling(sol)
    if pieces is None:
        answer, tables = _said(sol, everything), _tables(sol, everything)
    else:
        answer = [pieces.headline(sol), *pieces.sentences(sol)]
        tables = [[tabbed(row) for row in pieces.rows(sol)]]
    said = [safe(sol.game.title, True), *answer, *(whole_sentence(note) for note in remarks(sol))]
    if pieces is None or pieces.shows_payoffs:
        said.append(in_units(sol.game.players, sol.game.units))
    said.append(how(sol) if pieces is None else how(sol, pieces.extent))
    return [*filter(None, said), *(line for rows in tables for line in ("", *rows))]


def _said(sol: Solution, everything: bool) -> list[str]:
    """How many equilibria there are, each in a sentence, and what lies between them."""
    digits = places(sol)
    said = [headline(sol), *(sentence(sol, equilibrium, digits) for equilibrium in sol.profiles)]
    said += [*components.sentences(sol), crossings.remark(sol), *crossings.unsigned(sol.game)]
    if everything:
        said += components.representatives(sol, digits)
    if everything and isinstance(sol.game, NormalFormGame):
        said.extend(elimination(sol.game, fallen) for fallen in sol.eliminations)
    return said


def _tables(sol: Solution, everything: bool) -> list[list[str]]:
    """Tables of the equilibria, of what is played in each, of how they hang together, and of their terms."""
    if not sol.equilibria:
        return []
    tables = [_equilibria(sol), *_parts(sol)]
    if components.hanging(sol):
        tables.append(_pieces(sol))
    if everything and sol.game.takes_apart is not None:
        tables.append(_terms(sol))
    return tables


def _pieces(sol: Solution) -> list[str]:
    """Which equilibria are the corners of which piece of which component, single equilibria left out."""
    rows = [tabbed(["component", "piece", "equilibrium"])]
    for number, component in enumerate(components.hanging(sol), 1):
        for place, piece in enumerate(component.pieces, 1):
            rows.extend(tabbed([str(number), str(place), str(member + 1)]) for member in piece)
    return rows


def _equilibria(sol: Solution) -> list[str]:
    head = tabbed(["equilibrium", "kind", "played", *(f"payoff {key}" for key in sol.game.keys), "regret", "crosses"])
    trees = [e for e in sol.equilibria if isinstance(e, TreeEquilibrium) and e.game.normal_form is None]
    told = ways(trees, "->") if trees else [played(e, sol.game, "->") for e in listed(sol)]
    return [head, *(_line(sol, i, e, what) for i, (e, what) in enumerate(zip(listed(sol), told, strict=True), 1))]


def _line(sol: Solution, index: int, equilibrium: Equilibrium | TreeEquilibrium, what: str) -> str:
    regret = exact(equilibrium.regret, max(largest(sol.game)))
    numbers = [*exactly(sol.game, equilibrium.payoffs), regret]
    crossed = ", ".join(f"{name} {exact(p)}" for name, p in crossing(sol.game, equilibrium).items())
    return tabbed([str(index), equilibrium.kind, what, *numbers, crossed])


def _parts(sol: Solution) -> Iterable[list[str]]:
    """What is played with what probability, or which endings are reached."""
    if isinstance(sol.game, ExtensiveGame):
        yield [tabbed(["equilibrium", "probability", "ending", *(f"payoff {key}" for key in sol.game.keys)])] + [
            line for i, e in enumerate(sol.equilibria, 1) if isinstance(e, TreeEquilibrium) for line in _endings(i, e)
        ]
        if hidden(sol.game):
            trees = [e for e in sol.equilibria if isinstance(e, TreeEquilibrium)]
            yield from ([tabbed(row) for row in rows] for rows in hidden_tables(trees))
        return
    rows = [tabbed(["equilibrium", "player", "strategy", "probability"])]
    for index, equilibrium in enumerate(listed(sol), 1):
        for player, weights in enumerate(equilibrium.strategies):
            for i in np.flatnonzero(weights):
                label = sol.game.strategies[player][int(i)].label
                rows.append(tabbed([str(index), sol.game.keys[player], label, exact(weights[i])]))
    yield rows


def _terms(sol: Solution) -> list[str]:
    """What each payoff consists of, terms worth nothing included."""
    rows = [tabbed(["equilibrium", "player", "term", "value"])]
    size = dict(zip(sol.game.keys, largest(sol.game), strict=True))
    for index, apart in enumerate(parts(sol.game, listed(sol)), 1):
        for player, terms in apart.items():
            rows.extend(tabbed([str(index), player, term, exact(value, size[player])]) for term, value in terms.items())
    return rows


def _endings(index: int, equilibrium: TreeEquilibrium) -> Iterable[str]:
    game = equilibrium.game
    for leaf, chance in equilibrium.endings:
        way = " -> ".join(game.action_label(node) for node in game.path(int(game.tree.leaves[leaf]))[1:])
        yield tabbed([str(index), exact(chance), way, *exactly(game, game.payoffs[leaf])])


def tabbed(cells: Iterable[str]) -> str:
    """One line of tab-separated values; a tab inside a cell becomes visible text."""
    return "\t".join(safe(cell, True) for cell in cells)
