"""A scenario: a negotiation with its lenses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack, overload
from warnings import warn

from negotiate import bargaining, conflict, repeated
from negotiate.display import Shown
from negotiate.equilibrium import alone, asking, in_turn, registry
from negotiate.errors import UnsuitableGame
from negotiate.model.negotiation import Negotiation

if TYPE_CHECKING:
    from negotiate.bargaining.deal import Deal
    from negotiate.bargaining.problem import BargainingProblem
    from negotiate.comparison.threats import Credibility
    from negotiate.conflict.graph_model import GraphModel
    from negotiate.conflict.stability import Stability
    from negotiate.equilibrium.solution import Solution
    from negotiate.games.extensive import BayesianGame, ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame
    from negotiate.repeated.asking import Each
    from negotiate.repeated.game import Certificate
    from negotiate.repeated.lasting.agreement import Lasting
    from negotiate.repeated.lasting.public_signals import BestTrigger
    from negotiate.repeated.many.evolution import Evolution
    from negotiate.repeated.many.tournament import Invasion, Tournament
    from negotiate.repeated.matches.timeline import Encounter
    from negotiate.repeated.repeated_game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Playable
    from negotiate.repeated.sustaining.holding import Holding
    from negotiate.repeated.sustaining.sustainable import Sustainable

    Pool = Playable | Sequence[Playable]
    Play = Pool | Sequence[Pool] | Mapping[str, Pool] | None

Settings = Mapping[str, Any]
Fixes = Mapping[str, str]


class Again(TypedDict, total=False):
    """What every question of `simulate` takes; see there."""

    patience: Each
    noise: Each
    misread: Each
    rounds: int | None
    set: Settings | None
    fix: Fixes | None
    seed: int
    progress: Any


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scenario(Negotiation, Shown):
    """Everything a scenario file says, and the games that can be seen in it.

    Every lens looks at the same packages and the same payoffs.
    """

    def varied(self, set: Settings | None = None, fix: Fixes | None = None) -> Scenario:  # noqa: A002 - as in `load`
        """The scenario with more set and fixed, as by `--set` and `--fix`; itself without
        either.
        """
        if set is None and fix is None:
            return self
        made: Scenario = resolve_name("negotiate.language.scenario_file:varied")(
            self, set or {}, fix or {}
        )
        return made

    def solve(
        self,
        method: str | None = None,
        *,
        concept: str = "nash",
        player: str | None = None,
        set: Settings | None = None,  # noqa: A002 - the word of the command line
        fix: Fixes | None = None,
    ) -> Solution:
        """What happens if nobody talks, as `negotiate solve` answers: types and counted events
        count.

        Parameters
        ----------
        method, concept, player
            See `negotiate.solve`.
        set, fix : Mapping, optional
            See `load`; they are added to what the scenario was read with.
        """
        return asking.solved(self.varied(set, fix), method, concept, player)

    @overload
    def tree(
        self,
        method: str | None = None,
        *,
        concept: str | None = None,
        refine: str | None = None,
        set: Settings | None = None,
        fix: Fixes | None = None,
    ) -> Solution: ...

    @overload
    def tree(
        self, *, threats: Literal[True], set: Settings | None = None, fix: Fixes | None = None
    ) -> Credibility: ...

    def tree(
        self,
        method: Any = None,
        *,
        threats: bool = False,
        set: Any = None,  # noqa: A002 - the word of the command line
        fix: Any = None,
        **more: Any,
    ) -> Any:
        """Who should do what in turn, or with `threats` which threats are credible, as `negotiate
        tree` answers.
        """
        subject = self.varied(set, fix)
        if threats:
            if method is not None or more:
                raise UnsuitableGame(
                    "`threats` is answered by no method and no concept", "leave them out"
                )
            return resolve_name("negotiate.comparison.threats:threats")(subject)  # it stands above
        return registry.solve(subject.in_turn(), method, **more)

    @overload
    def deal(
        self,
        no_deal: int | str | Mapping[str, str | float] | None = None,
        signers: Sequence[str] | None = None,
        *,
        lotteries: bool = False,
        set: Settings | None = None,
        fix: Fixes | None = None,
    ) -> Deal: ...

    @overload
    def deal(
        self,
        no_deal: int | str | Mapping[str, str | float] | None = None,
        signers: Sequence[str] | None = None,
        **asked: Any,
    ) -> Any: ...

    def deal(
        self,
        no_deal: Any = None,
        signers: Any = None,
        *,
        set: Any = None,  # noqa: A002 - the word of the command line
        fix: Any = None,
        **asked: Any,
    ) -> Any:
        """What could be signed, as `negotiate deal` answers; see `negotiate.bargaining.asking`."""
        subject = self.varied(set, fix)
        problem = subject.together(no_deal, signers)
        return bargaining.asking.ask(problem, subject, no_deal=no_deal, signers=signers, **asked)

    @overload
    def stability(
        self,
        concept: Literal["R", "GMR", "SMR", "SEQ", "SIM"] | None = None,
        *,
        sanctions: Literal["sequence", "one-step"] = "sequence",
        set: Settings | None = None,
        fix: Fixes | None = None,
    ) -> Stability: ...

    @overload
    def stability(self, concept: Any = None, **asked: Any) -> Any: ...

    def stability(
        self,
        concept: Any = None,
        *,
        set: Any = None,  # noqa: A002 - the word of the command line
        fix: Any = None,
        **asked: Any,
    ) -> Any:
        """Which outcomes nobody would leave, as `negotiate stability` answers; see
        `negotiate.conflict.asking`.
        """
        return conflict.asking.ask(self.varied(set, fix).standing(), concept, **asked)

    @overload
    def simulate(self, play: Play = None, **more: Unpack[Again]) -> Lasting | BestTrigger: ...

    @overload
    def simulate(
        self, play: None = None, *, after: Sequence[str], **more: Unpack[Again]
    ) -> BestTrigger: ...

    @overload
    def simulate(
        self,
        play: Play = None,
        *,
        match: Literal[True],
        breach: tuple[str | int, int] | None = None,
        **more: Unpack[Again],
    ) -> Encounter: ...

    @overload
    def simulate(
        self, play: Play = None, *, breach: tuple[str | int, int], **more: Unpack[Again]
    ) -> Encounter: ...

    @overload
    def simulate(
        self, play: Play = None, *, certificate: Literal[True], **more: Unpack[Again]
    ) -> Certificate: ...

    @overload
    def simulate(
        self,
        play: None = None,
        *,
        hold: Mapping[str, str] | Literal[True],
        harshest: bool = False,
        **more: Unpack[Again],
    ) -> Holding: ...

    @overload
    def simulate(
        self, play: None = None, *, payoffs: Literal[True], **more: Unpack[Again]
    ) -> Sustainable: ...

    @overload
    def simulate(
        self, play: Play = None, *, tournament: Literal[True], **more: Unpack[Again]
    ) -> Tournament: ...

    @overload
    def simulate(
        self, play: Play = None, *, invasion: Literal[True], **more: Unpack[Again]
    ) -> Invasion: ...

    @overload
    def simulate(
        self, play: Play = None, *, evolution: str | Literal[True], **more: Unpack[Again]
    ) -> Evolution: ...

    @overload
    def simulate(self, play: Play = None, **asked: Any) -> Any: ...

    def simulate(
        self,
        play: Any = None,
        *,
        patience: Each = None,
        noise: Each = None,
        misread: Each = None,
        rounds: int | None = None,
        set: Settings | None = None,  # noqa: A002 - the word of the command line
        fix: Fixes | None = None,
        **asked: Any,
    ) -> Any:
        """What lasts if it is played again and again, as `negotiate simulate` answers.

        Parameters
        ----------
        play : str, Strategy, Automaton, Learner or callable, or a list or Mapping of these,
        optional
            One for all players, one each, or player → its own; for a tournament lists are pools.
        patience, noise, misread : float, Mapping or sequence, optional
            Of all players, player → its own, or one each.
        rounds : int, optional
            A fixed number of rounds, known to all.
        set, fix : Mapping, optional
            See `load`; they are added to what the scenario was read with.
        asked
            Another question; see `negotiate.repeated.asking`. Without one the answer is a
            `Lasting`, or with public signals a `BestTrigger`.
        """
        subject = self.varied(set, fix)
        game = repeated.asking.game_of(subject, patience, noise, misread, rounds)
        many = any(asked.get(name) not in (None, False) for name in repeated.asking.MANY)
        return repeated.asking.ask(
            game, repeated.asking.pools_of(game, play, many), subject.money, **asked
        )

    def alone(self) -> NormalFormGame:
        """The game in which all choose at once with the values of the file itself, also where
        players have types.

        `solve()` and `bayesian()` count private types; see `negotiate.equilibrium.alone`.
        """
        if self.types:
            warn(
                "`alone()` leaves private types out; `solve()` and `bayesian()` count them",
                stacklevel=2,
            )
        return alone.alone(self)

    def bayesian(self) -> NormalFormGame | BayesianGame:
        """The game that `solve` solves: where players have private types, each type chooses; see
        `alone`.
        """
        return asking.bayesian(self)

    def in_turn(self) -> ExtensiveGame:
        """The game of moves one after the other; see `negotiate.equilibrium.in_turn`."""
        return in_turn.in_turn(self)

    def together(
        self,
        no_deal: int | str | Mapping[str, str | float] | None = None,
        signers: Sequence[str] | None = None,
    ) -> BargainingProblem:
        """The bargaining problem of what could be signed; see `negotiate.bargaining.together`."""
        return bargaining.together.together(self, no_deal, signers)

    def standing(self) -> GraphModel:
        """The conflict as states and moves, of which some would stand; see
        `negotiate.conflict.view`.
        """
        return conflict.view.standing(self)

    def whatif(
        self,
        vary: Mapping[str, Any] | None = None,
        draws: int = 0,
        watch: str | Sequence[str] | None = None,
        *,
        set: Settings | None = None,  # noqa: A002 - the word of the command line
        fix: Fixes | None = None,
        **more: Any,
    ) -> Any:
        """What becomes of the answers where numbers vary: a `Sweep`, or a `Ranking` of all; see
        `whatif.asking`.
        """
        vary_numbers = resolve_name(
            "negotiate.whatif.asking:ask"
        )  # it stands above, and reads the file anew
        return vary_numbers(
            self.varied(set, fix),
            vary,
            draws=draws,
            **more | ({} if watch is None else {"watch": watch}),
        )

    def indices(self, vary: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """Which uncertain numbers the answers depend on: Sobol or Morris indices; see
        `whatif.indices`.
        """
        find: Any = resolve_name("negotiate.whatif.indices:indices")
        return find(self, vary, **more)

    def regions(self, vary: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """In which boxes of the uncertain numbers an answer holds: `Regions`; see
        `whatif.regions`.
        """
        find: Any = resolve_name("negotiate.whatif.regions:regions")
        return find(self, vary, **more)

    def explain(self, concept: str) -> Any:
        """A concept such as `dominance`, step by step on this scenario: a `Walkthrough`; see
        `negotiate.explain`.
        """
        go_through: Any = resolve_name(
            "negotiate.explain.walk:explain"
        )  # it stands above, and asks every lens
        return go_through(self, concept)

    def again(self) -> RepeatedGame:
        """The game of what would last if it is played again and again; see
        `negotiate.repeated.again`.
        """
        return repeated.again.again(self)
