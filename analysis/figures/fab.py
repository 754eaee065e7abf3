"""Charts of chapter 15: wafers a month to gigawatts a year, and what has been made by when."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, colour, colours, finish
from analysis.studies import fab

_KINDS = {
    "money": "What a budget buys",
    "demand": "Capacity as announced",
    "others": "What TSMC has",
    "need": "What a terawatt needs",
}
_NAMED = {  # the words at a point, and their side; three points share one place and one label
    "Budget announced, $20 bn": ("$20–25 bn announced", "under"),
    "First phase filed, $55 bn": ("$55 bn filed; start as announced; TSMC at 2 nm", "below"),
    "All phases filed, $119 bn": ("$119 bn filed", "below"),
    "Goal as announced": ("the announced goal", "above"),
}


def wafers_to_gigawatts(case: Case) -> alt.TopLevelMixin:
    """Capacity and the accelerators that it makes, with budgets, announcements and the goal."""
    band, sizes = fab.band(case), fab.sizes(case)
    x = alt.X(
        "kilowafers_per_month:Q",
        title="Capacity (thousand wafers a month, log scale)",
        scale=alt.Scale(type="log", domain=[20, 6000], nice=False),
        axis=alt.Axis(values=[20, 50, 100, 200, 500, 1000, 2000, 5000], grid=False),
    )
    y = alt.Y(
        "gw_per_year:Q",
        title="Accelerators made (gigawatts a year, log scale)",
        scale=alt.Scale(type="log", domain=[1, 2000], nice=False),
        axis=alt.Axis(values=[1, 3, 10, 30, 100, 300, 1000]),
    )
    area = alt.Chart(band).mark_area(opacity=0.15, color=colour("reference"), clip=True)
    area = area.encode(x, alt.Y("low:Q"), alt.Y2("high:Q"))
    line = alt.Chart(band).mark_line(color=colour("reference"), strokeWidth=1.4).encode(x, y)
    kinds = list(_KINDS.values())
    sizes["kind"] = sizes["kind"].map(_KINDS)
    claimed = float(fab.claimed_power(case).m_as(fab.GIGAWATTS))
    needed = float(fab.capacity_for_claim(case).m_as(fab.WSPM)) / 1000
    sizes.loc[len(sizes)] = ["a terawatt a year", needed, claimed, _KINDS["need"]]
    dots = (
        alt.Chart(sizes)
        .mark_point(size=85, filled=True, opacity=1)
        .encode(
            x,
            y,
            color=alt.Color(
                "kind:N",
                title=None,
                sort=kinds,
                scale=alt.Scale(domain=kinds, range=colours("money", "demand", "others", "ink")),
                legend=alt.Legend(columns=2),
            ),
            shape=alt.Shape(
                "kind:N",
                title=None,
                sort=kinds,
                scale=alt.Scale(domain=kinds, range=["circle", "diamond", "square", "triangle-up"]),
            ),
            tooltip=["point:N", alt.Tooltip("kilowafers_per_month:Q", format=",.0f"), "gw_per_year:Q"],
        )
    )
    named = sizes[sizes["point"].isin(_NAMED)].assign(
        words=lambda rows: [_NAMED[name][0] for name in rows["point"]],
        side=lambda rows: [_NAMED[name][1] for name in rows["point"]],
    )
    texts = [
        alt.Chart(named[named["side"] == side])
        .mark_text(align=align, dx=dx, dy=dy, fontSize=11)
        .encode(x, y, text="words:N")
        for side, align, dx, dy in (("below", "left", 9, 9), ("under", "left", 2, 16), ("above", "right", -9, -6))
    ]
    frame = pd.DataFrame(
        {"kilowafers_per_month": [22], "gw_per_year": [claimed], "text": ["the claim: a terawatt a year"]}
    )
    rule = alt.Chart(frame).mark_rule(strokeDash=[4, 3], color=colour("demand")).encode(y=y)
    name = alt.Chart(frame).mark_text(align="left", dy=-8, fontSize=11, color=colour("demand"))
    layers = [area, line, rule, dots, *texts, name.encode(x, y, text="text:N")]
    return finish(
        alt.layer(*layers).properties(width=WIDTH, height=HEIGHT + 60),
        "A line joins capacity in wafers a month to accelerators in gigawatts a year, with a band for yield and "
        "power. The announced budget buys {fab.wafers_of_announced_budget}, {fab.announced_power}; the announced "
        "goal, {fab.goal_capacity}, makes {fab.goal_over_claim} of the announced {fab.claimed_power}.",
        case,
    )


def made_so_far(case: Case) -> alt.TopLevelMixin:
    """Power of all accelerators made by each year, for the three budgets."""
    frame = fab.path(case)
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d"), scale=alt.Scale(domain=[2026.3, 2038.6], nice=False))
    y = alt.Y("gw_made:Q", title="Accelerators made so far (gigawatts)")
    order = list(dict.fromkeys(frame["budget"]))
    scale = alt.Scale(domain=order, range=colours("reference", "money", "spacex"))
    lines = (
        alt.Chart(frame)
        .mark_line(point=True)
        .encode(
            x,
            y,
            color=alt.Color("budget:N", scale=scale, legend=None),
            strokeDash=alt.StrokeDash("budget:N", legend=None),
        )
    )
    ends = frame.groupby("budget", as_index=False).last()
    names = alt.Chart(ends).mark_text(align="left", dx=7, fontSize=11).encode(x, y, text="budget:N")
    return finish(
        alt.layer(lines, names).properties(width=WIDTH, height=HEIGHT - 90),
        "Lines show accelerators made so far for three budgets. The leader's pace puts the first volume in "
        "{fab.volume_year}; the first phase reaches {fab.made_in_five_years} five years after the filing and "
        "{fab.made_in_ten_years} after ten.",
        case,
    )
