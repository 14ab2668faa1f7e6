"""Populations as arrays: shares, takeovers and what they compose."""
