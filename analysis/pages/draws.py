"""Draws on the page: results as distributions that the reader's browser computes again when a slider moves.

The program that the browser runs is printed from the functions that computed the page, over the same points and ranges.
An input that the reader moves, or that a scenario changes, is held at its new value; all others keep their ranges.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from analysis.engine.blocks import DRAWS, block_script, marginal
from analysis.engine.distributions import as_distribution
from analysis.engine.graph import TraceError
from analysis.engine.sampling import Sampler, sampler
from analysis.engine.tracing import Program
from analysis.evidence import Case, ClaimRecord, claim_records
from analysis.evidence.case import load_scenario, shipped_scenarios
from analysis.evidence.claims import ClaimTest
from analysis.figures.theme import WIDTH, colour
from analysis.format import between, format_quantity, in_prose, number
from analysis.results import verdicts
from analysis.results.registry import Result, find
from analysis.results.uncertainty import SEED, correlations, distributions, program, simulation, uncertain_inputs
from analysis.units import Quantity, ureg

DOTS = 100  # of a plot: each stands for one draw in a hundred
ENDS = 2  # significant digits of the ends of a range
KEPT = 4  # significant digits of what only a picture shows
COLUMNS = 56  # of dots from the left to the right of a plot
LOGARITHMIC_FROM = 12.0  # a plot whose right end is so many times its left one has a logarithmic axis
BUTTONS = ("company", "sceptic")  # scenarios that have a button; those of peers stand in a list
SCENARIOS = "scenarios"
DRAWN_INSIDE = "conjunction."  # results that take a probability from draws of their own, which no trace can follow


def drawn_inputs(keys: Sequence[str], case: Case, sliders: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Give what the browser's program is open in: everything uncertain, the sliders, and what a scenario changes."""
    uncertain = {name for key in keys for name in uncertain_inputs(key, case)}
    changed = {name for scenario in scenarios(keys, case).values() for name in scenario.changed}
    names = sorted(uncertain | changed | set(sliders))
    return {name: sliders[name] if name in sliders else case[name] for name in names}


def scenarios(keys: Sequence[str], case: Case) -> dict[str, Case]:
    """Give the shipped scenarios that change what the results rest on; none in another edition of the report."""
    if case.changed or any(key.startswith(DRAWN_INSIDE) for key in keys):
        return {}
    read = {name for key in keys for name in find(key).evaluate(case).records}
    found = {name: Case(load_scenario(file)) for name, file in shipped_scenarios().items()}
    reached = {name: read & other.changed for name, other in found.items()}
    return {name: other for name, other in found.items() if reached[name] and _plain(reached[name], other)}


def _plain(names: Iterable[str], other: Case) -> bool:
    """Whether every changed record is one number, as the browser holds them."""
    return all(isinstance(other.record(name).value, float) for name in names)


def traced(keys: Sequence[str], case: Case, sliders: Mapping[str, Quantity]) -> tuple[Program, Sampler]:
    """Trace the results as the browser runs them, with the distributions of everything that has one."""
    base = drawn_inputs(keys, case, sliders)
    open_program = program(keys, case, base)
    uncertain = [name for name in base if case.record(name).is_uncertain]
    pairs = correlations(uncertain, case)
    joint = sampler(open_program, distributions(uncertain, case), pairs, seed=SEED)
    return open_program, joint.among(open_program.used)  # a page draws nothing that it does not read


def script(keys: Sequence[str], case: Case, sliders: Mapping[str, Quantity]) -> str:
    """Print the program of the page: each slider moves alone, what only scenarios change moves together."""
    open_program, points = traced(keys, case, sliders)
    changed = {name for other in scenarios(keys, case).values() for name in other.changed}
    moving = {name: name if name in sliders else SCENARIOS for name in sorted({*sliders, *changed})}
    return block_script(open_program, points, {k: moving[k] for k in open_program.inputs if k in moving}, DRAWS)


