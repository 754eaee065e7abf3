"""Chapter 16: what compute and intelligence sell for.

Leases are put on the market's own scales, dollars for an accelerator's hour and for a kilowatt's year. Contracts are
split into what is certain and what either side can end. Subscribers and users are multiplied by what one brings.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case, observation
from analysis.models import bottleneck as rents
from analysis.models import finance
from analysis.models import revenue as model
from analysis.results.registry import result, table
from analysis.results.uncertainty import interval, probability_above
from analysis.studies import bottleneck, parity
from analysis.units import Quantity, pair

CUSTOMERS = ("anthropic", "google", "reflection")
LABELS = {"anthropic": "Anthropic", "google": "Google", "reflection": "Reflection AI"}
HOUR = "USD/GPU/hour"
NEVER, SURELY = Quantity(1e-3, ""), Quantity(1.0, "")  # odds of nothing and of certainty have no rate of leaving
UNDISCOUNTED = Quantity(0.0, "")
ALWAYS_PAID = Quantity(1.0, "")
QUARTER, YEAR = Quantity(0.25, "year"), Quantity(1.0, "year")


# ---- an accelerator's hour ---------------------------------------------------------------------------------------


def _hour(case: Case, customer: str) -> Quantity:
    return model.lease_price_per_accelerator(
        case.nominal(f"contracts.{customer}_fee"), case[f"contracts.{customer}_gpus"]
    )


@result(HOUR)
def anthropic_price(case: Case) -> Quantity:
    """Price of an accelerator's hour in the Anthropic contract, with the count of the prospectus."""
    return _hour(case, "anthropic")


@result(HOUR)
def anthropic_price_first_count(case: Case) -> Quantity:
    """Price of an accelerator's hour in the Anthropic contract if only the first site is counted."""
    return model.lease_price_per_accelerator(
        case.nominal("contracts.anthropic_fee"), case.bounds("contracts.anthropic_gpus").min()
    )


@result("GPU")
def anthropic_accelerators_first_count(case: Case) -> Quantity:
    """Accelerators of the first site alone, by which accounts of May 2026 divided the Anthropic fee."""
    return case.bounds("contracts.anthropic_gpus").min()


@result("percent", digits=2)
def first_count_excess(case: Case) -> Quantity:
    """How much more expensive an hour looks when the fee of two sites is divided by the accelerators of one."""
    return anthropic_price_first_count(case) / anthropic_price(case) - 1


@result(HOUR)
def google_price(case: Case) -> Quantity:
    """Price of an accelerator's hour in the Google contract."""
    return _hour(case, "google")


@result(HOUR)
def gb300_market_price(case: Case) -> Quantity:
    """Rent of a GB300's hour, scaled from the B200."""
    return case.nominal("market.gb300_hour")


@result(HOUR)
def anthropic_market_price(case: Case) -> Quantity:
    """Market rent of the mix of accelerators in the Anthropic contract."""
    newer = case["contracts.anthropic_blackwell_share"]
    return newer * case.nominal("market.b200_hour") + (1 - newer) * case.nominal("market.h100_hour")


@result(words="{}×")
def anthropic_over_market(case: Case) -> Quantity:
    """Price of an hour in the Anthropic contract over the market rent of its mix."""
    return anthropic_price(case) / anthropic_market_price(case)


@result(words="{}×")
def anthropic_over_market_range(case: Case) -> Quantity:
    """90 % range of the price of an hour in the Anthropic contract over the market rent of its mix."""
    return interval(anthropic_over_market, case)


@result("percent", digits=2)
def probability_below_market(case: Case) -> Quantity:
    """Probability that the Anthropic contract pays less than the market, never below what so many points can tell."""
    below = 1.0 - probability_above(anthropic_over_market, ALWAYS_PAID, case)
    return np.maximum(below, Quantity(0.01, "percent").to(""))


@result(words="{}×")
def google_over_market(case: Case) -> Quantity:
    """Price of an hour in the Google contract over the market rent of the newest accelerator."""
    return google_price(case) / gb300_market_price(case)


