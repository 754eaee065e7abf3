"""The report is one model: a quantity has one number on every page, and what moves it moves all that rests on it.

Two ways of looking. The stored pages, read as a reader meets them: numbers in sentences, inputs in tables, answers in
verdict boxes and in lists of claims, the base case of what-ifs. And the model itself: every uncertain input is moved
by a little, all of them in one run of the traced chain, and each shared quantity is followed to those that rest on it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from analysis.engine import compile_program
from analysis.evidence import Case
from analysis.format import in_prose
from analysis.pages.tables import say_record
from analysis.results.registry import find
from analysis.results.uncertainty import program, uncertain_inputs
from analysis.units import Quantity
from tests.known import base
from tests.stored import outputs
from tools import pages, reach

CASE = base()
NUMBERS, WHATIF = "application/vnd.wtd.numbers+json", "application/vnd.wtd.whatif+json"
INPUT = re.compile(r"^\| \[[^\]]+\]\(\S*#record-([\w-]+)\) \| ([^|]+?) \| ([^|]+?) \|", re.MULTILINE)
CLAIM = re.compile(r"^\| \[?([ABT]\d\d)\b[^|]*\|.*\|$", re.MULTILINE)
HEADLINE = re.compile(r"\| \d+ \| \[")
BOX = re.compile(r"admonition\} Answer: (.+)")

# ---- the pages as they are stored ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stored() -> list[tuple[str, str, Any]]:
    return list(outputs())


def disagreeing(found: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """What says more than one thing, with the pages that say each."""
    return {key: says for key, says in found.items() if len(set(says.values())) > 1}


def test_a_result_is_one_number_on_every_page(stored):
    """In sentences, captions and alternative texts alike: all take their numbers from the page's list of them."""
    printed, meaning = defaultdict(dict), defaultdict(dict)
    for page, kind, held in stored:
        if kind == NUMBERS:
            for key, number in held.items():
                printed[key][page] = number["text"]
                meaning[number["title"]][key] = number["text"]
    assert len(printed) > 1000
    assert not disagreeing(printed)
    assert not disagreeing(meaning), "two results of one meaning have two values"


def test_every_number_of_a_text_is_one_of_its_page_or_an_input(stored):
    """So that a caption or a table of the site and of the PDF cannot print it from anywhere else."""
    listed = defaultdict(set)
    for page, kind, held in stored:
        if kind == NUMBERS:
            listed[page] |= set(held)
    for text in pages.texts():
        printed = set(reach.PRINTED.findall(text.read_text(encoding="utf-8")))
        assert printed - listed[text.stem] - set(CASE) == set(), text.stem


def test_a_what_if_begins_at_the_number_of_the_sentences(stored):
    sentences = {key: number["text"] for _, kind, held in stored if kind == NUMBERS for key, number in held.items()}
    starts = [(page, n["key"], n["text"]) for page, kind, held in stored if kind == WHATIF for n in held["numbers"]]
    assert len(starts) > 50
    assert [start for start in starts if start[1] in sentences and start[2] != in_prose(sentences[start[1]])] == []


def test_an_input_is_one_value_in_every_table_and_slider(stored):
    keys = {key.replace(".", "-").replace("_", "-"): key for key in CASE}
    printed = defaultdict(dict)
    for page, kind, held in stored:
        if kind == "text/markdown":
            for name, value, span in INPUT.findall(held):
                printed[keys[name]][page] = f"{value} {span}"
                assert value.removesuffix(" **(changed)**") == say_record(CASE.record(keys[name])), (page, name)
    assert len(printed) > 150
    assert not disagreeing(printed)


