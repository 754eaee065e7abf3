"""What-ifs: a traced result as sliders, live numbers, a verdict that follows, and a chart.

The expressions that the page evaluates are printed from the same functions that computed the page.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np

from analysis.engine.vega import Axis, Slider, field_name, live_chart_program
from analysis.evidence import Case, ClaimRecord, records
from analysis.figures.theme import HEIGHT, WIDTH, colour
from analysis.format import format_quantity, number, wording
from analysis.pages import draws
from analysis.results.registry import Result, find
from analysis.results.uncertainty import program
from analysis.units import Quantity, price_year, ureg

SHOWN = 4  # significant digits of a slider's value, as in a table of inputs
LOGARITHMIC_FROM = 30.0  # a range this many times wider than its low end gets a logarithmic slider


def what_if(
    case: Case,
    name: str,
    title: str,
    numbers: Mapping[str, str],
    sliders: Sequence[str] | Mapping[str, tuple[float, float]],
    held_against: Mapping[str, ClaimRecord] | None = None,
    axis: tuple[str, str] | None = None,
    verdicts: Mapping[str, ClaimRecord] | None = None,
) -> dict[str, Any]:
    """Describe a what-if for the page.

    Parameters
    ----------
    case : Case
        Where everything starts.
    name, title : str
        Its id on the page and its heading.
    numbers : mapping of str to str
        The results that follow the sliders: key to label.
    sliders : sequence of str, or mapping of str to (low, high)
        The records that the reader moves, over their range or over the ends given, in the record's unit.
    held_against : mapping of str to ClaimRecord, optional
        The claim whose threshold a number is held against.
    axis : (record key, result key), optional
        A line chart of the result over the record.
    verdicts : mapping of str to ClaimRecord, optional
        Results and the claims they decide, shown as a table whose probabilities follow the sliders.
    """
    moved = _sliders(case, sliders)
    values = {key: shown(case, key) for key in moved}
    rows = draws.verdict_rows(verdicts or {}, case, values)
    against = held_against or {}
    entries = [_live_number(find(key), label, case, against.get(key)) for key, label in numbers.items()]
    needed = [entry["level"]["against"] for entry in (*entries, *rows) if "against" in entry.get("level", {})]
    keys = list(dict.fromkeys([*numbers, *(row["key"] for row in rows), *needed]))
    described: dict[str, Any] = {
        "id": name,
        "title": title,
        "sliders": [_widget(case, key, slider) for key, slider in moved.items()],
        "numbers": entries,
        "program": draws.script(keys, case, values),
        "scenarios": draws.described_scenarios(keys, case, values),
        "words": [[least, word] for least, word in draws.WORDS],
    }
    if rows:
        described["verdicts"] = rows
    spread = [place for place, entry in enumerate(entries) if "draws" in entry]
    if spread:
        first = next((place for place in spread if "level" in entries[place]), spread[0])
        described["plotted"] = first
        described["still"] = draws.still(entries[first], unit_words(find(entries[first]["key"]).unit))
    if axis is not None:
        hidden = {key for entry in described["scenarios"] for key in entry["values"]} - set(moved)
        described["spec"] = _chart(case, moved, sorted(hidden), *axis)
    return described


def _sliders(case: Case, given: Sequence[str] | Mapping[str, tuple[float, float]]) -> dict[str, Slider]:
    found = {}
    for key in given:
        record, base = case.record(key), shown(case, key)
        value = float(np.asarray(base.magnitude))
        ends = [Quantity(end, record.units) for end in given[key]] if isinstance(given, Mapping) else _range(case, key)
        low, high = (float(end.to(base.units).magnitude) for end in ends)
        low, high = min(low, value), max(high, value)
        if low == high:
            raise ValueError(f"slider {key} has no range: give its ends as {{{key!r}: (low, high)}}")
        found[key] = Slider(low, high, _step(low, high), value, record.name)
    return found


def _range(case: Case, key: str) -> tuple[Quantity, Quantity]:
    """Give the ends of a record; where a scenario took its range away, those of the base and the new value."""
    value, base = case[key], records()[key]
    if case.record(key).is_uncertain or not base.is_uncertain:
        return case.record(key).lowest, case.record(key).highest
    ends = [base.lowest.to(value.units), value, base.highest.to(value.units)]
    return min(ends), max(ends)


def shown(case: Case, key: str) -> Quantity:
    """Give a record's value in the unit of its slider: large sums in billions of dollars, tokens by the million."""
    value = case[key]
    unit = str(value.units)
    if value.is_compatible_with("USD/token"):
        return value.to("USD/megatoken")
    if price_year(value) is None or abs(float(np.asarray(value.magnitude))) < 1e9 or not unit.startswith("US"):
        return value
    return value.to(f"giga{unit}")


