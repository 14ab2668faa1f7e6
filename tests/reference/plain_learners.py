"""Plain twins of the strategies without bound: from the whole history to the odds of the next
posture, by loops.

A history is a list of (own posture, combination of the others' postures as a tuple). `worth(own,
others)` is what a round pays, from 0 to 1. A seat's `cooperate` and `punish` are own postures,
`agreed` and `punished` combinations. The odds stand in the order in which a random number runs
through them.
"""

from dataclasses import dataclass
from itertools import pairwise, product
from math import exp
from typing import Any


@dataclass
class Place:
    worth: Any
    actions: int
    sizes: tuple
    cooperate: int
    punish: int
    agreed: tuple
    punished: tuple

    @property
    def combinations(self):
        return list(product(*map(range, self.sizes)))


def surely(posture):
    return {posture: 1.0}


def best(values):
    return surely(max(values, key=lambda posture: (values[posture], -posture)))


def counts(place, history, prior):
    found = {o: prior.get(o, 0.0) for o in place.combinations}
    for _, others in history:
        found[others] += 1
    return found


def expected(place, seen):
    return {
        a: sum(n * place.worth(a, o) for o, n in seen.items()) / sum(seen.values())
        for a in range(place.actions)
    }


def fictitious_play(place, history):
    return best(expected(place, counts(place, history, {}))) if history else surely(place.cooperate)


def smoothed_fictitious_play(place, history, temperature):
    if not history:
        return surely(place.cooperate)
    values = expected(place, counts(place, history, {}))
    weights = {a: exp(value / temperature) for a, value in values.items()}
    return {a: weight / sum(weights.values()) for a, weight in weights.items()}


def best_reply_to_a_belief(place, history, trust, weight):
    prior = {place.punished: (1 - trust) * weight}
    prior[place.agreed] = prior.get(place.agreed, 0) + trust * weight
    return best(expected(place, counts(place, history, prior)))


def downing(place, history, trust):
    after = {}
    for own in range(place.actions):
        seen = dict.fromkeys(place.combinations, 0.0)
        for (before, _), (_, answer) in pairwise(history):
            if before == own:
                seen[answer] += 1
        if not any(seen.values()):
            kind = trust if own == place.cooperate else 1 - trust
            seen[place.agreed] += kind
            seen[place.punished] += 1 - kind
        after[own] = expected(place, seen)
    order = [place.cooperate, *(a for a in range(place.actions) if a != place.cooperate)]
    plans = {
        (a, b): (after[a][b] + after[b][a]) / 2 for i, a in enumerate(order) for b in order[i:]
    }
    most = max(plans.values())
    one, other = next(plan for plan, value in plans.items() if value > most - 1e-12)
    return surely(other if history and history[-1][0] == one else one)


def regret_matching(place, history, inertia):
    if not history:
        return surely(place.cooperate)
    last = history[-1][0]
    odds = {}
    for other in range(place.actions):
        if other != last:
            missed = sum(
                place.worth(other, o) - place.worth(last, o) for own, o in history if own == last
            )
            odds[other] = max(missed, 0) / len(history) / (inertia * (place.actions - 1))
    odds[last] = 1 - sum(odds.values())
    return dict(sorted(odds.items()))


def no_regret(place, history):
    missed = {
        a: max(sum(place.worth(a, o) - place.worth(own, o) for own, o in history), 0)
        for a in range(place.actions)
    }
    if sum(missed.values()) == 0:
        return surely(history[-1][0] if history else place.cooperate)
    return {a: value / sum(missed.values()) for a, value in missed.items()}


def roth_erev(place, history, strength, forgetting, experiment):
    propensity = dict.fromkeys(range(place.actions), strength / place.actions)
    for own, others in history:
        paid = place.worth(own, others)
        for a in propensity:
            share = 1 - experiment if a == own else experiment / (place.actions - 1)
            propensity[a] = (1 - forgetting) * propensity[a] + share * paid
    return {a: value / sum(propensity.values()) for a, value in propensity.items()}


def bush_mosteller(place, history, aspiration, rate):
    odds = dict.fromkeys(range(place.actions), 1 / place.actions)
    for own, others in history:
        stimulus = (place.worth(own, others) - aspiration) / max(aspiration, 1 - aspiration)
        before = odds[own]
        after = before + rate * stimulus * ((1 - before) if stimulus >= 0 else before)
        odds = {
            a: after if a == own else value / (1 - before) * (1 - after)
            for a, value in odds.items()
        }
    return odds


def adaptive(place, history, trials, others):
    order = [place.cooperate] + [a for a in range(place.actions) if a != place.cooperate]
    opening = [place.cooperate] * int(trials) + [a for a in order[1:] for _ in range(int(others))]
    if len(history) < len(opening):
        return surely(opening[len(history)])
    means = {}
    for a in order:
        paid = [place.worth(own, others) for own, others in history if own == a]
        means[a] = sum(paid) / len(paid) if paid else 0.0
    return surely(max(order, key=lambda a: (means[a], -order.index(a))))


def gradual(place, history, calm):
    plan, breaches = [], 0
    for _, others in history:
        if plan:
            plan.pop(0)
        if not plan and others != place.agreed:
            breaches += 1
            plan = [place.punish] * breaches + [place.cooperate] * int(calm)
    return surely(plan[0] if plan else place.cooperate)


def go_by_majority(place, history, share):
    kept = sum(others == place.agreed for _, others in history)
    return surely(place.punish if kept < share * len(history) else place.cooperate)


def average_copier(place, history):
    strayed = (
        sum(others != place.agreed for _, others in history) / len(history) if history else 0.5
    )
    return {place.punish: strayed, place.cooperate: 1 - strayed}
