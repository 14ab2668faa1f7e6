"""A plain twin of stability with great preferences and with unknown ones: sets and loops after the
definitions.

A conflict is as in `plain_standing`; `greatly(k, s, t)` says whether player `k` finds `s` greatly
better than `t`, and `dark` holds the sets of a player and two states of which nothing is known.
"""

from tests.reference.plain_coalitions import sequences


def prefers(conflict, k, s, t):
    return conflict.ranks[k][s] > conflict.ranks[k][t]


def answers(conflict, player, state, sanctions, likes):
    others = [k for k in conflict.moves if k != player]
    steps = {k: lambda s, k=k: {t for t in conflict.moves[k][s] if likes(k, t, s)} for k in others}
    return (
        set().union(*(step(state) for step in steps.values()))
        if sanctions == "one-step"
        else sequences(state, steps)
    )


def strongly(conflict, player, state, concept, sanctions, greatly):
    """Whether a player keeps a state, and strongly: every improvement meets something greatly
    worse.
    """
    likes = (
        (lambda k, t, s: prefers(conflict, k, t, s)) if concept == "SEQ" else (lambda k, t, s: True)
    )
    for better in conflict.moves[player][state]:
        if prefers(conflict, player, better, state):
            met = answers(conflict, player, better, sanctions, likes)
            ends = [{t} | (conflict.moves[player][t] if concept == "SMR" else set()) for t in met]
            if not any(all(greatly(player, state, t) for t in way) for way in ends):
                return False
    return True


def stays(conflict, player, state, concept, sanctions, stance, dark):
    """Whether a player keeps a state under a stance towards what is not known."""

    def surely(k, s, t):
        return prefers(conflict, k, s, t) and (k, frozenset((s, t))) not in dark

    def maybe(k, s, t):
        return prefers(conflict, k, s, t) or (k, frozenset((s, t))) in dark

    def deters(t):
        no_better = not maybe(player, t, state)
        unsure = (player, frozenset((state, t))) in dark
        return no_better or (stance in "cd" and unsure)

    tempts = maybe if stance in "ac" else surely
    likes = maybe if concept == "SEQ" else (lambda k, t, s: True)
    for target in conflict.moves[player][state]:
        if tempts(player, target, state):
            met = set() if concept == "R" else answers(conflict, player, target, sanctions, likes)
            ends = [{t} | (conflict.moves[player][t] if concept == "SMR" else set()) for t in met]
            if not any(all(deters(t) for t in way) for way in ends):
                return False
    return True
