"""Chapter 18: not separate bets but one thesis, and what that does to its probability.

Orbital computing is as likely as Chapter 12 computes it; beside it stand TeraFab's chips, the compute contracts and
Starlink's growth, whose probabilities are beliefs with ranges. Market prices and one appraiser's probabilities stand
beside them. One hidden cause, the company itself, ties the pillars to one another.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case
from analysis.models import thesis, valuation
from analysis.peers import damodaran
from analysis.results.registry import result, table
from analysis.results.uncertainty import WORKING, interval
from analysis.studies import appraisal, chain, destination, multiple, parity, revenue
from analysis.units import Quantity

ONE = Quantity(1.0, "")
YEAR = Quantity(1.0, "year")

PILLARS = {
    "Starship flies again and again by 2030": "starship_reusable",
    "Orbit costs no more by 2035": "orbit_factor",
    "The compute contracts run to their end": "contracts_last",
    "Starlink reaches $100 billion by 2035": "starlink_grows",
    "TeraFab makes chips in volume by 2035": "chips_made",
}


# ---- the pillars --------------------------------------------------------------------------------------------------


@result("percent", digits=2)
def starship_probability(case: Case) -> Quantity:
    """Probability that Starship flies again and again by 2030."""
    return case["thesis.starship_reusable"]


@result("percent", digits=2)
def contract_probability(case: Case) -> Quantity:
    """Probability that the compute contracts run to their end."""
    return case["thesis.contracts_last"]


@result("percent", digits=2)
def starlink_probability(case: Case) -> Quantity:
    """Probability that Starlink reaches 100 billion dollars of revenue by 2035."""
    return case["thesis.starlink_grows"]


@result("percent", digits=2)
def chip_probability(case: Case) -> Quantity:
    """Probability that TeraFab makes competitive chips in volume by 2035."""
    return case["thesis.chips_made"]


@result("percent", digits=2)
def orbit_probability_computed(case: Case) -> Quantity:
    """Probability of parity in 2035 as Chapter 12 computes it, what is good for orbit drawn together."""
    return parity.probability_by_2035_together(case.without_symbols())  # a simulation draws its own values


@result("percent", digits=2)
def orbit_probability(case: Case) -> Quantity:
    """Probability that computing in orbit costs no more than on the ground in 2035, Starship reused on the way."""
    computed = orbit_probability_computed(case).to("") * case["thesis.orbit_factor"].to("")
    return np.minimum(computed, starship_probability(case).to(""))


def _tie(case: Case) -> Quantity:
    """The correlation within what one cause can give; its range as a belief reaches a little beyond."""
    return np.minimum(np.maximum(case["thesis.correlation"].to(""), 0.0 * ONE), 0.98 * ONE)


def _four(case: Case) -> list[Quantity]:
    """The four bets that the document calls one."""
    return [orbit_probability(case), contract_probability(case), starlink_probability(case), chip_probability(case)]


# ---- all of them --------------------------------------------------------------------------------------------------


@result("", digits=2)
def correlation(case: Case) -> Quantity:
    """Correlation that the company itself puts between any two pillars."""
    return case["thesis.correlation"]


@result("percent", digits=2)
def joint_if_independent(case: Case) -> Quantity:
    """Probability of all pillars together if they have nothing to do with one another."""
    return thesis.joint_probability(_four(case))


@result("percent", digits=2)
def joint_probability(case: Case) -> Quantity:
    """Probability of all pillars together, tied to one another by the company itself."""
    return thesis.one_cause_joint_probability(_four(case), _tie(case))


@result("percent", digits=2)
def joint_if_one_bet(case: Case) -> Quantity:
    """Probability of all pillars together if they were truly one: those of the least likely."""
    return thesis.joint_probability_bounds(_four(case)).highest


@result("percent", digits=2)
def joint_range(case: Case) -> Quantity:
    """Probability of all pillars together: the 90 % range over the ranges of each and of the correlation."""
    return interval(joint_probability, case, count=2 * WORKING)


@result(words="{}×", digits=2)
def dependence_central(case: Case) -> Quantity:
    """Joint probability over the product of theirs, at our correlation."""
    return joint_probability(case) / joint_if_independent(case)


@result("percent", digits=2)
def none_of_them(case: Case) -> Quantity:
    """Probability that every pillar fails, at our correlation."""
    return thesis.one_cause_joint_probability([ONE - p.to("") for p in _four(case)], _tie(case))


@result("percent", digits=2)
def none_if_independent(case: Case) -> Quantity:
    """Probability that every pillar fails if they have nothing to do with one another."""
    return thesis.joint_probability([ONE - p.to("") for p in _four(case)])


# ---- what the price asks for --------------------------------------------------------------------------------------


def _per_share(case: Case) -> tuple[Quantity, Quantity]:
    """Value of a share with and without paying orbital computing, by the appraiser's scenarios."""
    core = case.nominal("valuation.morningstar_core_per_share")
    best, *others = case.nominal("valuation.morningstar_scenario_values")
    odds = case["valuation.morningstar_scenario_odds"][1:]
    rest = sum((v * p for v, p in zip(others, odds, strict=True)), 0.0 * best) / sum(odds, 0.0 * ONE)
    return core + best, core + rest


