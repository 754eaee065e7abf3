"""Chart of chapter 4: shares of value, revenue and capital by appraiser and measure."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.studies import destination

_COLOURS = colours("orbit", "spacex", "others", "reference", "demand")
_SMALLEST = 4  # per cent of a part whose number still fits into its bar


def whole_percent(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers that add up to a hundred in each bar: what rounding down leaves goes to the largest remainders."""
    frame = frame.assign(whole=frame["share_percent"].astype(int))
    for _, bar in frame.groupby("who"):
        missing = 100 - int(bar["whole"].sum())
        rest = (bar["share_percent"] - bar["whole"]).sort_values(ascending=False).index[:missing]
        frame.loc[rest, "whole"] += 1
    return frame


def shares(case: Case) -> alt.TopLevelMixin:
    """Shares of each part, a bar per appraiser or measure, AI at the right end."""
    frame = whole_percent(destination.shares(case))
    frame["label"] = frame["whole"].astype(str).where(frame["share_percent"] >= _SMALLEST, "")
    order = list(dict.fromkeys(frame["who"]))
    y = alt.Y("who:N", sort=order, title=None, axis=alt.Axis(labelLimit=220))
    x = alt.X("share_percent:Q", stack="zero", title="Share of the whole (%)", scale=alt.Scale(domain=[0, 100]),
              axis=alt.Axis(values=[0, 25, 50, 75, 100], format="d"))  # fmt: skip
    parts = alt.Scale(domain=list(destination.PARTS), range=_COLOURS)
    base = alt.Chart(frame).encode(y=y, order="order:Q")
    bars = base.mark_bar(height=17).encode(
        x=x,
        color=alt.Color("part:N", scale=parts, title=None, sort=list(destination.PARTS)),
        tooltip=["who:N", "part:N", alt.Tooltip("share_percent:Q", title="Share (%)", format=".1f")],
    )
    text = base.mark_text(color=colour("paper"), fontSize=11).encode(
        x=alt.X("share_percent:Q", stack="zero", bandPosition=0.5), text="label:N", detail="part:N"
    )
    chart = (
        alt.layer(bars, text)
        .properties(width=WIDTH - 180)
        .facet(
            row=alt.Row(
                "measure:N",
                sort=list(dict.fromkeys(frame["measure"])),
                title=None,
                header=alt.Header(labelOrient="top", labelAnchor="start", labelFontWeight="bold"),
            )
        )
        .resolve_scale(y="independent")
    )
    return finish(
        chart,
        "Stacked bars of the shares of each part of the company by appraiser and measure. AI is "
        "{destination.ai_share_appraised} of value for two independent appraisers, "
        "{destination.ai_share_forecast} of the revenue of 2030 for two banks, {destination.ai_share_of_revenue} "
        "of the revenue of 2025 and {destination.ai_share_of_latest_capex} of the capital expenditure of the second "
        "quarter of 2026.",
        case,
    )