def described_scenarios(keys: Sequence[str], case: Case, sliders: Mapping[str, Quantity]) -> list[dict[str, Any]]:
    """Describe each scenario by the values at which it holds the inputs of the page's program, in their units.

    Where a scenario gives a range to an input that has one in the report, it is drawn from that range; an input that is
    one number in the report has no points to be drawn at, and is held at the scenario's value.
    """
    units = {name: str(value.units) for name, value in drawn_inputs(keys, case, sliders).items()}
    found = []
    for name, other in scenarios(keys, case).items():
        held: dict[str, Any] = {}
        for key in sorted(other.changed & set(units)):
            value = float(other[key].to(units[key]).magnitude)
            held[key] = value
            if other.record(key).is_uncertain and case.record(key).is_uncertain:
                spread = as_distribution(distributions([key], other)[key], units[key])
                held[key] = {"value": value, "marginal": marginal(spread)}
        scenario = other.scenario
        assert scenario is not None
        found.append(
            {"name": name, "title": scenario.title, "why": scenario.why, "button": name in BUTTONS, "values": held}
        )
    return sorted(found, key=lambda entry: (BUTTONS.index(entry["name"]) if entry["button"] else 9, entry["title"]))


# ---- thresholds and verdicts ----------------------------------------------------------------------------------------

WORDS = tuple(zip((*verdicts.LEAST, 0.0), verdicts.WORDS, strict=True))  # the least share of each word


def word(share: float) -> str:
    """Name a probability: the same word for the same probability on every page.

    Examples
    --------
    >>> [word(p) for p in (0.95, 0.7, 0.5, 0.2, 0.1, 0.0)]
    ['likely', 'leans true', 'open', 'leans false', 'unlikely', 'unlikely']
    """
    return verdicts.word(share)


def word_of(level: Mapping[str, Any]) -> str:
    """Name how often a threshold is met: what is certain, and no quantity, is true or false.

    Examples
    --------
    >>> [word_of({"share": share, "certain": ["false", "true"]}) for share in (0.0, 0.004, 1.0)]
    ['false', 'unlikely', 'true']
    >>> word_of({"share": 0.0})
    'unlikely'
    """
    share = level["share"]
    never = verdicts.Probability(share, count=verdicts.COUNT).bound
    if "certain" in level and not never < share < 1 - never:
        return str(level["certain"][int(share > never)])
    return word(share)


def is_uncertain(result: Result, case: Case) -> bool:
    """Whether anything behind a result has a range."""
    return bool(uncertain_inputs(result.key, case))


def level_of(claim: ClaimRecord, result: Result, case: Case) -> dict[str, Any]:
    """Describe what a claim needs of a result: the ends of what it accepts, in its unit, and how often it is met.

    Where it needs another result, `against`, that one is drawn too, and the ends are `times` it in each draw.

    Raises
    ------
    ValueError
        When the claim's threshold and the result are of different kinds.
    """
    value = result(case)
    test = _test_of(claim, result)
    least, most = _ends(verdicts.condition_of(claim, test, case, value))
    found = verdicts.finding(claim, test, "today", case)  # the probability from which the claim's word follows
    met = float(meets(float(value.magnitude), {"least": least, "most": most}))
    share = found.probability.value if found.probability else met
    level: dict[str, Any] = {
        "least": least,
        "most": most,
        "claim": claim.id,
        "paraphrase": claim.paraphrase,
        "words": level_words(claim, result, case),
        "share": round(share, 6),
    }
    if claim.kind != "quantity":  # what is certain of it is a fact, as the verdict says it: only a quantity is unlikely
        level["certain"] = ["false", "stated" if claim.kind == "plan" else "true"]
    if test.needs_result:
        level["against"] = test.needs_result
        level["times"] = list(_ends(verdicts.multiples_of(claim, test, case, value)))
    return level


def _ends(condition: verdicts.Condition) -> tuple[float | None, float | None]:
    ends = (condition.least, condition.most)
    low, high = (None if math.isinf(end) else end for end in ends)
    return low, high


def _test_of(claim: ClaimRecord, result: Result) -> ClaimTest:
    """Give the test of a claim that a result answers.

    Raises
    ------
    ValueError
        When none does.
    """
    for test in claim.tests:
        if result.key == test.today:
            return test
    tested = ", ".join(test.today for test in claim.tests if test.today)
    raise ValueError(f"{claim.id} is not tested by {result.key}; it is by {tested or 'no result'}")


