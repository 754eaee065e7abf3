"""A verdict follows from numbers: every comparison at its edges, every way in which nothing can be said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.evidence import Case, ClaimRecord, EvidenceError
from analysis.results import registry
from analysis.results import verdicts as claims
from analysis.units import Quantity

WORLD = Case()
numbers = st.floats(-1e6, 1e6)


def claim(**fields):
    plain = {
        "id": "B05",
        "document": "motyl2026",
        "paragraph": 1,
        "chapter": 1,
        "kind": "quantity",
        "paraphrase": "a sentence in our own words",
        "verdict_published": "holds",
        "verdict_today": "holds",
    }
    return ClaimRecord.model_validate(plain | fields)


def computed(*values, unit=""):
    return Quantity(np.array(values) if len(values) > 1 else values[0], unit)


# ---- one value -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comparison", "stated", "tolerance", "value", "verdict"),
    [
        ("at least", 100.0, 0.0, 100.0, "holds"),
        ("at least", 100.0, 0.0, 99.9, "fails"),
        ("at least", 100.0, 0.1, 90.1, "holds"),
        ("at least", 100.0, 0.1, 89.9, "fails"),
        ("at least", -100.0, 0.1, -109.0, "holds"),  # slack is a share of the size, whatever the sign
        ("at least", -100.0, 0.1, -111.0, "fails"),
        ("at most", 100.0, 0.0, 100.0, "holds"),
        ("at most", 100.0, 0.0, 100.1, "fails"),
        ("at most", 100.0, 0.1, 109.9, "holds"),
        ("at most", 100.0, 0.1, 110.1, "fails"),
        ("at most", -100.0, 0.1, -91.0, "holds"),
        ("at most", -100.0, 0.1, -89.0, "fails"),
        ("equal", 100.0, 0.0, 100.0, "holds"),
        ("equal", 100.0, 0.1, 109.9, "holds"),
        ("equal", 100.0, 0.1, 90.1, "holds"),
        ("equal", 100.0, 0.1, 110.1, "fails"),
        ("equal", 100.0, 0.1, 89.9, "fails"),
        ("equal", -100.0, 0.1, -109.9, "holds"),
        ("equal", -100.0, 0.1, -110.1, "fails"),
        ("equal", -100.0, 0.1, -90.1, "holds"),
        ("equal", -100.0, 0.1, -89.9, "fails"),
        ("within", (20.0, 40.0), 0.0, 20.0, "holds"),
        ("within", (20.0, 40.0), 0.0, 40.0, "holds"),
        ("within", (20.0, 40.0), 0.0, 30.0, "holds"),
        ("within", (20.0, 40.0), 0.0, 19.9, "fails"),
        ("within", (20.0, 40.0), 0.0, 40.1, "fails"),
        ("within", (20.0, 40.0), 0.1, 18.1, "holds"),
        ("within", (20.0, 40.0), 0.1, 17.9, "fails"),
        ("within", (20.0, 40.0), 0.1, 43.9, "holds"),
        ("within", (20.0, 40.0), 0.1, 44.1, "fails"),
        ("within", (-40.0, -20.0), 0.1, -43.9, "holds"),
        ("within", (-40.0, -20.0), 0.1, -44.1, "fails"),
        ("within", (-40.0, -20.0), 0.1, -18.1, "holds"),
        ("within", (-40.0, -20.0), 0.1, -17.9, "fails"),
    ],
)
def test_a_value_against_what_is_stated(comparison, stated, tolerance, value, verdict):
    this = claim(comparison=comparison, stated=stated, tolerance=tolerance)
    assert claims.verdict(this, computed(value)) == verdict
    assert claims.verdict(claim(comparison=comparison, needs=stated, tolerance=tolerance), computed(value)) == verdict


@pytest.mark.parametrize(("value", "verdict"), [(1e-9, "holds"), (0.0, "fails"), (-1.0, "fails")])
def test_what_exists_is_above_zero(value, verdict):
    assert claims.verdict(claim(comparison="exists"), computed(value)) == verdict


# ---- a range ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comparison", "stated", "ends", "verdict"),
    [
        ("at least", 100.0, (100.0, 200.0), "holds"),
        ("at least", 100.0, (50.0, 200.0), "holds if"),
        ("at least", 100.0, (50.0, 100.0), "holds if"),
        ("at least", 100.0, (50.0, 99.0), "fails"),
        ("at most", 100.0, (50.0, 100.0), "holds"),
        ("at most", 100.0, (50.0, 200.0), "holds if"),
        ("at most", 100.0, (101.0, 200.0), "fails"),
        ("equal", 100.0, (50.0, 150.0), "holds if"),  # no end is near, but the range goes through it
        ("equal", 100.0, (150.0, 50.0), "holds if"),  # whichever end comes first
        ("equal", 100.0, (110.0, 150.0), "fails"),
        ("within", (20.0, 40.0), (21.0, 39.0), "holds"),
        ("within", (20.0, 40.0), (10.0, 50.0), "holds if"),
        ("within", (20.0, 40.0), (41.0, 50.0), "fails"),
        ("exists", None, (1.0, 2.0), "holds"),
        ("exists", None, (-1.0, 2.0), "holds if"),
        ("exists", None, (-2.0, -1.0), "fails"),
    ],
)
def test_a_range_against_what_is_stated(comparison, stated, ends, verdict):
    this = claim(comparison=comparison, stated=stated, tolerance=0.001)
    assert claims.verdict(this, computed(*ends)) == verdict


@given(low=numbers, high=numbers, level=numbers)
def test_at_least_and_at_most_share_a_range_between_them(low, high, level):
    value = computed(low, high)
    above = claims.verdict(claim(comparison="at least", stated=level), value)
    below = claims.verdict(claim(comparison="at most", stated=level), value)
    assert (above == "fails") == (max(low, high) < level)
    assert (below == "fails") == (min(low, high) > level)
    assert (above == "holds") == (min(low, high) >= level)
    assert (below == "holds") == (max(low, high) <= level)


# ---- units and money -------------------------------------------------------------------------------------------------


def test_units_are_converted_before_they_are_compared():
    this = claim(comparison="at least", stated=1.0, unit="GW")
    assert claims.verdict(this, computed(1000.0, unit="MW")) == "holds"
    assert claims.verdict(this, computed(999.0, unit="MW")) == "fails"


def test_money_is_compared_at_face_value():
    this = claim(comparison="equal", stated=10.0, unit="USD", price_year=2025)
    assert claims.verdict(this, computed(10.0, unit="USD_2025")) == "holds"
    assert claims.verdict(this, computed(10.0, unit="USD")) == "holds"
    assert claims.stated(this).units == Quantity(1, "USD").units


def test_a_wrong_dimension_and_a_missing_threshold_are_told():
    with pytest.raises(EvidenceError, match=r"claims.toml: \[B05\]: computed in kg but stated in GW; mend the unit"):
        claims.verdict(claim(comparison="equal", stated=1.0, unit="GW"), computed(1.0, unit="kg"))
    with pytest.raises(EvidenceError, match=r"claims.toml: \[B05\]: comparison 'at least' needs `stated`"):
        claims.verdict(claim(comparison="at least"), computed(1.0))


# ---- what cannot be checked, and what is stale -------------------------------------------------------------------------


def test_without_a_number_or_a_comparison_nothing_can_be_checked():
    assert claims.verdict(claim(comparison="exists"), None) == "cannot be checked"
    assert claims.verdict(claim(), computed(1.0)) == "cannot be checked"
    judged = claims.judge(claim(comparison="exists", computed_today="", computed_published="not yet"), WORLD)
    assert (judged.verdict_published, judged.verdict_today) == ("cannot be checked", "cannot be checked")
    assert (judged.published, judged.today) == (None, None)


class Answers:
    """Results that say what they are told to say."""

    def __init__(self, **values):
        self.values = values

    def find(self, key):
        return lambda _: computed(self.values[key.removeprefix("some.")])


@pytest.mark.parametrize(
    ("published", "today", "earlier", "verdicts"),
    [
        (2.0, 2.0, 0.0, ("holds", "holds")),
        (1.0, 2.0, 0.0, ("fails", "holds")),
        (1.0, 2.0, 3.0, ("stale", "holds")),
        (2.0, 1.0, 3.0, ("holds", "stale")),
        (1.0, 1.0, 3.0, ("stale", "stale")),
        (1.0, 1.0, 0.0, ("fails", "fails")),
        (1.0, 1.0, None, ("fails", "fails")),
    ],
)
def test_stale_is_what_fails_although_it_once_held(monkeypatch, published, today, earlier, verdicts):
    answers = Answers(published=published, today=today, earlier=earlier)
    monkeypatch.setattr(claims, "find", answers.find)
    this = claim(
        comparison="at least",
        stated=2.0,
        computed_published="some.published",
        computed_today="some.today",
        computed_earlier="" if earlier is None else "some.earlier",
    )
    judged = claims.judge(this, WORLD)
    assert (judged.verdict_published, judged.verdict_today) == verdicts
    assert judged.agrees == (verdicts == ("holds", "holds"))
    assert (judged.published.magnitude, judged.today.magnitude) == (published, today)


def test_what_once_held_in_part_is_not_stale(monkeypatch):
    values = {"some.today": computed(1.0), "some.earlier": computed(1.0, 3.0)}
    monkeypatch.setattr(claims, "find", lambda key: lambda _: values[key])
    keys = {"computed_published": "some.today", "computed_today": "some.today", "computed_earlier": "some.earlier"}
    judged = claims.judge(claim(comparison="at least", stated=2.0, **keys), WORLD)
    assert claims.verdict(judged.claim, values["some.earlier"]) == "holds if"
    assert (judged.verdict_published, judged.verdict_today) == ("fails", "fails")


def test_a_judgement_agrees_only_when_both_verdicts_do():
    for first in ("holds", "fails"):
        for second in ("holds", "fails"):
            judged = claims.Judgement(claim(), None, None, first, second)
            assert judged.agrees == (first == second == "holds")


# ---- words -----------------------------------------------------------------------------------------------------------


def test_what_is_stated_in_words():
    assert claims.say_stated(claim()) == ""
    assert claims.say_stated(claim(comparison="equal", stated=2028.0)) == "2028"
    assert claims.say_stated(claim(comparison="equal", stated=1900.0)) == "1900"
    assert claims.say_stated(claim(comparison="equal", stated=2100.0)) == "2100"
    assert claims.say_stated(claim(comparison="within", stated=(2028.0, 2030.0))) == "2028–2030"
    assert claims.say_stated(claim(comparison="equal", stated=1899.0)) == "1,900"
    assert claims.say_stated(claim(comparison="equal", stated=2101.0)) == "2,100"
    assert claims.say_stated(claim(comparison="within", stated=(1950.0, 2500.0))) == "1,950–2,500"
    assert claims.say_stated(claim(comparison="equal", stated=2028.0, unit="kg")) == "2,030 kg"
    assert claims.stated(claim()) is None
    assert claims.threshold(claim()) is None
    assert claims.threshold(claim(comparison="equal", needs=3.0, unit="kg")).to("g").magnitude == 3000
    assert claims.stated(claim(comparison="equal", needs=3.0)) is None


def test_numbers_in_a_sentence_are_those_of_the_results():
    key = "multiple.offer_multiple"
    assert claims.fill(f"It is {{{key}}} and {{{key}}}.", WORLD) == "It is {0} and {0}.".format(
        registry.find(key).say(WORLD)
    )
    assert claims.placeholders(f"{{{key}}}, {{not one}}, {{some.other_1}}") == (key, "some.other_1")
    assert claims.say_computed(key, WORLD) == registry.find(key).say(WORLD)
    assert claims.say_computed("not yet", WORLD) == "not yet"
    assert claims.say_computed("", WORLD) == ""


def test_every_claim_of_the_registry_is_judged():
    from analysis.evidence import claim_records

    found = claims.judgements(WORLD)
    assert list(found) == list(claim_records())
    assert all(judged.claim is claim_records()[name] for name, judged in found.items())


@pytest.mark.parametrize(
    ("comparison", "ends", "verdict"),
    [
        ("equal", (3.0, 6.0), "holds if"),  # 5 lies between, wherever a grid would fall
        ("equal", (1.0, 1e9), "holds if"),
        ("equal", (5.0, 5.0), "holds"),
        ("equal", (5.1, 6.0), "fails"),
        ("at least", (5.0, 9.0), "holds"),
        ("at least", (4.0, 5.0), "holds if"),
        ("at most", (5.0, 9.0), "holds if"),
        ("at most", (6.0, 9.0), "fails"),
    ],
)
def test_a_range_is_judged_by_its_ends(comparison, ends, verdict):
    assert claims.verdict(claim(comparison=comparison, stated=5.0), computed(*ends)) == verdict
