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

import numpy as np

from analysis.engine import normal
from analysis.engine.graph import BOOLEAN, SPECIAL, Expr, Graph
from analysis.engine.literals import kept
from analysis.engine.tracing import Program, in_unit
from analysis.units import Quantity

MAX_EXPRESSION_CHARACTERS = 1500  # characters of one expression before it is cut into named steps
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
    "less": "({}<{}?1:0)",
    "less_equal": "({}<={}?1:0)",
    "greater": "({}>{}?1:0)",
    "greater_equal": "({}>={}?1:0)",
    "equal": "({}==={}?1:0)",
    "not_equal": "({}!=={}?1:0)",
    "logical_and": "(({}!==0&&{}!==0)?1:0)",  # as in NumPy, what is not a number is not nought either
    "logical_or": "(({}!==0||{}!==0)?1:0)",
    "logical_not": "({}===0?1:0)",
}
_YES, _NO = "?1:0)", ")"  # how a condition ends as a number, and as itself
# words that mean something else to Vega or JavaScript than the input or output that bears them
_WORDS = """
E LN10 LN2 LOG10E LOG2E MAX_VALUE MIN_VALUE PI SQRT1_2 SQRT2 NaN Infinity undefined null true false
await break case catch class const continue debugger default delete do else enum export extends finally for
function if implements import in instanceof interface let new package private protected public return static
super switch this throw try typeof var void while with yield arguments eval
datum event item parent group facet view width height padding autosize background cursor data unit child
constructor prototype hasOwnProperty toString valueOf __proto__
"""
RESERVED = frozenset(_WORDS.split())


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
    """Return a name that Vega and JavaScript accept, and that means nothing else to them.

    A dot becomes an underscore, any other character that is no letter, digit or underscore its code; a word with a
    meaning of its own gets an underscore in front. In a chart no two inputs or outputs share a name: its "sliders" and
    "fields" say which is which.

    Examples
    --------
    >>> field_name("tank.mass"), field_name("2nd"), field_name("η"), field_name("PI")
    ('tank_mass', '_2nd', '_3b7_', '_PI')
    """
    text = re.sub(r"\W", lambda found: f"_{ord(found[0]):x}_", name.replace(".", "_"), flags=re.ASCII)
    return f"_{text}" if not text or text[0].isdigit() or text in RESERVED else text


