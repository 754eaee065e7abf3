"""Charts of chapter 10: mass shown against mass asked for, and the price against the mass launched."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, colour, colours, finish
from analysis.format import number
from analysis.studies import launch


def upmass(case: Case) -> alt.TopLevelMixin:
    """Mass to orbit a year on a logarithmic axis: shown, permitted, asked for."""
    frame = launch.upmass(case)
    frame["text"] = [_flights(value) for value in frame["starships_per_day"]]
    frame["floor"] = 20.0
    order = list(frame["what"])
    y = alt.Y("what:N", sort=order, title=None)
    scale = alt.Scale(type="log", domain=[20, 2e7], nice=False)
    axis = alt.Axis(values=[100, 1e3, 1e4, 1e5, 1e6, 1e7], labelExpr="format(datum.value, ',')", grid=True)
    x = alt.X("t_per_year:Q", title="Mass to orbit (tonnes a year)", scale=scale, axis=axis)
    kinds = alt.Color(
        "kind:N",
        title=None,
        sort=["shown", "permitted", "asked"],
        scale=alt.Scale(domain=["shown", "permitted", "asked"], range=colours("spacex", "reference", "demand")),
        legend=alt.Legend(symbolOpacity=1),
    )
    stems = (
        alt.Chart(frame).mark_rule(strokeWidth=1, opacity=0.5).encode(y, x="floor:Q", x2="t_per_year:Q", color=kinds)
    )
    spread = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.4).encode(
        y, x="low_t_per_year:Q", x2="high_t_per_year:Q", color=kinds
    )  # fmt: skip
    dots = (
        alt.Chart(frame)
        .mark_point(size=110, filled=True, opacity=1)
        .encode(
            y,
            x,
            color=kinds,
            tooltip=["what:N", alt.Tooltip("t_per_year:Q", format=",.0f", title="Tonnes a year"), "text:N"],
        )
    )
    asked = frame[frame["kind"] == "asked"]
    words = alt.Chart(asked).mark_text(align="right", dx=-22, dy=-8, fontSize=11).encode(y, x, text="text:N")
    chart = alt.layer(stems, spread, dots, words).properties(width=WIDTH - 190, height=HEIGHT - 20)
    return finish(
        chart,
        "Dots on a logarithmic axis of mass to orbit a year. Starship has put {launch.starship_upmass} in orbit "
        "in 2026, SpaceX {launch.upmass_2025} in 2025; a gigawatt a year asks for {launch.gigawatt_ai1} at AI1's "
        "stated mass and {launch.gigawatt_ours} at ours, {satellite.filed_yearly_power} as filed for "
        "{launch.hundred_filed} or {launch.hundred_ours}.",
        case,
    )


def _flights(per_day: float) -> str:
    return f"{number(per_day, 2)} Starships a day"


def learning(case: Case) -> alt.TopLevelMixin:
    """Price of a kilogram over the mass launched: the published curve with its range, and what was charged."""
    curves, points = launch.learning_curves(case), launch.learning_points(case)
    x = alt.X(
        "mass_t:Q",
        title="Mass launched so far (tonnes)",
        scale=alt.Scale(type="log", domain=[0.2, 2e6], nice=False),
        axis=alt.Axis(values=[1, 100, 1e4, 1e6], labelExpr="format(datum.value, ',')"),
    )
    y = alt.Y(
        "middle_usd_per_kg:Q",
        title="Price or cost (US$ of 2026 a kilogram)",
        scale=alt.Scale(type="log", domain=[50, 60000], nice=False),
        axis=alt.Axis(values=[100, 1e3, 1e4], labelExpr="format(datum.value, ',')"),
    )
    fan = alt.Chart(curves).mark_area(opacity=0.25, color=colour("others")).encode(
        x, y=alt.Y("fast_usd_per_kg:Q"), y2="slow_usd_per_kg:Q"
    )  # fmt: skip
    line = alt.Chart(curves).mark_line(color=colour("others")).encode(x, y)
    label = pd.DataFrame({"mass_t": [1.2e3], "y": [290.0], "text": ["Suncatcher's curve"]})
    said = (
        alt.Chart(label)
        .mark_text(fontSize=12, align="center", color=colour("others"))
        .encode(x, y="y:Q", text="text:N")
    )
    kinds = alt.Color(
        "kind:N", title=None, scale=alt.Scale(domain=["price", "cost"], range=colours("demand", "spacex"))
    )
    dots = alt.Chart(points).mark_point(size=100, filled=True, opacity=1).encode(
        x, y=alt.Y("usd_per_kg:Q"), color=kinds, tooltip=["vehicle:N", alt.Tooltip("usd_per_kg:Q", format=",.0f")]
    )  # fmt: skip
    listed = points[points["vehicle"].str.contains("list")]
    flat = alt.Chart(listed).mark_line(color=colour("demand"), strokeDash=[4, 3]).encode(x, y=alt.Y("usd_per_kg:Q"))
    right = points["mass_t"] > 1000
    left = ~right & (points["mass_t"] > 1)
    sides = ((right, "left", 8), (left, "right", -6), (points["mass_t"] < 1, "left", 8))
    names = [
        alt.Chart(points[side]).mark_text(align=align, dx=shift, dy=-8, fontSize=12).encode(
            x, y=alt.Y("usd_per_kg:Q"), text="vehicle:N"
        )
        for side, align, shift in sides
    ]  # fmt: skip
    level = float(launch.break_even_price(case).to("USD/kg").magnitude)
    goal = pd.DataFrame({"y": [level], "mass_t": [0.25], "text": [f"Suncatcher breaks even, ${level:,.0f}"]})
    rule = alt.Chart(goal).mark_rule(color=colour("reference"), strokeDash=[4, 3]).encode(y="y:Q")
    aim = alt.Chart(goal).mark_text(align="left", dy=-8, fontSize=12, color=colour("reference")).encode(
        x, y="y:Q", text="text:N"
    )  # fmt: skip
    target = float(launch.company_price(case).to("USD/kg").magnitude)
    below = pd.DataFrame({"y": [target], "mass_t": [0.25], "text": [f"the company's aim, ${target:,.0f}"]})
    wish = alt.Chart(below).mark_rule(color=colour("spacex"), strokeDash=[2, 3]).encode(y="y:Q")
    wished = alt.Chart(below).mark_text(align="left", dy=11, fontSize=12, color=colour("spacex")).encode(
        x, y="y:Q", text="text:N"
    )  # fmt: skip
    low, high = launch.starship_cost_range(case).to("USD/kg").magnitude
    reused = pd.DataFrame(
        {
            "mass_t": [float(launch.starship_upmass(case).to("tonne").magnitude)],
            "low": [low],
            "middle": [float(launch.starship_cost_median(case).to("USD/kg").magnitude)],
            "high": [high],
            "text": ["Starship if reused, 90 %"],
            "kind": ["cost"],
        }
    )
    span = alt.Chart(reused).mark_rule(strokeWidth=5, opacity=0.35).encode(
        x, y=alt.Y("low:Q"), y2="high:Q", color=kinds
    )  # fmt: skip
    middle = alt.Chart(reused).mark_point(size=100, filled=False).encode(x, y=alt.Y("middle:Q"), color=kinds)
    told = alt.Chart(reused).mark_text(align="right", dx=10, dy=-8, fontSize=12).encode(
        x, y="high:Q", text="text:N"
    )  # fmt: skip
    chart = alt.layer(fan, line, said, flat, dots, span, middle, told, *names, rule, aim, wish, wished)
    chart = chart.properties(width=WIDTH, height=HEIGHT)
    return finish(
        chart,
        "Price of a kilogram over the mass launched, both logarithmic. The published curve reaches the break-even"
        " of {launch.break_even_price} once {launch.cumulative_mass_to_break_even} have flown; Falcon 9's list "
        "price stayed near {launch.list_price} while the mass grew by a factor of {launch.mass_growth}, and its "
        "maker's cost is {launch.maker_cost}.",
        case,
    )
