"""Chapter 13: how far, how fast and how much: latency, links, bytes per joule, and what fits orbit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case
from analysis.models import network as model
from analysis.models import orbit
from analysis.results.registry import result, table
from analysis.studies import satellite
from analysis.units import Quantity, pair

ONE = Quantity(1.0, "")


# ---- latency ------------------------------------------------------------------------------------------------------


@result("ms", digits=2)
def light_overhead(case: Case) -> Quantity:
    """Light up to a satellite overhead and down again."""
    return 2.0 * model.light_time(case["orbit.reference_altitude"])


@result("ms", digits=2)
def overhead_round_trip(case: Case) -> Quantity:
    """Round trip to a computing satellite overhead, one satellite's delay each way."""
    return 2.0 * model.path_delay(case["orbit.reference_altitude"], ONE, case["network.delay_per_hop"])


def _one_way(case: Case, ground_distance: Quantity) -> Quantity:
    """Delay up to the shell and along it to a satellite that stands over a place so far away."""
    altitude, detour = case["orbit.reference_altitude"], case["network.orbital_detour"]
    along = model.shell_distance(ground_distance, altitude, detour)
    hops = model.hops_needed(along, case["network.link_range"])
    return model.path_delay(altitude + along, hops, case["network.delay_per_hop"])


@result("ms", digits=2)
def mean_round_trip(case: Case) -> Quantity:
    """Round trip to the nearest satellite of a dawn-dusk plane, for a place at the mean distance from it."""
    return 2.0 * _one_way(case, case["network.terminator_distance_mean"])


@result("ms", digits=2)
def far_round_trip(case: Case) -> Quantity:
    """Round trip to a dawn-dusk plane for a place at noon or midnight, a quarter of the way around the Earth."""
    return 2.0 * _one_way(case, case["network.terminator_distance_largest"])


@result("km", digits=2)
def mean_distance(case: Case) -> Quantity:
    """Mean distance of a place on Earth from the line between day and night."""
    return case["network.terminator_distance_mean"]


@result("km", digits=3)
def largest_distance(case: Case) -> Quantity:
    """Largest distance of a place on Earth from the line between day and night."""
    return case["network.terminator_distance_largest"]


@result("ms", digits=2)
def cloud_round_trip(case: Case) -> Quantity:
    """Round trip from a user to a regional data centre on the ground."""
    return case["network.cloud_latency"]


@result("ms", digits=2)
def starlink_round_trip(case: Case) -> Quantity:
    """Median round trip of Starlink as the company states it."""
    return case["network.starlink_latency"]


@result(digits=2)
def orbit_over_ground_latency(case: Case) -> Quantity:
    """Round trip over that to a regional data centre: a satellite overhead, and one across the network."""
    cloud = cloud_round_trip(case)
    return pair((overhead_round_trip(case) / cloud).to(""), (far_round_trip(case) / cloud).to(""))


@result("ms", digits=2)
def radio_wait(case: Case) -> Quantity:
    """What Starlink's median round trip takes beyond light, which goes up and down twice on its way to a gateway."""
    return starlink_round_trip(case) - 2.0 * light_overhead(case)


@result(digits=2)
def orbit_over_ground_with_radio(case: Case) -> Quantity:
    """The same two round trips over that to a regional data centre, with the wait of today's radio added."""
    cloud, wait = cloud_round_trip(case), radio_wait(case)
    ends = overhead_round_trip(case) + wait, far_round_trip(case) + wait
    return pair(*((end / cloud).to("") for end in ends))


@result(words="{}×", digits=2)
def mean_over_ground_latency(case: Case) -> Quantity:
    """Mean round trip to a dawn-dusk plane over that to a regional data centre."""
    return mean_round_trip(case) / cloud_round_trip(case)


def _reach(case: Case, round_trip: Quantity) -> Quantity:
    return model.fibre_reach(round_trip / 2.0, case["network.fibre_index"], case["network.fibre_detour"])


@result("km", digits=2)
def break_even_distance(case: Case) -> Quantity:
    """Distance from a data centre at which orbit is as fast as fibre: satellite overhead, and mean dawn-dusk place."""
    return pair(_reach(case, overhead_round_trip(case)), _reach(case, mean_round_trip(case)))


