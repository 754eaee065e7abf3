"""Charts of chapter 12 and the home page: steps to parity, its frontier, the ratio by year, the bill of an hour."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, as_named, colour, colours, finish
from analysis.studies import parity

_PRICE = "Launch price (2026 US$ per kilogram)"
_MASS = "Mass launched per kilowatt of computing (kg/kW)"
_RATIO = "Cost of an accelerator-hour, orbit over ground (times)"
_NUDGE = {  # where a label goes beside its point: across, down, side
    "AI1": (9, 1, "left"),
    "Filing": (9, 4, "left"),
    "Suncatcher, 2035": (-9, 8, "right"),
    "odc, mature": (9, -5, "left"),
    "McCalip": (9, 9, "left"),
    "jeshap2891": (-9, -5, "right"),
    "Ours, 2026": (4, 17, "left"),
    "Ours, 2028": (-2, 17, "right"),
    "Ours, 2035": (0, 17, "center"),
    "Turyshev": (0, -14, "center"),
    "Starcloud-3": (9, 4, "left"),
    "Suncatcher, today": (-9, 5, "right"),
    "SemiAnalysis, 2026": (9, 8, "left"),
    "odc, today": (0, -13, "center"),
    "Our parts on Starship at cost": (0, -13, "center"),
}


def frontier(case: Case) -> alt.TopLevelMixin:
    """Lines of equal cost ratio over launch price and mass per kilowatt, with everybody's point."""
    lines, points = parity.frontiers(case), parity.points(case)
    lines = lines[(lines["kg_per_kw"] >= 5) & (lines["kg_per_kw"] <= 100)]
    x = alt.X(
        "usd_per_kg:Q",
        title=_PRICE,
        scale=alt.Scale(type="log", domain=[50, 5000], nice=False),
        axis=alt.Axis(values=[50, 100, 200, 500, 1000, 2000, 5000]),
    )
    y = alt.Y(
        "kg_per_kw:Q",
        title=_MASS,
        scale=alt.Scale(type="log", domain=[5, 100], nice=False),
        axis=alt.Axis(values=[5, 10, 20, 50, 100]),
    )
    ours = lines[lines["kind"] == "ours"]
    grey = alt.Chart(ours).mark_line(color=colour("reference"), strokeWidth=1.2).encode(x, y, detail="line:N")
    ends = ours.sort_values("usd_per_kg").groupby("line", as_index=False).last()
    names = (
        alt.Chart(ends)
        .mark_text(align="right", dx=-7, dy=3, fontSize=11, color=colour("reference"))
        .encode(x, y, text="line:N")
    )
    others = lines[lines["kind"] != "ours"]
    hue = alt.Color(
        "kind:N", legend=None, scale=alt.Scale(domain=["company", "mature"], range=colours("spacex", "others"))
    )
    parities = alt.Chart(others).mark_line(strokeDash=[6, 3]).encode(x, y, hue, detail="line:N")
    dots = (
        alt.Chart(points)
        .mark_point(size=80, filled=True, opacity=1)
        .encode(
            x,
            y,
            color=as_named(points),
            tooltip=[
                alt.Tooltip("point:N", title="Whose"),
                alt.Tooltip("usd_per_kg:Q", title=_PRICE, format=",.0f"),
                alt.Tooltip("kg_per_kw:Q", title=_MASS, format=".1f"),
            ],
        )
    )
    labels = [
        alt.Chart(points[points["point"] == name])
        .mark_text(align=side, dx=dx, dy=dy, fontSize=11)
        .encode(x, y, text="point:N")
        for name in points["point"]
        for dx, dy, side in [_NUDGE.get(name, (9, 4, "left"))]
    ]
    key = pd.DataFrame(
        [
            (54.0, 7.6, "ours", "grey: times the ground's cost, hardware of 2026"),
            (54.0, 6.5, "company", "dashed: parity, company's hardware if it lasts eight years, 2028"),
            (54.0, 5.56, "mature", "dashed: parity, odc's mature hardware, eight years"),
        ],
        columns=["usd_per_kg", "kg_per_kw", "kind", "text"],
    )
    told = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=["ours", "company", "mature"], range=colours("reference", "spacex", "others")),
    )
    keys = alt.Chart(key).mark_text(align="left", fontSize=11).encode(x, y, told, text="text:N")
    chart: alt.LayerChart = alt.layer(grey, names, parities, dots, keys, *labels).resolve_scale(color="independent")
    return finish(
        chart.properties(width=WIDTH, height=HEIGHT + 80),
        "Launch price across, mass per kilowatt up, both on logarithmic axes. Grey lines join points of "
        "equal cost of an accelerator-hour in orbit over the ground with the hardware of 2026; with a free launch "
        "our satellite's ratio is {parity.ratio_free_launch}. Two dashed lines are parity with the "
        "company's hardware and with odc's, both lasting longer; everybody's own point is "
        "marked.",
        case,
    )


