"""Rules that only the profiles `class` and `publish` ask for."""

from negotiate.rules.rule import Rule

PROFILE_RULES: tuple[Rule, ...] = ()
