from pathlib import Path

import pytest

import analysis.models
from tests.traps import lint, lint_source

BAD = {
    "ceil of a ratio": ("return np.ceil(mass / payload)", r'np.ceil\(\(...\).to\(""\)\)'),
    "floor of a name": ("ratio = mass / payload\n    return np.floor(ratio)", "np.floor of what may still have a unit"),
    "a name used twice": ('r = mass.to("")\n    r = mass\n    return np.floor(r)', "np.floor"),
    "where of quantities": ("return np.where(mass > payload, mass, payload)", "analysis.units.where"),
    "a loop over what is no count": ("for part in list(mass):\n        x = np.floor(part)\n    return x", "np.floor"),
    "in place": ("total = 0 * mass\n    total += mass\n    return total", "total = total"),
}
GOOD = {
    "converted": 'return np.ceil((mass / payload).to(""))',
    "converted before": 'ratio = (mass / payload).to("")\n    return np.floor(ratio * 2 + 1)',
    "a bare number": 'return np.ceil(mass.m_as("kg"))',
    "a loop over years": "for year in range(3):\n        x = np.floor(year / 2)\n    return x",
    "where of bare numbers": "return np.where(mass > payload, mass.magnitude, 0.0)",
    "counting in place": "n = 0\n    n += 1\n    return mass * n",
}


def written(body: str) -> str:
    return f"def model(mass, payload):\n    {body}\n"


@pytest.mark.parametrize("case", BAD)
def test_traps_are_found(case: str) -> None:
    body, problem = BAD[case]
    with pytest.raises(AssertionError, match=problem):
        assert not lint_source(written(body)), "\n".join(map(str, lint_source(written(body))))


@pytest.mark.parametrize("case", GOOD)
def test_what_is_right_passes(case: str) -> None:
    assert lint_source(written(GOOD[case])) == []


def test_no_model_holds_a_trap() -> None:
    traps = lint(Path(analysis.models.__path__[0]))
    assert not traps, "\n".join(map(str, traps))
