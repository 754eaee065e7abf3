"""Chart of chapter 3: the company's markets beside the world's output and everybody's estimates."""

from __future__ import annotations

import altair as alt

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.format import number
from analysis.studies import market

_WHOSE = {
    "world": "World accounts",
    "company": "SpaceX's own table",
    "others": "Other estimates",
    "ours": "This report",
}


def yardsticks(case: Case) -> alt.TopLevelMixin:
    """Bars in trillions of dollars a year, longest first, with ranges where there are any."""
    frame = market.yardsticks(case)
    frame["owner"] = frame["whose"].map(_WHOSE)
    frame["end"] = frame[["trillion_usd_per_year", "high"]].max(axis=1)
    frame["label"] = [
        number(v, 3 if v >= 10 else 2) if not (low < high) else f"{number(v, 2)} ({number(low, 2)}–{number(high, 2)})"
        for v, low, high in zip(frame["trillion_usd_per_year"], frame["low"], frame["high"], strict=True)
    ]
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=230))
    scale = alt.Scale(domain=[0, 135])
    base = alt.Chart(frame)
    bars = base.mark_bar(height=13).encode(
        alt.X("trillion_usd_per_year:Q", scale=scale, title="Trillion US$ a year, dollars of the day"),
        y,
        color=alt.Color(
            "owner:N",
            title=None,
            sort=list(_WHOSE.values()),
            scale=alt.Scale(domain=list(_WHOSE.values()), range=colours("reference", "spacex", "others", "demand")),
        ),
        tooltip=["what:N", alt.Tooltip("trillion_usd_per_year:Q", title="Trillion US$ a year", format=".2f")],
    )
    ranges = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2, color=colour("ink"))
        .encode(alt.X("low:Q", scale=scale), y, x2="high:Q")
    )
    text = base.mark_text(align="left", dx=5, fontSize=11).encode(alt.X("end:Q", scale=scale), y, text="label:N")
    chart = alt.layer(bars, ranges, text).properties(width=WIDTH - 230, height=360)
    return finish(
        chart,
        "Bars of yearly dollars: the world's output, all labour income, SpaceX's own table of markets, what "
        "others estimate, and what this report rebuilds. The company's market for AI is "
        "{market.share_of_world_output} of the world's output and {market.company_over_spending} what the world "
        "spends on AI in 2026.",
        case,
    )
