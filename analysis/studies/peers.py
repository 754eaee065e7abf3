"""Chapter 19: what published models say, rebuilt.

Every published value is held against ours from the same inputs. Then each model runs in one common boundary, and the
spread of published answers is split into what they count, what they assume and how they treat darkness and heat.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.evidence import World, observation
from analysis.peers import common, harmoniser, mccalip, odc, roster, semianalysis, starcloud, suncatcher
from analysis.peers.harmoniser import Case, Common
from analysis.peers.ledger import FULL, GROUND_LINES, GROUND_MEANING, ORBIT_LINES, ORBIT_MEANING, Check
from analysis.studies.registry import result, table
from analysis.units import Quantity

FACTORS = harmoniser.FACTORS
NONE: frozenset[str] = frozenset()


def _checks(world: World) -> list[Check]:
    return roster.all_checks(world)


def _cases(world: World) -> list[Case]:
    return roster.all_cases(world)


def _case(world: World, name: str) -> Case:
    return next(case for case in _cases(world) if case.name.startswith(name))


def _common(world: World) -> Common:
    return Common(FULL, common.our_inputs(world), common.computed_physics(world))


# ---- tables -------------------------------------------------------------------------------------------------------


@table
def values(world: World) -> pd.DataFrame:
    """Every published value with ours from the same inputs: difference, verdict and reason."""
    rows = []
    for check in _checks(world):
        theirs = float(check.published.to(check.unit).magnitude)
        ours = float(check.computed.to(check.unit).magnitude) if check.computed is not None else None
        percent = None if check.difference is None else 100.0 * check.difference
        rows.append(
            (check.id, check.model, check.quantity, _unit(check.unit), theirs, ours, percent, 100.0 * check.tolerance,
             check.verdict, check.reason)
        )  # fmt: skip
    heads = [
        "id",
        "model",
        "what",
        "unit",
        "published",
        "ours",
        "difference_percent",
        "tolerance_percent",
        "verdict",
        "why",
    ]
    return pd.DataFrame(rows, columns=heads)


def _unit(unit: str) -> str:
    """Write a unit as the page writes it."""
    return f"{Quantity(1.0, unit).units:~P}".replace("USD", "$").replace("/a", "/yr") if unit else ""


@table
def validation(world: World) -> pd.DataFrame:
    """Every published value with ours, for the page."""
    frame = values(world)
    unit = frame["unit"].map(lambda u: f" ({u})" if u else "")
    frame["what"] = frame["what"] + unit
    marks = {"reproduced": "✔ reproduced", "fails": "✘ fails", "cannot": "– inputs not seen"}
    frame["verdict"] = frame["verdict"].map(marks)
    return frame[["model", "what", "published", "ours", "difference_percent", "verdict", "why"]]


@table
def failures(world: World) -> pd.DataFrame:
    """Published values that do not follow from their own inputs, or from the orbit, and why."""
    frame = values(world).query("verdict == 'fails'")
    unit = frame["unit"].map(lambda u: f" ({u})" if u else "")
    made = frame.assign(what=frame["what"] + unit)
    return made[["model", "what", "published", "ours", "why"]]


@table
def by_model(world: World) -> pd.DataFrame:
    """Count verdicts for each model."""
    counted = values(world).groupby(["model", "verdict"], sort=False).size().unstack(fill_value=0)
    return counted.reindex(columns=["reproduced", "fails", "cannot"], fill_value=0).reset_index()


@table
def ledger(world: World) -> pd.DataFrame:
    """Cost lines by model: which count what."""
    seen = {case.model: case.boundary for case in _cases(world)}
    models = list(dict.fromkeys(module.NAME for module in roster.WITH_COSTS))
    rows = []
    for side, lines, meaning in (("orbit", ORBIT_LINES, ORBIT_MEANING), ("ground", GROUND_LINES, GROUND_MEANING)):
        for line in lines:
            marks = ["✔" if line in getattr(seen[name], side) else "–" for name in models]
            rows.append((f"{side}: {meaning[line]}", *marks))
    return pd.DataFrame(rows, columns=["line", *models])


@table
def harmonised(world: World) -> pd.DataFrame:
    """Every ratio as published, from its own inputs, in one boundary, and with one physics as well."""
    rows = []
    for case, row in zip(_cases(world), runs(world).to_dict("records"), strict=True):
        own, one, both = (float(row[name]) for name in ("nothing", "boundary", "boundary and physics"))
        rows.append((case.name, case.model, case.boundary.name, float(case.published.magnitude), own, one, both))
    heads = ["case", "model", "boundary", "published", "own_boundary", "one_boundary", "one_boundary_and_physics"]
    return pd.DataFrame(rows, columns=heads)


@table
def any_in_any(world: World) -> pd.DataFrame:
    """Every model's inputs inside every model's boundary: orbit over ground."""
    cases = _cases(world)
    boundaries = {module.NAME: module.BOUNDARY for module in roster.WITH_COSTS} | {"every line": FULL}
    rows = []
    for case in cases:
        of = harmoniser.bill(case.inputs, case.physics)
        inside = [float(harmoniser.ratio_of(boundary, of).magnitude) for boundary in boundaries.values()]
        rows.append((case.name, *inside))
    return pd.DataFrame(rows, columns=["inputs", *boundaries])


@table
def headlines(world: World) -> pd.DataFrame:
    """Published ratios of which only the headline was seen."""
    frame = observation("orbital_cost_ratios").frame
    rebuilt = {module.NAME for module in roster.WITH_COSTS}
    kept = frame[~frame["model"].isin(rebuilt)]
    return kept[["model", "case", "year", "ratio", "measure"]].sort_values("ratio").reset_index(drop=True)


@table
def split(world: World) -> pd.DataFrame:
    """Share of the spread that each thing makes: over all six orders, and in the extreme ones."""
    left = _left(world)
    middle, orders = harmoniser.shapley_shares(left), harmoniser.sequential_shares(left)
    rows = []
    for name in FACTORS:
        each = [100.0 * steps[name] for steps in orders.values()]
        rows.append((name, 100.0 * middle[name], min(each), max(each)))
    return pd.DataFrame(rows, columns=["factor", "share_percent", "low_percent", "high_percent"])


@table
def orders(world: World) -> pd.DataFrame:
    """Share of the spread that goes with each thing, order by order."""
    found = harmoniser.sequential_shares(_left(world))
    rows = [(" → ".join(order), *(100.0 * steps[name] for name in FACTORS)) for order, steps in found.items()]
    return pd.DataFrame(rows, columns=["order", *(f"{name}_percent" for name in FACTORS)])


@table
def sceptic_over_optimist(world: World) -> pd.DataFrame:
    """What makes odc's sceptic dearer than its optimist inside one boundary, group by group of inputs."""
    parts = harmoniser.between_inputs(_case(world, "odc, OPTIMIST"), _case(world, "odc, SKEPTIC"), _common(world))
    return pd.DataFrame(sorted(parts.items(), key=lambda item: -item[1]), columns=["inputs", "factor"])


