# Modules of the folder that are asked for through its door, for type checkers.

from negotiate.equilibrium.trees import choice as choice
from negotiate.equilibrium.trees import signalling as signalling
from negotiate.equilibrium.trees import views as views
