"""Stackelberg commitments: what each player would commit to, what the other would reply, what that is worth."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.equilibrium.concepts.registry import named
from negotiate.equilibrium.concepts.stackelberg import Commitment
from negotiate.equilibrium.reports import words
from negotiate.equilibrium.reports.payoffs import payoff_columns, places
from negotiate.equilibrium.reports.words import page
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Column, Entry, Report, Table, sentences
from negotiate.report.numbers import contrast, decimals, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined

SAME = 1e-9  # of payoffs: less is rounding


def report(sol: Solution, look: Look) -> Report:
    """What moving first is worth to each player that was asked about, and each commitment."""
    game, found, digits = sol.game, [e for e in sol.equilibria if isinstance(e, Commitment)], places(sol)
    if not isinstance(game, NormalFormGame):
        raise TypeError("this solution is about another concept")
    for one in found:
        nash = (one.nash.least, one.nash.most) if one.nash else ()
        digits[one.leader] = max([digits[one.leader], *(decimals([x]) for x in nash)])
    best = [next(one for one in found if one.leader == p) for p in sorted({one.leader for one in found})]
    texts = [_answer(game, best, digits), named(sol.concept).says, *(_leading(game, one, digits) for one in best)]
    texts += filter(None, (_against_ties(game, one, digits) for one in found if not one.cautious))
    table = _table(game, found, best, digits)
    return page(sol, [*sentences(texts, 4), table], open_still="there may be a better commitment")


def _answer(game: NormalFormGame, best: Sequence[Commitment], digits: Sequence[int]) -> str:
    parts = joined([f"{_worth(one, digits, True)} to {words.name(game, one.leader)}" for one in best])
    known = "" if all(one.nash is None or one.nash.complete for one in best) else ", compared with the equilibria found"
    return f"A binding announcement (a Stackelberg commitment) is worth {parts}{known}."


def _worth(one: Commitment, digits: Sequence[int], said: bool = False) -> str:
    """What being bound adds to what Nash equilibria give, as a table or a sentence says it."""
    if one.nash is None:
        return "an unknown amount"
    return "nothing" if max(map(abs, one.worth)) <= SAME else _range(*one.worth, digits[one.leader], said)


def _nash(one: Commitment, digits: Sequence[int], said: bool = False) -> str:
    """What the leader gets in Nash equilibria."""
    return "?" if one.nash is None else _range(one.nash.least, one.nash.most, digits[one.leader], said)


def _range(low: float, high: float, places: int, said: bool) -> str:
    least, most = contrast(low, high, places)
    if abs(high - low) <= SAME:
        return rounded(low, places)
    return f"between {least} and {most}" if said else f"{least} to {most}"


def _leading(game: NormalFormGame, one: Commitment, digits: Sequence[int]) -> str:
    """What a leader commits to, why the follower replies as it does, and what the leader gets."""
    us, follower = words.name(game, one.leader), 1 - one.leader
    reply = f"{words.whose(game, follower)} best reply is {_strategy(game, one, follower)}"
    said = [f"If {us} commits to {_strategy(game, one, one.leader)}, {reply}."]
    said += [words.instead(game, r, digits) for r in one.reasons if r.player == follower and r.alternative]
    worth = rounded(one.payoffs[one.leader], digits[one.leader])
    said.append(f"{words.name(game, one.leader, True)} then gets {worth}.")
    if one.nash is not None:
        known = "" if one.nash.complete else " that were found"
        said.append(f"The Nash equilibria{known} give {us} {_nash(one, digits, True)}.")
    return " ".join(said)


def _against_ties(game: NormalFormGame, one: Commitment, digits: Sequence[int]) -> str:
    """What is left where the follower's ties go against the leader; empty where that changes nothing."""
    sure, full = contrast(one.sure, one.payoffs[one.leader], digits[one.leader])
    us, them, bound = words.name(game, one.leader), words.name(game, 1 - one.leader), _strategy(game, one, one.leader)
    said = f"If {them} broke ties against {us}, the commitment to {bound} would give {us} {sure} instead of {full}."
    return said if one.payoffs[one.leader] - one.sure > SAME else ""


def _strategy(game: NormalFormGame, one: Commitment, player: int) -> str:
    return words.strategy(game, player, one.strategies[player], quoted=True)


def _table(
    game: NormalFormGame, found: Sequence[Commitment], best: Sequence[Commitment], digits: Sequence[int]
) -> Table:
    kinds = [Column("Kind", key="kind")] if len(found) > len(best) else []
    columns = (
        Column("Leader", key="leader"),
        Column("Commitment", key="commitment"),
        Column("Best reply", key="reply"),
        *kinds,
        *payoff_columns(game, digits),
        Column("Nash", "number", "nash"),
        Column("Worth", "number", "worth"),
    )
    rows: list[tuple[Entry, ...]] = []
    for before, one in zip([-1, *(one.leader for one in found)], found, strict=False):
        kind = "best" if one in best else "cautious" if one.cautious else "pure"
        who = words.player_cell(game, one.leader, before)
        played = (words.strategy(game, p, one.strategies[p]) for p in (one.leader, 1 - one.leader))
        gains = (_nash(one, digits), _worth(one, digits))
        rows.append((who, *played, *([kind] if kinds else []), *one.payoffs, *gains))
    return Table(columns, tuple(rows))
