"""Binds who moves when: steps, what each action sets, and the odds of chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from negotiate.language.binding.binder import Binder
from negotiate.language.formulas.tokens import Choice, Names
from negotiate.language.text.numerals import shares
from negotiate.model.expressions import Expression, Number
from negotiate.model.protocol import Action, Effect, Step
from negotiate.problems import Place, listed, nearest

if TYPE_CHECKING:
    from negotiate.language.shape.parts import StepPart

SIGNS = "signs"
"""The key of an action that lists who signs; an issue of that name is set by naming its option."""


def step_name(part: StepPart) -> str:
    """The name of a step."""
    return part.move or part.chance or ""


def move_choices(binder: Binder) -> dict[str, Choice]:
    """Move → its actions as expressions see them; a move that speaks of an issue has that issue's numbers."""
    result: dict[str, Choice] = {}
    for position, part in enumerate(binder.document.protocol):
        name = step_name(part)
        place = binder.at("protocol", position, "move" if part.move else "chance")
        taken = [*binder.issues, *binder.document.parameters, *binder.document.models, *binder.players, *result]
        if name in taken:
            binder.wrong(place, "name-twice", f"`{name}` is already the name of something else")
            continue
        spoken = part.announces or part.sets or ""
        issue = binder.issues.get(spoken)
        if spoken and issue is None:
            binder.broken.add(name)  # what it may say is told nowhere but at its own issue
            continue
        labels = tuple(_actions(binder, part))
        numbers = None
        if issue is not None and issue.numbers is not None:
            found = {option.id: option.number for option in issue.options}
            numbers = tuple(float(found.get(label) or 0.0) for label in labels)
        result[name] = Choice(labels, numbers, of_move=True)
    return result


def _actions(binder: Binder, part: StepPart) -> list[str]:
    if part.choose is not None:
        return list(part.choose)
    if part.odds is not None:
        return list(part.odds)
    issue = binder.issues.get(part.announces or part.sets or "")
    return list(issue.labels) if issue is not None else []


def bind_protocol(binder: Binder) -> tuple[Step, ...]:
    """Every step, in order; a step may only look at those before it."""
    later = {step_name(part) for part in binder.document.protocol}
    everything = binder.names
    steps = []
    announced: dict[str, str] = {}
    for position, part in enumerate(binder.document.protocol):
        choices = {name: choice for name, choice in everything.choices.items() if name not in later}
        elsewhere = [name for name in everything.known() if name not in choices]
        binder.names = Names(
            everything.parameters,
            choices,
            broken=everything.broken,
            elsewhere=elsewhere,
            later=[name for name in everything.choices if name in later],
            partial=everything.partial,
        )
        steps.append(_step(binder, position, part, announced))
        later.discard(step_name(part))
        if part.announces:
            announced[step_name(part)] = part.announces
    binder.names = everything
    return tuple(steps)


def _step(binder: Binder, position: int, part: StepPart, announced: Mapping[str, str]) -> Step:
    path = ("protocol", position)
    if part.player is not None:
        binder.known(part.player, binder.players, "player", binder.at(*path, "player"))
    when = None if part.when is None else binder.condition(part.when, *path, "when")
    if part.odds is not None:
        actions = [
            Action(outcome, _effects(binder, (part.does or {}).get(outcome, {}), announced, *path, "does", outcome))
            for outcome in part.odds
        ]
        _check_outcomes(binder, position, part)
        return Step(step_name(part), "", tuple(actions), when, _odds(binder, position, part), part.about)
    sees = _sees(binder, position, part)
    if part.choose is not None:
        actions = [_action(binder, part, name, announced, *path, "choose", name) for name in part.choose]
    else:
        actions = _speaking(binder, position, part)
    return Step(step_name(part), part.player or "", tuple(actions), when, (), part.about, sees)


def _action(binder: Binder, part: StepPart, name: str, announced: Mapping[str, str], *path: str | int) -> Action:
    """What one action of a move sets, and who signs it."""
    package: dict[str, str] = {}
    signs: tuple[str, ...] = ()
    for key, value in (part.choose or {})[name].items():
        if isinstance(value, str):
            package[key] = value
            _check_decider(binder, part.player, key, binder.at(*path, key, key=True))
        elif key == SIGNS:
            signs = _signers(binder, value, *path, key)
        else:
            place, message = binder.at(*path, key), "an option's name is expected here, not a list"
            binder.wrong(place, "option-expected", message, f"only `{SIGNS}` takes a list: who signs what then holds")
    return Action(name, _effects(binder, package, announced, *path), signs=signs)


def _signers(binder: Binder, names: Sequence[str], *path: str | int) -> tuple[str, ...]:
    """The players who sign with an action."""
    if not names:
        binder.wrong(binder.at(*path), "empty", "nobody signs", "list who signs, or take `signs` away")
    binder.once(names, *path)
    known = [binder.known(name, binder.players, "player", binder.at(*path, k)) for k, name in enumerate(names)]
    return tuple(dict.fromkeys(name for name, there in zip(names, known, strict=True) if there))


def _not_a_list(binder: Binder, found: str, *path: str | int) -> None:
    """Note one word where those who sign are listed."""
    names = [found] if found in binder.players else list(binder.players)[:2]
    message = f"a list of the players who sign is expected here, not `{found}`"
    binder.wrong(binder.at(*path), "list-expected", message, f"list who signs: `{SIGNS}: [{', '.join(names)}]`")


