"""Expectations that cannot fail, or cannot be met: of equilibria, of deals, and of states that
nobody would leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.check.subject import Case, Finding, Subject
from negotiate.language.text import Path
from negotiate.lenses import lens_of
from negotiate.model.expressions import Expression, Named
from negotiate.model.negotiation import Expectation, Negotiation
from negotiate.model.payoffs import number
from negotiate.problems import listed

NEAR = 1e-6
"""How far a payoff may be from the one that an expectation names."""


Why = tuple[str, Path]
"""Why no answer can be as described, and where in the entry that stands."""


def idle_expectation(subject: Subject) -> Iterator[Finding]:
    """Entries that hold, or fail, whatever the answer of the game is."""
    for entry, case in subject.asked("solve", "tree"):
        game = case.tree if lens_of(entry.command).moves else case.alone
        if game is None:
            continue
        if why := next(_never(entry, case, game), None):
            yield _decided(subject, entry, why, "answer", "whatever the answer is")
        elif entry.count is None and _always(entry, case, game):
            yield _fits_all(subject, entry, "answer")


def finding(
    subject: Subject, entry: Expectation, path: Path, code: str, message: str, hint: str = ""
) -> Finding:
    """What is said of an entry, at a place inside it or else at its command."""
    whole: Path = ("expect", entry.position)
    place = (*whole, *path) if subject.has(*whole, *path) else (*whole, entry.command)
    return Finding(place, code, message, hint or _hint(code))


def _decided(subject: Subject, entry: Expectation, why: Why, noun: str, whatever: str) -> Finding:
    """That no answer can agree: an entry that wants one cannot be met, and one that wants none
    cannot fail.
    """
    because, path = why
    if wants_some(entry):
        said = f"no {noun} can be what this asks for: {because}"
        return finding(subject, entry, path, "expect-cannot-hold", said)
    return finding(subject, entry, path, "expect-cannot-fail", f"this holds {whatever}: {because}")


def _fits_all(subject: Subject, entry: Expectation, noun: str) -> Finding:
    """That every answer agrees with an entry that gives no count."""
    some = wants_some(entry)
    code = "expect-cannot-fail" if some else "expect-cannot-hold"
    said = (
        f"this fits every {noun} there can be"
        if some
        else f"every {noun} is as described, and none is to be"
    )
    return finding(subject, entry, (entry.command,), code, said)


def wants_some(entry: Expectation) -> bool:
    """Whether the entry wants some answer to agree; else it wants none to."""
    return entry.quantifier != "no" if entry.count is None else entry.count > 0


def _hint(code: str) -> str:
    if code == "expect-cannot-fail":
        return "say what the answer has to be, or how many there are with `count`"
    return "correct it; `in: no` says that something is not found"


def _always(entry: Expectation, case: Case, game: NormalFormGame | ExtensiveGame) -> bool:
    """Whether every answer agrees, if there is one."""
    if entry.payoffs or (isinstance(game, NormalFormGame) and game.feasible is not None):
        return False
    if entry.where is not None and not constant(entry.where):
        return False
    return all(
        not isinstance(wanted, Mapping)
        and name in case.scenario.issues
        and _possible(name, game) <= set(wanted)
        for name, wanted in entry.choices.items()
    )


def _never(entry: Expectation, case: Case, game: NormalFormGame | ExtensiveGame) -> Iterator[Why]:
    """Why no answer can agree, and where in the entry that stands."""
    for name, wanted in entry.choices.items():
        possible = _possible(name, game)
        named = [
            option
            for option in wanted
            if not isinstance(wanted, Mapping) or number(case.scenario, wanted[option]) > NEAR
        ]
        if named and not possible & set(named):
            have = f"it can only be {_listed(possible)}" if possible else "it never comes up"
            yield (
                f"`{name}` is never {_listed(set(named))} in this game; {have}",
                (entry.command, name),
            )
    for player, wanted_payoff in entry.payoffs.items():
        column = case.scenario.keys.index(player)
        found = (
            game.payoffs[column] if isinstance(game, NormalFormGame) else game.payoffs[:, column]
        )
        value, low, high = (
            number(case.scenario, wanted_payoff),
            float(np.min(found)),
            float(np.max(found)),
        )
        slack = NEAR * max(1.0, abs(value))
        if np.isfinite(value) and not low - slack <= value <= high + slack:
            yield f"the payoffs of `{player}` lie between {low:g} and {high:g}", ("payoffs", player)
    if entry.where is not None and constant(entry.where) and not truth(entry.where, case.scenario):
        yield "`where` looks at no payoff, and is false", ("where",)


def constant(condition: Expression) -> bool:
    """Whether a condition looks at no payoff."""
    return not any(isinstance(node, Named) for node in condition.walk())


def truth(condition: Expression, negotiation: Negotiation) -> bool:
    """Whether a condition holds that looks at no payoff."""
    return bool(number(negotiation, condition))


def _possible(name: str, game: NormalFormGame | ExtensiveGame) -> set[str]:
    """The options that an issue can have, or the actions that can be taken at a move, anywhere in
    the game.
    """
    if isinstance(game, NormalFormGame):
        found = {s.choices[name] for row in game.strategies for s in row if name in s.choices}
        return found or ({game.kept[name]} if name in game.kept else set())
    if name in game.issues:
        column = list(game.issues).index(name)
        return {game.issues[name][k] for k in set(game.outcomes[:, column].tolist())}
    tree = game.tree
    moves = [k for k, move in enumerate(game.moves) if move.label == name]
    below = np.flatnonzero(np.isin(tree.move[tree.parent], moves) & (tree.parent >= 0))
    return (
        {game.moves[moves[0]].actions[k] for k in set(tree.action[below].tolist())}
        if moves
        else set()
    )


def _listed(options: set[str]) -> str:
    return " or ".join(f"`{option}`" for option in sorted(options)[:4]) + (
        " or …" if len(options) > 4 else ""
    )


_CLAIMS = (
    "name a hard red line, a ratifier, or `no_deal.` and a player for the least that it signs for"
)


def idle_deal(subject: Subject) -> Iterator[Finding]:
    """Entries that ask of deals what no deal can have, or name claims that nobody makes in their
    case.
    """
    for entry, case in subject.asked("deal"):
        for why, path in _nobodys(entry, case.scenario):
            yield finding(subject, entry, path, "expect-cannot-hold", why, _CLAIMS)
        if found := next(_in_no_deal(entry, case.scenario), None):
            yield _decided(subject, entry, found, "deal", "whatever the deals are")


def _in_no_deal(entry: Expectation, negotiation: Negotiation) -> Iterator[Why]:
    """Options that no deal can hold, and a condition that looks at no payoff and is false."""
    for issue, wanted in entry.choices.items():
        possible = _signable(entry, negotiation, issue)
        if possible and not possible & set(wanted):
            have = "it can only be" if len(possible) > 1 else "no deal sets it, and it stays"
            yield (
                (
                    f"`{issue}` is never {listed(dict.fromkeys(wanted))} in a deal; {have} "
                    f"{listed(sorted(possible))}"
                ),
                ("deal", issue),
            )
    if entry.where is not None and constant(entry.where) and not truth(entry.where, negotiation):
        yield "`where` looks at no payoff, and is false", ("where",)


def _signable(entry: Expectation, negotiation: Negotiation, issue: str) -> set[str]:
    """The options that an issue can have in a deal; nothing where that hangs on what happens
    without one.
    """
    found = negotiation.issues[issue]
    if issue in negotiation.fixed:
        return {found.labels[negotiation.fixed[issue]]}
    if issue in negotiation.on_table:
        return (
            set(found.labels) if set(found.deciders) <= set(_signers(entry, negotiation)) else set()
        )
    return (
        {found.labels[negotiation.status_quo[issue]]} if issue in negotiation.status_quo else set()
    )


def _signers(entry: Expectation, negotiation: Negotiation) -> tuple[str, ...]:
    return entry.deals.signers or max(negotiation.signers, key=len, default=negotiation.keys)


def _nobodys(entry: Expectation, negotiation: Negotiation) -> Iterator[Why]:
    """Claims that are said to rule deals out, and that nobody who signs makes in this case, or only
    at a price.
    """
    signers = _signers(entry, negotiation)
    claims = {refusal.name for refusal in negotiation.refusals() if refusal.player in signers}
    claims |= {f"no_deal.{player}" for player in signers}
    for position, name in enumerate(entry.deals.because):
        if name not in claims:
            soft = name in negotiation.red_lines and not negotiation.red_lines[name].hard
            why = (
                "has a price, and so rules nothing out"
                if soft
                else "is no claim of anybody who signs here"
            )
            yield f"`{name}` {why}", ("because", position)


def idle_standing(subject: Subject) -> Iterator[Finding]:
    """Entries that ask for states that there cannot be, for more than there are, or for any state
    at all.

    A state is what everybody alone chooses, so that the game of these choices has them all.
    """
    for entry, case in subject.asked("stability"):
        if case.alone is not None:
            yield from _idle(subject, entry, case.scenario, case.alone)


def _idle(
    subject: Subject, entry: Expectation, negotiation: Negotiation, game: NormalFormGame
) -> Iterator[Finding]:
    fits = _fitting(entry, negotiation, game)
    fitting, total = (
        int(fits.sum()),
        fits.size if game.feasible is None else int(game.feasible.sum()),
    )
    if not fitting:
        yield _decided(
            subject, entry, _why(entry, negotiation, game), "answer", "whichever states stand"
        )
    elif entry.count is not None and entry.count > fitting:
        said = (
            f"{entry.count:,} states are to stand, and only {fitting:,} of {total:,} are as "
            "described"
        )
        yield finding(subject, entry, ("count",), "expect-cannot-hold", said)
    elif fitting == total and entry.count is None and entry.quantifier != "some":
        yield _fits_all(subject, entry, "state")


def _fitting(entry: Expectation, negotiation: Negotiation, game: NormalFormGame) -> BoolArray:
    """In which states all issues are as an entry names them."""
    fits = np.ones(game.shape, dtype=bool) if game.feasible is None else game.feasible.copy()
    for issue, wanted in entry.choices.items():
        fits &= bool(_options(issue, negotiation, game) & set(wanted))
        for axis, row in enumerate(game.strategies):
            if issue in row[0].choices:
                chosen = np.array([strategy.choices[issue] in wanted for strategy in row])
                fits &= chosen.reshape(-1, *(1,) * (fits.ndim - 1 - axis))
    return fits


def _options(issue: str, negotiation: Negotiation, game: NormalFormGame) -> set[str]:
    """The options that an issue has in some state."""
    settled = issue in negotiation.fixed
    return (
        {negotiation.issues[issue].labels[negotiation.fixed[issue]]}
        if settled
        else _possible(issue, game)
    )


def _why(entry: Expectation, negotiation: Negotiation, game: NormalFormGame) -> Why:
    """What keeps a state from being as an entry describes it, and where in the entry that
    stands.
    """
    for issue, wanted in entry.choices.items():
        known = _options(issue, negotiation, game)
        if not known & set(wanted):
            have = f"it can only be {listed(sorted(known))}"
            return f"`{issue}` is never {listed(dict.fromkeys(wanted))} in this game; {have}", (
                "stability",
                issue,
            )
    return "this combination is impossible", ("stability",)
