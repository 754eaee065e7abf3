"""What is kept of a stream of numbers: enough for its mean, quantiles and probabilities.

A `Summary` adds blocks of values, and two of them merge into the summary of both streams. A short stream is kept whole,
and everything that is said of it is exact. Of a long one a histogram is kept, in memory that does not grow, and how far
that can be wrong is said with every answer. Its 16,384 bins suit a pilot run: in proportion to the value where the
output has one sign and spans more than a decade; otherwise narrow about the middle, and wider in proportion to the
square of the distance from it. Values that the pilot run found again and again (a floor, a whole number, the end of a
range) are counted one by one beside the bins.

Infinite values lie above or below all others. What is not a number is counted apart, as missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
BINS = 16_384
DECADE = 10.0  # bins are in proportion to the value where P95 is more than so many times P5
SPARE = 2.0**8  # how far such bins reach beyond what the pilot run saw
AGAIN, MOST = 4, 64  # times that a value has to come in the pilot run to be counted by itself; how many such values
TIE = 1e-12  # of a threshold: what lies no farther from it equals it, since sums are re-associated


@dataclass(frozen=True)
class Bins:
    """Edges of a histogram, and the values that are counted one by one.

    Attributes
    ----------
    middle, scale : float
        Where the bins are narrowest, and the distance from there to the middle of all bins on either side.
    sign : int
        1 or -1 for bins in proportion to the value, all above or all below zero; 0 for bins about the middle.
    first, shift : int
        Of such bins: the lowest edge as an integer with the same bits, and the bits that fall within one bin.
    atoms : tuple of float
        The values counted by themselves, in rising order.
    """

    middle: float = 0.0
    scale: float = 1.0
    sign: int = 0
    first: int = 0
    shift: int = 0
    atoms: tuple[float, ...] = ()

    @classmethod
    def over(cls, pilot: Floats) -> Bins:
        """Return the bins that suit a pilot run."""
        finite = pilot[np.isfinite(pilot)]
        if not finite.size:
            return cls()
        values, counts = np.unique(finite, return_counts=True)
        often = np.argsort(-counts, kind="stable")[:MOST]
        atoms = tuple(sorted(float(values[i]) for i in often if counts[i] >= AGAIN))
        low, middle, high = (float(x) for x in np.quantile(finite, (0.05, 0.5, 0.95)))
        sign = 1 if values[0] > 0 else -1 if values[-1] < 0 else 0
        near, far = sorted((abs(low), abs(high)))
        if sign and far > DECADE * near:
            ends = np.array([np.abs(values).min() / SPARE, min(np.abs(values).max() * SPARE, 1e308)])
            first, last = (int(x) for x in np.maximum(ends, 5e-324).view(np.int64))
            return cls(sign=sign, first=first, shift=max((last - first) // BINS, 1).bit_length(), atoms=atoms)
        span = high - low or float(values[-1] - values[0])
        return cls(middle, span / 2 or max(abs(middle), 1.0) * 1e-6, atoms=atoms)

    def place(self, values: Floats) -> Integers:
        """Return the bin of each value."""
        if self.sign:
            bits = np.maximum(self.sign * values, 5e-324).view(np.int64)
            bits -= self.first
            bits >>= self.shift
            place = np.clip(bits, 0, BINS - 1, out=bits)
            return place if self.sign > 0 else BINS - 1 - place
        away = (values - self.middle) * (1.0 / self.scale)
        size = np.abs(away)
        size += 1.0
        place_ = np.divide(away, size, out=away)  # from -1 at the far left to 1 at the far right
        place_ += 1.0
        place_ *= BINS / 2
        return np.clip(place_, 0, BINS - 1).astype(np.intp)

    @cached_property
    def inner(self) -> Floats:
        """The edges between bins."""
        if self.sign:
            bits = self.first + (np.arange(1, BINS, dtype=np.int64) << self.shift)
            edges = np.minimum(bits, np.array([1.7e308]).view(np.int64)).view(np.float64)
            return np.asarray(edges if self.sign > 0 else -edges[::-1])
        place = np.linspace(-1.0, 1.0, BINS + 1)[1:-1]
        return np.asarray(self.middle + self.scale * place / (1.0 - np.abs(place)))


@dataclass
class Summary:
    """Running count, mean, spread, ends and either all values or a histogram of one stream.

    Attributes
    ----------
    spec : Bins
        The bins.
    exact : bool
        Whether all values are kept.
    count : int
        Finite values added.
    infinite : list of int
        Values added that are infinite, below and above all others.
    missing : int
        Values added that are not numbers.
    """

    spec: Bins = field(default_factory=Bins)
    exact: bool = False
    count: int = 0
    infinite: list[int] = field(default_factory=lambda: [0, 0])
    missing: int = 0
    average: float = 0.0  # of the finite values
    squares: float = 0.0  # sum of squared deviations from the average
    smallest: float = np.inf
    largest: float = -np.inf
    bins: Integers = field(default_factory=lambda: np.zeros(BINS, dtype=np.int64))
    single: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    kept: list[Floats] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.single.size != len(self.spec.atoms):
            self.single = np.zeros(len(self.spec.atoms), dtype=np.int64)
        if self.exact:
            self.bins = np.zeros(0, dtype=np.int64)

    @classmethod
    def over(cls, pilot: Floats, exact: bool = False) -> Summary:
        """Return an empty summary whose bins suit a pilot run."""
        return cls(Bins() if exact else Bins.over(pilot), exact)

    def empty(self) -> Summary:
        """Return an empty summary of the same kind."""
        return Summary(self.spec, self.exact)

    def add(self, values: Floats) -> None:
        """Add a block of values."""
        finite = np.isfinite(values)
        if not finite.all():
            self.missing += int(np.count_nonzero(np.isnan(values)))
            self.infinite[0] += int(np.count_nonzero(values == -np.inf))
            self.infinite[1] += int(np.count_nonzero(values == np.inf))
            values = values[finite]
        if not values.size:
            return
        with np.errstate(over="ignore", invalid="ignore"):
            average = float(values.mean())
            if not np.isfinite(average):  # the sum of the largest numbers overflows
                average = float((values / values.size).sum())
            self._pool(values.size, average, float(np.square(values - average).sum()))
        self.smallest = min(self.smallest, float(values.min()))
        self.largest = max(self.largest, float(values.max()))
        if self.exact:
            self.kept.append(np.array(values))
            return
        self.bins += np.bincount(self.spec.place(values), minlength=BINS)
        if self.spec.atoms:
            counts = self._count_atoms(values)
            self.single += counts
            np.subtract.at(self.bins, self.spec.place(np.array(self.spec.atoms)), counts)

    def _count_atoms(self, values: Floats) -> Integers:
        atoms = np.array(self.spec.atoms)
        if len(atoms) < 8:
            return np.array([np.count_nonzero(values == atom) for atom in atoms], dtype=np.int64)
        place = np.minimum(np.searchsorted(atoms, values), len(atoms) - 1)
        return np.bincount(place[atoms[place] == values], minlength=len(atoms))

    def merge(self, other: Summary) -> Summary:
        """Take in another summary with the same bins."""
        if (self.spec, self.exact) != (other.spec, other.exact):
            raise ValueError(f"summaries with different bins cannot be merged: {self.spec} and {other.spec}")
        if other.count:
            self._pool(other.count, other.average, other.squares)
        self.missing += other.missing
        self.infinite = [mine + theirs for mine, theirs in zip(self.infinite, other.infinite, strict=True)]
        self.smallest, self.largest = min(self.smallest, other.smallest), max(self.largest, other.largest)
        self.bins = self.bins + other.bins
        self.single = self.single + other.single
        self.kept = [*self.kept, *other.kept]
        return self

    def _pool(self, count: int, average: float, squares: float) -> None:
        total = self.count + count
        gap = average - self.average
        self.average += gap * (count / total)
        self.squares += squares + gap * gap * self.count * (count / total)
        self.count = total

    # ---- what is known of the stream ---------------------------------------------------------------------------------

    @property
    def total(self) -> int:
        """Values added that are numbers, infinite ones included."""
        return self.count + sum(self.infinite)

    @property
    def mean(self) -> float:
        """The mean; infinite as soon as one value is, and not a number when some are on either side."""
        below, above = self.infinite
        if below or above:
            return float("nan") if below and above else float("inf" if above else "-inf")
        return self.average if self.count else float("nan")

    @property
    def deviation(self) -> float:
        """The standard deviation; infinite as soon as one value is."""
        if any(self.infinite):
            return float("inf")
        return float(np.sqrt(self.squares / (self.count - 1))) if self.count > 1 else 0.0

    def sorted(self) -> Floats:
        """Return all finite values in rising order, of an exact summary."""
        if len(self.kept) > 1 or (self.kept and np.any(np.diff(self.kept[0]) < 0)):
            self.kept = [np.sort(np.concatenate(self.kept))]
        return self.kept[0] if self.kept else np.zeros(0)

    def _steps(self) -> tuple[Floats, Floats, Floats]:
        """Return edges and single values in order, how many finite values lie below each, and how many with it."""
        edges = np.concatenate(
            [[min(self.spec.inner[0], self.smallest)], self.spec.inner, [max(self.spec.inner[-1], self.largest)]]
        )
        spread = np.concatenate([[0.0], np.cumsum(self.bins)])
        atoms = np.array(self.spec.atoms)
        points = np.union1d(edges, atoms)
        smooth = np.interp(points, edges, spread)
        through = np.concatenate([[0.0], np.cumsum(self.single)])
        below = smooth + through[np.searchsorted(atoms, points, side="left")]
        return points, below, smooth + through[np.searchsorted(atoms, points, side="right")]

    def quantile(self, probability: float) -> float:
        """Return the value below which this share of the values lies; NaN when there are none."""
        return self.quantile_within(probability)[0]

    def quantile_within(self, probability: float) -> tuple[float, float]:
        """Return a quantile, and how far the bins can make it wrong."""
        if not self.total:
            return float("nan"), float("nan")
        rank = probability * (self.total - 1)
        low, high = int(np.floor(rank)), int(np.ceil(rank))
        inside = (low - self.infinite[0], high - self.infinite[0])
        if inside[0] < 0 or inside[1] >= self.count:  # the rank, or a neighbour of it, is infinite
            at = int(np.floor(rank + 0.5)) - self.infinite[0]
            if not 0 <= at < self.count:
                return float("-inf" if at < 0 else "inf"), 0.0
            inside, rank = (at, at), float(at + self.infinite[0])
        if self.exact:
            left, right = (float(self.sorted()[i]) for i in inside)
            return left + (right - left) * (rank - low) if right > left else left, 0.0
        points, below, through = self._steps()
        wanted = min(max((rank - self.infinite[0] + 0.5), 0.5), self.count - 0.5)
        if probability in (0.0, 1.0):
            return (self.largest if probability else self.smallest), 0.0
        at = int(np.searchsorted(through, wanted, side="left"))
        if below[at] <= wanted or at == 0:
            return float(points[at]), 0.0
        left, right = max(float(points[at - 1]), self.smallest), min(float(points[at]), self.largest)
        share = (wanted - through[at - 1]) / ((below[at] - through[at - 1]) or 1.0)
        value = left + share * (right - left)
        return float(value), float(max(value - left, right - value))

    def exceedance(self, threshold: float, at_least: bool = False) -> float:
        """Return the share of the values above a threshold, or not below it; NaN when there are none."""
        return self.exceedance_within(threshold, at_least)[0]

    def exceedance_within(self, threshold: float, at_least: bool = False) -> tuple[float, float]:
        """Return the share of the values above a threshold, or not below it, and how far the bins can make it wrong."""
        if not self.total or np.isnan(threshold):
            return float("nan"), float("nan")
        if np.isinf(threshold):
            everything = threshold < 0 and at_least
            above = self.total if everything else self.total - self.infinite[0] if threshold < 0 else 0
            return (above if threshold < 0 else self.infinite[1] if at_least else 0) / self.total, 0.0
        tie = TIE * abs(threshold)
        limit = threshold - tie if at_least else threshold + tie
        beyond, wrong = self._beyond(limit, at_least)
        return (beyond + self.infinite[1]) / self.total, wrong / self.total

    def _beyond(self, limit: float, at_least: bool) -> tuple[float, float]:
        """Return how many finite values lie beyond a limit, and by how many that can be wrong."""
        if limit < self.smallest or not self.count:
            return self.count, 0.0
        if limit > self.largest:
            return 0.0, 0.0
        if self.exact:
            values = self.sorted()
            return float(values.size - np.searchsorted(values, limit, side="left" if at_least else "right")), 0.0
        edges = self.spec.inner
        place = int(np.searchsorted(edges, limit, side="right"))  # the bin that holds the limit
        left = max(edges[place - 1] if place else self.smallest, self.smallest)
        right = min(edges[place] if place < BINS - 1 else self.largest, self.largest)
        share = (limit - left) / (right - left) if right > left else 0.5
        held = float(self.bins[place])
        atoms = np.array(self.spec.atoms)
        single = float(self.single[atoms >= limit if at_least else atoms > limit].sum())
        smooth = float(self.bins[place + 1 :].sum()) + held * (1.0 - share)
        return smooth + single, held * max(share, 1.0 - share)

    def shares_between(self, edges: Floats) -> Floats:
        """Return the share of the finite values in each interval between edges that reach over all of them."""
        if self.exact:
            return np.asarray(np.histogram(self.sorted(), edges)[0] / max(self.count, 1))
        points, below, _ = self._steps()
        under = np.interp(edges, points, below)
        under[0], under[-1] = 0.0, self.count
        return np.diff(under) / max(self.count, 1)


def joined(parts: list[Summary]) -> Summary:
    """Return the summary of several streams."""
    whole = parts[0].empty()
    for part in parts:
        whole.merge(part)
    return whole
