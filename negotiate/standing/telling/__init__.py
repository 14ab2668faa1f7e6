"""States put together for a reader: rows, patterns, one state whole, the moves one by one."""
