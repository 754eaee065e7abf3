"""Chart of chapter 13: workloads by bytes per joule and the wait they bear, against what links and light allow."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, colour, finish
from analysis.studies import network


def workloads(case: Case) -> alt.TopLevelMixin:
    """Workloads in the plane of data per kilowatt-hour and tolerated round trip."""
    frame = network.workloads(case)
    frame["fits"] = list(network.fits(case)["fits"])
    x = alt.X(
        "gb_per_kwh:Q",
        title="Data sent (gigabytes per kilowatt-hour of computing)",
        scale=alt.Scale(type="log", domain=[1e-3, 1e8], nice=False),
        axis=alt.Axis(values=[1e-2, 1, 100, 1e4, 1e6], labelExpr="format(datum.value, ',')"),
    )
    names = "{5: '5 ms', 100: '0.1 s', 1000: '1 s', 1: '1 ms', 10: '10 ms', 60000: '1 min', 3600000: '1 h'}"
    y = alt.Y(
        "round_trip_ms:Q",
        title="Round trip that the work tolerates",
        scale=alt.Scale(type="log", domain=[0.005, 1e7], nice=False),
        axis=alt.Axis(values=[1, 10, 100, 1000, 60000, 3600000], labelExpr=f"{names}[datum.value]"),
    )
    tone = alt.Color(
        "fits:N",
        legend=None,
        scale=alt.Scale(domain=["yes", "in part", "no"], range=[colour("orbit"), colour("money"), colour("demand")]),
    )
    wide = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.35).encode(
        alt.X("gb_per_kwh_low:Q"), y, x2="gb_per_kwh_high:Q", color=tone
    )  # fmt: skip
    tall = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.35).encode(
        x, alt.Y("round_trip_low_ms:Q"), y2="round_trip_high_ms:Q", color=tone
    )  # fmt: skip
    dots = alt.Chart(frame).mark_point(size=90, filled=True, opacity=1).encode(
        x, y, color=tone, tooltip=["workload:N", "gb_per_kwh:Q", "round_trip_ms:Q", "fits:N"]
    )  # fmt: skip
    frame["label"] = frame["workload"] + ": " + frame["fits"]
    far, under = frame["gb_per_kwh"] > 1e5, frame["workload"] == "Making pictures and video"
    words = [
        alt.Chart(frame[side]).mark_text(align=align, dx=dx, dy=dy, fontSize=12).encode(x, y, text="label:N")
        for side, align, dx, dy in ((~far & ~under, "left", 9, -10), (under, "left", 9, 13), (far, "right", -9, -10))
    ]
    gates = pd.DataFrame(
        {
            "x": [float(q.to("gigabyte/kWh").magnitude) for q in (network.ground_gate(case), network.laser_gate(case))],
            "text": ["AI1 to the ground", "AI1 by laser"],
        }
    )
    delays = network.overhead_round_trip(case), network.mean_round_trip(case)
    lights = pd.DataFrame(
        {
            "y": [float(delay.to("ms").magnitude) for delay in delays],
            "x": [1.3e-3, 8e3],
            "text": ["satellite overhead", "dawn-dusk satellite, mean place"],
        }
    )
    grey = colour("reference")
    upright = alt.Chart(gates).mark_rule(color=grey, strokeDash=[4, 3]).encode(x="x:Q")
    level = alt.Chart(lights).mark_rule(color=grey, strokeDash=[4, 3]).encode(y="y:Q")
    gate_names = [
        alt.Chart(gates.iloc[[row]])
        .mark_text(align=align, dx=dx, dy=-7, fontSize=11, color=grey)
        .encode(x="x:Q", y=alt.value(0), text="text:N")
        for row, align, dx in ((0, "right", 6), (1, "left", -6))
    ]
    corner = pd.DataFrame({"x": [1e-3], "x2": [gates["x"].min()], "y": [lights["y"].max()], "y2": [1e7]})
    room = alt.Chart(corner.assign(text="fits"))
    fits = [
        room.mark_rect(opacity=0.1, color=colour("orbit")).encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q"),
        room.mark_text(align="left", dx=6, dy=12, fontSize=12, fontWeight="bold", color=colour("orbit")).encode(
            x="x:Q", y="y2:Q", text="text:N"
        ),
    ]
    light_names = alt.Chart(lights).mark_text(align="left", dy=-7, fontSize=11, color=grey).encode(
        x="x:Q", y="y:Q", text="text:N"
    )  # fmt: skip
    chart = alt.layer(*fits, upright, level, *gate_names, light_names, wide, tall, dots, *words)
    return finish(
        chart.properties(width=WIDTH, height=HEIGHT + 60),
        "Workloads placed by the data they send per kilowatt-hour and by the round trip they tolerate, both "
        "logarithmic. Text and pictures lie left of the link to the ground and above the delay of orbit; live video "
        "and control of machines in part; training across satellites lies far right of every link.",
    )
