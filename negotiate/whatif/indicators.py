"""What can be watched while numbers vary: indicators by their names, and those that a person writes
as formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import OverrideError, UnknownIndicator, names
from negotiate.language.formulas import parse
from negotiate.model.expressions import Expression, Named, Names
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame
from negotiate.problems import Place, Problems, nearest, typed

Value = str | float
_WRITTEN = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)(.*)", re.DOTALL)
MISSING = "n/a: "
"""How a text begins that says why there is no answer."""
YES, NO, NONE = "yes", "no", f"{MISSING}a number is missing"


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something that is watched.

    Parameters
    ----------
    name : str
        What `--watch` calls it.
    says : str
        What it is, in a few words.
    of_player : bool
        Whether there is one a player, called `name.player`.
    of_line : bool
        Whether there is one a red line and player, called `name.line.player`.
    told : bool
        Whether it is text, of which flips are told; else a number.
    at_once : bool
        Whether many draws of it are worked out together.
    """

    name: str
    says: str
    of_player: bool = False
    told: bool = True
    at_once: bool = True
    of_line: bool = False


INDICATORS = (
    Indicator("equilibria", "the equilibria if nobody talks"),
    Indicator("no_deal", "what each player gets without a deal", of_player=True, told=False),
    Indicator("deal", "whether there is a deal"),
    Indicator("zone", "how many packages all would sign", told=False),
    Indicator("nash", "the Nash bargaining solution"),
    Indicator(
        "outcome",
        "what each player gets: the Nash bargaining solution, or no deal",
        of_player=True,
        told=False,
    ),
    Indicator("stable", "the states that nobody would leave", at_once=False),
    Indicator("lasts", "whether the agreement enforces itself", at_once=False),
    Indicator(
        "needed",
        "the discount factor that each player needs",
        of_player=True,
        told=False,
        at_once=False,
    ),
    Indicator(
        "match",
        "what each player earns a round in a match",
        of_player=True,
        told=False,
        at_once=False,
    ),
    Indicator("tree", "what is played in turn: the subgame-perfect equilibrium", at_once=False),
    Indicator("tree", "what each player gets in turn", of_player=True, told=False, at_once=False),
    Indicator("believed", "the threats that are credible", at_once=False),
    Indicator(
        "price", "what each red line costs each player", told=False, at_once=False, of_line=True
    ),
)
USUAL = ("equilibria", "no_deal", "deal", "zone", "nash", "outcome")
"""What is watched unless somebody asks for something else."""


TYPED = frozenset({"equilibria", "tree", "believed"})
"""What counts private types; all else takes the values of the file."""


def watched(names: Sequence[str]) -> tuple[str, ...]:
    """The indicators of these names.

    Raises
    ------
    UnknownIndicator
        If there is none of some name, or no name.
    """
    known = list(dict.fromkeys(one.name for one in INDICATORS))
    every = f"there is {', '.join(known)}"
    for name in names:
        if name not in known:
            raise UnknownIndicator(f"there is no indicator `{name}`", nearest(name, known) or every)
    if not names:
        raise UnknownIndicator("nothing is watched", every)
    return tuple(names)


def columns(watch: Iterable[str], negotiation: Negotiation) -> dict[str, Indicator]:
    """Column → the indicator that it belongs to, in order; one of each player is a column a
    player.
    """
    players = negotiation.keys
    lines = [
        f"{line}.{key}"
        for line in (*negotiation.red_lines, *negotiation.ratifiers)
        for key in players
    ]
    found: dict[str, Indicator] = {}
    for one in INDICATORS:
        if one.name in watch:
            each = players if one.of_player else lines if one.of_line else None
            found |= {one.name: one} if each is None else {f"{one.name}.{key}": one for key in each}
    return found


def without_types(
    watch: Sequence[str], negotiation: Negotiation, settled: Sequence[str] = ()
) -> tuple[str, ...]:
    """Those of some indicators that leave private types out; none where no type is open."""
    if {*negotiation.types} <= {*settled}:
        return ()
    return tuple(one for one in watch if one not in TYPED)


