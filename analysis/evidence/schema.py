"""What a record of evidence must say: a number and its source are one thing."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from analysis.units import BASE_YEAR, FIRST_YEAR, LAST_YEAR, Quantity, ureg
from analysis.units import price_year as year_of

if TYPE_CHECKING:
    import pint

Kind = Literal["measured", "stated", "reported", "estimated", "assumed", "defined"]
RangeMeaning = Literal["lowest and highest seen", "90 % belief", "scenario", "physical limits"]
Shape = Literal["uniform", "triangular", "normal", "lognormal", "beta", "discrete", "fixed"]

KNOWN_UNTIL = dt.date(2026, 11, 30)  # the day up to which this edition knows; every page and test reads it here

ABSURD = 1e6  # times the largest number of a record: more is a slip of the unit
_SIGNED = re.compile(
    r"\b(income|profit|loss|losses|flow|growth|change|margin|returns?|inflation|premium|balance|shift|advantage|saving)\b"
    r"|temperature|latitude|longitude|altitude of the Sun|angle",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(share|probability|chance|efficiency|availability|utilisation|emissivity|absorptance)\b", re.IGNORECASE
)
_MONEY = re.compile(r"\b([a-zA-Z]*)USD\b")
_PLAIN_UNIT = re.compile(r"[\w\s*/^().%°µ-]{0,80}")
_RAISE = r"(?:\*\*|\^)"
_EXPONENT = r"-?\d{1,2}(?:\.\d{1,3})?(?:\s*/\s*\d{1,2})?"
_POWER = re.compile(rf"(?:[^\W\d]\w*|[°%])\s*{_RAISE}\s*(?:{_EXPONENT}|\(\s*{_EXPONENT}\s*\))(?![\w.]|\s*{_RAISE})")
_HIGHEST_POWER = 12


@functools.cache
def parse_unit(text: str, price_year: int | None) -> pint.Unit:
    """Read a unit as it stands in a record; money takes the record's price year.

    Examples
    --------
    >>> print(parse_unit("USD/kg", 2025))
    USD_2025 / kilogram
    """
    if not _PLAIN_UNIT.fullmatch(text):
        raise ValueError(f"unit {text[:40]!r} is not a plain unit expression of at most 80 characters")
    if re.search(_RAISE, _POWER.sub("", text)):  # a tower of powers keeps the machine busy for years
        raise ValueError(f"unit {text!r} raises something else than a unit to a plain power; write it like W/m^2")
    has_money = bool(_MONEY.search(text))
    if has_money and price_year is None:
        raise ValueError(f"unit {text!r} is money: price_year is needed, the year whose dollars these are")
    if price_year is not None and not has_money:
        raise ValueError(f"price_year is given but unit {text!r} holds no USD; remove one or correct the other")
    if price_year is not None and not FIRST_YEAR <= price_year <= LAST_YEAR:
        raise ValueError(f"price_year must lie between {FIRST_YEAR} and {LAST_YEAR}; got {price_year}")
    if has_money and price_year != BASE_YEAR:
        text = _MONEY.sub(rf"\g<1>USD_{price_year}", text)
    try:
        unit = ureg.Unit(text)
    except Exception as error:  # pint raises many kinds, some of them bare
        raise ValueError(f"unit {text!r} is not known: {type(error).__name__}: {error}") from None
    one = Quantity(1, unit)
    powers: list[float] = [float(str(power)) for _, power in one.unit_items()]
    if not all(abs(power) <= _HIGHEST_POWER for power in powers):
        raise ValueError(f"unit {text!r} has a power above {_HIGHEST_POWER}; write it like W/m^2")
    if not has_money and year_of(one) is not None:
        raise ValueError(f"unit {text!r} is money: write it as USD, with price_year")
    return unit


class Earlier(BaseModel):
    """What a record said before: an older value in the record's unit, its day and who said so."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    value: float | tuple[float, ...]
    as_of: dt.date
    known: dt.date | None = None
    sources: tuple[str, ...] = Field(min_length=1)
    locator: str = ""
    low: float | tuple[float, ...] | None = None
    high: float | tuple[float, ...] | None = None
    note: str = ""

    @property
    def since(self) -> dt.date:
        """The day from which it could be known."""
        return self.known or self.as_of


