"""Every rule that a scenario file is held to: the one list that reports, documentation and tests go by."""

from negotiate.rules.registry import RULES, rule
from negotiate.rules.rule import PROFILES, Profile, Rule

__all__ = ["PROFILES", "RULES", "Profile", "Rule", "rule"]
