"""A scenario: a negotiation with its lenses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from negotiate.display import Shown
from negotiate.model.negotiation import Negotiation

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem
    from negotiate.conflict.graph_model import GraphModel
    from negotiate.games.extensive import BayesianGame, ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame
    from negotiate.repeated.game import RepeatedGame


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scenario(Negotiation, Shown):
    """Everything a scenario file says, and the games that can be seen in it.

    Every lens looks at the same packages and the same payoffs.
    """

    def alone(self) -> NormalFormGame:
        """The game of what each side would do if nobody talked; see `negotiate.equilibrium.alone`."""
        from negotiate.equilibrium.alone import alone  # noqa: PLC0415 - loaded for this lens alone

        return alone(self)

    def bayesian(self) -> NormalFormGame | BayesianGame:
        """The same with private types, which `solve` solves; see `negotiate.equilibrium.alone`."""
        from negotiate.equilibrium.alone import bayesian  # noqa: PLC0415 - loaded for this lens alone

        return bayesian(self)

    def in_turn(self) -> ExtensiveGame:
        """The game of moves one after the other; see `negotiate.equilibrium.in_turn`."""
        from negotiate.equilibrium.in_turn import in_turn  # noqa: PLC0415 - loaded for this lens alone

        return in_turn(self)

    def together(
        self, no_deal: int | str | Mapping[str, str] | None = None, signers: Sequence[str] | None = None
    ) -> BargainingProblem:
        """The bargaining problem of what could be signed; see `negotiate.bargaining.together`."""
        from negotiate.bargaining.together import together  # noqa: PLC0415 - loaded for this lens alone

        return together(self, no_deal, signers)

    def standing(self) -> GraphModel:
        """The conflict as states and moves, of which some would stand; see `negotiate.conflict.view`."""
        from negotiate.conflict.view import standing  # noqa: PLC0415 - loaded for this lens alone

        return standing(self)

    def whatif(
        self,
        vary: Mapping[str, Any] | None = None,
        draws: int = 0,
        watch: str | Sequence[str] | None = None,
        **more: Any,
    ) -> Any:
        """What becomes of the answers where numbers vary: a `Sweep`, or a `Ranking` of all; see `whatif.asking`."""
        vary_numbers = resolve_name("negotiate.whatif.asking:ask")  # it stands above, and reads the file anew
        return vary_numbers(self, vary, draws=draws, **more | ({} if watch is None else {"watch": watch}))

    def indices(self, vary: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """Which uncertain numbers the answers depend on: Sobol or Morris indices; see `whatif.indices`."""
        find: Any = resolve_name("negotiate.whatif.indices:indices")
        return find(self, vary, **more)

    def regions(self, vary: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """In which boxes of the uncertain numbers an answer holds: `Regions`; see `whatif.regions`."""
        find: Any = resolve_name("negotiate.whatif.regions:regions")
        return find(self, vary, **more)

    def explain(self, concept: str) -> Any:
        """A concept such as `dominance`, step by step on this scenario: a `Walkthrough`; see `negotiate.explain`."""
        go_through: Any = resolve_name("negotiate.explain.walk:explain")  # it stands above, and asks every lens
        return go_through(self, concept)

    def again(self) -> RepeatedGame:
        """The game of what would last if it is played again and again; see `negotiate.repeated.again`."""
        from negotiate.repeated.again import again  # noqa: PLC0415 - loaded for this lens alone

        return again(self)
