"""The analyst's bench: change a number, see which figures and verdicts move.

Every function takes a case (a `Case`, the name of a shipped scenario, or the path of a scenario file; the base when
left out) and gives a tidy frame of plain values, so that a notebook shows it as a table and the command line prints
it. `histogram`, `ranking` and `Comparison.chart` draw what the frames hold.

Examples
--------
>>> from analysis.api.core import scenario, evaluate
>>> cheaper = scenario("base", {"offering.price": "100 USD/share"})
>>> evaluate(["multiple.offer_multiple"], cheaper)["shown"][0]
'70.1×'
"""

from __future__ import annotations

import difflib
import html
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import pandas as pd

from analysis.api import typed
from analysis.evidence import Case, Record, Scenario, active_case, bibliography, claim_records, shipped_scenarios
from analysis.evidence.bibliography import title_of
from analysis.evidence.case import Change, case_of, load_scenario
from analysis.evidence.errors import LONGEST_NAME, EvidenceError, did_you_mean
from analysis.evidence.schema import parse_unit
from analysis.evidence.store import canonical
from analysis.evidence.store import records as base_records
from analysis.format import format_quantity
from analysis.results import provenance, registry, uncertainty
from analysis.results import snapshots as releases
from analysis.results import verdicts as claims
from analysis.results.cache import remembered
from analysis.results.registry import NOT_COMPUTED, REFUSALS, Result, find
from analysis.units import BASE_YEAR, FIRST_YEAR, LAST_YEAR, Quantity, price_year, ureg

if TYPE_CHECKING:
    import altair as alt

Place: TypeAlias = Case | str | Path | None
Given: TypeAlias = str | float | Sequence[float] | Quantity
Answered = TypeVar("Answered")
Held = TypeVar("Held")

_PLAIN = r"[-+−]?(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_GROUPED = r"[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d*)?"
_SETTING = re.compile(rf"((?:{_GROUPED}|{_PLAIN})(?![\d,])|\[\s*{_PLAIN}(?:\s*[,;]\s*{_PLAIN})*\s*\])\s*(.*)")
_YEAR = re.compile(r"USD_(\d{4})")
BINS = 60
ALIKE = 0.6  # mean likeness of the words of a search to those of a name


def scenario(name: Place = "base", changes: Mapping[str, Given] | None = None) -> Case:
    """Give a case by a shipped scenario's name or a file's path, with further changes on top.

    Parameters
    ----------
    name : Case, str or Path
        ``base``, the name of a shipped scenario, the path of a scenario file, or a case to start from.
    changes : mapping, optional
        Record keys and their new values: a text such as ``"200 USD/kg"`` or ``"$200/kg"``, a number in the record's
        unit, a quantity. A changed number has no range, unless it is given one: ``"200 USD/kg [100, 400]"``.

    Raises
    ------
    EvidenceError
        When a name, key, value, unit or dimension is wrong; the message says what was expected.
    """
    case = _place(name)
    if not changes:
        return case
    made = dict(_changes(case))
    for written, given in changes.items():
        key = canonical(written)
        if key != written and key in changes:
            raise EvidenceError(f"{key} is given twice, once as {written}; keep one of them")
        record = _record(case, key)
        value, low, high = _with_range(case, key, given)
        try:
            made[key] = Change(
                value=value,
                unit=record.unit,
                price_year=record.price_year,
                low=low,
                high=high,
                range=record.range if low is not None and record.range != "physical limits" else None,
                reason="Set by hand.",
            )
            Case(Scenario(name="this", title="This", why="To check it.", changes={key: made[key]}))
        except ValueError as error:
            said = str(error).partition("Value error, ")[2].partition(" [type=")[0] or str(error)
            raise EvidenceError(f"{key}: {said}; try {_example(record)}") from None
    title = f"{case.name}, with {', '.join(map(canonical, changes))} set by hand"
    kept = {key: value for key, value in case._values.items() if key not in set(map(canonical, changes))}
    pairs = case.scenario.correlations if case.scenario else ()
    made_by_hand = Scenario(name=title, title=title, why="Set by hand.", changes=made, correlations=pairs)
    return Case(made_by_hand, kept).derived_from(case, map(canonical, changes))


def scenarios() -> pd.DataFrame:
    """List the cases that come with the report: name, title, why, how many numbers each changes."""
    rows = [("base", "The base case", "What we hold to be so, each number with its source.", 0)]
    for name, file in shipped_scenarios().items():
        found = load_scenario(file)
        rows.append((name, found.title, found.why, len(found.changes)))
    return pd.DataFrame(rows, columns=["scenario", "title", "why", "changes"])


def assumptions(words: str = "", case: Place = None) -> pd.DataFrame:
    """List the records that can be changed; with words, those whose key or name holds all of them."""
    here, wanted = _place(case), words.lower().split()
    rows = []
    for key in sorted(here):
        record = here.record(key)
        if all(word in f"{key} {record.alias} {record.name}".lower() for word in wanted):
            ends = (
                [format_quantity(end, digits=4) for end in (record.lowest, record.highest)]
                if record.is_uncertain
                else ["", ""]
            )
            plain = [
                _number(end) if keep else None
                for end, keep in (
                    (here[key], True),
                    (record.lowest, record.is_uncertain),
                    (record.highest, record.is_uncertain),
                )
            ]
            row = (key, record.name, here.say(key), *ends, record.kind, key in here.changed)
            rows.append((*row, *plain, record.unit, record.price_year, record.range or ""))
    columns = ["record", "name", "value", "low", "high", "kind", "changed"]
    numbers = ["value_number", "low_number", "high_number", "unit", "price_year", "range"]
    return pd.DataFrame(rows, columns=[*columns, *numbers])