def _sees(binder: Binder, position: int, part: StepPart) -> tuple[str, ...] | None:
    """The earlier steps whose outcome a mover has observed; None where it has observed all of them."""
    if part.sees is None:
        return None
    path = ("protocol", position, "sees")
    steps = [step_name(other) for other in binder.document.protocol]
    binder.once(part.sees, *path)
    for i, name in enumerate(part.sees):
        place = binder.at(*path, i)
        if name in steps[:position]:
            continue
        if name == step_name(part):
            message = f"`{name}` is this move itself, and nobody sees a move before making it"
            binder.wrong(place, "move-not-made", message, "list earlier moves")
        elif name in steps:
            message = f"`{name}` comes later, so that nobody can have seen it"
            binder.wrong(place, "move-not-made", message, "list earlier moves, or put the step after it")
        else:
            binder.known(name, steps[:position], "move", place, _meant_move(binder, name, position))
    return tuple(dict.fromkeys(name for name in part.sees if name in steps[:position]))


def _meant_move(binder: Binder, name: str, position: int) -> str:
    """A hint where an issue stands in place of the moves that set or announce it."""
    if name not in binder.issues:
        return ""
    moves = [
        step_name(part)
        for part in binder.document.protocol[:position]
        if name in (part.sets, part.announces)
        or any(name in effects for effects in (part.choose or {}).values())
        or any(name in effects for effects in (part.does or {}).values())
    ]
    said = "`sees` lists moves, not issues"
    return f"{said}: {listed(moves)} {'speak' if len(moves) > 1 else 'speaks'} of `{name}`" if moves else said


def _effects(
    binder: Binder, package: Mapping[str, str], announced: Mapping[str, str], *path: str | int
) -> tuple[Effect, ...]:
    result = []
    for issue, option in package.items():
        if issue == SIGNS and issue not in binder.issues and "issues" not in binder.broken:
            _not_a_list(binder, option, *path, issue)
            continue
        if not binder.known(issue, binder.issues, "issue", binder.at(*path, issue, key=True)):
            continue
        if announced.get(option) == issue:
            result.append(Effect(issue, as_announced=option))
            continue
        if option in binder.broken and option not in binder.issues[issue].places:
            continue
        speaking = [move for move, spoken in announced.items() if spoken == issue]
        index = binder.option(issue, option, binder.at(*path, issue), speaking)
        if index is not None:
            result.append(Effect(issue, index))
    return tuple(result)


def _check_decider(binder: Binder, player: str | None, issue: str, place: Place) -> None:
    """Note a mover that sets or announces an issue in which it has no say."""
    deciders = binder.issues[issue].deciders if issue in binder.issues else ()
    if not deciders or player not in binder.players or not set(deciders) <= set(binder.players) or player in deciders:
        return
    names = " and ".join(f"`{decider}`" for decider in deciders)
    verb = "do" if len(deciders) > 1 else "does"
    hint = "a move sets and announces only what its player decides, alone or with others; `chance` may set anything"
    binder.wrong(place, "not-the-decider", f"`{player}` does not decide `{issue}`; {names} {verb}", hint)


def _speaking(binder: Binder, position: int, part: StepPart) -> list[Action]:
    """The actions of a move that announces or sets an issue: one for each option it may name."""
    word = "announces" if part.announces else "sets"
    issue = part.announces or part.sets or ""
    if not binder.known(issue, binder.issues, "issue", binder.at("protocol", position, word)):
        return []
    _check_decider(binder, part.player, issue, binder.at("protocol", position, word))
    labels = binder.issues[issue].labels
    binder.once(part.options or (), "protocol", position, "options")
    for i, option in enumerate(part.options or ()):
        binder.option(issue, option, binder.at("protocol", position, "options", i))
    offered = labels if part.options is None else part.options
    if not offered:
        binder.wrong(binder.at("protocol", position, "options"), "empty", "a move needs at least one option")
    if part.announces:
        return [Action(o, announced=index, offered=o in offered) for index, o in enumerate(labels)]
    return [Action(o, (Effect(issue, index),), offered=o in offered) for index, o in enumerate(labels)]


def _check_outcomes(binder: Binder, position: int, part: StepPart) -> None:
    for outcome in part.does or {}:
        if outcome not in (part.odds or {}):
            place = binder.at("protocol", position, "does", outcome, key=True)
            known = list(part.odds or {})
            binder.wrong(
                place,
                "unknown-outcome",
                f"there are no odds for `{outcome}`; there are for {listed(known)}",
                nearest(outcome, known),
            )


def _odds(binder: Binder, position: int, part: StepPart) -> tuple[Expression, ...]:
    names = binder.constants()
    found = [
        binder.expression(written, "protocol", position, "odds", outcome, names=names)
        for outcome, written in (part.odds or {}).items()
    ]
    odds = tuple(expression if expression is not None else Number(0.0) for expression in found)
    if all(isinstance(e, Number) for e in found):
        check_odds(binder, position, [e.value for e in odds if isinstance(e, Number)])
    return odds


def check_odds(binder: Binder, position: int, values: list[float]) -> None:
    """Odds are probabilities that sum to 1."""
    place = binder.at("protocol", position, "odds", key=True)
    if any(value < 0 for value in values):
        binder.wrong(place, "not-a-probability", "a probability is not below 0")
    elif abs(sum(values) - 1) > 1e-9:
        binder.wrong(place, "odds-sum", f"the odds sum to {sum(values):.6g}, not to 1", shares(values))
