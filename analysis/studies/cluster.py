"""Chapter 6: the first gigawatt cluster, built faster and cheaper.

A gigawatt is four different powers. The study takes each published figure at its own boundary, carries it to the
others, and holds time and capital against those of other sites.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.evidence import Case, observation
from analysis.models import cluster as model
from analysis.results import uncertainty
from analysis.results.registry import result, table
from analysis.studies import ground
from analysis.units import Quantity, pair

GIGAWATT = Quantity(1.0, "GW")
QUARTER = Quantity(0.25, "year")
ALL_YEAR = Quantity(1.0, "")
SPRING, AUTUMN = "2026-05-31", "2026-09-24"  # days of the two lists of sites
ONE, TWO = "Colossus 2", "Colossus 1"


def _sites(snapshot: str) -> pd.DataFrame:
    frame = observation("gigawatt_sites").frame
    return frame[(frame["snapshot"].astype(str) == snapshot) & frame["it_power_mw"].notna()]


def _seen(snapshot: str, *sites: str) -> Quantity:
    frame = _sites(snapshot)
    return Quantity(float(frame[frame["site"].isin(sites)]["it_power_mw"].sum()), "MW").to("GW")


def _rank(frame: pd.DataFrame, column: str) -> float:
    ranks = frame.set_index("site")[column].rank(ascending=False)
    return float(ranks[ONE])


# ---- power by boundary -------------------------------------------------------------------------------------------


@result("GW")
def stated_power(case: Case) -> Quantity:
    """Power of the cluster as the second document states it."""
    return case["documents.compute_draw"]


@result("GW")
def one_site_it_spring(case: Case) -> Quantity:
    """IT power of Colossus 2 by satellite estimate, spring 2026."""
    return _seen(SPRING, ONE)


@result("GW")
def both_sites_it_spring(case: Case) -> Quantity:
    """IT power of both Memphis sites by satellite estimate, spring 2026."""
    return _seen(SPRING, ONE, TWO)


@result("GW")
def one_site_facility_spring(case: Case) -> Quantity:
    """Facility power of Colossus 2 by satellite estimate and an assumed overhead, spring 2026."""
    return model.facility_power(one_site_it_spring(case), case["cluster.pue"])


@result("GW")
def both_sites_facility_spring(case: Case) -> Quantity:
    """Facility power of both sites by satellite estimate and an assumed overhead, spring 2026."""
    return model.facility_power(both_sites_it_spring(case), case["cluster.pue"])


@result("GW")
def one_site_it(case: Case) -> Quantity:
    """IT power of Colossus 2 by satellite estimate, September 2026."""
    return case["cluster.colossus2_it_power"]


@result("GW")
def one_site_facility(case: Case) -> Quantity:
    """Facility power of Colossus 2 by satellite estimate and an assumed overhead, September 2026."""
    return model.facility_power(one_site_it(case), case["cluster.pue"])


@result("GW")
def both_sites_it(case: Case) -> Quantity:
    """IT power of both sites by satellite estimate, September 2026."""
    return one_site_it(case) + case["cluster.colossus1_it_power"]


@result("GW")
def both_sites_facility(case: Case) -> Quantity:
    """Facility power of both sites by satellite estimate and an assumed overhead, September 2026."""
    return model.facility_power(both_sites_it(case), case["cluster.pue"])


@result("GW")
def rival_it_spring(case: Case) -> Quantity:
    """IT power of New Carlisle by satellite estimate, spring 2026, later revised down."""
    return _seen(SPRING, "Anthropic-Amazon New Carlisle")


@result("GW")
def company_power_march(case: Case) -> Quantity:
    """Computing power of both sites as the company stated it in spring 2026."""
    return case["cluster.company_compute_power"]


@result("GW")
def company_power_june(case: Case) -> Quantity:
    """Nameplate computing power of the company at the end of June 2026, as it states."""
    return case["spacex.nameplate_compute"]


def behind_nameplate(case: Case, nameplate: Quantity) -> Quantity:
    """Give the IT power behind a nameplate power, by the share of the overhead that nameplate holds."""
    overhead = 1.0 + case["cluster.nameplate_overhead"] * (case["cluster.pue"] - 1.0)
    return model.it_power(nameplate, overhead)


@result("GW")
def company_it_june(case: Case) -> Quantity:
    """IT power behind the nameplate power of June 2026, by the share of the overhead that nameplate holds."""
    return behind_nameplate(case, company_power_june(case))


@result("", digits=1)
def rank(case: Case) -> Quantity:
    """Rank of Colossus 2 among sites by IT power, list of September 2026."""
    return Quantity(_rank(_sites(AUTUMN), "it_power_mw"), "")


@result("", digits=1)
def rank_spring(case: Case) -> Quantity:
    """Rank of Colossus 2 when the document appeared: by the headline of June and by the list of spring 2026."""
    listed = _rank(_sites(SPRING), "h100_equivalents")
    return pair(case["cluster.rank_headline_june"], Quantity(listed, ""))


@result("", digits=1)
def rank_spring_listed(case: Case) -> Quantity:
    """Rank of Colossus 2 by computing capacity, list of spring 2026."""
    return Quantity(_rank(_sites(SPRING), "h100_equivalents"), "")


@result("", digits=1)
def rank_by_headline(case: Case) -> Quantity:
    """Rank of Colossus 2 by the institute's text of June 2026."""
    return case["cluster.rank_headline_june"]


