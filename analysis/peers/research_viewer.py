"""research-viewer: a graph of questions with three scenarios: effective lives, mass budgets and failures in orbit."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import cost, power, satellite
from analysis.peers.ledger import Check, Reader, reader
from analysis.units import Quantity

NAME = "research-viewer"
SCENARIOS = ("optimistic", "central", "conservative")
KILOWATT = Quantity(1.0, "kW")
NO_SHARE = Quantity(0.0, "")
FACTOR = "its factor of three is that of parts added up and rounded; its own base and its sum give 2.7"


def array_mass(read: Reader, revision: str, n: int) -> Quantity:
    """Give the solar array of a kilowatt of computing in one scenario of a revision."""
    return power.array_mass(read(f"{revision}overhead")[n] * KILOWATT, read(f"{revision}array_specific_power")[n])


def mass(read: Reader, revision: str, n: int) -> Quantity:
    """Give the satellite of a kilowatt of computing in one scenario of a revision."""
    # the first revision sheds the computing heat alone
    carried = read("overhead")[n] if revision == "" else Quantity(1.0, "")
    cooling = satellite.mass_at_specific_power(carried * KILOWATT, read(f"{revision}cooling_specific_power")[n])
    parts = array_mass(read, revision, n) + cooling
    parts += (read(f"{revision}compute_mass")[n] + read(f"{revision}battery_mass")[n]) * KILOWATT
    return satellite.dry_mass(parts, NO_SHARE, read(f"{revision}structure")[n] - 1.0)  # a factor on the parts


def weights(read: Reader) -> list[Check]:
    """Hold mass budgets of two revisions and the failures in orbit."""
    rows = []
    for n, (letter, words) in enumerate(zip("abc", SCENARIOS, strict=True)):
        failures = (read("space_factor")[n] * read("ground_failure")[n]).to("1/year")
        for key, what, unit, name, ours, near, why in (
            ("2", "satellite mass", "kg/kW", "published_mass", mass(read, "", n) / KILOWATT, 5e-3, ""),
            ("3", "satellite mass, first revision", "kg/kW", "published_earlier_mass",
             mass(read, "earlier_", n) / KILOWATT, 5e-3, ""),
            ("4", "solar array, first revision", "kg/kW", "published_earlier_array",
             array_mass(read, "earlier_", n) / KILOWATT, 5e-3, ""),
            ("5", "failures in orbit", "1/year", "published_failure", failures, 0.02, FACTOR if n == 2 else ""),
        ):  # fmt: skip
            rows.append(Check(f"RV-{key}{letter}", NAME, f"{what}, {words}", unit, read(name)[n], ours, near, why))
    return rows


def checks(case: Case) -> list[Check]:
    """Hold the years of full service of a satellite against its failure rates."""
    read = reader(case, "peers_research_viewer")

    def life(entry: str) -> Check:
        ours = cost.effective_life(
            read("early_mortality"), read(f"bus_failure_{entry}"), read(f"accelerator_failure_{entry}"),
            read(f"life_{entry}"), read(f"deployment_delay_{entry}"),
        )  # fmt: skip
        why = "with a delay of deployment that is inferred, not printed"
        letter = {"optimistic": "a", "central": "b", "conservative": "c"}[entry]
        return Check(
            f"RV-1{letter}",
            NAME,
            f"years of service, {entry}",
            "year",
            read(f"published_life_{entry}"),
            ours,
            0.02,
            why,
        )

    return [*(life(entry) for entry in SCENARIOS), *weights(read)]