# ---- the split ----------------------------------------------------------------------------------------------------


@table
def runs(world: World) -> pd.DataFrame:
    """Ratio of every case for every choice of what is made common: boundary, inputs, physics."""
    cases, shared = _cases(world), _common(world)
    rows = []
    for case in cases:
        logs = harmoniser.logarithms(case, shared)
        rows.append({"case": case.name} | {_name(chosen): float(np.exp(log)) for chosen, log in logs.items()})
    return pd.DataFrame(rows)


def _name(chosen: frozenset[str]) -> str:
    """Name a choice of what is made common, as a column."""
    return " and ".join(name for name in FACTORS if name in chosen) or "nothing"


def _choices() -> list[frozenset[str]]:
    return [frozenset(c) for size in range(len(FACTORS) + 1) for c in combinations(FACTORS, size)]


def _left(world: World, without: tuple[str, ...] = ()) -> dict[frozenset[str], float]:
    """Spread of all cases, or of all but some, for every choice of what is made common."""
    frame = runs(world)
    kept = frame[~frame["case"].isin(without)]
    return {c: harmoniser.spread(list(np.log(kept[_name(c)]))) for c in _choices()}


def _times(world: World, *made_common: str) -> Quantity:
    """Highest ratio over lowest when these things are made common."""
    column = runs(world)[_name(frozenset(made_common))]
    return Quantity(float(column.max() / column.min()), "")


