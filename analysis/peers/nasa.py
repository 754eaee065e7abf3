"""NASA's study of power beamed from orbit: two designs, their launches, costs and what each change would save.

It is another thesis, power sent down and not used up there, so it has a ledger of its own and no part in the split.
"""

from __future__ import annotations

import numpy as np

from analysis.evidence import Case
from analysis.models import beaming, finance
from analysis.peers.harmoniser import ONE
from analysis.peers.ledger import Check, Reader, reader
from analysis.units import Quantity

NAME = "NASA OTPS"
DESIGNS = ("rd1", "rd2")
ALONE = "to a tenth: with nothing but the launches changed"


def module_mass(read: Reader, design: str) -> Quantity:
    """Mass of all modules of one generation."""
    return (read(f"modules_{design}") * read(f"module_mass_{design}")).to("kg")


def upmass(read: Reader, design: str) -> Quantity:
    """Mass of one generation: its modules and the servicers that put them together."""
    return module_mass(read, design) + read(f"servicers_{design}") * read("servicer_mass")


def launches(read: Reader, design: str) -> Quantity:
    """Launches of all generations of modules and servicers, with their tankers."""
    generations = (read("system_life") / read("hardware_life")).to("")
    return beaming.launches_with_refuelling(
        upmass(read, design), generations, read("launch_payload"), read("launches_per_payload") - 1.0
    )


def module_cost(read: Reader, design: str) -> Quantity:
    """Cost of all modules of one generation: by Crawford, each unit costs first x n^(log2 of the learning curve)."""
    units = np.arange(1.0, 1.0 + float(read(f"modules_{design}").magnitude))
    slope = np.log2(float(read("learning_hardware").magnitude))
    return read("first_module_cost") * float(np.sum(units**slope))


def modules_a_month(read: Reader, design: str) -> Quantity:
    """Modules that one servicer assembles in a month of 730 hours, which is the study's."""
    return (1.0 / read(f"assembly_time_{design}")).to("1/hour") * Quantity(730.0, "hour/month")


def delivered(case: Case, design: str) -> tuple[Quantity, Quantity]:
    """Sunlight on the cells and power on the grid, averaged over the year."""
    area, irradiance = case[f"beaming.array_area_{design}"], case["beaming.irradiance"]
    space = beaming.space_chain_efficiency(
        case["beaming.cell_efficiency"], case["beaming.power_conditioning"], case["beaming.conversion_to_microwave"]
    )
    through = beaming.transmission_efficiency(
        case["beaming.antenna_efficiency"], case["beaming.atmospheric_transmission"], case["beaming.beam_collection"]
    )
    ground = beaming.ground_chain_efficiency(case["beaming.conversion_from_microwave"], case["beaming.grid_conversion"])
    chain = beaming.end_to_end_efficiency(space, through, ground)
    share = case[f"beaming.generating_share_{design}"]
    return area * irradiance, beaming.delivered_power(area, irradiance, chain, share)


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
        add(
            "a",
            "launches",
            "launch",
            printed("launches"),
            launches(read, design),
            0.012,
            "what removes debris flies too",
        )
        bill = launch_cost(read, design, read("launch_price"))
        add("b", "launch as a share of cost", "", share, beaming.cost_share(bill, total), 0.01)
        naive = beaming.undiscounted_cost_of_energy(total, read("delivered_power"), read("system_life"))
        why = "the discount rate was not seen; undiscounted and at full power it is {:.2f} (chapter 9)"
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
        rows.extend(_appendix(case, read, number, design))
    # nine years took the price down once, and the eighteen to 2040 are two such spans
    decline = read("price_2022") * finance.growth_factor(
        -1.0 * case["launch.world_price_decline"], Quantity(2.0, "year")
    )
    rows.append(
        Check("NASA-3", NAME, "launch price of 2040", "USD/kg", read("published_price_decline_2040"), decline, 0.005)
    )
    return rows


def _appendix(case: Case, read: Reader, number: int, design: str) -> list[Check]:
    """Hold the tables of appendix B against their own inputs: power, modules, their cost, and how long they take."""
    modules, monthly = read(f"modules_{design}"), modules_a_month(read, design)
    cost = module_cost(read, design)
    technology = cost * read(f"technology_share_{design}")
    management = (cost + technology) * read("management_share")
    months, servicers = modules / monthly, read(f"servicers_{design}")
    payloads = (upmass(read, design) / (read("launch_payload") * Quantity(1.0, "launch"))).to("")
    carried = (read("launch_payload") * Quantity(1.0, "launch") / read(f"module_mass_{design}")).to("")
    sunlight, power = delivered(case, design)
    rows = (
        ("k", "sunlight on the cells", "MW", "sunlight", sunlight, 1e-6),
        ("l", "power delivered", "MW", "power", power, 1e-8),
        ("m", "mass of the modules", "kg", "module_mass", module_mass(read, design), 1e-9),
        ("n", "cost of the modules", "USD", "module_cost", cost, 0.006),
        ("o", "cost of the technology", "USD", "technology_cost", technology, 0.008),
        ("p", "cost of management", "USD", "management_cost", management, 0.015),
        ("q", "cost of development", "USD", "develop_cost", cost + technology + management, 0.006),
        ("r", "modules a month for each servicer", "1/month", "modules_month", monthly, 1e-9),
        ("s", "months for one servicer", "month", "work_months", months, 1e-9),
        ("t", "modules in a flight", "", "modules_flight", carried, 1e-9),
        ("u", "servicers in a payload", "", "servicers_payload", servicers / payloads, 1e-8),
        ("v", "years of assembly at the mean ratio", "year", "assembly_mean", months / servicers, 2e-3),
    )
    return [
        Check(
            f"NASA-{number}{letter}", NAME, f"{what}, {design.upper()}", unit, read(f"published_{name}_{design}"), ours,
            near,
        )
        for letter, what, unit, name, ours, near in rows
    ]  # fmt: skip
