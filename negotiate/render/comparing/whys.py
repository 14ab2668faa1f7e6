"""Why an outcome of one side is none on the other, as a sentence in the scenario's own words and numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from negotiate.comparison.causes import (
    Barred,
    Better,
    Claimed,
    Closed,
    LaterAnswer,
    Leaving,
    OddsShift,
    Offered,
    OtherMoves,
    Parting,
    PrivateTypes,
    TermShift,
    Unsigned,
    Why,
)
from negotiate.comparison.prediction import Outcome, Prediction
from negotiate.comparison.result import LensChange
from negotiate.model.negotiation import Negotiation
from negotiate.render.comparing.sides import Sides
from negotiate.render.sentences import played
from negotiate.report.numbers import contrast, decimals, odds, rounded
from negotiate.report.words import joined, safe
from negotiate.views.reports.worth import is_matrix

TINY, LEVEL = 1e-12, 1e-9
DEEPEST = 3
"""How many answers below one another a sentence follows."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Whose words and names a sentence uses."""

    sides: Sides
    first: Negotiation
    second: Negotiation

    def name(self, player: str) -> str:
        """A player's name for people."""
        holder = self.first if player in self.first.players else self.second
        return safe(holder.players[player].name, True)

    def leveled(self, player: str) -> bool:
        """Whether a player's payoffs are levels on some side, of which no sentence tells an amount."""
        return any(player in side.ordinal for side in (self.first, self.second))

    @property
    def matrix(self) -> bool:
        """Whether payoffs are one number a cell, so that no term has a name worth telling."""
        return is_matrix(self.first) and is_matrix(self.second)


def amount(x: float) -> str:
    """One number with as many decimals as it needs."""
    said = rounded(x, decimals([x]))
    return said.rstrip("0").rstrip(".") if "." in said and "e" not in said else said


def both(x: float, y: float) -> tuple[str, str]:
    """Two numbers, each with the decimals that it needs, and more where they would read the same."""
    one, other = amount(x), amount(y)
    return (one, other) if one != other else contrast(x, y)


def happens(outcome: Outcome, prediction: Prediction, step: str = "then") -> str:
    """What is done in an outcome, in few words."""
    if outcome.equilibrium is None or prediction.solution is None:
        return safe(outcome.label, True)
    return played(outcome.equilibrium, prediction.solution.game, step)


def through(change: LensChange, player: str, tell: Telling) -> str:
    """The term that does most to move what a player gets, as the end of a clause; empty where none has a name."""
    found = next((one for one in change.moved_by if one.player == player), None)
    if found is None or tell.matrix:
        return ""
    term = safe(found.term, True)
    if not found.of_one_side:
        new, old = both(found.second, found.first)
        return f" (its {term}: {new} instead of {old})"
    side, value = (tell.sides.second, found.second) if math.isnan(found.first) else (tell.sides.first, found.first)
    return f" (its {term}: {amount(value)}, only {side})"


def why(change: LensChange, tell: Telling) -> str:
    """Why the first outcome that vanishes does, or else why the first that appears was none; empty if none does.

    The words have no full stop and no capital letter.
    """
    if change.fates is None:
        return ""
    gone, come = change.fates.gone, change.fates.come
    if gone is not None:
        return _reason(gone, tell, tell.sides.first, tell.sides.second, False)
    return "" if come is None else _reason(come, tell, tell.sides.second, tell.sides.first, True)


def _reason(found: Why, tell: Telling, home: str, away: str, back: bool) -> str:
    """`home` is the side that has the outcome, `away` the one that has not; `back` if home is the second side."""
    match found:
        case Leaving():
            return _leaving(found, tell, home, away, back)
        case Closed(player, choice, committed):
            if committed:
                return f"{tell.name(player)}, committed to {safe(committed, True)}, cannot choose {safe(choice, True)}"
            return f"{away} {tell.name(player)} cannot choose {safe(choice, True)}"
        case Barred():
            return _barred(found, tell)
        case Parting():
            return _parting(found, tell)
        case OtherMoves(first, second):
            return _other_moves(first, second, tell)
        case PrivateTypes():
            return _types(found, tell)
        case Unsigned():
            return _unsigned(found, tell)
        case Better():
            return _better(found, tell)


def _better(found: Better, tell: Telling) -> str:
    """Which rule picks another deal on a side where this one could be signed too."""
    side = tell.sides.second if found.by_second else tell.sides.first
    if (tell.second if found.by_second else tell.first).is_ordinal:
        return f"{side} it could be signed too, but another is better for somebody and worse for nobody"
    return f"{side} it could be signed too, but what all gain has a larger product in `{safe(found.label, True)}`"


