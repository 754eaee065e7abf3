"""Mass closure of announced designs, the ladder of specific masses, and the fleet with its spares and its ashes."""

from dataclasses import fields, replace

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine import compile_program, trace_mapping
from analysis.models import launch, orbit, power, satellite, thermal
from analysis.units import Quantity

share = st.floats(0.0, 0.6)
mass = st.floats(1.0, 1e5)


def pure(number):
    return Quantity(number, "")


def value(quantity, unit=""):
    return quantity.to(unit).magnitude


AI1_MASS = satellite.mass_at_specific_power(Quantity(150.0, "kW"), Quantity(70.0, "kW/tonne"))

# One ground rack, the lightest array and radiator found on paper, and nothing else.
AI1 = satellite.Design(
    compute_mass=Quantity(1360.0, "kg"),
    compute_mass_factor=pure(1.0),
    array_power=Quantity(150.0, "kW"),
    array_specific_power=power.array_specific_power(Quantity(250.0, "W/m^2"), Quantity(0.52, "kg/m^2")),
    storage_capacity=Quantity(0.0, "kWh"),
    storage_specific_energy=Quantity(150.0, "W*hour/kg"),
    radiator_area=Quantity(110.0, "m^2"),
    radiator_areal_mass=Quantity(3.5, "kg/m^2"),
    loop_heat=Quantity(150.0, "kW"),
    loop_specific_mass=Quantity(0.0, "kg/kW"),
    other_mass=Quantity(0.0, "kg"),
    structure_fraction=pure(0.0),
    margin_fraction=pure(0.0),
    delta_v=Quantity(0.0, "m/s"),
    specific_impulse=Quantity(1500.0, "s"),
)

# A whole satellite: everything in it has a mass.
WHOLE = replace(
    AI1,
    compute_mass_factor=pure(0.6),
    storage_capacity=Quantity(150.0, "kWh"),
    loop_specific_mass=Quantity(0.75, "kg/kW"),
    other_mass=Quantity(120.0, "kg"),
    structure_fraction=pure(0.15),
    margin_fraction=pure(0.1),
    delta_v=Quantity(250.0, "m/s"),
)


# ---- published: AI1 ----


def test_ai1_array_and_specific_mass():
    assert value(power.array_area(AI1.array_power, Quantity(250.0, "W/m^2")), "m^2") == 600.0
    assert value(AI1_MASS, "kg") == pytest.approx(2143, abs=0.5)
    assert value(satellite.specific_mass(AI1_MASS, Quantity(150.0, "kW")), "kg/kW") == pytest.approx(14.286, abs=5e-4)
    at_average = satellite.mass_at_specific_power(Quantity(120.0, "kW"), Quantity(70.0, "kW/tonne"))
    assert value(at_average, "t") == pytest.approx(1.71, abs=0.005)


def test_ai1_closes_on_paper_densities_with_86_kilograms_left():
    lines = satellite.mass_ledger(AI1)
    assert value(AI1_MASS - lines["compute"], "kg") == pytest.approx(783, abs=0.5)
    assert value(lines["array"], "kg") == pytest.approx(312.0)
    assert value(lines["radiator"], "kg") == pytest.approx(385.0)
    assert value(lines["array"] + lines["radiator"], "kg") == pytest.approx(697.0)
    assert value(satellite.residual_mass(AI1_MASS, AI1), "kg") == pytest.approx(86, abs=0.5)


def test_ai1_does_not_close_on_todays_radiator_or_array():
    today = replace(AI1, radiator_areal_mass=Quantity(8.0, "kg/m^2"))
    assert value(satellite.residual_mass(AI1_MASS, today), "kg") < 0
    for specific_power, tonnes in ((82.0, 1.83), (60.0, 2.5)):
        flown = replace(AI1, array_specific_power=Quantity(specific_power, "W/kg"))
        assert value(satellite.mass_ledger(flown)["array"], "t") == pytest.approx(tonnes, abs=0.005)
        assert value(satellite.residual_mass(AI1_MASS, flown), "kg") < -1000


def test_ai1_solved_for_each_unknown():
    """What each part alone would have to be for the claim to hold, on the paper design with 15 % structure."""
    built = replace(AI1, structure_fraction=pure(0.15), loop_specific_mass=Quantity(0.75, "kg/kW"))
    compute = satellite.solve_for("compute_mass_factor", AI1_MASS, built, pure(0.1), pure(1.0))
    assert compute.feasible
    assert 0.7 < value(compute.value) < 0.8  # a quarter of the rack has to go
    array = satellite.solve_for(
        "array_specific_power", AI1_MASS, built, Quantity(60.0, "W/kg"), Quantity(1000.0, "W/kg")
    )
    assert not array.feasible
    assert array.value is None
    assert array.reason.startswith("infeasible: the parts weigh")
    assert "array_specific_power" in array.reason


