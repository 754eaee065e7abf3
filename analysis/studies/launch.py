"""Chapter 10: what a kilogram in orbit costs, how cheap it gets, and how often Starship has to fly.

Prices are in dollars of 2026 by the consumer price index, unless a published value is repeated in its own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case, observation
from analysis.models import launch as model
from analysis.models import orbit
from analysis.models import satellite as build
from analysis.results.registry import result, table
from analysis.results.uncertainty import flip, interval, median
from analysis.studies import satellite
from analysis.units import Quantity, pair

ONE_LAUNCH = Quantity(1.0, "launch")
ONE_SATELLITE = Quantity(1.0, "satellite")
YEAR = Quantity(1.0, "year")


# ---- price and cost today -----------------------------------------------------------------------------------------


@result("USD/kg", digits=3)
def list_price(case: Case) -> Quantity:
    """Price of a kilogram when a Falcon 9 is bought at its list price and filled to the payload listed beside it."""
    return model.price_per_mass(case.real("launch.falcon9_list_price"), case["launch.falcon9_payload_listed"])


@result("tonne", digits=3)
def listed_payload(case: Case) -> Quantity:
    """Payload of Falcon 9 listed beside its price of 2026, with nothing recovered."""
    return case["launch.falcon9_payload_listed"] * ONE_LAUNCH


@result("tonne", digits=3)
def earlier_listed_payload(case: Case) -> Quantity:
    """Payload of Falcon 9 in older lists, that of 2018 among them, with nothing recovered."""
    return case["launch.falcon9_payload_expendable"] * ONE_LAUNCH


@result("USD/kg", digits=3)
def list_price_recovered(case: Case) -> Quantity:
    """Price of a kilogram when a Falcon 9 is bought at its list price and filled to what a landing booster lifts."""
    return model.price_per_mass(case.real("launch.falcon9_list_price"), case["launch.falcon9_payload"])


@result("USD/kg", digits=3)
def prospectus_price(case: Case) -> Quantity:
    """Price of a kilogram on Falcon 9 in the registration statement, in dollars of 2018 as it takes them."""
    return case.nominal("launch.falcon9_price_per_mass_prospectus")


@result("USD/kg", digits=3)
def prospectus_price_now(case: Case) -> Quantity:
    """Price of a kilogram on Falcon 9 in the registration statement, carried to dollars of 2026."""
    return case.real("launch.falcon9_price_per_mass_prospectus")


@result("USD/kg", digits=3)
def shared_price(case: Case) -> Quantity:
    """Price of a kilogram on a shared flight of Falcon 9, paid for the customer's own mass."""
    return case.real("launch.rideshare_price_per_mass")


@result("USD/kg", digits=3)
def reused_price(case: Case) -> Quantity:
    """Price of a kilogram on a Falcon 9 whose booster is recovered."""
    return case.real("launch.falcon9_price_per_mass")


@result("USD/kg", digits=3)
def maker_cost(case: Case) -> Quantity:
    """What a kilogram on a Falcon 9 costs its maker, overhead included."""
    return case.real("launch.falcon9_internal_cost_per_mass")


@result("USD/kg", digits=3)
def break_even_price(case: Case) -> Quantity:
    """Price of a kilogram below which Suncatcher sees launch no longer deciding."""
    return case.real("launch.parity_price_suncatcher")


@table
def falcon9_prices(case: Case) -> pd.DataFrame:
    """Published prices of a kilogram on Falcon 9: what each divides by, in its own dollars and in those of 2026."""
    names = ("falcon9_list_price", "falcon9_price_per_mass", "rideshare_price_per_mass")
    listed, suncatcher, shared = (case.nominal(f"launch.{name}") for name in names)
    whole, landing = case["launch.falcon9_payload_listed"], case["launch.falcon9_payload"]
    earlier = case["launch.falcon9_payload_expendable"]
    rows = [
        ("List price of 2026, nothing recovered", whole, listed / whole, list_price(case)),
        ("List price of 2026, booster recovered", landing, listed / landing, list_price_recovered(case)),
        ("Suncatcher, booster reused", None, suncatcher, reused_price(case)),
        ("Registration statement, list price of 2018", earlier, prospectus_price(case), prospectus_price_now(case)),
        ("Shared flight", None, shared, shared_price(case)),
    ]
    found = [
        (name, mass and float(mass.m_as("t/launch")), float(own.m_as("USD/kg")), float(now.m_as("USD/kg")))
        for name, mass, own, now in rows
    ]
    return pd.DataFrame(found, columns=["price", "payload_t", "own_usd_per_kg", "usd_2026_per_kg"])


