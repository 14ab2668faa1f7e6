"""Who takes part where many strategies meet, who stands for others, and who stays away and why."""

from __future__ import annotations

from negotiate.repeated.many.tournament import Tournament
from negotiate.repeated.reports.words import player_name, strategy
from negotiate.repeated.strategies.registry import strategies
from negotiate.report.blocks import Note
from negotiate.report.words import counted, joined


def participants(found: Tournament) -> list[Note]:
    """Notes on pools that nobody has chosen; none on others."""
    return [Note(text, detail=True) for text in (*_alike(found), *_away(found))]


def winners(found: Tournament, pool: int) -> tuple[str, bool]:
    """Which strategies of a pool earn most, and whether it is more than one."""
    best = found.winners[pool]
    if len(best) > 1:
        return listed([strategy(found.pools[pool][one]) for one in best]), True
    more = len(found.alike[pool][best[0]]) if found.alike[pool] else 0
    name = strategy(found.pools[pool][best[0]])
    return (f"{name} (and {more} more that play alike here)" if more else name), False


def listed(names: list[str], most: int = 4) -> str:
    """Some names, and how many more there are."""
    left = len(names) - most
    return joined(names) if left <= 0 else joined([*names[:most], f"{left} more"])


def _alike(found: Tournament) -> list[str]:
    """Who stands for others, the largest group first; whose it is where it is not both players'."""
    groups = [dict(zip(names, others, strict=False)) for names, others in zip(found.pools, found.alike, strict=True)]
    told: dict[str, int] = {}
    for name, others in (pair for group in groups for pair in group.items() if pair[1]):
        whose = [p for p, group in enumerate(groups) if group.get(name) == others]
        label = "" if len(whose) == len(groups) else f" ({player_name(found.game, whose[0])})"
        told[f"{strategy(name)} also for {joined([strategy(one) for one in others])}{label}"] = len(others)
    said = "; ".join(sorted(told, key=lambda one: -told[one]))
    return [f"Strategies that play alike here take part once: {said}."] if said else []


def _away(found: Tournament) -> list[str]:
    away = {name for names in found.left_out for name in names}
    unbound = sum(name in strategies and not strategies[name].finite for name in away)
    cannot, said = len(away) - unbound, []
    if unbound:
        several = counted(unbound, "strategy that remembers", "strategies that remember")
        said.append(f"{several} all rounds did not take part. `--play` can name them; their matches are then sampled.")
    if cannot:
        many = counted(cannot, "strategy", "strategies")
        said.append(f"{many} cannot be played by both players: `--strategies --all` says why.")
    return said
