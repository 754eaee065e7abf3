"""An answer follows from a probability, the same word from the same probability, however a range is written."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

import analysis
from analysis.engine.compile import compile_program
from analysis.engine.distributions import from_range
from analysis.engine.tracing import trace_mapping
from analysis.evidence import Case, ClaimRecord, claim_records
from analysis.evidence.claims import ClaimTest
from analysis.evidence.errors import EvidenceError
from analysis.results import registry, snapshots, uncertainty
from analysis.results import verdicts as v
from analysis.units import Quantity

BASE = Case()
ROOT = Path(__file__).parents[2]


def claim(**changes):
    fields = {
        "id": "B05",
        "document": "motyl2026",
        "paragraph": 1,
        "chapter": 1,
        "kind": "fact",
        "short": "A claim for a test",
        "paraphrase": "A sentence of our own.",
        "comparison": "at least",
        "stated": 5.0,
        "tests": [{"today": "some.result"}],
    }
    return ClaimRecord.model_validate(fields | changes)


def answering(monkeypatch, **values):
    """Let results of these names give these values."""

    class Known:
        grouped, digits, words, unit = True, 3, "{}", ""

        def __init__(self, value):
            self.value = value

        def __call__(self, case):
            return self.value

        def evaluate(self, case):
            return type("Nothing", (), {"records": frozenset()})()

    found = {key.replace("_", ".", 1): Known(value) for key, value in values.items()}
    monkeypatch.setattr(v, "find", lambda key: found[key])
    monkeypatch.setattr(uncertainty, "find", lambda key: found[key])


def test_the_same_printed_probability_has_the_same_word():
    printed = {}
    for p in np.linspace(0, 1, 2001):
        printed.setdefault(round(float(p), 2), set()).add(v.word(float(p)))
    assert all(len(words) == 1 for words in printed.values())
    edges = {0.90: "likely", 0.89: "leans true", 0.67: "leans true", 0.66: "open", 0.33: "open", 0.32: "leans false"}
    assert {p: v.word(p) for p in edges} == edges
    assert (v.word(0.11), v.word(0.10)) == ("leans false", "unlikely")


def test_two_claims_of_the_registry_with_the_same_probability_have_the_same_word():
    """Readings with a probability too; a plan is repeated, and a claim with parts is as true as the weakest of them."""
    found, kinds = {}, set()
    for judged in v.judgements(BASE).values():
        if judged.claim.kind != "plan" and not judged.claim.parts and judged.probability is not None:
            found.setdefault(v.format_probability(judged.probability), set()).add(judged.verdict_today)
            kinds.add(judged.claim.kind)
            assert judged.verdict_today == v.word(judged.probability.value), judged.claim.id
    assert {p: words for p, words in found.items() if len(words) > 1} == {}
    assert kinds == {"quantity", "reading"}


def written_as_a_pair_and_as_a_distribution(monkeypatch, this, low, high, unit=""):
    """Judge a claim whose result lies between two values: as a pair both ways round, and as a uniform distribution."""
    key, found, run_as_stated, middle = "offering.price", [], v._run_of, Quantity((low + high) / 2, unit)
    with monkeypatch.context() as patched:
        for ends in ((low, high), (high, low)):
            answering(patched, some_result=Quantity(np.array(ends), unit))
            patched.setattr(v, "_run_of", run_as_stated)
            found.append(v.judge(this, Case()))
        run = compile_program(trace_mapping(lambda q: {"some.result": q[key]}, {key: middle}))
        spread = from_range(middle, Quantity(low, unit), Quantity(high, unit), "physical limits", "uniform")
        answering(patched, some_result=middle)
        patched.setattr(v, "_run_of", lambda keys, case: run)
        patched.setattr(v, "belief", lambda record, meaning: spread)
        patched.setattr(v, "_central", lambda key, case: float(middle.magnitude))
        found.append(v.judge(this, Case()))
    return found


def test_a_pair_and_the_distribution_of_the_same_content_give_the_same_answer(monkeypatch):
    """The property that the rule stands on: how a range is written never decides, in any kind of claim."""
    rng, answers = np.random.default_rng(17), set()
    for _ in range(60):
        low, high = sorted(rng.uniform(-10, 10, 2))
        levels = sorted(float(x) for x in rng.uniform(-12, 12, 2))
        comparison = str(rng.choice(["at least", "at most", "within"]))
        kind = str(rng.choice(["fact", "quantity", "reading"]))
        stated = tuple(levels) if comparison == "within" else levels[0]
        tests = [{"name": "one", "today": "some.result"}]
        tests += [{"name": "two", "role": "other", "today": "some.result"}] * (kind == "reading")
        this = claim(kind=kind, stated=stated, comparison=comparison, tests=tests)
        below = {level: float(np.clip((level - low) / (high - low), 0, 1)) for level in levels}
        exact = {
            "at least": 1 - below[levels[0]],
            "at most": below[levels[0]],
            "within": below[levels[1]] - below[levels[0]],
        }[comparison]
        found = written_as_a_pair_and_as_a_distribution(monkeypatch, this, low, high)
        probabilities = [judged.main.probability for judged in found]
        assert [p.value for p in probabilities] == pytest.approx([exact] * 3, abs=2e-3)
        assert probabilities[0] == probabilities[1]
        assert all(p.count == v.COUNT for p in probabilities)
        near = min(abs(exact - edge) for edge in (*v.EDGES, 0.0, 1.0))
        if near > 0.003 or exact in (0.0, 1.0):
            words = {judged.verdict_today for judged in found}
            assert len(words) == 1, (low, high, stated, comparison, kind)
            answers |= words
    assert set(v.WORDS) <= answers, "every word was given to something"
    assert {"true", "false"} <= answers


def test_no_verdict_of_the_registry_changes_when_its_pair_is_written_as_a_distribution(monkeypatch):
    judged = {name: found for name, found in v.judgements(BASE).items() if found.main and found.main.key}
    pairs = {
        name: f for name, f in judged.items() if np.size(f.main.computed.magnitude) == 2 and f.main.needed is not None
    }
    assert len(pairs) >= 4
    for name, found in pairs.items():
        test = found.main.test
        assert not test.needs_result, f"{name}: a threshold that is a result is not written both ways here"
        one = test.model_copy(update={"published": "", "earlier": "", "today": "some.result"})
        this = found.claim.model_copy(update={"tests": (one,), "parts": ()})
        low, high = sorted(float(x) for x in found.main.computed.magnitude)
        each = written_as_a_pair_and_as_a_distribution(monkeypatch, this, low, high, found.main.computed.units)
        assert len({one.verdict_today for one in each}) == 1, name


@pytest.mark.parametrize(
    ("comparison", "stated", "tolerance", "value", "answer"),
    [
        ("at least", 5.0, 0.0, 5.0, "true"),
        ("at least", 5.0, 0.0, 4.999, "false"),
        ("at least", 5.0, 0.1, 4.5, "true"),
        ("at most", 5.0, 0.0, 5.0, "true"),
        ("at most", 5.0, 0.0, 5.001, "false"),
        ("equal", 5.0, 0.1, 5.5, "true"),
        ("equal", 5.0, 0.1, 5.51, "false"),
        ("equal", -5.0, 0.1, -5.5, "true"),
        ("within", (4.0, 6.0), 0.0, 4.0, "true"),
        ("within", (4.0, 6.0), 0.0, 6.1, "false"),
        ("exists", None, 0.0, 1e-9, "true"),
        ("exists", None, 0.0, 0.0, "false"),
        ("at least", 5.0, 0.0, float("nan"), "false"),
    ],
)
def test_a_fact_at_the_edges_of_what_is_stated(monkeypatch, comparison, stated, tolerance, value, answer):
    answering(monkeypatch, some_result=Quantity(value, ""))
    this = claim(comparison=comparison, stated=stated, tolerance=tolerance)
    assert v.judge(this, Case()).verdict_today == answer


def test_a_fact_is_overtaken_when_it_was_true_and_is_not(monkeypatch):
    answering(
        monkeypatch,
        some_high=Quantity(9.0, ""),
        some_low=Quantity(1.0, ""),
    )
    for published, earlier, today, answers in (
        ("some.high", "", "some.low", ("true", "overtaken")),
        ("some.low", "some.high", "some.low", ("overtaken", "overtaken")),
        ("some.low", "some.low", "some.low", ("false", "false")),
        ("some.low", "", "some.high", ("false", "true")),
        ("", "", "some.high", ("cannot be checked", "true")),
    ):
        test = {"published": published, "earlier": earlier, "today": today}
        judged = v.judge(claim(tests=[test]), Case())
        assert (judged.verdict_published, judged.verdict_today) == answers
        plan = v.judge(claim(kind="plan", tests=[test]), Case())
        assert plan.verdict_today == {"true": "stated"}.get(answers[1], answers[1])


def test_a_plan_without_a_test_is_stated_and_a_reading_follows_the_meaning(monkeypatch):
    assert (
        v.judge(
            claim(kind="plan", tests=[], stated=None, comparison=None, no_number="none is given"), Case()
        ).verdict_today
        == "stated"
    )
    answering(monkeypatch, some_high=Quantity(9.0, ""), some_low=Quantity(1.0, ""))
    tests = [{"name": "one", "today": "some.low"}, {"name": "two", "role": "other", "today": "some.high"}]
    judged = v.judge(claim(kind="reading", tests=tests), Case())
    assert judged.verdict_today == "false"
    assert [f.probability.value for f in judged.findings_today] == [0.0, 1.0]


def test_a_threshold_may_be_a_result_and_another_unit_is_converted(monkeypatch):
    answering(monkeypatch, some_result=Quantity(900.0, "MW"), some_level=Quantity(1.0, "GW"))
    for comparison, answer in (("at least", "false"), ("at most", "true")):
        tests = [{"today": "some.result", "needs_result": "some.level"}]
        this = claim(stated=None, stands_in="It stands in.", comparison=comparison, tests=tests)
        assert v.judge(this, Case()).verdict_today == answer
    with pytest.raises(EvidenceError, match=r"\[B05\]: computed in MW but needed in kg"):
        v.judge(claim(unit="kg"), Case())
    with pytest.raises(EvidenceError, match="needs_result"):
        v.judge(claim(stated=None, stands_in="It stands in."), Case())


def test_money_is_compared_at_face_value(monkeypatch):
    answering(monkeypatch, some_result=Quantity(10.0, "USD_2025"))
    assert v.judge(claim(stated=10.0, unit="USD", price_year=2026), Case()).verdict_today == "true"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stated": None, "needs": 1.0}, "say why in `reason`"),
        ({"needs": 1.0, "reason": "so"}, "both `stated` and `needs`"),
        ({"kind": "reading"}, "at least two definitions"),
        ({"kind": "quantity", "tests": []}, "a quantity needs"),
        ({"kind": "quantity", "tests": [{"read_today": "true"}]}, "a quantity is computed"),
        ({"kind": "quantity", "stated": None, "needs": 1.0, "reason": "so"}, "that is a reading"),
        ({"stated": None, "needs": 1.0, "reason": "so"}, "say in `stands_in`"),
        ({"tests": [{"today": "a.b"}, {"today": "a.c"}]}, "exactly one has the role"),
        ({"tests": [{"name": "x"}]}, "a test names a result"),
        ({"tests": [{"today": "a.b", "role": "other"}]}, "needs a name"),
        ({"comparison": None}, "say in `comparison`"),
        ({"kind": "plan", "tests": []}, "or say in `no_number` why none is stated"),
        ({"kind": "plan", "no_number": "it has one"}, "one of the two"),
        ({"no_number": "a fact is no plan"}, "this claim is no plan"),
    ],
)
def test_a_claim_that_cannot_be_judged_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        claim(**changes)


def test_priors_are_averaged_with_their_range_beside():
    judged = v.judge(claim_records()["T02"], BASE)
    each = [f.probability.value for f in judged.findings_today]
    assert judged.probability.value == pytest.approx(np.mean(each))
    assert judged.verdict_today == v.word(np.mean(each))


def test_a_quantity_has_a_probability_with_its_error_or_a_forecast():
    for judged in v.judgements(BASE).values():
        if judged.claim.kind == "quantity":
            assert judged.probability is not None, judged.claim.id
            assert judged.claim.forecast or judged.probability.count > 0, judged.claim.id
            assert judged.probability.error < 0.01


def test_what_the_rule_gives_is_what_the_chapters_print():
    """A chapter prints the probability of its verdict: the same draws, so the same number and the same text."""
    printed = {r.written.args[0]: r for r in registry.results().values() if r.written}
    assert set(printed) == {"T12", "B14", "T20", "A05", "B24"}
    for name, result in printed.items():
        found = v.judge(claim_records()[name], BASE).probability
        assert float(result(BASE).to("").magnitude) == pytest.approx(found.value, rel=1e-9), name
        assert result.say(BASE) == v.format_probability(found), name


def test_the_nearest_flip_turns_the_central_answer_and_nothing_nearer_does():
    for name in ("A11", "B14", "A22", "T20", "B30"):
        this = claim_records()[name]
        found = v.nearest_flip(this, BASE)
        moved = BASE.with_values(dict(zip(found.inputs, found.values, strict=True)))
        test = v.judge(this, BASE).main.test

        def met(case, this=this, test=test):
            key = test.today
            computed, needed = v.find(key)(case), v.threshold(this, test, case)
            condition = v._condition(this, test, computed, needed)
            level = float(v.find(test.needs_result)(case).magnitude) if test.needs_result else 1.0
            return bool(condition.met(np.array([float(computed.magnitude)]), level)[0])

        assert met(moved) != met(BASE), name
        printed = {k: v._beyond(q, BASE[k]) for k, q in zip(found.inputs, found.values, strict=True)}
        assert met(BASE.with_values(printed)) != met(BASE), f"{name}: what is printed does not turn it"
        half = {k: BASE[k] + (q - BASE[k]) * 0.98 for k, q in zip(found.inputs, found.values, strict=True)}
        assert met(BASE.with_values(half)) == met(BASE), name


def test_two_inputs_are_moved_where_one_cannot_turn_it():
    found = v.nearest_flip(claim_records()["A13"], BASE)
    assert found is not None
    assert len(found.inputs) in (1, 2)
    assert v.format_flip(found, BASE).count("instead of") == len(found.inputs)


def test_stability_gives_four_other_readings():
    this = claim_records()["A11"]
    found = v.stability(this, BASE)
    assert len(found) == 4  # the evidence correlates none of its inputs: there is no other answer without
    assert all(0 <= p.value <= 1 for p in found.values())
    tied = found["all that is good for it tied together"].value
    assert tied > v.judge(this, BASE).probability.value  # a rare event is less rare when causes come together


def test_every_claim_is_drawn_with_the_correlations_of_the_result_that_it_reads(monkeypatch):
    """What a chapter's simulation of the same results would take, and nothing else; some claims have such inputs."""
    taken = {}

    def noted(traced, given, pairs=None, **options):
        taken["pairs"] = dict(pairs or {})
        raise InterruptedError

    monkeypatch.setattr(v, "sampler", noted)
    correlated = set()
    for name, this in claim_records().items():
        test = next((t for t in this.tests if t.role == "meant" and t.today), None)
        if test is None:
            continue
        keys = (test.today, test.needs_result) if test.needs_result else (test.today,)
        inputs = {record for key in keys for record in uncertainty.uncertain_inputs(key, BASE)}
        if not uncertainty.correlations(inputs, BASE):  # whatever is drawn of it, nothing of it is correlated
            continue
        taken.clear()
        with pytest.raises(InterruptedError):
            v.draws(keys, Case())
        wanted = uncertainty.correlations(uncertainty.program(keys, BASE).inputs, BASE)
        assert taken["pairs"] == wanted, name
        correlated |= {name} if wanted else set()
    assert {"T12", "T20", "A13"} <= correlated