def search(words: str, most: int = 20) -> pd.DataFrame:
    """Find inputs, results and claims by words of their names or sentences, misspelt ones too; the best first."""
    wanted = re.findall(r"\w+", words.lower().replace("_", " "))
    if not wanted:
        raise EvidenceError("search for what? Give words, such as: launch price 2028")
    known = [(key, "input", f"{record.alias} {record.name}") for key, record in base_records().items()]
    known += [(key, "result", result.sentence) for key, result in registry.results().items()]
    known += [(key, "claim", claim.paraphrase) for key, claim in claim_records().items()]
    rows = []
    for key, kind, sentence in known:
        there = re.findall(r"[^\W_]+", f"{key} {sentence}".lower())
        score = sum(_likeness(word, there) for word in wanted) / len(wanted)
        in_key = sum(_likeness(word, re.findall(r"[^\W_]+", key)) for word in wanted)
        rows.append((score, in_key, key, kind, sentence.strip()))
    best = sorted((row for row in rows if row[0] >= ALIKE), key=lambda row: (-row[0], -row[1], len(row[2])))[:most]
    return pd.DataFrame([row[2:] for row in best], columns=["name", "kind", "meaning"])


def _likeness(word: str, there: list[str]) -> float:
    """Say how like a word is to the nearest of some others: one when it is there, less when it only begins so."""
    if word in there:
        return 1.0
    if any(other.startswith(word) or (len(other) > 3 and word.startswith(other)) for other in there):
        return 0.9
    near = difflib.get_close_matches(word, there, n=1, cutoff=0.75) if len(word) > 3 else []
    return difflib.SequenceMatcher(None, word, near[0]).ratio() if near else 0.0


def _with_range(case: Case, key: str, given: Given) -> tuple[Any, Any, Any]:
    """Read a value, and the range that may follow it in brackets, as plain numbers in the record's unit."""
    if not isinstance(given, str):
        return _as_plain(read_value(case, key, given)), None, None
    text, low, high = typed.split_range(given)
    value = read_value(case, key, text)
    if low is None or high is None:
        return _as_plain(value), None, None
    record = case.record(key)
    unit = _split(typed.plain(text), key, _example(record))[1]
    least, most = (read_value(case, key, end if _has_unit(end) else f"{end} {unit}".strip()) for end in (low, high))
    return _as_plain(value), _as_plain(least), _as_plain(most)


def _has_unit(text: str) -> bool:
    return re.search(r"[^\W\d]|[$%°]", re.sub(r"[eE][-+]?\d+", "", text)) is not None


def _as_plain(value: Quantity) -> float | tuple[float, ...]:
    numbers = np.asarray(value.magnitude, dtype=float)
    return tuple(map(float, numbers)) if numbers.ndim else float(numbers)


def dropped_ranges(case: Case, keys: Iterable[str]) -> list[str]:
    """Say which numbers lost the range that the evidence gives them, and how to give one."""
    told = []
    for key in map(canonical, keys):
        base, now = active_case().record(key), case.record(key)
        if base.is_uncertain and not now.is_uncertain and isinstance(base.value, float):
            low, high = (format_quantity(end, digits=4) for end in (base.lowest, base.highest))
            value = f"{now.value:.6g} {now.unit}".strip()
            give = f'{key}="{value} [LOW, HIGH]"'
            told.append(f"{key} is now one number without its range ({low} to {high}); to give one write {give}")
    return told


def read_value(case: Case, key: str, given: Given) -> Quantity:
    """Read a new value for a record, in a unit of the record's dimension.

    Raises
    ------
    EvidenceError
        When it is no number, its unit is unknown, or its dimension is another; the message says what was expected.
    """
    key = canonical(key)
    record = _record(case, key)
    value = _quantity(record, given)
    value, note = typed.in_year_of(value, record.price_year)
    if not value.is_compatible_with(record.units):
        raise EvidenceError(
            f"{key}: {_unit_text(value)} has the wrong dimension; expected one like "
            f"{record.unit or 'a pure number'}, try {_example(record)}"
        )
    if note:
        warnings.warn(f"{key}: {note}", stacklevel=3)
    value = value.to(record.units)
    if not np.all(np.isfinite(np.asarray(value.magnitude, dtype=float))):
        raise EvidenceError(f"{key}: the value must be finite; got {given}; try {_example(record)}")
    if np.shape(value.magnitude) != np.shape(record.quantity.magnitude):
        raise EvidenceError(
            f"{key}: needs {_count(record.quantity)}, got {_count(value)}; try {_example(record)}",
        )
    try:
        record.refuse_impossible(value)
    except ValueError as error:
        raise EvidenceError(f"{error}; try {_example(record)}") from None
    return value


def beyond_range(case: Case, keys: Iterable[str] | None = None) -> list[str]:
    """Say which changed numbers lie outside the range that the evidence gives them; all that the case changes."""
    told = []
    for key in sorted(case.changed) if keys is None else map(canonical, keys):
        record, value = base_records()[key], case[key]
        outside = record.is_uncertain and bool(np.any((value < record.lowest) | (value > record.highest)))
        if outside:
            low, high = (format_quantity(end, digits=4) for end in (record.lowest, record.highest))
            told.append(f"{key} = {format_quantity(value, digits=4)} lies outside its range, {low} to {high}")
    return told


def evaluate(keys: str | Iterable[str] | None = None, case: Place = None) -> pd.DataFrame:
    """Compute results: key, what the page prints, value or both ends of a range, unit, meaning.

    Among several, one that a model refuses in this case says so in its row; alone it is an error that names why.

    Parameters
    ----------
    keys : str or iterable of str, optional
        Results such as ``multiple.offer_multiple``, or studies such as ``multiple`` for all results of one.
    case : Case, str or Path, optional
        Where; the base when left out.
    """
    here, wanted = _place(case), _results(keys)
    rows = []
    for result in wanted:
        try:
            numbers = [float(v) for v in np.atleast_1d(_computed(result, here).magnitude)]
            shown = result.say(here)
        except EvidenceError:
            if len(wanted) == 1:
                raise
            numbers, shown = [float("nan")], NOT_COMPUTED
        rows.append((result.key, shown, numbers[0], numbers[-1], result.unit, result.sentence))
    return pd.DataFrame(rows, columns=["result", "shown", "low", "high", "unit", "meaning"])


