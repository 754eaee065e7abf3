"""Chapter 16: what compute and intelligence sell for.

Leases are put on the market's own scales, dollars for an accelerator's hour and for a kilowatt's year. Contracts are
split into what is certain and what either side can end. Subscribers and users are multiplied by what one brings.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import World, observation
from analysis.models import finance
from analysis.models import revenue as model
from analysis.studies.registry import result, table
from analysis.studies.uncertainty import interval, probability_above
from analysis.units import Quantity

CUSTOMERS = ("anthropic", "google", "reflection")
LABELS = {"anthropic": "Anthropic", "google": "Google", "reflection": "Reflection AI"}
HOUR = "USD/GPU/hour"
NEVER, SURELY = Quantity(1e-3, ""), Quantity(1.0, "")  # odds of nothing and of certainty have no rate of leaving
UNDISCOUNTED = Quantity(0.0, "")
ALWAYS_PAID = Quantity(1.0, "")
QUARTER = Quantity(0.25, "year")


def _pair(low: Quantity, high: Quantity) -> Quantity:
    return Quantity(np.array([low.magnitude, high.to(low.units).magnitude]), low.units)


# ---- an accelerator's hour ---------------------------------------------------------------------------------------


def _hour(world: World, customer: str) -> Quantity:
    return model.lease_price_per_accelerator(
        world.booked(f"contracts.{customer}_fee"), world[f"contracts.{customer}_gpus"]
    )


@result(HOUR)
def anthropic_price(world: World) -> Quantity:
    """Price of an accelerator's hour in the Anthropic contract, with the count of the prospectus."""
    return _hour(world, "anthropic")


@result(HOUR)
def anthropic_price_first_count(world: World) -> Quantity:
    """Price of an accelerator's hour in the Anthropic contract if only the first site is counted."""
    return model.lease_price_per_accelerator(
        world.booked("contracts.anthropic_fee"), world.span("contracts.anthropic_gpus").min()
    )


@result("USD/month")
def anthropic_fee(world: World) -> Quantity:
    """Full monthly fee of the Anthropic contract."""
    return world.booked("contracts.anthropic_fee")


@result("GPU")
def anthropic_accelerators(world: World) -> Quantity:
    """Accelerators of the Anthropic contract in both sites, by the prospectus."""
    return world["contracts.anthropic_gpus"]


@result("GPU")
def anthropic_accelerators_first_count(world: World) -> Quantity:
    """Accelerators of the first site alone, by which accounts of May 2026 divided the Anthropic fee."""
    return world.span("contracts.anthropic_gpus").min()


@result("percent", digits=2)
def first_count_excess(world: World) -> Quantity:
    """How much dearer an hour looks when the fee of two sites is divided by the accelerators of one."""
    return anthropic_price_first_count(world) / anthropic_price(world) - 1


@result(HOUR)
def google_price(world: World) -> Quantity:
    """Price of an accelerator's hour in the Google contract."""
    return _hour(world, "google")


@result(HOUR)
def implied_lease_price(world: World) -> Quantity:
    """Price of an accelerator's hour in the two contracts that name their accelerators."""
    return _pair(anthropic_price(world), google_price(world))


@result(HOUR)
def spot_price(world: World) -> Quantity:
    """Rent of an accelerator's hour on the market of June 2026, from an H100 to a B200."""
    return _pair(world.booked("market.h100_hour"), world.booked("market.b200_hour"))


@result(HOUR)
def gb300_market_price(world: World) -> Quantity:
    """Rent of a GB300's hour, scaled from the B200."""
    return world.booked("market.gb300_hour")


@result(HOUR)
def anthropic_market_price(world: World) -> Quantity:
    """Market rent of the mix of accelerators in the Anthropic contract."""
    newer = world["contracts.anthropic_blackwell_share"]
    return newer * world.booked("market.b200_hour") + (1 - newer) * world.booked("market.h100_hour")


@result(words="{}×")
def anthropic_over_market(world: World) -> Quantity:
    """Price of an hour in the Anthropic contract over the market rent of its mix."""
    return anthropic_price(world) / anthropic_market_price(world)


@result(words="{}×")
def anthropic_over_market_range(world: World) -> Quantity:
    """Nine-in-ten range of the price of an hour in the Anthropic contract over the market rent of its mix."""
    return interval(anthropic_over_market, world)


