"""Chapter 11: the satellite from power to mass, and what would make the announced ones close."""

from __future__ import annotations

import pytest

from analysis.engine import compile_program
from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import satellite
from analysis.units import Quantity


@pytest.fixture(scope="module")
def case() -> Case:
    return Case()


def value(quantity: Quantity, unit: str) -> float:
    return float(quantity.to(unit).magnitude)


def test_stated_figures_of_ai1(case: Case) -> None:
    assert value(satellite.ai1_claimed_mass(case), "kg") == pytest.approx(150e3 / 70, rel=1e-9)
    assert value(satellite.ai1_claimed_mass_average(case), "tonne") == pytest.approx(1.714, abs=1e-3)
    assert value(satellite.ai1_specific_mass(case), "kg/kW") == pytest.approx(14.286, abs=1e-3)
    assert value(satellite.ai1_specific_mass_load(case), "kg/kW") == pytest.approx(150 / 70 / 120 * 1e3, rel=1e-9)
    assert value(satellite.filed_power(case), "GW/year") == pytest.approx(100.0, rel=1e-9)


def test_waterfall_adds_up(case: Case) -> None:
    frame = satellite.waterfall(case)
    parts, sums = frame[frame["part"] != "Sum"], frame[frame["part"] == "Sum"]
    assert list(parts.groupby("case", sort=False)["mass_kg"].sum()) == pytest.approx(list(sums["mass_kg"]))
    assert list(sums["mass_kg"]) == sorted(sums["mass_kg"], reverse=True)
    built = parts[parts["case"] == "Parts built before"].set_index("part")["mass_kg"]
    assert built["Array"] == pytest.approx(150_000 / 86)
    assert built["Radiator"] == pytest.approx(110 * 8)
    paper = parts[parts["case"] == "Lightest on paper"].set_index("part")["mass_kg"]
    assert paper["Array"] + paper["Radiator"] == pytest.approx(600 * 0.52 + 110 * 2.4)  # 576 kg


def test_closures_close(case: Case) -> None:
    frame = satellite.closures(case).set_index(["design", "other_parts"])
    central, paper = "Our central parts", "Lightest on paper"
    unknowns = ["array_w_per_kg", "radiator_kg_per_m2", "compute_kg_per_kw", "structure_percent"]
    for design in ("AI1, June 2026", "AI1, revised", "Starcloud-3"):
        assert frame.loc[(design, central), unknowns].isna().all()
        assert frame.loc[(design, paper), unknowns].notna().all()
    assert frame.loc[("Starlink V3", central), "rolled_up_t"] < frame.loc[("Starlink V3", central), "stated_t"]
    # the closed forms of the text and the root search of the table find the same
    row = frame.loc[("AI1, June 2026", paper)]
    assert value(satellite.ai1_closing_array(case), "W/kg") == pytest.approx(row["array_w_per_kg"], rel=1e-6)
    assert value(satellite.ai1_closing_radiator(case), "kg/m^2") == pytest.approx(row["radiator_kg_per_m2"], rel=1e-6)


def test_budget_is_the_satellite(case: Case) -> None:
    frame = satellite.budget(case).set_index("part")
    assert frame["mass_kg"].iloc[:-1].sum() == pytest.approx(frame.loc["Sum", "mass_kg"])
    assert value(satellite.specific_mass_rolled_up(case), "kg/kW") == pytest.approx(frame.loc["Sum", "mass_kg"] / 120)


def test_heat_leaves(case: Case) -> None:
    shed = satellite.radiator_area(case) / (1 + case["thermal.radiator_area_margin"]) * satellite.radiator_flux(case)
    assert value(shed, "kW") == pytest.approx(value(satellite.heat(case), "kW"), rel=1e-9)


def test_stored_and_throttled_enclose_the_reference(case: Case) -> None:
    low, high = satellite.mass_throttled(case), satellite.mass_stored(case)
    assert low < satellite.specific_mass_rolled_up(case) < high
    kept = float(case["power.throttled_power_share"].magnitude)
    # structure, loop and propellant follow the held share a little
    between = value(low, "kg/kW") + kept * (value(high, "kg/kW") - value(low, "kg/kW"))
    assert between == pytest.approx(value(satellite.specific_mass_rolled_up(case), "kg/kW"), rel=0.01)


@pytest.mark.parametrize(
    ("key", "value_set"),
    [
        ("power.array_areal_mass", Quantity(1.0, "kg/m^2")),
        ("thermal.radiator_areal_mass", Quantity(3.0, "kg/m^2")),
        ("thermal.chip_temperature_limit", Quantity(373.0, "K")),
        ("satellite.compute_specific_mass", Quantity(2.5, "kg/kW")),
    ],
)
def test_lighter_and_hotter_weighs_less(case: Case, key: str, value_set: Quantity) -> None:
    assert satellite.specific_mass_rolled_up(case.with_values({key: value_set})) < satellite.specific_mass_rolled_up(
        case
    )


def test_dark_hours_fall_with_altitude(case: Case) -> None:
    year = satellite.eclipse_year(case)
    worst = year.groupby("altitude_km")["dark_hours_per_day"].max()
    assert worst.is_monotonic_decreasing
    season = year[(year["altitude_km"] == 600) & (year["dark_hours_per_day"] > 0)]
    assert 2 * len(season) == pytest.approx(93, abs=3)  # every other day is sampled


def test_distribution_agrees_with_the_independent_range(case: Case) -> None:
    low, high = satellite.specific_mass_range(case).to("kg/kW").magnitude
    assert low < 34 < 59 < high  # the range of the academic study lies inside ours
    assert low < value(satellite.specific_mass_median(case), "kg/kW") < high


def test_what_a_figure_rests_on_does_not_depend_on_which_is_asked_first() -> None:
    names = ("specific_mass_median", "specific_mass_range")
    forwards, backwards = Case(), Case()
    first = {name: getattr(satellite, name).evaluate(forwards) for name in names}
    last = {name: getattr(satellite, name).evaluate(backwards) for name in reversed(names)}
    for name in names:
        assert first[name].results == last[name].results
        assert first[name].records == last[name].records
        assert "satellite.specific_mass_rolled_up" in first[name].results


@pytest.mark.parametrize(
    "name", ["specific_mass_rolled_up", "mass", "ai1_mass_ours", "announced_over_central", "annual_dark"]
)
def test_traceable(case: Case, name: str) -> None:
    key = f"satellite.{name}"
    traced = program(key, case)
    base = {name: float(case[name].to(unit).magnitude) for name, unit in traced.inputs.items()}
    found = compile_program(traced)(base)[key]
    assert float(found) == pytest.approx(float(getattr(satellite, name)(case).magnitude), rel=1e-9)


def test_the_notes_on_the_layout_say_what_the_model_gives(case: Case) -> None:
    def seen(record: str, value: float) -> float:
        moved = case.with_values({record: Quantity(value, case[record].units)})
        return float(satellite.array_view_factor(moved).m_as(""))

    gap, behind = "thermal.radiator_to_array_gap", "thermal.radiator_share_behind_array"
    near, far = (f"{seen(gap, metres):.3f}" for metres in (0.5, 5.0))
    assert f"From 0.5 to 5 m the view factor of a hanging radiator goes from {near} to {far}" in case.record(gap).note
    assert "three times as much when it stands behind it" in case.record(behind).note
    assert round(seen(behind, 1.0) / seen(behind, 0.0)) == 3
