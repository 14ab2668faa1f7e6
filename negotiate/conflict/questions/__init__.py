"""Other questions to a conflict: coalitions, what would have to change, how it came about, what is
not known.
"""