def verdicts(case: Place = None, only: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Judge claims: what each needs, what we compute, how likely that is, the answer on its day and that of today.

    Parameters
    ----------
    case : Case, str or Path, optional
        Where; the base when left out.
    only : str or iterable of str, optional
        Claims such as ``T12``, or studies such as ``parity`` for the claims that they compute; all when left out.
    """
    here = _place(case)
    columns = [
        "claim",
        "chapter",
        "kind",
        "paraphrase",
        "needed",
        "computed_today",
        "probability",
        "firmness",
        "as_published",
        "today",
        "needed_number",
        "computed_today_number",
        "probability_number",
        "probability_error_number",
        "unit",
    ]
    return pd.DataFrame([_row(name, here) for name in _claims(only)], columns=columns)


def _row(name: str, here: Case) -> tuple[Any, ...]:
    claim = claim_records()[name]
    try:
        judged = _judged(name, here)
    except EvidenceError:
        return (
            name,
            claim.chapter,
            claim.kind,
            claim.paraphrase,
            "",
            NOT_COMPUTED,
            "",
            "",
            *_pair(None),
            *[None] * 4,
            "",
        )
    needed, computed = claims.format_needed_of(judged), claims.format_computed_of(judged, here)
    likely, firm = claims.format_likely(judged), claims.format_firmness(claim, here)
    return (
        *(name, claim.chapter, claim.kind, claim.paraphrase, needed, computed, likely, firm, *_pair(judged)),
        *_plain_finding(judged),
    )


def _plain_finding(judged: claims.Judgement) -> tuple[Any, ...]:
    """Give what a claim needs, what is computed and how likely it is, as plain numbers in one unit."""
    found, probability = judged.main, judged.probability
    likely = None if probability is None else float(probability.value)
    error = None if probability is None or not probability.count else float(probability.error)  # only what was drawn
    if found is None or found.computed is None:
        return (None, None, likely, error, "")
    unit = find(found.key).unit if found.key else f"{found.computed.units}"
    needed = None if found.needed is None else _number(found.needed.to(unit))
    return (needed, _number(found.computed.to(unit)), likely, error, unit)


@dataclass(frozen=True, repr=False)
class Comparison:
    """What differs between two cases: inputs, results, verdicts, and the single input that flips each verdict."""

    first: str
    second: str
    inputs: pd.DataFrame
    results: pd.DataFrame
    verdicts: pd.DataFrame
    left_out: tuple[str, ...] = ()  # results that rank inputs by variance, where they were not asked for

    def frames(self) -> dict[str, pd.DataFrame]:
        """Give the three frames by name."""
        return {"inputs": self.inputs, "results": self.results, "verdicts": self.verdicts}

    def tidy(self) -> pd.DataFrame:
        """Give everything in one frame: what differs, its name, both values, their ratio, and the input that did it."""
        parts = []
        for part, frame in self.frames().items():
            named = {str(frame.columns[0]): "name", "single_input_that_flips_it": "by", "mostly_by": "by"}
            rows = frame.rename(columns=named).assign(part=part)
            columns = ["part", "name", "first", "second", "ratio", "by", "first_number", "second_number", "unit"]
            parts.append(rows.reindex(columns=columns).astype("object"))
        return pd.concat(parts, ignore_index=True)

    def chart(self, most: int = 20) -> alt.Chart:
        """Draw how many times larger or smaller the results that move most become."""
        from analysis.figures import summary as bench

        return bench.moves(self.results.dropna(subset="ratio").query("ratio > 0").head(most), self.second)

    def __repr__(self) -> str:
        """Say in one line how much differs."""
        counts = {part: len(frame) for part, frame in self.frames().items()}
        heads = [f"{count} {part.removesuffix('s') if count == 1 else part}" for part, count in counts.items()]
        return f"<{self.first} against {self.second}: {', '.join(heads[:-1])} and {heads[-1]} differ>"

    def _repr_html_(self) -> str:
        parts = [f"<p>{html.escape(repr(self)[1:-1])}.</p>"]
        parts += [
            f"<p><strong>{part.capitalize()}</strong></p>{shown_columns(frame).to_html(index=False)}"
            for part, frame in self.frames().items()
            if len(frame)
        ]
        return "".join(parts)


def shown_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the columns that people read: without the plain numbers of columns that say the same with their unit."""
    plain = [str(name) for name in frame.columns if str(name).endswith("_number")]
    units = [name for name in ("unit", "level_unit", "price_year", "range", "needed_unit") if plain and name in frame]
    return frame.drop(columns=[*plain, *units])


def plain_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the columns that programs read: numbers under the plain name, what is printed as `…_shown`."""
    names = {str(name): str(name).removesuffix("_number") for name in frame.columns if str(name).endswith("_number")}
    return frame.rename(columns={plain: f"{plain}_shown" for plain in names.values()}).rename(columns=names)


def compare(
    first: Place,
    second: Place,
    only: str | Iterable[str] | None = None,
    why: bool = False,
    rankings: bool = True,
) -> Comparison:
    """Compare two cases: which inputs differ, which results and verdicts follow, and which input alone flips them.

    Results stand in the order of how much they move, each with the changed input that moves it most: the only one
    that it reads, or, with `why`, the one that alone carries it farthest towards its new value.

    Parameters
    ----------
    first, second : Case, str or Path
        The two cases.
    only : str or iterable of str, optional
        Studies such as ``parity``: their results, and the claims that they compute; all when left out.
    why : bool
        Whether to name that input also where a result reads several changed ones, which takes some seconds more; what
        is drawn is drawn anew with each change alone. It stays blank where the changes act only together.
    rankings : bool
        Whether results that rank the inputs of many others by variance are compared too, which takes some twenty
        seconds; if not, `left_out` names them.
    """
    studies = [only] if isinstance(only, str) else only
    one, other = _place(first), _place(second)
    differing = sorted(key for key in one if _differs(key, one, other))
    if other is not one and one.as_of == other.as_of and one.correlations == other.correlations:
        other.derived_from(one, differing)
    rows = [
        (
            key,
            *_say_both(key, one, other),
            _number(one[key]),
            _number(other[key].to(one[key].units)),
            one.record(key).unit,
        )
        for key in differing
    ]
    wanted = [result for result in _results(studies) if rankings or not result.ranks]
    left_out = () if rankings else _left_out(one, frozenset(differing), _results(studies))
    return Comparison(
        one.name,
        other.name,
        pd.DataFrame(rows, columns=["input", "first", "second", "first_number", "second_number", "unit"]),
        _moved(one, other, frozenset(differing), wanted, why),
        _flipped(one, other, differing, _claims(studies)),
        left_out,
    )


def _left_out(case: Case, differing: frozenset[str], wanted: Iterable[Result]) -> tuple[str, ...]:
    """Name the rankings that may move: not those that are known to read nothing that differs."""
    known = case.__dict__.get("_answers", {})
    ranking = [result.key for result in wanted if result.ranks and differing]
    return tuple(key for key in ranking if key not in known or known[key].records & differing)


def compare_release(version: str, case: Place = None) -> Comparison:
    """Compare a published release with a case of today: inputs, results, verdicts, and the input that flips each.

    Raises
    ------
    EvidenceError
        When there is no snapshot of that release; the message lists those there are.
    """
    old, here = releases.read(version), _place(case)
    now = releases.of(here)
    inputs = _changed_rows(old["input"], now["input"])
    results = _changed_rows(old["result"], now["result"])
    results["ratio"] = [_ratio_of(old["result"].get(k), now["result"].get(k)) for k in results["name"]]
    flipped = _changed_rows(old["verdict"], now["verdict"])
    names = [str(k) for k in inputs["name"] if k in old["input"] and k in here]
    flipped["single_input_that_flips_it"] = [
        _alone_since(str(name), old["verdict"].get(str(name)), names, old["input"], here) for name in flipped["name"]
    ]
    return Comparison(
        f"release {version}",
        here.name,
        inputs.rename(columns={"name": "input"}),
        results.rename(columns={"name": "result"}),
        flipped.rename(columns={"name": "claim"}),
    )


def montecarlo(
    keys: str | Iterable[str],
    case: Place = None,
    count: int = uncertainty.WORKING,
    progress: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
) -> pd.DataFrame:
    """Run results over the ranges of everything they rest on: percentiles, mean, sampling error of the mean.

    The numbers are the same on any number of `workers`, processes of this machine, and on a Dask `cluster`, named by
    the address of its scheduler; "local" starts one here. Points at which a result is no finite number are left out,
    with a warning that says how many.
    """
    from analysis.engine import simulate, simulate_on

    here, wanted = _place(case), _results([keys] if isinstance(keys, str) else list(keys))
    traced = _traced(wanted, here)
    ranges, pairs = uncertainty.distributions(traced.inputs, here), uncertainty.correlations(traced.inputs, here)
    place = "" if cluster is None else f" on the cluster {cluster!r}, which is local or an address as tcp://HOST:8786"
    with _refusing(f"{', '.join(result.key for result in wanted)} cannot be sampled{place}"):
        if cluster is None:
            found = simulate(
                traced, ranges, count, correlations=pairs, seed=uncertainty.SEED, progress=progress, workers=workers
            )
        else:
            address = None if cluster == "local" else cluster
            found = simulate_on(
                traced,
                ranges,
                count,
                correlations=pairs,
                seed=uncertainty.SEED,
                progress=progress,
                workers=workers,
                address=address,
            )
    rows = []
    for result in wanted:
        _note_missing(result.key, found.missing(result.key))
        _note_infinite(result.key, found.infinite(result.key))
        ends = [float(found.quantile(result.key, p).value.to(result.unit).magnitude) for p in (0.05, 0.5, 0.95)]
        mean = found.mean(result.key)
        centre, error = (float(q.to(result.unit).magnitude) for q in (mean.value, mean.error))
        rows.append((result.key, *ends, centre, error, result.unit))
    return pd.DataFrame(rows, columns=["result", "p5", "p50", "p95", "mean", "error_of_mean", "unit"])


def histogram(key: str, case: Place = None, count: int = uncertainty.WORKING) -> alt.LayerChart:
    """Draw how a result is spread over the ranges of its inputs, with its value in this case."""
    from analysis.figures import summary as bench

    result, here = find(key), _place(case)
    frame = bins(key, here, count)
    return bench.spread(frame, result, float(_computed(result, here).magnitude))


def bins(key: str, case: Place = None, count: int = uncertainty.WORKING) -> pd.DataFrame:
    """Draw a result over the ranges of its inputs: both ends of each bin, in the result's unit, and its share in %."""
    result, here = find(key), _place(case)
    _traced([result], here)
    drawn = uncertainty.samples(result, here, count)
    finite = np.isfinite(drawn)
    _note_missing(key, 1 - float(np.mean(finite)))
    counts, edges = np.histogram(drawn[finite], bins=BINS)
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "share": 100 * counts / counts.sum()})