@result("", digits=3)
def overhead_range(case: Case) -> Quantity:
    """Power usage effectiveness of a liquid-cooled AI site, lowest and highest."""
    return case.bounds("cluster.pue")


# ---- what a gigawatt is ------------------------------------------------------------------------------------------


@result("TWh")
def energy_per_gigawatt_year(case: Case) -> Quantity:
    """Energy of a gigawatt that runs all year."""
    return model.annual_energy(GIGAWATT, ALL_YEAR)


@result("percent", digits=2)
def share_of_world_energy(case: Case) -> Quantity:
    """Energy of a gigawatt that runs all year, as a share of what all data centres used in 2024."""
    return energy_per_gigawatt_year(case) / (case["comparators.datacentre_energy_2024"] * Quantity(1, "year"))


@result("GPU")
def accelerators_per_gigawatt(case: Case) -> Quantity:
    """Accelerators of the 2026 kind that a gigawatt of facility power runs."""
    it_load = model.it_power(GIGAWATT, case["cluster.pue"])
    return model.accelerator_count(it_load, case["cluster.it_power_per_accelerator"])


@result("percent", digits=2)
def accelerator_share(case: Case) -> Quantity:
    """Share of the IT power that accelerators themselves take."""
    return case["cluster.accelerator_power_b300"] / case["cluster.it_power_per_accelerator"]


@result("GW")
def accelerator_power(case: Case) -> Quantity:
    """Power of the accelerators alone at Colossus 2, September 2026."""
    tree = model.power_tree(one_site_facility(case), Quantity(0.0, ""), case["cluster.pue"], accelerator_share(case))
    return Quantity(tree.accelerators)


@result("m^3", digits=2)
def water_per_gigawatt_year(case: Case) -> Quantity:
    """Water that a site of a gigawatt evaporates in a year, at the rate of American data centres in 2028."""
    return model.water_use(energy_per_gigawatt_year(case), ground.water_per_energy_2028(case))


# ---- faster ------------------------------------------------------------------------------------------------------


@result("month", digits=2)
def build_time(case: Case) -> Quantity:
    """Months from the start of construction until Colossus 2 had about a gigawatt: as expected, and as seen."""
    return case.bounds("cluster.colossus2_build_time")


@result("month", digits=2)
def build_time_rivals(case: Case) -> Quantity:
    """Months from the start of construction to a gigawatt at the tracked American sites."""
    return case.bounds("cluster.gigawatt_build_time")


@result("month", digits=2)
def build_time_seen(case: Case) -> Quantity:
    """Months from the start of construction until Colossus 2 had about a gigawatt, as seen."""
    return build_time(case).max()


@result("percent", digits=2)
def time_over_usual(case: Case) -> Quantity:
    """Time to a gigawatt at Colossus 2, as seen, over the usual two years."""
    return build_time_seen(case) / case["cluster.gigawatt_build_time"]


@result("day", digits=3)
def first_hall_time(case: Case) -> Quantity:
    """Days from the start to the first 100,000 accelerators of Colossus 1."""
    return case["cluster.colossus_days"]


@result("percent", digits=2)
def first_hall_over_usual(case: Case) -> Quantity:
    """Days to the first building of Colossus 1 over the usual time to build a large data centre."""
    usual = case.bounds("cluster.usual_build_time")
    return pair(first_hall_time(case) / usual.max(), first_hall_time(case) / usual.min())


# ---- cheaper -----------------------------------------------------------------------------------------------------


def _booked_until_march(case: Case) -> Quantity:
    years = [case.nominal(f"spacex.ai_capex_{year}") for year in (2023, 2024, 2025)]
    first, second, third = years
    return (first + second + third) * Quantity(1, "year") + case.nominal("spacex.ai_capex_q1_2026")


