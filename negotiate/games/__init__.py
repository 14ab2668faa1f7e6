"""Games as objects: arrays of numbers with their labels, and nothing of the scenario they came from."""
