"""Chapter 19: what published models say, rebuilt.

Every published value is compared with ours from the same inputs. Then each model runs in one common boundary, and the
spread of published answers is split into what they count, what they assume and how they treat darkness and heat.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.evidence import Case, observation
from analysis.peers import common, harmoniser, mccalip, odc, roster, semianalysis, starcloud, suncatcher
from analysis.peers.harmoniser import Common, PeerCase
from analysis.peers.ledger import FULL, GROUND_LINES, GROUND_MEANING, ORBIT_LINES, ORBIT_MEANING, Check
from analysis.results.cache import fact
from analysis.results.registry import once, result, table
from analysis.studies import parity
from analysis.units import Quantity

FACTORS = harmoniser.FACTORS
NONE: frozenset[str] = frozenset()


def base(case: Case) -> Common:
    """Give what all are given: every line, our bill of Chapter 12 with batteries through the dark, the true orbit."""
    stored = case.with_values({"power.throttled_power_share": Quantity(1.0, "")})
    return Common(FULL, parity.inputs_per_kilowatt(stored), common.computed_physics(stored))


def _evidence(case: Case) -> Case:
    """Give the case that this one comes from if it changes nothing, or else a new one: the evidence alone."""
    origin = [case, *(earlier for earlier, _ in case.lineage())][-1]
    return origin if not origin.changed and origin.as_of == case.as_of else Case(as_of=case.as_of)


def _cases(case: Case) -> list[PeerCase]:
    return once(case, "published cases", lambda: roster.all_cases(case, _common(case).inputs))


def _case(case: Case, name: str) -> PeerCase:
    return next(entry for entry in _cases(case) if entry.name.startswith(name))


def _common(case: Case) -> Common:
    return once(case, "common", lambda: base(case))


def _bills(case: Case) -> harmoniser.Bills:
    return once(case, "bills", dict)


# ---- tables -------------------------------------------------------------------------------------------------------


@table
def values(case: Case) -> pd.DataFrame:
    """Every published value with ours from the same inputs: difference, verdict and reason."""
    theirs = _evidence(case)  # an assumption of a reader is not theirs
    rows = fact("published values", theirs, lambda: [_row(check) for check in roster.all_checks(theirs)])
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


def _row(check: Check) -> list[Any]:
    """Give the row of one published value as plain data."""
    theirs = float(check.published.to(check.unit).magnitude)
    ours = float(check.computed.to(check.unit).magnitude) if check.computed is not None else None
    percent = None if check.difference is None else 100.0 * float(check.difference)
    found = [theirs, ours, percent, 100.0 * check.tolerance]
    return [check.id, check.model, check.quantity, _unit(check.unit), *found, check.verdict, check.reason]


def _unit(unit: str) -> str:
    """Write a unit as the page writes it."""
    return f"{Quantity(1.0, unit).units:~P}".replace("USD", "$").replace("/a", "/yr") if unit else ""


@table
def validation(case: Case) -> pd.DataFrame:
    """Every published value with ours, for the page."""
    frame = values(case)
    unit = frame["unit"].map(lambda u: f" ({u})" if u else "")
    frame["what"] = frame["what"] + unit
    marks = {"reproduced": "✔ reproduced", "fails": "✘ fails", "cannot": "– inputs not seen"}
    frame["verdict"] = frame["verdict"].map(marks)
    return frame[["model", "what", "published", "ours", "difference_percent", "verdict", "why"]]


@table
def failures(case: Case) -> pd.DataFrame:
    """Published values that do not follow from their own inputs, or from the orbit, and why."""
    frame = values(case).query("verdict == 'fails'")
    unit = frame["unit"].map(lambda u: f" ({u})" if u else "")
    made = frame.assign(what=frame["what"] + unit)
    return made[["model", "what", "published", "ours", "why"]]


@table
def by_model(case: Case) -> pd.DataFrame:
    """Count verdicts for each model."""
    counted = values(case).groupby(["model", "verdict"], sort=False).size().unstack(fill_value=0)
    return counted.reindex(columns=["reproduced", "fails", "cannot"], fill_value=0).reset_index()


@table
def ledger(case: Case) -> pd.DataFrame:
    """Cost lines by model: which count what."""
    seen = {entry.model: entry.boundary for entry in _cases(case)}
    models = list(dict.fromkeys(module.NAME for module in roster.WITH_COSTS))
    rows = []
    for side, lines, meaning in (("orbit", ORBIT_LINES, ORBIT_MEANING), ("ground", GROUND_LINES, GROUND_MEANING)):
        for line in lines:
            marks = ["✔" if line in getattr(seen[name], side) else "–" for name in models]
            rows.append((f"{side}: {meaning[line]}", *marks))
    return pd.DataFrame(rows, columns=["line", *models])


@table
def harmonised(case: Case) -> pd.DataFrame:
    """Every ratio as published, from its own inputs, in one boundary, and with one physics as well."""
    rows = []
    for entry, row in zip(_cases(case), runs(case).to_dict("records"), strict=True):
        own, one, both = (float(row[name]) for name in ("nothing", "boundary", "boundary and physics"))
        rows.append((entry.name, entry.model, entry.boundary.name, float(entry.published.magnitude), own, one, both))
    heads = ["case", "model", "boundary", "published", "own_boundary", "one_boundary", "one_boundary_and_physics"]
    return pd.DataFrame(rows, columns=heads)


@table
def any_in_any(case: Case) -> pd.DataFrame:
    """Every model's inputs inside every model's boundary: orbit over ground."""
    cases = _cases(case)
    boundaries = {module.NAME: module.BOUNDARY for module in roster.WITH_COSTS} | {"every line": FULL}
    rows = []
    for entry in cases:
        of = harmoniser.bill(entry.inputs, entry.physics)
        inside = [float(harmoniser.ratio_of(boundary, of).magnitude) for boundary in boundaries.values()]
        rows.append((entry.name, *inside))
    return pd.DataFrame(rows, columns=["inputs", *boundaries])


@table
def headlines(case: Case) -> pd.DataFrame:
    """Published ratios of which only the headline was seen."""
    frame = observation("orbital_cost_ratios").frame
    rebuilt = {module.NAME for module in roster.WITH_COSTS}
    kept = frame[~frame["model"].isin(rebuilt)]
    return kept[["model", "case", "year", "ratio", "measure"]].sort_values("ratio").reset_index(drop=True)


@table
def split(case: Case) -> pd.DataFrame:
    """Share of the spread that each thing makes: over all six orders, and in the extreme ones."""
    left = _left(case)
    middle, orders = harmoniser.shapley_shares(left), harmoniser.sequential_shares(left)
    rows = []
    for name in FACTORS:
        each = [100.0 * steps[name] for steps in orders.values()]
        rows.append((name, 100.0 * middle[name], min(each), max(each)))
    return pd.DataFrame(rows, columns=["factor", "share_percent", "low_percent", "high_percent"])


@table
def orders(case: Case) -> pd.DataFrame:
    """Share of the spread that goes with each thing, order by order."""
    found = harmoniser.sequential_shares(_left(case))
    rows = [(" → ".join(order), *(100.0 * steps[name] for name in FACTORS)) for order, steps in found.items()]
    return pd.DataFrame(rows, columns=["order", *(f"{name}_percent" for name in FACTORS)])


@table
def sceptic_over_optimist(case: Case) -> pd.DataFrame:
    """What makes odc's sceptic more expensive than its optimist inside one boundary, group by group of inputs."""
    parts = harmoniser.between_inputs(_case(case, "odc, OPTIMIST"), _case(case, "odc, SKEPTIC"), _common(case))
    return pd.DataFrame(sorted(parts.items(), key=lambda item: -item[1]), columns=["inputs", "factor"])


