"""From nodes to a document: which keys stand where, with which kind of value."""
