"""A scenario tests itself: what its `expect` block says, held against what its lenses find."""
