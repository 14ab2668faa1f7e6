"""What if a number were another: sweeps over any number of a scenario, and where its answer flips."""