def test_a_stronger_correlation_of_the_evidence_moves_the_probability():
    """T12 rests on the record that Chapter 12 draws with, so a case that changes it changes the verdict's probability."""
    this = claim_records()["A13"]
    apart = v.judge(this, BASE.with_values({"thesis.correlation": Quantity(0.0, "")})).probability.value
    assert apart < v.judge(this, BASE).probability.value
    assert apart == v.stability(this, BASE)["all inputs independent"].value


def test_a_probability_that_rests_on_an_assumed_correlation_says_so_beside_it():
    """One thesis: likely at the correlation that we assume, and nothing of it is left without one."""
    this = claim_records()["B12"]
    found = v.stability(this, BASE)
    record = BASE.record("thesis.correlation")
    assert record.kind == "assumed"
    none = next(p for name, p in found.items() if "correlation" in name and name.endswith(" at 0"))
    assert v.word(none.value) == "unlikely"
    assert "the assumed correlation between" in v.format_stability(this, BASE)
    assert v.format_firmness(this, BASE).startswith("not firm: below ")
    ends = {name for name in v.stability(claim_records()["A13"], BASE) if "correlation between" in name}
    assert len(ends) == 2  # it is drawn together by the same record


def test_what_is_held_is_the_same_in_a_case_that_has_it():
    test = v.judge(claim_records()["A13"], BASE).main.test
    moved = BASE.with_values({"thesis.correlation": Quantity(0.8, "")})
    one = v.draws((test.today,), BASE, held={"thesis.correlation": 0.8})[test.today]
    other = v.draws((test.today,), moved)[test.today]
    assert np.array_equal(one, other)


