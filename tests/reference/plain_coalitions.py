"""A plain twin of stability against coalitions: sets and loops, word for word after the
definitions.

A conflict is as in `plain_standing`.
"""

from itertools import chain, combinations


def coalitions_of(players):
    players = sorted(players)
    return list(chain.from_iterable(combinations(players, n) for n in range(1, len(players) + 1)))


def sequences(start, steps):
    """Where steps lead one after the other, none of the same mover twice running:
    `steps[mover](state)` is a set.
    """
    seen, waiting = set(), [(start, None)]
    while waiting:
        state, last = waiting.pop()
        for mover, step in steps.items():
            for target in step(state) if mover != last else ():
                if (target, mover) not in seen:
                    seen.add((target, mover))
                    waiting.append((target, mover))
    return {state for state, _ in seen}


def reach(conflict, coalition, state):
    return sequences(state, {k: lambda s, k=k: conflict.moves[k][s] for k in coalition})


def improvements(conflict, coalition, state):
    found = reach(conflict, coalition, state)
    return {
        t for t in found if all(conflict.ranks[k][t] > conflict.ranks[k][state] for k in coalition)
    }


def answers(conflict, outside, state, sanctions, *, improving):
    if sanctions == "one-step":
        alone = [
            improvements(conflict, (k,), state) if improving else conflict.moves[k][state]
            for k in outside
        ]
        return set().union(*alone)
    if not improving:
        return reach(conflict, outside, state)
    return sequences(
        state, {c: lambda s, c=c: improvements(conflict, c, s) for c in coalitions_of(outside)}
    )


def leaves(conflict, coalition, state, concept, sanctions):
    """The states for which a coalition would leave a state."""

    def deters(t):
        return any(conflict.ranks[k][state] >= conflict.ranks[k][t] for k in coalition)

    found = set()
    outside = [k for k in conflict.moves if k not in coalition]
    for better in improvements(conflict, coalition, state):
        met = (
            ()
            if concept == "R"
            else answers(conflict, outside, better, sanctions, improving=concept == "SEQ")
        )
        if not any(
            deters(t)
            and (concept != "SMR" or all(deters(e) for e in reach(conflict, coalition, t)))
            for t in met
        ):
            found.add(better)
    return found


def standing(conflict, concept, sanctions):
    return {
        s
        for s in conflict.states
        if not any(
            leaves(conflict, c, s, concept, sanctions) for c in coalitions_of(conflict.moves)
        )
    }
