"""Pénot and Balakrishnan: how many satellites fit a dense cluster, and how many compute in a folded Clos network."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import network
from analysis.peers.ledger import Check, reader
from analysis.units import Quantity

NAME = "Pénot, Balakrishnan"
UNSEEN = "a simulation of shadows that was not seen"


def checks(case: Case) -> list[Check]:
    """Hold sizes of clusters and the share that computes against radius, spacing and links."""
    read = reader(case, "peers_penot")
    flat = network.flat_cluster_size(read("radius"), read("spacing"))
    unit = network.flat_cluster_size(read("spacing"), read("spacing"))
    steps = (read("radius") / read("spacing")).to("")
    solid = read("published_solid_coefficient") * steps**3
    gain = (read("published_planar_cluster") / read("published_suncatcher_cluster")).to("")
    crossover = (read("published_planar_coefficient") / read("published_solid_coefficient")).to("")
    share = network.clos_compute_share(read("links"), read("layers"))
    shades = read("published_shade_radius")
    rows: list[tuple[str, str, str, Quantity, Quantity | None, float, str]] = [
        ("PB-1a", "satellites of the densest flat cluster", "", read("published_planar_cluster"), flat, 0.02,
         "ours by area; counting the points of the lattice gives the printed number"),
        ("PB-1b", "flat cluster, coefficient", "", read("published_planar_coefficient"), unit, 1e-3, ""),
        ("PB-1c", "flat cluster over Suncatcher's", "", read("published_gain"), gain, 0.01, ""),
        ("PB-2a", "satellites of the solid cluster", "", read("published_solid_cluster"), solid, 0.03,
         "from its rounded coefficient"),
        ("PB-2b", "radius over spacing where solid overtakes flat", "", read("published_crossover"), crossover, 0.01,
         "from its rounded coefficients"),
        ("PB-3", "share of satellites that compute", "", read("published_compute_share"), share, 1e-9, ""),
        ("PB-4a", "radius without shade, Suncatcher", "m", shades[0], None, 0.01, UNSEEN),
        ("PB-4b", "radius without shade, flat", "m", shades[1], None, 0.01, UNSEEN),
        ("PB-4c", "radius without shade, solid", "m", shades[2], None, 0.01, UNSEEN),
    ]  # fmt: skip
    return [
        Check(key, NAME, what, unit_, theirs, ours, near, why) for key, what, unit_, theirs, ours, near, why in rows
    ]