@result("km", digits=2)
def transit_crossover(case: Case) -> Quantity:
    """Distance between two places on the ground beyond which a shell of satellites is faster than fibre."""
    return model.latency_crossover_distance(
        case["orbit.reference_altitude"],
        case["network.orbital_detour"],
        case["network.fibre_index"],
        case["network.fibre_detour"],
    )


# ---- links --------------------------------------------------------------------------------------------------------


def _gain(case: Case) -> Quantity:
    return model.aperture_gain(
        case["network.aperture"], case["network.wavelength"], case["network.aperture_efficiency"]
    )


def _aimed(case: Case) -> Quantity:
    return model.pointing_efficiency(
        case["network.aperture"], case["network.wavelength"], case["network.pointing_error"]
    )


@result("percent", digits=2)
def pointing_loss(case: Case) -> Quantity:
    """Share of its light that a terminal loses by pointing."""
    return 1.0 - _aimed(case)


@result(words="{} dB", digits=4)
def terminal_gain(case: Case) -> Quantity:
    """Gain of an optical terminal in decibels."""
    return model.in_decibels(_gain(case))


@result("km", digits=2)
def confocal_range(case: Case) -> Quantity:
    """Distance within which a beam stays about as wide as its telescope."""
    return model.confocal_range(case["network.aperture"], case["network.wavelength"])


@result("gigabit/s", digits=2)
def far_link_rate(case: Case) -> Quantity:
    """Rate that one colour of a terminal carries over the longest link."""
    gain, wavelength = _gain(case), case["network.wavelength"]
    aimed = _aimed(case)
    arrives = model.received_power(
        case["network.transmit_power"], gain, gain, case["network.link_range"], wavelength, aimed
    )
    return model.photon_limited_rate(arrives, case["network.photons_per_bit"], wavelength)


def _range_at(case: Case, rate: Quantity) -> Quantity:
    gain = _gain(case)
    aimed = _aimed(case)
    return model.link_range(
        case["network.transmit_power"],
        gain,
        gain,
        case["network.wavelength"],
        aimed,
        case["network.photons_per_bit"],
        rate,
    )


@result("km", digits=2)
def range_of_ai1_link(case: Case) -> Quantity:
    """Longest link that carries AI1's stated laser rate with one watt of light."""
    return _range_at(case, case["network.link_rate_ai1"])


@result("km", digits=2)
def range_of_training_link(case: Case) -> Quantity:
    """Longest link that carries the rate that Suncatcher needs to train as on the ground, with one watt of light."""
    return _range_at(case, case["network.link_rate_needed_training"])


@result("terabit/s", digits=2)
def ai1_link(case: Case) -> Quantity:
    """Rate of AI1's laser links as stated."""
    return case["network.link_rate_ai1"]


@result(words="{}×", digits=4)
def rack_over_ai1(case: Case) -> Quantity:
    """Rate of the links inside one ground rack over that of AI1's lasers."""
    return model.bandwidth_ratio(case["satellite.rack_link_rate"], case["network.link_rate_ai1"])


def _gigawatt(case: Case) -> Quantity:
    return (case["peers_vanberkel.satellites"] / Quantity(1.0, "satellite")).to("")


@result("terabyte/s", digits=3)
def torus(case: Case) -> Quantity:
    """Rate across the middle of a gigawatt of satellites in a plane, joined to their neighbours."""
    return model.torus_bisection(_gigawatt(case), case["peers_vanberkel.link_rate"], Quantity(2.0, ""))


@result("terabyte/s", digits=3)
def clos(case: Case) -> Quantity:
    """Rate across the middle of a gigawatt on the ground, as published."""
    return case["peers_vanberkel.published_bisection_clos"]


@result(words="{}×", digits=2)
def clos_over_torus_ai1(case: Case) -> Quantity:
    """Rate across the middle of a gigawatt on the ground over that in orbit with AI1's stated links."""
    square = model.torus_bisection(_gigawatt(case), case["network.link_rate_ai1"], Quantity(2.0, ""))
    return model.bandwidth_ratio(clos(case), square)


