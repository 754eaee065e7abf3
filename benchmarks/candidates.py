"""Ways to carry uncertainty through the model: draw, compute, and say mean, P5, P50 and P95 of every output.

Each candidate is used as its own documentation shows, on the same uniform ranges. All but ours and pint's compute the
hand-written `benchmarks.careful`, since they have no units to check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from benchmarks import careful
from benchmarks.model import INPUTS, OUTPUTS, central, draw, model, quantities

PERCENT = (5, 50, 95)


class Candidate(NamedTuple):
    """A way to run the model."""

    run: Callable[[int], dict[str, list[float]]]
    largest: int = 10**9  # beyond this many samples it takes minutes or gigabytes more than it is worth
    note: str = ""


def statistics(results: Mapping[str, Any]) -> dict[str, list[float]]:
    arrays = {name: np.asarray(getattr(values, "magnitude", values)) for name, values in results.items()}
    return {name: [float(x.mean()), *np.percentile(x, PERCENT).tolist()] for name, x in arrays.items()}


def by_hand(count: int) -> dict[str, list[float]]:
    return statistics(careful.model(draw(count)))


def by_hand_in_blocks(count: int) -> dict[str, list[float]]:
    return statistics(careful.in_blocks(careful.model)(draw(count)))


def with_pint(count: int) -> dict[str, list[float]]:
    return statistics(model(quantities(draw(count))))


def with_polars(count: int) -> dict[str, list[float]]:
    import polars as pl

    class Functions:
        """NumPy's functions on polars expressions."""

        pi = np.pi

        def __getattr__(self, name: str) -> Any:
            return lambda x: getattr(x, name)()

        @staticmethod
        def log2(x: Any) -> Any:
            return x.log(2)

        @staticmethod
        def minimum(a: Any, b: Any) -> Any:
            return pl.min_horizontal(a, b)

        @staticmethod
        def maximum(a: Any, b: Any) -> Any:
            return pl.max_horizontal(a, b)

    outputs = careful.model({name: pl.col(name) for name in INPUTS}, Functions())  # type: ignore[arg-type]
    frame = pl.DataFrame(draw(count)).lazy().select(**outputs).collect()
    found = {}
    for name in OUTPUTS:
        column = frame[name]
        found[name] = [column.mean(), *(column.quantile(p / 100, "linear") for p in PERCENT)]
    return found


def with_chaospy(count: int, rule: str = "random") -> dict[str, list[float]]:
    import chaospy

    joint = chaospy.J(*(chaospy.Uniform(low, high) for _, low, high in INPUTS.values()))
    sample = joint.sample(count, rule=rule, seed=0)
    return statistics(careful.model(dict(zip(INPUTS, sample, strict=True))))


def with_openturns(count: int) -> dict[str, list[float]]:
    import openturns as ot

    def compute(sample: Any) -> Any:
        columns = np.asarray(sample).T
        return np.column_stack(list(careful.model(dict(zip(INPUTS, columns, strict=True))).values()))

    ot.RandomGenerator.SetSeed(0)
    joint = ot.JointDistribution([ot.Uniform(low, high) for _, low, high in INPUTS.values()])
    function = ot.PythonFunction(len(INPUTS), len(OUTPUTS), func_sample=compute)
    values = np.asarray(function(joint.getSample(count)))
    return statistics(dict(zip(OUTPUTS, values.T, strict=True)))


def with_squigglepy(count: int) -> dict[str, list[float]]:
    import squigglepy as sq

    sq.set_seed(0)
    sample = {name: sq.sample(sq.uniform(low, high), n=count) for name, (_, low, high) in INPUTS.items()}
    return statistics(careful.model(sample))


def with_monaco(count: int) -> dict[str, list[float]]:
    import monaco as mc
    from scipy.stats import uniform

    def before(case: Any) -> tuple[dict[str, float]]:
        return ({name: case.invals[name].val for name in INPUTS},)

    def compute(x: dict[str, float]) -> tuple[dict[str, float]]:
        return (careful.model(x),)

    def after(case: Any, results: dict[str, float]) -> None:
        for name, value in results.items():
            case.addOutVal(name, float(value))

    functions = {mc.SimFunctions.PREPROCESS: before, mc.SimFunctions.RUN: compute, mc.SimFunctions.POSTPROCESS: after}
    simulation = mc.Sim(
        name="chain", ndraws=count, fcns=functions, firstcaseismedian=False, seed=0, singlethreaded=True,
        savecasedata=False, savesimdata=False, verbose=False,
    )  # fmt: skip
    for name, (_, low, high) in INPUTS.items():
        simulation.addInVar(name=name, dist=uniform, distkwargs={"loc": low, "scale": high - low})
    simulation.runSim()
    return statistics({name: np.array(simulation.outvars[name].nums) for name in OUTPUTS})


def with_mcerp(count: int) -> dict[str, list[float]]:
    import mcerp

    mcerp.npts = count
    sample = {name: mcerp.Uniform(low, high)._mcpts for name, (_, low, high) in INPUTS.items()}
    return statistics(careful.model(sample))


def with_ours(count: int, method: Any = "random", backend: Any = "numpy", workers: int = 1) -> dict[str, list[float]]:
    from analysis.engine import Distribution, compile_program, simulate, trace_mapping

    program = trace_mapping(model, central())
    ranges = {
        name: Distribution("uniform", (low, high), program.inputs[name]) for name, (_, low, high) in INPUTS.items()
    }
    found = simulate(compile_program(program, backend), ranges, count, method=method, workers=workers)
    return {
        name: [found.mean(name).value.m, *(found.quantile(name, p / 100).value.m for p in PERCENT)] for name in OUTPUTS
    }


CANDIDATES: dict[str, Candidate] = {
    "NumPy by hand": Candidate(by_hand),
    "NumPy by hand, in blocks": Candidate(by_hand_in_blocks),
    "pint arrays": Candidate(with_pint, note="units checked"),
    "polars": Candidate(with_polars),
    "chaospy": Candidate(with_chaospy),
    "chaospy, Sobol": Candidate(lambda count: with_chaospy(count, "sobol"), note="Sobol points"),
    "openturns": Candidate(with_openturns),
    "squigglepy": Candidate(with_squigglepy),
    "monaco": Candidate(with_monaco, 10**4, "a loop over cases"),
    "mcerp": Candidate(with_mcerp, 10**6, "sampling only: it overloads few functions"),
    "ours, NumPy": Candidate(with_ours, note="units checked"),
    "ours, NumPy, Sobol": Candidate(lambda count: with_ours(count, "sobol"), note="units checked, Sobol points"),
    "ours, numba": Candidate(
        lambda count: with_ours(count, "random", "numba"), note="units checked; compiling included"
    ),
    "ours, two processes": Candidate(lambda count: with_ours(count, workers=2), note="units checked"),
}
