"""Which deal it would be: a bargaining solution a file, over packages, along paths of outcomes and over lotteries."""
