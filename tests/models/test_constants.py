"""The constants of the models are those of CODATA, the IAU and the geodesists, to their last digit."""

import brahe
import pytest
from scipy import constants as physics

from analysis.models import network, orbit, thermal
from analysis.units import Quantity


@pytest.mark.parametrize(
    ("ours", "published", "unit", "digits"),
    [
        pytest.param(network.SPEED_OF_LIGHT, physics.c, "m/s", 16, id="network.SPEED_OF_LIGHT"),
        pytest.param(network.PLANCK_CONSTANT, physics.h, "J*s", 16, id="network.PLANCK_CONSTANT"),
        pytest.param(thermal.STEFAN_BOLTZMANN, physics.Stefan_Boltzmann, "W/m^2/K^4", 9, id="thermal.STEFAN_BOLTZMANN"),
        pytest.param(orbit.STANDARD_GRAVITY, physics.g, "m/s^2", 16, id="orbit.STANDARD_GRAVITY"),
        pytest.param(orbit.ASTRONOMICAL_UNIT, physics.au, "m", 16, id="orbit.ASTRONOMICAL_UNIT"),
        pytest.param(orbit.SUN_RADIUS, brahe.R_SUN, "m", 16, id="orbit.SUN_RADIUS"),
        pytest.param(orbit.EARTH_EQUATORIAL_RADIUS, brahe.WGS84_A, "m", 16, id="orbit.EARTH_EQUATORIAL_RADIUS"),
        pytest.param(
            orbit.EARTH_GRAVITATIONAL_PARAMETER, brahe.GM_EARTH, "m^3/s^2", 8, id="orbit.EARTH_GRAVITATIONAL_PARAMETER"
        ),
        pytest.param(orbit.EARTH_J2, brahe.J2_EARTH, "", 6, id="orbit.EARTH_J2"),
        pytest.param(Quantity(1.0, "year"), physics.Julian_year, "s", 16, id="a year"),
    ],
)
def test_a_constant_is_the_published_one(ours: Quantity, published: float, unit: str, digits: int) -> None:
    assert ours.m_as(unit) == pytest.approx(published, rel=10.0 ** (1 - digits))
