"""The one unit registry, and a quantity in prose.

Every quantity in the report belongs to `ureg`. What must not be added by mistake has a dimension of its own:
dollars of different years, GPUs, floating-point operations, tokens, wafers, satellites, launches, users, shares.

Two conventions are stated here once:

* ``USD`` is the dollar of the report's base year (`BASE_YEAR`). ``USD_2018`` is a dollar of 2018 and a *different
  dimension*: adding the two is an error until `in_dollars_of` (a price index) or `as_booked` (accounting) says how.
* ``year`` is the calendar year of 8,766 h. Power contracts and levelised costs use ``operating_year``, 8,760 h.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pint

BASE_YEAR = 2026
FIRST_YEAR, LAST_YEAR = 1957, 2060

ureg: pint.UnitRegistry[Any] = pint.UnitRegistry(cache_folder=None)
if TYPE_CHECKING:  # the registry makes its class at run time; type checkers know it as pint's own
    Quantity: TypeAlias = pint.Quantity[Any]
else:
    Quantity = ureg.Quantity

# Things that are counted. Each is its own dimension, so that tokens cannot be added to FLOP.
_COUNTED = {
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
for _unit, _dimension in _COUNTED.items():
    ureg.define(f"{_unit} = [{_dimension}]")

ureg.define("US_dollar = [currency] = USD = dollar")
for _year in range(FIRST_YEAR, LAST_YEAR + 1):
    ureg.define(f"USD_{_year} = [currency_{_year}]")
ureg.define("operating_year = 8760 * hour")
ureg.define("operating_month = 730 * hour")
ureg.define("wspm = wafer / (year / 12)")
pint.set_application_registry(ureg)  # type: ignore[no-untyped-call]

dimensionless = ureg.dimensionless
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
    old = _dollar_name(from_year)
    power = next(float(p) for unit, p in quantity.unit_items() if unit.endswith(old))  # type: ignore[arg-type]
    held = ureg.Unit(old) ** power
    wanted = ureg.Unit(_dollar_name(to_year)) ** power
    exchanged: Quantity = quantity / Quantity(1, held) * Quantity(factor**power, wanted)
    return exchanged.to(str(quantity.units).replace(old, _dollar_name(to_year)))


def _dollar_name(year: int) -> str:
    return "US_dollar" if year == BASE_YEAR else f"USD_{year}"


def as_booked(quantity: Quantity) -> Quantity:
    """Take money as it was booked: the number stays, the year's mark goes.

    Multiples, contract sums and balance sheets compare money of different years at face value. That is a
    convention of accounting, not of physics, so a study has to ask for it by name.

    Examples
    --------
    >>> print(as_booked(Quantity(18.674, "gigaUSD_2025/year")))
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
        raise KeyError(f"the price index has no value for {missing[0]}; it runs from {min(index)} to {max(index)}")
    factor = index[year] / index[from_year] if from_year is not None else 1.0
    return _exchange(quantity, year, factor)


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


# ---- a quantity in prose -----------------------------------------------------------------------------------------

LISTED = 6  # numbers of a list that are written out
_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_NICE = {
    "percent": "%",
    "US_dollar": "$",
    "degree_Celsius": "°C",
    "degree": "°",
    "deg": "°",
    "hour": "h",
    "minute": "min",
    "metric_ton": "t",
    "operating_year": "yr",
    "a": "yr",
    "year": "yr",
    "operating_month": "month",
}


def number(value: float, digits: int = 3, zeros: bool = False) -> str:
    """Write a plain number with so many significant digits, thousands separated, no exponent.

    A number in the middle between two goes to the larger one, as in the sliders of the page. What float arithmetic
    leaves after the twelfth digit does not decide: another order of the same sums gives the same text.
    Zeros at the end of a fraction are left out, unless they are asked for.

    Examples
    --------
    >>> number(94.7886), number(1234567.0, 3), number(0.012345, 2), number(-2.0), number(62.25)
    ('94.8', '1,230,000', '0.012', '−2', '62.3')
    >>> number(2.1962, 3), number(2.1962, 3, zeros=True)
    ('2.2', '2.20')
    """
    if not np.isfinite(value):
        return "∞" if value > 0 else ("−∞" if value < 0 else "undefined")
    if value == 0:
        return "0"
    exact = Decimal(float(f"{value:.12e}"))
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() + 1 - digits), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{max(digits - 1 - rounded.adjusted(), 0)}f}"
    if "." in text and not zeros:
        text = text.rstrip("0").rstrip(".")
    return ("−" if rounded < 0 else "") + text


