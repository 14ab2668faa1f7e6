"""What solvers need of SciPy's sparse matrices; it is slow to load, and so this module is asked for
late.
"""

from scipy.sparse import (
    block_array,
    coo_array,
    csc_array,
    csr_array,
    diags_array,
    eye_array,
    hstack,
    vstack,
)
from scipy.sparse.linalg import splu

__all__ = [
    "block_array",
    "coo_array",
    "csc_array",
    "csr_array",
    "diags_array",
    "eye_array",
    "hstack",
    "splu",
    "vstack",
]