def test_every_probability_whose_word_is_not_firm_says_so_beside_it():
    seen = set()
    for name, judged in v.judgements(BASE).items():
        if not judged.is_drawn:
            continue
        words = {v._word_for(judged.claim, p) for p in v.stability(judged.claim, BASE).values()}
        firm = words <= {judged.verdict_today}
        assert ("not firm" in v.format_odds(judged, BASE)) == (not firm), name
        assert ("The word stays" in v.format_stability(judged.claim, BASE)) == firm, name
        seen.add(firm)
    assert seen == {True, False}


def test_the_number_beside_a_word_lies_on_its_side_of_the_need():
    """One offering: with every input at its centre cash suffices, in most draws it does not."""
    for name, judged in v.judgements(BASE).items():
        found = judged.main
        if not judged.is_drawn or found.is_met is None:
            continue
        told = found.ratio[1]
        comparison = found.test.comparison or judged.claim.comparison
        met = told >= 1 if comparison == "at least" else told <= 1
        if np.mean(found.needed.magnitude) > 0 and abs(found.probability.value - 0.5) > 0.01:
            assert met == (found.probability.value > 0.5), name
    assert v.judge(claim_records()["B24"], BASE).main.is_split
    assert v.format_computed(v.judge(claim_records()["B24"], BASE).main, BASE).endswith("(median)")
    median = v.find("capital.cash_after_two_years_median")
    assert v.format_median(v.judge(claim_records()["B24"], BASE).main) == median.say(BASE)