@result("USD/kg")
def company_price(case: Case) -> Quantity:
    """Price of a kilogram that the registration statement aims at, in the dollars of this report."""
    return case.real("launch.target_price")


@result("percent", digits=3)
def internal_share(case: Case) -> Quantity:
    """Share of the Falcon launches of 2025 that SpaceX flew for itself."""
    return case["launch.falcon_internal_launches_2025"] / case["launch.falcon_launches_2025"]


@result("tonne", digits=3)
def gigawatt_filed(case: Case) -> Quantity:
    """Mass of a gigawatt at the filed power per tonne."""
    return Quantity(1.0, "GW") / case["satellite.filed_specific_power"]


@result("gigaUSD", digits=2)
def gigawatt_launch_today(case: Case) -> Quantity:
    """Launching a gigawatt at the filed power per tonne and the prospectus's price of Falcon 9."""
    mass = Quantity(1.0, "GW") / case["satellite.filed_specific_power"]
    return mass * case.nominal("launch.falcon9_price_per_mass_prospectus")


@result("gigaUSD", digits=2)
def gigawatt_launch_break_even(case: Case) -> Quantity:
    """Launching a gigawatt at the filed power per tonne and the published break-even price."""
    mass = Quantity(1.0, "GW") / case["satellite.filed_specific_power"]
    return mass * case.nominal("launch.parity_price_suncatcher")


@result("gigaUSD", digits=2)
def gigawatt_launch_ours(case: Case) -> Quantity:
    """Launching a gigawatt of computing at our central mass and the price of a reused Falcon 9."""
    return Quantity(1.0, "GW") * satellite.specific_mass_rolled_up(case) * reused_price(case)


# ---- Starship from its parts --------------------------------------------------------------------------------------


def _flights(case: Case, stage: str) -> Quantity:
    design = Quantity(np.maximum(case[f"launch.reuse_flights_{stage}"], ONE_LAUNCH))
    return model.expected_flights(case[f"launch.recovery_probability_{stage}"], design)


@result("launch", digits=2)
def booster_flights(case: Case) -> Quantity:
    """Flights that a Super Heavy makes on average, losses counted."""
    return _flights(case, "booster")


@result("launch", digits=2)
def ship_flights(case: Case) -> Quantity:
    """Flights that an upper stage makes on average, losses counted."""
    return _flights(case, "ship")


@table
def flights_course(case: Case) -> pd.DataFrame:
    """Starship flights of the year up to each day on which the count rose, from the history of one record."""
    course = case.record("launch.starship_flights_2026").course()
    return pd.DataFrame(
        {"day": [f"{day:%-d %B %Y}" for day, _ in course], "flights": [int(np.max(value)) for _, value in course]}
    )


@result("megaUSD/launch", digits=2)
def starship_vehicle_cost(case: Case) -> Quantity:
    """Vehicle that one Starship launch uses up: its share of both stages, and refurbishment."""
    whole, share = case.real("launch.starship_build_cost"), case["launch.starship_ship_share"]
    refurbishment = case["launch.refurbishment_share"]
    booster = model.vehicle_cost_per_launch(whole * (1.0 - share), booster_flights(case), refurbishment)
    return booster + model.vehicle_cost_per_launch(whole * share, ship_flights(case), refurbishment)


@result("megaUSD/launch", digits=2)
def starship_propellant_cost(case: Case) -> Quantity:
    """Propellant of one Starship launch."""
    load, ratio = case["launch.starship_propellant_mass"], case["launch.starship_mixture_ratio"]
    return model.propellant_cost(
        model.oxidiser_mass(load, ratio),
        case.real("launch.oxygen_price"),
        model.fuel_mass(load, ratio),
        case.real("launch.methane_price"),
    )


