"""Numbers inside printed programs: twelve digits, more than anything that the page and the library agree on.

The last digits of a logarithm, a power or a sum differ between processors. A printed program that is stored would hold
them as constants, so every printer of such a program rounds here. Twelve digits keep each draw within 1e-9 of NumPy's
with two digits to spare for what cancels. A tie with a constant of more digits may fall to either side.
"""

from __future__ import annotations

import math
from typing import Any

DIGITS = 12


def kept(part: Any) -> Any:
    """Round a float to `DIGITS`, and every float in lists and dictionaries; whole numbers and texts stay as they are.

    Examples
    --------
    >>> kept(0.1 + 0.2), kept({"sum": [971.9961605640423, 3, "0.30000000000000004"]})
    (0.3, {'sum': [971.996160564, 3, '0.30000000000000004']})
    """
    if isinstance(part, dict):
        return {key: kept(value) for key, value in part.items()}
    if isinstance(part, list):
        return [kept(value) for value in part]
    return float(f"{part:.{DIGITS}g}") if isinstance(part, float) and math.isfinite(part) else part
