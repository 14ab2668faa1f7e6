"""What `negotiate deal` is given: a scenario, or a file of GENIUS that holds a bargaining problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.cli.deal_questions import named_no_deal, names
from negotiate.cli.options import loaded
from negotiate.cli.usage import Misused

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem
    from negotiate.views.scenario import Scenario


def subject(
    name: str,
    settings: list[str] | None,
    fixes: list[str] | None,
    variant: str | None,
    *,
    no_deal: str | None,
    signers: str | None,
) -> tuple[Scenario | None, BargainingProblem]:
    """What a command line describes; no scenario where the file holds a problem of another program.

    Raises
    ------
    Misused
        If something is to be set in a file that is no scenario, or no such no-deal point or signers are there.
    """
    from negotiate.errors import UnsuitableGame  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.library import holds_problem  # noqa: PLC0415 - the same

    chosen, wanted = named_no_deal(no_deal), names(signers, "--signers")
    if holds_problem(name):
        given = {"set": settings, "fix": fixes, "variant": variant, "no-deal": no_deal, "signers": signers}
        return None, _of_genius(name, [option for option, value in given.items() if value])
    found = loaded(name, settings, fixes, variant)
    try:
        return found, found.together(chosen, wanted)
    except UnsuitableGame as wrong:
        if no_deal is None and signers is None:
            raise
        raise Misused(wrong.message, wrong.hint) from None


def _of_genius(name: str, given: list[str]) -> BargainingProblem:
    if given:
        raise Misused(f"`--{given[0]}` goes with a scenario, and `{name}` is a file of GENIUS", "leave it out")
    from negotiate.loading.genius.reading import read_genius  # noqa: PLC0415 - start-up stays light

    return read_genius(name)