def test_fleet_and_tonnage_of_the_plans():
    per_satellite = Quantity(150.0, "kW/satellite")
    count = satellite.satellites_for_power(Quantity(1.0, "GW"), per_satellite, pure(1.0))
    assert value(count, "satellite") == 6667
    assert value(count, "satellite") == pytest.approx(6700, rel=0.01)  # announced as about 6,700
    year = Quantity(100.0, "GW/year")
    at_70 = launch.upmass_needed(year, Quantity(70.0, "kW/tonne"))
    assert value(at_70, "megatonne/year") == pytest.approx(1.43, abs=0.005)
    flights = launch.launch_rate_needed(at_70, Quantity(100.0, "tonne/launch"))
    assert value(flights, "launch/year") == pytest.approx(14_300, rel=2e-3)
    flights = launch.launch_rate_needed(at_70, Quantity(200.0, "tonne/launch"))
    assert value(flights, "launch/year") == pytest.approx(7_150, rel=2e-3)
    filed = launch.upmass_needed(year, Quantity(100.0, "kW/tonne"))
    assert value(filed, "megatonne/year") == pytest.approx(1.0)


# ---- published: the ladder ----


@pytest.mark.parametrize(("name", "kilograms", "kilowatts", "published", "tolerance"), [
    ("ISCR, 112.5 kW/t", 1000.0, 112.5, 8.9, 0.005),
    ("FCC filing, 100 kW/t", 1000.0, 100.0, 10.0, 1e-9),
    ("AI1, 70 kW/t", 1000.0, 70.0, 14.3, 0.002),
    ("Starcloud-3, 200 kW and 3 t", 3000.0, 200.0, 15.0, 1e-9),
    ("Starlink V3, 1,900 kg and 100 kW", 1900.0, 100.0, 19.0, 1e-9),
    ("Suncatcher, v2 mini", 575.0, 28.0, 20.5, 0.002),
    ("McCalip, 740 kg and 27 kW", 740.0, 27.0, 27.4, 0.001),
    ("SemiAnalysis 2026, 914 kg and 30.5 kW", 914.0, 30.5, 30.0, 0.002),
])  # fmt: skip
def test_ladder_of_specific_masses(name, kilograms, kilowatts, published, tolerance):
    got = satellite.specific_mass(Quantity(kilograms, "kg"), Quantity(kilowatts, "kW"))
    assert value(got, "kg/kW") == pytest.approx(published, rel=tolerance), name


def test_integrated_panel_of_iscr():
    """3.15 kg/m^2 and 2.9 m^2 for each kilowatt make the published 112.5 kW a tonne, to 3 %."""
    got = satellite.specific_mass(Quantity(3.15 * 2.9, "kg"), Quantity(1.0, "kW"))
    assert value(got, "kg/kW") == pytest.approx(8.9, rel=0.03)


def test_lifetime_penalties_of_turyshev():
    for rate, published in ((0.1, 1.2707), (0.2, 1.58)):
        got = launch.lifetime_penalty(Quantity(rate, "1/year"), Quantity(5.0, "year"))
        assert value(got) == pytest.approx(published, rel=0.002)


def test_floor_of_turyshev():
    """A megawatt with a quarter of overhead, sunlit 95 % of the time: published floor of 22.8 kg/kW."""
    array = power.array_mass(Quantity(1.25 / 0.95, "MW"), Quantity(100.0, "W/kg"))
    radiator = thermal.radiator_mass(Quantity(1920.0, "m^2"), Quantity(5.0, "kg/m^2"))
    got = satellite.specific_mass(array + radiator, Quantity(1.0, "MW"))
    assert value(got, "kg/kW") == pytest.approx(22.8, abs=0.05)


# ---- roll-up ----


@given(mass, share, share, st.floats(0.0, 3000.0), st.floats(200.0, 3000.0))
def test_allowance_and_launch_mass_undo_each_other(subsystems, structure, margin, delta_v, impulse):
    thrust = Quantity(delta_v, "m/s"), Quantity(impulse, "s")
    dry = satellite.dry_mass(Quantity(subsystems, "kg"), pure(structure), pure(margin))
    wet = dry + orbit.propellant_mass(dry, *thrust)
    back = satellite.subsystem_allowance(wet, pure(structure), pure(margin), *thrust)
    assert value(back, "kg") == pytest.approx(subsystems, rel=1e-9)
    assert wet >= dry >= Quantity(subsystems * (1 - 1e-12), "kg")


