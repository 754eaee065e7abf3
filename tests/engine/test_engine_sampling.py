import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.engine import compile_program, trace
from analysis.engine.distributions import BELIEF, Distribution, discrete, fixed, from_range
from analysis.engine.sampling import REPLICATES, CorrelationError, _in_threads, sampler, simulate
from analysis.engine.summary import Bins, Summary, joined
from analysis.units import Quantity, where

GRID = np.linspace(0.001, 0.999, 333)
ORACLES = {
    "uniform": (Distribution("uniform", (2.0, 5.0)), stats.uniform(2, 3)),
    "triangular": (Distribution("triangular", (2.0, 3.0, 6.0)), stats.triang(0.25, 2, 4)),
    "mode at the end": (Distribution("triangular", (2.0, 2.0, 6.0)), stats.triang(0.0, 2, 4)),
    "normal": (Distribution("normal", (3.0, 2.0)), stats.norm(3, 2)),
    "lognormal": (Distribution("lognormal", (3.0, 0.5)), stats.lognorm(0.5, scale=3)),
    "beta": (Distribution("beta", (2.0, 4.0, 1.0, 9.0)), stats.beta(2, 4, 1, 8)),
}
KINDS = ["uniform", "triangular", "lognormal", "normal"]


@pytest.mark.parametrize("name", ORACLES)
def test_quantiles_as_in_scipy(name: str) -> None:
    ours, oracle = ORACLES[name]
    np.testing.assert_allclose(ours.quantile(GRID), oracle.ppf(GRID), rtol=1e-12)


@pytest.mark.parametrize("name", ORACLES)
def test_shares_below_as_in_scipy(name: str) -> None:
    ours, oracle = ORACLES[name]
    places = [-1.0, 0.0, *oracle.ppf(np.linspace(0.0, 1.0, 21)[1:-1]), 2.0, 3.0, 5.0, 6.0, 50.0]
    np.testing.assert_allclose([ours._share_below(x) for x in places], oracle.cdf(places), rtol=1e-12, atol=1e-15)


@given(st.sampled_from(KINDS), st.floats(0.1, 10), st.floats(0.0, 5), st.floats(0.1, 5))
def test_a_belief_puts_its_ends_at_p5_and_p95(kind, low: float, below: float, above: float) -> None:
    value, high = low + below, low + below + above
    distribution = from_range(*(Quantity(x, "kg") for x in (value, low, high)), BELIEF, kind)
    # the mode of a triangular distribution may fall outside what P5 allows only at the ends themselves
    np.testing.assert_allclose(distribution.ends(), [low, high], rtol=1e-7, atol=1e-7)


@given(st.sampled_from([*KINDS, "beta", "discrete"]), st.floats(0.1, 10), st.floats(0.1, 5), st.floats(0.1, 5))
def test_any_other_range_ends_where_it_says(kind, low: float, below: float, above: float) -> None:
    value, high = low + below, low + below + above
    distribution = from_range(*(Quantity(x, "kg") for x in (value, low, high)), "lowest and highest seen", kind)
    # the quantile function at 0 and 1; normal and lognormal are cut there
    np.testing.assert_allclose(distribution.ends(0.0), [low, high], rtol=1e-6)


def test_a_pert_belief_fits_both_ends() -> None:
    distribution = from_range(Quantity(0.3, ""), Quantity(0.1, ""), Quantity(0.7, ""), BELIEF, "beta")
    np.testing.assert_allclose(distribution.ends(), [0.1, 0.7], rtol=1e-9)


def test_three_points_keep_the_mean_of_a_lognormal_belief() -> None:
    smooth = stats.lognorm(0.3, scale=2)
    points = from_range(*(Quantity(float(x), "") for x in smooth.ppf([0.5, 0.05, 0.95])), BELIEF, "discrete")
    values = points.quantile((np.arange(20_000) + 0.5) / 20_000)
    # Pearson and Tukey's three points are within 0.5 % of the mean for moderate skew
    assert values.mean() == pytest.approx(smooth.mean(), rel=5e-3)


