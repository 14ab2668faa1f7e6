"""From Gambit's files to games: `.nfg` for games in normal form, `.efg` for trees."""