@result("megaUSD/launch", digits=2)
def starship_launch_cost(case: Case) -> Quantity:
    """Cost of one Starship launch to its maker."""
    operations = case.real("launch.operations_cost")
    return model.cost_per_launch(starship_vehicle_cost(case), starship_propellant_cost(case), operations)


@result("USD/kg", digits=2)
def starship_cost(case: Case) -> Quantity:
    """Cost of a kilogram on Starship to its maker, without development and without margin."""
    return model.cost_per_mass(starship_launch_cost(case), case["launch.starship_payload"])


@result("percent", digits=3)
def recovery_for_break_even(case: Case) -> Quantity:
    """Share of upper stages that come back fit to fly at which Starship's cost falls to the break-even price."""
    return flip("launch.starship_cost", "launch.recovery_probability_ship", break_even_price(case), case).value


@result("USD/kg", digits=2)
def starship_cost_expended(case: Case) -> Quantity:
    """Cost of a kilogram on a Starship thrown away, with the payload that recovered ships would carry."""
    vehicle = case.real("launch.starship_build_cost") / ONE_LAUNCH
    cost = model.cost_per_launch(vehicle, starship_propellant_cost(case), case.real("launch.operations_cost"))
    return model.cost_per_mass(cost, case["launch.starship_payload"])


@result("USD/kg", digits=2)
def starship_cost_demonstrated(case: Case) -> Quantity:
    """Cost of a kilogram on a Starship thrown away, at the payload that has reached orbit so far."""
    vehicle = case.real("launch.starship_build_cost") / ONE_LAUNCH
    cost = model.cost_per_launch(vehicle, starship_propellant_cost(case), case.real("launch.operations_cost"))
    return model.cost_per_mass(cost, case["launch.starship_payload_demonstrated"])


@result("USD/kg", digits=2)
def starship_cost_range(case: Case) -> Quantity:
    """Cost of a kilogram on Starship: the 90 % range over all inputs with a range."""
    return interval(starship_cost, case)


@result("USD/kg", digits=2)
def starship_cost_median(case: Case) -> Quantity:
    """Cost of a kilogram on Starship that is exceeded as often as not."""
    return median(starship_cost, case)


# ---- to the orbit that is flown -----------------------------------------------------------------------------------


def _beyond(case: Case, inclination: Quantity) -> Quantity:
    """Speed that an inclination takes beyond the one for which the payload is stated."""
    height, site = case["orbit.insertion_altitude"], case["launch.site_latitude"]
    stated = model.launch_speed(height, case["launch.payload_inclination"], site)
    return model.launch_speed(height, inclination, site) - stated


@result("m/s", digits=2)
def polar_penalty(case: Case) -> Quantity:
    """Speed that the rocket has to give to the orbit of the satellites beyond that of its stated payload."""
    return _beyond(case, satellite.inclination(case))


def _share_left(case: Case, extra: Quantity) -> Quantity:
    """Give the share of its payload that Starship keeps, at the payload aimed at, whatever it turns out to lift."""
    aimed = case.record("launch.starship_payload").quantity
    stage = case["launch.ship_dry_mass"], case["launch.ship_propellant"], case["launch.ship_exhaust_velocity"]
    return model.payload_at_extra_speed(aimed, *stage, extra) / aimed


@result("tonne/launch", digits=2)
def payload_flown(case: Case) -> Quantity:
    """Payload of Starship to the inclination of the satellites, which raise themselves from where it leaves them."""
    return case["launch.starship_payload"] * _share_left(case, polar_penalty(case))


@result("tonne/launch", digits=2)
def payload_carried_up(case: Case) -> Quantity:
    """Payload of Starship when the rocket itself carries the satellites to their height."""
    climb = orbit.hohmann_delta_v(case["orbit.insertion_altitude"], satellite.altitude(case))
    return case["launch.starship_payload"] * _share_left(case, polar_penalty(case) + climb)


