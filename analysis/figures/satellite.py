"""Charts of chapter 11: mass waterfall, dark hours of a year, best altitude, spread of mass per kilowatt."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, colour, colours, finish
from analysis.studies import parity, satellite

_SWING = ("Compute", "Array", "Radiator")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def mass_waterfall(case: Case) -> alt.TopLevelMixin:
    """AI1's parts piled up against its stated mass, for three sets of parts."""
    frame = satellite.waterfall(case)
    for column in ("mass", "from", "to", "claimed"):
        frame[f"{column}_t"] = frame[f"{column}_kg"] / 1000
    frame["kind"] = frame["part"].map(lambda part: "swing" if part in _SWING else "sum" if part == "Sum" else "rest")
    first = frame["case"].eq(frame["case"].iloc[0]) & frame["part"].eq("Propellant")
    frame["stated"] = first.map({True: "stated", False: ""})
    order = list(dict.fromkeys(frame["part"]))
    y = alt.Y("part:N", sort=order, title=None)
    x = alt.X(
        "from_t:Q",
        title="Mass (tonnes)",
        scale=alt.Scale(domain=[0, 7.8], nice=False),
        axis=alt.Axis(values=[0, 2, 4, 6], format="d"),
    )
    bars = (
        alt.Chart()
        .mark_bar(height=15)
        .encode(
            y,
            x,
            x2="to_t:Q",
            color=alt.Color(
                "kind:N",
                legend=None,
                scale=alt.Scale(domain=["swing", "rest", "sum"], range=colours("orbit", "reference", "ink")),
            ),
            tooltip=["case:N", "part:N", alt.Tooltip("mass_kg:Q", title="Mass (kg)", format=",.0f")],
        )
    )
    values = alt.Chart().mark_text(align="right", fontSize=11).encode(
        y, x=alt.datum(7.8), text=alt.Text("mass_t:Q", format=".2f")
    )  # fmt: skip
    limit = (
        alt.Chart().mark_rule(color=colour("spacex"), strokeDash=[4, 3], strokeWidth=1.5).encode(x="mean(claimed_t):Q")
    )
    name = alt.Chart().mark_text(align="right", dx=-4, fontSize=11, color=colour("spacex")).encode(
        y, x="claimed_t:Q", text="stated:N"
    )  # fmt: skip
    chart = (
        alt.layer(bars, values, limit, name, data=frame)
        .properties(width=162, height=250)
        .facet(
            column=alt.Column(
                "case:N", title=None, sort=list(dict.fromkeys(frame["case"])), header=alt.Header(labelFontSize=12)
            ),
            spacing=14,
        )
    )
    return finish(
        chart,
        "Three waterfalls pile up the parts of AI1 against its stated {satellite.ai1_claimed_mass}. With parts "
        "that were built before the sum is {satellite.ai1_mass_built}, with our central parts "
        "{satellite.ai1_mass_ours}, with the lightest part of each kind on paper {satellite.ai1_mass_paper}. Array, "
        "compute and radiator make the difference.",
        case,
    )


