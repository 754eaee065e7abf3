import json
import re
import shutil
import subprocess
from typing import Any

import numpy as np
import pytest
import vl_convert

from analysis.engine import compile_program, trace, trace_mapping
from analysis.engine.vega import Axis, Slider, field_name, javascript, live_chart_program
from analysis.units import Quantity, where

# what the expression interpreter of Vega 6 knows, out of what is needed here (its functions.js and constants.js)
ALLOWED = set("abs acos asin atan atan2 ceil cos cumulativeNormal exp floor log max min pow sin sqrt tan".split())  # noqa: SIM905


def everything(a: Quantity, b: Quantity, c: Quantity, d: Quantity) -> dict[str, Quantity]:
    x, y, z = (a / b).to(""), c.to(""), d
    return {
        "waves": np.sin(x)
        + np.cos(z) * np.tan(y)
        + np.arcsin(y / 2)
        + np.arccos(y / 2)
        + np.arctan(x)
        + np.arctan2(x, y),
        "growth": np.exp(-x) + np.expm1(y) + np.log(x) + np.log1p(z) + np.log2(x) + np.log10(y) + np.tanh(y) - 2.0**z,
        "steps": np.ceil(x) - np.floor(x * z) + np.abs(y - x) + np.where((x == y) | (z.m != 3.0), 1.0, 2.0),
        "choice": where((x > y) & ~(x < 2) | (x >= z) & (x <= 4), np.minimum(a, b), np.maximum(a, 2 * b)),
        "powers": -((x**3) ** 0.4) + x * np.sqrt(x * y) ** 0.2 - x**1.2 * z**-2 + 1e-300 * x - 5e20,
        "small": np.expm1(y * 1e-9) + np.log1p(z * 1e-9),
        "fixed": 0 * x + 7.0,
    }


UNITS = {"a": Quantity(3.0, "km"), "b": Quantity(900.0, "m"), "c": Quantity(40.0, "percent"), "d": Quantity(2.0, "")}
RANGES = {"a": (0.5, 9.0), "b": (100.0, 2000.0), "c": (1.0, 99.0), "d": (0.5, 5.0)}
PROGRAM = trace(everything, UNITS)


def random_settings(count: int) -> list[dict[str, float]]:
    rng = np.random.default_rng(5)
    return [{name: float(rng.uniform(low, high)) for name, (low, high) in RANGES.items()} for _ in range(count)]


