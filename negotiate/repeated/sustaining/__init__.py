"""What could be held at all: floors, the payoffs that some equilibrium supports, and what holds one
package.
"""

from negotiate.doors import door

__getattr__ = door(__name__)
