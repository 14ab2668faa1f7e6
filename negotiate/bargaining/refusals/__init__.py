"""What stands in the way of a deal, what would open one, and what each claim costs whom."""
