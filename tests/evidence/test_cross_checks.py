"""The arithmetic that checks a number which one original carries, computed from the records and not only told."""

from __future__ import annotations

import math

from analysis.evidence import Case
from analysis.units import Quantity

CASE = Case()
CHAIN = (
    "cell_efficiency",
    "power_conditioning",
    "conversion_to_microwave",
    "antenna_efficiency",
    "atmospheric_transmission",
    "beam_collection",
    "conversion_from_microwave",
    "grid_conversion",
)


def number(key: str, unit: str = "") -> float:
    """Give a record's number in a unit, money as printed."""
    money = "USD" in CASE.record(key).unit
    return float((CASE.nominal(key) if money else CASE[key]).to(unit).magnitude)


def delivered(design: str) -> float:
    """Power on the grid in megawatts, by NASA's Table 4."""
    chain = math.prod(number(f"beaming.{name}") for name in CHAIN)
    sunlight = number(f"beaming.array_area_{design}", "m^2") * number("beaming.irradiance", "W/m^2")
    return sunlight * chain * number(f"beaming.generating_share_{design}") / 1e6


def flights(design: str) -> float:
    """NASA's flights from the modules and the servicers of its Tables 9 and 10."""
    mass = number(f"peers_nasa.modules_{design}") * number(f"peers_nasa.module_mass_{design}", "kg")
    mass += number(f"peers_nasa.servicers_{design}") * number("peers_nasa.servicer_mass", "kg")
    generations = number("peers_nasa.system_life", "year") / number("peers_nasa.hardware_life", "year")
    return mass / number("peers_nasa.launch_payload", "kg/launch") * 13 * generations


def bill_share(design: str) -> float:
    """Flights at their price over the total."""
    bill = number(f"peers_nasa.published_launches_{design}", "launch") * number("peers_nasa.launch_price", "USD/launch")
    return bill / number(f"peers_nasa.published_total_{design}", "USD")


def daily_descent(altitude: Quantity, density: float) -> float:
    """Kilometres a day that a round orbit loses to the air at 0.01 m2/kg and a drag coefficient of 2.2."""
    axis = (Quantity(6371, "km") + altitude).to("m").magnitude
    return density * 2.2 * 0.01 * math.sqrt(3.986e14 * axis) * 86400 / 1e3


# what is checked, ours, what is printed or stands in another source, how near
CHECKS = (
    ("beaming.*, first design", delivered("rd1"), 2028.791344, 1e-8),
    ("beaming.*, second design", delivered("rd2"), 2021.948467, 1e-8),
    ("peers_nasa.mass_rd1", flights("rd1") / 39 * 1e5, 5.9e6, 1e-3),
    ("peers_nasa.published_launches_rd1", flights("rd1"), 2321, 0.01),
    ("peers_nasa.published_launches_rd2", flights("rd2"), 3960, 0.012),
    ("peers_nasa.launch_price", bill_share("rd1"), 0.71, 0.01),
    ("peers_nasa.published_total_rd2", bill_share("rd2"), 0.77, 0.01),
    ("beaming.launch_payload", 25_000 * 4 / 1000, number("beaming.launch_payload", "t/launch"), 1e-9),
    ("beaming.hardware_life", number("beaming.hardware_life", "year") * 3, number("beaming.system_life", "year"), 1e-9),
    ("beaming.tug_mass_share", 1720 / 10_000, number("beaming.tug_mass_share"), 1e-9),
    ("beaming.inferred_capital_share", 11.6 / 276 + 0.25, number("beaming.inferred_capital_share"), 0.1),
    (
        "comparators.tam_enterprise_applications",
        number("comparators.tam_enterprise_applications", "TUSD/year") + 2.4 + 0.76 + 0.6,
        number("comparators.tam_ai", "TUSD/year"),
        0.002,
    ),
    ("launch.target_price", 18_500 * 0.01, number("launch.target_price", "USD/kg"), 1e-9),
    ("launch.payload_bay_diameter", 9 - 2 * 0.5, number("launch.payload_bay_diameter", "m"), 1e-9),
    ("orbit.radiation_tolerance", number("orbit.radiation_tolerance", "rads") / 750, 3.0, 0.12),
    ("orbit.disposal_altitude", daily_descent(Quantity(300, "km"), 2.4035e-11), 2.4, 0.02),
    (
        "cluster.accelerator_power_b300",
        72 * number("cluster.accelerator_power_b300", "kW/GPU") / number("satellite.rack_power", "kW"),
        16 * number("cluster.accelerator_power_b300", "kW/GPU") / 30.5,
        0.05,
    ),
    ("power.battery_reference_cycles", number("power.battery_reference_cycles") / (5 * 365.25 * 15), 2.2, 0.01),
    ("cost.learning_rate_compute", number("cost.learning_rate_compute", "1/year"), 1 - 2 ** (-1 / 2.07), 0.06),
    ("market.b200_hour", number("market.b200_hour", "USD/GPU/hour"), 5.73, 0.03),
)


def test_every_cross_check_comes_out() -> None:
    out = {what: (ours, printed) for what, ours, printed, near in CHECKS if abs(ours / printed - 1) > near}
    assert out == {}


def test_a_slip_in_any_link_of_the_chain_would_show() -> None:
    for name in CHAIN:
        share = number(f"beaming.{name}")
        assert abs(delivered("rd1") * (share + 0.01) / share / 2028.791344 - 1) > 0.01


def test_a_record_says_the_arithmetic_that_checks_it() -> None:
    for what, *_ in CHECKS:
        if "*" not in what:
            assert any(c.isdigit() for c in CASE.record(what).check) or "per cent" in CASE.record(what).check, what
