"""A scenario of five who sign."""

CROWD = """\
format: 1
title: Five at a table
players: {a: {name: Ann}, b: {name: Bob}, c: {name: Cid}, d: {name: Dee}, e: {name: Eva}}
issues:
  price: {decided_by: agreement, options: [none, low, high]}
status_quo: {price: none}
no_deal: status_quo
payoffs:
  a: {gain: {by: price, values: {low: 3, high: 5}}}
  b: {gain: {by: price, values: {low: 5, high: 3}}}
  c: {gain: {by: price, values: {low: 3, high: 5}}}
  d: {gain: {by: price, values: {low: 5, high: 3}}}
  e: {gain: {by: price, values: {low: 3, high: 5}}}
"""
