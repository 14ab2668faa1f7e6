"""Array arithmetic without words: NumPy only, arrays in, arrays out, the batch axis first."""

from negotiate.doors import door

__getattr__ = door(__name__)
