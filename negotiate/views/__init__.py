"""From a scenario to the games in it, one view a file."""
