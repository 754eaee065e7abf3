"""The chain from revenue to physical units, forwards against published steps and backwards against itself."""

from __future__ import annotations

from collections.abc import Callable

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import chain
from analysis.units import Quantity

BILLION = "gigaUSD/year"


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


TECHNOLOGY = chain.Technology(
    lease_price=q(7.778, "USD/GPU/hour"),
    paid_share=q(0.9),
    length_of_year=q(8760, "hour"),
    accelerator_power=q(1.7, "kW/GPU"),
    power_usage_effectiveness=q(1.2),
    load_factor=q(0.8),
    specific_power=q(70, "kW/t"),
    spare_share=q(0.1),
    payload_mass=q(100, "t/launch"),
    build_time=q(5, "year"),
    dies_per_accelerator=q(2, "die/GPU"),
    dies_per_wafer=q(64.8, "die/wafer"),
    total_yield=q(0.46),
)


def test_the_required_revenue_in_gigawatts() -> None:
    """$437 billion: 8.7 GW at $50 billion a gigawatt and year, 31 GW at $14 billion."""
    found = [chain.power_for_revenue(q(437, BILLION), q(price, "gigaUSD/GW/year")).m_as("GW") for price in (50, 14)]
    assert found == pytest.approx([8.74, 31.2], abs=0.05)


def test_a_published_lease_through_the_chain() -> None:
    """$15 billion a year at the implied price of the lease gives its accelerators and its 300 MW back."""
    lease = TECHNOLOGY._replace(
        lease_price=q(15e9, "USD/year") / q(220e3, "GPU"),
        paid_share=q(1.0),
        length_of_year=q(8766, "hour"),
        accelerator_power=q(300, "MW") / q(220e3, "GPU"),
        power_usage_effectiveness=q(1.0),
        load_factor=q(1.0),
        specific_power=q(100, "kW/t"),
        spare_share=q(0.0),
        build_time=q(1.0, "year"),
    )
    needs = chain.physical_requirements(q(15e9, "USD/year"), lease)
    assert needs.accelerators.m_as("GPU") == pytest.approx(220e3)
    assert needs.facility_power.m_as("MW") == pytest.approx(300)
    assert needs.mass.m_as("t") == pytest.approx(3000)
    assert needs.launch_rate.m_as("launch/year") == pytest.approx(30)
    assert needs.energy.m_as("TWh/year") == pytest.approx(0.3 * 8.766)


def test_filing_arithmetic() -> None:
    """100 GW a year at 100 kW a tonne is a million tonnes, 10,000 launches of 100 t, 27.4 a day."""
    mass = chain.mass_in_orbit(q(100, "GW"), q(100, "kW/t"), q(0))
    assert mass.m_as("Mt") == pytest.approx(1.0)
    rate = chain.launch_rate(mass, q(1, "year"), q(100, "t/launch"))
    assert rate.m_as("launch/day") == pytest.approx(27.4, abs=0.05)
    assert rate.m_as("launch/year") == pytest.approx(1e4)


@given(st.floats(1e-3, 1e4))
def test_the_chain_is_a_proportion(revenue: float) -> None:
    one, many = (chain.physical_requirements(q(r, BILLION), TECHNOLOGY) for r in (1.0, revenue))
    for single, multiple in zip(one, many, strict=True):
        assert (multiple / single).m_as("") == pytest.approx(revenue)


@pytest.mark.parametrize("limit", chain.Requirements._fields)
@given(revenue=st.floats(1e-3, 1e4))
def test_backwards_from_any_link_gives_the_revenue(limit: str, revenue: float) -> None:
    needs = chain.physical_requirements(q(revenue, BILLION), TECHNOLOGY)
    back = chain.supported_revenue(limit, getattr(needs, limit), TECHNOLOGY)
    assert back.m_as(BILLION) == pytest.approx(revenue, rel=1e-12)


def test_links_agree_with_the_chain() -> None:
    needs = chain.physical_requirements(q(437, BILLION), TECHNOLOGY)
    assert (needs.facility_power / needs.it_power).m_as("") == pytest.approx(1.2)
    mean = needs.facility_power * 0.8
    assert needs.energy.m_as("TWh/year") == pytest.approx(mean.m_as("GW") * 8.76)
    per_accelerator = needs.wafer_rate * TECHNOLOGY.build_time / needs.accelerators
    assert per_accelerator.m_as("wafer/GPU") == pytest.approx(2 / (64.8 * 0.46))


@given(st.floats(0.5, 20), st.floats(1.01, 4))
def test_a_higher_price_needs_less_of_everything(price: float, factor: float) -> None:
    cheap, dear = (
        chain.physical_requirements(q(100, BILLION), TECHNOLOGY._replace(lease_price=q(p, "USD/GPU/hour")))
        for p in (price, price * factor)
    )
    assert all(d < c for c, d in zip(cheap, dear, strict=True))


@pytest.mark.parametrize(
    "call",
    [
        lambda: chain.accelerator_hours(q(1, "USD"), q(1, "USD/GPU/hour")),
        lambda: chain.launch_rate(q(1, "t"), q(1, "year"), q(100, "t")),
        lambda: chain.physical_requirements(q(1, "USD/year"), TECHNOLOGY._replace(specific_power=q(1, "kW"))),
        lambda: chain.supported_revenue("mass", q(1, "GW"), TECHNOLOGY),
        lambda: chain.power_for_revenue(q(1, "USD_2025/year"), q(1, "USD/kW/year")),
    ],
)
def test_wrong_dimensions_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: chain.supported_revenue("pads", q(1), TECHNOLOGY), "limit must be one of accelerator_hours"),
        (lambda: chain.accelerator_hours(q(1, "USD/year"), q(0, "USD/GPU/hour")), "lease_price must be above"),
        (lambda: chain.accelerators_installed(q(1, "GPU"), q(1.5), q(8760, "hour")), "paid_share must be at most 1"),
        (lambda: chain.mass_in_orbit(q(1, "GW"), q(0, "kW/t"), q(0)), "specific_power must be above"),
        (
            lambda: chain.physical_requirements(
                q(1, "USD/year"), TECHNOLOGY._replace(power_usage_effectiveness=q(0.9))
            ),
            "power_usage_effectiveness must be at least 1",
        ),
    ],
)
def test_the_impossible_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
