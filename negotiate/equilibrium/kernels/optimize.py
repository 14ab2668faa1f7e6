"""What solvers need of SciPy's optimisation; it is slow to load, and so this module is asked for
late.
"""

from scipy.optimize import Bounds, LinearConstraint, linprog, milp

__all__ = ["Bounds", "LinearConstraint", "linprog", "milp"]