@result(words="{}×")
def google_over_anthropic(case: Case) -> Quantity:
    """Price of an hour in the Google contract over that in the Anthropic contract."""
    return google_price(case) / anthropic_price(case)


@result(HOUR)
def ground_cost(case: Case) -> Quantity:
    """Published cost of an accelerator's hour on the ground, all in, for a B300 of 2026."""
    return case.nominal("peers_semianalysis.published_levelised_earth")


# ---- a kilowatt's year -------------------------------------------------------------------------------------------


@result("USD/kW/year")
def anthropic_power_price(case: Case) -> Quantity:
    """Price of a kilowatt of IT for a year in the Anthropic contract, as estimated for both sites."""
    return model.lease_price_per_power(case.nominal("contracts.anthropic_fee"), case["contracts.anthropic_power"])


@result("USD/kW/year")
def anthropic_power_price_range(case: Case) -> Quantity:
    """Price of a kilowatt of IT for a year in the Anthropic contract: highest power, power of the first site alone."""
    power = case.bounds("contracts.anthropic_power")
    fee = case.nominal("contracts.anthropic_fee")
    return pair(model.lease_price_per_power(fee, power.max()), model.lease_price_per_power(fee, power.min()))


@result("USD/GW/year")
def power_price_one_site(case: Case) -> Quantity:
    """Anthropic's fee for two sites over the power of the first alone, as it circulates."""
    fee = case.nominal("contracts.anthropic_fee")
    return model.lease_price_per_power(fee, case.bounds("contracts.anthropic_power").min())


@result("USD/kW/year")
def google_power_price(case: Case) -> Quantity:
    """Price of a kilowatt of IT for a year in the Google contract, at the power of a B300 with its server."""
    power = case["contracts.google_gpus"] * case["cluster.it_power_per_accelerator"]
    return model.lease_price_per_power(case.nominal("contracts.google_fee"), power)


@result("USD/kW/year")
def spot_power_price(case: Case) -> Quantity:
    """Market rent of a kilowatt of IT for a year in B200s that are always let, at a B200's power with its server."""
    of_the_server = case["cluster.it_power_per_accelerator"] / case["cluster.accelerator_power_b300"]
    per_accelerator = case.nominal("market.b200_hour") * ALWAYS_PAID
    return per_accelerator / (case["cluster.accelerator_power_b200"] * of_the_server)


@result("USD/kW/year")
def long_contract_power_price(case: Case) -> Quantity:
    """Price of a kilowatt of IT for a year in a five-year contract for GB300 signed in November 2025."""
    rent = case.nominal("contracts.iren_sum") / case["contracts.iren_term"]
    return model.lease_price_per_power(rent, case["contracts.iren_power"])


@result(HOUR)
def long_contract_price(case: Case) -> Quantity:
    """Price of an accelerator's hour in a five-year contract for GB300 signed in November 2025."""
    return long_contract_power_price(case) * case["cluster.it_power_per_accelerator"]


@result(words="{}×")
def google_over_long_contract(case: Case) -> Quantity:
    """Price of an hour in the Google contract over that in the five-year contract."""
    return google_price(case) / long_contract_price(case)


@result("USD/kW/year")
def orbital_hosting_price(case: Case) -> Quantity:
    """Advertised price of hosting a kilowatt in orbit for a year, without accelerators."""
    return case.nominal("cost.hosting_price_advertised")


@result(words="{}×", digits=2)
def orbital_hosting_over_lease(case: Case) -> Quantity:
    """Advertised hosting in orbit, without accelerators, over the Anthropic contract, with them."""
    return orbital_hosting_price(case) / anthropic_power_price(case)


# ---- contracts: what is certain ----------------------------------------------------------------------------------


def _fee(case: Case, customer: str) -> Quantity:
    return case.nominal(f"contracts.{customer}_fee")


def _fees(case: Case) -> list[Quantity]:
    return [_fee(case, customer).to("USD/year") for customer in CUSTOMERS]


