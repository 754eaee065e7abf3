"""Charts of chapter 16: leases against the market, what is certain in them, what a user brings."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import DAY, HEIGHT, WIDTH, colour, colours, day, finish, in_days
from analysis.studies import revenue

_PRICE = "Price of an accelerator's hour (US$, log scale)"
_DATES = ["2023-04-01", "2029-08-01"]
_OLDER = "H100, on demand"


def lease_and_market(case: Case) -> alt.LayerChart:
    """Rents of accelerators as observed, and the two leases over their terms."""
    market = in_days(revenue.market(case), "date")
    leases = in_days(revenue.leases(case), "start", "certain_until", "end")
    scale = alt.Scale(type="utc", domain=_DATES)
    x = alt.X("date:T", title=None, scale=scale, axis=alt.Axis(format="%Y", tickCount="year"))
    y = alt.Y(
        "usd_per_gpu_hour:Q",
        title=_PRICE,
        scale=alt.Scale(type="log", domain=[1, 14], nice=False),
        axis=alt.Axis(values=[1, 2, 3, 5, 8, 12]),
    )
    old = market[(market["chip"] == "H100") & (market["kind"] == "on demand")]
    line = alt.Chart(old).mark_line(color=colour("others")).encode(x, y)
    spread = alt.Chart(old).mark_rule(color=colour("others"), opacity=0.45, strokeWidth=5)
    spread = spread.encode(x, alt.Y("low:Q"), alt.Y2("high:Q"))
    dots = (
        alt.Chart(market)
        .mark_point(size=55, filled=True, opacity=1, color=colour("others"))
        .encode(x, y, tooltip=[day("date"), "chip:N", "kind:N", "usd_per_gpu_hour:Q", "low:Q", "high:Q"])
    )
    told = market.assign(text=market["chip"] + ", " + market["kind"])
    index, contract = told["kind"] == "index", told["kind"] == "one-year contract"
    newest = told["date"] == told["date"].max()
    alone = (told["kind"] == "on demand") & (told["chip"] != "H100")
    names = [
        alt.Chart(rows)
        .mark_text(align=align, dx=dx, dy=dy, fontSize=11, color=colour("others"))
        .encode(x, y, text="text:N")
        for rows, align, dx, dy in (
            (told[alone], "right", -9, 0),
            (told[index & newest], "left", 9, 0),
            (told[contract].head(1), "center", 0, 14),
        )
    ]
    first = alt.Chart(told[told["text"] == _OLDER].head(1)).mark_text(align="left", dx=9, dy=-4, fontSize=11)
    first = first.encode(x, y, text="text:N", color=alt.value(colour("others")))
    layers = [spread, line, *_bars(leases, y), *_cost(case, y), dots, *names, first]
    return finish(
        alt.layer(*layers).properties(width=WIDTH, height=HEIGHT + 60),
        "Rents of an accelerator's hour from 2023 to 2026 as dots, and two leases as bars from 2026 to 2029. The "
        "Anthropic lease is at {revenue.anthropic_price}, {revenue.anthropic_over_market} the rent of its mix of "
        "chips; the Google lease at {revenue.google_price} is {revenue.google_over_market} the rent of a GB300. "
        "Only the first {revenue.certain_time} of each are certain.",
        case,
    )


def _bars(leases: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """Draw each lease over its term, solid while it is certain, with the price of the first count as a dotted line."""
    base = alt.Chart(leases)
    start, end, certain = alt.X(DAY.format("start")), alt.X2(DAY.format("end")), alt.X2(DAY.format("certain_until"))
    whole = base.mark_rule(strokeWidth=8, opacity=0.3, color=colour("spacex")).encode(start, end, y)
    sure = base.mark_rule(strokeWidth=8, color=colour("spacex")).encode(
        start, certain, y, tooltip=["customer:N", "usd_per_gpu_hour:Q", day("certain_until"), day("end")]
    )
    leases = leases.assign(
        text=[f"{n}, ${p:.2f}" for n, p in zip(leases["customer"], leases["usd_per_gpu_hour"], strict=True)]
    )
    names = alt.Chart(leases).mark_text(align="right", dy=-13, fontWeight="bold", color=colour("spacex"))
    names = names.encode(alt.X(DAY.format("end")), y, text="text:N")
    counted = leases[leases["usd_per_gpu_hour_first_count"] > leases["usd_per_gpu_hour"]].assign(
        text=lambda f: [f"as first counted: ${p:.2f}" for p in f["usd_per_gpu_hour_first_count"]]
    )
    wrong_y = alt.Y("usd_per_gpu_hour_first_count:Q")
    wrong = alt.Chart(counted).mark_rule(strokeDash=[3, 3], strokeWidth=1.6, color=colour("demand"))
    wrong = wrong.encode(start, end, wrong_y)
    wrong_name = alt.Chart(counted).mark_text(align="right", dy=-9, fontSize=11, color=colour("demand"))
    wrong_name = wrong_name.encode(alt.X(DAY.format("end")), wrong_y, text="text:N")
    return [whole, sure, names, wrong, wrong_name]


def _cost(case: Case, y: alt.Y) -> list[alt.Chart]:
    """Draw the published cost of an hour and the price of a long contract as lines across the years ahead."""
    rows = [
        ("cost of an hour on the ground, published", revenue.ground_cost(case)),
        ("GB300 for five years, signed in 2025", revenue.long_contract_price(case)),
    ]
    frame = pd.DataFrame(
        [(n, float(v.to(revenue.HOUR).magnitude)) for n, v in rows], columns=["text", "usd_per_gpu_hour"]
    ).assign(start="2026-01-01", end=_DATES[1])
    rule = alt.Chart(frame).mark_rule(strokeDash=[5, 3], color=colour("reference"))
    rule = rule.encode(alt.X(DAY.format("start")), alt.X2(DAY.format("end")), y)
    above, below = frame.iloc[[0]], frame.iloc[[1]]
    style: dict[str, Any] = {"align": "right", "fontSize": 11, "color": colour("reference")}
    return [
        rule,
        alt.Chart(above).mark_text(dy=-8, **style).encode(alt.X(DAY.format("end")), y, text="text:N"),
        alt.Chart(below).mark_text(dy=9, **style).encode(alt.X(DAY.format("end")), y, text="text:N"),
    ]


def certain_part(case: Case) -> alt.TopLevelMixin:
    """Sum of each contract, what it is worth in expectation, and what nobody can cancel."""
    frame = revenue.contracts(case).rename(
        columns={"certain_busd": "Certain", "expected_busd": "Expected", "sum_busd": "If it runs to its end"}
    )
    kinds = ["If it runs to its end", "Expected", "Certain"]
    long = frame.melt("customer", kinds, var_name="measure", value_name="busd")
    y = alt.Y("customer:N", title=None, sort=None)
    offset = alt.YOffset("measure:N", sort=kinds)
    x = alt.X("busd:Q", title="Fees of the contract (billion US$, face value)")
    scale = alt.Scale(domain=kinds, range=colours("faint", "money", "spacex"))
    bars = (
        alt.Chart(long)
        .mark_bar(height=13)
        .encode(
            y,
            x,
            offset,
            color=alt.Color("measure:N", title=None, scale=scale),
            tooltip=["customer:N", "measure:N", alt.Tooltip("busd:Q", format=".1f")],
        )
    )
    text = alt.Chart(long).mark_text(align="left", dx=4, fontSize=11)
    text = text.encode(y, x, offset, text=alt.Text("busd:Q", format=".1f"))
    return finish(
        alt.layer(bars, text).properties(width=WIDTH - 90, height=190),
        "Bars compare each contract's sum over its term with its expected and its certain part. Of "
        "{revenue.nominal_value} of fees {revenue.certain_value} cannot be cancelled.",
        case,
    )


def users(case: Case) -> alt.TopLevelMixin:
    """What a user brings in a year, here and elsewhere."""
    frame = revenue.users(case)
    y = alt.Y("user:N", title=None, sort=None, axis=alt.Axis(labelLimit=300))
    x = alt.X(
        "usd_per_year:Q",
        title="Revenue of a user in a year (US$, log scale)",
        scale=alt.Scale(type="log", domain=[2, 1500]),
        axis=alt.Axis(values=[3, 10, 30, 100, 300, 1000]),
    )
    whose = ["SpaceX", "others"]
    hue = alt.Color("who:N", title=None, sort=whose, scale=alt.Scale(domain=whose, range=colours("spacex", "others")))
    shape = alt.Shape("who:N", title=None, sort=whose, scale=alt.Scale(domain=whose, range=["circle", "square"]))
    dots = alt.Chart(frame).mark_point(size=110, filled=True, opacity=1).encode(y, x, color=hue, shape=shape)
    text = alt.Chart(frame).mark_text(align="left", dx=9).encode(y, x, text=alt.Text("usd_per_year:Q", format=",.0f"))
    return finish(
        alt.layer(dots, text).properties(width=WIDTH - 230, height=230),
        "Dots show what a user brings in a year. A monthly user of X and Grok brings "
        "{revenue.advertising_per_user} of advertising, a user of Meta {revenue.meta_revenue_per_user}, a "
        "Starlink subscriber {revenue.starlink_revenue_per_user}.",
        case,
    )
