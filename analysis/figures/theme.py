"""The one look of every chart: palette, theme, and how a chart is stored in a notebook.

A colour means the same thing throughout: orbit, ground, SpaceX, others, demand, money, and grey for reference lines.
Each name has a light and a dark value; a stored chart carries the light one and the site swaps it.
The hues are Okabe and Ito's, darkened or lightened until each reaches 3:1 against its ground.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

import altair as alt
import pandas as pd

from analysis import rounding
from analysis.evidence import Case
from analysis.results import verdicts as claims

ChartT = TypeVar("ChartT", bound=Any)

MIME = "application/vnd.vegalite.v6+json"
WIDTH, HEIGHT = 620, 340

PALETTE: dict[str, tuple[str, str]] = {
    "orbit": ("#0067a5", "#5db7f5"),
    "ground": ("#b4540a", "#f0a45b"),
    "spacex": ("#0b7a5b", "#43c59e"),
    "others": ("#8a4f8d", "#d79ad9"),
    "demand": ("#a61b4a", "#f2789f"),
    "money": ("#8c6d00", "#e0c04a"),
    "reference": ("#6b7280", "#9ca3af"),
    "faint": ("#d1d5db", "#4b5563"),
    "ink": ("#1f2430", "#e5e7eb"),
    "paper": ("#ffffff", "#12151c"),  # what charts stand on; labels inside bars, and a rim around all others
}
DAY = "utcyearmonthdate({}):T"  # a day as the data say it, not as the reader's clock does


def colour(name: str) -> str:
    """Give the light value of a colour by what it stands for.

    Examples
    --------
    >>> colour("orbit")
    '#0067a5'
    """
    return PALETTE[name][0]


def colours(*names: str) -> list[str]:
    """Give several colours in order."""
    return [colour(name) for name in names]


def as_named(frame: pd.DataFrame) -> alt.Color:
    """Colour each mark by what its column `colour` names, without a legend."""
    used = list(dict.fromkeys(frame["colour"]))
    return alt.Color("colour:N", scale=alt.Scale(domain=used, range=colours(*used)), legend=None)


def in_days(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Write moments as days: a browser takes a moment without a zone for its own, and shows readers other days.

    Examples
    --------
    >>> in_days(pd.DataFrame({"start": [pd.Timestamp("2026-06-30")]}), "start")["start"].item()
    '2026-06-30'
    """
    return frame.assign(**{column: pd.to_datetime(frame[column]).dt.strftime("%Y-%m-%d") for column in columns})


def day(column: str) -> alt.Tooltip:
    """Give a day for what a pointer shows."""
    return alt.Tooltip(DAY.format(column), title=column_label(column))


@alt.theme.register("report", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    ink, reference, faint = colour("ink"), colour("reference"), colour("faint")
    return {
        "config": {
            "background": "transparent",
            "font": "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif",
            "view": {"continuousWidth": WIDTH, "continuousHeight": HEIGHT, "stroke": None},
            "axis": {
                "labelColor": ink,
                "titleColor": ink,
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "titlePadding": 10,
                "domainColor": reference,
                "tickColor": reference,
                "gridColor": faint,
                "gridOpacity": 0.7,
                "gridWidth": 0.7,
                "labelLimit": 260,
            },
            "axisX": {"grid": False, "tickCount": cast(Any, {"signal": "ceil(width / 80)"})},
            "axisY": {"domain": False, "ticks": False},
            "legend": {
                "labelColor": ink,
                "titleColor": ink,
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "orient": "top",
            },
            "text": {"color": ink, "fontSize": 12},
            "line": {"strokeWidth": 2.2},
            "point": {"size": 70, "filled": True},
            "title": {"color": ink, "fontSize": 13, "fontWeight": "normal", "anchor": "start"},
            "header": {"labelColor": ink, "titleColor": ink},
        }
    }


COLUMN_LABELS = {
    "busd": "Billion US$",
    "gb_per_kwh": "Gigabytes a kilowatt-hour",
    "gw_per_year": "Gigawatts a year",
    "kilowafers_per_month": "Thousand wafers a month",
    "percent": "Share (%)",
    "ratio": "Times",
    "round_trip_ms": "Round trip (ms)",
    "share_percent": "Share (%)",
    "spacex_multiple": "SpaceX's multiple",
    "usd_per_gpu_hour": "US$ an accelerator's hour",
    "usd_per_kg": "US$ a kilogram",
    "usd_per_kwh": "US$ a kilowatt-hour",
    "usd_per_watt": "US$ a watt",
    "usd_per_watt_year": "US$ a watt and year",
}


def column_label(column: str) -> str:
    """Give the words that a pointer shows beside a number of this column.

    Examples
    --------
    >>> column_label("busd"), column_label("certain_until")
    ('Billion US$', 'Certain until')
    """
    return COLUMN_LABELS.get(column, column.replace("_", " ").capitalize())


def in_words(part: Any) -> Any:
    """Give a part of a specification with a title on everything that a pointer shows, so that no column's name is.

    Examples
    --------
    >>> in_words({"tooltip": [{"field": "busd"}]})
    {'tooltip': [{'field': 'busd', 'title': 'Billion US$'}]}
    """
    if isinstance(part, list):
        return [in_words(each) for each in part]
    if not isinstance(part, dict):
        return part
    found = {key: in_words(value) for key, value in part.items()}
    for shown in (found["tooltip"],) if isinstance(found.get("tooltip"), dict) else found.get("tooltip") or ():
        if isinstance(shown, dict) and "field" in shown:
            shown.setdefault("title", column_label(shown["field"]))
    return found


def store(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Store a chart as its specification and a line of text; the site and the PDF draw it."""
    spec = rounding.rounded_all(in_words(spec))
    return {MIME: spec, "text/plain": f"<chart: {spec.get('description', 'no description')}>"}


def rounded_values(data: Any) -> Any:
    """Round the numbers of a chart before its data are named by their hash."""
    return rounding.rounded_all(alt.to_values(data))


alt.data_transformers.register("report", rounded_values)
alt.data_transformers.enable("report")
alt.renderers.register("report", store)
alt.renderers.enable("report")


def finish(chart: ChartT, description: str, case: Case | None = None) -> ChartT:
    """Give a chart the words for those who cannot see it: kind of chart, what moves, the finding.

    A number is not typed but named, as ``{study.result}``, and is that of the world.
    """
    if case is not None:
        description = claims.fill_plain(description, case)
    if len(description) < 40:
        raise ValueError(f"description needs a sentence of 40 characters or more; got {description!r}")
    return cast(ChartT, chart.properties(description=description))