def _nominal(case: Case, customer: str) -> Quantity:
    if customer == "anthropic":  # its later contracts state a sum and no monthly fee
        return case.nominal("contracts.anthropic_sum")
    return model.nominal_contract_value(_fee(case, customer), case[f"contracts.{customer}_term"])


def _certain(case: Case, customer: str) -> Quantity:
    return model.committed_contract_value(
        _fee(case, customer),
        case[f"contracts.{customer}_term"],
        case[f"contracts.{customer}_notice"],
        case[f"contracts.{customer}_first_notice"],
    )


def _expected(case: Case, customer: str, discount_rate: Quantity = UNDISCOUNTED) -> Quantity:
    term = case[f"contracts.{customer}_term"]
    certain = (case[f"contracts.{customer}_first_notice"] + case[f"contracts.{customer}_notice"]).to("month")
    odds = Quantity(np.minimum(np.maximum(case["thesis.contracts_last"], NEVER), SURELY))
    leaving = model.exit_rate(odds, term, certain)
    first = model.expected_contract_value(_fee(case, customer), term, certain, leaving, discount_rate)
    named = model.nominal_contract_value(_fee(case, customer), term)
    return first * (_nominal(case, customer) / named).to("")  # later contracts are left as readily as the first


@result("gigaUSD/year")
def contracted_revenue(case: Case) -> Quantity:
    """Yearly revenue of the three compute contracts of 2026 at their full fees."""
    return model.total_revenue(_fees(case))


@result(digits=2)
def contracts_over_segment(case: Case) -> Quantity:
    """Yearly revenue of the contracts over the AI segment's revenue of 2025."""
    return contracted_revenue(case) / case.nominal("spacex.ai_revenue_2025")


@result("day", digits=3)
def certain_time(case: Case) -> Quantity:
    """Time for which the largest contract pays for certain: the first months and the notice."""
    return case["contracts.anthropic_first_notice"] + case["contracts.anthropic_notice"]


@result("gigaUSD")
def nominal_value(case: Case) -> Quantity:
    """Sum of all fees if the three contracts run to their ends."""
    values = [_nominal(case, customer) for customer in CUSTOMERS]
    return sum(values[1:], values[0])


@result("gigaUSD")
def certain_value(case: Case) -> Quantity:
    """Fees of the three contracts that nobody can cancel, counted from the first full fee."""
    values = [_certain(case, customer) for customer in CUSTOMERS]
    return sum(values[1:], values[0])


@result("percent", digits=2)
def certain_share(case: Case) -> Quantity:
    """Share of the contracts' sum that nobody can cancel."""
    return certain_value(case) / nominal_value(case)


@result("gigaUSD")
def signed_and_certain(case: Case) -> Quantity:
    """Cloud sales signed in the second quarter of 2026 that cannot be cancelled, as the company reports them."""
    return case.nominal("contracts.signed_q2_2026")


@result("percent", digits=2)
def certain_gap(case: Case) -> Quantity:
    """How far our certain fees lie below the company's own figure."""
    return 1 - certain_value(case) / signed_and_certain(case)


@result("gigaUSD")
def expected_value(case: Case) -> Quantity:
    """Expected fees of the three contracts, given the probability that they run to their ends, undiscounted."""
    values = [_expected(case, customer) for customer in CUSTOMERS]
    return sum(values[1:], values[0])


@result("gigaUSD")
def expected_value_range(case: Case) -> Quantity:
    """90 % range of the expected fees of the three contracts."""
    return interval(expected_value, case)


@result("gigaUSD")
def expected_present_value(case: Case) -> Quantity:
    """The same fees discounted at the appraiser's cost of capital."""
    rate = (case["valuation.june_cost_of_capital"] * YEAR).to("")
    values = [_expected(case, customer, rate) for customer in CUSTOMERS]
    return sum(values[1:], values[0])


@result("percent", digits=2)
def probability_of_lasting(case: Case) -> Quantity:
    """Probability that a contract runs to its end, our belief."""
    return case["thesis.contracts_last"]


@result(digits=2)
def equal_customers(case: Case) -> Quantity:
    """Number of equal customers that would be as concentrated as the three."""
    return 1 / model.herfindahl_index(_fees(case))


