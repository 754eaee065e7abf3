"""Tech4Biz: hours of computing in a day from orbit, load and battery."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import orbit, power
from analysis.peers.harmoniser import ONE
from analysis.peers.ledger import Check, reader
from analysis.units import Quantity

NAME = "Tech4Biz"


def checks(case: Case) -> list[Check]:
    """Hold the worked example: one revolution with the Sun in the plane of the orbit."""
    read = reader(case, "peers_tech4biz")
    dark = orbit.eclipse_fraction(read("altitude"), read("sun_angle"))
    period = orbit.orbital_period(read("altitude"))
    needed = power.storage_capacity(read("load"), dark * period, ONE, ONE)
    usable = read("battery") * read("depth_of_discharge")
    day = Quantity(1.0, "day") * power.delivered_power(read("load"), ONE, dark) / read("load")  # everything is held
    rows = [
        ("T4B-1", "time of a revolution", "minute", "period", period, 1e-4),
        ("T4B-2", "share in the dark", "", "eclipse_share", dark, 2e-3),
        ("T4B-3", "sunlit part", "minute", "sunlit", (1.0 - dark) * period, 1e-3),
        ("T4B-4", "dark part", "minute", "dark", dark * period, 1e-3),
        ("T4B-5", "computing in a day", "hour", "hours", day, 1e-6),
        ("T4B-6", "energy needed in the dark", "watt_hour", "energy", needed, 1e-3),
        ("T4B-7", "energy left in the battery", "watt_hour", "margin", usable - needed, 1e-3),
    ]
    return [
        Check(key, NAME, what, unit, read(f"published_{name}"), ours.to(unit), near)
        for key, what, unit, name, ours, near in rows
    ]
