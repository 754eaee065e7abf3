"""What a page shows as a table, as MyST text: inputs, claims, verdicts, frames.

Numbers are right-aligned, units stand in the head or beside the number, citations come last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from analysis import myst
from analysis.engine.solving import BreakEven
from analysis.evidence import Case, ClaimRecord, Record, claim_records
from analysis.evidence.case import written
from analysis.evidence.claims import Answer
from analysis.evidence.forecasts import Forecast, forecast
from analysis.format import format_quantity, in_prose, number
from analysis.pages import toc as contents
from analysis.pages.evidence import read_through
from analysis.results import uncertainty
from analysis.results import verdicts as claims
from analysis.results.registry import find
from analysis.results.verdicts import MARKS, Judgement
from analysis.units import Quantity, ureg

STALE = "⧗ stale"  # a number that is older than its own shelf life


_STRIP, _STEP, _TIMES = 24, 6, 4  # height of a strip and room of a range, in pixels; how many times a value it shows

SOURCES_SHOWN = 2  # a table cites the first two sources; the record's own page cites all


def mark(answer: Answer) -> str:
    """Write an answer with its sign, never by colour alone."""
    return f"{MARKS[answer]} {answer}"


def css_class(answer: Answer) -> str:
    """Give the classes of a box with this answer."""
    return f"verdict verdict-{myst.anchor(answer)}"


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
    return written(record.key, record.quantity, digits)


def inputs(case: Case, keys: Iterable[str], caption: str = "", name: str = "") -> str:
    """Tabulate records: what, value, range, kind, date, sources; what is changed or stale is marked.

    On a screen the table folds away behind a strip that shows how far each value may lie off.
    """
    keys = tuple(keys)
    rows = []
    for key in keys:
        record = case.record(key)
        changed = " **(changed)**" if key in case.changed else ""
        basis = f"{record.kind}, {record.as_of:%Y}" if record.as_of else record.kind
        basis += f", {STALE} (out of date)" if record.is_stale() else ""
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
    shown = myst.table(head, rows, ["left", "right", "right", "left", "left"], caption, name)
    count = f"{len(rows)} inputs and their ranges" if len(rows) > 1 else "One input and its range"
    strip = range_strip([case.record(key) for key in keys])
    return f'<details class="inputs"><summary>{count}{strip}</summary>\n\n{shown.strip()}\n\n</details>\n'


def range_strip(records: Sequence[Record]) -> str:
    """Draw the ranges side by side, each over its own value: upright lines from a quarter to four times, logarithmic.

    The value lies halfway up, where the style sheet draws a line. Vectors and values that are not above zero have none.

    Examples
    --------
    >>> range_strip([])
    ''
    """
    lines = []
    for place, record in enumerate(records):
        ends = [float(np.min(end.m_as(record.units))) for end in (record.lowest, record.quantity, record.highest)]
        if record.is_uncertain and not getattr(record.quantity.magnitude, "ndim", 0) and min(ends) > 0:
            low, high = (_STRIP / 2 * (1 - np.clip(np.log(end / ends[1]) / np.log(_TIMES), -1, 1)) for end in ends[::2])
            lines.append(f"M{_STEP * place + _STEP // 2} {low:.0f}V{high:.0f}")
    if not lines:
        return ""
    return f'<svg aria-hidden="true" viewBox="0 0 {_STEP * len(records)} {_STRIP}"><path d="{"".join(lines)}"/></svg>'


def claim_rows(judged: Iterable[Judgement], case: Case) -> str:
    """Tabulate claims: what is needed, what we compute, how likely that makes it, the answer."""
    rows = []
    for judgement in judged:
        claim = judgement.claim
        rows.append(
            [
                f"[{claim.id}](#claim-{myst.anchor(claim.id)}) {myst.escape(claim.paraphrase)}",
                claim.kind,
                _needed(judgement) or "–",
                claims.format_computed_of(judgement, case) or "–",
                claims.format_odds(judgement, case) or "–",
                _then_and_now(judgement),
            ]
        )
    head = ["Claim, in our words", "Kind", "Needed", "We compute", "How likely", "Answer"]
    return myst.table(head, rows, ["left", "left", "right", "right", "right", "left"])


def _needed(judgement: Judgement) -> str:
    """Write what a claim needs; ours is marked, because the document states none."""
    text, found = claims.format_needed_of(judgement), judgement.main
    own = text and text != "exists" and claims.is_ours(judgement.claim, found.test if found else None)
    return f"{text} (ours)" if own else text


def _then_and_now(judgement: Judgement) -> str:
    """Write the answer of today, and that of the day of publication where it was another."""
    then, now = judgement.verdict_published, judgement.verdict_today
    return mark(now) if then in (now, "cannot be checked") else f"{mark(then)} then, {mark(now)} now"


def headlines(case: Case, links: bool = True, chapters: Iterable[int] | None = None, prefix: str = "") -> str:
    """Tabulate what each chapter turns on: claim, answer, probability, distance, what would change it, day.

    A phone shows the first four columns; so the probability stands beside the answer.
    """
    judged = {j.claim.chapter: j for j in _headline_judgements(case)}
    wanted = None if chapters is None else set(chapters)
    rows = []
    for chapter in contents.chapters():
        if chapter.number not in judged or (wanted is not None and chapter.number not in wanted):
            continue
        found = judged[chapter.number]
        title = myst.escape(found.claim.short) + (" (our reading)" if found.claim.is_ours else "")
        computed, needed = claims.format_computed_of(found, case), _needed(found)
        rows.append(
            [
                str(chapter.number),
                f"[{title}]({prefix}chapters/{chapter.name}.ipynb)" if links else title,
                mark(found.verdict_today),
                claims.format_odds(found, case) or "–",
                f"{computed}; needs {needed}" if computed and needed not in ("", "exists") else computed or "–",
                hangs_on(found, case) or "–",
                claims.answers_known_by(found.claim) or "–",
            ]
        )
    head = ["No.", "Claim", "Answer", "How likely", "Computed against needed", "Would change if", "Known by"]
    return myst.table(head, rows, ["right", "left", "left", "left", "left", "left", "left"])


def own_thresholds(case: Case) -> str:
    """Tabulate of every headline claim whose need is ours why it is what it is, and where the word would turn."""
    rows = []
    for judgement in sorted(_headline_judgements(case), key=lambda j: j.claim.chapter):
        claim, found = judgement.claim, judgement.main
        if claim.reason and claims.is_ours(claim, found.test if found else None):
            reason = f"{claim.reason[:1].upper()}{claim.reason[1:]}"
            rows.append([str(claim.chapter), myst.escape(reason), turning(judgement, case).strip() or "–"])
    shown = myst.table(["No.", "The need, and why", "Where the word turns"], rows, ["right", "left", "left"])
    title = "Needs that are ours, because the documents state none"
    return f'<details class="needs"><summary>{title}</summary>\n\n{shown}\n</details>\n'


def headlines_out_of_date(case: Case, chapters: Sequence[int] = ()) -> str:
    """Say which numbers behind the table of headline claims are older than they keep; nothing where none is."""
    found = (j for j in _headline_judgements(case) if not chapters or j.claim.chapter in chapters)
    old = out_of_date([j.main.key for j in found if j.main and j.main.key], case)
    return f"\n**Out of date:** {old}.\n" if old else ""


def _headline_judgements(case: Case) -> list[Judgement]:
    return [claims.judge(claim, case) for claim in claim_records().values() if claim.headline]


def hangs_on(judgement: Judgement, case: Case) -> str:
    """Say what would change an answer: the nearest flip that the search finds, else the registry's condition."""
    claim = judgement.claim
    if (flip := claims.nearest_flip(claim, case)) is not None:
        return myst.escape(claims.format_flip(flip, case))
    if (turn := claims.turning_of_judgement(judgement)) is not None:
        return f"our probability of it were {turn[0]} instead of {judgement.forecast}"
    if judgement.is_drawn and claims.measure(claim, case) is not None:
        return "nothing within ten times the range of any input, or of any two together"
    return _condition(judgement, case)