def _without_level_stretches(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out the points that lie on a level line between their neighbours, and round: the drawing is the same."""
    frame = frame.round({"dark_hours_per_day": 3})
    dark = frame.groupby("altitude_km")["dark_hours_per_day"]
    level = dark.shift(1).eq(frame["dark_hours_per_day"]) & dark.shift(-1).eq(frame["dark_hours_per_day"])
    return frame[~level]


def dark_hours(case: Case) -> alt.TopLevelMixin:
    """Hours of darkness a day through the year in dawn-dusk orbits of several altitudes."""
    frame = _without_level_stretches(satellite.eclipse_year(case).query("altitude_km < 1400"))
    reference = float(satellite.altitude(case).to("km").magnitude)
    ours = f"datum.altitude_km == {reference}"
    starts = [1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335]
    names = " : ".join(f"datum.value == {day} ? '{month}'" for day, month in zip(starts, _MONTHS, strict=True))
    x = alt.X(
        "day_of_year:Q",
        title=None,
        scale=alt.Scale(domain=[1, 366], nice=False),
        axis=alt.Axis(values=starts, labelExpr=f"{names} : ''", labelAlign="left"),
    )
    y = alt.Y("dark_hours_per_day:Q", title="Darkness (hours a day)", scale=alt.Scale(domain=[0, 6.4]))
    lines = (
        alt.Chart(frame)
        .mark_line()
        .encode(
            x,
            y,
            detail="altitude_km:Q",
            color=alt.condition(ours, alt.value(colour("orbit")), alt.value(colour("reference"))),
            strokeWidth=alt.condition(ours, alt.value(3.0), alt.value(1.4)),
            tooltip=[
                alt.Tooltip("altitude_km:Q", title="Altitude (km)", format=",.0f"),
                alt.Tooltip("dark_hours_per_day:Q", title="Dark hours a day", format=".2f"),
            ],
        )
    )
    peaks = frame.loc[frame.groupby("altitude_km")["dark_hours_per_day"].idxmax()]
    peaks = peaks.assign(label=peaks["altitude_km"].map(lambda h: f"{h:,.0f} km"))
    text = alt.Chart(peaks).mark_text(dy=-8, fontSize=11).encode(x, y, text="label:N")
    stated = float(satellite.stated_dark_day(case).to("hour").magnitude)
    flat = pd.DataFrame({"y": [stated], "x": [300], "text": ["35 minutes a day, as cost models assume"]})
    rule = alt.Chart(flat).mark_rule(color=colour("demand"), strokeDash=[4, 3], strokeWidth=1.6).encode(y="y:Q")
    said = alt.Chart(flat).mark_text(dy=-9, fontSize=12, color=colour("demand")).encode(x="x:Q", y="y:Q", text="text:N")
    chart = alt.layer(rule, lines, text, said).properties(width=WIDTH, height=HEIGHT - 20)
    return finish(
        chart,
        "Lines give the hours of darkness a day through 2028 for dawn-dusk orbits of five altitudes. Most of the "
        "year has none; the season around June lasts {satellite.eclipse_season} at {satellite.altitude}, with up "
        "to {satellite.longest_dark_day} a day. A dashed line marks the {satellite.stated_dark_day} a day that "
        "cost models assume.",
        case,
    )


def specific_mass(case: Case) -> alt.TopLevelMixin:
    """Distribution of our mass per kilowatt, with what makers state."""
    frame = satellite.specific_mass_density(case)
    frame = frame[frame["kg_per_kw"] <= 100]
    low, high = satellite.specific_mass_range(case).to("kg/kW").magnitude
    middle = float(satellite.specific_mass_median(case).to("kg/kW").magnitude)
    x = alt.X("kg_per_kw:Q", title="Mass at launch per kilowatt of computing (kg/kW)", scale=alt.Scale(domain=[0, 100]))
    y = alt.Y("share_percent_per_kg_per_kw:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 4.6]))
    hill = alt.Chart(frame).mark_area(opacity=0.35, color=colour("orbit")).encode(x, y)
    span = pd.DataFrame({"low": [low], "high": [high], "middle": [middle], "y": [0.12]})
    bar = alt.Chart(span).mark_rule(strokeWidth=5, color=colour("orbit")).encode(x="low:Q", x2="high:Q", y="y:Q")
    dot = (
        alt.Chart(span)
        .mark_point(size=110, filled=True, opacity=1, color=colour("orbit"))
        .encode(x="middle:Q", y="y:Q")
    )
    said = alt.Chart(span.assign(text=f"ours: {middle:.0f}, 90 % range {low:.0f}–{high:.0f}")).mark_text(
        dy=-14, fontSize=12, color=colour("orbit")
    ).encode(x="middle:Q", y="y:Q", text="text:N")  # fmt: skip
    marks = satellite.ladder(case)
    marks["y"] = [4.4, 3.9, 3.4, 2.9, 2.4, 1.9][: len(marks)]
    marks["text"] = (
        marks["design"].str.replace(", 1 million satellites", "") + ", " + marks["kg_per_kw"].map("{:.0f}".format)
    )
    dots = alt.Chart(marks).mark_point(size=60, filled=True, opacity=1, color=colour("others")).encode(x, y="y:Q")
    stems = alt.Chart(marks).mark_rule(color=colour("others"), strokeWidth=1).encode(x=x, y="y:Q", y2=alt.datum(0))
    names = alt.Chart(marks).mark_text(align="left", dx=8, fontSize=12).encode(x=x, y="y:Q", text="text:N")
    chart = alt.layer(hill, bar, dot, said, stems, dots, names).properties(width=WIDTH, height=HEIGHT - 60)
    return finish(
        chart,
        "The distribution of our mass per kilowatt has its median at {satellite.specific_mass_median} and "
        "its 90 % range at {satellite.specific_mass_range}. The filing states "
        "{satellite.filed_specific_mass}, AI1 {satellite.ai1_specific_mass}, the startup Orbital "
        "{satellite.startup_specific_mass}; Starcloud-3 and the Starlinks are marked as well.",
        case,
    )


def altitude(case: Case) -> alt.TopLevelMixin:
    """Cost of an orbital hour by altitude, with the rule for dead satellites."""
    frame = parity.altitude_curve(case)
    frame = frame[(frame["altitude_km"] <= 1200) & (frame["altitude_km"] % 10 == 0)].round(3)
    x = alt.X("altitude_km:Q", title="Altitude (km)", scale=alt.Scale(domain=[500, 1200], nice=False))
    y = alt.Y("ratio_2028:Q", title="Orbit over ground, 2028 (times)", scale=alt.Scale(zero=False))
    line = alt.Chart(frame).mark_line(strokeWidth=3, color=colour("orbit")).encode(
        x, y, tooltip=[
            alt.Tooltip("altitude_km:Q", title="Altitude (km)", format=",.0f"),
            alt.Tooltip("ratio_2028:Q", title="Orbit over ground", format=".2f"),
            alt.Tooltip("kg_per_kw:Q", title="Mass (kg/kW)", format=".1f"),
        ],
    )  # fmt: skip
    best = frame.loc[[frame["ratio_2028"].idxmin()]]
    best = best.assign(text=best["altitude_km"].map("best: {:,.0f} km".format))
    dot = alt.Chart(best).mark_point(size=90, filled=True, opacity=1, color=colour("orbit")).encode(x, y)
    name = (
        alt.Chart(best)
        .mark_text(align="left", dx=6, dy=-12, fontSize=12, color=colour("orbit"))
        .encode(x, y, text="text:N")
    )
    edge = float(satellite.highest_clean_altitude(case).m_as("km"))
    top = float(frame["ratio_2028"].max())
    rule_data = pd.DataFrame({"altitude_km": [edge], "ratio_2028": [top], "text": ["a dead satellite stays too long"]})
    rule = alt.Chart(rule_data).mark_rule(strokeDash=[4, 3], strokeWidth=1.5, color=colour("demand")).encode(x)
    said = alt.Chart(rule_data).mark_text(align="left", dx=8, dy=8, fontSize=12, color=colour("demand")).encode(
        x, y, text="text:N"
    )  # fmt: skip
    chart = alt.layer(rule, line, dot, name, said).properties(width=WIDTH, height=HEIGHT - 60)
    return finish(
        chart,
        "A line gives the cost of an accelerator-hour in orbit over the ground in 2028 by altitude. It is lowest at "
        "{parity.best_altitude}, {parity.ratio_at_best_altitude}, and climbs above it. A dashed line at "
        "{satellite.highest_clean_altitude} marks the height from which a dead satellite stays in orbit longer than "
        "{satellite.disposal_term}.",
        case,
    )