def test_a_chapter_gives_one_answer_at_home_in_its_part_in_its_box_and_in_its_list(stored):
    headlines = {str(c["chapter"]): name for name, c in reach.claim_tables().items() if c.get("headline")}
    chapter_of = {name: chapter for chapter, name in headlines.items()}
    answers, computed, likely = defaultdict(dict), defaultdict(dict), defaultdict(dict)
    for page, kind, held in stored:
        if kind != "text/markdown":
            continue
        for row in (line.strip("| ").split(" | ") for line in held.splitlines() if HEADLINE.match(line)):
            chapter, place = row[0], f"table on {page}"
            _, _, answers[chapter][place], likely[chapter][place], against, *_ = (cell.strip() for cell in row)
            computed[chapter][place] = against.split(";")[0]
        for row in (match[0].strip("| ").split(" | ") for match in CLAIM.finditer(held)):
            if chapter := chapter_of.get(CLAIM.match(f"| {' | '.join(row)} |")[1]):
                *_, value, chance, answer = (cell.strip() for cell in row)
                place, now = f"list on {page}", answer.split(", ")[-1].removesuffix(" now")
                answers[chapter][place], likely[chapter][place], computed[chapter][place] = now, chance, value
        if (box := BOX.search(held)) and page[:2].isdigit():
            word, _, chance = box[1].partition(", ")
            chapter, place = str(int(page[:2])), f"box on {page}"
            answers[chapter][place], likely[chapter][place] = word, chance or "–"
    assert set(answers) >= set(headlines)
    short = sorted(name for name, places in answers.items() if len(places) < 3)
    assert short == [], "print the chapter's number in `page.part(...)` of its part, then `make run CHANGED=1`"
    assert [disagreeing(said) for said in (answers, computed, likely)] == [{}, {}, {}]


# ---- the model: what moves one moves the other ---------------------------------------------------------------------

SHARED = [
    "rates.ground",
    "rates.orbit",
    "satellite.view_factor",
    "satellite.array_view_factor",
    "satellite.array_temperature",
    "satellite.sink_temperature",
    "satellite.lifetime_after_death",
    "satellite.specific_mass_rolled_up",
    "satellite.array_rating",
    "satellite.radiator_area",
    "satellite.battery",
    "satellite.shield",
    "satellite.annual_dark",
    "satellite.drag_make_up",
    "satellite.raising",
    "satellite.disposal",
    "satellite.failure_factor",
    "launch.payload_flown",
    "launch.starship_cost_flown",
    "launch.flights_gigawatt_ours",
    "parity.usable_share",
    "parity.orbit_hour",
    "parity.ground_hour",
    "parity.ratio_2028",
    "parity.ratio_at_launch_cost_2028",
    "bottleneck.level_factor",
    "bottleneck.shadow_price",
    "bottleneck.supply_cost",
    "ground.supply",
    "ground.path_over_supply",
    "ground.path_over_supply_in_america",
    "ground.gas_cost_with_wait",
    "fab.own_wafer_cost",
    "appraisal.margin",
    "appraisal.sales_to_capital",
    "appraisal.value_per_share",
    "chain.required_real_revenue",
    "chain.fleet_lease_price",
    "chain.required_power",
    "chain.required_launches_per_day",
    "chain.required_wafers",
    "network.silent_errors",
    "network.pointing_loss",
    "network.far_link_rate",
    "network.training_shortfall",
    "network.mean_round_trip",
    "network.gateway_cost_text",
    "network.gateway_rate_paid",
    "stack.hour_cost",
    "stack.lessor_share",
    "stack.lessor_share_if_rents_fall",
    "revenue.market_recovery",
    "revenue.expected_value",
    "capital.operations_in_2027",
    "capital.cash_expected",
    "conjunction.joint_probability",
    "conjunction.separate_value",
    "decides.ground_revenue",
    "decides.earning_over_cost",
]

# They rest on the draws of Chapter 12, which are not in the trace; a test of their own moves those.
DRAWN = {"conjunction.joint_probability", "conjunction.separate_value"}

# A quantity, one that rests on it, and the inputs that move the first and not the second: with the reason.
CANCELS = {
    ("chain.fleet_lease_price", upper): {
        "cluster.it_power_per_accelerator": "a rent for each accelerator, times the accelerators of a watt",
        "cluster.utilisation": "a rent for each sold hour, times the hours sold",
    }
    for upper in ("chain.required_launches_per_day", "chain.required_wafers")
}


@pytest.fixture(scope="module")
def moved() -> dict[str, dict[str, float]]:
    """By how much, as a share of itself, each quantity rises when an input rises by a fiftieth of its range."""
    for key in SHARED:
        find(key).evaluate(CASE)
    names = sorted({name for key in SHARED for name in uncertain_inputs(key, CASE)})
    steps, settings = {}, {}
    for place, name in enumerate(names):
        record, value = CASE.record(name), float(CASE[name].magnitude)
        low, high = float(np.min(record.low)), float(np.max(record.high))
        step = 0.02 * (high - low)
        steps[name] = step if value + step <= high else -step
        settings[name] = np.full(len(names) + 1, value)
        settings[name][place + 1] += steps[name]
    answers = compile_program(program(SHARED, CASE, names))(settings)
    found = {}
    for key in SHARED:
        answer = np.asarray(answers[key], dtype=float) * np.ones(len(names) + 1)
        change = (answer[1:] - answer[0]) / abs(answer[0])
        found[key] = {name: float(c) * np.sign(steps[name]) for name, c in zip(names, change, strict=True)}
    return found


