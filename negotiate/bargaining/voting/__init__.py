"""Who carries a vote: weighted voting, the power of each vote, and which packages a body lets
through.
"""

from negotiate.doors import door

__getattr__ = door(__name__)
