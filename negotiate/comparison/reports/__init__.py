"""What the two sides of a comparison are called, in a heading, in a sentence and in a table.

Each answer is told in a file of its own; what several of them say stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from negotiate.display import record
from negotiate.equilibrium.reports import bayesian, in_strategies, supports
from negotiate.equilibrium.reports.paths import path
from negotiate.equilibrium.solution import BAYESIAN, TreeEquilibrium
from negotiate.model.negotiation import Negotiation
from negotiate.model.protocol import Change
from negotiate.report.style import capital, contrast, decimals, in_words, joined, rounded, safe, the

if TYPE_CHECKING:
    from negotiate.answers import Outcome, Prediction
    from negotiate.comparison.result import SideComparison

Pair = tuple[str, str]
SIDES = ("first", "second")
LONGEST = 24
"""Signs for the name of a side in a table; a longer one is shortened, at the last to "first" or
"second".
"""


@record
class Names:
    """What a report about two sides calls them, their players and their options.

    Parameters
    ----------
    title : str
        Of the whole comparison.
    phrases : tuple of str
        To go with a sentence: "as the file stands", "in the variant", "with the change".
    heads : tuple of str
        For the column of a table.
    keys : tuple of str
        For programs: the files in full where they are two, else "first" and "second".
    first, second : Negotiation
        The sides.
    """

    title: str
    phrases: Pair
    heads: Pair
    keys: Pair
    first: Negotiation
    second: Negotiation

    def on(self, second: bool, clause: str) -> str:
        """A sentence about one side: "In the variant, China signs."."""
        return whole(f"{self.phrases[second]}, {clause}")

    def of_both(self, new: str, old: str, away: bool = True) -> str:
        """What is so on one side, and what on the other: "7 in the variant, and 5 as the file
        stands".
        """
        return f"{new} {self.phrases[away]}, and {old} {self.phrases[not away]}"

    def player(self, key: str) -> str:
        """A player's name."""
        return the(self._holder(key).players[key].name)

    def ordinal(self, key: str) -> bool:
        """Whether a player's payoffs are levels on some side, of which no sentence tells an
        amount.
        """
        return any(key in side.ordinal for side in (self.first, self.second))

    @property
    def matrix(self) -> bool:
        """Whether payoffs are one number a combination, so that no term has a name worth
        telling.
        """
        return all(
            list(terms) == ["matrix"] and set(side.issues) == set(side.players)
            for side in (self.first, self.second)
            for terms in side.terms.values()
        )

    def option(self, key: str, label: str) -> str:
        """What a player chooses, after its number where it is an option of one issue: "28.1 %
        (`double`)".
        """
        own = [
            i
            for i in self._holder(key).issues.values()
            if i.deciders == (key,) and label in i.places
        ]
        number = own[0].options[own[0].index(label)].number if len(own) == 1 else None
        if number is None or not own[0].unit or amount(number) == label:
            return code(label)
        return (
            f"{amount(number)} {'%' if own[0].unit == 'percent' else safe(own[0].unit, True)} "
            f"({code(label)})"
        )

    def _holder(self, key: str) -> Negotiation:
        return self.first if key in self.first.players else self.second


def names_of(found: SideComparison) -> Names:
    """Name the sides by what is different about them: what was changed, or else which file it
    is.
    """
    one, other = pair = found.first, found.second
    titles = [safe(side.about.title, True) for side in pair]
    own = [
        [change for change in side.changes if change not in there.changes]
        for side, there in (pair, pair[::-1])
    ]
    if (one.path, one.name) == (other.path, other.name):
        first, second = (_with(side.changes) for side in pair)
        title = f"{first}, and {second}" if any(own) else f"{first}, on both sides"
        shared = len(own[0]) < len(one.changes)
        (phrase, head), (phrase_two, head_two) = (_short(own, place, shared) for place in (0, 1))
        return Names(f"{titles[0]}: {title}", (phrase, phrase_two), (head, head_two), SIDES, *pair)
    names = [side.path if one.name == other.name else side.name for side in pair]
    called = (
        [f'"{title}"' for title in titles]
        if titles[0] != titles[1]
        else [safe(name, True) for name in names]
    )
    phrases = [
        f"in {name}{f' {_with(side.changes)}' if side.changes else ''}"
        for name, side in zip(called, pair, strict=True)
    ]
    title = f"{titles[0]}: {phrases[0]}, and {phrases[1]}"
    if titles[0] != titles[1]:
        made = [f" ({_with(side.changes)})" if side.changes else "" for side in pair]
        title = f"{titles[0]}{made[0]} against {titles[1]}{made[1]}"
    return Names(title, (phrases[0], phrases[1]), _heads(names, pair), (names[0], names[1]), *pair)


