"""How an answer looks to a reader: colours, limits, numbers with as many digits as say something,
and safe words.

Colour only repeats what a glyph or a weight already says, so that a picture means the same without
it. Numbers have the same digits on every machine. In words nothing is hidden, and lists and counts
stand the English way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from negotiate.display import record
from negotiate.errors import visible

PATH = "bold"
MARK = "bold cyan"
CROSSED = "bold magenta"
FAINT = "dim"
BEST = "underline"
TITLE = "bold"
ERROR = "bold red"
WARNING = "bold yellow"
HINT = "cyan"
ROLES = {"": "", "path": PATH, "equilibrium": MARK, "red line": CROSSED, "faint": FAINT}
"""How what something is in the game looks, beside the sign or the weight that says it."""
PLAYERS = ("#2f8fd0", "#d98200", "#1f9e77", "#b8679f", "#8c8c00", "#7a6fd0")
"""A colour a player: told apart by people who see colours differently, and read on dark and on
light.
"""


def player_style(player: int) -> str:
    """The colour of a player, counted from 0; those beyond the sixth begin anew."""
    return PLAYERS[player % len(PLAYERS)]


PLANES = ("scatter", "line", "regions")
"""Kinds of plots that are drawn over two axes."""
HEIGHT, LOWEST = 13, 7
"""Rows of a plane, at most and at least."""


@record
class Look:
    """How somebody wants to see an answer.

    Parameters
    ----------
    ascii : bool
        Draw with ASCII signs only.
    width : int or None
        Columns to draw in; None takes what the console has.
    depth : int or None
        How many steps away from the path of play a tree is opened; None means one, or all of them
        in a small tree.
    breadth : int or None
        How many branches of one node a tree shows; None means eight.
    all : bool
        Fold nothing and list everything, whatever the room it takes.
    equilibrium : int
        Which equilibrium a tree shows, counted from 1.
    styled : bool
        Whether underlining can be seen; the console decides it when it draws.
    teacher : bool
        Whether a scenario tells what is written for one reader alone: briefs, the teacher's notes,
        the answer key.
    """

    ascii: bool = False
    width: int | None = None
    depth: int | None = None
    breadth: int | None = None
    all: bool = False
    equilibrium: int = 1
    styled: bool = False
    teacher: bool = False

    @property
    def columns(self) -> int:
        """Columns to draw in, 80 where nobody knows better."""
        return self.width or 80


_NEGLIGIBLE = 1e-9
_TINY = 1e-8  # numbers that are all below it are told on their own scale
# what calculating two numbers may set them apart by: a hundred times the rounding of a long sum
_TOLD_APART = 1e-11
STEADY_DIGITS = 11
"""What calculations in another order leave of a number: their errors lie beyond."""
LARGEST_DENOMINATOR = 1000
"""Of a fraction that is written as one."""
ROUNDING = 1e-13
"""Of the largest of some numbers: what adding them up may leave of 0."""
_FEW_DIGITS = 6
"""What adding up leaves of 0 has more digits, so that a number of so few was written by
somebody.
"""


def number(x: float, digits: int | None = None) -> str:
    """Write a number with a fixed count of decimals, or with as many as it needs.

    Examples
    --------
    >>> number(4.1), number(-0.1, 2), number(-0.0001, 1), number(0.0), number(12345), number(4.1e-5)
    ('4.1', '-0.10', '-0.0001', '0', '12,345', '0.00004')
    >>> number(1e12), number(1_231_000_000), number(1.5e20), number(2.5e-12)
    ('1e12', '1,231,000,000', '1.5e20', '2.5e-12')
    """
    if math.isnan(x):
        return "n/a"
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    x = steady(x)
    if digits is None:
        digits = decimals([x])
    if digits > STEADY_DIGITS:
        if x == 0 or abs(x) < 0.5 * 10.0**-digits:
            return "0"
        digits = digits if abs(x) < _TINY else decimals([x])
    if digits > STEADY_DIGITS:
        return few_digits(x, max(1, digits + 1 + math.floor(math.log10(abs(x)))))
    if abs(x) < _NEGLIGIBLE:
        return f"{0:.{digits}f}"
    if abs(x) >= 1e9 and (abs(x) >= 1e15 or float(f"{x:.3g}") == x):
        return f"{x:.3g}".replace("e+0", "e").replace("e+", "e")
    if abs(x) < 0.5 * 10.0**-digits:
        return few_digits(x)
    return f"{x:,.{digits}f}"


def exact(x: float, size: float = 0.0) -> str:
    """A number for programs, with every digit that counts.

    Parameters
    ----------
    x : float
        What is not finite is left empty.
    size : float
        The largest of the numbers that it was worked out from; what adding those up may leave of 0
        is told as 0.

    Examples
    --------
    >>> exact(0.1 + 0.2 - 0.3, 0.3), exact(0.25, 1e15)
    ('0', '0.25')
    """
    if not math.isfinite(x):
        return ""
    left = abs(x) <= ROUNDING * size and (abs(x) < 1e-6 or float(f"{x:.{_FEW_DIGITS}g}") != x)
    return "0" if left else f"{float(x):.12g}"


def decimals(values: Iterable[float]) -> int:
    """How many decimals a column of numbers needs: none for whole numbers, at most two.

    Numbers that are all next to nothing are told on their own scale, with more decimals than any
    others get. What adding up leaves of 0 is not.

    Examples
    --------
    >>> (
    ...     decimals([1, 2]),
    ...     decimals([0.5, 2]),
    ...     decimals([1 / 3]),
    ...     decimals([100 / 3]),
    ...     decimals([10000 / 3]),
    ... )
    (0, 1, 2, 1, 0)
    >>> decimals([3e-12, 0]), decimals([3e-12, 1]), decimals([0.1 + 0.2 - 0.3])
    (14, 0, 0)
    """
    known = [float(v) for v in values if math.isfinite(v)]
    largest = max(map(abs, known), default=0.0)
    if 0 < largest < _TINY and (largest >= _NEGLIGIBLE or any(map(_written, known))):
        return max(STEADY_DIGITS + 1, math.ceil(-math.log10(largest)) + 2)
    for digits in range(3):
        if all(abs(v - round(v, digits)) <= _NEGLIGIBLE * max(1.0, abs(v)) for v in known):
            return digits
    top = steady(largest)
    return 2 if top < 10 else 1 if top < 1000 else 0


def _written(x: float) -> bool:
    """Whether a number has so few digits that somebody wrote it, up to the rounding of a sum."""
    return x != 0 and abs(float(f"{x:.{_FEW_DIGITS}g}") - x) <= ROUNDING * abs(x)


def steady(x: float) -> float:
    """A number without its last digits, so that how it is rounded for the screen is the same on
    every machine.

    Examples
    --------
    >>> f"{0.125:.2f}", f"{0.1250000000000001:.2f}", f"{steady(0.1250000000000001):.2f}"
    ('0.12', '0.13', '0.12')
    """
    return float(f"{x:.{STEADY_DIGITS}g}")


def contrast(a: float, b: float, least: int | None = None) -> tuple[str, str]:
    """Write two numbers with enough decimals to tell them apart, and at least so many.

    Examples
    --------
    >>> contrast(-12.0612, -8)
    ('-12.1', '-8')
    >>> contrast(100.001, 100.002)
    ('100.001', '100.002')
    >>> contrast(-30.12, -3.567, 2)
    ('-30.12', '-3.57')
    >>> contrast(0.5, 0.5000000001)
    ('0.5000000000', '0.5000000001')
    >>> contrast(3.0001e-12, 3e-12)
    ('3.0001e-12', '3e-12')
    """
    digits = decimals([a, b]) if least is None else least
    tiny = digits > STEADY_DIGITS
    differ = abs(a - b) > _TOLD_APART * max(0.0 if tiny else 1.0, abs(a), abs(b))
    most = digits + STEADY_DIGITS if tiny else STEADY_DIGITS
    while differ and digits < most and number(a, digits) == number(b, digits):
        digits += 1
    return rounded(a, digits), rounded(b, digits)


def aligned(values: Sequence[float], digits: int | None = None) -> list[str]:
    """Write a column of numbers with their points below each other; a whole number has none.

    With no `digits`, or with 0, they get as many decimals as the column needs.

    Examples
    --------
    >>> aligned([3, 2.5, -0.25])
    [' 3   ', ' 2.50', '-0.25']
    >>> aligned([10, 0])
    ['10', ' 0']
    """
    digits = digits or decimals(values)
    words = [rounded(float(v), digits) for v in values]
    tails = [len(word) - len(word.partition(".")[0]) for word in words]
    longest = max(tails, default=0)
    padded = [word + " " * (longest - tail) for word, tail in zip(words, tails, strict=True)]
    width = max(map(len, padded), default=0)
    return [word.rjust(width) for word in padded]


def rounded(x: float, digits: int) -> str:
    """A number with so many decimals, but a whole one without."""
    whole = (
        digits <= STEADY_DIGITS
        and math.isfinite(x)
        and abs(x - round(x)) <= _NEGLIGIBLE * max(1.0, abs(x))
    )
    return number(x, 0 if whole else digits)


def probability(p: float, fractions: bool = True) -> str:
    """Write a probability as a fraction where it is one and `fractions` are wanted, else with three
    decimals.

    Examples
    --------
    >>> (
    ...     probability(0.9),
    ...     probability(1 / 3),
    ...     probability(21 / 26),
    ...     probability(1.0),
    ...     probability(0.5**0.5),
    ... )
    ('9/10', '1/3', '21/26', '1', '0.707')
    >>> (
    ...     probability(0.9, False),
    ...     probability(1.0, False),
    ...     probability(0.00012, False),
    ...     probability(2.1e-5, False),
    ... )
    ('0.900', '1', '0.0001', '0.00002')
    """
    simple = _simplest(p)
    if is_fraction(p) and (fractions or simple.denominator == 1):
        return str(simple)
    return _short(p)


def is_fraction(p: float) -> bool:
    """Whether a probability is a fraction that can be written down, up to rounding; what is little
    is not nothing.

    Examples
    --------
    >>> is_fraction(15 / 17), is_fraction(0.5**0.5), is_fraction(3e-10), is_fraction(1 - 3e-10)
    (True, False, False, False)
    """
    simple = _simplest(p)
    near = 0.0 if not simple else _TOLD_APART if simple == 1 else _NEGLIGIBLE
    return abs(float(simple) - p) <= near


@lru_cache(maxsize=4096)
def _simplest(p: float) -> Fraction:
    return Fraction(p).limit_denominator(LARGEST_DENOMINATOR)


def percent(x: float, digits: int = 3) -> str:
    """A share by its first digits that count.

    Examples
    --------
    >>> percent(0.70216), percent(27 / 32, 4), percent(1)
    ('70.2 %', '84.38 %', '100 %')
    """
    return f"{few_digits(steady(100 * x), digits)} %"


def more_or_less(x: float) -> str:
    """A difference in words.

    Examples
    --------
    >>> more_or_less(2.5), more_or_less(-3), more_or_less(0)
    ('2.5 more', '3 less', 'the same')
    """
    return f"{rounded(abs(x), decimals([x]))} {'more' if x > 0 else 'less'}" if x else "the same"


def all_fractions(odds: Iterable[float]) -> bool:
    """Whether all of these can be written as fractions; else none of them is, so that one answer
    has one spelling.
    """
    return all(is_fraction(float(p)) for p in odds)


def odds(p: float) -> str:
    """Write the odds of chance the way a scenario does, as a decimal where it is short.

    Examples
    --------
    >>> odds(0.7), odds(1 / 3), odds(0.125), odds(1.0), odds(1 - 3e-10)
    ('0.7', '1/3', '0.125', '1', '1 - 3e-10')
    """
    near = round(p, 3)
    short = p == near or (0 < near < 1 and abs(p - near) < _NEGLIGIBLE)
    return f"{p:g}" if short else probability(p)


def _short(p: float) -> str:
    p = steady(p)
    if p < 0.0005:
        return few_digits(p)
    if p > 0.9995:
        return f"1 - {few_digits(1 - p)}"
    return f"{p:.3f}"


def few_digits(x: float, digits: int = 1) -> str:
    """A number by the first digits that count, with its zeros as long as anybody would count them.

    Examples
    --------
    >>> few_digits(4.1e-5), few_digits(-0.00001234, 3), few_digits(12.3456, 4), few_digits(4e-12)
    ('0.00004', '-0.0000123', '12.35', '4e-12')
    """
    said = f"{x:.{digits}g}"
    return f"{Decimal(said):f}" if _NEGLIGIBLE <= abs(x) < 1 else said


def trimmed(x: float, digits: int = 4) -> str:
    """A number with at most so many decimals, without zeros at its end.

    Examples
    --------
    >>> trimmed(0.5), trimmed(2 / 3), trimmed(10.0), trimmed(-0.00001)
    ('0.5', '0.6667', '10', '0')
    """
    said = f"{steady(x):,.{digits}f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


_WITH_ARTICLE = re.compile(
    r"(United|European|Soviet|Palestinian|Central|Supreme|Federal) |"
    r"(Ministry|Department|House|Bank|Government|Kingdom|Republic|League) of |"
    r".* (Union|States|Kingdom|Republic|Federation|Nations|Netherlands|Emirates|Islands|"
    r"Commission|Council|Court|Government|Party|Bank|Company|Agency|Ministry|Board|Committee|Association|Alliance|Coalition)$|"
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
    known = [
        (safe(name, True), safe(unit, True))
        for name, unit in zip(players, units, strict=False)
        if unit
    ]
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
    """A name, or a key that stands for one, as words: spaces for underscores, and months with their
    capitals.

    Examples
    --------
    >>> (
    ...     spoken("geneva_may_2025"),
    ...     spoken("as_in_october"),
    ...     spoken("early_may"),
    ...     spoken("25 % on $50bn"),
    ... )
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