@result("percent", digits=2)
def rivals_pro_forma_share(case: Case) -> Quantity:
    """Share of the two customers who are rivals, had they paid beside the revenue of 2025."""
    rivals = model.total_revenue(_fees(case)[:2])
    return model.pro_forma_share(rivals, case.nominal("spacex.revenue_2025"))


# ---- what a lease returns ----------------------------------------------------------------------------------------


@result("USD/GPU")
def capital_per_accelerator(case: Case) -> Quantity:
    """Capital of one new accelerator with its server and building."""
    per_power = case.nominal("cost.compute_cost") + case.nominal("cost.facility_cost")
    return per_power / case["cost.accelerators_per_kilowatt"]


@result("USD/GPU/year")
def running_cost_per_accelerator(case: Case) -> Quantity:
    """Energy, repair and operation of one accelerator for a year, as in Chapter 12."""
    return parity.ground_running_cost(case) / case["cost.accelerators_per_kilowatt"]


def _payback(case: Case, price: Quantity) -> Quantity:
    one = Quantity(1.0, "GPU")
    earned = (price - running_cost_per_accelerator(case)).to("USD/GPU/year")
    return finance.payback_time(capital_per_accelerator(case) * one, earned * one)


@result("year", digits=2)
def anthropic_payback(case: Case) -> Quantity:
    """Time in which the Anthropic fee pays for a new accelerator with its building."""
    return _payback(case, anthropic_price(case))


@result("year", digits=2)
def google_payback(case: Case) -> Quantity:
    """Time in which the Google fee pays for a new accelerator with its building."""
    return _payback(case, google_price(case))


def _recovered(case: Case, level: Quantity) -> Quantity:
    """Give the share of a new accelerator's capital that a GB300's market rent brings back over its life."""
    earned = gb300_market_price(case) * level - running_cost_per_accelerator(case)
    return (earned * case["cost.compute_life"] / capital_per_accelerator(case)).to("")


@result(words="{}×", digits=2)
def market_recovery(case: Case) -> Quantity:
    """What the market's rent brings back of a new accelerator's capital over its life, while rents fall."""
    unweighted = 0.0 * bottleneck.rent_decline(case)
    mean = rents.fleet_rent_factor(bottleneck.rent_decline(case), unweighted, case["cost.compute_life"])
    return _recovered(case, mean)


@result(words="{}×", digits=2)
def market_recovery_if_held(case: Case) -> Quantity:
    """What the market's rent brings back of a new accelerator's capital over its life, if rents never fall."""
    return _recovered(case, ALWAYS_PAID)


@result("percent", digits=2)
def certain_recovery(case: Case) -> Quantity:
    """Share of the capital that the certain fees of the Anthropic contract bring back."""
    return (certain_time(case) / anthropic_payback(case)).to("")


# ---- intelligence: tokens, subscribers, users --------------------------------------------------------------------


@result(HOUR)
def token_hour(case: Case) -> Quantity:
    """What an accelerator's hour brings when it is sold as tokens."""
    one = Quantity(1.0, "GPU")
    earned = model.token_revenue(
        case["market.tokens_per_gpu_hour"], one, case["market.token_utilisation"], case.nominal("market.token_price")
    )
    return earned / one


@result(digits=2)
def tokens_spread(case: Case) -> Quantity:
    """Most over fewest tokens that an accelerator may serve in an hour, by our belief."""
    low, high = case.bounds("market.tokens_per_gpu_hour")
    return high / low


@result(words="{}×", digits=2)
def token_over_lease(case: Case) -> Quantity:
    """What an hour brings as tokens over what it brings on lease to Anthropic."""
    return token_hour(case) / anthropic_price(case)


@result("percent", digits=2)
def probability_tokens_pay_more(case: Case) -> Quantity:
    """Probability that an hour sold as tokens brings more than the Anthropic lease, over the ranges of the inputs."""
    return probability_above(token_over_lease, ALWAYS_PAID, case)


