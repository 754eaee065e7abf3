"""Charts of the analyst's bench: a spread, a ranking, what moves between two cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from analysis.figures.theme import colour, finish
from analysis.format import format_quantity
from analysis.units import Quantity, ureg

if TYPE_CHECKING:
    from analysis.results.registry import Result

ROW = 22  # pixels for one bar


def spread(frame: pd.DataFrame, result: Result, value: float) -> alt.LayerChart:
    """Draw the histogram of a result: frame of low, high, share; a rule at its value in this case."""
    title = f"{result.sentence.rstrip('.')} ({result.unit or 'ratio'})"
    bars = (
        alt.Chart(frame)
        .mark_bar(color=colour("orbit"), binSpacing=0)
        .encode(
            x=alt.X("low:Q", bin="binned", title=title),
            x2="high:Q",
            y=alt.Y("share:Q", title="Share of the draws (%)"),
            tooltip=[alt.Tooltip(f"{c}:Q", format=".4~r") for c in ("low", "high", "share")],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"value": [value]}))
        .mark_rule(color=colour("ink"), strokeDash=[4, 3])
        .encode(x="value:Q", tooltip=[alt.Tooltip("value:Q", title="in this case", format=".4~r")])
    )
    shown = format_quantity(Quantity(value, ureg.Unit(result.unit)))
    return finish(
        alt.layer(bars, rule),
        f"A histogram of {title.lower()} over the ranges of its inputs; a dashed rule marks {shown}, the value here.",
    )


def shares(frame: pd.DataFrame, result: Result) -> alt.Chart:
    """Draw which inputs decide a result: frame of name and total."""
    percent = frame.assign(share=100 * frame["total"].clip(0, 1))
    chart: alt.Chart = (
        alt.Chart(percent)
        .mark_bar(color=colour("orbit"))
        .encode(
            x=alt.X("share:Q", title="Share of the variance, interactions included (%)"),
            y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)),
            tooltip=["name:N", alt.Tooltip("share:Q", format=".3~r")],
        )
        .properties(height=ROW * len(frame))
    )
    first = str(frame["name"].iloc[0]).lower() if len(frame) else "nothing"
    return finish(chart, f"Bars of the inputs that decide {result.sentence.rstrip('.').lower()}; first {first}.")


def moves(frame: pd.DataFrame, case: str) -> alt.Chart:
    """Draw how many times larger or smaller results become: frame of result and ratio."""
    chart: alt.Chart = (
        alt.Chart(frame.assign(one=1.0))
        .mark_bar(color=colour("orbit"))
        .encode(
            x=alt.X("ratio:Q", scale=alt.Scale(type="log"), title="Times the value before"),
            x2="one:Q",
            y=alt.Y("result:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)),
            tooltip=["result:N", "first:N", "second:N", alt.Tooltip("ratio:Q", format=".3~r")],
        )
        .properties(height=ROW * max(len(frame), 1))
    )
    return finish(chart, f"Bars of the {len(frame)} results that move most in the case {case}, on a logarithmic scale.")


def swings(frame: pd.DataFrame, result: Result) -> alt.LayerChart:
    """Draw a tornado: frame of name, result at both ends of the input's range, and the result as it is."""
    title = f"{result.sentence.rstrip('.')} ({result.unit or 'ratio'})"
    bars = (
        alt.Chart(frame)
        .mark_bar(color=colour("orbit"))
        .encode(
            x=alt.X("result_at_low:Q", title=title, scale=alt.Scale(zero=False)),
            x2="result_at_high:Q",
            y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)),
            tooltip=["name:N", "low:N", "high:N"]
            + [alt.Tooltip(f"{name}:Q", format=".4~r") for name in ("result_at_low", "result_at_high")],
        )
        .properties(height=ROW * max(len(frame), 1))
    )
    rule = alt.Chart(frame[["result"]].head(1)).mark_rule(color=colour("ink"), strokeDash=[4, 3]).encode(x="result:Q")
    first = str(frame["name"].iloc[0]).lower() if len(frame) else "nothing"
    return finish(alt.layer(bars, rule), f"Bars of how far each input's range moves {title.lower()}; first {first}.")
