"""Charts of chapter 6: one cluster at five boundaries, and what a watt of it cost."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.studies import cluster


def power_tree(case: Case) -> alt.LayerChart:
    """Power of the Memphis sites at five boundaries, against one gigawatt."""
    frame = cluster.boundaries(case)
    stated = float(cluster.stated_power(case).to("GW").magnitude)
    y = alt.Y("boundary:N", title=None, sort=None)
    x = alt.X("september_gw:Q", title="Power (gigawatts)", scale=alt.Scale(domain=[0, 2.2], nice=False))
    bars = (
        alt.Chart(frame)
        .mark_bar(height=22, color=colour("spacex"), opacity=0.75)
        .encode(
            x,
            y,
            tooltip=[
                alt.Tooltip("boundary:N", title="Boundary"),
                alt.Tooltip("spring_gw:Q", title="Spring 2026 (GW)", format=".2f"),
                alt.Tooltip("september_gw:Q", title="September 2026 (GW)", format=".2f"),
            ],
        )
    )
    spring = alt.Chart(frame).mark_tick(thickness=3, height=22, color=colour("ink")).encode(x=alt.X("spring_gw:Q"), y=y)
    known = frame[frame["high_gw"] > frame["low_gw"]]
    span = alt.Chart(known).mark_rule(strokeWidth=1.6, color=colour("ink")).encode(x="low_gw:Q", x2="high_gw:Q", y=y)
    values = (
        alt.Chart(frame)
        .mark_text(align="right", fontWeight="bold")
        .encode(x=alt.value(alt.ExprRef("width - 2")), y=y, text=alt.Text("september_gw:Q", format=".2f"))
    )
    line = pd.DataFrame({"x": [stated], "text": ["the claim: 1 GW"]})
    rule = alt.Chart(line).mark_rule(strokeDash=[5, 3], strokeWidth=1.6, color=colour("demand")).encode(x="x:Q")
    name = (
        alt.Chart(line)
        .mark_text(align="left", dx=5, dy=-8, color=colour("demand"))
        .encode(x="x:Q", y=alt.value(0), text="text:N")
    )
    chart = alt.layer(bars, spring, span, rule, values, name).properties(width=WIDTH - 120, height=200)
    return finish(
        chart,
        "Bars of power in September 2026 at five boundaries, from both sites with cooling down to the accelerators of "
        "one site; ticks show spring 2026. The line of one gigawatt falls between one site with cooling and its "
        "servers.",
    )


def capital(case: Case) -> alt.LayerChart:
    """Capital per watt: booked by the company, and published for others."""
    frame = cluster.capital_costs(case)
    y = alt.Y("who:N", title=None, sort=None)
    x = alt.X(
        "usd_per_watt:Q",
        title="Capital (US$ per watt of the kind named, in dollars of the day)",
        scale=alt.Scale(domain=[0, 90]),
    )
    hue = alt.Color(
        "kind:N", legend=None, scale=alt.Scale(domain=["spacex", "others"], range=colours("spacex", "others"))
    )
    span = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.35).encode(x="low:Q", x2="high:Q", y=y, color=hue)
    dots = (
        alt.Chart(frame)
        .mark_point(size=90, filled=True, opacity=1)
        .encode(
            x,
            y,
            color=hue,
            shape=alt.Shape("kind:N", legend=None),
            tooltip=["who:N", alt.Tooltip("usd_per_watt:Q", format=".1f")],
        )
    )
    text = (
        alt.Chart(frame)
        .mark_text(align="left", dx=9)
        .encode(x=alt.X("high:Q"), y=y, text=alt.Text("usd_per_watt:Q", format=".0f"))
    )
    chart = alt.layer(span, dots, text).properties(width=WIDTH - 190, height=230)
    return finish(
        chart,
        "Dots of capital per watt. SpaceX's booked capital lies near the lower published costs; the second "
        "quarter of 2026 alone lies at Epoch's cost, and capital with all obligations lies above it.",
    )