@result("percent", digits=2)
def clos_share_in_orbit(case: Case) -> Quantity:
    """Share of a cluster's satellites that compute when the others switch, ten links and three layers."""
    return model.clos_compute_share(case["peers_penot.links"], case["peers_penot.layers"])


@result(words="{}×", digits=2)
def clos_satellites(case: Case) -> Quantity:
    """Satellites of a cluster over those of it that compute, when the others only switch."""
    return (1.0 / clos_share_in_orbit(case)).to("")


# ---- bytes per joule -----------------------------------------------------------------------------------------


@result("gigabyte/kWh", digits=2)
def ground_gate(case: Case) -> Quantity:
    """Data to and from the ground that one AI1 can send per kilowatt-hour, over its radio link through a day."""
    return model.gate(
        case["network.downlink_rate"], case["network.downlink_share_of_day"], case["satellite.ai1_average_power"]
    )


@result(words="{} dB", digits=2)
def feeder_signal(case: Case) -> Quantity:
    """Signal over noise that this rate needs in the radio bandwidth that the filing asks for."""
    band = case["network.filed_feeder_bandwidth"] * case["network.feeder_polarisations"]
    return model.in_decibels(model.signal_to_noise_needed(case["network.downlink_rate"], band))


@result("gigabyte/kWh", digits=2)
def laser_gate(case: Case) -> Quantity:
    """Data that one AI1 can send per kilowatt-hour over its stated laser links to other satellites."""
    return model.gate(case["network.link_rate_ai1"], ONE, case["satellite.ai1_average_power"])


@result("gigabyte/kWh", digits=2)
def text_intensity(case: Case) -> Quantity:
    """Data that text takes to and from the user per kilowatt-hour of computing."""
    return model.workload_intensity(case["network.bytes_per_token"], case["network.energy_per_token"])


@result(words="{}×", digits=2)
def text_margin(case: Case) -> Quantity:
    """How many times over text fits through the link to the ground."""
    return model.gate_margin(ground_gate(case), text_intensity(case))


@result("USD/W", digits=2)
def gateway_cost(case: Case) -> Quantity:
    """Gateways per watt of computing if every satellite sends at its full rate, to an antenna of its own."""
    return case.real("network.gateway_antenna_cost") / case["satellite.ai1_average_power"]


@result("USD/W", digits=2)
def gateway_cost_text(case: Case) -> Quantity:
    """Gateways per watt of computing if satellites generate text and share antennas that are always busy."""
    return gateway_cost(case) / text_margin(case).to("")


@result("USD/W", digits=2)
def gateway_allowance(case: Case) -> Quantity:
    """What Chapter 12 allows for gateways and an operations centre per watt."""
    return case.real("cost.ground_segment_cost")


@result("percent", digits=2)
def gateway_rate_paid(case: Case) -> Quantity:
    """Share of the full rate to the ground whose gateways that allowance would pay for."""
    return gateway_allowance(case) / gateway_cost(case)


@result(words="{}×", digits=2)
def video_margin(case: Case) -> Quantity:
    """How many times over analysis of live video fits through the link to the ground."""
    return model.gate_margin(ground_gate(case), case["network.video_intensity"])


@result("", digits=2)
def training_satellites(case: Case) -> Quantity:
    """Satellites that a large training run takes, one copy of the model on each."""
    return case["network.training_run_power"] / case["satellite.ai1_average_power"]


def _bytes_per_operation(case: Case, batch: Quantity, each: Quantity, reduction: Quantity) -> Quantity:
    return model.data_parallel_intensity(each, batch, training_satellites(case), reduction)


def _work(case: Case) -> Quantity:
    """Give the operations of training that a kilowatt-hour buys, at its usual share of peak."""
    work = case["satellite.rack_performance"] / case["satellite.rack_power"]
    return work * case["cluster.model_flop_utilisation_training"]


def _training(case: Case, reduction: Quantity) -> Quantity:
    batch, each = case["network.training_batch"], case["network.training_bytes_per_parameter"]
    return _bytes_per_operation(case, batch, each, reduction) * _work(case)


