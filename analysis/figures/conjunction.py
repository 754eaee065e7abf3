"""Charts of chapter 18: the scenario tree, and what a common cause does to the probability."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.evidence import Case
from analysis.figures.theme import HEIGHT, WIDTH, colour, finish
from analysis.studies import conjunction

_SHORT = (
    "Starship|is reused",
    "orbit at the|ground's cost",
    "contracts|last",
    "Starlink at|$100 billion",
    "chips in|volume",
)
_FAILS = (
    "Starship is not reused by 2030",
    "orbit costs more in 2035",
    "contracts end early",
    "Starlink stays below $100 billion",
    "no chips in volume",
)
_SHARE = "Probability (per cent)"


def scenario_tree(case: Case) -> alt.TopLevelMixin:
    """The stages of the thesis: at each a part of the probability ends, and what is left goes on."""
    frame = conjunction.tree(case)
    before = [100.0, *frame["through_percent"].iloc[:-1]]
    frame["start"], frame["next"] = frame["stage"], frame["stage"] + 1
    frame["before"], frame["last"] = before, 5.0
    asked = 100 * float(conjunction.implied_probability(case).to("").magnitude)
    frame["middle"] = (frame["before"] + frame["through_percent"]) / 2
    near = (frame["middle"] - asked).abs() < 10  # a label there would read as that of the dashed line
    frame.loc[near, "middle"] = (frame["before"] + asked) / 2
    frame["told"] = [f"{p:.0f} %" if p >= 10 else f"{p:.1f} %" for p in frame["through_percent"]]
    frame["ended"] = [
        f"{e:.0f} %: {t}" if e >= 10 else f"{e:.1f} %: {t}" for e, t in zip(frame["ends_percent"], _FAILS, strict=True)
    ]
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, 5.0], nice=False))
    y = alt.Y("through_percent:Q", title=_SHARE, scale=alt.Scale(domain=[0, 100], nice=False))
    ends = (
        alt.Chart(frame)
        .mark_rect(color=colour("faint"), stroke=colour("paper"), strokeWidth=1.5, opacity=0.55)
        .encode(x, y, x2="last:Q", y2="before:Q")
    )
    trunk = alt.Chart(frame).mark_rect(color=colour("orbit"), opacity=0.9).encode(x, y, x2="next:Q", y2=alt.datum(0))
    large = frame[frame["ends_percent"] >= 10]
    lost = alt.Chart(large).mark_text(align="right", dx=-8, fontSize=12).encode(
        alt.X("last:Q"), alt.Y("middle:Q"), text="ended:N"
    )  # fmt: skip
    heads = pd.DataFrame(
        {
            "centre": frame["stage"] + 0.5,
            "through_percent": frame["through_percent"],
            "told": frame["told"],
            "name": _SHORT,
        }
    )
    left = alt.Chart(heads).mark_text(dy=-8, fontSize=12, fontWeight="bold", color=colour("ink")).encode(
        alt.X("centre:Q"), y, text="told:N"
    )  # fmt: skip
    names = alt.Chart(heads).mark_text(baseline="top", dy=8, fontSize=11, lineBreak="|").encode(
        alt.X("centre:Q"), y=alt.datum(0), text="name:N"
    )  # fmt: skip
    free = frame[frame["stage"] >= 2].assign(start=lambda f: f["stage"] + 0.06, next=lambda f: f["stage"] + 0.94)
    apart = alt.Chart(free).mark_rule(color=colour("money"), strokeWidth=2.5)
    apart = apart.encode(x, alt.Y("independent_percent:Q"), x2="next:Q")
    price = pd.DataFrame(
        {"start": [0.0], "asked": [asked], "text": [f"{asked:.0f} %: what the offer price asks of orbit"]}
    )
    line = alt.Chart(price).mark_rule(color=colour("spacex"), strokeDash=[5, 3], strokeWidth=1.8)
    line = line.encode(alt.Y("asked:Q"))
    said = alt.Chart(price).mark_text(align="left", dx=8, dy=-8, color=colour("spacex"), fontSize=12)
    said = said.encode(x, alt.Y("asked:Q"), text="text:N")
    chart = alt.layer(ends, trunk, apart, line, said, lost, left, names)
    return finish(
        chart.properties(width=WIDTH, height=HEIGHT + 40),
        "A tree read from left to right. Starship is reused with a probability of {conjunction.starship_probability}; "
        "{conjunction.orbit_probability} are left once orbit also costs no more than the ground, and "
        "{conjunction.joint_probability} once contracts, Starlink and chips hold too. Short bars show it if the "
        "pillars are independent, which end at {conjunction.joint_if_independent}. A dashed line at "
        "{conjunction.implied_probability} is what the offer price asks of orbital computing alone.",
        case,
    )


def tie(case: Case) -> alt.TopLevelMixin:
    """Probability that all pillars hold and that all fail, over the correlation between them."""
    frame = conjunction.by_correlation(case)
    ours = float(conjunction.correlation(case).magnitude)
    x = alt.X("correlation:Q", title="Correlation between any two pillars", scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("probability_percent:Q", title=_SHARE, scale=alt.Scale(domain=[0, 55]))
    hue = alt.Color(
        "outcome:N",
        legend=None,
        scale=alt.Scale(domain=["all hold", "all fail"], range=[colour("spacex"), colour("demand")]),
    )
    lines = alt.Chart(frame).mark_line().encode(x, y, hue)
    names = alt.Chart(frame[frame["correlation"] == frame["correlation"].max()])
    names = names.mark_text(align="right", dy=-10, fontSize=12).encode(x, y, hue, text="outcome:N")
    rule = alt.Chart(pd.DataFrame({"correlation": [ours], "text": ["ours"]}))
    mark = rule.mark_rule(color=colour("reference"), strokeDash=[4, 3]).encode(x)
    said = rule.mark_text(align="left", dx=4, dy=8, color=colour("reference")).encode(x, y=alt.datum(55), text="text:N")
    chart = alt.layer(mark, said, lines, names)
    return finish(
        chart.properties(width=WIDTH, height=HEIGHT - 90),
        "Two lines rise with the correlation between pillars: the probability that all of them hold, "
        "{conjunction.joint_if_independent} without a tie and {conjunction.joint_probability} with ours, and the "
        "probability that all of them fail, {conjunction.none_if_independent} and {conjunction.none_of_them}.",
        case,
    )
