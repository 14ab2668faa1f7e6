"""A generated scenario: one secret type, and beside it choices at the end that depend on nobody's
type.
"""

Offers = tuple[tuple[float, float, float], ...]
"""What each offer is worth to both, and what part of a war's cost it leaves the one who makes
it.
"""
OFFERS: Offers = ((0, 0, 1), (2, -1, 0.6), (5, -3, 0.2), (-3, -2, 1))


def one_secret(threats: tuple[float, ...] = (0.5, 1, 2), offers: Offers = OFFERS) -> str:
    """A threat, an offer, the threat carried out or not, a harbour opened or not; only the first
    player has a type.

    With three threats and four offers the tree has 177 nodes.
    """
    sizes = [f"t{k}" for k in range(len(threats))]
    made = [f"o{k}" for k in range(len(offers))]

    def by(names: list[str], numbers: tuple[float, ...]) -> str:
        return f"{{{', '.join(f'{name}: {number}' for name, number in zip(names, numbers, strict=True))}}}"

    own, others, left = zip(*offers, strict=True)
    return f"""
format: 1
title: One secret beside plain choices
players: {{us: {{}}, china: {{}}}}
parameters:
  tough: {{value: 0, range: [0, 1]}}
issues:
  threat: {{decided_by: us, options: [{", ".join(sizes)}]}}
  offer: {{decided_by: china, options: [{", ".join(made)}]}}
  carried: {{decided_by: us, options: [backs_down, carries_out]}}
  harbour: {{decided_by: china, options: [closed, open]}}
status_quo: {{threat: t0, offer: o0, carried: backs_down, harbour: closed}}
payoffs:
  us:
    offered: {{by: offer, values: {by(made, own)}}}
    size: {{by: threat, values: {by(sizes, threats)}, times: -0.3}}
    war: {{expr: "if(carried == carries_out, if(tough > 0, 1, -2) * us.size / -0.3, 0)"}}
    harbour: {{by: harbour, values: {{closed: 0, open: 1}}}}
  china:
    offered: {{by: offer, values: {by(made, others)}}}
    left: {{by: offer, values: {by(made, left)}}}
    war: {{expr: "if(carried == carries_out, 4 * us.size / 0.3 * china.left, 0)"}}
    harbour: {{by: harbour, values: {{closed: 0, open: 0.5}}}}
protocol:
  - {{move: threaten, player: us, sets: threat}}
  - {{move: answer, player: china, sets: offer}}
  - {{move: follow_through, player: us, sets: carried}}
  - {{move: open_up, player: china, sets: harbour}}
types:
  us:
    dealmaker: {{odds: 0.7}}
    hawk: {{odds: 0.3, set: {{tough: 1}}}}
"""