def _shares(world: World, factor: str) -> Quantity:
    """Share of the spread that goes with a factor in each of the six orders: least and most."""
    each = [steps[factor] for steps in harmoniser.sequential_shares(_left(world)).values()]
    return Quantity(np.array([min(each), max(each)]), "")


@result(words="{}×")
def spread_published(world: World) -> Quantity:
    """Highest of the rebuilt ratios over the lowest, each in its own boundary."""
    return _times(world)


@result(words="{}×")
def spread_one_boundary(world: World) -> Quantity:
    """Highest ratio over the lowest when every model counts every line."""
    return _times(world, "boundary")


@result(words="{}×")
def spread_one_physics(world: World) -> Quantity:
    """Highest ratio over the lowest when all count darkness, heat and age alike, each in its own boundary."""
    return _times(world, "physics")


@result(words="{}×")
def spread_boundary_and_physics(world: World) -> Quantity:
    """Highest ratio over the lowest when all count the same lines and the same physics."""
    return _times(world, "boundary", "physics")


@result(words="{}×")
def spread_same_inputs(world: World) -> Quantity:
    """Highest ratio over the lowest when all use the same inputs, each in its own boundary."""
    return _times(world, "inputs")


@result(words="{}×")
def spread_boundary_and_inputs(world: World) -> Quantity:
    """Highest ratio over the lowest when only the physics differs."""
    return _times(world, "boundary", "inputs")


@result("percent", digits=2)
def boundary_share(world: World) -> Quantity:
    """Share of the spread that the boundary makes, over all six orders."""
    return Quantity(harmoniser.shapley_shares(_left(world))["boundary"], "")


@result("percent", digits=2)
def inputs_share(world: World) -> Quantity:
    """Share of the spread that the inputs make, over all six orders."""
    return Quantity(harmoniser.shapley_shares(_left(world))["inputs"], "")


@result("percent", digits=2)
def physics_share(world: World) -> Quantity:
    """Share of the spread that the physics makes, over all six orders."""
    return Quantity(harmoniser.shapley_shares(_left(world))["physics"], "")


@result("percent", digits=2)
def boundary_share_by_order(world: World) -> Quantity:
    """Least and most that the boundary makes of the spread, by the order in which things are made common."""
    return _shares(world, "boundary")


@result("percent", digits=2)
def inputs_share_by_order(world: World) -> Quantity:
    """Least and most that the inputs make of the spread, by the order in which things are made common."""
    return _shares(world, "inputs")


@result("percent", digits=2)
def physics_share_by_order(world: World) -> Quantity:
    """Least and most that the physics makes of the spread, by the order in which things are made common."""
    return _shares(world, "physics")


@result("percent", digits=2)
def boundary_first(world: World) -> Quantity:
    """Share of the spread that goes when the boundary is made common first."""
    left = _left(world)
    return Quantity(1.0 - left[frozenset({"boundary"})] / left[NONE], "")


@result("percent", digits=2)
def boundary_share_without_lowest(world: World) -> Quantity:
    """Share of the spread that the boundary makes when the lowest ratio is left out."""
    lowest = runs(world)["case"].iloc[0]
    return Quantity(harmoniser.shapley_shares(_left(world, (lowest,)))["boundary"], "")


@result("percent", digits=2)
def inputs_share_without_lowest(world: World) -> Quantity:
    """Share of the spread that the inputs make when the lowest ratio is left out."""
    lowest = runs(world)["case"].iloc[0]
    return Quantity(harmoniser.shapley_shares(_left(world, (lowest,)))["inputs"], "")


@table
def other_common_inputs(world: World) -> pd.DataFrame:
    """Shares of the spread when another model's inputs are the ones that all are given."""
    cases, shared = _cases(world), _common(world)
    rows = []
    for name in ("SemiAnalysis", "odc, TODAY", "McCalip, $500"):
        given = replace(shared, inputs=_case(world, name).inputs)
        left = harmoniser.spreads([harmoniser.logarithms(case, given) for case in cases])
        rows.append((name, *(100.0 * share for share in harmoniser.shapley_shares(left).values())))
    return pd.DataFrame(rows, columns=["common_inputs", *(f"{name}_percent" for name in FACTORS)])