def below(key: str, seen: set[str] | None = None) -> set[str]:
    """Every result that a result rests on, directly or through others."""
    seen = set() if seen is None else seen
    for name in find(key).evaluate(CASE).results - seen:
        seen.add(name)
        below(name, seen)
    return seen - {key}


def unmoved(moved: dict[str, dict[str, float]]) -> tuple[int, list[tuple[str, str, str]]]:
    """How many movements were followed, and which stopped: the input, what it moves, what rests on that and is still."""
    followed, still = 0, []
    for upper in (key for key in SHARED if key not in DRAWN):
        for lower in below(upper) & set(SHARED):
            excused = CANCELS.get((lower, upper), {})
            moving = [name for name, share in moved[lower].items() if abs(share) > 1e-9 and name not in excused]
            still += [(name, lower, upper) for name in moving if abs(moved[upper][name]) < 1e-12]
            followed += len(moving)
    return followed, still


def test_what_moves_a_shared_quantity_moves_all_that_rests_on_it(moved):
    followed, still = unmoved(moved)
    assert followed > 900
    assert still == []


def test_a_cut_link_and_two_numbers_of_one_quantity_are_named(moved):
    cut = {**moved, "parity.ratio_2028": {**moved["parity.ratio_2028"], "power.array_areal_mass": 0.0}}
    found = ("power.array_areal_mass", "satellite.specific_mass_rolled_up", "parity.ratio_2028")
    assert found in unmoved(cut)[1]
    apart = {"a.b": {"index": "5.3×", "12-parity": "5.2×"}, "a.c": {"index": "1", "12-parity": "1"}}
    assert disagreeing(apart) == {"a.b": apart["a.b"]}


def test_what_moves_a_printed_quantity_reaches_the_pages_that_print_it(moved):
    """By the model's own sensitivities: a page that prints a number is executed again when such an input changes."""
    known, claims, reaching = reach.modules(), reach.claim_tables(), 0
    for text in pages.texts():
        printed = set(reach.PRINTED.findall(text.read_text(encoding="utf-8"))) & set(SHARED)
        if printed:
            found = reach.reached(reach.roots(text, known), known, claims)
            needed = {name for key in printed for name, share in moved[key].items() if share}
            named = {name for name in needed if {f"record {name}", f"topic {name.partition('.')[0]}"} & found}
            assert needed - named == set(), text.stem
            reaching += len(needed)
    assert reaching > 500