@result("gigaUSD")
def booked_capital(case: Case) -> Quantity:
    """Capital spent on AI from 2023 to June 2026."""
    return _booked_until_march(case) + case.nominal("spacex.ai_capex_q2_2026")


@result("USD/W")
def booked_per_watt(case: Case) -> Quantity:
    """Capital spent on AI until June 2026 per watt of nameplate then."""
    return model.capital_per_power(booked_capital(case), company_power_june(case))


@result("USD/W")
def booked_per_watt_march(case: Case) -> Quantity:
    """Capital spent on AI until March 2026 per watt then."""
    return model.capital_per_power(_booked_until_march(case), company_power_march(case))


@result("USD/W")
def booked_per_it_watt(case: Case) -> Quantity:
    """Capital spent on AI until June 2026 per watt of IT then, the boundary of the published costs."""
    return model.capital_per_power(booked_capital(case), company_it_june(case))


@result("USD/W")
def marginal_capital_per_it_watt(case: Case) -> Quantity:
    """Capital of the second quarter of 2026 per watt of IT added in it."""
    added = behind_nameplate(case, power_added_second_quarter(case))
    return model.capital_per_power(capital_second_quarter(case), added)


@result("gigaUSD", digits=4)
def capital_second_quarter(case: Case) -> Quantity:
    """Capital spent on AI in the second quarter of 2026."""
    return case.nominal("spacex.ai_capex_q2_2026")


@result("GW", digits=2)
def power_added_second_quarter(case: Case) -> Quantity:
    """Nameplate power added in the second quarter of 2026."""
    return company_power_june(case) - company_power_march(case)


@result("USD/W")
def marginal_capital_per_watt(case: Case) -> Quantity:
    """Capital of the second quarter of 2026 per watt of nameplate added in it."""
    return model.capital_per_power(capital_second_quarter(case), power_added_second_quarter(case))


@result("GW/year", digits=2)
def pace_second_quarter(case: Case) -> Quantity:
    """Nameplate power added in the second quarter of 2026, multiplied up to a year."""
    return power_added_second_quarter(case) / QUARTER


@result("USD/W")
def counted_cost_per_watt(case: Case) -> Quantity:
    """Cost of a watt of IT with its share of the building, as we count it for a new site."""
    return case.nominal("cost.compute_cost") + case.nominal("cost.facility_cost")


@result("GW/year", digits=2)
def it_power_bought(case: Case) -> Quantity:
    """IT power that the AI spending of the second quarter of 2026 buys in a year, at our cost of a watt."""
    return capital_second_quarter(case) / QUARTER / counted_cost_per_watt(case)


@result("gigaUSD")
def commitments(case: Case) -> Quantity:
    """Purchase obligations due in 2026 and 2027."""
    return case.nominal("spacex.purchase_obligations")


@result("USD/W")
def committed_per_watt(case: Case) -> Quantity:
    """Capital with all purchase obligations, per watt of nameplate in June 2026."""
    return model.capital_per_power(booked_capital(case) + commitments(case), company_power_june(case))


@result("USD/W")
def rival_cost_per_watt(case: Case) -> Quantity:
    """Capital per watt by the published costs, lowest and highest."""
    return case.bounds("comparators.capital_per_watt")


@result("USD/W")
def rival_cost_per_watt_base(case: Case) -> Quantity:
    """Capital per watt by the published cost that the report uses."""
    return case.nominal("comparators.capital_per_watt")


@result("", digits=3, words="{}×")
def cost_ratio(case: Case) -> Quantity:
    """Capital with the assumed part of the obligations over the published cost of others, both for a watt of IT."""
    capital = booked_capital(case) + case["cluster.obligations_for_clusters"] * commitments(case)
    return model.capital_per_power(capital, company_it_june(case)) / rival_cost_per_watt_base(case)


@result("", digits=3, words="{}×")
def cost_ratio_march(case: Case) -> Quantity:
    """Capital spent until March 2026 per watt of nameplate, over the published cost of others."""
    return booked_per_watt_march(case) / rival_cost_per_watt_base(case)


@result("", digits=2, words="{}×")
def cost_ratio_range(case: Case) -> Quantity:
    """Capital per watt of IT over the published cost of others, 90 % range."""
    return uncertainty.interval(cost_ratio, case, count=uncertainty.WORKING)


@result("percent", digits=2)
def probability_dearer(case: Case) -> Quantity:
    """Probability that the cluster was more expensive than the published cost of others."""
    return uncertainty.probability_above(cost_ratio, Quantity(1.0, ""), case, count=uncertainty.WORKING)


