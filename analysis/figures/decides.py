"""Charts of chapter 20: the ranking of what decides, and how firm each answer is."""

from __future__ import annotations

import textwrap

import altair as alt

from analysis.evidence import Case
from analysis.figures.theme import WIDTH, colour, colours, finish
from analysis.studies import decides

MAX_ROWS = 12
_LINE = 38
_KINDS = ("assumed", "estimated", "stated", "measured")
_HUES = colours("demand", "money", "spacex", "ground")


def _two_lines(name: str) -> str:
    """Break a name in two for an axis, and cut what does not fit."""
    lines = textwrap.wrap(name, _LINE)
    return "|".join(
        lines if len(lines) <= 2 else [lines[0], textwrap.shorten(" ".join(lines[1:]), _LINE, placeholder="…")]
    )


def ranking(case: Case) -> alt.TopLevelMixin:
    """Inputs against questions: how much of each answer's spread an input explains."""
    order = decides.ranking(case).head(MAX_ROWS)
    frame = decides.shares(case)
    frame = frame[frame["input"].isin(order["input"]) & (frame["total"] > 0.02)].copy()
    labels = {name: _two_lines(name) for name in order["name"]}
    frame["label"], frame["percent"] = frame["name"].map(labels), 100 * frame["total"].clip(upper=1.0)
    questions = list(decides.QUESTIONS.values())
    y = alt.Y(
        "label:N",
        sort=[labels[n] for n in order["name"]],
        title=None,
        axis=alt.Axis(
            grid=True, labelLimit=260, labelFontSize=11, labelExpr="split(datum.label, '|')", labelLineHeight=12
        ),
    )
    x = alt.X(
        "question:N",
        sort=questions,
        title=None,
        scale=alt.Scale(domain=questions),
        axis=alt.Axis(orient="top", labelAngle=-40, labelLimit=180, grid=False, domain=False, ticks=False, offset=8),
    )
    dots: alt.Chart = (
        alt.Chart(frame)
        .mark_circle(opacity=0.85)
        .encode(
            x,
            y,
            size=alt.Size(
                "percent:Q",
                title="Share of the spread (per cent)",
                scale=alt.Scale(range=[10, 420], domain=[0, 100]),
                legend=alt.Legend(orient="bottom", values=[5, 25, 50, 100], symbolFillColor=colour("reference")),
            ),
            color=alt.Color(
                "kind:N",
                title="Whose number",
                scale=alt.Scale(domain=list(_KINDS), range=_HUES),
                legend=alt.Legend(orient="bottom"),
            ),
            tooltip=["name:N", "question:N", "kind:N", alt.Tooltip("percent:Q", format=".0f")],
        )
    )
    dots = dots.properties(width=WIDTH - 270, height=MAX_ROWS * 28)
    return finish(
        dots,
        "Inputs in rows, {decides.questions} questions in columns; the size of a dot is the share of the spread of an "
        "answer that an input explains, its colour whether the number is assumed, estimated, stated or measured. Of "
        "{decides.uncertain_count} inputs with a range, {decides.few_inputs} explain the larger part of it.",
        case,
    )