@result("percent", digits=2)
def odds_above_market(world: World) -> Quantity:
    """Odds that the Anthropic contract pays more than the market, over the ranges of the inputs."""
    return probability_above(anthropic_over_market, ALWAYS_PAID, world)


@result(words="{}×")
def google_over_market(world: World) -> Quantity:
    """Price of an hour in the Google contract over the market rent of the newest accelerator."""
    return google_price(world) / gb300_market_price(world)


@result(words="{}×")
def google_over_anthropic(world: World) -> Quantity:
    """Price of an hour in the Google contract over that in the Anthropic contract."""
    return google_price(world) / anthropic_price(world)


@result(HOUR)
def ground_cost(world: World) -> Quantity:
    """Published cost of an accelerator's hour on the ground, all in, for a B300 of 2026."""
    return world.booked("peers_semianalysis.published_levelised_earth")


@result(words="{}×")
def price_over_cost(world: World) -> Quantity:
    """Price of an hour in the two contracts over the published cost of an hour."""
    return implied_lease_price(world) / ground_cost(world)


# ---- a kilowatt's year -------------------------------------------------------------------------------------------


@result("USD/kW/year")
def anthropic_power_price(world: World) -> Quantity:
    """Price of a kilowatt of IT for a year in the Anthropic contract, as estimated for both sites."""
    return model.lease_price_per_power(world.booked("contracts.anthropic_fee"), world["contracts.anthropic_power"])


@result("USD/kW/year")
def anthropic_power_price_range(world: World) -> Quantity:
    """Price of a kilowatt of IT for a year in the Anthropic contract: highest power, power of the first site alone."""
    power = world.span("contracts.anthropic_power")
    fee = world.booked("contracts.anthropic_fee")
    return _pair(model.lease_price_per_power(fee, power.max()), model.lease_price_per_power(fee, power.min()))


@result("USD/GW/year")
def power_price_one_site(world: World) -> Quantity:
    """Anthropic's fee for two sites over the power of the first alone, as it circulates."""
    fee = world.booked("contracts.anthropic_fee")
    return model.lease_price_per_power(fee, world.span("contracts.anthropic_power").min())


@result("USD/GW/year")
def power_price_of_panel(world: World) -> Quantity:
    """Yearly revenue of a gigawatt of leased computing as a panel of investors put it, middle of its two figures."""
    return world.booked("market.revenue_per_gigawatt_year")


@result("USD/kW/year")
def google_power_price(world: World) -> Quantity:
    """Price of a kilowatt of IT for a year in the Google contract, at the power of a B300 with its server."""
    power = world["contracts.google_gpus"] * world["cluster.it_power_per_accelerator"]
    return model.lease_price_per_power(world.booked("contracts.google_fee"), power)


@result("USD/kW/year")
def spot_power_price(world: World) -> Quantity:
    """Market rent of a kilowatt of IT for a year in B200s that are always let, at a B200's power with its server."""
    of_the_server = world["cluster.it_power_per_accelerator"] / world["cluster.accelerator_power_b300"]
    per_accelerator = world.booked("market.b200_hour") * ALWAYS_PAID
    return per_accelerator / (world["cluster.accelerator_power_b200"] * of_the_server)


@result("USD/kW/year")
def long_contract_power_price(world: World) -> Quantity:
    """Price of a kilowatt of IT for a year in a five-year contract for GB300 signed in November 2025."""
    rent = world.booked("contracts.iren_sum") / world["contracts.iren_term"]
    return model.lease_price_per_power(rent, world["contracts.iren_power"])


@result(HOUR)
def long_contract_price(world: World) -> Quantity:
    """Price of an accelerator's hour in a five-year contract for GB300 signed in November 2025."""
    return long_contract_power_price(world) * world["cluster.it_power_per_accelerator"]


@result(words="{}×")
def google_over_long_contract(world: World) -> Quantity:
    """Price of an hour in the Google contract over that in the five-year contract."""
    return google_price(world) / long_contract_price(world)


@result("USD/kW/year")
def orbital_hosting_price(world: World) -> Quantity:
    """Advertised price of hosting a kilowatt in orbit for a year, without accelerators."""
    return world.booked("cost.hosting_price_advertised")