def sensitivity(key: str, case: Place = None, count: int = uncertainty.RANKED) -> pd.DataFrame:
    """Rank the inputs of a result by the share of its variance that each explains."""
    result, here = find(key), _place(case)
    _traced([result], here)
    with _refusing(f"{key} cannot be ranked"):
        return uncertainty.decides(result.key, here, count)


def ranking(key: str, case: Place = None, most: int = 12) -> alt.Chart:
    """Draw which inputs decide a result."""
    from analysis.figures import summary as bench

    here = _place(case)
    frame = sensitivity(key, here).head(most)
    named = frame.assign(name=[here.record(str(k)).name for k in frame["input"]])
    return bench.shares(named, find(key))


def breakeven(key: str, unknown: str, level: float | str, case: Place = None) -> pd.DataFrame:
    """Find the value of one input at which a result reaches a level, everything else as it is."""
    if key in claim_records():
        raise EvidenceError(f"{key} is a claim; `wtd goal {key} --of {unknown}` finds the value that makes it probable")
    here, result = _place(case), find(key)
    target = _level(result, level)
    unknown = here.record(canonical(unknown)).key
    _computed(result, here)
    read = result.evaluate(here).records
    if unknown not in read:
        raise EvidenceError(f"{key} does not read {unknown}{did_you_mean(unknown, read)}; it reads {_listed(read)}")
    if np.ndim(here[unknown].magnitude):
        raise EvidenceError(f"{unknown} holds several numbers; a break-even needs a record with one")
    _traced([result], here, [unknown])
    found = uncertainty.flip(result.key, unknown, target, here)
    shown, why = (format_quantity(found.value, digits=4), "") if found.feasible else ("none", str(found.reason))
    if found.feasible:
        try:
            _computed(result, here.with_values({unknown: found.value}))
        except EvidenceError as refused:
            shown, why = "none", f"it would take {shown}, which is refused: {str(refused).partition(': ')[2]}"
    return pd.DataFrame(
        [
            (
                *(result.key, format_quantity(target), unknown, here.say(unknown), shown, why),
                *(_number(target.to(result.unit)), result.unit, _number(here[unknown])),
                _number(found.value.to(here[unknown].units)) if shown != "none" else None,
                *(here.record(unknown).unit, here.record(unknown).price_year),
            )
        ],
        columns=[
            *("result", "level", "input", "now", "break_even", "why_none"),
            *("level_number", "level_unit", "now_number", "break_even_number", "unit", "price_year"),
        ],
    )


