"""What lasts: a stage game played again and again, by strategies that remember.

What is asked of a repeated game beside its own methods stands here by name; nothing is imported
before it is asked for.

>>> import negotiate
>>> game = negotiate.load("classics/prisoners-dilemma").again()
>>> negotiate.repeated.floor(game)
(1.0, 1.0)
"""

from negotiate.doors import lazily

__all__, __getattr__, __dir__ = lazily(__name__, __file__)