@given(share, share, st.floats(0.0, 3000.0), st.floats(0.0, 1000.0))
def test_ledger_adds_up_and_shares_are_what_they_say(structure, margin, delta_v, other):
    design = replace(
        WHOLE, structure_fraction=pure(structure), margin_fraction=pure(margin),
        delta_v=Quantity(delta_v, "m/s"), other_mass=Quantity(other, "kg"),
    )  # fmt: skip
    lines = satellite.mass_ledger(design)
    total = sum((value(line, "kg") for line in lines.values()), 0.0)
    assert value(satellite.launch_mass(design), "kg") == pytest.approx(total, rel=1e-12)
    dry = total - value(lines["propellant"], "kg")
    assert value(lines["structure"], "kg") == pytest.approx(structure * dry, rel=1e-9, abs=1e-9)
    subsystems = dry - value(lines["structure"], "kg") - value(lines["margin"], "kg")
    assert value(lines["margin"], "kg") == pytest.approx(margin * subsystems, rel=1e-9, abs=1e-9)
    dry_by_steps = satellite.dry_mass(Quantity(subsystems, "kg"), pure(structure), pure(margin))
    by_steps = dry_by_steps + orbit.propellant_mass(dry_by_steps, design.delta_v, design.specific_impulse)
    assert value(by_steps, "kg") == pytest.approx(total, rel=1e-9)
    assert all(line.magnitude >= 0 for line in lines.values())


@given(mass, st.floats(0.1, 1e4))
def test_specific_mass_and_power_are_inverse(kilograms, kilowatts):
    m, p = Quantity(kilograms, "kg"), Quantity(kilowatts, "kW")
    assert value(satellite.specific_mass(m, p) * satellite.specific_power(p, m)) == pytest.approx(1.0)
    assert value(satellite.mass_at_specific_power(p, satellite.specific_power(p, m)), "kg") == pytest.approx(kilograms)


# ---- closure ----

RANGES = {
    "compute_mass": (100.0, 5000.0),
    "compute_mass_factor": (0.01, 2.0),
    "array_power": (10.0, 1000.0),
    "array_specific_power": (50.0, 5000.0),
    "storage_capacity": (0.0, 1000.0),
    "storage_specific_energy": (50.0, 1000.0),
    "radiator_area": (1.0, 1000.0),
    "radiator_areal_mass": (0.1, 30.0),
    "loop_heat": (1.0, 3000.0),
    "loop_specific_mass": (0.0, 20.0),
    "other_mass": (0.0, 3000.0),
    "structure_fraction": (0.0, 0.8),
    "margin_fraction": (0.0, 2.0),
    "delta_v": (0.0, 9000.0),
    "specific_impulse": (100.0, 4000.0),
}


def test_ranges_name_every_field():
    assert set(RANGES) == {field.name for field in fields(satellite.Design)}


@pytest.mark.parametrize("unknown", RANGES)
def test_any_one_unknown_is_found_again(unknown):
    """Take a whole design, forget one number, and solve for it."""
    truth = getattr(WHOLE, unknown)
    claimed = satellite.launch_mass(WHOLE)
    low, high = (Quantity(end, truth.units) for end in RANGES[unknown])
    forgotten = replace(WHOLE, **{unknown: high})
    answer = satellite.solve_for(unknown, claimed, forgotten, low, high)
    assert answer.feasible
    assert answer.value is not None
    assert value(answer.value, str(truth.units)) == pytest.approx(value(truth, str(truth.units)), rel=1e-6)
    assert answer.residual_at_low.magnitude * answer.residual_at_high.magnitude <= 0.0
    closed = replace(WHOLE, **{unknown: answer.value})
    assert value(satellite.residual_mass(claimed, closed), "kg") == pytest.approx(0.0, abs=1e-6)


def test_solver_and_closed_forms_agree():
    claimed = satellite.launch_mass(WHOLE) * 1.05
    allowance = satellite.subsystem_allowance(
        claimed, WHOLE.structure_fraction, WHOLE.margin_fraction, WHOLE.delta_v, WHOLE.specific_impulse
    )
    lines = satellite.mass_ledger(WHOLE)
    parts = sum((lines[n] for n in ("compute", "array", "storage", "radiator", "coolant_loop", "other")), 0 * allowance)
    cases = {
        "array_specific_power": satellite.closing_array_specific_power(
            WHOLE.array_power, allowance - parts + lines["array"]
        ),
        "radiator_areal_mass": satellite.closing_radiator_areal_mass(
            WHOLE.radiator_area, allowance - parts + lines["radiator"]
        ),
        "compute_mass_factor": ((allowance - parts + lines["compute"]) / WHOLE.compute_mass).to(""),
    }
    for unknown, closed in cases.items():
        unit = str(closed.units)
        found = satellite.solve_for(unknown, claimed, WHOLE, *(Quantity(end, unit) for end in RANGES[unknown]))
        assert found.value is not None
        assert value(found.value, unit) == pytest.approx(value(closed, unit), rel=1e-9)


