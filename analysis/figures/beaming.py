"""Charts of chapter 9: the watt's journey from cell to rectenna, and what beamed electricity costs."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.studies import beaming

_LEFT = "Watts left of a hundred in sunlight"


def _ladder(frame: pd.DataFrame, hue: str, title: str, axis: bool) -> alt.LayerChart:
    y = alt.Y("step:N", title=None, sort=None)
    x = alt.X(
        "watts_left:Q",
        title=_LEFT if axis else None,
        scale=alt.Scale(domain=[0, 105], nice=False),
        axis=alt.Axis(labels=axis, ticks=axis),
    )
    bars = (
        alt.Chart(frame)
        .mark_bar(color=colour(hue), opacity=0.8)
        .encode(x, y, tooltip=["step:N", alt.Tooltip("watts_left:Q", format=".1f")])
    )
    text = (
        alt.Chart(frame)
        .mark_text(align="left", dx=6)
        .encode(x="watts_left:Q", y=y, text=alt.Text("watts_left:Q", format=".3~r"))
    )
    return alt.layer(bars, text).properties(width=WIDTH - 170, height=23 * len(frame), title=title)


def journey(case: Case) -> alt.VConcatChart:
    """Watts left after each step, beamed down and used in orbit."""
    frame = beaming.journey(case)
    parts = [
        _ladder(frame[frame["way"] == "beamed down"], "ground", "Beamed down to a data centre", axis=False),
        _ladder(frame[frame["way"] == "used in orbit"], "orbit", "Used beside the array", axis=True),
    ]
    return finish(
        alt.vconcat(*parts, spacing=14),
        "Two ladders of bars with the share of the sunlight that is left after each step. Beamed down, "
        "{beaming.sunlight_to_grid} reach the grid and {beaming.share_at_computers_on_ground} the computers; used in "
        "orbit, {beaming.share_at_computers_in_orbit} reach the computers.",
        case,
    )


def cost(case: Case) -> alt.LayerChart:
    """Cost of electricity on the ground and beamed, on a logarithmic axis."""
    frame = beaming.costs(case)
    y = alt.Y("what:N", title=None, sort=None)
    scale = alt.Scale(type="log", domain=[0.02, 3], nice=False)
    x = alt.X(
        "usd_per_kwh:Q",
        title="Cost of electricity (US$ of 2026 per kilowatt-hour)",
        scale=scale,
        axis=alt.Axis(values=[0.02, 0.05, 0.1, 0.2, 0.5, 1, 2], format="~g"),
    )
    kinds = ["ground", "orbit", "others"]
    hue = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=kinds, range=colours(*kinds)))
    low, high = beaming.ground_price_range(case).to("USD/kWh").magnitude
    paid = pd.DataFrame({"low": [float(low)], "high": [float(high)]})
    band = (
        alt.Chart(paid)
        .mark_rect(color=colour("ground"), opacity=0.2)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    )
    dots = (
        alt.Chart(frame)
        .mark_point(size=100, filled=True, opacity=1)
        .encode(
            x,
            y,
            color=hue,
            shape=alt.Shape("kind:N", legend=None),
            tooltip=["what:N", alt.Tooltip("usd_per_kwh:Q", format=".3f")],
        )
    )
    text = (
        alt.Chart(frame)
        .mark_text(align="left", dx=10)
        .encode(x=alt.X("usd_per_kwh:Q", scale=scale), y=y, text=alt.Text("usd_per_kwh:Q", format=".2~r"))
    )
    chart = alt.layer(band, dots, text).properties(width=WIDTH - 200, height=210)
    return finish(
        chart,
        "Dots of the cost of electricity on a logarithmic axis, with a band for prices on the ground. The published "
        "designs cost {beaming.cost_over_ground} times what the ground pays; with every improvement at once it is "
        "{beaming.best_case_cost}.",
        case,
    )
