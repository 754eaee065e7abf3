"""Chapter 14: which layers SpaceX makes, which it buys, and where the margins are.

The price of a leased accelerator's hour is taken apart into layers, each layer into its maker's cost and the margin
that somebody keeps. Then each bought layer is made instead, at the penalty of a small maker.
"""

from __future__ import annotations

import pandas as pd

from analysis.evidence import Case
from analysis.models import integration
from analysis.results.registry import result, table
from analysis.results.uncertainty import interval, probability_above
from analysis.studies import bottleneck, cluster, parity, revenue
from analysis.units import Quantity, pair

HOUR = "USD/GPU/hour"
ONE = Quantity(1.0, "")
MAKER, SUPPLIER, OWN = "maker's cost", "margin paid to suppliers", "margin that SpaceX keeps"


# ---- how much of the stack ---------------------------------------------------------------------------------------


@result("percent", digits=2)
def share_in_service(case: Case) -> Quantity:
    """Share of the layers in service today, without and with energy."""
    return case.bounds("stack.layers_owned") / case["stack.layers"]


# ---- an hour taken apart -----------------------------------------------------------------------------------------


def _of_machines(case: Case, share: Quantity) -> Quantity:
    """Give what an hour pays for a part of the machines, by its share of their capital."""
    machines = 1.0 - case["stack.infrastructure_share"]
    return parity.ground_hour_lines(case)["Accelerators"] * (share / machines).to("")


def _other_share(case: Case) -> Quantity:
    rest = case["stack.accelerator_share"] + case["stack.network_share"] + case["stack.infrastructure_share"]
    return 1.0 - rest


@result(HOUR)
def accelerator_hour(case: Case) -> Quantity:
    """What an hour pays for the accelerator itself, the cost of capital included."""
    return _of_machines(case, case["stack.accelerator_share"])


@result(HOUR)
def network_hour(case: Case) -> Quantity:
    """What an hour pays for the network of the site, the cost of capital included."""
    return _of_machines(case, case["stack.network_share"])


@result(HOUR)
def server_hour(case: Case) -> Quantity:
    """What an hour pays for servers, storage and the rest, the cost of capital included."""
    return _of_machines(case, _other_share(case))


@result(HOUR)
def infrastructure_hour(case: Case) -> Quantity:
    """What an hour pays for building, power and cooling plant, the cost of capital included."""
    return parity.ground_hour_lines(case)["Building, power, cooling"]


@result(HOUR)
def running_hour(case: Case) -> Quantity:
    """What an hour pays for energy, repair and operation."""
    lines = parity.ground_hour_lines(case)
    return lines["Electricity"] + lines["Running"]


@result(HOUR)
def hour_cost(case: Case) -> Quantity:
    """What an accelerator's hour costs on the ground, the cost of capital included: the hour of Chapter 12."""
    machines = accelerator_hour(case) + network_hour(case) + server_hour(case)
    return machines + infrastructure_hour(case) + running_hour(case)


@result(HOUR)
def hour_price(case: Case) -> Quantity:
    """What Anthropic pays for an accelerator's hour."""
    return revenue.anthropic_price(case)


@result(HOUR)
def lessor_margin(case: Case) -> Quantity:
    """What is left of the price of an hour for the owner of the site."""
    return hour_price(case) - hour_cost(case)


@result("percent", digits=2)
def lessor_share(case: Case) -> Quantity:
    """Share of the price of an hour that is left for the owner of the site, its capital paid and before development."""
    return lessor_margin(case) / hour_price(case)


@result("percent", digits=2)
def lessor_share_if_rents_fall(case: Case) -> Quantity:
    """The same over a machine's life if its price fell from the contract's as rents do."""
    level = hour_price(case) * bottleneck.level_factor(case)
    return 1.0 - hour_cost(case) / level


@result(HOUR)
def accelerator_margin_hour(case: Case) -> Quantity:
    """What an hour pays to the accelerator maker as margin."""
    return integration.margin_in_price(accelerator_hour(case), case["stack.accelerator_margin"])


@result("percent", digits=2)
def accelerator_share_of_paid_margin(case: Case) -> Quantity:
    """Share of the margins paid to suppliers that goes to the accelerator maker."""
    others = integration.margin_in_price(network_hour(case), case["stack.network_margin"])
    servers = integration.margin_in_price(server_hour(case), case["stack.server_margin"])
    mine = accelerator_margin_hour(case)
    return mine / (mine + others + servers)


@result("percent", digits=2)
def bare_share(case: Case) -> Quantity:
    """Share of the price of an hour that is left when every margin is taken out."""
    return _bare_cost(case) / hour_price(case)


def _bare_cost(case: Case) -> Quantity:
    layers = (
        (accelerator_hour(case), case["stack.accelerator_margin"]),
        (network_hour(case), case["stack.network_margin"]),
        (server_hour(case), case["stack.server_margin"]),
        (infrastructure_hour(case), case["stack.infrastructure_margin"]),
        (running_hour(case), case["stack.energy_margin"]),
    )
    costs = [integration.maker_cost(price, margin) for price, margin in layers]
    return sum(costs[1:], costs[0])