@result("USD/share", digits=3)
def value_if_orbit_pays(case: Case) -> Quantity:
    """Value of a share by the appraiser if orbital computing pays."""
    return _per_share(case)[0]


@result("USD/share", digits=3)
def value_if_not(case: Case) -> Quantity:
    """Value of a share by the same appraiser if it does not, his other scenarios weighted."""
    return _per_share(case)[1]


@result("percent", digits=2)
def implied_probability(case: Case) -> Quantity:
    """Probability of paying orbital computing at which the offer price is fair on the appraiser's values."""
    return thesis.implied_probability(chain.offer_price(case), *_per_share(case))


@result(words="{}×", digits=3)
def latest_over_value_if_orbit_pays(case: Case) -> Quantity:
    """Last price found over the appraiser's value of a share if orbital computing pays."""
    return chain.latest_price(case) / value_if_orbit_pays(case)


@result("percent", digits=2)
def appraiser_probability(case: Case) -> Quantity:
    """Probability that the appraiser himself gives to orbital computing that pays."""
    return case["thesis.appraiser_joint_odds"]


@result("percent", digits=3)
def pillar_needed(case: Case) -> Quantity:
    """Probability that each of four equal, independent pillars would need for all to be as likely as the price asks."""
    implied = implied_probability(case).to("")  # a price may lie beyond both values
    asked = np.minimum(np.maximum(implied, 0.0 * ONE), ONE)
    return thesis.pillar_probability_needed(asked, len(_four(case)))


# ---- what conjunction costs ---------------------------------------------------------------------------------------


@result("gigaUSD", digits=3)
def starlink_value_without_growth(case: Case) -> Quantity:
    """Value of Starlink by the appraiser's model if its sales stay those of the second quarter of 2026, times four."""
    plan, rates = appraisal.plans(case)[damodaran.CONNECTIVITY], appraisal.rates(case)
    kept = case.nominal("spacex.connectivity_revenue_q2_2026") / Quantity(0.25, "year")
    return damodaran.operations([damodaran.segment(plan._replace(revenue=kept))], rates).total


def _if_it_grows(case: Case) -> Quantity:
    """Give Starlink's value if it grows: the appraiser's is a mean over growing and not growing."""
    expected, without = destination.connectivity_value(case), starlink_value_without_growth(case)
    odds = starlink_probability(case).to("")
    return (expected - (ONE - odds) * without) / odds


def _values(case: Case) -> dict[str, tuple[Quantity, Quantity]]:
    """What the company is worth more if a pillar holds whose value is published, with the pillar's probability."""
    orbit = case.nominal("thesis.value_if_orbit_pays") * multiple.shares(case)
    grows = _if_it_grows(case) - starlink_value_without_growth(case)
    return {
        "Orbital computing": (orbit.to("USD"), orbit_probability(case)),
        "Starlink's growth": (grows.to("USD"), starlink_probability(case)),
    }


def _expected(worth: Quantity, likely: Quantity) -> Quantity:
    """Give what a bet is worth that adds nothing when it fails."""
    return valuation.failure_adjusted_value(worth, ONE - likely.to(""), 0.0 * worth)


@result("gigaUSD", digits=3)
def separate_value(case: Case) -> Quantity:
    """Expected value of the two bets with a published value, each paying for itself."""
    return valuation.sum_of_parts([_expected(worth, likely) for worth, likely in _values(case).values()])


def _joint_of_values(case: Case) -> Quantity:
    return thesis.one_cause_joint_probability([p.to("") for _, p in _values(case).values()], _tie(case))


@result("gigaUSD", digits=3)
def conjunction_cost(case: Case) -> Quantity:
    """Expected value lost if the two bets with a published value pay only together."""
    values, odds = zip(*_values(case).values(), strict=True)
    return thesis.conjunction_cost(list(values), [p.to("") for p in odds], _joint_of_values(case))


@result("percent", digits=2)
def conjunction_share(case: Case) -> Quantity:
    """Share of the expected value that is lost if the two pay only together."""
    return conjunction_cost(case) / separate_value(case)


