"""A program in the reader's browser: as the parameters and transforms of a Vega-Lite chart, and as JavaScript.

Nothing is written a second time for the page. Inputs that do not move are bound first, so only what moves is left.
Vega's expressions have no variables: what depends on sliders alone becomes a parameter, what depends on the axis
becomes a calculated field, and a node used once is written where it is used. Only operators and functions of Vega's
own expression language appear, so the chart also runs in its interpreter, on pages that forbid `eval`.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.engine.graph import Expr
from analysis.engine.tracing import Program, in_unit
from analysis.units import Quantity

LONGEST = 1500  # characters of one expression before it is cut into named steps
_NAMES = {
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arctan2": "atan2",
    "minimum": "min",
    "maximum": "max",
    "absolute": "abs",
    "power": "pow",
}
_OPERATORS = {
    "add": "({}+{})",
    "subtract": "({}-{})",
    "multiply": "({}*{})",
    "divide": "({}/{})",
    "negative": "(-{})",
    "less": "({}<{})",
    "less_equal": "({}<={})",
    "greater": "({}>{})",
    "greater_equal": "({}>={})",
    "equal": "({}==={})",
    "not_equal": "({}!=={})",
    "logical_and": "({}&&{})",
    "logical_or": "({}||{})",
    "logical_not": "(!{})",
    "where": "({}?{}:{})",
}
_LN2, _LN10 = repr(1 / math.log(2)), repr(1 / math.log(10))


@dataclass(frozen=True)
class Slider:
    """An input that the reader moves.

    Attributes
    ----------
    low, high : float or Quantity
        Its ends.
    step : float or Quantity, optional
        Its step; a hundredth of the range when left out.
    value : float or Quantity, optional
        Where it starts; the base value when left out.
    label : str
        What stands beside it; the name of the input when left out.
    """

    low: Quantity | float
    high: Quantity | float
    step: Quantity | float | None = None
    value: Quantity | float | None = None
    label: str = ""


@dataclass(frozen=True)
class Axis:
    """An input that runs along an axis of the chart, as a sequence of so many values."""

    name: str
    low: Quantity | float
    high: Quantity | float
    count: int = 201


def field_name(name: str) -> str:
    """Return a name that Vega and JavaScript accept: letters, digits and underscores.

    Examples
    --------
    >>> field_name("tank.mass"), field_name("2nd")
    ('tank_mass', '_2nd')
    """
    text = re.sub(r"\W", "_", name, flags=re.ASCII)
    return f"_{text}" if text[:1].isdigit() else text


# ---- a chart -------------------------------------------------------------------------------------------------------


def live_chart_program(
    program: Program,
    sliders: Mapping[str, Slider | Sequence[float]],
    axis: Axis | None = None,
    *,
    prefix: str = "",
) -> dict[str, Any]:
    """Return what a Vega-Lite chart needs to compute a program while the reader moves its sliders.

    Parameters
    ----------
    program : Program
        What to compute; every input that is neither slider nor axis needs a base value.
    sliders : mapping of str to Slider or (low, high) or (low, high, step)
        The inputs that the reader moves, in their declared units.
    axis : Axis, optional
        The input that runs along an axis. Without one, every output is a parameter too: numbers for a sentence.
    prefix : str
        What the generated names begin with, when several charts share a page.

    Returns
    -------
    dict
        "params" (the sliders first, then the steps that depend on sliders alone), "transforms" (one `calculate` each,
        the outputs last), "data" (the sequence of the axis, or one empty row), "fields" (output to field name),
        "sliders" (input to parameter name), "units" (unit of every output). All plain JSON.

    Examples
    --------
    >>> from analysis.engine.tracing import trace
    >>> push = trace(lambda thrust, time: thrust * time, {"thrust": Quantity(2.0, "N"), "time": "s"})
    >>> chart = live_chart_program(push, {"thrust": (1, 5)}, Axis("time", 0, 10, 11))
    >>> chart["transforms"]
    [{'calculate': '(thrust*datum.time)', 'as': '_lambda_'}]
    """
    moving = set(sliders) | ({axis.name} if axis else set())
    bound = program.bind_all_but(*moving).simplify()
    widgets = {name: _slider(program, name, given, prefix) for name, given in sliders.items()}
    fields = {name: f"{prefix}{field_name(name)}" for name in program.outputs}
    _require_distinct([w["name"] for w in widgets.values()], list(fields.values()), axis)
    names = {name: w["name"] for name, w in widgets.items()}
    params, transforms = _steps(bound, names, axis, fields, prefix)
    return {
        "params": [*widgets.values(), *params],
        "transforms": transforms,
        "data": _sequence(program, axis),
        "fields": fields,
        "sliders": names,
        "units": dict(program.units),
    }


def _require_distinct(sliders: list[str], fields: list[str], axis: Axis | None) -> None:
    names = [*sliders, *fields, *([field_name(axis.name)] if axis else [])]
    for name, count in Counter(names).items():
        if count > 1:
            raise ValueError(f"two inputs or outputs of the chart are both written {name!r}: rename one of them")


def _slider(program: Program, name: str, given: Slider | Sequence[float], prefix: str) -> dict[str, Any]:
    unit = program.unit_of(name)
    slider = given if isinstance(given, Slider) else Slider(given[0], given[1], given[2] if len(given) > 2 else None)
    low, high = float(in_unit(slider.low, unit, name)), float(in_unit(slider.high, unit, name))
    if slider.value is None and name not in program.base:
        raise ValueError(f"slider {name!r} has no value to start from: give one, or trace with a quantity")
    value = program.base[name] if slider.value is None else float(in_unit(slider.value, unit, name))
    if not low <= value <= high:
        raise ValueError(
            f"slider {name!r} starts outside its ends: {value:g} is not between {low:g} and {high:g} {unit}"
        )
    step = (high - low) / 100 if slider.step is None else float(in_unit(slider.step, unit, name))
    bind = {"input": "range", "min": low, "max": high, "step": step, "name": slider.label or name}
    return {"name": f"{prefix}{field_name(name)}", "value": value, "bind": bind}


def _sequence(program: Program, axis: Axis | None) -> dict[str, Any]:
    if axis is None:
        return {"values": [{}]}
    low, high = (float(in_unit(end, program.unit_of(axis.name), axis.name)) for end in (axis.low, axis.high))
    if not low < high or axis.count < 2:
        raise ValueError(f"the axis {axis.name!r} needs two values or more that rise; got {low:g} to {high:g}")
    step = (high - low) / (axis.count - 1)
    return {"sequence": {"start": low, "stop": high + step / 2, "step": step, "as": field_name(axis.name)}}


def _steps(
    program: Program, sliders: Mapping[str, str], axis: Axis | None, fields: Mapping[str, str], prefix: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    uses = Counter(x for node in program.steps for x in node.arguments)
    params: list[dict[str, Any]] = []
    transforms: list[dict[str, Any]] = []
    text: dict[Expr, str] = {}
    on_axis: set[Expr] = set()
    parents = _lifted(program, axis)
    for i, node in enumerate(program.nodes):
        if node.is_constant:
            text[node] = number(node.value)
        elif node.is_input:
            along = axis is not None and node.name == axis.name
            text[node] = f"datum.{field_name(node.name)}" if along else sliders[node.name]
            on_axis |= {node} if along else set()
        else:
            expression = expression_of(node, [text[x] for x in node.arguments])
            on_axis |= {node} if any(x in on_axis for x in node.arguments) else set()
            if uses[node] > 1 or len(expression) > LONGEST or node in parents:
                name = f"{prefix}v{i}"
                if node in on_axis:
                    transforms.append({"calculate": expression, "as": name})
                else:
                    params.append({"name": name, "expr": expression})
                expression = f"datum.{name}" if node in on_axis else name
            text[node] = expression
    outputs = {fields[name]: text[node] for name, node in program.outputs.items()}
    if axis is None:
        params += [{"name": name, "expr": expression} for name, expression in outputs.items()]
    else:
        transforms += [{"calculate": expression, "as": name} for name, expression in outputs.items()]
    return params, transforms


def _lifted(program: Program, axis: Axis | None) -> set[Expr]:
    """Find what depends on sliders alone and is used by what depends on the axis: worth computing once for all rows."""
    if axis is None:
        return set()
    along: set[Expr] = set()
    lifted: set[Expr] = set()
    for node in program.nodes:
        if (node.is_input and node.name == axis.name) or any(x in along for x in node.arguments):
            along.add(node)
            lifted |= {x for x in node.arguments if x.arguments and x not in along}
    return lifted


# ---- expressions ---------------------------------------------------------------------------------------------------


def number(value: float) -> str:
    """Write a number as JavaScript reads it."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "(1/0)" if value > 0 else "(-1/0)"
    text = repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return f"({text})" if text.startswith("-") else text


