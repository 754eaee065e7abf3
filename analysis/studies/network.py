"""Chapter 13: how far, how fast and how much: latency, links, bytes for each joule, and what fits orbit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import World
from analysis.models import network as model
from analysis.models import orbit
from analysis.studies.registry import result, table
from analysis.units import Quantity

ONE = Quantity(1.0, "")


def _pair(low: Quantity, high: Quantity) -> Quantity:
    return Quantity(np.array([low.magnitude, high.to(low.units).magnitude]), low.units)


# ---- latency ------------------------------------------------------------------------------------------------------


@result("ms", digits=2)
def light_overhead(world: World) -> Quantity:
    """Light up to a satellite overhead and down again."""
    return 2.0 * model.light_time(world["orbit.reference_altitude"])


@result("ms", digits=2)
def overhead_round_trip(world: World) -> Quantity:
    """Round trip to a computing satellite overhead, one satellite's delay each way."""
    return 2.0 * model.path_delay(world["orbit.reference_altitude"], ONE, world["network.delay_per_hop"])


def _one_way(world: World, ground_distance: Quantity) -> Quantity:
    """Delay up to the shell and along it to a satellite that stands over a place so far away."""
    altitude = world["orbit.reference_altitude"]
    path = model.orbital_path_length(ground_distance, altitude, world["network.orbital_detour"]) - altitude
    hops = model.hops_needed(path - altitude, world["network.link_range"])
    return model.path_delay(path, hops, world["network.delay_per_hop"])


@result("ms", digits=2)
def mean_round_trip(world: World) -> Quantity:
    """Round trip to the nearest satellite of a dawn-dusk plane, for a place at the mean distance from it."""
    return 2.0 * _one_way(world, world["network.terminator_distance_mean"])


@result("ms", digits=2)
def far_round_trip(world: World) -> Quantity:
    """Round trip to a dawn-dusk plane for a place at noon or midnight, a quarter of the way around the Earth."""
    return 2.0 * _one_way(world, world["network.terminator_distance_largest"])


@result("km", digits=2)
def mean_distance(world: World) -> Quantity:
    """Mean distance of a place on Earth from the line between day and night."""
    return world["network.terminator_distance_mean"]


@result("km", digits=3)
def largest_distance(world: World) -> Quantity:
    """Largest distance of a place on Earth from the line between day and night."""
    return world["network.terminator_distance_largest"]


@result("ms", digits=2)
def cloud_round_trip(world: World) -> Quantity:
    """Round trip from a user to a regional data centre on the ground."""
    return world["network.cloud_latency"]


@result("ms", digits=2)
def starlink_round_trip(world: World) -> Quantity:
    """Median round trip of Starlink as the company states it."""
    return world["network.starlink_latency"]


@result(digits=2)
def orbit_over_ground_latency(world: World) -> Quantity:
    """Round trip over that to a regional data centre: a satellite overhead, and one across the network."""
    cloud = cloud_round_trip(world)
    return _pair((overhead_round_trip(world) / cloud).to(""), (far_round_trip(world) / cloud).to(""))


@result("ms", digits=2)
def radio_wait(world: World) -> Quantity:
    """What Starlink's median round trip takes beyond light, which goes up and down twice on its way to a gateway."""
    return starlink_round_trip(world) - 2.0 * light_overhead(world)


@result(digits=2)
def orbit_over_ground_with_radio(world: World) -> Quantity:
    """The same two round trips over that to a regional data centre, with the wait of today's radio added."""
    cloud, wait = cloud_round_trip(world), radio_wait(world)
    ends = overhead_round_trip(world) + wait, far_round_trip(world) + wait
    return _pair(*((end / cloud).to("") for end in ends))


@result(words="{}×", digits=2)
def mean_over_ground_latency(world: World) -> Quantity:
    """Mean round trip to a dawn-dusk plane over that to a regional data centre."""
    return mean_round_trip(world) / cloud_round_trip(world)


def _reach(world: World, round_trip: Quantity) -> Quantity:
    return model.fibre_reach(round_trip / 2.0, world["network.fibre_index"], world["network.fibre_detour"])


@result("km", digits=2)
def break_even_distance(world: World) -> Quantity:
    """Distance from a data centre at which orbit is as fast as fibre: satellite overhead, and mean dawn-dusk place."""
    return _pair(_reach(world, overhead_round_trip(world)), _reach(world, mean_round_trip(world)))


