"""From Gambit's files to games: `.nfg` for games in normal form, `.efg` for trees."""

from negotiate.doors import door

__getattr__ = door(__name__)
