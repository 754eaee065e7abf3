"""The constants of the models are those of CODATA, the IAU and the geodesists, to their last digit."""

import brahe
import pytest
from scipy import constants as physics

from analysis.models import network, orbit, thermal
from analysis.units import Quantity


@pytest.mark.parametrize(
    ("ours", "published", "unit", "digits"),
    [
        (network.SPEED_OF_LIGHT, physics.c, "m/s", 16),
        (network.PLANCK_CONSTANT, physics.h, "J*s", 16),
        (thermal.STEFAN_BOLTZMANN, physics.Stefan_Boltzmann, "W/m^2/K^4", 9),
        (orbit.STANDARD_GRAVITY, physics.g, "m/s^2", 16),
        (orbit.ASTRONOMICAL_UNIT, physics.au, "m", 16),
        (orbit.SUN_RADIUS, brahe.R_SUN, "m", 16),
        (orbit.EARTH_EQUATORIAL_RADIUS, brahe.WGS84_A, "m", 16),
        (orbit.EARTH_GRAVITATIONAL_PARAMETER, brahe.GM_EARTH, "m^3/s^2", 8),
        (orbit.EARTH_J2, brahe.J2_EARTH, "", 6),
        (Quantity(1.0, "year"), physics.Julian_year, "s", 16),
    ],
)
def test_a_constant_is_the_published_one(ours: Quantity, published: float, unit: str, digits: int) -> None:
    assert ours.m_as(unit) == pytest.approx(published, rel=10.0 ** (1 - digits))