@result(words="{}×", digits=2)
def token_over_lease_range(case: Case) -> Quantity:
    """90 % range of what an hour brings as tokens over what it brings on lease."""
    return interval(token_over_lease, case)


@result("USD/megatoken")
def break_even_token_price(case: Case) -> Quantity:
    """Price of a million tokens at which selling tokens earns as much as the Anthropic lease."""
    return model.token_price_equal_to_lease(
        anthropic_price(case), case["market.tokens_per_gpu_hour"], case["market.token_utilisation"]
    )


@result("gigaUSD/year")
def subscription_revenue(case: Case) -> Quantity:
    """Yearly revenue of paid subscriptions to X and Grok."""
    return model.subscription_revenue(case["spacex.paid_subscribers"], case.nominal("market.subscription_month"))


@result(digits=2)
def compute_over_intelligence(case: Case) -> Quantity:
    """Yearly revenue of computing over that of intelligence."""
    return contracted_revenue(case) / subscription_revenue(case)


@result("user")
def users_of_x_and_grok(case: Case) -> Quantity:
    """Monthly users of X and Grok together."""
    return case["spacex.users_x_and_grok"]


@result("user")
def users_of_x(case: Case) -> Quantity:
    """Monthly users of X alone: from no user of Grok using X to all of them."""
    return pair(case["spacex.users_x_and_grok"] - case["spacex.users_grok"], case["spacex.users_x_and_grok"])


@result("user")
def users_of_x_for_a_subscriber(case: Case) -> Quantity:
    """Monthly users of X and Grok whose advertising brings as much as one Starlink subscriber."""
    return model.users_needed(starlink_revenue_per_user(case) * Quantity(1.0, "user"), advertising_per_user(case))


@result("percent", digits=2)
def paying_share(case: Case) -> Quantity:
    """Share of the monthly users who pay."""
    return case["spacex.paid_subscribers"] / case["spacex.users_x_and_grok"]


@result("USD/user/year")
def segment_revenue_per_user(case: Case) -> Quantity:
    """The AI segment's revenue of 2025 per monthly user of X and Grok."""
    return model.revenue_per_user(case.nominal("spacex.ai_revenue_2025"), case["spacex.users_x_and_grok"])


@result("USD/user/year")
def advertising_per_user(case: Case) -> Quantity:
    """Advertising revenue of 2025 per monthly user of X and Grok."""
    return model.revenue_per_user(case.nominal("spacex.advertising_revenue_2025"), case["spacex.users_x_and_grok"])


@result("USD/user/year")
def meta_revenue_per_user(case: Case) -> Quantity:
    """Meta's revenue per daily user in a year."""
    return case.nominal("market.meta_arpu_year")


@result("percent", digits=3)
def starlink_explained(case: Case) -> Quantity:
    """Share of Starlink's consumer revenue of the second quarter of 2026 that subscribers times their price explain."""
    mean = model.mean_subscribers(case["spacex.starlink_subscribers"], case["spacex.starlink_subscribers_june_2026"])
    explained = model.subscription_revenue(mean, case.nominal("spacex.starlink_arpu_june_2026"))
    return explained / (case.nominal("spacex.starlink_consumer_revenue_q2_2026") / QUARTER)


@result("USD/user/year")
def starlink_revenue_per_user(case: Case) -> Quantity:
    """What a Starlink subscriber pays in a year, second quarter of 2026."""
    return case.nominal("spacex.starlink_arpu_june_2026")


@result("gigaUSD/year")
def ai_run_rate(case: Case) -> Quantity:
    """Four times the AI segment's revenue of the second quarter of 2026."""
    return case.nominal("spacex.ai_revenue_q2_2026") / QUARTER


@result("gigaUSD/year", digits=2)
def segment_revenue(case: Case) -> Quantity:
    """The AI segment's revenue of 2025."""
    return case.nominal("spacex.ai_revenue_2025")


# ---- frames ------------------------------------------------------------------------------------------------------


def _float(quantity: Quantity, unit: str) -> float:
    return float(quantity.to(unit).magnitude)


