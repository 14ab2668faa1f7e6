# Modules of the folder that are asked for through its door, for type checkers.

from negotiate.conflict import asking as asking
from negotiate.conflict import view as view
