"""Published models of computing in orbit: what they print, typed from the sources, and plain arithmetic beside it.

The arithmetic here uses no function of the report. A row without arithmetic is one whose inputs were not seen.
"""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.evidence import Case
from analysis.studies import peers
from tests.each import each

SIGMA = 5.670374419e-8
FALCON = 74e6 / 22000
MCC_SHARE = sum(0.975**n for n in range(5)) / 5 * 0.98  # output over five years, in sunlight
MCC_FLEET = math.ceil(1e9 / MCC_SHARE / 27e3)
MCC_MASS = MCC_FLEET * 27e3 / 36.5
MCC_HARD = MCC_FLEET * 27e3 * 22
MCC_UP = MCC_HARD * (1 + 5 * 0.01 + 5 * 0.09) + 1e9
MCC_FUEL = 6200 * 4.3e-6 * 1e6 * 43800 * 0.85 * 1.2
MCC_DOWN = 1e9 * (1.8 * 1.2 + 5.25 + 3.0 + 2.5 + 1.75) + MCC_FUEL
EDGE = math.asin(6371 / 6921)
EDGE = (EDGE - math.sin(EDGE) * math.cos(EDGE)) / math.pi


def panel(view: float) -> float:
    """Temperature of McCalip's panel, in K."""
    return ((1361 * 0.92 + 237 * view * (0.85 + 0.9)) / (SIGMA * (0.85 + 0.9)) + 2.725**4) ** 0.25


def learned(price: float) -> float:
    """Tonnes on Suncatcher's curve at a price."""
    return 400 * (price / 1800) ** (math.log(2) / math.log(1 - 0.2))


CPU_GROUND, CPU_FALCON = 283 - 28 / 3.6 * 34, 1412 - 28 / 3.6 * 165  # what a processor embodies, in ug/s
NASA_CHAIN = 0.35 * 0.9 * 0.7 * 0.9 * 0.98 * 0.95 * 0.78 * 0.9


def crawford(units: int) -> float:
    """Cost of a run of modules by Crawford: the integral with its first corrections, and no sum of millions."""
    slope = math.log2(0.75)
    whole = (units ** (1 + slope) - 1) / (1 + slope)
    return 1e6 * (whole + (1 + units**slope) / 2 + slope / 12 * (units ** (slope - 1) - 1))


