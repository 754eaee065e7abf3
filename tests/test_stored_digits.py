"""No stored page holds a digit that another processor could compute differently."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import rounding
from analysis.engine import Axis, live_chart_program, trace
from analysis.engine.literals import DIGITS
from analysis.units import Quantity

BOOK = Path(__file__).parents[1] / "book"
NUMBER = re.compile(r"(?<![\w.])(\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?!\w)")
FLAT = re.compile(r"^0\.0{9}")  # what is printed as nought and its noise


def texts(part: Any) -> Iterator[str]:
    """Every number and every text of an output: programs and expressions are texts."""
    if isinstance(part, dict):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value)
    elif isinstance(part, float):
        yield repr(part)
    elif isinstance(part, str):
        yield part


def too_long(text: str) -> list[str]:
    """Give the numbers of a text with more digits than processors agree in, and those that are noise about nought."""
    found = []
    for match in NUMBER.finditer(text):
        digits = match[1].replace(".", "").strip("0") if "." in match[1] or "e" in match[0].lower() else ""
        if len(digits) > DIGITS or (FLAT.match(match[0]) and digits):
            found.append(match[0])
    return found


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("971.9961605640423*x", ["971.9961605640423"]),
        ("(.3333333333333333+0.30000000000000004)", [".3333333333333333", "0.30000000000000004"]),
        ("1.2345678901234e-7", ["1.2345678901234e-7"]),
        ("−0.000000000000011102 %", ["0.000000000000011102"]),
        ("0.123456789012+51,095,000,000+data-19f3745091837465091+12345678901234567890", []),
    ],
)
def test_long_numbers_are_found_where_they_stand(text: str, long: list[str]) -> None:
    assert too_long(text) == long


def test_a_stored_page_holds_no_more_digits_than_every_processor_agrees_in() -> None:
    found = {}
    for file in sorted(BOOK.rglob("*.ipynb")):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        outputs = [output.get("data", output.get("text")) for cell in cells for output in cell.get("outputs", [])]
        joined = [
            {kind: "".join(part) if isinstance(part, list) and kind.startswith("text/") else part}
            for output in outputs
            for kind, part in (output.items() if isinstance(output, dict) else [("text/plain", output)])
        ]
        long = [number for text in texts(joined) for number in too_long(text)]
        if long:
            found[str(file.relative_to(BOOK))] = (len(long), long[:3])
    assert not found, "round in analysis.rounding or analysis.engine.literals, then execute the pages again"


def test_a_chart_that_follows_sliders_holds_rounded_constants() -> None:
    model = trace(
        lambda price, years: {
            "value": price * np.exp(-years / 7) / 3 + np.tanh(price) * np.cbrt(years) + np.log10(price)
        },
        {"price": Quantity(0.1 + 0.2, ""), "years": Quantity(2.0, "")},
    )
    for axis in (None, Axis("years", 1.0, 9.0)):
        chart = live_chart_program(model, {"price": (0.1, 0.9)}, axis)
        steps = [step.get("expr", step.get("calculate", "")) for step in (*chart["params"], *chart["transforms"])]
        assert any(steps)
        assert [number for step in steps for number in too_long(step)] == []


def test_a_stored_number_has_nine_digits_and_no_more() -> None:
    """To the letter: an example in a docstring would take a longer number for the same."""
    stored = {
        0.4787048039912557: "0.478704804",
        513 / 1024: "0.500976563",
        -1 / 3: "-0.333333333",
        2e300 / 3: "6.66666667e+299",
    }
    assert {repr(rounding.rounded(value)): value for value in stored} == {text: value for value, text in stored.items()}
    frame = rounding.rounded_frame(pd.DataFrame({"usd": [1 / 3], "count": [2]}))
    assert repr(frame.to_dict("records")) == "[{'usd': 0.333333333, 'count': 2}]"
