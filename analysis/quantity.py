"""Pint with short ways for what one answer does half a million times: a float in a unit without an offset.

Pint asks at every product whether a unit has an offset, whether a magnitude is some library's own array, and reads
every unit's text anew; an answer of the report spends two thirds of its time there. Here each of these questions is
asked once for each unit. Whatever is not an everyday case (degrees Celsius, decibels, contexts, decimals) goes pint's
own way, and the numbers are the same to the last digit: a test runs both side by side.
"""

from __future__ import annotations

import copy
import functools
import inspect
import operator
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

_unloaded = [name for name in ("dask", "uncertainties") if name not in sys.modules]
sys.modules |= dict.fromkeys(_unloaded)  # type: ignore[arg-type]
# pint would load both, which carry no unit here: a tenth of the time of every answer
import pint as pint  # noqa: E402
from pint.facets.numpy.numpy_func import HANDLED_UFUNCS as HANDLED_UFUNCS  # noqa: E402
from pint.registry import Quantity as PintQuantity  # noqa: E402
from pint.registry import Unit as PintUnit  # noqa: E402
from pint.registry import UnitRegistry  # noqa: E402
from pint.util import UnitsContainer  # noqa: E402

for _name in _unloaded:
    del sys.modules[_name]

NUMBERS = frozenset({float, int, np.float64})  # types of plain numbers; a truth is none
MAGNITUDES = NUMBERS | {np.ndarray}
EXACT = (Decimal, Fraction)
NONE = UnitsContainer()


class Quantity(PintQuantity[Any]):
    """A quantity of pint whose everyday operations ask the registry what it knows of their units."""

    _REGISTRY: ClassVar[Registry]

    def __new__(cls, value: Any, units: Any = None) -> Any:
        """Make a quantity."""
        kind = type(value)
        if units is None:
            if kind is cls:
                return _made(cls, _copied(value._magnitude), value._units)
            if kind in MAGNITUDES:
                return _made(cls, value, NONE)
        elif kind in MAGNITUDES:
            of = type(units)
            if of is UnitsContainer:
                return _made(cls, value, units)
            if of is str:
                return _made(cls, value, cls._REGISTRY.parse_units_as_container(units))
            if of is cls._REGISTRY.Unit:
                return _made(cls, value, units._units)
        return super().__new__(cls, value, units)

    @property
    def units(self) -> Any:
        """The unit."""
        return self._REGISTRY.unit_of(self._units)

    @property
    def dimensionless(self) -> bool:
        """Whether it has no dimension."""
        return not self._REGISTRY._get_dimensionality(self._units)

    def to(self, other: Any = None, *contexts: Any, **options: Any) -> Any:
        """Give the same in another unit."""
        cls = type(self)
        if contexts or options:
            return super().to(other, *contexts, **options)
        kind = type(other)
        if kind is str:
            other = self._REGISTRY.parse_units_as_container(other)
        elif kind is cls or kind is self._REGISTRY.Unit:
            other = other._units
        elif kind is not UnitsContainer:
            return super().to(other)
        return _made(cls, self._REGISTRY.convert(self._magnitude, self._units, other), other)

    def _mul_div(self, other: Any, magnitude_op: Any, units_op: Any = None) -> Any:
        registry = self._REGISTRY
        if registry.has_no_offset(self._units):
            if type(other) is type(self) and registry.has_no_offset(other._units):
                units = registry.combined(units_op or magnitude_op, self._units, other._units)
                return _made(type(self), magnitude_op(self._magnitude, other._magnitude), units)
            if type(other) in NUMBERS:
                return _made(type(self), magnitude_op(self._magnitude, other), self._units)
        return super()._mul_div(other, magnitude_op, units_op)

    def _add_sub(self, other: Any, op: Any) -> Any:
        if type(other) is type(self):
            factor = self._REGISTRY.factor(other._units, self._units)
            if factor is not None:
                there = other._magnitude if other._units == self._units else other._magnitude * factor
                return _made(type(self), op(self._magnitude, there), self._units)
        return super()._add_sub(other, op)

    def __rtruediv__(self, other: Any) -> Any:
        """Divide a number by it."""
        if type(other) in NUMBERS and self._REGISTRY.has_no_offset(self._units):
            units = self._REGISTRY.combined(operator.truediv, NONE, self._units)
            return _made(type(self), other / self._magnitude, units)
        return super().__rtruediv__(other)  # type: ignore[no-untyped-call]

    def __pow__(self, other: Any) -> Any:
        """Raise it to a power."""
        kind = type(other)
        if (kind is float or kind is int) and other not in (0, 1) and self._REGISTRY.has_no_offset(self._units):
            return _made(type(self), self._magnitude**other, self._REGISTRY.raised(self._units, other, kind))
        return super().__pow__(other)


