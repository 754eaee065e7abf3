"""Exact partial derivatives of a program, as a program: the chain rule walked backwards over the graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from analysis.engine.compile import compile_program
from analysis.engine.graph import Expr
from analysis.engine.tracing import Program
from analysis.units import Quantity, ureg

_Slopes = tuple[Any, ...]  # for each operand, what the adjoint of the node passes on to it; None for nothing


def _where(condition: Any, when_true: Any, when_false: Any) -> Any:
    return np.where(condition, when_true, when_false)


def _power(g: Any, y: Any, a: Expr, b: Expr) -> _Slopes:
    return g * b * a ** (b - 1.0), None if b.is_constant else g * y * np.log(a)


def _arctan2(g: Any, y: Any, a: Expr, b: Expr) -> _Slopes:
    square = a * a + b * b
    return g * b / square, -g * a / square


_RULES: dict[str, Callable[..., _Slopes]] = {
    "add": lambda g, y, a, b: (g, g),
    "subtract": lambda g, y, a, b: (g, -g),
    "multiply": lambda g, y, a, b: (g * b, g * a),
    "divide": lambda g, y, a, b: (g / b, -g * y / b),
    "negative": lambda g, y, a: (-g,),
    "power": _power,
    "minimum": lambda g, y, a, b: (_where(a <= b, g, 0.0), _where(a <= b, 0.0, g)),
    "maximum": lambda g, y, a, b: (_where(a >= b, g, 0.0), _where(a >= b, 0.0, g)),
    "absolute": lambda g, y, a: (_where(a < 0.0, -g, g),),
    "where": lambda g, y, c, a, b: (None, _where(c, g, 0.0), _where(c, 0.0, g)),
    "sqrt": lambda g, y, a: (g / (2.0 * y),),
    "exp": lambda g, y, a: (g * y,),
    "expm1": lambda g, y, a: (g * (y + 1.0),),
    "log": lambda g, y, a: (g / a,),
    "log1p": lambda g, y, a: (g / (1.0 + a),),
    "log2": lambda g, y, a: (g / (a * np.log(2.0)),),
    "log10": lambda g, y, a: (g / (a * np.log(10.0)),),
    "sin": lambda g, y, a: (g * np.cos(a),),
    "cos": lambda g, y, a: (-g * np.sin(a),),
    "tan": lambda g, y, a: (g * (1.0 + y * y),),
    "arcsin": lambda g, y, a: (g / np.sqrt(1.0 - a * a),),
    "arccos": lambda g, y, a: (-g / np.sqrt(1.0 - a * a),),
    "arctan": lambda g, y, a: (g / (1.0 + a * a),),
    "arctan2": _arctan2,
    "tanh": lambda g, y, a: (g * (1.0 - y * y),),
}  # steps and comparisons are flat almost everywhere and pass nothing on


def gradient(program: Program, output: str | None = None) -> Program:
    """Return the program of an output's partial derivatives: one output for each input, by its name.

    The derivative of a step (ceil, floor, a comparison) is zero; at a corner of minimum and maximum it is that of the
    first operand.

    Examples
    --------
    >>> from analysis.engine.tracing import trace
    >>> slopes = gradient(trace(lambda a, b: a**3 / b, {"a": "m", "b": "s"}))
    >>> compile_program(slopes)(a=2.0, b=4.0), slopes.units["a"]
    ({'a': 3.0, 'b': -0.5}, 'meter ** 2 / second')
    """
    name = only_output(program, output)
    single = program.select(name)
    result = single.outputs[name]
    graph = result.graph
    adjoint: dict[Expr, Expr] = {result: graph.constant(1.0)}
    for node in reversed(single.steps):
        if node not in adjoint or node.operation not in _RULES:
            continue
        slopes = _RULES[node.operation](adjoint[node], node, *node.arguments)
        for operand, slope in zip(node.arguments, slopes, strict=True):
            if slope is not None and not operand.is_constant:
                adjoint[operand] = graph.expression(adjoint[operand] + slope if operand in adjoint else slope)
    unit = ureg.Unit(program.units[name])
    by_name = {node.name: slope for node, slope in adjoint.items() if node.is_input}
    return Program(
        program.inputs,
        {key: by_name.get(key, graph.constant(0.0)) for key in program.inputs},
        {key: str(unit / ureg.Unit(given)) for key, given in program.inputs.items()},
        program.base,
    )


def elasticities(
    program: Program, at: Mapping[str, Quantity | float] | None = None, output: str | None = None
) -> dict[str, float]:
    """Return by how many percent an output moves for one percent of each input, at a point (the base by default)."""
    name = only_output(program, output)
    point = program.values(at or {})
    value = compile_program(program.select(name))(point)[name]
    slopes = compile_program(gradient(program, name))(point)
    return {key: float(slope * point[key] / value) for key, slope in slopes.items()}


def only_output(program: Program, output: str | None) -> str:
    """Return the named output, or the only one there is."""
    if output is None and len(program.outputs) == 1:
        return next(iter(program.outputs))
    if output not in program.outputs:
        raise KeyError(f"no output named {output!r}: choose one of {', '.join(program.outputs)}")
    return output