def _spread(case: Case, tie: Quantity) -> Quantity:
    values, odds = zip(*_values(case).values(), strict=True)
    size = range(len(values))
    matrix = [[ONE if i == j else tie for j in size] for i in size]
    return thesis.spread_of_bets(list(values), [p.to("") for p in odds], matrix)


@result("gigaUSD", digits=3)
def spread_apart(case: Case) -> Quantity:
    """Standard deviation of what the two bring together if they have nothing to do with one another."""
    return _spread(case, 0.0 * ONE)


@result("", digits=2)
def event_correlation(case: Case) -> Quantity:
    """Correlation of the two bets as events, which the correlation of what drives them amounts to."""
    first, second = (p.to("") for _, p in _values(case).values())
    return thesis.event_correlation(first, second, _joint_of_values(case))


@result("gigaUSD", digits=3)
def spread_tied(case: Case) -> Quantity:
    """Standard deviation of what the two bring together if the company ties them as strongly as we assume."""
    return _spread(case, event_correlation(case))


@table
def bets(case: Case) -> pd.DataFrame:
    """The bets with published money: probability, value added, expected value, and apart from them, fees."""
    rows: list[tuple[str, float, float | None, float | None, float | None]] = []
    for name, (worth, odds) in _values(case).items():
        billions, share = float(worth.to("gigaUSD").magnitude), float(odds.to("").magnitude)
        rows.append((name, 100 * share, billions, billions * share, None))
    fees = float(revenue.nominal_value(case).to("gigaUSD").magnitude)
    rows.append(("Compute contracts", float(contract_probability(case).to("percent").magnitude), None, None, fees))
    return pd.DataFrame(rows, columns=["bet", "probability_percent", "value_busd", "expected_busd", "fees_busd"])


# ---- dates --------------------------------------------------------------------------------------------------------


@result(words="{}×", digits=2)
def schedule_slip(case: Case) -> Quantity:
    """Factor by which announced dates of SpaceX slipped."""
    return case["thesis.schedule_slip"]


@result("year", digits=2)
def wait_announced(case: Case) -> Quantity:
    """Years from the listing to the announced first deployment."""
    return (parity.announced_first_deployment(case) - case["offering.listing_date"]) * YEAR


@result(digits=0)
def slipped_date(case: Case) -> Quantity:
    """Calendar year of the first deployment if it slips as earlier dates did."""
    return np.floor(case["offering.listing_date"] + (wait_announced(case) / YEAR).to("") * schedule_slip(case))


@result("percent", digits=2)
def market_probability_2035(case: Case) -> Quantity:
    """Market's probability of a single megawatt of computing in orbit before 2035, whatever it costs."""
    return case["thesis.market_odds"][-1]


# ---- frames -------------------------------------------------------------------------------------------------------


def _cumulated(case: Case, tie: Quantity) -> list[Quantity]:
    """Probability of getting through the first stage, the first two, and so on."""
    orbit, *others = [p.to("") for p in _four(case)]
    joints = [starship_probability(case).to(""), orbit]
    joints += [thesis.one_cause_joint_probability([orbit, *others[: k + 1]], tie) for k in range(len(others))]
    return joints


@table
def tree(case: Case) -> pd.DataFrame:
    """The scenario tree stage by stage: probability of getting through, and of ending there."""
    apart = _cumulated(case, 0.0 * ONE)
    tied = _cumulated(case, _tie(case))
    given = [(now / before).to("") for now, before in zip(tied, [ONE, *tied], strict=False)]
    ends = thesis.stage_probabilities(given)[:-1]
    rows = [
        (stage, name, *(float(p.m_as("percent")) for p in (*shares, free)))
        for stage, (name, *shares, free) in enumerate(zip(PILLARS, given, tied, ends, apart, strict=True))
    ]
    return pd.DataFrame(
        rows, columns=["stage", "name", "given_percent", "through_percent", "ends_percent", "independent_percent"]
    )


@table
def by_correlation(case: Case) -> pd.DataFrame:
    """Joint probability, and that all fail, over the correlation."""
    four = [p.to("") for p in _four(case)]
    fails = [ONE - p for p in four]
    rows = []
    for rho in np.linspace(0.0, 0.95, 20):
        tie = Quantity(float(rho), "")
        both = [thesis.one_cause_joint_probability(p, tie) for p in (four, fails)]
        rows += [(rho, kind, 100 * float(p.magnitude)) for kind, p in zip(("all hold", "all fail"), both, strict=True)]
    return pd.DataFrame(rows, columns=["correlation", "outcome", "probability_percent"])
