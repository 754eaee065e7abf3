"""The filing for a million satellites and the prospectus's hundred gigawatts a year: arithmetic, not a cost."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import orbit
from analysis.peers.ledger import Check, reader
from analysis.units import Quantity

NAME = "SpaceX filing"


def checks(case: Case) -> list[Check]:
    """Hold what the filing, the prospectus and the objections say against their own numbers."""
    read = reader(case, "peers_fcc")
    rate = (read("yearly_mass") * read("specific_power")).to("GW/year")
    replaced = (read("satellites") / read("satellite_life")).to("satellite/year")
    made = (read("published_yearly_power") * Quantity(1.0, "year") * Quantity(1.0, "year")).to("TWh")
    country = (read("us_electricity") * Quantity(1.0, "year")).to("TWh")
    clear = orbit.lowest_altitude_without_eclipse(
        case["orbit.local_time_of_node"], int(case["orbit.reference_year"].magnitude), orbit.SPHERE
    )
    high = read("altitude_high"), case["orbit.local_time_of_node"], int(case["orbit.reference_year"].magnitude)
    lit = 1.0 - orbit.annual_dark_fraction(*high)
    rows = [
        ("FCC-1", "power added a year", "GW/year", read("published_yearly_power"), rate, 1e-9, ""),
        ("FCC-2", "100 GW for a year over the country's electricity", "", read("published_us_share"), made / country,
         0.01, ""),
        ("FCC-3", "satellites replaced a year", "satellite/year", read("published_replacements"), replaced, 1e-9, ""),
        ("FCC-4", "that over the world's satellites of 2025", "", read("published_cadence_ratio"),
         replaced / read("world_satellites_2025"), 0.02, "printed to two digits"),
        ("FCC-5", "altitude above which it is never dark", "km", read("published_eclipse_free_altitude"), clear, 0.01,
         "over a sphere; over the flattened Earth the height is lower"),
        ("FCC-6", "share of time in sunlight, highest shell", "", read("sunlight_share"), lit, 0.015,
         "stated as more than 99 % for high orbits; at 600 km it is 95.7 %"),
    ]  # fmt: skip
    return [
        Check(k, NAME, what, unit, theirs, ours.to(unit), near, why) for k, what, unit, theirs, ours, near, why in rows
    ]