def expression_of(node: Expr, operands: Sequence[str], library: str = "") -> str:
    """Write one operation in Vega's expression language, or in JavaScript with `library` "Math."."""
    if node.operation in _OPERATORS:
        return _OPERATORS[node.operation].format(*operands)
    if node.operation in _EXPANDED:
        return _EXPANDED[node.operation](operands[0], library)
    return f"{library}{_NAMES.get(node.operation, node.operation)}({','.join(operands)})"


def _tanh(x: str, library: str) -> str:
    return f"(1-2/({library}exp(2*{x})+1))"


def _expm1(x: str, library: str) -> str:
    """Vega has no expm1; near zero a series to the sixth power keeps fifteen digits."""
    series = f"{x}*(1+{x}/2*(1+{x}/3*(1+{x}/4*(1+{x}/5*(1+{x}/6)))))"
    return f"({library}abs({x})<0.002?{series}:{library}exp({x})-1)"


def _log1p(x: str, library: str) -> str:
    """Vega has no log1p; log(y) (y - 1 corrected) by the method of Kahan keeps fifteen digits."""
    return f"((1+{x})-1===0?{x}:{library}log(1+{x})*{x}/((1+{x})-1))"


_EXPANDED: dict[str, Callable[[str, str], str]] = {
    "log2": lambda x, library: f"({library}log({x})*{_LN2})",
    "log10": lambda x, library: f"({library}log({x})*{_LN10})",
    "tanh": _tanh,
    "expm1": _expm1,
    "log1p": _log1p,
}


