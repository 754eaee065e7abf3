"""Chapter 20: which of all the numbers decide.

Every result of the report that can be traced is run over the ranges of everything it rests on. What the inputs
explain of its variance is added up over the results; what is left is a list of what to measure first.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.engine.sampling import Simulation
from analysis.evidence import Case
from analysis.format import format_quantity
from analysis.models import bottleneck as rents
from analysis.models import finance
from analysis.results.registry import find, result, table
from analysis.results.uncertainty import WORKING, correlations, decides, flip, simulation, uncertain_inputs
from analysis.results.verdicts import as_verdict
from analysis.studies import bottleneck, launch, parity, rates, revenue, satellite
from analysis.units import Quantity, pair

ONE = Quantity(1.0, "")
POINTS = 2**11

QUESTIONS = {  # the results that carry the argument, in the order of the chapters, and how a chart names them
    "appraisal.value_per_share": "Value of a share",
    "bottleneck.shadow_over_cost": "Shadow price of power",
    "ground.path_over_supply": "Demand over supply",
    "launch.starship_cost": "Cost of a kilogram",
    "satellite.specific_mass_rolled_up": "Mass of a kilowatt",
    "parity.ratio_2028": "Orbit over ground, 2028",
    "fab.first_phase_power": "TeraFab's power",
    "stack.make_over_buy": "Make over buy",
    "conjunction.joint_probability": "All pillars hold",
    "decides.earning_over_cost": "Orbit earns its cost",
}


def _kept(case: Case) -> dict[object, Any]:
    kept: dict[object, Any] = case.__dict__.setdefault("_decides", {})
    return kept


# ---- the whole chain in one number ---------------------------------------------------------------------------------


@result("gigaUSD/GW/year", digits=3)
def revenue_per_gigawatt(case: Case) -> Quantity:
    """Yearly revenue of a new gigawatt of leased computing on the ground."""
    return case.real("market.revenue_per_gigawatt_year")


@result("gigaUSD/GW/year", digits=3)
def ground_revenue(case: Case) -> Quantity:
    """Level yearly revenue of a gigawatt on the ground over its servers' life, in which its rent falls."""
    return revenue_per_gigawatt(case) * bottleneck.level_factor(case)


@result(digits=2)
def orbital_level(case: Case) -> Quantity:
    """Level rent over a satellite's life, over a new rent on the day of its launch: it starts late and falls."""
    fall, delay = bottleneck.rent_decline(case), case["cost.deployment_delay"]
    level = rents.level_rent_factor(fall, rates.orbit(case).to(""), case["cost.orbit_life"])
    return level * finance.growth_factor(-1.0 * fall, delay)


@result("gigaUSD/GW/year", digits=3)
def orbital_revenue(case: Case) -> Quantity:
    """Level yearly revenue of a gigawatt that works in orbit, worth less for its links, its distance and its delay."""
    return revenue_per_gigawatt(case) * case["cost.workload_share"] * orbital_level(case)


@result("gigaUSD/GW/year", digits=3)
def orbital_cost(case: Case) -> Quantity:
    """Yearly cost of a gigawatt that works in orbit in 2035."""
    return parity.orbit_cost_per_watt_2035(case)


@result("gigaUSD/GW/year", digits=3)
def ground_cost(case: Case) -> Quantity:
    """Yearly cost of a gigawatt that works on the ground in 2035."""
    return parity.ground_cost_per_watt_2035(case)


@result(words="{}×", digits=2)
def earning_over_cost(case: Case) -> Quantity:
    """What a gigawatt in orbit earns in a year over what it costs in 2035: the whole chain from rocket to revenue."""
    return orbital_revenue(case) / orbital_cost(case)


@result(words="{}×", digits=2)
def ground_earning_over_cost(case: Case) -> Quantity:
    """The same on the ground."""
    return ground_revenue(case) / ground_cost(case)


@result("gigaUSD/GW/year", digits=2)
def anthropic_revenue(case: Case) -> Quantity:
    """Yearly revenue of a gigawatt at the fee of the Anthropic contract over the estimated power of both sites."""
    return revenue.anthropic_power_price(case)


