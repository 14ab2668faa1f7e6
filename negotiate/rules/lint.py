"""Rules on what is allowed and yet hardly meant."""

from negotiate.rules.rule import Rule

LINT: tuple[Rule, ...] = ()
