"""What is handed out: pages for each reader of a scenario, with nothing on them that the reader may
not know.
"""

from negotiate.doors import door

__getattr__ = door(__name__)