def test_sources_side_by_side_turn_at_the_factor_that_is_said():
    this = claim_records()["T02"]
    times, to = v.turning_over_priors(this, BASE)
    shares = []
    for found in v.judge(this, BASE).findings_today:
        level = float(found.needed.m_as(found.computed.units).mean())
        drawn = v.draws((found.key,), BASE)
        values = np.array([float(found.computed.magnitude)]) if drawn is None else drawn[found.key]
        shares.append(float((values >= times * level * (1 - 1e-9)).mean()))
    assert v.word(np.mean(shares)) == to != v.judge(this, BASE).verdict_today


def test_what_is_said_of_stability_is_what_other_readings_give(monkeypatch):
    this = claim_records()["A11"]
    own = v.judge(this, BASE)
    other = v.Probability(0.5, 0.001, v.COUNT)
    for found, said in (
        ({"one reading": own.probability}, "The word stays"),
        ({"one reading": own.probability, "another": other}, "with another: 50 %, open"),
    ):
        monkeypatch.setattr(v, "stability", lambda claim, case, found=found: found)
        assert said in v.format_stability(this, BASE)
    assert v.format_stability(claim_records()["B09"], BASE) == ""  # a fact has no probability


def test_the_threshold_at_which_the_word_turns_is_a_quantile():
    judged = v.judge(claim_records()["T03"], BASE)
    found = judged.main
    drawn = v.draws((found.key,), BASE)[found.key]
    assert (drawn >= found.turns_at).mean() == pytest.approx(
        v.UNLIKELY + 0.005, abs=2e-3
    )  # 10 % as printed is unlikely
    assert found.turns_to == "leans false"