def _other(world: World, factor: str) -> Quantity:
    column = other_common_inputs(world)[f"{factor}_percent"]
    return Quantity(np.array([column.min(), column.max()]), "percent")


@result("percent", digits=2)
def boundary_share_other_inputs(world: World) -> Quantity:
    """Share of the boundary when SemiAnalysis's, odc's or McCalip's inputs are made common instead of ours."""
    return _other(world, "boundary")


@result("percent", digits=2)
def inputs_share_other_inputs(world: World) -> Quantity:
    """Share of the inputs when SemiAnalysis's, odc's or McCalip's inputs are made common instead of ours."""
    return _other(world, "inputs")


@result(words="{}×")
def one_boundary_range(world: World) -> Quantity:
    """Lowest and highest ratio when every model counts every line."""
    column = runs(world)["boundary"]
    return Quantity(np.array([column.min(), column.max()]), "")


@result(words="{}×")
def one_boundary_middle(world: World) -> Quantity:
    """Middle of the ratios when every model counts every line."""
    return Quantity(float(runs(world)["boundary"].median()), "")


@result(digits=2)
def below_parity_in_one_boundary(world: World) -> Quantity:
    """Cases that put orbit below the ground when every line is counted."""
    return Quantity(float((runs(world)["boundary"] < 1.0).sum()), "")


def _group(world: World, name: str) -> Quantity:
    frame = sceptic_over_optimist(world).set_index("inputs")
    return Quantity(float(frame.loc[name, "factor"]), "")


@result(words="{}×")
def sceptic_optimist_factor(world: World) -> Quantity:
    """Sceptic of odc over its optimist inside one boundary and with one physics."""
    return Quantity(float(np.prod(sceptic_over_optimist(world)["factor"])), "")


@result(words="{}×", digits=2)
def factor_of_launch_price(world: World) -> Quantity:
    """What the launch price makes of the distance between odc's sceptic and its optimist."""
    return _group(world, "launch price")


@result(words="{}×", digits=2)
def factor_of_life_and_capital(world: World) -> Quantity:
    """What life and cost of capital make of the distance between odc's sceptic and its optimist."""
    return _group(world, "life and cost of capital")


@result(words="{}×", digits=2)
def factor_of_building(world: World) -> Quantity:
    """What building the satellite makes of the distance between odc's sceptic and its optimist."""
    return _group(world, "building the satellite")


@result("USD/kg")
def highest_price_below_parity(world: World) -> Quantity:
    """Highest launch price among the cases that put orbit below the ground when every line is counted."""
    below = set(runs(world).query("boundary < 1.0")["case"])
    prices = [case.inputs.launch_price for case in _cases(world) if case.name in below]
    return Quantity(max(float(price.to("USD/kg").magnitude) for price in prices), "USD/kg")


# ---- single models in other frames ----------------------------------------------------------------------------------


def _published(world: World, name: str) -> Quantity:
    return _case(world, name).published


def _full(world: World, name: str) -> Quantity:
    frame = runs(world).set_index("case")
    return Quantity(float(frame.loc[[k for k in frame.index if k.startswith(name)], "boundary"].iloc[0]), "")


@result(words="{}×")
def lowest_published(world: World) -> Quantity:
    """Lowest of the rebuilt ratios."""
    return _cases(world)[0].published


@result(words="{}×")
def highest_published(world: World) -> Quantity:
    """Highest of the rebuilt ratios."""
    return _cases(world)[-1].published


@result(words="{}×")
def starcloud_full(world: World) -> Quantity:
    """Starcloud's inputs with every line counted."""
    return _full(world, "Starcloud")


@result(words="{}×")
def suncatcher_today(world: World) -> Quantity:
    """Suncatcher at today's launch price, over the low end of power spend."""
    return _published(world, "Suncatcher, $3,600")


@result(words="{}×")
def suncatcher_today_full(world: World) -> Quantity:
    """Suncatcher's inputs at today's launch price with every line counted."""
    return _full(world, "Suncatcher, $3,600")


@result("USD/kg")
def suncatcher_price(world: World) -> Quantity:
    """Launch price that Suncatcher waits for, in its own dollars."""
    return world.booked("peers_suncatcher.launch_price_future")


