"""The validation page: what its sentences say."""

from __future__ import annotations

import pytest

from analysis.evidence import Case
from analysis.studies import validation

WORLD = Case()


def value(name: str, unit: str = "") -> float:
    return float(getattr(validation, name)(WORLD).to(unit).magnitude)


def test_every_valuation_is_reproduced_but_the_grid_that_contradicts_its_text() -> None:
    assert value("reproduced") == value("outputs") - 1 >= 90
    assert value("company_authors") == 6
    assert set(validation.spacex(WORLD)["reproduced"]) == {"✔"}
    companies = validation.companies(WORLD).set_index("what")["reproduced"]
    assert list(companies[companies != "✔"].index) == ["Grid value ($ million)"]


def test_oracles_are_several_and_their_points_many() -> None:
    assert value("libraries") == 5
    assert value("comparisons") == len(validation.oracles(WORLD)) >= 15
    assert value("grid_points") > 5000


def test_the_bounds_that_the_text_names() -> None:
    assert value("eclipse_difference", "percent") < 0.1  # about one place out of 1,440
    assert value("sun_difference", "degree") < 0.02
    assert value("density_difference", "percent") < 10


def test_a_difference_is_written_in_its_own_scale() -> None:
    assert validation._difference(6.7e-2, "") == "6.7 %"
    assert validation._difference(4.4e-5, "") == "0.0044 %"
    assert validation._difference(1e-12, "") == "below 10⁻⁹"
    assert "°" in validation._difference(0.012, "degree")


def test_a_tables_digits_are_those_of_the_source() -> None:
    frame = validation.companies(WORLD).set_index("what")
    assert frame.loc["Value per share, margin 10 % ($)", "published"] == "27.48"
    june = validation.spacex(WORLD).set_index(["who", "what"])
    assert june.loc[("Damodaran, June 2026", "Value of operations ($ billion)"), "published"] == "1,224.448006"


@pytest.mark.parametrize("name", ["oracles", "companies", "spacex", "computing"])
def test_no_table_is_empty(name: str) -> None:
    assert len(getattr(validation, name)(WORLD)) >= 10
