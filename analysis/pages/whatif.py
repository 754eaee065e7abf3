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
from analysis.results import verdicts as claims
from analysis.results.registry import Result, find
from analysis.results.uncertainty import program
from analysis.results.verdicts import MARKS
from analysis.units import Quantity, price_year, ureg

SHOWN = 4  # significant digits of a slider's value, as in a table of inputs
LOGARITHMIC_FROM = 30.0  # a range this many times wider than its low end gets a logarithmic slider


def what_if(
    case: Case,
    name: str,
    title: str,
    numbers: Mapping[str, str],
    sliders: Sequence[str] | Mapping[str, tuple[float, float]],
    claim: ClaimRecord | None = None,
    axis: tuple[str, str] | None = None,
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
    claim : ClaimRecord, optional
        A claim whose computed result is among the numbers and whose verdict follows.
    axis : (record key, result key), optional
        A line chart of the result over the record.
    """
    keys = list(numbers)
    moved = _sliders(case, sliders)
    fragments = live_chart_program(program(keys, case, {key: shown(case, key) for key in moved}), moved)
    widgets, steps = fragments["params"][: len(moved)], fragments["params"][len(moved) :]
    described: dict[str, Any] = {
        "id": name,
        "title": title,
        "sliders": [_widget(case, key, widget) for key, widget in zip(moved, widgets, strict=True)],
        "steps": [{"as": step["name"], "calculate": step["expr"]} for step in steps],
        "numbers": [_live_number(find(k), label, fragments["fields"][k], case) for k, label in numbers.items()],
    }
    if claim is not None:
        described["verdict"] = _verdict(claim, fragments["fields"], case)
    if axis is not None:
        described["spec"] = _chart(case, moved, *axis)
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


def _widget(case: Case, key: str, widget: Mapping[str, Any]) -> dict[str, Any]:
    record, bind = case.record(key), widget["bind"]
    wide = bind["min"] > 0 and bind["max"] / bind["min"] >= LOGARITHMIC_FROM
    base = shown(case, key)
    words, divide = wording(base)
    return {
        "name": widget["name"],
        "label": record.name,
        "template": words,
        "divide": divide,
        "text": format_quantity(base, digits=SHOWN),
        "value": widget["value"],
        "min": bind["min"],
        "max": bind["max"],
        "step": bind["step"],
        "scale": "log" if wide else "linear",
        "format": f",.{SHOWN}~r",
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


def template(result: Result) -> str:
    """Write how a result is printed, with a place for the number.

    Examples
    --------
    >>> template(find("multiple.offer_value")), template(find("multiple.offer_multiple"))
    ('${} trillion', '{}×')
    """
    text = result.words.format(format_quantity(Quantity(2.0, ureg.Unit(result.unit))))
    return text.replace("2", "{}", 1)


def _live_number(result: Result, label: str, field: str, case: Case) -> dict[str, Any]:
    wording = template(result)
    value = float(result(case).magnitude)
    return {
        "label": label,
        "expr": field,
        "format": f",.{result.digits}~r",
        "template": wording,
        "text": wording.format(number(value, result.digits)),
    }


def _verdict(claim: ClaimRecord, fields: Mapping[str, str], case: Case) -> dict[str, Any]:
    key = claim.computed_today
    if key not in fields:
        raise ValueError(f"the verdict of {claim.id} follows {key}: put it among the numbers")
    wanted = claims.threshold(claim)
    if wanted is None or claim.comparison not in ("at least", "at most"):
        raise ValueError(f"the verdict of {claim.id} cannot follow sliders: its comparison is {claim.comparison!r}")
    level = float(wanted.to(ureg.Unit(find(key).unit)).max().magnitude)
    slack = claim.tolerance * abs(level)
    test = f">= {level - slack!r}" if claim.comparison == "at least" else f"<= {level + slack!r}"
    says = {v: f"{MARKS[v]} {v}: {claim.paraphrase}" for v in ("holds", "fails")}
    return {
        "expr": f"{fields[key]} {test} ? 'holds' : 'fails'",
        "texts": says,
        "base": claims.verdict(claim, find(key)(case)),
    }


def _chart(case: Case, sliders: Mapping[str, Slider], along: str, result: str) -> dict[str, Any]:
    record, base = case.record(along), shown(case, along)
    low, high = (float(end.to(base.units).magnitude) for end in _range(case, along))
    traced = program(result, case, {key: shown(case, key) for key in dict.fromkeys([*sliders, along])})
    moved = {key: slider for key, slider in sliders.items() if key != along}
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