def test_a_distribution_changes_its_unit_temperatures_included() -> None:
    celsius = Distribution("uniform", (0.0, 100.0), "degC").in_unit("K")
    np.testing.assert_allclose(celsius.quantile(np.array([0.0, 0.5, 1.0])), [273.15, 323.15, 373.15])
    tonnes = from_range(Quantity(2.0, "tonne"), Quantity(1000.0, "kg"), Quantity(3.0, "tonne"), "scenario", "uniform")
    np.testing.assert_allclose(tonnes.in_unit("kg").quantile(np.array([0.0, 1.0])), [1000.0, 3000.0])


def test_discrete_and_fixed() -> None:
    coin = discrete(Quantity([1.0, 5.0], "m"), [1, 3])
    np.testing.assert_array_equal(coin.quantile(np.array([0.0, 0.2, 0.26, 1.0])), [1, 1, 5, 5])
    assert fixed(Quantity(3.0, "m")).is_fixed
    assert from_range(Quantity(3.0, "m"), Quantity(3.0, "m"), Quantity(3.0, "m")).is_fixed


def test_impossible_distributions_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="low, mode and high must rise"):
        Distribution("triangular", (3.0, 2.0, 4.0))
    with pytest.raises(ValueError, match="must hold its value: low 2, value 1, high 3 kilogram"):
        from_range(Quantity(1.0, "kg"), Quantity(2.0, "kg"), Quantity(3.0, "kg"))
    with pytest.raises(ValueError, match="range above zero"):
        from_range(Quantity(1.0, ""), Quantity(0.0, ""), Quantity(3.0, ""), BELIEF, "lognormal")


# ---- summaries -----------------------------------------------------------------------------------------------------


def test_a_summary_knows_what_all_values_know() -> None:
    values = np.random.default_rng(0).lognormal(0, 1, 200_000)
    summary = Summary.over(values[:4096])
    for part in np.array_split(values, 7):
        summary.add(part)
    assert summary.mean == pytest.approx(values.mean(), rel=1e-12)
    assert summary.deviation == pytest.approx(values.std(ddof=1), rel=1e-12)
    for p in (0.01, 0.05, 0.5, 0.95, 0.99):
        # an error in rank of 2e-4 is far below the sampling error of 2e5 values
        assert np.mean(values < summary.quantile(p)) == pytest.approx(p, abs=2e-4)
    assert summary.exceedance(3.0) == pytest.approx(np.mean(values > 3.0), abs=2e-4)
    assert (summary.quantile(0), summary.quantile(1)) == (values.min(), values.max())


def test_merged_is_the_same_as_added() -> None:
    values = np.random.default_rng(0).normal(size=3000)
    bins = Bins.over(values)
    one, parts = Summary(bins), [Summary(bins) for _ in range(3)]
    one.add(values)
    for summary, part in zip(parts, np.array_split(values, 3), strict=True):
        summary.add(part)
    merged = joined(parts)
    np.testing.assert_array_equal(merged.bins, one.bins)
    assert merged.deviation == pytest.approx(one.deviation, rel=1e-12)
    with pytest.raises(ValueError, match="different bins"):
        merged.merge(Summary(Bins(0.0, 1.0)))