def drawn_texts(spec: dict[str, Any]) -> list[str]:
    """Every text that the chart draws, as V8 computed it."""
    svg = vl_convert.vegalite_to_svg(json.dumps(spec))
    return [text.replace("−", "-") for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def chart_that_prints(chart: dict[str, Any], axis: str | None, settings: dict[str, float]) -> dict[str, Any]:
    """A chart whose marks are its own numbers, written out in full."""
    params = [
        {"name": p["name"], "value": settings[name]} if (name := by_param(chart, p["name"])) else p
        for p in chart["params"]
    ]
    fields = [f"{'datum.' if axis else ''}{field}" for field in chart["fields"].values()]
    shown = [*([f"datum.{axis}"] if axis else []), *fields]
    printed = {"calculate": "+' '+".join(f"('' + {field})" for field in shown), "as": "printed"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": chart["data"],
        "params": params,
        "transform": [*chart["transforms"], printed],
        "mark": {"type": "text", "limit": 0},
        "encoding": {"text": {"field": "printed", "type": "nominal"}},
    }


def by_param(chart: dict[str, Any], param: str) -> str | None:
    return next((name for name, written in chart["sliders"].items() if written == param), None)


def test_the_chart_computes_what_python_computes() -> None:
    chart = live_chart_program(PROGRAM, {"a": RANGES["a"], "c": RANGES["c"]}, Axis("b", 100.0, 2000.0, 12))
    run = compile_program(PROGRAM)
    for settings in random_settings(4):
        rows = [list(map(float, t.split())) for t in drawn_texts(chart_that_prints(chart, "b", settings))]
        assert len(rows) == 12
        for b, *values in rows:
            want = run(a=settings["a"], b=b, c=settings["c"])
            # the promise of the page: JavaScript and Python agree to 1e-9
            np.testing.assert_allclose(values, list(want.values()), rtol=1e-9)


def test_live_numbers_without_an_axis() -> None:
    chart = live_chart_program(PROGRAM, RANGES)
    assert chart["transforms"] == []
    for settings in random_settings(4):
        (text,) = drawn_texts(chart_that_prints(chart, None, settings))
        want = compile_program(PROGRAM)(settings)
        np.testing.assert_allclose(list(map(float, text.split())), list(want.values()), rtol=1e-9)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_javascript_computes_what_python_computes() -> None:
    settings = random_settings(100)
    code = f"{javascript(PROGRAM)}; console.log(JSON.stringify({json.dumps(settings)}.map(x => model(x))))"
    answer = subprocess.run(["node", "-e", code], capture_output=True, text=True, check=True).stdout
    run = compile_program(PROGRAM)
    for got, given in zip(json.loads(answer), settings, strict=True):
        want = run(given)
        assert list(got) == list(want)
        np.testing.assert_allclose(list(map(float, got.values())), list(want.values()), rtol=1e-9)


def test_only_what_the_interpreter_of_vega_knows_is_used() -> None:
    chart = live_chart_program(PROGRAM, RANGES)
    text = " ".join(param.get("expr", "") for param in chart["params"])
    assert set(re.findall(r"([a-zA-Z_]\w*)\(", text)) <= ALLOWED
    names = set(re.findall(r"[a-zA-Z_]\w*", re.sub(r"\d[\d.]*e[-+]?\d+", "", text))) - ALLOWED
    assert names <= {param["name"] for param in chart["params"]}


def test_what_does_not_move_is_not_on_the_page() -> None:
    chart = live_chart_program(PROGRAM.select("waves"), {"a": RANGES["a"]}, Axis("d", 0.0, 1.0))
    assert [param["name"] for param in chart["params"] if "bind" in param] == ["a"]
    assert "b" not in chart["sliders"]
    steps = [param["expr"] for param in chart["params"] if "expr" in param]
    assert any("sin(" in step and "datum" not in step for step in steps)  # the slider's part, once for all rows


def test_names_with_dots_labels_steps_and_units() -> None:
    def cost(x: Any) -> dict[str, Quantity]:
        return {"cost.total": (x["launch.price"] * x["launch.mass"]).to("megaUSD")}

    inputs = {"launch.price": Quantity(2000.0, "USD/kg"), "launch.mass": Quantity(5.0, "tonne")}
    slider = Slider(Quantity(1.0, "USD/g"), Quantity(5.0, "USD/g"), Quantity(0.1, "USD/g"), label="Price of launch")
    chart = live_chart_program(
        trace_mapping(cost, inputs), {"launch.price": slider}, Axis("launch.mass", 1, 9, 9), prefix="t"
    )
    bind = {"input": "range", "min": 1000.0, "max": 5000.0, "step": 100.0, "name": "Price of launch"}
    assert chart["params"][0] == {"name": "tlaunch_price", "value": 2000.0, "bind": bind}
    assert chart["fields"] == {"cost.total": "tcost_total"}
    plain = live_chart_program(
        trace_mapping(cost, inputs), {"launch.price": (1000.0, 5000.0)}, Axis("launch.mass", 1, 9, 9)
    )
    assert plain["params"][0]["bind"]["step"] == 40.0  # a hundred steps from end to end, unless another is asked for
    assert chart["data"]["sequence"]["as"] == "launch_mass"
    assert json.loads(json.dumps(chart)) == chart


def test_what_cannot_be_drawn_is_refused_in_words() -> None:
    units = trace(lambda a, b: a * b, {"a": "m", "b": Quantity(1.0, "m")})
    with pytest.raises(ValueError, match="'a' has no value"):
        live_chart_program(units, {"b": (0, 2)})
    with pytest.raises(ValueError, match="slider 'a' has no value to start from"):
        live_chart_program(units, {"a": (0, 2)})
    with pytest.raises(ValueError, match="slider 'b' starts outside its ends"):
        live_chart_program(units, {"b": (2, 3), "a": Slider(0, 1, value=0.5)})
    clash = trace_mapping(lambda x: x["a.b"] * x["a_b"], {"a.b": Quantity(1.0, ""), "a_b": Quantity(1.0, "")})
    assert live_chart_program(clash, {"a.b": (0, 2), "a_b": (0, 2)})["sliders"] == {"a.b": "a_b", "a_b": "a_b_2"}
    with pytest.raises(ValueError, match="cannot be a slider and the axis at once"):
        live_chart_program(clash, {"a.b": (0, 2)}, Axis("a.b", 0, 1))
    with pytest.raises(KeyError, match="no input named 'z'"):
        live_chart_program(units, {"z": (0, 1)})


def test_field_names_are_identifiers() -> None:
    for name in ("a.b", "1a", "grüße", "a-b c"):
        assert re.fullmatch(r"[A-Za-z_]\w*", field_name(name), flags=re.ASCII)
