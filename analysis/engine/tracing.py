"""Run a model once on symbols, and keep what it did as a `Program`.

`trace` calls the model with quantities whose magnitudes are recorded scalars. Pint checks the dimensions of every step
during that one call; what comes out is a graph of plain numbers in declared units, which needs no more checking.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pint

from analysis.engine.graph import Expr, Graph, TraceError, live
from analysis.errors import UnknownNameError
from analysis.units import Quantity, ureg

Row = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, eq=False)
class Program:
    """What a model computes: named inputs in declared units, a graph, named outputs in their units.

    Attributes
    ----------
    inputs : dict of str to str
        The unit in which each input is given.
    outputs : dict of str to Expr
        The node of each output.
    units : dict of str to str
        The unit in which each output comes out.
    base : dict of str to float
        The value of each input that was traced as a quantity, in its declared unit; empty when only units were given.
    """

    inputs: dict[str, str]
    outputs: dict[str, Expr]
    units: dict[str, str]
    base: dict[str, float] = field(default_factory=dict)

    @cached_property
    def nodes(self) -> list[Expr]:
        """Every node the outputs need, operands first."""
        return live(list(self.outputs.values()))

    @cached_property
    def steps(self) -> list[Expr]:
        """The nodes that compute something."""
        return [node for node in self.nodes if node.arguments]

    @property
    def size(self) -> int:
        """The number of operations."""
        return len(self.steps)

    @cached_property
    def used(self) -> frozenset[str]:
        """The inputs that at least one output depends on."""
        return frozenset(node.name for node in self.nodes if node.is_input)

    @cached_property
    def rows(self) -> tuple[tuple[Row, ...], dict[str, int]]:
        """The graph as plain tuples, with operands as row numbers, and the row of each output."""
        number = {node: i for i, node in enumerate(self.nodes)}
        rows = tuple((n.operation, tuple(number[x] for x in n.arguments) or n.operands) for n in self.nodes)
        return rows, {name: number[node] for name, node in self.outputs.items()}

    @cached_property
    def text(self) -> str:
        """The graph as text, the same in every run."""
        rows, outputs = self.rows
        lines = [f"input {name} [{unit}]" for name, unit in self.inputs.items()]
        lines += [f"{i} = {operation} {' '.join(map(repr, operands))}" for i, (operation, operands) in enumerate(rows)]
        lines += [f"output {name} = {row} [{self.units[name]}]" for name, row in outputs.items()]
        return "\n".join(lines)

    @cached_property
    def hash(self) -> str:
        """The golden hash: SHA-256 of `text`."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def bind(self, values: Mapping[str, Quantity | float] | None = None, /, **named: Quantity | float) -> Program:
        """Fix some inputs; everything that depends only on them folds into constants.

        A plain number is read in the declared unit of the input.
        """
        fixed = {name: in_unit(value, self.unit_of(name), name) for name, value in {**(values or {}), **named}.items()}
        graph, copy = Graph(), dict[Expr, Expr]()
        for node in self.nodes:
            if node.is_constant:
                copy[node] = graph.constant(node.value)
            elif node.is_input:
                name = node.name
                copy[node] = graph.constant(fixed[name]) if name in fixed else graph.symbol(name)
            else:
                copy[node] = graph.record(node.operation, *(copy[x] for x in node.arguments))
        return Program(
            {name: unit for name, unit in self.inputs.items() if name not in fixed},
            {name: copy[node] for name, node in self.outputs.items()},
            self.units,
            {name: value for name, value in self.base.items() if name not in fixed},
        )

    def bind_all_but(self, *free: str) -> Program:
        """Fix every input at its base value except the named ones."""
        for name in free:
            self.unit_of(name)
        self._require_base([name for name in self.inputs if name not in free])
        return self.bind({name: self.base[name] for name in self.inputs if name not in free})

    def select(self, *outputs: str) -> Program:
        """Keep only the named outputs."""
        missing = [name for name in outputs if name not in self.outputs]
        if missing:
            raise UnknownNameError(f"no output named {missing[0]!r}; the outputs are {', '.join(self.outputs)}")
        return Program(
            self.inputs, {k: self.outputs[k] for k in outputs}, {k: self.units[k] for k in outputs}, self.base
        )

    def simplify(self) -> Program:
        """Return the same program with fewer operations."""
        from analysis.engine.simplify import simplify

        return simplify(self)

    def unit_of(self, name: str) -> str:
        """Return the unit of an input, or say which inputs there are."""
        if name not in self.inputs:
            raise UnknownNameError(f"no input named {name!r}; the inputs are {', '.join(self.inputs)}")
        return self.inputs[name]

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return every input as a bare number or array in its declared unit, from what is given or from the base."""
        for name in given:
            self.unit_of(name)
        self._require_base([name for name in self.inputs if name not in given])
        return {k: in_unit(given[k], unit, k) if k in given else self.base[k] for k, unit in self.inputs.items()}

    def _require_base(self, names: list[str]) -> None:
        missing = [name for name in names if name not in self.base]
        if missing:
            raise ValueError(
                f"{missing[0]!r} has no value: give one, or trace the model with quantities in place of units "
                f"so that they serve as base values ({len(missing)} missing in all)"
            )

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.inputs, self.rows, self.units, self.base)


def trace(model: Callable[..., Any], inputs: Mapping[str, Any]) -> Program:
    """Run ``model(**quantities)`` once on symbols.

    Parameters
    ----------
    model : callable
        Takes quantities by name; returns a quantity, or a mapping, sequence or named tuple of them.
    inputs : mapping of str to str, Unit or Quantity
        The unit of each input; a quantity gives the unit and a base value.

    Returns
    -------
    Program
        The recorded computation.

    Raises
    ------
    TraceError
        When the model does what cannot be recorded; the message names the line and what to write instead.
    pint.DimensionalityError
        When the units do not fit.

    Examples
    --------
    >>> def kinetic_energy(mass, speed):
    ...     return (mass * speed**2 / 2).to("MJ")
    >>> program = trace(kinetic_energy, {"mass": "kg", "speed": "km/s"})
    >>> program.size, program.units
    (3, {'kinetic_energy': 'megajoule'})
    """
    return trace_mapping(lambda quantities: model(**quantities), inputs, name=getattr(model, "__name__", "result"))


def trace_mapping(
    model: Callable[[Mapping[str, Quantity]], Any], inputs: Mapping[str, Any], name: str = "result"
) -> Program:
    """Run ``model(mapping of quantities)`` once on symbols: for names that are not identifiers, such as "a.b"."""
    graph = Graph()
    units, base = dict[str, str](), dict[str, float]()
    for key, given in inputs.items():
        if isinstance(given, pint.Quantity):
            if np.ndim(given.magnitude):
                raise TraceError(f"input {key!r} must be one value; got an array of shape {np.shape(given.magnitude)}")
            base[key] = float(given.magnitude)
        units[key] = unit_text(given.units if isinstance(given, pint.Quantity) else ureg.Unit(given))
    symbols = {key: Quantity(graph.symbol(key), ureg.Unit(unit)) for key, unit in units.items()}
    results = dict[str, Quantity]()
    for key, value in _named_results(model(symbols), name):
        if key in results:
            raise TraceError(f"two outputs of {name} are both named {key!r}; rename one of them")
        results[key] = value
    if not results:
        raise TraceError(f"{name} returns nothing to compute; a traced model returns at least one quantity")
    outputs = {key: graph.expression(value.magnitude) for key, value in results.items()}
    return Program(units, outputs, {key: unit_text(value.units) for key, value in results.items()}, base)


def unit_text(unit: Any) -> str:
    """Write a unit in full, whatever format the registry prints in."""
    return f"{unit:D}" if not unit.dimensionless or tuple(unit._units.items()) else "dimensionless"


def only_output(program: Program, output: str | None) -> str:
    """Return the named output, or the only one there is."""
    if output is None and len(program.outputs) == 1:
        return next(iter(program.outputs))
    if output not in program.outputs:
        raise UnknownNameError(f"no output named {output!r}: choose one of {', '.join(program.outputs)}")
    return output


def in_unit(value: Any, unit: str, name: str = "value") -> Any:
    """Return the bare number (or array) of a quantity in a unit; a plain number is taken to be in that unit.

    What would lose something on the way to plain floats is refused: text, complex numbers, masks, an index.
    """
    if isinstance(value, pint.Quantity):
        value = value.m_as(unit)
    wanted = f"{name} must be a number or a quantity in {unit or 'no unit'}"
    if isinstance(value, str):
        raise TypeError(f"{wanted}; got the text {value!r}")
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{wanted}; got a masked array, whose mask would be lost: fill it with NaN first")
    if hasattr(value, "to_numpy"):
        raise TypeError(f"{wanted}; got a {type(value).__name__}, whose index would be lost: give .to_numpy()")
    if np.asarray(value).dtype.kind not in "fiub":
        raise TypeError(f"{wanted}; got {np.asarray(value).dtype.name}, which is no real number")
    return np.asarray(value, dtype=float) if np.ndim(value) else float(value)


def _named_results(result: Any, name: str) -> Iterator[tuple[str, Quantity]]:
    parts = result._asdict() if hasattr(result, "_asdict") else result
    if isinstance(parts, list | tuple):
        parts = {f"{name}.{i}": part for i, part in enumerate(parts)}
    if isinstance(parts, Mapping):
        for key, part in parts.items():
            for inner, quantity in _named_results(part, str(key)):
                yield (inner if inner == str(key) else f"{key}.{inner}"), quantity
    elif isinstance(parts, pint.Quantity | Expr | float | int | np.generic):
        yield name, Quantity(parts)
    else:
        raise TraceError(
            f"{name} returns a {type(result).__name__}; a traced model returns a quantity, "
            "or a mapping, sequence or named tuple of quantities"
        )


def _restore(
    inputs: dict[str, str], rows: tuple[tuple[Row, ...], dict[str, int]], units: dict[str, str], base: dict[str, float]
) -> Program:
    graph, nodes = Graph(), list[Expr]()
    for operation, operands in rows[0]:
        if operation == "constant":
            nodes.append(graph.constant(operands[0]))
        elif operation == "input":
            nodes.append(graph.symbol(operands[0]))
        else:
            nodes.append(graph._intern(operation, tuple(nodes[i] for i in operands)))
    return Program(inputs, {name: nodes[i] for name, i in rows[1].items()}, units, base)
