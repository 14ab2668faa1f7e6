"""Whether a scenario file is sound, says what it means, and is ready for a class or for
publication.
"""

from negotiate.doors import door

__getattr__ = door(__name__)