STREAMS = {
    "a floor": lambda z: np.maximum(z, 0.0),
    "a yes or no": lambda z: (z > -0.5) * 1.0,
    "a value of its own": lambda z: np.where(z < -0.2, -3.0, z),
    "whole numbers": lambda z: np.ceil(10 * stats.norm.cdf(z)),
    "decades": lambda z: 10 ** (24 * stats.norm.cdf(z) - 12),
    "decades below zero": lambda z: -np.exp(4 * z),
    "a wide lognormal": lambda z: np.exp(2 * z),
    "Pareto": lambda z: stats.norm.cdf(z) ** -5.0,
    "two humps": lambda z: np.where(np.arange(z.size) % 2, 1e6, 0.0) + z,
    "infinite": lambda z: np.where(z < -1, np.inf, np.where(z > 2, -np.inf, z)),
    "tiny": lambda z: z * 1e-300,
    "huge": lambda z: z * 1e300,
    "one value": lambda z: 0 * z + 3.0,
    "both signs over decades": lambda z: np.sinh(9 * z),
}


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("name", STREAMS)
def test_what_a_summary_says_is_as_near_as_it_says(name: str, exact: bool) -> None:
    """Quantiles and probabilities of every shape, against the values themselves: never farther off than is said."""
    values = STREAMS[name](np.random.default_rng(3).normal(size=60_000))
    summary = Summary.over(values[:4096], exact)
    for part in np.array_split(values, 7):
        summary.add(part)
    for p in (0.0, 0.001, 0.01, 0.05, 0.25, 0.3, 0.5, 0.75, 0.9, 0.999, 1.0):
        got, wrong = summary.quantile_within(p)
        near = np.quantile(values, [max(p - 1 / values.size, 0), min(p + 1 / values.size, 1)], method="nearest")
        assert wrong == 0.0 or not exact
        assert near[0] - wrong * 1.001 <= got <= near[1] + wrong * 1.001, (p, got, near, wrong)
    some = np.unique(values[::6000])
    for threshold in (-np.inf, -3.0, 0.0, 1.0, 3.0, 5.0, 1e6, np.inf, *some):
        for at_least in (False, True):
            share, wrong = summary.exceedance_within(threshold, at_least)
            truth = np.mean(values >= threshold if at_least else values > threshold)
            assert wrong == 0.0 or not exact
            assert abs(share - truth) <= wrong + 1e-12, (threshold, share, truth, wrong)
    edges = np.linspace(summary.smallest, summary.largest, 9)
    assert summary.shares_between(edges).sum() == pytest.approx(1.0)


def test_what_is_infinite_counts_and_what_is_no_number_is_counted_apart() -> None:
    for exact in (True, False):
        summary = Summary.over(np.array([2.0]), exact)
        summary.add(np.array([2.0, np.nan, 2.0, np.inf]))
        assert (summary.count, summary.infinite, summary.missing, summary.total) == (2, [0, 1], 1, 3)
        assert (summary.quantile(0.3), summary.quantile(1.0), summary.mean) == (2.0, np.inf, np.inf)
        assert summary.exceedance(2.0) == pytest.approx(1 / 3)
        assert summary.exceedance(2.0, at_least=True) == 1.0


# ---- simulation ----------------------------------------------------------------------------------------------------

PROGRAM = trace(lambda a, b: {"sum": a + b, "ratio": a / b}, {"a": "kg", "b": Quantity(2.0, "kg")})
NORMALS = {"a": Distribution("normal", (10.0, 3.0), "kg"), "b": Distribution("normal", (20_000.0, 4000.0), "g")}


@pytest.mark.parametrize("method", ["sobol", "random"])
def test_a_sum_of_normals_is_normal(method) -> None:
    found = simulate(PROGRAM, NORMALS, 2**16, method=method)
    truth = stats.norm(30, 5)
    for estimate, value in (
        (found.mean("sum"), truth.mean()),
        (found.deviation("sum"), truth.std()),
        (found.quantile("sum", 0.05), truth.ppf(0.05)),
        (found.quantile("sum", 0.95), truth.ppf(0.95)),
        (found.exceedance("sum", Quantity(35.0, "kg")), truth.sf(35)),
        (found.exceedance("sum", 35.0), truth.sf(35)),
    ):
        # five standard errors of eight replicates, and the width of a bin
        assert abs(estimate.value.m - value) < 5 * estimate.error.m + 1e-3
    assert str(found.quantile("sum", 0.5).value.units) == "kilogram"


