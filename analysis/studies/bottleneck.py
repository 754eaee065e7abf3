"""Chapter 7: infrastructure, and not algorithms, as the bottleneck.

Quantities first: how fast computing, power and algorithms grow, and which is the slower of two that need each other.
Then prices: what a watt of IT power earns beyond its server, against what it costs.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case, observation
from analysis.evidence.case import price_index
from analysis.models import bottleneck as model
from analysis.models import finance, grid, revenue
from analysis.results import uncertainty
from analysis.results.registry import result, table
from analysis.results.verdicts import as_verdict, probability_of
from analysis.studies import rates
from analysis.units import BASE_YEAR, Quantity, pair

YEAR = Quantity(1.0, "year")
HORIZON = Quantity(4.0, "year")  # from 2026 to 2030
FREE = Quantity(0.0, "USD/kWh")
B200, H100 = "cluster.accelerator_power_b200", "cluster.accelerator_power_h100"


def _factor(case: Case, key: str) -> Quantity:
    """Read a yearly factor of growth as a pure number."""
    return (case[key] * YEAR).to("")


# ---- how fast the inputs grow ------------------------------------------------------------------------------------


@result(digits=2, words="{}×")
def compute_growth(case: Case) -> Quantity:
    """Yearly growth of the computing that the largest training runs use."""
    return _factor(case, "cluster.training_compute_growth")


@result(digits=2, words="{}×")
def algorithm_growth(case: Case) -> Quantity:
    """Yearly growth of algorithmic efficiency."""
    return _factor(case, "cluster.algorithmic_efficiency_growth")


@result(digits=2, words="{}×")
def algorithm_growth_range(case: Case) -> Quantity:
    """Yearly growth of algorithmic efficiency, lowest and highest published."""
    return (case.bounds("cluster.algorithmic_efficiency_growth") * YEAR).to("")


@result(digits=2, words="{}×")
def power_growth(case: Case) -> Quantity:
    """Yearly growth of the power of the largest training runs."""
    return _factor(case, "cluster.training_power_growth")


@result(digits=2, words="{}×")
def chip_growth(case: Case) -> Quantity:
    """Yearly growth of operations per joule."""
    return _factor(case, "cluster.accelerator_efficiency_growth")


@result(digits=3, words="{}×")
def effective_growth(case: Case) -> Quantity:
    """Yearly growth of effective computing: computing times algorithms."""
    return compute_growth(case) * algorithm_growth(case)


@result("percent", digits=2)
def algorithm_share(case: Case) -> Quantity:
    """Share of the growth of effective computing that algorithms make up."""
    return model.growth_share(algorithm_growth(case), effective_growth(case))


@result("percent", digits=2)
def compute_share(case: Case) -> Quantity:
    """Share of the growth of effective computing that physical computing makes up."""
    return model.growth_share(compute_growth(case), effective_growth(case))


@result("percent", digits=2)
def algorithmic_gain(case: Case) -> Quantity:
    """Computing that one result needs less each year, through algorithms."""
    return 1 - 1 / algorithm_growth(case)


@result(digits=3, words="{}×")
def power_growth_needed(case: Case) -> Quantity:
    """Yearly growth of power at which computing keeps pace with algorithms."""
    return algorithm_growth(case) / chip_growth(case)


@result(digits=3, words="{}×")
def fleet_power_growth(case: Case) -> Quantity:
    """Yearly growth of data-centre power from 2026 to 2030: the agency's base case, and the steepest path."""
    energies = [case[f"comparators.datacentre_energy_{year}"] * YEAR for year in (2024, 2030)]
    slow = grid.demand_growth_rate(energies[0], energies[1], Quantity(6, "year"))
    fast = finance.compound_growth_rate(case["grid.capacity_2026"], case["grid.capacity_2030"], HORIZON)
    return pair(1 + slow, 1 + fast)


@result(digits=2, words="{}×")
def fleet_compute_growth(case: Case) -> Quantity:
    """Yearly growth of computing that the slowest and the steepest path of power allow, chips included."""
    return fleet_power_growth(case) * chip_growth(case)


@result(digits=3, words="{}×")
def compute_growth_ahead(case: Case) -> Quantity:
    """Yearly growth of computing that the steepest path of power allows, chips included."""
    path = finance.compound_growth_rate(case["grid.capacity_2026"], case["grid.capacity_2030"], HORIZON)
    return (1 + path) * chip_growth(case)


