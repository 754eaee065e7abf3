"""What is kept of a stream of numbers: enough for its mean, quantiles and chances, in memory that does not grow.

A `Summary` adds blocks of values, and two of them merge into the summary of both streams. Quantiles come from a
histogram of 16,384 bins over the whole line of numbers: narrow about the middle that a pilot run found, and wider in
proportion to the square of the distance from it, so that one value far away does not blur the others. Within the span
from P5 to P95 of the pilot run a bin is a few ten-thousandths of that span wide, ten spans away a fortieth of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 16_384


@dataclass
class Summary:
    """Running count, mean, spread, ends and histogram of one stream.

    Attributes
    ----------
    middle, scale : float
        Where the histogram is finest, and the distance from there to the middle of all bins on either side.
    count, missing : int
        Values added that are finite, and that are not.
    """

    middle: float
    scale: float
    count: int = 0
    missing: int = 0
    mean: float = 0.0
    squares: float = 0.0  # sum of squared deviations from the mean
    smallest: float = np.inf
    largest: float = -np.inf
    bins: NDArray[np.int64] = field(default_factory=lambda: np.zeros(BINS, dtype=np.int64))

    @classmethod
    def over(cls, pilot: Floats) -> Summary:
        """Return an empty summary whose bins suit a pilot run."""
        finite = pilot[np.isfinite(pilot)]
        if not finite.size:
            return cls(0.0, 1.0)
        low, middle, high = (float(x) for x in np.quantile(finite, (0.05, 0.5, 0.95)))
        span = high - low or float(finite.max() - finite.min())
        return cls(middle, span / 2 or max(abs(middle), 1.0) * 1e-6)

    def empty(self) -> Summary:
        """Return an empty summary with the same bins."""
        return Summary(self.middle, self.scale)

    def add(self, values: Floats) -> None:
        """Add a block of values."""
        finite = np.isfinite(values)
        if not finite.all():
            self.missing += int(values.size - np.count_nonzero(finite))
            values = values[finite]
        if not values.size:
            return
        mean = float(values.mean())
        self._pool(values.size, mean, float(np.square(values - mean).sum()))
        self.smallest = min(self.smallest, float(values.min()))
        self.largest = max(self.largest, float(values.max()))
        away = (values - self.middle) * (1.0 / self.scale)
        size = np.abs(away)
        size += 1.0
        place = np.divide(away, size, out=away)  # from -1 at the far left to 1 at the far right
        place += 1.0
        place *= BINS / 2
        self.bins += np.bincount(np.clip(place, 0, BINS - 1).astype(np.intp), minlength=BINS)

    def merge(self, other: Summary) -> Summary:
        """Take in another summary with the same bins."""
        if (self.middle, self.scale) != (other.middle, other.scale):
            raise ValueError(
                f"summaries with different bins cannot be merged: {self.middle:g} by {self.scale:g} "
                f"and {other.middle:g} by {other.scale:g}"
            )
        if other.count:
            self._pool(other.count, other.mean, other.squares)
        self.missing += other.missing
        self.smallest, self.largest = min(self.smallest, other.smallest), max(self.largest, other.largest)
        self.bins += other.bins
        return self

    def _pool(self, count: int, mean: float, squares: float) -> None:
        total = self.count + count
        gap = mean - self.mean
        self.mean += gap * count / total
        self.squares += squares + gap * gap * self.count * count / total
        self.count = total

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        return float(np.sqrt(self.squares / (self.count - 1))) if self.count > 1 else 0.0

    @property
    def edges(self) -> Floats:
        """The edges of the bins; the outermost reach to the values seen."""
        place = np.linspace(-1.0, 1.0, BINS + 1)[1:-1]
        inner = self.middle + self.scale * place / (1.0 - np.abs(place))
        return np.concatenate([[min(inner[0], self.smallest)], inner, [max(inner[-1], self.largest)]])

    @property
    def chances(self) -> Floats:
        """The share of values below each edge."""
        return np.concatenate([[0.0], np.cumsum(self.bins)]) / max(self.count, 1)

    def quantile(self, probability: float) -> float:
        """Return the value below which this share of the values lies; NaN when there are none."""
        if not self.count:
            return float("nan")
        chances = self.chances
        right = int(np.clip(np.searchsorted(chances, probability, side="left"), 1, BINS))
        left = right - 1
        share = (probability - chances[left]) / ((chances[right] - chances[left]) or 1.0)
        edges = self.edges
        value = edges[left] + share * (edges[right] - edges[left])
        return float(min(max(value, self.smallest), self.largest))

    def exceedance(self, threshold: float) -> float:
        """Return the share of the values above a threshold; NaN when there are none."""
        if not self.count:
            return float("nan")
        if threshold >= self.largest:
            return 0.0
        return 1.0 if threshold < self.smallest else 1.0 - float(np.interp(threshold, self.edges, self.chances))
