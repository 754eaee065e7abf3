"""Charts of chapter 1: the hidden denominator, and the switch of definitions."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, as_named, colour, finish
from analysis.format import number
from analysis.studies import multiple

_REVENUE = "Revenue (billion US$ a year)"
_VALUE = "Value (trillion US$)"


def hidden_denominator(case: Case) -> alt.LayerChart:
    """Lines of equal multiple over revenue and value, with everybody's point."""
    lines, points = multiple.iso_multiples(case), multiple.points(case)
    low, high = multiple.stated_revenue(case).to("gigaUSD/year").magnitude
    stated = float(multiple.stated_value(case).to("teraUSD").magnitude)
    x = alt.X("revenue_busd_per_year:Q", title=_REVENUE, scale=alt.Scale(domain=[0, 50], nice=False))
    y = alt.Y("value_trillion_usd:Q", title=_VALUE, scale=alt.Scale(domain=[0, 2.6]))
    iso = alt.Chart(lines).mark_line(color=colour("reference"), strokeWidth=1.2, clip=True)
    iso = iso.encode(x, y, detail="line:N")
    ends = lines[lines["value_trillion_usd"] <= 2.58].groupby("line", as_index=False).last()
    names = (
        alt.Chart(ends)
        .mark_text(align="right", dx=-8, dy=-3, fontSize=11, color=colour("reference"))
        .encode(x, y, text="line:N")
    )
    span = pd.DataFrame({"low": [low], "high": [high], "value": [stated], "text": ["the document's range"]})
    span["middle"] = (low + high) / 2
    box = alt.Chart(span).mark_rule(strokeWidth=9, opacity=0.35, color=colour("demand"))
    box = box.encode(x=alt.X("low:Q"), x2="high:Q", y="value:Q")
    box_name = alt.Chart(span).mark_text(dy=-13, fontSize=12, color=colour("demand"))
    box_name = box_name.encode(x="middle:Q", y="value:Q", text="text:N")
    dots = (
        alt.Chart(points)
        .mark_point(size=90, filled=True, opacity=1)
        .encode(
            x,
            y,
            color=as_named(points),
            tooltip=[
                alt.Tooltip("point:N", title="Point"),
                alt.Tooltip("revenue_busd_per_year:Q", title=_REVENUE, format=".1f"),
                alt.Tooltip("value_trillion_usd:Q", title=_VALUE, format=".2f"),
            ],
        )
    )
    ours = points["colour"].isin(["spacex", "orbit"])
    left = alt.Chart(points[ours]).mark_text(align="right", dx=-9, dy=-6, fontSize=12).encode(x, y, text="point:N")
    right = alt.Chart(points[~ours]).mark_text(align="left", dx=9, dy=10, fontSize=12).encode(x, y, text="point:N")
    chart = alt.layer(iso, names, box, box_name, dots, left, right).properties(width=WIDTH, height=HEIGHT + 40)
    return finish(
        chart,
        "Lines of equal price-to-sales multiple over revenue and value. The document's stated range of revenue at"
        " {multiple.stated_value} gives {multiple.stated_range_multiple}; the revenue that gives "
        "{multiple.stated_multiple} is {multiple.revenue_behind_multiple}; the audited revenue is "
        "{multiple.audited_revenue}.",
        case,
    )


def definitions(case: Case) -> alt.LayerChart:
    """SpaceX's multiple over Nvidia's peak, by definition of the multiple."""
    frame = multiple.definitions(case)
    twice = float(case["documents.times_nvidia_peak"].magnitude)
    y = alt.Y("definition:N", title=None, sort=None)
    x = alt.X(
        "ratio:Q", title="SpaceX's multiple over Nvidia's peak (times)", scale=alt.Scale(domain=[0, 4.5], nice=False)
    )
    dots = (
        alt.Chart(frame)
        .mark_point(size=130, filled=True, opacity=1)
        .encode(
            x,
            y,
            color=alt.Color(
                "spacex_multiple:N",
                title="SpaceX's multiple",
                sort=None,
                scale=alt.Scale(range=[colour("demand"), colour("spacex")]),
            ),
            shape=alt.Shape("spacex_multiple:N", title="SpaceX's multiple", sort=None),
            tooltip=["definition:N", "spacex_multiple:N", alt.Tooltip("ratio:Q", format=".2f")],
        )
    )
    labels = alt.Chart(frame).mark_text(align="left", dx=10, fontSize=12)
    labels = labels.encode(x, y, text=alt.Text("ratio:Q", format=".2f"))
    line = pd.DataFrame({"x": [twice], "text": [f"the claim: {number(twice, 2)}×"]})
    rule = alt.Chart(line).mark_rule(strokeDash=[4, 3], color=colour("reference")).encode(x="x:Q")
    name = alt.Chart(line).mark_text(align="left", dx=6, dy=-8, fontSize=12, color=colour("reference"))
    name = name.encode(x="x:Q", y=alt.value(0), text="text:N")
    chart = alt.layer(rule, dots, labels, name).properties(width=WIDTH - 60, height=170)
    return finish(
        chart,
        "Dots compare SpaceX's multiple with Nvidia's peak under three definitions. The stated multiple is "
        "{multiple.nvidia_ratio_stated} the peak on trailing sales, {multiple.nvidia_ratio_fiscal} at a fiscal year's "
        "end and {multiple.nvidia_ratio_forward} on expected sales.",
        case,
    )