@result(words="{}×", digits=3)
def orbit_factor(case: Case) -> Quantity:
    """Cost of a kilogram on Starship to the satellites' orbit over the cost to the orbit of its stated payload."""
    return 1.0 / _share_left(case, polar_penalty(case))


@result(words="{}×", digits=3)
def orbit_factor_falcon(case: Case) -> Quantity:
    """Price of a kilogram on Falcon 9 to the orbit of the satellites over the price to the orbit of its list."""
    stage = (
        case["launch.falcon9_upper_dry_mass"],
        case["launch.falcon9_upper_propellant"],
        case["launch.falcon9_upper_exhaust_velocity"],
    )
    listed = case["launch.falcon9_payload"]
    return listed / model.payload_at_extra_speed(listed, *stage, polar_penalty(case))


@result("USD/kg", digits=2)
def starship_cost_flown(case: Case) -> Quantity:
    """Cost of a kilogram on Starship to its maker, to the inclination of the satellites."""
    return model.cost_per_mass(starship_launch_cost(case), payload_flown(case))


@result("m^3", digits=2)
def payload_bay(case: Case) -> Quantity:
    """Volume of the bay in which Starship carries satellites."""
    return (np.pi / 4.0 * case["launch.payload_bay_diameter"] ** 2 * case["launch.payload_bay_height"]).to("m^3")


def _stowed(case: Case, array: Quantity, radiator: Quantity, whole: Quantity, panels: Quantity) -> Quantity:
    """Volume of a folded satellite of a given mass, of which array and radiator weigh a part."""
    return build.stowed_volume(
        array,
        case["satellite.array_stowed_density"],
        radiator,
        case["satellite.radiator_stowed_thickness"],
        np.maximum(whole - panels, 0.0 * whole),
        case["satellite.body_stowed_density"],
    )


@result("m^3", digits=2)
def stowed_volume(case: Case) -> Quantity:
    """Volume of the reference satellite when folded."""
    size = satellite.array_rating(case), satellite.radiator_area(case)
    return _stowed(case, *size, satellite.mass(case), satellite.panel_mass(case))


@result("m^3", digits=2)
def ai1_stowed_volume(case: Case) -> Quantity:
    """Volume of AI1 when folded, with its own areas and its stated mass."""
    size = satellite.ai1_array_power(case), case["satellite.ai1_radiator_area"]
    return _stowed(case, *size, satellite.ai1_claimed_mass(case), 0.5 * satellite.ai1_claimed_mass(case))


def _room(case: Case, volume: Quantity) -> Quantity:
    return model.room_for_satellites(payload_bay(case), case["launch.packed_share"], volume / ONE_SATELLITE)


@result("satellite/launch", digits=2)
def room(case: Case) -> Quantity:
    """Reference satellites that the payload bay holds, by room alone."""
    return _room(case, stowed_volume(case))


@result("satellite/launch", digits=2)
def lifted(case: Case) -> Quantity:
    """Reference satellites that the rocket lifts to their inclination, by mass alone."""
    return payload_flown(case) / (satellite.mass(case) / ONE_SATELLITE)


@result("tonne/launch", digits=2)
def payload_used(case: Case) -> Quantity:
    """Mass of reference satellites on one launch: what the rocket lifts, or what its bay holds."""
    return np.minimum(room(case), lifted(case)) * (satellite.mass(case) / ONE_SATELLITE)


@result("tonne/launch", digits=2)
def payload_used_ai1(case: Case) -> Quantity:
    """Mass of AI1 satellites of their stated mass on one launch: what the rocket lifts, or what its bay holds."""
    held = _room(case, ai1_stowed_volume(case)) * (satellite.ai1_claimed_mass(case) / ONE_SATELLITE)
    return np.minimum(held, payload_flown(case))


@result(words="{}×", digits=2)
def room_factor(case: Case) -> Quantity:
    """Price of a kilogram when room runs out before mass on the payload aimed at, over the price on a full load."""
    full = case.record("launch.starship_payload").quantity * _share_left(case, polar_penalty(case))
    carried = room(case) * (satellite.mass(case) / ONE_SATELLITE)
    short = np.maximum((full / carried).to(""), Quantity(1.0, ""))
    return (1.0 + (short - 1.0) * case["launch.charged_by_room"]).to("")


