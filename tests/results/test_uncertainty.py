"""Ranges as distributions: the tails of a belief end where what is possible ends."""

import numpy as np
import pytest

from analysis.engine.distributions import Distribution, from_range
from analysis.evidence import Case, EvidenceError, Record
from analysis.evidence.correlations import correlation_groups
from analysis.results import uncertainty
from analysis.results.registry import find
from analysis.results.uncertainty import distribution, samples, simulation, tail_violation
from analysis.units import Quantity
from tests.each import each

WORLD = Case()
PROBABILITIES = np.linspace(0.0, 1.0, 1001)


def record(**changes):
    fields = {"key": "cost.thing", "name": "A thing", "value": 0.2, "low": 0.05, "high": 1.0, "unit": "kg"}
    fields |= {"range": "90 % belief", "kind": "assumed", "as_of": "2026-11-21"}
    return Record.model_validate(fields | changes)


@each("key", sorted(WORLD.keys()))
def test_no_draw_of_a_record_is_impossible(key):
    assert tail_violation(WORLD.record(key)) == ""


def test_a_spilling_belief_is_told_with_its_cure():
    assert "below zero; add limits = [0, inf]" in tail_violation(record())
    assert "below zero; add limits = [0, 1]" in tail_violation(record(name="Share of a thing", unit=""))
    assert "above one; add limits = [0, 1]" in tail_violation(
        record(name="Odds of it", unit="", value=0.8, low=0.6, high=0.99)
    )
    assert tail_violation(record(limits=(0.0, float("inf")))) == ""
    assert tail_violation(record(range="lowest and highest seen")) == ""


@pytest.mark.parametrize("kind", ["triangular", "uniform", "beta", "normal"])
def test_limits_cut_and_keep_the_shape(kind):
    free = from_range(Quantity(0.2, "kg"), Quantity(0.05, "kg"), Quantity(1.0, "kg"), kind=kind)
    cut = free.within(0.0, 1.02)
    draws = cut.quantile(PROBABILITIES)
    assert 0.0 <= draws.min() < 0.01
    assert 1.01 < draws.max() <= 1.02 + 1e-9
    # what is left is the same distribution: its median is the free one's at the middle of the part kept
    start, end = cut.part
    assert cut.quantile(np.array([0.5]))[0] == pytest.approx(free.quantile(np.array([(start + end) / 2]))[0])


def test_the_share_below_is_the_inverse_of_the_quantile():
    for kind in ("triangular", "uniform", "beta", "normal", "lognormal"):
        free = from_range(Quantity(2.0, "m"), Quantity(1.0, "m"), Quantity(5.0, "m"), kind=kind)
        for p in (0.03, 0.4, 0.9):
            cut = free.within(float(free.quantile(np.array([p]))[0]), np.inf)
            assert cut.part[0] == pytest.approx(p)


def test_limits_follow_a_change_of_unit():
    cut = Distribution("uniform", (-1.0, 3.0), "km").in_unit("m").within(0.0, np.inf)
    assert cut.quantile(np.array([0.0, 1.0])) == pytest.approx([0.0, 3000.0])


def test_nothing_between_the_limits_is_refused():
    with pytest.raises(ValueError, match="has nothing between 5 and 6"):
        Distribution("uniform", (-1.0, 3.0)).within(5.0, 6.0)


def test_the_distribution_of_a_record_is_cut_at_its_limits():
    assert distribution(record(limits=(0.0, 2.0))).quantile(np.array([0.0]))[0] == pytest.approx(0.0)


@pytest.mark.parametrize("key", ["destination.mars_value_needed", "parity.cost_ratio"])
def test_percentiles_as_from_all_values_however_long_the_tail(key):
    drawn = samples(find(key), WORLD, 2**16)  # the ratio's upper tail is long: 2^14 leave 3 % of the span at 95 %
    found = simulation(key, WORLD, 2**16)
    span = np.quantile(drawn, 0.95) - np.quantile(drawn, 0.05)
    for probability in (0.05, 0.5, 0.95):
        # both come from 65,536 points of the same inputs, ordered otherwise
        exact = float(np.quantile(drawn, probability))
        assert float(found.quantile(key, probability).value.magnitude) == pytest.approx(exact, abs=0.02 * span)


def test_inputs_of_one_programme_lean_on_one_another_as_strongly_as_the_record_says():
    names = ["launch.base_launch_price", "cost.orbit_life", "cost.array_cost", "offering.price"]
    strength = float(Case()["thesis.correlation"].magnitude)
    found = uncertainty.correlations(names, Case())
    assert found == {
        ("launch.base_launch_price", "cost.array_cost"): strength,
        ("launch.base_launch_price", "cost.orbit_life"): -strength,
        ("cost.array_cost", "cost.orbit_life"): -strength,
    }
    assert uncertainty.correlations(names[:1], Case()) == {}
    assert uncertainty.correlations(names, Case().with_values({"thesis.correlation": Quantity(0.0, "")})) == {}
    one = uncertainty.correlations(names, Case().with_values({"thesis.correlation": Quantity(1.0, "")}))
    assert max(one.values()) == uncertainty.NEARLY_ONE
    assert "thesis.correlation" in find("decides.earning_chance").evaluate(Case()).records  # what is drawn rests on it


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('strength = "thesis.nothing"', "thesis.nothing is no record"),
        ('strength = "thesis.correlation"\nrising = ["no.such"]', "no.such is no record"),
        (
            'strength = "thesis.correlation"\nrising = ["cost.array_cost"]\nfalling = ["cost.array_cost"]',
            "is in one group, once",
        ),
        ("", "strength"),
    ],
)
def test_a_group_of_correlated_inputs_that_cannot_be_is_refused(tmp_path, text, message):
    file = tmp_path / "correlations.toml"
    file.write_text(f'[one]\nwhy = "a cause that moves all of them"\n{text}\n', encoding="utf-8")
    with pytest.raises(EvidenceError, match=message):
        correlation_groups(file)
