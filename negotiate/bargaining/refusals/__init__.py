"""What stands in the way of a deal, what would open one, and what each claim costs whom."""

from negotiate.doors import door

__getattr__ = door(__name__)
