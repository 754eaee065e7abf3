"""Chart of chapter 3: the company's markets beside the world's output and everybody's estimates."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.format import number
from analysis.studies import market

_TRILLION = "Trillion US$ a year"
_KINDS = {
    "world": ("World accounts", "reference"),
    "company": ("SpaceX's table", "spacex"),
    "benefit": ("A benefit, not sales", "money"),
    "others": ("Sales and spending", "others"),
    "ours": ("This report", "demand"),
}


def yardsticks(case: Case) -> alt.TopLevelMixin:
    """Dots in trillions of dollars a year on a logarithmic axis, by kind of money, with ranges where there are any."""
    frame = market.yardsticks(case)
    frame["place"] = frame["whose"].map(list(_KINDS).index)
    frame = frame.sort_values(["place", "trillion_usd_per_year"], ascending=[True, False], ignore_index=True)
    frame["kind"] = frame["whose"].map(lambda whose: _KINDS[whose][0])
    frame["end"] = frame[["trillion_usd_per_year", "high"]].max(axis=1)
    frame["label"] = [
        number(v, 3 if v >= 10 else 2) if not (low < high) else f"{number(v, 2)} ({number(low, 2)}–{number(high, 2)})"
        for v, low, high in zip(frame["trillion_usd_per_year"], frame["low"], frame["high"], strict=True)
    ]
    y = alt.Y("what:N", sort=list(frame["what"]), title=None, axis=alt.Axis(labelLimit=260, grid=True))
    scale = alt.Scale(type="log", domain=[0.2, 400], nice=False)
    x = alt.X(
        "trillion_usd_per_year:Q",
        scale=scale,
        title="Trillion US$ a year, dollars of the day, logarithmic",
        axis=alt.Axis(values=[0.3, 1, 3, 10, 30, 100], format="~g"),
    )
    names, hues = (list(part) for part in zip(*_KINDS.values(), strict=True))
    hue = alt.Color(
        "kind:N",
        title=None,
        sort=names,
        legend=alt.Legend(columns=3),
        scale=alt.Scale(domain=names, range=colours(*hues)),
    )
    base = alt.Chart(frame)
    dots = base.mark_point(size=100, filled=True, opacity=1).encode(
        x, y, color=hue, tooltip=["what:N", alt.Tooltip("trillion_usd_per_year:Q", title=_TRILLION, format=".2f")]
    )
    ranges = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2)
        .encode(alt.X("low:Q", scale=scale), y, x2="high:Q", color=hue)
    )
    claimed = float(market.company_ai_market(case).m_as(market.TRILLION))
    before = frame["low"].isna() & frame["end"].between(0.6 * claimed, 0.99 * claimed)  # else the line runs through it
    texts = [
        alt.Chart(frame[rows])
        .mark_text(align=align, dx=dx, fontSize=11)
        .encode(alt.X("end:Q", scale=scale), y, text="label:N")
        for rows, align, dx in ((~before, "left", 9), (before, "right", -9))
    ]
    line = pd.DataFrame({"x": [claimed], "text": ["the claim"]})
    rule = alt.Chart(line).mark_rule(strokeDash=[4, 3], color=colour("spacex")).encode(alt.X("x:Q", scale=scale))
    name = alt.Chart(line).mark_text(align="left", dx=5, dy=-8, color=colour("spacex"))
    name = name.encode(alt.X("x:Q", scale=scale), y=alt.value(0), text="text:N")
    chart = alt.layer(rule, ranges, dots, *texts, name).properties(width=WIDTH - 230, height=360)
    return finish(
        chart,
        "Dots of yearly dollars on a logarithmic axis: the world's output, all labour income, SpaceX's own table of "
        "markets, what others estimate, and what this report rebuilds. The company's market for AI is "
        "{market.share_of_world_output} of the world's output and {market.company_over_spending} what the world "
        "spends on AI in 2026.",
        case,
    )