def _share_ahead(case: Case, substitution: Quantity) -> Quantity:
    years = HORIZON / YEAR
    return model.compute_elasticity(
        np.exp(years * np.log(compute_growth_ahead(case))),
        np.exp(years * np.log(algorithm_growth(case))),
        case["bottleneck.compute_weight"],
        substitution,
    )


@result(digits=3)
def substitution_high(case: Case) -> Quantity:
    """Highest published elasticity of substitution."""
    return case.bounds("bottleneck.substitution").max()


@result("percent", digits=2)
def compute_share_2030(case: Case) -> Quantity:
    """Share of the next gain in 2030 that depends on computing, on the steepest path of power."""
    return _share_ahead(case, case["bottleneck.substitution"])


@result("percent", digits=2)
def compute_share_2030_low(case: Case) -> Quantity:
    """Share of the next gain in 2030 that depends on computing, if algorithms stand in for it easily."""
    return compute_share_2030_range(case).min()


@result("percent", digits=2)
def compute_share_2030_range(case: Case) -> Quantity:
    """Share of the next gain in 2030 that depends on computing: if algorithms stand in for it easily, and if hardly."""
    low, high = case.bounds("bottleneck.substitution")
    return pair(_share_ahead(case, high), _share_ahead(case, low))


# ---- what rents did ----------------------------------------------------------------------------------------------


def _yearly(case: Case, first: str, last: str) -> Quantity:
    days = (case.day(last) - case.day(first)).days
    return finance.compound_growth_rate(case.real(first), case.real(last), Quantity(days, "day").to("year")) / YEAR


@result("percent/year", digits=2)
def h100_rent_change(case: Case) -> Quantity:
    """Yearly change of the real rent of an H100 from the shortage of 2023 to October 2026."""
    return _yearly(case, "market.h100_hour_2023", "market.h100_hour")


@result("percent/year", digits=2)
def h100_contract_change(case: Case) -> Quantity:
    """Yearly change of the real rent of a one-year H100 contract from October 2025 to March 2026."""
    return _yearly(case, "market.h100_hour_contract_low", "market.h100_hour_contract")


@result("percent", digits=2)
def b200_rent_change(case: Case) -> Quantity:
    """Rise of the rent of a B200 in March 2026."""
    return case["market.b200_rise_march_2026"]


@result("percent/year", digits=2)
def starlink_arpu_change(case: Case) -> Quantity:
    """Yearly change of Starlink's revenue per subscriber from 2023 to the second quarter of 2026, at face value."""
    frame = observation("starlink_arpu").frame
    first, last = (Quantity(float(v), "USD") for v in frame["arpu_usd_per_month"].iloc[[0, -1]])
    ends = pd.to_datetime(frame["period_end"].iloc[[0, -1]].astype(str))
    span = Quantity((ends.iloc[1] - ends.iloc[0]).days, "day").to("year")
    return finance.compound_growth_rate(first, last, span) / YEAR


# ---- what a watt is worth ----------------------------------------------------------------------------------------


def _power(case: Case, chip: str) -> Quantity:
    share = case["cluster.accelerator_power_b300"] / case["cluster.it_power_per_accelerator"]
    return (case[chip] / share).to("kW/GPU")


def _server_cost(case: Case, chip: str) -> Quantity:
    principal = (case.nominal("cost.compute_cost") * _power(case, chip) * Quantity(1, "GPU")).to("USD")
    yearly = finance.level_payment(principal, rates.ground(case).to(""), case["cost.compute_life"])
    return yearly / Quantity(1, "GPU")


def _shadow(case: Case, chip: str, rent: Quantity) -> Quantity:
    return model.shadow_price_of_power(rent, case["cluster.utilisation"], _server_cost(case, chip), _power(case, chip))


def _supply_cost(case: Case, energy_price: Quantity) -> Quantity:
    return model.supply_cost_of_power(
        case.nominal("cost.facility_cost"),
        rates.ground(case).to(""),
        case["cost.facility_life"],
        case.nominal("cost.facility_operations_cost"),
        case["cluster.pue"],
        energy_price,
    )


@result("kW/GPU", digits=3)
def power_per_b200(case: Case) -> Quantity:
    """IT power for each B200 with its share of the server."""
    return _power(case, B200)


