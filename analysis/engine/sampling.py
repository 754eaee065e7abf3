"""Draw the inputs, run the program, keep the summary: Monte Carlo with memory that does not grow.

Points come in blocks. Each block is a scrambled Sobol sequence of its own (or plain random numbers), seeded by its
number, so that blocks run in any order, in any process, on any machine, with the same answer. Blocks are also
replicates: their spread is the error of every published number.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import special

from analysis.engine.compile import BLOCK, CORES, Compiled, compile_program
from analysis.engine.distributions import Distribution, as_distribution
from analysis.engine.summary import Summary
from analysis.engine.tracing import Program
from analysis.units import Quantity, ureg

Floats = NDArray[np.float64]
Method = Literal["sobol", "random"]
Correlations = Mapping[tuple[str, str], float]

REPLICATES = 8
LARGEST_BLOCK = 2**17
PROCESSES_FROM = 2**25
_PILOT = 4096
_TINY = 2.0**-53


class CorrelationError(ValueError):
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

    def uniforms(self, block: int, count: int) -> Iterator[Floats]:
        """Yield the points of a block in the unit cube, one row for each moving input."""
        rng = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(block,)))
        dimensions = max(len(self.moving), 1)
        sobol = scipy.stats.qmc.Sobol(dimensions, rng=rng) if self.method == "sobol" else None
        for start in range(0, count, BLOCK):
            size = min(BLOCK, count - start)
            points = rng.random((dimensions, size)) if sobol is None else np.ascontiguousarray(sobol.random(size).T)
            yield np.clip(points, _TINY, 1 - _TINY, out=points)

    def values(self, points: Floats) -> dict[str, Floats]:
        """Turn points of the unit cube into values of the moving inputs."""
        row = {name: i for i, name in enumerate(self.moving)}
        if self.factor is not None:
            rows = [row[name] for name in self.correlated]
            points[rows] = np.clip(special.ndtr(self.factor @ special.ndtri(points[rows])), _TINY, 1 - _TINY)
        return {name: self.distributions[name].quantile(points[i]) for name, i in row.items()}

    def draw(self, count: int, block: int = 0) -> dict[str, Floats]:
        """Return values of every moving input as arrays."""
        parts = [self.values(points) for points in self.uniforms(block, count)]
        return {name: np.concatenate([part[name] for part in parts]) for name in self.moving}


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
        Spearman's rank correlation of pairs of inputs.
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
    moving = [name for name, distribution in joined.items() if not distribution.is_fixed]
    pairs = {pair: rho for pair, rho in (correlations or {}).items() if rho}
    names = tuple(name for name in moving if any(name in pair for pair in pairs))
    return Sampler(joined, copula_factor(names, pairs, moving) if pairs else None, names, seed, method)


def copula_factor(names: tuple[str, ...], correlations: Correlations, moving: Iterable[str]) -> Floats:
    """Return the Cholesky factor of the Gaussian copula with these rank correlations, or say why there is none.

    A Gaussian copula whose correlation is r has Spearman's correlation (6 / pi) arcsin(r / 2).
    """
    matrix, known = np.eye(len(names)), set(moving)
    for (a, b), rho in correlations.items():
        if a == b or not -1 < rho < 1:
            raise CorrelationError(
                f"a correlation needs two inputs and a value between -1 and 1; got {a!r}, {b!r}: {rho}"
            )
        for name in (a, b):
            if name not in known:
                raise CorrelationError(
                    f"{name!r} in a correlation is not an input that varies; these do: {', '.join(known)}"
                )
        i, j = names.index(a), names.index(b)
        if matrix[i, j] not in (0.0, 2 * np.sin(np.pi * rho / 6)):
            raise CorrelationError(f"the correlation of {a!r} and {b!r} is given twice with different values")
        matrix[i, j] = matrix[j, i] = 2 * np.sin(np.pi * rho / 6)
    lowest, vector = (x[..., 0] for x in np.linalg.eigh(matrix))
    if lowest <= 1e-10:
        worst = [names[i] for i in np.argsort(-np.abs(vector))[:3]]
        raise CorrelationError(
            f"the correlations cannot all hold (smallest eigenvalue {lowest:.3g}); "
            f"look at those among {', '.join(worst)}, and make one of them weaker or give the missing pairs"
        )
    return np.asarray(np.linalg.cholesky(matrix))


# ---- the run -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """All that a worker needs to run any block."""

    run: Compiled
    sampler: Sampler
    size: int
    shapes: dict[str, Summary]

    def block(self, number: int) -> dict[str, Summary]:
        """Draw and run one block; return a summary of each output."""
        found = {name: shape.empty() for name, shape in self.shapes.items()}
        constants = self.sampler.constants
        scratch = {name: np.empty(min(BLOCK, self.size)) for name in found}
        for points in self.sampler.uniforms(number, self.size):
            results = {name: values[: points.shape[1]] for name, values in scratch.items()}
            self.run.fill({**constants, **self.sampler.values(points)}, results)
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

    def mean(self, output: str) -> Estimate:
        """Return the mean."""
        return self._estimate(output, lambda summary: summary.mean)

    def deviation(self, output: str) -> Estimate:
        """Return the standard deviation."""
        return self._estimate(output, lambda summary: summary.deviation)

    def quantile(self, output: str, probability: float) -> Estimate:
        """Return the value that the output stays below with this probability."""
        return self._estimate(output, lambda summary: summary.quantile(probability))

    def exceedance(self, output: str, threshold: Quantity | float) -> Estimate:
        """Return the probability that the output lies above a threshold."""
        bare = float(Quantity(threshold, ureg.Unit(self.units[output])).magnitude) if np.isscalar(threshold) else None
        limit = bare if bare is not None else float(threshold.m_as(self.units[output]))  # type: ignore[union-attr]
        return self._estimate(output, lambda summary: summary.exceedance(limit), unit="")

    def missing(self, output: str) -> float:
        """Return the share of points at which the output is not a finite number."""
        return self.whole(output).missing / self.count

    def histogram(self, output: str, bins: int = 64) -> tuple[Quantity, Floats]:
        """Return the edges of equal bins over the values seen, and the share of the values in each."""
        whole = self.whole(output)
        edges = np.linspace(whole.smallest, whole.largest, bins + 1)
        below = np.interp(edges, whole.edges, whole.chances)
        below[0], below[-1] = 0.0, 1.0
        return Quantity(edges, ureg.Unit(self.units[output])), np.diff(below)

    def whole(self, output: str) -> Summary:
        """Return the summary of all points."""
        first = self.groups[0][output]
        total = first.empty()
        for group in self.groups:
            total.merge(group[output])
        return total

    def _estimate(self, output: str, statistic: Callable[[Summary], float], unit: str | None = None) -> Estimate:
        if output not in self.units:
            raise KeyError(f"no output named {output!r}; the outputs are {', '.join(self.units)}")
        spread = np.std([statistic(group[output]) for group in self.groups], ddof=1) / np.sqrt(len(self.groups))
        shown = ureg.Unit(self.units[output] if unit is None else unit)
        return Estimate(Quantity(statistic(self.whole(output)), shown), Quantity(float(spread), shown))

    def __str__(self) -> str:
        kind = "scrambled Sobol points" if self.method == "sobol" else "random points"
        return f"{self.count:,} {kind} in {len(self.groups)} replicates, seed {self.seed}"


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
    if count < 2 * REPLICATES:
        raise ValueError(f"count must be at least {2 * REPLICATES}, two points in each replicate; got {count}")
    run = program if isinstance(program, Compiled) else compile_program(program)
    points = sampler(run.program, distributions, correlations, seed, method)
    size = min(2 ** int(np.ceil(np.log2(count / REPLICATES))), LARGEST_BLOCK)
    blocks = range(max(-(-count // size), REPLICATES))
    task = Task(run, points, size, _shapes(run, points))
    if block_map is None:
        processes = workers or (CORES if count >= PROCESSES_FROM else 1)
        block_map = _in_processes(processes) if processes > 1 else _here
    groups = [{name: shape.empty() for name, shape in task.shapes.items()} for _ in range(REPLICATES)]
    with contextlib.closing(block_map(task, blocks)) as found:
        for number, summaries in enumerate(_shown(found, len(blocks)) if progress else found):
            for name, summary in summaries.items():
                groups[number % REPLICATES][name].merge(summary)
    return Simulation(groups, dict(run.program.units), len(blocks) * size, seed, method)


def _shapes(run: Compiled, points: Sampler) -> dict[str, Summary]:
    """Fix the range of every histogram by a pilot run, which is the same wherever the blocks run."""
    pilot = run({**points.constants, **points.draw(_PILOT)})
    return {name: Summary.over(np.atleast_1d(np.asarray(values, dtype=float))) for name, values in pilot.items()}


def _here(task: Task, blocks: range) -> Generator[dict[str, Summary], None, None]:
    yield from map(task.block, blocks)


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
