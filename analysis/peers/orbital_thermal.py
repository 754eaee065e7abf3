"""The open package orbital-thermal: the reference for view factors, compared with ours."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import thermal
from analysis.peers.ledger import Check

NAME = "orbital-thermal"


def checks(case: Case) -> list[Check]:
    """Hold the exact view factor of a plate edge-on to the Earth."""
    theirs = case["peers_orbitalthermal.published_edge_on_view_factor"]
    ours = thermal.edge_on_view_factor(case["peers_mccalip.altitude"])
    return [Check("EE-1", NAME, "view factor to the Earth, edge-on, 550 km", "", theirs, ours, 1e-5)]