def test_sobol_points_beat_random_ones() -> None:
    sobol, random = (simulate(PROGRAM, NORMALS, 2**14, method=m).mean("sum").error.m for m in ("sobol", "random"))
    assert sobol < random / 10


def test_the_same_seed_gives_the_same_answer_wherever_it_runs() -> None:
    here = simulate(PROGRAM, NORMALS, 5000, seed=3)
    there = simulate(PROGRAM, NORMALS, 5000, seed=3, workers=2)
    beside = simulate(PROGRAM, NORMALS, 5000, seed=3, block_map=_in_threads(2))
    assert here.groups[0]["sum"].mean == beside.groups[0]["sum"].mean
    assert here.groups[0]["sum"].mean == there.groups[0]["sum"].mean
    np.testing.assert_array_equal(here.whole("ratio").sorted(), there.whole("ratio").sorted())
    assert simulate(PROGRAM, NORMALS, 5000, seed=4).mean("sum").value != here.mean("sum").value


def test_memory_does_not_grow_with_the_count() -> None:
    import tracemalloc

    def peak(count: int) -> int:
        tracemalloc.start()
        simulate(run, NORMALS, count, method="random")
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    run = compile_program(PROGRAM)
    peak(1000)
    # eight times as many points in blocks of the same size: a tenth covers the list of block numbers
    assert peak(2**23) < 1.1 * peak(2**20)


def test_rank_correlations_are_what_was_asked_for() -> None:
    skewed = {"a": Distribution("lognormal", (1.0, 1.0), "kg"), "b": Distribution("uniform", (0.0, 1.0), "kg")}
    values = sampler(PROGRAM, skewed, {("a", "b"): -0.7}).draw(2**14)
    # 2^14 points know a rank correlation to about 0.01
    assert stats.spearmanr(values["a"], values["b"]).statistic == pytest.approx(-0.7, abs=0.01)
    np.testing.assert_allclose(np.quantile(values["b"], [0.1, 0.5, 0.9]), [0.1, 0.5, 0.9], atol=2e-3)


@pytest.mark.parametrize(
    ("a", "b", "rho"),
    [
        (discrete(Quantity([1, 2, 3], "kg"), [0.1, 0.8, 0.1]), Distribution("lognormal", (1.0, 1.0), "kg"), 0.5),
        (discrete(Quantity([3, 1, 2], "kg")), Distribution("uniform", (0.0, 1.0), "kg"), 0.7),
        (discrete(Quantity([3, 2, 1], "kg")), discrete(Quantity([5, 1], "kg")), -0.6),
        (discrete(Quantity([0, 1], "kg")), discrete(Quantity([0, 1], "kg")), 0.7),
        (discrete(Quantity([0, 1], "kg"), [0.95, 0.05]), Distribution("normal", (0.0, 1.0), "kg"), 0.3),
        (discrete(Quantity(np.arange(9.0), "kg")), discrete(Quantity(np.arange(30.0) ** 2, "kg")), 0.9),
    ],
)
def test_rank_correlations_of_discrete_inputs_are_reached_too(a: Distribution, b: Distribution, rho: float) -> None:
    values = sampler(PROGRAM, {"a": a, "b": b}, {("a", "b"): rho}).draw(2**14)
    assert stats.spearmanr(values["a"], values["b"]).statistic == pytest.approx(rho, abs=0.01)


def test_a_rank_correlation_beyond_reach_is_refused_with_what_can_be() -> None:
    coin = discrete(Quantity([0.0, 1.0], "kg"), [0.95, 0.05])
    with pytest.raises(CorrelationError, match=r"can be -0\.377 to 0\.377"):
        sampler(PROGRAM, {"a": coin, "b": Distribution("uniform", (0.0, 1.0), "kg")}, {("a", "b"): 0.7})