def test_an_easier_threshold_never_gives_a_worse_word_and_a_harder_one_never_a_better():
    """At every edge of rounding too: what is printed as 67 % leans true, though it is 66.7 %."""
    values = np.linspace(0.0, 1.0, v.COUNT)
    worst_first = list(reversed(v.WORDS))
    for p in (0.6674, 0.6649, 0.896, 0.894, 0.3251, 0.3249, 0.1051, 0.1049, 0.5):
        for comparison, level in (("at least", 1 - p), ("at most", p)):
            this = claim(comparison=comparison, stated=level)
            ends = (level, np.inf) if comparison == "at least" else (-np.inf, level)
            at, to = v._turning(this, this.tests[0], values, v.Condition(comparison, *ends))
            easier = at < level if comparison == "at least" else at > level
            assert (worst_first.index(to) > worst_first.index(v.word(p))) == easier, (p, comparison, at, to)


def test_the_ends_of_a_range_of_probabilities_are_printed_as_the_box_prints_them():
    judged = v.judge(claim_records()["T02"], BASE)
    each = [f.probability for f in judged.findings_today]
    low, high = (v.format_probability(end(each, key=lambda p: p.value)) for end in (min, max))
    printed = v.format_likely(judged)
    assert low in printed.replace("–", " %–")
    assert high in printed
    forecast = v.judge(claim_records()["B28"], BASE)
    assert re.fullmatch(r"\d+ % \([\d.]+–[\d.]+ %\)", v.format_likely(forecast))