@result(words="{}×")
def suncatcher_future(world: World) -> Quantity:
    """Suncatcher at the launch price it waits for, over the low end of power spend."""
    return _published(world, "Suncatcher, $200")


@result(words="{}×")
def suncatcher_future_full(world: World) -> Quantity:
    """Suncatcher's inputs at the launch price it waits for with every line counted."""
    return _full(world, "Suncatcher, $200")


@result(words="{}×")
def mccalip_published(world: World) -> Quantity:
    """McCalip's ratio at his default launch price."""
    return _published(world, "McCalip, $500")


@result(words="{}×")
def mccalip_own(world: World) -> Quantity:
    """McCalip's inputs in his own boundary, in our run of his model."""
    price = world.booked("peers_mccalip.launch_price")
    return harmoniser.ratio(mccalip.BOUNDARY, mccalip.inputs(world, price), mccalip.physics(world))


@result(words="{}×")
def mccalip_full(world: World) -> Quantity:
    """McCalip's inputs with every line counted."""
    price = world.booked("peers_mccalip.launch_price")
    return harmoniser.ratio(FULL, mccalip.inputs(world, price), mccalip.physics(world))


@result(words="{}×")
def mccalip_with_servers(world: World) -> Quantity:
    """McCalip's inputs in his own boundary with servers added on both sides."""
    price = world.booked("peers_mccalip.launch_price")
    its = mccalip.BOUNDARY
    wider = replace(its, orbit=its.orbit | {"servers"}, ground=its.ground | {"servers"})
    return harmoniser.ratio(wider, mccalip.inputs(world, price), mccalip.physics(world))


@result(words="{}×")
def semianalysis_published(world: World) -> Quantity:
    """SemiAnalysis's ratio of 2026."""
    return _published(world, "SemiAnalysis")


@result(words="{}×")
def semianalysis_without_servers(world: World) -> Quantity:
    """SemiAnalysis's inputs with servers left out on both sides."""
    its = semianalysis.BOUNDARY
    narrower = replace(its, orbit=its.orbit - {"servers", "server mass"}, ground=its.ground - {"servers"})
    return harmoniser.ratio(narrower, semianalysis.inputs(world), semianalysis.physics(world))


@result(words="{}×")
def semianalysis_in_suncatcher(world: World) -> Quantity:
    """SemiAnalysis's inputs in Suncatcher's boundary: launch alone against energy alone."""
    return harmoniser.ratio(suncatcher.BOUNDARY, semianalysis.inputs(world), semianalysis.physics(world))


@result("USD/kW", digits=3)
def suncatcher_in_turyshev(world: World) -> Quantity:
    """Launch of Turyshev's kilowatt at the launch price that Suncatcher waits for."""
    price = world.booked("peers_suncatcher.launch_price_future")
    return price * world["peers_turyshev.specific_mass_example"]


@result(words="{}×")
def odc_today(world: World) -> Quantity:
    """Ratio that odc prints for today."""
    return _published(world, "odc, TODAY")


@result(words="{}×")
def odc_today_true_darkness(world: World) -> Quantity:
    """Ratio that odc prints for today, with the true eclipses of the reference orbit."""
    return harmoniser.ratio(odc.BOUNDARY, odc.inputs(world, "today"), odc.true_darkness(world))


@result(words="{}×")
def odc_mature(world: World) -> Quantity:
    """Ratio that odc prints for a mature launch market."""
    return _published(world, "odc, MATURE")


@result(words="{}×")
def odc_mature_true_darkness(world: World) -> Quantity:
    """Ratio that odc prints for a mature launch market, with the true eclipses of the reference orbit."""
    return harmoniser.ratio(odc.BOUNDARY, odc.inputs(world, "mature"), odc.true_darkness(world))


@result(words="{}×", digits=2)
def starcloud_over_suncatcher_inputs(world: World) -> Quantity:
    """Factor that inputs make of the distance from the lowest ratio to the highest."""
    parts = harmoniser.between(_case(world, "Starcloud"), _case(world, "Suncatcher, $3,600"))
    return Quantity(parts["inputs"], "")


# ---- counts and single failures -------------------------------------------------------------------------------------


def _count(world: World, verdict: str) -> Quantity:
    return Quantity(float((values(world)["verdict"] == verdict).sum()), "")


