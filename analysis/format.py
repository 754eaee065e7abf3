"""A quantity in prose: rounded, scaled, its unit in reader's words."""

from __future__ import annotations

import calendar
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from analysis.units import BASE_YEAR, COUNT_UNITS, Quantity, dimensionless, dollar_name, price_year

MAX_NUMBERS_WRITTEN = 6  # numbers of a list that are written out
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
    "Gshare": "billion shares",
}


_TIMES = {"year": "year", "month": "month", "operating_month": "month", "operating_year": "year", "day": "day"}


def number(value: float, digits: int = 3, zeros: bool = False) -> str:
    """Write a plain number with so many significant digits, thousands separated, no exponent.

    A number in the middle between two goes to the larger one, as in the sliders of the page. What float arithmetic
    leaves after the twelfth digit does not decide: another order of the same sums gives the same text. More than
    thirteen digits are noise, and are not printed.
    Zeros at the end of a fraction are left out, unless they are asked for.

    Examples
    --------
    >>> number(94.7886), number(1234567.0, 3), number(0.012345, 2), number(-2.0), number(62.25)
    ('94.8', '1,230,000', '0.012', '−2', '62.3')
    >>> number(2.1962, 3), number(2.1962, 3, zeros=True)
    ('2.2', '2.20')
    >>> number(1.005), number(10.45), number(2.675), number(1 / 3, 20)
    ('1.01', '10.5', '2.68', '0.3333333333333')
    """
    if not np.isfinite(value):
        return "∞" if value > 0 else ("−∞" if value < 0 else "undefined")
    if value == 0:
        return "0"
    exact, digits = Decimal(f"{value:.12e}"), min(digits, 13)  # the decimal itself: the nearest float would lie beside
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() + 1 - digits), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{max(digits - 1 - rounded.adjusted(), 0)}f}"
    if "." in text and not zeros:
        text = text.rstrip("0").rstrip(".")
    return ("−" if rounded < 0 else "") + text