def chain(case: Place = None) -> pd.DataFrame:
    """Carry the price of a share into revenue, power, mass, launches and wafers.

    Each link says what is needed, its 90 % range, what has been demonstrated and by whom, and
    the one over the other; the plain numbers with their unit follow.
    """
    here = _place(case)
    links = _named("the chain", here, lambda: registry.tables("chain")["chain.links"](here))
    said = {
        "needs": [_said(row, "needed") for row in links.to_dict("records")],
        "nine_times_in_ten": [_said(row, "low", "high") for row in links.to_dict("records")],
        "so_far": [_said(row, "demonstrated") for row in links.to_dict("records")],
    }
    plain = links[["ratio", "by", "needed", "low", "high", "demonstrated", "unit"]]
    return pd.concat([links[["link"]], pd.DataFrame(said), plain], axis=1)


def _number(value: Quantity) -> float | list[float]:
    """Give the plain number of a quantity, or its several numbers."""
    numbers = np.asarray(value.magnitude, dtype=float)
    return numbers.tolist() if numbers.ndim else float(numbers)


def _said(row: Mapping[Any, Any], *columns: str) -> str:
    values = [float(row[column]) for column in columns]
    return format_quantity(Quantity(values if len(values) > 1 else values[0], ureg.Unit(row["unit"])))


def sources(of: str, case: Place = None) -> pd.DataFrame:
    """List the records behind a result, or one record, one row for each source of each.

    What a scenario changes rests on the scenario's own sources, if it names any, and on its reason.
    """
    here, of = _place(case), canonical(of)
    if of in here:
        keys = [of]
    elif of in registry.results():
        _computed(find(of), here)
        keys = sorted(find(of).evaluate(here).records)
    else:
        known = [*registry.results(), *here]
        raise EvidenceError(f"neither a result nor a record is called {of!r}{did_you_mean(of, known)}")
    rows = []
    for key in keys:
        record = here.record(key)
        for source in record.sources or ("",):
            first = source == (*record.sources, "")[0]
            fields = bibliography()[source].fields if source else {}
            rows.append(
                {
                    "record": key,
                    "name": record.name,
                    "value": here.say(key),
                    "kind": record.kind,
                    "as_of": str(record.as_of or ""),
                    "source": source,
                    "title": title_of(source) if source else "",
                    "url": str(fields.get("url", "")),
                    "locator": record.locator if first else "",
                    "reason": here.reason(key),
                }
            )
    return pd.DataFrame(rows)


def trace(key: str, case: Place = None) -> provenance.Step:
    """Follow one result back to the sources of its records; or one record forward to the results that read it."""
    here = _place(case)
    if key in here:
        with remembered(here):
            return provenance.trace_forward(key, here)
    return _named(key, here, lambda: provenance.trace_back(key, here))


# ---- worlds and results by name ------------------------------------------------------------------------------------


def _record(case: Case, key: str) -> Record:
    """Give a record; what is a claim or a result cannot be set."""
    if key in claim_records():
        raise EvidenceError(f"{key} is a claim: it is judged, not set; `wtd sources` lists what it reads")
    if key not in case and key in registry.results():
        raise EvidenceError(f"{key} is a result: it is computed, not set; `wtd sources --of {key}` lists its inputs")
    return case.record(key)


def _place(case: Place) -> Case:
    if case is None:
        return active_case()
    return case if isinstance(case, Case) else case_of(str(case))


def _results(keys: str | Iterable[str] | None) -> list[Result]:
    if keys is None:
        return list(registry.results().values())
    found: dict[str, Result] = {}
    for key in [keys] if isinstance(keys, str) else keys:
        found |= registry.results(key) or {key: _found(key)}
    return list(found.values())


def _claims(only: str | Iterable[str] | None) -> list[str]:
    """Give the claims of these names, or those that these studies compute."""
    known = claim_records()
    if only is None:
        return list(known)
    words = [only] if isinstance(only, str) else list(only)
    for word in words:
        if word not in known and not registry.results(word):
            studies = {key.partition(".")[0] for key in registry.results()}
            near = did_you_mean(word, [*known, *studies])
            raise EvidenceError(f"neither a claim nor a study is called {word!r}{near}")
    studied = {name: {key.partition(".")[0] for key in _computed_by(name)} for name in known}
    return [name for name in known if name in words or studied[name] & set(words)]


def _computed_by(name: str) -> list[str]:
    claim = claim_records()[name]
    tests = claim.tests + tuple(test for part in claim.parts for test in claim_records()[part].tests)
    keys = {key: None for test in tests for key in (test.published, test.earlier, test.today, test.needs_result)}
    return [key for key in keys if key in registry.results()]


def _found(key: str) -> Result:
    known = registry.results()
    if key in known:
        return known[key]
    if key in claim_records():
        raise EvidenceError(f"{key} is a claim; it is computed by {_listed(_computed_by(key))}, try one of them")
    studies = {k.partition(".")[0] for k in known}
    if same := [k for k in known if k.partition(".")[2] == key]:
        raise EvidenceError(f"no result {key!r}; did you mean {' or '.join(same[:3])}?")
    near = did_you_mean(key, known if "." in key else studies)
    raise EvidenceError(f"no result {key!r}{near or '; `wtd evaluate` lists them all'}")


