"""Charts of chapter 5: growth asked for against growth seen, and what a dollar of sales cost at the offer."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.format import number
from analysis.studies import listings

_KINDS = ["Asked of SpaceX", "Done by others"]


def price(case: Case) -> alt.TopLevelMixin:
    """Price of a share on every day for which one was found, beside the offer."""
    frame = listings.price_course(case)
    x = alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(format="%b %Y", tickCount="month"))
    y = alt.Y("usd_per_share:Q", title="Price of a share (US$)", scale=alt.Scale(domain=[90, 230]))
    base = alt.Chart(frame).encode(x, y)
    line = base.mark_line(color=colour("spacex"), point=alt.OverlayMarkDef(size=55, color=colour("spacex")))
    prices = frame["usd_per_share"]
    before, after = prices.shift(1), prices.shift(-1)
    first = before.isna()  # a label stands on the side where the line is not, and off the axis
    low = ~first & ~(before <= prices) & ~(after <= prices)
    side = (before > prices).astype(int) - (after > prices).astype(int)
    above = ~first & ~low
    where = [(18, 6, first), (0, 15, low), (0, -12, above & (side == 0))]
    where += [(10, -10, above & (side > 0)), (-10, -11, above & (side < 0))]
    labels = [
        alt.Chart(frame[chosen])
        .mark_text(dx=dx, dy=dy, fontSize=11)
        .encode(x, y, text=alt.Text("usd_per_share:Q", format=".0f"))
        for dx, dy, chosen in where
    ]
    offer = pd.DataFrame({"offer": [float(case.nominal("offering.price").magnitude)], "name": ["offer"]})
    rule = alt.Chart(offer).mark_rule(color=colour("reference"), strokeDash=[4, 3]).encode(y="offer:Q")
    name = alt.Chart(offer).mark_text(align="right", dx=-4, dy=9, fontSize=11, color=colour("reference"))
    named = name.encode(y="offer:Q", x=alt.value(WIDTH), text="name:N")
    return finish(
        alt.layer(rule, named, line, *labels).properties(width=WIDTH, height=220),
        "Line of the price of a share on the days since the listing for which one was found, from "
        "{listings.price_lowest} to {listings.price_highest}; the last is {chain.latest_price}.",
        case,
    )


def growth(case: Case) -> alt.TopLevelMixin:
    """Yearly growth asked of SpaceX and growth seen, fastest first, against what hardly any large company kept up."""
    frame = listings.growth(case).sort_values("growth_percent", ascending=False, ignore_index=True)
    frame["asked"] = frame["kind"].map({"asked": _KINDS[0], "seen": _KINDS[1]})
    frame["label"] = [
        f"{name if years == 10 or 'to 20' in name else f'{name}, {years} years'}, from ${number(start, 3)} bn"
        for name, years, start in zip(frame["who"], frame["years"], frame["start_busd_per_year"], strict=True)
    ]
    y = alt.Y("label:N", title=None, sort=None, axis=alt.Axis(labelLimit=320, grid=True))
    x = alt.X("growth_percent:Q", title="Growth of revenue (% a year)", scale=alt.Scale(domain=[0, 110], nice=False))
    hue = alt.Color(
        "asked:N", title=None, sort=_KINDS, scale=alt.Scale(domain=_KINDS, range=colours("demand", "others"))
    )
    shape = alt.Shape("asked:N", title=None, sort=_KINDS, scale=alt.Scale(domain=_KINDS, range=["circle", "square"]))
    base = alt.Chart(frame)
    dots = base.mark_point(filled=True, size=95, opacity=1).encode(
        x,
        y,
        color=hue,
        shape=shape,
        tooltip=[
            alt.Tooltip("who:N", title="Who"),
            alt.Tooltip("start_busd_per_year:Q", title="Revenue at the start (billion US$)", format=".1f"),
            alt.Tooltip("growth_percent:Q", title="Growth (% a year)", format=".1f"),
            alt.Tooltip("years:Q", title="Years"),
        ],
    )
    text = base.mark_text(align="left", dx=10, fontSize=11)
    text = text.encode(x, y, text=alt.Text("growth_percent:Q", format=".0f"))
    rate = float(listings.base_rate_growth(case).m_as("percent"))
    line = pd.DataFrame({"x": [rate], "text": [f"{number(rate, 2)} %"]})
    rule = alt.Chart(line).mark_rule(strokeDash=[4, 3], color=colour("reference")).encode(x="x:Q")
    name = alt.Chart(line).mark_text(dy=-8, fontSize=11, color=colour("reference"))
    chart = alt.layer(rule, dots, text, name.encode(x="x:Q", y=alt.value(0), text="text:N"))
    return finish(
        chart.properties(width=WIDTH - 270, height=310),
        "Dots of yearly growth of revenue in rows, fastest first. Growth asked of SpaceX lies between "
        "{listings.growth_appraised} and {listings.growth_goldman}; the fastest ten years of companies that "
        "started near its size lie at {listings.fastest_ten_years}. A dashed line marks {listings.base_rate_growth}, "
        "which {listings.base_rate_small} of the smallest companies passed for ten years and {listings.base_rate} "
        "of those of SpaceX's size.",
        case,
    )


def offers(case: Case) -> alt.TopLevelMixin:
    """Price over sales at the offer, most expensive first."""
    frame = listings.offers(case)
    frame["name"] = [
        name if kind != "earlier" else f"{name} {year}"
        for name, year, kind in frame[["company", "year", "kind"]].itertuples(index=False)
    ]
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=230))
    x = alt.X("multiple:Q", title="Price over sales (times)", scale=alt.Scale(domain=[0, 265]))
    kinds = alt.Scale(domain=["earlier", "spacex", "peer"], range=colours("reference", "spacex", "others"))
    base = alt.Chart(frame)
    bars = base.mark_bar(height=13).encode(x, y, color=alt.Color("kind:N", scale=kinds, legend=None))
    frame["label"] = [number(value, 3) for value in frame["multiple"]]
    text = base.mark_text(align="left", dx=5, fontSize=11).encode(x, y, text="label:N")
    chart = alt.layer(bars, text).properties(width=WIDTH - 230, height=360)
    return finish(
        chart,
        "Bars of price over sales at the offer for {listings.earlier_offers} earlier offerings, SpaceX, OpenAI and "
        "Anthropic. Of the earlier ones {listings.earlier_offers_above} cost more than SpaceX, which is offered at "
        "{multiple.offer_multiple}; OpenAI is priced at {listings.openai_multiple}, Anthropic at "
        "{listings.anthropic_multiple}.",
        case,
    )