def test_discrete_values_may_stand_in_any_order() -> None:
    assert discrete(Quantity([3, 1, 2, 1], ""), [4, 1, 2, 1]) == discrete(Quantity([1, 2, 3], ""), [2, 2, 4])
    assert discrete([3, 1, 2, 1], [4, 1, 2, 1]) == discrete(Quantity([1, 2, 3], ""), [2, 2, 4])


def test_a_belief_in_decibels_is_a_belief_in_decibels() -> None:
    program = trace(lambda p: {"mW": p.to("mW")}, {"p": "mW"})
    spread = Distribution("normal", (0.0, 5.0), "dBm")
    found = simulate(program, {"p": spread}, 2**14)
    for p in (0.05, 0.5, 0.95):
        truth = 10 ** (stats.norm.ppf(p) / 2)
        assert found.quantile("mW", p).value.m == pytest.approx(truth, rel=2e-3)
    cut = spread.in_unit("mW").within(0.0, 10.0)
    np.testing.assert_allclose(cut.quantile(np.array([0.0, 1.0])), [0.0, 10.0], atol=1e-9)
    back = Distribution("uniform", (1.0, 100.0), "mW").in_unit("dBm")
    np.testing.assert_allclose(back.quantile(np.array([0.0, 1.0])), [0.0, 20.0], atol=1e-9)


def test_what_a_distribution_cannot_be_is_refused_in_words() -> None:
    for make, words in (
        (lambda: Distribution("uniform", (0.0, 1.0, 5.0)), "it needs low, high"),
        (lambda: Distribution("triangular", (0.0, 1.0)), "it needs low, mode, high"),
        (lambda: Distribution("gauss", (0.0, 1.0)), "no distribution is called 'gauss'"),
        (lambda: Distribution("normal", (np.nan, 1.0)), "must be finite"),
        (lambda: discrete(Quantity([1, 2], ""), [0.0, 0.2, 0.3, 0.5]), "one weight of at least zero"),
        (lambda: from_range(*[Quantity(float(x), "") for x in (2, 1, 3)], "90% belief"), "a range means one of"),
        (lambda: from_range(*[Quantity(float(x), "") for x in (2, 1, 3)], BELIEF, "gauss"), "is called 'gauss'"),
        (lambda: simulate(PROGRAM, NORMALS, 1000, method="halton"), 'method is "sobol" or "random"'),
        (lambda: simulate(PROGRAM, NORMALS, 1000, workers=-1), "workers must be at least 1"),
        (lambda: simulate(PROGRAM, NORMALS, 1000).quantile("sum", 1.5), "between 0 and 1"),
    ):
        with pytest.raises(ValueError, match=words):
            make()


def test_correlations_that_cannot_hold_are_refused() -> None:
    three = trace(lambda a, b, c: a + b + c, {"a": "", "b": "", "c": ""})
    cube = {name: Distribution("uniform", (0.0, 1.0)) for name in "abc"}
    with pytest.raises(CorrelationError, match="cannot all hold"):
        sampler(three, cube, {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9})
    with pytest.raises(CorrelationError, match="'d' in a correlation is not an input that varies"):
        sampler(three, cube, {("a", "d"): 0.5})
    with pytest.raises(CorrelationError, match="given twice"):
        sampler(three, cube, {("a", "b"): 0.5, ("b", "a"): 0.4})
    with pytest.raises(CorrelationError, match="given twice"):
        sampler(three, cube, {("a", "b"): 0.5, ("b", "a"): 0.0})
    with pytest.raises(CorrelationError, match="'zzz' in a correlation is not an input"):
        sampler(three, cube, {("a", "zzz"): 0.0})
    with pytest.raises(CorrelationError, match="between -1 and 1"):
        sampler(three, cube, {("a", "b"): 1.0})


