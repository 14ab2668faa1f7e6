"""What changes a document before it is bound: addresses, variants, files that extend others."""
