"""Charts of chapter 5: growth asked for against growth seen, and what a dollar of sales cost at the offer."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.studies import listings

_SALES = alt.Scale(type="log", domain=[0.08, 600])
_KINDS = ["Asked of SpaceX", "Seen, the fastest of their size"]
_SIDE = {
    "Amazon 2010–2020": "right",
    "Apple 2006–2016": "below",
    "From the year to June 2026": "right",
    "Sold at 5× sales in ten years": "right",
    "Amazon 2015–2025": "above",
}


def price(case: Case) -> alt.TopLevelMixin:
    """Price of a share on every day for which one was found, beside the offer."""
    frame = listings.price_course(case)
    x = alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(format="%b %Y", tickCount="month"))
    y = alt.Y("usd_per_share:Q", title="Price of a share (US$)", scale=alt.Scale(domain=[90, 230]))
    base = alt.Chart(frame).encode(x, y)
    line = base.mark_line(color=colour("spacex"), point=alt.OverlayMarkDef(size=55, color=colour("spacex")))
    text = base.mark_text(dy=-12, fontSize=11).encode(text=alt.Text("usd_per_share:Q", format=".0f"))
    offer = pd.DataFrame({"offer": [float(case.nominal("offering.price").magnitude)], "name": ["offer"]})
    rule = alt.Chart(offer).mark_rule(color=colour("reference"), strokeDash=[4, 3]).encode(y="offer:Q")
    name = alt.Chart(offer).mark_text(align="left", dx=4, dy=-7, fontSize=11, color=colour("reference"))
    named = name.encode(y="offer:Q", x=alt.value(0), text="name:N")
    return finish(
        alt.layer(rule, named, line, text).properties(width=WIDTH, height=220),
        "Line of the price of a share on the days since the listing for which one was found, from "
        "{listings.price_lowest} to {listings.price_highest}; the last is {chain.latest_price}.",
        case,
    )


def growth(case: Case) -> alt.TopLevelMixin:
    """Yearly growth over revenue at the start: asked, seen, and the share of companies that passed 20 %."""
    frame = listings.growth(case)
    frame["asked"] = frame["kind"].map({"asked": _KINDS[0], "seen": _KINDS[1]})
    frame["label"] = [
        name if years == 10 or "to 20" in name else f"{name}, {years} years"
        for name, years in zip(frame["who"], frame["years"], strict=True)
    ]
    frame["side"] = [
        _SIDE.get(name, "left" if kind == "asked" else "right")
        for name, kind in zip(frame["who"], frame["kind"], strict=True)
    ]
    frame.loc[frame["who"].str.startswith("Meta"), "side"] = "left"
    x = alt.X(
        "start_busd_per_year:Q",
        scale=_SALES,
        title="Revenue at the start (billion US$ a year, logarithmic)",
        axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"),
    )
    y = alt.Y("growth_percent:Q", title="Growth (% a year)", scale=alt.Scale(domain=[0, 108]))
    dots = (
        alt.Chart(frame)
        .mark_point(filled=True, size=85, opacity=1)
        .encode(
            x,
            y,
            color=alt.Color(
                "asked:N", title=None, sort=_KINDS, scale=alt.Scale(domain=_KINDS, range=colours("demand", "others"))
            ),
            shape=alt.Shape(
                "asked:N", title=None, sort=_KINDS, scale=alt.Scale(domain=_KINDS, range=["circle", "square"])
            ),
            tooltip=[
                alt.Tooltip("who:N", title="Who"),
                alt.Tooltip("start_busd_per_year:Q", title="Revenue at the start (billion US$)", format=".1f"),
                alt.Tooltip("growth_percent:Q", title="Growth (% a year)", format=".1f"),
                alt.Tooltip("years:Q", title="Years"),
            ],
        )
    )
    layers: list[alt.Chart] = [dots]
    for side, align, dx, dy in (
        ("left", "right", -9, 0),
        ("right", "left", 9, 0),
        ("below", "left", 6, 15),
        ("above", "left", 4, -13),
    ):
        part = frame[frame["side"] == side]
        layers.append(alt.Chart(part).mark_text(align=align, dx=dx, dy=dy, fontSize=11).encode(x, y, text="label:N"))
    chart = alt.layer(*_classes(case), *layers).properties(width=WIDTH - 60, height=380)
    return finish(
        chart,
        "Dots of yearly growth over revenue at the start. Growth asked of SpaceX lies between "
        "{listings.growth_appraised} and {listings.growth_goldman}; the fastest ten years of companies that "
        "started near its size lie at {listings.fastest_ten_years}. The shares of companies that passed "
        "{listings.base_rate_growth} for ten years fall from {listings.base_rate_small} among the smallest to "
        "{listings.base_rate} among those of its size.",
        case,
    )


def _classes(case: Case) -> list[alt.Chart]:
    """Draw the base rates: a bar at 20 % over each class of size with the share that passed it."""
    frame = listings.base_rates(case)
    rows = pd.DataFrame(
        {
            "low": frame["start_sales_low_billion_usd_2015"].clip(lower=0.08),
            "high": frame["start_sales_high_billion_usd_2015"].fillna(600.0),
            "text": [f"{share:g} % passed" for share in frame["share_percent"]],
            "growth_percent": 20.0,
        }
    )
    rows["middle"] = (rows["low"] * rows["high"]) ** 0.5
    y = alt.Y("growth_percent:Q")
    bars = alt.Chart(rows).mark_rule(strokeWidth=7, opacity=0.45, color=colour("reference"))
    words = alt.Chart(rows).mark_text(dy=16, fontSize=11, color=colour("reference"))
    line = alt.Chart(pd.DataFrame({"y": [20.0]})).mark_rule(strokeDash=[4, 3], color=colour("reference"))
    return [
        line.encode(y="y:Q"),
        bars.encode(alt.X("low:Q", scale=_SALES), y, x2="high:Q"),
        words.encode(alt.X("middle:Q", scale=_SALES), y, text="text:N"),
    ]


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
    text = base.mark_text(align="left", dx=5, fontSize=11).encode(x, y, text=alt.Text("multiple:Q", format=".1f"))
    chart = alt.layer(bars, text).properties(width=WIDTH - 230, height=340)
    return finish(
        chart,
        "Bars of price over sales at the offer for {listings.earlier_offers} earlier offerings, SpaceX, OpenAI and "
        "Anthropic. Of the earlier ones {listings.earlier_offers_above} cost more than SpaceX, which is offered at "
        "{multiple.offer_multiple}; OpenAI is priced at {listings.openai_multiple}, Anthropic at "
        "{listings.anthropic_multiple}.",
        case,
    )
