"""The ledger of forecasts as MyST: what is decided next, how everybody scored, and what a replay shows."""

from __future__ import annotations

import math

from analysis import myst
from analysis.evidence import Case
from analysis.evidence.forecasts import Forecast, forecasts
from analysis.evidence.observations import observation, observations
from analysis.results import scores
from analysis.results.verdicts import Probability, format_probability


def ledger(case: Case, resolved: bool = False) -> str:
    """Tabulate the forecasts by day, those still open or those decided."""
    mine = scores.ours(case)
    rows = [_row(f, mine.get(f.id)) for f in forecasts().values() if f.is_open != resolved]
    head = ["Day", "Forecast", "Ours", "Base rate", "Others", "If it comes; if not"]
    if resolved:
        head[-1] = "Outcome"
    return myst.table(head, rows, ["left", "left", "right", "left", "left", "left"])


def _basis(found: Forecast) -> str:
    """Say of what a base rate is the share, and that it is a judgement where nobody counted it."""
    if found.base_rate_is_judgement:
        return f"a judgement: {myst.escape(found.base_rate_of)}"
    named = [myst.cite(observation(k).origin.sources if k in observations() else [k]) for k in found.base_rate_from]
    return f"counted: {myst.escape(found.base_rate_of)} {' '.join(named)}"


def _row(found: Forecast, probability: float | None) -> list[str]:
    claims = ", ".join(f"[{name}](#claim-{myst.anchor(name)})" for name in found.claims)
    others = "; ".join(
        f"{myst.escape(o.who)}, {o.day:%-d %b %Y}: {100 * o.probability:.0f} %"
        + (f" {myst.cite([o.source])}" if o.source else "")
        for o in found.others
    )
    if found.outcome is None:
        end = f"{myst.escape(found.if_true)}; {myst.escape(found.if_false)}"
    else:
        end = f"{'came' if found.outcome else 'did not come'} {myst.cite(found.resolution_sources)}"
    rule = f" *Resolved by {myst.escape(found.source)}: {myst.escape(found.rule)}.*"
    why = f" {myst.escape(found.judgement)}" if found.judgement else ""
    return [
        f"{found.day:%-d %b %Y}",
        f"{myst.escape(found.statement)} ({claims}){why}{rule}",
        "–" if probability is None else format_probability(Probability(probability)),
        f"{100 * found.base_rate:.0f} %, {_basis(found)}",
        others or "–",
        end,
    ]


def scored(case: Case) -> str:
    """Tabulate the scores of everybody who gave an event that is decided, beside the base rates of the same events."""
    rows = [
        [
            myst.escape(str(row["who"])),
            str(row["forecasts"]),
            *(_number(row[c]) for c in ("brier", "brier_of_base_rate", "logarithmic", "logarithmic_of_base_rate")),
        ]
        for row in scores.scores(case).to_dict("records")
    ]
    head = ["Who", "Forecasts", "Brier", "Base rate's", "Logarithmic", "Base rate's "]
    return myst.table(head, rows, ["left", "right", "right", "right", "right", "right"])


def calibrated(case: Case) -> str:
    """Tabulate what was said against what came."""
    rows = [
        [str(r["said"]), str(r["forecasts"]), f"{100 * r['mean_said']:.0f} %", f"{100 * r['share_that_came']:.0f} %"]
        for r in scores.calibration(case).to_dict("records")
    ]
    return myst.table(["Said", "Forecasts", "Mean said", "Came"], rows, ["left", "right", "right", "right"])


def replayed(case: Case) -> str:
    """Tabulate what earlier days' knowledge gave, against what is certain now."""
    rows = [
        [
            f"{r['known_on']:%-d %B %Y}",
            str(r["claims"]),
            str(r["wrong_then"]),
            *(_number(r[c]) for c in ("brier", "brier_of_share", "logarithmic", "logarithmic_of_share")),
        ]
        for r in scores.replayed(case).to_dict("records")
    ]
    head = ["Known on", "Claims", "Wrong then", "Brier", "Of the share", "Logarithmic", "Of the share "]
    return myst.table(head, rows, ["left", "right", "right", "right", "right", "right", "right"])


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"
