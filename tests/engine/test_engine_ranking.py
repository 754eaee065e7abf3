import numpy as np
import pytest
from SALib.analyze import sobol as salib_analysis
from SALib.sample import sobol as salib_sample

from analysis.engine import compile_program, trace
from analysis.engine.distributions import Distribution
from analysis.engine.ranking import _TINY, BATCHES, _indices, sobol_indices
from analysis.engine.sampling import CorrelationError
from analysis.units import Quantity

A, B = 7.0, 0.1


def ishigami(x: Quantity, y: Quantity, z: Quantity) -> dict[str, Quantity]:
    return {"wave": np.sin(x) + A * np.sin(y) ** 2 + B * z**4 * np.sin(x), "flat": 0 * x + 3.0}


PROGRAM = trace(ishigami, {"x": "", "y": "", "z": ""})
CUBE = {name: Distribution("uniform", (-np.pi, np.pi)) for name in "xyz"}
# the closed form of Ishigami and Homma
SHARE_X, SHARE_Y, SHARE_XZ = 0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8, B**2 * np.pi**8 * (1 / 18 - 1 / 50)
VARIANCE = SHARE_X + SHARE_Y + SHARE_XZ


def test_the_indices_of_a_known_function() -> None:
    found = sobol_indices(PROGRAM, CUBE, 2**14)["wave"]
    # the error of 2^14 Sobol points is below 0.003 here
    np.testing.assert_allclose(found.first, np.array([SHARE_X, SHARE_Y, 0]) / VARIANCE, atol=3e-3)
    np.testing.assert_allclose(found.total, np.array([SHARE_X + SHARE_XZ, SHARE_Y, SHARE_XZ]) / VARIANCE, atol=3e-3)
    assert found.second[0, 2] == pytest.approx(SHARE_XZ / VARIANCE, abs=5e-3)
    assert abs(found.second[0, 1]) < 5e-3
    assert [row[0] for row in found.ranked()] == ["x", "y", "z"]


@pytest.mark.parametrize("size", [2.0**1000, 2.0**600, 2.0**-600, 2.0**-1000])
def test_shares_are_the_same_in_any_unit(size: float) -> None:
    """Also where a variance would be 1e400 or 1e-400."""
    plain = sobol_indices(PROGRAM, CUBE, 2**10, seed=3)
    scaled = trace(lambda x, y, z: {k: size * v for k, v in ishigami(x, y, z).items()}, {"x": "", "y": "", "z": ""})
    found = sobol_indices(scaled, CUBE, 2**10, seed=3)
    for field in ("first", "first_error", "total", "total_error", "second", "second_error"):
        np.testing.assert_allclose(getattr(found["wave"], field), getattr(plain["wave"], field), rtol=1e-9, atol=1e-12)
    assert found["flat"].first.tolist() == [0, 0, 0]


def test_the_indices_and_their_confidence_as_in_salib() -> None:
    problem = {"num_vars": 3, "names": list("xyz"), "bounds": [[-np.pi, np.pi]] * 3}
    sample = salib_sample.sample(problem, 2**12, seed=1)
    values = compile_program(PROGRAM)(dict(zip("xyz", sample.T, strict=True)))["wave"]
    oracle = salib_analysis.analyze(problem, values, seed=1, num_resamples=200)
    ours = sobol_indices(PROGRAM, CUBE, 2**12, seed=1)["wave"]
    pairs = np.triu_indices(3, 1)
    for mine, error, theirs, theirs_error in (
        (ours.first, ours.first_error, oracle["S1"], oracle["S1_conf"]),
        (ours.total, ours.total_error, oracle["ST"], oracle["ST_conf"]),
        (ours.second[pairs], ours.second_error[pairs], oracle["S2"][pairs], oracle["S2_conf"][pairs]),
    ):
        assert (np.abs(mine - theirs) < error + theirs_error).all()
        # ours average over both halves of the design, so they are at most as wide; widths scatter by a third
        assert (error < 1.4 * theirs_error).all()
        assert (error > 0.3 * theirs_error).all()


