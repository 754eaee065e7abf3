"""Charts of chapter 7: what a watt was worth, and when computing is the bottleneck."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, colour, colours, day, finish, in_days
from analysis.studies import bottleneck


def shadow_price(case: Case) -> alt.LayerChart:
    """Value of a watt of IT power by chip and day, against what it costs."""
    frame = in_days(bottleneck.shadow_prices(case), "date")
    low, high = bottleneck.supply_cost_range(case).to("USD/W/year").magnitude
    line = float(bottleneck.scarcity_line(case).to("USD/W/year").magnitude)
    x = alt.X(
        "date:T",
        title=None,
        scale=alt.Scale(type="utc", domain=["2023-03-01", "2026-12-31"]),
        axis=alt.Axis(format="%Y", tickCount="year"),
    )
    scale = alt.Scale(type="log", domain=[1.8, 100], nice=False)
    y = alt.Y(
        "usd_per_watt_year:Q",
        title="Value of a watt of IT power (US$ of 2026 a year, log scale)",
        scale=scale,
        axis=alt.Axis(values=[2, 5, 10, 20, 50, 100]),
    )
    hue = alt.Color(
        "chip:N",
        legend=None,
        scale=alt.Scale(domain=["H100", "B200"], range=colours("others", "spacex")),
    )
    shape = alt.Shape("chip:N", legend=None, scale=alt.Scale(domain=["H100", "B200"], range=["circle", "square"]))
    paid = pd.DataFrame({"low": [low], "high": [high], "text": ["power and building"]})
    band = (
        alt.Chart(paid)
        .mark_rect(color=colour("ground"), opacity=0.35)
        .encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    )
    needed = pd.DataFrame({"y": [line], "text": ["needed if rents keep falling"]})
    rule = alt.Chart(needed).mark_rule(strokeDash=[6, 3], strokeWidth=1.8, color=colour("ground"))
    rule = rule.encode(y=alt.Y("y:Q", scale=scale))
    names = [
        alt.Chart(data)
        .mark_text(align="left", dx=4, dy=dy, color=colour("ground"), fontSize=12)
        .encode(x=alt.value(0), y=alt.Y(f"{field}:Q", scale=scale), text="text:N")
        for data, field, dy in ((needed, "y", -8), (paid, "high", -6))
    ]
    spans = (
        alt.Chart(frame.dropna())
        .mark_rule(strokeWidth=3, opacity=0.3)
        .encode(x, alt.Y("low:Q", scale=scale), y2="high:Q", color=hue)
    )
    first = frame[(frame["chip"] == "H100") & (frame["kind"] != "index")].sort_values(["date", "kind"])
    path = alt.Chart(first.drop_duplicates("date")).mark_line(strokeWidth=1.4, color=colour("others")).encode(x, y)
    dots = (
        alt.Chart(frame)
        .mark_point(size=90, filled=True, opacity=1)
        .encode(
            x,
            y,
            color=hue,
            shape=shape,
            tooltip=[day("date"), "chip:N", "kind:N", alt.Tooltip("usd_per_watt_year:Q", format=".1f")],
        )
    )
    newest = frame[frame["date"] == frame["date"].max()]
    labels = [
        alt.Chart(newest[newest["chip"] == chip])
        .mark_text(dy=dy, fontWeight="bold")
        .encode(x, alt.Y(f"{end}:Q", scale=scale), color=hue, text="chip:N")
        for chip, end, dy in (("B200", "high", -10), ("H100", "low", 11))
    ]
    chart = alt.layer(band, rule, *names, spans, path, dots, *labels).properties(width=WIDTH, height=HEIGHT)
    return finish(
        chart,
        "Points of the yearly value of a watt of IT power from 2023 to 2026. It falls from 2023 to late 2025, "
        "near what power and building cost, {bottleneck.supply_cost}, and rises again to "
        "{bottleneck.shadow_price_now} with a B200 in 2026; {bottleneck.scarcity_line} are needed if rents fall "
        "as the cost of computing does.",
        case,
    )


def elasticity(case: Case) -> alt.LayerChart:
    """Share of the next gain that depends on computing, by elasticity of substitution and path."""
    frame = bottleneck.elasticities(case)
    x = alt.X(
        "substitution:Q",
        title="Elasticity of substitution between computing and algorithms",
        scale=alt.Scale(domain=[0, 3.6], nice=False),
        axis=alt.Axis(values=[0, 0.5, 1, 1.5, 2, 2.5]),
    )
    y = alt.Y("compute_share_percent:Q", title="Share of the next gain in 2030 (%)", scale=alt.Scale(domain=[0, 100]))
    kinds = ["Ahead, agency's power", "Ahead, fastest power", "Frontier models so far"]
    hue = alt.Color("path:N", legend=None, scale=alt.Scale(domain=kinds, range=colours("demand", "ground", "others")))
    dash = alt.StrokeDash("path:N", legend=None, scale=alt.Scale(domain=kinds, range=[[1, 0], [7, 3], [2, 3]]))
    lines = alt.Chart(frame).mark_line().encode(x, y, color=hue, strokeDash=dash)
    ends = frame.groupby("path", as_index=False).last()
    names = alt.Chart(ends).mark_text(align="left", dx=6).encode(x, y, text="path:N", color=hue)
    values = case.record("bottleneck.substitution")
    found = [("lowest", values.lowest), ("ours", values.quantity), ("highest found", values.highest)]
    ticks = pd.DataFrame([(name, float(value.magnitude)) for name, value in found], columns=["text", "substitution"])
    rule = alt.Chart(ticks).mark_rule(strokeDash=[4, 3], color=colour("reference")).encode(alt.X("substitution:Q"))
    above = alt.Chart(ticks).mark_text(dy=-8, fontSize=11, color=colour("reference"))
    above = above.encode(alt.X("substitution:Q"), y=alt.value(0), text="text:N")
    chart = alt.layer(rule, lines, names, above).properties(width=WIDTH, height=260)
    return finish(
        chart,
        "Lines of the share of the next gain that depends on computing, over the elasticity of substitution. Ahead, "
        "the share in 2030 is {bottleneck.compute_share_2030} if the two hardly stand in for each other and "
        "{bottleneck.compute_share_2030_low} if they do easily; on the past path the order is the other way round.",
        case,
    )
