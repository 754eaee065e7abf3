"""Epoch AI: what a gigawatt data centre on the ground costs, the ground side of several of the others."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import cost, finance
from analysis.peers.harmoniser import NOTHING
from analysis.peers.ledger import Check, reader
from analysis.units import Quantity

NAME = "Epoch AI"


def checks(case: Case) -> list[Check]:
    """Hold the yearly costs against one another; the model's own capital charges were not seen."""
    read = reader(case, "peers_epoch")
    share = (read("published_servers") / read("published_total")).to("")
    each = (read("published_total") / read("it_power")).to("USD/MW/year")
    servers = (read("published_servers") * read("it_life")).to("USD")

    def total(life: str) -> Quantity:
        """Total when servers are written off over another life, without interest, and nothing else moves."""
        other = read("published_total") - read("published_servers")
        return other + finance.straight_line_depreciation(servers, NOTHING * servers, read(life))

    rest = read("published_capital") - servers
    straight = cost.annual_cost(
        [servers, rest],
        [read("it_life"), read("facility_life")],
        NOTHING,
        read("it_life"),
        read("published_operations"),
    )
    unseen = (
        f"without interest it is {straight.to('gigaUSD/year').magnitude:.1f} billion; its capital charges were not seen"
    )
    rows = [
        ("EPO-1a", "servers as a share of the yearly cost", "", "server_share", share, 0.025, "printed to one digit"),
        ("EPO-1b", "yearly cost of a megawatt", "USD/MW/year", "total_per_megawatt", each, 1e-6, ""),
        ("EPO-1c", "yearly cost with servers of three years", "USD/year", "total_short", total("it_life_short"), 0.02,
         "servers written off evenly"),
        ("EPO-1d", "yearly cost with servers of seven years", "USD/year", "total_long", total("it_life_long"), 0.02,
         "servers written off evenly"),
        ("EPO-1e", "yearly cost", "USD/year", "total", None, 0.01, unseen),
    ]  # fmt: skip
    return [
        Check(key, NAME, what, unit, read(f"published_{name}"), ours, near, why)
        for key, what, unit, name, ours, near, why in rows
    ]
