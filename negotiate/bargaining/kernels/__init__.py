"""Arrays of packages: what dominates what, sums of many blocks, hulls, talks in lockstep."""