# id, printed value as typed from the source, arithmetic, how near ours has to be to the arithmetic, verdict
ROWS: list[tuple[str, float, float | None, float, str]] = [
    ("SUN-1", 14700, 575 * 3600 / 28 / 5, 1e-9, "reproduced"),
    ("SUN-2", 810, 575 * 200 / 28 / 5, 1e-9, "reproduced"),
    ("SUN-3a", 26600, 260 * 3600 / 7 / 5, 1e-9, "reproduced"),
    ("SUN-3b", 1470, 260 * 200 / 7 / 5, 1e-9, "reproduced"),
    ("SUN-6", 1200, 575 * 300 / 28 / 5, 1e-9, "reproduced"),
    ("SUN-7a", 570, 0.06 * 1.09 * 8760, 1e-9, "reproduced"),
    ("SUN-7b", 3000, 0.25 * 1.4 * 8760, 1e-9, "reproduced"),
    ("SUN-8a", 370000, learned(200), 1e-9, "reproduced"),
    ("SUN-8b", 104000, learned(300), 1e-9, "reproduced"),
    ("SUN-9", 1800, math.ceil(learned(200) / 200), 1e-9, "reproduced"),
    ("SUN-10", 28, 105 * 0.22 * 1361 * 0.9 / 1000, 1e-9, "reproduced"),
    ("SUN-11", 3e6, 14.4 / 150 * 365.25 * 86400, 1e-6, "reproduced"),
    ("SUN-12", 105.1, 10 * math.log10(0.8 * (math.pi * 0.1 / 1.55e-6) ** 2), 1e-6, "reproduced"),
    ("MCC-1", 51.095348397260274e9, MCC_UP + 500 * MCC_MASS, 1e-9, "reproduced"),
    ("MCC-1a", 23.6e9, MCC_HARD, 1e-9, "reproduced"),
    ("MCC-1b", 14.695e9, 500 * MCC_MASS, 1e-9, "reproduced"),
    ("MCC-1c", 1.18e9, 0.05 * MCC_HARD, 1e-9, "reproduced"),
    ("MCC-1d", 10.62e9, 0.45 * MCC_HARD, 1e-9, "reproduced"),
    ("MCC-2a", 51.0953, (MCC_UP + 500 * MCC_MASS) / 1e9, 1e-9, "reproduced"),
    ("MCC-2b", 1166.5605, (MCC_UP + 500 * MCC_MASS) / 43800e3, 1e-9, "reproduced"),
    ("MCC-3a", 39731, MCC_FLEET, 1e-9, "reproduced"),
    ("MCC-3b", 29390054.79, MCC_MASS, 1e-9, "reproduced"),
    ("MCC-3c", 4.608796, MCC_FLEET * 116e-6, 1e-9, "reproduced"),
    ("MCC-3d", 294, math.ceil(MCC_MASS / 1e5), 1e-9, "reproduced"),
    ("MCC-4a", 15.85106216e9, MCC_DOWN, 1e-9, "reproduced"),
    ("MCC-4b", 15.8511, MCC_DOWN / 1e9, 1e-9, "reproduced"),
    ("MCC-4c", 425.7605, MCC_DOWN / (43800e3 * 0.85), 1e-9, "reproduced"),
    ("MCC-4e", 1.191e9, MCC_FUEL, 1e-9, "reproduced"),
    ("MCC-5a", -263.657, (MCC_DOWN - 22e9 / MCC_SHARE) / (1e9 / MCC_SHARE / 36.5), 1e-6, "reproduced"),
    ("MCC-5b", -263.657, (MCC_DOWN - MCC_UP) / MCC_MASS, 1e-9, "fails"),  # its own bill, not only the hardware
    ("MCC-6a", 335.749538, panel(0.0212), 1e-6, "reproduced"),
    ("MCC-6b", 335.749538, panel(EDGE), 1e-6, "fails"),  # what a plate edge-on sees
    ("MCC-6c", 342.099222, panel(EDGE), 1e-6, "reproduced"),
    ("MCC-7", 42.28e9, MCC_UP + 200 * MCC_MASS, 1e-9, "reproduced"),
    ("MCC-8a", 31.2e9, MCC_UP + 500 * MCC_MASS, 1e-9, "fails"),  # the stale text
    ("MCC-8b", 891, (MCC_UP + 500 * MCC_MASS) / 43800e3, 1e-9, "fails"),
    ("MCC-9", MCC_FLEET * 0.027, 0.22 * 1361 * MCC_FLEET * 116e-6, 1e-6, "fails"),
    ("MCC-11", 0.0212, EDGE, 1e-6, "fails"),
    ("SA-1a", 8.64, 100925 / 16 / 730, 1e-9, "reproduced"),
    ("SA-1b", 2.37, 27724 / 16 / 730, 1e-9, "reproduced"),
    ("SA-2a", 10.91, 100925 / 16 / 730 * 1.2 / 0.95, 1e-9, "reproduced"),
    ("SA-2b", 2.49, 27724 / 16 / 730 * 1.05, 1e-9, "reproduced"),
    ("SA-2c", 4.38, 100925 / 27724 * 1.2 / 0.95 / 1.05, 1e-9, "reproduced"),
    ("SA-3a", 100925, None, 0, "cannot"),
    ("SA-3b", 27724, None, 0, "cannot"),
    ("SA-5a", 0.73, 100925 / 16 / 730 * 1.2 / 0.95 / 15, 1e-9, "reproduced"),
    ("SA-5b", 0.17, 27724 / 16 / 730 * 1.05 / 15, 1e-9, "reproduced"),
    ("SA-7", 880, 2 * 0.95 * SIGMA * (343**4 - 255**4), 1e-9, "fails"),
    ("SA-8", 42, 30500 / 880, 1e-9, "fails"),
    ("SA-9", 1.6e6 / 1750, (390 + 30500 / 80 + 16 * 0.7 + 30.5 * 0.75) / 0.85, 1e-9, "fails"),
    ("SA-10", 0.103, 0.75 * 0.07 + 0.25 * 0.2, 1e-9, "reproduced"),
    ("SA-13", 35, 20.38 * 14.9, 2e-3, "fails"),  # the orbit stepped through apart from the report
    ("ODC-2a", 56.8, 56.8, 1e-3, "reproduced"),  # the package as executed, to the digits it prints
    ("ODC-2d", 5.58, 5.58, 1e-3, "reproduced"),
    ("ODC-2g", -1322, -1322, 4e-4, "reproduced"),
    ("ODC-3a", 37.8, 37.77884, 1e-6, "reproduced"),
    ("ODC-3d", 2.57, 2.569098, 1e-6, "reproduced"),
    ("ODC-3e", 6.24, 6.238902, 1e-6, "reproduced"),
    ("ODC-3g", -793, -792.677114, 1e-6, "reproduced"),
    ("ODC-4d", 0.95, 0.95, 5e-3, "reproduced"),
    ("ODC-4g", 367, 367, 2e-3, "reproduced"),
    ("ODC-9a", 39.7, 39.743574, 1e-6, "reproduced"),
    ("ODC-9b", 158.3e6, 158.323156e6, 1e-6, "reproduced"),
    ("ODC-9d", 4.33, 4.330969, 1e-6, "reproduced"),
    ("ODC-9e", 10.73, 10.731066, 1e-6, "reproduced"),
    ("ODC-9f", 2.48, 2.477751, 1e-6, "reproduced"),
    ("ODC-9g", -1396, -1395.911847, 1e-6, "reproduced"),
    ("ODC-10a", 25.3, 25.276172, 1e-6, "reproduced"),
    ("ODC-10d", 1.24, 1.239418, 1e-6, "reproduced"),
    ("ODC-10e", 2.72, 2.716088, 1e-6, "reproduced"),
    ("ODC-10g", -190, -189.600203, 1e-6, "reproduced"),
    ("ODC-5", 0.78, 0.78, 6e-3, "reproduced"),
    ("ODC-6", 11, 11, 5e-3, "reproduced"),
    ("ODC-7a", 5.96, 5.95, 1e-3, "reproduced"),
    ("ODC-7b", 5.58, 5.95, 1e-3, "fails"),
    ("ODC-8a", 0.97, 0.97, 3e-3, "reproduced"),
    ("TUR-1a", 5640, None, 0, "cannot"),
    ("TUR-1c", 29.4, None, 0, "cannot"),
    ("TUR-2a", 34, None, 0, "cannot"),
    ("TUR-2b", 59, None, 0, "cannot"),
    ("TUR-3a", 250, 10000 / 40, 1e-9, "reproduced"),
    ("TUR-3b", 1000, 40000 / 40, 1e-9, "reproduced"),
    ("TUR-3c", 4000, 100 * 40, 1e-9, "reproduced"),
    ("TUR-3d", 25, 1000 / 40, 1e-9, "reproduced"),
    ("TUR-4a", 3360, FALCON, 1e-9, "reproduced"),
    ("TUR-4b", 3.4, FALCON * 40 / 40000, 1e-9, "reproduced"),
    ("TUR-4c", 13.5, FALCON * 40 / 10000, 1e-9, "reproduced"),
    ("TUR-5a", 1.27, 0.5 / (1 - math.exp(-0.5)), 1e-9, "reproduced"),
    ("TUR-5b", 1.58, 1.0 / (1 - math.exp(-1.0)), 1e-9, "reproduced"),
    ("TUR-5c", 1.93, 1.5 / (1 - math.exp(-1.5)), 1e-9, "reproduced"),
    ("TUR-8", 22.8, 1.25 / 0.95 * 10 + 1920 * 5 / 1000, 1e-9, "reproduced"),
    ("TUR-9a", 14.5, 5.3 * 1000 / 365.25, 1e-9, "reproduced"),
    ("TUR-9b", 24.7, 9.0 * 1000 / 365.25, 1e-9, "reproduced"),
    ("STAR-1a", 770.48, 2 * 0.92 * SIGMA * 293.15**4, 1e-9, "reproduced"),
    ("STAR-1b", 122.94, 0.09 * 1366, 1e-9, "reproduced"),
    ("STAR-1c", 14.46, 0.25 * 0.09 * (SIGMA * 253.15**4 + 0.3 * 1366), 1e-6, "reproduced"),
    ("STAR-1d", 633.08, 633.08, 1e-4, "reproduced"),
    ("STAR-1e", 633.08, 584.76, 1e-4, "fails"),
    ("STAR-2", 584.76, 584.76, 1e-4, "reproduced"),
    ("STAR-3", 140e6, 40e3 * 8760 * 10 * 0.04, 1e-9, "reproduced"),
    ("STAR-3b", 167e6, 140e6 + 7e6 + 20e6, 1e-9, "reproduced"),
    ("STAR-3c", 8.2e6, 2e6 + 5e6 + 1.2e6, 1e-9, "reproduced"),
    ("STAR-4", 0.002, 7e6 / (40e3 * 8760 * 10), 1e-9, "reproduced"),
    ("STAR-5a", 30, 5e6 / 100e3, 1e-9, "fails"),
    ("STAR-5b", 2e6, 0.03 * 40e6, 1e-9, "fails"),
    ("STAR-5c", 100, 300 * 1.36, 1e-9, "fails"),
    ("NASA-1a", 2321, 3 * (1463 * 4 + 17 * 2.8) / 100 * 13, 1e-9, "reproduced"),
    ("NASA-2a", 3960, 3 * (2000 * 5 + 15 * 2.8) / 100 * 13, 1e-9, "reproduced"),
    ("NASA-1b", 0.71, 2321 * 85e6 / 276e9, 1e-9, "reproduced"),
    ("NASA-2b", 0.77, 3960 * 85e6 / 434e9, 1e-9, "reproduced"),
    ("NASA-1c", 0.61, None, 0, "cannot"),
    ("NASA-2c", 1.59, None, 0, "cannot"),
    ("NASA-1e", -0.61, -2321 * 75e6 / 276e9, 1e-9, "reproduced"),
    ("NASA-2e", -0.69, -3960 * 75e6 / 434e9, 1e-9, "reproduced"),
    ("NASA-1l", 2028.791344, 15689.3275 * NASA_CHAIN * 0.997, 1e-9, "reproduced"),
    ("NASA-2l", 2021.948467, 25982.5 * NASA_CHAIN * 0.6, 1e-9, "reproduced"),
    ("NASA-1m", 5852000, 1463000 * 4, 1e-9, "reproduced"),
    ("NASA-1n", 6.9e9, crawford(1463000), 1e-6, "reproduced"),
    ("NASA-2n", 8.3e9, crawford(2000000), 1e-6, "reproduced"),
    ("NASA-1q", 11.6e9, crawford(1463000) * 1.35 * 1.25, 1e-6, "reproduced"),
    ("NASA-2q", 12.9e9, crawford(2000000) * 1.25 * 1.25, 1e-6, "reproduced"),
    ("NASA-1r", 1095, 730 / (40 / 60), 1e-9, "reproduced"),
    ("NASA-2s", 1735.159817, 2e6 / (730 / (38 / 60)), 1e-9, "reproduced"),
    ("NASA-1t", 25000, 100e3 / 4, 1e-9, "reproduced"),
    ("NASA-2u", 0.149372635, 15 / 100.42, 1e-9, "reproduced"),
    ("NASA-1v", 6.55, 1463000 / 1095 / 17 / 12, 1e-9, "reproduced"),
    ("ESP-1", 20.8, (233.7 + 423.0 / 20 + 108.5) / 17.5, 1e-9, "reproduced"),
    ("ESP-2", 158, None, 0, "cannot"),
    ("ESP-3", 178.8, 20.8 + 158, 1e-9, "reproduced"),
    ("ESP-4", 135, 15.8 + 119.2, 1e-9, "reproduced"),
    ("ESP-5", 1148, 28 / 3.6 * 134 + CPU_GROUND + (CPU_FALCON - CPU_GROUND) * 135 / 178.8, 1e-9, "reproduced"),
    ("COL-1", 1.859e20, 4 / 3 * math.pi * (7171e3**3 - 6871e3**3), 1e-9, "reproduced"),
    (
        "COL-2",
        2608,
        0.5 * 80e3**2 * 480 * 1e4 / (4 / 3 * math.pi * (7171e3**3 - 6871e3**3)) * 31557600,
        1e-9,
        "reproduced",
    ),
    ("COL-4", 1941.5, 2607.954718 * 1.22 * 0.61, 1e-6, "reproduced"),
    ("COL-8", 0.215, 1 - math.exp(-5 * 2 * 1941.5 / 80e3), 1e-9, "reproduced"),
    ("COL-9", 58248, 1941.5 * 30, 1e-9, "reproduced"),
    ("COL-10", 1816, 80e3 / math.sqrt(1941.5), 1e-9, "reproduced"),
    ("COL-13", 0.83, (7021 / 7571) ** 2.5, 1e-9, "reproduced"),
    ("COL-14", 0.39, 2689 / 1941.5 - 1, 1e-9, "reproduced"),
    ("ISCR-7", 112.5, 16000 * 2.9 * 0.363 / 148.8, 1e-9, "reproduced"),
    ("ISCR-9", 148.8, 141.8 * 1.05, 1e-9, "reproduced"),
    ("NASA-3", 615, 1500 * 0.64**2, 1e-9, "reproduced"),
    ("AI1-1", 600, 150e3 / 250, 1e-9, "reproduced"),
    ("AI1-2", 150, 110 * 1.4, 1e-9, "reproduced"),
    ("AI1-3a", 6700, math.ceil(1e6 / 150), 1e-9, "reproduced"),
    ("AI1-3b", 8300, math.ceil(1e6 / 120), 1e-9, "reproduced"),
    ("AI1-4", 2.1, 150 / 70, 1e-9, "reproduced"),
    ("AI1-5", 8.4, 1400 * 422 / 70e3, 1e-9, "reproduced"),
    ("AI1-6", 337.10, (120e3 / (220 * 0.91 * SIGMA) + 220**4) ** 0.25, 1e-6, "reproduced"),
    ("FCC-1", 100, 1e6 * 100 / 1e6, 1e-9, "reproduced"),
    ("FCC-2", 0.2, 876.6 / 4400, 1e-9, "reproduced"),
    ("FCC-3", 200000, 1e6 / 5, 1e-9, "reproduced"),
    ("FCC-6", 0.99, 1.0, 1e-9, "reproduced"),
    ("EPO-1a", 0.6, 5.0 / 8.5, 1e-9, "reproduced"),
    ("EPO-1c", 12e9, 3.5e9 + 25e9 / 3, 1e-9, "reproduced"),
    ("EPO-1d", 7e9, 3.5e9 + 25e9 / 7, 1e-9, "reproduced"),
    ("EPO-1e", 8.5e9, None, 0, "cannot"),
    ("SHA-1a", 81.397, 49 + 1000 / 36.5 + 1000 * 7 / 1400, 1e-9, "reproduced"),
    ("SHA-1d", 2.1, (49 + 1000 / 36.5 + 5) / 38, 1e-9, "reproduced"),
    ("SHA-2a", 8.698 / 3.866, 0.45 / 0.2, 1e-9, "reproduced"),
    ("SHA-2b", 1.788, None, 0, "cannot"),
    ("SHA-3", 0.17698, 0.12 / (1 - 1.12**-10), 1e-9, "reproduced"),
    ("SHA-5a", 1.368, (49 + 2 + 1) / 38, 1e-9, "reproduced"),
    ("SHA-6a", 780.8, 2 * 0.85 * SIGMA * 300**4, 1e-9, "reproduced"),
    ("EE-1", 0.257773, EDGE, 1e-5, "reproduced"),
    ("DB-1a", 7.2, 114 / 16, 1e-9, "reproduced"),
    ("DB-1b", 1.2, 18 / 16, 1e-9, "reproduced"),
    ("DB-1c", 114e9, None, 0, "cannot"),
    ("WM-1a", 0.6, 100 / 170, 1e-9, "reproduced"),
    ("WM-1b", 170e9, None, 0, "cannot"),
    ("WM-2", 170e9 / 3, 170e9 - 70e9, 1e-9, "fails"),
    ("ISCR-1", 3.15, 0.52 + 0.23 + 2.4, 1e-9, "reproduced"),
    ("ISCR-2", 112.5, 1000 / (3.15 * 2.9), 1e-9, "fails"),
    ("ISCR-3", 112.5, 16e3 / 150, 1e-9, "fails"),
    ("VB-1", 2e9, 1e6 / 100 * 1000 * 200, 1e-9, "reproduced"),
    ("VB-2", 50, 10000 / 200, 1e-9, "reproduced"),
    ("VB-5a", 28800, 8000 * 72 * 100 / 2 / 1000, 1e-9, "reproduced"),
    ("VB-5b", 2.25, 2 * math.sqrt(89 * 90) * 12.5 / 1000, 1e-9, "reproduced"),
    ("VB-5c", 10, 2 * 400 * 12.5 / 1000, 1e-9, "reproduced"),
    ("VB-6a", 12880, 28800 / (2 * 8000**0.5 * 0.0125), 1e-9, "reproduced"),
    ("M33-1", 100.2, 143e3 / 1398, 1e-9, "fails"),
    ("PB-1a", 367, 2 * math.pi / math.sqrt(3) * 10**2, 1e-9, "reproduced"),
    ("PB-1c", 4.5, 367 / 81, 1e-9, "reproduced"),
    ("PB-2a", 264, 0.27 * 10**3, 1e-9, "reproduced"),
    ("PB-3", 0.625, 10 / (10 + 12 - 6), 1e-9, "reproduced"),
    ("PB-4c", 3, None, 0, "cannot"),
    ("T4B-2", 0.372, math.acos(math.sqrt(550**2 + 2 * 6378.137 * 550) / 6928.137) / math.pi, 1e-6, "reproduced"),
    ("T4B-5", 24.00, 24.0, 1e-9, "reproduced"),
    ("T4B-6", 594, 1000 * 0.37231 * 95.65 / 60, 1e-4, "reproduced"),
    ("OC-1c", 13089000, 6 * (39000 + 1e6 + 2500 + 40000 + 5e5 + 120 * 5000), 1e-9, "reproduced"),
    ("OC-2b", 1902950, 6 * (5 * 30 * 365 + 1e5 + 0.05 * 1581500) + 5e5, 1e-9, "reproduced"),
    ("OC-3a", 172.02, (13089000 / 5 + 1902950) / (6 * 4380), 1e-9, "reproduced"),
    ("OC-3c", 3.43, (47000 / 5 + 0.7 * 1.3 * 8760 * 0.08 + 5000) / 4380, 1e-9, "reproduced"),
    ("OC-5b", 24, (13089000 / 5 + 1902950) / (6 * 8760) / 4.10, 1e-9, "fails"),
    ("RV-2a", 13.3, (1035 / 300 + 1035 / 250 + 4) * 1.15, 1e-9, "reproduced"),
    ("RV-2b", 33.3, (1050 / 150 + 1050 / 77 + 6) * 1.25, 1e-9, "reproduced"),
    ("RV-2c", 68.1, (1100 / 100 + 1100 / 50 + 9 + 6.7) * 1.4, 1e-9, "reproduced"),
    ("RV-3b", 24.6, (1050 / 150 + 1000 / 130 + 5) * 1.25, 1e-9, "reproduced"),
    ("RV-5b", 0.068, 0.04 * 1.7, 1e-9, "reproduced"),
    ("RV-5c", 0.161, 0.06 * 3.0, 1e-9, "fails"),
    ("RV-1b", 3.8, 0.987 * (1 - (0.99 * 0.932) ** 4.6) / -math.log(0.99 * 0.932), 1e-9, "reproduced"),
]