@result("km", digits=2)
def transit_crossover(world: World) -> Quantity:
    """Distance between two places on the ground beyond which a shell of satellites is faster than fibre."""
    return model.latency_crossover_distance(
        world["orbit.reference_altitude"],
        world["network.orbital_detour"],
        world["network.fibre_index"],
        world["network.fibre_detour"],
    )


# ---- links --------------------------------------------------------------------------------------------------------


def _gain(world: World) -> Quantity:
    return model.aperture_gain(
        world["network.aperture"], world["network.wavelength"], world["network.aperture_efficiency"]
    )


@result(words="{} dB", digits=4)
def terminal_gain(world: World) -> Quantity:
    """Gain of an optical terminal in decibels."""
    return model.in_decibels(_gain(world))


@result("km", digits=2)
def confocal_range(world: World) -> Quantity:
    """Distance within which a beam stays about as wide as its telescope."""
    return model.confocal_range(world["network.aperture"], world["network.wavelength"])


@result("gigabit/s", digits=2)
def far_link_rate(world: World) -> Quantity:
    """Rate that one colour of a terminal carries over the longest link."""
    gain, wavelength = _gain(world), world["network.wavelength"]
    aimed = model.pointing_efficiency(gain, world["network.pointing_error"])
    arrives = model.received_power(
        world["network.transmit_power"], gain, gain, world["network.link_range"], wavelength, aimed
    )
    return model.photon_limited_rate(arrives, world["network.photons_per_bit"], wavelength)


def _range_at(world: World, rate: Quantity) -> Quantity:
    gain = _gain(world)
    aimed = model.pointing_efficiency(gain, world["network.pointing_error"])
    return model.link_range(
        world["network.transmit_power"],
        gain,
        gain,
        world["network.wavelength"],
        aimed,
        world["network.photons_per_bit"],
        rate,
    )


@result("km", digits=2)
def range_of_ai1_link(world: World) -> Quantity:
    """Longest link that carries AI1's stated laser rate with one watt of light."""
    return _range_at(world, world["network.link_rate_ai1"])


@result("km", digits=2)
def range_of_training_link(world: World) -> Quantity:
    """Longest link that carries the rate that Suncatcher needs to train as on the ground, with one watt of light."""
    return _range_at(world, world["network.link_rate_needed_training"])


@result("terabit/s", digits=2)
def ai1_link(world: World) -> Quantity:
    """Rate of AI1's laser links as stated."""
    return world["network.link_rate_ai1"]


@result(words="{}×", digits=4)
def rack_over_ai1(world: World) -> Quantity:
    """Rate of the links inside one ground rack over that of AI1's lasers."""
    return model.bandwidth_ratio(world["satellite.rack_link_rate"], world["network.link_rate_ai1"])


@result("terabyte/s", digits=3)
def torus(world: World) -> Quantity:
    """Rate across the middle of a gigawatt of satellites in a plane, joined to their neighbours."""
    side = world["peers_vanberkel.torus_side_long"]
    return model.torus_bisection(side**2, world["peers_vanberkel.link_rate"], Quantity(2.0, ""))


@result("terabyte/s", digits=3)
def clos(world: World) -> Quantity:
    """Rate across the middle of a gigawatt on the ground, as published."""
    return world["peers_vanberkel.published_bisection_clos"]


@result(words="{}×", digits=3)
def clos_over_torus(world: World) -> Quantity:
    """Rate across the middle on the ground over that in orbit."""
    return model.bandwidth_ratio(clos(world), torus(world))


@result(words="{}×", digits=2)
def clos_over_torus_ai1(world: World) -> Quantity:
    """Rate across the middle of a gigawatt on the ground over that in orbit with AI1's stated links."""
    side = world["peers_vanberkel.torus_side_long"]
    return model.bandwidth_ratio(
        clos(world), model.torus_bisection(side**2, world["network.link_rate_ai1"], Quantity(2.0, ""))
    )


# ---- bytes for each joule -----------------------------------------------------------------------------------------


@result("gigabyte/kWh", digits=2)
def ground_gate(world: World) -> Quantity:
    """Data to and from the ground that one AI1 can send for each kilowatt-hour, over its sustained radio link."""
    return model.gate(world["network.downlink_rate"], ONE, world["satellite.ai1_average_power"])


