"""The states of a conflict, the moves between them, and how much room they take."""