# ---- make or buy -------------------------------------------------------------------------------------------------


@result("GPU/year", digits=2)
def own_need(case: Case) -> Quantity:
    """Accelerators that the AI spending of the second quarter of 2026 buys in a year."""
    return cluster.it_power_bought(case) * case["cost.accelerators_per_kilowatt"]


@result("USD/GPU")
def accelerator_price(case: Case) -> Quantity:
    """Price of an accelerator that the shares of a site's capital imply."""
    return revenue.capital_per_accelerator(case) * case["stack.accelerator_share"]


@result("gigaUSD/year")
def margin_paid_a_year(case: Case) -> Quantity:
    """Margin that SpaceX pays to the accelerator maker in a year at the spending of the second quarter of 2026."""
    bought = own_need(case) * accelerator_price(case)
    return integration.margin_in_price(bought.to("USD/year"), case["stack.accelerator_margin"])


@result(digits=2, words="{}×")
def penalty(case: Case) -> Quantity:
    """Own cost of making accelerators over the leader's, at SpaceX's need and the leader's output."""
    return integration.scale_penalty(own_need(case), case["stack.leader_output"], case["stack.chip_learning_rate"])


@result(digits=2)
def break_even_penalty(case: Case) -> Quantity:
    """Penalty of smallness up to which making accelerators is as cheap as buying them."""
    return 1 / (1 - case["stack.accelerator_margin"])


@result(digits=3)
def break_even_penalty_building(case: Case) -> Quantity:
    """Penalty of smallness up to which building and making plant is as cheap as buying them."""
    return 1 / (1 - case["stack.infrastructure_margin"])


@result("percent", digits=2)
def building_margin(case: Case) -> Quantity:
    """Gross margin of builders and makers of plant, our belief."""
    return case["stack.infrastructure_margin"]


@result("percent", digits=2)
def development_share(case: Case) -> Quantity:
    """Development of an own accelerator over the price of a bought one."""
    made = own_need(case) * case["stack.chip_generation"]
    return case.nominal("stack.chip_development") / made / accelerator_price(case)


@result(digits=2)
def make_over_buy(case: Case) -> Quantity:
    """Cost of an own accelerator over the price of a bought one, for the same work."""
    return integration.make_over_buy(
        case["stack.accelerator_margin"], penalty(case), development_share(case), case["stack.own_chip_performance"]
    )


@result(digits=2)
def make_over_buy_range(case: Case) -> Quantity:
    """90 % range of the cost of an own accelerator over the price of a bought one."""
    return interval(make_over_buy, case)


@result("percent", digits=2)
def probability_making_pays(case: Case) -> Quantity:
    """Probability that an own accelerator is cheaper than a bought one, over the ranges of the inputs."""
    return 1 - probability_above(make_over_buy, ONE, case)


@result("percent", digits=2)
def fab_margin_share(case: Case) -> Quantity:
    """Foundry's margin on the logic wafers, as a share of the price of an accelerator."""
    wafers = integration.maker_cost(ONE, case["stack.accelerator_margin"]) * case["stack.wafer_cost_share"]
    return integration.margin_in_price(wafers, case["stack.foundry_margin"])


@result("percent", digits=2)
def memory_margin_share(case: Case) -> Quantity:
    """Memory maker's margin, as a share of the price of an accelerator."""
    memory = integration.maker_cost(ONE, case["stack.accelerator_margin"]) * case["stack.memory_cost_share"]
    return integration.margin_in_price(memory, case["stack.memory_margin"])


@result("percent", digits=2)
def design_margin_share(case: Case) -> Quantity:
    """Margin of the accelerator maker, as a share of the price of an accelerator."""
    return case["stack.accelerator_margin"]


@result(digits=2, words="{}×")
def design_over_fab_margin(case: Case) -> Quantity:
    """Margin on the design of an accelerator over the margin on making its wafers."""
    return case["stack.accelerator_margin"] / fab_margin_share(case)


# ---- captive launches --------------------------------------------------------------------------------------------


@result("percent", digits=2)
def captive_launch_share(case: Case) -> Quantity:
    """Share of the Falcon launches of 2025 that served the company itself."""
    return case["launch.falcon_internal_launches_2025"] / case["launch.falcon_launches_2025"]


@result("gigaUSD/year")
def captive_launch_value(case: Case) -> Quantity:
    """What the company's own launches of 2025 would have cost at the list price."""
    return case["launch.falcon_internal_launches_2025"] * case.nominal("launch.falcon9_list_price")


@result("gigaUSD/year")
def captive_launch_saving(case: Case) -> Quantity:
    """Margin that the company keeps because it launches for itself: list price less loaded cost."""
    cost = case["launch.falcon_internal_launches_2025"] * case.nominal("launch.falcon9_loaded_cost")
    return captive_launch_value(case) - cost


