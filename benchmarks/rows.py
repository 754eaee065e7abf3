"""What a measurement is."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One measurement: the median over rounds, and the median of the ratios within each round."""

    question: str
    candidate: str
    count: int
    seconds: float
    speed: float  # times as fast as the yardstick of the question, in the same round
    peak_mib: float
    note: str