def _short(own: Sequence[Sequence[Change]], place: int, shared: bool) -> Pair:
    """What one side of one file is called in a sentence and in a table, by the changes that are its
    own.
    """
    mine, theirs = own[place], own[not place]
    many = "s" if len(mine or theirs) > 1 else ""
    if (mine and theirs) or not (mine or theirs):
        variants = all(len(changes) == 1 and changes[0].kind == "variant" for changes in own)
        name = f"{SIDES[place]} {'variant' if variants else 'side'}"
        short = variants and len(mine[0].name) <= LONGEST
        return f"{'in' if variants else 'on'} the {name}", mine[0].name if short else name
    if mine:
        variant = not shared and [change.kind for change in mine] == ["variant"]
        return ("in the variant", "variant") if variant else (f"with the change{many}", "changed")
    return (
        (f"without the change{many}", "unchanged")
        if shared
        else ("as the file stands", "as it stands")
    )


def _with(changes: Sequence[Change]) -> str:
    """What was changed, in full: a variant by its title, anything else as it is typed."""
    variants = [
        f'in the variant "{safe(c.title or c.name, True)}"' for c in changes if c.kind == "variant"
    ]
    others = [f"`{safe(change.typed, True)}`" for change in changes if change.kind != "variant"]
    return (
        " ".join([*variants, *([f"with {joined(others)}"] if others else [])])
        or "as the file stands"
    )


def _heads(names: Sequence[str], pair: Sequence[Negotiation]) -> Pair:
    """The names of two files for a column: their last parts, or as much as is needed to tell them
    apart.
    """
    steps = [name.replace("\\", "/").split("/") for name in names]
    while min(map(len, steps)) > 1 and steps[0][0] == steps[1][0]:
        steps = [way[1:] for way in steps]
    changed = [", changed" if side.changes else "" for side in pair]
    short = [way[-1] + made for way, made in zip(steps, changed, strict=True)]
    if max(map(len, short)) > LONGEST or short[0] == short[1]:
        short = ["/".join(way) for way in steps]
    first, second = (safe(f"{n[:11]}…{n[-12:]}" if len(n) > LONGEST else n, True) for n in short)
    return (first, second) if first != second else SIDES


def code(label: str) -> str:
    """A key between backticks."""
    return f"`{safe(label, True)}`"


def whole(text: str) -> str:
    """A clause as a sentence."""
    return f"{capital(text)}."


def small(count: int) -> str:
    """A count inside a sentence, a small one in words."""
    return in_words(count).lower()


def amount(x: float) -> str:
    """One number with as many decimals as it needs."""
    said = rounded(x, decimals([x]))
    return said.rstrip("0").rstrip(".") if "." in said and "e" not in said else said


def both(x: float, y: float) -> Pair:
    """Two numbers, each with the decimals that it needs, and more where they would read the
    same.
    """
    one, other = amount(x), amount(y)
    return (one, other) if one != other else contrast(x, y)


def outcome_words(outcome: Outcome, prediction: Prediction) -> str:
    """What is done in an outcome, in few words."""
    played = outcome.equilibrium
    if played is None or prediction.solution is None:
        return safe(outcome.label, True)
    flat = in_strategies(prediction.solution.game, [played])
    if flat is not None:
        return " | ".join(supports(flat[0], flat[1][0]))
    if not isinstance(played, TreeEquilibrium):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    if prediction.concept == BAYESIAN:
        return " | ".join(bayesian.plays(played))
    return path(played)


def outcome_code(outcome: Outcome | None, prediction: Prediction) -> str:
    """The same between backticks; empty for none."""
    return "" if outcome is None else f"`{outcome_words(outcome, prediction)}`"
