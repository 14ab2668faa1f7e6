"""Perfect equilibria told: which Nash equilibria are perfect, and what is wrong with each of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType

from negotiate.games.normal_form import NormalFormGame
from negotiate.render import matrix
from negotiate.render.concepts.columns import columns, folded
from negotiate.render.concepts.falling import label, name
from negotiate.render.concepts.told import Told
from negotiate.render.exactly import exactly
from negotiate.render.sentences import places, played
from negotiate.report.numbers import aligned, probability
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined
from negotiate.solvers.concepts.perfection import SOME_NASH, Fault, Perfection
from negotiate.solvers.solution import Equilibrium, Solution

ROWS = 12
NAMED = 2
"""Equilibria that one sentence names."""
PARTS = 4
"""Strategies of a mixture that a sentence names."""


def _read(sol: Solution) -> tuple[NormalFormGame, Perfection, list[Equilibrium]]:
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, Perfection):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding, [e for e in sol.equilibria if isinstance(e, Equilibrium)]


def _headline(sol: Solution) -> str:
    _, found, perfect = _read(sol)
    count = len(perfect) + len(found.imperfect) + len(found.undecided)
    known = " that were found" if SOME_NASH in sol.notes else ""
    if not count:
        return "No Nash equilibrium is known that could be perfect."
    if count == 1:
        the = "The one Nash equilibrium that was found" if known else "The only Nash equilibrium"
        return f"{the} is {'perfect' if perfect else 'not perfect' if found.imperfect else 'not known to be perfect'}."
    if len(perfect) == count:
        every = "Both" if count == 2 else f"All {in_words(count).lower()}"
        return f"{every} Nash equilibria{known} are perfect."
    some = in_words(len(perfect)) if perfect else "None"
    if perfect and found.undecided:
        some = f"At least {some.lower()}"
    return f"{some} of {in_words(count).lower()} Nash equilibria{known} {'is' if len(perfect) < 2 else 'are'} perfect."


def _sentences(sol: Solution) -> Sequence[str]:
    game, found, perfect = _read(sol)
    by_fault: dict[Fault, list[Equilibrium]] = {}
    for one in found.imperfect:
        by_fault.setdefault(one.fault, []).append(one.equilibrium)
    said = []
    if perfect:
        alone = f"{_play(perfect[0], game)} plays nothing that is weakly dominated, and stands even if hands tremble."
        several = "The perfect ones play nothing that is weakly dominated, and stand even if hands tremble."
        said.append(alone if len(perfect) == 1 else several)
    if found.pieces:
        said.append(f"Everything between {_places(found.pieces)} is perfect too.")
    if found.partly:
        said.append(f"Not everything between {_places(found.partly)} is known to be perfect.")
    said += [f"Not perfect {_are(game, those)}: {_reason(game, fault)}." for fault, those in by_fault.items()]
    if found.undecided:
        said.append(f"Left open {_are(game, found.undecided)}.")
    return said


def _are(game: NormalFormGame, equilibria: Sequence[Equilibrium]) -> str:
    """The verb with what it is about: "is out | fight", "are out | fight and 2 more"."""
    named = [_play(one, game) for one in equilibria[:NAMED]]
    more = len(equilibria) - len(named)
    return f"{'is' if len(equilibria) == 1 else 'are'} {joined([*named, f'{more:,} more'] if more else named)}"


def _play(equilibrium: Equilibrium, game: NormalFormGame) -> str:
    return played(equilibrium, game, "->")


def _places(pieces: Sequence[Sequence[int]]) -> str:
    """Between which equilibria, a part a piece: "equilibria 1 and 2, and everything between 3 and 4"."""
    parts = [joined([str(k + 1) for k in piece]) for piece in pieces[:NAMED]]
    more = [f"those of {len(pieces) - NAMED:,} more pieces"] if len(pieces) > NAMED else []
    return f"equilibria {', between '.join([*parts, *more])}"


def _reason(game: NormalFormGame, fault: Fault) -> str:
    own = [f"`{label(game, fault.player, i)}`" for i in fault.strategies]
    what = own[0] if len(own) == 1 else f"mixing {joined(own)} evenly"
    other = f"{name(game, 1 - fault.player)} plays `{label(game, 1 - fault.player, fault.against)}`"
    return f"{what} is never better than {_better(game, fault)} for {name(game, fault.player)} and worse when {other}"


def _better(game: NormalFormGame, fault: Fault) -> str:
    labels = [f"`{label(game, fault.player, i)}`" for i in fault.by]
    if len(labels) == 1:
        return labels[0]
    parts = [f"{probability(w)} {one}" for w, one in zip(fault.weights, labels, strict=True)]
    return " + ".join([*parts[:PARTS], *([f"{len(parts) - PARTS:,} more"] if len(parts) > PARTS else [])])


def _body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    game, found, perfect = _read(sol)
    digits = places(sol)
    yield from matrix.lines(game, look, perfect, digits)
    yield ""
    judged = [*((str(k + 1), e) for k, e in enumerate(perfect)), *(("no", one.equilibrium) for one in found.imperfect)]
    judged += [("open", e) for e in found.undecided]
    shown = judged if look.all else judged[:ROWS]
    if shown:
        numbers = [aligned([e.payoffs[p] for _, e in shown], digits[p]) for p in range(2)]
        rows = [[mark, _play(e, game), *(n[k] for n in numbers)] for k, (mark, e) in enumerate(shown)]
        yield from columns(
            ["Perfect", "Nash equilibrium", *(name(game, p) for p in range(2))], rows, 2, look, game, headed=True
        )
    yield from folded(len(judged), len(shown), "equilibrium", "equilibria", look)


def _rows(sol: Solution) -> Sequence[Sequence[str]]:
    game, found, perfect = _read(sol)
    rows = [["perfect", "equilibrium", *game.keys, "player", "dominated", "by", "worse against"]]

    def row(mark: str, e: Equilibrium, why: Sequence[str] = ("", "", "", "")) -> list[str]:
        return [mark, _play(e, game), *exactly(game, e.payoffs), *why]

    rows += [row("yes", e) for e in perfect]
    rows += [row("no", one.equilibrium, _why(game, one.fault)) for one in found.imperfect]
    rows += [row("open", e) for e in found.undecided]
    return rows


def _why(game: NormalFormGame, fault: Fault) -> list[str]:
    own = " + ".join(label(game, fault.player, i) for i in fault.strategies)
    better = _better(game, fault).replace("`", "")
    return [game.keys[fault.player], own, better, label(game, 1 - fault.player, fault.against)]


TOLD = Told("perfect", _headline, _sentences, _body, _rows)