@result(words="{}×", digits=2)
def orbital_hosting_over_lease(world: World) -> Quantity:
    """Advertised hosting in orbit, without accelerators, over the Anthropic contract, with them."""
    return orbital_hosting_price(world) / anthropic_power_price(world)


# ---- contracts: what is certain ----------------------------------------------------------------------------------


def _fee(world: World, customer: str) -> Quantity:
    return world.booked(f"contracts.{customer}_fee")


def _fees(world: World) -> list[Quantity]:
    return [_fee(world, customer).to("USD/year") for customer in CUSTOMERS]


def _nominal(world: World, customer: str) -> Quantity:
    return model.nominal_contract_value(_fee(world, customer), world[f"contracts.{customer}_term"])


def _certain(world: World, customer: str) -> Quantity:
    return model.committed_contract_value(
        _fee(world, customer),
        world[f"contracts.{customer}_term"],
        world[f"contracts.{customer}_notice"],
        world[f"contracts.{customer}_first_notice"],
    )


def _expected(world: World, customer: str) -> Quantity:
    term = world[f"contracts.{customer}_term"]
    certain = (world[f"contracts.{customer}_first_notice"] + world[f"contracts.{customer}_notice"]).to("month")
    odds = Quantity(np.minimum(np.maximum(world["thesis.contracts_last"], NEVER), SURELY))
    leaving = model.exit_rate(odds, term, certain)
    return model.expected_contract_value(_fee(world, customer), term, certain, leaving, UNDISCOUNTED)


@result("gigaUSD/year")
def contracted_revenue(world: World) -> Quantity:
    """Yearly revenue of the three compute contracts of 2026 at their full fees."""
    return model.total_revenue(_fees(world))


@result(digits=2)
def contracts_over_segment(world: World) -> Quantity:
    """Yearly revenue of the contracts over the AI segment's revenue of 2025."""
    return contracted_revenue(world) / world.booked("spacex.ai_revenue_2025")


@result("day", digits=2)
def notice(world: World) -> Quantity:
    """Notice with which either side can end the largest contract."""
    return world["contracts.anthropic_notice"]


@result("day", digits=3)
def certain_time(world: World) -> Quantity:
    """Time for which the largest contract pays for certain: the first months and the notice."""
    return world["contracts.anthropic_first_notice"] + world["contracts.anthropic_notice"]


@result("gigaUSD")
def nominal_value(world: World) -> Quantity:
    """Sum of all fees if the three contracts run to their ends."""
    values = [_nominal(world, customer) for customer in CUSTOMERS]
    return sum(values[1:], values[0])


@result("gigaUSD")
def certain_value(world: World) -> Quantity:
    """Fees of the three contracts that nobody can cancel, counted from the first full fee."""
    values = [_certain(world, customer) for customer in CUSTOMERS]
    return sum(values[1:], values[0])


@result("percent", digits=2)
def certain_share(world: World) -> Quantity:
    """Share of the contracts' sum that nobody can cancel."""
    return certain_value(world) / nominal_value(world)


@result("gigaUSD")
def signed_and_certain(world: World) -> Quantity:
    """Cloud sales signed in the second quarter of 2026 that cannot be cancelled, as the company reports them."""
    return world.booked("contracts.signed_q2_2026")


@result("percent", digits=2)
def certain_gap(world: World) -> Quantity:
    """How far our certain fees lie below the company's own figure."""
    return 1 - certain_value(world) / signed_and_certain(world)


@result("gigaUSD")
def expected_value(world: World) -> Quantity:
    """Expected fees of the three contracts, given the odds that they run to their ends, undiscounted."""
    values = [_expected(world, customer) for customer in CUSTOMERS]
    return sum(values[1:], values[0])


@result("gigaUSD")
def expected_value_range(world: World) -> Quantity:
    """Nine-in-ten range of the expected fees of the three contracts."""
    return interval(expected_value, world)


@result("percent", digits=2)
def odds_of_lasting(world: World) -> Quantity:
    """Odds that a contract runs to its end, our belief."""
    return world["thesis.contracts_last"]


@result("percent", digits=2)
def largest_customer_share(world: World) -> Quantity:
    """Share of the largest customer in the contracts' yearly revenue."""
    return model.revenue_share(_fees(world)[0], contracted_revenue(world))


