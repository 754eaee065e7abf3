"""Integrated panels of solar cells, chips and radiator: the lightest design on paper."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import satellite
from analysis.peers.ledger import Check, reader
from analysis.units import Quantity

NAME = "ISCR"


def checks(case: Case) -> list[Check]:
    """Hold the abstract and a secondary account against one another."""
    read = reader(case, "peers_iscr")
    areal = read("solar_areal_mass") + read("compute_areal_mass") + read("radiator_areal_mass")
    panels = (1.0 / (areal * read("area_per_power"))).to("kW/t")
    whole = satellite.specific_power(read("satellite_power"), read("satellite_mass"))
    area = (read("grid_width") * read("grid_length") / (read("panels") * read("panel_power"))).to("m^2/kW")
    groups = (read("panels") / read("subarray_panels")).to("").magnitude
    sessions = Quantity(float(int(groups)), "") * read("published_sessions")
    sunlit = read("panels") * read("area_per_power") * read("panel_power") * read("solar_flux")
    per_tonne = (sunlit / read("published_mass")).to("kW/t")
    distributed = (read("array_area") * read("published_areal_mass")).to("t")
    launched = read("panel_mass") * (1.0 + read("control_share"))
    tile = (read("panel_side") ** 2 / read("panel_power")).to("m^2/kW")
    rows = [
        ("ISCR-1", "mass of a square metre", "kg/m^2", read("published_areal_mass"), areal, 1e-3, ""),
        ("ISCR-2", "power for each tonne of panel", "kW/t", read("published_specific_power"), panels, 0.01,
         "its layers and its area give less; 112.5 comes from neither"),
        ("ISCR-3", "power for each tonne of satellite", "kW/t", read("published_specific_power"), whole, 0.01,
         "16 MW over 150 t; the abstract says more than 100"),
        ("ISCR-4", "panel for each kilowatt", "m^2/kW", read("area_per_power"), area, 0.06,
         "the grid of the abstract, without gaps"),
        ("ISCR-5", "inferences at a time", "", read("published_sessions_satellite"), sessions, 0.01, "whole subarrays"),
        ("ISCR-7", "power of the cells for each tonne launched", "kW/t", read("published_specific_power"), per_tonne,
         0.01, "so 112.5 is the power of the cells, not of the chips"),
        ("ISCR-8", "mass of the panels", "t", read("panel_mass"), distributed, 1e-3, ""),
        ("ISCR-9", "mass launched", "t", read("published_mass"), launched, 1e-3, ""),
        ("ISCR-10", "area of a panel for its kilowatt", "m^2/kW", read("area_per_power"), tile, 5e-3, ""),
        ("ISCR-6", "tokens a second of one subarray", "token/s", read("published_tokens_per_second"), None, 0.01,
         "a simulation that was not seen"),
    ]  # fmt: skip
    return [Check(key, NAME, what, unit, theirs, ours, near, why) for key, what, unit, theirs, ours, near, why in rows]
