"""The field's worked values of power, heat, mass and orbit: what they print, and what their inputs give.

`physics.csv` was written by hand from the sources and from arithmetic done apart from the report's own code.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from analysis.evidence import Case
from analysis.studies import satellite, satellite_published
from analysis.units import Quantity
from tests.each import each

with (Path(__file__).parent / "physics.csv").open(encoding="utf-8", newline="") as file:
    ROWS = {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def page() -> pd.DataFrame:
    return satellite_published.values(Case()).set_index("id")


def test_the_page_and_the_table_list_the_same_values(page: pd.DataFrame) -> None:
    assert sorted(page.index) == sorted(ROWS)


@each("name", list(ROWS))
def test_published_value(page: pd.DataFrame, name: str) -> None:
    row = ROWS[name]
    assert page.loc[name, "published"] == pytest.approx(float(row["published"]), rel=1e-9)  # a faithful copy
    assert page.loc[name, "ours"] == pytest.approx(float(row["ours"]), rel=float(row["relative_tolerance"]))
    assert page.loc[name, "verdict"] == row["verdict"]


@pytest.mark.parametrize(
    ("name", "value", "unit", "tolerance"),
    [  # a satellite stepped along its orbit through 2028, with the cylindrical shadow of an ellipsoid
        ("smallest_beta", 58.78, "degree", 3e-4),
        ("longest_eclipse", 20.38, "minute", 3e-4),
        ("longest_dark_day", 5.059, "hour", 1e-3),
        ("eclipse_season", 92.75, "day", 2e-3),
        ("annual_dark", 4.286, "percent", 1e-3),
    ],
)
def test_eclipses_of_a_dawn_dusk_orbit_agree_with_stepping_along_it(
    name: str, value: float, unit: str, tolerance: float
) -> None:
    computed: Quantity = getattr(satellite, name)(Case())
    assert float(computed.to(unit).magnitude) == pytest.approx(value, rel=tolerance)