def _computed(result: Result, case: Case) -> Quantity:
    """Compute a result; a refusal of a model names the result."""
    return _named(result.key, case, lambda: result(case))


def _judged(name: str, case: Case) -> claims.Judgement:
    return _named(f"the verdict of {name}", case, lambda: claims.judge(claim_records()[name], case))


def _named(what: str, case: Case, compute: Callable[[], Answered]) -> Answered:
    try:
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # the outcome counts as undefined
            return compute()
    except REFUSALS as error:
        raise EvidenceError(f"{what} cannot be computed in the case {case.name!r}: {error}") from error


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    """Tell what a run of the engine refuses with the name of what was asked of it."""
    try:
        yield
    except (ValueError, ModuleNotFoundError) as error:
        raise EvidenceError(f"{what}: {error}") from error


def _note_missing(key: str, share: float) -> None:
    if share > 0:
        warnings.warn(
            f"{key} is not a finite number at {100 * share:.2g} % of the points; those points are left out",
            stacklevel=3,
        )


def _note_infinite(key: str, share: float) -> None:
    if share > 0:
        warnings.warn(f"{key} is infinite at {100 * share:.2g} % of the points; they are counted", stacklevel=3)


def _traced(wanted: Iterable[Result], case: Case, inputs: Iterable[str] | None = None) -> Any:
    """Trace results, or say in one line why that is not possible."""
    from analysis.engine.graph import TraceError

    for result in wanted:
        if np.ndim(_computed(result, case).magnitude):
            raise EvidenceError(f"{result.key} is a range already; name a result with one value")
    keys = [result.key for result in wanted]
    try:
        made = uncertainty.program(keys, case, inputs)
    except TraceError as error:
        raise EvidenceError(f"{', '.join(keys)}: {_why_not_sampled(wanted, case)}") from error
    except (TypeError, AttributeError) as error:  # NumPy on a function that the engine does not record
        raise EvidenceError(f"{', '.join(keys)}: {_why_not_sampled(wanted, case)}") from error
    if not made.inputs:
        raise EvidenceError(f"{', '.join(keys)}: nothing it reads has a range in the case {case.name!r}")
    return made


def _why_not_sampled(wanted: Iterable[Result], case: Case) -> str:
    """Say why results cannot be drawn from ranges, and what can be asked instead."""
    parts = sorted({part for result in wanted for part in result.evaluate(case).results})
    numbers = [part for part in parts if not np.ndim(find(part).evaluate(case).value.magnitude)]
    instead = f"; ask for one that it rests on: {_listed(numbers, 4)}" if numbers else ""
    return (
        "it is itself the outcome of a draw, a search or a count, not a formula of its inputs, so no ranges can be "
        f"drawn through it{instead}; `wtd evaluate` with --set shows how it moves"
    )


# ---- what an analyst types -----------------------------------------------------------------------------------------


def _quantity(record: Record, given: Given) -> Quantity:
    if isinstance(given, str):
        return _parsed(record, given)
    if isinstance(given, ureg.Quantity):
        return Quantity(given)
    try:
        return Quantity(np.asarray(given, dtype=float)[()], record.units)
    except (TypeError, ValueError):
        raise EvidenceError(f"{record.key}: {given!r} is not a number; try {_example(record)}") from None


def _parsed(record: Record, text: str) -> Quantity:
    typed.refuse_currency(text)
    value = _read(record, text)
    if value.is_compatible_with(record.units) or (made := typed.of_what_is_made(text)) == text:
        return value
    return _read(record, made)


def _read(record: Record, text: str) -> Quantity:
    magnitude, unit = _split(typed.plain(text), record.key, _example(record))
    if not unit:
        return Quantity(magnitude, record.units)
    try:
        return Quantity(magnitude, _unit(unit, record.price_year or BASE_YEAR))
    except ValueError:
        raise EvidenceError(f"{record.key}: {_unknown_unit(unit)}; try {_example(record)}") from None


def _unit(text: str, usual_year: int) -> Any:
    """Read a unit as somebody types it: USD_2024 names the year of its dollars, USD is of the usual year."""
    year = _YEAR.search(text)
    plain = _YEAR.sub("USD", text)
    return parse_unit(plain, (int(year[1]) if year else usual_year) if "USD" in plain else None)


def _split(text: str, key: str, example: str) -> tuple[Any, str]:
    found = _SETTING.fullmatch(text.strip())
    if re.search(r"\d\s*(to|\+/-|±)\s*\d", text):
        raise EvidenceError(f'{key}: {text!r} is a range; write the value and its range: {key}="200 UNIT [100, 400]"')
    if not found:
        comma = " (a comma parts thousands, a point the decimals)" if re.search(r"\d,", text) else ""
        raise EvidenceError(f"{key}: {text!r} is not a number with a unit{comma}; try {example}")
    if found[1].startswith("["):
        return np.array([_float(n) for n in re.findall(_PLAIN, found[1])]), found[2].strip()
    return _float(found[1]), found[2].strip()


def _float(text: str) -> float:
    return float(text.replace(",", "").replace("_", "").replace("−", "-"))


def _unknown_unit(unit: str) -> str:
    words = re.findall(r"[^\W\d]+", unit) if len(unit) <= LONGEST_NAME else []
    if (year := _YEAR.search(unit)) is not None and not FIRST_YEAR <= int(year[1]) <= LAST_YEAR:
        return f"dollars are known of {FIRST_YEAR} to {LAST_YEAR}, not of {year[1]}"
    for word in words:
        if not _is_unit(word):
            known = [name for name in dir(ureg) if not name.startswith("_")]
            return f"the unit {word!r} is not known{did_you_mean(word, known)}"
    return f"{unit!r} is not a unit"


def _is_unit(word: str) -> bool:
    try:
        return word in ureg
    except (AttributeError, ValueError):  # pint on `__import__`, and on `nan`
        return False


def _example(record: Record) -> str:
    values = np.atleast_1d(np.asarray(record.value, dtype=float))
    numbers = f"{values[0]:.6g}" if isinstance(record.value, float) else f"[{', '.join(f'{v:.6g}' for v in values)}]"
    return f'{record.key}="{f"{numbers} {record.unit}".strip()}"'


