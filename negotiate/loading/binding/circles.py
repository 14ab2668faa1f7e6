"""Payoff terms that name one another: none in a circle, none too deep to be worked out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from negotiate.loading.binding.binder import Binder
from negotiate.model.expressions import Expression, TermValue
from negotiate.model.payoffs import Term, names_a_move

DEPTH_LIMIT = 200
"""Operations inside one another, through all the terms that a term names."""
TRAIL_LIMIT = 60
"""Terms that name one another."""

Terms = dict[str, dict[str, Term]]
Key = tuple[str, str]


def check_circles(binder: Binder, terms: Terms) -> Terms:
    """Refuse terms that name one another in a circle, and mark those that (through others) look at a move."""
    search = _Search(binder, terms)
    return {
        player: {key: replace(term, needs_moves=search.look(player, key)[0]) for key, term in found.items()}
        for player, found in terms.items()
    }


@dataclass(slots=True)
class _Search:
    """What is known of each term so far: whether it looks at a move, and how deep it is."""

    binder: Binder
    terms: Terms
    known: dict[Key, tuple[bool, int]] = field(default_factory=dict)
    trail: list[Key] = field(default_factory=list)

    def look(self, player: str, key: str) -> tuple[bool, int]:
        here = (player, key)
        if here in self.known:
            return self.known[here]
        if here in self.trail:
            circle = " → ".join(f"{p}.{k}" for p, k in [*self.trail[self.trail.index(here) :], here])
            self._wrong(here, "circle", f"payoff terms go in a circle: {circle}")
            return False, 0
        if len(self.trail) >= TRAIL_LIMIT:
            return False, DEPTH_LIMIT
        self.trail.append(here)
        term = self.terms[player][key]
        parts = [e for e in (term.value, term.when) if e is not None]
        below = [self.look(*other) for other in self._named(parts)]
        self.trail.pop()
        moves = any(names_a_move(e) for e in parts) or any(found for found, _ in below)
        depth = max(depth_of(e) for e in parts) + max((deep for _, deep in below), default=0)
        if depth > DEPTH_LIMIT:
            message = "this term names terms that name terms, and so on for too long"
            hint = f"at most {TRAIL_LIMIT} terms and {DEPTH_LIMIT} signs follow from one another: put several into one"
            self._wrong(here, "terms-too-deep", message, hint)
            depth = 0
        self.known[here] = moves, depth
        return self.known[here]

    def _named(self, parts: list[Expression]) -> list[Key]:
        found = [(node.player, node.term) for e in parts for node in e.walk() if isinstance(node, TermValue)]
        return [(player, key) for player, key in dict.fromkeys(found) if key in self.terms.get(player, {})]

    def _wrong(self, here: Key, code: str, message: str, hint: str = "") -> None:
        self.binder.wrong(self.binder.at("payoffs", *here, key=True), code, message, hint)


def depth_of(expression: Expression) -> int:
    """How many nodes stand inside one another."""
    return 1 + max((depth_of(child) for child in expression.children), default=0)