def test_a_printed_probability_has_no_more_digits_than_its_error_carries():
    rng = np.random.default_rng(3)
    for _ in range(300):
        p, error = float(rng.uniform(0, 1)), float(10 ** rng.uniform(-5, -1.5))
        text = v.format_probability(v.Probability(p, error, v.COUNT))
        if not text.startswith(("below", "above")):
            digits = len(text.removesuffix(" %").partition(".")[2])
            assert digits == 0 or 100 * error <= 0.5 * 10.0**-digits * 1.001
    assert v.format_probability(v.Probability(0.0, 0.0, v.COUNT)) == "below 0.01 %"
    assert math.isclose(v.Probability(0.0, 0.0, 300).bound, 0.01)


def test_the_pins_are_what_the_numbers_say():
    """`wtd verdicts --pin` writes them; the change log says why one moved."""
    pinned, now = v.read_pins(), v.pins(BASE)
    moved = [(a, b) for a, b in zip(pinned, now, strict=False) if a != b]
    assert moved == []
    assert len(pinned) == len(now)


RENAMED = {"holds": "true", "fails": "false", "stale": "overtaken"}  # words of the releases before this rule


def words_of(shown):
    """The answers of a snapshot, as published and today, in the words of this rule."""
    today = re.sub(r"\b(holds(?! if)|fails|stale)\b", lambda word: RENAMED[word[0]], shown)
    then, _, now = today.partition(" then, ")
    return (then, now.removesuffix(" now")) if now else (today, today)


def untold(before, after, section):
    """The claims whose answer differs between two snapshots and that no line of the change log explains.

    A line explains one when it names it, ends an arrow with what it is now, and says why ("because"). What has only
    another name is no change.
    """
    lines = [line for line in section.splitlines() if line.startswith("- ")]
    missing = []
    for name, shown in after.items():
        was, now = words_of(before[name]) if name in before else ("new", "new"), words_of(shown)
        if was == now:
            continue
        told = [line for line in lines if re.search(rf"\b{name}\b", line) and "because" in line]
        if name in before:
            moved = {new for old, new in zip(was, now, strict=True) if old != new}
            told = [line for line in told if all(re.search(rf"→[^;:]*(?<!leans ){word}\b", line) for word in moved)]
        else:
            told = [line for line in told if re.search(rf"(?<!leans ){now[1]}\b", line)]
        if not told:
            missing.append(f"{name}: {before.get(name, 'new')}, now {shown}")
    return missing


def test_the_changelog_tells_every_verdict_that_changed_since_the_last_release_and_why():
    """By the stored snapshots of the two, and by the pins, should they be newer."""
    versions = sorted(
        (f.stem for f in snapshots.SNAPSHOTS.glob("[0-9]*.csv")),
        key=lambda name: [int(part) for part in name.split(".")],
    )
    this = analysis.__version__
    last = versions[versions.index(this) - 1]
    before, after = (
        {name: entry.shown for name, entry in snapshots.read(version)["verdict"].items()} for version in (last, this)
    )
    sections = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")
    section = next(section for section in sections if section.startswith(this))
    assert sum(words_of(before[name]) != words_of(after[name]) for name in before if name in after) > 20
    assert untold(before, after, section) == []
    pinned = {row["claim"]: snapshots.say_verdicts(row["as_published"], row["today"]) for row in v.read_pins()}
    assert untold(before, pinned, section) == []


def test_a_verdict_that_the_changelog_does_not_explain_is_named():
    before, after = {"A01": "holds", "A02": "fails"}, {"A01": "true", "A02": "false then, leans true now"}
    told = "- A02, a claim: fails → false then, leans true now, because its number moved."
    assert untold(before, after, told) == []
    for wrong in (
        "",
        told.replace(", because its number moved", ""),
        told.replace("A02", "A01"),
        told.replace("leans true", "true"),
        told.replace("- ", ""),
    ):
        assert untold(before, after, wrong) == ["A02: fails, now false then, leans true now"], wrong
    assert untold({}, {"T99": "unlikely"}, "- T99, new: leans unlikely, because so.") == ["T99: new, now unlikely"]


def test_sentences_print_results_and_escape_the_rest():
    key = "multiple.offer_value"
    assert v.fill(f"It is {{{key}}} *so*", BASE) == rf"It is {v.find(key).say(BASE)} \*so\*"
    assert v.placeholders(f"{{{key}}}, {{not one}}") == (key,)
    assert v.format_needed(claim(stated=2028.0, comparison="equal"), None) == ""
    assert ClaimTest(today="a.b").role == "meant"
