"""Charts of chapter 8: the supply curve against the demand path, and what waiting adds to each block."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, colour, colours, finish
from analysis.studies import ground

_WAITS = ["Power within two years", "Power after five years"]
_COST = "Facility cost without servers (US$ of 2026 per watt)"


def supply_curve(case: Case) -> alt.LayerChart:
    """Blocks of supply from the cheapest upward, and the capacity that four publishers ask for."""
    frame, wanted = ground.blocks(case), ground.demands(case)
    narrow = frame["rate_gw_per_year"] < 10  # their names and ranges keep off each other and the line of demand
    inside, beside = narrow.map({False: 0.5, True: 0.22}), narrow.map({False: 0.2, True: 0.88})
    frame["middle"] = frame["start_gw_per_year"] + inside * frame["rate_gw_per_year"]
    frame["side"] = frame["start_gw_per_year"] + beside * frame["rate_gw_per_year"]
    frame["label"] = frame["block"] + ", " + frame["wait_years"].map(lambda y: f"{y:g} years")
    frame["soon"] = (
        frame["block"].isin([ground.BLOCKS[block] for block in ground.SOON]).map({True: _WAITS[0], False: _WAITS[1]})
    )
    hue = alt.Color(
        "soon:N",
        title=None,
        sort=_WAITS,
        legend=alt.Legend(orient="bottom"),
        scale=alt.Scale(domain=_WAITS, range=colours("ground", "reference")),
    )
    scale_x, scale_y = alt.Scale(domain=[0, 70], nice=False), alt.Scale(domain=[0, 34], nice=False)
    x = alt.X("start_gw_per_year:Q", title="Capacity added in a year (gigawatts)", scale=scale_x)
    y = alt.Y("cost_usd_per_watt:Q", title=_COST, scale=scale_y)
    blocks = (
        alt.Chart(frame)
        .mark_rect(opacity=0.4, stroke=colour("paper"), strokeWidth=1.5)
        .encode(
            x,
            y,
            x2="end_gw_per_year:Q",
            y2=alt.datum(0),
            color=hue,
            tooltip=[
                alt.Tooltip("block:N", title="Block"),
                alt.Tooltip("rate_gw_per_year:Q", title="Capacity a year (GW)"),
                alt.Tooltip("cost_usd_per_watt:Q", title="Cost (US$/W)"),
                alt.Tooltip("wait_years:Q", title="Wait (years)"),
            ],
        )
    )
    span = alt.Chart(frame).mark_rule(color=colour("ink"), strokeWidth=1.6)
    span = span.encode(x=alt.X("side:Q", scale=scale_x), y=alt.Y("low:Q", scale=scale_y), y2="high:Q")
    names = alt.Chart(frame).mark_text(angle=270, align="left", dx=6, fontSize=11)
    names = names.encode(x=alt.X("middle:Q", scale=scale_x), y=alt.datum(0), text="label:N")
    rules = alt.Chart(wanted).mark_rule(color=colour("demand"), strokeWidth=2, strokeDash=[6, 3])
    rules = rules.encode(x=alt.X("gw_per_year:Q", scale=scale_x))
    left = wanted[wanted["who"].isin(["Agency, base case", "SemiAnalysis"])]
    right = wanted[~wanted["who"].isin(left["who"])]
    texts = [
        alt.Chart(rows)
        .mark_text(align=align, dx=dx, dy=dy, color=colour("demand"))
        .encode(x=alt.X("gw_per_year:Q", scale=scale_x), y=alt.value(0), text="who:N")
        for rows, align, dx, dy in ((left, "right", -5, 9), (right, "left", 5, -6))
    ]
    chart = alt.layer(blocks, span, names, rules, *texts).properties(width=WIDTH, height=HEIGHT)
    return finish(
        chart,
        "Steps of supply on the ground by cost per watt, with the wait of each block, and four vertical lines of "
        "demand. All blocks together add {ground.supply}; the lines stand at {ground.demand_agency}, "
        "{ground.demand_spending}, {ground.demand_wood_mackenzie} and {ground.demand_steepest}.",
        case,
    )


def waiting(case: Case) -> alt.LayerChart:
    """Facility cost of each block, and the margin lost while it is waited for."""
    frame = ground.blocks(case).sort_values("with_wait_usd_per_watt")
    frame["lost"] = frame["with_wait_usd_per_watt"] - frame["cost_usd_per_watt"]
    parts = {"cost_usd_per_watt": "facility", "lost": "lost while waiting"}
    long = frame.melt(id_vars=["block"], value_vars=list(parts), var_name="part", value_name="usd_per_watt")
    long["part"] = long["part"].map(parts)
    order = list(frame["block"])
    y = alt.Y("block:N", title=None, sort=order)
    hue = alt.Color(
        "part:N",
        title=None,
        sort=list(parts.values()),
        scale=alt.Scale(domain=list(parts.values()), range=colours("ground", "money")),
    )
    bars = (
        alt.Chart(long)
        .mark_bar(height=22)
        .encode(
            alt.X("usd_per_watt:Q", title="US$ of 2026 per watt", stack="zero", scale=alt.Scale(domain=[0, 80])),
            y,
            color=hue,
            order=alt.Order("part:N", sort="ascending"),
            tooltip=["block:N", "part:N", alt.Tooltip("usd_per_watt:Q", format=".1f")],
        )
    )
    total = pd.DataFrame(frame[["block", "with_wait_usd_per_watt"]])
    text = (
        alt.Chart(total)
        .mark_text(align="left", dx=6, fontWeight="bold")
        .encode(x="with_wait_usd_per_watt:Q", y=y, text=alt.Text("with_wait_usd_per_watt:Q", format=".0f"))
    )
    chart = alt.layer(bars, text).properties(width=WIDTH - 130, height=190)
    return finish(
        chart,
        "Stacked bars of facility cost and of the margin lost while power is waited for. A grid connection, among the "
        "cheapest to build, becomes one of the most expensive; converted sites and solar with batteries come out "
        "lowest.",
    )