# ---- JavaScript ----------------------------------------------------------------------------------------------------


def javascript(program: Program, name: str = "model") -> str:
    """Return a JavaScript function from an object of inputs to an object of outputs, by their names.

    Examples
    --------
    >>> from analysis.engine.tracing import trace
    >>> print(javascript(trace(lambda a: {"half": a / 2}, {"a": "m"})))
    function model(inputs) {
      const x0 = inputs["a"];
      const v2 = (x0/2);
      return {"half": v2};
    }
    <BLANKLINE>
    """
    return "\n".join([f"function {name}(inputs) {{", *(f"  {line}" for line in _javascript_lines(program)), "}", ""])


def _javascript_lines(program: Program) -> Iterator[str]:
    text: dict[Expr, str] = {}
    position = {name: i for i, name in enumerate(program.inputs)}
    for i, node in enumerate(program.nodes):
        if node.is_constant:
            text[node] = number(node.value)
        elif node.is_input:
            text[node] = f"x{position[node.name]}"
            yield f"const {text[node]} = inputs[{json.dumps(node.name)}];"
        else:
            text[node] = f"v{i}"
            yield f"const v{i} = {expression_of(node, [text[x] for x in node.arguments], 'Math.')};"
    outputs = ", ".join(f"{json.dumps(key)}: {text[node]}" for key, node in program.outputs.items())
    yield f"return {{{outputs}}};"
