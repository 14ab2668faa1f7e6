"""From the characters of a file to nodes that know their places."""