# ---- the split ----------------------------------------------------------------------------------------------------


@table
def runs(case: Case) -> pd.DataFrame:
    """Ratio of every case for every choice of what is made common: boundary, inputs, physics."""
    cases, shared = _cases(case), _common(case)
    rows = []
    for entry in cases:
        logs = harmoniser.logarithms(entry, shared, _bills(case))
        rows.append({"case": entry.name} | {_name(chosen): float(np.exp(log)) for chosen, log in logs.items()})
    return pd.DataFrame(rows)


def _name(chosen: frozenset[str]) -> str:
    """Name a choice of what is made common, as a column."""
    return " and ".join(name for name in FACTORS if name in chosen) or "nothing"


def _choices() -> list[frozenset[str]]:
    return [frozenset(c) for size in range(len(FACTORS) + 1) for c in combinations(FACTORS, size)]


def _left(case: Case, without: tuple[str, ...] = ()) -> dict[frozenset[str], float]:
    """Spread of all cases, or of all but some, for every choice of what is made common."""
    frame = runs(case)
    kept = frame[~frame["case"].isin(without)]
    return {c: harmoniser.spread(list(np.log(kept[_name(c)]))) for c in _choices()}


def _times(case: Case, *made_common: str) -> Quantity:
    """Highest ratio over lowest when these things are made common."""
    column = runs(case)[_name(frozenset(made_common))]
    return Quantity(float(column.max() / column.min()), "")


