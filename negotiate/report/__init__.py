"""What an answer says, as frozen blocks, and the writers that put it on a screen, a page or into a file.

A result's own module turns it into a `Report`; the writers know nothing of any result.
"""