def test_the_interval_of_the_first_order_covers_the_truth() -> None:
    truth, covered = SHARE_X / VARIANCE, 0
    for seed in range(40):
        found = sobol_indices(PROGRAM, CUBE, 2**9, seed=seed, second=False, resamples=100)["wave"]
        assert found.second is None
        covered += abs(found.first[0] - truth) < found.first_error[0]
    assert covered >= 36  # of 40, where 95 % is asked for; Sobol points do better than the bootstrap thinks


def test_a_constant_output_has_no_shares() -> None:
    found = sobol_indices(PROGRAM, CUBE, 2**8)["flat"]
    assert not found.first.any()
    assert not found.total.any()


def test_correlated_inputs_are_refused() -> None:
    with pytest.raises(CorrelationError, match="x and y are correlated"):
        sobol_indices(PROGRAM, CUBE, correlations={("x", "y"): 0.5})


def test_what_cannot_be_ranked_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="power of two"):
        sobol_indices(PROGRAM, CUBE, 1000)
    with pytest.raises(ValueError, match="no input varies"):
        sobol_indices(PROGRAM, {"x": 1.0, "y": 1.0, "z": 1.0})
    root = trace(lambda x: {"root": np.sqrt(x)}, {"x": ""})
    with pytest.raises(ValueError, match=r"root is not a finite number at 50\.00% of the points"):
        sobol_indices(root, {"x": Distribution("uniform", (-1.0, 1.0))}, 2**8)


# ---- the estimators, written out -----------------------------------------------------------------------------------


def test_an_input_without_influence_has_no_share_at_all() -> None:
    program = trace(lambda x, y: x + 0 * y + 40.0, {"x": "", "y": ""})
    found = sobol_indices(program, dict.fromkeys("xy", CUBE["x"]), 2**8)["<lambda>"]
    assert (found.first[1], found.total[1], found.first_error[1], found.total_error[1]) == (0.0, 0.0, 0.0, 0.0)


def test_indices_and_their_errors_as_when_every_resample_is_taken_by_itself() -> None:
    """Saltelli's and Jansen's estimators point by point; a resample repeats whole batches of points."""
    rng = np.random.default_rng(5)
    size, points = 3, 4 * BATCHES
    a, b = rng.normal(9.0, 2.0, (2, points))
    ab, ba = rng.normal(9.0, 2.0, (2, size, points))
    weights = np.vstack([np.ones(BATCHES), rng.multinomial(BATCHES, np.full(BATCHES, 1 / BATCHES), size=25)])
    found = _indices(list("xyz"), a, b, ab, ba, weights, 1.96)

    centre = (a.mean() + b.mean()) / 2
    rows = []
    for row in weights.astype(int):
        chosen = np.concatenate([np.repeat(np.arange(4) + 4 * i, times) for i, times in enumerate(row)])
        f, g, fg, gf = a[chosen] - centre, b[chosen] - centre, ab[:, chosen] - centre, ba[:, chosen] - centre
        variance = np.concatenate([f, g]).var()
        first = ((g * (fg - f)).mean(axis=1) + (f * (gf - g)).mean(axis=1)) / 2 / variance
        total = (((f - fg) ** 2).mean(axis=1) + ((g - gf) ** 2).mean(axis=1)) / 4 / variance
        both = np.array(
            [[(gf[i] * fg[j] + gf[j] * fg[i]).mean() / 2 - (f * g).mean() for j in range(3)] for i in range(3)]
        )
        second = both / variance - first[:, None] - first[None, :]
        rows.append((first, total, second * (1 - np.eye(3))))
    firsts, totals, seconds = (np.array(part) for part in zip(*rows, strict=True))
    np.testing.assert_allclose(found.first, firsts[0], rtol=1e-10)
    np.testing.assert_allclose(found.total, totals[0], rtol=1e-10)
    np.testing.assert_allclose(found.second, seconds[0], rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(found.first_error, 1.96 * firsts[1:].std(axis=0, ddof=1), rtol=1e-9)
    np.testing.assert_allclose(found.total_error, 1.96 * totals[1:].std(axis=0, ddof=1), rtol=1e-9)
    np.testing.assert_allclose(found.second_error, 1.96 * seconds[1:].std(axis=0, ddof=1), rtol=1e-9, atol=1e-14)


def test_no_point_of_a_sample_stands_where_a_normal_distribution_ends() -> None:
    assert 0.0 < _TINY < 1.0 - _TINY < 1.0