def _shares(case: Case, factor: str) -> Quantity:
    """Share of the spread that goes with a factor in each of the six orders: least and most."""
    each = [steps[factor] for steps in harmoniser.sequential_shares(_left(case)).values()]
    return Quantity(np.array([min(each), max(each)]), "")


@result(words="{}×")
def spread_published(case: Case) -> Quantity:
    """Highest of the rebuilt ratios over the lowest, each in its own boundary."""
    return _times(case)


@result(words="{}×")
def spread_one_boundary(case: Case) -> Quantity:
    """Highest ratio over the lowest when every model counts every line."""
    return _times(case, "boundary")


@result(words="{}×")
def spread_one_physics(case: Case) -> Quantity:
    """Highest ratio over the lowest when all count darkness, heat and age alike, each in its own boundary."""
    return _times(case, "physics")


@result(words="{}×")
def spread_boundary_and_physics(case: Case) -> Quantity:
    """Highest ratio over the lowest when all count the same lines and the same physics."""
    return _times(case, "boundary", "physics")


@result(words="{}×")
def spread_same_inputs(case: Case) -> Quantity:
    """Highest ratio over the lowest when all use the same inputs, each in its own boundary."""
    return _times(case, "inputs")


@result(words="{}×")
def spread_boundary_and_inputs(case: Case) -> Quantity:
    """Highest ratio over the lowest when only the physics differs."""
    return _times(case, "boundary", "inputs")


@result("percent", digits=2)
def boundary_share(case: Case) -> Quantity:
    """Share of the spread that the boundary makes, over all six orders."""
    return Quantity(harmoniser.shapley_shares(_left(case))["boundary"], "")


@result("percent", digits=2)
def inputs_share(case: Case) -> Quantity:
    """Share of the spread that the inputs make, over all six orders."""
    return Quantity(harmoniser.shapley_shares(_left(case))["inputs"], "")


@result("percent", digits=2)
def physics_share(case: Case) -> Quantity:
    """Share of the spread that the physics makes, over all six orders."""
    return Quantity(harmoniser.shapley_shares(_left(case))["physics"], "")


@result("percent", digits=2)
def boundary_share_by_order(case: Case) -> Quantity:
    """Least and most that the boundary makes of the spread, by the order in which things are made common."""
    return _shares(case, "boundary")


@result("percent", digits=2)
def inputs_share_by_order(case: Case) -> Quantity:
    """Least and most that the inputs make of the spread, by the order in which things are made common."""
    return _shares(case, "inputs")


@result("percent", digits=2)
def boundary_first(case: Case) -> Quantity:
    """Share of the spread that goes when the boundary is made common first."""
    left = _left(case)
    return Quantity(1.0 - left[frozenset({"boundary"})] / left[NONE], "")


