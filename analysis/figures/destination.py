"""Charts of chapter 4: shares of value by appraiser, and the bridge from April to June."""

from __future__ import annotations

import altair as alt

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.studies import destination

_COLOURS = colours("orbit", "spacex", "others", "reference", "demand")


def shares(case: Case) -> alt.TopLevelMixin:
    """Shares of each part, a bar per appraiser or measure, AI at the right end."""
    frame = destination.shares(case)
    frame["label"] = [f"{value:.0f}" if value >= 5 else "" for value in frame["share_percent"]]
    order = list(dict.fromkeys(frame["who"]))
    y = alt.Y("who:N", sort=order, title=None, axis=alt.Axis(labelLimit=220))
    x = alt.X("share_percent:Q", stack="zero", title="Share of the whole (%)", scale=alt.Scale(domain=[0, 100]))
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
        .properties(width=WIDTH - 220)
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
        "of the revenue of 2025 and {destination.ai_share_of_capex} of its capital expenditure.",
        case,
    )


def bridge(case: Case) -> alt.TopLevelMixin:
    """Steps from the appraised value of April, corrected, to that of June."""
    frame = destination.bridge(case)
    frame["label"] = [
        f"{value:,.0f}" if kind == "total" else f"{value:+,.0f}".replace("-", "−")
        for value, kind in zip(frame["change_busd"], frame["kind"], strict=True)
    ]
    frame["top"] = frame[["from_busd", "to_busd"]].max(axis=1)
    x = alt.X("step:N", sort=None, title=None, axis=alt.Axis(labelAngle=0))
    scale = alt.Scale(domain=[0, 1400])
    bars = (
        alt.Chart(frame)
        .mark_bar(size=44)
        .encode(
            x,
            alt.Y("from_busd:Q", title="Value of operations (billion US$)", scale=scale),
            y2="to_busd:Q",
            color=alt.Color(
                "kind:N",
                legend=None,
                scale=alt.Scale(domain=["total", "up", "down"], range=colours("reference", "spacex", "demand")),
            ),
        )
    )
    text = alt.Chart(frame).mark_text(dy=-8, color=colour("ink")).encode(x, alt.Y("top:Q", scale=scale), text="label:N")
    chart = alt.layer(bars, text).properties(width=WIDTH - 60, height=240)
    return finish(
        chart,
        "Steps from the value of operations of April 2026, without the reported error, to that of June: the launch "
        "segment loses most, the segments that do not exist yet gain, and the rates take value away.",
    )