def _unit_text(value: Quantity) -> str:
    return f"{value.units:~}" or "a pure number"


def _count(value: Quantity) -> str:
    return f"{np.size(value.magnitude)} numbers in brackets" if np.ndim(value.magnitude) else "one number"


def _level(result: Result, given: float | str) -> Quantity:
    unit = ureg.Unit(result.unit)
    example = f'"100 {result.unit}"' if result.unit else "2"
    typed.refuse_currency(str(given))
    magnitude, words = _split(typed.plain(given), result.key, example) if isinstance(given, str) else (float(given), "")
    if np.ndim(magnitude):
        raise EvidenceError(f"{result.key}: the level is one number; try {example}")
    if not np.isfinite(magnitude):
        raise EvidenceError(f"{result.key}: the level must be finite; try {example}")
    try:
        value = Quantity(magnitude, _unit(words, BASE_YEAR) if words else unit)
    except ValueError:
        raise EvidenceError(f"{result.key}: {_unknown_unit(words)}; try {example}") from None
    value = typed.in_year_of(value, price_year(Quantity(1.0, unit)))[0]
    if not value.is_compatible_with(unit):
        raise EvidenceError(
            f"{result.key}: {_unit_text(value)} has the wrong dimension; expected one like "
            f"{result.unit or 'a pure number'}, try {example}"
        )
    return value


def _listed(keys: Iterable[str], most: int = 12) -> str:
    names = sorted(keys)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


# ---- what differs --------------------------------------------------------------------------------------------------


def _same(a: Quantity, b: Quantity) -> bool:
    if not a.is_compatible_with(b.units) or np.shape(a.magnitude) != np.shape(b.magnitude):
        return False
    first, second = np.asarray(a.magnitude), np.asarray(b.to(a.units).magnitude)
    return bool(np.allclose(first, second, rtol=1e-12, atol=0.0, equal_nan=True))


def _differs(key: str, one: Case, other: Case) -> bool:
    """Whether two cases differ in a number, in its range or in how the range is read."""
    if one.record(key) is other.record(key) and key not in one._values and key not in other._values:
        return False
    (first, meaning), (second, other_meaning) = _held(key, one), _held(key, other)
    return meaning != other_meaning or not all(map(_same, first, second))


def _held(key: str, case: Case) -> tuple[tuple[Quantity, ...], tuple[object, ...]]:
    value, record = case[key], case.record(key)
    if key in case._values or not record.is_uncertain:
        return (value, value, value), ()
    return (value, record.lowest, record.highest), (record.range, record.limits, record.distribution)


def _say_both(key: str, one: Case, other: Case) -> tuple[str, str]:
    """Write a number as two cases have it, with its range where that is all that differs."""
    return (_ranged(key, one), _ranged(key, other)) if _same(one[key], other[key]) else (one.say(key), other.say(key))


def _ranged(key: str, case: Case) -> str:
    (_, low, high), meaning = _held(key, case)
    ends = f"{format_quantity(low)} to {format_quantity(high)}, {meaning[0]}" if meaning else "no range"
    return f"{case.say(key)} ({ends})"


def _changes(case: Case) -> Mapping[str, Change]:
    return case.scenario.changes if case.scenario else {}


def _moved(first: Case, second: Case, differing: frozenset[str], wanted: Iterable[Result], why: bool) -> pd.DataFrame:
    """Hold every result that reads a differing input against itself."""
    rows: list[tuple[Any, ...]] = []
    reads: dict[str, frozenset[str]] = {}
    for result in wanted:
        before = _tried(result, first)
        reads[result.key] = _try_records(result, second if before is None else first) & differing
        if not reads[result.key] and first.correlations == second.correlations:
            continue
        after = _tried(result, second)
        shown = _shown(result, before, first), _shown(result, after, second)
        plain = [None if value is None else _number(value) for value in (before, after)]
        if before is None or after is None:
            rows.append((result.key, *shown, float("nan"), *plain, result.unit))
        elif not _same(before, after):
            rows.append((result.key, *shown, _ratio(before, after), *plain, result.unit))
    frame = pd.DataFrame(rows, columns=["result", "first", "second", "ratio", "first_number", "second_number", "unit"])
    single = {key: next(iter(reads[key])) for key, *_ in rows if len(reads[key]) == 1}
    several = [find(row[0]) for row in rows if row[0] not in single and np.isfinite(row[3])]
    farthest = _farthest(first, second, differing, several) if why else {}
    if why:  # what is drawn, searched or counted is no formula: it is computed with each change alone
        others = [result for result in several if result.key not in farthest]
        farthest |= _farthest_drawn(first, second, reads, others)
    frame["mostly_by"] = [(single | farthest).get(key, "") for key in frame["result"]]
    return frame.loc[_by_movement(frame["ratio"])].reset_index(drop=True)


def _farthest(first: Case, second: Case, differing: Iterable[str], moved: list[Result]) -> dict[str, str]:
    """Name for each result the differing input that alone carries it farthest towards its value in the second case.

    One program of all results runs over one point for each input: that input as in the second case, the others as in
    the first.
    """
    from analysis.engine.compile import compile_program
    from analysis.engine.graph import TraceError
    from analysis.engine.tracing import trace_mapping

    changed = {key: first[key] for key in sorted(differing) if not np.ndim(first[key].magnitude)}

    def traceable(quantities: Mapping[str, Quantity]) -> dict[str, Quantity]:
        symbolic, found = first.with_values(quantities), {}
        for result in moved:
            with suppress(TraceError, ValueError, ArithmeticError):  # a sampled odds, a search: not a formula
                if not np.ndim(result(first).magnitude):
                    found[result.key] = result(symbolic)
        return found

    if not changed or not moved:
        return {}
    traced = trace_mapping(traceable, changed)
    before = np.array([float(first[key].to(traced.inputs[key]).magnitude) for key in changed])
    points = np.tile(before, (len(changed), 1))
    np.fill_diagonal(points, [float(second[key].to(traced.inputs[key]).magnitude) for key in changed])
    alone = compile_program(traced)(dict(zip(changed, points.T, strict=True)))
    found = {}
    for key, values in alone.items():
        ends = [float(find(key)(case).to(traced.units[key]).magnitude) for case in (first, second)]
        way = (np.broadcast_to(values, len(changed)) - ends[0]) / (ends[1] - ends[0])
        if np.nanmax(way, initial=0.0) > 0:
            found[key] = list(changed)[int(np.nanargmax(way))]
    return found