def _unsigned(found: Unsigned, tell: Telling) -> str:
    """Which claims keep a deal from being signed, or leave nothing to sign at all."""
    side = tell.sides.second if found.by_second else tell.sides.first
    if found.everything and not found.claims:
        return f"{side} nothing that could be signed is better for anybody than no deal"
    if found.everything:
        named = joined([_claim(one, tell) for one in found.claims])
        return f"{side} {named} leave{'s' if len(found.claims) == 1 else ''} nothing to sign"
    said = []
    for one in found.claims:
        who = tell.name(one.player)
        if one.kind == "no deal" and tell.leveled(one.player):
            said.append(f"{who} would rather have no deal than this")
        elif one.kind == "no deal":
            gets, least = both(one.gets, one.least)
            said.append(f"{who} would get {gets} from it and {least} without a deal")
        else:
            said.append(f"it crosses {_claim(one, tell)}")
    return f"{side} {joined(list(dict.fromkeys(said)))}"


def _claim(found: Claimed, tell: Telling) -> str:
    if found.kind == "no deal" and tell.leveled(found.player):
        return f"what {tell.name(found.player)} has without a deal"
    if found.kind == "no deal":
        return f"what {tell.name(found.player)} gets without a deal ({amount(found.least)})"
    return f"the {found.kind} `{safe(found.claim, True)}` of {tell.name(found.player)}"


def _types(found: PrivateTypes, tell: Telling) -> str:
    """Who may be what on one side, which nobody else knows there."""
    side = tell.sides.second if found.by_second else tell.sides.first
    each = [f"{tell.name(p)} is {joined([safe(k, True) for k in kinds], 'or')}" for p, kinds in found.types]
    known = "which only it knows" if len(each) == 1 else "of which each knows only its own part"
    return f"{side} {joined(each)}, {known}"


def _barred(found: Barred, tell: Telling) -> str:
    """What cannot be chosen together on one side, and what it would gain on the other."""
    sides = (tell.sides.first, tell.sides.second)
    bars, allows = sides[::-1] if found.by_second else sides
    meanwhile = joined([f"{tell.name(player)} chooses {safe(choice, True)}" for player, choice in found.others])
    said = f"{bars} {tell.name(found.player)} cannot choose {safe(found.choice, True)}"
    said += f" while {meanwhile}" if meanwhile else ""
    if not math.isnan(found.gain) and tell.leveled(found.player):
        return f"{said}, which {allows} it would rather choose"
    return said if math.isnan(found.gain) else f"{said}, which {allows} gains it {amount(found.gain)}"


def _leaving(found: Leaving, tell: Telling, home: str, away: str, back: bool) -> str:
    name, to, chosen = tell.name(found.player), safe(found.to, True), safe(found.chosen, True)
    here, there = (found.second, found.first) if back else (found.first, found.second)
    if tell.leveled(found.player):
        return f"{away} {name} would rather choose {to} than {chosen}, {_unlike_home(here, home)}"
    gains = f"{away} {name} gains {amount(there)} by choosing {to} instead of {chosen}"
    return f"{gains}, {_where(here, home)}{_because(found, tell, back)}"


def _unlike_home(here: float, home: str) -> str:
    """The same change on the side that has the outcome, for somebody of whom only an order is known."""
    if math.isnan(here):
        return f"which {home} it cannot choose"
    return f"where {home} {'it would not' if here < -TINY else 'both are as good'}"


def _where(here: float, home: str) -> str:
    if math.isnan(here):
        return f"which {home} it cannot choose"
    return f"where {home} it {f'loses {amount(-here)}' if here < -TINY else 'gains nothing'}"


def gained(found: Leaving, tell: Telling) -> str:
    """What the change that makes a result vanish is worth, as the end of the clause that names it."""
    if math.isnan(found.first) and tell.leveled(found.player):
        return f"which it likes better {tell.sides.second} and cannot choose {tell.sides.first}"
    if math.isnan(found.first):
        return f"which gains it {amount(found.second)} {tell.sides.second} and cannot be chosen {tell.sides.first}"
    return f"{_gain(found.player, found.second, found.first, tell)}{_because(found, tell, False)}"


def _gain(player: str, there: float, here: float, tell: Telling) -> str:
    """What a change of mind gains on the second side, and would lose on the first."""
    if tell.leveled(player):
        liked = "less" if here < -TINY else "as well"
        return f"which it likes better {tell.sides.second} and {liked} {tell.sides.first}"
    loses = f"would lose it {amount(-here)}" if here < -TINY else "would be as good"
    return f"which gains it {amount(there)} {tell.sides.second} and {loses} {tell.sides.first}"


def _now(player: str, there: float, here: float, tell: Telling) -> str:
    """The same of somebody who answers, in fewer words."""
    who = tell.name(player)
    if tell.leveled(player):
        liked = "less" if here < -TINY else "as well"
        return f"which {who} now likes {'as well' if there <= TINY else 'better'} instead of {liked}"
    cost = f"costing it {amount(-here)}" if here < -TINY else "making no difference"
    if there <= TINY:
        return f"which now makes no difference to {who} instead of {cost}"
    return f"which now gains {who} {amount(there)} instead of {cost}"


def _because(found: Leaving, tell: Telling, back: bool) -> str:
    if math.isnan(found.first) or math.isnan(found.second) or tell.leveled(found.player):
        return ""
    return f", {_since(found)} {_worth(found, tell, safe(found.to, True), back)}"