@result("gigaUSD/GW/year", digits=2)
def google_revenue(case: Case) -> Quantity:
    """Yearly revenue of a gigawatt at the fee of the Google contract, at a B300's power."""
    return revenue.google_power_price(case)


@result(words="{}×", digits=2)
def earning_at_anthropic_price(case: Case) -> Quantity:
    """What orbit would earn over its cost in 2035 if it were let for all its life at the Anthropic contract's fee."""
    return anthropic_revenue(case) * case["cost.workload_share"] / orbital_cost(case)


@result(words="{}×", digits=2)
def earning_at_google_price(case: Case) -> Quantity:
    """What orbit would earn over its cost in 2035 if it were let for all its life at the Google contract's fee."""
    return google_revenue(case) * case["cost.workload_share"] / orbital_cost(case)


def _simulation(case: Case, key: str) -> Simulation:
    kept, name = _kept(case), ("run", key)
    if name not in kept:
        kept[name] = simulation(key, case, 2 * WORKING)
    find(key)(case)  # the records behind the distribution are those behind the value
    correlations(uncertain_inputs(key, case), case)
    found: Simulation = kept[name]
    return found


EARNING = "decides.earning_over_cost"


@result(words="{}×", digits=2)
def earning_range(case: Case) -> Quantity:
    """Earning over cost in orbit in 2035: the 90 % range over all inputs with a range."""
    return pair(*(_simulation(case, EARNING).quantile(EARNING, p).value for p in (0.05, 0.95)))


@result("percent", digits=2, written=as_verdict("T20"))
def earning_chance(case: Case) -> Quantity:
    """Probability that a gigawatt in orbit earns at least its cost in 2035."""
    return _simulation(case, EARNING).exceedance(EARNING, ONE).value


@result("gigaUSD/GW/year", digits=2)
def revenue_to_break_even(case: Case) -> Quantity:
    """Revenue of a new gigawatt on the ground at which orbit earns its cost in 2035 while rents fall."""
    return orbital_cost(case) / case["cost.workload_share"] / orbital_level(case)


@result("gigaUSD/GW/year", digits=2)
def revenue_to_break_even_if_held(case: Case) -> Quantity:
    """Revenue of a gigawatt on the ground at which orbit earns its cost in 2035 if rents never fall."""
    return orbital_cost(case) / case["cost.workload_share"]


# ---- what decides -------------------------------------------------------------------------------------------------


def _ranked(case: Case) -> pd.DataFrame:
    """Shares of variance of every question, each input with its interactions."""
    kept = _kept(case)
    if "ranked" not in kept:
        frames = [decides(key, case, POINTS).assign(key=key, question=name) for key, name in QUESTIONS.items()]
        frame = pd.concat(frames, ignore_index=True)
        frame["name"] = [case.record(k).name for k in frame["input"]]
        frame["kind"] = [case.record(k).kind for k in frame["input"]]
        kept["ranked"] = frame
    for key in QUESTIONS:
        find(key)(case)
    found: pd.DataFrame = kept["ranked"]
    return found.copy()


@table
def shares(case: Case) -> pd.DataFrame:
    """Share of the variance of every question that each input explains, with interactions."""
    return _ranked(case)[["question", "input", "name", "kind", "alone", "total"]]


@table
def ranking(case: Case) -> pd.DataFrame:
    """Inputs by what they explain, added up over the questions."""
    frame = _ranked(case)
    frame["total"] = frame["total"].clip(lower=0.0)
    summed = frame.groupby(["input", "name", "kind"], as_index=False).agg(
        sum_of_shares=("total", "sum"), questions=("total", lambda s: int((s > 0.05).sum()))
    )
    summed = summed.sort_values(["sum_of_shares", "input"], ascending=[False, True], ignore_index=True)
    return summed[["name", "kind", "questions", "sum_of_shares", "input"]]


