"""What a key does in a terminal that a test opens."""

import signal


def heeds_interrupts() -> None:
    """Let Ctrl-C reach a program even where the tests themselves run in the background, and so pass
    it over.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
