"""Charts of chapter 14: an hour's price piled up by layer with who keeps the margin; margins inside an accelerator."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.studies import stack

_PARTS = [stack.MAKER, stack.SUPPLIER, stack.OWN]


def stacked_hour(case: Case) -> alt.TopLevelMixin:
    """Layers of an hour piled up to its price, each split into the maker's cost and a margin."""
    frame = stack.stacked_hour(case)
    status = stack.layers_of_an_hour(case).set_index("layer")["today"]
    frame["row"] = [f"{name} ({status[name]})" for name in frame["layer"]]
    order = list(dict.fromkeys(frame["row"]))[::-1]
    y = alt.Y("row:N", title=None, sort=order, axis=alt.Axis(labelLimit=220))
    top = float(frame["to_usd"].max())
    x = alt.X(
        "from_usd:Q", title="Price of an accelerator's hour (US$)", scale=alt.Scale(domain=[0, top * 1.02], nice=False)
    )
    bars = (
        alt.Chart(frame)
        .mark_bar(height=24)
        .encode(
            y,
            x,
            x2="to_usd:Q",
            color=alt.Color(
                "part:N", title=None, scale=alt.Scale(domain=_PARTS, range=colours("reference", "others", "spacex"))
            ),
            tooltip=["layer:N", "part:N", alt.Tooltip("usd_per_gpu_hour:Q", title="US$ an hour", format=".2f")],
        )
    )
    ends = frame.groupby("row", as_index=False).agg({"from_usd": "min", "to_usd": "max"})
    ends["text"] = [f"${b - a:.2f}" for a, b in zip(ends["from_usd"], ends["to_usd"], strict=True)]
    lease = ends["to_usd"] > top - 1e-6
    right = alt.Chart(ends[~lease]).mark_text(align="left", dx=6).encode(y, x="to_usd:Q", text="text:N")
    inside = alt.Chart(ends[lease]).mark_text(align="right", dx=-8, color=colour("paper"), fontWeight="bold")
    inside = inside.encode(y, x="to_usd:Q", text="text:N")
    chart = alt.layer(bars, right, inside).properties(width=WIDTH - 170, height=230)
    return finish(
        chart,
        "Bars pile the layers of an accelerator's hour up to the {stack.hour_price} that Anthropic pays. Energy, "
        "building, servers, network and accelerators make {stack.hour_cost}; the margin of the accelerator maker "
        "is {stack.accelerator_share_of_paid_margin} of the margins that are paid away, and the lease itself "
        "leaves {stack.lessor_margin} to SpaceX.",
        case,
    )


def accelerator_margins(case: Case) -> alt.TopLevelMixin:
    """Margins nested in the price of an accelerator: design, memory, wafers."""
    frame = stack.accelerator_margins(case)
    frame["kind"] = ["margin", "margin", "margin", "cost"]
    y = alt.Y("part:N", title=None, sort=None, axis=alt.Axis(labelLimit=240))
    x = alt.X("share_percent:Q", title="Share of the price of an accelerator (%)", scale=alt.Scale(domain=[0, 85]))
    bars = (
        alt.Chart(frame)
        .mark_bar(height=20)
        .encode(
            y,
            x,
            color=alt.Color(
                "kind:N", legend=None, scale=alt.Scale(domain=["margin", "cost"], range=colours("others", "reference"))
            ),
            tooltip=["part:N", alt.Tooltip("share_percent:Q", format=".1f")],
        )
    )
    text = alt.Chart(frame).mark_text(align="left", dx=5).encode(y, x, text=alt.Text("share_percent:Q", format=".1f"))
    note = pd.DataFrame({"part": ["Wafers"], "share_percent": [7.0], "text": ["what an own chip plant would keep"]})
    name = alt.Chart(note).mark_text(align="left", dx=4, fontSize=11, color=colour("reference"))
    name = name.encode(y, x, text="text:N")
    return finish(
        alt.layer(bars, text, name).properties(width=WIDTH - 210, height=130),
        "Bars show who keeps what of an accelerator's price. The designer keeps {stack.design_margin_share}, "
        "makers of memory {stack.memory_margin_share}, the foundry {stack.fab_margin_share} on the wafers; the "
        "rest is cost.",
        case,
    )