@result("percent", digits=2)
def launch_margin(case: Case) -> Quantity:
    """Gross margin in the list price of a Falcon 9 launch."""
    return 1 - case.nominal("launch.falcon9_loaded_cost") / case.nominal("launch.falcon9_list_price")


@result("gigaUSD/year")
def space_revenue(case: Case) -> Quantity:
    """Revenue of the Space segment in 2025."""
    return case.nominal("spacex.space_revenue_2025")


@result(digits=2, words="{}×")
def margin_paid_over_launch_saving(case: Case) -> Quantity:
    """Margin paid to the accelerator maker over the margin kept by launching for itself."""
    return margin_paid_a_year(case) / captive_launch_saving(case)


# ---- whose computing ---------------------------------------------------------------------------------------------


@result("gigaUSD/year")
def own_compute(case: Case) -> Quantity:
    """What the installed accelerators cost in a year, by the IT power behind the nameplate of June 2026."""
    return cluster.company_it_june(case) * case["cost.accelerators_per_kilowatt"] * hour_cost(case)


@result("percent", digits=2)
def own_compute_share(case: Case) -> Quantity:
    """Share of the computing paid for that SpaceX owns, with and without the cloud services it has ordered."""
    bought = case.bounds("stack.cloud_services_bought")
    own = own_compute(case)
    return pair(own / (own + bought.max()), own / (own + bought.min()))


@result("percent", digits=2)
def own_compute_share_middle(case: Case) -> Quantity:
    """Share of the computing paid for that SpaceX owns, if it buys the cloud services that one account reports."""
    own = own_compute(case)
    return own / (own + case.nominal("stack.cloud_services_bought"))


# ---- frames ------------------------------------------------------------------------------------------------------


@table
def layers_counted(case: Case) -> pd.DataFrame:
    """The seven layers of the stack as they are counted: who has them today, who as planned, what an hour pays."""
    machines = accelerator_hour(case) + network_hour(case) + server_hour(case)
    rows = [
        ("Energy", "own turbines, and bought", "own", running_hour(case)),
        ("Buildings", "own", "own", infrastructure_hour(case)),
        ("Accelerators, with servers and the site's network", "bought", "own accelerators", machines),
        ("Memory", "bought", "own plant", None),
        ("Network to the customer", "own", "own", None),
        ("Models", "own", "own", None),
        ("Customers", "own", "own", None),
    ]
    return pd.DataFrame(
        [(n, now, later, None if p is None else float(p.m_as(HOUR))) for n, now, later, p in rows],
        columns=["layer", "today", "planned", "usd_per_gpu_hour"],
    )


@table
def layers_of_an_hour(case: Case) -> pd.DataFrame:
    """Parts of an accelerator's hour: what it pays, what the supplier keeps of it, who owns the layer."""
    rows = [
        ("Left to the owner", lessor_margin(case), ONE, "own", "own"),
        ("Accelerators", accelerator_hour(case), case["stack.accelerator_margin"], "bought", "own design and plant"),
        ("Network of the site", network_hour(case), case["stack.network_margin"], "bought", "bought"),
        ("Servers and storage", server_hour(case), case["stack.server_margin"], "bought", "bought"),
        ("Building and plant", infrastructure_hour(case), case["stack.infrastructure_margin"], "own", "own"),
        ("Energy and operation", running_hour(case), case["stack.energy_margin"], "own", "own"),
    ]
    return pd.DataFrame(
        [(n, float(p.m_as(HOUR)), float(m.m_as("percent")), now, later) for n, p, m, now, later in rows],
        columns=["layer", "usd_per_gpu_hour", "margin_percent", "today", "planned"],
    )


@table
def stacked_hour(case: Case) -> pd.DataFrame:
    """The hour's price piled up layer by layer, each split into its maker's cost and a margin, and who keeps it."""
    rows, start = [], 0.0
    for row in layers_of_an_hour(case).iloc[::-1].itertuples(index=False):
        margin = row.usd_per_gpu_hour * row.margin_percent / 100
        kept = OWN if row.today == "own" else SUPPLIER
        for part, width in ((MAKER, row.usd_per_gpu_hour - margin), (kept, margin)):
            rows.append((row.layer, part, start, start + width, width))
            start += width
    frame = pd.DataFrame(rows, columns=["layer", "part", "from_usd", "to_usd", "usd_per_gpu_hour"])
    return frame[frame["usd_per_gpu_hour"] > 1e-9].reset_index(drop=True)


@table
def accelerator_margins(case: Case) -> pd.DataFrame:
    """Margins nested in the price of an accelerator."""
    design, memory, wafers = design_margin_share(case), memory_margin_share(case), fab_margin_share(case)
    rows = [
        ("Design", design),
        ("Memory", memory),
        ("Wafers", wafers),
        ("Cost left when all margins are out", ONE - design - memory - wafers),
    ]
    return pd.DataFrame([(n, float(v.m_as("percent"))) for n, v in rows], columns=["part", "share_percent"])