def _condition(judgement: Judgement, case: Case) -> str:
    """Say what would change an answer that no change of an input turns, and why none does."""
    if not judgement.claim.condition:
        return ""
    why = claims.why_no_flip(judgement, case)
    return f"{claims.fill(judgement.claim.condition, case)} (a condition of ours, {why})"


def verdict_box(judgement: Judgement, case: Case, printed: Iterable[str] = ()) -> str:
    """Write the box at the head of a chapter: the answer, the number, the probability, the nearest flip, the day.

    What is out of date is named of the claim's own result and of the other results that the chapter has, `printed`.
    """
    claim, found = judgement.claim, judgement.main
    lines = [f"**{myst.escape(claim.paraphrase)}** {_kind(judgement)}", *_comparison(judgement, case)]
    if claim.no_number:
        lines.append(f"**No number is stated:** {myst.escape(claim.no_number)}.")
    lines.extend(_priors(judgement))
    lines.extend(how_firm(judgement, case))
    lines.extend(nearest_flip(judgement, case))
    if claim.condition:
        has_flip = claims.nearest_flip(claim, case) is not None
        lines.append(
            f"**Would change if** {claims.fill(claim.condition, case) if has_flip else _condition(judgement, case)}."
        )
    dated = list(_decided(judgement))
    if old := out_of_date([*([found.key] if found and found.key else []), *printed], case):
        dated[-1:] = [" ".join([*dated[-1:], f"**Out of date:** {old}."])]  # beside the day: a box has few lines
    lines.extend(dated)
    if claim.because:
        lines.append(claims.fill(claim.because, case))
    if claim.stands_in:
        lines.append(f"**Stands in:** {claims.fill(claim.stands_in, case)}")
    if others := _others(judgement):
        lines.append(others)
    if judgement.verdict_published not in (judgement.verdict_today, "cannot be checked"):
        lines.append(f"As published it was {mark(judgement.verdict_published)}.")
    odds = claims.format_odds(judgement, case)
    title = f"Answer: {mark(judgement.verdict_today)}" + (f", {odds}" if odds and claim.kind != "plan" else "")
    return myst.box(title, "\n\n".join(lines), css_class(judgement.verdict_today))