_TAGS = {  # the label of a published ratio and its place: across, down, side; what has none stands at a label
    ("odc", "OPTIMIST"): ("odc, optimist", 7, 5, "left"),
    ("odc", "MATURE"): ("odc, mature", -7, 7, "right"),
    ("odc", "TODAY"): ("odc, today", 7, 3, "left"),
    ("odc", "SKEPTIC"): ("odc, skeptic", 7, 0, "left"),
    ("Deutsche Bank", "July 2026, generic"): ("Deutsche Bank", 7, -7, "left"),
    ("Deutsche Bank", "July 2026, AI1"): ("Deutsche Bank, AI1", 7, 3, "left"),
    ("Deutsche Bank", "July 2026, AI2"): ("Deutsche Bank, AI2", 7, 0, "left"),
    ("research-viewer", "central"): ("research-viewer", 7, 0, "left"),
    ("research-viewer", "conservative"): ("research-viewer, conservative", 7, -4, "left"),
    ("jeshap2891", "inference"): ("jeshap2891", 7, 0, "left"),
    ("jeshap2891", "training"): ("jeshap2891, training", 7, -3, "left"),
    ("BCG", "white paper, low end"): ("BCG, low end", 7, 5, "left"),
    ("Wood Mackenzie", "1 GW, at least"): ("BCG, Wood Mackenzie, IEEE Spectrum", 7, 0, "left"),
    ("SemiAnalysis", "2026"): ("SemiAnalysis, 2026", 7, 6, "left"),
    ("SemiAnalysis", "early 2030s"): ("SemiAnalysis, early 2030s", 7, -2, "left"),
    ("SemiAnalysis", "about 2040"): ("SemiAnalysis, research-viewer", 7, 9, "left"),
    ("ITK", "required over achievable revenue"): ("ITK", 0, -12, "center"),
}


def ratio_by_year(case: Case) -> alt.TopLevelMixin:
    """Median and 90 % range of the cost ratio by year, with published ratios."""
    frame, published = parity.by_year(case), parity.published_ratios(case)
    published = published[published["ratio"] <= 12]
    names = [_TAGS.get(row, ("", 0, 0, "left"))[0] for row in zip(published["model"], published["case"], strict=True)]
    published = published.assign(label=names)
    x = alt.X("year:Q", title="Year", scale=alt.Scale(domain=[2025.5, 2045], nice=False), axis=alt.Axis(format="d"))
    y = alt.Y(
        "low:Q",
        title=_RATIO,
        scale=alt.Scale(type="log", domain=[0.5, 13], nice=False),
        axis=alt.Axis(values=[0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10]),
    )
    band = alt.Chart(frame).mark_area(opacity=0.18, color=colour("orbit")).encode(x, y, y2="high:Q")
    line = alt.Chart(frame).mark_line(color=colour("orbit")).encode(x, alt.Y("median:Q"))
    one = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(color=colour("ground"), strokeDash=[4, 3])
    one = one.encode(y="ratio:Q")
    dots = (
        alt.Chart(published)
        .mark_point(size=55, filled=True, opacity=0.9, color=colour("others"))
        .encode(
            x,
            alt.Y("ratio:Q"),
            shape=alt.Shape(
                "counts_compute:N", legend=None, scale=alt.Scale(domain=[1, 0], range=["circle", "triangle"])
            ),
            tooltip=["model:N", "case:N", "year:Q", "ratio:Q"],
        )
    )
    said = pd.DataFrame({"year": [2025.6], "ratio": [1.0], "text": ["parity"]})
    name = alt.Chart(said).mark_text(align="left", dy=-7, color=colour("ground"))
    name = name.encode(x, alt.Y("ratio:Q"), text="text:N")
    own = pd.DataFrame({"year": [2044.8], "ratio": [frame["median"].iloc[-1]], "text": ["ours, median and 90 %"]})
    own_name = alt.Chart(own).mark_text(align="right", dy=-12, color=colour("orbit"))
    own_name = own_name.encode(x, alt.Y("ratio:Q"), text="text:N")
    chances = frame[frame["year"].isin([2028, 2040])].copy()
    chances["text"] = chances["together_percent"].map(lambda p: f"parity: {p:.0f} %")
    probability = alt.Chart(chances).mark_text(align="right", dx=-8, dy=4, fontSize=12, color=colour("orbit"))
    probability = probability.encode(x, alt.Y("low:Q"), text="text:N")
    tags = [
        alt.Chart(published[published["label"] == label])
        .mark_text(align=side, dx=dx, dy=dy, fontSize=11, color=colour("others"))
        .encode(x, alt.Y("ratio:Q"), text="label:N")
        for label, dx, dy, side in _TAGS.values()
    ]
    return finish(
        alt.layer(band, line, one, name, own_name, dots, *tags, probability).properties(width=WIDTH, height=HEIGHT),
        "The cost of an accelerator-hour in orbit over that on the ground, by year, with a band for the 90 % "
        "range. Our median is {parity.median_ratio_2028} in 2028, with a band of {parity.cost_ratio_2028}, and the"
        " band of 2040 is {parity.cost_ratio_2040}. Published ratios are marked, and a dashed line marks "
        "parity.",
        case,
    )