def level_words(claim: ClaimRecord, result: Result, case: Case) -> str:
    """Say what a claim needs: "at least 64×"."""
    test = _test_of(claim, result)
    wanted = verdicts.threshold(claim, test, case)
    if wanted is None:
        return "above zero"
    ends = wanted.to(ureg.Unit(result.unit)).magnitude
    text = "–".join(dict.fromkeys(number(float(x), 4) for x in np.atleast_1d(ends)))
    comparison = test.comparison or claim.comparison
    compared = comparison if comparison in ("at least", "at most") else "about"
    return f"{compared} {template(result).replace('{}', text)}"


def template(result: Result) -> str:
    """Write how a result is printed, with a place for the number.

    Examples
    --------
    >>> template(find("multiple.offer_value")), template(find("chain.required_ai_revenue"))
    ('${} trillion', '${} billion a year')
    """
    text = result.words.format(format_quantity(Quantity(2.0, ureg.Unit(result.unit))))
    return in_widget(text).replace("2", "{}", 1)


def in_widget(text: str) -> str:
    """Write a rate as a sentence says it; what is no rate keeps its sign, for a slider may say 1 of it.

    Examples
    --------
    >>> in_widget("$478 billion/yr"), in_widget("5 yr")
    ('$478 billion a year', '5 yr')
    """
    return in_prose(text) if "/" in text else text


def verdict_rows(judged: Mapping[str, ClaimRecord], case: Case, sliders: Iterable[str]) -> list[dict[str, Any]]:
    """Describe the claims whose result the browser can follow and a slider or a scenario moves: result key to claim."""
    rows = []
    for key, claim in judged.items():
        result = find(key)
        test = _test_of(claim, result)
        answers = [result, find(test.needs_result)] if test.needs_result else [result]
        if any(np.ndim(answer(case).magnitude) for answer in answers) or not _follow(answers, case, sliders):
            continue
        level = level_of(claim, result, case)
        rows.append({"key": key, "level": level, "word": word_of(level)})
    return rows


def computed_claims(case: Case) -> dict[str, ClaimRecord]:
    """List the claims that are held against one computed number: result key to claim, the first of several."""
    found: dict[str, ClaimRecord] = {}
    for claim in claim_records().values():
        test = next((test for test in claim.tests if test.role == "meant" and test.today), None)
        if test is None or test.today in found:
            continue
        wanted = (test.comparison or claim.comparison) in ("at least", "at most")
        if wanted and not np.ndim(find(test.today)(case).magnitude):
            found[test.today] = claim
    return found


def _follow(answers: Sequence[Result], case: Case, sliders: Iterable[str]) -> bool:
    """Whether the browser can compute results, and a slider or a scenario moves one of them."""
    keys = [answer.key for answer in answers]
    if any(key.startswith(DRAWN_INSIDE) for key in keys):
        return False
    read = {name for answer in answers for name in answer.evaluate(case).records}
    reached = read & set(sliders) or scenarios(keys, case)
    if not reached:
        return False
    try:
        drawn = drawn_inputs(keys, case, {})
        return bool(program(keys, case, drawn).used | (read & set(sliders)))
    except TraceError:
        return False


# ---- what the page says and shows before anything moves -------------------------------------------------------------


def base_draws(result: Result, case: Case) -> dict[str, Any]:
    """Describe a result's distribution as the report computed it: 100 quantiles, and the range that prose prints."""
    found = simulation(result.key, case)
    places = (np.arange(DOTS) + 0.5) / DOTS
    values = [found.quantile(result.key, float(p)).value.magnitude for p in places]
    low, high = (float(found.quantile(result.key, p).value.magnitude) for p in (0.05, 0.95))
    return {
        "quantiles": [float(f"{float(value):.{KEPT}g}") for value in values],
        "low": number(low, ENDS),
        "high": number(high, ENDS),
    }


def axis_of(quantiles: Sequence[float], level: float | None) -> tuple[float, float, bool]:
    """Give the ends of a plot and whether its axis is logarithmic.

    Examples
    --------
    >>> axis_of([1.0, 2.0, 3.0], None), axis_of([1.0, 5.0, 30.0], None)
    ((1.0, 3.0, False), (1.0, 30.0, True))
    """
    low, high = min(quantiles), max(quantiles)
    if level is not None and (low - 2 * (high - low)) < level < (high + 2 * (high - low)):
        low, high = min(low, level), max(high, level)
    if low == high:
        low, high = low - max(abs(low), 1.0) * 0.05, high + max(abs(high), 1.0) * 0.05
    return low, high, low > 0 and high / low >= LOGARITHMIC_FROM