@table
def top(case: Case) -> pd.DataFrame:
    """The twelve inputs that decide most, their range, and what rests on them."""
    rows = []
    for _, row in ranking(case).head(12).iterrows():
        record = case.record(row["input"])
        ends = [float(end.m_as(record.units)) for end in (record.lowest, record.highest)]
        span = format_quantity(Quantity(ends, record.units), digits=2)
        rows.append((row["name"], span, row["kind"], int(row["questions"]), float(row["sum_of_shares"])))
    return pd.DataFrame(rows, columns=["input", "range", "kind", "questions", "sum_of_shares"])


def _share_of_kind(case: Case, *kinds: str) -> Quantity:
    frame = _ranked(case)
    alone = frame["alone"].clip(lower=0.0)
    return Quantity(float(alone[frame["kind"].isin(kinds)].sum() / alone.sum()), "")


@result("percent", digits=2, ranks=True)
def assumed_share(case: Case) -> Quantity:
    """Share of the variance explained, over all questions, that rests on numbers we assume without a source."""
    return _share_of_kind(case, "assumed")


@result("percent", digits=2, ranks=True)
def measured_share(case: Case) -> Quantity:
    """Share that rests on numbers that somebody measured."""
    return _share_of_kind(case, "measured")


@result(digits=3)
def uncertain_count(case: Case) -> Quantity:
    """Inputs with a range behind these questions."""
    return Quantity(float(len({key for q in QUESTIONS for key in uncertain_inputs(q, case)})), "")


@result(digits=2, ranks=True)
def few_inputs(case: Case) -> Quantity:
    """How many of them explain half of all that the ranking adds up."""
    sums = ranking(case)["sum_of_shares"].to_numpy()
    return Quantity(float(np.searchsorted(np.cumsum(sums), 0.5 * sums.sum()) + 1), "")


@result(digits=2)
def questions(case: Case) -> Quantity:
    """Questions that are ranked."""
    del case
    return Quantity(float(len(QUESTIONS)), "")


# ---- how firm each answer is ---------------------------------------------------------------------------------------


def _tests(case: Case) -> list[tuple[str, str, Quantity, bool]]:
    """Questions with a threshold: result, words, level, and whether the thesis needs at least that much."""
    return [
        ("launch.starship_cost", "A kilogram at Suncatcher's price", launch.break_even_price(case), False),
        (
            "satellite.specific_mass_rolled_up",
            "A satellite at AI1's mass",
            satellite.ai1_specific_mass_load(case),
            False,
        ),
        ("parity.ratio_2028", "Orbit at the ground's cost in 2028", ONE, False),
        ("parity.ratio_2040", "Orbit at the ground's cost in 2040", ONE, False),
        (EARNING, "Orbit earns its cost in 2035", ONE, True),
        ("chain.required_launches_per_day", "Launches within what is licensed", launch.licensed(case), False),
        ("conjunction.joint_probability", "All pillars, an even chance", 0.5 * ONE, True),
    ]


@table
def firmness(case: Case) -> pd.DataFrame:
    """For each threshold: central value, 90 % range, probability that the thesis meets it."""
    rows = []
    for key, words, level, at_least in _tests(case):
        found, run = find(key), _simulation(case, key)
        over = float(run.exceedance(key, level).value.magnitude)
        chance = over if at_least else 1.0 - over
        ends = pair(*(run.quantile(key, p).value.to(found.unit) for p in (0.05, 0.95)))
        told = "below 0.1 %" if chance < 0.001 else f"{100 * chance:.2g} %"
        rows.append(
            (
                words,
                format_quantity(level.to(found.unit), digits=3),
                format_quantity(found(case), digits=2),
                format_quantity(ends, digits=2),
                told,
            )
        )
    return pd.DataFrame(rows, columns=["question", "needed", "central", "range", "chance"])


@table
def turning_points(case: Case) -> pd.DataFrame:
    """Where each of the leading inputs alone would make orbit earn its cost in 2035."""
    rows = []
    for name in decides(EARNING, case, POINTS)["input"].head(8):
        record, found = case.record(name), flip(EARNING, name, ONE, case)
        at = format_quantity(found.value, digits=2) if found.value is not None and found.feasible else "never"
        rows.append((record.name, format_quantity(record.quantity, digits=3), at))
    return pd.DataFrame(rows, columns=["input", "value", "turns_at"])
