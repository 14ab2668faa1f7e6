"""A stage game that is played again and again, and what it can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from negotiate.arrays import FloatArray
from negotiate.display import Given, Shown, entity
from negotiate.repeated import lasting, matches, sustaining
from negotiate.repeated.game import (
    Certificate,
    Concept,
    CriticalDiscount,
    MatchResult,
    Supergame,
    by_place,
)
from negotiate.repeated.setting import Rate

if TYPE_CHECKING:
    from negotiate.repeated.strategies.strategy import Playable


@entity
class RepeatedGame(Supergame, Shown):
    """A stage game that is played again and again, and its answers; its fields are those of
    `Supergame`.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> dilemma = NormalFormGame.from_arrays(
    ...     [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
    ... )
    >>> RepeatedGame(dilemma, 0.9).certify("grim")
    <Certificate of grim against grim: subgame perfect>
    """

    discount: Given[
        float | Sequence[float], tuple[float, ...]
    ]  # once more, for mypy inherits no descriptor

    def play(
        self,
        *profile: Playable | Rate,
        noise: Rate = None,
        misread: Rate = None,
        rounds: int | None = None,
        seed: int = 0,
        worlds: int | None = None,
    ) -> MatchResult:
        """What each player earns if these strategies meet; noise, misreading and rounds may follow
        them by place.

        As a function with the game first; see `negotiate.repeated.matches.exact`.
        """
        strategies, more = by_place(profile, {"noise": noise, "misread": misread, "rounds": rounds})
        return matches.exact.play(self, *strategies, **more, seed=seed, worlds=worlds)

    def certify(self, *profile: Playable) -> Certificate:
        """Whether these strategies hold against each other; see
        `negotiate.repeated.lasting.certificate`.
        """
        return lasting.certificate.certify(self, *profile)

    def critical_discount(
        self, *profile: Playable, concept: Concept = "subgame-perfect"
    ) -> CriticalDiscount:
        """For which discount factors these strategies hold; the concept may follow them by place.

        As a function with the game first; see `negotiate.repeated.lasting.critical`.
        """
        *strategies, last = profile or (None,)
        if strategies and isinstance(last, str) and last in lasting.critical.CONCEPTS:
            return lasting.critical.critical_discount(self, *strategies, concept=last)
        return lasting.critical.critical_discount(self, *profile, concept=concept)

    def payoff_set(self) -> FloatArray:
        """What two players can get in subgame-perfect equilibrium; see
        `negotiate.repeated.sustaining.sustainable`.
        """
        return sustaining.sustainable.payoff_set(self)

    def minmax(self, player: int | str, pure: bool = False) -> float:
        """What the others can hold a player down to in a round; see
        `negotiate.repeated.sustaining.sustainable`.

        Parameters
        ----------
        player : int or str
            Its number, from 0, its short name or its name.
        pure : bool
            Whether those who hold it down have to choose one action each, in place of drawing lots.

        Raises
        ------
        UnknownPlayer
            If there is no such player.

        Examples
        --------
        >>> from negotiate import NormalFormGame
        >>> pennies = RepeatedGame(
        ...     NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), 0.9
        ... )
        >>> pennies.minmax(0), pennies.minmax("player 1", pure=True)
        (0.0, 1.0)
        """
        return sustaining.sustainable.minmax(self, player, pure)

    def __repr__(self) -> str:
        size = " × ".join(map(str, self.stage.shape))
        factors = ", ".join(f"{factor:g}" for factor in self.discount)
        return (
            f"<RepeatedGame {self.title or 'untitled'!r}: {', '.join(self.players)}; {size} "
            f"postures; {factors}>"
        )
