"""Expectations of deals that cannot fail, or cannot be met."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.checking.lint.expectations import constant, finding, outcomes, truth
from negotiate.checking.subject import Finding, Subject
from negotiate.loading.problems import listed
from negotiate.model.expectation import Expectation
from negotiate.model.negotiation import Negotiation

_CLAIMS = "name a hard red line, a ratifier, or `no_deal.` and a player for the least that it signs for"
Why = tuple[str, tuple[str | int, ...]]
"""Why no deal can be as described, and where in the entry that stands."""


def idle_deal(subject: Subject) -> Iterator[Finding]:
    """Entries that ask of deals what no deal can have, or name claims that nobody makes in their case."""
    for position, (entry, case) in enumerate(zip(subject.scenario.expectations, subject.expected, strict=True)):
        if case is None or entry.command != "deal":
            continue
        whys = list(_never(entry, case.scenario))
        yes, no = outcomes(entry)
        for why, path in _nobodys(entry, case.scenario):
            yield finding(subject, position, entry, path, "expect-cannot-hold", why, _CLAIMS)
        if whys and yes != no:
            code = "expect-cannot-hold" if yes else "expect-cannot-fail"
            said = "no deal can be what this asks for" if yes else "this holds whatever the deals are"
            yield finding(subject, position, entry, whys[0][1], code, f"{said}: {whys[0][0]}")


def _never(entry: Expectation, negotiation: Negotiation) -> Iterator[Why]:
    """Options that no deal can hold, and a condition that looks at no payoff and is false."""
    for issue, wanted in entry.choices.items():
        possible = _possible(entry, negotiation, issue)
        if possible and not possible & set(wanted):
            have = f"it can only be {listed(sorted(possible))}" if len(possible) > 1 else _stays(possible)
            yield f"`{issue}` is never {listed(dict.fromkeys(wanted))} in a deal; {have}", ("deal", issue)
    if entry.where is not None and constant(entry.where) and not truth(entry.where, negotiation):
        yield "`where` looks at no payoff, and is false", ("where",)


def _stays(possible: set[str]) -> str:
    return f"no deal sets it, and it stays {listed(possible)}"


def _possible(entry: Expectation, negotiation: Negotiation, issue: str) -> set[str]:
    """The options that an issue can have in a deal; nothing where that hangs on what happens without one."""
    found = negotiation.issues[issue]
    if issue in negotiation.fixed:
        return {found.labels[negotiation.fixed[issue]]}
    if issue in negotiation.on_table:
        return set(found.labels) if set(found.deciders) <= set(_signers(entry, negotiation)) else set()
    return {found.labels[negotiation.status_quo[issue]]} if issue in negotiation.status_quo else set()


def _signers(entry: Expectation, negotiation: Negotiation) -> tuple[str, ...]:
    return entry.deals.signers or max(negotiation.signers, key=len, default=negotiation.keys)


def _nobodys(entry: Expectation, negotiation: Negotiation) -> Iterator[Why]:
    """Claims that are said to rule deals out, and that nobody who signs makes in this case, or only at a price."""
    signers = _signers(entry, negotiation)
    claims = {refusal.name for refusal in negotiation.refusals() if refusal.player in signers}
    claims |= {f"no_deal.{player}" for player in signers}
    for position, name in enumerate(entry.deals.because):
        if name not in claims:
            soft = name in negotiation.red_lines and not negotiation.red_lines[name].hard
            why = "has a price, and so rules nothing out" if soft else "is no claim of anybody who signs here"
            yield f"`{name}` {why}", ("because", position)
