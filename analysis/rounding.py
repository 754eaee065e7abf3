"""Numbers that are stored: nine digits, the same on every processor.

The last digits of a logarithm, a power or a product of matrices depend on which instructions a processor has. They
mean nothing, yet they would make every stored chart, and the hash that names its data, a thing of one machine.
Whatever stores a computed number (charts and what-ifs in notebooks, the data package, snapshots) rounds it here. Only
a printed program keeps more, since its constants go on being computed with: `analysis.engine.literals` rounds those.

Rounding alone moves the problem to the ties: 513/1024 has ten digits and ends in a five, so that noise of the
sixteenth digit would decide its ninth. Short decimals and halves of them lie on ties often. So the line between down
and up is drawn a little below each tie, by a hundred times the `NOISE` that processors differ by, and what lies on a
tie goes away from zero everywhere. A number whose further digits fall anywhere is within the noise of the line with a
probability of 1e-6 for the usual difference of 1e-15, and of 3e-4 at most; the tests on other processors look for it.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

DIGITS = 9  # the page promises that its script and the library agree to nine digits
NOISE = 3e-13  # the largest relative difference seen between processors, rounded up
BELOW = 100 * NOISE
NEGLIGIBLE = 1e-9  # below this a relative difference is one of rounding, and its digits depend on the machine


def rounded(value: float) -> float:
    """Round to nine significant digits, ties away from zero.

    Examples
    --------
    >>> rounded(0.4787048039912557), rounded(513 / 1024), rounded(513 / 1024 * (1 - 3e-13))
    (0.478704804, 0.500976563, 0.500976563)
    """
    return float(f"{value * (1 + BELOW):.{DIGITS}g}") if math.isfinite(value) else value


def rounded_all(part: Any) -> Any:
    """Round every float in lists and dictionaries; whole numbers, texts and truths stay as they are.

    Examples
    --------
    >>> rounded_all({"x": [0.1 + 0.2, 3, "1.00000000001", True]})
    {'x': [0.3, 3, '1.00000000001', True]}
    """
    if isinstance(part, dict):
        return {key: rounded_all(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [rounded_all(value) for value in part]
    return rounded(part) if isinstance(part, float) else part


def rounded_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Round every float of a frame.

    Examples
    --------
    >>> rounded_frame(pd.DataFrame({"usd": [1 / 3], "count": [2]})).to_dict("records")
    [{'usd': 0.333333333, 'count': 2}]
    """
    columns = {name: frame[name].map(rounded, na_action="ignore") for name in frame.select_dtypes("floating")}
    return frame.assign(**columns)
