"""Many strategies at once as JSON objects: who earns what against whom, who keeps whom out, who is left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.repeated.game import by_key, game_json, payoffs_by_key, plain
from negotiate.repeated.many.evolution import Evolution
from negotiate.repeated.many.invasion import Invasion
from negotiate.repeated.many.tournament import Tournament
from negotiate.repeated.rounding import of_player

TOURNAMENT = "negotiate/tournament/1"
INVASION = "negotiate/invasion/1"
EVOLUTION = "negotiate/strategy-evolution/1"


def tournament_json(found: Tournament, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Everybody against everybody.

    Parameters
    ----------
    found : Tournament
        Strategies are named by their places in `pools`.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    return {
        "schema": TOURNAMENT,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **played_json(found),
        "payoffs": payoffs_by_key(found.game, found.payoffs),
        "errors": by_key(found.game, found.errors),
        "means": payoffs_by_key(found.game, found.means),
        "ranking": by_key(found.game, found.ranking),
        "winners": by_key(found.game, found.winners),
        "wins": list(found.wins),
        "best_replies": by_key(found.game, found.best_replies),
        "hardest": by_key(found.game, found.hardest),
        "notes": list(found.notes),
        "game": game_json(found.game),
    }


def played_json(found: Tournament) -> dict[str, Any]:
    """Who took part, and under which conditions."""
    return {
        "pools": by_key(found.game, found.pools),
        "one_pool": found.one_pool,
        "alike": by_key(found.game, found.alike),
        "left_out": by_key(found.game, found.left_out),
        "match_rounds": found.rounds,
        "noise": list(found.noise),
        "misread": list(found.misread),
        "worlds": found.worlds,
        "seed": found.seed,
    }


def invasion_json(found: Invasion, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Which newcomers grow among which residents."""
    game, pools = found.tournament.game, found.tournament.pools
    return {
        "schema": INVASION,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **played_json(found.tournament),
        "residents": [[pools[p][k] for p, k in enumerate(one)] for one in found.residents],
        "standings": list(found.standings),
        "gains": [plain(of_player(game, p, own)) for p, own in enumerate(found.gains)],
        "verdicts": plain(list(found.verdicts)),
        "least_shares": plain(found.fractions),
        "favoured": plain(found.favoured),
        "undecided": found.undecided,
        "notes": list(found.notes),
        "game": game_json(game),
    }


def evolution_json(found: Evolution, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """How shares change, and what is left."""
    one = found.takeover
    taking = None
    if one is not None:
        taking = {
            "population": one.population,
            "start": list(one.start),
            "fixation": plain(one.fixation),
            "errors": plain(one.errors),
            "single": plain(one.single),
            "long_run": plain(one.long_run),
            "worlds": one.worlds,
            "seed": one.seed,
        }
    return {
        "schema": EVOLUTION,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **played_json(found.tournament),
        "dynamics": found.dynamics,
        "generations": list(found.generations),
        "shares": plain(list(found.shares)),
        "survivors": plain(list(found.survivors)),
        "earns": plain(found.earns),
        "plays": plain(found.plays),
        "spread": plain(found.spread),
        "regret": plain(found.regret),
        "settled": found.settled,
        "fitness": found.fitness,
        "selection": found.selection,
        "baseline": plain(found.baseline),
        "takeover": taking,
        "notes": list(found.notes),
        "game": game_json(found.tournament.game),
    }
