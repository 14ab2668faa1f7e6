"""What changes from one look at a negotiation to another, and why."""

from negotiate.doors import door

__getattr__ = door(__name__)
