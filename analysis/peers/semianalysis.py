"""SemiAnalysis: one cluster of 16 accelerators in space and on the ground, by the month, as the article shows it.

The spreadsheet was not seen. What operations cost is what the printed monthly cost leaves after capital and energy,
so the monthly costs cannot be checked; everything that follows from them can.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.evidence import Case
from analysis.models import cost, finance, orbit, satellite, thermal
from analysis.peers import harmoniser
from analysis.peers.harmoniser import MONTH, NOTHING, ONE, Inputs, PeerCase, Physics
from analysis.peers.ledger import FULL, Boundary, Check, Reader, reader
from analysis.units import Quantity

NAME = "SemiAnalysis"
BOUNDARY = Boundary("all but development and insurance", FULL.orbit - {"development", "insurance"}, FULL.ground)
DAY = Quantity(24.0, "hour")
HOURS = Quantity(8760.0, "hour")


def charges(read: Reader) -> dict[str, Quantity]:
    """Monthly charge on the capital of either side, and the energy bill on the ground."""

    def charge(capital: str, wacc: str, life: str) -> Quantity:
        return finance.level_payment(read(capital), read(wacc), read(life), MONTH).to("USD/month")

    space = [charge(part, "wacc_space", "life_space") for part in ("it_cost_space", "datacentre_cost_space")]
    energy = cost.energy_cost(read("power"), read("pue"), read("utilisation"), read("electricity_price"), HOURS)
    return {
        "space": space[0] + space[1],
        "earth": charge("it_cost_earth", "wacc_earth", "life_it_earth")
        + charge("datacentre_cost_earth", "wacc_earth", "life_facility_earth"),
        "energy": energy.to("USD/month"),
    }


def accelerator_hours(read: Reader) -> dict[str, Quantity]:
    """Cost of an accelerator-hour on either side, plain and levelised."""
    fleet = read("accelerators")
    plain = {}
    for side in ("space", "earth"):
        yearly = (read(f"published_monthly_{side}") * Quantity(12.0, "month/year")).to("USD/year")
        plain[side] = cost.cost_per_accelerator_hour(yearly, fleet, HOURS)
    return {
        "hour_space": plain["space"],
        "hour_earth": plain["earth"],
        "levelised_space": cost.levelised_cost_of_compute(
            plain["space"], read("overprovision_space"), read("radiation_availability")
        ),
        "levelised_earth": cost.levelised_cost_of_compute(plain["earth"], read("overprovision_earth"), ONE),
    }


def printed_parts(read: Reader) -> Quantity:
    """Mass of the parts whose mass or specific power the article prints; servers are not among them."""
    parts = [
        read("radiator_mass"),
        (read("power") / read("array_specific_power")).to("kg"),
        (read("accelerators") * read("cold_plate_mass")).to("kg"),
        thermal.coolant_loop_mass(read("power"), read("loop_specific_mass")),
    ]
    return satellite.dry_mass(sum(parts, Quantity(0.0, "kg")), read("structure_share"), NOTHING)


def checks(case: Case) -> list[Check]:
    """Hold the article's numbers against one another."""
    read = reader(case, "peers_semianalysis")
    hours, charge = accelerator_hours(read), charges(read)
    petaflop = {
        side: cost.cost_per_computation(hours[f"levelised_{side}"], read("performance"), ONE, ONE)
        for side in ("space", "earth")
    }
    capital = {
        "space": read("it_cost_space") + read("datacentre_cost_space"),
        "earth": read("it_cost_earth") + read("datacentre_cost_earth"),
    }
    flux = thermal.net_flux(read("radiator_temperature"), read("sink_temperature"), read("emissivity"), ONE)
    lifted = (read("launch_cost_space") / read("launch_price")).to("kg")
    mix = finance.weighted_average_cost_of_capital(read("debt_share"), read("debt_rate"), read("equity_rate"), NOTHING)
    unseen = "the spreadsheet's operating cost was not seen; the charge on capital alone is {:.0%} of it"
    shares = [
        float((charge["space"] / read("published_monthly_space")).to("").magnitude),
        float(((charge["earth"] + charge["energy"]) / read("published_monthly_earth")).to("").magnitude),
    ]
    flop_hour = petaflop["space"].units
    rows: list[Check] = []

    def add(
        key: str, what: str, unit: str, theirs: Quantity, ours: Quantity | None, near: float, why: str = ""
    ) -> None:
        rows.append(Check(key, NAME, what, unit, theirs, ours, near, why))

    for key, side, words in (("SA-1a", "space", "in space"), ("SA-1b", "earth", "on the ground")):
        add(
            key,
            f"accelerator-hour {words}",
            "USD/GPU/hour",
            read(f"published_hour_{side}"),
            hours[f"hour_{side}"],
            0.002,
        )
    for key, side, words in (("SA-2a", "space", "in space"), ("SA-2b", "earth", "on the ground")):
        name = f"levelised_{side}"
        add(key, f"levelised accelerator-hour {words}", "USD/GPU/hour", read(f"published_{name}"), hours[name], 0.002)
    levelised = hours["levelised_space"] / hours["levelised_earth"]
    add("SA-2c", "orbit over ground", "", read("published_ratio"), levelised, 0.002)
    add(
        "SA-3a",
        "monthly cost in space",
        "USD/month",
        read("published_monthly_space"),
        None,
        0.01,
        unseen.format(shares[0]),
    )
    add("SA-3b", "monthly cost on the ground", "USD/month", read("published_monthly_earth"), None, 0.01,
        unseen.replace("charge on capital alone is", "charge on capital and energy are").format(shares[1]))  # fmt: skip
    for key, side, words in (("SA-4a", "space", "in space"), ("SA-4b", "earth", "on the ground")):
        add(
            key,
            f"capital {words}",
            "USD",
            read(f"published_capital_{side}"),
            capital[side],
            0.025,
            "printed to two digits",
        )
    for key, side, words in (("SA-5a", "space", "in space"), ("SA-5b", "earth", "on the ground")):
        per_hour = Quantity(
            read(f"published_petaflop_hour_{side}").to("USD/hour").magnitude, "USD*second/(petaFLOP*hour)"
        )
        add(key, f"petaFLOP-hour {words}", str(flop_hour), per_hour, petaflop[side], 0.03, "printed to two digits")
    add("SA-6", "space cost for each watt", "USD/W", read("published_cost_per_watt_2026"),
        cost.cost_per_power(capital["space"], read("power")), 0.015)  # fmt: skip
    add("SA-7", "heat a square metre of radiator sheds", "W/m^2", read("radiator_flux"), flux, 0.02,
        "its own temperatures and emissivity give more; the factor between is not explained")  # fmt: skip
    add("SA-8", "radiator for 30.5 kW", "m^2", read("radiator_area"), (read("power") / read("radiator_flux")).to("m^2"),
        0.02, "the area carries a margin, or another load, that the article does not name")  # fmt: skip
    add("SA-9", "mass the launch line pays for", "kg", lifted, printed_parts(read), 0.01,
        "the printed parts without any server already weigh more")  # fmt: skip
    add("SA-10", "cost of capital on the ground", "", read("wacc_earth"), mix, 0.01)
    add("SA-11a", "a billion tokens in space", "USD", read("published_billion_tokens_space"), None, 0.01,
        "the tokens a second behind it are not printed")  # fmt: skip
    same = (read("published_billion_tokens_space") / read("published_billion_tokens_earth")).to("")
    add("SA-11b", "tokens in space over tokens on the ground", "", same, levelised, 0.005, "one rate on both sides")
    add("SA-12", "heat of AI1's radiator over the station's", "", case["peers_ai1.published_radiator_ratio"],
        (case["satellite.ai1_radiator_heat_flux"] * case["thermal.iss_radiator_area"]
         / case["thermal.iss_radiator_heat"]).to(""), 0.01)  # fmt: skip
    year = int(case["orbit.reference_year"].magnitude)
    at = case["orbit.reference_altitude"], case["orbit.local_time_of_node"]
    darkest = (orbit.largest_eclipse_fraction(*at, year) * DAY).to("minute")
    add("SA-13", "darkness in a day, at most", "minute", read("published_eclipse_per_day"), darkest, 0.05,
        "35 minutes is one revolution with the Sun in the orbit's plane, and a day has 14.9 revolutions")  # fmt: skip
    return rows


