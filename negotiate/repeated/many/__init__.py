"""Many strategies at once: tournaments with roles kept, invasion, and what evolution leaves."""