def format_quantity(quantity: Quantity | float, unit: str | None = None, digits: int = 3) -> str:
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
    >>> format_quantity(Quantity(1.77e12, "USD")), format_quantity(Quantity(18.674, "gigaUSD_2025/year"))
    ('$1.77 trillion', '$18.7 billion/yr')
    >>> format_quantity(Quantity(0.0448, ""), "percent"), format_quantity(Quantity([66.67, 83.33], ""), digits=3)
    ('4.48 %', '66.7–83.3')
    >>> format_quantity(Quantity([-52e9, 47e9], "USD")), format_quantity(Quantity([-0.34, 1.0], ""), "percent")
    ('−$52 to +$47 billion', '−34 to +100 %')
    >>> format_quantity(Quantity([0.08, 0.1, -0.05, 0.0], "")), format_quantity(Quantity(0.3, "1/year"))
    ('0.08; 0.1; −0.05; 0', '0.3/yr')
    >>> format_quantity(Quantity(1e10, "")), format_quantity(Quantity([4.03e6, 4.2e6], "m**3"), digits=2)
    ('10 billion', '4–4.2 million m³')
    >>> format_quantity(Quantity(560e3, "USD*month/wafer"))
    '$560,000 per wafer a month'
    """
    value = Quantity(quantity)
    if unit is not None:
        value = value.to(unit)
    if price_year(value) is not None:
        return _say_money(value, digits)
    values = np.atleast_1d(value.magnitude).astype(float)
    label = _unit_words(value.units)
    scale, word = _scale(values)
    text = _say_values(values / scale, digits) + word
    if any(name in COUNT_UNITS for name, _ in value.unit_items()):
        label = _plural(label, text == "1")
    else:
        label = label if (values == 1).all() else {"month": "months", "d": "days"}.get(label, label)
    if not label:
        return text
    return text + (label if label == "°" else label[1:] if label.startswith("1/") else f" {label}")


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
    held = 1.0
    if price_year(quantity) is not None:
        held = float(Quantity(1.0, quantity.units).to(_plain_money(quantity)).magnitude)
    divide = _scale(np.atleast_1d(quantity.magnitude).astype(float) * held)[0] / held
    return format_quantity(Quantity(2.0 * divide, quantity.units)).replace("2", "{}", 1), divide


def _plural(label: str, is_one: bool) -> str:
    """Count things in the plural: 2 satellites, 7 million tokens/GPU-hour, but 1 launch."""
    thing, _, rest = label.partition("/")
    many = thing in COUNT_UNITS and thing != "FLOP" and not is_one
    plural = {"launch": "launches", "person": "people"}.get(thing, thing + "s") if many else thing
    return plural + (_per(f"1/{rest}") if rest else "")


def _scale(values: np.ndarray[Any, Any]) -> tuple[float, str]:
    largest = np.max(np.abs(values[np.isfinite(values)]), initial=0.0)
    return next(((s, w) for s, w in _SCALES if largest >= 0.9995 * s), (1.0, ""))


def between(low: str, high: str, template: str = "{}") -> str:
    """Write a range in a template: with a dash, or with a word where a minus sign would read as another dash.

    Examples
    --------
    >>> between("1.9", "6.1", "{}×"), between("−52", "47", "${} billion"), between("3", "3")
    ('1.9–6.1×', '−$52 to +$47 billion', '3')
    """
    before, _, after = template.partition("{}")
    if low == high:
        return in_template(low, template)
    if "−" not in low + high:
        return f"{before}{low}–{high}{after}"
    high = high if high[0] in "−0" else f"+{high}"
    return f"{in_template(low, before + '{}')} to {in_template(high, template)}"


def in_template(text: str, template: str) -> str:
    """Write a number in a template; its minus sign stands before all, as in −$5 billion.

    Examples
    --------
    >>> in_template("−5", "${} billion")
    '−$5 billion'
    """
    sign = text[0] if text[:1] in ("−", "+") else ""
    return sign + template.replace("{}", text.removeprefix(sign), 1)


def _say_values(values: np.ndarray[Any, Any], digits: int) -> str:
    texts = [number(float(v), digits) for v in values]
    if len(set(texts)) == 1:
        return texts[0]
    if len(texts) == 2:
        return between(*texts)
    whole = len(texts) <= MAX_NUMBERS_WRITTEN
    return "; ".join(texts if whole else [*texts[: MAX_NUMBERS_WRITTEN - 2], f"… {texts[-1]}"])


def _say_money(value: Quantity, digits: int) -> str:
    dollar = dollar_name(price_year(value) or BASE_YEAR)
    plain = value.to(_plain_money(value))
    values = np.atleast_1d(plain.magnitude).astype(float)
    scale, word = _scale(values)
    text = _say_values(values / scale, digits)
    left = (plain / Quantity(1, dollar)).units
    powers = {name: float(power) for name, power in Quantity(1, left).unit_items()}  # type: ignore[arg-type]
    above = [name for name, power in powers.items() if power > 0]
    if len(powers) == 2 and set(powers.values()) == {-1.0, 1.0} and above[0] in _TIMES:  # what it costs to make a flow
        template = f"${{}}{word} per {next(name for name in powers if name not in above)} a {_TIMES[above[0]]}"
    elif above or price_year(Quantity(1, left)) is not None:  # a square of money, money times a thing: no price
        return f"{text}{word} {plain.units:~P}"
    else:
        template = f"${{}}{word}{_per(_unit_words(left))}"
    ends = [number(float(value), digits) for value in values / scale]
    return between(ends[0], ends[1], template) if len(ends) == 2 else in_template(text, template)


def _plain_money(value: Quantity) -> str:
    """Write the unit of money with single dollars in place of billions of them."""
    dollar = dollar_name(price_year(value) or BASE_YEAR)
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


_MONTHS = tuple(calendar.month_name)[1:]


def month(time: float) -> str:
    """Write a year with a fraction as its month.

    Examples
    --------
    >>> month(2026.444), month(2026.33), month(2002.197)
    ('June 2026', 'April 2026', 'March 2002')
    """
    return f"{_MONTHS[min(int((time % 1) * 12), 11)]} {int(time)}"


_SAID = {  # how prose says the last unit of a number; a formula and a table keep the stroke
    r"/yr$": " a year",
    r"/day$": " a day",
    r"/month$": " a month",
    r"/share$": " a share",
    r"/launch$": " a launch",
    r"^(.*\$.*)/kg$": r"\1 per kilogram",
    r"^(.*\$.*)/W$": r"\1 per watt",
    r"^(.*\$.*)/kWh$": r"\1 per kilowatt-hour",
    r"/user-year$": " per user a year",
    r"/user-month$": " per user a month",
    r"/GW-year$": " per gigawatt-year",
    r"/kW-year$": " per kilowatt-year",
    r"/W-year$": " per watt-year",
    r"/GPU-hour$": " per GPU-hour",
    r"/(GPU|wafer|die)$": r" per \1",
    r"/Mtoken$": " per million tokens",
    r"^1 yr$": "1 year",
    r" yr$": " years",
    r"^1 h$": "1 hour",
    r" h$": " hours",
    r" min$": " minutes",
}


def in_prose(text: str) -> str:
    """Write the unit of a number as a sentence says it.

    Examples
    --------
    >>> in_prose("$478 billion/yr"), in_prose("$185/kg"), in_prose("47.2 kg/kW"), in_prose("0.3/yr")
    ('$478 billion a year', '$185 per kilogram', '47.2 kg/kW', '0.3 a year')
    """
    for stroke, words in _SAID.items():
        text = re.sub(stroke, words, text)
    return text
