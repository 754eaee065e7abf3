"""NASA's study of power beamed from orbit: two designs, their launches, costs and what each change would save.

It is another thesis, power sent down and not used up there, so it has a ledger of its own and no part in the split.
"""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import beaming, finance
from analysis.peers.harmoniser import ONE
from analysis.peers.ledger import Check, Reader, reader
from analysis.units import Quantity

NAME = "NASA OTPS"
DESIGNS = ("rd1", "rd2")
ALONE = "to a tenth: with nothing but the launches changed"


def launches(read: Reader, design: str) -> Quantity:
    """Launches of all generations with their tankers, servicers not counted."""
    generations = (read("system_life") / read("hardware_life")).to("")
    return beaming.launches_with_refuelling(
        read(f"mass_{design}"), generations, read("launch_payload"), read("launches_per_payload") - 1.0
    )


def launch_cost(read: Reader, design: str, price: Quantity) -> Quantity:
    """Cost of the printed number of launches at a price."""
    return beaming.launch_bill(read(f"published_launches_{design}"), price, 0.0 * ONE)


def change_of_cost(read: Reader, design: str, price: Quantity) -> Quantity:
    """Change of the total when only the price of a launch changes."""
    saved = launch_cost(read, design, read("launch_price")) - launch_cost(read, design, price)
    return (-1.0 * saved / read(f"published_total_{design}")).to("")


def change_with_direct_flights(read: Reader, design: str) -> Quantity:
    """Change of the total when every payload flies straight to its orbit, without tankers."""
    generations = (read("system_life") / read("hardware_life")).to("")
    none = 0.0 * ONE
    flights = beaming.launches_with_refuelling(read(f"mass_{design}"), generations, read("direct_payload"), none)
    saved = launch_cost(read, design, read("launch_price")) - beaming.launch_bill(flights, read("launch_price"), none)
    return (-1.0 * saved / read(f"published_total_{design}")).to("")


def checks(case: Case) -> list[Check]:
    """Hold both designs and their sensitivities against the inputs that the report prints."""
    read = reader(case, "peers_nasa")
    rows: list[Check] = []
    unseen = "needs the cost of every part, which the report gives only as a share"
    for number, design in enumerate(DESIGNS, start=1):
        words = design.upper()

        def add(
            key: str, what: str, unit: str, theirs: Quantity, ours: Quantity | None, near: float, why: str = "",
            number: int = number, words: str = words,
        ) -> None:  # fmt: skip
            rows.append(Check(f"NASA-{number}{key}", NAME, f"{what}, {words}", unit, theirs, ours, near, why))

        def printed(name: str, design: str = design) -> Quantity:
            return read(f"published_{name}_{design}")

        total, share = printed("total"), printed("launch_share")
        add("a", "launches", "launch", printed("launches"), launches(read, design), 0.017, "servicers fly too")
        bill = launch_cost(read, design, read("launch_price"))
        add("b", "launch as a share of cost", "", share, beaming.cost_share(bill, total), 0.01)
        naive = beaming.undiscounted_cost_of_energy(total, read("delivered_power"), read("system_life"))
        why = "discount rate and phases were not seen; undiscounted and at full power it is {:.2f} (chapter 9)"
        cents = float(naive.to("USD/kWh").magnitude)
        add("c", "cost of electricity", "USD/kWh", printed("cost_of_energy"), None, 0.05, why.format(cents))
        for letter, price, name in (("d", 50e6, "launch_50m"), ("e", 10e6, "launch_10m")):
            ours = change_of_cost(read, design, Quantity(price, "USD/launch"))
            add(letter, f"change of cost at ${price / 1e6:.0f} million a launch", "", printed(name), ours, 0.12, ALONE)
        direct = change_with_direct_flights(read, design)
        add("f", "change with direct flights", "", printed("direct"), direct, 0.12, ALONE)
        for letter, name, what in (
            ("g", "electric", "change with electric propulsion"),
            ("h", "hardware", "change with cheaper hardware"),
            ("i", "learning", "change with five points more learning"),
            ("j", "cells", "change with 50 % cells"),
        ):
            add(letter, what, "", printed(name), None, 0.05, unseen)
    # nine years took the price down once, and the eighteen to 2040 are two such spans
    decline = read("price_2022") * finance.growth_factor(
        -1.0 * case["launch.world_price_decline"], Quantity(2.0, "year")
    )
    rows.append(
        Check("NASA-3", NAME, "launch price of 2040", "USD/kg", read("published_price_decline_2040"), decline, 0.005)
    )
    return rows
