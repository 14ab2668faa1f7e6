"""A plain twin of matches of automata: joint states in dictionaries, one round after the other,
loops all the way.

A match is a `Match`: for each player the odds of each own action by state, where each combination
of actions takes each state, and the first state; odds of phases and payoffs as nested arrays; noise
and misreading one a player.
"""

from itertools import product
from typing import NamedTuple

FORGOTTEN = 1e-15  # what a round weighs that changes nothing any more


class Match(NamedTuple):
    outputs: list  # player -> state -> own action -> odds
    transitions: list  # player -> [state, *actions] -> state
    starts: list
    shape: tuple
    payoffs: object  # [phase, player, *actions]
    odds: object  # [phase, *actions, phase]
    noise: tuple
    misread: tuple


def slip(meant, done, actions, rate):
    if actions == 1:
        return 1.0
    return 1 - rate if meant == done else rate / (actions - 1)


def acts(match, states):
    """Each combination of actions that can be done, with its odds."""
    for done in product(*map(range, match.shape)):
        odds = 1.0
        for p, action in enumerate(done):
            row = match.outputs[p][states[p]]
            odds *= sum(
                row[meant] * slip(meant, action, match.shape[p], match.noise[p])
                for meant in range(len(row))
            )
        if odds:
            yield done, odds


def moves_of_one(match, player, state, done):
    """Each next state of one player, with its odds, after it has read what the others did."""
    found = {}
    for seen in product(*map(range, match.shape)):
        if seen[player] != done[player]:
            continue
        odds = 1.0
        for other, action in enumerate(seen):
            if other != player:
                odds *= slip(done[other], action, match.shape[other], match.misread[player])
        after = int(match.transitions[player][(state, *seen)])
        found[after] = found.get(after, 0.0) + odds
    return found


def successors(match, here):
    phase, states = here
    found = {}
    for done, odds in acts(match, states):
        each = [moves_of_one(match, p, states[p], done).items() for p in range(len(states))]
        for nextphase, chance in enumerate(match.odds[(phase, *done)]):
            for combination in product(*each):
                weight = odds * chance
                for _, one in combination:
                    weight *= one
                if weight:
                    after = (nextphase, tuple(state for state, _ in combination))
                    found[after] = found.get(after, 0.0) + weight
    return found


def step(match, distribution, known):
    found = {}
    for here, weight in distribution.items():
        if here not in known:
            known[here] = successors(match, here)
        for after, odds in known[here].items():
            found[after] = found.get(after, 0.0) + weight * odds
    return found


def earned(match, distribution):
    total = [0.0] * len(match.shape)
    for (phase, states), weight in distribution.items():
        for done, odds in acts(match, states):
            for p in range(len(total)):
                total[p] += weight * odds * match.payoffs[(phase, p, *done)]
    return total


def done_in(match, distribution):
    """The odds of each phase and combination of actions."""
    found = {}
    for (phase, states), weight in distribution.items():
        for done, odds in acts(match, states):
            found[(phase, *done)] = found.get((phase, *done), 0.0) + weight * odds
    return found


def beginning(match):
    return {(0, tuple(match.starts)): 1.0}


def payoffs(match, discounts, rounds):
    """What each player earns by round: rounds one by one until they are over, or weigh nothing any
    more.
    """
    players = range(len(match.shape))
    if rounds is None and max(discounts) == 1:
        settled = earned(match, long_run(match))
        others = [p for p in players if discounts[p] < 1]
        rest = (
            payoffs(match, [min(d, 0.5) if d == 1 else d for d in discounts], None)
            if others
            else settled
        )
        return [rest[p] if p in others else settled[p] for p in players]
    known, here, played = {}, beginning(match), 0
    total, weight, weights = [0.0] * len(players), [1.0] * len(players), [0.0] * len(players)
    while played != rounds and max(weight) > FORGOTTEN:
        now = earned(match, here)
        for p in players:
            total[p] += weight[p] * now[p]
            weights[p] += weight[p]
            weight[p] *= discounts[p]
        here, played = step(match, here, known), played + 1
    return [total[p] / weights[p] for p in players]


def long_run(match, steps=20_000, settled=1e-14):
    """Where a match is in the long run: power iteration that stays where it is every second
    time.
    """
    known, here = {}, beginning(match)
    for _ in range(steps):
        after = step(match, here, known)
        mixed = {key: (here.get(key, 0.0) + after.get(key, 0.0)) / 2 for key in {*here, *after}}
        if sum(abs(mixed[key] - here.get(key, 0.0)) for key in mixed) < settled:
            break
        here = mixed
    return here