class _Names:
    """Names of one chart: each is given once."""

    def __init__(self, prefix: str) -> None:
        self.prefix, self.taken = prefix, set[str]()

    def new(self, name: str) -> str:
        """Return a name that nothing else in the chart has."""
        text = plain = field_name(self.prefix + name)
        count = 1
        while text in self.taken:
            count += 1
            text = f"{plain}_{count}"
        self.taken.add(text)
        return text


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
    [{'calculate': '(thrust*datum.time)', 'as': '_3c_lambda_3e_'}]
    """
    moving = set(sliders) | ({axis.name} if axis else set())
    if axis and axis.name in sliders:
        raise ValueError(f"{axis.name!r} cannot be a slider and the axis at once: leave it out of the sliders")
    bound = lowered(program.bind_all_but(*moving).simplify(), VEGA)
    names = _Names(prefix)
    given = {name: names.new(field_name(name)) for name in sliders}
    along = _Names("").new(axis.name) if axis else ""
    names.taken.add(along)
    fields = {name: names.new(field_name(name)) for name in program.outputs}
    widgets = [_slider(program, name, sliders[name], written) for name, written in given.items()]
    params, transforms = _steps(bound, given, axis, along, fields, names)
    return {
        "params": [*widgets, *params],
        "transforms": transforms,
        "data": _sequence(program, axis, along),
        "fields": fields,
        "sliders": given,
        "units": dict(program.units),
    }


def _slider(program: Program, name: str, given: Slider | Sequence[float], written: str) -> dict[str, Any]:
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
    return {"name": written, "value": value, "bind": bind}


def _sequence(program: Program, axis: Axis | None, along: str) -> dict[str, Any]:
    if axis is None:
        return {"values": [{}]}
    low, high = (float(in_unit(end, program.unit_of(axis.name), axis.name)) for end in (axis.low, axis.high))
    if not low < high or axis.count < 2:
        raise ValueError(f"the axis {axis.name!r} needs two values or more that rise; got {low:g} to {high:g}")
    step = (high - low) / (axis.count - 1)
    return {"sequence": {"start": low, "stop": high + step / 2, "step": step, "as": along}}


def _steps(
    program: Program,
    sliders: Mapping[str, str],
    axis: Axis | None,
    along: str,
    fields: Mapping[str, str],
    names: _Names,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    uses = Counter(x for node in program.steps for x in node.arguments)
    params: list[dict[str, Any]] = []
    transforms: list[dict[str, Any]] = []
    text: dict[Expr, str] = {}
    on_axis: set[Expr] = set()
    parents = _lifted(program, axis)
    for i, node in enumerate(program.nodes):
        if node.is_constant:
            text[node] = number(kept(node.value))  # charts are stored: the same bytes on every processor
        elif node.is_input:
            moves = axis is not None and node.name == axis.name
            text[node] = f"datum.{along}" if moves else sliders[node.name]
            on_axis |= {node} if moves else set()
        else:
            expression = expression_of(node, [text[x] for x in node.arguments])
            on_axis |= {node} if any(x in on_axis for x in node.arguments) else set()
            if uses[node] > 1 or len(expression) > MAX_EXPRESSION_CHARACTERS or node in parents:
                name = names.new(f"v{i}")
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
    whole = value.is_integer() and 0 < abs(value) < 1e15
    text = repr(int(value)) if whole or str(value) == "0.0" else repr(value)
    return f"({text})" if text.startswith("-") else text


def expression_of(node: Expr, operands: Sequence[str], library: str = "") -> str:
    """Write one operation in Vega's expression language, or in JavaScript with `library` "Math.".

    What Vega has no word for has to be `lowered` first; JavaScript needs `normal.JAVASCRIPT` beside it.
    """
    if node.operation == "where":
        condition, when_true, when_false = operands
        is_choice = node.arguments[0].operation in BOOLEAN and condition.endswith(_YES)
        chosen = condition.removesuffix(_YES) + _NO if is_choice else f"({condition}!==0)"
        return f"({chosen}?{when_true}:{when_false})"
    if node.operation in _OPERATORS:
        return _OPERATORS[node.operation].format(*operands)
    name = _NAMES.get(node.operation, node.operation)
    if node.operation in SPECIAL:
        name, library = (name, "") if library else (_OF_VEGA[name], "")
    return f"{library}{name}({','.join(operands)})"


# ---- what a language has no word for, said with what it has ------------------------------------------------------

_OF_VEGA = {"ndtr": "cumulativeNormal"}
_Lowering = Callable[..., Any]


def lowered(program: Program, rules: Mapping[str, _Lowering]) -> Program:
    """Return the program with some operations written by others, which a language knows."""
    graph, copy = Graph(), dict[Expr, Expr]()
    for node in program.nodes:
        if node.is_constant:
            copy[node] = graph.constant(node.value)
        elif node.is_input:
            copy[node] = graph.symbol(node.name)
        else:
            arguments = [copy[x] for x in node.arguments]
            rule = rules.get(node.operation)
            copy[node] = graph.expression(rule(*arguments)) if rule else graph.record(node.operation, *arguments)
    return Program(program.inputs, {k: copy[node] for k, node in program.outputs.items()}, program.units, program.base)


def _power(x: Expr, exponent: Expr) -> Any:
    """1 to any power is 1, and so is -1 to an infinite one: not in JavaScript."""
    plain = x.graph.record("power", x, exponent)
    if (exponent.is_constant and math.isfinite(exponent.value)) or (x.is_constant and abs(x.value) != 1):
        return plain
    is_one = (x == 1.0) | ((x == -1.0) & (np.absolute(exponent) == math.inf))
    return np.where(is_one, 1.0, plain)


def _tanh(x: Expr) -> Any:
    """A series near zero, where the exponential would lose digits."""
    z = x * x
    series = x * (1.0 - z * (1 / 3 - z * (2 / 15 - z * (17 / 315 - z * (62 / 2835)))))
    return np.where(np.absolute(x) < 0.02, series, 1.0 - 2.0 / (np.exp(2.0 * x) + 1.0))


def _expm1(x: Expr) -> Any:
    """Near zero a series to the sixth power keeps fifteen digits."""
    series = x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0)))))
    return np.where(np.absolute(x) < 0.002, series, np.exp(x) - 1.0)


def _log1p(x: Expr) -> Any:
    """log(y) x / (y - 1) with y = 1 + x as it is rounded, by the method of Kahan, keeps fifteen digits."""
    y = 1.0 + x
    plain = np.log(y)
    return np.where(y - 1.0 == 0.0, x, np.where(y == math.inf, plain, plain * x / (y - 1.0)))


def _log(base: float) -> _Lowering:
    """A logarithm that is whole where the number is a power of the base, since it is often rounded up or down."""

    def logarithm(x: Expr) -> Any:
        plain = np.log(x) * (1 / math.log(base))
        whole = np.floor(plain + 0.5)
        near = whole + np.log(x / x.graph.record("power", base, whole)) * (1 / math.log(base))
        return np.where(np.absolute(plain) < 0.95 * math.log(1e308, base), near, plain)

    return logarithm


def _cbrt(x: Expr) -> Any:
    root = x.graph.record("power", np.absolute(x), 1 / 3)
    better = root - (root * root * root - np.absolute(x)) / (3.0 * root * root)  # Newton's step makes whole roots whole
    size = np.where((root == 0.0) | (root > 1e100) | (root < 1e-100), root, better)
    return np.where(x < 0.0, -size, np.where(x == 0.0, x, size))


def _hypot(x: Expr, y: Expr) -> Any:
    a, b = np.absolute(x), np.absolute(y)
    longer, shorter = np.maximum(a, b), np.minimum(a, b)
    ratio = shorter / longer
    whole = np.where(longer == 0.0, longer, longer * np.sqrt(1.0 + ratio * ratio))
    return np.where((a == math.inf) | (b == math.inf), math.inf, whole)


def _ndtr(x: Any) -> Any:
    """Vega's own, and a continued fraction in the low tail, where Vega's loses digits."""
    fraction: Any = 3.0 - x
    for step in range(30, 0, -1):
        fraction = step / fraction - x
    tail = np.exp(x * x * -0.5) / (fraction * math.sqrt(2 * math.pi))
    return np.where(x < -38.5, 0.0, np.where(x < -3.0, tail, x.graph.record("ndtr", x)))


def _erf(x: Expr) -> Any:
    z = x * x
    root = math.sqrt(2)
    below = 2.0 * _ndtr(-np.absolute(x) * root)
    far = np.where(x < 0.0, below - 1.0, 1.0 - below)
    return np.where(z < 0.25, x * _polynomial(normal.SERIES, z), far)


def _ndtri(p: Expr) -> Any:
    q = p - 0.5
    near = q * _ratio(normal.CENTRE, 0.180625 - q * q)
    r = np.sqrt(-np.log(np.where(q < 0.0, p, 1.0 - p)))
    far = np.where(r <= 5.0, _ratio(normal.NEAR, r - 1.6), _ratio(normal.FAR, r - 5.0))
    value = np.where(np.absolute(q) <= 0.425, near, np.where(q < 0.0, -far, far))
    value = np.where(p == 0.0, -math.inf, np.where(p == 1.0, math.inf, value))
    return np.where((p >= 0.0) & (p <= 1.0), value, math.nan)


def _polynomial(coefficients: Sequence[float], x: Expr) -> Any:
    total: Any = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        total = total * x + coefficient
    return total


def _ratio(pair: tuple[Sequence[float], Sequence[float]], x: Any) -> Any:
    return _polynomial(pair[0], x) / _polynomial(pair[1], x)


JAVASCRIPT: dict[str, _Lowering] = {"power": _power}
"""What JavaScript needs lowered."""
VEGA: dict[str, _Lowering] = {
    "power": _power,
    "log2": _log(2.0),
    "log10": _log(10.0),
    "tanh": _tanh,
    "expm1": _expm1,
    "log1p": _log1p,
    "cbrt": _cbrt,
    "hypot": _hypot,
    "ndtr": _ndtr,
    "erf": _erf,
    "ndtri": _ndtri,
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
    written = lowered(program, JAVASCRIPT)
    helpers = normal.JAVASCRIPT.splitlines() if SPECIAL & {node.operation for node in written.steps} else []
    lines = [*helpers, *_javascript_lines(written)]
    return "\n".join([f"function {name}(inputs) {{", *(f"  {line}" for line in lines), "}", ""])


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
    outputs = ", ".join(f"{_key(name)}: {text[node]}" for name, node in program.outputs.items())
    yield f"return {{{outputs}}};"


def _key(name: str) -> str:
    return f"[{json.dumps(name)}]" if name == "__proto__" else json.dumps(name)