def test_inputs_without_a_distribution_keep_their_base_value() -> None:
    found = simulate(PROGRAM, {"a": Distribution("uniform", (0.0, 2.0), "kg")}, 1000)
    assert found.mean("sum").value.m == pytest.approx(3.0, abs=1e-4)
    with pytest.raises(ValueError, match="'a' has no value"):
        simulate(PROGRAM, {}, 1000)
    with pytest.raises(KeyError, match="no input named 'z'"):
        simulate(PROGRAM, {"z": 1.0}, 1000)
    with pytest.raises(ValueError, match="at least 16"):
        simulate(PROGRAM, NORMALS, 3)


def test_an_atom_at_the_threshold_lies_on_the_side_that_is_asked_for() -> None:
    """A floor at zero, a yes or no, whole numbers: what an interpolation inside a bin would smear."""
    inputs = {"x": Distribution("normal", (0.0, 1.0), "USD"), "u": Distribution("uniform", (0.0, 10.0))}

    def model(x: Quantity, u: Quantity) -> dict[str, Quantity]:
        return {
            "floor": np.maximum(x, Quantity(0.0, "USD")),
            "yes": (x > Quantity(-0.5, "USD")) * 1.0,
            "up": np.ceil(u),
        }

    program = trace(model, {"x": "USD", "u": ""})
    for count in (2**14, 2**22):  # every value kept, and bins
        found = simulate(program, inputs, count)
        for output, level, at_least, truth in (
            ("floor", 0.0, False, 0.5),
            ("floor", 0.0, True, 1.0),
            ("yes", 0.0, False, stats.norm.cdf(0.5)),
            ("up", 3.0, False, 0.7),
            ("up", 3.0, True, 0.8),
            ("up", 5.0, False, 0.5),
        ):
            value, error = found.exceedance(output, level, at_least)
            assert abs(value.m - truth) <= 5 * error.m + 1e-4
            assert error.m < 2e-3
        assert (found.quantile("up", 0.15).value.m, found.quantile("yes", 0.1).value.m) == (2.0, 0.0)


def test_infinite_results_count_in_probabilities_and_quantiles_and_are_told() -> None:
    program = trace(lambda x, y: {"payback": where(y > 0, x / y, Quantity(np.inf, "year"))}, {"x": "year", "y": ""})
    found = simulate(program, {"x": Quantity(1.0, "year"), "y": Distribution("normal", (1.0, 1.0))}, 2**14)
    truth = stats.norm.cdf(0.1, 1, 1)  # a tenth or less, and never
    assert found.exceedance("payback", 10.0).value.m == pytest.approx(truth, abs=1e-3)
    assert found.quantile("payback", 0.9).value.m == np.inf
    assert found.mean("payback").value.m == np.inf
    assert (found.missing("payback"), round(found.infinite("payback"), 3)) == (0.0, 0.159)
    assert "payback is infinite at 15.8" in str(found)


@pytest.mark.parametrize("size", [2.0**900, 2.0**-900])
def test_the_error_of_an_estimate_has_the_size_of_its_numbers(size: float) -> None:
    """Also where a square of them would be 1e540 or 1e-540."""
    given = {"x": Distribution("normal", (0.0, 1.0))}
    plain = simulate(trace(lambda x: {"y": x * 1}, {"x": ""}), given, 2**12, seed=3).quantile("y", 0.9)
    found = simulate(trace(lambda x: {"y": x * size}, {"x": ""}), given, 2**12, seed=3).quantile("y", 0.9)
    assert found.value.m == pytest.approx(plain.value.m * size, rel=1e-12)
    assert found.error.m == pytest.approx(plain.error.m * size, rel=1e-9)


def test_a_histogram_for_a_chart_and_words_for_the_page() -> None:
    found = simulate(PROGRAM, NORMALS, 2**14)
    edges, shares = found.histogram("sum", 20)
    assert len(edges) == 21
    assert shares.sum() == pytest.approx(1.0)
    assert str(found) == f"16,384 scrambled Sobol points in {REPLICATES} replicates, seed 0"
    assert found.missing("ratio") == 0.0


