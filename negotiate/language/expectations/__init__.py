"""A scenario tests itself: what its `expect` block says, held against what its lenses find."""

from negotiate.language.expectations.testing import Verdict, check_expectations, check_files

__all__ = ["Verdict", "check_expectations", "check_files"]
