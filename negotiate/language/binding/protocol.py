"""Binds who moves when: steps, what each action sets, and the odds of chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from negotiate.language.binding import Binder, record
from negotiate.language.formulas import WORDS
from negotiate.language.text import TOP, Spot, shares
from negotiate.model.expressions import Choice, Expression, Number, TermValue
from negotiate.model.payoffs import RISK, Scope
from negotiate.model.protocol import Action, Effect, Step
from negotiate.problems import listed, nearest

if TYPE_CHECKING:
    from negotiate.language.shape.parts import StepPart
    from negotiate.model.chance import Event
    from negotiate.model.negotiation import Negotiation
    from negotiate.model.payoffs import Foresight

SIGNS = "signs"
"""The key of an action that lists who signs; an issue of that name is set by naming its option."""


def step_name(part: StepPart) -> str:
    """The name of a step."""
    return part.move or part.chance or ""


def move_choices(binder: Binder) -> dict[str, Choice]:
    """Move → its actions as expressions see them; a move that speaks of an issue has that issue's
    numbers.
    """
    result: dict[str, Choice] = {}
    drawn: set[str] = set()
    for position, part in enumerate(binder.document.protocol):
        name = step_name(part)
        if name in binder.events and part.chance:
            if name in drawn:
                binder.wrong(
                    ("protocol", position, "chance"), "name-twice", f"`{name}` is drawn already"
                )
            drawn.add(name)
            continue
        taken = [
            *binder.issues,
            *binder.document.parameters,
            *binder.document.state,
            *binder.document.models,
            *binder.players,
            *binder.events,
            *result,
        ]
        path = ("protocol", position, "move" if part.move else "chance")
        if name in WORDS:
            message = f"`{name}` is a word of the language and cannot be a name"
            binder.wrong(path, "reserved-name", message, "choose another word")
            binder.broken.add(name)
            continue
        if name in taken:
            binder.wrong(path, "name-twice", f"`{name}` is already the name of something else")
            continue
        spoken = part.announces or part.sets or ""
        issue = binder.issues.get(spoken)
        if spoken and issue is None:
            binder.broken.add(name)  # what it may say is told nowhere but at its own issue
            continue
        labels = tuple(part.choose or part.odds or (issue.labels if issue is not None else ()))
        numbers = None
        if issue is not None and issue.numbers is not None:
            found = {option.id: option.number for option in issue.options}
            numbers = tuple(float(found.get(label) or 0.0) for label in labels)
        result[name] = Choice(labels, numbers, of_move=True)
    return result


def bind_protocol(binder: Binder, events: Mapping[str, Event]) -> tuple[Step, ...]:
    """Every step, in order; a step may only look at those before it, and at events that these have
    drawn.
    """
    everything, names = (
        binder.uncertain().names,
        [step_name(part) for part in binder.document.protocol],
    )
    never = {name for name in binder.events if name not in names}
    steps = []
    announced: dict[str, str] = {}
    for position, part in enumerate(binder.document.protocol):
        later = never.union(names[position:])
        choices = {name: choice for name, choice in everything.choices.items() if name not in later}
        hidden = [name for name in everything.choices if name in later]
        inner = replace(
            binder, names=replace(everything.without(choices, terms=False), later=hidden)
        )
        event = events.get(names[position]) if part.chance else None
        if event is not None:
            _check_draw(binder, event, names[:position], part, TOP / "protocol" / position)
        steps.append(
            _step(inner, names[:position], part, event, announced, TOP / "protocol" / position)
        )
        if part.announces:
            announced[names[position]] = part.announces
    _check_later(binder, events, steps)
    return tuple(steps)


def _check_later(binder: Binder, events: Mapping[str, Event], steps: list[Step]) -> None:
    """Note events that are drawn before something is set on which their odds depend."""
    for position, step in enumerate(steps):
        event = events.get(step.id) if step.chance else None
        if event is None:
            continue
        looked_at = Scope({}, {}).of(one for odds in event.odds.values() for one in odds).issues
        for later in steps[position:]:
            sets = {effect.issue for action in later.actions for effect in action.effects}
            if issue := next((name for name in looked_at if name in sets), ""):
                message = (
                    f"the odds of `{step.id}` depend on `{issue}`, which `{later.id}` sets later"
                )
                path = TOP / "protocol" / position / "chance"
                binder.wrong(path, "move-not-made", message, f"draw `{step.id}` after `{later.id}`")
                break


def _check_draw(
    binder: Binder, event: Event, earlier: list[str], part: StepPart, path: Spot
) -> None:
    """Note an event that is drawn with odds of the step's own, or before one on which its odds
    depend.
    """
    if part.odds is not None:
        message = f"the odds of `{event.id}` stand under `chance`"
        binder.wrong_key(
            path / "odds",
            "keys-apart",
            message,
            "take them away here, or give the step another name",
        )
    for other in event.after:
        if other not in earlier:
            message = (
                f"the odds of `{event.id}` depend on `{other}`, which is not drawn yet at this step"
            )
            binder.wrong(
                path / "chance", "move-not-made", message, f"put `chance: {other}` before it"
            )


def _step(
    binder: Binder,
    earlier: list[str],
    part: StepPart,
    event: Event | None,
    announced: Mapping[str, str],
    path: Spot,
) -> Step:
    if part.player is not None:
        binder.player(part.player, path / "player")
    when = binder.condition(part.when, path / "when")
    odds: tuple[Expression, ...] = ()
    sees = None
    if event is not None or part.odds is not None:
        outcomes = [*(part.odds or {})] if event is None else [*event.labels]
        sets = {outcome: (part.does or {}).get(outcome, {}) for outcome in outcomes}
        actions = [
            Action(o, _effects(binder, set_, announced, path / "does" / o))
            for o, set_ in sets.items()
        ]
        _check_outcomes(binder, part, outcomes, path / "does")
        odds = (
            next(iter(event.odds.values()))
            if event is not None
            else _odds(binder, part.odds or {}, path / "odds")
        )
    elif part.chance is not None:
        actions = []
        message = "`chance` needs `odds`"
        binder.wrong(path, "missing-key", message, _event_meant(binder, part.chance))
    else:
        sees = _sees(binder, earlier, part, path / "sees")
        actions = _actions(binder, part, announced, path)
    player, own = part.player or "", tuple(actions)
    return record(
        Step, part, id=step_name(part), player=player, actions=own, when=when, odds=odds, sees=sees
    )


def _actions(
    binder: Binder, part: StepPart, announced: Mapping[str, str], path: Spot
) -> list[Action]:
    if part.choose is None:
        return _speaking(binder, part, path)
    return [_action(binder, part, name, announced, path / "choose" / name) for name in part.choose]


def _action(
    binder: Binder, part: StepPart, name: str, announced: Mapping[str, str], path: Spot
) -> Action:
    """What one action of a move sets, and who signs it."""
    package: dict[str, str] = {}
    signs: tuple[str, ...] = ()
    for key, value in (part.choose or {})[name].items():
        here = path / key
        if isinstance(value, str):
            package[key] = value
            _check_decider(binder, part.player, key, here, key=True)
        elif key == SIGNS:
            if not value:
                binder.wrong(here, "empty", "nobody signs", "list who signs, or take `signs` away")
            signs = binder.each(value, binder.players, "player", here)
        else:
            message = "an option's name is expected here, not a list"
            binder.wrong(
                here,
                "option-expected",
                message,
                f"only `{SIGNS}` takes a list: who signs what then holds",
            )
    return Action(name, _effects(binder, package, announced, path), signs=signs)


def _sees(binder: Binder, earlier: list[str], part: StepPart, path: Spot) -> tuple[str, ...] | None:
    """The earlier steps whose outcome a mover has observed; None where it has observed all of
    them.
    """
    if part.sees is None:
        return None
    steps = [step_name(other) for other in binder.document.protocol]
    binder.once(part.sees, path)
    for k, name in enumerate(part.sees):
        here = path / k
        if name in earlier:
            continue
        if name == step_name(part):
            message = f"`{name}` is this move itself, and nobody sees a move before making it"
            binder.wrong(here, "move-not-made", message, "list earlier moves")
        elif name in steps:
            message = f"`{name}` comes later, so that nobody can have seen it"
            binder.wrong(
                here, "move-not-made", message, "list earlier moves, or put the step after it"
            )
        else:
            binder.known(name, earlier, "move", here, _meant_move(binder, name, len(earlier)))
    return tuple(dict.fromkeys(name for name in part.sees if name in earlier))


def _meant_move(binder: Binder, name: str, position: int) -> str:
    """A hint where an issue stands in place of the moves that set or announce it."""
    if name not in binder.issues:
        return ""
    moves = [
        step_name(part)
        for part in binder.document.protocol[:position]
        if name in (part.sets, part.announces)
        or any(
            name in effects
            for sets in (part.choose, part.does)
            for effects in (sets or {}).values()
        )
    ]
    said = "`sees` lists moves, not issues"
    return (
        f"{said}: {listed(moves)} {'speak' if len(moves) > 1 else 'speaks'} of `{name}`"
        if moves
        else said
    )


def _effects(
    binder: Binder, package: Mapping[str, str], announced: Mapping[str, str], path: Spot
) -> tuple[Effect, ...]:
    result = []
    for issue, option in package.items():
        here = path / issue
        if issue == SIGNS and issue not in binder.issues and "issues" not in binder.broken:
            _not_a_list(binder, option, here)
        elif not binder.known(issue, binder.issues, "issue", here, key=True):
            continue
        elif announced.get(option) == issue:
            result.append(Effect(issue, as_announced=option))
        elif option not in binder.broken or option in binder.issues[issue].places:
            speaking = [move for move, spoken in announced.items() if spoken == issue]
            index = binder.option(issue, option, here, speaking)
            if index is not None:
                result.append(Effect(issue, index))
    return tuple(result)


def _not_a_list(binder: Binder, found: str, path: Spot) -> None:
    """Note one word where those who sign are listed."""
    names = [found] if found in binder.players else list(binder.players)[:2]
    message = f"a list of the players who sign is expected here, not `{found}`"
    binder.wrong(path, "list-expected", message, f"list who signs: `{SIGNS}: [{', '.join(names)}]`")


def _check_decider(
    binder: Binder, player: str | None, issue: str, path: Spot, *, key: bool = False
) -> None:
    """Note a mover that sets or announces an issue in which it has no say."""
    if issue not in binder.issues or binder.stray(issue) or player not in binder.players:
        return
    deciders = binder.issues[issue].deciders
    if player not in deciders:
        names = " and ".join(f"`{decider}`" for decider in deciders)
        verb = "do" if len(deciders) > 1 else "does"
        hint = (
            "a move sets and announces only what its player decides, alone or with others; "
            "`chance` may set anything"
        )
        message = f"`{player}` does not decide `{issue}`; {names} {verb}"
        binder.wrong(path, "not-the-decider", message, hint, key=key)


def _speaking(binder: Binder, part: StepPart, path: Spot) -> list[Action]:
    """The actions of a move that announces or sets an issue: one for each option it may name."""
    word = "announces" if part.announces else "sets"
    issue: str = getattr(part, word) or ""
    if not binder.known(issue, binder.issues, "issue", path / word):
        return []
    _check_decider(binder, part.player, issue, path / word)
    labels, options = binder.issues[issue].labels, path / "options"
    offered = labels if part.options is None else part.options
    binder.once(part.options or (), options)
    for k, option in enumerate(part.options or ()):
        binder.option(issue, option, options / k)
    if not offered:
        binder.wrong(options, "empty", "a move needs at least one option")
    if part.announces:
        return [Action(o, announced=index, offered=o in offered) for index, o in enumerate(labels)]
    return [
        Action(o, (Effect(issue, index),), offered=o in offered) for index, o in enumerate(labels)
    ]


def _event_meant(binder: Binder, name: str) -> str:
    """A hint to the event that a step without odds may mean."""
    return binder.nearest(name, binder.events) if binder.events else ""


def _check_outcomes(binder: Binder, part: StepPart, known: list[str], path: Spot) -> None:
    for outcome in part.does or {}:
        if outcome not in known:
            message = f"there are no odds for `{outcome}`; there are for {listed(known)}"
            binder.wrong_key(path / outcome, "unknown-outcome", message, nearest(outcome, known))


def _odds(binder: Binder, written: Mapping[str, float | str], path: Spot) -> tuple[Expression, ...]:
    found = [binder.amount(value, path / outcome) for outcome, value in written.items()]
    values = [one.value for one in found if isinstance(one, Number)]
    if len(values) == len(found):
        if any(value < 0 for value in values):
            binder.wrong_key(path, "not-a-probability", "a probability is not below 0")
        elif abs(sum(values) - 1) > 1e-9:
            binder.wrong_key(
                path, "odds-sum", f"the odds sum to {sum(values):.6g}, not to 1", shares(values)
            )
    return tuple(Number(0.0) if one is None else one for one in found)


def drawn_last(
    steps: tuple[Step, ...], foresight: Foresight, scenario: Negotiation
) -> tuple[Step, ...]:
    """The steps, and after them a draw of each event that counts, which no step draws, and of which
    all think alike.

    Where players hold different odds, or one of them minds risk, an end is worth what each expects
    of it. So it is where an outcome is sure.
    """
    drawn, averse = {step.id for step in steps}, any(RISK in own for own in scenario.terms.values())
    terms = [TermValue(player, name) for player, own in scenario.terms.items() for name in own]
    limits = [line.crossed for line in scenario.red_lines.values()]
    last = []
    for name in foresight.looked_at(*terms, *limits):
        event = foresight.events[name]
        alike = bool(event.odds) and event.common and not averse and not event.settled
        if name not in drawn and alike and drawn.issuperset(event.after):
            actions = tuple(Action(label) for label in event.labels)
            last.append(
                Step(name, "", actions, odds=next(iter(event.odds.values())), about=event.about)
            )
            drawn.add(name)
    return (*steps, *last)
