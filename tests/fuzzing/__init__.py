"""Files and command lines that nobody would write: whatever is typed, the program answers with a
documented code.
"""
