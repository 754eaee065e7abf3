"""The filing's shells by altitude: the tables of rMcDonald17, typed from the notes, and plain arithmetic beside them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.evidence import Case
from analysis.studies import peers
from tests.each import each

HEIGHTS = [500, 700, 1000, 1200, 1500, 2000]
EARTH, GRAVITY, J2 = 6378.137, 398600.4418, 1.08262668e-3  # as the notes give them
YEAR = 365.2422 * 86400


def inclination(height: float) -> float:
    """Inclination whose node keeps up with the Sun, in degrees."""
    axis = EARTH + height
    motion = math.sqrt(GRAVITY / axis**3)
    return math.degrees(math.acos(-2 * math.pi / YEAR / (1.5 * J2 * (EARTH / axis) ** 2 * motion)))


def minutes(height: float) -> float:
    """Time of a revolution."""
    return 2 * math.pi * math.sqrt((EARTH + height) ** 3 / GRAVITY) / 60


def dark(height: float, angle: float) -> float:
    """Share of a revolution in a cylinder of shadow."""
    cosine = math.sqrt(height**2 + 2 * EARTH * height) / ((EARTH + height) * math.cos(math.radians(angle)))
    return math.acos(min(cosine, 1.0)) / math.pi


def propellant(speed: float, impulse: float) -> float:
    """Propellant of 2,359 kg dry, in kg."""
    return 2359 * math.expm1(speed / (impulse * 9.80665))


# id of the column, values as typed from the source, arithmetic, how near ours has to be to it, verdicts
COLUMNS: list[tuple[str, list[float], list[float], float, str]] = [
    ("1", [97.40, 98.19, 99.48, 100.42, 101.96, 104.89], [inclination(h) for h in HEIGHTS], 1e-6, "r" * 6),
    ("2", [59.16, 58.38, 57.09, 56.15, 54.61, 51.67], [180 - 23.44 - inclination(h) for h in HEIGHTS], 1e-3, "r" * 6),
    ("3", [68.02, 64.30, 59.82, 57.31, 54.06, 49.58],
     [math.degrees(math.asin(EARTH / (EARTH + h))) for h in HEIGHTS], 1e-9, "r" * 6),
    ("6", [0.239, 0.190, 0.124, 0.079], [dark(h, 180 - 23.44 - inclination(h)) for h in HEIGHTS[:4]], 0.01, "rrrr"),
    ("12", [94.5, 98.6, 105.0, 109.3, 115.8, 127.0], [minutes(h) for h in HEIGHTS], 1e-9, "r" * 6),
    ("13", [0.378, 0.358, 0.333, 0.319, 0.301, 0.276], [dark(h, 0) for h in HEIGHTS], 1e-9, "r" * 6),
    ("14", [0.284, 0.241, 0.181, 0.139, 0.054], [dark(h, 53.44) for h in HEIGHTS[:5]], 1e-9, "r" * 5),
    ("16", [240, 237, 235, 234, 234, 236],
     [42.4e3 * t / 60 / 0.7 / 150 for t in (35.7, 35.3, 34.9, 34.8, 34.8, 35.0)], 1e-9, "r" * 6),
    ("17", [1.64, 1.30], [1 + f / (1 - f) / 0.85 for f in (0.352, 0.205)], 1e-9, "rr"),
    ("19", [774, 185, 47, 15], [propellant(v, 1500) for v in (5850, 1203, 295, 94)], 1e-9, "ffrr"),
    ("22", [13, 21, 37, 53, 75], [propellant(v, 1500) for v in (81, 133, 235, 333, 472)], 1e-9, "r" * 5),
    ("23", [189, 214, 263, 308, 370], [propellant(v, 220) for v in (180, 206, 255, 302, 368)], 1e-9, "f" * 5),
    ("24", [89, 166, 391, 1075], [5 * d / 100 for d in (1790, 3310, 7820, 21510)], 1e-9, "rrrr"),
    ("25", [151, 328, 875, 2391], [5 * d / 100 for d in (3020, 6570, 17490, 47810)], 1e-9, "rrrr"),
]  # fmt: skip


@pytest.fixture(scope="module")
def page() -> pd.DataFrame:
    return peers.values(Case()).set_index("id")


@each("column, published, arithmetic, near, verdicts", COLUMNS)
def test_column(
    page: pd.DataFrame, column: str, published: list[float], arithmetic: list[float], near: float, verdicts: str
) -> None:
    ids = [f"MCD-{column}{letter}" for letter in "abcdef"[: len(published)]]
    assert len(published) == len(arithmetic) == len(verdicts)
    assert list(page.loc[ids, "published"]) == pytest.approx(published, rel=1e-9)
    assert list(page.loc[ids, "ours"]) == pytest.approx(arithmetic, rel=near)
    assert "".join(v[0] for v in page.loc[ids, "verdict"]) == verdicts


def test_the_tank_that_fails_is_the_dry_mass_taken_for_the_full_one(page: pd.DataFrame) -> None:
    # with the dry mass before the burn the printed propellant follows to its digits
    for speed, printed in ((180, 189), (368, 370)):
        assert 2359 * -math.expm1(-speed / (220 * 9.80665)) == pytest.approx(printed, rel=0.02)
    assert 2359 * -math.expm1(-5850 / (1500 * 9.80665)) == pytest.approx(774, rel=1e-3)


def test_the_mean_that_fails_counts_every_angle_alike(page: pd.DataFrame) -> None:
    for height, letter, printed in ((500, "a", 0.352), (2000, "b", 0.205)):
        angles = [-53.44 + 106.88 * (k + 0.5) / 2000 for k in range(2000)]
        alike = sum(dark(height, angle) for angle in angles) / 2000
        assert alike == pytest.approx(printed, rel=0.02)
        assert page.loc[f"MCD-18{letter}", "ours"] > 1.02 * alike