def _since(found: Leaving | Parting) -> str:
    """Whether what is named makes the whole difference or only most of it."""
    return "because" if found.decisive else "most of all because"


def _worth(found: Leaving, tell: Telling, to: str, back: bool) -> str:
    """The term that made the difference; where terms have no names, what each choice is worth."""
    if found.term is not None and not tell.matrix:
        shift = found.term
        here, there = (shift.second, shift.first) if back else (shift.first, shift.second)
        return f"its {safe(shift.term, True)} puts {to} {_place(there, here)}"
    stay, leave = (found.stay[::-1], found.leave[::-1]) if back else (found.stay, found.leave)
    moved = abs(leave[1] - leave[0]) > abs(stay[1] - stay[0])
    which, (old, new) = (to, leave) if moved else (safe(found.chosen, True), stay)
    now, then = both(new, old)
    return f"{which} is then worth {now} instead of {then}"


def _place(new: float, old: float) -> str:
    """How far a term puts a choice ahead of another, and how far it did: "ahead by 20 instead of level"."""
    if abs(new) > LEVEL and abs(old) > LEVEL and (new > 0) == (old > 0):
        now, then = both(abs(new), abs(old))
        return f"{_ahead(new, now)} instead of {then}"
    return f"{_ahead(new, amount(abs(new)))} instead of {_ahead(old, amount(abs(old)))}"


def _ahead(x: float, said: str) -> str:
    if abs(x) <= LEVEL:
        return "level"
    return f"{'ahead' if x > 0 else 'behind'} by {said}"


def _parting(found: Parting, tell: Telling) -> str:
    """Who chooses what instead of what, what that gains, and why it did not before."""
    name, one, other = tell.name(found.player), safe(found.first, True), safe(found.second, True)
    where = f"at `{safe(found.move, True)}` {name}"
    if isinstance(found.cause, Offered):
        return f"{where} {_offered(found.cause, tell)}"
    if math.isnan(found.leads[1]):
        now = f"{tell.sides.second} {name} chooses {other} at `{safe(found.move, True)}`"
        return f"{now}, where {tell.sides.first} it chooses {one}"
    if found.leads[1] <= TINY:
        by = "found it worse" if tell.leveled(found.player) else f"would lose {amount(found.leads[0])} by it"
        loss = by if found.leads[0] > TINY else "found it as good too"
        said = f"{where} finds {other} as good as {one} {tell.sides.second}, where {tell.sides.first} it {loss}"
    else:
        said = f"{where} chooses {other} instead of {one}, {_gain(found.player, found.leads[1], -found.leads[0], tell)}"
    return f"{said}{_cause(found, tell, 0)}"


def _offered(cause: Offered, tell: Telling) -> str:
    parts = [
        f"{joined([safe(action, True) for action in actions])} only {side}"
        for actions, side in ((cause.first, tell.sides.first), (cause.second, tell.sides.second))
        if actions
    ]
    return f"can choose {joined(parts)}"


def _cause(found: Parting, tell: Telling, depth: int) -> str:
    match found.cause:
        case TermShift(player) if tell.leveled(player):
            return ""
        case TermShift(_, term, first, second, same_answers):
            place = f"{safe(found.second, True)} {_place(second, first)}"
            later = "for the same later answers " if same_answers else ""
            return f", {_since(found)} {later}its {safe(term, True)} puts {place}"
        case OddsShift(move, action, first, second):
            new, old = odds(second), odds(first)
            return (
                f", {_since(found)} the odds that `{safe(move, True)}` {safe(action, True)} are {new} instead of {old}"
            )
        case LaterAnswer(after, later):
            return f", {_since(found)} {_later(after, later, found, tell, depth)}"
        case OtherMoves(first, second):
            return f", {_since(found)} {_other_moves(first, second, tell)}"
    return ""


def _later(after: str, later: Parting, found: Parting, tell: Telling, depth: int) -> str:
    """Who would answer what otherwise, and why."""
    instead = f"{safe(later.second, True)} instead of {safe(later.first, True)}"
    name = tell.name(later.player)
    if later.after == (*found.after, after) and later.player != found.player:
        said = f"{name} would answer {safe(after, True)} with {instead}"
    else:
        who = "it" if later.player == found.player else name
        said = f"after {safe(after, True)} {who} would choose {instead} at `{safe(later.move, True)}`"
    if depth >= DEEPEST:
        return said
    if isinstance(later.cause, Offered):
        return f"{said}: {name} {_offered(later.cause, tell)}"
    return f"{said}, {_now(later.player, later.leads[1], -later.leads[0], tell)}{_cause(later, tell, depth + 1)}"


def _other_moves(first: str, second: str, tell: Telling) -> str:
    words = [f"`{safe(move, True)}` comes next" if move else "no move is left" for move in (first, second)]
    return f"the moves differ: {words[0]} {tell.sides.first}, {words[1]} {tell.sides.second}"
