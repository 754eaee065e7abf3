"""Mach33: a mass budget that closes at 100 W/kg on paper; its table of parts was not seen."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import satellite
from analysis.peers.ledger import Check, reader

NAME = "Mach33"


def checks(case: Case) -> list[Check]:
    """Hold the printed power of a kilogram against the printed power and mass."""
    read = reader(case, "peers_mach33")
    ours = satellite.specific_power(read("compute_power"), read("dry_mass"))
    why = "143 kW over 1,398 kg is 2 % more; the printed figure needs 140 kW, or a heavier satellite"
    return [
        Check("M33-1", NAME, "computing power of a kilogram, dry", "W/kg", read("published_specific_power"), ours,
              5e-3, why),
    ]  # fmt: skip
