"""What nobody would leave: states, the moves of each player, and which states stand against
them.
"""

from negotiate.doors import door

__getattr__ = door(__name__)