def _training_span(case: Case, reductions: tuple[Quantity, Quantity]) -> tuple[Quantity, Quantity]:
    """Give the least and the most data that training sends, by the ranges of batch, bytes and method."""
    small, large = case.bounds("network.training_batch")
    few, many = case.bounds("network.training_bytes_per_parameter")
    least = _bytes_per_operation(case, large, few, reductions[1])
    most = _bytes_per_operation(case, small, many, reductions[0])
    return least * _work(case), most * _work(case)


@result("gigabyte/kWh", digits=2)
def training_intensity(case: Case) -> Quantity:
    """Data that a satellite sends per kilowatt-hour of synchronous training, a gradient at every step."""
    return _training(case, ONE)


@result(words="{}×", digits=2)
def training_shortfall(case: Case) -> Quantity:
    """How many times more data synchronous training sends than AI1's lasers carry."""
    return 1.0 / model.gate_margin(laser_gate(case), training_intensity(case))


@result(words="{}×", digits=2)
def low_communication_best(case: Case) -> Quantity:
    """The largest such factor reported, on few workers."""
    return case.bounds("network.low_communication_factor")[1]


@result("gigabyte/kWh", digits=2)
def rare_training_intensity(case: Case) -> Quantity:
    """Data that a satellite sends per kilowatt-hour of training with rare exchanges."""
    return _training(case, case["network.low_communication_factor"])


@result(words="{}×", digits=2)
def rare_training_margin(case: Case) -> Quantity:
    """How many times over training with rare exchanges fits AI1's lasers."""
    return model.gate_margin(laser_gate(case), rare_training_intensity(case))


def _rate_for_training(case: Case, intensity: Quantity) -> Quantity:
    """Rate that one AI1 has to send when its training moves so much data per kilowatt-hour."""
    return intensity * case["satellite.ai1_average_power"]


@result("terabit/s", digits=2)
def own_training_rate(case: Case) -> Quantity:
    """Rate that synchronous training asks of one AI1's lasers."""
    return _rate_for_training(case, training_intensity(case))


@result("terabit/s", digits=2)
def rare_training_rate(case: Case) -> Quantity:
    """Rate that training with rare exchanges asks of one AI1's lasers."""
    return _rate_for_training(case, rare_training_intensity(case))


@result(words="{}×", digits=2)
def own_over_suncatcher_rate(case: Case) -> Quantity:
    """Rate that synchronous training asks of one AI1's lasers over the one that Suncatcher needs between neighbours."""
    return own_training_rate(case) / training_link(case)


@result("megawatt", digits=2)
def power_behind_ground_link(case: Case) -> Quantity:
    """Computing on text that one satellite's link to the ground could feed."""
    return model.power_behind_gate(
        case["network.downlink_rate"], case["network.downlink_share_of_day"], text_intensity(case)
    )


@result("percent", digits=2)
def low_shell_darkness(case: Case) -> Quantity:
    """Dark share of a revolution in such a shell at the reference altitude when the Sun lies in its plane."""
    return orbit.eclipse_fraction(case["orbit.reference_altitude"], Quantity(0.0, "degree"))


@result("cm", digits=2)
def terminal_aperture(case: Case) -> Quantity:
    """Aperture of an optical terminal between satellites."""
    return case["network.aperture"]


@result("terabit/s", digits=2)
def training_link(case: Case) -> Quantity:
    """Rate between neighbouring satellites that training as on the ground needs, by Suncatcher."""
    return case["network.link_rate_needed_training"]


@result("gigabyte/kWh", digits=3)
def published_ceilings(case: Case) -> Quantity:
    """Most data per kilowatt-hour that an independent study finds an orbital node can exchange: 10 MW, 0.1 MW."""
    return pair(case["network.gamma_limit_low"], case["network.gamma_limit_high"])


@result(digits=2)
def silent_errors(case: Case) -> Quantity:
    """Silent errors of a training run's chips in three months in orbit, at the higher of two measured rates."""
    chips, time = case["network.test_cluster"], Quantity(3.0, "month")
    each = case["peers_suncatcher.dose_per_silent_error_low"]
    return model.upset_count(chips, satellite.dose_rate(case), time, each)


