"""Every answer about talks, with how it is told."""

from __future__ import annotations

from negotiate.render.bargaining import talks_agents, talks_numbers, talks_offers
from negotiate.render.bargaining.talks_page import Told

TALKS: tuple[Told, ...] = (talks_offers.TOLD, talks_agents.TOLD, *talks_numbers.TOLD)
"""In no order that matters: each tells another class."""
