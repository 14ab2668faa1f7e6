"""Whether strategies hold: certificates, best replies, and the discount factors that they need."""

from negotiate.doors import door

__getattr__ = door(__name__)
