"""How good forecasts were: ours, those of others, the base rates', and a replay of what was known on earlier days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.evidence import Case, claim_records
from analysis.evidence.forecasts import Forecast, forecasts
from analysis.results import verdicts
from analysis.results.registry import find

MIN_PROBABILITY = 0.01  # nobody's certainty counts as more than this in the logarithmic score, which would be infinite
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
DAYS = (dt.date(2026, 4, 6), dt.date(2026, 6, 30))  # of the first document, and of the listing and the second one
DOCUMENTS = {"motyl2026": DAYS[0], "vainetra2026": DAYS[1]}


@dataclass(frozen=True)
class Score:
    """The scores of one forecaster over events that are decided: lower is better in both."""

    who: str
    events: int
    brier: float
    logarithmic: float


def score(who: str, probabilities: Iterable[float], outcomes: Iterable[bool]) -> Score:
    """Score probabilities against what happened.

    Parameters
    ----------
    who : str
        Whose they are.
    probabilities : iterable of float
        From 0 to 1.
    outcomes : iterable of bool
        Whether each event came.

    Examples
    --------
    >>> found = score("even", [0.5, 0.5], [True, False])
    >>> found.brier, round(found.logarithmic, 3)
    (0.25, 0.693)
    """
    import scoringrules  # compiles on import, for seconds: only who scores waits for it

    p, came = np.array(list(probabilities), dtype=float), np.array(list(outcomes), dtype=float)
    if not p.size:
        return Score(who, 0, float("nan"), float("nan"))
    brier = scoringrules.brier_score(came, p)
    logarithmic = scoringrules.log_score(came, np.clip(p, MIN_PROBABILITY, 1 - MIN_PROBABILITY))
    return Score(who, int(p.size), float(np.mean(brier)), float(np.mean(logarithmic)))


def ours(case: Case) -> dict[str, float]:
    """Give our probability of every forecast that has one."""
    return {
        name: verdicts.forecast_probability(name, case).value
        for name, found in forecasts().items()
        if found.probability is not None or found.result
    }


def scores(case: Case, known: Iterable[Forecast] | None = None) -> pd.DataFrame:
    """Score everybody on the forecasts that are decided, each beside the base rates of the same events.

    A forecaster who gave an event several times is scored on each of them.
    """
    decided = [found for found in (forecasts().values() if known is None else known) if found.outcome is not None]
    mine = ours(case)
    given: dict[str, list[tuple[float, Forecast]]] = {}
    for found in decided:
        if found.id in mine:
            given.setdefault("this report", []).append((mine[found.id], found))
        for other in found.others:
            given.setdefault(other.who, []).append((other.probability, found))
    rows = []
    for who, each in sorted(given.items(), key=lambda item: (-len(item[1]), item[0])):
        events = [bool(found.outcome) for _, found in each]
        made = score(who, [p for p, _ in each], events)
        base = score("base rate", [found.base_rate for _, found in each], events)
        rows.append((who, made.events, made.brier, base.brier, made.logarithmic, base.logarithmic))
    columns = ["who", "forecasts", "brier", "brier_of_base_rate", "logarithmic", "logarithmic_of_base_rate"]
    return pd.DataFrame(rows, columns=columns)


def calibration(case: Case, known: Iterable[Forecast] | None = None) -> pd.DataFrame:
    """Compare what was said with what came, by bins of the probability, over all forecasters of decided events."""
    decided = [found for found in (forecasts().values() if known is None else known) if found.outcome is not None]
    mine = ours(case)
    pairs = [(other.probability, bool(found.outcome)) for found in decided for other in found.others]
    pairs += [(mine[found.id], bool(found.outcome)) for found in decided if found.id in mine]
    rows = []
    for low, high in pairwise(BINS):
        inside = [(p, came) for p, came in pairs if low <= p < high or p == high == 1.0]
        if inside:
            said, came = (float(np.mean(column)) for column in zip(*inside, strict=True))
            rows.append((f"{low:.0%} to {high:.0%}", len(inside), said, came))
    return pd.DataFrame(rows, columns=["said", "forecasts", "mean_said", "share_that_came"])


def ledger(case: Case) -> pd.DataFrame:
    """List every forecast by day, the next to be decided first, those decided at the end."""
    mine = ours(case)
    rows = [
        {
            "forecast": found.id,
            "day": found.day,
            "statement": found.statement,
            "probability": mine.get(found.id, float("nan")),
            "base_rate": found.base_rate,
            "base_rate_is": "judgement" if found.base_rate_is_judgement else "counted",
            "claims": ", ".join(found.claims),
            "outcome": "" if found.outcome is None else ("came" if found.outcome else "did not come"),
        }
        for found in sorted(forecasts().values(), key=lambda f: (not f.is_open, f.day, f.id))
    ]
    return pd.DataFrame(rows)


def replay(day: dt.date, case: Case) -> pd.DataFrame:
    """Judge the claims with what was known on an earlier day, beside what is certain about them now.

    A claim counts where today's answer is certain. What its own document's day gives stands in `published`; for other
    days the records go back to the value that they had then, and a claim that rests on a record without one is left
    out. The models and the definitions are today's: only the evidence goes back.
    """
    then = Case(case.scenario, as_of=day)
    rows = []
    for name, claim in claim_records().items():
        judged = verdicts.judge(claim, case)
        now = judged.main
        if now is None or not now.key or now.probability is None or claim.restates:
            continue
        p = now.probability
        if p.bound < p.value < 1 - p.bound:
            continue
        before = _known(judged, now, day, then, case)
        if before is not None:
            rows.append((name, claim.short, before, p.value > verdicts.OPEN))
    return pd.DataFrame(rows, columns=["claim", "short", "then", "now"])


def _known(judged: verdicts.Judgement, now: verdicts.Finding, day: dt.date, then: Case, case: Case) -> float | None:
    """Give the probability that a claim had on a day, or nothing where that is not known."""
    if now.test.published and DOCUMENTS.get(judged.claim.document) == day:
        first = next(f for f in judged.findings_published if f.test == now.test)
        return first.probability.value if first.probability else None
    reads = find(now.key).evaluate(case).records
    if reads & then.known_later or not any(then.record(key).as_of for key in reads):
        return None
    found = verdicts.finding(judged.claim, now.test, "today", then).probability
    return None if found is None else found.value


def replayed(case: Case) -> pd.DataFrame:
    """Score each earlier day's judgement against what is certain now, beside the share that came."""
    rows = []
    for day in DAYS:
        frame = replay(day, case)
        events = [bool(x) for x in frame["now"]]
        made = score(str(day), frame["then"], events)
        base = score("base", [float(np.mean(events))] * len(events), events)
        moved = int((np.round(frame["then"]) != frame["now"].astype(float)).sum())
        rows.append((day, made.events, moved, made.brier, base.brier, made.logarithmic, base.logarithmic))
    columns = ["known_on", "claims", "wrong_then", "brier", "brier_of_share", "logarithmic", "logarithmic_of_share"]
    return pd.DataFrame(rows, columns=columns)
