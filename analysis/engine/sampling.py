"""Draw the inputs, run the program, keep the summary: Monte Carlo with memory that does not grow.

Points come in blocks. Each block is a scrambled Sobol sequence of its own (or plain random numbers), seeded by its
number, so that blocks run in any order, in any process, on any machine, with the same answer. Blocks are also
replicates: their spread is the error of every published number.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import special

from analysis.engine.compile import BLOCK, CORES, FAR, Compiled, compile_program, one_of_many
from analysis.engine.distributions import Distribution, as_distribution
from analysis.engine.summary import Summary, joined
from analysis.engine.tracing import Program, in_unit
from analysis.errors import ReportError, UnknownNameError
from analysis.units import Quantity, ureg

Floats = NDArray[np.float64]
Method = Literal["sobol", "random"]
Correlations = Mapping[tuple[str, str], float]

REPLICATES = 8
LARGEST_BLOCK = 2**17
PROCESSES_FROM = 2**25
KEPT = 2**23  # values of all outputs together that are kept one by one: 64 MB, and every answer exact
_PILOT = 4096
_LATELY_BYTES = 2**27  # of all blocks that are kept; a sampler that takes more than a quarter draws each time
_TINY = 2.0**-53


class CorrelationError(ReportError, ValueError):
    """The correlations cannot hold together, or a method cannot use them."""


class Estimate(NamedTuple):
    """A number computed from a sample, and its standard error."""

    value: Quantity
    error: Quantity


# ---- the points ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sampler:
    """Joint distribution of the inputs of a program, and how it is sampled.

    Attributes
    ----------
    distributions : dict of str to Distribution
        One for each input, in the unit of the input.
    factor : ndarray or None
        Cholesky factor of the Gaussian copula, over `correlated`.
    correlated : tuple of str
        The inputs that move together.
    seed : int
        The seed of all blocks.
    method : {"sobol", "random"}
        Scrambled Sobol points, or plain random numbers.
    """

    distributions: dict[str, Distribution]
    factor: Floats | None = None
    correlated: tuple[str, ...] = ()
    seed: int = 0
    method: Method = "sobol"

    @property
    def moving(self) -> list[str]:
        """The inputs that are not fixed."""
        return [name for name, distribution in self.distributions.items() if not distribution.is_fixed]

    @property
    def constants(self) -> dict[str, float]:
        """The inputs that are fixed."""
        return {name: float(d.quantile(np.zeros(1))[0]) for name, d in self.distributions.items() if d.is_fixed}

    def among(self, names: Collection[str]) -> Sampler:
        """Give the same joint distribution with a copula over some inputs only; the others move alone."""
        together = tuple(name for name in self.correlated if name in names)
        if self.factor is None or together == self.correlated:
            return self
        if not together:
            return replace(self, factor=None, correlated=())
        chosen = [self.correlated.index(name) for name in together]
        whole: Floats = self.factor @ self.factor.T
        factor = np.linalg.cholesky(whole[np.ix_(chosen, chosen)]).astype(np.float64)
        return replace(self, factor=factor, correlated=together)

    def uniforms(self, block: int, count: int) -> Iterator[Floats]:
        """Yield the points of a block in the unit cube, one row for each moving input."""
        seed = np.random.SeedSequence(self.seed, spawn_key=(block,))
        rng = np.random.Generator(np.random.SFC64(seed)) if self.method == "random" else np.random.default_rng(seed)
        dimensions = max(len(self.moving), 1)
        sobol = scipy.stats.qmc.Sobol(dimensions, rng=rng) if self.method == "sobol" else None
        for start in range(0, count, BLOCK):
            size = min(BLOCK, count - start)
            points = rng.random((dimensions, size)) if sobol is None else np.ascontiguousarray(sobol.random(size).T)
            yield np.maximum(points, _TINY, out=points)  # both draw below one, and their last step is no smaller

    def values(self, points: Floats, wanted: Collection[str] | None = None) -> dict[str, Floats]:
        """Turn points of the unit cube into values of the moving inputs, of all or of those that are wanted."""
        row = {name: i for i, name in enumerate(self.moving)}
        chosen = self._chosen(wanted)
        together = [place for place, name in enumerate(self.correlated) if name in chosen]
        if self.factor is not None and together:
            rows = [row[name] for name in self.correlated]
            joint = (self.factor @ special.ndtri(points[rows]))[together]
            points[[rows[place] for place in together]] = np.clip(special.ndtr(joint), _TINY, 1 - _TINY)
        return {name: self.distributions[name].quantile(points[row[name]], out=points[row[name]]) for name in chosen}

    def draw(self, count: int, block: int = 0, wanted: Collection[str] | None = None) -> dict[str, Floats]:
        """Return values of every moving input, or of those that are wanted, as arrays; the points are the same."""
        parts = list(self.parts(count, block, wanted))
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def parts(self, count: int, block: int, wanted: Collection[str] | None = None) -> Iterable[dict[str, Floats]]:
        """Draw a block in parts that fit the cache, not to be changed; a block that was just drawn is not drawn again.

        Runs of one kind follow each other: several results, or one in several years, over the same inputs.
        """
        drawn = (self.values(points, wanted) for points in self.uniforms(block, count))
        moving = tuple((name, d) for name, d in self.distributions.items() if not d.is_fixed)
        chosen = tuple(self._chosen(wanted))
        size = 8 * count * len(chosen)
        if count > BLOCK or 4 * REPLICATES * size > _LATELY_BYTES:
            return drawn
        factor = None if self.factor is None else self.factor.tobytes()
        key = moving, factor, self.correlated, self.seed, self.method, chosen, count, block
        kept = _lately.pop(key, None)
        found = [{name: x.copy() for name, x in part.items()} for part in drawn] if kept is None else kept[0]
        _lately[key] = found, size  # the newest is the last
        while sum(size for _, size in list(_lately.values())) > _LATELY_BYTES:
            _lately.pop(next(iter(_lately)), None)
        return found

    def _chosen(self, wanted: Collection[str] | None) -> list[str]:
        moving = self.moving
        return moving if wanted is None else [name for name in moving if name in wanted] or moving[:1]


_lately: dict[object, tuple[list[dict[str, Floats]], int]] = {}  # blocks of small samplers, and their bytes


def sampler(
    program: Program,
    distributions: Mapping[str, Distribution | Quantity | float],
    correlations: Correlations | None = None,
    seed: int = 0,
    method: Method = "sobol",
) -> Sampler:
    """Join the distributions of a program's inputs; an input without one keeps its base value.

    Parameters
    ----------
    program : Program
        Whose inputs are drawn.
    distributions : mapping
        A distribution, a quantity or a number for some or all inputs.
    correlations : mapping of (str, str) to float, optional
        Spearman's rank correlation of pairs of inputs, which the draws have whatever the distributions. Discrete
        inputs tie, so that not every value can be reached: then an error tells the ends.
    seed : int
        The seed.
    method : {"sobol", "random"}
        Scrambled Sobol points, or plain random numbers.
    """
    for name in distributions:
        program.unit_of(name)
    program._require_base([name for name in program.inputs if name not in distributions])
    joined = {
        name: as_distribution(distributions[name] if name in distributions else program.base[name], unit)
        for name, unit in program.inputs.items()
    }
    moving = {name: distribution for name, distribution in joined.items() if not distribution.is_fixed}
    pairs = _pairs(correlations or {}, moving)
    names = tuple(name for name in moving if any(name in pair for pair in pairs))
    return Sampler(joined, copula_factor(names, pairs, moving) if pairs else None, names, seed, method)


def _pairs(correlations: Correlations, moving: Mapping[str, Distribution]) -> dict[tuple[str, str], float]:
    """Return each pair once, without those that are not correlated, or say what is wrong with one."""
    told: dict[tuple[str, str], float] = {}
    for (a, b), rho in correlations.items():
        if a == b or not -1 < rho < 1:
            raise CorrelationError(
                f"a correlation needs two inputs and a value between -1 and 1; got {a!r}, {b!r}: {rho}"
            )
        for name in (a, b):
            if name not in moving:
                raise CorrelationError(
                    f"{name!r} in a correlation is not an input that varies; these do: {', '.join(moving)}"
                )
        if told.setdefault((min(a, b), max(a, b)), rho) != rho:
            raise CorrelationError(f"the correlation of {a!r} and {b!r} is given twice with different values")
    return {pair: rho for pair, rho in told.items() if rho}


def copula_factor(
    names: tuple[str, ...], pairs: Mapping[tuple[str, str], float], distributions: Mapping[str, Distribution]
) -> Floats:
    """Return the Cholesky factor of the Gaussian copula with these rank correlations, or say why there is none."""
    matrix = np.eye(len(names))
    for (a, b), rho in pairs.items():
        i, j = names.index(a), names.index(b)
        matrix[i, j] = matrix[j, i] = _hidden_correlation(a, b, rho, distributions)
    lowest, vector = (x[..., 0] for x in np.linalg.eigh(matrix))
    if lowest <= 1e-10:
        worst = [names[i] for i in np.argsort(-np.abs(vector))[:3]]
        raise CorrelationError(
            f"the correlations cannot all hold (smallest eigenvalue {lowest:.3g}); "
            f"look at those among {', '.join(worst)}, and make one of them weaker or give the missing pairs"
        )
    return np.asarray(np.linalg.cholesky(matrix))


def _hidden_correlation(a: str, b: str, rho: float, distributions: Mapping[str, Distribution]) -> float:
    """Return the correlation of two normal variables from which two inputs get a rank correlation.

    Of continuous inputs it is 2 sin(pi rho / 6). Discrete values are ties, which weaken it: what of the correlation is
    left is computed, turned round, and where even the same hidden variable is not enough, the ends are named.
    """
    one, other = (_jumps(distributions[name]) for name in (a, b))
    if one[2] < 1.0 and other[2] < 1.0:
        return float(2 * np.sin(np.pi * rho / 6))
    furthest = 1 - 1e-9
    least, most = (_rank_correlation(one, other, sign * furthest) for sign in (-1, 1))
    if not least < rho < most:
        raise CorrelationError(
            f"the rank correlation of {a!r} and {b!r} can be {least:.3f} to {most:.3f}, since the values of one of "
            f"them are separate and tie; got {rho}"
        )
    return float(
        scipy.optimize.brentq(lambda r: _rank_correlation(one, other, r) - rho, -furthest, furthest, xtol=1e-12)
    )


_Jumps = tuple[Floats, Floats, float]


def _jumps(distribution: Distribution) -> _Jumps:
    """Return where the rank of an input jumps along its normal variable, by how much, and how that is blurred.

    The rank of a discrete input, ties in the middle, is a staircase. That of a continuous one is the normal
    distribution function: one jump at zero, seen through a second normal variable, which weakens any correlation by
    the root of two. Both are scaled to a variance of one.
    """
    if distribution.kind != "discrete":
        return np.zeros(1), np.full(1, np.sqrt(12.0)), float(np.sqrt(0.5))
    weights = np.array(distribution.parameters[len(distribution.parameters) // 2 :])
    variance = (1 - np.sum(weights**3)) / 12
    steps = (weights[1:] + weights[:-1]) / 2
    return special.ndtri(np.cumsum(weights)[:-1]), steps / np.sqrt(variance), 1.0


@functools.cache
def _legendre() -> tuple[Floats, Floats]:
    """Give the nodes and weights of the integral below; they take half a second, and only discrete inputs need them."""
    return np.polynomial.legendre.leggauss(256)


def _rank_correlation(one: _Jumps, other: _Jumps, hidden: float) -> float:
    """Return the rank correlation of two inputs whose normal variables have a correlation.

    The covariance of two steps is that of the bivariate normal distribution, an integral over the angle (Plackett 1954,
    Biometrika 41, 351, in the form of Drezner and Wesolowsky 1990).
    """
    (h, jump_h, blur_h), (k, jump_k, blur_k) = one, other
    angle = float(np.arcsin(hidden * blur_h * blur_k))
    nodes, weights = _legendre()
    theta = angle * (nodes + 1) / 2
    h, k = h[:, None, None], k[None, :, None]
    inside = np.exp(-(h * h + k * k - 2 * h * k * np.sin(theta)) / (2 * np.cos(theta) ** 2))
    joint = inside @ weights * angle / 2 / (2 * np.pi)
    return float(jump_h @ joint @ jump_k)


# ---- the run -------------------------------------------------------------------------------------------------------


def _is_far_from_extreme(distribution: Distribution) -> bool:
    """Whether every value is zero for certain, or neither huge nor within a hair of zero but by the rarest chance."""
    low, high = (float(x) for x in distribution.quantile(np.array([_TINY, 1 - _TINY])))
    return -FAR < low <= high < FAR and (
        low > 1 / FAR or high < -1 / FAR or high - low > 1 / np.sqrt(FAR) or low == high == 0
    )


@dataclass(frozen=True)
class Task:
    """All that a worker needs to run any block."""

    run: Compiled
    sampler: Sampler
    size: int
    shapes: dict[str, Summary]

    @cached_property
    def moderate(self) -> bool:
        """Whether no input can take an extreme value, so that nobody has to look."""
        return all(_is_far_from_extreme(distribution) for distribution in self.sampler.distributions.values())

    def block(self, number: int) -> dict[str, Summary]:
        """Draw and run one block; return a summary of each output."""
        found = {name: shape.empty() for name, shape in self.shapes.items()}
        constants = {**_unread(self.run, self.sampler), **self.sampler.constants}
        scratch = {name: np.empty(min(BLOCK, self.size)) for name in found}
        parts = self.sampler.parts(self.size, number, self.run.reads)
        for start, drawn in zip(range(0, self.size, BLOCK), parts, strict=True):
            results = {name: values[: self.size - start] for name, values in scratch.items()}
            self.run.fill({**constants, **drawn}, results, self.moderate)
            for name, values in results.items():
                found[name].add(values)
        return found


@dataclass(frozen=True)
class Simulation:
    """What a simulation found: estimates with their standard errors.

    Attributes
    ----------
    groups : list of dict of str to Summary
        The summary of each output in each group of replicates.
    units : dict of str to str
        The unit of each output.
    count, seed, method
        How many points were drawn, from which seed, and how.
    """

    groups: list[dict[str, Summary]]
    units: dict[str, str]
    count: int
    seed: int
    method: Method
    _wholes: dict[str, Summary] = field(default_factory=dict, repr=False, compare=False)

    def mean(self, output: str) -> Estimate:
        """Return the mean."""
        return self._estimate(output, lambda summary: (summary.mean, 0.0))

    def deviation(self, output: str) -> Estimate:
        """Return the standard deviation."""
        return self._estimate(output, lambda summary: (summary.deviation, 0.0))

    def quantile(self, output: str, probability: float) -> Estimate:
        """Return the value that the output stays below with this probability."""
        if not 0 <= probability <= 1:
            raise ValueError(f"a probability lies between 0 and 1; got {probability}")
        return self._estimate(output, lambda summary: summary.quantile_within(probability))

    def exceedance(self, output: str, threshold: Quantity | float, at_least: bool = False) -> Estimate:
        """Return the probability that the output lies strictly above a threshold, or not below it.

        The two differ by the probability of the threshold itself, as for a whole number or the end of a range. What
        lies within a billionth of a thousandth of the threshold equals it. Points where the output is not a number
        count on neither side: `missing` says how many they are.
        """
        limit = float(in_unit(threshold, self._unit(output), "threshold"))
        return self._estimate(output, lambda summary: summary.exceedance_within(limit, at_least), unit="")

    def missing(self, output: str) -> float:
        """Return the share of points at which the output is not a number."""
        return self.whole(output).missing / self.count

    def infinite(self, output: str) -> float:
        """Return the share of points at which the output is infinite."""
        return sum(self.whole(output).infinite) / self.count

    def histogram(self, output: str, bins: int = 64) -> tuple[Quantity, Floats]:
        """Return the edges of equal bins over the finite values seen, and the share of those values in each."""
        whole = self.whole(output)
        if not whole.count:
            raise ValueError(f"{output} is a finite number at none of the points: there is nothing to draw")
        edges = np.linspace(whole.smallest, whole.largest, bins + 1)
        return Quantity(edges, ureg.Unit(self.units[output])), whole.shares_between(edges)

    def whole(self, output: str) -> Summary:
        """Return the summary of all points."""
        self._unit(output)
        if output not in self._wholes:
            self._wholes[output] = joined([group[output] for group in self.groups])
        return self._wholes[output]

    def _unit(self, output: str) -> str:
        if output not in self.units:
            raise UnknownNameError(f"no output named {output!r}; the outputs are {', '.join(self.units)}")
        return self.units[output]

    def _estimate(
        self, output: str, statistic: Callable[[Summary], tuple[float, float]], unit: str | None = None
    ) -> Estimate:
        """Return a statistic of all points; its error is that of the replicates and, added to it, that of the bins."""
        shown = ureg.Unit(self._unit(output) if unit is None else unit)
        value, wrong = statistic(self.whole(output))
        found = np.array([statistic(group[output])[0] for group in self.groups])
        if np.isfinite(found).all():
            size = int(np.frexp(np.abs(found).max())[1])  # a power of two in which no square overflows or vanishes
            spread = float(np.ldexp(np.std(np.ldexp(found, -size), ddof=1) / np.sqrt(len(self.groups)), size))
        else:
            spread = 0.0 if (found == found[0]).all() else float("nan" if np.isnan(value) else "inf")
        return Estimate(Quantity(value, shown), Quantity(spread + wrong, shown))

    def __str__(self) -> str:
        kind = "scrambled Sobol points" if self.method == "sobol" else "random points"
        text = f"{self.count:,} {kind} in {len(self.groups)} replicates, seed {self.seed}"
        for name in self.units:
            for share, what in ((self.missing(name), "not a number"), (self.infinite(name), "infinite")):
                text += f"; {name} is {what} at {share:.2%} of the points" if share else ""
        return text


BlockMap = Callable[[Task, range], Generator[dict[str, Summary], None, None]]


def simulate(
    program: Program | Compiled,
    distributions: Mapping[str, Distribution | Quantity | float],
    count: int = 2**14,
    *,
    correlations: Correlations | None = None,
    seed: int = 0,
    method: Method = "sobol",
    progress: bool = False,
    workers: int | None = None,
    block_map: BlockMap | None = None,
) -> Simulation:
    """Run a program on random inputs.

    Parameters
    ----------
    program : Program or Compiled
        What to run.
    distributions : mapping
        A distribution (or one value) for some or all inputs; the others keep their base value.
    count : int
        Points to draw, rounded up to whole blocks. 2**14 serves while working, 2**18 for published percentiles.
    correlations : mapping of (str, str) to float, optional
        Spearman's rank correlation of pairs of inputs.
    seed : int
        The seed; the answer depends on it, on `count` and on `method`, and on nothing else.
    method : {"sobol", "random"}
        Scrambled Sobol points, or plain random numbers.
    progress : bool
        Show a progress bar.
    workers : int, optional
        Processes; by default one below 2**25 points, and one for each core from there.
    block_map : callable, optional
        How blocks are run elsewhere: takes the task and the block numbers, yields summaries in order.

    Returns
    -------
    Simulation
    """
    if method not in ("sobol", "random"):
        raise ValueError(f'the method is "sobol" or "random"; got {method!r}')
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be at least 1; got {workers}")
    if count < 2 * REPLICATES:
        raise ValueError(f"count must be at least {2 * REPLICATES}, two points in each replicate; got {count}")
    run = program if isinstance(program, Compiled) else compile_program(program)
    points = sampler(run.program, distributions, correlations, seed, method)
    size = min(2 ** int(np.ceil(np.log2(count / REPLICATES))), LARGEST_BLOCK)
    blocks = range(max(-(-count // size), REPLICATES))
    total = len(blocks) * size
    task = Task(run, points, size, _shapes(run, points, total * len(run.program.units) <= KEPT))
    if block_map is None:
        processes = workers or (CORES if count >= PROCESSES_FROM else 1)
        beside = workers is None and CORES > 1 and len(blocks) > REPLICATES
        if run.backend == "numba" and beside:
            block_map = _in_threads(CORES)
        else:
            block_map = _in_processes(processes) if processes > 1 else _here
    groups = [{name: shape.empty() for name, shape in task.shapes.items()} for _ in range(REPLICATES)]
    with contextlib.closing(block_map(task, blocks)) as found:
        for number, summaries in enumerate(_shown(found, len(blocks)) if progress else found):
            for name, summary in summaries.items():
                groups[number % REPLICATES][name].merge(summary)
    return Simulation(groups, dict(run.program.units), total, seed, method)


def _shapes(run: Compiled, points: Sampler, exact: bool) -> dict[str, Summary]:
    """Fix the range of every histogram by a pilot run, which is the same wherever the blocks run."""
    if exact:
        return {name: Summary(exact=True) for name in run.program.units}
    pilot = run({**_unread(run, points), **points.constants, **points.draw(_PILOT, wanted=run.reads)})
    return {name: Summary.over(np.atleast_1d(np.asarray(values, dtype=float))) for name, values in pilot.items()}


def _unread(run: Compiled, points: Sampler) -> dict[str, float]:
    """Give the moving inputs that the program does not read some value: nobody draws them."""
    return dict.fromkeys((name for name in points.moving if name not in run.reads), 1.0)


def _here(task: Task, blocks: range) -> Generator[dict[str, Summary], None, None]:
    yield from map(task.block, blocks)


def _in_threads(count: int) -> BlockMap:
    """Run blocks beside each other: numba's loops and the drawing of numbers let go of the interpreter."""

    def block(task: Task, number: int) -> dict[str, Summary]:
        with one_of_many():
            return task.block(number)

    def run(task: Task, blocks: range) -> Generator[dict[str, Summary], None, None]:
        first = next(iter(blocks))
        yield task.block(first)  # compiles or loads what all of them run
        with ThreadPoolExecutor(count) as pool:
            waiting: deque[Any] = deque()
            try:
                for number in blocks[1:]:
                    waiting.append(pool.submit(block, task, number))
                    if len(waiting) > 2 * count:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:  # nobody wants the blocks that have not begun
                pool.shutdown(cancel_futures=True)

    return run


def _in_processes(count: int) -> BlockMap:
    def run(task: Task, blocks: range) -> Generator[dict[str, Summary], None, None]:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(count, context, initializer=_receive, initargs=(task,)) as pool:
            try:
                with _interrupts_held():
                    found = pool.map(_run_received, blocks)
                yield from found
            finally:  # nobody wants the blocks that have not begun
                pool.shutdown(cancel_futures=True)

    return run


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start processes that never see Ctrl-C, which a terminal sends to all: this one hears it and stops the others.

    A worker that is hit while it loads prints its traceback and breaks the pool, which may then wait for ever. Here the
    signal waits until all have started; a mask alone would not do, for other threads of this process may still take it.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    waiting: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: waiting.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # processes inherit it, but no handler
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        if waiting:
            signal.raise_signal(signal.SIGINT)


_received: list[Task] = []


def _receive(task: Task) -> None:
    _received[:] = [task]


def _run_received(number: int) -> dict[str, Summary]:
    return _received[0].block(number)


def _shown(found: Iterable[dict[str, Summary]], total: int) -> Iterator[dict[str, Summary]]:
    from rich.progress import track

    yield from track(found, description="simulating", total=total)
