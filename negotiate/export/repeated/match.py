"""What strategies earn when they meet, and one world of it, as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.export.repeated.game import by_key, game_json, payoffs_by_key, plain
from negotiate.repeated.match import MatchResult
from negotiate.repeated.matches.encounter import Encounter
from negotiate.repeated.matches.timeline import Timeline

MATCH = "negotiate/match/1"


def match_json(found: MatchResult, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What everybody earns in a match, without any world of it.

    Parameters
    ----------
    found : MatchResult
        Exact or sampled.
    scenario : mapping, optional
        Where it came from, copied as it is.
    """
    return _match(found, None, [], scenario)


def earned_json(found: MatchResult) -> dict[str, Any]:
    """What a match says, without the game."""
    game = found.game
    return {
        "plays": by_key(game, found.names),
        "payoffs": payoffs_by_key(game, found.payoffs),
        "totals": payoffs_by_key(game, found.totals),
        "exact": found.exact,
        "interval": None if found.interval is None else by_key(game, found.interval),
        "match_rounds": found.rounds,
        "worlds": found.worlds,
        "seed": found.seed,
        "noise": list(found.noise),
        "misread": list(found.misread),
    }


def rounds_json(found: Timeline) -> list[dict[str, Any]]:
    """Each round: who took which posture and meant which, who misread whom, and what has been earned."""
    game = found.game
    names = game.setting.phases.names if game.setting.phases else ("",)
    known = [[one.label for one in player] for player in game.stage.strategies]
    rounds = []
    for t in range(found.postures.shape[1]):
        did, meant = found.postures[:, t].tolist(), found.intended[:, t].tolist()
        rounds.append(
            {
                "round": t + 1,
                "phase": names[int(found.phases[t])],
                "did": by_key(game, [known[p][k] for p, k in enumerate(did)]),
                "meant": by_key(game, [known[p][k] for p, k in enumerate(meant)]),
                "misread": [
                    {"by": game.keys[i], "whom": game.keys[j], "as": known[j][int(found.seen[i, j, t])]}
                    for i in range(len(known))
                    for j in range(len(known))
                    if found.seen[i, j, t] != found.postures[j, t]
                ],
                "payoffs": payoffs_by_key(game, found.payoffs[:, t]),
                "running": payoffs_by_key(game, found.running[:, t]),
            }
        )
    return plain(rounds)  # type: ignore[no-any-return]  # a list stays a list


def encounter_json(found: Encounter, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A match with one world of it."""
    return _match(found.result, found.breach, rounds_json(found.timeline), scenario)


def _match(
    found: MatchResult,
    breach: tuple[int, int] | None,
    rounds: list[dict[str, Any]],
    scenario: Mapping[str, Any] | None,
) -> dict[str, Any]:
    return {
        "schema": MATCH,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        **earned_json(found),
        "breach": None if breach is None else {"player": found.game.keys[breach[0]], "round": breach[1]},
        "rounds": rounds,
        "game": game_json(found.game),
    }