def _farthest_drawn(
    first: Case, second: Case, reads: Mapping[str, frozenset[str]], moved: list[Result]
) -> dict[str, str]:
    """Name the same for results that no program gives, by the centre of a range, from the same draws in every case."""
    best: dict[str, tuple[float, str]] = {}
    for key in sorted(frozenset().union(*(reads[result.key] for result in moved))):
        alone = _with_one(first, second, key)
        for result in moved:
            if key not in reads[result.key] or (value := _tried(result, alone)) is None:
                continue
            start, end, here = (_centre(quantity, result) for quantity in (result(first), result(second), value))
            way = (here - start) / (end - start) if end != start else float("nan")
            if way > max(0.0, best.get(result.key, (0.0, ""))[0]):
                best[result.key] = way, key
    return {name: key for name, (_, key) in best.items()}


def _centre(value: Quantity, result: Result) -> float:
    return float(np.mean(np.asarray(value.to(result.unit).magnitude, dtype=float)))


def _with_one(first: Case, second: Case, key: str) -> Case:
    """Give the first case with one number, and its range, as the second has it."""
    changes = _with_that(_changes(first), _changes(second), key)
    values = _with_that(first._values, second._values, key)
    title = f"{first.name}, with {key} of {second.name}"
    pairs = first.scenario.correlations if first.scenario else ()
    why = "To see what it does alone."
    made = Case(Scenario(name=title, title=title, why=why, changes=changes, correlations=pairs), values)
    return made if first.as_of else made.derived_from(first, [key])


def _with_that(mine: Mapping[str, Held], other: Mapping[str, Held], key: str) -> dict[str, Held]:
    return {k: v for k, v in mine.items() if k != key} | {k: v for k, v in other.items() if k == key}


def _by_movement(ratio: pd.Series) -> pd.Index:
    """Order by how far a ratio is from one; what changes its sign or has no ratio comes first."""
    positive = ratio.astype(float).where(ratio.astype(float) > 0)
    return np.log(positive).abs().fillna(np.inf).sort_values(ascending=False, kind="stable").index


def _ratio(a: Quantity, b: Quantity) -> float:
    first, second = (float(np.mean(np.asarray(q.to(a.units).magnitude))) for q in (a, b))
    return second / first if first else float("nan")


def _flipped(first: Case, second: Case, differing: list[str], wanted: list[str]) -> pd.DataFrame:
    moved = set(differing)
    before = {name: _try_pair(name, first) for name in wanted}
    tied = first.correlations != second.correlations  # then a probability may move though no number does
    reached = {n for n in wanted if tied or moved & (_reads(n, first) | _reads(n, second))}
    after = {n: _try_pair(n, second) if n in reached else before[n] for n in wanted}
    flipped = [n for n in before if before[n] != after[n]]
    reads = {n: _reads(n, first) | _reads(n, second) for n in flipped}
    alone: dict[str, list[str]] = {name: [] for name in flipped}
    if len(differing) == 1:  # it alone has done it
        alone, differing = dict.fromkeys(flipped, differing), []
    for key in differing:
        concerned = [n for n in flipped if key in reads[n]]
        case = _with_one(first, second, key) if concerned else first
        for name in concerned:
            if _try_pair(name, case) == after[name]:
                alone[name].append(key)
    rows: list[tuple[Any, ...]] = [
        (n, releases.say_verdicts(*before[n]), releases.say_verdicts(*after[n]), ", ".join(alone[n]) or "only together")
        for n in flipped
    ]
    return pd.DataFrame(rows, columns=["claim", "first", "second", "single_input_that_flips_it"])


def _reads(name: str, case: Case) -> frozenset[str]:
    """List the records that a claim's verdicts rest on."""
    return frozenset().union(*(_try_records(find(key), case) for key in _computed_by(name)))


def _tried(result: Result, case: Case) -> Quantity | None:
    """Compute a result in a case where a model may refuse."""
    try:
        return _computed(result, case)
    except EvidenceError:
        return None


def _shown(result: Result, value: Quantity | None, case: Case) -> str:
    return NOT_COMPUTED if value is None else result.say(case)


def _try_records(result: Result, case: Case) -> frozenset[str]:
    return frozenset() if _tried(result, case) is None else result.evaluate(case).records


def _pair(judged: claims.Judgement | None) -> tuple[str, str]:
    return (judged.verdict_published, judged.verdict_today) if judged else (NOT_COMPUTED, NOT_COMPUTED)


def _try_pair(name: str, case: Case) -> tuple[str, str]:
    """Judge a claim in a case where a model may refuse."""
    try:
        return _pair(_judged(name, case))
    except EvidenceError:
        return _pair(None)


def _changed_rows(old: Mapping[str, releases.Entry], new: Mapping[str, releases.Entry]) -> pd.DataFrame:
    rows = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was is None or now is None or not was.agrees_with(now):
            rows.append((key, was.shown if was else "absent", now.shown if now else "absent"))
    return pd.DataFrame(rows, columns=["name", "first", "second"])


def _ratio_of(old: releases.Entry | None, new: releases.Entry | None) -> float:
    return old.ratio_to(new) if old and new else float("nan")


def _alone_since(
    name: str,
    was: releases.Entry | None,
    names: list[str],
    old: Mapping[str, releases.Entry],
    here: Case,
) -> str:
    """Name the inputs whose old value alone brings the old verdict back."""
    if was is None or name not in claim_records():
        return ""
    found = []
    for key in sorted(_reads(name, here) & set(names)):
        value = old[key].quantity()
        if value is None or not value.is_compatible_with(here[key].units):
            continue
        pair = _try_pair(name, here.with_values({key: value.to(here[key].units)}))
        if releases.say_verdicts(*pair) == was.shown:
            found.append(key)
    return ", ".join(found) or "only together, or a model changed"