def how_firm(judgement: Judgement, case: Case) -> Iterable[str]:
    """Say what other readings of the ranges and other correlations make of a probability."""
    if steady := claims.format_stability(judgement.claim, case):
        yield f"**How firm:** {myst.escape(steady)}"


def _priors(judgement: Judgement) -> Iterable[str]:
    """Say between which beliefs the probability of a forecast lies."""
    if judgement.forecast_range is not None:
        low, high = (claims.format_probability(claims.Probability(end)) for end in judgement.forecast_range)
        yield f"**Under named priors:** {low} to {high}, {myst.escape(forecast(judgement.claim.forecast).priors)}."


def nearest_flip(judgement: Judgement, case: Case) -> Iterable[str]:
    """Say what turns an answer first, of all that it reads, and how far away that is."""
    flip = claims.nearest_flip(judgement.claim, case)
    if flip is not None:
        words, far = myst.escape(claims.format_flip(flip, case)), claims.format_distance(flip)
        what = "the central value crosses what is needed if" if judgement.is_drawn else "if"
        what = "the mean of the sources crosses it if" if judgement.by_source else what
        yield f"**Nearest flip:** {what} {words}. That is {far}."
    elif (turn := claims.turning_of_judgement(judgement)) is not None:
        probability, to, distance = turn
        far = claims.format_distance(claims.Flip((judgement.claim.forecast,), (), distance))
        yield (
            f"**Nearest flip:** the judgement of the ledger is the only input; “{to}” if it were {probability} instead "
            f"of {judgement.forecast}. That is {far}."
        )
    elif judgement.is_drawn and np.ndim(judgement.main.computed.magnitude) == 0:  # type: ignore[union-attr]
        yield "**Nearest flip:** none; no input, and no two together, turn it within ten times their ranges."