def physics(case: Case) -> Physics:
    """Darkness of 35 minutes a day, its own radiator area, and the array sized for the end of its life."""
    read = reader(case, "peers_semianalysis")
    formula = thermal.net_flux(read("radiator_temperature"), read("sink_temperature"), read("emissivity"), ONE)
    return Physics(
        dark_share=(read("published_eclipse_per_day") / DAY).to(""),
        dark_time=read("published_eclipse_per_day"),
        storage_efficiency=ONE,
        sink_temperature=read("sink_temperature"),
        flux_factor=(read("power") / read("radiator_area") / formula).to(""),
        age=ONE,
    )


def inputs(case: Case, ours: Inputs) -> Inputs:
    """Give its inputs in the form of the harmoniser; bus and batteries are what is left of its totals."""
    read = reader(case, "peers_semianalysis")
    size, how = read("power"), physics(case)
    charge = charges(read)
    lifted = read("launch_cost_space") / read("launch_price")
    array_mass = size / read("array_specific_power")
    stated = replace(
        ours,
        launch_price=read("launch_price"),
        overhead=ONE,
        server_mass=Quantity(0.0, "kg/kW"),  # within the mass that its launch line pays for
        radiator_areal_mass=(read("radiator_mass") / read("radiator_area")).to("kg/m^2"),
        structure_share=NOTHING,
        mass_margin=NOTHING,
        radiator_cost=(read("radiator_cost") / read("radiator_area")).to("USD/m^2"),
        server_cost=(read("it_cost_space") / size).to("USD/W"),
        integration_share=NOTHING,
        operations_cost=((read("published_monthly_space") - charge["space"]) / size).to("USD/W/year"),
        life=read("life_space"),
        orbit_wacc=read("wacc_space"),
        overprovision=read("overprovision_space"),
        availability=read("radiation_availability"),
        array_degradation=read("array_degradation"),
        array_efficiency=ONE,
        radiator_temperature=read("radiator_temperature"),
        emissivity=read("emissivity"),
        fin_efficiency=ONE,
        facility_cost=(read("datacentre_cost_earth") / size).to("USD/W"),
        facility_life=read("life_facility_earth"),
        ground_server_cost=(read("it_cost_earth") / size).to("USD/W"),
        ground_server_life=read("life_it_earth"),
        ground_wacc=read("wacc_earth"),
        energy_price=read("electricity_price"),
        power_usage_effectiveness=read("pue"),
        utilisation=read("utilisation"),
        ground_operations_cost=((read("published_monthly_earth") - charge["earth"] - charge["energy"]) / size).to(
            "USD/W/year"
        ),
        ground_overprovision=read("overprovision_earth"),
    )
    installed = harmoniser.array_power(stated, how) / harmoniser.KILOWATT
    stored = (how.dark_time / stated.depth_of_discharge).to("hour")
    built = read("datacentre_cost_space") - read("launch_cost_space") - read("radiator_cost") - read("array_cost")
    rest = lifted - array_mass - read("radiator_mass")
    return replace(
        stated,
        array_mass=(array_mass / size / installed).to("kg/kW"),
        array_cost=(read("array_cost") / size / installed).to("USD/W"),
        bus_mass=(rest / size - stored / stated.battery_specific_energy).to("kg/kW"),
        bus_cost=(built / size - stored * stated.battery_cost).to("USD/W"),
    )


def cases(case: Case, ours: Inputs) -> list[PeerCase]:
    """Give its base case of 2026."""
    read = reader(case, "peers_semianalysis")
    return [PeerCase(f"{NAME}, 2026", NAME, read("published_ratio"), BOUNDARY, inputs(case, ours), physics(case))]
