"""What strategies earn against each other: exactly for automata, sampled for those that remember
without bound.
"""

from negotiate.doors import door

__getattr__ = door(__name__)
