"""Twins of the busiest kernels, for the compiler of the extra `fast`: the same answers to the last bit, sooner."""