def dots(quantiles: Sequence[float], axis: tuple[float, float, bool]) -> pd.DataFrame:
    """Stack a hundred quantiles as dots in columns of equal width: the higher a stack, the likelier its values."""
    low, high, logarithmic = axis
    scale = np.log if logarithmic else np.asarray
    start, end = (float(scale(x)) for x in (low, high))
    column = np.minimum(((scale(np.array(quantiles)) - start) / (end - start) * COLUMNS).astype(int), COLUMNS - 1)
    middle = start + (column + 0.5) / COLUMNS * (end - start)
    frame = pd.DataFrame({"value": np.exp(middle) if logarithmic else middle, "quantile": quantiles, "column": column})
    frame["dot"] = frame.groupby("column").cumcount() + 0.5
    return frame.drop(columns="column")


def still(entry: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """Draw the base case as a picture: for print, and until the browser has drawn its own."""
    level = entry.get("level") or {}
    end = level.get("least") if level.get("least") is not None else level.get("most")
    axis = axis_of(entry["draws"]["quantiles"], end)
    frame = dots(entry["draws"]["quantiles"], axis)
    frame["met"] = [meets(value, level) for value in frame["quantile"]]
    kind = alt.Scale(domain=[axis[0], axis[1]], type="log" if axis[2] else "linear", nice=False)
    named = f"{entry['label']} ({unit})" if unit else entry["label"]
    marks = (
        alt.Chart(frame)
        .mark_circle(size=46, opacity=1)
        .encode(
            x=alt.X("value:Q", scale=kind, title=named, axis=alt.Axis(grid=False, tickCount=6)),
            y=alt.Y("dot:Q", axis=None, scale=alt.Scale(domain=[0, max(float(frame["dot"].max()) + 0.5, 14.0)])),
            color=alt.Color(
                "met:N",
                legend=None,
                scale=alt.Scale(domain=[True, False], range=[colour("orbit"), colour("reference")]),
            ),
        )
    )
    layers = [marks]
    if end is not None and axis[0] <= end <= axis[1]:
        rule = alt.Chart(pd.DataFrame({"value": [end]})).mark_rule(strokeDash=[4, 3], color=colour("ink"))
        layers.append(rule.encode(x="value:Q"))
        label = alt.Chart(pd.DataFrame({"value": [end], "words": [level["words"]]}))
        right = end > (axis[0] + axis[1]) / 2
        placed = label.mark_text(align="right" if right else "left", dx=-6 if right else 6, y=6, color=colour("ink"))
        layers.append(placed.encode(x="value:Q", text="words:N"))
    words = f"A hundred dots, one for each hundredth draw of {entry['label']}: {told(entry)}."
    chart = alt.layer(*layers).properties(width=WIDTH, height=110, description=words)
    return dict(chart.to_dict())


def meets(value: float, level: Mapping[str, Any]) -> bool:
    """Whether a value meets a threshold; every value does where there is none."""
    least, most = level.get("least"), level.get("most")
    return (least is None or value >= least) and (most is None or value <= most)


def told(entry: Mapping[str, Any]) -> str:
    """Say the range of a number, and how often its threshold is met, as the page does.

    Examples
    --------
    >>> told({"template": "{}×", "draws": {"low": "1.9", "high": "6.1"}})
    '90 % range 1.9–6.1×'
    """
    low, high = entry["draws"]["low"], entry["draws"]["high"]
    said = f"90 % range {between(low, high, entry['template'])}"
    level = entry.get("level")
    return said if not level else f"{said}; {level['words']} in {of_hundred(level['share'])} draws"


def of_hundred(share: float) -> str:
    """Write a share as draws of a hundred; only what is certain is none or all.

    Examples
    --------
    >>> [of_hundred(x) for x in (0.0, 0.001, 0.344, 0.999, 1.0)]
    ['0 of 100', 'fewer than 1 of 100', '34 of 100', 'more than 99 of 100', '100 of 100']
    """
    if 0 < share < 0.005:
        return "fewer than 1 of 100"
    return "more than 99 of 100" if 0.995 < share < 1 else f"{np.floor(100 * share + 0.5):.0f} of 100"
