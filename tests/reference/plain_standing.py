"""A plain twin of the graph model: sets and loops, word for word after the definitions.

A conflict is three dictionaries: `moves[player][state]` is a set of states, `ranks[player][state]`
a number (the higher the better), and, for improvements made at the same time, `made` tells which
state a joint move leads to.
"""

from itertools import combinations, product


def improvements(conflict, player, state):
    return {
        t
        for t in conflict.moves[player][state]
        if conflict.ranks[player][t] > conflict.ranks[player][state]
    }


def answers(conflict, player, state, sanctions, *, improving):
    """Where the others can bring the conflict from a state."""
    others = [k for k in conflict.moves if k != player]

    def steps(k, s):
        return improvements(conflict, k, s) if improving else conflict.moves[k][s]

    if sanctions == "one-step":
        return {t for k in others for t in steps(k, state)}
    seen, waiting = set(), [(state, None)]
    while waiting:
        s, last = waiting.pop()
        for k in others:
            if k != last:
                for t in steps(k, s):
                    if (t, k) not in seen:
                        seen.add((t, k))
                        waiting.append((t, k))
    return {t for t, _ in seen}


def stable(conflict, player, state, concept, sanctions):
    for better in improvements(conflict, player, state):
        if concept == "R":
            return False
        if concept == "SIM":
            meets = joint_outcomes(conflict, player, state, better, sanctions)
        else:
            meets = answers(conflict, player, better, sanctions, improving=concept == "SEQ")
        if not any(deters(conflict, player, state, concept, end) for end in meets):
            return False
    return True


def deters(conflict, player, state, concept, end):
    """Whether an answer that ends there keeps a player in a state."""
    ranks = conflict.ranks[player]
    onward = conflict.moves[player][end] if concept == "SMR" else ()
    return all(ranks[t] <= ranks[state] for t in (end, *onward))


def shortest_answer(conflict, player, state, better, concept, sanctions):
    """Of the answers that deter: how many steps the shortest have, and the worst rank that one of
    these leads to.
    """
    if concept == "R":
        return None
    others = [k for k in conflict.moves if k != player]
    longest = len(others) if concept == "SIM" else len(others) * len(conflict.states)
    reached = {(better, None)}
    for steps in range(1, 2 if sanctions == "one-step" else longest + 1):
        if concept == "SIM":
            ends = ends_of_several(conflict, player, state, better, steps)
        else:
            reached = {
                (t, k)
                for s, last in reached
                for k in others
                if k != last
                for t in (
                    improvements(conflict, k, s) if concept == "SEQ" else conflict.moves[k][s]
                )
            }
            ends = {t for t, _ in reached}
        worst = [
            conflict.ranks[player][end]
            for end in ends
            if deters(conflict, player, state, concept, end)
        ]
        if worst:
            return steps, min(worst)
    return None


def joint_outcomes(conflict, player, state, better, sanctions):
    """Where improvements that others make from a state at the same time lead, together with that of
    the player.
    """
    sizes = [1] if sanctions == "one-step" else range(1, len(conflict.moves))
    return set().union(*(ends_of_several(conflict, player, state, better, n) for n in sizes))


def ends_of_several(conflict, player, state, better, several):
    """Where improvements of so many others lead, made together with that of the player."""
    found = set()
    for movers in combinations([k for k in conflict.moves if k != player], several):
        for targets in product(*(sorted(improvements(conflict, k, state)) for k in movers)):
            found |= conflict.joint(
                state, {player: better, **dict(zip(movers, targets, strict=True))}
            )
    return found


def any_order(moves, state, targets):
    """Where a joint move leads in a conflict from bare tables.

    Each of the movers can be the last: it then moves on from where the joint move of all others
    leads.
    """
    if len(targets) == 1:
        return set(targets.values())
    ends = []
    for last in targets:
        before = any_order(moves, state, {k: t for k, t in targets.items() if k != last})
        ends.append({t for s in before for t in moves[last][s]})
    return set.intersection(*ends)


def on_grid(states, state, targets):
    """Where a joint move leads on a grid, whose states are tuples of one choice a player, numbered
    by the players.
    """
    together = tuple(targets[k][k] if k in targets else choice for k, choice in enumerate(state))
    return {together} & set(states)


def equilibria(conflict, concept, sanctions):
    return {
        s
        for s in conflict.states
        if all(stable(conflict, k, s, concept, sanctions) for k in conflict.moves)
    }