@result("satellite/launch", digits=2)
def ai1_per_launch(case: Case) -> Quantity:
    """AI1 satellites of their stated mass that one Starship lifts to their inclination, by mass alone."""
    return payload_flown(case) / (satellite.ai1_claimed_mass(case) / ONE_SATELLITE)


@result("satellite/launch", digits=2)
def ai1_per_launch_room(case: Case) -> Quantity:
    """AI1 satellites that the payload bay holds, by room alone."""
    return _room(case, ai1_stowed_volume(case))


# ---- learning -----------------------------------------------------------------------------------------------------


def _start(case: Case) -> tuple[Quantity, Quantity]:
    return case.nominal("launch.learning_start_price"), case["launch.learning_start_mass"]


def _mass_at_rate(case: Case, rate: Quantity) -> Quantity:
    return model.output_to_reach_price(*_start(case), case.nominal("launch.parity_price_suncatcher"), rate)


@result("kilotonne", digits=3)
def mass_to_break_even(case: Case) -> Quantity:
    """Cumulative mass at which Suncatcher's curve reaches its break-even price, at its central learning rate."""
    return _mass_at_rate(case, case["launch.learning_rate"])


@result("kilotonne", digits=3)
def cumulative_mass_to_break_even(case: Case) -> Quantity:
    """Cumulative mass at which Suncatcher's curve reaches its break-even price at both ends of its learning rates."""
    slow, fast = case.bounds("launch.learning_rate")
    return pair(_mass_at_rate(case, fast), _mass_at_rate(case, slow))


@result("percent", digits=2)
def learning_rates(case: Case) -> Quantity:
    """Range of learning rates that Suncatcher gives."""
    return case.bounds("launch.learning_rate")


@result("USD/kg", digits=3)
def curve_today(case: Case) -> Quantity:
    """Price that Suncatcher's curve gives for the mass launched by March 2026."""
    return model.learned_price(*_start(case), case["launch.cumulative_mass_falcon"], case["launch.learning_rate"])


@result("percent", digits=2)
def learning_of_list_price(case: Case) -> Quantity:
    """Fall of Falcon 9's list price per doubling of the mass launched since 2018, in constant dollars."""
    before = case.real("launch.falcon9_price_per_mass_prospectus")
    grown = case["launch.learning_start_mass"], case["launch.cumulative_mass_falcon"]
    return model.learning_rate_between(before, grown[0], list_price(case), grown[1])


@result(words="{}×", digits=2)
def mass_growth(case: Case) -> Quantity:
    """Growth of the mass launched since Falcon Heavy first flew."""
    return case["launch.cumulative_mass_falcon"] / case["launch.learning_start_mass"]


def _fit(case: Case) -> model.LearningFit:
    prices = [case.real(f"launch.{name}") for name in ("falcon1_price_per_mass", "falcon_heavy_price_per_mass")]
    prices.append(maker_cost(case))
    masses = [case[f"launch.{n}"] for n in ("falcon1_cumulative_mass", "learning_start_mass", "cumulative_mass_falcon")]
    return model.fit_learning_rate(
        Quantity(np.array([float(m.to("tonne").magnitude) for m in masses]), "tonne"),
        Quantity(np.array([float(p.to("USD/kg").magnitude) for p in prices]), "USD/kg"),
    )


@result("percent", digits=2)
def fitted_learning(case: Case) -> Quantity:
    """Learning rate fitted to SpaceX's lowest price or cost: Falcon 1, Falcon Heavy, Falcon 9's cost to its maker."""
    return _fit(case).learning_rate


@result("percent", digits=1)
def fitted_learning_error(case: Case) -> Quantity:
    """Standard error of the learning rate fitted to SpaceX's lowest price or cost."""
    return _fit(case).standard_error


@result("kilotonne", digits=2)
def mass_at_fitted_rate(case: Case) -> Quantity:
    """Cumulative mass to the break-even price at the fitted rate, one standard error either way."""
    rate, error = fitted_learning(case), fitted_learning_error(case)
    return pair(_mass_at_rate(case, rate + error), _mass_at_rate(case, rate - error))


