"""What if a number were another: sweeps over any number of a scenario, and where its answer
flips.
"""

from negotiate.doors import door

__getattr__ = door(__name__)