@result("USD/GPU/hour", digits=3)
def rent(case: Case) -> Quantity:
    """Rent of a B200 for an hour on the market, as last recorded."""
    return case.nominal("market.b200_hour")


@result("USD/W/year", digits=3)
def shadow_price_now(case: Case) -> Quantity:
    """Value of a watt of IT power a year at today's rent of a B200, its server paid."""
    return _shadow(case, B200, rent(case))


@result("percent", digits=2)
def rent_decline(case: Case) -> Quantity:
    """Yearly fall of rent that the report expects over a server's life."""
    return case["cost.learning_rate_compute"] * YEAR


@result(digits=2)
def level_factor(case: Case) -> Quantity:
    """Level rent over a server's life, over its first rent."""
    return model.level_rent_factor(rent_decline(case), rates.ground(case).to(""), case["cost.compute_life"])


@result(digits=2)
def fleet_factor(case: Case) -> Quantity:
    """Mean rent of a leased fleet of mixed ages over the rent of its newest servers."""
    return model.fleet_rent_factor(rent_decline(case), case["market.fleet_growth"], case["cost.compute_life"])


@result("percent", digits=2)
def first_year_depreciation(case: Case) -> Quantity:
    """Share of its value that a server loses in its first year, because its rent falls and its life shortens."""
    left = model.remaining_value_share(rent_decline(case), rates.ground(case).to(""), case["cost.compute_life"], YEAR)
    return 1.0 - left


@result("USD/W/year", digits=2)
def shadow_price(case: Case) -> Quantity:
    """Value of a watt of IT power a year over the life of a B200 whose rent falls, its server paid."""
    return _shadow(case, B200, rent(case) * level_factor(case))


@result("USD/W/year", digits=3)
def supply_cost(case: Case) -> Quantity:
    """Yearly cost of a watt of IT power: building, running, electricity."""
    return _supply_cost(case, case.nominal("cost.energy_price"))


@result("USD/W/year", digits=3)
def supply_cost_range(case: Case) -> Quantity:
    """Yearly cost of a watt of IT power with the cheapest electricity and building, and with the most expensive."""
    ends = []
    for price, cost in zip(case.bounds("cost.energy_price"), case.bounds("cost.facility_cost"), strict=True):
        ends.append(_supply_cost(case.with_values({"cost.facility_cost": cost}), price))
    return pair(*ends)


@result(digits=2, words="{}×")
def shadow_over_cost(case: Case) -> Quantity:
    """Value of a watt over what it costs, over the life of a server whose rent falls."""
    return shadow_price(case) / supply_cost(case)


@result(digits=2, words="{}×")
def shadow_over_cost_now(case: Case) -> Quantity:
    """Value of a watt at today's rent over what it costs."""
    return shadow_price_now(case) / supply_cost(case)


@result(digits=2, words="{}×")
def shadow_over_cost_range(case: Case) -> Quantity:
    """Value of a watt over what it costs, over a server's life: the 90 % range."""
    return uncertainty.interval(shadow_over_cost, case, count=uncertainty.WORKING)


@result("percent", digits=2, written=as_verdict("A05"))
def probability_scarce(case: Case) -> Quantity:
    """Probability that a watt is worth more than it costs, given the ranges of the inputs."""
    return probability_of("A05", case)


@result(digits=2, words="{}×")
def shortage_over_cost(case: Case) -> Quantity:
    """Value of a watt at the H100 rent of 2023 over what a watt costs."""
    return _shadow(case, H100, case.real("market.h100_hour_2023")) / supply_cost(case)


@result("USD/kWh", digits=2)
def affordable_energy_price(case: Case) -> Quantity:
    """Highest price of electricity at which a B200 still pays over its life."""
    return model.affordable_energy_price(shadow_price(case), _supply_cost(case, FREE), case["cluster.pue"])


@result("USD/GPU/hour", digits=3)
def break_even_rent(case: Case) -> Quantity:
    """Rent of a B200 at which a watt is worth what it costs, if the rent stays."""
    return model.break_even_rent(
        _server_cost(case, B200), supply_cost(case), _power(case, B200), case["cluster.utilisation"]
    )


@result("USD/GPU/hour", digits=3)
def break_even_first_rent(case: Case) -> Quantity:
    """First rent of a B200 at which a watt is worth what it costs although rent falls."""
    return break_even_rent(case) / level_factor(case)