@result("megatonne", digits=2)
def mass_from_cost_today(case: Case) -> Quantity:
    """Cumulative mass at which the break-even price is reached from today's cost to the maker, at the middle rate."""
    now = maker_cost(case), case["launch.cumulative_mass_falcon"]
    return model.output_to_reach_price(*now, break_even_price(case), case["launch.learning_rate"])


@result("megatonne", digits=2)
def mass_from_list_today(case: Case) -> Quantity:
    """Cumulative mass at which the break-even price is reached from today's list price, at the middle rate."""
    now = list_price(case), case["launch.cumulative_mass_falcon"]
    return model.output_to_reach_price(*now, break_even_price(case), case["launch.learning_rate"])


@table
def learning_curves(case: Case) -> pd.DataFrame:
    """Suncatcher's curve at three learning rates over the mass launched."""
    low, high = case.bounds("launch.learning_rate")
    masses = np.geomspace(400.0, 2e6, 60)
    start = case.real("launch.learning_start_price"), case["launch.learning_start_mass"]
    frame = pd.DataFrame({"mass_t": masses})
    for name, rate in (("slow", low), ("middle", case["launch.learning_rate"]), ("fast", high)):
        prices = model.learned_price(*start, Quantity(masses, "tonne"), rate)
        frame[f"{name}_usd_per_kg"] = prices.to("USD/kg").magnitude
    return frame


@table
def learning_points(case: Case) -> pd.DataFrame:
    """Prices and costs of SpaceX's vehicles over the mass launched, in dollars of 2026."""
    first, start, now = (
        float(case[f"launch.{n}"].to("tonne").magnitude)
        for n in ("falcon1_cumulative_mass", "learning_start_mass", "cumulative_mass_falcon")
    )
    rows = [
        ("Falcon 1, 2009", first, case.real("launch.falcon1_price_per_mass"), "price"),
        ("Falcon Heavy, 2018", start, case.real("launch.falcon_heavy_price_per_mass"), "price"),
        ("Falcon 9 list, 2018", start, case.real("launch.falcon9_price_per_mass_prospectus"), "price"),
        ("Falcon 9 list, 2026", now, list_price(case), "price"),
        ("Falcon 9 cost, 2026", now, maker_cost(case), "cost"),
    ]
    return pd.DataFrame(
        [(name, mass, float(price.to("USD/kg").magnitude), kind) for name, mass, price, kind in rows],
        columns=["vehicle", "mass_t", "usd_per_kg", "kind"],
    )


# ---- mass needed and mass shown -----------------------------------------------------------------------------------


@result("tonne", digits=2)
def starship_upmass(case: Case) -> Quantity:
    """Mass that Starship put in orbit in 2026, up to the end of September."""
    return case["launch.starship_upmass_2026"]


def _gigawatts(case: Case, rate: Quantity, specific_mass: Quantity) -> Quantity:
    return model.upmass_needed(rate, 1.0 / specific_mass)


@result("tonne/year", digits=3)
def gigawatt_ai1(case: Case) -> Quantity:
    """Mass for a gigawatt a year, the rate aimed at for the end of 2027, at AI1's stated mass."""
    return _gigawatts(case, case["satellite.target_power_by_end_2027"], satellite.ai1_specific_mass(case))


@result("tonne/year", digits=3)
def gigawatt_ours(case: Case) -> Quantity:
    """Mass for a gigawatt of computing a year at our central mass per kilowatt."""
    return _gigawatts(case, case["satellite.target_power_by_end_2027"], satellite.specific_mass_rolled_up(case))


@result("megatonne/year", digits=3)
def hundred_filed(case: Case) -> Quantity:
    """Mass for 100 gigawatts a year at the filed power per tonne."""
    return _gigawatts(case, case["satellite.filed_yearly_power"], satellite.filed_specific_mass(case))


