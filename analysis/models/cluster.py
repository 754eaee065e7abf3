"""Cluster: from the power on the contract to accelerators, energy, water, capital, training and serving.

Four powers are kept apart.
Nameplate is what the site may draw, facility load is what it draws, IT load is what reaches the servers,
and accelerator load is what the accelerators themselves take.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.models import finance, guards
from analysis.units import Quantity, ureg

FLOP_PER_PARAMETER_TRAINED = Quantity(6.0, "FLOP/token")  # forward 2, backward 4 (kaplan2020, section 2.1)
FLOP_PER_PARAMETER_SERVED = Quantity(2.0, "FLOP/token")  # forward: one multiply and one add (kaplan2020, section 2.1)

_ONE_GPU = Quantity(1.0, "GPU")


# ---- power -------------------------------------------------------------------------------------------------------


class PowerTree(NamedTuple):
    """Where the nameplate power of a site goes; the last four add up to the first."""

    nameplate: Quantity
    reserve: Quantity
    overhead: Quantity
    hosts: Quantity
    accelerators: Quantity


@ureg.check("[power]", "[]", "[]", "[]")
def power_tree(
    nameplate: Quantity, reserve_share: Quantity, power_usage_effectiveness: Quantity, accelerator_share: Quantity
) -> PowerTree:
    r"""Split the nameplate power of a site into reserve, cooling and losses, hosts, and accelerators.

    .. math::

        P_n = \underbrace{\rho P_n}_{reserve} + \underbrace{(1 - 1/PUE)\,P_f}_{overhead}
        + \underbrace{(1 - \alpha)\,P_{IT}}_{hosts} + \underbrace{\alpha\,P_{IT}}_{accelerators}

    Parameters
    ----------
    nameplate : Quantity
        Power the site may draw. [MW]
    reserve_share : Quantity
        Share of it that stays unused, rho: redundancy and headroom. [-]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]
    accelerator_share : Quantity
        Share of the IT load that accelerators take, alpha; hosts, network and storage take the rest. [-]

    Returns
    -------
    PowerTree
        The five powers. [MW]

    Raises
    ------
    ValueError
        When PUE is below one or a share is outside 0 to 1.

    Notes
    -----
    PUE at the load meant; it worsens at part load.

    Examples
    --------
    >>> tree = power_tree(Quantity(1, "GW"), Quantity(0.1, ""), Quantity(1.2, ""), Quantity(0.75, ""))
    >>> print(tree.overhead, tree.accelerators)
    150.0 megawatt 562.5 megawatt

    References
    ----------
    ISO/IEC (2016) [isoiec30134], part 2, power usage effectiveness
    """
    guards.not_negative("nameplate", nameplate)
    guards.fraction("reserve_share", reserve_share)
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    guards.fraction("accelerator_share", accelerator_share)
    facility = nameplate * (1.0 - reserve_share)
    it = it_power(facility, power_usage_effectiveness)
    return PowerTree(
        nameplate=nameplate.to("MW"),
        reserve=(nameplate * reserve_share).to("MW"),
        overhead=(facility - it).to("MW"),
        hosts=(it * (1.0 - accelerator_share)).to("MW"),
        accelerators=(it * accelerator_share).to("MW"),
    )


@ureg.check("[power]", "[]")
def it_power(facility_power: Quantity, power_usage_effectiveness: Quantity) -> Quantity:
    r"""Find the IT load of a facility.

    .. math:: P_{IT} = P_f / PUE

    Parameters
    ----------
    facility_power : Quantity
        Load of the facility, P_f. [MW]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]

    Returns
    -------
    Quantity
        IT load. [MW]

    Raises
    ------
    ValueError
        When PUE is below one.

    Notes
    -----
    One number for the year, weighted by load.

    Examples
    --------
    >>> print(it_power(Quantity(1, "GW"), Quantity(1.25, "")))
    800.0 megawatt

    References
    ----------
    ISO/IEC (2016) [isoiec30134], part 2, power usage effectiveness
    """
    guards.not_negative("facility_power", facility_power)
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    return (facility_power / power_usage_effectiveness).to("MW")


@ureg.check("[power]", "[]")
def facility_power(it_load: Quantity, power_usage_effectiveness: Quantity) -> Quantity:
    r"""Load of a facility that serves an IT load.

    .. math:: P_f = P_{IT} \cdot PUE

    Parameters
    ----------
    it_load : Quantity
        Load of servers, network and storage, P_IT. [MW]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]

    Returns
    -------
    Quantity
        Load of the facility. [MW]

    Raises
    ------
    ValueError
        When PUE is below one.

    Notes
    -----
    The inverse of `it_power`.

    Examples
    --------
    >>> print(facility_power(Quantity(30.5, "kW"), Quantity(1.35, "")).to("kW").round(2))
    41.18 kilowatt

    References
    ----------
    ISO/IEC (2016) [isoiec30134], part 2; the load and PUE are those of `Nishball et al. (2026)
    <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__ [semianalysis2026space]
    """
    guards.not_negative("it_load", it_load)
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    return (it_load * power_usage_effectiveness).to("MW")


@ureg.check("[power]", "[power]/[accelerator]")
def accelerator_count(it_load: Quantity, power_per_accelerator: Quantity) -> Quantity:
    r"""Accelerators an IT load runs.

    .. math:: N = P_{IT} / p

    Parameters
    ----------
    it_load : Quantity
        IT load. [MW]
    power_per_accelerator : Quantity
        IT load for each accelerator, with its share of host, network and storage, p. [kW/GPU]

    Returns
    -------
    Quantity
        Accelerators, not rounded. [GPU]

    Raises
    ------
    ValueError
        When the power of an accelerator is not above zero.

    Notes
    -----
    At full load; oversubscribed power runs more of them, slower.

    Examples
    --------
    30.5 kW at 1.906 kW each are the sixteen B300 of a published reference design:

    >>> print(accelerator_count(Quantity(30.5, "kW"), Quantity(1.906, "kW/GPU")).round(1))
    16.0 GPU

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], reference cluster
    """
    guards.not_negative("it_load", it_load)
    guards.above("power_per_accelerator", power_per_accelerator, Quantity(0.0, "kW/GPU"))
    return (it_load / power_per_accelerator).to("GPU")


@ureg.check("[power]/[accelerator]", "[]")
def accelerator_density(power_per_accelerator: Quantity, power_usage_effectiveness: Quantity) -> Quantity:
    r"""Accelerators that a megawatt of facility load runs.

    .. math:: n = \frac{1}{p \cdot PUE}

    Parameters
    ----------
    power_per_accelerator : Quantity
        IT load for each accelerator, p. [kW/GPU]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]

    Returns
    -------
    Quantity
        Accelerators per facility power. [GPU/MW]

    Raises
    ------
    ValueError
        When PUE is below one or the power of an accelerator is not above zero.

    Notes
    -----
    Per megawatt of load, not of nameplate.

    Examples
    --------
    >>> print(accelerator_density(Quantity(1.906, "kW/GPU"), Quantity(1.35, "")).round(0))
    389.0 GPU / megawatt

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], reference cluster
    """
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    guards.above("power_per_accelerator", power_per_accelerator, Quantity(0.0, "kW/GPU"))
    return (1.0 / (power_per_accelerator * power_usage_effectiveness)).to("GPU/MW")


# ---- energy, water, capital, time --------------------------------------------------------------------------------


@ureg.check("[power]", "[]")
def annual_energy(power: Quantity, load_factor: Quantity) -> Quantity:
    r"""Energy of one operating year.

    .. math:: E = f\,P \cdot 8760\,\mathrm{h}

    Parameters
    ----------
    power : Quantity
        Load when running, P. [MW]
    load_factor : Quantity
        Mean load over that load, f. [-]

    Returns
    -------
    Quantity
        Energy of a year of 8,760 hours. [TWh]

    Raises
    ------
    ValueError
        When the load factor is outside 0 to 1.

    Notes
    -----
    The year of power contracts; the calendar year is 0.07 % longer.

    Examples
    --------
    107.9 GW all year is the 945 TWh that the IEA projects for 2030:

    >>> print(annual_energy(Quantity(107.9, "GW"), Quantity(1.0, "")).round(0))
    945.0 terawatt_hour

    References
    ----------
    `International Energy Agency (2025) <https://www.iea.org/reports/energy-and-ai>`__ [iea2025energyai], data centres
    in 2030
    """
    guards.not_negative("power", power)
    guards.fraction("load_factor", load_factor)
    return (power * load_factor * finance.HOURS_OF_OPERATION).to("TWh")


@ureg.check("[energy]", "[volume]/[energy]")
def water_use(energy: Quantity, water_usage_effectiveness: Quantity) -> Quantity:
    r"""Water that cooling evaporates.

    .. math:: V = WUE \cdot E

    Parameters
    ----------
    energy : Quantity
        Energy on which the effectiveness is based: of the IT load by the standard's definition. [TWh]
    water_usage_effectiveness : Quantity
        Water per energy, WUE. [L/kWh]

    Returns
    -------
    Quantity
        Volume of water. [m^3]

    Raises
    ------
    ValueError
        When the effectiveness is negative.

    Notes
    -----
    On site only: the water of the power station is several times larger and is not counted.
    Dry cooling trades water for PUE.

    Examples
    --------
    150 to 275 GL go with 325 to 580 TWh in 2028, which is about 0.46 to 0.47 L for each kilowatt-hour:

    >>> print(water_use(Quantity([325, 580], "TWh"), Quantity([0.4615, 0.4741], "L/kWh")).to("GL").round(0))
    [150.0 275.0] gigaliter

    References
    ----------
    `Shehabi et al. (2024) <https://eta-publications.lbl.gov/publications/2024-lbnl-data-center-energy-usage-report>`__
    [lbnl2024usage], projection for 2028; ISO/IEC (2016) [isoiec30134], part 9
    """
    guards.at_least("water_usage_effectiveness", water_usage_effectiveness, Quantity(0.0, "L/kWh"))
    return (energy * water_usage_effectiveness).to("m^3")


@ureg.check("[currency]", "[power]")
def capital_per_power(capital_cost: Quantity, power: Quantity) -> Quantity:
    r"""Capital for each watt.

    .. math:: k = K / P

    Parameters
    ----------
    capital_cost : Quantity
        Capital, K. [USD]
    power : Quantity
        Power it is spread over, P: say whether nameplate, facility or IT. [MW]

    Returns
    -------
    Quantity
        Capital per power. [USD/W]

    Raises
    ------
    ValueError
        When the power is not above zero.

    Notes
    -----
    Two figures compare only on the same power and the same boundary (with or without servers).

    Examples
    --------
    Epoch's gigawatt, $38 billion:

    >>> print(capital_per_power(Quantity(38e9, "USD"), Quantity(1, "GW")))
    38.0 US_dollar / watt

    References
    ----------
    `Epoch AI (2026) <https://epoch.ai/data-insights/ai-datacenter-cost-breakdown>`__ [epoch2026cost]
    """
    guards.not_negative("capital_cost", capital_cost)
    guards.above("power", power, 0.0 * ureg.watt)
    return (capital_cost / power).to("USD/W")


@ureg.check("[accelerator]", "[currency]/[accelerator]", "[power]", "[currency]/[power]")
def capital_cost(accelerators: Quantity, server_cost: Quantity, it_load: Quantity, facility_cost: Quantity) -> Quantity:
    r"""Capital of a cluster: servers by the accelerator, shell by the watt.

    .. math:: K = N\,k_s + P_{IT}\,k_f

    Parameters
    ----------
    accelerators : Quantity
        Accelerators, N. [GPU]
    server_cost : Quantity
        Accelerator with its share of host, network and storage, k_s. [USD/GPU]
    it_load : Quantity
        IT load, P_IT. [MW]
    facility_cost : Quantity
        Land, shell, power and cooling for each watt of IT load, k_f. [USD/W]

    Returns
    -------
    Quantity
        Capital. [USD]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    Servers wear out in about five years and the shell in about fifteen: never write them off together.

    Examples
    --------
    >>> cost = capital_cost(Quantity(16, "GPU"), Quantity(61_900, "USD/GPU"), Quantity(30.5, "kW"),
    ...     Quantity(12.5, "USD/W"))
    >>> print(cost.to("MUSD").round(2))
    1.37 megaUS_dollar

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], ground case: $0.99 M of servers and $0.382 M of data centre
    """
    guards.not_negative("accelerators", accelerators)
    guards.not_negative("server_cost", server_cost)
    guards.not_negative("it_load", it_load)
    guards.not_negative("facility_cost", facility_cost)
    return (accelerators * server_cost + it_load * facility_cost).to("USD")


@ureg.check("[time]", "[power]", "[power]/[time]")
def build_time(preparation: Quantity, power: Quantity, build_rate: Quantity) -> Quantity:
    r"""Time from the start of work until a power is running.

    .. math:: t = t_0 + P / \dot P

    Parameters
    ----------
    preparation : Quantity
        Time before the first hall is energised: permits, grid, ground works, t_0. [month]
    power : Quantity
        Power wanted, P. [MW]
    build_rate : Quantity
        Power that comes on per time after that. [MW/month]

    Returns
    -------
    Quantity
        Time. [month]

    Raises
    ------
    ValueError
        When the rate is not above zero.

    Notes
    -----
    Halls in series; the grid or the turbines may bind before the builder does.

    Examples
    --------
    Colossus 2 had 350 MW after 11.6 months and 661 MW after 16, so 70.7 MW a month; 946 MW then take 20.0 months.
    They were seen on 24 September 2026, 19.8 months after February 2025:

    >>> print(build_time(Quantity(11.6, "month"), Quantity(946 - 350, "MW"), Quantity(70.7, "MW/month")).round(1))
    20.0 month

    References
    ----------
    `Tom's Hardware (2026)
    <https://www.tomshardware.com/tech-industry/artificial-intelligence/elon-musks-xai-colossus-2-is-nowhere-near-1-gigawatt-capacity-satellite-imagery-suggests-despite-claims-site-only-has-350-megawatts-of-cooling-capacity>`__
    [tomshardware2026colossus], 350 MW of cooling;
    `Epoch AI (2026) <https://epoch.ai/data/ai-data-centers>`__ [epoch_aidc_page], 661 MW of IT;
    `Epoch AI (2026) <https://epoch.ai/data/ai-data-centers>`__ [epoch_sept2026], 946 MW of IT;
    `Epoch AI (2025) <https://epoch.ai/data-insights/data-centers-buildout-speeds>`__ [epoch2025buildtimes], from which
    the start is inferred
    """
    guards.not_negative("preparation", preparation)
    guards.not_negative("power", power)
    guards.above("build_rate", build_rate, Quantity(0.0, "MW/month"))
    return (preparation + power / build_rate).to("month")


# ---- training ----------------------------------------------------------------------------------------------------


@ureg.check("[]", "[token]")
def training_compute(parameters: Quantity, tokens: Quantity) -> Quantity:
    r"""Operations to train a dense model.

    .. math:: C = 6\,N\,D

    Parameters
    ----------
    parameters : Quantity
        Parameters that take part for each token, N. [-]
    tokens : Quantity
        Training tokens, D. [token]

    Returns
    -------
    Quantity
        Operations. [FLOP]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    Attention over long contexts and recomputation come on top.
    For a mixture of experts N is the active parameters.

    Examples
    --------
    405 billion parameters and 15.6 trillion tokens, published as 3.8e25:

    >>> print(f"{training_compute(Quantity(405e9, ''), Quantity(15.6e12, 'token')):.2g}")
    3.8e+25 FLOP

    References
    ----------
    `Llama Team, AI at Meta (2024) <https://arxiv.org/abs/2407.21783>`__ [llama3herd2024], training compute;
    `Kaplan et al. (2020) <https://arxiv.org/abs/2001.08361>`__ [kaplan2020], section 2.1
    """
    guards.not_negative("parameters", parameters)
    guards.not_negative("tokens", tokens)
    return (FLOP_PER_PARAMETER_TRAINED * parameters * tokens).to("FLOP")


@ureg.check("[accelerator]", "[computation]/[time]/[accelerator]", "[]", "[]")
def training_throughput(
    accelerators: Quantity, peak_performance: Quantity, model_flops_utilisation: Quantity, availability: Quantity
) -> Quantity:
    r"""Count the useful operations a cluster delivers to training.

    .. math:: \dot C = N\,\pi\,u\,a

    Parameters
    ----------
    accelerators : Quantity
        Accelerators, N. [GPU]
    peak_performance : Quantity
        Dense peak of one, at the precision used, pi. [FLOP/s/GPU]
    model_flops_utilisation : Quantity
        Share of the peak that reaches the model while it runs, u. [-]
    availability : Quantity
        Share of the time it runs: failures, restarts and checkpoints take the rest, a. [-]

    Returns
    -------
    Quantity
        Throughput. [FLOP/s]

    Raises
    ------
    ValueError
        When a share is outside 0 to 1.

    Notes
    -----
    Utilisation falls as the cluster grows and as its network thins.

    Examples
    --------
    16,384 H100 at 41 % of 989 TFLOP/s, published as 400 TFLOP/s each:

    >>> rate = training_throughput(Quantity(16_384, "GPU"), Quantity(989, "TFLOP/s/GPU"), Quantity(0.41, ""),
    ...     Quantity(1.0, ""))
    >>> print((rate / Quantity(16_384, "GPU")).to("TFLOP/s/GPU").round(0))
    405.0 teraFLOP / GPU / second

    References
    ----------
    `Llama Team, AI at Meta (2024) <https://arxiv.org/abs/2407.21783>`__ [llama3herd2024], throughput and utilisation
    """
    guards.not_negative("accelerators", accelerators)
    guards.not_negative("peak_performance", peak_performance)
    guards.fraction("model_flops_utilisation", model_flops_utilisation)
    guards.fraction("availability", availability)
    return (accelerators * peak_performance * model_flops_utilisation * availability).to("FLOP/s")


@ureg.check("[computation]", "[computation]/[time]")
def training_time(compute: Quantity, throughput: Quantity) -> Quantity:
    r"""Time a training run takes.

    .. math:: t = C / \dot C

    Parameters
    ----------
    compute : Quantity
        Operations of the run, C. [FLOP]
    throughput : Quantity
        Useful operations per time. [FLOP/s]

    Returns
    -------
    Quantity
        Time. [day]

    Raises
    ------
    ValueError
        When the throughput is not above zero.

    Notes
    -----
    One run, no restarts from scratch.

    Examples
    --------
    >>> print(training_time(Quantity(3.8e25, "FLOP"), Quantity(16_384 * 400e12, "FLOP/s")).round(0))
    67.0 day

    References
    ----------
    `Llama Team, AI at Meta (2024) <https://arxiv.org/abs/2407.21783>`__ [llama3herd2024], inputs
    """
    guards.not_negative("compute", compute)
    guards.above("throughput", throughput, Quantity(0.0, "FLOP/s"))
    return (compute / throughput).to("day")


@ureg.check("[time]*[accelerator]", "[accelerator]")
def interruption_interval(time_between_failures: Quantity, accelerators: Quantity) -> Quantity:
    r"""Mean time between failures that stop a job which needs every accelerator.

    .. math:: M = \frac{m}{N}

    Parameters
    ----------
    time_between_failures : Quantity
        Accelerator-time between two failures of any part of the cluster, m. [GPU*year]
    accelerators : Quantity
        Accelerators of the job, N. [GPU]

    Returns
    -------
    Quantity
        Time between interruptions. [hour]

    Raises
    ------
    ValueError
        When a value is not above zero.

    Notes
    -----
    Independent failures at a constant rate.

    Examples
    --------
    419 unplanned interruptions of 16,384 accelerators in 54 days are one in 50,700 GPU-hours, or every three hours:

    >>> between = Quantity(16_384, "GPU") * Quantity(54, "day") / 419
    >>> print(interruption_interval(between, Quantity(16_384, "GPU")).round(1))
    3.1 hour

    References
    ----------
    `Llama Team, AI at Meta (2024) <https://arxiv.org/abs/2407.21783>`__ [llama3herd2024], reliability
    """
    guards.above("time_between_failures", time_between_failures, Quantity(0.0, "GPU*hour"))
    guards.above("accelerators", accelerators, 0.0 * _ONE_GPU)
    return (time_between_failures / accelerators).to("hour")


@ureg.check("[time]", "[time]", "[time]")
def checkpointed_availability(
    checkpoint_time: Quantity, restart_time: Quantity, interruption_interval: Quantity
) -> Quantity:
    r"""Share of time a job makes progress when it saves its state at the best interval.

    .. math:: a = \frac{1}{1 + \sqrt{2 C/M} + R/M}

    Parameters
    ----------
    checkpoint_time : Quantity
        Time to save the state, during which training stands, C. [minute]
    restart_time : Quantity
        Time from failure to running again, R. [minute]
    interruption_interval : Quantity
        Mean time between interruptions, M. [hour]

    Returns
    -------
    Quantity
        Availability. [-]

    Raises
    ------
    ValueError
        When the interval is not above zero, or a time is negative.

    Notes
    -----
    Young's first-order optimum, one save every sqrt(2 C M); good while C is much less than M.

    Examples
    --------
    One minute to save, ten to restart, a failure every 3.1 hours:

    >>> print(checkpointed_availability(Quantity(1, "minute"), Quantity(10, "minute"), Quantity(3.1, "hour")).round(2))
    0.86 dimensionless

    References
    ----------
    Young (1974) [young1974], optimum checkpoint interval
    """
    guards.above("interruption_interval", interruption_interval, 0.0 * ureg.hour)
    guards.at_least("checkpoint_time", checkpoint_time, 0.0 * ureg.hour)
    guards.at_least("restart_time", restart_time, 0.0 * ureg.hour)
    lost = np.sqrt((2.0 * checkpoint_time / interruption_interval).to(""))
    return (1.0 / (1.0 + lost + (restart_time / interruption_interval).to(""))).to("")


# ---- serving -----------------------------------------------------------------------------------------------------


@ureg.check("[computation]/[time]/[accelerator]", "[]", "[]")
def compute_bound_token_rate(
    peak_performance: Quantity, utilisation: Quantity, active_parameters: Quantity
) -> Quantity:
    r"""Tokens an accelerator makes when arithmetic is the limit.

    .. math:: r = \frac{u\,\pi}{2\,N}

    Parameters
    ----------
    peak_performance : Quantity
        Dense peak at the precision used, pi. [FLOP/s/GPU]
    utilisation : Quantity
        Share of it that is reached, u. [-]
    active_parameters : Quantity
        Parameters that take part for each token, N. [-]

    Returns
    -------
    Quantity
        Tokens per time and accelerator. [token/s/GPU]

    Raises
    ------
    ValueError
        When the utilisation is outside 0 to 1, or the parameters are not above zero.

    Notes
    -----
    Reading a prompt is bound by arithmetic; writing an answer to few users is bound by memory.
    Attention over the context is left out.

    Examples
    --------
    15 PFLOP/s at 40 % on 37 billion active parameters:

    >>> print(compute_bound_token_rate(Quantity(15, "PFLOP/s/GPU"), Quantity(0.4, ""), Quantity(37e9, "")).round(-3))
    81000.0 token / GPU / second

    References
    ----------
    `Kaplan et al. (2020) <https://arxiv.org/abs/2001.08361>`__ [kaplan2020], section 2.1, two operations for each
    parameter
    """
    guards.not_negative("peak_performance", peak_performance)
    guards.fraction("utilisation", utilisation)
    guards.above("active_parameters", active_parameters, 0.0)
    return (utilisation * peak_performance / (FLOP_PER_PARAMETER_SERVED * active_parameters)).to("token/s/GPU")


@ureg.check("1/[time]/[accelerator]", "[]", "[]", "[]", "[]")
def memory_bound_token_rate(
    memory_bandwidth: Quantity, utilisation: Quantity, weights: Quantity, cache: Quantity, batch: Quantity
) -> Quantity:
    r"""Tokens an accelerator writes when reading memory is the limit.

    .. math:: r = \frac{u\,\beta\,B}{W + B\,K}

    Parameters
    ----------
    memory_bandwidth : Quantity
        Memory bandwidth of one accelerator, beta. [TB/s/GPU]
    utilisation : Quantity
        Share of it that is reached, u. [-]
    weights : Quantity
        Weights read at each step, W. [GB]
    cache : Quantity
        Context read at each step for each sequence, K. [GB]
    batch : Quantity
        Sequences written at the same time, B. [-]

    Returns
    -------
    Quantity
        Tokens per time and accelerator. [token/s/GPU]

    Raises
    ------
    ValueError
        When the utilisation is outside 0 to 1, or weights or batch are not above zero.

    Notes
    -----
    One token for each sequence and step. A large batch shares the weights, until the context is what is read.

    Examples
    --------
    8 TB/s, 70 GB of weights, 64 sequences with 1 GB of context each:

    >>> print(memory_bound_token_rate(Quantity(8, "TB/s/GPU"), Quantity(0.7, ""), Quantity(70, "GB"),
    ...     Quantity(1, "GB"), Quantity(64, "")).round(0))
    2675.0 token / GPU / second

    References
    ----------
    Williams et al. (2009) [williams2009], the roofline
    """
    guards.not_negative("memory_bandwidth", memory_bandwidth)
    guards.not_negative("cache", cache)
    guards.fraction("utilisation", utilisation)
    guards.above("weights", weights, 0.0 * ureg.byte)
    guards.above("batch", batch, 0.0)
    steps = utilisation * memory_bandwidth / (weights + batch * cache)
    return (steps * batch * Quantity(1.0, "token")).to("token/s/GPU")


@ureg.check("[token]/[time]/[accelerator]", "[token]/[time]/[accelerator]")
def roofline_token_rate(compute_bound: Quantity, memory_bound: Quantity) -> Quantity:
    r"""Token rate of an accelerator: the lower of two roofs.

    .. math:: r = \min(r_c, r_m)

    Parameters
    ----------
    compute_bound : Quantity
        Rate at which arithmetic is the limit. [token/s/GPU]
    memory_bound : Quantity
        Rate at which memory is the limit. [token/s/GPU]

    Returns
    -------
    Quantity
        The rate that binds. [token/s/GPU]

    Raises
    ------
    ValueError
        When an argument is negative or not a number.

    Notes
    -----
    An upper bound: near the corner both cost time.

    Examples
    --------
    >>> print(roofline_token_rate(Quantity(81_000, "token/s/GPU"), Quantity(2675, "token/s/GPU")))
    2675.0 token / GPU / second

    References
    ----------
    Williams et al. (2009) [williams2009], the roofline
    """
    guards.not_negative("compute_bound", compute_bound)
    guards.not_negative("memory_bound", memory_bound)
    return np.minimum(1.0 * compute_bound, memory_bound).to("token/s/GPU")


@ureg.check("[accelerator]", "[token]/[time]/[accelerator]", "[]")
def serving_throughput(accelerators: Quantity, token_rate: Quantity, load: Quantity) -> Quantity:
    r"""Tokens a cluster serves.

    .. math:: T = N\,r\,\ell

    Parameters
    ----------
    accelerators : Quantity
        Accelerators, N. [GPU]
    token_rate : Quantity
        Tokens of one while busy, r. [token/s/GPU]
    load : Quantity
        Share of the time and of the fleet that is busy with paid work, l. [-]

    Returns
    -------
    Quantity
        Tokens per time. [token/s]

    Raises
    ------
    ValueError
        When the load is outside 0 to 1.

    Notes
    -----
    Demand has a day and a night: a load near one is not sold.

    Examples
    --------
    16 accelerators at the 5,137 tokens a second that a published $10.91 per hour and $590 per billion tokens imply:

    >>> print(serving_throughput(Quantity(16, "GPU"), Quantity(5137, "token/s/GPU"), Quantity(1.0, "")))
    82192.0 token / second

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], cost of a token
    """
    guards.not_negative("accelerators", accelerators)
    guards.not_negative("token_rate", token_rate)
    guards.fraction("load", load)
    return (accelerators * token_rate * load).to("token/s")


@ureg.check("[power]/[accelerator]", "[]", "[token]/[time]/[accelerator]")
def energy_per_token(
    power_per_accelerator: Quantity, power_usage_effectiveness: Quantity, token_rate: Quantity
) -> Quantity:
    r"""Energy drawn from the grid for each token.

    .. math:: e = \frac{p \cdot PUE}{r}

    Parameters
    ----------
    power_per_accelerator : Quantity
        IT load for each accelerator, p. [kW/GPU]
    power_usage_effectiveness : Quantity
        Facility load over IT load, PUE. [-]
    token_rate : Quantity
        Tokens per time and accelerator, r. [token/s/GPU]

    Returns
    -------
    Quantity
        Energy per token. [J/token]

    Raises
    ------
    ValueError
        When PUE is below one or the token rate is not above zero.

    Notes
    -----
    While busy: idle power is charged to nobody here.

    Examples
    --------
    >>> print(energy_per_token(Quantity(1.906, "kW/GPU"), Quantity(1.35, ""), Quantity(5137, "token/s/GPU")).round(2))
    0.5 joule / token

    References
    ----------
    `Nishball et al. (2026) <https://newsletter.semianalysis.com/p/to-boldly-go-the-case-for-space-datacenters>`__
    [semianalysis2026space], reference cluster
    """
    guards.not_negative("power_per_accelerator", power_per_accelerator)
    guards.at_least("power_usage_effectiveness", power_usage_effectiveness, 1.0)
    guards.above("token_rate", token_rate, Quantity(0.0, "token/s/GPU"))
    return (power_per_accelerator * power_usage_effectiveness / token_rate).to("J/token")