@table
def workloads(case: Case) -> pd.DataFrame:
    """Workloads by data per kilowatt-hour and by the round trip they tolerate, with ranges."""
    span, rate = case.bounds, "gigabyte/kWh"
    bytes_low, bytes_high = span("network.bytes_per_token")
    joules_low, joules_high = span("network.energy_per_token")
    text = (
        text_intensity(case),
        model.workload_intensity(bytes_low, joules_high),
        model.workload_intensity(bytes_high, joules_low),
    )
    rare = case["network.low_communication_factor"]
    slow, fast = case.bounds("network.low_communication_factor")

    def one(name: str) -> tuple[Quantity, Quantity, Quantity]:
        key = f"network.{name}_intensity"
        return case[key], span(key)[0], span(key)[1]

    rows = [
        ("Chat in text", text, "network.round_trip_limit_interactive"),
        ("Agents and batch text", text, "network.batch_round_trip_limit"),
        ("Making pictures and video", one("media"), "network.media_round_trip_limit"),
        ("Watching live video", one("video"), "network.video_round_trip_limit"),
        ("Control of machines", one("control"), "network.control_round_trip_limit"),
        (
            "Synchronous training across satellites",
            (training_intensity(case), *_training_span(case, (ONE, ONE))),
            "network.training_round_trip_limit",
        ),
        (
            "Training across satellites, rare exchanges",
            (_training(case, rare), *_training_span(case, (slow, fast))),
            "network.batch_round_trip_limit",
        ),
    ]
    found = []
    for name, intensity, limit in rows:
        values = [float(q.to(rate).magnitude) for q in intensity]
        low, high = span(limit)
        found.append((name, *values, *(float(q.to("ms").magnitude) for q in (case[limit], low, high))))
    return pd.DataFrame(
        found,
        columns=[
            "workload", "gb_per_kwh", "gb_per_kwh_low", "gb_per_kwh_high",
            "round_trip_ms", "round_trip_low_ms", "round_trip_high_ms",
        ],
    )  # fmt: skip


@table
def fits(case: Case) -> pd.DataFrame:
    """Which workloads fit over their whole range, in part of it, or nowhere, and where in orbit."""
    frame = workloads(case)
    ground = float(ground_gate(case).to("gigabyte/kWh").magnitude)
    laser = float(laser_gate(case).to("gigabyte/kWh").magnitude)
    across = frame["workload"].str.contains("across")
    gate = np.where(across, laser, ground)
    mean = float(mean_round_trip(case).to("ms").magnitude)
    overhead = float(overhead_round_trip(case).to("ms").magnitude)
    frame["link_margin"] = gate / frame["gb_per_kwh"]
    slack = frame["round_trip_ms"]
    frame["delay"] = np.select([slack >= mean, slack >= overhead], ["anywhere", "overhead only"], "no")
    surely = (gate >= frame["gb_per_kwh_high"]) & (frame["round_trip_low_ms"] >= mean)
    possibly = (gate >= frame["gb_per_kwh_low"]) & (frame["round_trip_high_ms"] >= overhead)
    frame["fits"] = np.select([surely, possibly], ["yes", "in part"], "no")
    return frame[["workload", "gb_per_kwh", "link_margin", "round_trip_ms", "delay", "fits"]]


# ---- claims of the chapter ----------------------------------------------------------------------------------------


@result(digits=3, words="{} countries and markets")
def countries(case: Case) -> Quantity:
    """Countries and markets that Starlink serves, by the registration statement."""
    return case["spacex.starlink_countries"]


@result(digits=3, words="{} countries")
def countries_published(case: Case) -> Quantity:
    """Countries that Starlink served, as known when the first document appeared."""
    return case["spacex.starlink_countries_published"]


@result("percent", digits=2)
def revenue_decline(case: Case) -> Quantity:
    """Fall of Starlink revenue per subscriber from 2023 to 2025."""
    return 1.0 - case.nominal("spacex.starlink_arpu_2025") / case.nominal("spacex.starlink_arpu_2023")