_KINDS = {
    "fact": "A fact, checked.",
    "plan": "A plan, repeated: it is true that the company says so.",
    "reading": "A reading: what the words mean decides.",
    "quantity": "A quantity: its probability follows from the ranges of the evidence.",
}


def _kind(judgement: Judgement) -> str:
    own = " Our reading; the documents do not say it." if judgement.claim.is_ours else ""
    return f"*{_kind_words(judgement.claim, judgement.probability is not None)}{own}*"


def _kind_words(claim: ClaimRecord, has_probability: bool) -> str:
    """Say what kind of claim it is, and of a quantity where its probability comes from."""
    if claim.kind == "reading" and has_probability:
        return "A reading: what the words mean decides, then the ranges of the evidence."
    if claim.kind != "quantity":
        return _KINDS[claim.kind]
    if claim.forecast and forecast(claim.forecast).result:
        return "A quantity: its probability is that of a forecast of our ledger, which is computed."
    if claim.forecast:
        return (
            "A quantity: its probability is that of a forecast of our ledger, a judgement that is given with reasons."
        )
    if claim.priors:
        return "A quantity: its probability is the plain mean over the sources that are named."
    return _KINDS["quantity"]


def _comparison(judgement: Judgement, case: Case) -> Iterable[str]:
    """Say what is computed and what is needed, whose threshold that is, and where another word would begin."""
    claim, found = judgement.claim, judgement.main
    computed, needed = claims.format_computed(found, case), claims.format_needed(claim, found)
    if judgement.by_source:
        needed = claims.format_needed_of(judgement)
        whose = f", a threshold of ours: {myst.escape(claim.reason)}" if claims.is_ours(claim) else ""
        yield f"Computed, from the lowest source to the highest: {claims.format_computed_of(judgement, case)}. " + (
            f"Needed: {needed}{whose}.{turning_over_sources(claim, case)}"
        )
    if found is not None and computed and needed == "exists":
        named = f" ({myst.escape(found.test.name)})" if found.test.name else ""
        yield f"Computed{named}: {computed}. Needed: any at all."
    if found is None or not computed or not needed or needed == "exists":
        return
    named = f" ({myst.escape(found.test.name)})" if found.test.name else ""
    spread = claims.format_interval(found)
    text = f"Computed{named}: {computed}" + _other_middle(found, case) + (f", 90 % range {spread}" if spread else "")
    text += f". Needed: {needed}"
    if claims.is_ours(claim, found.test):
        text += ", a threshold of ours" + (f": {myst.escape(claim.reason)}" if claim.reason else "")
    text += "."
    if found.ratio is not None and needed.lstrip("≥≤≈ ") not in ("1", "1×"):  # else it is the computed value again
        text += f" Computed over needed: {number(found.ratio[1], 2)}."
    yield text + _turning(found)


def turning_over_sources(claim: ClaimRecord, case: Case) -> str:
    """Say at which threshold the mean over sources would have another word."""
    times, to = claims.turning_over_priors(claim, case)
    return "" if times is None else f" With a threshold {number(times, 3)} times as high it would be “{to}”."


def _other_middle(found: claims.Finding, case: Case) -> str:
    """Say beside the central value what the median is, or beside the median what the central value is."""
    if found.is_split:
        return f", with every input at its centre {find(found.key).say(case)}"
    if found.median is None or not found.probability or not found.interval or np.size(found.computed.magnitude) > 1:  # type: ignore[union-attr]
        return ""
    median = claims.format_median(found)
    return f", median {median}" if median != find(found.key).say(case) else ""


def turning(judgement: Judgement, case: Case) -> str:
    """Say at which threshold a claim would have another word, by its main test or over its sources."""
    if judgement.by_source:
        return turning_over_sources(judgement.claim, case)
    return _turning(judgement.main) if judgement.main is not None else ""


