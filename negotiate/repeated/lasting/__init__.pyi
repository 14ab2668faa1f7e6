# Modules of the folder that are asked for through its door, for type checkers.

from negotiate.repeated.lasting import certificate as certificate
from negotiate.repeated.lasting import critical as critical