@result("percent", digits=2)
def boundary_share_without_lowest(case: Case) -> Quantity:
    """Share of the spread that the boundary makes when the lowest ratio is left out."""
    lowest = runs(case)["case"].iloc[0]
    return Quantity(harmoniser.shapley_shares(_left(case, (lowest,)))["boundary"], "")


@result("percent", digits=2)
def inputs_share_without_lowest(case: Case) -> Quantity:
    """Share of the spread that the inputs make when the lowest ratio is left out."""
    lowest = runs(case)["case"].iloc[0]
    return Quantity(harmoniser.shapley_shares(_left(case, (lowest,)))["inputs"], "")


@table
def other_common_inputs(case: Case) -> pd.DataFrame:
    """Shares of the spread when another model's inputs are the ones that all are given."""
    cases, shared = _cases(case), _common(case)
    rows = []
    for name in ("SemiAnalysis", "odc, TODAY", "McCalip, $500"):
        given = replace(shared, inputs=_case(case, name).inputs)
        left = harmoniser.spreads([harmoniser.logarithms(entry, given, _bills(case)) for entry in cases])
        rows.append((name, *(100.0 * share for share in harmoniser.shapley_shares(left).values())))
    return pd.DataFrame(rows, columns=["common_inputs", *(f"{name}_percent" for name in FACTORS)])


def _other(case: Case, factor: str) -> Quantity:
    column = other_common_inputs(case)[f"{factor}_percent"]
    return Quantity(np.array([column.min(), column.max()]), "percent")


@result("percent", digits=2)
def boundary_share_other_inputs(case: Case) -> Quantity:
    """Share of the boundary when SemiAnalysis's, odc's or McCalip's inputs are made common instead of ours."""
    return _other(case, "boundary")


@result("percent", digits=2)
def inputs_share_other_inputs(case: Case) -> Quantity:
    """Share of the inputs when SemiAnalysis's, odc's or McCalip's inputs are made common instead of ours."""
    return _other(case, "inputs")


@result(words="{}×")
def one_boundary_range(case: Case) -> Quantity:
    """Lowest and highest ratio when every model counts every line."""
    column = runs(case)["boundary"]
    return Quantity(np.array([column.min(), column.max()]), "")


@result(digits=2)
def below_parity_in_one_boundary(case: Case) -> Quantity:
    """Cases that put orbit below the ground when every line is counted."""
    return Quantity(float((runs(case)["boundary"] < 1.0).sum()), "")


def _group(case: Case, name: str) -> Quantity:
    frame = sceptic_over_optimist(case).set_index("inputs")
    return Quantity(float(frame.loc[name, "factor"]), "")


@result(words="{}×")
def sceptic_optimist_factor(case: Case) -> Quantity:
    """Sceptic of odc over its optimist inside one boundary and with one physics."""
    return Quantity(float(np.prod(sceptic_over_optimist(case)["factor"])), "")


@result(words="{}×", digits=2)
def factor_of_launch_price(case: Case) -> Quantity:
    """What the launch price makes of the distance between odc's sceptic and its optimist."""
    return _group(case, "launch price")


@result(words="{}×", digits=2)
def factor_of_life_and_capital(case: Case) -> Quantity:
    """What life and cost of capital make of the distance between odc's sceptic and its optimist."""
    return _group(case, "life and cost of capital")


@result("USD/kg")
def highest_price_below_parity(case: Case) -> Quantity:
    """Highest launch price among the cases that put orbit below the ground when every line is counted."""
    below = set(runs(case).query("boundary < 1.0")["case"])
    prices = [entry.inputs.launch_price for entry in _cases(case) if entry.name in below]
    return Quantity(max(float(price.to("USD/kg").magnitude) for price in prices), "USD/kg")


# ---- single models in other frames ----------------------------------------------------------------------------------


def _published(case: Case, name: str) -> Quantity:
    return _case(case, name).published


def _full(case: Case, name: str) -> Quantity:
    frame = runs(case).set_index("case")
    return Quantity(float(frame.loc[[k for k in frame.index if k.startswith(name)], "boundary"].iloc[0]), "")


