"""What could be signed, which deal it would be, and what stands in its way."""