@result()
def checked(world: World) -> Quantity:
    """Published values held against ours."""
    return Quantity(float(len(values(world))), "")


@result(digits=2)
def models(world: World) -> Quantity:
    """Models, papers and filings they come from."""
    return Quantity(float(values(world)["model"].nunique()), "")


@result()
def reproduced(world: World) -> Quantity:
    """Published values that follow from their inputs."""
    return _count(world, "reproduced")


@result(digits=2)
def failed(world: World) -> Quantity:
    """Published values that do not follow from their inputs, or from the orbit."""
    return _count(world, "fails")


@result(digits=2)
def unseen(world: World) -> Quantity:
    """Published values whose inputs were not seen."""
    return _count(world, "cannot")


@result(digits=2)
def cases(world: World) -> Quantity:
    """Published ratios that could be rebuilt."""
    return Quantity(float(len(_cases(world))), "")


@result(digits=2)
def headlines_only(world: World) -> Quantity:
    """Published ratios of which only the headline was seen."""
    return Quantity(float(len(headlines(world))), "")


@result(words="{}×")
def highest_headline(world: World) -> Quantity:
    """Highest published ratio, of which only the headline was seen."""
    return Quantity(float(observation("orbital_cost_ratios").frame["ratio"].max()), "")


@result(words="{}×")
def lowest_with_build(world: World) -> Quantity:
    """Lowest published ratio that counts building the satellite."""
    frame = observation("orbital_cost_ratios").frame
    return Quantity(float(frame.loc[frame["counts_build"] == 1, "ratio"].min()), "")


@result("gigaUSD")
def mccalip_stale(world: World) -> Quantity:
    """Orbital total in the text of McCalip's page, a placeholder."""
    return world.booked("peers_mccalip.stale_page_total")


@result("gigaUSD")
def mccalip_total(world: World) -> Quantity:
    """Orbital total that McCalip's code computes, rebuilt."""
    return mccalip.orbit(world)["total"]


@result("USD/kg")
def mccalip_break_even(world: World) -> Quantity:
    """Launch price of parity as McCalip's code has it."""
    return mccalip.break_evens(world)["code"]


@result("USD/kg")
def mccalip_break_even_full(world: World) -> Quantity:
    """Launch price of parity with every line of McCalip's own bill."""
    return mccalip.break_evens(world)["full"]


@result("W/m^2", digits=4)
def semianalysis_flux(world: World) -> Quantity:
    """Heat a square metre of radiator sheds, as SemiAnalysis prints it."""
    return world["peers_semianalysis.radiator_flux"]


@result("W/m^2", digits=4)
def semianalysis_flux_formula(world: World) -> Quantity:
    """Heat a square metre of radiator sheds by SemiAnalysis's own temperatures and emissivity."""
    check = next(c for c in semianalysis.checks(world) if c.id == "SA-7")
    return Quantity(check.computed)


@result("kg", digits=3)
def semianalysis_launched(world: World) -> Quantity:
    """Mass that SemiAnalysis's launch line pays for."""
    return world.booked("peers_semianalysis.launch_cost_space") / world.booked("peers_semianalysis.launch_price")


@result("kg", digits=3)
def semianalysis_parts(world: World) -> Quantity:
    """Mass of the parts that SemiAnalysis prints, without servers."""
    check = next(c for c in semianalysis.checks(world) if c.id == "SA-9")
    return Quantity(check.computed)


@result("USD/kg", digits=2)
def starcloud_price(world: World) -> Quantity:
    """Launch price in Starcloud's text."""
    return world.booked("peers_starcloud.published_launch_price")


@result("USD/kg", digits=2)
def starcloud_price_division(world: World) -> Quantity:
    """Launch price from Starcloud's own table."""
    return starcloud.inputs(world).launch_price


@result("minute", digits=2)
def stated_darkness(world: World) -> Quantity:
    """Darkness in a day as SemiAnalysis and odc have it."""
    return world["peers_semianalysis.published_eclipse_per_day"]


@result("hour", digits=2)
def true_darkness(world: World) -> Quantity:
    """Darkness on the darkest day of the reference orbit."""
    return common.computed_physics(world).dark_share * Quantity(24.0, "hour")