@result(words="{}×")
def lowest_published(case: Case) -> Quantity:
    """Lowest of the rebuilt ratios."""
    return _cases(case)[0].published


@result(words="{}×")
def starcloud_full(case: Case) -> Quantity:
    """Starcloud's inputs with every line counted."""
    return _full(case, "Starcloud")


@result(words="{}×")
def suncatcher_today(case: Case) -> Quantity:
    """Suncatcher at today's launch price, over the low end of power spend."""
    return _published(case, "Suncatcher, $3,600")


@result(words="{}×")
def suncatcher_today_full(case: Case) -> Quantity:
    """Suncatcher's inputs at today's launch price with every line counted."""
    return _full(case, "Suncatcher, $3,600")


@result(words="{}×")
def suncatcher_future(case: Case) -> Quantity:
    """Suncatcher at the launch price it waits for, over the low end of power spend."""
    return _published(case, "Suncatcher, $200")


@result(words="{}×")
def suncatcher_future_full(case: Case) -> Quantity:
    """Suncatcher's inputs at the launch price it waits for with every line counted."""
    return _full(case, "Suncatcher, $200")


@result(words="{}×")
def mccalip_published(case: Case) -> Quantity:
    """McCalip's ratio at his default launch price."""
    return _published(case, "McCalip, $500")


@result(words="{}×")
def mccalip_own(case: Case) -> Quantity:
    """McCalip's inputs in his own boundary, in our run of his model."""
    price = case.nominal("peers_mccalip.launch_price")
    return harmoniser.ratio(mccalip.BOUNDARY, mccalip.inputs(case, price, _common(case).inputs), mccalip.physics(case))


@result(words="{}×")
def mccalip_full(case: Case) -> Quantity:
    """McCalip's inputs with every line counted."""
    price = case.nominal("peers_mccalip.launch_price")
    return harmoniser.ratio(FULL, mccalip.inputs(case, price, _common(case).inputs), mccalip.physics(case))


@result(words="{}×")
def mccalip_with_servers(case: Case) -> Quantity:
    """McCalip's inputs in his own boundary with servers added on both sides."""
    price = case.nominal("peers_mccalip.launch_price")
    its = mccalip.BOUNDARY
    wider = replace(its, orbit=its.orbit | {"servers"}, ground=its.ground | {"servers"})
    return harmoniser.ratio(wider, mccalip.inputs(case, price, _common(case).inputs), mccalip.physics(case))


@result(words="{}×")
def semianalysis_published(case: Case) -> Quantity:
    """SemiAnalysis's ratio of 2026."""
    return _published(case, "SemiAnalysis")


@result(words="{}×")
def semianalysis_without_servers(case: Case) -> Quantity:
    """SemiAnalysis's inputs with servers left out on both sides."""
    its = semianalysis.BOUNDARY
    narrower = replace(its, orbit=its.orbit - {"servers", "server mass"}, ground=its.ground - {"servers"})
    return harmoniser.ratio(narrower, semianalysis.inputs(case, _common(case).inputs), semianalysis.physics(case))


@result(words="{}×")
def semianalysis_in_suncatcher(case: Case) -> Quantity:
    """SemiAnalysis's inputs in Suncatcher's boundary: launch alone against energy alone."""
    its = semianalysis.inputs(case, _common(case).inputs)
    return harmoniser.ratio(suncatcher.BOUNDARY, its, semianalysis.physics(case))


@result(words="{}×")
def orbital_compute_ratio(case: Case) -> Quantity:
    """Orbit over ground that the package orbital-compute prints with its defaults."""
    return case["peers_orbitalcompute.published_ratio"]


@result(words="{}×")
def odc_today(case: Case) -> Quantity:
    """Ratio that odc prints for today."""
    return _published(case, "odc, TODAY")


@result(words="{}×")
def odc_today_true_darkness(case: Case) -> Quantity:
    """Ratio that odc prints for today, with the true eclipses of the reference orbit."""
    return harmoniser.ratio(odc.BOUNDARY, odc.inputs(case, "today"), odc.true_darkness(case))


