# Modules of the folder that are asked for through its door, for type checkers.

from negotiate.repeated.matches import exact as exact
