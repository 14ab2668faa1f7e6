"""Games as objects: arrays of numbers with their labels, and nothing of the scenario they came
from.
"""

from negotiate.doors import door

__getattr__ = door(__name__)