@result(words="{}×", digits=2)
def starcloud_over_suncatcher_inputs(case: Case) -> Quantity:
    """Factor that inputs make of the distance from the lowest ratio to the highest."""
    parts = harmoniser.between(_case(case, "Starcloud"), _case(case, "Suncatcher, $3,600"))
    return Quantity(parts["inputs"], "")


# ---- counts and single failures -------------------------------------------------------------------------------------


def _count(case: Case, verdict: str) -> Quantity:
    return Quantity(float((values(case)["verdict"] == verdict).sum()), "")


@result()
def checked(case: Case) -> Quantity:
    """Published values compared with ours."""
    return Quantity(float(len(values(case))), "")


@result(digits=2)
def models(case: Case) -> Quantity:
    """Models, papers and filings they come from."""
    return Quantity(float(values(case)["model"].nunique()), "")


@result()
def reproduced(case: Case) -> Quantity:
    """Published values that follow from their inputs."""
    return _count(case, "reproduced")


@result(digits=2)
def failed(case: Case) -> Quantity:
    """Published values that do not follow from their inputs, or from the orbit."""
    return _count(case, "fails")


@result(digits=2)
def unseen(case: Case) -> Quantity:
    """Published values whose inputs were not seen."""
    return _count(case, "cannot")


@result(digits=2)
def cases(case: Case) -> Quantity:
    """Published ratios that could be rebuilt."""
    return Quantity(float(len(_cases(case))), "")


@result(digits=2)
def headlines_only(case: Case) -> Quantity:
    """Published ratios of which only the headline was seen."""
    return Quantity(float(len(headlines(case))), "")


@result(words="{}×")
def highest_headline(case: Case) -> Quantity:
    """Highest published ratio, of which only the headline was seen."""
    return Quantity(float(observation("orbital_cost_ratios").frame["ratio"].max()), "")


@result(words="{}×")
def lowest_with_build(case: Case) -> Quantity:
    """Lowest published ratio that counts building the satellite."""
    frame = observation("orbital_cost_ratios").frame
    return Quantity(float(frame.loc[frame["counts_build"] == 1, "ratio"].min()), "")


@result("gigaUSD")
def mccalip_total(case: Case) -> Quantity:
    """Orbital total that McCalip's code computes, rebuilt."""
    return mccalip.orbit(case)["total"]


@result("USD/kg")
def mccalip_break_even(case: Case) -> Quantity:
    """Launch price of parity as McCalip's code has it."""
    return mccalip.break_evens(case)["code"]


@result("USD/kg")
def mccalip_break_even_full(case: Case) -> Quantity:
    """Launch price of parity with every line of McCalip's own bill."""
    return mccalip.break_evens(case)["full"]


@result("W/m^2", digits=4)
def semianalysis_flux_formula(case: Case) -> Quantity:
    """Heat a square metre of radiator sheds by SemiAnalysis's own temperatures and emissivity."""
    check = next(c for c in semianalysis.checks(case) if c.id == "SA-7")
    return Quantity(check.computed)


@result("kg", digits=3)
def semianalysis_launched(case: Case) -> Quantity:
    """Mass that SemiAnalysis's launch line pays for."""
    return case.nominal("peers_semianalysis.launch_cost_space") / case.nominal("peers_semianalysis.launch_price")


@result("kg", digits=3)
def semianalysis_parts(case: Case) -> Quantity:
    """Mass of the parts that SemiAnalysis prints, without servers."""
    check = next(c for c in semianalysis.checks(case) if c.id == "SA-9")
    return Quantity(check.computed)


@result("USD/kg", digits=2)
def starcloud_price_division(case: Case) -> Quantity:
    """Launch price from Starcloud's own table."""
    return starcloud.inputs(case, _common(case).inputs).launch_price


@result("hour", digits=2)
def true_darkness(case: Case) -> Quantity:
    """Darkness on the darkest day of the reference orbit."""
    return common.computed_physics(case).dark_share * Quantity(24.0, "hour")