def steps_to_parity(case: Case) -> alt.TopLevelMixin:
    """Orbit over the ground in 2028: central case, launch at cost, launch free, and the company's own aims."""
    kinds = {
        "Central case": (parity.ratio_2028, "orbit"),
        "Launch at Starship's cost": (parity.ratio_at_launch_cost_2028, "orbit"),
        "Launch free of charge": (parity.ratio_free_launch_2028, "orbit"),
        "The company's own aims": (parity.company_ratio_2028, "spacex"),
    }
    rows = [(name, float(find(case).magnitude), shade) for name, (find, shade) in kinds.items()]
    frame = pd.DataFrame(rows, columns=["step", "ratio", "shade"])
    y = alt.Y("step:N", sort=list(kinds), title=None)
    x = alt.X("ratio:Q", title=_RATIO, scale=alt.Scale(domainMin=0))
    shades = sorted(set(frame["shade"]))
    hue = alt.Color("shade:N", legend=None, scale=alt.Scale(domain=shades, range=colours(*shades)))
    bars = (
        alt.Chart(frame).mark_bar(height=24).encode(x, y, hue, tooltip=["step:N", alt.Tooltip("ratio:Q", format=".3r")])
    )
    text = (
        alt.Chart(frame).mark_text(align="left", dx=6, fontSize=13).encode(x, y, text=alt.Text("ratio:Q", format=".2r"))
    )
    one = alt.Chart(pd.DataFrame({"one": [1.0]})).mark_rule(color=colour("ground"), strokeDash=[4, 3]).encode(x="one:Q")
    name = (
        alt.Chart(pd.DataFrame({"one": [1.0], "text": ["the ground"]}))
        .mark_text(align="left", dx=4, fontSize=12, color=colour("ground"))
        .encode(x="one:Q", y=alt.value(-8), text="text:N")
    )
    return finish(
        alt.layer(bars, one, text, name).properties(width=WIDTH - 160, height=170),
        "Four bars give the cost of an accelerator-hour in orbit over the same on the ground in 2028: "
        "{parity.ratio_2028} in the central case, {parity.ratio_at_launch_cost_2028} at what a reused Starship costs, "
        "{parity.ratio_free_launch_2028} if the launch is free, and {parity.company_ratio_2028} with what the company "
        "aims at. A dashed line at one marks the ground, and every bar passes it.",
        case,
    )


LINES = {
    "Accelerators": "ink",
    "Building, power, cooling": "ground",
    "Electricity": "money",
    "Array and radiator": "others",
    "Bus, structure, assembly": "faint",
    "Launch": "orbit",
    "Insurance and running": "reference",
}
_JOINED = {
    "Array and battery": "Array and radiator",
    "Radiator and loop": "Array and radiator",
    "Insurance": "Insurance and running",
    "Running": "Insurance and running",
}


def hour_bill(case: Case) -> alt.TopLevelMixin:
    """An accelerator-hour line by line, on the ground and in orbit, now and in 2035."""
    frame = parity.bill(case)
    frame["line"] = frame["line"].replace(_JOINED)
    frame = frame.groupby(["bar", "line"], as_index=False, sort=False)["usd_per_gpu_hour"].sum()
    order = list(LINES)
    frame["rank"] = frame["line"].map(order.index)
    bars = list(dict.fromkeys(frame["bar"]))
    y = alt.Y("bar:N", sort=bars, title=None)
    chart = (
        alt.Chart(frame)
        .mark_bar(height=26)
        .encode(
            y,
            x=alt.X("usd_per_gpu_hour:Q", title="Cost of a usable accelerator-hour (2026 US$)"),
            color=alt.Color(
                "line:N",
                sort=order,
                title=None,
                scale=alt.Scale(domain=order, range=colours(*LINES.values())),
                legend=alt.Legend(columns=3, orient="bottom"),
            ),
            order=alt.Order("rank:Q"),
            tooltip=["bar:N", "line:N", alt.Tooltip("usd_per_gpu_hour:Q", format=".2f")],
        )
    )
    sums = frame.groupby("bar", as_index=False)["usd_per_gpu_hour"].sum()
    text = alt.Chart(sums).mark_text(align="left", dx=5).encode(
        y, x="usd_per_gpu_hour:Q", text=alt.Text("usd_per_gpu_hour:Q", format=".2f")
    )  # fmt: skip
    return finish(
        alt.layer(chart, text).properties(width=WIDTH - 90, height=180),
        "Four bars split the cost of an accelerator-hour into its lines: {parity.ground_hour} on the ground and "
        "{parity.orbit_hour} in orbit in 2026, and the same in 2035. In orbit the accelerators alone cost "
        "{parity.ratio_accelerators_alone} the whole hour on the ground, and launch is {parity.launch_share} of "
        "the bill.",
        case,
    )
