"""Bayesian Nash equilibria in words: what each type does and why, what it gets, and who plays what
in which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from negotiate.equilibrium.bayesian import BayesianEquilibrium, TypePlay
from negotiate.equilibrium.reports import (
    ROWS,
    alike,
    chances,
    digits,
    instead,
    mixture,
    on_average,
    page,
    several,
    terms,
)
from negotiate.equilibrium.reports.solution import Answer, headline
from negotiate.equilibrium.solution import Equilibrium, Reason, Solution, TreeEquilibrium
from negotiate.games.normal_form import IDLE
from negotiate.report.blocks import Block, Cell, Column, Entry, Report, Sentence, Table
from negotiate.report.style import Look, all_fractions, rounded, safe, sentence_of, the

KINDS = 4
"""Types that a sentence names."""


def report(sol: Solution, look: Look) -> Report:
    """The answer where players have private types."""
    return page(sol, BayesianAnswer(sol, look).blocks())


class BayesianAnswer(Answer):
    """The same where each type of each player does something."""

    def __init__(self, sol: Solution, look: Look) -> None:
        super().__init__(sol, look)
        self.trees = []
        every = [one for e in self.found for one in _types(e)]
        self.digits = [
            digits(sol.game, p, [*(e.payoffs[p] for e in self.found), *_numbers(every, p)])
            for p in range(sol.game.n_players)
        ]

    def blocks(self) -> list[Block]:
        """The whole answer."""
        told = [Sentence(headline(self.sol)), *self.summary(), *self.descriptions()]
        return [*told, *self.picture(), *self.table(), *terms(self.sol, self.digits)]

    def describe(self, equilibrium: Equilibrium | TreeEquilibrium) -> list[Sentence]:
        """What each type does, and what the best of the rest would give it; types that do the same
        stand together.
        """
        said = list[str]()
        every = _types(equilibrium)
        fractions = all_fractions(p for one in every for p in one.strategy.values())
        for p, name in enumerate(self.game.players):
            ways: dict[tuple[str, ...], list[TypePlay]] = {}
            for one in (one for one in every if one.player == p):
                ways.setdefault((_done(one, fractions), *self._why(one)), []).append(one)
            for (does, *why), same in ways.items():
                kinds = [f"`{_safe(one.type)}`" for one in same if one.type]
                where = (
                    f"as {several(kinds, KINDS, 'or')}, "
                    if len(ways) > 1
                    else "whatever its type, "
                    if kinds
                    else ""
                )
                idle = list(same[0].strategy) == [IDLE]
                said += [
                    f"{the(name)} decides nothing alone"
                    if idle
                    else f"{where}{the(name)} chooses {does}",
                    *why,
                ]
        alone = len(self.found) == 1
        gives = [on_average(self.game, equilibrium.payoffs, self.digits, False)] if alone else []
        return [Sentence(" ".join([*map(sentence_of, said), *gives]))]

    def _why(self, one: TypePlay) -> Iterator[str]:
        """Why a type does nothing else."""
        if len(one.strategy) > 1:
            worth = rounded(one.payoff, self.digits[one.player])
            yield alike(list(map(_safe, one.strategy)), the(self.game.players[one.player]), worth)
        elif one.alternative:
            why = Reason(one.player, "", one.payoff, one.alternative, one.alternative_payoff)
            yield instead(self.game, why, self.digits)

    def starred(self, equilibrium: Equilibrium | TreeEquilibrium) -> bool:
        """Whether an equilibrium is marked as pure."""
        return isinstance(equilibrium, BayesianEquilibrium) and equilibrium.pure

    def picture(self) -> Iterator[Block]:
        """What each type does and gets in the first equilibrium."""
        if not self.found:
            return
        rows, before = list[tuple[Entry, ...]](), -1
        for one in _types(self.found[self.shown]):
            name, key = self.game.players[one.player], self.game.keys[one.player]
            numbers = [
                _amount(x, self.digits[one.player]) for x in (one.payoff, one.alternative_payoff)
            ]
            who = Cell("" if one.player == before else safe(name, True), key)
            rows.append(
                (
                    who,
                    _safe(one.type),
                    one.odds if one.type else None,
                    _played(one),
                    numbers[0],
                    _safe(one.alternative),
                    numbers[1],
                )
            )
            before = one.player
        columns = (
            Column("Player", key="player"),
            Column("Type", key="type"),
            Column("Odds", "probability", "odds"),
            Column("Plays", key="plays"),
            Column("Gets", "number", "payoff"),
            Column("Second best", key="alternative", wide=True),
            Column("Would get", "number", "alternative payoff", wide=True),
        )
        number = f" in equilibrium {self.shown + 1}" if len(self.found) > 1 else ""
        yield Table(
            columns,
            tuple(rows),
            f"What each type does and gets{number}",
            most=ROWS,
            more="type",
            data=False,
        )

    def played(self) -> list[tuple[Column, Sequence[Entry]]]:
        """What the types of each player do in each equilibrium, a column a player."""
        found = list[tuple[Column, Sequence[Entry]]]()
        for p, (name, key) in enumerate(zip(self.game.players, self.game.keys, strict=True)):
            head = Column(
                f"{safe(name, True)} plays",
                key=f"played {key}",
                short=f"{safe(key, True)} plays",
                player=p,
            )
            found.append((head, [plays(e)[p] for e in self.found]))
        return found


def plays(equilibrium: Equilibrium | TreeEquilibrium, odds: bool = True) -> list[str]:
    """What each player plays in few words, type by type where not all of its types do the same.

    Without the odds of what is mixed it stands with "or" between.
    """
    every, played = _types(equilibrium), _played if odds else _used
    return [
        _of_types([one for one in every if one.player == p], played)
        for p in range(len(equilibrium.payoffs))
    ]


def _types(equilibrium: Equilibrium | TreeEquilibrium) -> tuple[TypePlay, ...]:
    return equilibrium.types if isinstance(equilibrium, BayesianEquilibrium) else ()


def _numbers(every: Sequence[TypePlay], player: int) -> Iterator[float]:
    """What the types of a player get, and would get by the best of the rest."""
    for one in every:
        if one.player == player:
            yield from (one.payoff, *([one.alternative_payoff] if one.alternative else []))


def _safe(text: str) -> str:
    return safe(text, True)


def _done(one: TypePlay, fractions: bool) -> str:
    labels = list(map(_safe, one.strategy))
    return (
        f"`{labels[0]}`"
        if len(labels) == 1
        else chances(labels, list(one.strategy.values()), fractions)
    )


def _played(one: TypePlay) -> str:
    return mixture(list(map(_safe, one.strategy)), list(one.strategy.values()))


def _used(one: TypePlay) -> str:
    return " or ".join(map(_safe, one.strategy))


def _of_types(own: Sequence[TypePlay], played: Callable[[TypePlay], str]) -> str:
    """What a player plays, type by type where it has several that do not all do the same."""
    said = [played(one) for one in own]
    if len(set(said)) == 1:
        return said[0]
    return "; ".join(f"{_safe(one.type)}: {what}" for one, what in zip(own, said, strict=True))


def _amount(x: float, digits: int) -> Entry:
    """A payoff of a player with as many decimals as the page gives it."""
    return None if x != x else Cell(rounded(x, digits), x)