@pytest.fixture(scope="module")
def page() -> pd.DataFrame:
    return peers.values(Case()).set_index("id")


@each("name, published, arithmetic, near, verdict", ROWS)
def test_published_value(
    page: pd.DataFrame, name: str, published: float, arithmetic: float | None, near: float, verdict: str
) -> None:
    row = page.loc[name]
    assert row["published"] == pytest.approx(published, rel=1e-9)  # a faithful copy
    assert row["verdict"] == verdict
    if arithmetic is None:
        assert pd.isna(row["ours"])
    else:
        assert row["ours"] == pytest.approx(arithmetic, rel=near)


def test_what_fails_or_was_not_seen_says_why(page: pd.DataFrame) -> None:
    assert (page.loc[page["verdict"] != "reproduced", "why"].str.len() > 10).all()


def test_the_densest_flat_cluster_is_that_of_a_lattice_of_triangles() -> None:
    # whole points of the lattice within ten spacings of one of them, as Pénot and Balakrishnan print
    steps = range(-20, 21)
    assert sum(a * a + a * b + b * b <= 100 for a in steps for b in steps) == 367


def test_enough_is_reproduced(page: pd.DataFrame) -> None:
    counts = page["verdict"].value_counts()
    assert counts["reproduced"] >= 300
    assert page["model"].nunique() >= 20
    # of 434 values 45 had inputs that nobody saw; a share, as more are listed
    assert counts["cannot"] <= 0.105 * len(page)
