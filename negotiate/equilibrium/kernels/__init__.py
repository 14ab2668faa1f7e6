"""Array arithmetic without words: NumPy only, arrays in, arrays out, the batch axis first."""
