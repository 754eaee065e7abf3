"""Which inputs decide: Sobol indices.

They are our own, because SALib's analysis of one output takes a minute at 2^14 points and 30 inputs where a matrix
product takes a tenth of a second; SALib is what the tests compare them with.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import special

from analysis.engine.compile import Compiled, compile_program, extreme
from analysis.engine.distributions import Distribution
from analysis.engine.graph import BOOLEAN, function_of
from analysis.engine.sampling import CorrelationError, Correlations, Sampler, sampler
from analysis.engine.tracing import Program
from analysis.units import Quantity

Floats = NDArray[np.float64]
Given = Mapping[str, Distribution | Quantity | float]

BATCHES = 64  # the bootstrap draws random batches of points anew, which costs a thousandth of drawing the points
_TINY = 2.0**-53
_KEPT = 2**26  # bytes of all steps of a block of points


@dataclass(frozen=True)
class SobolIndices:
    """Shares of an output's variance, one row for each input that varies.

    Attributes
    ----------
    inputs : list of str
        The inputs, in the order of the arrays.
    first, total : ndarray
        What an input explains alone, and with all its interactions.
    second : ndarray or None
        What a pair explains beyond its two first-order shares; symmetric, zero on the diagonal.
    first_error, total_error, second_error : ndarray
        Half the width of the confidence interval.
    """

    inputs: list[str]
    first: Floats
    first_error: Floats
    total: Floats
    total_error: Floats
    second: Floats | None = None
    second_error: Floats | None = None

    def ranked(self) -> list[tuple[str, float, float]]:
        """Return input, total share and its error, the most important first."""
        order = np.argsort(-self.total, kind="stable")
        return [(self.inputs[i], float(self.total[i]), float(self.total_error[i])) for i in order]


def sobol_indices(
    program: Program | Compiled,
    distributions: Given,
    count: int = 2**14,
    *,
    seed: int = 0,
    second: bool = True,
    resamples: int = 200,
    confidence: float = 0.95,
    correlations: Correlations | None = None,
) -> dict[str, SobolIndices]:
    """Return first-, second- and total-order indices of every output, with bootstrapped confidence.

    Saltelli's design: two Sobol samples A and B, and each of them with one column taken from the other, so
    ``count * (2 * inputs + 2)`` runs. First-order shares by Saltelli's estimator, total shares by Jansen's, both
    averaged over the two halves of the design.

    Parameters
    ----------
    program : Program or Compiled
        What to analyse.
    distributions : mapping
        A distribution (or one value) for some or all inputs; the others keep their base value.
    count : int
        Points in A, a power of two.
    seed : int
        The seed of points and bootstrap.
    second : bool
        Whether to find the second order too.
    resamples : int
        Bootstrap resamples.
    confidence : float
        Of the intervals.
    correlations : mapping, optional
        Refused when not empty: shares of variance of inputs that move together do not add up.

    Returns
    -------
    dict of str to SobolIndices
    """
    if correlations:
        pair = " and ".join(next(iter(correlations)))
        raise CorrelationError(
            f"Sobol indices need independent inputs, and {pair} are correlated: leave correlations out, or "
            "compare simulate() with one input fixed at a time"
        )
    if count < BATCHES or count & (count - 1):
        raise ValueError(f"count must be a power of two of at least {BATCHES}; got {count}")
    run = _compiled(program)
    points = sampler(run.program, distributions, seed=seed)
    _require_moving(points)
    a, b = _two_samples(points, count, seed)
    of_a, of_b = _run(run, points, a), _run(run, points, b)
    mixed_a = _one_by_one(run, points, a, b, of_a)
    mixed_b = _one_by_one(run, points, b, a, of_b) if second else None
    rng = np.random.default_rng(seed)
    weights = np.vstack([np.ones(BATCHES), rng.multinomial(BATCHES, np.full(BATCHES, 1 / BATCHES), size=resamples)])
    width = float(special.ndtri(0.5 + confidence / 2))
    return {
        name: _indices(
            points.moving,
            of_a[name],
            of_b[name],
            np.array([mixed[name] for mixed in mixed_a]),
            None if mixed_b is None else np.array([mixed[name] for mixed in mixed_b]),
            weights,
            width,
        )
        for name in run.program.units
    }


def _two_samples(points: Sampler, count: int, seed: int) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Two independent samples out of one Sobol sequence, in random order so that batches of them are alike."""
    rng = np.random.default_rng(seed)
    size = len(points.moving)
    cube = np.ascontiguousarray(scipy.stats.qmc.Sobol(2 * size, rng=rng).random(count)[rng.permutation(count)].T)
    np.clip(cube, _TINY, 1 - _TINY, out=cube)
    return points.values(cube[:size]), points.values(cube[size:])