class Registry(UnitRegistry[Any]):
    """A registry that remembers of each unit what pint works out at every step."""

    Quantity = Quantity
    Unit = PintUnit

    def __init__(self, **options: Any) -> None:
        self._forget()
        super().__init__(**options)

    def _forget(self) -> None:
        self._parsed: dict[str, UnitsContainer] = {}
        self._unit_of: dict[UnitsContainer, Any] = {}
        self._plain: dict[UnitsContainer, bool] = {}
        self._combined: dict[tuple[Any, UnitsContainer, UnitsContainer], UnitsContainer] = {}
        self._raised: dict[tuple[UnitsContainer, float, type], UnitsContainer] = {}
        self._factors: dict[tuple[UnitsContainer, UnitsContainer], float | None] = {}

    def define(self, definition: Any) -> None:
        """Define a unit; what was known of others is asked again."""
        self._forget()
        super().define(definition)

    def parse_units_as_container(
        self, input_string: str, as_delta: bool | None = None, case_sensitive: bool | None = None
    ) -> UnitsContainer:
        """Read the text of a unit, once."""
        if as_delta is not None or case_sensitive is not None:
            return super().parse_units_as_container(input_string, as_delta, case_sensitive)
        found = self._parsed.get(input_string)
        if found is None:
            text = input_string
            for preprocess in self.preprocessors:
                text = preprocess(text)
            found = self._parsed[input_string] = super().parse_units_as_container(text)
        return found

    def unit_of(self, units: UnitsContainer) -> Any:
        """Give the unit of these names and powers."""
        found = self._unit_of.get(units)
        if found is None:
            found = self._unit_of[units] = self.Unit(units)
        return found

    def has_no_offset(self, units: UnitsContainer) -> bool:
        """Whether a unit is plainly multiplied: neither a scale with a zero of its own nor a difference on one."""
        found = self._plain.get(units)
        if found is None:
            found = all(not name.startswith("delta_") and self._is_multiplicative(name) for name in units)
            self._plain[units] = found
        return found

    def combined(self, op: Callable[..., UnitsContainer], one: UnitsContainer, other: UnitsContainer) -> UnitsContainer:
        """Give the unit of a product or a quotient."""
        key = op, one, other
        found = self._combined.get(key)
        if found is None:
            found = self._combined[key] = op(one, other)
        return found

    def raised(self, units: UnitsContainer, exponent: float, kind: type) -> UnitsContainer:
        """Give the power of a unit."""
        key = units, exponent, kind
        found = self._raised.get(key)
        if found is None:
            found = self._raised[key] = units**exponent
        return found

    def factor(self, src: UnitsContainer, dst: UnitsContainer) -> float | None:
        """Give what a number is multiplied by to carry it to another unit; none where that is not all, or refused."""
        key = src, dst
        if key not in self._factors:
            plain = self.has_no_offset(src) and self.has_no_offset(dst)
            found: Any = self._get_conversion_factor(src, dst) if plain else None
            self._factors[key] = None if isinstance(found, Exception) else found
        return self._factors[key]

    def convert(self, value: Any, src: Any, dst: Any, inplace: bool = False, **options: Any) -> Any:
        """Carry a number from one unit to another."""
        if inplace or options or self._active_ctx or not type(src) is type(dst) is UnitsContainer:
            return super().convert(value, src, dst, inplace, **options)
        if src == dst:
            return value
        factor = self.factor(src, dst)
        if factor is None or isinstance(value, EXACT):
            return super().convert(value, src, dst)
        return value * factor

    def check(self, *dimensions: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # type: ignore[override]
        """Check the dimensions of a function's arguments, as pint's decorator does.

        The first call of each shape goes pint's way, which sees to the defaults too; later ones check what is given.
        """
        wanted = [None if dimension is None else self.get_dimensionality(dimension) for dimension in dimensions]
        checked = super().check(*dimensions)

        def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
            careful = checked(function)
            names = dict(zip(inspect.signature(function).parameters, wanted, strict=True))
            seen: set[tuple[int, tuple[str, ...]]] = set()
            quantity, dimension_of = self.Quantity, self._get_dimensionality

            def fits(dimension: UnitsContainer | None, value: Any) -> bool:
                if dimension is None:
                    return True
                if type(value) is quantity:
                    return dimension_of(value._units) == dimension
                return type(value) in NUMBERS and not dimension

            @functools.wraps(function)
            def wrapper(*args: Any, **named: Any) -> Any:
                shape = len(args), tuple(named)
                if (
                    shape in seen
                    and all(map(fits, wanted, args))
                    and all(fits(names[name], value) for name, value in named.items())
                ):
                    return function(*args, **named)
                answer = careful(*args, **named)
                seen.add(shape)
                return answer

            wrapper.dimensions = dimensions  # type: ignore[attr-defined]
            return wrapper

        return decorate


def _made(cls: type, magnitude: Any, units: UnitsContainer) -> Any:
    made: Any = object.__new__(cls)
    made._magnitude = magnitude
    made._units = units
    return made


def _copied(magnitude: Any) -> Any:
    return magnitude if type(magnitude) in NUMBERS else copy.copy(magnitude)