def say(quantity: Quantity | float, unit: str | None = None, digits: int = 3) -> str:
    """Write a quantity as prose: rounded, scaled to billions or SI prefixes, its unit in reader's words.

    Parameters
    ----------
    quantity : Quantity or float
        What to write. Two values are written as a range, more as a list.
    unit : str, optional
        The unit to show. Left out, the quantity's own.
    digits : int
        Significant digits.

    Examples
    --------
    >>> say(Quantity(1.77e12, "USD")), say(Quantity(3600, "USD/kg")), say(Quantity(18.674, "gigaUSD_2025/year"))
    ('$1.77 trillion', '$3,600/kg', '$18.7 billion/yr')
    >>> say(Quantity(0.0448, ""), "percent"), say(Quantity([66.67, 83.33], ""), digits=3)
    ('4.48 %', '66.7–83.3')
    >>> say(Quantity([0.08, 0.1, -0.05, 0.0], ""))
    '0.08; 0.1; −0.05; 0'
    """
    value = Quantity(quantity)
    if unit is not None:
        value = value.to(unit)
    if price_year(value) is not None:
        return _say_money(value, digits)
    values = np.atleast_1d(value.magnitude).astype(float)
    label = _unit_words(value.units)
    if any(name in _COUNTED for name, _ in value.unit_items()):
        scale, word = _scale(values)
        text = _say_values(values / scale, digits) + word
        label = _plural(label, values)
    else:
        text = _say_values(values, digits)
        label = label if (values == 1).all() else {"month": "months", "d": "days"}.get(label, label)
    if not label:
        return text
    return text + (label if label == "°" else f" {label}")


def wording(quantity: Quantity) -> tuple[str, float]:
    """Give the words that `say` puts around numbers of this size, and what the magnitude is divided by to fill them.

    A slider takes both from its first value, so that all its values read alike.

    Examples
    --------
    >>> wording(Quantity(85e6, "USD/launch")), wording(Quantity(18.674, "gigaUSD/year"))
    (('${} million/launch', 1000000.0), ('${} billion/yr', 1.0))
    >>> wording(Quantity(6e8, "user")), wording(Quantity(1.0, "launch")), wording(Quantity(0.4, ""))
    (('{} million users', 1000000.0), ('{} launches', 1.0), ('{}', 1.0))
    """
    money = price_year(quantity) is not None
    held = 1.0
    if money:
        held = float(Quantity(1.0, quantity.units).to(_plain_money(quantity)).magnitude)
    if money or any(name in _COUNTED for name, _ in quantity.unit_items()):
        divide = _scale(np.atleast_1d(quantity.magnitude).astype(float) * held)[0] / held
    else:
        divide = 1.0
    return say(Quantity(2.0 * divide, quantity.units)).replace("2", "{}", 1), divide


def _plural(label: str, values: np.ndarray[Any, Any]) -> str:
    """Count things in the plural: 2 satellites, 7 million tokens/GPU-hour, but 1 launch."""
    thing, _, rest = label.partition("/")
    many = thing in _COUNTED and thing != "FLOP" and not (values == 1).all()
    plural = {"launch": "launches", "person": "people"}.get(thing, thing + "s") if many else thing
    return plural + (_per(f"1/{rest}") if rest else "")


def _scale(values: np.ndarray[Any, Any]) -> tuple[float, str]:
    largest = np.max(np.abs(values[np.isfinite(values)]), initial=0.0)
    return next(((s, w) for s, w in _SCALES if largest >= 0.9995 * s), (1.0, ""))


def _say_values(values: np.ndarray[Any, Any], digits: int) -> str:
    texts = [number(float(v), digits) for v in values]
    if len(set(texts)) == 1:
        return texts[0]
    if len(texts) == 2:
        return "–".join(texts)
    return "; ".join(texts) if len(texts) <= LISTED else f"{'; '.join(texts[: LISTED - 2])}; … {texts[-1]}"


def _say_money(value: Quantity, digits: int) -> str:
    dollar = _dollar_name(price_year(value) or BASE_YEAR)
    plain = value.to(_plain_money(value))
    values = np.atleast_1d(plain.magnitude).astype(float)
    scale, word = _scale(values)
    text = _say_values(values / scale, digits)
    sign, text = ("−", text[1:]) if text.startswith("−") else ("", text)
    rest = _unit_words((plain / Quantity(1, dollar)).units)
    return f"{sign}${text}{word}{_per(rest)}"


def _plain_money(value: Quantity) -> str:
    """Write the unit of money with single dollars in place of billions of them."""
    dollar = _dollar_name(price_year(value) or BASE_YEAR)
    return re.sub(rf"\w*{dollar}", dollar, str(value.units))


def _per(rest: str) -> str:
    """Write what money is divided by: ``1/kg`` as ``/kg``, ``1/GPU/h`` as ``/GPU-hour``."""
    if not rest.startswith("1/"):
        return f" {rest}" if rest else ""
    parts = ["day" if p == "d" else p for p in rest[2:].split("/")]
    if len(parts) > 1:
        times = {"h": "hour", "yr": "year", "month": "month", "day": "day", "s": "second"}
        parts = [p for p in parts if p not in times] + [times[p] for p in parts if p in times]
    return "/" + "-".join(parts)


def _unit_words(unit: Any) -> str:
    text = f"{unit:~P}" if unit != dimensionless else ""
    for long, short in _NICE.items():
        text = re.sub(rf"\b{long}\b", short, text)
    return text.replace("Δ", "").replace("oyr", "yr")
