"""A plain twin of the table of a round: every will, slip and misreading by loops, word for word
after `Setting`.
"""

from collections import defaultdict
from itertools import product


def slip(meant, count, rate):
    """What is done where an action was meant, and how likely."""
    if count == 1:
        return {meant: 1.0}
    return {other: 1 - rate if other == meant else rate / (count - 1) for other in range(count)}


def outcomes(machines, rules, phase, states):
    """(what is done, the next phase, the next states) → how likely it is."""
    shape, players = rules.shape, range(len(machines))
    found = defaultdict(float)
    for meant in product(*map(range, shape)):
        for done in product(*map(range, shape)):
            chance = 1.0
            for p in players:
                chance *= machines[p].outputs[states[p], meant[p]]
                chance *= slip(meant[p], shape[p], rules.noise[p]).get(done[p], 0.0)
            for views in product(*(product(*map(range, shape)) for _ in players)):
                seen = chance
                for p in players:
                    for q in players:
                        odds = (
                            {done[q]: 1.0} if p == q else slip(done[q], shape[q], rules.misread[p])
                        )
                        seen *= odds.get(views[p][q], 0.0)
                if seen == 0:
                    continue
                after = tuple(int(machines[p].transitions[states[p]][views[p]]) for p in players)
                for later in range(len(rules.odds)):
                    found[done, later, after] += seen * rules.odds[(phase, *done, later)]
    return found