def _turning(found: claims.Finding) -> str:
    """Say at which threshold the claim would have another word."""
    if found.turns_at is None or found.turns_to is None or found.computed is None or found.needed is None:
        return ""
    turn = Quantity(found.turns_at, found.computed.units)
    needed = found.needed.to(found.computed.units)
    if found.test.needs_result:  # the draws are held against a result, so the threshold turns by a factor
        times = float((turn / Quantity(1.0, found.needed.units)).m_as(""))
        factor = next((text for digits in range(3, 7) if (text := number(times, digits)) != "1"), "1")
        return f" With a threshold {factor} times as high it would be “{found.turns_to}”."
    texts = (format_quantity(turn, digits=digits) for digits in range(3, 7))  # more digits where it is near ours
    level = next((text for text in texts if text != format_quantity(needed)), format_quantity(turn))
    return f" With a threshold of {in_prose(find(found.key).words.format(level))} it would be “{found.turns_to}”."


def _others(judgement: Judgement) -> str:
    """List what other definitions, scenarios and sources give."""
    parts = []
    for role, head in (("other", "By other definitions"), ("scenario", "In named cases"), ("prior", "By source")):
        each = [
            f"{myst.escape(f.test.name)}: {_short_answer(f)}" for f in judgement.findings_today if f.test.role == role
        ]
        if each:
            parts.append(f"**{head}:** {'; '.join(each)}.")
    return " ".join(parts)


def _short_answer(found: claims.Finding) -> str:
    if found.read is not None:
        return found.read
    p = found.probability
    if p is None:
        return "not known"
    return claims.format_probability(p) if p.count else ("true" if p.value else "false")


def _decided(judgement: Judgement) -> Iterable[str]:
    """Say which forecast of the ledger moves a claim next, and which one settles it."""
    claim = judgement.claim
    settling, sign = claims.deciding_forecast(claim), claims.next_sign(claim)
    if sign is not None and (settling is None or sign.day < settling.day):
        yield _forecast(claim, sign, "Next sign on")
    if settling is not None:
        yield _forecast(claim, settling, "Known by")
    if sign is None and settling is None and judgement.verdict_today in ("stated", *claims.WORDS):
        yield "**Known by:** no dated forecast settles it."


def _forecast(claim: ClaimRecord, found: Forecast, label: str) -> str:
    """Write a forecast with what its outcomes say of a claim; its own number is the page's and needs no saying."""
    parts = [f"**{label} {found.day:%-d %B %Y}:** {myst.escape(found.statement)}"]
    for head, text in (("If so", found.if_true), ("If not", found.if_false)):
        if said := claims.outcome_for(claim, text):
            parts.append(f"{head}: {myst.escape(re.sub(rf'^{claim.id}:? ', '', said))}.")
    return " ".join(parts)


def out_of_date(keys: Iterable[str], case: Case) -> str:
    """Name the numbers behind results that are older than they keep, each with its day."""
    read: set[str] = set()
    for key in keys:
        try:
            read |= find(key).evaluate(case).records
        except (ValueError, ArithmeticError):  # a model may refuse in another case; the number itself says so
            if not case.changed:
                raise
    old = (record for record in map(case.record, sorted(read)) if record.is_stale() and record.as_of)
    return ", ".join(f"{myst.escape(record.name)} (of {record.as_of:%-d %B %Y})" for record in old)


def decides(key: str, case: Case, most: int = 6, level: float | None = None, label: str = "") -> str:
    """Tabulate the inputs that decide a result, after sentences that name the result and the first two."""
    target = None if level is None else Quantity(level, ureg.Unit(find(key).unit))
    ranked = uncertainty.decides(key, case).head(most)
    return _decides(find(key).sentence, key, ranked, target, partial(_flip, key), case, label)


