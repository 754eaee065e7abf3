"""The one unit registry.

Every quantity in the report belongs to `ureg`. What must not be added by mistake has a dimension of its own:
dollars of different years, GPUs, floating-point operations, tokens, wafers, satellites, launches, users, shares.

Two conventions are stated here once:

* ``USD`` is the dollar of the report's base year (`BASE_YEAR`). ``USD_2018`` is a dollar of 2018 and a *different
  dimension*: adding the two is an error until `in_dollars_of` (a price index) or `as_nominal` (accounting) says how.
* ``year`` is the calendar year of 8,766 h. Power contracts and levelised costs use ``operating_year``, 8,760 h.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from analysis.errors import UnknownNameError
from analysis.quantity import HANDLED_UFUNCS, Registry, pint

BASE_YEAR = 2026
FIRST_YEAR, LAST_YEAR = 1957, 2060

ureg = Registry(cache_folder=None)
if TYPE_CHECKING:  # the registry makes its class at run time; type checkers know it as pint's own
    Quantity: TypeAlias = pint.Quantity[Any]
else:
    Quantity = ureg.Quantity

# Things that are counted. Each is its own dimension, so that tokens cannot be added to FLOP.
COUNT_UNITS = {
    "GPU": "accelerator",
    "FLOP": "computation",
    "token": "token",
    "wafer": "wafer",
    "die": "die",
    "satellite": "satellite",
    "launch": "launch",
    "user": "user",
    "share": "share",
    "person": "person",
}
for _unit, _dimension in COUNT_UNITS.items():
    ureg.define(f"{_unit} = [{_dimension}]")

ureg.define("US_dollar = [currency] = USD = dollar")
for _year in range(FIRST_YEAR, LAST_YEAR + 1):
    ureg.define(f"USD_{_year} = [currency_{_year}]")
ureg.define("operating_year = 8760 * hour")
ureg.define("operating_month = 730 * hour")
ureg.define("wspm = wafer / (year / 12)")
pint.set_application_registry(ureg)  # type: ignore[no-untyped-call]

dimensionless = ureg.dimensionless


def _of_a_number(name: str) -> None:
    """Let pint carry a function of scipy.special that takes a plain number and gives one."""

    def function(x: Any, **options: Any) -> Any:
        from scipy import special

        return Quantity(getattr(special, name)(Quantity(x).m_as(""), **options), "")

    HANDLED_UFUNCS[name] = function


for _name in ("erf", "erfc", "ndtr", "ndtri"):
    _of_a_number(_name)


def _of_scales_without_zero(name: str, plain: Callable[..., Any] | None) -> None:
    """Let NumPy's name of an operation say of degrees Celsius and decibels what pint's sign for it says.

    Twice 10 °C is not 20 °C, and two temperatures do not add; pint knows that for ``*`` and ``+`` only.
    """
    carried = HANDLED_UFUNCS[name]

    def function(*inputs: Any, **options: Any) -> Any:
        scales = [x.units for x in inputs if isinstance(x, ureg.Quantity) and not x._is_multiplicative]
        if not scales:
            return carried(*inputs, **options)
        if plain is None:
            raise pint.OffsetUnitCalculusError(*scales)
        return plain(*inputs)

    HANDLED_UFUNCS[name] = function


for _name in ("multiply", "divide", "true_divide", "floor_divide", "remainder", "mod", "fmod", "power", "square"):
    _of_scales_without_zero(_name, None)
for _name in ("sqrt", "cbrt", "reciprocal", "hypot", "arctan2", "matmul"):
    _of_scales_without_zero(_name, None)
_of_scales_without_zero("add", operator.add)
_of_scales_without_zero("subtract", operator.sub)
_DOLLAR_OF = re.compile(r"USD_(\d{4})$")


def price_year(quantity: Quantity) -> int | None:
    """Return the price year of a quantity of money, or None when it holds no money.

    Examples
    --------
    >>> price_year(Quantity(2700, "USD_2025/kg")), price_year(Quantity(1, "USD/kg")), price_year(Quantity(1, "kg"))
    (2025, 2026, None)
    """
    years = set()
    for name in quantity.unit_items():
        unit = name[0]
        if unit.endswith("US_dollar"):
            years.add(BASE_YEAR)
        elif match := _DOLLAR_OF.search(unit):
            years.add(int(match[1]))
    if len(years) > 1:
        raise ValueError(f"money of several years in one unit: {quantity.units:~}; convert one of them first")
    return years.pop() if years else None


def _exchange(quantity: Quantity, to_year: int, factor: float) -> Quantity:
    """Replace the dollar in a unit by the dollar of another year, times `factor` per dollar."""
    from_year = price_year(quantity)
    if from_year is None:
        raise ValueError(f"{quantity.units:~} holds no money: expected a unit with USD or USD_<year>")
    old, new, total, unit = dollar_name(from_year), dollar_name(to_year), 0.0, ureg.dimensionless
    for name, power in quantity.unit_items():  # the dollar may stand there twice: mega above, kilo below the line
        is_money = str(name).endswith(old)
        unit = unit * ureg.Unit(f"{str(name).removesuffix(old)}{new}" if is_money else str(name)) ** power
        total += float(power) if is_money else 0.0  # type: ignore[arg-type]
    return Quantity(quantity.magnitude * factor**total, unit)


def dollar_name(year: int) -> str:
    """Give the name of the dollar of a year in the unit registry."""
    return "US_dollar" if year == BASE_YEAR else f"USD_{year}"


def as_nominal(quantity: Quantity) -> Quantity:
    """Take money as it was booked: the number stays, the year's mark goes.

    Multiples, contract sums and balance sheets compare money of different years at face value. That is a
    convention of accounting, not of physics, so a study has to ask for it by name.

    Examples
    --------
    >>> print(as_nominal(Quantity(18.674, "gigaUSD_2025/year")))
    18.674 gigaUS_dollar / year
    """
    return _exchange(quantity, BASE_YEAR, 1.0)


def in_dollars_of(quantity: Quantity, year: int, index: Mapping[int, float]) -> Quantity:
    """Carry money to another year's purchasing power by a price index.

    Parameters
    ----------
    quantity : Quantity
        Money of one year. [currency of any year, times anything]
    year : int
        The year whose dollars are wanted.
    index : mapping of int to float
        The price level of each year, on any base.

    Examples
    --------
    >>> print(in_dollars_of(Quantity(100.0, "USD_2017/kg"), 2024, {2017: 245.12, 2024: 313.689}).round(1))
    128.0 USD_2024 / kilogram
    """
    from_year = price_year(quantity)
    missing = [y for y in (from_year, year) if y is not None and y not in index]
    if missing:
        known = f"it runs from {min(index)} to {max(index)}"
        raise UnknownNameError(f"the price index has no value for {missing[0]}; {known}")
    factor = index[year] / index[from_year] if from_year is not None else 1.0
    return _exchange(quantity, year, factor)


def pair(low: Quantity, high: Quantity) -> Quantity:
    """Join two numbers as a range to print, in the unit of the first; a model calculates with one of them.

    Examples
    --------
    >>> print(pair(Quantity(1.0, "km"), Quantity(1500.0, "m")))
    [1. 1.5] kilometer
    """
    return Quantity(np.array([float(low.magnitude), float(high.m_as(low.units))]), low.units)


def where(condition: Any, when_true: Quantity, when_false: Quantity) -> Quantity:
    """Choose between two quantities, element by element, in the unit of the first.

    pint converts the wrong way round in ``np.where`` when a scalar meets an array, and cannot be traced; this can.

    Examples
    --------
    >>> print(where(np.array([True, False]), Quantity(1.0, "km"), Quantity(30.0, "m")))
    [1.0 0.03] kilometer
    """
    first = Quantity(when_true)
    second = Quantity(when_false).to(first.units)
    flag = getattr(condition, "magnitude", condition)
    return Quantity(np.where(flag, first.magnitude, second.magnitude), first.units)
