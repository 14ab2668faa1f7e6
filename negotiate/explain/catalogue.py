"""Every concept that an answer may speak of, in plain words: the one list that `explain` and the
glossary go by.

The texts stand in `concepts.toml`, which is read when the first of them is asked for. Strategies of
repeated play have their texts in their own registry, and are concepts here, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

from negotiate.display import Shown, record
from negotiate.equilibrium import registry
from negotiate.errors import UnknownConcept, shown
from negotiate.problems import nearest_name
from negotiate.repeated.strategies.registry import strategies

METHODS = "Methods of solving"
"""The heading of the methods, which have their own registry."""
STRATEGIES = "Strategies of repeated play"
"""The heading above the strategies, which have their own registry."""
WORDS = "Words of a scenario file"
"""The heading above words that the scenario language has of its own."""
FITS = "classics/prisoners-dilemma"
"""The shipped scenario that shows a strategy."""


@record
class Explanation(Shown):
    """One concept in plain words.

    Parameters
    ----------
    name : str
        The name by which people ask for it, such as `nash-equilibrium`.
    title : str
        What sentences call it.
    says : str
        What it means, in a few sentences for people who have not met it.
    source : str
        Where it comes from: author and year. Empty for a word of the scenario language.
    family : str
        The heading under which it is listed.
    also : tuple of str
        Other names by which people ask for it.
    file, shown_as, asked, python : str
        Where it stands in a scenario file, in an answer, which command asks for it, and its name in
        Python; empty where it stands nowhere.
    walk : str
        What goes through it on a scenario: file, function, and perhaps a word for it; empty where
        nothing does.
    fits : str
        A shipped scenario that shows it.
    decides : str
        Of a method of solving in what arithmetic it decides, and what it compares with a tolerance;
        else empty.
    """

    name: str
    title: str
    says: str
    source: str = ""
    family: str = ""
    also: tuple[str, ...] = ()
    file: str = ""
    shown_as: str = ""
    asked: str = ""
    python: str = ""
    walk: str = ""
    fits: str = ""
    decides: str = ""


@record
class Catalogue(Shown):
    """Every concept, family by family.

    Parameters
    ----------
    concepts : tuple of Explanation
        In the order in which they are listed.
    """

    concepts: tuple[Explanation, ...]

    def __repr__(self) -> str:
        return f"<Catalogue: {len(self.concepts)} concepts>"


@cache
def _file() -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - no other command reads texts

    return tomllib.loads(Path(__file__).with_name("concepts.toml").read_text("utf-8"))


def references() -> tuple[str, ...]:
    """The works that concepts cite, in Markdown, in the order of their authors."""
    return tuple(_file()["references"])


@cache
def written() -> Mapping[str, Explanation]:
    """Name → concept, of those whose text stands in `concepts.toml`, family by family."""
    return {
        name: Explanation(
            name, family=family["heading"], **told | {"also": tuple(told.get("also", ()))}
        )
        for family in _file()["families"]
        for name, told in family["concepts"].items()
    }


def _strategy(name: str) -> Explanation:
    one = strategies[name]
    says = " ".join([one.idea, one.history]).strip()
    typed = f"`simulate --play {name}{' --match' if one.memory == inf else ''}`"
    return Explanation(
        name,
        name.replace("_", " "),
        says,
        one.reference.rstrip("."),
        STRATEGIES,
        file="`plays`",
        asked=typed,
        walk=f"repeating:lasting {name}",
        fits=FITS,
    )


def _method(name: str) -> Explanation | None:
    """The method of solving of that name."""
    one = next((solver for solver in registry.SOLVERS if solver.name == name), None)
    if one is None:
        return None
    says = (
        f"A method that finds {one.finds} {one.concept} "
        f"{'equilibrium' if one.finds == 'one' else 'equilibria'}"
    )
    form = "of a game tree" if one.trees else "of a game in which all choose at once"
    asked = f"`{'tree' if one.trees else 'solve'} --method {name}`"
    return Explanation(
        name, name, f"{says} {form}.", one.reference, METHODS, asked=asked, decides=one.decides()
    )


def catalogue() -> Catalogue:
    """Every concept."""
    told = [name for name in strategies if name not in written()]
    return Catalogue((*written().values(), *map(_strategy, told)))


def explanation(name: str) -> Explanation:
    """The concept of a name, or of another name that people have for it; spaces and capitals make
    no difference.

    Raises
    ------
    UnknownConcept
        With the nearest known name.

    Examples
    --------
    >>> explanation("ZOPA").title, explanation("Nash equilibrium").name
    ('Agreement zone', 'nash-equilibrium')
    """
    word, texts = "-".join(name.casefold().split()), written()
    names = {other: one.name for one in texts.values() for other in (one.name, *one.also)}
    for asked in (word, word.replace("_", "-")):
        if asked in names:
            concept, method = texts[names[asked]], _method(asked)
            return replace(concept, decides=method.decides) if method else concept
    if (found := _method(word)) is not None:
        return found
    strategy = word.replace("-", "_")
    if strategy in strategies:
        return _strategy(strategy)
    near = nearest_name(word, [*names, *strategies])
    meant = f"did you mean `{near}`? " if near else ""
    raise UnknownConcept(
        f"there is no concept `{shown(name)}`", f"{meant}`negotiate explain` lists all concepts"
    )