@result(digits=2)
def equal_customers(world: World) -> Quantity:
    """Number of equal customers that would be as concentrated as the three."""
    return 1 / model.herfindahl_index(_fees(world))


@result("percent", digits=2)
def pro_forma_share(world: World) -> Quantity:
    """Share of the contracts in revenue, had they been earned beside the revenue of 2025."""
    return model.pro_forma_share(contracted_revenue(world), world.booked("spacex.revenue_2025"))


@result("percent", digits=2)
def rivals_pro_forma_share(world: World) -> Quantity:
    """Share of the two customers who are rivals, had they paid beside the revenue of 2025."""
    rivals = model.total_revenue(_fees(world)[:2])
    return model.pro_forma_share(rivals, world.booked("spacex.revenue_2025"))


@result("gigaUSD")
def later_signings(world: World) -> Quantity:
    """Cloud sales signed in the first weeks of the third quarter of 2026."""
    return world.booked("contracts.signed_after_q2_2026")


# ---- what a lease returns ----------------------------------------------------------------------------------------


@result("USD/GPU")
def capital_per_accelerator(world: World) -> Quantity:
    """Capital of one new accelerator with its server and building."""
    per_power = world.booked("cost.compute_cost") + world.booked("cost.facility_cost")
    return per_power / world["cost.accelerators_per_kilowatt"]


@result("USD/GPU/year")
def running_cost_per_accelerator(world: World) -> Quantity:
    """Energy and operation of one accelerator for a year."""
    energy = world.booked("cost.energy_price") * world["cluster.pue"]
    running = energy + world.booked("cost.facility_operations_cost")
    return running / world["cost.accelerators_per_kilowatt"]


def _payback(world: World, price: Quantity) -> Quantity:
    one = Quantity(1.0, "GPU")
    earned = (price - running_cost_per_accelerator(world)).to("USD/GPU/year")
    return finance.payback_time(capital_per_accelerator(world) * one, earned * one)


@result("year", digits=2)
def anthropic_payback(world: World) -> Quantity:
    """Time in which the Anthropic fee pays for a new accelerator with its building."""
    return _payback(world, anthropic_price(world))


@result("year", digits=2)
def google_payback(world: World) -> Quantity:
    """Time in which the Google fee pays for a new accelerator with its building."""
    return _payback(world, google_price(world))


@result("percent", digits=2)
def certain_recovery(world: World) -> Quantity:
    """Share of the capital that the certain fees of the Anthropic contract bring back."""
    return (certain_time(world) / anthropic_payback(world)).to("")


# ---- intelligence: tokens, subscribers, users --------------------------------------------------------------------


@result(HOUR)
def token_hour(world: World) -> Quantity:
    """What an accelerator's hour brings when it is sold as tokens."""
    one = Quantity(1.0, "GPU")
    earned = model.token_revenue(
        world["market.tokens_per_gpu_hour"], one, world["market.token_utilisation"], world.booked("market.token_price")
    )
    return earned / one


@result(digits=2)
def tokens_spread(world: World) -> Quantity:
    """Most over fewest tokens that an accelerator may serve in an hour, by our belief."""
    low, high = world.span("market.tokens_per_gpu_hour")
    return high / low


@result(words="{}×", digits=2)
def token_over_lease(world: World) -> Quantity:
    """What an hour brings as tokens over what it brings on lease to Anthropic."""
    return token_hour(world) / anthropic_price(world)


@result("percent", digits=2)
def odds_tokens_pay_more(world: World) -> Quantity:
    """Odds that an hour sold as tokens brings more than the Anthropic lease, over the ranges of the inputs."""
    return probability_above(token_over_lease, ALWAYS_PAID, world)


@result(words="{}×", digits=2)
def token_over_lease_range(world: World) -> Quantity:
    """Nine-in-ten range of what an hour brings as tokens over what it brings on lease."""
    return interval(token_over_lease, world)


@result("USD/megatoken")
def break_even_token_price(world: World) -> Quantity:
    """Price of a million tokens at which selling tokens earns as much as the Anthropic lease."""
    return model.token_price_equal_to_lease(
        anthropic_price(world), world["market.tokens_per_gpu_hour"], world["market.token_utilisation"]
    )


