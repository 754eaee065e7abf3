"""Write a model once; check it, run it, rank it, print it, put it on a slider.

The function that a reviewer reads is the kernel of the Monte Carlo and of the slider on the page. Any pint function of
scalars can be traced; the engine knows nothing of what it computes.

>>> from analysis.units import Quantity
>>> def heat(hot, cold, mass):
...     return (Quantity(4.0, "kJ/kg/K") * mass * (hot - cold)).to("MJ")
>>> program = trace(heat, {"hot": Quantity(350.0, "K"), "cold": Quantity(300.0, "K"), "mass": Quantity(0.1, "tonne")})

Run it, on a point, on arrays, on a grid:

>>> compile_program(program)(hot=[310.0, 325.0])["heat"]
array([ 4., 10.])

Sample it, from ranges and what they mean:

>>> ranges = {
...     "hot": from_range(Quantity(350, "K"), Quantity(320, "K"), Quantity(360, "K"), "90 % belief"),
...     "mass": from_range(Quantity(100, "kg"), Quantity(80, "kg"), Quantity(110, "kg"), "physical limits", "uniform")}
>>> print(simulate(program, ranges).quantile("heat", 0.5).value.round(1))
16.3 megajoule

Rank it, solve it, put it on a slider:

>>> sobol_indices(program, ranges, 2**10)["heat"].ranked()[0][0]
'hot'
>>> print(break_even(program, "hot", (300.0, 400.0), level=Quantity(12.0, "MJ")).value.round(6))
330.0 kelvin
>>> live_chart_program(program, {"hot": (300, 400)})["params"][-1]["expr"]
'(0.4*(hot-300))'

======================  ============================================================================================
`trace`                 a model to a `Program`: checked, recorded, hashed; `bind`, `select`, `simplify`, `size`
`compile_program`       a program to plain Python, fused NumPy or numba, chosen by size
`simulate`              Monte Carlo by scrambled Sobol points, correlations, standard errors, memory that does not grow
`simulate_on`           the same over Dask, with the same numbers
`sobol_indices`         first, second and total order with intervals
`break_even`            where an output crosses a level, at a point or over a grid
`live_chart_program`    parameters and transforms of a Vega-Lite chart; `javascript`
`block_script`          JavaScript that draws whole distributions in the reader's browser
======================  ============================================================================================
"""

from __future__ import annotations

from analysis.engine.blocks import block_script
from analysis.engine.cluster import simulate_on
from analysis.engine.compile import Compiled, compile_program
from analysis.engine.distributions import Distribution, discrete, fixed, from_range
from analysis.engine.graph import TraceError
from analysis.engine.ranking import SobolIndices, sobol_indices
from analysis.engine.sampling import CorrelationError, Estimate, Sampler, Simulation, sampler, simulate
from analysis.engine.solving import BreakEven, break_even
from analysis.engine.tracing import Program, trace, trace_mapping
from analysis.engine.vega import Axis, Slider, field_name, javascript, live_chart_program

__all__ = [
    "Axis",
    "BreakEven",
    "Compiled",
    "CorrelationError",
    "Distribution",
    "Estimate",
    "Program",
    "Sampler",
    "Simulation",
    "Slider",
    "SobolIndices",
    "TraceError",
    "block_script",
    "break_even",
    "compile_program",
    "discrete",
    "field_name",
    "fixed",
    "from_range",
    "javascript",
    "live_chart_program",
    "sampler",
    "simulate",
    "simulate_on",
    "sobol_indices",
    "trace",
    "trace_mapping",
]
