"""What a page shows as a table, as MyST text: inputs, claims, verdicts, frames.

Numbers are right-aligned, units stand in the head or beside the number, citations come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis import myst
from analysis.evidence import Case, Record, claim_records
from analysis.evidence.claims import NOT_YET, Verdict
from analysis.format import format_quantity, number
from analysis.pages import toc as contents
from analysis.pages.evidence import read_through
from analysis.results import uncertainty
from analysis.results import verdicts as claims
from analysis.results.registry import find
from analysis.results.verdicts import MARKS, Judgement
from analysis.units import Quantity, ureg

VERDICT_CLASS: dict[Verdict, str] = {
    "holds": "verdict verdict-holds",
    "holds if": "verdict verdict-holds-if",
    "fails": "verdict verdict-fails",
    "stale": "verdict verdict-stale",
    "cannot be checked": "verdict verdict-cannot-be-checked",
}


SOURCES_SHOWN = 2  # a table cites the first two sources; the record's own page cites all


def mark(verdict: Verdict) -> str:
    """Write a verdict with its sign, never by colour alone."""
    return f"{MARKS[verdict]} {verdict}"


def format_range(record: Record, digits: int = 3) -> str:
    """Write the range of a record."""
    if not record.is_uncertain:
        return "–"
    ends = [record.lowest, record.highest]
    if any(getattr(e.magnitude, "ndim", 0) for e in ends):
        return "each"
    return format_quantity(Quantity([float(e.magnitude) for e in ends], record.units), digits=digits)


def say_record(record: Record, digits: int = 4) -> str:
    """Write the value of a record."""
    return format_quantity(record.quantity, digits=digits)


def inputs(case: Case, keys: Iterable[str], caption: str = "", name: str = "") -> str:
    """Tabulate records: what, value, range, kind, date, sources; what is changed or stale is marked."""
    rows = []
    for key in keys:
        record = case.record(key)
        changed = " **(changed)**" if key in case.changed else ""
        basis = f"{record.kind}, {record.as_of:%Y}" if record.as_of else record.kind
        basis += f", {mark('stale')} (out of date)" if record.is_stale() else ""
        basis += f", {badge}" if (badge := read_through(record)) else ""
        rows.append(
            [
                f"[{myst.escape(record.name)}](#record-{myst.anchor(key)}){changed}",
                say_record(record),
                format_range(record),
                basis,
                myst.cite(record.sources[:SOURCES_SHOWN]),
            ]
        )
    head = ["Input", "Value", "Range", "Basis", "Source"]
    return myst.table(head, rows, ["left", "right", "right", "left", "left"], caption, name)


def claim_rows(judged: Iterable[Judgement], case: Case) -> str:
    """Tabulate claims: what is stated, what we compute, both verdicts."""
    rows = []
    for judgement in judged:
        claim = judgement.claim
        rows.append(
            [
                f"[{claim.id}](#claim-{myst.anchor(claim.id)}) {myst.escape(claim.paraphrase)}",
                claims.say_stated(claim) or "–",
                _then_and_now(
                    claims.say_computed(claim.computed_published, case),
                    claims.say_computed(claim.computed_today, case),
                ),
                _then_and_now(mark(judgement.verdict_published), mark(judgement.verdict_today)),
            ]
        )
    head = ["Claim, in our words", "Stated", "We compute", "Verdict"]
    return myst.table(head, rows, ["left", "right", "right", "left"])


def _then_and_now(then: str, now: str) -> str:
    """Write what held on the day of publication and what holds today; once when they agree."""
    if then in (now, "", NOT_YET):
        return now or "–"
    return f"{then} then, {now} now"


def headlines(case: Case, links: bool = True) -> str:
    """Tabulate the thesis of every chapter with its two verdicts."""
    judged = {j.claim.chapter: j for j in claims.judgements(case).values() if j.claim.headline}
    rows = []
    for chapter in contents.chapters():
        if chapter.number in judged:
            found = judged[chapter.number]
            title = f"[{chapter.title}](chapters/{chapter.name}.ipynb)" if links else chapter.title
            rows.append([str(chapter.number), title, mark(found.verdict_today), mark(found.verdict_published)])
    head = ["No.", "Thesis", "As known today", "As published"]
    return myst.table(head, rows, ["right", "left", "left", "left"])


def verdict_box(judgement: Judgement, case: Case) -> str:
    """Write the box at the head of a chapter: both verdicts, the reason, and what would flip it."""
    claim = judgement.claim
    lines = [
        f"**As published:** {mark(judgement.verdict_published)}. **As known today:** {mark(judgement.verdict_today)}.",
    ]
    if claim.because:
        lines.append(claims.fill(claim.because, case))
    if claim.flip:
        lines.append(f"**What would flip it:** {claims.fill(claim.flip, case)}")
    if old := _out_of_date(claim.computed_today, case):
        lines.append(f"**Out of date:** {old}.")
    title = f"Verdict: {mark(judgement.verdict_today)}"
    return myst.box(title, "\n\n".join(lines), VERDICT_CLASS[judgement.verdict_today])


def _out_of_date(key: str, case: Case) -> str:
    """Name the numbers behind a result that are older than they keep, each with its day."""
    if key in ("", NOT_YET):
        return ""
    read = (case.record(name) for name in sorted(find(key).evaluate(case).records))
    return ", ".join(f"{myst.escape(r.name)} (of {r.as_of:%-d %B %Y})" for r in read if r.is_stale() and r.as_of)


def decides(key: str, case: Case, most: int = 6, level: float | None = None, label: str = "") -> str:
    """Tabulate the inputs that decide a result, after sentences that name the result and the first two."""
    ranked = uncertainty.decides(key, case).head(most)
    target = None if level is None else Quantity(level, ureg.Unit(find(key).unit))
    rows = []
    for row in ranked.to_dict("records"):
        name = str(row["input"])
        record = case.record(name)
        cells = [f"[{myst.escape(record.name)}](#record-{myst.anchor(name)})", say_record(record), format_range(record)]
        cells += [_share(row["alone"], row["alone_error"]), _share(row["total"], row["error"])]
        rows.append(cells if target is None else [*cells, _flip(key, name, target, case)])
    head = ["Input", "Value", "Range", "Alone", "With interactions"]
    align: list[myst.Align] = ["left", "right", "right", "right", "right"]
    if target is not None:
        head, align = [*head, f"Crosses {format_quantity(target)} at"], [*align, "right"]
    named = myst.escape(find(key).sentence.rstrip("."))
    caption = f"{named}. Share of its variance that each input explains, with its 95 % interval"
    return (
        f"The result here is *{named}*. {_deciders(ranked, case)}"
        + "\n\n"
        + myst.table(head, rows, align, caption, label or f"tab-decides-{myst.anchor(key)}")
    )


def _deciders(ranked: pd.DataFrame, case: Case) -> str:
    """Name the two inputs that explain most, and say whether their order, or their lead, is within the intervals."""
    names = [f"**{myst.escape(case.record(str(name)).name)}**" for name in ranked["input"]]
    totals, errors = (ranked[column].to_numpy() for column in ("total", "error"))
    named = [f"{name} ({_share(total)})" for name, total in zip(names, totals, strict=True)]
    open_pairs = [i for i in range(min(2, len(names) - 1)) if totals[i] - totals[i + 1] < np.hypot(*errors[i : i + 2])]
    doubts = [f"Which of {names[i]} and {names[i + 1]} explains more is undecided." for i in open_pairs]
    return " ".join([f"Of its spread, {' and '.join(named[:2])} explain most.", *doubts])


def _share(share: float, error: float | None = None) -> str:
    """Write a share in percent, with half the width of its interval."""
    told = f"{100 * min(max(share, 0.0), 1.0):.0f}"
    return f"{told} %" if error is None else f"{told} ± {100 * error:.0f} %"


def _flip(key: str, unknown: str, level: Quantity, case: Case) -> str:
    """Write where an input alone carries a result over a level; outside what the input can be, it never does."""
    found = uncertainty.flip(key, unknown, level, case)
    return format_quantity(found.value, digits=2) if found.feasible else "never"


def frame(
    data: pd.DataFrame,
    heads: Sequence[str],
    digits: int = 3,
    caption: str = "",
    name: str = "",
    zeros: bool = False,
) -> str:
    """Tabulate a frame: text to the left, numbers to the right, heads in the reader's words with units.

    With `zeros` every number shows all its digits, for a table whose verdict lies in the last one.
    """
    if len(heads) != data.shape[1]:
        raise ValueError(f"heads needs {data.shape[1]} entries, one for each column; got {len(heads)}")
    rows = [[_cell(value, digits, zeros) for value in row] for row in data.itertuples(index=False)]
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in data.dtypes]
    return myst.table(list(heads), rows, ["right" if n else "left" for n in numeric], caption, name)


def _cell(value: object, digits: int, zeros: bool = False) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        whole_year = isinstance(value, int) and 1900 <= value <= 2100
        return str(value) if whole_year else number(float(value), digits, zeros)
    return myst.escape(str(value))


def open_claims() -> tuple[str, ...]:
    """List the claims that no study computes yet."""
    return tuple(name for name, claim in claim_records().items() if claim.computed_today == NOT_YET)