def _indices(
    names: list[str], a: Floats, b: Floats, ab: Floats, ba: Floats | None, weights: Floats, width: float
) -> SobolIndices:
    # in a unit in which squares neither overflow nor vanish: a power of two, so that no digit of a share changes
    largest = max(float(np.abs(x).max()) for x in (a, b, ab, *([] if ba is None else [ba])))
    unit = -int(np.frexp(largest)[1])
    a, b, ab = (np.ldexp(x, unit) for x in (a, b, ab))
    ba = None if ba is None else np.ldexp(ba, unit)
    centre = (a.mean() + b.mean()) / 2
    a, b, ab = a - centre, b - centre, ab - centre
    ba = None if ba is None else ba - centre
    first, total = b * (ab - a), 0.5 * (a - ab) ** 2
    if ba is not None:
        first, total = (first + a * (ba - b)) / 2, (total + 0.5 * (b - ba) ** 2) / 2
    sums = weights / (weights.sum(axis=1, keepdims=True) * (a.size // BATCHES))
    mean = sums @ _batched(a + b) / 2
    variance = sums @ _batched(a * a + b * b) / 2 - mean**2
    scale = np.where(variance > 0, variance, np.inf)  # a constant output has shares of zero
    found_first, found_total = (_batched(x) @ sums.T / scale for x in (first, total))
    found = [(x[:, 0], width * x[:, 1:].std(axis=1, ddof=1)) for x in (found_first, found_total)]
    if ba is None:
        return SobolIndices(names, *found[0], *found[1])
    pairs = _pairs(a, b, ab, ba, sums) / scale[:, None, None] - found_first.T[:, :, None] - found_first.T[:, None, :]
    pairs[:, np.arange(len(names)), np.arange(len(names))] = 0.0
    return SobolIndices(names, *found[0], *found[1], pairs[0], width * pairs[1:].std(axis=0, ddof=1))


def _batched(values: Floats) -> Floats:
    """Sum over the points of each batch."""
    return np.asarray(values.reshape(*values.shape[:-1], BATCHES, -1).sum(axis=-1))


def _pairs(a: Floats, b: Floats, ab: Floats, ba: Floats, sums: Floats) -> Floats:
    """Variance explained by each pair of inputs together, for each row of weights."""
    size = ab.shape[0]
    left, right = (x.reshape(size, BATCHES, -1).transpose(1, 0, 2) for x in (ba, ab))
    products = left @ right.transpose(0, 2, 1)
    products = (products + products.transpose(0, 2, 1)) / 2 - _batched(a * b)[:, None, None]
    return np.asarray((sums @ products.reshape(BATCHES, -1)).reshape(-1, size, size))


# ---- shared --------------------------------------------------------------------------------------------------------


def _compiled(program: Program | Compiled) -> Compiled:
    return program if isinstance(program, Compiled) else compile_program(program)


def _require_moving(points: Sampler) -> None:
    if not points.moving:
        raise ValueError("no input varies: give at least one a distribution")


def _one_by_one(
    run: Compiled, points: Sampler, values: Mapping[str, Floats], others: Mapping[str, Floats], known: dict[str, Floats]
) -> list[dict[str, Floats]]:
    """Run the program with one input after the other taken from the other sample.

    Every step's values are kept for a block of points, and of each run only the steps that the input reaches are done
    again: the rest is as it was, digit for digit. Where inputs are extreme the whole program runs for each.
    """
    moving = [name for name in points.moving if name in run.reads]
    found = dict.fromkeys(points.moving, known)
    program, size = run.program, next(iter(values.values())).size
    samples = ({**points.constants, **sample} for sample in (values, others))
    if not run.is_as_recorded and any(extreme(sample, size) is not None for sample in samples):
        return [_run(run, points, {**values, n: others[n]}) if n in moving else known for n in points.moving]
    answers = {name: {output: np.empty(size) for output in program.outputs} for name in moving}
    steps = _Steps(program)
    behind = {name: steps.reached_from(name) for name in moving}
    ends = {output: steps.place[node] for output, node in program.outputs.items()}
    block = 1 << (_KEPT // (8 * max(len(program.steps), 32))).bit_length() - 1
    with np.errstate(all="ignore"):
        for start in range(0, size, block):
            part = slice(start, min(start + block, size))
            here = steps.run({**points.constants, **{name: column[part] for name, column in values.items()}})
            for name in moving:
                moved = steps.run_again(behind[name], others[name][part], here)
                for output, place in ends.items():
                    answers[name][output][part] = moved[place] if place in moved else here[place]
    for name, answer in answers.items():
        clean = all(np.isfinite(column).all() for column in answer.values())
        found[name] = answer if clean else _run(run, points, {**values, name: others[name]})
    return [found[name] for name in points.moving]


class _Steps:
    """The steps of a program, one by one: each a function and the places of its operands."""

    def __init__(self, program: Program) -> None:
        self.nodes = program.nodes
        self.place = {node: i for i, node in enumerate(self.nodes)}
        self.operands = [tuple(self.place[x] for x in node.arguments) for node in self.nodes]
        self.functions = [None if n.is_input or n.is_constant else _function(n.operation) for n in self.nodes]
        self.users: list[list[int]] = [[] for _ in self.nodes]
        for i, operands in enumerate(self.operands):
            for x in set(operands):
                self.users[x].append(i)

    def reached_from(self, name: str) -> list[int]:
        """List the place of an input and of every step that depends on it, in the order of computing."""
        waiting = [i for i, node in enumerate(self.nodes) if node.is_input and node.name == name]
        reached = set(waiting)
        while waiting:
            new = set(self.users[waiting.pop()]) - reached
            reached |= new
            waiting += new
        return sorted(reached)

    def run(self, given: Mapping[str, Any]) -> list[Any]:
        """Give the value of every step."""
        found: list[Any] = []
        for node, function, operands in zip(self.nodes, self.functions, self.operands, strict=True):
            if function is not None:
                found.append(function(*[found[x] for x in operands]))
            else:
                found.append(np.float64(node.value) if node.is_constant else given[node.name])
        return found

    def run_again(self, places: list[int], given: Floats, here: list[Any]) -> dict[int, Any]:
        """Give the values of the steps behind one input, which has another value; `here` holds all others."""
        moved: dict[int, Any] = {}
        for place in places:
            function = self.functions[place]
            operands = [moved[x] if x in moved else here[x] for x in self.operands[place]]
            moved[place] = given if function is None else function(*operands)
        return moved


@functools.cache
def _function(operation: str) -> Callable[..., Any]:
    """Give the function of a step, with a number for a truth."""
    plain: Callable[..., Any] = function_of(operation)
    return (lambda *operands: plain(*operands).astype(float)) if operation in BOOLEAN else plain


def _run(run: Compiled, points: Sampler, values: Mapping[str, Floats]) -> dict[str, Floats]:
    size = next(iter(values.values())).size
    results = {name: np.empty(size) for name in run.program.units}
    run.fill({**points.constants, **values}, results)
    for name, found in results.items():
        if not np.isfinite(found).all():
            share = 1 - np.mean(np.isfinite(found))
            raise ValueError(
                f"{name} is not a finite number at {share:.2%} of the points: narrow the inputs, or guard it"
            )
    return results
