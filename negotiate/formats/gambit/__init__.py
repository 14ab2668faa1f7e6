"""From games to Gambit's files: `.nfg` for games in normal form, `.efg` for trees."""
