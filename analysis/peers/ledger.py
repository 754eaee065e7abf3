"""The common form of a published model: which cost lines it counts, what it prints, and whether that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from analysis.evidence import Case
from analysis.rounding import NEGLIGIBLE
from analysis.units import Quantity

Verdict = Literal["reproduced", "fails", "cannot"]

ORBIT_LINES = (
    "launch",
    "radiator mass",
    "server mass",
    "array and bus",
    "radiator",
    "servers",
    "development",
    "insurance",
    "operations",
    "spares",
    "downtime",
    "cost of capital",
)
GROUND_LINES = ("facility", "servers", "energy", "operations", "spares", "cost of capital")

ORBIT_MEANING = {
    "launch": "launch of array and bus",
    "radiator mass": "launch of the radiator",
    "server mass": "launch of the servers",
    "array and bus": "array, battery, bus, structure, integration",
    "radiator": "radiator",
    "servers": "servers and accelerators",
    "development": "development",
    "insurance": "insurance",
    "operations": "operations",
    "spares": "spares or replacement of what fails",
    "downtime": "hours lost to radiation and upkeep",
    "cost of capital": "interest, and each part over its own life",
}
GROUND_MEANING = {
    "facility": "building with power and cooling",
    "servers": "servers and accelerators",
    "energy": "energy",
    "operations": "operations",
    "spares": "spares and downtime",
    "cost of capital": "interest, and each part over its own life",
}


@dataclass(frozen=True)
class Boundary:
    """The cost lines that a model counts on either side.

    Examples
    --------
    >>> Boundary("launch against power", frozenset({"launch"}), frozenset({"energy"})).lines
    2
    """

    name: str
    orbit: frozenset[str]
    ground: frozenset[str]

    def __post_init__(self) -> None:
        """Refuse a line that the ledger does not know, and a side without lines."""
        for side, known in (("orbit", ORBIT_LINES), ("ground", GROUND_LINES)):
            counted = getattr(self, side)
            if not counted or counted - set(known):
                strange = ", ".join(sorted(counted - set(known))) or "no line"
                raise ValueError(f"boundary {self.name!r}, {side}: needs lines of {known}; got {strange}")

    @property
    def lines(self) -> int:
        """Count the lines that are in."""
        return len(self.orbit) + len(self.ground)


FULL = Boundary("every line", frozenset(ORBIT_LINES), frozenset(GROUND_LINES))


@dataclass(frozen=True)
class Check:
    """One published value and ours from the same inputs; None where the inputs were not seen."""

    id: str
    model: str
    quantity: str
    unit: str
    published: Quantity
    computed: Quantity | None
    tolerance: float
    reason: str = ""

    @property
    def difference(self) -> float | None:
        """Ours over theirs, less one; nought where only rounding is left."""
        if self.computed is None:
            return None
        found = float((self.computed.to(self.unit) / self.published.to(self.unit)).magnitude) - 1.0
        return found if abs(found) > NEGLIGIBLE else 0.0

    @property
    def verdict(self) -> Verdict:
        """Say whether the published value follows from its inputs, to the tolerance."""
        if self.difference is None:
            return "cannot"
        return "reproduced" if abs(self.difference) <= self.tolerance else "fails"


Reader = Callable[[str], Quantity]


def reader(case: Case, topic: str) -> Reader:
    """Give a reader of one model's records, money at face value: ratios compare money of one year with itself."""

    def read(name: str) -> Quantity:
        key = f"{topic}.{name}"
        return case.nominal(key) if "USD" in case.record(key).unit else case[key]

    return read