@table
def market(case: Case) -> pd.DataFrame:
    """Rents of an accelerator's hour as they were observed."""
    frame = observation("gpu_hour_prices").frame
    frame["date"] = pd.to_datetime(frame["date"])
    return frame


def _first_day(year: Quantity) -> pd.Timestamp:
    """First day of the month in which a year with a fraction begins."""
    months = round(12 * float(year.m_as("")))
    return pd.Timestamp(year=months // 12, month=months % 12 + 1, day=1)


@table
def leases(case: Case) -> pd.DataFrame:
    """The contracts that name their accelerators, from the start of the term to its end, with what is certain."""
    rows = []
    for customer in ("anthropic", "google"):
        first = _first_day(case[f"contracts.{customer}_start"])
        term = case[f"contracts.{customer}_term"]
        certain = case[f"contracts.{customer}_first_notice"] + case[f"contracts.{customer}_notice"]
        count = case.record(f"contracts.{customer}_gpus")
        fee = case.nominal(f"contracts.{customer}_fee")
        dearest = model.lease_price_per_accelerator(fee, count.lowest)
        rows.append(
            (
                LABELS[customer],
                first,
                first + pd.Timedelta(days=_float(certain, "day")),
                first + pd.Timedelta(days=_float(term, "day")),
                _float(_hour(case, customer), HOUR),
                _float(dearest, HOUR),
            )
        )
    names = ["customer", "start", "certain_until", "end", "usd_per_gpu_hour", "usd_per_gpu_hour_first_count"]
    return pd.DataFrame(rows, columns=names)


@table
def contracts(case: Case) -> pd.DataFrame:
    """Fees, sums and certain parts of the three contracts."""
    rows = [
        (
            LABELS[customer],
            _float(_fee(case, customer), "gigaUSD/year"),
            _float(_nominal(case, customer), "gigaUSD"),
            _float(_expected(case, customer), "gigaUSD"),
            _float(_certain(case, customer), "gigaUSD"),
        )
        for customer in CUSTOMERS
    ]
    return pd.DataFrame(rows, columns=["customer", "fee_busd_per_year", "sum_busd", "expected_busd", "certain_busd"])


@table
def kilowatt_years(case: Case) -> pd.DataFrame:
    """What a kilowatt of IT brings in a year by contract and on the market."""
    power = case.bounds("contracts.anthropic_power")
    fee = case.nominal("contracts.anthropic_fee")
    rows = [
        ("Anthropic, fee over the first site's power", model.lease_price_per_power(fee, power.min())),
        ("Anthropic, both sites, estimated", anthropic_power_price(case)),
        ("Google, at a B300's power", google_power_price(case)),
        ("B200 on the market, always let", spot_power_price(case)),
        ("Microsoft at IREN, five years", long_contract_power_price(case)),
        ("Hosting in orbit as advertised, no chips", orbital_hosting_price(case)),
    ]
    return pd.DataFrame(
        [(name, _float(price, "USD/kW/year")) for name, price in rows], columns=["lease", "usd_per_kw_year"]
    )


@table
def users(case: Case) -> pd.DataFrame:
    """What a user brings in a year, here and elsewhere."""
    month = "USD/user/month"
    rows = [
        ("X and Grok, advertising, monthly user", advertising_per_user(case), "SpaceX"),
        ("X and Grok, whole segment, monthly user", segment_revenue_per_user(case), "SpaceX"),
        ("Pinterest, user in the US and Canada", case.nominal("market.pinterest_arpu_month").to(month), "others"),
        ("Reddit, user in the United States", case.nominal("market.reddit_arpu_month").to(month), "others"),
        ("Snap, user in North America", case.nominal("market.snap_arpu_month").to(month), "others"),
        ("Meta, daily user", meta_revenue_per_user(case), "others"),
        ("X and Grok, paying subscriber", case.nominal("market.subscription_month").to(month), "SpaceX"),
        ("Starlink subscriber", starlink_revenue_per_user(case), "SpaceX"),
    ]
    return pd.DataFrame(
        [(name, _float(value, "USD/user/year"), who) for name, value, who in rows],
        columns=["user", "usd_per_year", "who"],
    )