@result("megatonne/year", digits=3)
def hundred_ours(case: Case) -> Quantity:
    """Mass for 100 gigawatts of computing a year at our central mass per kilowatt."""
    return _gigawatts(case, case["satellite.filed_yearly_power"], satellite.specific_mass_rolled_up(case))


@result(words="{}×", digits=3)
def filed_gap(case: Case) -> Quantity:
    """Mass that 100 gigawatts a year asks for over what SpaceX launched in 2025."""
    return model.upmass_gap(hundred_filed(case), case["launch.upmass_2025"])


@result(words="{}×", digits=2)
def gigawatt_gap(case: Case) -> Quantity:
    """Mass that a gigawatt a year asks for at AI1's mass over what SpaceX launched in 2025."""
    return model.upmass_gap(gigawatt_ai1(case), case["launch.upmass_2025"])


@result(words="{}×", digits=2)
def starship_gap(case: Case) -> Quantity:
    """Mass of a gigawatt a year at AI1's stated mass over what Starship has put in orbit."""
    return model.upmass_gap(gigawatt_ai1(case), starship_upmass(case) / YEAR)


@result(words="{}×", digits=2)
def asked_over_launched(case: Case) -> Quantity:
    """Mass asked for over what SpaceX launched in 2025: a gigawatt a year at AI1's mass, 100 gigawatts at ours."""
    return pair(gigawatt_ai1(case) / case["launch.upmass_2025"], hundred_ours(case) / case["launch.upmass_2025"])


@result("launch/year", digits=3)
def flights_gigawatt_ai1(case: Case) -> Quantity:
    """Starship flights a year for a gigawatt a year at AI1's stated mass."""
    return model.launch_rate_needed(gigawatt_ai1(case), payload_used_ai1(case))


@result("launch/year", digits=3)
def flights_gigawatt_ours(case: Case) -> Quantity:
    """Starship flights a year for a gigawatt a year at our central mass."""
    return model.launch_rate_needed(gigawatt_ours(case), payload_used(case))


@result("launch/day", digits=3)
def flights_filed(case: Case) -> Quantity:
    """Starship flights a day for 100 gigawatts a year at the filed power per tonne."""
    return model.launch_rate_needed(hundred_filed(case), payload_flown(case))


@result("launch/year", digits=3)
def licensed(case: Case) -> Quantity:
    """Starship launches a year that are licensed or under review, all sites."""
    sites = [case[f"launch.licensed_launches_{site}"] for site in ("starbase", "slc37", "lc39a")]
    return sites[0] + sites[1] + sites[2]


@result("tonne/year", digits=3)
def licensed_mass(case: Case) -> Quantity:
    """Mass a year that those launches lift to the inclination of the satellites."""
    return licensed(case) * payload_flown(case)


@result("launch/year", digits=2)
def pad_cadence(case: Case) -> Quantity:
    """Launches a year that one Starship pad supports."""
    return model.pad_cadence(case["launch.pad_turnaround"], case["launch.pad_availability"])


@result("", digits=3)
def pads_filed(case: Case) -> Quantity:
    """Pads for 100 gigawatts a year at the filed power per tonne."""
    return model.pads_needed(flights_filed(case), pad_cadence(case))


@result("", digits=3)
def pads_gigawatt_ours(case: Case) -> Quantity:
    """Pads for a gigawatt a year at our central mass."""
    return model.pads_needed(flights_gigawatt_ours(case), pad_cadence(case))


@result(digits=2)
def ships_built_filed(case: Case) -> Quantity:
    """Upper stages to build each year for 100 gigawatts a year at the filed power per tonne."""
    return (model.vehicles_built(flights_filed(case), ship_flights(case)) * YEAR).to("")


def _supply(case: Case, mass: Quantity, supply: str) -> Quantity:
    return model.supply_share(flights_filed(case), mass, case[supply])


@result("percent", digits=2)
def oxygen_share(case: Case) -> Quantity:
    """Share of the world's separated oxygen that those flights take."""
    mass = model.oxidiser_mass(case["launch.starship_propellant_mass"], case["launch.starship_mixture_ratio"])
    return _supply(case, mass, "launch.world_oxygen_production")


