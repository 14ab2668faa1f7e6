"""Words made fit for a screen: nothing hidden, lists and counts the English way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from negotiate.errors import visible

_WITH_ARTICLE = re.compile(
    r"(United|European|Soviet|Palestinian|Central|Supreme|Federal) |"
    r"(Ministry|Department|House|Bank|Government|Kingdom|Republic|League) of |"
    r".* (Union|States|Kingdom|Republic|Federation|Nations|Netherlands|Emirates|Islands|Commission|Council|Court|"
    r"Government|Party|Bank|Company|Agency|Ministry|Board|Committee|Association|Alliance|Coalition)$|"
    r"(US|USA|UK|EU|UN|USSR|Netherlands|Philippines|Bahamas|Gambia|Congo|Kremlin|Taliban)$"
)
"""Names that English puts an article before."""
_MONTH = re.compile(
    r"\b(january|february|april|june|july|august|september|october|november|december)\b|"
    r"\b(march|may)(?= \d)|(?<=early )(march|may)\b|(?<=in )(march|may)\b"
)
"""Months, two of which are words of their own unless something beside them says otherwise."""


def the(name: str, opening: bool = False) -> str:
    """A player's name as it stands in a sentence, with the article that English gives it.

    Parameters
    ----------
    name : str
        As the file has it; it is made safe here.
    opening : bool
        Whether it opens the sentence.

    Examples
    --------
    >>> the("United States"), the("China"), the("European Union", opening=True), the("The workshop")
    ('the United States', 'China', 'The European Union', 'the workshop')
    """
    said = safe(name, True)
    if said.lower().startswith(("the ", "a ", "an ")):
        return f"{said[0].upper() if opening else said[0].lower()}{said[1:]}"
    if not _WITH_ARTICLE.match(said):
        return said
    return f"{'The' if opening else 'the'} {said}"


def capital(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]


def sentence_of(text: str) -> str:
    """A note as a sentence: with a capital letter and a full stop."""
    said = safe(text, True)
    return f"{capital(said)}{'' if said.endswith(('.', '!', '?')) else '.'}"


def in_units(players: Sequence[str], units: Sequence[str]) -> str:
    """Say once what payoffs are counted in; empty where nobody said."""
    known = [(safe(name, True), safe(unit, True)) for name, unit in zip(players, units, strict=False) if unit]
    if not known:
        return ""
    if len({unit for _, unit in known}) == 1 and len(known) == len(players):
        return f"Payoffs in {known[0][1]}."
    return f"Payoffs: {'; '.join(f'{name} in {unit}' for name, unit in known)}."


def safe(text: str, fold: bool = False) -> str:
    r"""Make every character that a screen would obey or hide visible as text.

    Parameters
    ----------
    text : str
        Anything that came from a scenario.
    fold : bool
        Turn line breaks and runs of spaces into one space, for a place that holds one line.

    Examples
    --------
    >>> safe("red \x1b[31m, turned \u202e, kept [bold]")
    'red \\x1b[31m, turned \\u202e, kept [bold]'
    >>> safe("two\n  lines", fold=True)
    'two lines'
    """
    shown = visible(text)
    return " ".join(shown.split()) if fold else shown


def spoken(key: str) -> str:
    """A name, or a key that stands for one, as words: spaces for underscores, and months with their capitals.

    Examples
    --------
    >>> spoken("geneva_may_2025"), spoken("as_in_october"), spoken("early_may"), spoken("25 % on $50bn")
    ('geneva May 2025', 'as in October', 'early May', '25 % on $50bn')
    """
    return _MONTH.sub(lambda month: month[0].capitalize(), safe(key.replace("_", " "), True))


def safe_line(line: str) -> str:
    """The same for one line whose cells are parted by tabs."""
    return "\t".join(map(safe, line.split("\t")))


def joined(parts: Sequence[str], word: str = "and") -> str:
    """Join words the English way.

    Examples
    --------
    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def of_each(names: Sequence[str], words: Sequence[str]) -> str:
    """What is said of each player, one after the other.

    Examples
    --------
    >>> of_each(["United States", "China"], ["13.5", "-8.22"])
    'the United States 13.5 and China -8.22'
    """
    return joined([f"{the(name)} {word}" for name, word in zip(names, words, strict=True)])


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 ending", "2,300 endings"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def in_words(count: int) -> str:
    """A small count as a word that can open a sentence, a larger one in digits."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[count] if count < len(words) else f"{count:,}"
