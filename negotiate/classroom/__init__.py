"""A class at its phones: seats, groups and a teacher's desk, in front of the tables of `play`."""
