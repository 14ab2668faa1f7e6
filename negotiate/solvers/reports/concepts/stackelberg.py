"""Stackelberg commitments: what each player would bind itself to, what the other would reply, what that is worth."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Cell, Column, Entry, Report, Table
from negotiate.report.numbers import contrast, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined, safe
from negotiate.solvers.concepts.stackelberg import Commitment
from negotiate.solvers.reports.concepts import words
from negotiate.solvers.reports.payoffs import largest, payoff_columns
from negotiate.solvers.solution import Solution

SAME = 1e-9  # of payoffs: less is rounding
MEANING = "The leader binds itself first; the follower sees that and gives its best reply."


def report(sol: Solution, look: Look) -> Report:
    """What moving first is worth to each player that was asked about, and each commitment."""
    game, found = words.table_game(sol), [e for e in sol.equilibria if isinstance(e, Commitment)]
    best = [next(one for one in found if one.leader == p) for p in sorted({one.leader for one in found})]
    places = [_places(game, found, p) for p in range(game.n_players)]
    texts = [_answer(game, best, places), MEANING, *(_leading(game, one, places) for one in best)]
    texts += [_against_ties(game, one, places) for one in found]
    return words.page(sol, texts, [_table(game, found, best, places)])


def _places(game: NormalFormGame, found: Sequence[Commitment], player: int) -> int:
    told = [e.payoffs[player] for e in found]
    told += [x for e in found if e.leader == player and e.nash for x in (e.nash.least, e.nash.most)]
    return words.digits(game, player, told)


def _answer(game: NormalFormGame, best: Sequence[Commitment], places: Sequence[int]) -> str:
    worths = [_worth(one, places[one.leader]) for one in best]
    whom = [words.name(game, one.leader) for one in best]
    each = [f"{worth} to {who}" for worth, who in zip(worths, whom, strict=True)]
    parts = joined(each) if len(set(worths)) > 1 else f"{worths[0]} to {joined(whom, 'or')}"
    known = "" if all(one.nash is None or one.nash.complete for one in best) else ", against the equilibria found"
    return f"A binding announcement (a Stackelberg commitment) is worth {parts}{known}."


def _worth(one: Commitment, places: int) -> str:
    """What being bound adds to what Nash equilibria give: one number, or from one to another."""
    if one.nash is None:
        return "an unknown amount"
    return "nothing" if max(map(abs, one.worth)) <= SAME else _range(*one.worth, places)


def _range(low: float, high: float, places: int) -> str:
    return rounded(low, places) if abs(high - low) <= SAME else " to ".join(contrast(low, high, places))


def _nash(one: Commitment, places: int) -> str:
    """What the leader gets in Nash equilibria."""
    return "?" if one.nash is None else _range(one.nash.least, one.nash.most, places)


def _leading(game: NormalFormGame, one: Commitment, places: Sequence[int]) -> str:
    """What a leader binds itself to, why the follower replies as it does, and what the leader gets."""
    us, follower = words.name(game, one.leader), 1 - one.leader
    reply = f"{words.whose(game, follower)} best reply is {_strategy(game, one, follower)}"
    reason = next(r for r in one.reasons if r.player == follower)
    if reason.alternative:
        there, here = contrast(reason.alternative_payoff, reason.payoff, places[follower])
        worse = "is as good" if there == here else f"gives {words.name(game, follower)} {there} instead of {here}"
        reply += f" (`{safe(reason.alternative, True)}` {worse})"
    gets = rounded(one.payoffs[one.leader], places[one.leader])
    if one.nash is not None:
        gets += ", as in all" if max(map(abs, one.worth)) <= SAME else f", against {_nash(one, places[one.leader])} in"
        gets += f" Nash equilibria{'' if one.nash.complete else ' that are known'}"
    bound = f"If {us} binds itself to {_strategy(game, one, one.leader)}"
    return f"{bound}, {reply}. {words.name(game, one.leader, True)} then gets {gets}."


def _against_ties(game: NormalFormGame, one: Commitment, places: Sequence[int]) -> str:
    """What is left where the follower's ties go against the leader; empty where that changes nothing."""
    payoff = one.payoffs[one.leader]
    if one.cautious or payoff - one.sure <= SAME:
        return ""
    sure, full = contrast(one.sure, payoff, places[one.leader])
    us, them = words.name(game, one.leader), words.name(game, 1 - one.leader)
    bound = _strategy(game, one, one.leader)
    return f"If {them} broke ties against {us}, {us}, bound to {bound}, would get {sure} instead of {full}."


def _strategy(game: NormalFormGame, one: Commitment, player: int) -> str:
    return words.strategy(game, player, one.strategies[player], quoted=True)


def _table(
    game: NormalFormGame, found: Sequence[Commitment], best: Sequence[Commitment], places: Sequence[int]
) -> Table:
    numbers = ("sure", "nash least", "nash most", "worth least", "worth most")
    columns = (
        Column("Leader", key="leader"),
        Column("Bound to", key="bound to"),
        Column("Best reply", key="answer"),
        Column("Kind", key="kind", shown="both" if len(found) > len(best) else "programs"),
        *payoff_columns(game, places),
        Column("Nash", "number", shown="people"),
        Column("Worth", "number", shown="people"),
        *(Column(key, "number", size=max(largest(game)), shown="programs") for key in numbers),
    )
    rows: list[tuple[Entry, ...]] = []
    for place, one in enumerate(found):
        us = one.leader
        nash = (one.nash.least, one.nash.most) if one.nash else (float("nan"), float("nan"))
        row = (
            words.player_cell(game, us, found[place - 1].leader if place else -1),
            *(words.strategy(game, p, one.strategies[p]) for p in (us, 1 - us)),
            "best" if one in best else "cautious" if one.cautious else "unmixed",
            *one.payoffs,
            Cell(_nash(one, places[us])),
            Cell(_worth(one, places[us])),
            one.sure,
            *nash,
            *one.worth,
        )
        rows.append(row)
    return Table(columns, tuple(rows))
