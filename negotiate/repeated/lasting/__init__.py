"""Whether strategies hold: certificates, best replies, and the discount factors that they need."""