def _step(low: float, high: float) -> float:
    """Give a round step of about a two-hundredth of the range.

    Examples
    --------
    >>> _step(0.0, 100.0), _step(0.2, 0.9)
    (0.5, 0.005)
    """
    rough = (high - low) / 200
    power = 10.0 ** math.floor(math.log10(rough))
    return float(f"{next(m for m in (1, 2, 5, 10) if m * power >= rough * 0.999) * power:.12g}")


def _widget(case: Case, key: str, slider: Slider) -> dict[str, Any]:
    low, high = float(slider.low), float(slider.high)
    base = shown(case, key)
    words, divide = wording(base)
    return {
        "name": field_name(key),
        "key": key,
        "label": slider.label,
        "template": draws.in_widget(words),
        "divide": divide,
        "text": draws.in_widget(format_quantity(base, digits=SHOWN)),
        "value": slider.value,
        "min": low,
        "max": high,
        "step": slider.step,
        "scale": "log" if low > 0 and high / low >= LOGARITHMIC_FROM else "linear",
        "digits": SHOWN,
    }


def unit_words(unit: str) -> str:
    """Write a unit beside the name of an axis.

    Examples
    --------
    >>> unit_words("USD/kg"), unit_words("W/kg"), unit_words(""), unit_words("gigaUSD/year")
    ('$/kg', 'W/kg', '', 'billion $/yr')
    """
    text = format_quantity(Quantity(2.0, ureg.Unit(unit)))
    if text.startswith("$"):
        scale, _, per = text.removeprefix("$2").partition("/")
        return f"{scale.strip()} $".strip() + (f"/{per}" if per else "")
    return text.removeprefix("2").strip()


def _live_number(result: Result, label: str, case: Case, claim: ClaimRecord | None) -> dict[str, Any]:
    wording = draws.template(result)
    value = float(result(case).magnitude)
    entry: dict[str, Any] = {
        "label": label,
        "key": result.key,
        "digits": result.digits,
        "template": wording,
        "text": wording.format(number(value, result.digits)),
    }
    spread = draws.base_draws(result, case) if draws.is_uncertain(result, case) else None
    if spread and spread["quantiles"][0] != spread["quantiles"][-1]:  # what it reads may cancel out
        entry["draws"] = spread
    if claim is not None:
        entry["level"] = draws.level_of(claim, result, case)
    return entry


def _chart(case: Case, sliders: Mapping[str, Slider], hidden: Sequence[str], along: str, result: str) -> dict[str, Any]:
    """Draw a result over a record; what only scenarios change stands among the chart's parameters too."""
    record, base = case.record(along), shown(case, along)
    low, high = (float(end.to(base.units).magnitude) for end in _range(case, along))
    read = find(result).evaluate(case).records
    open_too = [key for key in hidden if key in read and key != along]
    traced = program(result, case, {key: shown(case, key) for key in dict.fromkeys([*sliders, along, *open_too])})
    moved = {key: slider for key, slider in sliders.items() if key != along}
    for key in open_too:
        value = float(np.asarray(case[key].magnitude))
        moved[key] = Slider(value - 1.0, value + 1.0, 1.0, value)
    parts = live_chart_program(traced, moved, Axis(along, low, high, 101))
    params = [{"name": p["name"], "value": p["value"]} if "value" in p else p for p in parts["params"]]
    answer = find(result)
    x, y = field_name(along), parts["fields"][result]
    chart = {
        "data": parts["data"],
        "params": params,
        "transform": parts["transforms"],
        "width": WIDTH,
        "height": HEIGHT - 80,
        "description": f"A line of {answer.sentence.rstrip('.').lower()} over {record.name.lower()}, "
        "which follows the sliders.",
        "mark": {"type": "line", "color": colour("orbit")},
        "encoding": {
            "x": {
                "field": x,
                "type": "quantitative",
                "title": f"{record.name} ({unit_words(str(base.units)) or 'ratio'})",
            },
            "y": {
                "field": y,
                "type": "quantitative",
                "title": f"{answer.sentence.rstrip('.')} ({unit_words(answer.unit) or 'ratio'})",
            },
        },
    }
    return dict(alt.Chart.from_dict(chart).to_dict())
