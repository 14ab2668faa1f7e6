"""What a scenario expects of its own answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from negotiate.display import record
from negotiate.model.expressions import Expression
from negotiate.model.repeat import Plays

BROUGHT = ("gains", "first_best", "lost")
"""What a condition may ask of a mediator, after `mediator.`: what it brings, could bring, and what secrecy costs."""


@record
class OfDeals:
    """What an expectation says of deals, beyond what any expectation says.

    Parameters
    ----------
    word : {'none', 'exists', 'mediator', ''}
        Whether there is to be a deal at all, or what a mediator is to bring; empty where packages are described.
    point : str
        The solution whose packages are the answers; empty for every package that all would sign.
    because : tuple of str
        Claims that are to be one of the smallest sets that rule every deal out.
    not_because : tuple of str
        Claims, or issues of which claims speak, that are to be in none of those sets.
    no_deal : int, str, Mapping[str, str] or None
        What happens without a deal: the number of an equilibrium, counted from 1, "equilibrium", "status_quo", or
        issue → option; None for what the file says, and each equilibrium where that means several.
    signers : tuple of str
        Who signs; empty for the largest group that may.
    """

    word: Literal["none", "exists", "mediator", ""] = ""
    point: str = ""
    because: tuple[str, ...] = ()
    not_because: tuple[str, ...] = ()
    no_deal: int | str | Mapping[str, str] | None = None
    signers: tuple[str, ...] = ()


@record
class OfStates:
    """What an expectation says of states that nobody would leave: by which concept, and how others may answer."""

    concept: Literal["R", "GMR", "SMR", "SEQ", "SIM"] = "R"
    sanctions: Literal["sequence", "one-step"] = "sequence"


@record
class OfPlay:
    """What an expectation says of playing again.

    Parameters
    ----------
    word : {'holds', 'fails', 'earns', ''}
        Whether what is played is to hold; `earns` where only payoffs are described.
    concept : {'subgame-perfect', 'nash'}
        What it is to hold by.
    plays : Mapping[str, Plays]
        Player → its strategy, in place of what the file says.
    holds_from : Mapping[str, Expression or None]
        Player → the least patience with which it keeps to it; None for a player for whom none will do.
    binding : str
        The player who has to be the most patient; empty where nothing is said of it.
    """

    word: Literal["holds", "fails", "earns", ""] = ""
    concept: Literal["subgame-perfect", "nash"] = "subgame-perfect"
    plays: Mapping[str, Plays] = field(default_factory=dict)
    holds_from: Mapping[str, Expression | None] = field(default_factory=dict)
    binding: str = ""


@record
class Expectation:
    """What a command must find.

    Parameters
    ----------
    command : str
        "solve", "tree", "deal", "stability" or "simulate".
    choices : Mapping[str, tuple of str or Mapping[str, Expression]]
        Issue or move → the options it may have, or the probability of each option.
    quantifier : {'every', 'some', 'no'}
        In how many answers.
    count : int or None
        How many answers match, instead of the quantifier.
    payoffs : Mapping[str, Expression]
        Player → payoff.
    where : Expression or None
        A condition on the payoffs of one answer.
    variant : str
        The variant of the file under which the command must find it; empty for the file as it stands.
    settings : Mapping[str, object]
        Address → the value that is set for it.
    fixes : Mapping[str, str]
        Issue → the option to which it is committed for it.
    written : str
        What is expected, as the file writes it, in one line.
    line : int
        The line of the file at which the expectation stands, from 1.
    about : str
        What is expected, in the author's words; empty where the file says nothing.
    deals : OfDeals
        What only `deal` can be asked.
    standing : OfStates
        What only `stability` can be asked.
    play : OfPlay
        What only `simulate` can be asked.
    position : int
        Its place in the file's list, from 0.
    """

    command: str
    choices: Mapping[str, tuple[str, ...] | Mapping[str, Expression]]
    quantifier: str
    count: int | None
    payoffs: Mapping[str, Expression]
    where: Expression | None
    variant: str
    settings: Mapping[str, object]
    fixes: Mapping[str, str]
    written: str
    line: int
    about: str = ""
    deals: OfDeals = OfDeals()
    standing: OfStates = OfStates()
    play: OfPlay = field(default_factory=OfPlay)
    position: int = 0
