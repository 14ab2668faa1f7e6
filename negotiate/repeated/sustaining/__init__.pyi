# Modules of the folder that are asked for through its door, for type checkers.

from negotiate.repeated.sustaining import sustainable as sustainable