def test_progress_is_silent_unless_asked_for(capsys) -> None:
    simulate(PROGRAM, NORMALS, 1000)
    assert capsys.readouterr().out == ""
    simulate(PROGRAM, NORMALS, 1000, progress=True)
    assert "simulating" in capsys.readouterr().out


def test_the_first_block_is_drawn_unless_another_is_asked_for() -> None:
    points = sampler(trace(lambda a: a, {"a": ""}), {"a": Distribution("uniform", (0.0, 1.0))}, seed=3)
    np.testing.assert_array_equal(points.draw(64)["a"], points.draw(64, 0)["a"])
    assert (points.draw(64, 1)["a"] != points.draw(64, 0)["a"]).any()


def test_a_correlation_may_be_told_twice_when_it_is_the_same() -> None:
    program = trace(lambda a, b: a + b, {"a": "", "b": ""})
    both = {name: Distribution("uniform", (0.0, 1.0)) for name in "ab"}
    once = simulate(program, both, 2**10, correlations={("a", "b"): 0.5})
    twice = simulate(program, both, 2**10, correlations={("a", "b"): 0.5, ("b", "a"): 0.5})
    assert once.mean("<lambda>") == twice.mean("<lambda>")
    with pytest.raises(CorrelationError, match="given twice with different values"):
        simulate(program, both, 2**10, correlations={("a", "b"): 0.5, ("b", "a"): 0.4})


def test_a_pilot_without_a_number_leaves_room_for_some() -> None:
    summary = Summary.over(np.array([np.nan, np.inf]))
    summary.add(np.linspace(-3.0, 5.0, 10_001))
    assert summary.quantile(0.25) == pytest.approx(-1.0, abs=2e-3)


@pytest.mark.parametrize("outlier", [1e2, 1e6, -1e9])
@pytest.mark.parametrize("width", [0.3, 2.0])
def test_one_value_far_away_does_not_blur_the_others(outlier: float, width: float) -> None:
    values = np.random.default_rng(8).lognormal(1.0, width, 100_000)
    values[7] = outlier  # in the pilot run
    summary = Summary.over(values[:1024])
    summary.add(values)
    for probability in (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99):
        exact = float(np.quantile(values, probability))
        assert summary.quantile(probability) == pytest.approx(exact, rel=2e-3, abs=2e-3)
        assert summary.exceedance(exact) == pytest.approx(1.0 - probability, abs=5e-4)
    assert (summary.quantile(0.0), summary.quantile(1.0)) == (values.min(), values.max())


def test_the_finest_bins_lie_where_the_pilot_run_does() -> None:
    pilot = np.linspace(-3.0, 5.0, 1001)
    summary = Summary.over(pilot)
    assert (summary.spec.middle, summary.spec.scale) == pytest.approx((1.0, 3.6))  # half of P5 to P95


def test_only_what_a_program_reads_is_drawn_and_the_points_stay():
    names = ("a", "b", "c", "d")
    cube = {name: Distribution("uniform", (0.0, 1.0), "") for name in names}
    pairs = {("b", "c"): 0.8}
    whole = trace(lambda a, b, c, d: a + b + c + d, dict.fromkeys(names, ""))
    drawn = sampler(whole, cube, pairs, seed=5).draw(256)
    some = sampler(whole, cube, pairs, seed=5).draw(256, wanted={"c", "d"})
    assert list(some) == ["c", "d"]
    for name, values in some.items():
        np.testing.assert_array_equal(values, drawn[name])
    part = trace(lambda a, b, c, d: c * d + 0 * a, dict.fromkeys(names, ""))
    (name,) = part.units
    found = simulate(part, cube, 2**10, correlations=pairs, seed=5).mean(name).value
    points = [sampler(part, cube, pairs, seed=5).draw(128, number) for number in range(8)]
    wanted = np.mean([np.mean(p["c"] * p["d"]) for p in points])
    assert np.isclose(float(found.magnitude), wanted)
