"""What an analyst types: a number with a unit as a person, or this report, writes it."""

from __future__ import annotations

import re

from analysis.evidence.case import price_index
from analysis.evidence.errors import EvidenceError
from analysis.units import Quantity, dollar_name, in_dollars_of, price_year

SCALES = {
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "M": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "B": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "T": 1e12,
    "t": 1e12,
}
WORDS = ("thousand", "million", "billion", "trillion")
PLURALS = {"launches": "launch", "people": "person", "°C": "degC", "yr": "year", "kt": "kilotonne"} | {
    f"{thing}s": thing for thing in ("satellite", "wafer", "user", "share", "token", "die", "GPU")
}
TIMES = r"(year|yr|month|day|hour|h|s|second)"
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_DOLLARS = re.compile(
    rf"([-+]?)\s*\$\s*({_NUMBER})\s*(?:({'|'.join(WORDS)}|[kMBTbt]n?|mn|m)(?![\w]))?\s*(.*)", re.DOTALL
)
_SCALED = re.compile(rf"({_NUMBER})\s+({'|'.join(WORDS)})\b\s*(.*)", re.DOTALL)
_RANGE = re.compile(r"(.*?)\s*\[([^\[\],;]+?)\s*[,;]\s*([^\[\],;]+?)\]\s*", re.DOTALL)
_LIST = re.compile(rf"\$?({_NUMBER}(?:\s*;\s*{_NUMBER})+)\s*(.*)", re.DOTALL)
_PAIR = re.compile(rf"\$?({_NUMBER})\s*–\s*({_NUMBER})\s*(.*)", re.DOTALL)
_RATE = re.compile(r"\s+(?:a|per)\s+(?=[A-Za-z])")
_CURRENCIES = re.compile(r"\b(EUR|GBP|JPY|CNY|CHF|CAD|AUD|INR)\b|([€£¥])")


def plain(text: str) -> str:
    """Write what is printed for people as a number with a plain unit.

    Examples
    --------
    >>> plain("$1,500/kg"), plain("$18.67 billion/yr"), plain("$2.4B"), plain("−$5/share")
    ('1500 USD/kg', '18670000000 USD/year', '2400000000 USD', '-5 USD/share')
    >>> plain("74 million USD/launch"), plain("12 USD/W-year"), plain("3 launches"), plain("8; 10; −5 kg")
    ('74000000 USD/launch', '12 USD/(W*year)', '3 launch', '[8, 10, -5] kg')
    >>> plain("$250 per kilogram"), plain("$1.3 trillion a year"), plain("0.3/yr")
    ('250 USD/kilogram', '1300000000000 USD/year', '0.3 1/year')
    """
    text = text.strip().replace("−", "-").replace("\u202f", " ").replace("\xa0", " ")
    text = _RATE.sub("/", text.replace(" million tokens", " Mtoken"))
    dollars = "$" in text
    if found := _DOLLARS.fullmatch(text) if ";" not in text and "–" not in text else None:
        sign, digits, scale, rest = found.groups()
        return f"{_scaled(sign + digits, scale)} {_unit(_of_money(rest))}"
    if found := _SCALED.fullmatch(text):
        digits, scale, rest = found.groups()
        return f"{_scaled(digits, scale)} {_unit(rest)}".strip()
    for shape in (_LIST, _PAIR):
        if found := shape.fullmatch(text):
            *several, rest = found.groups()
            digits = ";".join(several)
            scale = next((word for word in WORDS if rest.startswith(word)), None)
            rest = rest.removeprefix(scale or "").strip()
            listed = ", ".join(_scaled(number.strip(), scale) for number in digits.split(";"))
            return f"[{listed}] {_unit(_of_money(rest) if dollars else rest)}".strip()
    if found := re.fullmatch(rf"({_NUMBER})(\s*)(.*)", text, re.DOTALL):
        return f"{found[1]}{found[2]}{_unit(found[3])}" if found[3][:1] != "/" else f"{found[1]} 1{_unit(found[3])}"
    return text


def of_what_is_made(text: str) -> str:
    """Read "per wafer a month" as the price of making one a month, where a price of each and month makes no sense.

    Examples
    --------
    >>> of_what_is_made("$560,000 per wafer a month"), of_what_is_made("$3 per user")
    ('$560,000/(wafer/month)', '$3 per user')
    """
    return re.sub(rf" per (\w+) a {TIMES}$", r"/(\1/\2)", text.strip())


def split_range(text: str) -> tuple[str, str | None, str | None]:
    """Part a value from the range that may follow it in brackets.

    Examples
    --------
    >>> split_range("200 USD/kg [100, 400]"), split_range("[1, 2] kg"), split_range("5 kg")
    (('200 USD/kg', '100', '400'), ('[1, 2] kg', None, None), ('5 kg', None, None))
    """
    found = _RANGE.fullmatch(text.strip())
    return (found[1], found[2], found[3]) if found and found[1] else (text, None, None)


def refuse_currency(text: str) -> None:
    """Refuse money that is not dollars: there is a price index on board, but no rate of exchange."""
    if found := _CURRENCIES.search(text):
        name = found[1] or found[2]
        raise EvidenceError(f"{text!r} is in {name}, and no rate of exchange is on board; convert it to USD first")


def in_year_of(value: Quantity, wanted: int | None) -> tuple[Quantity, str]:
    """Carry dollars of another year to the year of a record, with a note that says so.

    Examples
    --------
    >>> carried, note = in_year_of(Quantity(100.0, "USD_2017/kg"), 2024)
    >>> print(carried.round(1), "|", note)
    128.0 USD_2024 / kilogram | dollars of 2017 carried to 2024 by the consumer price index: times 1.280
    """
    year = price_year(value)
    if year is None or wanted is None or year == wanted:
        return value, ""
    try:
        carried = in_dollars_of(value, wanted, price_index())
        factor = in_dollars_of(Quantity(1.0, dollar_name(year)), wanted, price_index()).magnitude
    except KeyError as error:
        raise EvidenceError(f"dollars of {year} cannot be carried to {wanted}: {error.args[0]}") from None
    return carried, f"dollars of {year} carried to {wanted} by the consumer price index: times {factor:.3f}"


def _scaled(digits: str, scale: str | None) -> str:
    number = float(digits.replace(",", "").replace("_", "")) * SCALES.get(
        scale or "", SCALES.get((scale or "")[:1], 1.0)
    )
    return f"{number:.15g}" if abs(number) >= 1e15 or number != int(number) else str(int(number))


def _of_money(rest: str) -> str:
    rest = rest.strip()
    return rest if "USD" in rest else f"USD{rest}"


def _unit(text: str) -> str:
    """Write a unit of the printed kind as the registry reads it: /W-year, launches, °C."""
    text = text.strip()
    text = re.sub(rf"/([A-Za-z]+)-{TIMES}\b", r"/(\1*\2)", text)
    return re.sub(r"°C|[^\W\d]+", lambda found: PLURALS.get(found[0], found[0]), text)