def test_a_claim_that_always_closes_says_so():
    answer = satellite.solve_for(
        "radiator_areal_mass", Quantity(50.0, "t"), WHOLE, Quantity(1.0, "kg/m^2"), Quantity(10.0, "kg/m^2")
    )
    assert answer.feasible
    assert answer.value is None
    assert "to spare" in answer.reason


@given(st.sampled_from(sorted(RANGES)), st.floats(0.5, 3.0))
def test_verdict_follows_the_ends(unknown, factor):
    claimed = satellite.launch_mass(WHOLE) * factor
    unit = str(getattr(WHOLE, unknown).units)
    low, high = (Quantity(end, unit) for end in RANGES[unknown])
    answer = satellite.solve_for(unknown, claimed, WHOLE, low, high)
    best = max(answer.residual_at_low.magnitude, answer.residual_at_high.magnitude)
    assert answer.feasible == (best >= 0.0)
    assert (answer.value is not None) <= answer.feasible
    if answer.value is not None:
        assert low <= answer.value <= high


# ---- fleet ----


@given(st.floats(1.0, 1e6), st.floats(1.0, 1e3), st.floats(0.5, 1.0))
def test_fleet_is_whole_and_just_enough(total, one, available):
    count = satellite.satellites_for_power(Quantity(total, "kW"), Quantity(one, "kW/satellite"), pure(available))
    n = value(count, "satellite")
    assert n == int(n)
    assert n * one * available >= total * (1 - 1e-6)
    assert (n - 1) * one * available < total * (1 + 1e-6)


@given(st.floats(0.0, 2.0), st.floats(0.5, 20.0))
def test_lifetime_penalty_limits(rate, life):
    penalty = value(launch.lifetime_penalty(Quantity(rate, "1/year"), Quantity(life, "year")))
    assert penalty >= 1.0 - 1e-9
    assert penalty >= rate * life - 1e-9  # a long planned life leaves only the failures
    assert penalty <= 1.0 + rate * life + 1e-9


# ---- refusals and tracing ----


@pytest.mark.parametrize("call", [
    lambda: satellite.specific_mass(Quantity(1.0, "kg"), Quantity(1.0, "kWh")),
    lambda: satellite.satellites_for_power(Quantity(1.0, "GW"), Quantity(150.0, "kW"), pure(1.0)),
    lambda: launch.launch_rate_needed(Quantity(1.0, "t/year"), Quantity(100.0, "t")),
    lambda: satellite.residual_mass(Quantity(1.0, "kW"), AI1),
    lambda: satellite.solve_for("other_mass", AI1_MASS, AI1, Quantity(0.0, "W"), Quantity(1.0, "W")),
    lambda: satellite.launch_mass(replace(AI1, radiator_area=Quantity(110.0, "m"))),
])  # fmt: skip
def test_wrong_dimensions_are_refused(call):
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: satellite.dry_mass(Quantity(1.0, "kg"), pure(1.0), pure(0.0)), "structure_fraction must be below 1"),
    (lambda: satellite.dry_mass(Quantity(-1.0, "kg"), pure(0.1), pure(0.0)), "subsystem_mass must be at least 0"),
    (lambda: satellite.specific_mass(Quantity(1.0, "kg"), Quantity(0.0, "kW")), "power must be above 0"),
    (lambda: satellite.closing_array_specific_power(Quantity(150.0, "kW"), Quantity(-5.0, "kg")), "mass_left"),
    (lambda: satellite.closing_radiator_areal_mass(Quantity(1.0, "m^2"), Quantity(0.0, "kg")), "mass_left"),
    (lambda: satellite.solve_for("colour", AI1_MASS, AI1, pure(0.0), pure(1.0)), "unknown must be a field"),
    (lambda: satellite.solve_for("other_mass", AI1_MASS, AI1, AI1_MASS, AI1_MASS), "high must be above"),
    (lambda: satellite.satellites_for_power(Quantity(1.0, "GW"), Quantity(1.0, "kW/satellite"), pure(0.0)),
     "availability must be above 0"),
    (lambda: launch.lifetime_penalty(Quantity(-0.1, "1/year"), Quantity(5.0, "year")), "loss_rate must"),
])  # fmt: skip
def test_impossible_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_whole_design_traces():
    """Every field of a design is a slider: the compiled residual is the plain one."""
    units = {field.name: str(getattr(WHOLE, field.name).units) for field in fields(satellite.Design)}

    def residual(q):
        return satellite.residual_mass(AI1_MASS, satellite.Design(**q))

    run = compile_program(trace_mapping(residual, units))
    rng = np.random.default_rng(3)
    for _ in range(20):
        drawn = {name: float(rng.uniform(*RANGES[name])) for name in RANGES}
        (got,) = run(drawn).values()
        plain = residual({name: Quantity(number, units[name]) for name, number in drawn.items()})
        assert float(got) == pytest.approx(value(plain, "kg"), rel=1e-9)
