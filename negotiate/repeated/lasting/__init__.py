"""Whether strategies hold: certificates, best replies, and how patient everybody has to be."""