class Record(BaseModel):
    """One number, what it means, who says so and since when.

    `read` says how the first source was read: itself, or through another account, whose key it names. `known` is the
    day on which the number became public, where that is later than the day it tells of. `history` holds what the record
    said before, oldest first, so that a chart of time and a look back read one table.
    """

    needs_day: ClassVar[bool] = True

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")
    name: str = Field(min_length=3, max_length=120)
    value: float | tuple[float, ...]
    unit: str = ""
    low: float | tuple[float, ...] | None = None
    high: float | tuple[float, ...] | None = None
    range: RangeMeaning | None = None
    distribution: Shape | None = None
    limits: tuple[float, float] | None = None  # what cannot be passed, for a belief whose tails would: [0, inf], [0, 1]
    kind: Kind
    sources: tuple[str, ...] = ()
    locator: str = ""
    read: str = Field(default="", pattern=r"^(itself|through [a-z0-9_]+)?$")
    as_of: dt.date | None = None
    known: dt.date | None = None
    history: tuple[Earlier, ...] = ()
    price_year: int | None = Field(default=None, ge=FIRST_YEAR, le=LAST_YEAR)
    shelf_life: int | None = Field(default=None, gt=0)
    check: str = ""
    note: str = ""
    symbol: str = ""
    alias: str = Field(default="", pattern=r"^([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)?$")

    @field_validator("value", "low", "high")
    @classmethod
    def _finite(cls, value: object) -> object:
        numbers = value if isinstance(value, tuple) else () if value is None else (value,)
        if isinstance(value, tuple) and not value:
            raise ValueError("a list of values needs at least one number")
        if not all(math.isfinite(float(n)) for n in numbers):
            raise ValueError("every number must be finite; a missing number is left out")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Record:
        parse_unit(self.unit, self.price_year)
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high come together: give both or neither")
        if self.limits is not None and self.range != "90 % belief":
            raise ValueError(
                "limits cut the tails of a '90 % belief'; any other range ends where it says, so drop them"
            )
        if self.low is not None and self.high is not None:
            self._range_is_sound()
        elif (
            self.kind in ("stated", "estimated", "assumed") and isinstance(self.value, float) and self.kind != "stated"
        ):
            raise ValueError(f"a number that is {self.kind} needs low, high and what the range means")
        if self.as_of is None and self.kind != "defined" and self.needs_day:
            raise ValueError("as_of is needed: the day on which the number was true, for example 2026-06-12")
        if self.kind not in ("assumed", "defined") and not self.sources:
            raise ValueError(f"a number that is {self.kind} needs sources; without one it is kind = 'assumed'")
        if self.known is not None and self.as_of is not None and self.known < self.as_of and self.kind != "stated":
            raise ValueError(f"known ({self.known}) is before as_of ({self.as_of}): a number is known after its day")
        if self.read.startswith("through ") and not self.sources:
            raise ValueError("read names the account that the source was read through, but there are no sources")
        self._history_is_sound()
        return self

    def _history_is_sound(self) -> None:
        if not self.history:
            return
        if self.as_of is None:
            raise ValueError("history needs as_of on the record itself, the day of its newest value")
        days = [*(earlier.since for earlier in self.history), self.since]
        if days != sorted(set(days)):
            raise ValueError(f"history goes from the oldest to the newest day, each once; got {[str(d) for d in days]}")
        for earlier in self.history:
            self._earlier(earlier)

    def _earlier(self, earlier: Earlier) -> Record:
        past = {
            name: getattr(earlier, name) for name in ("value", "as_of", "known", "sources", "locator", "low", "high")
        }
        fields = {name: getattr(self, name) for name in type(self).model_fields} | past
        fields |= {"history": (), "read": "", "range": self.range if earlier.low is not None else None}
        if earlier.low is None:
            fields |= {"limits": None}
        try:
            return type(self).model_validate(fields | {"note": earlier.note or self.note})
        except ValidationError as error:
            said = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
            raise ValueError(f"history of {earlier.as_of}: {said}") from None

    def _range_is_sound(self) -> None:
        if self.range is None:
            raise ValueError("low and high are given: say in `range` what they mean, for example '90 % belief'")
        lows, values, highs = (_as_tuple(x) for x in (self.low, self.value, self.high))
        if not len(lows) == len(values) == len(highs):
            raise ValueError("value, low and high need the same number of entries")
        for low, value, high in zip(lows, values, highs, strict=True):
            if not low <= value <= high:
                raise ValueError(f"value {value:g} lies outside its range {low:g} to {high:g}")
        if self.distribution == "lognormal" and self.is_uncertain and min(lows) <= 0:
            raise ValueError(f"a lognormal distribution needs a range above zero; got low = {min(lows):g}, raise it")
        if self.limits is not None and not self.limits[0] <= min(lows) <= max(highs) <= self.limits[1]:
            raise ValueError(f"range {min(lows):g} to {max(highs):g} passes its limits {list(self.limits)}: fix one")

    @property
    def units(self) -> pint.Unit:
        """The unit, with money in the dollars of its price year."""
        return parse_unit(self.unit, self.price_year)

    @property
    def quantity(self) -> Quantity:
        """The value with its unit."""
        return self._of(self.value)

    @property
    def lowest(self) -> Quantity:
        """The low end of the range, or the value when there is none."""
        return self._of(self.value if self.low is None else self.low)

    @property
    def highest(self) -> Quantity:
        """The high end of the range, or the value when there is none."""
        return self._of(self.value if self.high is None else self.high)

    @property
    def is_uncertain(self) -> bool:
        """Whether the record has a range that is wider than a point."""
        return self.low is not None and self.low != self.high and self.distribution != "fixed"

    @property
    def possible(self) -> tuple[float, float]:
        """What the number can be, in its own unit: its limits, or what its unit, its range and its name say.

        A share, a probability or an efficiency lies between nothing and one; what is counted, weighed or paid is not
        below zero, unless its range is or its name tells of a change, an income or a temperature.
        """
        if self.limits is not None:
            return self.limits
        lows, highs = (
            _as_tuple(self.value if self.low is None else self.low),
            _as_tuple(self.value if self.high is None else self.high),
        )
        if self.range == "physical limits":
            return min(lows), max(highs)
        if self.is_year:
            return 1900.0, 2200.0
        signed = (
            min(lows) < 0
            or _SIGNED.search(self.name) is not None
            or (not self.units.dimensionless and (ureg.Quantity(1, self.units)._is_multiplicative is False))
        )
        share = (
            self.units.dimensionless and max(highs) <= 1 and (self.is_uncertain or _SHARE.search(self.name) is not None)
        )
        scale = max(map(abs, (*lows, *highs, *_as_tuple(self.value))))
        top = 1.0 / float(ureg.Quantity(1, self.units).to("").magnitude) if share else scale * ABSURD or math.inf
        return (-top if signed else 0.0), top

    @property
    def is_positive(self) -> bool:
        """Whether the number cannot be zero: a mass, a length, a power, a price that has no range."""
        lows = _as_tuple(self.value if self.low is None else self.low)
        physical = any(of in self.units.dimensionality for of in ("[mass]", "[length]"))
        return min(lows) > 0 and (physical if self.price_year is None else not self.is_uncertain)

    @property
    def is_year(self) -> bool:
        """Whether the number is a calendar year."""
        values = _as_tuple(self.value)
        return not self.unit and "year" in self.key and all(1900 <= v <= 2200 and v == int(v) for v in values)

    def refuse_impossible(self, value: Quantity) -> None:
        """Refuse a value that the number cannot have, whoever gives it.

        Raises
        ------
        ValueError
            With what the record can be.
        """
        numbers = np.ravel(np.asarray(value.to(self.units).magnitude, dtype=float))
        low, high = self.possible
        ends = (
            f"at least {low:g}"
            if high == math.inf
            else f"at most {high:g}"
            if low == -math.inf
            else f"{low:g} to {high:g}"
        )
        got = ", ".join(f"{n:g}" for n in numbers[:3])
        if np.any(numbers < low) or np.any(numbers > high):
            raise ValueError(f"{self.key} can only be {ends} {self.unit}".rstrip() + f"; got {got}")
        if self.is_positive and np.any(numbers == 0):
            raise ValueError(f"{self.key} can only be above zero; got {got}")
        if self.is_year and np.any(numbers != np.round(numbers)):
            raise ValueError(f"{self.key} is a calendar year, a whole number; got {got}")

    @property
    def since(self) -> dt.date:
        """The day from which the newest value could be known; a definition was always known."""
        return self.known or self.as_of or dt.date.min

    @property
    def read_through(self) -> str:
        """The account through which the first source was read; nothing where it was read itself."""
        return self.read.removeprefix("through ") if self.read.startswith("through ") else ""

    def is_known_on(self, day: dt.date) -> bool:
        """Whether the record, or an older value of it, could be known on a day."""
        return self.since <= day or any(earlier.since <= day for earlier in self.history)

    def as_known_on(self, day: dt.date) -> Record:
        """Give the record as it could be known on a day: its newest value of then.

        A record that tells of something later keeps its value; `is_known_on` says so.
        """
        if self.since <= day:
            return self
        then = [earlier for earlier in self.history if earlier.since <= day]
        if not then:
            return self
        return self._earlier(then[-1]).model_copy(update={"history": tuple(then[:-1])})

    def course(self) -> tuple[tuple[dt.date, float | tuple[float, ...]], ...]:
        """Give every value the record has had with its day, oldest first."""
        newest = ((self.as_of, self.value),) if self.as_of else ()
        return (*((earlier.as_of, earlier.value) for earlier in self.history), *newest)

    def is_stale(self, on: dt.date = KNOWN_UNTIL) -> bool:
        """Whether the record is older than its shelf life on a day."""
        return self.shelf_life is not None and self.as_of is not None and (on - self.as_of).days > self.shelf_life

    def _of(self, value: float | tuple[float, ...]) -> Quantity:
        return Quantity(np.array(value) if isinstance(value, tuple) else value, self.units)


def _as_tuple(value: float | tuple[float, ...] | None) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)
