"""What could be signed, which deal it would be, and what stands in its way.

Functions on a table, and on talks and votes that need none, stand here by name; nothing is imported
before it is asked for.

>>> from negotiate import bargaining
>>> bargaining.alternating_offers((0.9, 0.8))
<AlternatingOffers: 0.714286, 0.285714>
"""

from negotiate.doors import lazily

__all__, __getattr__, __dir__ = lazily(__name__, __file__)