def decides_answer(judgement: Judgement, case: Case, most: int = 6, label: str = "") -> str:
    """Tabulate the inputs that decide what a claim is judged by, and where each carries it over what is needed.

    Raises
    ------
    ValueError
        When no draw over ranges decides the answer.
    """
    judged = claims.measure(judgement.claim, case)
    if judged is None:
        raise ValueError(f"{judgement.claim.id}: no draw over ranges decides its answer, so no input can be ranked")
    ranked = uncertainty.ranking(judged.run(case), judged.name, case).head(most)

    def crossing(name: str, level: Quantity, case: Case) -> str:
        return _crossing(uncertainty.crossing(judged.program(case, [name]), name, level, case))

    return _decides(judged.sentence, judged.name, ranked, judged.level, crossing, case, label)


def decides_instead(judgement: Judgement, key: str, reason: str, case: Case, level: float | None = None) -> str:
    """Say why nothing is ranked by the answer of a claim, and what is ranked in its place and why."""
    if claims.measure(judgement.claim, case) is not None:
        raise ValueError(
            f"{judgement.claim.id}: is drawn over ranges, so rank what it is judged by and no other number"
        )
    why = {"plan": "a plan that is repeated", "fact": "a fact that is checked"}.get(judgement.claim.kind)
    if why is None:
        why = "a judgement of the ledger" if judgement.forecast is not None else "a reading of published lines"
    said = f"The answer of this chapter is {why}; no range of an input decides it."
    return f"{said} Ranked instead, {myst.escape(reason)}:\n\n{decides(key, case, level=level)}"


def _decides(
    sentence: str,
    key: str,
    ranked: pd.DataFrame,
    target: Quantity | None,
    crossing: Callable[[str, Quantity, Case], str],
    case: Case,
    label: str,
) -> str:
    rows = []
    for row in ranked.to_dict("records"):
        name = str(row["input"])
        record = case.record(name)
        cells = [f"[{myst.escape(record.name)}](#record-{myst.anchor(name)})", say_record(record), format_range(record)]
        cells += [_share(row["alone"], row["alone_error"]), _share(row["total"], row["error"])]
        rows.append(cells if target is None else [*cells, crossing(name, target, case)])
    head = ["Input", "Value", "Range", "Alone", "With interactions"]
    align: list[myst.Align] = ["left", "right", "right", "right", "right"]
    if target is not None:
        head, align = [*head, f"Crosses {format_quantity(target)} at"], [*align, "right"]
    named = myst.escape(sentence.rstrip("."))
    caption = (
        f"{named}. Share of its variance that each input explains, alone and with interactions (which overlap), with"
        " 95 % intervals"
    )
    table = myst.table(head, rows, align, caption, label or f"tab-decides-{myst.anchor(key)}")
    return f"{_deciders(named, ranked, case)}\n\n{table}"


def _deciders(result: str, ranked: pd.DataFrame, case: Case) -> str:
    """Name the two inputs that explain most, and say whether their order, or their lead, is within the intervals."""
    names = [f"**{myst.escape(case.record(str(name)).name)}**" for name in ranked["input"]]
    totals, errors = (ranked[column].to_numpy() for column in ("total", "error"))
    named = [f"{name} ({_share(total)})" for name, total in zip(names, totals, strict=True)]
    open_pairs = [i for i in range(min(2, len(names) - 1)) if totals[i] - totals[i + 1] < np.hypot(*errors[i : i + 2])]
    doubts = [f"Which of {names[i]} and {names[i + 1]} explains more is undecided." for i in open_pairs]
    most = f"{' and '.join(named[:2])} explain" if len(named) > 1 else f"{named[0]} alone explains"
    return " ".join([f"Of the spread of *{result}*, {most} most.", *doubts])


def _share(share: float, error: float | None = None) -> str:
    """Write a share in percent, with half the width of its interval."""
    told = f"{100 * min(max(share, 0.0), 1.0):.0f}"
    return f"{told} %" if error is None else f"{told} ± {100 * error:.0f} %"


def _flip(key: str, unknown: str, level: Quantity, case: Case) -> str:
    """Write where an input alone carries a result over a level; outside what the input can be, it never does."""
    return _crossing(uncertainty.flip(key, unknown, level, case))


def _crossing(found: BreakEven) -> str:
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