@result("USD/W/year", digits=3)
def scarcity_line(case: Case) -> Quantity:
    """Value of a watt at today's rent above which power is scarce although rent falls."""
    return _shadow(case, B200, break_even_first_rent(case))


@result("USD/W/year", digits=3)
def chip_scarcity(case: Case) -> Quantity:
    """What the chip's maker takes above its cost, per watt of IT power and year."""
    paid = _server_cost(case, B200) / _power(case, B200)
    return case["bottleneck.chip_margin_share"] * paid


@result("USD/W/year", digits=3)
def h100_contract_shadow(case: Case) -> Quantity:
    """Value of a watt at the one-year H100 contract of October 2025, the lowest found."""
    return _shadow(case, H100, case.real("market.h100_hour_contract_low"))


@result("USD/W/year", digits=3)
def lease_shadow(case: Case) -> Quantity:
    """Value of a watt under the Anthropic lease, if it covers twice the stated power and if it covers that power."""
    server = _server_cost(case, B200) / _power(case, B200)
    leases = [
        revenue.lease_price_per_power(case.nominal("contracts.anthropic_fee"), power)
        for power in case.bounds("contracts.anthropic_power")
    ]
    return pair(*((lease - server).to("USD/W/year") for lease in leases[::-1]))


@result("USD/W/year", digits=3)
def power_scarcity(case: Case) -> Quantity:
    """What a watt of IT power earns beyond its cost in a year, over the life of a server whose rent falls."""
    return shadow_price(case) - supply_cost(case)


# ---- frames ------------------------------------------------------------------------------------------------------


@table
def shadow_prices(case: Case) -> pd.DataFrame:
    """Value of a watt of IT power by chip and day, dollars of 2026, with the range that quoted rents give."""
    rents = observation("gpu_hour_prices").frame
    index, rows = price_index(), []
    for chip, key in (("H100", H100), ("B200", B200)):
        for row in rents[rents["chip"] == chip].itertuples():
            real = index[BASE_YEAR] / index[int(str(row.date)[:4])]
            quoted = [row.usd_per_gpu_hour, row.low, row.high]
            values = [
                float(_shadow(case, key, Quantity(float(q) * real, "USD/GPU/hour")).to("USD/W/year").magnitude)
                for q in quoted
            ]
            rows.append((str(row.date), chip, row.kind, *values))
    return pd.DataFrame(rows, columns=["date", "chip", "kind", "usd_per_watt_year", "low", "high"])


@table
def growth(case: Case) -> pd.DataFrame:
    """Growth account of effective computing: factor a year and share of the whole."""
    known = (power_growth(case), chip_growth(case), _factor(case, "bottleneck.run_length_growth"))
    rest = compute_growth(case) / (known[0] * known[1] * known[2])
    rows = [
        ("Power of the largest runs", known[0]),
        ("Operations per joule", known[1]),
        ("Length of runs", known[2]),
        ("Not accounted for", rest),
        ("Algorithms", algorithm_growth(case)),
        ("Effective computing", effective_growth(case)),
    ]
    return pd.DataFrame(
        [
            (name, float(g.magnitude), 100 * float(model.growth_share(g, effective_growth(case)).magnitude))
            for name, g in rows
        ],
        columns=["what", "factor_a_year", "share_percent"],
    )


@table
def elasticities(case: Case) -> pd.DataFrame:
    """Share of the next gain that depends on computing, by elasticity of substitution: on the past path and ahead."""
    sigma = Quantity(np.linspace(0.1, 2.6, 51), "")
    weight, years = case["bottleneck.compute_weight"], float((HORIZON / YEAR).magnitude)
    algorithms = algorithm_growth(case) ** years
    paths = {
        "Frontier models so far": compute_growth(case) ** years,
        "Ahead, fastest power": compute_growth_ahead(case) ** years,
        "Ahead, agency's power": fleet_compute_growth(case).min() ** years,
    }
    return pd.DataFrame(
        [
            (name, float(s), 100 * float(e))
            for name, computing in paths.items()
            for s, e in zip(
                sigma.magnitude,
                model.compute_elasticity(computing, algorithms, weight, sigma).magnitude,
                strict=True,
            )
        ],
        columns=["path", "substitution", "compute_share_percent"],
    )