@result("USD/megatoken")
def token_price(world: World) -> Quantity:
    """Price of a million tokens, blended, our belief for 2026."""
    return world.booked("market.token_price")


@result("gigaUSD/year")
def subscription_revenue(world: World) -> Quantity:
    """Yearly revenue of paid subscriptions to X and Grok."""
    return model.subscription_revenue(world["spacex.paid_subscribers"], world.booked("market.subscription_month"))


@result("gigaUSD/year")
def compute_and_intelligence(world: World) -> Quantity:
    """Yearly revenue of intelligence, from subscriptions, and of computing, from contracts."""
    return _pair(subscription_revenue(world), contracted_revenue(world))


@result(digits=2)
def compute_over_intelligence(world: World) -> Quantity:
    """Yearly revenue of computing over that of intelligence."""
    return contracted_revenue(world) / subscription_revenue(world)


@result("user")
def users_of_x_and_grok(world: World) -> Quantity:
    """Monthly users of X and Grok together."""
    return world["spacex.users_x_and_grok"]


@result("user")
def users_in_document(world: World) -> Quantity:
    """Monthly users that the second document gives to X, as a lower bound."""
    return world["documents.users_of_x"]


@result("user")
def users_of_x(world: World) -> Quantity:
    """Monthly users of X alone: from no user of Grok using X to all of them."""
    return _pair(world["spacex.users_x_and_grok"] - world["spacex.users_grok"], world["spacex.users_x_and_grok"])


@result("user")
def users_of_x_for_a_subscriber(world: World) -> Quantity:
    """Monthly users of X and Grok whose advertising brings as much as one Starlink subscriber."""
    return model.users_needed(starlink_revenue_per_user(world) * Quantity(1.0, "user"), advertising_per_user(world))


@result("percent", digits=2)
def paying_share(world: World) -> Quantity:
    """Share of the monthly users who pay."""
    return world["spacex.paid_subscribers"] / world["spacex.users_x_and_grok"]


@result("USD/user/year")
def segment_revenue_per_user(world: World) -> Quantity:
    """The AI segment's revenue of 2025 for each monthly user of X and Grok."""
    return model.revenue_per_user(world.booked("spacex.ai_revenue_2025"), world["spacex.users_x_and_grok"])


@result("USD/user/year")
def advertising_per_user(world: World) -> Quantity:
    """Advertising revenue of 2025 for each monthly user of X and Grok."""
    return model.revenue_per_user(world.booked("spacex.advertising_revenue_2025"), world["spacex.users_x_and_grok"])


@result("USD/user/year")
def meta_revenue_per_user(world: World) -> Quantity:
    """Meta's revenue for each daily user in a year."""
    return world.booked("market.meta_arpu_year")


@result("percent", digits=3)
def starlink_explained(world: World) -> Quantity:
    """Share of Starlink's consumer revenue of the second quarter of 2026 that subscribers times their price explain."""
    mean = model.mean_subscribers(world["spacex.starlink_subscribers"], world["spacex.starlink_subscribers_june_2026"])
    explained = model.subscription_revenue(mean, world.booked("spacex.starlink_arpu_june_2026"))
    return explained / (world.booked("spacex.starlink_consumer_revenue_q2_2026") / QUARTER)


@result("USD/user/year")
def starlink_revenue_per_user(world: World) -> Quantity:
    """What a Starlink subscriber pays in a year, second quarter of 2026."""
    return world.booked("spacex.starlink_arpu_june_2026")


@result("gigaUSD/year")
def ai_run_rate(world: World) -> Quantity:
    """Four times the AI segment's revenue of the second quarter of 2026."""
    return world.booked("spacex.ai_revenue_q2_2026") / QUARTER


@result("gigaUSD/year", digits=2)
def segment_revenue(world: World) -> Quantity:
    """The AI segment's revenue of 2025."""
    return world.booked("spacex.ai_revenue_2025")


@result("gigaUSD")
def infrastructure_revenue(world: World) -> Quantity:
    """Revenue of AI solutions and infrastructure in the second quarter of 2026."""
    return world.booked("spacex.ai_infrastructure_revenue_q2_2026")


@result("gigaUSD")
def new_cloud_revenue(world: World) -> Quantity:
    """Revenue that new cloud agreements added in the second quarter of 2026."""
    return world.booked("contracts.cloud_revenue_q2_2026")


