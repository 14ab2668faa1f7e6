"""A small war game of three turns, whose every number can be worked out by hand."""

from pathlib import Path

WAR = """
format: 1
title: A small war game
players: {us: {name: United States}, china: {name: China}}
parameters:
  weight: {value: 2}
issues:
  us_tariff: {decided_by: us, options: {low: 3, high: 21}}
  cn_tariff: {decided_by: china, options: {low: 3, high: 21}}
  truce: {decided_by: agreement, options: ['off', 'on']}
status_quo: {us_tariff: low, cn_tariff: low, truce: 'off'}
payoffs:
  us:
    own: {expr: weight * us_tariff - cn_tariff}
    fear: {expr: -tension}
    truce: {by: truce, values: {'on': 5}}
  china:
    own: {expr: cn_tariff - us_tariff}
    fear: {expr: -2 * tension}
    truce: {by: truce, values: {'on': 5}}
turns: {count: 3, period: half a year}
state:
  tension:
    value: 2
    range: [0, 10]
    next: 'tension + if(us_tariff > 10, 2, 0) + if(cn_tariff > 10, 1, 0) - if(truce == on, 1, 0)'
    rungs: {calm: 0, threats: 3, rupture: 8}
injects:
  midterms: {turn: 2, says: The midterms are near., sees: [us], set: {weight: 3}}
  incident: {when: tension >= 4, says: A collision at sea.}
  call: {says: The leaders talk., set: {tension: 1}}
briefs: {us: Secret us., china: Secret china.}
"""


def war_file(folder: Path) -> str:
    """The file of the war game."""
    path = folder / "war.yaml"
    path.write_text(WAR, "utf-8")
    return str(path)
