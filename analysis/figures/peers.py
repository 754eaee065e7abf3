"""Charts of chapter 19: every published ratio in one boundary, and what the spread is made of."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, finish
from analysis.studies import peers

_RATIO = "Cost in orbit over cost on the ground (times, log scale)"
_PUBLISHED, _BOUNDARY, _HEADLINE = "as published", "every line counted", "only the headline seen"


def _points(case: Case) -> pd.DataFrame:
    """A row per ratio: rebuilt ratios as published and with every line, then the headlines, most expensive first."""
    rebuilt = peers.harmonised(case).sort_values("published", ascending=False)
    seen = peers.headlines(case).sort_values("ratio", ascending=False)
    rows = [
        (_named(row.case), value, kind)
        for row in rebuilt.itertuples()
        for value, kind in ((row.published, _PUBLISHED), (row.one_boundary, _BOUNDARY))
    ]
    rows += [(f"{row.model}, {row.case}", row.ratio, _HEADLINE) for row in seen.itertuples()]
    return pd.DataFrame(rows, columns=["case", "ratio", "kind"])


def _named(case: str) -> str:
    """The name of a case as a reader knows it: a preset in small letters, said to be one.

    Examples
    --------
    >>> _named("odc, SKEPTIC"), _named("McCalip, $500/kg")
    ('odc, skeptic preset', 'McCalip, $500/kg')
    """
    model, _, preset = case.partition(", ")
    return f"{model}, {preset.lower()} preset" if preset.isupper() else case


def one_boundary(case: Case) -> alt.LayerChart:
    """Every published ratio, and where it goes when every line is counted."""
    points = _points(case)
    moves = points[points["kind"] != _HEADLINE].pivot(index="case", columns="kind", values="ratio").reset_index()
    moves = moves.rename(columns={_PUBLISHED: "published", _BOUNDARY: "counted"})
    order = list(dict.fromkeys(points["case"]))
    x = alt.X("ratio:Q", title=_RATIO, scale=alt.Scale(type="log", domain=[0.04, 100]),
              axis=alt.Axis(values=[0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100], format="~g"))  # fmt: skip
    y = alt.Y("case:N", title=None, sort=order, axis=alt.Axis(labelLimit=330, grid=True))
    even = pd.DataFrame({"ratio": [1.0], "text": ["parity"]})
    parity = alt.Chart(even).mark_rule(color=colour("ground"), strokeDash=[4, 3]).encode(x=x)
    name = alt.Chart(even).mark_text(align="right", dx=-5, dy=-8, fontSize=11, color=colour("ground"))
    name = name.encode(x=x, y=alt.value(0), text="text:N")
    lines = (
        alt.Chart(moves)
        .mark_rule(strokeWidth=1.6, color=colour("reference"))
        .encode(x=alt.X("published:Q", scale=alt.Scale(type="log")), x2="counted:Q", y=y)
    )
    kinds = [_PUBLISHED, _BOUNDARY, _HEADLINE]
    dots = (
        alt.Chart(points)
        .mark_point(filled=True, opacity=1)
        .encode(
            x,
            y,
            color=alt.Color(
                "kind:N", title=None, sort=None,
                scale=alt.Scale(domain=kinds, range=[colour(c) for c in ("others", "orbit", "reference")]),
                legend=alt.Legend(columns=3, symbolOpacity=1),
            ),
            shape=alt.Shape(
                "kind:N", title=None, sort=None,
                scale=alt.Scale(domain=kinds, range=["circle", "square", "diamond"]),
            ),
            size=alt.Size("kind:N", scale=alt.Scale(domain=kinds, range=[150, 60, 75]), legend=None),
            tooltip=["case:N", "kind:N", alt.Tooltip("ratio:Q", title="times", format=".3g")],
        )
    )  # fmt: skip
    chart = alt.layer(parity, lines, dots, name).properties(width=WIDTH - 120, height=560)
    return finish(
        chart,
        "Dots on a logarithmic scale, a row for each published ratio of orbital over ground cost. The ratios "
        "run from {peers.lowest_published} to {peers.highest_headline}. With every cost line counted the rebuilt "
        "ones lie within {peers.one_boundary_range}. Of "
        "{peers.headlines_only} rows only the headline was seen, and they stay where they are.",
        case,
    )


def shares(case: Case) -> alt.LayerChart:
    """What the boundary, the inputs and the physics make of the spread."""
    frame = peers.split(case)
    frame["text"] = frame["share_percent"].map(lambda v: f"{v:.2g} %")
    names = {"boundary": "what is counted", "inputs": "what is assumed", "physics": "darkness, heat, age"}
    frame["factor"] = frame["factor"].map(names)
    y = alt.Y("factor:N", title=None, sort=None)
    x = alt.X("share_percent:Q", title="Share of the spread (%)", scale=alt.Scale(domain=[-10, 100]))
    bars = alt.Chart(frame).mark_bar(height=22, color=colour("orbit")).encode(x, y)
    ranges = (
        alt.Chart(frame)
        .mark_rule(strokeWidth=2, color=colour("ink"))
        .encode(x="low_percent:Q", x2="high_percent:Q", y=y)
    )
    text = alt.Chart(frame).mark_text(align="left", dx=6, dy=-18, fontSize=12).encode(x, y, text="text:N")
    chart = alt.layer(bars, ranges, text).properties(width=WIDTH - 100, height=170)
    return finish(
        chart,
        "Three bars with ranges. Of the spread of published ratios the inputs make {peers.inputs_share}, the "
        "boundary {peers.boundary_share} and the physics {peers.physics_share}; over the order of the steps the inputs "
        "make {peers.inputs_share_by_order} and the boundary {peers.boundary_share_by_order}.",
        case,
    )
