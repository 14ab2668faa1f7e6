"""Repeated games as arrays: joint chains of automata, deviations from them, matches played side by
side.
"""
