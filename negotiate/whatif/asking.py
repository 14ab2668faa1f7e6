"""Which question about changed numbers is asked: a sweep, a ranking, a robust choice, or the
smallest change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from negotiate.errors import UnsuitableGame
from negotiate.whatif.backcasting import Backcast, backcast
from negotiate.whatif.indicators import USUAL
from negotiate.whatif.points import Sampling
from negotiate.whatif.sweep import Sweep, whatif
from negotiate.whatif.worlds import Robust, robust

if TYPE_CHECKING:
    from negotiate.scenario import Scenario
    from negotiate.whatif.indices import Indices
    from negotiate.whatif.ranking import Ranking
    from negotiate.whatif.regions import Regions


def ask(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None = None,
    watch: str | Sequence[str] = USUAL,
    draws: int = 0,
    *,
    seed: int = 0,
    sampling: Sampling = "latin",
    commit: str | None = None,
    accuracy: float | None = None,
    reach: str | None = None,
    indices: str | None = None,
    where: str | None = None,
    **shared: Any,
) -> Sweep | Ranking | Robust | Backcast | Indices | Regions:
    """Answer `whatif`, or another question where one is asked.

    Parameters
    ----------
    scenario, vary, watch, draws, seed, sampling
        See `whatif`.
    commit, accuracy
        See `robust`.
    reach : str, optional
        The goal of `backcast`.
    indices : str, optional
        The method of `indices.indices`; empty for the one that fits.
    where : str, optional
        The answer of which `regions.regions` looks for boxes; empty for no deal.
    shared
        How the work of a sweep is shared out and where its rows go; see `whatif`.

    Raises
    ------
    UnsuitableGame
        If that is more than one question.
    """
    if accuracy is not None and commit is None:
        raise UnsuitableGame(
            "`--accuracy` is about a report before a commitment", "write `--commit ISSUE` with it"
        )
    if sum(one is not None for one in (commit, reach, indices, where)) > 1:
        raise UnsuitableGame("that is more than one question", "ask one question at a time")
    if indices is not None:
        found: Indices = scenario.indices(vary, watch=watch, method=indices, draws=draws, seed=seed)
        return found
    if where is not None:
        boxes: Regions = scenario.regions(
            vary, where=where, draws=draws, seed=seed, sampling=sampling
        )
        return boxes
    if reach is not None:
        return backcast(scenario, reach, vary, draws, seed=seed)
    if commit is not None:
        sure = 1.0 if accuracy is None else accuracy
        return robust(
            scenario, commit, vary, watch, draws, accuracy=sure, seed=seed, sampling=sampling
        )
    return whatif(scenario, vary, watch, draws, seed=seed, sampling=sampling, **shared)
