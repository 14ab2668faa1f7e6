# Modules of the folder that are asked for through its door, for type checkers.

from negotiate.language.writing import atomic as atomic