@result("percent", digits=2)
def methane_share(case: Case) -> Quantity:
    """Share of the world's trade in liquefied gas that those flights take."""
    mass = model.fuel_mass(case["launch.starship_propellant_mass"], case["launch.starship_mixture_ratio"])
    return _supply(case, mass, "launch.world_methane_production")


@result("GW", digits=2)
def oxygen_power(case: Case) -> Quantity:
    """Mean electric power that makes their oxygen."""
    mass = model.oxidiser_mass(case["launch.starship_propellant_mass"], case["launch.starship_mixture_ratio"])
    return flights_filed(case) * mass * case["launch.air_separation_energy"]


def _launches(year: int) -> Quantity:
    frame = observation("falcon_launches").frame.set_index("year")
    return Quantity(float(frame.loc[year, "launches"]), "launch/year")


@result("percent", digits=2)
def growth_seen(case: Case) -> Quantity:
    """Yearly growth of Falcon launches from 2022 to 2025."""
    return model.growth_rate_needed(_launches(2022), _launches(2025), Quantity(3.0, "year"))


@result("year", digits=2)
def years_to_filed(case: Case) -> Quantity:
    """Years to a million tonnes a year if the mass grows on as launches did."""
    return model.growth_time(case["launch.upmass_2025"], hundred_filed(case), growth_seen(case))


@result("year", digits=2)
def years_to_gigawatt(case: Case) -> Quantity:
    """Years to a gigawatt a year at our central mass if the mass grows on as launches did."""
    return model.growth_time(case["launch.upmass_2025"], gigawatt_ours(case), growth_seen(case))


@table
def upmass(case: Case) -> pd.DataFrame:
    """Mass to orbit a year: shown, permitted, and asked for."""
    rows = [
        ("Starship, 2026 to September", starship_upmass(case) / YEAR, "shown"),
        ("SpaceX, 2025", case["launch.upmass_2025"], "shown"),
        ("The world, 2025", case["launch.world_upmass_2025"], "shown"),
        ("Starship, licensed or in review", licensed_mass(case), "permitted"),
        ("1 GW a year, AI1 as stated", gigawatt_ai1(case), "asked"),
        ("1 GW a year, our mass", gigawatt_ours(case), "asked"),
        ("100 GW a year, as filed", hundred_filed(case), "asked"),
        ("100 GW a year, our mass", hundred_ours(case), "asked"),
    ]
    low, high = satellite.specific_mass_range(case)
    spread = {
        "1 GW a year, our mass": [_gigawatts(case, case["satellite.target_power_by_end_2027"], m) for m in (low, high)],
        "100 GW a year, our mass": [_gigawatts(case, case["satellite.filed_yearly_power"], m) for m in (low, high)],
    }
    payload = payload_flown(case)
    found = []
    for name, mass, kind in rows:
        ends = spread.get(name, [mass, mass])
        flights = model.launch_rate_needed(mass, payload).to("launch/day").magnitude
        tonnes = [float(m.to("tonne/year").magnitude) for m in (mass, *ends)]
        found.append((name, kind, *tonnes, float(flights)))
    return pd.DataFrame(
        found, columns=["what", "kind", "t_per_year", "low_t_per_year", "high_t_per_year", "starships_per_day"]
    )


# ---- claims of the chapter ----------------------------------------------------------------------------------------


@result("year", digits=3)
def years_of_reuse(case: Case) -> Quantity:
    """Years since SpaceX first flew a booster again, and since one first landed, in June 2026."""
    day = case["offering.listing_date"]
    since = [float((day - case[f"spacex.{event}"]).magnitude) for event in ("first_reflight", "first_landing")]
    return Quantity(np.array(since), "year")


@result("year", digits=3)
def years_of_landing(case: Case) -> Quantity:
    """Years from the first landing of an orbital booster to the listing of June 2026."""
    return (case["offering.listing_date"] - case["spacex.first_landing"]).magnitude * Quantity(1, "year")


@result("year", digits=2)
def years_since_founding(case: Case) -> Quantity:
    """Years since SpaceX was founded, in June 2026."""
    return (case["offering.listing_date"] - case["spacex.founded"]) * YEAR
