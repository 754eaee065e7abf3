"""Charts of chapter 2: the price turned into launches a day, and forecasts against what the price needs."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, finish
from analysis.format import number
from analysis.studies import chain

_SCALED = {"GUSD/a": ("$", " bn a year"), "GPU": ("", ""), "kt/a": ("", " kt a year"), "launch/d": ("", " a day")}
_PLAIN = {"GW": " GW", "TWh/a": " TWh a year", "wafer/month": " a month"}

_RIGHT = alt.value(alt.ExprRef("width"))  # a chart on the site is as wide as its column


def _words(value: float, unit: str) -> str:
    before, after = _SCALED.get(unit, ("", _PLAIN.get(unit, "")))
    if value >= 1e6:
        return f"{before}{number(value / 1e6, 3)} million{after}"
    return f"{before}{number(value, 2 if value < 100 else 3)}{after}"


def _span(low: float, high: float, unit: str, value: float) -> str:
    """Write the range of a value in its scale: millions are said at both ends unless all three are."""
    before, _ = _SCALED.get(unit, ("", ""))
    ends = [_words(end, unit).removeprefix(before) for end in (low, high)]
    words = 1 if min(low, high, value) >= 1e6 or max(low, high) < 1e6 else 2
    return "–".join(" ".join(end.split(" ")[: words if " million" in end else 1]) for end in ends)


def _described(frame: pd.DataFrame) -> pd.DataFrame:
    tonnes, numbers = frame["unit"] == "t/a", ["needed", "low", "high", "demonstrated"]
    frame.loc[tonnes, numbers] /= 1000  # so that the words fit beside the bar
    frame.loc[tonnes, "unit"] = "kt/a"
    units = list(frame["unit"])
    frame["needs"] = [
        f"{_words(v, u)} ({_span(a, b, u, v)})"
        for v, a, b, u in zip(frame["needed"], frame["low"], frame["high"], units, strict=True)
    ]
    frame["seen"] = [
        f"{_words(v, u).removesuffix(' a year').removesuffix(' a month')}, {by}"
        for v, u, by in zip(frame["demonstrated"], units, frame["by"], strict=True)
    ]
    frame["whose"] = frame["own"].map({True: "over SpaceX's own", False: "over somebody else's"})
    return frame


def links(case: Case) -> alt.LayerChart:
    """Each link of the chain: what the offer price needs over what was demonstrated, on a logarithmic scale."""
    frame = _described(chain.links(case))
    y = alt.Y("link:N", sort=None, title=None, axis=alt.Axis(labelLimit=250, labelPadding=8))
    scale = alt.Scale(type="log", domain=[0.04, 60000])
    x = alt.X(
        "ratio:Q",
        scale=scale,
        title="Needed over demonstrated (times, logarithmic)",
        axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g", grid=True),
    )
    colours = alt.Color(
        "whose:N",
        title=None,
        sort=None,
        scale=alt.Scale(
            domain=["over SpaceX's own", "over somebody else's"], range=[colour("spacex"), colour("others")]
        ),
        legend=alt.Legend(symbolOpacity=1),
    )
    base = alt.Chart(frame)
    bars = base.mark_rule(strokeWidth=5, opacity=0.4).encode(
        alt.X("ratio_low:Q", scale=scale), y, x2="ratio_high:Q", color=colours
    )
    dots = base.mark_point(size=110, filled=True, opacity=1).encode(
        x,
        y,
        color=colours,
        tooltip=[
            alt.Tooltip("link:N", title="Link"),
            alt.Tooltip("needs:N", title="Needed (90 % range)"),
            alt.Tooltip("seen:N", title="Demonstrated"),
            alt.Tooltip("ratio:Q", title="Times", format=".2~r"),
        ],
    )
    one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[4, 3], color=colour("reference")).encode(x="x:Q")
    needs = base.mark_text(dy=-11, align="right", fontSize=11).encode(y=y, x=_RIGHT, text="needs:N")
    seen = base.mark_text(dy=11, align="right", fontSize=11, color=colour("reference")).encode(
        y=y, x=_RIGHT, text="seen:N"
    )
    chart = alt.layer(one, bars, dots, needs, seen).properties(width=WIDTH - 170, height=340)
    return finish(
        chart,
        "Dots and bars show seven links of a chain: what the offer price needs over what was demonstrated, on a "
        "logarithmic scale. AI revenue, power, accelerators, mass and launches lie well above one; electricity and "
        "wafers, compared with the whole world's, lie below one.",
    )


def forecasts(case: Case) -> alt.LayerChart:
    """AI revenue in the tenth year by forecaster, beside the one that the offer price needs."""
    frame = chain.forecasts(case)
    needed = float(chain.required_ai_revenue(case).to("gigaUSD/year").magnitude)
    link = chain.links(case).iloc[0]  # in dollars of 2026; the forecasts are in those of their year
    low, high = (needed * link[end] / link["needed"] for end in ("low", "high"))
    y = alt.Y("appraiser:N", sort=None, title=None)
    scale = alt.Scale(domain=[0, 640])
    bars = (
        alt.Chart(frame)
        .mark_bar(height=16, color=colour("money"))
        .encode(alt.X("carried_busd_per_year:Q", scale=scale, title="AI revenue in the tenth year (billion US$)"), y)
    )
    printed = (
        alt.Chart(frame)
        .mark_tick(thickness=3, size=24, color=colour("ink"))
        .encode(alt.X("ai_revenue_busd_per_year:Q", scale=scale), y)
    )
    rule = alt.Chart(pd.DataFrame({"x": [needed], "low": [low], "t": ["what the offer needs"]}))
    band = rule.mark_rect(color=colour("demand"), opacity=0.12, clip=True)
    band = band.encode(alt.X("low:Q", scale=scale), x2=alt.datum(min(high, 640.0)))
    values = (
        alt.Chart(frame)
        .mark_text(align="left", dx=6, fontSize=12)
        .encode(
            alt.X("carried_busd_per_year:Q", scale=scale), y, text=alt.Text("carried_busd_per_year:Q", format=".0f")
        )
    )
    line = rule.mark_rule(strokeDash=[4, 3], color=colour("demand"), strokeWidth=1.5).encode(alt.X("x:Q", scale=scale))
    name = rule.mark_text(align="right", dx=-5, color=colour("demand")).encode(
        alt.X("x:Q", scale=scale), y=alt.value(-8), text="t:N"
    )
    chart = alt.layer(band, bars, printed, line, name, values).properties(width=WIDTH - 130, height=150)
    return finish(
        chart,
        "Bars of AI revenue in the tenth year by four forecasters; ticks mark the number as printed, mostly for 2030. "
        "Carried forward, they are {chain.forecast_over_required_ai_revenue} of what the offer price needs.",
        case,
    )
