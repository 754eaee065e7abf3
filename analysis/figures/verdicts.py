"""The forest of verdicts: for each headline claim, what is computed over what is needed."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.evidence import Case, ClaimRecord, claim_records
from analysis.evidence.claims import Answer
from analysis.figures.theme import WIDTH, colour, finish
from analysis.results import verdicts

ROW = 58  # pixels for one claim: its words, its answer, its line
TICKS = [0.03, 0.1, 0.3, 1.0, 3.0, 10.0]
AXIS_START, AXIS_END = 0.02, 20.0  # the ends of the axis; what lies beyond ends there with a point on the edge
GROUPS: Mapping[Answer, str] = {
    "true": "true or likely",
    "likely": "true or likely",
    "leans true": "open or leaning",
    "open": "open or leaning",
    "leans false": "open or leaning",
    "unlikely": "false or unlikely",
    "false": "false or unlikely",
    "overtaken": "false or unlikely",
}
COLOURS = {"true or likely": "spacex", "open or leaning": "money", "false or unlikely": "ground"}


def forest_frame(case: Case) -> pd.DataFrame:
    """Give each headline claim with a number: computed over needed, so that more is nearer to true.

    Where a claim asks for at most so much, the ratio is turned around. Ends are those of the 90 % range.
    """
    rows = []
    for claim in claim_records().values():
        judged = verdicts.judge(claim, case)
        found = judged.main
        if not claim.headline or found is None or judged.verdict_today not in GROUPS:
            continue
        comparison = found.test.comparison or claim.comparison
        if found.ratio is None or comparison not in ("at least", "at most") or min(found.ratio) <= 0:
            continue
        low, middle, high = (1 / x for x in reversed(found.ratio)) if comparison == "at most" else found.ratio
        said = (judged.verdict_today, verdicts.format_likely(judged), _firm(claim, case))
        rows.append(
            {
                "chapter": claim.chapter,
                "claim": f"{claim.chapter}. {claim.short}",
                "answer": ", ".join(filter(None, said)) + (" (T: our reading)" if claim.is_ours else ""),
                "group": GROUPS[judged.verdict_today],
                "low": min(max(low, AXIS_START), AXIS_END),
                "middle": min(max(middle, AXIS_START), AXIS_END),
                "high": min(max(high, AXIS_START), AXIS_END),
                "ratio": middle,
            }
        )
    return pd.DataFrame(rows).sort_values("ratio", ascending=False, ignore_index=True)


def _firm(claim: ClaimRecord, case: Case) -> str:
    return "not firm" if verdicts.format_firmness(claim, case) else ""


def forest(case: Case, links: Mapping[int, str]) -> alt.TopLevelMixin:
    """Draw computed over needed with its 90 % range on a logarithmic axis; each row leads to its chapter."""
    frame = forest_frame(case)
    frame["url"] = [links.get(chapter, "") for chapter in frame["chapter"]]
    x = alt.X(
        "low:Q",
        scale=alt.Scale(type="log", domain=[AXIS_START, AXIS_END]),
        axis=alt.Axis(values=TICKS, tickCount=4 * len(TICKS), format="~r", grid=False),  # all of them, however narrow
        title="Computed over needed (times); right of one is met",
    )
    y = alt.Y("claim:N", sort=list(frame["claim"]), axis=None)
    shade = alt.Color(
        "group:N",
        scale=alt.Scale(domain=list(COLOURS), range=[colour(name) for name in COLOURS.values()]),
        legend=alt.Legend(title=None, orient="top", columns=2),
    )
    base = alt.Chart(frame).encode(y=y, href="url:N", tooltip=["claim:N", "answer:N"])
    rows = base.mark_rect(fill="transparent", cursor="pointer").encode(x=alt.value(0), x2=alt.value("width"))
    bars = base.mark_rule(strokeWidth=4, opacity=0.55, yOffset=18, cursor="pointer").encode(
        x=x, x2="high:Q", color=shade
    )
    dots = base.mark_point(filled=True, size=90, opacity=1, yOffset=18, cursor="pointer").encode(
        x=alt.X("middle:Q"), color=shade, shape=alt.Shape("group:N", legend=None)
    )
    written = {"align": "left", "fontSize": 12, "color": colour("ink"), "cursor": "pointer"}
    words = base.mark_text(**written, dy=-15, fontWeight=600).encode(x=alt.value(2), text="claim:N")
    told = base.mark_text(**written, dy=1).encode(x=alt.value(2), text="answer:N")
    one = alt.Chart(pd.DataFrame({"one": [1.0]})).mark_rule(color=colour("ink"), strokeDash=[4, 3]).encode(x="one:Q")
    met = int((frame["ratio"] >= 1).sum())
    chart = alt.layer(one, rows, bars, dots, words, told).properties(width=WIDTH, height=ROW * len(frame))
    return finish(
        chart,
        f"Rows of {len(frame)} headline claims, sorted by what is computed over what is needed, each with its "
        f"90 % range on a logarithmic axis; {met} of them lie at or above one, which a dashed line marks.",
    )
