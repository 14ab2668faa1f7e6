"""`negotiate export`: a game for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from negotiate.cli.forms import Answer, answers
from negotiate.cli.games import GameFile, game_or_scenario
from negotiate.cli.options import FLAG, Fixes, ScenarioOrGame, Settings, VariantName
from negotiate.cli.usage import Misused, chosen

if TYPE_CHECKING:
    from negotiate.formats.files import Format
    from negotiate.games.extensive import ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame
    from negotiate.views.scenario import Scenario

LENSES = ("solve", "tree", "stability")
"""What of a scenario is written: the game where all choose at once, where they move in turn, or states and moves."""

FileName = Annotated[
    str | None,
    typer.Argument(
        help="The file to write: .nfg, .efg, .graphml, .json or .xml (GENIUS); without one the game is printed.",
        show_default=False,
        metavar="FILE",
    ),
]
Lens = Annotated[
    str | None,
    typer.Option("--lens", help="Write the game of `solve` or of `tree`, or the moves of `stability`.", metavar="NAME"),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that stands there.", metavar=FLAG)]


@answers
def export(
    scenario: ScenarioOrGame,
    file: FileName = None,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    lens: Lens = None,
    force: Force = False,
) -> Answer:
    """Write a game for other programs."""
    from negotiate.formats.files import format_of  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.library import holds_problem  # noqa: PLC0415 - start-up stays light

    asked = None if lens is None else chosen(lens, LENSES, "--lens")
    if file is not None and holds_problem(file):
        return _problem(_to_be_signed(game_or_scenario(scenario, settings, fixes, variant), asked), file, force)
    if asked == "stability":
        return _moves(game_or_scenario(scenario, settings, fixes, variant), file, force)
    form = None if file is None else format_of(Path(file))
    if form is not None and asked == "tree" and form.lens == "solve":
        raise Misused(f"`{form.suffix}` holds no tree", "end the name in .efg, or leave `--lens tree` out")
    found = game_or_scenario(scenario, settings, fixes, variant)
    seen = asked or (form.lens if form is not None else None) or _natural(found)
    game = found.in_turn() if seen == "tree" else found.alone()
    return _game(game, seen, form or format_of(Path("game.nfg" if seen == "solve" else "game.efg")), file, force)


def _to_be_signed(found: Scenario | GameFile, lens: str | None) -> Scenario:
    """The scenario whose packages are written.

    Raises
    ------
    Misused
        If it is a game, or a game is asked for.
    """
    if isinstance(found, GameFile) or lens is not None:
        raise Misused("`.xml` holds what could be signed, and no game", "end the name in .nfg or .efg")
    return found


def _natural(found: Scenario | GameFile) -> str:
    """The form that a scenario or game has by itself."""
    in_turn = found.in_turn_by_nature if isinstance(found, GameFile) else bool(found.protocol)
    return "tree" if in_turn else "solve"


def _game(game: NormalFormGame | ExtensiveGame, lens: str, form: Format, file: str | None, force: bool) -> Answer:
    """Write the file of a game, or say what would stand in it."""
    from negotiate.formats.exported import Exported, about_game  # noqa: PLC0415 - start-up stays light
    from negotiate.formats.files import write  # noqa: PLC0415 - start-up stays light

    if file is None:
        text = form.text(game)
        return Answer(Exported(None, form.suffix[1:], lens, text), text=text)
    write(game, file, force=force)
    return Answer(Exported(file, form.suffix[1:], lens, None, about_game(game, file)))


def _moves(subject: Scenario | GameFile, file: str | None, force: bool) -> Answer:
    """Write the states and moves of a conflict, or say what would stand in the file.

    Raises
    ------
    Misused
        If a game is given: its players are no longer those who decide issues.
    """
    if isinstance(subject, GameFile):
        raise Misused("`--lens stability` asks about a scenario, and this is a game", "leave it out")
    from negotiate.formats.exported import Exported, about_moves  # noqa: PLC0415 - start-up stays light
    from negotiate.formats.files import write  # noqa: PLC0415 - the same
    from negotiate.formats.graphml import moves_graphml  # noqa: PLC0415 - the same

    model = subject.standing()
    if file is None:
        text = moves_graphml(model)
        return Answer(Exported(None, "graphml", "stability", text), text=text)
    write(model, file, force=force)
    return Answer(Exported(file, "graphml", "stability", None, about_moves(model, file)))


def _problem(scenario: Scenario, file: str, force: bool) -> Answer:
    """Write the domain and the profiles of a bargaining problem for GENIUS."""
    from negotiate.formats.exported import Exported, about_problem  # noqa: PLC0415 - start-up stays light
    from negotiate.formats.files import write  # noqa: PLC0415 - start-up stays light
    from negotiate.formats.genius.writing import genius_files  # noqa: PLC0415 - start-up stays light

    problem = scenario.together()
    files = genius_files(problem, Path(file).name)
    write(problem, file, force=force)
    *profiles, domain = [name for name, _ in files.texts]
    said = (about_problem(file, profiles),)
    return Answer(Exported(file, "xml", "deal", None, said, (*profiles, domain), tuple(files.told)))
