"""What could be held at all: floors, the payoffs that some equilibrium supports, and what holds one package."""
