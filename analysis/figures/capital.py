"""Charts of chapter 17: the fan of cash with exits in the contracts, and burn by definition."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, colour, colours, finish
from analysis.studies import capital

_LAST = 2029.55
_TOUCHING = 14.0  # billion dollars between two names that touch
_CASES = {"contracts run, no chip plant": "spacex", "contracts end, plant paid for": "demand"}


def runway_fan(case: Case) -> alt.TopLevelMixin:
    """Cash without a raise: quantiles over all ranges, and two named cases."""
    fan, cases = capital.fan(case), capital.scenarios(case)
    fan, cases = fan[fan["year"] < _LAST], cases[cases["year"] < _LAST]
    x = alt.X(
        "year:Q",
        title=None,
        axis=alt.Axis(format="d", tickCount=4),
        scale=alt.Scale(domain=[2026.4, 2030.6], nice=False),
    )
    y_scale = alt.Scale(domain=[-160, 120], nice=False)
    title = "Cash if nothing is raised (billion US$, face value)"

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", title=title, scale=y_scale)

    wide = alt.Chart(fan).mark_area(opacity=0.16, color=colour("money"), clip=True).encode(x, y("p05"), alt.Y2("p95"))
    narrow = alt.Chart(fan).mark_area(opacity=0.26, color=colour("money"), clip=True).encode(x, y("p25"), alt.Y2("p75"))
    middle = alt.Chart(fan).mark_line(color=colour("money"), clip=True).encode(x, y("p50"))
    scale = alt.Scale(domain=list(_CASES), range=colours(*_CASES.values()))
    lines = (
        alt.Chart(cases)
        .mark_line(strokeDash=[6, 3], strokeWidth=1.8, clip=True)
        .encode(x, y("cash_busd"), color=alt.Color("case:N", scale=scale, legend=None))
    )
    seen = cases[cases["cash_busd"] > -155].groupby("case", as_index=False).last()
    names = (
        alt.Chart(seen)
        .mark_text(align="left", dx=6, fontSize=11)
        .encode(x, y("cash_busd"), text="case:N", color=alt.Color("case:N", scale=scale, legend=None))
    )
    ends = fan.iloc[[-1]]
    labels = pd.DataFrame(
        [
            (float(ends["year"].iloc[0]), float(ends[c].iloc[0]), t)
            for c, t in (
                ("p50", "median"),
                ("p95", "95 in 100 below"),
                ("p25", "a quarter below"),
                ("p05", "5 in 100 below"),
            )
        ],
        columns=["year", "cash_busd", "text"],
    )
    below = [
        min((gap for gap in value - seen["cash_busd"] if gap >= 0), default=_TOUCHING) for value in labels["cash_busd"]
    ]
    crowded = pd.Series(below) < _TOUCHING  # a name just above that of a case gives way upwards
    quantiles = [
        alt.Chart(labels[chosen])
        .mark_text(align="left", dx=6, dy=dy, fontSize=11)
        .encode(x, y("cash_busd"), text="text:N", color=alt.value(colour("money")))
        for dy, chosen in ((0, ~crowded), (-8, crowded))
    ]
    reserve = float(case.nominal("capital.reserve").m_as("gigaUSD"))
    rule_frame = pd.DataFrame({"cash_busd": [reserve], "year": [2026.45], "text": ["reserve"]})
    rule = alt.Chart(rule_frame).mark_rule(strokeDash=[3, 3], color=colour("reference")).encode(y=y("cash_busd"))
    rule_name = alt.Chart(rule_frame).mark_text(align="left", dy=-7, fontSize=11, color=colour("reference"))
    rule_name = rule_name.encode(x, y("cash_busd"), text="text:N")
    chart = alt.layer(wide, narrow, middle, lines, rule, names, *quantiles, rule_name)
    return finish(
        chart.properties(width=WIDTH, height=HEIGHT + 60),
        "A fan of cash from {capital.cash} at the end of June 2026, if nothing is raised. As often as not it lies"
        " below the reserve after {capital.runway_median}; if the contracts end and the chip plant is"
        " paid for, after {capital.runway_contracts_end}.",
        case,
    )


def burns(case: Case) -> alt.TopLevelMixin:
    """Burn a month by definition and period."""
    frame = capital.burns(case)
    claimed = float(capital.xai_burn_claimed(case).m_as(capital.FLOW))
    frame["company"] = frame["burn"].str.partition(",")[0]
    frame["end"] = frame["busd_per_month"].where(~frame["busd_per_month"].between(0.7 * claimed, claimed), claimed)
    kinds = list(dict.fromkeys(frame["company"]))
    hue = alt.Color(
        "company:N", legend=None, scale=alt.Scale(domain=kinds, range=colours("others", "money", "reference"))
    )
    y = alt.Y("burn:N", title=None, sort=None, axis=alt.Axis(labelLimit=380))
    x = alt.X("busd_per_month:Q", title="Billion US$ a month, face value", scale=alt.Scale(domain=[0, 6.5], nice=False))
    bars = alt.Chart(frame).mark_bar(height=16).encode(y, x, color=hue)
    text = alt.Chart(frame).mark_text(align="left", dx=5)
    text = text.encode(y, x="end:Q", text=alt.Text("busd_per_month:Q", format=".2f"))
    line = pd.DataFrame({"x": [claimed], "text": ["the claim"]})
    one = alt.Chart(line).mark_rule(strokeDash=[4, 3], color=colour("demand")).encode(x="x:Q")
    name = alt.Chart(line).mark_text(align="left", dx=4, dy=-8, fontSize=11, color=colour("demand"))
    name = name.encode(x="x:Q", y=alt.value(0), text="text:N")
    return finish(
        alt.layer(bars, one, text, name).properties(width=WIDTH - 330, height=190),
        "Bars show burn by definition: {capital.xai_burn_published} of cash used or planned in 2025, "
        "{capital.xai_burn_today} of loss and capital in 2025 and early 2026, {capital.ai_burn_q2} in the second "
        "quarter of 2026. The dashed line is the claim, {capital.xai_burn_claimed}.",
        case,
    )
