"""Compute the table of air density by altitude and solar activity from NRLMSIS, so that it can be repeated.

Usage: ``python tools/evidence/msis_density.py`` writes ``analysis/evidence/observations/msis_density.csv``.
Solar flux and geomagnetic index are given, so the model reads no file and no network.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pymsis

OUT = Path(__file__).parents[2] / "analysis" / "evidence" / "observations" / "msis_density.csv"
ALTITUDES_KM = np.array([300, 350, 400, 450, 500, 550, 600, 650, 700, 750, 800, 900, 1000, 1200, 1400, 1600, 2000])
# (name, F10.7 in solar flux units, daily Ap)
ACTIVITIES = (("low", 70.0, 4.0), ("mean", 150.0, 15.0), ("high", 250.0, 30.0))
DATES = np.array(["2028-03-20", "2028-06-20", "2028-09-22", "2028-12-21"], dtype="datetime64[h]")
HOURS = np.arange(0, 24, 3)
LATITUDES_DEG = np.arange(-80.0, 81.0, 20.0)
LONGITUDE_DEG = 0.0


def mean_density(altitude_km: float, flux: float, geomagnetic: float) -> float:
    """Mean of the density over seasons, local times and latitudes weighted by area [kg/m^3]."""
    weights = np.cos(np.radians(LATITUDES_DEG))
    means = []
    for day in DATES:
        for hour in HOURS:
            when = np.full(LATITUDES_DEG.size, day + np.timedelta64(int(hour), "h"))
            state = pymsis.calculate(
                when,
                np.full(LATITUDES_DEG.size, LONGITUDE_DEG),
                LATITUDES_DEG,
                np.full(LATITUDES_DEG.size, altitude_km),
                f107s=np.full(LATITUDES_DEG.size, flux),
                f107as=np.full(LATITUDES_DEG.size, flux),
                aps=np.full((LATITUDES_DEG.size, 7), geomagnetic),
            )
            density = np.asarray(state)[..., pymsis.Variable.MASS_DENSITY].ravel()
            means.append(np.average(density, weights=weights))
    return float(np.mean(means))


def main() -> None:
    """Write the table."""
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["altitude_km", "solar_activity", "f107_sfu", "ap", "density_kg_per_m3"])
        for altitude in ALTITUDES_KM:
            for name, flux, geomagnetic in ACTIVITIES:
                density = mean_density(float(altitude), flux, geomagnetic)
                writer.writerow([int(altitude), name, flux, geomagnetic, f"{density:.4e}"])


if __name__ == "__main__":
    main()