# An input that rises, and which way its neighbours answer: + rises, - falls, 0 stays. By what the issue asks of each.
NEIGHBOURS = {
    # one satellite: parts move mass, launches, cost, the flights of the thesis and what orbit earns
    "power.array_areal_mass": "+satellite.specific_mass_rolled_up +launch.flights_gigawatt_ours +parity.ratio_2028 "
    "+chain.required_launches_per_day -decides.earning_over_cost",
    "thermal.radiator_areal_mass": "+satellite.specific_mass_rolled_up +launch.flights_gigawatt_ours "
    "+parity.ratio_2028 +chain.required_launches_per_day -decides.earning_over_cost",
    "satellite.compute_specific_mass": "+satellite.specific_mass_rolled_up +launch.flights_gigawatt_ours "
    "+parity.ratio_2028 +chain.required_launches_per_day -decides.earning_over_cost",
    # altitude, and the air that the Sun warms
    "orbit.reference_altitude": "-satellite.view_factor +satellite.lifetime_after_death -satellite.annual_dark -satellite.drag_make_up +satellite.raising +satellite.disposal "
    "+satellite.shield -launch.payload_flown",
    "orbit.solar_activity_mean": "+satellite.drag_make_up +satellite.specific_mass_rolled_up "
    "-satellite.lifetime_after_death +parity.ratio_2028 +chain.required_launches_per_day",
    "orbit.insertion_altitude": "-satellite.raising -launch.payload_flown -satellite.specific_mass_rolled_up",
    # the array warms the radiator, the Earth both, and cells that are hot give less
    "thermal.radiator_share_behind_array": "+satellite.array_view_factor +satellite.sink_temperature "
    "+satellite.radiator_area +satellite.specific_mass_rolled_up +parity.ratio_2028",
    "physics.outgoing_longwave_radiation": "+satellite.array_temperature +satellite.sink_temperature "
    "+satellite.radiator_area +satellite.specific_mass_rolled_up",
    # one chip limit, one shield
    "thermal.chip_temperature_limit": "-satellite.radiator_area -satellite.specific_mass_rolled_up -parity.ratio_2028",
    "orbit.radiation_tolerance": "-satellite.shield -satellite.specific_mass_rolled_up +network.silent_errors",
    # darkness: cycles wear battery and accelerators
    "power.battery_fade": "+satellite.battery +satellite.specific_mass_rolled_up +parity.orbit_hour",
    "cost.cycling_failure_multiplier": "+satellite.failure_factor -parity.usable_share +parity.ratio_2028 "
    "+chain.required_launches_per_day",
    # what fails in orbit is flown as well: spares, costs and launches
    "cost.accelerator_failure_rate": "-parity.usable_share +parity.ratio_2028 +chain.required_launches_per_day "
    "-decides.earning_over_cost",
    "power.battery_reference_depth": "-satellite.battery -satellite.specific_mass_rolled_up -parity.orbit_hour "
    "-chain.required_launches_per_day",
    "power.throttled_power_share": "+satellite.battery +satellite.array_rating +satellite.specific_mass_rolled_up "
    "-satellite.failure_factor +parity.usable_share +parity.ratio_2028",
    # links
    "network.pointing_error": "+network.pointing_loss -network.far_link_rate",
    "network.training_batch": "-network.training_shortfall",
    "network.bytes_per_token": "+network.gateway_cost_text 0network.gateway_rate_paid",
    "cost.ground_segment_cost": "+network.gateway_rate_paid +parity.orbit_hour +parity.ratio_2028",
    "network.delay_per_hop": "+network.mean_round_trip",
    # the rocket, its price and its cost
    "launch.starship_payload": "+launch.payload_flown -launch.starship_cost_flown -launch.flights_gigawatt_ours "
    "-parity.ratio_at_launch_cost_2028",
    "launch.base_launch_price": "+parity.orbit_hour +parity.ratio_2028 0parity.ratio_at_launch_cost_2028 "
    "0parity.ground_hour 0stack.hour_cost",
    # rents that fall, fall in Chapters 2, 7, 14, 16, 17 and 20
    "cost.learning_rate_compute": "-appraisal.margin +chain.required_power +chain.required_launches_per_day "
    "-bottleneck.level_factor -bottleneck.shadow_price -stack.lessor_share_if_rents_fall -revenue.market_recovery "
    "-capital.cash_expected -decides.ground_revenue -decides.earning_over_cost",
    # the valuation pays for its gigawatts
    "cost.compute_cost": "-appraisal.margin -appraisal.sales_to_capital -bottleneck.shadow_price +stack.hour_cost "
    "+parity.ground_hour +parity.orbit_hour -revenue.market_recovery",
    "market.revenue_per_gigawatt_year": "+appraisal.margin +appraisal.sales_to_capital -chain.required_power "
    "-chain.required_launches_per_day +capital.operations_in_2027 +capital.cash_expected +decides.ground_revenue "
    "+decides.earning_over_cost",
    "cost.energy_price": "+parity.ground_hour -parity.ratio_2028 +stack.hour_cost +bottleneck.supply_cost "
    "-appraisal.margin -capital.operations_in_2027 -capital.cash_expected",
    "cost.repair_cost_share": "+parity.ground_hour -parity.ratio_2028 +stack.hour_cost -appraisal.margin "
    "-capital.operations_in_2027",
    # terminal assumptions move the value and all that the price asks for
    "valuation.return_on_new_capital": "+appraisal.value_per_share -chain.required_real_revenue -chain.required_power "
    "-chain.required_launches_per_day +conjunction.separate_value",
    "valuation.growth_for_ever": "+appraisal.value_per_share -chain.required_real_revenue -chain.required_power",
    "valuation.discount_rate_shift": "-appraisal.value_per_share +chain.required_real_revenue +chain.required_power "
    "-conjunction.separate_value",
    "valuation.minority_interests": "-appraisal.value_per_share +chain.required_real_revenue +chain.required_power",
    "valuation.operating_leases": "-appraisal.value_per_share +chain.required_real_revenue +chain.required_power",
    # nominal and real: inflation leaves a smaller rate, and fewer dollars of today of the revenue of the tenth year
    "valuation.inflation": "-rates.ground -rates.orbit -parity.ground_hour -parity.orbit_hour +parity.ratio_2028 "
    "-stack.hour_cost -bottleneck.supply_cost -bottleneck.level_factor +bottleneck.shadow_price "
    "+ground.gas_cost_with_wait -fab.own_wafer_cost -decides.ground_revenue -chain.required_real_revenue "
    "-chain.required_power -chain.required_launches_per_day +capital.operations_in_2027 0appraisal.margin",
    "cost.wacc_ground": "+rates.ground 0rates.orbit +parity.ground_hour -parity.ratio_2028 +stack.hour_cost "
    "-stack.lessor_share +bottleneck.supply_cost -bottleneck.shadow_price +decides.ground_revenue",
    "cost.wacc_orbit": "+rates.orbit 0rates.ground +parity.orbit_hour +parity.ratio_2028 0stack.hour_cost "
    "-decides.earning_over_cost",
    # cash: customers who stay, interest once in and once out
    "thesis.contracts_last": "+revenue.expected_value +capital.operations_in_2027 +capital.cash_expected "
    "+conjunction.joint_probability",
    "capital.interest_rate": "-capital.cash_expected 0capital.operations_in_2027",
    "capital.cash_yield": "+capital.cash_expected 0capital.operations_in_2027",
    # one cause ties the pillars
    "thesis.correlation": "+conjunction.joint_probability 0conjunction.separate_value",
    # supply and demand of one region
    "grid.block_gas_rate": "+ground.supply -ground.path_over_supply -ground.path_over_supply_in_america",
    "grid.american_share_of_growth": "0ground.path_over_supply +ground.path_over_supply_in_america",
}