@result("gigaUSD", digits=4)
def server_capital_implied(case: Case) -> Quantity:
    """Server capital that Epoch's three totals imply: from lives of 3 and 5 years, and of 5 and 7."""
    totals = [case.nominal(f"peers_epoch.published_total{end}") for end in ("_short", "", "_long")]
    rates = [1 / case[f"peers_epoch.it_life{end}"] for end in ("_short", "", "_long")]
    first, second = ((totals[i] - totals[i + 1]) / (rates[i] - rates[i + 1]) for i in (0, 1))
    return pair(first.to("gigaUSD"), second.to("gigaUSD"))


# ---- frames ------------------------------------------------------------------------------------------------------


@table
def boundaries(case: Case) -> pd.DataFrame:
    """The same clusters at five boundaries, spring and September 2026, with the ranges of load and overhead."""
    overhead = case.bounds("cluster.pue")
    share = float(accelerator_share(case).to("").magnitude)
    one = case.bounds("cluster.colossus2_it_power")
    both = one + case.bounds("cluster.colossus1_it_power")
    rows = []
    for name, now, then, ends in (
        (
            "Both sites, facility",
            both_sites_facility(case),
            both_sites_facility_spring(case),
            model.facility_power(both, overhead),
        ),
        ("Both sites, IT", both_sites_it(case), both_sites_it_spring(case), both),
        (
            "Colossus 2, facility",
            one_site_facility(case),
            one_site_facility_spring(case),
            model.facility_power(one, overhead),
        ),
        ("Colossus 2, IT", one_site_it(case), one_site_it_spring(case), one),
        ("Colossus 2, accelerators", accelerator_power(case), one_site_it_spring(case) * share, one * share),
    ):
        low, high = ends.to("GW").magnitude
        rows.append((name, float(then.to("GW").magnitude), float(now.to("GW").magnitude), float(low), float(high)))
    return pd.DataFrame(rows, columns=["boundary", "spring_gw", "september_gw", "low_gw", "high_gw"])


@table
def capital_costs(case: Case) -> pd.DataFrame:
    """Capital per watt: what the company booked, and what others publish for a gigawatt."""
    rows = [
        ("SpaceX to March 2026, nameplate", booked_per_watt_march(case), "spacex"),
        ("SpaceX to June 2026, nameplate", booked_per_watt(case), "spacex"),
        ("SpaceX, second quarter, nameplate", marginal_capital_per_watt(case), "spacex"),
        ("SpaceX with obligations, nameplate", committed_per_watt(case), "spacex"),
        ("Epoch AI, rule of 2025, facility", case.nominal("cluster.capital_per_watt_epoch_2025"), "others"),
        ("Bernstein, not stated", case.nominal("cluster.capital_per_watt_bernstein"), "others"),
        ("Epoch AI, 2026, IT", case.nominal("cluster.capital_per_watt_epoch"), "others"),
        ("Nvidia, not stated", case.nominal("cluster.capital_per_watt_nvidia"), "others"),
        ("IBM, not stated", case.nominal("cluster.capital_per_watt_ibm"), "others"),
    ]
    found = []
    for name, cost, kind in rows:
        value = float(cost.to("USD/W").magnitude)
        low = high = value
        if name.startswith("Nvidia"):
            low, high = case.bounds("cluster.capital_per_watt_nvidia").to("USD/W").magnitude
        if name.startswith("SpaceX to March"):
            low, high = _with_2024(case, company_power_march(case), _booked_until_march)
        if name.startswith("SpaceX to June"):
            low, high = _with_2024(case, company_power_june(case), booked_capital)
        found.append((name, value, float(low), float(high), kind))
    return pd.DataFrame(found, columns=["who", "usd_per_watt", "low", "high", "kind"])


def _with_2024(case: Case, power: Quantity, capital: Callable[[Case], Quantity]) -> tuple[float, float]:
    ends = []
    for end in case.record("spacex.ai_capex_2024").lowest, case.record("spacex.ai_capex_2024").highest:
        cost = model.capital_per_power(capital(case.with_values({"spacex.ai_capex_2024": end})), power)
        ends.append(float(cost.to("USD/W").magnitude))
    return min(ends), max(ends)


@table
def sites(case: Case) -> pd.DataFrame:
    """The largest sites by IT power, September 2026."""
    frame = _sites(AUTUMN).sort_values("it_power_mw", ascending=False)
    return frame[["site", "owner", "it_power_mw"]].head(6).reset_index(drop=True)
