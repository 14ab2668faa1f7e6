"""What lies between packages: lotteries over them, and curves that they are samples of."""
