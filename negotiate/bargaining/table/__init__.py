"""The table itself: packages in blocks, who may refuse what, no deal, the zone and its frontier."""