def unanswered(every: Mapping[str, Indicator], why: str) -> dict[str, Value]:
    """What stands in the place of answers that there are not: of a text why, of a number NaN."""
    return {name: f"{MISSING}{why}" if one.told else float("nan") for name, one in every.items()}


def same(one: object, other: object) -> bool:
    """Whether two answers are one; where there is no answer, the reason makes no difference."""
    texts = str(one), str(other)
    return texts[0] == texts[1] or all(text.startswith(MISSING) for text in texts)


@dataclass(frozen=True, slots=True)
class Formula:
    """A number or a condition that somebody wrote.

    Parameters
    ----------
    indicator : Indicator
        Its name and text; told where it is a condition.
    expression : Expression
        What it is.
    uses : tuple of str
        The columns that it names.
    written : str
        As somebody wrote it, with its name.
    """

    indicator: Indicator
    expression: Expression
    uses: tuple[str, ...]
    written: str

    def values(
        self,
        negotiation: Negotiation,
        answers: Mapping[str, Sequence[Value]],
        draws: Mapping[str, FloatArray],
        count: int,
    ) -> list[Value]:
        """Its value at some points.

        Parameters
        ----------
        negotiation : Negotiation
            Whose parameters they are.
        answers : Mapping[str, sequence of float]
            The columns that it names.
        draws : Mapping[str, ndarray, shape (points,)]
            The parameters that vary.
        count : int
            How many points there are.
        """
        named = {name: np.array(answers[name], dtype=float) for name in self.uses}
        found = self.expression.evaluate(Frame(negotiation, {}, 1, draws=draws, names=named))
        if not self.indicator.told:
            return [*np.broadcast_to(found, count).astype(float).tolist()]
        words = np.where(np.broadcast_to(found, count), YES, NO).astype(object)
        words[np.any([np.isnan(each) for each in named.values()] or [False], axis=0)] = NONE
        return [*words.tolist()]


def to_watch(
    watch: str | Sequence[str], negotiation: Negotiation
) -> tuple[tuple[str, ...], tuple[Formula, ...]]:
    """The indicators that are named, and those that are written: `gap = outcome.us -
    outcome.china`.

    Parameters
    ----------
    watch : str or sequence of str
        One text has commas between.
    negotiation : Negotiation
        Whose answers and parameters an expression may name.

    Raises
    ------
    UnknownIndicator
        If there is none of some name, two have one name, or nothing is watched.
    OverrideError
        If an expression cannot be read.
    """
    takes = "indicators by name, as one text or a list"
    watch = _apart(watch) if isinstance(watch, str) else names(watch, "watch", takes)
    written = [match for word in watch if (match := _WRITTEN.fullmatch(word))]
    named = [word for word in watch if not _WRITTEN.fullmatch(word)]
    formulas = tuple(_read(match[1], match[2], negotiation) for match in written)
    taken = [one.name for one in INDICATORS] + [match[1] for match in written]
    for match in written:
        if taken.count(match[1]) > 1:
            raise UnknownIndicator(
                f"two indicators are called `{match[1]}`", "give yours another name"
            )
    return watched(named) if named or not formulas else (), formulas


def _apart(text: str) -> list[str]:
    """What stands between the commas of a text, of which those in brackets are none."""
    depth, parts = 0, [""]
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def _read(name: str, text: str, negotiation: Negotiation) -> Formula:
    """A written indicator; a condition is one that cannot be read as a number.

    Raises
    ------
    OverrideError
        If it cannot be read.
    """
    text = text.strip()
    every = columns([one.name for one in INDICATORS], negotiation)
    names = Names(
        negotiation.parameters, handed=[column for column, one in every.items() if not one.told]
    )
    place = Place(typed("--watch", f"{name} = {text}"), 1, 1, len(text))
    tried = []
    for want in ("number", "truth"):
        problems = Problems(texts={place.path: [text]})
        found = parse(text, place, names, problems, "truth" if want == "truth" else "number")
        if found is not None:
            uses = dict.fromkeys(node.name for node in found.walk() if isinstance(node, Named))
            return Formula(
                Indicator(name, text, told=want == "truth"), found, tuple(uses), f"{name} = {text}"
            )
        tried.append(problems)
    raise OverrideError(min(tried, key=lambda problems: len(problems.found)).in_order())