@result("gigabyte/kWh", digits=2)
def laser_gate(world: World) -> Quantity:
    """Data that one AI1 can send for each kilowatt-hour over its stated laser links to other satellites."""
    return model.gate(world["network.link_rate_ai1"], ONE, world["satellite.ai1_average_power"])


@result("gigabyte/kWh", digits=2)
def text_intensity(world: World) -> Quantity:
    """Data that text takes to and from the user for each kilowatt-hour of computing."""
    return model.workload_intensity(world["network.bytes_per_token"], world["network.energy_per_token"])


@result(words="{}×", digits=2)
def text_margin(world: World) -> Quantity:
    """How many times over text fits through the link to the ground."""
    return model.gate_margin(ground_gate(world), text_intensity(world))


@result(words="{}×", digits=2)
def video_margin(world: World) -> Quantity:
    """How many times over analysis of live video fits through the link to the ground."""
    return model.gate_margin(ground_gate(world), world["network.video_intensity"])


@result("gigabyte/kWh", digits=2)
def training_intensity(world: World) -> Quantity:
    """Data that synchronous training moves between accelerators for each kilowatt-hour, at its usual share of peak."""
    work = world["satellite.rack_performance"] / world["satellite.rack_power"]
    return world["network.training_bytes_per_flop"] * work * world["cluster.model_flop_utilisation_training"]


@result(words="{}×", digits=2)
def training_shortfall(world: World) -> Quantity:
    """How many times more data synchronous training moves than AI1's lasers carry."""
    return 1.0 / model.gate_margin(laser_gate(world), training_intensity(world))


def _rate_for_training(world: World, intensity: Quantity) -> Quantity:
    """Rate that one AI1 has to send when its training moves so much data for each kilowatt-hour."""
    return intensity * world["satellite.ai1_average_power"]


@result("terabit/s", digits=2)
def own_training_rate(world: World) -> Quantity:
    """Rate that synchronous training asks of one AI1's lasers, by the bytes of each operation."""
    return _rate_for_training(world, training_intensity(world))


@result(words="{}×", digits=2)
def own_over_suncatcher_rate(world: World) -> Quantity:
    """Rate that training asks of one AI1's lasers over the one that Suncatcher needs between neighbours."""
    return own_training_rate(world) / training_link(world)


@result(words="{}×", digits=2)
def own_over_suncatcher_rate_low(world: World) -> Quantity:
    """Rate that training asks of AI1's lasers over Suncatcher's, with the fewest bytes of each operation."""
    fewest = world.span("network.training_bytes_per_flop")[0]
    return own_over_suncatcher_rate(world) * fewest / world["network.training_bytes_per_flop"]


@result("megawatt", digits=2)
def power_behind_ground_link(world: World) -> Quantity:
    """Computing on text that one satellite's link to the ground could feed."""
    return model.power_behind_gate(world["network.downlink_rate"], ONE, text_intensity(world))


@result("degree", digits=2)
def low_shell_inclination(world: World) -> Quantity:
    """Inclination of the other shells that the filing for one million satellites asks for."""
    return world["peers_fcc.inclination"]


@result("percent", digits=2)
def low_shell_darkness(world: World) -> Quantity:
    """Dark share of a revolution in such a shell at the reference altitude when the Sun lies in its plane."""
    return orbit.eclipse_fraction(world["orbit.reference_altitude"], Quantity(0.0, "degree"))


@result("cm", digits=2)
def terminal_aperture(world: World) -> Quantity:
    """Aperture of an optical terminal between satellites."""
    return world["network.aperture"]


@result("terabit/s", digits=2)
def training_link(world: World) -> Quantity:
    """Rate between neighbouring satellites that training as on the ground needs, by Suncatcher."""
    return world["network.link_rate_needed_training"]


@result("gigabyte/kWh", digits=3)
def published_ceilings(world: World) -> Quantity:
    """Most data for each kilowatt-hour that an independent study finds an orbital node can exchange: 10 MW, 0.1 MW."""
    return _pair(world["network.gamma_limit_low"], world["network.gamma_limit_high"])


@result("GPU", digits=4)
def test_cluster(world: World) -> Quantity:
    """Chips of the training run whose silent errors we count."""
    return world["network.test_cluster"]


@result(digits=2)
def silent_errors(world: World) -> Quantity:
    """Silent errors of a training run's chips in three months in orbit, at the higher of two measured rates."""
    chips, time = test_cluster(world), Quantity(3.0, "month")
    dose = world["peers_suncatcher.dose_rate"], world["peers_suncatcher.dose_per_silent_error_low"]
    return model.upset_count(chips, dose[0], time, dose[1])