# ---- frames ------------------------------------------------------------------------------------------------------


def _float(quantity: Quantity, unit: str) -> float:
    return float(quantity.to(unit).magnitude)


@table
def market(world: World) -> pd.DataFrame:
    """Rents of an accelerator's hour as they were observed."""
    frame = observation("gpu_hour_prices").frame
    frame["date"] = pd.to_datetime(frame["date"])
    return frame


def _first_day(year: Quantity) -> pd.Timestamp:
    """First day of the month in which a year with a fraction begins."""
    months = round(12 * float(year.m_as("")))
    return pd.Timestamp(year=months // 12, month=months % 12 + 1, day=1)


@table
def leases(world: World) -> pd.DataFrame:
    """The contracts that name their accelerators, from the start of the term to its end, with what is certain."""
    rows = []
    for customer in ("anthropic", "google"):
        first = _first_day(world[f"contracts.{customer}_start"])
        term = world[f"contracts.{customer}_term"]
        certain = world[f"contracts.{customer}_first_notice"] + world[f"contracts.{customer}_notice"]
        count = world.record(f"contracts.{customer}_gpus")
        fee = world.booked(f"contracts.{customer}_fee")
        dearest = model.lease_price_per_accelerator(fee, count.lowest)
        rows.append(
            (
                LABELS[customer],
                first,
                first + pd.Timedelta(days=_float(certain, "day")),
                first + pd.Timedelta(days=_float(term, "day")),
                _float(_hour(world, customer), HOUR),
                _float(dearest, HOUR),
            )
        )
    names = ["customer", "start", "certain_until", "end", "usd_per_gpu_hour", "usd_per_gpu_hour_first_count"]
    return pd.DataFrame(rows, columns=names)


@table
def contracts(world: World) -> pd.DataFrame:
    """Fees, sums and certain parts of the three contracts."""
    rows = [
        (
            LABELS[customer],
            _float(_fee(world, customer), "gigaUSD/year"),
            _float(_nominal(world, customer), "gigaUSD"),
            _float(_expected(world, customer), "gigaUSD"),
            _float(_certain(world, customer), "gigaUSD"),
        )
        for customer in CUSTOMERS
    ]
    return pd.DataFrame(rows, columns=["customer", "fee_busd_per_year", "sum_busd", "expected_busd", "certain_busd"])


@table
def kilowatt_years(world: World) -> pd.DataFrame:
    """What a kilowatt of IT brings in a year by contract and on the market."""
    power = world.span("contracts.anthropic_power")
    fee = world.booked("contracts.anthropic_fee")
    rows = [
        ("Anthropic, fee over the first site's power", model.lease_price_per_power(fee, power.min())),
        ("Anthropic, both sites, estimated", anthropic_power_price(world)),
        ("Google, at a B300's power", google_power_price(world)),
        ("B200 on the market, always let", spot_power_price(world)),
        ("Microsoft at IREN, five years", long_contract_power_price(world)),
        ("Hosting in orbit as advertised, no chips", orbital_hosting_price(world)),
    ]
    return pd.DataFrame(
        [(name, _float(price, "USD/kW/year")) for name, price in rows], columns=["lease", "usd_per_kw_year"]
    )


@table
def users(world: World) -> pd.DataFrame:
    """What a user brings in a year, here and elsewhere."""
    month = "USD/user/month"
    rows = [
        ("X and Grok, advertising, monthly user", advertising_per_user(world), "SpaceX"),
        ("X and Grok, whole segment, monthly user", segment_revenue_per_user(world), "SpaceX"),
        ("Pinterest, United States and Canada", world.booked("market.pinterest_arpu_month").to(month), "others"),
        ("Reddit, United States", world.booked("market.reddit_arpu_month").to(month), "others"),
        ("Snap, North America", world.booked("market.snap_arpu_month").to(month), "others"),
        ("Meta, daily user", meta_revenue_per_user(world), "others"),
        ("X and Grok, paying subscriber", world.booked("market.subscription_month").to(month), "SpaceX"),
        ("Starlink subscriber", starlink_revenue_per_user(world), "SpaceX"),
    ]
    return pd.DataFrame(
        [(name, _float(value, "USD/user/year"), who) for name, value, who in rows],
        columns=["user", "usd_per_year", "who"],
    )