def test_each_neighbour_answers_with_the_right_sign(moved):
    wrong = []
    for name, answers in NEIGHBOURS.items():
        for answer in answers.split():
            sign, key = answer[0], answer[1:]
            share = moved[key][name]
            found = "0" if abs(share) < 1e-12 else "+" if share > 0 else "-"
            wrong += [f"{key} answers {found} and not {sign} to {name}"] if found != sign else []
    assert wrong == []


# What is good for orbit or bad for it, moved far enough for the draws of Chapter 12 to show it, and which way the
# probability of parity goes. Chapter 18 takes that probability and draws nothing of its own, so it is not in the trace.
GOOD_FOR_ORBIT = {
    "cost.space_premium": (1.0, "+"),
    "satellite.parts_scale": (0.5, "+"),
    "cost.energy_price": (0.17, "+"),
    "launch.base_launch_price": (3500.0, "-"),
    "cost.orbit_life": (3.0, "-"),
    "cost.wacc_orbit": (0.2, "-"),
}


def test_the_probability_of_parity_moves_every_pillar_that_rests_on_it():
    """Chapter 12 to Chapter 18: the probability itself, all pillars together, what the bets are worth, the price's."""

    def of(case: Case) -> dict[str, float]:
        keys = "parity.probability_by_2035_together", "conjunction.orbit_probability", "conjunction.joint_probability"
        more = "conjunction.joint_if_independent", "conjunction.separate_value"
        return {key: float(find(key)(case).m_as(find(key).unit)) for key in (*keys, *more)}

    before_moving = of(CASE)
    factor = float(CASE["thesis.orbit_factor"].m_as(""))
    for name, (value, sign) in GOOD_FOR_ORBIT.items():
        moved = of(CASE.with_values({name: Quantity(value, CASE[name].units)}))
        assert moved["conjunction.orbit_probability"] == pytest.approx(
            factor * moved["parity.probability_by_2035_together"]
        ), name
        for key, before in before_moving.items():
            assert (moved[key] > before) == (sign == "+"), (
                f"{key} goes from {before} to {moved[key]} with {name} at {value}"
            )
            assert moved[key] != before, (key, name)