@table
def workloads(world: World) -> pd.DataFrame:
    """Workloads by data for each kilowatt-hour and by the round trip they tolerate, with ranges."""
    span, rate = world.span, "gigabyte/kWh"
    bytes_low, bytes_high = span("network.bytes_per_token")
    joules_low, joules_high = span("network.energy_per_token")
    text = (
        text_intensity(world),
        model.workload_intensity(bytes_low, joules_high),
        model.workload_intensity(bytes_high, joules_low),
    )
    ends = span("network.training_bytes_per_flop")
    share = [training_intensity(world) * (end / world["network.training_bytes_per_flop"]).to("") for end in ends]

    def one(name: str) -> tuple[Quantity, Quantity, Quantity]:
        key = f"network.{name}_intensity"
        return world[key], span(key)[0], span(key)[1]

    rows = [
        ("Chat in text", text, "network.round_trip_limit_interactive"),
        ("Agents and batch text", text, "network.batch_round_trip_limit"),
        ("Making pictures and video", one("media"), "network.media_round_trip_limit"),
        ("Watching live video", one("video"), "network.video_round_trip_limit"),
        ("Control of machines", one("control"), "network.control_round_trip_limit"),
        ("Training across satellites", (training_intensity(world), *share), "network.training_round_trip_limit"),
    ]
    found = []
    for name, intensity, limit in rows:
        values = [float(q.to(rate).magnitude) for q in intensity]
        low, high = span(limit)
        found.append((name, *values, *(float(q.to("ms").magnitude) for q in (world[limit], low, high))))
    return pd.DataFrame(
        found,
        columns=[
            "workload", "gb_per_kwh", "gb_per_kwh_low", "gb_per_kwh_high",
            "round_trip_ms", "round_trip_low_ms", "round_trip_high_ms",
        ],
    )  # fmt: skip


@table
def fits(world: World) -> pd.DataFrame:
    """Which workloads fit over their whole range, in part of it, or nowhere, and where in orbit."""
    frame = workloads(world)
    ground = float(ground_gate(world).to("gigabyte/kWh").magnitude)
    laser = float(laser_gate(world).to("gigabyte/kWh").magnitude)
    across = frame["workload"].str.contains("across")
    gate = np.where(across, laser, ground)
    mean = float(mean_round_trip(world).to("ms").magnitude)
    overhead = float(overhead_round_trip(world).to("ms").magnitude)
    frame["link_margin"] = gate / frame["gb_per_kwh"]
    slack = frame["round_trip_ms"]
    frame["delay"] = np.select([slack >= mean, slack >= overhead], ["anywhere", "overhead only"], "no")
    surely = (gate >= frame["gb_per_kwh_high"]) & (frame["round_trip_low_ms"] >= mean)
    possibly = (gate >= frame["gb_per_kwh_low"]) & (frame["round_trip_high_ms"] >= overhead)
    frame["fits"] = np.select([surely, possibly], ["yes", "in part"], "no")
    return frame[["workload", "gb_per_kwh", "link_margin", "round_trip_ms", "delay", "fits"]]


# ---- claims of the chapter ----------------------------------------------------------------------------------------


@result(digits=3, words="{} countries and markets")
def countries(world: World) -> Quantity:
    """Countries and markets that Starlink serves, by the registration statement."""
    return world["spacex.starlink_countries"]


@result(digits=3, words="{} countries")
def countries_published(world: World) -> Quantity:
    """Countries that Starlink served, as known when the first document appeared."""
    return world["spacex.starlink_countries_published"]


@result("user", digits=3)
def subscribers(world: World) -> Quantity:
    """Starlink subscribers in March 2026."""
    return world["spacex.starlink_subscribers"]


@result("USD/user/month", digits=2)
def revenue_for_each(world: World) -> Quantity:
    """Starlink revenue for each subscriber in the first quarter of 2026."""
    return world.booked("spacex.starlink_arpu")


@result("percent", digits=2)
def revenue_decline(world: World) -> Quantity:
    """Fall of Starlink revenue for each subscriber from 2023 to 2025."""
    return 1.0 - world.booked("spacex.starlink_arpu_2025") / world.booked("spacex.starlink_arpu_2023")
