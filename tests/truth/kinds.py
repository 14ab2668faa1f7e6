"""What a kind of question is: how a case is drawn, asked, judged, and how an answer would be
wrong.
"""

from __future__ import annotations

import importlib.util
import random
import shutil
import traceback
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from negotiate.errors import NegotiateError


class Verdict(NamedTuple):
    """What became of one case.

    Attributes
    ----------
    wrong : str
        What is wrong with the answer; empty where nothing is known to be.
    complete : bool
        Whether the answer says that it is all.
    """

    wrong: str = ""
    complete: bool = True


class Kind(NamedTuple):
    """One kind of question.

    Attributes
    ----------
    name : str
        What counts are printed under.
    draw : callable
        From a generator to a case.
    ask : callable
        From a case to what the program answers, in plain tuples and numbers.
    judge : callable
        From a case and an answer to a `Verdict`, by another road than the program's.
    spoil : tuple of callable
        From an answer to one that is wrong, or may be: what the judge has to notice in some case.
    needs : tuple of str
        Programs and modules without which the other road cannot be gone.
    """

    name: str
    draw: Callable[[np.random.Generator], Any]
    ask: Callable[[Any], Any]
    judge: Callable[[Any, Any], Verdict]
    spoil: tuple[Callable[[Any], Any], ...]
    needs: tuple[str, ...] = ()

    @property
    def missing(self) -> list[str]:
        """What it needs and is not here."""
        return [
            name
            for name in self.needs
            if not (shutil.which(name) or importlib.util.find_spec(name))
        ]


def chance(kind: Kind, name: str) -> np.random.Generator:
    """What draws the case of a name: the same wherever it is asked for."""
    return np.random.default_rng(random.Random(f"{name}/{kind.name}").getrandbits(128))


def tried(kind: Kind, name: str) -> Verdict:
    """Draw a case, ask and judge; what the program was not made for is wrong, and a refusal is
    not.
    """
    case = kind.draw(chance(kind, name))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            answer = kind.ask(case)
    except NegotiateError:
        return Verdict(complete=False)
    except Exception as error:  # noqa: BLE001 - whatever else comes out is a fault, and the run goes on
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Verdict(f"{type(error).__name__}: {error} (line {place.lineno} of {place.name})")
    return kind.judge(case, answer)


def all_of(said: Iterable[tuple[object, object, str]], complete: bool = True) -> Verdict:
    """A verdict over answers that have to be equal, each beside what it should be and what it is
    called.
    """
    wrong = [
        f"{what}: {found}, and not {wanted}" for found, wanted, what in said if found != wanted
    ]
    return Verdict("; ".join(wrong[:3]), complete)


def near(found: object, wanted: object, within: float = 1e-9) -> bool:
    """Whether numbers are the same but for rounding, beside the largest of them."""
    one, other = np.asarray(found, dtype=float), np.asarray(wanted, dtype=float)
    if one.shape != other.shape:
        return False
    scale = max(1.0, float(np.abs(other).max(initial=0.0)))
    return bool((np.abs(one - other) <= within * scale).all())
